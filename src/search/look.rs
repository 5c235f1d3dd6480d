//! Looking for a query in a text.

use std::ops::Range;

use regex::Regex;

use super::Query;
use super::haystack::Haystack;
use super::needle::{LowerCase, Needle};
use super::query::Pattern;
use super::words::{has_diacritic_at, is_inside_word};
use crate::document::Span;

/// A query, and a text in which it is looked for from its start to its end.
#[derive(Debug)]
pub(super) struct Look<'a> {
    query: &'a Query,
    haystack: Haystack<'a>,
    lower: LowerCase,
}

/// A hit in a haystack.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// Where it lies there.
    pub(super) range: Range<usize>,
    /// Where it lies in the text that is read.
    pub(super) span: Span,
}

impl<'a> Look<'a> {
    /// A look for `query` in `text`.
    pub(super) fn new(query: &'a Query, text: &'a str) -> Self {
        Self { query, haystack: Haystack::new(text, query.changes()), lower: LowerCase::default() }
    }

    /// What is looked for.
    pub(super) fn query(&self) -> &'a Query {
        self.query
    }

    /// The text as it is searched.
    pub(super) fn haystack(&self) -> &Haystack<'a> {
        &self.haystack
    }

    /// The first hit that begins at `at` in the haystack or behind, where all of that is one leaf.
    pub(super) fn next(&mut self, at: usize) -> Option<Found> {
        let all = 0..self.haystack.text().len();
        match self.query.pattern() {
            Pattern::Needle(needle) => self.next_of_needle(needle, at, |_, _| Some(all.clone())),
            Pattern::Regex(regex) => self.next_of_regex(regex, all, at),
        }
    }

    /// The first hit that begins at `at` in the haystack or behind, within the part that `part_around` a place is.
    pub(super) fn next_of_needle(
        &mut self,
        needle: &Needle,
        at: usize,
        part_around: impl Fn(&Haystack<'a>, usize) -> Option<Range<usize>>,
    ) -> Option<Found> {
        let mut from = at;
        loop {
            let text = self.haystack.text();
            let candidate = needle.candidate(text, &mut self.lower, from)?;
            let part = part_around(&self.haystack, candidate);
            let range = part.and_then(|part| needle.around(text, candidate, part.start.max(at)..part.end));
            if let Some(found) = range.and_then(|range| self.hit(range)) {
                return Some(found);
            }
            from = candidate + 1;
        }
    }

    /// The first hit in a part of the haystack that begins at `at` or behind. To the pattern the part is all there
    /// is; at the ends of words what stands around it counts.
    pub(super) fn next_of_regex(&self, regex: &Regex, part: Range<usize>, at: usize) -> Option<Found> {
        let text = self.haystack.text().get(part.clone())?;
        let mut at = at.checked_sub(part.start)?;
        while let Some(found) = regex.find_at(text, at) {
            let range = part.start + found.start()..part.start + found.end();
            if let Some(hit) = self.hit(range) {
                return Some(hit);
            }
            at = self.behind_refused(text, found.range());
            if at > text.len() {
                break;
            }
        }
        None
    }

    fn hit(&self, range: Range<usize>) -> Option<Found> {
        let is_hit = !range.is_empty() && self.may_part(range.start) && self.may_end(range.end);
        let origin = |at| self.haystack.origin(at);
        let span = || Some(Span::new(origin(range.start)?, origin(range.end)?));
        is_hit.then(span).flatten().map(|span| Found { range, span })
    }

    /// Whether a hit may begin at a place in the haystack, or end there.
    pub(super) fn may_part(&self, at: usize) -> bool {
        !self.query.options().is_whole_words || !is_inside_word(self.haystack.text(), at)
    }

    /// Whether a hit may end at a place in the haystack. The last letter of a literal is not another one with a
    /// diacritic.
    pub(super) fn may_end(&self, at: usize) -> bool {
        self.may_part(at) && (self.query.is_regex() || !has_diacritic_at(self.haystack.text(), at))
    }

    /// Where the next hit may begin behind something that was none. White space that a literal begins with was
    /// tried in all its length.
    fn behind_refused(&self, text: &str, found: Range<usize>) -> usize {
        let refused = text.get(found.start..).unwrap_or_default();
        let space = refused.len() - refused.trim_start().len();
        if space > 0 && !self.query.is_regex() {
            return found.start + space;
        }
        found.start + refused.chars().next().map_or(1, char::len_utf8)
    }
}
