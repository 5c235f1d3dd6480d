//! The line scanner: just enough block structure to tell where a Markdown text may be cut.
//!
//! What outlives a blank line and a line without indentation is a fence or an HTML block at the
//! outermost level. To tell those from fences inside list items, the scanner follows the items
//! and their content indents, and the paragraphs whose lazy lines keep them open. Where a cut is
//! forced, what it has followed says how the text goes on ([`Unfinished`]).

mod items;
mod opening;

pub(super) use opening::{OpenList, Opening, Unfinished};

use std::sync::Arc;

use super::html::HtmlEnd;
use super::marks::{self, Cursor, Fence, ListMarker};
use items::{Item, ItemKind};

/// The most open items that are followed. Deeper ones are never at the outermost level.
const MAX_ITEMS: usize = 64;
/// The most block quotes inside each other that are followed.
const MAX_QUOTES: usize = 16;

/// Where a text stands between two lines.
#[derive(Clone, Debug, Default)]
pub(super) struct Scanner {
    /// The open list items, definitions and footnotes, from the outermost on.
    items: Vec<Item>,
    /// The block that takes lines as they are, in the innermost item.
    literal: Option<Literal>,
    /// The block quote that the line before stands in, in the innermost item.
    quote: Option<Box<Quote>>,
    /// Block quotes around all this.
    n_quotes: usize,
    /// The line before.
    before: Before,
    /// The item closed last, if nothing has come since: the next one may be its neighbor.
    closed: Option<Item>,
    /// The delimiter row of the last table.
    delimiters: Arc<[u8]>,
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
    /// An ATX heading of this level.
    Heading(usize),
    /// A line of indented code.
    IndentedCode,
    /// The line that opens fenced code.
    Fence,
    /// The line that makes a block quote an alert.
    Title,
    /// Anything else.
    Other,
}

/// A block quote, and where the text stands inside it.
#[derive(Clone, Debug, Default)]
struct Quote {
    inside: Scanner,
    /// The line that makes it an alert.
    alert: Option<Vec<u8>>,
}

/// A block whose lines mean nothing but themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Literal {
    /// A fenced code block.
    Fence(Fence),
    /// An HTML block.
    Html(HtmlEnd),
}

impl Scanner {
    /// Whether a text may be cut before `line`, so that both parts mean what they mean together:
    /// such a line closes every container and every block but those at the outermost level. A
    /// heading does so whatever the line above.
    pub(super) fn is_safe_before(&self, line: &[u8]) -> bool {
        let Some(&first) = line.first() else { return false };
        let is_text = first.is_ascii_alphabetic() || first == b'#' || first >= 0x80;
        let closes_all = is_text && self.before == Before::Blank || marks::is_atx_heading(line);
        closes_all && (self.literal.is_none() || !self.items.is_empty())
    }

