//! Trees, boxes and arrows drawn with signs: `|` that lead from words to words, `+---+` where they branch.
//!
//! A bar in a table stands between cells, above and below other bars. One in a drawing ends at a word, or at
//! the side of a box.

use std::ops::Range;

use super::super::lines::Line;
use super::super::shape::{self, Ending};
use super::{Label, Labeler};
use crate::text::width;

/// How many lines of words stand above the first sign at most.
const HEAD: usize = 3;

impl Labeler<'_, '_> {
    /// A drawing, with the words in it.
    pub(super) fn drawing(&mut self, at: usize) -> bool {
        const MAX_LINES: usize = 200;
        let rest = self.lines.get(at..).unwrap_or_default();
        let near = || rest.iter().take(HEAD + 1).take_while(|line| !line.is_blank());
        let Some(head) = near().position(|line| is_strokes(line.body)) else { return false };
        if !self.may_begin_drawing(at, head) {
            return false;
        }
        let is_part = |&at: &usize| {
            let line = self.line(at).filter(|line| !line.is_blank());
            line.is_some_and(|line| !self.is_said(at, line))
        };
        let count = (at..self.lines.len()).take(MAX_LINES).take_while(is_part).count();
        let mut drawn = rest.get(..count).unwrap_or_default();
        while let [inner @ .., last] = drawn
            && self.is_behind(inner.last(), last)
        {
            drawn = inner;
        }
        let count = drawn.len();
        if count <= head || !is_drawing(drawn) {
            return false;
        }
        self.labels.extend(std::iter::repeat_n(Label::Code, count));
        true
    }

    /// Whether a drawing may begin with the line at `at`, `head` lines above its first sign: more than one line of
    /// words must stand further in than text does.
    fn may_begin_drawing(&self, at: usize, head: usize) -> bool {
        let Some(line) = self.line(at) else { return false };
        let is_parted = self
            .before(at)
            .is_none_or(|(before, label)| matches!(label, Label::Blank) || before.indent < line.indent);
        is_parted && (head <= 1 || line.indent > self.profile.base_indent)
    }

    /// Whether the last line that might be drawn is text at the margin behind the drawing, as a heading is: no
    /// sign above it leads to its middle.
    fn is_behind(&self, above: Option<&Line<'_>>, last: &Line<'_>) -> bool {
        let is_at_margin =
            last.indent <= self.profile.base_indent && last.body.starts_with(char::is_alphanumeric);
        let has_signs = last.has_wide_space() || last.body.contains(is_bar);
        let middle = last.indent + last.width / 2;
        let is_led_to = |above: &Line<'_>| {
            let is_near = |column: usize| column.abs_diff(middle) <= 1 + last.width / 4;
            bars(above).into_iter().any(is_near) || is_head(above.body)
        };
        is_at_margin && !has_signs && !above.is_some_and(is_led_to)
    }

    /// Whether the line is of running text that stands at its margin.
    fn is_said(&self, at: usize, line: &Line<'_>) -> bool {
        let is_full = self.line(at + 1).is_some_and(|next| self.profile.is_full(line, next));
        let is_sentence =
            matches!(shape::ending(line.body), Ending::Sentence | Ending::Question | Ending::Colon);
        line.indent <= self.profile.base_indent
            && line.body.starts_with(char::is_alphanumeric)
            && !line.has_wide_space()
            && (is_full || is_sentence)
    }
}

