//! Searching: a query, and where it occurs in the text as it is read.
//!
//! Search runs over the text of segments, which is what the reader sees: line wraps, hyphens of
//! our own, bullets and rules are not in it, so a hit may cross them. Only counts are kept for a
//! whole document; the exact places are found again, segment by segment, where they are looked at.

use std::ops::Range;

use regex::{Regex, RegexBuilder};

use crate::document::position::offset;
use crate::document::{LeafKind, Segment, Span};

/// How a query is taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Letters match in their own case only. Otherwise case is smart: it counts where a letter of the
    /// query is upper case.
    pub is_exact_case: bool,
}

/// What is searched for: a literal text. Any run of white space matches any other.
#[derive(Clone, Debug)]
pub struct Query {
    text: String,
    pattern: Regex,
    /// Also sees through soft hyphens; for segments that have any.
    soft_pattern: Regex,
}

impl Query {
    /// The query for `text`; `None` where there is nothing to search for.
    pub fn new(text: &str, options: Options) -> Option<Self> {
        if text.trim().is_empty() {
            return None;
        }
        let is_exact = options.is_exact_case || text.chars().any(char::is_uppercase);
        let compile = |pattern: String| {
            RegexBuilder::new(&pattern).case_insensitive(!is_exact).size_limit(1 << 24).build().ok()
        };
        let pattern = compile(pattern(text, ""))?;
        let soft_pattern = compile(pattern_with_soft_hyphens(text)).unwrap_or_else(|| pattern.clone());
        Some(Self { text: text.to_owned(), pattern, soft_pattern })
    }

    /// The text as it was typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    fn pattern_for(&self, text: &str) -> &Regex {
        if memchr::memmem::find(text.as_bytes(), "\u{AD}".as_bytes()).is_some() {
            &self.soft_pattern
        } else {
            &self.pattern
        }
    }
}

/// The query as a regular expression, with `between` after each of its characters.
fn pattern(text: &str, between: &str) -> String {
    let mut pattern = String::new();
    let mut in_space = false;
    for c in text.chars() {
        if c.is_whitespace() {
            if !in_space {
                pattern.push_str(r"\s+");
            }
        } else {
            pattern.push_str(&regex::escape(c.encode_utf8(&mut [0; 4])));
            pattern.push_str(between);
        }
        in_space = c.is_whitespace();
    }
    pattern
}

fn pattern_with_soft_hyphens(text: &str) -> String {
    pattern(text, r"\x{AD}?")
}

/// The hits of a segment, counted by section.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HitCounts {
    total: u32,
    by_section: Box<[u32]>,
}

impl HitCounts {
    /// The hits before the first heading of a segment, then those from each heading to the next.
    pub fn new(by_section: Vec<u32>) -> Self {
        let total = by_section.iter().sum();
        // Most segments have no hit of most queries.
        let by_section = if total == 0 { Box::default() } else { by_section.into() };
        Self { total, by_section }
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
}

/// Where `query` occurs in `segment`, in order and without overlap. A hit lies within one leaf; for
/// one that a forced cut goes through, see [`across`].
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
    let text = segment.text();
    let pattern = query.pattern_for(text);
    let mut hits = Vec::new();
    let mut at = 0;
    while let Some(found) = pattern.find_at(text, at) {
        let hit = Span::new(offset(found.start()), offset(found.end()));
        let leaf = segment.leaf_span(segment.leaf_at(hit.start));
        if hit.end <= leaf.end {
            hits.push(hit);
            at = found.end();
        } else {
            // What runs into the next leaf has taken all that was left of this one.
            at = leaf.end as usize + 1;
        }
    }
    hits
}

/// How many bytes on either side of a forced cut a hit across it may reach.
pub const REACH: usize = 256;

/// The two parts of a hit that a forced cut goes through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Across {
    /// The beginning, at the end of the segment before the cut.
    pub head: Span,
    /// The end, at the start of the segment behind it.
    pub tail: Span,
}

/// The hit that begins in the last leaf of `before` and ends in the first one of `behind`, which goes
/// on with it. One that overlaps a hit of either segment does not count, so that what is counted
/// does not depend on the order in which segments are searched.
pub fn across(before: &Segment, behind: &Segment, query: &Query) -> Option<Across> {
    let joint = behind.joint()?;
    let last = before.leaves().len().checked_sub(1)?;
    if before.leaves().get(last)?.kind != behind.leaves().first()?.kind {
        return None;
    }
    let (above, below) = (before.leaf_span(last), behind.leaf_span(0));
    let end = before.slice(above);
    let end = end.get(end.ceil_char_boundary(end.len().saturating_sub(REACH))..)?;
    let start = behind.slice(below);
    let start = start.get(..start.floor_char_boundary(REACH))?;
    let seam = end.len();
    let found = crossing(&[end, joint, start].concat(), seam..seam + joint.len(), query)?;
    let head = Span::new(above.end - offset(seam - found.start), above.end);
    let tail = Span::new(below.start, below.start + offset(found.end - seam - joint.len()));
    let is_taken = scan(before, query).last().is_some_and(|hit| hit.end > head.start)
        || scan(behind, query).first().is_some_and(|hit| hit.start < tail.end);
    (!is_taken).then_some(Across { head, tail })
}

