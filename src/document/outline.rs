//! The section tree: what the sidebar shows and what moving by section goes through.

use super::position::{SegmentId, TextPos};
use super::segment::{LeafKind, Segment};

/// The place of a section in [`Outline::sections`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SectionId(pub u32);

impl SectionId {
    /// The place in the list of sections.
    pub fn index(self) -> usize {
        self.0 as usize
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
    /// Its number among its siblings, from 1, where the sidebar numbers it.
    pub number: Option<u32>,
    /// Where the heading starts.
    pub start: TextPos,
    /// One past the last section inside it, as an index into the list.
    pub end: u32,
}

/// All sections in reading order, each followed by the sections inside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    sections: Vec<Section>,
}

impl Outline {
    /// The section tree of `segments`, given in reading order.
    pub fn new<'a>(segments: impl IntoIterator<Item = (SegmentId, &'a Segment)>) -> Self {
        let mut sections = Vec::new();
        for (id, segment) in segments {
            collect(id, segment, &mut sections);
        }
        nest(&mut sections);
        number(&mut sections);
        Self { sections }
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
        after.checked_sub(1).map(|index| SectionId(super::position::offset(index)))
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
        self.get(id).is_some_and(|section| section.end > id.0 + 1)
    }

    /// The section that the sidebar numbers `number`.
    pub fn numbered(&self, number: u32) -> Option<SectionId> {
        self.ids().find(|&id| self.get(id).is_some_and(|section| section.number == Some(number)))
    }
}

fn collect(id: SegmentId, segment: &Segment, sections: &mut Vec<Section>) {
    for (index, leaf) in segment.leaves().iter().enumerate() {
        if let LeafKind::Heading(level) = leaf.kind {
            sections.push(Section {
                title: one_line(segment.leaf_text(index)),
                level,
                depth: 0,
                parent: None,
                number: None,
                start: TextPos::new(id, leaf.text),
                end: 0,
            });
        }
    }
}

fn one_line(title: &str) -> Box<str> {
    title.split_whitespace().collect::<Vec<_>>().join(" ").into()
}

/// Finds each section's parent, depth and end. One pass with the open sections on a stack.
fn nest(sections: &mut [Section]) {
    let mut open: Vec<(SectionId, u8)> = Vec::new();
    let count = super::position::offset(sections.len());
    for index in 0..count {
        let id = SectionId(index);
        let Some(level) = sections.get(id.index()).map(|section| section.level) else { break };
        while let Some(&(last, _)) = open.last().filter(|(_, outer)| *outer >= level) {
            open.pop();
            if let Some(section) = sections.get_mut(last.index()) {
                section.end = index;
            }
        }
        if let Some(section) = sections.get_mut(id.index()) {
            section.parent = open.last().map(|&(id, _)| id);
            section.depth = u16::try_from(open.len()).unwrap_or(u16::MAX);
            section.end = count;
        }
        open.push((id, level));
    }
}

/// Numbers the top-level sections, or the children of a lone root.
fn number(sections: &mut [Section]) {
    let roots = sections.iter().filter(|section| section.depth == 0).count();
    let numbered_depth = u16::from(roots == 1 && sections.len() > 1);
    let mut next = 0;
    for section in sections.iter_mut().filter(|section| section.depth == numbered_depth) {
        next += 1;
        section.number = Some(next);
    }
}

#[cfg(test)]
mod tests {
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
        let line = |section: &Section| {
            let number = section.number.map_or(String::new(), |number| format!("{number} "));
            format!("{}{number}{}", "  ".repeat(section.depth.into()), section.title)
        };
        outline.sections().iter().map(line).collect()
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
        let ends: Vec<_> = outline.sections().iter().map(|section| section.end).collect();
        assert_eq!(ends, [3, 3, 3, 4]);
    }
}
