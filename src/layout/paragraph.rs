//! Running text of a segment, broken into lines.

use crate::document::Span;
use crate::document::position::offset;
use crate::text::wrap;

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
    let in_segment = |at| base.saturating_add(offset(at));
    let lines = wrap(text, measure.into()).into_iter();
    lines
        .map(|line| BrokenLine {
            span: Span::new(in_segment(line.range.start), in_segment(line.range.end)),
            width: u16::try_from(line.width).unwrap_or(u16::MAX),
            hyphen: line.hyphen,
        })
        .collect()
}
