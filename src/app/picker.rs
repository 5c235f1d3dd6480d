//! Picking from a list: what is typed filters it, and the page shows what is selected.
//!
//! The list is a snapshot, which a worker filters. So however many items there are, a key waits for none
//! of them; each keystroke supersedes what was typed before it. While the document is loading, the snapshot
//! is renewed.

pub mod matching;
pub mod pool;
pub mod rows;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::jobs::Job;
use super::prompt::Prompt;
use super::sidebar::Standing;
use super::{App, Effect, Overlay, Pane};
use crate::document::TextPos;
use crate::layout::Anchor;
use matching::{List, Needle};
use pool::Pool;
use rows::PickerRow;

/// What is picked from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The sections of the text.
    Sections,
}

impl Subject {
    /// The title of the list.
    pub fn title(self) -> &'static str {
        match self {
            Self::Sections => "Sections",
        }
    }

    /// What stands before the line that is typed.
    pub(super) fn sign(self) -> &'static str {
        match self {
            Self::Sections => "section: ",
        }
    }
}

/// A list, and the line that filters it.
#[derive(Debug)]
pub struct Picker {
    pub(super) subject: Subject,
    pub(super) prompt: Prompt,
    /// Where the reader was.
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
    /// Whether the reader is to go to the selected item as soon as the list is up to date.
    pub(super) is_accepted: bool,
    /// The place in the list of the first item in view.
    top: usize,
    rows: Vec<PickerRow>,
    /// The filtering that is being done, and of which items.
    asked: Option<(u64, u64)>,
    /// The number of the latest filtering. An earlier one ends by itself.
    latest: Arc<AtomicU64>,
}

/// Where the reader was when the list was opened.
#[derive(Clone, Copy, Debug)]
pub(super) struct Origin {
    pub(super) anchor: Anchor,
    pub(super) pane: Pane,
    /// The section he was in.
    pub(super) section: Option<TextPos>,
    pub(super) sidebar: Standing,
}

