//! What cutting must not change.

use proptest::prelude::*;

use std::ops::Range;

use super::*;
use crate::document::{Container, ContainerKind, Leaf, LeafKind, Parse as _, Segment, StyledSpan};
use crate::format::MAX_CHUNK;
use crate::format::chunks::tests::while_growing;
use crate::source::Source;

fn chunks(text: &str, size: usize, max: usize) -> (Vec<Chunk>, Vec<Segment>) {
    let source = Arc::new(Source::from_text("test", text));
    let reader = Arc::new(MarkdownReader::new(source));
    let chunks: Vec<_> = Chunks::new(Arc::clone(&reader), size, max).collect();
    let segments = chunks.iter().map(|chunk| reader.parse(chunk)).collect();
    (chunks, segments)
}

/// Every leaf with its text, styles, links and containers, at places in the whole source.
fn leaves(segments: &[Segment]) -> Vec<String> {
    segments
        .iter()
        .flat_map(|segment| (0..segment.leaves().len()).map(|index| leaf(segment, index)))
        .collect()
}

fn leaf(segment: &Segment, index: usize) -> String {
    let at = |offset: u32| segment.source_start() + u64::from(offset);
    let leaf = segment.leaves()[index];
    let kind = match leaf.kind {
        LeafKind::CodeBlock { info } => format!("code {}", segment.string(info)),
        kind => format!("{kind:?}"),
    };
    let mut described = vec![format!("{kind} {}..{}", at(leaf.source.start), at(leaf.source.end))];
    for (_, container) in segment.ancestors(leaf.container) {
        let kind = match container.kind {
            ContainerKind::Item { marker, task } => format!("{} {task:?}", segment.string(marker)),
            ContainerKind::Table { alignments, .. } => format!("{:?}", segment.alignments(alignments)),
            kind => format!("{kind:?}"),
        };
        described.push(format!("{kind} {}..{}", at(container.source.start), at(container.source.end)));
    }
    described.extend(styled(segment, index));
    described.join(" ")
}

/// The parts of a leaf's text that differ in style or link.
fn styled(segment: &Segment, index: usize) -> Vec<String> {
    let described = |part: StyledSpan| {
        let link = part.link.map(|link| (segment.string(link.destination), segment.string(link.title)));
        format!("{:?} {:?} {link:?}", segment.slice(part.span), part.style)
    };
    segment.styled(segment.leaf_span(index)).map(described).collect()
}

fn assert_cuts_change_nothing(text: &str) {
    let (_, whole) = chunks(text, usize::MAX, usize::MAX);
    let (cut, parts) = chunks(text, 1, usize::MAX);
    assert!(cut.iter().all(|chunk| !chunk.continues));
    assert_eq!(leaves(&parts), leaves(&whole), "{text}");
}

fn starts(text: &str) -> Vec<usize> {
    let (chunks, _) = chunks(text, 1, usize::MAX);
    chunks.iter().map(|chunk| usize::try_from(chunk.source.start).unwrap()).collect()
}

#[test]
fn cuts_are_before_flush_letters_and_headings() {
    for (text, expected) in [
        ("a\n\nb\n\n# c\n", vec![0, 3, 6]),
        ("a\nb\n\n- c\n\n- d\n\n  e\n\n1. f\n", vec![0]),
        ("a\r\n\r\nb\r\rc", vec![0, 5, 8]),
        ("é\n \t\né", vec![0, 6]),
    ] {
        assert_eq!(starts(text), expected, "{text:?}");
    }
}

#[test]
fn no_cut_in_fences_and_html() {
    for (text, expected) in [
        ("```\n\na\n\n```\n\nb", vec![0, 13]),
        ("````\n\na\n\n```\n\nb", vec![0]),
        ("~~~\n\na\n\n```\n\n~~~\n\nb", vec![0, 18]),
        ("``` a`b\n\na\n", vec![0, 9]),
        ("- ```\n\na\n\n```\n\nb", vec![0, 7]),
        ("- x\n\n  ```\n  y\n\na\n\nb", vec![0, 16, 19]),
        ("> ```\n\na\n", vec![0, 7]),
        ("<!--\n\na\n\n-->\n\nb", vec![0, 14]),
        ("<pre>\n\na\n\n</pre>\n\nb", vec![0, 18]),
        ("<div>\n\na\n", vec![0, 7]),
        ("<div>\n```\n\na\n", vec![0, 11]),
        ("---\nt: x\n\nu: y\n---\n\nb", vec![0, 20]),
    ] {
        assert_eq!(starts(text), expected, "{text:?}");
        assert_cuts_change_nothing(text);
    }
}

