//! What folded sections leave of the page: segments that are not shown, and lines left out of the others.

use std::ops::Range;
use std::sync::Arc;

use super::Options;
use super::galley::{Galley, Line, Role, Run, RunContent, SegmentLayout};
use crate::document::position::offset;
use crate::document::{Chunk, Document, Fold, Folds, SectionId, Segment, SegmentId, Span, Sums, TextPos};
use crate::text::width;

/// Blank columns before what is said of a fold.
const GAP: u16 = 2;

/// What is hidden of each segment.
#[derive(Debug, Default)]
pub(super) struct Hiding {
    folds: Arc<Folds>,
    /// The sections and segments that the rest was made from.
    known: (u64, usize),
    segments: Vec<Hidden>,
    /// Bytes of the chunks that are hidden.
    bytes: Sums,
    /// Changes whenever anything does.
    edition: u64,
}

/// How much is hidden of a segment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Hidden {
    #[default]
    Nothing,
    /// So many bytes are hidden, so many headings shown.
    Part(u64, u32),
    All,
}

impl Hiding {
    /// Takes up which sections are folded, and what is known of the sections by now. Answers the segments of
    /// which something else is hidden than before.
    pub(super) fn update(&mut self, document: &mut Document, folds: &Arc<Folds>) -> Vec<SegmentId> {
        if folds.is_empty() && self.folds.is_empty() {
            return Vec::new();
        }
        document.refresh_outline();
        let known = (document.outline_edition(), document.n_segments());
        if self.known == known && self.folds == *folds {
            return Vec::new();
        }
        (self.known, self.folds) = (known, Arc::clone(folds));
        self.edition += 1;
        let segments = hidden(document, folds);
        let before = std::mem::replace(&mut self.segments, segments);
        let n_segments = before.len().max(self.segments.len());
        let changed = (0..n_segments).map(SegmentId::from_index);
        let changed: Vec<_> =
            changed.filter(|&id| before.get(id.index()) != self.segments.get(id.index())).collect();
        for &id in &changed {
            let length = document.chunk(id).map_or(0, Chunk::length);
            self.bytes.set(
                id,
                match self.of(id) {
                    Hidden::Nothing => 0,
                    Hidden::Part(bytes, _) => bytes.min(length),
                    // It was not counted before.
                    Hidden::All if document.is_blank(id) => 0,
                    Hidden::All => length,
                },
            );
        }
        changed
    }

    fn of(&self, id: SegmentId) -> Hidden {
        self.segments.get(id.index()).copied().unwrap_or_default()
    }

    /// Whether a segment is hidden as a whole, as far as is known.
    pub(super) fn is_whole(&self, id: SegmentId) -> bool {
        self.of(id) == Hidden::All
    }

    /// Whether something of a segment is hidden.
    pub(super) fn is_any(&self, id: SegmentId) -> bool {
        self.of(id) != Hidden::Nothing
    }

    /// Bytes of a segment's chunk that are hidden.
    pub(super) fn bytes_of(&self, id: SegmentId) -> u64 {
        self.bytes.of(id)
    }

    /// The same of all segments before one.
    pub(super) fn bytes_before(&self, id: SegmentId) -> u64 {
        self.bytes.before(id)
    }

    /// Changes whenever anything does.
    pub(super) fn edition(&self) -> u64 {
        self.edition
    }
}

/// What is hidden of each segment of a document.
fn hidden(document: &Document, folds: &Folds) -> Vec<Hidden> {
    if folds.is_empty() {
        return Vec::new();
    }
    let mut parts = document.outline().parts_shown(folds).peekable();
    let mut is_in_fold = false;
    let of_chunk = |(index, chunk): (usize, &Chunk)| {
        let id = SegmentId::from_index(index);
        let Some(part) = parts.next_if(|part| part.segment == id) else {
            return if is_in_fold { Hidden::All } else { Hidden::Nothing };
        };
        is_in_fold = part.hidden_from.is_some();
        match part.hidden_from {
            Some(_) if part.n_shown == 0 => Hidden::All,
            None if part.hidden == 0 && part.n_folded == 0 => Hidden::Nothing,
            from => {
                let rest = from.map_or(0, |from| chunk.length().saturating_sub(from.into()));
                Hidden::Part(u64::from(part.hidden) + rest, part.n_shown)
            }
        }
    };
    document.chunks().enumerate().map(of_chunk).collect()
}

/// What is left out of a segment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Veil {
    /// All before this byte of the text.
    until: u32,
    /// What stands below these headings.
    folds: Vec<Folded>,
}

