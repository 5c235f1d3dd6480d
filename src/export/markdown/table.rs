//! Tables whose pipes stand below each other.

use crate::document::Alignment;
use crate::text::width;

/// The columns up to which a table is aligned. One that is wider would be torn by any editor.
const WIDEST: usize = 120;

/// The columns of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Columns {
    /// How wide each one is; `None` where the pipes stand as close as they can.
    widths: Option<Vec<usize>>,
    alignments: Vec<Alignment>,
}

impl Columns {
    /// The columns of `rows` of cells.
    pub(super) fn of(rows: &[Vec<String>], alignments: &[Alignment]) -> Self {
        const LEAST: usize = 3;
        let count = rows.iter().map(Vec::len).max().unwrap_or_default();
        let mut widths = vec![LEAST; count];
        for row in rows {
            for (most, cell) in widths.iter_mut().zip(row) {
                *most = width(cell).max(*most);
            }
        }
        let alignments = (0..count).map(|at| alignments.get(at).copied().unwrap_or_default()).collect();
        let total: usize = widths.iter().map(|width| width + " | ".len()).sum();
        Self { widths: (total <= WIDEST).then_some(widths), alignments }
    }

    /// One row.
    pub(super) fn row(&self, cells: &[String]) -> String {
        let mut row = String::from("|");
        for (at, alignment) in self.alignments.iter().enumerate() {
            let cell = cells.get(at).map_or("", String::as_str);
            let width_wanted = self.widths.as_ref().and_then(|widths| widths.get(at)).copied().unwrap_or(0);
            let room = width_wanted.saturating_sub(width(cell));
            let left = match alignment {
                Alignment::Right => room,
                Alignment::Center => room / 2,
                Alignment::Left | Alignment::Unspecified => 0,
            };
            row.extend([" ", &" ".repeat(left), cell, &" ".repeat(room - left), " |"]);
        }
        row
    }

    /// The row below the header.
    pub(super) fn delimiters(&self) -> String {
        let mut row = String::from("|");
        for (at, alignment) in self.alignments.iter().enumerate() {
            let width = self.widths.as_ref().and_then(|widths| widths.get(at)).copied().unwrap_or(3);
            let (left, right) = match alignment {
                Alignment::Unspecified => ("", ""),
                Alignment::Left => (":", ""),
                Alignment::Center => (":", ":"),
                Alignment::Right => ("", ":"),
            };
            let dashes = "-".repeat(width - left.len() - right.len());
            row.extend([" ", left, &dashes, right, " |"]);
        }
        row
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(rows: &[&[&str]]) -> Vec<Vec<String>> {
        rows.iter().map(|row| row.iter().copied().map(str::to_owned).collect()).collect()
    }

    #[test]
    fn pipes_stand_below_each_other() {
        let rows = rows(&[&["Town", "People", "漢字"], &["Ulm", "120", ""], &["x"]]);
        let columns = Columns::of(&rows, &[Alignment::Unspecified, Alignment::Right, Alignment::Center]);
        let lines: Vec<_> = rows.iter().map(|row| columns.row(row)).collect();
        assert_eq!(
            lines,
            ["| Town | People | 漢字 |", "| Ulm  |    120 |      |", "| x    |        |      |"]
        );
        assert_eq!(columns.delimiters(), "| ---- | -----: | :--: |");
    }

    #[test]
    fn a_wide_table_is_not_aligned() {
        let rows = rows(&[&["a", "b"], &[&"x".repeat(WIDEST), "c"]]);
        let columns = Columns::of(&rows, &[]);
        assert_eq!(columns.row(&rows[0]), "| a | b |");
        assert_eq!(columns.delimiters(), "| --- | --- |");
        assert_eq!(columns.row(&[]), "|  |  |");
    }
}
