//! The items and alerts that a leaf stands in, and how far it is indented for them.

use super::is_inside;
use crate::document::{Alert, ContainerId, ContainerKind, Segment};

/// Something that begins with a leaf and has a sign of its own before the text.
enum Begun {
    /// An item, with its marker, or `None` where that is a leaf of its own.
    Item { marker: Option<String>, width: usize },
    /// An alert, with its title.
    Alert(Alert),
}

/// What stands around a leaf, the outermost first.
pub(super) struct Around {
    /// The columns that the markers of the items take which began before it.
    widths: Vec<usize>,
    begun: Vec<Begun>,
}

impl Around {
    /// What stands around the leaf at `index`, whose text `is_marker` of the innermost item.
    pub(super) fn of(segment: &Segment, index: usize, is_marker: bool) -> Self {
        let (mut widths, mut begun) = (Vec::new(), Vec::new());
        let Some(leaf) = segment.leaves().get(index) else { return Self { widths, begun } };
        let before = index.checked_sub(1).and_then(|before| segment.leaves().get(before));
        let mut is_own = is_marker;
        for (id, container) in segment.ancestors(leaf.container) {
            let has_begun = container.continues.is_some()
                || before.is_some_and(|before| is_inside(segment, before.container, id));
            match container.kind {
                ContainerKind::Item { .. } => {
                    let (marker, task) = marker(segment, id);
                    let width = crate::text::width(&marker) + 1;
                    if has_begun {
                        widths.push(width);
                    } else {
                        let sign = || marker + task.map_or(" ", check_box);
                        let marker = (!std::mem::take(&mut is_own)).then(sign);
                        begun.push(Begun::Item { marker, width });
                    }
                }
                ContainerKind::BlockQuote(Some(alert)) if !has_begun => begun.push(Begun::Alert(alert)),
                _ => {}
            }
        }
        widths.reverse();
        begun.reverse();
        Self { widths, begun }
    }

    /// How many items are around it which began before.
    pub(super) fn n_items(&self) -> usize {
        self.widths.len()
    }

    /// How many begin with it.
    pub(super) fn n_begun(&self) -> usize {
        self.begun.iter().filter(|begun| matches!(begun, Begun::Item { .. })).count()
    }

    /// The columns before it, where the outermost items need none.
    pub(super) fn indent(&self, n_outermost: usize) -> usize {
        self.widths.iter().skip(n_outermost).sum()
    }

    /// The columns before what goes on in the innermost item that begins with it.
    pub(super) fn indent_inside(&self, n_outermost: usize) -> usize {
        let widths = self.begun.iter().filter_map(|begun| match begun {
            Begun::Item { width, .. } => Some(*width),
            Begun::Alert(_) => None,
        });
        self.widths.iter().copied().chain(widths).skip(n_outermost).sum()
    }

    /// The signs of what begins with it, behind so many columns: markers on one line, titles on lines of their own.
    pub(super) fn signs(&self, indent: usize) -> String {
        let (mut signs, mut column) = (String::new(), indent);
        for begun in &self.begun {
            match begun {
                Begun::Item { marker, width } => {
                    signs.push_str(marker.as_deref().unwrap_or_default());
                    column += width;
                }
                Begun::Alert(alert) => {
                    signs.push_str(alert.title());
                    signs.push('\n');
                    signs.push_str(&" ".repeat(column));
                }
            }
        }
        signs
    }
}

/// The marker of an item, and for a task whether it is done.
fn marker(segment: &Segment, id: ContainerId) -> (String, Option<bool>) {
    let ContainerKind::Item { marker, task } = segment.container(id).kind else { return Default::default() };
    let marker = segment.string(marker).trim();
    (if marker.is_empty() { "-" } else { marker }.to_owned(), task)
}

/// The box of a task, between its marker and its text.
pub(super) fn check_box(is_done: bool) -> &'static str {
    if is_done { " [x] " } else { " [ ] " }
}

/// A text of several lines, of which all but the first stand behind so many columns. Empty lines stay empty.
pub(super) fn indented(text: &str, indent: usize) -> String {
    let lines = text.split('\n').enumerate().map(|(number, line)| match number {
        0 => line.to_owned(),
        _ if line.is_empty() => "\n".to_owned(),
        _ => format!("\n{}{line}", " ".repeat(indent)),
    });
    lines.collect::<Vec<_>>().concat()
}
