//! Putting right what was read wrongly, in the panel.

use std::sync::Arc;

use folio::app::jobs::Done;
use folio::app::{Effect, Event, Settings};
use folio::document::corrections::{Edit, Fingerprint};
use folio::document::{
    Change, Chunk, Corrections, Document, Explanation, Grounds, LeafKind, Opening, Parse, Review, Segment,
    SegmentBuilder, SegmentId, Span,
};
use folio::format;
use folio::source::Source;

use crate::fixture::Screen;

const BODY: &str = "The river had risen in the night and stood now at the third step of the landing, brown and quick, with branches in it, and a chair. Nobody spoke.";
const SIZES: [(u16, u16); 2] = [(80, 24), (30, 10)];

fn text() -> String {
    format!(
        "A night on the river\n\n{BODY}\n\nWhat the water left\n\n{BODY} So it went.\n\nred  apple\nblue  plum\n\n{BODY} And on.\n"
    )
}

fn screen((columns, rows): (u16, u16)) -> Screen {
    Screen::new(&text(), "plain").size(columns, rows)
}

/// The kinds of all leaves, a letter each; a heading by its level.
fn kinds(screen: &Screen) -> String {
    let document = screen.app().document();
    let segments = (0..document.n_segments()).filter_map(|at| document.segment(SegmentId::from_index(at)));
    let letter = |kind: LeafKind| match kind {
        LeafKind::Heading(level) => char::from(b'0' + level),
        LeafKind::Paragraph => 'p',
        LeafKind::Cell { .. } => 'c',
        _ => '?',
    };
    segments
        .flat_map(|segment| segment.leaves().iter().map(|leaf| letter(leaf.kind)).collect::<Vec<_>>())
        .collect()
}

/// The edge of the panel.
fn title(screen: &Screen) -> String {
    let area = screen.app().view().geometry.panel;
    screen
        .row(area.y.into())
        .chars()
        .skip(area.x.into())
        .collect::<String>()
        .trim_matches(['─', ' '])
        .to_owned()
}

#[test]
fn a_heading_becomes_none_and_back() {
    for size in SIZES {
        let before = kinds(&screen(size));
        let screen = screen(size).keys("i2}h");
        assert!(title(&screen).starts_with("a paragraph"), "{}", screen.text());
        let after = kinds(&screen);
        assert_eq!((before.chars().nth(2), after.chars().nth(2)), (Some('2'), Some('p')));
        assert!(screen.asked[0].starts_with("Remember([Add("), "{:?}", screen.asked);
        assert_eq!(screen.app().document().outline().len(), 1);
        let screen = screen.keys("u");
        assert_eq!(kinds(&screen), before);
        assert!(screen.asked[1].starts_with("Remember([Remove("), "{:?}", screen.asked);
        assert!(screen.keys("u").row(-1).contains("nothing was corrected"));
    }
}

#[test]
fn a_paragraph_becomes_a_heading_of_any_level() {
    for size in SIZES {
        let screen = screen(size).keys("i}hhh");
        assert_eq!(
            kinds(&screen).chars().nth(1).map(|c| c.is_ascii_digit()),
            Some(true),
            "{}",
            screen.text()
        );
        let screen = screen.keys(">>");
        assert_eq!(kinds(&screen).chars().nth(1), Some('4'), "{}", screen.text());
        assert!(title(&screen).starts_with("a heading of level 4"), "{}", screen.text());
        let screen = screen.keys("3<lt>");
        assert_eq!(kinds(&screen).chars().nth(1), Some('1'));
        assert!(screen.keys("<lt>").row(-1).contains("levels go from 1 to 6"));
    }
}

#[test]
fn blocks_are_joined_and_split() {
    for size in SIZES {
        let before = kinds(&screen(size));
        let joined = screen(size).keys("i3}J");
        assert_eq!(kinds(&joined).len(), before.len() - 1, "{}", joined.text());
        let split = screen(size).keys("i}S");
        assert_eq!(kinds(&split).len(), before.len() + 1, "{}", split.text());
        let marked = if size == (80, 24) { split.text() } else { split.keys("}").text() };
        assert!(marked.lines().any(|row| row.contains("▌Nobody spoke.")), "{marked}");
        let first = screen(size).keys("iJ");
        assert!(first.row(-1).contains("there is no text"), "{}", first.text());
    }
}

#[test]
fn a_table_is_made_and_unmade() {
    for size in SIZES {
        let before = kinds(&screen(size));
        let at = before.find('c').map_or(4, |at| at);
        let screen = screen(size).keys(&format!("i{at}}}T"));
        assert_ne!(kinds(&screen).contains('c'), before.contains('c'), "{before} {}", screen.text());
        let screen = screen.keys("T");
        assert_eq!(kinds(&screen).contains('c'), before.contains('c'), "{}", screen.text());
    }
}

