//! Words, as UAX #29 bounds them.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

/// The word that holds the byte at `at`, or what stands between words there; nothing past the end.
///
/// ```
/// assert_eq!(folio::text::word_around("don't go", 2), 0..5);
/// ```
pub fn word_around(text: &str, at: usize) -> Range<usize> {
    // No word goes across white space: what comes before need not be looked at.
    let before = text.get(..at).unwrap_or(text);
    let space = before.char_indices().rfind(|(_, c)| c.is_whitespace());
    let start = space.map_or(0, |(space, c)| space + c.len_utf8());
    let pieces = text.get(start..).unwrap_or_default().split_word_bound_indices();
    let mut pieces = pieces.map(|(piece, word)| start + piece..start + piece + word.len());
    pieces.find(|piece| piece.end > at).unwrap_or(text.len()..text.len())
}

/// The words of a text.
pub fn words(text: &str) -> impl DoubleEndedIterator<Item = Range<usize>> {
    text.unicode_word_indices().map(|(start, word)| start..start + word.len())
}

/// Where the next word begins behind the one at `at`.
pub fn next_word(text: &str, at: usize) -> Option<usize> {
    let end = word_around(text, at).end;
    Some(end + words(text.get(end..)?).next()?.start)
}

/// Where the last word begins that does so before `at`.
pub fn previous_word(text: &str, at: usize) -> Option<usize> {
    words(text.get(..at)?).next_back().map(|word| word.start)
}

/// The end of the first word that ends behind the cluster that ends at `at`.
pub fn next_word_end(text: &str, at: usize) -> Option<usize> {
    let start = word_around(text, at).start;
    words(text.get(start..)?).map(|word| start + word.end).find(|&end| end > at)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn they_are_those_of_the_whole_text(text in "([a-z]{1,3}|[ \n'.,é漢-]|[0-9]\\.[0-9]|👩‍🔬){0,12}", at in 0..30_usize) {
            let at = text.floor_char_boundary(at.min(text.len()));
            let all: Vec<_> = words(&text).collect();
            if let Some(word) = all.iter().find(|word| word.contains(&at)) {
                prop_assert_eq!(&word_around(&text, at), word);
            }
            let next = all.iter().map(|word| word.start).find(|&start| start > at);
            prop_assert_eq!(next_word(&text, at), next, "next");
            let previous = all.iter().map(|word| word.start).rfind(|&start| start < at);
            prop_assert_eq!(previous_word(&text, at), previous, "previous");
            let end = all.iter().map(|word| word.end).find(|&end| end > at);
            prop_assert_eq!(next_word_end(&text, at), end, "end");
        }
    }
}
