//! A stretch of a text that is known by its words, so that it is found again after edits.
//!
//! Only letters and digits are compared: line breaks, marks and markup may come and go between them. Of several places
//! with the same words, that one is meant that stands under the same heading, of those the one that has the most of the
//! same words around it, and of those the nearest. Where the words themselves were edited, what is left of them, or what
//! stood around them, tells the place from both ends. Where all around them was edited, words that are not quite short
//! are found if they stand in the text only once.

mod finding;
mod sections;
mod stretch;

use std::ops::Range;

pub use finding::{find_all, find_there, find_with_ends};

use super::excerpt::Segments;
use super::{LeafKind, Segment, SegmentId, Span, TextPos};

/// What a stretch of text is known by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quotation {
    /// The byte of the source that it began at.
    pub at: u64,
    /// Its words; blocks, or the cells of a table, on lines of their own.
    pub words: String,
    /// The words before it.
    pub before: String,
    /// The words behind it.
    pub behind: String,
    /// The title of the section that it stands in; empty where that is not known.
    pub section: String,
}

/// Why there is no quotation of a stretch of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unquotable {
    /// There is no letter and no digit in it.
    NoWords,
    /// It has more than [`Quotation::MOST`] characters.
    TooLong,
}

impl Quotation {
    /// The most characters of its words: four pages.
    pub const MOST: usize = 4000;

    /// Letters and digits on each side that tell it from others with the same words.
    pub(super) const AROUND: usize = 32;

    /// What is to be known of the text between two positions.
    pub fn of(range: &Range<TextPos>, segments: &mut Segments<'_>) -> Result<Self, Unquotable> {
        let (mut words, mut n_characters) = (String::new(), 0);
        for id in (range.start.segment.0..=range.end.segment.0).map(SegmentId) {
            let Some(segment) = segments(id) else { break };
            for span in texts(&segment, part(range, id)) {
                let separator = if words.is_empty() { "" } else { "\n" };
                let text = segment.slice(span);
                words.extend([separator, text]);
                n_characters += text.chars().count() + separator.len();
                if n_characters > Self::MOST {
                    return Err(Unquotable::TooLong);
                }
            }
        }
        if !words.contains(char::is_alphanumeric) {
            return Err(Unquotable::NoWords);
        }
        let mut quotation = Self { words, ..Self::default() };
        quotation.look_around(range, segments);
        Ok(quotation)
    }

    /// Notes where it was found and what stands around it, in the segments where it begins and ends.
    fn look_around(&mut self, range: &Range<TextPos>, segments: &mut Segments<'_>) {
        let all = Span::new(0, u32::MAX);
        if let Some(segment) = segments(range.start.segment) {
            self.at = segment.source_near(range.start.offset);
            let before = texts(&segment, Span { end: range.start.offset, ..all });
            let texts: Vec<_> = before.map(|span| segment.slice(span)).collect();
            self.before = last_letters(&texts);
            self.section = sections::title_at(range.start, segments).unwrap_or_default();
        }
        if let Some(segment) = segments(range.end.segment) {
            let behind = texts(&segment, Span { start: range.end.offset, ..all });
            self.behind = first_letters(behind.map(|span| segment.slice(span)));
        }
    }

    /// The same where it was found after edits: its words stay as they were taken.
    #[must_use]
    pub fn moved(&self, range: &Range<TextPos>, segments: &mut Segments<'_>) -> Self {
        let mut moved = self.clone();
        moved.look_around(range, segments);
        moved
    }

    /// Its words on one line.
    pub fn line(&self) -> String {
        self.words.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// The part of a segment that lies between two positions.
pub fn part(range: &Range<TextPos>, id: SegmentId) -> Span {
    if !(range.start.segment..=range.end.segment).contains(&id) {
        return Span::default();
    }
    let start = if range.start.segment == id { range.start.offset } else { 0 };
    let end = if range.end.segment == id { range.end.offset } else { u32::MAX };
    Span::new(start, end)
}

/// What a part of a segment has of the texts of its leaves, but for what stands on pages only.
fn texts(segment: &Segment, part: Span) -> impl Iterator<Item = Span> {
    let first = segment.leaf_at(part.start);
    let leaves = segment.leaves().iter().enumerate().skip(first);
    let leaves = leaves.take_while(move |(_, leaf)| leaf.text < part.end);
    let leaves = leaves.filter(|(_, leaf)| !matches!(leaf.kind, LeafKind::Furniture(_)));
    leaves.filter_map(move |(index, _)| {
        let whole = segment.leaf_span(index);
        let taken = Span::new(whole.start.max(part.start), whole.end.min(part.end));
        (!taken.is_empty()).then_some(taken)
    })
}

/// Enough of the end of what stands in these texts, on one line.
fn last_letters(texts: &[&str]) -> String {
    let mut taken = Vec::new();
    let mut n_left = Quotation::AROUND;
    for text in texts.iter().rev() {
        let start = text.char_indices().rev().take_while(|&(_, c)| is_within(&mut n_left, c)).last();
        taken.push(start.map_or("", |(start, _)| text.get(start..).unwrap_or_default()));
        if n_left == 0 {
            break;
        }
    }
    taken.reverse();
    on_one_line(&taken.join(" "))
}

/// Enough of the beginning of what stands in these texts, on one line.
fn first_letters<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    let mut taken = Vec::new();
    let mut n_left = Quotation::AROUND;
    for text in texts {
        let end = text.char_indices().take_while(|&(_, c)| is_within(&mut n_left, c)).last();
        taken.push(end.map_or("", |(last, c)| text.get(..last + c.len_utf8()).unwrap_or_default()));
        if n_left == 0 {
            break;
        }
    }
    on_one_line(&taken.join(" "))
}

/// Whether a character is still to be taken, where so many letters are.
fn is_within(n_left: &mut usize, c: char) -> bool {
    let is_taken = *n_left > 0;
    *n_left = n_left.saturating_sub(usize::from(c.is_alphanumeric()));
    is_taken
}

/// Words without rules and blanks without end between them.
fn on_one_line(words: &str) -> String {
    /// As many characters in a row that are no letters.
    const MOST: usize = 8;
    let mut n_others = 0;
    let is_kept = |c: &char| {
        n_others = if c.is_alphanumeric() { 0 } else { n_others + 1 };
        n_others <= MOST
    };
    let kept: String = words.chars().filter(is_kept).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
