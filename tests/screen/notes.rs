//! Highlights and notes.

use folio::app::jobs::Done;
use folio::app::{Event, Settings};
use folio::document::memory::Annotated;
use folio::document::{Color, Identity, Note, NoteEdit, Quotation};
use folio::format;
use folio::source::Source;
use proptest::prelude::*;

use crate::fixture::Screen;

const SIZES: [(u16, u16); 2] = [(80, 24), (30, 10)];

const RIVER: &str = "# The river\n\nIt rises in the hills and *nobody* knows how old it is.\n\n\
    ## In spring\n\nThe water is high. Boats wait at the bank, and the fields are lakes.\n\n\
    - Mud, reeds and\n  old rope\n- a heron\n\n\
    ## In autumn\n\nThe water is low. Boats wait at the bank, and the fields are dry.\n";

/// The text with a highlight on these words, to which this was written.
fn noted(words: &str, text: &str) -> Screen {
    opened(RIVER, &[], false).keys(&format!("/{words}<Enter>v")).keys(&highlight(words, text))
}

/// The keys that highlight what is selected up to the end of these words.
fn highlight(words: &str, text: &str) -> String {
    let n = words.chars().count() - 1;
    format!("{}a{text}<Enter>", if n > 0 { format!("{n}l") } else { String::new() })
}

/// A text with these notes from another run.
fn opened(text: &str, notes: &[Note], is_changed: bool) -> Screen {
    Screen::noted(text, "markdown", notes, is_changed)
}

/// What is highlighted on the screen, by its underlines.
fn highlighted(screen: &Screen) -> String {
    let view = screen.app().view();
    let text_of = |row: &folio::app::view::Row| {
        let spans =
            view.notes.iter().map(|note| folio::document::quotation::part(&note.range, row.at.segment));
        let runs = row.layout.runs(&row.line).iter().filter_map(|run| run.content.text_span());
        let runs: Vec<_> = runs.collect();
        spans
            .flat_map(|span| {
                let cut = |run: &folio::document::Span| {
                    row.segment
                        .slice(folio::document::Span::new(run.start.max(span.start), run.end.min(span.end)))
                };
                runs.iter().map(cut).collect::<Vec<_>>()
            })
            .collect::<String>()
    };
    view.rows.iter().map(text_of).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
}

#[test]
fn what_is_selected_is_highlighted_with_a_note() {
    let mut screen = noted("knows how", "Is that so?<Tab>");
    assert_eq!(highlighted(&screen), "knows how");
    let notes = screen.notes();
    assert_eq!((notes[0].text.as_str(), notes[0].color), ("Is that so?", Color::Green));
    assert_eq!(notes[0].quotation.words, "knows how");
    for (columns, rows) in SIZES {
        screen.resize(columns, rows);
        screen.press("<Esc>");
        insta::assert_snapshot!(format!("noted_{columns}x{rows}"), screen.text() + &screen.looks());
        screen.press("a");
        insta::assert_snapshot!(format!("writing_{columns}x{rows}"), screen.text());
        screen.press("<Esc>");
    }
}

#[test]
fn who_wants_nothing_kept_is_told_how_long_marks_and_notes_last() {
    for (remembers, note, mark) in [
        (true, "", "mark a is set; "),
        (false, "noted for this run: nothing is kept with --no-state", "mark a is set for this run; "),
    ] {
        let source = Source::from_text("sample.md", RIVER);
        let opening = format::open(source, format::by_name("markdown").unwrap()).unwrap();
        let settings = Settings { remembers, ..Settings::default() };
        let mut screen = Screen::reading(opening, settings, false).size(80, 24).keys("/nobody<Enter>v");
        screen.press(&highlight("nobody", "a remark"));
        assert!(screen.row(-1).contains(note) && screen.text().contains('✎'), "{}", screen.text());
        screen.press("ma");
        assert!(screen.row(-1).contains(mark), "{}", screen.text());
    }
}

#[test]
fn a_note_has_lines() {
    let mut screen = opened(RIVER, &[], false).keys("/nobody<Enter>v5la");
    screen.send(Event::Paste("one\r\ntwo\nthree\n".to_owned()));
    assert!(screen.row(-1).contains("one⏎two⏎three"), "{}", screen.text());
    screen.press("<A-Enter>four<Enter>");
    assert_eq!(screen.notes()[0].text, "one\ntwo\nthree\nfour");
}

