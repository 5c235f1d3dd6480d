//! What is known of each block before it is weighed: its size, its text, how it begins and ends.

mod wording;

use std::ops::Range;

use super::blocks::{Block, Kind};
use super::lexicon::FirstWords;
use super::lines::Line;
use super::marker::{self, Delimiter, Number, Script, Sign};
use super::shape;
use wording::Wording;

/// Columns up to which a paragraph is *short*, and up to which it is *middling*.
const SHORT: usize = 80;
const MIDDLING: usize = 200;

/// A block as its neighbors see it.
#[derive(Clone, Debug)]
pub(super) struct Brief {
    pub(super) seen: Seen,
    /// The text on one line; empty where it is too long to be weighed.
    pub(super) text: String,
    pub(super) width: usize,
    /// What the words of the text are like.
    pub(super) wording: Wording,
    pub(super) first_words: FirstWords,
    pub(super) n_lines: usize,
    pub(super) indent: usize,
    /// The column after its longest line.
    pub(super) right: usize,
    /// Blank lines before it.
    pub(super) n_blank: usize,
    pub(super) ending: usize,
    pub(super) start: usize,
    pub(super) number: Option<Number>,
    /// Whether a few words and a colon stand before the rest.
    pub(super) has_label: bool,
    /// The lines of the block.
    pub(super) lines: Range<usize>,
}

/// What a block seems to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    Short,
    Middling,
    Long,
    Item,
    Table,
    Code,
    Quote,
    Rule,
    Heading,
}

