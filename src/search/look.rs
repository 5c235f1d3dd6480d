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

/// What comes of looking for a regular expression once.
#[derive(Debug)]
pub(super) enum Attempt {
    /// The next hit.
    Hit(Found),
    /// What was found is none. The next hit may begin here.
    Refused(usize),
    /// There is nothing more.
    Nothing,
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

    /// The same, to be changed before anything is looked for.
    pub(super) fn haystack_mut(&mut self) -> &mut Haystack<'a> {
        &mut self.haystack
    }

    /// The first hit that begins at `at` in the haystack or behind, where all of that is one leaf.
    pub(super) fn next(&mut self, at: usize) -> Option<Found> {
        let all = 0..self.haystack.text().len();
        match self.query.pattern() {
            Pattern::Needle(needle) => self.next_of_needle(needle, at, |_, _| all.clone()),
            Pattern::Regex(regex) => self.next_of_regex(regex, all, at),
        }
    }

    /// The first hit that begins at `at` in the haystack or behind, within the part that `part_around` a place is.
    pub(super) fn next_of_needle(
        &mut self,
        needle: &Needle,
        at: usize,
        part_around: impl Fn(&Haystack<'a>, usize) -> Range<usize>,
    ) -> Option<Found> {
        let mut from = at;
        loop {
            let text = self.haystack.text();
            let candidate = needle.candidate(text, &mut self.lower, from)?;
            let part = part_around(&self.haystack, candidate);
            let range = needle.around(text, candidate, part.start.max(at)..part.end);
            if let Some(found) = range.and_then(|range| self.hit(&range)) {
                return Some(found);
            }
            from = candidate + 1;
        }
    }

    /// The first hit in a part of the haystack that begins at `at` or behind.
    pub(super) fn next_of_regex(&self, regex: &Regex, part: Range<usize>, mut at: usize) -> Option<Found> {
        loop {
            match self.attempt(regex, part.clone(), at) {
                Attempt::Hit(hit) => return Some(hit),
                Attempt::Refused(next) => at = next,
                Attempt::Nothing => return None,
            }
        }
    }

    /// The first that is found in a part of the haystack at `at` or behind. To the pattern the part is all there is;
    /// at the ends of words what stands around it counts.
    pub(super) fn attempt(&self, regex: &Regex, part: Range<usize>, at: usize) -> Attempt {
        let text = self.haystack.text().get(part.clone()).unwrap_or_default();
        let within = at.checked_sub(part.start).filter(|&at| at <= text.len());
        let Some(found) = within.and_then(|at| regex.find_at(text, at)) else { return Attempt::Nothing };
        match self.hit(&(part.start + found.start()..part.start + found.end())) {
            Some(hit) => Attempt::Hit(hit),
            None => Attempt::Refused(part.start + self.behind_refused(text, found.range())),
        }
    }

    /// The hit that what was found is, if it may be one. A character for which several stand is in it as a whole: `ff`
    /// is found in `ﬃ`, as it is in what that stands for.
    fn hit(&self, found: &Range<usize>) -> Option<Found> {
        let (range, span) = self.haystack.characters(found);
        let is_hit = !found.is_empty() && self.may_part(range.start) && self.may_end(range.end);
        is_hit.then_some(Found { range, span })
    }

    /// Whether a hit may begin at a place in the haystack, or end there.
    fn may_part(&self, at: usize) -> bool {
        !self.query.options().is_whole_words || !is_inside_word(self.haystack.text(), at)
    }

    /// Whether a hit may end at a place in the haystack. The last letter of a literal is not another one with a
    /// diacritic.
    fn may_end(&self, at: usize) -> bool {
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
