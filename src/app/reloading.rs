//! Reading a file again that has changed on disk, at the same words.
//!
//! Somebody outside watches the file and says how it stands. A worker opens it again, and finds out by how
//! much the words have moved where the reader is; until it has, the reader goes on in the text as it was.

mod moves;
mod selected;

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::Result;

use super::event::{FileState, Readings};
use super::folding::FoldsOf;
use super::jobs::Job;
use super::places::{Purpose, Sought, first_words_at, whole_words_near, words_behind_near, words_near};
use super::selecting::Selection;
use super::travel::Awaited;
use super::{App, Effect};
use crate::document::{Document, Identity, KeptFolds, Opening, Place, TextPos};
use moves::Before;
pub(super) use moves::Moves;
use selected::{FoundSelection, SelectedWords};

/// What the reader is told while a file is opened again.
pub(super) const RELOADING: &str = "reloading …";

/// A file that was opened again.
pub struct Reloaded {
    opening: Opening,
    /// What its text is known by now.
    identity: Identity,
    /// By how many bytes the words moved where the reader was when it was asked for.
    shift: i64,
    /// What else has moved, up to the last place that is kept.
    moves: Moves,
    /// Where the marks and jumps are now, by where they were, of which that does not tell.
    found: BTreeMap<u64, u64>,
    /// What was selected, and where it is now.
    selected: Option<FoundSelection>,
}

impl App {
    /// Has the file watched that the document is read from, if it is one.
    pub fn watch(&self) -> Option<Effect> {
        let readings = self.text.document.readings().filter(|readings| readings.stamp().is_some())?;
        Some(Effect::Watch(Readings(readings)))
    }

    /// How the file stands that the document was read from.
    pub(super) fn file_state(&self) -> FileState {
        self.book.replacing.file_state()
    }

    /// Takes how the file stands now.
    pub(super) fn take_file_state(&mut self, state: FileState) {
        self.book.replacing.set_file_state(state);
        let key = self.keymap.key_of("reload");
        match state {
            FileState::AsOpened => {}
            FileState::Changed if self.settings.is_watching => self.reload_in_time(),
            FileState::Changed => self.notify(format!("file changed; {key} reloads")),
            FileState::Gone => self.notify("file gone; its text stays"),
        }
    }

    /// Reads the file again. While that is done it is not begun anew: should the file change once more, that is
    /// seen when it is there.
    pub(crate) fn reload(&mut self) {
        let file = self.text.document.readings().filter(|readings| readings.stamp().is_some());
        let Some(readings) = file else { return self.notify("only a file can be reloaded") };
        self.notify(RELOADING);
        let Some(number) = self.book.replacing.begin_reload() else { return };
        let (place, kept, last) = (self.place_to_stay_at(), self.marks_and_jumps(), self.last_kept_byte());
        let (before, selected) = (Before::of(&self.text.document), self.selected_words());
        let (reading, corrections) =
            (self.text.document.reading(), Arc::clone(self.text.document.corrections()));
        let reload = Box::new(move || {
            let length = readings.length();
            let mut opening = readings.reload(reading)?;
            opening.document.correct(corrections);
            Ok(Reloaded::new(opening, &place, &kept, length, &before, last).with_selected(selected))
        });
        self.effects.push(Effect::Spawn(Job::Reload { number, reload }));
    }

    /// The last byte of the source of which something is kept besides the notes.
    fn last_kept_byte(&mut self) -> u64 {
        let folds = self.kept_folds().others.last().map_or(0, |heading| heading.at);
        let jumps = self.jumps.places_in(self.shelf.current()).map(|place| place.at).max().unwrap_or(0);
        let hit = self.place_of_hit().map_or(0, |place| place.at);
        let selected = self.selection.map(Selection::last);
        let segment = selected.and_then(|last| self.text.document.demand(last.segment));
        let selected = segment.zip(selected).map_or(0, |(segment, last)| segment.source_near(last.offset));
        folds.max(jumps).max(hit).max(selected).max(self.book.coming_back.last_byte())
    }

    /// The marks in the text and the places on the way of the reader's jumps.
    fn marks_and_jumps(&mut self) -> Vec<Place> {
        let jumps = self.jumps.places_in(self.shelf.current()).map(|place| place.clone());
        self.book.coming_back.marks().values().cloned().chain(jumps).collect()
    }

    /// What tells where the hit is that the reader is at.
    fn place_of_hit(&mut self) -> Option<Place> {
        let hit = self.hit_to_keep()?;
        self.text.place_of(hit.into())
    }

    /// What tells where the reader is, or is about to be.
    fn place_to_stay_at(&mut self) -> Place {
        let awaited = self.awaited_place();
        awaited.or_else(|| self.text.place_at(&self.departure())).unwrap_or_default()
    }

    /// Whether a selection would be lost with what was read again, which does not know where it is.
    pub(super) fn loses_selection(&self, reloaded: &Result<Box<Reloaded>>) -> bool {
        let Ok(reloaded) = reloaded else { return false };
        let known = reloaded.selected.as_ref().map(|selected| selected.selection);
        self.selection.is_some() && self.selection != known
    }

