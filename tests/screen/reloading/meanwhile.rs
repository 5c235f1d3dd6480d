//! What the reader is in the middle of when the file changes: it is not lost, and waits or goes along.

use std::fs;

use folio::app::{Event, FileState, Settings};
use folio::format;
use folio::source::Source;
use proptest::prelude::*;

use super::{SIZES, file, first_row, opened, paragraphs, read_with};
use crate::fixture::Screen;

#[test]
fn who_types_a_query_on_the_way_to_the_end_still_goes_there_when_the_file_changes() {
    let text = paragraphs(0..4000);
    for size in SIZES {
        for change in ["watched", "read as plain text"] {
            let path = file(&text);
            let settings = Settings { is_watching: true, ..Settings::default() };
            let mut screen = Screen::reading(opened(&path), settings, true).size(size.0, size.1);
            if change == "watched" {
                screen.press("G/zzz");
                fs::write(&path, text.clone() + &paragraphs(4000..4001)).unwrap();
                screen.send(Event::File(FileState::Changed));
            } else {
                screen.press("GF/zzz");
            }
            // What was opened anew comes before the rest of the text as it was.
            screen.shuffle(|jobs| jobs.rotate_right(1));
            screen.work(1);
            screen.press("<Esc>");
            while screen.work(1) {}
            let last = if change == "watched" { "Paragraph 4000 " } else { "Paragraph 3999 " };
            assert!(screen.text().contains(last), "{change}: {}", screen.text());
        }
    }
}

#[test]
fn who_types_a_query_on_the_way_to_a_place_still_goes_there_when_the_text_is_read_in_another_way() {
    let text = paragraphs(0..4000);
    let mut first = Screen::identified(&text, "markdown").size(80, 24);
    while first.work(100) {}
    first.press("80%");
    let (kept, there) = (first.kept(), first_row(&first));
    let mut screen = Screen::recalled(&text, "markdown", &kept, false).size(80, 24).keys("F/zzz");
    screen.shuffle(|jobs| jobs.rotate_right(1));
    screen.work(1);
    assert!(screen.text().contains("Paragraph 0 "), "{}", screen.text());
    screen.press("<Esc>");
    while screen.work(1) {}
    assert_eq!(first_row(&screen), there, "{}", screen.text());
}

/// A file of paragraphs that is watched, and what changes it.
fn watched(size: (u16, u16), is_held: bool) -> (Screen, impl Fn(&mut Screen)) {
    let path = file(&paragraphs(0..100));
    let source = Source::open(&path).unwrap().source().unwrap();
    let opening = format::open(source, format::by_name("markdown").unwrap()).unwrap();
    let settings = Settings { is_watching: true, ..Settings::default() };
    let screen = Screen::reading(opening, settings, is_held).size(size.0, size.1).identify();
    let change = move |screen: &mut Screen| {
        fs::write(&path, paragraphs(900..950) + &paragraphs(0..100)).unwrap();
        screen.send(Event::File(FileState::Changed));
    };
    (screen, change)
}

/// Whether the file was reloaded.
fn is_reloaded(screen: &Screen) -> bool {
    let document = screen.app().document();
    document.readings().unwrap().length() > 6000
}

#[test]
fn what_is_typed_is_not_lost_when_the_file_changes() {
    for size in SIZES {
        let (mut screen, change) = watched(size, false);
        screen.press("v8lamy n");
        change(&mut screen);
        assert!(screen.row(-1).contains("note: my n") && !is_reloaded(&screen), "{}", screen.text());
        screen.press("ote<Enter>");
        assert!(is_reloaded(&screen), "{}", screen.text());
        assert_eq!(screen.notes()[0].text, "my note");
        assert_eq!(screen.app().view().notes.len(), 1, "it stands at its words");

        let (mut screen, change) = watched(size, false);
        screen.press("/words<Enter>&graph 7");
        change(&mut screen);
        change(&mut screen);
        assert!(screen.row(-1).starts_with("hit: graph 7") && !is_reloaded(&screen), "{}", screen.text());
        screen.press("<Enter>");
        assert!(is_reloaded(&screen) && screen.text().contains("Paragraph 7 "), "{}", screen.text());
    }
}

