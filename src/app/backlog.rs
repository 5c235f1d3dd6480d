//! The chunks that workers are to parse: which wait, and which are being parsed.
//!
//! Only a few are handed out at a time, each time those nearest to where the reader is by then. So
//! whoever jumps far ahead while a document is loading does not wait for what lies between.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::document::SegmentId;

/// Chunks that are handed out at the same time: enough to keep workers busy while a frame is drawn, few
/// enough for a reader who jumps not to wait for them.
const MOST_RUNNING: usize = 32;

/// Chunks to be parsed.
#[derive(Debug, Default)]
pub(super) struct Backlog {
    waiting: BTreeSet<SegmentId>,
    running: BTreeMap<SegmentId, Running>,
    /// Tells what workers parse now from what they began to in another light.
    edition: u64,
    /// The edition in which the text was opened. What workers began before is about another one.
    first_edition: Arc<AtomicU64>,
}

#[derive(Debug)]
struct Running {
    is_anew: bool,
    /// It is to be parsed once more when it comes back.
    is_wanted_again: bool,
}

impl Backlog {
    /// Comes with what workers begin now.
    pub(super) fn edition(&self) -> u64 {
        self.edition
    }

    /// The edition in which the text was opened, which workers look at.
    pub(super) fn first_edition(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.first_edition)
    }

    /// Whether what workers began in an edition is about another text.
    pub(super) fn is_of_another(&self, edition: u64) -> bool {
        edition < self.first_edition.load(Ordering::Relaxed)
    }

    /// Makes outdated what workers began: the text is read in another light.
    pub(super) fn begin_edition(&mut self) {
        self.edition += 1;
    }

    /// Has nothing to be parsed any more of the text that was read: another one is in its place.
    pub(super) fn begin_text(&mut self) {
        self.waiting.clear();
        self.running.clear();
        self.begin_edition();
        self.first_edition.store(self.edition, Ordering::Relaxed);
    }

    /// Adds a chunk. One that is being parsed waits until that has come back, so that the results
    /// of a chunk come in order.
    pub(super) fn add(&mut self, id: SegmentId) {
        match self.running.get_mut(&id) {
            Some(running) => running.is_wanted_again = true,
            None => {
                self.waiting.insert(id);
            }
        }
    }

    /// Takes out the waiting chunk nearest to `reader`, to be parsed anew where `is_anew` says so. None
    /// while enough are being parsed.
    pub(super) fn hand_out(
        &mut self,
        reader: SegmentId,
        is_anew: impl FnOnce(SegmentId) -> bool,
    ) -> Option<(SegmentId, bool)> {
        if self.running.len() >= MOST_RUNNING {
            return None;
        }
        let after = self.waiting.range(reader..).next();
        let before = self.waiting.range(..reader).next_back();
        let id = *after.into_iter().chain(before).min_by_key(|id| id.0.abs_diff(reader.0))?;
        self.waiting.remove(&id);
        let is_anew = is_anew(id);
        self.running.insert(id, Running { is_anew, is_wanted_again: false });
        Some((id, is_anew))
    }

    /// Notes that a chunk was parsed, and answers whether that was to be done anew.
    pub(super) fn take_back(&mut self, id: SegmentId) -> bool {
        let Some(running) = self.running.remove(&id) else { return false };
        if running.is_wanted_again {
            self.waiting.insert(id);
        }
        running.is_anew
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next(backlog: &mut Backlog, reader: u32) -> Option<u32> {
        backlog.hand_out(SegmentId(reader), |_| false).map(|(id, _)| id.0)
    }

    #[test]
    fn the_nearest_to_the_reader_comes_next() {
        let mut backlog = Backlog::default();
        (0..10).for_each(|id| backlog.add(SegmentId(id)));
        let readers = [0, 0, 8, 8, 8, 8, 8];
        let order: Vec<_> = readers.iter().filter_map(|&reader| next(&mut backlog, reader)).collect();
        assert_eq!(order, [0, 1, 8, 9, 7, 6, 5]);
    }

    #[test]
    fn few_are_handed_out_at_a_time() {
        let mut backlog = Backlog::default();
        (0..100).for_each(|id| backlog.add(SegmentId(id)));
        assert_eq!((0..100).filter_map(|_| next(&mut backlog, 0)).count(), MOST_RUNNING);
        backlog.take_back(SegmentId(0));
        assert!(next(&mut backlog, 0).is_some() && next(&mut backlog, 0).is_none());
    }

    #[test]
    fn what_was_begun_for_another_text_is_told_apart() {
        let mut backlog = Backlog::default();
        backlog.add(SegmentId(1));
        backlog.begin_edition();
        assert!(!backlog.is_of_another(0) && backlog.edition() == 1);
        let first = backlog.first_edition();
        backlog.begin_text();
        assert!(backlog.is_of_another(1) && !backlog.is_of_another(2) && backlog.edition() == 2);
        assert_eq!((next(&mut backlog, 0), first.load(Ordering::Relaxed)), (None, 2));
    }

    #[test]
    fn a_chunk_is_parsed_by_one_worker_at_a_time() {
        let mut backlog = Backlog::default();
        backlog.add(SegmentId(1));
        assert_eq!(next(&mut backlog, 0), Some(1));
        backlog.add(SegmentId(1));
        assert_eq!(next(&mut backlog, 0), None);
        assert!(!backlog.take_back(SegmentId(1)));
        assert_eq!(backlog.hand_out(SegmentId(0), |_| true), Some((SegmentId(1), true)));
        assert!(backlog.take_back(SegmentId(1)));
    }
}
