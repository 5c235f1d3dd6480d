//! Where each container of a segment stands: found once, from the outermost on, so that no leaf
//! costs more than the few containers that show something beside it.
//!
//! Indents stop growing where the text would get too narrow, so any depth of nesting stays
//! readable. An item that is too deep stands where the one around it stands.

use std::ops::Range;

use super::columns;
use crate::document::position::offset;
use crate::document::{Container, ContainerId, ContainerKind, LeafKind, Segment};

/// Columns of text that margins leave free, where the measure has them; else half of it.
const LEAST_TEXT: u16 = 16;
/// The most containers inside each other that are indented.
const MAX_DEPTH: u8 = 64;
/// What a definition is indented by.
const DEFINITION_INDENT: u16 = 4;
/// Measures from this one on have room for items to stand in.
const ROOMY: u16 = 40;

/// What is beyond all containers.
static OUTSIDE: Place = Place::new(ContainerKind::Document);

/// Where one container stands, and what is in it.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) kind: ContainerKind,
    /// The leaves in it, at any depth.
    pub(super) leaves: Range<usize>,
    /// Its number or label.
    pub(super) marker: Option<usize>,
    /// For a list: columns of its widest number; 0 where it has none.
    pub(super) number_width: u16,
    /// For a footnote: columns of its label.
    label_width: u16,
    /// The column of its bar or bullet; `None` where it does not indent.
    pub(super) column: Option<u16>,
    /// Columns before the text in it.
    pub(super) indent: u16,
    /// Whether it is a block quote or in one.
    pub(super) is_quoted: bool,
    /// Bulleted items around it.
    pub(super) bullets: u16,
    /// Whether it is an item or in one.
    is_in_item: bool,
    /// Containers that indent, itself included.
    depth: u8,
    /// The next container outward that shows something.
    shown_outer: ContainerId,
}

impl Place {
    const fn new(kind: ContainerKind) -> Self {
        Self {
            kind,
            leaves: 0..0,
            marker: None,
            number_width: 0,
            label_width: 0,
            column: None,
            indent: 0,
            is_quoted: false,
            bullets: 0,
            is_in_item: false,
            depth: 0,
            shown_outer: ContainerId::ROOT,
        }
    }

    /// Whether leaf `index` is in it.
    pub(super) fn holds(&self, index: usize) -> bool {
        self.leaves.contains(&index)
    }

    /// Whether something of it is drawn in the margin.
    fn is_shown(&self) -> bool {
        self.column.is_some() || matches!(self.kind, ContainerKind::BlockQuote(Some(_)))
    }

    fn add_leaves(&mut self, leaves: &Range<usize>) {
        if self.leaves.is_empty() {
            self.leaves = leaves.clone();
        } else if !leaves.is_empty() {
            self.leaves = self.leaves.start.min(leaves.start)..self.leaves.end.max(leaves.end);
        }
    }
}

/// The places of a segment's containers.
pub(super) struct Places {
    places: Vec<Place>,
    measure: u16,
}

impl Places {
    pub(super) fn new(segment: &Segment, measure: u16) -> Self {
        let places = segment.containers().iter().map(|container| Place::new(container.kind)).collect();
        let mut places = Self { places, measure };
        places.find_leaves(segment);
        for id in (0..segment.containers().len()).skip(1).map(id_at) {
            places.settle(segment, id);
        }
        places
    }

    /// The place of a container.
    pub(super) fn of(&self, id: ContainerId) -> &Place {
        self.places.get(id.0 as usize).unwrap_or(&OUTSIDE)
    }

    fn place(&mut self, id: ContainerId) -> Option<&mut Place> {
        self.places.get_mut(id.0 as usize)
    }

    /// The containers around `id`, itself included, that show something, from the outermost on.
    pub(super) fn shown_around(&self, id: ContainerId) -> Vec<(ContainerId, &Place)> {
        let mut shown = Vec::new();
        let mut at = id;
        while at != ContainerId::ROOT {
            let place = self.of(at);
            if place.is_shown() {
                shown.push((at, place));
            }
            at = place.shown_outer;
        }
        shown.reverse();
        shown
    }

