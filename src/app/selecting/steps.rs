//! The units that a text is selected by, and the way from one to the next.

use std::ops::Range;
use std::sync::Arc;

use super::{Step, Unit};
use crate::app::landmarks::Landmark;
use crate::app::typeset::Typeset;
use crate::document::position::offset;
use crate::document::{LeafKind, Segment, SegmentId, TextPos, excerpt};
use crate::layout::LinePos;
use crate::text::{clusters, next_word, next_word_end, previous_word, word_around, words};

/// The most steps that one key takes.
const MOST_STEPS: u64 = 10_000;

/// Segments before and behind in which the parts of a selected block are shown as selected. All are copied.
const MOST_PARTS: u32 = 2;

impl Typeset {
    /// Where a selection by these units begins: no character is on the page where a rule is.
    pub(in crate::app) fn selectable_near(&mut self, at: TextPos, unit: Unit) -> Option<TextPos> {
        if unit == Unit::Block || self.is_set(at) {
            return Some(at);
        }
        self.next_character(at, true).or_else(|| self.next_character(at, false))
    }

    /// The unit that holds a place.
    pub(in crate::app) fn unit_at(&mut self, pos: TextPos, unit: Unit) -> Option<Range<TextPos>> {
        let document = &mut self.document;
        if unit == Unit::Block {
            return excerpt::block(&mut |id| document.demand(id), pos, MOST_PARTS);
        }
        let segment = document.demand(pos.segment)?;
        let index = segment.leaf_at(pos.offset);
        let kind = segment.leaves().get(index).map(|leaf| leaf.kind);
        let leaf = match (unit, kind) {
            (Unit::Row, Some(LeafKind::Cell { .. })) => segment.span_of_leaves(&table_row(&segment, index)),
            (Unit::Row, Some(LeafKind::CodeBlock { .. } | LeafKind::HtmlBlock)) => segment.leaf_span(index),
            (Unit::Row, _) => return self.unit_at(pos, Unit::Block),
            _ => segment.leaf_span(index),
        };
        let (text, at) = (segment.slice(leaf), pos.offset.saturating_sub(leaf.start) as usize);
        let found = match unit {
            Unit::Word => word_around(text, at),
            Unit::Row if matches!(kind, Some(LeafKind::Cell { .. })) => 0..text.len(),
            Unit::Row => line_around(text, at),
            _ => character_around(text, at),
        };
        let place = |at: usize| TextPos::new(pos.segment, leaf.start.saturating_add(offset(at)));
        Some(place(found.start)..place(found.end))
    }

