//! The settings that stand before a Markdown text, which are no part of it.

use crate::document::{Chunk, Parse, Segment};

/// How far front matter is looked for, in bytes.
const LONGEST: u64 = 64 * 1024;

/// The front matter before the text of `first`, the first segment, as it was written: none of it became
/// text.
pub(super) fn front_matter(parser: &dyn Parse, first: &Segment) -> Option<String> {
    let text_start = first.leaves().first().map_or_else(|| first.source_length(), |leaf| leaf.source.start);
    let head =
        Chunk { source: 0..u64::from(text_start).min(LONGEST), continues: false, is_provisional: false };
    if first.source_start() > 0 || head.source.is_empty() {
        return None;
    }
    let head = parser.source_text(&head);
    let length = length(head.trim_start_matches('\u{feff}'))?;
    head.trim_start_matches('\u{feff}').get(..length).map(|text| text.trim_end().replace("\r\n", "\n"))
}

/// Bytes of the front matter at the start of `head`, fences included.
fn length(head: &str) -> Option<usize> {
    let mut end = 0;
    let mut fence = None;
    for line in head.split_inclusive('\n') {
        end += line.len();
        match (fence, line.trim_end()) {
            (None, open @ ("---" | "+++")) => fence = Some(open),
            (None, _) => return None,
            (Some("---"), "---" | "...") | (Some("+++"), "+++") => return Some(end),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::length;

    #[test]
    fn it_ends_with_its_fence() {
        for (head, expected) in [
            ("---\na: b\n---\n\n", Some(13)),
            ("+++\na = 1\n+++", Some(13)),
            ("---\na: b\n...\n[x]: /y\n", Some(13)),
            ("---\na: b\n", None),
            ("[x]: /y\n", None),
            ("", None),
        ] {
            assert_eq!(length(head), expected, "{head}");
        }
    }
}
