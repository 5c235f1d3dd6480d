//! Opening a source, and opening it again to read it in another way.

use std::ops::Range;
use std::sync::Arc;

use anyhow::Result;

use super::chunks::Chunks;
use super::plain::code::Code;
use super::plain::verbatim::Verbatim;
use super::{FIRST_SCREEN, Format, MAX_CHUNK, Reader, detect, identity, markdown, plain};
use crate::document::{Document, Growing, Identity, Opening, Reading, Reopen};
use crate::source::Source;

/// A source up to this size may be known wholly before that.
const SHORT: u64 = MAX_CHUNK as u64;

/// Opens one source, in any of the formats.
pub(super) struct Openings {
    source: Arc<Source>,
    usual: Reading,
    /// The format that keeps its lines.
    verbatim: &'static dyn Format,
}

impl Openings {
    /// Those of `source`, which is opened as `format` first.
    pub(super) fn new(source: Source, format: &dyn Format) -> Arc<Self> {
        let is_code = format.name() == Code.name();
        let verbatim: &dyn Format = if is_code { &Code } else { &Verbatim };
        Arc::new(Self { source: Arc::new(source), usual: format.reading(), verbatim })
    }

    /// Opens the source as `format` and takes its first chunks.
    pub(super) fn open_as(self: Arc<Self>, format: &dyn Format) -> Result<Opening> {
        let reader = format.open(Arc::clone(&self.source))?;
        Ok(self.begin(format, reader))
    }

    /// The same for a reader who waits for the first screen.
    pub(super) fn open_at_once(self: Arc<Self>, format: &dyn Format) -> Result<Opening> {
        let reader = format.open_at_once(Arc::clone(&self.source))?;
        Ok(self.begin(format, reader))
    }

    fn begin(self: Arc<Self>, format: &dyn Format, reader: Arc<dyn Reader>) -> Opening {
        let source = Arc::clone(&self.source);
        let title = reader.title().unwrap_or_else(|| source.stem().to_owned());
        let mut document =
            Document::new(&title, Arc::clone(&reader).parser()).of_readings(format.reading(), self);
        if !source.is_whole() {
            document = document.of_growing(Arc::clone(&source) as Arc<dyn Growing>);
        }
        // What is still to be learned of it is learned with the chunks behind the first screen.
        let is_short = source.len() <= SHORT && !reader.has_to_learn();
        let enough = if is_short { u64::MAX } else { FIRST_SCREEN };
        let chunks = Box::new(Chunks::new(source, reader.chunks()));
        begun(Opening { document, chunks }, enough)
    }
}

impl Reopen for Openings {
    fn usual(&self) -> Reading {
        self.usual
    }

    fn identity(&self) -> Identity {
        identity::of(&self.source)
    }

    fn length(&self) -> u64 {
        self.source.len()
    }

    fn bytes(&self, range: Range<u64>) -> Vec<u8> {
        self.source.read(range).unwrap_or_default()
    }

    fn stamp(&self) -> Option<u64> {
        self.source.stamp()
    }

    fn stamp_now(&self) -> Option<u64> {
        self.source.stamp_now()
    }

    fn content_now(&self) -> Option<u64> {
        self.source.content_now()
    }

    fn reload(&self, reading: Reading) -> Result<Opening> {
        let source = Arc::new(self.source.reopen()?);
        Arc::new(Self { source, ..*self }).open(reading)
    }

    fn open_beside(&self, path: &str) -> Result<Opening> {
        let source = self.source.beside(path)?;
        let format = detect(&source)?;
        super::open(source, format)
    }

    fn open(self: Arc<Self>, reading: Reading) -> Result<Opening> {
        let format: &dyn Format = match reading {
            Reading::Recovered => &plain::Plain,
            Reading::Markdown => &markdown::Markdown,
            Reading::Verbatim => self.verbatim,
        };
        self.open_as(format)
    }
}

/// Takes the first chunks: of `enough` bytes, or all there are.
fn begun(Opening { mut document, mut chunks }: Opening, enough: u64) -> Opening {
    // A title may be a chunk of its own.
    let mut end = 0;
    while end < enough {
        let Some(chunk) = chunks.next() else {
            document.end_chunks();
            break;
        };
        let is_provisional = chunk.is_provisional;
        end = chunk.source.end;
        document.push_chunks([chunk]);
        if is_provisional {
            break;
        }
    }
    Opening { document, chunks }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{LeafKind, SegmentId};
    use crate::format::markdown::Markdown;

    #[test]
    fn code_that_was_read_otherwise_is_code_again() {
        let source = Source::from_text("a.rs", "# Title\n\n- item\n");
        let format = detect(&source).unwrap();
        assert_eq!(format.name(), Code.name());
        let openings = Openings::new(source, format);
        let is_code = |reading| {
            let Opening { mut document, .. } = Arc::clone(&openings).open(reading).unwrap();
            let segment = document.demand(SegmentId(0)).unwrap();
            matches!(segment.leaves().first().unwrap().kind, LeafKind::CodeBlock { .. })
        };
        let readings = [Reading::Verbatim, Reading::Markdown, Reading::Recovered, Reading::Verbatim];
        assert_eq!(readings.map(is_code), [true, false, false, true]);
        // The lines of a text are none.
        let openings = Openings::new(Source::from_text("a.txt", "Text.\n"), &plain::Plain);
        let Opening { mut document, .. } = openings.open(Reading::Verbatim).unwrap();
        let segment = document.demand(SegmentId(0)).unwrap();
        assert_eq!(segment.leaves().first().unwrap().kind, LeafKind::Paragraph);
    }

    #[test]
    fn what_follows_a_short_first_chunk_is_there_too() {
        let text = format!("# Title\n\n{}", "word ".repeat(40_000));
        let openings = Openings::new(Source::from_text("long.md", &text), &Markdown);
        let opening = openings.open_as(&Markdown).unwrap();
        assert!(opening.document.n_segments() >= 2);
        assert!(!opening.document.has_all_chunks());
    }
}
