//! Taking in what workers found: chunks, segments, hits.

use std::sync::Arc;

use super::finding::Hit;
use super::jobs::{Done, Job};
use super::{App, Effect, Overlay};
use crate::document::{Filled, Segment, SegmentId, Span, TextPos};

/// Chunks in one job: few enough for all workers to have some, and for other jobs to come between.
const PARSED_AT_ONCE: usize = 16;

impl App {
    pub(super) fn done(&mut self, done: Done) {
        match done {
            Done::Chunks(chunks) => {
                let first = self.document.n_segments();
                self.document.push_chunks(chunks);
                self.parse_from(SegmentId::from_index(first));
            }
            Done::AllChunks => {
                let stale = self.document.complete();
                self.parse(stale);
            }
            Done::Parsed(id, segment) => self.take_segment(id, &segment),
            Done::Hits { generation, id, counts } => self.take_hits(generation, id, counts),
        }
    }

    /// Has workers parse what waits from `first` on.
    pub(super) fn parse_from(&mut self, first: SegmentId) {
        let waiting = self.document.pending().map(|(id, _)| id).filter(|&id| id >= first);
        self.parse(waiting.collect());
    }

    /// Has workers parse segments, nearest to the reader first.
    fn parse(&mut self, mut ids: Vec<SegmentId>) {
        let reader = self.anchor.pos.segment.0;
        ids.sort_by_key(|id| id.0.abs_diff(reader));
        for ids in ids.chunks(PARSED_AT_ONCE) {
            let chunks = ids.iter().filter_map(|&id| Some((id, self.document.chunk(id)?.clone())));
            let job = Job::Parse { parser: self.document.parser(), chunks: chunks.collect() };
            self.effects.push(Effect::Spawn(job));
        }
    }

    fn take_segment(&mut self, id: SegmentId, segment: &Arc<Segment>) {
        match self.document.fill(id, Arc::clone(segment)) {
            Filled::New => {}
            Filled::Replaced(before) => self.move_to(id, &before, segment),
            Filled::Outdated => return self.parse(vec![id]),
            Filled::Known => return,
        }
        self.search_segment(id, segment);
    }

    /// Brings every position that is kept from the segment as it was to the same words in the
    /// segment as it is now.
    fn move_to(&mut self, id: SegmentId, before: &Segment, now: &Segment) {
        self.page.forget(id);
        let moved = |pos: TextPos| if pos.segment == id { same_place(pos, before, now) } else { pos };
        self.anchor.pos = moved(self.anchor.pos);
        self.sidebar.move_positions(moved);
        if let Some(Overlay::Search { origin, .. }) = &mut self.overlay {
            origin.pos = moved(origin.pos);
        }
        if let Some(finding) = &mut self.finding {
            finding.forget(id);
            let current = finding.current().map(|hit| Hit {
                span: Span::new(
                    moved(hit.start()).offset,
                    moved(TextPos::new(hit.segment, hit.span.end)).offset,
                ),
                ..hit
            });
            finding.set_current(current);
        }
    }
}

/// Where the text at `pos` of the segment as it was stands in the segment as it is now: as far into
/// the same block.
fn same_place(pos: TextPos, before: &Segment, now: &Segment) -> TextPos {
    let into_leaf = pos.offset.saturating_sub(before.leaf_span(before.leaf_at(pos.offset)).start);
    let leaf = now.leaf_at(now.offset_of_source(before.source_of(pos.offset)));
    let span = now.leaf_span(leaf);
    let wanted = (span.start + into_leaf).min(span.end);
    let offset = (span.start..=wanted).rev().find(|&offset| now.text().is_char_boundary(offset as usize));
    TextPos::new(pos.segment, offset.unwrap_or(span.start))
}
