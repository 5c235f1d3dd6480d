//! The rows of a list that are in view, fitted to its room.

use std::ops::Range;

use super::matching::{List, Matching};
use super::pool::{Pool, SEPARATOR, Wording};
use crate::app::geometry::Area;
use crate::document::Color;
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
    /// It is the hit.
    pub is_hit: bool,
    /// It is highlighted in this color.
    pub color: Option<Color>,
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

/// The fewest rows in which there is room for headings.
const LEAST_FOR_HEADINGS: usize = 3;

/// The place of the first item in view, where it was `before`, so that the one at `selected` is in view and
/// no row is left empty without need.
pub(super) fn top(before: usize, selected: usize, list: &List, room: Room) -> usize {
    let lowest = (selected + 1).saturating_sub(room.rows);
    let mut top = before.clamp(lowest, selected.max(lowest));
    while top < selected && n_rows(list, top..selected + 1, room) > room.rows {
        top += 1;
    }
    let rest = |top: usize| top..list.len().max(top);
    while top > 0 && rest(top - 1).len() <= room.rows && n_rows(list, rest(top - 1), room) <= room.rows {
        top -= 1;
    }
    top
}

/// The rows that items take, if they are the first ones in view.
fn n_rows(list: &List, places: Range<usize>, room: Room) -> usize {
    let first = places.start;
    places.map(|at| 1 + usize::from(has_heading(list, at, first, room))).sum()
}

/// Whether a heading stands above an item: at the top of the list also the one from above it.
fn has_heading(list: &List, at: usize, first: usize, room: Room) -> bool {
    let is_shown = if at == first { list.heading(at).is_some() } else { list.has_heading(at) };
    is_shown && room.rows >= LEAST_FOR_HEADINGS
}

/// The rows of the items from `top` on.
pub(super) fn rows(list: &List, top: usize, selected: usize, room: Room) -> Vec<PickerRow> {
    let mut matching = Matching::new();
    let mut rows = Vec::with_capacity(room.rows);
    let mut above: Option<Wording> =
        top.checked_sub(1).and_then(|at| Some(list.pool().wording(list.item(at)?)));
    for at in top..list.len() {
        if rows.len() >= room.rows {
            break;
        }
        let Some(item) = list.item(at) else { break };
        let wording = list.pool().wording(item);
        let cells = cells(&wording, matching.letters(list.needle(), &wording));
        let is_same = |above: &Wording| above.text == wording.text && above.hit.end <= wording.hit.start;
        let passed = above.filter(is_same).map_or(0, |above| above.hit.end);
        let fitting = Fitting { cells: &cells, item: &wording, columns: room.columns, passed };
        if has_heading(list, at, top, room) {
            rows.push(PickerRow { pieces: fitting.heading(), ..PickerRow::default() });
        }
        let pieces = match list.pool() {
            Pool::Sections(_) => fitting.path(),
            Pool::Hits(_) => fitting.hit(),
            Pool::Notes(_) => fitting.note(),
        };
        rows.push(PickerRow { at: Some(at), pieces, is_selected: at == selected });
        drop(cells);
        above = Some(wording);
    }
    rows.truncate(room.rows);
    rows
}

/// An item that is fitted to so many columns.
struct Fitting<'a> {
    cells: &'a [Cell<'a>],
    item: &'a Wording,
    columns: usize,
    /// Up to which byte of its text the row above has shown the hit before, if that is in the same words; else 0.
    passed: usize,
}

