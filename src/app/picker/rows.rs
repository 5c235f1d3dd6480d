//! The rows of a list that are in view, fitted to its room.

use std::ops::Range;

use super::matching::{List, Matching};
use super::pool::{SEPARATOR, Wording};
use crate::app::geometry::Area;
use crate::document::position::offset;
use crate::text::{clusters, width};

/// A row of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PickerRow {
    /// The place in the list of the item it shows.
    pub(super) at: Option<usize>,
    /// What it says, from the left.
    pub pieces: Vec<Piece>,
    /// Whether it is selected.
    pub is_selected: bool,
}

/// A stretch of a row in one look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The words.
    pub text: String,
    /// How they look.
    pub look: Look,
}

/// What is special about a piece.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// It belongs to what stands around the item.
    pub is_aside: bool,
    /// It was typed.
    pub is_matched: bool,
}

/// The room for rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Room {
    pub(super) columns: usize,
    pub(super) rows: usize,
}

impl Room {
    /// What the edge of an area leaves, and a blank column on each side.
    pub(super) fn of(area: Area) -> Self {
        let columns = usize::from(area.width.saturating_sub(2)).max(1);
        Self { columns, rows: usize::from(area.height.saturating_sub(1)) }
    }
}

/// The place of the first item in view, where it was `before`, so that the one at `selected` is in view and
/// no row is left empty without need.
pub(super) fn top(before: usize, selected: usize, listed: usize, room: Room) -> usize {
    let lowest = (selected + 1).saturating_sub(room.rows);
    before.clamp(lowest, selected.max(lowest)).min(listed.saturating_sub(room.rows))
}

/// The rows of the items from `top` on.
pub(super) fn rows(list: &List, top: usize, selected: usize, room: Room) -> Vec<PickerRow> {
    let mut matching = Matching::new();
    let places = top..list.len().min(top.saturating_add(room.rows));
    let row = |at: usize| {
        let wording = list.pool().wording(list.item(at)?);
        let letters = matching.letters(list.needle(), &wording);
        let pieces = pieces(&wording, letters, room.columns);
        Some(PickerRow { at: Some(at), pieces, is_selected: at == selected })
    };
    places.filter_map(row).collect()
}

/// The words of an item in at most so many columns. What distinguishes it stands at the ends of its path: so
/// first the titles between them give way, then the end of the first one, then all of it.
fn pieces(item: &Wording, letters: &[u32], columns: usize) -> Vec<Piece> {
    let cells = cells(item, letters);
    let fitting = Fitting { cells: &cells, item, columns };
    fitting.without_middle().or_else(|| fitting.with_short_head()).unwrap_or_else(|| fitting.title_alone())
}

/// An item that is fitted to its room.
struct Fitting<'a> {
    cells: &'a [Cell<'a>],
    item: &'a Wording,
    columns: usize,
}

impl Fitting<'_> {
    /// The clusters of a part of the words.
    fn cells(&self, bytes: Range<usize>) -> &[Cell<'_>] {
        let from = |at| self.cells.partition_point(|cell| cell.at < at);
        self.cells.get(from(bytes.start)..from(bytes.end)).unwrap_or_default()
    }

    fn rest(&self, start: usize) -> &[Cell<'_>] {
        self.cells(start..self.item.text.len())
    }

    /// Where the titles of the path start.
    fn starts(&self) -> impl Iterator<Item = usize> {
        let titles = self.item.text.match_indices(SEPARATOR).map(|(at, separator)| at + separator.len());
        std::iter::once(0).chain(titles.take_while(|&at| at <= self.item.title))
    }

    /// The whole path, or its first title and as many of the last ones as fit.
    fn without_middle(&self) -> Option<Vec<Piece>> {
        let head_end = self.starts().nth(1).unwrap_or(0);
        let head = self.cells(0..head_end);
        let fits = |&start: &usize| {
            let gap = if start > head_end { width(OMITTED) } else { 0 };
            columns_of(head) + gap + columns_of(self.rest(start)) <= self.columns
        };
        let start = self.starts().filter(|&start| start >= head_end).find(fits)?;
        let mut pieces = Vec::new();
        push_all(&mut pieces, head);
        if start > head_end {
            push(&mut pieces, OMITTED, ASIDE);
        }
        push_all(&mut pieces, self.rest(start));
        Some(pieces)
    }

    /// The beginning of the first title, and the last one.
    fn with_short_head(&self) -> Option<Vec<Piece>> {
        /// Columns of the first title below which it tells nothing.
        const LEAST: usize = 4;
        let title = self.rest(self.item.title);
        let room = self.columns.checked_sub(columns_of(title) + width(SEPARATOR))?;
        let head = self.cells(0..self.starts().nth(1).unwrap_or(0).saturating_sub(SEPARATOR.len()));
        if room < LEAST || head.is_empty() {
            return None;
        }
        let mut pieces = Vec::new();
        push_all(&mut pieces, within(head, room - 1));
        push(&mut pieces, "…", ASIDE);
        push(&mut pieces, SEPARATOR, ASIDE);
        push_all(&mut pieces, title);
        Some(pieces)
    }

    /// The last title, cut at its end where it must be.
    fn title_alone(&self) -> Vec<Piece> {
        let title = self.rest(self.item.title);
        let mut pieces = Vec::new();
        if columns_of(title) <= self.columns {
            push_all(&mut pieces, title);
        } else {
            push_all(&mut pieces, within(title, self.columns.saturating_sub(1)));
            push(&mut pieces, "…", Look::default());
        }
        pieces
    }
}

