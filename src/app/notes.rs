//! Notes of the reader's own: highlights in the text, and what he wrote to them.
//!
//! A note is kept by its words ([`Quotation`]), and its place in the text is found by them: at once where it is
//! on the screen as it was, or else by a worker that goes through all of the text. Where a text is parsed anew,
//! or is another one, places are forgotten and found again. Each change is handed on as it is made, so that
//! readers who share a file lose nothing of each other.

mod seeking;
pub mod writing;

use std::cmp::Reverse;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

pub use seeking::{FoundNote, NoteSearch};

use super::positions::Visitor;
use super::{App, Effect, Readings};
use crate::document::memory::Annotated;
use crate::document::quotation::Unquotable;
use crate::document::{Clash, Color, Identity, Note, NoteEdit, Quotation, RecalledNotes, SegmentId, TextPos};
use crate::layout::LinePos;
use crate::text::shorten;

/// The notes on the document.
#[derive(Debug, Default)]
pub(super) struct Notes {
    all: Vec<Placed>,
    /// Changes that are still to be kept: it is not known yet which document this is.
    waiting: Vec<NoteEdit>,
    /// Places that have changed since they were kept.
    moved: Vec<NoteEdit>,
    /// Whether the document has changed since its notes were kept.
    is_changed: bool,
    /// The note that was gone to or made last, and where it begins.
    chosen: Option<(TextPos, u64)>,
    /// What each note was before it was changed in this run; none where there was none.
    past: Vec<(u64, Option<Note>)>,
    /// Tells the notes and their places from those there were before.
    edition: u64,
    /// The search for places that is being done, by its number.
    asked: Option<u64>,
    /// How much was parsed when places were looked for last; none where that is to be done anew.
    n_looked_through: Option<usize>,
    /// The number of the latest search for places. An earlier one ends by itself.
    latest: Arc<AtomicU64>,
    run: OfRun,
}

/// What holds for the notes on any document.
#[derive(Debug, Default)]
struct OfRun {
    /// The changes that could not be kept, by document: they are tried again with the next one, and in the end.
    unkept: Vec<(Identity, Vec<NoteEdit>)>,
    /// The color that the reader has highlighted with last.
    color: Color,
}

/// A note and its place in the text.
#[derive(Debug)]
pub(super) struct Placed {
    pub(super) note: Note,
    pub(super) place: Whereabouts,
}

/// What is known of a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Whereabouts {
    /// It is still to be looked for: by a worker, where it was not found on the screen.
    Unknown {
        /// Whether it was looked for on the screen.
        is_tried: bool,
    },
    /// It is here.
    Here(Range<TextPos>),
    /// It is not in the text.
    Nowhere,
}

impl Whereabouts {
    const UNKNOWN: Self = Self::Unknown { is_tried: false };

    pub(super) fn range(&self) -> Option<&Range<TextPos>> {
        match self {
            Self::Here(range) => Some(range),
            _ => None,
        }
    }
}

/// The sign of a note.
pub const NOTE_SIGN: &str = "✎";

/// A highlight on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownNote {
    /// What is highlighted.
    pub range: Range<TextPos>,
    /// In which color.
    pub color: Color,
    /// The row that has a sign beside it: where something was written to it, the one that it begins on.
    pub sign: Option<LinePos>,
}

impl Notes {
    /// Tells the notes and their places from others.
    pub(super) fn edition(&self) -> u64 {
        self.edition
    }

    /// All of them, those made first first.
    pub(super) fn all(&self) -> &[Placed] {
        &self.all
    }

    /// Puts the notes on another document into the place of these, which it answers; where none are given, they
    /// are still to be found. What is sought for these is not wanted any more.
    pub(super) fn exchange(&mut self, notes: Option<Self>) -> Self {
        self.latest.fetch_add(1, Ordering::Relaxed);
        let mut notes = notes.unwrap_or_default();
        (notes.latest, notes.edition, notes.asked) = (Arc::clone(&self.latest), self.edition + 1, None);
        notes.run = std::mem::take(&mut self.run);
        std::mem::replace(self, notes)
    }

    fn get(&self, id: u64) -> Option<&Placed> {
        self.all.iter().find(|placed| placed.note.id == id)
    }

    fn free_id(&self, quotation: &Quotation) -> u64 {
        Note::free_id(quotation, |id| self.get(id).is_some())
    }

