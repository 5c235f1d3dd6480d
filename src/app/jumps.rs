//! Where the reader jumped from: back and forward again, as in a browser, from document to document.

use std::sync::Arc;

use crate::document::{Folds, Place};

/// A place on the way, and what was folded there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Stop {
    /// The number of the document that it is in.
    pub(super) document: u32,
    /// Where it is there.
    pub(super) place: Place,
    /// The folded sections; shared with the stops where the same ones were.
    pub(super) folds: Arc<Folds>,
}

/// The places before and behind this one on the reader's way.
#[derive(Clone, Debug, Default)]
pub(super) struct Jumps {
    /// The last one left stands at the end.
    before: Vec<Stop>,
    /// The next one to come stands at the end.
    after: Vec<Stop>,
    /// Whether the reader has just moved a step, which is no jump.
    pub(super) is_step: bool,
}

/// The most places on the way back.
const MOST: usize = 100;

impl Jumps {
    /// Notes that the reader jumped from here. What was ahead is forgotten.
    pub(super) fn leave(&mut self, here: Stop) {
        self.after.clear();
        if self.before.last() != Some(&here) {
            self.before.push(here);
        }
        if self.before.len() > MOST {
            self.before.remove(0);
        }
    }

    /// Goes a jump back (forward, where not `is_back`) from here, and answers to where.
    fn step(&mut self, here: Stop, is_back: bool) -> Option<Stop> {
        let (from, to) =
            if is_back { (&mut self.before, &mut self.after) } else { (&mut self.after, &mut self.before) };
        let stop = from.pop()?;
        to.push(here);
        Some(stop)
    }

    /// Forgets what was folded, where other sections are read now.
    pub(super) fn forget_folds(&mut self) {
        for stop in self.before.iter_mut().chain(&mut self.after) {
            stop.folds = Arc::default();
        }
    }

    /// Goes so many jumps forward (back, where negative) from here, or as many as there are, and answers to
    /// where; none where there is none.
    pub(super) fn walk(&mut self, here: Stop, by: i64) -> Option<Stop> {
        let (mut here, mut found) = (here, None);
        for _ in 0..by.unsigned_abs() {
            let Some(stop) = self.step(here, by < 0) else { break };
            here = stop.clone();
            found = Some(stop);
        }
        found
    }

    /// Whether a document is on the way.
    pub(super) fn lead_to(&self, document: u32) -> bool {
        self.before.iter().chain(&self.after).any(|stop| stop.document == document)
    }

    /// Where the reader jumped from last.
    pub(super) fn last(&self) -> Option<&Stop> {
        self.before.last()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn stop(at: u64) -> Stop {
        Stop { document: 0, place: Place { at, ..Place::default() }, folds: Arc::default() }
    }

    /// The same, as a list of all places and the index of the one where the reader is.
    struct Naive {
        all: Vec<u64>,
        at: usize,
    }

    impl Naive {
        fn leave(&mut self, to: u64) {
            self.all.truncate(self.at + 1);
            self.all.push(to);
            self.at += 1;
        }

        fn step(&mut self, is_back: bool) -> Option<u64> {
            let to = if is_back { self.at.checked_sub(1)? } else { self.at + 1 };
            let found = *self.all.get(to)?;
            self.at = to;
            Some(found)
        }
    }

    proptest! {
        #[test]
        fn they_are_those_of_a_list_of_all_places(steps in prop::collection::vec(0..5_u8, 0..90)) {
            let (mut jumps, mut naive) = (Jumps::default(), Naive { all: vec![0], at: 0 });
            let mut here = 0;
            for (step, new) in steps.into_iter().zip(1..) {
                match step {
                    0 | 1 => {
                        jumps.leave(stop(here));
                        naive.leave(new);
                        here = new;
                    }
                    // Reading on moves the place that is come back to.
                    4 => {
                        here = new;
                        naive.all[naive.at] = new;
                    }
                    step => {
                        let found = jumps.step(stop(here), step == 2).map(|stop| stop.place.at);
                        prop_assert_eq!(found, naive.step(step == 2));
                        here = found.unwrap_or(here);
                    }
                }
                prop_assert_eq!(jumps.last().map(|stop| stop.place.at), naive.at.checked_sub(1).map(|at| naive.all[at]));
            }
        }
    }

    #[test]
    fn those_longest_ago_give_way() {
        let mut jumps = Jumps::default();
        (0..MOST as u64 + 7).for_each(|at| jumps.leave(stop(at)));
        let back = std::iter::from_fn(|| jumps.step(stop(0), true)).map(|stop| stop.place.at);
        assert_eq!(back.last(), Some(7));
    }
}
