//! Where in a segment its hits are, roughly.

/// Parts that a segment's text is divided into.
const PARTS: u32 = u64::BITS;

/// In which of the equal parts of a text hits begin: as much as a scroll bar shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spread {
    /// A bit for each part.
    parts: u64,
    /// Bytes of the text.
    length: u32,
}

impl Spread {
    /// No hits in a text of so many bytes.
    pub fn new(length: u32) -> Self {
        Self { parts: 0, length }
    }

    /// Adds a hit that begins at a byte of the text.
    pub fn add(&mut self, at: u32) {
        self.parts |= 1 << (at / self.part()).min(PARTS - 1);
    }

    /// A byte in the middle of each part with hits, in order.
    pub fn places(self) -> impl Iterator<Item = u32> {
        let part = self.part();
        let with_hits = (0..PARTS).filter(move |number| self.parts >> number & 1 > 0);
        with_hits.map(move |number| (number * part + part / 2).min(self.length))
    }

    /// Bytes of the text.
    pub fn length(self) -> u32 {
        self.length
    }

    /// Bytes of a part.
    fn part(self) -> u32 {
        self.length / PARTS + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_near_the_hits() {
        for (length, hits) in [(0, vec![0]), (10, vec![0, 9]), (96_000, vec![0, 700, 50_000, 95_999])] {
            let mut spread = Spread::new(length);
            for &at in &hits {
                spread.add(at);
            }
            let places: Vec<_> = spread.places().collect();
            let near = length / PARTS + 1;
            assert!(
                places.iter().all(|place| hits.iter().any(|at| at.abs_diff(*place) <= near)),
                "{places:?}"
            );
            assert!(
                hits.iter().all(|at| places.iter().any(|place| at.abs_diff(*place) <= near)),
                "{places:?}"
            );
        }
        assert_eq!(Spread::new(900).places().count(), 0);
    }
}
