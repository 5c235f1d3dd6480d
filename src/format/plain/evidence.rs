//! What speaks for each block that was weighed: for those who ask why, and for training.

use std::ops::Range;
use std::sync::Arc;

use anyhow::Result;

pub use super::features::Feature;
pub use super::kinds::Choices;
pub use super::model::{Choice, Scores, Weights};

use super::ink::Inked;
use super::kinds::Scene;
use super::lines::Line;
use super::{Plain, PlainReader};
use crate::document::{Chunk, Reading, SegmentBuilder};
use crate::format::{Confidence, Format, Reader, read};
use crate::source::Source;

/// One block before it is decided what it is.
#[derive(Clone, Debug)]
pub struct Exhibit {
    /// Where its text lies in the source, in bytes.
    pub source: Range<u64>,
    /// What it may be. With nothing to choose from it is neither text nor item.
    pub choices: Choices,
    /// What it looks like; empty where it can be one thing only.
    pub features: Vec<Feature>,
    /// How it goes together with the next block; empty where that does not matter.
    pub with_next: Vec<Feature>,
}

/// All blocks of `source`, a plain text, as they are weighed.
pub fn exhibits(source: &Arc<Source>) -> Vec<Exhibit> {
    let reader = Arc::new(PlainReader::new(Arc::clone(source), Weights::bundled()));
    let chunks = Arc::clone(&reader).chunks();
    chunks.flat_map(|chunk| reader.exhibits(&chunk)).collect()
}

/// Plain text, read with other weights than folio's own.
pub struct Trial(pub &'static Weights);

impl Format for Trial {
    fn name(&self) -> &'static str {
        Plain.name()
    }

    fn extensions(&self) -> &'static [&'static str] {
        Plain.extensions()
    }

    fn reading(&self) -> Reading {
        Plain.reading()
    }

    fn sniff(&self, head: &str) -> Confidence {
        Plain.sniff(head)
    }

    fn open(&self, source: Arc<Source>) -> Result<Arc<dyn Reader>> {
        Ok(Arc::new(PlainReader::new(source, self.0)))
    }
}

impl PlainReader {
    /// The blocks of `chunk` as they are weighed.
    fn exhibits(&self, chunk: &Chunk) -> Vec<Exhibit> {
        let text = read(&self.source, chunk, &mut SegmentBuilder::new(chunk.source.start));
        let around = self.around(chunk);
        let inked = Inked::of(text);
        let text = self.lines(chunk, &around, &inked);
        let blocks = text.marked(&self.profile);
        let scene = Scene {
            lines: &text.all,
            profile: &self.profile,
            is_start: text.is_start,
            is_end: text.is_end,
            is_quoted: false,
        };
        let candidates = scene.candidates(&blocks);
        let own = blocks.iter().zip(candidates).filter(|(block, _)| text.own.contains(&block.lines.start));
        let offset = |at: usize| chunk.source.start + inked.source_offset(at) as u64;
        own.map(|(block, candidate)| {
            let lines = text.all.get(block.text.clone()).unwrap_or_default();
            let start = lines.first().map_or(0, |line| line.start);
            let end = lines.last().map_or(start, Line::end);
            Exhibit {
                source: offset(start)..offset(end),
                choices: candidate.choices,
                features: candidate.features,
                with_next: candidate.with_next,
            }
        })
        .collect()
    }
}
