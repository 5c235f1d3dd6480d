//! What holds for every segment, whatever stands in it.

use std::sync::Arc;

use proptest::prelude::*;

use super::{segment, table};
use crate::document::{
    Alert, Chunk, ContainerKind, Document, LeafKind, Parse, Segment, SegmentBuilder, Span,
};
use crate::layout::plain::line_text;
use crate::layout::*;
use crate::text::width;

/// What any segment is made of.
#[derive(Clone, Debug)]
enum Block {
    Leaf(LeafKind, String),
    Table(Vec<Vec<String>>),
    /// A container with blocks in it, and its marker.
    Container(ContainerKind, Option<&'static str>, Vec<Self>),
}

impl Block {
    fn build(&self, b: &mut SegmentBuilder) {
        match self {
            Self::Leaf(kind, text) => b.leaf(*kind, 0..0, text),
            Self::Table(rows) => {
                let rows: Vec<Vec<&str>> =
                    rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
                table(b, &[], &rows.iter().map(Vec::as_slice).collect::<Vec<_>>());
            }
            Self::Container(kind, marker, blocks) => {
                b.open(*kind, 0..0);
                if let Some(marker) = marker {
                    b.leaf(LeafKind::Marker, 0..0, marker);
                }
                for block in blocks {
                    block.build(b);
                }
                b.close();
            }
        }
    }
}

fn any_text() -> impl Strategy<Value = String> {
    "([a-z]{1,9}|漢字|e\u{301}|\n|\t|  )([ \u{ad}/-]([a-z]{1,9}|漢字語|[0-9]{1,4}|\n)|[.,?][A-Z]?[a-z]{1,6}){0,12}"
}

fn any_leaf() -> impl Strategy<Value = Block> {
    let code = LeafKind::CodeBlock { info: Span::default() };
    let kinds = [LeafKind::Paragraph, LeafKind::Paragraph, LeafKind::Image, LeafKind::ThematicBreak, code]
        .into_iter()
        .chain([LeafKind::HtmlBlock, LeafKind::Term])
        .chain((1..=6).map(LeafKind::Heading));
    let kind = proptest::sample::select(kinds.collect::<Vec<_>>());
    prop_oneof![
        6 => (kind, any_text()).prop_map(|(kind, text)| Block::Leaf(kind, text)),
        1 => "[a-z]{40,90}\t[a-z ]{0,60}".prop_map(move |text| Block::Leaf(code, text)),
        1 => Just(Block::Leaf(LeafKind::Paragraph, String::new())),
        2 => proptest::collection::vec(proptest::collection::vec("[0-9]{0,3}|[a-z\u{ad}\n]{0,9}( [a-z]{1,9}){0,4}", 1..11), 1..4)
            .prop_map(Block::Table),
    ]
}

fn any_container() -> impl Strategy<Value = (ContainerKind, Option<&'static str>)> {
    let marker = Span::default();
    let item = |task| ContainerKind::Item { marker, task };
    proptest::sample::select(vec![
        (item(None), None),
        (item(None), Some("7.")),
        (item(Some(true)), None),
        (item(Some(false)), Some("12.")),
        (ContainerKind::BlockQuote(None), None),
        (ContainerKind::BlockQuote(Some(Alert::Note)), None),
        (ContainerKind::BlockQuote(Some(Alert::Important)), None),
        (ContainerKind::Footnote, Some("[note]")),
        (ContainerKind::Definition, None),
        (ContainerKind::List { tight: true }, None),
        (ContainerKind::List { tight: false }, None),
    ])
}

fn any_block() -> impl Strategy<Value = Block> {
    any_leaf().prop_recursive(4, 24, 4, |inner| {
        (any_container(), proptest::collection::vec(inner, 0..4))
            .prop_map(|((kind, marker), blocks)| Block::Container(kind, marker, blocks))
    })
}

fn any_blocks() -> impl Strategy<Value = Vec<Block>> {
    proptest::collection::vec(any_block(), 1..8)
}

/// Any segment: all kinds of leaves in all kinds of containers.
fn any_segment() -> impl Strategy<Value = Segment> {
    any_blocks().prop_map(|blocks| segment(|b| blocks.iter().for_each(|block| block.build(b))))
}

/// A document of given segments.
struct Given(Vec<Segment>);

impl Parse for Given {
    fn parse(&self, chunk: &Chunk) -> Segment {
        self.0[usize::try_from(chunk.source.start).unwrap()].clone()
    }

