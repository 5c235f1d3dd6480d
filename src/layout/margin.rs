//! The margin: what containers put to the left of a leaf.
//!
//! Each container around a leaf may indent it and draw something beside it: a quote its bar, an
//! item its bullet, number or check box; an alert has its title on a row of its own. Where each
//! container stands ([`Places`]) is found once for a segment; the margin of a leaf is read off it.

mod places;

use super::galley::{Galley, Role, Run, RunContent};
use crate::document::position::offset;
use crate::document::{ContainerId, ContainerKind, LeafKind, Segment, Span};
use crate::text::width;
use places::{Place, Places};

/// The bullets of nested lists, from the outermost on.
const BULLETS: [&str; 3] = ["•", "◦", "▪"];

/// What stands to the left of a leaf's lines.
#[derive(Clone, Debug, Default)]
pub(super) struct Margin {
    /// Columns before the text.
    pub(super) indent: u16,
    /// Whether a block quote is around it.
    pub(super) is_quoted: bool,
    /// What is drawn, by column from the left.
    marks: Vec<Mark>,
    /// The titles of the alerts that begin with this leaf, from the outermost on.
    titles: Vec<Title>,
}

/// Something drawn in the margin.
#[derive(Clone, Copy, Debug)]
struct Mark {
    run: Run,
    /// Whether it stands beside every line, as a bar does; else beside the first one.
    repeats: bool,
}

/// The word above an alert.
#[derive(Clone, Copy, Debug)]
struct Title {
    column: u16,
    word: &'static str,
}

impl Margin {
    /// The same margin with a mark and a space before the text.
    pub(super) fn with_mark(&self, mark: &'static str, role: Role) -> Self {
        let mut marked = self.clone();
        marked.mark(self.indent, RunContent::Ornament(mark, 1), role);
        marked.indent = marked.indent.saturating_add(2);
        marked
    }

    /// Columns left for text beside it, at least 1.
    pub(super) fn room(&self, measure: u16) -> u16 {
        measure.saturating_sub(self.indent).max(1)
    }

    /// Begins a line of `leaf` whose text starts at `start`. The first one also shows the numbers
    /// and bullets; where a number is beside it, that is its first text.
    pub(super) fn begin_line(&self, galley: &mut Galley, leaf: usize, start: u32, is_first: bool) {
        galley.line(leaf, if is_first { self.first_text().unwrap_or(start) } else { start });
        self.draw(galley, is_first);
    }

    /// Draws what stands beside every line of the leaf, or beside the first.
    pub(super) fn draw(&self, galley: &mut Galley, is_first: bool) {
        for mark in self.marks.iter().filter(|mark| is_first || mark.repeats) {
            galley.run(mark.run);
        }
    }

    /// Sets the titles of the alerts that begin with `leaf`, whose text starts at `start`, in
    /// columns before `end`. What stands to the left of a title is drawn beside it, once.
    pub(super) fn set_titles(&mut self, galley: &mut Galley, leaf: usize, start: u32, end: u16) {
        for title in std::mem::take(&mut self.titles) {
            // A title belongs to the text below it: who goes to that text sees the title.
            galley.line(leaf, self.first_text().unwrap_or(start));
            let is_beside = |mark: &Mark| mark.run.column < title.column;
            for mark in self.marks.iter().filter(|mark| is_beside(mark)) {
                galley.run(mark.run);
            }
            self.marks.retain(|mark| mark.repeats || !is_beside(mark));
            let room = usize::from(end.saturating_sub(title.column).max(1));
            let word = title.word.get(..room).unwrap_or(title.word);
            galley.ornament(title.column, word, 1, Role::Alert);
        }
    }

    /// Where the first number that still waits to be drawn has its text.
    fn first_text(&self) -> Option<u32> {
        let waiting = self.marks.iter().filter(|mark| !mark.repeats);
        waiting.filter_map(|mark| mark.run.content.text_span()).map(|span| span.start).next()
    }

    fn bar(&mut self, column: u16, role: Role) {
        let run = Run { column, content: RunContent::Ornament("│", 1), role };
        self.marks.push(Mark { run, repeats: true });
    }

    fn mark(&mut self, column: u16, content: RunContent, role: Role) {
        self.marks.push(Mark { run: Run { column, content, role }, repeats: false });
    }
}

/// Finds the margins of a segment's leaves.
pub(super) struct Margins<'a> {
    segment: &'a Segment,
    places: Places,
}

impl<'a> Margins<'a> {
    pub(super) fn new(segment: &'a Segment, measure: u16) -> Self {
        Self { segment, places: Places::new(segment, measure) }
    }

    /// The margin of leaf `index`. `before` is the leaf set before it: containers that it is not
    /// in begin here.
    pub(super) fn of(&self, index: usize, before: Option<usize>) -> Margin {
        let id = self.container_of(index);
        let place = self.places.of(id);
        let mut margin = Margin { indent: place.indent, is_quoted: place.is_quoted, ..Margin::default() };
        for (id, place) in self.places.shown_around(id) {
            let begins = self.segment.container(id).continues.is_none();
            let is_new = begins && before.is_none_or(|before| !place.holds(before));
            self.add(&mut margin, id, place, is_new);
        }
        margin
    }

