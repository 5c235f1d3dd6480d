//! Formats: how bytes become chunks, and chunks segments.
//!
//! Each format is one module. It answers how sure it is that a source is of its kind, and opens a
//! [`Reader`], which cuts the source into chunks ([`Reader::chunks`]) and parses each on its own.

mod chunks;
mod identity;
pub mod label;
pub mod linkify;
pub mod markdown;
mod opening;
pub mod plain;

use std::sync::Arc;

use anyhow::Result;

use crate::document::{Chunk, Opening, Parse, Reading, SegmentBuilder};
use crate::source::{self, Source};
use crate::text::begins_intricate;
pub use identity::{in_file as identity_in_file, text_in_file};
use opening::Openings;

/// A kind of source.
pub trait Format: Sync {
    /// What `--format` calls it.
    fn name(&self) -> &'static str;

    /// The file extensions it is known by, in lower case.
    fn extensions(&self) -> &'static [&'static str];

    /// The way of reading that it is.
    fn reading(&self) -> Reading;

    /// How much the beginning of a source (at most [`SNIFFED_BYTES`]) looks like this format.
    fn sniff(&self, head: &str) -> Confidence;

    /// Prepares reading. Looks at a bounded part of the source.
    fn open(&self, source: Arc<Source>) -> Result<Arc<dyn Reader>>;

    /// The same for a reader who waits for the first screen: what that does not need may be learned when the
    /// chunks behind it are found, and be known to an [informed](Parse::informed) parser.
    fn open_at_once(&self, source: Arc<Source>) -> Result<Arc<dyn Reader>> {
        self.open(source)
    }
}

/// Reads one source of one format.
pub trait Reader: Parse {
    /// The title that the source declares apart from its text (front matter).
    fn title(&self) -> Option<String> {
        None
    }

    /// Whether more is learned of the source while its chunks are found.
    fn has_to_learn(&self) -> bool {
        false
    }

