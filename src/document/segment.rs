//! A segment: the parsed, immutable form of one chunk of source.
//!
//! A segment holds the text as it is read, and flat tables beside it: leaf blocks in reading
//! order, the containers around them with parent links, and the places where the inline style
//! changes. There is no tree to recurse into, so a million nested quotes are just parent links.

use std::ops::Range;
use std::sync::Arc;

use super::corrections::Followed;
use super::explanation::Certainty;
use super::position::{Span, offset};

/// The parsed form of one chunk. Made by [`SegmentBuilder`](super::SegmentBuilder), never changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Segment {
    pub(super) text: Box<str>,
    pub(super) strings: Box<str>,
    pub(super) leaves: Box<[Leaf]>,
    pub(super) containers: Box<[Container]>,
    pub(super) runs: Box<[InlineRun]>,
    pub(super) links: Box<[Link]>,
    pub(super) alignments: Box<[Alignment]>,
    pub(super) source_start: u64,
    pub(super) source_length: u32,
    pub(super) warning: Option<Box<str>>,
    pub(super) joint: Option<&'static str>,
    pub(super) leads: Box<[(ContainerId, Arc<Self>)]>,
    pub(super) followed: Box<[Followed]>,
    pub(super) purposes: Box<[(u32, Purpose)]>,
}

/// What a block is for, where its kind does not say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The title of the document, a heading.
    Title,
    /// Who wrote it, and when: a short line below the title.
    Byline,
    /// Lines that end where their author ended them.
    Verse,
    /// A printed table of contents, one entry a line.
    Contents,
    /// What a table, a figure or a listing shows.
    Caption,
    /// A footnote that nothing else sets apart.
    Note,
}

impl Purpose {
    /// What `--json` calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Byline => "byline",
            Self::Verse => "verse",
            Self::Contents => "contents",
            Self::Caption => "caption",
            Self::Note => "note",
        }
    }
}

/// A leaf block (CommonMark §4): text without blocks inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// Where the leaf starts in the segment's text. It ends, with a line feed, where the next starts.
    pub text: u32,
    /// Its bytes in the chunk's decoded source, marks included. The leaves follow each other there but
    /// for [`Furniture`].
    pub source: Span,
    /// The innermost container.
    pub container: ContainerId,
    /// What it is.
    pub kind: LeafKind,
    /// How sure that is, where the format had to find out.
    pub certainty: Option<Certainty>,
}

/// The kinds of leaf block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeafKind {
    /// Running text. A line feed inside it is a hard line break.
    Paragraph,
    /// A heading; the level is 1 to 6.
    Heading(u8),
    /// Text kept line for line; `info` is the fence's info string, in the segment's strings.
    CodeBlock {
        /// See [`Segment::string`].
        info: Span,
    },
    /// Raw HTML, shown as it was written.
    HtmlBlock,
    /// A rule between parts. Its text is what drew it in the source.
    ThematicBreak,
    /// One cell of the innermost table. Column 0 begins a new row.
    Cell {
        /// Counted from 0.
        column: u16,
    },
    /// A picture on its own; the text is its description.
    Image,
    /// The term of a definition list.
    Term,
    /// The number of an item, or the label of a footnote in brackets, set in the margin of what follows it.
    Marker,
    /// What stands on a page but not in its text. Its source may lie inside that of the leaf before,
    /// which goes on behind it.
    Furniture(Furniture),
}

/// The kinds of page furniture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Furniture {
    /// A line at the top of a page.
    Header,
    /// A line at the bottom of a page.
    Footer,
    /// The terms that a publisher puts around a text.
    License,
}

impl Furniture {
    /// What `--json` calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Header => "header",
            Self::Footer => "footer",
            Self::License => "license",
        }
    }
}

/// The place of a container in [`Segment::containers`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContainerId(pub u32);

impl ContainerId {
    /// The document itself, around everything.
    pub const ROOT: Self = Self(0);

    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// A container block (CommonMark §5), or a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Container {
    /// The container around it; the root is its own parent.
    pub parent: ContainerId,
    /// Its bytes in the chunk's decoded source.
    pub source: Span,
    /// What it is.
    pub kind: ContainerKind,
    /// Where it goes on from the segment before: the number or label that stands beside its
    /// beginning there, in the segment's strings.
    pub continues: Option<Span>,
}

impl Container {
    /// The document itself.
    pub(super) const ROOT: Self = Self {
        parent: ContainerId::ROOT,
        source: Span { start: 0, end: 0 },
        kind: ContainerKind::Document,
        continues: None,
    };
}

