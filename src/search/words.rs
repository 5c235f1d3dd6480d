//! Where words begin and end.

use super::fold::is_diacritic;

/// Whether a word goes on across `at` in `text`: the characters on both sides are word characters (UTS #18, `\w`),
/// as they are for `\b` of regular expressions. Scripts that do not part words by spaces are taken as if they
/// parted every two characters.
pub(super) fn is_inside_word(text: &str, at: usize) -> bool {
    let Some((before, behind)) = text.split_at_checked(at) else { return false };
    let is_part = |c: char| regex_syntax::is_word_character(c) && !is_unspaced(c);
    before.chars().next_back().is_some_and(is_part) && behind.chars().next().is_some_and(is_part)
}

/// Whether a diacritic at `at` belongs to what stands before.
pub(super) fn has_diacritic_at(text: &str, at: usize) -> bool {
    text.get(at..).and_then(|behind| behind.chars().next()).is_some_and(is_diacritic)
}

/// Whether `c` is of a script that is written without spaces between words: Thai, Lao, Burmese, Khmer, Chinese,
/// Japanese.
fn is_unspaced(c: char) -> bool {
    matches!(
        u32::from(c),
        0x0E00..=0x0EFF
            | 0x1000..=0x109F
            | 0x1780..=0x17FF
            | 0x2E80..=0x2FDF
            | 0x3005..=0x3007
            | 0x3040..=0x30FF
            | 0x31F0..=0x31FF
            | 0x3400..=0x4DBF
            | 0x4E00..=0x9FFF
            | 0xF900..=0xFAFF
            | 0xFF66..=0xFF9F
            | 0x2_0000..=0x3_FFFF
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_parted_by_what_is_no_word_character() {
        let inside = |text: &str| -> Vec<usize> {
            let places = text.char_indices().map(|(at, _)| at);
            places.filter(|&at| is_inside_word(text, at)).collect()
        };
        assert_eq!(inside("ab c_1"), [1, 4, 5]);
        assert_eq!(inside("é’s x-y"), Vec::<usize>::new());
        assert_eq!(inside("e\u{301}t"), [1, 3]);
        assert_eq!(inside("漢字ab"), [7]);
        assert_eq!(inside("мир"), [2, 4]);
    }
}
