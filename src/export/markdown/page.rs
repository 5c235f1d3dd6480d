//! The parts of a document below each other: what stands before each line, and the blank lines between
//! blocks.
//!
//! Parts come segment by segment. The containers that are open, and the leaf written last, stay so from
//! one to the next, since a forced cut may go through them.

mod frame;

use super::Reader;
use super::code::Fence;
use super::parts::{Container, Content, Leaf, Part};
use super::table::Columns;
use crate::text::cluster::visible;
use frame::{Block, Frame};

/// A line of text on which there is none.
const BLANK: &str = "<br><br>";

/// Writes parts as lines.
pub(super) struct Page {
    reader: Reader,
    /// What is written and not yet taken.
    out: String,
    /// The document, and the containers that are open in it, from the outermost on.
    frames: Vec<Frame>,
    /// The leaf written last, whose last line has no end yet.
    leaf: Open,
    /// How many of the open containers the segment has gone on with, while it may go on with more.
    resumed: Option<usize>,
}

/// A leaf that may go on.
#[derive(Debug)]
enum Open {
    /// Nothing is written yet.
    Nothing,
    /// A line of text.
    Line,
    /// Code, to be closed by its fence.
    Code(Fence, String),
    /// A table, whose rows have these columns.
    Table(Columns),
}

/// What stands below a leaf in its container.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Below {
    Nothing,
    Text,
    Other,
}

impl Page {
    pub(super) fn new(reader: Reader) -> Self {
        let frames = vec![Frame::document()];
        Self { reader, out: String::new(), frames, leaf: Open::Nothing, resumed: None }
    }

    /// What was written since the last time.
    pub(super) fn take(&mut self) -> String {
        std::mem::take(&mut self.out)
    }

    /// Ends the document, and gives the rest of it.
    pub(super) fn finish(mut self) -> String {
        self.end_leaf();
        self.out
    }

    /// Writes the settings before the text.
    pub(super) fn put_front_matter(&mut self, front: &str) {
        for (number, line) in front.lines().enumerate() {
            if number > 0 {
                self.out.push('\n');
            }
            self.put_text(line);
        }
        self.leaf = Open::Line;
        self.frames.iter_mut().for_each(|frame| frame.hold(Block::Other));
    }

    /// Writes the parts of the next segment.
    pub(super) fn put(&mut self, parts: Vec<Part>) {
        self.resumed = Some(1);
        let mut parts = parts.into_iter().peekable();
        while let Some(part) = parts.next() {
            match part {
                Part::Open(container) => self.open(container),
                Part::Close => self.close(),
                Part::Leaf(leaf) => {
                    let below = match parts.peek() {
                        None | Some(Part::Close) => Below::Nothing,
                        Some(Part::Leaf(Leaf { content: Content::Text(_), .. })) => Below::Text,
                        Some(_) => Below::Other,
                    };
                    self.leaf(leaf, below);
                }
            }
        }
    }

    fn open(&mut self, container: Container) {
        if let Some(resumed) = self.resumed.filter(|_| container.continues) {
            let is_same = self.frames.get(resumed).is_some_and(|frame| frame.is_of(&container.kind));
            if is_same {
                self.resumed = Some(resumed + 1);
                return;
            }
        }
        self.close_unresumed();
        self.end_code();
        let frame = Frame::inside(&mut self.frames, container.kind);
        self.frames.push(frame);
    }

    fn close(&mut self) {
        self.close_unresumed();
        self.close_to(self.frames.len() - 1);
    }

    /// Closes all containers but the first `count`. Code in them ends inside.
    fn close_to(&mut self, count: usize) {
        if count < self.frames.len() {
            self.end_code();
            self.frames.truncate(count.max(1));
        }
    }

    /// Closes what the segment before left open and this one does not go on with.
    fn close_unresumed(&mut self) {
        if let Some(resumed) = self.resumed.take() {
            self.close_to(resumed);
        }
    }