#[test]
fn what_is_highlighted_without_a_word_is_told() {
    for size in SIZES {
        let told = |keys: &str| opened(RIVER, &[], false).size(size.0, size.1).keys(keys).row(-1);
        assert!(told("/knows<Enter>vea<Enter>").contains("highlighted"));
        assert!(told("/knows<Enter>veaWho?<Enter>").contains("Who?"));
    }
    // Its beginning is not in view any more.
    let long = (0..60).map(|n| format!("Line {n}.\n\n")).collect::<Vec<_>>().concat();
    let screen = opened(&long, &[], false).size(80, 10).keys("vGaWho?<Enter>");
    assert!(screen.row(-1).contains("highlighted; a changes its note"), "{}", screen.text());
}

#[test]
fn nothing_is_highlighted_where_that_is_not_wanted() {
    for keys in ["a<Esc>", "awords<Esc>", "awords<C-c>"] {
        let screen = opened(RIVER, &[], false).keys("v5l").keys(keys);
        assert!(screen.noted.is_empty() && screen.app().view().notes.is_empty(), "{keys}");
        assert!(screen.row(-1).contains("selecting"), "{}", screen.text());
    }
    let mut screen = Screen::markdown(&"word ".repeat(2000)).keys("VGa").size(80, 24);
    assert!(screen.row(-1).contains("more than 4000 characters"), "{}", screen.text());
    // As many characters are no more than so many, however many bytes they have.
    screen = Screen::markdown(&"漢字".repeat(1900)).keys("VGa");
    assert!(screen.row(-1).contains("note:"), "{}", screen.text());
    screen = Screen::markdown("— … —").keys("Va");
    assert!(screen.row(-1).contains("no words"), "{}", screen.text());
    screen = opened(RIVER, &[], false).keys("a");
    assert!(screen.row(-1).contains("no notes on this text yet"), "{}", screen.text());
}

#[test]
fn a_highlight_is_seen_while_its_color_is_chosen() {
    let mut screen = opened(RIVER, &[], false).keys("v5la");
    let colors =
        |screen: &Screen| screen.app().view().notes.iter().map(|note| note.color).collect::<Vec<_>>();
    for color in [Color::Yellow, Color::Green, Color::Blue, Color::Pink, Color::Yellow] {
        assert_eq!(colors(&screen), [color]);
        assert!(screen.row(-1).starts_with(&format!("{} note:", color.name())), "{}", screen.text());
        screen.press("<Tab>");
    }
    screen.press("<BackTab><BackTab><Enter>");
    assert_eq!(colors(&screen), [Color::Pink]);
    // The next one is of the same color.
    screen.press("/Boats<Enter>v4la<Enter>");
    assert_eq!(colors(&screen), [Color::Pink, Color::Pink]);
}

#[test]
fn a_note_is_changed_deleted_and_brought_back() {
    let mut screen = noted("nobody", "one").keys("a two<Enter>");
    assert_eq!(screen.notes()[0].text, "one two");
    // The same words are not highlighted twice.
    screen.press("/nobody<Enter>v5la, three<Enter>");
    assert_eq!(screen.notes().iter().map(|note| note.text.as_str()).collect::<Vec<_>>(), ["one two, three"]);
    screen.press("D");
    assert!(screen.notes().is_empty() && highlighted(&screen).is_empty());
    assert!(screen.row(-1).contains("“nobody” is not highlighted any more"), "{}", screen.text());
    screen.press("U");
    assert_eq!((highlighted(&screen).as_str(), screen.notes().len()), ("nobody", 1));
    screen.press("UUU");
    assert!(screen.notes().is_empty(), "all is taken back");
    assert!(screen.keys("U").row(-1).contains("no note was changed"));
}

/// Another reader has changed the last note meanwhile, which is told when it was kept.
fn clash(screen: &mut Screen, theirs: &str) {
    let mut notes = vec![Note { text: theirs.to_owned(), ..screen.notes().pop().unwrap_or_default() }];
    if let Some(NoteEdit::Remove(note)) = screen.noted.last() {
        notes = vec![Note { text: theirs.to_owned(), ..note.clone() }];
    }
    let clashes = screen.noted.last().unwrap().apply(&mut notes).into_iter().collect();
    let annotated = Annotated { clashes, set_aside: None };
    screen.noted = vec![NoteEdit::Put { note: notes.remove(0), before: None }];
    screen.send(Event::Done(Done::Annotated(Identity::default(), annotated)));
}

#[test]
fn what_another_reader_writes_to_a_note_stays_beside_ones_own() {
    let mut screen = noted("nobody", "one").keys("a two<Enter>");
    clash(&mut screen, "three");
    assert!(screen.row(-1).contains("another reader changed this note too"), "{}", screen.text());
    assert_eq!(screen.notes()[0].text, "one two\n\nthree");
    // Both are written on.
    screen.press("a four<Enter>");
    assert_eq!(screen.notes()[0].text, "one two\n\nthree four");
    screen.press("UU");
    assert_eq!(screen.notes()[0].text, "three");
}

