//! The section tree beside the text: what is folded, selected and in view.

use std::collections::HashSet;
use std::ops::Range;

use super::finding::Finding;
use super::positions::Visitor;
use crate::document::{Outline, SectionId, TextPos};
use crate::text::{shorten, width, wrap};

/// The state of the section tree.
#[derive(Debug, Default)]
pub struct Sidebar {
    /// Whether it is not to stand beside the text.
    pub(super) is_hidden: bool,
    /// Its columns, where the reader has chosen them.
    pub(super) width: Option<u16>,
    /// The folded sections, by where they start: numbers shift while a document is loading.
    folded: HashSet<TextPos>,
    /// The selected section, by where it starts.
    selected: Option<TextPos>,
    /// The section the reader was in when the rows were made.
    followed: Option<SectionId>,
    /// The rows above the first one in view.
    top: usize,
    /// The rows in view.
    rows: Vec<SidebarRow>,
}

/// Where the section tree stands: what it is scrolled to, what is selected, and where the reader is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standing {
    top: usize,
    selected: Option<TextPos>,
    followed: Option<SectionId>,
}

impl Standing {
    /// Shows every position that is kept to `visit`, which may change it.
    pub(super) fn visit_positions(&mut self, visit: Visitor<'_>) {
        self.selected.iter_mut().for_each(visit);
    }
}

/// What stands at the right of a section that was read to its end.
const READ: &str = "✓";

/// What stands behind the title of a doubtful heading.
pub const DOUBT: &str = " ?";

/// A row of the section tree.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is drawn by itself")]
pub struct SidebarRow {
    /// The section.
    pub section: SectionId,
    /// Columns before the title.
    pub indent: u16,
    /// Its number, set as wide as the greatest one, with a blank after it; empty where it has none.
    pub number: String,
    /// The title, or a part of it, shortened to fit.
    pub title: String,
    /// For a section with others inside, on the first of its rows: whether it is folded.
    pub fold: Option<bool>,
    /// Its hits, with those of the sections it hides; 0 where nothing is searched.
    pub hits: u64,
    /// Whether its heading may well be none.
    pub is_doubtful: bool,
    /// Whether it was read to its end.
    pub is_read: bool,
    /// Whether the reader is in it.
    pub is_current: bool,
    /// Whether it is selected.
    pub is_selected: bool,
}

/// The sections that no fold hides. There may be a million of them, but only as many folds as the reader
/// has made.
struct Visible {
    n_sections: usize,
    /// What the folds hide, in order: no two of these overlap.
    hidden: Vec<Range<usize>>,
}

impl Visible {
    fn len(&self) -> usize {
        self.n_sections - self.hidden.iter().map(Range::len).sum::<usize>()
    }

    fn get(&self, index: usize) -> Option<SectionId> {
        let skip = |at, hidden: &Range<usize>| if hidden.start <= at { at + hidden.len() } else { at };
        let at = self.hidden.iter().fold(index, skip);
        (at < self.n_sections).then(|| SectionId::from_index(at))
    }

    fn position(&self, id: SectionId) -> Option<usize> {
        let at = id.index();
        let is_hidden = self.hidden.iter().any(|hidden| hidden.contains(&at));
        let before = self.hidden.iter().take_while(|hidden| hidden.start < at).map(Range::len);
        (at < self.n_sections && !is_hidden).then(|| at - before.sum::<usize>())
    }
}

/// What the rows are made from.
pub(super) struct Shown<'a> {
    /// The sections.
    pub(super) outline: &'a Outline,
    /// The section the reader is in.
    pub(super) current: Option<SectionId>,
    /// The search, whose hits are counted.
    pub(super) finding: Option<&'a Finding>,
    /// Columns and rows there are.
    pub(super) size: (u16, u16),
    /// Whether keys go to the tree; else the selection follows the reader.
    pub(super) has_focus: bool,
    /// Whether a section was read to its end.
    pub(super) is_read: &'a dyn Fn(SectionId) -> bool,
}

