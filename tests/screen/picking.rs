//! Picking from a list: sections, hits of a search.

use folio::app::{MouseKind, Pane};

use crate::fixture::Screen;

const SIZES: [(u16, u16); 2] = [(80, 24), (30, 10)];

/// A book of chapters with the same parts in each.
fn book(n_chapters: usize) -> String {
    let part = |title: &str, n: usize| format!("### {title}\n\n{n}: {title}.\n\n");
    let chapter = |n: usize| {
        let parts: String =
            ["Introduction", "Method", "Results — Überblick"].map(|title| part(title, n)).concat();
        format!("## Chapter {n} 漢字\n\nHere begins {n}.\n\n{parts}")
    };
    format!("# The book\n\n{}", (1..=n_chapters).map(chapter).collect::<String>())
}

fn screen((columns, rows): (u16, u16)) -> Screen {
    Screen::markdown(&book(40)).size(columns, rows)
}

/// The rows of the list, from its edge on.
fn list(screen: &Screen) -> Vec<String> {
    let text = screen.text();
    let rows = text.lines().skip_while(|row| !row.contains(" Sections ─") && !row.contains(" Hits of "));
    let rows: Vec<_> = rows.map(|row| row.rsplit('│').next().unwrap_or_default().trim().to_owned()).collect();
    rows[..rows.len() - 1].to_vec()
}

#[test]
fn sections_are_listed_with_their_paths() {
    let screen = screen((80, 24)).keys("s");
    insta::assert_snapshot!(screen.text());
    let screen = screen.keys("meth 12");
    insta::assert_snapshot!(screen.text() + &screen.looks());
}

#[test]
fn a_small_screen_has_room_for_the_list_too() {
    let screen = screen((30, 10)).keys("smeth 12");
    insta::assert_snapshot!(screen.text() + &screen.looks());
}

#[test]
fn the_list_opens_where_the_reader_is() {
    for size in SIZES {
        let mut screen = screen(size).keys("12<Enter>jj");
        let before = screen.page();
        screen.press("s");
        let shown = screen.page();
        assert_eq!(shown, before[..shown.len()], "{}", screen.text());
        assert!(list(&screen).iter().any(|row| row.starts_with("Chapter 12 漢字")), "{}", screen.text());
        screen.press("<Down>");
        assert!(screen.page()[0].contains("Introduction"), "{}", screen.text());
    }
}

#[test]
fn the_page_shows_what_is_selected() {
    for size in SIZES {
        let mut screen = screen(size).keys("sresu");
        for n in 1..5 {
            assert!(screen.page()[0].contains("Results — Überblick"), "{}", screen.text());
            assert!(screen.page()[2].contains(&format!("{n}: Results — Überblick")), "{}", screen.text());
            screen.press(if n % 2 == 0 { "<Down>" } else { "<C-n>" });
        }
        screen.press("<Up><C-p><Up><Up><Up><Up>");
        assert!(screen.page()[2].contains("1: Results"), "{}", screen.text());
        screen.press("<PageDown><PageDown><PageUp><PageUp>");
        assert!(screen.page()[2].contains("1: Results"), "{}", screen.text());
    }
}

#[test]
fn enter_goes_there_and_is_a_jump() {
    for size in SIZES {
        let mut screen = screen(size).keys("30%");
        let before = screen.page();
        screen.press("s17 intro<Enter>");
        assert!(screen.app().overlay().is_none());
        assert!(screen.page()[2].contains("17: Introduction"), "{}", screen.text());
        screen.press("<C-o>");
        assert_eq!(screen.page(), before, "{}", screen.text());
    }
}

#[test]
fn esc_is_back_where_one_was() {
    for size in SIZES {
        for cancel in ["<Esc>", "<C-c>"] {
            for keys in ["k", "30%jjj", "G", "<Tab>jjhj", "/30: Method<Enter>"] {
                let mut screen = screen(size).keys(keys);
                let (before, pane) = (screen.text(), screen.app().pane());
                screen.press("sresults 3<Down><Down><PageDown>x<C-w><Up>");
                screen.press(cancel);
                assert_eq!(screen.text(), before, "{keys}");
                assert_eq!(screen.app().pane(), pane);
                screen.press("<C-o>");
                let is_jump = screen.row(-1).contains("no jump");
                assert_eq!(is_jump, matches!(keys, "k" | "<Tab>jjhj"), "{keys}: {}", screen.text());
            }
        }
    }
}

