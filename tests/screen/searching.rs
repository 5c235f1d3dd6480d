//! Searching as one types.

use std::sync::Arc;

use folio::format::by_name;
use folio::source::Source;

use crate::fixture::Screen;

fn text() -> String {
    let filler = "Nothing to see in this line of text.\n\n".repeat(12);
    format!(
        "# Start\n\nThe apple *is re*d.\n\n{filler}## Middle\n\nAn Apple and an apple\nis here.\n\n{filler}## End\n\nThe last apple is re-\npeated. Done.\n"
    )
}

fn screen() -> Screen {
    Screen::markdown(&text()).size(60, 12)
}

#[test]
fn the_view_goes_to_the_first_hit_while_typing() {
    let screen = screen().keys("/mid");
    assert!(screen.text().contains("Middle"));
    assert!(screen.row(-1).starts_with("/mid"), "{}", screen.row(-1));
    assert!(screen.row(-1).contains("1 of 1"));
}

#[test]
fn hits_are_counted_and_stepped_through() {
    let mut screen = screen().keys("/apple<Enter>");
    assert!(screen.row(-1).contains("1 of 4"), "{}", screen.row(-1));
    for expected in ["2 of 4", "3 of 4", "4 of 4"] {
        screen.press("n");
        assert!(screen.row(-1).contains(expected), "{}", screen.row(-1));
    }
    screen.press("n");
    assert!(screen.row(-1).contains("from the end on to the beginning"), "{}", screen.row(-1));
    assert!(screen.row(-1).contains("1 of 4"));
    screen.press("N");
    assert!(screen.row(-1).contains("from the beginning back to the end"), "{}", screen.row(-1));
    assert!(screen.row(-1).contains("4 of 4"));
}

#[test]
fn a_count_goes_past_as_many_hits() {
    for key in ["n", "N"] {
        for count in [1, 2, 3, 4, 5, 11] {
            let one_by_one = screen().keys("/apple<Enter>").keys(&key.repeat(count));
            let at_once = screen().keys(&format!("/apple<Enter>{count}{key}"));
            let place = |screen: &Screen| screen.app().finding().unwrap().current();
            assert_eq!(place(&at_once), place(&one_by_one), "{count}{key}");
        }
    }
}

#[test]
fn a_hit_crosses_markup_and_wraps() {
    for query in ["is red", "apple is red", "apple is here", "an  apple is"] {
        let screen = screen().keys(&format!("/{query}<Enter>"));
        assert!(screen.row(-1).contains("1 of 1"), "{query}: {}", screen.row(-1));
    }
}

#[test]
fn a_hit_crosses_the_wraps_of_a_cell() {
    let table =
        "| Key | Text |\n|---|---|\n| a | some rather long words that have to be wrapped in a cell |\n";
    let screen =
        Screen::markdown(table).size(30, 12).keys("/rather long words that have to be wrapped<Enter>");
    assert!(screen.row(-1).contains("1 of 1"), "{}", screen.text());
    let marked = screen.looks().chars().filter(|&c| c == 'H').count();
    assert!(
        marked >= "rather long words that have to be wrapped".len() - 6,
        "{}\n{}",
        screen.text(),
        screen.looks()
    );
}

#[test]
fn case_is_smart() {
    assert!(screen().keys("/Apple<Enter>").row(-1).contains("1 of 1"));
}

#[test]
fn hits_on_the_screen_are_marked_and_the_current_one_apart() {
    let looks = screen().keys("/apple<Enter>n").looks();
    assert!(looks.contains("HHHHH"), "{looks}");
    assert!(looks.contains("hhhhh"), "{looks}");
}

#[test]
fn escape_goes_back_to_where_one_was() {
    let before = screen().keys("5j").text();
    assert_eq!(screen().keys("5j/last<Esc>").text(), before);
}

#[test]
fn without_a_hit_nothing_moves() {
    let mut screen = screen().keys("5j");
    let before = screen.page();
    screen.press("/pearl");
    assert!(screen.row(-1).contains("no hit"), "{}", screen.row(-1));
    screen.press("<Enter>");
    assert_eq!(screen.page(), before);
    assert!(screen.row(-1).contains("no hit for “pearl”"), "{}", screen.row(-1));
}

#[test]
fn the_line_is_edited() {
    let screen = screen().keys("/xapple<C-a><Delete><End> i<C-w><Backspace><Enter>");
    assert!(screen.row(-1).contains("1 of 4"), "{}", screen.row(-1));
}

