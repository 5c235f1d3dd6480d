//! The lines of the source.

use std::ops::Range;

use super::{Segments, TooLong, segments_of};
use crate::document::position::offset;
use crate::document::{Chunk, LeafKind, Parse, Segment, SegmentId, Span, TextPos};

/// The lines of the source that hold the text between two positions, of at most so many bytes.
pub fn source(
    segments: &mut Segments<'_>,
    chunk: impl Fn(SegmentId) -> Option<Chunk>,
    parser: &dyn Parse,
    range: Range<TextPos>,
    most: usize,
) -> Result<String, TooLong> {
    let mut taken = String::new();
    for id in segments_of(&range) {
        let Some((segment, chunk)) = segments(id).zip(chunk(id)) else { break };
        let text = parser.source_text(&chunk);
        let start = if id == range.start.segment { source_of(&segment, range.start.offset).start } else { 0 };
        let is_last = id == range.end.segment;
        let last = range.end.offset.saturating_sub(1);
        let end = if is_last { source_of(&segment, last).end } else { offset(text.len()) };
        taken.push_str(whole_lines(&text, start as usize, end as usize));
        if taken.len() > most {
            return Err(TooLong);
        }
    }
    Ok(taken.trim_end_matches(['\n', '\r']).replace("\r\n", "\n"))
}

/// Where the leaf at `offset` stands in its chunk's decoded source: a cell, with its table.
fn source_of(segment: &Segment, offset: u32) -> Span {
    let Some(leaf) = segment.leaves().get(segment.leaf_at(offset)) else { return Span::default() };
    match (leaf.kind, segment.table_of(leaf.container)) {
        (LeafKind::Cell { .. }, Some(table)) => segment.container(table).source,
        _ => leaf.source,
    }
}

/// The lines of a text that have something between two places.
fn whole_lines(text: &str, start: usize, end: usize) -> &str {
    let (start, end) = (start.min(text.len()), end.min(text.len()));
    let bytes = text.as_bytes();
    let start = memchr::memrchr(b'\n', bytes.get(..start).unwrap_or_default()).map_or(0, |at| at + 1);
    let is_at_line_start = end > start && bytes.get(end - 1) == Some(&b'\n');
    let rest = bytes.get(end..).unwrap_or_default();
    let end = if is_at_line_start {
        end
    } else {
        memchr::memchr(b'\n', rest).map_or(text.len(), |at| end + at + 1)
    };
    text.get(start..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_whole() {
        let text = "one\ntwo\nthree\n";
        for (start, end, expected) in [
            (0, 0, "one\n"),
            (1, 2, "one\n"),
            (5, 6, "two\n"),
            (5, 8, "two\n"),
            (2, 9, text),
            (9, 99, "three\n"),
            (99, 99, ""),
        ] {
            assert_eq!(whole_lines(text, start, end), expected, "{start}..{end}");
        }
    }
}
