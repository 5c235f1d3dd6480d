//! Tables: aligned columns with a rule under the header ([`Grid`]), or, where the columns do not
//! fit, one record a row with each cell beside its column's heading ([`Records`]).

mod columns;
mod grid;
mod records;

use std::ops::Range;

use super::galley::Galley;
use super::margin::Margin;
use super::paragraph::{BrokenLine, break_lines, each_line};
use crate::document::position::offset;
use crate::document::{Alignment, ContainerKind, LeafKind, Segment, Span};
use columns::Columns;
use grid::Grid;
use records::Records;

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
    /// How the source aligns the columns.
    given: &'a [Alignment],
    has_header: bool,
    /// The beginning of the table, where a forced cut goes through it.
    lead: Option<Box<Self>>,
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
            given: &[],
            has_header: false,
            lead: None,
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
            table.given = segment.alignments(alignments);
        }
        table.end = table.end.max(first + 1);
        let lead = segment.table_of(container).and_then(|id| segment.lead(id)).map(|lead| Self::new(lead, 0));
        if let Some(lead) = lead.filter(|lead| lead.n_columns >= table.n_columns) {
            table.n_columns = lead.n_columns;
            table.lead = Some(Box::new(lead));
        }
        table
    }

    /// The leaf after the table's last cell.
    pub(super) fn end(&self) -> usize {
        self.end
    }

    /// The leaves of row `row`, one a column.
    fn cells(&self, row: usize) -> Range<usize> {
        let start = self.rows.get(row).copied().unwrap_or(self.end);
        start..self.rows.get(row + 1).copied().unwrap_or(self.end)
    }

    /// The cell in a row and column, empty where there is none.
    fn cell(&self, row: usize, column: usize) -> Cell<'a> {
        let cells = self.cells(row);
        let leaf = cells.start + column;
        if leaf < cells.end { self.cell_of(leaf) } else { Cell::default() }
    }

    fn cell_of(&self, leaf: usize) -> Cell<'a> {
        let span = self.segment.leaf_span(leaf);
        let text = self.segment.slice(span);
        let start = span.start + offset(text.len() - text.trim_start().len());
        Cell { text: text.trim(), start }
    }

    fn text(&self, row: usize, column: usize) -> &'a str {
        self.cell(row, column).text
    }

    /// Whether `row` is the header.
    fn is_header(&self, row: usize) -> bool {
        row == 0 && self.has_header
    }

    /// The beginning of the table, where that stands in a segment before this one.
    fn lead_in(&self) -> Option<&Self> {
        self.lead.as_deref().filter(|_| !self.has_header)
    }

    /// Where the text of `row` ends: the line feed of its last cell.
    fn row_end(&self, row: usize) -> u32 {
        self.segment.leaf_span(self.cells(row).end.saturating_sub(1)).end
    }

    /// How each column is aligned: one of numbers stands to the right where the source does not say.
    fn alignments(&self) -> Vec<Alignment> {
        /// Rows that are looked at.
        const SAMPLE: usize = 200;
        if let Some(lead) = &self.lead {
            return lead.alignments();
        }
        let body = usize::from(self.has_header)..self.rows.len().min(SAMPLE);
        let settled =
            (0..self.n_columns).map(|column| match self.given.get(column).copied().unwrap_or_default() {
                Alignment::Unspecified if is_numeric(body.clone().map(|row| self.text(row, column))) => {
                    Alignment::Right
                }
                Alignment::Unspecified => Alignment::Left,
                given => given,
            });
        settled.collect()
    }
}

/// A cell, without the white space around its text.
#[derive(Clone, Copy, Default)]
struct Cell<'a> {
    text: &'a str,
    /// Where the text starts in the segment's.
    start: u32,
}

impl Cell<'_> {
    fn span(&self) -> Span {
        Span::new(self.start, self.start + offset(self.text.len()))
    }

    /// Its lines of at most `measure` columns.
    fn lines(&self, measure: u16) -> Vec<BrokenLine> {
        break_lines(self.text, self.start, measure)
    }

    /// Hands over the same lines, of which a cell mostly has one.
    fn each_line(&self, measure: u16, line: &mut dyn FnMut(BrokenLine)) {
        each_line(self.text, self.start, measure, line);
    }
}

/// Whether cells are a column of numbers: at least one of them, and what stands for none.
fn is_numeric<'a>(mut cells: impl Iterator<Item = &'a str> + Clone) -> bool {
    cells.clone().any(is_number) && cells.all(|cell| is_number(cell) || is_placeholder(cell))
}

/// Whether a cell holds a number: digits with signs, separators, units of one character.
fn is_number(text: &str) -> bool {
    let has_digit = text.chars().any(char::is_numeric);
    let is_part = |c: char| c.is_numeric() || c.is_whitespace() || "+-−±.,'’%‰€$£¥°~≈<>()/:–".contains(c);
    has_digit && text.chars().all(is_part)
}

/// Whether a cell says that there is no number.
fn is_placeholder(text: &str) -> bool {
    matches!(text, "" | "-" | "–" | "—" | "−" | "…" | "..." | "?" | "n/a" | "N/A")
}

/// Sets `table` into `measure` columns beside `margin`.
pub(super) fn set(table: &Table<'_>, measure: u16, margin: &Margin, galley: &mut Galley) {
    match Columns::fit(table, measure) {
        Some(columns) => Grid { table, columns, alignments: table.alignments(), margin, galley }.set(),
        None => Records { table, measure, margin, galley }.set(),
    }
}
