//! The sections that are open at a place in the text: those that what follows may fall into.

use crate::document::SectionId;

/// Levels that a heading can have.
pub(super) const LEVELS: usize = 6;

/// Of each level the section that is open, if there is one. Only the higher ones (of lower numbers)
/// outlast a heading.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct OpenSections([Option<SectionId>; LEVELS]);

impl OpenSections {
    /// Begins section `id`, which ends those of its level and below.
    pub(super) fn begin(&mut self, level: u8, id: SectionId) {
        for slot in self.0.iter_mut().skip(index(level)) {
            *slot = None;
        }
        if let Some(slot) = self.0.get_mut(index(level)) {
            *slot = Some(id);
        }
    }

    /// The open sections from the outermost on, with their levels.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u8, SectionId)> {
        (1..).zip(&self.0).filter_map(|(level, id)| Some((level, (*id)?)))
    }

    /// How many sections lie around a heading of `level` that comes now.
    pub(super) fn n_around(&self, level: u8) -> u16 {
        (0..).zip(self.0.iter().take(index(level)).flatten()).map(|(n, _)| n + 1).last().unwrap_or(0)
    }

    /// The innermost section around a heading of `level` that comes now.
    pub(super) fn around(&self, level: u8) -> Option<SectionId> {
        self.0.iter().take(index(level)).rev().flatten().next().copied()
    }
}

/// The place of a level in what is kept of each.
pub(super) fn index(level: u8) -> usize {
    usize::from(level).saturating_sub(1).min(LEVELS - 1)
}
