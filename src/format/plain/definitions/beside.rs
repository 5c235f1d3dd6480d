//! Rows of terms, each with what explains it beside it, in one column: as programs print their options, and manuals
//! set keys, commands and codes.
//!
//! What is a row is told for a whole run of them, whatever a term consists of: `!`, `0` and `-` are some as well.
//! A term too long for the column has its explanation below it there, or behind it.

mod judged;
mod options;

use super::super::lines::{Bytes, Line};
use super::super::marker::{Marker, Sign, marker};
use super::super::profile::Profile;
use super::super::shape::{self, Ending};
use super::{WIDEST, at_column};
use crate::text::width;
use options::{has_open_bracket, is_option, is_taken};

/// How many lines the column is looked for on.
const REACH: usize = 40;
/// The most blank lines between two rows.
const MOST_BLANK: usize = 2;
/// Spaces that part a term from what stands beside it.
const GAP: usize = 2;
/// What may stand between a term and its explanation.
const SIGNS: &[char] = &['-', '–', '—', ':', '='];
/// How much further in than an explanation a line stands that does not go on with it.
const FAR: usize = 4;

/// A line that begins with a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) struct Row {
    /// Which line.
    pub(in super::super) at: usize,
    /// The bytes of the term: all of the line where the explanation begins below.
    pub(in super::super) length: usize,
    /// How many lines below go on with it.
    pub(in super::super) n_more: usize,
}

/// Rows one below the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in super::super) struct RowsBeside {
    /// The rows.
    pub(in super::super) rows: Vec<Row>,
    /// Whether they are rather the rows of a table: none is an option, or longer than a line.
    pub(in super::super) are_cells: bool,
    /// The line behind those that were looked at.
    pub(in super::super) end: usize,
}

/// The rows of the run that begins with the line at `at`; none where it begins no run.
pub(in super::super) fn rows(
    lines: &[Line<'_>],
    at: usize,
    gaps: &mut Gaps,
    profile: &Profile,
) -> RowsBeside {
    let is_row = |line: &&Line<'_>| is_option(line.body) || gap(line).is_some();
    let none = || RowsBeside { end: at + 1, ..RowsBeside::default() };
    let Some(first) = lines.get(at).filter(is_row) else { return none() };
    let behind_gaps = gaps.columns_behind(lines, at);
    let Some(column) = column(lines, at, first, behind_gaps) else { return none() };
    let run = Run { lines, at, column, indents: indents(lines, column, behind_gaps), profile };
    let rows = run.rows();
    let end = rows.last().map_or(at, |last| last.at + last.n_more) + 1;
    let goes_on = run.goes_on_above();
    if run.are_options(&rows) && (!goes_on || rows.first().is_some_and(|row| run.is_beside(row))) {
        RowsBeside { rows, are_cells: false, end }
    } else if !goes_on && !run.is_below_explanation() && run.are_explained(&rows) {
        RowsBeside { are_cells: run.are_cells(&rows), rows, end }
    } else {
        RowsBeside { end, ..RowsBeside::default() }
    }
}

/// The bytes before each wide gap in `body` that may part a term from what explains it: none between two sentences,
/// and none behind a sign that stands between the two.
fn gaps(body: &str) -> impl Iterator<Item = usize> {
    let mut from = if shape::has_wide_space(body) { 0 } else { body.len() };
    std::iter::from_fn(move || {
        loop {
            let at = from + memchr::memmem::find(body.as_bytes().get(from..)?, b"  ")?;
            let rest = body.get(at..)?;
            let text = rest.trim_start();
            from = body.len() - text.len();
            if text.starts_with(SIGNS) {
                from = body.len() - text.trim_start_matches(SIGNS).trim_start().len();
            }
            if rest.len() - text.len() > GAP || !is_sentence_end(body.get(..at)?) {
                return Some(at);
            }
        }
    })
}

/// Whether a sentence ends with `text`, in which case two spaces may stand behind it as well.
fn is_sentence_end(text: &str) -> bool {
    shape::ending(text) == Ending::Sentence
        && !text.ends_with("...")
        && !text.ends_with('…')
        && text.len() > 2
}

/// The bytes before the first wide gap behind which an explanation stands. Options may stand in a column each.
fn gap(line: &Line<'_>) -> Option<usize> {
    if !line.may_have(Bytes::WIDE_SPACE) {
        return None;
    }
    let may_be_option = is_option(line.body);
    gaps(line.body).find(|&at| {
        let rest = line.body.get(at..).unwrap_or_default().trim_start();
        !(may_be_option && (is_option(rest) || is_taken(rest)))
    })
}

/// The column behind the gap after the first `length` bytes of `line`.
fn column_behind(line: &Line<'_>, length: usize) -> usize {
    let rest = line.body.get(length..).unwrap_or_default();
    line.right() - line.width_of(rest.trim_start())
}

/// The gaps of the lines that rows were looked for on last, so that they are looked for only once.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Gaps {
    /// The columns behind them, each with its line.
    columns: Vec<(usize, usize)>,
    /// The line behind those that were looked at.
    end: usize,
}

