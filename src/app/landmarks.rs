//! What one can go to in the text besides headings.

use super::links::link_starts;
use super::typeset::Typeset;
use crate::document::{LeafKind, Segment, SegmentId, TextPos};

/// What one can go to besides headings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Landmark {
    /// A paragraph, heading, item, table, or any other block.
    Block,
    /// A table.
    Table,
    /// A link.
    Link,
}

/// The most landmarks that one key goes past.
const MOST_LANDMARKS: u64 = 1000;

impl Typeset {
    /// The landmark so many further on from `from`, or the last one on the way.
    pub(super) fn landmark_from(&mut self, landmark: Landmark, from: TextPos, by: i64) -> Option<TextPos> {
        let mut found = None;
        for _ in 0..by.unsigned_abs().min(MOST_LANDMARKS) {
            let at = found.unwrap_or(from);
            let next =
                if by > 0 { self.landmark_after(landmark, at) } else { self.landmark_before(landmark, at) };
            let Some(next) = next else { break };
            found = Some(next);
        }
        found
    }

    /// The landmark at `from`, or the next one.
    pub(super) fn landmark_at_or_after(&mut self, landmark: Landmark, from: TextPos) -> Option<TextPos> {
        let segment = self.document.demand(from.segment)?;
        let is_one = landmarks(&segment, landmark).any(|offset| offset == from.offset);
        if is_one { Some(from) } else { self.landmark_after(landmark, from) }
    }

    fn landmark_after(&mut self, landmark: Landmark, at: TextPos) -> Option<TextPos> {
        for id in (at.segment.index()..self.document.n_segments()).map(SegmentId::from_index) {
            if self.is_without(landmark, id) {
                continue;
            }
            if id != at.segment && !self.document.is_at_hand(id) {
                break;
            }
            let segment = self.document.demand(id)?;
            let mut all = landmarks(&segment, landmark).map(|offset| TextPos::new(id, offset));
            let found = all.find(|&pos| pos > at && self.is_gone_to(landmark, pos));
            if found.is_some() {
                return found;
            }
        }
        None
    }

    fn landmark_before(&mut self, landmark: Landmark, at: TextPos) -> Option<TextPos> {
        for id in (0..=at.segment.index()).rev().map(SegmentId::from_index) {
            if self.is_without(landmark, id) {
                continue;
            }
            if id != at.segment && !self.document.is_at_hand(id) {
                break;
            }
            let segment = self.document.demand(id)?;
            let before = landmarks(&segment, landmark).map(|offset| TextPos::new(id, offset));
            let before: Vec<_> = before.take_while(|&pos| pos < at).collect();
            let found = before.into_iter().rev().find(|&pos| self.is_gone_to(landmark, pos));
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// Whether it is known of a segment that the landmark is not in it. Blocks that are hidden are gone past.
    fn is_without(&self, landmark: Landmark, id: SegmentId) -> bool {
        match landmark {
            Landmark::Block => self.document.is_blank(id) || self.hides(id),
            Landmark::Table => self.document.is_without_table(id),
            Landmark::Link => self.document.is_without_link(id),
        }
    }

    /// Whether a landmark is one to go to: tables and links are, wherever they are, blocks where they are shown.
    fn is_gone_to(&mut self, landmark: Landmark, pos: TextPos) -> bool {
        landmark != Landmark::Block || !self.is_hidden(pos)
    }
}

/// Where the landmarks of a segment start, in order.
fn landmarks(segment: &Segment, landmark: Landmark) -> Box<dyn Iterator<Item = u32> + '_> {
    match landmark {
        Landmark::Link => Box::new(link_starts(segment)),
        Landmark::Block | Landmark::Table => Box::new(block_starts(segment, landmark)),
    }
}

/// Where the blocks of a segment start, or its tables, in order.
fn block_starts(segment: &Segment, landmark: Landmark) -> impl Iterator<Item = u32> {
    let leaves = segment.leaves();
    let starts = leaves.iter().enumerate().filter(move |&(index, leaf)| {
        let before = index.checked_sub(1).and_then(|before| leaves.get(before));
        match leaf.kind {
            LeafKind::Cell { .. } => {
                let is_same = |before: &crate::document::Leaf| {
                    matches!(before.kind, LeafKind::Cell { .. }) && before.container == leaf.container
                };
                !before.is_some_and(is_same)
            }
            _ if landmark == Landmark::Table => false,
            LeafKind::Furniture(_) => false,
            // The text beside a number: the number is where the block starts.
            _ => !before.is_some_and(|before| before.kind == LeafKind::Marker),
        }
    });
    starts.map(|(_, leaf)| leaf.text)
}
