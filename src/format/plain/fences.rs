//! Fences around code: a line of backticks or tildes, with what the language is behind them, to the next line of as
//! many of them alone.
//!
//! No chunk begins within fences, so that each can be read alone. Of what stands before a chunk only some is looked
//! at, which may begin anywhere: there, fences are told from the end on.

use std::collections::HashMap;
use std::ops::Range;

use super::lines::Line;

/// Lines from a fence to the one that closes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fenced {
    /// The lines, with the fences.
    pub(super) lines: Range<usize>,
    /// Whether the first of them is the fence that opens: else it stands before all lines.
    pub(super) has_opening: bool,
}

/// What is fenced among `lines`, of which those before `own` are only some of those that are there. What opens before,
/// within or after `own` is closed there, or it is text.
pub(super) fn fenced(lines: &[Line<'_>], own: &Range<usize>) -> Vec<Fenced> {
    let signed: Vec<_> = lines.iter().enumerate().filter(|(_, line)| sign(line.body).is_some()).collect();
    if signed.is_empty() {
        return Vec::new();
    }
    let start = signed.partition_point(|(at, _)| *at < own.start);
    let end = signed.partition_point(|(at, _)| *at < own.end);
    let part = |range: Range<usize>| signed.get(range).unwrap_or_default();
    [backward(part(0..start)), forward(part(start..end)), forward(part(end..signed.len()))].concat()
}

/// What the first of `fences` that can do so open, each up to the nearest that closes it.
fn forward(fences: &[(usize, &Line<'_>)]) -> Vec<Fenced> {
    let bodies: Vec<_> = fences.iter().map(|(_, line)| line.body).collect();
    let line = |at: usize| fences.get(at).map_or(0, |(line, _)| *line);
    let between = |(opening, closing)| Fenced { lines: line(opening)..line(closing) + 1, has_opening: true };
    pairs(&bodies).into_iter().map(between).collect()
}

/// The fences among `bodies`, lines that may be some, that belong together.
fn pairs(bodies: &[&str]) -> Vec<(usize, usize)> {
    let mut next_alone: HashMap<&str, usize> = HashMap::new();
    let mut closings: Vec<_> = bodies
        .iter()
        .enumerate()
        .rev()
        .map(|(at, body)| {
            let sign = sign(body)?;
            let closing = next_alone.get(sign).copied();
            if *body == sign {
                next_alone.insert(sign, at);
            }
            closing
        })
        .collect();
    closings.reverse();
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (opening, closing) in closings.into_iter().enumerate() {
        let is_outside = pairs.last().is_none_or(|&(_, closing)| closing < opening);
        pairs.extend(closing.filter(|_| is_outside).map(|closing| (opening, closing)));
    }
    pairs
}

/// What the last `fences` of a text close, each the nearest that can be its opening.
fn backward(fences: &[(usize, &Line<'_>)]) -> Vec<Fenced> {
    let mut found = Vec::new();
    let mut rest = fences;
    while let Some((&(closing, last), before)) = rest.split_last() {
        rest = before;
        if sign(last.body) != Some(last.body) {
            continue;
        }
        let opening = before.iter().rposition(|(_, line)| sign(line.body) == Some(last.body));
        let line = opening.and_then(|at| before.get(at)).map(|(line, _)| *line);
        found.push(Fenced { lines: line.unwrap_or(0)..closing + 1, has_opening: line.is_some() });
        rest = before.get(..opening.unwrap_or(0)).unwrap_or_default();
    }
    found.reverse();
    found
}

/// The backticks or tildes that `body` begins with, if it may be a fence.
fn sign(body: &str) -> Option<&str> {
    const LEAST: usize = 3;
    let sign = body.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = body.len() - body.trim_start_matches(sign).len();
    let info = body.get(length..)?;
    (length >= LEAST && !info.contains(sign)).then(|| body.get(..length))?
}

/// What stands between fences in the bytes of a chunk.
pub(super) struct Fences {
    spans: Vec<Range<usize>>,
    /// Where the first fence begins that may be closed behind what was read.
    open: Option<usize>,
}

impl Fences {
    /// Those in `bytes`; `is_all` says that what nothing closes there is text.
    pub(super) fn of(bytes: &[u8], is_all: bool) -> Self {
        let (spans, open) = spans(bytes);
        Self { spans, open: open.filter(|_| !is_all) }
    }

    /// Whether one may be closed behind what was read.
    pub(super) fn may_be_open(&self) -> bool {
        self.open.is_some()
    }

    /// Whether a cut at `at` might go through one of them.
    pub(super) fn hold(&self, at: usize) -> bool {
        self.around(at).is_some() || self.open.is_some_and(|open| open < at)
    }

    /// What is fenced around a cut at `at`.
    pub(super) fn around(&self, at: usize) -> Option<&Range<usize>> {
        let next = self.spans.partition_point(|span| span.end <= at);
        self.spans.get(next).filter(|span| span.start < at)
    }

    /// Where the first ends that does so at `at` or later.
    pub(super) fn end_from(&self, at: usize) -> Option<usize> {
        let next = self.spans.partition_point(|span| span.end < at);
        self.spans.get(next).map(|span| span.end).filter(|&end| self.open.is_none_or(|open| end <= open))
    }
}

/// Where what is fenced in `text`, which begins outside fences, begins and ends, in bytes; and where the first line
/// begins that would be a fence if another were there to close it.
fn spans(text: &[u8]) -> (Vec<Range<usize>>, Option<usize>) {
    let found = found(text);
    let bodies: Vec<_> = found.iter().map(|(_, body)| *body).collect();
    let pairs = pairs(&bodies);
    let end = |at: usize| found.get(at).map_or(0, |(line, _)| line.end);
    let start = |at: usize| found.get(at).map_or(0, |(line, _)| line.start);
    let mut outside = 0;
    let before_pair = pairs.iter().find_map(|&(opening, closing)| {
        let before = std::mem::replace(&mut outside, closing + 1);
        (before < opening).then_some(before)
    });
    let open = before_pair.or_else(|| (outside < found.len()).then_some(outside)).map(start);
    (pairs.iter().map(|&(opening, closing)| start(opening)..end(closing)).collect(), open)
}

/// The lines of `text` that may be fences: where each lies, with its end, and what stands on it.
fn found(text: &[u8]) -> Vec<(Range<usize>, &str)> {
    const MARKS: [&[u8]; 2] = [b"```", b"~~~"];
    let mut found: Vec<(Range<usize>, &str)> = Vec::new();
    for mark in MARKS {
        let mut at = 0;
        while let Some(hit) = text.get(at..).and_then(|rest| memchr::memmem::find(rest, mark)) {
            let hit = at + hit;
            let start =
                memchr::memrchr2(b'\n', b'\r', text.get(..hit).unwrap_or_default()).map_or(0, |end| end + 1);
            let rest = text.get(hit..).unwrap_or_default();
            let length = memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
            let line = start..(hit + length + 1).min(text.len());
            let body = text.get(start..hit + length).and_then(|body| std::str::from_utf8(body).ok());
            found.extend(
                body.map(str::trim).filter(|body| sign(body).is_some()).map(|body| (line.clone(), body)),
            );
            at = line.end;
        }
    }
    found.sort_unstable_by_key(|(line, _)| line.start);
    found
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;

    /// Where what is fenced lies: the lines, and a sign before them where nothing opens it.
    fn drawn(text: &str, own: Range<usize>) -> Vec<(Range<usize>, bool)> {
        fenced(&lines(text), &own).into_iter().map(|found| (found.lines, found.has_opening)).collect()
    }

    #[test]
    fn fences_are_closed_by_as_many_signs_alone() {
        for (text, expected) in [
            ("```\na\n```\n", vec![(0..3, true)]),
            ("~~~ rust\n```\n~~~\n```\n", vec![(0..3, true)]),
            ("````\n```\n````\n", vec![(0..3, true)]),
            ("``` a ` b\n```\nc\n```\n", vec![(1..4, true)]),
            ("```\na\n~~~\nb\n", vec![]),
            ("```\n```\n```\n```\n", vec![(0..2, true), (2..4, true)]),
        ] {
            assert_eq!(drawn(text, 0..lines(text).len()), expected, "{text}");
            let spans = spans(text.as_bytes()).0;
            let lines = lines(text);
            let start = |at: usize| lines.get(at).map_or(text.len(), |line| line.start);
            let by_line: Vec<_> = expected.iter().map(|(at, _)| start(at.start)..start(at.end)).collect();
            assert_eq!(spans, by_line, "{text}");
        }
    }

    #[test]
    fn before_a_chunk_fences_are_told_from_the_end() {
        for (before, expected) in [
            ("a\n```\nb\n", vec![(0..2, false)]),
            ("a\n```\nb\n```sh\nc\n```\n", vec![(0..2, false), (3..6, true)]),
            ("```sh\nc\n```\nd\n", vec![(0..3, true)]),
            ("```sh\nc\n", vec![]),
        ] {
            let text = format!("{before}Text.\n```\ncode\n```\n");
            let start = lines(before).len();
            let own = (start + 1..start + 4, true);
            let all: Vec<_> = expected.into_iter().chain([own]).collect();
            assert_eq!(drawn(&text, start..start + 4), all, "{text}");
        }
    }

    #[test]
    fn the_first_fence_that_nothing_closes_is_open() {
        for (text, expected) in [
            ("a\n```\nb\n", Some(2)),
            ("```\nb\n```\n  ~~~\nc", Some(10)),
            ("```a\n~~~\nb\n~~~\n", Some(0)),
            ("```\nb\n```\n", None),
        ] {
            assert_eq!(spans(text.as_bytes()).1, expected, "{text}");
        }
    }
}