    /// Takes the file as it is now, unless the reader has gone to another one.
    pub(super) fn reloaded(&mut self, number: u64, reloaded: Result<Box<Reloaded>>) {
        if !self.book.replacing.take_reload(number) {
            return;
        }
        match reloaded {
            Ok(reloaded) => self.take_reloaded(*reloaded),
            Err(error) => self.notify(format!("cannot reload: {error:#}")),
        }
    }

    /// Shows the file as it is now.
    fn take_reloaded(&mut self, reloaded: Reloaded) {
        let Reloaded { opening, identity, shift, moves, found, selected } = reloaded;
        let selected = selected.filter(|selected| self.selection == Some(selected.selection));
        let mut place = self.place_to_stay_at();
        place.at = place.at.saturating_add_signed(shift);
        let at_now = |at: u64| moves.now(at).unwrap_or_else(|| at.saturating_add_signed(shift));
        let folds = moved(self.kept_folds(), at_now);
        let hit = self.place_of_hit();
        self.seek_read_anew(moves.of_ranges(&self.book.coming_back.read));
        for place in self.book.coming_back.marked_mut().chain(self.jumps.places_in(self.shelf.current())) {
            place.at = moves.now(place.at).or_else(|| found.get(&place.at).copied()).unwrap_or(place.at);
        }
        let reading =
            self.book.replacing.take_wanted_reading().unwrap_or_else(|| self.text.document.reading());
        self.book.identify_as_changed(identity);
        self.replace_document(opening.document);
        // The reader stays where he was about to be.
        if let Some(detour) = self.detour_mut() {
            detour.awaited.take_if(|awaited| matches!(awaited, Awaited::Place(_)));
        }
        let at = self.text.text_at_source(place.at);
        self.here.tie_to(at);
        self.take_folds_along(folds, FoldsOf::Changed { shift: 0 });
        self.go_to_place(Sought { place, is_changed: true, purpose: Purpose::Reload });
        let hit =
            hit.and_then(|hit| find_moved(&mut self.text.document, &hit, moves.candidates(hit.at, shift)));
        self.search_anew(hit);
        if let Some(selected) = selected {
            self.select_again(selected);
        }
        self.begin_work(opening.chunks);
        self.book.replacing.set_file_state(FileState::AsOpened);
        self.effects.extend(self.watch());
        self.go_on_typing();
        self.refresh_view();
        self.go_on_reading_as(reading);
    }
}

impl Reloaded {
    /// What was opened, with the chunks up to `place` and to what was the byte `last`, before which those that are `kept`
    /// stood in a source of so many bytes.
    fn new(opening: Opening, place: &Place, kept: &[Place], length: u64, before: &Before, last: u64) -> Self {
        let readings = opening.document.readings();
        let length_now = readings.as_ref().map_or(length, |readings| readings.length());
        let grown = i64::try_from(i128::from(length_now) - i128::from(length)).unwrap_or(0);
        let identity = readings.map(|readings| readings.identity()).unwrap_or_default();
        let at = |shift: i64| place.at.saturating_add_signed(shift);
        let farthest = place.at.max(last);
        let mut opening = opening.up_to(farthest.saturating_add_signed(grown.max(0)));
        // What was written stands before the reader or behind.
        let document = &mut opening.document;
        let shifts = [0, grown];
        let by_first = shifts.into_iter().find(|&by| words_near(document, at(by), place).is_some());
        let by_others =
            || shifts.into_iter().find(|&by| words_behind_near(document, at(by), place).is_some());
        let shift = by_first.or_else(by_others).unwrap_or(0);
        let moves = Moves::find(before, document, grown, last);
        let unknown = kept.iter().filter(|place| moves.now(place.at).is_none());
        let found = unknown.filter_map(|place| {
            let pos = find_moved(document, place, moves.candidates(place.at, shift))?;
            Some((place.at, document.demand(pos.segment)?.source_near(pos.offset)))
        });
        let found = found.collect();
        Self { opening, identity, shift, moves, found, selected: None }
    }

    /// The same with where these words are that were selected.
    fn with_selected(mut self, selected: Option<SelectedWords>) -> Self {
        let document = &mut self.opening.document;
        self.selected = selected.map(|selected| selected.find(document, &self.moves, self.shift));
        self
    }
}

/// Where the words of a place are that may stand at one of these bytes of the source now: all of them near it, or else
/// at least the first of them, right there.
fn find_moved(document: &mut Document, place: &Place, candidates: [u64; 4]) -> Option<TextPos> {
    let mut candidates = candidates.into_iter().map(|at| Place { at, ..place.clone() });
    let whole = candidates.clone().find_map(|place| whole_words_near(document, &place));
    whole.or_else(|| candidates.find_map(|place| first_words_at(document, &place)))
}

/// Folds with their headings where these are expected now.
fn moved(mut folds: KeptFolds, at_now: impl Fn(u64) -> u64) -> KeptFolds {
    for heading in &mut folds.others {
        heading.at = at_now(heading.at);
    }
    folds.others.sort_by_key(|heading| heading.at);
    folds
}

impl std::fmt::Debug for Reloaded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Reloaded({:?})", self.opening)
    }
}
