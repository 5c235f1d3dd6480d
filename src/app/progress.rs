//! What was read: the parts of the source that were on the screen while the reader scrolled.
//!
//! It is told in bytes of the source, which stay the same whatever the text is read as; and by the words of the passages
//! that were read, by which a worker finds them in a text that has changed. What has come to that is not read.

use std::ops::Range;

use super::coming_back::ComingBack;
use super::jobs::Job;
use super::typeset::Typeset;
use super::view::Row;
use super::{App, Effect};
use crate::document::{Document, FoundPassages, Passage, Passages, Ranges, SectionId};

/// The share of a section that may be missing where it counts as read, as a divisor, and the most bytes: as many as
/// marks at its beginning have.
const SHARE_MISSING: u64 = 16;
const MOST_MISSING: u64 = 16;

impl Typeset {
    /// The source of the text on some rows, up to the text below; up to the end of the last, where that is folded.
    fn source_shown(&self, rows: &[Row]) -> Option<Range<u64>> {
        let mut texts = rows.iter().filter(|row| !row.line.is_ornament);
        let first = texts.next()?;
        let last = texts.next_back().unwrap_or(first);
        let start = first.segment.source_near(first.line.start);
        if rows.last().is_some_and(Row::is_fold) {
            let heading = last.segment.leaves().get(last.line.leaf as usize)?;
            return Some(start..last.segment.source_start() + u64::from(heading.source.end));
        }
        let below = last.layout.lines().iter().skip(last.at.line as usize + 1).find(|line| !line.is_ornament);
        let end = match below {
            Some(line) => last.segment.source_near(line.start),
            None => self.document.chunk(last.at.segment).map_or(start, |chunk| chunk.source.end),
        };
        Some(start..end)
    }
}

impl App {
    /// Notes that what is on the screen was read. To be called before the reader scrolls on.
    pub(super) fn note_read(&mut self) {
        self.book.coming_back.note_reading();
        self.add_what_is_shown();
    }

    fn add_what_is_shown(&mut self) {
        let rows = &self.view.rows;
        let parts = rows.split_inclusive(Row::is_fold).filter_map(|rows| self.text.source_shown(rows));
        let parts: Vec<_> = parts.collect();
        for part in parts {
            let ComingBack { read, passages, .. } = &self.book.coming_back;
            // An earlier folio kept no passages.
            let is_unmapped = !passages.has_any_in(&part);
            let news = if is_unmapped { Some(part.clone()) } else { read.trimmed(part.clone()) };
            if let Some(news) = news {
                self.book.coming_back.read.add(part);
                self.note_passages(&news);
            }
        }
    }

    /// Notes which passages were read with a part of the source.
    fn note_passages(&mut self, part: &Range<u64>) {
        let Some(readings) = self.text.document.readings() else { return };
        let coming_back = &mut self.book.coming_back;
        let bytes = |range| readings.bytes(range);
        for passage in Passage::read_about(part, &coming_back.read, readings.length(), &bytes) {
            coming_back.passages.add(passage.source.start, passage.hash);
            coming_back.read.add(passage.source);
        }
    }

    /// Takes what was read before: parts of this very text, or of what it was before it changed, and the passages in
    /// them. In a changed text these are looked for, and nothing tells what else was read.
    pub(super) fn recall_read(&mut self, read: &Ranges, passages: &Passages, is_changed: bool) {
        let (known, unknown) =
            if is_changed { (Passages::default(), passages.clone()) } else { passages.parted(read) };
        let coming_back = &mut self.book.coming_back;
        if !is_changed {
            read.iter().for_each(|range| coming_back.read.add(range));
        }
        coming_back.passages = std::mem::take(&mut coming_back.passages).with(&known);
        coming_back.sought = std::mem::take(&mut coming_back.sought).with(&unknown);
    }

    /// Takes that the file was read again, in which of what was read these parts are surely where they are told to be.
    pub(super) fn seek_read_anew(&mut self, read: Ranges) {
        let coming_back = &mut self.book.coming_back;
        let passages = std::mem::take(&mut coming_back.passages);
        coming_back.sought = passages.with(&std::mem::take(&mut coming_back.sought));
        coming_back.read = read;
        coming_back.is_searching = false;
    }

    /// Has a worker look for what was read of the text as it was before.
    pub(super) fn seek_read(&mut self) {
        let is_there = self.text.document.growing().is_none() || self.text.document.has_all_chunks();
        if self.book.coming_back.sought.is_empty() || self.book.coming_back.is_searching || !is_there {
            return;
        }
        let readings = self.text.document.readings();
        let readings = readings.filter(|readings| readings.length() <= Passages::MOST_BYTES);
        let Some(readings) = readings else { return };
        self.book.coming_back.is_searching = true;
        self.book.coming_back.last_search += 1;
        let (number, sought) = (self.book.coming_back.last_search, self.book.coming_back.sought.clone());
        let find = Box::new(move || sought.find(readings.length(), &|range| readings.bytes(range)));
        self.effects.push(Effect::Spawn(Job::FindRead { number, find }));
    }

    /// Takes what a worker found, if that is of the text as it is now.
    pub(super) fn take_read(&mut self, number: u64, FoundPassages { read, passages }: &FoundPassages) {
        let coming_back = &mut self.book.coming_back;
        if !coming_back.is_searching || number != coming_back.last_search {
            return;
        }
        coming_back.is_searching = false;
        coming_back.sought = Passages::default();
        read.iter().for_each(|range| coming_back.read.add(range));
        coming_back.passages = std::mem::take(&mut coming_back.passages).with(passages);
    }

    /// Notes what the reader has scrolled to.
    pub(super) fn note_read_on(&mut self) {
        if self.book.coming_back.take_reading() {
            self.add_what_is_shown();
        }
    }
}

/// Whether a section was read to its end, with all that lies inside.
pub(super) fn is_read(document: &Document, read: &Ranges, id: SectionId) -> bool {
    let end = SectionId(document.outline().end(id));
    let bounds = document.source_of_section(id).zip(document.source_of_section(end));
    let Some((start, end)) = bounds.filter(|(start, end)| start < end) else { return false };
    let missing = read.missing_in(start..end);
    missing <= MOST_MISSING && missing * SHARE_MISSING <= end - start
}
