//! Plain text without any structure but blocks between blank lines: for those who want to see what is
//! there, line by line.

use std::sync::Arc;

use anyhow::Result;

use super::ink::Inked;
use super::lines::{Line, lines};
use super::model::Weights;
use super::setting::Writer;
use super::{Plain, PlainReader, split};
use crate::document::{Chunk, LeafKind, Parse, Reading, Segment, SegmentBuilder};
use crate::format::{Confidence, Format, Reader, read};
use crate::source::Source;

/// The format.
pub struct Verbatim;

impl Format for Verbatim {
    fn name(&self) -> &'static str {
        Plain.name()
    }

    fn extensions(&self) -> &'static [&'static str] {
        &[]
    }

    fn sniff(&self, _: &str) -> Confidence {
        Confidence::None
    }

    fn reading(&self) -> Reading {
        Reading::Verbatim
    }

    fn open(&self, source: Arc<Source>) -> Result<Arc<dyn Reader>> {
        Ok(Arc::new(VerbatimReader(PlainReader::new(source, Weights::bundled()))))
    }
}

/// Cuts the source as if its structure was recovered, and keeps every line.
struct VerbatimReader(PlainReader);

impl Parse for VerbatimReader {
    fn parse(&self, chunk: &Chunk) -> Segment {
        let mut builder = SegmentBuilder::new(chunk.source.start);
        let inked = Inked::of(read(&self.0.source, chunk, &mut builder));
        let all = lines(&inked.text);
        let mut writer = Writer::new(builder, &inked);
        let mut joint = self.joint(chunk);
        for block in all.split(Line::is_blank).filter(|block| !block.is_empty()) {
            let start = block.first().map_or(0, |line| line.start);
            writer.begin(LeafKind::Paragraph, start..block.last().map_or(start, Line::end));
            if let Some(between) = joint.take() {
                writer.builder.join(between);
            }
            for (number, line) in block.iter().enumerate() {
                if number > 0 {
                    writer.glue("\n");
                }
                writer.glue(&" ".repeat(line.indent));
                writer.put(line);
            }
            writer.end();
        }
        writer.finish()
    }

    fn source_text(&self, chunk: &Chunk) -> String {
        self.0.source_text(chunk)
    }
}

impl VerbatimReader {
    /// What stands between the texts of a block that a forced cut at the start of `chunk` went through.
    fn joint(&self, chunk: &Chunk) -> Option<&'static str> {
        let before = chunk.source.start.checked_sub(1).filter(|_| chunk.continues)?;
        match self.0.source.read(before..chunk.source.start).ok()?.first()? {
            b'\n' | b'\r' => Some("\n"),
            b' ' | b'\t' => Some(" "),
            _ => Some(""),
        }
    }
}

impl Reader for VerbatimReader {
    fn chunks(self: Arc<Self>) -> Box<dyn Iterator<Item = Chunk> + Send> {
        Box::new(split::Chunks::new(Arc::clone(&self.0.source), Arc::clone(&self.0.profile)))
    }

    fn parser(self: Arc<Self>) -> Arc<dyn Parse> {
        self
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn texts(text: &str) -> Vec<String> {
        let reader = Verbatim.open(Arc::new(Source::from_text("text", text))).unwrap();
        let parser = Arc::clone(&reader).parser();
        let segments = reader.chunks().map(|chunk| parser.parse(&chunk));
        segments
            .flat_map(|segment| {
                (0..segment.leaves().len()).map(|at| segment.leaf_text(at).to_owned()).collect::<Vec<_>>()
            })
            .collect()
    }

    #[test]
    fn blocks_are_what_stands_between_blank_lines() {
        assert_eq!(
            texts("TITLE\n=====\n- one\n   two\n\n\n a | b\n---|---\n\n```\n> x\n"),
            ["TITLE\n=====\n- one\n   two", " a | b\n---|---", "```\n> x"]
        );
        assert!(texts(" \n\n").is_empty());
    }

    proptest! {
        #[test]
        fn every_line_is_kept(text in "[a-c#*|\t \n=-]{0,200}") {
            let shown: String = texts(&text).concat().chars().filter(|c| !c.is_whitespace()).collect();
            let all: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            prop_assert_eq!(shown, all);
        }
    }
}
