//! Picking from a list: what is typed filters it, and the page shows what is selected.
//!
//! The list is a snapshot, which a worker filters. So however many items there are, a key waits for none
//! of them; each keystroke supersedes what was typed before it. While the document is loading, the snapshot
//! is renewed.

pub mod hits;
pub mod matching;
pub mod notes;
mod picking;
pub mod pool;
pub mod rows;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::detour::Detour;
use super::finding::Hit;
use super::jobs::Job;
use super::positions::Visitor;
use super::prompt::Prompt;
use super::sidebar::Standing;
use crate::document::{Folds, TextPos};
use crate::layout::Anchor;
use matching::{List, Needle};
use pool::Pool;
use rows::PickerRow;

/// What is picked from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The sections of the text.
    Sections,
    /// The hits of the search.
    Hits,
    /// The reader's notes.
    Notes,
}

impl Subject {
    /// What stands before the line that is typed.
    pub(super) fn sign(self) -> &'static str {
        match self {
            Self::Sections => "section: ",
            Self::Hits => "hit: ",
            Self::Notes => "note: ",
        }
    }
}

/// What became of the wish to go to the selected item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Going {
    /// There is none.
    NotYet,
    /// The reader goes there as soon as the list is up to date.
    Awaited,
    /// It is not in the text.
    Missing,
}

/// A list, and the line that filters it.
#[derive(Debug)]
pub struct Picker {
    subject: Subject,
    title: String,
    pub(super) prompt: Prompt,
    /// Where the reader was.
    pub(super) detour: Detour,
    /// What he was at there.
    pub(super) origin: Origin,
    list: List,
    /// The items that the list was made of: tells whether there are others by now.
    edition: u64,
    /// The selected item, by its place in the list.
    at: usize,
    /// The same, by its place in the text: those in the list shift while a document is loading.
    pub(super) selected: Option<TextPos>,
    /// Whether the reader has moved the selection; else it is the likeliest item.
    is_moved: bool,
    /// Whether the reader goes to the only item that is listed, should there be no other.
    is_for_only_one: bool,
    going: Going,
    /// The place in the list of the first item in view.
    top: usize,
    rows: Vec<PickerRow>,
    /// Whether nothing is listed yet because it is still searched for.
    expects_more: bool,
    /// The filtering that is being done, and of which items.
    asked: Option<(u64, u64)>,
    /// The same of the listing of hits.
    gathering: Option<(u64, u64)>,
    /// The number of the latest filtering. An earlier one ends by itself.
    latest: Arc<AtomicU64>,
    /// The number of the latest listing of hits.
    latest_gathering: Arc<AtomicU64>,
}

/// What the reader was at when the list was opened.
#[derive(Clone, Copy, Debug)]
pub(super) struct Origin {
    /// The section that he was in, or the hit that he was at.
    pub(super) item: Option<TextPos>,
    pub(super) sidebar: Standing,
    /// The hit that he was at.
    pub(super) hit: Option<Hit>,
}

impl Picker {
    fn new(subject: Subject, title: String, list: List, detour: Detour, origin: Origin) -> Self {
        Self {
            subject,
            title,
            prompt: Prompt::default(),
            detour,
            origin,
            list,
            edition: 0,
            at: 0,
            selected: None,
            is_moved: false,
            is_for_only_one: false,
            going: Going::NotYet,
            top: 0,
            rows: Vec::new(),
            expects_more: false,
            asked: None,
            gathering: None,
            latest: Arc::default(),
            latest_gathering: Arc::default(),
        }
    }

    /// What is picked from.
    pub fn subject(&self) -> Subject {
        self.subject
    }

    /// The rows in view.
    pub fn rows(&self) -> &[PickerRow] {
        &self.rows
    }

    /// The title of the list.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// How many items are listed, of how many: `3 of 17`. With `…` while more are looked for.
    pub fn count(&self) -> String {
        let (listed, all, total) = (self.list.len(), self.list.pool().len(), self.list.pool().total());
        let is_bounded = all as u64 != total;
        let more = if self.is_pending() || self.expects_more { " …" } else { "" };
        match (listed == all, is_bounded) {
            (true, false) => format!("{all}{more}"),
            (false, false) => format!("{listed} of {all}{more}"),
            (true, true) => format!("the nearest {all} of {total}{more}"),
            (false, true) => format!("{listed} of the nearest {all}{more}"),
        }
    }

