//! Taking in what workers found: chunks, segments, hits.

use std::sync::Arc;

use super::jobs::{Done, Job};
use super::{App, Effect, Overlay};
use crate::document::position::offset;
use crate::document::{Chunk, Filled, Opening, Segment, SegmentId, Span, TextPos};

/// Chunks in one job: few enough for all workers to have some, and for other jobs to come between.
const PARSED_AT_ONCE: usize = 16;

impl App {
    pub(super) fn done(&mut self, done: Done) {
        match done {
            Done::Opened(Ok(opening)) => self.open(opening),
            Done::Opened(Err(error)) => self.effects.push(Effect::Fail(error)),
            Done::Chunks(chunks) => {
                let first = self.document.n_segments().saturating_sub(1);
                if let Some((id, before)) = self.document.push_chunks(chunks) {
                    self.outgrow(id, &before);
                }
                self.parse_from(SegmentId::from_index(first));
            }
            Done::AllChunks => {
                let stale = self.document.complete();
                self.parse(stale);
            }
            Done::Parsed { id, chunk, segment } => self.take_segment(id, &chunk, &segment),
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

    fn take_segment(&mut self, id: SegmentId, chunk: &Chunk, segment: &Arc<Segment>) {
        match self.document.fill(id, chunk, Arc::clone(segment)) {
            Filled::Replaced(before) => self.move_to(id, &before, segment),
            Filled::Outdated => return self.parse(vec![id]),
            // Where the reader came before the worker, the search may still be to come.
            Filled::New | Filled::Known => {}
        }
        if let Some(segment) = self.document.segment(id).cloned() {
            self.search_segment(id, &segment);
        }
    }

    /// Goes on with the document that was waited for.
    fn open(&mut self, Opening { document, chunks }: Opening) {
        self.document = document;
        let effects = self.start(chunks);
        self.effects.extend(effects);
    }

    /// Puts what a provisional segment has become in its place: at once, because the end of a source
    /// that grows is where its reader is. The text at its end may have moved on to the next segment.
    fn outgrow(&mut self, id: SegmentId, before: &Segment) {
        let Some(now) = self.document.demand(id) else { return };
        let next = SegmentId(id.0.saturating_add(1));
        let end = self.document.chunk(id).map_or(u64::MAX, |chunk| chunk.source.end);
        let has_moved_on = before.source_start() + u64::from(before.source_length()) > end;
        let after = if has_moved_on { self.document.demand(next) } else { None };
        self.move_positions(id, |pos| match &after {
            Some(after) if before.source_of(pos.offset) >= end => {
                same_place(TextPos::new(next, pos.offset), before, after)
            }
            _ => same_place(pos, before, &now),
        });
        self.search_segment(id, &now);
        if let Some(after) = after {
            self.search_segment(next, &after);
        }
    }

    /// Brings every position that is kept from the segment as it was to the same words in the
    /// segment as it is now.
    fn move_to(&mut self, id: SegmentId, before: &Segment, now: &Segment) {
        self.move_positions(id, |pos| same_place(pos, before, now));
    }

    /// Changes every position that is kept in a segment that was parsed anew.
    fn move_positions(&mut self, id: SegmentId, moved: impl Fn(TextPos) -> TextPos) {
        self.page.forget(id);
        let moved = |pos: TextPos| if pos.segment == id { moved(pos) } else { pos };
        self.anchor.pos = moved(self.anchor.pos);
        self.sidebar.move_positions(moved);
        if let Some(Overlay::Search { origin, .. }) = &mut self.overlay {
            origin.pos = moved(origin.pos);
        }
        if let Some(finding) = &mut self.finding {
            finding.forget(id);
            finding.move_positions(moved);
        }
    }
}

/// Where the text at `pos` of the segment as it was stands in the segment as it is now: in the same
/// block, at the same words, or else as far into it.
fn same_place(pos: TextPos, before: &Segment, now: &Segment) -> TextPos {
    let old_leaf = before.leaf_span(before.leaf_at(pos.offset));
    let leaf = now.leaf_span(now.leaf_at(now.offset_of_source(before.source_of(pos.offset))));
    let wanted = (leaf.start + pos.offset.saturating_sub(old_leaf.start)).min(leaf.end);
    let words = beginning(before.slice(Span::new(pos.offset, old_leaf.end)));
    let found = now.slice(leaf).match_indices(words).map(|(at, _)| leaf.start + offset(at));
    let nearest = found.min_by_key(|found| found.abs_diff(wanted)).filter(|_| !words.is_empty());
    let boundary = || (leaf.start..=wanted).rev().find(|&at| now.text().is_char_boundary(at as usize));
    TextPos::new(pos.segment, nearest.or_else(boundary).unwrap_or(leaf.start))
}

/// Enough of a text to find it again.
fn beginning(text: &str) -> &str {
    const CHARACTERS: usize = 24;
    text.char_indices().nth(CHARACTERS).map_or(text, |(end, _)| text.get(..end).unwrap_or_default())
}
