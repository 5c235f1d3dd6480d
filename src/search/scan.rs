//! Going through a segment from hit to hit.

use std::ops::Range;

use regex::Regex;

use super::Query;
use super::haystack::Haystack;
use super::look::{Attempt, Look};
use super::needle::Needle;
use super::query::Pattern;
use crate::document::{Segment, Span};

/// The hits of a query in a segment, in order and without overlap. A hit lies within one leaf, or
/// begins in the number or the label that is set beside it; for one that a forced cut goes through, see [`seam`](super::seam()).
#[derive(Debug)]
pub struct Scan<'a> {
    segment: &'a Segment,
    look: Look<'a>,
    /// From where on it is searched, in the haystack.
    at: usize,
    /// The leaves of the line that is searched, where that is done one by one.
    line: Range<usize>,
}

impl<'a> Scan<'a> {
    /// The hits of `query` in `segment`.
    pub fn new(segment: &'a Segment, query: &'a Query) -> Self {
        let mut look = Look::new(query, segment.text());
        if query.is_regex() {
            look.haystack_mut().put_spaces(ends_of_numbers(segment));
        }
        Self { segment, look, at: 0, line: segment.line(0) }
    }

    /// The next hit of a needle. All leaves are searched at once, since there are many of them.
    fn next_of_needle(&mut self, needle: &Needle) -> Option<Span> {
        let (segment, length) = (self.segment, self.look.haystack().text().len());
        let found = self.look.next_of_needle(needle, self.at, |haystack, at| {
            // Between leaves there is white space.
            if needle.is_word() { 0..length } else { leaf_around(segment, haystack, at) }
        })?;
        self.at = found.range.end;
        Some(found.span)
    }

    /// The next hit of any other literal, for which all leaves are searched at once too.
    fn next_of_literal(&mut self, regex: &Regex) -> Option<Span> {
        let all = 0..self.look.haystack().text().len();
        while let Some(found) = self.look.next_of_regex(regex, all.clone(), self.at) {
            let leaf = self.segment.line_span(found.span.start);
            if found.span.end <= leaf.end {
                self.at = found.range.end;
                return Some(found.span);
            }
            // White space at the end of a query has run into the next leaf. There may be enough in this one.
            let end = self.look.haystack().position(leaf.end);
            if let Some(found) = self.look.next_of_regex(regex, 0..end, found.range.start) {
                self.at = found.range.end;
                return Some(found.span);
            }
            self.at = end + 1;
        }
        None
    }

    /// What is found next of a regular expression in a leaf and the number beside it, if there is anything. To the
    /// pattern their ends are the ends of the text.
    fn step_of_regex(&mut self, regex: &Regex) -> Step {
        if self.line.start >= self.segment.leaves().len() {
            return Step::End;
        }
        let part = part_of(self.segment.span_of_leaves(&self.line), self.look.haystack());
        let at = self.at.max(part.start);
        match self.look.attempt(regex, part, at) {
            Attempt::Hit(found) => {
                self.at = found.range.end;
                return Step::Hit(found.span);
            }
            Attempt::Refused(next) => self.at = next,
            Attempt::Nothing => self.line = self.segment.line(self.line.end),
        }
        Step::Nothing
    }

    /// Looks for the next hit: of a regular expression, which may take its time, only once through a leaf.
    fn step(&mut self) -> Step {
        let query = self.look.query();
        let hit = match query.pattern() {
            Pattern::Regex(regex) if query.is_regex() => return self.step_of_regex(regex),
            Pattern::Regex(regex) => self.next_of_literal(regex),
            Pattern::Needle(needle) => self.next_of_needle(needle),
        };
        hit.map_or(Step::End, Step::Hit)
    }

    /// All hits that begin before `end`, unless they stop being wanted.
    pub(super) fn collect_before(mut self, end: u32, is_wanted: impl Fn() -> bool) -> Option<Vec<Span>> {
        let mut hits = Vec::new();
        while is_wanted() {
            match self.step() {
                Step::Hit(hit) if hit.start < end => hits.push(hit),
                Step::Nothing if self.segment.leaf_span(self.line.start).start < end => {}
                Step::Hit(_) | Step::Nothing | Step::End => return Some(hits),
            }
        }
        None
    }
}

/// What comes of a part of a scan.
enum Step {
    /// The next hit.
    Hit(Span),
    /// No hit as far as was looked, and there is more to look at.
    Nothing,
    /// There is nothing more.
    End,
}

/// The part of a haystack that the leaf around a place in it is, with the number beside it.
fn leaf_around(segment: &Segment, haystack: &Haystack<'_>, at: usize) -> Range<usize> {
    part_of(segment.line_span(haystack.origin(at)), haystack)
}

/// Where the numbers and the labels end that are set beside what follows them.
fn ends_of_numbers(segment: &Segment) -> impl Iterator<Item = u32> {
    let leaves = 0..segment.leaves().len();
    leaves.filter(|&leaf| segment.is_beside_next(leaf)).map(|leaf| segment.leaf_span(leaf).end)
}

fn part_of(leaf: Span, haystack: &Haystack<'_>) -> Range<usize> {
    haystack.position(leaf.start)..haystack.position(leaf.end)
}

impl Iterator for Scan<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        loop {
            match self.step() {
                Step::Hit(hit) => return Some(hit),
                Step::Nothing => {}
                Step::End => return None,
            }
        }
    }
}