    fn source_text(&self, _: &Chunk) -> String {
        String::new()
    }
}

fn document(segments: Vec<Segment>) -> Document {
    let chunks = (0..segments.len() as u64).map(|at| Chunk {
        source: at..at + 1,
        continues: at % 3 == 2,
        is_provisional: false,
    });
    let chunks: Vec<_> = chunks.collect();
    let mut document = Document::new("any", Arc::new(Given(segments)));
    document.push_chunks(chunks);
    document.end_chunks();
    document
}

/// The bytes of text that are set, sorted, each as often as it is set.
fn bytes_set(layout: &SegmentLayout) -> Vec<u32> {
    let mut bytes = Vec::new();
    for run in &layout.runs {
        bytes.extend(run.content.text_span().into_iter().flat_map(|span| span.start..span.end));
    }
    bytes.sort_unstable();
    bytes
}

/// Columns that a run takes.
fn run_width(segment: &Segment, run: &Run) -> usize {
    match run.content {
        RunContent::Text(span) | RunContent::Echo(span) => width(segment.slice(span)),
        RunContent::EchoOfLead(span) => width(segment.lead_in().unwrap().slice(span)),
        RunContent::Ornament(symbol, repeat) => width(symbol) * usize::from(repeat),
        RunContent::Fold(amount) => width(&amount.text()),
    }
}

/// Any measure, with the spaces that are missing or without.
fn any_options() -> impl Strategy<Value = Options> {
    (1u16..60, any::<bool>()).prop_map(|(measure, is_mended)| Options { is_mended, ..Options::new(measure) })
}

/// The text of a layout in which the spaces that were set are left out.
fn unmended(segment: &Segment, layout: &SegmentLayout) -> Vec<String> {
    let shown = |run: &Run| match run.content {
        RunContent::Text(span) => segment.slice(span).to_owned(),
        // A rule is as long as its heading.
        RunContent::Ornament(..) if matches!(run.role, Role::Mended | Role::Rule) => String::new(),
        other => format!("{other:?}"),
    };
    layout.lines().iter().map(|line| layout.runs(line).iter().map(shown).collect()).collect()
}

proptest! {
    #[test]
    fn every_letter_is_set_once(segment in any_segment(), options in any_options()) {
        let layout = set(&segment, options, Seam::Gap);
        let set_bytes = bytes_set(&layout);
        prop_assert!(set_bytes.windows(2).all(|pair| pair[0] < pair[1]), "a byte is set twice");
        let in_rule = |at| {
            let leaf = segment.leaves()[segment.leaf_at(at)];
            leaf.kind == LeafKind::ThematicBreak
        };
        for (at, c) in segment.text().char_indices().filter(|(_, c)| c.is_alphanumeric()) {
            let at = u32::try_from(at).unwrap();
            prop_assert!(in_rule(at) || set_bytes.binary_search(&at).is_ok(), "{c:?} at {at} is lost");
        }
    }

    #[test]
    fn spaces_that_are_set_are_all_that_is_added(segment in any_segment(), measure in 1u16..60) {
        let wide = |is_mended| Options { is_mended, ..Options::new(u16::MAX) };
        let [written, mended] = [false, true].map(|is_mended| set(&segment, wide(is_mended), Seam::Gap));
        prop_assert_eq!(unmended(&segment, &written), unmended(&segment, &mended));
        prop_assert!(written.runs.iter().all(|run| run.role != Role::Mended));
        let narrow = |is_mended| set(&segment, Options { is_mended, ..Options::new(measure) }, Seam::Gap);
        let [written, mended] = [false, true].map(|is_mended| bytes_set(&narrow(is_mended)));
        let is_space = |at: &u32| segment.slice(Span::new(*at, *at + 1)).trim().is_empty();
        let letters = |bytes: Vec<u32>| bytes.into_iter().filter(|at| !is_space(at)).collect::<Vec<_>>();
        prop_assert_eq!(letters(written), letters(mended));
    }

    #[test]
    fn lines_and_offsets_agree(segment in any_segment(), options in any_options()) {
        let layout = set(&segment, options, Seam::Gap);
        prop_assert!(layout.lines().is_sorted_by_key(|line| line.start));
        prop_assert_eq!(layout.line_at(0), 0);
        for (index, line) in layout.lines().iter().enumerate() {
            for span in layout.runs(line).iter().filter_map(|run| run.content.text_span()) {
                for offset in [span.start, span.end.max(1) - 1].into_iter().filter(|&at| span.contains(at)) {
                    prop_assert_eq!(layout.line_showing(offset), index);
                    // At most a title stands between.
                    let line = layout.line_at(offset);
                    prop_assert!(line == index || layout.lines()[line..=index].iter().all(|line| line.start == offset));
                }
            }
        }
    }

    #[test]
    fn runs_stand_side_by_side(segment in any_segment(), options in any_options()) {
        let layout = set(&segment, options, Seam::Gap);
        for line in layout.lines() {
            let mut end = 0;
            for run in layout.runs(line) {
                prop_assert!(usize::from(run.column) >= end, "{:?}", layout.runs(line));
                end = usize::from(run.column) + run_width(&segment, run);
            }
        }
    }

    #[test]
    fn rows_keep_the_measure(segment in any_segment(), measure in 4u16..60, more in 0u16..30, is_mended in any::<bool>()) {
        let options = Options { measure, limit: measure + more, is_mended };
        let layout = set(&segment, options, Seam::Gap);
        for line in layout.lines() {
            let row = line_text(&segment, &layout, line);
            let is_literal = layout.runs(line).iter().any(|run| matches!(run.role, Role::Code | Role::Html));
            let most = if is_literal { options.limit } else { measure };
            prop_assert!(width(&row) <= usize::from(most), "{row:?}");
            prop_assert_eq!(row.trim_end(), row.as_str());
        }
    }

    #[test]
    fn every_row_has_an_anchor(
        segments in proptest::collection::vec(any_segment(), 1..6), options in any_options(), step in 1i64..40,
    ) {
        let mut document = document(segments);
        let mut page = Page::new(options);
        let mut at = page.line_at(&mut document, Anchor::default());
        prop_assert_eq!(page.advance(&mut document, at, -1000), at);
        let last = page.last_line(&mut document);
        loop {
            let anchor = page.anchor_at(&mut document, at);
            prop_assert_eq!(page.line_at(&mut document, anchor), at, "{:?}", anchor);
            let further = page.advance(&mut document, at, step);
            if further < last {
                prop_assert_eq!(page.advance(&mut document, further, -step), at);
            }
            let next = page.advance(&mut document, at, 1);
            if next == at {
                break;
            }
            at = next;
        }
        prop_assert_eq!(at, last);
    }
}
