//! Places that are kept beyond the text as it was parsed: told by their words, and found by them again.

use super::App;
use super::reloading::RELOADING;
use super::same_place::nearest_words;
use super::travel::Awaited;
use super::typeset::Typeset;
use crate::document::position::offset;
use crate::document::{Document, Place, SectionId, Segment, SegmentId, Span, TextPos};
use crate::layout::Anchor;

/// A place that is to be found again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sought {
    /// As it was kept.
    pub(super) place: Place,
    /// Whether the text has changed since.
    pub(super) is_changed: bool,
    /// What the reader goes there for.
    pub(super) purpose: Purpose,
}

/// Why a place is gone to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// The reader was there when he left the document.
    Return,
    /// It has the mark of this name.
    Mark(char),
    /// It lies on the way of his jumps.
    Jump,
    /// He was there when the file was read again.
    Reload,
}

impl Sought {
    /// Whether the place was kept of this very text, so that it is where it was. Marks may be older: they stay as
    /// they are until they are gone to.
    fn is_of_this_text(&self) -> bool {
        !self.is_changed && !matches!(self.purpose, Purpose::Mark(_))
    }
}

/// What comes of looking for a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sighting {
    /// It is here.
    Here(TextPos),
    /// It is not in the text any more, and was about here.
    About(TextPos),
    /// More of the text has to be known.
    Unknown,
}

/// Segments before and behind the place where a text was that are searched for its words.
pub(super) const AROUND: u32 = 3;

impl Typeset {
    /// What tells the place at the top of the screen when it is tied to `anchor`.
    pub(super) fn place_of(&mut self, anchor: Anchor) -> Option<Place> {
        let (pos, above) = self.words_below(anchor);
        let segment = self.document.demand(pos.segment)?;
        let rest = segment.slice(Span::new(pos.offset, offset(segment.text().len())));
        let outline = self.document.outline();
        let section = outline.at(pos).and_then(|id| outline.get(id));
        Some(Place {
            at: segment.source_near(pos.offset),
            words: first_words(rest),
            section: section.map_or_else(String::new, |section| first_words(&section.title)),
            above,
        })
    }

    /// The first words from an anchor on, and how many rows without words are above them.
    fn words_below(&mut self, anchor: Anchor) -> (TextPos, u8) {
        /// No more rows without words stand together.
        const MOST: usize = 10;
        if anchor.rows == 0 || self.is_hidden(anchor.pos) {
            return (anchor.pos, 0);
        }
        let top = self.line_at(anchor);
        let (mut above, mut pos) = (0, anchor.pos);
        self.rows(top, MOST, |at, _, line| {
            if !line.is_ornament {
                pos = TextPos::new(at.segment, line.start);
                return false;
            }
            above += 1;
            true
        });
        (pos, above)
    }

    /// The anchor with which words have so many rows above them.
    fn anchor_below_rows(&mut self, pos: TextPos, rows: u8) -> Anchor {
        if rows == 0 {
            return pos.into();
        }
        let line = self.line_at(pos);
        self.anchor_above(line, i64::from(rows))
    }

    /// Looks for a place: where it was, at the same words; in a text that was changed also around, or else at what
    /// is left of it. In an empty text it stays unknown, until there is something again.
    pub(super) fn find_place(&mut self, sought: &Sought) -> Sighting {
        let place = &sought.place;
        let id = self.document.segment_of_source(place.at).filter(|_| self.document.reaches(place.at));
        let Some(id) = id else { return Sighting::Unknown };
        if let Some(found) = words_in(&mut self.document, id, place) {
            return Sighting::Here(found);
        }
        if sought.is_of_this_text() || place.words.is_empty() {
            return Sighting::Here(self.text_at_source(place.at));
        }
        let is_known = |id| self.document.chunk(id).is_none() || self.document.is_parsed(id);
        if !self.document.has_parsed_present() && !around(id).all(is_known) {
            return Sighting::Unknown;
        }
        if let Some(found) = around(id).find_map(|id| words_in(&mut self.document, id, place)) {
            return Sighting::Here(found);
        }
        match self.find_what_is_left(place) {
            // Read in another way, the same text has other words.
            Sighting::About(here) if !sought.is_changed => Sighting::Here(here),
            sighting => sighting,
        }
    }

