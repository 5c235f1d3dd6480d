//! The sections of a document while it is being parsed: the tree, and what has come since it was made.

use super::outline::{Outline, Part};
use super::{Segment, SegmentId};

/// Of so many segments one must be new, so that all updates together cost little more than one.
const WORTH: usize = 8;
/// Parts of the tree that are put into their places in a millisecond.
const CHEAP: usize = 10_000;

/// The section tree and the parts of it that are not in their places yet.
#[derive(Default)]
pub(super) struct Sections {
    outline: Outline,
    /// How often the tree was brought up to date.
    edition: u64,
    /// The sections of the segments parsed since.
    fresh: Vec<Part>,
}

impl Sections {
    /// The tree as it was last brought up to date.
    pub(super) fn outline(&self) -> &Outline {
        &self.outline
    }

    /// Changes whenever the tree does.
    pub(super) fn edition(&self) -> u64 {
        self.edition
    }

    /// Whether nothing has come since.
    pub(super) fn is_current(&self) -> bool {
        self.fresh.is_empty()
    }

    /// Takes note of the sections of a segment.
    pub(super) fn add(&mut self, id: SegmentId, segment: &Segment) {
        let has_room = self.outline.has_room_for(id);
        self.fresh.push(if has_room { Part::new(id, segment) } else { Part::empty(id) });
    }

    /// Brings the tree up to date, if that is worth it by now: of `n_parsed` segments enough are new, or few
    /// parts are to be moved, or these are all there are (`is_all`).
    pub(super) fn refresh(&mut self, n_parsed: usize, is_all: bool) {
        let is_worth_it = is_all || self.fresh.len() * WORTH >= n_parsed;
        if self.fresh.is_empty() || !(is_worth_it || self.n_to_place() <= CHEAP) {
            return;
        }
        self.outline.add_parts(self.fresh.drain(..));
        self.edition += 1;
    }

    /// How many parts of the tree bringing it up to date has to do with: the new ones, and those behind
    /// them.
    fn n_to_place(&self) -> usize {
        let first = self.fresh.iter().map(Part::segment).min().unwrap_or_default();
        self.fresh.len() + self.outline.n_parts_from(first)
    }
}
