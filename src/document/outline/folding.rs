//! Folded sections: those of which only the heading is shown.
//!
//! A section is told by where its heading begins in the source, since that stays as it is when more is
//! known of the document, or when a part of it is parsed anew.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use super::part::Part;
use super::{Outline, Placed, Section, SectionId};
use crate::document::position::offset;
use crate::document::{SegmentId, TextPos};

/// About the bytes of a heading in the source.
const HEADING: u32 = 24;

/// Which sections are folded: a few, or all but a few, those too that are not known yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folds {
    are_all: bool,
    /// The sections that are not as the others.
    others: BTreeSet<u64>,
}

impl Folds {
    /// All sections, but for one that lies around all others.
    pub fn all() -> Self {
        Self { are_all: true, others: BTreeSet::new() }
    }

    /// The sections whose headings begin at these bytes of the source, or, where `are_all` are, all but these.
    pub fn of(are_all: bool, others: impl IntoIterator<Item = u64>) -> Self {
        Self { are_all, others: others.into_iter().collect() }
    }

    /// Whether all sections are folded but for the others.
    pub fn are_all(&self) -> bool {
        self.are_all
    }

    /// Where the headings of the others begin in the source, in bytes, in order: so many at most, those nearest to a
    /// place in it.
    pub fn others_near(&self, place: u64, most: usize) -> Vec<u64> {
        let before = self.others.range(..place).rev().take(most);
        let mut near: Vec<_> = before.chain(self.others.range(place..).take(most)).copied().collect();
        near.sort_by_key(|other| other.abs_diff(place));
        near.truncate(most);
        near.sort_unstable();
        near
    }

    /// Counts the section whose heading begins at this byte of the source no longer among the others.
    pub fn remove_other(&mut self, source: u64) {
        self.others.remove(&source);
    }

    /// Counts the section whose heading begins at this byte of the source among the others.
    pub fn add_other(&mut self, source: u64) {
        self.others.insert(source);
    }

    /// Whether no section is folded.
    pub fn is_empty(&self) -> bool {
        !self.are_all && self.others.is_empty()
    }

    /// Folds a section, or opens it.
    pub fn set(&mut self, outline: &Outline, id: SectionId, is_folded: bool) {
        let Some(source) = outline.source(id) else { return };
        if outline.is_folded(self, id) != is_folded && !self.others.remove(&source) {
            self.others.insert(source);
        }
    }
}

/// What the folds leave of the segments, but for those that are shown as a whole and lie before any fold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartShown {
    /// A segment with headings. Those behind it up to the next one have none.
    pub segment: SegmentId,
    /// How many of its headings are shown.
    pub n_shown: u32,
    /// How many of these are folded.
    pub n_folded: u32,
    /// About the bytes of its source that are hidden, up to `hidden_from`.
    pub hidden: u32,
    /// Where in its source begins what is hidden at its end, and in the segments behind it that have no
    /// headings; `None` where its end is shown.
    pub hidden_from: Option<u32>,
}

/// A folded section whose heading is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fold {
    /// Which.
    pub section: SectionId,
    /// Where its heading begins.
    pub heading: TextPos,
    /// Where it ends: at the next heading that is shown. `None` where the document does.
    pub end: Option<TextPos>,
    /// Whether nothing but another folded section, or nothing at all, stands behind it.
    pub is_followed_by_fold: bool,
}

impl PartShown {
    /// Shows a heading.
    fn show(&mut self, source: u32) {
        self.n_shown += 1;
        self.hidden += self.hidden_from.take().map_or(0, |from| source.saturating_sub(from));
    }

    /// Hides what stands below the heading that was shown last.
    fn fold(&mut self, source: u32) {
        self.n_folded += 1;
        self.hidden_from = Some(source.saturating_add(HEADING));
    }
}

/// Goes through the sections and tells those that are shown.
struct Walk<'a> {
    folds: &'a Folds,
    /// Whether the first section lies around all others.
    has_root: bool,
    /// The level of the folded section that the walk is in.
    inside: Option<u8>,
}

