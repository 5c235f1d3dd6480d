//! Finding the places of notes.

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::{Notes, Placed, Whereabouts};
use crate::app::jobs::{Done, Job};
use crate::app::{App, Effect};
use crate::document::quotation::{find_all, find_there};
use crate::document::{self, Chunk, NoteEdit, Parse, Quotation, Segment, SegmentId, TextPos};

/// What a worker looks for, and where.
pub struct NoteSearch {
    /// The quotations, with the numbers of their notes.
    wanted: Vec<(u64, Quotation)>,
    parser: Arc<dyn Parse>,
    /// The text, as far as it is known.
    segments: Vec<(Chunk, Option<Arc<Segment>>)>,
    number: u64,
    /// The number of the latest search. An earlier one ends by itself.
    latest: Arc<AtomicU64>,
}

/// Where a worker found a note: its number, its place, and the quotation as it is there.
pub type FoundNote = (u64, Option<(Range<TextPos>, Quotation)>);

impl NoteSearch {
    /// The search's number.
    pub(in crate::app) fn number(&self) -> u64 {
        self.number
    }

    /// Looks for them, and says where they are unless that is not wanted any more.
    pub(in crate::app) fn run(self) -> Option<Done> {
        let Self { wanted, parser, segments, number, latest } = self;
        let (ids, quotations): (Vec<_>, Vec<_>) = wanted.into_iter().unzip();
        let mut segment = |id: SegmentId| {
            let (chunk, kept) = segments.get(id.index())?;
            let parsed = || Arc::new(document::parse(&*parser, chunk));
            Some(kept.as_ref().map_or_else(parsed, Arc::clone))
        };
        let segment_at = |at: u64| {
            let before = segments.partition_point(|(chunk, _)| chunk.source.end <= at);
            (before < segments.len()).then(|| SegmentId::from_index(before))
        };
        let is_wanted = || latest.load(Ordering::Relaxed) == number;
        let places = find_all(&quotations, segments.len(), segment_at, &mut segment, is_wanted);
        let mut found = Vec::with_capacity(ids.len());
        for ((id, quotation), place) in ids.into_iter().zip(&quotations).zip(places) {
            let moved = place.map(|range| {
                let moved = quotation.moved(&range, &mut segment);
                (range, moved)
            });
            found.push((id, moved));
        }
        is_wanted().then_some(Done::NotesFound { number, found })
    }
}

impl Placed {
    /// Takes the quotation as it stands in the text by now. Answers what that changes.
    fn move_to(&mut self, quotation: Quotation) -> Option<NoteEdit> {
        let is_moved = self.note.quotation != quotation;
        self.note.quotation.clone_from(&quotation);
        is_moved.then_some(NoteEdit::Move(self.note.id, quotation))
    }
}

impl Notes {
    /// Has the places looked for that are not known, whatever was looked through before.
    pub(super) fn look_anew(&mut self) {
        self.edition += 1;
        self.asked = None;
        self.n_looked_through = None;
        self.latest.fetch_add(1, Ordering::Relaxed);
    }

    fn has_unknown(&self) -> bool {
        self.all.iter().any(|placed| matches!(placed.place, Whereabouts::Unknown { .. }))
    }

    /// Whether places are to be looked for in a text of which so much is parsed: once all of it is, and again
    /// when a good part has come to it.
    fn is_time_to_look(&self, n_parsed: usize, has_all_present: bool, has_all: bool) -> bool {
        match self.n_looked_through {
            None => has_all_present && self.has_unknown(),
            Some(before) => (n_parsed > before && has_all) || n_parsed > before + before / 4,
        }
    }
    /// The notes whose places have changed in a text that has changed, once that is known of all: it is to be kept. Where
    /// none was moved, the changed text is still known by it.
    pub(in crate::app) fn take_moved(&mut self) -> Option<Vec<NoteEdit>> {
        let is_settled = !self.all.is_empty() && !self.has_unknown();
        if !is_settled || !std::mem::take(&mut self.is_changed) {
            return None;
        }
        Some(std::mem::take(&mut self.moved))
    }
}

