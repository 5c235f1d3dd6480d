//! What is pointed at: the text under a cell, and the place on the page of a text.

use super::App;
use super::typeset::Typeset;
use super::view::View;
use crate::document::position::offset;
use crate::document::{Segment, TextPos};
use crate::layout::{Line, LinePos, RunContent, SegmentLayout};
use crate::text::{clusters, width};

impl Typeset {
    /// The text on a row of the page at `column`, or else the nearest to the left, or the first; none where
    /// the row has no text.
    pub(super) fn text_on(&mut self, at: LinePos, column: u16) -> Option<TextPos> {
        let segment = self.document.demand(at.segment)?;
        let layout = self.layout(at.segment)?;
        let line = layout.lines().get(at.line as usize)?;
        Some(TextPos::new(at.segment, text_in_row(&segment, &layout, line, column)?))
    }

    /// The column of a text in its row of the page; none where it is not set.
    pub(super) fn column_of(&mut self, pos: TextPos) -> Option<u16> {
        let segment = self.document.demand(pos.segment)?;
        let layout = self.layout(pos.segment)?;
        let line = layout.lines().get(layout.line_showing(pos.offset))?;
        layout.runs(line).iter().find_map(|run| {
            let mut span = run.content.text_span().filter(|span| span.contains(pos.offset))?;
            span.end = pos.offset;
            Some(run.column.saturating_add(u16::try_from(width(segment.slice(span))).unwrap_or(u16::MAX)))
        })
    }
}

impl View {
    /// The text under a cell of the page: the nearest to the left on its row, or else the first.
    pub(super) fn text_at(&self, column: u16, row: u16) -> Option<TextPos> {
        let area = self.geometry.text;
        let row = self.rows.get(usize::from(row.checked_sub(area.y)?))?;
        let at = text_in_row(&row.segment, &row.layout, &row.line, column.saturating_sub(area.x));
        Some(TextPos::new(row.at.segment, at.unwrap_or(row.line.start)))
    }
}

impl App {
    /// What the reader clicked or found last, where that is in view.
    pub(super) fn pointed_at(&mut self) -> Option<TextPos> {
        [self.here.clicked(), self.current_hit()].into_iter().flatten().find(|&pos| self.is_in_view(pos))
    }

    /// The hit or the link that the reader has gone to, where that is in view and he has not moved on.
    pub(super) fn gone_to_in_view(&mut self) -> Option<TextPos> {
        if self.here.is_gone_to() { self.pointed_at() } else { None }
    }

    /// Where the current hit starts.
    pub(super) fn current_hit(&self) -> Option<TextPos> {
        Some(self.search.current()?.start())
    }
}

fn text_in_row(segment: &Segment, layout: &SegmentLayout, line: &Line, column: u16) -> Option<u32> {
    let mut nearest = None;
    for run in layout.runs(line) {
        let RunContent::Text(span) = run.content else { continue };
        let mut at = usize::from(run.column);
        for (start, cluster) in clusters(segment.slice(span)) {
            if at <= usize::from(column) || nearest.is_none() {
                nearest = Some(span.start.saturating_add(offset(start)));
            }
            at += width(cluster);
        }
    }
    nearest
}
