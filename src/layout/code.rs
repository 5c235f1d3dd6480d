//! Code: kept line for line, tabs expanded, long lines continued below.

use super::galley::{Galley, Role};
use super::margin::Margin;
use crate::document::Span;
use crate::document::position::offset;
use crate::text::{clusters, glyph};

/// Columns between tab stops.
const TAB: u16 = 4;
/// What stands where a line goes on that was too long.
const CONTINUATION: &str = "↪";

/// Where code stands and how far it may reach.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    /// The leaf.
    pub(super) leaf: usize,
    /// Columns before the code.
    pub(super) indent: u16,
    /// One past the last column it may use.
    pub(super) limit: u16,
    /// Code, or raw HTML.
    pub(super) role: Role,
}

/// Sets `text`, which starts at `base` in its segment.
pub(super) fn set(text: &str, base: u32, frame: Frame, margin: &Margin, galley: &mut Galley) {
    let mut at = 0;
    for line in text.split('\n') {
        margin.begin_line(galley, frame.leaf, base + offset(at), at == 0);
        CodeLine { text: line, base: base + offset(at), frame, margin, galley }.set();
        at += line.len() + 1;
    }
}

struct CodeLine<'a> {
    text: &'a str,
    base: u32,
    frame: Frame,
    margin: &'a Margin,
    galley: &'a mut Galley,
}

impl CodeLine<'_> {
    fn set(mut self) {
        let mut column = self.frame.indent;
        let (mut start, mut start_column) = (0, column);
        // Blanks at the end of a line are not seen, and need no rows of their own.
        for (at, cluster) in clusters(self.text.trim_end()) {
            if cluster == "\t" {
                self.run(start, at, start_column);
                column = self.tab_stop(column);
                (start, start_column) = (at + 1, column);
                continue;
            }
            let columns = u16::from(glyph(cluster).width);
            let fits = column.checked_add(columns).is_some_and(|end| end <= self.frame.limit);
            if !fits && column > self.first_column(at) {
                self.run(start, at, start_column);
                column = self.continue_below(at);
                (start, start_column) = (at, column);
            }
            column = column.saturating_add(columns);
        }
        self.run(start, self.text.len(), start_column);
    }

    fn run(&mut self, start: usize, end: usize, column: u16) {
        let text = self.text.get(start..end).unwrap_or_default();
        let end = if end == self.text.len() { start + text.trim_end().len() } else { end };
        self.galley.text(
            column,
            Span::new(self.base + offset(start), self.base + offset(end)),
            self.frame.role,
        );
    }

    /// The first column of the line, or of its continuation.
    fn first_column(&self, at: usize) -> u16 {
        self.frame.indent.saturating_add(if at == 0 { 0 } else { self.continuation_indent() })
    }

    fn continuation_indent(&self) -> u16 {
        if self.frame.limit.saturating_sub(self.frame.indent) >= 8 { 2 } else { 0 }
    }

    fn continue_below(&mut self, at: usize) -> u16 {
        self.margin.begin_line(self.galley, self.frame.leaf, self.base + offset(at), false);
        let indent = self.continuation_indent();
        if indent > 0 {
            self.galley.ornament(self.frame.indent, CONTINUATION, 1, Role::Marker);
        }
        self.frame.indent.saturating_add(indent)
    }

    fn tab_stop(&self, column: u16) -> u16 {
        let stops = column.saturating_sub(self.frame.indent) / TAB + 1;
        let next = stops.saturating_mul(TAB).saturating_add(self.frame.indent);
        next.min(self.frame.limit.saturating_sub(1)).max(column)
    }
}
