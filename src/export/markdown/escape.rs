//! Which signs of a text need a backslash: those that would else mean something, and no others.

use std::ops::Range;

use super::code;
use super::line_start::{self, Place, begins_tag, hazard};
use super::link::is_entity;

/// The signs that come in pairs around text.
const DELIMITERS: [char; 3] = ['*', '_', '~'];

/// Where a text stands, as far as it decides what its signs mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Setting {
    /// On lines of its own.
    Lines,
    /// On one line behind the signs of a heading.
    Heading,
    /// Between the pipes of a table.
    Cell,
}

/// What is known of the text of a leaf before any of it is written.
#[derive(Debug)]
pub(super) struct Escapes<'a> {
    text: &'a str,
    setting: Setting,
    /// Which of `*`, `_` and `~` would open and close something.
    delimiters: Vec<char>,
    /// The runs of backticks that would open and close code, by their lengths.
    backticks: Vec<usize>,
    /// Where a line or the heading's closing signs need a backslash, in order.
    hazards: Vec<usize>,
    /// Whether the text has delimiters of its own markup.
    has_signs: bool,
    /// The last `>` that is written, up to which a `<` may begin a tag.
    last_angle: Option<usize>,
}

/// A run of delimiters or backticks.
#[derive(Clone, Copy, Debug, Default)]
struct Run {
    end: usize,
    /// Whether each of its signs needs a backslash.
    is_escaped: bool,
}

/// What is around a stretch of text that is written.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Around {
    /// It is the text of a link or the description of an image.
    pub(super) is_in_link: bool,
    /// A link follows it.
    pub(super) is_before_link: bool,
}

impl<'a> Escapes<'a> {
    /// For `text`, of which `plain` are the parts that are neither code nor HTML. `own` are the signs that
    /// its own markup uses, `place` where its first line stands, if it begins one.
    pub(super) fn new(
        text: &'a str,
        plain: &[Range<usize>],
        own: &[char],
        setting: Setting,
        place: Option<Place>,
    ) -> Self {
        let has_signs = own.iter().any(|sign| DELIMITERS.contains(sign));
        let mut delimiters: Vec<_> =
            DELIMITERS.into_iter().filter(|&sign| has_signs || may_pair(text, sign)).collect();
        let parts = || plain.iter().filter_map(|part| text.get(part.clone()));
        let mut backticks: Vec<_> = parts().flat_map(|part| code::runs(part, '`')).collect();
        let all = backticks.clone();
        let has_code = own.contains(&'`');
        backticks.retain(|length| has_code || all.iter().filter(|other| *other == length).count() > 1);
        let hazards = hazards(text, setting, place);
        for &at in &hazards {
            let line = text.get(at..).unwrap_or_default();
            if line_start::is_fence(line) {
                delimiters.push('~');
                backticks.extend(code::runs(line, '`').next());
            }
        }
        if !backticks.is_empty() {
            // Behind a backslash, a backtick opens no code but still closes it.
            backticks.push(1);
        }
        let last_angle = if own.contains(&'<') { Some(text.len()) } else { text.rfind('>') };
        Self { text, setting, delimiters, backticks, hazards, has_signs, last_angle }
    }

    /// Writes the text in `range`, with what it needs.
    pub(super) fn write(&self, range: Range<usize>, around: Around, out: &mut String) {
        let part = self.text.get(range.clone()).unwrap_or_default();
        let mut run = Run::default();
        for (offset, c) in part.char_indices() {
            let at = range.start + offset;
            let is_last = at + c.len_utf8() == range.end;
            if matches!(c, '*' | '_' | '~' | '`') && at >= run.end {
                run = self.run(at, c, &range);
            }
            let is_delimiter = at < run.end && run.is_escaped;
            if is_delimiter || self.is_escaped(at, c, is_last, around) {
                out.push('\\');
            }
            match c {
                // Without anything behind, it would be none.
                '\n' if at + 1 == self.text.len() => out.push_str("<br>&#32;"),
                '\n' => out.push_str(if self.setting == Setting::Lines { "\\\n" } else { "<br>" }),
                '\r' => out.push_str("&#13;"),
                '\0' => out.push('\u{FFFD}'),
                ' ' if self.is_in_indent(at) => out.push_str("&nbsp;"),
                ' ' | '\t' | '\u{b}' | '\u{c}' if self.is_at_line_edge(at) => {
                    out.extend(["&#", &u32::from(c).to_string(), ";"]);
                }
                c => out.push(c),
            }
        }
    }

