//! Files that links point to, opened in place, and the way back.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use folio::app::jobs::Done;
use folio::app::{Event, FileState, Settings};
use folio::document::{Identity, Note, NoteEdit};
use folio::format;
use folio::source::Source;

use crate::fixture::Screen;

const SIZES: [(u16, u16); 2] = [(80, 24), (30, 10)];

/// A folder of a test's own with these files.
fn folder(files: &[(&str, String)]) -> PathBuf {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let number = COUNT.fetch_add(1, Ordering::SeqCst);
    let folder =
        Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("visiting-{}-{number}", std::process::id()));
    for (name, text) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn read(path: &Path, (columns, rows): (u16, u16), is_held: bool) -> Screen {
    let source = Source::open(path).unwrap().source().unwrap();
    let opening = format::open(source, format::by_name("markdown").unwrap()).unwrap();
    Screen::reading(opening, Settings::default(), is_held).size(columns, rows).identify()
}

fn paragraphs(name: &str) -> String {
    (0..60).map(|n| format!("Paragraph {n} of {name}.\n\n")).collect::<Vec<_>>().concat()
}

/// Three files that link to each other, the last in a folder inside.
fn library() -> PathBuf {
    let one = "# One\n\n[two](two%20b.md) [part](two%20b.md#part) [self](one.md#end) [none](none.md) [dir](sub)\n\n";
    let two = "# Two\n\n[three](sub/three.md) [end](#part)\n\n";
    folder(&[
        ("one.md", format!("{one}{}## End\n\nend of one\n\n{}", paragraphs("one"), paragraphs("one"))),
        ("two b.md", format!("{two}{}## Part\n\nwords\n\n{}", paragraphs("two"), paragraphs("two"))),
        ("sub/three.md", "# Three\n\n[one](../one.md) [empty](../empty.md)\n".to_owned()),
        ("empty.md", String::new()),
    ])
}

fn title(screen: &Screen) -> String {
    screen.app().document().title().to_owned()
}

fn top(screen: &Screen) -> String {
    screen.page().into_iter().find(|row| row.contains(char::is_alphanumeric)).unwrap_or_default()
}

#[test]
fn a_file_is_opened_in_place_and_left_again() {
    for size in SIZES {
        let mut screen = read(&library().join("one.md"), size, false).keys("<A-n><Enter>");
        assert_eq!((title(&screen), top(&screen)), ("Two".to_owned(), "Two".to_owned()), "{}", screen.text());
        screen.press("<A-n><Enter>");
        assert_eq!(title(&screen), "Three", "{}", screen.text());
        screen.press("<A-n><Enter>");
        assert_eq!(title(&screen), "One", "{}", screen.text());
        for expected in ["Three", "Two", "One"] {
            screen.press("<C-o>");
            assert_eq!(title(&screen), expected);
        }
        screen.press("<C-o>");
        assert!(screen.row(-1).contains("no jump to go back"), "{}", screen.text());
        screen.press("3<A-Right>");
        assert_eq!(title(&screen), "One");
        screen.press("2<C-o>");
        assert_eq!(title(&screen), "Two");
    }
}

#[test]
fn the_link_that_was_followed_is_in_focus_again() {
    for size in SIZES {
        let mut screen = read(&library().join("one.md"), size, false).keys("2<A-n><Enter>");
        assert_eq!(title(&screen), "Two");
        screen.press("<C-o>");
        assert_eq!(title(&screen), "One");
        screen.press("<Enter>");
        assert_eq!(
            (title(&screen), top(&screen)),
            ("Two".to_owned(), "Part".to_owned()),
            "{}",
            screen.text()
        );
        // Forward again to where no link was.
        screen.press("<C-o><A-Right><Enter>");
        assert!(screen.row(-1).contains("no link is in focus"), "{}", screen.text());
        // The one with the letter, though none was in focus before.
        let mut screen = read(&library().join("one.md"), size, false).keys("ff<C-o>");
        assert_eq!(title(&screen), "One", "{}", screen.text());
        screen.press("<Enter>");
        assert_eq!(title(&screen), "Two", "{}", screen.text());
    }
}

