//! What may open an item or a heading: bullets and numbers.
//!
//! A marker is only a form here; whether it opens an item, a heading or just a sentence is for
//! the stages that see its neighbors.

use super::lines::is_ideograph;

/// A bullet or number at the start of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Marker {
    /// Bytes of the marker, without the white space after it.
    pub(super) length: usize,
    /// What it is.
    pub(super) sign: Sign,
}

/// The kinds of marker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// A bullet; a *sure* one is used for nothing else.
    Bullet {
        /// The character.
        char: char,
        /// Whether the character stands for nothing else at the start of a line.
        is_sure: bool,
    },
    /// A number, of one or more parts.
    Number(Number),
}

/// The number of an item or heading: `3.`, `(iv)`, `2.1.4`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Number {
    /// Parts: 3 in `2.1.4`.
    pub(super) depth: u8,
    /// How the last part is written.
    pub(super) script: Script,
    /// What encloses or ends it.
    pub(super) delimiter: Delimiter,
    /// The last part's value as it is read first, from 1.
    value: u32,
    /// Its value when a letter is read as a Roman numeral.
    roman: Option<u32>,
}

/// How a number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Script {
    /// Digits of any script.
    Digits,
    /// Small letters or small Roman numerals.
    Lower,
    /// Capital letters or capital Roman numerals.
    Upper,
    /// Han numerals.
    Han,
}

/// What sets a number off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Delimiter {
    /// Nothing but white space: `2.1 Title`.
    Space,
    /// `3.`, `3、`
    Dot,
    /// `3)`
    Paren,
    /// `(3)`
    Parens,
    /// `[3]`
    Brackets,
    /// `③`
    Circle,
}

impl Number {
    /// Whether more than a space sets it off from what follows: `2.` or `2.1`.
    pub(super) fn is_set_off(&self) -> bool {
        self.delimiter != Delimiter::Space || self.depth > 1
    }

    /// Whether `self` is the number after `before`, in the same form.
    pub(super) fn follows(&self, before: &Self) -> bool {
        let is_same_form =
            (self.depth, self.script, self.delimiter) == (before.depth, before.script, before.delimiter);
        let next_roman = || Some(self.roman? == before.roman? + 1);
        // `III` is no letter, and does not follow `B`.
        let is_count = self.roman != Some(self.value) || before.roman.is_some();
        let is_next = self.value == before.value.saturating_add(1) && is_count;
        is_same_form && (is_next || next_roman().unwrap_or(false))
    }

    /// Whether it begins a list inside the item with the number `last`: it is the first of another form, be that only
    /// a letter below a Roman numeral.
    pub(super) fn begins_inside(&self, last: &Self) -> bool {
        let form = |number: &Self| (number.script, number.delimiter, number.depth);
        let is_letter = self.roman.is_none() && last.roman.is_some();
        self.is_first() && !self.follows(last) && (form(self) != form(last) || is_letter)
    }

    /// Whether it is higher than the numbers of nearly all lists.
    pub(super) fn is_beyond_lists(&self) -> bool {
        const HIGHEST: u32 = 30;
        self.script == Script::Digits && self.value > HIGHEST
    }

    /// Whether it is above 999: what has it is an item only beside others.
    pub(super) fn is_high(&self) -> bool {
        self.value > 999
    }

    /// Whether it is the first of its kind: 1, a, i.
    pub(super) fn is_first(&self) -> bool {
        self.value <= 1 || self.roman == Some(1)
    }
}

/// The marker that opens `body`, with text after it.
pub(super) fn marker(body: &str) -> Option<Marker> {
    if starts_with_word(body) {
        return None;
    }
    bullet(body).or_else(|| unset_number(body)).or_else(|| circled(body)).or_else(|| number(body))
}

/// The same, where the number may also be one above 999, as few lists have and as years are.
pub(super) fn marker_of_long_list(body: &str) -> Option<Marker> {
    marker(body).or_else(|| high_number(body))
}

