//! The blocks of a segment as `--json` shows them: one list, with the containers folded in.

use std::borrow::Cow;
use std::mem::discriminant;

use serde::Serialize;

use crate::document::position::offset;
use crate::document::{Container, ContainerId, ContainerKind, Leaf, LeafKind, Purpose, Segment, Span};

/// One block.
#[derive(Debug, Serialize)]
pub(super) struct Block<'a> {
    #[serde(flatten)]
    kind: Kind<'a>,
    text: Cow<'a, str>,
    start: u64,
    end: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    confidence: Option<f64>,
    /// The source of the block and of the furniture inside it or beside it, if there is any.
    #[serde(skip_serializing_if = "Option::is_none")]
    raw: Option<String>,
}

/// What a block is; see [`json`](super::json).
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Kind<'a> {
    Heading {
        level: u8,
        #[serde(skip_serializing_if = "Option::is_none")]
        role: Option<&'static str>,
    },
    Paragraph {
        #[serde(skip_serializing_if = "Option::is_none")]
        role: Option<&'static str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        marker: Option<&'a str>,
    },
    ListItem {
        marker: &'a str,
        depth: usize,
        #[serde(skip_serializing_if = "Option::is_none")]
        done: Option<bool>,
    },
    Table {
        rows: Vec<Vec<&'a str>>,
    },
    Code {
        #[serde(skip_serializing_if = "Option::is_none")]
        info: Option<&'a str>,
        /// The info string again, as what the source has beside the text.
        #[serde(skip_serializing_if = "Option::is_none")]
        marker: Option<&'a str>,
    },
    Quote,
    Rule,
    Image,
    Html,
}

impl Block<'_> {
    /// Adds the part of the block that stands behind a forced cut, `joint` after the part before. Gives
    /// back what is a block of its own.
    pub(super) fn go_on(&mut self, part: Self, joint: &str) -> Option<Self> {
        match (&mut self.kind, part.kind) {
            (Kind::Table { rows }, Kind::Table { rows: more }) => rows.extend(more),
            (before, behind) if before.is_one_with(&behind) => {}
            (_, kind) => return Some(Self { kind, ..part }),
        }
        if self.raw.is_some() || part.raw.is_some() {
            self.extend_raw(part.raw.as_deref().unwrap_or(&part.text));
        }
        let text = self.text.to_mut();
        text.push_str(joint);
        text.push_str(&part.text);
        self.end = part.end;
        None
    }

    /// Where it lies in the source.
    pub(super) fn source(&self) -> std::ops::Range<u64> {
        self.start..self.end
    }

    /// Gives it what stands in the source, furniture included, as its raw form.
    pub(super) fn set_raw(&mut self, raw: &str) {
        self.raw = Some(raw.to_owned());
    }

    /// Gives it its source, out of `text`, which starts at byte `base`, as its raw form where a hyphen that
    /// stands there is not in its own text.
    pub(super) fn keep_hyphens(&mut self, text: &str, base: u64) {
        const HYPHEN: char = '\u{2010}';
        let place = |at: u64| usize::try_from(at.saturating_sub(base)).unwrap_or(usize::MAX);
        let source = text.get(place(self.start)..place(self.end)).unwrap_or_default();
        if source.matches(HYPHEN).count() > self.text.matches(HYPHEN).count() {
            self.set_raw(source);
        }
    }

    /// Adds furniture that stands in the source behind it.
    pub(super) fn extend_raw(&mut self, raw: &str) {
        self.raw.get_or_insert_with(|| self.text.clone().into_owned()).push_str(raw);
    }
}

impl Kind<'_> {
    /// Whether a block of this kind can go on with the text of `part`, which stands behind a forced
    /// cut. The first paragraph of an item is an item only where it begins.
    fn is_one_with(&self, part: &Self) -> bool {
        let is_text =
            |kind: &Self| matches!(kind, Self::Paragraph { .. } | Self::ListItem { .. } | Self::Quote);
        !matches!(self, Self::Table { .. })
            && (discriminant(self) == discriminant(part) || (is_text(self) && is_text(part)))
    }
}

