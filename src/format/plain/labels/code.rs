//! Which lines are code: between fences, behind `::`, drawn, or by their shape and place.

use super::super::fences::Fenced;
use super::super::lines::Line;
use super::super::marker::marker;
use super::super::shape::{self, Ending};
use super::{Label, Labeler};

impl<'s, 'a> Labeler<'s, 'a> {
    /// Code between fences, to the closing one. A fence that nothing closes is text.
    pub(super) fn fenced(&mut self, at: usize) -> bool {
        // What was taken for something else before it began is not fenced.
        while let Some(Fenced { lines, has_opening }) = self.fenced.next_if(|next| next.lines.start <= at) {
            if lines.start == at {
                let n_fences = 1 + usize::from(has_opening);
                self.labels.extend(has_opening.then_some(Label::Fence(true)));
                self.labels.extend(std::iter::repeat_n(Label::Code, lines.len() - n_fences));
                self.labels.push(Label::Fence(false));
                return true;
            }
        }
        false
    }

    /// Text that stands further in than a paragraph before it with `::` at its end.
    pub(super) fn literal(&mut self, at: usize) -> bool {
        let Some(line) = self.line(at).filter(|line| line.indent > 0) else { return false };
        if !self.before(at).is_some_and(|(_, label)| label == Label::Blank) {
            return false;
        }
        let mut above = self.lines.iter().zip(&self.labels).take(at).rev();
        let Some((opens, label)) = above.find(|(above, _)| !above.is_blank()) else { return false };
        let indent = opens.indent + if let Label::Item(marker) = label { marker.length + 1 } else { 0 };
        if !opens.body.ends_with("::") || line.indent <= indent {
            return false;
        }
        let rest = self.lines.get(at..).unwrap_or_default();
        let is_inside = |line: &&Line<'_>| line.is_blank() || line.indent > indent;
        let inside = rest.iter().take_while(is_inside);
        let label = |line: &Line<'_>| if line.is_blank() { Label::Blank } else { Label::Code };
        self.labels.extend(inside.map(label));
        true
    }

    /// Bits drawn as boxes (`+-+-+-+`), of which a field takes several, with the rulers above that count them:
    /// the columns are what it says.
    pub(super) fn diagram(&mut self, at: usize) -> bool {
        const MAX_LINES: usize = 200;
        let Some(first) = self.line(at).filter(|line| is_bits(line.body)) else { return false };
        let n_corners = first.body.matches('+').count();
        let rest = self.lines.iter().skip(at).take(MAX_LINES);
        let drawn = || rest.clone().take_while(|line| line.body.starts_with(['+', '|', '/', '~', ':']));
        let spans = |line: &Line<'_>| (2..n_corners).contains(&line.body.matches('|').count());
        if !drawn().any(|line| line.body.starts_with('|') && spans(line)) {
            return false;
        }
        let is_ruler = |line: &Line<'_>| line.body.chars().all(|c| c.is_ascii_digit() || c == ' ');
        for (line, label) in self.lines.iter().zip(&mut self.labels).take(at).rev() {
            if *label != Label::Text || !is_ruler(line) {
                break;
            }
            *label = Label::Code;
        }
        self.labels.extend(drawn().map(|_| Label::Code));
        true
    }

    /// Lines that look like a program, or are set like one.
    pub(super) fn code(&mut self, at: usize) -> bool {
        const SURE: f32 = 0.9;
        const INDENTED: f32 = 0.45;
        const DEEP: usize = 2;
        const OPENS: f32 = 0.15;
        // Where each line is a block, each is weighed by itself.
        if self.profile.mode().is_by_line() || self.goes_on(at) {
            return false;
        }
        let calls = self.line(at).is_some_and(|line| shape::opens_call(line.body));
        let is_plain = !calls && (at..at + 2).all(|at| self.likeness_to_code(at) < OPENS);
        if (is_plain && !self.is_below_colon(at)) || self.stands_above(at) {
            return false;
        }
        let run = self.code_run(at);
        if is_above_quote(run) || is_said(run) || self.is_running_text(run) {
            return false;
        }
        let sum: f32 = (at..at + run.len()).map(|at| self.likeness_to_code(at)).sum();
        let mean = sum * shape::ratio(1, run.len());
        let indent = run.first().map_or(0, |line| line.indent);
        let is_deep = indent >= self.profile.base_indent + DEEP && self.is_after_break(at);
        let least = if is_deep { INDENTED } else { SURE };
        let is_code = mean >= least || are_statements(run) || (is_deep && self.is_shown(at, run));
        if is_code {
            self.labels.extend(std::iter::repeat_n(Label::Code, run.len()));
        }
        is_code
    }

