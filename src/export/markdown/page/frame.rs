//! An open container: what it puts before its lines, and what it has held so far.

use crate::document::Alert;
use crate::export::markdown::parts::{Kind, Number};

/// A container that is open; the document is the outermost.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    kind: Holder,
    /// What stands before its first line, and before the others.
    marker: String,
    margin: String,
    /// What it holds last; `None` before its first line is written.
    last: Option<Block>,
}

/// The kinds of container, with what is to be remembered of each.
#[derive(Clone, Debug)]
enum Holder {
    Document,
    Quote(Option<Alert>),
    List {
        is_tight: bool,
        /// Of the items so far.
        style: Option<Style>,
        /// Bullets or delimiters that would not be told apart from those beside or around the list.
        taken: Vec<char>,
    },
    Item {
        style: Style,
        task: Option<bool>,
        /// Whether its marker begins another list, since it does not go on with the numbers.
        starts_list: bool,
    },
    Footnote(String),
    Definition,
}

/// How the items of a list are marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// By this bullet.
    Bullets(char),
    /// By numbers, the last of which is this, with a delimiter behind.
    Numbers(u64, char),
}

/// What a container holds, as far as it matters for what comes below.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Block {
    Text,
    /// A paragraph without text.
    Empty,
    Code,
    /// What begins with white space that is its own.
    Indented,
    Quote,
    Term,
    Definition,
    List(Option<Style>),
    Other,
}

/// What a container puts before its first line.
pub(super) struct First {
    pub(super) text: String,
    /// Whether that is a line of its own.
    pub(super) is_whole: bool,
}

impl Style {
    fn sign(self) -> char {
        match self {
            Self::Bullets(sign) | Self::Numbers(_, sign) => sign,
        }
    }
}

impl Frame {
    /// The document.
    pub(super) fn document() -> Self {
        Self::new(Holder::Document, String::new(), String::new())
    }

    fn new(kind: Holder, marker: String, margin: String) -> Self {
        Self { kind, marker, margin, last: None }
    }

    /// A container of this kind inside the last of `frames`.
    pub(super) fn inside(frames: &mut [Self], kind: Kind) -> Self {
        let around = frames.last_mut();
        match kind {
            Kind::Quote(alert) => Self::new(Holder::Quote(alert), "> ".to_owned(), "> ".to_owned()),
            Kind::List { is_tight } => {
                let taken = around.map_or_else(Vec::new, |frame| frame.taken_signs());
                Self::new(Holder::List { is_tight, style: None, taken }, String::new(), String::new())
            }
            Kind::Item { number, task } => Self::item(around, number, task),
            Kind::Footnote(label) => {
                let marker = format!("[^{label}]: ");
                Self::new(Holder::Footnote(label), marker, " ".repeat(4))
            }
            Kind::Definition => Self::new(Holder::Definition, ": ".to_owned(), "  ".to_owned()),
        }
    }

    /// The bullets and delimiters that a list inside this container cannot have: those of the list above it,
    /// and the bullet that would stand before it on its first line, where `- - -` could be a rule.
    fn taken_signs(&self) -> Vec<char> {
        let above = match self.last {
            Some(Block::List(Some(style))) => Some(style.sign()),
            _ => None,
        };
        let before = match self.kind {
            Holder::Item { style: Style::Bullets(bullet), .. } if !self.is_begun() => Some(bullet),
            _ => None,
        };
        above.into_iter().chain(before).collect()
    }

    fn item(around: Option<&mut Self>, number: Option<Number>, task: Option<bool>) -> Self {
        let (mut no_style, mut no_signs) = (None, Vec::new());
        let (last, taken) = match around.map(|list| &mut list.kind) {
            Some(Holder::List { style, taken, .. }) => (style, taken),
            _ => (&mut no_style, &mut no_signs),
        };
        let value = number.as_ref().map(|number| number.digits.parse().unwrap_or_default());
        let goes_on = match (&*last, value) {
            (Some(Style::Bullets(_)), None) => true,
            (Some(Style::Numbers(before, _)), Some(value)) => before + 1 == value,
            _ => false,
        };
        let starts_list = last.is_some() && !goes_on;
        if starts_list {
            taken.extend(last.map(Style::sign));
        }
        let sign = match (*last, &number) {
            (Some(style), _) if goes_on => style.sign(),
            (_, None) => free(&['-', '*', '+'], taken),
            (_, Some(number)) if number.delimiter == ')' => free(&[')', '.'], taken),
            (_, Some(_)) => free(&['.', ')'], taken),
        };
        if starts_list {
            taken.clear();
        }
        let style = value.map_or(Style::Bullets(sign), |value| Style::Numbers(value, sign));
        *last = Some(style);
        let digits = number.map_or_else(String::new, |number| number.digits);
        let width = digits.len() + 2;
        let kind = Holder::Item { style, task, starts_list };
        Self::new(kind, format!("{digits}{sign} "), " ".repeat(width))
    }

