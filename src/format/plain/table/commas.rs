//! Rows with commas or semicolons between the cells, and quotation marks around some: RFC 4180.
//!
//! Prose has commas too, but with a space behind; and three lines of it seldom have as many. Within quotation
//! marks a cell may have any sign, and go on over lines.

use std::ops::Range;

use super::super::shape;
use super::{Cell, Line, Table};

const SIGNS: [char; 2] = [',', ';'];
/// The fewest cells of a row.
const FEWEST: usize = 3;
/// The most lines of one row: a quotation that nothing ends is none.
const TALLEST: usize = 64;

/// Whether a comma or semicolon is on the line with no space behind it, as prose has none.
pub(super) fn may_part(body: &str) -> bool {
    let bytes = body.as_bytes();
    let after = memchr::memchr2(b',', b';', bytes).and_then(|sign| bytes.get(sign + 1));
    after.is_some_and(|byte| !matches!(byte, b' ' | b'\t' | b'\''))
}

/// Whether the line may be a row, or the first line of one.
pub(in super::super) fn may_be_row(body: &str) -> bool {
    let is_row = |sign| {
        let mut n_cells = 0;
        let end = scan(body, sign, false, |_| n_cells += 1);
        end == Some(End::InQuotation) || (end.is_some() && n_cells >= FEWEST)
    };
    may_part(body) && SIGNS.into_iter().any(is_row)
}

/// Where the row begins, among the last of `lines`, that goes on behind them, within a quotation.
pub(in super::super) fn open_row(lines: &[Line<'_>]) -> Option<usize> {
    let reach = lines.len().saturating_sub(TALLEST);
    let opens = |at: usize, sign: char| {
        let above = lines.get(..at).and_then(|above| above.last());
        lines.get(at).is_some_and(|line| {
            // A first cell in quotation marks alone looks like what somebody said.
            let is_first = line.body.starts_with('"') && above.is_some_and(|above| may_be_row(above.body));
            (may_part(line.body) || is_first)
                && scan(line.body, sign, false, |_| {}) == Some(End::InQuotation)
        })
    };
    let (start, sign) = (reach..lines.len())
        .rev()
        .find_map(|at| SIGNS.into_iter().find(|&sign| opens(at, sign)).map(|sign| (at, sign)))?;
    let mut rest = lines.get(start + 1..)?.iter();
    let stays_open = |line: &Line<'_>| scan(line.body, sign, true, |_| {}) == Some(End::InQuotation);
    rest.all(stays_open).then_some(start)
}

/// How many of the first lines are rows of one table.
pub(super) fn extent(lines: &[Line<'_>]) -> usize {
    const MIN_ROWS: usize = 3;
    // So many rows of as many cells are a table, also where the first lacks some: that may be any row, where a
    // cut went through the table.
    const MANY: usize = 8;
    // What so many rows are, all are. More are not counted before they are judged: where they are no table, they may
    // be looked at again from each of them on.
    const JUDGED: usize = 64;
    if !lines.first().is_some_and(|line| may_part(line.body)) {
        return 0;
    }
    let Some(sign) = sign(lines) else { return 0 };
    let Some(first) = row(lines, sign).filter(|first| first.cells.len() >= FEWEST) else { return 0 };
    let are_rows = |count: usize| are_rows(lines.get(..count).unwrap_or_default(), sign);
    let (mut count, mut n_rows) = (0, 0);
    while let Some(next) = lines.get(count..).and_then(|rest| row(rest, sign)) {
        if next.cells.len() != first.cells.len() {
            break;
        }
        count += next.n_lines;
        n_rows += 1;
        if n_rows == JUDGED && !are_rows(count) {
            return 0;
        }
    }
    let is_named = n_rows >= MANY || !first.cells.iter().any(Span::is_empty);
    let is_table = n_rows >= MIN_ROWS && is_named && (n_rows >= JUDGED || are_rows(count));
    if is_table { count } else { 0 }
}

/// Whether lines with as many cells each are rows of a table, rather than a program or numbers.
fn are_rows(lines: &[Line<'_>], sign: char) -> bool {
    const CODE: f32 = 1.0;
    // The signs between the cells are no signs of program text.
    let n_code = lines.iter().filter(|line| shape::code(&line.body.replace(sign, " ")) > CODE).count();
    // Where a comma stands within brackets, it parts no cells.
    let is_torn = |line: &&Line<'_>| {
        let is_open = |cell: &str| {
            [('(', ')'), ('[', ']')]
                .iter()
                .any(|&(open, close)| cell.matches(open).count() != cell.matches(close).count())
        };
        line.body.split(sign).any(is_open)
    };
    let n_torn = lines.iter().filter(is_torn).count();
    (n_code + n_torn) * 2 < lines.len() && !lines.iter().all(|line| is_number(line.body))
}

/// The cells.
pub(super) fn read<'a>(lines: &[Line<'a>]) -> Table<'a> {
    let sign = sign(lines).unwrap_or(',');
    let mut rows = Vec::new();
    let mut rest = lines;
    while let Some(first) = rest.first() {
        let whole = || Row { cells: vec![Span::on(0, 0..first.body.len())], n_lines: 1 };
        let Row { cells, n_lines } = row(rest, sign).unwrap_or_else(whole);
        rows.push(cells.iter().map(|span| span.cell(rest)).collect());
        rest = rest.get(n_lines..).unwrap_or_default();
    }
    Table { rows, alignments: Vec::new() }
}

