//! Files that links point to, opened in the place of the one that is read, and the way back from them.
//!
//! A worker opens the file, finds what was kept of it, and parses it up to where the reader goes. Until it has,
//! the reader goes on in the text as it was.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use anyhow::Result;

use super::jobs::{Job, defect};
use super::jumps::{Jumps, Stop};
use super::links::target::{Named, Target};
use super::notes::Notes;
use super::places::{Purpose, Sought};
use super::typeset::Typeset;
use super::{App, Effect};
use crate::document::{
    Corrections, Document, Identity, Keeping, Likeness, Memory, Opening, Reading, Recalled, Reopen,
};
use crate::layout::Anchor;

/// The documents that the reader has come by.
#[derive(Default)]
pub(super) struct Shelf {
    /// The number of the one that is read.
    current: u32,
    /// How many there were.
    last: u32,
    /// Those that jumps lead to, besides the one that is read.
    others: BTreeMap<u32, LeftBook>,
    /// What is to be kept of those that were left, the last one at the end.
    kept: Vec<Keeping>,
    /// The number of the latest visit. What comes of an earlier one is not wanted any more.
    latest_visit: u64,
}

/// A document that was left.
struct LeftBook {
    /// What it is known by, if that is known.
    identity: Option<Identity>,
    readings: Arc<dyn Reopen>,
    reading: Reading,
    notes: Notes,
}

impl Shelf {
    /// The most documents of which is known what is to be kept.
    const MOST: usize = 100;

    /// The number of the document that is read.
    pub(super) fn current(&self) -> u32 {
        self.current
    }

    /// Whether what was found of a document with this identity is of the one that is read, which has the other.
    pub(super) fn is_current(&self, found: &Identity, current: Option<&Identity>) -> bool {
        !self.has_others()
            || current.is_some_and(|current| current.content == found.content || current.begins_as(found))
    }

    /// Whether the reader has come by another document than the first.
    fn has_others(&self) -> bool {
        self.last > 0
    }

    /// Takes the document that is read to another place, from which the reader has jumped, with its notes.
    fn put_back(&mut self, identity: Option<Identity>, document: &Document, notes: Notes) {
        if let Some(readings) = document.readings() {
            let left = LeftBook { identity, readings, reading: document.reading(), notes };
            self.others.insert(self.current, left);
        }
    }

    /// The number of the document that has this identity, or is the file that it was before it was changed.
    fn number_of(&self, identity: &Identity) -> Option<u32> {
        let likeness = |left: &LeftBook| {
            let known = left.identity.as_ref().filter(|known| known.name == identity.name)?;
            let is_it = |likeness: &Likeness| *likeness == Likeness::Same || !known.lies_elsewhere(identity);
            known.likeness(identity).filter(is_it)
        };
        let alike = self.others.iter().filter_map(|(&number, left)| Some((likeness(left)?, number)));
        alike.max().map(|(_, number)| number)
    }

    /// Takes another document for the one that is read: that of the number, or else a new one. Those that no
    /// jump leads to are forgotten.
    fn take(&mut self, number: Option<u32>, jumps: &Jumps) {
        if number.is_none() {
            self.last += 1;
        }
        self.current = number.unwrap_or(self.last);
        self.others.retain(|&number, _| jumps.lead_to(number));
    }

    /// Notes what is to be kept of a document that is left.
    fn keep(&mut self, keeping: Keeping) {
        self.kept.retain(|known| known.identity.content != keeping.identity.content);
        self.kept.push(keeping);
        if self.kept.len() > Self::MOST {
            self.kept.remove(0);
        }
    }

    /// The same with what is to be kept of the document in this run, or of the file as it was before it was changed.
    fn with_kept(&self, mut recalled: Recalled) -> Recalled {
        let Recalled { identity, .. } = &recalled;
        let is_file = |known: &Identity| known.name == identity.name && !known.lies_elsewhere(identity);
        let is_candidate = |known: &Identity| known.content == identity.content || is_file(known);
        let likeness = |known: &Identity| known.likeness(identity).filter(|_| is_candidate(known));
        let same = self.kept.iter().filter_map(|known| Some((likeness(&known.identity)?, known)));
        if let Some((likeness, known)) = same.max_by_key(|(likeness, _)| *likeness) {
            recalled.forget_parts_read_before();
            recalled.is_changed = likeness != Likeness::Same;
            recalled.kept = known.clone().with(recalled.kept).now;
        }
        recalled
    }

