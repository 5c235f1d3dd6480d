//! The line scanner: just enough block structure to tell where a Markdown text may be cut.
//!
//! What outlives a blank line and a line without indentation is a fence or an HTML block at the
//! outermost level. To tell those from fences inside list items, the scanner follows the items
//! and their content indents, and the paragraphs whose lazy lines keep them open.

use super::html::HtmlEnd;
use super::marks::{self, Cursor, Fence};

/// The most open items that are followed. Deeper ones are never at the outermost level.
const MAX_ITEMS: usize = 64;

/// Where a text stands between two lines.
#[derive(Clone, Debug, Default)]
pub(super) struct Scanner {
    /// The open list items, definitions and footnotes, from the outermost on.
    items: Vec<Item>,
    /// The block that takes lines as they are, in the innermost item.
    literal: Option<Literal>,
    /// The line before.
    before: Before,
    /// The delimiter row of the last table.
    delimiters: Vec<u8>,
    /// Whether the block before, blank lines aside, can be the term of a definition.
    is_definable: bool,
    /// Whether the innermost item began with a blank line.
    is_item_empty: bool,
}

/// What the line before is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Before {
    /// Blank, or there is none.
    #[default]
    Blank,
    /// A line of a paragraph, which may go on.
    Paragraph {
        /// How many cells the line has if it can be the header of a table, else 0.
        cells: usize,
    },
    /// A line of a paragraph in a block quote, which may go on without the quote's marker.
    Quoted,
    /// A link reference definition. Text after it is a paragraph of its own, though without what
    /// cannot interrupt one.
    Reference,
    /// A row of a table.
    Row,
    /// Anything else.
    Other,
}

#[derive(Clone, Copy, Debug)]
struct Item {
    /// The column from which a line belongs to the item.
    content: usize,
    is_definition: bool,
}

/// A block whose lines mean nothing but themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Literal {
    /// A fenced code block.
    Fence(Fence),
    /// An HTML block.
    Html(HtmlEnd),
}

/// A block at the outermost level that a text stands in, and goes on with behind a cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Unfinished {
    Literal(Literal),
    Table {
        /// The row below the header, without its line end: it says all there is to know.
        delimiters: Vec<u8>,
    },
}

impl Scanner {
    /// A scanner at the start of a text, or inside a block that goes on there.
    pub(super) fn new(unfinished: Option<Unfinished>) -> Self {
        match unfinished {
            None => Self::default(),
            Some(Unfinished::Literal(literal)) => Self { literal: Some(literal), ..Self::default() },
            Some(Unfinished::Table { delimiters }) => {
                Self { before: Before::Row, delimiters, ..Self::default() }
            }
        }
    }

    /// Whether a text may be cut before `line`, so that both parts mean what they mean together:
    /// such a line closes every container and every block but those at the outermost level.
    pub(super) fn is_safe_before(&self, line: &[u8]) -> bool {
        let closes_all =
            line.first().is_some_and(|&byte| byte.is_ascii_alphabetic() || byte == b'#' || byte >= 0x80);
        self.before == Before::Blank && closes_all && (self.literal.is_none() || !self.items.is_empty())
    }