impl Brief {
    /// The brief of `block`, with its text if it is to be weighed.
    pub(super) fn of(block: &Block, lines: &[Line<'_>], is_weighed: bool) -> Self {
        let inside = lines.get(block.text.clone()).unwrap_or_default();
        let width: usize = inside.iter().map(|line| line.width).sum();
        let (first, last) = (inside.first(), inside.last());
        let head = first.map_or("", |line| line.body);
        let text = if is_weighed { join(inside) } else { String::new() };
        let mark = if is_weighed { marker::marker(head) } else { None };
        Self {
            seen: seen(block.kind, width),
            wording: Wording::of(&text),
            first_words: FirstWords::of(&text),
            width,
            n_lines: inside.len(),
            indent: first.map_or(0, |line| line.indent),
            right: inside.iter().map(Line::right).max().unwrap_or_default(),
            n_blank: block.n_blank,
            ending: last.map_or(0, |line| ending(line.body)),
            start: start(head),
            number: mark.and_then(|mark| match mark.sign {
                Sign::Number(number) => Some(number),
                Sign::Bullet { .. } => None,
            }),
            has_label: has_label(head),
            lines: block.lines.clone(),
            text,
        }
    }

    /// Whether it is a short paragraph.
    pub(super) fn is_short(&self) -> bool {
        self.seen == Seen::Short
    }

    /// Whether it is three words and more, with a capital at the beginning only, and a full stop.
    pub(super) fn is_sentence(&self) -> bool {
        self.ending == 1 && self.wording.n_words >= 3 && self.wording.has_few_capitals()
    }

    /// How it is numbered: an answer of the families about numbers.
    pub(super) fn number_form(&self) -> usize {
        let Some(number) = self.number else { return 0 };
        match (number.script, number.delimiter) {
            _ if number.depth > 1 => 4,
            (Script::Digits, Delimiter::Dot) | (Script::Han, _) => 1,
            (Script::Digits, Delimiter::Paren) => 2,
            (Script::Digits, Delimiter::Space) => 3,
            (Script::Upper, Delimiter::Dot) => 5,
            (Script::Lower, Delimiter::Dot) => 6,
            _ => 7,
        }
    }

    /// How much two blocks are alike in form, from 0 to 4. What is of the page is like nothing else.
    pub(super) fn likeness(&self, other: &Self) -> usize {
        if self.first_words.are_of_page() != other.first_words.are_of_page() {
            return 0;
        }
        let (less, more) = (self.width.min(other.width), self.width.max(other.width));
        usize::from(self.ending == other.ending)
            + usize::from(self.start == other.start)
            + usize::from(less * 2 >= more)
            + usize::from(
                self.has_label == other.has_label && self.indent == other.indent && less * 4 >= more,
            )
    }
}

fn join(lines: &[Line<'_>]) -> String {
    let mut text = String::with_capacity(lines.iter().map(|line| line.body.len() + 1).sum());
    for line in lines {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(line.body);
    }
    text
}

fn seen(kind: Kind, width: usize) -> Seen {
    match kind {
        Kind::Paragraph | Kind::Term | Kind::Entry(_) | Kind::Lineated(_) if width < SHORT => Seen::Short,
        Kind::Paragraph | Kind::Entry(_) | Kind::Lineated(_) if width < MIDDLING => Seen::Middling,
        Kind::Paragraph | Kind::Term | Kind::Entry(_) | Kind::Lineated(_) => Seen::Long,
        Kind::Heading(_) => Seen::Heading,
        Kind::Item(_) => Seen::Item,
        Kind::Table { .. } => Seen::Table,
        Kind::Code => Seen::Code,
        Kind::Quote => Seen::Quote,
        Kind::Rule => Seen::Rule,
    }
}

/// How a text ends, as a number: an answer of the families about endings.
fn ending(body: &str) -> usize {
    match shape::ending(body) {
        shape::Ending::Open => 0,
        shape::Ending::Sentence if body.ends_with(['!', '！']) => 2,
        shape::Ending::Sentence if body.ends_with("...") || body.ends_with('…') => 3,
        shape::Ending::Sentence => 1,
        shape::Ending::Question => 4,
        shape::Ending::Clause => 5,
        shape::Ending::Colon => 6,
        shape::Ending::Hyphen => 7,
    }
}

/// How a text starts, as a number: an answer of the families about starts.
fn start(body: &str) -> usize {
    match body.chars().next().unwrap_or_default() {
        c if c.is_lowercase() => 0,
        c if c.is_uppercase() => 1,
        c if c.is_numeric() => 2,
        // A script without case is read as if its text began with capitals.
        c if c.is_alphabetic() => 1,
        '"' | '“' | '”' | '„' | '«' | '‹' | '\'' | '‘' | '’' | '「' | '『' | '»' => 3,
        '(' | '[' | '<' | '{' | '（' | '【' => 4,
        '-' | '–' | '—' | '−' => 5,
        _ => 6,
    }
}

/// Whether `text` starts with up to five words and a colon, and goes on.
pub(super) fn has_label(text: &str) -> bool {
    const MOST_WORDS: usize = 5;
    let narrow = memchr::memchr(b':', text.as_bytes());
    let wide = if text.is_ascii() {
        None
    } else {
        text.get(..narrow.unwrap_or(text.len())).and_then(|head| head.find('：'))
    };
    let colon = wide.or(narrow);
    colon.is_some_and(|at| {
        let (label, rest) = text.split_at(at);
        label.split_whitespace().count() <= MOST_WORDS
            && rest.chars().nth(1).is_some_and(|c| c.is_whitespace() || !c.is_ascii())
            && rest.chars().nth(2).is_some()
    })
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;
    use crate::document::Certainty;

    fn brief(text: &str) -> Brief {
        let lines = lines(text);
        let all = 0..lines.len();
        let certainty = Certainty::CERTAIN;
        let block = Block {
            lines: all.clone(),
            text: all,
            kind: Kind::Paragraph,
            n_blank: 1,
            certainty,
            ruled: None,
        };
        Brief::of(&block, &lines, true)
    }

    #[test]
    fn lines_are_put_together() {
        let brief = brief("  A river\n  in spring:");
        assert_eq!(brief.text, "A river in spring:");
        assert_eq!((brief.wording.n_words, brief.n_lines, brief.indent, brief.right), (4, 2, 2, 12));
        assert_eq!((brief.seen, brief.ending, brief.start), (Seen::Short, 6, 1));
    }

    #[test]
    fn labels_are_a_few_words_before_a_colon() {
        for (text, expected) in [
            ("Boat: one of two", true),
            ("水：最好是山泉", true),
            ("Nobody in the town had known it: the river rose", false),
            ("at 10:30", false),
            ("Boats:", false),
        ] {
            assert_eq!(brief(text).has_label, expected, "{text}");
        }
    }

    #[test]
    fn items_of_a_list_are_alike() {
        let (one, other) = (brief("Bread: two loaves"), brief("Water: a can of it"));
        assert_eq!(one.likeness(&other), 4);
        assert!(one.likeness(&brief("and so they went down to the river, and nobody spoke a word.")) < 2);
    }
}
