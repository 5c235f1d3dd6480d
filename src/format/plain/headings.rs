//! The fifth stage: which paragraphs are headings that nothing marks.
//!
//! Each short paragraph is weighed by its form (length, ending, case, number) and by its place
//! (what stands before and after, blank lines, indents). The weights are added up; above zero it
//! is a heading. No weight is about a word.

use super::blocks::{Block, Evidence, Kind};
use super::lines::Line;
use super::marker::{Delimiter, Number, Sign, marker};
use super::paragraph::{self, Join};
use super::profile::Profile;
use super::shape::{self, Ending, flag};

/// The most lines a heading has.
const MAX_LINES: usize = 3;
/// The most columns a heading has, over all its lines.
const MAX_WIDTH: usize = 200;

/// Turns the paragraphs that are headings into headings.
pub(super) fn find(blocks: &mut [Block], lines: &[Line<'_>], profile: &Profile, is_start: bool) {
    let briefs: Vec<_> = blocks.iter().map(|block| Brief::of(block, lines, profile)).collect();
    for (at, block) in blocks.iter_mut().enumerate() {
        let place = Place {
            brief: briefs.get(at),
            before: at.checked_sub(1).and_then(|before| briefs.get(before)),
            after: briefs.get(at + 1),
            profile,
            is_first: at == 0 && is_start,
        };
        if block.kind == Kind::Paragraph && place.score() > 0.0 {
            block.kind = Kind::Heading(Evidence::Form);
        }
    }
}

/// What is weighed of a block, and of its neighbors.
#[derive(Clone, Debug)]
struct Brief {
    kind: Kind,
    /// The text on one line; empty where it is too long for a heading.
    text: String,
    width: usize,
    indent: usize,
    n_blank: usize,
    starts_small: bool,
    ending: Ending,
    /// Whether its lines end where their author ended them.
    is_set_by_line: bool,
}

impl Brief {
    fn of(block: &Block, lines: &[Line<'_>], profile: &Profile) -> Self {
        let inside = lines.get(block.text.clone()).unwrap_or_default();
        let width = inside.iter().map(|line| line.width).sum();
        let is_short = inside.len() <= MAX_LINES && width <= MAX_WIDTH;
        let bodies = inside.iter().map(|line| line.body);
        Self {
            kind: block.kind,
            text: if is_short { bodies.collect::<Vec<_>>().join(" ") } else { String::new() },
            width,
            indent: inside.first().map_or(0, |line| line.indent),
            n_blank: block.n_blank,
            starts_small: block.kind == Kind::Paragraph
                && inside.first().is_some_and(|line| shape::starts_small(line.body)),
            is_set_by_line: is_short && paragraph::joins(inside, profile).contains(&Join::Break),
            ending: inside.last().map_or(Ending::Open, |line| shape::ending(line.body)),
        }
    }

    /// Whether this could be a heading by its length and ending.
    fn is_title_like(&self) -> bool {
        const WIDEST: usize = 80;
        self.kind == Kind::Paragraph
            && self.width <= WIDEST
            && matches!(self.ending, Ending::Open | Ending::Question)
    }

    /// Whether this is a paragraph of some length, as stands below headings.
    fn is_body(&self) -> bool {
        const NARROWEST: usize = 80;
        self.kind == Kind::Paragraph && (self.width >= NARROWEST || self.ending == Ending::Sentence)
    }
}

/// A block among its neighbors.
struct Place<'s> {
    brief: Option<&'s Brief>,
    before: Option<&'s Brief>,
    after: Option<&'s Brief>,
    profile: &'s Profile,
    is_first: bool,
}

impl Place<'_> {
    fn score(&self) -> f32 {
        const BIAS: f32 = -0.8;
        let Some(brief) = self.brief.filter(|brief| brief.text.chars().any(char::is_alphanumeric)) else {
            return -1.0;
        };
        let place = self.above(brief) + self.below(brief) + self.margin(brief);
        let score = BIAS + place + form(brief);
        // What speaks against it need not be looked for where little speaks for it.
        if score + MOST_FOR_CASE <= 0.0 { score } else { score + case(&brief.text) + oddities(&brief.text) }
    }

    /// What stands before.
    fn above(&self, brief: &Brief) -> f32 {
        const FIRST: f32 = 1.0;
        let Some(before) = self.before else { return flag(self.is_first, FIRST) };
        let is_closed = before.ending == Ending::Sentence || before.kind != Kind::Paragraph;
        flag(before.ending == Ending::Colon, -1.6)
            + flag(is_closed, 0.4)
            + flag(before.is_title_like(), -0.6)
            + flag(brief.n_blank > 1, 0.5)
            + flag(self.profile.has_blank_lines && brief.n_blank == 0, -0.8)
    }

    /// What stands after.
    fn below(&self, brief: &Brief) -> f32 {
        let Some(after) = self.after else { return -2.5 };
        let is_deeper = after.indent > brief.indent && after.n_blank == 0;
        // A word in the text's own indent, explained below it: an option of a manual page.
        let is_term = self.profile.base_indent > 0 && brief.indent >= self.profile.base_indent;
        flag(after.is_body(), 1.0)
            + flag(after.width > brief.width * 2, 0.4)
            + flag(after.is_title_like(), -0.6)
            + flag(matches!(after.kind, Kind::Item(_)), 0.2)
            + flag(matches!(after.kind, Kind::Heading(_)), 0.4)
            + flag(brief.n_blank > after.n_blank, 0.6)
            + flag(after.n_blank == 0 && after.starts_small, -1.5)
            + flag(is_deeper && brief.indent <= self.profile.base_indent, 0.5)
            + flag(is_deeper && is_term, -2.0)
    }

    /// Where it stands on the line.
    fn margin(&self, brief: &Brief) -> f32 {
        let base = self.profile.base_indent;
        flag(brief.indent < base, 1.6) + flag(brief.indent > base && brief.indent < base + 8, -1.0)
    }
}

