//! What is folded stays so: when the text is read in another way or again, and from one run to the next.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use folio::app::Settings;
use folio::document::{Kept, KeptFolds};
use folio::format;
use folio::source::Source;

use crate::fixture::Screen;

const SIZES: [(u16, u16); 2] = [(80, 24), (30, 10)];

/// Ways to fold some of the sections.
const FOLDINGS: [&str; 6] = ["5]za", "zM", "zM4]zo", "zM12]zo3]zo", "3]zczc9]za4]za", "]zM2]zazc"];

/// Chapters, each with a part and examples, which are called the same everywhere.
fn chapters(numbers: impl Iterator<Item = usize>) -> String {
    let chapter = |n| {
        format!(
            "## Chapter {n}\n\nIt begins {n}.\n\n### Part *{n}* of it\n\nPart {n} has words.\n\n\
             ### Examples\n\nThose of {n}.\n\n"
        )
    };
    numbers.map(chapter).collect()
}

fn book() -> String {
    format!("# The book\n\n[other](other.md)\n\n{}", chapters(0..12))
}

/// Sections of a line each.
fn sections(count: usize) -> String {
    let section = |n| format!("# Section {n}\n\nThe words of {n}.\n\n");
    (0..count).map(section).collect()
}

fn finish(screen: &mut Screen) {
    while screen.work(100) {}
}

fn opened((columns, rows): (u16, u16), text: &str, kept: &Kept, is_changed: bool) -> Screen {
    let mut screen = Screen::recalled(text, "markdown", kept, is_changed).size(columns, rows);
    finish(&mut screen);
    screen
}

/// All rows of the text that are not blank.
fn whole(screen: &mut Screen) -> Vec<String> {
    screen.press("g");
    screen.resize(80, 1000);
    screen.page().into_iter().filter(|row| !row.is_empty()).collect()
}

