//! Going through a segment from hit to hit.

use super::Query;
use super::haystack::Haystack;
use crate::document::{Segment, Span};

/// The hits of a query in a segment, in order and without overlap. A hit lies within one leaf; for one that
/// a forced cut goes through, see [`seam`](super::seam()).
#[derive(Debug)]
pub struct Scan<'a> {
    segment: &'a Segment,
    query: &'a Query,
    haystack: Haystack<'a>,
    /// From where on it is searched, in the haystack.
    at: usize,
    /// The leaf that is searched, where that is done one by one.
    leaf: usize,
}

impl<'a> Scan<'a> {
    /// The hits of `query` in `segment`.
    pub fn new(segment: &'a Segment, query: &'a Query) -> Self {
        Self { segment, query, haystack: query.haystack(segment.text()), at: 0, leaf: 0 }
    }

    /// The next hit of a literal. All leaves are searched at once, since there are many of them.
    fn next_of_literal(&mut self) -> Option<Span> {
        let all = 0..self.haystack.text().len();
        while let Some(found) = self.query.find(&self.haystack, all.clone(), self.at) {
            let leaf = self.segment.leaf_span(self.segment.leaf_at(found.span.start));
            if found.span.end <= leaf.end {
                self.at = found.range.end;
                return Some(found.span);
            }
            // White space at the end of a query has run into the next leaf. There may be enough in this one.
            let end = self.haystack.position(leaf.end);
            if let Some(found) = self.query.find(&self.haystack, 0..end, found.range.start) {
                self.at = found.range.end;
                return Some(found.span);
            }
            self.at = end + 1;
        }
        None
    }

    /// The next hit of a regular expression, to which the ends of a leaf are the ends of the text.
    fn next_of_regex(&mut self) -> Option<Span> {
        while self.leaf < self.segment.leaves().len() {
            let leaf = self.segment.leaf_span(self.leaf);
            let part = self.haystack.position(leaf.start)..self.haystack.position(leaf.end);
            let at = self.at.max(part.start);
            if let Some(found) = self.query.find(&self.haystack, part, at) {
                self.at = found.range.end;
                return Some(found.span);
            }
            self.leaf += 1;
        }
        None
    }
}

impl Iterator for Scan<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        if self.query.is_regex() { self.next_of_regex() } else { self.next_of_literal() }
    }
}
