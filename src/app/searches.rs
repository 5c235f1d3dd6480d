//! The search that the reader has made, and what workers do for it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::finding::{Effort, Finding, Found, Hit, Wanted};
use super::jobs::{Hits, Job, SegmentToSearch, Text};
use super::picker::hits::SegmentToList;
use crate::document::{Document, Segment, SegmentId, TextPos};
use crate::search::{Options, Query};

/// The search.
#[derive(Debug, Default)]
pub(super) struct Search {
    /// What is looked for, and where it is; none where nothing is searched for.
    finding: Option<Finding>,
    /// What was looked for last, where nothing is searched for any more, and the hit that the reader was at.
    ended: Option<(Query, Option<Hit>)>,
    /// How queries are taken.
    pub(super) options: Options,
    /// The number of the latest search, which workers on an older one look at.
    latest: Arc<AtomicU64>,
}

impl Search {
    /// What is looked for, and where it is.
    pub(super) fn finding(&self) -> Option<&Finding> {
        self.finding.as_ref()
    }

    /// The same, to be changed.
    pub(super) fn finding_mut(&mut self) -> Option<&mut Finding> {
        self.finding.as_mut()
    }

    /// The hit that the reader is at.
    pub(super) fn current(&self) -> Option<Hit> {
        self.finding()?.current()
    }

    /// Puts another search into the place of this one. What workers do for this one goes on until one
    /// [begins](Self::begin).
    pub(super) fn replace(&mut self, finding: Option<Finding>) {
        self.finding = finding;
    }

    /// Takes the search away. What workers do for it ends.
    pub(super) fn end(&mut self) -> Option<Finding> {
        self.latest.fetch_add(1, Ordering::Relaxed);
        let ended = self.finding.take();
        if let Some(finding) = &ended {
            self.ended = Some((finding.query().clone(), finding.current()));
        }
        ended
    }

    /// What was looked for before the search was ended, and the hit that the reader was at.
    pub(super) fn ended(&self) -> Option<(Query, Option<Hit>)> {
        self.ended.clone()
    }

    /// Has the rest counted from `first` on to the end, then from the beginning. What workers do for an earlier search
    /// ends.
    pub(super) fn begin(&mut self, first: SegmentId) {
        let generation = self.latest.fetch_add(1, Ordering::Relaxed) + 1;
        if let Some(finding) = &mut self.finding {
            finding.begin(generation, first);
        }
    }

    /// Searches once more for the same, with the hit at a place as the current one.
    pub(super) fn renew(&mut self, hit: Option<TextPos>) {
        self.finding = self.finding().map(|finding| finding.anew(hit));
    }

    /// Waits for a hit, or for none any more.
    pub(super) fn want(&mut self, wanted: Option<Wanted>) {
        if let Some(finding) = &mut self.finding {
            finding.want(wanted);
        }
    }

    /// The nearest hit from a place on, in one direction, behind as many as are `passed`.
    pub(super) fn hit_from(
        &mut self,
        document: &mut Document,
        from: TextPos,
        is_forward: bool,
        passed: &mut u64,
        effort: Effort,
    ) -> Found {
        let Some(finding) = &mut self.finding else { return Found::Nothing };
        if is_forward {
            finding.forward(document, from, passed, effort)
        } else {
            finding.backward(document, from, passed, effort)
        }
    }

    /// Makes a hit the current one that was so before, or none.
    pub(super) fn set_current_again(&mut self, document: &mut Document, hit: Option<Hit>) {
        let Some(finding) = &mut self.finding else { return };
        let current = finding.current();
        if current.is_none() && hit.is_none() {
            // One that is waited for goes on to be.
            return;
        }
        if current.map(|hit| hit.start()) == hit.map(|hit| hit.start()) {
            // Its number is up to date.
            return finding.set_current(current);
        }
        finding.set_current(hit);
        // Others may have come before it, or gone, since it was the current one.
        if let Some(segment) = hit.and_then(|hit| document.demand(hit.segment)) {
            finding.count_to_current(&segment);
        }
    }

    /// Searches a segment that was parsed after the search began.
    pub(super) fn look_at(&mut self, document: &mut Document, id: SegmentId, segment: &Segment) {
        let Some(finding) = &mut self.finding else { return };
        finding.look_at(id, segment);
        for id in [id.0.checked_sub(1).map(SegmentId), Some(id)].into_iter().flatten() {
            finding.look_across(document, id);
        }
    }

    /// Takes the counts of segments that a worker searched.
    pub(super) fn take_hits(&mut self, generation: u64, hits: Vec<Hits>) {
        let current = self.finding.as_mut().filter(|finding| finding.generation() == generation);
        let Some(finding) = current else { return };
        finding.end_job();
        for hits in hits {
            finding.take(hits);
        }
    }

    /// What keeps workers busy with the search.
    pub(super) fn next_jobs(&mut self, document: &Document) -> Vec<Job> {
        let mut jobs = Vec::new();
        let Some(finding) = &mut self.finding else { return jobs };
        loop {
            let (ids, is_located) = finding.next_job(document);
            if ids.is_empty() {
                return jobs;
            }
            let asked = |id| {
                Some(SegmentToSearch { is_located, revision: finding.revision(id), ..sought(document, id)? })
            };
            jobs.push(Job::Search {
                query: finding.query().clone(),
                generation: finding.generation(),
                latest: Arc::clone(&self.latest),
                parser: document.parser(),
                segments: ids.into_iter().filter_map(asked).collect(),
            });
        }
    }

    /// The query that nothing was found for, where that is known.
    pub(super) fn query_without_hits(&self, document: &Document) -> Option<&Query> {
        // Where workers still look for a place, there may be hits at cuts.
        let is_without = |finding: &&Finding| {
            finding.total() == 0 && finding.wanted().is_none() && finding.is_counted(document)
        };
        self.finding().filter(is_without).map(Finding::query)
    }
}

/// A segment for a worker to search, with the one behind it where a hit may go across the cut.
pub(super) fn sought(document: &Document, id: SegmentId) -> Option<SegmentToSearch> {
    let next = SegmentId(id.0.saturating_add(1));
    let behind = document.is_continued(id) && document.is_parsed(next);
    let behind = if behind { text(document, next) } else { None };
    Some(SegmentToSearch { id, text: text(document, id)?, behind, is_located: false, revision: 0 })
}

/// A segment for a worker to list the hits of.
pub(super) fn listed(document: &Document, finding: &Finding, id: SegmentId) -> Option<SegmentToList> {
    Some(SegmentToList { id, text: text(document, id)?, seams: finding.seams_at(id) })
}

/// A segment for a worker, which parses it where it is not kept.
pub(super) fn text(document: &Document, id: SegmentId) -> Option<Text> {
    match document.segment(id) {
        Some(segment) => Some(Text::Kept(Arc::clone(segment))),
        None => Some(Text::Dropped(document.chunk(id)?.clone())),
    }
}
