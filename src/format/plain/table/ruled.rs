//! Columns that a rule in pieces shows: `=====  =======`, one piece for each.
//!
//! The rule stands below the header, or above it and again below and at the end, as in
//! reStructuredText. A table that such a rule or one of the same length closes may have blank lines
//! between its rows. What crosses the gap between two pieces shows that the rule is not of these lines.

use std::ops::Range;

use super::columns::{self, cut, filled_bands, is_rule};
use super::{Cell, Line, Table, filled, join, rows};

/// The most lines of a header above the rule.
const MAX_HEADER: usize = 6;

/// How many of the first lines are rows of one table.
pub(super) fn extent(lines: &[Line<'_>]) -> usize {
    let Some((rule, pieces)) = first_rule(lines) else { return 0 };
    let header = lines.get(..rule).unwrap_or_default();
    let end = if lines.first().is_some_and(|line| is_rule(line.body)) {
        closed(lines, rule, &pieces)
    } else {
        None
    };
    let end = end.unwrap_or_else(|| filled(lines).len());
    let body = lines.get(rule + 1..end).unwrap_or_default();
    let rows = || header.iter().chain(body).filter(|line| is_row(line));
    let is_parted = |line: &Line<'_>| filled_bands(line, &pieces).len() > 1;
    // Above the rule and below it something must stand beside something else.
    let is_header = header.iter().any(is_parted) || !header.iter().any(is_row);
    let is_table = body.iter().any(is_row) && is_header && rows().any(is_parted);
    if is_table && rows().all(|line| fits(line, &pieces)) { end } else { 0 }
}

fn is_row(line: &Line<'_>) -> bool {
    !line.is_blank() && !is_rule(line.body)
}

/// The first rule in pieces, where only a header is above it, and its pieces.
fn first_rule(lines: &[Line<'_>]) -> Option<(usize, Vec<Range<usize>>)> {
    let head = lines.iter().take(MAX_HEADER + 1).take_while(|line| !line.is_blank());
    head.enumerate().find_map(|(at, line)| Some((at, pieces(line)?)))
}

/// The columns of the pieces of a rule, if there are at least two, and not of single signs.
fn pieces(line: &Line<'_>) -> Option<Vec<Range<usize>>> {
    const SHORTEST: usize = 2;
    if !is_in_pieces(line.body) {
        return None;
    }
    let mut pieces: Vec<Range<usize>> = Vec::new();
    for (at, _) in line.body.chars().enumerate().filter(|(_, c)| *c != ' ') {
        let column = line.indent + at;
        match pieces.last_mut() {
            Some(piece) if piece.end == column => piece.end += 1,
            _ => pieces.push(column..column + 1),
        }
    }
    let n_long = pieces.iter().filter(|piece| piece.len() >= SHORTEST).count();
    (n_long * 2 > pieces.len()).then_some(pieces)
}

/// Whether `body` is a rule with gaps. Most lines are told by their first byte.
pub(super) fn is_in_pieces(body: &str) -> bool {
    let opens = body.as_bytes().first().is_some_and(|byte| matches!(byte, b'-' | b'=' | 0xE2));
    opens && body.contains(' ') && is_rule(body)
}

/// Whether `line` stands below the first piece, and no word of it crosses the gap before another.
fn fits(line: &Line<'_>, pieces: &[Range<usize>]) -> bool {
    let cells = cut(line, pieces);
    let mut ends = cells.iter().zip(pieces.iter().skip(1));
    let starts = pieces.first().is_some_and(|first| first.start <= line.indent);
    starts && ends.all(|(cell, next)| cell.is_blank() || cell.right() < next.start)
}

/// Where the table ends that is between rules: behind a rule that is like the one in pieces, or as
/// long and as solid as the first, with a blank line or nothing after it.
fn closed(lines: &[Line<'_>], rule: usize, pieces: &[Range<usize>]) -> Option<usize> {
    const LONGEST: usize = 1024;
    const MAX_BLANK: usize = 1;
    let (first, like) = (lines.first()?, lines.get(rule)?);
    let closes = |line: &Line<'_>| {
        [first, like].iter().any(|rule| (rule.body, rule.indent) == (line.body, line.indent))
    };
    let mut n_blank = 0;
    for (at, line) in lines.iter().enumerate().skip(rule + 1).take(LONGEST) {
        n_blank = if line.is_blank() { n_blank + 1 } else { 0 };
        if n_blank > MAX_BLANK || (is_row(line) && !fits(line, pieces)) {
            return None;
        }
        if closes(line) && lines.get(at + 1).is_none_or(Line::is_blank) {
            return Some(at + 1);
        }
    }
    None
}

/// The cells of `lines`, which may be the rest of a table whose header is cut off.
pub(super) fn read<'a>(lines: &[Line<'a>], has_header: bool) -> Table<'a> {
    let Some((rule, pieces)) = lines.iter().enumerate().find_map(|(at, line)| Some((at, pieces(line)?)))
    else {
        return columns::read(lines);
    };
    let is_double = lines.get(rule).is_some_and(|line| line.body.starts_with(['=', '═']));
    let parts: Vec<_> =
        lines.split(|line| is_rule(line.body)).filter(|part| part.iter().any(is_row)).collect();
    let n_headers = usize::from(has_header && parts.len() > 1);
    let mut table = Vec::new();
    for (number, part) in parts.into_iter().enumerate() {
        let cells = |line: &Line<'a>| cut(line, &pieces);
        if number < n_headers {
            table.extend(one_row(part.iter().map(cells)));
        } else if is_double {
            table.extend(named_rows(part.iter().filter(|line| is_row(line)).map(cells)));
        } else if part.iter().any(Line::is_blank) {
            let apart = part.split(Line::is_blank).filter(|row| !row.is_empty());
            table.extend(apart.filter_map(|row| one_row(row.iter().map(cells))));
        } else {
            table.extend(rows::rows(part.iter().map(cells).collect()));
        }
    }
    Table { rows: table, alignments: Vec::new() }
}

