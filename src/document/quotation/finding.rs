//! Finding quotations again.

use std::cmp::Reverse;
use std::ops::Range;

use memchr::memmem;

use super::Quotation;
use super::sections;
use super::stretch::Stretch;
use crate::document::excerpt::Segments;
use crate::document::{SegmentId, TextPos};

/// Letters that are the same by no chance.
const TELLING: usize = 24;
/// The fewest letters, with those around that are the same, that tell words which are nowhere else in the text.
const LEAST_ALONE: usize = 8;
/// As many letters beside a place may be the same by chance.
const CHANCE: usize = 4;
/// The fewest letters that tell one end of a quotation whose words were edited.
const LEAST_END: usize = 12;
/// Bytes of letters by which a quotation that was edited may have grown, besides to twice its length.
const GROWTH: usize = 16;

/// Where quotations stand that begin in this segment as they were taken, with what was around them.
pub fn find_there(
    quotations: &[Quotation],
    id: SegmentId,
    segments: &mut Segments<'_>,
) -> Vec<Option<Range<TextPos>>> {
    let sought: Vec<_> = quotations.iter().map(Sought::new).collect();
    let reach = sought.iter().map(Sought::reach).max().unwrap_or(0);
    let Some(stretch) = Stretch::of(id, "", reach, segments) else { return vec![None; sought.len()] };
    let is_asked = quotations.iter().any(|quotation| !quotation.section.is_empty());
    let stretch = stretch.under(if is_asked { sections::title_before(id, segments) } else { None });
    let place = |sought: &Sought<'_>| {
        // Under another heading may stand what only looks alike.
        let is_it = |sighting: &Sighting| sighting.is_whole && sighting.is_there != Some(false);
        let whole = sought.unedited_in(&stretch).filter(is_it);
        Some(whole.max_by_key(Sighting::rank)?.range)
    };
    sought.iter().map(place).collect()
}

/// Where quotations stand in a text of so many segments, edited or not. `segment_at` tells the segment that
/// has a byte of the source. Ends early once the places are not wanted any more.
pub fn find_all(
    quotations: &[Quotation],
    n_segments: usize,
    segment_at: impl Fn(u64) -> Option<SegmentId>,
    segments: &mut Segments<'_>,
    is_wanted: impl Fn() -> bool,
) -> Vec<Option<Range<TextPos>>> {
    find(quotations, n_segments, segment_at, segments, is_wanted, true)
}

/// The same for who needs both ends: what is left of words of which an end is gone is not found.
pub fn find_with_ends(
    quotations: &[Quotation],
    n_segments: usize,
    segment_at: impl Fn(u64) -> Option<SegmentId>,
    segments: &mut Segments<'_>,
) -> Vec<Option<Range<TextPos>>> {
    find(quotations, n_segments, segment_at, segments, || true, false)
}

fn find(
    quotations: &[Quotation],
    n_segments: usize,
    segment_at: impl Fn(u64) -> Option<SegmentId>,
    segments: &mut Segments<'_>,
    is_wanted: impl Fn() -> bool,
    takes_rest: bool,
) -> Vec<Option<Range<TextPos>>> {
    let mut found = Vec::with_capacity(quotations.len());
    for together in quotations.chunk_by(|one, other| segment_at(one.at) == segment_at(other.at)) {
        let id = together.first().and_then(|quotation| segment_at(quotation.at)).filter(|_| is_wanted());
        let places = id.map(|id| find_there(together, id, segments));
        found.extend(places.unwrap_or_else(|| vec![None; together.len()]));
    }
    let open = found.iter().zip(quotations).enumerate().filter(|(_, (found, _))| found.is_none());
    let mut searches: Vec<_> =
        open.map(|(index, (_, quotation))| (index, Search::of(quotation, takes_rest))).collect();
    let reach = searches.iter().map(|(_, search)| search.sought.reach()).max();
    let (mut before, mut title) = (String::new(), None);
    for id in (0..n_segments).map(SegmentId::from_index) {
        let Some(reach) = reach.filter(|_| is_wanted()) else { break };
        let Some(stretch) = Stretch::of(id, &before, reach, segments) else { break };
        let stretch = stretch.under(title.take());
        for (_, search) in &mut searches {
            search.go_on(&stretch);
        }
        (before, title) = (stretch.tail(), stretch.last_title().map(str::to_owned));
    }
    for (index, search) in searches {
        if let Some(found) = found.get_mut(index) {
            *found = search.end();
        }
    }
    found
}

