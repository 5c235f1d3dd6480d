//! The only way to make a [`Segment`], so that an invalid one cannot be made.

use std::sync::Arc;

use super::corrections::Followed;
use super::explanation::Certainty;
use super::position::{Span, offset};
use super::segment::{
    Alignment, Container, ContainerId, ContainerKind, InlineRun, InlineStyle, Leaf, LeafKind, Link, Purpose,
    Segment,
};

/// Collects leaves, containers and text in reading order.
///
/// Calls nest as the blocks do: [`open`](Self::open) and [`close`](Self::close) containers, and
/// inside them [`begin`](Self::begin) and [`end`](Self::end) leaves, whose text is added with
/// [`text`](Self::text) and [`style`](Self::style). Source offsets are bytes of the chunk's text.
///
/// ```
/// use folio::document::{LeafKind, SegmentBuilder};
///
/// let mut builder = SegmentBuilder::new(0);
/// builder.leaf(LeafKind::Heading(1), 0..7, "Title");
/// builder.leaf(LeafKind::Paragraph, 8..13, "Text.");
/// let segment = builder.finish(14);
/// assert_eq!(segment.text(), "Title\nText.\n");
/// assert_eq!(segment.leaf_text(1), "Text.");
/// ```
#[derive(Debug)]
pub struct SegmentBuilder {
    text: String,
    strings: String,
    leaves: Vec<Leaf>,
    containers: Vec<Container>,
    runs: Vec<InlineRun>,
    links: Vec<Link>,
    alignments: Vec<Alignment>,
    source_start: u64,
    warning: Option<Box<str>>,
    current: ContainerId,
    in_leaf: bool,
    joint: Option<&'static str>,
    leads: Vec<(ContainerId, Arc<Segment>)>,
    purposes: Vec<(u32, Purpose)>,
    style: (InlineStyle, u16),
    certainty: Option<Certainty>,
    followed: Vec<Followed>,
}

/// A link made by [`SegmentBuilder::link`], to be passed to [`SegmentBuilder::style`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinkId(u16);

impl SegmentBuilder {
    /// A builder for the chunk that starts at byte `source_start` of the source.
    pub fn new(source_start: u64) -> Self {
        Self {
            text: String::new(),
            strings: String::new(),
            leaves: Vec::new(),
            containers: vec![Container::ROOT],
            runs: Vec::new(),
            links: Vec::new(),
            alignments: Vec::new(),
            source_start,
            warning: None,
            current: ContainerId::ROOT,
            in_leaf: false,
            joint: None,
            leads: Vec::new(),
            purposes: Vec::new(),
            style: (InlineStyle::empty(), 0),
            certainty: None,
            followed: Vec::new(),
        }
    }

    /// Opens a container at `source`; the next blocks lie in it. Ends an open leaf.
    pub fn open(&mut self, kind: ContainerKind, source: std::ops::Range<usize>) -> ContainerId {
        self.end();
        let id = ContainerId(offset(self.containers.len()));
        let container = Container { parent: self.current, source: span(&source), kind, continues: None };
        self.containers.push(container);
        self.current = id;
        id
    }

    /// Says that the innermost container goes on from the segment before. `mark` is the number or
    /// label that stands beside its beginning there, among the strings.
    pub fn continue_container(&mut self, mark: Span) {
        if let Some(container) = self.containers.get_mut(self.current.index()) {
            container.continues = Some(mark);
        }
    }

    /// Closes the innermost container. Does nothing at the root.
    ///
    /// An item, footnote or definition without a block gets an empty paragraph, for what stands
    /// beside it to be set.
    pub fn close(&mut self) {
        self.end();
        if let Some(source) = self.empty_block() {
            self.leaf(LeafKind::Paragraph, source..source, "");
        }
        if let Some(container) = self.containers.get(self.current.index()) {
            self.current = container.parent;
        }
    }

    /// Says where the innermost container ends, when that was not known as it was opened.
    pub fn extend_source(&mut self, end: usize) {
        if let Some(container) = self.containers.get_mut(self.current.index()) {
            container.source.end = container.source.end.max(offset(end));
        }
    }

    /// Changes the kind of a container, for what only its inside tells (tightness, a task).
    pub fn set_kind(&mut self, id: ContainerId, kind: ContainerKind) {
        if let Some(container) = self.containers.get_mut(id.index()) {
            container.kind = kind;
        }
    }

    /// The innermost open container.
    pub fn current(&self) -> ContainerId {
        self.current
    }

