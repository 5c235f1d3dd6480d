//! Coming back to a document: what is kept of it when it is left, and where the reader was.

use std::collections::BTreeMap;

use super::App;
use super::folding::FoldsOf;
use super::places::{Purpose, Sought};
use super::positions::Visitor;
use super::travel::Awaited;
use crate::document::{Identity, Keeping, Kept, Passages, Place, Ranges, Recalled};
use crate::layout::Anchor;

/// What is kept of the document.
#[derive(Debug, Default)]
pub(super) struct ComingBack {
    /// What the document is known by; none where nothing is kept, or that is not known yet.
    identity: Option<Identity>,
    /// What was kept of it, as far as that is known.
    before: Kept,
    /// What the page is tied to as long as the reader has not moved from where he came back to, and that place as it was
    /// kept.
    arrival: Option<(Anchor, Place)>,
    /// The parts of the source that were read.
    pub(super) read: Ranges,
    /// What was read, by its words.
    pub(super) passages: Passages,
    /// What was read of the text as it was before, and has not been found yet.
    pub(super) sought: Passages,
    /// The number of the last search for it, and whether what comes of that is awaited.
    pub(super) last_search: u64,
    pub(super) is_searching: bool,
    /// The marks, by their names.
    marks: BTreeMap<char, Place>,
    /// Whether the text has changed since it was kept.
    is_changed: bool,
    /// Whether the reader has just scrolled.
    is_reading: bool,
}

impl ComingBack {
    /// Takes what was kept of the document, be it of what it was before it was changed. Marks that were set meanwhile
    /// are newer.
    fn take(&mut self, kept: &Kept, is_changed: bool) {
        self.before = kept.clone();
        self.is_changed = is_changed;
        for (&name, place) in &kept.marks {
            self.marks.entry(name).or_insert_with(|| place.clone());
        }
    }

    /// Whether the text has changed since it was kept.
    pub(super) fn is_changed(&self) -> bool {
        self.is_changed
    }

    /// The marks, by their names.
    pub(super) fn marks(&self) -> &BTreeMap<char, Place> {
        &self.marks
    }

    /// Puts a mark at a place, wherever it was.
    pub(super) fn set_mark(&mut self, name: char, place: Place) {
        self.marks.insert(name, place);
    }

    /// The places of the marks, to be moved.
    pub(super) fn marked_mut(&mut self) -> impl Iterator<Item = &mut Place> {
        self.marks.values_mut()
    }

    /// Notes that the reader scrolls.
    pub(super) fn note_reading(&mut self) {
        self.is_reading = true;
    }

    /// Whether he has just scrolled. It is asked once.
    pub(super) fn take_reading(&mut self) -> bool {
        std::mem::take(&mut self.is_reading)
    }

    /// Where the reader was in the text, as long as he has not moved since it was opened.
    pub(super) fn arrival(&self) -> Option<Place> {
        self.arrival.as_ref().map(|(_, place)| place.clone())
    }

    /// Shows every position that is kept to `visit`, which may change it.
    pub(super) fn visit_positions(&mut self, visit: Visitor<'_>) {
        if let Some((anchor, _)) = &mut self.arrival {
            visit(&mut anchor.pos);
        }
    }

    /// Takes what the document is known by.
    pub(super) fn identify(&mut self, identity: Identity) {
        self.identity = Some(identity);
    }

    /// Takes what it is known by now that it has changed, if it was known by something.
    pub(super) fn identify_as_changed(&mut self, identity: Identity) {
        self.identity = self.identity.take().map(|_| identity);
        self.is_changed = true;
    }

    /// Begins with another document. What is found of the one before is not wanted any more.
    pub(super) fn begin_document(&mut self) {
        *self = Self { last_search: self.last_search, ..Self::default() };
    }

    /// What the document is known by.
    pub(super) fn identity(&self) -> Option<&Identity> {
        self.identity.as_ref()
    }

    /// The last byte of the source that is marked or was read.
    pub(super) fn last_byte(&self) -> u64 {
        let marks = self.marks.values().map(|place| place.at);
        marks.chain(self.read.iter().map(|range| range.end)).max().unwrap_or(0)
    }

