//! How much is parsed, typeset and searched while a key waits.
//!
//! Several looks at a document may go into one event: for what is on the screen, for its end, for a
//! hit. Each alone is bounded, and all of them share an allowance, so that their sum is bounded too. It
//! is counted, not timed, and counts what was dropped for lack of memory like what is kept: the same
//! events give the same screens.

use super::segment::Segment;

/// What may be done for one event beyond what it cannot do without. A unit is some nanoseconds.
const MOST: usize = 1_200_000;

/// The least that a look at a segment costs, whatever comes of it: as much again lies around it.
const LEAST: usize = MOST / 12;

/// What is left of the allowance of one event.
#[derive(Debug)]
pub(super) struct Allowance {
    left: usize,
}

impl Default for Allowance {
    fn default() -> Self {
        Self { left: MOST }
    }
}

impl Allowance {
    /// Notes that a segment was parsed, typeset or searched.
    pub(super) fn charge(&mut self, segment: &Segment) {
        self.left = self.left.saturating_sub(cost(segment));
    }

    /// Whether nothing is left.
    pub(super) fn is_spent(&self) -> bool {
        self.left == 0
    }
}

/// About what that took: short lines, small blocks, marks and letters
/// beyond ASCII cost more than their bytes.
fn cost(segment: &Segment) -> usize {
    const BYTE: usize = 4;
    const LINE: usize = 64;
    const BLOCK: usize = 64;
    const SPECIAL: usize = 16;
    let text = segment.text().as_bytes();
    let is_special = |byte: &&u8| !byte.is_ascii() || byte.is_ascii_punctuation();
    let n_special = text.iter().filter(is_special).count();
    let lines = memchr::memchr_iter(b'\n', text).count();
    let bytes = segment.source_length() as usize * BYTE + n_special * SPECIAL;
    let n_blocks = segment.leaves().len() + segment.containers().len();
    (bytes + lines * LINE + n_blocks * BLOCK).max(LEAST)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{LeafKind, SegmentBuilder};

    /// How many segments of 64 KB with `text` in them may be parsed and typeset for one event.
    fn n_allowed(text: &str) -> usize {
        let mut builder = SegmentBuilder::new(0);
        builder.leaf(LeafKind::Paragraph, 0..1, text);
        let segment = builder.finish(64_000);
        let mut allowance = Allowance::default();
        let mut charge = || (!allowance.is_spent()).then(|| (0..2).for_each(|_| allowance.charge(&segment)));
        std::iter::from_fn(&mut charge).count()
    }

    #[test]
    fn less_is_allowed_of_what_takes_longer() {
        assert_eq!(n_allowed(""), 3);
        assert_eq!(n_allowed(&"a line of ordinary text in a paragraph\n".repeat(1600)), 2);
        for text in ["1\n", "[[", "漢"] {
            assert_eq!(n_allowed(&text.repeat(64_000 / text.len())), 1, "{text}");
        }
    }
}
