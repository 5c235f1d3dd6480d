//! Reading the same text in another way, at the same words.
//!
//! The source is opened again by a worker, which finds the chunks up to where the reader is and parses
//! that one. Until it has, the reader goes on in the text as it was.

use std::sync::Arc;

use anyhow::Result;

use super::completion::Offer;
use super::finding::Finding;
use super::folding::FoldsOf;
use super::jobs::{Job, Open};
use super::same_place::same_place;
use super::sidebar::Sidebar;
use super::typeset::Typeset;
use super::{App, Effect, Overlay};
use crate::document::{Document, Opening, Reading, Reopen, TextPos};

/// The ways to read a text, by the names that are typed.
const READINGS: [(&str, Reading); 3] =
    [("plain", Reading::Recovered), ("markdown", Reading::Markdown), ("lines", Reading::Verbatim)];

impl Typeset {
    /// Reads the text in the light of what was said of it while it was opened.
    fn correct_as(&mut self, before: &Document) {
        if !Arc::ptr_eq(before.corrections(), self.document.corrections()) {
            for id in self.document.correct(Arc::clone(before.corrections())) {
                self.document.parse_again(id);
            }
        }
    }
}

impl App {
    /// Reads the text in the way after the one it is read in, or is about to be.
    pub(crate) fn read_otherwise(&mut self) {
        let Some(readings) = self.text.document.readings() else {
            return self.notify("there is nothing to read yet");
        };
        let next = self
            .book
            .replacing
            .wanted_reading()
            .unwrap_or_else(|| self.text.document.reading())
            .next(readings.usual());
        self.read_as(next, readings);
    }

    /// Reads the text in the way whose name is typed.
    pub(crate) fn read_as_typed(&mut self, name: &str) -> Result<(), String> {
        let reading = READINGS.iter().find(|(known, _)| known.starts_with(&name.to_lowercase()));
        let &(_, reading) = reading.ok_or("plain, markdown or lines")?;
        let readings = self.text.document.readings().ok_or("there is nothing to read yet")?;
        self.read_as(reading, readings);
        Ok(())
    }

    /// The ways to read the text.
    pub(crate) fn offer_readings(&self, typed: &str) -> Vec<Offer> {
        let now = self.text.document.reading();
        let offer = |&(name, reading): &(&str, Reading)| Offer {
            text: name.to_owned(),
            doc: format!("as {}", reading.words()),
            aside: if reading == now { "now" } else { "" }.to_owned(),
        };
        READINGS.iter().filter(|(name, _)| name.starts_with(typed)).map(offer).collect()
    }

    fn read_as(&mut self, next: Reading, readings: Arc<dyn Reopen>) {
        self.book.replacing.want_reading(next);
        self.notify(format!("opening it as {} …", next.words()));
        let (place, corrections) = (self.source_place(), Arc::clone(self.text.document.corrections()));
        self.open_again(Box::new(move || {
            let mut opening = readings.open(next)?;
            opening.document.correct(corrections);
            Ok(opening.up_to(place))
        }));
    }

    /// Has a worker open the document again.
    fn open_again(&mut self, open: Open) {
        let document = self.shelf.current();
        self.effects.push(Effect::Spawn(Job::Reopen { document, open }));
    }

    /// Takes what was opened to be read in another way, if it still is to be.
    pub(super) fn reopened(&mut self, opened: Result<Box<Opening>>) {
        match opened {
            Ok(opening) if !self.is_wanted(&opening.document) => self.discard(opening.document),
            Ok(opening) => {
                let place = self.source_place();
                if opening.document.reaches(place) {
                    self.book.replacing.take_wanted_reading();
                    self.take_up(*opening);
                } else {
                    // The reader has gone on beyond.
                    self.open_again(Box::new(move || Ok(opening.up_to(place))));
                }
            }
            Err(error) => {
                self.book.replacing.take_wanted_reading();
                self.notify(format!("cannot be read in another way: {error:#}"));
            }
        }
    }

    /// Whether a document is of the file as it is read, in the way that is wanted.
    fn is_wanted(&self, document: &Document) -> bool {
        let stamp = |document: &Document| document.readings().and_then(|readings| readings.stamp());
        Some(document.reading()) == self.book.replacing.wanted_reading()
            && stamp(document) == stamp(&self.text.document)
    }

    /// Reads the text in this way, if it is not read so already: it was about to be when it was opened anew.
    pub(super) fn go_on_reading_as(&mut self, reading: Reading) {
        if let Some(readings) =
            self.text.document.readings().filter(|_| reading != self.text.document.reading())
        {
            self.read_as(reading, readings);
        }
    }