    /// Looks for a place whose first words are not all there: where it was, if the very first of them still are; in its
    /// section, at the words behind them or at its byte, or else around the heading of the section; where that is gone
    /// too, at the words behind.
    fn find_what_is_left(&mut self, place: &Place) -> Sighting {
        self.document.refresh_outline();
        if !self.document.is_outline_current() {
            return Sighting::Unknown;
        }
        let here = self.text_at_source(place.at);
        if self.begins_alike(here, &place.words) {
            return Sighting::Here(here);
        }
        let behind = words_behind_near(&mut self.document, place.at, place);
        let mut left = behind.into_iter().chain([here]);
        if let Some(found) = left.find(|&pos| self.is_in_section(pos, &place.section)) {
            return Sighting::Here(found);
        }
        match self.heading_near(here, &place.section) {
            Some(heading) => {
                let near = place_near(&mut self.document, heading.segment, place);
                Sighting::Here(near.unwrap_or(heading))
            }
            None if self.document.has_parsed_present() => {
                behind.map_or(Sighting::About(here), Sighting::Here)
            }
            None => Sighting::Unknown,
        }
    }

    /// Whether the text at a position begins as these words do.
    fn begins_alike(&mut self, pos: TextPos, words: &str) -> bool {
        /// Fewer letters are alike in many places.
        const LEAST: usize = Place::CHARACTERS / 8;
        let Some(segment) = self.document.demand(pos.segment) else { return false };
        let rest = segment.slice(Span::new(pos.offset, offset(segment.text().len())));
        let letters =
            |text: &str| text.chars().filter(|c| c.is_alphanumeric()).take(LEAST).collect::<Vec<_>>();
        let (now, before) = (letters(rest), letters(words));
        now == before && now.len() == LEAST
    }

    /// The text at a byte of the source, or the nearest to it.
    pub(super) fn text_at_source(&mut self, at: u64) -> TextPos {
        let Some(id) = self.document.segment_of_source(at) else { return TextPos::default() };
        let offset = self.document.demand(id).map_or(0, |segment| near_source(&segment, at));
        TextPos::new(id, offset)
    }

    /// Whether a position lies in a section of this title, and in none inside it.
    fn is_in_section(&self, pos: TextPos, title: &str) -> bool {
        let outline = self.document.outline();
        let section = outline.at(pos).and_then(|id| outline.get(id));
        section.is_some_and(|section| !title.is_empty() && is_called(&section.title, title))
    }

    /// The heading of this title that is nearest to a position.
    fn heading_near(&self, pos: TextPos, title: &str) -> Option<TextPos> {
        /// Sections that are looked at before and behind the position.
        const MOST: u32 = 5000;
        let outline = self.document.outline();
        let here = outline.at(pos).map_or(0, |id| id.0);
        let near = here.saturating_sub(MOST)..here.saturating_add(MOST);
        let sections = near.filter_map(|id| Some((id, outline.get(SectionId(id))?)));
        let same = sections.filter(|(_, section)| !title.is_empty() && is_called(&section.title, title));
        same.min_by_key(|(id, _)| id.abs_diff(here)).map(|(_, section)| section.start)
    }

    /// By how many bytes a place has moved, where it is known by now where it is.
    pub(super) fn shift_of(&mut self, sought: &Sought) -> Option<i64> {
        let Sighting::Here(pos) = self.find_place(sought) else { return None };
        let now = self.document.demand(pos.segment)?.source_near(pos.offset);
        i64::try_from(i128::from(now) - i128::from(sought.place.at)).ok()
    }
}

impl App {
    /// Goes to a place, as soon as it is known where that is.
    pub(super) fn go_to_place(&mut self, sought: Sought) {
        self.here.stop_waiting();
        let sighting = self.text.find_place(&sought);
        if let Some(notice) = self.what_became_of(sought.purpose, sighting) {
            self.notify(notice);
        }
        match sighting {
            Sighting::Here(pos) | Sighting::About(pos) => {
                self.reveal(pos);
                let anchor = self.text.anchor_below_rows(pos, sought.place.above);
                self.here.tie_to(anchor);
                match (sought.purpose, sighting) {
                    (Purpose::Return, _) => self.come_back_to(&sought.place),
                    (Purpose::Mark(name), Sighting::Here(_)) => self.renew_mark(name, &sought.place, pos),
                    _ => {}
                }
                if matches!(sought.purpose, Purpose::Mark(_) | Purpose::Jump) {
                    self.take_cursor_along(pos);
                }
            }
            Sighting::Unknown => self.here.wait_for(Awaited::Place(Box::new(sought))),
        }
    }

