//! Tables in an excerpt: their cells are gathered, and written as text when the last one is there.

use crate::document::{Alignment, Container, ContainerKind, LeafKind, Segment, Span};

/// A table, or the part of one that is taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The text of its cells, row by row. The columns begin with the first one that something is taken of, but the
    /// first row with its first cell, and each one ends with its last.
    pub rows: Vec<Vec<String>>,
    /// How many cells the first row lacks at its start, from where it is not taken.
    pub n_before: usize,
    /// How the cells of the columns stand, where that is known.
    pub alignments: Vec<Alignment>,
}

impl Table {
    /// Its rows with as many cells each. Those that are not there are empty.
    pub fn grid(&self) -> Vec<Vec<&str>> {
        let n_before = |number: usize| if number == 0 { self.n_before } else { 0 };
        let lengths = self.rows.iter().enumerate().map(|(number, row)| n_before(number) + row.len());
        let n_columns = lengths.max().unwrap_or(0);
        let rows = self.rows.iter().enumerate().map(|(number, row)| {
            let cells = std::iter::repeat_n("", n_before(number)).chain(row.iter().map(String::as_str));
            cells.chain(std::iter::repeat("")).take(n_columns).collect()
        });
        rows.collect()
    }
}

/// Writes a table as text.
#[derive(Clone, Copy, Debug)]
pub struct WriteTable {
    /// Writes what is taken of a cell.
    pub cell: fn(&Segment, Span) -> String,
    /// Writes the table that such cells make up.
    pub table: fn(&Table) -> String,
}

/// Writes a table with tabs between its cells, a row a line.
pub const WITH_TABS: WriteTable = WriteTable { cell: words, table: with_tabs };

/// The text of a part of a segment, without the soft hyphens, which say only where a line may break.
pub fn words(segment: &Segment, part: Span) -> String {
    segment.slice(part).replace('\u{ad}', "")
}

/// Writes a table with tabs between its cells, a row a line.
fn with_tabs(table: &Table) -> String {
    let line = |row: &Vec<String>| -> String {
        let cells: Vec<_> = row.iter().map(|cell| cell.replace(['\n', '\t'], " ")).collect();
        cells.join("\t")
    };
    table.rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The cells of a table that were taken by now.
#[derive(Debug, Default)]
pub(super) struct Cells {
    rows: Vec<Vec<(u16, String)>>,
    alignments: Vec<Alignment>,
    /// Bytes of their text.
    length: usize,
    /// The most columns.
    n_columns: usize,
}

impl Cells {
    /// None yet, of the table that `container` is.
    pub(super) fn new(segment: &Segment, container: Container) -> Self {
        let alignments = match container.kind {
            ContainerKind::Table { alignments, .. } => segment.alignments(alignments).to_vec(),
            _ => Vec::new(),
        };
        Self { alignments, ..Self::default() }
    }

    /// Adds the next cell. One that does not stand to the right of the last one begins a row.
    pub(super) fn push(&mut self, column: u16, text: &str) {
        self.length += text.len();
        self.n_columns = self.n_columns.max(usize::from(column) + 1);
        match self.rows.last_mut() {
            Some(row) if row.last().is_some_and(|&(before, _)| before < column) => {
                row.push((column, text.to_owned()));
            }
            _ => self.rows.push(vec![(column, text.to_owned())]),
        }
    }

    /// Adds to the text of the last cell.
    pub(super) fn go_on(&mut self, text: &str) {
        if let Some((_, last)) = self.rows.last_mut().and_then(|row| row.last_mut()) {
            self.length += text.len();
            last.push_str(text);
        }
    }

    /// The least bytes that a form may take with something between any two cells.
    pub(super) fn size(&self) -> usize {
        self.length + self.rows.len() * self.n_columns
    }

    /// The table that they make up.
    pub(super) fn table(self) -> Table {
        let starts =
            || self.rows.iter().filter_map(|row| row.first()).map(|&(column, _)| usize::from(column));
        let first = starts().min().unwrap_or(0);
        let n_before = starts().next().unwrap_or(0) - first;
        let row = |(number, cells): (usize, Vec<(u16, String)>)| {
            let start = if number == 0 { first + n_before } else { first };
            let mut row = Vec::new();
            for (column, text) in cells {
                row.resize(usize::from(column) - start, String::new());
                row.push(text);
            }
            row
        };
        let alignments = self.alignments.into_iter().skip(first).collect();
        Table { rows: self.rows.into_iter().enumerate().map(row).collect(), n_before, alignments }
    }
}

/// Whether the leaf at `index`, which stands below the leaf `above` or else begins its segment, is a cell of the
/// table that cells were taken of last.
pub(super) fn goes_on(segment: &Segment, above: Option<usize>, index: usize) -> bool {
    let leaf = |index: usize| segment.leaves().get(index).filter(|leaf| is_cell(leaf.kind));
    let table = |index| leaf(index).and_then(|leaf| segment.table_of(leaf.container));
    table(index).is_some_and(|of| match above {
        Some(above) => table(above) == Some(of),
        None => segment.block_joint().is_some(),
    })
}

fn is_cell(kind: LeafKind) -> bool {
    matches!(kind, LeafKind::Cell { .. })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(cells: &[(u16, &str)]) -> Table {
        let mut taken = Cells::default();
        for &(column, text) in cells {
            taken.push(column, text);
        }
        taken.table()
    }

    #[test]
    fn columns_begin_with_the_first_one_that_is_taken() {
        for (cells, tabs, grid) in [
            (
                &[(0, "a"), (1, "b"), (0, "c"), (1, "d")][..],
                "a\tb\nc\td",
                &[&["a", "b"][..], &["c", "d"]][..],
            ),
            (&[(2, "c"), (3, "d")], "c\td", &[&["c", "d"]]),
            (&[(2, "c"), (1, "b"), (2, "d"), (1, "e")], "c\nb\td\ne", &[&["", "c"], &["b", "d"], &["e", ""]]),
            (&[(0, "a"), (0, "b"), (2, "c")], "a\nb\t\tc", &[&["a", "", ""], &["b", "", "c"]]),
            (&[(0, "a\tb\nc")], "a b c", &[&["a\tb\nc"]]),
            (&[], "", &[]),
        ] {
            let table = table(cells);
            assert_eq!(
                (with_tabs(&table).as_str(), table.grid()),
                (tabs, grid.iter().map(|row| row.to_vec()).collect())
            );
        }
    }
}
