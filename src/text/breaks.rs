//! Where a line may break: UAX #14, with a fast path for plain ASCII prose.
//!
//! More is kept together than it asks for. All hyphens at the beginning of a word, as in `--quiet`, belong to it,
//! whatever letter or digit follows (rule `LB20a` knows one hyphen before a letter). And so do the signs of
//! markup and of arrows: `</kbd>`, `-->`, `x->y`. Some spaces bind what they part ([`bound`]). Korean words stay whole, as they do in books set ragged, though the standard would
//! break them between any two syllables.

mod bound;

use std::ops::Range;
use std::sync::LazyLock;

use icu_segmenter::LineSegmenter;
use icu_segmenter::LineSegmenterBorrowed;
use icu_segmenter::options::LineBreakOptions;

/// By dictionaries for the scripts without spaces: thirteen times as fast as by the neural networks,
/// with which a screen of Thai takes longer than a reader waits for a key.
static SEGMENTER: LazyLock<LineSegmenterBorrowed<'static>> =
    LazyLock::new(|| LineSegmenter::new_dictionary(LineBreakOptions::default()));

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
    // Words of ASCII letters and digits break at the spaces between them and nowhere else. Only what
    // lies between such words is looked at closely, which most text has little of.
    let bytes = text.as_bytes();
    let mut unsettled = None;
    let mut start = 0;
    while start < bytes.len() {
        let (end, is_plain) = word(bytes, start);
        let from = unsettled.unwrap_or(start);
        let next = end + bytes.iter().skip(end).take_while(|&&byte| byte == b' ').count();
        if !is_parted(bytes, end, next) || bound::is_bound_by_space(text, next) {
            unsettled = Some(from);
        } else if is_plain && unsettled.is_none() {
            found(next);
        } else {
            closely(text, from..next, found);
            unsettled = None;
        }
        start = next;
    }
    if let Some(from) = unsettled {
        closely(text, from..bytes.len(), found);
    }
}

/// Where the word that begins at `start` ends, and whether nothing breaks inside: it is a sign alone, or letters and
/// digits with at most one sign at the end that closes.
fn word(bytes: &[u8], start: usize) -> (usize, bool) {
    let rest = bytes.get(start..).unwrap_or_default();
    let n_letters = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let n_signs = match rest.get(n_letters) {
        Some(b'.' | b',' | b';' | b':' | b'!' | b'?') => 1,
        Some(sign) if n_letters == 0 && sign.is_ascii_graphic() => 1,
        _ => 0,
    };
    let length = n_letters + n_signs;
    match rest.get(length) {
        None | Some(b' ') => (start + length, length > 0),
        Some(_) => (start + memchr::memchr(b' ', rest).unwrap_or(rest.len()), false),
    }
}

/// Whether what stands before `end` and what stands from `next` on are parted by the spaces between
/// them, whatever else is around. Only quotation marks, opening signs, and those that no line begins with
/// reach across spaces (UAX #14, rules LB13 to LB17).
fn is_parted(bytes: &[u8], end: usize, next: usize) -> bool {
    let before = end.checked_sub(1).and_then(|last| bytes.get(last));
    let ends_here = |byte: &u8| byte.is_ascii_graphic() && !b"\"'([{".contains(byte);
    let begins_here = |byte: &u8| byte.is_ascii_alphanumeric() || b"#$&(*+-<=>@[\\^_`{|~".contains(byte);
    let after = bytes.get(next);
    next > end && before.is_some_and(ends_here) && after.is_none_or(begins_here)
        || after.is_none() && next == end
}

/// The whole algorithm on a part of the text. Between two ideographs a line may always break (rule LB31),
/// whatever is around them, so that only what lies between such places is looked at.
fn closely(text: &str, part: Range<usize>, found: &mut dyn FnMut(usize)) {
    let mut start = part.start;
    let mut before = None;
    for (offset, c) in text.get(part.clone()).unwrap_or_default().char_indices() {
        let at = part.start + offset;
        if is_ideograph(c) && before.is_some_and(is_ideograph) {
            between_ideographs(text, start..at, found);
            start = at;
        }
        before = Some(c);
    }
    between_ideographs(text, start..part.end, found);
}

/// The algorithm on a part that ends where a line may break.
fn between_ideographs(text: &str, part: Range<usize>, found: &mut dyn FnMut(usize)) {
    let piece = text.get(part.clone()).unwrap_or_default();
    let mut chars = piece.chars();
    if chars.next().is_some() && chars.as_str().is_empty() {
        return found(part.end);
    }
    let offsets = SEGMENTER.segment_str(piece).filter(|&offset| offset > 0).map(|offset| part.start + offset);
    let is_break =
        |&offset: &usize| is_plainly_broken(text.as_bytes(), offset) || !is_kept_together(text, offset);
    offsets.filter(is_break).for_each(found);
}

/// Whether the bytes around `offset` are enough to tell that nothing is kept together there: what is has a space, a
/// hyphen, a slash or more than ASCII beside it.
fn is_plainly_broken(bytes: &[u8], offset: usize) -> bool {
    let before = offset.checked_sub(1).and_then(|last| bytes.get(last));
    let is_telling = |byte: &u8| !byte.is_ascii() || b" -/".contains(byte);
    !before.is_none_or(is_telling) && bytes.get(offset).is_none_or(u8::is_ascii)
}

/// Whether no line ends at `offset`, though the standard would have it.
fn is_kept_together(text: &str, offset: usize) -> bool {
    is_behind_first_hyphen(text, offset)
        || is_inside_sign(text, offset)
        || bound::is_bound_by_space(text, offset)
        || is_inside_korean_word(text, offset)
}