impl Sidebar {
    /// A new one that is as wide as another, and hidden where that is.
    pub(super) fn like(other: &Self) -> Self {
        Self { is_hidden: other.is_hidden, width: other.width, ..Self::default() }
    }

    /// Where it stands.
    pub(super) fn standing(&self) -> Standing {
        Standing { top: self.top, selected: self.selected, followed: self.followed }
    }

    /// Goes back to where it stood.
    pub(super) fn stand(&mut self, Standing { top, selected, followed }: Standing) {
        (self.top, self.selected, self.followed) = (top, selected, followed);
    }

    /// The rows in view.
    pub fn rows(&self) -> &[SidebarRow] {
        &self.rows
    }

    /// The section shown on a row of the screen.
    pub fn at_row(&self, row: usize) -> Option<&SidebarRow> {
        self.rows.get(row)
    }

    /// The selected section.
    pub fn selected(&self, outline: &Outline) -> Option<SectionId> {
        outline.starting_at(self.selected?)
    }

    /// Selects a section.
    pub(super) fn select(&mut self, outline: &Outline, id: SectionId) {
        self.selected = outline.get(id).map(|section| section.start);
    }

    /// Moves the selection by so many visible sections.
    pub(super) fn step(&mut self, outline: &Outline, by: i64) {
        let visible = self.visible(outline);
        let at = self.selected(outline).and_then(|id| visible.position(id));
        let Some(last) = visible.len().checked_sub(1) else { return };
        let by = isize::try_from(by).unwrap_or(isize::MAX);
        let next = at.map_or(0, |at| at.saturating_add_signed(by).min(last));
        if let Some(id) = visible.get(next) {
            self.select(outline, id);
        }
    }

    /// Folds the selected section, or selects the one around it where there is nothing to fold.
    pub(super) fn fold(&mut self, outline: &Outline) {
        let Some(id) = self.selected(outline) else { return };
        let Some(section) = outline.get(id) else { return };
        if outline.has_children(id) && self.folded.insert(section.start) {
            return;
        }
        if let Some(parent) = outline.parent(id) {
            self.select(outline, parent);
        }
        self.select_visible(outline);
    }

    /// Selects the nearest section that no fold hides.
    fn select_visible(&mut self, outline: &Outline) {
        if let Some(id) = self.selected(outline) {
            self.select(outline, self.nearest_visible(outline, id));
        }
    }

    /// Shows every position that is kept to `visit`, which may change it.
    pub(super) fn visit_positions(&mut self, visit: Visitor<'_>) {
        let moved = |&before: &TextPos| {
            let mut now = before;
            visit(&mut now);
            (now != before).then_some((before, now))
        };
        let moved: Vec<_> = self.folded.iter().filter_map(moved).collect();
        for (before, _) in &moved {
            self.folded.remove(before);
        }
        self.folded.extend(moved.into_iter().map(|(_, now)| now));
        self.selected.iter_mut().for_each(visit);
    }

    /// Unfolds the selected section, or selects the first one inside it.
    pub(super) fn unfold(&mut self, outline: &Outline) {
        let Some(id) = self.selected(outline) else { return };
        let was_folded = outline.get(id).is_some_and(|section| self.folded.remove(&section.start));
        if !was_folded && outline.has_children(id) {
            self.select(outline, SectionId(id.0 + 1));
        }
    }

    /// Folds or unfolds a section.
    pub(super) fn toggle_fold(&mut self, outline: &Outline, id: SectionId) {
        let Some(section) = outline.get(id) else { return };
        if !self.folded.remove(&section.start) {
            self.folded.insert(section.start);
        }
        self.select_visible(outline);
    }

    /// Scrolls the rows without moving the selection.
    pub(super) fn scroll(&mut self, by: i64) {
        self.top = self.top.saturating_add_signed(isize::try_from(by).unwrap_or(isize::MAX));
    }