#[test]
fn an_empty_line_repeats_the_search_before() {
    let screen = screen().keys("/apple<Enter>/<Enter>");
    assert!(screen.row(-1).contains("2 of 4"), "{}", screen.row(-1));
}

#[test]
fn an_empty_line_takes_the_search_before_as_queries_are_taken_by_now() {
    for (columns, rows) in SIZES {
        let mut screen = Screen::markdown("An apple, apples, an apple.\n").size(columns, rows);
        screen.press("/apple<Enter>");
        assert!(screen.row(-1).contains("1 of 3"), "{}", screen.row(-1));
        screen.press("/<A-w><Enter>");
        assert!(screen.row(-1).contains("2 of 2"), "{}", screen.row(-1));
        screen.press("/<A-w><Enter>");
        assert!(screen.row(-1).contains("1 of 3"), "{}", screen.row(-1));
    }
}

#[test]
fn escape_takes_the_marks_away() {
    let screen = screen().keys("/apple<Enter><Esc>");
    assert!(!screen.looks().contains('h') && !screen.looks().contains('H'));
    assert!(!screen.row(-1).contains("of 4"));
}

#[test]
fn sections_show_their_hits() {
    let screen = screen().size(100, 14).keys("/apple<Enter>");
    let sidebar: Vec<String> = (0..3).map(|row| screen.row(row).chars().take(30).collect()).collect();
    for (row, count) in sidebar.iter().zip(["1", "2", "1"]) {
        assert!(row.trim_end().trim_end_matches('│').trim_end().ends_with(count), "{row}");
    }
}

#[test]
fn letters_that_are_commands_are_typed() {
    let screen = screen().keys("/q");
    assert!(screen.asked.is_empty());
    assert!(screen.row(-1).starts_with("/q"));
}

/// The places at which a text is cut though nothing ends there.
pub(crate) fn forced_cuts(text: &str, format: &str) -> Vec<usize> {
    let reader = by_name(format).unwrap().open(Arc::new(Source::from_text("test", text))).unwrap();
    let forced = reader.chunks().filter(|chunk| chunk.continues);
    forced.map(|chunk| usize::try_from(chunk.source.start).unwrap()).collect()
}

#[test]
fn a_hit_crosses_a_forced_cut() {
    let numbers = |count: u32| (0..count).map(|number| format!("{number:05}")).collect::<Vec<_>>();
    let (words, digits) = (numbers(80_000).join(" "), numbers(60_000).concat());
    for format in ["markdown", "plain"] {
        for text in [&words, &digits] {
            let cuts = forced_cuts(text, format);
            assert!(!cuts.is_empty());
            for cut in cuts {
                let query = text.get(cut - 7..cut + 7).unwrap();
                let mut screen = Screen::new(text, format).size(60, 12).keys(&format!("/{query}<Enter>"));
                assert!(screen.row(-1).contains("1 of 1"), "{query}: {}", screen.row(-1));
                let marked = screen.looks().chars().filter(|&c| c == 'H').count();
                assert!(marked >= query.trim().len() - 1, "{query}\n{}\n{}", screen.text(), screen.looks());
                screen.press("gn");
                assert!(screen.row(-1).contains("1 of 1"), "{query}: {}", screen.row(-1));
            }
        }
    }
}

/// On a screen of this size, how a query is taken stands before it.
const SIZES: [(u16, u16); 2] = [(60, 12), (30, 10)];

#[test]
fn exact_case_is_asked_for_while_typing() {
    for (columns, rows) in SIZES {
        let mut screen = screen().size(columns, rows).keys("/apple");
        assert!(screen.row(-1).starts_with("/apple"), "{}", screen.row(-1));
        assert!(screen.row(-1).contains("1 of 4"), "{}", screen.row(-1));
        screen.press("<A-c>");
        assert!(screen.row(-1).starts_with("Aa /apple"), "{}", screen.row(-1));
        assert!(screen.row(-1).contains("1 of 3"), "{}", screen.row(-1));
        screen.press("<A-c>");
        assert!(screen.row(-1).starts_with("/apple"), "{}", screen.row(-1));
        assert!(screen.row(-1).contains("1 of 4"), "{}", screen.row(-1));
        screen.press("<A-c><Enter>nn");
        assert!(screen.row(-1).contains("3 of 3"), "{}", screen.row(-1));
        // The next search is taken in the same way.
        screen.press("/apple");
        assert!(screen.row(-1).starts_with("Aa /apple"), "{}", screen.row(-1));
        assert!(screen.row(-1).contains("of 3"), "{}", screen.row(-1));
    }
}

