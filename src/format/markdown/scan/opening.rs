//! How a text goes on behind a forced cut: what the scanner has followed, written as the lines that
//! open the same blocks once more.
//!
//! Markdown itself says this best. An item, a quote, a footnote are opened by their markers, with
//! the content where it was; code by its fence; a table by its head; and a paragraph by a letter.
//! Put in front of the text behind the cut, these lines make the parser read on where it was.

use std::iter;
use std::sync::{Arc, OnceLock};

use super::super::html::HtmlEnd;
use super::super::marks;
use super::items::{Item, ItemKind};
use super::{Before, Literal, Scanner};
use crate::document::Segment;

/// What stands for the text of a block before the cut.
const PLACEHOLDER: &str = "x";
/// Defines a label that no text has: of a private character.
const REFERENCE: &str = "[\u{F8FE}]: x";
/// The longest delimiter row of a table that goes on: longer than anybody would write it.
const MAX_DELIMITERS: usize = 32 * 1024;
/// Bytes from the start of a table that decide how wide its columns are, where it is cut. Its header and its
/// delimiter row may be longer.
const LEAD: usize = 8 * 1024;

/// Where a text stands at a forced cut.
#[derive(Clone, Debug)]
pub(in super::super) struct Unfinished {
    scanner: Scanner,
    /// What parts the texts before and behind the cut.
    joint: &'static str,
    is_within_line: bool,
    /// The cells of the table's row before a cut within a line.
    n_cells: usize,
    /// The beginning of the table that the cut goes through.
    lead: Option<Arc<Lead>>,
}

/// The beginning of a table that forced cuts go through.
#[derive(Debug)]
pub(in super::super) struct Lead {
    lines: String,
    parsed: OnceLock<Arc<Segment>>,
}

/// How to go on behind a cut.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Opening {
    /// Opens the blocks that go on.
    pub(in super::super) text: String,
    /// The lists that go on, from the outermost on.
    pub(in super::super) lists: Vec<OpenList>,
    /// What parts the text before the cut from that behind it, if it is in one block.
    pub(in super::super) joint: Option<&'static str>,
}

/// A list that goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) struct OpenList {
    /// The number of its last item, if it has numbers.
    pub(in super::super) number: Option<u64>,
    /// Whether blank lines have parted its blocks.
    pub(in super::super) is_loose: bool,
}

impl Unfinished {
    /// Where `scanner` stands between two lines; `before` ends with the first of them.
    pub(in super::super) fn between_lines(scanner: Scanner, before: &[u8]) -> Self {
        let line = before.strip_suffix(b"\n").unwrap_or(before);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let is_break = line.ends_with(b"  ") || line.ends_with(b"\\");
        let joint = match scanner.innermost().before {
            Before::Fence => "",
            _ if scanner.is_in_text() && !is_break => " ",
            _ => "\n",
        };
        Self { scanner, joint, is_within_line: false, n_cells: 0, lead: None }
    }

    /// Where `scanner` stands within a line; `part` is what of it stands between this cut and the one
    /// `before`, or the start of the line.
    pub(in super::super) fn within_line(scanner: Scanner, part: &[u8], before: Option<&Self>) -> Self {
        let is_space = part.last().is_some_and(|byte| matches!(byte, b' ' | b'\t'));
        let joint = if is_space && scanner.is_in_text() { " " } else { "" };
        let n_cells =
            before.map_or(0, |before| before.n_cells) + marks::n_cells_ended(part, before.is_none());
        Self { scanner, joint, is_within_line: true, n_cells, lead: None }
    }

    /// The same, with the first lines of the table that the cut goes through: from `text`, which ends
    /// at the cut, or, where the table began earlier, from the cut `before`.
    pub(in super::super) fn with_lead(mut self, text: &[u8], before: Option<&Self>) -> Self {
        if self.scanner.before == Before::Row && self.scanner.items.is_empty() {
            let found = table_start(text, &self.scanner.delimiters);
            let lead = found.and_then(|start| Lead::new(text.get(start..)?)).map(Arc::new);
            self.lead = lead.or_else(|| before.and_then(|before| before.lead.clone()));
        }
        self
    }

    /// The beginning of the table that the cut goes through.
    pub(in super::super) fn lead(&self) -> Option<&Lead> {
        self.lead.as_deref()
    }

    /// The scanner behind the cut.
    pub(in super::super) fn scanner(&self) -> Scanner {
        self.scanner.clone()
    }

    /// How to go on.
    pub(in super::super) fn opening(&self) -> Opening {
        let mut opening = Opening::default();
        let mut prefix = String::new();
        let leaf = self.scanner.open(&mut opening, &mut prefix);
        opening.open(&leaf, &prefix, self);
        opening
    }
}