/// The kinds of container.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContainerKind {
    /// The root.
    Document,
    /// A block quote, or an alert.
    BlockQuote(Option<Alert>),
    /// A list.
    List {
        /// No blank rows between the items.
        tight: bool,
    },
    /// A list item. A numbered one holds a [`LeafKind::Marker`] first.
    Item {
        /// The marker as the source has it, in the segment's strings.
        marker: Span,
        /// For a task: whether it is done.
        task: Option<bool>,
    },
    /// A table; its cells are leaves. The first row is the header where there is one.
    Table {
        /// In the segment's alignments, one a column; see [`Segment::alignments`].
        alignments: Span,
        /// Whether the first row is a header.
        header: bool,
    },
    /// The text of a footnote. Holds a [`LeafKind::Marker`] first.
    Footnote,
    /// What a term means.
    Definition,
}

/// The kinds of alert, a block quote with a purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alert {
    /// Useful to know.
    Note,
    /// How to do it better.
    Tip,
    /// What one must know.
    Important,
    /// What needs attention at once.
    Warning,
    /// What may go wrong.
    Caution,
}

impl Alert {
    /// The word shown above the alert's text.
    pub fn title(self) -> &'static str {
        match self {
            Self::Note => "Note",
            Self::Tip => "Tip",
            Self::Important => "Important",
            Self::Warning => "Warning",
            Self::Caution => "Caution",
        }
    }
}

/// How the cells of a column stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Alignment {
    /// The source does not say: left, or right for a column of numbers.
    #[default]
    Unspecified,
    /// Flush left.
    Left,
    /// Centered.
    Center,
    /// Flush right.
    Right,
}

bitflags::bitflags! {
    /// What is special about a stretch of text in a leaf.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
    pub struct InlineStyle: u16 {
        /// Emphasis.
        const EMPHASIS = 1;
        /// Strong emphasis.
        const STRONG = 1 << 1;
        /// Struck out.
        const STRIKETHROUGH = 1 << 2;
        /// A code span.
        const CODE = 1 << 3;
        /// Underlined in the source (overstruck or colored input).
        const UNDERLINE = 1 << 4;
        /// The text of a link.
        const LINK = 1 << 5;
        /// The description of a picture.
        const IMAGE = 1 << 6;
        /// The label that opens a `Label: text` item.
        const LABEL = 1 << 7;
        /// A reference to a footnote.
        const FOOTNOTE_REFERENCE = 1 << 8;
        /// Raw inline HTML.
        const HTML = 1 << 9;
    }
}

/// From `start` to the next run's start, text has this style.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InlineRun {
    /// Byte offset into the segment's text.
    pub start: u32,
    /// The style from there on.
    pub style: InlineStyle,
    /// The link it belongs to, as its place in the segment's links plus one; 0 is none.
    pub(super) link: u16,
}

/// A link's target. Never opened without being asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// Where it points, in the segment's strings.
    pub destination: Span,
    /// Its title, in the segment's strings; may be empty.
    pub title: Span,
    /// Where the picture is that stands in it, in the segment's strings; empty for text.
    pub picture: Span,
}

/// A stretch of text in one style.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StyledSpan {
    /// In the segment's text.
    pub span: Span,
    /// Its style.
    pub style: InlineStyle,
    /// The link it belongs to.
    pub link: Option<Link>,
}

impl Segment {
    /// The text as it is read and searched. Every leaf ends with a line feed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text in `span`; empty where the span does not lie on character boundaries inside it.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// A string kept beside the text: a marker, an info string, a link's destination.
    pub fn string(&self, span: Span) -> &str {
        self.strings.get(span.range()).unwrap_or_default()
    }

    /// The leaf blocks, in reading order.
    pub fn leaves(&self) -> &[Leaf] {
        &self.leaves
    }

    /// What leaf `index` is for, where its kind does not say.
    pub fn purpose(&self, index: usize) -> Option<Purpose> {
        let place = self.purposes.binary_search_by_key(&offset(index), |&(leaf, _)| leaf).ok()?;
        self.purposes.get(place).map(|&(_, purpose)| purpose)
    }

    /// The text of leaf `index` without its final line feed, as a span. Empty past the last leaf.
    pub fn leaf_span(&self, index: usize) -> Span {
        let length = offset(self.text.len());
        let start = self.leaves.get(index).map_or(length, |leaf| leaf.text);
        let next = self.leaves.get(index + 1).map_or(length, |leaf| leaf.text);
        Span::new(start, next.saturating_sub(1).max(start))
    }

    /// The text of leaf `index`, without its final line feed.
    pub fn leaf_text(&self, index: usize) -> &str {
        self.slice(self.leaf_span(index))
    }