    /// Finds each container's leaves, its marker, and the widest number of each list.
    fn find_leaves(&mut self, segment: &Segment) {
        for (index, leaf) in segment.leaves().iter().enumerate() {
            let Some(place) = self.place(leaf.container) else { continue };
            place.add_leaves(&(index..index + 1));
            if leaf.kind == LeafKind::Marker && place.marker.is_none() {
                place.marker = Some(index);
                self.measure_marker(segment, leaf.container, columns(segment.leaf_text(index)));
            }
        }
        for (index, container) in segment.containers().iter().enumerate() {
            if let Some(mark) = container.continues.filter(|mark| !mark.is_empty()) {
                self.measure_marker(segment, id_at(index), columns(segment.string(mark)));
            }
        }
        // Containers stand after those around them, so backwards each is complete when it is met.
        for id in (1..segment.containers().len()).rev().map(id_at) {
            let leaves = self.of(id).leaves.clone();
            if let Some(outer) = self.place(segment.container(id).parent) {
                outer.add_leaves(&leaves);
            }
        }
    }

    fn measure_marker(&mut self, segment: &Segment, id: ContainerId, columns: u16) {
        let container = segment.container(id);
        let is_item = matches!(container.kind, ContainerKind::Item { .. });
        let Some(place) = self.place(if is_item { container.parent } else { id }) else { return };
        if is_item {
            place.number_width = place.number_width.max(columns);
        } else {
            place.label_width = columns;
        }
    }

    /// Finds where a container stands, once that of the container around it is known.
    fn settle(&mut self, segment: &Segment, id: ContainerId) {
        let container = segment.container(id);
        let outer = self.of(container.parent).clone();
        let (lead, columns) = self.indent(id, container, &outer);
        let most = self.measure.saturating_sub(LEAST_TEXT).max(self.measure / 2);
        let end = outer.indent.checked_add(columns).filter(|&end| end <= most && outer.depth < MAX_DEPTH);
        let bulleted = self.is_bulleted(container.parent, segment);
        let shown_outer = if outer.is_shown() { container.parent } else { outer.shown_outer };
        let below = if end.is_none() { self.below_item(id, shown_outer, columns - lead, most) } else { None };
        let Some(place) = self.place(id) else { return };
        place.is_quoted = outer.is_quoted || matches!(place.kind, ContainerKind::BlockQuote(_));
        place.is_in_item = outer.is_in_item || matches!(place.kind, ContainerKind::Item { .. });
        place.bullets = outer.bullets.saturating_add(bulleted.into());
        place.shown_outer = shown_outer;
        (place.indent, place.depth) = (outer.indent, outer.depth);
        if columns > 0
            && let Some(end) = end
        {
            place.column = Some(outer.indent.saturating_add(lead));
            (place.indent, place.depth) = (end, outer.depth + 1);
        } else if let Some((column, indent)) = below {
            (place.column, place.indent) = (Some(column), indent);
        }
    }

    /// The column and the indent of an item with no room for an indent of its own, below the first line of
    /// the one around it, which is at the same column. `columns` are those of its mark, and `most` those of
    /// the widest indent.
    fn below_item(&self, id: ContainerId, outer: ContainerId, columns: u16, most: u16) -> Option<(u16, u16)> {
        let (item, outer) = (self.of(id), self.of(outer));
        let is_item = |place: &Place| matches!(place.kind, ContainerKind::Item { .. });
        let first_text = outer.leaves.start + usize::from(outer.marker.is_some());
        let column =
            outer.column.filter(|_| is_item(item) && is_item(outer) && item.leaves.start > first_text)?;
        let indent = outer.indent.max(column.saturating_add(columns));
        (indent <= most).then_some((column, indent))
    }

    /// The columns that a container indents by: those before its mark, and all.
    fn indent(&self, id: ContainerId, container: Container, outer: &Place) -> (u16, u16) {
        match container.kind {
            ContainerKind::BlockQuote(_) => (0, 2),
            ContainerKind::Definition => (0, DEFINITION_INDENT),
            ContainerKind::Footnote => (0, self.of(id).label_width.saturating_add(1)),
            ContainerKind::Item { task, .. } => {
                let lead = if self.measure >= ROOMY && !outer.is_in_item { 2 } else { 0 };
                let numbers = self.of(container.parent).number_width;
                let number_and_box = numbers > 0 && task.is_some();
                let marks = numbers.max(1).saturating_add(if number_and_box { 2 } else { 0 });
                (lead, marks.saturating_add(lead + 1))
            }
            _ => (0, 0),
        }
    }

    fn is_bulleted(&self, id: ContainerId, segment: &Segment) -> bool {
        let container = segment.container(id);
        matches!(container.kind, ContainerKind::Item { .. }) && self.of(container.parent).number_width == 0
    }
}

fn id_at(index: usize) -> ContainerId {
    ContainerId(offset(index))
}
