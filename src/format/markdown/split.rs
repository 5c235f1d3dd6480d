//! Where a Markdown source is cut into chunks.
//!
//! A cut is *safe* where both parts mean what they mean together: before a line that follows a
//! blank line, has no indentation and begins with a letter or `#`, outside fences and HTML blocks.
//! Such a line closes every container. The source is read once, a block at a time; where no safe
//! cut is found within the greatest size, one is forced: between two blocks or items, else between
//! two lines. What such a cut goes through is opened again behind it ([`Unfinished`]).

use std::sync::Arc;

use crate::document::Chunk;
use crate::format::chunks::{provisional, settled};
use crate::format::{CHUNK, FIRST_CHUNK, affordable, chunk_size, extra_cost, forced_size};

use super::MarkdownReader;
use super::definitions::Definitions;
use super::marks;
use super::scan::{Scanner, Unfinished};

/// The lines, or the cells of tables, of which a chunk has enough however short they are: each costs about
/// as much to parse and to typeset as some twenty bytes of ordinary text.
const ENOUGH: usize = 3_500;

/// Bytes that are read at a time.
const BLOCK: usize = 128 * 1024;

/// Bytes that are read first: more than the chunks for the first screen have.
const FIRST_BLOCK: usize = 4 * FIRST_CHUNK;

/// The chunks of a source. What a chunk defines is known to the reader when the chunk is handed out.
pub(super) struct Chunks {
    reader: Arc<MarkdownReader>,
    /// Where the chunk starts that is being looked for.
    start: u64,
    /// Bytes of the source from `start` on.
    buffer: Vec<u8>,
    is_all_read: bool,
    /// The bytes of the buffer at which a cut is forced, wherever that is.
    reach: usize,
    /// Bytes of the buffer that the scanner has passed.
    passed: usize,
    /// What they cost, in bytes of ordinary text.
    cost: usize,
    scanner: Scanner,
    /// What a forced cut went through at the start of the chunk.
    unfinished: Option<Unfinished>,
    /// Whether the chunk starts within a line.
    is_within_line: bool,
    /// Whether the chunk goes on with the block before it.
    continues: bool,
    /// The last place at which a forced cut does little harm, with where the text stands there.
    tolerable: Option<(usize, Scanner)>,
    /// The cost from which the next safe cut is taken.
    size: usize,
    /// The cost, and the bytes, at which a cut is forced.
    max: usize,
}

impl Chunks {
    /// The cost from which the next safe cut is taken.
    fn wanted_size(&self) -> usize {
        self.size.min(chunk_size(self.start))
    }

    /// The cost, and the bytes, at which a cut is forced: less for one of the first chunks, which the
    /// reader waits for.
    fn limit(&self) -> usize {
        self.max.min(forced_size(self.start, &self.buffer))
    }

    /// Finds the bytes at which a cut is forced, which are fewer where characters are intricate.
    fn find_reach(&mut self) {
        const LONGEST_CHARACTER: usize = 4;
        let limit = self.limit();
        let text = self.buffer.get(..limit).unwrap_or(&self.buffer);
        let afforded = affordable(text, limit);
        self.reach = if afforded == text.len() { limit } else { afforded.max(LONGEST_CHARACTER) };
    }
}

