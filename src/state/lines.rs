//! `lines.json`: the lines that readers typed, the last one at the end.

use std::collections::BTreeMap;

use anyhow::Result;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Store;
use crate::document::memory::{self, LineKind, PastLine, SetAside};

pub(super) const FILE: &str = "lines.json";

/// The most bytes of a line that are kept.
const MOST_BYTES: usize = 1024;

impl Store {
    /// The lines that readers typed.
    pub(super) fn past_lines(&self) -> Result<Vec<PastLine>> {
        Ok(self.read::<Entry>(FILE)?.good.into_iter().map(PastLine::from).collect())
    }

    /// Keeps a line beside those that others have typed by now. The oldest give way.
    pub(super) fn keep_past_line(&self, line: &PastLine) -> Result<Option<SetAside>> {
        if line.text.len() > MOST_BYTES {
            return Ok(None);
        }
        self.change(FILE, |known: Vec<Entry>| {
            let later = known.iter().filter(|entry| !entry.unknown.is_empty()).cloned();
            let later: Vec<_> = later.map(|entry| (entry.unknown.clone(), PastLine::from(entry))).collect();
            let mut lines = known.into_iter().map(PastLine::from).collect();
            memory::add_line(&mut lines, line.clone());
            let unknown =
                |line: &PastLine| later.iter().find(|(_, known)| known == line).map(|(unknown, _)| unknown);
            let entries = lines.into_iter().map(|line| Entry {
                unknown: unknown(&line).cloned().unwrap_or_default(),
                ..Entry::from(line)
            });
            entries.collect()
        })
    }
}

/// A line as the file has it.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Entry {
    #[serde(rename = "for")]
    kind: Kind,
    line: String,
    /// What a later folio has written besides.
    #[serde(flatten)]
    unknown: BTreeMap<String, Value>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Search,
    Command,
}

impl From<Entry> for PastLine {
    fn from(Entry { kind, line, .. }: Entry) -> Self {
        let kind = match kind {
            Kind::Search => LineKind::Search,
            Kind::Command => LineKind::Command,
        };
        Self { kind, text: line }
    }
}

impl From<PastLine> for Entry {
    fn from(PastLine { kind, text }: PastLine) -> Self {
        let kind = match kind {
            LineKind::Search => Kind::Search,
            LineKind::Command => Kind::Command,
        };
        Self { kind, line: text, unknown: BTreeMap::new() }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn line(text: &str) -> PastLine {
        PastLine { kind: LineKind::Search, text: text.to_owned() }
    }

    fn texts(store: &Store) -> Vec<String> {
        store.past_lines().unwrap().into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn what_is_kept_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::in_folder(folder.path().join("folio"));
        assert_eq!(store.past_lines().unwrap(), []);
        let lines = [line("one “two”"), PastLine { kind: LineKind::Command, text: "goto 3.2".to_owned() }];
        for line in &lines {
            store.keep_past_line(line).unwrap();
        }
        assert_eq!(store.past_lines().unwrap(), lines);
        let text = fs::read_to_string(folder.path().join("folio").join(FILE)).unwrap();
        assert!(text.contains(r#"{"for":"command","line":"goto 3.2"}"#), "{text}");
        assert_eq!(text.lines().count(), 4, "{text}");
    }

    #[test]
    fn a_line_is_kept_once_and_the_oldest_give_way() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::in_folder(folder.path());
        let entries: Vec<_> = (0..900).map(|n| Entry::from(line(&n.to_string()))).collect();
        super::super::write(&folder.path().join(FILE), &entries).unwrap();
        store.keep_past_line(&PastLine { kind: LineKind::Command, text: "quit".to_owned() }).unwrap();
        for text in ["899", "890", "new"] {
            store.keep_past_line(&line(text)).unwrap();
        }
        let texts = texts(&store);
        assert_eq!(texts[texts.len() - 4..], ["quit", "899", "890", "new"]);
        assert_eq!(texts.iter().filter(|text| *text == "890").count(), 1);
        assert!((100..400).contains(&texts.len()), "{}", texts.len());
        store.keep_past_line(&line(&"long".repeat(1000))).unwrap();
        assert_eq!(texts, self::texts(&store));
    }

    #[test]
    fn what_a_later_version_wrote_besides_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::in_folder(folder.path());
        store.keep_past_line(&line("one")).unwrap();
        let path = folder.path().join(FILE);
        let later = fs::read_to_string(&path).unwrap().replace("{\"for\"", "{\"when\":7,\"for\"");
        fs::write(&path, later).unwrap();
        store.keep_past_line(&PastLine { kind: LineKind::Command, ..line("one") }).unwrap();
        for text in ["two", "one"] {
            store.keep_past_line(&line(text)).unwrap();
            let text = fs::read_to_string(&path).unwrap();
            assert_eq!(text.matches(r#""when":7"#).count(), 1, "{text}");
        }
        assert_eq!(texts(&store), ["one", "two", "one"]);
    }

    #[test]
    fn many_readers_lose_no_line() {
        let folder = tempfile::tempdir().unwrap();
        std::thread::scope(|scope| {
            for reader in 0..4 {
                let store = Store::in_folder(folder.path());
                scope.spawn(move || {
                    for n in 0..10 {
                        store.keep_past_line(&line(&format!("{reader}-{n}"))).unwrap();
                    }
                });
            }
        });
        assert_eq!(texts(&Store::in_folder(folder.path())).len(), 40);
    }

    #[test]
    fn garbage_is_set_aside() {
        for garbage in ["", "[{}]", r#"[{"for":"fly","line":"x"}]"#, "\u{0}"] {
            let folder = tempfile::tempdir().unwrap();
            let store = Store::in_folder(folder.path());
            fs::write(folder.path().join(FILE), garbage).unwrap();
            assert_eq!(store.past_lines().unwrap(), [], "{garbage}");
            assert!(store.keep_past_line(&line("x")).unwrap().is_some(), "it is told");
            assert_eq!(texts(&store), ["x"]);
        }
    }
}