    /// Keeps a mark where it was found: the next edits move it from there.
    fn renew_mark(&mut self, name: char, kept: &Place, found: TextPos) {
        let at = self.text.document.demand(found.segment).map(|segment| segment.source_near(found.offset));
        if at != Some(kept.at)
            && let Some(place) = self.text.place_of(self.here.anchor())
        {
            self.book.coming_back.set_mark(name, place);
        }
    }

    /// What the reader is told of a place that he goes to; nothing where he just is there.
    fn what_became_of(&mut self, purpose: Purpose, sighting: Sighting) -> Option<String> {
        /// Told while the place is looked for, and no longer.
        const LOOKING: &str = "looking for the place …";
        let told = match (purpose, sighting) {
            (Purpose::Return, Sighting::Here(_)) => {
                let key = self.keymap.key_of("to-start");
                return Some(format!("where you were; {key} goes to the beginning"));
            }
            (Purpose::Return, Sighting::About(_)) => {
                "where you were is not in the text any more; it was about here"
            }
            // It may have been put off, and what the reader did since is of more interest to him.
            (Purpose::Reload, Sighting::Here(_) | Sighting::Unknown)
                if self.notice().is_some_and(|notice| notice != RELOADING) =>
            {
                return None;
            }
            (Purpose::Reload, Sighting::Here(_)) => "file reloaded",
            (Purpose::Reload, Sighting::Unknown) if self.text.document.is_empty() => {
                "file reloaded; it is empty"
            }
            (_, Sighting::Unknown) if self.text.document.is_empty() => return None,
            (Purpose::Return, Sighting::Unknown) => "going to where you were …",
            (Purpose::Reload, Sighting::Unknown) => RELOADING,
            (_, Sighting::About(_)) => "this place is not in the text any more; it was about here",
            (Purpose::Mark(_) | Purpose::Jump, Sighting::Unknown) => LOOKING,
            (Purpose::Mark(_) | Purpose::Jump, Sighting::Here(_)) => {
                self.notices.end_if(LOOKING);
                return None;
            }
        };
        Some(told.to_owned())
    }
}

/// Where the first words of a place stand whose byte in the source is `at` by now.
pub(super) fn words_near(document: &mut Document, at: u64, place: &Place) -> Option<TextPos> {
    place_near(document, document.segment_of_source(at)?, place)
}

/// Where the first words of a place stand in or around a segment.
fn place_near(document: &mut Document, id: SegmentId, place: &Place) -> Option<TextPos> {
    std::iter::once(id).chain(around(id)).find_map(|id| words_in(document, id, place))
}

/// The same where all of its words stand that are kept, at about its byte.
pub(super) fn whole_words_near(document: &mut Document, place: &Place) -> Option<TextPos> {
    let id = document.segment_of_source(place.at)?;
    std::iter::once(id).chain(around(id)).find_map(|id| {
        let segment = document.demand(id)?;
        let found = whole_words_in(&segment, place)?;
        Some(TextPos::new(id, found))
    })
}

/// Where the first words of a place stand, if they do so at its byte in the source.
pub(super) fn first_words_at(document: &mut Document, place: &Place) -> Option<TextPos> {
    let id = document.segment_of_source(place.at)?;
    let segment = document.demand(id)?;
    let at = near_source(&segment, place.at);
    let rest = Span::new(at, offset(segment.text().len()));
    let found = nearest_words(&segment, rest, halves(&place.words).0, at)?;
    (found == at).then_some(TextPos::new(id, found))
}

/// Where a place is of which the words behind the first ones are left, and whose byte in the source is `at` by now.
pub(super) fn words_behind_near(document: &mut Document, at: u64, place: &Place) -> Option<TextPos> {
    let id = document.segment_of_source(at)?;
    std::iter::once(id).chain(around(id)).find_map(|id| words_behind_in(document, id, place))
}

/// Where the words of a place stand in a segment, or at least the first of them.
fn words_in(document: &mut Document, id: SegmentId, place: &Place) -> Option<TextPos> {
    let segment = document.demand(id)?;
    let (first, _) = halves(&place.words);
    let all = Span::new(0, offset(segment.text().len()));
    let found = whole_words_in(&segment, place)
        .or_else(|| nearest_words(&segment, all, first, near_source(&segment, place.at)))?;
    Some(TextPos::new(id, found))
}

/// Where all of a place's words stand in a segment, the nearest to its byte.
fn whole_words_in(segment: &Segment, place: &Place) -> Option<u32> {
    let all = Span::new(0, offset(segment.text().len()));
    nearest_words(segment, all, &place.words, near_source(segment, place.at))
}

