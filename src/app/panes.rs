//! The panes: which is shown, which has the focus, and what the mouse does in them.

use super::command::Count;
use super::geometry::LEAST_SIDEBAR;
use super::selecting::Grip;
use super::view::View;
use super::{App, Effect, Mouse, MouseKind, Overlay, Pane};

/// The shortest measure that keys lead to, in columns. Who names a number of columns gets it.
const LEAST_MEASURE: u16 = 20;
/// The longest one.
const MOST_MEASURE: u16 = 240;
/// Rows that a notch of the wheel scrolls.
const WHEEL_ROWS: i64 = 3;

impl View {
    fn is_sidebar_shown(&self) -> bool {
        !self.geometry.sidebar.is_empty()
    }
}

impl App {
    /// Shows or hides the sidebar. Where it lies over the text, it also takes the keys.
    pub(crate) fn toggle_sidebar(&mut self) {
        if self.view.is_sidebar_shown() {
            self.sidebar.is_hidden = !self.view.geometry.is_sidebar_over;
            self.pane = Pane::Page;
        } else {
            self.show_sidebar();
        }
    }

    fn show_sidebar(&mut self) {
        if self.text.document.outline().is_empty() {
            return self.notify("the text has no headings");
        }
        self.sidebar.is_hidden = false;
        self.refresh_view();
        if !self.view.is_sidebar_shown() {
            self.pane = Pane::Sidebar;
        }
    }

    /// Moves the keys from the text to the sidebar, showing it, or back.
    pub(crate) fn switch_focus(&mut self) {
        if self.pane == Pane::Sidebar {
            self.pane = Pane::Page;
            return;
        }
        if !self.view.is_sidebar_shown() {
            self.show_sidebar();
        }
        if self.view.is_sidebar_shown() {
            self.pane = Pane::Sidebar;
        }
    }

    /// Goes to the section that is selected in the sidebar.
    pub(crate) fn go_to_selected(&mut self) {
        if self.pane != Pane::Sidebar {
            return;
        }
        if let Some(id) = self.sidebar.selected(self.text.document.outline()) {
            self.go_to_section(id);
            self.pane = Pane::Page;
        }
    }

    /// Moves the selection in the sidebar.
    pub(crate) fn step_selection(&mut self, by: i64) {
        self.sidebar.step(self.text.document.outline(), by);
    }

    /// Folds or unfolds in the sidebar.
    pub(crate) fn fold(&mut self, is_folding: bool) {
        let outline = self.text.document.outline();
        if is_folding { self.sidebar.fold(outline) } else { self.sidebar.unfold(outline) }
    }

    /// Makes the sidebar wider or narrower by so many columns.
    pub(crate) fn widen_sidebar(&mut self, by: i64) {
        let width = i64::from(self.view.geometry.sidebar.width) + by;
        let most = i64::from(self.size.columns.max(LEAST_SIDEBAR));
        let width = width.clamp(i64::from(LEAST_SIDEBAR), most);
        self.sidebar.width = u16::try_from(width).ok();
    }

    /// Makes lines longer or shorter by so many columns.
    pub(crate) fn widen_measure(&mut self, by: i64) {
        // From what is seen: a measure wider than the pane would seem not to change.
        let now = self.settings.measure.min(self.view.geometry.text.width.max(LEAST_MEASURE));
        let base = if by < 0 { now } else { self.settings.measure };
        // Who has a shorter one is not given a longer one for asking for shorter lines, nor the other way round.
        let (least, most) = (LEAST_MEASURE.min(base), MOST_MEASURE.max(base));
        let wanted = (i64::from(base) + by).clamp(least.into(), most.into());
        self.set_measure(u16::try_from(wanted).unwrap_or(base));
    }

    /// Makes lines as long as is typed: so many columns.
    pub(crate) fn set_typed_measure(&mut self, columns: &str) -> Result<(), String> {
        let measure = columns.parse().ok().filter(|columns| super::MEASURES.contains(columns));
        let all = super::MEASURES;
        self.set_measure(measure.ok_or_else(|| format!("from {} to {} columns", all.start(), all.end()))?);
        Ok(())
    }

    /// Makes lines so many columns long.
    pub(crate) fn set_measure(&mut self, columns: u16) {
        self.settings.measure = columns;
        self.refresh_view();
        let (wanted, shown) = (self.settings.measure, self.view.geometry.text.width);
        self.notify(if shown < wanted {
            format!("measure {}; the pane has {shown}", in_columns(wanted))
        } else {
            format!("measure {}", in_columns(wanted))
        });
    }

    /// Sets the spaces that the text lacks, or shows it as it was written.
    pub(crate) fn toggle_mended(&mut self) {
        self.is_mended = !self.is_mended;
        let how = "spaces that are missing are set, underlined";
        self.notify(if self.is_mended { how } else { "the text is shown as it was written" });
    }

    /// Leaves the mouse to the terminal, or takes it back.
    pub(crate) fn toggle_mouse(&mut self) {
        self.settings.mouse = !self.settings.mouse;
        self.effects.push(Effect::CaptureMouse(self.settings.mouse));
        let whose = if self.settings.mouse { "folio has the mouse" } else { "the mouse is the terminal's" };
        self.notify(whose);
    }