impl Gaps {
    /// The columns behind the gaps near the line at `at`, each with its line. No line above it is asked for again.
    fn columns_behind(&mut self, lines: &[Line<'_>], at: usize) -> &[(usize, usize)] {
        let n_above = self.columns.partition_point(|&(number, _)| number < at);
        self.columns.drain(..n_above);
        let start = self.end.max(at);
        self.end = at + REACH;
        let more = lines.iter().enumerate().take(self.end).skip(start);
        for (number, line) in more.filter(|(_, line)| line.may_have(Bytes::WIDE_SPACE)) {
            self.columns.extend(gaps(line.body).map(|length| (number, column_behind(line, length))));
        }
        &self.columns
    }
}

/// The column that most wide gaps near the line at `at`, the `first`, end at, and that lines go on in.
fn column(lines: &[Line<'_>], at: usize, first: &Line<'_>, behind_gaps: &[(usize, usize)]) -> Option<usize> {
    let mut counts: Vec<(usize, usize)> = Vec::new();
    let mut count = |column| match counts.iter_mut().find(|(other, _)| *other == column) {
        Some((_, count)) => *count += 1,
        None => counts.push((column, 1)),
    };
    let is_near = |line: &&Line<'_>| line.is_blank() || line.indent >= first.indent || is_option(line.body);
    let near = lines.iter().skip(at).take(REACH).take_while(is_near);
    let mut behind_gaps_left = behind_gaps.iter().peekable();
    for (number, line) in (at..).zip(near).filter(|(_, line)| !line.is_blank()) {
        while let Some(&(_, column)) = behind_gaps_left.next_if(|(of, _)| *of <= number) {
            count(column);
        }
        if line.indent > first.indent {
            count(line.indent);
        }
    }
    let has_gap = |column: usize| behind_gaps.contains(&(at, column));
    let is_own = |&&(column, _): &&(usize, usize)| is_option(first.body) || has_gap(column);
    counts.iter().rev().filter(is_own).max_by_key(|&&(_, count)| count).map(|&(column, _)| column)
}

/// The columns before terms that have a gap up to `column` behind them.
fn indents(lines: &[Line<'_>], column: usize, behind_gaps: &[(usize, usize)]) -> Vec<usize> {
    let mut indents = Vec::new();
    for line in
        behind_gaps.iter().filter(|&&(_, behind)| behind == column).filter_map(|&(of, _)| lines.get(of))
    {
        if !indents.contains(&line.indent) {
            indents.push(line.indent);
        }
    }
    indents
}

struct Run<'s, 'a> {
    lines: &'s [Line<'a>],
    /// The line that it begins with.
    at: usize,
    /// The columns before the explanations.
    column: usize,
    /// The columns before terms.
    indents: Vec<usize>,
    profile: &'s Profile,
}

impl<'a> Run<'_, 'a> {
    fn line(&self, at: usize) -> Option<&Line<'a>> {
        self.lines.get(at).filter(|line| !line.is_blank())
    }

