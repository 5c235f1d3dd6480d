//! Filtering the items of a list by what was typed.

use std::sync::atomic::{AtomicU64, Ordering};

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::pool::{Pool, Wording};
use crate::app::finding::Hit;
use crate::document::position::offset;
use crate::document::{Outline, SectionId, TextPos};

/// What the items are filtered by: words, each of which must occur in the words of an item. Case is smart, and
/// letters without accents stand for those with them too.
#[derive(Clone, Debug)]
pub struct Needle {
    pattern: Pattern,
}

/// How a word occurs in others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// Its letters stand there in their order, and the likeliest item comes first.
    Fuzzy,
    /// It stands there in one piece, and the items stay in their order.
    Whole,
}

impl Needle {
    /// The needle for a line that was typed.
    pub fn new(line: &str, likeness: Likeness) -> Self {
        let kind = match likeness {
            Likeness::Fuzzy => AtomKind::Fuzzy,
            Likeness::Whole => AtomKind::Substring,
        };
        Self { pattern: Pattern::new(line, CaseMatching::Smart, Normalization::Smart, kind) }
    }

    /// Whether it matches everything.
    pub fn is_empty(&self) -> bool {
        self.pattern.atoms.is_empty()
    }
}

/// Matches needles; holds the room that this takes.
pub(super) struct Matching {
    matcher: Matcher,
    chars: Vec<char>,
    letters: Vec<u32>,
}

impl Matching {
    pub(super) fn new() -> Self {
        Self { matcher: Matcher::new(Config::DEFAULT), chars: Vec::new(), letters: Vec::new() }
    }

    /// How well an item matches, if it does: a match in its own title alone comes before all others.
    fn score(&mut self, needle: &Needle, item: &Wording) -> Option<u32> {
        /// More than any match scores.
        const OWN_TITLE: u32 = 1 << 31;
        if let Some(score) = self.score_text(needle, item.own_title()) {
            return Some(score.min(OWN_TITLE - 1) | OWN_TITLE);
        }
        let has_path = item.title > 0;
        if has_path { self.score_text(needle, &item.text) } else { None }
    }

    fn score_text(&mut self, needle: &Needle, text: &str) -> Option<u32> {
        needle.pattern.score(haystack(text, &mut self.chars), &mut self.matcher)
    }

    /// The characters of an item that the needle matches, by their numbers in its words, in order.
    pub(super) fn letters(&mut self, needle: &Needle, item: &Wording) -> &[u32] {
        let before = offset(item.text.get(..item.title).unwrap_or_default().chars().count());
        self.letters.clear();
        let own = haystack(item.own_title(), &mut self.chars);
        if needle.pattern.indices(own, &mut self.matcher, &mut self.letters).is_some() {
            self.letters.iter_mut().for_each(|letter| *letter += before);
        } else {
            self.letters.clear();
            let whole = haystack(&item.text, &mut self.chars);
            needle.pattern.indices(whole, &mut self.matcher, &mut self.letters);
        }
        self.letters.sort_unstable();
        self.letters.dedup();
        &self.letters
    }
}

/// A text for the matcher, by its characters: so that those it finds can be found again.
fn haystack<'a>(text: &'a str, chars: &'a mut Vec<char>) -> Utf32Str<'a> {
    if text.is_ascii() {
        return Utf32Str::Ascii(text.as_bytes());
    }
    chars.clear();
    chars.extend(text.chars());
    Utf32Str::Unicode(chars)
}

/// The items of a pool that are listed, in this order.
#[derive(Debug)]
pub struct List {
    pool: Pool,
    needle: Needle,
    /// None where all are listed.
    items: Option<Vec<u32>>,
}

impl List {
    /// All items.
    pub fn all(pool: Pool) -> Self {
        let needle = Needle::new("", pool.likeness());
        Self { pool, needle, items: None }
    }

    /// None of them.
    pub(in crate::app) fn of_nothing(pool: Pool, needle: Needle) -> Self {
        Self { pool, needle, items: Some(Vec::new()) }
    }

    /// Those that match, best first; none once there is a later filtering than that of `number`.
    pub fn filtered(pool: Pool, needle: Needle, number: u64, latest: &AtomicU64) -> Option<Self> {
        /// Items between two looks at whether they are still wanted: less than a millisecond.
        const STRETCH: u32 = 512;
        let mut matching = Matching::new();
        let mut found: Vec<(u32, u32)> = Vec::new();
        let mut is_wanted = true;
        let is_ranked = pool.likeness() == Likeness::Fuzzy;
        pool.visit_all(|item, wording| {
            if item % STRETCH == 0 {
                is_wanted = latest.load(Ordering::Relaxed) == number;
            }
            // The highest score sorts first, and of several the first in the text.
            let rank = |score: u32| if is_ranked { !score } else { 0 };
            found.extend(matching.score(&needle, wording).map(|score| (rank(score), item)));
            is_wanted
        });
        if !is_wanted {
            return None;
        }
        found.sort_unstable();
        let items = found.into_iter().map(|(_, item)| item).collect();
        Some(Self { pool, needle, items: Some(items) })
    }

    /// What is picked from.
    pub fn pool(&self) -> &Pool {
        &self.pool
    }

    pub(super) fn needle(&self) -> &Needle {
        &self.needle
    }

    pub(super) fn is_unfiltered(&self) -> bool {
        self.items.is_none()
    }

    /// How many are listed.
    pub(super) fn len(&self) -> usize {
        self.items.as_ref().map_or_else(|| self.pool.len(), Vec::len)
    }

