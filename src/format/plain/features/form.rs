//! The form of a block, whatever is around it.

use super::super::brief::Brief;
use super::super::shape;
use super::{Family, Features};

/// Adds what the text of `brief` looks like by itself.
pub(in super::super) fn form(brief: &Brief, into: &mut Features) {
    let text = brief.text.as_str();
    into.add(Family::Bias, 0);
    into.measure(Family::Words, brief.n_words, &[2, 3, 4, 6, 8, 10, 13, 17, 25]);
    into.measure(Family::Width, brief.width, &[10, 20, 30, 40, 60, 80, 120, 200]);
    into.measure(Family::Lines, brief.n_lines, &[2, 3, 4]);
    into.measure(Family::Letters, brief.width / brief.n_words.max(1), &[3, 4, 5, 6, 7]);
    into.add(Family::Ending, brief.ending);
    into.add(Family::LastSign, last_sign(text));
    into.add(Family::Start, brief.start);
    into.add(Family::Case, case(text));
    into.flag(Family::Sentence, is_sentence(brief));
    into.add(Family::Number, brief.number_form());
    into.add(Family::Counted, shape::counted_word(text));
    into.flag(Family::Sentences, shape::has_inner_sentence(text));
    into.measure(Family::Commas, count(text, &[',', '、', '،', '，']), &[1, 2, 3]);
    into.add(Family::Colon, colon(text, brief));
    into.measure(Family::Digits, shape::digits(text), &[0.001, 0.1, 0.25, 0.5]);
    into.add(Family::Date, date(text));
    let code = shape::code(text);
    into.measure(Family::Code, code, &[0.1, 0.3, 0.6, 0.9]);
    into.measure(Family::Signs, signs(text), &[0.001, 0.05, 0.12]);
    into.flag(Family::Address, text.contains("://") || text.contains('@') || text.contains("www."));
    into.flag(Family::Gap, shape::has_gap(text, 3));
    into.add(Family::Brackets, around(text, &['(', '[', '（', '【'], &[')', ']', '）', '】']));
    into.add(
        Family::Quotes,
        around(text, &['"', '“', '„', '«', '‘', '「'], &['"', '”', '“', '»', '’', '」']),
    );
    into.add(Family::Emphasis, around(text, &['_', '*'], &['_', '*']));
    into.measure(Family::Short, short_words(text), &[0.001, 0.25, 0.45]);
    into.flag(Family::Dash, [" - ", " – ", " — "].iter().any(|dash| text.contains(dash)));
    into.flag(Family::Slash, text.contains(['/', '|', '=', '\\', '>', '<']));
}

/// Whether it is three words and more, with a capital at the beginning only, and a full stop.
pub(super) fn is_sentence(brief: &Brief) -> bool {
    const SOME: usize = 3;
    brief.ending == 1 && brief.n_words >= 3 && case(&brief.text) >= SOME
}

fn count(text: &str, signs: &[char]) -> usize {
    text.chars().filter(|c| signs.contains(c)).count()
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

/// How much is written in capitals: everything, nearly every longer word, some, only the first.
fn case(text: &str) -> usize {
    if shape::is_capitals(text) {
        return 0;
    }
    let (mut n_long, mut n_capital) = (0, 0);
    let words = text.split_whitespace().map(|word| word.trim_start_matches(|c: char| !c.is_alphanumeric()));
    for word in words.filter(|word| !word.is_empty()).skip(1) {
        let first = word.chars().next().unwrap_or_default();
        if first.is_alphabetic() && word.chars().nth(3).is_some() {
            n_long += 1;
            n_capital += usize::from(first.is_uppercase());
        }
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
    let words = || text.split(|c: char| !c.is_ascii_digit() && c != ':');
    let is_year =
        |word: &str| word.len() == 4 && ["18", "19", "20"].iter().any(|century| word.starts_with(century));
    let is_time = |word: &str| {
        word.split_once(':').is_some_and(|(hour, minute)| (1..=2).contains(&hour.len()) && minute.len() == 2)
    };
    if words().any(is_time) { 2 } else { usize::from(words().any(is_year)) }
}

/// The share of signs that are neither letters nor what prose has.
fn signs(text: &str) -> f32 {
    let is_sign = |c: &char| {
        !c.is_alphanumeric()
            && !c.is_whitespace()
            && !matches!(c, '.' | ',' | ':' | '?' | '!' | '\'' | '’' | '-' | '"')
    };
    shape::ratio(text.chars().filter(is_sign).count(), text.chars().count())
}

/// Whether such signs are around the whole text, or in it, or not.
fn around(text: &str, opening: &[char], closing: &[char]) -> usize {
    if text.starts_with(opening) && text.ends_with(closing) { 2 } else { usize::from(text.contains(opening)) }
}

/// The share of words with up to three letters.
fn short_words(text: &str) -> f32 {
    let (mut n_words, mut n_short) = (0, 0);
    for word in text.split_whitespace().filter(|word| word.starts_with(char::is_alphabetic)) {
        n_words += 1;
        n_short += usize::from(word.chars().nth(3).is_none());
    }
    shape::ratio(n_short, n_words)
}