/// The search for a quotation through a text.
struct Search<'a> {
    sought: Sought<'a>,
    /// The likeliest place so far.
    best: Option<Sighting>,
    /// How often its words stood in the text so far as they were, and where first.
    n_unedited: usize,
    first: Option<Sighting>,
}

impl<'a> Search<'a> {
    fn of(quotation: &'a Quotation, takes_rest: bool) -> Self {
        let sought = Sought { takes_rest, ..Sought::new(quotation) };
        Self { sought, best: None, n_unedited: 0, first: None }
    }

    /// Looks through the next part of the text.
    fn go_on(&mut self, stretch: &Stretch) {
        let mut sure = None;
        for sighting in self.sought.unedited_in(stretch) {
            self.n_unedited += 1;
            if self.sought.is_sure(&sighting) {
                sure = sure.into_iter().chain([sighting]).max_by_key(Sighting::rank);
            } else if self.n_unedited == 1 {
                self.first = Some(sighting);
            }
        }
        let is_found = sure
            .as_ref()
            .is_some_and(|sure| sure.is_there == Some(true) || self.sought.quotation.section.is_empty());
        let edited = if is_found { None } else { self.sought.edited_in(stretch) };
        let here = sure.into_iter().chain(edited).max_by_key(Sighting::rank);
        self.best = self.best.take().into_iter().chain(here).max_by_key(Sighting::rank);
    }

    /// Where it stands: at the likeliest place, or where its words are that are nowhere else.
    fn end(self) -> Option<Range<TextPos>> {
        let n_words = self.sought.n_words;
        let is_alone = self.n_unedited == 1;
        let alone = self.first.filter(|first| is_alone && n_words + first.score >= LEAST_ALONE);
        self.best.or(alone).map(|sighting| sighting.range)
    }
}

/// A quotation that is looked for: the letters of its words, and those around.
struct Sought<'a> {
    quotation: &'a Quotation,
    words: String,
    before: String,
    behind: String,
    n_words: usize,
    /// Whether what is left of it is enough where one of its ends is gone.
    takes_rest: bool,
}

/// A place where a quotation may stand.
struct Sighting {
    range: Range<TextPos>,
    /// Whether its words are as they were.
    is_unedited: bool,
    /// Whether all is as it was, the letters around it too.
    is_whole: bool,
    /// Whether it stands under the same heading, where that is known.
    is_there: Option<bool>,
    /// Whether it has the first or the last of its words.
    has_end: bool,
    /// Letters that speak for the place besides its words.
    score: usize,
    /// Bytes of letters that came to its words, or went.
    growth: usize,
    /// Bytes of the source from where it was.
    distance: u64,
}

impl Sighting {
    /// The likelier, the higher.
    fn rank(&self) -> (u8, usize, Reverse<usize>, Reverse<u64>) {
        let likeness = match (self.is_unedited, self.is_there == Some(true)) {
            (true, true) => 3,
            // What was edited in its place is likelier than the like of it in another section.
            (false, true) if self.has_end => 2,
            (true, false) => 1,
            (false, _) => 0,
        };
        // A few letters more are the same by chance.
        (likeness, self.score / CHANCE, Reverse(self.growth), Reverse(self.distance))
    }
}

