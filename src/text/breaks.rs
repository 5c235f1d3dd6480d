//! Where a line may break: UAX #14, with a fast path for plain ASCII prose.

use std::sync::LazyLock;

use icu_segmenter::LineSegmenter;
use icu_segmenter::LineSegmenterBorrowed;
use icu_segmenter::options::LineBreakOptions;

static SEGMENTER: LazyLock<LineSegmenterBorrowed<'static>> =
    LazyLock::new(|| LineSegmenter::new_auto(LineBreakOptions::default()));

/// Calls `found` with each byte offset at which a line of `text` may end, in order; the last is
/// the end of the text. White space before an opportunity belongs to the line before it.
///
/// `text` is one line of a leaf: mandatory breaks are the caller's, which knows line ends.
///
/// ```
/// let mut found = Vec::new();
/// folio::text::breaks::opportunities("to be, or", &mut |offset| found.push(offset));
/// assert_eq!(found, [3, 7, 9]);
/// ```
pub fn opportunities(text: &str, found: &mut dyn FnMut(usize)) {
    if is_plain_prose(text) {
        after_spaces(text.as_bytes(), found);
    } else {
        SEGMENTER.segment_str(text).filter(|&offset| offset > 0).for_each(found);
    }
}

/// Letters, digits, spaces and the punctuation that never opens a break of its own.
///
/// A quotation mark or an opening sign between spaces can forbid the break beside it (UAX #14
/// rules LB15 to LB19), so text with any of them takes the full algorithm.
fn is_plain_prose(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.iter().enumerate().all(|(index, byte)| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b' ' => true,
        // Closing punctuation right after a letter or digit: no break before it, none after it.
        b'.' | b',' | b';' | b':' | b'!' | b'?' => {
            let before = index.checked_sub(1).and_then(|before| bytes.get(before));
            let after = bytes.get(index + 1);
            before.is_some_and(u8::is_ascii_alphanumeric) && after.is_none_or(|&b| b == b' ')
        }
        _ => false,
    })
}

fn after_spaces(bytes: &[u8], found: &mut dyn FnMut(usize)) {
    for space in memchr::memchr_iter(b' ', bytes) {
        let next = space + 1;
        if bytes.get(next).is_some_and(|&byte| byte != b' ') {
            found(next);
        }
    }
    if !bytes.is_empty() {
        found(bytes.len());
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fast(text: &str) -> Vec<usize> {
        let mut offsets = Vec::new();
        after_spaces(text.as_bytes(), &mut |offset| offsets.push(offset));
        offsets
    }

    fn full(text: &str) -> Vec<usize> {
        SEGMENTER.segment_str(text).filter(|&offset| offset > 0).collect()
    }

    #[test]
    fn breaks_as_the_standard_says() {
        for (text, expected) in [
            ("", vec![]),
            ("one", vec![3]),
            ("well-known fact", vec![5, 11, 15]),
            ("a\u{a0}b c", vec![5, 6]),
            ("soft\u{ad}ly", vec![6, 8]),
            ("漢字だ", vec![3, 6, 9]),
        ] {
            let mut found = Vec::new();
            opportunities(text, &mut |offset| found.push(offset));
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn thai_breaks_between_words() {
        assert!(full("ภาษาไทยภาษาไทย").len() > 2);
    }

    proptest! {
        #[test]
        fn the_fast_path_equals_the_full_algorithm(text in "[a-zA-Z0-9 .,;:!?]{0,60}") {
            if is_plain_prose(&text) {
                prop_assert_eq!(fast(&text), full(&text));
            }
        }
    }
}
