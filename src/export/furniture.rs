//! Page furniture as `--json` lists it, apart from the blocks.

use std::ops::Range;

use serde::Serialize;

use super::blocks::Block;
use crate::document::{LeafKind, Segment};

/// A piece of page furniture.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Piece<'a> {
    role: &'static str,
    text: &'a str,
    start: u64,
    end: u64,
}

/// The furniture of `segment`, whose source starts at byte `start`.
pub(super) fn pieces(segment: &Segment, start: u64) -> impl Iterator<Item = Piece<'_>> {
    let leaves = segment.leaves().iter().enumerate();
    leaves.filter_map(move |(index, leaf)| {
        let LeafKind::Furniture(kind) = leaf.kind else { return None };
        let source = leaf.source;
        let (start, end) = (start + u64::from(source.start), start + u64::from(source.end));
        Some(Piece { role: kind.name(), text: segment.leaf_text(index), start, end })
    })
}

/// Gives each of `blocks` that furniture stands inside or behind (or before, at the first) its raw
/// form, out of `source`, which starts at byte `base`.
pub(super) fn attach(blocks: &mut [Block<'_>], pieces: &[Piece<'_>], source: &str, base: u64) {
    let mut reaches: Vec<Range<u64>> = blocks.iter().map(Block::source).collect();
    for piece in pieces {
        let owner = reaches.partition_point(|reach| reach.start <= piece.start).saturating_sub(1);
        if let Some(reach) = reaches.get_mut(owner) {
            *reach = reach.start.min(piece.start)..reach.end.max(piece.end);
        }
    }
    let place = |at: u64| usize::try_from(at.saturating_sub(base)).unwrap_or(usize::MAX);
    for (block, reach) in blocks.iter_mut().zip(reaches) {
        let own = block.source();
        let has_furniture = pieces.iter().any(|piece| reach.contains(&piece.start));
        if has_furniture || own != reach {
            block.set_raw(source.get(place(reach.start)..place(reach.end)).unwrap_or_default());
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::document::{Furniture, SegmentBuilder};
    use crate::export::blocks::blocks;

    #[test]
    fn furniture_is_no_block_but_in_the_raw_form_of_one() {
        let source = "head\none two\nfoot\nthree\nfoot\nfour";
        let mut builder = SegmentBuilder::new(100);
        builder.leaf(LeafKind::Furniture(Furniture::Header), 0..4, "head");
        builder.leaf(LeafKind::Paragraph, 5..23, "one two three");
        builder.leaf(LeafKind::Furniture(Furniture::Footer), 13..17, "foot");
        builder.leaf(LeafKind::Furniture(Furniture::Footer), 24..28, "foot");
        builder.leaf(LeafKind::Paragraph, 29..33, "four");
        let segment = builder.finish(33);
        let pieces: Vec<_> = pieces(&segment, 100).collect();
        assert_eq!(pieces[1], Piece { role: "footer", text: "foot", start: 113, end: 117 });
        let mut found = blocks(&segment, 100);
        attach(&mut found, &pieces, source, 100);
        let expected = json!([
            {"kind": "paragraph", "text": "one two three", "start": 105, "end": 123, "raw": source.get(..28)},
            {"kind": "paragraph", "text": "four", "start": 129, "end": 133},
        ]);
        assert_eq!(serde_json::to_value(found).unwrap(), expected);
    }
}
