//! Which leaves are one block, over cuts too.

use std::ops::Range;
use std::sync::Arc;

use super::{Segments, is_furniture, is_inside};
use crate::document::{LeafKind, Segment, SegmentId, TextPos};

/// All of the block around `pos`: a leaf with the markers before it, or a table; its parts in other
/// segments too, up to `most` segments before and behind, as far as `segments` has them.
pub fn block(segments: &mut Segments<'_>, pos: TextPos, most: u32) -> Option<Range<TextPos>> {
    let segment = segments(pos.segment)?;
    let (first, last) = block_in(&segment, segment.leaf_at(pos.offset))?;
    let part = |leaf| Part { id: pos.segment, segment: Arc::clone(&segment), leaf };
    let (first, last) = (part(first).first(segments, most), part(last).last(segments, most));
    let start = first.segment.leaf_span(first.leaf).start;
    let end = end_of(&last.segment, last.leaf);
    Some(TextPos::new(first.id, start)..TextPos::new(last.id, end))
}

/// An end of the part of a block that lies in one segment.
struct Part {
    id: SegmentId,
    segment: Arc<Segment>,
    leaf: usize,
}

impl Part {
    /// The start of the block that has this start of a part, up to `most` segments before.
    fn first(mut self, segments: &mut Segments<'_>, most: u32) -> Self {
        for id in (self.id.0.saturating_sub(most)..self.id.0).rev().map(SegmentId) {
            let is_at_start = text_before(&self.segment, self.leaf).is_none();
            if !is_at_start || self.segment.block_joint().is_none() {
                break;
            }
            let Some(segment) = segments(id) else { break };
            let last = text_before(&segment, segment.leaves().len());
            let Some((leaf, _)) = last.and_then(|last| block_in(&segment, last)) else { break };
            self = Self { id, segment, leaf };
        }
        self
    }

    /// The end of the block that has this end of a part, up to `most` segments behind.
    fn last(mut self, segments: &mut Segments<'_>, most: u32) -> Self {
        for before in self.id.0..self.id.0.saturating_add(most) {
            if text_behind(&self.segment, self.leaf).is_some() {
                break;
            }
            let id = SegmentId(before.saturating_add(1));
            let Some(segment) = segments(id).filter(|segment| segment.block_joint().is_some()) else { break };
            let Some((_, leaf)) = block_in(&segment, 0) else { break };
            self = Self { id, segment, leaf };
        }
        self
    }
}

/// Where a range ends that has all of a leaf in it, be it empty.
fn end_of(segment: &Segment, index: usize) -> u32 {
    let span = segment.leaf_span(index);
    span.end.max(span.start + 1)
}

/// Whether a range lies in one leaf of a block that has several, as a table has cells.
pub(super) fn is_in_one_of_several(segments: &mut Segments<'_>, range: &Range<TextPos>) -> bool {
    let Some(segment) = segments(range.start.segment) else { return false };
    let leaf = segment.leaf_at(range.start.offset);
    range.start.segment == range.end.segment
        && range.end.offset <= segment.leaf_span(leaf).end
        && block_in(&segment, leaf) != Some((leaf, leaf))
}

/// The first and the last leaf of the block that a leaf is of, in its segment.
fn block_in(segment: &Segment, index: usize) -> Option<(usize, usize)> {
    let kind = |index: usize| segment.leaves().get(index).map(|leaf| leaf.kind);
    kind(index)?;
    // Code and tables behind a number are blocks of their own to who looks at them.
    let is_met = |before, behind| {
        kind(before) != Some(LeafKind::Marker)
            || matches!(kind(behind), Some(LeafKind::Paragraph | LeafKind::Marker))
    };
    let (mut first, mut last) = (index, index);
    while let Some(before) = text_before(segment, first).filter(|&before| is_one(segment, before, first)) {
        if !is_met(before, first) {
            break;
        }
        first = before;
    }
    while let Some(behind) = text_behind(segment, last).filter(|&behind| is_one(segment, last, behind)) {
        last = behind;
    }
    Some((first, last))
}

/// The next leaf that is no furniture.
fn text_behind(segment: &Segment, index: usize) -> Option<usize> {
    (index + 1..segment.leaves().len()).find(|&index| !is_furniture(segment, index))
}

/// The last leaf before that is no furniture.
fn text_before(segment: &Segment, index: usize) -> Option<usize> {
    (0..index).rev().find(|&index| !is_furniture(segment, index))
}

/// Whether two leaves, one behind the other, are of one block.
fn is_one(segment: &Segment, before: usize, behind: usize) -> bool {
    let leaf = |index: usize| segment.leaves().get(index);
    let Some((before, behind)) = leaf(before).zip(leaf(behind)) else { return false };
    let is_cell = |kind| matches!(kind, LeafKind::Cell { .. });
    let is_table = is_cell(before.kind) && is_cell(behind.kind);
    match before.kind {
        LeafKind::Marker => is_inside(segment, behind.container, before.container),
        _ => is_table && segment.table_of(before.container) == segment.table_of(behind.container),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{find, item, list, segment};
    use super::super::{WITH_TABS, text};
    use super::*;
    use crate::document::Span;
    use crate::document::position::offset;

    #[test]
    fn a_number_belongs_to_its_block() {
        let segment = segment(|builder| {
            list(builder, false);
            item(builder, "1.", None);
            builder.leaf(LeafKind::Marker, 0..1, "1.");
            builder.leaf(LeafKind::Paragraph, 0..1, "text");
            builder.leaf(LeafKind::Paragraph, 0..1, "more");
            builder.close();
            item(builder, "2.", None);
            builder.leaf(LeafKind::Marker, 0..1, "2.");
            builder.leaf(LeafKind::CodeBlock { info: Span::default() }, 0..1, "z\n  y");
        });
        let segments = [segment];
        let block_at = |words: &str| {
            let at = offset(segments[0].text().find(words).unwrap());
            let range = block(&mut find(&segments), TextPos::new(SegmentId(0), at), 9).unwrap();
            text(&mut find(&segments), range, WITH_TABS, 99).unwrap()
        };
        for (words, expected) in [
            ("1.", "1. text"),
            ("text", "1. text"),
            ("more", "more"),
            ("2.", "2.\n   z\n     y"),
            ("z", "z\n  y"),
        ] {
            assert_eq!(block_at(words), expected);
        }
    }
}
