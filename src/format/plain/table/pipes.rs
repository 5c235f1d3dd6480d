//! Rows with pipes between the cells.

use super::{Cell, Line, Table, grid};
use crate::document::Alignment;

/// How many of the first lines are rows of one table.
pub(super) fn extent(lines: &[Line<'_>]) -> usize {
    let rows = lines.iter().take_while(|line| has_pipe(line.body) || is_delimiter(line.body)).count();
    let run = lines.get(..rows).unwrap_or_default();
    let run = run.get(..next_table(run)).unwrap_or_default();
    if is_table(run) { run.len() } else { 0 }
}

/// Where another table begins: a row of other width above a delimiter row of its own.
fn next_table(run: &[Line<'_>]) -> usize {
    let widths: Vec<_> = run.iter().map(|line| split(line).len()).collect();
    let is_start = |at: &usize| {
        let next = run.get(at + 1).is_some_and(|line| is_delimiter(line.body));
        next && widths.get(*at) == widths.get(at + 1) && widths.get(*at) != widths.first()
    };
    (2..run.len()).find(is_start).unwrap_or(run.len())
}

fn is_table(run: &[Line<'_>]) -> bool {
    let delimiters = run.iter().filter(|line| is_delimiter(line.body)).count();
    let rows = || run.iter().filter(|line| !is_delimiter(line.body));
    let widest = rows().map(|line| split(line).len()).max().unwrap_or_default();
    let even = rows().all(|line| split(line).len() == widest);
    let trailing = rows().all(|line| line.body.ends_with('|'));
    let leading = rows().all(|line| line.body.starts_with('|'));
    let is_enclosed = trailing || leading;
    match rows().count() {
        0 => false,
        _ if widest == 0 => false,
        // Wrapped text may have a few pipes in two adjacent lines.
        2 if delimiters == 0 && !is_enclosed => false,
        1 => delimiters > 0 || (trailing && widest >= 2),
        _ => delimiters > 0 || (widest >= 2 && (even || trailing || leading)) || (trailing && leading),
    }
}

/// The cells.
pub(super) fn read<'a>(lines: &[Line<'a>]) -> Table<'a> {
    let mut delimiters = lines.iter().filter(|line| is_delimiter(line.body));
    let alignments = delimiters.next().map(alignments).unwrap_or_default();
    let is_drawn = lines.iter().any(|line| is_delimiter(line.body) && line.body.contains('+'));
    let cells = |line: &Line<'a>| -> Vec<Cell<'a>> { split(line).into_iter().map(cell_of).collect() };
    if is_drawn {
        let parts = lines.split(|line| is_delimiter(line.body)).filter(|part| !part.is_empty());
        let rows = grid::group(parts.map(|part| part.iter().map(cells).collect()).collect(), true);
        return Table { rows, alignments };
    }
    let rows = lines.iter().filter(|line| !is_delimiter(line.body));
    Table { rows: rows.map(cells).collect(), alignments }
}

/// A cell of one line, or of none.
fn cell_of(line: Line<'_>) -> Cell<'_> {
    if line.is_blank() { Vec::new() } else { vec![line] }
}

/// Whether a pipe that no backslash stands before is in `body`.
fn has_pipe(body: &str) -> bool {
    pipes(body).next().is_some()
}

fn pipes(body: &str) -> impl Iterator<Item = usize> {
    let bytes = body.as_bytes();
    memchr::memchr_iter(b'|', bytes)
        .filter(|&at| at.checked_sub(1).and_then(|before| bytes.get(before)) != Some(&b'\\'))
}

/// The cells of one row. The pipes at its ends enclose, and do not make cells of their own.
fn split<'a>(line: &Line<'a>) -> Vec<Line<'a>> {
    let body = line.body;
    let mut cells = Vec::new();
    let mut start = usize::from(body.starts_with('|'));
    for pipe in pipes(body).filter(|&pipe| pipe > 0) {
        cells.push(cell(line, start, pipe));
        start = pipe + 1;
    }
    if start < body.len() {
        cells.push(cell(line, start, body.len()));
    }
    cells
}

fn cell<'a>(line: &Line<'a>, start: usize, end: usize) -> Line<'a> {
    Line::new(line.body.get(start..end).unwrap_or_default(), line.start + start)
}

/// Whether the line is `---|:---:|` or the like.
fn is_delimiter(body: &str) -> bool {
    const MIN_DASHES: usize = 2;
    let signs = body.bytes().all(|byte| matches!(byte, b'|' | b'-' | b':' | b' ' | b'\t' | b'+'));
    let is_parted = has_pipe(body) || body.trim_matches('+').contains('+');
    signs && is_parted && body.bytes().filter(|&byte| byte == b'-').count() >= MIN_DASHES
}

fn alignments(line: &Line<'_>) -> Vec<Alignment> {
    let alignment = |cell: Line<'_>| match (cell.body.starts_with(':'), cell.body.ends_with(':')) {
        (true, true) => Alignment::Center,
        (true, false) => Alignment::Left,
        (false, true) => Alignment::Right,
        (false, false) => Alignment::Unspecified,
    };
    split(line).into_iter().map(alignment).collect()
}

#[cfg(test)]
mod tests {
    use super::super::super::lines::lines;
    use super::*;

    fn cells(text: &str) -> Vec<Vec<&str>> {
        let lines = lines(text);
        let table = read(&lines[..extent(&lines)]);
        table
            .rows
            .iter()
            .map(|row| row.iter().map(|cell| cell.first().map_or("", |line| line.body)).collect())
            .collect()
    }

    #[test]
    fn rows_are_cut_at_pipes() {
        let expected = [["Name", "Age"], ["Ann", "7"]];
        for text in [
            "Name | Age |\n---|---|\nAnn | 7 |\nText.",
            "Name | Age |\nAnn | 7 |\nText.",
            "| Name | Age |\n|---|---|\n| Ann | 7 |",
            "Name | Age\n--- | ---\nAnn | 7\n",
        ] {
            assert_eq!(cells(text), expected, "{text}");
        }
    }

    #[test]
    fn ragged_rows_keep_their_cells() {
        assert_eq!(
            cells("a | b |\n---|---|\nc |\nd | e | f |"),
            [vec!["a", "b"], vec!["c"], vec!["d", "e", "f"]]
        );
        assert_eq!(cells("| a | | c |\n| | b | |"), [["a", "", "c"], ["", "b", ""]]);
    }

    #[test]
    fn an_escaped_pipe_is_text() {
        assert_eq!(cells("| a \\| b | c |\n|---|---|"), [["a \\| b", "c"]]);
    }

    #[test]
    fn a_lone_line_with_a_pipe_is_no_table() {
        for text in ["Home | News | Contact", "if a || b", "a | b\n\nc | d", "---|---"] {
            assert_eq!(extent(&lines(text)), 0, "{text}");
        }
    }

    #[test]
    fn another_width_under_another_header_is_another_table() {
        let text = "a | b |\n---|---|\nc | d |\ne | f | g |\n---|---|---|\nh | i | j |";
        assert_eq!(extent(&lines(text)), 3);
    }

    #[test]
    fn colons_align() {
        let lines = lines("a|b|c|d\n:--|:-:|--:|---\n");
        let expected = [Alignment::Left, Alignment::Center, Alignment::Right, Alignment::Unspecified];
        assert_eq!(read(&lines).alignments, expected);
    }
}
