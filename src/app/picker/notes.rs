//! The reader's notes as a list: each with what it is on, by section.

use std::ops::Range;
use std::sync::Arc;

use super::pool::Pool;
use crate::app::App;
use crate::app::notes::{Placed, Whereabouts};
use crate::document::position::offset;
use crate::document::{Color, Note, TextPos};

/// The most bytes of a quotation that are listed.
const MOST: usize = 400;

/// What stands between a note and what it is on.
const GAP: &str = "  ";

/// The notes on a text, in reading order, and behind them those that are not found in it.
#[derive(Clone, Debug, Default)]
pub struct NotePool {
    items: Arc<[NoteItem]>,
}

/// A note and what it is on.
#[derive(Clone, Debug)]
pub(super) struct NoteItem {
    pub(super) id: u64,
    place: Option<TextPos>,
    pub(super) color: Color,
    /// What was written, and what is highlighted.
    pub(super) line: Box<str>,
    /// Where in them the highlight is.
    pub(super) span: Range<usize>,
    /// The path of the section that it stands in; empty before the first one. Or why it stands in none.
    pub(super) path: Arc<str>,
}

impl NotePool {
    pub(super) fn len(&self) -> usize {
        self.items.len()
    }

    pub(super) fn get(&self, item: u32) -> Option<&NoteItem> {
        self.items.get(item as usize)
    }

    pub(super) fn items(&self) -> &[NoteItem] {
        &self.items
    }

    /// Where an item is, if it is in the text.
    pub(super) fn place(&self, item: u32) -> Option<TextPos> {
        self.get(item)?.place
    }

    /// The item at a place, or the last one before it.
    pub(super) fn item_at(&self, pos: TextPos) -> Option<u32> {
        let before = self.items.partition_point(|item| item.place.is_some_and(|place| place <= pos));
        before.checked_sub(1).map(offset)
    }
}

impl NoteItem {
    fn new(note: &Note, place: Option<TextPos>, path: Arc<str>) -> Self {
        let quotation = note.quotation.line();
        let quotation = quotation.get(..quotation.floor_char_boundary(MOST)).unwrap_or_default();
        let gap = if note.text.is_empty() { "" } else { GAP };
        let start = note.text.len() + gap.len();
        let line = [&*note.text, gap, quotation].concat();
        Self { id: note.id, place, color: note.color, span: start..line.len(), line: line.into(), path }
    }
}

impl App {
    /// The notes as they are now.
    pub(super) fn note_pool(&self) -> NotePool {
        let outline = self.text.document.outline();
        let sections = Pool::Sections(outline.clone());
        let placed = self.book.notes.in_order().into_iter().map(|(range, note)| {
            let section = outline.at(range.start);
            let path = section.map_or_else(String::new, |id| sections.wording(id.0).text);
            NoteItem::new(note, Some(range.start), path.into())
        });
        let placeless = self.book.notes.all().iter().filter_map(|Placed { note, place }| {
            let why = match place {
                Whereabouts::Here(_) => return None,
                Whereabouts::Unknown { .. } => "still being looked for …",
                Whereabouts::Nowhere => "not in the text any more",
            };
            Some((why, note))
        });
        let mut placeless: Vec<_> = placeless.collect();
        placeless.sort_by_key(|(why, note)| (*why, note.quotation.at));
        let placeless = placeless.into_iter().map(|(why, note)| NoteItem::new(note, None, why.into()));
        NotePool { items: placed.chain(placeless).collect() }
    }
}
