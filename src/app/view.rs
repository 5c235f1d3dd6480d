//! What is on the screen: computed after each event, so that drawing only copies.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use super::finding::Finding;
use super::geometry::Geometry;
use super::links::Hint;
use super::notes::ShownNote;
use super::ticks::Tick;
use super::typeset::Typeset;
use crate::document::quotation::part;
use crate::document::{Document, Folds, SectionId, Segment, SegmentId, Span, TextPos};
use crate::layout::{Anchor, Extent, Line, LinePos, Page, RunContent, SegmentLayout};

/// The visible part of the page.
#[derive(Debug, Default)]
pub struct View {
    /// How the screen is divided.
    pub geometry: Geometry,
    /// The rows of text, from the top.
    pub rows: Vec<Row>,
    /// The first row.
    pub top: LinePos,
    /// The sections that are folded in these rows.
    pub(super) folds: Arc<Folds>,
    /// How far down the page the first row is.
    pub extent: Extent,
    /// What is marked on each row of the scroll bar; nothing below the last of these.
    pub ticks: Vec<Option<Tick>>,
    /// The section the reader is in: that of the first text on the screen, or of what he has gone to there.
    pub section: Option<SectionId>,
    /// What is selected.
    pub selected: Option<Range<TextPos>>,
    /// The character at the end of it that moves.
    pub cursor: Option<Range<TextPos>>,
    /// The text of the link in focus.
    pub focused: Option<Range<TextPos>>,
    /// Where that leads, in words.
    pub leads_to: Option<String>,
    /// What is highlighted in the visible segments, in the order of the text.
    pub notes: Vec<ShownNote>,
    /// What the reader wrote to the note in focus.
    pub note: Option<String>,
    /// The letters on links.
    pub hints: Vec<Hint>,
    /// The hits in the visible segments.
    hits: HashMap<SegmentId, Vec<Span>>,
}

/// A visible row.
#[derive(Clone, Debug)]
pub struct Row {
    /// Where it is on the page.
    pub at: LinePos,
    /// The segment it shows a part of.
    pub segment: Arc<Segment>,
    /// The layout its line is one of.
    pub layout: Arc<SegmentLayout>,
    /// The line.
    pub line: Line,
}

impl Row {
    /// The first byte of text on the row.
    pub fn start(&self) -> TextPos {
        TextPos::new(self.at.segment, self.line.start)
    }

    /// Whether text is hidden behind it: a section is folded.
    pub fn is_fold(&self) -> bool {
        self.fold_column().is_some()
    }

    /// The column of the text from which on it is said how much is hidden.
    pub fn fold_column(&self) -> Option<u16> {
        let mut runs = self.layout.runs(&self.line).iter();
        runs.find(|run| matches!(run.content, RunContent::Fold(_))).map(|run| run.column)
    }
}

impl View {
    /// The screen as it is when `anchor` is at the top, or as near to it as the end of the document
    /// allows.
    pub(super) fn new(
        geometry: Geometry,
        text: &mut Typeset,
        anchor: Anchor,
        finding: Option<&Finding>,
    ) -> Self {
        let height = geometry.pane.height;
        let wanted = text.line_at(anchor);
        let top = text.lowest_top(wanted, height);
        let mut rows = Vec::with_capacity(height.into());
        text.rows(top, height.into(), |at, layout, line| {
            rows.push((at, Arc::clone(layout), line));
            true
        });
        let rows: Vec<Row> = rows
            .into_iter()
            .filter_map(|(at, layout, line)| {
                Some(Row { at, segment: text.document.demand(at.segment)?, layout, line })
            })
            .collect();
        let extent = text.extent(top);
        let hits = finding.map_or_else(HashMap::new, |finding| visible_hits(&rows, finding));
        text.document.refresh_outline();
        let folds = Arc::clone(text.folds());
        let mut view = Self { geometry, rows, top, folds, extent, hits, ..Self::default() };
        let reading = if wanted > top { anchor.pos } else { view.reading_position() };
        view.section = text.document.outline().at(reading);
        view
    }

