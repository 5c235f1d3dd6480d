//! The words of the samples, to tell which words were parted at line ends.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::super::lines::Line;
use super::super::shape::{self, Ending};

/// The hyphen that is nothing else, U+2010.
const HYPHEN: char = '\u{2010}';

/// The words of a document that parts some at line ends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in super::super) struct Vocabulary {
    /// Their hashes.
    words: HashSet<u64>,
    /// Whether U+2010 stands at line ends and nowhere else. The program that wrapped the text set it there,
    /// as the formatter of manual pages does; who types it has it inside lines too.
    has_hyphens_of_wrapping: bool,
}

impl Vocabulary {
    /// The words of the samples, if any line ends with a hyphen.
    pub(super) fn new(samples: &[Vec<Line<'_>>]) -> Self {
        let bodies = || samples.iter().flatten().map(|line| line.body);
        if !bodies().any(|body| shape::ending(body) == Ending::Hyphen) {
            return Self::default();
        }
        let words = bodies().flat_map(str::split_whitespace).map(bare).filter(|word| !word.is_empty());
        let is_typed = |body: &str| body.strip_suffix(HYPHEN).unwrap_or(body).contains(HYPHEN);
        Self {
            words: words.map(|word| hash([word, ""])).collect(),
            has_hyphens_of_wrapping: bodies().any(|body| body.ends_with(HYPHEN)) && !bodies().any(is_typed),
        }
    }

    /// Whether the end of `line`, which has a hyphen, and the start of `next` are one word without it: the
    /// word stands elsewhere, or such hyphens stand only where lines end.
    pub(in super::super) fn has_parted(&self, line: &str, next: &str) -> bool {
        if self.has_hyphens_of_wrapping && line.ends_with(HYPHEN) {
            return true;
        }
        let end = line.trim_end_matches(['-', HYPHEN]);
        let end = end.rsplit(char::is_whitespace).next().unwrap_or_default();
        let start = next.split(char::is_whitespace).next().unwrap_or_default();
        let (end, start) = (end.trim_start_matches(is_mark), start.trim_end_matches(is_mark));
        !end.is_empty() && !start.is_empty() && self.words.contains(&hash([end, start]))
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

    #[test]
    fn hyphens_that_stand_only_at_line_ends_part_words() {
        let of = |text| Vocabulary::new(&[lines(text)]);
        assert!(of("It is set be\u{2010}\nlow the self-made one.\n").has_parted("be\u{2010}", "low the"));
        assert!(!of("It is self\u{2010}made, and well\u{2010}\nset.\n").has_parted("well\u{2010}", "set."));
        assert!(!of("It is set be\u{2010}\nlow.\n").has_parted("well-", "set."));
    }
}
