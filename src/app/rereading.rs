//! Reading the same text in another way, at the same words.

use std::sync::Arc;

use super::backlog::Backlog;
use super::finding::Finding;
use super::jobs::Job;
use super::loading::same_place;
use super::sidebar::Sidebar;
use super::{App, Effect};
use crate::document::{Opening, Segment, TextPos};
use crate::layout::Page;

/// Where the reader was when the text was to be read in another way.
#[derive(Debug)]
pub(super) struct Left {
    at: TextPos,
    segment: Arc<Segment>,
}

impl App {
    /// Reads the text in the way after the one it is read in.
    pub(crate) fn read_otherwise(&mut self) {
        if !self.document.is_complete() {
            return self.notify("a text can be read in another way once all of it is there");
        }
        let at = self.reading_position();
        let Some(segment) = self.document.demand(at.segment) else {
            return self.notify("there is nothing to read in another way");
        };
        let next = self.document.reading().next();
        match self.document.reopening(next, segment.source_of(at.offset)) {
            Some(open) if self.left.is_none() => {
                self.left = Some(Left { at, segment });
                self.effects.push(Effect::Spawn(Job::Open(open)));
            }
            Some(_) => {}
            None => self.notify("this text can be read in one way only"),
        }
    }

    /// Shows the text as it was read in another way.
    pub(super) fn take_up(&mut self, left: &Left, Opening { document, chunks }: Opening) {
        self.edition += 1;
        let corrections = Arc::clone(self.document.corrections());
        self.document = document;
        self.document.correct(corrections);
        self.document.keep_within(self.settings.memory);
        self.page = Page::new(self.page.options());
        self.backlog = Backlog::default();
        self.sidebar = Sidebar::hidden_as(&self.sidebar);
        self.overlay = None;
        self.clicked = None;
        self.anchor = self.place_of(left).into();
        self.finding = self.finding.take().map(|finding| Finding::new(finding.query().clone()));
        self.begin_search(self.anchor.pos.segment);
        let effects = self.start(chunks);
        self.effects.extend(effects);
        self.notify(format!("read as {}", self.document.reading().words()));
    }

    /// Says that the text cannot be read in another way.
    pub(super) fn stay(&mut self, error: &anyhow::Error) {
        self.notify(format!("cannot be read in another way: {error:#}"));
    }

    /// Where the words now stand that the reader was at.
    fn place_of(&mut self, Left { at, segment }: &Left) -> TextPos {
        let source = segment.source_of(at.offset);
        let Some(id) = self.document.segment_of_source(source) else { return TextPos::default() };
        let Some(now) = self.document.demand(id) else { return TextPos::default() };
        TextPos::new(id, same_place(*at, segment, &now).offset)
    }
}
