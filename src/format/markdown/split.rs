//! Where a Markdown source is cut into chunks.
//!
//! A cut is *safe* where both parts mean what they mean together: before a line that follows a
//! blank line, has no indentation and begins with a letter or `#`, outside fences and HTML blocks.
//! Such a line closes every container. The source is read once, a block at a time; where no safe
//! cut is found within the greatest size, one is forced: between two blocks or items, else between
//! two lines. Code, HTML or a table that such a cut goes through is opened again behind it.

use std::sync::Arc;

use crate::document::Chunk;
use crate::format::{CHUNK, FIRST_CHUNK};

use super::MarkdownReader;
use super::definitions::Definitions;
use super::marks;
use super::scan::{Scanner, Unfinished};

/// Bytes that are read at a time.
const BLOCK: usize = 128 * 1024;

/// The chunks of a source. What a chunk defines is known to the reader when the chunk is handed out.
pub(super) struct Chunks {
    reader: Arc<MarkdownReader>,
    /// Where the chunk starts that is being looked for.
    start: u64,
    /// Bytes of the source from `start` on.
    buffer: Vec<u8>,
    is_all_read: bool,
    /// Bytes of the buffer that the scanner has passed.
    passed: usize,
    scanner: Scanner,
    /// The block that a forced cut went through at the start of the chunk.
    unfinished: Option<Unfinished>,
    /// How the cut was forced at which the chunk starts.
    forced: Option<Forced>,
    /// The last place at which a forced cut does little harm.
    tolerable: Option<(usize, Forced)>,
    /// Bytes from which the next safe cut is taken.
    size: usize,
    /// Bytes at which a cut is forced.
    max: usize,
}

impl Chunks {
    /// Whether what the reader waits for, the first screen, may be in the chunk.
    fn is_early(&self) -> bool {
        self.start < FIRST_CHUNK as u64
    }

    /// Bytes from which the next safe cut is taken: fewer for an early chunk.
    fn wanted_size(&self) -> usize {
        if self.is_early() { self.size.min(FIRST_CHUNK) } else { self.size }
    }

    /// Bytes at which a cut is forced: fewer for an early chunk, too.
    fn limit(&self) -> usize {
        if self.is_early() { self.max.min(CHUNK) } else { self.max }
    }
}

/// How a cut was forced.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Forced {
    /// Between two blocks in a container, at a blank line.
    BetweenBlocks,
    /// Between two items of a list without a blank line.
    BetweenItems,
    BetweenLines,
    WithinLine,
}

impl Forced {
    /// Whether the chunk behind the cut starts in the block that the scanner has come to. Between
    /// blocks and items it does not, and the scanner has gone on from there.
    fn keeps_block(self) -> bool {
        matches!(self, Self::BetweenLines | Self::WithinLine)
    }
}

/// A cut, in bytes of the buffer.
enum Cut {
    Safe(usize),
    Forced(usize, Forced),
}

impl Chunks {
    /// The chunks of `reader`'s source, each of about `size` bytes and never more than `max`.
    pub(super) fn new(reader: Arc<MarkdownReader>, size: usize, max: usize) -> Self {
        let passed = reader.front_matter_length();
        Self {
            reader,
            start: 0,
            buffer: Vec::new(),
            is_all_read: false,
            passed,
            scanner: Scanner::new(None),
            unfinished: None,
            forced: None,
            tolerable: None,
            size,
            max,
        }
    }

    /// Bytes of the line at `passed`, line end included; all that is there where the line is
    /// longer than a chunk may be. `None` at the end of the source.
    fn line(&mut self) -> Option<usize> {
        loop {
            let rest = self.buffer.get(self.passed..).unwrap_or_default();
            let length = marks::line_length(rest);
            // A CR at the end of what was read may be half of a line end.
            let is_whole = length < rest.len() || rest.last() == Some(&b'\n');
            if is_whole || self.is_all_read || self.passed + rest.len() > self.limit() {
                return (!rest.is_empty()).then_some(length);
            }
            self.read();
        }
    }

    fn read(&mut self) {
        let from = self.start + self.buffer.len() as u64;
        let block = self.reader.source.read(from..from + BLOCK as u64).unwrap_or_default();
        self.is_all_read = block.is_empty();
        self.buffer.extend(block);
    }

