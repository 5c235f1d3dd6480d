//! Between the fourth stage and the fifth: what readers said of blocks.
//!
//! Corrections are followed in the order in which they were made, each once, since one may be about
//! what another has made: of every block with that text and such neighbors. Those about where blocks begin and about tables change the blocks here; those
//! about headings leave a block fewer choices, and the best way to read what is around it is then found
//! in their light.

use std::collections::HashSet;

use super::Lines;
use super::blocks::{Block, Kind, as_text};
use super::lines::Line;
use super::profile::Profile;
use super::table::Form;
use crate::document::corrections::{Change, Corrections, Fingerprint, letters_hash};

/// Letters beside a block by which it is known again.
const BESIDE: usize = 32;

/// A correction that was followed: its place in the list, and the first line of its block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Applied {
    pub(super) correction: usize,
    pub(super) line: usize,
}

/// Changes `blocks` as readers said. Lines that are split are split in `text` too.
pub(super) fn follow(
    text: &mut Lines<'_>,
    blocks: &mut Vec<Block>,
    corrections: &Corrections,
    profile: &Profile,
) -> Vec<Applied> {
    let mut applied = Vec::new();
    if corrections.is_empty() {
        return applied;
    }
    let mut hashes = hashes(text, blocks);
    let mut done = HashSet::new();
    while let Some(correction) = next(text, blocks, &hashes, corrections, &done) {
        done.insert(correction);
        let Some(said) = corrections.all().get(correction) else { continue };
        let is_it = |at: &usize| is_about(text, blocks, &hashes, *at, &said.block);
        let about: Vec<_> = (0..blocks.len()).filter(is_it).collect();
        // From the last one on, so that those before stay where they are.
        for at in about.into_iter().rev() {
            let n_lines = text.all.len();
            let line = blocks.get(at).map_or(0, |block| block.lines.start);
            if (Editing { text, blocks, profile }).change(at, said.change) {
                // A line that was split pushes those behind it down.
                let pushed = text.all.len() - n_lines;
                for other in applied.iter_mut().filter(|other: &&mut Applied| other.line > line) {
                    other.line += pushed;
                }
                applied.push(Applied { correction, line });
            }
        }
        hashes = self::hashes(text, blocks);
    }
    applied
}

/// The first correction that is not done and that is about a block.
fn next(
    text: &Lines<'_>,
    blocks: &[Block],
    hashes: &[u64],
    corrections: &Corrections,
    done: &HashSet<usize>,
) -> Option<usize> {
    let mut found: Option<usize> = None;
    for (at, &hash) in hashes.iter().enumerate() {
        let known = corrections.of_text(hash).iter().copied();
        let mut earlier =
            known.filter(|known| !done.contains(known) && found.is_none_or(|best| *known < best));
        let is_it = |known: &usize| {
            let said = corrections.all().get(*known);
            said.is_some_and(|said| is_about(text, blocks, hashes, at, &said.block))
        };
        found = earlier.find(is_it).or(found);
    }
    found
}

/// Whether the block at `at` is known by `fingerprint`.
fn is_about(text: &Lines<'_>, blocks: &[Block], hashes: &[u64], at: usize, known: &Fingerprint) -> bool {
    hashes.get(at) == Some(&known.text)
        && blocks.get(at).is_some_and(|block| known.matches(&fingerprint(text, block)))
}

fn hashes(text: &Lines<'_>, blocks: &[Block]) -> Vec<u64> {
    blocks.iter().map(|block| letters_hash(letters(text, block))).collect()
}

/// How `block` is known again.
pub(super) fn fingerprint(text: &Lines<'_>, block: &Block) -> Fingerprint {
    let before = text.all.get(..block.lines.start).unwrap_or_default();
    let after = text.all.get(block.lines.end..).unwrap_or_default();
    let is_letter = |c: &char| !c.is_whitespace();
    let before = before.iter().rev().flat_map(|line| line.body.chars().rev()).filter(is_letter);
    let after = after.iter().flat_map(|line| line.body.chars()).filter(is_letter);
    Fingerprint {
        text: letters_hash(letters(text, block)),
        before: letters_hash(before.take(BESIDE)),
        after: letters_hash(after.take(BESIDE)),
    }
}

