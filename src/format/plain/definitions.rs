//! Definition lists: terms, each with its explanation below it, further right, or beside it.
//!
//! One term alone is a guess: a heading stands above indented text just so. Two of one kind are a list,
//! and headings stand further left than the text. Verse may alternate its indents as well, but its lines
//! are not wrapped. Where the columns of terms and explanations are known from elsewhere in the document, lines in them
//! are such [`habitual`] ones, whatever they consist of.

mod beside;
mod habitual;

use super::lines::{Bytes, Line};
use super::marker::{Sign, marker};
use super::profile::Profile;
use super::shape::{self, Ending};
use crate::text::width;
pub(super) use beside::{Gaps, Row, RowsBeside, rows};
pub(super) use habitual::column_below;

/// How many lines away another term may stand.
const REACH: usize = 40;
/// The widest term, in columns, and the widest beside its explanation.
const WIDEST: usize = 64;
const WIDEST_BESIDE: usize = 36;
/// Spaces that are a gap as between the columns of a table.
const WIDE: usize = 4;
/// The most terms with one explanation.
const MOST_TERMS: usize = 4;
/// The least and the most columns from a term to the explanation below it.
const LEAST_STEP: usize = 2;
const MOST_STEP: usize = 20;
/// The least that looks like a program.
pub(super) const CODE: f32 = 0.6;

/// What a line opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opening {
    /// So many lines that are terms, those further in than the first going on with the one above, and so many with
    /// the explanation.
    Terms(usize, usize),
    /// A line that is a term in its first bytes, and the explanation; and how many lines go on with that.
    Entry(usize, usize),
}

/// What the line at `at` opens, where `terms` are columns of terms, and from there to their explanations, that
/// are known.
pub(super) fn opening(
    lines: &[Line<'_>],
    at: usize,
    terms: &[(usize, usize)],
    profile: &Profile,
) -> Option<Opening> {
    let list = List { lines, terms, profile };
    let options = || list.options_at(at);
    if profile.measure.is_none() {
        return options();
    }
    list.terms_at(at).or_else(options).or_else(|| list.entry_at(at))
}

/// The columns before terms, and from there to their explanations, that return in `samples`.
pub(super) fn habits(samples: &[Vec<Line<'_>>], profile: &Profile) -> Vec<(usize, usize)> {
    let (mut once, mut found) = (Vec::new(), Vec::new());
    if profile.measure.is_none() {
        return found;
    }
    for lines in samples {
        let list = List { lines, terms: &[], profile };
        let groups = (0..lines.len()).filter_map(|at| list.group(at)).filter(|group| group.is_prose);
        for shape in groups.map(|group| (group.indent, group.step)) {
            if !once.contains(&shape) {
                once.push(shape);
            } else if !found.contains(&shape) {
                found.push(shape);
            }
        }
    }
    found
}

/// Adjacent lines, the terms, above adjacent ones further right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Group {
    n_terms: usize,
    n_lines: usize,
    indent: usize,
    /// Columns from the term to the explanation.
    step: usize,
    /// Whether the explanation reads like prose: it is wrapped, or ends with a full stop.
    is_prose: bool,
}

/// A term with its explanation beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Entry {
    length: usize,
    indent: usize,
    shape: Beside,
    /// How many lines go on with it.
    n_more: usize,
}

/// How a term is told from the explanation beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Beside {
    /// A colon ends it.
    Colon,
    /// A wide gap, or a term that fills it: the explanation stands in this column.
    Column(usize),
    /// Two spaces behind a single word.
    Word,
}

struct List<'s, 'a> {
    lines: &'s [Line<'a>],
    terms: &'s [(usize, usize)],
    profile: &'s Profile,
}