    /// Whether most of these lines are words up to the margin, so that the next one goes on with them.
    fn is_running_text(&self, run: &[Line<'_>]) -> bool {
        const NEAR: usize = 12;
        let Some(margin) = self.profile.measure.map(|measure| measure.saturating_sub(NEAR)) else {
            return false;
        };
        let is_comment = |line: &Line<'_>| line.body.starts_with(['/', '*', '#']);
        let pairs = || run.iter().zip(run.iter().skip(1));
        let goes_on = |(line, next): &(&Line<'_>, &Line<'_>)| {
            line.right() >= margin
                && line.indent == next.indent
                && self.profile.is_full(line, next)
                && shape::is_wordy(line.body)
                && next.body.starts_with(char::is_alphabetic)
                && !is_comment(line)
        };
        pairs().filter(goes_on).count() * 3 >= pairs().count().max(1) * 2
    }

    /// Whether a blank line is above the line at `at`, and above that the end of a line with a colon.
    fn is_below_colon(&self, at: usize) -> bool {
        let is_apart = self.before(at).is_some_and(|(_, label)| label == Label::Blank);
        is_apart && self.last_text(at).is_some_and(|body| shape::ending(body) == Ending::Colon)
    }

    /// Whether lines that a colon introduces are what is shown rather than said: each ends by itself, none
    /// with a sentence, and most have the signs of addresses, fields and values.
    fn is_shown(&self, at: usize, run: &[Line<'_>]) -> bool {
        let has_signs = |line: &&Line<'_>| line.body.contains(['/', ':', '=', '<', '_', '$', '{', '\\']);
        let is_said = |line: &Line<'_>| {
            matches!(
                shape::ending(line.body),
                Ending::Sentence | Ending::Clause | Ending::Question | Ending::Colon
            ) || marker(line.body).is_some()
        };
        let are_wrapped =
            run.iter().zip(run.iter().skip(1)).any(|(line, next)| self.profile.is_full(line, next));
        let is_whole = self.line(at + run.len()).is_none_or(Line::is_blank);
        self.is_below_colon(at)
            && is_whole
            && !are_wrapped
            && !run.iter().any(is_said)
            && run.iter().filter(has_signs).count() * 2 > run.len()
    }

    /// Whether the line at `at` is in the middle of a wrapped paragraph or item.
    fn goes_on(&self, at: usize) -> bool {
        let Some(line) = self.line(at) else { return false };
        self.is_mid_paragraph(at, line)
            || self.before(at).is_some_and(|(before, label)| {
                matches!(label, Label::Item(_))
                    && line.indent > before.indent
                    && shape::ending(before.body) != Ending::Colon
                    && (self.profile.is_full(before, line) || self.reads_on(before, at))
            })
    }

    /// Whether the words at `at` go on with a sentence that `before` does not end.
    fn reads_on(&self, before: &Line<'_>, at: usize) -> bool {
        const CODE: f32 = 0.15;
        shape::ending(before.body) == Ending::Open
            && self.line(at).is_some_and(|line| line.body.starts_with(char::is_lowercase))
            && self.likeness_to_code(at) < CODE
    }

    /// Whether the line at `at` looks like words, and what comes is set deeper than it: a heading above
    /// code, not its first line. `for one in all:`, set in as code is, is such a line.
    fn stands_above(&self, at: usize) -> bool {
        const CODE: f32 = 0.15;
        const DEEPER: usize = 2;
        const SET_IN: usize = 4;
        let (Some(line), Some(next)) = (self.line(at), self.line(at + 1)) else { return false };
        let opens_block = line.indent >= self.profile.base_indent + SET_IN
            && shape::starts_small(line.body)
            && line.body.ends_with(':');
        let is_begun = opens_block || shape::opens_call(line.body);
        next.indent >= line.indent + DEEPER
            && self.likeness_to_code(at) < CODE
            && self.is_after_break(at)
            && !is_begun
    }

    /// The next lines from `at` on, adjacent and none of them further left.
    fn code_run(&self, at: usize) -> &'s [Line<'a>] {
        const MAX_LINES: usize = 12;
        let rest = self.lines.get(at..).unwrap_or_default();
        let indent = rest.first().map_or(0, |line| line.indent);
        let count =
            rest.iter().take(MAX_LINES).take_while(|line| !line.is_blank() && line.indent >= indent).count();
        rest.get(..count).unwrap_or_default()
    }

    pub(super) fn is_among_code(&self, at: usize) -> bool {
        const CODE: f32 = 0.9;
        let is_code = |at: usize| self.likeness_to_code(at) >= CODE;
        let before = self
            .before(at)
            .is_some_and(|(_, label)| label == Label::Code || (label == Label::Text && is_code(at - 1)));
        before || self.line(at + 1).is_some_and(|line| shape::hashes(line.body).is_none() && is_code(at + 1))
    }

    /// Whether the line at `at` follows a blank line, code, or a line that stands further left.
    fn is_after_break(&self, at: usize) -> bool {
        let indent = self.line(at).map_or(0, |line| line.indent);
        self.before(at)
            .is_none_or(|(line, label)| matches!(label, Label::Blank | Label::Code) || line.indent < indent)
    }
}

/// Whether these lines begin with who is quoted in a mail, and go on with what is quoted.
fn is_above_quote(lines: &[Line<'_>]) -> bool {
    const MOST: usize = 3;
    let mut pairs = lines.iter().zip(lines.iter().skip(1)).take(MOST);
    pairs.any(|(line, next)| {
        shape::ending(line.body) == Ending::Colon && shape::quote_mark(next.body) == Some(">")
    })
}

/// Whether each of these lines ends as a statement does, or is a comment, or calls for what the next ones go on with.
fn are_statements(lines: &[Line<'_>]) -> bool {
    const FEWEST: usize = 3;
    let (mut n_calls, mut n_comments, mut n_ends) = (0, 0, 0);
    // Within what a name was called with.
    let mut is_open = false;
    for line in lines {
        let opens = shape::opens_call(line.body);
        let is_comment = line.body.starts_with("//");
        let ends = shape::ends_statement(line.body);
        if !(opens || is_comment || ends || (is_open && line.body.ends_with(','))) {
            return false;
        }
        is_open = opens || (is_open && !ends);
        n_calls += usize::from(opens);
        n_comments += usize::from(is_comment);
        n_ends += usize::from(ends && line.body.contains('('));
    }
    let is_enough = lines.len() >= FEWEST || (lines.len() > 1 && (n_calls > 0 || n_comments == lines.len()));
    !is_open && is_enough && n_calls + n_comments + n_ends > 0
}

/// Whether these lines are words, and lead to what stands below them.
fn is_said(lines: &[Line<'_>]) -> bool {
    let opens = |c: char| c.is_alphabetic() || matches!(c, '<' | '"' | '“' | '‘');
    lines.last().is_some_and(|line| shape::ending(line.body) == Ending::Colon)
        && lines.iter().all(|line| line.body.starts_with(opens) && shape::is_wordy(line.body))
}

/// Whether the line draws one box for each bit.
fn is_bits(body: &str) -> bool {
    const LEAST: usize = 4;
    let mut signs = body.chars().enumerate();
    body.len() > 2 * LEAST
        && signs.all(|(at, c)| c == if at % 2 == 0 { '+' } else { '-' })
        && body.ends_with('+')
}
