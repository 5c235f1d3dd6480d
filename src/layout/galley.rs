//! Lines as they are set: runs of text and ornaments at columns.

use super::folding::Amount;
use super::paragraph::BrokenLine;
use crate::document::Span;
use crate::document::position::offset;

/// A segment, typeset for one width.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SegmentLayout {
    pub(super) lines: Vec<Line>,
    pub(super) runs: Vec<Run>,
}

/// A row of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// The leaf it belongs to. Where cells stand side by side, that is the first of them.
    pub leaf: u32,
    /// The first byte of the segment's text on it; for the title of an alert, that of the line
    /// below; for an ornament, the line feed of the leaf above. Never less than in the line above.
    pub start: u32,
    /// Whether nothing on it belongs to the text: a blank row, a rule, a repeated heading.
    pub is_ornament: bool,
    first_run: u32,
    end_run: u32,
}

/// A piece of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// The column it starts at, from 0.
    pub column: u16,
    /// What stands there.
    pub content: RunContent,
    /// What it is, for the theme.
    pub role: Role,
}

/// What a run shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunContent {
    /// Text of the segment. Each byte is set at most once.
    Text(Span),
    /// Text of the segment shown once more: a column's heading beside each of its cells.
    Echo(Span),
    /// The same, where the heading stands in the beginning of the table that goes on here: text of
    /// [`Segment::lead_in`](crate::document::Segment::lead_in).
    EchoOfLead(Span),
    /// Something drawn that is not text, so many times.
    Ornament(&'static str, u16),
    /// How much is hidden below a heading that is folded.
    Fold(Amount),
}

/// What a run is: the themes say how each looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Running text.
    Body,
    /// A heading of level 1 to 6.
    Heading(u8),
    /// Code, kept line for line.
    Code,
    /// Raw HTML.
    Html,
    /// Text in a block quote.
    Quote,
    /// The bar beside a block quote.
    QuoteBar,
    /// A bullet, a number, a check box, the label of a footnote.
    Marker,
    /// A rule: under headings and table headers, between parts.
    Rule,
    /// The header of a table.
    TableHeader,
    /// The description of a picture on its own.
    Image,
    /// The term of a definition.
    Term,
    /// The word above an alert.
    Alert,
    /// A space that the text lacks.
    Mended,
    /// What stands on a page but not in its text.
    Furniture,
    /// What is said of a folded section.
    Fold,
}

impl SegmentLayout {
    /// The lines, from the first.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The runs of a line, from left to right.
    pub fn runs(&self, line: &Line) -> &[Run] {
        self.runs.get(line.first_run as usize..line.end_run as usize).unwrap_or_default()
    }

    /// The line to go to for the byte at `offset` of the segment's text: the one that shows it, but
    /// the title of an alert for the first byte below it.
    pub fn line_at(&self, offset: u32) -> usize {
        let line = self.line_showing(offset);
        let is_above = |&above: &usize| self.lines.get(above).is_some_and(|above| above.belongs_to(offset));
        (0..line).rev().take_while(is_above).last().unwrap_or(line)
    }

    /// The line that shows the byte at `offset`, or would, were it not white space at a line's end.
    pub fn line_showing(&self, offset: u32) -> usize {
        let after = self.lines.partition_point(|line| line.start <= offset);
        let is_text = |index: &usize| self.lines.get(*index).is_some_and(|line| !line.is_ornament);
        let Some(line) = (0..after).rev().find(is_text) else {
            return (0..self.lines.len()).find(is_text).unwrap_or(0);
        };
        if self.shows(line, offset) { line } else { self.line_in_row(line, offset).unwrap_or(line) }
    }

    /// Whether the byte at `offset` is on a line: not so is white space where a line ends.
    pub fn is_set(&self, offset: u32) -> bool {
        self.shows(self.line_showing(offset), offset)
    }

