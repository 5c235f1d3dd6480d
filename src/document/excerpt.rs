//! Excerpts: parts of a text as they are taken along, without what the page adds to it.
//!
//! A paragraph is one line, wherever the page broke it, and a blank line parts blocks. Items stand behind
//! their markers, close together where their list is tight; a table is written as whoever takes it wants it;
//! code stays as it is, and elsewhere soft hyphens are left out. What stands on pages but not in their text is left out, unless there is nothing
//! else.

mod block;
mod items;
mod source;
mod table;
mod verbatim;

use std::ops::Range;
use std::sync::Arc;

use super::{Container, ContainerId, ContainerKind, LeafKind, Segment, SegmentId, Span, TextPos};
pub use block::block;
use block::is_in_one_of_several;
use items::{Around, check_box, indented};
pub use source::source;
use table::Cells;
pub use table::{Table, WITH_TABS, WriteTable, words};
pub use verbatim::verbatim;

/// Finds segments, parsed if need be; none past the last one.
pub type Segments<'a> = dyn FnMut(SegmentId) -> Option<Arc<Segment>> + 'a;

/// More bytes than may be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLong;

/// The text between two positions, of at most so many bytes. Of one cell of a table alone, this is its text;
/// of more, what `tables` writes.
pub fn text(
    segments: &mut Segments<'_>,
    range: Range<TextPos>,
    tables: WriteTable,
    most: usize,
) -> Result<String, TooLong> {
    let tables = if is_in_one_of_several(segments, &range) { WITH_TABS } else { tables };
    let taken = Taken::all(segments, range.clone(), tables, most, false)?;
    let taken = if taken.is_begun { taken } else { Taken::all(segments, range, tables, most, true)? };
    Ok(taken.text)
}

/// The segments that a range has a part of.
fn segments_of(range: &Range<TextPos>) -> impl Iterator<Item = SegmentId> + use<> {
    (range.start.segment.0..=range.end.segment.0).map(SegmentId)
}

/// An excerpt that is being put together.
struct Taken {
    text: String,
    is_begun: bool,
    /// Whether what stands on pages only is taken too.
    takes_furniture: bool,
    /// The items around the first leaf, which no indent is needed for.
    n_items_around: usize,
    /// The cells of the table that was come to last, until something else comes.
    cells: Option<Cells>,
    tables: WriteTable,
}

impl Taken {
    fn all(
        segments: &mut Segments<'_>,
        range: Range<TextPos>,
        tables: WriteTable,
        most: usize,
        takes_furniture: bool,
    ) -> Result<Self, TooLong> {
        let (text, cells) = (String::new(), None);
        let mut taken = Self { text, is_begun: false, takes_furniture, n_items_around: 0, cells, tables };
        for id in segments_of(&range) {
            let Some(segment) = segments(id) else { break };
            let start = if id == range.start.segment { range.start.offset } else { 0 };
            let end = if id == range.end.segment { range.end.offset } else { u32::MAX };
            taken.add(&segment, Span::new(start, end));
            if taken.text.len() + taken.cells.as_ref().map_or(0, Cells::size) > most {
                return Err(TooLong);
            }
        }
        taken.end_table();
        if taken.text.len() > most { Err(TooLong) } else { Ok(taken) }
    }

    /// Adds a part of a segment, which is the next one.
    fn add(&mut self, segment: &Segment, part: Span) {
        let mut above = None;
        let first = segment.leaf_at(part.start);
        for (index, leaf) in segment.leaves().iter().enumerate().skip(first) {
            if leaf.text >= part.end {
                break;
            }
            let whole = segment.leaf_span(index);
            let taken = Span::new(whole.start.max(part.start), whole.end.min(part.end));
            let is_left_out = is_furniture(segment, index) && !self.takes_furniture;
            if is_left_out || (taken.is_empty() && !whole.is_empty()) {
                continue;
            }
            self.leaf(segment, above, index, taken);
            above = Some(index);
        }
    }

