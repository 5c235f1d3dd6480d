//! The typeset text, row by row.

use std::io::{self, Write};

use crate::document::{self, SegmentId};
use crate::format::Opening;
use crate::layout::plain::line_text;
use crate::layout::{Options, Seam, set};

/// Writes the document set in `width` columns. Holds one segment at a time.
pub fn write(out: &mut impl Write, opening: Opening, width: u16) -> io::Result<()> {
    let Opening { mut document, chunks } = opening;
    document.push_chunks(chunks);
    document.complete();
    let parser = document.parser();
    for index in 0..document.n_segments() {
        let id = SegmentId::from_index(index);
        let Some(chunk) = document.chunk(id) else { break };
        let segment = document::parse(parser.as_ref(), chunk);
        let layout = set(&segment, Options::new(width), Seam::after(&document, id));
        for line in layout.lines() {
            writeln!(out, "{}", line_text(&segment, &layout, line))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::tests::opening;
    use super::*;
    use crate::document::LeafKind;

    #[test]
    fn segments_are_parted_by_one_blank_row() {
        let opening = opening(2, |builder| builder.leaf(LeafKind::Paragraph, 0..9, "some words"));
        let mut out = Vec::new();
        write(&mut out, opening, 6).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "some\nwords\n\nsome\nwords\n");
    }
}