#[test]
fn what_matches_nothing_moves_nothing() {
    for size in SIZES {
        let mut screen = screen(size).keys("30%");
        let before = screen.page();
        screen.press("sxyzzy<Enter>");
        assert!(screen.text().contains("nothing matches"), "{}", screen.text());
        assert!(screen.text().contains("0 of 161"), "{}", screen.text());
        let shown = screen.page();
        assert_eq!(shown, before[..shown.len()]);
        screen.press("<Down><PageUp><C-u>");
        assert!(!screen.text().contains("nothing matches"), "{}", screen.text());
    }
}

#[test]
fn a_text_without_headings_has_no_list() {
    let screen = Screen::markdown("Only words.").keys("s");
    assert!(screen.row(-1).contains("the text has no headings"), "{}", screen.text());
}

#[test]
fn the_mouse_picks_too() {
    for (columns, rows) in SIZES {
        let mut screen = screen((columns, rows)).keys("smethod");
        let first = i32::from(rows) - 1 - i32::try_from(list(&screen).len()).unwrap() + 1;
        screen.mouse(MouseKind::WheelDown, columns / 2, 1);
        screen.mouse(MouseKind::WheelUp, columns / 2, 1);
        screen.mouse(MouseKind::Press, columns / 2, u16::try_from(first).unwrap() + 1);
        assert!(screen.app().overlay().is_none());
        assert!(screen.page()[2].contains("2: Method"), "{}", screen.text());
        assert_eq!(screen.app().pane(), Pane::Page);
    }
}

#[test]
fn sections_appear_as_they_are_found() {
    let mut screen = Screen::held(&book(9000), "markdown").size(80, 24).keys("s");
    let mut counts = vec![list(&screen)[0].clone()];
    while screen.work(20) {
        counts.push(list(&screen)[0].clone());
    }
    counts.dedup();
    assert!(counts.len() > 2 && counts.last().unwrap().contains("36001"), "{counts:?}");
    assert!(screen.page()[0].contains("The book"), "{}", screen.text());
}

#[test]
fn what_is_selected_stays_so_while_more_is_found() {
    let mut screen = Screen::held(&book(9000), "markdown").size(80, 24).keys("smethod");
    while !list(&screen)[0].contains(" of ") {
        screen.work(1);
    }
    screen.press("<Down><Down>");
    let page = screen.page();
    while screen.work(20) {}
    assert_eq!(screen.page(), page, "{}", screen.text());
    assert!(list(&screen)[0].contains("9000 of 36001"), "{}", screen.text());
    screen.press("<Enter>");
    assert!(screen.page().join("\n").contains("3: Method"), "{}", screen.text());
}

#[test]
fn enter_waits_for_what_was_typed() {
    let mut screen = Screen::held(&book(60), "markdown").size(80, 24);
    while screen.work(20) {}
    screen.press("s40 intro<Enter>");
    assert!(screen.app().overlay().is_some() && screen.text().contains("…"), "{}", screen.text());
    while screen.work(20) {}
    assert!(screen.app().overlay().is_none());
    assert!(screen.page()[2].contains("40: Introduction"), "{}", screen.text());
    screen.press("<C-o>");
    assert!(screen.page()[0].contains("The book"), "{}", screen.text());
    screen.press("s50 intro<Enter><Esc>");
    while screen.work(20) {}
    assert!(screen.page()[0].contains("The book"), "{}", screen.text());
}

