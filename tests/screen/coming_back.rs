//! Coming back to a text that was read before.

use folio::app::Event;
use folio::app::jobs::Done;
use folio::document::{Kept, Recalled};
use proptest::prelude::*;

use crate::fixture::Screen;

const SIZES: [(u16, u16); 2] = [(80, 24), (30, 10)];

/// Chapters of numbered paragraphs.
fn book(n_chapters: usize) -> String {
    let paragraph = |chapter: usize, number: usize| {
        format!("Paragraph {chapter}-{number} has words enough to fill a line and to go on behind it.\n\n")
    };
    let chapter = |n: usize| {
        format!("# Chapter {n}\n\n{}", (0..6).map(|number| paragraph(n, number)).collect::<String>())
    };
    (0..n_chapters).map(chapter).collect()
}

fn finish(screen: &mut Screen) {
    while screen.work(100) {}
}

/// The text as it was opened for the first time.
fn opened(text: &str, (columns, rows): (u16, u16)) -> Screen {
    let mut screen = Screen::recalled(text, "markdown", &Kept::default(), false).size(columns, rows);
    finish(&mut screen);
    screen
}

/// The text as it is opened again.
fn opened_again(text: &str, (columns, rows): (u16, u16), kept: &Kept, is_changed: bool) -> Screen {
    let mut screen = Screen::recalled(text, "markdown", kept, is_changed).size(columns, rows);
    finish(&mut screen);
    screen
}

fn first_words(screen: &Screen) -> String {
    screen.page().into_iter().find(|row| row.contains(char::is_alphanumeric)).unwrap_or_default()
}

#[test]
fn the_reader_is_where_he_was() {
    let text = book(40);
    for size in SIZES {
        for keys in ["40%", "7]", "G", "90%kkk", "30%/behind<Enter>", "20%/4-"] {
            let mut screen = opened(&text, size).keys(keys);
            let kept = screen.kept();
            let again = opened_again(&text, size, &kept, false);
            if keys.ends_with('-') {
                // Who is typing a query is still where he began to.
                screen.press("<Esc>");
            }
            assert_eq!(first_words(&again), first_words(&screen), "{keys}");
            assert!(again.row(-1).contains("where you were"), "{}", again.text());
            assert!(!again.keys("j").row(-1).contains("where you were"));
        }
    }
}

#[test]
fn nothing_is_kept_of_a_text_that_was_only_opened() {
    for size in SIZES {
        for keys in ["", "Gg", "/behind<Esc>"] {
            let mut screen = opened(&book(40), size).keys(keys);
            assert!(screen.kept().is_empty(), "{keys}: {:?}", screen.kept());
        }
        let screen = opened_again(&book(40), size, &Kept::default(), false);
        assert!(!screen.row(-1).contains("where"), "{}", screen.text());
    }
}

#[test]
fn who_leaves_before_he_is_recalled_takes_nothing_away() {
    for (keys, is_kept) in [("", false), ("40%", true)] {
        let mut screen = Screen::identified(&book(40), "markdown").keys(keys);
        assert_eq!(screen.keeps_something(), is_kept, "{keys}");
    }
}

#[test]
fn who_does_not_move_leaves_what_was_kept() {
    let text = book(40);
    for size in SIZES {
        for before in ["30%", "5]maza", "40%j"] {
            let kept = opened(&text, size).keys(before).kept();
            for keys in ["", "?<Esc>", "/zzz<Esc>"] {
                let mut screen = opened_again(&text, size, &kept, false).keys(keys);
                assert!(!screen.keeps_something(), "{keys}: {:?} {kept:?}", screen.kept());
            }
            // Nor does it count what size the screen has.
            let mut screen = opened_again(&text, size, &kept, false).size(50, 20);
            assert!(!screen.keeps_something(), "{:?} {kept:?}", screen.kept());
            assert!(opened_again(&text, size, &kept, false).keys("d").keeps_something());
            // What lies over the page keeps nobody from being where he was.
            let mut screen = opened(&text, size).keys("?");
            let recalled = Recalled { kept: kept.clone(), ..Recalled::default() };
            screen.send(Event::Done(Done::Recalled(Box::new(recalled))));
            screen.press("<Esc>");
            assert_eq!(screen.kept().place, kept.place);
            assert_eq!(screen.keys("jk").kept().place, None);
        }
    }
}

#[test]
fn the_first_screen_shows_a_place_that_is_near() {
    let text = book(40);
    let kept = opened(&text, SIZES[0]).keys("5]").kept();
    let screen = Screen::recalled(&text, "markdown", &kept, false).size(80, 24);
    assert!(screen.row(0).contains("Chapter 5"), "{}", screen.text());
}

