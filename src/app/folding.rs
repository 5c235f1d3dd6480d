//! Folding sections in the text. What the sidebar folds is its own: a list of sections is looked through
//! in another way than a text.

mod keeping;

use std::sync::Arc;

pub(super) use keeping::{FoldsOf, SoughtFolds};

use super::typeset::Typeset;
use super::{App, Mouse, Pane};
use crate::document::{Folds, SectionId, TextPos};

impl Typeset {
    /// Opens the sections that hide a place. Answers whether there were any.
    pub(super) fn unhide(&mut self, pos: TextPos) -> bool {
        if !self.is_hidden(pos) {
            return false;
        }
        let mut path =
            self.document.outline().at(pos).map_or_else(Vec::new, |id| self.document.outline().path(id));
        let innermost = path.pop();
        self.open_sections(path);
        // It may be the heading that was meant.
        if self.is_hidden(pos) {
            self.open_sections(innermost);
        }
        true
    }

    /// Opens sections. Answers whether any of them was folded.
    fn open_sections(&mut self, ids: impl IntoIterator<Item = SectionId>) -> bool {
        let mut folds = Folds::clone(self.folds());
        for id in ids {
            folds.set(self.document.outline(), id, false);
        }
        let is_change = folds != **self.folds();
        self.fold(Arc::new(folds));
        is_change
    }
}

impl App {
    /// Folds the section where the reader is, or opens it where it is folded.
    pub(crate) fn toggle_fold(&mut self) {
        let Some(id) = self.section_to_fold() else { return };
        let is_folded = self.text.document.outline().is_folded(self.text.folds(), id);
        self.set_fold(id, !is_folded);
    }

    /// Folds the section where the reader is; where it is folded, the one around it.
    pub(crate) fn close_fold(&mut self) {
        let Some(id) = self.section_to_fold() else { return };
        let outline = self.text.document.outline();
        let is_folded = outline.is_folded(self.text.folds(), id);
        match if is_folded { outline.parent(id) } else { Some(id) } {
            Some(id) => self.set_fold(id, true),
            None => self.notify("there is no section around this one"),
        }
    }

    /// Opens the section where the reader is. Those inside it that are folded stay so.
    pub(crate) fn open_fold(&mut self) {
        let Some(id) = self.section_to_fold() else { return };
        if self.text.document.outline().is_folded(self.text.folds(), id) {
            self.set_fold(id, false);
        } else {
            self.notify("this section is not folded");
        }
    }

    /// Folds all sections, those too that are still to be read.
    pub(crate) fn close_all_folds(&mut self) {
        if self.place_to_fold().is_none() {
            return self.notify_of_no_headings();
        }
        self.text.forget_sought_folds();
        let before = self.here.anchor();
        self.change_folds(Folds::all());
        self.here.note_all_folded(before);
        let key = self.keymap.key_of("open-all-folds");
        self.notify(format!("all folded; {key} opens"));
    }

    /// Opens all sections.
    pub(crate) fn open_all_folds(&mut self) {
        if self.place_to_fold().is_none() {
            self.notify_of_no_headings();
        } else if self.text.folds().is_empty() {
            self.notify("nothing is folded");
        }
        self.text.forget_sought_folds();
        let before = self.here.take_all_folded();
        self.change_folds(Folds::default());
        if let Some(before) = before {
            self.jumps.note_step(true);
            self.here.go_to(before);
        }
    }

    /// The place whose section is meant: what is selected in the sidebar where that has the keys, else what was
    /// folded last where the page has not moved since, what was clicked or found in view, or the first text on the
    /// screen. None where there are no sections.
    fn place_to_fold(&mut self) -> Option<TextPos> {
        let outline = self.text.document.outline();
        if outline.is_empty() {
            return None;
        }
        if self.pane == Pane::Sidebar {
            let selected = self.sidebar.selected(outline).and_then(|id| outline.get(id));
            return selected.map(|section| section.start);
        }
        let same = self.here.folded();
        Some(same.or_else(|| self.pointed_at()).unwrap_or_else(|| self.reading_position()))
    }

    /// The section that is meant, of those whose headings are shown.
    fn section_to_fold(&mut self) -> Option<SectionId> {
        let Some(place) = self.place_to_fold() else {
            self.notify_of_no_headings();
            return None;
        };
        let outline = self.text.document.outline();
        let Some(id) = outline.at(place) else {
            self.notify("no section has begun here");
            return None;
        };
        Some(outline.shown_for(self.text.folds(), id))
    }

    fn notify_of_no_headings(&mut self) {
        let so_far = if self.text.document.has_parsed_all() { "" } else { " so far" };
        self.notify(format!("the text has no headings{so_far}"));
    }

    fn set_fold(&mut self, id: SectionId, is_folded: bool) {
        let mut folds = Folds::clone(self.text.folds());
        folds.set(self.text.document.outline(), id, is_folded);
        self.change_folds(folds);
    }

    /// Folds these sections and opens all others. What the reader looks at stays on its row, or the heading that
    /// is shown for it; a heading above the screen comes to its top.
    fn change_folds(&mut self, folds: Folds) {
        let place = self.place_to_fold().unwrap_or_default();
        let place = self.text.shown_place(place);
        let outline = self.text.document.outline();
        let fold = outline.at(place).and_then(|id| outline.fold_around(&folds, id));
        let kept = fold.and_then(|id| outline.get(id)).map_or(place, |section| section.start);
        let row = self.row_in_view(kept).unwrap_or(0);
        self.text.fold(Arc::new(folds));
        let line = self.text.line_at(kept);
        self.here.go_to(self.text.anchor_above(line, row));
        self.here.note_fold(kept);
    }

    /// The row of the screen that shows a place.
    fn row_in_view(&mut self, pos: TextPos) -> Option<i64> {
        let line = self.text.line_at(pos);
        let row = self.view.rows.iter().position(|row| row.at == line)?;
        i64::try_from(row).ok()
    }

    /// Opens the sections that hide a place that is gone to. Who does so has jumped, even where nothing moves.
    pub(super) fn reveal(&mut self, pos: TextPos) {
        let has_opened = self.text.unhide(pos);
        self.jumps.note_opening(has_opened);
    }

    /// Opens a section that is gone to, and those around it.
    pub(super) fn reveal_section(&mut self, id: SectionId) {
        let has_opened = self.text.open_sections(self.text.document.outline().path(id));
        self.jumps.note_opening(has_opened);
    }

    /// Brings a place to the top; where a section begins, opened.
    pub(super) fn show_section_at(&mut self, start: TextPos) {
        self.here.tie_to(start);
        match self.text.document.outline().starting_at(start) {
            Some(id) => self.reveal_section(id),
            None => self.reveal(start),
        }
    }

    /// Which sections are folded.
    pub(crate) fn folds(&self) -> &Folds {
        self.text.folds()
    }

    /// A click on what is said of a fold opens it. Answers whether it was one.
    pub(super) fn click_fold(&mut self, mouse: Mouse) -> bool {
        let text = self.view.geometry.text;
        let row = mouse.row.checked_sub(text.y).and_then(|row| self.view.rows.get(usize::from(row)));
        let Some(row) = row else { return false };
        let is_there = row.fold_column().is_some_and(|column| mouse.column >= text.x.saturating_add(column));
        let outline = self.text.document.outline();
        let Some(id) = outline.at(row.start()).filter(|_| is_there) else { return false };
        if let Some(section) = outline.get(id) {
            self.here.note_fold(section.start);
        }
        self.set_fold(id, false);
        true
    }
}