    /// The same for the document of this number, whatever has become of its file.
    fn with_kept_of(&self, number: u32, mut recalled: Recalled) -> Recalled {
        let known = self.others.get(&number).and_then(|left| left.identity.as_ref());
        let is_known = |kept: &&Keeping| known.is_some_and(|known| known.content == kept.identity.content);
        let Some(kept) = self.kept.iter().find(is_known) else { return self.with_kept(recalled) };
        recalled.forget_parts_read_before();
        recalled.is_changed = kept.identity.content != recalled.identity.content;
        recalled.kept = kept.clone().with(recalled.kept).now;
        recalled
    }
}

/// A document that is to be opened in the place of the one that is read.
pub struct Visit {
    number: u64,
    goal: Goal,
    /// What opens it, or the one that it lies beside.
    from: Arc<dyn Reopen>,
    corrections: Arc<Corrections>,
}

/// Which one, and where in it.
#[derive(Clone, Debug)]
enum Goal {
    /// The one that a link points to, at the place of this name, if it has any.
    Linked { path: String, anchor: String },
    /// The one that so many jumps forward (back, where negative) lead to.
    Stop { by: i64, stop: Stop, reading: Reading },
}

/// What came of it.
#[derive(Debug)]
pub struct Visited {
    number: u64,
    goal: Goal,
    opened: Result<Opened>,
}

/// A document that was opened.
#[derive(Debug)]
struct Opened {
    opening: Opening,
    recalled: Recalled,
    /// Whether the file is as it was when it was opened before.
    is_as_it_was: bool,
}

impl Visit {
    /// The work to be done, where this is kept of documents.
    pub fn job(self, memory: Option<Arc<dyn Memory>>) -> Job {
        Job::Visit(Box::new(move || {
            let Self { number, goal, from, corrections } = self;
            let opened =
                catch_unwind(AssertUnwindSafe(|| open(&goal, &from, corrections, memory.as_deref())));
            let opened = opened.unwrap_or_else(|_| Err(defect()));
            Visited { number, goal, opened }
        }))
    }
}

impl std::fmt::Debug for Visit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Visit({:?})", self.goal)
    }
}

fn open(
    goal: &Goal,
    from: &Arc<dyn Reopen>,
    corrections: Arc<Corrections>,
    memory: Option<&dyn Memory>,
) -> Result<Opened> {
    let is_as_it_was = matches!(goal, Goal::Stop { .. }) && from.stamp_now() == from.stamp();
    let mut opening = match goal {
        Goal::Linked { path, .. } => from.open_beside(path)?,
        // As it is now, unless that is as it was, or gone.
        Goal::Stop { reading, .. } if is_as_it_was => Arc::clone(from).open(*reading)?,
        Goal::Stop { reading, .. } => from.reload(*reading).or_else(|_| Arc::clone(from).open(*reading))?,
    };
    opening.document.correct(corrections);
    let identity = opening.document.readings().map(|readings| readings.identity()).unwrap_or_default();
    let recalled = match memory {
        Some(memory) => memory.recall(identity),
        None => Recalled { identity, ..Recalled::default() },
    };
    let place = match goal {
        Goal::Linked { anchor, .. } => recalled.kept.place.as_ref().filter(|_| anchor.is_empty()),
        Goal::Stop { stop, .. } => Some(&stop.place),
    };
    let opening = match place.map(|place| place.at) {
        Some(at) => opening.up_to(at),
        None => opening,
    };
    Ok(Opened { opening, recalled, is_as_it_was })
}

impl Typeset {
    /// Whether a document is of the file that is read, as it was opened.
    fn is_read_already(&self, document: &Document) -> bool {
        let stamp = |document: &Document| document.readings().and_then(|readings| readings.stamp());
        stamp(document).is_some_and(|other| stamp(&self.document) == Some(other))
    }
}

impl App {
    /// What is to be kept of all documents of this run, those that are known.
    pub fn kept_of_all(&mut self) -> Vec<Keeping> {
        let current = self.kept();
        let content = current.as_ref().map(|keeping| keeping.identity.content);
        let others = self.shelf.kept.iter().filter(|known| Some(known.identity.content) != content);
        let all = others.cloned().chain(current);
        all.filter(Keeping::is_change).collect()
    }

    /// Opens the file that a link points to, and goes to the place of this name in it.
    pub(super) fn visit_file(&mut self, path: String, anchor: String) {
        let file = self.text.document.readings().filter(|readings| readings.stamp().is_some());
        let Some(from) = file else {
            return self.notify("this text lies in no folder, so that its links to files lead nowhere");
        };
        self.notify(format!("opening {path} …"));
        self.visit(Goal::Linked { path, anchor }, from);
    }

    /// Opens the document that so many jumps lead to.
    pub(super) fn visit_stop(&mut self, by: i64, stop: Stop) {
        let Some(left) = self.shelf.others.get(&stop.document) else { return };
        let (from, reading) = (Arc::clone(&left.readings), left.reading);
        self.notify("opening the document that you jumped from …");
        self.visit(Goal::Stop { by, stop, reading }, from);
    }

