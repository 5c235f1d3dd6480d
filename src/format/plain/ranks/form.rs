//! How headings are marked out by their text.

use super::super::marker::{Number, Script, Sign, marker};
use super::super::shape::{self, Ending};

/// How a heading is marked out by its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in super::super) enum Form {
    /// `2.1 Title`; the parts of the number.
    Digits(u8),
    /// `Chapter 4`, `Teil II: Titel`
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
            () if shape::counted_word(body) > 0 && !is_of_part(body) => Self::Counted,
            () if body.len() > 2 && body.starts_with('_') && body.ends_with('_') => Self::Slanted,
            () if shape::is_capitals(body) => Self::Capitals,
            () if shape::ending(body) == Ending::Colon => Self::Colon,
            () => Self::Bare,
        }
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

/// Whether the number after the first word has parts, as that of `Table 2.1` has.
fn is_of_part(body: &str) -> bool {
    let number = body.split_whitespace().nth(1).unwrap_or_default();
    number.trim_end_matches(['.', ':', ',']).contains('.')
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
