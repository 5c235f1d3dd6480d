//! What of a text was read, known by its words, so that it is known again where the text was changed elsewhere.
//!
//! A passage is a paragraph, or a part of a long one, whatever the text is read as. Where one ends is told by the words
//! there: an edit changes the passage that it is in, and no other, and lines may be wrapped anew.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use super::Ranges;
use super::hash::Fnv;

/// Gives bytes of a source; fewer where it ends.
pub type Bytes<'a> = dyn Fn(Range<u64>) -> Vec<u8> + 'a;

/// Words of a source that stand together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// From where it begins, with the marks there, to behind the last of its letters, in bytes of the source.
    pub source: Range<u64>,
    /// Where the first of its letters is.
    first_letter: u64,
    /// A hash of its letters, of [`HASH_BITS`](Passages::HASH_BITS) bits.
    pub hash: u64,
}

/// Passages that were read: their hashes, by where they begin in the source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passages(BTreeMap<u64, u64>);

/// What was found of passages in a source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FoundPassages {
    /// Where they are.
    pub read: Ranges,
    /// They, by where they begin now.
    pub passages: Passages,
}

impl Passages {
    /// The most of one text. The first ones give way.
    pub const MOST: usize = 1500;

    /// Bits of a hash.
    pub const HASH_BITS: u32 = 36;

    /// The most bytes of a source that is searched for passages: as many as takes a moment.
    pub const MOST_BYTES: u64 = 64 << 20;

    /// These, by where they begin.
    pub fn new(all: impl IntoIterator<Item = (u64, u64)>) -> Self {
        let mut passages = Self::default();
        all.into_iter().for_each(|(start, hash)| passages.add(start, hash));
        passages
    }

    /// Adds the one that begins at a byte of the source.
    pub fn add(&mut self, start: u64, hash: u64) {
        self.0.insert(start, hash);
        if self.0.len() > Self::MOST {
            self.0.pop_first();
        }
    }

    /// Whether there is this one, which begins there.
    pub fn contains(&self, start: u64, hash: u64) -> bool {
        self.0.get(&start) == Some(&hash)
    }

    /// Whether any begins in a part of the source.
    pub fn has_any_in(&self, part: &Range<u64>) -> bool {
        part.start < part.end && self.0.range(part.clone()).next().is_some()
    }

    /// In the order of the text, by where they begin.
    pub fn iter(&self) -> impl Iterator<Item = (u64, u64)> {
        self.0.iter().map(|(&start, &hash)| (start, hash))
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The same with others. Of two that begin at the same byte the own one stays.
    #[must_use]
    pub fn with(mut self, others: &Self) -> Self {
        for (start, hash) in others.iter() {
            if !self.0.contains_key(&start) {
                self.add(start, hash);
            }
        }
        self
    }

    /// Those that begin in these parts of the source, and the others.
    pub fn parted(&self, ranges: &Ranges) -> (Self, Self) {
        let (inside, outside): (Vec<_>, Vec<_>) =
            self.iter().partition(|&(start, _)| ranges.missing_in(start..start + 1) == 0);
        (Self::new(inside), Self::new(outside))
    }

    /// Looks for them in a source of so many bytes.
    pub fn find(&self, length: u64, bytes: &Bytes<'_>) -> FoundPassages {
        /// Bytes that are read at a time.
        const PIECE: u64 = 1 << 20;
        let mut cutter = Cutter::at(0);
        let mut at = 0;
        while at < length {
            let piece = bytes(at..length.min(at + PIECE));
            if piece.is_empty() {
                break;
            }
            at += piece.len() as u64;
            cutter.push(&piece);
        }
        self.find_among(&cutter.finish())
    }

    /// Finds them among all passages of a text. One that stands there more often than it was read is known only beside
    /// one that it stood beside.
    fn find_among(&self, all: &[Passage]) -> FoundPassages {
        let sought: Vec<_> = self.0.values().copied().collect();
        let mut at: HashMap<u64, (usize, usize)> = HashMap::new();
        for (index, &hash) in sought.iter().enumerate() {
            at.entry(hash).or_insert((index, 0)).1 += 1;
        }
        let mut n_there: HashMap<u64, usize> = HashMap::new();
        for passage in all {
            *n_there.entry(passage.hash).or_default() += 1;
        }
        let known = |passage: &Passage| {
            let &(index, n_read) = at.get(&passage.hash)?;
            (n_there.get(&passage.hash).copied().unwrap_or(0) <= n_read).then_some(index)
        };
        let mut found: Vec<Option<usize>> = all.iter().map(known).collect();
        let beside = |index: Option<usize>, passage: &Passage| {
            index.filter(|&index| sought.get(index) == Some(&passage.hash))
        };
        let mut before = None;
        for (found, passage) in found.iter_mut().zip(all) {
            *found = found.or_else(|| beside(before, passage));
            before = found.map(|index| index + 1);
        }
        let mut behind = None;
        for (found, passage) in found.iter_mut().zip(all).rev() {
            *found = found.or_else(|| beside(behind, passage));
            behind = found.and_then(|index| index.checked_sub(1));
        }
        let mut result = FoundPassages::default();
        for (index, passage) in
            all.iter().enumerate().filter(|&(index, _)| found.get(index).is_some_and(Option::is_some))
        {
            // What stands between two that were read belongs to them.
            let next = all.get(index + 1).filter(|_| found.get(index + 1).is_some_and(Option::is_some));
            let end = next.map_or(passage.source.end, |next| next.source.start);
            result.read.add(passage.source.start..end);
            result.passages.add(passage.source.start, passage.hash);
        }
        result
    }
}

impl Passage {
    /// Those about a part of a source of so many bytes that have been read wholly by now.
    pub fn read_about(part: &Range<u64>, read: &Ranges, length: u64, bytes: &Bytes<'_>) -> Vec<Self> {
        /// Bytes before and behind that are looked at: as many as do for most passages, and more where they do not. A
        /// longer one is not known again.
        const REACHES: [u64; 2] = [1 << 10, 8 << 10];
        let mut all = Vec::new();
        for reach in REACHES {
            let are_all;
            (all, are_all) = Self::about(part, reach, length, bytes);
            if are_all {
                break;
            }
        }
        all.retain(|passage| {
            passage.source.start < part.end && passage.source.end > part.start && passage.is_read(read)
        });
        all
    }

