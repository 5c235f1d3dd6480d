//! Moving through the text. Every motion ends in an anchor; the view follows from it.

use super::App;
use super::destination::dotted;
use super::landmarks::Landmark;
use super::links::AwaitedName;
use super::places::Sought;
use super::positions::Visitor;
use super::selecting::Selection;
use crate::document::{SectionId, TextPos};
use crate::layout::Anchor;

/// A place that cannot be told before more of the document is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Awaited {
    /// The end.
    End,
    /// So many percent of it.
    Percent(u32),
    /// The section called by these numbers.
    Section(Box<[u32]>),
    /// A place that was kept.
    Place(Box<Sought>),
    /// A place that a link names.
    Named(Box<AwaitedName>),
}

impl Awaited {
    /// Whether it can still be gone to where another text is in the place of the one that it was awaited in.
    pub(super) fn holds_in_any_text(&self) -> bool {
        matches!(self, Self::End | Self::Place(_))
    }

    /// Shows every position that is kept to `visit`, which may change it.
    pub(super) fn visit_positions(&mut self, visit: Visitor<'_>) {
        if let Self::Named(seeking) = self {
            seeking.visit_positions(visit);
        }
    }
}

/// Rows that stay in view when a page is turned, so that the eye finds its place.
const OVERLAP: i64 = 2;
/// The most rows that one key scrolls by.
const MOST_ROWS: i64 = 20_000;

impl App {
    /// Scrolls by so many rows; stops at the ends.
    pub(crate) fn scroll(&mut self, rows: i64) {
        self.here.stop_waiting();
        self.jumps.note_step(true);
        self.note_read();
        let rows = rows.clamp(-MOST_ROWS, MOST_ROWS);
        let top = self.text.advance(self.view.top, rows);
        // Where nothing moves, the reader stays tied to the text that was gone to.
        if top != self.view.top {
            self.here.be_gone_at(None);
            self.here.tie_to(self.text.anchor_at(top));
        }
        self.keep_end_at_bottom();
    }

    /// Turns so many pages.
    pub(crate) fn turn_page(&mut self, pages: i64) {
        let height = i64::from(self.view.geometry.pane.height);
        let step = (height - OVERLAP.min(height / 4)).max(1);
        self.jump(pages.saturating_mul(step));
    }

    /// Scrolls by so many half pages.
    pub(crate) fn turn_half_page(&mut self, halves: i64) {
        let height = i64::from(self.view.geometry.pane.height);
        self.jump(halves.saturating_mul((height / 2).max(1)));
    }

    /// Scrolls by so many rows, or a few less where a heading would be left alone at the bottom: it
    /// then stands below the screen, or its text above the bottom. The new page does not begin with a
    /// blank row.
    fn jump(&mut self, rows: i64) {
        let before = self.view.top;
        self.scroll(rows);
        self.refresh_view();
        let stranded = i64::try_from(self.view.stranded_rows()).unwrap_or(0);
        if stranded > 0 && stranded < rows.abs() && self.view.top != before {
            self.scroll(-stranded * rows.signum());
            self.refresh_view();
        }
        let n_blank = self.view.rows.iter().take_while(|row| row.line.is_ornament).count();
        if n_blank > 0 && !self.view.is_at_end() {
            self.scroll(i64::try_from(n_blank).unwrap_or(0));
        }
    }

    /// To the beginning of the text.
    pub(crate) fn go_to_start(&mut self) {
        self.here.go_to(Anchor::default());
    }

    /// To the end of the text; as long as more is being read, again whenever more is known.
    pub(crate) fn go_to_end(&mut self) {
        let last = self.text.last_line();
        self.here.tie_to(self.text.anchor_at(last));
        let is_reached = self.text.layout(last.segment).is_some_and(|layout| !layout.lines().is_empty());
        let is_end_known =
            self.text.document.has_all_chunks() && (is_reached || self.text.document.has_parsed_all());
        self.here.wait_for((!is_end_known).then_some(Awaited::End));
        if !is_end_known {
            self.keep_end_at_bottom();
        }
    }