    /// The first text on the screen.
    pub fn reading_position(&self) -> TextPos {
        let row = self.rows.iter().find(|row| !row.line.is_ornament).or_else(|| self.rows.first());
        row.map_or_else(TextPos::default, Row::start)
    }

    /// The hits in a segment that is visible.
    pub fn hits(&self, id: SegmentId) -> &[Span] {
        self.hits.get(&id).map(Vec::as_slice).unwrap_or_default()
    }

    /// The part of a segment that is selected.
    pub fn selected_in(&self, id: SegmentId) -> Span {
        part_in(self.selected.as_ref(), id)
    }

    /// The part of a segment that is the character at the end of the selection that moves.
    pub fn cursor_in(&self, id: SegmentId) -> Span {
        part_in(self.cursor.as_ref(), id)
    }

    /// The part of a segment that is the link in focus.
    pub fn focused_in(&self, id: SegmentId) -> Span {
        part_in(self.focused.as_ref(), id)
    }

    /// Whether a row of the page is on the screen.
    pub(super) fn shows(&self, at: LinePos) -> bool {
        self.rows.iter().any(|row| row.at == at)
    }

    /// How much of the document lies above the last visible row, in per cent; what lies over the page for a while
    /// counts as part of it.
    pub fn percent(&self) -> u64 {
        let below = self.extent.before + self.rows.len() as u64 + u64::from(self.geometry.panel.height);
        let total = self.extent.total.max(1);
        (below * 100 / total).min(100)
    }

    /// Whether there is more than the screen shows, so that the scroll bar is drawn.
    pub fn is_scrollable(&self) -> bool {
        self.extent.total > self.rows.len() as u64
    }

    /// Whether the end of the document is on the screen.
    pub fn is_at_end(&self) -> bool {
        self.extent.before + self.rows.len() as u64 >= self.extent.total
    }

    /// How many rows at the bottom belong to a heading whose text is not on the screen.
    pub(super) fn stranded_rows(&self) -> usize {
        /// More rows than this are a page of headings, not a stranded one.
        const MOST: usize = 6;
        let is_heading = |row: &Row| {
            let leaf = row.segment.leaves().get(row.line.leaf as usize);
            leaf.is_some_and(|leaf| matches!(leaf.kind, crate::document::LeafKind::Heading(_)))
        };
        if self.is_at_end() {
            return 0;
        }
        let blank = self.rows.iter().rev().take_while(|row| row.line.is_ornament && !is_heading(row)).count();
        let heading = self.rows.iter().rev().skip(blank).take_while(|row| is_heading(row)).count();
        let stranded = if heading == 0 { 0 } else { blank + heading };
        if stranded > MOST || stranded >= self.rows.len() { 0 } else { stranded }
    }
}

/// The part of a range that is in a segment.
fn part_in(range: Option<&Range<TextPos>>, id: SegmentId) -> Span {
    range.map_or_else(Span::default, |range| part(range, id))
}

/// `wanted`, or the row above it with which the last row of the document stands at the bottom. The
/// end of the document is looked at only where it is near.
pub(super) fn lowest_top(document: &mut Document, page: &mut Page, wanted: LinePos, height: u16) -> LinePos {
    if !page.rows(document, wanted, height.into(), |_, _, _| true) {
        return wanted;
    }
    let last = page.last_line(document);
    let last_top = page.advance(document, last, -i64::from(height.saturating_sub(1)));
    wanted.min(last_top)
}

fn visible_hits(rows: &[Row], finding: &Finding) -> HashMap<SegmentId, Vec<Span>> {
    let mut hits = HashMap::new();
    for row in rows {
        hits.entry(row.at.segment).or_insert_with(|| finding.shown_in(row.at.segment, &row.segment));
    }
    hits
}
