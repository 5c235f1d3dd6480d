//! What a forced cut through a leaf does to the hits on its two sides.

use std::ops::Range;

use super::{Query, Scan, scan};
use crate::document::position::offset;
use crate::document::{Segment, Span};
use crate::search::haystack::Haystack;

/// How many bytes on either side of a forced cut a hit across it may reach.
pub const REACH: usize = 256;

/// So many bytes more are looked at, for what stands around a hit.
const CONTEXT: usize = 16;

/// What is different where a segment goes on with the last leaf of the one before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seam {
    /// The hit that begins before the cut and ends behind it.
    pub across: Option<Across>,
    /// The last hit before the cut is none: what stands behind it goes on with its last word or letter.
    pub is_last_refused: bool,
    /// The first hit behind the cut is none: it begins inside a word.
    pub is_first_refused: bool,
}

/// The two parts of a hit that a forced cut goes through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Across {
    /// The beginning, at the end of the segment before the cut.
    pub head: Span,
    /// The end, at the start of the segment behind it.
    pub tail: Span,
}

/// Looks at the cut between the last leaf of `before` and the first one of `behind`, which goes on with it. A hit
/// across it that overlaps a hit of either segment does not count, so that what is counted does not
/// depend on the order in which segments are searched.
pub fn seam(before: &Segment, behind: &Segment, query: &Query) -> Seam {
    look(before, behind, query).unwrap_or_default()
}

fn look(before: &Segment, behind: &Segment, query: &Query) -> Option<Seam> {
    let joint = behind.joint()?;
    let last_leaf = before.leaves().len().checked_sub(1)?;
    if before.leaves().get(last_leaf)?.kind != behind.leaves().first()?.kind {
        return None;
    }
    let (above, below) = (before.leaf_span(last_leaf), behind.leaf_span(0));
    let window = Window::new(before.slice(above), joint, behind.slice(below));
    let haystack = query.haystack(&window.text);
    let is_refused = |is_hit_allowed: bool| joint.is_empty() && !is_hit_allowed;

    let last = scan(before, query).last().copied();
    let is_last_refused = last.is_some_and(|hit| hit.end == above.end)
        && is_refused(query.may_end(&haystack, haystack.position(offset(window.seam.start))));
    let first = Scan::new(behind, query).next();
    let is_first_refused = first.is_some_and(|hit| hit.start == below.start)
        && is_refused(query.may_part(&haystack, haystack.position(offset(window.seam.end))));

    let across = window.crossing(&haystack, query).map(|found| Across {
        head: Span::new(above.end - (offset(window.seam.start) - found.start), above.end),
        tail: Span::new(below.start, below.start + (found.end - offset(window.seam.end))),
    });
    let is_free = |across: &Across| {
        last.is_none_or(|hit| is_last_refused || hit.end <= across.head.start)
            && first.is_none_or(|hit| is_first_refused || hit.start >= across.tail.end)
    };
    Some(Seam { across: across.filter(is_free), is_last_refused, is_first_refused })
}

/// The text around a cut.
struct Window {
    text: String,
    /// What stands between the two sides.
    seam: Range<usize>,
}

impl Window {
    fn new(before: &str, joint: &str, behind: &str) -> Self {
        let start = before.len().saturating_sub(REACH + CONTEXT);
        let before = before.get(before.ceil_char_boundary(start)..).unwrap_or_default();
        let behind = behind.get(..behind.floor_char_boundary(REACH + CONTEXT)).unwrap_or_default();
        let seam = before.len()..before.len() + joint.len();
        Self { text: [before, joint, behind].concat(), seam }
    }

    /// The first hit that begins before the seam and ends behind it, within reach.
    fn crossing(&self, haystack: &Haystack<'_>, query: &Query) -> Option<Span> {
        let all = 0..haystack.text().len();
        let reach = offset(self.seam.start.saturating_sub(REACH))..=offset(self.seam.end + REACH);
        let mut at = haystack.position(*reach.start());
        while let Some(found) = query.find(haystack, all.clone(), at) {
            let Span { start, end } = found.span;
            if start as usize >= self.seam.start {
                break;
            }
            if end as usize > self.seam.end && reach.contains(&start) && reach.contains(&end) {
                return Some(found.span);
            }
            at = haystack.text().ceil_char_boundary(found.range.start + 1);
        }
        None
    }
}
