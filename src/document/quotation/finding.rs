//! Finding quotations again.

use std::cmp::Reverse;
use std::ops::Range;

use memchr::memmem;

use super::Quotation;
use super::stretch::Stretch;
use crate::document::excerpt::Segments;
use crate::document::{SegmentId, TextPos};

/// Letters that are the same by no chance.
const TELLING: usize = 24;
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
    let place = |sought: &Sought<'_>| sought.unedited_in(&stretch).filter(|sighting| sighting.is_whole);
    sought.iter().map(|sought| Some(place(sought)?.range)).collect()
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
    let mut found = Vec::with_capacity(quotations.len());
    for together in quotations.chunk_by(|one, other| segment_at(one.at) == segment_at(other.at)) {
        let id = together.first().and_then(|quotation| segment_at(quotation.at)).filter(|_| is_wanted());
        let places = id.map(|id| find_there(together, id, segments));
        found.extend(places.unwrap_or_else(|| vec![None; together.len()]));
    }
    let open = || found.iter().zip(quotations).enumerate().filter(|(_, (found, _))| found.is_none());
    let mut sought: Vec<_> =
        open().map(|(index, (_, quotation))| (index, Sought::new(quotation), None::<Sighting>)).collect();
    let reach = sought.iter().map(|(_, sought, _)| sought.reach()).max();
    let mut before = String::new();
    for id in (0..n_segments).map(SegmentId::from_index) {
        let Some(reach) = reach.filter(|_| is_wanted()) else { break };
        let Some(stretch) = Stretch::of(id, &before, reach, segments) else { break };
        for (_, sought, best) in &mut sought {
            *best = best.take().into_iter().chain(sought.best_in(&stretch)).max_by_key(Sighting::rank);
        }
        before = stretch.tail();
    }
    for (index, _, best) in sought {
        if let (Some(found), Some(best)) = (found.get_mut(index), best) {
            *found = Some(best.range);
        }
    }
    found
}

/// A quotation that is looked for: the letters of its words, and those around.
struct Sought<'a> {
    quotation: &'a Quotation,
    words: String,
    before: String,
    behind: String,
    n_words: usize,
}

/// A place where a quotation may stand.
struct Sighting {
    range: Range<TextPos>,
    /// Whether its words are as they were.
    is_unedited: bool,
    /// Whether all is as it was, the letters around it too.
    is_whole: bool,
    /// Letters that speak for the place besides its words.
    score: usize,
    /// Bytes of letters that came to its words, or went.
    growth: usize,
    /// Bytes of the source from where it was.
    distance: u64,
}

impl Sighting {
    /// The likelier, the higher.
    fn rank(&self) -> (bool, usize, Reverse<usize>, Reverse<u64>) {
        (self.is_unedited, self.score, Reverse(self.growth), Reverse(self.distance))
    }
}

impl<'a> Sought<'a> {
    fn new(quotation: &'a Quotation) -> Self {
        let words = letters(&quotation.words);
        let n_words = words.chars().count();
        let (before, behind) = (letters(&quotation.before), letters(&quotation.behind));
        Self { quotation, words, before, behind, n_words }
    }

    /// Bytes of letters that may belong to it behind where it begins.
    fn reach(&self) -> usize {
        self.words.len() * 2 + (GROWTH + Quotation::AROUND) * 4
    }

    /// Whether words that are as they were stand at a place by more than chance.
    fn is_sure(&self, sighting: &Sighting) -> bool {
        let n_around = self.before.chars().count() + self.behind.chars().count();
        sighting.is_whole || self.n_words >= TELLING || sighting.score * 2 >= n_around
    }

    /// The likeliest place in a segment.
    fn best_in(&self, stretch: &Stretch) -> Option<Sighting> {
        self.unedited_in(stretch).or_else(|| self.edited_in(stretch))
    }

    /// The likeliest place of its words as they were.
    fn unedited_in(&self, stretch: &Stretch) -> Option<Sighting> {
        if self.words.is_empty() {
            return None;
        }
        let finder = memmem::Finder::new(&self.words);
        let unedited = finder.find_iter(stretch.text().as_bytes()).filter(|&at| stretch.is_own(at));
        let unedited = unedited.filter_map(|at| self.unedited(stretch, at));
        unedited.filter(|sighting| self.is_sure(sighting)).max_by_key(Sighting::rank)
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
        for (left, is_in) in [(head, true), (&self.before, false)] {
            for at in places(text, left) {
                let start = if is_in { at } else { at + left.len() };
                let end = text.floor_char_boundary(start.saturating_add(most + Quotation::AROUND * 4));
                let Some(rest) = text.get(start..end).filter(|_| stretch.is_own(start)) else { continue };
                let ends = [(tail, true), (&self.behind, false)].into_iter().filter_map(|(right, is_in)| {
                    let found = places(rest, right).map(|at| if is_in { at + right.len() } else { at });
                    let length = found.take_while(|&length| length <= most).find(|&length| length > 0)?;
                    self.sighting(stretch, start..start + length, left.len() + right.len())
                });
                found.extend(ends);
            }
        }
        found.into_iter().max_by_key(Sighting::rank)
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
        Some(Sighting {
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
