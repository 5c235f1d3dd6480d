//! What workers look at for a search, and what they found.

use super::Finding;
use crate::app::jobs::Hits;
use crate::document::{Document, Segment, SegmentId};
use crate::search::{self, HitCounts};

/// The way of a search through the segments: from the reader on to the end, since that is where the
/// hit is that the reader is taken to, then from the beginning.
#[derive(Clone, Debug, Default)]
pub(super) struct Round {
    /// Where it began.
    first: usize,
    /// The next segment on the way to the end.
    ahead: usize,
    /// The next segment on the way from the beginning.
    behind: usize,
    /// Jobs that are being done.
    n_running: usize,
}

impl Finding {
    /// Begins the search, or begins again with what is left, as number `generation`, from `first` on.
    pub(in crate::app) fn begin(&mut self, generation: u64, first: SegmentId) {
        self.generation = generation;
        self.round = Round { first: first.index(), ahead: first.index(), behind: 0, n_running: 0 };
        self.places.forget_asked();
    }

    /// The segments of the next job, and whether the places of their hits are asked for; no segments where there are
    /// no more, or enough jobs are being done. Those never parsed are searched when they come.
    pub(in crate::app) fn next_job(&mut self, document: &Document) -> (Vec<SegmentId>, bool) {
        /// Few enough for all workers to have some, even where they must be parsed.
        const SEGMENTS: usize = 16;
        /// Enough to keep workers busy while a frame is drawn.
        const JOBS: usize = 12;
        // What the reader looks at does not wait for the rest.
        if let Some(id) = self.places.next_to_ask() {
            self.round.n_running += 1;
            return (vec![id], true);
        }
        // A worker may be long over a segment, and others are to be asked for meanwhile.
        let (segments, jobs) = if self.query.is_regex() { (1, 4) } else { (SEGMENTS, JOBS) };
        let mut ids = Vec::new();
        while self.round.n_running < jobs && ids.len() < segments {
            let next = self.late.pop().or_else(|| self.round.next(document.n_segments()));
            let Some(id) = next else { break };
            if document.is_parsed(id) && self.is_missing(document, id) {
                ids.push(id);
            }
        }
        self.round.n_running += usize::from(!ids.is_empty());
        (ids, false)
    }

    /// Whether something that workers could find out of a segment is not known.
    fn is_missing(&self, document: &Document, id: SegmentId) -> bool {
        !self.knows(id) || self.is_seam_missing(document, id)
    }

    /// Whether there is a forced cut behind a segment that was not looked at though both sides were parsed.
    pub(super) fn is_seam_missing(&self, document: &Document, id: SegmentId) -> bool {
        let next = SegmentId(id.0.saturating_add(1));
        let are_parsed = document.is_parsed(id) && document.is_parsed(next);
        are_parsed && document.is_continued(id) && !self.counts.knows_seam(id)
    }

    /// Notes that a job is done.
    pub(in crate::app) fn end_job(&mut self) {
        self.round.n_running = self.round.n_running.saturating_sub(1);
    }

    /// Takes what a worker found. What it found in a text that was parsed anew since is looked for again.
    pub(in crate::app) fn take(&mut self, hits: Hits) {
        let Hits { id, counts, places, seam, revision } = hits;
        if revision != self.revision(id) {
            self.places.forget(id);
            return self.late.push(id);
        }
        if !self.knows(id) {
            self.record(id, counts);
        }
        if let Some(seam) = seam.filter(|_| !self.counts.knows_seam(id)) {
            self.counts.record_seam(id, seam);
        }
        if let Some(places) = places {
            self.places.take(id, places);
            self.count_before_current(id);
        }
    }

    /// Tells the texts that a segment and the one behind it had from those that they get when they are parsed anew.
    pub(in crate::app) fn revision(&self, id: SegmentId) -> u32 {
        let of = |id| self.revisions.get(&id).copied().unwrap_or_default();
        of(id).wrapping_add(of(SegmentId(id.0.saturating_add(1))))
    }

    /// Takes the counts of a segment that is not known.
    fn record(&mut self, id: SegmentId, counts: HitCounts) {
        self.counts.record(id, counts);
    }

    /// Forgets a segment that was parsed anew.
    pub(in crate::app) fn forget(&mut self, id: SegmentId) {
        self.counts.forget(id);
        self.places.forget(id);
        *self.revisions.entry(id).or_default() += 1;
    }

    /// Looks at the forced cut behind segment `id`, if there is one, both sides were parsed, and that was not done.
    pub(in crate::app) fn look_across(&mut self, document: &mut Document, id: SegmentId) {
        if !self.is_seam_missing(document, id) {
            return;
        }
        if self.query.is_regex() {
            return self.late.push(id);
        }
        let next = SegmentId(id.0.saturating_add(1));
        let (Some(before), Some(behind)) = (document.demand(id), document.demand(next)) else { return };
        let own = search::scan(&before, &self.query);
        self.counts.record_seam(id, search::seam(&before, &own, &behind, &self.query));
    }

    /// Asks for what is not known of the hits in the segments on the screen.
    pub(in crate::app) fn ask_for_shown(&mut self, ids: impl Iterator<Item = SegmentId>) {
        if self.query.is_regex() {
            self.places.show(ids.filter(|&id| self.counts.of(id) != Some(0)));
        }
    }

    /// Searches a segment, unless that was done.
    pub(in crate::app) fn look_at(&mut self, id: SegmentId, segment: &Segment) {
        if self.knows(id) {
            return;
        }
        if self.query.is_regex() {
            self.late.push(id);
        } else {
            self.record(id, search::count(segment, &self.query));
        }
    }
}

impl Round {
    /// The next segment of a document of `n_segments`.
    fn next(&mut self, n_segments: usize) -> Option<SegmentId> {
        let (at, end) = if self.ahead < n_segments {
            (&mut self.ahead, n_segments)
        } else {
            (&mut self.behind, self.first.min(n_segments))
        };
        (*at < end).then(|| {
            *at += 1;
            SegmentId::from_index(*at - 1)
        })
    }
}
