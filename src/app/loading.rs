//! Taking in what workers found: chunks, segments, hits.

use std::sync::Arc;

use super::event::Readings;
use super::jobs::{Done, Job};
use super::same_place::same_place;
use super::typeset::Typeset;
use super::{App, Effect};
use crate::document::{Chunk, Inserted, Opening, Segment, SegmentId, TextPos};

impl App {
    pub(super) fn done(&mut self, done: Done) {
        let Some(done) = self.unless_put_off(done) else { return };
        match done {
            Done::Opened(Ok(opening)) => self.open(*opening),
            Done::Opened(Err(error)) => self.effects.push(Effect::Fail(error)),
            Done::Reopened { document, opened } if document == self.shelf.current() => self.reopened(opened),
            Done::Reloaded { number, reloaded } => self.reloaded(number, reloaded),
            // It was looked for when the reader came, and only of the first document after that.
            Done::Recalled(recalled) if self.shelf.current() == 0 => self.recall(*recalled),
            Done::Visited(visited) => self.visited(*visited),
            Done::NotesRecalled(recalled)
                if self.shelf.is_current(&recalled.identity, self.book.coming_back.identity()) =>
            {
                self.take_notes(*recalled);
            }
            Done::Reopened { .. } | Done::Recalled(_) | Done::NotesRecalled(_) => {}
            Done::NotesLost(identity, edits, error) => self.take_back_notes(identity, edits, &error),
            Done::Annotated(identity, annotated) => self.take_annotated(&identity, annotated),
            Done::NotesFound { number, found } => self.take_places_of_notes(number, found),
            Done::ReadFound { number, found } => self.take_read(number, &found),
            Done::OpenedOutside(result) => self.opened_outside(result),
            Done::Located { number, at } => self.here.located(number, at),
            Done::Words { number, words } => self.take_words(number, words),
            Done::Lines(lines) => self.take_lines(lines),
            Done::LineLost(error) => self.tell_of_lost_line(&error),
            Done::Taken(taken) => self.taken(taken),
            Done::Copied(to) => self.tell_where_copied(to),
            Done::CorrectionsLost(edits, error) => self.take_back_corrections(edits, &error),
            Done::PlacesLost(error) => self.notices.tell_of_lost_places(&error),
            Done::SetAside(set_aside) => self.notify(set_aside.to_string()),
            Done::Chunks { edition, .. } | Done::AllChunks { edition } | Done::Parsed { edition, .. }
                if self.backlog.is_of_another(edition) => {}
            Done::Chunks { chunks, .. } => {
                self.inform();
                let n_final = self.text.document.n_final();
                if let Some((id, before)) = self.text.document.push_chunks(chunks) {
                    self.outgrow(id, &before);
                }
                self.parse_from(SegmentId::from_index(n_final));
            }
            Done::AllChunks { .. } => {
                for id in self.text.document.end_chunks() {
                    self.backlog.add(id);
                }
                self.identify_whole();
            }
            Done::Parsed { id, edition, .. } if edition != self.backlog.edition() => {
                self.backlog.take_back(id);
                self.backlog.add(id);
            }
            Done::Parsed { id, chunk, segment, .. } => self.take_segment(id, &chunk, &segment),
            Done::Hits { generation, hits } => self.take_hits(generation, hits),
            Done::Gathered { number, pool, is_whole } => self.take_gathered(number, pool, is_whole),
            Done::Filtered { number, list } => self.take_filtered(number, list),
        }
        self.hand_out_chunks();
    }

    /// Reads by what was learned of the text while its chunks were found. What is on the screen was read at
    /// first glance, and is read anew at once.
    fn inform(&mut self) {
        let Some(outdated) = self.text.document.inform() else { return };
        // What workers began with is as outdated.
        self.backlog.begin_edition();
        for id in outdated {
            self.parse_again(id);
        }
        if let Some(at) = self.panel().map(|panel| panel.at) {
            self.explain_at(at);
        }
    }

    /// Has workers parse what there is from `first` on.
    pub(super) fn parse_from(&mut self, first: SegmentId) {
        for index in first.index()..self.text.document.n_segments() {
            self.backlog.add(SegmentId::from_index(index));
        }
        self.hand_out_chunks();
    }