/// The hits that begin in a segment, in order; with what is `behind` a forced cut, also the one across it.
pub fn begun(segment: &Segment, behind: Option<&Segment>, query: &Query) -> Vec<Span> {
    let mut hits = scan(segment, query);
    hits.extend(behind.and_then(|behind| across(segment, behind, query)).map(|across| across.head));
    hits
}

/// The first occurrence in `text` that begins before `seam` and ends behind it.
fn crossing(text: &str, seam: Range<usize>, query: &Query) -> Option<Range<usize>> {
    let pattern = query.pattern_for(text);
    let mut at = 0;
    while let Some(found) = pattern.find_at(text, at).filter(|found| found.start() < seam.start) {
        if found.end() > seam.end {
            return Some(found.range());
        }
        at = text.ceil_char_boundary(found.start() + 1);
    }
    None
}

/// The hits of `segment`, counted by section.
pub fn count(segment: &Segment, query: &Query) -> HitCounts {
    let headings = segment.leaves().iter().filter(|leaf| matches!(leaf.kind, LeafKind::Heading(_)));
    let starts: Vec<u32> = headings.map(|leaf| leaf.text).collect();
    let mut by_section = vec![0; starts.len() + 1];
    for hit in scan(segment, query) {
        let section = starts.partition_point(|&start| start <= hit.start);
        if let Some(count) = by_section.get_mut(section) {
            *count += 1;
        }
    }
    HitCounts::new(by_section)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::document::SegmentBuilder;

    fn segment(leaves: &[&str]) -> Segment {
        let mut builder = SegmentBuilder::new(0);
        for leaf in leaves {
            builder.leaf(LeafKind::Paragraph, 0..0, leaf);
        }
        builder.finish(0)
    }

    /// The query in smart case.
    fn smart(text: &str) -> Option<Query> {
        Query::new(text, Options::default())
    }

    fn exact(text: &str) -> Option<Query> {
        Query::new(text, Options { is_exact_case: true })
    }

    fn hits<'a>(segment: &'a Segment, query: &str) -> Vec<&'a str> {
        spans_of(segment, &smart(query).unwrap())
    }

    fn spans_of<'a>(segment: &'a Segment, query: &Query) -> Vec<&'a str> {
        scan(segment, query).into_iter().map(|hit| segment.slice(hit)).collect()
    }

    #[test]
    fn case_is_smart() {
        let segment = segment(&["Nato and NATO and nato, ÉTÉ été"]);
        assert_eq!(hits(&segment, "nato"), ["Nato", "NATO", "nato"]);
        assert_eq!(hits(&segment, "NATO"), ["NATO"]);
        assert_eq!(hits(&segment, "été"), ["ÉTÉ", "été"]);
    }

    #[test]
    fn case_is_exact_where_that_is_asked_for() {
        let segment = segment(&["Nato and NATO and nato, ÉTÉ été, extra\u{ad}ordinary"]);
        assert_eq!(spans_of(&segment, &exact("nato").unwrap()), ["nato"]);
        assert_eq!(spans_of(&segment, &exact("Nato").unwrap()), ["Nato"]);
        assert_eq!(spans_of(&segment, &exact("été").unwrap()), ["été"]);
        assert_eq!(spans_of(&segment, &exact("extraO").unwrap()), Vec::<&str>::new());
        assert_eq!(spans_of(&segment, &exact("extrao").unwrap()), ["extra\u{ad}o"]);
    }

    #[test]
    fn white_space_matches_any_white_space() {
        let segment = segment(&["one\ntwo  one\u{a0}two"]);
        assert_eq!(hits(&segment, "one two"), ["one\ntwo", "one\u{a0}two"]);
    }

    #[test]
    fn a_hit_does_not_cross_leaves() {
        let segment = segment(&["say one", "two one", "one two"]);
        assert_eq!(hits(&segment, "one two"), ["one two"]);
    }

    #[test]
    fn a_hit_may_begin_inside_a_refused_one() {
        let segment = segment(&["a a", "a a b"]);
        assert_eq!(hits(&segment, "a a"), ["a a", "a a"]);
    }

    #[test]
    fn soft_hyphens_are_seen_through() {
        let segment = segment(&["extra\u{ad}ordinary"]);
        assert_eq!(hits(&segment, "extraordinary"), ["extra\u{ad}ordinary"]);
    }

    #[test]
    fn signs_are_literal() {
        assert_eq!(hits(&segment(&["a.b (c) axb"]), "a.b (c)"), ["a.b (c)"]);
        assert!(smart("  ").is_none());
    }

    #[test]
    fn hits_are_counted_by_section() {
        let mut builder = SegmentBuilder::new(0);
        builder.leaf(LeafKind::Paragraph, 0..0, "x");
        builder.leaf(LeafKind::Heading(1), 0..0, "x x");
        builder.leaf(LeafKind::Heading(2), 0..0, "none");
        let counts = count(&builder.finish(0), &smart("x").unwrap());
        assert_eq!(counts.by_section(), [1, 2, 0]);
        assert_eq!(counts.total(), 3);
    }

    /// Two segments, the second of which goes on with the paragraph of the first.
    fn parts(before: &str, joint: &'static str, behind: &str) -> [Segment; 2] {
        let mut builder = SegmentBuilder::new(0);
        builder.begin(LeafKind::Paragraph, 0..0);
        builder.join(joint);
        builder.text(behind);
        [segment(&["first", before]), builder.finish(0)]
    }

    #[test]
    fn a_hit_may_go_across_a_forced_cut() {
        for (before, joint, behind, query, expected) in [
            ("say alpha", " ", "beta say", "alpha beta", Some(("alpha", "beta"))),
            ("extra", "", "ordinary", "AORD", None),
            ("extra", "", "ordinary", "aord", Some(("a", "ord"))),
            ("été", "", "été", "éé", Some(("é", "é"))),
            ("a a", " ", "a", "a a", None),
            ("a", " ", "a a", "a a", None),
            ("alpha", " ", "gamma", "alpha", None),
            ("alpha", " ", "beta", "beta", None),
        ] {
            let [before, behind] = parts(before, joint, behind);
            let found = across(&before, &behind, &smart(query).unwrap());
            let found = found.map(|found| (before.slice(found.head), behind.slice(found.tail)));
            assert_eq!(found, expected, "{query}");
        }
        let [before, behind] = parts("alpha", " ", "beta");
        assert_eq!(across(&behind, &before, &smart("beta alpha").unwrap()), None);
    }

    #[test]
    fn a_hit_across_a_cut_reaches_so_far() {
        let word = "x".repeat(REACH + 1);
        let [before, behind] = parts(&word, "", "y");
        let query = |length: usize| smart(&format!("{}y", "x".repeat(length))).unwrap();
        assert!(across(&before, &behind, &query(REACH)).is_some());
        assert!(across(&before, &behind, &query(REACH + 1)).is_none());
    }

    /// The hits of a literal without white space or capital letters, found the slow way.
    fn naive(segment: &Segment, query: &str, options: Options) -> Vec<u32> {
        let mut found = Vec::new();
        for leaf in 0..segment.leaves().len() {
            let span = segment.leaf_span(leaf);
            let text = segment.slice(span);
            let text = if options.is_exact_case { text.to_owned() } else { text.to_lowercase() };
            found.extend(text.match_indices(query).map(|(at, _)| span.start + offset(at)));
        }
        found
    }

    proptest! {
        #[test]
        fn the_hits_are_those_of_a_naive_search(
            leaves in proptest::collection::vec("[abABéÉ .]{0,20}", 0..8),
            query in "[abé.]{1,3}",
            is_exact_case: bool,
        ) {
            let options = Options { is_exact_case };
            let leaves: Vec<&str> = leaves.iter().map(String::as_str).collect();
            let segment = segment(&leaves);
            let found: Vec<u32> =
                scan(&segment, &Query::new(&query, options).unwrap()).iter().map(|hit| hit.start).collect();
            prop_assert_eq!(found, naive(&segment, &query, options));
        }

        /// Wherever a forced cut goes through a paragraph, as many hits are found as in the whole of it.
        #[test]
        fn a_cut_does_not_lose_a_hit(before in "[aAé]{0,9}", behind in "[aAé]{0,9}", is_exact_case: bool) {
            let query = Query::new("éa", Options { is_exact_case }).unwrap();
            let whole = scan(&segment(&[&format!("{before}{behind}")]), &query).len();
            let [before, behind] = parts(&before, "", &behind);
            let across = usize::from(across(&before, &behind, &query).is_some());
            prop_assert_eq!(scan(&before, &query).len() + scan(&behind, &query).len() + across, whole);
        }
    }
}
