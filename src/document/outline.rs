//! The section tree: what the sidebar shows and what moving by section goes through.

use std::collections::HashMap;

use super::explanation::Certainty;
use super::position::{SegmentId, TextPos};
use super::segment::{LeafKind, Segment};

/// The most sections in a tree, some 200 MB of them: a text that has more is read without those behind.
const MOST_SECTIONS: usize = 2_000_000;

/// Headings that are less sure are doubtful.
const LEAST_CERTAINTY: Certainty = Certainty::of_percent(75);

/// The place of a section in [`Outline::sections`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SectionId(pub u32);

impl SectionId {
    /// The place in the list of sections.
    pub fn index(self) -> usize {
        self.0 as usize
    }

    /// The id of the section at `index`.
    pub fn from_index(index: usize) -> Self {
        Self(super::position::offset(index))
    }
}

/// A heading and what stands below it, up to the next heading of its level or higher.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The heading's text on one line.
    pub title: Box<str>,
    /// The heading's level, 1 to 6.
    pub level: u8,
    /// How deep it lies in the tree, from 0. Differs from the level where levels are left out.
    pub depth: u16,
    /// The section around it.
    pub parent: Option<SectionId>,
    /// Where the heading starts.
    pub start: TextPos,
    /// Whether it may well be no heading.
    pub is_doubtful: bool,
    /// Its number among the sections of its depth, from 1; known for the two outermost depths.
    ordinal: Option<u32>,
    /// One past the last section inside it; open while more may come. See [`Outline::end`].
    end: u32,
}

/// All sections in reading order, each followed by the sections inside it.
///
/// Segments that come in reading order are added at the end, at the cost of their own headings; one
/// that comes out of order has what lies behind it made anew.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    sections: Vec<Section>,
    /// The sections that later headings may still fall into, from the outermost on.
    open: Vec<SectionId>,
    /// The sections of depth 0, and of depth 1.
    counts: [u32; 2],
    /// How many of them carry a number in their titles.
    own_numbers: [u32; 2],
}