    /// Goes to what is awaited, as far as more is known of it by now.
    pub(super) fn resume_going(&mut self) {
        match self.here.stop_waiting() {
            Some(Awaited::End) => self.go_to_end(),
            Some(Awaited::Percent(percent)) => self.go_to_percentage(percent),
            Some(Awaited::Section(numbers)) => self.go_to_numbered(&numbers),
            Some(Awaited::Place(sought)) => self.go_to_place(*sought),
            Some(Awaited::Named(seeking)) => self.resume_lookup(*seeking),
            None => {}
        }
    }

    /// To where the last row on the screen has `percent` of the document above it: what the status
    /// line then says. As long as not all of the document is known, again whenever more is.
    pub(crate) fn go_to_percentage(&mut self, percent: u32) {
        let is_known = self.text.document.has_present_chunks();
        self.here.wait_for((!is_known).then_some(Awaited::Percent(percent)));
        // The first look counts the rows that were only estimated there.
        for _ in 0..2 {
            let total = self.text.extent(self.view.top).total;
            let row = (total * u64::from(percent.min(100))).div_ceil(100);
            self.go_to_row(row.saturating_sub(self.view.geometry.pane.height.into()));
        }
    }

    /// To where the scroll bar's thumb stands at row `row` of the bar's `height`.
    pub(super) fn go_to_thumb(&mut self, row: u16, height: u16) {
        self.here.stop_waiting();
        let hidden = self.view.extent.total.saturating_sub(self.view.rows.len() as u64);
        let steps = u64::from(height.saturating_sub(1).max(1));
        self.go_to_row(hidden * u64::from(row).min(steps) / steps);
    }

    fn go_to_row(&mut self, row: u64) {
        let line = self.text.line_at_row(row);
        self.here.tie_to(self.text.anchor_at(line));
        self.keep_end_at_bottom();
    }

    /// To a section, which is opened.
    pub(crate) fn go_to_section(&mut self, id: SectionId) {
        let Some(start) = self.text.document.outline().get(id).map(|section| section.start) else { return };
        self.here.go_to(start);
        self.reveal_section(id);
        self.take_cursor_along(start);
    }

    /// To a section's heading. The section stays folded if it is.
    pub(crate) fn go_to_heading(&mut self, id: SectionId) {
        let Some(start) = self.text.document.outline().get(id).map(|section| section.start) else { return };
        self.here.go_to(start);
        self.reveal(start);
    }

    /// To the section called by `numbers`, as titles or else the tree number them, as soon as it is found.
    pub(crate) fn go_to_numbered(&mut self, numbers: &[u32]) {
        let outline = self.text.document.outline();
        let is_sure = self.text.document.has_parsed_present() || outline.is_called_surely(numbers);
        match outline.called(numbers).filter(|_| is_sure) {
            Some(id) => self.go_to_section(id),
            None if self.text.document.has_parsed_present() => {
                self.notify(format!("there is no section {}", dotted(numbers)));
            }
            None => {
                self.here.wait_for(Awaited::Section(numbers.into()));
                self.notify(format!("looking for section {} …", dotted(numbers)));
            }
        }
    }

    /// To the landmark so many further on (back, where negative), or to the last one on the way.
    pub(crate) fn go_to_landmark(&mut self, landmark: Landmark, by: i64) {
        if let Some(at) = self.text.landmark_from(landmark, self.motion_origin(), by) {
            if self.has_cursor() {
                return self.move_cursor_to(at);
            }
            self.here.go_to(at);
            self.reveal(at);
            if landmark == Landmark::Block {
                self.jumps.note_step(true);
            }
        } else {
            let name = match landmark {
                Landmark::Block => "paragraph",
                Landmark::Table => "table",
                Landmark::Link => "link",
            };
            let so_far = if self.text.document.has_parsed_all() { "" } else { " so far" };
            self.notify(format!("no further {name} that way{so_far}"));
        }
    }

    /// Where a motion sets out: from the end of the selection that moves, or else from where the reader is.
    pub(crate) fn motion_origin(&self) -> TextPos {
        self.selection.map_or_else(|| self.reading_position(), Selection::cursor)
    }

    /// Keeps the anchor from running below the screen when the last row is in view, so that the
    /// next step up moves at once.
    fn keep_end_at_bottom(&mut self) {
        let height = self.view.geometry.pane.height;
        let top = self.text.line_at(self.here.anchor());
        let lowest = self.text.lowest_top(top, height);
        if lowest < top {
            self.here.tie_to(self.text.anchor_at(lowest));
        }
    }
}
