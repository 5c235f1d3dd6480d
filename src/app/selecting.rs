//! Selecting a part of the text, by keys and with the mouse.
//!
//! A selection is two places in the text, of which the reader moves one, the cursor. Resizing, scrolling
//! and reading on do not matter to it.

mod steps;

use std::ops::Range;

use super::positions::Visitor;
use super::view::View;
use super::{App, Mouse, Pane};
use crate::document::TextPos;
use crate::layout::Anchor;

/// What is selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Selection {
    /// The end that stays.
    fixed: TextPos,
    /// The end that moves. Both stand at characters that are selected.
    cursor: TextPos,
    unit: Unit,
    /// The column that the cursor keeps to on its way from row to row.
    column: Option<u16>,
    /// Whether the cursor has gone to where something begins, a row, a block or a section, by a way that does not count
    /// letters or words: what begins there is not to be selected with what stands before.
    is_at_beginning: bool,
}

/// What is selected as a whole at both ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    /// A character, as readers see it.
    Character,
    /// A word, or what stands between words.
    Word,
    /// A block.
    Block,
    /// A paragraph, the row of a table, a line of code.
    Row,
}

/// What the mouse holds: the scroll bar, or the end of a selection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grip {
    /// It holds the scroll bar, since the page was tied to this.
    ScrollBar(Anchor),
    /// It was pressed in the text here, on this row, and has not moved. What was clicked twice is selected.
    Pressed(TextPos, u16),
    /// It moves the cursor.
    Dragging {
        /// The cell that it was at last.
        column: u16,
        row: u16,
        /// Whether it has left the row that it was pressed on.
        has_left: bool,
    },
}

impl Grip {
    /// What the page was tied to when the mouse took hold of the scroll bar, if it holds that.
    pub(super) fn of_scroll_bar(self) -> Option<Anchor> {
        if let Self::ScrollBar(anchor) = self { Some(anchor) } else { None }
    }

    /// Shows every position that is kept to `visit`, which may change it.
    pub(super) fn visit_positions(&mut self, visit: Visitor<'_>) {
        match self {
            Self::ScrollBar(Anchor { pos, .. }) | Self::Pressed(pos, _) => visit(pos),
            Self::Dragging { .. } => {}
        }
    }
}

/// Where the cursor goes in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// So many characters on, or back.
    Characters(i64),
    /// To the beginning of a word, so many on, or back.
    Words(i64),
    /// To the end of a word, so many on.
    WordEnds(i64),
    /// So many lines of text down, or up, at this column.
    Lines(i64, u16),
    /// So many rows of the page down, or up, at this column.
    Rows(i64, u16),
    /// To the first character of its row.
    RowStart,
    /// To the last one.
    RowEnd,
    /// To the beginning of a block, so many on, or back.
    Blocks(i64),
    /// To the beginning of the text.
    Start,
    /// To the end of it, as far as that is known.
    End,
}

impl Selection {
    /// Places in the first block and the last, if blocks are selected.
    pub(super) fn blocks(&self) -> Option<(TextPos, TextPos)> {
        (self.unit == Unit::Block).then(|| self.ends())
    }

    /// The end that moves.
    pub(super) fn cursor(self) -> TextPos {
        self.cursor
    }

    /// The last of its ends.
    pub(super) fn last(self) -> TextPos {
        self.ends().1
    }

    /// Its ends, in the order of the text.
    fn ends(&self) -> (TextPos, TextPos) {
        (self.fixed.min(self.cursor), self.fixed.max(self.cursor))
    }

    /// Whether only what stands before its last end is selected.
    fn ends_before_last(&self) -> bool {
        self.is_at_beginning && self.unit == Unit::Character && self.fixed < self.cursor
    }

    /// One that begins and ends at the same place.
    fn at(pos: TextPos, unit: Unit) -> Self {
        Self { fixed: pos, cursor: pos, unit, column: None, is_at_beginning: false }
    }

    /// Moves the cursor, to where something begins or not.
    fn go_to(&mut self, pos: TextPos, is_at_beginning: bool) {
        (self.cursor, self.column, self.is_at_beginning) = (pos, None, is_at_beginning);
    }

    /// Shows its ends to `visit`, which may change them.
    pub(super) fn visit_positions(&mut self, visit: Visitor<'_>) {
        [&mut self.fixed, &mut self.cursor].into_iter().for_each(visit);
    }
}

impl View {
    /// By how many rows to scroll where the mouse is held at this row. There is none above the first: who selects on it
    /// and `has_left` no other for it does not want to go farther up.
    fn beyond_edge(&self, row: u16, has_left: bool) -> i64 {
        let pane = self.geometry.pane;
        if row < pane.y || (row == pane.y && has_left) {
            return -1;
        }
        i64::from(row >= pane.y.saturating_add(pane.height))
    }
}

