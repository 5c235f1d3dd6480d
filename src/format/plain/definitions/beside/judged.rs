//! Whether rows are what they seem: options, terms with words that explain them, or the rows of a table.

use super::super::super::marker::{Delimiter, Marker, Sign, marker};
use super::super::super::shape::{self, Ending};
use super::super::super::{lines::Line, table};
use super::super::CODE;
use super::options::is_option;
use super::{FAR, Row, Run, SIGNS, column_behind, gaps, is_term};

impl Run<'_, '_> {
    /// Whether most rows begin with options, and two of them are explained.
    pub(super) fn are_options(&self, rows: &[Row]) -> bool {
        const FEWEST: usize = 2;
        let options = || rows.iter().filter(|row| is_option(self.body(row)));
        options().filter(|row| !self.explanation(row).is_empty()).count() >= FEWEST
            && options().count() * 2 > rows.len()
            && !self.have_more_columns(rows)
            && options().filter(|row| is_remark(self.explanation(row))).count() * 2 < options().count()
    }

    /// Whether the rows are terms, and most have some words that explain them.
    pub(super) fn are_explained(&self, rows: &[Row]) -> bool {
        const FEWEST: usize = 3;
        const FEWEST_WRAPPED: usize = 2;
        const THIRD: usize = 3;
        const LEAST_WORDY: f32 = 0.6;
        let count = |is_one: &dyn Fn(&Row) -> bool| rows.iter().filter(|row| is_one(row)).count();
        let n_beside = count(&|row| self.is_beside(row));
        let n_wordy = count(&|row| shape::is_wordy(self.explanation(row)));
        let has_wrapped = rows.iter().any(|row| row.n_more > 0);
        let fewest = if has_wrapped { FEWEST_WRAPPED } else { FEWEST };
        let is_told = if n_beside < FEWEST { n_wordy == rows.len() } else { true };
        n_beside >= fewest
            && is_told
            && n_beside * THIRD >= rows.len() * 2
            && shape::ratio(n_wordy, rows.len()) >= LEAST_WORDY
            // Most tables are told by this.
            && !self.have_more_columns(rows)
            && count(&|row| is_listed(self.body(row))) * 2 < rows.len()
            && count(&|row| self.is_no_explanation(row)) * THIRD < rows.len()
            && count(&|row| is_term(self.term(row))) * THIRD >= rows.len() * 2
            && count(&|row| self.is_above_deeper(row)) * THIRD < rows.len()
            && !self.read_on(rows)
            && !self.are_counted(rows)
            && self.n_explanations(rows) * THIRD >= rows.len() * 2
    }

    /// Whether each row is one line with two cells, and most have another right above or below.
    pub(super) fn are_cells(&self, rows: &[Row]) -> bool {
        let is_next = |pair: &[Row]| matches!(pair, [above, below] if above.at + 1 == below.at);
        let parts = || rows.chunk_by(|above, below| above.at + 1 == below.at);
        let are_parted = |part: &[Row]| {
            let lines =
                part.first().zip(part.last()).and_then(|(first, last)| self.lines.get(first.at..=last.at));
            lines.is_some_and(|lines| match table::starts_of_columns(lines)[..] {
                [_, column] => column == self.column,
                // A sign may stand between the two.
                [_, column, _] => {
                    column == self.column && part.iter().all(|row| self.explanation(row).starts_with(SIGNS))
                }
                _ => false,
            })
        };
        rows.iter().all(|row| row.n_more == 0)
            && rows.windows(2).filter(|pair| is_next(pair)).count() * 2 >= rows.len()
            && parts().all(are_parted)
    }

    /// Whether the terms only count the lines, in the middle of a listing.
    fn are_counted(&self, rows: &[Row]) -> bool {
        const MOST_LEFT_OUT: u32 = 4;
        let numbers: Vec<_> = rows.iter().map_while(|row| self.term(row).parse::<u32>().ok()).collect();
        let is_next = |pair: &[u32]| matches!(pair, [above, below] if (1..=MOST_LEFT_OUT).contains(&below.wrapping_sub(*above)));
        numbers.len() == rows.len() && numbers.first() > Some(&1) && numbers.windows(2).all(is_next)
    }

