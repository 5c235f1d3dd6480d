//! Writes text into a segment and keeps the source spans of its leaves in order and without gaps.
//!
//! All text passes through [`Writer::put`] with its offset in the chunk, so that the styles which
//! were taken off the text before it was cut into lines are laid on again here, and all spans lead
//! back to the chunk as it was. URLs become links on the way.

use std::ops::Range;

use super::super::ink::Inked;
use super::super::lines::Line;
use crate::document::{
    ContainerId, ContainerKind, Furniture, InlineStyle, LeafKind, LinkId, Purpose, Segment, SegmentBuilder,
    Span,
};
use crate::format::linkify;

/// The only way in which text and spans reach the builder.
pub(in super::super) struct Writer<'t> {
    /// For strings and styles; leaves and containers go through the writer.
    pub(in super::super) builder: SegmentBuilder,
    chunk: &'t Inked,
    /// Where signs of links stand in the text of `chunk`.
    link_signs: Vec<usize>,
    /// One past the last byte that lies in a leaf.
    covered: usize,
    has_leaves: bool,
    /// Whether URLs in the open leaf are links.
    may_link: bool,
    /// What a forced cut went through, until the first leaf goes on with it.
    joint: Option<Joint>,
}

/// How the first block goes on with the one before a forced cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Joint {
    /// The cut is within a line; this parts the texts.
    WithinLine(&'static str),
    /// The cut is between two lines of a leaf; this parts the texts.
    BetweenLines(&'static str),
    /// The cut is between two rows of a table, or two items of a list.
    InContainer,
}

impl<'t> Writer<'t> {
    /// A writer into `builder` for the text of `chunk`, in which all offsets are counted.
    pub(in super::super) fn new(builder: SegmentBuilder, chunk: &'t Inked) -> Self {
        let link_signs = linkify::signs(&chunk.text);
        Self { builder, chunk, link_signs, covered: 0, has_leaves: false, may_link: false, joint: None }
    }

    /// Says how the text goes on with what stands before a forced cut.
    pub(in super::super) fn go_on(&mut self, joint: Option<Joint>) {
        self.joint = joint;
    }

    /// Makes the first leaf go on with the one before the cut. The rest of a line is never a heading,
    /// however short it is.
    fn join(&mut self, kind: LeafKind) {
        let Some(joint) = self.joint.take().filter(|_| self.builder.current() == ContainerId::ROOT) else {
            return;
        };
        let (Joint::WithinLine(between) | Joint::BetweenLines(between)) = joint else { return };
        if matches!((joint, kind), (Joint::WithinLine(_), LeafKind::Heading(_))) {
            self.builder.set_leaf_kind(LeafKind::Paragraph);
        }
        self.builder.join(between);
    }

    /// Notes that a correction was followed of the block at `start`.
    pub(in super::super) fn followed(&mut self, correction: usize, start: usize) {
        let source = self.raw_offset(start);
        self.builder.followed(correction, source);
    }

    /// Opens a container.
    pub(in super::super) fn open(&mut self, kind: ContainerKind, source: &Range<usize>) -> ContainerId {
        let id = self.builder.open(kind, self.raw(source));
        if self.joint.take_if(|joint| *joint == Joint::InContainer).is_some() {
            self.builder.continue_container(Span::default());
        }
        id
    }

    /// Begins a leaf. Marks between the last leaf and `source` are taken in.
    pub(in super::super) fn begin(&mut self, kind: LeafKind, source: Range<usize>) {
        let start = self.covered.max(source.start);
        let skipped = self.chunk.text.get(self.covered..start).unwrap_or_default();
        let marks = skipped.trim_start_matches(is_unmarked);
        let start = if marks.is_empty() { start } else { start - marks.len() };
        let end = source.end.max(start);
        self.builder.begin(kind, self.raw(&(start..end)));
        self.join(kind);
        self.covered = end;
        self.has_leaves = true;
        self.may_link =
            !matches!(kind, LeafKind::CodeBlock { .. } | LeafKind::ThematicBreak | LeafKind::Marker);
    }

    /// Begins a leaf of page furniture, which the leaf before may go on behind.
    pub(in super::super) fn begin_furniture(&mut self, kind: Furniture, source: Range<usize>) {
        // Nothing goes on with it, nor over it.
        self.joint = None;
        if source.start >= self.covered {
            return self.begin(LeafKind::Furniture(kind), source);
        }
        let end = source.end.max(source.start);
        self.builder.begin(LeafKind::Furniture(kind), self.raw(&(source.start..end)));
        self.covered = self.covered.max(end);
        self.may_link = false;
    }

    /// Notes what the open or last leaf is for.
    pub(in super::super) fn note(&mut self, purpose: Option<Purpose>) {
        if let Some(purpose) = purpose {
            self.builder.purpose(purpose);
        }
    }

    /// Adds the text of `line` to the open leaf. URLs in it become links, except in code.
    pub(in super::super) fn put(&mut self, line: &Line<'_>) {
        let mut start = line.start;
        if self.may_link && self.has_link_sign(line.start..line.end()) {
            for (range, destination) in linkify::urls(line.body) {
                let url = line.start + range.start..line.start + range.end;
                let target = self.builder.link(&destination, "");
                self.styled(start..url.start, None);
                self.styled(url.clone(), target);
                start = url.end;
            }
        }
        self.styled(start..line.end(), None);
    }

    /// Whether a sign of links stands in these bytes of the chunk's text.
    fn has_link_sign(&self, range: Range<usize>) -> bool {
        let next = self.link_signs.partition_point(|&sign| sign < range.start);
        self.link_signs.get(next).is_some_and(|&sign| sign < range.end)
    }

    /// Adds bytes of the chunk's text in the styles that they had there.
    fn styled(&mut self, range: Range<usize>, link: Option<LinkId>) {
        let styles = &self.chunk.styles;
        let first = styles.partition_point(|(styled, _)| styled.end as usize <= range.start);
        let mut rest = range;
        for (styled, style) in styles.iter().skip(first) {
            let inside = rest.start.max(styled.start as usize)..rest.end.min(styled.end as usize);
            if inside.is_empty() {
                break;
            }
            self.piece(rest.start..inside.start, InlineStyle::empty(), link);
            self.piece(inside.clone(), *style, link);
            rest.start = inside.end;
        }
        self.piece(rest, InlineStyle::empty(), link);
    }

    /// Adds bytes of the chunk's text in one style.
    fn piece(&mut self, range: Range<usize>, style: InlineStyle, link: Option<LinkId>) {
        let style = if link.is_some() { style | InlineStyle::LINK } else { style };
        self.builder.style(style, link);
        self.builder.text(self.chunk.text.get(range).unwrap_or_default());
    }

    /// Whether `sign` is the last character before the byte `at` that is not white space.
    pub(in super::super) fn is_behind(&self, sign: char, at: usize) -> bool {
        self.chunk.text.get(..at).is_some_and(|before| before.trim_end().ends_with(sign))
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
            self.builder.set_source_end(self.raw_offset(end));
            self.covered = end;
        }
        self.builder.extend_source(self.raw_offset(self.covered));
    }

    /// Closes the innermost container, which reaches as far as what lies in it.
    pub(in super::super) fn close(&mut self) {
        self.builder.extend_source(self.raw_offset(self.covered));
        self.builder.close();
    }

    /// The segment. Marks after the last leaf belong to it.
    pub(in super::super) fn finish(mut self) -> Segment {
        let text = &self.chunk.text;
        let rest = text.get(self.covered..).unwrap_or_default();
        let marks = rest.trim_end_matches(is_unmarked).len();
        if marks > 0 && !self.has_leaves {
            self.begin(LeafKind::Paragraph, self.covered..self.covered);
        }
        self.end();
        if marks > 0 {
            self.builder.set_source_end(self.raw_offset(self.covered + marks));
        }
        let length = self.raw_offset(text.len());
        self.builder.finish(length)
    }

    /// Where bytes of the chunk's text stand in the chunk.
    fn raw(&self, range: &Range<usize>) -> Range<usize> {
        self.raw_offset(range.start)..self.raw_offset(range.end)
    }

    fn raw_offset(&self, offset: usize) -> usize {
        self.chunk.source_offset(offset)
    }
}

/// Whether `c` needs no leaf: white space, or a byte order mark.
fn is_unmarked(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}'
}