/// The sign that stands between the cells of the first row: the one that parts more.
fn sign(lines: &[Line<'_>]) -> Option<char> {
    let count = |sign: char| row(lines, sign).map_or(0, |row| row.cells.len());
    SIGNS.into_iter().rev().max_by_key(|&sign| count(sign)).filter(|&sign| count(sign) > 1)
}

/// A row of a table.
struct Row {
    cells: Vec<Span>,
    /// How many lines it stands on.
    n_lines: usize,
}

/// Where a cell is, without the quotation marks around it: from a byte of one line to a byte of the same or
/// a later one.
struct Span {
    first: usize,
    start: usize,
    last: usize,
    end: usize,
}

impl Span {
    fn on(line: usize, range: Range<usize>) -> Self {
        Self { first: line, start: range.start, last: line, end: range.end }
    }

    fn is_empty(&self) -> bool {
        (self.first, self.start) == (self.last, self.end)
    }

    /// The parts of `lines` that it is, without those that are blank.
    fn cell<'a>(&self, lines: &[Line<'a>]) -> Cell<'a> {
        let part = |at: usize| {
            let line = lines.get(at)?;
            let start = if at == self.first { self.start } else { 0 };
            let end = if at == self.last { self.end } else { line.body.len() };
            Some(Line::new(line.body.get(start..end)?, line.start + start))
        };
        (self.first..=self.last).filter_map(part).filter(|part| !part.is_blank()).collect()
    }
}

/// The row that `lines` begin with.
fn row(lines: &[Line<'_>], sign: char) -> Option<Row> {
    let mut cells: Vec<Span> = Vec::new();
    let mut is_inside = false;
    for (at, line) in lines.iter().take(TALLEST).enumerate() {
        let end = scan(line.body, sign, is_inside, |part| match cells.last_mut().filter(|_| is_inside) {
            Some(open) => {
                (open.last, open.end) = (at, part.end);
                is_inside = false;
            }
            None => cells.push(Span::on(at, part)),
        })?;
        if end == End::OfRow {
            return Some(Row { cells, n_lines: at + 1 });
        }
        is_inside = true;
    }
    None
}

/// What a line ends with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    OfRow,
    InQuotation,
}

/// Finds the cells on a line, or the parts of those that it begins or ends within: within a quotation at its
/// start where it `is_inside` one. `None` where a space follows a sign, or a quotation does not end with the
/// cell.
fn scan(body: &str, sign: char, mut is_inside: bool, mut found: impl FnMut(Range<usize>)) -> Option<End> {
    let mut at = 0;
    loop {
        let rest = body.get(at..)?;
        if at > 0 && rest.starts_with(' ') {
            return None;
        }
        let length = if is_inside || rest.starts_with('"') {
            let opening = usize::from(!is_inside);
            let Some(closing) = closing_mark(rest.get(opening..)?) else {
                found(at + opening..body.len());
                return Some(End::InQuotation);
            };
            found(at + opening..at + opening + closing);
            opening + closing + 1
        } else {
            let length = rest.find(sign).unwrap_or(rest.len());
            found(at..at + length);
            length
        };
        is_inside = false;
        match rest.get(length..)?.chars().next() {
            None => return Some(End::OfRow),
            Some(next) if next == sign => at += length + sign.len_utf8(),
            Some(_) => return None,
        }
    }
}

