//! A table as rows and columns.

use super::Table;
use super::columns::{Column, Columns};
use crate::document::Alignment;
use crate::layout::galley::{Galley, Role};
use crate::layout::margin::Margin;
use crate::layout::paragraph::BrokenLine;

/// Sets a table whose columns fit side by side.
pub(super) struct Grid<'a> {
    pub(super) table: &'a Table<'a>,
    pub(super) columns: Columns,
    /// How each of them is aligned.
    pub(super) alignments: Vec<Alignment>,
    pub(super) margin: &'a Margin,
    pub(super) galley: &'a mut Galley,
}

impl Grid<'_> {
    /// Sets the rows. Where one of two takes several lines, a rule tells that one ends and the other
    /// begins; rows of one line need none.
    pub(super) fn set(mut self) {
        let mut was_tall = false;
        for row in 0..self.table.rows.len() {
            let cells = self.broken(row);
            let height = cells.iter().map(Vec::len).max().unwrap_or(1);
            let is_tall = height > 1;
            if let Some(above) = row.checked_sub(1).filter(|&above| !self.table.is_header(above))
                && (was_tall || is_tall)
            {
                self.rule(above, "┈");
            }
            if self.is_empty_header(row) {
                self.rule_for_header(row);
            } else {
                self.row(row, &cells, height);
                if self.table.is_header(row) {
                    self.rule(row, "─");
                }
            }
            was_tall = is_tall;
        }
    }

    /// The cells of a row, broken into lines.
    fn broken(&self, row: usize) -> Vec<Vec<BrokenLine>> {
        let columns = self.columns.columns.iter().enumerate();
        columns.map(|(index, column)| self.table.cell(row, index).lines(column.width)).collect()
    }

    fn row(&mut self, row: usize, cells: &[Vec<BrokenLine>], height: usize) {
        let first = self.table.cells(row).start;
        let role = if self.table.is_header(row) { Role::TableHeader } else { Role::Body };
        for line in 0..height {
            // The first cell that goes on so far down: so lines start in the order of the text.
            let start = cells.iter().find_map(|cell| cell.get(line)).map(|line| line.span.start);
            let start =
                start.filter(|_| line > 0).unwrap_or_else(|| self.table.segment.leaf_span(first).start);
            let is_first = row == 0 && line == 0;
            self.margin.begin_line(self.galley, first, start, is_first);
            for (index, cell) in cells.iter().enumerate() {
                if let Some(broken) = cell.get(line) {
                    self.cell_line(index, broken, role);
                }
            }
        }
    }

    fn cell_line(&mut self, index: usize, line: &BrokenLine, role: Role) {
        let Some(&column) = self.columns.columns.get(index) else { return };
        let spare = column.width.saturating_sub(line.width);
        let before = match self.alignments.get(index).copied().unwrap_or_default() {
            Alignment::Right => spare,
            Alignment::Center => spare / 2,
            Alignment::Left | Alignment::Unspecified => 0,
        };
        self.galley.broken(self.left(column).saturating_add(before), line, role);
    }

    /// Whether a row is a header that says nothing, as tables have that are no more than aligned.
    fn is_empty_header(&self, row: usize) -> bool {
        let n_columns = self.columns.columns.len();
        self.table.is_header(row) && (0..n_columns).all(|column| self.table.text(row, column).is_empty())
    }

    /// The rule in the place of an empty header, where a blank row would be no more than a wider gap.
    fn rule_for_header(&mut self, row: usize) {
        let first = self.table.cells(row).start;
        let start = self.table.segment.leaf_span(first).start;
        self.margin.begin_line(self.galley, first, start, row == 0);
        self.draw_rule("─");
    }

    fn rule(&mut self, row: usize, symbol: &'static str) {
        self.galley.ornament_line(self.table.cells(row).start, self.table.row_end(row));
        self.margin.draw(self.galley, false);
        self.draw_rule(symbol);
    }

    fn draw_rule(&mut self, symbol: &'static str) {
        for &column in &self.columns.columns {
            self.galley.ornament(self.left(column), symbol, column.width, Role::Rule);
        }
    }

    /// Where a column starts on the page.
    fn left(&self, column: Column) -> u16 {
        self.margin.indent.saturating_add(column.start)
    }
}