    /// Whether a worker is to make the list anew.
    fn is_pending(&self) -> bool {
        self.asked.is_some() || self.gathering.is_some()
    }

    /// Whether nothing is listed, nor about to be.
    pub fn is_empty(&self) -> bool {
        self.list.len() == 0 && !self.is_pending() && !self.expects_more
    }

    /// Changes every position that is kept.
    pub(super) fn visit_positions(&mut self, visit: Visitor<'_>) {
        self.detour.visit_positions(visit);
        self.origin.item.iter_mut().chain(&mut self.selected).for_each(&mut *visit);
        self.origin.sidebar.visit_positions(visit);
        if let Some(hit) = &mut self.origin.hit {
            hit.visit_positions(visit);
        }
    }

    /// Why the reader cannot go to the selected item, if he wanted to.
    pub(super) fn why_missing(&self) -> Option<&str> {
        self.list.heading(self.at).filter(|_| self.going == Going::Missing)
    }

    /// Whether the reader is to go to the selected item as soon as the list is up to date.
    pub(super) fn is_accepted(&self) -> bool {
        self.going == Going::Awaited
    }

    /// Whether the reader is to go to the item that is listed, should there be no other.
    fn is_for_only_one(&self) -> bool {
        self.is_for_only_one && !self.is_moved
    }

    /// Whether it may lead the reader somewhere by itself.
    pub(super) fn awaits_jump(&self) -> bool {
        self.is_accepted() || self.is_for_only_one()
    }

    /// Whether the page shows what is selected, and not where the reader was.
    fn is_chosen(&self) -> bool {
        self.is_moved || !self.prompt.text().trim().is_empty()
    }

    /// Takes a hit for where the reader was, with what the page is tied to there and what is folded.
    fn arrive_at(&mut self, hit: Hit, anchor: Anchor, folds: Arc<Folds>) {
        (self.detour.anchor, self.detour.folds) = (anchor, folds);
        self.origin.hit = Some(hit);
        if self.subject == Subject::Hits {
            self.origin.item = Some(hit.start());
            self.select(self.likeliest());
        }
    }

    fn select(&mut self, at: usize) {
        self.at = at;
        if self.going == Going::Missing {
            self.going = Going::NotYet;
        }
        self.selected = self.list.place(at);
    }

    /// Takes a list that was made anew. The selected item stays so if the reader has selected it, or else it
    /// is the likeliest: the first, or without a filter where the reader was.
    fn take(&mut self, list: List, edition: u64) {
        self.list = list;
        self.edition = edition;
        self.select(self.likeliest());
    }

    /// The place in the list of the item that is to be selected.
    fn likeliest(&self) -> usize {
        let kept = if self.is_moved {
            self.selected
        } else {
            self.origin.item.filter(|_| self.list.is_unfiltered())
        };
        kept.and_then(|pos| self.list.position(pos)).unwrap_or(0)
    }

    /// Moves the selection by so many items, and stops at the ends.
    fn step(&mut self, by: i64) {
        let Some(last) = self.list.len().checked_sub(1) else { return };
        let by = isize::try_from(by).unwrap_or(isize::MAX);
        self.is_moved = true;
        self.select(self.at.saturating_add_signed(by).min(last));
    }

    /// Ends what workers do for the list.
    fn end(&mut self) {
        self.end_filtering();
        self.gathering = None;
        self.latest_gathering.fetch_add(1, Ordering::Relaxed);
    }

    /// Has no filtering go on.
    fn end_filtering(&mut self) -> u64 {
        self.asked = None;
        self.latest.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Filters `pool` by what was typed: at once where that is nothing, or else by a worker.
    fn filter(&mut self, pool: Pool, edition: u64) -> Option<Job> {
        let number = self.end_filtering();
        let needle = Needle::new(self.prompt.text(), pool.likeness());
        if needle.is_empty() {
            self.take(List::all(pool), edition);
            return None;
        }
        self.asked = Some((number, edition));
        Some(Job::Filter { pool, needle, number, latest: Arc::clone(&self.latest) })
    }
}