/// A number above 999 with a full stop or a parenthesis behind it.
fn high_number(body: &str) -> Option<Marker> {
    const MAX_DIGITS: usize = 6;
    let digits = body.bytes().take_while(u8::is_ascii_digit).count();
    if !(MAX_DIGITS_OF_LISTS + 1..=MAX_DIGITS).contains(&digits) || body.starts_with('0') {
        return None;
    }
    let delimiter = match body.as_bytes().get(digits) {
        Some(b'.') => Delimiter::Dot,
        Some(b')') => Delimiter::Paren,
        _ => return None,
    };
    let length = digits + 1;
    let text = body.get(length..).filter(|text| text.starts_with(' ') && !text.trim().is_empty());
    let value = body.get(..digits)?.parse().ok().filter(|_| text.is_some())?;
    let number = Number { depth: 1, script: Script::Digits, delimiter, value, roman: None };
    Some(Marker { length, sign: Sign::Number(number) })
}

/// Whether letters come first that nothing sets off as a marker: most lines begin so.
fn starts_with_word(body: &str) -> bool {
    let n_letters = body.bytes().take_while(u8::is_ascii_alphabetic).count();
    let sets_off = |&next: &u8| !next.is_ascii() || matches!(next, b'.' | b')' | b']');
    n_letters > 1 && !body.as_bytes().get(n_letters).is_some_and(sets_off)
}

/// `#.` as reStructuredText has it: a number that is not written. It stands for nothing else.
fn unset_number(body: &str) -> Option<Marker> {
    let rest = body.strip_prefix("#.").or_else(|| body.strip_prefix("#)"))?;
    let is_set_off = rest.starts_with(char::is_whitespace) && !rest.trim().is_empty();
    is_set_off.then_some(Marker { length: 2, sign: Sign::Bullet { char: '#', is_sure: true } })
}

/// A number in a circle, which needs no space behind it.
fn circled(body: &str) -> Option<Marker> {
    let char = body.chars().next()?;
    let one = match char {
        '①'..='⑳' => '①',
        '❶'..='❿' => '❶',
        _ => return None,
    };
    let text = body.get(char.len_utf8()..).filter(|text| text.contains(char::is_alphanumeric))?;
    // Another such number may follow: `①②`.
    let is_set_off = text.starts_with(char::is_whitespace) || text.starts_with(char::is_alphabetic);
    let value = u32::from(char) - u32::from(one) + 1;
    let number =
        Number { depth: 1, script: Script::Digits, delimiter: Delimiter::Circle, value, roman: None };
    is_set_off.then_some(Marker { length: char.len_utf8(), sign: Sign::Number(number) })
}

fn bullet(body: &str) -> Option<Marker> {
    let char = body.chars().next()?;
    let is_sure = matches!(
        char,
        '•' | '▪'
            | '◦'
            | '‣'
            | '●'
            | '○'
            | '■'
            | '□'
            | '⁃'
            | '∙'
            | '・'
            | '➢'
            | '➤'
            | '►'
            | '✓'
            | '✔'
            | '✗'
            | '✘'
            | '☐'
            | '☑'
            | '☒'
            | '❖'
    );
    let is_bullet = is_sure || matches!(char, '-' | '*' | '+' | '·' | '–' | '—' | 'o' | '−');
    let rest = body.get(char.len_utf8()..)?;
    let is_set_off = rest.starts_with(char::is_whitespace) || (is_sure && !rest.starts_with(char));
    (is_bullet && is_set_off && !rest.trim().is_empty())
        .then_some(Marker { length: char.len_utf8(), sign: Sign::Bullet { char, is_sure } })
}

fn number(body: &str) -> Option<Marker> {
    let opening = body.chars().next()?;
    let inner = match opening {
        '(' | '[' | '（' => body.get(opening.len_utf8()..)?,
        _ => body,
    };
    let (parts, length) = parts(inner)?;
    let rest = inner.get(length..)?;
    let closing = rest.chars().next()?;
    let delimiter = match (opening, closing) {
        ('(', ')') | ('（', '）') => Delimiter::Parens,
        ('[', ']') => Delimiter::Brackets,
        ('(' | '[' | '（', _) => return None,
        (_, '.' | '．' | '、') => Delimiter::Dot,
        (_, ')' | '）') => Delimiter::Paren,
        (_, c) if c.is_whitespace() => Delimiter::Space,
        _ => return None,
    };
    let closed = if delimiter == Delimiter::Space { 0 } else { closing.len_utf8() };
    let length = body.len() - inner.len() + length + closed;
    let text = body.get(length..)?;
    let is_set_off =
        text.starts_with(char::is_whitespace) || !closing.is_ascii() || is_han(parts.script, text);
    let is_number = delimiter != Delimiter::Space || parts.script == Script::Digits;
    (is_set_off && is_number && !text.trim().is_empty())
        .then_some(Marker { length, sign: Sign::Number(Number { delimiter, ..parts }) })
}

