//! The hits of a search as a list: each with the words around it, by section.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::pool::Pool;
use crate::app::finding::{Hit, n_before};
use crate::app::jobs::Text;
use crate::document::position::offset;
use crate::document::{LeafKind, Outline, Parse, Segment, SegmentId, Span, TextPos};
use crate::search::{self, Query, Seam};

/// The most hits that are listed: the nearest ones.
pub(in crate::app) const MOST_HITS: usize = 5000;

/// The bytes of text before a hit that are shown with it, and of those from its start on, however long it is.
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
    pub(in crate::app) segments: Vec<SegmentToList>,
    /// What parses the segments that are not kept.
    pub(in crate::app) parser: Arc<dyn Parse>,
    /// The sections that the hits stand in.
    pub(in crate::app) outline: Outline,
    /// How many hits there are.
    pub(in crate::app) total: u64,
}

/// A segment of which the hits are to be listed.
pub(in crate::app) struct SegmentToList {
    pub(in crate::app) id: SegmentId,
    pub(in crate::app) text: Text,
    /// What there is at the cuts before it and behind it.
    pub(in crate::app) seams: [Option<Seam>; 2],
}

impl Gathering {
    /// Lists the hits. What there is so far is reported now and then, and in the end all, with `true`. Ends
    /// when nobody listens, or as soon as it is not wanted any more.
    pub(in crate::app) fn run(
        self,
        is_wanted: impl Fn() -> bool,
        report: &mut dyn FnMut(HitPool, bool) -> bool,
    ) {
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
        for (n, SegmentToList { id, text, seams: [before, behind] }) in segments.into_iter().enumerate() {
            if n == next_look {
                next_look *= 16;
                if !report(pool(&found), false) {
                    return;
                }
            }
            let segment = text.segment(&*parser);
            let Some(own) = search::scan_while(&segment, &query, &is_wanted) else { return };
            let spans = search::begun(own.clone(), before.as_ref(), behind.as_ref());
            let mut paths = Paths { sections: &sections, outline: &outline, last: None };
            let item = |span| {
                let hit = Hit { segment: id, span, n_before: n_before(span, &own) };
                let (line, span) = context(&segment, span);
                HitItem { hit, line: line.into(), span, path: paths.at(hit.start()) }
            };
            let here = spans.partition_point(|span| TextPos::new(id, span.start) < from);
            let first = here.saturating_sub(room / 2).min(spans.len().saturating_sub(room));
            let items: Vec<_> = spans.into_iter().skip(first).take(room).map(item).collect();
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

/// The words around a hit on one line: of the lines of code or verse that it stands in, or of the row of a table; and
/// where in them it is.
fn context(segment: &Segment, hit: Span) -> (String, Range<usize>) {
    let leaf = segment.leaf_at(hit.start);
    if segment.leaves().get(leaf).is_some_and(|leaf| matches!(leaf.kind, LeafKind::Cell { .. })) {
        let (words, span) = context_within(segment, segment.leaf_span(leaf), hit, None);
        in_row(segment, leaf, words, span)
    } else {
        context_within(segment, segment.line_span(hit.start), hit, Some('\n'))
    }
}

/// The same of a part of the text only, the leaf at its end with what stands beside it, between two ends of lines if
/// those part what belongs together.
fn context_within(
    segment: &Segment,
    whole: Span,
    hit: Span,
    line_end: Option<char>,
) -> (String, Range<usize>) {
    let is_line_end = |c| Some(c) == line_end;
    // What ends before is a number, beside which the leaf stands.
    let leaf_start = segment.leaf_span(segment.leaf_at(whole.end)).start as usize;
    let text = segment.text();
    let part = |range: Range<usize>| text.get(range).unwrap_or_default();
    let start = hit.start as usize;
    let reach = text.ceil_char_boundary(start.saturating_sub(BEFORE)).max(whole.start as usize);
    let first_end = reach.max(leaf_start);
    let (from, is_cut) = match part(first_end..start.max(first_end)).rfind(is_line_end) {
        Some(at) => (first_end + at + 1, false),
        None => (reach, reach > whole.start as usize),
    };
    let reach = text.floor_char_boundary(start.saturating_add(BEHIND)).min(whole.end as usize);
    let end = (hit.end as usize).min(reach);
    let last_end = end.max(leaf_start).min(reach);
    let (to, goes_on) = match part(last_end..reach).find(is_line_end) {
        Some(at) => (last_end + at, false),
        None => (reach, reach < whole.end as usize),
    };
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
    let hit_end = line.len();
    push_words(&mut line, part(end..to));
    line.truncate(line.trim_end().len());
    let span = at..hit_end.min(line.len());
    if goes_on {
        line.push('…');
    }
    (line, span)
}

/// What is to be seen of a cell, with a part of it marked, among the other cells of its row.
fn in_row(segment: &Segment, cell: usize, words: String, marked: Range<usize>) -> (String, Range<usize>) {
    /// What parts columns on the page.
    const GAP: &str = "  ";
    let words_of = |cell: usize| {
        let text = segment.leaf_text(cell);
        let mut words = String::new();
        push_words(&mut words, text.get(..text.floor_char_boundary(BEHIND)).unwrap_or(text));
        words.trim_end().to_owned()
    };
    let has_room = |room: usize| {
        let mut left = room;
        move |words: &String| {
            let is_room = left > 0;
            left = left.saturating_sub(words.len() + GAP.len());
            is_room
        }
    };
    let filled = |cells: &mut dyn Iterator<Item = usize>, room: usize| -> Vec<String> {
        cells.map(words_of).filter(|words| !words.is_empty()).take_while(has_room(room)).collect()
    };
    let mut line = filled(&mut cells_before(segment, cell), BEFORE);
    line.reverse();
    let start: usize = line.iter().map(|words| words.len() + GAP.len()).sum();
    line.push(words);
    line.extend(filled(&mut cells_behind(segment, cell), BEHIND));
    (line.join(GAP), start + marked.start..start + marked.end)
}

/// The most cells of a row that are looked at on either side of one.
const MOST_CELLS: usize = 32;

/// The cells of a row before one of them, from there back.
fn cells_before(segment: &Segment, cell: usize) -> impl Iterator<Item = usize> {
    (0..cell).rev().take_while(|&before| are_in_row(segment, before, before + 1)).take(MOST_CELLS)
}

/// The cells of a row behind one of them.
fn cells_behind(segment: &Segment, cell: usize) -> impl Iterator<Item = usize> {
    (cell + 1..segment.leaves().len())
        .take_while(|&behind| are_in_row(segment, behind - 1, behind))
        .take(MOST_CELLS)
}

/// Whether two leaves, one behind the other, are cells of a row.
fn are_in_row(segment: &Segment, first: usize, second: usize) -> bool {
    let (Some(first), Some(second)) = (segment.leaves().get(first), segment.leaves().get(second)) else {
        return false;
    };
    match (first.kind, second.kind) {
        (LeafKind::Cell { column: before }, LeafKind::Cell { column }) => {
            column > before && segment.table_of(first.container) == segment.table_of(second.container)
        }
        _ => false,
    }
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
    use crate::document::{ContainerKind, SegmentBuilder};

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

    #[test]
    fn a_hit_in_an_item_stands_behind_its_number() {
        let mut builder = SegmentBuilder::new(0);
        builder.open(ContainerKind::Item { marker: Span::default(), task: None }, 0..0);
        builder.leaf(LeafKind::Marker, 0..0, "3.");
        builder.leaf(LeafKind::Paragraph, 0..0, "third item\nof a river");
        builder.close();
        builder.leaf(LeafKind::Paragraph, 0..0, "text");
        let segment = builder.finish(0);
        for (hit, expected) in [
            ("3.", "3. third item"),
            ("third", "3. third item"),
            ("3.\nthird", "3. third item"),
            ("river", "of a river"),
        ] {
            let at = segment.text().find(hit).unwrap();
            let (line, span) = context(&segment, Span::new(offset(at), offset(at + hit.len())));
            assert_eq!(line, expected);
            assert_eq!(line.get(span).unwrap(), hit.replace('\n', " "));
        }
    }

    #[test]
    fn of_a_long_hit_there_is_the_beginning() {
        let mut builder = SegmentBuilder::new(0);
        let text = "the river runs on and on ".repeat(2000);
        builder.leaf(LeafKind::Paragraph, 0..0, &text);
        let segment = builder.finish(0);
        let (line, span) = context(&segment, Span::new(4, offset(text.len())));
        assert!(line.len() < 500 && line.ends_with('…'), "{line}");
        assert!(line.get(span).unwrap().starts_with("river runs"), "{line}");
    }

    #[test]
    fn a_hit_in_a_cell_stands_in_its_row() {
        let mut builder = SegmentBuilder::new(0);
        builder.open(ContainerKind::Table { alignments: Span::default(), header: false }, 0..0);
        let long = "long ".repeat(99);
        let rows =
            [vec!["before"], vec!["one", "", "a  river\nbed", "three"], vec![&long, "river", &long, "none"]];
        for row in &rows {
            for (column, text) in (0..).zip(row) {
                builder.leaf(LeafKind::Cell { column }, 0..0, text);
            }
        }
        builder.close();
        let segment = builder.finish(0);
        let line_of = |start: usize| {
            let (line, span) = context(&segment, Span::new(offset(start), offset(start + 5)));
            assert_eq!(line.get(span), Some("river"));
            line
        };
        let text = segment.text();
        assert_eq!(line_of(text.find("river").unwrap()), "one  a river bed  three");
        let long = long.get(..BEHIND).unwrap().trim_end();
        assert_eq!(line_of(text.rfind("river").unwrap()), format!("{long}  river  {long}"));
    }
}