    /// The sections that no fold hides, in reading order.
    fn visible(&self, outline: &Outline) -> Visible {
        let folded = self.folded.iter().filter_map(|&start| outline.starting_at(start));
        let mut folded: Vec<_> = folded.collect();
        folded.sort_unstable();
        let mut hidden: Vec<Range<usize>> = Vec::new();
        for id in folded {
            if hidden.last().is_none_or(|last| last.end <= id.index()) {
                hidden.push(id.index() + 1..outline.end(id) as usize);
            }
        }
        Visible { n_sections: outline.len(), hidden }
    }

    /// The innermost section around `id`, itself included, that no fold hides.
    fn nearest_visible(&self, outline: &Outline, id: SectionId) -> SectionId {
        let is_folded =
            |&id: &SectionId| outline.get(id).is_some_and(|section| self.folded.contains(&section.start));
        outline.path(id).into_iter().find(is_folded).unwrap_or(id)
    }

    /// Makes the rows in view anew. The selected section is brought into view when the reader has come to
    /// another section, or others have come before it, or where `follow` asks for it.
    pub(super) fn refresh(&mut self, shown: &Shown<'_>, follow: bool) {
        let outline = shown.outline;
        let follow = std::mem::replace(&mut self.followed, shown.current) != shown.current || follow;
        let current = shown.current.map(|id| self.nearest_visible(outline, id));
        if !shown.has_focus || self.selected(outline).is_none() {
            self.selected = current.and_then(|id| outline.get(id)).map(|section| section.start);
        }
        let selected = self.selected(outline).map(|id| self.nearest_visible(outline, id));
        let visible = self.visible(outline);
        let row = |id| self.row(shown, id, current == Some(id), selected == Some(id));
        // Every section takes one row, but the selected one may take more.
        let in_full = selected.map_or_else(Vec::new, |id| selected_rows(row(id), shown));
        let at = selected.and_then(|id| visible.position(id)).unwrap_or(visible.len());
        let n_rows = visible.len() + in_full.len().saturating_sub(1);
        let height = usize::from(shown.size.1);
        let mut top = self.top;
        if follow {
            // Before the first section the first is the nearest.
            let at = if in_full.is_empty() { 0 } else { at };
            top = top.max((at + in_full.len()).saturating_sub(height)).min(at);
        }
        top = top.min(n_rows.saturating_sub(height));
        let row_at = |index: usize| match index.checked_sub(at) {
            Some(part) if part < in_full.len() => in_full.get(part).cloned(),
            Some(part) => visible.get(at + 1 + part - in_full.len()).map(|id| shortened(row(id), shown)),
            None => visible.get(index).map(|id| shortened(row(id), shown)),
        };
        self.rows = (top..n_rows.min(top + height)).filter_map(row_at).collect();
        self.top = top;
    }

    fn row(&self, shown: &Shown<'_>, id: SectionId, is_current: bool, is_selected: bool) -> SidebarRow {
        /// Indents stop growing here, so that titles keep some room.
        const MOST_INDENT: u16 = 8;
        let outline = shown.outline;
        let section = outline.get(id);
        let is_folded = section.is_some_and(|section| self.folded.contains(&section.start));
        let last = if is_folded { outline.end(id) } else { id.0 + 1 };
        SidebarRow {
            section: id,
            indent: outline.depth(id).saturating_mul(2).min(MOST_INDENT),
            number: outline.number(id).map_or_else(String::new, |number| {
                let digits = outline.greatest_number().to_string().len();
                format!("{number:digits$} ")
            }),
            title: section.map_or_else(String::new, |section| section.title.to_string()),
            fold: outline.has_children(id).then_some(is_folded),
            hits: shown.finding.map_or(0, |finding| finding.hits_in(outline, id.0..last)),
            is_doubtful: section.is_some_and(|section| section.is_doubtful),
            is_read: (shown.is_read)(id),
            is_current,
            is_selected,
        }
    }
}