#[test]
fn forced_cuts_are_at_line_ends_words_and_characters() {
    for (text, expected) in [
        ("- a\n- b\n- c\n", vec![0, 8]),
        ("- a\n- b\n  c\n", vec![0, 4]),
        ("1. a\nb\n1) c\n", vec![0, 7]),
        ("some words here", vec![0, 5]),
        ("éééééééééé", vec![0, 10]),
        ("aaaaaaaaaaaaaaa", vec![0, 10]),
    ] {
        let (chunks, _) = chunks(text, 4, 10);
        let starts: Vec<_> = chunks.iter().map(|chunk| chunk.source.start).collect();
        assert_eq!(starts, expected, "{text:?}");
        assert!(chunks.iter().skip(1).all(|chunk| chunk.continues));
    }
}

#[test]
fn a_blank_line_at_a_forced_cut_stays() {
    for text in ["- a\n\n- b\n\n- c\n\n- d\n", "- a\n\n- b\n- c\n", "- a\n\n  b\n\n  c\n\n  d\n"] {
        let (chunks, _) = chunks(text, 4, 10);
        assert!(chunks.len() > 1);
        assert!(chunks.iter().all(|chunk| !chunk.continues));
    }
}

#[test]
fn code_stays_code_behind_a_forced_cut() {
    let (_, segments) = chunks("```rs\n- a b\n\n# c d\n```\n\nend\n", 10, 10);
    let described: Vec<_> =
        leaves(&segments).iter().map(|leaf| leaf.split(' ').next().unwrap().to_owned()).collect();
    assert!(described.len() > 2);
    assert!(described[..described.len() - 1].iter().all(|kind| kind == "code"), "{described:?}");
}

/// The numbers of the items, as they are shown.
fn numbers(segments: &[Segment]) -> Vec<String> {
    let shown = segments.iter().flat_map(|segment| {
        let markers =
            (0..segment.leaves().len()).filter(|&index| segment.leaves()[index].kind == LeafKind::Marker);
        markers.map(|index| segment.leaf_text(index).to_owned())
    });
    shown.collect()
}

#[test]
fn items_are_numbered_on_behind_a_forced_cut() {
    for item in
        ["1. item\n", "1. item\n\n", "1. item\n   with\n   more\n", "> 1. item\n", "1. > item\n   > more\n"]
    {
        let text = item.repeat(100);
        let (cut, parts) = chunks(&text, 40, 60);
        assert!(cut.len() > 10);
        let expected: Vec<_> = (1..=100).map(|number| format!("{number}.")).collect();
        assert_eq!(numbers(&parts), expected, "{item:?}");
    }
}

#[test]
fn a_line_goes_on_behind_a_forced_cut() {
    let words = "some words and more ".repeat(10);
    for (begin, kind) in [
        ("", "Paragraph"),
        ("# ", "Heading(1)"),
        ("- ", "Paragraph < Item < List"),
        ("> 1. ", "Paragraph < Item < List < BlockQuote(None)"),
        ("    ", "code "),
        ("```\n", "code "),
        ("a | b\n-|-\n1 | ", "Cell { column: 1 } < Table"),
    ] {
        let (cut, parts) = chunks(&format!("{begin}{words}"), 30, 50);
        assert!(cut.len() > 3 && cut[1..].iter().all(|chunk| chunk.continues));
        let (last_kind, text) = joined(&parts).pop().unwrap();
        assert_eq!((last_kind.as_str(), text.trim_end()), (kind, words.trim_end()), "{begin:?}");
    }
}

