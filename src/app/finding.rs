//! The state of a search: what was looked for, where there are hits, and which one is current.

mod counts;
mod places;
mod way;
mod work;

use std::collections::BTreeMap;
use std::ops::Range;

use counts::Counts;
use places::Places;
pub use way::Hit;
pub(super) use way::{Effort, Found, Goal, Wanted, n_before};
use work::Round;

use super::positions::Visitor;
use crate::document::{Document, Outline, Segment, SegmentId, Span, TextPos};
use crate::layout::Anchor;
use crate::search::{self, Query, Seam, Spread};

/// A search and what is known of its hits.
#[derive(Clone, Debug)]
pub struct Finding {
    query: Query,
    /// Tells the results of this search from those of an earlier one.
    generation: u64,
    counts: Counts,
    /// Where the hits of a regular expression are that the reader looks at. How long a search for one takes is not
    /// bounded, so that only workers do it.
    places: Places,
    /// Where workers look next.
    round: Round,
    /// Segments that workers are to look at apart from that.
    late: Vec<SegmentId>,
    /// How often a segment was parsed anew since the search began.
    revisions: BTreeMap<SegmentId, u32>,
    current: Option<Hit>,
    /// Whether the reader has gone to the current hit in the text as it is now, rather than before it was read anew.
    is_gone_to: bool,
    wanted: Option<Wanted>,
}

impl Finding {
    /// A search that has not looked anywhere yet. See [`begin`](Self::begin).
    pub fn new(query: Query) -> Self {
        Self {
            query,
            generation: 0,
            counts: Counts::default(),
            places: Places::default(),
            round: Round::default(),
            late: Vec::new(),
            revisions: BTreeMap::new(),
            current: None,
            is_gone_to: false,
            wanted: None,
        }
    }

    /// What is looked for.
    pub fn query(&self) -> &Query {
        &self.query
    }

    /// The search's number.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// A search for the same that has not looked anywhere yet, whose current hit is to be the one at a place.
    pub(super) fn anew(&self, at: Option<TextPos>) -> Self {
        let wanted = at.map(|from| Wanted {
            from,
            is_forward: true,
            passed: 0,
            is_round: false,
            anchor: Anchor::default(),
            goal: Goal::Same,
        });
        Self { wanted, ..Self::new(self.query.clone()) }
    }

    /// The hits in a segment, with the parts of those across the cuts at its ends.
    pub(super) fn shown_in(&self, id: SegmentId, segment: &Segment) -> Vec<Span> {
        let mut spans: Vec<Span> = self.tail_in(id).into_iter().collect();
        spans.extend(self.among_seams(id, self.own_in(id, segment)));
        spans
    }

    /// The hits that a segment has by itself.
    fn own_in(&self, id: SegmentId, segment: &Segment) -> Vec<Span> {
        if self.query.is_regex() {
            self.places.of(id).map(<[Span]>::to_vec).unwrap_or_default()
        } else {
            search::scan(segment, &self.query)
        }
    }

    /// The hits that begin in a segment which has its `own` by itself.
    fn among_seams(&self, id: SegmentId, own: Vec<Span>) -> Vec<Span> {
        search::begun(own, self.counts.seam_before(id), self.counts.seam(id))
    }

    /// What there is at the forced cuts before a segment and behind it, as far as they were looked at.
    pub(super) fn seams_at(&self, id: SegmentId) -> [Option<Seam>; 2] {
        [self.counts.seam_before(id), self.counts.seam(id)].map(Option::<&Seam>::cloned)
    }

    /// The end of a hit that begins in the segment before.
    fn tail_in(&self, id: SegmentId) -> Option<Span> {
        let before = SegmentId(id.0.checked_sub(1)?);
        self.counts.across(before).map(|across| across.tail)
    }

    /// Shows every position that is kept to `visit`, which may change it.
    pub(super) fn visit_positions(&mut self, visit: Visitor<'_>) {
        if let Some(hit) = &mut self.current {
            hit.visit_positions(visit);
        }
        if let Some(wanted) = &mut self.wanted {
            [&mut wanted.from, &mut wanted.anchor.pos].into_iter().for_each(visit);
        }
    }

    /// Whether a segment was looked at.
    pub(super) fn knows(&self, id: SegmentId) -> bool {
        self.counts.of(id).is_some()
    }

    /// Whether all that is there of the document was looked at.
    pub fn is_counted(&self, document: &Document) -> bool {
        document.has_parsed_present() && self.counts.n_known() == document.n_segments()
    }

    /// The hits found so far.
    pub fn total(&self) -> u64 {
        self.counts.total()
    }

    /// Changes whenever what is known of the hits does.
    pub(super) fn edition(&self) -> u64 {
        self.counts.edition()
    }

    /// The hits that begin in a range of segments, as far as is known.
    pub(super) fn hits_within(&self, segments: Range<SegmentId>) -> u64 {
        self.counts.before(segments.end).saturating_sub(self.counts.before(segments.start))
    }

    /// Where the hits that begin in a segment are, roughly.
    pub(super) fn spread(&self, id: SegmentId) -> Spread {
        self.counts.spread(id)
    }

    /// The segments that have hits, as far as is known: from near to far, until there are so many hits in them.
    pub(super) fn nearest(&self, to: SegmentId, n_segments: usize, most_hits: u64) -> Vec<SegmentId> {
        let at = to.index();
        let both_ways = (0..n_segments).flat_map(|by| [at.checked_add(by), at.checked_sub(by + 1)]).flatten();
        let all = both_ways.filter(|&index| index < n_segments).map(SegmentId::from_index);
        let mut n_hits = 0;
        let with_hits = all.map(|id| (id, self.counts.begun_in(id))).filter(|(_, hits)| *hits > 0);
        let nearest = with_hits.take_while(|(_, hits)| {
            let is_wanted = n_hits < most_hits;
            n_hits += hits;
            is_wanted
        });
        nearest.map(|(id, _)| id).collect()
    }

    /// The hits in a range of sections, each up to the next heading. Those above the first heading count with its
    /// section.
    pub fn hits_in(&self, outline: &Outline, sections: Range<u32>) -> u64 {
        let before = |index| if index == 0 { 0 } else { self.counts.before_section(outline, index) };
        before(sections.end).saturating_sub(before(sections.start))
    }
}
