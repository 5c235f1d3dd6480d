//! Moving through the text.

use folio::app::{MouseKind, Settings};
use folio::format;
use folio::source::Source;

use crate::fixture::Screen;

/// Lines "line 1" to "line 90", a paragraph of three rows each, under three headings.
fn long() -> Screen {
    let part = |part: u32| {
        let paragraph =
            |n: u32| format!("Line {}  \nLine {}  \nLine {}\n\n", n * 3 + 1, n * 3 + 2, n * 3 + 3);
        let text: String = (part * 10..part * 10 + 10).map(paragraph).collect();
        format!("## Part {}\n\n{text}", part + 1)
    };
    Screen::markdown(&(0..3).map(part).collect::<String>())
}

/// The first row of the page.
fn top(screen: &Screen) -> String {
    screen.page()[0].clone()
}

#[test]
fn a_digit_is_taken_back() {
    for (columns, rows) in [(80, 24), (30, 10)] {
        let mut screen = long().size(columns, rows).keys("G12<Backspace>");
        assert!(screen.row(-1).trim_start().starts_with("1 "), "{}", screen.text());
        let end = screen.page();
        screen.press("<Backspace>");
        assert_eq!(screen.page(), end, "the number is gone, and nothing more");
        assert!(!screen.row(-1).contains("a motion"), "{}", screen.text());
        screen.press("<Backspace>");
        assert_ne!(screen.page(), end, "without a number it goes back");
    }
}

#[test]
fn lines_pages_and_ends() {
    for (keys, expected) in [
        ("", "Part 1"),
        ("j", "──────"),
        ("jjj", "Line 1"),
        ("<Down><Down><Down><Up>", ""),
        ("3j", "Line 1"),
        ("11j4k", "Line 4"),
        ("d", "Line 3"),
        ("du", "Part 1"),
        ("<C-d>", "Line 3"),
        ("<Space>", "Line 6"),
        ("<Space>b", "Part 1"),
        ("<PageDown><PageUp>", "Part 1"),
        ("<C-f><C-b>", "Part 1"),
        ("Gg", "Part 1"),
        ("<End><Home>", "Part 1"),
        ("99999k", "Part 1"),
    ] {
        assert_eq!(top(&long().keys(keys)), expected, "{keys}");
    }
}

#[test]
fn a_key_that_moves_nothing_keeps_the_place() {
    let words = (1..=16).map(|n| format!("word{n}")).collect::<Vec<_>>().join(" ");
    let mut screen = Screen::markdown(&format!("{words}\n\n").repeat(20)).size(20, 6).keys("j");
    let before = top(&screen);
    screen.resize(160, 6);
    assert!(top(&screen).starts_with("word1 "));
    screen.press("k");
    screen.resize(20, 6);
    assert_eq!(top(&screen), before);
}

#[test]
fn the_end_stands_at_the_bottom() {
    let screen = long().keys("G");
    assert_eq!(screen.page().last().unwrap(), "Line 90");
    assert!(screen.row(-1).ends_with("100 %"), "{}", screen.row(-1));
    let below = long().keys("Gjjj<Space>");
    assert_eq!(below.text(), screen.text());
    assert_ne!(long().keys("Gk").page(), screen.page());
}

#[test]
fn percentages_and_section_numbers() {
    for keys in ["0%", "50%0%", "50%:0%<Enter>"] {
        assert_eq!(top(&long().keys(keys)), "Part 1", "{keys}");
    }
    assert_eq!(long().keys("100%").page(), long().keys("G").page());
    for percent in ["30", "50", "77"] {
        let screen = long().keys(&format!("{percent}%"));
        assert!(screen.row(-1).ends_with(&format!(" {percent} %")), "{}", screen.row(-1));
    }
    assert_eq!(top(&long().keys("2<Enter>")), "Part 2");
    assert!(long().keys("9<Enter>").row(-1).contains("there is no section 9"));
    assert!(long().keys("%").row(-1).contains("type a number before %"));
}

#[test]
fn a_number_says_what_it_can_do() {
    let screen = long().keys("2");
    assert!(screen.row(-1).contains("Enter: section 2 “Part 2” · %: 2 % ·"), "{}", screen.row(-1));
    assert!(!screen.keys("<Esc>").row(-1).contains("Enter:"));
}

