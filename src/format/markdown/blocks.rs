//! Blocks: the parser's events become leaves and containers of a segment.

mod containers;
mod seam;

use std::ops::Range;

use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, Parser, Tag, TagEnd};

use crate::document::{ContainerId, ContainerKind, InlineStyle, LeafKind, SegmentBuilder, Span};
use crate::format::label::label_length;

use super::definitions::{Definitions, Label, Lookup};
use super::inlines::{self, Inlines};
use super::marks;
use super::prologue::{OPTIONS, Prologue};
use super::scan::Unfinished;
use seam::Seam;

/// Parses `text`, a part of a chunk that starts at byte `base` of it, into `builder`. `unfinished`
/// is the block it starts in.
pub(super) fn parse(
    text: &str,
    base: usize,
    unfinished: Option<&Unfinished>,
    lookup: &mut Lookup<'_>,
    builder: &mut SegmentBuilder,
) {
    let definitions = lookup.definitions;
    let footnotes = lookup.footnotes_used(text);
    let prologue = Prologue::new(&footnotes, unfinished);
    let input = prologue.before(text);
    let resolve = |link: BrokenLink<'_>| {
        let target = lookup.link(Label::new(&link.reference))?;
        Some((CowStr::from(target.destination.to_string()), CowStr::from(target.title.to_string())))
    };
    let events = Parser::new_with_broken_link_callback(&input, OPTIONS, Some(resolve)).into_offset_iter();
    let mut blocks = Blocks::new(text, base, definitions, builder);
    blocks.seam = Seam::new(prologue.opening.clone());
    for (event, source) in events {
        let reopened = prologue.length().saturating_sub(source.start);
        if source.end > prologue.length() || reopened == 0 {
            let event = blocks.seam.pass(event, reopened);
            let start = source.start.saturating_sub(prologue.length());
            blocks.event(event, start..source.end - prologue.length());
        } else if matches!(event, Event::Start(Tag::TableCell)) {
            // A row that goes on has cells before.
            blocks.column = blocks.column.saturating_add(1);
        }
    }
    blocks.end_leaf();
}

struct Blocks<'a> {
    text: &'a str,
    base: usize,
    builder: &'a mut SegmentBuilder,
    inlines: Inlines<'a>,
    open: Vec<Open>,
    leaf: Option<Leaf>,
    /// The column of the next cell.
    column: u16,
    /// Where the last cell ends.
    cell_end: usize,
    /// Where the last inline event ends.
    inline_end: usize,
    /// Whether a line end waits for the next line of a code or HTML block.
    has_line_end: bool,
    /// What goes on from before the text.
    seam: Seam,
}

/// An open container.
struct Open {
    id: ContainerId,
    /// Whether it has no block yet.
    is_fresh: bool,
    /// For an ordered list: the number of the next item.
    number: Option<u64>,
}

/// The open leaf.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Leaf {
    /// Has inline content.
    Inline { is_paragraph: bool },
    /// A term, of which others may stand on the lines below it, up to the byte `end`.
    Term { end: usize },
    /// A paragraph of a tight list, for which the parser has no event: it ends with its text.
    Tight,
    /// Kept line for line.
    Literal,
}

impl<'a> Blocks<'a> {
    fn new(
        text: &'a str,
        base: usize,
        definitions: &'a Definitions,
        builder: &'a mut SegmentBuilder,
    ) -> Self {
        let inlines = Inlines::new(definitions, text.len());
        Self {
            text,
            base,
            builder,
            inlines,
            open: Vec::new(),
            leaf: None,
            column: 0,
            cell_end: 0,
            inline_end: 0,
            has_line_end: false,
            seam: Seam::default(),
        }
    }