    /// Opens something over what is open.
    pub(super) fn cover_with(&mut self, overlay: Overlay) {
        self.overlays.cover_with(overlay);
    }

    /// Closes what is open, and comes back to what it was opened from.
    pub(super) fn uncover(&mut self) {
        self.overlays.uncover();
        if let Some(at) = self.panel().map(|panel| panel.at) {
            self.explain_at(at);
            self.show_explained();
        }
    }

    /// Backs out of what is open: a number, the help, the sidebar, a search. Never quits.
    pub(crate) fn back(&mut self, count: Count) {
        if count.0.is_some() {
            return;
        }
        if self.widen_help() {
            return;
        }
        if self.overlays.open.is_some() {
            return self.uncover();
        }
        if self.pane == Pane::Sidebar {
            self.pane = Pane::Page;
            return;
        }
        if self.selection.is_some() {
            return self.end_selection();
        }
        if self.view.focused.is_some() && self.here.point_at_nothing() {
            return;
        }
        self.end_search();
    }

    pub(super) fn mouse(&mut self, mouse: Mouse) {
        self.notices.end();
        self.pending.clear();
        let geometry = self.view.geometry;
        let is_in_sidebar = geometry.sidebar.contains(mouse.column, mouse.row);
        let is_again = mouse.kind == MouseKind::PressAgain;
        match if is_again { MouseKind::Press } else { mouse.kind } {
            MouseKind::WheelUp => self.wheel(-WHEEL_ROWS, mouse),
            MouseKind::WheelDown => self.wheel(WHEEL_ROWS, mouse),
            MouseKind::Release => {
                let is_click = matches!(self.grip, Some(Grip::Pressed(..)));
                self.grip = None;
                // What was clicked twice is selected, and its first click has led where it leads.
                if is_click && self.selection.is_none() {
                    self.click_link(mouse);
                }
            }
            MouseKind::Drag if let Some(before) = self.grip.and_then(Grip::of_scroll_bar) => {
                // The press was the jump, or what moved the page first since.
                self.jumps.note_step(before != self.here.anchor());
                self.drag_bar(mouse.row);
            }
            MouseKind::Press if self.panel().is_some() => self.click_in_panel(mouse),
            MouseKind::Press if geometry.panel.contains(mouse.column, mouse.row) => {
                self.click_in_picker(mouse.row);
                self.click_in_completion(mouse.row);
            }
            MouseKind::Press if matches!(self.overlays.open, Some(Overlay::Hints(_))) => self.uncover(),
            _ if self.overlays.open.is_some() => {}
            MouseKind::Press if is_in_sidebar => self.click_sidebar(mouse),
            MouseKind::Press if geometry.scroll_bar.contains(mouse.column, mouse.row) => {
                self.grip = Some(Grip::ScrollBar(self.here.anchor()));
                self.drag_bar(mouse.row);
            }
            MouseKind::Press => {
                self.pane = Pane::Page;
                if !self.click_fold(mouse) {
                    self.press_text(mouse, is_again);
                }
            }
            MouseKind::Drag => self.drag_text(mouse.column, mouse.row),
            MouseKind::PressAgain => {}
        }
    }

    /// With the panel open, a click in the text asks about another block.
    fn click_in_panel(&mut self, mouse: Mouse) {
        if self.view.geometry.pane.contains(mouse.column, mouse.row)
            && let Some(at) = self.view.text_at(mouse.column, mouse.row)
        {
            self.here.point_at(at);
            self.explain_at(at);
        }
    }

    fn wheel(&mut self, rows: i64, mouse: Mouse) {
        let is_in_sidebar = self.view.geometry.sidebar.contains(mouse.column, mouse.row);
        match &self.overlays.open {
            Some(Overlay::Help(_)) => self.scroll_help(rows),
            Some(Overlay::Picker(_)) => self.step_picker(rows),
            _ if is_in_sidebar => self.sidebar.scroll(rows),
            _ => self.scroll(rows),
        }
        if self.grip.is_some_and(|grip| grip.of_scroll_bar().is_none()) && self.overlays.open.is_none() {
            self.refresh_view();
            self.hold_text(mouse.column, mouse.row);
        }
    }

    /// Goes where the scroll bar is held.
    fn drag_bar(&mut self, row: u16) {
        self.go_to_thumb(row, self.view.geometry.scroll_bar.height);
    }

    /// A click on a section's fold sign folds it; elsewhere it goes there.
    fn click_sidebar(&mut self, mouse: Mouse) {
        let Some(row) = self.sidebar.at_row(mouse.row.into()).cloned() else { return };
        let outline = self.text.document.outline();
        if row.fold.is_some() && mouse.column < row.indent + 2 {
            return self.sidebar.toggle_fold(outline, row.section);
        }
        self.sidebar.select(outline, row.section);
        self.go_to_section(row.section);
        self.pane = Pane::Page;
    }
}

/// So many columns, in words.
fn in_columns(count: u16) -> String {
    format!("{count} column{}", if count == 1 { "" } else { "s" })
}
