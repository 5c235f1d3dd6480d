//! Setting a segment: its leaves one below the other, with the rows between them.

use super::Options;
use super::code::{self, Frame};
use super::galley::{Galley, Role, SegmentLayout};
use super::margin::{Margin, Margins, trimmed};
use super::paragraph::{MendedLine, break_mended, break_verse};
use super::table;
use crate::document::position::offset;
use crate::document::{
    Chunk, Container, ContainerKind, Document, Furniture, InlineStyle, LeafKind, Purpose, Segment, SegmentId,
    Span,
};
use crate::text::{missing_spaces, width};

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
            None if !document.has_present_chunks() => Self::Gap,
            next => Self::before(next),
        }
    }

    /// What follows a segment when the chunk after it is `next`, or none.
    pub fn before(next: Option<&Chunk>) -> Self {
        match next {
            Some(chunk) if chunk.continues => Self::Continues,
            Some(_) => Self::Gap,
            None => Self::End,
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
        Setter { segment, options, seam, margins, galley: Galley::default(), above: None, marker: None };
    let mut leaf = 0;
    while leaf < segment.leaves().len() {
        leaf = setter.leaf(leaf);
    }
    if seam == Seam::Gap {
        setter.last_gap();
    }
    setter.galley.finish()
}

/// The lines of code up to the last one that is not blank, or the first: a gap follows, and needs no others before it.
fn without_last_blank_lines(text: &str) -> &str {
    let inked = text.trim_end().len();
    let rest = text.get(inked..).unwrap_or_default();
    rest.find('\n').and_then(|end| text.get(..inked + end)).unwrap_or(text)
}

struct Setter<'a> {
    segment: &'a Segment,
    options: Options,
    /// What follows.
    seam: Seam,
    margins: Margins<'a>,
    galley: Galley,
    /// The leaf set last.
    above: Option<usize>,
    /// The first of the numbers that will stand beside the next leaf.
    marker: Option<usize>,
}

