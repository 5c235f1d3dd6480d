//! Tables drawn as a grid, with signs (`+---+`) or box-drawing characters.

use std::ops::Range;

use super::{Cell, Line, Table, filled, join, rows};
use crate::text::width;

/// What may stand between cells.
const BARS: &[char] = &['|', '│', '┃', '║', '╎', '┊'];

/// How many of the first lines are one grid.
pub(super) fn extent(lines: &[Line<'_>]) -> usize {
    if !lines.first().is_some_and(|line| is_rule(line.body)) {
        return 0;
    }
    let is_part = |line: &&Line<'_>| is_rule(line.body) || is_row(line.body);
    let run = filled(lines).iter().take_while(is_part).count();
    let last_rule = lines.iter().take(run).rposition(|line| is_rule(line.body)).unwrap_or_default();
    // Bars and rules without a word are drawn for their own sake.
    let is_filled = |line: &Line<'_>| {
        !is_rule(line.body) && line.body.contains(|c: char| !BARS.contains(&c) && !c.is_whitespace())
    };
    if lines.iter().take(last_rule).any(is_filled) { last_rule + 1 } else { 0 }
}

/// The cells.
pub(super) fn read<'a>(lines: &[Line<'a>], has_header: bool) -> Table<'a> {
    let corners = corners(lines);
    let groups = lines
        .split(|line| is_rule(line.body))
        .filter(|group| !group.is_empty())
        .map(|group| group.iter().map(|line| split(line, &corners)).collect())
        .collect();
    Table { rows: group(groups, has_header), alignments: Vec::new() }
}