/// A folder of a test's own, with the book and another file.
fn folder() -> PathBuf {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let number = COUNT.fetch_add(1, Ordering::SeqCst);
    let folder =
        Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("kept-folds-{}-{number}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("book.md"), book()).unwrap();
    fs::write(folder.join("other.md"), format!("# Other\n\n[book](book.md)\n\n{}", chapters(0..3))).unwrap();
    folder
}

fn read(path: &Path, (columns, rows): (u16, u16)) -> Screen {
    let source = Source::open(path).unwrap().source().unwrap();
    let opening = format::open(source, format::by_name("markdown").unwrap()).unwrap();
    Screen::reading(opening, Settings::default(), false).size(columns, rows).identify()
}

#[test]
fn folds_are_found_again_in_the_next_run() {
    for size in SIZES {
        for keys in FOLDINGS {
            let mut screen = opened(size, &book(), &Kept::default(), false).keys(keys);
            let (kept, page) = (screen.kept(), screen.page());
            let mut first = Screen::recalled(&book(), "markdown", &kept, false).size(size.0, size.1);
            assert_eq!(first.page(), page, "{keys}: the first screen is folded");
            finish(&mut first);
            assert_eq!(first.page(), page);
            assert_eq!(first.kept().folds, kept.folds);
            assert_eq!(whole(&mut first), whole(&mut screen), "{keys}");
        }
    }
}

#[test]
fn folds_are_found_again_in_a_text_that_was_changed() {
    let inserted = "# The book\n\nA paragraph that is new.\n\n## Preface\n\n### Examples\n\nNone.\n\n";
    for changed in [
        book().replacen("# The book\n\n", inserted, 1),
        book().replace("It begins 3.", &"More words. ".repeat(60)),
        book().replace("## Chapter 1\n", &format!("{}## Chapter 1\n", chapters(100..140))),
    ] {
        for keys in FOLDINGS {
            let mut before = opened(SIZES[0], &book(), &Kept::default(), false).keys(keys);
            let mut after = opened(SIZES[0], &changed, &before.kept(), true);
            let heads = |screen: &mut Screen| -> Vec<String> {
                let rows = whole(screen);
                rows.into_iter().filter(|row| row.contains("Chapter") || row.contains("Part")).collect()
            };
            let new = |row: &String| {
                (100..140)
                    .any(|n| row.contains(&format!("Chapter {n}")) || row.contains(&format!("Part {n}")))
            };
            // How much is hidden may be another.
            let bare = |rows: Vec<String>| -> Vec<String> {
                let rows = rows.into_iter().filter(|row| !new(row));
                rows.map(|row| row.split_inclusive('▸').next().unwrap_or_default().to_owned()).collect()
            };
            assert_eq!(bare(heads(&mut after)), bare(heads(&mut before)), "{keys}");
        }
    }
}

#[test]
fn headings_that_are_called_the_same_are_told_by_those_around() {
    let mut before = opened(SIZES[0], &book(), &Kept::default(), false).keys("/Those of 7<Enter>za");
    let changed = book().replace("## Chapter 1\n", &format!("{}## Chapter 1\n", chapters(100..110)));
    let mut after = opened(SIZES[0], &changed, &before.kept(), true);
    let rows = whole(&mut after);
    assert!(!rows.iter().any(|row| row.contains("Those of 7.")), "{rows:?}");
    assert_eq!(rows.iter().filter(|row| row.contains("▸")).count(), 1, "{rows:?}");
}

/// The days of a log, each with what was to be done and what was.
fn log(days: impl Iterator<Item = usize>) -> String {
    let day = |n| format!("## Day {n}\n\n### Todo\n\nbuy things of {n}\n\n### Done\n\nslept on {n}\n\n");
    format!("# Log\n\n{}", days.map(day).collect::<String>())
}

/// What changed in releases, all headings of which have one level.
fn changes(releases: impl Iterator<Item = usize>) -> String {
    let release = |n| format!("## Release {n}\n\n## Fixed\n\nbugs of {n}\n\n## Added\n\nthings of {n}\n\n");
    format!("# Changes\n\n{}", releases.map(release).collect::<String>())
}

#[test]
fn of_headings_called_the_same_that_stays_folded_which_was() {
    for (before, after, keys, hidden) in [
        (log((10..20).rev()), log((10..21).rev()), "/buy things of 19<Enter>zag", "buy things of 19"),
        (log((10..20).rev()), log((10..20).rev().skip(1)), "/buy things of 17<Enter>zag", "buy things of 17"),
        (changes((10..20).rev()), changes((10..21).rev()), "/bugs of 18<Enter>zag", "bugs of 18"),
        (changes((10..20).rev()), changes((10..21).rev()), "/bugs of 12<Enter>za", "bugs of 12"),
        (changes((10..20).rev()), changes((9..20).rev()), "/bugs of 12<Enter>za", "bugs of 12"),
    ] {
        let folder = folder();
        let path = folder.join("book.md");
        fs::write(&path, &before).unwrap();
        let mut screen = read(&path, SIZES[0]).keys(keys);
        let kept = screen.kept();
        fs::write(&path, &after).unwrap();
        screen.press("r");
        // In the next run all that tells is how far the reader's words have moved.
        let again = kept.place.is_some().then(|| opened(SIZES[0], &after, &kept, true));
        for mut screen in std::iter::once(screen).chain(again) {
            let rows = whole(&mut screen);
            assert!(!rows.iter().any(|row| row.contains(hidden)), "{rows:?}");
            assert_eq!(rows.iter().filter(|row| row.contains('▸')).count(), 1, "{rows:?}");
        }
    }
}

#[test]
fn what_was_folded_and_is_gone_folds_nothing_else() {
    let text =
        "# Doc\n\n## Alpha\n\n### Example\n\nthat of alpha\n\n## Beta\n\n### Example\n\nthat of beta\n";
    for (from, to) in
        [("### Example\n\nthat of alpha\n\n", ""), ("### Example\n\nthat of a", "### Problem\n\nthat of a")]
    {
        let folder = folder();
        let path = folder.join("book.md");
        fs::write(&path, text).unwrap();
        let mut screen = read(&path, SIZES[0]).keys("/that of alpha<Enter>zag");
        assert!(screen.text().contains('▸'), "{}", screen.text());
        let changed = text.replacen(from, to, 1);
        fs::write(&path, &changed).unwrap();
        for keys in ["r", "FFF"] {
            screen.press(keys);
            assert!(!screen.text().contains('▸'), "{keys}: {}", screen.text());
            assert!(screen.text().contains("that of beta"), "{keys}: {}", screen.text());
        }
        let kept = screen.kept();
        assert!(!opened(SIZES[0], &changed, &kept, false).text().contains('▸'));
        fs::write(&path, text).unwrap();
        screen.press("r");
        assert!(screen.text().contains('▸'), "it comes again: {}", screen.text());
    }
}

#[test]
fn all_are_kept_wherever_the_reader_is() {
    let folder = folder();
    let path = folder.join("book.md");
    fs::write(&path, sections(100)).unwrap();
    let mut screen = read(&path, SIZES[0]).keys("zM");
    for _ in 0..80 {
        screen.press("zo]");
    }
    for keys in ["g", "G"] {
        screen.press(keys);
        assert_eq!(screen.kept().folds.others.len(), 80);
        screen.press("FFF");
        assert_eq!(screen.kept().folds.others.len(), 80);
    }
}

#[test]
fn reading_in_another_way_folds_what_was_folded() {
    for size in SIZES {
        for keys in FOLDINGS {
            let mut screen = Screen::new(&book(), "markdown").size(size.0, size.1).keys(keys);
            let before = screen.page();
            screen.press("F");
            assert!(screen.row(-1).contains("read as"), "{}", screen.text());
            screen.press("FF");
            assert!(screen.row(-1).contains("read as Markdown"), "{}", screen.text());
            // Blank rows at the top are not taken along.
            let words =
                |page: Vec<String>| page.into_iter().filter(|row| !row.is_empty()).collect::<Vec<_>>();
            let (before, after) = (words(before), words(screen.page()));
            let n_both = before.len().min(after.len());
            assert_eq!(after[..n_both], before[..n_both], "{keys}");
        }
    }
    // Plain text has the same headings.
    let text = "The first part\n==============\n\nIt has words of its own.\n\nThe second part\n===============\n\nIt too has words.\n";
    let mut screen = Screen::new(text, "plain").size(80, 24).keys("za");
    assert!(screen.text().contains("The first part  ▸ 6 words"), "{}", screen.text());
    screen.press("F");
    assert!(screen.text().contains("The first part  ▸ 6 words"), "{}", screen.text());
    assert!(screen.text().contains("It too has words"), "{}", screen.text());
}

#[test]
fn reloading_folds_what_was_folded() {
    for size in SIZES {
        for keys in FOLDINGS {
            let folder = folder();
            let path = folder.join("book.md");
            let mut screen = read(&path, size).keys(keys);
            let (before, total) = (screen.page(), screen.app().view().extent.total);
            fs::write(&path, book() + &chapters(12..14)).unwrap();
            screen.press("r");
            assert!(screen.row(-1).contains("file reloaded"), "{}", screen.text());
            let n_same = before.iter().rposition(|row| !row.is_empty()).unwrap();
            assert_eq!(screen.page()[..n_same], before[..n_same], "{keys}");
            fs::write(&path, book()).unwrap();
            screen.press("r");
            assert_eq!(screen.app().view().extent.total, total, "{keys}");
        }
    }
}

#[test]
fn a_query_that_is_typed_while_the_file_is_reloaded_leaves_the_folds() {
    let folder = folder();
    let path = folder.join("book.md");
    let mut screen = read(&path, SIZES[0]).keys("zM");
    let before = screen.page();
    screen.press("/Those of 7");
    assert!(screen.text().contains("Those of 7."), "{}", screen.text());
    fs::write(&path, book() + "\n").unwrap();
    screen.send(folio::app::Event::File(folio::app::FileState::Changed));
    screen.press("<Esc>r/Those of 7<Esc>");
    assert_eq!(screen.page(), before);
}

#[test]
fn who_comes_back_to_a_document_finds_it_folded() {
    for size in SIZES {
        for back in ["<C-o>", "''", "<A-n><Enter>", "<Backspace>"] {
            for keys in ["zM", "zM]]]zog", "4]zag"] {
                let folder = folder();
                let mut screen = read(&folder.join("book.md"), size).keys(keys);
                let before = screen.page();
                screen.press("<Esc><A-n><Enter>");
                assert_eq!(screen.app().document().title(), "Other");
                assert!(!screen.text().contains('▸'), "{}", screen.text());
                screen.press("zM");
                let there = screen.page();
                screen.press(back);
                assert_eq!(screen.app().document().title(), "The book", "{back} {}", screen.text());
                assert_eq!(screen.page(), before, "{back} {keys}");
                screen.press("''");
                assert_eq!(screen.page(), there, "{back} {keys}");
            }
        }
    }
}

#[test]
fn a_file_that_was_changed_meanwhile_is_folded_too() {
    let folder = folder();
    let path = folder.join("book.md");
    let mut screen = read(&path, SIZES[0]).keys("9]za6]zag<A-n><Enter>");
    assert_eq!(screen.app().document().title(), "Other");
    let changed = book().replacen("# The book\n\n", "# The book\n\nMore is written here.\n\n", 1);
    fs::write(&path, changed).unwrap();
    screen.press("<C-o>");
    assert!(screen.text().contains("More is written"), "{}", screen.text());
    assert_eq!(whole(&mut screen).iter().filter(|row| row.contains('▸')).count(), 2);
}

#[test]
fn what_is_kept_is_bounded() {
    let text = sections(2000);
    let mut screen = opened(SIZES[0], &text, &Kept::default(), false).keys("zM");
    assert_eq!(screen.kept().folds, KeptFolds { are_all: true, others: Vec::new() });
    screen.press("500<Enter>");
    for _ in 0..120 {
        screen.press("zo]");
    }
    let folds = screen.kept().folds;
    assert_eq!(folds.others.len(), KeptFolds::MOST);
    assert_eq!(folds.others.last().unwrap().title, "Section 618", "those nearest to the reader");
    let mut again = opened(SIZES[0], &text, &screen.kept(), false);
    assert_eq!(again.kept().folds, folds);
}

#[test]
fn opening_all_forgets_what_is_not_found() {
    let mut before = opened(SIZES[0], &book(), &Kept::default(), false).keys("5]za");
    let mut after = opened(SIZES[0], "# Else\n\nWords.\n", &before.kept(), true);
    assert_eq!(after.kept().folds.others.len(), 1, "it may come again");
    after.press("zR");
    assert!(after.kept().folds.is_empty());
}

#[test]
fn what_is_gone_to_before_all_is_found_stays_in_view() {
    let text = sections(4000);
    let mut before = opened(SIZES[0], &text, &Kept::default(), false).keys("3000<Enter>zag");
    let kept = before.kept();
    for is_changed in [false, true] {
        let changed = if is_changed { format!("More.\n\n{text}") } else { text.clone() };
        let mut screen = Screen::recalled(&changed, "markdown", &kept, is_changed).size(80, 24);
        screen.press("/The words of 2999<Enter>");
        finish(&mut screen);
        assert!(screen.text().contains("The words of 2999."), "{}", screen.text());
    }
}
