//! Searching: a query, and where it occurs in the text as it is read.
//!
//! Search runs over the text of segments, which is what the reader sees: line wraps, hyphens of
//! our own, bullets and rules are not in it, so a hit may cross them. Only counts are kept for a
//! whole document; the exact places are found again, segment by segment, where they are looked at.
//!
//! A segment's text becomes a haystack, which has no soft hyphens, and no diacritics where those do not count and a
//! hit could have them; a pattern is looked for in it, a needle or a regular expression; and what is found is taken
//! back to the text as it is read and refused where it begins or ends inside a character, or a word where whole words
//! are asked for.

mod fold;
mod haystack;
mod look;
mod needle;
mod pattern;
mod query;
mod scan;
mod seam;
mod spread;
#[cfg(test)]
mod tests;
mod words;

pub use pattern::Mistake;
pub use query::{Diacritics, Options, Query, Unusable};
pub use scan::Scan;
pub use seam::{Across, Seam, begun, seam, seam_while};
pub use spread::Spread;

use crate::document::position::offset;
use crate::document::{LeafKind, Segment, Span};

/// The hits of a segment, counted by section.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HitCounts {
    total: u32,
    by_section: Box<[u32]>,
    spread: Spread,
}

impl HitCounts {
    /// The hits before the first heading of a segment, then those from each heading to the next.
    pub fn new(by_section: Vec<u32>) -> Self {
        let total = by_section.iter().sum();
        // Most segments have no hit of most queries.
        let by_section = if total == 0 { Box::default() } else { by_section.into() };
        Self { total, by_section, spread: Spread::default() }
    }

    /// The hits of the segment.
    pub fn total(&self) -> u32 {
        self.total
    }

    /// The hits before the first heading of the segment, then those from each heading to the next;
    /// nothing where there are none at all.
    pub fn by_section(&self) -> &[u32] {
        &self.by_section
    }

    /// Where they are, roughly.
    pub fn spread(&self) -> Spread {
        self.spread
    }
}

/// Where `query` occurs in `segment`: see [`Scan`].
///
/// ```
/// use folio::document::{LeafKind, SegmentBuilder};
/// use folio::search::{Options, Query, scan};
///
/// let mut builder = SegmentBuilder::new(0);
/// builder.leaf(LeafKind::Paragraph, 0..9, "To be\nor not to be");
/// let hits = scan(&builder.finish(9), &Query::new("be or", Options::default()).unwrap());
/// assert_eq!(hits.len(), 1);
/// ```
pub fn scan(segment: &Segment, query: &Query) -> Vec<Span> {
    Scan::new(segment, query).collect()
}

/// The same, unless it is found now and then, while they are looked for, that they are not wanted any more.
pub fn scan_while(segment: &Segment, query: &Query, is_wanted: impl Fn() -> bool) -> Option<Vec<Span>> {
    Scan::new(segment, query).collect_before(u32::MAX, is_wanted)
}

/// The hits of `segment`, counted by section.
pub fn count(segment: &Segment, query: &Query) -> HitCounts {
    count_by_section(segment, Scan::new(segment, query))
}

/// Counts `hits` of `segment`, which come in order, by section, and notes where they are.
pub fn count_by_section(segment: &Segment, hits: impl Iterator<Item = Span>) -> HitCounts {
    let mut hits = hits.peekable();
    let mut spread = Spread::new(offset(segment.text().len()));
    if hits.peek().is_none() {
        return HitCounts { spread, ..HitCounts::default() };
    }
    let headings = segment.leaves().iter().filter(|leaf| matches!(leaf.kind, LeafKind::Heading(_)));
    let mut by_section = Vec::new();
    for end in headings.map(|leaf| leaf.text).chain([u32::MAX]) {
        let mut n_hits = 0;
        while let Some(hit) = hits.next_if(|hit| hit.start < end) {
            spread.add(hit.start);
            n_hits += 1;
        }
        by_section.push(n_hits);
    }
    HitCounts { spread, ..HitCounts::new(by_section) }
}