impl Outline {
    /// The section tree of `segments`, given in reading order.
    pub fn new<'a>(segments: impl IntoIterator<Item = (SegmentId, &'a Segment)>) -> Self {
        let mut outline = Self::default();
        outline.add(segments);
        outline
    }

    /// Adds the sections of segments, in whatever order they come. Those of a segment that is in it
    /// already make way.
    pub fn add<'a>(&mut self, segments: impl IntoIterator<Item = (SegmentId, &'a Segment)>) {
        self.add_headings(segments.into_iter().map(|(id, segment)| (id, headings_of(id, segment))));
    }

    /// The same, by the headings of the segments.
    pub(super) fn add_headings(&mut self, segments: impl IntoIterator<Item = (SegmentId, Vec<Heading>)>) {
        // Of a segment that comes twice, the second is right.
        let added: HashMap<SegmentId, Vec<Heading>> = segments.into_iter().collect();
        let Some(&first) = added.keys().min() else { return };
        let mut headings = self.take_from(first);
        headings.retain(|heading| !added.contains_key(&heading.start.segment));
        headings.extend(added.into_values().flatten());
        // Made for what consists of sorted parts.
        headings.sort_by_key(|heading| heading.start);
        let room = MOST_SECTIONS - self.sections.len();
        for heading in headings.into_iter().take(room) {
            self.push(heading);
        }
    }

    /// How many sections begin in segment `first` or behind it.
    pub(super) fn n_from(&self, first: SegmentId) -> usize {
        self.sections.len() - self.sections.partition_point(|section| section.start.segment < first)
    }

    /// Whether there is room for sections of segment `id`.
    pub(super) fn has_room_for(&self, id: SegmentId) -> bool {
        !self.is_full() || self.sections.last().is_some_and(|last| last.start.segment >= id)
    }

    /// Whether there is no room for more sections, so that some may be missing.
    pub fn is_full(&self) -> bool {
        self.sections.len() == MOST_SECTIONS
    }

    /// Takes out the sections that start in segment `first` or later, as if they had not come yet.
    fn take_from(&mut self, first: SegmentId) -> Vec<Heading> {
        let kept = self.sections.partition_point(|section| section.start.segment < first);
        let taken = self.sections.split_off(kept);
        for section in &taken {
            let depth = usize::from(section.depth);
            if let (Some(count), Some(own)) = (self.counts.get_mut(depth), self.own_numbers.get_mut(depth)) {
                *count -= 1;
                *own -= u32::from(own_number(&section.title).is_some());
            }
        }
        self.open = kept.checked_sub(1).map_or_else(Vec::new, |last| self.path(SectionId::from_index(last)));
        for id in &self.open {
            if let Some(section) = self.sections.get_mut(id.index()) {
                section.end = u32::MAX;
            }
        }
        taken.into_iter().map(Heading::from).collect()
    }

    fn push(&mut self, Heading { title, level, start, is_doubtful }: Heading) {
        let id = SectionId::from_index(self.sections.len());
        while let Some(&last) = self.open.last()
            && let Some(section) =
                self.sections.get_mut(last.index()).filter(|section| section.level >= level)
        {
            section.end = id.0;
            self.open.pop();
        }
        let depth = self.open.len();
        let ordinal = self.counts.get_mut(depth).map(|count| {
            *count += 1;
            *count
        });
        if let Some(count) = self.own_numbers.get_mut(depth) {
            *count += u32::from(own_number(&title).is_some());
        }
        self.sections.push(Section {
            title,
            level,
            depth: u16::try_from(depth).unwrap_or(u16::MAX),
            parent: self.open.last().copied(),
            ordinal,
            start,
            is_doubtful,
            end: u32::MAX,
        });
        self.open.push(id);
    }

    /// The depth whose sections are numbered: the top level, or the children of a lone root.
    fn numbered_depth(&self) -> u16 {
        u16::from(self.counts[0] == 1 && self.counts[1] > 0)
    }

    /// Whether most of the sections that would be numbered carry numbers of their own.
    fn has_own_numbers(&self) -> bool {
        let depth = usize::from(self.numbered_depth());
        let of = |counts: &[u32; 2]| counts.get(depth).copied().unwrap_or(0);
        of(&self.own_numbers) * 2 > of(&self.counts)
    }

    /// The number that the sidebar gives a section; none where the titles have their own.
    pub fn number(&self, id: SectionId) -> Option<u32> {
        let section = self.get(id).filter(|section| section.depth == self.numbered_depth());
        section.filter(|_| !self.has_own_numbers())?.ordinal
    }

    /// The greatest number that the sidebar gives.
    pub fn greatest_number(&self) -> u32 {
        self.counts.get(usize::from(self.numbered_depth())).copied().unwrap_or(0)
    }

    /// One past the last section inside `id`.
    pub fn end(&self, id: SectionId) -> u32 {
        let all = super::position::offset(self.sections.len());
        self.get(id).map_or(all, |section| section.end.min(all))
    }

    /// The sections in reading order.
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// One section.
    pub fn get(&self, id: SectionId) -> Option<&Section> {
        self.sections.get(id.index())
    }

    /// The ids in reading order.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = SectionId> + ExactSizeIterator + use<> {
        (0..super::position::offset(self.sections.len())).map(SectionId)
    }

    /// The innermost section that `pos` lies in; none before the first heading.
    pub fn at(&self, pos: TextPos) -> Option<SectionId> {
        let after = self.sections.partition_point(|section| section.start <= pos);
        after.checked_sub(1).map(SectionId::from_index)
    }

    /// The sections around `id` from the outermost on, itself last.
    pub fn path(&self, id: SectionId) -> Vec<SectionId> {
        let mut path: Vec<_> =
            std::iter::successors(Some(id), |&at| self.get(at).and_then(|section| section.parent)).collect();
        path.reverse();
        path
    }

    /// Whether other sections lie inside `id`.
    pub fn has_children(&self, id: SectionId) -> bool {
        self.end(id) > id.0 + 1
    }

    /// The section called by `number`: by the sidebar's, or by the one in its title.
    pub fn numbered(&self, number: u32) -> Option<SectionId> {
        if !self.has_own_numbers() {
            return self.ids().find(|&id| self.number(id) == Some(number));
        }
        let is_called = |section: &Section| own_number(&section.title) == Some(number);
        self.ids().find(|&id| self.get(id).is_some_and(is_called))
    }
}

/// A heading that is to be put into the tree.
#[derive(Debug)]
pub(super) struct Heading {
    title: Box<str>,
    level: u8,
    start: TextPos,
    is_doubtful: bool,
}

impl From<Section> for Heading {
    fn from(Section { title, level, start, is_doubtful, .. }: Section) -> Self {
        Self { title, level, start, is_doubtful }
    }
}

/// The headings of a segment.
pub(super) fn headings_of(id: SegmentId, segment: &Segment) -> Vec<Heading> {
    let headings = segment.leaves().iter().enumerate().filter_map(|(index, leaf)| match leaf.kind {
        LeafKind::Heading(level) => {
            let start = TextPos::new(id, leaf.text);
            let is_doubtful = leaf.certainty.is_some_and(|certainty| certainty < LEAST_CERTAINTY);
            Some(Heading { title: one_line(segment.leaf_text(index)), level, start, is_doubtful })
        }
        _ => None,
    });
    headings.collect()
}

/// The number that a title begins with: `2` in `2. Results`, not in `2.1 Method` or `2nd`.
fn own_number(title: &str) -> Option<u32> {
    let digits = title.len() - title.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, rest) = title.split_at_checked(digits)?;
    let rest = rest.strip_prefix(['.', ')', ':']).unwrap_or(rest);
    (rest.is_empty() || rest.starts_with(char::is_whitespace)).then(|| number.parse().ok())?
}