/// The form of the text as a whole.
fn form(brief: &Brief) -> f32 {
    length(&brief.text)
        + end(brief.ending)
        + number(&brief.text)
        + flag(brief.is_set_by_line && brief.indent < 8, -2.0)
}

fn length(text: &str) -> f32 {
    match shape::words(text) {
        0..=1 => 0.2,
        2..=8 => 0.6,
        9..=12 => 0.1,
        13..=16 => -1.2,
        _ => -3.0,
    }
}

fn end(ending: Ending) -> f32 {
    match ending {
        Ending::Open => 0.4,
        Ending::Question => -0.4,
        Ending::Sentence => -2.6,
        Ending::Colon => -2.2,
        Ending::Clause | Ending::Hyphen => -3.0,
    }
}

/// The most that [`case`] answers.
const MOST_FOR_CASE: f32 = 1.5;

fn case(text: &str) -> f32 {
    const MOST: f32 = 0.6;
    flag(shape::is_capitals(text), 1.0)
        + flag(shape::capitalized(text) > MOST, 0.5)
        + flag(shape::starts_small(text), -2.2)
}

fn number(text: &str) -> f32 {
    let Some(Sign::Number(number)) = marker(text).map(|marker| marker.sign) else { return 0.0 };
    match number {
        Number { depth: 2.., .. } => 2.4,
        Number { delimiter: Delimiter::Space, .. } => 0.3,
        Number { .. } => 0.9,
    }
}

/// What headings seldom hold: never above 0.
fn oddities(text: &str) -> f32 {
    const MANY: f32 = 0.4;
    const GAP: usize = 3;
    flag(shape::has_inner_sentence(text), -2.0)
        + flag(shape::digits(text) > MANY, -1.5)
        + flag(text.contains("://") || text.contains('@'), -1.5)
        + flag(shape::has_gap(text, GAP), -3.0)
        + flag(text.starts_with(['"', '“', '„', '«', '—', '–', '-', '「', '(', '[', '*']), -0.9)
        + flag(text.contains('|') || text.contains('='), -0.8)
        + flag(shape::code(text) > 1.0, -2.0)
        + flag(is_option(text), -2.0)
}

/// Whether `text` starts with an option of a program: `-a`, `--all`.
fn is_option(text: &str) -> bool {
    text.strip_prefix('-').is_some_and(|rest| rest.starts_with(|c: char| c == '-' || c.is_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::super::blocks::blocks;
    use super::super::labels::labels;
    use super::super::lines::lines;
    use super::*;

    fn headings(text: &str) -> Vec<&str> {
        let lines = lines(text);
        let profile = Profile::new(std::slice::from_ref(&lines));
        let labels = labels(&lines, &profile);
        let mut blocks = blocks(&lines, &labels, &(0..lines.len()), &profile);
        find(&mut blocks, &lines, &profile, true);
        let found = blocks.iter().filter(|block| matches!(block.kind, Kind::Heading(_)));
        found.map(|block| lines[block.text.start].body).collect()
    }

    const BODY: &str = "The river had risen in the night and stood now at the third step of the landing, brown and quick, with branches in it.";

    #[test]
    fn bare_lines_above_paragraphs_are_headings() {
        for title in [
            "A night on the river",
            "What the water left",
            "Что оставила вода",
            "水留下了什么",
            "Was das Wasser ließ",
            "1.2 The water",
        ] {
            let text = format!("{BODY}\n{title}\n{BODY}\n");
            assert_eq!(headings(&text), [title]);
            let spaced = format!("{BODY}\n\n{title}\n\n{BODY}\n");
            assert_eq!(headings(&spaced), [title]);
        }
    }

    #[test]
    fn sentences_and_the_like_are_not() {
        for line in [
            "We slept until the afternoon.",
            "These were the reasons given:",
            "– Nobody knows, said the ferryman, and went in to sleep –",
            "see https://example.org/river for more",
            "and so on",
            "Ann, Bo, and Cy,",
        ] {
            assert_eq!(headings(&format!("{BODY}\n{line}\n{BODY}\n")), [""; 0], "{line}");
        }
    }

    #[test]
    fn nothing_is_headed_at_the_end() {
        assert_eq!(headings(&format!("{BODY}\nAnn Lee")), [""; 0]);
    }
}