/// Every cell with its column, its text, its place in the source, and the alignments of its table.
fn cells(segments: &[Segment]) -> Vec<String> {
    let cell = |segment: &Segment, index: usize| {
        let leaf = segment.leaves()[index];
        let LeafKind::Cell { column } = leaf.kind else { return None };
        let ContainerKind::Table { alignments, .. } = segment.container(leaf.container).kind else {
            return None;
        };
        let place = segment.source_start() + u64::from(leaf.source.start);
        let alignments = segment.alignments(alignments);
        let length = leaf.source.end - leaf.source.start;
        Some(format!("{column} {place}+{length} {alignments:?} {:?}", styled(segment, index)))
    };
    let cells = |segment: &Segment| -> Vec<String> {
        (0..segment.leaves().len()).filter_map(|index| cell(segment, index)).collect()
    };
    segments.iter().flat_map(cells).collect()
}

/// Where the tables of a segment are, and whether they have headers.
fn tables(segment: &Segment) -> Vec<(Range<usize>, bool)> {
    let table = |container: &Container| match container.kind {
        ContainerKind::Table { header, .. } => Some((container.source.range(), header)),
        _ => None,
    };
    segment.containers().iter().filter_map(table).collect()
}

fn long_table(n_rows: usize) -> String {
    let row = |row| match row % 4 {
        0 => format!("| row {row} | {row} | *good* |\n"),
        1 => format!("row {row} | {row} \\| {row}\n"),
        2 => format!("  | [row][f] | `{row}` | | more |\n"),
        _ => format!("only {row}\r\n"),
    };
    let rows: String = (0..n_rows).map(row).collect();
    format!("Text.\n\nName | Figure | Note\n:--|--:|---\n{rows}\nThe end.\n\n[f]: /figures\n")
}

#[test]
fn tables_go_on_behind_a_forced_cut() {
    let text = long_table(1200);
    let (_, whole) = chunks(&text, usize::MAX, usize::MAX);
    let (cut, parts) = chunks(&text, 500, 1000);
    let whole_cells = cells(&whole);
    assert_eq!(whole_cells.len(), 3 * 1201);
    assert_eq!(cells(&parts), whole_cells);
    let continued = cut.iter().zip(&parts).filter(|(chunk, _)| chunk.continues);
    assert!(continued.clone().count() > 20);
    for (_, part) in continued {
        let start = usize::try_from(part.source_start()).unwrap();
        let source = text.get(start..start + part.source_length() as usize).unwrap();
        let rows = source.split("\n\n").next().unwrap().trim();
        let [(table, header)] = &tables(part)[..] else { panic!("{source}") };
        assert_eq!((source.get(table.clone()), *header), (Some(rows), false));
    }
}

#[test]
fn tables_of_thousands_of_columns_go_on() {
    for (n_columns, heading, delimiter) in [(2_000, "a", "-"), (5_000, "a", "-"), (5_000, "word", ":---:")] {
        let row = |cell: &str| format!("|{}\n", format!("{cell}|").repeat(n_columns));
        let text = row(heading) + &row(delimiter) + &row("1").repeat(9);
        let (_, segments) = chunks(&text, CHUNK, MAX_CHUNK);
        assert!(segments.len() > 4);
        for segment in &segments {
            let n_cells =
                segment.leaves().iter().filter(|leaf| matches!(leaf.kind, LeafKind::Cell { .. })).count();
            assert_eq!((n_cells, n_cells % n_columns), (segment.leaves().len(), 0));
        }
        let leads: Vec<_> = segments.iter().skip(1).map(|segment| segment.lead_in().unwrap()).collect();
        assert!(leads[0].leaves().len() >= n_columns);
        assert!(leads.iter().all(|lead| std::ptr::eq(*lead, leads[0])), "all share their beginning");
    }
}

#[test]
fn a_table_that_ended_does_not_go_on() {
    let text = "a|b\n-|-\nc|d\n\n1|2\n3|4\n5|6\n";
    let (_, segments) = chunks(text, 12, 18);
    assert!(segments.len() > 1);
    assert_eq!(tables(&segments[0]).len(), 1);
    assert!(segments[1..].iter().all(|segment| tables(segment).is_empty()));
}

/// Every leaf with its containers and its text, the parts of one joined.
fn joined(segments: &[Segment]) -> Vec<(String, String)> {
    let mut joined: Vec<(String, String)> = Vec::new();
    for segment in segments {
        for (index, leaf) in segment.leaves().iter().enumerate() {
            let text = segment.leaf_text(index);
            match (segment.joint().filter(|_| index == 0), joined.last_mut()) {
                (Some(joint), Some((_, whole))) => whole.extend([joint, text]),
                _ => joined.push((kinds(segment, leaf), text.to_owned())),
            }
        }
    }
    joined
}

