//! What is kept of a document from one run to the next.

use std::collections::BTreeMap;
use std::fmt;

use super::corrections::Edit;
use super::identity::Identity;
use super::notes::{Clash, NoteEdit, RecalledNotes};
use super::{Passages, Ranges};

/// A place in a text, known by its words, so that it is found again where the text was changed elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The byte of the source that it was at.
    pub at: u64,
    /// The words there; empty where there are none.
    pub words: String,
    /// The title of the section that it was in; empty before the first heading.
    pub section: String,
    /// Rows without words, as blank ones, between the top of the screen and the words.
    pub above: u8,
}

impl Place {
    /// Enough characters of a text, letters and digits, to find it again.
    pub const CHARACTERS: usize = 48;

    /// Bytes that are enough for its words or the title of its section.
    pub const MOST_BYTES: usize = 1024;
}

/// A heading, known by its words, so that it is found again where the text was changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heading {
    /// The byte of the source that it began at.
    pub at: u64,
    /// The first of its words.
    pub title: String,
    /// Those of the heading of the section around it; empty where there is none.
    pub around: String,
}

/// Which sections are folded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeptFolds {
    /// Whether all are, but for the others.
    pub are_all: bool,
    /// Those that are not as all, in the order of the text.
    pub others: Vec<Heading>,
}

impl KeptFolds {
    /// The most headings that are kept.
    pub const MOST: usize = 100;

    /// Whether the same sections are folded, if both are of the same text.
    fn are_same(&self, other: &Self) -> bool {
        let places = |folds: &Self| folds.others.iter().map(|heading| heading.at).collect::<Vec<_>>();
        self.are_all == other.are_all && places(self) == places(other)
    }

    /// Whether no section is folded.
    pub fn is_empty(&self) -> bool {
        !self.are_all && self.others.is_empty()
    }
}

/// What is kept of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Where the reader was; none at the beginning.
    pub place: Option<Place>,
    /// The places that are marked, by the names of the marks.
    pub marks: BTreeMap<char, Place>,
    /// The parts of the source that were read.
    pub read: Ranges,
    /// What was read, by its words: that, and what was read of the text as it was before and has not been found yet.
    pub passages: Passages,
    /// What the reader has folded.
    pub folds: KeptFolds,
}

impl Kept {
    /// Whether nothing is kept.
    pub fn is_empty(&self) -> bool {
        let has_read = !self.read.is_empty() || !self.passages.is_empty();
        self.place.is_none() && self.marks.is_empty() && !has_read && self.folds.is_empty()
    }
}

/// What is to be kept of a document, as one reader leaves it. Others may have kept something of it since he came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keeping {
    /// What the document is known by.
    pub identity: Identity,
    /// What was kept of it as far as the reader knows; nothing where that is not known yet.
    pub before: Kept,
    /// What he leaves.
    pub now: Kept,
}

impl Keeping {
    /// Whether the reader has changed anything.
    pub fn is_change(&self) -> bool {
        self.now != self.before
    }

    /// Whether the same is left of the same document.
    pub fn is_same(&self, other: &Self) -> bool {
        self.identity.content == other.identity.content && self.now == other.now
    }

    /// With what others have kept: where he is, what he folded and each mark is as they left it, unless he has changed
    /// that himself. Read is what anybody has read.
    #[must_use]
    pub fn with(mut self, others: Kept) -> Self {
        let Self { before, now, .. } = &mut self;
        if now.place == before.place {
            now.place = others.place;
        }
        if now.folds.are_same(&before.folds) {
            now.folds = others.folds;
        }
        for (name, place) in others.marks {
            if now.marks.get(&name) == before.marks.get(&name) {
                now.marks.insert(name, place);
            }
        }
        others.read.iter().for_each(|range| now.read.add(range));
        let is_known = |&(start, hash): &(u64, u64)| before.passages.contains(start, hash);
        let read = Passages::new(others.passages.iter().filter(|passage| !is_known(passage)));
        now.passages = std::mem::take(&mut now.passages).with(&read);
        self
    }
}

/// A file of which something could not be read, so that the rest and what was kept since is in a new one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetAside {
    /// What it was called.
    pub file: String,
    /// What it is called now.
    pub now: String,
    /// Whether the rest could be read.
    pub is_partly: bool,
}

impl fmt::Display for SetAside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let much = if self.is_partly { "partly unreadable" } else { "unreadable" };
        write!(f, "{} was {much} and is now {}", self.file, self.now)
    }
}

/// What became of notes that were kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Annotated {
    /// The file that was in the way.
    pub set_aside: Option<SetAside>,
    /// The notes that another reader has changed too.
    pub clashes: Vec<Clash>,
}

/// What was kept of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recalled {
    /// What the document is known by now.
    pub identity: Identity,
    /// What was kept of it.
    pub kept: Kept,
    /// Whether its text has changed since.
    pub is_changed: bool,
    /// Why nothing could be recalled, where something was in the way.
    pub trouble: Option<String>,
}

impl Recalled {
    /// Forgets which parts were read of the text as it was before: their words tell where they are now.
    pub fn forget_parts_read_before(&mut self) {
        if self.is_changed {
            self.kept.read = Ranges::default();
        }
    }
}

/// A line that a reader has typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastLine {
    /// What it was typed for.
    pub kind: LineKind,
    /// The line.
    pub text: String,
}

/// What a line is typed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// To be searched for.
    Search,
    /// To be done.
    Command,
}

/// The most lines of a kind that are kept.
const MOST_LINES: usize = 200;

/// Adds a line to those typed before, the last of which stands at the end. Each stands there once, and the oldest of
/// more than 200 of its kind give way.
pub fn add_line(lines: &mut Vec<PastLine>, line: PastLine) {
    let n_alike = lines.iter().filter(|known| known.kind == line.kind && **known != line).count();
    let mut n_surplus = (n_alike + 1).saturating_sub(MOST_LINES);
    lines.retain(|known| {
        let is_surplus = known.kind == line.kind && n_surplus > 0;
        n_surplus -= usize::from(is_surplus && *known != line);
        !is_surplus && *known != line
    });
    lines.push(line);
}

/// Where is kept what readers said and typed, and where they were. Others may use it at the same time. Whatever is kept
/// is kept at once or not at all.
pub trait Memory: Send + Sync {
    /// Changes what is remembered of blocks.
    fn remember(&self, edits: &[Edit]) -> anyhow::Result<Option<SetAside>>;

    /// What is kept of this very text, where that can be told without looking at what is kept of others:
    /// the first screen waits for it.
    fn recall_at_once(&self, identity: &Identity) -> Option<Recalled>;

    /// What is kept of a document, or of what it was before it was changed.
    fn recall(&self, identity: Identity) -> Recalled;

    /// Keeps this of documents, the one that was read last at the end.
    fn keep(&self, documents: &[Keeping]) -> anyhow::Result<Option<SetAside>>;

    /// The lines that were typed, the last one at the end.
    fn lines(&self) -> anyhow::Result<Vec<PastLine>>;

    /// Keeps a line that was typed.
    fn keep_line(&self, line: &PastLine) -> anyhow::Result<Option<SetAside>>;

    /// The notes on a document, or on what it was before it was changed.
    fn recall_notes(&self, identity: Identity) -> RecalledNotes;

    /// Changes the notes on a document.
    fn annotate(&self, identity: &Identity, edits: &[NoteEdit]) -> anyhow::Result<Annotated>;
}