impl List<'_, '_> {
    fn line(&self, at: usize) -> Option<&Line<'_>> {
        self.lines.get(at).filter(|line| !line.is_blank())
    }

    /// Whether a paragraph starts with the line at `at`: a blank line is before it, or one that stands
    /// further left.
    fn is_first(&self, at: usize) -> bool {
        let indent = self.line(at).map_or(0, |line| line.indent);
        self.above(at).is_none_or(|above| above.indent < indent)
    }

    /// Whether the line at `at`, the `line`, goes on with the one above, as most do: nothing on the two may be a term.
    fn goes_on(&self, at: usize, line: &Line<'_>) -> bool {
        self.terms.is_empty()
            && !line.body.starts_with('-')
            && self.above(at).is_some_and(|above| above.indent == line.indent && !above.has_wide_space())
    }

    /// Whether an option of a program stands on the line at `at`, and the end of a sentence above.
    fn is_below_sentence(&self, at: usize) -> bool {
        let is_end = |line: &Line<'_>| matches!(shape::ending(line.body), Ending::Sentence | Ending::Colon);
        self.line(at).is_some_and(|line| line.body.starts_with('-')) && self.above(at).is_some_and(is_end)
    }

    /// The line above the one at `at`, if it is not blank.
    fn above(&self, at: usize) -> Option<&Line<'_>> {
        self.line(at.checked_sub(1)?)
    }

    fn terms_at(&self, at: usize) -> Option<Opening> {
        if let Some(opening) = self.habitual_terms(at) {
            return Some(opening);
        }
        let group = self.group(at)?;
        let is_like = |other: &Group| {
            (other.indent, other.step) == (group.indent, group.step) && (group.is_prose || other.is_prose)
        };
        let column = Beside::Column(group.indent + group.step);
        let is_beside = |at| self.entry(at).is_some_and(|entry| entry.shape == column);
        let is_listed = self.terms.contains(&(group.indent, group.step))
            || self.around(at).any(|at| self.group(at).is_some_and(|other| is_like(&other)) || is_beside(at));
        is_listed.then_some(Opening::Terms(group.n_terms, group.n_lines))
    }

    /// The options and arguments of a program at `at`, above what they do, among others of the kind. They are known
    /// by their hyphens and brackets, even where nothing is wrapped or reads like prose.
    fn options_at(&self, at: usize) -> Option<Opening> {
        let is_option =
            |line: &Line<'_>| line.indent > 0 && (line.body.starts_with('-') || is_argument(line.body));
        let options_at = |at| self.line(at).is_some_and(is_option).then(|| self.group(at)).flatten();
        let group = options_at(at)?;
        let is_like = |other: Group| (other.indent, other.step) == (group.indent, group.step);
        let is_listed = self.around(at).any(|at| options_at(at).is_some_and(is_like));
        is_listed.then_some(Opening::Terms(group.n_terms, group.n_lines))
    }

    /// The places near `at` where another term may stand.
    fn around(&self, at: usize) -> impl Iterator<Item = usize> {
        let indent = self.line(at).map(|line| line.indent);
        let near = (at + 1..at + REACH).chain((at.saturating_sub(REACH)..at).rev());
        near.filter(move |&other| self.line(other).map(|line| line.indent) == indent)
    }

    /// The terms and the explanation that start with the line at `at`.
    fn group(&self, at: usize) -> Option<Group> {
        let first = self.line(at).filter(|first| self.may_stand(first) && !self.goes_on(at, first))?;
        let is_beside = |&at: &usize| self.line(at).is_some_and(|line| line.indent == first.indent);
        let n_terms = (at..=at + MOST_TERMS).take_while(is_beside).count();
        let body = self.line(at + n_terms)?;
        let step = body.indent.checked_sub(first.indent);
        let step = step.filter(|step| (LEAST_STEP..=MOST_STEP).contains(step))?;
        // Without a blank line, the explanation of the term above ends as far in as this one's stands.
        let is_below_other = || {
            self.above(at).is_some_and(|above| above.indent >= body.indent)
                || self.ends_in_column(at, first.indent, body.indent)
        };
        if !self.is_first(at) && !is_below_other() && !self.is_below_entry(at) && !self.is_below_sentence(at)
        {
            return None;
        }
        let are_terms = (at..at + n_terms).all(|at| self.is_term(at));
        let is_below = |&at: &usize| self.line(at).is_some_and(|line| line.indent == body.indent);
        let n_lines = (at + n_terms..self.lines.len()).take_while(is_below).take(REACH).count();
        let is_explained = marker(body.body).is_none() && is_text(body) && is_text(first);
        (are_terms && n_terms <= MOST_TERMS && is_explained).then_some(Group {
            n_terms,
            n_lines,
            indent: first.indent,
            step,
            is_prose: self.is_prose(at + n_terms, n_lines),
        })
    }

    /// Whether a term may stand so far left: headings do, but they do not start with a sign, and no text stands
    /// as they do.
    fn may_stand(&self, line: &Line<'_>) -> bool {
        line.indent >= self.profile.base_indent
            || !line.body.starts_with(char::is_alphanumeric)
            || self.profile.outer_indents.contains(&line.indent)
    }

    /// Whether the line at `at` is short and may be a term.
    fn is_term(&self, at: usize) -> bool {
        let (Some(line), Some(next)) = (self.line(at), self.line(at + 1)) else { return false };
        is_open(line.body)
            && line.width <= WIDEST
            && marker(line.body).is_none()
            && !self.profile.is_full(line, next)
    }

    /// Whether the lines from `at` on are prose.
    fn is_prose(&self, at: usize, count: usize) -> bool {
        let (Some(first), Some(last)) = (self.line(at), self.line(at + count.max(1) - 1)) else {
            return false;
        };
        let is_wrapped = count > 1 && self.line(at + 1).is_some_and(|next| self.profile.is_full(first, next));
        let is_sentence = shape::ending(last.body) == Ending::Sentence && first.body.contains(' ');
        (is_wrapped || is_sentence) && shape::code_on(first) < CODE
    }

    fn entry_at(&self, at: usize) -> Option<Opening> {
        if let Some(opening) = self.habitual(at) {
            return Some(opening);
        }
        let Some(entry) = self.entry(at) else { return self.filling(at) };
        let is_like = |other: &Entry| (other.indent, other.shape) == (entry.indent, entry.shape);
        // One that fills its column is a term only among others that do not.
        let is_alone = entry.n_more > 0 && entry.shape != Beside::Word && !self.is_tight(at, &entry);
        let has_sibling = || {
            let others = self.around(at).filter_map(|at| Some((at, self.entry(at)?)));
            others.into_iter().any(|(at, other)| is_like(&other) && !self.is_tight(at, &other))
        };
        (is_alone || has_sibling()).then_some(Opening::Entry(entry.length, entry.n_more))
    }

    /// The word at `at` that fills its column, with its explanation beside it on a line that stands apart, among terms
    /// that have theirs in the same column behind wider gaps.
    fn filling(&self, at: usize) -> Option<Opening> {
        const FEWEST: usize = 2;
        let line = self.line(at).filter(|_| self.is_first(at) && self.line(at + 1).is_none())?;
        let (term, rest) = line.body.split_once(' ')?;
        let column = Beside::Column(line.indent + width(term) + 1);
        let is_beside = |entry: &Entry| entry.shape == column;
        let may_be = rest.starts_with(char::is_uppercase)
            && shape::ending(term) == Ending::Open
            && marker(line.body).is_none();
        let is_other = |at: &usize| {
            let has_gap = self.line(*at).is_some_and(Line::has_wide_space);
            has_gap && self.entry(*at).as_ref().is_some_and(is_beside)
        };
        let n_others = || self.around(at).filter(is_other);
        (may_be && n_others().take(FEWEST).count() == FEWEST).then_some(Opening::Entry(term.len(), 0))
    }

    /// The term at `at` with its explanation beside it, in the column where explanations stand below longer terms.
    fn habitual(&self, at: usize) -> Option<Opening> {
        let line = self.line(at)?;
        let steps = self.terms.iter().filter(|&&(indent, _)| indent == line.indent);
        steps.clone().next()?;
        let n_more = self.n_more(at);
        let below = self.line(at + 1).map(|next| next.indent).filter(|_| n_more > 0);
        steps.map(|&(_, step)| step).find_map(|step| {
            let (term, rest) = at_column(line, step)?;
            let is_beside = self.is_beside_explained(at, step);
            if !self.is_first(at) && !is_beside {
                return None;
            }
            // Lines one below the other of which none is wrapped are rather the rows of a table.
            let may_be_row = is_beside || !self.profile.terms.contains(&(line.indent, step));
            if may_be_row && !self.is_by_wrapped(at, step) {
                return None;
            }
            let length = term.trim_end().len();
            let is_apart = term.ends_with("  ")
                || (fills(term) && (below.is_some() || is_beside))
                || (!term.trim_end().contains(' ') && self.is_in_list(at, step));
            let is_in_column = is_apart && below.is_none_or(|below| below == line.indent + step);
            let is_explained =
                is_statement_free(line) && !shape::has_gap(rest, WIDE) && shape::code(rest) < CODE;
            let is_term = length > 0
                && !self.is_listed_sign(at)
                && !self.is_spread(at, term)
                && shape::ending(term) != Ending::Clause;
            (is_in_column && is_explained && is_term).then_some(Opening::Entry(length, n_more))
        })
    }

    /// Whether the line above the one at `at` is a term with its explanation in a column where they stand here.
    fn is_below_entry(&self, at: usize) -> bool {
        let Some(indent) = self.line(at).map(|line| line.indent) else { return false };
        let above = self.above(at).filter(|above| above.indent == indent);
        let is_spread = |term| self.is_spread(at - 1, term);
        let steps = self.terms.iter().filter(|terms| terms.0 == indent).map(|terms| terms.1);
        let mut terms = steps.filter_map(|step| at_column(above?, step));
        terms.any(|(term, _)| (term.ends_with("  ") && !is_spread(term)) || fills(term))
    }

    /// Whether the line above or below the one at `at` has a term, then a gap, and what explains it in the
    /// column `step` behind, or goes on there with what explains a term above it.
    fn is_beside_explained(&self, at: usize, step: usize) -> bool {
        let Some(line) = self.line(at) else { return false };
        let is_explained = |other: &Line<'_>| {
            let is_entry = || at_column(other, step).is_some_and(|(term, _)| term.ends_with("  "));
            other.indent == line.indent + step || (other.indent == line.indent && is_entry())
        };
        self.above(at).is_some_and(is_explained) || self.line(at + 1).is_some_and(is_explained)
    }

    /// Whether something goes on in the column `step` behind the line at `at`, on it or one near it.
    fn is_by_wrapped(&self, at: usize, step: usize) -> bool {
        const FAR: usize = 16;
        let indent = self.line(at).map_or(0, |line| line.indent);
        let is_near = |line: &&Line<'_>| line.indent == indent || line.indent == indent + step;
        let is_more = |line: &Line<'_>| line.indent == indent + step;
        let below = (at + 1..at + FAR).map_while(|at| self.line(at).filter(is_near));
        let above = (at.saturating_sub(FAR)..at).rev().map_while(|at| self.line(at).filter(is_near));
        below.into_iter().any(is_more) || above.into_iter().any(is_more)
    }

    /// Whether what explains a term ends above the line at `at`, and goes on below it or begins there, in the column
    /// `step` behind.
    fn is_in_list(&self, at: usize, step: usize) -> bool {
        let Some(indent) = self.line(at).map(|line| line.indent) else { return false };
        let is_entry = |line: &Line<'_>| {
            line.indent == indent
                && at_column(line, step).is_some_and(|(term, _)| !term.trim_end().contains(' '))
        };
        self.ends_in_column(at, indent, indent + step)
            && self.line(at + 1).is_none_or(|next| next.indent == indent + step || is_entry(next))
    }

    /// Whether the line at `at` may have the spaces behind `term` from being spread over its page: they are few, it
    /// is full, and the next reads on below it.
    fn is_spread(&self, at: usize, term: &str) -> bool {
        const FEW: usize = 3;
        let (Some(line), Some(next)) = (self.line(at), self.line(at + 1)) else { return false };
        term.len() - term.trim_end().len() <= FEW
            && line.indent == next.indent
            && next.body.starts_with(char::is_lowercase)
            && self.profile.is_full(line, next)
    }

    /// Whether the line at `at` begins with a number or bullet of a list: one of which there are more.
    fn is_listed_sign(&self, at: usize) -> bool {
        let sign = |at| {
            let mark = self.line(at).and_then(|line| marker(line.body))?;
            Some(mark.sign)
        };
        let Some(own) = sign(at) else { return false };
        matches!(own, Sign::Number(_)) || self.around(at).any(|other| sign(other) == Some(own))
    }

    /// Whether only one space is behind a term that has its explanation in a column.
    fn is_tight(&self, at: usize, entry: &Entry) -> bool {
        let rest = self.line(at).and_then(|line| line.body.get(entry.length..)).unwrap_or_default();
        !rest.starts_with("  ")
    }

    /// The entry that starts with the line at `at`.
    fn entry(&self, at: usize) -> Option<Entry> {
        let line = self.line(at).filter(|line| line.indent >= self.profile.base_indent)?;
        let n_more = self.n_more(at);
        let below = self.line(at + 1).map(|next| next.indent).filter(|_| n_more > 0);
        let wide = line.has_wide_space().then(|| line.body.find("  ")).flatten();
        let length = wide.or_else(|| below.and_then(|_| line.body.find(' ')))?;
        let (term, rest) = line.body.split_at_checked(length).filter(|_| length <= WIDEST_BESIDE)?;
        let gap = rest.len() - rest.trim_start().len();
        let column = line.indent + width(term) + gap;
        let is_in_column = below == Some(column) && column > line.indent + 4;
        let is_below_other = gap > 1
            && self.ends_in_column(at, line.indent, column)
            && self.is_by_wrapped(at, column - line.indent);
        let is_first = self.is_first(at) || is_below_other || self.is_below_sentence(at);
        let may_stand_alone = n_more > 0 || self.line(at + 1).is_none() || is_below_other;
        let shape = match gap {
            2 if term.ends_with(':') && (is_first || self.follows_entry(at)) => Beside::Colon,
            _ if !is_first || shape::ending(term) != Ending::Open => return None,
            _ if is_in_column || (n_more == 0 && may_stand_alone && gap > 2) => Beside::Column(column),
            2 if !term.contains(' ') && may_stand_alone => Beside::Word,
            _ => return None,
        };
        let is_text =
            marker(line.body).is_none() && !term.contains('|') && !shape::has_gap(rest.trim_start(), 3);
        is_text.then_some(Entry { length, indent: line.indent, shape, n_more })
    }

    /// Whether what explains a term ends above the line at `at`, in this column, or stands beside its term there.
    fn ends_in_column(&self, at: usize, indent: usize, column: usize) -> bool {
        let is_beside = |above: &Line<'_>| {
            above.indent == indent
                && at_column(above, column - indent)
                    .is_some_and(|(term, _)| term.ends_with("  ") && !self.is_spread(at - 1, term))
        };
        self.above(at).is_some_and(|above| above.indent == column || is_beside(above))
    }

    /// How many lines below the one at `at` stand further right, all at the same column.
    fn n_more(&self, at: usize) -> usize {
        let (Some(line), Some(next)) = (self.line(at), self.line(at + 1)) else { return 0 };
        let is_below = |&at: &usize| self.line(at).is_some_and(|line| line.indent == next.indent);
        let count = (at + 1..self.lines.len()).take_while(is_below).take(REACH).count();
        if next.indent > line.indent && marker(next.body).is_none() { count } else { 0 }
    }

    /// Whether the line before the one at `at` is such a term as well, or goes on with one.
    fn follows_entry(&self, at: usize) -> bool {
        let indent = self.line(at).map(|line| line.indent);
        let mut above = (at.saturating_sub(REACH)..at).rev().map_while(|at| self.line(at));
        above.find(|line| Some(line.indent) <= indent).is_some_and(|line| {
            Some(line.indent) == indent && line.body.contains(":  ")
                || shape::ending(line.body) == Ending::Colon
        })
    }
}

