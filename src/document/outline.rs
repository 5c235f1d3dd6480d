//! The section tree: what the sidebar shows and what moving by section goes through.

mod folding;
mod numbers;
mod open;
mod part;

use std::collections::HashMap;
use std::sync::Arc;

use super::explanation::Certainty;
use super::position::{SegmentId, TextPos, offset};
use super::segment::Segment;
pub use folding::{Fold, Folds, PartShown};
use numbers::printed_numbers;
use open::OpenSections;
pub(super) use part::Part;

/// The most sections in a tree, some 200 MB of them: a text that has more is read without those behind.
const MOST_SECTIONS: usize = 2_000_000;

/// Titles with numbers of their own that are not so by chance.
const SEVERAL: u32 = 2;

/// Headings that are less sure are doubtful.
const LEAST_CERTAINTY: Certainty = Certainty::of_percent(75);

/// The place of a section in an [`Outline`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SectionId(pub u32);

impl SectionId {
    /// The place in the list of sections.
    pub fn index(self) -> usize {
        self.0 as usize
    }

    /// The id of the section at `index`.
    pub fn from_index(index: usize) -> Self {
        Self(offset(index))
    }
}

/// A heading and what stands below it, up to the next heading of its level or higher. What lies around
/// it and inside, the [`Outline`] tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The heading's text on one line.
    pub title: Box<str>,
    /// The heading's level, 1 to 6.
    pub level: u8,
    /// Where the heading starts.
    pub start: TextPos,
    /// The first byte of the heading, in the source of its segment.
    pub source: u32,
    /// Whether it may well be no heading.
    pub is_doubtful: bool,
    /// The sections of its segment around it.
    depth_in_part: u16,
    /// The level of the outermost section of its segment around it, or its own.
    root_level: u8,
    /// Its number among those that are as deep in the part; see [`Part::rank`].
    rank: u32,
}

/// All sections in reading order, each followed by the sections inside it.
///
/// They are kept in a part for each segment. A segment that comes out of order, or anew, costs as much as
/// the headings in it and a step for each part behind it, however many headings these have. A copy, for a
/// worker to look through, costs a step for each part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    parts: Vec<Placed>,
    /// What comes of all sections.
    totals: Totals,
}

/// A part, and all that matters of what comes before it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Placed {
    // Moved about as a whole when another comes in before it, and shared with copies.
    part: Arc<Part>,
    before: Totals,
}

/// What comes of all sections before a place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Totals {
    n_sections: u32,
    open: OpenSections,
    /// The sections of depth 0, and of depth 1.
    by_depth: [u32; 2],
    /// How many of them carry a number in their titles.
    own_numbers: [u32; 2],
}

impl Placed {
    /// What comes of all sections up to the end of the part.
    fn after(&self) -> Totals {
        let Totals { n_sections, mut open, by_depth, own_numbers } = self.before;
        let part = &self.part;
        let sum = |a: [u32; 2], b: [u32; 2]| [a[0] + b[0], a[1] + b[1]];
        let totals = Totals {
            n_sections: n_sections + offset(part.sections.len()),
            open,
            by_depth: sum(by_depth, part.tally.by_depth(&open)),
            own_numbers: sum(own_numbers, part.own_tally.by_depth(&open)),
        };
        part.open.iter().for_each(|(level, id)| open.begin(level, SectionId(n_sections + id.0)));
        Totals { open, ..totals }
    }

    /// The id of the section at `index` of the part.
    fn id(&self, index: u32) -> SectionId {
        SectionId(self.before.n_sections + index)
    }