#[test]
fn the_way_back_leads_to_the_same_words_and_marks() {
    for size in SIZES {
        let mut screen = read(&library().join("one.md"), size, false).keys("20jma<A-p><Enter>");
        assert!(screen.row(-1).contains("cannot open sub: it is"), "{}", screen.text());
        screen.press("4<A-p><Enter>");
        assert_eq!(title(&screen), "Two", "{}", screen.text());
        screen.press("'a");
        assert!(screen.row(-1).contains("there is no mark a"), "{}", screen.text());
        screen.press("70%mb");
        let there = screen.page();
        screen.press("g<C-o><C-o><C-o>'a");
        assert_eq!(title(&screen), "One", "{}", screen.text());
        assert!(!top(&screen).contains("One"), "{}", screen.text());
        screen.press("g<A-n><Enter>");
        screen.press("'b");
        assert_eq!(screen.page(), there, "{}", screen.text());
    }
}

#[test]
fn who_comes_by_a_link_is_where_he_was() {
    for size in SIZES {
        let mut screen = read(&library().join("one.md"), size, false).keys("<A-n><Enter>30%");
        let there = top(&screen);
        screen.press("9<C-o><Enter>");
        assert_eq!(top(&screen), there, "{}", screen.text());
        assert!(screen.row(-1).contains("where you were"), "{}", screen.text());
    }
}

#[test]
fn a_place_in_another_file_and_in_this_one() {
    for size in SIZES {
        let mut screen = read(&library().join("one.md"), size, false).keys("2<A-n><Enter>");
        assert_eq!(
            (title(&screen), top(&screen)),
            ("Two".to_owned(), "Part".to_owned()),
            "{}",
            screen.text()
        );
        screen.press("<C-o>");
        assert_eq!((title(&screen), top(&screen)), ("One".to_owned(), "One".to_owned()));
        screen.press("<A-n><Enter>");
        assert_eq!((title(&screen), top(&screen)), ("One".to_owned(), "End".to_owned()), "{}", screen.text());
        screen.press("<C-o>");
        assert_eq!(top(&screen), "One");
        screen.press("<C-o>");
        assert!(
            screen.row(-1).contains("no jump to go back"),
            "the file is not opened twice: {}",
            screen.text()
        );
    }
}