    /// The kind of a container.
    pub fn kind(&self, id: ContainerId) -> ContainerKind {
        self.containers.get(id.index()).map_or(ContainerKind::Document, |container| container.kind)
    }

    /// Begins a leaf in the innermost container. Ends an open one.
    pub fn begin(&mut self, kind: LeafKind, source: std::ops::Range<usize>) {
        self.end();
        self.leaves.push(Leaf {
            text: offset(self.text.len()),
            source: span(&source),
            container: self.current,
            kind,
            certainty: self.certainty,
        });
        self.in_leaf = true;
    }

    /// Notes that a correction was followed, by its place in the list, of the block at `source`.
    pub fn followed(&mut self, correction: usize, source: usize) {
        self.followed.push(Followed { correction: offset(correction), source: offset(source) });
    }

    /// How sure the kind of the leaves is that begin from now on.
    pub fn certainty(&mut self, certainty: Certainty) {
        self.certainty = Some(certainty);
    }

    /// Adds to the open leaf's text; a line feed in it is a line break. Begins a paragraph where
    /// no leaf is open, so that no text is ever lost.
    pub fn text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        if !self.in_leaf {
            let at = self
                .containers
                .get(self.current.index())
                .map_or(0, |container| container.source.start as usize);
            self.begin(LeafKind::Paragraph, at..at);
        }
        self.mark_style();
        self.text.push_str(text);
    }

    /// The style of the text that follows, until the next call or the end of the leaf.
    pub fn style(&mut self, style: InlineStyle, link: Option<LinkId>) {
        self.style = (style, link.map_or(0, |id| id.0));
    }

    /// Gives `style` to the text from byte `start` of the open leaf to its present end, in
    /// addition to what it has. For what is recognized after the fact.
    pub fn add_style(&mut self, range: std::ops::Range<usize>, style: InlineStyle) {
        let base = self.leaves.last().map_or(0, |leaf| leaf.text as usize);
        let (start, end) = (offset(base + range.start), offset(base + range.end));
        self.split_run(start);
        self.split_run(end);
        let first = self.runs.partition_point(|run| run.start < start);
        for run in self.runs.iter_mut().skip(first).take_while(|run| run.start < end) {
            run.style |= style;
        }
    }

    /// Makes a link, to be passed to [`style`](Self::style). `None` past 65,535 of them.
    pub fn link(&mut self, destination: &str, title: &str) -> Option<LinkId> {
        let (destination, title) = (self.string(destination), self.string(title));
        self.add_link(Link { destination, title, picture: Span::default() })
    }

    /// The link `around` where the picture at `source` stands in it.
    pub fn pictured(&mut self, around: LinkId, source: &str) -> Option<LinkId> {
        let link = self.links.get(usize::from(around.0).checked_sub(1)?).copied()?;
        let picture = self.string(source);
        self.add_link(Link { picture, ..link })
    }

    fn add_link(&mut self, link: Link) -> Option<LinkId> {
        let number = u16::try_from(self.links.len() + 1).ok()?;
        self.links.push(link);
        Some(LinkId(number))
    }

    /// Keeps a string beside the text: a marker, an info string.
    pub fn string(&mut self, string: &str) -> Span {
        let start = offset(self.strings.len());
        self.strings.push_str(string);
        Span::new(start, offset(self.strings.len()))
    }

    /// Keeps a table's alignments, for [`ContainerKind::Table`].
    pub fn alignments(&mut self, alignments: &[Alignment]) -> Span {
        let start = offset(self.alignments.len());
        self.alignments.extend_from_slice(alignments);
        Span::new(start, offset(self.alignments.len()))
    }

    /// The open leaf's text so far.
    pub fn leaf_text(&self) -> &str {
        let start =
            self.leaves.last().filter(|_| self.in_leaf).map_or(self.text.len(), |leaf| leaf.text as usize);
        self.text.get(start..).unwrap_or_default()
    }

    /// Says that the open leaf, the first of the segment, goes on with the last one of the segment
    /// before, and what stands between their texts.
    pub fn join(&mut self, joint: &'static str) {
        if self.leaves.len() == 1 {
            self.joint = Some(joint);
        }
    }

    /// Gives the first table, if it goes on from the segment before, `lead` as its beginning.
    pub fn lead_in(&mut self, lead: Arc<Segment>) {
        let is_table = |container: &Container| matches!(container.kind, ContainerKind::Table { .. });
        let first = self.containers.iter().position(is_table);
        self.lead(
            first.filter(|&at| self.containers.get(at).is_some_and(|table| table.continues.is_some())),
            lead,
        );
    }

    /// Gives the last table, which goes on in the next segment, `lead` as its beginning.
    pub fn lead_out(&mut self, lead: Arc<Segment>) {
        let is_table = |container: &Container| matches!(container.kind, ContainerKind::Table { .. });
        self.lead(self.containers.iter().rposition(is_table), lead);
    }

    fn lead(&mut self, table: Option<usize>, lead: Arc<Segment>) {
        self.leads.extend(table.map(|at| (ContainerId(offset(at)), lead)));
    }

    /// Takes the open leaf back, if it goes on from the segment before with no text at all.
    pub fn withdraw_empty_part(&mut self) {
        if self.joint.is_some() && self.leaves.len() == 1 && self.in_leaf && self.text.is_empty() {
            (self.joint, self.in_leaf) = (None, false);
            self.leaves.clear();
        }
    }

    /// Says what the open or last leaf is for. To be called once for a leaf.
    pub fn purpose(&mut self, purpose: Purpose) {
        let leaf = self.leaves.len().checked_sub(1).map(offset);
        self.purposes.extend(leaf.map(|leaf| (leaf, purpose)));
    }

    /// Changes the kind of the open or last leaf.
    pub fn set_leaf_kind(&mut self, kind: LeafKind) {
        if let Some(leaf) = self.leaves.last_mut() {
            leaf.kind = kind;
        }
    }

    /// Says where the open or last leaf ends in the source.
    pub fn set_source_end(&mut self, end: usize) {
        if let Some(leaf) = self.leaves.last_mut() {
            leaf.source.end = offset(end);
        }
    }

    /// Ends the open leaf. Does nothing where none is open.
    pub fn end(&mut self) {
        if !self.in_leaf {
            return;
        }
        self.in_leaf = false;
        self.style = (InlineStyle::empty(), 0);
        self.mark_style();
        self.text.push('\n');
    }

    /// A whole leaf of unstyled text.
    pub fn leaf(&mut self, kind: LeafKind, source: std::ops::Range<usize>, text: &str) {
        self.begin(kind, source);
        self.text(text);
        self.end();
    }

    /// Notes what went wrong, in words for the reader.
    pub fn warn(&mut self, warning: &str) {
        self.warning = Some(warning.into());
    }

    /// The segment. `source_length` is the length of the chunk's decoded text in bytes.
    pub fn finish(mut self, source_length: usize) -> Segment {
        self.end();
        Segment {
            text: self.text.into(),
            strings: self.strings.into(),
            leaves: self.leaves.into(),
            containers: self.containers.into(),
            runs: self.runs.into(),
            links: self.links.into(),
            alignments: self.alignments.into(),
            source_start: self.source_start,
            source_length: offset(source_length),
            warning: self.warning,
            joint: self.joint,
            leads: self.leads.into(),
            followed: self.followed.into(),
            purposes: self.purposes.into(),
        }
    }

    /// Where the source has the missing block of the innermost container, if that must have one.
    fn empty_block(&self) -> Option<usize> {
        let container = self.containers.get(self.current.index())?;
        if container.continues.is_some() {
            return None;
        }
        // The container is open, so the leaves of those opened after it lie inside it.
        let last = self.leaves.last().filter(|leaf| leaf.container >= self.current);
        if last.is_some_and(|leaf| leaf.kind != LeafKind::Marker) {
            return None;
        }
        let marker_length = match container.kind {
            ContainerKind::Item { marker, .. } => {
                self.strings.get(marker.range()).unwrap_or_default().trim().len()
            }
            ContainerKind::Footnote | ContainerKind::Definition => 0,
            _ => return None,
        };
        let after_marker = container.source.start.saturating_add(offset(marker_length));
        let source = last.map_or(after_marker, |marker| marker.source.end.max(after_marker));
        Some(source.min(container.source.end) as usize)
    }

    fn mark_style(&mut self) {
        let (style, link) = self.style;
        let last = self.runs.last().map_or((InlineStyle::empty(), 0), |run| (run.style, run.link));
        if last == (style, link) {
            return;
        }
        let start = offset(self.text.len());
        if self.runs.last().is_some_and(|run| run.start == start) {
            self.runs.pop();
            return self.mark_style();
        }
        self.runs.push(InlineRun { start, style, link });
    }

    /// Makes a run start at `at`, so that runs beside it can differ.
    fn split_run(&mut self, at: u32) {
        let next = self.runs.partition_point(|run| run.start <= at);
        let before = next.checked_sub(1).and_then(|index| self.runs.get(index)).copied();
        if before.is_none_or(|run| run.start != at) {
            let (style, link) = before.map_or((InlineStyle::empty(), 0), |run| (run.style, run.link));
            self.runs.insert(next, InlineRun { start: at, style, link });
        }
    }
}

