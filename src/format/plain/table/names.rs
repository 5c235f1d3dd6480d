//! Names of columns that stand so close together that no river parts them, as those of what programs print.

use std::ops::Range;

use super::super::shape;
use super::Line;
use super::columns::GAP;

/// What stands right before a gap in a row, and right behind it.
type Sides = (Range<usize>, Range<usize>);

/// Whether the first of `lines`, which have their words in the columns of `rows`, names two columns between which is
/// `gap`, and which stand in these `columns`. All rows have something in both.
pub(super) fn are_beside(
    gap: &Range<usize>,
    columns: Range<usize>,
    lines: &[&Line<'_>],
    rows: &[Vec<Range<usize>>],
) -> bool {
    const FEWEST: usize = 3;
    let sides = |row: &Vec<Range<usize>>| {
        let next = row.partition_point(|word| word.start < gap.end);
        let right = row.get(next).filter(|right| right.start < columns.end)?;
        let left =
            next.checked_sub(1).and_then(|left| row.get(left)).filter(|left| left.start >= columns.start)?;
        Some((left.clone(), right.clone()))
    };
    if rows.len() < FEWEST {
        return false;
    }
    let Some(sides) = rows.iter().map(sides).collect::<Option<Vec<_>>>() else { return false };
    are_apart_below(gap, &sides) || are_told_by_looks(gap, lines, &sides)
}

/// Whether only the names stand close together, and all below them far apart.
fn are_apart_below(gap: &Range<usize>, sides: &[Sides]) -> bool {
    let Some((header, others)) = sides.split_first() else { return false };
    is_right_around(header, gap) && others.iter().all(|(left, right)| right.start - left.end >= GAP)
}

/// Whether the names are in capitals, or each other row has a number to the left and none to the right. In few rows, all
/// must end at the gap and begin behind it, or the left ones be numbers below capitals. Numbers on both sides must end
/// where the names do.
fn are_told_by_looks(gap: &Range<usize>, lines: &[&Line<'_>], sides: &[Sides]) -> bool {
    const MANY: usize = 4;
    let looks =
        lines.iter().zip(sides).map(|(line, (left, right))| Some((look(line, left)?, look(line, right)?)));
    let Some(looks) = looks.collect::<Option<Vec<_>>>() else { return false };
    let Some((header, looks)) = looks.split_first() else { return false };
    let are_numbers_left = looks.iter().all(|(left, _)| *left == Look::Number);
    let n_right = looks.iter().filter(|(_, right)| *right == Look::Number).count();
    let is_told = || sides.len() >= MANY || sides.iter().all(|sides| is_right_around(sides, gap));
    if *header == (Look::Capitals, Look::Capitals) {
        return are_numbers_left || is_told();
    }
    let is_named = header.0 != Look::Number && header.1 != Look::Number;
    are_numbers_left
        && ((n_right == 0 && is_told()) || (n_right == looks.len() && is_named && end_alike(gap, sides)))
}

fn is_right_around((left, right): &Sides, gap: &Range<usize>) -> bool {
    left.end == gap.start && right.start == gap.end
}

/// Whether all that is left of `gap` ends at it, and all that is right of it in one column.
fn end_alike(gap: &Range<usize>, sides: &[Sides]) -> bool {
    let right = sides.first().map(|(_, right)| right.end);
    sides.iter().all(|(left, other)| left.end == gap.start && Some(other.end) == right)
}

/// What a word looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    Capitals,
    Number,
    Other,
}

/// What the word of `line` in these columns looks like, if it is in ASCII, as what programs print mostly is.
fn look(line: &Line<'_>, columns: &Range<usize>) -> Option<Look> {
    let bytes = columns.start.checked_sub(line.indent)?..columns.end.checked_sub(line.indent)?;
    let word = line.body.get(bytes).filter(|_| line.body.is_ascii())?;
    let number = word.trim_end_matches('%');
    Some(if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        Look::Number
    } else if shape::is_capitals(word) || (word.len() == 1 && word.starts_with(char::is_uppercase)) {
        Look::Capitals
    } else {
        Look::Other
    })
}