#[test]
fn what_is_read_otherwise_waits_until_the_list_is_closed() {
    for keys in ["<Esc>", "<Enter>"] {
        let mut screen = Screen::held(&book(60), "markdown").size(80, 24);
        while screen.work(20) {}
        screen.press("Fsmethod");
        while screen.work(20) {}
        assert!(screen.row(-1).starts_with("section: method"), "{}", screen.text());
        screen.press(keys);
        while screen.work(20) {}
        assert!(screen.app().overlay().is_none(), "{}", screen.text());
        assert!(screen.row(-1).contains("read as plain text"), "{}", screen.text());
    }
}

#[test]
fn hits_are_listed_with_their_words_by_section() {
    let screen = screen((80, 24)).keys("/method<Enter>&");
    insta::assert_snapshot!(screen.text());
    let screen = screen.keys("12:");
    insta::assert_snapshot!(screen.text() + &screen.looks());
}

#[test]
fn hits_are_listed_on_a_small_screen() {
    let screen = screen((30, 10)).keys("/überblick<Enter>&");
    insta::assert_snapshot!(screen.text() + &screen.looks());
}

#[test]
fn hits_in_tables_are_listed_with_their_rows() {
    let table =
        "| Name | What it is | Length |\n|---|---|---|\n| Arno | a *river* | 241 |\n| Como |  | 46 |\n";
    let screen = Screen::markdown(table).keys("/46|river<A-r><Enter>&");
    assert_eq!(list(&screen)[1..3], ["Arno  a river  241", "Como  46"]);
}

#[test]
fn the_list_of_hits_opens_at_the_current_one() {
    for size in SIZES {
        let mut screen = screen(size).keys("/method<Enter>7n");
        screen.press("&<Down><Up><Enter>");
        assert!(screen.row(-1).contains("8 of 80"), "{}", screen.text());
        screen.press("&<Down><Enter>");
        assert!(screen.row(-1).contains("9 of 80"), "{}", screen.text());
    }
}

#[test]
fn hits_are_filtered_by_words_and_sections() {
    for size in SIZES {
        for (typed, count) in
            [("chapter 12 method", "2 of 80"), ("17: method", "1 of 80"), ("mthd", "0 of 80")]
        {
            let screen = screen(size).keys("/method<Enter>&").keys(typed);
            assert!(screen.text().contains(count), "{typed}: {}", screen.text());
        }
    }
}

#[test]
fn enter_goes_to_the_hit_and_esc_is_back_at_the_one_before() {
    for size in SIZES {
        let mut screen = screen(size).keys("/method<Enter>");
        let (before, page) = (screen.text(), screen.page());
        screen.press("&30: meth<Down><Up>");
        assert!(screen.page().iter().any(|row| row.contains("30: Method.")), "{}", screen.text());
        screen.press("<Esc>");
        assert_eq!(screen.text(), before);
        screen.press("&30: meth<Enter><C-o>");
        assert_eq!(screen.page(), page, "{}", screen.text());
        screen.press("<A-Right>");
        assert!(screen.page().iter().any(|row| row.contains("30: Method.")), "{}", screen.text());
        assert!(screen.row(-1).contains("60 of 80"), "{}", screen.text());
        screen.press("n");
        assert!(screen.row(-1).contains("61 of 80"), "{}", screen.text());
    }
}

#[test]
fn without_a_search_there_are_no_hits_to_list() {
    let screen = screen(SIZES[0]).keys("&");
    assert!(screen.row(-1).contains("nothing is searched for"), "{}", screen.text());
    let screen = screen.keys("/xyzzy<Enter>&");
    assert!(screen.row(-1).contains("no hit for “xyzzy”"), "{}", screen.text());
}

#[test]
fn of_too_many_hits_the_nearest_are_listed() {
    let mut screen = Screen::markdown(&book(6000)).size(80, 24).keys("/e<Enter>3000<Enter>n&");
    assert!(screen.text().contains("the nearest 5000 of 60001"), "{}", screen.text());
    assert!(list(&screen).iter().any(|row| row.starts_with("Chapter 3000 漢字")), "{}", screen.text());
    screen.press("3010: method");
    assert!(screen.text().contains("1 of the nearest 5000"), "{}", screen.text());
    screen.press("<Enter>");
    assert!(screen.page().iter().any(|row| row.contains("3010: Method.")), "{}", screen.text());
}

