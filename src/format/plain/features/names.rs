//! Whether the words that a block writes with capitals stand near it in small letters too: a title
//! sets ordinary words with capitals, a byline or the value of a label has names.

use std::ops::Range;

use super::echoes::Around;

/// How many of the longer words of a block, but its first word, have capitals, and how many of those
/// stand near it in small letters.
#[derive(Default)]
pub(super) struct Names {
    n_words: usize,
    n_capital: usize,
    n_small: usize,
    is_behind_first: bool,
}

impl Names {
    /// Counts the beginning of a word of the block, which may stand `around` it.
    pub(super) fn add(&mut self, around: &Around<'_>, stem: &Range<usize>, is_around: bool) {
        let is_word_before = |before: &str| before.contains(char::is_alphanumeric);
        self.is_behind_first |= around.own().get(..stem.start).is_some_and(is_word_before);
        if !self.is_behind_first {
            return;
        }
        self.n_words += 1;
        if around.is_capital(stem) {
            self.n_capital += 1;
            self.n_small += usize::from(is_around && around.has_small(stem));
        }
    }

    /// What they tell, as an answer.
    pub(super) fn answer(&self) -> usize {
        if self.n_capital == 0 {
            return 0;
        }
        let is_most = self.n_capital * 5 >= self.n_words * 3;
        let amount = usize::from(is_most) + usize::from(self.n_capital == self.n_words);
        let small = usize::from(self.n_small > 0) + usize::from(self.n_small == self.n_capital);
        1 + amount * 3 + small
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::lines::lines;
    use super::super::echoes::Echoes;
    use super::super::topic;

    /// The answer for the first line of `text`.
    fn answer_for_first(text: &str) -> usize {
        let lines = lines(text);
        topic::returning(&Echoes::of(&lines, 0), &(0..1), true).names
    }

    #[test]
    fn titles_have_words_that_stand_elsewhere_in_small_letters() {
        let below = "\nThe river rose over its banks, and Anna Vogt wrote of it.\n";
        let answers = [
            "River banks",
            "The River Banks",
            "The Rising River",
            "By Anna Vogt",
            "The report of Vogt and others",
        ]
        .map(|first| answer_for_first(&format!("{first}{below}")));
        assert_eq!(answers, [0, 9, 8, 7, 1]);
    }

    #[test]
    fn names_in_other_scripts_are_names() {
        let below = "\nРека вышла на берег, и Анна Фогт о ней писала.\n";
        assert_eq!(answer_for_first(&format!("Город Берег{below}")), 9);
        assert_eq!(answer_for_first(&format!("Пишет Анна Фогт{below}")), 7);
    }
}