impl Picker {
    fn new(subject: Subject, origin: Origin) -> Self {
        Self {
            subject,
            prompt: Prompt::default(),
            origin,
            list: List::default(),
            edition: 0,
            at: 0,
            selected: None,
            is_moved: false,
            is_accepted: false,
            top: 0,
            rows: Vec::new(),
            asked: None,
            latest: Arc::default(),
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

    /// How many items there are, of how many: `3 of 17`. With `…` while they are being filtered.
    pub fn count(&self) -> String {
        let (listed, all) = (self.list.len(), self.list.pool().len());
        let more = if self.asked.is_some() { " …" } else { "" };
        if listed == all { format!("{all}{more}") } else { format!("{listed} of {all}{more}") }
    }

    /// Whether nothing is listed, nor about to be.
    pub fn is_empty(&self) -> bool {
        self.list.len() == 0 && self.asked.is_none()
    }

    /// Changes every position that is kept.
    pub(super) fn move_positions(&mut self, moved: impl Fn(TextPos) -> TextPos) {
        self.origin.anchor.pos = moved(self.origin.anchor.pos);
        self.origin.section = self.origin.section.map(&moved);
        self.selected = self.selected.map(moved);
    }

    /// The positions that are kept.
    pub(super) fn positions(&self) -> impl Iterator<Item = TextPos> {
        [Some(self.origin.anchor.pos), self.origin.section, self.selected].into_iter().flatten()
    }

    fn select(&mut self, at: usize) {
        self.at = at;
        self.selected = self.list.place(at);
    }

    /// Takes a list that was made anew. The selected item stays so if the reader has selected it, or else it
    /// is the likeliest: the first, or without a filter where the reader was.
    fn take(&mut self, list: List, edition: u64) {
        self.list = list;
        self.edition = edition;
        let kept = if self.is_moved {
            self.selected
        } else {
            self.origin.section.filter(|_| self.list.is_unfiltered())
        };
        let at = kept.and_then(|pos| self.list.position(pos)).unwrap_or(0);
        self.select(at);
    }

    /// Moves the selection by so many items, and stops at the ends.
    fn step(&mut self, by: i64) {
        let Some(last) = self.list.len().checked_sub(1) else { return };
        let by = isize::try_from(by).unwrap_or(isize::MAX);
        self.is_moved = true;
        self.select(self.at.saturating_add_signed(by).min(last));
    }

    /// Has no filtering go on.
    fn end_filtering(&mut self) -> u64 {
        self.asked = None;
        self.latest.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Filters `pool` by what was typed: at once where that is nothing, or else by a worker.
    fn filter(&mut self, pool: Pool, edition: u64) -> Option<Job> {
        let number = self.end_filtering();
        let needle = Needle::new(self.prompt.text());
        if needle.is_empty() {
            self.take(List::all(pool), edition);
            return None;
        }
        self.asked = Some((number, edition));
        Some(Job::Filter { pool, needle, number, latest: Arc::clone(&self.latest) })
    }
}

impl App {
    /// The list that is picked from, while it is open.
    pub fn picker(&self) -> Option<&Picker> {
        match &self.overlay {
            Some(Overlay::Picker(picker)) => Some(picker),
            _ => None,
        }
    }

    pub(super) fn picker_mut(&mut self) -> Option<&mut Picker> {
        match &mut self.overlay {
            Some(Overlay::Picker(picker)) => Some(picker),
            _ => None,
        }
    }

    /// Opens the list of sections.
    pub(crate) fn pick_section(&mut self) {
        if self.document.outline().is_empty() {
            let so_far = if self.document.has_parsed_all() { "" } else { " so far" };
            return self.notify(format!("the text has no headings{so_far}"));
        }
        self.open_picker(Subject::Sections);
    }

    fn open_picker(&mut self, subject: Subject) {
        let outline = self.document.outline();
        let origin = Origin {
            anchor: self.anchor,
            pane: std::mem::take(&mut self.pane),
            section: self.view.section.and_then(|id| outline.get(id)).map(|section| section.start),
            sidebar: self.sidebar.standing(),
        };
        self.awaited_before_prompt = self.awaited.take();
        self.overlay = Some(Overlay::Picker(Box::new(Picker::new(subject, origin))));
        self.filter_picker();
    }

    /// Filters the list anew.
    fn filter_picker(&mut self) {
        let edition = self.document.outline_edition();
        let pool = Pool::Sections(self.document.outline().clone());
        let Some(picker) = self.picker_mut() else { return };
        let job = picker.filter(pool, edition);
        self.effects.extend(job.map(Effect::Spawn));
    }

    /// Takes up what was typed.
    pub(super) fn refilter_picker(&mut self) {
        if let Some(picker) = self.picker_mut() {
            picker.is_moved = false;
            picker.is_accepted = false;
        }
        self.filter_picker();
        self.preview_picked();
    }

    /// Takes a list that a worker has filtered, if it is still wanted.
    pub(super) fn take_filtered(&mut self, number: u64, list: List) {
        let Some(picker) = self.picker_mut() else { return };
        if let Some((_, edition)) = picker.asked.take_if(|asked| asked.0 == number) {
            picker.take(list, edition);
        }
    }

    /// Follows what has become of the list since.
    pub(super) fn resume_picking(&mut self) {
        let Some(picker) = self.picker() else { return };
        if picker.is_accepted && picker.asked.is_none() {
            self.accept_picked();
        } else {
            self.preview_picked();
        }
    }

    /// Renews the list where there are other items by now.
    pub(super) fn renew_picker(&mut self) {
        /// Items that are filtered in no time.
        const FEW: usize = 20_000;
        /// One in so many must be new, so that all filterings together cost little more than one.
        const WORTH: usize = 8;
        let Some(picker) = self.picker() else { return };
        let (before, now) = (picker.list.pool().len(), self.document.outline().len());
        let is_worth_it = now <= FEW || before + before / WORTH <= now || self.document.has_parsed_present();
        if picker.edition != self.document.outline_edition() && picker.asked.is_none() && is_worth_it {
            self.filter_picker();
        }
    }

    /// Makes the rows in view anew.
    pub(super) fn refresh_picker(&mut self) {
        self.renew_picker();
        let area = self.view.geometry.panel;
        let Some(picker) = self.picker_mut() else { return };
        let room = rows::Room::of(area);
        picker.top = rows::top(picker.top, picker.at, picker.list.len(), room);
        picker.rows = rows::rows(&picker.list, picker.top, picker.at, room);
    }

    /// Moves the selection by so many items.
    pub(crate) fn step_picker(&mut self, by: i64) {
        let Some(picker) = self.picker_mut() else { return };
        picker.step(by);
        picker.is_accepted = false;
        self.preview_picked();
    }

    /// Moves the selection by so many pages of the list.
    pub(crate) fn turn_picker(&mut self, pages: i64) {
        let rows = i64::try_from(rows::Room::of(self.view.geometry.panel).rows).unwrap_or(0);
        self.step_picker(pages.saturating_mul((rows - 1).max(1)));
    }

    /// Shows on the page what is selected; as long as nothing was, where the reader was.
    fn preview_picked(&mut self) {
        let Some(picker) = self.picker() else { return };
        let is_chosen = picker.is_moved || !picker.prompt.text().trim().is_empty();
        self.anchor = match picker.selected.filter(|_| is_chosen) {
            Some(selected) => selected.into(),
            None => picker.origin.anchor,
        };
    }

    /// Goes to what is selected, as soon as it is known what that is.
    pub(super) fn accept_picked(&mut self) {
        let Some(picker) = self.picker_mut() else { return };
        if picker.asked.is_some() {
            picker.is_accepted = true;
            return;
        }
        picker.is_accepted = false;
        let Some(selected) = picker.selected else { return };
        picker.end_filtering();
        self.overlay = None;
        self.anchor = selected.into();
    }

    /// Goes back to where the reader was.
    pub(super) fn cancel_picker(&mut self) {
        let Some(picker) = self.picker_mut() else { return };
        picker.end_filtering();
        let origin = picker.origin;
        self.overlay = None;
        self.anchor = origin.anchor;
        self.pane = origin.pane;
        self.awaited = self.awaited_before_prompt.take();
        self.sidebar.stand(origin.sidebar);
    }

    /// A click on an item goes there.
    pub(super) fn click_in_picker(&mut self, row: u16) {
        let top = self.view.geometry.panel.y + 1;
        let Some(picker) = self.picker_mut() else { return };
        let row = row.checked_sub(top).and_then(|row| picker.rows.get(usize::from(row)));
        let Some(at) = row.and_then(|row| row.at) else { return };
        picker.is_moved = true;
        picker.select(at);
        self.accept_picked();
    }
}