    /// Those that have a place, in the order of the text; of those that begin together the longest first, and of those on
    /// the same words the first made.
    pub(super) fn in_order(&self) -> Vec<(&Range<TextPos>, &Note)> {
        let here = self.all.iter().filter_map(|placed| Some((placed.place.range()?, &placed.note)));
        let mut here: Vec<_> = here.collect();
        here.sort_by_key(|(range, _)| (range.start, Reverse(range.end)));
        here
    }

    /// The one that a place in the text stands for: the one that was gone to or made there last, or else the innermost
    /// around it.
    fn at(&self, pos: TextPos) -> Option<u64> {
        let around: Vec<_> = self.in_order().into_iter().filter(|(range, _)| range.contains(&pos)).collect();
        let chosen = self.chosen.filter(|(at, _)| *at == pos).map(|(_, id)| id);
        let chosen = chosen.filter(|id| around.iter().any(|(_, note)| note.id == *id));
        chosen.or_else(|| around.last().map(|(_, note)| note.id))
    }

    /// Shows every position that is kept to `visit`, which may change it, but for the places of notes: these are
    /// found anew.
    pub(super) fn visit_positions(&mut self, visit: Visitor<'_>) {
        self.chosen.iter_mut().map(|(at, _)| at).for_each(visit);
    }

    /// Lets a place stand for this note, of those that are there.
    pub(super) fn choose(&mut self, pos: TextPos, id: u64) {
        self.chosen = Some((pos, id));
    }

    /// Takes a note as it is now that another reader has changed it too. To take back the last change leads to what that
    /// one made of it.
    fn take_clash(&mut self, Clash { theirs, now }: Clash) {
        let last = self.past.iter().rposition(|(id, _)| *id == now.id);
        let is_other = theirs.text != now.text;
        let mut index = 0;
        self.past.retain_mut(|(id, before)| {
            let (is_of_it, is_last) = (*id == now.id, Some(index) == last);
            index += 1;
            if is_of_it && is_last {
                *before = Some(theirs.clone());
            }
            !is_of_it || (is_last && is_other)
        });
        self.set(now.id, Some(now));
    }

    /// Puts a note into the place of the one of this number, or takes that away.
    fn set(&mut self, id: u64, note: Option<Note>) {
        let known = self.all.iter_mut().find(|placed| placed.note.id == id);
        match (note, known) {
            (Some(note), Some(known)) => known.note = note,
            (Some(note), None) => self.all.push(Placed { note, place: Whereabouts::UNKNOWN }),
            (None, _) => self.all.retain(|placed| placed.note.id != id),
        }
        self.edition += 1;
        self.n_looked_through = None;
    }

    /// Holds changes behind those of the same document: what is kept together is kept in its order.
    fn hold(&mut self, identity: Identity, edits: Vec<NoteEdit>) {
        let held = &mut self.run.unkept;
        match held.iter_mut().find(|(other, _)| other.content == identity.content) {
            Some((_, held)) => held.extend(edits),
            None => held.push((identity, edits)),
        }
    }

    /// Whether there are changes that are kept as soon as it is known which document this is.
    pub(super) fn has_waiting(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// The changes that are still to be kept, by document, if it is known what this one is known by with those that
    /// wait for that. They are not held any more.
    pub(super) fn take_unkept(&mut self, current: Option<&Identity>) -> Vec<(Identity, Vec<NoteEdit>)> {
        if let Some(identity) = current.filter(|_| !self.waiting.is_empty()) {
            let edits = std::mem::take(&mut self.waiting);
            self.hold(identity.clone(), edits);
        }
        std::mem::take(&mut self.run.unkept)
    }

    /// Changes a note as the reader wants it, or deletes it: that can be taken back.
    fn edit(&mut self, id: u64, note: Option<Note>) {
        self.past.push((id, self.get(id).map(|placed| placed.note.clone())));
        self.put(id, note);
    }

    /// Changes a note or deletes it, which is to be kept.
    fn put(&mut self, id: u64, note: Option<Note>) {
        let before = self.get(id).map(|placed| placed.note.clone());
        self.waiting.extend(match note.clone() {
            Some(note) => Some(NoteEdit::Put { note, before }),
            None => before.map(NoteEdit::Remove),
        });
        self.set(id, note);
    }

    /// Takes back the last change of a note. Answers whether there was one.
    fn take_back(&mut self) -> bool {
        let Some((id, before)) = self.past.pop() else { return false };
        self.put(id, before);
        true
    }

    /// Takes notes that were kept: what was made before these were there is newer.
    fn take_kept(&mut self, notes: Vec<Note>) {
        let known: HashSet<_> = self.all.iter().map(|placed| placed.note.id).collect();
        let new = notes.into_iter().filter(|note| !known.contains(&note.id));
        self.all.extend(new.map(|note| Placed { note, place: Whereabouts::UNKNOWN }));
        self.look_anew();
    }

    /// Forgets the places in a segment that was parsed anew.
    pub(super) fn forget_places_in(&mut self, id: SegmentId) {
        let is_in = |placed: &Placed| {
            placed.place.range().is_some_and(|range| (range.start.segment..=range.end.segment).contains(&id))
        };
        if self.asked.is_some() || self.all.iter().any(is_in) {
            for placed in self.all.iter_mut().filter(|placed| is_in(placed)) {
                placed.place = Whereabouts::UNKNOWN;
            }
            self.look_anew();
        }
    }

    /// Forgets all places: the text is another one.
    pub(super) fn forget_places(&mut self) {
        self.all.iter_mut().for_each(|placed| placed.place = Whereabouts::UNKNOWN);
        self.look_anew();
    }

    /// Takes that the text has changed.
    pub(super) fn note_change(&mut self) {
        self.is_changed = true;
    }

    /// What the reader is told of a note that another one has changed too.
    fn what_became_of_note(&self, Clash { theirs, now }: &Clash) -> Option<&'static str> {
        Some(match self.get(now.id) {
            _ if now.text != theirs.text => "another reader changed this note too; it has both texts now",
            None => "another reader has changed this note, so it stays",
            Some(_) if now.text.is_empty() => return None,
            Some(_) => "another reader changed this note too; it has that text now",
        })
    }
}

