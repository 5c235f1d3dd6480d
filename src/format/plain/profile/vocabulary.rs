//! The words of the samples, to tell which words were parted at line ends.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::super::lines::Line;
use super::super::shape::{self, Ending};

/// The words of a document that parts some at line ends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in super::super) struct Vocabulary(HashSet<u64>);

impl Vocabulary {
    /// The words of the samples, if any line ends with a hyphen.
    pub(super) fn new(samples: &[Vec<Line<'_>>]) -> Self {
        let parts = |line: &Line<'_>| shape::ending(line.body) == Ending::Hyphen;
        if !samples.iter().flatten().any(parts) {
            return Self::default();
        }
        let words = samples.iter().flatten().flat_map(|line| line.body.split_whitespace());
        Self(words.map(bare).filter(|word| !word.is_empty()).map(|word| hash([word, ""])).collect())
    }

    /// Whether the end of `line`, which has a hyphen, and the start of `next` are one word that stands
    /// elsewhere without the hyphen.
    pub(in super::super) fn has_parted(&self, line: &str, next: &str) -> bool {
        let end = line.trim_end_matches(['-', '‐']);
        let end = end.rsplit(char::is_whitespace).next().unwrap_or_default();
        let start = next.split(char::is_whitespace).next().unwrap_or_default();
        let (end, start) = (end.trim_start_matches(is_mark), start.trim_end_matches(is_mark));
        !end.is_empty() && !start.is_empty() && self.0.contains(&hash([end, start]))
    }
}

fn is_mark(c: char) -> bool {
    !c.is_alphanumeric()
}

/// A word without the marks around it.
fn bare(word: &str) -> &str {
    word.trim_matches(is_mark)
}

/// The hash of the parts put together, whatever their case.
fn hash(parts: [&str; 2]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for c in parts.into_iter().flat_map(str::chars) {
        c.to_lowercase().for_each(|c| c.hash(&mut hasher));
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::super::super::lines::lines;
    use super::*;

    #[test]
    fn only_words_that_stand_elsewhere_are_parted() {
        let words = Vocabulary::new(&[lines("The “Ferry” was a half-\nhidden boat.\n")]);
        assert!(words.has_parted("the fer-", "ry, then"));
        assert!(!words.has_parted("a half-", "hidden boat."));
        assert!(!Vocabulary::new(&[lines("The ferry.\n")]).has_parted("fer-", "ry"));
    }
}
