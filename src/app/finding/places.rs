//! Where hits are, where only workers may look for them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::document::{SegmentId, Span};

/// So many segments are remembered: more than are ever on the screen.
const KEPT: usize = 32;

/// The places of hits in the segments that the reader looks at.
#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    known: BTreeMap<SegmentId, Arc<[Span]>>,
    /// Those that workers are to look for.
    wanted: BTreeSet<SegmentId>,
    /// Those that workers look for.
    asked: BTreeSet<SegmentId>,
}

impl Places {
    /// The places in a segment, if they are known.
    pub(super) fn of(&self, id: SegmentId) -> Option<&[Span]> {
        self.known.get(&id).map(AsRef::as_ref)
    }

    /// Asks for the places in a segment, unless they are known or were asked for.
    pub(super) fn ask(&mut self, id: SegmentId) {
        if !self.known.contains_key(&id) && !self.asked.contains(&id) {
            self.wanted.insert(id);
        }
    }

    /// The next segment that is to be searched for places.
    pub(super) fn next_to_ask(&mut self) -> Option<SegmentId> {
        let id = self.wanted.pop_first()?;
        self.asked.insert(id);
        Some(id)
    }

    /// Takes the places in a segment. Those farthest from it are forgotten when there are too many.
    pub(super) fn take(&mut self, id: SegmentId, places: Arc<[Span]>) {
        self.asked.remove(&id);
        self.known.insert(id, places);
        if self.known.len() > KEPT {
            let farthest = self.known.keys().copied().max_by_key(|known| known.0.abs_diff(id.0));
            farthest.map(|farthest| self.known.remove(&farthest));
        }
    }

    /// Forgets what is known of a segment, and that it was asked for.
    pub(super) fn forget(&mut self, id: SegmentId) {
        self.known.remove(&id);
        self.asked.remove(&id);
    }

    /// Forgets what was asked for: nobody answers any more.
    pub(super) fn forget_asked(&mut self) {
        self.asked.clear();
    }
}
