//! The margin: what containers put to the left of a leaf.
//!
//! Each container around a leaf may indent it and draw something beside it: a quote its bar, an
//! item its bullet, number or check box. Indents stop growing where the text would get too narrow,
//! so any depth of nesting stays readable.

use std::collections::HashMap;

use super::galley::{Galley, Role, Run, RunContent};
use crate::document::{Container, ContainerId, ContainerKind, LeafKind, Segment, Span};
use crate::text::width;

/// Columns of text that margins leave free, where the measure has them.
const LEAST_TEXT: u16 = 16;
/// The most containers that are looked at around a leaf, from the inside out.
const MAX_DEPTH: usize = 64;
/// What a definition is indented by.
const DEFINITION_INDENT: u16 = 4;
/// The bullets of nested lists, from the outermost on.
const BULLETS: [&str; 3] = ["•", "◦", "▪"];

/// What stands to the left of a leaf's lines.
#[derive(Clone, Debug, Default)]
pub(super) struct Margin {
    /// Columns before the text.
    pub(super) indent: u16,
    /// The columns of the quote bars.
    bars: Vec<(u16, Role)>,
    /// What stands on the first line only.
    marks: Vec<Run>,
    /// Whether a block quote is around it.
    pub(super) is_quoted: bool,
}

impl Margin {
    /// The same margin with a mark and a space before the text.
    pub(super) fn with_mark(&self, mark: &'static str, role: Role) -> Self {
        let mut marked = self.clone();
        marked.marks.push(Run { column: self.indent, content: RunContent::Ornament(mark, 1), role });
        marked.indent += 2;
        marked
    }

    /// Draws what stands beside the first line of the leaf.
    pub(super) fn draw_first(&self, galley: &mut Galley) {
        self.draw(galley);
        for mark in &self.marks {
            galley.run(*mark);
        }
    }

    /// Draws what stands beside every line.
    pub(super) fn draw(&self, galley: &mut Galley) {
        for &(column, role) in &self.bars {
            galley.ornament(column, "│", 1, role);
        }
    }
}

/// Finds the margins of a segment's leaves.
pub(super) struct Margins<'a> {
    segment: &'a Segment,
    measure: u16,
    /// Columns that the numbers of each list take.
    number_widths: HashMap<ContainerId, u16>,
}

impl<'a> Margins<'a> {
    pub(super) fn new(segment: &'a Segment, measure: u16) -> Self {
        Self { segment, measure, number_widths: number_widths(segment) }
    }

    /// The margin of leaf `index`. `before` is the leaf set before it; `numbers` are the marker
    /// leaves that stand beside it.
    pub(super) fn of(&self, index: usize, before: Option<usize>, numbers: &[usize]) -> Margin {
        let mut margin = Margin::default();
        let mut bullets = 0;
        for (id, container) in self.path(index) {
            let is_new = before.is_none_or(|before| !self.is_inside(before, id));
            match container.kind {
                ContainerKind::BlockQuote(alert) => {
                    margin.is_quoted = true;
                    let role = if alert.is_some() { Role::Alert } else { Role::QuoteBar };
                    if let Some(column) = self.indent(&mut margin, 2) {
                        margin.bars.push((column, role));
                    }
                }
                ContainerKind::Item { task, .. } => {
                    let number = numbers.iter().copied().find(|&number| self.container_of(number) == id);
                    self.item(&mut margin, id, container.parent, Mark { is_new, task, number, bullets });
                    bullets += usize::from(!self.number_widths.contains_key(&container.parent));
                }
                ContainerKind::Footnote => {
                    let number = numbers.iter().copied().find(|&number| self.container_of(number) == id);
                    self.footnote(&mut margin, id, number);
                }
                ContainerKind::Definition => {
                    self.indent(&mut margin, DEFINITION_INDENT);
                }
                _ => {}
            }
        }
        margin
    }

    /// The margin of the blank row between two leaves: the bars of the quotes around both.
    pub(super) fn between(&self, above: usize, below: usize) -> Margin {
        let mut margin = self.of(above, Some(above), &[]);
        let common = self.path(above).filter(|&(id, container)| {
            matches!(container.kind, ContainerKind::BlockQuote(_)) && self.is_inside(below, id)
        });
        margin.bars.truncate(common.count());
        margin
    }

    /// Whether a marker leaf can stand beside the leaf after it.
    pub(super) fn has_room_for(&self, marker: usize, beside: usize) -> bool {
        let id = self.container_of(marker);
        self.is_inside(beside, id)
            && self.of(beside, None, &[marker]).marks.iter().any(|run| self.shows(run, marker))
    }

    fn shows(&self, run: &Run, marker: usize) -> bool {
        run.content == RunContent::Text(self.segment.leaf_span(marker))
    }

