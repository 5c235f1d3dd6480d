//! The hits of a search as a list: each with the words around it, by section.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::pool::Pool;
use crate::app::finding::Hit;
use crate::app::jobs::Sought;
use crate::document::position::offset;
use crate::document::{Outline, Parse, Segment, SegmentId, Span, TextPos};
use crate::search::{self, Query};

/// The most hits that are listed: the nearest ones.
pub(in crate::app) const MOST_HITS: usize = 5000;

/// The bytes of text before a hit that are shown with it, and of those behind its start.
const BEFORE: usize = 160;
const BEHIND: usize = 400;

/// The hits of a search, or the nearest of them, in reading order.
#[derive(Clone, Debug, Default)]
pub struct HitPool {
    pub(super) items: Arc<[HitItem]>,
    /// How many hits there are.
    pub(super) total: u64,
}

/// A hit in the words around it.
#[derive(Clone, Debug)]
pub(super) struct HitItem {
    pub(super) hit: Hit,
    /// The words on one line.
    pub(super) line: Box<str>,
    /// Where in them the hit is.
    pub(super) span: Range<usize>,
    /// The path of the section that it stands in; empty before the first one.
    pub(super) path: Arc<str>,
}

impl HitPool {
    /// Where an item is.
    pub(super) fn place(&self, item: u32) -> Option<TextPos> {
        self.get(item).map(|item| item.hit.start())
    }

    pub(super) fn get(&self, item: u32) -> Option<&HitItem> {
        self.items.get(item as usize)
    }

    /// The item at a place, or the last one before it.
    pub(super) fn item_at(&self, pos: TextPos) -> Option<u32> {
        self.items.partition_point(|item| item.hit.start() <= pos).checked_sub(1).map(offset)
    }
}

/// What a worker needs to list hits.
pub struct Gathering {
    /// What is looked for.
    pub(in crate::app) query: Query,
    /// Where the reader is.
    pub(in crate::app) from: TextPos,
    /// Where, nearest to the reader first.
    pub(in crate::app) segments: Vec<Sought>,
    /// What parses the segments that are not kept.
    pub(in crate::app) parser: Arc<dyn Parse>,
    /// The sections that the hits stand in.
    pub(in crate::app) outline: Outline,
    /// How many hits there are.
    pub(in crate::app) total: u64,
}

impl Gathering {
    /// Lists the hits. What there is so far is reported now and then, and in the end all, with `true`. Ends
    /// when nobody listens.
    pub(in crate::app) fn run(self, report: &mut dyn FnMut(HitPool, bool) -> bool) {
        let Self { query, from, segments, parser, outline, total } = self;
        let sections = Pool::Sections(outline.clone());
        let mut found: BTreeMap<SegmentId, Vec<HitItem>> = BTreeMap::new();
        let mut room = MOST_HITS;
        let pool = |found: &BTreeMap<SegmentId, Vec<HitItem>>| {
            let items: Vec<_> = found.values().flatten().cloned().collect();
            HitPool { total: total.max(items.len() as u64), items: items.into() }
        };
        // The first look is soon, so that something is there; the others are rare.
        let mut next_look = 16;
        for (n, Sought { id, text, behind, .. }) in segments.into_iter().enumerate() {
            if n == next_look {
                next_look *= 16;
                if !report(pool(&found), false) {
                    return;
                }
            }
            let segment = text.segment(&*parser);
            let behind = behind.map(|behind| behind.segment(&*parser));
            let spans = search::begun(&segment, behind.as_deref(), &query);
            let mut paths = Paths { sections: &sections, outline: &outline, last: None };
            let item = |(n_before, span): (usize, Span)| {
                let hit = Hit { segment: id, span, n_before };
                let (line, span) = context(&segment, span);
                HitItem { hit, line: line.into(), span, path: paths.at(hit.start()) }
            };
            let here = spans.partition_point(|span| TextPos::new(id, span.start) < from);
            let first = here.saturating_sub(room / 2).min(spans.len().saturating_sub(room));
            let items: Vec<_> = spans.into_iter().enumerate().skip(first).take(room).map(item).collect();
            room -= items.len();
            found.insert(id, items);
        }
        report(pool(&found), true);
    }
}

/// The paths of sections. Those of hits that stand in the same one are made once.
struct Paths<'a> {
    sections: &'a Pool,
    outline: &'a Outline,
    last: Option<(u32, Arc<str>)>,
}

impl Paths<'_> {
    fn at(&mut self, pos: TextPos) -> Arc<str> {
        let Some(id) = self.outline.at(pos) else { return Arc::default() };
        match &self.last {
            Some((last, path)) if *last == id.0 => Arc::clone(path),
            _ => {
                let path: Arc<str> = self.sections.wording(id.0).text.into();
                self.last = Some((id.0, Arc::clone(&path)));
                path
            }
        }
    }
}

/// The words around a hit, of the lines of code or verse that it stands in, on one line; and where in them it
/// is.
fn context(segment: &Segment, hit: Span) -> (String, Range<usize>) {
    let leaf = segment.leaf_span(segment.leaf_at(hit.start));
    let text = segment.text();
    let part = |range: Range<usize>| text.get(range).unwrap_or_default();
    let (start, end) = (hit.start as usize, hit.end as usize);
    let reach = text.ceil_char_boundary(start.saturating_sub(BEFORE)).max(leaf.start as usize);
    let (from, is_cut) = match part(reach..start).rfind('\n') {
        Some(at) => (reach + at + 1, false),
        None => (reach, reach > leaf.start as usize),
    };
    let to = text.floor_char_boundary(start.saturating_add(BEHIND)).max(end).min(leaf.end as usize);
    let to = part(end..to).find('\n').map_or(to, |at| end + at);
    let mut line = String::new();
    let before = part(from..start);
    if is_cut {
        line.push('…');
        let first_word = before.split_inclusive(char::is_whitespace).next().unwrap_or_default();
        push_words(&mut line, before.get(first_word.len()..).unwrap_or_default());
    } else {
        push_words(&mut line, before);
    }
    let at = line.len();
    push_words(&mut line, part(start..end));
    let span = at..line.len();
    push_words(&mut line, part(end..to));
    (line.trim_end().to_owned(), span)
}

/// Adds words with one blank for any white space.
fn push_words(line: &mut String, words: &str) {
    for c in words.chars() {
        if !c.is_whitespace() {
            line.push(c);
        } else if !line.is_empty() && !line.ends_with(' ') {
            line.push(' ');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{LeafKind, SegmentBuilder};

    #[test]
    fn a_hit_stands_in_the_words_around_it() {
        let long = format!("{}the old  river ran on{}", "éa ".repeat(99), " x".repeat(999));
        for (text, before, behind) in [
            ("a river", "a ", ""),
            ("river.\n", "", "."),
            ("let x;\n  river = 1;\nreturn;", "", " = 1;"),
            ("one\tand\u{a0} river \n two", "one and ", ""),
            (&long, "…éa éa", " ran on x x"),
        ] {
            let mut builder = SegmentBuilder::new(0);
            builder.leaf(LeafKind::Paragraph, 0..0, "before");
            builder.leaf(LeafKind::Paragraph, 0..0, text);
            let segment = builder.finish(0);
            let at = offset(segment.text().find("river").unwrap());
            let (line, span) = context(&segment, Span::new(at, at + 5));
            assert_eq!(line.get(span.clone()), Some("river"));
            assert!(line.starts_with(before) && line.len() < 700, "{line}");
            assert!(line.get(span.end..).unwrap().starts_with(behind), "{line}");
        }
    }
}
