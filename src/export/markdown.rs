//! The document as Markdown: CommonMark with the tables, task lists, footnotes, alerts and definition
//! lists that folio reads.
//!
//! What is written is what a person would write who edits by hand: one paragraph a line, one blank line
//! between blocks, `-` before items, fences around code, pipes that stand below each other, and a
//! backslash only where a sign would else mean something. Read again, it gives the same blocks. What
//! Markdown has no sign for is kept as text: the `a)` of an item stands behind its bullet.
//!
//! On several threads [`parts`](mod@parts) takes a segment apart, with the text of its leaves marked up by
//! [`inline`]; on one, [`page`] puts the parts of all segments below each other, so that what a forced
//! cut goes through is one block again.

mod code;
mod delimiters;
mod escape;
mod front_matter;
mod inline;
mod line_start;
mod link;
mod page;
mod parts;
mod table;

use std::io::{self, Write};

use self::escape::Setting;
use self::front_matter::front_matter;
use self::page::Page;
use self::parts::parts;
use self::table::Columns;
use super::ordered::{self, Turn};
use crate::document::{Alignment, Opening, Segment, Span};
use crate::layout::Seam;

/// Who reads what is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// A program, or a file: every character is written as it is.
    Program,
    /// A terminal, which must not obey the text: control characters are made visible.
    Terminal,
}

/// A text of one segment.
pub(super) fn of_segment(segment: &Segment, reader: Reader) -> String {
    let mut page = Page::new(reader);
    page.put(parts(segment, false));
    page.finish()
}

/// The link whose text is `span`, on one line.
pub(crate) fn of_link(segment: &Segment, span: Span) -> String {
    inline::marked_up(segment, span, "", Setting::Heading, None)
}

/// A part of a cell of a table.
pub(super) fn of_cell(segment: &Segment, part: Span) -> String {
    inline::marked_up(segment, part, "", Setting::Cell, None).replace('\u{ad}', "")
}

/// The table of these cells, which are marked up, the first row of which is its header.
pub(super) fn of_table(rows: &[Vec<String>], alignments: &[Alignment]) -> String {
    let columns = Columns::of(rows, alignments);
    let mut lines: Vec<_> = rows.iter().map(|row| columns.row(row)).collect();
    lines.insert(lines.len().min(1), columns.delimiters());
    lines.join("\n")
}

/// Writes the document. Holds a few segments at a time. Answers what went wrong while it was read.
pub fn write(out: &mut impl Write, opening: Opening, reader: Reader) -> io::Result<Option<Box<str>>> {
    let parser = opening.document.parser();
    let take_apart = |Turn { id, segment, seam }: Turn| {
        let front = if id.index() == 0 { front_matter(parser.as_ref(), &segment) } else { None };
        (front, parts(&segment, seam == Seam::Continues), segment.warning().map(Box::from))
    };
    let mut page = Page::new(reader);
    let mut trouble = None;
    ordered::for_each(opening, take_apart, |(front, parts, warning)| {
        trouble = trouble.take().or(warning);
        if let Some(front) = front {
            page.put_front_matter(&front);
        }
        page.put(parts);
        out.write_all(page.take().as_bytes())
    })?;
    out.write_all(page.finish().as_bytes())?;
    Ok(trouble)
}