impl Fitting<'_> {
    /// The path of a section. What distinguishes it stands at its ends: so first the titles between them give
    /// way, then the end of the first one, then all of it.
    fn path(&self) -> Vec<Piece> {
        self.without_middle().or_else(|| self.with_short_head()).unwrap_or_else(|| self.title_alone())
    }

    /// The path that hits stand below.
    fn heading(&self) -> Vec<Piece> {
        let path = self.item.text.get(..self.item.title.saturating_sub(SEPARATOR.len())).unwrap_or_default();
        let title = path.rfind(SEPARATOR).map_or(0, |at| at + SEPARATOR.len());
        let item = Wording { text: path.to_owned(), title, ..Wording::default() };
        Fitting { cells: self.cells(0..path.len()), item: &item, ..*self }.path()
    }

    /// A note and what it is on, from the beginning.
    fn note(&self) -> Vec<Piece> {
        self.line(0..0)
    }

    /// A hit in the words around it.
    fn hit(&self) -> Vec<Piece> {
        let [start, end] = [self.item.hit.start, self.item.hit.end].map(|byte| self.n_words_before(byte));
        if self.passed > 0 && part_around(self.rest(self.item.title), start..end, self.columns).start == 0 {
            return self.rest_of_line(start);
        }
        self.line(start..end)
    }

    /// A row of what begins a few words before the cluster at `start`, behind the hit in the row above: rows of the same
    /// words would be told apart by nothing but the color of the hit.
    fn rest_of_line(&self, start: usize) -> Vec<Piece> {
        /// Words before the hit.
        const FEW: usize = 2;
        let words = self.rest(self.item.title);
        let passed = self.n_words_before(self.passed);
        let before = words.get(passed..start).unwrap_or_default();
        let blanks = before.iter().enumerate().rev().filter(|(_, cell)| cell.text == " ");
        let from = blanks.map(|(at, _)| passed + at + 1).nth(FEW).unwrap_or(passed);
        let indent = (self.columns / 20).min(2);
        let mut pieces = Vec::new();
        push(&mut pieces, &" ".repeat(indent), Look::default());
        push(&mut pieces, "…", Look::default());
        let words = words.get(from..).unwrap_or_default();
        let blank = usize::from(words.first().is_some_and(|cell| cell.text == " "));
        push_cut(
            &mut pieces,
            words.get(blank..).unwrap_or_default(),
            self.columns.saturating_sub(indent + 1),
        );
        pieces
    }

    /// A row below a heading: its words, or as many as fit around those at `wanted`. What was typed is among them, if
    /// need be in a part of its own, so that it is seen why the item is listed.
    fn line(&self, wanted: Range<usize>) -> Vec<Piece> {
        let indent = (self.columns / 20).min(2);
        let mut pieces = Vec::new();
        push(&mut pieces, &" ".repeat(indent), Look::default());
        let (words, columns) = (self.rest(self.item.title), self.columns - indent);
        let part = part_around(words, wanted.clone(), columns);
        let matched = matched_outside(words, &part).filter(|_| columns >= LEAST_FOR_TWO);
        let parts = match matched {
            Some(matched) => two_parts(words, wanted, matched, columns),
            None => vec![part],
        };
        push_parts(&mut pieces, words, &parts);
        pieces
    }

    /// How many clusters of the words stand before a byte of the text.
    fn n_words_before(&self, byte: usize) -> usize {
        self.cells(self.item.title..byte).len()
    }

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
        let mut pieces = Vec::new();
        push_cut(&mut pieces, self.rest(self.item.title), self.columns);
        pieces
    }
}

/// What stands for titles between others.
const OMITTED: &str = "… › ";

const ASIDE: Look = Look { is_aside: true, is_matched: false, is_hit: false, color: None };

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
        let is_marked = item.hit.contains(&at);
        let color = item.color.filter(|_| is_marked);
        let is_hit = is_marked && color.is_none();
        let look = Look { is_aside: at < item.title, is_matched, is_hit, color };
        Cell { at, text, look }
    };
    clusters(&item.text).map(cell).collect()
}

/// The fewest columns in which two parts of a line say something.
const LEAST_FOR_TWO: usize = 24;