#[test]
fn a_place_that_is_far_is_gone_to_when_the_text_is_there() {
    let text = book(4000);
    for size in SIZES {
        let mut before = opened(&text, size).keys("80%");
        let kept = before.kept();
        let mut screen = Screen::recalled(&text, "markdown", &kept, false).size(size.0, size.1);
        assert!(screen.row(-1).contains("going to where"), "{}", screen.text());
        assert!(screen.text().contains("Chapter 0"), "{}", screen.text());
        assert_eq!(screen.kept(), kept, "who leaves at once keeps the place");
        finish(&mut screen);
        assert_eq!(first_words(&screen), first_words(&before));
        assert!(screen.row(-1).contains("where you were"), "{}", screen.text());
        for keys in ["j", "<Esc>", "]", "G"] {
            let mut moved = Screen::recalled(&text, "markdown", &kept, false).size(size.0, size.1).keys(keys);
            finish(&mut moved);
            assert_ne!(moved.page(), before.page(), "{keys}");
        }
    }
}

#[test]
fn who_finds_something_on_the_way_back_is_kept_there() {
    let text = book(4000);
    for size in SIZES {
        let kept = opened(&text, size).keys("80%").kept();
        for keys in ["/chapter 1<Enter>", "/chapter 1<Enter>&<Enter>"] {
            let mut screen =
                Screen::recalled(&text, "markdown", &kept, false).size(size.0, size.1).keys(keys);
            finish(&mut screen);
            assert!(screen.text().contains("Chapter 1"), "{}", screen.text());
            assert_ne!(screen.kept().place, kept.place, "{keys}");
        }
    }
}

#[test]
fn the_words_are_found_in_a_text_that_was_changed() {
    let text = book(400);
    for size in SIZES {
        let mut screen = opened(&text, size).keys("50%{");
        let (words, kept) = (first_words(&screen), screen.kept());
        for changed in [
            format!("A new beginning.\n\n{}", &text[200..]),
            format!("{}{text}", "Much that is new. ".repeat(5000)),
            text.replace("behind", "beyond").replacen("Chapter 1\n", "Chapter One\n", 1),
        ] {
            let again = opened_again(&changed, size, &kept, true);
            let there: String = words.chars().take(16).collect();
            assert!(first_words(&again).starts_with(&there), "{there}: {}", again.text());
        }
    }
}

#[test]
fn where_the_words_are_gone_the_heading_is_gone_to() {
    let text = book(400);
    for size in SIZES {
        let mut screen = opened(&text, size).keys("201]5}");
        let kept = screen.kept();
        assert!(kept.place.as_ref().is_some_and(|place| place.section == "Chapter 201"), "{kept:?}");
        let changed = text.replace("Paragraph 201-", "Nothing ").replace("goes on", "ends");
        let again = opened_again(&format!("{}{changed}", "New words. ".repeat(900)), size, &kept, true);
        assert!(again.row(0).contains("Chapter 201"), "{}", again.text());
        let other = "Another text altogether.\n\n".repeat(9000);
        let again = opened_again(&other, size, &kept, true);
        assert!(again.row(-1).contains("where you were is not"), "{}", again.text());
        assert!(again.row(0).contains("Another text"), "{}", again.text());
        assert!(again.app().view().extent.before > 1000, "it was about there");
    }
}

#[test]
fn where_the_first_words_are_gone_those_behind_tell_the_place() {
    let text = book(40);
    for size in SIZES {
        for (keys, from, to) in [
            ("21]", "Chapter 21\n", "Chapter the twenty-first\n"),
            ("21]", "Chapter 21\n", "The last\n"),
            ("21]}", "Paragraph 21-0 has words", "Twenty-one has got some words"),
        ] {
            let mut screen = opened(&text, size).keys(keys);
            let kept = screen.kept();
            let again = opened_again(&text.replace(from, to), size, &kept, true);
            assert!(again.row(-1).contains("where you were;"), "{}", again.text());
            let there: String = to.trim_end().chars().take(12).collect();
            assert!(first_words(&again).starts_with(&there), "{from}: {}", again.text());
        }
    }
}

#[test]
fn a_mark_moves_with_its_words_from_run_to_run() {
    let text = book(400);
    for size in SIZES {
        let mut first = opened(&text, size).keys("201]}}ma");
        let words = first_words(&first);
        let changed = format!("{}{text}", "Much that is new. ".repeat(4000));
        for is_gone_to in [false, true] {
            let mut second = opened_again(&changed, size, &first.kept(), true);
            if is_gone_to {
                second.press("'a");
                assert_eq!(first_words(&second), words);
            }
            // Further than it is looked for around.
            let changed = if is_gone_to {
                format!("{}{changed}", "More of it. ".repeat(15000))
            } else {
                changed.clone()
            };
            let mut third = opened_again(&changed, size, &second.kept(), is_gone_to);
            third.press("g'a");
            assert_eq!(first_words(&third), words, "{is_gone_to}: {}", third.text());
        }
    }
}