impl Lead {
    /// The whole lines at the start of `table`, as far as they decide how it is set.
    fn new(table: &[u8]) -> Option<Self> {
        let within = table.get(..LEAD).unwrap_or(table);
        let two_lines = memchr::memchr_iter(b'\n', table).nth(1)?;
        let end = memchr::memrchr(b'\n', within).map_or(two_lines, |end| end.max(two_lines)) + 1;
        let lines = String::from_utf8_lossy(table.get(..end)?).into_owned();
        Some(Self { lines, parsed: OnceLock::new() })
    }

    /// What `parse` makes of its lines: once for all parts of the table, unless they may refer to what is
    /// defined elsewhere, of which more may be known the next time.
    pub(in super::super) fn segment(&self, parse: impl FnOnce(&str) -> Segment) -> Arc<Segment> {
        if memchr::memchr(b'[', self.lines.as_bytes()).is_some() {
            return Arc::new(parse(&self.lines));
        }
        Arc::clone(self.parsed.get_or_init(|| Arc::new(parse(&self.lines))))
    }
}

/// The leaf that goes on.
enum OpenLeaf<'a> {
    /// None, but what stands in the innermost item is no paragraph.
    None,
    /// None, after a blank line or at the beginning of an item.
    Blank,
    /// One whose first line begins with this.
    Text(String),
    /// A heading of this level, which goes on with its line only.
    Heading(usize),
    /// None: the word that makes a block quote an alert is the last there is.
    Title,
    /// A link reference definition, which hardly differs from a paragraph for what comes next.
    Reference,
    /// A table with this delimiter row.
    Table(&'a [u8]),
    /// One opened by a line of its own.
    Literal(&'a Literal),
}

impl Scanner {
    /// Whether the line before is of running text.
    fn is_in_text(&self) -> bool {
        let within = self.innermost();
        let is_text = matches!(within.before, Before::Paragraph { .. } | Before::Heading(_) | Before::Row);
        is_text && within.literal.is_none()
    }

    /// Where the text stands in the innermost block quote.
    fn innermost(&self) -> &Self {
        self.quote.as_ref().map_or(self, |quote| quote.inside.innermost())
    }

    /// Opens the containers. What goes on lines of its own in them stands behind `prefix`.
    fn open(&self, opening: &mut Opening, prefix: &mut String) -> OpenLeaf<'_> {
        let mut base = 0;
        for item in &self.items {
            item.open(base, opening, prefix);
            base = item.content;
        }
        let Some(quote) = &self.quote else { return self.leaf() };
        opening.text.push_str("> ");
        prefix.push_str("> ");
        if let Some(alert) = &quote.alert {
            opening.text.push_str(&String::from_utf8_lossy(alert));
            if quote.inside.before == Before::Title {
                return OpenLeaf::Title;
            }
            opening.next_line(prefix);
        }
        quote.inside.open(opening, prefix)
    }

    fn leaf(&self) -> OpenLeaf<'_> {
        if let Some(literal) = &self.literal {
            return OpenLeaf::Literal(literal);
        }
        match self.before {
            Before::Paragraph { cells: 0 } | Before::Quoted => OpenLeaf::Text(PLACEHOLDER.to_owned()),
            Before::Paragraph { cells } => OpenLeaf::Text(row(cells)),
            Before::IndentedCode => OpenLeaf::Text(format!("    {PLACEHOLDER}")),
            Before::Heading(level) => OpenLeaf::Heading(level),
            Before::Reference => OpenLeaf::Reference,
            Before::Row if self.delimiters.len() <= MAX_DELIMITERS => OpenLeaf::Table(&self.delimiters),
            Before::Blank => OpenLeaf::Blank,
            _ if self.is_item_empty => OpenLeaf::Blank,
            Before::Row | Before::Other | Before::Fence | Before::Title => OpenLeaf::None,
        }
    }
}

impl Item {
    /// Opens the item in one whose content starts at column `base`.
    fn open(&self, base: usize, opening: &mut Opening, prefix: &mut String) {
        let room = self.content.saturating_sub(base);
        match &self.kind {
            ItemKind::List { mark, number, is_loose } => {
                let is_ordered = !matches!(mark, b'-' | b'+' | b'*');
                let digit = if is_ordered { "1" } else { "" };
                opening.marker(&format!("{digit}{}", char::from(*mark)), room, prefix);
                let number = is_ordered.then_some(*number);
                opening.lists.push(OpenList { number, is_loose: *is_loose });
            }
            ItemKind::Definition => {
                opening.text.push_str(PLACEHOLDER);
                opening.next_line(prefix);
                opening.marker(":", room, prefix);
            }
            ItemKind::Footnote(label) => {
                opening.text.push_str(&String::from_utf8_lossy(label));
                opening.text.push(' ');
            }
        }
        prefix.extend(iter::repeat_n(' ', room));
    }
}

