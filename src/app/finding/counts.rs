//! How many hits each segment has, and sums of them.

use std::collections::BTreeMap;

use crate::document::{Outline, SectionId, SegmentId, Span, Sums, TextPos};
use crate::search::{Across, HitCounts, Seam, Spread};

/// The hits of the segments that were looked at.
#[derive(Clone, Debug, Default)]
pub(super) struct Counts {
    by_segment: Vec<Option<HitCounts>>,
    /// The forced cuts that were looked at, by the segment before each.
    seams: BTreeMap<SegmentId, Seam>,
    /// All that begin in a segment.
    begun: Sums,
    n_known: usize,
    /// Changes whenever anything does.
    edition: u64,
}

impl Counts {
    /// Takes the hits of a segment that is not known.
    pub(super) fn record(&mut self, id: SegmentId, counts: HitCounts) {
        if self.by_segment.len() <= id.index() {
            self.by_segment.resize(id.index() + 1, None);
        }
        self.n_known += 1;
        self.edition += 1;
        if let Some(known) = self.by_segment.get_mut(id.index()) {
            *known = Some(counts);
        }
        self.add_up(id);
    }

    /// Takes what there is at the forced cut behind a segment.
    pub(super) fn record_seam(&mut self, id: SegmentId, seam: Seam) {
        self.edition += 1;
        self.seams.insert(id, seam);
        self.add_up(id);
        self.add_up(SegmentId(id.0.saturating_add(1)));
    }

    /// Forgets a segment, and the cuts at its ends.
    pub(super) fn forget(&mut self, id: SegmentId) {
        self.edition += 1;
        if self.by_segment.get_mut(id.index()).and_then(Option::take).is_some() {
            self.n_known -= 1;
        }
        self.seams.remove(&id);
        if let Some(before) = id.0.checked_sub(1).map(SegmentId) {
            self.seams.remove(&before);
            self.add_up(before);
        }
        self.add_up(id);
        self.add_up(SegmentId(id.0.saturating_add(1)));
    }

    /// Adds up what begins in a segment.
    fn add_up(&mut self, id: SegmentId) {
        let Some(within) = self.of(id).map(u64::from).or_else(|| self.seams.get(&id).map(|_| 0)) else {
            if self.begun.of(id) > 0 {
                self.begun.set(id, 0);
            }
            return;
        };
        let (mut added, mut refused) = (0, 0);
        if let Some(seam) = self.seam_before(id) {
            added += seam.behind.len() as u64;
            refused += seam.n_first_refused as u64;
        }
        if let Some(seam) = self.seam(id) {
            added += seam.added_before().count() as u64;
            refused += seam.n_last_refused as u64;
        }
        self.begun.set(id, within.saturating_sub(refused) + added);
    }

    /// What there is at the forced cut before a segment, if that was looked at.
    pub(super) fn seam_before(&self, id: SegmentId) -> Option<&Seam> {
        self.seam(SegmentId(id.0.checked_sub(1)?))
    }

    /// What there is at the forced cut behind a segment, if that was looked at.
    pub(super) fn seam(&self, id: SegmentId) -> Option<&Seam> {
        self.seams.get(&id)
    }

    /// The hit across the forced cut behind a segment.
    pub(super) fn across(&self, id: SegmentId) -> Option<Across> {
        self.seam(id)?.across
    }

    /// Whether the cut behind a segment was looked at.
    pub(super) fn knows_seam(&self, id: SegmentId) -> bool {
        self.seams.contains_key(&id)
    }

    /// The hits of a segment by itself, if it was looked at.
    pub(super) fn of(&self, id: SegmentId) -> Option<u32> {
        self.counts(id).map(HitCounts::total)
    }

    fn counts(&self, id: SegmentId) -> Option<&HitCounts> {
        self.by_segment.get(id.index())?.as_ref()
    }

    /// The hits of all segments that were looked at.
    pub(super) fn total(&self) -> u64 {
        self.begun.total()
    }