#[test]
fn hits_appear_as_they_are_found() {
    let mut screen = Screen::held(&book(6000), "markdown").size(80, 24).keys("/12: <Enter>&");
    let mut counts = Vec::new();
    while screen.work(5) {
        counts.push(list(&screen)[0].clone());
    }
    counts.dedup();
    assert!(counts.len() > 1 && counts.last().unwrap().contains("180 ─"), "{counts:?}");
    screen.press("<Down><Enter>");
    assert!(screen.page().iter().any(|row| row.contains("12: Method.")), "{}", screen.text());
}

#[test]
fn the_page_shows_the_hit_at_which_the_list_opens() {
    for (columns, rows) in SIZES {
        let mut screen = Screen::article().size(columns, rows).keys("/concord<Enter>");
        let before = screen.text();
        screen.press("&");
        assert!(screen.page().join(" ").to_lowercase().contains("concord"), "{}", screen.text());
        let shown = screen.page();
        screen.press("<Down><Up>");
        assert_eq!(screen.page(), shown);
        screen.press("<Esc>");
        assert_eq!(screen.text(), before);
    }
}

#[test]
fn the_hit_that_one_was_at_is_moved_with_the_text() {
    let links = "See [the docs][ref] and [more of it][ref], [again][ref]. Here a unicorn stands, and [more][ref] a unicorn.";
    let end = "Another unicorn.\n\n[ref]: http://example.com/\n";
    let text = format!("# Title\n\n{links}\n\n{}{end}", "Words and words.\n\n".repeat(9000));
    for size in SIZES {
        let mut screen = Screen::held(&text, "markdown").size(size.0, size.1).keys("/unicorn<Enter>n&");
        while screen.work(20) {}
        assert!(!screen.text().contains("[ref]"), "{}", screen.text());
        for keys in ["", "<Down>", "<Esc>"] {
            screen.press(keys);
        }
        assert!(screen.row(-1).contains("2 of 3"), "{}", screen.text());
        assert!(screen.looks().contains('H'), "{}", screen.looks());
        screen.press("n");
        assert!(screen.row(-1).contains("3 of 3"), "{}", screen.text());
    }
}

#[test]
fn what_was_typed_is_seen_in_the_list() {
    for (columns, rows) in SIZES {
        let screen = Screen::article().size(columns, rows).keys("/the<Enter>&kos");
        let rows = list(&screen);
        let headings = ["Alliance", "Trust", "Kosovo"];
        let is_heading = |row: &String| headings.iter().any(|word| row.contains(word)) || row.is_empty();
        for row in rows[1..].iter().filter(|row| !is_heading(row)) {
            assert!(row.to_lowercase().contains("kos"), "{row}: {}", screen.text());
        }
    }
}

#[test]
fn a_long_query_leaves_room_for_the_count() {
    let query = "word ".repeat(20);
    let text = format!("{query}\n\n");
    for size in SIZES {
        let screen = Screen::markdown(&text).size(size.0, size.1).keys(&format!("/{}<Enter>&", query.trim()));
        assert!(list(&screen)[0].contains("… ─") && list(&screen)[0].ends_with(" 1 ─"), "{}", screen.text());
    }
}

#[test]
fn the_list_of_hits_waits_for_the_search_when_typed_ahead() {
    let text = format!("{}A unicorn stands.\n\n{0}", "Words and words.\n\n".repeat(20_000));
    for size in SIZES {
        let mut screen = Screen::held(&text, "markdown").size(size.0, size.1).keys("/unicorn<Enter>&");
        assert!(list(&screen)[0].contains("0 …"), "{}", screen.text());
        assert!(!screen.text().contains("nothing matches"), "{}", screen.text());
        screen.press("<Enter>");
        assert!(screen.app().picker().is_some(), "{}", screen.text());
        while screen.work(20) {}
        assert!(screen.app().picker().is_none(), "{}", screen.text());
        assert!(screen.page().join(" ").contains("A unicorn stands"), "{}", screen.text());
        // Where there are none, the list says so in the end.
        let mut screen = Screen::held(&text, "markdown").size(size.0, size.1).keys("/centaur<Enter>&<Enter>");
        while screen.work(20) {}
        assert!(screen.text().contains("nothing matches"), "{}", screen.text());
        screen.press("<Esc>");
        assert!(screen.app().picker().is_none() && screen.page()[0].contains("Words"), "{}", screen.text());
    }
}

