//! Plain.

pub mod ink;

use std::sync::Arc;

use anyhow::Result;

use super::{Confidence, Format, Reader};
use crate::document::{Chunk, LeafKind, Parse, Segment, SegmentBuilder};
use crate::source::Source;

/// The format.
pub struct Plain;

impl Format for Plain {
    fn name(&self) -> &'static str {
        "plain"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["plain"]
    }

    fn sniff(&self, _head: &str) -> Confidence {
        Confidence::Fallback
    }

    fn open(&self, source: Arc<Source>) -> Result<Arc<dyn Reader>> {
        Ok(Arc::new(PlainReader { source }))
    }
}

struct PlainReader {
    source: Arc<Source>,
}

impl Parse for PlainReader {
    fn parse(&self, chunk: &Chunk) -> Segment {
        let mut builder = SegmentBuilder::new(chunk.source.start);
        let text = self.source.text(chunk.source.clone()).unwrap_or_default();
        builder.leaf(LeafKind::Paragraph, 0..text.len(), text.trim_end());
        builder.finish(text.len())
    }

    fn source_text(&self, chunk: &Chunk) -> String {
        self.source.text(chunk.source.clone()).unwrap_or_default()
    }
}

impl Reader for PlainReader {
    fn chunks(self: Arc<Self>) -> Box<dyn Iterator<Item = Chunk> + Send> {
        Box::new(std::iter::once(Chunk { source: 0..self.source.len(), continues: false }))
    }

    fn parser(self: Arc<Self>) -> Arc<dyn Parse> {
        self
    }
}