    /// Writes a leaf, which has `below` it in its container.
    fn leaf(&mut self, leaf: Leaf, below: Below) {
        self.close_unresumed();
        let Some(content) = self.go_on(leaf.content, leaf.joint) else { return };
        match content {
            Content::Text(text) if text.is_empty() => self.empty(below),
            Content::Text(text) => self.text(&text, Block::Text),
            Content::Term(text) if text.is_empty() => self.text(BLANK, Block::Term),
            Content::Term(text) => self.text(&text, Block::Term),
            Content::Heading(level, text) => {
                let signs = "#".repeat(level.into());
                self.text(format!("{signs} {text}").trim_end_matches(' '), Block::Other);
            }
            Content::Rule(drawn) => {
                let rule = self.rule(drawn);
                self.text(&rule, Block::Other);
            }
            // Indented, it would belong to the item above.
            Content::Html(text) if self.frames.last().is_some_and(Frame::holds_indented) => {
                self.text(text.trim_start_matches(' '), Block::Other);
            }
            Content::Html(text) if text.starts_with(' ') => self.text(&text, Block::Indented),
            Content::Html(text) => self.text(&text, Block::Other),
            Content::Code { info, text } => self.code(info, &text, leaf.goes_on),
            Content::Table { rows, alignments, .. } => self.table(&rows, &alignments),
        }
    }

    /// Adds what goes on with the leaf written last to it. Gives back what does not.
    fn go_on(&mut self, content: Content, joint: Option<&'static str>) -> Option<Content> {
        match (&self.leaf, joint, content) {
            (
                Open::Line,
                Some(joint),
                Content::Text(text)
                | Content::Term(text)
                | Content::Heading(_, text)
                | Content::Html(text)
                | Content::Rule(Some(text)),
            ) => {
                self.put_lines(&format!("{joint}{text}"));
                None
            }
            (Open::Code(fence, info), Some(joint), Content::Code { text, .. }) => {
                if fence.is_in(&text) {
                    let info = info.clone();
                    return Some(Content::Code { info, text });
                }
                self.put_lines(&format!("{joint}{text}"));
                None
            }
            (Open::Table(columns), _, Content::Table { rows, continues: true, .. }) => {
                let rows: Vec<_> = rows.iter().map(|row| columns.row(row)).collect();
                for row in rows {
                    self.next_line();
                    self.put_text(&row);
                }
                None
            }
            (_, _, content) => Some(content),
        }
    }

    /// Begins a leaf, on a line of its own.
    fn begin(&mut self, block: Block) {
        self.end_leaf();
        let begun = self.frames.iter().take_while(|frame| frame.is_begun()).count();
        if begun > 0 && self.needs_blank(begun, block) {
            let blank = self.prefix(begun);
            self.out.push_str(blank.trim_end());
            self.out.push('\n');
        }
        let count = self.frames.len();
        for at in 0..count {
            let is_innermost = at + 1 == count;
            let Some(frame) = self.frames.get_mut(at) else { break };
            let first = frame.next_line(block, is_innermost);
            frame.hold(block);
            self.out.push_str(&first.text);
            if first.is_whole {
                self.trim_line();
                self.out.push('\n');
                let again = self.prefix(at + 1);
                if self.is_parted_from_tag(at, block) {
                    self.out.push_str(again.trim_end());
                    self.out.push('\n');
                }
                self.out.push_str(&again);
            }
        }
        self.note_children(block);
    }

    /// Whether a blank line parts what an alert, the container `at`, begins with from its tag: an item that cannot
    /// stand right below a line of text.
    fn is_parted_from_tag(&self, at: usize, block: Block) -> bool {
        let is_alert = self.frames.get(at).is_some_and(Frame::is_alert);
        let item = self.frames.get(at + 2).filter(|_| self.frames.get(at + 1).is_some_and(Frame::is_list));
        is_alert && item.is_some_and(|item| !item.interrupts(block))
    }

    /// Tells each container what it holds now: the next one inside, or the leaf.
    fn note_children(&mut self, block: Block) {
        let blocks: Vec<_> = self.frames.iter().skip(1).map(Frame::as_block).chain([block]).collect();
        for (frame, block) in self.frames.iter_mut().zip(blocks) {
            frame.hold(block);
        }
    }