/// The part of a line, by its clusters, that fits into so many columns with what stands at `wanted` at a third of it;
/// with one more for a mark on each side where something is left out.
fn part_around(words: &[Cell<'_>], wanted: Range<usize>, columns: usize) -> Range<usize> {
    let cells = |range: Range<usize>| words.get(range).unwrap_or_default();
    if columns_of(words) <= columns || columns_of(cells(0..wanted.end)) < columns {
        return 0..fitting(words, columns);
    }
    let mut start = wanted.start;
    let mut room = columns / 3;
    while let Some(before) = start.checked_sub(1)
        && let Some(left) = room.checked_sub(columns_of(cells(before..start)))
    {
        (start, room) = (before, left);
    }
    // From a whole word on, where there is one.
    if start > 0 {
        let blank = cells(start..wanted.start).iter().position(|cell| cell.text == " ");
        start += blank.map_or(0, |blank| blank + 1);
    }
    let room = columns.saturating_sub(usize::from(start > 0));
    start..start + fitting(cells(start..words.len()), room)
}

/// How many of these clusters fit into so many columns, with one for a mark where that is not all.
fn fitting(cells: &[Cell<'_>], columns: usize) -> usize {
    if columns_of(cells) <= columns { cells.len() } else { within(cells, columns.saturating_sub(1)).len() }
}

/// The first of what was typed that is not in a part of a line.
fn matched_outside(words: &[Cell<'_>], part: &Range<usize>) -> Option<Range<usize>> {
    let is_outside = |(at, cell): (usize, &Cell<'_>)| cell.look.is_matched && !part.contains(&at);
    let start = words.iter().enumerate().position(is_outside)?;
    let length = words.get(start..)?.iter().take_while(|cell| cell.look.is_matched).count();
    Some(start..start + length)
}

/// The parts of a line around two stretches of it, in so many columns together; one where both fit into it.
fn two_parts(
    words: &[Cell<'_>],
    one: Range<usize>,
    other: Range<usize>,
    columns: usize,
) -> Vec<Range<usize>> {
    let both = one.start.min(other.start)..one.end.max(other.end);
    let part = part_around(words, both.clone(), columns);
    if part.end >= both.end {
        return std::iter::once(part).collect();
    }
    // Between the two stands a mark.
    let half = columns.saturating_sub(1) / 2;
    let mut parts = [one, other].map(|wanted| part_around(words, wanted, half));
    parts.sort_by_key(|part| part.start);
    let [first, second] = parts;
    if second.start > first.end {
        return vec![first, second];
    }
    let both = first.start..first.end.max(second.end);
    std::iter::once(both).collect()
}

/// Adds parts of a line, with marks where something is left out.
fn push_parts(pieces: &mut Vec<Piece>, words: &[Cell<'_>], parts: &[Range<usize>]) {
    let mut end = 0;
    for part in parts {
        if part.start > end {
            push(pieces, "…", Look::default());
        }
        push_all(pieces, words.get(part.clone()).unwrap_or_default());
        end = part.end;
    }
    // Where there is room for no words, a mark stands for all.
    let is_marked = parts.iter().all(|part| part.is_empty() && part.start > 0);
    if end < words.len() && !is_marked {
        push(pieces, "…", Look::default());
    }
}

/// Adds clusters in at most so many columns, cut at the end where they must be.
fn push_cut(pieces: &mut Vec<Piece>, cells: &[Cell<'_>], columns: usize) {
    if columns_of(cells) <= columns {
        return push_all(pieces, cells);
    }
    if columns == 0 {
        return;
    }
    push_all(pieces, within(cells, columns.saturating_sub(1)));
    push(pieces, "…", Look::default());
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
    use crate::app::finding::Hit;
    use crate::app::picker::hits::{HitItem, HitPool};
    use crate::document::{SegmentId, Span};

    fn drawn(path: &[&str], letters: &[u32], columns: usize) -> String {
        let text = path.join(SEPARATOR);
        let title = text.len() - path.last().map_or(0, |title| title.len());
        let item = Wording { text, title, ..Wording::default() };
        let pieces = Fitting { cells: &cells(&item, letters), item: &item, columns, passed: 0 }.path();
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

    /// A list of hits, so many below each heading.
    fn hits(headings: &[(&str, usize)]) -> List {
        let item = |at: usize, path: &str| HitItem {
            hit: Hit { segment: SegmentId(0), span: Span::new(offset(at), offset(at)), n_before: at },
            line: format!("words and words around hit {at} and more of them").into(),
            span: 23..26,
            path: path.into(),
        };
        let paths = headings.iter().flat_map(|&(path, n)| std::iter::repeat_n(path, n));
        let items: Vec<_> = paths.enumerate().map(|(at, path)| item(at, path)).collect();
        List::all(Pool::Hits(HitPool { total: items.len() as u64, items: items.into() }))
    }

    #[test]
    fn the_selected_item_is_in_view() {
        let room = Room { columns: 9, rows: 4 };
        for (before, selected, listed, expected) in
            [(0, 3, 9, 0), (0, 4, 9, 1), (5, 2, 9, 2), (8, 8, 9, 5), (3, 0, 1, 0), (0, 0, 0, 0)]
        {
            let list = hits(&[("", listed)]);
            assert_eq!(top(before, selected, &list, room), expected, "{before} {selected} {listed}");
        }
        assert_eq!(top(7, 3, &hits(&[("", 9)]), Room { columns: 0, rows: 0 }), 4, "no room, no panic");
        let list = hits(&[("", 1), ("A", 3), ("B", 5)]);
        for (before, selected, expected) in
            [(0, 2, 0), (0, 3, 1), (0, 4, 3), (8, 8, 6), (5, 1, 1), (7, 0, 0), (0, 8, 6)]
        {
            assert_eq!(top(before, selected, &list, room), expected, "{before} {selected}");
        }
    }

    /// A line with a hit and letters that were typed, drawn in so many columns.
    fn line_drawn(line: &str, hit: &str, typed: &str, columns: usize) -> String {
        let at = |words: &str| line.find(words).unwrap()..line.find(words).unwrap() + words.len();
        let item = Wording { text: line.to_owned(), hit: at(hit), ..Wording::default() };
        let letters: Vec<u32> = if typed.is_empty() { Vec::new() } else { at(typed).map(offset).collect() };
        let cells = cells(&item, &letters);
        let pieces = Fitting { cells: &cells, item: &item, columns, passed: 0 }.hit();
        let drawn: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
        assert!(width(&drawn) <= columns, "{drawn}");
        drawn.trim_start().to_owned()
    }

    #[test]
    fn what_is_left_out_is_marked_and_nothing_else() {
        let line = "A second paragraph about the river and its banks";
        for (hit, columns, expected) in [
            ("A second paragraph about the river", 30, "A second paragraph about the…"),
            ("second paragraph about the river", 30, "A second paragraph about the…"),
            ("about", 30, "A second paragraph about the…"),
            ("river", 30, "…the river and its banks"),
            ("banks", 19, "…its banks"),
            ("river", 2, "…"),
            ("river", 1, "…"),
            ("A", 1, "…"),
        ] {
            assert_eq!(line_drawn(line, hit, "", columns), expected, "{hit} {columns}");
        }
    }

    #[test]
    fn what_was_typed_is_seen_beside_the_hit() {
        let line = "one two three four five six seven eight nine ten eleven twelve thirteen";
        for (hit, typed, expected) in [
            ("two", "thirteen", "one two three…thirteen"),
            ("thirteen", "two", "one two three…thirteen"),
            ("two", "eight", "one two three…eight nine t…"),
            ("two", "three", "one two three four five six…"),
            ("six", "seven", "…five six seven eight nine t…"),
            ("six", "eleven", "…six seven ei…eleven twelv…"),
        ] {
            assert_eq!(line_drawn(line, hit, typed, 30), expected, "{hit} {typed}");
        }
        assert_eq!(line_drawn(line, "two", "thirteen", 20), "one two three four…", "no room for two parts");
    }

    #[test]
    fn hits_stand_below_their_sections() {
        let list = hits(&[("A › B", 2), ("C", 5)]);
        let drawn = |columns, rows_| -> Vec<String> {
            let rows = rows(&list, 1, 1, Room { columns, rows: rows_ });
            let text = |row: &PickerRow| row.pieces.iter().map(|piece| piece.text.as_str()).collect();
            rows.iter().map(text).collect()
        };
        assert_eq!(
            drawn(50, 4),
            [
                "A › B",
                "  words and words around hit 1 and more of them",
                "C",
                "  words and words around hit 2 and more of them"
            ]
        );
        assert_eq!(drawn(30, 3), ["A › B", " words and words around hit 1…", "C"]);
        assert_eq!(drawn(20, 2), [" …hit 1 and more of…", " …hit 2 and more of…"]);
        assert_eq!(drawn(1, 2), ["…", "…"]);
    }
}