    /// The rows, up to the first line that neither is one nor goes on with one.
    fn rows(&self) -> Vec<Row> {
        let mut rows: Vec<Row> = Vec::new();
        let mut column = self.column;
        // Whether the next line goes on with the row above if it stands so far in.
        let mut is_open = false;
        let mut at = self.at;
        while let Some(next) = (at..=at + MOST_BLANK).find(|&next| self.line(next).is_some()) {
            let is_inside = self.line(next).is_some_and(|line| line.indent >= column.min(self.column));
            is_open &= next == at && !self.line(next).is_some_and(|line| is_apart_from(line, column));
            if is_inside && !rows.is_empty() {
                if let Some(row) = rows.last_mut().filter(|_| is_open) {
                    row.n_more += 1;
                }
            } else if let Some((length, own)) = self.row(next, next > at) {
                rows.push(Row { at: next, length, n_more: 0 });
                (is_open, column) = (true, own);
            } else {
                break;
            }
            at = next + 1;
        }
        rows
    }

    /// The bytes of the term on the line at `at`, and the column of what explains it.
    fn row(&self, at: usize, is_apart: bool) -> Option<(usize, usize)> {
        let line = self.line(at)?;
        let may_be_option = is_option(line.body);
        if !may_be_option && !self.indents.contains(&line.indent) {
            return None;
        }
        if !may_be_option && self.reads_on(at, line) {
            return None;
        }
        self.beside(line)
            .or_else(|| self.tight(at, line, is_apart))
            .or_else(|| self.far(line, may_be_option))
            .or_else(|| self.overrun(at, line, may_be_option))
    }