/// A cut, in bytes of the buffer.
enum Cut {
    Safe(usize),
    /// Between two lines, with where the text stands there.
    BetweenLines(usize, Scanner),
    WithinLine(usize),
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
            reach: max,
            passed,
            cost: passed,
            scanner: Scanner::default(),
            unfinished: None,
            is_within_line: false,
            continues: false,
            tolerable: None,
            size,
            max,
        }
    }

    /// Bytes of the line at `passed`, line end included; all that is there where the line is
    /// longer than a chunk may be. `None` at the end of the source, or of what is there of it.
    fn line(&mut self) -> Option<usize> {
        loop {
            let rest = self.buffer.get(self.passed..).unwrap_or_default();
            let length = marks::line_length(rest);
            // A CR at the end of what was read may be half of a line end.
            let is_whole = length < rest.len() || rest.last() == Some(&b'\n');
            if is_whole || self.is_all_read || self.passed + rest.len() > self.reach {
                return (!rest.is_empty()).then_some(length);
            }
            if !self.read() {
                return None;
            }
        }
    }

    /// What it costs to parse and to typeset `line`, in bytes of ordinary text.
    fn cost_of(&self, line: &[u8]) -> usize {
        let least = self.size.min(CHUNK) / ENOUGH;
        let cost = line.len() + extra_cost(line);
        if self.scanner.is_in_table() {
            let n_cells = memchr::memchr_iter(b'|', line).count().max(1);
            return cost.max(n_cells.saturating_mul(least));
        }
        // Nearly every line is longer, and a blank one is nothing to typeset.
        let is_tiny = cost < least && !line.trim_ascii().is_empty();
        if is_tiny { least } else { cost }
    }

    /// Reads a block. Answers whether there was one, or will be none any more.
    fn read(&mut self) -> bool {
        let is_whole = self.reader.source.is_whole();
        let from = self.start + self.buffer.len() as u64;
        let block = if from == 0 { FIRST_BLOCK } else { BLOCK };
        let to = settled(&self.reader.source).min(from + block as u64);
        let block = self.reader.source.read(from..to.max(from)).unwrap_or_default();
        self.is_all_read = block.is_empty() && is_whole;
        self.buffer.extend_from_slice(&block);
        self.find_reach();
        self.is_all_read || !block.is_empty()
    }

    /// Goes through lines up to the next cut; `None` where the rest of the source is one chunk. Goes on
    /// where it was when it is called again because more is there.
    fn find_cut(&mut self) -> Option<Cut> {
        if self.is_within_line && self.passed == 0 {
            let length = self.line().unwrap_or(0);
            let rest = self.buffer.get(..length).unwrap_or_default();
            self.scanner.pass_rest(rest);
            self.passed += length;
            self.cost += length + extra_cost(rest);
            if self.passed > self.reach {
                return Some(self.forced_cut());
            }
        }
        while let Some(length) = self.line() {
            let line = self.buffer.get(self.passed..self.passed + length).unwrap_or_default();
            if self.cost >= self.wanted_size() {
                if self.scanner.is_safe_before(line) {
                    return Some(Cut::Safe(self.passed));
                }
                if self.scanner.is_tolerable_before(line) {
                    self.tolerable = Some((self.passed, self.scanner.clone()));
                }
            }
            let cost = self.cost.saturating_add(self.cost_of(line));
            let is_costly = self.passed > 0 && cost > self.limit();
            if is_costly || self.passed + length > self.reach {
                return Some(self.forced_cut());
            }
            self.scanner.pass(line);
            self.passed += length;
            self.cost = cost;
        }
        None
    }

    /// A cut where there is no safe one: before a block or item, else a line, else a word or character.
    fn forced_cut(&mut self) -> Cut {
        if let Some((place, scanner)) = self.tolerable.take() {
            return Cut::BetweenLines(place, scanner);
        }
        if self.passed > 0 && self.passed <= self.reach {
            return Cut::BetweenLines(self.passed, self.scanner.clone());
        }
        Cut::WithinLine(word_end(self.buffer.get(..self.reach).unwrap_or_default()))
    }

    /// Where the text stands behind a forced `cut`, and whether it goes on with a block there.
    fn behind(&mut self, cut: Cut) -> (Option<Unfinished>, bool) {
        let was_within_line = std::mem::take(&mut self.is_within_line);
        match cut {
            Cut::Safe(_) => {
                self.scanner = Scanner::default();
                (None, false)
            }
            Cut::BetweenLines(length, scanner) => {
                let (before, behind) = self.buffer.split_at_checked(length).unwrap_or_default();
                let line = behind.get(..marks::line_length(behind)).unwrap_or_default();
                let continues = scanner.goes_on_with(line);
                self.scanner = scanner.clone();
                let unfinished = Unfinished::between_lines(scanner, before);
                (Some(unfinished.with_lead(before, self.unfinished.as_ref())), continues)
            }
            Cut::WithinLine(length) => {
                let line = self.buffer.get(..length).unwrap_or_default();
                if !was_within_line {
                    self.scanner.pass(line);
                }
                self.is_within_line = true;
                let before = self.unfinished.as_ref().filter(|_| was_within_line);
                (Some(Unfinished::within_line(self.scanner.clone(), line, before)), true)
            }
        }
    }

    /// Hands out the first `length` bytes of the buffer and starts over behind them.
    fn chunk(&mut self, length: usize) -> Chunk {
        self.collect_definitions(length);
        let end = self.start + length as u64;
        let chunk = Chunk { source: self.start..end, continues: self.continues, is_provisional: false };
        self.buffer.drain(..length);
        self.start = end;
        (self.passed, self.cost) = (0, 0);
        self.find_reach();
        self.tolerable = None;
        chunk
    }

    /// Hands out what the source should have but cannot be read: parsing it says so.
    fn unread(&mut self) -> Option<Chunk> {
        let end = self.reader.source.len().min(self.start.saturating_add(self.max as u64));
        let source = self.start..end;
        self.start = end;
        (!source.is_empty()).then_some(Chunk { source, continues: true, is_provisional: false })
    }

    fn collect_definitions(&self, length: usize) {
        let skipped = if self.start == 0 { self.reader.front_matter_length() } else { 0 };
        let body = self.buffer.get(skipped..length).unwrap_or_default();
        if Definitions::may_be_in(body) {
            let body = super::with_line_feeds(String::from_utf8_lossy(body).into_owned());
            self.reader.definitions.collect(&body, self.unfinished.as_ref());
        }
    }
}

impl Iterator for Chunks {
    type Item = Chunk;

    fn next(&mut self) -> Option<Chunk> {
        let Some(cut) = self.find_cut() else {
            if !self.is_all_read {
                return provisional(&self.reader.source, self.start, self.continues);
            }
            return if self.buffer.is_empty() { self.unread() } else { Some(self.chunk(self.buffer.len())) };
        };
        let (Cut::Safe(length) | Cut::BetweenLines(length, _) | Cut::WithinLine(length)) = cut;
        let (unfinished, continues) = self.behind(cut);
        let chunk = self.chunk(length);
        if let Some(unfinished) = &unfinished {
            self.reader.reopen_at(self.start, unfinished.clone());
        }
        (self.unfinished, self.continues) = (unfinished, continues);
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