/// Where the words of a place begin in a segment that has only those behind the first ones.
fn words_behind_in(document: &mut Document, id: SegmentId, place: &Place) -> Option<TextPos> {
    /// Fewer letters stand in many places.
    const LEAST: usize = Place::CHARACTERS / 4;
    let (first, behind) = halves(&place.words);
    if n_letters(behind) < LEAST {
        return None;
    }
    let segment = document.demand(id)?;
    let all = Span::new(0, offset(segment.text().len()));
    let found = nearest_words(&segment, all, behind, near_source(&segment, place.at))?;
    Some(TextPos::new(id, start_before(&segment, found, first)))
}

/// Where a text began that went on at an offset and has been edited since, but for its end: as many letters before,
/// and in the same block.
fn start_before(segment: &Segment, offset_behind: u32, first: &str) -> u32 {
    let is_letter = |c: &char| c.is_alphanumeric();
    let before = segment.slice(Span::new(0, offset_behind)).char_indices().rev();
    let before = before.filter(|(_, c)| is_letter(c)).map(|(at, c)| (offset(at), c));
    let (mut start, mut block) = (offset_behind, 0);
    for ((at, now), was) in before.zip(first.chars().rev().filter(is_letter)) {
        if at < block {
            return block;
        }
        if now != was && block == 0 {
            block = segment.leaf_span(segment.leaf_at(at)).start;
        }
        start = at;
    }
    start
}

/// The first words of a place, and those behind them.
fn halves(words: &str) -> (&str, &str) {
    words.split_at(words.ceil_char_boundary(words.len().div_ceil(2)))
}

fn n_letters(words: &str) -> usize {
    words.chars().filter(|c| c.is_alphanumeric()).count()
}

/// The segments around one, from near to far.
fn around(id: SegmentId) -> impl Iterator<Item = SegmentId> {
    (1..=AROUND).flat_map(move |by| [id.0.checked_add(by), id.0.checked_sub(by)]).flatten().map(SegmentId)
}

/// The text as near as can be told to a byte of the source; behind a block, that of the next one.
fn near_source(segment: &Segment, source: u64) -> u32 {
    let start = segment.offset_of_source(source);
    let (leaves, index) = (segment.leaves(), segment.leaf_at(start));
    let end = leaves.get(index).map_or(0, |leaf| segment.source_start() + u64::from(leaf.source.end));
    if let Some(next) = leaves.get(index + 1).filter(|_| source >= end) {
        return next.text;
    }
    let into = source.saturating_sub(segment.source_of(start));
    let at = start.saturating_add(u32::try_from(into).unwrap_or(u32::MAX));
    let leaf = segment.slice(segment.leaf_span(index));
    start.saturating_add(offset(leaf.floor_char_boundary(at.saturating_sub(start) as usize)))
}

/// Whether a section has the title that was kept of it: one kept long ago may be longer than it would be by now.
fn is_called(title: &str, kept: &str) -> bool {
    title == kept || first_words(title) == first_words(kept)
}

/// The words that a text begins with, on one line: enough to find them again.
pub(super) fn first_words(text: &str) -> String {
    let mut n_left = Place::CHARACTERS;
    let taken = text.chars().take_while(|c| {
        n_left = n_left.saturating_sub(usize::from(c.is_alphanumeric()));
        n_left > 0
    });
    // Rules and blanks without end hold no letter.
    let taken: String = taken.take(Place::CHARACTERS * 4).collect();
    taken.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{LeafKind, SegmentBuilder};

    #[test]
    fn words_are_cut_to_what_finds_them() {
        assert_eq!(first_words("  The river\n\thad — risen.\n"), "The river had — risen.");
        assert_eq!(first_words(&"word ".repeat(90)).split(' ').count(), 12);
        assert_eq!(first_words(&"-".repeat(9000)).len(), 192);
        assert_eq!(first_words(""), "");
    }

    #[test]
    fn between_blocks_the_next_one_is_nearest() {
        let mut builder = SegmentBuilder::new(100);
        builder.leaf(LeafKind::Paragraph, 0..5, "above");
        builder.leaf(LeafKind::Paragraph, 9..14, "below");
        let segment = builder.finish(20);
        let near: Vec<_> =
            [100, 102, 104, 105, 107, 109, 111, 117].map(|at| near_source(&segment, at)).into();
        assert_eq!(near, [0, 2, 4, 6, 6, 6, 8, 11]);
    }

    #[test]
    fn near_segments_come_first() {
        let around: Vec<_> = around(SegmentId(1)).map(|id| id.0).collect();
        assert_eq!(around, [2, 0, 3, 4]);
    }
}
