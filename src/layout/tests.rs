//! Whole segments, typeset: what stands where.

mod properties;

use super::plain::line_text;
use super::*;
use crate::document::{
    Alert, Alignment, ContainerKind, InlineStyle, LeafKind, Segment, SegmentBuilder, Span,
};

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
fn items_that_are_too_deep_for_an_indent_keep_their_marks() {
    let segment = segment(|b| {
        for text in ["one is here", "two is here", "three is here", "four is here"] {
            b.open(ContainerKind::List { tight: true }, 0..0);
            b.open(ContainerKind::Item { marker: Span::default(), task: None }, 0..0);
            b.leaf(LeafKind::Paragraph, 0..0, text);
        }
        list(b, &[(Some("1."), "five"), (Some("2."), "six")]);
        // Nothing is before it in the item around it, whose bullet is on the same row.
        b.open(ContainerKind::List { tight: true }, 0..0);
        b.open(ContainerKind::Item { marker: Span::default(), task: None }, 0..0);
        list(b, &[(None, "seven")]);
    });
    let expected = "
• one is here
  ◦ two is
    here
    ▪ three is
      here
    • four is
      here
    1. five
    2. six
    ◦ seven";
    assert_rows(&segment, 14, expected);
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
fn rules_part_only_rows_of_several_lines() {
    let segment = segment(|b| {
        let (long, short) = (&["three", "a text longer than the page"], &["row", "short"]);
        table(b, &[], &[&["Key", "Meaning"], short, short, long, short, short]);
    });
    assert_rows(
        &segment,
        24,
        "
Key    Meaning
─────  ─────────────────
row    short
row    short
┈┈┈┈┈  ┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈
three  a text longer
       than the page
┈┈┈┈┈  ┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈
row    short
row    short",
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
fn blanks_at_the_end_of_code_take_no_row() {
    let segment =
        segment(|b| b.leaf(LeafKind::CodeBlock { info: Span::default() }, 0..0, "let x;            \ny"));
    assert_rows(&segment, 12, "let x;\ny");
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
    assert_rows(&segment, 26, "  if x:\n      return 1  # a long\n      ↪ comment\n\n  }");
}

#[test]
fn blank_lines_at_the_end_of_code_add_nothing_to_the_gap() {
    let segment = segment(|b| {
        b.leaf(LeafKind::CodeBlock { info: Span::default() }, 0..0, "let x;\n\ny \n  \n\n");
        b.leaf(LeafKind::Paragraph, 0..0, "Words.");
        b.leaf(LeafKind::CodeBlock { info: Span::default() }, 0..0, "z\n\n");
    });
    assert_rows(&segment, 12, "let x;\n\ny\n\nWords.\n\nz");
    // Behind a forced cut the code may go on.
    let layout = set(&segment, Options::new(12), Seam::Continues);
    assert_eq!(layout.lines().len(), 9);
}

#[test]
fn a_header_that_says_nothing_is_a_rule() {
    let segment = segment(|b| {
        b.leaf(LeafKind::Paragraph, 0..0, "Words.");
        table(b, &[], &[&["", ""], &["Boat", "red"]]);
    });
    assert_rows(&segment, 12, "Words.\n\n────  ───\nBoat  red");
}

#[test]
fn long_lines_of_code_end_behind_spaces_and_signs() {
    for (measure, code, expected) in [
        (26, "    let boat = find(&harbor);", "      let boat =\n      ↪ find(&harbor);"),
        (26, "exactly twenty-four wide and more", "  exactly twenty-four wide\n  ↪ and more"),
        (26, "harbor::boats::of_the,river", "  harbor::boats::of_the,\n  ↪ river"),
        (26, "a abcdefghijklmnopqrstuvwxyz", "  a abcdefghijklmnopqrstuv\n  ↪ wxyz"),
        (12, "let boat = 1;", "let boat = 1\n↪ ;"),
    ] {
        let segment = segment(|b| {
            b.leaf(LeafKind::CodeBlock { info: Span::default() }, 0..0, code);
        });
        assert_rows(&segment, measure, expected);
    }
}

/// The text of the line to which one goes for the first byte of `text`.
fn line_of(segment: &Segment, measure: u16, text: &str) -> String {
    let layout = set(segment, Options::new(measure), Seam::End);
    let offset = u32::try_from(segment.text().find(text).unwrap()).unwrap();
    line_text(segment, &layout, &layout.lines()[layout.line_at(offset)])
}

fn quote(builder: &mut SegmentBuilder, alert: Option<Alert>, text: &str) {
    builder.open(ContainerKind::BlockQuote(alert), 0..0);
    builder.leaf(LeafKind::Paragraph, 0..0, text);
    builder.close();
}

/// Items with `fill` as their first block.
fn items(builder: &mut SegmentBuilder, numbers: &[Option<&str>], fill: impl Fn(&mut SegmentBuilder)) {
    builder.open(ContainerKind::List { tight: true }, 0..0);
    for number in numbers {
        builder.open(ContainerKind::Item { marker: Span::default(), task: None }, 0..0);
        if let Some(number) = number {
            builder.leaf(LeafKind::Marker, 0..0, number);
        }
        fill(builder);
        builder.close();
    }
    builder.close();
}

#[test]
fn marks_stand_on_the_first_row_beside_quotes_and_titles() {
    let segment = segment(|b| {
        items(b, &[None], |b| quote(b, None, "a quote that is broken"));
        items(b, &[Some("1."), Some("10.")], |b| quote(b, Some(Alert::Note), "an alert"));
    });
    let expected = "
• │ a quote that is
  │ broken

 1. │ Note
    │ an alert
10. │ Note
    │ an alert";
    assert_rows(&segment, 22, expected);
    assert_eq!(line_of(&segment, 30, "10."), "10. │ Note");
    assert_eq!(line_of(&segment, 30, "a quote"), "• │ a quote that is broken");
}

#[test]
fn alerts_in_each_other_have_all_their_titles() {
    let segment = segment(|b| {
        b.open(ContainerKind::BlockQuote(Some(Alert::Note)), 0..0);
        items(b, &[Some("1.")], |b| quote(b, Some(Alert::Important), "text"));
    });
    assert_rows(&segment, 24, "│ Note\n│ 1. │ Important\n│    │ text");
    assert_rows(&segment, 6, "│ Note\n│ 1.\n│ Impo\n│ text");
}

#[test]
fn the_title_is_where_its_alert_begins() {
    let segment = segment(|b| quote(b, Some(Alert::Tip), "text"));
    let layout = set(&segment, Options::new(20), Seam::End);
    assert_eq!((layout.line_at(0), layout.line_showing(0)), (0, 1));
    assert_eq!((layout.line_at(1), layout.line_showing(1)), (1, 1));
}

#[test]
fn empty_items_keep_their_marks() {
    let segment = segment(|b| {
        list(b, &[(None, "a"), (None, ""), (None, "c")]);
        items(b, &[Some("1."), Some("2.")], |_| ());
        items(b, &[None, None], |_| ());
    });
    assert_rows(&segment, 20, "• a\n•\n• c\n\n1.\n2.\n\n•\n•");
}

#[test]
fn numbered_tasks_have_number_and_box() {
    let segment = segment(|b| {
        b.open(ContainerKind::List { tight: true }, 0..0);
        for (number, task, text) in [("9.", Some(true), "a thing to be done"), ("10.", None, "no task")] {
            item(b, Some(number), task, text);
            b.close();
        }
    });
    assert_rows(&segment, 22, " 9. ☑ a thing to be\n      done\n10. no task");
}

#[test]
fn short_notes_stand_close() {
    let segment = segment(|b| {
        b.leaf(LeafKind::Term, 0..0, "term");
        for (kind, marker) in [(ContainerKind::Definition, None), (ContainerKind::Footnote, Some("[x]"))] {
            for texts in [&["one"][..], &["two"], &["three", "four"]] {
                b.open(kind, 0..0);
                if let Some(marker) = marker {
                    b.leaf(LeafKind::Marker, 0..0, marker);
                }
                for text in texts {
                    b.leaf(LeafKind::Paragraph, 0..0, text);
                }
                b.close();
            }
        }
    });
    let expected = "
term
    one
    two

    three

    four

[x] one
[x] two

[x] three

    four";
    assert_rows(&segment, 30, expected);
}

#[test]
fn a_column_of_numbers_may_lack_some() {
    for (cells, expected) in [
        (["1,200", "–"], ["A", "─────", "1,200", "    –"]),
        (["12", "n/a"], ["A", "───", " 12", "n/a"]),
        (["-", "…"], ["A", "─", "-", "…"]),
        (["12 bees", "-"], ["A", "───────", "12 bees", "-"]),
    ] {
        let segment = segment(|b| table(b, &[], &[&["A"], &[cells[0]], &[cells[1]]]));
        let rows = rows(&segment, 30);
        assert_eq!(rows[1..], expected[1..], "{cells:?}");
    }
}

#[test]
fn a_cell_has_at_least_half_of_the_line_or_stands_below_its_heading() {
    let segment = segment(|b| {
        let cell = "one for superintendents and one to the town";
        table(b, &[], &[&["Ferrymen’s-boat", "Seats-reserved"], &[cell, cell], &["Swan", "12"]]);
    });
    let expected = "
Ferrymen’s-boat
Seats-reserved
────────────────────
Ferrymen’s-boat:
  one for superintendents and
  one to the town
Seats-reserved:
  one for superintendents and
  one to the town
┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈
Ferrymen’s-boat: Swan
Seats-reserved: 12";
    assert_rows(&segment, 29, expected);
}

#[test]
fn records_show_long_headings_in_full() {
    let segment = segment(|b| {
        table(b, &[], &[&["A very long heading", "B"], &["extra\u{ad}ordinary", "thoroughness"], &["", ""]]);
    });
    let expected = "
A very long
heading
B
────────────
A very long
heading:
  extra-
  ordinary
B:
thoroughness
┈┈┈┈┈┈┈┈┈┈┈┈
A very long
heading:
B:";
    assert_rows(&segment, 12, expected);
}

#[test]
fn many_headings_are_listed_on_running_lines() {
    let headings = ["Alpha", "Beta", "", "Gamma", "Delta", "Epsilon zeta eta", "Iota", "Kappa", "Lambda"];
    let segment = segment(|b| table(b, &[], &[&headings, &["1"]]));
    let expected = "
Alpha · Beta ·
Gamma · Delta ·
Epsilon zeta
eta · Iota ·
Kappa · Lambda
───────────────
Alpha: 1";
    assert_rows(&segment, 15, expected);
}

#[test]
fn spaces_that_are_missing_are_set_and_marked() {
    let segment = segment(|b| {
        b.leaf(LeafKind::Heading(2), 0..0, "The end.The sequel");
        b.leaf(LeafKind::Paragraph, 0..0, "We slept,then woke.Nobody spoke.It rained");
        b.leaf(LeafKind::CodeBlock { info: Span::default() }, 0..0, "slept,then woke.Nobody");
        b.begin(LeafKind::Paragraph, 0..0);
        b.style(InlineStyle::CODE, None);
        b.text("woke.Nobody");
        b.style(InlineStyle::empty(), None);
        b.text(" woke.Nobody");
        b.end();
    });
    let layout = set(&segment, Options { is_mended: true, ..Options::new(24) }, Seam::End);
    let rows: Vec<_> = layout.lines().iter().map(|line| line_text(&segment, &layout, line)).collect();
    let expected = [
        "The end. The sequel",
        "───────────────────",
        "",
        "We slept, then woke.",
        "Nobody spoke. It rained",
        "",
        "  slept,then woke.Nobody",
        "",
        "woke.Nobody woke. Nobody",
    ];
    assert_eq!(rows, expected);
    let starts: Vec<_> =
        layout.lines().iter().map(|line| segment.slice(Span::new(line.start, line.start + 6))).collect();
    assert_eq!(starts[4], "Nobody", "lines start where their text does");
    let marked = layout.runs.iter().filter(|run| run.role == Role::Mended);
    assert_eq!(marked.map(|run| run.column).collect::<Vec<_>>(), [8, 9, 13, 17]);
}

#[test]
fn the_longest_lines_are_cut_at_the_limit() {
    let code = LeafKind::CodeBlock { info: Span::default() };
    for kind in [code, LeafKind::Paragraph, LeafKind::Heading(2), LeafKind::Cell { column: 0 }] {
        let segment = segment(|b| {
            b.open(ContainerKind::BlockQuote(None), 0..0);
            b.leaf(kind, 0..0, &"x".repeat(70_000));
        });
        let layout = set(&segment, Options::new(u16::MAX), Seam::End);
        assert_eq!(layout.lines().iter().filter(|line| !line.is_ornament).count(), 2, "{kind:?}");
    }
}
