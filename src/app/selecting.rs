//! Selecting a part of the text, by keys and with the mouse.
//!
//! A selection is two places in the text, of which the reader moves one, the cursor. Resizing, scrolling
//! and reading on do not matter to it.

use std::ops::Range;
use std::sync::Arc;

use super::positions::Visit;
use super::travel::Landmark;
use super::{App, Mouse, Pane};
use crate::document::position::offset;
use crate::document::{Segment, SegmentId, TextPos, excerpt};
use crate::layout::{Anchor, LinePos};
use crate::text::{clusters, next_word, next_word_end, previous_word, word_around, words};

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
}

/// What the mouse holds: the scroll bar, or the end of a selection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grip {
    /// It holds the scroll bar, since the page was tied to this.
    ScrollBar(Anchor),
    /// It was pressed in the text here, on this row, and has not moved.
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
    pub(super) fn visit_positions(&mut self, visit: Visit<'_>) {
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

/// The most steps that one key takes.
const MOST_STEPS: u64 = 10_000;

/// Segments before and behind in which the parts of a selected block are shown as selected. All are copied.
const MOST_PARTS: u32 = 2;

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

    /// Shows its ends to `visit`, which may change them.
    pub(super) fn visit_positions(&mut self, visit: Visit<'_>) {
        [&mut self.fixed, &mut self.cursor].into_iter().for_each(visit);
    }
}

impl App {
    /// Selects from here on, what was clicked or found last or else the first text on the screen; or, where
    /// there is a selection, by other units. The same ones again end it.
    pub(crate) fn select(&mut self, unit: Unit) {
        match &mut self.selection {
            Some(selection) if selection.unit == unit => self.end_selection(),
            Some(selection) => selection.unit = unit,
            None => {
                let top = self.view.rows.first().map(|_| self.reading_position());
                let wanted = self.pointed_at().or(top);
                let Some(at) = wanted.and_then(|at| self.selectable_near(at, unit)) else {
                    return self.notify("there is nothing to select");
                };
                self.pane = Pane::Page;
                self.selection = Some(Selection { fixed: at, cursor: at, unit, column: None });
                if wanted != Some(at) {
                    self.show_cursor();
                }
            }
        }
    }

    /// Where a selection by these units begins: no character is on the page where a rule is.
    fn selectable_near(&mut self, at: TextPos, unit: Unit) -> Option<TextPos> {
        if unit == Unit::Block || self.is_set(at) {
            return Some(at);
        }
        self.next_character(at, true).or_else(|| self.next_character(at, false))
    }

    /// Ends the selection.
    pub(crate) fn end_selection(&mut self) {
        self.selection = None;
        self.grip.take_if(|grip| grip.of_scroll_bar().is_none());
    }

    /// Selects a stretch of text as it was selected before: by the same units, with the cursor at the same end.
    pub(super) fn select_range(&mut self, before: Selection, range: &Range<TextPos>) {
        let last = self.neighbor(range.end, false).unwrap_or(range.start).max(range.start);
        let is_forward = before.fixed <= before.cursor;
        let (fixed, cursor) = if is_forward { (range.start, last) } else { (last, range.start) };
        self.selection = Some(Selection { fixed, cursor, column: None, ..before });
    }

    /// Makes the end move that stayed.
    pub(crate) fn swap_ends(&mut self) {
        let Some(Selection { fixed, cursor, column, .. }) = &mut self.selection else { return };
        std::mem::swap(fixed, cursor);
        *column = None;
        self.show_cursor();
    }

