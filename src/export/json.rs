//! The parsed document as one JSON object.
//!
//! It has the members `title`, `format`, `sections`, `blocks` and `furniture`. A section has `title`, `level`,
//! `start`, `end` and, in `children`, the sections inside it; it ends where the next section of its
//! level or a higher one starts. The blocks stand in reading order. Each has its `kind`, its `text`,
//! and the `start` and `end` of what it was made from, marks included, in bytes as [`Whole`] counts
//! them. The kinds and what else they have:
//!
//! | `kind` | members |
//! |---|---|
//! | `heading` | `level`, 1 to 6; for the title of a plain text `role`: `"title"` |
//! | `paragraph` | in a footnote `role`: `"footnote"` and its label as `marker`; in a definition list `role`: `"term"` or `"definition"`; in plain text `role`: `"byline"`, `"verse"`, `"contents"`, `"caption"` or `"note"` |
//! | `list_item` | `marker` as it was written; `depth`, 0 for an item in no other; for a task `done` |
//! | `table` | `rows` of cells, the header first; the text has tabs and line feeds between the cells |
//! | `code` | the `info` string, if there is one, also as `marker` |
//! | `quote` | a paragraph in a block quote |
//! | `rule`, `image`, `html` | none; the text is what drew the rule, described the image, or the HTML |
//!
//! A block that was recovered from plain text also has a `confidence`, how sure its kind is: 1 where a mark
//! tells, else the share from 0.01 on of all ways to read the text around it that make it that.
//!
//! An item's first paragraph is its `list_item`, whose text is empty where the item begins with
//! something else; what follows in the item are blocks of their own kinds.
//!
//! `furniture` lists what stands on pages but not in their text, in reading order: its `role`
//! (`"header"` or `"footer"` of a page, or `"license"`, the terms around a book), `text`, `start` and
//! `end`. A block that such a thing stands in, or right behind, also has its source up to the end of it
//! as `raw`; so has one from which a hyphen (U+2010) went with the line end it stood at.

mod printable;

use std::io::{self, Write};

use serde::ser::{Serialize, SerializeSeq, Serializer};

use self::printable::Printable;
use super::blocks::Block;
use super::{Whole, blocks, furniture};
use crate::document::{SectionId, Segment, SegmentId};

/// Writes the object and a line feed, block by block. Answers what went wrong while the document was
/// read.
pub fn write(out: &mut impl Write, whole: &Whole, format: &str) -> io::Result<Option<Box<str>>> {
    let all = whole.document.outline().len();
    let object = Object {
        title: whole.document.title(),
        format,
        sections: sections(whole, 0, all),
        blocks: Blocks(whole),
        furniture: Furniture(whole),
    };
    object.serialize(&mut serde_json::Serializer::with_formatter(&mut *out, Printable))?;
    out.write_all(b"\n")?;
    Ok(whole.trouble())
}

#[derive(serde::Serialize)]
struct Object<'a> {
    title: &'a str,
    format: &'a str,
    sections: Vec<Section<'a>>,
    blocks: Blocks<'a>,
    furniture: Furniture<'a>,
}

#[derive(serde::Serialize)]
struct Section<'a> {
    title: &'a str,
    level: u8,
    start: u64,
    end: u64,
    children: Vec<Self>,
}

/// The sections from index `from` up to `to` as a tree. Recursion ends soon: the level grows with
/// each step.
fn sections(whole: &Whole, from: usize, to: usize) -> Vec<Section<'_>> {
    let outline = whole.document.outline();
    let section_at = |index| outline.get(SectionId::from_index(index));
    let mut siblings = Vec::new();
    let mut at = from;
    while let Some(section) = section_at(at).filter(|_| at < to) {
        let next = outline.end(SectionId::from_index(at)) as usize;
        siblings.push(Section {
            title: &section.title,
            level: section.level,
            start: whole.source_of(section.start),
            end: section_at(next).map_or(whole.end, |next| whole.source_of(next.start)),
            children: sections(whole, at + 1, next),
        });
        at = next;
    }
    siblings
}

/// All blocks of a document, made one segment at a time. What a forced cut goes through is one block
/// again.
struct Blocks<'a>(&'a Whole);

impl Serialize for Blocks<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        // The last block, which may go on in the next segment.
        let mut open: Option<Block<'_>> = None;
        for (id, segment) in self.0.document.segments() {
            let mut joint = segment.block_joint();
            for block in self.0.blocks(id, segment, open.as_mut()) {
                let own = match joint.take().zip(open.as_mut()) {
                    Some((joint, open)) => open.go_on(block, joint),
                    None => Some(block),
                };
                if let Some(whole) = own.and_then(|own| open.replace(own)) {
                    list.serialize_element(&whole)?;
                }
            }
        }
        if let Some(last) = open {
            list.serialize_element(&last)?;
        }
        list.end()
    }
}

impl Whole {
    /// The blocks of a segment, with their raw form where there is furniture or a hyphen went. That of a
    /// segment without blocks goes to `before`, the last block before it.
    fn blocks<'a>(
        &self,
        id: SegmentId,
        segment: &'a Segment,
        before: Option<&mut Block<'_>>,
    ) -> Vec<Block<'a>> {
        let start = self.start_of(id);
        let mut found = blocks::blocks(segment, start);
        let pieces: Vec<_> = furniture::pieces(segment, start).collect();
        let Some(chunk) = self.document.chunk(id) else { return found };
        let source = self.document.parser().source_text(chunk);
        for block in &mut found {
            block.keep_hyphens(&source, start);
        }
        if pieces.is_empty() {
            return found;
        }
        match before.filter(|_| found.is_empty()) {
            Some(before) => before.extend_raw(&source),
            None => furniture::attach(&mut found, &pieces, &source, start),
        }
        found
    }
}

/// All page furniture of a document.
struct Furniture<'a>(&'a Whole);

impl Serialize for Furniture<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let segments = self.0.document.segments();
        serializer
            .collect_seq(segments.flat_map(|(id, segment)| furniture::pieces(segment, self.0.start_of(id))))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::document::LeafKind;
    use crate::export::tests::whole;

    #[test]
    fn sections_are_a_tree_that_covers_the_text_below_them() {
        let whole = whole(|builder| {
            for (level, at) in [(1, 0), (3, 1), (2, 2), (3, 3), (1, 5)] {
                builder.leaf(LeafKind::Heading(level), at..at + 1, &format!("at {at}"));
            }
        });
        let mut out = Vec::new();
        write(&mut out, &whole, "plain").unwrap();
        assert_eq!(out.last(), Some(&b'\n'));
        let object: Value = serde_json::from_slice(&out).unwrap();
        let leaf = |level, start: u64, end: u64| json!({"title": format!("at {start}"), "level": level, "start": start, "end": end, "children": []});
        let mut inner = leaf(2, 2, 5);
        inner["children"] = json!([leaf(3, 3, 5)]);
        let mut first = leaf(1, 0, 5);
        first["children"] = json!([leaf(3, 1, 2), inner]);
        assert_eq!(object["sections"], json!([first, leaf(1, 5, 11)]));
        assert_eq!((&object["title"], &object["format"]), (&json!("name"), &json!("plain")));
        assert_eq!(object["blocks"].as_array().map(Vec::len), Some(5));
    }
}
