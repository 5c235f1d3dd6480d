//! Chunks of a source that may still grow.
//!
//! The splitters of the formats go through what is there. Where more may come, they hand out the
//! rest as a provisional chunk; here is waited until it is worth to ask them again.

use std::sync::Arc;

use super::LOOK_AROUND;
use crate::document::{Chunk, Growing};
use crate::source::Source;

/// The chunks of a source, waiting for those that are not there yet.
pub(super) struct Chunks {
    source: Arc<Source>,
    found: Box<dyn Iterator<Item = Chunk> + Send>,
    /// Where the chunks so far end.
    end: u64,
    /// Whether the last one was provisional.
    is_waiting: bool,
}

impl Chunks {
    /// The chunks that `found` finds in what is there of `source`.
    pub(super) fn new(source: Arc<Source>, found: Box<dyn Iterator<Item = Chunk> + Send>) -> Self {
        Self { source, found, end: 0, is_waiting: false }
    }
}

impl Iterator for Chunks {
    type Item = Chunk;

    fn next(&mut self) -> Option<Chunk> {
        if self.is_waiting {
            self.source.wait_beyond(self.end);
        }
        loop {
            // What comes between the two questions is asked for again.
            let is_whole = self.source.is_whole();
            if let Some(chunk) = self.found.next() {
                self.end = chunk.source.end;
                self.is_waiting = chunk.is_provisional;
                return Some(chunk);
            }
            if is_whole {
                return None;
            }
            self.source.wait_beyond(self.end);
        }
    }
}

/// Where the part of `source` ends that can be cut for good: behind a chunk, so much must be there as
/// parsing it looks at.
pub(super) fn settled(source: &Source) -> u64 {
    // In this order: what comes between the two is not settled.
    let is_whole = source.is_whole();
    source.len().saturating_sub(if is_whole { 0 } else { LOOK_AROUND })
}

/// What there is of `source` from `start` on, as a chunk for now. `None` where all of it is there, or
/// nothing.
pub(super) fn provisional(source: &Source, start: u64, continues: bool) -> Option<Chunk> {
    const LONGEST_CHARACTER: u64 = 4;
    if source.is_whole() {
        return None;
    }
    let length = source.len();
    let tail = source.read(length.saturating_sub(LONGEST_CHARACTER).max(start)..length).unwrap_or_default();
    let end = length - cut_off(&tail);
    (end > start).then_some(Chunk { source: start..end, continues, is_provisional: true })
}

/// Bytes at the end of `text` that begin a character and do not finish it.
fn cut_off(text: &[u8]) -> u64 {
    let tail = std::str::from_utf8(text).err().filter(|error| error.error_len().is_none());
    tail.map_or(0, |error| (text.len() - error.valid_up_to()) as u64)
}

impl Growing for Source {
    fn length(&self) -> u64 {
        self.len()
    }

    fn reach(&self, position: u64) {
        self.reach(position);
    }

    fn is_paused(&self) -> bool {
        self.is_paused()
    }

    fn forget_before(&self, position: u64) {
        self.forget_before(position);
    }
}
