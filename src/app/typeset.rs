//! A document and the page that it is set on: what is asked of the one mostly needs the other.

use std::sync::Arc;

use super::folding::SoughtFolds;
use super::view::lowest_top;
use crate::document::{Document, Folds, SegmentId, TextPos};
use crate::layout::{Anchor, Extent, Line, LinePos, Options, Page, SegmentLayout};

/// The text as it is read and set now. Another one begins with nothing folded.
pub(super) struct Typeset {
    pub(super) document: Document,
    page: Page,
    /// What is still to be folded, as it was kept.
    pub(super) sought_folds: SoughtFolds,
}

impl Typeset {
    /// A document on a page that looks like this, with so many bytes of its text kept in memory.
    pub(super) fn new(mut document: Document, options: Options, memory: usize) -> Self {
        document.keep_within(memory);
        Self { document, page: Page::new(options), sought_folds: SoughtFolds::default() }
    }

    /// The page.
    pub(super) fn page(&self) -> &Page {
        &self.page
    }

    /// Changes how the page looks; it is set anew where it is looked at.
    pub(super) fn set_options(&mut self, options: Options) {
        self.page.set_options(options);
    }

    /// Which sections are folded.
    pub(super) fn folds(&self) -> &Arc<Folds> {
        self.page.folds()
    }

    /// Folds these sections, and opens all others.
    pub(super) fn fold(&mut self, folds: Arc<Folds>) {
        self.page.fold(folds);
    }

    /// Where a place is shown: where it is, or at the heading of the folded section around it.
    pub(super) fn shown_place(&mut self, pos: TextPos) -> TextPos {
        self.page.shown_place(&mut self.document, pos)
    }

    /// Whether a place is hidden.
    pub(super) fn is_hidden(&mut self, pos: TextPos) -> bool {
        self.page.is_hidden(&mut self.document, pos)
    }

    /// Whether a segment is hidden as a whole.
    pub(super) fn hides(&self, id: SegmentId) -> bool {
        self.page.hides(&self.document, id)
    }

    /// Forgets the layout of a segment that was parsed anew.
    pub(super) fn forget(&mut self, id: SegmentId) {
        self.page.forget(id);
    }

    /// Sets what is short anew by what is known by now.
    pub(super) fn set_short(&mut self) {
        self.page.set_short(&mut self.document);
    }

    /// The layout of a segment; none past the last one known.
    pub(super) fn layout(&mut self, id: SegmentId) -> Option<Arc<SegmentLayout>> {
        self.page.layout(&mut self.document, id)
    }

    /// The line that an anchor stands for.
    pub(super) fn line_at(&mut self, anchor: impl Into<Anchor>) -> LinePos {
        self.page.line_at(&mut self.document, anchor.into())
    }

    /// The line that shows a place.
    pub(super) fn line_showing(&mut self, pos: TextPos) -> LinePos {
        self.page.line_showing(&mut self.document, pos)
    }

    /// What a line is tied to.
    pub(super) fn anchor_at(&mut self, at: LinePos) -> Anchor {
        self.page.anchor_at(&mut self.document, at)
    }

    /// The line so many rows on, or back, as far as there are any.
    pub(super) fn advance(&mut self, from: LinePos, rows: i64) -> LinePos {
        self.page.advance(&mut self.document, from, rows)
    }

    /// What the page is tied to with so many rows above a line, as far as there are any.
    pub(super) fn anchor_above(&mut self, line: LinePos, rows: i64) -> Anchor {
        let top = self.advance(line, -rows);
        self.anchor_at(top)
    }

    /// The last line, as far as it is known.
    pub(super) fn last_line(&mut self) -> LinePos {
        self.page.last_line(&mut self.document)
    }

    /// `wanted`, or the row above it with which the last row of the document stands at the bottom of so many.
    pub(super) fn lowest_top(&mut self, wanted: LinePos, height: u16) -> LinePos {
        lowest_top(&mut self.document, &mut self.page, wanted, height)
    }

    /// Shows up to so many rows from a line on, in order, until `show` answers false.
    pub(super) fn rows(
        &mut self,
        from: LinePos,
        rows: usize,
        show: impl FnMut(LinePos, &Arc<SegmentLayout>, Line) -> bool,
    ) {
        self.page.rows(&mut self.document, from, rows, show);
    }

    /// How far down the page a line is.
    pub(super) fn extent(&self, at: LinePos) -> Extent {
        self.page.extent(&self.document, at)
    }

    /// The line that has so many rows above it, as far as they are estimated.
    pub(super) fn line_at_row(&mut self, row: u64) -> LinePos {
        self.page.line_at_row(&mut self.document, row)
    }
}