    /// How many explanations differ from each other.
    fn n_explanations(&self, rows: &[Row]) -> usize {
        let mut explanations: Vec<_> = rows.iter().map(|row| self.explanation(row)).collect();
        explanations.sort_unstable();
        explanations.dedup();
        explanations.len()
    }

    pub(super) fn is_beside(&self, row: &Row) -> bool {
        let rest = self.body(row).get(row.length..).unwrap_or_default();
        let column = self.lines.get(row.at).map(|line| column_behind(line, row.length));
        rest.starts_with("  ") && column == Some(self.column)
    }

    /// Whether what stands beside a term is a remark to a program, or the term itself is one.
    fn is_no_explanation(&self, row: &Row) -> bool {
        let (term, text) = (self.term(row), self.explanation(row));
        is_remark(text) || shape::code(text) >= CODE || (term.len() > 2 && shape::code(term) > 2.0 * CODE)
    }

    /// Whether the line below a row stands further in than its explanation.
    fn is_above_deeper(&self, row: &Row) -> bool {
        self.line(row.at + 1).is_some_and(|next| next.indent >= self.column + FAR)
    }

    /// Whether rows are of more than two columns: many have another gap behind their explanations, up to one column,
    /// or, with hardly any line that goes on with one, in their terms.
    fn have_more_columns(&self, rows: &[Row]) -> bool {
        const WIDE: usize = 3;
        const FEW: usize = 4;
        let columns_behind = |line: &Line<'_>| {
            let ends = wide_gaps(line.body, WIDE).map(|length| column_behind(line, length));
            ends.filter(|&column| column > self.column).collect::<Vec<_>>()
        };
        let beside = || rows.iter().filter(|row| self.is_beside(row));
        let mut columns: Vec<_> =
            beside().filter_map(|row| self.lines.get(row.at)).flat_map(columns_behind).collect();
        columns.sort_unstable();
        let mut alike = columns.chunk_by(|one, other| one == other);
        let is_parted = |row: &&Row| !is_option(self.body(row)) && gaps(self.term(row)).next().is_some();
        let ends_apart = |row: &&Row| self.lines.get(row.at + row.n_more + 1).is_none_or(Line::is_blank);
        let count = |is_one: &dyn Fn(&&Row) -> bool| rows.iter().filter(is_one).count();
        alike.any(|same| same.len() > 1 && same.len() * 3 >= rows.len())
            || (count(&is_parted) * 2 >= rows.len()
                && count(&ends_apart) * 2 < rows.len()
                && count(&|row| row.n_more > 0) * FEW < rows.len())
    }

    /// Whether what explains a term mostly goes on beside the next: then it is text that stands beside other text.
    fn read_on(&self, rows: &[Row]) -> bool {
        let reads_on = |pair: &&[Row]| match pair {
            [above, below] if above.at + 1 == below.at => {
                let lines = self.lines.get(above.at).zip(self.lines.get(below.at));
                let [text, next] = [above, below].map(|row| self.explanation(row));
                lines.is_some_and(|(line, next)| self.profile.is_full(line, next))
                    && matches!(shape::ending(text), Ending::Open | Ending::Hyphen)
                    && shape::starts_small(next)
            }
            _ => false,
        };
        rows.windows(2).filter(reads_on).count() * 3 > rows.len()
    }
}

/// The bytes before each gap of at least `columns` spaces in `body`.
fn wide_gaps(body: &str, columns: usize) -> impl Iterator<Item = usize> {
    let n_spaces = |at: usize| body.get(at..).map_or(0, |rest| rest.len() - rest.trim_start().len());
    gaps(body).filter(move |&at| n_spaces(at) >= columns)
}

/// Whether `text` is a remark in a program, or another column begins with it.
fn is_remark(text: &str) -> bool {
    let is_open_quote = text.starts_with('"') && text.bytes().filter(|&byte| byte == b'"').count() % 2 > 0;
    text.starts_with(['#', ';', '/', '|', '=', '*'])
        || text.starts_with("->")
        || text.contains("/*")
        || is_open_quote
}

/// Whether `body` begins with the number or bullet of a list, or is quoted.
fn is_listed(body: &str) -> bool {
    shape::quote_mark(body).is_some()
        || marker(body).is_some_and(|Marker { sign, .. }| match sign {
            Sign::Bullet { .. } => true,
            Sign::Number(number) => number.delimiter != Delimiter::Space,
        })
}
