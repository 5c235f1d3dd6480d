//! Terms with what explains them beside them, row by row.

use super::super::definitions::{self, Row, RowsBeside};
use super::super::table::Form;
use super::{Label, Labeler};

impl Labeler<'_, '_> {
    /// Labels the rows of the run that begins with the line at `at`. What stands between them, set off by blank
    /// lines, is told by itself.
    pub(super) fn explained(&mut self, at: usize) -> bool {
        const MAX_TRIES: usize = 16;
        if at >= self.explained_end {
            self.explained_tries = 0;
        }
        if self.explained_tries > MAX_TRIES || !self.explained.is_empty() {
            return false;
        }
        let RowsBeside { rows, are_cells, end } =
            definitions::rows(self.lines, at, &mut self.explained_gaps, self.profile);
        self.explained_tries += 1;
        self.explained_end = self.explained_end.max(end);
        let mut end = at;
        for (number, Row { at, length, n_more }) in rows.into_iter().enumerate() {
            let is_first = number == 0 || at > end;
            end = at + n_more + 1;
            let label = if are_cells { Label::Table(Form::Columns, is_first) } else { Label::Entry(length) };
            self.explained.push_back((at, label));
            self.explained.extend((at + 1..end).map(|at| (at, Label::Text)));
        }
        self.explained_above(at)
    }

    /// Labels the line at `at` if it is of rows that begin with it or above it.
    pub(super) fn explained_above(&mut self, at: usize) -> bool {
        // What was taken for something else is none.
        while self.explained.pop_front_if(|(row, _)| *row < at).is_some() {}
        let Some((_, label)) = self.explained.pop_front_if(|(row, _)| *row == at) else { return false };
        self.labels.push(label);
        true
    }
}
