//! Bringing what is on the screen up to date with the state.

use std::sync::Arc;

use super::geometry::{Below, Geometry, Wishes};
use super::sidebar::Shown;
use super::view::View;
use super::{App, Overlay, PageOptions, Pane, panel, progress};
use crate::layout::LinePos;

impl App {
    /// Brings the screen up to date with the state. `follow` brings the selection in the sidebar
    /// into view.
    pub(super) fn refresh(&mut self, follow: bool) {
        self.refresh_view();
        self.note_departure();
        self.note_read_on();
        self.clamp_help();
        self.clamp_panel();
        self.refresh_picker();
        self.refresh_sidebar(follow);
        self.locate_hits();
        self.refresh_ticks();
        self.seek_notes();
        self.seek_read();
    }

    pub(super) fn refresh_view(&mut self) {
        self.text.document.move_reader(self.here.anchor().pos.segment);
        self.text.document.refresh_outline();
        self.find_folds();
        let mut geometry = Geometry::new(self.size, self.wishes());
        if geometry.sidebar.is_empty() && self.pane == Pane::Sidebar {
            self.pane = Pane::Page;
            geometry = Geometry::new(self.size, self.wishes());
        }
        let is_mended = self.is_mended;
        self.text.set_options(PageOptions { measure: geometry.text.width, limit: geometry.limit, is_mended });
        let finding = self.search.finding();
        self.view = View::new(geometry, &mut self.text, self.here.anchor(), finding);
        if let Some(gone_to) = self.gone_to_in_view() {
            self.view.section = self.text.document.outline().at(gone_to);
        }
        (self.view.selected, self.view.cursor) = (self.selected(), self.cursor());
        self.show_focus();
        self.show_notes();
        self.show_hints();
        // Sections that the first look at the text found may have made room for the sidebar, or are to be folded.
        if self.find_folds() || Geometry::new(self.size, self.wishes()) != geometry {
            self.refresh_view();
        }
    }

    /// Whether a row is on the screen, as the sections are folded by now: rows of a view where others were are not
    /// counted in the same way.
    pub(super) fn is_on_screen(&mut self, line: LinePos) -> bool {
        if !Arc::ptr_eq(&self.view.folds, self.text.folds()) {
            self.refresh_view();
        }
        self.view.shows(line)
    }

    fn wishes(&self) -> Wishes {
        let wishes = Wishes {
            is_sidebar_hidden: self.sidebar.is_hidden,
            // Where there is no room for both panes, the one that has the keys is seen.
            is_sidebar_wanted: self.pane == Pane::Sidebar,
            sidebar_width: self.sidebar.width,
            measure: self.settings.measure,
            below: self.wanted_below(),
            has_sections: !self.text.document.outline().is_empty(),
        };
        let most = || Geometry::new(self.size, Wishes { below: Below::Panel(u16::MAX), ..wishes }).panel;
        let panel_rows = self.panel().map(|panel| panel::lines::rows(self, panel, most()));
        match panel_rows.or_else(|| self.question_rows(most())) {
            Some(rows) => Wishes { below: Below::Panel(rows), ..wishes },
            None => wishes,
        }
    }

    /// What is to stand below the text, but for the panel that explains a block.
    fn wanted_below(&self) -> Below {
        match self.overlays.open {
            Some(Overlay::Picker(_)) => Below::List,
            Some(Overlay::Search { .. } | Overlay::Command { .. }) if !self.typing.completion.is_empty() => {
                Below::Typed(self.typing.completion.n_rows())
            }
            _ => Below::Nothing,
        }
    }

    fn refresh_sidebar(&mut self, follow: bool) {
        let area = self.view.geometry.sidebar;
        if area.is_empty() {
            return;
        }
        let (document, read) = (&self.text.document, &self.book.coming_back.read);
        let shown = Shown {
            outline: document.outline(),
            current: self.view.section,
            finding: self.search.finding(),
            // Beside the titles stand a blank column and the rule.
            size: (area.width.saturating_sub(2), area.height),
            has_focus: self.pane == Pane::Sidebar,
            is_read: &|id| progress::is_read(document, read, id),
        };
        self.sidebar.refresh(&shown, follow);
    }
}