/// The blocks of `segment`, whose source starts at byte `start`.
pub(super) fn blocks(segment: &Segment, start: u64) -> Vec<Block<'_>> {
    let mut walk = Walk {
        segment,
        start,
        blocks: Vec::new(),
        next: 0,
        waiting: None,
        label: "",
        sign: None,
        table: None,
    };
    for (index, leaf) in segment.leaves().iter().enumerate() {
        walk.enter(|id, container| id <= leaf.container || container.source.start < leaf.source.start);
        walk.leaf(index, leaf);
    }
    walk.enter(|_, _| true);
    walk.flush();
    walk.blocks
}

/// Goes through leaves and containers side by side, in reading order.
struct Walk<'a> {
    segment: &'a Segment,
    start: u64,
    blocks: Vec<Block<'a>>,
    /// The container that comes next.
    next: u32,
    /// The item or footnote that was entered and whose own first paragraph has not come yet.
    waiting: Option<ContainerId>,
    /// The label of the footnote that was entered last.
    label: &'a str,
    /// The sign before the item that was entered last, if it is part of its text.
    sign: Option<&'a str>,
    /// The table that the last block is.
    table: Option<ContainerId>,
}

impl<'a> Walk<'a> {
    /// Enters the next containers as long as they `come` first.
    fn enter(&mut self, come: impl Fn(ContainerId, Container) -> bool) {
        while let Some(&container) = self.segment.containers().get(self.next as usize) {
            let id = ContainerId(self.next);
            if !come(id, container) {
                break;
            }
            self.next += 1;
            let is_labeled = matches!(container.kind, ContainerKind::Item { .. } | ContainerKind::Footnote);
            if is_labeled && container.continues.is_none() {
                self.flush();
                self.waiting = Some(id);
            }
            if container.kind == ContainerKind::Footnote {
                self.label = container.continues.map_or("", |label| self.segment.string(label));
            }
        }
    }

    fn leaf(&mut self, index: usize, leaf: &Leaf) {
        let text = self.segment.leaf_text(index);
        let kind = match leaf.kind {
            LeafKind::Marker => return self.marker(index, text),
            // It is listed apart.
            LeafKind::Furniture(_) => return,
            LeafKind::Cell { column } => {
                self.cell(leaf.container, column, text);
                return self.trust(leaf);
            }
            LeafKind::Paragraph => {
                self.paragraph(index, leaf, text);
                return self.trust(leaf);
            }
            LeafKind::Heading(level) => Kind::Heading { level, role: self.role(index) },
            LeafKind::CodeBlock { info } => {
                let info = Some(self.segment.string(info)).filter(|info| !info.is_empty());
                Kind::Code { info, marker: info }
            }
            LeafKind::HtmlBlock => Kind::Html,
            LeafKind::ThematicBreak => Kind::Rule,
            LeafKind::Image => Kind::Image,
            LeafKind::Term => Kind::Paragraph { role: Some("term"), marker: None },
        };
        self.flush();
        self.push(kind, text, leaf.source);
        self.trust(leaf);
    }

    /// Notes how sure the kind of the last block is.
    fn trust(&mut self, leaf: &Leaf) {
        if let Some(block) = self.blocks.last_mut() {
            block.confidence = leaf.certainty.map(|certainty| f64::from(certainty.percent()) / 100.0);
        }
    }

    /// Keeps a footnote's label, and the sign before an item that says something: it is part of the text. An item
    /// knows its number itself.
    fn marker(&mut self, index: usize, text: &'a str) {
        if let Some(label) = self.segment.footnote_label(index) {
            self.label = label;
        } else if !text.contains(char::is_alphanumeric) {
            self.sign = Some(text);
        }
    }

    /// Adds a cell to its table, in a new row where it is the first of one.
    fn cell(&mut self, container: ContainerId, column: u16, cell: &'a str) {
        let id = self.segment.table_of(container).unwrap_or(container);
        if self.table != Some(id) {
            self.flush();
            self.push(Kind::Table { rows: Vec::new() }, "", self.segment.container(id).source);
            self.table = Some(id);
        }
        let Some(Block { kind: Kind::Table { rows }, text, .. }) = self.blocks.last_mut() else { return };
        let text = text.to_mut();
        text.push_str(match (rows.is_empty(), column) {
            (true, _) => "",
            (false, 0) => "\n",
            (false, _) => "\t",
        });
        text.push_str(cell);
        match rows.last_mut() {
            Some(row) if column > 0 => row.push(cell),
            _ => rows.push(vec![cell]),
        }
    }

