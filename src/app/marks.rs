//! Going back: to marks, which are kept, and along the way of the reader's jumps.

use std::sync::Arc;

use super::coming_back::ComingBack;
use super::completion::Offer;
use super::finding::Finding;
use super::jumps::Stop;
use super::links::target::{Target, link_at};
use super::places::{Purpose, Sought};
use super::travel::Awaited;
use super::typeset::Typeset;
use super::{App, Effect, Key, KeyCode};
use crate::document::{Folds, Place, TextPos};
use crate::layout::Anchor;

/// What is done with the mark whose name is the next key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MarkKey {
    /// It is set.
    Set,
    /// It is gone to.
    Go,
}

/// Where a reader was before an event.
#[derive(Clone, Debug)]
pub(super) struct Departure {
    /// What the page was tied to.
    pub(super) anchor: Anchor,
    /// The sections that were folded.
    pub(super) folds: Arc<Folds>,
    /// Where the text of the link in focus began.
    link: Option<TextPos>,
}

impl Typeset {
    /// What tells the place of a departure. What is blank above its words depends on what was folded then.
    pub(super) fn place_at(&mut self, Departure { anchor, folds, .. }: &Departure) -> Option<Place> {
        let now = Arc::clone(self.folds());
        self.fold(Arc::clone(folds));
        let place = self.place_of(*anchor);
        self.fold(now);
        place
    }

    /// Where the link leads whose text stands at a place.
    fn target_at(&mut self, at: TextPos) -> Option<Target> {
        let segment = self.document.demand(at.segment)?;
        link_at(&segment, at.offset).map(|(_, target)| target)
    }
}

impl ComingBack {
    /// The marks there are, with the words that stand there.
    pub(crate) fn offer_marks(&self, typed: &str) -> Vec<Offer> {
        let marks = self.marks().iter().filter(|(name, _)| typed.is_empty() || typed.contains(**name));
        let offer = |(name, place): (&char, &Place)| Offer {
            text: name.to_string(),
            doc: place.words.clone(),
            aside: place.section.clone(),
        };
        marks.map(offer).collect()
    }
}

impl App {
    /// Takes the next key for the name of a mark.
    pub(crate) fn await_mark(&mut self, key: MarkKey) {
        self.pending.await_mark(key);
    }

    /// What the status line says while a mark's name is awaited.
    pub(super) fn mark_hint(&self) -> Option<String> {
        let names = || self.book.coming_back.marks().keys().flat_map(|&name| [' ', name]).collect::<String>();
        Some(match self.pending.mark()? {
            MarkKey::Set => "set a mark: its letter …".to_owned(),
            MarkKey::Go if self.book.coming_back.marks().is_empty() => {
                "go to a mark: there is none yet".to_owned()
            }
            MarkKey::Go => format!("go to a mark:{}", names()),
        })
    }

    /// Sets or goes to the mark that a key names.
    pub(super) fn name_mark(&mut self, mark: MarkKey, key: Key) {
        match key.code {
            KeyCode::Char(name) if name.is_alphanumeric() && !key.ctrl && !key.alt => match mark {
                MarkKey::Set => self.set_mark(name),
                MarkKey::Go => self.go_to_mark(name),
            },
            _ if mark == MarkKey::Go && self.is_mark_key(key) => self.go_where_jumped_from(),
            KeyCode::Esc => {}
            _ => self.notify("marks have letters and digits for names"),
        }
    }

    /// Sets or goes to the mark whose name is typed.
    pub(crate) fn name_typed_mark(&mut self, mark: MarkKey, name: &str) -> Result<(), String> {
        let mut letters = name.chars();
        match (letters.next().filter(|name| name.is_alphanumeric()), letters.next()) {
            (Some(name), None) if mark == MarkKey::Set => self.set_mark(name),
            (Some(name), None) if self.book.coming_back.marks().contains_key(&name) => self.go_to_mark(name),
            (Some(_), None) => return Err("there is no such mark".to_owned()),
            _ => return Err("a mark has one letter or digit for a name".to_owned()),
        }
        Ok(())
    }

    fn is_mark_key(&self, key: Key) -> bool {
        let command = self.keymap.command(super::keymap::Context::Global, &[key]);
        command.is_some_and(|command| command.name == "go-to-mark")
    }

    fn set_mark(&mut self, name: char) {
        let Some(place) = self.text.place_of(self.here.anchor()) else {
            return self.notify("there is no text to set a mark in");
        };
        self.book.coming_back.set_mark(name, place);
        self.effects.push(Effect::KeepPlaces);
        let key = self.keymap.key_of("go-to-mark");
        let how_long = if self.settings.remembers { "" } else { " for this run" };
        self.notify(format!("mark {name} is set{how_long}; {key} {name} comes back to it"));
    }

