//! The reader's way from hit to hit: which one he is at, which one he waits for, and the next one either way.

use super::Finding;
use crate::app::positions::Visitor;
use crate::document::{Document, Segment, SegmentId, Span, TextPos};
use crate::layout::Anchor;
use crate::search;

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

/// A hit that the reader waits for, because what lies before it is not searched yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) struct Wanted {
    /// From where on.
    pub(in crate::app) from: TextPos,
    /// Towards the end, or back.
    pub(in crate::app) is_forward: bool,
    /// How many hits lie before it.
    pub(in crate::app) passed: u64,
    /// Whether it is sought beyond an end of the document, from the other one on.
    pub(in crate::app) is_round: bool,
    /// Where the reader was: one who has moved on is not called back.
    pub(in crate::app) anchor: Anchor,
    /// What it is sought for.
    pub(in crate::app) goal: Goal,
}

/// What a hit is sought for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum Goal {
    /// For itself, round the ends of the document.
    Hit,
    /// For its section, whose first hit is gone to, up to the end of the document.
    Section,
    /// To be the current one again, if it still begins there.
    Same,
}

/// What may be searched for an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum Effort {
    /// Nothing beyond what was searched.
    None,
    /// As much as there is time for while a key waits; the rest is left to workers.
    Some,
}

/// What is found in one direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum Found {
    /// The nearest hit.
    Hit(Hit),
    /// There is none.
    Nothing,
    /// The next segments are not searched yet.
    Unknown,
}

impl Hit {
    /// Where the hit starts.
    pub fn start(&self) -> TextPos {
        TextPos::new(self.segment, self.span.start)
    }

    /// Shows its ends to `visit`, which may change them.
    pub(in crate::app) fn visit_positions(&mut self, visit: Visitor<'_>) {
        let (mut start, mut end) = (self.start(), TextPos::new(self.segment, self.span.end));
        [&mut start, &mut end].into_iter().for_each(visit);
        self.segment = start.segment;
        self.span = Span::new(start.offset, end.offset);
    }
}

impl Finding {
    /// The hit the reader is at.
    pub fn current(&self) -> Option<Hit> {
        self.current
    }

    pub(in crate::app) fn set_current(&mut self, hit: Option<Hit>) {
        self.current = hit;
        self.is_gone_to = true;
        self.wanted = None;
    }

    /// Takes the hit for the current one that was so before the text was read anew.
    pub(in crate::app) fn take_up(&mut self, hit: Hit) {
        self.set_current(Some(hit));
        self.is_gone_to = false;
    }

    /// The current hit, if the reader has gone to it in the text as it is now: folds that are found late leave it in
    /// view.
    pub(in crate::app) fn gone_to(&self) -> Option<Hit> {
        self.current.filter(|_| self.is_gone_to)
    }

    /// Where the hit begins that is the current one, or is to be again as soon as it is found.
    pub(in crate::app) fn place(&self) -> Option<TextPos> {
        let again = || self.wanted.filter(|wanted| wanted.goal == Goal::Same).map(|wanted| wanted.from);
        self.current.map(|hit| hit.start()).or_else(again)
    }

    /// Whether the reader is to go to a hit as soon as it is found.
    pub(in crate::app) fn awaits_hit(&self) -> bool {
        self.wanted.is_some_and(|wanted| wanted.goal != Goal::Same)
    }

    /// The hit the reader waits for.
    pub(in crate::app) fn wanted(&self) -> Option<Wanted> {
        self.wanted
    }

    pub(in crate::app) fn want(&mut self, wanted: Option<Wanted>) {
        self.wanted = wanted;
    }

    /// The number of the current hit, from 1.
    pub fn ordinal(&self) -> Option<u64> {
        let hit = self.current?;
        Some(self.counts.begun_before(hit.start(), hit.n_before) + 1)
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

    /// Counts the hits before the current one in its segment, which was parsed anew. Those of a regular expression are
    /// counted when a worker has found their places.
    pub(in crate::app) fn count_to_current(&mut self, segment: &Segment) {
        if let Some(hit) = self.current.filter(|_| !self.query.is_regex()) {
            let n_before = n_before(hit.span, &search::scan(segment, &self.query));
            self.current = Some(Hit { n_before, ..hit });
        }
    }

    /// Counts the hits before the current one in a segment whose places are known.
    pub(super) fn count_before_current(&mut self, id: SegmentId) {
        let Some(hit) = self.current.filter(|hit| hit.segment == id) else { return };
        let Some(own) = self.places.of(id) else { return };
        self.current = Some(Hit { n_before: n_before(hit.span, own), ..hit });
    }

    /// The first hit at or after `from` behind as many as are to be `passed`, as far as `effort` goes.
    /// Those that were passed are taken off.
    pub(in crate::app) fn forward(
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
    pub(in crate::app) fn backward(
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
pub(in crate::app) fn n_before(hit: Span, own: &[Span]) -> usize {
    own.partition_point(|other| other.start < hit.start)
}