    /// Whether a text may be cut before `line` when there is no better place: between two blocks,
    /// or two items of a list.
    pub(super) fn is_tolerable_before(&self, line: &[u8]) -> bool {
        let is_flush = !line.first().is_some_and(|&byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'));
        let is_next_item = !self.items.is_empty() && marks::list_marker(line).is_some();
        (self.before == Before::Blank || is_next_item) && is_flush && self.literal.is_none()
    }

    /// Whether the leaf that the text stands in, or the tight list around it, goes on with `line`.
    pub(super) fn goes_on_with(&self, line: &[u8]) -> bool {
        if let (Some(quote), Some(next)) = (&self.quote, quoted(line)) {
            return quote.inside.goes_on_with(next);
        }
        let mut after = self.clone();
        after.pass(line);
        let is_item = marks::list_marker(Cursor::new(line).rest).is_some();
        let is_same_item = after.items.len() == self.items.len() && !is_item;
        match self.before {
            _ if self.literal.is_some() => after.items.len() == self.items.len(),
            Before::Blank => false,
            Before::Row | Before::IndentedCode if is_same_item => after.before == self.before,
            _ if is_same_item && self.in_paragraph() && after.in_paragraph() => {
                after.quote.is_some() == self.quote.is_some()
            }
            _ => !after.items.is_empty() && !self.is_loose(),
        }
    }

    /// Whether blank lines part the blocks of the innermost list.
    fn is_loose(&self) -> bool {
        matches!(self.items.last(), Some(Item { kind: ItemKind::List { is_loose: true, .. }, .. }))
    }

    /// Whether the next line may be one that means nothing but itself.
    pub(super) fn is_in_literal(&self) -> bool {
        self.literal.is_some()
    }

    /// Whether the line before is a row of a table.
    pub(super) fn is_in_table(&self) -> bool {
        self.before == Before::Row || self.quote.as_ref().is_some_and(|quote| quote.inside.is_in_table())
    }

    /// Whether the next line may be code between backticks, or close it.
    pub(super) fn is_in_backticks(&self) -> bool {
        matches!(&self.literal, Some(Literal::Fence(fence)) if fence.mark == b'`')
    }

    /// Goes past `line`, which may have its line end.
    pub(super) fn pass(&mut self, line: &[u8]) {
        let is_plain = line.first().is_some_and(|&byte| byte.is_ascii_alphabetic() || byte >= 0x80);
        if is_plain && self.items.is_empty() && self.literal.is_none() && self.closed.is_none() {
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

    /// Goes past the rest of a line whose beginning it has passed: as far as it matters.
    pub(super) fn pass_rest(&mut self, rest: &[u8]) {
        if self.literal.as_ref().is_some_and(|literal| literal.is_over_after(rest)) {
            self.literal = None;
        }
    }

    fn in_paragraph(&self) -> bool {
        matches!(self.before, Before::Paragraph { .. } | Before::Quoted | Before::Reference)
    }

    /// A line without a mark of its own goes on with what is above, or begins a paragraph.
    fn text(&mut self, line: &[u8]) {
        if matches!(self.before, Before::Row | Before::Quoted) {
            return self.quote.iter_mut().for_each(|quote| quote.inside.go_on_lazily());
        }
        let is_first = !matches!(self.before, Before::Paragraph { .. });
        if is_first && marks::is_reference_definition(line) {
            (self.before, self.is_definable) = (Before::Reference, false);
            self.quote = None;
            return;
        }
        let may_be_header = is_first || line.starts_with(b"|");
        let cells = if may_be_header { marks::n_cells(line) } else { 0 };
        (self.before, self.is_definable) = (Before::Paragraph { cells }, true);
        self.quote = None;
    }

    /// A line without the marks of the quotes around it.
    fn go_on_lazily(&mut self) {
        match &mut self.quote {
            Some(quote) => quote.inside.go_on_lazily(),
            None if self.before == Before::Title => self.before = Before::Paragraph { cells: 0 },
            None => {}
        }
    }

    /// A line of a block quote.
    fn quote(&mut self, line: &[u8]) {
        let Some(content) = quoted(line).filter(|_| self.n_quotes < MAX_QUOTES) else { return self.block() };
        let n_quotes = self.n_quotes + 1;
        let open = self.quote.take();
        let is_title = open.is_none() && marks::is_alert(content.trim_ascii());
        let mut quote = open.unwrap_or_else(|| Box::new(Quote::new(n_quotes)));
        self.block();
        if is_title {
            quote.alert = Some(content.trim_ascii().to_vec());
            quote.inside.before = Before::Title;
        } else {
            quote.inside.pass(content);
        }
        let may_be_lazy = is_title || quote.inside.in_paragraph();
        self.before = if may_be_lazy { Before::Quoted } else { Before::Other };
        self.quote = Some(quote);
    }

    /// Whether `line` makes the line before it the header of a table.
    fn makes_table(&self, line: &[u8]) -> bool {
        matches!(self.before, Before::Paragraph { cells } if cells > 0 && cells == marks::n_columns(line))
    }

    fn block(&mut self) {
        (self.before, self.is_definable) = (Before::Other, false);
        self.quote = None;
    }

    fn blank(&mut self) {
        if self.literal == Some(Literal::Html(HtmlEnd::Blank)) {
            self.literal = None;
        }
        if std::mem::take(&mut self.is_item_empty) && self.literal.is_none() {
            self.closed = self.items.pop();
        }
        self.before = Before::Blank;
        self.quote = None;
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
        let is_parted = self.before == Before::Blank;
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
            self.delimiters = line.rest.trim_ascii_end().into();
            return;
        }
        let mut may_interrupt = !matches!(self.before, Before::Paragraph { .. } | Before::Reference);
        self.is_item_empty = false;
        while line.column < self.base() + 4 && self.items.len() < MAX_ITEMS {
            let Some((rest, item)) = self.item_at(&line, may_interrupt) else { break };
            self.open_item(item, is_parted);
            line = rest;
            self.block();
            may_interrupt = true;
            if line.is_blank() || marks::is_task_box(line.rest) {
                self.is_item_empty = true;
                return;
            }
        }
        if is_parted && self.items.len() == open {
            self.items.last_mut().into_iter().for_each(Item::loosen);
        }
        self.closed = None;
        self.pass_leaf(&line);
    }

    /// Opens an item, the next one of the list whose last item was closed by the same line.
    fn open_item(&mut self, mut item: Item, is_parted: bool) {
        match self.closed.take() {
            Some(before) => {
                item.follow(&before);
                if is_parted {
                    item.loosen();
                }
            }
            None if is_parted => self.items.last_mut().into_iter().for_each(Item::loosen),
            None => {}
        }
        self.items.push(item);
    }

    fn pass_leaf(&mut self, line: &Cursor<'_>) {
        if line.column >= self.base() + 4 {
            if !self.in_paragraph() && self.before != Before::Row {
                self.block();
                self.before = Before::IndentedCode;
            }
        } else if let Some(literal) = self.literal_at(line) {
            self.block();
            self.before = if matches!(literal, Literal::Fence(_)) { Before::Fence } else { Before::Other };
            self.literal = Some(literal).filter(|literal| !literal.is_over_after(line.rest));
        } else if starts_block(line.rest) || self.is_underline(line.rest) {
            self.block();
            if let Some(level) = marks::atx_heading_level(line.rest) {
                self.before = Before::Heading(level);
            }
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
        let closed = self.items.drain(open..).next();
        let is_definition = closed.as_ref().is_some_and(Item::is_definition);
        self.block();
        self.closed = closed;
        self.is_definable = is_definition;
    }

    /// The item that starts at `line`, and the line behind its marker.
    fn item_at<'a>(&self, line: &Cursor<'a>, may_interrupt: bool) -> Option<(Cursor<'a>, Item)> {
        if let Some(length) = marks::footnote_label_length(line.rest) {
            let label = line.rest.get(..length).unwrap_or_default().to_vec();
            let item = Item { content: self.base() + 4, kind: ItemKind::Footnote(label) };
            return Some((line.after(length), item));
        }
        let is_definition = self.is_definable && line.rest.first() == Some(&b':');
        let (length, kind) = if is_definition {
            (1, ItemKind::Definition)
        } else {
            let marker = self.list_marker(line, may_interrupt)?;
            let number = marker.number(line.rest);
            (marker.length, ItemKind::List { mark: marker.mark(line.rest), number, is_loose: false })
        };
        let (rest, content) = line.after_marker(length);
        Some((rest, Item { content, kind }))
    }

    fn list_marker(&self, line: &Cursor<'_>, may_interrupt: bool) -> Option<ListMarker> {
        let marker = marks::list_marker(line.rest)?;
        if may_interrupt {
            return Some(marker);
        }
        let is_list = marker.starts_list && !line.after(marker.length).is_blank();
        (is_list && !self.is_underline(line.rest)).then_some(marker)
    }

    /// The literal block that starts at `line`.
    fn literal_at(&self, line: &Cursor<'_>) -> Option<Literal> {
        let fence = Fence::opened_by(line.rest)
            .map(|fence| Literal::Fence(Fence { indent: line.column.saturating_sub(self.base()), ..fence }));
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
        let closes_definition = self.items.get(open).is_some_and(Item::is_definition);
        rest.first() == Some(&b'>')
            || starts_block(rest)
            || marks::list_marker(rest).is_some()
            || HtmlEnd::of_block_at(rest, true).is_some()
            || marks::footnote_label_length(rest).is_some()
            || (closes_definition && rest.first() == Some(&b':'))
    }
}

impl Quote {
    fn new(n_quotes: usize) -> Self {
        Self { inside: Scanner { n_quotes, ..Scanner::default() }, alert: None }
    }
}

/// What a line of a block quote holds behind the mark.
fn quoted(line: &[u8]) -> Option<&[u8]> {
    let content = line.strip_prefix(b">")?;
    Some(content.strip_prefix(b" ").unwrap_or(content))
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
