//! `corrections.json`: what readers said of blocks.

use std::collections::{BTreeMap, HashMap};

use anyhow::{Error, Result};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Entries, Store, hexadecimal};
use crate::document::corrections::{Edit, Fingerprint};
use crate::document::memory::SetAside;
use crate::document::{Change, Correction, Corrections};

pub(super) const FILE: &str = "corrections.json";

impl Store {
    /// What readers said of blocks, and what is the matter where some of it is missing.
    pub fn corrections(&self) -> (Corrections, Option<Error>) {
        match self.read(FILE) {
            Ok(Entries { good, trouble }) => (corrections(good), trouble),
            Err(error) => (Corrections::default(), Some(error)),
        }
    }

    /// Changes what is remembered of blocks.
    pub(super) fn edit_corrections(&self, edits: &[Edit]) -> Result<Option<SetAside>> {
        self.change(FILE, |known: Vec<Entry>| {
            let mut unknown: HashMap<_, _> = known.iter().filter_map(Entry::what_is_unknown).collect();
            let edited = corrections(known).edited(edits);
            let entries = edited.all().iter().map(|correction| Entry {
                unknown: unknown.remove(&(correction.block, correction.change)).unwrap_or_default(),
                ..Entry::from(correction)
            });
            entries.collect()
        })
    }
}

fn corrections(entries: Vec<Entry>) -> Corrections {
    Corrections::new(entries.into_iter().map(Correction::from).collect())
}

/// A correction as the file has it.
#[derive(Debug, Serialize, Deserialize)]
struct Entry {
    document: String,
    text: String,
    #[serde(flatten)]
    change: Said,
    #[serde(with = "hexadecimal")]
    block: u64,
    #[serde(with = "hexadecimal")]
    before: u64,
    #[serde(with = "hexadecimal")]
    after: u64,
    /// What a later folio has written besides. Read, it has what `change` says too.
    #[serde(flatten)]
    unknown: BTreeMap<String, Value>,
}

impl Entry {
    /// What a later folio has written besides, and to what, if it has.
    fn what_is_unknown(&self) -> Option<((Fingerprint, Change), BTreeMap<String, Value>)> {
        let said = serde_json::to_value(self.change).ok()?;
        let mut unknown = self.unknown.clone();
        unknown.retain(|name, _| said.get(name).is_none());
        let block = Fingerprint { text: self.block, before: self.before, after: self.after };
        (!unknown.is_empty()).then(|| ((block, self.change.into()), unknown))
    }
}

/// A change as the file has it.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
enum Said {
    Heading {
        #[serde(skip_serializing_if = "Option::is_none")]
        level: Option<u8>,
    },
    NoHeading,
    Table,
    NoTable,
    Joined,
    Split {
        letters_behind: u32,
    },
}

impl From<Said> for Change {
    fn from(said: Said) -> Self {
        match said {
            Said::Heading { level } => Self::Heading(level),
            Said::NoHeading => Self::NotHeading,
            Said::Table => Self::Table,
            Said::NoTable => Self::NotTable,
            Said::Joined => Self::Join,
            Said::Split { letters_behind } => Self::Split(letters_behind),
        }
    }
}

impl From<Entry> for Correction {
    fn from(Entry { document, text, change, block, before, after, .. }: Entry) -> Self {
        let block = Fingerprint { text: block, before, after };
        Self { block, change: change.into(), text, document }
    }
}

impl From<&Correction> for Entry {
    fn from(correction: &Correction) -> Self {
        let change = match correction.change {
            Change::Heading(level) => Said::Heading { level },
            Change::NotHeading => Said::NoHeading,
            Change::Table => Said::Table,
            Change::NotTable => Said::NoTable,
            Change::Join => Said::Joined,
            Change::Split(letters_behind) => Said::Split { letters_behind },
        };
        Self {
            document: correction.document.clone(),
            text: correction.text.clone(),
            change,
            block: correction.block.text,
            before: correction.block.before,
            after: correction.block.after,
            unknown: BTreeMap::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::document::Memory;

    fn correction(text: u64, change: Change) -> Correction {
        let block = Fingerprint { text, before: u64::MAX, after: 0 };
        Correction { block, change, text: format!("block {text}"), document: "a “name”".to_owned() }
    }

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().unwrap()
    }

    #[test]
    fn what_is_remembered_is_read_again() {
        let folder = folder();
        let store = Store::in_folder(folder.path().join("deep").join("folio"));
        assert!(store.corrections().0.is_empty());
        let changes = [
            Change::Heading(None),
            Change::Heading(Some(3)),
            Change::NotHeading,
            Change::Table,
            Change::NotTable,
            Change::Join,
            Change::Split(17),
        ];
        let all: Vec<_> = (0..).zip(changes).map(|(text, change)| correction(text, change)).collect();
        let edits: Vec<_> = all.iter().cloned().map(Edit::Add).collect();
        store.remember(&edits).unwrap();
        assert_eq!(store.corrections().0.all(), all);
        store.remember(&[Edit::Remove(all[1].clone())]).unwrap();
        assert_eq!(store.corrections().0.all().len(), all.len() - 1);
        let text = fs::read_to_string(folder.path().join("deep").join("folio").join(FILE)).unwrap();
        assert_eq!(text.lines().count(), all.len() + 1, "{text}");
        assert!(text.contains(r#""is":"heading""#), "{text}");
    }

    #[test]
    fn what_a_later_version_wrote_besides_is_kept() {
        let folder = folder();
        let store = Store::in_folder(folder.path());
        let all = [correction(1, Change::Heading(Some(2))), correction(2, Change::Split(3))];
        store.remember(&all.clone().map(Edit::Add)).unwrap();
        let path = folder.path().join(FILE);
        let later =
            fs::read_to_string(&path).unwrap().replace("{\"document\"", "{\"by\":[\"me\"],\"document\"");
        fs::write(&path, &later).unwrap();
        assert_eq!(store.corrections().0.all(), all);
        let more = correction(3, Change::Join);
        store.remember(&[Edit::Add(more.clone())]).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(text.matches(r#""by":["me"]"#).count(), 2, "{text}");
        assert_eq!(text.matches(r#""level""#).count(), 1, "{text}");
        assert_eq!(store.corrections().0.all()[2..], [more]);
    }
}