/// A folded section in a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Folded {
    /// Where its heading begins in the text.
    heading: u32,
    /// Where it ends.
    end: u32,
    /// How much is hidden; nothing where the section has only a heading.
    amount: Option<Amount>,
    is_followed_by_fold: bool,
}

/// How much text is hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount {
    /// Words, or characters of a script that has no spaces between words.
    pub words: u32,
    /// Whether they were not counted.
    pub is_estimate: bool,
}

impl Amount {
    /// In words: `▸ 57 words`, `▸ about 12,000 words`.
    pub fn text(self) -> String {
        let about = if self.is_estimate { "about " } else { "" };
        let noun = if self.words == 1 { "word" } else { "words" };
        format!("▸ {about}{} {noun}", grouped(self.words))
    }

    /// The columns of that.
    fn columns(self) -> u16 {
        let digits = self.words.checked_ilog10().unwrap_or(0) + 1;
        let about = if self.is_estimate { "about ".len() } else { 0 };
        let noun = if self.words == 1 { " word".len() } else { " words".len() };
        u16::try_from("▸ ".chars().count() + about + (digits + (digits - 1) / 3) as usize + noun)
            .unwrap_or(u16::MAX)
    }
}

impl Veil {
    /// What the folds leave out of a segment.
    pub(super) fn new(document: &Document, folds: &Folds, id: SegmentId, segment: &Segment) -> Self {
        let outline = document.outline();
        let offset_here = |pos: TextPos| if pos.segment == id { pos.offset } else { u32::MAX };
        let folded = |fold: Fold| {
            let (heading, end) = (offset_here(fold.heading), fold.end.map_or(u32::MAX, offset_here));
            let behind = if end == u32::MAX { bytes_behind(document, id, fold.section) } else { 0 };
            let amount = amount(segment, heading..end, behind);
            Folded { heading, end, amount, is_followed_by_fold: fold.is_followed_by_fold }
        };
        Self {
            until: outline.hidden_until(folds, id).map_or(0, offset_here),
            folds: outline.folds_in(folds, id).into_iter().map(folded).collect(),
        }
    }

    fn is_empty(&self) -> bool {
        self.until == 0 && self.folds.is_empty()
    }

    /// The last folded section that begins at or before a byte of the text.
    fn last_to(&self, at: u32) -> Option<&Folded> {
        let after = self.folds.partition_point(|fold| fold.heading <= at);
        self.folds.get(after.checked_sub(1)?)
    }

    /// Whether the leaf is left out that begins at a byte of the text.
    fn hides(&self, leaf: u32) -> bool {
        leaf < self.until || self.last_to(leaf).is_some_and(|fold| fold.heading < leaf && leaf < fold.end)
    }

    /// The layout of the segment without the lines that are left out, and with what is said of the folds.
    pub(super) fn apply(&self, segment: &Segment, layout: SegmentLayout, options: Options) -> SegmentLayout {
        if self.is_empty() {
            return layout;
        }
        let mut galley = Galley::default();
        let leaf = |line: &Line| segment.leaves().get(line.leaf as usize).map_or(0, |leaf| leaf.text);
        let shown: Vec<&Line> = layout.lines().iter().filter(|line| !self.hides(leaf(line))).collect();
        for (index, &line) in shown.iter().enumerate() {
            let fold = self.last_to(leaf(line)).filter(|fold| fold.heading == leaf(line));
            let runs = layout.runs(line);
            let Some(fold) = fold else {
                galley.copy(line, runs);
                continue;
            };
            if line.is_ornament && line.start > fold.heading {
                // A rule parts a heading from what stands below; a blank row parts it from what is not folded.
                let is_rule = runs.iter().any(|run| run.role == Role::Rule);
                if !is_rule && !fold.is_followed_by_fold {
                    galley.copy(line, runs);
                }
                continue;
            }
            galley.copy(line, runs);
            let goes_on =
                shown.get(index + 1).is_some_and(|next| next.leaf == line.leaf && !next.is_ornament);
            if let Some(amount) = fold.amount.filter(|_| !goes_on && !line.is_ornament) {
                say(amount, segment, line, runs, options, &mut galley);
            }
        }
        galley.finish()
    }
}