    /// Where the reader is in the text; while he types a query or picks from a list, where he began to.
    fn place_read(&self) -> TextPos {
        self.detour().map_or_else(|| self.reading_position(), |detour| detour.anchor.pos)
    }

    /// Where in the source the reader is.
    pub(super) fn source_place(&mut self) -> u64 {
        let at = self.place_read();
        self.text.document.demand(at.segment).map_or(0, |segment| segment.source_near(at.offset))
    }

    /// Shows the text as it is read in another way.
    fn take_up(&mut self, Opening { document, chunks }: Opening) {
        let (at, folds, mut selection) = (self.place_read(), self.kept_folds(), self.selection);
        let hit = self.hit_to_keep().filter(|hit| hit.segment == at.segment);
        let mut before = self.exchange_document(document);
        let hit = hit.map(|hit| moved(hit, &mut before, &mut self.text.document));
        self.here.tie_to(moved(at, &mut before, &mut self.text.document));
        if let Some(selection) = &mut selection {
            selection.visit_positions(&mut |pos| *pos = moved(*pos, &mut before, &mut self.text.document));
        }
        self.selection = selection;
        self.discard(before);
        self.take_folds_along(folds, FoldsOf::ThisText);
        self.text.unhide(self.here.anchor().pos);
        self.search_anew(hit);
        self.begin_work(chunks);
        self.go_on_typing();
        self.refresh_view();
        self.notify(format!("read as {}", self.text.document.reading().words()));
    }

    /// Puts another document into the place of the one that is read, which it answers.
    fn exchange_document(&mut self, document: Document) -> Document {
        let (options, memory) = (self.text.page().options(), self.settings.memory);
        let before = std::mem::replace(&mut self.text, Typeset::new(document, options, memory)).document;
        self.forget_reading();
        self.text.correct_as(&before);
        before
    }

    /// Puts another document into the place of the one that is read, and drops that.
    pub(super) fn replace_document(&mut self, document: Document) {
        let before = self.exchange_document(document);
        self.discard(before);
    }

    /// Forgets what holds only for the text as it was read before, and what workers do for it.
    fn forget_reading(&mut self) {
        self.backlog.begin_text();
        self.sidebar = Sidebar::like(&self.sidebar);
        self.here.forget_text();
        self.book.notes.forget_places();
        self.end_selection();
        self.overlays.forget_text();
    }

    /// Where the hit begins that the reader is at; while a query is typed, that of the search before.
    pub(super) fn hit_to_keep(&self) -> Option<TextPos> {
        let finding = match &self.overlays.open {
            Some(Overlay::Search { previous, .. }) => previous.as_deref(),
            _ => self.search.finding(),
        };
        finding.and_then(Finding::place)
    }

    /// Searches the text once more for what was searched for. The hit that now stands at `hit`, which was [to be
    /// kept](Self::hit_to_keep), is the current one.
    pub(super) fn search_anew(&mut self, hit: Option<TextPos>) {
        let anew = |finding: &Finding| Finding::anew(finding, hit);
        if let Some(Overlay::Search { detour, previous, .. }) = &mut self.overlays.open {
            detour.anchor = self.here.anchor();
            *previous = previous.take().map(|finding| Box::new(anew(&finding)));
        }
        self.search.renew(hit);
        self.begin_search(self.here.anchor().pos.segment);
        if let Some(at) = hit.filter(|_| !self.is_typing()) {
            self.take_up_hit(at);
        }
    }

    /// Goes on with a query that is typed: to its first hit from where the reader is in the text as it is now.
    pub(super) fn go_on_typing(&mut self) {
        if self.is_typing() {
            // What was awaited before still is, unless the reader stays at another place.
            if let Some(awaited) = self.here.stop_waiting()
                && let Some(detour) = self.detour_mut()
            {
                detour.awaited = Some(awaited);
            }
            self.search_for_prompt();
        }
    }

    /// Has a worker drop a document: that of a long one takes longer than a reader waits for a key.
    fn discard(&mut self, document: Document) {
        self.effects.push(Effect::Spawn(Job::Discard(Box::new(document))));
    }
}

/// Where the text at `pos` of a document stands in another one of the same source.
fn moved(pos: TextPos, before: &mut Document, now: &mut Document) -> TextPos {
    let Some(old) = before.demand(pos.segment) else { return TextPos::default() };
    let Some(id) = now.segment_of_source(old.source_near(pos.offset)) else { return TextPos::default() };
    let Some(new) = now.demand(id) else { return TextPos::default() };
    TextPos::new(id, same_place(pos, &old, &new).offset)
}
