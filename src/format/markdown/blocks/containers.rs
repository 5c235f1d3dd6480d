//! The containers: quotes, lists and their items, footnotes, tables.

use std::ops::Range;

use pulldown_cmark::{Alignment as Column, BlockQuoteKind};

use crate::document::{Alert, Alignment, ContainerKind, LeafKind, Span};

use super::{Blocks, Open};
use crate::format::markdown::marks;

impl Blocks<'_> {
    /// Opens a container; for an ordered list, `number` is that of its first item.
    pub(super) fn open(&mut self, kind: ContainerKind, source: Range<usize>, number: Option<u64>) {
        self.end_leaf();
        self.spoil();
        let source = self.trimmed(source);
        let id = self.builder.open(kind, self.in_chunk(&source));
        self.open.push(Open { id, is_fresh: !self.seam.is_reopening(), number });
    }

    /// Opens a list. One that goes on has its count and its looseness from before.
    pub(super) fn list(&mut self, number: Option<u64>, source: Range<usize>) {
        let before = self.seam.list();
        let tight = before.is_none_or(|list| !list.is_loose);
        let number = match before {
            Some(list) => list.number.map(|last| last.saturating_add(1)),
            None => number,
        };
        self.open(ContainerKind::List { tight }, source, number);
        if self.seam.is_reopening() {
            self.builder.continue_container(Span::default());
        }
    }

    /// Opens an item that goes on: its number or bullet is shown where it began.
    fn reopen_item(&mut self, source: Range<usize>) {
        let list = self.open.last().map(|open| open.number);
        let number = list.flatten().map_or_else(String::new, |next| format!("{}.", next.saturating_sub(1)));
        let marker = self.builder.string(&number);
        self.open(ContainerKind::Item { marker, task: None }, source, None);
        self.builder.continue_container(marker);
    }

    /// Closes the innermost container.
    pub(super) fn close(&mut self) {
        self.end_leaf();
        self.open.pop();
        self.builder.close();
    }

    /// Says that the innermost container has a block: what comes next is not its first.
    pub(super) fn spoil(&mut self) {
        if let Some(open) = self.open.last_mut() {
            open.is_fresh = false;
        }
    }

    /// Opens an item. One of an ordered list begins with the number that it counts.
    pub(super) fn item(&mut self, source: Range<usize>) {
        if self.seam.is_reopening() {
            return self.reopen_item(source);
        }
        let number = self.open.last_mut().and_then(|list| list.number.as_mut()).map(|next| {
            *next += 1;
            *next - 1
        });
        let marker = self.marker(source.start, number.is_some());
        let written = self.text.get(marker.clone()).unwrap_or_default();
        let span = self.builder.string(written);
        self.open(ContainerKind::Item { marker: span, task: None }, marker.start..source.end, None);
        if let Some(number) = number {
            let delimiter = if written.ends_with(')') { ')' } else { '.' };
            self.builder.leaf(LeafKind::Marker, self.in_chunk(&marker), &format!("{number}{delimiter}"));
        }
    }

    /// The marker of the item that starts at about `start`: the parser counts columns where a tab
    /// stands before the marker, so the place can be a few bytes off.
    fn marker(&self, start: usize, is_ordered: bool) -> Range<usize> {
        const NEAR: usize = 12;
        let is_marker = |rest: &[u8]| {
            let line = rest.get(..marks::line_length(rest))?;
            let marker = marks::list_marker(line)?;
            (line.first().is_some_and(u8::is_ascii_digit) == is_ordered).then_some(marker.length)
        };
        let bytes = self.text.as_bytes();
        let found = (start..start + NEAR).find_map(|at| Some(at..at + is_marker(bytes.get(at..)?)?));
        found.unwrap_or(start..start)
    }

    /// Makes the innermost item a task.
    pub(super) fn task(&mut self, is_done: bool) {
        let Some(item) = self.open.last() else { return };
        if let ContainerKind::Item { marker, .. } = self.builder.kind(item.id) {
            self.builder.set_kind(item.id, ContainerKind::Item { marker, task: Some(is_done) });
        }
    }

    /// A paragraph of its own makes the list loose that its item belongs to.
    pub(super) fn loosen(&mut self) {
        let mut innermost = self.open.iter().rev().map(|open| open.id);
        let (Some(item), Some(list)) = (innermost.next(), innermost.next()) else { return };
        if matches!(self.builder.kind(item), ContainerKind::Item { .. }) {
            self.builder.set_kind(list, ContainerKind::List { tight: false });
        }
    }

    /// Opens a block quote. The word above an alert that goes on is shown where it began.
    pub(super) fn quote(&mut self, alert: Option<BlockQuoteKind>, source: Range<usize>) {
        self.open(ContainerKind::BlockQuote(alert.map(alert_of)), source, None);
        if self.seam.is_reopening() {
            self.builder.continue_container(Span::default());
        }
    }

    /// Opens a footnote, which begins with its label.
    pub(super) fn footnote(&mut self, label: &str, source: Range<usize>) {
        if self.seam.is_reopening() {
            self.open(ContainerKind::Footnote, source, None);
            let label = self.builder.string(label);
            return self.builder.continue_container(label);
        }
        let rest = self.text.as_bytes().get(source.start..).unwrap_or_default();
        let marker = source.start..source.start + marks::footnote_label_length(rest).unwrap_or(0);
        self.open(ContainerKind::Footnote, source, None);
        self.builder.leaf(LeafKind::Marker, self.in_chunk(&marker), &format!("[{label}]"));
    }

    /// Opens a table. Whether it has a header shows when that comes: one that goes on from another
    /// chunk has its header there.
    pub(super) fn table(&mut self, columns: &[Column], source: Range<usize>) {
        let alignments: Vec<_> = columns.iter().copied().map(alignment_of).collect();
        let alignments = self.builder.alignments(&alignments);
        self.open(ContainerKind::Table { alignments, header: false }, source, None);
        if self.seam.is_reopening() {
            self.builder.continue_container(Span::default());
        }
    }

    /// Begins the header of the innermost table.
    pub(super) fn table_head(&mut self) {
        self.column = 0;
        let Some(table) = self.open.last() else { return };
        if let ContainerKind::Table { alignments, .. } = self.builder.kind(table.id) {
            self.builder.set_kind(table.id, ContainerKind::Table { alignments, header: true });
        }
    }
}

pub(super) fn alert_of(kind: BlockQuoteKind) -> Alert {
    match kind {
        BlockQuoteKind::Note => Alert::Note,
        BlockQuoteKind::Tip => Alert::Tip,
        BlockQuoteKind::Important => Alert::Important,
        BlockQuoteKind::Warning => Alert::Warning,
        BlockQuoteKind::Caution => Alert::Caution,
    }
}

fn alignment_of(column: Column) -> Alignment {
    match column {
        Column::None => Alignment::Unspecified,
        Column::Left => Alignment::Left,
        Column::Center => Alignment::Center,
        Column::Right => Alignment::Right,
    }
}
