//! Rows with commas or semicolons between the cells, and quotation marks around some.
//!
//! Prose has commas too, but with a space behind; and three lines of it seldom have as many.

use std::ops::Range;

use super::super::shape;
use super::{Line, Table};

const SIGNS: [char; 2] = [',', ';'];

/// Whether a comma or semicolon is on the line with no space behind it, as prose has none.
pub(super) fn may_part(body: &str) -> bool {
    let bytes = body.as_bytes();
    let after = memchr::memchr2(b',', b';', bytes).and_then(|sign| bytes.get(sign + 1));
    after.is_some_and(|byte| !matches!(byte, b' ' | b'\t' | b'\''))
}

/// How many of the first lines are rows of one table.
pub(super) fn extent(lines: &[Line<'_>]) -> usize {
    const MIN_ROWS: usize = 3;
    const MIN_CELLS: usize = 3;
    const CODE: f32 = 1.0;
    let Some((first, sign)) =
        lines.first().filter(|line| may_part(line.body)).and_then(|line| Some((line, sign(line.body)?)))
    else {
        return 0;
    };
    let width = cells(first.body, sign).map_or(0, |cells| cells.len());
    let is_like = |line: &&Line<'_>| cells(line.body, sign).is_some_and(|cells| cells.len() == width);
    let count = lines.iter().take_while(is_like).count();
    let rows = lines.get(..count).unwrap_or_default();
    // The signs between the cells are no signs of program text.
    let n_code = rows.iter().filter(|line| shape::code(&line.body.replace(sign, " ")) > CODE).count();
    let is_names = cells(first.body, sign).is_some_and(|cells| !cells.iter().any(Range::is_empty));
    let is_table = width >= MIN_CELLS && count >= MIN_ROWS && is_names && n_code * 2 < count;
    if is_table && !rows.iter().all(|line| is_number(line.body)) { count } else { 0 }
}

/// The cells.
pub(super) fn read<'a>(lines: &[Line<'a>]) -> Table<'a> {
    let sign = lines.first().and_then(|line| sign(line.body)).unwrap_or(',');
    let row = |line: &Line<'a>| {
        let ranges = cells(line.body, sign).unwrap_or_else(|| std::iter::once(0..line.body.len()).collect());
        let cell = |range: Range<usize>| {
            Line::new(line.body.get(range.clone()).unwrap_or_default(), line.start + range.start)
        };
        ranges
            .into_iter()
            .map(cell)
            .map(|cell| if cell.is_blank() { Vec::new() } else { vec![cell] })
            .collect()
    };
    Table { rows: lines.iter().map(row).collect(), alignments: Vec::new() }
}

/// The sign that stands between cells: the one that parts more.
fn sign(body: &str) -> Option<char> {
    let count = |sign: char| cells(body, sign).map_or(0, |cells| cells.len());
    SIGNS.into_iter().rev().max_by_key(|&sign| count(sign)).filter(|&sign| count(sign) > 1)
}

/// Where the cells of a row are, without the quotation marks around them. `None` where a space follows a
/// sign, or a quotation does not end with the cell.
fn cells(body: &str, sign: char) -> Option<Vec<Range<usize>>> {
    let mut cells = Vec::new();
    let mut at = 0;
    loop {
        let rest = body.get(at..)?;
        if at > 0 && rest.starts_with(' ') {
            return None;
        }
        let quotes = usize::from(rest.starts_with('"'));
        let length = if quotes > 0 { quoted(rest)? } else { rest.find(sign).unwrap_or(rest.len()) };
        cells.push(at + quotes..at + length - quotes);
        match rest.get(length..)?.chars().next() {
            None => return Some(cells),
            Some(next) if next == sign => at += length + sign.len_utf8(),
            Some(_) => return None,
        }
    }
}

/// How long the quotation is that `rest` begins with. Two marks in it stand for one.
fn quoted(rest: &str) -> Option<usize> {
    let mut at = 1;
    loop {
        at += rest.get(at..)?.find('"')? + 1;
        if !rest.get(at..)?.starts_with('"') {
            return Some(at);
        }
        at += 1;
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