    /// Where a step leads, as far as it can be gone.
    pub(in crate::app) fn stepped(&mut self, from: TextPos, step: Step) -> TextPos {
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
                let last = self.last_line();
                self.text_near(last, -1, u16::MAX)
            }
        };
        found.unwrap_or(from)
    }

    /// Whether a text block begins at a place.
    pub(in crate::app) fn is_at_beginning(&mut self, pos: TextPos) -> bool {
        let segment = self.document.demand(pos.segment);
        segment.is_some_and(|segment| segment.leaf_span(segment.leaf_at(pos.offset)).start == pos.offset)
    }

    /// Whether what stands on the page at a place is the first of its row, or of a block.
    pub(super) fn is_first_in_row(&mut self, pos: TextPos) -> bool {
        self.is_at_beginning(pos) || self.in_row(pos, 0).is_some_and(|first| pos <= first)
    }

    /// Where the last character ends that is on the page before a place, and before the number of the item that begins
    /// there.
    pub(in crate::app) fn end_before(&mut self, pos: TextPos) -> TextPos {
        let Some(last) = self.next_character(pos, false) else { return pos };
        match self.marker_around(last).filter(|marker| marker.end <= pos) {
            Some(marker) => self.end_before(marker.start),
            None => self.unit_at(last, Unit::Character).map_or(pos, |last| last.end),
        }
    }

    /// The number of an item that a place is in.
    fn marker_around(&mut self, pos: TextPos) -> Option<Range<TextPos>> {
        let segment = self.document.demand(pos.segment)?;
        let index = segment.leaf_at(pos.offset);
        let is_marker = matches!(segment.leaves().get(index)?.kind, LeafKind::Marker);
        let span = segment.leaf_span(index);
        is_marker.then(|| TextPos::new(pos.segment, span.start)..TextPos::new(pos.segment, span.end))
    }

    /// Where that ends which is folded below a heading, if a stretch of text ends with all of that heading.
    pub(super) fn hidden_below(&mut self, Range { start, end }: Range<TextPos>) -> Option<TextPos> {
        let last = self.neighbor(end, false)?;
        let hidden = self.hidden_around(last)?;
        let heading = self.unit_at(hidden.start, Unit::Block)?;
        let has_heading = start <= hidden.start && end >= heading.end && last < heading.end;
        let last = self.last_before(hidden.end);
        has_heading.then(|| self.unit_at(last, Unit::Character).map(|last| last.end)).flatten()
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
            let next = step(self, found.unwrap_or(from), by > 0).filter(|_| self.document.has_time());
            let Some(next) = next else { break };
            found = Some(next);
        }
        found
    }

    fn first_character(&mut self) -> Option<TextPos> {
        let start = TextPos::new(self.document.skip_blank(SegmentId::default()), 0);
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

    pub(in crate::app) fn neighbor(&mut self, from: TextPos, is_forward: bool) -> Option<TextPos> {
        let segment = self.document.demand(from.segment)?;
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
        let segment = self.document.demand(from.segment)?;
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
        let mut segment = self.document.demand(id)?;
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
            self.document.skip_blank(SegmentId(from.0.checked_add(1)?))
        } else {
            (0..from.0).rev().map(SegmentId).find(|&id| !self.document.is_blank(id))?
        };
        let segment = self.document.is_at_hand(id).then(|| self.document.demand(id)).flatten()?;
        (!segment.text().is_empty()).then_some((id, segment))
    }

    /// Whether the text at a place is on the page, or would be, were it not folded: not so are spaces at the ends
    /// of lines.
    pub(super) fn is_set(&mut self, pos: TextPos) -> bool {
        if self.is_hidden(pos) {
            return true;
        }
        let layout = self.layout(pos.segment);
        layout.is_some_and(|layout| layout.is_set(pos.offset))
    }

    fn in_row(&mut self, from: TextPos, column: u16) -> Option<TextPos> {
        let line = self.line_showing(from);
        self.text_on(line, column)
    }

    /// The text so many lines below (above, where negative), at a column.
    fn lines_on(&mut self, from: TextPos, lines: i64, column: u16) -> Option<TextPos> {
        let mut at = from;
        for _ in 0..lines.unsigned_abs().min(MOST_STEPS) {
            let next = self.rows_on(at, lines.signum(), column)?;
            if next == at || !self.document.has_time() {
                break;
            }
            at = next;
        }
        Some(at)
    }

    /// The text so many rows below (above, where negative), at a column.
    fn rows_on(&mut self, from: TextPos, rows: i64, column: u16) -> Option<TextPos> {
        let line = self.line_showing(from);
        let to = self.advance(line, rows);
        self.text_near(to, rows.signum(), column).or_else(|| self.text_near(to, -rows.signum(), column))
    }

    /// The text on the nearest row from one on that has any.
    pub(super) fn text_near(&mut self, from: LinePos, direction: i64, column: u16) -> Option<TextPos> {
        /// Rows without text that stand together.
        const MOST: usize = 100;
        let mut at = from;
        for _ in 0..MOST {
            let found = self.text_on(at, column);
            let next = self.advance(at, direction);
            if found.is_some() || next == at {
                return found;
            }
            at = next;
        }
        None
    }
}

/// The cells of the row of a table that a cell stands in.
fn table_row(segment: &Segment, cell: usize) -> Range<usize> {
    let place = |index: usize| {
        let leaf = segment.leaves().get(index)?;
        let LeafKind::Cell { column } = leaf.kind else { return None };
        Some((segment.table_of(leaf.container), column))
    };
    let is_one = |before: usize, behind: usize| match (place(before), place(behind)) {
        (Some((one, before)), Some((other, behind))) => one == other && before < behind,
        _ => false,
    };
    let start = (0..cell).rev().take_while(|&before| is_one(before, before + 1)).last().unwrap_or(cell);
    let last = (cell + 1..segment.leaves().len()).take_while(|&behind| is_one(behind - 1, behind)).last();
    start..last.unwrap_or(cell) + 1
}

/// The line that holds the byte at `at`, without its end.
fn line_around(text: &str, at: usize) -> Range<usize> {
    let (before, behind) = text.split_at_checked(at).unwrap_or((text, ""));
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    start..behind.find('\n').map_or(text.len(), |end| before.len() + end)
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
