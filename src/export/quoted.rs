//! A part of a text in a block quote of another: code, lists and tables stay what they are.

use std::ops::Range;

use crate::document::excerpt::{Segments, words};
use crate::document::quotation::part;
use crate::document::{
    ContainerId, ContainerKind, InlineStyle, Leaf, LeafKind, Segment, SegmentBuilder, SegmentId, Span,
    TextPos,
};

/// Puts what stands between two positions into a block quote. What lies within one block is text; what stands around all
/// of it in the text, as the list around a single item, does not stand around it here.
pub(super) fn quote(builder: &mut SegmentBuilder, segments: &mut Segments<'_>, range: &Range<TextPos>) {
    builder.open(ContainerKind::BlockQuote(None), 0..0);
    let mut quoting = Quoting { builder, n_open: 0, open: Vec::new() };
    for id in (range.start.segment.0..=range.end.segment.0).map(SegmentId) {
        let Some(segment) = segments(id) else { break };
        quoting.add(&segment, part(range, id));
    }
    quoting.close_to(0);
    builder.close();
}

/// A block quote that is being put together.
struct Quoting<'a> {
    builder: &'a mut SegmentBuilder,
    /// The containers of the segment that are open in it, and how many are, with those of the segment before.
    open: Vec<ContainerId>,
    n_open: usize,
}

impl Quoting<'_> {
    /// Adds a part of the next segment.
    fn add(&mut self, segment: &Segment, part: Span) {
        let taken = taken(segment, part);
        let base = base(segment, &taken);
        for &(index, span) in &taken {
            let Some(leaf) = segment.leaves().get(index) else { continue };
            if let Some(joint) = segment.joint().filter(|_| index == 0 && self.n_open + self.open.len() > 0) {
                self.builder.text(joint);
                self.builder.text(segment.slice(span));
                continue;
            }
            self.open_around(segment, leaf, base);
            self.leaf(segment, index, span);
        }
        self.n_open += self.open.len();
        self.open.clear();
    }

    /// Opens the containers around a leaf that stand inside `base`, and closes others.
    fn open_around(&mut self, segment: &Segment, leaf: &Leaf, base: ContainerId) {
        let around = segment.ancestors(leaf.container).take_while(|&(id, _)| id != base);
        // A definition that nothing refers to is shown nowhere.
        let around = around.filter(|(_, container)| container.kind != ContainerKind::Footnote);
        let mut around: Vec<_> = around.map(|(id, _)| id).collect();
        around.reverse();
        let n_same = self.open.iter().zip(&around).take_while(|(one, other)| one == other).count();
        if self.n_open > 0 {
            self.close_to(0);
        }
        self.close_to(n_same);
        for &id in around.iter().skip(n_same) {
            let kind = copied(self.builder, segment, segment.container(id).kind);
            self.builder.open(kind, 0..0);
            self.open.push(id);
            let is_marker = |leaf: &&Leaf| leaf.container == id && leaf.kind == LeafKind::Marker;
            if let Some(at) = segment.leaves().iter().position(|leaf| is_marker(&leaf)) {
                self.builder.leaf(LeafKind::Marker, 0..0, segment.leaf_text(at));
            }
        }
    }

    fn close_to(&mut self, count: usize) {
        while self.open.len() + self.n_open > count {
            self.builder.close();
            if self.open.pop().is_none() {
                self.n_open -= 1;
            }
        }
    }

    fn leaf(&mut self, segment: &Segment, index: usize, span: Span) {
        let Some(leaf) = segment.leaves().get(index) else { return };
        let is_in_table = self.open.iter().any(|&id| is_table(segment.container(id).kind));
        match leaf.kind {
            LeafKind::CodeBlock { info }
                if segment.slice(span).contains('\n') || span == segment.leaf_span(index) =>
            {
                let info = self.builder.string(segment.string(info));
                self.builder.begin(LeafKind::CodeBlock { info }, 0..0);
                self.builder.text(segment.slice(span));
            }
            LeafKind::CodeBlock { .. } => {
                self.builder.begin(LeafKind::Paragraph, 0..0);
                self.builder.style(InlineStyle::CODE, None);
                self.builder.text(segment.slice(span).trim());
            }
            LeafKind::Cell { .. } if is_in_table => self.marked_text(leaf.kind, segment, span),
            LeafKind::Term if !self.open.is_empty() => self.text(leaf.kind, segment, span),
            // A heading would be one of what it is quoted in.
            _ => {
                self.builder.begin(LeafKind::Paragraph, 0..0);
                self.builder.text(&label(segment, index, span));
                self.builder.text(&words(segment, span));
            }
        }
    }

    /// Adds a text with its marks.
    fn marked_text(&mut self, kind: LeafKind, segment: &Segment, span: Span) {
        let marks =
            InlineStyle::STRONG | InlineStyle::EMPHASIS | InlineStyle::STRIKETHROUGH | InlineStyle::CODE;
        self.builder.begin(kind, 0..0);
        for part in segment.styled(span) {
            self.builder.style(part.style & marks, None);
            self.builder.text(&words(segment, part.span));
        }
        self.builder.style(InlineStyle::empty(), None);
    }

    fn text(&mut self, kind: LeafKind, segment: &Segment, span: Span) {
        self.builder.begin(kind, 0..0);
        self.builder.text(&words(segment, span));
    }
}