    /// The margin of the blank row between two leaves: the bars of the quotes around both.
    pub(super) fn between(&self, above: usize, below: usize) -> Margin {
        let mut margin = Margin::default();
        for (id, place) in self.places.shown_around(self.common_container(above, below)) {
            self.add(&mut margin, id, place, false);
        }
        margin
    }

    /// The innermost container around both leaves.
    pub(super) fn common_container(&self, above: usize, below: usize) -> ContainerId {
        let mut around = self.segment.ancestors(self.container_of(below)).map(|(id, _)| id);
        around.find(|&id| self.places.of(id).holds(above)).unwrap_or(ContainerId::ROOT)
    }

    /// Whether the leaf is a number or label that can stand beside the leaf after it.
    pub(super) fn stands_beside_next(&self, leaf: usize) -> bool {
        let place = self.places.of(self.container_of(leaf));
        let is_drawn = matches!(place.kind, ContainerKind::Item { .. } | ContainerKind::Footnote);
        is_drawn && place.marker == Some(leaf) && place.column.is_some() && place.holds(leaf + 1)
    }

    /// Whether the leaves are all there is in two neighbors of the same kind: footnotes or
    /// meanings of one paragraph each.
    pub(super) fn are_short_notes(&self, above: usize, below: usize) -> bool {
        let (above, below) = (self.container_of(above), self.container_of(below));
        let (first, second) = (self.places.of(above), self.places.of(below));
        matches!(first.kind, ContainerKind::Footnote | ContainerKind::Definition)
            && above != below
            && first.kind == second.kind
            && self.segment.container(above).parent == self.segment.container(below).parent
            && [first, second].into_iter().all(|place| self.is_one_paragraph(place))
    }

    fn is_one_paragraph(&self, place: &Place) -> bool {
        let blocks = place.leaves.len() - usize::from(place.marker.is_some());
        let last = place.leaves.end.checked_sub(1).and_then(|last| self.segment.leaves().get(last));
        blocks == 1 && last.is_some_and(|leaf| leaf.kind == LeafKind::Paragraph)
    }

    /// Adds what one container shows.
    fn add(&self, margin: &mut Margin, id: ContainerId, place: &Place, is_new: bool) {
        match place.kind {
            ContainerKind::BlockQuote(alert) => {
                if let Some(column) = place.column {
                    margin.bar(column, if alert.is_some() { Role::Alert } else { Role::QuoteBar });
                }
                if is_new && let Some(alert) = alert {
                    margin.titles.push(Title { column: place.indent, word: alert.title() });
                }
            }
            ContainerKind::Item { task, .. } if is_new => self.item(margin, id, place, task),
            ContainerKind::Footnote if is_new => self.label(margin, place),
            _ => {}
        }
    }

    /// Adds the number, box or bullet of an item; a numbered task has both number and box.
    fn item(&self, margin: &mut Margin, id: ContainerId, place: &Place, task: Option<bool>) {
        let Some(column) = place.column else { return };
        let list = self.places.of(self.segment.container(id).parent);
        if let Some(marker) = place.marker {
            let span = self.segment.leaf_span(marker);
            let spare = list.number_width.saturating_sub(columns(self.segment.slice(span)));
            margin.mark(column.saturating_add(spare), RunContent::Text(span), Role::Marker);
        }
        let symbol = match task {
            Some(true) => "☑",
            Some(false) => "☐",
            None if list.number_width > 0 => return,
            None => BULLETS.get(usize::from(place.bullets) % BULLETS.len()).copied().unwrap_or("•"),
        };
        let numbers = if list.number_width > 0 { list.number_width.saturating_add(1) } else { 0 };
        margin.mark(column.saturating_add(numbers), RunContent::Ornament(symbol, 1), Role::Marker);
    }

    /// Adds the label of a footnote.
    fn label(&self, margin: &mut Margin, place: &Place) {
        let (Some(column), Some(marker)) = (place.column, place.marker) else { return };
        margin.mark(column, RunContent::Text(self.segment.leaf_span(marker)), Role::Marker);
    }

    fn container_of(&self, leaf: usize) -> ContainerId {
        self.segment.leaves().get(leaf).map_or(ContainerId::ROOT, |leaf| leaf.container)
    }
}

/// Columns of `text` on one line.
fn columns(text: &str) -> u16 {
    u16::try_from(width(text)).unwrap_or(u16::MAX)
}

/// `span` without the white space at the end of its text.
pub(super) fn trimmed(segment: &Segment, span: Span) -> Span {
    let length = segment.slice(span).trim_end().len();
    Span::new(span.start, span.start + offset(length))
}