impl<'a> Sought<'a> {
    fn new(quotation: &'a Quotation) -> Self {
        let words = letters(&quotation.words);
        let n_words = words.chars().count();
        let (before, behind) = (letters(&quotation.before), letters(&quotation.behind));
        Self { quotation, words, before, behind, n_words, takes_rest: false }
    }

    /// Bytes of letters that may belong to it behind where it begins.
    fn reach(&self) -> usize {
        self.words.len() * 2 + (GROWTH + Quotation::AROUND) * 4
    }

    /// Whether words that are as they were stand at a place by more than chance.
    fn is_sure(&self, sighting: &Sighting) -> bool {
        let n_around = self.before.chars().count() + self.behind.chars().count();
        let is_told_there = sighting.is_there == Some(true) && self.n_words + sighting.score >= LEAST_ALONE;
        sighting.is_whole || self.n_words >= TELLING || sighting.score * 2 >= n_around || is_told_there
    }

    /// The places of its words as they were.
    fn unedited_in(&self, stretch: &Stretch) -> impl Iterator<Item = Sighting> {
        let all = memmem::find_iter(stretch.text().as_bytes(), &self.words);
        let own = all.filter(|&at| stretch.is_own(at) && !self.words.is_empty());
        own.filter_map(|at| self.unedited(stretch, at))
    }

    /// The place of its words as they were.
    fn unedited(&self, stretch: &Stretch, at: usize) -> Option<Sighting> {
        let end = at + self.words.len();
        let before = stretch.text().get(..at)?.chars().rev();
        let behind = stretch.text().get(end..)?.chars();
        let (n_before, whole_before) = n_same(before, self.before.chars().rev());
        let (n_behind, whole_behind) = n_same(behind, self.behind.chars());
        let mut sighting = self.sighting(stretch, at..end, n_before + n_behind)?;
        sighting.is_unedited = true;
        sighting.is_whole = whole_before && whole_behind;
        Some(sighting)
    }

    /// The place of its words where they were edited: between what is left of them, or what stood around.
    fn edited_in(&self, stretch: &Stretch) -> Option<Sighting> {
        let (head, tail) = self.ends();
        let most = self.words.len() * 2 + GROWTH;
        let text = stretch.text();
        let mut found: Vec<Sighting> = Vec::new();
        for (left, is_left_in) in [(head, true), (&self.before, false)] {
            for at in places(text, left) {
                let start = if is_left_in { at } else { at + left.len() };
                let end = text.floor_char_boundary(start.saturating_add(most + Quotation::AROUND * 4));
                let Some(rest) = text.get(start..end).filter(|_| stretch.is_own(start)) else { continue };
                let ends = [(tail, true), (&self.behind, false)].into_iter().filter_map(|(right, is_in)| {
                    let found = places(rest, right).map(|at| if is_in { at + right.len() } else { at });
                    let length = found.take_while(|&length| length <= most).find(|&length| length > 0)?;
                    let score = left.len() + right.len();
                    let sighting = self.sighting(stretch, start..start + length, score)?;
                    Some(Sighting { has_end: is_left_in || is_in, ..sighting })
                });
                found.extend(ends);
            }
        }
        let left = if self.takes_rest { self.left_in(stretch) } else { None };
        found.into_iter().chain(left).max_by_key(Sighting::rank)
    }

