//! What a forced cut through a leaf does to the hits on its two sides.
//!
//! Each segment is searched by itself, in any order. What stands around a cut is then searched once more as the
//! one text that it is, from where a hit could first have been another one, until the hits are again those of the
//! segment behind the cut.

use std::ops::Range;

use super::look::Look;
use super::{Query, Scan};
use crate::document::position::offset;
use crate::document::{Segment, Span};

/// The longest hits, in bytes, that are found near a forced cut as if there were none. What is longer may end at
/// the cut and begin anew behind it.
pub(super) const REACH: usize = 256;

/// So many bytes more are looked at, for what stands around a hit.
const CONTEXT: usize = 16;

/// What is different where a segment goes on with the last leaf of the one before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seam {
    /// So many of the last hits before the cut are none.
    pub n_last_refused: usize,
    /// Hits before the cut in their place.
    pub before: Box<[Span]>,
    /// The hit that begins before the cut and ends behind it.
    pub across: Option<Across>,
    /// So many of the first hits behind the cut are none.
    pub n_first_refused: usize,
    /// Hits behind the cut in their place.
    pub behind: Box<[Span]>,
}

/// The two parts of a hit that a forced cut goes through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Across {
    /// The beginning, at the end of the segment before the cut.
    pub head: Span,
    /// The end, at the start of the segment behind it.
    pub tail: Span,
}

impl Seam {
    /// The hits that it adds to those of the segment before the cut.
    pub fn added_before(&self) -> impl Iterator<Item = Span> {
        self.before.iter().copied().chain(self.across.map(|across| across.head))
    }
}

/// The hits that begin in a segment: its `own`, but for what is different at the cut `before` it and at the one
/// `behind` it.
pub fn begun(mut own: Vec<Span>, before: Option<&Seam>, behind: Option<&Seam>) -> Vec<Span> {
    if let Some(seam) = behind {
        own.truncate(own.len().saturating_sub(seam.n_last_refused));
        own.extend(seam.added_before());
    }
    if let Some(seam) = before {
        own.splice(..seam.n_first_refused.min(own.len()), seam.behind.iter().copied());
    }
    own
}

/// Looks at the cut between the last leaf of `before`, which has the hits `own` by itself, and the first leaf of
/// `behind`, which goes on with it.
///
/// Hits of at most `REACH` bytes are those of the text without the cut, where they come into step again with
/// those behind it within so many bytes.
pub fn seam(before: &Segment, own: &[Span], behind: &Segment, query: &Query) -> Seam {
    seam_while(before, own, behind, query, || true).unwrap_or_default()
}

/// The same, unless it is found now and then that it is not wanted any more.
pub fn seam_while(
    before: &Segment,
    own: &[Span],
    behind: &Segment,
    query: &Query,
    is_wanted: impl Fn() -> bool,
) -> Option<Seam> {
    let Some(cut) = Cut::new(before, behind) else { return Some(Seam::default()) };
    let own_behind = Scan::new(behind, query).collect_before(cut.end_in_second(), is_wanted)?;
    Some(cut.seam(own, &own_behind, query))
}

/// The text around a cut.
struct Cut {
    text: String,
    /// What stands between the two sides.
    joint: Range<usize>,
    /// The leaves that the cut goes through.
    above: Span,
    below: Span,
    /// From where on hits of the first leaf are looked for anew, and up to where those of the second, in the text.
    sought: Range<usize>,
    /// Whether the second leaf goes on behind the text.
    is_open: bool,
}

impl Cut {
    fn new(before: &Segment, behind: &Segment) -> Option<Self> {
        let joint = behind.joint()?;
        let last = before.leaves().len().checked_sub(1)?;
        if before.leaves().get(last)?.kind != behind.leaves().first()?.kind {
            return None;
        }
        let (above, below) = (before.leaf_span(last), behind.leaf_span(0));
        let (first, second) = (before.slice(above), behind.slice(below));
        // Of a leaf between two cuts the beginning belongs to the other one.
        let taken = if before.joint().is_some() && last == 0 { REACH } else { 0 };
        let reach = (REACH + CONTEXT).min(first.len().saturating_sub(taken));
        let start = first.ceil_char_boundary(first.len().saturating_sub(reach + CONTEXT));
        let end = second.floor_char_boundary(2 * REACH + CONTEXT);
        let head = first.get(start..).unwrap_or_default();
        let tail = second.get(..end).unwrap_or_default();
        let text = [head, joint, tail].concat();
        let joint = head.len()..head.len() + joint.len();
        let from = text.floor_char_boundary(head.len().saturating_sub(reach));
        let to = text.floor_char_boundary(joint.end + REACH);
        Some(Self { text, joint, above, below, sought: from..to, is_open: end < second.len() })
    }