/// Whether `body` ends as a term may: no sentence does so, but for what goes on with more of its kind (`file ...`).
fn is_open(body: &str) -> bool {
    matches!(shape::ending(body), Ending::Open | Ending::Question | Ending::Colon)
        || body.ends_with("...")
        || body.ends_with('…')
}

/// What stands before the column `step` of `line`, up to a space, and what begins there.
fn at_column<'a>(line: &Line<'a>, step: usize) -> Option<(&'a str, &'a str)> {
    let is_step = |&end: &usize| width(line.body.get(..end).unwrap_or_default()) == step;
    let end = if line.may_have(Bytes::NOT_PLAIN) {
        line.body.char_indices().map(|(end, _)| end).take(step + 1).find(is_step)?
    } else {
        Some(step).filter(|&step| step < line.body.len())?
    };
    let (term, rest) = line.body.split_at_checked(end)?;
    (term.ends_with(' ') && !rest.starts_with(' ')).then_some((term, rest))
}

/// Whether a term with a single space behind it is more than words, which have such between them as well.
fn fills(term: &str) -> bool {
    !term.chars().all(|c| c.is_alphabetic() || c == ' ')
}

/// Whether a line is more like text than like the head of a loop.
fn is_text(line: &Line<'_>) -> bool {
    is_statement_free(line) && !line.has_gap(WIDE)
}