/// Says behind the last line of a heading how much is hidden, or below it where there is no room.
fn say(amount: Amount, segment: &Segment, line: &Line, runs: &[Run], options: Options, galley: &mut Galley) {
    let (columns, leaf) = (amount.columns(), line.leaf as usize);
    let end = runs.last().map_or(0, |run| run.column.saturating_add(columns_of(run, segment)));
    let mut column = end.saturating_add(GAP);
    if column.saturating_add(columns) > options.measure {
        galley.ornament_line(leaf, segment.leaf_span(leaf).end);
        let first = runs.iter().find(|run| run.content.text_span().is_some());
        column = first.map_or(0, |run| run.column).min(options.measure.saturating_sub(columns));
    }
    galley.run(Run { column, content: RunContent::Fold(amount), role: Role::Fold });
}

/// Columns that a run takes.
fn columns_of(run: &Run, segment: &Segment) -> u16 {
    let columns = |text: &str| u16::try_from(width(text)).unwrap_or(u16::MAX);
    match run.content {
        RunContent::Text(span) | RunContent::Echo(span) | RunContent::EchoOfLead(span) => {
            columns(segment.slice(span))
        }
        RunContent::Ornament(symbol, repeat) => columns(symbol).saturating_mul(repeat),
        RunContent::Fold(amount) => amount.columns(),
    }
}

/// How much text there is in a section below its heading, which begins and ends at these bytes of a segment's
/// text; for that in so many bytes of other segments behind, it is estimated.
fn amount(segment: &Segment, section: Range<u32>, behind: u64) -> Option<Amount> {
    /// Bytes of ordinary text that count together with those that were counted, and their words.
    const FEW: (u64, u64) = (240, 40);
    let below = segment.leaf_span(segment.leaf_at(section.start)).end.saturating_add(1);
    let text = segment.slice(Span::new(below, section.end.min(offset(segment.text().len()))));
    let (bytes, counted) = (text.len() as u64, words(text));
    let estimated = behind * (counted + FEW.1) / (bytes + FEW.0);
    let words = if behind > 0 { rounded(counted + estimated) } else { counted };
    let words = u32::try_from(words).unwrap_or(u32::MAX);
    (!text.is_empty() || behind > 0).then_some(Amount { words, is_estimate: behind > 0 })
}

/// Bytes of a section behind the segment that it begins in, as far as is known.
fn bytes_behind(document: &Document, begins_in: SegmentId, id: SectionId) -> u64 {
    let end_of = |id| document.chunk(id).map_or(0, |chunk| chunk.source.end);
    let next = SectionId(document.outline().end(id));
    let end = document.source_of_section(next);
    let end = end.unwrap_or_else(|| document.last_segment().map_or(0, end_of));
    end.saturating_sub(end_of(begins_in))
}

/// The words of a text; of scripts that have no spaces between them, the characters.
fn words(text: &str) -> u64 {
    let is_word = |c: char| ('\u{2E80}'..'\u{A4D0}').contains(&c) || ('\u{20000}'..'\u{40000}').contains(&c);
    let begins = |(before, c): (char, char)| !c.is_whitespace() && (before.is_whitespace() || is_word(c));
    let before = std::iter::once(' ').chain(text.chars());
    before.zip(text.chars()).filter(|&pair| begins(pair)).count() as u64
}

/// A number of which only the first two digits are meant, and of a small one only the tens.
fn rounded(number: u64) -> u64 {
    let unit = 10_u64.pow(number.checked_ilog10().unwrap_or(0).saturating_sub(1).max(1));
    number.div_ceil(unit) * unit
}

/// A number with commas between the thousands.
fn grouped(number: u32) -> String {
    let digits = number.to_string();
    let first = digits.len() % 3;
    let (head, rest) = digits.split_at_checked(first).unwrap_or_default();
    let groups = rest.as_bytes().chunks(3).map(|group| String::from_utf8_lossy(group).into_owned());
    let parts = std::iter::once(head.to_owned()).chain(groups).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_told_in_words() {
        for (words, is_estimate, expected) in [
            (1, false, "▸ 1 word"),
            (57, false, "▸ 57 words"),
            (1234, false, "▸ 1,234 words"),
            (120_000, true, "▸ about 120,000 words"),
            (u32::MAX, false, "▸ 4,294,967,295 words"),
        ] {
            let amount = Amount { words, is_estimate };
            assert_eq!(amount.text(), expected);
            assert_eq!(usize::from(amount.columns()), width(expected));
        }
        assert_eq!([0, 7, 99, 101, 12_345].map(rounded), [0, 10, 100, 110, 13_000]);
        assert_eq!(["", "a b\nc ", "漢字 x"].map(words), [0, 3, 3]);
    }
}