#[test]
fn what_cannot_be_opened_is_told_and_the_reader_stays() {
    let folder = library();
    fs::write(folder.join("binary.md"), b"\x7fELF\0\0\0\0").unwrap();
    let links = [
        ("none.md", "cannot open none.md: no such file"),
        ("sub", "cannot open sub: it is a directory"),
        ("binary.md", "cannot open binary.md: it is a binary file"),
        ("/dev/zero", "cannot open /dev/zero: it is no file"),
        ("a%00b", "cannot open a␀b: "),
        ("one.md/x", "cannot open one.md/x: a part of its path is not a directory"),
        ("e%1B[31m", "cannot open e␛[31m: no such file"),
    ];
    for (link, expected) in links {
        let text = format!("# Here\n\n[go](<{link}>)\n");
        fs::write(folder.join("here.md"), text).unwrap();
        let screen = read(&folder.join("here.md"), (80, 24), false).keys("<A-n><Enter>");
        assert!(screen.row(-1).contains(expected), "{link}: {}", screen.text());
        assert_eq!(title(&screen), "Here");
        assert!(screen.keys("<C-o>").row(-1).contains("no jump to go back"));
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_is_not_waited_for() {
    let folder = library();
    let pipe = folder.join("pipe");
    let mode = rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR;
    rustix::fs::mkfifoat(rustix::fs::CWD, &pipe, mode).unwrap();
    fs::write(folder.join("here.md"), "# Here\n\n[go](pipe)\n").unwrap();
    let screen = read(&folder.join("here.md"), (80, 24), false).keys("<A-n><Enter>");
    assert!(screen.row(-1).contains("cannot open pipe: it is no file"), "{}", screen.text());
}

#[test]
fn a_text_that_lies_in_no_folder_says_so() {
    let screen = Screen::markdown("[go](other.md)").size(80, 24).keys("<A-n><Enter>");
    assert!(screen.row(-1).contains("this text lies in no folder"), "{}", screen.text());
}

#[test]
fn an_empty_file_can_be_left_again() {
    let folder = library();
    let mut screen = read(&folder.join("sub/three.md"), (80, 24), false).keys("2<A-n><Enter>");
    assert!(screen.text().contains("The text is empty."), "{}", screen.text());
    screen.press("<C-o>");
    assert_eq!(title(&screen), "Three");
}

#[test]
fn what_is_gone_or_changed_meanwhile_is_come_back_to_all_the_same() {
    let folder = library();
    let mut screen = read(&folder.join("one.md"), (80, 24), false).keys("30%");
    let there = top(&screen);
    screen.press("g<A-n><Enter>");
    fs::remove_file(folder.join("one.md")).unwrap();
    screen.press("<C-o><C-o>");
    assert_eq!(top(&screen), there, "{}", screen.text());
    screen.press("g<A-n><Enter>");
    fs::write(folder.join("one.md"), format!("# New one\n\n{}", paragraphs("one"))).unwrap();
    screen.press("<C-o><C-o>");
    assert_eq!((title(&screen), top(&screen)), ("New one".to_owned(), there), "{}", screen.text());
}

#[test]
fn who_comes_back_by_a_link_finds_his_notes() {
    let links =
        |to: &str, name: &str| format!("# {name}\n\nSome words. [there]({to})\n\n{}", paragraphs(name));
    for is_changed in [false, true] {
        let folder = folder(&[("a.md", links("b.md", "a")), ("b.md", links("a.md", "b"))]);
        let mut screen =
            read(&folder.join("a.md"), SIZES[0], false).keys("/words<Enter>v4lamine<Enter>ma<A-n><Enter>");
        assert_eq!(title(&screen), "b");
        assert!(!screen.text().contains('✎'), "{}", screen.text());
        if is_changed {
            fs::write(folder.join("a.md"), links("b.md", "a") + "One more paragraph.\n").unwrap();
        }
        screen.press("<A-n><Enter>");
        assert_eq!(title(&screen), "a");
        assert!(screen.text().contains('✎'), "{}", screen.text());
        assert!(screen.keys("/words<Enter>").row(-1).contains("✎ mine"));
    }
}

#[test]
fn a_place_that_is_not_there_takes_nothing_away() {
    let folder = folder(&[
        ("a.md", "[b](b.md) [nowhere](b.md#zzz)".to_owned()),
        ("b.md", format!("# B\n\n{}", paragraphs("b"))),
    ]);
    let mut screen = read(&folder.join("a.md"), SIZES[0], false).keys("<A-n><Enter>9j");
    let place = screen.kept().place;
    assert!(place.is_some());
    screen.press("<C-o><A-n><A-n><Enter>");
    assert!(screen.row(-1).contains("#zzz is not in this text"), "{}", screen.text());
    assert_eq!(screen.kept().place, place);
}

#[test]
fn who_does_not_wait_stays_where_he_is() {
    let mut screen = read(&library().join("one.md"), (80, 24), true).keys("<A-n><Enter>");
    assert!(screen.row(-1).contains("opening two b.md …"), "{}", screen.text());
    screen.press("<Esc>");
    while screen.work(100) {}
    assert_eq!(title(&screen), "One");
    // Of two, the one asked for last is opened.
    screen.press("<A-n><Enter>2<A-n><Enter>");
    while screen.work(100) {}
    assert_eq!(title(&screen), "One", "{}", screen.text());
}

#[test]
fn what_was_begun_in_another_document_does_no_harm() {
    let mut screen = read(&library().join("one.md"), (80, 24), true);
    while screen.work(100) {}
    // Reloaded and read in another way when the reader has gone on already.
    screen.press("rF<A-n><Enter>");
    screen.shuffle(|jobs| jobs.rotate_right(1));
    screen.work(1);
    assert_eq!(title(&screen), "Two");
    screen.press("F");
    while screen.work(100) {}
    assert!(screen.text().contains("[three](sub"), "{}", screen.text());
    screen.press("<C-o>");
    while screen.work(100) {}
    assert_eq!(title(&screen), "One", "{}", screen.text());
}

#[test]
fn notes_that_are_lost_stay_with_their_document() {
    let mut screen = read(&library().join("one.md"), SIZES[0], false);
    let removal = |id: u64| NoteEdit::Remove(Note { id, ..Note::default() });
    let lost = |document: u64, note: u64| {
        let identity = Identity::kept(String::new(), document, Vec::new());
        Event::Done(Done::NotesLost(identity, vec![removal(note)], anyhow::anyhow!("no room")))
    };
    screen.send(lost(1, 10));
    assert!(screen.row(-1).contains("notes are not remembered: no room"), "{}", screen.text());
    screen.press("<A-n><Enter>");
    assert_eq!(title(&screen), "Two");
    screen.send(lost(2, 20));
    screen.send(lost(1, 11));
    let unkept: Vec<_> =
        screen.unkept_notes().into_iter().map(|(identity, edits)| (identity.content, edits)).collect();
    let removals = |notes: &[u64]| notes.iter().copied().map(removal).collect::<Vec<_>>();
    assert_eq!(unkept, [(1, removals(&[10, 11])), (2, removals(&[20]))]);
    assert!(screen.unkept_notes().is_empty());
}

#[test]
fn the_file_that_is_read_is_the_one_that_is_watched() {
    let mut screen = read(&library().join("one.md"), (80, 24), false);
    screen.send(Event::File(FileState::Changed));
    assert!(screen.row(-1).contains("changed"), "{}", screen.text());
    screen.press("<A-n><Enter>");
    assert!(!screen.row(-1).contains("changed"), "{}", screen.text());
    let n_watched = |screen: &Screen| screen.asked.iter().filter(|asked| asked.starts_with("Watch")).count();
    assert_eq!(n_watched(&screen), 1);
    screen.press("<C-o>");
    assert_eq!(n_watched(&screen), 2);
}

#[test]
fn a_search_goes_on_in_the_next_document() {
    let mut screen =
        read(&library().join("one.md"), (80, 24), false).keys("/Paragraph 7 of<Enter>g<A-n><Enter>");
    assert_eq!(title(&screen), "Two");
    screen.press("n");
    assert!(screen.text().contains("Paragraph 7 of two"), "{}", screen.text());
}

#[test]
fn a_link_to_a_place_that_is_not_there_leads_to_where_the_reader_was() {
    for size in SIZES {
        let folder = library();
        fs::write(folder.join("one.md"), "# One\n\n[two](two%20b.md) [gone](two%20b.md#gone)\n").unwrap();
        let mut screen = read(&folder.join("one.md"), size, false).keys("<A-n><Enter><Space><Space>");
        let before = top(&screen);
        screen.press("<C-o><A-n><A-n><Enter>");
        assert_eq!(title(&screen), "Two", "{}", screen.text());
        assert!(screen.row(-1).contains("#gone is not in this text"), "{}", screen.text());
        assert_eq!(top(&screen), before);
    }
}

#[test]
fn a_file_that_was_written_anew_meanwhile_is_come_back_to_at_the_same_words() {
    for size in SIZES {
        let folder = library();
        let path = folder.join("one.md");
        let link = "Paragraph 30 of one.\n\n";
        let text =
            fs::read_to_string(&path).unwrap().replacen(link, &format!("{link}[two](two%20b.md)\n\n"), 1);
        fs::write(&path, &text).unwrap();
        let mut screen = read(&path, size, false).keys("/Paragraph 30 of<Enter>ma<A-n>");
        let before = top(&screen);
        screen.press("<Enter>");
        assert_eq!(title(&screen), "Two", "{}", screen.text());
        fs::write(&path, format!("# One\n\n{}{text}", "Other words than before. ".repeat(3000))).unwrap();
        for keys in ["<C-o>", "G'a"] {
            screen.press(keys);
            assert_eq!(top(&screen), before, "{keys}: {}", screen.text());
        }
    }
}
