//! What can be picked from: a snapshot that workers look through.

use std::ops::Range;

use super::hits::{HitItem, HitPool};
use super::matching::Likeness;
use super::notes::{NoteItem, NotePool};
use crate::app::finding::Hit;
use crate::document::{Color, Outline, Section, SectionId, TextPos};

/// What stands between the titles of a path.
pub const SEPARATOR: &str = " › ";

/// The most bytes of a title that are looked at: what is longer is no title.
const MOST_TITLE: usize = 400;

/// All items of a list, in reading order.
#[derive(Clone, Debug)]
pub enum Pool {
    /// The sections of a text.
    Sections(Outline),
    /// The hits of a search.
    Hits(HitPool),
    /// The reader's notes.
    Notes(NotePool),
}

/// An item in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Wording {
    /// For a section its path: the titles of those around it, and its own at the end. For a hit the path of
    /// its section, and the words around it at the end. For a note the path too, and at the end what was written
    /// and what is highlighted.
    pub(super) text: String,
    /// Where its own title starts, or the words around it.
    pub(super) title: usize,
    /// Where the hit is, or the highlight.
    pub(super) hit: Range<usize>,
    /// The color of the highlight.
    pub(super) color: Option<Color>,
}

impl Wording {
    /// The item's own title.
    pub(super) fn own_title(&self) -> &str {
        self.text.get(self.title..).unwrap_or_default()
    }
}

impl Pool {
    /// How many items there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Sections(outline) => outline.len(),
            Self::Hits(hits) => hits.items.len(),
            Self::Notes(notes) => notes.len(),
        }
    }

    /// How a word that is typed occurs in the words of items.
    pub(super) fn likeness(&self) -> Likeness {
        match self {
            Self::Sections(_) => Likeness::Fuzzy,
            Self::Hits(_) | Self::Notes(_) => Likeness::Whole,
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Where in the text an item is.
    pub(super) fn place(&self, item: u32) -> Option<TextPos> {
        match self {
            Self::Sections(outline) => outline.get(SectionId(item)).map(|section| section.start),
            Self::Hits(hits) => hits.place(item),
            Self::Notes(notes) => notes.place(item),
        }
    }

    /// The item at a place, or the last one before it.
    pub(super) fn item_at(&self, pos: TextPos) -> Option<u32> {
        match self {
            Self::Sections(outline) => outline.at(pos).map(|id| id.0),
            Self::Hits(hits) => hits.item_at(pos),
            Self::Notes(notes) => notes.item_at(pos),
        }
    }

    /// An item in words.
    pub(super) fn wording(&self, item: u32) -> Wording {
        match self {
            Self::Sections(outline) => {
                let mut path = Path::new(outline);
                let ids = outline.path(SectionId(item));
                ids.into_iter().filter_map(|id| outline.get(id)).for_each(|section| path.enter(section));
                path.wording
            }
            Self::Hits(hits) => hits.get(item).map(of_hit).unwrap_or_default(),
            Self::Notes(notes) => notes.get(item).map(of_note).unwrap_or_default(),
        }
    }

    /// The hit that an item is.
    pub(super) fn hit(&self, item: u32) -> Option<Hit> {
        match self {
            Self::Sections(_) | Self::Notes(_) => None,
            Self::Hits(hits) => hits.get(item).map(|item| item.hit),
        }
    }

    /// The number of the note that an item is.
    pub(super) fn note(&self, item: u32) -> Option<u64> {
        match self {
            Self::Notes(notes) => notes.get(item).map(|item| item.id),
            Self::Sections(_) | Self::Hits(_) => None,
        }
    }

    /// The heading below which an item stands, where items have one.
    pub(super) fn heading(&self, item: u32) -> Option<&str> {
        match self {
            Self::Sections(_) => None,
            Self::Hits(hits) => hits.get(item).map(|item| &*item.path),
            Self::Notes(notes) => notes.get(item).map(|item| &*item.path),
        }
    }

    /// How many items there would be if not only the nearest were listed.
    pub(super) fn total(&self) -> u64 {
        match self {
            Self::Sections(_) | Self::Notes(_) => self.len() as u64,
            Self::Hits(hits) => hits.total,
        }
    }

    /// Calls `visit` with every item in words, until it answers that this is enough.
    pub(super) fn visit_all(&self, mut visit: impl FnMut(u32, &Wording) -> bool) {
        match self {
            Self::Sections(outline) => {
                let mut path = Path::new(outline);
                for (item, section) in (0..).zip(outline.sections()) {
                    path.enter(section);
                    if !visit(item, &path.wording) {
                        return;
                    }
                }
            }
            Self::Hits(hits) => {
                (0..).zip(&*hits.items).all(|(item, hit)| visit(item, &of_hit(hit)));
            }
            Self::Notes(notes) => {
                (0..).zip(notes.items()).all(|(item, note)| visit(item, &of_note(note)));
            }
        }
    }
}

fn of_hit(item: &HitItem) -> Wording {
    below(&item.path, &item.line, &item.span, None)
}

fn of_note(item: &NoteItem) -> Wording {
    below(&item.path, &item.line, &item.span, Some(item.color))
}

/// A line below the path of its section, in which something is marked.
fn below(path: &str, line: &str, marked: &Range<usize>, color: Option<Color>) -> Wording {
    let separator = if path.is_empty() { "" } else { SEPARATOR };
    let text = [path, separator, line].concat();
    let title = path.len() + separator.len();
    Wording { text, title, hit: title + marked.start..title + marked.end, color }
}

/// The path of the section that was entered last. Of the title of the whole text there is nothing in the
/// paths of its sections: it would be the same in all of them.
struct Path<'a> {
    root: Option<&'a Section>,
    wording: Wording,
    /// The levels of the sections around the last one, and its own, with where their titles end.
    around: Vec<(u8, usize)>,
}

impl<'a> Path<'a> {
    fn new(outline: &'a Outline) -> Self {
        Self { root: outline.root(), wording: Wording::default(), around: Vec::new() }
    }

    fn enter(&mut self, section: &Section) {
        while self.around.pop_if(|(level, _)| *level >= section.level).is_some() {}
        let end = self.around.last().map_or(0, |&(_, end)| end);
        let text = &mut self.wording.text;
        text.truncate(end);
        if end > 0 {
            text.push_str(SEPARATOR);
        }
        self.wording.title = text.len();
        text.push_str(bounded(&section.title));
        if !self.root.is_some_and(|root| std::ptr::eq(root, section)) {
            self.around.push((section.level, text.len()));
        }
    }
}

fn bounded(title: &str) -> &str {
    title.get(..title.floor_char_boundary(MOST_TITLE)).unwrap_or(title)
}