    /// Whether a container that goes on as `kind` is this one.
    pub(super) fn is_of(&self, kind: &Kind) -> bool {
        match (&self.kind, kind) {
            (Holder::Quote(alert), Kind::Quote(other)) => alert == other,
            (Holder::Footnote(label), Kind::Footnote(other)) => label == other,
            (Holder::List { .. }, Kind::List { .. })
            | (Holder::Item { .. }, Kind::Item { .. })
            | (Holder::Definition, Kind::Definition) => true,
            _ => false,
        }
    }

    /// Whether a line of it is written.
    pub(super) fn is_begun(&self) -> bool {
        self.last.is_some()
    }

    pub(super) fn is_item(&self) -> bool {
        matches!(self.kind, Holder::Item { .. })
    }

    /// Whether it has to have a block, so that an empty paragraph is there without being written.
    pub(super) fn has_block(&self) -> bool {
        matches!(self.kind, Holder::Item { .. } | Holder::Footnote(_) | Holder::Definition)
    }

    /// Notes that it holds `block` now.
    pub(super) fn hold(&mut self, block: Block) {
        self.last = Some(block);
    }

    /// Whether indented lines would go on with the last it holds, or not be read as indented by as much.
    pub(super) fn holds_indented(&self) -> bool {
        let is_new_definition = matches!(self.kind, Holder::Definition) && !self.is_begun();
        is_new_definition || matches!(self.last, Some(Block::List(_) | Block::Definition))
    }

    /// What the container is to the one around it.
    pub(super) fn as_block(&self) -> Block {
        match self.kind {
            Holder::Quote(_) => Block::Quote,
            Holder::List { style, .. } => Block::List(style),
            Holder::Definition => Block::Definition,
            _ => Block::Other,
        }
    }

    /// What stands before a line that is not its first.
    pub(super) fn margin(&self) -> &str {
        &self.margin
    }

    /// What stands before the next line, with which `block` begins. `is_innermost` if the block lies in no
    /// container inside.
    pub(super) fn next_line(&self, block: Block, is_innermost: bool) -> First {
        if self.is_begun() {
            return First { text: self.margin.clone(), is_whole: false };
        }
        let (tag, is_whole) = match self.kind {
            Holder::Quote(Some(alert)) => (tag(alert), true),
            Holder::Item { task: Some(is_done), .. } => {
                let is_text = is_innermost && matches!(block, Block::Text | Block::Empty);
                (if is_done { "[x] " } else { "[ ] " }, !is_text)
            }
            Holder::Item { .. } | Holder::Footnote(_) => ("", block == Block::Indented),
            _ => ("", false),
        };
        First { text: format!("{}{tag}", self.marker), is_whole }
    }

    pub(super) fn is_alert(&self) -> bool {
        matches!(self.kind, Holder::Quote(Some(_)))
    }

    pub(super) fn is_list(&self) -> bool {
        matches!(self.kind, Holder::List { .. })
    }

    pub(super) fn is_tight_list(&self) -> bool {
        matches!(self.kind, Holder::List { is_tight: true, .. })
    }

    /// Whether a blank line parts what it holds from the leaf `block`. `is_tight` for an item of a list
    /// without blank lines.
    pub(super) fn is_parted_from(&self, block: Block, is_tight: bool) -> bool {
        !(is_tight && self.last == Some(Block::Text) && block == Block::Code)
    }

    /// Whether a blank line parts what it holds from `next`, a container in it, whose own first container is
    /// `inner` and whose first leaf is `block`.
    pub(super) fn is_parted_from_container(
        &self,
        next: &Self,
        inner: Option<&Self>,
        block: Block,
        is_tight: bool,
    ) -> bool {
        match (&self.kind, self.last, &next.kind) {
            (Holder::List { is_tight, .. }, _, Holder::Item { starts_list, .. }) => !is_tight || *starts_list,
            (_, Some(Block::Term | Block::Definition), Holder::Definition) => false,
            (_, Some(Block::Text), Holder::Quote(_)) => !is_tight,
            (_, Some(Block::Text), Holder::List { .. }) => {
                !(is_tight && inner.is_some_and(|item| item.interrupts(block)))
            }
            _ => true,
        }
    }

    /// Whether the item may stand right below a line of text, which only a bullet or the number 1 may, with
    /// text behind.
    pub(super) fn interrupts(&self, block: Block) -> bool {
        let is_first =
            matches!(self.kind, Holder::Item { style: Style::Bullets(_) | Style::Numbers(1, _), .. });
        is_first && block != Block::Empty
    }
}

/// The first of `signs` that is not taken.
fn free(signs: &[char], taken: &[char]) -> char {
    signs.iter().find(|sign| !taken.contains(sign)).or_else(|| signs.first()).copied().unwrap_or('-')
}

fn tag(alert: Alert) -> &'static str {
    match alert {
        Alert::Note => "[!NOTE]",
        Alert::Tip => "[!TIP]",
        Alert::Important => "[!IMPORTANT]",
        Alert::Warning => "[!WARNING]",
        Alert::Caution => "[!CAUTION]",
    }
}
