//! Rows with pipes between the cells.
//!
//! Where each row ends in a pipe, a line without goes on with the next ones, as text does that was
//! taken out of a page with line breaks in its cells.

use super::super::marker::{Marker, Sign, marker};
use super::{Cell, Line, Table, grid};
use crate::document::Alignment;

/// How many of the first lines are rows of one table.
pub(super) fn extent(lines: &[Line<'_>]) -> usize {
    let is_part =
        |row: &&[Line<'_>]| row.first().is_some_and(|line| has_pipe(line.body) || is_delimiter(line.body));
    let count = rows(lines).take_while(is_part).map(<[_]>::len).sum();
    let run = lines.get(..count).unwrap_or_default();
    let run = run.get(..next_table(run)).unwrap_or_default();
    if is_table(run) { run.len() } else { 0 }
}

/// Where another table begins: a row of other width above a delimiter row of its own.
fn next_table(run: &[Line<'_>]) -> usize {
    let widths: Vec<_> = run.iter().map(|line| split(line, true).len()).collect();
    let is_start = |at: &usize| {
        let next = run.get(at + 1).is_some_and(|line| is_delimiter(line.body));
        next && widths.get(*at) == widths.get(at + 1) && widths.get(*at) != widths.first()
    };
    (2..run.len()).find(is_start).unwrap_or(run.len())
}

fn is_table(run: &[Line<'_>]) -> bool {
    let delimiters = run.iter().filter(|line| is_delimiter(line.body)).count();
    let rows = || rows(run).filter(|row| !is_ruled_off(row));
    let is_framed = is_framed(run);
    let width = |row: &[Line<'_>]| cells(row, is_framed).len();
    let is_empty = |row: &[Line<'_>]| cells(row, is_framed).iter().all(Vec::is_empty);
    let widest = rows().map(width).max().unwrap_or_default();
    let even = rows().all(|row| width(row) == widest);
    let trailing = rows().all(|row| row.last().is_some_and(|line| line.body.ends_with('|')));
    let leading = rows().all(|row| row.first().is_some_and(|line| line.body.starts_with('|')));
    let is_enclosed = trailing || leading;
    match rows().count() {
        0 => false,
        // Bars and rules without a word are drawn for their own sake.
        _ if rows().all(is_empty) => false,
        // Items of a list may have a few, too, and so may the choices between brackets.
        _ if delimiters == 0 && run.first().is_some_and(is_bulleted) => false,
        _ if delimiters == 0
            && run.iter().any(|line| (!is_enclosed || is_logic(line.body)) && is_bracketed(line)) =>
        {
            false
        }
        // Wrapped text may have a few pipes in two adjacent lines.
        2 if delimiters == 0 && !is_enclosed => false,
        // An operator at the end of one line parts no cells.
        1 => {
            let is_operator = !leading && run.iter().any(|line| line.body.ends_with(" ||"));
            delimiters > 0 || (trailing && widest >= 2 && !is_operator)
        }
        _ => delimiters > 0 || (widest >= 2 && (even || trailing || leading)) || (trailing && leading),
    }
}

/// The rows of `lines`, delimiter rows too: each is a line, or all up to the pipe that closes it.
fn rows<'s, 'a>(lines: &'s [Line<'a>]) -> impl Iterator<Item = &'s [Line<'a>]> {
    let width = closed_width(lines);
    let mut rest = lines;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (row, after) = rest.split_at_checked(width.map_or(1, |width| height(rest, width)))?;
        rest = after;
        Some(row)
    })
}

/// How many cells the first row has, if most rows end in a pipe and do not start with one.
fn closed_width(lines: &[Line<'_>]) -> Option<usize> {
    const LOOKED_AT: usize = 32;
    const FEWEST: usize = 2;
    let piped = lines.iter().take(LOOKED_AT).take_while(|line| !line.is_blank());
    let (mut n_rows, mut n_closed) = (0, 0);
    for line in piped.filter(|line| has_pipe(line.body) && !is_delimiter(line.body)) {
        n_rows += 1;
        n_closed += usize::from(line.body.ends_with('|') && !line.body.starts_with('|'));
    }
    let first = lines.first().filter(|line| line.body.ends_with('|'))?;
    let width = split(first, true).len();
    (n_closed >= FEWEST && n_closed * 2 > n_rows && width >= FEWEST).then_some(width)
}

/// Lines of the first row, of no more than `width` cells.
fn height(rest: &[Line<'_>], width: usize) -> usize {
    const TALLEST: usize = 12;
    let opens = rest.first().is_some_and(|line| has_pipe(line.body) && !is_delimiter(line.body));
    let mut near = rest.iter().take(TALLEST).take_while(|line| !line.is_blank() && !is_delimiter(line.body));
    let height = near.position(|line| line.body.ends_with('|')).map_or(1, |last| last + 1);
    let is_row = opens && rest.get(..height).is_some_and(|row| cells(row, true).len() <= width);
    if is_row { height } else { 1 }
}

/// The cells of a row. What a line starts with goes on with the last cell of the line before.
fn cells<'a>(row: &[Line<'a>], is_framed: bool) -> Vec<Cell<'a>> {
    let mut cells: Vec<Cell<'a>> = Vec::new();
    for line in row {
        let mut parts = split(line, is_framed).into_iter().map(cell_of);
        if let Some(last) = cells.last_mut() {
            last.extend(parts.next().unwrap_or_default());
        }
        cells.extend(parts);
    }
    cells
}

fn is_ruled_off(row: &[Line<'_>]) -> bool {
    row.first().is_some_and(|line| is_delimiter(line.body))
}

/// Whether there are signs of program text that have bars in them, or stand beside those that have.
fn is_logic(body: &str) -> bool {
    body.contains("||") || body.contains("&&")
}

/// Whether a pipe on the line stands between brackets.
fn is_bracketed(line: &Line<'_>) -> bool {
    let is_open = |cell: &Line<'_>| {
        let count = |sign: char| cell.body.matches(sign).count();
        ['(', '[', '{'].into_iter().zip([')', ']', '}']).any(|(opens, closes)| count(opens) > count(closes))
    };
    split(line, true).iter().any(is_open)
}

fn is_bulleted(line: &Line<'_>) -> bool {
    matches!(marker(line.body), Some(Marker { sign: Sign::Bullet { .. }, .. }))
}

/// Whether the pipe that a row starts with encloses it. Where few rows start with one, there is an empty
/// cell before it.
fn is_framed(lines: &[Line<'_>]) -> bool {
    let rows = || lines.iter().filter(|line| !is_delimiter(line.body));
    rows().filter(|line| line.body.starts_with('|')).count() * 2 >= rows().count()
}

/// The cells.
pub(super) fn read<'a>(lines: &[Line<'a>]) -> Table<'a> {
    let mut delimiters = lines.iter().filter(|line| is_delimiter(line.body));
    let alignments = delimiters.next().map(alignments).unwrap_or_default();
    let is_drawn = lines.iter().any(|line| is_delimiter(line.body) && line.body.contains('+'));
    let is_framed = is_framed(lines);
    if is_drawn {
        let cells = |line: &Line<'a>| cells(std::slice::from_ref(line), is_framed);
        let parts = lines.split(|line| is_delimiter(line.body)).filter(|part| !part.is_empty());
        let rows = grid::group(parts.map(|part| part.iter().map(cells).collect()).collect(), true);
        return Table { rows, alignments };
    }
    let rows = rows(lines).filter(|row| !is_ruled_off(row));
    Table { rows: rows.map(|row| cells(row, is_framed)).collect(), alignments }
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