impl Setter<'_> {
    /// Sets the leaf at `index` and answers the next one to set.
    fn leaf(&mut self, index: usize) -> usize {
        let Some(leaf) = self.segment.leaves().get(index) else { return index + 1 };
        if leaf.kind == LeafKind::Marker && self.margins.stands_beside_next(index) {
            self.marker.get_or_insert(index);
            return index + 1;
        }
        self.gap_before(index);
        let mut margin = self.margins.of(index, self.above);
        margin.set_titles(&mut self.galley, index, leaf.text, self.options.measure);
        self.above = Some(index);
        match leaf.kind {
            LeafKind::Cell { .. } => return self.table(index, &margin),
            LeafKind::CodeBlock { .. } => self.code(index, &margin, Role::Code),
            LeafKind::HtmlBlock => self.code(index, &margin, Role::Html),
            LeafKind::ThematicBreak => self.thematic_break(index, &margin),
            LeafKind::Heading(level) => self.heading(index, level, &margin),
            LeafKind::Paragraph if self.is_lineated(index) => {
                self.verse(index, &margin);
            }
            kind => {
                self.paragraph(index, &margin, paragraph_role(kind, &margin));
            }
        }
        index + 1
    }

    /// Sets running text and answers how wide its longest line is.
    fn paragraph(&mut self, index: usize, margin: &Margin, role: Role) -> u16 {
        let span = trimmed(self.segment, self.segment.leaf_span(index));
        let places = if self.options.is_mended { self.missing_spaces(span) } else { Vec::new() };
        let room = margin.room(self.options.measure);
        let lines = break_mended(self.segment.slice(span), &places, span.start, room);
        for (number, mended) in lines.iter().enumerate() {
            margin.begin_line(&mut self.galley, index, mended.line.span.start, number == 0);
            self.line(margin.indent, mended, role);
        }
        lines.iter().map(|mended| mended.line.width).max().unwrap_or(0)
    }

    /// Where spaces are missing in running text: not in code and links.
    fn missing_spaces(&self, span: Span) -> Vec<usize> {
        let is_prose = |at: &usize| {
            let place = span.start + offset(*at);
            let around = Span::new(place - 1, place + 1);
            let other = InlineStyle::CODE | InlineStyle::LINK | InlineStyle::HTML;
            self.segment.styled(around).all(|part| !part.style.intersects(other))
        };
        missing_spaces(self.segment.slice(span)).into_iter().filter(is_prose).collect()
    }

    /// Sets a line, with the spaces that the text lacks.
    fn line(&mut self, column: u16, mended: &MendedLine, role: Role) {
        let Span { start, end } = mended.line.span;
        let (mut at, mut next) = (start, column);
        for &space in &mended.spaces {
            let piece = Span::new(at, space);
            self.galley.text(next, piece, role);
            next = next.saturating_add(u16::try_from(width(self.segment.slice(piece))).unwrap_or(u16::MAX));
            self.galley.ornament(next, " ", 1, Role::Mended);
            (at, next) = (space, next.saturating_add(1));
        }
        self.galley.text(next, Span::new(at, end), role);
        self.galley.hyphen(column, &mended.line, role);
    }

    /// Whether the lines of a leaf stay lines.
    fn is_lineated(&self, index: usize) -> bool {
        matches!(self.segment.purpose(index), Some(Purpose::Verse | Purpose::Contents))
    }

    /// Sets verse, line by line.
    fn verse(&mut self, index: usize, margin: &Margin) {
        let span = trimmed(self.segment, self.segment.leaf_span(index));
        let role = paragraph_role(LeafKind::Paragraph, margin);
        let lines = break_verse(self.segment.slice(span), span.start, margin.room(self.options.measure));
        for (number, (line, hang)) in lines.iter().enumerate() {
            margin.begin_line(&mut self.galley, index, line.span.start, number == 0);
            self.galley.broken(margin.indent.saturating_add(*hang), line, role);
        }
    }

    fn heading(&mut self, index: usize, level: u8, margin: &Margin) {
        let mark = heading_mark(level).filter(|_| margin.room(self.options.measure) > 8);
        let inner = mark.map_or_else(|| margin.clone(), |mark| margin.with_mark(mark, Role::Heading(level)));
        let width = self.paragraph(index, &inner, Role::Heading(level));
        self.heading_rule(index, level, width, margin);
    }

    /// The rule under a heading of level 1 (as long as the measure) or 2 (as long as the heading,
    /// which is `width` columns wide).
    fn heading_rule(&mut self, index: usize, level: u8, width: u16, margin: &Margin) {
        let room = margin.room(self.options.measure);
        let (symbol, length) = match level {
            1 => ("━", room),
            2 => ("─", width.clamp(1, room)),
            _ => return,
        };
        self.galley.ornament_line(index, self.segment.leaf_span(index).end);
        margin.draw(&mut self.galley, false);
        self.galley.ornament(margin.indent, symbol, length, Role::Rule);
    }

    fn code(&mut self, index: usize, margin: &Margin, role: Role) {
        let span = self.segment.leaf_span(index);
        let room = margin.room(self.options.limit);
        let inset = if room >= 60 { 4 } else { u16::from(room >= 20) * 2 };
        let indent = margin.indent.saturating_add(inset);
        let limit = self.options.limit.max(indent.saturating_add(1));
        let frame = Frame { leaf: index, indent, limit, role };
        let text = self.segment.slice(span);
        let goes_on = self.seam == Seam::Continues && index + 1 == self.segment.leaves().len();
        let text = if goes_on { text } else { without_last_blank_lines(text) };
        code::set(text, span.start, frame, margin, &mut self.galley);
    }

    fn thematic_break(&mut self, index: usize, margin: &Margin) {
        let room = margin.room(self.options.measure);
        let length = room.div_ceil(3).max(room.min(3));
        margin.begin_line(&mut self.galley, index, self.segment.leaf_span(index).start, true);
        let column = margin.indent.saturating_add((room - length) / 2);
        self.galley.ornament(column, "─", length, Role::Rule);
    }

    /// Sets the whole table that begins with the cell at `index`.
    fn table(&mut self, index: usize, margin: &Margin) -> usize {
        let table = table::Table::new(self.segment, index);
        let next = table.end();
        table::set(&table, margin.room(self.options.measure), margin, &mut self.galley);
        self.above = Some(next - 1);
        next
    }

    /// The blank row between the leaf above and the one at `index`, where there is to be one.
    fn gap_before(&mut self, index: usize) {
        let first = self.marker.take().unwrap_or(index);
        let Some(above) = self.above else { return };
        if !self.needs_gap(above, first) {
            return;
        }
        let margin = self.margins.between(above, index);
        self.galley.ornament_line(above, self.segment.leaf_span(above).end);
        margin.draw(&mut self.galley, false);
    }

    fn last_gap(&mut self) {
        let Some(above) = self.above else { return };
        self.galley.ornament_line(above, self.segment.leaf_span(above).end);
    }

    fn needs_gap(&self, above: usize, below: usize) -> bool {
        let kind = |leaf: usize| self.segment.leaves().get(leaf).map(|leaf| leaf.kind);
        if kind(above) == Some(LeafKind::Term) {
            // Several terms may have one explanation.
            return false;
        }
        if let (Some(LeafKind::Furniture(above)), Some(LeafKind::Furniture(below))) =
            (kind(above), kind(below))
        {
            return above == Furniture::License || below == Furniture::License;
        }
        let common = self.segment.container(self.margins.common_container(above, below));
        !self.is_tight(common) && !self.margins.are_short_notes(above, below)
    }

    /// Whether blocks that have `container` as their innermost common one stand close together.
    fn is_tight(&self, container: Container) -> bool {
        match container.kind {
            ContainerKind::List { tight } => tight,
            ContainerKind::Item { .. } => {
                matches!(self.segment.container(container.parent).kind, ContainerKind::List { tight: true })
            }
            _ => false,
        }
    }
}

/// What a leaf of running text is, for the theme.
fn paragraph_role(kind: LeafKind, margin: &Margin) -> Role {
    match kind {
        LeafKind::Image => Role::Image,
        LeafKind::Term => Role::Term,
        LeafKind::Marker => Role::Marker,
        LeafKind::Furniture(_) => Role::Furniture,
        _ if margin.is_quoted => Role::Quote,
        _ => Role::Body,
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