#[test]
fn queries_are_taken_in_other_ways_where_that_is_asked_for() {
    let text = "A café, cafés and a cafe, a Cafe. The year 1984, the year 2001.\n";
    for (columns, rows) in SIZES {
        for (keys, expected) in [
            ("/cafe", ("/cafe", "1 of 4")),
            ("/cafe<A-w>", ("|w| /cafe", "1 of 3")),
            ("/cafe<A-d>", ("é≠e /cafe", "1 of 2")),
            ("/cafe<A-d><A-d>", ("/cafe", "1 of 4")),
            ("/Cafe<A-d>", ("é=e /Cafe", "1 of 1")),
            ("/café<A-d>", ("é=e /café", "1 of 4")),
            ("/y.* \\d+<A-r>", (".* /y.* \\d+", "1 of 1")),
            ("/\\d+<A-r>", (".* /\\d+", "1 of 2")),
            // Diacritics count already where case does.
            ("/\\bcaf\\w<A-r><A-c><A-d>", ("Aa é=e .* /", "1 of 3")),
            ("/Cafe<A-r><A-c><A-d><A-w>", ("Aa |w| é=e .* /", "1 of 1")),
        ] {
            let screen = Screen::markdown(text).size(columns, rows).keys(keys);
            assert!(screen.row(-1).starts_with(expected.0), "{keys}: {}", screen.row(-1));
            assert!(screen.row(-1).ends_with(expected.1), "{keys}: {}", screen.row(-1));
        }
    }
}

#[test]
fn a_mistake_says_what_and_where_while_the_last_result_stays() {
    for (columns, rows) in SIZES {
        let mut screen = screen().size(columns, rows).keys("/<A-r>ap+");
        let page = screen.page();
        assert!(screen.row(-1).contains("1 of 4"), "{}", screen.row(-1));
        screen.press("(");
        assert!(screen.row(-1).starts_with(".* /ap+("), "{}", screen.row(-1));
        let expected = if columns >= 60 { "( not closed: character 4" } else { " 4: ( not closed" };
        assert!(screen.row(-1).ends_with(expected), "{}", screen.row(-1));
        let look = screen.looks().lines().last().unwrap().to_owned();
        assert!(look.starts_with("ccc....b."), "{look}");
        assert_eq!(screen.page(), page);
        assert_eq!(screen.app().finding().unwrap().total(), 4);
        // It is not kept.
        screen.press("<Enter>");
        assert!(screen.row(-1).starts_with(".* /ap+("), "{}", screen.row(-1));
        screen.press("l)<Enter>");
        assert!(screen.row(-1).contains("1 of 4"), "{}", screen.row(-1));
        screen.press("/\\p{Foo}");
        assert!(screen.row(-1).contains("no such class"), "{}", screen.row(-1));
        for (query, expected) in
            [("(?P<x", "5: name unclosed"), ("[z-a]", "2: range reversed"), ("a|*", "3: repeats what?")]
        {
            screen.press(&format!("<C-u>{query}"));
            let (place, reason) = expected.split_once(": ").unwrap();
            let expected =
                if columns >= 60 { format!("{reason}: character {place}") } else { expected.to_owned() };
            assert!(screen.row(-1).ends_with(&expected), "{query}: {}", screen.row(-1));
        }
        screen.press("<Esc>");
        assert!(screen.row(-1).contains("of 4"), "{}", screen.row(-1));
    }
}

#[test]
fn a_regular_expression_is_searched_for_by_workers_alone() {
    let text = text();
    let mut screen = Screen::held(&text, "markdown").size(60, 12);
    screen.work(usize::MAX);
    screen.press("/<A-r>last \\w+");
    assert!(screen.row(-1).contains("searching"), "{}", screen.row(-1));
    assert!(!screen.looks().contains('H'), "{}", screen.looks());
    screen.work(usize::MAX);
    assert!(screen.row(-1).contains("1 of 1"), "{}", screen.row(-1));
    assert_eq!(screen.looks().matches('H').count(), "last apple".len(), "{}", screen.looks());
}

#[test]
fn hits_of_a_regular_expression_are_stepped_through_and_marked() {
    let mut screen = screen().keys("/<A-r>ap{2}le<Enter>");
    for (keys, expected) in [
        ("", "1 of 4"),
        ("n", "2 of 4"),
        ("n", "3 of 4"),
        ("2n", "1 of 4"),
        ("N", "4 of 4"),
        ("3N", "1 of 4"),
    ] {
        screen.press(keys);
        assert!(screen.row(-1).contains(expected), "{keys}: {}", screen.row(-1));
        assert!(screen.looks().contains("HHHHH"), "{keys}\n{}", screen.looks());
    }
}