#[test]
fn a_note_that_another_reader_has_changed_is_not_deleted() {
    let mut screen = noted("nobody", "one").keys("D");
    assert!(highlighted(&screen).is_empty());
    clash(&mut screen, "three");
    assert!(screen.row(-1).contains("another reader has changed this note"), "{}", screen.text());
    assert_eq!(highlighted(&screen), "nobody");
    screen.press("D");
    assert!(screen.notes().is_empty());
    screen.press("U");
    assert_eq!(screen.notes()[0].text, "three");
}

#[test]
fn a_long_note_is_kept_whole_or_it_is_said_that_it_is_not() {
    for (columns, rows) in SIZES {
        let long = "many words ".repeat(300) + "END";
        let mut screen = opened(RIVER, &[], false).size(columns, rows).keys("v5la");
        screen.send(Event::Paste(long.clone() + "\n"));
        assert!(!screen.row(-1).contains("cut"), "{}", screen.text());
        screen.press("<Enter>");
        assert_eq!(screen.notes()[0].text, long);
        screen.press("a");
        screen.send(Event::Paste("more ".repeat(2000)));
        assert!(screen.row(-1).contains("cut: "), "{}", screen.text());
        screen.press("x");
        assert!(screen.row(-1).contains("cut: "), "{}", screen.text());
        screen.press("<Backspace><Enter>");
        assert!(screen.notes()[0].text.len() > 9_900, "{}", screen.notes()[0].text.len());
    }
}

#[test]
fn who_wants_to_go_to_a_note_that_is_gone_is_told_why_he_does_not() {
    for (columns, rows) in SIZES {
        let notes = noted("nobody", "one").notes();
        let screen = opened("Other words.", &notes, true).size(columns, rows).keys("A<Enter>");
        let told = if columns < 60 { "nowhere to go" } else { "not in the text any more" };
        assert!(screen.row(-1).ends_with(told), "{}", screen.text());
        assert!(!screen.keys("x").row(-1).ends_with(told));
    }
}

#[test]
fn notes_that_begin_together_are_all_reached() {
    let (inner, outer) = ("/nobody<Enter>v5lainner<Enter>", "/nobody<Enter>v14laouter<Enter>");
    for (first, second, made_last) in [(inner, outer, "outer"), (outer, inner, "inner")] {
        let mut screen = opened(RIVER, &[], false).keys(first).keys(second);
        assert!(screen.row(-1).contains(&format!("✎ {made_last}")), "{}", screen.text());
        screen.press(",");
        for (key, told) in [(".", "✎ inner"), (".", "no further"), (",", "✎ outer"), (",", "no further")]
        {
            screen.press(key);
            assert!(screen.row(-1).contains(told), "{key}: {}", screen.text());
        }
        // What was gone to is meant, and else what is innermost.
        assert!(screen.keys("a").row(-1).contains("outer"));
        let mut screen = opened(RIVER, &[], false).keys(first).keys(second).keys(".,D");
        assert_eq!(screen.notes().iter().map(|note| note.text.as_str()).collect::<Vec<_>>(), ["inner"]);
        screen.press("U/knows<Enter>a");
        assert!(screen.row(-1).contains("outer"), "{}", screen.text());
        let screen = opened(RIVER, &[], false).keys(first).keys(second).keys("D");
        assert!(screen.notes().iter().all(|note| note.text != made_last), "the one that is shown");
    }
}

#[test]
fn one_goes_from_note_to_note() {
    let notes = [("nobody", "one"), ("high", ""), ("heron", "three")];
    let all: Vec<_> = notes.iter().flat_map(|(words, text)| noted(words, text).notes()).collect();
    let mut screen = opened(RIVER, &all, false).size(60, 6);
    for (key, told) in
        [(".", "✎ one"), (".", ""), (".", "✎ three"), (".", "no further note"), (",", ""), (",", "✎ one")]
    {
        screen.press(key);
        assert!(screen.row(-1).contains(told), "{key}: {}", screen.text());
        assert_eq!(screen.row(-1).contains('✎'), told.contains('✎'), "{}", screen.text());
    }
    assert!(screen.keys("G,").row(-1).contains("✎ three"));
    assert!(
        opened(RIVER, &all, false).keys("2.").row(-1).contains("The river"),
        "the second one has no text"
    );
}

