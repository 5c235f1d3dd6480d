//! The section titles, for people and for `grep`.

use std::io::{self, Write};

use super::Whole;
use crate::text::cluster::visible;

/// Writes one title a line, indented by two spaces for each section around it.
pub fn write(out: &mut impl Write, whole: &Whole) -> io::Result<()> {
    for section in whole.document.outline().sections() {
        let indent = usize::from(section.depth) * 2;
        writeln!(out, "{:indent$}{}", "", visible(&section.title))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::LeafKind;
    use crate::export::tests::whole;

    #[test]
    fn titles_are_indented_by_depth_and_made_visible() {
        let whole = whole(|builder| {
            for (level, title) in [(1, "Title"), (3, "A\u{1b}[2J"), (2, "B\nb"), (4, "deep")] {
                builder.leaf(LeafKind::Heading(level), 0..0, title);
            }
        });
        let mut out = Vec::new();
        write(&mut out, &whole).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "Title\n  A␛[2J\n  B b\n    deep\n");
    }
}