fn one_line(title: &str) -> Box<str> {
    title.split_whitespace().collect::<Vec<_>>().join(" ").into()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::document::SegmentBuilder;

    fn outline(headings: &[(u8, &str)]) -> Outline {
        let mut builder = SegmentBuilder::new(0);
        for &(level, title) in headings {
            builder.leaf(LeafKind::Heading(level), 0..0, title);
            builder.leaf(LeafKind::Paragraph, 0..0, "text");
        }
        let segment = builder.finish(0);
        Outline::new([(SegmentId(0), &segment)])
    }

    fn drawn(outline: &Outline) -> Vec<String> {
        let line = |id: SectionId| {
            let section = outline.get(id).unwrap();
            let number = outline.number(id).map_or(String::new(), |number| format!("{number} "));
            format!("{}{number}{}", "  ".repeat(section.depth.into()), section.title)
        };
        outline.ids().map(line).collect()
    }

    #[test]
    fn top_sections_are_numbered() {
        let outline = outline(&[(2, "A"), (3, "a"), (2, "B")]);
        assert_eq!(drawn(&outline), ["1 A", "  a", "2 B"]);
    }

    #[test]
    fn the_children_of_a_lone_root_are_numbered() {
        let outline = outline(&[(1, "Title"), (2, "A"), (4, "deep"), (2, "B")]);
        assert_eq!(drawn(&outline), ["Title", "  1 A", "    deep", "  2 B"]);
        assert_eq!(outline.numbered(2), Some(SectionId(3)));
    }

    #[test]
    fn titles_with_numbers_are_not_numbered_again() {
        let outline = outline(&[(2, "Abstract"), (2, "1. Aim"), (3, "1.1 Why"), (2, "2. Way")]);
        assert_eq!(drawn(&outline), ["Abstract", "1. Aim", "  1.1 Why", "2. Way"]);
        assert_eq!(outline.numbered(2), Some(SectionId(3)));
        assert_eq!(outline.numbered(3), None);
    }

    #[test]
    fn segments_may_come_in_any_order() {
        let segment = |level, title| {
            let mut builder = SegmentBuilder::new(0);
            builder.leaf(LeafKind::Heading(level), 0..0, title);
            builder.finish(0)
        };
        let segments = [segment(1, "Title"), segment(2, "A"), segment(3, "a"), segment(2, "B")];
        let numbered = |index: u32| (SegmentId(index), &segments[index as usize]);
        let mut outline = Outline::default();
        outline.add([numbered(2)]);
        outline.add([numbered(3)]);
        assert_eq!(drawn(&outline), ["1 a", "2 B"]);
        outline.add([numbered(0), numbered(1)]);
        assert_eq!(outline, Outline::new((0..4).map(numbered)));
        assert_eq!(drawn(&outline), ["Title", "  1 A", "    a", "  2 B"]);
    }

    proptest! {
        #[test]
        fn the_order_of_segments_does_not_matter(
            segments in prop::collection::vec(prop::collection::vec((1..6u8, "(1\\. )?[ab]"), 0..4), 1..9),
            order in prop::collection::vec(any::<prop::sample::Index>(), 1..20),
        ) {
            let made = segments.iter().map(|headings| {
                let mut builder = SegmentBuilder::new(0);
                for (level, title) in headings {
                    builder.leaf(LeafKind::Heading(*level), 0..0, title);
                }
                builder.finish(0)
            });
            let made: Vec<Segment> = made.collect();
            let mut outline = Outline::default();
            let mut added = BTreeSet::new();
            for index in order {
                let index = index.index(made.len());
                added.insert(index);
                outline.add([(SegmentId::from_index(index), &made[index])]);
                let all = added.iter().map(|&index| (SegmentId::from_index(index), &made[index]));
                prop_assert_eq!(&outline, &Outline::new(all));
            }
        }
    }

    #[test]
    fn the_tree_is_bounded() {
        let mut builder = SegmentBuilder::new(0);
        for _ in 0..=MOST_SECTIONS / 2 {
            builder.leaf(LeafKind::Heading(1), 0..0, "x");
        }
        let segment = builder.finish(0);
        let mut outline = Outline::default();
        for id in 0..3 {
            assert!(!outline.is_full() || id > 1);
            outline.add([(SegmentId(id), &segment)]);
        }
        assert!(outline.is_full());
        assert_eq!(outline.sections().len(), MOST_SECTIONS);
    }

    #[test]
    fn a_position_lies_in_the_innermost_section() {
        let outline = outline(&[(1, "Title"), (2, "A")]);
        let start = outline.sections()[1].start;
        assert_eq!(outline.at(start), Some(SectionId(1)));
        assert_eq!(outline.at(TextPos::new(SegmentId(0), start.offset - 1)), Some(SectionId(0)));
        assert_eq!(outline.path(SectionId(1)), [SectionId(0), SectionId(1)]);
    }

    #[test]
    fn ends_enclose_what_lies_inside() {
        let outline = outline(&[(1, "A"), (2, "a"), (3, "x"), (1, "B")]);
        let ends: Vec<_> = outline.ids().map(|id| outline.end(id)).collect();
        assert_eq!(ends, [3, 3, 3, 4]);
    }
}
