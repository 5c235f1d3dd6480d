//! Rows with tabs between the cells.

use super::super::shape;
use super::{Line, Table, filled};

/// How many of the first lines are rows of one table.
pub(super) fn extent(lines: &[Line<'_>]) -> usize {
    const MIN_ROWS: usize = 2;
    const CODE: f32 = 1.0;
    let run = filled(lines).iter().take_while(|line| line.body.contains('\t')).count();
    let rows = lines.get(..run).unwrap_or_default();
    let widest = rows.iter().map(|line| split(line).len()).max().unwrap_or_default();
    // The white space behind the last text is gone, and with it an empty last cell.
    let even = rows.iter().filter(|line| split(line).len() + usize::from(widest > 2) >= widest).count();
    let is_code = |line: &&Line<'_>| shape::code_on(line) > CODE || shape::has_remark(line.body);
    let is_code = rows.iter().filter(is_code).count() * 2 > run;
    if run >= MIN_ROWS && even * 2 > run && !is_code { run } else { 0 }
}

/// The cells.
pub(super) fn read<'a>(lines: &[Line<'a>]) -> Table<'a> {
    let rows: Vec<_> = lines.iter().map(split).collect();
    let widest = rows.iter().map(Vec::len).max().unwrap_or_default();
    let row = |(line, cells): (&Line<'a>, Vec<Line<'a>>)| {
        // White space before the first text is an empty cell where a cell is missing.
        let is_first_empty = line.indent > 0 && cells.len() < widest;
        let first = is_first_empty.then(Vec::new);
        first.into_iter().chain(cells.into_iter().map(|cell| vec![cell])).collect()
    };
    Table { rows: lines.iter().zip(rows).map(row).collect(), alignments: Vec::new() }
}

fn split<'a>(line: &Line<'a>) -> Vec<Line<'a>> {
    let mut at = line.start;
    let mut cells = Vec::new();
    for text in line.body.split('\t') {
        cells.push(Line::new(text, at));
        at += text.len() + 1;
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::super::super::lines::lines;
    use super::*;

    #[test]
    fn rows_are_cut_at_tabs() {
        let lines = lines("Name\tAge\tTown\nAnn\t7\tUlm\n\t8\tBonn\nText.");
        let table = read(&lines[..extent(&lines)]);
        let text: Vec<Vec<_>> = table
            .rows
            .iter()
            .map(|row| row.iter().map(|cell| cell.first().map_or("", |line| line.body)).collect())
            .collect();
        assert_eq!(text, [["Name", "Age", "Town"], ["Ann", "7", "Ulm"], ["", "8", "Bonn"]]);
    }

    #[test]
    fn the_last_cells_may_be_empty() {
        assert_eq!(extent(&lines("Name\tAge\tTown\nAnn\t7\nBo\t8\nCy\t9\n")), 4);
    }

    #[test]
    fn one_line_with_a_tab_is_no_table() {
        assert_eq!(extent(&lines("a\tb\ntext")), 0);
    }
}
