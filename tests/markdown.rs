//! Markdown fixtures: each `tests/fixtures/markdown/*.md` beside the tree it must give, in `.tree`.
//!
//! `UPDATE=1 cargo test --test markdown` writes the trees anew; read the difference before
//! committing it.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use folio::document::{
    Chunk, Container, ContainerId, ContainerKind, Leaf, LeafKind, Segment, Span, StyledSpan,
};
use folio::format::Format as _;
use folio::format::markdown::Markdown;
use folio::source::Source;

#[test]
fn fixtures_give_their_trees() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/markdown");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    paths.sort();
    let mut wrong = Vec::new();
    for path in &paths {
        let tree = tree(&fs::read(path).unwrap());
        let expected = path.with_extension("tree");
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&expected, &tree).unwrap();
        }
        if fs::read_to_string(&expected).unwrap_or_default() != tree {
            wrong.push(format!("{}\n{tree}", path.display()));
        }
    }
    assert!(!paths.is_empty());
    assert!(wrong.is_empty(), "these give other trees:\n{}", wrong.join("\n"));
}

/// What a source gives, in a form to be read: a line for each container and leaf, indented as
/// they nest, with the bytes of the source they come from.
fn tree(source: &[u8]) -> String {
    let source = Arc::new(Source::from_utf8_bytes("test.md", source.to_vec()));
    let reader = Markdown.open(source).unwrap();
    let mut tree = reader.title().map_or(String::new(), |title| format!("title {title:?}\n"));
    let chunks: Vec<Chunk> = Arc::clone(&reader).chunks().collect();
    for chunk in chunks {
        write_segment(&reader.parse(&chunk), &mut tree);
    }
    tree
}

fn write_segment(segment: &Segment, tree: &mut String) {
    let mut containers = (0..).map(ContainerId).zip(segment.containers()).skip(1).peekable();
    for (index, leaf) in segment.leaves().iter().enumerate() {
        let is_before = |id: ContainerId, container: &Container| {
            id <= leaf.container || container.source.start < leaf.source.start
        };
        while let Some((_, container)) = containers.next_if(|(id, container)| is_before(*id, container)) {
            write_container(segment, container, tree);
        }
        write_leaf(segment, index, leaf, tree);
    }
    for (_, container) in containers {
        write_container(segment, container, tree);
    }
}

fn write_container(segment: &Segment, container: &Container, tree: &mut String) {
    let name = match container.kind {
        ContainerKind::Document => "document".to_owned(),
        ContainerKind::BlockQuote(None) => "quote".to_owned(),
        ContainerKind::BlockQuote(Some(alert)) => format!("alert {alert:?}"),
        ContainerKind::List { tight } => format!("list {}", if tight { "tight" } else { "loose" }),
        ContainerKind::Item { marker, task } => {
            let task = task.map_or("", |done| if done { " done" } else { " to do" });
            format!("item {:?}{task}", segment.string(marker))
        }
        ContainerKind::Table { alignments, header } => {
            format!("table {:?}{}", segment.alignments(alignments), if header { " header" } else { "" })
        }
        ContainerKind::Footnote => "footnote".to_owned(),
        ContainerKind::Definition => "definition".to_owned(),
    };
    write_line(segment, container.parent, &name, container.source, "", tree);
}

fn write_leaf(segment: &Segment, index: usize, leaf: &Leaf, tree: &mut String) {
    let name = match leaf.kind {
        LeafKind::CodeBlock { info } => format!("code {:?}", segment.string(info)),
        LeafKind::Heading(level) => format!("heading {level}"),
        LeafKind::Cell { column } => format!("cell {column}"),
        kind => format!("{kind:?}").to_lowercase(),
    };
    let text: String = segment.styled(segment.leaf_span(index)).map(|part| styled(segment, part)).collect();
    write_line(segment, leaf.container, &name, leaf.source, &text.replace('\n', "⏎"), tree);
}

fn write_line(
    segment: &Segment,
    parent: ContainerId,
    name: &str,
    source: Span,
    text: &str,
    tree: &mut String,
) {
    let indent = "  ".repeat(segment.ancestors(parent).count());
    let space = if text.is_empty() { "" } else { " " };
    writeln!(tree, "{indent}{name} {}..{}{space}{text}", source.start, source.end).unwrap();
}

fn styled(segment: &Segment, part: StyledSpan) -> String {
    let text = segment.slice(part.span);
    let mut names: Vec<_> = part.style.iter_names().map(|(name, _)| name.to_lowercase()).collect();
    if let Some(link) = part.link {
        let title = segment.string(link.title);
        let title = if title.is_empty() { String::new() } else { format!(" {title:?}") };
        names.push(format!("<{}>{title}", segment.string(link.destination)));
    }
    if names.is_empty() { text.to_owned() } else { format!("{{{}: {text}}}", names.join(" ")) }
}
