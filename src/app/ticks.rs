//! The ticks on the scroll bar: where in the document the hits of a search are.

use super::App;
use super::finding::Finding;
use super::view::View;
use crate::document::{Document, SegmentId, TextPos};
use crate::layout::Page;

/// What is marked on a row of the scroll bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tick {
    /// Hits.
    Hit,
    /// The current hit, and perhaps others.
    Current,
}

impl App {
    /// Makes the ticks anew.
    pub(super) fn refresh_ticks(&mut self) {
        let Some(finding) = self.search.finding() else { return };
        let bar = self.view.geometry.scroll_bar;
        if !bar.is_empty() && self.view.is_scrollable() && finding.total() > 0 {
            self.view.ticks = Bar::new(&self.text.document, self.text.page(), &self.view).ticks(finding);
        }
    }
}

/// The scroll bar, and what it stands for.
struct Bar<'a> {
    document: &'a Document,
    page: &'a Page,
    /// Rows of the page.
    total: u64,
    /// Rows of the bar.
    height: u64,
}

impl<'a> Bar<'a> {
    fn new(document: &'a Document, page: &'a Page, view: &View) -> Self {
        Self { document, page, total: view.extent.total, height: view.geometry.scroll_bar.height.into() }
    }

    /// Costs time for each row of the bar, however many hits or segments there are: the segments that lie
    /// wholly in one row are looked at by their sum.
    fn ticks(&self, finding: &Finding) -> Vec<Option<Tick>> {
        let mut ticks = vec![None; usize::try_from(self.height).unwrap_or(0)];
        let mut mark = |row: u64, tick| {
            if let Some(marked) = usize::try_from(row).ok().and_then(|row| ticks.get_mut(row)) {
                *marked = Some(tick);
            }
        };
        let mut start = self.segment_at(0);
        let mut divided = None;
        for row in 0..self.height {
            let end = self.segment_at(row + 1);
            if finding.hits_within(next(start)..end) > 0 {
                mark(row, Tick::Hit);
            }
            if divided.replace(start) != Some(start) && finding.hits_within(start..next(start)) > 0 {
                let spread = finding.spread(start);
                let places = spread.places().map(|at| TextPos::new(start, at));
                places.for_each(|at| mark(self.row_of(at, spread.length()), Tick::Hit));
            }
            start = end;
        }
        if let Some(hit) = finding.current() {
            let length = finding.spread(hit.segment).length();
            mark(self.row_of(hit.start(), length), Tick::Current);
        }
        ticks
    }

    /// The segment that a row of the bar begins in; one past the last for the row below the bar.
    fn segment_at(&self, row: u64) -> SegmentId {
        let end = SegmentId::from_index(self.document.n_segments());
        self.page.segment_at_row(self.document, row * self.total / self.height).unwrap_or(end)
    }

    /// The row of the bar that a place lies in, where its segment has `length` bytes of text.
    fn row_of(&self, at: TextPos, length: u32) -> u64 {
        self.page.rows_before(self.document, at, length) * self.height / self.total
    }
}

fn next(id: SegmentId) -> SegmentId {
    SegmentId(id.0.saturating_add(1))
}