    /// The hits that begin in a segment, as far as is known.
    pub(super) fn begun_in(&self, id: SegmentId) -> u64 {
        self.begun.of(id)
    }

    /// Where the hits that begin in a segment are, roughly.
    pub(super) fn spread(&self, id: SegmentId) -> Spread {
        let mut spread = self.counts(id).map(HitCounts::spread).unwrap_or_default();
        self.added_in(id).for_each(|hit| spread.add(hit.start));
        spread
    }

    /// The hits that cuts add to those of a segment, as far as the cuts at its ends were looked at.
    fn added_in(&self, id: SegmentId) -> impl Iterator<Item = Span> {
        let behind = self.seam_before(id).into_iter().flat_map(|seam| seam.behind.iter().copied());
        behind.chain(self.seam(id).into_iter().flat_map(Seam::added_before))
    }

    /// Changes whenever anything does.
    pub(super) fn edition(&self) -> u64 {
        self.edition
    }

    /// How many segments were looked at.
    pub(super) fn n_known(&self) -> usize {
        self.n_known
    }

    /// The hits in the segments before `id`.
    pub(super) fn before(&self, id: SegmentId) -> u64 {
        self.begun.before(id)
    }

    /// The hits that begin before a place in a segment, of whose own ones so many do.
    pub(super) fn begun_before(&self, at: TextPos, n_own: usize) -> u64 {
        let id = at.segment;
        let n_first_refused = self.seam_before(id).map_or(0, |seam| seam.n_first_refused);
        let n_last_refused = self.seam(id).map_or(0, |seam| seam.n_last_refused);
        let n_all = self.of(id).map_or(n_own, |all| all as usize);
        let within = n_own.min(n_all.saturating_sub(n_last_refused)).saturating_sub(n_first_refused);
        let added = self.added_in(id).filter(|hit| hit.start < at.offset).count();
        self.before(id) + (within + added) as u64
    }

