//! `notes.json`: what readers noted on documents, a document a line.
//!
//! What somebody wrote does not give way to what others write later: a file that is full takes no more.

use anyhow::{Result, bail};
use serde::{Deserialize, Serialize};

use super::{Store, hexadecimal};
use crate::document::memory::SetAside;
use crate::document::{Color, Identity, Likeness, Note, NoteEdit, Quotation, RecalledNotes};

pub(super) const FILE: &str = "notes.json";

/// About the most bytes of all notes.
const MOST_BYTES: usize = 8 << 20;

impl Store {
    /// What was noted on a document, or on what it was before it was changed.
    pub fn notes_on(&self, identity: &Identity) -> Result<RecalledNotes> {
        let entries: Vec<Entry> = self.read(FILE)?;
        let found = most_alike(&entries, identity);
        let is_changed = found.is_some_and(|(likeness, _)| likeness != Likeness::Same);
        let notes = found.map(|(_, entry)| entry.notes()).unwrap_or_default();
        Ok(RecalledNotes { identity: identity.clone(), notes, is_changed, trouble: None })
    }

    /// Changes what is noted on a document. What others noted on it meanwhile stays. A copy under another name
    /// that was changed has notes of its own from then on.
    pub(super) fn edit_notes(&self, identity: &Identity, edits: &[NoteEdit]) -> Result<Option<SetAside>> {
        let mut is_full = false;
        let set_aside = self.change(FILE, |mut known: Vec<Entry>| {
            let mut notes = most_alike(&known, identity).map(|(_, entry)| entry.notes()).unwrap_or_default();
            for edit in edits {
                edit.apply(&mut notes);
            }
            let edited = Entry::new(identity, &notes);
            is_full = edited.is_grown(&known, identity);
            if !is_full {
                known.retain(|entry| !entry.is_of(identity));
                known.extend(Some(edited).filter(|_| !notes.is_empty()));
            }
            known
        })?;
        if is_full {
            bail!("{FILE} is full");
        }
        Ok(set_aside)
    }
}

/// The entry that is likeliest about a document; of several, the one that was changed last.
fn most_alike<'a>(entries: &'a [Entry], identity: &Identity) -> Option<(Likeness, &'a Entry)> {
    let alike = entries.iter().filter_map(|entry| Some((entry.identity().likeness(identity)?, entry)));
    alike.max_by_key(|(likeness, entry)| (*likeness, entry.name == identity.name))
}

/// The notes on a document as the file has them.
#[derive(Debug, Serialize, Deserialize)]
struct Entry {
    name: String,
    #[serde(with = "hexadecimal")]
    content: u64,
    beginning: Vec<u32>,
    notes: Vec<NoteEntry>,
}

/// A note as the file has it.
#[derive(Debug, Serialize, Deserialize)]
struct NoteEntry {
    #[serde(with = "hexadecimal")]
    id: u64,
    #[serde(default)]
    color: String,
    #[serde(default)]
    note: String,
    words: String,
    #[serde(default)]
    before: String,
    #[serde(default)]
    behind: String,
    at: u64,
}

impl Entry {
    fn new(identity: &Identity, notes: &[Note]) -> Self {
        Self {
            name: identity.name.clone(),
            content: identity.content,
            beginning: identity.beginning().to_vec(),
            notes: notes.iter().map(NoteEntry::from).collect(),
        }
    }

    fn identity(&self) -> Identity {
        Identity::kept(self.name.clone(), self.content, self.beginning.clone())
    }

    fn notes(&self) -> Vec<Note> {
        self.notes.iter().map(Note::from).collect()
    }

    /// Whether it is about a document, or the file of the same name that it was before it was changed.
    fn is_of(&self, identity: &Identity) -> bool {
        match self.identity().likeness(identity) {
            Some(Likeness::Same) => true,
            Some(Likeness::Similar(_)) => self.name == identity.name,
            None => false,
        }
    }

    /// Whether more was added with it than there is room for, in the place of what was known.
    fn is_grown(&self, known: &[Self], identity: &Identity) -> bool {
        let size = |entry: &Self| serde_json::to_vec(entry).map_or(0, |line| line.len());
        let (own, others): (Vec<_>, Vec<_>) = known.iter().partition(|entry| entry.is_of(identity));
        let before: usize = own.into_iter().map(size).sum();
        let is_larger = size(self) > before;
        let is_many = self.notes.len() > Note::MOST;
        is_larger && (is_many || others.into_iter().map(size).sum::<usize>() + size(self) > MOST_BYTES)
    }
}

impl From<&Note> for NoteEntry {
    fn from(Note { id, quotation, color, text }: &Note) -> Self {
        let Quotation { at, words, before, behind } = quotation.clone();
        Self { id: *id, color: color.name().to_owned(), note: text.clone(), words, before, behind, at }
    }
}

