//! Reading the same text in another way.

use proptest::prelude::*;

use crate::fixture::Screen;

const BODY: &str =
    "The river had risen in the night and stood now at the third step of the landing, with *branches* in it.";

const SIZES: [(u16, u16); 2] = [(80, 24), (30, 10)];

fn text() -> String {
    format!("A night on the river\n\n{BODY}\n\nred  apple\nblue  plum\n\n# Water\n\n{BODY} More.\n")
}

/// Chapters with their numbers, of wrapped paragraphs and a list.
fn book() -> String {
    let body = "the river had risen in the night and stood now at the third\nstep of the landing, with *branches* in it, brown and quick as\nit had been in no other year that anybody could recall here,\nand a chair.";
    let chapter = |n: u32| {
        let item = |item: u32| format!("- item {n}-{item} is a *boat*\n");
        let items = (0..5).map(item).collect::<Vec<_>>().concat();
        let heading = format!("Chapter {n}");
        let rule = "-".repeat(heading.len());
        format!("{heading}\n{rule}\n\nIn year {n} {body}\n\n{items}\nAfter year {n} {body}\n\n")
    };
    (0..400).map(chapter).collect()
}

/// The number that stands on the first row.
fn number(screen: &Screen) -> String {
    let page = screen.page().join(" ");
    page.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect()
}