    /// The hits before the section at `index` of the outline; all of them past the last section.
    pub(super) fn before_section(&self, outline: &Outline, index: u32) -> u64 {
        let Some(section) = outline.get(SectionId(index)) else { return self.total() };
        let segment = section.start.segment;
        let first = outline.n_before(segment);
        // The hits of a segment begin with those before its first heading.
        let n_parts = index as usize - first + 1;
        let parts = self.counts(segment).map(HitCounts::by_section).unwrap_or_default();
        let within = parts.iter().take(n_parts).map(|&hits| u64::from(hits)).sum::<u64>();
        let (added, refused) = self
            .seam_before(segment)
            .map_or((0, 0), |seam| (seam.behind.len() as u64, seam.n_first_refused as u64));
        self.before(segment) + within.saturating_sub(refused) + added
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::document::{LeafKind, SegmentBuilder};
    use crate::search;

    fn counts(hits: u32) -> HitCounts {
        HitCounts::new(vec![hits, 1])
    }

    #[test]
    fn sections_begin_after_what_stands_before_their_heading() {
        let mut builder = SegmentBuilder::new(0);
        builder.leaf(LeafKind::Heading(1), 0..0, "A");
        builder.leaf(LeafKind::Heading(1), 0..0, "B");
        let segment = builder.finish(0);
        let outline = Outline::new([(SegmentId(1), &segment), (SegmentId(2), &segment)]);
        let mut counts = Counts::default();
        counts.record(SegmentId(0), HitCounts::new(vec![5]));
        counts.record(SegmentId(1), HitCounts::new(vec![3, 10, 20]));
        counts.record(SegmentId(2), HitCounts::new(vec![1, 2, 4]));
        let before: Vec<_> = (0..6).map(|index| counts.before_section(&outline, index)).collect();
        assert_eq!(before, [8, 18, 39, 41, 45, 45]);
    }

    proptest! {
        /// Before each hit that begins in a segment, with what is different at the cuts around it.
        #[test]
        fn hits_are_numbered_as_they_begin(n_own in 0..9_u32, first in (0..9_usize, 0..3_u32), last in (0..9_usize, 0..3_u32)) {
            let id = SegmentId(1);
            let first = (first.0.min(n_own as usize), first.1);
            let last = (last.0.min(n_own as usize - first.0), last.1);
            let span = |at: u32| Span::new(at, at + 1);
            let own: Vec<Span> = (0..n_own).map(|number| span(100 + 10 * number)).collect();
            let n_kept = own.len() - last.0;
            // Hits at a cut stand where those were that are refused.
            let behind = (0..first.1).map(|at| span(own[..first.0].last().map_or(0, |hit| hit.start) + at));
            let before = (0..last.1).map(|at| span(own[..n_kept].last().map_or(100, |hit| hit.start) + 5 + at));
            let before_it = Seam { n_first_refused: first.0, behind: behind.collect(), ..Seam::default() };
            let behind_it = Seam { n_last_refused: last.0, before: before.collect(), ..Seam::default() };
            let mut all = Counts::default();
            all.record(SegmentId(0), HitCounts::new(vec![7]));
            all.record(id, HitCounts::new(vec![n_own]));
            all.record_seam(SegmentId(0), before_it.clone());
            all.record_seam(id, behind_it.clone());
            for (number, hit) in search::begun(own.clone(), Some(&before_it), Some(&behind_it)).into_iter().enumerate() {
                let n_own = crate::app::finding::n_before(hit, &own);
                prop_assert_eq!(all.begun_before(TextPos::new(id, hit.start), n_own), 7 + number as u64);
            }
        }

        #[test]
        fn sums_are_those_of_the_parts(steps in prop::collection::vec((any::<bool>(), 0..900u32, 0..9u32), 0..60), id in 0..1000u32) {
            let mut known = BTreeMap::new();
            let mut seams: BTreeMap<u32, Seam> = BTreeMap::new();
            let mut all = Counts::default();
            for (is_new, id, hits) in steps {
                match (is_new, all.of(SegmentId(id))) {
                    (true, None) => {
                        all.record(SegmentId(id), counts(hits));
                        known.insert(id, u64::from(hits) + 1);
                    }
                    (true, Some(_)) => {
                        let across = Across { head: Span::default(), tail: Span::default() };
                        let across = (hits % 2 == 0).then_some(across);
                        let n_hits = |most: u32| vec![Span::default(); (hits % most) as usize].into();
                        let seam = Seam {
                            across,
                            n_last_refused: hits as usize % 5,
                            before: n_hits(3),
                            n_first_refused: hits as usize % 4,
                            behind: n_hits(2),
                        };
                        all.record_seam(SegmentId(id), seam.clone());
                        seams.insert(id, seam);
                    }
                    (false, _) => {
                        all.forget(SegmentId(id));
                        known.remove(&id);
                        seams.remove(&id);
                        seams.remove(&id.wrapping_sub(1));
                    }
                }
            }
            let begun = |id: u32| {
                let (at, before) = (seams.get(&id), id.checked_sub(1).and_then(|before| seams.get(&before)));
                let refused = at.map_or(0, |seam| seam.n_last_refused) + before.map_or(0, |seam| seam.n_first_refused);
                let added = at.map_or(0, |seam| seam.added_before().count()) + before.map_or(0, |seam| seam.behind.len());
                let within = known.get(&id).copied().or_else(|| at.map(|_| 0));
                within.map_or(0, |within| within.saturating_sub(refused as u64) + added as u64)
            };
            prop_assert_eq!(all.total(), (0..901).map(begun).sum::<u64>());
            prop_assert_eq!(all.n_known(), known.len());
            prop_assert_eq!(all.before(SegmentId(id)), (0..id).map(begun).sum::<u64>());
            prop_assert_eq!(all.of(SegmentId(id)).map(u64::from), known.get(&id).copied());
        }
    }
}