#[test]
fn what_is_recalled_late_moves_nobody_who_has_moved() {
    let text = book(40);
    let kept = opened(&text, SIZES[0]).keys("50%").kept();
    for (keys, is_moved) in [("", true), ("jk", true), ("j", false), ("/wor", false), ("?", false)] {
        let mut screen = opened(&text, SIZES[0]).keys(keys);
        let before = screen.page();
        let recalled = Recalled { kept: kept.clone(), ..Recalled::default() };
        screen.send(Event::Done(Done::Recalled(Box::new(recalled))));
        assert_eq!(screen.page() != before, is_moved, "{keys}: {}", screen.text());
    }
    let mut screen = opened(&text, SIZES[0]);
    let trouble = Some("it is garbage".to_owned());
    screen.send(Event::Done(Done::Recalled(Box::new(Recalled { trouble, ..Recalled::default() }))));
    assert!(screen.row(-1).contains("it is garbage"), "{}", screen.text());
}

#[test]
fn a_place_is_found_whatever_the_text_is_read_as() {
    let text = book(40);
    let mut screen = opened(&text, SIZES[0]).keys("10]FF");
    finish(&mut screen);
    let (words, kept) = (first_words(&screen), screen.kept());
    let again = opened_again(&text, SIZES[0], &kept, false);
    let mark = ['#', ' '];
    let (there, before) = (first_words(&again), words.trim_start_matches(mark));
    assert!(before.starts_with(there.trim_start_matches(mark)), "{before}: {}", again.text());
}

/// The titles in the sidebar that have a tick.
fn ticked(screen: &Screen) -> Vec<String> {
    let rows = screen.app().sidebar().rows().iter();
    rows.filter(|row| row.is_read).map(|row| row.title.clone()).collect()
}

#[test]
fn sections_that_were_read_have_a_tick() {
    let text = format!("# Book\n\n{}", book(9).replace("# C", "## C"));
    for (columns, rows) in [(80, 24), (120, 40)] {
        let mut screen = opened(&text, (columns, rows));
        assert!(ticked(&screen).is_empty());
        screen.press("]]");
        assert!(ticked(&screen).is_empty(), "gone past is not read: {}", screen.text());
        screen.press("g");
        while !screen.page().join(" ").contains("Paragraph 3-") {
            screen.press("<Space>");
        }
        let read = ticked(&screen);
        assert_eq!(read[..3], ["Chapter 0", "Chapter 1", "Chapter 2"], "{}", screen.text());
        assert!(screen.text().contains('✓'), "{}", screen.text());
        let kept = screen.kept();
        assert_eq!(ticked(&opened_again(&text, (columns, rows), &kept, false)), read);
        let changed = text.replacen("# Book\n\n", "# Book\n\nA new word or two.\n\n", 1);
        assert_eq!(ticked(&opened_again(&changed, (columns, rows), &kept, true)), read);
        // What has moved far is ticked where it is, or not at all.
        let chapter = |n| format!("## Chapter {n}\n\nNobody has read this.\n\n");
        let chapters: String = (20..30).map(chapter).collect();
        let chapters = chapters.repeat(3);
        let changed = text.replacen("# Book\n\n", &format!("# Book\n\n{chapters}"), 1);
        let now = ticked(&opened_again(&changed, (columns, rows), &kept, true));
        assert!(now.iter().all(|title| read.contains(title)), "{now:?}");
        while !screen.app().view().is_at_end() {
            screen.press("<Space>");
        }
        assert_eq!(ticked(&screen).len(), 10, "{}", screen.text());
        screen.press("/Paragraph 1<Enter>");
        let hits = screen.text().lines().find(|row| row.contains("2 Chapter 1 ")).map(str::to_owned);
        assert!(hits.is_some_and(|row| row.contains(" 6 ") && !row.contains('✓')), "{}", screen.text());
    }
}

/// Sections of so many paragraphs.
fn section(name: &str, n_paragraphs: usize) -> String {
    let paragraph =
        |n: usize| format!("{name} paragraph {n} has some words about {name} matters, number {}.\n\n", n * 7);
    format!("## {name}\n\n{}", (0..n_paragraphs).map(paragraph).collect::<String>())
}