    /// The place of the first of its words, or of the last, where the others are gone: so many that they tell it.
    fn left_in(&self, stretch: &Stretch) -> Option<Sighting> {
        let (text, words) = (stretch.text(), self.words.as_str());
        let first = words.char_indices().nth(LEAST_END).map_or(words.len(), |(end, _)| end);
        let last = words.char_indices().nth_back(LEAST_END - 1).map_or(0, |(start, _)| start);
        let from_first = places(text, words.get(..first).unwrap_or_default()).filter_map(|at| {
            let length = common(text.get(at..)?.chars(), words.chars());
            let length = self.word_ends().take_while(|&end| end <= length).last()?;
            Some(at..at + length)
        });
        let to_last = places(text, words.get(last..).unwrap_or_default()).filter_map(|at| {
            let end = at + (words.len() - last);
            let length = common(text.get(..end)?.chars().rev(), words.chars().rev());
            let start = self.word_starts().find(|start| words.len() - start <= length)?;
            Some(end - (words.len() - start)..end)
        });
        let all = from_first.chain(to_last).filter(|letters| stretch.is_own(letters.start));
        let sightings = all.filter_map(|letters| {
            // What tells both ends of it is likelier.
            let sighting = self.sighting(stretch, letters.clone(), LEAST_END)?;
            let n_left = text.get(letters)?.chars().count();
            let is_there = sighting.is_there == Some(true);
            let is_enough = n_left >= TELLING && n_left * 2 > self.n_words
                || is_there && n_left >= LEAST_END && n_left * 4 >= self.n_words * 3;
            is_enough.then_some(Sighting { has_end: true, ..sighting })
        });
        sightings.max_by_key(Sighting::rank)
    }

    /// Where its words begin among its letters.
    fn word_starts(&self) -> impl Iterator<Item = usize> {
        let (mut at, mut is_inside) = (0, false);
        self.quotation.words.chars().filter_map(move |c| {
            let was_inside = std::mem::replace(&mut is_inside, c.is_alphanumeric());
            let start = at;
            at += if is_inside { c.len_utf8() } else { 0 };
            (is_inside && !was_inside).then_some(start)
        })
    }

    /// Where they end.
    fn word_ends(&self) -> impl Iterator<Item = usize> {
        self.word_starts().skip(1).chain([self.words.len()])
    }

    /// The letters at both ends of its words, where they are enough to tell it by.
    fn ends(&self) -> (&str, &str) {
        let n = (self.n_words / 2).min(Quotation::AROUND);
        if n == 0 {
            return ("", "");
        }
        let head = self.words.char_indices().nth(n).map_or(self.words.len(), |(at, _)| at);
        let tail = self.words.char_indices().nth_back(n - 1).map_or(0, |(at, _)| at);
        (self.words.get(..head).unwrap_or_default(), self.words.get(tail..).unwrap_or_default())
    }

    fn sighting(&self, stretch: &Stretch, letters: Range<usize>, score: usize) -> Option<Sighting> {
        let (_, source) = stretch.place(letters.start)?;
        let (here, section) = (stretch.title_at(letters.start), &self.quotation.section);
        let is_there = here.filter(|_| !section.is_empty()).map(|here| here == section);
        Some(Sighting {
            is_there,
            has_end: false,
            range: stretch.range(&letters, &self.quotation.words)?,
            is_unedited: false,
            is_whole: false,
            score,
            growth: letters.len().abs_diff(self.words.len()),
            distance: source.abs_diff(self.quotation.at),
        })
    }
}

/// Where an end of a quotation stands in a text, if it has enough letters to tell.
fn places<'a>(text: &'a str, end: &'a str) -> impl Iterator<Item = usize> + 'a {
    let is_telling = end.chars().nth(LEAST_END - 1).is_some();
    text.match_indices(end).filter(move |_| is_telling).map(|(at, _)| at)
}

/// Bytes of what two texts have in common from where they begin.
fn common(one: impl Iterator<Item = char>, other: impl Iterator<Item = char>) -> usize {
    one.zip(other).take_while(|(one, other)| one == other).map(|(c, _)| c.len_utf8()).sum()
}

/// The letters and digits of a text.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// How many letters two texts begin with, and whether these are all of one of them.
fn n_same(mut text: impl Iterator<Item = char>, wanted: impl Iterator<Item = char>) -> (usize, bool) {
    let mut n = 0;
    for wanted in wanted {
        match text.next() {
            Some(c) if c == wanted => n += 1,
            Some(_) => return (n, false),
            None => break,
        }
    }
    (n, true)
}
