//! What the words of a block are like, counted in one pass.

use super::super::lines::is_ideograph;
use super::super::shape;

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
            return Self::of_words(text, text.split_ascii_whitespace());
        }
        let mut wording = Self::of_words(text, text.split_whitespace());
        wording.n_words += text.chars().filter(|&c| is_ideograph(c)).count();
        wording
    }

    fn of_words<'t>(text: &str, words: impl Iterator<Item = &'t str>) -> Self {
        let mut wording = Self::default();
        let (mut n_long, mut n_capital) = (0, 0);
        let mut is_behind_first = false;
        for word in words {
            wording.n_words += 1;
            let is_short = word.chars().nth(3).is_none();
            if word.starts_with(char::is_alphabetic) {
                wording.n_lettered += 1;
                wording.n_short += usize::from(is_short);
            }
            let bare = word.trim_start_matches(|c: char| !c.is_alphanumeric());
            let Some(first) = bare.chars().next() else { continue };
            let counts = std::mem::replace(&mut is_behind_first, true) && first.is_alphabetic();
            if counts && !is_short && bare.chars().nth(3).is_some() {
                n_long += 1;
                n_capital += usize::from(first.is_uppercase());
            }
        }
        wording.case = case(text, n_long, n_capital);
        wording
    }

    /// The share of short words among those that begin with a letter.
    pub(in super::super) fn short_words(&self) -> f32 {
        shape::ratio(self.n_short, self.n_lettered)
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