impl Walk<'_> {
    fn hides(&self, level: u8) -> bool {
        self.inside.is_some_and(|inside| level > inside)
    }

    /// Goes through a part.
    fn pass(&mut self, placed: &Placed) -> PartShown {
        let part = &placed.part;
        let mut shown = PartShown {
            segment: part.segment,
            n_shown: 0,
            n_folded: 0,
            hidden: 0,
            hidden_from: self.inside.map(|_| 0),
        };
        // Nothing in it is as high as what it lies in.
        if self.hides(part.highest()) {
            return shown;
        }
        let has_root = self.has_root && placed.before.n_sections == 0;
        if has_root || self.has_others(part) {
            self.pass_each(placed, &mut shown);
        } else {
            self.pass_at_once(part, &mut shown);
        }
        shown
    }

    /// Goes through a part section by section.
    fn pass_each(&mut self, placed: &Placed, shown: &mut PartShown) {
        for (index, section) in (0..).zip(&placed.part.sections) {
            if self.hides(section.level) {
                continue;
            }
            shown.show(section.source);
            if self.enter(placed, index, section) {
                shown.fold(section.source);
            }
        }
    }

    /// Comes to a heading that is shown, and answers whether it is folded.
    fn enter(&mut self, placed: &Placed, index: u32, section: &Section) -> bool {
        let is_root = self.has_root && placed.before.n_sections + index == 0;
        let is_other = self.folds.others.contains(&placed.part.source_of(section));
        let is_folded = (self.folds.are_all && !is_root) != is_other;
        self.inside = is_folded.then_some(section.level);
        is_folded
    }

    /// Goes through a part in which all sections are folded, or none.
    fn pass_at_once(&mut self, part: &Part, shown: &mut PartShown) {
        let first = part.sections.iter().position(|section| !self.hides(section.level)).unwrap_or(0);
        let rest = part.sections.get(first..).unwrap_or_default();
        let Some(begin) = rest.first() else { return };
        shown.show(begin.source);
        let inside = self.inside.take();
        if !self.folds.are_all {
            shown.n_shown = offset(rest.len());
            return;
        }
        // Those that lie in no other one of the part.
        let n_shown = part.tally.n_roots_to(inside.unwrap_or(u8::MAX));
        let last = part.open.iter().next().and_then(|(_, id)| part.sections.get(id.index())).unwrap_or(begin);
        self.inside = Some(last.level);
        shown.fold(last.source);
        (shown.n_shown, shown.n_folded) = (n_shown, n_shown);
        let between = last.source.saturating_sub(begin.source);
        shown.hidden += between.saturating_sub(n_shown.saturating_sub(1).saturating_mul(HEADING));
    }

    fn has_others(&self, part: &Part) -> bool {
        let ends = part.sections.first().zip(part.sections.last());
        ends.is_some_and(|(first, last)| {
            self.folds.others.range(part.source_of(first)..=part.source_of(last)).next().is_some()
        })
    }
}

impl Outline {
    /// Where the heading of a section begins in the source, in bytes.
    pub fn source(&self, id: SectionId) -> Option<u64> {
        self.find(id).map(|(placed, section)| placed.part.source_of(section))
    }

    /// The section whose heading begins at this byte of the source.
    pub fn at_source(&self, source: u64) -> Option<SectionId> {
        let part = self.parts.partition_point(|placed| placed.part.source() <= source).checked_sub(1)?;
        let placed = self.parts.get(part)?;
        let starts = placed.part.sections.iter().map(|section| placed.part.source_of(section));
        (0..).zip(starts).find(|(_, start)| *start == source).map(|(index, _)| placed.id(index))
    }

