//! The state of a search: what was looked for, where there are hits, and which one is current.

mod counts;
mod places;

use std::collections::BTreeMap;
use std::ops::Range;

use counts::Counts;
use places::Places;

use super::jobs::Hits;
use crate::document::{Document, Outline, Segment, SegmentId, Span, TextPos};
use crate::layout::Anchor;
use crate::search::{self, HitCounts, Query, Seam, Spread};

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

/// The way of a search through the segments: from the reader on to the end, since that is where the
/// hit is that the reader is taken to, then from the beginning.
#[derive(Clone, Debug, Default)]
struct Round {
    /// Where it began.
    first: usize,
    /// The next segment on the way to the end.
    ahead: usize,
    /// The next segment on the way from the beginning.
    behind: usize,
    /// Jobs that are being done.
    n_running: usize,
}

/// One occurrence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The segment.
    pub segment: SegmentId,
    /// Where in its text.
    pub span: Span,
    /// The hits before it that its segment has by itself. What there is at forced cuts is added when hits are
    /// numbered: it may become known later.
    pub n_before: usize,
}

impl Hit {
    /// Where the hit starts.
    pub fn start(&self) -> TextPos {
        TextPos::new(self.segment, self.span.start)
    }

    /// Changes its ends, when a segment was parsed anew.
    pub(super) fn move_positions(&mut self, moved: impl Fn(TextPos) -> TextPos) {
        let end = moved(TextPos::new(self.segment, self.span.end));
        let start = moved(self.start());
        self.segment = start.segment;
        self.span = Span::new(start.offset, end.offset);
    }
}

/// A hit that the reader waits for, because what lies before it is not searched yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Wanted {
    /// From where on.
    pub(super) from: TextPos,
    /// Towards the end, or back.
    pub(super) is_forward: bool,
    /// How many hits lie before it.
    pub(super) passed: u64,
    /// Whether it is sought beyond an end of the document, from the other one on.
    pub(super) is_round: bool,
    /// Where the reader was: one who has moved on is not called back.
    pub(super) anchor: Anchor,
    /// What it is sought for.
    pub(super) goal: Goal,
}

/// What a hit is sought for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Goal {
    /// For itself, round the ends of the document.
    Hit,
    /// For its section, whose first hit is gone to, up to the end of the document.
    Section,
    /// To be the current one again, if it still begins there.
    Same,
}

/// What may be searched for an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effort {
    /// Nothing beyond what was searched.
    None,
    /// As much as there is time for while a key waits; the rest is left to workers.
    Some,
}