fn letters<'s>(text: &'s Lines<'_>, block: &Block) -> impl Iterator<Item = char> + use<'s> {
    let lines = text.all.get(block.lines.clone()).unwrap_or_default();
    lines.iter().flat_map(|line| line.body.chars()).filter(|c| !c.is_whitespace())
}

/// What may be said of `block`, the one at `at`.
pub(super) fn offers(text: &Lines<'_>, blocks: &[Block], at: usize) -> Vec<Change> {
    let Some(block) = blocks.get(at) else { return Vec::new() };
    let mut offers = Vec::new();
    if !matches!(block.kind, Kind::Rule) {
        offers.push(if matches!(block.kind, Kind::Heading(_)) {
            Change::NotHeading
        } else {
            Change::Heading(None)
        });
    }
    if can_join(text, blocks, at) {
        offers.push(Change::Join);
    }
    if can_split(block) {
        offers.push(Change::Split(0));
    }
    match block.kind {
        Kind::Table { .. } => offers.push(Change::NotTable),
        _ if form(lines(text, block)).is_some() && block.kind != Kind::Rule => offers.push(Change::Table),
        _ => {}
    }
    offers
}

fn lines<'s, 'a>(text: &'s Lines<'a>, block: &Block) -> &'s [Line<'a>] {
    text.all.get(block.lines.clone()).unwrap_or_default()
}

/// Whether the block at `at` and the one before it can be one: no block crosses the borders of the
/// chunk, and tables and rules have no text to go on.
fn can_join(text: &Lines<'_>, blocks: &[Block], at: usize) -> bool {
    let pair = at.checked_sub(1).and_then(|before| Some((blocks.get(before)?, blocks.get(at)?)));
    pair.is_some_and(|(before, block)| {
        let is_own = |block: &Block| text.own.contains(&block.lines.start);
        let has_text = |block: &Block| !matches!(block.kind, Kind::Table { .. } | Kind::Rule | Kind::Quote);
        is_own(before) == is_own(block) && has_text(before) && has_text(block)
    })
}

fn can_split(block: &Block) -> bool {
    block.lines == block.text
        && matches!(
            block.kind,
            Kind::Paragraph
                | Kind::Item(_)
                | Kind::Heading(_)
                | Kind::Code
                | Kind::Entry(_)
                | Kind::Lineated(_)
        )
}