    fn go_to_mark(&mut self, name: char) {
        let Some(place) = self.book.coming_back.marks().get(&name).cloned() else {
            return self.notify(format!("there is no mark {name}"));
        };
        let is_changed = self.book.coming_back.is_changed();
        self.go_to_place(Sought { place, is_changed, purpose: Purpose::Mark(name) });
    }

    /// Goes to where the reader was before he jumped last; and back again.
    fn go_where_jumped_from(&mut self) {
        match self.jumps.to_and_fro() {
            0 => self.notify("you have not jumped yet"),
            by => self.step_jump(by),
        }
    }

    /// Goes so many jumps forward (back, where negative), or as many as there are.
    pub(crate) fn step_jump(&mut self, by: i64) {
        let mut jumps = self.jumps.clone();
        let Some(stop) = jumps.walk(self.stop_here(), by) else {
            return self.notify(if by < 0 { "no jump to go back from" } else { "no jump to go forward to" });
        };
        if stop.document != self.shelf.current() {
            return self.visit_stop(by, stop);
        }
        self.jumps = jumps;
        self.jumps.note_step(true);
        self.fold_as_at(stop.folds);
        let is_changed = self.book.coming_back.is_changed();
        self.go_to_place(Sought { place: stop.place, is_changed, purpose: Purpose::Jump });
        self.focus_as_at(stop.link);
    }

    /// Folds what was folded at a stop, where that is known.
    pub(super) fn fold_as_at(&mut self, folds: Option<Arc<Folds>>) {
        if let Some(folds) = folds {
            self.text.fold(folds);
        }
    }

    /// Where the reader is, should the next event lead him away: one who types a query or picks from a list,
    /// where he began to.
    pub(super) fn departure(&self) -> Departure {
        let link = self.view.focused.as_ref().map(|link| link.start);
        match self.detour() {
            Some(detour) => Departure { anchor: detour.anchor, folds: Arc::clone(&detour.folds), link },
            None => Departure { anchor: self.here.anchor(), folds: Arc::clone(self.text.folds()), link },
        }
    }

    /// The departure as a place on the way back.
    fn stop_at(&mut self, departure: Departure) -> Option<Stop> {
        let place = self.text.place_at(&departure)?;
        Some(self.stop_in(place, departure))
    }

    /// Where the reader is on the way of his jumps.
    pub(super) fn stop_here(&mut self) -> Stop {
        let departure = self.departure();
        let place = self.text.place_at(&departure).unwrap_or_default();
        self.stop_in(place, departure)
    }

    /// A place of this document on the way of the reader's jumps.
    fn stop_in(&mut self, place: Place, Departure { folds, link, .. }: Departure) -> Stop {
        let link = link.and_then(|at| Some((at, self.text.target_at(at)?)));
        Stop { document: self.shelf.current(), place, folds: Some(folds), link }
    }

    /// Puts the focus on the link that had it at a stop, if that is still there.
    pub(super) fn focus_as_at(&mut self, link: Option<(TextPos, Target)>) {
        if let Some((at, target)) = link
            && self.text.target_at(at) == Some(target)
        {
            self.here.point_at(at);
        }
    }

    /// Whether something is waited for that will be a jump when it is there.
    pub(super) fn awaits_jump(&self) -> bool {
        let is_place = match self.here.awaited() {
            Some(Awaited::Place(sought)) => matches!(sought.purpose, Purpose::Mark(_)),
            Some(Awaited::Named(seeking)) => seeking.is_jump,
            awaited => matches!(awaited, Some(Awaited::Section(_))),
        };
        is_place
            || self.picker().is_some_and(super::picker::Picker::awaits_jump)
            || self.search.finding().is_some_and(Finding::awaits_hit)
    }

    /// Notes where the reader was if he has jumped. Every jump is noted here: whatever moved the page, or opened
    /// what it shows, and was no step of reading, nor is still to be decided.
    pub(super) fn note_jump(&mut self, from: Departure) {
        let is_step = self.jumps.take_step();
        if self.detour().is_some() {
            return;
        }
        let has_opened = self.jumps.take_opening();
        if !is_step && self.panel().is_none() && (has_opened || self.here.anchor() != from.anchor) {
            self.leave(from);
        }
    }

    /// Notes that the reader has jumped from here.
    pub(super) fn leave(&mut self, from: Departure) {
        if let Some(stop) = self.stop_at(from) {
            self.jumps.leave(stop);
        }
    }
}