impl App {
    /// What finds the notes on the document, if it is known how to tell which one that is.
    pub fn recall_notes(&self) -> Option<Effect> {
        self.text.document.readings().map(|readings| Effect::RecallNotes(Readings(readings)))
    }

    /// Takes the notes that were kept.
    pub(super) fn take_notes(
        &mut self,
        RecalledNotes { identity, notes, is_changed, trouble }: RecalledNotes,
    ) {
        if let Some(trouble) = trouble {
            self.notify(trouble);
        }
        self.identify(identity);
        self.book.notes.is_changed |= is_changed;
        self.book.notes.take_kept(notes);
    }

    /// Takes back changes that could not be kept.
    pub(super) fn take_back_notes(
        &mut self,
        identity: Identity,
        edits: Vec<NoteEdit>,
        error: &anyhow::Error,
    ) {
        self.book.notes.hold(identity, edits);
        self.notify(format!("notes are not remembered: {error:#}"));
    }

    /// Takes what has become of notes that were kept.
    pub(super) fn take_annotated(
        &mut self,
        identity: &Identity,
        Annotated { set_aside, clashes }: Annotated,
    ) {
        let is_read = self.shelf.is_current(identity, self.book.coming_back.identity());
        for clash in clashes {
            if let Some(told) = self.book.notes.what_became_of_note(&clash) {
                self.notify(told);
            }
            if is_read {
                self.book.notes.take_clash(clash);
            }
        }
        if let Some(set_aside) = set_aside {
            self.notify(set_aside.to_string());
        }
    }

    /// The changes that are still to be kept, by document; those that wait to be kept only where it is known
    /// which document this is.
    pub fn unkept_notes(&mut self) -> Vec<(Identity, Vec<NoteEdit>)> {
        self.book.take_unkept_notes()
    }

    /// Changes a note as the reader wants it, or deletes it, and has that kept.
    fn edit_note(&mut self, id: u64, note: Option<Note>) {
        self.book.notes.edit(id, note);
        self.effects.extend(self.book.hand_on_notes());
    }

    /// The note that is meant: the one that was clicked, found or gone to last, or else the first in view.
    fn meant_note(&mut self) -> Option<u64> {
        let in_focus = self.note_in_focus();
        in_focus.or_else(|| {
            let ids: Vec<_> =
                self.book.notes.in_order().iter().map(|(range, note)| (range.start, note.id)).collect();
            ids.into_iter().find(|&(start, _)| self.is_in_view(start)).map(|(_, id)| id)
        })
    }

    fn note_in_focus(&mut self) -> Option<u64> {
        let at = self.pointed_at()?;
        self.book.notes.at(at)
    }

    pub(super) fn notify_of_no_note(&mut self) {
        let [select, note] = ["select", "annotate"].map(|name| self.keymap.key_of(name));
        let what =
            if self.book.notes.all.is_empty() { "no notes on this text yet" } else { "no highlight here" };
        let told = self.first_that_fits([
            format!("{what}; {select} selects text, {note} then highlights it"),
            what.to_owned(),
        ]);
        self.notify(told);
    }

