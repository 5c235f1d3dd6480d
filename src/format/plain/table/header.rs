//! Whether the first row of a table names the columns.
//!
//! A row does not that has the same kinds of cells as those below it: a number above numbers, a path above paths, a
//! sentence above sentences.

use super::super::shape::{self, Ending};
use super::Cell;

/// What a cell looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    Empty,
    /// Digits, with signs and units: `12.5 %`, `4.0K`.
    Number,
    /// A path, an address, an option: no word.
    Path,
    /// A few words.
    Words,
    /// More words than a name has.
    Said,
}

/// Whether the first of `rows` names the columns, as far as the cells tell.
pub(super) fn is_there(rows: &[Vec<Cell<'_>>]) -> bool {
    const LOOKED_AT: usize = 64;
    let Some((first, body)) = rows.split_first().filter(|(_, body)| !body.is_empty()) else { return false };
    let body = body.get(..LOOKED_AT).unwrap_or(body);
    let own = |column: usize| look(first, column);
    let columns = || 0..first.len();
    let names = |column: usize| {
        own(column) == Look::Words
            && is_mostly(body, column, |look| matches!(look, Look::Number | Look::Path))
    };
    let is_like_others = |column: usize| match own(column) {
        Look::Empty => false,
        Look::Words => is_small_among_small(first, body, column),
        own => is_mostly(body, column, |look| look == own),
    };
    are_years(first) || columns().any(names) || !(first.iter().any(is_said) || columns().any(is_like_others))
}

/// Whether all numbers of a row are years, behind a first cell that is none.
fn are_years(row: &[Cell<'_>]) -> bool {
    let is_year = |column: usize| {
        let text = row.get(column).and_then(|cell| cell.first()).map_or("", |line| line.body);
        text.len() == 4 && text.starts_with(['1', '2']) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let mut numbers = (1..row.len()).filter(|&column| look(row, column) == Look::Number).peekable();
    look(row, 0) != Look::Number && numbers.peek().is_some() && numbers.all(is_year)
}

/// Whether `is_one` holds for most cells of a column that are not empty.
fn is_mostly(rows: &[Vec<Cell<'_>>], column: usize, is_one: impl Fn(Look) -> bool) -> bool {
    let looks = || rows.iter().map(|row| look(row, column)).filter(|&look| look != Look::Empty);
    let n_filled = looks().count();
    n_filled > 0 && looks().filter(|&look| is_one(look)).count() * 3 >= n_filled * 2
}

/// Whether a word begins small, as nearly all below it do.
fn is_small_among_small(first: &[Cell<'_>], rows: &[Vec<Cell<'_>>], column: usize) -> bool {
    let begins_small = |row: &[Cell<'_>]| {
        let text = row.get(column).and_then(|cell| cell.first());
        text.is_some_and(|line| shape::starts_small(line.body))
    };
    begins_small(first) && rows.iter().filter(|row| begins_small(row)).count() * 8 >= rows.len() * 7
}

/// Whether a cell ends as no name does.
fn is_said(cell: &Cell<'_>) -> bool {
    let ending = cell.last().map(|line| shape::ending(line.body));
    matches!(ending, Some(Ending::Sentence | Ending::Clause))
        && cell.iter().any(|line| line.body.contains(' '))
}

fn look(row: &[Cell<'_>], column: usize) -> Look {
    const MOST_WORDS: usize = 4;
    let text = row.get(column).and_then(|cell| cell.first()).map_or("", |line| line.body);
    let n_words: usize =
        row.get(column).map_or(0, |cell| cell.iter().map(|line| line.body.split_whitespace().count()).sum());
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    if text.is_empty() {
        Look::Empty
    } else if digits > 0 && letters <= 2 {
        Look::Number
    } else if n_words == 1 && (text.contains(['/', '\\', '@', '=']) || text.starts_with('-')) && letters > 0 {
        Look::Path
    } else if n_words > MOST_WORDS || (n_words > 1 && shape::ending(text) == Ending::Sentence) {
        Look::Said
    } else {
        Look::Words
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::lines::lines;
    use super::super::{find, has_header, read};

    fn is_headed(text: &str) -> bool {
        let lines = lines(text);
        let found = find(&lines, 0, false).expect(text);
        let rows = &lines[found.lines];
        has_header(rows, found.form, &read(rows, found.form, true))
    }

    #[test]
    fn names_stand_above_other_kinds_of_cells() {
        for text in [
            "Boat   Seats\nSwan      12\nEider      8\n",
            "boat,price,oars\nSwan,12,2\nEider,8,2\n",
            "Boat   2024  2025\nSwan     12    14\nEider     8     7\n",
            "Boat    Role\nSwan    brings the letters\nEider   lies at the mill\n",
            // A rule is enough.
            "swan   lies here\n-----  ---------\neider  lies there\nteal   lies there\n",
        ] {
            assert!(is_headed(text), "{text}");
        }
    }

    #[test]
    fn a_row_like_the_others_names_nothing() {
        for text in [
            "4.0K   ./boats\n12K    ./oars/new\n8.0K   ./lamps\n",
            "swan    lies at the mill\neider   lies below\nteal    is gone\n",
            "Swan    It lies at the mill for now.\nEider   It lies somewhere below.\nTeal    It is gone.\n",
            "12,Swan,4\n13,Eider,2\n14,Teal,2\n",
        ] {
            assert!(!is_headed(text), "{text}");
        }
    }
}