    fn is_escaped(&self, at: usize, c: char, is_last: bool, around: Around) -> bool {
        let rest = self.text.get(at + c.len_utf8()..).unwrap_or_default();
        let next = rest.chars().next();
        let is_special = match c {
            '\\' => is_last || next.is_none_or(|next| self.is_signed(at + 1, next)),
            '[' => around.is_in_link || next == Some('^'),
            ']' => around.is_in_link || next == Some('('),
            '^' => around.is_in_link,
            '!' => is_last && around.is_before_link,
            '<' => self.may_be_tag(at, rest),
            '&' => is_entity(rest),
            '|' => self.setting == Setting::Cell,
            _ => false,
        };
        is_special || self.hazards.binary_search(&at).is_ok()
    }

    /// Whether the character `c` at `at` is written with a sign first.
    fn is_signed(&self, at: usize, c: char) -> bool {
        c.is_ascii_punctuation() || c == '\r' || (c.is_ascii_whitespace() && self.is_at_line_edge(at))
    }

    /// The run of `sign` that `at` lies in. It means nothing with white space on both sides, and one of
    /// `_` within a word of `part` neither.
    fn run(&self, at: usize, sign: char, part: &Range<usize>) -> Run {
        let (before, after) = self.text.split_at_checked(at).unwrap_or_default();
        let left = before.trim_end_matches(sign);
        let right = after.trim_start_matches(sign);
        let end = self.text.len() - right.len();
        let is_escaped = if sign == '`' {
            self.backticks.contains(&(end - left.len()))
        } else {
            let is_at_edge = self.has_signs && (left.len() == part.start || end == part.end);
            let is_within = left.len() > part.start && end < part.end;
            let is_inside = is_within && is_inside_word(sign, left, right);
            let is_apart = !is_at_edge && ends_apart(left) && begins_apart(right);
            let is_hazard = self.hazards.binary_search(&left.len()).is_ok();
            is_hazard || (self.delimiters.contains(&sign) && !is_apart && !is_inside)
        };
        Run { end, is_escaped }
    }

    fn may_be_tag(&self, at: usize, rest: &str) -> bool {
        let Some(last) = self.last_angle.filter(|&last| last > at) else { return false };
        let inside = self.text.get(at + 1..last).unwrap_or_default();
        let word =
            inside.split(|c: char| c.is_whitespace() || matches!(c, '<' | '>')).next().unwrap_or_default();
        begins_tag(rest) || word.contains('@')
    }

    /// Whether the space at `at` indents a line behind a line break, where Markdown keeps only spaces that
    /// do not break.
    fn is_in_indent(&self, at: usize) -> bool {
        let before = self.text.get(..at).unwrap_or_default();
        before.trim_end_matches(' ').ends_with('\n')
    }

    /// Whether white space at `at` would be lost: at the start or end of a line.
    fn is_at_line_edge(&self, at: usize) -> bool {
        let (before, after) = self.text.split_at_checked(at).unwrap_or_default();
        let starts = before.is_empty() || before.ends_with('\n') || after.starts_with('\n');
        let rest = after.get(1..).unwrap_or_default();
        starts || rest.is_empty() || rest.starts_with('\n')
    }
}

/// Where the lines of `text` need a backslash to stay text.
fn hazards(text: &str, setting: Setting, place: Option<Place>) -> Vec<usize> {
    match setting {
        Setting::Cell => Vec::new(),
        Setting::Heading => {
            let open = text.trim_end_matches('#');
            let is_closed = open.len() < text.len() && (open.is_empty() || open.ends_with([' ', '\t', '\n']));
            if is_closed { vec![open.len()] } else { Vec::new() }
        }
        Setting::Lines => {
            let mut start = 0;
            // The label of a definition may go over lines.
            let is_definition = place.is_some() && text.starts_with('[') && text.contains("]:");
            let mut found = if is_definition { vec![0] } else { Vec::new() };
            for (number, line) in text.split('\n').enumerate() {
                let place = if number == 0 { place } else { Some(Place::default()) };
                found.extend(place.and_then(|place| hazard(line, place)).map(|at| start + at));
                start += line.len() + 1;
            }
            found.dedup();
            found
        }
    }
}