/// Where the mark is that ends the quotation that `rest` is in. Two marks in it stand for one.
fn closing_mark(rest: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        at += rest.get(at..)?.find('"')?;
        if !rest.get(at + 1..)?.starts_with('"') {
            return Some(at);
        }
        at += 2;
    }
}

/// Whether the line is one number, with a comma before every three digits.
fn is_number(body: &str) -> bool {
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    body.split(',').all(is_digits) && body.split(',').skip(1).all(|part| part.len() == 3)
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
    fn rows_are_cut_at_commas() {
        let text = "name,town,since\nAnn,\"Ulm, at the \"\"Ox\"\"\",2019\nBo,,2020\n\nText.\n";
        let expected =
            [["name", "town", "since"], ["Ann", "Ulm, at the \"\"Ox\"\"", "2019"], ["Bo", "", "2020"]];
        assert_eq!(cells(text), expected);
        assert_eq!(cells("a;b;c\n1,5;2;3\n4;5;6\n")[1], ["1,5", "2", "3"]);
    }

    #[test]
    fn quotations_go_on_over_lines() {
        let text =
            "name,note,since\nSwan,\"Lies at the\n\n\"\"Ox\"\", and\nleaks\",2019\n\"Bo\nat\",,2020\nText.\n";
        assert_eq!(extent(&lines(text)), 7);
        let expected = [
            ["name", "note", "since"],
            ["Swan", "Lies at the \"\"Ox\"\", and leaks", "2019"],
            ["Bo at", "", "2020"],
        ];
        assert_eq!(cells(text), expected);
        for text in ["a,b,\"c\n1,2,3\n4,5,6\n", "a,b,c\n1,2,\"3\" x\n4,5,6\n"] {
            assert_eq!(extent(&lines(text)), 0, "{text}");
        }
    }

    #[test]
    fn commas_in_parentheses_part_nothing() {
        let text = "boats (swan,slow,old) at the mill\nboats (eider,quick,new) below\nboats (teal,small,red) there\n";
        assert_eq!(extent(&lines(text)), 0);
        assert_eq!(extent(&lines("swan (old),slow,2\neider (new),quick,3\nteal (red),small,1\n")), 3);
    }

    #[test]
    fn many_rows_are_judged_by_the_first_of_them() {
        let (row, code) = ("swan,slow,old\n", "f(x);,{y=1;},[z]\n");
        assert_eq!(extent(&lines(&(row.repeat(64) + &code.repeat(100)))), 164);
        assert_eq!(extent(&lines(&(row.repeat(63) + &code.repeat(100)))), 163);
        assert_eq!(extent(&lines(&(row.repeat(20) + &code.repeat(100)))), 0);
        assert_eq!(extent(&lines(&"swan,slow\n".repeat(100))), 0);
    }

    #[test]
    fn a_row_is_open_within_a_quotation() {
        for (text, expected) in [
            ("a,b,c\nd,\"e\nf\n", Some(1)),
            ("a,b,c\nd,\"e\n\n\"\"f\"\" g,h\n", Some(1)),
            ("a,b,c\n\"d\n", Some(1)),
            ("a,b,c\nd,\"e\nf\",g\n", None),
            ("He said:\n\"Come\n", None),
            ("a,b,c\n", None),
        ] {
            assert_eq!(open_row(&lines(text)), expected, "{text}");
        }
    }

    #[test]
    fn other_commas_part_no_cells() {
        for text in [
            "We came, we saw, we left\nin the rain, in the wind, at night\nand alone, as ever, by boat",
            "a,b,c\n1,2,3\n",
            "a,b,c\n1,2\n3,4,5",
            "1,200,000\n2,300,000\n4,100,000\n",
            "f(a,b,{c});\ng(a,b,{c});\nh(a,b,{c});\n",
        ] {
            assert_eq!(extent(&lines(text)), 0, "{text}");
        }
    }
}
