//! A segment taken apart: its containers and leaves in reading order, each leaf's text marked up.

use super::escape::Setting;
use super::inline::marked_up;
use super::line_start::{Opens, Place};
use super::link::info_string;
use crate::document::{
    Alert, Alignment, Container as Source, ContainerId, ContainerKind, Leaf as SourceLeaf, LeafKind, Segment,
};

/// A part of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// A container begins.
    Open(Container),
    /// The innermost container ends.
    Close,
    /// A leaf.
    Leaf(Leaf),
}

/// A container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Container {
    pub(super) kind: Kind,
    /// Whether it began in the segment before.
    pub(super) continues: bool,
}

/// The kinds of container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Quote(Option<Alert>),
    List {
        is_tight: bool,
    },
    Item {
        /// Where it has a number that Markdown knows.
        number: Option<Number>,
        task: Option<bool>,
    },
    /// With its label.
    Footnote(String),
    Definition,
}

/// The number of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Number {
    /// As it is written.
    pub(super) digits: String,
    /// What follows it: a dot or a parenthesis.
    pub(super) delimiter: char,
}

/// A leaf, with its text marked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Leaf {
    pub(super) content: Content,
    /// What parts it from the last leaf of the segment before, if it goes on with that.
    pub(super) joint: Option<&'static str>,
    /// Whether it goes on in the next segment.
    pub(super) goes_on: bool,
}

/// What a leaf holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// Lines of running text.
    Text(String),
    Heading(u8, String),
    Term(String),
    /// What drew it, if that is a rule in Markdown.
    Rule(Option<String>),
    Html(String),
    Code {
        info: String,
        text: String,
    },
    Table {
        rows: Vec<Vec<String>>,
        alignments: Vec<Alignment>,
        /// Whether its header stands in the segment before.
        continues: bool,
    },
}

impl Number {
    /// `number` as Markdown has it: up to nine digits, and a dot or a parenthesis.
    fn of(number: &str) -> Option<Self> {
        const MOST_DIGITS: usize = 9;
        let delimiter = number.chars().next_back().filter(|c| matches!(c, '.' | ')'))?;
        let digits = number.strip_suffix(delimiter)?;
        let is_number =
            (1..=MOST_DIGITS).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| Self { digits: digits.to_owned(), delimiter })
    }
}

/// The parts of `segment`, whose last leaf may go on in the next one.
pub(super) fn parts(segment: &Segment, goes_on: bool) -> Vec<Part> {
    let mut walk = Walk { segment, parts: Vec::new(), open: vec![], number: String::new(), before: None };
    let mut at = 0;
    while let Some(leaf) = segment.leaves().get(at) {
        walk.enter_around(at, leaf);
        at = walk.leaf(at, leaf);
    }
    if let Some(Part::Leaf(leaf)) = walk.parts.last_mut() {
        leaf.goes_on = goes_on;
    }
    walk.parts
}

/// Goes from leaf to leaf. Containers without one give nothing.
struct Walk<'a> {
    segment: &'a Segment,
    parts: Vec<Part>,
    /// The containers that are open, from the outermost on.
    open: Vec<ContainerId>,
    /// The number of the item just begun, where it has to stand in the text.
    number: String,
    /// The leaf before.
    before: Option<LeafKind>,
}

