//! A word and a number that open a heading: `Chapter IV`, `Teil 2`, `CHAP. II.`

use super::super::lexicon::abbreviates_part;
use super::super::marker;
use super::starts_small;

/// Whether a word or the sign of a section and a number or numeral come first: 1 with nothing after them
/// (`Chapter IV`), 2 set off from the rest (`Teil 2: Was blieb`, `§ 1 Zweck`), 3 with more text; else 0. An
/// abbreviated word counts with what sets its number off (`CHAP. II.`), and is never 3.
pub(in super::super) fn counted_word(text: &str) -> usize {
    // Most texts are told by one character or two to begin otherwise.
    if !text.trim_start().starts_with(|c: char| c == '§' || c.is_uppercase()) {
        return 0;
    }
    let mut words = text.split_whitespace();
    let (Some(word), Some(number)) = (words.next(), words.next()) else { return 0 };
    if !number.starts_with(|c: char| c.is_ascii_digit() || c.is_ascii_uppercase() || c == '.') {
        return 0;
    }
    let bare = number.trim_end_matches(['.', ':', ',', '-', '–', '—']);
    let next = words.next();
    if let Some(word) = word.strip_suffix('.') {
        let is_counted = !number.ends_with(',') && counts_abbreviated(word, bare);
        return if is_counted { how_set_off(bare, number, next).unwrap_or_default() } else { 0 };
    }
    let is_sign = word == "§";
    let is_word = is_sign || word.chars().all(char::is_alphabetic);
    let is_number = is_digits(bare) || is_numeral(bare);
    // A letter alone may be a word, unless something sets it off: `Appendix B.`
    let is_set_off = bare.len() < number.len() || next.is_none();
    let is_letter = is_set_off && bare.len() == 1 && bare.starts_with(|c: char| c.is_ascii_uppercase());
    if !is_word || !(is_number || is_letter) {
        return 0;
    }
    match how_set_off(bare, number, next) {
        Some(how) => how,
        None if is_sign && next.is_some_and(|next| !starts_small(next)) => 2,
        None => 3,
    }
}

/// 1 where nothing comes behind the `number`, 2 where something sets it off.
fn how_set_off(bare: &str, number: &str, next: Option<&str>) -> Option<usize> {
    match next {
        None => Some(1),
        Some(next) if bare != number || matches!(next, "-" | "–" | "—" | ":") => Some(2),
        Some(_) => None,
    }
}

const MOST_SIGNS: usize = 5;

/// Digits, and stops between them.
fn is_digits(bare: &str) -> bool {
    (1..=MOST_SIGNS).contains(&bare.len()) && bare.chars().all(|c| c.is_ascii_digit() || c == '.')
}

/// The letters of Roman numerals.
fn is_numeral(bare: &str) -> bool {
    let is_roman = |c: char| matches!(c, 'I' | 'V' | 'X' | 'L' | 'C');
    (1..=MOST_SIGNS).contains(&bare.len()) && bare.chars().all(is_roman)
}

/// Whether a `word` that a full stop abbreviates counts with a number. Nearly all that have a Roman numeral
/// behind them do; digits stand behind those of figures and dates too, and one capital behind titles: `Fig. 3`,
/// `Nov. 12`, `Mr. X`.
fn counts_abbreviated(word: &str, number: &str) -> bool {
    const LONGEST: usize = 6;
    let is_short = (2..=LONGEST).contains(&word.chars().count()) && word.chars().all(char::is_alphabetic);
    let is_numeral = || marker::roman(&number.to_ascii_lowercase()).is_some() && is_numeral(number);
    let is_plain = || is_digits(number) && !number.contains('.');
    is_short && (is_numeral() && number.len() > 1 || (is_plain() || is_numeral()) && abbreviates_part(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_count_with_numbers_and_letters() {
        for (text, expected) in [
            ("Chapter IV", 1),
            ("Teil 2: Was blieb", 2),
            ("Part 2 and the rest", 3),
            ("Appendix B", 1),
            ("Appendix B. Rivers", 2),
            ("§ 1 Zweck", 2),
            ("§ 2", 1),
            ("§ 3 des Gesetzes", 3),
            ("§§ 4 und 5", 0),
            ("Plan A is good", 0),
            ("chapter 4", 0),
            ("River and boat", 0),
        ] {
            assert_eq!(counted_word(text), expected, "{text}");
        }
    }

    #[test]
    fn abbreviated_words_count_where_their_numbers_are_set_off() {
        for (text, expected) in [
            ("CHAP. II.", 1),
            ("CHAP. I.", 1),
            ("Chap. 12", 1),
            ("Kap. 3: Am Fluss", 2),
            ("Cap. IV. La barca", 2),
            ("Abschn. 2 – Das Boot", 2),
            ("Sec. 5. Of boats", 2),
            ("Art. 7", 1),
            ("Гл. 3", 1),
            ("Rozdz. 2", 1),
            ("Lett. XIV.", 1),
            // With more text it is a sentence for the most part.
            ("Chap. 3 is short", 0),
            ("Sec. 5 of the law", 0),
            ("Tom. I wish you were here", 0),
            // What else is abbreviated before numbers.
            ("No. 5", 0),
            ("Fig. 3", 0),
            ("Fig. 3: The boat", 0),
            ("Abb. 2. Das Boot", 0),
            ("Nov. 12", 0),
            ("Feb. 23, 2031", 0),
            ("Mr. X", 0),
            ("Dr. C.", 0),
            ("p. 12", 0),
            ("vol. 3", 0),
            ("Sec. 2.1", 0),
            ("Chap. IIX", 0),
            ("River. II.", 1),
            ("Chapter. The river", 0),
        ] {
            assert_eq!(counted_word(text), expected, "{text}");
        }
    }
}