    fn paragraph(&mut self, index: usize, leaf: &Leaf, text: &'a str) {
        let container = self.segment.container(leaf.container);
        if self.waiting == Some(leaf.container) {
            self.waiting = None;
            let source = Span::new(container.source.start, leaf.source.end);
            return self.push_first(container, text, source);
        }
        self.flush();
        let is_quote =
            |(_, container): (_, Container)| matches!(container.kind, ContainerKind::BlockQuote(_));
        let kind = match container.kind {
            ContainerKind::Footnote => self.first_kind(container),
            ContainerKind::Definition => Kind::Paragraph { role: Some("definition"), marker: None },
            _ if self.segment.ancestors(leaf.container).any(is_quote) => Kind::Quote,
            _ => Kind::Paragraph { role: self.role(index), marker: None },
        };
        self.push(kind, text, leaf.source);
    }

    /// What leaf `index` is for.
    fn role(&self, index: usize) -> Option<&'static str> {
        self.segment.purpose(index).map(Purpose::name)
    }

    /// What the first paragraph of an item or a footnote is.
    fn first_kind(&self, container: Container) -> Kind<'a> {
        let ContainerKind::Item { marker, task } = container.kind else {
            return Kind::Paragraph { role: Some("footnote"), marker: Some(self.label) };
        };
        let is_item = |(_, container): &(_, Container)| matches!(container.kind, ContainerKind::Item { .. });
        let depth = self.segment.ancestors(container.parent).filter(is_item).count();
        Kind::ListItem { marker: self.segment.string(marker).trim(), depth, done: task }
    }

    /// Gives the item or footnote that has no first paragraph an empty block.
    fn flush(&mut self) {
        self.table = None;
        let Some(id) = self.waiting.take() else { return };
        let container = self.segment.container(id);
        let marker = match self.first_kind(container) {
            Kind::ListItem { marker, .. } => marker,
            _ => self.label,
        };
        let end = container.source.end.min(container.source.start + offset(marker.len()));
        self.push_first(container, "", Span::new(container.source.start, end));
    }

    /// Adds the first paragraph of an item or a footnote, behind the sign that is part of it.
    fn push_first(&mut self, container: Container, text: &'a str, source: Span) {
        let mut kind = self.first_kind(container);
        let sign = self.sign.take();
        if let (Kind::ListItem { marker, .. }, Some(_)) = (&mut kind, sign) {
            *marker = "";
        }
        self.push(kind, text, source);
        if let (Some(sign), Some(block)) = (sign, self.blocks.last_mut()) {
            block.text = Cow::Owned(format!("{sign} {text}").trim_end().to_owned());
        }
    }

    fn push(&mut self, kind: Kind<'a>, text: &'a str, source: Span) {
        self.blocks.push(Block {
            kind,
            text: Cow::Borrowed(text),
            start: self.start + u64::from(source.start),
            end: self.start + u64::from(source.end),
            confidence: None,
            raw: None,
        });
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::document::{Certainty, SegmentBuilder};

    #[test]
    fn what_had_to_be_found_out_has_a_confidence() {
        let actual = exported(|builder| {
            builder.leaf(LeafKind::Paragraph, 0..1, "sure");
            builder.certainty(Certainty::of_percent(62));
            builder.leaf(LeafKind::Paragraph, 1..2, "doubtful");
            item(builder, "-", None, 2..9);
            builder.leaf(LeafKind::Paragraph, 4..9, "item");
        });
        let confidences: Vec<_> =
            actual.as_array().unwrap().iter().map(|block| &block["confidence"]).collect();
        assert_eq!(confidences, [&Value::Null, &json!(0.62), &json!(0.62)]);
    }

    #[test]
    fn a_hyphen_that_went_is_in_the_raw_form() {
        let source = "It is be\u{2010}\nlow the well\u{2010}set one.";
        let mut builder = SegmentBuilder::new(100);
        builder.leaf(LeafKind::Paragraph, 6..source.len(), "is below the well\u{2010}set one.");
        let segment = builder.finish(source.len());
        let mut found = blocks(&segment, 100);
        found[0].keep_hyphens(source, 100);
        assert_eq!(found[0].raw.as_deref(), source.get(6..));
        let whole = source.replace("be\u{2010}\n", "be");
        found[0].raw = None;
        found[0].keep_hyphens(&whole, 100);
        assert_eq!(found[0].raw, None);
    }

    #[test]
    fn the_parts_of_a_block_are_one_block() {
        let part = |build: &dyn Fn(&mut SegmentBuilder), start| {
            let mut builder = SegmentBuilder::new(start);
            build(&mut builder);
            builder.finish(10)
        };
        let items = part(
            &|builder| {
                builder.open(ContainerKind::List { tight: true }, 0..10);
                item(builder, "-", None, 0..10);
                builder.leaf(LeafKind::Paragraph, 2..10, "some");
            },
            0,
        );
        let rest = part(
            &|builder| {
                builder.open(ContainerKind::List { tight: true }, 0..10);
                item(builder, "", None, 0..10);
                builder.continue_container(Span::default());
                builder.begin(LeafKind::Paragraph, 0..5);
                builder.join(" ");
                builder.text("words");
            },
            10,
        );
        let mut whole = blocks(&items, 0).remove(0);
        let part = blocks(&rest, 10).remove(0);
        assert!(whole.go_on(part, rest.block_joint().unwrap()).is_none());
        let expected = json!({"kind": "list_item", "marker": "-", "depth": 0, "text": "some words", "start": 0, "end": 15});
        assert_eq!(serde_json::to_value(whole).unwrap(), expected);
    }

    /// The blocks of what `build` makes at byte 100 of the source.
    fn exported(build: impl FnOnce(&mut SegmentBuilder)) -> Value {
        let mut builder = SegmentBuilder::new(100);
        build(&mut builder);
        serde_json::to_value(blocks(&builder.finish(1000), 100)).unwrap()
    }

    fn item(builder: &mut SegmentBuilder, marker: &str, task: Option<bool>, source: std::ops::Range<usize>) {
        let marker = builder.string(marker);
        builder.open(ContainerKind::Item { marker, task }, source);
    }

    #[test]
    fn leaves_are_blocks() {
        let actual = exported(|builder| {
            builder.leaf(LeafKind::Heading(2), 0..7, "Head");
            builder.leaf(LeafKind::Paragraph, 8..20, "one\ntwo");
            let info = builder.string("rust");
            builder.leaf(LeafKind::CodeBlock { info }, 20..40, "code");
            builder.leaf(LeafKind::CodeBlock { info: Span::default() }, 40..50, "plain code");
            builder.leaf(LeafKind::ThematicBreak, 50..54, "---");
            builder.leaf(LeafKind::Image, 54..60, "a hill");
            builder.leaf(LeafKind::HtmlBlock, 60..70, "<hr>");
        });
        let expected = json!([
            {"kind": "heading", "level": 2, "text": "Head", "start": 100, "end": 107},
            {"kind": "paragraph", "text": "one\ntwo", "start": 108, "end": 120},
            {"kind": "code", "info": "rust", "marker": "rust", "text": "code", "start": 120, "end": 140},
            {"kind": "code", "text": "plain code", "start": 140, "end": 150},
            {"kind": "rule", "text": "---", "start": 150, "end": 154},
            {"kind": "image", "text": "a hill", "start": 154, "end": 160},
            {"kind": "html", "text": "<hr>", "start": 160, "end": 170},
        ]);
        assert_eq!(actual, expected);
    }

    #[test]
    fn the_first_paragraph_of_an_item_is_the_item() {
        let actual = exported(|builder| {
            builder.open(ContainerKind::List { tight: true }, 0..40);
            item(builder, "3.", None, 0..30);
            builder.leaf(LeafKind::Marker, 0..2, "3.");
            builder.leaf(LeafKind::Paragraph, 3..8, "outer");
            builder.open(ContainerKind::List { tight: true }, 9..20);
            item(builder, "-", Some(true), 9..20);
            builder.leaf(LeafKind::Paragraph, 15..20, "inner");
            builder.close();
            builder.close();
            builder.leaf(LeafKind::Paragraph, 21..30, "more");
        });
        let expected = json!([
            {"kind": "list_item", "marker": "3.", "depth": 0, "text": "outer", "start": 100, "end": 108},
            {"kind": "list_item", "marker": "-", "depth": 1, "done": true, "text": "inner", "start": 109, "end": 120},
            {"kind": "paragraph", "text": "more", "start": 121, "end": 130},
        ]);
        assert_eq!(actual, expected);
    }

    #[test]
    fn an_item_without_first_paragraph_is_empty() {
        let actual = exported(|builder| {
            builder.open(ContainerKind::List { tight: true }, 0..60);
            item(builder, "-", None, 0..2);
            builder.close();
            item(builder, "-", None, 2..20);
            builder.leaf(LeafKind::CodeBlock { info: Span::default() }, 4..20, "code");
            builder.close();
            item(builder, "2)", None, 20..40);
            builder.leaf(LeafKind::Marker, 20..22, "2)");
            builder.close();
            builder.close();
            builder.leaf(LeafKind::Paragraph, 40..50, "after");
            builder.open(ContainerKind::List { tight: true }, 50..52);
            item(builder, "*", None, 50..51);
        });
        let empty = |marker: &str, start, end| json!({"kind": "list_item", "marker": marker, "depth": 0, "text": "", "start": start, "end": end});
        let expected = json!([
            empty("-", 100, 101),
            empty("-", 102, 103),
            {"kind": "code", "text": "code", "start": 104, "end": 120},
            empty("2)", 120, 122),
            {"kind": "paragraph", "text": "after", "start": 140, "end": 150},
            empty("*", 150, 151),
        ]);
        assert_eq!(actual, expected);
    }

    #[test]
    fn items_inside_quotes_stay_items() {
        let actual = exported(|builder| {
            builder.open(ContainerKind::BlockQuote(None), 0..40);
            builder.leaf(LeafKind::Paragraph, 2..10, "said");
            builder.open(ContainerKind::List { tight: false }, 12..40);
            item(builder, "-", None, 12..40);
            builder.leaf(LeafKind::Paragraph, 14..20, "listed");
            builder.leaf(LeafKind::Paragraph, 24..30, "and said");
        });
        let kinds: Vec<_> = actual.as_array().unwrap().iter().map(|block| &block["kind"]).collect();
        assert_eq!(kinds, ["quote", "list_item", "quote"]);
    }

    #[test]
    fn cells_are_joined_to_tables() {
        let table = ContainerKind::Table { alignments: Span::default(), header: true };
        let actual = exported(|builder| {
            for _ in 0..2 {
                builder.open(table, 10..90);
                for (column, text) in [(0, "A"), (1, "B"), (0, "1"), (1, "")] {
                    builder.leaf(LeafKind::Cell { column }, 10..12, text);
                }
                builder.close();
            }
        });
        let expected = json!({"kind": "table", "rows": [["A", "B"], ["1", ""]], "text": "A\tB\n1\t", "start": 110, "end": 190});
        assert_eq!(actual, json!([expected, expected]));
    }

    #[test]
    fn footnotes_and_definitions_have_roles() {
        let actual = exported(|builder| {
            builder.leaf(LeafKind::Term, 0..4, "term");
            builder.open(ContainerKind::Definition, 5..12);
            builder.leaf(LeafKind::Paragraph, 7..12, "sense");
            builder.close();
            builder.open(ContainerKind::Footnote, 20..60);
            builder.leaf(LeafKind::Marker, 20..24, "[1]");
            builder.leaf(LeafKind::Paragraph, 26..30, "note");
            builder.leaf(LeafKind::Paragraph, 40..50, "more");
        });
        let expected = json!([
            {"kind": "paragraph", "role": "term", "text": "term", "start": 100, "end": 104},
            {"kind": "paragraph", "role": "definition", "text": "sense", "start": 107, "end": 112},
            {"kind": "paragraph", "role": "footnote", "marker": "1", "text": "note", "start": 120, "end": 130},
            {"kind": "paragraph", "role": "footnote", "marker": "1", "text": "more", "start": 140, "end": 150},
        ]);
        assert_eq!(actual, expected);
    }
}