    /// Adds a part of a leaf, below the leaf `above` of its segment.
    fn leaf(&mut self, segment: &Segment, above: Option<usize>, index: usize, part: Span) {
        let Some(leaf) = segment.leaves().get(index) else { return };
        let text = &match leaf.kind {
            LeafKind::Cell { .. } => (self.tables.cell)(segment, part),
            LeafKind::CodeBlock { .. } | LeafKind::HtmlBlock => segment.slice(part).to_owned(),
            _ => words(segment, part),
        };
        if let (LeafKind::Cell { column }, Some(cells)) = (leaf.kind, &mut self.cells)
            && table::goes_on(segment, above, index)
        {
            match segment.joint().filter(|_| index == 0) {
                Some(joint) => cells.go_on(&format!("{joint}{text}")),
                None => cells.push(column, text),
            }
            return;
        }
        self.end_table();
        let is_marker = leaf.kind == LeafKind::Marker;
        let around = Around::of(segment, index, is_marker);
        // Who takes the end of an item does not take its marker.
        let is_from_start = part.start == leaf.text;
        if !std::mem::replace(&mut self.is_begun, true) {
            self.n_items_around = around.n_items() + if is_from_start { 0 } else { around.n_begun() };
        } else if let Some(above) = above {
            self.text.push_str(gap(segment, above, index));
        } else {
            self.text.push_str(seam(segment));
        }
        let indent = around.indent(self.n_items_around);
        // Blanks would be text of a table's first cell.
        let is_cell = matches!(leaf.kind, LeafKind::Cell { .. });
        if self.text.ends_with('\n') && !is_cell {
            self.text.push_str(&" ".repeat(indent));
        }
        if is_from_start {
            self.text.push_str(&around.signs(indent));
        }
        match leaf.kind {
            LeafKind::Cell { column } => {
                let mut cells = Cells::new(segment, segment.container(leaf.container));
                cells.push(column, text);
                self.cells = Some(cells);
            }
            LeafKind::Marker => self.text.push_str(text),
            _ => self.text.push_str(&indented(text, around.indent_inside(self.n_items_around))),
        }
        if let (true, ContainerKind::Item { task, .. }) = (is_marker, segment.container(leaf.container).kind)
        {
            self.text.push_str(task.map_or("", |done| check_box(done).trim_end()));
        }
    }

    /// Writes the table whose cells were gathered.
    fn end_table(&mut self) {
        if let Some(cells) = self.cells.take() {
            self.text.push_str(&(self.tables.table)(&cells.table()));
        }
    }
}

fn is_item(container: Container) -> bool {
    matches!(container.kind, ContainerKind::Item { .. })
}

fn is_inside(segment: &Segment, inner: ContainerId, outer: ContainerId) -> bool {
    segment.ancestors(inner).any(|(id, _)| id == outer)
}

/// What stands between two leaves that are taken one after the other.
fn gap(segment: &Segment, above: usize, below: usize) -> &'static str {
    let leaves = segment.leaves();
    let (Some(above), Some(below)) = (leaves.get(above), leaves.get(below)) else { return "" };
    match (above.kind, below.kind) {
        (LeafKind::Marker, LeafKind::Paragraph | LeafKind::Marker)
            if is_inside(segment, below.container, above.container) =>
        {
            " "
        }
        (LeafKind::Marker | LeafKind::Term, _) | (LeafKind::Furniture(_), LeafKind::Furniture(_)) => "\n",
        _ if is_tight(segment, above.container, below.container) => "\n",
        _ => "\n\n",
    }
}

/// Whether leaves of these two containers stand close together.
fn is_tight(segment: &Segment, above: ContainerId, below: ContainerId) -> bool {
    let (mut above, mut below) = (above, below);
    while above != below {
        // Parents come before children.
        let (inner, _) = if above > below { (&mut above, below) } else { (&mut below, above) };
        *inner = segment.container(*inner).parent;
    }
    is_close(segment, segment.container(above))
}

/// Whether what lies in this container stands close together: in a tight list, or an item of one.
fn is_close(segment: &Segment, container: Container) -> bool {
    let list = if is_item(container) { segment.container(container.parent) } else { container };
    matches!(list.kind, ContainerKind::List { tight: true })
}

/// What stands between the text before a segment and its first leaf.
fn seam(segment: &Segment) -> &'static str {
    let Some(first) = segment.leaves().first() else { return "" };
    if let Some(joint) = segment.joint() {
        return joint;
    }
    let mut around = segment.ancestors(first.container).map(|(_, container)| container);
    let cut = around.find(|container| container.continues.is_some());
    if cut.is_some_and(|container| is_close(segment, container)) { "\n" } else { "\n\n" }
}