    /// Goes through lines up to the next cut; `None` where the rest of the source is one chunk.
    fn find_cut(&mut self) -> Option<Cut> {
        if self.forced == Some(Forced::WithinLine) {
            self.passed += self.line().unwrap_or(0);
            if self.passed > self.limit() {
                return Some(self.forced_cut());
            }
        }
        while let Some(length) = self.line() {
            let line = self.buffer.get(self.passed..self.passed + length).unwrap_or_default();
            if self.passed >= self.wanted_size() {
                if self.scanner.is_safe_before(line) {
                    return Some(Cut::Safe(self.passed));
                }
                if self.scanner.is_tolerable_before(line) {
                    let is_parted = self.scanner.is_after_blank();
                    let forced = if is_parted { Forced::BetweenBlocks } else { Forced::BetweenItems };
                    self.tolerable = Some((self.passed, forced));
                }
            }
            if self.passed + length > self.limit() {
                return Some(self.forced_cut());
            }
            self.scanner.pass(line);
            self.passed += length;
        }
        None
    }

    /// A cut where there is no safe one: before a block or item, else a line, else a word or character.
    fn forced_cut(&self) -> Cut {
        if let Some((place, forced)) = self.tolerable {
            return Cut::Forced(place, forced);
        }
        if self.passed > 0 && self.passed <= self.limit() {
            return Cut::Forced(self.passed, Forced::BetweenLines);
        }
        Cut::Forced(word_end(self.buffer.get(..self.limit()).unwrap_or_default()), Forced::WithinLine)
    }

    /// Hands out the first `length` bytes of the buffer and starts over behind them.
    fn chunk(&mut self, length: usize) -> Chunk {
        let unfinished = self.unfinished.take();
        self.collect_definitions(length, unfinished.as_ref());
        if let Some(unfinished) = unfinished {
            self.reader.reopen_at(self.start, unfinished);
        }
        let end = self.start + length as u64;
        let continues = self.forced.is_some_and(|forced| forced != Forced::BetweenBlocks);
        let chunk = Chunk { source: self.start..end, continues };
        self.buffer.drain(..length);
        self.start = end;
        self.passed = 0;
        self.tolerable = None;
        chunk
    }

    /// Hands out what the source should have but cannot be read: parsing it says so.
    fn unread(&mut self) -> Option<Chunk> {
        let end = self.reader.source.len().min(self.start.saturating_add(self.max as u64));
        let source = self.start..end;
        self.start = end;
        (!source.is_empty()).then_some(Chunk { source, continues: true })
    }

    fn collect_definitions(&self, length: usize, unfinished: Option<&Unfinished>) {
        let skipped = if self.start == 0 { self.reader.front_matter_length() } else { 0 };
        let body = self.buffer.get(skipped..length).unwrap_or_default();
        if Definitions::may_be_in(body) {
            let body = super::with_line_feeds(String::from_utf8_lossy(body).into_owned());
            self.reader.definitions.collect(&body, unfinished);
        }
    }
}

impl Iterator for Chunks {
    type Item = Chunk;

    fn next(&mut self) -> Option<Chunk> {
        let Some(cut) = self.find_cut() else {
            return if self.buffer.is_empty() { self.unread() } else { Some(self.chunk(self.buffer.len())) };
        };
        let (length, forced) = match cut {
            Cut::Safe(length) => (length, None),
            Cut::Forced(length, forced) => (length, Some(forced)),
        };
        let chunk = self.chunk(length);
        let keeps_block = forced.is_some_and(Forced::keeps_block);
        self.unfinished = self.scanner.unfinished().filter(|_| keeps_block);
        self.scanner = Scanner::new(self.unfinished.clone());
        self.forced = forced;
        Some(chunk)
    }
}

/// Bytes up to the end of the last word of `text` that ends before another word, so that what
/// follows does not look like the mark of a block; without one, up to the last whole character.
fn word_end(text: &[u8]) -> usize {
    let spaces = memchr::memrchr_iter(b' ', text);
    let after =
        |space: usize| text.get(space + 1).filter(|byte| byte.is_ascii_alphabetic() || **byte >= 0x80);
    let found = spaces.take(1000).find(|&space| after(space).is_some());
    found.map_or_else(|| character_end(text), |space| space + 1)
}

/// Bytes of `text` without a character at its end that is cut off.
fn character_end(text: &[u8]) -> usize {
    let is_lead = |byte: &u8| byte & 0xC0 != 0x80;
    let tail = text.iter().rev().take(4).position(is_lead).map_or(0, |back| back + 1);
    let (whole, tail) = text.split_at(text.len() - tail);
    match std::str::from_utf8(tail) {
        Err(error) if error.error_len().is_none() => whole.len(),
        _ => text.len(),
    }
}

#[cfg(test)]
mod tests;