    /// Whether a blank line parts `block` from what stands above it in the innermost container that has
    /// begun, the one before the place `begun`.
    fn needs_blank(&self, begun: usize, block: Block) -> bool {
        let Some(around) = begun.checked_sub(1).and_then(|at| self.frames.get(at)) else { return false };
        let list = begun.checked_sub(2).and_then(|at| self.frames.get(at));
        let is_tight = list.is_some_and(Frame::is_tight_list);
        match self.frames.get(begun) {
            Some(next) => around.is_parted_from_container(next, self.frames.get(begun + 1), block, is_tight),
            None => around.is_parted_from(block, is_tight),
        }
    }

    /// What stands before the lines of what lies in the first `count` containers.
    fn prefix(&self, count: usize) -> String {
        self.frames.iter().take(count).map(Frame::margin).collect()
    }

    /// Ends the leaf that is open.
    fn end_leaf(&mut self) {
        self.end_code();
        if !matches!(std::mem::replace(&mut self.leaf, Open::Nothing), Open::Nothing) {
            self.out.push('\n');
        }
    }

    /// Writes the closing fence of the leaf that is open, if that is code.
    fn end_code(&mut self) {
        if let Open::Code(fence, _) = &self.leaf {
            let closing = fence.line();
            self.next_line();
            self.out.push_str(&closing);
            self.leaf = Open::Line;
        }
    }

    fn next_line(&mut self) {
        self.out.push('\n');
        let margin = self.prefix(self.frames.len());
        self.out.push_str(&margin);
    }

    /// Takes white space off the end of the line.
    fn trim_line(&mut self) {
        let length = self.out.trim_end_matches(' ').len();
        self.out.truncate(length);
    }

    /// Adds text to the line. This is the only way in which a document's text gets to a terminal.
    fn put_text(&mut self, text: &str) {
        match self.reader {
            Reader::Program => self.out.push_str(text),
            Reader::Terminal => self.out.push_str(&visible(text)),
        }
    }

    /// Adds lines, the first of them to the line that is open.
    fn put_lines(&mut self, text: &str) {
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                self.next_line();
            }
            if line.is_empty() {
                self.trim_line();
            }
            self.put_text(line);
        }
    }

    /// Writes a paragraph without text. Where it begins what must have a block, it is there by itself.
    fn empty(&mut self, below: Below) {
        let is_there = self.frames.last().is_some_and(|frame| !frame.is_begun() && frame.has_block());
        match below {
            Below::Nothing if is_there => self.text("", Block::Empty),
            Below::Other if is_there => {}
            _ => self.text(BLANK, Block::Text),
        }
    }

    fn text(&mut self, text: &str, block: Block) {
        self.begin(block);
        self.put_lines(text);
        self.leaf = Open::Line;
    }

    /// The rule as it was drawn, or as it has to be where that would mean something else: behind the bullet
    /// of an item, or at the start of the document, where it looks like the start of its settings.
    fn rule(&self, drawn: Option<String>) -> String {
        let is_in_item = self.frames.iter().any(|frame| !frame.is_begun() && frame.is_item());
        let is_at_start = !self.frames.iter().any(Frame::is_begun);
        match drawn.unwrap_or_else(|| "---".to_owned()) {
            rule if is_in_item && rule.starts_with(['-', '*']) => "___".to_owned(),
            rule if is_at_start && rule == "---" => "***".to_owned(),
            rule => rule,
        }
    }

    fn code(&mut self, info: String, text: &str, goes_on: bool) {
        let fence = Fence::around(&info, text, goes_on);
        self.begin(Block::Code);
        let gap = if info.starts_with('~') { " " } else { "" };
        self.put_text(&format!("{}{gap}{info}", fence.line()));
        if !text.is_empty() {
            self.next_line();
            self.put_lines(text);
        }
        self.leaf = Open::Code(fence, info);
    }

    fn table(&mut self, rows: &[Vec<String>], alignments: &[crate::document::Alignment]) {
        let columns = Columns::of(rows, alignments);
        self.begin(Block::Other);
        for (number, row) in rows.iter().enumerate() {
            if number > 0 {
                self.next_line();
            }
            self.put_text(&columns.row(row));
            if number == 0 {
                self.next_line();
                self.out.push_str(&columns.delimiters());
            }
        }
        self.leaf = Open::Table(columns);
    }
}

#[cfg(test)]
mod tests;
