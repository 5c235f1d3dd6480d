//! The lines that were typed before.

use folio::app::Event;
use folio::app::jobs::Done;
use folio::document::memory::{LineKind, PastLine};

use crate::fixture::Screen;

const SIZES: [(u16, u16); 2] = [(80, 24), (30, 10)];

const TEXT: &str = "# Pears\n\nAn apple, a pear and a plum.\n\n# Plums\n\nApplesauce.\n";

fn screen((columns, rows): (u16, u16)) -> Screen {
    Screen::markdown(TEXT).size(columns, rows)
}

/// The line that is typed.
fn line(screen: &Screen) -> String {
    screen.row(-1).split("  ").next().unwrap_or_default().trim_end().to_owned()
}

fn past(kind: LineKind, text: &str) -> PastLine {
    PastLine { kind, text: text.to_owned() }
}

#[test]
fn one_goes_back_to_what_was_typed() {
    for size in SIZES {
        let mut screen =
            screen(size).keys("/apple<Enter>/pear<Enter>:goto 2<Enter>/plum<Enter>:width 30<Enter>");
        for (keys, expected) in [
            ("/", "/"),
            ("<Up>", "/plum"),
            ("<C-p>", "/pear"),
            ("<Up>", "/apple"),
            ("<Up>", "/apple"),
            ("<Down>", "/pear"),
            ("<C-n><Down>", "/"),
            ("<Down>", "/"),
            ("pe<Up>", "/pear"),
            ("<Down>", "/pe"),
            ("<Esc>:<Up>", ":width 30"),
            ("<Up>", ":goto 2"),
            ("<C-u>w<Up>", ":width 30"),
        ] {
            screen.press(keys);
            assert_eq!(line(&screen), expected, "{keys}");
        }
    }
}

#[test]
fn a_line_from_before_is_followed_at_once() {
    for size in SIZES {
        let mut screen = screen(size).keys("/apple<Enter><Esc>/<Up>");
        assert!(screen.row(-1).contains("1 of 2"), "{}", screen.text());
        screen.press("<Enter>:goto 2<Enter>g:<Up>");
        assert!(screen.text().contains(":goto PLACE"), "{}", screen.text());
        screen.press("<Enter>");
        assert!(screen.text().contains("Plums"), "{}", screen.text());
    }
}

#[test]
fn what_is_typed_is_to_be_kept() {
    let mut screen =
        screen((60, 12)).keys("/apple<Enter>/<Enter>/  <Esc>:flyy<Enter><C-u>goto 99<Enter><C-u>");
    screen.press("<Enter>: 3 next-hit <Enter>/pear<Esc>/(<A-r><Enter><Esc>");
    let expected =
        [(LineKind::Search, "apple"), (LineKind::Command, "goto 99"), (LineKind::Command, "3 next-hit")];
    assert_eq!(screen.kept_lines, expected.map(|(kind, text)| past(kind, text)));
}

#[test]
fn a_line_is_kept_before_it_ends_the_program() {
    let screen = screen((60, 12)).keys(":quit<Enter>");
    assert_eq!((screen.kept_lines.len(), &*screen.asked), (1, &["Quit".to_owned()][..]));
}

#[test]
fn lines_of_earlier_runs_and_of_others_are_there() {
    let mut screen = screen((60, 12)).keys("/apple<Enter>/");
    let kept = ["old", "\u{1b}[2J\u{202e}", &"long ".repeat(1000)].map(|text| past(LineKind::Search, text));
    screen.send(Event::Done(Done::Lines(kept.into())));
    for expected in ["/apple", "long long", "/ [2J", "/old"] {
        screen.press("<Up>");
        assert!(screen.text().contains(expected), "{expected}: {}", screen.text());
    }
    screen.press("<Down><Down><Down><Down>");
    assert_eq!(line(&screen), "/");
}

#[test]
fn that_lines_are_lost_is_told_once() {
    let mut screen = screen((60, 12));
    let lost = || Event::Done(Done::LineLost(anyhow::anyhow!("no room")));
    screen.send(lost());
    assert!(screen.row(-1).contains("lines are not remembered: no room"), "{}", screen.text());
    screen.press("j");
    screen.send(lost());
    assert!(!screen.row(-1).contains("no room"), "{}", screen.text());
}

/// A text whose words begin alike.
fn sections() -> String {
    let far = "Nothing of interest.\n\n".repeat(30);
    format!(
        "# A section\n\nThe section and its sections: a sectional view of Paris.\n\n{far}The secret of sections in Paris.\n"
    )
}

#[test]
fn queries_are_completed_by_words_of_the_text() {
    for ((columns, rows), name) in SIZES.into_iter().zip(["large", "small"]) {
        let mut screen = Screen::markdown(&sections()).size(columns, rows).keys("/sec<Tab>");
        insta::assert_snapshot!(format!("words_{name}"), screen.text() + &screen.looks());
        for (keys, expected) in [
            ("<Tab>", "/sections"),
            ("<Tab>", "/sectional"),
            ("<BackTab><BackTab><BackTab>", "/sec"),
            ("<BackTab>", "/secret"),
            ("<Tab><Tab>", "/section"),
            (" a<Tab>", "/section and"),
            (" i<Tab>", "/section and its"),
            ("<C-u>Par<Tab> <BackTab>", "/Paris"),
            ("<C-u>xyzzy sectiona<Tab>", "/xyzzy sectiona"),
            ("<C-u>the se<Tab>", "/the section"),
            ("<Tab>", "/the secret"),
            ("<Tab>", "/the se"),
        ] {
            screen.press(keys);
            assert_eq!(line(&screen), expected, "{keys}: {}", screen.text());
        }
    }
}

