use std::sync::Arc;

use proptest::prelude::*;

use super::super::model::Weights;
use super::super::{PlainReader, Reader};
use super::*;
use crate::document::corrections::{Change, Edit};
use crate::document::{Certainty, Chunk, Correction, Leaf, LeafKind, Parse, Segment};
use crate::source::Source;

const BODY: &str = "The river had risen in the night and stood now at the third step of the landing, brown and quick, with branches in it, and a chair. Nobody spoke.";

/// What shows that a text is wrapped.
const WRAPPED: &str = "\nThe river had risen in the night and stood now at\nthe third step of the landing, brown and quick, so\nthat nobody spoke of it for the rest of the day.\n";

struct Reading {
    text: String,
    corrections: Corrections,
}

impl Reading {
    fn of(text: &str) -> Self {
        Self { text: text.to_owned(), corrections: Corrections::default() }
    }

    fn parser(&self) -> (Arc<dyn Parse>, Vec<Chunk>) {
        let source = Arc::new(Source::from_text("text", &self.text));
        let reader = Arc::new(PlainReader::new(source, Weights::bundled()));
        let chunks = Arc::clone(&reader).chunks().collect();
        (reader.corrected(&Arc::new(self.corrections.clone())).unwrap(), chunks)
    }

    /// Says something of the block with the byte at `at`. Answers whether there is one of which anything can be said.
    fn say_at(&mut self, at: usize, change: Change) -> bool {
        let (parser, chunks) = self.parser();
        let chunk = chunks.iter().find(|chunk| chunk.source.contains(&(at as u64)));
        let Some(chunk) = chunk else { return false };
        let at = u32::try_from(at as u64 - chunk.source.start).unwrap();
        let Some(review) = parser.explain(chunk, at).and_then(|explanation| explanation.review) else {
            return false;
        };
        let correction =
            Correction { block: review.block, change, text: review.text, document: "text".to_owned() };
        self.corrections = self.corrections.edited(&[Edit::Add(correction)]);
        true
    }

    /// Says something of the block that starts with `words`.
    fn say(mut self, words: &str, change: Change) -> Self {
        assert!(self.say_at(self.text.find(words).unwrap(), change), "nothing can be said of {words}");
        self
    }

    fn segments(&self) -> Vec<Segment> {
        let (parser, chunks) = self.parser();
        chunks.iter().map(|chunk| parser.parse(chunk)).collect()
    }

    /// The kinds of the leaves, a word each.
    fn kinds(&self) -> String {
        let segments = self.segments();
        let leaves = segments.iter().flat_map(Segment::leaves);
        let word = |kind: LeafKind| match kind {
            LeafKind::Heading(level) => format!("h{level}"),
            LeafKind::Paragraph => "p".to_owned(),
            LeafKind::Cell { .. } => "cell".to_owned(),
            LeafKind::CodeBlock { .. } => "code".to_owned(),
            LeafKind::Marker => "n".to_owned(),
            other => format!("{other:?}"),
        };
        leaves.map(|leaf| word(leaf.kind)).collect::<Vec<_>>().join(" ")
    }

    fn letters(&self) -> String {
        let segments = self.segments();
        segments.iter().flat_map(|segment| segment.text().chars()).filter(|c| c.is_alphanumeric()).collect()
    }
}

fn article() -> String {
    format!(
        "A night on the river\n\n{BODY}\n\nWhat the water left\n\n{BODY} So it went.\n\nand so on\n\n{BODY} And on.\n"
    )
}

#[test]
fn headings_are_what_the_reader_says() {
    let reading = Reading::of(&article());
    assert_eq!(reading.kinds(), "h1 p h2 p p p");
    assert_eq!(Reading::of(&article()).say("What", Change::NotHeading).kinds(), "h1 p p p p p");
    assert_eq!(Reading::of(&article()).say("and so", Change::Heading(None)).kinds(), "h1 p h2 p h2 p");
    let deeper = Reading::of(&article()).say("What", Change::Heading(Some(3)));
    assert_eq!(deeper.kinds(), "h1 p h3 p p p");
    // What is said last holds.
    assert_eq!(deeper.say("What", Change::NotHeading).kinds(), "h1 p p p p p");
    let underlined = Reading::of(&format!("{BODY}\n\nTitle\n=====\n\n{BODY} More.\n"));
    assert_eq!(underlined.kinds(), "p h2 p");
    let underlined = underlined.say("Title", Change::NotHeading);
    assert_eq!(underlined.kinds(), "p p p");
    assert!(underlined.segments()[0].text().contains("====="), "its marks are shown again");
}