#[test]
fn highlights_are_found_again_in_a_text_that_was_edited() {
    let all: Vec<_> = ["nobody knows", "Boats wait", "reeds and old rope"]
        .iter()
        .flat_map(|words| noted(words, "x").notes())
        .collect();
    let edited =
        format!("# Before\n\n{}{}", "New words here.\n\n".repeat(3), RIVER.replace("*nobody*", "**nobody**"));
    for (text, is_changed) in [(RIVER, false), (edited.as_str(), true)] {
        let mut screen = opened(text, &all, is_changed).size(60, 40);
        assert_eq!(highlighted(&screen), "nobody knows Boats wait reeds and old rope");
        // What has moved is kept where it is now, and then found there at once.
        assert_eq!(screen.noted.len(), if is_changed { 3 } else { 0 });
        let mut now = all.clone();
        for edit in &screen.noted {
            edit.apply(&mut now);
        }
        let again = opened(text, &now, false).size(60, 40);
        assert_eq!(highlighted(&again), highlighted(&screen));
        screen.press("FF");
        assert!(highlighted(&screen).starts_with("nobody"), "{}", screen.text());
    }
}

#[test]
fn what_is_gone_stays_with_the_others() {
    let note = &noted("nobody", "x").notes()[0];
    let mut screen = opened("Another text.", std::slice::from_ref(note), true);
    assert!(screen.noted.is_empty() && screen.app().view().notes.is_empty());
    screen.press(".");
    assert!(screen.row(-1).contains("no further note"), "{}", screen.text());
}

/// The text with three notes from another run, one of them on words that are not in it.
fn listed() -> Screen {
    let mut all: Vec<_> = [("nobody", "Is that so?"), ("Boats wait", "")]
        .iter()
        .flat_map(|(words, text)| noted(words, text).notes())
        .collect();
    all[1].color = Color::Green;
    let lost = Quotation { words: "words that were there".to_owned(), ..Quotation::default() };
    all.push(Note { id: 7, quotation: lost, text: "a pity".to_owned(), ..Note::default() });
    opened(RIVER, &all, true)
}

#[test]
fn notes_are_listed_by_section() {
    for (columns, rows) in SIZES {
        let mut screen = listed().size(columns, rows);
        screen.press("A<Down>");
        insta::assert_snapshot!(format!("listed_{columns}x{rows}"), screen.text() + &screen.looks());
        let there = screen.page();
        screen.press("<Enter>");
        assert_eq!(highlighted(&screen).split(' ').next_back(), Some("wait"), "{}", screen.text());
        assert!(there.iter().any(|row| row.contains("wait")), "the page shows what is selected");
        // What was gone to is the one that is meant.
        assert!(screen.keys("a").row(-1).starts_with("green note:"));
    }
}

#[test]
fn the_list_of_notes_is_filtered() {
    for (typed, n) in
        [("that so", 1), ("boats", 1), ("spring", 1), ("river", 1), ("pity", 1), ("any more", 1), ("zzz", 0)]
    {
        let screen = listed().keys("A").keys(typed);
        assert_eq!(screen.app().picker().unwrap().count(), format!("{n} of 3"), "{typed}");
    }
    let screen = listed().size(60, 12).keys("G");
    let before = screen.page();
    assert_eq!(screen.keys("Anobody<Esc>").page(), before);
}

#[test]
fn what_is_listed_is_deleted() {
    let mut screen = listed().keys("Apity<C-d>");
    assert_eq!(screen.app().picker().unwrap().count(), "0 of 2");
    screen.press("<C-u><C-d>");
    assert_eq!(screen.app().picker().unwrap().count(), "1");
    screen.press("<C-d>");
    assert!(screen.app().picker().is_none() && screen.app().view().notes.is_empty());
    assert!(screen.keys("UUUA").app().picker().is_some_and(|picker| picker.count() == "3"));
    assert!(opened(RIVER, &[], false).keys("A").row(-1).contains("no notes on this text yet"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// Whatever is highlighted is highlighted again in the next run, as it was.
    #[test]
    fn what_is_highlighted_is_so_in_the_next_run(
        from in "[jwe]{0,9}",
        to in "[lwejb}h]{0,9}",
        unit in "[vV]",
        columns in 20u16..70,
    ) {
        let screen = opened(RIVER, &[], false).size(columns, 50).keys("v").keys(&from).keys("<Esc>");
        let mut screen = screen.keys(&unit).keys(&to).keys("aword<Enter>");
        prop_assume!(!screen.notes().is_empty());
        screen.press("<Esc>");
        let again = opened(RIVER, &screen.notes(), false).size(columns, 50);
        prop_assert_eq!(again.page(), screen.page());
        prop_assert_eq!(highlighted(&again), highlighted(&screen));
        let quotation: &Quotation = &screen.notes()[0].quotation;
        prop_assert!(!quotation.words.is_empty());
    }
}