impl App {
    /// Selects from here on, what was clicked or found last or else the first text on the screen; or, where
    /// there is a selection, by other units. The same ones again end it.
    pub(crate) fn select(&mut self, unit: Unit) {
        match &mut self.selection {
            Some(selection) if selection.unit == unit => self.end_selection(),
            Some(_) => {
                self.settle_words();
                if let Some(selection) = &mut self.selection {
                    selection.unit = unit;
                }
            }
            None => {
                let top = self.view.rows.first().map(|_| self.reading_position());
                let wanted = self.pointed_at().or(top);
                let Some(at) = wanted.and_then(|at| self.text.selectable_near(at, unit)) else {
                    return self.notify("there is nothing to select");
                };
                self.pane = Pane::Page;
                self.selection = Some(Selection::at(at, unit));
                if wanted != Some(at) {
                    self.show_cursor();
                }
            }
        }
    }

    /// Ends the selection.
    pub(crate) fn end_selection(&mut self) {
        self.selection = None;
        self.grip.take_if(|grip| grip.of_scroll_bar().is_none());
    }

    /// Selects a stretch of text as it was selected before: by the same units, with the cursor at the same end.
    pub(super) fn select_range(&mut self, before: Selection, range: &Range<TextPos>) {
        let last = self.text.neighbor(range.end, false).unwrap_or(range.start).max(range.start);
        let is_forward = before.fixed <= before.cursor;
        let (fixed, cursor) = if is_forward { (range.start, last) } else { (last, range.start) };
        self.selection = Some(Selection { fixed, cursor, column: None, is_at_beginning: false, ..before });
    }

    /// Makes the end move that stayed.
    pub(crate) fn swap_ends(&mut self) {
        let Some(selection) = &mut self.selection else { return };
        let cursor = std::mem::replace(&mut selection.fixed, selection.cursor);
        selection.go_to(cursor, false);
        self.show_cursor();
    }

    /// Moves the cursor, as far as it can go.
    pub(crate) fn move_cursor(&mut self, step: Step) {
        self.settle_words();
        let Some(Selection { cursor, .. }) = self.selection else { return };
        let at = self.text.stepped(cursor, step);
        let is_at_beginning = match step {
            Step::Blocks(_) => true,
            Step::Rows(..) | Step::Lines(..) => self.text.is_first_in_row(at),
            _ => false,
        };
        if let Some(selection) = &mut self.selection {
            selection.go_to(at, is_at_beginning);
            selection.column = match step {
                Step::Rows(_, column) | Step::Lines(_, column) => Some(column),
                _ => None,
            };
        }
        self.show_cursor();
    }

    /// Whether there is a selection, whose cursor goes where the reader would go.
    pub(crate) fn has_cursor(&self) -> bool {
        self.selection.is_some()
    }

    /// Moves the cursor to a place.
    pub(crate) fn move_cursor_to(&mut self, pos: TextPos) {
        self.take_cursor_along(pos);
        self.show_cursor();
    }

    /// Takes the cursor, if there is one, along to where the reader has gone, which is in view.
    pub(super) fn take_cursor_along(&mut self, pos: TextPos) {
        if self.has_cursor() {
            self.settle_words();
        }
        if let Some(selection) = &mut self.selection {
            selection.go_to(pos, self.text.is_at_beginning(pos));
        }
    }

    /// Moves the cursor by so many lines.
    pub(crate) fn move_cursor_by_lines(&mut self, lines: i64) {
        let column = self.cursor_column();
        self.move_cursor(Step::Lines(lines, column));
    }

    /// Moves the cursor by so many half screens.
    pub(crate) fn move_cursor_by_halves(&mut self, halves: i64) {
        let half = (i64::from(self.view.geometry.pane.height) / 2).max(1);
        let column = self.cursor_column();
        self.move_cursor(Step::Rows(halves.saturating_mul(half), column));
    }

    /// The column that the cursor keeps to on its way from row to row: where it set out.
    fn cursor_column(&mut self) -> u16 {
        self.settle_words();
        let Some(Selection { cursor, column, .. }) = self.selection else { return 0 };
        column.or_else(|| self.text.column_of(cursor)).unwrap_or(0)
    }

    /// Moves the cursor to the current hit.
    pub(super) fn follow_hit(&mut self) {
        if let (Some(hit), Some(selection)) = (self.current_hit(), &mut self.selection) {
            selection.go_to(hit, false);
        }
    }

