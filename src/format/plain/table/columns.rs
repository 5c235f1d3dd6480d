//! Columns aligned by spaces, with or without rules between the rows.
//!
//! What counts is the *river*: columns of white space that run through all rows. Text between two
//! rivers is a column of the table, however the words in it are spaced.

use std::ops::Range;

use super::super::marker::{Delimiter, Marker, Sign, marker};
use super::super::shape;
use super::{Cell, Line, Table, filled, join};

/// Spaces that may part two cells.
const GAP: usize = 2;

/// A stretch of a line without a wide gap in it.
#[derive(Clone, Debug)]
struct Piece<'a> {
    line: Line<'a>,
}

impl Piece<'_> {
    fn columns(&self) -> Range<usize> {
        self.line.indent..self.line.right()
    }
}

/// How many of the first lines are rows of one table.
pub(super) fn extent(lines: &[Line<'_>]) -> usize {
    const LOOKED_AT: usize = 256;
    let run = filled(lines);
    let run = run.get(..LOOKED_AT).unwrap_or(run);
    let opens = run.first().is_some_and(|line| is_rule(line.body) || gap(line.body).is_some());
    if !opens || run.iter().any(|line| line.body.contains('\t') || line.body.starts_with('|')) {
        return 0;
    }
    if is_table(run) { filled(lines).len() } else { 0 }
}

/// Whether enough lines have text in more than one column: most, or some where nearly all others
/// have only the first.
fn is_table(run: &[Line<'_>]) -> bool {
    const MIN_ROWS: usize = 3;
    const FEW: usize = 6;
    let bands = bands(run);
    if bands.len() < 2 {
        return false;
    }
    let rows: Vec<_> = run.iter().filter(|line| !is_rule(line.body)).collect();
    let filled: Vec<_> = rows.iter().map(|line| filled_bands(line, &bands)).collect();
    let n_parted = filled.iter().filter(|filled| filled.len() > 1).count();
    let is_code = rows.iter().filter(|line| is_code(line.body)).count() * 3 > rows.len();
    let has_rule = run.iter().any(|line| is_rule(line.body)) && run.len() > 2;
    let is_enough = n_parted >= MIN_ROWS || (n_parted + 1 >= MIN_ROWS && (has_rule || bands.len() >= 3));
    let n_first = filled.iter().filter(|filled| filled.start == 0).count();
    let is_sparse = n_first * FEW > rows.len() * (FEW - 1) && n_parted * FEW > rows.len();
    is_enough && !is_code && (n_parted * 2 > rows.len() || is_sparse)
}

/// Whether a row is program text or a picture drawn with signs.
fn is_code(body: &str) -> bool {
    const CODE: f32 = 0.8;
    let letters = body.chars().filter(|c| c.is_alphanumeric()).count();
    let signs = body.chars().filter(|c| !c.is_whitespace()).count() - letters;
    shape::code(body) > CODE || signs > letters
}

/// From the first band that `line` has text in to the last. The spaces with which a line was
/// justified lie within a band.
fn filled_bands(line: &Line<'_>, bands: &[Range<usize>]) -> Range<usize> {
    let band = |column: usize| bands.partition_point(|band| band.end <= column);
    band(line.indent)..pieces(line).last().map_or(0, |piece| band(piece.line.indent) + 1)
}

/// The cells. A line without text in the first column goes on with the row above it.
pub(super) fn read<'a>(lines: &[Line<'a>]) -> Table<'a> {
    let bands = bands(lines);
    let mut rows: Vec<Vec<Cell<'a>>> = Vec::new();
    for line in lines.iter().filter(|line| !is_rule(line.body)) {
        let row = cells(line, &bands);
        let goes_on = row.first().is_none_or(Vec::is_empty);
        match rows.last_mut() {
            Some(above) if goes_on => join(above, row),
            _ => rows.push(row),
        }
    }
    Table { rows, alignments: Vec::new() }
}

