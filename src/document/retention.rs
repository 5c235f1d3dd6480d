//! Which segments are kept in memory when not all of them can be.
//!
//! Those asked for last are kept in any case; of the others, those nearest to the reader, as many as the
//! budget allows. What is dropped can be parsed again from its chunk.

use std::collections::{BTreeMap, VecDeque};

use super::position::SegmentId;

/// Segments that are kept because they were asked for last: enough for what one screen shows, so that
/// drawing it does not parse them again and again.
const RECENT: usize = 8;

/// The segments that are kept, by their footprints in bytes. Every change takes time in the order of
/// the logarithm of their number.
#[derive(Debug)]
pub(super) struct Retention {
    budget: usize,
    /// Where the reader is.
    reader: SegmentId,
    /// Bytes of all that are kept.
    footprint: usize,
    /// Those asked for last, the latest at the end.
    recent: VecDeque<(SegmentId, usize)>,
    /// The others.
    others: BTreeMap<SegmentId, usize>,
}

impl Retention {
    /// Keeps up to `budget` bytes.
    pub(super) fn new(budget: usize) -> Self {
        Self {
            budget,
            reader: SegmentId::default(),
            footprint: 0,
            recent: VecDeque::new(),
            others: BTreeMap::new(),
        }
    }

    pub(super) fn set_budget(&mut self, budget: usize) {
        self.budget = budget;
    }

    pub(super) fn move_reader(&mut self, reader: SegmentId) {
        self.reader = reader;
    }

    /// Bytes of all that are kept.
    pub(super) fn footprint(&self) -> usize {
        self.footprint
    }

    /// Takes a segment that nobody asked for.
    pub(super) fn add(&mut self, id: SegmentId, bytes: usize) {
        self.forget(id);
        self.footprint += bytes;
        self.others.insert(id, bytes);
    }

    /// Notes that a segment was asked for, if it is kept.
    pub(super) fn touch(&mut self, id: SegmentId) {
        if self.recent.back().is_some_and(|&(last, _)| last == id) {
            return;
        }
        let Some(bytes) = self.take(id) else { return };
        self.recent.push_back((id, bytes));
        if self.recent.len() > RECENT
            && let Some((id, bytes)) = self.recent.pop_front()
        {
            self.others.insert(id, bytes);
        }
    }

    /// Takes out a segment that is to be dropped, the farthest from the reader; none while the budget
    /// is kept.
    pub(super) fn surplus(&mut self) -> Option<SegmentId> {
        if self.footprint <= self.budget {
            return None;
        }
        let ends = [self.others.first_key_value(), self.others.last_key_value()];
        let farthest = ends.into_iter().flatten().max_by_key(|(id, _)| id.0.abs_diff(self.reader.0));
        let id = *farthest?.0;
        self.forget(id);
        Some(id)
    }

    /// Takes out a segment that is not kept any more.
    pub(super) fn forget(&mut self, id: SegmentId) {
        let bytes = self.take(id).unwrap_or(0);
        self.footprint -= bytes;
    }

    fn take(&mut self, id: SegmentId) -> Option<usize> {
        let recent = self.recent.iter().position(|&(known, _)| known == id);
        match recent.and_then(|at| self.recent.remove(at)) {
            Some((_, bytes)) => Some(bytes),
            None => self.others.remove(&id),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn surplus(retention: &mut Retention) -> Vec<u32> {
        std::iter::from_fn(|| retention.surplus()).map(|id| id.0).collect()
    }

    #[test]
    fn the_farthest_from_the_reader_are_dropped() {
        let mut retention = Retention::new(30);
        (0..6).for_each(|id| retention.add(SegmentId(id), 10));
        retention.move_reader(SegmentId(3));
        assert_eq!(surplus(&mut retention), [0, 5, 1]);
        assert_eq!(retention.footprint(), 30);
        retention.add(SegmentId(9), 10);
        assert_eq!(surplus(&mut retention), [9]);
    }

    #[test]
    fn what_was_asked_for_last_is_kept() {
        let mut retention = Retention::new(0);
        for id in 0..20 {
            retention.add(SegmentId(id), 1);
            retention.touch(SegmentId(id));
        }
        assert_eq!(surplus(&mut retention), (0..12).rev().collect::<Vec<_>>());
        assert_eq!(retention.footprint(), RECENT);
    }

    proptest! {
        #[test]
        fn the_footprint_is_that_of_what_is_kept(
            steps in prop::collection::vec((0..3u8, 0..40u32, 0..9usize), 0..200),
            budget in 0..60usize,
        ) {
            let mut retention = Retention::new(budget);
            let mut kept = BTreeMap::new();
            for (kind, id, bytes) in steps {
                match (kind, SegmentId(id)) {
                    (0, id) => {
                        retention.add(id, bytes);
                        kept.insert(id, bytes);
                    }
                    (1, id) => retention.touch(id),
                    (_, id) => retention.move_reader(id),
                }
                while let Some(id) = retention.surplus() {
                    prop_assert!(kept.remove(&id).is_some());
                }
                prop_assert_eq!(retention.footprint(), kept.values().sum::<usize>());
                prop_assert!(retention.footprint() <= budget || kept.len() <= RECENT);
            }
        }
    }
}
