//! Writes text into a segment and keeps the source spans of its leaves in order and without gaps.
//!
//! All text passes through [`Writer::put`] with its offset in the chunk, so styles that were taken
//! off the text before it was cut into lines can be laid on again here.

use std::ops::Range;

use super::super::lines::Line;
use crate::document::{LeafKind, Segment, SegmentBuilder};

/// The only way in which text and spans reach the builder.
pub(in super::super) struct Writer<'t> {
    /// For containers and strings; leaves go through the writer.
    pub(in super::super) builder: SegmentBuilder,
    text: &'t str,
    /// One past the last byte that lies in a leaf.
    covered: usize,
    has_leaves: bool,
}

impl<'t> Writer<'t> {
    /// A writer for a chunk with this `text`, which starts at byte `source_start` of the source.
    pub(in super::super) fn new(source_start: u64, text: &'t str) -> Self {
        Self { builder: SegmentBuilder::new(source_start), text, covered: 0, has_leaves: false }
    }

    /// Begins a leaf. Marks between the last leaf and `source` are taken in.
    pub(in super::super) fn begin(&mut self, kind: LeafKind, source: Range<usize>) {
        let start = self.covered.max(source.start);
        let skipped = self.text.get(self.covered..start).unwrap_or_default();
        let marks = skipped.trim_start_matches(is_unmarked);
        let start = if marks.is_empty() { start } else { start - marks.len() };
        let end = source.end.max(start);
        self.builder.begin(kind, start..end);
        self.covered = end;
        self.has_leaves = true;
    }

    /// Adds the text of `line` to the open leaf.
    pub(in super::super) fn put(&mut self, line: &Line<'_>) {
        self.builder.text(line.body);
    }

    /// Adds white space that stands for a line's end or a margin.
    pub(in super::super) fn glue(&mut self, space: &str) {
        self.builder.text(space);
    }

    /// Ends the open leaf.
    pub(in super::super) fn end(&mut self) {
        self.builder.end();
    }

    /// Makes the last leaf and the innermost container reach to `end`.
    pub(in super::super) fn extend(&mut self, end: usize) {
        if end > self.covered {
            self.builder.set_source_end(end);
            self.covered = end;
        }
        self.builder.extend_source(self.covered);
    }

    /// Closes the innermost container, which reaches as far as what lies in it.
    pub(in super::super) fn close(&mut self) {
        self.builder.extend_source(self.covered);
        self.builder.close();
    }

    /// The segment. Marks after the last leaf belong to it.
    pub(in super::super) fn finish(mut self) -> Segment {
        let rest = self.text.get(self.covered..).unwrap_or_default();
        let marks = rest.trim_end_matches(is_unmarked).len();
        if marks > 0 && !self.has_leaves {
            self.begin(LeafKind::Paragraph, self.covered..self.covered);
        }
        self.end();
        if marks > 0 {
            self.builder.set_source_end(self.covered + marks);
        }
        self.builder.finish(self.text.len())
    }
}

/// Whether `c` needs no leaf: white space, or a byte order mark.
fn is_unmarked(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}'
}