#[test]
fn ticks_go_with_the_words_that_were_read() {
    let names = ["Ant", "Bee", "Cat", "Dog", "Elk", "Fox"];
    let text = format!("# Doc\n\n{}", names.map(|name| section(name, 8)).concat());
    let mut screen = opened(&text, (80, 24));
    for _ in 0..4 {
        screen.press("<Space>");
    }
    let read = ticked(&screen);
    assert_eq!(read, ["Ant", "Bee", "Cat"], "{}", screen.text());
    let kept = screen.kept();
    let longer = "This is new in the section, and nobody has read it.\n\n";
    for (changed, expected) in [
        (text.clone(), vec!["Ant", "Bee", "Cat"]),
        (text.replace("## Bee", &(section("New", 5) + "## Bee")), vec!["Ant", "Bee", "Cat"]),
        (text.replace("## Bee", &(section("New", 30) + "## Bee")), vec!["Ant", "Bee", "Cat"]),
        (text.replace(&section("Ant", 8), ""), vec!["Bee", "Cat"]),
        (text.replace("## Cat", &(longer.repeat(10) + "## Cat")), vec!["Ant", "Cat"]),
        (text.replace("## Cat", "Just one more.\n\n## Cat"), vec!["Ant", "Cat"]),
        (text.replace(&section("Bee", 8), &section("Bee", 8).replace("some", "other")), vec!["Ant", "Cat"]),
        (text.replace("Bee paragraph 3 has", "Bee paragraph 3 had"), vec!["Ant", "Cat"]),
        (text.replace("matters,", "matters,\n"), vec!["Ant", "Bee", "Cat"]),
        (text.clone() + "More.\n\nMore.\n\nMore.\n", vec!["Ant", "Bee", "Cat"]),
    ] {
        let mut again = opened_again(&changed, (80, 24), &kept, changed != text);
        assert_eq!(ticked(&again), expected, "{changed}");
        // They are as lasting as what was read of the text as it is.
        let third = text.replace("# Doc", "# Document\n\nIt has a preface by now.");
        let third = opened_again(&third, (80, 24), &again.kept(), true);
        assert!(ticked(&third).iter().all(|title| read.contains(title)), "{}", third.text());
        // The new text is read where it is on the screen.
        again.press("g");
        while !again.page().join(" ").contains("Dog paragraph 5") {
            again.press("<Space>");
        }
        assert!(read[1..].iter().all(|title| ticked(&again).contains(title)), "{}", again.text());
    }
}

#[test]
fn who_leaves_before_it_is_known_what_he_had_read_loses_nothing_of_it() {
    let text = format!("# Doc\n\n{}{}", section("Ant", 8), section("Bee", 40));
    let mut screen = opened(&text, (80, 24)).keys("<Space><Space>");
    let kept = screen.kept();
    let changed = text.replace("# Doc", "# A document\n\nWith a preface.");
    let mut hasty = Screen::recalled(&changed, "markdown", &kept, true).size(80, 24);
    assert_eq!((ticked(&hasty).len(), ticked(&screen)), (0, vec!["Ant".to_owned()]));
    let again = opened_again(&changed, (80, 24), &hasty.kept(), false);
    assert_eq!(ticked(&again), ["Ant"], "{}", again.text());
}

#[test]
fn what_an_earlier_folio_kept_of_what_was_read_is_of_the_text_as_it_was() {
    let text = format!("# Doc\n\n{}{}", section("Ant", 8), section("Bee", 40));
    let mut kept = opened(&text, (80, 24)).keys("<Space><Space>").kept();
    kept.passages = folio::document::Passages::default();
    assert_eq!(ticked(&opened_again(&text, (80, 24), &kept, false)), ["Ant"]);
    let changed = text.replace("## Ant", &(section("New", 5) + "## Ant"));
    assert!(ticked(&opened_again(&changed, (80, 24), &kept, true)).is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whoever_comes_back_is_at_the_same_words(
        lengths in prop::collection::vec(1_usize..60, 20..90), percent in 1_u32..80, rows in 0_u32..9,
        size in prop::sample::select(&SIZES[..]), other in prop::sample::select(&SIZES[..]),
    ) {
        let mut words = (0..).map(|n| format!("w{n}e"));
        let blocks = lengths.iter().map(|&length| match length % 4 {
            0 => format!("## {}", words.by_ref().take(3).collect::<Vec<_>>().join(" ")),
            1 => words.by_ref().take(length).map(|word| format!("- {word}")).collect::<Vec<_>>().join("\n"),
            _ => words.by_ref().take(length).collect::<Vec<_>>().join(" "),
        });
        let text = blocks.collect::<Vec<_>>().join("\n\n");
        let mut screen = opened(&text, size).keys(&format!("{percent}%{rows}j"));
        if screen.app().view().is_at_end() {
            return Ok(());
        }
        let top = first_words(&screen);
        let Some(word) = top.split_whitespace().find(|word| word.starts_with('w')) else { return Ok(()) };
        let again = opened_again(&text, other, &screen.kept(), false);
        prop_assert!(again.page().join(" ").contains(word), "{word}: {}", again.text());
        if size == other && !again.app().view().is_at_end() {
            prop_assert_eq!(first_words(&again), top);
        }
    }
}