    /// Deletes the note that is meant.
    pub(crate) fn delete_note(&mut self) {
        match self.meant_note() {
            Some(id) => self.delete_note_of(id),
            None => self.notify_of_no_note(),
        }
    }

    pub(super) fn delete_note_of(&mut self, id: u64) {
        /// The columns of what is said of its words.
        const SAID: usize = 60;
        let Some(line) = self.book.notes.get(id).map(|placed| placed.note.quotation.line()) else { return };
        self.edit_note(id, None);
        let room = usize::from(self.size.columns).saturating_sub(SAID).max(20);
        let (key, line) = (self.keymap.key_of("undo-note"), shorten(&line, room));
        self.notify(format!("“{line}” is not highlighted any more; {key} takes that back"));
    }

    /// Takes back the last change of a note.
    pub(crate) fn undo_note(&mut self) {
        if !self.book.notes.take_back() {
            return self.notify("no note was changed that could be taken back");
        }
        self.effects.extend(self.book.hand_on_notes());
        self.notify("the last change of a note is taken back");
    }

    /// Goes so many notes on, or back, as far as there are any.
    pub(crate) fn step_note(&mut self, by: i64) {
        let (in_focus, here) = (self.note_in_focus(), self.reading_position());
        let all = self.book.notes.in_order();
        let at = in_focus.and_then(|id| all.iter().position(|(_, note)| note.id == id));
        let n_before = at.unwrap_or_else(|| all.partition_point(|(range, _)| range.start < here));
        let steps = usize::try_from(by.unsigned_abs()).unwrap_or(usize::MAX);
        let found = if by > 0 {
            let behind = all.get(n_before + usize::from(at.is_some())..).unwrap_or_default();
            behind.get(steps.saturating_sub(1)).or_else(|| behind.last())
        } else {
            let before = all.get(..n_before).unwrap_or_default();
            before.get(n_before.saturating_sub(steps))
        };
        match found.map(|(range, note)| (range.start, note.id)) {
            Some((start, id)) => self.focus_note(start, id),
            None if self.book.notes.all.is_empty() => self.notify_of_no_note(),
            None => self.notify("no further note that way"),
        }
    }

    /// Brings a note into view that begins there: it is the one that is meant, whichever others begin there.
    fn focus_note(&mut self, start: TextPos, id: u64) {
        self.book.notes.choose(start, id);
        self.focus(start);
    }

    /// Notes on the view what is highlighted, and what was written to the note in focus.
    pub(super) fn show_notes(&mut self) {
        self.find_notes_in_view();
        let (Some(first), Some(last)) = (self.view.rows.first(), self.view.rows.last()) else { return };
        let shown = first.at.segment..=last.at.segment;
        let is_shown = |range: &Range<TextPos>| {
            range.start.segment <= *shown.end() && range.end.segment >= *shown.start()
        };
        let all: Vec<_> =
            self.book.notes.in_order().into_iter().filter(|(range, _)| is_shown(range)).collect();
        let mut all: Vec<_> = all
            .into_iter()
            .map(|(range, note)| (range.clone(), self.color_of(note), !note.text.is_empty()))
            .collect();
        if let Some(color) = self.new_color() {
            all.extend(self.view.selected.take().map(|range| (range, color, false)));
            self.view.cursor = None;
        }
        let shown = all.into_iter().map(|(range, color, is_written)| {
            let sign = is_written.then(|| self.text.line_showing(range.start));
            ShownNote { range, color, sign }
        });
        self.view.notes = shown.collect();
        let in_focus = self.note_in_focus().and_then(|id| self.book.notes.get(id));
        self.view.note = in_focus.map(|placed| placed.note.text.clone()).filter(|text| !text.is_empty());
    }

    /// What is to be known of a stretch of text; tells where that is nothing.
    fn quotation_of(&mut self, range: &Range<TextPos>) -> Option<Quotation> {
        let document = &mut self.text.document;
        match Quotation::of(range, &mut |id| document.demand(id)) {
            Ok(quotation) => return Some(quotation),
            Err(Unquotable::NoWords) => self.notify("there are no words in what is selected"),
            Err(Unquotable::TooLong) => {
                let told = self.first_that_fits([
                    format!("too long to be highlighted: more than {} characters", Quotation::MOST),
                    "too long to be highlighted".to_owned(),
                ]);
                self.notify(told);
            }
        }
        None
    }
}
