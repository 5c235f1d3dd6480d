//! What is folded, from one run to the next and from one way to read a text to another: told by the words of the
//! headings, and found by them again.

use std::ops::RangeInclusive;
use std::sync::Arc;

use crate::app::App;
use crate::app::finding::Finding;
use crate::app::places::{AROUND, first_words};
use crate::app::typeset::Typeset;
use crate::document::{Document, Folds, Heading, KeptFolds, Place, SectionId, SegmentId, TextPos};

/// The headings by which folds were kept, as far as they are still to be found.
#[derive(Debug, Default)]
pub(in crate::app) struct SoughtFolds {
    /// Those of which it is not known yet where they are, in the order of the text.
    waiting: Vec<Heading>,
    /// Those that the text does not have as it is read now. Read in another way it may have them again.
    missing: Vec<Heading>,
    /// Whether the source is the one that they were kept of, so that they are taken to be where they were.
    is_same_source: bool,
    /// By how many bytes the one that was found last has moved, or before that the reader's words.
    shift: i64,
    /// The sections among which they were looked for last.
    known: Option<u64>,
}

/// Of what text folds were kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum FoldsOf {
    /// Of this one, be it read in another way.
    ThisText,
    /// Of what it was before it was changed, since when the reader's words have moved by so many bytes.
    Changed {
        /// How many.
        shift: i64,
    },
}

/// A fold of which it is known by now where it is.
struct FoundFold {
    /// The byte of the source that it was taken to be at.
    assumed: Option<u64>,
    /// The one that it is at, if it is in the text.
    at: Option<u64>,
}

impl FoundFold {
    /// Folds with this one where it is.
    fn take(mut folds: Folds, found: &Self) -> Folds {
        if let Some(assumed) = found.assumed {
            folds.remove_other(assumed);
        }
        if let Some(at) = found.at {
            folds.add_other(at);
        }
        folds
    }
}

/// What comes of looking for a heading.
enum Sighting {
    /// It begins at this byte of the source.
    Here(u64),
    /// More of the text has to be known.
    Unknown,
    /// It is not in the text.
    Nowhere,
}

impl SoughtFolds {
    fn begin(headings: Vec<Heading>, of: FoldsOf) -> Self {
        let (is_same_source, shift) = match of {
            FoldsOf::ThisText => (true, 0),
            FoldsOf::Changed { shift } => (false, shift),
        };
        Self { waiting: headings, is_same_source, shift, ..Self::default() }
    }

    /// Looks for those whose place is not known yet, and answers where they were and where they are; nowhere, where
    /// the text does not have them.
    fn find(&mut self, document: &Document) -> Vec<(u64, Option<u64>)> {
        let mut found = Vec::new();
        for heading in std::mem::take(&mut self.waiting) {
            match self.find_one(document, &heading) {
                Sighting::Here(at) => {
                    self.shift = i64::try_from(i128::from(at) - i128::from(heading.at)).unwrap_or(0);
                    found.push((heading.at, Some(at)));
                }
                Sighting::Unknown => self.waiting.push(heading),
                Sighting::Nowhere => {
                    found.push((heading.at, None));
                    self.missing.push(heading);
                }
            }
        }
        found
    }

    /// Looks for one where it is expected: where it was, or as far from there as the last one.
    fn find_one(&self, document: &Document, heading: &Heading) -> Sighting {
        let outline = document.outline();
        let is_it = |id| outline.get(id).is_some_and(|section| is_called(&section.title, &heading.title));
        // Read in another way it may stand in another section.
        if self.is_same_source && outline.at_source(heading.at).is_some_and(is_it) {
            return Sighting::Here(heading.at);
        }
        find(document, heading, heading.at.saturating_add_signed(self.shift))
    }
}

impl Typeset {
    /// Looks for what is still to be folded, where other sections are known than before. Answers what is to be folded
    /// otherwise than it is.
    fn find_kept_folds(&mut self) -> Vec<FoundFold> {
        let edition = Some(self.document.outline_edition());
        let sought = &mut self.sought_folds;
        if sought.waiting.is_empty() || !self.document.is_outline_current() || sought.known == edition {
            return Vec::new();
        }
        sought.known = edition;
        let is_same_source = sought.is_same_source;
        let found = sought.find(&self.document).into_iter();
        let found = found.filter(|&(was, is)| if is_same_source { is != Some(was) } else { is.is_some() });
        found.map(|(was, at)| FoundFold { assumed: is_same_source.then_some(was), at }).collect()
    }

    /// Gives up the folds that are still to be found: the reader has folded or opened all.
    pub(in crate::app) fn forget_sought_folds(&mut self) {
        self.sought_folds = SoughtFolds::default();
    }
}

impl App {
    /// What is to be kept of the folds: of many headings those nearest to the reader.
    pub(in crate::app) fn kept_folds(&mut self) -> KeptFolds {
        const MOST: usize = KeptFolds::MOST;
        let (folds, here) = (self.departure().folds, self.source_place());
        let outline = self.text.document.outline();
        let told = |at| {
            let title = |id| outline.get(id).map_or_else(String::new, |section| first_words(&section.title));
            let id = outline.at_source(at)?;
            Some(Heading { at, title: title(id), around: outline.parent(id).map_or_else(String::new, title) })
        };
        let mut others: Vec<_> = folds.others_near(here, MOST).into_iter().filter_map(told).collect();
        let SoughtFolds { waiting, missing, .. } = &self.text.sought_folds;
        let is_known =
            |heading: &&Heading| others.binary_search_by_key(&heading.at, |other| other.at).is_ok();
        let unfound: Vec<_> =
            waiting.iter().chain(missing).filter(|heading| !is_known(heading)).cloned().collect();
        others.extend(unfound.into_iter().take(MOST.saturating_sub(others.len())));
        others.sort_by_key(|heading| heading.at);
        KeptFolds { are_all: folds.are_all(), others }
    }

