//! The section titles, for people and for `grep`.

use std::io::{self, Write};

use super::ordered::{self, Turn};
use crate::document::Opening;
use crate::document::Outline;
use crate::text::cluster::visible;

/// Writes one title a line, indented by two spaces for each section around it. Keeps no text.
/// Answers what went wrong while the document was read.
pub fn write(out: &mut impl Write, opening: Opening) -> io::Result<Option<Box<str>>> {
    let mut outline = Outline::default();
    let mut trouble = None;
    let headings = |Turn { id, segment, .. }: Turn| (id, segment);
    ordered::for_each(opening, headings, |(id, segment)| {
        outline.add([(id, &segment)]);
        trouble = trouble.take().or_else(|| segment.warning().map(Box::from));
        Ok(())
    })?;
    for id in outline.ids() {
        let indent = usize::from(outline.depth(id)) * 2;
        let title = outline.get(id).map_or("", |section| &section.title);
        writeln!(out, "{:indent$}{}", "", visible(title))?;
    }
    let is_cut =
        || outline.is_full().then(|| format!("only its first {} sections are listed", outline.len()).into());
    Ok(trouble.or_else(is_cut))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::LeafKind;
    use crate::export::tests::opening;

    #[test]
    fn titles_are_indented_by_depth_and_made_visible() {
        let opening = opening(1, |builder| {
            for (level, title) in [(1, "Title"), (3, "A\u{1b}[2J"), (2, "B\nb"), (4, "deep")] {
                builder.leaf(LeafKind::Heading(level), 0..0, title);
            }
        });
        let mut out = Vec::new();
        write(&mut out, opening).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "Title\n  A␛[2J\n  B b\n    deep\n");
    }

    #[test]
    fn what_is_not_listed_is_told() {
        let opening = opening(3, |builder| {
            for _ in 0..1_000_000 {
                builder.leaf(LeafKind::Heading(1), 0..0, "x");
            }
        });
        let trouble = write(&mut io::sink(), opening).unwrap();
        assert_eq!(trouble.as_deref(), Some("only its first 2000000 sections are listed"));
    }
}
