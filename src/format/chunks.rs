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
    let is_start = |byte: &u8| byte & 0b1100_0000 != 0b1000_0000;
    let last = text.iter().rposition(is_start).and_then(|start| text.get(start..)).unwrap_or_default();
    match std::str::from_utf8(last) {
        Err(error) if error.error_len().is_none() => last.len() as u64,
        _ => 0,
    }
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

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// The final chunks that `found` finds while a source grows by `pieces`. What it hands out for now
    /// has to go on where they end.
    pub(in crate::format) fn while_growing(
        (source, feed): (Arc<Source>, crate::source::Feed),
        mut found: impl Iterator<Item = Chunk>,
        text: &str,
        pieces: &[usize],
    ) -> Vec<Chunk> {
        let mut chunks: Vec<Chunk> = Vec::new();
        let mut rest = text.as_bytes();
        for piece in pieces {
            let (piece, after) = rest.split_at((*piece).min(rest.len()));
            feed.write(piece).unwrap();
            rest = after;
            for chunk in found.by_ref() {
                assert_eq!(chunk.source.start, chunks.last().map_or(0, |last| last.source.end));
                if chunk.is_provisional {
                    assert!(text.is_char_boundary(usize::try_from(chunk.source.end).unwrap()));
                    assert!(source.len() - chunk.source.end < 4);
                    break;
                }
                assert!(chunk.source.end + LOOK_AROUND <= source.len());
                chunks.push(chunk);
            }
        }
        feed.write(rest).unwrap();
        feed.end(None);
        chunks.extend(found);
        chunks
    }

    #[test]
    fn a_character_that_is_not_whole_waits() {
        let (source, feed) = Source::growing("test");
        feed.write("a漢".as_bytes().get(..3).unwrap()).unwrap();
        assert_eq!(provisional(&source, 0, false).unwrap().source, 0..1);
        assert_eq!(provisional(&source, 1, false), None);
        feed.write("漢".as_bytes().get(2..).unwrap()).unwrap();
        assert_eq!(provisional(&source, 0, true).unwrap().source, 0..4);
        assert_eq!(settled(&source), 0);
        feed.end(None);
        assert_eq!((provisional(&source, 0, false), settled(&source)), (None, 4));
    }

    #[test]
    fn chunks_come_as_the_source_grows() {
        let (source, feed) = Source::growing("test");
        feed.write(b"some words").unwrap();
        let opening = super::super::open(source, &crate::format::plain::Plain).unwrap();
        let mut document = opening.document;
        assert_eq!(
            (document.n_segments(), document.has_present_chunks(), document.has_all_chunks()),
            (1, true, false)
        );
        feed.write(b" and more").unwrap();
        feed.end(None);
        document.push_chunks(opening.chunks);
        assert_eq!((document.n_segments(), document.chunks().next().unwrap().source.end), (1, 19));
    }
}