/// Whether the signs in `lines` are drawn: they lead to enough words, or are the sides of boxes side by side.
fn is_drawing(lines: &[Line<'_>]) -> bool {
    const FEWEST_ENDS: usize = 3;
    const WITH_ARROW: usize = 2;
    let bars: Vec<_> = lines.iter().map(bars).collect();
    let near = |at: usize| [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
    let ends = |at: usize, columns: &[usize]| {
        near(at).filter_map(|other| lines.get(other)).map(|other| ends(columns, other)).sum::<usize>()
    };
    let n_ends: usize = bars.iter().enumerate().map(|(at, columns)| ends(at, columns)).sum();
    let is_arrow = |at: usize| {
        let head = lines.get(at).filter(|line| is_head(line.body)).map(|line| line.indent);
        head.is_some_and(|head| near(at).filter_map(|at| bars.get(at)).any(|bars| bars.contains(&head)))
    };
    let heads = || (0..lines.len()).filter(|&at| is_arrow(at));
    let of_heads: usize = heads().filter_map(|at| Some(ends(at, &[lines.get(at)?.indent]))).sum();
    n_ends >= FEWEST_ENDS
        || (of_heads > 0 && n_ends + of_heads >= WITH_ARROW)
        || lines.first().is_some_and(|line| are_boxes(line.body))
}

/// The columns of the bars on a line of nothing else, or of the corners on one that branches.
fn bars(line: &Line<'_>) -> Vec<usize> {
    const BRANCHES: usize = 3;
    let columns = |is_sign: fn(char) -> bool| -> Vec<usize> {
        let signs = line.body.chars().enumerate().filter(|&(_, c)| is_sign(c));
        signs.map(|(at, _)| line.indent + at).collect()
    };
    if line.body.chars().all(|c| is_bar(c) || c == ' ') {
        columns(is_bar)
    } else if is_strokes(line.body) && line.body.starts_with(is_corner) {
        Some(columns(is_corner)).filter(|corners| corners.len() >= BRANCHES).unwrap_or_default()
    } else {
        Vec::new()
    }
}

/// How many of the bars in these columns end at `other`: at words on a line without bars, or at the side of a box
/// that is wider than all of them.
fn ends(columns: &[usize], other: &Line<'_>) -> usize {
    let (Some(&first), Some(&last)) = (columns.first(), columns.last()) else { return 0 };
    if is_strokes(other.body) {
        let is_inside = other.body.starts_with(is_corner) && other.indent < first && last + 1 < other.right();
        let is_side =
            |column: &&usize| other.body.chars().nth(**column - other.indent).is_some_and(is_stroke);
        return if is_inside { columns.iter().filter(is_side).count() } else { 0 };
    }
    if other.body.contains(['|', '│', '┃', '║']) {
        return 0;
    }
    let words = phrases(other);
    let leads = |column: &&usize| words.iter().any(|word| word.start <= **column + 1 && **column <= word.end);
    columns.iter().filter(leads).count()
}

/// The columns of the words on `line`; one space does not part them.
fn phrases(line: &Line<'_>) -> Vec<Range<usize>> {
    let mut phrases = Vec::new();
    let mut column = line.indent;
    for part in line.body.split("  ") {
        let text = part.trim();
        let start = column + width(part) - width(part.trim_start());
        if text.contains(char::is_alphanumeric) {
            phrases.push(start..start + width(text));
        }
        column += width(part) + 2;
    }
    phrases
}

/// Whether `body` is nothing but signs to draw with, a bar, slope or corner among them.
fn is_strokes(body: &str) -> bool {
    body.chars().all(|c| is_bar(c) || is_corner(c) || is_stroke(c) || c == ' ')
        && body.contains(|c| is_bar(c) || is_corner(c))
}

/// Whether `body` is the head of an arrow.
fn is_head(body: &str) -> bool {
    matches!(body, "v" | "V" | "^" | "▼" | "▲" | "↓" | "↑")
}

/// Whether `body` is the upper sides of boxes with wide gaps between them.
fn are_boxes(body: &str) -> bool {
    const SHORTEST: usize = 3;
    const GAP: &str = "   ";
    let is_side = |side: &str| {
        side.chars().count() >= SHORTEST
            && side.starts_with(is_corner)
            && side.ends_with(is_corner)
            && side.chars().all(|c| is_corner(c) || is_stroke(c))
    };
    let sides = || body.split(GAP).map(str::trim).filter(|side| !side.is_empty());
    sides().count() > 1 && sides().all(is_side)
}

fn is_bar(c: char) -> bool {
    matches!(c, '|' | '/' | '\\' | '│' | '┃' | '║')
}

fn is_corner(c: char) -> bool {
    c == '+' || matches!(c, '┌'..='╋' | '╒'..='╬' | '╭'..='╰')
}

fn is_stroke(c: char) -> bool {
    matches!(c, '-' | '=' | '_' | '─' | '━' | '═')
}