    /// The leaf that holds the byte at `offset` of the text; the last one past the end.
    pub fn leaf_at(&self, offset: u32) -> usize {
        self.leaves.partition_point(|leaf| leaf.text <= offset).saturating_sub(1)
    }

    /// The text on whose first line the byte at `offset` may stand: that of a leaf, with the numbers or the label before
    /// it which are set beside it.
    pub fn line_span(&self, offset: u32) -> Span {
        self.span_of_leaves(&self.line(self.leaf_at(offset)))
    }

    /// The leaves of which the first line may be one with that of leaf `at`: those numbers and labels that are set beside
    /// it, or all with what they are set beside.
    pub fn line(&self, at: usize) -> Range<usize> {
        let first = (0..at).rev().take_while(|&index| self.is_beside_next(index)).last().unwrap_or(at);
        let last = (at..self.leaves.len()).find(|&index| !self.is_beside_next(index)).unwrap_or(at);
        first..last + 1
    }

    /// Whether leaf `index` is a number or a label that is set beside the leaf behind it.
    pub fn is_beside_next(&self, index: usize) -> bool {
        match self.leaves.get(index..index + 2) {
            Some([number, next]) if number.kind == LeafKind::Marker => {
                self.ancestors(next.container).any(|(id, _)| id == number.container)
            }
            _ => false,
        }
    }

    /// The text of leaves that stand one behind the other, without the last line feed.
    pub fn span_of_leaves(&self, leaves: &Range<usize>) -> Span {
        let last = leaves.end.saturating_sub(1);
        Span::new(self.leaf_span(leaves.start).start, self.leaf_span(last).end)
    }

    /// The label of a footnote, without the brackets around it, where leaf `index` is one.
    pub fn footnote_label(&self, index: usize) -> Option<&str> {
        self.footnote_label_span(index).map(|span| self.slice(span))
    }

    /// Where that label stands.
    pub fn footnote_label_span(&self, index: usize) -> Option<Span> {
        let leaf = self.leaves.get(index).filter(|leaf| leaf.kind == LeafKind::Marker)?;
        let is_label = self.container(leaf.container).kind == ContainerKind::Footnote;
        let text = self.leaf_text(index);
        let label = text.trim_start_matches('[');
        let start = leaf.text + offset(text.len() - label.len());
        is_label.then(|| Span::new(start, start + offset(label.trim_end_matches(']').len())))
    }

    /// The containers; parents come before children, and the first is the document.
    pub fn containers(&self) -> &[Container] {
        &self.containers
    }

    /// One container; the root where there is none of that id.
    pub fn container(&self, id: ContainerId) -> Container {
        self.containers.get(id.index()).copied().unwrap_or(Container::ROOT)
    }

    /// The containers around `id`, itself first, without the root.
    pub fn ancestors(&self, id: ContainerId) -> impl Iterator<Item = (ContainerId, Container)> {
        let mut at = id;
        std::iter::from_fn(move || {
            (at != ContainerId::ROOT).then(|| {
                let item = (at, self.container(at));
                at = item.1.parent;
                item
            })
        })
    }

    /// The innermost table around `id`.
    pub fn table_of(&self, id: ContainerId) -> Option<ContainerId> {
        self.ancestors(id)
            .find(|(_, container)| matches!(container.kind, ContainerKind::Table { .. }))
            .map(|(id, _)| id)
    }

    /// A table's alignments, by its [`ContainerKind::Table`] span.
    pub fn alignments(&self, span: Span) -> &[Alignment] {
        self.alignments.get(span.range()).unwrap_or_default()
    }

    /// The styled stretches that make up `span`, in order and without gaps.
    pub fn styled(&self, span: Span) -> impl Iterator<Item = StyledSpan> {
        let first = self.runs.partition_point(|run| run.start <= span.start).saturating_sub(1);
        let mut at = span.start;
        let mut next = first;
        std::iter::from_fn(move || {
            if at >= span.end {
                return None;
            }
            let run = self.runs.get(next).filter(|run| run.start <= at);
            next += usize::from(run.is_some());
            let end = self.runs.get(next).map_or(span.end, |run| run.start.min(span.end));
            let item = StyledSpan {
                span: Span::new(at, end),
                style: run.map_or(InlineStyle::empty(), |run| run.style),
                link: run.and_then(|run| self.link(run.link)),
            };
            at = end;
            Some(item)
        })
    }

    /// The links that have text in `span`, each with all of its text there.
    pub fn links(&self, span: Span) -> Vec<(Span, Link)> {
        let mut links: Vec<(Span, Link)> = Vec::new();
        for part in self.styled(span) {
            let Some(link) = part.link else { continue };
            match links.last_mut() {
                Some((before, same)) if *same == link && before.end == part.span.start => {
                    before.end = part.span.end;
                }
                _ => links.push((part.span, link)),
            }
        }
        links
    }

