//! The line scanner: just enough block structure to tell where a Markdown text may be cut.
//!
//! What outlives a blank line and a line without indentation is a fence or an HTML block at the
//! outermost level. To tell those from fences inside list items, the scanner follows the items
//! and their content indents, and the paragraphs whose lazy lines keep them open.

use memchr::memchr2;

use super::html::HtmlEnd;

/// The most open items that are followed. Deeper ones are never at the outermost level.
const MAX_ITEMS: usize = 64;

/// Where a text stands between two lines.
#[derive(Clone, Debug, Default)]
pub(super) struct Scanner {
    /// The open list items, definitions and footnotes, from the outermost on.
    items: Vec<Item>,
    /// The block that takes lines as they are, in the innermost item.
    literal: Option<Literal>,
    /// Whether the line before belongs to a paragraph, which may go on.
    in_paragraph: bool,
    /// Whether the block before, blank lines aside, can be the term of a definition.
    is_definable: bool,
    /// Whether the line before is blank, or there is none.
    after_blank: bool,
    /// Whether the innermost item began with a blank line.
    is_item_empty: bool,
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

/// The line that opens a fenced code block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fence {
    /// A backtick or a tilde.
    pub(super) mark: u8,
    /// How many of them.
    pub(super) length: usize,
    /// What stands behind them.
    pub(super) info: Vec<u8>,
}

impl Scanner {
    /// A scanner at the start of a text, or inside a block that goes on there.
    pub(super) fn new(literal: Option<Literal>) -> Self {
        Self { literal, after_blank: true, ..Self::default() }
    }

    /// Whether a text may be cut before `line`, so that both parts mean what they mean together:
    /// such a line closes every container and every block but those at the outermost level.
    pub(super) fn is_safe_before(&self, line: &[u8]) -> bool {
        let closes_all =
            line.first().is_some_and(|&byte| byte.is_ascii_alphabetic() || byte == b'#' || byte >= 0x80);
        self.after_blank && closes_all && (self.literal.is_none() || !self.items.is_empty())
    }

