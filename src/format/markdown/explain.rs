//! What a block of Markdown was in the source. Here nothing is weighed: a mark tells.

use crate::document::{Container, ContainerKind, Explanation, Grounds, Leaf, LeafKind, Segment, Span};

/// What the block of `segment` was made from that has the byte at `at` of `source`, the chunk's text, or
/// the next block.
pub(super) fn explain(segment: &Segment, source: &str, at: u32) -> Option<Explanation> {
    let leaves = segment.leaves();
    let leaf = leaves.iter().find(|leaf| leaf.source.end > at).or_else(|| leaves.last())?;
    let container = segment.container(leaf.container);
    let is_first = |other: &&Leaf| other.container == leaf.container && other.kind != LeafKind::Marker;
    let opens = leaf.kind == LeafKind::Marker || leaves.iter().find(is_first) == Some(leaf);
    let text = source.get(leaf.source.range()).unwrap_or_default().trim_start();
    let (kind, mark) = leaf_words(leaf, text).unwrap_or_else(|| container_words(segment, container, opens));
    let span = match leaf.kind {
        LeafKind::Cell { .. } => container.source,
        _ if opens && matches!(container.kind, ContainerKind::Item { .. } | ContainerKind::Footnote) => {
            Span::new(container.source.start, leaf.source.end)
        }
        _ => leaf.source,
    };
    Some(Explanation { source: span, kind, grounds: Grounds::Mark(mark), review: None })
}

/// What a leaf with marks of its own is, and by which mark.
fn leaf_words(leaf: &Leaf, text: &str) -> Option<(String, String)> {
    let (kind, mark) = match leaf.kind {
        LeafKind::Heading(level) => {
            let signs = text.chars().take_while(|c| *c == '#').count();
            let mark = if signs > 0 {
                format!("{} stands before it", "#".repeat(signs))
            } else {
                let rule = text.lines().last().and_then(|line| line.trim_start().chars().next());
                format!("a row of {} stands below it", rule.unwrap_or('='))
            };
            return Some((format!("a heading of level {level}"), mark));
        }
        LeafKind::CodeBlock { .. } if text.starts_with(['`', '~']) => ("code", "fences stand around it"),
        LeafKind::CodeBlock { .. } => ("code", "its lines are indented by four columns"),
        LeafKind::HtmlBlock => ("HTML", "it begins with a tag"),
        LeafKind::ThematicBreak => ("a rule", "it is nothing but three signs or more"),
        LeafKind::Image => ("a picture", "it is nothing but ![a description](and an address)"),
        LeafKind::Term => ("a term", "a line that begins with a colon follows"),
        LeafKind::Cell { .. } => ("a table", "bars part its cells, and dashes stand below the first row"),
        LeafKind::Paragraph | LeafKind::Marker | LeafKind::Furniture(_) => return None,
    };
    Some((kind.to_owned(), mark.to_owned()))
}

/// What a paragraph is by what it lies in.
fn container_words(segment: &Segment, container: Container, opens: bool) -> (String, String) {
    let (kind, mark) = match container.kind {
        ContainerKind::Item { marker, task } if opens => {
            let kind = if task.is_some() { "a task" } else { "an item of a list" };
            let marker = segment.string(marker).trim();
            let mark = if marker.is_empty() {
                "it goes on with the item above".to_owned()
            } else {
                format!("{marker} stands before it")
            };
            return (kind.to_owned(), mark);
        }
        ContainerKind::Item { .. } => ("a paragraph of an item", "it is indented as the item is"),
        ContainerKind::BlockQuote(Some(_)) => ("a paragraph of an alert", "[!…] opens the quote around it"),
        ContainerKind::BlockQuote(None) => ("a quote", "> stands before it"),
        ContainerKind::Footnote => ("a footnote", "its label stands before it, as [^label]:"),
        ContainerKind::Definition => ("a definition", "a colon stands before it"),
        _ => ("a paragraph", "no mark stands before it"),
    };
    (kind.to_owned(), mark.to_owned())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::MarkdownReader;
    use super::*;
    use crate::document::Parse;
    use crate::format::Reader;
    use crate::source::Source;

    fn explained(text: &str, words: &str) -> (String, String) {
        let reader = Arc::new(MarkdownReader::new(Arc::new(Source::from_text("test", text))));
        let chunk = Arc::clone(&reader).chunks().next().unwrap();
        let at = u32::try_from(text.find(words).unwrap()).unwrap();
        let explanation = reader.explain(&chunk, at).unwrap();
        assert!(explanation.source.contains(at), "{explanation:?}");
        let Grounds::Mark(mark) = explanation.grounds else { panic!("nothing is weighed") };
        (explanation.kind, mark)
    }

    #[test]
    fn constructs_are_named() {
        for (text, words, kind, mark) in [
            ("text\n\n## Head\n", "Head", "a heading of level 2", "## stands before it"),
            ("Head\n====\n", "Head", "a heading of level 1", "a row of = stands below it"),
            ("text\n", "text", "a paragraph", "no mark stands before it"),
            ("- one\n- two\n", "two", "an item of a list", "- stands before it"),
            ("3. one\n\n   more\n", "one", "an item of a list", "3. stands before it"),
            ("3. one\n\n   more\n", "more", "a paragraph of an item", "it is indented as the item is"),
            ("- [x] one\n", "one", "a task", "- stands before it"),
            ("> one\n", "one", "a quote", "> stands before it"),
            ("```sh\nls\n```\n", "ls", "code", "fences stand around it"),
            ("text\n\n    ls\n", "ls", "code", "its lines are indented by four columns"),
            ("* * *\n", "*", "a rule", "it is nothing but three signs or more"),
            ("<div>\n</div>\n", "div", "HTML", "it begins with a tag"),
            ("a|b\n-|-\nc|d\n", "d", "a table", "bars part its cells, and dashes stand below the first row"),
        ] {
            assert_eq!(explained(text, words), (kind.to_owned(), mark.to_owned()), "{text}");
        }
    }
}
