//! The state of a search: what was looked for, where there are hits, and which one is current.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::document::{Document, Outline, SectionId, Segment, SegmentId, Span, TextPos};
use crate::layout::Anchor;
use crate::search::{self, Across, HitCounts, Query};

/// A search and what is known of its hits.
#[derive(Clone, Debug)]
pub struct Finding {
    query: Query,
    /// Tells the results of this search from those of an earlier one.
    generation: u64,
    counts: BTreeMap<SegmentId, HitCounts>,
    /// The hits across forced cuts, by the segment that each begins in: one at most.
    across: BTreeMap<SegmentId, Across>,
    total: u64,
    current: Option<Hit>,
    wanted: Option<Wanted>,
    tally: Tally,
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

/// A hit that the reader waits for, because what lies before it is not searched yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Wanted {
    /// From where on.
    pub(super) from: TextPos,
    /// Towards the end, or back.
    pub(super) is_forward: bool,
    /// Where the reader was: one who has moved on is not called back.
    pub(super) anchor: Anchor,
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

/// The hits of the sections, added up.
#[derive(Clone, Debug, Default)]
struct Tally {
    /// The hits before each section; one entry more than there are sections.
    before: Vec<u64>,
    /// The state of counts and outline it was made from.
    made_from: (usize, u64, usize),
}

impl Finding {
    /// A search that has not looked anywhere yet.
    pub fn new(query: Query, generation: u64) -> Self {
        Self {
            query,
            generation,
            counts: BTreeMap::new(),
            across: BTreeMap::new(),
            total: 0,
            current: None,
            wanted: None,
            tally: Tally::default(),
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

    /// The hit the reader is at.
    pub fn current(&self) -> Option<Hit> {
        self.current
    }

    pub(super) fn set_current(&mut self, hit: Option<Hit>) {
        self.current = hit;
        self.wanted = None;
    }

    /// The hit the reader waits for.
    pub(super) fn wanted(&self) -> Option<Wanted> {
        self.wanted
    }

    pub(super) fn want(&mut self, wanted: Option<Wanted>) {
        self.wanted = wanted;
    }

    /// Takes the counts of a segment.
    pub(super) fn record(&mut self, id: SegmentId, counts: HitCounts) {
        self.total += u64::from(counts.total());
        if let Some(before) = self.counts.insert(id, counts) {
            self.total -= u64::from(before.total());
        }
    }

    /// Forgets a segment that was parsed anew.
    pub(super) fn forget(&mut self, id: SegmentId) {
        if let Some(before) = self.counts.remove(&id) {
            self.total -= u64::from(before.total());
        }
        for id in [Some(id), id.0.checked_sub(1).map(SegmentId)].into_iter().flatten() {
            self.total -= u64::from(self.across.remove(&id).is_some());
        }
    }

    /// Searches across every forced cut between segments that are parsed.
    pub(super) fn look_across_all(&mut self, document: &Document) {
        for (id, _) in document.segments() {
            self.look_across(document, id);
        }
    }

    /// Searches across the forced cut behind segment `id`, if there is one and both sides are parsed.
    pub(super) fn look_across(&mut self, document: &Document, id: SegmentId) {
        let next = SegmentId(id.0.saturating_add(1));
        if !is_continued(document, id) || self.across.contains_key(&id) {
            return;
        }
        let (Some(before), Some(behind)) = (document.segment(id), document.segment(next)) else { return };
        if let Some(hit) = search::across(before, behind, &self.query) {
            self.across.insert(id, hit);
            self.total += 1;
        }
    }

    /// The hits in a segment, with the parts of those across the cuts at its ends.
    pub(super) fn shown_in(&self, id: SegmentId, segment: &Segment) -> Vec<Span> {
        let mut spans: Vec<Span> = self.tail_in(id).into_iter().collect();
        spans.extend(self.begun_in(id, segment));
        spans
    }

    /// The hits that begin in a segment.
    fn begun_in(&self, id: SegmentId, segment: &Segment) -> Vec<Span> {
        let mut spans = search::scan(segment, &self.query);
        spans.extend(self.across.get(&id).map(|across| across.head));
        spans
    }

    /// The end of a hit that begins in the segment before.
    fn tail_in(&self, id: SegmentId) -> Option<Span> {
        let before = SegmentId(id.0.checked_sub(1)?);
        self.across.get(&before).map(|across| across.tail)
    }

    /// The part of the current hit that lies in segment `id`.
    pub fn current_in(&self, id: SegmentId) -> Option<Span> {
        let hit = self.current?;
        if hit.segment == id {
            return Some(hit.span);
        }
        let across = self.across.get(&hit.segment).filter(|across| across.head == hit.span)?;
        (hit.segment.0.checked_add(1) == Some(id.0)).then_some(across.tail)
    }

    /// Changes every position that is kept, when a segment was parsed anew.
    pub(super) fn move_positions(&mut self, moved: impl Fn(TextPos) -> TextPos) {
        if let Some(hit) = &mut self.current {
            let end = moved(TextPos::new(hit.segment, hit.span.end));
            hit.span = Span::new(moved(hit.start()).offset, end.offset);
        }
        if let Some(wanted) = &mut self.wanted {
            wanted.from = moved(wanted.from);
            wanted.anchor.pos = moved(wanted.anchor.pos);
        }
    }

    /// Searches a segment, unless that was done.
    pub(super) fn look_at(&mut self, id: SegmentId, segment: &Segment) {
        if !self.knows(id) {
            self.record(id, search::count(segment, &self.query));
        }
    }

    /// Whether a segment was looked at.
    pub(super) fn knows(&self, id: SegmentId) -> bool {
        self.counts.contains_key(&id)
    }

    /// Whether all that is there of the document was looked at.
    pub fn is_counted(&self, document: &Document) -> bool {
        document.is_caught_up() && self.counts.len() == document.n_segments()
    }

    /// The hits found so far.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// The number of the current hit, from 1.
    pub fn ordinal(&self, document: &Document) -> Option<u64> {
        let hit = self.current?;
        let before: u64 = self.counts.range(..hit.segment).map(|(_, counts)| u64::from(counts.total())).sum();
        let across = self.across.range(..hit.segment).count();
        let segment = document.segment(hit.segment)?;
        let begun = self.begun_in(hit.segment, segment);
        let inside = begun.partition_point(|span| span.start < hit.span.start);
        Some(before + (across + inside) as u64 + 1)
    }

    /// Adds up the hits of the sections, if they have changed.
    pub(super) fn add_up(&mut self, outline: &Outline) {
        let state = (self.counts.len(), self.total, outline.sections().len());
        if self.tally.made_from == state {
            return;
        }
        let mut hits = vec![0; state.2];
        for (&id, counts) in &self.counts {
            for (section, count) in by_section(outline, id, counts) {
                if let Some(hits) = hits.get_mut(section.index()) {
                    *hits += u64::from(count);
                }
            }
        }
        for &id in self.across.keys() {
            let last = outline.sections().partition_point(|section| section.start.segment <= id);
            if let Some(hits) = last.checked_sub(1).and_then(|last| hits.get_mut(last)) {
                *hits += 1;
            }
        }
        let mut sum = 0;
        let before = std::iter::once(0).chain(hits.iter().map(|hits| {
            sum += hits;
            sum
        }));
        self.tally = Tally { before: before.collect(), made_from: state };
    }

    /// The hits in a range of sections, each up to the next heading, as they were last added up.
    pub fn hits_in(&self, sections: Range<u32>) -> u64 {
        let before =
            |index: u32| self.tally.before.get(index as usize).or_else(|| self.tally.before.last()).copied();
        before(sections.end).unwrap_or(0) - before(sections.start).unwrap_or(0)
    }

    /// The first hit at or after `from`. Looks at up to `budget` segments that were not searched.
    pub(super) fn forward(&mut self, document: &mut Document, from: TextPos, budget: usize) -> Found {
        let n_segments = document.n_segments();
        let ids = (from.segment.index()..n_segments).map(SegmentId::from_index);
        let first = |spans: &[Span], id| {
            let after = spans.partition_point(|span| TextPos::new(id, span.start) < from);
            spans.get(after).copied()
        };
        let found = self.first_in(document, ids, budget, first);
        if found == Found::Nothing && !document.is_at_end() { Found::Unknown } else { found }
    }

    /// The last hit before `from`. Looks at up to `budget` segments that were not searched.
    pub(super) fn backward(&mut self, document: &mut Document, from: TextPos, budget: usize) -> Found {
        let ids = (0..=from.segment.index()).rev().map(SegmentId::from_index);
        self.first_in(document, ids, budget, |spans, id| {
            let before = spans.partition_point(|span| TextPos::new(id, span.start) < from);
            spans.get(before.checked_sub(1)?).copied()
        })
    }

    fn first_in(
        &mut self,
        document: &mut Document,
        ids: impl Iterator<Item = SegmentId>,
        mut budget: usize,
        nearest: impl Fn(&[Span], SegmentId) -> Option<Span>,
    ) -> Found {
        for id in ids {
            let known = self.counts.get(&id).map(HitCounts::total);
            match known {
                Some(0) if !self.may_go_on(document, id) => continue,
                None if budget == 0 => return Found::Unknown,
                _ => {}
            }
            let Some(segment) = document.demand(id) else { return Found::Nothing };
            if known.is_none() {
                budget -= 1;
                self.look_at(id, &segment);
            }
            if is_continued(document, id) {
                document.demand(SegmentId(id.0.saturating_add(1)));
                self.look_across(document, id);
            }
            if let Some(span) = nearest(&self.begun_in(id, &segment), id) {
                return Found::Hit(Hit { segment: id, span });
            }
        }
        Found::Nothing
    }

    /// Whether a hit may begin in segment `id` and go across a forced cut behind it, as far as is
    /// known.
    fn may_go_on(&self, document: &Document, id: SegmentId) -> bool {
        let is_behind_known = document.segment(SegmentId(id.0.saturating_add(1))).is_some();
        is_continued(document, id) && (self.across.contains_key(&id) || !is_behind_known)
    }
}

/// Whether the segment behind `id` goes on with the last block of that one.
fn is_continued(document: &Document, id: SegmentId) -> bool {
    document.chunk(SegmentId(id.0.saturating_add(1))).is_some_and(|chunk| chunk.continues)
}

/// The counts of a segment with the sections they belong to. What stands before the segment's first
/// heading belongs to the section that runs on from above.
fn by_section<'a>(
    outline: &'a Outline,
    id: SegmentId,
    counts: &'a HitCounts,
) -> impl Iterator<Item = (SectionId, u32)> + 'a {
    let sections = outline.sections();
    let first = sections.partition_point(|section| section.start.segment < id);
    let end = sections.partition_point(|section| section.start.segment <= id);
    // Headings that the tree has no room for belong to its last section.
    let sections = (first..).map(move |index| index.min(end).checked_sub(1).map(SectionId::from_index));
    sections.zip(counts.by_section.iter()).filter_map(|(section, &count)| Some((section?, count)))
}