    fn visit(&mut self, goal: Goal, from: Arc<dyn Reopen>) {
        self.shelf.latest_visit += 1;
        let corrections = Arc::clone(self.text.document.corrections());
        let visit = Visit { number: self.shelf.latest_visit, goal, from, corrections };
        self.effects.push(Effect::Visit(visit));
    }

    /// Goes on in the text as it is, whatever was about to be opened in its place.
    pub(super) fn stay(&mut self) {
        self.shelf.latest_visit += 1;
    }

    /// Takes a document that was opened, if the reader still wants it.
    pub(super) fn visited(&mut self, Visited { number, goal, opened }: Visited) {
        if number != self.shelf.latest_visit {
            return;
        }
        self.notices.end();
        match (opened, goal) {
            (Err(error), Goal::Linked { path, .. }) => self.notify(format!("cannot open {path}: {error:#}")),
            (Err(error), Goal::Stop { .. }) => self.notify(format!("cannot go back: {error:#}")),
            (Ok(opened), Goal::Linked { anchor, .. }) => self.take_linked(opened, anchor),
            (Ok(opened), Goal::Stop { by, .. }) => self.take_stop(opened, by),
        }
    }

    /// Goes to a document that a link points to: to the place of this name, or else where the reader was in it.
    fn take_linked(&mut self, opened: Opened, anchor: String) {
        let named = (!anchor.is_empty()).then(|| Named::called(anchor));
        if self.text.is_read_already(&opened.opening.document) {
            return self.follow(Target::Inside(named.unwrap_or(Named::Top)));
        }
        let here = self.stop_here();
        self.jumps.leave(here);
        let number = self.shelf.number_of(&opened.recalled.identity);
        self.take_document(opened, number, named.is_none());
        if let Some(number) = number.filter(|_| self.book.coming_back.is_changed()) {
            self.jumps.forget_folds(number);
        }
        if let Some(named) = named {
            let place = self.book.coming_back.arrival();
            self.look_up(named, false, place);
        }
    }

    /// Goes to the document that so many jumps lead to, unless they lead elsewhere by now.
    fn take_stop(&mut self, mut opened: Opened, by: i64) {
        let mut jumps = self.jumps.clone();
        let Some(stop) = jumps.walk(self.stop_here(), by) else { return };
        if !self.shelf.others.contains_key(&stop.document) {
            return;
        }
        self.jumps = jumps;
        let is_as_it_was = opened.is_as_it_was;
        opened.recalled.is_changed |= !is_as_it_was;
        self.take_document(opened, Some(stop.document), false);
        if is_as_it_was {
            self.fold_as_at(stop.folds);
        } else {
            self.jumps.forget_folds(stop.document);
        }
        let is_changed = self.book.coming_back.is_changed();
        self.go_to_place(Sought { place: stop.place, is_changed, purpose: Purpose::Jump });
        self.focus_as_at(stop.link);
    }

    /// Puts a document into the place of the one that is read: one of the shelf, or a new one. Goes to where the reader
    /// was in it if he `returns`.
    fn take_document(&mut self, opened: Opened, number: Option<u32>, returns: bool) {
        let Opened { opening, recalled, .. } = opened;
        let before = recalled.kept.clone();
        let mut recalled = match number {
            Some(number) => self.shelf.with_kept_of(number, recalled),
            None => self.shelf.with_kept(recalled),
        };
        let left = recalled.kept.place.take_if(|_| !returns);
        let keeping = self.kept();
        let identity = keeping.as_ref().map(|keeping| keeping.identity.clone());
        if let Some(keeping) = keeping {
            self.shelf.keep(keeping);
        }
        let known = number.and_then(|number| self.shelf.others.remove(&number));
        let is_new = known.is_none();
        let notes = self.book.begin(known.map(|left| left.notes));
        self.shelf.put_back(identity, &self.text.document, notes);
        self.shelf.take(number, &self.jumps);
        self.stop_waiting();
        self.replace_document(opening.document);
        self.here.tie_to(Anchor::default());
        self.search_anew(None);
        self.begin_work(opening.chunks);
        self.effects.extend(self.watch());
        self.jumps.note_step(true);
        self.recall(recalled);
        self.book.coming_back.recall_as_before(before);
        if let Some(place) = left {
            self.come_back_to(&place);
        }
        if is_new {
            self.effects.extend(self.recall_notes());
        } else if self.book.coming_back.is_changed() {
            self.book.notes.note_change();
        }
        self.refresh(true);
    }
}
