//! The letters and digits of a text, in one piece across its segments.

use std::ops::Range;
use std::sync::Arc;

use super::sections::Headings;
use super::{Quotation, texts};
use crate::document::excerpt::Segments;
use crate::document::position::offset;
use crate::document::{Segment, SegmentId, Span, TextPos};

/// The letters of a segment, with so many of those behind it as a quotation that begins in it needs.
pub(super) struct Stretch {
    /// The last letters before the segment, then its own, then those behind.
    text: String,
    /// Where its own begin and end.
    own: Range<usize>,
    /// The segments that the letters are of.
    parts: Vec<Part>,
    /// The headings of the segment, and the letters of the title that it begins under, if that is known.
    headings: Headings,
    under: Option<String>,
}

/// The letters of a segment, or the first of them.
struct Part {
    id: SegmentId,
    segment: Arc<Segment>,
    /// Where they begin in the stretch.
    start: usize,
    /// Where each of their bytes stands in the segment's text.
    offsets: Vec<u32>,
}

impl Stretch {
    /// The letters of a segment, `before` which these stand, and at least `reach` bytes of those behind, as
    /// far as there are any.
    pub(super) fn of(id: SegmentId, before: &str, reach: usize, segments: &mut Segments<'_>) -> Option<Self> {
        let segment = segments(id)?;
        let (text, own, headings) = (before.to_owned(), before.len()..before.len(), Headings::of(&segment));
        let mut stretch = Self { text, own, parts: Vec::new(), headings, under: None };
        stretch.add(id, segment, usize::MAX);
        stretch.own.end = stretch.text.len();
        let end = stretch.own.end.saturating_add(reach);
        for behind in (id.0.saturating_add(1)..=u32::MAX).map(SegmentId) {
            let Some(room) = end.checked_sub(stretch.text.len()).filter(|&room| room > 0) else { break };
            let Some(segment) = segments(behind) else { break };
            stretch.add(behind, segment, room);
        }
        Some(stretch)
    }

    fn add(&mut self, id: SegmentId, segment: Arc<Segment>, most: usize) {
        let (start, mut offsets) = (self.text.len(), Vec::new());
        let spans = texts(&segment, Span::new(0, u32::MAX));
        let letters = spans.flat_map(|span| {
            let text = segment.slice(span).char_indices();
            text.map(move |(at, c)| (span.start.saturating_add(offset(at)), c))
        });
        for (at, c) in letters.filter(|(_, c)| c.is_alphanumeric()) {
            if offsets.len() >= most {
                break;
            }
            self.text.push(c);
            offsets.resize(offsets.len() + c.len_utf8(), at);
        }
        self.parts.push(Part { id, segment, start, offsets });
    }

    /// The same of a segment that begins under a title of these letters.
    pub(super) fn under(self, title: Option<String>) -> Self {
        Self { under: title, ..self }
    }

    /// The letters of the title that stands before the end of the segment.
    pub(super) fn last_title(&self) -> Option<&str> {
        self.headings.last().or(self.under.as_deref())
    }

    /// The letters of the title that one of the segment's letters stands under.
    pub(super) fn title_at(&self, at: usize) -> Option<&str> {
        let (pos, _) = self.place(at)?;
        self.headings.at(pos.offset).or(self.under.as_deref())
    }

    /// All letters.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Whether a letter is one of the segment's own.
    pub(super) fn is_own(&self, at: usize) -> bool {
        self.own.contains(&at)
    }

    /// The last of the segment's letters, for the stretch that begins behind it.
    pub(super) fn tail(&self) -> String {
        let own = self.text.get(..self.own.end).unwrap_or_default();
        let first = own.char_indices().rev().take(Quotation::AROUND).last();
        own.get(first.map_or(0, |(at, _)| at)..).unwrap_or_default().to_owned()
    }

    /// Where in the text, and in the source, a letter of the segment or behind it stands.
    pub(super) fn place(&self, at: usize) -> Option<(TextPos, u64)> {
        let part = self.part(at)?;
        let pos = TextPos::new(part.id, *part.offsets.get(at - part.start)?);
        Some((pos, part.segment.source_near(pos.offset)))
    }

    /// What the text is from the first of these letters to the last, with the signs at its ends that stand in
    /// `words` too.
    pub(super) fn range(&self, letters: &Range<usize>, words: &str) -> Option<Range<TextPos>> {
        let (first, last) = (self.part(letters.start)?, self.part(letters.end.checked_sub(1)?)?);
        let start = *first.offsets.get(letters.start - first.start)?;
        let last_letter = *last.offsets.get(letters.end - 1 - last.start)?;
        let before = first.segment.text().get(..start as usize)?;
        let from_last = last.segment.text().get(last_letter as usize..)?;
        let behind = from_last.get(from_last.chars().next()?.len_utf8()..)?;
        let end = offset(last.segment.text().len() - behind.len());
        let words = words.trim();
        let opening = words.get(..words.find(char::is_alphanumeric)?)?;
        let closing = words.get(words.trim_end_matches(|c: char| !c.is_alphanumeric()).len()..)?;
        let opening = if before.ends_with(opening) { opening.len() } else { 0 };
        let closing = if behind.starts_with(closing) { closing.len() } else { 0 };
        let start = TextPos::new(first.id, start.saturating_sub(offset(opening)));
        Some(start..TextPos::new(last.id, end.saturating_add(offset(closing))))
    }

    fn part(&self, at: usize) -> Option<&Part> {
        let index = self.parts.partition_point(|part| part.start <= at).checked_sub(1)?;
        self.parts.get(index)
    }
}
