//! What the chunks of a document share: link reference definitions and footnote labels.
//!
//! CommonMark lets a reference stand anywhere before or after its definition, and takes the first
//! definition of a label. The splitter collects the definitions of each chunk as it goes; a chunk
//! that was parsed before one of its labels was known is found again by the labels it left open.

use std::collections::{HashMap, HashSet};
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
    /// By chunk start: the labels that had no definition when the chunk was parsed.
    open: Mutex<HashMap<u64, OpenLabels>>,
}

#[derive(Debug, Default)]
struct Known {
    links: HashMap<Label, Arc<Target>>,
    footnotes: HashSet<Label>,
    is_complete: bool,
}

/// Labels that a chunk uses and nobody has defined yet.
#[derive(Debug, Default)]
pub(super) struct OpenLabels {
    pub(super) links: HashSet<Label>,
    pub(super) footnotes: HashSet<Label>,
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

    /// Says that the whole source has been seen.
    pub(super) fn complete(&self) {
        self.known.write().unwrap_or_else(PoisonError::into_inner).is_complete = true;
    }

    /// The first definition of `label`.
    pub(super) fn link(&self, label: &Label) -> Option<Arc<Target>> {
        self.known.read().unwrap_or_else(PoisonError::into_inner).links.get(label).cloned()
    }

    /// The footnote labels used in `text` that are defined somewhere, as they are written; and,
    /// into `open`, those that are not.
    pub(super) fn footnotes_used(&self, text: &str, open: &mut OpenLabels) -> Vec<String> {
        let mut seen = HashSet::new();
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let mut used = Vec::new();
        for written in footnote_labels(text) {
            let label = Label::new(&written);
            if !seen.insert(label.clone()) {
                continue;
            }
            if known.footnotes.contains(&label) {
                used.push(written);
            } else {
                open.footnotes.insert(label);
            }
        }
        used
    }

    /// Keeps the labels that the chunk at `start` could not resolve.
    pub(super) fn note_open(&self, start: u64, labels: OpenLabels) {
        let is_complete = self.known.read().unwrap_or_else(PoisonError::into_inner).is_complete;
        if is_complete || (labels.links.is_empty() && labels.footnotes.is_empty()) {
            self.open().remove(&start);
        } else {
            self.open().insert(start, labels);
        }
    }

    /// Whether the chunk at `start` has labels that could not be resolved.
    pub(super) fn is_open(&self, start: u64) -> bool {
        self.open().contains_key(&start)
    }

    /// Whether a label that the chunk at `start` could not resolve is defined by now.
    pub(super) fn resolves(&self, start: u64) -> bool {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        self.open().get(&start).is_some_and(|labels| {
            labels.links.iter().any(|label| known.links.contains_key(label))
                || labels.footnotes.iter().any(|label| known.footnotes.contains(label))
        })
    }

    fn open(&self) -> MutexGuard<'_, HashMap<u64, OpenLabels>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
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
        assert!(definitions.footnotes_used("[^b]", &mut OpenLabels::default()).is_empty());
    }

    #[test]
    fn labels_left_open_are_remembered_until_they_are_defined() {
        let definitions = collected(&[]);
        let mut open = OpenLabels::default();
        assert!(definitions.footnotes_used("x[^n]", &mut open).is_empty());
        definitions.note_open(7, open);
        assert!(!definitions.resolves(7));
        definitions.collect("[^N]: note\n", None);
        assert!(definitions.resolves(7));
        assert!(!definitions.resolves(8));
    }

    #[test]
    fn footnote_labels_are_found_as_they_are_written() {
        let text = "[^a] [^b c]: [^d\\]e] [^] [^f[^g] > [^h\n> i] [^open";
        assert_eq!(footnote_labels(text).collect::<Vec<_>>(), ["a", "b c", "d\\]e", "g", "h i"]);
    }
}