    /// Whether a text may be cut before `line` when there is no better place: between two blocks,
    /// or two items of a list.
    pub(super) fn is_tolerable_before(&self, line: &[u8]) -> bool {
        let is_flush = !line.first().is_some_and(|&byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'));
        let is_next_item = !self.items.is_empty() && marks::list_marker(line).is_some();
        (self.before == Before::Blank || is_next_item) && is_flush && self.literal.is_none()
    }

    /// Whether the line before is blank.
    pub(super) fn is_after_blank(&self) -> bool {
        self.before == Before::Blank
    }

    /// Whether the next line may be one that means nothing but itself.
    pub(super) fn is_in_literal(&self) -> bool {
        self.literal.is_some()
    }

    /// Whether the next line may be code between backticks, or close it.
    pub(super) fn is_in_backticks(&self) -> bool {
        matches!(&self.literal, Some(Literal::Fence(fence)) if fence.mark == b'`')
    }

    /// The block at the outermost level that the text stands in. A table is forgotten where its
    /// delimiter row is longer than anybody would write it.
    pub(super) fn unfinished(&self) -> Option<Unfinished> {
        const MAX_DELIMITERS: usize = 4096;
        if !self.items.is_empty() {
            return None;
        }
        if let Some(literal) = &self.literal {
            return Some(Unfinished::Literal(literal.clone()));
        }
        let is_table = self.before == Before::Row && self.delimiters.len() <= MAX_DELIMITERS;
        is_table.then(|| Unfinished::Table { delimiters: self.delimiters.clone() })
    }

    /// Goes past `line`, which may have its line end.
    pub(super) fn pass(&mut self, line: &[u8]) {
        let is_plain = line.first().is_some_and(|&byte| byte.is_ascii_alphabetic() || byte >= 0x80);
        if is_plain && self.items.is_empty() && self.literal.is_none() {
            return self.text(line);
        }
        let line = Cursor::new(line);
        if line.is_blank() {
            return self.blank();
        }
        let open = self.items.iter().take_while(|item| line.column >= item.content).count();
        if self.literal.is_some() && open == self.items.len() {
            return self.pass_literal(line);
        }
        self.pass_block(line, open);
    }

    fn in_paragraph(&self) -> bool {
        matches!(self.before, Before::Paragraph { .. } | Before::Quoted | Before::Reference)
    }

    /// A line without a mark of its own goes on with what is above, or begins a paragraph.
    fn text(&mut self, line: &[u8]) {
        if matches!(self.before, Before::Row | Before::Quoted) {
            return;
        }
        let is_first = !matches!(self.before, Before::Paragraph { .. });
        if is_first && marks::is_reference_definition(line) {
            (self.before, self.is_definable) = (Before::Reference, false);
            return;
        }
        let may_be_header = is_first || line.starts_with(b"|");
        let cells = if may_be_header { marks::n_cells(line) } else { 0 };
        (self.before, self.is_definable) = (Before::Paragraph { cells }, true);
    }

    /// A line of a block quote. What stands in it matters only as far as it can go on lazily.
    fn quote(&mut self, line: &[u8]) {
        let start = line.iter().position(|byte| !matches!(byte, b'>' | b' ' | b'\t')).unwrap_or(line.len());
        let content = line.get(start..).unwrap_or_default();
        let is_block = content.trim_ascii().is_empty()
            || HtmlEnd::of_block_at(content, false).is_some()
            || starts_block(content);
        self.block();
        self.before = if is_block { Before::Other } else { Before::Quoted };
    }

    /// Whether `line` makes the line before it the header of a table.
    fn makes_table(&self, line: &[u8]) -> bool {
        matches!(self.before, Before::Paragraph { cells } if cells > 0 && cells == marks::n_columns(line))
    }

    fn block(&mut self) {
        (self.before, self.is_definable) = (Before::Other, false);
    }

    fn blank(&mut self) {
        if self.literal == Some(Literal::Html(HtmlEnd::Blank)) {
            self.literal = None;
        }
        if std::mem::take(&mut self.is_item_empty) && self.literal.is_none() {
            self.items.pop();
        }
        self.before = Before::Blank;
    }

    fn pass_literal(&mut self, line: Cursor<'_>) {
        self.before = Before::Other;
        let base = self.base();
        let is_end = match &self.literal {
            Some(Literal::Fence(fence)) => line.column < base + 4 && fence.is_closed_by(line.rest),
            Some(Literal::Html(end)) => end.is_in(line.rest),
            None => false,
        };
        if is_end {
            self.literal = None;
        }
    }

    /// A line outside literal blocks, which lies in the first `open` items.
    fn pass_block(&mut self, mut line: Cursor<'_>, open: usize) {
        let is_literal = self.literal.take().is_some();
        let is_closing = open < self.items.len();
        if is_closing {
            if self.in_paragraph() && !is_literal && !self.interrupts(&line, open) {
                return;
            }
            self.close_items(open);
        }
        if self.makes_table(line.rest) {
            self.block();
            self.before = Before::Row;
            line.rest.trim_ascii_end().clone_into(&mut self.delimiters);
            return;
        }
        let mut may_interrupt = !matches!(self.before, Before::Paragraph { .. } | Before::Reference);
        self.is_item_empty = false;
        while line.column < self.base() + 4 && self.items.len() < MAX_ITEMS {
            let Some(item) = self.item_at(&line, may_interrupt) else { break };
            self.items.push(item.1);
            line = item.0;
            self.block();
            may_interrupt = true;
            if line.is_blank() || marks::is_task_box(line.rest) {
                self.is_item_empty = true;
                return;
            }
        }
        self.pass_leaf(&line);
    }

    fn pass_leaf(&mut self, line: &Cursor<'_>) {
        if line.column >= self.base() + 4 {
            if !self.in_paragraph() && self.before != Before::Row {
                self.block();
            }
        } else if let Some(literal) = self.literal_at(line) {
            self.block();
            self.literal = Some(literal).filter(|literal| !literal.is_over_after(line.rest));
        } else if starts_block(line.rest) || self.is_underline(line.rest) {
            self.block();
        } else if line.rest.first() == Some(&b'>') {
            self.quote(line.rest);
        } else {
            self.text(line.rest);
        }
    }

    /// The column at which the content of the innermost item starts.
    fn base(&self) -> usize {
        self.items.last().map_or(0, |item| item.content)
    }

    fn close_items(&mut self, open: usize) {
        let is_definition = self.items.get(open).is_some_and(|item| item.is_definition);
        self.items.truncate(open);
        self.before = Before::Other;
        self.is_definable = is_definition;
    }

    /// The item that starts at `line`, and the line behind its marker.
    fn item_at<'a>(&self, line: &Cursor<'a>, may_interrupt: bool) -> Option<(Cursor<'a>, Item)> {
        if let Some(length) = marks::footnote_label_length(line.rest) {
            return Some((line.after(length), Item { content: self.base() + 4, is_definition: false }));
        }
        let is_definition = self.is_definable && line.rest.first() == Some(&b':');
        let length = if is_definition { 1 } else { self.list_marker_length(line, may_interrupt)? };
        let (rest, content) = line.after_marker(length);
        Some((rest, Item { content, is_definition }))
    }

