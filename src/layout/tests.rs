//! Whole segments, typeset: what stands where.

use proptest::prelude::*;

use super::plain::line_text;
use super::*;
use crate::document::{Alert, Alignment, ContainerKind, LeafKind, Segment, SegmentBuilder, Span};

/// The segment as rows of text.
fn rows(segment: &Segment, measure: u16) -> Vec<String> {
    let layout = set(segment, Options::new(measure), Seam::End);
    layout.lines().iter().map(|line| line_text(segment, &layout, line)).collect()
}

fn assert_rows(segment: &Segment, measure: u16, expected: &str) {
    let rows = rows(segment, measure).join("\n");
    assert_eq!(rows, expected.trim_matches('\n'), "\n{rows}\n");
}

/// A segment made by `build`.
fn segment(build: impl FnOnce(&mut SegmentBuilder)) -> Segment {
    let mut builder = SegmentBuilder::new(0);
    build(&mut builder);
    builder.finish(0)
}

fn item(builder: &mut SegmentBuilder, number: Option<&str>, task: Option<bool>, text: &str) {
    builder.open(ContainerKind::Item { marker: Span::default(), task }, 0..0);
    if let Some(number) = number {
        builder.leaf(LeafKind::Marker, 0..0, number);
    }
    builder.leaf(LeafKind::Paragraph, 0..0, text);
}

fn list(builder: &mut SegmentBuilder, items: &[(Option<&str>, &str)]) {
    builder.open(ContainerKind::List { tight: true }, 0..0);
    for (number, text) in items {
        item(builder, *number, None, text);
        builder.close();
    }
    builder.close();
}

fn table(builder: &mut SegmentBuilder, alignments: &[Alignment], rows: &[&[&str]]) {
    let alignments = builder.alignments(alignments);
    builder.open(ContainerKind::Table { alignments, header: true }, 0..0);
    for row in rows {
        for (column, cell) in row.iter().enumerate() {
            builder.leaf(LeafKind::Cell { column: u16::try_from(column).unwrap() }, 0..0, cell);
        }
    }
    builder.close();
}

#[test]
fn one_blank_row_between_blocks_and_none_around() {
    let segment = segment(|b| {
        b.leaf(LeafKind::Heading(1), 0..0, "Title");
        b.leaf(LeafKind::Paragraph, 0..0, "Some words that wrap.");
        b.leaf(LeafKind::Heading(2), 0..0, "Part");
        b.leaf(LeafKind::Heading(3), 0..0, "Small");
        b.leaf(LeafKind::ThematicBreak, 0..0, "***");
    });
    assert_rows(
        &segment,
        12,
        "Title\n━━━━━━━━━━━━\n\nSome words\nthat wrap.\n\nPart\n────\n\n◆ Small\n\n    ────",
    );
}

#[test]
fn items_hang_and_numbers_are_aligned() {
    let segment = segment(|b| {
        list(b, &[(None, "a bullet that wraps around"), (None, "b")]);
        list(b, &[(Some("9."), "nine"), (Some("10."), "ten that wraps around here")]);
    });
    assert_rows(
        &segment,
        24,
        "
• a bullet that wraps
  around
• b

 9. nine
10. ten that wraps
    around here",
    );
}

#[test]
fn lists_nest_and_stand_in_where_there_is_room() {
    let segment = segment(|b| {
        b.open(ContainerKind::List { tight: true }, 0..0);
        item(b, None, None, "outer");
        list(b, &[(None, "inner"), (None, "more")]);
        b.close();
        item(b, None, Some(true), "done");
        b.close();
        item(b, None, Some(false), "open");
    });
    assert_rows(&segment, 40, "  • outer\n    ◦ inner\n    ◦ more\n  ☑ done\n  ☐ open");
}

#[test]
fn quotes_have_a_bar_on_every_row_and_alerts_a_title() {
    let segment = segment(|b| {
        b.open(ContainerKind::BlockQuote(None), 0..0);
        b.leaf(LeafKind::Paragraph, 0..0, "one two three four");
        b.open(ContainerKind::BlockQuote(None), 0..0);
        b.leaf(LeafKind::Paragraph, 0..0, "inner");
        b.close();
        b.close();
        b.open(ContainerKind::BlockQuote(Some(Alert::Tip)), 0..0);
        b.leaf(LeafKind::Paragraph, 0..0, "try it");
    });
    let expected = "
│ one two three
│ four
│
│ │ inner

│ Tip
│ try it";
    assert_rows(&segment, 18, expected);
}

