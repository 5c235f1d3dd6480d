//! Protection from container bombs: lines that open hundreds of nested quotes or lists.
//!
//! Each open container is checked on each further line, so that a long row of `>` followed by
//! many short lines costs the product of both. A line with more than [`MAX_MARKERS`] container
//! markers is no text that anybody wrote; it is shown as it stands, and the text before and after
//! it is parsed on its own.

use std::ops::Range;

use super::marks;
use super::scan::{Scanner, Unfinished};

/// The most container markers a line may begin with and still be parsed.
const MAX_MARKERS: usize = 64;

/// A part of a chunk's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// To be parsed.
    Text(Range<usize>),
    /// Lines with too many container markers, to be shown as they are.
    TooDeep(Range<usize>),
}

/// The parts of `text` in order, without gaps, each with the block that it starts in. `unfinished`
/// is the one that `text` starts in.
pub(super) fn parts<'a>(
    text: &str,
    unfinished: Option<&'a Unfinished>,
) -> impl Iterator<Item = (Part, Option<&'a Unfinished>)> + use<'a> {
    let starts = std::iter::once(unfinished).chain(std::iter::repeat(None));
    split(text, unfinished).into_iter().zip(starts)
}

fn split(text: &str, unfinished: Option<&Unfinished>) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut text_start = 0;
    for deep in deep_lines(text.as_bytes(), unfinished) {
        match parts.last_mut() {
            Some(Part::TooDeep(last)) if last.end == deep.start => last.end = deep.end,
            _ => {
                push_text(&mut parts, text_start..deep.start);
                parts.push(Part::TooDeep(deep.clone()));
            }
        }
        text_start = deep.end;
    }
    push_text(&mut parts, text_start..text.len());
    parts
}

fn push_text(parts: &mut Vec<Part>, range: Range<usize>) {
    if !range.is_empty() {
        parts.push(Part::Text(range));
    }
}

/// The lines with too many markers that do not lie in a literal block.
fn deep_lines(text: &[u8], unfinished: Option<&Unfinished>) -> Vec<Range<usize>> {
    if !marks::lines(text).any(|line| is_too_deep(text, &line)) {
        return Vec::new();
    }
    let mut scanner = unfinished.map(Unfinished::scanner).unwrap_or_default();
    let mut deep = Vec::new();
    for line in marks::lines(text) {
        if !scanner.is_in_literal() && is_too_deep(text, &line) {
            scanner = Scanner::default();
            deep.push(line);
        } else {
            scanner.pass(text.get(line).unwrap_or_default());
        }
    }
    deep
}

fn is_too_deep(text: &[u8], line: &Range<usize>) -> bool {
    line.len() > MAX_MARKERS / 4 && text.get(line.clone()).is_some_and(has_too_many_markers)
}

/// Whether `line` begins with more than [`MAX_MARKERS`] container markers. Before a marker, two
/// columns of indentation count for one: they stand for an item that is open already.
fn has_too_many_markers(line: &[u8]) -> bool {
    let mut rest = line.trim_ascii_start();
    let indent = line.get(..line.len() - rest.len()).unwrap_or_default();
    let columns: usize = indent.iter().map(|&byte| if byte == b'\t' { 4 } else { 1 }).sum();
    let limit = MAX_MARKERS.saturating_sub(columns / 2);
    for _ in 0..=limit {
        let Some(length) = marker_length(rest) else { return false };
        rest = rest.get(length..).unwrap_or_default().trim_ascii_start();
    }
    true
}

/// Bytes of the container marker at the start of `line`.
fn marker_length(line: &[u8]) -> Option<usize> {
    match line.first()? {
        b'>' => Some(1),
        b'[' => marks::footnote_label_length(line),
        _ => marks::list_marker(line).map(|marker| marker.length),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_text_is_one_part() {
        for text in ["a\n", "> > > a\n- b", &"- ".repeat(200), &format!("    {}", "x".repeat(500))] {
            assert_eq!(split(text, None), [Part::Text(0..text.len())], "{text}");
        }
        assert_eq!(split("", None), []);
    }

    #[test]
    fn deep_lines_are_set_apart() {
        for marker in [">", "- ", "1. ", "> * ", "[^a]: ", "\t\t"] {
            let deep = format!("{}- x\n", marker.repeat(65));
            let text = format!("a\n{deep}{deep}b\n");
            let end = 2 + 2 * deep.len();
            let expected = [Part::Text(0..2), Part::TooDeep(2..end), Part::Text(end..end + 2)];
            assert_eq!(split(&text, None), expected, "{marker}");
        }
    }

    #[test]
    fn code_may_hold_anything() {
        let text = format!("```\n{}x\n```\n", ">".repeat(100));
        assert_eq!(split(&text, None), [Part::Text(0..text.len())]);
    }
}