#[test]
fn headings() {
    let nested =
        || Screen::markdown("# T\n\nx\n\n## A\n\nx\n\n### a\n\nx\n\n### b\n\nx\n\n## B\n\nx\n").size(40, 4);
    for (keys, expected) in [
        ("]", "A"),
        ("]]", "◆ a"),
        ("3]", "◆ b"),
        ("]]j[", "◆ a"),
        ("]][[", "T"),
        ("]J", "B"),
        ("]]J", "◆ b"),
        ("]]JK", "◆ a"),
        ("]]p", "A"),
        ("]]pp", "T"),
        ("]JK", "A"),
    ] {
        assert_eq!(top(&nested().keys(keys)), expected, "{keys}");
    }
    assert!(nested().keys("[").row(-1).contains("no further heading"), "{}", nested().keys("[").text());
}

#[test]
fn paragraphs_and_tables() {
    let text = "One\n\n- a\n- b\n\n| x |\n|---|\n| y |\n\nTwo\n\n| z |\n|---|\n| w |\n\nThree\n\nFour\n\nFive\n\nSix\n";
    let screen = |keys: &str| Screen::markdown(text).size(40, 5).keys(keys);
    for (keys, expected) in [
        ("}", "• a"),
        ("}}", "• b"),
        ("}}}", "x"),
        ("4}", "Two"),
        ("4}{", "x"),
        (")", "x"),
        ("))", "z"),
        ("))(", "x"),
    ] {
        assert_eq!(top(&screen(keys)), expected, "{keys}");
    }
    assert!(screen("9)").text().contains('z'));
    assert!(screen("((").row(-1).contains("no further table"));
}

#[test]
fn a_heading_is_not_left_alone_at_the_bottom() {
    for rows in 6..30 {
        let mut screen = long().size(60, rows);
        for _ in 0..8 {
            screen.press("<Space>");
            let page = screen.page();
            let last = page.iter().rev().find(|row| !row.is_empty()).unwrap();
            let is_rule = last.chars().all(|c| c == '─');
            assert!(!last.starts_with("Part") && !is_rule, "{rows} rows:\n{}", screen.text());
        }
    }
}

#[test]
fn pages_forward_miss_no_row() {
    for rows in 3..20 {
        let mut screen = long().size(60, rows);
        let mut seen = String::new();
        for _ in 0..120 {
            seen += &screen.page().join("\n");
            seen += "\n";
            screen.press("<Space>");
        }
        for line in 1..=90 {
            assert!(seen.contains(&format!("Line {line}\n")), "line {line} at {rows} rows");
        }
    }
}

#[test]
fn resizing_keeps_the_text_and_going_back_the_screen() {
    let text = "word ".repeat(400) + "\n\n## Next\n\n" + &"more ".repeat(400);
    for keys in ["", "j", "7j", "]", "]j", "]jj", "]kkk", "G", "50%"] {
        let mut screen = Screen::markdown(&text).size(80, 12).keys(keys);
        let before = screen.text();
        for (columns, rows) in [(40, 12), (100, 30), (30, 5), (12, 3), (80, 12)] {
            screen.resize(columns, rows);
        }
        assert_eq!(screen.text(), before, "{keys}");
        screen.press("tt--++");
        screen.press("tt");
    }
}

#[test]
fn scrolling_up_undoes_scrolling_down() {
    let mut screen = Screen::article().size(70, 12);
    // Beside the page there may be a tick now.
    let seen = |screen: &Screen| (screen.page(), screen.row(-1));
    let mut screens = vec![seen(&screen)];
    for _ in 0..120 {
        screen.press("j");
        screens.push(seen(&screen));
    }
    for expected in screens.iter().rev() {
        assert_eq!(&seen(&screen), expected);
        screen.press("k");
    }
}

#[test]
fn the_measure_changes() {
    let text = "word ".repeat(100);
    let columns = |screen: &Screen| screen.page()[0].len();
    let mut screen = Screen::markdown(&text).size(120, 10);
    assert!((76..=80).contains(&columns(&screen)));
    screen.press("--");
    assert!((68..=72).contains(&columns(&screen)), "{}", screen.text());
    assert!(screen.row(-1).contains("measure 72 columns"));
    screen.press("+");
    assert!((72..=76).contains(&columns(&screen)));
}