    /// Moves the cursor, as far as it can go.
    pub(crate) fn move_cursor(&mut self, step: Step) {
        self.settle_words();
        let Some(Selection { cursor, .. }) = self.selection else { return };
        let at = self.stepped(cursor, step);
        if let Some(selection) = &mut self.selection {
            selection.cursor = at;
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
            (selection.cursor, selection.column) = (pos, None);
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
        column.or_else(|| self.column_of(cursor)).unwrap_or(0)
    }

    /// Moves the cursor to the current hit.
    pub(super) fn follow_hit(&mut self) {
        if let (Some(hit), Some(selection)) = (self.current_hit(), &mut self.selection) {
            (selection.cursor, selection.column) = (hit, None);
        }
    }

    /// What is selected, with whole units at its ends.
    pub(super) fn selected(&mut self) -> Option<Range<TextPos>> {
        let selection = self.selection?;
        let (first, last) = selection.ends();
        let range = self.unit_at(first, selection.unit)?.start..self.unit_at(last, selection.unit)?.end;
        Some(range)
    }

    /// The character at the cursor.
    pub(super) fn cursor(&mut self) -> Option<Range<TextPos>> {
        self.unit_at(self.selection?.cursor, Unit::Character)
    }

    /// The unit that holds a place.
    pub(super) fn unit_at(&mut self, pos: TextPos, unit: Unit) -> Option<Range<TextPos>> {
        let document = &mut self.text.document;
        if unit == Unit::Block {
            return excerpt::block(&mut |id| document.demand(id), pos, MOST_PARTS);
        }
        let segment = document.demand(pos.segment)?;
        let leaf = segment.leaf_span(segment.leaf_at(pos.offset));
        let (text, at) = (segment.slice(leaf), pos.offset.saturating_sub(leaf.start) as usize);
        let found = match unit {
            Unit::Word => word_around(text, at),
            _ => character_around(text, at),
        };
        let place = |at: usize| TextPos::new(pos.segment, leaf.start.saturating_add(offset(at)));
        Some(place(found.start)..place(found.end))
    }

    /// Who goes on by keys where the mouse selected words goes on from what is seen.
    fn settle_words(&mut self) {
        let Some(Selection { fixed, cursor, unit: Unit::Word, .. }) = self.selection else { return };
        let Some(Range { start, end }) = self.selected() else { return };
        let last = self.neighbor(end, false).unwrap_or(start);
        let (fixed, cursor) = if fixed <= cursor { (start, last) } else { (last, start) };
        self.selection = Some(Selection { fixed, cursor, unit: Unit::Character, column: None });
    }

    /// Where a step leads, as far as it can be gone.
    fn stepped(&mut self, from: TextPos, step: Step) -> TextPos {
        let found = match step {
            Step::Characters(by) => self.repeated(from, by, Self::next_character),
            Step::Words(by) => self.repeated(from, by, Self::next_word),
            Step::WordEnds(by) => self.repeated(from, by, |app, at, _| app.next_word_end(at)),
            Step::Blocks(by) => self.landmark_from(Landmark::Block, from, by),
            Step::Rows(by, column) => self.rows_on(from, by, column),
            Step::Lines(by, column) => self.lines_on(from, by, column),
            Step::RowStart => self.in_row(from, 0),
            Step::RowEnd => self.in_row(from, u16::MAX),
            Step::Start => self.first_character(),
            Step::End => {
                let last = self.text.last_line();
                self.text_near(last, -1, u16::MAX)
            }
        };
        found.unwrap_or(from)
    }

    /// Goes so many of the same steps on, or back.
    fn repeated(
        &mut self,
        from: TextPos,
        by: i64,
        step: fn(&mut Self, TextPos, bool) -> Option<TextPos>,
    ) -> Option<TextPos> {
        let mut found = None;
        for _ in 0..by.unsigned_abs().min(MOST_STEPS) {
            let next = step(self, found.unwrap_or(from), by > 0).filter(|_| self.text.document.has_time());
            let Some(next) = next else { break };
            found = Some(next);
        }
        found
    }

    fn first_character(&mut self) -> Option<TextPos> {
        let start = TextPos::new(self.text.document.skip_blank(SegmentId::default()), 0);
        if self.is_set(start) { Some(start) } else { self.next_character(start, true) }
    }

    /// The next character that is on the page, or the last one before.
    fn next_character(&mut self, from: TextPos, is_forward: bool) -> Option<TextPos> {
        /// Characters in a row that are on no page, as spaces at the ends of lines.
        const MOST: usize = 5000;
        let mut at = from;
        for _ in 0..MOST {
            at = self.neighbor(at, is_forward)?;
            if self.is_set(at) {
                return Some(at);
            }
        }
        None
    }

    fn neighbor(&mut self, from: TextPos, is_forward: bool) -> Option<TextPos> {
        let segment = self.text.document.demand(from.segment)?;
        let (text, at) = (segment.text(), from.offset as usize);
        let there = if is_forward {
            Some(character_around(text, at).end).filter(|&end| end < text.len())
        } else {
            at.checked_sub(1).map(|before| character_around(text, text.floor_char_boundary(before)).start)
        };
        if let Some(there) = there {
            return Some(TextPos::new(from.segment, offset(there)));
        }
        let (id, segment) = self.next_segment(from.segment, is_forward)?;
        let text = segment.text();
        let there = if is_forward { 0 } else { character_around(text, text.len().saturating_sub(1)).start };
        Some(TextPos::new(id, offset(there)))
    }

    /// Where the next word begins, or the last one that begins before.
    fn next_word(&mut self, from: TextPos, is_forward: bool) -> Option<TextPos> {
        let segment = self.text.document.demand(from.segment)?;
        let (text, at) = (segment.text(), from.offset as usize);
        let there = if is_forward { next_word(text, at) } else { previous_word(text, at) };
        let mut found = there.map(|there| (from.segment, there));
        let mut id = from.segment;
        while found.is_none() {
            let (next, segment) = self.next_segment(id, is_forward)?;
            let mut words = words(segment.text());
            let word = if is_forward { words.next() } else { words.next_back() };
            (id, found) = (next, word.map(|word| (next, word.start)));
        }
        found.map(|(id, there)| TextPos::new(id, offset(there)))
    }

    /// The last character of the first word that ends behind a character.
    fn next_word_end(&mut self, from: TextPos) -> Option<TextPos> {
        let mut id = from.segment;
        let mut segment = self.text.document.demand(id)?;
        let behind = character_around(segment.text(), from.offset as usize).end;
        let mut end = next_word_end(segment.text(), behind);
        while end.is_none() {
            (id, segment) = self.next_segment(id, true)?;
            end = words(segment.text()).next().map(|word| word.end);
        }
        let last = character_around(segment.text(), end?.saturating_sub(1));
        Some(TextPos::new(id, offset(last.start)))
    }

    /// The next segment with text, or the last one before, if there is time for it.
    fn next_segment(&mut self, from: SegmentId, is_forward: bool) -> Option<(SegmentId, Arc<Segment>)> {
        let id = if is_forward {
            self.text.document.skip_blank(SegmentId(from.0.checked_add(1)?))
        } else {
            (0..from.0).rev().map(SegmentId).find(|&id| !self.text.document.is_blank(id))?
        };
        let segment = self.text.document.is_at_hand(id).then(|| self.text.document.demand(id)).flatten()?;
        (!segment.text().is_empty()).then_some((id, segment))
    }

    /// Whether the text at a place is on the page, or would be, were it not folded: not so are spaces at the ends
    /// of lines.
    fn is_set(&mut self, pos: TextPos) -> bool {
        if self.text.is_hidden(pos) {
            return true;
        }
        let layout = self.text.layout(pos.segment);
        layout.is_some_and(|layout| layout.is_set(pos.offset))
    }

    fn in_row(&mut self, from: TextPos, column: u16) -> Option<TextPos> {
        let line = self.text.line_showing(from);
        self.text_on(line, column)
    }

    /// The text so many lines below (above, where negative), at a column.
    fn lines_on(&mut self, from: TextPos, lines: i64, column: u16) -> Option<TextPos> {
        let mut at = from;
        for _ in 0..lines.unsigned_abs().min(MOST_STEPS) {
            let next = self.rows_on(at, lines.signum(), column)?;
            if next == at || !self.text.document.has_time() {
                break;
            }
            at = next;
        }
        Some(at)
    }

    /// The text so many rows below (above, where negative), at a column.
    fn rows_on(&mut self, from: TextPos, rows: i64, column: u16) -> Option<TextPos> {
        let line = self.text.line_showing(from);
        let to = self.text.advance(line, rows);
        self.text_near(to, rows.signum(), column).or_else(|| self.text_near(to, -rows.signum(), column))
    }

    /// The text on the nearest row from one on that has any.
    fn text_near(&mut self, from: LinePos, direction: i64, column: u16) -> Option<TextPos> {
        /// Rows without text that stand together.
        const MOST: usize = 100;
        let mut at = from;
        for _ in 0..MOST {
            let found = self.text_on(at, column);
            let next = self.text.advance(at, direction);
            if found.is_some() || next == at {
                return found;
            }
            at = next;
        }
        None
    }

    /// Brings the cursor into view, moving no more than is needed.
    fn show_cursor(&mut self) {
        let Some(Selection { cursor, .. }) = self.selection else { return };
        self.here.stop_waiting();
        self.jumps.is_step = true;
        self.reveal(cursor);
        let line = self.text.line_showing(cursor);
        if self.is_on_screen(line) {
            return;
        }
        let last_row = i64::from(self.view.geometry.pane.height.saturating_sub(1));
        let above = if line < self.view.top { 0 } else { last_row };
        self.here.tie_to(self.text.anchor_above(line, above));
    }

    /// The mouse was pressed in the text.
    pub(super) fn press_text(&mut self, mouse: Mouse) {
        self.end_selection();
        let at = self.text_at(mouse.column, mouse.row);
        self.here.press(at);
        self.grip = at.map(|at| Grip::Pressed(at, mouse.row));
    }

    /// The mouse is moved from where it was pressed in the text: it selects words.
    pub(super) fn drag_text(&mut self, column: u16, row: u16) {
        let has_left = match self.grip {
            None | Some(Grip::ScrollBar(_)) => return,
            Some(Grip::Pressed(at, pressed)) => {
                self.selection = Some(Selection { fixed: at, cursor: at, unit: Unit::Word, column: None });
                row != pressed
            }
            Some(Grip::Dragging { row: before, has_left, .. }) => has_left || row != before,
        };
        self.grip = Some(Grip::Dragging { column, row, has_left });
        let by = self.beyond_edge(row, has_left);
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
        let at = self.text_at(column, row.clamp(area.y, last.max(area.y)));
        if let (Some(at), Some(selection)) = (at, &mut self.selection) {
            selection.cursor = at;
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
            Some(Grip::Dragging { row, has_left, .. }) => self.beyond_edge(row, has_left) != 0,
            _ => false,
        }
    }

    /// By how many rows to scroll where the mouse is held at this row. There is none above the first: who selects on it
    /// and `has_left` no other for it does not want to go farther up.
    fn beyond_edge(&self, row: u16, has_left: bool) -> i64 {
        let pane = self.view.geometry.pane;
        if row < pane.y || (row == pane.y && has_left) {
            return -1;
        }
        i64::from(row >= pane.y.saturating_add(pane.height))
    }
}

/// The character that holds the byte at `at`; nothing past the end.
fn character_around(text: &str, at: usize) -> Range<usize> {
    // White space begins a character.
    let before = text.get(..text.floor_char_boundary(at)).unwrap_or_default();
    let start = before.rfind(char::is_whitespace).unwrap_or(0);
    let characters = clusters(text.get(start..).unwrap_or_default());
    let mut characters = characters.map(|(place, cluster)| start + place..start + place + cluster.len());
    characters.find(|character| character.end > at).unwrap_or(text.len()..text.len())
}
