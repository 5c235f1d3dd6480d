//! Whether the words that a block writes with capitals stand near it in small letters too: a title
//! sets ordinary words with capitals, a byline or the value of a label has names.

use std::ops::Range;

use super::super::brief::Brief;
use super::echoes::Echoes;
use super::topic::{MAX_WORDS, REACH, stems};

/// How many of the longer words of `brief`, but its first word, have capitals, and how many of those
/// stand near it in small letters, as an answer.
///
/// Where nouns have capitals as names do, there is nothing to learn from them.
pub(super) fn names(echoes: &Echoes, brief: &Brief, has_capitals: bool) -> usize {
    // Most blocks have none, which is known.
    if has_capitals || !brief.wording.has_inner_capitals() {
        return 0;
    }
    let around = echoes.around(&brief.lines, REACH);
    let is_first = |stem: &Range<usize>| around.own().get(..stem.start).is_some_and(is_no_word);
    let (mut n_words, mut n_capital, mut n_small) = (0, 0, 0);
    for stem in stems(around.own()).skip_while(is_first).take(MAX_WORDS) {
        n_words += 1;
        if around.is_capital(&stem) {
            n_capital += 1;
            n_small += usize::from(around.has_small(&stem));
        }
    }
    answer(n_words, n_capital, n_small)
}

fn is_no_word(text: &str) -> bool {
    !text.contains(char::is_alphanumeric)
}

fn answer(n_words: usize, n_capital: usize, n_small: usize) -> usize {
    if n_capital == 0 {
        return 0;
    }
    let amount = usize::from(n_capital * 5 >= n_words * 3) + usize::from(n_capital == n_words);
    let small = usize::from(n_small > 0) + usize::from(n_small == n_capital);
    1 + amount * 3 + small
}

#[cfg(test)]
mod tests {
    use super::super::super::lines::lines;
    use super::*;

    /// The answer for the first line of `text`.
    fn answer_for_first(text: &str) -> usize {
        let lines = lines(text);
        names(&Echoes::of(&lines, 0), &Brief::of_paragraph(&lines, 0..1), false)
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