/// The kinds of a leaf and of the containers around it.
fn kinds(segment: &Segment, leaf: &Leaf) -> String {
    let kind = match leaf.kind {
        LeafKind::CodeBlock { info } => format!("code {}", segment.string(info)),
        kind => format!("{kind:?}"),
    };
    let containers = segment.ancestors(leaf.container).map(|(_, container)| match container.kind {
        ContainerKind::Item { .. } => "Item".to_owned(),
        ContainerKind::List { .. } => "List".to_owned(),
        ContainerKind::Table { .. } => "Table".to_owned(),
        kind => format!("{kind:?}"),
    });
    std::iter::once(kind).chain(containers).collect::<Vec<_>>().join(" < ")
}

/// Pieces of Markdown that open blocks, close them, or look as if they did.
const PIECES: &[&str] = &[
    "text\n",
    "Text of\ntwo lines\n",
    "\n",
    "\n",
    "\n",
    "\n\n",
    "# Heading\n",
    "Under\n---\n",
    "===\n",
    "- item\n",
    "- \n",
    "-\n",
    "  more\n",
    "    deep\n",
    "1. one\n",
    "3) three\n",
    "10. ten\n",
    "    - inner\n",
    "* [x] task\n",
    "```\n",
    "````\n",
    "``` rs\n",
    "``` a`b\n",
    "  ```\n",
    "   ~~~\n",
    "~~~\n",
    "- ```\n",
    "> ```\n",
    "> quote\n",
    "> - both\n",
    "lazy\n",
    "<div>\n",
    "</div>\n",
    "<!-- open\n",
    "-->\n",
    "<pre>\n",
    "</pre>\n",
    "<x y='z'>\n",
    "<?php\n",
    "a | b\n",
    "--|--\n",
    "- | -\n",
    "| c | d |\n",
    "***\n",
    "Term\n",
    ": meaning\n",
    "[x]: /url\n",
    "[x]:\n",
    "/y 'title'\n",
    "see [x] and [^n]\n",
    "[^n]: note\n",
    "[X]: /other\n",
    "> [!NOTE]\n",
    "é\n",
    "\t",
    "  ",
    "    ",
    "- ",
    "> ",
    "1. ",
    "\r\n",
    "\\\n",
    "*em\n",
    "`co\n",
    "`` de ``\n",
];

/// Those that mean the same whatever comes after them, and whose text does not span lines in a way
/// that only the whole paragraph shows.
const FIRM_PIECES: &[&str] = &[
    "text\n",
    "Text of\ntwo lines\n",
    "\n",
    "\n",
    "# Heading\n",
    "- item\n",
    "  more\n",
    "   more\n",
    "1. one\n",
    "3) three\n",
    "10. ten\n",
    "* [x] task\n",
    "```\n",
    "``` rs\n",
    "  ```\n",
    "~~~\n",
    "- ```\n",
    "> ```\n",
    "> quote\n",
    "> - both\n",
    ">\n",
    "lazy\n",
    "<div>\n",
    "<!-- open\n",
    "-->\n",
    "***\n",
    "[^n]: note\n",
    "é\n",
    "- - inner\n",
    "> 1. > deep\n",
    "1. > quoted\n",
    "2. * both\n",
    "     more\n",
    "`` de ``\n",
];

fn firm_mix() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(FIRM_PIECES), 0..24).prop_map(|pieces| pieces.concat())
}

fn mix() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..24).prop_map(|pieces| pieces.concat())
}