/// `1.漢字`: no space follows where the script has none.
fn is_han(script: Script, text: &str) -> bool {
    matches!(script, Script::Digits | Script::Han) && text.starts_with(is_ideograph)
}

/// The parts of a number and their bytes, without what follows the last.
fn parts(text: &str) -> Option<(Number, usize)> {
    const MAX_PARTS: u8 = 8;
    let (mut last, mut length) = part(text)?;
    for depth in 2..=MAX_PARTS {
        let Some(next) = text.get(length..).and_then(|rest| rest.strip_prefix('.')).and_then(part) else {
            break;
        };
        if next.0.script != Script::Digits {
            break;
        }
        last = Number { depth, ..next.0 };
        length += 1 + next.1;
    }
    Some((last, length))
}

fn part(text: &str) -> Option<(Number, usize)> {
    let first = text.chars().next()?;
    let script = script(first)?;
    let length = text.find(|c| self::script(c) != Some(script)).unwrap_or(text.len());
    let (word, after) = text.split_at_checked(length)?;
    // Most lines start with a word, which need not be looked at as a number.
    let is_letters = matches!(script, Script::Lower | Script::Upper);
    if is_letters && !after.starts_with(['.', '．', '、', ')', '）', ']']) {
        return None;
    }
    let (value, roman) = match script {
        Script::Digits => (decimal(word)?, None),
        Script::Han => (han(word)?, None),
        Script::Lower | Script::Upper => letters(word)?,
    };
    // `aa` is the first below `a`. `ii` is a numeral.
    let depth = if roman != Some(value) && is_doubled(word) && is_letters { 2 } else { 1 };
    Some((Number { depth, script, delimiter: Delimiter::Space, value, roman }, length))
}

/// Whether `word` is one letter, twice.
fn is_doubled(word: &str) -> bool {
    let mut chars = word.chars();
    let (first, second) = (chars.next(), chars.next());
    first.is_some() && first == second && chars.next().is_none()
}

fn script(c: char) -> Option<Script> {
    match c {
        'a'..='z' | 'а'..='я' | 'α'..='ω' => Some(Script::Lower),
        'A'..='Z' | 'А'..='Я' | 'Α'..='Ω' => Some(Script::Upper),
        c if digit(c).is_some() => Some(Script::Digits),
        c if c.is_ascii() => None,
        c if HAN_DIGITS.contains(c) => Some(Script::Han),
        _ => None,
    }
}

/// The decimal digits of Latin, Arabic, Persian, Devanagari and full-width forms.
fn digit(c: char) -> Option<u32> {
    let zero = match c {
        '0'..='9' => '0',
        '٠'..='٩' => '٠',
        '۰'..='۹' => '۰',
        '०'..='९' => '०',
        '０'..='９' => '０',
        _ => return None,
    };
    Some(u32::from(c) - u32::from(zero))
}

/// The most digits of a number that is told by itself.
const MAX_DIGITS_OF_LISTS: usize = 3;

fn decimal(word: &str) -> Option<u32> {
    if word.chars().count() > MAX_DIGITS_OF_LISTS {
        return None;
    }
    Some(word.chars().filter_map(digit).fold(0, |value, digit| value * 10 + digit))
}

const HAN_DIGITS: &str = "一二三四五六七八九十";

/// A Han numeral up to 99.
fn han(word: &str) -> Option<u32> {
    let unit = |c: char| HAN_DIGITS.chars().zip(1..).find(|&(digit, _)| digit == c).map(|(_, value)| value);
    let (tens, ones) = word.split_once('十').map_or((None, word), |(tens, ones)| (Some(tens), ones));
    let single = |word: &str, empty| match word.chars().count() {
        0 => Some(empty),
        1 => unit(word.chars().next()?),
        _ => None,
    };
    Some(tens.map_or(Some(0), |tens| single(tens, 1))? * 10 + single(ones, 0)?)
}

