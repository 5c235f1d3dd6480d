//! Reading a file again that has changed.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use folio::app::{Event, FileState, Settings};
use folio::format;
use folio::source::Source;
use proptest::prelude::*;

use crate::fixture::Screen;

const SIZES: [(u16, u16); 2] = [(80, 24), (30, 10)];

/// Paragraphs with their numbers.
fn paragraphs(numbers: impl Iterator<Item = usize>) -> String {
    numbers
        .map(|n| format!("Paragraph {n} has words enough to be known by.\n\n"))
        .collect::<Vec<_>>()
        .concat()
}

/// A file of a test's own with `text`.
fn file(text: &str) -> PathBuf {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let number = COUNT.fetch_add(1, Ordering::SeqCst);
    let name = format!("reloading-{}-{number}.md", std::process::id());
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, text).unwrap();
    path
}

fn read_with(path: &Path, (columns, rows): (u16, u16), settings: Settings) -> Screen {
    let source = Source::open(path).unwrap().source().unwrap();
    let opening = format::open(source, format::by_name("markdown").unwrap()).unwrap();
    Screen::reading(opening, settings, false).size(columns, rows)
}

fn read(path: &Path, size: (u16, u16)) -> Screen {
    read_with(path, size, Settings::default())
}

fn first_row(screen: &Screen) -> String {
    screen.page().into_iter().find(|row| row.contains(char::is_alphanumeric)).unwrap_or_default()
}

#[test]
fn a_file_that_has_changed_is_read_again_at_the_same_words() {
    let text = paragraphs(0..400);
    let added = paragraphs(1000..1300);
    for size in SIZES {
        for changed in [
            text.clone() + &added,
            added.clone() + &text,
            text.replace("Paragraph 10 ", "Another paragraph of more words and words 10 "),
            paragraphs(100..300),
            text.replacen("words enough", "enough words", 100),
        ] {
            let path = file(&text);
            let mut screen = read(&path, size).keys("50%");
            let before = first_row(&screen);
            fs::write(&path, &changed).unwrap();
            screen.send(Event::File(FileState::Changed));
            assert!(screen.row(-1).contains("file changed; r reloads"), "{}", screen.text());
            assert_eq!(first_row(&screen), before);
            screen.press("r");
            assert_eq!(first_row(&screen), before, "{}", screen.text());
            assert!(screen.row(-1).contains("file reloaded"), "{}", screen.text());
            screen.press("jkG");
            let last =
                changed.trim_end().rsplit("\n\n").next().unwrap().split(" has").next().unwrap().to_owned();
            assert!(screen.text().contains(&last), "{last}: {}", screen.text());
        }
    }
}

#[test]
fn the_status_line_goes_on_to_say_that_the_file_has_changed() {
    let path = file(&paragraphs(0..100));
    for size in SIZES {
        let mut screen = read(&path, size);
        for (state, word) in [(FileState::Changed, "changed"), (FileState::Gone, "gone")] {
            screen.send(Event::File(state));
            screen.press("j");
            assert!(screen.row(-1).contains(word), "{}", screen.text());
        }
        screen.send(Event::File(FileState::AsOpened));
        screen.press("j");
        assert!(!screen.row(-1).contains("gone"), "{}", screen.text());
        screen.send(Event::File(FileState::Changed));
        screen.press("rj");
        assert!(!screen.row(-1).contains("changed"), "{}", screen.text());
    }
}

#[test]
fn who_watches_need_not_press_a_key() {
    for size in SIZES {
        let path = file(&paragraphs(0..100));
        let mut screen =
            read_with(&path, size, Settings { is_watching: true, ..Settings::default() }).keys("50%");
        let before = first_row(&screen);
        fs::write(&path, paragraphs(900..950) + &paragraphs(0..100)).unwrap();
        screen.send(Event::File(FileState::Changed));
        assert_eq!(first_row(&screen), before);
        assert!(screen.keys("g").text().contains("Paragraph 900"));
    }
}

#[test]
fn what_is_searched_and_marked_is_found_in_the_new_text() {
    for size in SIZES {
        let path = file(&paragraphs(0..100));
        let mut screen = read(&path, size).keys("/Paragraph 50<Enter>magG''/has words<Enter>");
        assert!(screen.row(-1).contains("of 100"), "{}", screen.row(-1));
        fs::write(&path, paragraphs(900..950) + &paragraphs(0..100)).unwrap();
        screen.press("r<C-l>");
        assert!(screen.row(-1).contains("150 hits"), "{}", screen.row(-1));
        screen.press("n");
        assert!(screen.row(-1).contains("of 150"), "{}", screen.row(-1));
        screen.press("G'a");
        assert!(screen.text().contains("Paragraph 50 has"), "{}", screen.text());
    }
}

#[test]
fn what_cannot_be_read_again_stays() {
    for size in SIZES {
        let path = file(&paragraphs(0..100));
        let mut screen = read(&path, size).keys("50%");
        let before = screen.page();
        fs::remove_file(&path).unwrap();
        screen.send(Event::File(FileState::Gone));
        screen.press("r");
        assert!(screen.row(-1).contains("cannot reload: no"), "{}", screen.text());
        fs::write(&path, b"\x7fELF\0\0\0\0").unwrap();
        screen.press("r");
        assert!(screen.row(-1).contains("cannot reload"), "{}", screen.text());
        fs::remove_file(&path).unwrap();
        fs::create_dir(&path).unwrap();
        screen.press("r");
        assert!(screen.row(-1).contains("cannot reload: it"), "{}", screen.text());
        assert_eq!(screen.page(), before);
        fs::remove_dir(&path).unwrap();
        fs::write(&path, "").unwrap();
        screen.press("r");
        assert!(screen.text().contains("The text is empty."), "{}", screen.text());
        fs::write(&path, "Words again.").unwrap();
        screen.press("r");
        assert!(screen.text().contains("Words again."), "{}", screen.text());
    }
    let piped = Screen::markdown("words").keys("r");
    assert!(piped.row(-1).contains("only a file can be reloaded"), "{}", piped.text());
}

#[test]
fn words_that_are_gone_are_said_to_be() {
    for size in SIZES {
        let path = file(&paragraphs(0..400));
        let mut screen = read(&path, size).keys("50%");
        fs::write(&path, "Nothing of it.\n\n".repeat(500)).unwrap();
        screen.press("r");
        assert!(screen.row(-1).contains("this place is not in"), "{}", screen.text());
        assert!(screen.text().contains("Nothing of it."));
    }
}

#[test]
fn another_reading_stays_as_it_is_and_corrections_too() {
    let path = file("# One\n\nwords\n");
    let mut screen = read(&path, SIZES[0]).keys("F");
    fs::write(&path, "# One\n\n*words* more\n").unwrap();
    screen.press("r");
    assert!(screen.text().contains("*words* more"), "{}", screen.text());
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