    /// An item indents by its marker and a space, a numbered one by the widest number of its list.
    fn item(&self, margin: &mut Margin, id: ContainerId, list: ContainerId, mark: Mark) {
        let number_width = self.number_widths.get(&list).copied();
        let lead = u16::from(self.measure >= 40 && !self.is_in_item(id));
        let Some(column) = self.indent(margin, lead * 2 + number_width.unwrap_or(1) + 1) else { return };
        let column = column + lead * 2;
        if let Some(number) = mark.number {
            let span = self.segment.leaf_span(number);
            let own = columns(self.segment.slice(span));
            let right = column + number_width.unwrap_or(own).saturating_sub(own);
            margin.marks.push(Run { column: right, content: RunContent::Text(span), role: Role::Marker });
        }
        let symbol = match mark.task {
            Some(true) => "☑",
            Some(false) => "☐",
            None => BULLETS.get(mark.bullets % BULLETS.len()).copied().unwrap_or("•"),
        };
        let is_drawn = mark.task.is_some() || number_width.is_none();
        if mark.is_new && is_drawn {
            // A numbered task has its box after the number, in the text's place: it is rare.
            let content = RunContent::Ornament(symbol, 1);
            margin.marks.push(Run {
                column: column + number_width.unwrap_or(0),
                content,
                role: Role::Marker,
            });
        }
    }

    fn footnote(&self, margin: &mut Margin, id: ContainerId, number: Option<usize>) {
        let label = self.first_leaf_of(id).map(|leaf| self.segment.leaf_span(leaf)).unwrap_or_default();
        let label_width = columns(self.segment.slice(label));
        let Some(column) = self.indent(margin, label_width.saturating_add(3)) else { return };
        if number.is_some() {
            let role = Role::Marker;
            margin.marks.push(Run { column, content: RunContent::Ornament("[", 1), role });
            margin.marks.push(Run { column: column + 1, content: RunContent::Text(label), role });
            let after = column + 1 + label_width;
            margin.marks.push(Run { column: after, content: RunContent::Ornament("]", 1), role });
        }
    }

    /// Indents by `columns` and answers where they start; `None` where there is no room for them.
    fn indent(&self, margin: &mut Margin, columns: u16) -> Option<u16> {
        let column = margin.indent;
        let indent = column.checked_add(columns)?;
        let most = self.measure.saturating_sub(LEAST_TEXT).max(self.measure / 3);
        (indent <= most).then(|| {
            margin.indent = indent;
            column
        })
    }

    /// The containers around leaf `index` from the outermost on.
    fn path(&self, index: usize) -> impl Iterator<Item = (ContainerId, Container)> {
        let mut path: Vec<_> = self.segment.ancestors(self.container_of(index)).take(MAX_DEPTH).collect();
        path.reverse();
        path.into_iter()
    }

    fn container_of(&self, leaf: usize) -> ContainerId {
        self.segment.leaves().get(leaf).map_or(ContainerId::ROOT, |leaf| leaf.container)
    }

    fn is_inside(&self, leaf: usize, container: ContainerId) -> bool {
        self.segment.ancestors(self.container_of(leaf)).take(MAX_DEPTH).any(|(id, _)| id == container)
    }

    fn is_in_item(&self, item: ContainerId) -> bool {
        let outer = self.segment.ancestors(item).skip(1).take(MAX_DEPTH);
        outer.into_iter().any(|(_, container)| matches!(container.kind, ContainerKind::Item { .. }))
    }

    fn first_leaf_of(&self, container: ContainerId) -> Option<usize> {
        let leaves = self.segment.leaves();
        // Leaves stand in the order in which their containers were opened, so the first one at or
        // after the container is its own.
        let first = leaves.iter().position(|leaf| leaf.container == container)?;
        Some(first)
    }
}

/// What an item shows beside its first line.
#[derive(Clone, Copy)]
struct Mark {
    is_new: bool,
    task: Option<bool>,
    number: Option<usize>,
    bullets: usize,
}

/// For each list with numbers, the columns of the widest.
fn number_widths(segment: &Segment) -> HashMap<ContainerId, u16> {
    let mut widths = HashMap::new();
    for (index, leaf) in segment.leaves().iter().enumerate().filter(|(_, leaf)| leaf.kind == LeafKind::Marker)
    {
        let container = segment.container(leaf.container);
        if matches!(container.kind, ContainerKind::Item { .. }) {
            let own = columns(segment.leaf_text(index));
            let widest = widths.entry(container.parent).or_insert(0);
            *widest = own.max(*widest);
        }
    }
    widths
}

fn columns(text: &str) -> u16 {
    u16::try_from(width(text)).unwrap_or(u16::MAX)
}

/// The span of text that `leaf` shows, without white space at its end.
pub(super) fn trimmed(segment: &Segment, span: Span) -> Span {
    let text = segment.slice(span);
    Span::new(span.start, span.end - crate::document::position::offset(text.len() - text.trim_end().len()))
}
