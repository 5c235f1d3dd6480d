//! What is selected while a file is read again: told by its words at both ends, and found by them.

use std::ops::Range;

use super::Moves;
use crate::app::App;
use crate::app::places::AROUND;
use crate::app::selecting::Selection;
use crate::document::position::offset;
use crate::document::quotation::find_with_ends;
use crate::document::{Document, Quotation, SegmentId, TextPos};

/// A selection, and the words at its ends.
#[derive(Debug)]
pub(super) struct SelectedWords {
    selection: Selection,
    /// The first words of it and the last: many, and a few, which are left where others were edited.
    ends: [Vec<Quotation>; 2],
}

/// A selection, and where its words are now.
#[derive(Debug)]
pub(in crate::app) struct FoundSelection {
    pub(super) selection: Selection,
    pub(super) range: Option<Range<TextPos>>,
}

/// The end of a word that is nearest to a place on the way to another one; the place itself where there is none.
fn word_edge(text: &str, at: usize, to: usize) -> usize {
    let at = text.floor_char_boundary(at);
    let between = text.get(at.min(to)..at.max(to)).unwrap_or_default();
    let space = if at > to { between.rfind(char::is_whitespace) } else { between.find(char::is_whitespace) };
    space.map_or(at, |space| at.min(to) + space)
}

/// Segments that are searched for words at most.
const MOST: u32 = 64;

impl SelectedWords {
    /// Looks for the words in a text of which so much has moved, and the rest by `shift` bytes.
    pub(super) fn find(self, document: &mut Document, moves: &Moves, shift: i64) -> FoundSelection {
        let Self { selection, ends } = self;
        let found = ends.map(|words| words.into_iter().find_map(|words| find(document, words, moves, shift)));
        let range = match found {
            [Some(first), Some(last)] if first.start < last.end => Some(first.start..last.end),
            _ => None,
        };
        FoundSelection { selection, range }
    }
}

/// Where words are now, of the segments about those that they may be in.
fn find(document: &mut Document, words: Quotation, moves: &Moves, shift: i64) -> Option<Range<TextPos>> {
    let candidates = moves.candidates(words.at, shift);
    let at = *candidates.first()?;
    let ids: Vec<_> = candidates.iter().filter_map(|&at| document.segment_of_source(at)).collect();
    let (here, last) = (document.segment_of_source(at)?, document.n_segments().checked_sub(1)?);
    let (from, to) = (ids.iter().min()?.0.saturating_sub(AROUND), ids.iter().max()?.0.saturating_add(AROUND));
    let is_wide = to - from > MOST;
    let from = if is_wide { here.0.saturating_sub(AROUND) } else { from };
    let to = if is_wide { here.0.saturating_add(AROUND) } else { to };
    let to = to.min(SegmentId::from_index(last).0);
    let segment_at = |_| Some(SegmentId(here.0.checked_sub(from)?));
    let mut segments = |id: SegmentId| {
        let id = id.0.checked_add(from).filter(|id| *id <= to)?;
        document.demand(SegmentId(id))
    };
    let n_segments = to.saturating_sub(from) as usize + 1;
    let words = Quotation { at, ..words };
    let found = find_with_ends(&[words], n_segments, segment_at, &mut segments).pop()??;
    let in_text = |pos: TextPos| TextPos { segment: SegmentId(pos.segment.0 + from), ..pos };
    Some(in_text(found.start)..in_text(found.end))
}

impl App {
    /// What tells where the selection is, if there is one.
    pub(super) fn selected_words(&mut self) -> Option<SelectedWords> {
        /// As many bytes of the text at each end.
        const LENGTHS: [usize; 2] = [200, 20];
        let (selection, Range { start, end }) = (self.selection?, self.selected()?);
        let document = &mut self.text.document;
        let (first, last) = (document.demand(start.segment)?, document.demand(end.segment)?);
        let mut ends = [Vec::new(), Vec::new()];
        for length in LENGTHS {
            let until = word_edge(first.text(), start.offset as usize + length, start.offset as usize);
            let from = (end.offset as usize).saturating_sub(length);
            let from = word_edge(last.text(), from, end.offset as usize);
            let until = TextPos::new(start.segment, offset(until));
            let from = TextPos::new(end.segment, offset(from));
            for (words, part) in ends.iter_mut().zip([start..end.min(until), start.max(from)..end]) {
                words.extend(Quotation::of(&part, &mut |id| document.demand(id)));
            }
        }
        Some(SelectedWords { selection, ends })
    }

    /// Selects again what was selected before the file was read again, where it is in the text.
    pub(super) fn select_again(&mut self, FoundSelection { selection, range }: FoundSelection) {
        match range {
            Some(range) => self.select_range(selection, &range),
            None => self.notify("file reloaded; what was selected is not in it any more"),
        }
    }
}