    /// Whether a text may be cut before `line` when there is no better place: between two items
    /// of a list, say.
    pub(super) fn is_tolerable_before(&self, line: &[u8]) -> bool {
        let is_flush = !line.first().is_some_and(|&byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'));
        self.after_blank && is_flush && self.literal.is_none()
    }

    /// Whether the next line may be one that means nothing but itself.
    pub(super) fn is_in_literal(&self) -> bool {
        self.literal.is_some()
    }

    /// The block at the outermost level that the text stands in.
    pub(super) fn open_literal(&self) -> Option<&Literal> {
        self.literal.as_ref().filter(|_| self.items.is_empty())
    }

    /// Goes past `line`, which may have its line end.
    pub(super) fn pass(&mut self, line: &[u8]) {
        let is_plain = line.first().is_some_and(|&byte| byte.is_ascii_alphabetic() || byte >= 0x80);
        if is_plain && self.items.is_empty() && self.literal.is_none() {
            return self.text();
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

    fn text(&mut self) {
        (self.in_paragraph, self.is_definable, self.after_blank) = (true, true, false);
    }

    fn block(&mut self) {
        (self.in_paragraph, self.is_definable, self.after_blank) = (false, false, false);
    }

    fn blank(&mut self) {
        if self.literal == Some(Literal::Html(HtmlEnd::Blank)) {
            self.literal = None;
        }
        if std::mem::take(&mut self.is_item_empty) && self.literal.is_none() {
            self.items.pop();
        }
        self.in_paragraph = false;
        self.after_blank = true;
    }

    fn pass_literal(&mut self, line: Cursor<'_>) {
        self.after_blank = false;
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
            if self.in_paragraph && !is_literal && !self.interrupts(&line, open) {
                self.after_blank = false;
                return;
            }
            self.close_items(open);
        }
        let mut may_interrupt = !self.in_paragraph || is_closing;
        self.is_item_empty = false;
        while line.column < self.base() + 4 && self.items.len() < MAX_ITEMS {
            let Some(item) = self.item_at(&line, may_interrupt) else { break };
            self.items.push(item.1);
            line = item.0;
            self.block();
            may_interrupt = true;
            if line.is_blank() || is_task_box(line.rest) {
                self.is_item_empty = true;
                return;
            }
        }
        self.pass_leaf(&line);
    }

    fn pass_leaf(&mut self, line: &Cursor<'_>) {
        if line.column >= self.base() + 4 {
            if !self.in_paragraph {
                self.block();
            }
            return;
        }
        if let Some(literal) = self.literal_at(line) {
            self.block();
            self.literal = Some(literal).filter(|literal| !literal.is_over_after(line.rest));
        } else if is_thematic_break(line.rest) || is_atx_heading(line.rest) || self.is_underline(line.rest) {
            self.block();
        } else {
            self.text();
            self.is_definable &= line.rest.first() != Some(&b'>');
        }
    }

    /// The column at which the content of the innermost item starts.
    fn base(&self) -> usize {
        self.items.last().map_or(0, |item| item.content)
    }

    fn close_items(&mut self, open: usize) {
        let is_definition = self.items.get(open).is_some_and(|item| item.is_definition);
        self.items.truncate(open);
        self.in_paragraph = false;
        self.is_definable = is_definition;
    }

    /// The item that starts at `line`, and the line behind its marker.
    fn item_at<'a>(&self, line: &Cursor<'a>, may_interrupt: bool) -> Option<(Cursor<'a>, Item)> {
        if let Some(length) = footnote_label_length(line.rest) {
            let content = self.base() + 4;
            return Some((line.after(length), Item { content, is_definition: false }));
        }
        if line.rest.first() == Some(&b':') && self.is_definable {
            return Some(line.after_marker(1, 5, true));
        }
        let marker = list_marker(line.rest)?;
        let rest = line.after(marker.length);
        let continues = self.in_paragraph && !may_interrupt;
        let is_item = may_interrupt || (marker.starts_list && !rest.is_blank());
        let is_other = continues && (self.is_underline(line.rest) || is_delimiter_row(line.rest));
        (is_item && !is_other).then(|| line.after_marker(marker.length, 5, false))
    }

    /// The literal block that starts at `line`.
    fn literal_at(&self, line: &Cursor<'_>) -> Option<Literal> {
        let fence = Fence::opened_by(line.rest).map(Literal::Fence);
        fence.or_else(|| HtmlEnd::of_block_at(line.rest, self.in_paragraph).map(Literal::Html))
    }

    fn is_underline(&self, line: &[u8]) -> bool {
        let line = line.trim_ascii_end();
        self.in_paragraph && (line.iter().all(|&byte| byte == b'=') || line.iter().all(|&byte| byte == b'-'))
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
            || is_thematic_break(rest)
            || is_atx_heading(rest)
            || Fence::opened_by(rest).is_some()
            || list_marker(rest).is_some()
            || HtmlEnd::of_block_at(rest, true).is_some()
            || footnote_label_length(rest).is_some()
            || (closes_definition && rest.first() == Some(&b':'))
    }
}

impl Literal {
    /// Whether the block ends on the line on which it starts.
    fn is_over_after(&self, first_line: &[u8]) -> bool {
        matches!(self, Self::Html(end) if end.is_in(first_line))
    }
}

impl Fence {
    /// Three or more backticks or tildes; what follows backticks has none itself.
    fn opened_by(line: &[u8]) -> Option<Self> {
        let &mark = line.first().filter(|byte| matches!(byte, b'`' | b'~'))?;
        let length = line.iter().take_while(|&&byte| byte == mark).count();
        let info = line.get(length..)?.trim_ascii();
        let is_fence = length >= 3 && !(mark == b'`' && info.contains(&b'`'));
        is_fence.then(|| Self { mark, length, info: info.to_vec() })
    }

    fn is_closed_by(&self, line: &[u8]) -> bool {
        let length = line.iter().take_while(|&&byte| byte == self.mark).count();
        length >= self.length && line.iter().skip(length).all(u8::is_ascii_whitespace)
    }
}

/// A place in a line, with its column.
#[derive(Clone, Copy, Debug)]
struct Cursor<'a> {
    /// What follows, from the first byte that is not white space.
    rest: &'a [u8],
    /// The column of that byte; a tab goes on to the next multiple of 4.
    column: usize,
}

impl<'a> Cursor<'a> {
    fn new(line: &'a [u8]) -> Self {
        Self::skipping_space(line, 0)
    }

    fn skipping_space(line: &'a [u8], mut column: usize) -> Self {
        let mut rest = line;
        while let [byte @ (b' ' | b'\t'), after @ ..] = rest {
            column += if *byte == b' ' { 1 } else { 4 - column % 4 };
            rest = after;
        }
        Self { rest, column }
    }