/// A letter's place in its alphabet, also of one that stands there twice, and the value as a Roman numeral. Longer words
/// are Roman or nothing.
fn letters(word: &str) -> Option<(u32, Option<u32>)> {
    let lower = word.to_lowercase();
    let roman = roman(&lower);
    let mut chars = lower.chars();
    let (first, rest) = (chars.next()?, chars.as_str());
    let is_counted = is_doubled(&lower) && !matches!(first, 'i' | 'x' | 'm');
    if !rest.is_empty() && !is_counted {
        return roman.map(|value| (value, Some(value)));
    }
    let roman = roman.filter(|_| rest.is_empty());
    let start = match first {
        'а'..='я' => 'а',
        'α'..='ω' => 'α',
        _ => 'a',
    };
    Some((u32::from(first) - u32::from(start) + 1, roman))
}

/// The value of a well-formed Roman numeral below 400, in small letters.
pub(super) fn roman(word: &str) -> Option<u32> {
    const VALUES: [(&str, u32); 9] =
        [("c", 100), ("xc", 90), ("l", 50), ("xl", 40), ("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1)];
    const MAX_LETTERS: usize = 12;
    let (mut rest, mut total) = (word, 0);
    for (letters, value) in VALUES {
        let repeats = if letters.len() == 1 && !"vl".contains(letters) { 3 } else { 1 };
        for _ in 0..repeats {
            if let Some(shorter) = rest.strip_prefix(letters) {
                rest = shorter;
                total += value;
            }
        }
    }
    (rest.is_empty() && total > 0 && word.len() <= MAX_LETTERS).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn length(body: &str) -> Option<usize> {
        marker(body).map(|marker| marker.length)
    }

    fn numbered(body: &str) -> Number {
        match marker(body).unwrap().sign {
            Sign::Number(number) => number,
            Sign::Bullet { .. } => panic!("{body} is a bullet"),
        }
    }

    #[test]
    fn markers_are_set_off_from_text() {
        for (body, expected) in [
            ("- item", Some(1)),
            ("• item", Some(3)),
            ("•item", Some(3)),
            ("・項目", Some(3)),
            ("#. item", Some(2)),
            ("#.", None),
            ("#.item", None),
            ("-item", None),
            ("-", None),
            ("--- x", None),
            ("o item", Some(1)),
            ("of course", None),
            ("1. one", Some(2)),
            ("(12) twelve", Some(4)),
            ("iv) four", Some(3)),
            ("1.2.3 three", Some(5)),
            ("1.2. two", Some(4)),
            ("[7] seven", Some(3)),
            ("1984. A year", None),
            ("3.5% of it", None),
            ("A man", None),
            ("Mr. X", None),
            ("b. second", Some(2)),
            ("б) второй", Some(3)),
            ("① 綱をほどく", Some(3)),
            ("③綱をほどく", Some(3)),
            ("①② und so", None),
            ("①", None),
            ("٣. ثالث", Some(3)),
            ("一、開始", Some(6)),
            ("（二）中", Some(9)),
            ("1、第一", Some(4)),
        ] {
            assert_eq!(length(body), expected, "{body}");
        }
    }

    #[test]
    fn numbers_of_long_lists_go_on_above_999() {
        let length = |body| marker_of_long_list(body).map(|marker| marker.length);
        for (body, expected) in [
            ("1000. one", Some(5)),
            ("12345) one", Some(6)),
            ("999. one", Some(4)),
            ("0999. one", None),
            ("1000 one", None),
            ("1000.one", None),
            ("1234567. one", None),
        ] {
            assert_eq!(length(body), expected, "{body}");
        }
    }

    #[test]
    fn numbers_follow_each_other_within_one_form() {
        for (before, after, expected) in [
            ("1. a", "2. b", true),
            ("1. a", "3. b", false),
            ("1. a", "2) b", false),
            ("h. a", "i. b", true),
            ("iii. a", "iv. b", true),
            ("v. a", "vi. b", true),
            ("1.9 a", "1.10 b", true),
            ("B. a", "III. b", false),
            ("II. a", "III. b", true),
            ("九、a", "十、b", true),
            ("十、a", "十一、b", true),
        ] {
            assert_eq!(numbered(after).follows(&numbered(before)), expected, "{before} {after}");
        }
    }

    #[test]
    fn roman_numerals_are_well_formed() {
        let cases = [
            ("i", Some(1)),
            ("xiv", Some(14)),
            ("xcix", Some(99)),
            ("iiii", None),
            ("vv", None),
            ("mix", None),
        ];
        for (word, expected) in cases {
            assert_eq!(roman(word), expected, "{word}");
        }
    }
}