#[test]
fn the_wheel_scrolls_the_pane_under_the_pointer() {
    let mut screen = long();
    screen.mouse(MouseKind::WheelDown, 40, 5);
    assert_eq!(top(&screen), "Line 1");
    screen.mouse(MouseKind::WheelUp, 40, 5);
    assert_eq!(top(&screen), "Part 1");
}

#[test]
fn the_scroll_bar_goes_where_it_is_clicked() {
    let mut screen = long();
    screen.mouse(MouseKind::Press, 59, 10);
    assert_eq!(screen.page(), long().keys("G").page());
    screen.mouse(MouseKind::Drag, 59, 0);
    assert_eq!(top(&screen), "Part 1");
}

#[test]
fn the_mouse_can_be_left_to_the_terminal() {
    let screen = long().keys("MM");
    assert_eq!(screen.asked, ["CaptureMouse(false)", "CaptureMouse(true)"]);
}

#[test]
fn quitting_and_backing_out() {
    assert_eq!(long().keys("q").asked, ["Quit"]);
    assert_eq!(long().keys("<C-c>").asked, ["Quit"]);
    assert_eq!(long().keys("?q").asked, [""; 0]);
    assert_eq!(long().keys("<Esc><Esc><Esc>").asked, [""; 0]);
    assert_eq!(long().keys("<C-z>").asked, ["Suspend"]);
}

#[test]
fn an_empty_text_is_sensible() {
    for format in ["plain", "markdown"] {
        let screen = Screen::new("", format).keys("jGg]/x<Enter>nt<Tab>5<Enter>50%)");
        assert!(screen.text().contains("The text is empty."), "{}", screen.text());
    }
}

#[test]
fn an_alert_is_passed_line_by_line_and_shows_its_title() {
    let item = "1. > [!NOTE]\n   > alert in item\n\n";
    let screen = || Screen::markdown(&format!("Above.\n\n{item}{}", "Below.\n\n".repeat(20))).size(40, 6);
    for (keys, expected) in [
        ("jj", "1. │ Note"),
        ("jjj", "│ alert in item"),
        ("jjjjj", "Below."),
        ("jjjk", "1. │ Note"),
        ("}", "1. │ Note"),
    ] {
        assert_eq!(top(&screen().keys(keys)).trim(), expected, "{keys}");
    }
    let first = || Screen::markdown(&format!("> [!TIP]\n> text\n\n{}", "Below.\n\n".repeat(20))).size(40, 6);
    for keys in ["", "Gg", "jk", "}{"] {
        assert_eq!(top(&first().keys(keys)), "│ Tip", "{keys}");
    }
}

#[test]
fn what_answers_a_key_is_read_before_what_stands_at_the_right() {
    let mut screen = Screen::markdown("# Words\n\nSome words.\n").size(30, 8).keys("/words<Enter>z");
    assert!(screen.row(-1).starts_with(" z … fold  a toggle"), "{}", screen.text());
    screen.press("<Esc>ma");
    assert!(screen.row(-1).starts_with(" mark a is set;"), "{}", screen.text());
    screen.press("j");
    assert!(screen.row(-1).contains("1 of 2  100 %"), "{}", screen.text());
}

#[test]
fn what_a_number_is_for_is_said_in_full() {
    let text = "# A title that is long, as the titles of chapters are now and then\n\nwords\n";
    let screen = Screen::markdown(text).size(80, 24).keys("1");
    assert!(
        screen.row(-1).contains("section 1 “A title") && screen.row(-1).ends_with("a motion: once"),
        "{}",
        screen.text()
    );
    let screen = screen.keys("2");
    assert!(screen.row(-1).contains("a motion: 12 times"), "{}", screen.text());
}

#[test]
fn lines_do_not_become_longer_for_being_wanted_shorter_nor_shorter_for_longer() {
    for (measure, key, expected) in
        [(5, "-", 5), (5, "+", 9), (300, "+", 300), (22, "-", 20), (238, "+", 240), (1, "-", 1)]
    {
        let source = Source::from_text("sample.txt", "words");
        let opening = format::open(source, format::by_name("plain").unwrap()).unwrap();
        let settings = Settings { measure, ..Settings::default() };
        let screen = Screen::reading(opening, settings, false).keys(key);
        let told = format!(" measure {expected} column");
        assert!(screen.row(-1).starts_with(&told), "{measure}{key}: {}", screen.text());
    }
}
