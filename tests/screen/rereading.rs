//! Reading the same text in another way.

use crate::fixture::Screen;

const BODY: &str =
    "The river had risen in the night and stood now at the third step of the landing, with *branches* in it.";

fn text() -> String {
    format!("A night on the river\n\n{BODY}\n\nred  apple\nblue  plum\n\n# Water\n\n{BODY} More.\n")
}

#[test]
fn the_ways_go_round() {
    for (columns, rows) in [(80, 24), (30, 10)] {
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
    let screen = Screen::new(&text(), "plain").size(80, 24).keys("FF");
    for line in ["*branches*", "red  apple", "blue  plum", "# Water"] {
        assert!(screen.text().contains(line), "{line}: {}", screen.text());
    }
}

#[test]
fn the_reader_stays_at_the_same_words() {
    let paragraph = |n: u32| format!("In the {n}th year {BODY}\n\n");
    let text: String = (0..3000).map(paragraph).collect::<Vec<_>>().concat();
    for (columns, rows) in [(80, 24), (30, 10)] {
        let mut screen = Screen::new(&text, "plain").size(columns, rows).keys("60%}");
        let year = |screen: &Screen| screen.page()[0].split_whitespace().nth(2).map(str::to_owned);
        let at = year(&screen);
        assert!(at.as_ref().is_some_and(|year| year.ends_with("th")), "{}", screen.text());
        for _ in 0..3 {
            screen.press("F");
            assert_eq!(year(&screen), at, "{}", screen.text());
        }
    }
}

#[test]
fn a_search_and_corrections_go_on() {
    let screen = Screen::new(&text(), "plain").size(80, 24).keys("/river<Enter>F");
    assert!(screen.row(-1).contains("3 hits"), "{}", screen.text());
    let screen = Screen::new(&text(), "plain").size(80, 24).keys("ih<Esc>FFF");
    assert!(screen.keys("i").text().contains("you said that it is no heading"));
}

#[test]
fn what_still_comes_is_read_in_one_way() {
    let text = format!("{BODY}\n\n").repeat(20_000);
    let screen = Screen::held(&text, "plain").size(80, 24).keys("F");
    assert!(screen.row(-1).contains("once all of it is there"), "{}", screen.text());
    let screen = Screen::new("", "plain").size(80, 24).keys("F");
    assert!(screen.row(-1).contains("nothing to read"), "{}", screen.text());
}

#[test]
fn results_for_the_way_before_are_not_taken() {
    let text = format!("Title\n\n{BODY}\n\n").repeat(3000);
    let mut screen = Screen::held(&text, "plain").size(80, 24);
    while !screen.app().document().is_complete() {
        assert!(screen.work(1), "chunks are found");
    }
    screen.press("F");
    screen.shuffle(|jobs| jobs.rotate_right(1));
    while screen.work(100) {}
    assert!(screen.app().document().is_loaded(), "{}", screen.text());
    assert!(screen.app().document().outline().sections().is_empty(), "{}", screen.text());
}