impl App {
    /// Looks for notes where they were in what is on the screen, so that they are seen at once: for so many as a
    /// reader does not have to wait for.
    pub(super) fn find_notes_in_view(&mut self) {
        /// The most notes that are looked for.
        const MOST: usize = 64;
        let mut shown: Vec<_> = self.view.rows.iter().map(|row| row.at.segment).collect();
        shown.dedup();
        for id in shown {
            let is_there = |placed: &&mut Placed| {
                let at = placed.note.quotation.at;
                placed.place == Whereabouts::UNKNOWN && self.text.document.segment_of_source(at) == Some(id)
            };
            let sought: Vec<_> = self.book.notes.all.iter_mut().filter(is_there).take(MOST).collect();
            if sought.is_empty() {
                continue;
            }
            let quotations: Vec<_> = sought.iter().map(|placed| placed.note.quotation.clone()).collect();
            let document = &mut self.text.document;
            let mut segments = |id| document.demand(id);
            for (placed, place) in sought.into_iter().zip(find_there(&quotations, id, &mut segments)) {
                let moved = place.as_ref().filter(|_| self.book.notes.is_changed);
                let moved = moved.map(|place| placed.note.quotation.moved(place, &mut segments));
                placed.place = place.map_or(Whereabouts::Unknown { is_tried: true }, Whereabouts::Here);
                self.book.notes.moved.extend(moved.and_then(|quotation| placed.move_to(quotation)));
            }
            self.book.notes.edition += 1;
        }
    }

    /// Has a worker look for the notes whose place is not known, when it is time to.
    pub(in crate::app) fn seek_notes(&mut self) {
        let document = &self.text.document;
        let n_parsed = document.n_parsed();
        let (has_present, has_all) = (document.has_parsed_present(), document.has_parsed_all());
        let is_time = self.book.notes.is_time_to_look(n_parsed, has_present, has_all);
        let placeless = self.book.notes.all.iter().filter(|placed| placed.place.range().is_none());
        if !is_time || self.book.notes.asked.is_some() || placeless.clone().next().is_none() {
            let kept = self.book.keep_moved_notes();
            return self.effects.extend(kept);
        }
        let ids = (0..document.n_segments()).map(SegmentId::from_index);
        let segments =
            ids.filter_map(|id| Some((document.chunk(id)?.clone(), document.segment(id).cloned())));
        let number = self.book.notes.latest.fetch_add(1, Ordering::Relaxed) + 1;
        let seeking = NoteSearch {
            wanted: placeless.map(|placed| (placed.note.id, placed.note.quotation.clone())).collect(),
            parser: document.parser(),
            segments: segments.collect(),
            number,
            latest: Arc::clone(&self.book.notes.latest),
        };
        self.book.notes.asked = Some(number);
        self.book.notes.n_looked_through = Some(n_parsed);
        self.effects.push(Effect::Spawn(Job::SeekNotes(seeking)));
    }

    /// Takes where a worker found notes, if the text is still the one that it looked through.
    pub(in crate::app) fn take_places_of_notes(&mut self, number: u64, found: Vec<FoundNote>) {
        let notes = &mut self.book.notes;
        if notes.asked.take_if(|asked| *asked == number).is_none() {
            return;
        }
        notes.edition += 1;
        for (id, found) in found {
            let placed = notes.all.iter_mut().find(|placed| placed.note.id == id);
            let Some(placed) = placed.filter(|placed| placed.place.range().is_none()) else { continue };
            let Some((range, quotation)) = found else {
                placed.place = Whereabouts::Nowhere;
                continue;
            };
            placed.place = Whereabouts::Here(range);
            notes.moved.extend(placed.move_to(quotation));
        }
    }
}
