//! Which forms of heading stand above which others in this document.
//!
//! The samples are read once to find their headings. A form that appears for the first time below
//! chapters, numbered or in capitals, is one level deeper than they are; so is a heading whose very
//! words return again and again.

use std::collections::HashMap;

use super::lines::Line;
use super::marker::{Number, Script, Sign, marker};
use super::shape;

/// How a heading is marked out by its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Form {
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
    /// `Title`
    Bare,
}

impl Form {
    /// The form of a heading whose text starts with `body`.
    pub(super) fn of(body: &str) -> Self {
        if let Some((number, mark)) = number(body) {
            return match number.script {
                Script::Digits | Script::Han => Self::Digits(number.depth),
                Script::Upper if is_roman(mark) => Self::Roman,
                Script::Upper => Self::Capital,
                Script::Lower => Self::Small,
            };
        }
        match () {
            () if shape::counted_word(body) > 0 => Self::Counted,
            () if shape::is_capitals(body) => Self::Capitals,
            () => Self::Bare,
        }
    }

    /// Whether other forms can stand below it.
    fn is_chapter(self) -> bool {
        matches!(self, Self::Counted | Self::Roman | Self::Capital | Self::Capitals)
    }
}

fn number(body: &str) -> Option<(Number, &str)> {
    let mark = marker(body)?;
    let Sign::Number(number) = mark.sign else { return None };
    Some((number, body.get(..mark.length)?))
}

/// Whether a capital letter or more is a Roman numeral rather than a letter of a series.
fn is_roman(mark: &str) -> bool {
    let letters = mark.trim_matches(|c: char| !c.is_alphabetic());
    letters.len() > 1 || matches!(letters, "I" | "V" | "X")
}

/// The levels that the forms of a document's headings have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Ranks {
    levels: HashMap<Form, u8>,
    /// The headings whose words return, in small letters.
    returning: Vec<String>,
}

/// The level below the title.
const TOP: u8 = 2;

impl Ranks {
    /// Learns from the first lines of headings, in their order.
    pub(super) fn new(headings: &[Line<'_>]) -> Self {
        let forms: Vec<_> = headings.iter().map(|line| Form::of(line.body)).collect();
        let count = |form: Form| forms.iter().filter(|&&other| other == form).count();
        let mut levels: HashMap<Form, u8> = HashMap::new();
        let mut before = None;
        for &form in &forms {
            let below =
                |before: Form| Some(levels.get(&before)? + 1).filter(|_| is_below(form, before, &count));
            let level = before.and_then(below).unwrap_or(TOP);
            levels.entry(form).or_insert(level);
            before = Some(form);
        }
        Self { levels, returning: returning(headings) }
    }

    /// The level of a heading whose text starts with `body`, if its form says more than nothing.
    pub(super) fn level(&self, body: &str) -> Option<u8> {
        let form = Form::of(body);
        let level = self.levels.get(&form).copied().unwrap_or(TOP);
        match form {
            Form::Digits(depth) => Some(depth.saturating_add(TOP - 1)),
            Form::Bare if level == TOP => self.returning.contains(&body.to_lowercase()).then_some(TOP + 1),
            _ if level == TOP && !form.is_chapter() => None,
            _ => Some(level),
        }
    }
}

/// Whether a form that is seen for the first time after `before` stands below it.
fn is_below(form: Form, before: Form, count: &impl Fn(Form) -> usize) -> bool {
    match form {
        Form::Bare => before.is_chapter() && count(before) > 1,
        Form::Roman | Form::Capital | Form::Small => form != before && count(form) > 1,
        Form::Digits(_) | Form::Counted | Form::Capitals => false,
    }
}

/// The headings that are there twice and more; none where most are.
fn returning(headings: &[Line<'_>]) -> Vec<String> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for line in headings {
        *counts.entry(line.body.to_lowercase()).or_default() += 1;
    }
    counts.retain(|_, count| *count > 1);
    let n_returning: usize = counts.values().sum();
    if n_returning * 5 > headings.len() * 3 { Vec::new() } else { counts.into_keys().collect() }
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
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
        ] {
            assert_eq!(Form::of(body), expected, "{body}");
        }
    }

    #[test]
    fn what_first_appears_below_chapters_is_deeper() {
        let headings = lines("Chapter 1\nThe river\nThe boat\nChapter 2\nThe rope");
        let ranks = Ranks::new(&headings);
        assert_eq!((ranks.level("Chapter 3"), ranks.level("The hills")), (Some(2), Some(3)));
        let headings = lines("I. River\nA. Boat\nB. Rope\nII. Hills\nA. Sheep");
        let ranks = Ranks::new(&headings);
        assert_eq!((ranks.level("III. Town"), ranks.level("C. Dogs")), (Some(2), Some(3)));
    }

    #[test]
    fn what_returns_is_deeper() {
        let ranks = Ranks::new(&lines("River\nFor\nAgainst\nBoat\nFor\nRope\nHills\nTown"));
        assert_eq!((ranks.level("For"), ranks.level("River")), (Some(3), None));
    }
}