/// Whether `offset` is inside what begins a closing tag, or ends a comment or an arrow.
fn is_inside_sign(text: &str, offset: usize) -> bool {
    text.split_at_checked(offset).is_some_and(|(before, after)| {
        before.ends_with("</") && after.starts_with(char::is_alphabetic)
            || before.ends_with('-') && after.starts_with('>')
    })
}

/// Whether a letter or digit stands on both sides of `offset`, and a Hangul syllable on one of them. Endings follow
/// closing signs as they follow letters.
fn is_inside_korean_word(text: &str, offset: usize) -> bool {
    let is_hangul = |c: char| matches!(c, '\u{AC00}'..='\u{D7A3}');
    let closes = |c: char| matches!(c, ')' | ']' | '"' | '\'' | '”' | '’' | '」' | '』' | '》' | '〉' | '%');
    let Some((before, after)) = text.split_at_checked(offset) else { return false };
    match (before.chars().next_back(), after.chars().next()) {
        (Some(before), Some(after)) if is_hangul(after) => before.is_alphanumeric() || closes(before),
        (Some(before), Some(after)) => is_hangul(before) && after.is_alphanumeric(),
        _ => false,
    }
}

/// Whether hyphens that begin a word end at `offset` and more of the word follows.
fn is_behind_first_hyphen(text: &str, offset: usize) -> bool {
    let Some((before, after)) = text.split_at_checked(offset) else { return false };
    let is_hyphen = |c| matches!(c, '-' | '\u{2010}');
    let rest = before.trim_end_matches(is_hyphen);
    rest.len() < before.len()
        && after.starts_with(char::is_alphanumeric)
        && rest.chars().next_back().is_none_or(|c| c.is_whitespace() || "([{<|\"'“‘«".contains(c))
}

/// Whether `c` is of the class ID: most of Chinese and Japanese, without small kana.
fn is_ideograph(c: char) -> bool {
    const SMALL: [u32; 10] = [0x00, 0x02, 0x04, 0x06, 0x08, 0x22, 0x42, 0x44, 0x46, 0x4D];
    match c {
        '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' => true,
        '\u{3041}'..='\u{3094}' => !SMALL.contains(&(u32::from(c) - 0x3041)),
        '\u{30A1}'..='\u{30F4}' => !SMALL.contains(&(u32::from(c) - 0x30A1)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fast(text: &str) -> Vec<usize> {
        let mut offsets = Vec::new();
        opportunities(text, &mut |offset| offsets.push(offset));
        offsets
    }

    fn full(text: &str) -> Vec<usize> {
        let offsets = SEGMENTER.segment_str(text).filter(|&offset| offset > 0);
        offsets.filter(|&offset| !is_kept_together(text, offset)).collect()
    }

    #[test]
    fn breaks_as_the_standard_says() {
        for (text, expected) in [
            ("", vec![]),
            ("one", vec![3]),
            ("well-known fact", vec![5, 11, 15]),
            ("none of -cftu nor", vec![5, 8, 14, 17]),
            ("[--all] --all=-9", vec![8, 16]),
            ("so --- said, well--known", vec![3, 7, 13, 19, 24]),
            ("<kbd>C</kbd> </ and/or", vec![13, 16, 20, 22]),
            ("<!-- no --> x->y", vec![5, 8, 12, 16]),
            ("it is – or — was –5", vec![3, 10, 17, 21, 24, 25]),
            ("Yes. — No", vec![5, 9, 11]),
            ("a\u{a0}b c", vec![5, 6]),
            ("soft\u{ad}ly", vec![6, 8]),
            ("漢字だ", vec![3, 6, 9]),
            ("한국어 AI는 韓國의", vec![10, 16, 19, 25]),
            ("말(글)을 책", vec![3, 12, 15]),
        ] {
            let mut found = Vec::new();
            opportunities(text, &mut |offset| found.push(offset));
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn lines_break_between_all_ideographs() {
        let kana = '\u{3040}'..='\u{30FF}';
        let others = [0x3400, 0x4DBF, 0x4E00, 0x9FFF].map(char::from_u32);
        let sampled = ('\u{3400}'..='\u{9FFF}').step_by(61);
        for c in kana.chain(others.into_iter().flatten()).chain(sampled).filter(|c| is_ideograph(*c)) {
            let at = c.len_utf8();
            assert_eq!(full(&format!("{c}{c}")), [at, 2 * at], "{c:?}");
            assert_eq!(full(&format!("漢{c}漢")), [3, 3 + at, 6 + at], "{c:?}");
        }
    }

    #[test]
    fn thai_breaks_between_words() {
        assert!(full("ภาษาไทยภาษาไทย").len() > 2);
    }

    proptest! {
        #[test]
        fn looking_only_where_it_matters_changes_nothing(text in "[a-cK0-9 .,;:!?'\"()\\[\\]/%$#+*=<>|&~^_{}@`-]{0,40}") {
            prop_assert_eq!(fast(&text), full(&text));
        }

        #[test]
        fn not_even_in_other_scripts(text in "([a-z]{1,5}|[0-9]{1,3}| |\u{a0}|é|ß|“|”|’|«|»|—|–|…|漢|字|。|、|「|」|ッ|っ|が|カ|ー|한|국|ไทย|א|ب|\u{301}|\u{ad}|\u{200b}|\u{2060}|👩🏽‍🔬|%|-|/|\\(|\\)|[.,!?]){0,20}") {
            prop_assert_eq!(fast(&text), full(&text));
        }
    }
}
