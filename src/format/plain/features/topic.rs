//! Which words of a block return soon after it, and which stood before: a heading names what comes.

use std::ops::Range;

use super::super::lines::is_ideograph;
use super::echoes::Echoes;
use super::names::Names;

/// Bytes of text that are looked at on each side.
const REACH: usize = 1500;
/// The most words of a block that are looked for.
const MAX_WORDS: usize = 12;
/// The letters with which a word is known again.
const STEM: usize = 6;
/// The least letters of a word that tells something.
const SHORTEST: usize = 4;

/// What returns of the words of a block, as answers.
pub(super) struct Returning {
    /// How many stand before it.
    pub(super) before: usize,
    /// How many stand behind it.
    pub(super) after: usize,
    /// What those with capitals are, as [`Names`] tells.
    pub(super) names: usize,
}

/// What returns of the words on these lines; of names only where `has_names`.
pub(super) fn returning(echoes: &Echoes, lines: &Range<usize>, has_names: bool) -> Returning {
    let around = echoes.around(lines, REACH);
    let (mut n_stems, mut n_before, mut n_after) = (0, 0, 0);
    let mut names = Names::default();
    for stem in stems(around.own()).take(MAX_WORDS) {
        let [is_before, is_after] = around.holds(&stem);
        n_stems += 1;
        n_before += usize::from(is_before);
        n_after += usize::from(is_after);
        if has_names {
            names.add(&around, &stem, is_before || is_after);
        }
    }
    let [has_before, has_after] = around.has_any();
    let share = |n_found, has_any: bool| if has_any { share(n_found, n_stems) } else { 0 };
    let (before, after) = (share(n_before, has_before), share(n_after, has_after));
    Returning { before, after, names: names.answer() }
}

/// Where the beginnings of the longer words lie in `text`; pairs of characters in a script without
/// spaces.
fn stems(text: &str) -> impl Iterator<Item = Range<usize>> {
    words(text).flat_map(move |range| {
        let word = text.get(range.clone()).unwrap_or_default();
        let pairs = if !word.is_ascii() && word.contains(is_ideograph) { pairs(word) } else { Vec::new() };
        let stem = if pairs.is_empty() { stem(word) } else { None };
        pairs.into_iter().chain(stem).map(move |stem| range.start + stem.start..range.start + stem.end)
    })
}

/// Where the words of `text` lie: letters and digits.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let (end, next) = gap(text, start)?;
        Some(std::mem::replace(&mut start, next)..end)
    })
}

/// The first sign at or after `start` that is of no word, or the end: where it starts and where what
/// follows does.
fn gap(text: &str, start: usize) -> Option<(usize, usize)> {
    let bytes = text.as_bytes().get(start..)?;
    // Most text is ASCII, and needs not be decoded.
    let at = start + bytes.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let (n_letters, sign) = text
        .get(at..)?
        .char_indices()
        .find(|(_, c)| !c.is_alphanumeric())
        .map_or_else(|| (text.len() - at, 1), |(n_letters, c)| (n_letters, c.len_utf8()));
    Some((at + n_letters, at + n_letters + sign))
}

/// The beginning of a longer word.
fn stem(word: &str) -> Option<Range<usize>> {
    word.chars().nth(SHORTEST - 1)?;
    Some(0..word.char_indices().nth(STEM).map_or(word.len(), |(end, _)| end))
}

/// Each two neighbors among the characters of a word.
fn pairs(word: &str) -> Vec<Range<usize>> {
    let ends = word.char_indices().skip(2).map(|(end, _)| end).chain([word.len()]);
    let starts = word.char_indices().take(word.chars().count() - 1);
    starts.zip(ends).map(|((start, _), end)| start..end).collect()
}

fn share(n_found: usize, n_stems: usize) -> usize {
    if n_stems == 0 {
        return 0;
    }
    match n_found * 100 / n_stems {
        0 => 1,
        1..=34 => 2,
        35..=60 => 3,
        61..=99 => 4,
        _ => 5,
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::lines::lines;
    use super::*;

    #[test]
    fn words_are_known_by_their_beginnings() {
        let stems = |text: &'static str| stems(text).filter_map(|stem| text.get(stem)).collect::<Vec<_>>();
        assert_eq!(stems("the ferrymen of ulm"), ["ferrym"]);
        assert_eq!(stems("茶与时间"), ["茶与", "与时", "时间"]);
        assert_eq!(stems("a 茶, überall"), ["überal"]);
    }

    #[test]
    fn shares_are_answers() {
        let share = |after: &str| {
            let text = format!("Ferrymen rowing\n{after}");
            returning(&Echoes::of(&lines(&text), 1), &(0..1), false).after
        };
        assert_eq!(
            [share("the ferryman rowed, Rowing"), share("a ferryman"), share("nobody"), share("")],
            [5, 3, 1, 0]
        );
    }

    #[test]
    fn what_stands_before_counts_too() {
        let text = "A ferryman.\nFerrymen rowing\nHome";
        let returning = returning(&Echoes::of(&lines(text), 1), &(1..2), false);
        assert_eq!((returning.before, returning.after), (3, 1));
    }
}
