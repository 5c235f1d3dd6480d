//! Setting definition lists: terms, and all that stands under them further right.

use super::super::blocks::{Block, Kind};
use super::super::definitions;
use super::super::lines::Line;
use super::super::paragraph;
use super::{Setting, Writer, filled, put_joined};
use crate::document::{ContainerKind, LeafKind};

/// The most explanations inside each other; what lies deeper stands beside the innermost.
const MOST: usize = 8;

/// The explanations that are open.
#[derive(Default)]
pub(in super::super) struct Definitions {
    open: Vec<Open>,
    /// The columns before the term that was set last, if nothing explains it yet.
    term: Option<usize>,
}

struct Open {
    /// The columns before the term.
    indent: usize,
    /// Those before the explanation.
    body: usize,
    /// How many lists are around it.
    n_lists: usize,
}

impl Setting<'_, '_> {
    /// Closes the explanations that `block` does not lie in, and opens the one that it begins.
    pub(super) fn place_among_definitions(&mut self, block: &Block, writer: &mut Writer<'_>) {
        if self.definitions.open.is_empty() && self.definitions.term.is_none() {
            return;
        }
        let lines = self.text(block).iter().filter(|line| !line.is_blank());
        let is_apart = matches!(block.kind, Kind::Heading(_) | Kind::Rule);
        let indent = if is_apart { 0 } else { lines.map(|line| line.indent).min().unwrap_or_default() };
        let body = self.body_below(block);
        let is_entry = matches!(block.kind, Kind::Entry(_));
        let holds = |open: &&Open| {
            let least = if is_entry { open.body } else { open.indent + 1 };
            indent >= least && body.is_none_or(|body| open.body < body)
        };
        let kept = self.definitions.open.iter().take_while(holds).count();
        self.leave_definitions(kept, writer);
        if let Some(term) = self.definitions.term.take_if(|_| block.kind != Kind::Term)
            && term < indent
        {
            self.open_definition(term, indent, block, writer);
        }
    }

    /// The columns before the explanation below `block`, if that is a term. Terms whose explanations are aligned
    /// are of one list, however far in they stand themselves: `--all` below `-n, --night`.
    fn body_below(&self, block: &Block) -> Option<usize> {
        let first = self.text(block).first().filter(|_| block.kind == Kind::Term)?;
        definitions::column_below(self.lines, block.lines.end, first.indent)
    }

    fn open_definition(&mut self, indent: usize, body: usize, block: &Block, writer: &mut Writer<'_>) {
        if self.definitions.open.len() < MOST {
            writer.open(ContainerKind::Definition, &self.source(block));
            self.definitions.open.push(Open { indent, body, n_lists: self.lists.len() });
        }
    }

    /// Closes the explanations inside the first `keep`, with the lists in them.
    pub(super) fn leave_definitions(&mut self, keep: usize, writer: &mut Writer<'_>) {
        while let Some(open) =
            (self.definitions.open.len() > keep).then(|| self.definitions.open.pop()).flatten()
        {
            self.close_lists(open.n_lists, writer);
            writer.close();
        }
    }

    /// A term on a line of its own.
    pub(super) fn term(&mut self, block: &Block, writer: &mut Writer<'_>) {
        writer.begin(LeafKind::Term, self.source(block));
        for (number, line) in self.text(block).iter().enumerate() {
            writer.glue(if number > 0 { " " } else { "" });
            writer.put(line);
        }
        writer.end();
        self.definitions.term = self.text(block).first().map(|line| line.indent);
    }

    /// A term of `length` bytes with its explanation beside it.
    pub(super) fn entry(&mut self, block: &Block, length: usize, writer: &mut Writer<'_>) {
        // Blank lines stand in it only where a reader joined what they part.
        let mut lines = filled(self.text(block)).into_owned();
        let Some(first) = lines.first_mut() else { return };
        let indent = first.indent;
        let head = Line::new(first.body.get(..length).unwrap_or_default(), first.start);
        *first = first.after(length);
        writer.begin(LeafKind::Term, head.start..head.end());
        writer.put(&head);
        writer.end();
        // The term may fill the line, with its explanation below it.
        if first.is_blank() {
            lines.remove(0);
        }
        let Some((start, body)) = lines.first().map(|first| (first.start, first.indent)) else {
            self.definitions.term = Some(indent);
            return;
        };
        self.open_definition(indent, body, block, writer);
        let end = self.source(block).end;
        writer.begin(LeafKind::Paragraph, start..end);
        put_joined(&lines, &paragraph::joins_in_explanation(&lines, self.profile), writer);
        writer.end();
    }
}
