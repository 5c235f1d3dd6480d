//! Running text of a segment, broken into lines.

use crate::document::Span;
use crate::document::position::offset;
use crate::text::wrap_each;

/// One line of a broken paragraph, heading or cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct BrokenLine {
    /// Its text, without the white space around the break.
    pub(super) span: Span,
    /// Columns it takes, a hyphen included.
    pub(super) width: u16,
    /// Whether a hyphen is drawn at its end: it was broken at a soft hyphen.
    pub(super) hyphen: bool,
}

/// Breaks `text`, which starts at `base` in its segment, into lines of at most `measure` columns.
/// There is at least one, even of no text.
pub(super) fn break_lines(text: &str, base: u32, measure: u16) -> Vec<BrokenLine> {
    let mut lines = Vec::new();
    each_line(text, base, measure, &mut |line| lines.push(line));
    lines
}

/// Hands over the lines of [`break_lines`] one by one.
pub(super) fn each_line(text: &str, base: u32, measure: u16, line: &mut dyn FnMut(BrokenLine)) {
    let in_segment = |at| base.saturating_add(offset(at));
    wrap_each(text, measure.into(), &mut |wrapped| {
        line(BrokenLine {
            span: Span::new(in_segment(wrapped.range.start), in_segment(wrapped.range.end)),
            width: u16::try_from(wrapped.width).unwrap_or(u16::MAX),
            hyphen: wrapped.hyphen,
        });
    });
}

/// A line of text in which spaces may be set that the text lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct MendedLine {
    /// The line; the spaces count in its width.
    pub(super) line: BrokenLine,
    /// Where the spaces are, in the segment's text.
    pub(super) spaces: Vec<u32>,
}

/// Breaks `text` like [`break_lines`], with a space before the byte at each of `places` in it.
pub(super) fn break_mended(text: &str, places: &[usize], base: u32, measure: u16) -> Vec<MendedLine> {
    if places.is_empty() {
        let lines = break_lines(text, base, measure).into_iter();
        return lines.map(|line| MendedLine { line, spaces: Vec::new() }).collect();
    }
    let lines = break_lines(&with_spaces(text, places), 0, measure).into_iter();
    // Where each space stands in the text that has them all.
    let set: Vec<u32> = places.iter().enumerate().map(|(before, &at)| offset(at + before)).collect();
    let without = |at: u32| base + at - offset(set.partition_point(|&space| space < at));
    lines
        .map(|line| {
            let Span { start, end } = line.span;
            let first = set.partition_point(|&space| space < start);
            let inside = set.iter().skip(first).take_while(|&&space| space < end);
            MendedLine {
                line: BrokenLine { span: Span::new(without(start), without(end)), ..line },
                spaces: inside.map(|&space| without(space)).collect(),
            }
        })
        .collect()
}

fn with_spaces(text: &str, places: &[usize]) -> String {
    let mut mended = String::with_capacity(text.len() + places.len());
    let mut at = 0;
    for &place in places {
        mended.push_str(text.get(at..place).unwrap_or_default());
        mended.push(' ');
        at = place;
    }
    mended.push_str(text.get(at..).unwrap_or_default());
    mended
}

/// Breaks verse: each of its lines on its own, with what does not fit on it indented below. With each
/// broken line come the columns it is indented by.
pub(super) fn break_verse(text: &str, base: u32, measure: u16) -> Vec<(BrokenLine, u16)> {
    const HANG: u16 = 4;
    let mut broken = Vec::new();
    let mut start = base;
    for line in text.split('\n') {
        let mut parts = break_lines(line, start, measure).into_iter();
        broken.extend(parts.next().map(|first| (first, 0)));
        if let Some(second) = parts.next() {
            let hang = if measure > 2 * HANG { HANG } else { 0 };
            let rest = line.get((second.span.start - start) as usize..).unwrap_or_default();
            let rest = break_lines(rest, second.span.start, measure - hang);
            broken.extend(rest.into_iter().map(|part| (part, hang)));
        }
        start = start.saturating_add(offset(line.len() + 1));
    }
    broken
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verse_hangs() {
        let text = "The boats lie\n  down by the water of the river\nall";
        let lines: Vec<_> = break_verse(text, 10, 20)
            .into_iter()
            .map(|(line, hang)| {
                (text.get(line.span.start as usize - 10..line.span.end as usize - 10).unwrap(), hang)
            })
            .collect();
        assert_eq!(
            lines,
            [("The boats lie", 0), ("  down by the water", 0), ("of the river", 4), ("all", 0)]
        );
    }
}
