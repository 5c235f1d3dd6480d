//! What the words of a block are like, counted in one pass.

use super::super::lines::is_ideograph;
use super::super::shape;

/// The answer for capitals at some words: answers before it have more of them, those behind it fewer.
const SOME: usize = 3;

/// How many words a text has, and how they are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in super::super) struct Wording {
    /// Words; in a script without spaces, each character counts.
    pub(in super::super) n_words: usize,
    /// How much is written in capitals: an answer.
    pub(in super::super) case: usize,
    /// Words that begin with a letter.
    n_lettered: usize,
    /// Those of them with up to three letters.
    n_short: usize,
}

impl Wording {
    /// What the words of `text` are like.
    pub(super) fn of(text: &str) -> Self {
        if text.is_ascii() {
            return Self::of_words(text, text.split_ascii_whitespace().map(Word::of_ascii));
        }
        let mut wording = Self::of_words(text, text.split_whitespace().map(Word::of));
        wording.n_words += text.chars().filter(|&c| is_ideograph(c)).count();
        wording
    }

    fn of_words(text: &str, words: impl Iterator<Item = Word>) -> Self {
        let mut wording = Self::default();
        let (mut n_long, mut n_capital) = (0, 0);
        let mut is_behind_first = false;
        for word in words {
            wording.n_words += 1;
            if word.is_lettered {
                wording.n_lettered += 1;
                wording.n_short += usize::from(word.is_short);
            }
            let Some(first) = word.first else { continue };
            if std::mem::replace(&mut is_behind_first, true) && first.is_alphabetic() && word.is_long {
                n_long += 1;
                n_capital += usize::from(first.is_uppercase());
            }
        }
        wording.case = case(text, n_long, n_capital);
        wording
    }

    /// Whether any of the longer words behind the first may have a capital.
    pub(in super::super) fn has_inner_capitals(&self) -> bool {
        self.case <= SOME
    }

    /// Whether most of the longer words behind the first have none.
    pub(super) fn has_few_capitals(&self) -> bool {
        self.case >= SOME
    }

    /// The share of short words among those that begin with a letter.
    pub(in super::super) fn short_words(&self) -> f32 {
        shape::ratio(self.n_short, self.n_lettered)
    }
}

/// A word, as far as it is counted.
struct Word {
    /// Whether it begins with a letter.
    is_lettered: bool,
    /// Whether it has up to three characters.
    is_short: bool,
    /// The first letter or digit.
    first: Option<char>,
    /// Whether it has more than three characters from there on.
    is_long: bool,
}

impl Word {
    fn of(word: &str) -> Self {
        let bare = word.trim_start_matches(|c: char| !c.is_alphanumeric());
        Self {
            is_lettered: word.starts_with(char::is_alphabetic),
            is_short: word.chars().nth(3).is_none(),
            first: bare.chars().next(),
            is_long: bare.chars().nth(3).is_some(),
        }
    }

    /// The same where each character is a byte.
    fn of_ascii(word: &str) -> Self {
        let bytes = word.as_bytes();
        let start = bytes.iter().position(u8::is_ascii_alphanumeric).unwrap_or(bytes.len());
        Self {
            is_lettered: bytes.first().is_some_and(u8::is_ascii_alphabetic),
            is_short: bytes.len() <= 3,
            first: bytes.get(start).copied().map(char::from),
            is_long: bytes.len() - start > 3,
        }
    }
}

/// How much is written in capitals: everything, nearly every longer word, some, only the first.
fn case(text: &str, n_long: usize, n_capital: usize) -> usize {
    if shape::is_capitals(text) {
        return 0;
    }
    let starts_small = shape::starts_small(text);
    match (n_capital, n_long) {
        (_, 0) if starts_small => 5,
        (_, 0) => 4,
        (capital, long) if capital == long => 1,
        (capital, long) if capital * 3 >= long * 2 => 2,
        (1.., _) => 3,
        _ if starts_small => 5,
        _ => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted() {
        let wording = Wording::of("“Was das Wasser (und Eis) hinterließ” 12");
        assert_eq!((wording.n_words, wording.n_lettered, wording.n_short), (7, 4, 1));
        assert_eq!(Wording::of("茶与 时间").n_words, 6);
    }

    #[test]
    fn words_in_ascii_are_as_others() {
        for word in ["a", "and", "boat", "(and", "\"boats", "12", "--", "1st", "(a)", "'s"] {
            let parts = |word: Word| (word.is_lettered, word.is_short, word.first, word.is_long);
            assert_eq!(parts(Word::of_ascii(word)), parts(Word::of(word)), "{word}");
        }
    }

    #[test]
    fn capitals_are_an_answer() {
        for (text, expected) in [
            ("THE RIVER", 0),
            ("The River Bank", 1),
            ("A House Over the River behind", 2),
            ("A House behind nothing there", 3),
            ("A house behind it", 4),
            ("and so on", 5),
            ("", 4),
        ] {
            assert_eq!(Wording::of(text).case, expected, "{text}");
        }
    }
}