impl Walk<'_> {
    /// Leaves the containers that the leaf at `at` is not in, and enters those that it is in.
    fn enter_around(&mut self, at: usize, leaf: &SourceLeaf) {
        let around: Vec<_> = self.segment.ancestors(leaf.container).collect();
        let is_around = |open: &ContainerId| around.iter().any(|(id, _)| id == open);
        let kept = self.open.iter().take_while(|open| is_around(open)).count();
        self.parts.extend(self.open.drain(kept..).map(|_| Part::Close));
        for &(id, container) in around.iter().rev() {
            if self.open.last().is_none_or(|last| *last < id) {
                self.enter(id, container, at);
            }
        }
    }

    fn enter(&mut self, id: ContainerId, container: Source, leaf: usize) {
        let kind = match container.kind {
            ContainerKind::BlockQuote(alert) => Kind::Quote(alert),
            ContainerKind::List { tight } => Kind::List { is_tight: tight },
            ContainerKind::Item { task, .. } => {
                let number = self.marker_of(id, leaf);
                let known = Number::of(number);
                self.number = if known.is_none() { number.to_owned() } else { String::new() };
                Kind::Item { number: known, task }
            }
            ContainerKind::Footnote => {
                let label = container.continues.map_or_else(
                    || self.segment.footnote_label(leaf).unwrap_or_default(),
                    |label| self.segment.string(label),
                );
                Kind::Footnote(label.to_owned())
            }
            ContainerKind::Definition => {
                self.join_terms();
                Kind::Definition
            }
            // A table is one with its cells.
            ContainerKind::Table { .. } | ContainerKind::Document => return,
        };
        let continues = container.continues.is_some();
        self.open.push(id);
        self.parts.push(Part::Open(Container { kind, continues }));
    }

    /// Puts terms that have one definition on adjacent lines, as they are written above it.
    fn join_terms(&mut self) {
        let is_term = |part: &Part| matches!(part, Part::Leaf(Leaf { content: Content::Term(text), joint: None, .. }) if !text.is_empty());
        let n_terms = self.parts.iter().rev().take_while(|part| is_term(part)).count();
        let terms = self.parts.split_off(self.parts.len() - n_terms);
        for term in terms {
            match (self.parts.last_mut(), term) {
                (
                    Some(Part::Leaf(Leaf { content: Content::Term(above), .. })),
                    Part::Leaf(Leaf { content: Content::Term(text), .. }),
                ) if !above.is_empty() => {
                    above.push('\n');
                    above.push_str(&text);
                }
                (_, term) => self.parts.push(term),
            }
        }
    }

    /// The number or label at the start of container `id`, if it is the leaf at `leaf`.
    fn marker_of(&self, id: ContainerId, leaf: usize) -> &str {
        let marker = self
            .segment
            .leaves()
            .get(leaf)
            .filter(|leaf| leaf.kind == LeafKind::Marker && leaf.container == id);
        marker.map_or("", |_| self.segment.leaf_text(leaf))
    }

    /// Takes the leaf at `at`, with the rest of its table, and answers the next one.
    fn leaf(&mut self, at: usize, leaf: &SourceLeaf) -> usize {
        // Page furniture is no part of the text.
        if matches!(leaf.kind, LeafKind::Marker | LeafKind::Furniture(_)) {
            return at + 1;
        }
        if let LeafKind::Cell { .. } = leaf.kind {
            return self.table(at, leaf);
        }
        let text = self.segment.leaf_text(at);
        let content = match leaf.kind {
            LeafKind::Heading(level) => Content::Heading(level, self.inline(at, Setting::Heading, None)),
            LeafKind::CodeBlock { info } => {
                Content::Code { info: info_string(self.segment.string(info)), text: text.to_owned() }
            }
            LeafKind::HtmlBlock => Content::Html(text.to_owned()),
            LeafKind::ThematicBreak => Content::Rule(is_rule(text).then(|| text.trim().to_owned())),
            LeafKind::Term => Content::Term(self.lines(at)),
            _ => Content::Text(self.lines(at)),
        };
        self.push(at, leaf, content);
        at + 1
    }

    /// Adds a leaf. A number that was to stand in the text stands on its own if this has none.
    fn push(&mut self, at: usize, leaf: &SourceLeaf, content: Content) {
        let number = std::mem::take(&mut self.number);
        if !number.is_empty() && !matches!(content, Content::Text(_)) {
            self.parts.push(Part::Leaf(Leaf { content: Content::Text(number), joint: None, goes_on: false }));
        }
        let joint = if at == 0 { self.segment.joint() } else { None };
        self.parts.push(Part::Leaf(Leaf { content, joint, goes_on: false }));
        self.before = Some(leaf.kind);
    }

    /// The text of a paragraph.
    fn lines(&self, at: usize) -> String {
        let opens = match self.parts.last() {
            Some(Part::Open(Container { kind: Kind::Item { .. }, .. })) => Opens::Item,
            Some(Part::Open(Container { kind: Kind::Quote(_), .. })) => Opens::Quote,
            _ => Opens::Nothing,
        };
        let is_definable = match self.before {
            Some(kind) => matches!(kind, LeafKind::Paragraph | LeafKind::Image | LeafKind::Term),
            None => true,
        };
        let is_first = self.before != Some(LeafKind::Term);
        let place = Place { is_first, is_definable, opens };
        let is_joined = at == 0 && self.segment.joint().is_some();
        self.inline(at, Setting::Lines, (!is_joined).then_some(place))
    }

    fn inline(&self, at: usize, setting: Setting, place: Option<Place>) -> String {
        let number = if setting == Setting::Lines { self.number.as_str() } else { "" };
        marked_up(self.segment, self.segment.leaf_span(at), number, setting, place)
    }

    /// Takes all cells of the table whose first cell is at `at`.
    fn table(&mut self, at: usize, first: &SourceLeaf) -> usize {
        let id = self.segment.table_of(first.container);
        let mut rows: Vec<Vec<String>> = Vec::new();
        let mut next = at;
        while let Some(leaf) = self.segment.leaves().get(next) {
            let LeafKind::Cell { column } = leaf.kind else { break };
            if self.segment.table_of(leaf.container) != id {
                break;
            }
            let cell = self.inline(next, Setting::Cell, None);
            match rows.last_mut() {
                Some(row) if column > 0 => row.push(cell),
                _ => rows.push(vec![cell]),
            }
            next += 1;
        }
        let table = id.map(|id| self.segment.container(id));
        let alignments = match table.map(|table| table.kind) {
            Some(ContainerKind::Table { alignments, .. }) => self.segment.alignments(alignments).to_vec(),
            _ => Vec::new(),
        };
        let continues = table.is_some_and(|table| table.continues.is_some());
        self.push(at, first, Content::Table { rows, alignments, continues });
        next
    }
}

/// Whether `text` draws a rule in Markdown.
fn is_rule(text: &str) -> bool {
    let text = text.trim();
    ['-', '*', '_'].into_iter().any(|sign| {
        text.matches(sign).count() >= 3 && text.chars().all(|c| c == sign || matches!(c, ' ' | '\t'))
    })
}
