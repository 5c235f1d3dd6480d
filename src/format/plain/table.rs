//! Tables: which lines are rows, and what their cells are.
//!
//! Six forms are known: pipes between cells, with or without a delimiter row; grids drawn with
//! signs or box-drawing characters; tabs or commas between cells; columns under a rule in pieces; and
//! columns aligned by spaces.

mod columns;
mod commas;
mod grid;
mod header;
mod names;
mod pipes;
mod rows;
mod ruled;
mod tabs;

use std::ops::Range;

use super::lines::{Bytes, Line};
use crate::document::Alignment;

/// Lines that are the rows of one table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Which lines.
    pub(super) lines: Range<usize>,
    /// How they are read.
    pub(super) form: Form,
}

/// How cells are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `a | b |`
    Pipes,
    /// Rules of `+---+`, or of box-drawing characters, around the cells.
    Grid,
    /// A rule in pieces, one for each column.
    Ruled,
    /// A tab between cells.
    Tabs,
    /// A comma between cells, or a semicolon.
    Commas,
    /// Two and more spaces between cells, at the same columns in all rows.
    Columns,
}

/// A table's cells. A cell is the lines it was wrapped into.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Table<'a> {
    /// The rows, of any number of cells each.
    pub(super) rows: Vec<Vec<Cell<'a>>>,
    /// What the delimiter row says; may be shorter than the rows.
    pub(super) alignments: Vec<Alignment>,
}

/// The lines of one cell.
pub(super) type Cell<'a> = Vec<Line<'a>>;

#[cfg(test)]
impl Table<'_> {
    /// The text of each cell, its lines joined.
    fn texts(&self) -> Vec<Vec<String>> {
        let text = |cell: &Cell<'_>| cell.iter().map(|line| line.body).collect::<Vec<_>>().join(" ");
        self.rows.iter().map(|row| row.iter().map(text).collect()).collect()
    }
}

/// The table that starts with the line at `at`, if there is one. Where `is_brief`, only the forms are
/// looked for that the first lines tell.
pub(super) fn find(lines: &[Line<'_>], at: usize, is_brief: bool) -> Option<Found> {
    let rest = lines.get(at..)?;
    let forms = [Form::Grid, Form::Ruled, Form::Pipes, Form::Tabs, Form::Commas, Form::Columns];
    let is_told = |form: &Form| matches!(form, Form::Ruled | Form::Commas);
    forms.into_iter().filter(|form| !is_brief || is_told(form)).find_map(|form| {
        let count = extent(rest, form);
        (count > 0).then_some(Found { lines: at..at + count, form })
    })
}

/// How many of the first lines are a table of this form.
fn extent(lines: &[Line<'_>], form: Form) -> usize {
    match form {
        Form::Pipes => pipes::extent(lines),
        Form::Grid => grid::extent(lines),
        Form::Ruled => ruled::extent(lines),
        Form::Tabs => tabs::extent(lines),
        Form::Commas => commas::extent(lines),
        Form::Columns => columns::extent(lines),
    }
}

/// Whether a table may start with `line`: something on it may part cells, or it may be the header
/// of what does.
pub(super) fn may_open(line: &Line<'_>, next: Option<&Line<'_>>) -> bool {
    let is_header = |next: &Line<'_>| {
        (next.has_wide_space() && next.indent == line.indent) || ruled::is_in_pieces(next.body)
    };
    is_drawn(line)
        || line.has_wide_space()
        || commas::may_part(line.body)
        || columns::is_rule(line.body)
        || next.is_some_and(is_header)
}

/// Whether there is a sign on `line` that is put between cells.
pub(super) fn is_drawn(line: &Line<'_>) -> bool {
    let has_sign = || memchr::memchr2(b'|', b'\t', line.body.as_bytes()).is_some();
    (line.may_have(Bytes::BAR | Bytes::TAB) && has_sign()) || grid::is_rule(line.body)
}

/// Whether the line may be a row with commas or semicolons between its cells, or the first line of one.
pub(super) fn may_be_commas(line: &Line<'_>) -> bool {
    commas::may_be_row(line.body)
}

/// Where the row begins, among the last of `lines`, whose last line goes on behind them.
pub(super) fn open_row(lines: &[Line<'_>]) -> Option<usize> {
    commas::open_row(lines)
}

/// Whether the line is a rule between rows, and no text.
pub(super) fn is_rule(body: &str) -> bool {
    columns::is_rule(body) || grid::is_rule(body)
}

/// Whether `lines` are a frame around one cell.
pub(super) fn is_box(lines: &[Line<'_>]) -> bool {
    grid::is_box(lines)
}

/// The columns that `lines`, aligned by spaces, have text from on.
pub(super) fn starts_of_columns(lines: &[Line<'_>]) -> Vec<usize> {
    columns::bands(lines).into_iter().map(|band| band.start).collect()
}

/// The cells of `lines`, which [`find`] found to be a table of this form, or without its header
/// the rest of one.
pub(super) fn read<'a>(lines: &[Line<'a>], form: Form, has_header: bool) -> Table<'a> {
    match form {
        Form::Pipes => pipes::read(lines),
        Form::Grid => grid::read(lines, has_header),
        Form::Ruled => ruled::read(lines, has_header),
        Form::Tabs => tabs::read(lines),
        Form::Commas => commas::read(lines),
        Form::Columns => columns::read(lines),
    }
}

/// Whether the first row of a `table` of this form, on `lines`, names the columns: a rule is below it, or its cells
/// are of other kinds than those below.
pub(super) fn has_header(lines: &[Line<'_>], form: Form, table: &Table<'_>) -> bool {
    let is_between = |line: &Line<'_>| match form {
        Form::Pipes => pipes::is_delimiter(line.body),
        Form::Grid => grid::is_rule(line.body),
        Form::Ruled | Form::Columns => is_rule(line.body) || ruled::is_in_pieces(line.body),
        Form::Tabs | Form::Commas => false,
    };
    let rows = lines.iter().skip_while(|line| is_between(line));
    let n_rules = rows.clone().filter(|line| is_between(line)).count();
    // Rules between all rows, or around them, tell of none.
    let ends_ruled = lines.last().is_some_and(is_between);
    let n_inner = n_rules - usize::from(ends_ruled && n_rules > 0);
    let is_ruled_off = if form == Form::Grid { n_inner == 1 } else { n_inner > 0 };
    is_ruled_off || header::is_there(&table.rows)
}

/// Lines up to the first blank one.
fn filled<'s, 'a>(lines: &'s [Line<'a>]) -> &'s [Line<'a>] {
    let count = lines.iter().position(Line::is_blank).unwrap_or(lines.len());
    lines.get(..count).unwrap_or_default()
}

/// Adds the lines of `more` to the cells of `row` at the same places.
fn join<'a>(row: &mut Vec<Cell<'a>>, more: Vec<Cell<'a>>) {
    for (column, cell) in more.into_iter().enumerate() {
        match row.get_mut(column) {
            Some(into) => into.extend(cell),
            None => row.push(cell),
        }
    }
}