#[test]
fn what_is_selected_stays_so_when_the_file_changes() {
    for size in SIZES {
        let (mut screen, change) = watched(size, false);
        screen.press("v8l");
        change(&mut screen);
        assert!(!is_reloaded(&screen));
        screen.press("y");
        assert_eq!(screen.copied, ["Paragraph"]);
        assert!(is_reloaded(&screen));
        assert!(screen.row(-1).contains("copied selection"), "{}", screen.text());
        // Who wants to see the file as it is now need not wait.
        let (mut screen, change) = watched(size, false);
        screen.press("v8l");
        change(&mut screen);
        screen.press("r");
        assert!(is_reloaded(&screen) && screen.row(-1).contains("reloaded"), "{}", screen.text());
    }
}

#[test]
fn what_is_selected_is_so_in_the_file_as_it_is_now() {
    let select = |keys: &str, before: &str, after: &str| {
        let path = file(before);
        let mut screen = read_with(&path, (60, 12), Settings::default()).keys(keys);
        fs::write(&path, after).unwrap();
        screen.press("r");
        assert!(screen.row(-1).contains("reloaded"), "{}", screen.text());
        screen
    };
    let text = "One word and another word.\n\nThe river is high, and the boats wait.\n\nThe last word.\n";
    let moved = format!("A new beginning.\n\n{text}");
    for (keys, copied) in [
        ("/river<Enter>v9l", "river is h"),
        // The cursor stands before the end that stays.
        ("/boats<Enter>v4lo4h", "the boats"),
        ("/river<Enter>V", "The river is high, and the boats wait."),
        ("/another<Enter>v}}", "another word.\n\nThe river is high, and the boats wait."),
    ] {
        let mut screen = select(keys, text, &moved);
        screen.press("y");
        assert_eq!(screen.copied, [copied], "{keys}: {}", screen.text());
    }
    // The end moves that did before.
    let mut screen = select("/boats<Enter>v4lo4h", text, &moved);
    screen.press("4hy");
    assert_eq!(screen.copied, ["and the boats"]);
    // What is selected was edited, or is gone.
    let mut screen = select("/another<Enter>v}}$", text, &moved.replace("river", "lake"));
    screen.press("y");
    assert_eq!(screen.copied, ["another word.\n\nThe lake is high, and the boats wait.\n\nThe last word."]);
    let mut screen = select("/river<Enter>v9l", text, "Nothing else.\n");
    assert!(screen.row(-1).contains("what was selected is not in it"), "{}", screen.text());
    screen.press("<Esc>y");
    assert!(screen.copied.is_empty() && screen.app().view().selected.is_none());
}

#[test]
fn what_is_reloaded_late_waits_for_what_was_begun_since() {
    for size in SIZES {
        let (mut screen, change) = watched(size, true);
        while screen.work(100) {}
        change(&mut screen);
        screen.press("v8lamy note");
        while screen.work(100) {}
        assert!(screen.row(-1).contains("note: my note") && !is_reloaded(&screen), "{}", screen.text());
        screen.press("<Esc>");
        while screen.work(100) {}
        assert!(
            screen.row(-1).contains("selecting") || screen.row(-1).contains("copies"),
            "{}",
            screen.text()
        );
        assert!(!is_reloaded(&screen));
        screen.press("<Esc>");
        while screen.work(100) {}
        assert!(is_reloaded(&screen) && screen.row(-1).contains("file reloaded"), "{}", screen.text());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// A file may be cut, overwritten or grow while it is read, before anybody notices.
    #[test]
    fn whatever_is_done_to_a_file_while_it_is_read_does_no_harm(
        n_before in 0..4000_usize, n_after in 0..4000_usize, is_replaced: bool,
        keys in "[jkGgnrbF)}y\\]]{0,12}", more in "[jkGgrbv}]{0,12}",
    ) {
        let path = file(&paragraphs(0..n_before));
        let settings = Settings { memory: 0, ..Settings::default() };
        let mut screen = read_with(&path, (40, 10), settings).keys("50%").keys(&keys);
        if is_replaced {
            fs::remove_file(&path).unwrap();
        }
        fs::write(&path, "x漢\n".repeat(n_after)).unwrap();
        screen.press(&more);
        screen.press("Ggr50%jkG");
        screen.resize(20, 5);
        fs::remove_file(&path).unwrap();
    }
}