/// The label of the footnote that begins with a leaf, taken from its beginning, as it is referred to.
fn label(segment: &Segment, index: usize, span: Span) -> String {
    let before = index.checked_sub(1).filter(|_| span.start == segment.leaf_span(index).start);
    let marker = before.and_then(|before| Some((before, segment.leaves().get(before)?)));
    let is_footnote = |leaf: &Leaf| segment.container(leaf.container).kind == ContainerKind::Footnote;
    match marker.filter(|(_, leaf)| leaf.kind == LeafKind::Marker && is_footnote(leaf)) {
        Some((before, _)) => format!("[{}] ", segment.leaf_text(before).trim()),
        None => String::new(),
    }
}

/// The leaves that a part of a segment has something of, and what: but for markers, and what stands on pages only. Of
/// code, the first line is taken with its indent.
fn taken(segment: &Segment, part: Span) -> Vec<(usize, Span)> {
    let first = segment.leaf_at(part.start);
    let leaves = segment.leaves().iter().enumerate().skip(first).take_while(|(_, leaf)| leaf.text < part.end);
    let leaves = leaves.filter(|(_, leaf)| {
        !matches!(leaf.kind, LeafKind::Furniture(_) | LeafKind::Marker | LeafKind::ThematicBreak)
    });
    let spans = leaves.filter_map(|(index, leaf)| {
        let whole = segment.leaf_span(index);
        let span = Span::new(whole.start.max(part.start), whole.end.min(part.end));
        let is_cell = matches!(leaf.kind, LeafKind::Cell { .. });
        let is_code = matches!(leaf.kind, LeafKind::CodeBlock { .. });
        let start = if is_code { line_start(segment, whole, span.start) } else { span.start };
        (!span.is_empty() || is_cell && whole.is_empty()).then_some((index, Span { start, ..span }))
    });
    spans.collect()
}

/// Where the line of code begins that has only blanks before a place; else that place.
fn line_start(segment: &Segment, whole: Span, at: u32) -> u32 {
    let before = segment.slice(Span::new(whole.start, at));
    let indent = before.rsplit('\n').next().unwrap_or_default();
    let is_blank = indent.trim().is_empty();
    at - if is_blank { u32::try_from(indent.len()).unwrap_or(0) } else { 0 }
}

/// What stands around all leaves, and not around them where they are quoted: of several items or cells, their list or
/// table is quoted too.
fn base(segment: &Segment, taken: &[(usize, Span)]) -> ContainerId {
    let container = |index: usize| segment.leaves().get(index).map(|leaf| leaf.container).unwrap_or_default();
    let mut around = taken.iter().map(|&(index, _)| container(index));
    let Some(first) = around.next() else { return ContainerId::default() };
    let is_around =
        |id: ContainerId, inner: ContainerId| segment.ancestors(inner).any(|(other, _)| other == id);
    let all: Vec<_> = around.collect();
    let mut shared =
        segment.ancestors(first).filter(|&(id, _)| all.iter().all(|&inner| is_around(id, inner)));
    match shared.next() {
        Some((_, container)) if !all.is_empty() && is_list_or_table(container.kind) => container.parent,
        Some((id, _)) => id,
        None => ContainerId::default(),
    }
}

fn is_table(kind: ContainerKind) -> bool {
    matches!(kind, ContainerKind::Table { .. })
}

fn is_list_or_table(kind: ContainerKind) -> bool {
    is_table(kind) || matches!(kind, ContainerKind::List { .. })
}

