//! The typeset text, row by row.

use std::io::{self, Write};

use super::ordered::{self, Turn};
use crate::document::Opening;
use crate::layout::plain::line_text;
use crate::layout::{Options, set};

/// Writes the document set in `width` columns. Holds a few segments at a time. Answers what went wrong
/// while it was read.
pub fn write(out: &mut impl Write, opening: Opening, width: u16) -> io::Result<Option<Box<str>>> {
    let set = |Turn { segment, seam, .. }: Turn| {
        let layout = set(&segment, Options::new(width), seam);
        let mut text = String::with_capacity(segment.text().len() * 5 / 4);
        for line in layout.lines() {
            text += &line_text(&segment, &layout, line);
            text.push('\n');
        }
        (text, segment.warning().map(Box::from))
    };
    let mut trouble = None;
    ordered::for_each(opening, set, |(text, warning)| {
        trouble = trouble.take().or(warning);
        out.write_all(text.as_bytes())
    })?;
    Ok(trouble)
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

    #[test]
    fn what_went_wrong_is_told() {
        let opening = opening(3, |builder| {
            builder.leaf(LeafKind::Paragraph, 0..1, "x");
            builder.warn("the disk is gone");
        });
        assert_eq!(write(&mut Vec::new(), opening, 9).unwrap().as_deref(), Some("the disk is gone"));
    }
}