/// How cells can be told apart on `lines`, each of which must have more than one.
fn form(lines: &[Line<'_>]) -> Option<Form> {
    let signs = [(Form::Tabs, "\t"), (Form::Pipes, "|"), (Form::Columns, "  ")];
    let parts = |sign: &str| {
        !lines.is_empty() && lines.iter().all(|line| !line.is_blank() && line.body.contains(sign))
    };
    signs.into_iter().find(|(_, sign)| parts(sign)).map(|(form, _)| form)
}

struct Editing<'e, 'a> {
    text: &'e mut Lines<'a>,
    blocks: &'e mut Vec<Block>,
    profile: &'e Profile,
}

impl Editing<'_, '_> {
    /// Changes the block at `at`. Answers whether that can be done.
    fn change(&mut self, at: usize, change: Change) -> bool {
        match change {
            Change::Heading(_) | Change::NotHeading => self.rule(at, change),
            Change::Table => self.table(at),
            Change::NotTable => self.no_table(at),
            Change::Join => self.join(at),
            Change::Split(n_behind) => self.split(at, n_behind as usize),
        }
    }

    /// Leaves the block the choices that the reader left it.
    fn rule(&mut self, at: usize, change: Change) -> bool {
        let Some(block) = self.blocks.get_mut(at).filter(|block| block.kind != Kind::Rule) else {
            return false;
        };
        // What is no heading, or no table, shows its marks again.
        let is_weighed = matches!(block.kind, Kind::Paragraph | Kind::Item(_) | Kind::Heading(_));
        if !is_weighed || change == Change::NotHeading && matches!(block.kind, Kind::Heading(_)) {
            block.kind = Kind::Paragraph;
            block.text = block.lines.clone();
        }
        block.ruled = Some(change);
        true
    }

    /// Makes a table of the block and of those right below whose lines are like its own.
    fn table(&mut self, at: usize) -> bool {
        let Some(block) = self.blocks.get(at) else { return false };
        let Some(form) = form(lines(self.text, block)).filter(|_| !matches!(block.kind, Kind::Table { .. }))
        else {
            return false;
        };
        let is_own = self.text.own.contains(&block.lines.start);
        let goes_on = |next: &&Block| {
            next.n_blank == 0
                && self.text.own.contains(&next.lines.start) == is_own
                && self::form(lines(self.text, next)) == Some(form)
        };
        let more = self.blocks.iter().skip(at + 1).take_while(goes_on).count();
        let end = self.blocks.get(at + more).map_or(block.lines.end, |last| last.lines.end);
        self.blocks.drain(at + 1..at + 1 + more);
        if let Some(block) = self.blocks.get_mut(at) {
            block.lines.end = end;
            block.text = block.lines.clone();
            block.kind = Kind::Table { form, is_whole: true };
            block.ruled = Some(Change::Table);
        }
        true
    }

    /// Reads a table's lines as text.
    fn no_table(&mut self, at: usize) -> bool {
        let Some(block) = self.blocks.get(at).filter(|block| matches!(block.kind, Kind::Table { .. })) else {
            return false;
        };
        let mut parts = as_text(&self.text.all, block.lines.clone(), self.profile);
        if let Some(first) = parts.first_mut() {
            first.n_blank = block.n_blank;
            first.ruled = Some(Change::NotTable);
        }
        self.blocks.splice(at..=at, parts);
        true
    }

    /// Makes one block of this one and the one before.
    fn join(&mut self, at: usize) -> bool {
        if !can_join(self.text, self.blocks, at) {
            return false;
        }
        let block = self.blocks.remove(at);
        let Some(before) = at.checked_sub(1).and_then(|before| self.blocks.get_mut(before)) else {
            return false;
        };
        let is_one = before.kind == block.kind && before.lines == before.text && block.lines == block.text;
        let goes_on = match before.kind {
            Kind::Paragraph | Kind::Item(_) | Kind::Entry(_) => true,
            Kind::Heading(_) | Kind::Code | Kind::Lineated(_) => is_one,
            _ => false,
        };
        if !goes_on {
            before.kind = Kind::Paragraph;
        }
        before.lines.end = block.lines.end;
        before.text = before.lines.clone();
        before.ruled = Some(Change::Join);
        true
    }

    /// Begins another block in this one, with `n_behind` letters behind.
    fn split(&mut self, at: usize, n_behind: usize) -> bool {
        let Some(block) = self.blocks.get(at).filter(|block| can_split(block)).cloned() else { return false };
        let Some((line, byte)) = self.place(&block, n_behind) else { return false };
        let Some(cut) = self.text.all.get(line).copied() else { return false };
        let mut first_behind = line;
        let mut pushed = 0;
        if byte > 0 {
            let (head, rest) = cut.body.split_at_checked(byte).unwrap_or((cut.body, ""));
            let rest = Line { indent: cut.indent, ..Line::new(rest, cut.start + head.len()) };
            let head = Line { indent: cut.indent, ..Line::new(head, cut.start) };
            self.text.all.to_mut().splice(line..=line, [head, rest]);
            (first_behind, pushed) = (line + 1, 1);
            self.push(line, &block);
        }
        let end = block.lines.end + pushed;
        let kind = match block.kind {
            Kind::Code | Kind::Lineated(_) => block.kind,
            _ => Kind::Paragraph,
        };
        let second = Block {
            lines: first_behind..end,
            text: first_behind..end,
            kind,
            n_blank: 0,
            ruled: Some(Change::Split(0)),
            ..block.clone()
        };
        let kind = if self.is_mark_only(&block, first_behind) { Kind::Paragraph } else { block.kind };
        let first = Block {
            lines: block.lines.start..first_behind,
            text: block.text.start..first_behind,
            kind,
            ..block
        };
        self.blocks.splice(at..=at, [first, second]);
        true
    }

    /// Whether an item or an entry that ends before line `end` keeps no more than its mark or its term,
    /// which is then its text.
    fn is_mark_only(&self, block: &Block, end: usize) -> bool {
        let length = match block.kind {
            Kind::Item(Some(marker)) => marker.length,
            Kind::Entry(length) => length,
            _ => return false,
        };
        let first = self.text.all.get(block.text.start).filter(|_| block.text.start + 1 == end);
        first.is_some_and(|line| line.body.trim_end().len() <= length)
    }

    /// Makes room for another line behind `line`, which lies in `block`.
    fn push(&mut self, line: usize, block: &Block) {
        let own = &mut self.text.own;
        own.start += usize::from(own.start > line);
        own.end += usize::from(own.end > line);
        for removed in self.text.removed.iter_mut().filter(|removed| removed.at > line) {
            removed.at += 1;
        }
        for other in self.blocks.iter_mut().filter(|other| other.lines.start >= block.lines.end) {
            other.lines = other.lines.start + 1..other.lines.end + 1;
            other.text = other.text.start + 1..other.text.end + 1;
        }
    }

    /// The line of `block` and the byte in it that has so many of the block's letters behind it. None at
    /// the ends of the block, which cannot be split there.
    fn place(&self, block: &Block, n_behind: usize) -> Option<(usize, usize)> {
        let n_letters = letters(self.text, block).count();
        let mut n_before = n_letters.checked_sub(n_behind).filter(|&count| count > 0 && n_behind > 0)?;
        for (line, body) in block.lines.clone().zip(lines(self.text, block)) {
            for (byte, _) in body.body.char_indices().filter(|(_, c)| !c.is_whitespace()) {
                if n_before == 0 {
                    return Some((line, byte));
                }
                n_before -= 1;
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::super::model::Weights;
    use super::super::{PlainReader, Reader};
    use super::*;
    use crate::document::corrections::Edit;
    use crate::document::{Certainty, Chunk, Correction, LeafKind, Parse, Segment};
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
            let reader = Arc::new(PlainReader::new(source, Weights::bundled));
            let chunks = Arc::clone(&reader).chunks().collect();
            (reader.corrected(&Arc::new(self.corrections.clone())).unwrap(), chunks)
        }

        /// Says something of the block with the byte at `at`.
        fn say_at(&mut self, at: usize, change: Change) {
            let (parser, chunks) = self.parser();
            let chunk = chunks.iter().find(|chunk| chunk.source.contains(&(at as u64)));
            let Some(chunk) = chunk else { return };
            let at = u32::try_from(at as u64 - chunk.source.start).unwrap();
            let Some(review) = parser.explain(chunk, at).and_then(|explanation| explanation.review) else {
                return;
            };
            let correction =
                Correction { block: review.block, change, text: review.text, document: "text".to_owned() };
            self.corrections = self.corrections.edited(&[Edit::Add(correction)]);
        }

        /// Says something of the block that starts with `words`.
        fn say(mut self, words: &str, change: Change) -> Self {
            self.say_at(self.text.find(words).unwrap(), change);
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
            segments
                .iter()
                .flat_map(|segment| segment.text().chars())
                .filter(|c| c.is_alphanumeric())
                .collect()
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
            let at = segments[0].leaves().iter().position(|leaf| {
                segments[0].text().get(leaf.text as usize..).unwrap().starts_with("and so on")
            });
            assert!(
                matches!(segments[0].leaves()[at.unwrap()].kind, LeafKind::Heading(_)),
                "{}",
                reading.text
            );
        }
        let other = Reading { text: "Before.\n\nand so on\n\nAfter.\n".to_owned(), corrections };
        assert!(!other.kinds().contains('h'), "another block of the same words");
    }

    #[test]
    fn neighbors_follow() {
        // The best way is searched with what was said: the reading of the others may change, and stays whole.
        let text = format!("{BODY}\n\nOne thing\n\nAnother thing\n\nA third thing\n\n{BODY} More.\n");
        for change in [Change::Heading(None), Change::NotHeading] {
            let reading = Reading::of(&text).say("Another", change);
            assert_eq!(reading.letters(), Reading::of(&text).letters());
        }
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
}