/// Whether a run of `sign` in `text` may open something that a later one may close.
fn may_pair(text: &str, sign: char) -> bool {
    let mut is_open = false;
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find(sign)) {
        let (before, run) = text.split_at_checked(at + found).unwrap_or_default();
        let after = run.trim_start_matches(sign);
        let is_inside = is_inside_word(sign, before, after);
        if is_open && !ends_apart(before) && !is_inside {
            return true;
        }
        is_open |= !begins_apart(after) && !is_inside;
        at = text.len() - after.len();
    }
    false
}

/// Whether a run of `sign` between `before` and `after` stands within a word, where `_` means nothing.
fn is_inside_word(sign: char, before: &str, after: &str) -> bool {
    sign == '_' && before.ends_with(char::is_alphanumeric) && after.starts_with(char::is_alphanumeric)
}

/// Whether a delimiter behind `before` has white space on its left. A line break does not count, nor white
/// space beside one: other signs stand for them.
fn ends_apart(before: &str) -> bool {
    let mut chars = before.chars().rev();
    chars.next().is_none_or(|c| is_space(c) && chars.next().is_some_and(|next| next != '\n'))
}

/// The same on its right, where `after` stands.
fn begins_apart(after: &str) -> bool {
    let mut chars = after.chars();
    chars.next().is_none_or(|c| is_space(c) && chars.next().is_some_and(|next| next != '\n'))
}

fn is_space(c: char) -> bool {
    c.is_whitespace() && c != '\n'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn escaped(text: &str, setting: Setting) -> String {
        let place = Place { is_first: true, ..Place::default() };
        let all = 0..text.len();
        let escapes = Escapes::new(text, std::slice::from_ref(&all), &[], setting, Some(place));
        let mut out = String::new();
        escapes.write(all, Around::default(), &mut out);
        out
    }

    #[test]
    fn signs_that_mean_nothing_stay_as_they_are() {
        for text in [
            "2 * 3 * 4",
            "a snake_case_name and _one more",
            "a footnote*",
            "5 < 6 > 4",
            "AT&T & more; a&b",
            "C:\\Users\\me",
            "one ` backtick",
            "[1] and [two]",
            "#1 of 2 # 3",
            "a | b",
            "~5 days",
            "1.5 and 2) that",
            "wow!",
            "x -> y <- z",
        ] {
            assert_eq!(escaped(text, Setting::Lines), text);
        }
    }

    #[test]
    fn signs_that_mean_something_have_a_backslash() {
        for (text, expected) in [
            ("a *b* c", "a \\*b\\* c"),
            ("_a_ snake_case", "\\_a\\_ snake_case"),
            ("~a~ ~5", "\\~a\\~ \\~5"),
            ("`a` ``b", "\\`a\\` ``b"),
            ("[a](b)", "[a\\](b)"),
            ("see[^1]", "see\\[^1]"),
            ("[a]: b", "\\[a]: b"),
            ("[a\nb]: c", "\\[a\\\nb]: c"),
            ("Vec<T> < U", "Vec\\<T> < U"),
            ("&lt; &#35;", "\\&lt; \\&#35;"),
            ("a\\*b\\", "a\\\\*b\\\\"),
            ("1984. A year", "1984\\. A year"),
            ("# a\n- b", "\\# a\\\n\\- b"),
            ("``` a", "\\`\\`\\` a"),
            (" a ", "&#32;a&#32;"),
            ("a\rb", "a&#13;b"),
        ] {
            assert_eq!(escaped(text, Setting::Lines), expected, "{text}");
        }
        assert_eq!(escaped("- a | b\nc", Setting::Cell), "- a \\| b<br>c");
        assert_eq!(escaped("- a\nc ##", Setting::Heading), "- a<br>c \\##");
    }
}