    fn depth(&self, section: &Section) -> u16 {
        section.depth_in_part + self.before.open.n_around(section.root_level)
    }
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
        self.add_parts(segments.into_iter().map(|(id, segment)| Part::new(id, segment)));
    }

    /// The same, by the parts of the segments.
    pub(super) fn add_parts(&mut self, parts: impl IntoIterator<Item = Part>) {
        // Of a segment that comes twice, the second is right.
        let added: HashMap<_, _> = parts.into_iter().map(|part| (part.segment, Arc::new(part))).collect();
        let Some(&first) = added.keys().min() else { return };
        let behind = self.parts.split_off(self.parts.len() - self.n_parts_from(first));
        self.totals = self.parts.last().map(Placed::after).unwrap_or_default();
        let behind = behind.into_iter().map(|placed| placed.part);
        let mut parts: Vec<_> = behind.filter(|part| !added.contains_key(&part.segment)).collect();
        parts.extend(added.into_values());
        // Made for what consists of sorted runs.
        parts.sort_by_key(|part| part.segment);
        for part in parts {
            self.push(part);
        }
    }

    /// How many parts there are of segment `first` and those behind it.
    pub(super) fn n_parts_from(&self, first: SegmentId) -> usize {
        self.parts.len() - self.parts.partition_point(|placed| placed.part.segment < first)
    }

    /// Whether there is room for sections of segment `id`.
    pub(super) fn has_room_for(&self, id: SegmentId) -> bool {
        !self.is_full() || self.parts.last().is_some_and(|last| last.part.segment >= id)
    }

    /// Whether there is no room for more sections, so that some may be missing.
    pub fn is_full(&self) -> bool {
        self.len() == MOST_SECTIONS
    }

    fn push(&mut self, mut part: Arc<Part>) {
        let room = MOST_SECTIONS - self.len();
        if part.sections.len() > room {
            part = Arc::new(Arc::unwrap_or_clone(part).truncated(room));
        }
        if !part.sections.is_empty() {
            let placed = Placed { part, before: self.totals };
            self.totals = placed.after();
            self.parts.push(placed);
        }
    }

    /// How many sections there are.
    pub fn len(&self) -> usize {
        self.totals.n_sections as usize
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// How many sections begin before segment `id`.
    pub fn n_before(&self, id: SegmentId) -> usize {
        let at = self.parts.partition_point(|placed| placed.part.segment < id);
        self.parts.get(at).map_or_else(|| self.len(), |placed| placed.before.n_sections as usize)
    }

    /// The section that lies around all others: one of level 1 without another beside it.
    pub fn root(&self) -> Option<&Section> {
        let first = self.get(SectionId(0))?;
        (first.level == 1 && self.totals.by_depth[0] == 1).then_some(first)
    }

    /// The depth whose sections are numbered: the top level, or the children of a lone root.
    fn numbered_depth(&self) -> u16 {
        let [outer, inner] = self.totals.by_depth;
        u16::from(outer == 1 && inner > 0)
    }

    /// Whether the sections that would be numbered carry numbers of their own: most of them, or several and no
    /// small share, as beside figures and what stands before and behind the numbered ones.
    fn has_own_numbers(&self) -> bool {
        let depth = self.numbered_depth();
        let totals = &self.totals;
        let (own, all) = (at_depth(totals.own_numbers, depth), at_depth(totals.by_depth, depth));
        own * 2 > all || own >= SEVERAL && own * 3 >= all
    }

    /// The number that the sidebar gives a section; none where the titles have their own, or its own title begins with
    /// one: nowhere are there two.
    pub fn number(&self, id: SectionId) -> Option<u32> {
        let (placed, section) = self.find(id)?;
        let depth = placed.depth(section);
        let is_numbered = depth == self.numbered_depth() && !self.has_own_numbers();
        if !is_numbered || printed_numbers(&section.title).is_some() {
            return None;
        }
        Some(at_depth(placed.before.by_depth, depth) + placed.part.rank(section, &placed.before.open))
    }

    /// The greatest number that the sidebar gives.
    pub fn greatest_number(&self) -> u32 {
        at_depth(self.totals.by_depth, self.numbered_depth())
    }

    /// One past the last section inside `id`.
    pub fn end(&self, id: SectionId) -> u32 {
        let level = self.get(id).map_or(0, |section| section.level);
        let next = self.next(id, |section| section.level <= level, |part| part.highest() <= level);
        next.map_or_else(|| offset(self.len()), |next| next.0)
    }

    /// One section.
    pub fn get(&self, id: SectionId) -> Option<&Section> {
        self.find(id).map(|(_, section)| section)
    }

    fn find(&self, id: SectionId) -> Option<(&Placed, &Section)> {
        let placed = self.parts.get(self.part_of(id)?)?;
        let section = placed.part.sections.get((id.0 - placed.before.n_sections) as usize)?;
        Some((placed, section))
    }

    /// The index of the part that section `id` is in.
    fn part_of(&self, id: SectionId) -> Option<usize> {
        self.parts.partition_point(|placed| placed.before.n_sections <= id.0).checked_sub(1)
    }

    /// How deep a section lies in the tree, from 0. Differs from the level where levels are left out.
    pub fn depth(&self, id: SectionId) -> u16 {
        self.find(id).map_or(0, |(placed, section)| placed.depth(section))
    }

    /// The section around `id`.
    pub fn parent(&self, id: SectionId) -> Option<SectionId> {
        let (placed, section) = self.find(id)?;
        if section.depth_in_part == 0 {
            return placed.before.open.around(section.level);
        }
        let index = id.0 - placed.before.n_sections;
        let before = placed.part.sections.get(..index as usize)?;
        let at = before.iter().rposition(|other| other.level < section.level)?;
        Some(placed.id(offset(at)))
    }

    /// The ids in reading order.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = SectionId> + ExactSizeIterator + use<> {
        (0..offset(self.len())).map(SectionId)
    }

    /// All sections in reading order: for workers, which may go through them all.
    pub fn sections(&self) -> impl Iterator<Item = &Section> {
        self.parts.iter().flat_map(|placed| &placed.part.sections)
    }

    /// The innermost section that `pos` lies in; none before the first heading.
    pub fn at(&self, pos: TextPos) -> Option<SectionId> {
        let part = self.parts.partition_point(|placed| placed.part.start() <= pos).checked_sub(1)?;
        let placed = self.parts.get(part)?;
        let after = placed.part.sections.partition_point(|section| section.start <= pos);
        Some(placed.id(offset(after.saturating_sub(1))))
    }

    /// The section whose heading starts at `pos`.
    pub fn starting_at(&self, pos: TextPos) -> Option<SectionId> {
        self.at(pos).filter(|&id| self.get(id).is_some_and(|section| section.start == pos))
    }

    /// The sections around `id` from the outermost on, itself last.
    pub fn path(&self, id: SectionId) -> Vec<SectionId> {
        let mut path: Vec<_> = std::iter::successors(Some(id), |&at| self.parent(at)).collect();
        path.reverse();
        path
    }

    /// Whether other sections lie inside `id`.
    pub fn has_children(&self, id: SectionId) -> bool {
        let level = |id| self.get(id).map(|section| section.level);
        level(SectionId(id.0.saturating_add(1))) > level(id)
    }

    /// The next section behind `id` that is of its level.
    pub fn next_of_level(&self, id: SectionId) -> Option<SectionId> {
        let level = self.get(id)?.level;
        self.next(id, |section| section.level == level, |part| part.has_level(level))
    }

    /// The last section before `id` that is of its level.
    pub fn previous_of_level(&self, id: SectionId) -> Option<SectionId> {
        let (_, Section { level, .. }) = self.find(id)?;
        let at = self.part_of(id)?;
        let parts = self.parts.get(..=at)?.iter().rev();
        parts.filter(|placed| placed.part.has_level(*level)).find_map(|placed| {
            let n_before = (id.0 - placed.before.n_sections) as usize;
            let mut before = placed.part.sections.iter().take(n_before);
            let last = before.rposition(|section| section.level == *level)?;
            Some(placed.id(offset(last)))
        })
    }

    /// The next section behind `id` that is wanted. It may be only in parts that may have one.
    fn next(
        &self,
        id: SectionId,
        is_wanted: impl Fn(&Section) -> bool,
        may_have: impl Fn(&Part) -> bool,
    ) -> Option<SectionId> {
        let parts = self.parts.get(self.part_of(id)?..)?.iter();
        parts.filter(|placed| may_have(&placed.part)).find_map(|placed| {
            let first = (id.0 + 1).saturating_sub(placed.before.n_sections) as usize;
            let at = placed.part.sections.iter().skip(first).position(&is_wanted)?;
            Some(placed.id(offset(first + at)))
        })
    }
}

