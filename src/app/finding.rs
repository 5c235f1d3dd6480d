//! The state of a search: what was looked for, where there are hits, and which one is current.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::document::{Document, Outline, SegmentId, Span, TextPos};
use crate::search::{self, HitCounts, Query};

/// A search and what is known of its hits.
#[derive(Clone, Debug)]
pub struct Finding {
    query: Query,
    /// Tells the results of this search from those of an earlier one.
    generation: u64,
    counts: BTreeMap<SegmentId, HitCounts>,
    current: Option<Hit>,
}

/// One occurrence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The segment.
    pub segment: SegmentId,
    /// Where in its text.
    pub span: Span,
}

impl Hit {
    /// Where the hit starts.
    pub fn start(&self) -> TextPos {
        TextPos::new(self.segment, self.span.start)
    }
}

impl Finding {
    /// A search that has not looked anywhere yet.
    pub fn new(query: Query, generation: u64) -> Self {
        Self { query, generation, counts: BTreeMap::new(), current: None }
    }

    /// What is looked for.
    pub fn query(&self) -> &Query {
        &self.query
    }

    /// The search's number.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// The hit the reader is at.
    pub fn current(&self) -> Option<Hit> {
        self.current
    }

    pub(super) fn set_current(&mut self, hit: Option<Hit>) {
        self.current = hit;
    }

    /// Takes the counts of a segment.
    pub(super) fn record(&mut self, id: SegmentId, counts: HitCounts) {
        self.counts.insert(id, counts);
    }

    /// Whether a segment was looked at.
    pub(super) fn knows(&self, id: SegmentId) -> bool {
        self.counts.contains_key(&id)
    }

    /// Forgets a segment that is to be parsed anew.
    pub(super) fn forget(&mut self, id: SegmentId) {
        self.counts.remove(&id);
    }

    /// The hits found so far.
    pub fn total(&self) -> u64 {
        self.counts.values().map(|counts| u64::from(counts.total())).sum()
    }

    /// The number of the current hit, from 1.
    pub fn ordinal(&self, document: &Document) -> Option<u64> {
        let hit = self.current?;
        let before: u64 = self.counts.range(..hit.segment).map(|(_, counts)| u64::from(counts.total())).sum();
        let segment = document.segment(hit.segment)?;
        let inside =
            search::scan(segment, &self.query).iter().take_while(|span| span.start < hit.span.start).count();
        Some(before + inside as u64 + 1)
    }

    /// The hits in a range of sections, each up to the next heading.
    pub fn hits_in(&self, outline: &Outline, sections: Range<u32>) -> u64 {
        let start = |index: u32| outline.sections().get(index as usize).map(|section| section.start);
        let Some(first) = start(sections.start) else { return 0 };
        let end = start(sections.end);
        let in_range = |at: &TextPos| *at >= first && end.is_none_or(|end| *at < end);
        let end_segment = end.map_or(SegmentId(u32::MAX), |end| end.segment);
        let mut hits = 0;
        for (&id, counts) in self.counts.range(first.segment..=end_segment) {
            // Each part of a segment begins at its start or at one of its headings.
            let headings = outline.sections();
            let from = headings.partition_point(|section| section.start.segment < id);
            let starts = std::iter::once(TextPos::new(id, 0))
                .chain(headings.iter().skip(from).map(|section| section.start));
            let parts = starts.zip(counts.by_section.iter());
            hits += parts
                .enumerate()
                .filter(|(part, (at, _))| belongs(*part, *at, first, &in_range))
                .map(|(_, (_, &count))| u64::from(count))
                .sum::<u64>();
        }
        hits
    }

    /// The first hit at or after `from`, looking only at segments that are known to have hits, and
    /// at those not yet looked at as long as `budget` of them are left.
    pub(super) fn forward(&mut self, document: &mut Document, from: TextPos, budget: usize) -> Option<Hit> {
        let n_segments = document.n_segments();
        let ids = (from.segment.index()..n_segments).map(SegmentId::from_index);
        self.first_in(document, ids, budget, |segment, span| TextPos::new(segment, span.start) >= from, false)
    }

    /// The last hit before `from`, under the same conditions.
    pub(super) fn backward(&mut self, document: &mut Document, from: TextPos, budget: usize) -> Option<Hit> {
        let ids = (0..=from.segment.index()).rev().map(SegmentId::from_index);
        self.first_in(document, ids, budget, |segment, span| TextPos::new(segment, span.start) < from, true)
    }

    fn first_in(
        &mut self,
        document: &mut Document,
        ids: impl Iterator<Item = SegmentId>,
        mut budget: usize,
        is_wanted: impl Fn(SegmentId, Span) -> bool,
        is_last_wanted: bool,
    ) -> Option<Hit> {
        for id in ids {
            let known = self.counts.get(&id).map(HitCounts::total);
            if known == Some(0) || (known.is_none() && budget == 0) {
                continue;
            }
            let segment = document.demand(id)?;
            if known.is_none() {
                budget -= 1;
                self.record(id, search::count(&segment, &self.query));
            }
            let spans = search::scan(&segment, &self.query);
            let mut wanted = spans.into_iter().filter(|&span| is_wanted(id, span));
            let found = if is_last_wanted { wanted.next_back() } else { wanted.next() };
            if let Some(span) = found {
                return Some(Hit { segment: id, span });
            }
        }
        None
    }
}

/// Whether the part of a segment that starts at `at` lies in a range of sections that starts at
/// `first`. The part before the first heading belongs to the section that runs on from above.
fn belongs(part: usize, at: TextPos, first: TextPos, in_range: &impl Fn(&TextPos) -> bool) -> bool {
    if part == 0 { first < at && in_range(&at) } else { in_range(&at) }
}