    /// What is selected, with whole units at its ends.
    pub(super) fn selected(&mut self) -> Option<Range<TextPos>> {
        let selection = self.selection?;
        let (first, last) = selection.ends();
        let start = self.text.unit_at(first, selection.unit)?.start;
        let last = self.text.unit_at(last, selection.unit)?;
        if selection.ends_before_last() {
            return Some(start..self.text.end_before(last.start).max(start));
        }
        let hidden = (selection.unit == Unit::Character).then(|| self.text.hidden_below(start..last.end));
        Some(start..hidden.flatten().unwrap_or(last.end))
    }

    /// The character at the cursor.
    pub(super) fn cursor(&mut self) -> Option<Range<TextPos>> {
        self.text.unit_at(self.selection?.cursor, Unit::Character)
    }

    /// Who goes on by keys where the mouse selected words or rows goes on from what is seen.
    fn settle_words(&mut self) {
        let Some(Selection { fixed, cursor, unit: Unit::Word | Unit::Row, .. }) = self.selection else {
            return;
        };
        let Some(Range { start, end }) = self.selected() else { return };
        let last = self.text.neighbor(end, false).unwrap_or(start);
        let (fixed, cursor) = if fixed <= cursor { (start, last) } else { (last, start) };
        self.selection = Some(Selection { fixed, cursor, ..Selection::at(cursor, Unit::Character) });
    }

    /// Brings the cursor into view, moving no more than is needed.
    fn show_cursor(&mut self) {
        let Some(Selection { cursor, .. }) = self.selection else { return };
        self.here.stop_waiting();
        self.jumps.note_step(true);
        self.reveal(cursor);
        let line = self.text.line_showing(cursor);
        if self.is_on_screen(line) {
            return;
        }
        let last_row = i64::from(self.view.geometry.pane.height.saturating_sub(1));
        let above = if line < self.view.top { 0 } else { last_row };
        self.here.tie_to(self.text.anchor_above(line, above));
    }

    /// The mouse was pressed in the text. Where it `is_again` at what was clicked before, that is selected: a word, then
    /// all of its row.
    pub(super) fn press_text(&mut self, mouse: Mouse, is_again: bool) {
        let at = self.view.text_at(mouse.column, mouse.row);
        let is_same = is_again && at.is_some() && self.here.clicked() == at;
        let unit = match self.selection {
            _ if !is_same => None,
            None => Some(Unit::Word),
            Some(_) => Some(Unit::Row),
        };
        self.end_selection();
        self.here.press(at);
        self.selection = at.zip(unit).map(|(at, unit)| Selection::at(at, unit));
        self.grip = at.map(|at| Grip::Pressed(at, mouse.row));
    }

    /// The mouse is moved from where it was pressed in the text: it selects words, or what it has selected one of.
    pub(super) fn drag_text(&mut self, column: u16, row: u16) {
        let has_left = match self.grip {
            None | Some(Grip::ScrollBar(_)) => return,
            Some(Grip::Pressed(at, pressed)) => {
                self.selection.get_or_insert_with(|| Selection::at(at, Unit::Word));
                row != pressed
            }
            Some(Grip::Dragging { row: before, has_left, .. }) => has_left || row != before,
        };
        self.grip = Some(Grip::Dragging { column, row, has_left });
        let by = self.view.beyond_edge(row, has_left);
        if by != 0 {
            self.scroll(by);
            self.refresh_view();
        }
        self.hold_text(column, row);
    }

    /// The mouse holds the cursor at a cell.
    pub(super) fn hold_text(&mut self, column: u16, row: u16) {
        let area = self.view.geometry.text;
        let last =
            area.y.saturating_add(u16::try_from(self.view.rows.len()).unwrap_or(u16::MAX)).saturating_sub(1);
        // Below the last row all of it is meant.
        let column = if row > last { u16::MAX } else { column };
        let at = self.view.text_at(column, row.clamp(area.y, last.max(area.y)));
        if let (Some(at), Some(selection)) = (at, &mut self.selection) {
            selection.go_to(at, false);
        }
    }

    /// Goes on scrolling while the mouse is held still at an edge.
    pub(super) fn hold_still(&mut self) {
        if let Some(Grip::Dragging { column, row, .. }) = self.grip {
            self.drag_text(column, row);
        }
    }

    /// Whether the mouse is held where the text goes on scrolling.
    pub fn is_held_at_edge(&self) -> bool {
        match self.grip {
            Some(Grip::Dragging { row, has_left, .. }) => self.view.beyond_edge(row, has_left) != 0,
            _ => false,
        }
    }
}