    /// Up to where hits of the second leaf may begin that are looked at.
    fn end_in_second(&self) -> u32 {
        self.in_second(self.text.len()).min(self.below.end)
    }

    /// What is different, where the two leaves have these hits by themselves.
    fn seam(&self, own: &[Span], own_behind: &[Span], query: &Query) -> Seam {
        let first_sought = self.above.end - offset(self.joint.start - self.sought.start);
        let (before, near) = own.split_at(own.partition_point(|hit| hit.start < first_sought));
        let from = before.last().map_or(first_sought, |hit| hit.end.max(first_sought));
        let mut found = self.hits(from, own_behind, query);
        found.before.extend(near.iter().filter(|hit| hit.start >= found.first_until));
        let n_same = near.iter().zip(&found.before).take_while(|(own, found)| own == found).count();
        Seam {
            n_last_refused: near.len() - n_same,
            before: found.before.get(n_same..).unwrap_or_default().into(),
            across: found.across,
            n_first_refused: own_behind.partition_point(|hit| hit.start < found.second_until),
            behind: found.behind.into(),
        }
    }

    /// The hits from a place in the first leaf on, up to the first that the second leaf, with the hits `own`, has by
    /// itself.
    fn hits(&self, from: u32, own: &[Span], query: &Query) -> Hits {
        let mut look = Look::new(query, &self.text);
        let mut at = look.haystack().position(offset(self.joint.start) - (self.above.end - from));
        let mut hits =
            Hits { first_until: u32::MAX, second_until: self.in_second(self.sought.end), ..Hits::default() };
        while let Some(found) = look.next(at) {
            let hit = found.span.range();
            if hit.start >= self.sought.end {
                break;
            }
            let (head, tail) = self.parts(&hit);
            let is_too_long = self.is_open && hit.end == self.text.len();
            if is_too_long || head.is_none() && tail.is_some_and(|tail| own.contains(&tail)) {
                // From here on each leaf has its own hits.
                hits.first_until = head.map_or(u32::MAX, |head| head.start);
                hits.second_until = tail.filter(|_| head.is_none()).map_or(0, |tail| tail.start);
                break;
            }
            hits.second_until = tail.map_or(0, |tail| tail.end).max(hits.second_until);
            hits.add(head, tail);
            at = found.range.end;
        }
        hits
    }

    /// The parts of a hit in the two leaves, as far as it is in either.
    fn parts(&self, hit: &Range<usize>) -> (Option<Span>, Option<Span>) {
        let head = || Span::new(self.in_first(hit.start), self.in_first(hit.end));
        let tail = || Span::new(self.in_second(hit.start), self.in_second(hit.end));
        ((hit.start < self.joint.start).then(head), (hit.end > self.joint.end).then(tail))
    }

    /// The offset of the first leaf that a place in the text is, or the end of that leaf.
    fn in_first(&self, at: usize) -> u32 {
        self.above.end - offset(self.joint.start.saturating_sub(at))
    }

    /// The offset of the second leaf that a place in the text is, or the start of that leaf.
    fn in_second(&self, at: usize) -> u32 {
        self.below.start + offset(at.saturating_sub(self.joint.end))
    }
}

/// The hits around a cut.
#[derive(Default)]
struct Hits {
    before: Vec<Span>,
    across: Option<Across>,
    behind: Vec<Span>,
    /// Up to where they are those of the first leaf.
    first_until: u32,
    /// Up to where they are those of the second leaf.
    second_until: u32,
}

impl Hits {
    /// Adds a hit by its parts. What is only in between is no text of either segment.
    fn add(&mut self, head: Option<Span>, tail: Option<Span>) {
        match (head, tail) {
            (Some(head), Some(tail)) => self.across = Some(Across { head, tail }),
            (Some(head), None) => self.before.push(head),
            (None, Some(tail)) => self.behind.push(tail),
            (None, None) => {}
        }
    }
}