impl SidebarRow {
    /// Columns before the title: indent, fold sign and number.
    pub fn title_column(&self) -> u16 {
        2 + self.indent + u16::try_from(self.number.len()).unwrap_or(0)
    }

    /// What stands at the right: how many hits there are, or else whether the section was read.
    pub fn at_right(&self) -> String {
        match self.hits {
            0 if self.is_read => READ.to_owned(),
            0 => String::new(),
            hits => hits.to_string(),
        }
    }
}

/// Columns that the title of `row` may take.
fn title_room(row: &SidebarRow, shown: &Shown<'_>) -> usize {
    let at_right = match width(&row.at_right()) {
        0 => 0,
        columns => columns + 1,
    };
    let doubt = if row.is_doubtful { DOUBT.len() } else { 0 };
    usize::from(shown.size.0.saturating_sub(row.title_column())).saturating_sub(at_right + doubt).max(1)
}

fn shortened(mut row: SidebarRow, shown: &Shown<'_>) -> SidebarRow {
    row.title = shorten(&row.title, title_room(&row, shown));
    row
}

/// The rows of the selected section. Its title is shown in full while keys go to the tree; else the
/// rows below would shift whenever the reader comes to another section.
fn selected_rows(row: SidebarRow, shown: &Shown<'_>) -> Vec<SidebarRow> {
    if shown.has_focus { rows_in_full(&row, shown) } else { vec![shortened(row, shown)] }
}

/// As many rows as the whole title takes; number, fold sign and hits stand on the first.
fn rows_in_full(row: &SidebarRow, shown: &Shown<'_>) -> Vec<SidebarRow> {
    let continued = SidebarRow {
        indent: row.title_column().saturating_sub(2),
        number: String::new(),
        fold: None,
        hits: 0,
        is_read: false,
        ..row.clone()
    };
    let lines = wrap(&row.title, title_room(row, shown)).into_iter();
    let mut parts = lines.map(|line| row.title.get(line.range).unwrap_or_default().to_owned());
    let first = SidebarRow { title: parts.next().unwrap_or_default(), is_doubtful: false, ..row.clone() };
    let rest = parts.map(|title| SidebarRow { title, is_doubtful: false, ..continued.clone() });
    let mut rows: Vec<_> = std::iter::once(first).chain(rest).collect();
    if let Some(last) = rows.last_mut() {
        last.is_doubtful = row.is_doubtful;
    }
    rows
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::document::SegmentId;
    use crate::document::{LeafKind, SegmentBuilder};

    proptest! {
        #[test]
        fn folds_hide_what_lies_inside(
            levels in prop::collection::vec(1..5u8, 0..30),
            folds in prop::collection::vec(any::<prop::sample::Index>(), 0..6),
        ) {
            let mut builder = SegmentBuilder::new(0);
            for &level in &levels {
                builder.leaf(LeafKind::Heading(level), 0..0, "x");
            }
            let segment = builder.finish(0);
            let outline = Outline::new([(SegmentId(0), &segment)]);
            let folded = folds.iter().filter_map(|at| outline.get(SectionId::from_index(at.index(31))));
            let sidebar = Sidebar { folded: folded.map(|section| section.start).collect(), ..Sidebar::default() };
            let is_open = |id: &SectionId| sidebar.nearest_visible(&outline, *id) == *id;
            let expected: Vec<_> = outline.ids().filter(is_open).collect();
            let visible = sidebar.visible(&outline);
            prop_assert_eq!(visible.len(), expected.len());
            prop_assert_eq!((0..=levels.len()).filter_map(|at| visible.get(at)).collect::<Vec<_>>(), expected.clone());
            for id in outline.ids() {
                prop_assert_eq!(visible.position(id), expected.iter().position(|&known| known == id));
            }
        }
    }
}
