//! The typeset text, row by row.

use std::io::{self, Write};

use super::{all_chunks, ordered};
use crate::document::{Segment, SegmentId};
use crate::format::Opening;
use crate::layout::plain::line_text;
use crate::layout::{Options, Seam, set};

/// Writes the document set in `width` columns. Holds a few segments at a time.
pub fn write(out: &mut impl Write, opening: Opening, width: u16) -> io::Result<()> {
    let document = all_chunks(opening);
    let set = |id: SegmentId, segment: Segment| {
        let layout = set(&segment, Options::new(width), Seam::after(&document, id));
        let mut text = String::with_capacity(segment.text().len() * 5 / 4);
        for line in layout.lines() {
            text += &line_text(&segment, &layout, line);
            text.push('\n');
        }
        text
    };
    ordered::for_each(&document, set, |_, text| out.write_all(text.as_bytes()))
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