    /// The chunks in reading order. They cover the source without gaps. The iterator reads the
    /// source as it goes and may learn what `parse` needs of the whole (definitions). Where the source
    /// still grows, it ends with a provisional chunk, and goes on when it is asked again.
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
pub static FORMATS: &[&dyn Format] = &[&markdown::Markdown, &plain::Plain, &plain::code::Code];

/// How many bytes are looked at to tell the format.
pub const SNIFFED_BYTES: u64 = 64 * 1024;

/// The most bytes a chunk may have. Where no safe cut is found by then, one is forced. Parsing and
/// typesetting that many bytes of the hardest kind takes less than ten milliseconds.
pub const MAX_CHUNK: usize = 96 * 1024;

/// The size at which the next safe cut is taken, but for the first chunks.
pub const CHUNK: usize = 64 * 1024;

/// Bytes around a chunk that parsing it may look at.
pub const LOOK_AROUND: u64 = 4 * 1024;

/// The size of the first chunk of a source that is longer: about a screen, parsed and typeset before it is
/// missed.
pub const FIRST_CHUNK: usize = 4 * 1024;

/// Bytes whose chunks are known before the first screen is drawn: enough for a high one.
const FIRST_SCREEN: u64 = 2 * FIRST_CHUNK as u64;

/// The size at which the next safe cut is taken in a chunk that starts at byte `start`. The first chunks
/// are small, as the reader waits for them, and each about as long as all before it.
fn chunk_size(start: u64) -> usize {
    usize::try_from(start).unwrap_or(CHUNK).clamp(FIRST_CHUNK, CHUNK)
}

/// The bytes at which a cut is forced in a chunk that starts at byte `start` with the bytes `head`: a few
/// times its size, so that the reader does not wait for more of a long table. Lines that are long there may
/// be the header of a table and its delimiters, and are cut later.
fn forced_size(start: u64, head: &[u8]) -> usize {
    const SIZES: usize = 4;
    let size = MAX_CHUNK.min(SIZES * chunk_size(start));
    let has_line_end = |bytes: &[u8]| memchr::memchr(b'\n', bytes).is_some();
    let is_long = size < CHUNK && !head.get(size - FIRST_CHUNK..size).is_some_and(has_line_end);
    if is_long { CHUNK } else { size }
}

/// What an intricate character costs to typeset, in bytes of ordinary text.
const INTRICATE: usize = 24;

/// What the intricate characters of `text` cost beside its bytes, in bytes of ordinary text.
fn extra_cost(text: &[u8]) -> usize {
    if text.is_ascii() {
        return 0;
    }
    // As many as a byte can count: sums of bytes are what the compiler makes fast code of.
    let counted = text.chunks(usize::from(u8::MAX));
    let counts = counted.map(|bytes| bytes.iter().map(|&byte| u8::from(begins_intricate(byte))).sum::<u8>());
    counts.map(usize::from).sum::<usize>() * INTRICATE
}

/// How many bytes from the beginning of `text` cost no more to typeset than `most` bytes of ordinary text.
fn affordable(text: &[u8], most: usize) -> usize {
    /// Bytes that are counted at once where all of them can be afforded.
    const MANY: usize = 512;
    let mut cost = 0;
    let of = |bytes: &[u8]| bytes.len() + extra_cost(bytes);
    for (number, bytes) in text.chunks(MANY).enumerate() {
        let all = of(bytes);
        if cost + all > most {
            let fits = bytes.chunks(1).scan(cost, |cost, byte| {
                *cost += of(byte);
                Some(*cost)
            });
            return number * MANY + fits.take_while(|&cost| cost <= most).count();
        }
        cost += all;
    }
    text.len()
}

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

/// The text of `chunk`. What of it cannot be read any more is missing, and `builder` warned of it.
fn read(source: &Source, chunk: &Chunk, builder: &mut SegmentBuilder) -> String {
    match source.read(chunk.source.clone()) {
        Ok(bytes) => {
            if (bytes.len() as u64) < chunk.source.end - chunk.source.start {
                builder.warn("the file has become shorter since it was opened: its end is missing");
            }
            if let Some(trouble) = source.trouble().filter(|_| chunk.source.end == source.len()) {
                builder.warn(&format!("not all could be read: {trouble}"));
            }
            source::lossy(bytes)
        }
        Err(error) => {
            let reason = source::reason(&error);
            builder.warn(&format!("a part of the file could not be read: {reason}"));
            String::new()
        }
    }
}

/// Opens `source` as `format` and takes its first chunks: enough for a first screen, and all of a
/// document of ordinary length.
pub fn open(source: Source, format: &dyn Format) -> Result<Opening> {
    Openings::new(source, format).open_as(format)
}

/// The same for a reader who waits for the first screen: of a long source, only the chunks for that are known.
pub fn open_at_once(source: Source, format: &dyn Format) -> Result<Opening> {
    Openings::new(source, format).open_at_once(format)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Document, SegmentId};

    fn whole(opening: Opening) -> Document {
        let Opening { mut document, chunks } = opening;
        document.push_chunks(chunks);
        document.end_chunks();
        for index in 0..document.n_segments() {
            document.demand(SegmentId::from_index(index));
        }
        document
    }

    #[test]
    fn an_empty_source_is_an_empty_document() {
        for format in FORMATS {
            let opening = open(Source::from_text("test", ""), *format).unwrap();
            assert!(opening.document.has_parsed_all());
            assert_eq!(whole(opening).n_segments(), 0);
        }
    }

    #[test]
    fn what_was_cut_off_a_file_is_not_missing_silently() {
        const KEPT: u64 = 1_000_000;
        let line = "A line of the text that this file holds.\n\n";
        for format in FORMATS {
            let name = format!("folio-format-{}-{}", format.name(), std::process::id());
            let path = std::env::temp_dir().join(name);
            std::fs::write(&path, line.repeat(100_000)).unwrap();
            let source = Source::open(&path).unwrap().source().unwrap();
            let length = source.len();
            let opening = open(source, *format).unwrap();
            let file = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
            file.set_len(KEPT).unwrap();
            let document = whole(opening);
            std::fs::remove_file(&path).unwrap();
            let mut at = 0;
            for (id, segment) in document.segments() {
                let chunk = document.chunk(id).unwrap();
                assert_eq!(chunk.source.start, at);
                at = chunk.source.end;
                assert!(chunk.source.end - chunk.source.start <= MAX_CHUNK as u64);
                assert_eq!(segment.warning().is_some(), at > KEPT, "{:?}", chunk.source);
            }
            assert_eq!(at, length);
            assert!(document.n_segments() < 100);
            let shown: usize = document.segments().map(|(_, segment)| segment.text().len()).sum();
            assert!(shown > 900_000);
        }
    }
}
