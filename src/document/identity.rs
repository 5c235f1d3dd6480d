//! How a document is known again: by what is in it, wherever it lies and whatever it is called.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use super::corrections::letters_hash;
use super::hash::Fnv;

/// What a document is known by.
///
/// The same text has the same hash. A text that was changed a little has most of the runs of words at its
/// beginning, of which those with the smallest hashes stand for all (A. Broder, 1997).
#[derive(Clone, Debug, Default)]
pub struct Identity {
    /// What it was called, for people, and to tell an edited file from another one much like it.
    pub name: String,
    /// A hash of its text, or of parts of it where it is long.
    pub content: u64,
    /// Where the file lies that it is in; none where it is in none. What readers wrote to it goes by that, should
    /// nothing else tell what it was written to; and what is still there is not what is only much like it.
    pub path: Option<String>,
    /// Where else the same text was read, those last at the end.
    pub copies: Vec<String>,
    beginning: Beginning,
}

/// What the beginning of a text is known by.
#[derive(Clone, Debug, Default)]
struct Beginning {
    /// Its words, as long as nobody has asked for their runs: the first screen does not.
    text: String,
    /// The hashes of runs of words: the smallest, in order.
    runs: OnceLock<Vec<u32>>,
}

/// How much one document is like another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// So many of the runs of words that stand for both are in both.
    Similar(usize),
    /// It is the same text.
    Same,
}

impl Identity {
    /// Bytes at the beginning of a text that stand for it.
    pub const HEAD: u64 = 16 << 10;

    /// The most runs that stand for a beginning.
    pub const MOST_RUNS: usize = 16;
    /// Words of a run.
    const WORDS: usize = 3;

    /// The identity of a text that begins with `head`, up to [`HEAD`](Self::HEAD) bytes of it, and of which
    /// more is told by `rest`.
    pub fn new(name: &str, head: String, rest: impl IntoIterator<Item = Vec<u8>>) -> Self {
        let mut hash = Fnv::default();
        hash.add(head.as_bytes());
        for part in rest {
            hash.add(&part);
        }
        Self {
            name: name.to_owned(),
            content: hash.get(),
            path: None,
            copies: Vec::new(),
            beginning: Beginning { text: head, runs: OnceLock::new() },
        }
    }

    /// The identity that was kept in its parts.
    pub fn kept(name: String, content: u64, beginning: Vec<u32>) -> Self {
        Self {
            name,
            content,
            path: None,
            copies: Vec::new(),
            beginning: Beginning { text: String::new(), runs: beginning.into() },
        }
    }

    /// The same of a document that lies there.
    #[must_use]
    pub fn at(self, path: Option<String>) -> Self {
        Self { path, ..self }
    }

    /// Whether the other one is known by no more than its beginning, as long as the rest is still to come, and this
    /// begins so.
    pub fn begins_as(&self, other: &Self) -> bool {
        let head = &self.beginning.text;
        let mut hash = Fnv::default();
        hash.add(head.as_bytes());
        !head.is_empty() && hash.get() == other.content && self.content != other.content
    }

