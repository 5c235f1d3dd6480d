//! Reading a file again that has changed.

mod copying;
mod meanwhile;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use folio::app::{Event, FileState, Settings};
use folio::document::Opening;
use folio::format;
use folio::source::Source;

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

fn opened(path: &Path) -> Opening {
    let source = Source::open(path).unwrap().source().unwrap();
    format::open(source, format::by_name("markdown").unwrap()).unwrap()
}

fn read_with(path: &Path, (columns, rows): (u16, u16), settings: Settings) -> Screen {
    Screen::reading(opened(path), settings, false).size(columns, rows)
}

/// Sections of two paragraphs each.
fn sections(numbers: impl Iterator<Item = usize>) -> String {
    let section = |n| {
        format!(
            "## Section {n}\n\nThe first words of {n} are these, and others.\n\n\
             Of {n} come further ones behind them, to the end.\n\n"
        )
    };
    numbers.map(section).collect()
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
fn a_few_words_are_come_back_to_though_a_heading_was_written_behind_them() {
    for size in SIZES {
        let text = format!("Some words.\n\n# First\n\n{}", paragraphs(0..60));
        let path = file(&text);
        let mut screen = read(&path, size).keys("G");
        fs::write(&path, text.replace("# First", "# New\n\n# First")).unwrap();
        screen.press("r<C-o>");
        assert!(first_row(&screen).contains("Some words."), "{}", screen.text());
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
        assert!(screen.row(-1).contains("51 of 150"), "{}", screen.row(-1));
        screen.press("n");
        assert!(screen.row(-1).contains("52 of 150"), "{}", screen.row(-1));
        screen.press("G'a");
        assert!(screen.text().contains("Paragraph 50 has"), "{}", screen.text());
    }
}

/// The number of the current hit, and how many there are.
fn at_hit(screen: &Screen) -> (Option<u64>, u64) {
    let finding = screen.app().finding().expect("something is searched for");
    (finding.ordinal(), finding.total())
}

#[test]
fn the_hit_that_the_reader_was_at_is_so_again() {
    let text = paragraphs(0..400);
    let edited = text.replace("Paragraph 199 has words", "Paragraph 199 came with");
    let gone = text.replace("Paragraph 200 has words enough to be known by.", "Gone.");
    let behind = text.replace("by.\n\nParagraph 201 has words", "by all.\n\nAnother has");
    for size in SIZES {
        for keys in ["/has words<Enter>", "/has w.rds<A-r><Enter>"] {
            for (changed, now) in [
                (paragraphs(900..950) + &text, (Some(251), 450)),
                (paragraphs(9000..19000) + &text, (Some(10201), 10400)),
                (text.clone() + &paragraphs(900..950), (Some(201), 450)),
                (edited.clone(), (Some(200), 399)),
                (gone.clone(), (None, 399)),
                (behind.clone(), (Some(201), 399)),
                (text.replace("Paragraph 200 has words", "has words"), (Some(201), 400)),
            ] {
                let path = file(&text);
                // It need not be in view.
                for more in ["", "gG"] {
                    fs::write(&path, &text).unwrap();
                    let mut screen = read(&path, size).keys(keys).keys("200n");
                    assert_eq!(at_hit(&screen), (Some(201), 400));
                    fs::write(&path, &changed).unwrap();
                    screen.press(more);
                    screen.press("r<C-l>");
                    assert_eq!(at_hit(&screen), now, "{keys}: {}", screen.text());
                }
            }
        }
    }
}

#[test]
fn a_query_that_is_typed_is_looked_for_in_the_new_text() {
    let text = paragraphs(0..400);
    for size in SIZES {
        let path = file(&text);
        let settings = Settings { is_watching: true, ..Settings::default() };
        let mut screen = read_with(&path, size, settings).keys("/has words<Enter>200n/Paragraph 3");
        let before = screen.page();
        fs::write(&path, paragraphs(900..950) + &text).unwrap();
        screen.send(Event::File(FileState::Changed));
        assert_eq!(screen.page(), before, "the hit is in view");
        assert!(screen.row(-1).contains(" of "), "{}", screen.row(-1));
        screen.press("0<Esc><C-l>");
        assert!(screen.row(-1).contains("251 of 450"), "{}", screen.row(-1));
        assert!(screen.text().contains("Paragraph 200 "), "{}", screen.text());
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
        assert!(screen.app().view().extent.before > 100, "it was about there");
    }
}

#[test]
fn who_stands_at_words_that_were_edited_stays_there() {
    let text = format!("# Doc\n\n{}", sections(0..30));
    for size in SIZES {
        for (keys, from, to, top) in [
            ("20<Enter>", "Section 19\n", "Section the nineteenth\n", "Section the nineteenth"),
            ("20<Enter>", "Section 19\n", "Nineteen\n", "Nineteen"),
            ("20<Enter>}", "The first words of 19 are", "These of 19 were", "These of 19 were"),
            ("20<Enter>}", "words of 19 are these, and others.\n\nOf", "are all", "The first are all 19"),
            // What stands at the top is left as it was.
            ("", "## Section 1\n\n", "", "Doc"),
        ] {
            // Words that are new may stand before.
            let before = if keys.is_empty() { String::new() } else { "New words.\n\n".repeat(50) };
            for before in ["", &before] {
                let path = file(&text);
                let mut screen = read(&path, size).keys(keys);
                let changed = text.replace(from, to);
                assert_ne!(changed, text);
                fs::write(&path, changed.replacen("## Section 3\n", &format!("{before}## Section 3\n"), 1))
                    .unwrap();
                screen.press("r");
                assert!(screen.row(-1).contains("file reloaded"), "{keys} {from}: {}", screen.text());
                // Where hardly a word is left and all has moved, the heading is.
                let heading =
                    if before.is_empty() || top != "The first are all 19" { top } else { "Section 19" };
                assert!(first_row(&screen).contains(heading), "{top}: {}", screen.text());
            }
        }
    }
}

#[test]
fn marks_jumps_and_folds_go_along_however_far_the_text_has_moved() {
    let text = format!("# Doc\n\n{}", sections(0..300));
    let added = text.replacen("# Doc\n\n", &format!("# Doc\n\n{}", paragraphs(0..20000)), 1);
    for size in SIZES {
        let path = file(&text);
        let mut screen = read(&path, size).keys("202<Enter>za203<Enter>}}mb250<Enter>");
        fs::write(&path, &added).unwrap();
        screen.press("r");
        assert!(screen.row(-1).contains("file reloaded"), "{}", screen.text());
        assert!(first_row(&screen).contains("Section 249"), "{}", screen.text());
        screen.press("<C-o>");
        assert!(first_row(&screen).contains("Of 202 come further"), "{}", screen.text());
        screen.press("G'b");
        assert!(first_row(&screen).contains("Of 202 come further"), "{}", screen.text());
        screen.press("[[");
        assert!(first_row(&screen).contains("Section 201  ▸"), "{}", screen.text());
    }
}

#[test]
fn marks_and_jumps_find_their_words_in_a_text_without_headings_and_in_a_long_section() {
    for heading in ["", "# Doc\n\n"] {
        let text = format!("{heading}{}", paragraphs(0..8000));
        for (from, to) in [
            ("Paragraph 100 ", paragraphs(10000..20000) + "Paragraph 100 "),
            ("Paragraph 7990 ", paragraphs(10000..20000) + "Paragraph 7990 "),
        ] {
            let path = file(&text);
            let mut screen = read(&path, SIZES[0]).keys("/Paragraph 4000 <Enter>ma");
            let marked = first_row(&screen);
            screen.press("G/Paragraph 6000 <Enter>g");
            // What is marked stands between two edits.
            let changed = text.replacen(from, &to, 1).replacen("Paragraph 2 ", "A second paragraph ", 1);
            fs::write(&path, changed).unwrap();
            screen.press("r'a");
            assert_eq!(first_row(&screen), marked, "{from} {}: {}", to.len(), screen.text());
            screen.press("2<C-o>");
            assert!(screen.text().contains("Paragraph 6000 "), "{from} {}: {}", to.len(), screen.text());
        }
    }
}

#[test]
fn sections_that_were_read_keep_their_ticks_and_others_get_none() {
    let text = format!("# Doc\n\n{}", sections(0..30));
    let ticked = |screen: &Screen| -> Vec<String> {
        let rows = screen.app().sidebar().rows().iter();
        rows.filter(|row| row.is_read).map(|row| row.title.clone()).collect()
    };
    let unread = "Nobody has read this.\n\n".repeat(3);
    let long = format!("## Section 2\n\n{}", "Many new words. ".repeat(99));
    for (changed, lost) in [
        (text.replacen("# Doc\n\n", &format!("# Doc\n\n{}", sections(100..110)), 1), ""),
        (text.replacen("## Section 5\n", &format!("{}## Section 5\n", sections(100..110)), 1), ""),
        (text.clone() + &sections(100..110), ""),
        (text.replace("The first words of 3 are these", "The first of 3"), "Section 3"),
        (text.replacen("## Section 3\n", &format!("{unread}## Section 3\n"), 1), "Section 2"),
        (text.replacen("## Section 2\n", &long, 1), "Section 2"),
    ] {
        let path = file(&text);
        let mut screen = read(&path, (80, 24)).keys("2<Enter><Space><Space><Space>");
        let read = ticked(&screen);
        assert!(read.len() > 5 && read.iter().any(|title| title == "Section 2"), "{read:?}");
        fs::write(&path, changed).unwrap();
        screen.press("r");
        while screen.work(100) {}
        let rows = screen.app().sidebar().rows().iter();
        let shown: Vec<_> = rows.map(|row| row.title.clone()).collect();
        let mut expected = read.clone();
        expected.retain(|title| title != lost && shown.contains(title));
        assert_eq!(ticked(&screen), expected, "{lost} {}", screen.text());
    }
}

#[test]
fn a_file_is_reloaded_once_at_a_time() {
    let text = paragraphs(0..400);
    let path = file(&text);
    let mut screen = Screen::reading(opened(&path), Settings::default(), true).size(80, 24);
    while screen.work(100) {}
    screen.press("50%");
    let before = first_row(&screen);
    fs::write(&path, paragraphs(1000..8000) + &text).unwrap();
    screen.press("rrr");
    while screen.work(1) {}
    assert_eq!(first_row(&screen), before, "{}", screen.text());
    assert!(screen.row(-1).contains("file reloaded"), "{}", screen.text());
    fs::write(&path, &text).unwrap();
    screen.press("r");
    while screen.work(1) {}
    assert_eq!(first_row(&screen), before, "{}", screen.text());
    assert!(screen.row(-1).contains("file reloaded"), "{}", screen.text());
}

#[test]
fn who_wants_another_reading_gets_it_of_the_file_as_it_is_now() {
    for keys in ["rF", "Fr"] {
        for is_turned in [false, true] {
            let path = file("# One\n\n*words*\n");
            let mut screen = Screen::reading(opened(&path), Settings::default(), true).size(80, 24);
            while screen.work(100) {}
            fs::write(&path, "# One\n\n*words* more\n").unwrap();
            screen.press(keys);
            if is_turned {
                screen.shuffle(|jobs| jobs.rotate_left(1));
            }
            while screen.work(1) {}
            assert!(screen.text().contains("*words* more"), "{keys}: {}", screen.text());
        }
    }
}

#[test]
fn a_file_that_is_empty_for_a_while_is_read_on_where_it_was_read() {
    let text = format!("# Doc\n\n{}", sections(0..30));
    for size in SIZES {
        for is_watching in [false, true] {
            let path = file(&text);
            let settings = Settings { is_watching, ..Settings::default() };
            let mut screen = read_with(&path, size, settings).keys("20<Enter>za");
            let before = first_row(&screen);
            for (now, told) in [("", "file reloaded; it is empty"), (&*text, "file reloaded")] {
                fs::write(&path, now).unwrap();
                screen.send(Event::File(FileState::Changed));
                if !is_watching {
                    screen.press("r");
                }
                assert!(screen.row(-1).contains(told), "{}", screen.text());
                assert_eq!(screen.text().contains("The text is empty."), now.is_empty(), "{}", screen.text());
            }
            assert_eq!(first_row(&screen), before);
            assert!(before.contains('▸'), "{before}");
        }
    }
}

#[test]
fn a_file_that_is_empty_at_first_is_watched_and_reloaded() {
    for size in SIZES {
        let path = file("");
        let mut screen = read(&path, size);
        assert!(screen.text().contains("The text is empty."), "{}", screen.text());
        assert!(screen.app().watch().is_some());
        screen.press("r");
        assert!(screen.row(-1).contains("file reloaded"), "{}", screen.text());
        fs::write(&path, "Words that came later.\n").unwrap();
        screen.send(Event::File(FileState::Changed));
        assert!(screen.row(-1).contains("file changed; r reloads"), "{}", screen.text());
        screen.press("r");
        assert!(screen.text().contains("Words that came later."), "{}", screen.text());
        assert!(screen.row(-1).contains("file reloaded"), "{}", screen.text());
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