#[test]
fn the_list_of_hits_that_is_typed_ahead_begins_at_the_hit_that_was_gone_to() {
    let part = |n: usize| format!("A unicorn stands in part {n}.\n\n{}", "Words and words.\n\n".repeat(4000));
    let text: String = (1..=6).map(part).collect();
    for size in SIZES {
        // Where the list is opened may be searched already, and what lies behind not yet.
        for n_jobs in [0, 1, 5, 1000] {
            let opened = || {
                let mut screen = Screen::held(&text, "markdown").size(size.0, size.1);
                while screen.work(100) {}
                let mut screen = screen.keys("40%");
                let before = screen.page();
                // Only workers search for a regular expression.
                screen.press("/unic.rn<A-r><Enter>");
                screen.work(n_jobs);
                (screen.keys("&"), before)
            };
            let (mut screen, before) = opened();
            while screen.work(20) {}
            let selected = screen.app().picker().unwrap().rows().iter().find(|row| row.is_selected);
            assert!(
                selected.is_some_and(|row| row.pieces.iter().any(|piece| piece.text.contains("part 4"))),
                "{}",
                screen.text()
            );
            assert!(screen.page().join(" ").contains("part 4"), "{}", screen.text());
            screen.press("<Esc>");
            assert!(screen.page().join(" ").contains("part 4"), "{}", screen.text());
            screen.press("<C-o>");
            assert_eq!(screen.page(), before, "{}", screen.text());
            let mut screen = opened().0.keys("<Enter>");
            while screen.work(20) {}
            assert!(screen.page().join(" ").contains("part 4"), "{}", screen.text());
            assert!(screen.row(-1).contains("4 of 6"), "{}", screen.text());
        }
    }
}

#[test]
fn labels_and_numbers_are_searched_with_their_text() {
    let text = "# Start\n\nSee[^note] and[^1].\n\n4. fourth item\n5. fifth\n\n[^note]: Another note alpha text.\n[^1]: One more.\n";
    for size in [(80, 24), (30, 10)] {
        for (query, count) in [
            ("[note]", 2),
            ("[1]", 2),
            ("[note] Another", 1),
            ("[1] One more", 1),
            ("4. fourth", 1),
            ("<A-r>4\\. fou", 1),
            ("<A-r>^\\[\\w+\\] \\w+", 2),
        ] {
            let screen = Screen::markdown(text).size(size.0, size.1).keys(&format!("/{query}<Enter>"));
            assert!(screen.row(-1).contains(&format!("1 of {count}")), "{query}: {}", screen.text());
        }
        let screen = Screen::markdown(text).size(size.0, size.1).keys("/alpha<Enter>&");
        assert!(screen.text().contains("[note] Another note"), "{}", screen.text());
    }
}

#[test]
fn hits_in_the_same_words_are_told_apart_by_what_stands_around_them() {
    for (columns, rows) in SIZES {
        let text = "# Start\n\nOne needle and two needles by a needle.\n";
        let screen = Screen::markdown(text).size(columns, rows).keys("/needle<Enter>&");
        let text = screen.text();
        let rows = text.lines().skip_while(|row| !row.contains("Hits of")).skip(1);
        let listed: Vec<_> = rows.filter(|row| row.contains("needle")).collect();
        let mut different = listed.clone();
        different.dedup();
        assert_eq!(listed, different, "{text}");
        assert!(listed.iter().any(|row| row.contains("…and two needles by")), "{text}");
        assert!(listed.iter().any(|row| row.contains("…by a needle.")), "{text}");
    }
}
