//! The headings that stretches of text stand under.

use crate::document::excerpt::Segments;
use crate::document::{LeafKind, Segment, SegmentId, TextPos};

/// The headings of a segment: where each begins, and the letters of its title.
pub(super) struct Headings(Vec<(u32, String)>);

impl Headings {
    pub(super) fn of(segment: &Segment) -> Self {
        let leaves = segment.leaves().iter().enumerate();
        let headings = leaves.filter(|(_, leaf)| matches!(leaf.kind, LeafKind::Heading(_)));
        Self(headings.map(|(index, leaf)| (leaf.text, title(segment, index))).collect())
    }

    /// The last one that begins at an offset of the segment or before.
    pub(super) fn at(&self, offset: u32) -> Option<&str> {
        let n_before = self.0.partition_point(|(start, _)| *start <= offset);
        self.0.get(n_before.checked_sub(1)?).map(|(_, title)| title.as_str())
    }

    /// The last one.
    pub(super) fn last(&self) -> Option<&str> {
        self.at(u32::MAX)
    }
}

/// The letters of the title that a place stands under, if that is not far before it.
pub(super) fn title_at(pos: TextPos, segments: &mut Segments<'_>) -> Option<String> {
    let here = Headings::of(&*segments(pos.segment)?);
    here.at(pos.offset).map(str::to_owned).or_else(|| title_before(pos.segment, segments))
}

/// The letters of the last title before a segment, if that is not far before it.
pub(super) fn title_before(id: SegmentId, segments: &mut Segments<'_>) -> Option<String> {
    /// Segments that are looked through.
    const MOST: usize = 3;
    let before = (0..id.0).rev().take(MOST).map(SegmentId);
    before.into_iter().find_map(|id| Headings::of(&*segments(id)?).last().map(str::to_owned))
}

/// The letters of a title, as many as tell it.
fn title(segment: &Segment, index: usize) -> String {
    const MOST: usize = 64;
    let text = segment.slice(segment.leaf_span(index));
    text.chars().filter(|c| c.is_alphanumeric()).take(MOST).collect()
}
