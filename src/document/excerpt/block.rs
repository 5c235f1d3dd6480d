//! Which leaves are one block, over cuts too.

use std::ops::Range;
use std::sync::Arc;

use super::{Segments, is_furniture, is_inside};
use crate::document::{LeafKind, Segment, SegmentId, TextPos};

/// All of the block around `pos`: a leaf with the markers before it, or a table; its parts in other
/// segments too, up to `most` segments before and behind.
pub fn block(segments: &mut Segments<'_>, pos: TextPos, most: u32) -> Option<Range<TextPos>> {
    let segment = segments(pos.segment)?;
    let (first, last) = block_in(&segment, segment.leaf_at(pos.offset))?;
    let mut start = TextPos::new(pos.segment, segment.leaf_span(first).start);
    let mut end = TextPos::new(pos.segment, end_of(&segment, last));
    let mut at = (Arc::clone(&segment), first);
    for before in (pos.segment.0.saturating_sub(most)..pos.segment.0).rev().map(SegmentId) {
        if text_before(&at.0, at.1).is_some() || !begins_within_a_block(&at.0) {
            break;
        }
        let segment = segments(before)?;
        let Some((first, _)) = block_in(&segment, segment.leaves().len().saturating_sub(1)) else { break };
        start = TextPos::new(before, segment.leaf_span(first).start);
        at = (segment, first);
    }
    let mut at = (segment, last);
    for behind in
        (pos.segment.0..pos.segment.0.saturating_add(most)).map(|id| SegmentId(id.saturating_add(1)))
    {
        let is_at_end = text_behind(&at.0, at.1).is_none();
        let Some(segment) = segments(behind).filter(|segment| is_at_end && begins_within_a_block(segment))
        else {
            break;
        };
        let Some((_, last)) = block_in(&segment, 0) else { break };
        end = TextPos::new(behind, end_of(&segment, last));
        at = (segment, last);
    }
    Some(start..end)
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

/// Whether the first block of a segment is the last one of the segment before.
fn begins_within_a_block(segment: &Segment) -> bool {
    let table = segment.leaves().first().and_then(|leaf| segment.table_of(leaf.container));
    segment.joint().is_some() || table.is_some_and(|table| segment.container(table).continues.is_some())
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
    use super::super::{text, with_tabs};
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
            text(&mut find(&segments), range, with_tabs, 99).unwrap()
        };
        for (words, expected) in
            [("1.", "1. text"), ("text", "1. text"), ("more", "more"), ("2.", "2.\nz\n  y"), ("z", "z\n  y")]
        {
            assert_eq!(block_at(words), expected);
        }
    }
}
