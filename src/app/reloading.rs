//! Reading a file again that has changed on disk, at the same words.
//!
//! Somebody outside watches the file and says how it stands. A worker opens it again, and finds out by how
//! much the words have moved where the reader is; until it has, the reader goes on in the text as it was.

use std::sync::Arc;

use anyhow::Result;

use super::event::{FileState, Readings};
use super::jobs::Job;
use super::places::{Purpose, Sought, words_near};
use super::{App, Effect};
use crate::document::{Identity, Opening, Place};

/// What the reader is told while a file is opened again.
pub(super) const RELOADING: &str = "reloading …";

/// A file that was opened again.
pub struct Reloaded {
    opening: Opening,
    /// What its text is known by now.
    identity: Identity,
    /// By how many bytes the words moved where the reader was when it was asked for.
    shift: i64,
}

impl App {
    /// Has the file watched that the document is read from, if it is one.
    pub fn watch(&self) -> Option<Effect> {
        let readings = self.document.readings().filter(|readings| readings.stamp().is_some())?;
        Some(Effect::Watch(Readings(readings)))
    }

    /// How the file stands that the document was read from.
    pub(super) fn file_state(&self) -> FileState {
        self.file_state
    }

    /// Takes how the file stands now.
    pub(super) fn take_file_state(&mut self, state: FileState) {
        self.file_state = state;
        let key = self.keymap.key_of("reload");
        match state {
            FileState::AsOpened => {}
            FileState::Changed if self.settings.is_watching => self.reload_in_time(),
            FileState::Changed => self.notify(format!("file changed; {key} reloads")),
            FileState::Gone => self.notify("file gone; its text stays"),
        }
    }

    /// Reads the file again.
    pub(crate) fn reload(&mut self) {
        let file = self.document.readings().filter(|readings| readings.stamp().is_some());
        let place = self.place_of(self.departure().anchor).unwrap_or_default();
        let Some(readings) = file else { return self.notify("only a file can be reloaded") };
        let (reading, corrections) = (self.document.reading(), Arc::clone(self.document.corrections()));
        self.notify(RELOADING);
        let document = self.shelf.current();
        let reload = Box::new(move || {
            let length = readings.length();
            let mut opening = readings.reload(reading)?;
            opening.document.correct(corrections);
            Ok(Reloaded::new(opening, &place, length))
        });
        self.effects.push(Effect::Spawn(Job::Reload { document, reload }));
    }

    /// Shows the file as it is now.
    pub(super) fn reloaded(&mut self, reloaded: Result<Box<Reloaded>>) {
        let Reloaded { opening, identity, shift } = match reloaded {
            Ok(reloaded) => *reloaded,
            Err(error) => return self.notify(format!("cannot reload: {error:#}")),
        };
        let mut place = self.place_of(self.departure().anchor).unwrap_or_default();
        place.at = place.at.saturating_add_signed(shift);
        let folds = self.kept_folds();
        self.wanted_reading = None;
        self.identify_as_changed(identity);
        self.replace_document(opening.document);
        self.anchor = self.text_at_source(place.at).into();
        self.take_folds_along(folds, false);
        self.go_to_place(Sought { place, is_changed: true, purpose: Purpose::Reload });
        self.search_anew(None);
        let effects = self.start(opening.chunks);
        self.effects.extend(effects);
        self.file_state = FileState::AsOpened;
        self.effects.extend(self.watch());
        self.refresh_view();
    }
}

impl Reloaded {
    /// What was opened, with the chunks up to `place`, which stood in a source of so many bytes.
    fn new(opening: Opening, place: &Place, length: u64) -> Self {
        let readings = opening.document.readings();
        let length_now = readings.as_ref().map_or(length, |readings| readings.length());
        let grown = i64::try_from(i128::from(length_now) - i128::from(length)).unwrap_or(0);
        let identity = readings.map(|readings| readings.identity()).unwrap_or_default();
        let at = |shift: i64| place.at.saturating_add_signed(shift);
        let mut opening = opening.up_to(at(grown).max(place.at));
        // What was written stands before the reader or behind.
        let is_there = |&shift: &i64| words_near(&mut opening.document, at(shift), place).is_some();
        let shift = [0, grown].into_iter().find(is_there).unwrap_or(0);
        Self { opening, identity, shift }
    }
}

impl std::fmt::Debug for Reloaded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Reloaded({:?})", self.opening)
    }
}
