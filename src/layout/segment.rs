//! Setting a segment: its leaves one below the other, with the rows between them.

use super::Options;
use super::code::{self, Frame};
use super::galley::{Galley, Role, SegmentLayout};
use super::margin::{Margin, Margins, trimmed};
use super::paragraph::break_lines;
use super::table;
use crate::document::{Container, ContainerId, ContainerKind, Document, LeafKind, Segment, SegmentId};

/// What follows a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seam {
    /// The end of the document: no blank row.
    End,
    /// Another block: a blank row.
    Gap,
    /// The next segment goes on with the same block.
    Continues,
}

impl Seam {
    /// What follows segment `id`, as far as the document is known.
    pub fn after(document: &Document, id: SegmentId) -> Self {
        match document.chunk(SegmentId(id.0.saturating_add(1))) {
            Some(chunk) if chunk.continues => Self::Continues,
            None if document.is_complete() => Self::End,
            _ => Self::Gap,
        }
    }
}

/// Typesets `segment`. Costs time in the order of the segment's length.
///
/// ```
/// use folio::document::{LeafKind, SegmentBuilder};
/// use folio::layout::{Options, Seam, set};
///
/// let mut builder = SegmentBuilder::new(0);
/// builder.leaf(LeafKind::Paragraph, 0..11, "hello world");
/// let set = set(&builder.finish(11), Options::new(8), Seam::End);
/// assert_eq!(set.lines().len(), 2);
/// ```
pub fn set(segment: &Segment, options: Options, seam: Seam) -> SegmentLayout {
    let margins = Margins::new(segment, options.measure);
    let mut setter =
        Setter { segment, options, margins, galley: Galley::default(), above: None, waiting: Vec::new() };
    let mut leaf = 0;
    while leaf < segment.leaves().len() {
        leaf = setter.leaf(leaf);
    }
    if seam == Seam::Gap {
        setter.last_gap();
    }
    setter.galley.finish()
}

struct Setter<'a> {
    segment: &'a Segment,
    options: Options,
    margins: Margins<'a>,
    galley: Galley,
    /// The leaf set last.
    above: Option<usize>,
    /// Numbers that will stand beside the next leaf.
    waiting: Vec<usize>,
}

