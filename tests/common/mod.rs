//! What the integration tests share: documents drawn as trees, to be read and compared.

use std::fmt::Write;
use std::sync::Arc;

use folio::document::{Container, ContainerId, ContainerKind, InlineStyle, LeafKind, Segment};
use folio::format::{self, Format};
use folio::source::Source;

/// The segments of `text`, read as `format`.
pub(crate) fn segments(name: &str, text: &str, format: &dyn Format) -> Vec<Arc<Segment>> {
    let source = Source::from_text(name, text);
    let opening = format::open(source, format).expect("text in memory can be read");
    let mut document = opening.document;
    document.push_chunks(opening.chunks);
    document.end_chunks();
    let ids: Vec<_> = document.pending().map(|(id, _)| id).collect();
    ids.into_iter().filter_map(|id| document.demand(id)).collect()
}

/// The blocks of `segments`, one a line, indented as they lie in each other.
pub(crate) fn tree(segments: &[Arc<Segment>]) -> String {
    let mut tree = String::new();
    for segment in segments {
        Drawing { segment, open: Vec::new(), tree: &mut tree }.draw();
    }
    tree
}

struct Drawing<'s> {
    segment: &'s Segment,
    /// The containers around the last leaf, outermost first.
    open: Vec<ContainerId>,
    tree: &'s mut String,
}

impl Drawing<'_> {
    fn draw(&mut self) {
        for (index, leaf) in self.segment.leaves().iter().enumerate() {
            self.enter(leaf.container);
            match leaf.kind {
                LeafKind::Cell { column: 0 } => self.line(&format!("row: {}", self.row(index))),
                LeafKind::Cell { .. } => {}
                kind => {
                    let purpose = self.segment.purpose(index).map_or("", |purpose| purpose.name());
                    let kind = format!("{purpose} {}", self.kind(kind));
                    self.line(&format!("{}: {}", kind.trim_start(), self.text(index)));
                }
            }
        }
    }

    /// Draws the containers that begin before the next leaf, which lies in `container`.
    fn enter(&mut self, container: ContainerId) {
        let mut path: Vec<_> = self.segment.ancestors(container).collect();
        path.reverse();
        let kept = path.iter().zip(&self.open).take_while(|((id, _), open)| id == *open).count();
        self.open.truncate(kept);
        for (id, container) in path.into_iter().skip(kept) {
            self.line(&self.container(container));
            self.open.push(id);
        }
    }

    fn line(&mut self, text: &str) {
        let indent = "  ".repeat(self.open.len());
        writeln!(self.tree, "{indent}{text}").expect("a string takes any text");
    }

    fn kind(&self, kind: LeafKind) -> String {
        match kind {
            LeafKind::Paragraph => "paragraph".to_owned(),
            LeafKind::Heading(level) => format!("heading {level}"),
            LeafKind::CodeBlock { info } => {
                format!("code {}", self.segment.string(info)).trim_end().to_owned()
            }
            LeafKind::ThematicBreak => "rule".to_owned(),
            LeafKind::Marker => "marker".to_owned(),
            LeafKind::HtmlBlock => "html".to_owned(),
            LeafKind::Image => "image".to_owned(),
            LeafKind::Term => "term".to_owned(),
            LeafKind::Furniture(kind) => kind.name().to_owned(),
            LeafKind::Cell { .. } => "cell".to_owned(),
        }
    }

    fn container(&self, container: Container) -> String {
        match container.kind {
            ContainerKind::List { tight: true } => "list".to_owned(),
            ContainerKind::List { tight: false } => "list, loose".to_owned(),
            ContainerKind::Item { marker, task } => {
                let task = task.map_or("", |done| if done { " done" } else { " to do" });
                format!("item {}{task}", self.segment.string(marker))
            }
            ContainerKind::Table { alignments, header } => {
                let header = if header { "table" } else { "table without header" };
                let aligned =
                    self.segment.alignments(alignments).iter().map(|alignment| format!("{alignment:?}"));
                format!("{header}: {}", aligned.collect::<Vec<_>>().join(" "))
            }
            ContainerKind::BlockQuote(alert) => {
                alert.map_or("quote", folio::document::Alert::title).to_owned()
            }
            ContainerKind::Footnote => "footnote".to_owned(),
            ContainerKind::Definition => "definition".to_owned(),
            ContainerKind::Document => "document".to_owned(),
        }
    }

    /// The text of a leaf. A line break is drawn as `⏎`; a label stands in braces.
    fn text(&self, index: usize) -> String {
        let parts = self.segment.styled(self.segment.leaf_span(index)).map(|part| {
            let text = self.segment.slice(part.span).replace('\n', "⏎");
            if part.style.contains(InlineStyle::LABEL) { format!("{{{text}}}") } else { text }
        });
        parts.collect()
    }

    /// The cells of the row that starts with the leaf at `first`.
    fn row(&self, first: usize) -> String {
        let leaves = self.segment.leaves().iter().enumerate().skip(first);
        let cells = leaves.take_while(|(index, leaf)| {
            *index == first || matches!(leaf.kind, LeafKind::Cell { column } if column > 0)
        });
        cells.map(|(index, _)| self.text(index)).collect::<Vec<_>>().join(" | ")
    }
}