    /// Takes what is kept of the document in files for what was kept before: `recall` has brought back what this run
    /// knows better.
    pub(super) fn recall_as_before(&mut self, before: Kept) {
        self.before = before;
    }
}

/// How far into a source a place may lie to be gone to before the first screen is drawn, in bytes: as
/// many as are split in a millisecond.
pub const NEAR: u64 = 512 << 10;

impl App {
    /// Takes what the document is known by, while what was kept of it is still looked for.
    pub fn identify(&mut self, identity: Identity) {
        // What was known by its beginning, as long as the rest was still to come, is known by all of it.
        let readings = self.text.document.readings().filter(|_| self.text.document.has_grown());
        let identity = readings.map_or(identity, |readings| readings.identity());
        self.effects.extend(self.book.identify(identity));
    }

    /// Takes that all of the document is there.
    pub(super) fn identify_whole(&mut self) {
        let known = self.book.coming_back.identity().filter(|_| self.text.document.has_grown());
        if let Some(identity) = known.cloned() {
            self.identify(identity);
        }
    }

    /// Takes what was kept of the document, and goes to where the reader was, unless he has moved by now.
    pub fn recall(&mut self, Recalled { identity, mut kept, is_changed, trouble }: Recalled) {
        self.identify(identity);
        if let Some(trouble) = trouble {
            self.notify(trouble);
        }
        self.book.coming_back.take(&kept, is_changed);
        let place = kept.place.take().map(|place| Sought { place, is_changed, purpose: Purpose::Return });
        let shift = place.as_ref().filter(|_| is_changed).and_then(|place| self.text.shift_of(place));
        self.recall_read(&kept.read, &kept.passages, is_changed);
        let shift = shift.unwrap_or(0);
        let of = if is_changed { FoldsOf::Changed { shift } } else { FoldsOf::ThisText };
        self.recall_folds(kept.folds, of);
        let has_moved = self.here.anchor() != Anchor::default() || self.here.awaited().is_some();
        match place.filter(|_| !has_moved) {
            Some(sought) if self.overlays.open.is_some() => self.come_back_to(&sought.place),
            Some(sought) => {
                self.go_to_place(sought);
                self.refresh(true);
            }
            None => {}
        }
    }

    /// Notes that the page shows where the reader comes back to, or all that he has seen so far. As long as he does not move,
    /// he is at this place as it was kept, where the text is as it was.
    pub(super) fn come_back_to(&mut self, place: &Place) {
        if !self.book.coming_back.is_changed() {
            self.book.coming_back.arrival = Some((self.here.anchor(), place.clone()));
        }
    }

    /// Notes whether the reader has moved from where he came back to.
    pub(super) fn note_departure(&mut self) {
        let here = self.departure().anchor;
        self.book.coming_back.arrival.take_if(|(anchor, _)| *anchor != here);
    }

    /// What is to be kept of the document; nothing where it is not known which one it is.
    pub fn kept(&mut self) -> Option<Keeping> {
        let identity = self.book.coming_back.identity.clone()?;
        let ComingBack { read, passages, sought, marks, before, .. } = &self.book.coming_back;
        let (read, marks, before) = (read.clone(), marks.clone(), before.clone());
        let passages = passages.clone().with(sought);
        let now = Kept { place: self.place_now(), marks, read, passages, folds: self.kept_folds() };
        Some(Keeping { identity, before, now })
    }

    /// Where the reader was, and is about to be again as soon as it is known where that is.
    pub(super) fn awaited_place(&self) -> Option<Place> {
        match self.here.awaited().or_else(|| self.detour()?.awaited.as_ref())? {
            Awaited::Place(sought) if !matches!(sought.purpose, Purpose::Mark(_)) => {
                Some(sought.place.clone())
            }
            _ => None,
        }
    }

    /// Where the reader is, or is about to be. None at the beginning.
    fn place_now(&mut self) -> Option<Place> {
        if let Some(place) = self.awaited_place() {
            return Some(place);
        }
        let is_at_start = self.view.extent.before == 0 && self.detour().is_none();
        if let Some((_, place)) = &self.book.coming_back.arrival {
            return Some(place.clone());
        }
        let here = self.departure();
        if is_at_start || here.anchor == Anchor::default() { None } else { self.text.place_at(&here) }
    }
}