#[test]
fn what_is_said_is_certain() {
    let segments = Reading::of(&article()).say("and so", Change::Heading(None)).segments();
    assert_eq!(segments[0].leaves()[4].certainty, Some(Certainty::CERTAIN));
    assert_eq!(segments[0].followed().len(), 1);
}

#[test]
fn blocks_are_joined_and_split() {
    let n_blocks = |reading: &Reading| reading.segments()[0].leaves().len();
    let joined = Reading::of(&article()).say("and so", Change::Join);
    assert_eq!(n_blocks(&joined), 5);
    assert!(joined.segments()[0].text().contains("So it went. and so on\n"));
    let split = joined.say("and so", Change::Split(u32::try_from("andsoon".len()).unwrap()));
    assert_eq!(n_blocks(&split), 6);
    let within = Reading::of(&article()).say("and so", Change::Split(4));
    assert_eq!(n_blocks(&within), 7);
    assert!(within.segments()[0].text().contains("\nand\nso on\n"));
}

#[test]
fn a_part_that_was_split_off_can_be_a_heading() {
    let reading = Reading::of(&format!("{BODY}\n\nThe rope {BODY}\n\n{BODY} More.\n"));
    let behind = BODY.chars().filter(|c| !c.is_whitespace()).count();
    let reading = reading.say("The rope", Change::Split(u32::try_from(behind).unwrap()));
    assert_eq!(reading.say("The rope", Change::Heading(None)).kinds(), "p h2 p p");
}

#[test]
fn tables_are_what_the_reader_says() {
    let table = format!("{BODY}\n\na | b\n---|---\nc | d\n\n{BODY} More.\n");
    assert_eq!(Reading::of(&table).kinds(), "p cell cell cell cell p");
    let none = Reading::of(&table).say("a |", Change::NotTable);
    assert!(!none.kinds().contains("cell"), "{}", none.kinds());
    assert!(none.segments()[0].text().contains("a | b"));
    let text = format!("{BODY}\n\nred  apple\nblue  plum and more\n\n{BODY} More.\n");
    let said = Reading::of(&text).say("red", Change::Table);
    assert_eq!(said.kinds(), "p cell cell cell cell p", "{:?}", said.segments()[0].text());
}

#[test]
fn a_correction_survives_edits_elsewhere_and_wrapping() {
    let corrections = Reading::of(&article()).say("and so", Change::Heading(None)).corrections;
    for edited in [
        format!(
            "An editor's note, of some length, that says nothing at all but that it is here.\n\n{}",
            article()
        ),
        article().replace("A night", "Two nights"),
        article().replace("So it went.", "So it really went."),
        article().replace("landing, brown", "landing,\nbrown"),
    ] {
        let reading = Reading { text: edited, corrections: corrections.clone() };
        let segments = reading.segments();
        let at = segments[0]
            .leaves()
            .iter()
            .position(|leaf| segments[0].text().get(leaf.text as usize..).unwrap().starts_with("and so on"));
        assert!(matches!(segments[0].leaves()[at.unwrap()].kind, LeafKind::Heading(_)), "{}", reading.text);
    }
    let other = Reading { text: "Before.\n\nand so on\n\nAfter.\n".to_owned(), corrections };
    assert!(!other.kinds().contains('h'), "another block of the same words");
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        Just(Change::Heading(None)),
        (1..7u8).prop_map(|level| Change::Heading(Some(level))),
        Just(Change::NotHeading),
        Just(Change::Table),
        Just(Change::NotTable),
        Just(Change::Join),
        (0..40u32).prop_map(Change::Split),
    ]
}

fn soup() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        "[a-d ]{0,30}",
        "[A-D][a-d]{1,5} [a-d]{1,5}",
        "[-*] [a-d]{1,8}",
        "[0-9]{1,2}\\. [a-d ]{1,9}",
        "[a-d]{1,3} \\| [a-d]{0,3}( \\| [a-d]{0,3})?",
        "[a-d]{1,3}  {1,4}[a-d]{1,3}(   [a-d]{1,3})?",
        "[a-d]{1,3}\t[a-d]{1,3}",
        Just("-----".to_owned()),
        Just("---|---".to_owned()),
        Just("```".to_owned()),
        "> [a-d ]{0,9}",
        Just(String::new()),
        Just(BODY.to_owned()),
        Just(WRAPPED.to_owned()),
        "  [a-d]{1,6}\n      [a-d ]{20,50}\n      [a-d]{3,8}\\.\n",
        "[a-d]{1,6}:  [a-d]{1,20}\n   [a-d]{3,8}",
        "\n    [A-D][a-d ]{5,20},\n    [A-D][a-d ]{5,20},\n    [A-D][a-d]{1,9}\\.\n",
        "\u{c}([A-D][a-d]{3}    [a-d]{3})?",
    ];
    prop::collection::vec(line, 1..25).prop_map(|lines| lines.join("\n"))
}

