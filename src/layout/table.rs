//! Tables: aligned columns with a rule under the header, or, where the columns do not fit, one
//! record a row with each cell below its column's heading.

mod columns;

use super::galley::{Galley, Role, Run, RunContent};
use super::margin::Margin;
use super::paragraph::{BrokenLine, break_lines};
use crate::document::position::offset;
use crate::document::{Alignment, ContainerKind, LeafKind, Segment, Span};
use crate::text::width;
use columns::Columns;

/// Columns of blank between two columns of a table.
const GUTTER: u16 = 2;

/// The cells of one table, as they stand in a segment.
pub(super) struct Table<'a> {
    segment: &'a Segment,
    first: usize,
    /// For each row, the leaf of its first cell.
    rows: Vec<usize>,
    end: usize,
    n_columns: usize,
    alignments: Vec<Alignment>,
    has_header: bool,
}

impl<'a> Table<'a> {
    /// The table that begins with the cell at `first`.
    pub(super) fn new(segment: &'a Segment, first: usize) -> Self {
        let container = segment.leaves().get(first).map(|leaf| leaf.container).unwrap_or_default();
        let cells = segment.leaves().get(first..).unwrap_or_default();
        let column = |kind| match kind {
            LeafKind::Cell { column } => Some(usize::from(column)),
            _ => None,
        };
        let cells =
            cells.iter().take_while(|leaf| leaf.container == container && column(leaf.kind).is_some());
        let mut table = Self {
            segment,
            first,
            rows: Vec::new(),
            end: first,
            n_columns: 0,
            alignments: Vec::new(),
            has_header: false,
        };
        for (at, cell) in cells.enumerate() {
            let column = column(cell.kind).unwrap_or(0);
            if column == 0 || table.rows.is_empty() {
                table.rows.push(first + at);
            }
            table.n_columns = table.n_columns.max(column + 1);
            table.end = first + at + 1;
        }
        if let Some((_, table_container)) = segment.ancestors(container).next()
            && let ContainerKind::Table { alignments, header } = table_container.kind
        {
            table.has_header = header;
            table.alignments = segment.alignments(alignments).to_vec();
        }
        table.end = table.end.max(first + 1);
        table.settle_alignments();
        table
    }

    /// The leaf after the table's last cell.
    pub(super) fn end(&self) -> usize {
        self.end
    }

    /// The leaves of row `row`, one a column.
    fn cells(&self, row: usize) -> std::ops::Range<usize> {
        let start = self.rows.get(row).copied().unwrap_or(self.end);
        start..self.rows.get(row + 1).copied().unwrap_or(self.end)
    }

    /// The text of a cell without white space around it.
    fn cell(&self, row: usize, column: usize) -> Span {
        let cells = self.cells(row);
        let leaf = cells.start + column;
        if leaf >= cells.end {
            return Span::default();
        }
        let span = self.segment.leaf_span(leaf);
        let text = self.segment.slice(span);
        let start = span.start + offset(text.len() - text.trim_start().len());
        Span::new(start, start + offset(text.trim().len()))
    }

    fn text(&self, row: usize, column: usize) -> &'a str {
        self.segment.slice(self.cell(row, column))
    }

    fn alignment(&self, column: usize) -> Alignment {
        self.alignments.get(column).copied().unwrap_or_default()
    }

    /// Columns of numbers stand to the right when the source does not say otherwise.
    fn settle_alignments(&mut self) {
        /// Rows that are looked at.
        const SAMPLE: usize = 200;
        let body = usize::from(self.has_header)..self.rows.len().min(SAMPLE);
        let settled = (0..self.n_columns).map(|column| match self.alignment(column) {
            Alignment::Unspecified => {
                let mut texts =
                    body.clone().map(|row| self.text(row, column)).filter(|text| !text.is_empty());
                let is_numeric = texts.clone().next().is_some() && texts.all(is_number);
                if is_numeric { Alignment::Right } else { Alignment::Left }
            }
            given => given,
        });
        self.alignments = settled.collect();
    }
}

/// Whether a cell holds a number: digits with signs, separators, units of one character.
fn is_number(text: &str) -> bool {
    let has_digit = text.chars().any(char::is_numeric);
    let is_part = |c: char| c.is_numeric() || c.is_whitespace() || "+-−±.,'’%‰€$£¥°~≈<>()/:–".contains(c);
    has_digit && text.chars().all(is_part)
}

/// Sets `table` into `measure` columns beside `margin`.
pub(super) fn set(table: &Table<'_>, measure: u16, margin: &Margin, galley: &mut Galley) {
    match Columns::fit(table, measure) {
        Some(columns) => Grid { table, columns, margin, galley }.set(),
        None => Records { table, measure, margin, galley }.set(),
    }
}

/// A table as rows and columns.
struct Grid<'a> {
    table: &'a Table<'a>,
    columns: Columns,
    margin: &'a Margin,
    galley: &'a mut Galley,
}