    /// The same of a document that was read before as these, which may have lain elsewhere. What came through a pipe is
    /// the file that has this very text.
    #[must_use]
    pub fn with_copies<'a>(mut self, before: impl IntoIterator<Item = &'a Self> + Copy) -> Self {
        /// More places of one text are not kept.
        const MOST: usize = 3;
        let is_file = |known: &&Self| known.path.is_some() && known.content == self.content;
        if let Some(file) = before.into_iter().filter(is_file).last().filter(|_| self.path.is_none()) {
            (self.name, self.path) = (file.name.clone(), file.path.clone());
        }
        let places = before.into_iter().flat_map(Self::places);
        for place in places.filter(|place| Some(*place) != self.path.as_ref()) {
            if !self.copies.contains(place) {
                self.copies.push(place.clone());
            }
        }
        self.copies.drain(..self.copies.len().saturating_sub(MOST));
        self
    }

    /// Where its text was read.
    pub fn places(&self) -> impl Iterator<Item = &String> {
        self.copies.iter().chain(&self.path)
    }

    /// Whether both lie in files, and these are not the same.
    pub fn lies_elsewhere(&self, other: &Self) -> bool {
        self.path.as_ref().zip(other.path.as_ref()).is_some_and(|(one, other)| one != other)
    }

    /// Hashes of runs of words at the beginning: the smallest, in order.
    pub fn beginning(&self) -> &[u32] {
        self.beginning.runs.get_or_init(|| runs(&self.beginning.text))
    }

    /// Of the runs that stand for its beginning, how many are anywhere in a text, and how many there are.
    pub fn runs_left_in(&self, text: &str) -> (usize, usize) {
        let mut left: BTreeSet<_> = self.beginning().iter().copied().collect();
        let n_all = left.len();
        for run in hashes_of_runs(text) {
            left.remove(&run);
        }
        (n_all - left.len(), n_all)
    }

    /// How much the two are alike; none where they are not the same document, changed or not.
    pub fn likeness(&self, other: &Self) -> Option<Likeness> {
        /// With fewer runs than this, chance decides.
        const LEAST: usize = 4;
        if self.content == other.content {
            return Some(Likeness::Same);
        }
        let (ours, others) = (self.beginning(), other.beginning());
        let all: BTreeSet<_> = ours.iter().chain(others).collect();
        let both = |run: &&&u32| ours.contains(run) && others.contains(run);
        let n_compared = all.len().min(Self::MOST_RUNS);
        let n_both = all.iter().take(n_compared).filter(both).count();
        (n_compared >= LEAST && n_both * 2 >= n_compared).then_some(Likeness::Similar(n_both))
    }
}

impl PartialEq for Identity {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && self.content == other.content && self.beginning() == other.beginning()
    }
}

impl Eq for Identity {}

/// The smallest hashes of runs of words.
fn runs(text: &str) -> Vec<u32> {
    let all: BTreeSet<_> = hashes_of_runs(text).into_iter().collect();
    all.into_iter().take(Identity::MOST_RUNS).collect()
}

/// The hashes of all runs of words.
fn hashes_of_runs(text: &str) -> Vec<u32> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let hashes: Vec<_> = words.map(|word| letters_hash(word.chars())).collect();
    let run = |words: &[u64]| {
        let mut hash = Fnv::default();
        for word in words {
            hash.add(&word.to_le_bytes());
        }
        // The high bits of this hash are the well mixed ones.
        u32::try_from(hash.get() >> 32).unwrap_or(0)
    };
    hashes.windows(Identity::WORDS).map(run).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(seed: usize) -> String {
        let word = |n: usize| format!("word{}", n * (7919 + seed) % 10_007);
        (0..900).map(word).collect::<Vec<_>>().join(" ")
    }

    fn identity(text: &str) -> Identity {
        Identity::new("test", text.to_owned(), [])
    }

    #[test]
    fn a_text_is_the_same_under_another_name() {
        let (one, other) = (identity(&text(1)), Identity::new("else", text(1), []));
        assert_eq!(one.likeness(&other), Some(Likeness::Same));
    }

    #[test]
    fn small_edits_leave_a_text_similar() {
        let before = identity(&text(1));
        for edited in [
            text(1).replacen("word", "sword", 1),
            format!("A new first sentence, that was not there before. {}", text(1)),
            text(1).replace("5 ", "five "),
        ] {
            let likeness = before.likeness(&identity(&edited));
            assert!(matches!(likeness, Some(Likeness::Similar(_))), "{likeness:?}: {edited}");
        }
    }

    #[test]
    fn runs_are_found_wherever_they_are_in_a_text() {
        let before = identity(&text(1));
        let n_all = before.beginning().len();
        assert_eq!(before.runs_left_in(&format!("{}. {}", text(2), text(1))), (n_all, n_all));
        assert_eq!(before.runs_left_in(&text(2)), (0, n_all));
        assert_eq!(before.runs_left_in(""), (0, n_all));
    }

    #[test]
    fn other_texts_are_others() {
        for seed in 2..40 {
            assert_eq!(identity(&text(1)).likeness(&identity(&text(seed))), None, "{seed}");
        }
        assert_eq!(identity("a b c d").likeness(&identity("a b c e")), None, "too short to be similar");
        let rest = |end: &str| Identity::new("test", text(1), [end.as_bytes().to_vec()]);
        assert!(matches!(rest("one").likeness(&rest("other")), Some(Likeness::Similar(_))));
    }
}
