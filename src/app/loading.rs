//! Taking in what workers found: chunks, segments, hits.

use std::sync::Arc;

use super::jobs::{Done, Job};
use super::{App, Effect};
use crate::document::{Segment, SegmentId, TextPos};
use crate::search;

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
            Done::AllChunks => self.complete(),
            Done::Parsed(id, segment) => self.take_segment(id, segment),
            Done::Hits { generation, id, counts } => self.take_hits(generation, id, counts),
        }
    }

    /// Has workers parse what waits from `first` on, nearest to the reader first.
    pub(super) fn parse_from(&mut self, first: SegmentId) {
        let reader = self.anchor.pos.segment.0;
        let waiting = self.document.pending().filter(|&(id, _)| id >= first);
        let mut chunks: Vec<_> = waiting.map(|(id, chunk)| (id, chunk.clone())).collect();
        chunks.sort_by_key(|(id, _)| id.0.abs_diff(reader));
        for chunks in chunks.chunks(PARSED_AT_ONCE) {
            let (parser, chunks) = (self.document.parser(), chunks.to_vec());
            self.effects.push(Effect::Spawn(Job::Parse { parser, chunks }));
        }
    }

    /// All chunks are known: links whose definitions came late are resolved, and the reader stays
    /// at the same words.
    fn complete(&mut self) {
        let pos = self.anchor.pos;
        let before = self.document.segment(pos.segment).cloned();
        self.document.complete();
        let stale: Vec<_> = self.document.pending().map(|(id, _)| id).collect();
        for &id in &stale {
            self.page.forget(id);
            if let Some(finding) = &mut self.finding {
                finding.forget(id);
            }
        }
        if let Some(before) = before.filter(|_| stale.contains(&pos.segment)) {
            self.anchor.pos = self.same_place(pos, &before);
        }
        self.parse_from(SegmentId::default());
    }

    /// Where the text at `pos` of the segment as it was stands in the segment as it is now.
    fn same_place(&mut self, pos: TextPos, before: &Segment) -> TextPos {
        let Some(now) = self.document.demand(pos.segment) else { return pos };
        let into_leaf = pos.offset - before.leaf_span(before.leaf_at(pos.offset)).start.min(pos.offset);
        let leaf = now.leaf_at(now.offset_of_source(before.source_of(pos.offset)));
        let span = now.leaf_span(leaf);
        TextPos::new(pos.segment, (span.start + into_leaf).min(span.end))
    }

    fn take_segment(&mut self, id: SegmentId, segment: Arc<Segment>) {
        if let Some(finding) = self.finding.as_mut().filter(|finding| !finding.knows(id)) {
            finding.record(id, search::count(&segment, finding.query()));
        }
        if let Some(warning) = segment.warning() {
            self.notice = Some(warning.to_owned());
        }
        self.document.fill(id, segment);
    }
}