    /// The sections that begin in these segments, in order, with where their headings begin in the source.
    pub fn sections_in(
        &self,
        segments: RangeInclusive<SegmentId>,
    ) -> impl Iterator<Item = (SectionId, &Section, u64)> {
        let first = self.parts.partition_point(|placed| placed.part.segment < *segments.start());
        let parts = self.parts.iter().skip(first);
        let parts = parts.take_while(move |placed| placed.part.segment <= *segments.end());
        parts.flat_map(|placed| {
            let part = &placed.part;
            (0..)
                .zip(&part.sections)
                .map(|(index, section)| (placed.id(index), section, part.source_of(section)))
        })
    }

    /// Whether a section is folded, be it shown or hidden itself.
    pub fn is_folded(&self, folds: &Folds, id: SectionId) -> bool {
        let Some(source) = self.source(id) else { return false };
        let is_root = || id == SectionId(0) && self.root().is_some();
        (folds.are_all && !is_root()) != folds.others.contains(&source)
    }

    /// The folded section that is shown of those around `id`, itself included: the outermost one.
    pub fn fold_around(&self, folds: &Folds, id: SectionId) -> Option<SectionId> {
        if folds.is_empty() {
            return None;
        }
        self.path(id).into_iter().find(|&id| self.is_folded(folds, id))
    }

    /// The section whose heading is shown for that of `id`: itself, or a folded one around it.
    pub fn shown_for(&self, folds: &Folds, id: SectionId) -> SectionId {
        self.fold_around(folds, id).unwrap_or(id)
    }

    /// What the folds leave of the segments that have headings, in order. Costs a step for each of them, and one
    /// for each section only where some are folded and others not.
    pub fn parts_shown(&self, folds: &Folds) -> impl Iterator<Item = PartShown> {
        let mut walk = Walk { folds, has_root: self.root().is_some(), inside: None };
        self.parts.iter().map(move |placed| walk.pass(placed))
    }

    /// Where what is hidden at the beginning of a segment ends: at its first heading that is shown, or, where
    /// it has none, beyond it. `None` where its beginning is shown.
    pub fn hidden_until(&self, folds: &Folds, id: SegmentId) -> Option<TextPos> {
        let before = SectionId::from_index(self.n_before(id).checked_sub(1)?);
        let fold = self.fold_around(folds, before)?;
        Some(self.start_of(self.end(fold)).unwrap_or_else(|| TextPos::new(id, u32::MAX)))
    }

    /// The folded sections whose headings are shown in a segment, in order.
    pub fn folds_in(&self, folds: &Folds, id: SegmentId) -> Vec<Fold> {
        let at = self.parts.len() - self.n_parts_from(id);
        let Some(placed) = self.parts.get(at).filter(|placed| placed.part.segment == id) else {
            return Vec::new();
        };
        let around = placed.before.n_sections.checked_sub(1).map(SectionId);
        let around = around.and_then(|before| self.get(self.fold_around(folds, before)?));
        let inside = around.map(|section| section.level);
        let mut walk = Walk { folds, has_root: self.root().is_some(), inside };
        let mut found: Vec<Fold> = Vec::new();
        for (index, section) in (0..).zip(&placed.part.sections) {
            if walk.hides(section.level) {
                continue;
            }
            let was_inside = walk.inside.is_some();
            let is_folded = walk.enter(placed, index, section);
            if let Some(before) = found.last_mut().filter(|_| was_inside) {
                (before.end, before.is_followed_by_fold) = (Some(section.start), is_folded);
            }
            if is_folded {
                let (section, heading) = (placed.id(index), section.start);
                found.push(Fold { section, heading, end: None, is_followed_by_fold: true });
            }
        }
        if let Some(last) = found.last_mut().filter(|_| walk.inside.is_some()) {
            let next = self.end(last.section);
            last.end = self.start_of(next);
            last.is_followed_by_fold = last.end.is_none() || self.is_folded(folds, SectionId(next));
        }
        found
    }

    fn start_of(&self, index: u32) -> Option<TextPos> {
        self.get(SectionId(index)).map(|section| section.start)
    }
}