    /// Takes one event with its bytes of the text.
    fn event(&mut self, event: Event<'_>, source: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, source),
            Event::End(tag) => self.end(tag, &source),
            Event::Rule => {
                let source = self.begin(LeafKind::ThematicBreak, source, Leaf::Literal);
                inlines::push(self.text.get(source).unwrap_or_default(), self.builder);
                self.end_leaf();
            }
            Event::Html(text) => self.literal(&text),
            Event::Text(text) if self.leaf == Some(Leaf::Literal) => self.literal(&text),
            Event::TaskListMarker(is_done) => self.task(is_done),
            inline => self.inline(inline, &source),
        }
    }

    fn inline(&mut self, event: Event<'_>, source: &Range<usize>) {
        self.need_leaf(source);
        match event {
            Event::Text(text) => self.inlines.text(&text),
            Event::Code(text) => self.inlines.code(&text, self.builder),
            Event::InlineHtml(tag) => {
                let tag = tag.replace("\r\n", "\n").replace('\n', " ");
                self.inlines.html(&tag, self.builder);
            }
            Event::FootnoteReference(label) => self.inlines.footnote_reference(&label, self.builder),
            Event::SoftBreak => match self.leaf {
                Some(Leaf::Term { end }) if self.inlines.is_outside_spans() => self.next_term(source, end),
                _ => self.inlines.soft_break(self.builder),
            },
            Event::HardBreak => self.inlines.hard_break(self.builder),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, source: Range<usize>) {
        match tag {
            Tag::Paragraph => self.paragraph(source),
            Tag::Heading { level, .. } => {
                self.begin(LeafKind::Heading(level as u8), source, Leaf::Inline { is_paragraph: false });
            }
            Tag::CodeBlock(kind) => self.code_block(&kind, source),
            Tag::HtmlBlock => {
                self.begin(LeafKind::HtmlBlock, source, Leaf::Literal);
            }
            Tag::DefinitionListTitle => {
                let end = source.end;
                self.begin(LeafKind::Term, source, Leaf::Term { end });
            }
            Tag::TableCell => self.cell(source),
            Tag::TableHead => self.table_head(),
            Tag::TableRow => self.column = 0,
            Tag::BlockQuote(alert) => {
                self.quote(alert, source);
            }
            Tag::List(number) => self.list(number, source),
            Tag::Item => self.item(source),
            Tag::FootnoteDefinition(label) => self.footnote(&label, source),
            Tag::Table(columns) => self.table(&columns, source),
            Tag::DefinitionListDefinition => self.open(ContainerKind::Definition, source, None),
            Tag::DefinitionList | Tag::MetadataBlock(_) => self.end_leaf(),
            inline => {
                self.need_leaf(&source);
                self.inlines.open(&inline, self.builder);
            }
        }
    }

    fn end(&mut self, tag: TagEnd, source: &Range<usize>) {
        match tag {
            TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::CodeBlock
            | TagEnd::HtmlBlock
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionList
            | TagEnd::MetadataBlock(_) => self.end_leaf(),
            TagEnd::TableCell => {
                self.inlines.finish(self.builder);
            }
            TagEnd::TableRow | TagEnd::TableHead => self.end_row(source),
            TagEnd::BlockQuote(_)
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::FootnoteDefinition
            | TagEnd::Table
            | TagEnd::DefinitionListDefinition => self.close(),
            _ => {
                self.inline_end = source.end;
                self.inlines.close(self.builder);
            }
        }
    }

    /// Begins a leaf and gives the bytes of its block without the white space around it.
    fn begin(&mut self, kind: LeafKind, source: Range<usize>, leaf: Leaf) -> Range<usize> {
        self.end_leaf();
        let source = self.trimmed(source);
        self.builder.begin(kind, self.in_chunk(&source));
        if let Some(joint) = self.seam.joint() {
            self.builder.join(joint);
        }
        self.leaf = Some(leaf);
        if !matches!(leaf, Leaf::Tight | Leaf::Inline { is_paragraph: true }) {
            self.spoil();
        }
        source
    }

    /// Begins another term for the same definition, behind a line break. The terms end at the byte `end`.
    fn next_term(&mut self, line_break: &Range<usize>, end: usize) {
        self.end_leaf();
        self.builder.set_source_end(self.in_chunk(line_break).start);
        self.begin(LeafKind::Term, line_break.end..end, Leaf::Term { end });
    }

    fn paragraph(&mut self, source: Range<usize>) {
        self.end_leaf();
        self.loosen();
        self.begin(LeafKind::Paragraph, source, Leaf::Inline { is_paragraph: true });
    }

    /// Begins the paragraph of a tight item where inline content stands without one.
    fn need_leaf(&mut self, source: &Range<usize>) {
        if self.leaf.is_none() {
            self.begin(LeafKind::Paragraph, source.clone(), Leaf::Tight);
        }
        self.inline_end = source.end;
    }

    /// Ends the paragraph of a tight item with the line that its text ends on: it always has all
    /// of its lines.
    fn extend_leaf(&mut self) {
        let rest = self.text.as_bytes().get(self.inline_end..).unwrap_or_default();
        let line_end = self.inline_end + marks::line_length(rest);
        let line = self.trimmed(self.inline_end..line_end);
        self.builder.set_source_end(self.base + line.end);
    }

    fn end_leaf(&mut self) {
        let Some(leaf) = self.leaf.take() else { return };
        if leaf == Leaf::Literal && !self.has_line_end {
            self.builder.withdraw_empty_part();
        }
        let written = self.inlines.finish(self.builder);
        self.has_line_end = false;
        if leaf == Leaf::Tight {
            self.extend_leaf();
        }
        if matches!(leaf, Leaf::Tight | Leaf::Inline { is_paragraph: true }) {
            if written.is_image {
                self.builder.set_leaf_kind(LeafKind::Image);
            }
            self.mark_label(written.plain_length);
            self.spoil();
        }
        self.builder.end();
    }

    /// Marks the label of a `Label: text` item, where no markup says otherwise.
    fn mark_label(&mut self, plain_length: usize) {
        let is_item = |id| matches!(self.builder.kind(id), ContainerKind::Item { .. });
        if !self.open.last().is_some_and(|open| open.is_fresh && is_item(open.id)) {
            return;
        }
        let length = label_length(self.builder.leaf_text());
        if let Some(length) = length.filter(|&length| length <= plain_length) {
            self.builder.add_style(0..length, InlineStyle::LABEL);
        }
    }

    fn code_block(&mut self, kind: &CodeBlockKind<'_>, source: Range<usize>) {
        let info = match kind {
            CodeBlockKind::Fenced(info) => self.builder.string(info),
            CodeBlockKind::Indented => Span::default(),
        };
        self.begin(LeafKind::CodeBlock { info }, source, Leaf::Literal);
    }

    /// Adds lines to a code or HTML block. The line end before them is written first, so that the
    /// last one is not.
    fn literal(&mut self, text: &str) {
        let text = text.replace("\r\n", "\n");
        if std::mem::take(&mut self.has_line_end) {
            self.builder.text("\n");
        }
        let line = text.strip_suffix('\n');
        self.has_line_end = line.is_some();
        inlines::push(line.unwrap_or(&text), self.builder);
    }

    fn cell(&mut self, source: Range<usize>) {
        self.cell_end = source.end;
        self.begin(LeafKind::Cell { column: self.column }, source, Leaf::Inline { is_paragraph: false });
        self.column = self.column.saturating_add(1);
    }

    /// Ends a table's row. Cells beyond the last column are kept, as text of the last one.
    fn end_row(&mut self, row: &Range<usize>) {
        let excess = self.text.get(self.cell_end..row.end).unwrap_or_default();
        let excess = excess.trim().trim_matches('|').trim();
        if self.column > 0 && !excess.is_empty() {
            self.inlines.text(if self.builder.leaf_text().is_empty() { "" } else { " | " });
            self.inlines.text(excess);
        }
        self.end_leaf();
    }

    /// `source` without the white space at its ends.
    fn trimmed(&self, source: Range<usize>) -> Range<usize> {
        let bytes = self.text.as_bytes().get(source.clone()).unwrap_or_default();
        let end = source.start + bytes.trim_ascii_end().len();
        let start = end - bytes.trim_ascii().len();
        if start == end { source.start..source.start } else { start..end }
    }

    /// `source` in bytes of the chunk's text.
    fn in_chunk(&self, source: &Range<usize>) -> Range<usize> {
        self.base + source.start..self.base + source.end
    }
}