    /// The place behind `length` bytes and the white space after them.
    fn after(&self, length: usize) -> Self {
        Self::skipping_space(self.rest.get(length..).unwrap_or_default(), self.column + length)
    }

    /// The place behind an item's marker, and the item: its content starts where the text does,
    /// or one column behind the marker if the text is `far` columns away.
    fn after_marker(&self, length: usize, far: usize, is_definition: bool) -> (Self, Item) {
        let marker_end = self.column + length;
        let rest = self.after(length);
        let is_near = !rest.is_blank() && rest.column - marker_end < far;
        let content = if is_near { rest.column } else { marker_end + 1 };
        (rest, Item { content, is_definition })
    }

    fn is_blank(&self) -> bool {
        self.rest.iter().all(|byte| matches!(byte, b'\n' | b'\r' | b' ' | b'\t' | 0x0B | 0x0C))
    }
}

/// Bytes of the first line of `text`, its line end included: LF, CRLF or CR.
pub(super) fn line_length(text: &[u8]) -> usize {
    match memchr2(b'\n', b'\r', text) {
        Some(end) if text.get(end..end + 2) == Some(b"\r\n") => end + 2,
        Some(end) => end + 1,
        None => text.len(),
    }
}

/// The marker of a list item.
pub(super) struct ListMarker {
    /// Bytes, delimiter included.
    pub(super) length: usize,
    /// Whether it may interrupt a paragraph: a bullet or the number 1.
    starts_list: bool,
}

/// The list marker at the start of `line`: a bullet, or up to nine digits and a delimiter, with
/// white space behind it. None on a thematic break, which looks like one.
pub(super) fn list_marker(line: &[u8]) -> Option<ListMarker> {
    let digits = line.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let marker = match (digits, line.get(digits)?) {
        (0, b'-' | b'+' | b'*') => ListMarker { length: 1, starts_list: true },
        (1..=9, b'.' | b')') => {
            let number = line.get(..digits).unwrap_or_default();
            let is_one =
                number.last() == Some(&b'1') && number.iter().rev().skip(1).all(|&byte| byte == b'0');
            ListMarker { length: digits + 1, starts_list: is_one }
        }
        _ => return None,
    };
    let is_set_off = line.get(marker.length).is_none_or(u8::is_ascii_whitespace);
    (is_set_off && !(digits == 0 && is_thematic_break(line))).then_some(marker)
}

/// Bytes of `[^label]:` at the start of `line`.
pub(super) fn footnote_label_length(line: &[u8]) -> Option<usize> {
    const MAX_LABEL: usize = 1000;
    let label = line.strip_prefix(b"[^")?;
    let mut is_escaped = false;
    let end = label.iter().take(MAX_LABEL).position(|&byte| {
        let is_bracket = matches!(byte, b'[' | b']' | b'\n' | b'\r') && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        is_bracket
    })?;
    let is_label = !label.get(..end)?.trim_ascii().is_empty();
    (is_label && label.get(end..)?.starts_with(b"]:")).then_some(end + "[^]:".len())
}

/// Whether `line` is made of three or more of the same `-`, `*` or `_`, and white space.
pub(super) fn is_thematic_break(line: &[u8]) -> bool {
    let Some(&mark) = line.first().filter(|byte| matches!(byte, b'-' | b'*' | b'_')) else { return false };
    let mut marks = 0;
    let is_pure = line.iter().all(|&byte| {
        marks += usize::from(byte == mark);
        byte == mark || byte.is_ascii_whitespace()
    });
    is_pure && marks >= 3
}

/// Whether `line` is the box of a task and nothing else, which makes no paragraph.
fn is_task_box(line: &[u8]) -> bool {
    matches!(line.trim_ascii_end(), [b'[', mark, b']'] if mark.is_ascii_whitespace() || mark.eq_ignore_ascii_case(&b'x'))
}

/// Whether `line` can stand below the header of a table; with a bullet at its start, say.
fn is_delimiter_row(line: &[u8]) -> bool {
    let is_part = |byte: &u8| matches!(byte, b'|' | b'-' | b':') || byte.is_ascii_whitespace();
    line.contains(&b'|') && line.iter().all(is_part)
}

fn is_atx_heading(line: &[u8]) -> bool {
    let level = line.iter().take_while(|&&byte| byte == b'#').count();
    (1..=6).contains(&level) && line.get(level).is_none_or(u8::is_ascii_whitespace)
}