/// What is found in one direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// The nearest hit.
    Hit(Hit),
    /// There is none.
    Nothing,
    /// The next segments are not searched yet.
    Unknown,
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

    /// Begins the search, or begins again with what is left, as number `generation`, from `first` on.
    pub(super) fn begin(&mut self, generation: u64, first: SegmentId) {
        self.generation = generation;
        self.round = Round { first: first.index(), ahead: first.index(), behind: 0, n_running: 0 };
        self.places.forget_asked();
    }

    /// The segments of the next job, and whether the places of their hits are asked for; no segments where there are
    /// no more, or enough jobs are being done. Those never parsed are searched when they come.
    pub(super) fn next_job(&mut self, document: &Document) -> (Vec<SegmentId>, bool) {
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
    fn is_seam_missing(&self, document: &Document, id: SegmentId) -> bool {
        let next = SegmentId(id.0.saturating_add(1));
        let are_parsed = document.is_parsed(id) && document.is_parsed(next);
        are_parsed && document.is_continued(id) && !self.counts.knows_seam(id)
    }

    /// Notes that a job is done.
    pub(super) fn end_job(&mut self) {
        self.round.n_running = self.round.n_running.saturating_sub(1);
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
        self.is_gone_to = true;
        self.wanted = None;
    }

    /// Takes the hit for the current one that was so before the text was read anew.
    pub(super) fn take_up(&mut self, hit: Hit) {
        self.set_current(Some(hit));
        self.is_gone_to = false;
    }

    /// The current hit, if the reader has gone to it in the text as it is now: folds that are found late leave it in
    /// view.
    pub(super) fn gone_to(&self) -> Option<Hit> {
        self.current.filter(|_| self.is_gone_to)
    }

    /// Where the hit begins that is the current one, or is to be again as soon as it is found.
    pub(super) fn place(&self) -> Option<TextPos> {
        let again = || self.wanted.filter(|wanted| wanted.goal == Goal::Same).map(|wanted| wanted.from);
        self.current.map(|hit| hit.start()).or_else(again)
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

    /// The hit the reader waits for.
    pub(super) fn wanted(&self) -> Option<Wanted> {
        self.wanted
    }

    /// Whether the reader is to go to a hit as soon as it is found.
    pub(super) fn awaits_hit(&self) -> bool {
        self.wanted.is_some_and(|wanted| wanted.goal != Goal::Same)
    }

    pub(super) fn want(&mut self, wanted: Option<Wanted>) {
        self.wanted = wanted;
    }

    /// Takes what a worker found. What it found in a text that was parsed anew since is looked for again.
    pub(super) fn take(&mut self, hits: Hits) {
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
    pub(super) fn revision(&self, id: SegmentId) -> u32 {
        let of = |id| self.revisions.get(&id).copied().unwrap_or_default();
        of(id).wrapping_add(of(SegmentId(id.0.saturating_add(1))))
    }

    /// Takes the counts of a segment that is not known.
    fn record(&mut self, id: SegmentId, counts: HitCounts) {
        self.counts.record(id, counts);
    }

    /// Forgets a segment that was parsed anew.
    pub(super) fn forget(&mut self, id: SegmentId) {
        self.counts.forget(id);
        self.places.forget(id);
        *self.revisions.entry(id).or_default() += 1;
    }

    /// Whether a position in a segment is kept.
    pub(super) fn has_position_in(&self, id: SegmentId) -> bool {
        let wanted = self.wanted.map(|wanted| [wanted.from.segment, wanted.anchor.pos.segment]);
        self.current.is_some_and(|hit| hit.segment == id) || wanted.is_some_and(|ids| ids.contains(&id))
    }

    /// Counts the hits before the current one in its segment, which was parsed anew. Those of a regular expression are
    /// counted when a worker has found their places.
    pub(super) fn count_to_current(&mut self, segment: &Segment) {
        if let Some(hit) = self.current.filter(|_| !self.query.is_regex()) {
            let n_before = n_before(hit.span, &search::scan(segment, &self.query));
            self.current = Some(Hit { n_before, ..hit });
        }
    }

    /// Counts the hits before the current one in a segment whose places are known.
    fn count_before_current(&mut self, id: SegmentId) {
        let Some(hit) = self.current.filter(|hit| hit.segment == id) else { return };
        let Some(own) = self.places.of(id) else { return };
        self.current = Some(Hit { n_before: n_before(hit.span, own), ..hit });
    }

    /// Looks at the forced cut behind segment `id`, if there is one, both sides were parsed, and that was not done.
    pub(super) fn look_across(&mut self, document: &mut Document, id: SegmentId) {
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
    pub(super) fn ask_for_shown(&mut self, ids: impl Iterator<Item = SegmentId>) {
        if self.query.is_regex() {
            self.places.show(ids.filter(|&id| self.counts.of(id) != Some(0)));
        }
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

    /// The part of the current hit that lies in segment `id`.
    pub fn current_in(&self, id: SegmentId) -> Option<Span> {
        let hit = self.current?;
        if hit.segment == id {
            return Some(hit.span);
        }
        let across = self.counts.across(hit.segment).filter(|across| across.head == hit.span)?;
        (hit.segment.0.checked_add(1) == Some(id.0)).then_some(across.tail)
    }

    /// Changes every position that is kept, when a segment was parsed anew.
    pub(super) fn move_positions(&mut self, moved: impl Fn(TextPos) -> TextPos) {
        if let Some(hit) = &mut self.current {
            hit.move_positions(&moved);
        }
        if let Some(wanted) = &mut self.wanted {
            wanted.from = moved(wanted.from);
            wanted.anchor.pos = moved(wanted.anchor.pos);
        }
    }

    /// Searches a segment, unless that was done.
    pub(super) fn look_at(&mut self, id: SegmentId, segment: &Segment) {
        if self.knows(id) {
            return;
        }
        if self.query.is_regex() {
            self.late.push(id);
        } else {
            self.record(id, search::count(segment, &self.query));
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

    /// The number of the current hit, from 1.
    pub fn ordinal(&self) -> Option<u64> {
        let hit = self.current?;
        Some(self.counts.begun_before(hit.start(), hit.n_before) + 1)
    }

    /// The hits in a range of sections, each up to the next heading.
    pub fn hits_in(&self, outline: &Outline, sections: Range<u32>) -> u64 {
        let before = |index| self.counts.before_section(outline, index);
        before(sections.end).saturating_sub(before(sections.start))
    }

    /// The first hit at or after `from` behind as many as are to be `passed`, as far as `effort` goes.
    /// Those that were passed are taken off.
    pub(super) fn forward(
        &mut self,
        document: &mut Document,
        from: TextPos,
        passed: &mut u64,
        effort: Effort,
    ) -> Found {
        let n_segments = document.n_segments();
        let ids = (from.segment.index()..n_segments).map(SegmentId::from_index);
        let found = self.first_in(document, ids, passed, effort, |spans, id| {
            spans.partition_point(|span| TextPos::new(id, span.start) < from)..spans.len()
        });
        if found == Found::Nothing && !document.has_present_chunks() { Found::Unknown } else { found }
    }

    /// The same for the last hit before `from`.
    pub(super) fn backward(
        &mut self,
        document: &mut Document,
        from: TextPos,
        passed: &mut u64,
        effort: Effort,
    ) -> Found {
        let ids = (0..=from.segment.index()).rev().map(SegmentId::from_index);
        self.first_in(document, ids, passed, effort, |spans, id| {
            (0..spans.partition_point(|span| TextPos::new(id, span.start) < from)).rev()
        })
    }

    /// `wanted` answers which hits of a segment lie on the way, in their order.
    fn first_in<Way: ExactSizeIterator<Item = usize>>(
        &mut self,
        document: &mut Document,
        ids: impl Iterator<Item = SegmentId>,
        passed: &mut u64,
        effort: Effort,
        wanted: impl Fn(&[Span], SegmentId) -> Way,
    ) -> Found {
        let mut is_first = true;
        for id in ids {
            let known = self.counts.of(id);
            // Only some of the hits lie on the way where it begins.
            let may_pass = !std::mem::take(&mut is_first);
            match self.hits_to_pass(document, id) {
                Some(all) if all == 0 || may_pass && all <= *passed => {
                    *passed -= all;
                    continue;
                }
                _ => {}
            }
            match known {
                None if effort == Effort::None || self.query.is_regex() => return Found::Unknown,
                None | Some(0) if !document.has_time() => return Found::Unknown,
                _ => {}
            }
            let Some(segment) = document.demand(id) else { return Found::Nothing };
            if matches!(known, None | Some(0)) {
                document.spend_time_on(&segment);
                self.look_at(id, &segment);
            }
            if document.is_continued(id) {
                document.demand(SegmentId(id.0.saturating_add(1)));
                self.look_across(document, id);
            }
            if self.query.is_regex() && !self.has_places(document, id) {
                return Found::Unknown;
            }
            let own = self.own_in(id, &segment);
            let spans = self.among_seams(id, own.clone());
            let mut on_the_way = wanted(&spans, id);
            let n_hits = on_the_way.len() as u64;
            if *passed >= n_hits {
                *passed -= n_hits;
            } else if let Some(number) = on_the_way.nth(usize::try_from(*passed).unwrap_or(usize::MAX))
                && let Some(&span) = spans.get(number)
            {
                return Found::Hit(Hit { segment: id, span, n_before: n_before(span, &own) });
            }
        }
        Found::Nothing
    }

    /// The hits that begin in a segment, where it is certain how many.
    fn hits_to_pass(&self, document: &Document, id: SegmentId) -> Option<u64> {
        self.counts.of(id)?;
        let is_certain = !document.is_continued(id) || self.counts.knows_seam(id);
        is_certain.then(|| self.counts.begun_in(id))
    }

    /// Whether the places of a regular expression's hits that begin in a segment are known. They are asked for.
    fn has_places(&mut self, document: &Document, id: SegmentId) -> bool {
        let has_none = self.counts.of(id) == Some(0);
        if !has_none {
            self.places.ask(id);
        }
        let is_located = has_none || self.places.of(id).is_some();
        is_located && !self.is_seam_missing(document, id)
    }
}

/// How many of the hits that a segment has by itself lie before one that begins in it.
pub(super) fn n_before(hit: Span, own: &[Span]) -> usize {
    own.partition_point(|other| other.start < hit.start)
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
