//! Positions in the text of a document.

/// The number of a segment: its place in the document, from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SegmentId(pub u32);

impl SegmentId {
    /// The place in a list of segments.
    pub fn index(self) -> usize {
        self.0 as usize
    }

    /// The id of the segment at `index`.
    ///
    /// A segment holds about 64 KiB, so 2³² of them are far beyond any file.
    pub fn from_index(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }
}

/// A position in the text of a document. Ordered as the text is read.
///
/// This is the only kind of position that is kept: scroll anchors, hits, section starts and links
/// are all `TextPos`; rows and lines exist only inside one layout.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextPos {
    /// The segment.
    pub segment: SegmentId,
    /// Byte offset into the segment's text.
    pub offset: u32,
}

impl TextPos {
    /// The position `offset` bytes into `segment`.
    pub fn new(segment: SegmentId, offset: u32) -> Self {
        Self { segment, offset }
    }
}

/// A half-open range of bytes, in a segment's text or its source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The bytes from `start` up to `end`.
    pub fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// For slicing: `text.get(span.range())`.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether `offset` lies in the span.
    pub fn contains(self, offset: u32) -> bool {
        (self.start..self.end).contains(&offset)
    }

    /// Whether there is nothing in it.
    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }
}

/// `length` as an offset into a segment. Segments are bounded by the chunk size, far below 4 GiB.
pub(crate) fn offset(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
