//! The sections of one segment, and what they do to the tree whatever comes before them.
//!
//! In a part a section is a *root* where no other section of its segment lies around it. From the roots
//! down all is known from the segment alone; where the roots themselves lie depends only on their levels
//! and on the sections that are open where the part begins.

use super::numbers::printed_numbers;
use super::open::{LEVELS, OpenSections, index};
use super::{LEAST_CERTAINTY, Section, SectionId, own_number};
use crate::document::position::offset;
use crate::document::{InlineStyle, LeafKind, Segment, SegmentId, Span, StyledSpan, TextPos};

/// The sections that begin in a segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::document) struct Part {
    pub(super) segment: SegmentId,
    /// Where its segment begins in the source, in bytes.
    source: u64,
    pub(super) sections: Vec<Section>,
    /// All of them.
    pub(super) tally: Tally,
    /// Those that carry a number in their titles.
    pub(super) own_tally: Tally,
    /// Those numbers in order, each with the section that it stands in.
    own_numbers: Vec<(u32, u32)>,
    /// The sections whose titles begin with several numbers, as `3.2 Method` does, in the order of these, by their
    /// places in the part.
    dotted: Vec<u32>,
    /// The sections that are open at the end, by their places in the part.
    pub(super) open: OpenSections,
    /// The levels there are, a bit for each.
    levels: u8,
}

/// How many sections there are in a part, by the levels of the roots that they lie in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    roots: [u32; LEVELS],
    /// The sections just inside a root.
    children: [u32; LEVELS],
}

/// What begins a section.
struct Heading {
    title: Box<str>,
    level: u8,
    start: TextPos,
    source: u32,
    is_doubtful: bool,
}

impl Part {
    /// The part without sections.
    pub(in crate::document) fn empty(segment: SegmentId) -> Self {
        Self {
            segment,
            source: 0,
            sections: Vec::new(),
            tally: Tally::default(),
            own_tally: Tally::default(),
            own_numbers: Vec::new(),
            dotted: Vec::new(),
            open: OpenSections::default(),
            levels: 0,
        }
    }

    /// The sections that begin in a segment.
    pub(in crate::document) fn new(id: SegmentId, segment: &Segment) -> Self {
        let mut part = Self { source: segment.source_start(), ..Self::empty(id) };
        for (at, leaf) in segment.leaves().iter().enumerate() {
            if let LeafKind::Heading(level) = leaf.kind {
                let is_doubtful = leaf.certainty.is_some_and(|certainty| certainty < LEAST_CERTAINTY);
                let (title, start) = (title(segment, segment.leaf_span(at)), TextPos::new(id, leaf.text));
                part.push(Heading { title, level, start, source: leaf.source.start, is_doubtful });
            }
        }
        part.sort_numbers();
        part
    }

    fn sort_numbers(&mut self) {
        self.own_numbers.sort_unstable();
        let mut dotted = std::mem::take(&mut self.dotted);
        dotted.sort_by_cached_key(|&at| self.numbers_of(at));
        self.dotted = dotted;
    }

    /// The numbers that the title of a section begins with, by its place in the part.
    fn numbers_of(&self, at: u32) -> Vec<u32> {
        self.sections.get(at as usize).and_then(|section| printed_numbers(&section.title)).unwrap_or_default()
    }

    fn push(&mut self, Heading { title, level, start, source, is_doubtful }: Heading) {
        let id = offset(self.sections.len());
        let depth_in_part = self.open.n_around(level);
        self.open.begin(level, SectionId(id));
        self.levels |= level_bit(level);
        let root_level = self.open.iter().next().map_or(level, |(level, _)| level);
        self.tally.add(root_level, depth_in_part);
        if let Some(number) = own_number(&title) {
            self.own_tally.add(root_level, depth_in_part);
            self.own_numbers.push((number, id));
        } else if printed_numbers(&title).is_some_and(|numbers| numbers.len() > 1) {
            self.dotted.push(id);
        }
        let rank = self.tally.total(depth_in_part);
        let section = Section { title, level, start, source, is_doubtful, depth_in_part, root_level, rank };
        self.sections.push(section);
    }

    /// The segment.
    pub(in crate::document) fn segment(&self) -> SegmentId {
        self.segment
    }

    /// Where its segment begins in the source, in bytes.
    pub(super) fn source(&self) -> u64 {
        self.source
    }

    /// Where the heading of one of its sections begins in the source, in bytes.
    pub(super) fn source_of(&self, section: &Section) -> u64 {
        self.source + u64::from(section.source)
    }

    /// Where the first section starts.
    pub(super) fn start(&self) -> TextPos {
        self.sections.first().map_or_else(|| TextPos::new(self.segment, u32::MAX), |first| first.start)
    }

    /// The level of the highest heading.
    pub(super) fn highest(&self) -> u8 {
        self.sections.last().map_or(u8::MAX, |last| last.root_level)
    }

    /// Whether there may be a section of `level`.
    pub(super) fn has_level(&self, level: u8) -> bool {
        self.levels & level_bit(level) != 0
    }