    /// The passages that lie wholly within so many bytes about a part of a source, and whether all are among them that
    /// have something of that part.
    fn about(part: &Range<u64>, reach: u64, length: u64, bytes: &Bytes<'_>) -> (Vec<Self>, bool) {
        let (start, end) = (part.start.saturating_sub(reach), length.min(part.end.saturating_add(reach)));
        let piece = bytes(start..end);
        let is_whole = start + piece.len() as u64 >= length;
        let mut cutter = Cutter::at(start);
        cutter.push(&piece);
        let mut all = if is_whole { cutter.finish() } else { cutter.passages };
        // Nobody knows where the first one begins.
        all.retain(|passage| start == 0 || passage.source.start > start);
        let begins = start == 0 || all.first().is_some_and(|first| first.source.start <= part.start);
        let ends = is_whole || all.last().is_some_and(|last| last.source.end >= part.end);
        (all, begins && ends)
    }

    /// Whether it was read, but for the marks that it may begin with.
    fn is_read(&self, read: &Ranges) -> bool {
        const MARKS: u64 = 16;
        let letters = self.first_letter..self.source.end;
        let missing = read.missing_in(letters.clone());
        missing <= MARKS && missing * 4 <= letters.end - letters.start
    }
}

/// Cuts a source into passages.
struct Cutter {
    /// The byte that comes next.
    at: u64,
    /// Where the passage begins.
    start: u64,
    /// From its first letter to behind the last one; empty where there is none yet.
    letters: Range<u64>,
    hash: Fnv,
    /// The letters of the word before and of this one, and how many words have ended.
    word: Option<Fnv>,
    word_before: u64,
    n_words: usize,
    /// Whether there is no letter in the line so far.
    is_blank: bool,
    is_line_start: bool,
    passages: Vec<Passage>,
}

impl Cutter {
    fn at(at: u64) -> Self {
        Self {
            at,
            start: at,
            letters: at..at,
            hash: Fnv::default(),
            word: None,
            word_before: 0,
            n_words: 0,
            is_blank: true,
            is_line_start: true,
            passages: Vec::new(),
        }
    }

    fn push(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            // What stands below a heading is none of what stands above.
            if std::mem::take(&mut self.is_line_start) && byte == b'#' {
                self.end();
            }
            self.at += 1;
            if byte.is_ascii_alphanumeric() || !byte.is_ascii() {
                self.add_letter(byte);
                continue;
            }
            self.end_word();
            if byte == b'\n' {
                self.end_line();
            }
        }
    }

    fn add_letter(&mut self, byte: u8) {
        if self.letters.is_empty() {
            self.letters.start = self.at - 1;
        }
        self.letters.end = self.at;
        self.hash.add_byte(byte);
        self.word.get_or_insert_default().add_byte(byte);
        self.is_blank = false;
    }

    /// Ends a passage behind some words that follow each other, so that it does not go on without end in lists and code.
    fn end_word(&mut self) {
        /// Behind one pair of so many words a passage ends.
        const PAIRS: u64 = 256;
        let Some(word) = self.word.take() else { return };
        let mut pair = word;
        pair.add(&std::mem::replace(&mut self.word_before, word.get()).to_le_bytes());
        self.n_words += 1;
        // The high bits of this hash are the well mixed ones. Of the first word not all may be known.
        if (pair.get() >> 40).is_multiple_of(PAIRS) && self.n_words > 2 {
            self.end();
        }
    }

    /// Ends a passage where a line without letters parts it from the next.
    fn end_line(&mut self) {
        if std::mem::replace(&mut self.is_blank, true) {
            self.end();
        }
        self.is_line_start = true;
    }