fn is_furniture(segment: &Segment, index: usize) -> bool {
    segment.leaves().get(index).is_some_and(|leaf| matches!(leaf.kind, LeafKind::Furniture(_)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::document::position::offset;
    use crate::document::{Alert, Alignment, Furniture, SegmentBuilder};

    pub(super) fn segment(build: impl FnOnce(&mut SegmentBuilder)) -> Segment {
        let mut builder = SegmentBuilder::new(0);
        build(&mut builder);
        builder.finish(1000)
    }

    pub(super) fn find(segments: &[Segment]) -> impl Fn(SegmentId) -> Option<Arc<Segment>> {
        |id| segments.get(id.index()).cloned().map(Arc::new)
    }

    fn all(segments: &[Segment]) -> String {
        let end = TextPos::new(SegmentId::from_index(segments.len()), 0);
        text(&mut find(segments), TextPos::default()..end, WITH_TABS, 10_000).unwrap()
    }

    pub(super) fn item(builder: &mut SegmentBuilder, marker: &str, task: Option<bool>) {
        let marker = builder.string(marker);
        builder.open(ContainerKind::Item { marker, task }, 0..1);
    }

    pub(super) fn list(builder: &mut SegmentBuilder, tight: bool) {
        builder.open(ContainerKind::List { tight }, 0..1);
    }

    pub(super) fn table(builder: &mut SegmentBuilder, continues: bool, cells: &[(u16, &str)]) {
        builder.open(ContainerKind::Table { alignments: Span::default(), header: false }, 0..1);
        if continues {
            builder.continue_container(Span::default());
        }
        for &(column, text) in cells {
            builder.leaf(LeafKind::Cell { column }, 0..1, text);
        }
        builder.close();
    }

    #[test]
    fn items_stand_behind_their_markers() {
        let segment = segment(|builder| {
            list(builder, true);
            item(builder, "* ", None);
            builder.leaf(LeafKind::Paragraph, 0..1, "one");
            list(builder, true);
            item(builder, "", Some(true));
            builder.leaf(LeafKind::Paragraph, 0..1, "inner");
            builder.close();
            builder.close();
            builder.close();
            item(builder, "7.", Some(false));
            builder.leaf(LeafKind::Marker, 0..1, "7.");
            builder.leaf(LeafKind::Paragraph, 0..1, "seven");
            builder.close();
            builder.close();
            list(builder, false);
            item(builder, "-", None);
            list(builder, false);
            item(builder, "+", None);
            builder.leaf(LeafKind::Paragraph, 0..1, "deep");
            builder.leaf(LeafKind::Paragraph, 0..1, "more");
        });
        let expected = "* one\n  - [x] inner\n7. [ ] seven\n\n- + deep\n\n    more";
        assert_eq!(all(std::slice::from_ref(&segment)), expected);
        let inner = offset(segment.text().find("inner").unwrap());
        let at = |by: u32| TextPos::new(SegmentId(0), inner + by);
        assert_eq!(
            text(&mut find(std::slice::from_ref(&segment)), at(0)..at(5), WITH_TABS, 99).unwrap(),
            "- [x] inner"
        );
        assert_eq!(text(&mut find(&[segment]), at(2)..at(5), WITH_TABS, 99).unwrap(), "ner");
    }

    #[test]
    fn what_goes_on_in_an_item_stands_below_its_text() {
        let segment = segment(|builder| {
            list(builder, false);
            item(builder, "", None);
            builder.leaf(LeafKind::Paragraph, 0..1, "one");
            builder.leaf(LeafKind::Paragraph, 0..1, "two\nlines");
            builder.leaf(LeafKind::CodeBlock { info: Span::default() }, 0..1, "code\n  of it");
            builder.close();
            builder.close();
            builder.leaf(LeafKind::Paragraph, 0..1, "behind");
        });
        let expected = "- one\n\n  two\n  lines\n\n  code\n    of it\n\nbehind";
        assert_eq!(all(std::slice::from_ref(&segment)), expected);
        let two = offset(segment.text().find("two").unwrap());
        let range = TextPos::new(SegmentId(0), two)..TextPos::new(SegmentId(0), two + 9);
        assert_eq!(text(&mut find(&[segment]), range, WITH_TABS, 99).unwrap(), "two\nlines");
    }

    #[test]
    fn what_goes_on_stands_below_the_text_of_a_numbered_item_too() {
        let segment = segment(|builder| {
            list(builder, false);
            item(builder, "10.", None);
            builder.leaf(LeafKind::Marker, 0..1, "10.");
            builder.leaf(LeafKind::Paragraph, 0..1, "ten\nlines");
            builder.leaf(LeafKind::CodeBlock { info: Span::default() }, 0..1, "code\n\n\tof it");
            list(builder, true);
            item(builder, "a)", None);
            builder.leaf(LeafKind::Marker, 0..1, "a)");
            builder.leaf(LeafKind::Paragraph, 0..1, "sub");
            builder.leaf(LeafKind::Paragraph, 0..1, "goes on");
        });
        let expected = "10. ten\n    lines\n\n    code\n\n    \tof it\n\n    a) sub\n       goes on";
        assert_eq!(all(std::slice::from_ref(&segment)), expected);
        let from = |words| TextPos::new(SegmentId(0), offset(segment.text().find(words).unwrap()));
        let end = TextPos::new(SegmentId(1), 0);
        let taken = |range| text(&mut find(std::slice::from_ref(&segment)), range, WITH_TABS, 99).unwrap();
        assert_eq!(taken(from("code")..from("a)")), "code\n\n\tof it");
        assert_eq!(taken(from("ub")..end), "ub\ngoes on");
        assert_eq!(taken(from("a)")..end), "a) sub\n   goes on");
    }

    #[test]
    fn an_alert_has_its_title() {
        let segment = segment(|builder| {
            builder.open(ContainerKind::BlockQuote(Some(Alert::Note)), 0..1);
            builder.leaf(LeafKind::Paragraph, 0..1, "one");
            builder.leaf(LeafKind::Paragraph, 0..1, "two");
            builder.close();
            list(builder, true);
            item(builder, "", None);
            builder.open(ContainerKind::BlockQuote(Some(Alert::Tip)), 0..1);
            builder.leaf(LeafKind::Paragraph, 0..1, "in an item");
        });
        assert_eq!(all(std::slice::from_ref(&segment)), "Note\none\n\ntwo\n\n- Tip\n  in an item");
        let range = TextPos::new(SegmentId(0), 1)..TextPos::new(SegmentId(0), 3);
        assert_eq!(text(&mut find(&[segment]), range, WITH_TABS, 99).unwrap(), "ne");
    }

    #[test]
    fn a_footnote_has_its_label_in_brackets() {
        let segment = segment(|builder| {
            builder.open(ContainerKind::Footnote, 0..1);
            builder.leaf(LeafKind::Marker, 0..1, "[1]");
            builder.leaf(LeafKind::Paragraph, 0..1, "the note");
        });
        assert_eq!(all(&[segment]), "[1] the note");
    }

    #[test]
    fn cells_have_tabs_between_them() {
        let cells = [(0, "a"), (1, "b\tc"), (2, ""), (0, "d"), (2, "e\nf")];
        let segment = segment(|builder| {
            builder.leaf(LeafKind::Heading(1), 0..1, "Head");
            table(builder, false, &cells);
            table(builder, false, &[(0, "x")]);
        });
        assert_eq!(all(&[segment]), "Head\n\na\tb c\t\nd\t\te f\n\nx");
    }

    /// A table with bars around its cells, and how its columns stand.
    fn with_bars(table: &Table) -> String {
        let rows: Vec<_> = table.rows.iter().map(|row| format!("|{}|", row.join("|"))).collect();
        format!("{}{:?}", rows.concat(), table.alignments)
    }

    #[test]
    fn tables_are_written_as_they_are_wanted() {
        let before = segment(|builder| {
            builder.leaf(LeafKind::Paragraph, 0..1, "before");
            let alignments = builder.alignments(&[Alignment::Left, Alignment::Right]);
            builder.open(ContainerKind::Table { alignments, header: true }, 0..1);
            builder.leaf(LeafKind::Cell { column: 0 }, 0..1, "one\ntwo");
            builder.leaf(LeafKind::Cell { column: 1 }, 0..1, "three");
        });
        let behind = segment(|builder| {
            builder.open(ContainerKind::Table { alignments: Span::default(), header: true }, 0..1);
            builder.continue_container(Span::default());
            builder.begin(LeafKind::Cell { column: 1 }, 0..1);
            builder.join(" and");
            builder.text(" four");
            builder.leaf(LeafKind::Cell { column: 0 }, 0..1, "");
            builder.leaf(LeafKind::Cell { column: 1 }, 0..1, "five");
            builder.close();
            builder.leaf(LeafKind::Paragraph, 0..1, "behind");
        });
        let at = |id: u32, offset| TextPos::new(SegmentId(id), offset);
        let segments = [before, behind];
        let bars = WriteTable { cell: words, table: with_bars };
        for (range, expected) in [
            (at(0, 0)..at(2, 0), "before\n\n|one\ntwo|three and four|||five|[Left, Right]\n\nbehind"),
            (at(0, 9)..at(0, 18), "|e\ntwo|thr|[Left, Right]"),
            (at(0, 15)..at(1, 3), "|three and fo|[Right]"),
            // A cell alone is no table.
            (at(0, 15)..at(0, 20), "three"),
            (at(0, 7)..at(0, 14), "one two"),
        ] {
            assert_eq!(text(&mut find(&segments), range, bars, 99).unwrap(), expected);
        }
        let alone = [segment(|builder| table(builder, false, &[(0, "x")]))];
        assert_eq!(text(&mut find(&alone), at(0, 0)..at(0, 1), bars, 99).unwrap(), "|x|[]");
        let empty = [segment(|builder| table(builder, false, &[(0, "x"), (1, ""), (0, ""), (1, "")]))];
        let whole = block(&mut find(&empty), at(0, 0), 9).unwrap();
        assert_eq!(text(&mut find(&empty), whole, bars, 99).unwrap(), "|x|||||[]");
    }

    #[test]
    fn a_table_that_would_be_too_long_is_not_written() {
        let ragged = [segment(|builder| {
            let rows = (0..100).map(|_| (0, "x"));
            table(builder, false, &rows.chain([(99, "y")]).collect::<Vec<_>>());
        })];
        let end = TextPos::new(SegmentId(1), 0);
        let fails = WriteTable { cell: words, table: |_| panic!("it was written") };
        assert_eq!(text(&mut find(&ragged), TextPos::default()..end, fails, 9_999), Err(TooLong));
    }

    #[test]
    fn soft_hyphens_are_taken_along_in_code_only() {
        let hyphenated = segment(|builder| {
            builder.leaf(LeafKind::Paragraph, 0..1, "be\u{ad}cause");
            builder.leaf(LeafKind::CodeBlock { info: Span::default() }, 0..1, "a\u{ad}b");
            table(builder, false, &[(0, "c\u{ad}d"), (1, "e")]);
        });
        assert_eq!(all(&[hyphenated]), "because\n\na\u{ad}b\n\ncd\te");
    }

    #[test]
    fn what_goes_on_behind_a_cut_is_one() {
        let before = segment(|builder| builder.leaf(LeafKind::Paragraph, 0..1, "one and"));
        let middle = segment(|builder| {
            builder.begin(LeafKind::Paragraph, 0..1);
            builder.join(" ");
            builder.text("two");
            table(builder, false, &[(0, "a"), (1, "b")]);
        });
        let behind = segment(|builder| table(builder, true, &[(0, "c"), (1, "d")]));
        let segments = [before, middle, behind];
        assert_eq!(all(&segments), "one and two\n\na\tb\nc\td");
        let block_at = |id, offset| {
            let range = block(&mut find(&segments), TextPos::new(SegmentId(id), offset), 9).unwrap();
            text(&mut find(&segments), range, WITH_TABS, 99).unwrap()
        };
        assert_eq!([block_at(0, 2), block_at(1, 1)], ["one and two", "one and two"]);
        assert_eq!([block_at(1, 5), block_at(2, 2)], ["a\tb\nc\td", "a\tb\nc\td"]);
    }

    #[test]
    fn furniture_is_taken_only_alone() {
        let page = |builder: &mut SegmentBuilder| {
            builder.leaf(LeafKind::Furniture(Furniture::Footer), 0..1, "Page 9");
            builder.leaf(LeafKind::Furniture(Furniture::Header), 0..1, "A Book");
        };
        let text = segment(|builder| {
            builder.leaf(LeafKind::Paragraph, 0..1, "one");
            page(builder);
            builder.leaf(LeafKind::Paragraph, 0..1, "two");
        });
        assert_eq!(all(&[text]), "one\n\ntwo");
        assert_eq!(all(&[segment(page)]), "Page 9\nA Book");
    }

    #[test]
    fn what_is_too_long_is_not_taken() {
        let segments = [segment(|builder| builder.leaf(LeafKind::Paragraph, 0..1, &"long ".repeat(30)))];
        let end = TextPos::new(SegmentId(0), 150);
        assert_eq!(text(&mut find(&segments), TextPos::default()..end, WITH_TABS, 149), Err(TooLong));
        assert!(text(&mut find(&segments), TextPos::default()..end, WITH_TABS, 150).is_ok());
    }

    /// A segment of such blocks; the text of each is its words.
    fn random((kinds, words): &(Vec<u8>, Vec<String>)) -> Segment {
        segment(|builder| {
            for (kind, words) in kinds.iter().zip(words) {
                match kind {
                    0 => builder.leaf(LeafKind::CodeBlock { info: Span::default() }, 0..1, words),
                    1 => builder.leaf(LeafKind::Furniture(Furniture::Header), 0..1, words),
                    2 => table(builder, false, &[(0, words), (1, ""), (0, words)]),
                    3 => {
                        list(builder, words.len() % 2 == 0);
                        item(builder, "•", None);
                        builder.leaf(LeafKind::Paragraph, 0..1, words);
                        builder.close();
                        builder.close();
                    }
                    4 => {
                        list(builder, true);
                        item(builder, "1.", None);
                        builder.leaf(LeafKind::Marker, 0..1, "1.");
                        builder.leaf(LeafKind::Paragraph, 0..1, words);
                    }
                    _ => builder.leaf(LeafKind::Paragraph, 0..1, words),
                }
            }
        })
    }

    /// What is between two places but for white space and what stands on pages only, found letter by letter.
    fn naive(segments: &[Segment], range: &Range<TextPos>) -> String {
        let letters = segments.iter().zip(0..).flat_map(|(segment, id)| {
            let is_furniture = |at: usize| is_furniture(segment, segment.leaf_at(offset(at)));
            let is_in = move |at: usize| range.contains(&TextPos::new(SegmentId(id), offset(at)));
            segment.text().char_indices().filter(move |&(at, _)| is_in(at) && !is_furniture(at))
        });
        letters.map(|(_, c)| c).filter(|c| !c.is_whitespace()).collect()
    }

    proptest! {
        #[test]
        fn all_letters_of_the_range_are_taken_and_no_others(
            blocks in prop::collection::vec(
                (prop::collection::vec(0..6_u8, 6), prop::collection::vec("[a-zé]{1,3}( [a-z漢]{1,4}){0,2}\n?", 6)), 1..4,
            ),
            places in prop::collection::vec((0..4_usize, 0..90_usize), 2),
        ) {
            let segments: Vec<_> = blocks.iter().map(random).collect();
            let place = |&(id, at): &(usize, usize)| {
                let id = id.min(segments.len() - 1);
                let at = segments[id].text().floor_char_boundary(at);
                TextPos::new(SegmentId::from_index(id), offset(at))
            };
            let (one, other) = (place(&places[0]), place(&places[1]));
            let range = one.min(other)..one.max(other);
            let taken = text(&mut find(&segments), range.clone(), WITH_TABS, 10_000).unwrap();
            let letters: String = taken.chars().filter(|&c| !c.is_whitespace() && c != '•').collect();
            let expected = naive(&segments, &range);
            // Furniture is taken where there is nothing else.
            prop_assert!(letters == expected || expected.is_empty(), "{:?}: {:?}", taken, expected);
            prop_assert!(!taken.contains("\n\n\n\n"), "{taken:?}");
        }
    }
}