/// A document of several segments, with a hit at the start of each and one at the end.
fn long_screen() -> Screen {
    let filler = "Some words that fill the lines of a paragraph.\n\n".repeat(2000);
    let mut screen =
        Screen::held(&(format!("A unicorn.\n\n{filler}").repeat(4) + "Two unicorns."), "markdown");
    screen.work(usize::MAX);
    screen
}

#[test]
fn keys_typed_before_a_hit_is_found_go_on_from_it() {
    let mut screen = long_screen();
    screen.press("/<A-r>unic.rn<Enter>");
    screen.work(usize::MAX);
    for (keys, expected) in [("nnn", "4 of 5"), ("NN", "2 of 5"), ("nn2n", "1 of 5")] {
        screen.press(keys);
        screen.work(usize::MAX);
        assert!(screen.row(-1).contains(expected), "{keys}: {}", screen.row(-1));
    }
}

#[test]
fn going_round_is_told_of_where_a_hit_was_waited_for() {
    let mut screen = long_screen();
    screen.press("/<A-r>unic.rn<Enter>");
    screen.work(usize::MAX);
    screen.press("N");
    assert!(!screen.row(-1).contains("from"), "{}", screen.row(-1));
    screen.work(usize::MAX);
    assert!(screen.row(-1).contains("from the beginning back to the end"), "{}", screen.row(-1));
    assert!(screen.row(-1).contains("5 of 5"), "{}", screen.row(-1));
}

#[test]
fn what_is_still_sought_is_not_said_to_be_missing() {
    let mut screen = long_screen();
    screen.press("/<A-r>unicorns<Enter>");
    screen.work(usize::MAX);
    screen.press("gF");
    screen.work(usize::MAX);
    screen.press("n");
    assert!(!screen.row(-1).contains("no hit"), "{}", screen.row(-1));
    screen.work(usize::MAX);
    assert!(screen.row(-1).contains("1 of 1"), "{}", screen.row(-1));
}

#[test]
fn the_current_hit_of_a_regular_expression_stays_when_the_text_is_read_otherwise() {
    let mut screen = long_screen();
    screen.press("/<A-r>unic.rn<Enter>");
    screen.work(usize::MAX);
    screen.press("n");
    screen.work(usize::MAX);
    screen.press("F");
    screen.work(usize::MAX);
    assert!(screen.row(-1).contains("2 of 5"), "{}", screen.row(-1));
    assert!(screen.looks().contains("HHHHHHH"), "{}", screen.looks());
}

#[test]
fn a_search_that_is_left_is_not_gone_on_with() {
    let mut screen = long_screen();
    for keys in ["/<A-r>unic.rn<Enter><Esc>", "/unic.rn<Enter>/"] {
        screen.press(keys);
        let reports = screen.take_held().into_iter().map(|job| {
            let mut n_reports = 0;
            job.run(&mut |_| {
                n_reports += 1;
                true
            });
            n_reports
        });
        assert_eq!(reports.sum::<usize>(), 0, "{keys}");
    }
}

#[test]
fn blanks_at_the_ends_of_a_query_are_taken_up_again() {
    let mut screen = Screen::markdown("A river, the river bed and rivers.\n").keys("/river <Enter>/<Up>");
    assert!(screen.row(-1).contains("1 of 1"), "{}", screen.row(-1));
    screen.press("<Esc>: width 40 <Enter>:<Up>");
    assert!(screen.row(-1).starts_with(":width 40"), "{}", screen.row(-1));
}

#[test]
fn a_typed_search_opens_no_more_than_its_section() {
    let text = "# Top\n\n## One\n\nalpha\n\n## Two\n\nbeta\n\n## Three\n\ngamma\n";
    let page = |keys: &str| Screen::markdown(text).keys(keys).page();
    assert_eq!(page("zM:search alpha<Enter>"), page("zM/alpha<Enter>"));
    assert_eq!(page("zM/beta<Esc>zR:search beta<Enter>"), page("/beta<Enter>"));
}