/// All lines as one row.
fn one_row<'a>(lines: impl Iterator<Item = Vec<Line<'a>>>) -> Option<Vec<Cell<'a>>> {
    lines.map(as_cells).reduce(|mut row, line| {
        join(&mut row, line);
        row
    })
}

/// Rows that begin where there is text in the first column.
fn named_rows<'a>(lines: impl Iterator<Item = Vec<Line<'a>>>) -> Vec<Vec<Cell<'a>>> {
    let mut rows: Vec<Vec<Cell<'a>>> = Vec::new();
    for line in lines {
        let goes_on = line.first().is_none_or(Line::is_blank);
        match rows.last_mut() {
            Some(row) if goes_on => join(row, as_cells(line)),
            _ => rows.push(as_cells(line)),
        }
    }
    rows
}

fn as_cells(line: Vec<Line<'_>>) -> Vec<Cell<'_>> {
    line.into_iter().map(|cell| if cell.is_blank() { Vec::new() } else { vec![cell] }).collect()
}

#[cfg(test)]
mod tests {
    use super::super::super::lines::lines;
    use super::*;

    fn cells(text: &str) -> Vec<Vec<String>> {
        let lines = lines(text);
        read(&lines[..extent(&lines)], true).texts()
    }

    #[test]
    fn a_rule_shows_the_columns_below_it() {
        let text = "  Boat     Seats   Built\n  -------- ------- -----\n  Swan\n  Two Oars 12\n\nText.\n";
        assert_eq!(
            cells(text),
            [vec!["Boat", "Seats", "Built"], vec!["Swan", "", ""], vec!["Two Oars", "12", ""]]
        );
    }

    #[test]
    fn double_rules_stand_around_rows_that_start_in_the_first_column() {
        let text = "=====  ==========\nBoat   Remark\n=====  ==========\nSwan   white, and\n       slow\n\nEider  brown\n=====  ==========\n\nText.\n";
        assert_eq!(cells(text), [["Boat", "Remark"], ["Swan", "white, and slow"], ["Eider", "brown"]]);
        let text = "=====  =====\nSwan   white\nEider  brown\n=====  =====\n";
        assert_eq!(cells(text), [["Swan", "white"], ["Eider", "brown"]]);
    }

    #[test]
    fn blank_lines_part_wrapped_rows_between_solid_rules() {
        let text = "  ----------------\n  Name    Where\n  of boat it lies\n  ------- --------\n  Two     at the\n  Oars    landing\n\n  Swan    below\n          the mill\n  ----------------\n\nText.\n";
        assert_eq!(
            cells(text),
            [["Name of boat", "Where it lies"], ["Two Oars", "at the landing"], ["Swan", "below the mill"]]
        );
    }

    #[test]
    fn what_crosses_the_gaps_is_no_table() {
        for text in [
            "---- ----\nA line of prose below a broken rule\n",
            "A line of prose above a broken rule\n---- ----\nand below\n",
            "---- ----\n\nText.\n",
            "- - - - -\na b c d e\n",
            "Swan\n---- ----\nEider\n",
        ] {
            assert_eq!(extent(&lines(text)), 0, "{text}");
        }
    }

    #[test]
    fn the_rest_of_a_cut_table_has_rows_only() {
        let lines = lines("Swan   white\nEider  brown\nTeal   green\n=====  =====\n");
        assert_eq!(read(&lines, false).texts(), [["Swan", "white"], ["Eider", "brown"], ["Teal", "green"]]);
    }
}
