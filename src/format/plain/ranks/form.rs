//! How headings are marked out by their text.

use super::super::lexicon::{counted_in_words, starts_with_part};
use super::super::marker::{Number, Script, Sign, marker};
use super::super::shape::{self, Ending};

/// How a heading is marked out by its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in super::super) enum Form {
    /// `2.1 Title`, `#2 Title`; the parts of the number.
    Digits(u8),
    /// `Chapter 4`, `Teil II: Titel`, `Part the First`
    Counted,
    /// `IV. Title`
    Roman,
    /// `B. Title`
    Capital,
    /// `b) Title`
    Small,
    /// `TITLE`
    Capitals,
    /// `Title:`
    Colon,
    /// `_Title_`, which was set in italics
    Slanted,
    /// `Title`
    Bare,
}

impl Form {
    /// The form of a heading whose text starts with `body`.
    pub(in super::super) fn of(body: &str) -> Self {
        if let Some((number, mark)) = number(body) {
            return match number.script {
                Script::Digits | Script::Han => Self::Digits(number.depth),
                Script::Upper if is_roman(mark) => Self::Roman,
                Script::Upper => Self::Capital,
                Script::Lower => Self::Small,
            };
        }
        match () {
            () if hashed(body).is_some() => Self::Digits(1),
            () if is_counted(body) => Self::Counted,
            () if counted_in_words(body).is_some() => Self::Counted,
            () if body.len() > 2 && body.starts_with('_') && body.ends_with('_') => Self::Slanted,
            () if shape::is_capitals(body) => Self::Capitals,
            () if shape::ending(body) == Ending::Colon => Self::Colon,
            () => Self::Bare,
        }
    }

    /// The form where capitals mark headings, or else have another reason, as abbreviations have.
    pub(super) fn where_capitals_mark(self, do_they: bool) -> Self {
        if self == Self::Capitals && !do_they { Self::Bare } else { self }
    }

    /// Whether nothing but their neighbors and their place tells how deep headings of this form are.
    pub(super) fn is_bare(self) -> bool {
        matches!(self, Self::Bare | Self::Colon)
    }

    /// Whether other forms can stand below it.
    pub(super) fn is_chapter(self) -> bool {
        matches!(self, Self::Counted | Self::Roman | Self::Capital | Self::Capitals)
    }
}

/// Whether a word and a number come first that count: the number has no parts, as that of `Table 2.1` has, is no
/// year, and no word as in `Can I swim?`.
fn is_counted(body: &str) -> bool {
    const DIGITS_OF_YEARS: usize = 4;
    const WITH_MORE: usize = 3;
    let how = shape::counted_word(body);
    let number = body.split_whitespace().nth(1).unwrap_or_default().trim_end_matches(['.', ':', ',']);
    let is_year = number.len() == DIGITS_OF_YEARS && number.bytes().all(|byte| byte.is_ascii_digit());
    let is_word = how == WITH_MORE && number == "I" && !starts_with_part(body);
    how > 0 && !is_year && !is_word && !number.contains('.')
}

/// The word that a heading is counted with, in small letters: the first, unless another is known to be it.
pub(super) fn counting_word(body: &str) -> String {
    let first = || body.split_whitespace().next().unwrap_or_default().to_lowercase();
    counted_in_words(body).map_or_else(first, str::to_owned)
}

/// Whether the number of a heading is the first of its kind.
pub(super) fn is_first(body: &str) -> bool {
    number(body).map_or_else(|| hashed(body) == Some("1"), |(number, _)| number.is_first())
}

/// The digits behind a `#` that opens a heading with more text: `#1 Oars`.
fn hashed(body: &str) -> Option<&str> {
    let (mark, rest) = body.strip_prefix('#')?.split_once(char::is_whitespace)?;
    let digits = mark.trim_end_matches(['.', ':', ')']);
    let is_number =
        !digits.is_empty() && digits.len() < 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
    (is_number && !rest.trim().is_empty()).then_some(digits)
}

/// Whether a heading in capitals has a word that is no mere abbreviation.
pub(super) fn has_long_word(body: &str) -> bool {
    const LONGEST_ABBREVIATION: usize = 4;
    body.split(|c: char| !c.is_alphabetic()).any(|word| word.chars().count() > LONGEST_ABBREVIATION)
}

/// The number that opens a heading, and its marker.
pub(super) fn number(body: &str) -> Option<(Number, &str)> {
    let mark = marker(body)?;
    let Sign::Number(number) = mark.sign else { return None };
    Some((number, body.get(..mark.length)?))
}

/// Whether a capital letter or more is a Roman numeral rather than a letter of a series.
fn is_roman(mark: &str) -> bool {
    let letters = mark.trim_matches(|c: char| !c.is_alphabetic());
    letters.len() > 1 || matches!(letters, "I" | "V" | "X")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_told() {
        for (body, expected) in [
            ("2.1 The river", Form::Digits(2)),
            ("Chapter 4", Form::Counted),
            ("Teil II: Der Fluss", Form::Counted),
            ("IV. The river", Form::Roman),
            ("C. The river", Form::Capital),
            ("#3 The river", Form::Digits(1)),
            ("#3", Form::Bare),
            ("#rivers of note", Form::Bare),
            ("Part the First", Form::Counted),
            ("Rivers 2031 at home", Form::Bare),
            ("Act I The boat", Form::Counted),
            ("Can I swim here?", Form::Bare),
            ("THE RIVER", Form::Capitals),
            ("The river", Form::Bare),
            ("川", Form::Bare),
            ("_The river_", Form::Slanted),
            ("What the river left:", Form::Colon),
            ("川の話：", Form::Colon),
        ] {
            assert_eq!(Form::of(body), expected, "{body}");
        }
    }
}
