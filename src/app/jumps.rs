//! Where the reader jumped from: back and forward again, as in a browser, from document to document.

use std::sync::Arc;

use super::links::target::Target;
use crate::document::{Folds, Place, TextPos};

/// A place on the way, and what was folded there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Stop {
    /// The number of the document that it is in.
    pub(super) document: u32,
    /// Where it is there.
    pub(super) place: Place,
    /// The folded sections; shared with the stops where the same ones were. None where the text has been read anew
    /// since, in which all stays as it is.
    pub(super) folds: Option<Arc<Folds>>,
    /// The link that was in focus there: where its text stood, and what it led to.
    pub(super) link: Option<(TextPos, Target)>,
}

impl Stop {
    /// Whether it is the same place, with the same sections folded.
    fn is_at(&self, other: &Self) -> bool {
        self.document == other.document && self.place == other.place && self.folds == other.folds
    }
}

/// The places before and behind this one on the reader's way.
#[derive(Clone, Debug, Default)]
pub(super) struct Jumps {
    /// The last one left stands at the end.
    before: Vec<Stop>,
    /// The next one to come stands at the end.
    after: Vec<Stop>,
    /// How many jumps forward (back, where negative) lead to where the reader was before he jumped or walked last; 0
    /// where he has not.
    to_and_fro: i64,
    /// Whether the reader has just moved a step, which is no jump.
    is_step: bool,
    /// Whether folds were opened for where the reader has gone, since he was last somewhere to come back to.
    has_opened: bool,
}

/// The most places on the way back.
const MOST: usize = 100;

impl Jumps {
    /// Notes whether the reader moves a step, which is no jump.
    pub(super) fn note_step(&mut self, is_step: bool) {
        self.is_step = is_step;
    }

    /// Whether he has just moved a step. It is asked once.
    pub(super) fn take_step(&mut self) -> bool {
        std::mem::take(&mut self.is_step)
    }

    /// Notes whether folds were opened for where he goes, besides those that were before.
    pub(super) fn note_opening(&mut self, has_opened: bool) {
        self.has_opened |= has_opened;
    }

    /// Whether folds were opened for where he has gone. It is asked once.
    pub(super) fn take_opening(&mut self) -> bool {
        std::mem::take(&mut self.has_opened)
    }

