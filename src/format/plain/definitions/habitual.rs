//! Terms where the columns of terms and of what explains them are known from elsewhere in the document.

use super::super::lines::Line;
use super::super::marker::marker;
use super::super::shape;
use super::{CODE, List, MOST_TERMS, Opening, REACH, is_open, is_text};

/// The most lines of one term.
const TALLEST: usize = 4;
/// The most lines further in that stand between a term and the column of its explanation.
const MOST_BETWEEN: usize = 2;

impl List<'_, '_> {
    /// The terms at `at` in a column where such stand here, whatever they consist of, with what explains them. Lines
    /// further in may stand between: `(alias: move)`.
    pub(super) fn habitual_terms(&self, at: usize) -> Option<Opening> {
        let first = self.line(at).filter(|first| self.may_stand(first))?;
        let mut steps = self.terms.iter().filter(|terms| terms.0 == first.indent).map(|terms| terms.1);
        steps.clone().next()?;
        let is_apart = self.above(at).is_none_or(|above| above.indent != first.indent);
        if !is_apart && !self.is_below_entry(at) && !self.is_below_sentence(at) {
            return None;
        }
        let n_terms = self.term_lines(at, first)?;
        let below = at + n_terms;
        steps.find_map(|step| {
            let n_lines = self.explanation(below, first.indent + step)?;
            Some(Opening::Terms(n_terms, n_lines))
        })
    }

    /// How many lines from `at` on, the `first`, are terms one below the other, or go on with one.
    fn term_lines(&self, at: usize, first: &Line<'_>) -> Option<usize> {
        let mut end = at;
        for _ in 0..MOST_TERMS {
            if self.line(end).is_none_or(|line| line.indent != first.indent) {
                break;
            }
            end = self.term_end(end)?;
        }
        Some(end - at).filter(|&n_lines| n_lines > 0)
    }

    /// Where the term ends that begins with the line at `at`: with it, or where the bracket closes that is open
    /// at its end.
    fn term_end(&self, at: usize) -> Option<usize> {
        let line = self.line(at)?;
        let mut n_open = open_brackets(line.body);
        if marker(line.body).is_some() || line.body.ends_with(['{', '(', ';']) {
            return None;
        }
        if n_open <= 0 {
            let is_full = || self.line(at + 1).is_some_and(|next| self.profile.is_full(line, next));
            let is_term = ends_operands(line.body) || (is_open(line.body) && !is_full());
            return is_term.then_some(at + 1);
        }
        let is_more = |&more: &usize| self.line(more).is_some_and(|more| more.indent > line.indent);
        for more in (at + 1..at + TALLEST).take_while(is_more) {
            let body = self.line(more).map_or("", |line| line.body);
            n_open += open_brackets(body);
            if n_open <= 0 {
                // An option more may stand below the bracket.
                let goes_on = |&next: &usize| {
                    is_more(&next) && self.line(next).is_some_and(|line| line.body.starts_with('['))
                };
                return Some(more + 1 + (more + 1..at + TALLEST).take_while(goes_on).count());
            }
        }
        None
    }

    /// How many lines from `at` on explain a term, in this column.
    fn explanation(&self, at: usize, column: usize) -> Option<usize> {
        let is_between = |&at: &usize| self.line(at).is_some_and(|line| line.indent > column);
        let start = at + (at..at + MOST_BETWEEN).take_while(is_between).count();
        let is_inside = |&at: &usize| self.line(at).is_some_and(|line| line.indent == column);
        let first = self.line(start).filter(|first| first.indent == column)?;
        if marker(first.body).is_some() {
            return Some(start - at);
        }
        let count = (start..self.lines.len()).take_while(is_inside).take(REACH).count();
        (is_text(first) && shape::code_on(first) < CODE).then_some(start + count - at)
    }
}

/// Whether `body` ends with what stands behind a command and in no sentence: `[name]`, `name ...`.
fn ends_operands(body: &str) -> bool {
    body.ends_with([']', '}', '>']) || body.ends_with("...") || body.ends_with("])")
}

/// How many more brackets open in `body` than close: those around what may be left out behind a command.
fn open_brackets(body: &str) -> i32 {
    body.bytes().fold(0, |open, byte| match byte {
        b'[' => open + 1,
        b']' => open - 1,
        _ => open,
    })
}

/// The column of what explains the term that ends above the line at `at` and stands `indent` columns in: the least of the
/// next lines further in.
pub(in super::super) fn column_below(lines: &[Line<'_>], at: usize, indent: usize) -> Option<usize> {
    let below = lines.iter().skip(at).take(MOST_BETWEEN + 1);
    below.take_while(|line| !line.is_blank() && line.indent > indent).map(|line| line.indent).min()
}

#[cfg(test)]
mod tests {
    use super::super::super::lines::lines;
    use super::super::super::profile::Profile;
    use super::super::opening;
    use super::*;

    fn first(text: &str) -> Option<Opening> {
        let profile = Profile { measure: Some(60), has_blank_lines: true, ..Profile::default() };
        opening(&lines(text), 0, &[(0, 4)], &profile)
    }

    #[test]
    fn terms_go_on_where_a_bracket_is_open() {
        let text = "move [-t boat] [-l landing] [-c\n    name] [-q]\n        (alias: m)\n    Moves a boat.\n";
        assert_eq!(first(text), Some(Opening::Terms(2, 2)));
    }

    #[test]
    fn terms_may_consist_of_anything_but_what_opens_a_block() {
        for term in ["${boat:-other}", "{ boat; }", "wake-up (C-])", "move boat ...", "-c, --count=NUM"] {
            assert_eq!(first(&format!("{term}\n    Moves a boat.\n")), Some(Opening::Terms(1, 1)), "{term}");
        }
        for term in ["enum Boat {", "1. Boats", "Boats,", "This is a sentence."] {
            assert_eq!(first(&format!("{term}\n    Moves a boat.\n")), None, "{term}");
        }
        assert_eq!(first("if boat:\n    boat.mend();\n"), None);
    }
}
