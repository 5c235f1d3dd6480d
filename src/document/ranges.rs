//! Parts of a source, as ranges of bytes.

use std::ops::Range;

/// Ranges in order, of which no two touch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ranges(Vec<Range<u64>>);

impl Ranges {
    /// The most ranges. The shortest give way.
    pub const MOST: usize = 200;

    /// Those in any order, which may overlap.
    pub fn new(ranges: impl IntoIterator<Item = Range<u64>>) -> Self {
        let mut all = Self::default();
        ranges.into_iter().for_each(|range| all.add(range));
        all
    }

    /// Adds a range.
    pub fn add(&mut self, range: Range<u64>) {
        if range.is_empty() {
            return;
        }
        let first = self.0.partition_point(|known| known.end < range.start);
        let last = self.0.partition_point(|known| known.start <= range.end);
        let touched = self.0.get(first..last).unwrap_or_default();
        let start = touched.first().map_or(range.start, |known| known.start.min(range.start));
        let end = touched.last().map_or(range.end, |known| known.end.max(range.end));
        self.0.splice(first..last, std::iter::once(start..end));
        if self.0.len() > Self::MOST {
            let shortest = self.0.iter().enumerate().min_by_key(|(_, range)| range.end - range.start);
            if let Some((index, _)) = shortest {
                self.0.remove(index);
            }
        }
    }

    /// Bytes of `range` that are in none of them.
    pub fn missing_in(&self, range: Range<u64>) -> u64 {
        let first = self.0.partition_point(|known| known.end <= range.start);
        let inside = self.0.iter().skip(first).take_while(|known| known.start < range.end);
        let covered = inside.map(|known| known.end.min(range.end) - known.start.max(range.start));
        range.end.saturating_sub(range.start) - covered.sum::<u64>()
    }

    /// From the first to the last byte of `range` that is in none of them.
    pub fn trimmed(&self, range: Range<u64>) -> Option<Range<u64>> {
        let holding = |byte: u64| {
            let index = self.0.partition_point(|known| known.end <= byte);
            self.0.get(index).filter(|known| known.start <= byte)
        };
        // No two ranges touch, so that no other goes on where one ends.
        let start = holding(range.start).map_or(range.start, |known| known.end);
        let end = holding(range.end.checked_sub(1)?).map_or(range.end, |known| known.start);
        (start < end).then_some(start..end)
    }

    /// In order.
    pub fn iter(&self) -> impl Iterator<Item = Range<u64>> {
        self.0.iter().cloned()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn they_hold_what_was_added(
            added in prop::collection::vec((0..99_u64, 0..30_u64), 0..30), from in 0..130_u64, length in 0..50_u64,
        ) {
            let ranges = Ranges::new(added.iter().map(|&(start, length)| start..start + length));
            let is_in = |at: &u64| added.iter().any(|&(start, length)| (start..start + length).contains(at));
            let missing = (from..from + length).filter(|at| !is_in(at)).count() as u64;
            prop_assert_eq!(ranges.missing_in(from..from + length), missing);
            let outer = (from..from + length).find(|at| !is_in(at)).zip((from..from + length).rfind(|at| !is_in(at)));
            prop_assert_eq!(ranges.trimmed(from..from + length), outer.map(|(first, last)| first..last + 1));
            prop_assert!(ranges.0.windows(2).all(|pair| pair[0].end < pair[1].start));
        }
    }

    #[test]
    fn the_shortest_give_way() {
        let range = |n: u64| n * 100..n * 100 + if n.is_multiple_of(10) { 5 } else { 20 };
        let ranges = Ranges::new((0..Ranges::MOST as u64 + 20).map(range));
        assert_eq!(ranges.0.len(), Ranges::MOST);
        assert!(ranges.iter().filter(|range| range.end - range.start == 5).count() <= 2);
    }
}