    /// The first sections of the part, so many.
    pub(super) fn truncated(self, length: usize) -> Self {
        let mut part = Self { source: self.source, ..Self::empty(self.segment) };
        for Section { title, level, start, source, is_doubtful, .. } in self.sections.into_iter().take(length)
        {
            part.push(Heading { title, level, start, source, is_doubtful });
        }
        part.sort_numbers();
        part
    }

    /// The number of a section among those of its depth in the part, from 1, where `open` are open
    /// before the part. For the two outermost depths.
    pub(super) fn rank(&self, section: &Section, open: &OpenSections) -> u32 {
        let n_around = open.n_around(section.root_level);
        // The levels of roots only fall: those that lie deeper than this one came before.
        let deeper = |n: u16| n > n_around;
        if section.depth_in_part == 0 {
            return section.rank - Tally::sum(&self.tally.roots, open, deeper);
        }
        let roots_beside = Tally::sum(&self.tally.roots, open, |n| n == n_around + 1);
        roots_beside + section.rank - Tally::sum(&self.tally.children, open, deeper)
    }

    /// The sections whose titles carry `number`, by their places in the part.
    pub(super) fn with_own_number(&self, number: u32) -> impl Iterator<Item = u32> {
        let from = self.own_numbers.partition_point(|&known| known < (number, 0));
        let known = self.own_numbers.get(from..).unwrap_or_default().iter();
        known.take_while(move |known| known.0 == number).map(|known| known.1)
    }

    /// The sections whose titles begin with these numbers and one more, with that, in its order; by their places in
    /// the part.
    pub(super) fn dotted_within(&self, around: &[u32]) -> impl Iterator<Item = (u32, u32)> {
        let from = self.dotted.partition_point(|&at| *self.numbers_of(at) < *around);
        let all = self.dotted.get(from..).unwrap_or_default().iter();
        let numbered = all.map(|&at| (self.numbers_of(at), at));
        let within = numbered.take_while(|(numbers, _)| numbers.starts_with(around));
        within
            .filter(|(numbers, _)| numbers.len() == around.len() + 1)
            .filter_map(|(numbers, at)| Some((*numbers.last()?, at)))
    }

    /// The first section whose title begins with these numbers, which are several; by its place in the part.
    pub(super) fn with_dotted(&self, numbers: &[u32]) -> Option<u32> {
        let at = self.dotted.partition_point(|&at| *self.numbers_of(at) < *numbers);
        self.dotted.get(at).copied().filter(|&at| *self.numbers_of(at) == *numbers)
    }

    /// Whether there are titles that begin with several numbers.
    pub(super) fn has_dotted(&self) -> bool {
        !self.dotted.is_empty()
    }
}

impl Tally {
    fn add(&mut self, root_level: u8, depth_in_part: u16) {
        let counts = match depth_in_part {
            0 => &mut self.roots,
            1 => &mut self.children,
            _ => return,
        };
        if let Some(count) = counts.get_mut(index(root_level)) {
            *count += 1;
        }
    }

    /// The roots of `level` and of higher ones.
    pub(super) fn n_roots_to(&self, level: u8) -> u32 {
        (1..).zip(&self.roots).take_while(|&(of, _)| of <= level).map(|(_, count)| count).sum()
    }

    /// All that are so deep in the part.
    fn total(&self, depth_in_part: u16) -> u32 {
        match depth_in_part {
            0 => self.roots.iter().sum(),
            1 => self.children.iter().sum(),
            _ => 0,
        }
    }

    /// The sections of depth 0 and of depth 1, where `open` are open before the part.
    pub(super) fn by_depth(&self, open: &OpenSections) -> [u32; 2] {
        let outer = Self::sum(&self.roots, open, |n| n == 0);
        let roots_inside = Self::sum(&self.roots, open, |n| n == 1);
        [outer, roots_inside + Self::sum(&self.children, open, |n| n == 0)]
    }

    /// Those of the levels that have so many open sections around them.
    fn sum(counts: &[u32; LEVELS], open: &OpenSections, is_wanted: impl Fn(u16) -> bool) -> u32 {
        (1..).zip(counts).filter(|&(level, _)| is_wanted(open.n_around(level))).map(|(_, count)| count).sum()
    }
}

fn level_bit(level: u8) -> u8 {
    1 << index(level)
}

/// What a heading says, on one line: without its tags, which name a place or style a word, if anything is
/// left.
fn title(segment: &Segment, heading: Span) -> Box<str> {
    let is_text = |part: &StyledSpan| !part.style.contains(InlineStyle::HTML);
    let said: String = segment.styled(heading).filter(is_text).map(|part| segment.slice(part.span)).collect();
    let said = one_line(&said);
    if said.is_empty() { one_line(segment.slice(heading)) } else { said }
}

fn one_line(title: &str) -> Box<str> {
    title.split_whitespace().collect::<Vec<_>>().join(" ").into()
}