    /// Notes that the reader jumped from here. What was ahead is forgotten.
    pub(super) fn leave(&mut self, here: Stop) {
        self.after.clear();
        self.to_and_fro = -1;
        self.before.pop_if(|last| last.is_at(&here));
        self.before.push(here);
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

    /// Forgets what was folded in a document that was read anew.
    pub(super) fn forget_folds(&mut self, document: u32) {
        let stops = self.before.iter_mut().chain(&mut self.after);
        for stop in stops.filter(|stop| stop.document == document) {
            stop.folds = None;
        }
    }

    /// The places on the way that are in a document.
    pub(super) fn places_in(&mut self, document: u32) -> impl Iterator<Item = &mut Place> {
        let stops = self.before.iter_mut().chain(&mut self.after);
        stops.filter(move |stop| stop.document == document).map(|stop| &mut stop.place)
    }

    /// Goes so many jumps forward (back, where negative) from here, or as many as there are, and answers to
    /// where; none where there is none.
    pub(super) fn walk(&mut self, here: Stop, by: i64) -> Option<Stop> {
        let (mut here, mut found) = (here, None);
        for done in 1..=by.abs() {
            let Some(stop) = self.step(here, by < 0) else { break };
            self.to_and_fro = -done * by.signum();
            here = stop.clone();
            found = Some(stop);
        }
        found
    }

    /// How many jumps forward (back, where negative) lead to where the reader was before the latest one, be it one of
    /// these; 0 where there was none.
    pub(super) fn to_and_fro(&self) -> i64 {
        self.to_and_fro
    }

    /// Whether a document is on the way.
    pub(super) fn lead_to(&self, document: u32) -> bool {
        self.before.iter().chain(&self.after).any(|stop| stop.document == document)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn stop(at: u64) -> Stop {
        stop_in((0, at))
    }

    fn stop_in((document, at): (u32, u64)) -> Stop {
        Stop { document, place: Place { at, ..Place::default() }, ..Stop::default() }
    }

    /// The same, as a list of all places and the index of the one where the reader is.
    struct Naive {
        all: Vec<(u32, u64)>,
        at: usize,
        /// Where he was before.
        before: usize,
    }

    impl Naive {
        fn leave(&mut self, to: (u32, u64)) {
            self.all.truncate(self.at + 1);
            self.all.push(to);
            self.go(self.at + 1);
        }

        fn walk(&mut self, by: i64) -> Option<(u32, u64)> {
            let to = self.at.saturating_add_signed(isize::try_from(by).unwrap()).min(self.all.len() - 1);
            (to != self.at).then(|| self.go(to))
        }

        fn go(&mut self, to: usize) -> (u32, u64) {
            self.before = std::mem::replace(&mut self.at, to);
            self.all[to]
        }
    }

    proptest! {
        #[test]
        fn they_are_those_of_a_list_of_all_places(
            steps in prop::collection::vec((0..6_u8, 0..3_u32, 1..4_i64), 0..90),
        ) {
            let (mut jumps, mut naive) = (Jumps::default(), Naive { all: vec![(0, 0)], at: 0, before: 0 });
            let mut here = (0, 0);
            for ((step, document, by), new) in steps.into_iter().zip(1..) {
                let to = match step {
                    // A jump in the document, or to another.
                    0 | 1 => {
                        let to = if step == 0 { (here.0, new) } else { (document, new) };
                        jumps.leave(stop_in(here));
                        naive.leave(to);
                        Some(to)
                    }
                    // Reading on moves the place that is come back to.
                    2 => {
                        naive.all[naive.at] = (here.0, new);
                        Some((here.0, new))
                    }
                    _ => {
                        let by = [-by, by, jumps.to_and_fro()][usize::from(step) - 3];
                        let found = jumps.walk(stop_in(here), by).map(|stop| (stop.document, stop.place.at));
                        let expected = if step == 5 {
                            (naive.before != naive.at).then(|| naive.go(naive.before))
                        } else {
                            naive.walk(by)
                        };
                        prop_assert_eq!(found, expected);
                        found
                    }
                };
                here = to.unwrap_or(here);
                for document in 0..3 {
                    let mut others = naive.all.iter().enumerate().filter(|(at, _)| *at != naive.at);
                    prop_assert_eq!(jumps.lead_to(document), others.any(|(_, place)| place.0 == document));
                }
            }
        }
    }

    #[test]
    fn one_goes_to_and_fro_between_two_places() {
        let mut jumps = Jumps::default();
        assert_eq!(jumps.to_and_fro(), 0);
        (0..4).for_each(|at| jumps.leave(stop(at)));
        let mut here = stop(4);
        for (by, expected) in
            [(None, 3), (None, 4), (Some(-3), 1), (None, 4), (None, 1), (Some(1), 2), (None, 1)]
        {
            let to = jumps.walk(here.clone(), by.unwrap_or_else(|| jumps.to_and_fro())).unwrap();
            assert_eq!(to.place.at, expected);
            here = to;
        }
        assert!(jumps.walk(here, -9).is_some_and(|stop| stop.place.at == 0));
        assert_eq!(jumps.to_and_fro(), 1, "as far as it went");
    }

    #[test]
    fn those_longest_ago_give_way() {
        let mut jumps = Jumps::default();
        (0..MOST as u64 + 7).for_each(|at| jumps.leave(stop(at)));
        let back = std::iter::from_fn(|| jumps.walk(stop(0), -1)).map(|stop| stop.place.at);
        assert_eq!(back.last(), Some(7));
    }
}