#[test]
fn the_panel_shows_the_keys_there_are() {
    let screen = screen((80, 24)).keys("i2}");
    let text = screen.text();
    for keys in ["h no heading", "< up", "> down", "J join", "} next", "Esc close", "? keys"] {
        assert!(text.contains(keys), "{keys}: {text}");
    }
    assert!(!text.contains("u undo"));
    assert!(screen.keys("h").text().contains("u undo"));
    let markdown = Screen::markdown("# One\n\nText.\n").keys("ih");
    assert!(markdown.row(-1).contains("its marks tell what it is"), "{}", markdown.text());
}

#[test]
fn corrections_are_listed_gone_to_and_taken_back() {
    for size in SIZES {
        let before = kinds(&screen(size));
        let screen = screen(size).keys("il");
        assert!(screen.row(-1).contains("nothing in this text"), "{}", screen.text());
        let screen = screen.keys("2}h}hl");
        assert!(screen.text().contains("no heading: What the"), "{}", screen.text());
        assert!(screen.text().contains("a heading: The river"), "{}", screen.text());
        let screen = screen.keys("j<Enter>");
        assert!(title(&screen).starts_with("a heading"), "{}", screen.text());
        let screen = screen.keys("luu");
        assert_eq!(kinds(&screen), before);
        assert!(screen.app().panel().is_some(), "an empty list is closed: {}", screen.text());
    }
}

#[test]
fn what_was_taken_back_in_the_list_does_not_come_back() {
    for size in SIZES {
        let before = kinds(&screen(size));
        let one = kinds(&screen(size).keys("i2}h"));
        // Of two corrections the second is taken back in the list, and then the first in the panel.
        let mut screen = screen(size).keys("i2}h}hlju<Esc>");
        assert_eq!(kinds(&screen), one, "{}", screen.text());
        screen.press("u");
        assert_eq!(kinds(&screen), before, "{}", screen.text());
        assert!(screen.keys("u").row(-1).contains("nothing was corrected"));
        // What was said of the block before goes with it.
        let mut screen = self::screen(size).keys("i}h>>lu");
        assert_eq!(kinds(&screen), before, "{}", screen.text());
        screen.press("u");
        assert_eq!(kinds(&screen), before, "{}", screen.text());
    }
}

#[test]
fn the_list_goes_back_to_where_it_was_opened() {
    for size in SIZES {
        let mut screen = screen(size);
        screen.press("i2}hl");
        assert!(screen.app().panel().is_none());
        screen.press("<Esc>");
        assert!(title(&screen).starts_with("a paragraph"), "{}", screen.text());
        screen.press("lu");
        assert!(
            title(&screen).starts_with("a heading"),
            "what was taken back is explained: {}",
            screen.text()
        );
        screen.press("<Esc>");
        assert!(screen.app().overlay().is_none());
    }
}

#[test]
fn the_reader_stays_at_the_same_words() {
    let paragraph = |n: u32| format!("In the {n}th year {BODY}\n\n");
    let filler = (0..800).map(paragraph).collect::<Vec<_>>().concat();
    let text = format!("{filler}What the water left\n\n{filler}");
    for (columns, rows) in SIZES {
        let mut screen = Screen::new(&text, "plain").size(columns, rows).keys("50%7ji");
        let top = screen.page()[0].clone();
        for key in ["S", "h", "u", "u"] {
            screen.press(key);
            assert_eq!(screen.page()[0], top, "{key}: {}", screen.text());
        }
        screen.press("<Esc>");
        assert_eq!(screen.page()[0], top);
    }
}

#[test]
fn corrections_that_are_lost_are_told_and_tried_again() {
    let mut screen = screen((80, 24)).keys("ih");
    let edits = Corrections::default().edits_to(screen.app().document().corrections());
    screen.send(Event::Done(Done::CorrectionsLost(edits, anyhow::anyhow!("no room"))));
    assert!(screen.row(-1).contains("corrections are not remembered: no room"), "{}", screen.text());
    // They are tried again with the next one.
    let screen = screen.keys("u");
    assert!(screen.asked[1].starts_with("Remember([Add("), "{:?}", screen.asked);
}