fn span(source: &std::ops::Range<usize>) -> Span {
    Span::new(offset(source.start), offset(source.end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn styles(segment: &Segment) -> Vec<(&str, InlineStyle)> {
        let all = Span::new(0, offset(segment.text().len()));
        segment.styled(all).map(|part| (segment.slice(part.span), part.style)).collect()
    }

    #[test]
    fn styles_cover_the_text_without_gaps() {
        let mut builder = SegmentBuilder::new(0);
        builder.begin(LeafKind::Paragraph, 0..10);
        builder.text("plain ");
        builder.style(InlineStyle::STRONG, None);
        builder.text("bold");
        builder.style(InlineStyle::empty(), None);
        builder.text(" plain");
        let segment = builder.finish(10);
        let expected = [
            ("plain ", InlineStyle::empty()),
            ("bold", InlineStyle::STRONG),
            (" plain\n", InlineStyle::empty()),
        ];
        assert_eq!(styles(&segment), expected);
    }

    #[test]
    fn a_style_added_later_keeps_what_was_there() {
        let mut builder = SegmentBuilder::new(0);
        builder.leaf(LeafKind::Paragraph, 0..1, "before");
        builder.begin(LeafKind::Paragraph, 1..10);
        builder.text("La");
        builder.style(InlineStyle::EMPHASIS, None);
        builder.text("bel: text");
        builder.add_style(0..5, InlineStyle::LABEL);
        let segment = builder.finish(10);
        let both = InlineStyle::EMPHASIS | InlineStyle::LABEL;
        let expected = [
            ("before\n", InlineStyle::empty()),
            ("La", InlineStyle::LABEL),
            ("bel", both),
            (": text", InlineStyle::EMPHASIS),
            ("\n", InlineStyle::empty()),
        ];
        assert_eq!(styles(&segment), expected);
    }

    #[test]
    fn text_outside_a_leaf_becomes_a_paragraph() {
        let mut builder = SegmentBuilder::new(0);
        builder.open(ContainerKind::BlockQuote(None), 0..5);
        builder.text("stray");
        builder.close();
        let segment = builder.finish(5);
        assert_eq!(segment.leaf_text(0), "stray");
        assert_eq!(segment.leaves()[0].kind, LeafKind::Paragraph);
    }

    #[test]
    fn an_item_without_a_block_has_an_empty_paragraph() {
        let mut builder = SegmentBuilder::new(0);
        builder.open(ContainerKind::List { tight: true }, 0..9);
        for (kind, number) in [
            (ContainerKind::Item { marker: Span::default(), task: None }, None),
            (ContainerKind::Item { marker: Span::default(), task: None }, Some("1.")),
            (ContainerKind::Footnote, Some("a")),
            (ContainerKind::Definition, None),
            (ContainerKind::BlockQuote(None), None),
        ] {
            builder.open(kind, 0..3);
            if let Some(number) = number {
                builder.leaf(LeafKind::Marker, 0..2, number);
            }
            builder.close();
        }
        builder.close();
        let segment = builder.finish(9);
        assert_eq!(segment.text(), "\n1.\n\na\n\n\n");
        let paragraphs = segment.leaves().iter().filter(|leaf| leaf.kind == LeafKind::Paragraph);
        assert_eq!(paragraphs.map(|leaf| leaf.container.0).collect::<Vec<_>>(), [2, 3, 4, 5]);
    }

    #[test]
    fn ancestors_go_from_the_inside_out() {
        let mut builder = SegmentBuilder::new(0);
        builder.open(ContainerKind::BlockQuote(None), 0..9);
        builder.open(ContainerKind::List { tight: true }, 0..9);
        builder.leaf(LeafKind::Paragraph, 0..9, "x");
        let segment = builder.finish(9);
        let ids: Vec<_> = segment.ancestors(segment.leaves()[0].container).map(|(id, _)| id.0).collect();
        assert_eq!(ids, [2, 1]);
    }
}