    /// Whether the next line goes on with the one at `at`, below its first word: then its gaps only spread it.
    fn reads_on(&self, at: usize, line: &Line<'_>) -> bool {
        // More spaces than spread a line.
        const WIDE: &str = "      ";
        let is_word = |next: &Line<'_>| {
            let term = self.column.checked_sub(next.indent).and_then(|step| at_column(next, step));
            term.is_some_and(|(term, _)| !term.trim_end().contains(' '))
        };
        let is_row = |next: &Line<'_>| self.beside(next).is_some() || is_word(next);
        let is_set =
            || gaps(line.body).any(|gap| line.body.get(gap..).is_some_and(|rest| rest.starts_with(WIDE)));
        self.line(at + 1).is_some_and(|next| {
            next.indent == line.indent
                && shape::ending(line.body) != Ending::Sentence
                && self.profile.is_full(line, next)
                && !is_row(next)
                && !is_set()
        })
    }

    /// A term with a wide gap behind it.
    fn beside(&self, line: &Line<'_>) -> Option<(usize, usize)> {
        let length = gaps(line.body).find(|&length| column_behind(line, length) == self.column)?;
        Some((length, self.column))
    }

    /// A term with a wide gap behind it up to another column: one of an option, or behind where explanations stand.
    fn far(&self, line: &Line<'_>, may_be_option: bool) -> Option<(usize, usize)> {
        let length = gap(line)?;
        let term = line.body.get(..length).unwrap_or_default();
        let overruns = || line.indent + width(term) + GAP > self.column && is_term(term);
        (may_be_option || overruns()).then(|| (length, column_behind(line, length)))
    }

    /// A term that fills its column. Words that stand alone may only seem to be one.
    fn tight(&self, at: usize, line: &Line<'_>, is_apart: bool) -> Option<(usize, usize)> {
        let (term, rest) = at_column(line, self.column.checked_sub(line.indent)?)?;
        let term = term.trim_end();
        let next = self.lines.get(at + 1).filter(|next| !next.is_blank());
        let is_by_others = !is_apart || next.is_some_and(|next| next.indent == self.column);
        let is_set = !term.contains(' ') && next.is_none() && rest.starts_with(char::is_uppercase);
        let is_more =
            is_option(rest) || is_taken(rest) || rest.starts_with(['<', '[']) || has_open_bracket(term);
        if term.is_empty()
            || shape::ending(term) == Ending::Clause
            || is_more
            || self.is_whole(at, line, rest)
        {
            return None;
        }
        (is_by_others || is_set).then_some((term.len(), self.column))
    }

    /// Whether the line at `at` is a term as a whole, with `rest` at its end: the explanation begins below it though
    /// there was room, or later, and the rest is the name of what an option takes.
    fn is_whole(&self, at: usize, line: &Line<'_>, rest: &str) -> bool {
        const ROOM: usize = 8;
        let Some(next) = self.line(at + 1) else {
            let is_name = !rest.contains(' ') && !rest.starts_with(char::is_uppercase);
            return is_option(line.body) && is_name;
        };
        let below = self.lines.iter().skip(at + 1).take_while(|below| below.indent == self.column);
        let margin =
            below.map(Line::right).max().unwrap_or_default().max(self.profile.measure.unwrap_or_default());
        next.indent == self.column && line.right() + 1 + next.first_word() + ROOM <= margin
    }

    /// A term that is too long for its column.
    fn overrun(&self, at: usize, line: &Line<'_>, may_be_option: bool) -> Option<(usize, usize)> {
        let all = line.body.len();
        let is_above =
            self.line(at + 1).is_some_and(|next| next.indent == self.column && next.indent > line.indent);
        let reaches = |length: usize| {
            line.indent + width(line.body.get(..length).unwrap_or_default()) + 1 >= self.column
        };
        if !may_be_option {
            let sign =
                line.body.find(" - ").filter(|&sign| reaches(sign) && line.body.find(' ') == Some(sign));
            let is_term = line.width <= WIDEST
                && matches!(shape::ending(line.body), Ending::Open | Ending::Colon | Ending::Question);
            return sign
                .map(|sign| (sign, column_behind(line, sign)))
                .or_else(|| (is_above && is_term).then_some((all, self.column)));
        }
        let head = options::length(line.body);
        let rest = line.body.get(head..).unwrap_or_default().trim_start();
        if rest.is_empty() || self.is_whole(at, line, rest) {
            return Some((all, self.column));
        }
        (reaches(head) || is_above)
            .then(|| if reaches(head) { (head, column_behind(line, head)) } else { (all, self.column) })
    }

    /// Whether the run begins in the middle of a paragraph.
    fn goes_on_above(&self) -> bool {
        self.above().is_some_and(|(above, line)| {
            above.indent == line.indent
                && shape::ending(above.body) != Ending::Colon
                && self.profile.is_full(above, line)
        })
    }

    /// Whether it begins in the middle of what stands beside the first term.
    fn is_below_explanation(&self) -> bool {
        self.above().is_some_and(|(above, line)| above.indent == self.column && line.indent < self.column)
    }

    /// The line above the first one, and that.
    fn above(&self) -> Option<(&Line<'a>, &Line<'a>)> {
        let above = self.at.checked_sub(1).and_then(|above| self.line(above));
        above.zip(self.line(self.at))
    }

    fn body(&self, row: &Row) -> &'a str {
        self.lines.get(row.at).map_or("", |line| line.body)
    }

    fn term(&self, row: &Row) -> &'a str {
        self.body(row).get(..row.length).unwrap_or_default()
    }

    /// What explains the term, on its line or on the next.
    fn explanation(&self, row: &Row) -> &'a str {
        let rest = self.body(row).get(row.length..).unwrap_or_default().trim_start();
        let below = || self.lines.get(row.at + 1).filter(|_| row.n_more > 0).map_or("", |line| line.body);
        if rest.is_empty() { below() } else { rest }
    }
}

/// Whether `line`, inside an explanation that stands in `column`, is something of its own: an item, or set in far.
fn is_apart_from(line: &Line<'_>, column: usize) -> bool {
    let is_item =
        || matches!(marker(line.body), Some(Marker { sign: Sign::Bullet { char: '*' | '•' | '-', .. }, .. }));
    line.indent >= column + FAR || (line.indent >= column && is_item())
}

/// Whether `term` is short, and no sentence.
fn is_term(term: &str) -> bool {
    const MOST_WORDS: usize = 4;
    const MOST_COLUMNS: usize = 30;
    term.split_whitespace().count() <= MOST_WORDS && width(term) <= MOST_COLUMNS
}

#[cfg(test)]
mod tests {
    use super::super::super::lines::lines;
    use super::*;