    /// Folds what was kept as folded, as soon as it is known where that is. Where the source is the one that it was
    /// kept of, that is known at once.
    pub(in crate::app) fn take_kept_folds(&mut self, kept: KeptFolds, of: FoldsOf) {
        let assumed = kept.others.iter().map(|heading| heading.at).filter(|_| of == FoldsOf::ThisText);
        let folds = Arc::new(Folds::of(kept.are_all, assumed));
        self.text.fold(Arc::clone(&folds));
        if let Some(detour) = self.detour_mut() {
            detour.folds = folds;
        }
        self.text.sought_folds = SoughtFolds::begin(kept.others, of);
        self.find_folds();
    }

    /// Folds in a text that was just opened what was kept as folded, unless the reader has folded something by now.
    pub(in crate::app) fn recall_folds(&mut self, kept: KeptFolds, of: FoldsOf) {
        if self.text.folds().is_empty() {
            let gone_to = self.gone_to();
            self.take_kept_folds(kept, of);
            for pos in gone_to {
                self.text.unhide(pos);
            }
        }
    }

    /// What the reader has gone to, as far as it is not hidden: the top of the screen, and what he clicked or found.
    fn gone_to(&mut self) -> Vec<TextPos> {
        let hit = self.search.finding().and_then(Finding::gone_to).map(|hit| hit.start());
        let places = [Some(self.here.anchor().pos), self.here.clicked(), hit];
        places.into_iter().flatten().filter(|&pos| !self.text.is_hidden(pos)).collect()
    }

    /// Folds in the text as it is read now what was folded as it was read before.
    pub(in crate::app) fn take_folds_along(&mut self, kept: KeptFolds, of: FoldsOf) {
        self.jumps.forget_folds(self.shelf.current());
        self.take_kept_folds(kept, of);
    }

    /// Folds those of the kept sections that are known by now. What the reader has gone to stays in view. Answers
    /// whether anything was folded or opened.
    pub(in crate::app) fn find_folds(&mut self) -> bool {
        let found = self.text.find_kept_folds();
        if found.is_empty() {
            return false;
        }
        let with_found = |folds: &Folds| Arc::new(found.iter().fold(folds.clone(), FoundFold::take));
        let gone_to = self.gone_to();
        if let Some(detour) = self.detour_mut() {
            detour.folds = with_found(&detour.folds);
        }
        self.text.fold(with_found(self.text.folds()));
        for pos in gone_to {
            self.text.unhide(pos);
        }
        true
    }
}

/// Where a heading is that is expected at a byte of the source: there, or in the segment there, or in those around.
fn find(document: &Document, heading: &Heading, expected: u64) -> Sighting {
    let id = document.segment_of_source(expected).filter(|_| document.reaches(expected));
    let Some(id) = id.filter(|&id| document.is_parsed(id)) else { return Sighting::Unknown };
    if let Some(at) = nearest(document, heading, id..=id, expected, true) {
        return Sighting::Here(at);
    }
    let around = SegmentId(id.0.saturating_sub(AROUND))..=SegmentId(id.0.saturating_add(AROUND));
    let mut ids = (around.start().0..=around.end().0).map(SegmentId);
    if !document.has_parsed_present() && !ids.all(|id| document.is_parsed(id)) {
        return Sighting::Unknown;
    }
    let found = nearest(document, heading, around.clone(), expected, true).or_else(|| {
        // Where the section around it is still there, it was taken out of that.
        let is_alone = !is_there(document, &heading.around, around.clone());
        is_alone.then(|| nearest(document, heading, around, expected, false)).flatten()
    });
    found.map_or(Sighting::Nowhere, Sighting::Here)
}

/// Whether a section of this title begins in these segments.
fn is_there(document: &Document, title: &str, segments: RangeInclusive<SegmentId>) -> bool {
    let mut sections = document.outline().sections_in(segments);
    !title.is_empty() && sections.any(|(_, section, _)| is_called(&section.title, title))
}

/// Where the heading of this title begins in the source that is nearest to a byte of it, of those in these segments;
/// perhaps only of those that stand in a section called the same.
fn nearest(
    document: &Document,
    heading: &Heading,
    segments: RangeInclusive<SegmentId>,
    expected: u64,
    is_in_same: bool,
) -> Option<u64> {
    let outline = document.outline();
    let around = |id| {
        let parent = outline.parent(id).and_then(|id| outline.get(id));
        parent.map_or("", |section| &section.title)
    };
    let is_it = |&(id, title, _): &(SectionId, &str, u64)| {
        is_called(title, &heading.title) && (!is_in_same || is_called(around(id), &heading.around))
    };
    let titles = outline.sections_in(segments).map(|(id, section, at)| (id, &*section.title, at));
    titles.filter(is_it).map(|(_, _, at)| at).min_by_key(|at| at.abs_diff(expected))
}

/// Whether two titles have the same letters, as far as they are kept, whatever marks are between them.
fn is_called(one: &str, other: &str) -> bool {
    letters(one).eq(letters(other))
}

/// The letters and digits that tell a heading: no more than are kept of it.
fn letters(title: &str) -> impl Iterator<Item = char> {
    title.chars().filter(|c| c.is_alphanumeric()).take(Place::CHARACTERS - 1)
}