/// What stands for titles between others.
const OMITTED: &str = "… › ";

const ASIDE: Look = Look { is_aside: true, is_matched: false };

fn columns_of(cells: &[Cell<'_>]) -> usize {
    cells.iter().map(|cell| width(cell.text)).sum()
}

/// As many clusters as fit, without blanks at the end.
fn within<'a>(cells: &'a [Cell<'a>], columns: usize) -> &'a [Cell<'a>] {
    let mut taken = 0;
    let is_in = |cell: &&Cell<'_>| {
        taken += width(cell.text);
        taken <= columns
    };
    let n_in = cells.iter().take_while(is_in).count();
    let mut cells = cells.get(..n_in).unwrap_or_default();
    while let Some((Cell { text: " ", .. }, before)) = cells.split_last() {
        cells = before;
    }
    cells
}

/// A cluster of an item's words.
struct Cell<'a> {
    at: usize,
    text: &'a str,
    look: Look,
}

fn cells<'a>(item: &'a Wording, letters: &[u32]) -> Vec<Cell<'a>> {
    let mut n_chars = 0;
    let cell = |(at, text): (usize, &'a str)| {
        let before = n_chars;
        n_chars += offset(text.chars().count());
        let is_matched = letters.partition_point(|&letter| letter < before)
            < letters.partition_point(|&letter| letter < n_chars);
        Cell { at, text, look: Look { is_aside: at < item.title, is_matched } }
    };
    clusters(&item.text).map(cell).collect()
}

fn push_all(pieces: &mut Vec<Piece>, cells: &[Cell<'_>]) {
    for cell in cells {
        push(pieces, cell.text, cell.look);
    }
}

/// Adds words to the last piece where they look the same.
fn push(pieces: &mut Vec<Piece>, text: &str, look: Look) {
    match pieces.last_mut() {
        Some(last) if last.look == look => last.text.push_str(text),
        _ => pieces.push(Piece { text: text.to_owned(), look }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(path: &[&str], letters: &[u32], columns: usize) -> String {
        let text = path.join(SEPARATOR);
        let title = text.len() - path.last().map_or(0, |title| title.len());
        let pieces = pieces(&Wording { text, title }, letters, columns);
        let all: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
        assert!(width(&all) <= columns.max(1), "{all}");
        let mark = |piece: &Piece| match (piece.look.is_matched, piece.look.is_aside) {
            (true, _) => format!("[{}]", piece.text),
            (false, true) => format!("({})", piece.text),
            (false, false) => piece.text.clone(),
        };
        pieces.iter().map(mark).collect()
    }

    #[test]
    fn a_path_gives_way_from_its_middle() {
        let path = ["A guide", "Setup", "Systems", "On Linux"];
        for (columns, expected) in [
            (36, "(A guide › Setup › Systems › )On Linux"),
            (35, "(A guide › … › Systems › )On Linux"),
            (31, "(A guide › … › )On Linux"),
            (21, "(A guide… › )On Linux"),
            (17, "(A gui… › )On Linux"),
            (15, "(A g… › )On Linux"),
            (14, "On Linux"),
            (7, "On Lin…"),
            (4, "On…"),
            (1, "…"),
        ] {
            assert_eq!(drawn(&path, &[], columns), expected, "{columns}");
        }
        assert_eq!(drawn(&["漢字", "漢字漢字"], &[], 8), "漢字漢字");
        assert_eq!(drawn(&["漢字", "漢字漢字"], &[], 7), "漢字漢…");
    }

    #[test]
    fn letters_are_marked_where_they_stand() {
        assert_eq!(drawn(&["Äb", "漢e\u{301}x"], &[1, 5, 6], 40), "(Ä)[b]( › )[漢e\u{301}]x");
        assert_eq!(drawn(&["Setup", "Linux"], &[8, 9], 12), "(Set… › )[Li]nux");
    }

    #[test]
    fn the_selected_item_is_in_view() {
        let room = Room { columns: 9, rows: 4 };
        for (before, selected, listed, expected) in
            [(0, 3, 9, 0), (0, 4, 9, 1), (5, 2, 9, 2), (8, 8, 9, 5), (3, 0, 1, 0), (0, 0, 0, 0)]
        {
            assert_eq!(top(before, selected, listed, room), expected, "{before} {selected} {listed}");
        }
        assert_eq!(top(7, 3, 9, Room { columns: 0, rows: 0 }), 4, "no room, no panic");
    }
}
