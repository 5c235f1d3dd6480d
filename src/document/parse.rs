//! What a document asks of its format and of its source.

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::{Corrections, Explanation, LeafKind, Segment, SegmentBuilder, Span};

/// Source bytes that can be parsed on their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chunk {
    /// In bytes of the source.
    pub source: Range<u64>,
    /// Whether the chunk goes on with the block that the one before it ended in.
    pub continues: bool,
    /// Whether it is the last for now of a source that still grows: when more is there, another chunk
    /// with the same start takes its place.
    pub is_provisional: bool,
}

impl Chunk {
    /// Bytes of it.
    pub fn length(&self) -> u64 {
        self.source.end - self.source.start
    }
}

/// A source that may still grow, as its document sees it.
pub trait Growing: Send + Sync {
    /// Bytes that are there.
    fn length(&self) -> u64;

    /// Says how far the reader has come, in bytes: the source takes in only so much beyond.
    fn reach(&self, position: u64);

    /// Whether no more is taken in before the reader moves on.
    fn is_paused(&self) -> bool;

    /// Says that nothing before `position` will be looked at again.
    fn forget_before(&self, position: u64);
}

/// Turns chunks into segments. Total: whatever the bytes, there is a segment.
pub trait Parse: Send + Sync {
    /// The segment of `chunk`. The same chunk gives the same segment, however often it is parsed,
    /// until it is [settled](Self::settle).
    fn parse(&self, chunk: &Chunk) -> Segment;

    /// The segment of `chunk` in the light of all of the source that is known by now.
    fn parse_anew(&self, chunk: &Chunk) -> Segment {
        self.parse(chunk)
    }

    /// The source text of `chunk`, for showing it plain when parsing failed.
    fn source_text(&self, chunk: &Chunk) -> String;

    /// Whether all that was read of the source up to now is what was there when it was opened.
    fn is_intact(&self) -> bool {
        true
    }

    /// A parser of the same source that follows `corrections`; none where the format has no use for them.
    fn corrected(&self, corrections: &Arc<Corrections>) -> Option<Arc<dyn Parse>> {
        let _ = corrections;
        None
    }

    /// A parser of the same source that knows what was to be learned of it; none where this one does, or it was
    /// not learned yet.
    fn informed(&self) -> Option<Arc<dyn Parse>> {
        None
    }

    /// Why the block of `chunk` is what it is that has the byte at `at` of the decoded text; where none
    /// has it, the next block.
    fn explain(&self, chunk: &Chunk, at: u32) -> Option<Explanation> {
        let _ = (chunk, at);
        None
    }

    /// Whether the segment of `chunk`, parsed before, may come out otherwise when more of the source is
    /// known.
    fn is_open(&self, chunk: &Chunk) -> bool {
        let _ = chunk;
        false
    }

    /// Whether [`parse_anew`](Self::parse_anew) would give another segment than `parse` (a link whose
    /// definition stands in a later chunk).
    fn is_stale(&self, chunk: &Chunk) -> bool {
        let _ = chunk;
        false
    }

    /// From now on `parse` is to give what `parse_anew` gives.
    fn settle(&self, chunk: &Chunk) {
        let _ = chunk;
    }
}

/// The segment of `chunk`. Where the parser panics, the text is kept line for line, with a warning.
pub fn parse(parser: &dyn Parse, chunk: &Chunk) -> Segment {
    contained(parser, chunk, || parser.parse(chunk))
}

/// The same, in the light of all of the source that is known by now.
pub fn parse_anew(parser: &dyn Parse, chunk: &Chunk) -> Segment {
    contained(parser, chunk, || parser.parse_anew(chunk))
}

fn contained(parser: &dyn Parse, chunk: &Chunk, parse: impl FnOnce() -> Segment) -> Segment {
    catch_unwind(AssertUnwindSafe(parse)).unwrap_or_else(|_| {
        let text = parser.source_text(chunk);
        let mut builder = SegmentBuilder::new(chunk.source.start);
        builder.warn("a part of the text could not be typeset and is shown as it is");
        builder.leaf(
            LeafKind::CodeBlock { info: Span::default() },
            0..text.len(),
            text.trim_end_matches('\n'),
        );
        builder.finish(text.len())
    })
}

/// What the parser says of a block. Where it panics, nothing.
pub(super) fn explain(parser: &dyn Parse, chunk: &Chunk, at: u32) -> Option<Explanation> {
    catch_unwind(AssertUnwindSafe(|| parser.explain(chunk, at))).unwrap_or_default()
}

/// Parses what is not there yet.
pub(super) struct Nothing;

impl Parse for Nothing {
    fn parse(&self, chunk: &Chunk) -> Segment {
        SegmentBuilder::new(chunk.source.start).finish(0)
    }

    fn source_text(&self, _: &Chunk) -> String {
        String::new()
    }
}