#[test]
fn a_regular_expression_is_found_on_both_sides_of_a_forced_cut() {
    let digits = (0..60_000).map(|number| format!("{number:05}")).collect::<Vec<_>>().concat();
    let cut = forced_cuts(&digits, "plain")[0];
    let query = digits.get(cut - 7..cut + 7).unwrap().replace('0', "[0]");
    let screen = Screen::new(&digits, "plain").size(60, 12).keys(&format!("/<A-r>{query}<Enter>"));
    assert!(screen.row(-1).contains("1 of 1"), "{query}: {}", screen.row(-1));
    assert!(screen.looks().matches('H').count() >= 13, "{query}\n{}\n{}", screen.text(), screen.looks());
}

#[test]
fn the_query_is_edited_by_words_and_by_halves() {
    for (columns, rows) in [(60, 12), (30, 10)] {
        let mut screen = screen().size(columns, rows).keys("/apple is red");
        screen.press("<A-b><A-b><C-k>");
        assert!(screen.row(-1).starts_with("/apple  "), "{}", screen.row(-1));
        assert!(screen.row(-1).contains("1 of 4"), "{}", screen.row(-1));
        screen.press("<C-Left>last <C-Right>");
        assert!(screen.row(-1).starts_with("/last apple"), "{}", screen.row(-1));
        assert!(screen.row(-1).contains("1 of 1"), "{}", screen.row(-1));
        screen.press("<C-Left><C-u>");
        assert!(screen.row(-1).starts_with("/apple"), "{}", screen.row(-1));
    }
}

#[test]
fn the_word_of_a_hit_is_searched_for_and_the_place_kept() {
    let text = "# Start\n\nSome apples, an apple, and apples.\n\nAn applesauce of apples.\n";
    let mut screen = Screen::markdown(text).size(60, 12).keys("/app<Enter>");
    assert!(screen.row(-1).contains("1 of 5"), "{}", screen.row(-1));
    let before = screen.page();
    screen.press("*");
    assert!(screen.row(-1).contains("1 of 3"), "{}", screen.row(-1));
    assert_eq!(screen.page(), before);
    screen.press("n*");
    assert!(screen.row(-1).contains("2 of 3"), "{}", screen.row(-1));
    screen.press("N");
    assert!(screen.row(-1).contains("1 of 3"), "{}", screen.row(-1));
}

#[test]
fn signs_before_the_word_of_a_hit_are_gone_past() {
    let text = "Say (\"hello there\"), a file.\n\nHello, a file of files.\n";
    for (query, expected) in [("(\"hello", "hello"), (", a file", "a"), (" file", "file"), ("hello", "hello")]
    {
        let screen = Screen::markdown(text).size(60, 12).keys(&format!("/{query}<Enter>*"));
        assert_eq!(screen.app().finding().unwrap().query().text(), expected, "{}", screen.text());
        assert!(screen.row(-1).contains("1 of 2"), "{query}: {}", screen.row(-1));
    }
}

#[test]
fn what_is_selected_is_searched_for() {
    let text = "An apple\nis here.\n\nAn *apple* is here, and an apple isle.\n";
    let screen = Screen::markdown(text).size(60, 12).keys("/apple<Enter>vee*");
    assert!(screen.row(-1).contains("1 of 2"), "{}", screen.text());
    let looks = screen.looks();
    assert!(!looks.lines().take(11).any(|row| row.contains('r')), "{looks}");
    let long = format!("{}\n\nEnd.\n", "word ".repeat(90));
    let screen = Screen::markdown(&long).size(60, 12).keys("VG*");
    assert!(screen.row(-1).contains("1 of 2"), "{}", screen.text());
}

#[test]
fn of_what_is_selected_something_is_searched_for_that_can_be_found() {
    let text = "# the *history*\n\nof small things.\n\n***\n\nMore small things, and other histories.\n";
    for (keys, expected) in [
        // Only a part of a word is selected at the end.
        ("vl*", "1 of 4"),
        ("vw*", "1 of 1"),
        // More than one block is.
        ("VG*", "1 of 1"),
        ("/small<Enter>vw*", "1 of 2"),
    ] {
        let screen = Screen::markdown(text).keys(keys);
        assert!(screen.row(-1).contains(expected), "{keys}\n{}", screen.text());
        assert!(screen.looks().contains("HH"), "{keys}\n{}", screen.looks());
    }
}

#[test]
fn a_clicked_word_is_searched_for() {
    let mut screen = Screen::markdown("One apple here.\n\nAnd an apple there.\n").size(60, 12).keys("*");
    assert!(screen.row(-1).contains("there is no word"), "{}", screen.row(-1));
    let find = |screen: &Screen| {
        let text = screen.text();
        let mut rows = text.lines().zip(0..);
        rows.find_map(|(row, y)| row.find("apple there").map(|x| (x, y))).unwrap()
    };
    let (x, y) = find(&screen);
    screen.mouse(folio::app::MouseKind::Press, u16::try_from(x).unwrap() + 1, y);
    screen.mouse(folio::app::MouseKind::Release, u16::try_from(x).unwrap() + 1, y);
    screen.press("*");
    assert!(screen.row(-1).contains("2 of 2"), "{}", screen.row(-1));
}

