//! What the chunks of a document share: link reference definitions and footnote labels.
//!
//! CommonMark lets a reference stand anywhere before or after its definition, and takes the first
//! definition of a label. The splitter collects the definitions of each chunk as it goes; a chunk
//! that was parsed before one of its labels was known is found again by the labels it left open. They
//! stay open, however often the chunk is parsed, until the document asks for it anew: positions in
//! its text must not shift when the text was dropped and is parsed again.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use memchr::memmem;
use pulldown_cmark::{Event, Parser, Tag};
use unicase::UniCase;

use super::depth::{self, Part};
use super::prologue::{OPTIONS, Prologue};
use super::scan::Unfinished;

/// Where a reference leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Target {
    /// The link's destination.
    pub(super) destination: Box<str>,
    /// The link's title; may be empty.
    pub(super) title: Box<str>,
}

/// The definitions found so far. Shared between the splitter and the threads that parse.
#[derive(Debug, Default)]
pub(super) struct Definitions {
    known: RwLock<Known>,
    /// What each chunk left open when it was parsed first, by where it starts.
    left_open: Mutex<HashMap<u64, LeftOpen>>,
    /// What most chunks leave open.
    nothing: Arc<Labels>,
}

/// What a chunk left open.
#[derive(Debug)]
struct LeftOpen {
    /// Where the chunk ends: a longer one in its place is another.
    end: u64,
    labels: Arc<Labels>,
}

#[derive(Debug, Default)]
struct Known {
    links: HashMap<Label, Arc<Target>>,
    footnotes: HashSet<Label>,
}

/// Labels that a chunk uses and nobody has defined.
#[derive(Debug, Default)]
struct Labels {
    links: HashSet<Label>,
    footnotes: HashSet<Label>,
}

impl Labels {
    fn is_empty(&self) -> bool {
        self.links.is_empty() && self.footnotes.is_empty()
    }
}

/// The definitions as a chunk sees them while it is parsed.
pub(super) struct Lookup<'d> {
    /// All of them.
    pub(super) definitions: &'d Definitions,
    /// The labels that are to stay open.
    closed_to: Option<Arc<Labels>>,
    /// The labels that were not found.
    missed: Labels,
}

/// A label as it is compared: its case folded, its white space collapsed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Label(String);

impl Label {
    pub(super) fn new(label: &str) -> Self {
        Self(UniCase::new(label).to_folded_case())
    }
}

impl Definitions {
    /// Whether there can be a definition in `text`.
    pub(super) fn may_be_in(text: &[u8]) -> bool {
        memmem::find(text, b"]:").is_some()
    }

    /// Learns the definitions in `text`, which starts inside `unfinished`.
    pub(super) fn collect(&self, text: &str, unfinished: Option<&Unfinished>) {
        for (part, unfinished) in depth::parts(text, unfinished) {
            if let Part::Text(range) = part {
                let text = text.get(range).unwrap_or_default();
                self.collect_part(&Prologue::new(&[], unfinished).before(text));
            }
        }
    }

    fn collect_part(&self, text: &str) {
        let parser = Parser::new_ext(text, OPTIONS);
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        for (label, definition) in parser.reference_definitions().iter() {
            known.links.entry(Label::new(label)).or_insert_with(|| {
                let title = definition.title.as_deref().unwrap_or_default().into();
                Arc::new(Target { destination: (*definition.dest).into(), title })
            });
        }
        if footnote_labels(text).next().is_some() {
            let labels = parser.filter_map(|event| match event {
                Event::Start(Tag::FootnoteDefinition(label)) => Some(Label::new(&label)),
                _ => None,
            });
            known.footnotes.extend(labels);
        }
    }

    /// The first definition of `label`.
    pub(super) fn link(&self, label: &Label) -> Option<Arc<Target>> {
        self.known.read().unwrap_or_else(PoisonError::into_inner).links.get(label).cloned()
    }

    /// The definitions for parsing the chunk at `source`: as they were when it was parsed first.
    pub(super) fn lookup(&self, source: &Range<u64>) -> Lookup<'_> {
        Lookup { closed_to: self.left_open_by(source), ..self.lookup_anew() }
    }

    /// The definitions as they are known now.
    pub(super) fn lookup_anew(&self) -> Lookup<'_> {
        Lookup { definitions: self, closed_to: None, missed: Labels::default() }
    }

    /// Keeps what was missed while the chunk at `source` was parsed. Answers false where another thread
    /// has parsed it first since `lookup` was made, and may have missed something else.
    pub(super) fn keep_open(&self, source: &Range<u64>, lookup: Lookup<'_>) -> bool {
        if lookup.closed_to.is_some() {
            return true;
        }
        let labels =
            if lookup.missed.is_empty() { Arc::clone(&self.nothing) } else { Arc::new(lookup.missed) };
        let mut left_open = self.left_open();
        let is_first = left_open.get(&source.start).is_none_or(|known| known.end != source.end);
        if is_first {
            left_open.insert(source.start, LeftOpen { end: source.end, labels });
        }
        is_first
    }

    /// Whether the chunk at `source` left labels open.
    pub(super) fn has_open(&self, source: &Range<u64>) -> bool {
        self.left_open_by(source).is_some_and(|labels| !labels.is_empty())
    }

    /// Whether a label that the chunk at `source` left open is defined by now.
    pub(super) fn resolves(&self, source: &Range<u64>) -> bool {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        self.left_open_by(source).is_some_and(|labels| {
            labels.links.iter().any(|label| known.links.contains_key(label))
                || labels.footnotes.iter().any(|label| known.footnotes.contains(label))
        })
    }

    /// Forgets what the chunk at `source` left open: from now on it is parsed with all that is known.
    pub(super) fn settle(&self, source: &Range<u64>) {
        self.left_open().remove(&source.start);
    }

    fn left_open_by(&self, source: &Range<u64>) -> Option<Arc<Labels>> {
        let left_open = self.left_open();
        let known = left_open.get(&source.start).filter(|known| known.end == source.end)?;
        Some(Arc::clone(&known.labels))
    }

    fn left_open(&self) -> MutexGuard<'_, HashMap<u64, LeftOpen>> {
        self.left_open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Lookup<'_> {
    /// The first definition of a label: the same however often the label is used, even where it is
    /// defined meanwhile.
    pub(super) fn link(&mut self, label: Label) -> Option<Arc<Target>> {
        let is_closed = self.closed_to.as_ref().is_some_and(|closed| closed.links.contains(&label));
        if is_closed || self.missed.links.contains(&label) {
            return None;
        }
        let target = self.definitions.link(&label);
        if target.is_none() {
            self.missed.links.insert(label);
        }
        target
    }

    /// The footnote labels used in `text` that are defined somewhere, as they are written.
    pub(super) fn footnotes_used(&mut self, text: &str) -> Vec<String> {
        let mut seen = HashSet::new();
        let known = self.definitions.known.read().unwrap_or_else(PoisonError::into_inner);
        let mut used = Vec::new();
        for written in footnote_labels(text) {
            let label = Label::new(&written);
            if !seen.insert(label.clone()) {
                continue;
            }
            let is_closed = self.closed_to.as_ref().is_some_and(|closed| closed.footnotes.contains(&label));
            if known.footnotes.contains(&label) && !is_closed {
                used.push(written);
            } else {
                self.missed.footnotes.insert(label);
            }
        }
        used
    }
}

