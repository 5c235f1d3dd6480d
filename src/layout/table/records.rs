//! A table too wide for columns: each row a record, each cell on lines of its own.

use super::columns::longest_word;
use super::{Cell, Table};
use crate::document::Span;
use crate::layout::galley::{Galley, Role, Run, RunContent};
use crate::layout::margin::Margin;
use crate::text::width;

/// The most headings that stand one below the other above the first record.
const MOST_HEADINGS: usize = 8;
/// The longest rule between records.
const RULE: u16 = 20;
/// Columns that a cell below its heading stands further in.
const HANG: u16 = 2;

/// Sets a table row by row.
pub(super) struct Records<'a> {
    pub(super) table: &'a Table<'a>,
    pub(super) measure: u16,
    pub(super) margin: &'a Margin,
    pub(super) galley: &'a mut Galley,
}

/// The heading of a column, to be set beside its cells.
#[derive(Clone, Copy)]
struct Heading<'a> {
    cell: Cell<'a>,
    /// In what it stands.
    content: fn(Span) -> RunContent,
}

impl Default for Heading<'_> {
    fn default() -> Self {
        Self { cell: Cell::default(), content: RunContent::Echo }
    }
}

impl<'a> Records<'a> {
    pub(super) fn set(mut self) {
        for row in 0..self.table.rows.len() {
            if row > 0 {
                self.rule(row - 1);
            }
            let cells = self.table.cells(row);
            if self.table.is_header(row) && cells.len() > MOST_HEADINGS {
                self.running_headings(row);
            } else {
                cells.enumerate().for_each(|(column, leaf)| self.cell(row, column, leaf));
            }
        }
    }

    /// A cell behind its column's heading, or below it where more than half of its lines would be blank.
    fn cell(&mut self, row: usize, column: usize, leaf: usize) {
        let role = if self.table.is_header(row) { Role::TableHeader } else { Role::Body };
        let cell = self.table.cell_of(leaf);
        let heading = self.heading(row, column);
        if heading.cell.text.is_empty() {
            return self.lines(leaf, cell, heading, 0, role);
        }
        let measure = usize::from(self.measure);
        let beside = width(heading.cell.text) + 2;
        let fits = |indent: usize| indent + longest_word(cell.text) <= measure;
        if beside + width(cell.text) <= measure || (beside <= measure / 2 && fits(beside)) {
            return self.lines(leaf, cell, heading, u16::try_from(beside).unwrap_or(u16::MAX), role);
        }
        self.heading_above(leaf, heading);
        if !cell.text.is_empty() {
            let hang = if fits(HANG.into()) { HANG } else { 0 };
            self.lines(leaf, cell, Heading::default(), hang, role);
        }
    }

    /// The lines of a cell, `indent` columns in, behind its heading if there is one.
    fn lines(&mut self, leaf: usize, cell: Cell<'a>, heading: Heading<'a>, indent: u16, role: Role) {
        let mut is_first = true;
        cell.each_line(self.measure.saturating_sub(indent), &mut |line| {
            let start = if is_first { self.table.segment.leaf_span(leaf).start } else { line.span.start };
            self.begin_line(leaf, start, is_first);
            if is_first && !heading.cell.text.is_empty() {
                self.heading_beside(heading, indent.saturating_sub(2));
            }
            self.galley.broken(self.margin.indent.saturating_add(indent), &line, role);
            is_first = false;
        });
    }

    fn begin_line(&mut self, leaf: usize, start: u32, is_first: bool) {
        let is_first = is_first && leaf == self.table.first;
        self.margin.begin_line(self.galley, leaf, start, is_first);
    }

    /// The heading of a body cell's column.
    fn heading(&self, row: usize, column: usize) -> Heading<'a> {
        if let Some(lead) = self.table.lead_in().filter(|lead| lead.has_header) {
            return Heading { cell: lead.cell(0, column), content: RunContent::EchoOfLead };
        }
        if !self.table.has_header || row == 0 {
            return Heading::default();
        }
        Heading { cell: self.table.cell(0, column), content: RunContent::Echo }
    }

    /// A heading of so many columns, on the first line of its cell.
    fn heading_beside(&mut self, heading: Heading<'_>, columns: u16) {
        let column = self.margin.indent;
        self.galley.run(Run {
            column,
            content: (heading.content)(heading.cell.span()),
            role: Role::TableHeader,
        });
        self.galley.ornament(column.saturating_add(columns), ":", 1, Role::TableHeader);
    }

    /// A heading on lines of its own above the cell.
    fn heading_above(&mut self, leaf: usize, heading: Heading<'_>) {
        let above = self.table.segment.leaf_span(leaf).start.saturating_sub(1);
        // The colon after it needs room too.
        let room = self.measure.saturating_sub(1).max(1);
        let lines = heading.cell.lines(room);
        let last = lines.len().saturating_sub(1);
        for (number, line) in lines.iter().enumerate() {
            self.galley.ornament_line(leaf, above);
            self.margin.draw(self.galley, false);
            self.galley.echo(self.margin.indent, line, Role::TableHeader, heading.content);
            if number == last && line.width < self.measure {
                let after = self.margin.indent.saturating_add(line.width);
                self.galley.ornament(after, ":", 1, Role::TableHeader);
            }
        }
    }

    /// The header of a table of many columns, as running text: each heading stands beside the cells
    /// below, so here it is only listed.
    fn running_headings(&mut self, row: usize) {
        let cells = self.table.cells(row);
        self.begin_line(cells.start, self.table.segment.leaf_span(cells.start).start, true);
        let headings: Vec<_> =
            (0..cells.len()).filter(|&column| !self.table.text(row, column).is_empty()).collect();
        let mut column = 0;
        for (at, &heading) in headings.iter().enumerate() {
            let is_last = at + 1 == headings.len();
            column = self.running_heading(row, heading, column, is_last);
        }
    }

    /// Sets a heading from `from` columns on, or on lines of its own, and what parts it from the
    /// next one. Answers where that may start.
    fn running_heading(&mut self, row: usize, heading: usize, from: u16, is_last: bool) -> u16 {
        let room = if is_last { self.measure } else { self.measure.saturating_sub(2).max(1) };
        let leaf = self.table.cells(row).start + heading;
        let mut column = from;
        for (number, line) in self.table.cell_of(leaf).lines(room).iter().enumerate() {
            if number > 0 || (column > 0 && column.saturating_add(line.width) > room) {
                self.begin_line(leaf, line.span.start, false);
                column = 0;
            }
            self.galley.broken(self.margin.indent.saturating_add(column), line, Role::TableHeader);
            column = column.saturating_add(line.width);
        }
        if is_last || column.saturating_add(2) > self.measure {
            return u16::MAX;
        }
        let after = self.margin.indent.saturating_add(column).saturating_add(1);
        self.galley.ornament(after, "·", 1, Role::Rule);
        column.saturating_add(3)
    }

    fn rule(&mut self, row: usize) {
        let last = self.table.cells(row).end.saturating_sub(1);
        self.galley.ornament_line(last, self.table.row_end(row));
        self.margin.draw(self.galley, false);
        let symbol = if self.table.is_header(row) { "─" } else { "┈" };
        self.galley.ornament(self.margin.indent, symbol, self.measure.min(RULE), Role::Rule);
    }
}
