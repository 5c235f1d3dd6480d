//! What a line of running text must not begin with, since a block would.

use crate::format::markdown::begins_html_block;

/// Where a line of running text stands.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Place {
    /// The first line of its block.
    pub(super) is_first: bool,
    /// The block before is one whose text a colon would define.
    pub(super) is_definable: bool,
    /// What it is the first line of.
    pub(super) opens: Opens,
}

/// A container that a line begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Opens {
    /// None.
    #[default]
    Nothing,
    /// An item, whose task box would stand there.
    Item,
    /// A block quote, whose word as an alert would stand there.
    Quote,
}

/// Where in `line` a backslash keeps it text, in bytes.
pub(super) fn hazard(line: &str, place: Place) -> Option<usize> {
    let first = line.chars().next()?;
    let is_hazard = match first {
        '>' => true,
        '#' => is_heading(line),
        '-' | '*' | '+' | '_' => is_bullet(line) || is_rule(line, first) || is_delimiter_row(line, place),
        '=' => !place.is_first && is_only(line, |c| c == '='),
        '|' => is_delimiter_row(line, place),
        ':' => !place.is_first || place.is_definable,
        '`' | '~' => is_fence(line),
        '<' => begins_html_block(line),
        '[' => begins_with_label(line, place),
        '0'..='9' => return number(line),
        _ => false,
    };
    is_hazard.then_some(0)
}

/// Whether three and more backticks or tildes begin `line`.
pub(super) fn is_fence(line: &str) -> bool {
    line.starts_with("```") || line.starts_with("~~~")
}

/// Whether a `<` before `rest` may begin a tag, a comment or the like.
pub(super) fn begins_tag(rest: &str) -> bool {
    rest.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'))
}

/// Whether nothing, or white space, begins `rest`.
fn is_apart(rest: &str) -> bool {
    rest.chars().next().is_none_or(|c| c.is_ascii_whitespace() || c == '\u{b}')
}

fn is_only(line: &str, belongs: impl Fn(char) -> bool) -> bool {
    line.trim_end().chars().all(belongs)
}

fn is_heading(line: &str) -> bool {
    let rest = line.trim_start_matches('#');
    line.len() - rest.len() <= 6 && is_apart(rest)
}

fn is_bullet(line: &str) -> bool {
    line.strip_prefix(['-', '*', '+']).is_some_and(is_apart)
}

/// Whether the line is a rule, or would be one behind the bullet of an item.
fn is_rule(line: &str, sign: char) -> bool {
    let n_signs = line.matches(sign).count();
    is_only(line, |c| c == sign || c.is_ascii_whitespace())
        && match sign {
            '_' => n_signs >= 3,
            '+' => false,
            _ => true,
        }
}

/// Whether the line would make the one above it the header of a table.
fn is_delimiter_row(line: &str, place: Place) -> bool {
    !place.is_first && line.contains('-') && is_only(line, |c| matches!(c, '|' | '-' | ':' | ' ' | '\t'))
}

/// The box of a task, or the word of an alert.
fn begins_with_label(line: &str, place: Place) -> bool {
    let is_box = ["[ ]", "[x]", "[X]", "[\t]"].iter().any(|mark| line.starts_with(mark));
    (place.opens == Opens::Item && is_box) || (place.opens == Opens::Quote && line.starts_with("[!"))
}

/// The delimiter of the number that `line` begins with, if it would be the number of an item.
fn number(line: &str) -> Option<usize> {
    const MOST_DIGITS: usize = 9;
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let length = line.len() - rest.len();
    (length <= MOST_DIGITS && rest.strip_prefix(['.', ')']).is_some_and(is_apart)).then_some(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: Place = Place { is_first: true, is_definable: false, opens: Opens::Nothing };
    const LATER: Place = Place { is_first: false, ..FIRST };

    #[test]
    fn what_begins_a_block_is_a_hazard() {
        for (line, expected) in [
            ("# a", Some(0)),
            ("#", Some(0)),
            ("> a", Some(0)),
            (">a", Some(0)),
            ("- a", Some(0)),
            ("+\ta", Some(0)),
            ("*", Some(0)),
            ("--", Some(0)),
            ("* * *", Some(0)),
            ("___", Some(0)),
            ("```", Some(0)),
            ("~~~ x", Some(0)),
            ("<div", Some(0)),
            ("<!-- x", Some(0)),
            ("12. a", Some(2)),
            ("1)", Some(1)),
        ] {
            assert_eq!(hazard(line, FIRST), expected, "{line}");
        }
    }

    #[test]
    fn what_only_looks_like_it_is_none() {
        for line in [
            "",
            "a",
            "#a",
            "####### a",
            "-a",
            "+1",
            "_",
            "__",
            "``",
            "~~",
            "< b",
            "<3",
            "1.5",
            "1234567890. a",
            "[a] b",
            "[ ] b",
            "[!NOTE]",
            "=",
            "|",
            ": a",
            ":",
            "|-|",
        ] {
            assert_eq!(hazard(line, FIRST), None, "{line}");
        }
    }

    #[test]
    fn some_signs_mean_something_below_text_only() {
        for line in ["=", "===  ", "-", "---", "|---|", ":-- | --:", ": a", "- | -"] {
            assert_eq!(hazard(line, LATER), Some(0), "{line}");
        }
        assert_eq!(hazard(": a", Place { is_definable: true, ..FIRST }), Some(0));
    }

    #[test]
    fn some_words_mean_something_where_a_container_begins() {
        assert_eq!(hazard("[x] a", Place { opens: Opens::Item, ..FIRST }), Some(0));
        assert_eq!(hazard("[!NOTE]", Place { opens: Opens::Quote, ..FIRST }), Some(0));
    }
}