    /// Whether there are links.
    pub fn has_links(&self) -> bool {
        !self.links.is_empty()
    }

    fn link(&self, number: u16) -> Option<Link> {
        self.links.get(usize::from(number).checked_sub(1)?).copied()
    }

    /// Where the chunk starts in the source, in bytes.
    pub fn source_start(&self) -> u64 {
        self.source_start
    }

    /// Bytes of the chunk's decoded text: more than the chunk has where bytes were invalid UTF-8.
    pub fn source_length(&self) -> u32 {
        self.source_length
    }

    /// Bytes of memory that the segment takes.
    pub fn footprint(&self) -> usize {
        size_of::<Self>()
            + self.text.len()
            + self.strings.len()
            + size_of_val(&*self.leaves)
            + size_of_val(&*self.containers)
            + size_of_val(&*self.runs)
            + size_of_val(&*self.links)
            + size_of_val(&*self.alignments)
            + size_of_val(&*self.purposes)
            + self.leads.iter().map(Self::footprint_of_lead).sum::<usize>()
            + self.warning.as_ref().map_or(0, |warning| warning.len())
    }

    /// Bytes that the beginning of a table takes for this segment alone: none where others share it.
    fn footprint_of_lead((id, lead): &(ContainerId, Arc<Self>)) -> usize {
        let is_shared = Arc::strong_count(lead) > 1;
        size_of_val(id) + size_of_val(lead) + if is_shared { 0 } else { lead.footprint() }
    }

    /// What went wrong while this segment was made, in words for the reader.
    pub fn warning(&self) -> Option<&str> {
        self.warning.as_deref()
    }

    /// The corrections that were followed in it.
    pub fn followed(&self) -> &[Followed] {
        &self.followed
    }

    /// Where the first leaf goes on with the last one of the segment before: what stands between
    /// their texts.
    pub fn joint(&self) -> Option<&'static str> {
        self.joint
    }

    /// Where the first block goes on with the last one of the segment before: what stands between their texts.
    /// Between two rows of a table this is a line end.
    pub fn block_joint(&self) -> Option<&'static str> {
        let table = self.table_of(self.leaves.first()?.container).map(|id| self.container(id));
        if table.is_some_and(|table| table.continues.is_some()) { Some("\n") } else { self.joint }
    }

    /// The beginning of a table that a forced cut goes through, as a segment of its own: every part
    /// of the table has the same one, so that all can be set alike.
    pub fn lead(&self, table: ContainerId) -> Option<&Self> {
        self.leads.iter().find(|(id, _)| *id == table).map(|(_, lead)| &**lead)
    }

    /// The beginning of the table that goes on from the segment before.
    pub fn lead_in(&self) -> Option<&Self> {
        let is_continued = |id: ContainerId| self.container(id).continues.is_some();
        self.leads.iter().find(|(id, _)| is_continued(*id)).map(|(_, lead)| &**lead)
    }

    /// The source byte behind the text at `offset`: the start of its leaf.
    pub fn source_of(&self, offset: u32) -> u64 {
        let leaf = self.leaves.get(self.leaf_at(offset));
        self.source_start + u64::from(leaf.map_or(0, |leaf| leaf.source.start))
    }

    /// The source byte behind the text at `offset`, as near as can be told: as far into its leaf's source
    /// as the text is into the leaf.
    pub fn source_near(&self, offset: u32) -> u64 {
        let index = self.leaf_at(offset);
        let source = self.leaves.get(index).map_or_else(Span::default, |leaf| leaf.source);
        let text = self.leaf_span(index);
        let (bytes, length) = (source.end.saturating_sub(source.start), text.end - text.start);
        let into = u64::from(offset.clamp(text.start, text.end) - text.start) * u64::from(bytes);
        self.source_start + u64::from(source.start) + into / u64::from(length.max(1))
    }

    /// The text offset of the leaf that `source` (an absolute byte offset) lies in, or of the one before.
    pub fn offset_of_source(&self, source: u64) -> u32 {
        let relative =
            offset(usize::try_from(source.saturating_sub(self.source_start)).unwrap_or(usize::MAX));
        // The starts are in order but for furniture, which comes behind what it stood inside.
        let before = self.leaves.iter().filter(|leaf| leaf.source.start <= relative);
        let nearest = before.max_by_key(|leaf| (leaf.source.end > relative, leaf.source.start));
        nearest.or_else(|| self.leaves.first()).map_or(0, |leaf| leaf.text)
    }
}