/// Of what is kept for the two outermost depths, that of `depth`.
fn at_depth(of: [u32; 2], depth: u16) -> u32 {
    of.get(usize::from(depth)).copied().unwrap_or(0)
}

/// The number that a title begins with: `2` in `2. Results`, not in `2.1 Method` or `2nd`.
fn own_number(title: &str) -> Option<u32> {
    let digits = title.len() - title.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, rest) = title.split_at_checked(digits)?;
    let rest = rest.strip_prefix(['.', ')', ':']).unwrap_or(rest);
    (rest.is_empty() || rest.starts_with(char::is_whitespace)).then(|| number.parse().ok())?
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::document::{LeafKind, SegmentBuilder};

    pub(super) fn outline(headings: &[(u8, &str)]) -> Outline {
        let mut builder = SegmentBuilder::new(0);
        for &(level, title) in headings {
            builder.leaf(LeafKind::Heading(level), 0..0, title);
            builder.leaf(LeafKind::Paragraph, 0..0, "text");
        }
        let segment = builder.finish(0);
        Outline::new([(SegmentId(0), &segment)])
    }

    fn segment(headings: &[(u8, String)]) -> Segment {
        let mut builder = SegmentBuilder::new(0);
        for (level, title) in headings {
            builder.leaf(LeafKind::Heading(*level), 0..0, title);
        }
        builder.finish(0)
    }

    fn drawn(outline: &Outline) -> Vec<String> {
        let line = |id: SectionId| {
            let section = outline.get(id).unwrap();
            let number = outline.number(id).map_or(String::new(), |number| format!("{number} "));
            format!("{}{number}{}", "  ".repeat(outline.depth(id).into()), section.title)
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
    fn no_section_has_two_numbers() {
        let few = outline(&[
            (2, "Aim"),
            (2, "2001: a year"),
            (2, "Way"),
            (2, "1.2.0 (old)"),
            (2, "End"),
            (2, "Notes"),
        ]);
        assert_eq!(drawn(&few), ["1 Aim", "2001: a year", "3 Way", "1.2.0 (old)", "5 End", "6 Notes"]);
        for (number, expected) in [(1, Some(0)), (2, None), (3, Some(2)), (2001, Some(1))] {
            assert_eq!(few.numbered(number), expected.map(SectionId), "{number}");
        }
        let some = outline(&[(2, "Preface"), (2, "1 Intro"), (3, "2 things"), (2, "2 Body"), (2, "Index")]);
        assert_eq!(drawn(&some), ["Preface", "1 Intro", "  2 things", "2 Body", "Index"]);
        assert_eq!(some.numbered(2), Some(SectionId(3)), "of those that would be numbered");
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
            segments in prop::collection::vec(prop::collection::vec((1..=6u8, "(1\\. )?[ab]"), 0..4), 1..9),
            order in prop::collection::vec(any::<prop::sample::Index>(), 1..20),
        ) {
            let made: Vec<_> = segments.iter().map(|headings| segment(headings)).collect();
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

    /// What a list of all headings says of each: depth, section around it, end, number.
    fn by_list(headings: &[(u8, String)]) -> Vec<(u16, Option<usize>, usize, Option<u32>)> {
        let levels: Vec<u8> = headings.iter().map(|(level, _)| *level).collect();
        let parent = |at: usize| {
            let mut highest = levels[at];
            (0..at).rev().find(|&before| {
                let is_around = levels[before] < highest;
                highest = highest.min(levels[before]);
                is_around
            })
        };
        let depth = |at: usize| std::iter::successors(Some(at), |&at| parent(at)).count() - 1;
        let of_depth = |wanted: usize| (0..levels.len()).filter(move |&at| depth(at) == wanted);
        let numbered = usize::from(of_depth(0).count() == 1 && of_depth(1).count() > 0);
        let n_own = of_depth(numbered).filter(|&at| own_number(&headings[at].1).is_some()).count();
        let n_all = of_depth(numbered).count();
        let has_own = n_own * 2 > n_all || n_own >= 2 && n_own * 3 >= n_all;
        let number = |at: usize| {
            let number = of_depth(numbered).take_while(|&before| before <= at).count();
            let is_numbered = depth(at) == numbered && !has_own && own_number(&headings[at].1).is_none();
            is_numbered.then(|| u32::try_from(number).unwrap())
        };
        let end = |at: usize| (at + 1..levels.len()).find(|&next| levels[next] <= levels[at]);
        let all = (0..levels.len()).map(|at| {
            let depth = u16::try_from(depth(at)).unwrap();
            (depth, parent(at), end(at).unwrap_or(levels.len()), number(at))
        });
        all.collect()
    }

    proptest! {
        #[test]
        fn parts_make_the_tree_of_one_list(
            segments in prop::collection::vec(prop::collection::vec((1..=6u8, "([1-3]\\. )?[ab]"), 0..5), 0..9),
        ) {
            let made: Vec<_> = segments.iter().map(|headings| segment(headings)).collect();
            let numbered = made.iter().enumerate().map(|(at, segment)| (SegmentId::from_index(at), segment));
            let outline = Outline::new(numbered);
            let headings = segments.concat();
            let tree = outline.ids().map(|id| {
                let parent = outline.parent(id).map(SectionId::index);
                (outline.depth(id), parent, outline.end(id) as usize, outline.number(id))
            });
            prop_assert_eq!(tree.collect::<Vec<_>>(), by_list(&headings));
            for id in outline.ids() {
                let level = |at: &usize| headings[*at].0 == headings[id.index()].0;
                let next = (id.index() + 1..headings.len()).find(level);
                prop_assert_eq!(outline.next_of_level(id).map(SectionId::index), next);
                let previous = (0..id.index()).rev().find(level);
                prop_assert_eq!(outline.previous_of_level(id).map(SectionId::index), previous);
                prop_assert_eq!(outline.has_children(id), outline.end(id) > id.0 + 1);
                prop_assert_eq!(outline.starting_at(outline.get(id).unwrap().start), Some(id));
                for number in 1..4 {
                    let mut of_title: Vec<_> = outline.ids().collect();
                    of_title.retain(|&id| own_number(&headings[id.index()].1) == Some(number));
                    of_title.sort_by_key(|&id| outline.depth(id) != outline.numbered_depth());
                    let by_sidebar = outline.ids().find(|&id| outline.number(id) == Some(number));
                    prop_assert_eq!(outline.numbered(number), by_sidebar.or_else(|| of_title.first().copied()));
                }
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
        assert_eq!(outline.len(), MOST_SECTIONS);
    }

    #[test]
    fn a_position_lies_in_the_innermost_section() {
        let outline = outline(&[(1, "Title"), (2, "A")]);
        let start = outline.get(SectionId(1)).unwrap().start;
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