    /// The terms of the first run, and how many lines go on with each.
    fn terms(text: &str) -> Vec<(String, usize)> {
        let profile = Profile { measure: Some(60), has_blank_lines: true, ..Profile::default() };
        let lines = lines(text);
        let term = |row: &Row| (lines[row.at].body.get(..row.length).unwrap().to_owned(), row.n_more);
        rows(&lines, 0, &mut Gaps::default(), &profile).rows.iter().map(term).collect()
    }

    fn found(text: &str, expected: &[(&str, usize)]) {
        let expected: Vec<_> = expected.iter().map(|&(term, n_more)| (term.to_owned(), n_more)).collect();
        assert_eq!(terms(text), expected, "{text}");
    }

    #[test]
    fn options_are_rows_however_long_they_are() {
        let text = "  -b, --boat NAME   take this boat
      --night       carry by night as well, with a lamp at
                    the bow

      --to-the-other-landing
                    do not stop here
      --with-the-lamp=OIL  burn this in the lamp
      --ferry-of-the-town <the name> Carry by this one
  -q                be quiet
";
        found(
            text,
            &[
                ("-b, --boat NAME", 0),
                ("--night", 1),
                ("--to-the-other-landing", 1),
                ("--with-the-lamp=OIL", 0),
                ("--ferry-of-the-town <the name>", 0),
                ("-q", 0),
            ],
        );
    }

    #[test]
    fn an_option_has_what_it_takes_in_its_term() {
        let text = "  -b boat
     The boat that is to be taken over the river, if there is
     one at the landing.
  -o, --oars oars
     How many oars it is to have, which must be two at least,
     or four.
  -l lamp, --lamp=lamp
     What burns in the lamp, if there is one.
";
        found(text, &[("-b boat", 2), ("-o, --oars oars", 2), ("-l lamp, --lamp=lamp", 1)]);
    }

    #[test]
    fn terms_may_be_anything() {
        let text = "  !         Leave the boat to those who wait for it.
  #         List all of the boats.
  -         Go back to the boat before.
  0 to 9    Go to the boat with this number.
  anything? Ask for the way to the other landing, and wait
            for the answer.
";
        found(text, &[("!", 0), ("#", 0), ("-", 0), ("0 to 9", 0), ("anything?", 1)]);
        let text = "0      The boat came over.

1      The boat did not come, since the river had risen in
       the night.

2      There was no boat.
";
        found(text, &[("0", 0), ("1", 1), ("2", 0)]);
    }

    #[test]
    fn rows_of_one_line_are_cells() {
        let are_cells =
            |text: &str| rows(&lines(text), 0, &mut Gaps::default(), &Profile::default()).are_cells;
        let text =
            "swan    Carries the letters over\nteal    Lies at the mill\neider   Lies below the weir\n";
        assert!(are_cells(text));
        assert!(!are_cells("-s   Carries the letters over\n-t   Lies at the mill\n"));
        assert!(!are_cells(&text.replace("letters over", "letters\n        over the river")));
    }

    #[test]
    fn prose_and_tables_are_none() {
        for text in [
            // Spread over its page.
            "the boats  were left there  and nobody came for them, for\nall of the  winter until the  ice went, and the river took\nwhat there  was of them to the  mill, where they lie now.\n",
            // With two spaces between sentences.
            "The boat came.  They went over to the other side.\nThe rest came.  Nobody knew what to say of it all.\nThe lamp fell.  There was nothing more to be done.\n",
            "1.   Mend the boat in spring\n2.   Find the oars that are lost\n3.   Wait for the ferry to come\n",
            "-    Mend the boat in spring\n-    Find the oars that are lost\n-    Wait for the ferry to come\n",
            "swan    12   lies at the mill now\nteal    3    lies at the weir now\neider   4    lies at the town now\n",
            "swan    lies where it was left\nteal    lies where it was left\neider   lies where it was left\n",
            "boat = 1;    # the one that is left\noars = 2;    # those of the boat too\nlamp = 0;    # as they have sold it\n",
            "> It lay   where they had left it\n> It was    not far from the mill\n> It did    not come back to us\n",
        ] {
            found(text, &[]);
        }
    }
}