#[test]
fn columns_are_aligned_and_numbers_stand_right() {
    let segment = segment(|b| {
        let rows: [&[&str]; 3] = [&["Name", "Size", "Note"], &["a", "7", "x"], &["bee", "1,200", "mid"]];
        table(b, &[Alignment::Unspecified, Alignment::Unspecified, Alignment::Center], &rows);
    });
    assert_rows(
        &segment,
        30,
        "
Name   Size  Note
────  ─────  ────
a         7   x
bee   1,200  mid",
    );
}

#[test]
fn cells_wrap_without_cutting_words() {
    let segment = segment(|b| {
        let rows: [&[&str]; 3] =
            [&["Key", "Meaning"], &["one", "a text that is longer than the page is"], &["two", "short"]];
        table(b, &[], &rows);
    });
    assert_rows(
        &segment,
        24,
        "
Key  Meaning
───  ───────────────────
one  a text that is
     longer than the
     page is
┈┈┈  ┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈
two  short",
    );
}

#[test]
fn a_table_too_narrow_for_its_words_becomes_records() {
    let segment = segment(|b| {
        let rows: [&[&str]; 2] = [&["Initiative", "Objective"], &["Festivals", "Understanding"]];
        table(b, &[], &rows);
    });
    assert_rows(
        &segment,
        21,
        "
Initiative
Objective
────────────────────
Initiative: Festivals
Objective:
Understanding",
    );
}

#[test]
fn code_keeps_its_lines_and_expands_tabs() {
    let segment = segment(|b| {
        b.leaf(
            LeafKind::CodeBlock { info: Span::default() },
            0..0,
            "if x:\n\treturn 1  # a long comment\n\n}",
        );
    });
    assert_rows(&segment, 26, "  if x:\n      return 1  # a long c\n  ↪ omment\n\n  }");
}

/// Any segment, as a list of leaves to build.
fn any_segment() -> impl Strategy<Value = Segment> {
    let words = "([a-z]{1,9}|漢字|e\u{301}|\n|\t|  )( ([a-z]{1,9}|漢字語|[0-9]{1,4})){0,12}";
    proptest::collection::vec((0u8..9, words), 1..12).prop_map(|leaves| {
        segment(|b| {
            for (kind, text) in leaves {
                match kind {
                    0 => b.leaf(LeafKind::Heading(2), 0..0, &text),
                    1 => b.leaf(LeafKind::CodeBlock { info: Span::default() }, 0..0, &text),
                    2 => list(b, &[(None, &text), (Some("3."), "x y")]),
                    3 => table(b, &[], &[&[&text, "b c"], &["1", &text]]),
                    4 => {
                        b.open(ContainerKind::BlockQuote(None), 0..0);
                        b.leaf(LeafKind::Paragraph, 0..0, &text);
                        b.close();
                    }
                    5 => b.leaf(LeafKind::Image, 0..0, &text),
                    6 => b.leaf(LeafKind::ThematicBreak, 0..0, "***"),
                    _ => b.leaf(LeafKind::Paragraph, 0..0, &text),
                }
            }
        })
    })
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

proptest! {
    #[test]
    fn every_letter_is_set_once(segment in any_segment(), measure in 1u16..60) {
        let layout = set(&segment, Options::new(measure), Seam::Gap);
        let set_bytes = bytes_set(&layout);
        prop_assert!(set_bytes.windows(2).all(|pair| pair[0] < pair[1]), "a byte is set twice");
        for (at, c) in segment.text().char_indices().filter(|(_, c)| c.is_alphanumeric()) {
            prop_assert!(set_bytes.binary_search(&u32::try_from(at).unwrap()).is_ok(), "{c:?} at {at} is lost");
        }
    }

    #[test]
    fn lines_and_offsets_agree(segment in any_segment(), measure in 1u16..60) {
        let layout = set(&segment, Options::new(measure), Seam::Gap);
        for (index, line) in layout.lines().iter().enumerate() {
            for span in layout.runs(line).iter().filter_map(|run| run.content.text_span()) {
                prop_assert_eq!(layout.line_at(span.start), index);
                prop_assert_eq!(layout.line_at(span.end - 1), index);
            }
            if !line.is_ornament {
                prop_assert_eq!(layout.line_at(line.start), index);
            }
        }
    }

    #[test]
    fn rows_keep_the_measure(segment in any_segment(), measure in 4u16..60) {
        for row in rows(&segment, measure) {
            prop_assert!(crate::text::width(&row) <= usize::from(measure), "{row:?}");
            prop_assert_eq!(row.trim_end(), row.as_str());
        }
    }
}