/// A rule under a header, whole or in pieces: `----  -------`.
pub(super) fn is_rule(body: &str) -> bool {
    const MIN_SIGNS: usize = 3;
    let is_stroke = |c: char| matches!(c, '-' | '=' | '─' | '━' | '═');
    body.chars().all(|c| is_stroke(c) || c == ' ')
        && body.chars().filter(|&c| is_stroke(c)).count() >= MIN_SIGNS
}

fn pieces<'a>(line: &Line<'a>) -> Vec<Piece<'a>> {
    let mut found = Vec::new();
    let mut rest = *line;
    while let Some(gap) = gap(rest.body) {
        let head = rest.body.get(..gap).unwrap_or_default();
        let piece = Line { indent: rest.indent, ..Line::new(head, rest.start) };
        rest = rest.after(gap);
        found.push(Piece { line: piece });
    }
    found.push(Piece { line: rest });
    found
}

/// Where the first wide gap in `body` starts. The one after a bullet or a number parts no cells.
fn gap(body: &str) -> Option<usize> {
    let is_set_off = |marker: &Marker| !matches!(marker.sign, Sign::Number(number) if number.delimiter == Delimiter::Space);
    let mark = marker(body).filter(is_set_off).map_or(0, |marker| marker.length);
    let text = body.get(mark..).unwrap_or_default();
    let start = body.len() - text.trim_start().len();
    body.get(start..)?.find("  ").map(|gap| start + gap)
}

/// The columns between the rivers.
fn bands(lines: &[Line<'_>]) -> Vec<Range<usize>> {
    let rows = lines.iter().filter(|line| !is_rule(line.body));
    let mut spans: Vec<_> = rows.flat_map(|line| pieces(line)).map(|piece| piece.columns()).collect();
    spans.sort_unstable_by_key(|span| span.start);
    let mut bands: Vec<Range<usize>> = Vec::new();
    for span in spans {
        match bands.last_mut() {
            Some(band) if span.start < band.end + GAP => band.end = band.end.max(span.end),
            _ => bands.push(span),
        }
    }
    bands
}

fn cells<'a>(line: &Line<'a>, bands: &[Range<usize>]) -> Vec<Cell<'a>> {
    let mut cells = vec![Vec::new(); bands.len()];
    for piece in pieces(line) {
        let band = bands.iter().position(|band| band.contains(&piece.line.indent)).unwrap_or_default();
        if let Some(cell) = cells.get_mut(band) {
            cell.push(piece.line);
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::super::super::lines::lines;
    use super::*;

    fn cells(text: &str) -> Vec<Vec<String>> {
        let lines = lines(text);
        read(&lines[..extent(&lines)]).texts()
    }

    #[test]
    fn rivers_part_columns() {
        let text = "Town      People   Since\n----      ------   -----\nUlm       120 000  1181\nSaulgau    17 500    819\n";
        assert_eq!(extent(&lines(text)), 4);
        let text = "  Name      Role of it\n  Ann Lee   writes and\n            reads\n  Bo        draws\n";
        assert_eq!(cells(text), [["Name", "Role of it"], ["Ann Lee", "writes and reads"], ["Bo", "draws"]]);
    }

    #[test]
    fn few_cells_may_be_filled() {
        let text = "Town      Note\nUlm       on the river\nSaulgau\nBonn\nKehl      a bridge\nWorms\n";
        assert_eq!(extent(&lines(text)), 6);
    }

    #[test]
    fn justified_text_beside_a_term_is_no_table() {
        let text = "-q     carry  things  over  quietly,  without\n       calling  the  ferryman  from his house\n       on  the  other  bank, and  come  back.\n";
        assert_eq!(extent(&lines(text)), 0);
    }

    #[test]
    fn pictures_are_no_tables() {
        let text = "o---o---o      o---o\n     \\   \\    /\n      o---o---o     *\n";
        assert_eq!(extent(&lines(text)), 0);
    }

    #[test]
    fn prose_with_wide_spaces_is_no_table() {
        let text = "He came.  She went off to\nthe town, and nobody.  Then\nthere was nothing more to say.\n";
        assert_eq!(extent(&lines(text)), 0);
    }
}