    fn shows(&self, line: usize, offset: u32) -> bool {
        self.lines.get(line).is_some_and(|line| self.runs(line).iter().any(|run| run.holds(offset)))
    }

    /// Among the lines of the table row that `line` is one of, the one that shows `offset`.
    fn line_in_row(&self, line: usize, offset: u32) -> Option<usize> {
        let leaf = self.lines.get(line)?.leaf;
        let before = self.lines.get(..line)?.iter().rev().take_while(|above| above.leaf == leaf).count();
        let row = self.lines.get(line - before..)?.iter().take_while(|below| below.leaf == leaf).count();
        (line - before..line - before + row).find(|&line| self.shows(line, offset))
    }
}

impl Line {
    /// Whether `offset` is where its text starts.
    fn belongs_to(&self, offset: u32) -> bool {
        !self.is_ornament && self.start == offset
    }
}

impl Run {
    fn holds(&self, offset: u32) -> bool {
        matches!(self.content, RunContent::Text(span) if span.contains(offset))
    }
}

/// Collects the lines of a segment.
#[derive(Debug, Default)]
pub(super) struct Galley {
    set: SegmentLayout,
}

impl Galley {
    /// Begins a line of text of `leaf` whose first byte is `start`.
    pub(super) fn line(&mut self, leaf: usize, start: u32) {
        self.push(leaf, start, false);
    }

    /// Begins a row without text below the leaf whose line feed is at `start`.
    pub(super) fn ornament_line(&mut self, leaf: usize, start: u32) {
        self.push(leaf, start, true);
    }

    fn push(&mut self, leaf: usize, start: u32, is_ornament: bool) {
        debug_assert!(
            self.set.lines.last().is_none_or(|above| above.start <= start),
            "lines are found by where they start"
        );
        let leaf = offset(leaf);
        let first_run = offset(self.set.runs.len());
        self.set.lines.push(Line { leaf, start, is_ornament, first_run, end_run: first_run });
    }

    /// Adds a line of another layout of the segment.
    pub(super) fn copy(&mut self, line: &Line, runs: &[Run]) {
        self.push(line.leaf as usize, line.start, line.is_ornament);
        for &run in runs {
            self.run(run);
        }
    }

    /// Adds text to the line.
    pub(super) fn text(&mut self, column: u16, span: Span, role: Role) {
        if !span.is_empty() {
            self.run(Run { column, content: RunContent::Text(span), role });
        }
    }

    /// Adds a line of broken text, with its hyphen.
    pub(super) fn broken(&mut self, column: u16, line: &BrokenLine, role: Role) {
        self.text(column, line.span, role);
        self.hyphen(column, line, role);
    }

    /// Adds a line of text that is set elsewhere too, with its hyphen.
    pub(super) fn echo(
        &mut self,
        column: u16,
        line: &BrokenLine,
        role: Role,
        content: fn(Span) -> RunContent,
    ) {
        if !line.span.is_empty() {
            self.run(Run { column, content: content(line.span), role });
        }
        self.hyphen(column, line, role);
    }

    /// Adds the hyphen of a line that starts at `column`, if it has one.
    pub(super) fn hyphen(&mut self, column: u16, line: &BrokenLine, role: Role) {
        let after = column.saturating_add(line.width.saturating_sub(1));
        self.ornament(after, "-", line.hyphen.into(), role);
    }

    /// Adds an ornament to the line, `repeat` times.
    pub(super) fn ornament(&mut self, column: u16, symbol: &'static str, repeat: u16, role: Role) {
        if repeat > 0 {
            self.run(Run { column, content: RunContent::Ornament(symbol, repeat), role });
        }
    }

    /// Adds a run to the line.
    pub(super) fn run(&mut self, run: Run) {
        self.set.runs.push(run);
        if let Some(line) = self.set.lines.last_mut() {
            line.end_run = offset(self.set.runs.len());
        }
    }

    /// The finished lines.
    pub(super) fn finish(self) -> SegmentLayout {
        self.set
    }
}
