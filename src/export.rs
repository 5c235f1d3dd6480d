//! What folio writes for other programs: the typeset text, the parsed document as JSON or as Markdown,
//! its sections as an outline, what the reader noted on it, and tables alone.

mod blocks;
mod furniture;
pub mod json;
pub mod markdown;
pub mod notes;
mod ordered;
pub mod outline;
pub mod print;
mod quoted;
pub mod table;
pub mod training;

use crate::document::{Document, Opening, SegmentId, TextPos};

/// A document whose every chunk is parsed, and where its parts lie in the source.
///
/// Offsets count bytes of the text that the source decodes to. For valid UTF-8 these are the bytes
/// of the file, a byte order mark included; where bytes are invalid, each U+FFFD in their place
/// counts as its three bytes; and other encodings are counted in their UTF-8 form without a mark.
pub struct Whole {
    document: Document,
    /// Where each segment starts.
    starts: Vec<u64>,
    /// Where the source ends.
    end: u64,
}

impl Whole {
    /// Finds and parses all of a document that is being opened.
    pub fn load(opening: Opening) -> Self {
        let Opening { mut document, chunks } = opening;
        if let Some(source) = document.growing() {
            source.reach(u64::MAX);
        }
        document.push_chunks(chunks.filter(|chunk| !chunk.is_provisional));
        document.end_chunks();
        for index in 0..document.n_segments() {
            document.demand(SegmentId::from_index(index));
        }
        document.refresh_outline();
        Self::new(document)
    }

    fn new(document: Document) -> Self {
        let mut starts = Vec::with_capacity(document.n_segments());
        let (mut end, mut surplus) = (0, 0);
        for (id, segment) in document.segments() {
            let start = segment.source_start() + surplus;
            end = start + u64::from(segment.source_length());
            starts.push(start);
            let raw_end = document.chunk(id).map_or(end, |chunk| chunk.source.end);
            surplus = end.saturating_sub(raw_end);
        }
        Self { document, starts, end }
    }

    /// What went wrong while it was read.
    pub fn trouble(&self) -> Option<Box<str>> {
        self.document.segments().find_map(|(_, segment)| segment.warning()).map(Box::from)
    }

    /// Where the text of a segment starts.
    fn start_of(&self, id: SegmentId) -> u64 {
        self.starts.get(id.index()).copied().unwrap_or(self.end)
    }

    /// Where the leaf at `pos` starts.
    fn source_of(&self, pos: TextPos) -> u64 {
        let Some(segment) = self.document.segment(pos.segment) else { return self.end };
        self.start_of(pos.segment) + segment.source_of(pos.offset) - segment.source_start()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::document::{Chunk, LeafKind, Parse, Segment, SegmentBuilder};

    /// Gives the same segment for every chunk but for where it starts.
    struct Repeat<F>(F);

    impl<F: Fn(&mut SegmentBuilder) + Send + Sync> Parse for Repeat<F> {
        fn parse(&self, chunk: &Chunk) -> Segment {
            let mut builder = SegmentBuilder::new(chunk.source.start);
            (self.0)(&mut builder);
            // One byte more than the chunk has, as if one had been invalid.
            builder.finish(usize::try_from(chunk.source.end - chunk.source.start + 1).unwrap())
        }

        fn source_text(&self, _: &Chunk) -> String {
            String::new()
        }
    }

    pub(super) fn opening(
        count: u64,
        build: impl Fn(&mut SegmentBuilder) + Send + Sync + 'static,
    ) -> Opening {
        let document = Document::new("name", Arc::new(Repeat(build)));
        let chunk =
            |index| Chunk { source: index * 10..index * 10 + 10, continues: false, is_provisional: false };
        Opening { document, chunks: Box::new((0..count).map(chunk)) }
    }

    /// A document of one segment.
    pub(super) fn whole(build: impl Fn(&mut SegmentBuilder) + Send + Sync + 'static) -> Whole {
        Whole::load(opening(1, build))
    }

    #[test]
    fn offsets_count_the_decoded_text() {
        let whole = Whole::load(opening(3, |builder| builder.leaf(LeafKind::Heading(1), 4..9, "Head")));
        assert_eq!(whole.starts, [0, 11, 22]);
        assert_eq!(whole.end, 33);
        let outline = whole.document.outline();
        let sections = outline.ids().filter_map(|id| outline.get(id));
        let starts: Vec<_> = sections.map(|section| whole.source_of(section.start)).collect();
        assert_eq!(starts, [4, 15, 26]);
    }

    #[test]
    fn what_went_wrong_is_known_of_the_whole() {
        let whole = whole(|builder| {
            builder.leaf(LeafKind::Paragraph, 0..9, "Words");
            builder.warn("the line broke");
        });
        assert_eq!(whole.trouble().as_deref(), Some("the line broke"));
    }

    #[test]
    fn a_document_without_chunks_is_whole() {
        let whole = Whole::load(opening(0, |_| ()));
        assert_eq!((whole.end, whole.document.title()), (0, "name"));
    }
}