impl Grid<'_> {
    fn set(mut self) {
        for row in 0..self.table.rows.len() {
            let is_header = row == 0 && self.table.has_header;
            self.row(row, if is_header { Role::TableHeader } else { Role::Body });
            if is_header {
                self.rule(row, "─");
            } else if self.columns.wraps && row + 1 < self.table.rows.len() {
                // Where cells take several lines, only a rule tells where a row ends.
                self.rule(row, "┈");
            }
        }
    }

    fn row(&mut self, row: usize, role: Role) {
        let widths = self.columns.widths.clone();
        let base = |column: usize| self.table.cell(row, column);
        let cells: Vec<Vec<BrokenLine>> = (0..widths.len())
            .map(|column| {
                break_lines(self.table.text(row, column), base(column).start, widths_at(&widths, column))
            })
            .collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or(1);
        let first = self.table.cells(row).start;
        for line in 0..height {
            let start = cells
                .iter()
                .filter_map(|cell| cell.get(line))
                .map(|line| line.span)
                .find(|span| !span.is_empty());
            let start = if line == 0 {
                self.table.segment.leaf_span(first).start
            } else {
                start.unwrap_or_default().start
            };
            self.galley.line(first, start);
            if row == 0 && line == 0 {
                self.margin.draw_first(self.galley);
            } else {
                self.margin.draw(self.galley);
            }
            for (column, cell) in cells.iter().enumerate() {
                if let Some(broken) = cell.get(line) {
                    self.cell_line(column, broken, role);
                }
            }
        }
    }

    fn cell_line(&mut self, column: usize, line: &BrokenLine, role: Role) {
        let spare = widths_at(&self.columns.widths, column).saturating_sub(line.width);
        let before = match self.table.alignment(column) {
            Alignment::Right => spare,
            Alignment::Center => spare / 2,
            Alignment::Left | Alignment::Unspecified => 0,
        };
        let at = self.margin.indent + self.columns.start(column) + before;
        self.galley.text(at, line.span, role);
        if line.hyphen {
            self.galley.ornament(at + line.width - 1, "-", 1, role);
        }
    }

    fn rule(&mut self, row: usize, symbol: &'static str) {
        let last = self.table.cells(row).end.saturating_sub(1);
        self.galley.ornament_line(self.table.cells(row).start, self.table.segment.leaf_span(last).end);
        self.margin.draw(self.galley);
        for (column, &width) in self.columns.widths.iter().enumerate() {
            self.galley.ornament(self.margin.indent + self.columns.start(column), symbol, width, Role::Rule);
        }
    }
}

fn widths_at(widths: &[u16], column: usize) -> u16 {
    widths.get(column).copied().unwrap_or(1)
}

/// A table too wide for columns: each row a record, each cell on lines of its own.
struct Records<'a> {
    table: &'a Table<'a>,
    measure: u16,
    margin: &'a Margin,
    galley: &'a mut Galley,
}

impl Records<'_> {
    fn set(mut self) {
        for row in 0..self.table.rows.len() {
            if row > 0 {
                self.rule(row - 1);
            }
            for column in 0..self.table.cells(row).len() {
                self.cell(row, column);
            }
        }
    }

    /// A cell behind its column's heading, or below it where the cell's words need the room.
    fn cell(&mut self, row: usize, column: usize) {
        let span = self.table.cell(row, column);
        let heading = self.heading(row, column);
        let beside = width(self.table.segment.slice(heading)) + 2;
        let longest = columns::longest_word(self.table.segment.slice(span));
        let is_beside = !heading.is_empty() && beside + longest.max(8) <= usize::from(self.measure);
        let indent = if is_beside { u16::try_from(beside).unwrap_or(0) } else { 0 };
        let leaf = self.table.cells(row).start + column;
        if !heading.is_empty() && !is_beside {
            let above = self.table.segment.leaf_span(leaf).start.saturating_sub(1);
            self.galley.ornament_line(leaf, above);
            self.draw_heading(heading);
        }
        let role = if self.table.has_header && row == 0 { Role::TableHeader } else { Role::Body };
        let room = self.measure - indent;
        for (number, line) in break_lines(self.table.segment.slice(span), span.start, room).iter().enumerate()
        {
            let start = if number == 0 { self.table.segment.leaf_span(leaf).start } else { line.span.start };
            self.galley.line(leaf, start);
            let is_first = leaf == self.table.first && number == 0;
            if is_first {
                self.margin.draw_first(self.galley);
            } else {
                self.margin.draw(self.galley);
            }
            if is_beside && number == 0 {
                self.draw_heading(heading);
            }
            self.galley.text(self.margin.indent + indent, line.span, role);
        }
    }

    /// The heading of a body cell's column.
    fn heading(&self, row: usize, column: usize) -> Span {
        let is_body = self.table.has_header && row > 0;
        if is_body { self.table.cell(0, column) } else { Span::default() }
    }

    fn draw_heading(&mut self, heading: Span) {
        let columns = u16::try_from(width(self.table.segment.slice(heading))).unwrap_or(u16::MAX);
        let room = columns.min(self.measure.saturating_sub(1));
        let column = self.margin.indent;
        if columns == room {
            self.galley.run(Run { column, content: RunContent::Echo(heading), role: Role::TableHeader });
            self.galley.ornament(column + columns, ":", 1, Role::TableHeader);
        }
    }

    fn rule(&mut self, row: usize) {
        let last = self.table.cells(row).end.saturating_sub(1);
        let is_header = row == 0 && self.table.has_header;
        self.galley.ornament_line(last, self.table.segment.leaf_span(last).end);
        self.margin.draw(self.galley);
        let symbol = if is_header { "─" } else { "┈" };
        self.galley.ornament(self.margin.indent, symbol, self.measure.min(20), Role::Rule);
    }
}
