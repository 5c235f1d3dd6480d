//! Where the beginnings of words return in a text.
//!
//! Each block that is weighed asks this for some words, so that it must not be searched for. Every place
//! in the text knows the next one with the same few bytes, in both directions; from the place of a word
//! a few steps lead to where it returns.

use std::ops::Range;

use super::super::lines::Line;

/// Bytes by which places are known again.
const KEY: usize = 4;
/// Binary digits of a key's hash, and how many hashes there are.
const DIGITS: u32 = 13;
const HASHES: usize = 1 << DIGITS;

/// Lines in small letters, with a way from each place to those that begin alike.
pub(in super::super) struct Echoes {
    /// The lines, each with a line feed.
    text: String,
    /// Where each line starts, and where the last one ends.
    starts: Vec<usize>,
    /// How far before each place the nearest one stands that may begin alike; 0 for none in reach.
    before: Vec<u16>,
    /// The same behind it.
    after: Vec<u16>,
}

impl Echoes {
    /// An index of these lines.
    pub(in super::super) fn of(lines: &[Line<'_>]) -> Self {
        let mut text = String::with_capacity(lines.iter().map(|line| line.body.len() + 1).sum());
        let mut starts = Vec::with_capacity(lines.len() + 1);
        for line in lines {
            starts.push(text.len());
            push_small(&mut text, line.body);
            text.push('\n');
        }
        starts.push(text.len());
        let (before, after) = steps(text.as_bytes());
        Self { text, starts, before, after }
    }

    /// Some lines in the text around them, of which whole lines count up to `reach` bytes on each side.
    pub(super) fn around(&self, lines: &Range<usize>, reach: usize) -> Around<'_> {
        let start = |line: usize| self.starts.get(line).copied().unwrap_or(self.text.len());
        let own = start(lines.start)..start(lines.end);
        let first = self.starts.partition_point(|&at| at + reach <= own.start).saturating_sub(1);
        let behind = self.starts.partition_point(|&at| at < own.end + reach);
        Around { echoes: self, before: start(first)..own.start, after: own.end..start(behind), own }
    }

    fn bytes(&self, range: &Range<usize>) -> &[u8] {
        self.text.as_bytes().get(range.clone()).unwrap_or_default()
    }

    /// Whether the bytes of `word` stand anywhere in `range`: for those that are too few for the index.
    fn is_within(&self, range: &Range<usize>, word: &Range<usize>) -> bool {
        memchr::memmem::find(self.bytes(range), self.bytes(word)).is_some()
    }

    /// Whether the same bytes as in `word` stand at `at`.
    fn is_at(&self, at: usize, word: &Range<usize>) -> bool {
        self.bytes(&(at..at + word.len())) == self.bytes(word)
    }
}

/// Lines with what stands around them.
pub(super) struct Around<'s> {
    echoes: &'s Echoes,
    own: Range<usize>,
    before: Range<usize>,
    after: Range<usize>,
}

impl Around<'_> {
    /// The text of the lines, in small letters.
    pub(super) fn text(&self) -> &str {
        self.echoes.text.get(self.own.clone()).unwrap_or_default()
    }

    /// Whether anything stands before them.
    pub(super) fn has_before(&self) -> bool {
        !self.before.is_empty()
    }

    /// Whether anything stands after them.
    pub(super) fn has_after(&self) -> bool {
        !self.after.is_empty()
    }

    /// Whether a word, a range of their text, stands before them.
    pub(super) fn is_before(&self, word: &Range<usize>) -> bool {
        let word = self.place(word);
        if word.len() < KEY {
            return self.echoes.is_within(&self.before, &word);
        }
        let nearer = |&at: &usize| at.checked_sub(step(&self.echoes.before, at)?);
        let places = std::iter::successors(Some(word.start), nearer);
        places
            .take_while(|&at| at >= self.before.start)
            .any(|at| at + word.len() <= self.before.end && self.echoes.is_at(at, &word))
    }

    /// Whether it stands after them.
    pub(super) fn is_after(&self, word: &Range<usize>) -> bool {
        let word = self.place(word);
        if word.len() < KEY {
            return self.echoes.is_within(&self.after, &word);
        }
        let farther = |&at: &usize| Some(at + step(&self.echoes.after, at)?);
        let places = std::iter::successors(Some(word.start), farther);
        places
            .take_while(|&at| at + word.len() <= self.after.end)
            .any(|at| at >= self.after.start && self.echoes.is_at(at, &word))
    }

    /// Where a word of their text stands in all of it.
    fn place(&self, word: &Range<usize>) -> Range<usize> {
        self.own.start + word.start..self.own.start + word.end
    }
}

fn step(steps: &[u16], at: usize) -> Option<usize> {
    steps.get(at).map(|&step| usize::from(step)).filter(|&step| step > 0)
}

/// How far before and behind each place the nearest one stands that may begin alike.
fn steps(text: &[u8]) -> (Vec<u16>, Vec<u16>) {
    let (mut before, mut after) = (vec![0; text.len()], vec![0; text.len()]);
    // The last place so far of each hash.
    let mut last = vec![u32::MAX; HASHES];
    for ((at, key), before) in (0..u32::MAX).zip(text.array_windows::<KEY>()).zip(&mut before) {
        let hash = u32::from_le_bytes(*key).wrapping_mul(0x9E37_79B1) >> (u32::BITS - DIGITS);
        // There is one of each.
        let Some(last) = last.get_mut(hash as usize) else { continue };
        let place = std::mem::replace(last, at);
        if let Some(after) = after.get_mut(place as usize) {
            *before = u16::try_from(at - place).unwrap_or_default();
            *after = *before;
        }
    }
    (before, after)
}

/// Adds `line` in small letters.
fn push_small(text: &mut String, line: &str) {
    if line.is_ascii() {
        let start = text.len();
        text.push_str(line);
        text.get_mut(start..).unwrap_or_default().make_ascii_lowercase();
    } else {
        text.push_str(&line.to_lowercase());
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::super::lines::lines;
    use super::*;

    proptest! {
        #[test]
        fn words_are_found_where_they_stand(
            text in prop::collection::vec("[a-c]{4,9}", 1..60),
            (block, reach) in (0..60usize, 1..40usize),
        ) {
            let text = text.join("\n");
            let lines = lines(&text);
            let block = block.min(lines.len() - 1);
            let echoes = Echoes::of(&lines);
            let around = echoes.around(&(block..block + 1), reach);
            let window = |lines: &mut dyn Iterator<Item = &Line<'_>>| {
                let mut window = String::new();
                for line in lines {
                    if window.len() >= reach {
                        break;
                    }
                    window.extend([line.body, "\n"]);
                }
                window
            };
            let before = window(&mut lines[..block].iter().rev());
            let after = window(&mut lines[block + 1..].iter());
            prop_assert_eq!((around.has_before(), around.has_after()), (!before.is_empty(), !after.is_empty()));
            for end in 2..=lines[block].body.len() {
                let word = lines[block].body.get(..end).unwrap();
                prop_assert_eq!(around.is_before(&(0..end)), before.contains(word));
                prop_assert_eq!(around.is_after(&(0..end)), after.contains(word));
            }
        }
    }
}