/// The words of the first rows that are not blank, without marks.
fn words(screen: &Screen, n_rows: usize) -> Vec<String> {
    let rows: Vec<_> = screen.page().into_iter().filter(|row| !row.is_empty()).take(n_rows).collect();
    let words = rows.iter().flat_map(|row| row.split(|c: char| !c.is_alphanumeric()));
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The first row that is not blank.
fn first_words(screen: &Screen) -> String {
    screen.page().into_iter().find(|row| !row.is_empty()).unwrap_or_default()
}

#[test]
fn the_ways_go_round() {
    for (columns, rows) in SIZES {
        let screen = Screen::new(&text(), "plain").size(columns, rows);
        let first = screen.page();
        let screen = screen.keys("F");
        assert!(screen.row(-1).contains("read as Markdown"), "{}", screen.text());
        assert!(!screen.text().contains("*branches*"), "{}", screen.text());
        let screen = screen.keys("F");
        assert!(screen.row(-1).contains("read as lines"), "{}", screen.text());
        let screen = screen.keys("F");
        assert!(screen.row(-1).contains("read as plain text"), "{}", screen.text());
        assert_eq!(screen.page(), first);
    }
    let markdown = Screen::markdown(&text()).keys("F");
    assert!(markdown.row(-1).contains("read as plain text"), "{}", markdown.text());
    let markdown = markdown.keys("F");
    assert!(markdown.row(-1).contains("read as lines"), "{}", markdown.text());
    assert!(markdown.keys("F").row(-1).contains("read as Markdown"));
}

#[test]
fn lines_stay_as_they_are() {
    for (columns, rows) in [(80, 24), (30, 16)] {
        let text = "TITLE\n  one   two\n\tthree\n- four *five*\n\n\n\n# Six\n====\nseven\n";
        let screen = Screen::new(text, "plain").size(columns, rows).keys("FF");
        let lines = ["TITLE", "  one   two", "        three", "- four *five*", "", "# Six", "====", "seven"];
        assert_eq!(screen.page()[..8], lines, "{}", screen.text());
    }
    let long = Screen::new(&text(), "plain").size(30, 14).keys("FF").page();
    assert_eq!(
        long[2..6],
        [
            "The river had risen in the",
            "night and stood now at the",
            "third step of the landing,",
            "with *branches* in it."
        ]
    );
}

#[test]
fn the_status_line_says_how_the_text_is_read() {
    let screen = Screen::new(&text(), "plain").size(80, 24);
    assert!(!screen.row(-1).contains(" as "), "{}", screen.text());
    for way in ["as Markdown", "as lines"] {
        let screen =
            Screen::new(&text(), "plain").size(80, 24).keys(if way == "as lines" { "FFj" } else { "Fj" });
        assert!(screen.row(-1).contains(way), "{}", screen.text());
    }
    assert!(!screen.keys("FFFj").row(-1).contains(" as "));
}

#[test]
fn the_reader_stays_at_the_same_words() {
    let text = book();
    for (columns, rows) in SIZES {
        for keys in ["60%}", "99%{", "40%/item<Enter>", "70%]", "33%jjj"] {
            let mut screen = Screen::new(&text, "plain").size(columns, rows).keys(keys);
            let (at, top) = (words(&screen, 1), first_words(&screen));
            assert!(!at.is_empty(), "{}", screen.text());
            for way in 0..3 {
                screen.press("F");
                let shown = words(&screen, 2);
                let is_there = shown.windows(at.len().min(2)).any(|words| at.starts_with(words));
                assert!(is_there, "{keys} {way}: {at:?} {}", screen.text());
            }
            assert_eq!(first_words(&screen), top, "{keys}: {}", screen.text());
        }
    }
}

#[test]
fn the_tree_follows() {
    let screen = Screen::new(&book(), "plain").size(100, 24).keys("50%");
    let current = |screen: &Screen| {
        let rows = screen.app().sidebar().rows().iter();
        rows.filter(|row| row.is_current).map(|row| row.title.clone()).collect::<Vec<_>>()
    };
    let at = current(&screen);
    assert_eq!(at.len(), 1, "{}", screen.text());
    let screen = screen.keys("F");
    assert_eq!(current(&screen), at, "{}", screen.text());
    let screen = screen.keys("F");
    assert!(screen.app().view().geometry.sidebar.is_empty(), "{}", screen.text());
    assert_eq!(current(&screen.keys("F")), at);
}

#[test]
fn a_search_goes_on() {
    let text = book();
    for (columns, rows) in SIZES {
        let mut screen = Screen::new(&text, "plain").size(columns, rows).keys("/e third step<Enter>500n");
        for _ in 0..3 {
            assert!(screen.row(-1).contains("501 of 800"), "{}", screen.text());
            assert!(screen.looks().contains('H'), "{}", screen.looks());
            screen.press("Fj");
        }
        screen.press("n");
        assert!(screen.row(-1).contains("502 of 800"), "{}", screen.text());
    }
    let screen = Screen::new(&text, "plain").size(80, 24).keys("/boat<Enter>/nowhereF");
    assert!(screen.row(-1).contains("/nowhereF"), "typed is typed: {}", screen.text());
}

#[test]
fn a_query_being_typed_stays_when_another_way_is_ready() {
    let mut screen = Screen::held(&text(), "plain").size(80, 24);
    while screen.work(100) {}
    screen.press("/apple<Enter>F/riv");
    while screen.work(100) {}
    assert!(screen.row(-1).starts_with("/riv"), "{}", screen.text());
    assert!(!screen.text().contains("*branches*"), "{}", screen.text());
    screen.press("er<Enter>");
    while screen.work(100) {}
    assert!(screen.row(-1).contains("1 of 3"), "{}", screen.text());
    screen.press("/<Esc>");
    while screen.work(100) {}
    assert!(screen.row(-1).contains(" of 3"), "{}", screen.text());
}

#[test]
fn corrections_are_kept() {
    let screen = Screen::new(&text(), "plain").size(80, 24).keys("ih<Esc>FFF");
    assert!(screen.keys("i").text().contains("you said that it is no heading"));
    let screen = Screen::new(&text(), "plain").size(80, 24).keys("ih<Esc>FFih");
    assert!(screen.row(-1).contains("lines are shown as they are"), "{}", screen.text());
    let mut held = Screen::held(&text(), "plain").size(80, 24);
    while held.work(100) {}
    held.press("FFFih<Esc>");
    while held.work(100) {}
    held.press("i");
    assert!(held.text().contains("you said that it is no heading"), "{}", held.text());
}

#[test]
fn every_way_explains_what_it_can() {
    for (keys, title) in [("F", "a paragraph"), ("FF", "a line"), ("FFF", "a heading of level 1")] {
        let screen = Screen::new(&text(), "plain").size(80, 24).keys(keys).keys("i");
        let edge = screen.row(screen.app().view().geometry.panel.y.into());
        assert!(edge.contains(title), "{keys} {title}: {}", screen.text());
    }
}

#[test]
fn an_empty_text_is_read_in_any_way() {
    let screen = Screen::new("", "plain").size(80, 24).keys("F");
    assert!(screen.row(-1).contains("read as Markdown"), "{}", screen.text());
}

#[test]
fn keys_that_come_before_the_other_way_is_ready_are_answered() {
    let text = book();
    let mut screen = Screen::held(&text, "plain").size(80, 24);
    while screen.work(1000) {}
    screen.press("FG6k");
    let (at, top) = (number(&screen), first_words(&screen));
    while screen.work(1000) {}
    assert_eq!(number(&screen), at, "{}", screen.text());
    screen.press("FF");
    while screen.work(1000) {}
    assert_eq!((number(&screen), first_words(&screen)), (at, top), "{}", screen.text());
    assert!(screen.row(-1).contains("read as plain text"), "{}", screen.text());
}

#[test]
fn results_for_the_way_before_are_not_taken() {
    let text = format!("Title\n\n{BODY}\n\n").repeat(1000);
    for turn in 1..6 {
        let mut screen = Screen::held(&text, "plain").size(80, 24);
        screen.press("FF");
        for _ in 0..turn {
            screen.shuffle(|jobs| jobs.rotate_right(1));
            screen.work(1);
        }
        while screen.work(100) {}
        let document = screen.app().document();
        assert!(document.has_parsed_all(), "{}", screen.text());
        assert!(document.outline().is_empty(), "{}", screen.text());
        let lines = document.segments().map(|(_, segment)| segment.leaves().len()).sum::<usize>();
        assert_eq!(lines, 2000, "{}", screen.text());
    }
}

/// Blocks of every kind, all words of which are different.
fn any_blocks() -> impl Strategy<Value = String> {
    prop::collection::vec((0_u8..6, 1_usize..30), 20..120).prop_map(|blocks| {
        let mut words = (0..).map(|n| format!("w{n}e"));
        let mut row = |length: usize| words.by_ref().take(length).collect::<Vec<_>>();
        let blocks = blocks.into_iter().map(|(kind, length)| match kind {
            0 => format!("{}\n-----", row(3).join(" ")),
            1 => row(length).chunks(9).map(|line| line.join(" ")).collect::<Vec<_>>().join("\n"),
            2 => row(length.min(8))
                .iter()
                .map(|word| format!("- {word} *item*"))
                .collect::<Vec<_>>()
                .join("\n"),
            3 => row(length).join(" ") + "  and **more** of `it`.",
            4 => format!("| {} |\n|---|---|\n| {} |", row(2).join(" | "), row(2).join(" | ")),
            _ => row(length.min(6))
                .iter()
                .map(|word| format!("> {word} quoted"))
                .collect::<Vec<_>>()
                .join("\n"),
        });
        blocks.collect::<Vec<_>>().join("\n\n")
    })
}

#[test]
fn what_is_selected_stays_so() {
    for size in SIZES {
        let mut screen = Screen::new(&text(), "plain").size(size.0, size.1).keys("/third<Enter>vee");
        for _ in 0..3 {
            screen.press("F");
            assert!(screen.row(-1).contains("read as"), "{}", screen.text());
            screen.press("l");
            screen.press("h");
            let selected = screen.app().view().selected.clone();
            let shown =
                screen.app().document().segment(selected.as_ref().unwrap().start.segment).unwrap().clone();
            let range = selected.unwrap();
            let words = shown.slice(folio::document::Span::new(range.start.offset, range.end.offset));
            assert_eq!(words, "third step", "{}", screen.text());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whatever_the_text_the_reader_stays_at_the_same_words(
        text in any_blocks(), percent in 1_u32..70, rows in 0_u32..9, size in prop::sample::select(&SIZES[..]),
    ) {
        let mut screen = Screen::new(&text, "plain").size(size.0, size.1).keys(&format!("{percent}%{rows}j"));
        if screen.app().view().is_at_end() {
            return Ok(());
        }
        let is_own = |word: &&str| word.starts_with('w') && word.ends_with('e');
        let top = first_words(&screen);
        let Some(word) = top.split_whitespace().find(is_own) else { return Ok(()) };
        for _ in 0..3 {
            screen.press("F");
            prop_assert!(first_words(&screen).contains(word), "{word}: {}", screen.text());
        }
    }
}