#[test]
fn a_number_that_is_parted_from_its_item_stays() {
    let text = "Aa a\n\n1. a\n00. a  a\na aa a";
    for n_behind in 1..12 {
        for at in 0..text.len() {
            let mut reading = Reading::of(text);
            reading.say_at(at, Change::Split(n_behind));
            assert_eq!(reading.letters(), "Aaa1a00aaaaaa", "{n_behind} behind at {at}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_letter_is_lost_by_what_a_reader_says(
        text in soup(),
        said in prop::collection::vec((any::<prop::sample::Index>(), change()), 1..6),
    ) {
        let mut reading = Reading::of(&text);
        for (at, change) in said {
            let at = at.index(text.len().max(1));
            reading.say_at(at, change);
            let all: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
            // The lines of a wrapped cell are put together, so that those of others come later, and what
            // stood at a page break comes behind what goes on there.
            let sorted = |letters: &str| {
                let mut letters: Vec<_> = letters.chars().collect();
                letters.sort_unstable();
                letters
            };
            if ["cell", "Furniture"].iter().any(|kind| reading.kinds().contains(kind)) {
                prop_assert_eq!(sorted(&reading.letters()), sorted(&all));
            } else {
                prop_assert_eq!(reading.letters(), all);
            }
            let segments = reading.segments();
            let end = segments.last().map_or(0, |last| last.source_start() + u64::from(last.source_length()));
            prop_assert_eq!(end, text.len() as u64);
        }
    }
}

/// Where each leaf starts, and what it is but for levels.
fn leaves(reading: &Reading) -> Vec<(u64, std::mem::Discriminant<LeafKind>)> {
    let (parser, chunks) = reading.parser();
    let of_chunk = |chunk: &Chunk| {
        let segment = parser.parse(chunk);
        let leaf = |leaf: &Leaf| {
            (chunk.source.start + u64::from(leaf.source.start), std::mem::discriminant(&leaf.kind))
        };
        segment.leaves().iter().map(leaf).collect::<Vec<_>>()
    };
    chunks.iter().flat_map(of_chunk).collect()
}

#[test]
fn what_lies_far_from_a_correction_stays_as_it_was() {
    let text = include_str!("../../../../tests/fixtures/plain/options.txt");
    let mut n_changed = 0;
    let before = leaves(&Reading::of(text));
    for (at, &(start, _)) in before.iter().enumerate() {
        for change in [Change::Heading(None), Change::NotHeading, Change::Join, Change::Split(5)] {
            let mut reading = Reading::of(text);
            reading.say_at(usize::try_from(start).unwrap(), change);
            let after = leaves(&reading);
            n_changed += usize::from(after != before);
            let start_of = |at: usize| before.get(at).map_or(u64::MAX, |leaf| leaf.0);
            // A leaf of code may have been several blocks.
            let near = start_of(at.saturating_sub(REACH + 2))..start_of(at + REACH + 3);
            let is_far = |leaf: &&(u64, _)| !near.contains(&leaf.0);
            let [after, before] = [&after, &before].map(|all| all.iter().filter(is_far).collect::<Vec<_>>());
            assert_eq!(after, before, "{change:?} of the block at {start}");
        }
    }
    assert!(n_changed > 0);
}

#[test]
fn neighbors_follow() {
    // The best way is searched with what was said, so that what was said of one block tells of those around it.
    let text = include_str!("../../../../tests/fixtures/plain/options.txt");
    let before = leaves(&Reading::of(text));
    let others = |all: &[(u64, _)], start| -> Vec<_> {
        all.iter().copied().filter(|&(other, _)| other != start).collect()
    };
    let is_followed = |start: u64, change| {
        let mut reading = Reading::of(text);
        assert!(reading.say_at(usize::try_from(start).unwrap(), change), "nothing is said at {start}");
        let after = leaves(&reading);
        others(&after, start) != others(&before, start)
    };
    let mut starts = before.iter().map(|&(start, _)| start);
    assert!(starts.any(|start| {
        [Change::Heading(None), Change::NotHeading].into_iter().any(|change| is_followed(start, change))
    }));
}