#[test]
fn what_was_remembered_is_followed_at_the_next_opening() {
    let mut first = screen((80, 24));
    first.press("i2}h");
    let corrections = first.app().document().corrections().as_ref().clone();
    let opened = |text: &str, corrections: Corrections| {
        let source = Source::from_text("another.txt", text);
        let mut opening = format::open(source, format::by_name("plain").unwrap()).unwrap();
        opening.document.correct(Arc::new(corrections));
        Screen::reading(opening, Settings::default(), false)
    };
    let again = opened(&format!("Another beginning.\n\n{}", text()), corrections.clone());
    let at = kinds(&again).len() - kinds(&first).len();
    assert_eq!(kinds(&again).chars().nth(at + 2), Some('p'), "{}", again.text());
    assert!(again.keys("il").text().contains("no heading: What the water left"));
    // What is remembered are the changes.
    let edits = Corrections::default().edits_to(&corrections);
    assert!(matches!(edits[..], [Edit::Add(_)]));
    assert_eq!(first.asked[0], format!("{:?}", Effect::Remember(edits)));
}

#[test]
fn workers_that_began_before_do_not_undo_it() {
    let filler = format!("{BODY}\n\n").repeat(2000);
    let text = format!("{}\n{filler}", text());
    let mut screen = Screen::held(&text, "plain").size(80, 24);
    screen.press("i2}h");
    while screen.work(1000) {}
    assert_eq!(kinds(&screen).chars().nth(2), Some('p'), "{}", screen.text());
    assert!(screen.app().document().has_parsed_all());
    assert_eq!(screen.app().document().outline().len(), 1);
}

/// Parses each chunk to a paragraph that says how many corrections there are, and lets a heading be made of it.
struct Counting(usize);

impl Parse for Counting {
    fn parse(&self, chunk: &Chunk) -> Segment {
        let mut builder = SegmentBuilder::new(chunk.source.start);
        builder.leaf(LeafKind::Paragraph, 0..9, &self.source_text(chunk));
        builder.finish(10)
    }

    fn source_text(&self, chunk: &Chunk) -> String {
        format!("Part {} of the text, with {} corrections.", chunk.source.start / 10, self.0)
    }

    fn corrected(&self, corrections: &Arc<Corrections>) -> Option<Arc<dyn Parse>> {
        Some(Arc::new(Self(corrections.all().len())))
    }

    fn explain(&self, chunk: &Chunk, _: u32) -> Option<Explanation> {
        let block = Fingerprint { text: chunk.source.start, before: 1, after: 2 };
        let review = Review { block, text: String::new(), level: None, offers: vec![Change::Heading(None)] };
        let grounds = Grounds::Mark("it is one".to_owned());
        Some(Explanation {
            source: Span::new(0, 9),
            kind: "a paragraph".to_owned(),
            grounds,
            review: Some(review),
        })
    }
}

/// A reader in the middle of a text of which all is parsed that is there, and where it is not known yet that this is
/// all, who has just corrected something.
fn corrected_in_the_middle() -> Screen {
    let mut document = Document::new("name", Arc::new(Counting(0)));
    let chunk = |at: u64| Chunk { source: at * 10..at * 10 + 10, continues: false, is_provisional: false };
    document.push_chunks((0..100).map(chunk));
    let opening = Opening { document, chunks: Box::new(std::iter::empty()) };
    let mut screen = Screen::reading(opening, Settings::default(), true);
    screen.shuffle(|jobs| jobs.retain(|job| format!("{job:?}").starts_with("Parse(")));
    while screen.work(1000) {}
    screen.press("/Part 50<Enter>");
    while screen.work(1000) {}
    screen.keys("ih")
}

#[test]
fn what_is_corrected_is_parsed_again_around_the_reader_first() {
    let mut screen = corrected_in_the_middle();
    let jobs: Vec<_> = screen.take_held().iter().map(|job| format!("{job:?}")).collect();
    let ids = jobs.iter().filter_map(|job| job.strip_prefix("Parse(")?.strip_suffix(')')?.parse().ok());
    let mut ids: Vec<u32> = ids.collect();
    ids.sort_unstable();
    let (first, last) = (ids[0], ids[ids.len() - 1]);
    assert!(first > 30 && last < 70, "{first} to {last}");
}

#[test]
fn the_end_of_the_text_does_not_end_the_parsing_of_what_was_corrected() {
    let mut screen = corrected_in_the_middle();
    screen.send(Event::Done(Done::AllChunks { edition: 0 }));
    while screen.work(1000) {}
    let document = screen.app().document();
    assert!(document.has_parsed_all());
    for id in (0..100).map(SegmentId) {
        let text = document.segment(id).unwrap().text();
        assert!(text.contains("with 1 corrections"), "{text}");
    }
}

#[test]
fn what_is_taken_back_where_nothing_was_corrected_is_told_as_it_is() {
    let mut screen = screen((80, 24)).keys("iu");
    assert!(screen.row(-1).contains("nothing was corrected"), "{}", screen.text());
    assert!(!screen.text().contains("earlier ones"), "{}", screen.text());
    // Nor is anything left of what was taken back already.
    screen.press("huu");
    assert!(!screen.text().contains("earlier ones"), "{}", screen.text());
}
