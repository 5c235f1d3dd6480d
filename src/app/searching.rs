//! Searching: the prompt, going from hit to hit, counting in the background.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::finding::{Finding, Hit};
use super::jobs::Job;
use super::prompt::Prompt;
use super::{App, Effect, Key, KeyCode, Overlay, Pane};
use crate::document::{SegmentId, TextPos};
use crate::layout::Anchor;
use crate::search::Query;

/// Segments that are searched before a key is answered; the rest is left to a worker.
const AT_ONCE: usize = 8;

impl App {
    /// Opens the line for a query.
    pub(crate) fn open_prompt(&mut self) {
        self.pane = Pane::Page;
        let previous = self.finding.take();
        self.overlay = Some(Overlay::Search { prompt: Prompt::default(), origin: self.anchor, previous });
    }

    /// Keeps the search. An empty line takes up the one before.
    pub(crate) fn accept_prompt(&mut self) {
        let Some(Overlay::Search { previous, .. }) = self.overlay.take() else { return };
        if self.finding.is_none() {
            self.finding = previous;
            self.step_hit(1);
        } else if self.finding.as_ref().is_some_and(|finding| finding.current().is_none()) {
            self.notice = Some(self.no_hit_notice());
        }
    }

    /// Drops the search and goes back to where the reader was.
    pub(crate) fn cancel_prompt(&mut self) {
        let Some(Overlay::Search { origin, previous, .. }) = self.overlay.take() else { return };
        self.anchor = origin;
        self.finding = previous;
    }

    /// Changes the line and searches for what it now says.
    pub(crate) fn edit_prompt(&mut self, change: impl FnOnce(&mut Prompt)) {
        let Some(Overlay::Search { prompt, origin, .. }) = &mut self.overlay else { return };
        change(prompt);
        let (text, origin) = (prompt.text().to_owned(), *origin);
        self.search_from(&text, origin);
    }

    pub(super) fn type_key(&mut self, key: Key) {
        if let KeyCode::Char(c) = key.code
            && !key.ctrl
            && !key.alt
        {
            self.edit_prompt(|prompt| prompt.insert(c.encode_utf8(&mut [0; 4])));
        }
    }

    pub(super) fn paste(&mut self, text: &str) {
        self.edit_prompt(|prompt| prompt.insert(text));
    }

    /// Searches for `text` and goes to the first hit from `origin` on, or from the start of the
    /// document where there is none after it. Without a hit nothing moves.
    fn search_from(&mut self, text: &str, origin: Anchor) {
        self.anchor = origin;
        self.refresh(false);
        let generation = self.latest_search.fetch_add(1, Ordering::Relaxed) + 1;
        self.finding = Query::new(text).map(|query| Finding::new(query, generation));
        let from = self.view.rows.first().map_or_else(TextPos::default, super::view::Row::start);
        let hit = self.hit_from(from, true);
        self.go_to_hit(hit);
        self.spawn_search(from.segment);
    }

    /// Goes so many hits on, or back; round the ends, and says so.
    pub(crate) fn step_hit(&mut self, by: i64) {
        if self.finding.is_none() {
            return self.notify("nothing is searched for; / begins a search");
        }
        for _ in 0..by.unsigned_abs().min(1000) {
            let Some((hit, is_wrapped)) = self.next_hit(by > 0) else {
                self.notice = Some(self.no_hit_notice());
                return;
            };
            self.go_to_hit(Some(hit));
            if is_wrapped {
                self.notify(if by > 0 {
                    "from the end on to the beginning"
                } else {
                    "from the beginning back to the end"
                });
            }
        }
    }

    /// The hit after (or before) the current one, or, where that is not on the screen, after (or
    /// before) the screen's first row; and whether the search went round an end of the document.
    fn next_hit(&mut self, is_forward: bool) -> Option<(Hit, bool)> {
        let from = self.hit_origin(is_forward);
        if let Some(hit) = self.hit_from(from, is_forward) {
            return Some((hit, false));
        }
        let end = TextPos::new(self.document.last_segment()?, u32::MAX);
        let edge = if is_forward { TextPos::default() } else { end };
        self.hit_from(edge, is_forward).map(|hit| (hit, true))
    }

    fn hit_origin(&mut self, is_forward: bool) -> TextPos {
        let current = self.finding.as_ref().and_then(Finding::current);
        if let Some(hit) = current {
            let line = self.page.line_at(&mut self.document, hit.start().into());
            if self.view.shows(line) {
                let after = TextPos::new(hit.segment, hit.span.end);
                return if is_forward { after } else { hit.start() };
            }
        }
        self.view.reading_position()
    }

    fn hit_from(&mut self, from: TextPos, is_forward: bool) -> Option<Hit> {
        let finding = self.finding.as_mut()?;
        if is_forward {
            finding.forward(&mut self.document, from, AT_ONCE)
        } else {
            finding.backward(&mut self.document, from, AT_ONCE)
        }
    }

    /// Makes a hit the current one and brings it into view, moving no more than is needed.
    fn go_to_hit(&mut self, hit: Option<Hit>) {
        let Some(finding) = self.finding.as_mut() else { return };
        finding.set_current(hit);
        let Some(hit) = hit else { return };
        let line = self.page.line_at(&mut self.document, hit.start().into());
        if !self.view.shows(line) {
            let above = i64::from(self.view.geometry.pane.height) / 3;
            let top = self.page.advance(&mut self.document, line, -above);
            self.anchor = self.page.anchor_at(&mut self.document, top);
        }
        self.refresh(false);
    }

    /// Leaves the counting of the rest to a worker: from `first` on to the end, then from the
    /// beginning.
    fn spawn_search(&mut self, first: SegmentId) {
        let Some(finding) = &self.finding else { return };
        let (mut before, mut after) = (Vec::new(), Vec::new());
        for (id, segment) in self.document.segments().filter(|(id, _)| !finding.knows(*id)) {
            let side = if id < first { &mut before } else { &mut after };
            side.push((id, Arc::clone(segment)));
        }
        after.append(&mut before);
        if !after.is_empty() {
            let (query, generation) = (finding.query().clone(), finding.generation());
            let latest = Arc::clone(&self.latest_search);
            self.effects.push(Effect::Spawn(Job::Search { query, generation, latest, segments: after }));
        }
    }

    /// Takes the counts of a segment that a worker searched.
    pub(super) fn take_hits(&mut self, generation: u64, id: SegmentId, counts: crate::search::HitCounts) {
        let Some(finding) = self.finding.as_mut().filter(|finding| finding.generation() == generation) else {
            return;
        };
        let is_first = finding.current().is_none() && counts.total() > 0;
        finding.record(id, counts);
        // The worker goes through the document from the reader on: its first hit is the nearest.
        if is_first && let Some(hit) = self.hit_from(TextPos::new(id, 0), true) {
            self.go_to_hit(Some(hit));
        }
    }

    fn no_hit_notice(&self) -> String {
        let query = self.finding.as_ref().map_or("", |finding| finding.query().text());
        format!("no hit for “{query}”")
    }
}