impl Setter<'_> {
    /// Sets the leaf at `index` and answers the next one to set.
    fn leaf(&mut self, index: usize) -> usize {
        let Some(leaf) = self.segment.leaves().get(index) else { return index + 1 };
        if leaf.kind == LeafKind::Marker && self.margins.has_room_for(index, index + 1) {
            self.waiting.push(index);
            return index + 1;
        }
        self.gap_before(index);
        let numbers = std::mem::take(&mut self.waiting);
        let margin = self.margins.of(index, self.above, &numbers);
        self.alert_title(index, &margin);
        self.above = Some(index);
        // A line belongs to the first leaf on it: the number beside the text comes before it.
        let first = numbers.first().copied().unwrap_or(index);
        match leaf.kind {
            LeafKind::Cell { .. } => return self.table(index, &margin),
            LeafKind::CodeBlock { .. } => self.code(first, index, &margin, Role::Code),
            LeafKind::HtmlBlock => self.code(first, index, &margin, Role::Html),
            LeafKind::ThematicBreak => self.thematic_break(index, &margin),
            LeafKind::Heading(level) => self.heading(first, index, level, &margin),
            LeafKind::Paragraph if margin.is_quoted => self.paragraph(first, index, &margin, Role::Quote),
            LeafKind::Paragraph => self.paragraph(first, index, &margin, Role::Body),
            LeafKind::Image => self.paragraph(first, index, &margin, Role::Image),
            LeafKind::Term => self.paragraph(first, index, &margin, Role::Term),
            LeafKind::Marker => self.paragraph(first, index, &margin, Role::Marker),
        }
        index + 1
    }

    fn paragraph(&mut self, first: usize, index: usize, margin: &Margin, role: Role) {
        let span = trimmed(self.segment, self.segment.leaf_span(index));
        let measure = self.options.measure.saturating_sub(margin.indent).max(1);
        for (number, line) in break_lines(self.segment.slice(span), span.start, measure).iter().enumerate() {
            self.begin_line(first, index, line.span.start, margin, number == 0);
            self.galley.text(margin.indent, line.span, role);
            if line.hyphen {
                self.galley.ornament(margin.indent + line.width - 1, "-", 1, role);
            }
        }
    }

    /// Begins a line of leaf `index`. The first one also shows what the margin holds, and the
    /// number beside it, which is the line's first text.
    fn begin_line(&mut self, first: usize, index: usize, start: u32, margin: &Margin, is_first: bool) {
        let number = self.segment.leaves().get(first).filter(|_| is_first && first != index);
        self.galley.line(index, number.map_or(start, |number| number.text));
        if is_first { margin.draw_first(&mut self.galley) } else { margin.draw(&mut self.galley) }
    }

    fn heading(&mut self, first: usize, index: usize, level: u8, margin: &Margin) {
        let mark = heading_mark(level).filter(|_| self.options.measure.saturating_sub(margin.indent) > 8);
        let inner = mark.map_or_else(|| margin.clone(), |mark| margin.with_mark(mark, Role::Heading(level)));
        self.paragraph(first, index, &inner, Role::Heading(level));
        self.heading_rule(index, level, margin);
    }

    /// The rule under a heading of level 1 (as long as the measure) or 2 (as long as the heading).
    fn heading_rule(&mut self, index: usize, level: u8, margin: &Margin) {
        let room = self.options.measure.saturating_sub(margin.indent).max(1);
        let span = trimmed(self.segment, self.segment.leaf_span(index));
        let lines = break_lines(self.segment.slice(span), span.start, room);
        let (symbol, length) = match level {
            1 => ("━", room),
            2 => ("─", lines.iter().map(|line| line.width).max().unwrap_or(1).clamp(1, room)),
            _ => return,
        };
        self.galley.ornament_line(index, self.segment.leaf_span(index).end);
        margin.draw(&mut self.galley);
        self.galley.ornament(margin.indent, symbol, length, Role::Rule);
    }

    fn code(&mut self, first: usize, index: usize, margin: &Margin, role: Role) {
        let span = self.segment.leaf_span(index);
        let room = self.options.limit.saturating_sub(margin.indent);
        let indent = margin.indent + if room >= 60 { 4 } else { u16::from(room >= 20) * 2 };
        let start = self.segment.leaf_span(first).start;
        let frame = Frame { leaf: index, start, indent, limit: self.options.limit.max(indent + 1), role };
        code::set(self.segment.slice(span), span.start, frame, margin, &mut self.galley);
    }

    fn thematic_break(&mut self, index: usize, margin: &Margin) {
        let room = self.options.measure.saturating_sub(margin.indent).max(1);
        let length = room.div_ceil(3).max(room.min(3));
        self.galley.line(index, self.segment.leaf_span(index).start);
        margin.draw_first(&mut self.galley);
        self.galley.ornament(margin.indent + (room - length) / 2, "─", length, Role::Rule);
    }

    /// Sets the whole table that begins with the cell at `index`.
    fn table(&mut self, index: usize, margin: &Margin) -> usize {
        let table = table::Table::new(self.segment, index);
        let next = table.end();
        let measure = self.options.measure.saturating_sub(margin.indent).max(1);
        table::set(&table, measure, margin, &mut self.galley);
        self.above = Some(next - 1);
        next
    }

    /// The word above an alert, on a row of its own.
    fn alert_title(&mut self, index: usize, margin: &Margin) {
        let Some(leaf) = self.segment.leaves().get(index) else { return };
        let alert = self.segment.ancestors(leaf.container).find_map(|(id, container)| match container.kind {
            ContainerKind::BlockQuote(Some(alert)) => Some((id, alert)),
            _ => None,
        });
        let Some((id, alert)) = alert else { return };
        if self.above.is_some_and(|above| self.is_inside(above, id)) {
            return;
        }
        let start = leaf.text.saturating_sub(1);
        self.galley.ornament_line(index, start);
        margin.draw(&mut self.galley);
        self.galley.ornament(margin.indent, alert.title(), 1, Role::Alert);
    }

    /// The blank row between the leaf above and the one at `index`, where there is to be one.
    fn gap_before(&mut self, index: usize) {
        let Some(above) = self.above else { return };
        let beside = self.waiting.first().copied().unwrap_or(index);
        if !self.needs_gap(above, beside) {
            return;
        }
        let margin = self.margins.between(above, index);
        self.galley.ornament_line(above, self.segment.leaf_span(above).end);
        margin.draw(&mut self.galley);
    }

    fn last_gap(&mut self) {
        let Some(above) = self.above else { return };
        self.galley.ornament_line(above, self.segment.leaf_span(above).end);
    }

    fn needs_gap(&self, above: usize, below: usize) -> bool {
        let kind = |leaf: usize| self.segment.leaves().get(leaf).map(|leaf| leaf.kind);
        if kind(above) == Some(LeafKind::Term) {
            return kind(below) == Some(LeafKind::Term);
        }
        !self.is_tight(self.common_container(above, below))
    }

    /// Whether blocks that have `container` as their innermost common one stand close together.
    fn is_tight(&self, (_, container): (ContainerId, Container)) -> bool {
        match container.kind {
            ContainerKind::List { tight } => tight,
            ContainerKind::Item { .. } => {
                matches!(self.segment.container(container.parent).kind, ContainerKind::List { tight: true })
            }
            _ => false,
        }
    }

    fn common_container(&self, above: usize, below: usize) -> (ContainerId, Container) {
        let id = self.segment.leaves().get(below).map_or(ContainerId::ROOT, |leaf| leaf.container);
        let found = self.segment.ancestors(id).find(|&(id, _)| self.is_inside(above, id));
        found.unwrap_or_else(|| (ContainerId::ROOT, self.segment.container(ContainerId::ROOT)))
    }

    fn is_inside(&self, leaf: usize, container: ContainerId) -> bool {
        let id = self.segment.leaves().get(leaf).map_or(ContainerId::ROOT, |leaf| leaf.container);
        self.segment.ancestors(id).any(|(id, _)| id == container)
    }
}

/// What tells a heading of level 3 to 6 from its neighbors where there is neither color nor bold.
fn heading_mark(level: u8) -> Option<&'static str> {
    match level {
        3 => Some("◆"),
        4 => Some("◇"),
        5 => Some("▹"),
        6 => Some("▫"),
        _ => None,
    }
}
