//! Formats: how bytes become chunks, and chunks segments.
//!
//! Each format is one module. It answers how sure it is that a source is of its kind, and opens a
//! [`Reader`], which cuts the source into chunks ([`Reader::chunks`]) and parses each on its own.

pub mod label;
pub mod linkify;
pub mod markdown;
pub mod plain;

use std::sync::Arc;

use anyhow::Result;

use crate::document::{Chunk, Document, Parse};
use crate::source::Source;

/// A kind of source.
pub trait Format: Sync {
    /// What `--format` calls it.
    fn name(&self) -> &'static str;

    /// The file extensions it is known by, in lower case.
    fn extensions(&self) -> &'static [&'static str];

    /// How much the beginning of a source (at most [`SNIFFED_BYTES`]) looks like this format.
    fn sniff(&self, head: &str) -> Confidence;

    /// Prepares reading. Looks at a bounded part of the source.
    fn open(&self, source: Arc<Source>) -> Result<Arc<dyn Reader>>;
}

/// Reads one source of one format.
pub trait Reader: Parse {
    /// The title that the source declares apart from its text (front matter).
    fn title(&self) -> Option<String> {
        None
    }

    /// The chunks in reading order. They cover the source without gaps. The iterator reads the
    /// source as it goes and may learn what `parse` needs of the whole (definitions).
    fn chunks(self: Arc<Self>) -> Box<dyn Iterator<Item = Chunk> + Send>;

    /// This reader as a parser.
    fn parser(self: Arc<Self>) -> Arc<dyn Parse>;
}

/// How much a source looks like a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// Nothing speaks for it.
    None,
    /// Anything can be read this way.
    Fallback,
    /// Some of its marks are there.
    Likely,
    /// It can be nothing else.
    Certain,
}

/// The formats. Of those that are equally sure, the later one is right: plain text is sure only of
/// what was meant for a printer or a terminal, whatever else is in it.
pub static FORMATS: &[&dyn Format] = &[&markdown::Markdown, &plain::Plain];

/// How many bytes are looked at to tell the format.
pub const SNIFFED_BYTES: u64 = 64 * 1024;

/// The most bytes a chunk may have. Where no safe cut is found by then, one is forced.
pub const MAX_CHUNK: usize = 256 * 1024;

/// The size at which the next safe cut is taken.
pub const CHUNK: usize = 64 * 1024;

/// The format called `name`.
pub fn by_name(name: &str) -> Option<&'static dyn Format> {
    FORMATS.iter().copied().find(|format| format.name() == name)
}

/// The format of `source`: by its extension, else by how its beginning looks.
pub fn detect(source: &Source) -> Result<&'static dyn Format> {
    if let Some(extension) = source.extension() {
        let known = FORMATS.iter().find(|format| format.extensions().contains(&extension.as_str()));
        if let Some(format) = known {
            return Ok(*format);
        }
    }
    let head = source.text(0..SNIFFED_BYTES)?;
    let sure = FORMATS.iter().copied().max_by_key(|format| format.sniff(&head));
    Ok(sure.unwrap_or(&plain::Plain))
}

/// A document that is being opened: what is known at once, and the chunks still to come.
pub struct Opening {
    /// Holds the first chunks.
    pub document: Document,
    /// The rest of the chunks.
    pub chunks: Box<dyn Iterator<Item = Chunk> + Send>,
}

/// Opens `source` as `format` and takes its first chunks: enough for a first screen, and all of a
/// document of ordinary length.
pub fn open(source: Source, format: &dyn Format) -> Result<Opening> {
    /// Chunks that are looked for before the first screen is drawn.
    const FIRST_CHUNKS: usize = 8;
    let stem = source.stem().to_owned();
    let reader = format.open(Arc::new(source))?;
    let title = reader.title().unwrap_or(stem);
    let mut chunks = Arc::clone(&reader).chunks();
    let mut document = Document::new(&title, reader.parser());
    let first: Vec<_> = chunks.by_ref().take(FIRST_CHUNKS).collect();
    let is_all = first.len() < FIRST_CHUNKS;
    document.push_chunks(first);
    if is_all {
        document.complete();
    }
    Ok(Opening { document, chunks })
}