impl From<&NoteEntry> for Note {
    fn from(entry: &NoteEntry) -> Self {
        let color = Color::ALL.into_iter().find(|color| color.name() == entry.color);
        let NoteEntry { words, before, behind, .. } = entry;
        let quotation =
            Quotation { at: entry.at, words: words.clone(), before: before.clone(), behind: behind.clone() };
        Self { id: entry.id, quotation, color: color.unwrap_or_default(), text: entry.note.clone() }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn identity(number: usize) -> Identity {
        let word = |n: usize| format!("word{}", n * (7919 + number) % 10_007);
        Identity::new("a.txt", (0..90).map(word).collect::<Vec<_>>().join(" "), [])
    }

    fn note(id: u64) -> Note {
        let quotation = Quotation {
            at: id,
            words: format!("the “words”\nof {id}\u{1b}"),
            before: "before".to_owned(),
            behind: String::new(),
        };
        Note { id, quotation, color: Color::Pink, text: "mine".to_owned() }
    }

    fn put(id: u64) -> NoteEdit {
        NoteEdit::Put(note(id))
    }

    fn ids(store: &Store, identity: &Identity) -> Vec<u64> {
        store.notes_on(identity).unwrap().notes.iter().map(|note| note.id).collect()
    }

    #[test]
    fn what_is_noted_is_recalled() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::in_folder(folder.path().join("deep"));
        assert!(ids(&store, &identity(1)).is_empty());
        store.edit_notes(&identity(1), &[put(1), put(u64::MAX)]).unwrap();
        store.edit_notes(&identity(2), &[put(3)]).unwrap();
        let recalled = store.notes_on(&identity(1)).unwrap();
        assert_eq!((&recalled.notes, recalled.is_changed), (&vec![note(1), note(u64::MAX)], false));
        assert_eq!(ids(&store, &identity(2)), [3]);
        let text = fs::read_to_string(folder.path().join("deep").join(FILE)).unwrap();
        assert_eq!(text.lines().count(), 4, "{text}");
        assert!(text.contains(r#""color":"pink""#) && text.contains(r#""note":"mine""#), "{text}");
        store.edit_notes(&identity(1), &[NoteEdit::Remove(1), NoteEdit::Remove(u64::MAX)]).unwrap();
        assert!(ids(&store, &identity(1)).is_empty());
        assert_eq!(store.read::<Entry>(FILE).unwrap().len(), 1);
    }

    #[test]
    fn readers_at_the_same_time_lose_nothing_of_each_other() {
        let folder = tempfile::tempdir().unwrap();
        let store = || Store::in_folder(folder.path());
        store().edit_notes(&identity(1), &[put(1000), put(1001)]).unwrap();
        std::thread::scope(|scope| {
            for reader in 0..4u64 {
                let store = store();
                scope.spawn(move || {
                    for at in 0..8 {
                        let edits = [put(reader * 100 + at), NoteEdit::Remove(1000 + reader % 2)];
                        store.edit_notes(&identity(1), &edits).unwrap();
                    }
                });
            }
        });
        let mut all = ids(&store(), &identity(1));
        all.sort_unstable();
        let expected: Vec<_> = (0..4).flat_map(|reader| (0..8).map(move |at| reader * 100 + at)).collect();
        assert_eq!(all, expected, "what was removed is gone, and nothing else");
    }

    #[test]
    fn an_edited_file_takes_its_notes_along_and_a_copy_has_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::in_folder(folder.path());
        store.edit_notes(&identity(1), &[put(1)]).unwrap();
        let mut edited = identity(1);
        edited.content += 1;
        assert!(store.notes_on(&edited).unwrap().is_changed);
        store.edit_notes(&edited, &[NoteEdit::Move(1, Quotation::default())]).unwrap();
        assert_eq!(store.read::<Entry>(FILE).unwrap().len(), 1);
        let recalled = store.notes_on(&edited).unwrap();
        assert!(!recalled.is_changed && recalled.notes[0].quotation.words.is_empty());
        let mut copy = edited.clone();
        (copy.name, copy.content) = ("b.txt".to_owned(), 5);
        store.edit_notes(&copy, &[put(2)]).unwrap();
        assert_eq!((ids(&store, &edited), ids(&store, &copy)), (vec![1], vec![1, 2]));
        store.edit_notes(&copy, &[NoteEdit::Remove(1)]).unwrap();
        assert_eq!((ids(&store, &edited), ids(&store, &copy)), (vec![1], vec![2]));
    }

    #[test]
    fn a_full_file_takes_no_more_but_may_be_emptied() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::in_folder(folder.path());
        let many: Vec<_> = (0..Note::MOST as u64).map(put).collect();
        store.edit_notes(&identity(1), &many).unwrap();
        let error = store.edit_notes(&identity(1), &[put(9000)]).unwrap_err();
        assert_eq!(format!("{error:#}"), "notes.json is full");
        store.edit_notes(&identity(1), &[NoteEdit::Remove(7), put(9000)]).unwrap();
        let long = Note { text: "x".repeat(MOST_BYTES), ..note(1) };
        store.edit_notes(&identity(2), &[NoteEdit::Put(long)]).unwrap_err();
        assert!(ids(&store, &identity(2)).is_empty());
        assert_eq!(ids(&store, &identity(1)).len(), Note::MOST);
    }

    #[test]
    fn what_else_is_in_the_file_does_no_harm() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::in_folder(folder.path());
        let line = r#"[{"name":"x","content":"0000000000000007","beginning":[],"new":1,
            "notes":[{"id":"1","color":"octarine","words":"","at":18446744073709551615}]}]"#;
        fs::write(folder.path().join(FILE), line).unwrap();
        let identity = Identity::kept(String::new(), 7, Vec::new());
        assert_eq!(store.notes_on(&identity).unwrap().notes[0].color, Color::Yellow);
    }
}