    /// Keeps workers busy with the chunks nearest to the reader.
    fn hand_out_chunks(&mut self) {
        let reader = self.here.anchor().pos.segment;
        while let Some((id, is_anew)) = self.backlog.hand_out(reader, |id| self.text.document.is_stale(id)) {
            let Some(chunk) = self.text.document.chunk(id).cloned() else { continue };
            let (parser, edition) = (self.text.document.parser(), self.backlog.edition());
            let job = Job::Parse { parser, id, chunk, is_anew, edition };
            self.effects.push(Effect::Spawn(job));
        }
    }

    /// Has workers parse segments that are to be others. All are known before the first is handed out, so that
    /// those nearest to the reader come first.
    pub(super) fn add_to_backlog(&mut self, segments: impl IntoIterator<Item = SegmentId>) {
        segments.into_iter().for_each(|id| self.backlog.add(id));
        self.hand_out_chunks();
    }

    /// Parses a segment anew at once, as what is on the screen depends on it.
    pub(super) fn parse_again(&mut self, id: SegmentId) {
        let Some((before, now)) = self.text.document.parse_again(id) else { return };
        self.move_to(id, before.as_deref(), &now);
        self.search_segment(id, &now);
    }

    fn take_segment(&mut self, id: SegmentId, chunk: &Chunk, segment: &Arc<Segment>) {
        match self.insert(id, chunk, segment) {
            Inserted::Replaced(before) => self.move_to(id, before.as_deref(), segment),
            Inserted::Outdated => return self.backlog.add(id),
            // Where the reader came before the worker, the search may still be to come.
            Inserted::New | Inserted::Known => {}
        }
        self.search_segment(id, segment);
    }

    fn insert(&mut self, id: SegmentId, chunk: &Chunk, segment: &Arc<Segment>) -> Inserted {
        let is_anew = self.backlog.take_back(id);
        if !is_anew {
            return self.text.document.insert(id, chunk, segment);
        }
        if self.has_position_in(id) {
            // The text as it was tells where the position now is, and may have been dropped.
            self.text.document.demand(id);
        }
        self.text.document.replace(id, chunk, segment)
    }

    /// Goes on with the document that was waited for.
    fn open(&mut self, Opening { document, chunks }: Opening) {
        let corrections = Arc::clone(self.text.document.corrections());
        self.text = Typeset::new(document, self.text.page().options(), self.settings.memory);
        self.text.document.correct(corrections);
        self.begin_work(chunks);
        self.effects.extend(self.watch());
        self.effects.extend(self.text.document.readings().map(|readings| Effect::Recall(Readings(readings))));
        self.effects.extend(self.recall_notes());
    }

    /// Puts what a provisional segment has become in its place: at once, because the end of a source
    /// that grows is where its reader is. The text at its end may have moved on to the next segment.
    fn outgrow(&mut self, id: SegmentId, before: &Segment) {
        let Some(now) = self.text.document.demand(id) else { return };
        let next = SegmentId(id.0.saturating_add(1));
        let end = self.text.document.chunk(id).map_or(u64::MAX, |chunk| chunk.source.end);
        let has_moved_on = before.source_start() + u64::from(before.source_length()) > end;
        let after = if has_moved_on { self.text.document.demand(next) } else { None };
        self.move_positions(id, |pos| match &after {
            Some(after) if before.source_near(pos.offset) >= end => {
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
    /// segment as it is now. Without `before` there are none.
    fn move_to(&mut self, id: SegmentId, before: Option<&Segment>, now: &Segment) {
        self.move_positions(id, |pos| before.map_or(pos, |before| same_place(pos, before, now)));
    }

    /// Changes every position that is kept in a segment that was parsed anew.
    fn move_positions(&mut self, id: SegmentId, moved: impl Fn(TextPos) -> TextPos) {
        self.text.forget(id);
        self.book.notes.forget_places_in(id);
        let had_current: Vec<_> = self
            .findings_mut()
            .map(|finding| {
                finding.forget(id);
                finding.current().is_some_and(|hit| hit.segment == id)
            })
            .collect();
        self.visit_positions(&mut |pos| {
            if pos.segment == id {
                *pos = moved(*pos);
            }
        });
        let hits: Vec<_> = self.findings_mut().map(|finding| finding.current()).collect();
        let hits = hits.into_iter().zip(had_current).map(|(hit, had_current)| hit.filter(|_| had_current));
        let segments: Vec<_> =
            hits.map(|hit| hit.and_then(|hit| self.text.document.demand(hit.segment))).collect();
        for (finding, segment) in self.findings_mut().zip(segments) {
            if let Some(segment) = segment {
                finding.count_to_current(&segment);
            }
        }
    }
}