#[test]
fn chunks_of_tiny_lines_and_cells_are_shorter() {
    let table = |mark: &str| format!("{mark}|a|b|\n{mark}|-|-|\n{}", format!("{mark}|1|2|\n").repeat(16_000));
    let most = ENOUGH * MAX_CHUNK / CHUNK;
    // Those before the ones of full size.
    let n_first = 1 + (CHUNK / FIRST_CHUNK).ilog2() as usize;
    for (text, n_pieces) in [
        ("1\n\n".repeat(40_000), 40_000),
        ("1\n".repeat(40_000), 40_000),
        (table(""), 32_000),
        (table("> "), 32_000),
    ] {
        let (chunks, segments) = chunks(&text, CHUNK, MAX_CHUNK);
        assert!(
            (n_pieces / most..n_pieces / ENOUGH + 3 + n_first).contains(&chunks.len()),
            "{}",
            chunks.len()
        );
        assert!(segments.iter().all(|segment| segment.leaves().len() <= most));
    }
    let (chunks, _) = chunks(&"words of an ordinary length\n\n".repeat(10_000), CHUNK, MAX_CHUNK);
    assert_eq!(chunks.len(), n_first + 4);
}

#[test]
fn chunks_of_intricate_characters_are_shorter() {
    for text in ["ไทยไม่มีช่องว่าง".repeat(9_000), "ไทยไม่มี 👩🏽‍🔬\n\n".repeat(9_000), "e\u{301}".repeat(90_000)]
    {
        let (chunks, _) = chunks(&text, CHUNK, MAX_CHUNK);
        for chunk in chunks {
            let bytes =
                usize::try_from(chunk.source.start).unwrap()..usize::try_from(chunk.source.end).unwrap();
            let chunk = text.get(bytes).unwrap();
            assert!(chunk.len() + extra_cost(chunk.as_bytes()) <= MAX_CHUNK);
        }
    }
}

proptest! {
    #[test]
    fn cutting_changes_nothing(text in mix()) {
        assert_cuts_change_nothing(&text);
    }

    #[test]
    fn cutting_keeps_the_cells_of_a_table(n_rows in 0_usize..60, size in 1_usize..200, max in 60_usize..400) {
        let text = long_table(n_rows);
        let (_, whole) = chunks(&text, usize::MAX, usize::MAX);
        let (_, parts) = chunks(&text, size, max);
        prop_assert_eq!(cells(&parts), cells(&whole));
    }

    #[test]
    fn growing_changes_no_cut(
        mixes in prop::collection::vec(mix(), 60),
        pieces in prop::collection::vec(1_usize..3000, 1..20),
        size in 1_usize..3000,
        max in 100_usize..5000,
    ) {
        let text = mixes.concat();
        let (source, feed) = Source::growing("test");
        let source = Arc::new(source);
        let reader = Arc::new(MarkdownReader::new(Arc::clone(&source)));
        let found = Chunks::new(Arc::clone(&reader), size, max);
        let grown = while_growing((source, feed), found, &text, &pieces);
        let segments: Vec<_> = grown.iter().map(|chunk| reader.parse(chunk)).collect();
        let (whole, parts) = chunks(&text, size, max);
        prop_assert_eq!(grown, whole);
        prop_assert_eq!(leaves(&segments), leaves(&parts));
    }

    #[test]
    fn forced_cuts_keep_the_blocks(text in firm_mix(), max in 20_usize..60) {
        let (_, whole) = chunks(&text, usize::MAX, usize::MAX);
        let (_, parts) = chunks(&text, 1, max);
        prop_assert_eq!(joined(&parts), joined(&whole), "{}", text);
    }

    #[test]
    fn chunks_cover_the_source(text in mix(), size in 1_usize..40, max in 8_usize..60) {
        let (chunks, segments) = chunks(&text, size, max);
        let mut at = 0;
        for (chunk, segment) in chunks.iter().zip(&segments) {
            prop_assert_eq!(chunk.source.start, at);
            prop_assert!(chunk.source.end > at && chunk.source.end - at <= max as u64);
            prop_assert_eq!(u64::from(segment.source_length()), chunk.source.end - at);
            at = chunk.source.end;
        }
        prop_assert_eq!(at, text.len() as u64);
    }

    #[test]
    fn any_bytes_give_a_segment(bytes in prop::collection::vec(any::<u8>(), 0..200), size in 1_usize..40) {
        let reader = Arc::new(MarkdownReader::new(Arc::new(Source::from_utf8_bytes("test", bytes))));
        let chunks: Vec<_> = Chunks::new(Arc::clone(&reader), size, 50).collect();
        for chunk in chunks {
            reader.parse(&chunk);
        }
    }
}