#[test]
fn of_a_hit_and_a_click_the_newer_one_is_searched_for() {
    let text = "A pear and an apple.\n\nA pear, an apple.\n";
    let click = |screen: &mut Screen, word: &str| {
        let text = screen.text();
        let found = text.lines().zip(0..).find_map(|(row, y)| Some((row.find(word)?, y)));
        let (x, y) = found.unwrap();
        let before = text.lines().nth(usize::from(y)).unwrap()[..x].chars().count();
        let x = u16::try_from(before).unwrap() + 1;
        screen.mouse(folio::app::MouseKind::Press, x, y);
        screen.mouse(folio::app::MouseKind::Release, x, y);
    };
    let query = |screen: &Screen| screen.app().finding().unwrap().query().text().to_owned();
    let mut screen = Screen::markdown(text).size(60, 12).keys("/apple<Enter>");
    click(&mut screen, "pear");
    screen.press("*");
    assert_eq!(query(&screen), "pear");
    click(&mut screen, "apple");
    screen.press("n*");
    assert_eq!(query(&screen), "pear");
}

#[test]
fn the_word_of_a_hit_that_is_out_of_view_is_searched_for_too() {
    let text = format!("An apple here.\n\n{}", "Words.\n\n".repeat(60));
    let screen = Screen::markdown(&text).size(60, 12).keys("/appl<Enter>G*");
    assert_eq!(screen.looks().matches('H').count(), "apple".len(), "{}", screen.looks());
}

#[test]
fn a_search_that_was_ended_is_taken_up_by_going_to_its_next_hit() {
    for (keys, expected) in [("n", "2 of 5"), ("N", "5 of 5"), ("2n", "3 of 5")] {
        let screen = Screen::markdown(SECTIONS).size(60, 30).keys("/apple<Enter><Esc>");
        assert!(!screen.row(-1).contains("of 5"), "{}", screen.row(-1));
        let screen = screen.keys(keys);
        assert!(screen.row(-1).contains(expected), "{keys}: {}", screen.row(-1));
    }
}

#[test]
fn who_cancels_a_search_has_not_changed_how_the_next_is_taken() {
    let screen =
        Screen::markdown("Apples and apple.\n").size(60, 12).keys("/App<A-r><A-w><Esc>/app.e<Enter>");
    assert!(screen.row(-1).contains("no hit"), "{}", screen.row(-1));
    let screen = Screen::markdown("Apples and apple.\n").size(60, 12).keys("/App<A-r><Enter>/app.e<Enter>");
    assert!(screen.row(-1).contains("of 2"), "{}", screen.row(-1));
}

const SECTIONS: &str = "An apple.\n\n# A\n\nAn apple, an apple.\n\n# B\n\nNothing.\n\n# C\n\nAn apple, an apple.\n\n# D\n\nNothing.\n";

#[test]
fn one_goes_from_section_with_a_hit_to_section() {
    let mut screen = Screen::markdown(SECTIONS).size(60, 12);
    screen.press("<C-n>");
    assert!(screen.row(-1).contains("nothing is searched for"), "{}", screen.row(-1));
    screen.press("/apple<Enter>");
    for (keys, expected) in [
        ("<C-n>", "2 of 5"),
        ("<C-n>", "4 of 5"),
        ("<C-n>", "no section with a hit that way"),
        ("n<C-p>", "2 of 5"),
        ("n<C-p>", "1 of 5"),
        ("<C-p>", "no section with a hit that way"),
    ] {
        screen.press(keys);
        assert!(screen.row(-1).contains(expected), "{keys}: {}", screen.row(-1));
    }
}

#[test]
fn a_section_with_a_hit_is_waited_for() {
    for (keys, expected) in [("<C-n>", "2 of 5"), ("G<C-p>", "2 of 5")] {
        let mut screen = Screen::held(SECTIONS, "markdown").size(60, 9);
        screen.work(100);
        screen.press(&format!("/appl[e]<A-r><Enter>{keys}"));
        screen.work(100);
        assert!(screen.row(-1).contains(expected), "{keys}: {}", screen.text());
    }
}