    fn list_marker_length(&self, line: &Cursor<'_>, may_interrupt: bool) -> Option<usize> {
        let marker = marks::list_marker(line.rest)?;
        if may_interrupt {
            return Some(marker.length);
        }
        let is_list = marker.starts_list && !line.after(marker.length).is_blank();
        (is_list && !self.is_underline(line.rest)).then_some(marker.length)
    }

    /// The literal block that starts at `line`.
    fn literal_at(&self, line: &Cursor<'_>) -> Option<Literal> {
        let fence = Fence::opened_by(line.rest).map(Literal::Fence);
        let may_not_be_lone = self.in_paragraph() || self.before == Before::Row;
        fence.or_else(|| HtmlEnd::of_block_at(line.rest, may_not_be_lone).map(Literal::Html))
    }

    fn is_underline(&self, line: &[u8]) -> bool {
        let line = line.trim_ascii_end();
        matches!(self.before, Before::Paragraph { .. })
            && (line.iter().all(|&byte| byte == b'=') || line.iter().all(|&byte| byte == b'-'))
    }

    /// Whether `line`, which lies in the first `open` items only, ends the paragraph before it
    /// rather than going on with it lazily.
    fn interrupts(&self, line: &Cursor<'_>, open: usize) -> bool {
        let base = open.checked_sub(1).and_then(|last| self.items.get(last)).map_or(0, |item| item.content);
        if line.column >= base + 4 {
            return false;
        }
        let rest = line.rest;
        let closes_definition = self.items.get(open).is_some_and(|item| item.is_definition);
        rest.first() == Some(&b'>')
            || starts_block(rest)
            || marks::list_marker(rest).is_some()
            || HtmlEnd::of_block_at(rest, true).is_some()
            || marks::footnote_label_length(rest).is_some()
            || (closes_definition && rest.first() == Some(&b':'))
    }
}

impl Literal {
    /// Whether the block ends on the line on which it starts.
    fn is_over_after(&self, first_line: &[u8]) -> bool {
        matches!(self, Self::Html(end) if end.is_in(first_line))
    }
}

/// Whether a heading, a rule or fenced code starts at `line`, whatever stands above.
fn starts_block(line: &[u8]) -> bool {
    marks::is_atx_heading(line) || marks::is_thematic_break(line) || Fence::opened_by(line).is_some()
}
