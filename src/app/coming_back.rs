//! Coming back to a document: what is kept of it when it is left, and where the reader was.

use super::places::{Sighting, Sought};
use super::travel::Awaited;
use super::{App, Overlay};
use crate::document::{Identity, Kept, Place, Ranges, Recalled};
use crate::layout::Anchor;

/// What is kept of the document.
#[derive(Debug, Default)]
pub(super) struct ComingBack {
    /// What the document is known by; none where nothing is kept, or that is not known yet.
    identity: Option<Identity>,
    /// The parts of the source that were read.
    pub(super) read: Ranges,
    /// Whether the reader has just scrolled.
    pub(super) is_reading: bool,
}

/// How far into a source a place may lie to be gone to before the first screen is drawn, in bytes: as
/// many as are split in a millisecond.
pub const NEAR: u64 = 512 << 10;

impl App {
    /// Takes what was kept of the document, and goes to where the reader was, unless he has moved by now.
    pub fn recall(&mut self, Recalled { identity, kept, is_changed, trouble }: Recalled) {
        self.coming_back.identity = Some(identity);
        if let Some(trouble) = trouble {
            self.notify(trouble);
        }
        kept.read.iter().for_each(|range| self.coming_back.read.add(range));
        let has_moved = self.anchor != Anchor::default() || self.awaited.is_some() || self.overlay.is_some();
        if let Some(place) = kept.place.filter(|_| !has_moved) {
            self.come_back(Sought { place, is_changed });
            self.refresh(true);
        }
    }

    /// Goes to where the reader was, as soon as that is known.
    pub(super) fn come_back(&mut self, sought: Sought) {
        match self.find_place(&sought) {
            Sighting::Here(pos) => {
                self.anchor = pos.into();
                let key = self.keymap.key_of("to-start");
                self.notify(format!("where you were; {key} goes to the beginning"));
            }
            Sighting::Nowhere => self.notify("where you were is not in the text any more"),
            Sighting::Unknown => {
                self.notify("going to where you were …");
                self.awaited = Some(Awaited::Place(Box::new(sought)));
            }
        }
    }

    /// What is to be kept of the document; nothing where it is not known which one it is.
    pub fn kept(&mut self) -> Option<(Identity, Kept)> {
        let identity = self.coming_back.identity.clone()?;
        let kept = Kept { place: self.place_now(), read: self.coming_back.read.clone() };
        Some((identity, kept))
    }

    /// Where the reader is, or is about to be. None at the beginning.
    fn place_now(&mut self) -> Option<Place> {
        let awaited = self.awaited.as_ref().or(self.awaited_before_prompt.as_ref());
        if let Some(Awaited::Place(sought)) = awaited {
            return Some(sought.place.clone());
        }
        let pos = match &self.overlay {
            Some(Overlay::Search { origin, .. }) => origin.pos,
            _ if self.view.extent.before == 0 => return None,
            _ => self.reading_position(),
        };
        self.place_of(pos)
    }
}
