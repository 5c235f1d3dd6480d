//! What was read: the parts of the source that were on the screen while the reader scrolled.
//!
//! It is told in bytes of the source, which stay the same whatever the text is read as.

use std::ops::Range;

use super::App;
use super::typeset::Typeset;
use super::view::Row;
use crate::document::{Document, Ranges, SectionId};

/// The share of a section that may be missing where it counts as read, as a divisor, and the most bytes:
/// a small edit of the file shifts what was read.
const SHARE_MISSING: u64 = 16;
const MOST_MISSING: u64 = 512;

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
        self.book.coming_back.is_reading = true;
        let rows = &self.view.rows;
        let parts = rows.split_inclusive(Row::is_fold).filter_map(|rows| self.text.source_shown(rows));
        let parts: Vec<_> = parts.collect();
        for part in parts {
            self.book.coming_back.read.add(part);
        }
    }

    /// Notes what the reader has scrolled to.
    pub(super) fn note_read_on(&mut self) {
        if self.book.coming_back.is_reading {
            self.note_read();
            self.book.coming_back.is_reading = false;
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