impl Opening {
    fn next_line(&mut self, prefix: &str) {
        self.text.push('\n');
        self.text.push_str(prefix);
    }

    /// A marker of an item whose content is `room` columns further than that of what is around it.
    fn marker(&mut self, marker: &str, room: usize, prefix: &str) {
        const MOST_INDENT: usize = 3;
        let indent = room.saturating_sub(marker.len() + 1).min(MOST_INDENT);
        if indent > 0 && !prefix.is_empty() {
            self.part(prefix);
        }
        let space = room.saturating_sub(indent + marker.len()).max(1);
        self.text.extend(iter::repeat_n(' ', indent));
        self.text.push_str(marker);
        self.text.extend(iter::repeat_n(' ', space));
    }

    /// Goes on with a line of its own, so that an indent is not taken for that of the content of the
    /// item just opened.
    fn part(&mut self, prefix: &str) {
        self.text.push('#');
        self.next_line(prefix);
    }

    /// Opens `leaf` behind what opens its containers, up to where the text behind the cut begins:
    /// a line, or the rest of one.
    fn open(&mut self, leaf: &OpenLeaf<'_>, prefix: &str, at: &Unfinished) {
        let is_nested = !prefix.is_empty();
        self.joint = Some(at.joint);
        match leaf {
            OpenLeaf::Text(text) => self.text.push_str(text),
            OpenLeaf::Heading(level) if at.is_within_line => {
                self.text.extend(["#".repeat(*level).as_str(), " ", PLACEHOLDER]);
            }
            OpenLeaf::Reference => {
                self.text.push_str(REFERENCE);
                self.joint = None;
            }
            OpenLeaf::Title => self.joint = None,
            OpenLeaf::Literal(literal) => {
                if is_nested {
                    self.part(prefix);
                }
                self.text.push_str(&opening_line(literal));
                self.begin_line(PLACEHOLDER, prefix, at);
            }
            OpenLeaf::Table(delimiters) => {
                self.text.push_str(&row(marks::n_columns(delimiters)));
                self.next_line(prefix);
                self.text.push_str(&String::from_utf8_lossy(delimiters));
                self.begin_line(&format!("{}{PLACEHOLDER}", row(at.n_cells)), prefix, at);
                self.joint = self.joint.filter(|_| at.is_within_line);
            }
            OpenLeaf::None | OpenLeaf::Blank | OpenLeaf::Heading(_) => {
                self.joint = None;
                if is_nested {
                    // An empty heading: no paragraph that the next line could go on with.
                    self.text.push('#');
                }
                if is_nested && matches!(leaf, OpenLeaf::Blank) {
                    self.next_line(prefix.trim_end());
                }
            }
        }
        if !at.is_within_line && !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    /// Begins the line that the cut went through, if it did, with `begun`.
    fn begin_line(&mut self, begun: &str, prefix: &str, at: &Unfinished) {
        if at.is_within_line {
            self.next_line(prefix);
            self.text.push_str(begun);
        }
    }
}

/// Where the last table with this delimiter row starts: with its header, the line before.
fn table_start(text: &[u8], delimiters: &[u8]) -> Option<usize> {
    let line_start =
        |end: usize| memchr::memrchr(b'\n', text.get(..end)?).map_or(Some(0), |end| Some(end + 1));
    let row = memchr::memmem::rfind(text, delimiters)?;
    line_start(line_start(row)?.checked_sub(1)?)
}

/// A row of so many cells.
fn row(n_cells: usize) -> String {
    format!("|{}", format!("{PLACEHOLDER}|").repeat(n_cells))
}

/// A line that opens the same kind of block.
fn opening_line(literal: &Literal) -> String {
    match literal {
        Literal::Fence(fence) => {
            let marks = char::from(fence.mark).to_string().repeat(fence.length);
            format!("{:indent$}{marks}{}", "", String::from_utf8_lossy(&fence.info), indent = fence.indent)
        }
        Literal::Html(HtmlEnd::Blank) => "<div>".to_owned(),
        Literal::Html(HtmlEnd::Text(end)) => match *end {
            "-->" => "<!--".to_owned(),
            "?>" => "<?".to_owned(),
            "]]>" => "<![CDATA[".to_owned(),
            ">" => "<!A".to_owned(),
            close => close.replace('/', ""),
        },
    }
}