    fn end(&mut self) {
        if !self.letters.is_empty() {
            self.passages.push(Passage {
                source: self.start..self.letters.end,
                first_letter: self.letters.start,
                hash: self.hash.get() >> (u64::BITS - Passages::HASH_BITS),
            });
        }
        (self.start, self.letters, self.hash) = (self.at, self.at..self.at, Fnv::default());
    }

    fn finish(mut self) -> Vec<Passage> {
        self.end_word();
        self.end();
        self.passages
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(text: &str) -> impl Fn(Range<u64>) -> Vec<u8> + '_ {
        |range| {
            let at = |byte: u64| usize::try_from(byte).unwrap().min(text.len());
            text.as_bytes()[at(range.start)..at(range.end)].to_vec()
        }
    }

    /// The passages of a text that were read where these words stand.
    fn read(text: &str, words: &[&str]) -> Passages {
        let range = |words: &&str| {
            let at = text.find(words).unwrap() as u64;
            at..at + words.len() as u64
        };
        let ranges = Ranges::new(words.iter().map(range));
        let all = ranges
            .iter()
            .flat_map(|part| Passage::read_about(&part, &ranges, text.len() as u64, &bytes(text)));
        Passages::new(all.map(|passage| (passage.source.start, passage.hash)))
    }

    /// What is read of a text where these passages are.
    fn found(passages: &Passages, text: &str) -> Vec<String> {
        let found = passages.find(text.len() as u64, &bytes(text));
        let part = |range: Range<u64>| String::from_utf8(bytes(text)(range)).unwrap();
        found.read.iter().map(part).collect()
    }

    const TEXT: &str = "# One\n\nThe first of all.\n\n* * *\n\nThe *second*,\nwhich goes on.\n## Two\nThe third.\n\nYes.\n\nThe last.\n\nYes.\n";

    #[test]
    fn what_was_read_is_known_wherever_it_stands_now() {
        let passages = read(TEXT, &["One\n\nThe first of all.\n\n* * *\n\nThe *second*,\nwhich goes on"]);
        let all = ["# One\n\nThe first of all.\n\n* * *\n\nThe *second*,\nwhich goes on"];
        assert_eq!(found(&passages, TEXT), all);
        let moved = format!("New.\n\n{TEXT}");
        assert_eq!(found(&passages, &moved), all);
        let wrapped = TEXT.replace("The *second*,\nwhich", "The second, which").replace("* * *\n\n", "");
        assert_eq!(found(&passages, &wrapped), ["# One\n\nThe first of all.\n\nThe second, which goes on"]);
        let edited = TEXT.replace("first", "very first").replace("## Two", "\nNew.\n\n## Two");
        assert_eq!(found(&passages, &edited), ["# One", "The *second*,\nwhich goes on"]);
        assert!(found(&passages, "Quite another text.\n").is_empty());
        assert!(found(&Passages::default(), TEXT).is_empty());
    }

    #[test]
    fn what_stands_there_more_often_is_known_by_what_it_stands_beside() {
        let passages = read(TEXT, &["Yes.\n\nThe last."]);
        assert_eq!(found(&passages, TEXT), ["Yes.\n\nThe last"]);
        let moved = TEXT.replace("# One\n", "# One\n\nYes.\n");
        assert_eq!(found(&passages, &moved), ["Yes.\n\nThe last"]);
    }

    #[test]
    fn a_passage_is_read_when_all_of_it_is() {
        assert!(read(TEXT, &["The *second*"]).is_empty());
        assert!(read(TEXT, &["Two"]).is_empty());
        assert_eq!(found(&read(TEXT, &["Two\nThe third"]), TEXT), ["## Two\nThe third"]);
    }

    #[test]
    fn where_passages_end_does_not_depend_on_where_the_look_begins() {
        let line =
            |n: u64| format!("Line {} has words.\n{}", n * 7919, if n.is_multiple_of(9) { "\n" } else { "" });
        let text: String = (0..4000).map(line).collect();
        let length = text.len() as u64;
        let all = Ranges::new(Some(0..length));
        let whole = Passages::new(
            Passage::read_about(&(0..length), &all, length, &bytes(&text))
                .into_iter()
                .map(|passage| (passage.source.start, passage.hash)),
        );
        for at in (0..length).step_by(3001) {
            for passage in Passage::read_about(&(at..at + 1000), &all, length, &bytes(&text)) {
                assert!(whole.0.get(&passage.source.start).is_none_or(|hash| *hash == passage.hash));
                assert!(whole.0.contains_key(&passage.source.start) || whole.0.len() == Passages::MOST);
            }
        }
        assert_eq!(found(&whole, &text).len(), 1);
    }

    #[test]
    fn the_first_give_way() {
        let passages = Passages::new((0..Passages::MOST as u64 + 7).map(|n| (n, n)));
        assert_eq!((passages.iter().count(), passages.iter().next()), (Passages::MOST, Some((7, 7))));
    }
}
