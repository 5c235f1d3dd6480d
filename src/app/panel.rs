//! The panel that says why a block is what it is.

pub mod lines;

use super::landmarks::Landmark;
use super::{App, Overlay, Pane};
use crate::document::{Explanation, Segment, Span, TextPos};

/// Rows above the block that is explained, so that it is seen where it stands.
const ROWS_ABOVE: i64 = 2;

/// What the panel is about.
#[derive(Clone, Debug)]
pub struct Panel {
    /// A place in the block.
    pub(super) at: TextPos,
    /// Why it is what it is; none where the format cannot say.
    pub(super) explanation: Option<Explanation>,
    /// Rows above the first one in view.
    pub(super) top: usize,
}

impl Panel {
    /// Why the block is what it is.
    pub fn explanation(&self) -> Option<&Explanation> {
        self.explanation.as_ref()
    }

    /// The rows above the first one in view.
    pub fn top(&self) -> usize {
        self.top
    }

    /// Whether the leaf that starts at `pos` belongs to the block.
    pub fn is_about(&self, pos: TextPos, leaf: Span) -> bool {
        let block = self.explanation.as_ref().map(|explanation| explanation.source);
        // Of a leaf that holds nothing but marks, the block has the end.
        pos.segment == self.at.segment
            && block.is_some_and(|block| leaf.start < block.end && leaf.end > block.start)
    }
}

impl App {
    /// What the panel is about, while it is open.
    pub fn panel(&self) -> Option<&Panel> {
        match &self.overlays.open {
            Some(Overlay::Panel(panel)) => Some(panel),
            _ => None,
        }
    }

    /// Opens the panel on the block that was clicked last, if that is in view, or else on the first one
    /// that is wholly in view.
    pub(crate) fn open_panel(&mut self) {
        let clicked = self.here.clicked().filter(|&pos| self.is_in_view(pos));
        let Some(at) = clicked.or_else(|| self.first_whole_block()) else {
            return self.notify("there is nothing to explain");
        };
        self.pane = Pane::Page;
        self.here.stop_waiting();
        self.explain_at(at);
        // The panel takes rows from the page.
        self.refresh_view();
        self.show_explained();
    }

    /// Explains the block that has the text at `at`.
    pub(super) fn explain_at(&mut self, at: TextPos) {
        let source = self.text.document.demand(at.segment).map(|segment| leaf_source(&segment, at.offset));
        let explanation = source.and_then(|source| self.text.document.explain(at.segment, source));
        self.overlays.open = Some(Overlay::Panel(Panel { at, explanation, top: 0 }));
    }

    /// Goes on to the block so many further on, or back.
    pub(crate) fn step_panel(&mut self, by: i64) {
        let Some(panel) = self.panel() else { return };
        let Some(next) = self.text.landmark_from(Landmark::Block, panel.at, by) else {
            return self.notify("no further block that way");
        };
        self.explain_at(next);
        self.show_explained();
    }

    /// Scrolls in the panel.
    pub(crate) fn scroll_panel(&mut self, by: i64) {
        if let Some(Overlay::Panel(panel)) = &mut self.overlays.open {
            panel.top = panel.top.saturating_add_signed(isize::try_from(by).unwrap_or(isize::MAX));
        }
        self.clamp_panel();
    }

    /// Keeps the end of what the panel says at its bottom.
    pub(super) fn clamp_panel(&mut self) {
        let area = self.view.geometry.panel;
        let Some(panel) = self.panel() else { return };
        let rows = lines::Lines::new(self, panel, area).body.len();
        let room = lines::body_rows(self, panel, area);
        if let Some(Overlay::Panel(panel)) = &mut self.overlays.open {
            panel.top = panel.top.min(rows.saturating_sub(room));
        }
    }

    /// Brings the block that is explained into view.
    pub(super) fn show_explained(&mut self) {
        let Some(at) = self.panel().map(|panel| panel.at) else { return };
        self.reveal(at);
        self.refresh_view();
        if !self.is_in_view(at) {
            self.here.tie_to(at);
            self.refresh_view();
            self.scroll(-ROWS_ABOVE.min(i64::from(self.view.geometry.pane.height) / 3));
        }
    }

    /// Whether the row that shows the text at `pos` is on the screen.
    pub(super) fn is_in_view(&mut self, pos: TextPos) -> bool {
        if self.text.is_hidden(pos) {
            return false;
        }
        let line = self.text.line_showing(pos);
        self.is_on_screen(line)
    }

    /// Where the first block starts that is wholly in view, or else the first that starts in view, or
    /// else the one in view.
    pub(super) fn first_whole_block(&mut self) -> Option<TextPos> {
        let top = self.reading_position();
        let starts_in_view =
            self.text.landmark_at_or_after(Landmark::Block, top).filter(|&pos| self.is_in_view(pos));
        let Some(first) = starts_in_view else { return self.view.rows.first().map(|_| top) };
        let mut at = first;
        loop {
            let next = self.text.landmark_from(Landmark::Block, at, 1);
            let is_whole = next.is_none_or(|next| self.is_in_view(next)) || self.view.is_at_end();
            if is_whole {
                return Some(at);
            }
            match next.filter(|&next| self.is_in_view(next)) {
                Some(next) => at = next,
                None => return Some(first),
            }
        }
    }
}

/// Where the source of the leaf starts that has the text at `offset`.
fn leaf_source(segment: &Segment, offset: u32) -> u32 {
    let leaf = segment.leaves().get(segment.leaf_at(offset));
    // The marks that were taken in before it belong to it, and its last byte surely does.
    leaf.map_or(0, |leaf| leaf.source.end.saturating_sub(1).max(leaf.source.start))
}