#[test]
fn a_completed_query_is_searched_for_at_once() {
    for size in SIZES {
        let mut screen = Screen::markdown(&sections()).size(size.0, size.1).keys("/secr<Tab>");
        assert!(screen.row(-1).contains("1 of 1"), "{}", screen.text());
        assert!(screen.page().iter().any(|row| row.contains("The secret")), "{}", screen.text());
        screen.press("<Enter>");
        assert!(!screen.text().contains("Words ─"), "{}", screen.text());
        screen.press("/sect<Tab><Esc>");
        assert!(screen.row(-1).contains("1 of 1"), "{}", screen.text());
    }
}

#[test]
fn words_in_regular_expressions_are_completed_too() {
    let text = "The section 3.14 is here.\n";
    for (keys, expected) in [
        ("/<A-r>\\bsec<Tab>", ".* /\\bsection"),
        ("/<A-r>3\\.|3<Tab>", ".* /3\\.|3\\.14"),
        ("/<A-r>(sec|her<Tab>", ".* /(sec|here"),
        ("/<A-r>the|her<Tab>", ".* /the|here"),
        ("/<A-r>T\\w+ sec<Tab>", ".* /T\\w+ section"),
        ("/<A-r>x+ sec<Tab>", ".* /x+ sec"),
    ] {
        let screen = Screen::markdown(text).size(60, 12).keys(keys);
        assert_eq!(line(&screen), expected, "{}", screen.text());
    }
}

#[test]
fn queries_on_the_command_line_are_completed_too() {
    for size in SIZES {
        let mut screen = Screen::markdown(&sections()).size(size.0, size.1).keys(":search the secr<Tab>");
        assert_eq!(line(&screen), ":search the secret", "{}", screen.text());
        screen.press(" of<Tab><Enter>");
        assert!(screen.row(-1).contains("1 of 1"), "{}", screen.text());
        // A word that is also the name of a command is none here.
        let screen = Screen::markdown("A width.\n").size(size.0, size.1).keys(":search wid<Tab>");
        assert_eq!(line(&screen), ":search width", "{}", screen.text());
        let screen = Screen::markdown(&sections()).size(size.0, size.1).keys(":width sec<Tab>");
        assert_eq!(line(&screen), ":width sec", "{}", screen.text());
    }
}

#[test]
fn what_nothing_goes_on_from_is_said() {
    for size in SIZES {
        let mut screen = Screen::markdown(&sections()).size(size.0, size.1).keys("/xyzzy<Tab><Tab>");
        assert_eq!(line(&screen), "/xyzzy");
        assert!(screen.text().contains("nothing in the text"), "{}", screen.text());
        screen.press("<C-u>");
        assert!(!screen.text().contains("nothing in the text"), "{}", screen.text());
        let before = screen.text();
        screen.press("<Tab>");
        assert_eq!(screen.text(), before);
    }
}

#[test]
fn words_that_come_late_come_to_the_line_they_were_asked_for() {
    let mut screen = Screen::held(&sections(), "markdown").size(80, 24);
    while screen.work(100) {}
    screen.press("/sec<Tab><Tab>");
    assert_eq!(line(&screen), "/sec");
    while screen.work(100) {}
    assert_eq!(line(&screen), "/sections");
    screen.press("<C-u>se<Tab>x");
    while screen.work(100) {}
    assert_eq!(line(&screen), "/sex");
    screen.press("<C-u>se<Tab><Esc>");
    while screen.work(100) {}
    assert!(!screen.text().contains("Words ─"), "{}", screen.text());
    screen.press("/sec<Tab>");
    screen.press("<Left>");
    while screen.work(100) {}
    assert_eq!(line(&screen), "/sec");
}

#[test]
fn words_are_gone_over_by_keys_with_alt_and_with_ctrl() {
    for size in SIZES {
        let mut screen = screen(size).keys("/one two<A-Left>x<A-Left><A-Left>y<A-Right>z");
        assert_eq!(line(&screen), "/yonez xtwo", "{}", screen.text());
        screen.press("<C-Left><C-Left>w");
        assert!(line(&screen).contains("wyonez") || line(&screen).contains('w'), "{}", screen.text());
    }
}

#[test]
fn the_word_that_was_searched_for_is_in_the_history() {
    for (columns, rows) in SIZES {
        let screen = Screen::markdown("The apple *is* red.\n").size(columns, rows).keys("/appl<Enter>*/<Up>");
        assert!(screen.row(-1).contains("/apple") || screen.row(-1).contains("/Apple"), "{}", screen.text());
    }
}
