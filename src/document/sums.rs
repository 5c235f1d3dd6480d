//! Numbers of the segments of a document, and sums of them.
//!
//! A document of gigabytes has tens of thousands of segments, and every frame asks for sums: they are
//! kept by blocks of segments, so that a sum costs about the square root of adding up all.

use super::SegmentId;

/// Segments in a block.
const BLOCK: usize = 256;

/// A number for each segment, 0 where none was set.
#[derive(Clone, Debug, Default)]
pub struct Sums {
    numbers: Vec<u64>,
    by_block: Vec<u64>,
    total: u64,
}

impl Sums {
    /// Changes the number of a segment.
    pub fn set(&mut self, id: SegmentId, number: u64) {
        let before = self.of(id);
        if before == number {
            return;
        }
        let (index, block) = (id.index(), id.index() / BLOCK);
        self.numbers.resize(self.numbers.len().max(index + 1), 0);
        self.by_block.resize(self.by_block.len().max(block + 1), 0);
        if let (Some(known), Some(sum)) = (self.numbers.get_mut(index), self.by_block.get_mut(block)) {
            *known = number;
            *sum = *sum - before + number;
            self.total = self.total - before + number;
        }
    }

    /// The number of a segment.
    pub fn of(&self, id: SegmentId) -> u64 {
        self.numbers.get(id.index()).copied().unwrap_or(0)
    }

    /// The sum of all.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// The sum of those before a segment.
    pub fn before(&self, id: SegmentId) -> u64 {
        let block = (id.index() / BLOCK).min(self.by_block.len());
        let blocks: u64 = self.by_block.iter().take(block).sum();
        let rest = self.numbers.get(block * BLOCK..id.index().min(self.numbers.len()));
        blocks + rest.unwrap_or_default().iter().sum::<u64>()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn sums_are_those_of_the_numbers(steps in prop::collection::vec((0..900u32, 0..9u64), 0..60), id in 0..1000u32) {
            let mut known = BTreeMap::new();
            let mut sums = Sums::default();
            for (id, number) in steps {
                sums.set(SegmentId(id), number);
                known.insert(id, number);
            }
            prop_assert_eq!(sums.total(), known.values().sum::<u64>());
            prop_assert_eq!(sums.before(SegmentId(id)), known.range(..id).map(|(_, number)| number).sum::<u64>());
            prop_assert_eq!(sums.of(SegmentId(id)), known.get(&id).copied().unwrap_or(0));
        }
    }
}