/// Everything in `text` that looks like a footnote's label, in a reference or a definition.
fn footnote_labels(text: &str) -> impl Iterator<Item = String> {
    memmem::find_iter(text.as_bytes(), b"[^").filter_map(|start| footnote_label(text.get(start + 2..)?))
}

/// The label up to the closing bracket, its white space collapsed. Where it goes over a line end,
/// the markers of block quotes at the start of the line are no part of it.
fn footnote_label(text: &str) -> Option<String> {
    const MAX_CHARS: usize = 1000;
    let mut label = String::new();
    let mut is_escaped = false;
    let mut is_line_start = false;
    for c in text.chars().take(MAX_CHARS) {
        match c {
            ']' if !is_escaped => return Some(label.trim_end().to_owned()).filter(|label| !label.is_empty()),
            '[' if !is_escaped => return None,
            '>' if is_line_start => continue,
            c if c.is_ascii_whitespace() => {
                if !label.is_empty() && !label.ends_with(' ') {
                    label.push(' ');
                }
            }
            c => label.push(c),
        }
        is_line_start = matches!(c, '\n' | '\r') || (is_line_start && c.is_ascii_whitespace());
        is_escaped = c == '\\' && !is_escaped;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn collected(texts: &[&str]) -> Definitions {
        let definitions = Definitions::default();
        for text in texts {
            definitions.collect(text, None);
        }
        definitions
    }

    #[test]
    fn the_first_definition_wins() {
        let definitions = collected(&["[A]: /first \"t\"\n", "[a]: /second\n[ẞ]: /s\n"]);
        let first = definitions.link(&Label::new("a")).unwrap();
        assert_eq!((&*first.destination, &*first.title), ("/first", "t"));
        assert!(definitions.link(&Label::new("SS")).is_some());
        assert!(definitions.link(&Label::new("b")).is_none());
    }

    #[test]
    fn definitions_in_code_are_none() {
        let definitions = collected(&["```\n[a]: /x\n[^b]: y\n```\n"]);
        assert!(definitions.link(&Label::new("a")).is_none());
        assert!(definitions.lookup_anew().footnotes_used("[^b]").is_empty());
    }

    #[test]
    fn labels_left_open_are_remembered_until_they_are_defined() {
        let definitions = collected(&[]);
        let mut lookup = definitions.lookup(&(7..9));
        assert!(lookup.footnotes_used("x[^n]").is_empty());
        assert!(definitions.keep_open(&(7..9), lookup));
        assert!(!definitions.resolves(&(7..9)));
        definitions.collect("[^N]: note\n", None);
        assert!(definitions.resolves(&(7..9)));
        assert!(!definitions.resolves(&(7..10)) && !definitions.resolves(&(8..9)));
    }

    #[test]
    fn what_was_left_open_stays_so_until_it_is_settled() {
        let definitions = collected(&[]);
        let [mut first, second] = [definitions.lookup(&(0..9)), definitions.lookup(&(0..9))];
        assert!(first.link(Label::new("a")).is_none());
        assert!(definitions.keep_open(&(0..9), first));
        assert!(!definitions.keep_open(&(0..9), second));
        definitions.collect("[a]: /x\n", None);
        let found = |mut lookup: Lookup<'_>| lookup.link(Label::new("a")).is_some();
        assert!(!found(definitions.lookup(&(0..9))));
        assert!(found(definitions.lookup(&(0..10))) && found(definitions.lookup_anew()));
        definitions.settle(&(0..9));
        assert!(found(definitions.lookup(&(0..9))) && !definitions.resolves(&(0..9)));
    }

    #[test]
    fn footnote_labels_are_found_as_they_are_written() {
        let text = "[^a] [^b c]: [^d\\]e] [^] [^f[^g] > [^h\n> i] [^open";
        assert_eq!(footnote_labels(text).collect::<Vec<_>>(), ["a", "b c", "d\\]e", "g", "h i"]);
    }
}