/// The same kind of container in another segment.
fn copied(builder: &mut SegmentBuilder, segment: &Segment, kind: ContainerKind) -> ContainerKind {
    match kind {
        ContainerKind::Item { marker, task } => {
            ContainerKind::Item { marker: builder.string(segment.string(marker)), task }
        }
        ContainerKind::Table { alignments, header } => {
            ContainerKind::Table { alignments: builder.alignments(segment.alignments(alignments)), header }
        }
        kind => kind,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::export::markdown::{Reader, of_segment};

    /// What is quoted between these words of a text, as Markdown.
    fn quoted(segment: &Arc<Segment>, from: &str, to: &str) -> String {
        let at = |offset: usize| TextPos::new(SegmentId(0), u32::try_from(offset).unwrap());
        let end = segment.text().rfind(to).unwrap() + to.len();
        let range = at(segment.text().find(from).unwrap())..at(end);
        let mut builder = SegmentBuilder::new(0);
        quote(&mut builder, &mut |id| (id.0 == 0).then(|| Arc::clone(segment)), &range);
        of_segment(&builder.finish(0), Reader::Program)
    }

    fn text(build: impl FnOnce(&mut SegmentBuilder)) -> Arc<Segment> {
        let mut builder = SegmentBuilder::new(0);
        build(&mut builder);
        Arc::new(builder.finish(9))
    }

    #[test]
    fn code_is_code() {
        let text = text(|builder| {
            builder.leaf(LeafKind::Paragraph, 0..1, "Before it:");
            let info = builder.string("rust");
            builder.leaf(LeafKind::CodeBlock { info }, 1..2, "    fn f() {\n\tg_h(1);\n    }");
        });
        let code = "> ```rust\n>     fn f() {\n> \tg_h(1);\n>     }\n> ```\n";
        assert_eq!(quoted(&text, "fn f()", "}"), code);
        assert_eq!(quoted(&text, "Before", "}"), format!("> Before it:\n>\n{code}"));
        assert_eq!(quoted(&text, "g_h", "1)"), "> `g_h(1)`\n");
    }

    #[test]
    fn a_line_of_code_is_a_block_too_if_it_is_all_of_it() {
        let text = text(|builder| {
            builder.open(ContainerKind::List { tight: true }, 0..1);
            for command in ["echo a   # b", "ls -l"] {
                builder.open(ContainerKind::Item { marker: Span::default(), task: None }, 0..1);
                builder.leaf(LeafKind::Paragraph, 0..1, "Type:");
                builder.leaf(LeafKind::CodeBlock { info: Span::default() }, 1..2, command);
                builder.close();
            }
        });
        assert!(
            quoted(&text, "echo", "# b").contains("```\n> echo a   # b\n"),
            "{}",
            quoted(&text, "echo", "# b")
        );
        assert!(quoted(&text, "Type", "-l").contains("  ls -l\n"), "{}", quoted(&text, "Type", "-l"));
        assert_eq!(quoted(&text, "echo", "echo a"), "> `echo a`\n");
    }

    #[test]
    fn a_footnote_is_text_with_its_label() {
        let text = text(|builder| {
            builder.leaf(LeafKind::Paragraph, 0..1, "See it[n].");
            builder.open(ContainerKind::Footnote, 0..1);
            builder.leaf(LeafKind::Marker, 0..1, "n");
            builder.leaf(LeafKind::Paragraph, 0..1, "What it says.");
            builder.leaf(LeafKind::Paragraph, 0..1, "And more.");
        });
        let expected = "> See it[n].\n>\n> [n] What it says.\n>\n> And more.\n";
        assert_eq!(quoted(&text, "See", "more."), expected);
        assert_eq!(quoted(&text, "What", "says."), "> [n] What it says.\n");
        assert_eq!(quoted(&text, "it says", "says."), "> it says.\n");
    }

    #[test]
    fn cells_keep_their_marks() {
        let text = text(|builder| {
            builder.open(ContainerKind::Table { alignments: Span::default(), header: true }, 0..1);
            for column in [0, 1] {
                builder.begin(LeafKind::Cell { column }, 0..1);
                builder.style(InlineStyle::CODE, None);
                builder.text("a|b");
                builder.style(InlineStyle::empty(), None);
                builder.text(" and ");
                builder.style(InlineStyle::STRONG, None);
                builder.text("bold");
                builder.style(InlineStyle::empty(), None);
            }
        });
        let cell = "`a\\|b` and **bold**";
        assert!(
            quoted(&text, "a|b", "bold").starts_with(&format!("> | {cell} | {cell} |\n")),
            "{}",
            quoted(&text, "a|b", "bold")
        );
    }

    #[test]
    fn items_are_items() {
        let text = text(|builder| {
            builder.open(ContainerKind::List { tight: true }, 0..1);
            for (number, words) in [("1.", "first one"), ("2.", "second one")] {
                let marker = builder.string(number);
                builder.open(ContainerKind::Item { marker, task: None }, 0..1);
                builder.leaf(LeafKind::Marker, 0..1, number);
                builder.leaf(LeafKind::Paragraph, 0..1, words);
                builder.open(ContainerKind::List { tight: true }, 0..1);
                let marker = builder.string("-");
                builder.open(ContainerKind::Item { marker, task: None }, 0..1);
                builder.leaf(LeafKind::Paragraph, 0..1, "nested");
                (0..3).for_each(|_| builder.close());
            }
            builder.close();
            builder.leaf(LeafKind::Heading(2), 1..2, "Behind");
        });
        let all = "> 1. first one\n>    - nested\n> 2. second one\n>    - nested\n";
        assert_eq!(quoted(&text, "first", "nested"), all);
        assert_eq!(quoted(&text, "first", "second"), "> 1. first one\n>    - nested\n> 2. second\n");
        assert_eq!(quoted(&text, "first", "Behind"), format!("{all}>\n> Behind\n"));
        assert_eq!(quoted(&text, "first", "first one"), "> first one\n");
    }

    #[test]
    fn tables_are_tables() {
        let text = text(|builder| {
            builder.open(ContainerKind::Table { alignments: Span::default(), header: true }, 0..1);
            for (column, words) in [(0, "Town"), (1, "People"), (0, "Ulm|"), (1, "120")] {
                builder.leaf(LeafKind::Cell { column }, 0..1, words);
            }
        });
        assert_eq!(
            quoted(&text, "Town", "120"),
            "> | Town  | People |\n> | ----- | ------ |\n> | Ulm\\| | 120    |\n"
        );
        assert_eq!(quoted(&text, "People", "People"), "> People\n");
    }
}
