//! Literals that are found as they are, byte for byte, which takes a fraction of the time that a regular
//! expression does.

use std::ops::Range;

use memchr::memmem::Finder;

/// A literal text: words, with any white space between them.
#[derive(Clone, Debug)]
pub(super) struct Needle {
    /// In lower case where case does not count.
    words: Box<[Box<str>]>,
    /// The word that is looked for before the others: the longest one.
    first_sought: usize,
    finder: Finder<'static>,
    begins_with_space: bool,
    ends_with_space: bool,
    is_caseless: bool,
}

impl Needle {
    /// A needle for `text`; where it `is_caseless`, ASCII letters match in either case, and others in their own.
    /// `None` for a text without words.
    pub(super) fn new(text: &str, is_caseless: bool) -> Option<Self> {
        let cased = |word: &str| if is_caseless { word.to_ascii_lowercase() } else { word.to_owned() };
        let words: Box<[Box<str>]> = text.split_whitespace().map(|word| cased(word).into()).collect();
        let (first_sought, longest) = words.iter().enumerate().max_by_key(|(_, word)| word.len())?;
        Some(Self {
            finder: Finder::new(longest.as_bytes()).into_owned(),
            first_sought,
            begins_with_space: text.starts_with(char::is_whitespace),
            ends_with_space: text.ends_with(char::is_whitespace),
            is_caseless,
            words,
        })
    }

    /// Whether a hit is a word, so that it has no white space in it.
    pub(super) fn is_word(&self) -> bool {
        self.words.len() == 1 && !self.begins_with_space && !self.ends_with_space
    }

    /// Where in `text`, at `at` or behind, the next hit may be: at the start of the word that is sought first.
    pub(super) fn candidate(&self, text: &str, lower: &mut LowerCase, at: usize) -> Option<usize> {
        if self.is_caseless {
            return lower.find(text.as_bytes(), &self.finder, at);
        }
        Some(at + self.finder.find(text.as_bytes().get(at..)?)?)
    }

    /// The hit around a candidate, if there is one `within` a part of `text`. It has all the white space there is.
    pub(super) fn around(&self, text: &str, candidate: usize, within: Range<usize>) -> Option<Range<usize>> {
        let (before, rest) = self.words.split_at_checked(self.first_sought)?;
        let (sought, behind) = rest.split_first()?;
        let (mut start, mut end) = (candidate, candidate + sought.len());
        for word in before.iter().rev() {
            start = space_before(text, within.start, start)?;
            start = start.checked_sub(word.len()).filter(|&start| start >= within.start)?;
            self.is_at(text, start, word).then_some(())?;
        }
        for word in behind {
            end = space_behind(text, end, within.end)?;
            self.is_at(text, end, word).then_some(())?;
            end += word.len();
        }
        if self.begins_with_space {
            start = space_before(text, within.start, start)?;
        }
        if self.ends_with_space {
            end = space_behind(text, end, within.end)?;
        }
        (start >= within.start && end <= within.end).then_some(start..end)
    }

    fn is_at(&self, text: &str, at: usize, word: &str) -> bool {
        let found = text.as_bytes().get(at..at + word.len());
        let fits = |found: &[u8]| {
            if self.is_caseless {
                found.eq_ignore_ascii_case(word.as_bytes())
            } else {
                found == word.as_bytes()
            }
        };
        found.is_some_and(fits)
    }
}

/// Where the white space starts that ends at `end`, not before `least`; `None` where there is none.
fn space_before(text: &str, least: usize, end: usize) -> Option<usize> {
    let start = least + text.get(least..end)?.trim_end().len();
    (start < end).then_some(start)
}

/// Where the white space ends that starts at `start`, not beyond `most`; `None` where there is none.
fn space_behind(text: &str, start: usize, most: usize) -> Option<usize> {
    let end = most - text.get(start..most)?.trim_start().len();
    (end > start).then_some(end)
}

/// A part of a text with its ASCII letters in lower case: as much as fits the fastest memory there is.
#[derive(Debug, Default)]
pub(super) struct LowerCase {
    bytes: Vec<u8>,
    /// Where the part starts in the text.
    start: usize,
}

impl LowerCase {
    /// Bytes of a part, if what is sought is not longer.
    const SIZE: usize = 8 << 10;

    /// Where in `text`, at `at` or behind, the next occurrence is of what is sought, which is in lower case.
    fn find(&mut self, text: &[u8], sought: &Finder<'_>, mut at: usize) -> Option<usize> {
        let overlap = sought.needle().len().saturating_sub(1);
        loop {
            let within = at.checked_sub(self.start).and_then(|within| self.bytes.get(within..));
            if let Some(part) = within {
                if let Some(found) = sought.find(part) {
                    return Some(at + found);
                }
                let end = self.start + self.bytes.len();
                if end >= text.len() {
                    return None;
                }
                at = at.max(end.saturating_sub(overlap));
            }
            self.cover(text.get(at..)?, at, Self::SIZE.max(4 * overlap));
        }
    }

    /// Takes the next part: what `text`, from byte `start` of the whole on, has of it.
    fn cover(&mut self, text: &[u8], start: usize, size: usize) {
        self.start = start;
        self.bytes.clear();
        self.bytes.extend_from_slice(text.get(..size).unwrap_or(text));
        self.bytes.make_ascii_lowercase();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Where all hits start and end in `text`, where that is one leaf.
    fn hits(text: &str, needle: &Needle) -> Vec<(usize, usize)> {
        let (mut lower, mut at, mut hits) = (LowerCase::default(), 0, Vec::new());
        while let Some(candidate) = needle.candidate(text, &mut lower, at) {
            let hit = needle.around(text, candidate, 0..text.len());
            hits.extend(hit.map(|hit| (hit.start, hit.end)));
            at = candidate + 1;
        }
        hits
    }

    #[test]
    fn white_space_is_any_and_all_there_is() {
        let text = "the old  river\nran the OLD\u{a0}river ran";
        for (needle, is_caseless, expected) in [
            ("the old river", true, vec![(0, 14), (19, 33)]),
            ("the old river", false, vec![(0, 14)]),
            (" river ", true, vec![(7, 15), (26, 34)]),
            ("d r", true, vec![(6, 10), (25, 29)]),
            ("d  ", false, vec![(6, 9)]),
            ("oldriver", true, vec![]),
            ("ran", true, vec![(15, 18), (34, 37)]),
        ] {
            assert_eq!(hits(text, &Needle::new(needle, is_caseless).unwrap()), expected, "{needle}");
        }
        assert!(Needle::new(" \n", true).is_none());
    }

    #[test]
    fn a_hit_is_within_its_part() {
        let needle = Needle::new(" a ", true).unwrap();
        assert_eq!(needle.around("  a  ", 2, 1..4), Some(1..4));
        assert_eq!(needle.around("  a  ", 2, 2..5), None);
        assert_eq!(needle.around("  a  ", 2, 0..3), None);
    }

    proptest! {
        /// Wherever a part of the text ends that is brought to lower case.
        #[test]
        fn nothing_is_missed_between_parts(
            before in 0..3 * LowerCase::SIZE,
            gap in 0..40_usize,
            needle in "[a-c]{1,9}",
        ) {
            let text = [&"x".repeat(before), &needle.to_uppercase(), &"x".repeat(gap), &needle, "x"].concat();
            let expected = [before, before + needle.len() + gap].map(|at| (at, at + needle.len()));
            let found = hits(&text, &Needle::new(&needle, true).unwrap());
            prop_assert!(expected.iter().all(|hit| found.contains(hit)), "{found:?}");
        }
    }
}