    /// The item at a place in the list.
    pub(super) fn item(&self, at: usize) -> Option<u32> {
        match &self.items {
            Some(items) => items.get(at).copied(),
            None => (at < self.pool.len()).then(|| offset(at)),
        }
    }

    /// Where in the text the item at a place in the list is.
    pub(super) fn place(&self, at: usize) -> Option<TextPos> {
        self.pool.place(self.item(at)?)
    }

    /// The hit at a place in the list.
    pub(super) fn hit(&self, at: usize) -> Option<Hit> {
        self.pool.hit(self.item(at)?)
    }

    /// Whether the item at a place in the list stands below a heading that the one before it does not.
    pub(super) fn has_heading(&self, at: usize) -> bool {
        self.heading(at)
            .is_some_and(|heading| at.checked_sub(1).and_then(|at| self.heading(at)) != Some(heading))
    }

    /// The heading below which the item at a place in the list stands.
    pub(super) fn heading(&self, at: usize) -> Option<&str> {
        self.pool.heading(self.item(at)?).filter(|heading| !heading.is_empty())
    }

    /// The place in the list of the item at a place in the text.
    pub(super) fn position(&self, pos: TextPos) -> Option<usize> {
        let item = self.pool.item_at(pos)?;
        match &self.items {
            Some(items) => items.iter().position(|&listed| listed == item),
            None => Some(item as usize),
        }
    }
}

/// The sections that match a line, best first.
pub(in crate::app) fn sections_like(outline: &Outline, line: &str) -> Vec<SectionId> {
    let pool = Pool::Sections(outline.clone());
    let needle = Needle::new(line, pool.likeness());
    let list = List::filtered(pool, needle, 0, &AtomicU64::new(0));
    let items = list.and_then(|list| list.items).unwrap_or_default();
    items.into_iter().map(SectionId).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::document::{LeafKind, SegmentBuilder, SegmentId};

    fn outline(headings: &[(u8, &str)]) -> Outline {
        let mut builder = SegmentBuilder::new(0);
        for &(level, title) in headings {
            builder.leaf(LeafKind::Heading(level), 0..0, title);
        }
        Outline::new([(SegmentId(0), &builder.finish(0))])
    }

    fn filtered(outline: &Outline, line: &str) -> Vec<String> {
        let pool = Pool::Sections(outline.clone());
        let list = List::filtered(pool, Needle::new(line, Likeness::Fuzzy), 1, &AtomicU64::new(1)).unwrap();
        (0..list.len()).map(|at| list.pool().wording(list.item(at).unwrap()).text).collect()
    }

    #[test]
    fn own_titles_come_before_those_around() {
        let outline = outline(&[(1, "Rivers"), (2, "Setup"), (1, "Setup"), (2, "Drivers"), (2, "Über Ufer")]);
        assert_eq!(filtered(&outline, "river"), ["Rivers", "Setup › Drivers", "Rivers › Setup"]);
        assert_eq!(filtered(&outline, "setup driv"), ["Setup › Drivers"]);
        assert_eq!(filtered(&outline, "uber"), ["Setup › Über Ufer"]);
        assert_eq!(filtered(&outline, "sd"), ["Setup › Drivers"]);
        assert_eq!(filtered(&outline, "xyz"), Vec::<String>::new());
    }

    #[test]
    fn the_title_of_the_text_is_in_no_path_but_its_own() {
        let outline = outline(&[(1, "Rivers"), (2, "Setup"), (3, "Tools")]);
        assert_eq!(filtered(&outline, "e"), ["Rivers", "Setup", "Setup › Tools"]);
    }

    #[test]
    fn a_superseded_filtering_ends() {
        let pool = Pool::Sections(outline(&[(1, "Rivers")]));
        assert!(List::filtered(pool, Needle::new("r", Likeness::Fuzzy), 1, &AtomicU64::new(2)).is_none());
    }

    proptest! {
        #[test]
        fn letters_are_those_of_the_needle(
            titles in prop::collection::vec("[aAbé漢 \u{301}\\\\]{0,12}", 1..4),
            line in "[aAb漢 \\\\]{0,5}",
        ) {
            let headings: Vec<_> = (1..).zip(&titles).map(|(level, title)| (level, title.as_str())).collect();
            let outline = outline(&headings);
            let pool = Pool::Sections(outline);
            let needle = Needle::new(&line, Likeness::Fuzzy);
            let list = List::filtered(pool, Needle::new(&line, Likeness::Fuzzy), 1, &AtomicU64::new(1)).unwrap();
            let mut matching = Matching::new();
            for at in 0..list.len() {
                let wording = list.pool().wording(list.item(at).unwrap());
                let letters = matching.letters(&needle, &wording).to_vec();
                let chars: Vec<_> = wording.text.chars().collect();
                prop_assert!(letters.iter().all(|&letter| chars.get(letter as usize).is_some_and(|&c| {
                    line.to_lowercase().contains(c.to_ascii_lowercase()) || c == 'é'
                })), "{:?} {:?} {:?}", wording, letters, line);
                prop_assert_eq!(letters.is_empty(), needle.is_empty());
            }
        }

        #[test]
        fn no_line_and_no_title_is_too_much(titles in prop::collection::vec(any::<String>(), 1..4), line: String) {
            let headings: Vec<_> = (1..).zip(&titles).map(|(level, title)| (level, title.as_str())).collect();
            let pool = Pool::Sections(outline(&headings));
            let list = List::filtered(pool, Needle::new(&line, Likeness::Fuzzy), 1, &AtomicU64::new(1)).unwrap();
            let mut matching = Matching::new();
            for at in 0..list.len() {
                let wording = list.pool().wording(list.item(at).unwrap());
                matching.letters(list.needle(), &wording);
            }
        }
    }
}
