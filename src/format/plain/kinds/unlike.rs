//! What is short and stands like a heading, and is none: what closes a letter, a sentence, a clause, a way of links.

use super::super::lines::{Bytes, Line};
use super::super::marker::{Script, Sign, marker};
use super::super::shape::{self, Ending};

/// Whether the first of these lines is a few words and a comma, with a capital but not in capitals, as what
/// stands above a signature is.
pub(super) fn is_closing(lines: &[Line<'_>]) -> bool {
    const MOST_WORDS: usize = 3;
    let [first, _, ..] = lines else { return false };
    first.body.ends_with([',', '，'])
        && first.body.starts_with(char::is_uppercase)
        && !shape::is_capitals(first.body)
        && first.body.split_whitespace().count() <= MOST_WORDS
}

/// Whether these lines are the way to a page from the first one: `Home > Boats > Oars`.
pub(super) fn is_path(lines: &[Line<'_>]) -> bool {
    const FEWEST: usize = 2;
    const SIGNS: [(&str, Bytes); 3] =
        [(" > ", Bytes::GREATER), (" » ", Bytes::BEYOND_ASCII), (" › ", Bytes::BEYOND_ASCII)];
    let is_one = |line: &Line<'_>| {
        let mut signs = SIGNS.iter().filter(|(_, kind)| line.may_have(*kind));
        signs.any(|(sign, _)| line.body.matches(sign).count() >= FEWEST)
    };
    lines.iter().any(is_one)
}

/// Whether these lines are a clause of a contract: a number of several parts, and a sentence of some words.
pub(super) fn is_clause(lines: &[Line<'_>]) -> bool {
    const FEWEST: usize = 7;
    let is_numbered = lines.first().and_then(|line| marker(line.body)).is_some_and(
        |mark| matches!(mark.sign, Sign::Number(number) if number.depth > 1 && number.script == Script::Digits),
    );
    let has_some_words =
        || lines.iter().flat_map(|line| line.body.split_whitespace()).nth(FEWEST - 1).is_some();
    let ends = lines.last().is_some_and(|line| shape::ending(line.body) == Ending::Sentence);
    let is_asked = || lines.iter().any(|line| line.body.contains(['?', '!', ':']));
    is_numbered && ends && !is_asked() && has_some_words()
}

/// Whether these lines are three words and more with no capital but the first, and a full stop.
pub(super) fn is_sentence(lines: &[Line<'_>]) -> bool {
    const FEWEST: usize = 3;
    let words = || lines.iter().flat_map(|line| line.body.split_whitespace());
    let has_capitals = || words().skip(1).any(|word| word.starts_with(char::is_uppercase));
    let ends = lines.last().is_some_and(|line| shape::ending(line.body) == Ending::Sentence);
    ends && !has_capitals() && words().nth(FEWEST - 1).is_some()
}

#[cfg(test)]
mod tests {
    use super::super::super::lines::lines;
    use super::*;

    #[test]
    fn clauses_and_ways_are_told_by_their_shape() {
        for (text, expected) in [
            ("2.1 The owner lends the boat to whoever asks.", [true, false]),
            ("2.1 The boat", [false, false]),
            ("2. The owner lends the boat to whoever asks.", [false, false]),
            ("Home > Boats > Oars", [false, true]),
            ("Boats > oars", [false, false]),
        ] {
            let lines = lines(text);
            assert_eq!([is_clause(&lines), is_path(&lines)], expected, "{text}");
        }
    }
}