/// The cells of one row. The pipe at its end encloses and makes no cell of its own, and so does that at
/// its start, if it is framed.
fn split<'a>(line: &Line<'a>, is_framed: bool) -> Vec<Line<'a>> {
    let body = line.body;
    let mut cells = Vec::new();
    let mut start = usize::from(is_framed && body.starts_with('|'));
    for pipe in pipes(body).filter(|&pipe| pipe > 0 || !is_framed) {
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
pub(super) fn is_delimiter(body: &str) -> bool {
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
    split(line, true).into_iter().map(alignment).collect()
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
    fn a_pipe_before_an_empty_first_cell_is_no_frame() {
        let text = "Letter   | Meaning\n---------+----------\nAM       | More of it\nCE       | About to go,\n         | or gone\nDT       | Gone\n";
        let lines = lines(text);
        let expected =
            [["Letter", "Meaning"], ["AM", "More of it"], ["CE", "About to go, or gone"], ["DT", "Gone"]];
        assert_eq!(read(&lines[..extent(&lines)]).texts(), expected);
    }

    #[test]
    fn a_row_goes_on_to_the_pipe_that_closes_it() {
        let text = "Day | Work |\n---|---|\nMay 3 | Tar the boat.\nMend the oars. |\nMay 4 | Rest |\nMay 5\n(if dry) | Go |\nText.\n";
        let lines = lines(text);
        let table = read(&lines[..extent(&lines)]);
        let expected = [["Day", "Work"], ["May 3", "Tar the boat. Mend the oars."], ["May 4", "Rest"]];
        assert_eq!(table.texts(), expected);
        let open = "Day | Work |\nMay 3 | Rest |\nMay 4 | Go\nText.\n";
        assert_eq!(extent(&super::super::super::lines::lines(open)), 3);
    }

    #[test]
    fn an_escaped_pipe_is_text() {
        assert_eq!(cells("| a \\| b | c |\n|---|---|"), [["a \\| b", "c"]]);
    }

    #[test]
    fn a_lone_line_with_a_pipe_is_no_table() {
        for text in [
            "Home | News | Contact",
            "if a || b",
            "a | b\n\nc | d",
            "---|---",
            "- a | b |\n",
            "go [-i | --in] [-a]\nto [--on | --off]\nat (a | b | c)",
        ] {
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
