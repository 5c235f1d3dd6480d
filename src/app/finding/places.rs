//! Where hits are, where only workers may look for them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::document::{SegmentId, Span};

/// So many segments are remembered beside those on the screen.
const KEPT: usize = 32;

/// The places of hits in the segments that the reader looks at.
#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    known: BTreeMap<SegmentId, Arc<[Span]>>,
    /// Those that workers are to look for.
    wanted: BTreeSet<SegmentId>,
    /// Those that workers look for.
    asked: BTreeSet<SegmentId>,
    /// Those on the screen, where each row may be another.
    shown: BTreeSet<SegmentId>,
}

impl Places {
    /// The places in a segment, if they are known.
    pub(super) fn of(&self, id: SegmentId) -> Option<&[Span]> {
        self.known.get(&id).map(AsRef::as_ref)
    }

    /// Asks for the places in the segments on the screen.
    pub(super) fn show(&mut self, ids: impl Iterator<Item = SegmentId>) {
        self.shown = ids.collect();
        for id in self.shown.clone() {
            self.ask(id);
        }
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

    /// Takes the places in a segment. When there are too many, those farthest from it are forgotten which are not on
    /// the screen: they would be asked for at once.
    pub(super) fn take(&mut self, id: SegmentId, places: Arc<[Span]>) {
        self.asked.remove(&id);
        self.known.insert(id, places);
        let mut unseen: Vec<_> =
            self.known.keys().copied().filter(|known| !self.shown.contains(known)).collect();
        unseen.sort_by_key(|known| known.0.abs_diff(id.0));
        for farthest in unseen.split_off(KEPT.min(unseen.len())) {
            self.known.remove(&farthest);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_on_the_screen_is_remembered() {
        let mut places = Places::default();
        let segments = |ids: std::ops::Range<usize>| ids.map(SegmentId::from_index);
        places.show(segments(0..100));
        while let Some(id) = places.next_to_ask() {
            places.take(id, [].into());
        }
        for id in segments(100..200) {
            places.take(id, [].into());
        }
        assert!(segments(0..100).all(|id| places.of(id).is_some()));
        assert_eq!(places.known.len(), 100 + KEPT);
        places.show(segments(50..80));
        assert_eq!(places.next_to_ask(), None);
        for id in segments(200..400) {
            places.take(id, [].into());
        }
        assert_eq!(places.known.len(), 30 + KEPT);
    }
}