/// Whether a line begins and ends as no statement of a program does.
fn is_statement_free(line: &Line<'_>) -> bool {
    let is_statement = line.body.ends_with(['{', '}', ';', '(']) && !shape::is_wordy(line.body);
    !line.body.starts_with('|') && !is_statement && !line.body.contains(" = ")
}

/// Whether `body` is the name of an argument as usage messages write it: `[FILE]`, `<LANDING>...`.
fn is_argument(body: &str) -> bool {
    let name = body.trim_end_matches('.');
    let inside = |open: char, close: char| name.strip_prefix(open).and_then(|name| name.strip_suffix(close));
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    inside('[', ']').or_else(|| inside('<', '>')).is_some_and(|name| {
        name.starts_with(char::is_alphabetic) && name.chars().all(is_name) && name.to_uppercase() == name
    })
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;

    fn openings(text: &str) -> Vec<(usize, Opening)> {
        let profile = Profile { measure: Some(60), has_blank_lines: true, ..Profile::default() };
        let lines = lines(text);
        (0..lines.len()).filter_map(|at| Some((at, opening(&lines, at, &profile.terms, &profile)?))).collect()
    }

    #[test]
    fn terms_stand_above_their_explanations() {
        let text = "-q\n--quiet\n     Carry things over quietly.\n\n-w\n     Wait until the ferry has come back, be it tomorrow or\n     on the day after.\n";
        assert_eq!(openings(text), [(0, Opening::Terms(2, 1)), (4, Opening::Terms(1, 2))]);
    }

    #[test]
    fn or_beside_them() {
        let text = "boat:  What floats.\nrope:  What holds it there, as long as it is not wet or\n   frayed.\n\nTop      Where the rope ends, seen from the boat, and so on\n         until noon.\n";
        assert_eq!(
            openings(text),
            [(0, Opening::Entry(5, 0)), (1, Opening::Entry(5, 1)), (4, Opening::Entry(3, 1))]
        );
    }

    #[test]
    fn a_word_may_fill_its_column_among_terms_that_do_not() {
        let others = "        oars   Show what they do.\n\n        rope   Print what is done with it; see what is said of\n               the landing.\n\n";
        let text = |line: &str| {
            format!("-d parts\n     Print what is done with these:\n\n{others}        {line}\n\n{others}")
        };
        let found = |line: &str| openings(&text(line)).into_iter().find(|(at, _)| *at == 8);
        assert_eq!(found("anchor Let it down."), Some((8, Opening::Entry(6, 0))));
        for line in ["anchors Let it down.", "anchor let it down.", "There it lies."] {
            assert_eq!(found(line), None, "{line}");
        }
    }

    #[test]
    fn terms_may_stand_one_below_the_other_where_their_column_is_known() {
        let profile =
            Profile { measure: Some(60), has_blank_lines: true, terms: vec![(4, 7)], ..Profile::default() };
        let text = "    h      Help.\n    q, Q   Leave the boat.\n    G, End To the end.\n    g, Home\n           To the beginning.\n    SPACE  Forward.\n    One more word to say.\n";
        let lines = lines(text);
        let found: Vec<_> =
            (0..lines.len()).map(|at| opening(&lines, at, &profile.terms, &profile)).collect();
        let entry = |length| Some(Opening::Entry(length, 0));
        let terms = Some(Opening::Terms(1, 1));
        assert_eq!(found, [entry(1), entry(4), entry(6), terms, None, entry(5), None]);
        // Words alone fill no column.
        assert_eq!(
            opening(
                &super::super::lines::lines("    Thirty boats lie here.\n    h      Help.\n"),
                0,
                &profile.terms,
                &profile
            ),
            None
        );
    }

    #[test]
    fn options_may_stand_one_below_the_other_where_one_of_them_goes_on() {
        let text = "They are these:\n-q      Carry things over quietly, whatever is said of it, and\n        do not call.\n-w      Wait.\n-x      Do not.\n";
        let entry = |at, n_more| (at, Opening::Entry(2, n_more));
        assert_eq!(openings(text), [entry(1, 1), entry(3, 0), entry(4, 0)]);
        // Without, they are rows of a table.
        assert_eq!(openings("-q      Quiet.\n-w      Wait.\n-x      Do not.\n"), []);
    }

    #[test]
    fn terms_need_no_blank_lines_between_them() {
        let text = "boat\n     What floats on the river, as long as nobody has bored a\n     hole into it.\nrope\n     What holds it at the landing, be that of iron or not so\n     strong.\n";
        assert_eq!(openings(text), [(0, Opening::Terms(1, 2)), (3, Opening::Terms(1, 2))]);
    }

    #[test]
    fn verse_code_and_lists_are_none() {
        for text in [
            "Down by the water\n   the boats lie\n\nAll of them white\n   and one of them mine\n",
            "if (boat.leaks())\n    boat.mend();\n\nif (rope.frayed())\n    rope.cut();\n",
            "water:\n    | boat rope oars\n\nrope:\n    | \"rope\" water.\n",
            "1. The boat\n   It lay where it was.\n\n2. The rope\n   It was gone.\n",
            "It was so.  The river rose in the night and stood at the\nthird step.\n",
            "One heading\n     A text that is explained by what it says.\n",
        ] {
            assert_eq!(openings(text), [], "{text}");
        }
    }
}