/// Whether `lines` are a frame around one cell.
pub(super) fn is_box(lines: &[Line<'_>]) -> bool {
    let corners = corners(lines);
    let is_row_of_cells = |line: &Line<'_>| split(line, &corners).len() > 1;
    let first = lines.iter().find(|line| !is_rule(line.body));
    // Most have several side by side.
    !first.is_some_and(is_row_of_cells) && read(lines, true).rows.iter().map(Vec::len).sum::<usize>() <= 1
}

/// The rows of lines between rules. Where rules stand between rows, a row is all lines between two
/// rules; where only the header is ruled off, or nothing is, lines without a first cell go on with
/// a row.
pub(super) fn group(groups: Vec<Vec<Vec<Cell<'_>>>>, has_header: bool) -> Vec<Vec<Cell<'_>>> {
    let has_row_rules = groups.len() > 2 || groups.iter().all(|group| group.len() == 1);
    let mut table = Vec::new();
    let has_header = has_header && groups.len() > 1;
    for (number, group) in groups.into_iter().enumerate() {
        let is_one_row = has_row_rules || (has_header && (number == 0 || is_list_beside(&group)));
        add_group(&mut table, group, is_one_row);
    }
    table
}

/// Whether only one of several lines has more than one cell: one cell is wrapped, beside the others.
fn is_list_beside(group: &[Vec<Cell<'_>>]) -> bool {
    let n_cells = |line: &Vec<Cell<'_>>| line.iter().filter(|cell| !cell.is_empty()).count();
    group.iter().filter(|line| n_cells(line) > 1).count() == 1
}

/// The columns of the corners in all rules: a bar elsewhere is part of a cell.
fn corners(lines: &[Line<'_>]) -> Vec<usize> {
    let rules = lines.iter().filter(|line| is_rule(line.body));
    let of_rule = |line: &Line<'_>| {
        let indent = line.indent;
        let corners = line.body.chars().enumerate().filter(|&(_, c)| c == '+' || is_junction(c));
        corners.map(|(at, _)| indent + at).collect::<Vec<_>>()
    };
    let mut columns: Vec<_> = rules.flat_map(of_rule).collect();
    columns.sort_unstable();
    columns.dedup();
    columns
}

fn add_group<'a>(table: &mut Vec<Vec<Cell<'a>>>, group: Vec<Vec<Cell<'a>>>, is_one_row: bool) {
    if !is_one_row {
        let line = |row: Vec<Cell<'a>>| row.into_iter().map(one_line).collect();
        table.extend(rows::rows(group.into_iter().map(line).collect()));
    } else if let Some(row) = group.into_iter().reduce(|mut row, line| {
        join(&mut row, line);
        row
    }) {
        table.push(row);
    }
}

/// The line of a cell that has one or none.
fn one_line(cell: Cell<'_>) -> Line<'_> {
    cell.into_iter().next().unwrap_or_else(|| Line::new("", 0))
}

/// Whether the line is a rule of the grid: corners and strokes only, with a corner or bar inside.
pub(super) fn is_rule(body: &str) -> bool {
    const MIN_STROKES: usize = 2;
    let is_corner = |c: char| c == '+' || c == '|' || is_junction(c);
    let is_stroke = |c: char| matches!(c, '-' | '=' | '_' | ':' | ' ' | '─' | '━' | '═' | '╌' | '┄');
    let strokes = || body.chars().filter(|&c| is_stroke(c) && c != ' ').count();
    body.starts_with(is_corner)
        && body.chars().all(|c| is_corner(c) || is_stroke(c))
        && strokes() >= MIN_STROKES
}

fn is_junction(c: char) -> bool {
    matches!(c, '┌'..='╋' | '╒'..='╬' | '╭'..='╰') && !BARS.contains(&c)
}

fn is_row(body: &str) -> bool {
    body.starts_with(BARS) && body.ends_with(BARS) && body.chars().filter(|c| BARS.contains(c)).count() >= 2
}

fn split<'a>(line: &Line<'a>, corners: &[usize]) -> Vec<Cell<'a>> {
    let mut start = 0;
    let mut column = line.indent;
    let mut cells: Vec<Cell<'a>> = Vec::new();
    for (at, c) in line.body.char_indices() {
        let is_bar = BARS.contains(&c) && (corners.is_empty() || at == 0 || corners.contains(&column));
        if is_bar {
            cells.push(cell(line, start..at));
            start = at + c.len_utf8();
        }
        column += if c.is_ascii_graphic() || c == ' ' { 1 } else { width(c.encode_utf8(&mut [0; 4])) };
    }
    if start < line.body.len() {
        cells.push(cell(line, start..line.body.len()));
    }
    // What stands before the first bar is not a cell.
    if !cells.is_empty() {
        cells.remove(0);
    }
    cells
}

fn cell<'a>(line: &Line<'a>, range: Range<usize>) -> Cell<'a> {
    let cell = Line::new(line.body.get(range.clone()).unwrap_or_default(), line.start + range.start);
    if cell.is_blank() { Vec::new() } else { vec![cell] }
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
    fn cells_between_rules_are_joined() {
        let text = "+-----+-----+\n| one | two |\n+=====+=====+\n| a   | b   |\n| c   |     |\n+-----+-----+\n| d   | e   |\n+-----+-----+\n";
        assert_eq!(cells(text), [["one", "two"], ["a c", "b"], ["d", "e"]]);
    }

    #[test]
    fn only_the_header_may_be_ruled_off() {
        let text = "┌───┬───┐\n│ h │ i │\n├───┼───┤\n│ a │ b │\n│   │ c │\n│ d │ e │\n└───┴───┘\n";
        assert_eq!(cells(text), [["h", "i"], ["a", "b c"], ["d", "e"]]);
    }

    #[test]
    fn a_frame_alone_parts_no_rows() {
        let text =
            "+------+-------+\n| Boat | Swan  |\n| Oars | 2     |\n|      | and 1 |\n+------+-------+\n";
        assert_eq!(cells(text), [["Boat", "Swan"], ["Oars", "2 and 1"]]);
    }

    #[test]
    fn a_wrapped_first_cell_is_one_row() {
        let text = "┌───────────────┬─────────┐\n│ Boats         │ Lie     │\n├───────────────┼─────────┤\n│ swan, eider,  │ ashore  │\n│ teal, heron,  │         │\n│ grebe         │         │\n└───────────────┴─────────┘\n";
        assert_eq!(cells(text), [["Boats", "Lie"], ["swan, eider, teal, heron, grebe", "ashore"]]);
    }

    #[test]
    fn without_a_header_each_line_is_a_row() {
        let lines = lines("│ a │ b │\n│   │ c │\n│ d │ e │\n└───┴───┘\n");
        assert_eq!(read(&lines, false).rows.len(), 2);
    }

    #[test]
    fn a_rule_alone_is_no_grid() {
        for text in ["+----+\ntext", "-----\n", "+ item\n", "+--+--+\n|  |  |\n+--+--+\n"] {
            assert_eq!(extent(&lines(text)), 0, "{text}");
        }
    }
}
