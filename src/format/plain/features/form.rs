//! The form of a block, whatever is around it.

use super::super::brief::{Brief, Seen};
use super::super::lexicon::has_editor_link;
use super::super::shape;
use super::signs::{Sign, Signs};
use super::{Family, Features};

/// Adds what the text of `brief` looks like by itself.
pub(in super::super) fn form(brief: &Brief, into: &mut Features) {
    let (text, wording) = (brief.text.as_str(), &brief.wording);
    let signs = Signs::of(text);
    into.add(Family::Bias, 0);
    into.measure(Family::Words, wording.n_words, &[2, 3, 4, 6, 8, 10, 13, 17, 25]);
    into.measure(Family::Width, brief.width, &[10, 20, 30, 40, 60, 80, 120, 200]);
    into.measure(Family::Lines, brief.n_lines, &[2, 3, 4]);
    into.measure(Family::Letters, brief.width / wording.n_words.max(1), &[3, 4, 5, 6, 7]);
    into.add(Family::Ending, brief.ending);
    into.add(Family::LastSign, last_sign(text));
    into.add(Family::Start, brief.start);
    into.add(Family::Case, wording.case);
    into.flag(Family::Sentence, brief.is_sentence());
    into.add(Family::Number, brief.number_form());
    into.add(Family::Counted, shape::counted_word(text));
    into.add(Family::FirstWords, brief.first_words as usize);
    into.add(Family::Mark, mark(brief));
    into.flag(Family::Sentences, signs.has(Sign::STOP) && shape::has_inner_sentence(text));
    into.measure(Family::Commas, signs.n_commas(), &[1, 2, 3]);
    into.add(Family::Colon, if signs.has(Sign::COLON) { colon(text, brief) } else { 0 });
    into.measure(Family::Digits, signs.digits(), &[0.001, 0.1, 0.25, 0.5]);
    into.add(Family::Date, if signs.has(Sign::NUMERIC) { date(text) } else { 0 });
    let code = shape::code(text);
    into.measure(Family::Code, code, &[0.1, 0.3, 0.6, 0.9]);
    into.measure(Family::Signs, signs.rare(), &[0.001, 0.05, 0.12]);
    into.flag(Family::Address, is_address(text, &signs));
    into.flag(Family::Gap, shape::has_gap(text, 3));
    let around = |sign: Sign, closing: &[char]| match signs.has(sign) {
        true if text.starts_with(|c| Sign::of(c).contains(sign)) && text.ends_with(closing) => 2,
        has_sign => usize::from(has_sign),
    };
    into.add(Family::Brackets, around(Sign::BRACKET, &[')', ']', '）', '】']));
    into.add(Family::Quotes, around(Sign::QUOTE, &['"', '”', '“', '»', '’', '」']));
    into.add(Family::Emphasis, around(Sign::EMPHASIS, &['_', '*']));
    into.measure(Family::Short, wording.short_words(), &[0.001, 0.25, 0.45]);
    let has_dash = || [" - ", " – ", " — "].iter().any(|dash| text.contains(dash));
    into.flag(Family::Dash, signs.has(Sign::DASH) && has_dash());
    into.flag(Family::Slash, signs.has(Sign::SLASH));
}

/// What marks it.
fn mark(brief: &Brief) -> usize {
    match brief.seen {
        Seen::Heading => 1,
        Seen::Item => 2,
        _ if has_editor_link(&brief.text) || has_attribute(&brief.text) => 3,
        _ => 0,
    }
}

/// Whether the name stands behind `text` under which some Markdown leads to a heading: `Our work {#our-work}`.
fn has_attribute(text: &str) -> bool {
    let parts = text.strip_suffix('}').and_then(|text| text.rsplit_once(" {#"));
    parts.is_some_and(|(heading, name)| !heading.is_empty() && !name.contains(' '))
}

fn is_address(text: &str, signs: &Signs) -> bool {
    signs.has(Sign::AT)
        || signs.has(Sign::COLON) && text.contains("://")
        || signs.has(Sign::STOP) && text.contains("www.")
}

fn last_sign(text: &str) -> usize {
    match text.chars().next_back().unwrap_or_default() {
        c if c.is_alphabetic() => 0,
        c if c.is_numeric() => 1,
        ')' | ']' | '）' | '】' | '}' | '>' => 2,
        '"' | '”' | '’' | '\'' | '»' | '«' | '“' | '」' | '』' => 3,
        '.' | '。' => 4,
        _ => 5,
    }
}

/// Where a colon stands: none, after a few words, later, with nothing after it but a word.
fn colon(text: &str, brief: &Brief) -> usize {
    let inner = text.trim_end_matches([':', '：']);
    match inner.contains([':', '：']) {
        false => 0,
        true if brief.has_label => 1,
        true if inner.contains(": ") => 2,
        true => 3,
    }
}

/// Whether a year (1) or a time of day (2) is in it.
fn date(text: &str) -> usize {
    let words = || text.as_bytes().split(|byte| !byte.is_ascii_digit() && *byte != b':');
    let is_year = |word: &[u8]| matches!(word, [b'1', b'8' | b'9', _, _] | [b'2', b'0', _, _]);
    let is_time = |word: &[u8]| {
        let hour = word.iter().position(|&byte| byte == b':');
        hour.is_some_and(|hour| (1..=2).contains(&hour) && word.len() == hour + 3)
    };
    let has_time = memchr::memchr(b':', text.as_bytes()).is_some() && words().any(is_time);
    if has_time { 2 } else { usize::from(words().any(is_year)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_behind_headings_are_seen() {
        assert!(has_attribute("Our work {#our-work}"));
        for text in ["{#name}", "a set {1, 2}", "a set {#1 and 2}"] {
            assert!(!has_attribute(text), "{text}");
        }
    }
}
