//! `notes.json`: what readers noted on documents, a document a line.
//!
//! What somebody wrote does not give way to what others write later: a file that is full takes no more.

use std::collections::BTreeMap;

use anyhow::{Result, bail};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::elsewhere::{IN_ITS_PLACE, is_another};
use super::{Entries, Store, hexadecimal};
use crate::document::hash::Fnv;
use crate::document::memory::Annotated;
use crate::document::notes::with_text;
use crate::document::{Color, Identity, Likeness, Note, NoteEdit, Quotation, RecalledNotes};

pub(super) const FILE: &str = "notes.json";

/// About the most bytes of all notes.
const MOST_BYTES: usize = 8 << 20;

impl Store {
    /// What was noted on a document, or on what it was before it was changed.
    pub fn notes_on(&self, identity: &Identity) -> Result<RecalledNotes> {
        let Entries { mut good, trouble } = self.read::<Entry>(FILE)?;
        tell_apart(&mut good, identity);
        let about = about(&good, identity);
        // What lies in the place of another text is no change of that: it takes nothing along that is still there.
        let is_changed =
            about.iter().any(|(likeness, _)| !matches!(*likeness, Likeness::Same | IN_ITS_PLACE));
        let notes = union(about.iter().map(|(_, entry)| *entry));
        let trouble = trouble.map(|error| format!("earlier notes are missing: {error:#}"));
        Ok(RecalledNotes { identity: identity.clone(), notes, is_changed, trouble })
    }

    /// Changes what is noted on a document. What others noted on it meanwhile stays. A copy under another name
    /// that was changed has notes of its own from then on.
    pub(super) fn edit_notes(&self, identity: &Identity, edits: &[NoteEdit]) -> Result<Annotated> {
        let (mut is_full, mut clashes) = (false, Vec::new());
        let set_aside = self.change(FILE, |mut known: Vec<Entry>| {
            tell_apart(&mut known, identity);
            let about = about(&known, identity);
            let mut notes = union(about.iter().map(|(_, entry)| *entry));
            let before = notes.clone();
            clashes.extend(edits.iter().filter_map(|edit| edit.apply(&mut notes)));
            let all = about.iter().map(|(_, entry)| *entry);
            let gone =
                all.clone().flat_map(|entry| entry.gone.clone()).chain(before.iter().map(GoneEntry::from));
            let gone = gone.filter(|gone| notes.iter().all(|note| note.id != gone.id));
            let others = || known.iter().filter(|entry| !entry.is_of(identity));
            let gone = gone.filter(|gone| others().any(|entry| entry.notes.iter().any(|note| gone.is(note))));
            let read_before: Vec<_> =
                known.iter().filter(|entry| entry.is_of(identity)).map(Entry::identity).collect();
            let edited = Entry::new(&identity.clone().with_copies(&read_before), &notes);
            let edited = Entry { gone: gone.collect(), ..edited }.with_unknown_of(all);
            is_full = edited.is_grown(&known, identity);
            if !is_full {
                edited.take_over(&mut known, identity);
                known.extend(
                    Some(edited).filter(|edited| !edited.notes.is_empty() || !edited.gone.is_empty()),
                );
            }
            known
        })?;
        if is_full {
            bail!("{FILE} is full");
        }
        Ok(Annotated { set_aside, clashes })
    }
}

/// Notes which entries are about other documents that are only much like this one.
fn tell_apart(entries: &mut [Entry], identity: &Identity) {
    for entry in entries {
        entry.is_another = is_another(&entry.identity(), identity);
    }
}

/// The entries about a document, or about what it was, the likeliest at the end: all of the same text, of files of
/// its name, and of texts that lay where it does. Where there are none, the one about what it is likeliest a copy of; of
/// several, the one changed last.
fn about<'a>(entries: &'a [Entry], identity: &Identity) -> Vec<(Likeness, &'a Entry)> {
    let likeness = |entry: &Entry| {
        entry.likeness(identity).or_else(|| entry.is_in_place_of(identity).then_some(IN_ITS_PLACE))
    };
    let alike = entries.iter().filter_map(|entry| Some((likeness(entry)?, entry)));
    let mut alike: Vec<_> = alike.collect();
    alike.sort_by_key(|(likeness, entry)| (*likeness, entry.name == identity.name));
    let likeliest = alike.last().copied();
    alike.retain(|(_, entry)| entry.is_of(identity) || entry.is_in_place_of(identity));
    if alike.is_empty() { likeliest.into_iter().collect() } else { alike }
}

/// The notes of all entries. One that several have is as the last has it, but with what was written to it in others:
/// that is nowhere else. One that was deleted from an entry is in none, unless it was changed in another.
fn union<'a>(entries: impl Iterator<Item = &'a Entry> + Clone) -> Vec<Note> {
    let mut notes: Vec<Note> = Vec::new();
    let gone: Vec<_> = entries.clone().flat_map(|entry| &entry.gone).collect();
    let left = entries.flat_map(|entry| &entry.notes).filter(|note| !gone.iter().any(|gone| gone.is(note)));
    for mut note in left.map(Note::from) {
        match notes.iter_mut().find(|known| known.id == note.id) {
            Some(known) => {
                note.text = with_text(note.text, &known.text);
                *known = note;
            }
            None => notes.push(note),
        }
    }
    notes
}

/// The notes on a document as the file has them.
#[derive(Debug, Serialize, Deserialize)]
struct Entry {
    name: String,
    #[serde(with = "hexadecimal")]
    content: u64,
    beginning: Vec<u32>,
    /// Where the file lay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    copies: Vec<String>,
    notes: Vec<NoteEntry>,
    /// Those that were deleted from it and are still in the entries of other versions of the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    gone: Vec<GoneEntry>,
    /// Whether it is about another document than the one that was asked for, however much alike.
    #[serde(skip)]
    is_another: bool,
    /// What a later folio has written besides.
    #[serde(flatten)]
    unknown: BTreeMap<String, Value>,
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
    #[serde(default, skip_serializing_if = "String::is_empty")]
    section: String,
    at: u64,
    /// What a later folio has written besides.
    #[serde(flatten)]
    unknown: BTreeMap<String, Value>,
}

/// A note that was deleted, as the file has it.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct GoneEntry {
    #[serde(with = "hexadecimal")]
    id: u64,
    /// A hash of what it said.
    #[serde(with = "hexadecimal")]
    said: u64,
}

impl GoneEntry {
    /// Whether it is this one, as it was when it was deleted.
    fn is(&self, note: &NoteEntry) -> bool {
        self.id == note.id && self.said == said(&note.color, &note.note)
    }
}

impl From<&Note> for GoneEntry {
    fn from(note: &Note) -> Self {
        Self { id: note.id, said: said(note.color.name(), &note.text) }
    }
}

/// A hash of what a note of this color says.
fn said(color: &str, text: &str) -> u64 {
    let mut hash = Fnv::default();
    hash.add(color.as_bytes());
    hash.add(text.as_bytes());
    hash.get()
}

impl Entry {
    fn new(identity: &Identity, notes: &[Note]) -> Self {
        Self {
            name: identity.name.clone(),
            content: identity.content,
            beginning: identity.beginning().to_vec(),
            path: identity.path.clone(),
            copies: identity.copies.clone(),
            notes: notes.iter().map(NoteEntry::from).collect(),
            gone: Vec::new(),
            is_another: false,
            unknown: BTreeMap::new(),
        }
    }

    /// The same with what a later folio has written to others, the last of which counts, and to the same notes.
    fn with_unknown_of<'a>(mut self, others: impl Iterator<Item = &'a Self>) -> Self {
        for other in others {
            self.unknown.extend(other.unknown.clone());
            for note in &mut self.notes {
                let same = other.notes.iter().find(|known| known.id == note.id && !known.unknown.is_empty());
                note.unknown.extend(same.map(|known| known.unknown.clone()).unwrap_or_default());
            }
        }
        self
    }

    fn identity(&self) -> Identity {
        let mut identity = Identity::kept(self.name.clone(), self.content, self.beginning.clone());
        (identity.path, identity.copies) = (self.path.clone(), self.copies.clone());
        identity
    }

    /// How much its document is like the one that was asked for, if it may be that one.
    fn likeness(&self, identity: &Identity) -> Option<Likeness> {
        self.identity().likeness(identity).filter(|_| !self.is_another)
    }

    /// Whether it is about a document, or the file of the same name that it was before it was changed.
    fn is_of(&self, identity: &Identity) -> bool {
        match self.likeness(identity) {
            Some(Likeness::Same) => true,
            Some(Likeness::Similar(_)) => self.name == identity.name,
            None => false,
        }
    }

    /// Whether it is about another text that lay where a document does.
    fn is_in_place_of(&self, identity: &Identity) -> bool {
        self.path.is_some() && self.path == identity.path && !self.is_of(identity)
    }

    /// Takes the entries about the same document away, which it is in the place of. Those of other texts that lay where
    /// it does stay: these may have been moved. Of many only the last do, if it has what they have.
    fn take_over(&self, known: &mut Vec<Self>, identity: &Identity) {
        /// Other texts of which entries stay.
        const MOST: usize = 3;
        let has = |note: &NoteEntry| {
            self.notes.iter().any(|own| own.id == note.id) || self.gone.iter().any(|gone| gone.id == note.id)
        };
        let is_old = |entry: &Self| entry.is_in_place_of(identity) && entry.notes.iter().all(has);
        let mut n_surplus = known.iter().filter(|entry| is_old(entry)).count().saturating_sub(MOST);
        known.retain(|entry| {
            let is_surplus = n_surplus > 0 && is_old(entry);
            n_surplus -= usize::from(is_surplus);
            !is_surplus && !entry.is_of(identity)
        });
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
        let Quotation { at, words, before, behind, section } = quotation.clone();
        let (color, unknown) = (color.name().to_owned(), BTreeMap::new());
        Self { id: *id, color, note: text.clone(), words, before, behind, section, at, unknown }
    }
}

impl From<&NoteEntry> for Note {
    fn from(entry: &NoteEntry) -> Self {
        let color = Color::ALL.into_iter().find(|color| color.name() == entry.color);
        let quotation = Quotation {
            at: entry.at,
            words: entry.words.clone(),
            before: entry.before.clone(),
            behind: entry.behind.clone(),
            section: entry.section.clone(),
        };
        Self { id: entry.id, quotation, color: color.unwrap_or_default(), text: entry.note.clone() }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::state::tests::edition;

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
            section: "Thesection".to_owned(),
        };
        Note { id, quotation, color: Color::Pink, text: "mine".to_owned() }
    }

    fn put(id: u64) -> NoteEdit {
        NoteEdit::Put { note: note(id), before: None }
    }

    fn remove(id: u64) -> NoteEdit {
        NoteEdit::Remove(note(id))
    }

    /// A version of the same text under this name.
    fn version(name: &str, content: u64) -> Identity {
        let mut version = identity(1);
        (version.name, version.content) = (name.to_owned(), content);
        version
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
        store.edit_notes(&identity(1), &[remove(1), remove(u64::MAX)]).unwrap();
        assert!(ids(&store, &identity(1)).is_empty());
        assert_eq!(store.read::<Entry>(FILE).unwrap().good.len(), 1);
    }

    #[test]
    fn notes_of_several_versions_are_brought_together() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::in_folder(folder.path());
        let text = |text: &str| Note { text: text.to_owned(), ..note(1) };
        let first = |said: &str| NoteEdit::Put { note: text(said), before: Some(text("first")) };
        // A file and a copy of its next version are noted on each by itself, before the file becomes that version.
        store.edit_notes(&version("foo", 1), &[first("first")]).unwrap();
        store.edit_notes(&version("bar", 2), &[put(2), first("first, in the copy")]).unwrap();
        store.edit_notes(&version("foo", 1), &[put(3), first("first, in the file")]).unwrap();
        let foo = version("foo", 2);
        let recalled = store.notes_on(&foo).unwrap();
        assert!(recalled.is_changed);
        store.edit_notes(&foo, &[put(4)]).unwrap();
        let entries = store.read::<Entry>(FILE).unwrap().good;
        assert_eq!(entries.len(), 1);
        let notes = store.notes_on(&foo).unwrap().notes;
        assert_eq!(notes.iter().map(|note| note.id).collect::<Vec<_>>(), [1, 3, 2, 4]);
        assert_eq!(notes[0].text, "first, in the copy\n\nfirst, in the file");
        assert_eq!(recalled.notes, notes[..3]);
    }

    #[test]
    fn what_was_deleted_from_one_version_does_not_come_back_by_another() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::in_folder(folder.path());
        let changed = Note { text: "changed".to_owned(), ..note(3) };
        for (deleting, other) in [("foo", "bar"), ("bar", "foo")] {
            store.edit_notes(&version("foo", 1), &[put(1), put(2), put(3)]).unwrap();
            store.edit_notes(&version("bar", 2), &[put(4)]).unwrap();
            let content = |name| if name == "foo" { 1 } else { 2 };
            let change = NoteEdit::Put { note: changed.clone(), before: Some(note(3)) };
            store.edit_notes(&version(other, content(other)), &[change]).unwrap();
            store.edit_notes(&version(deleting, content(deleting)), &[remove(1), remove(3)]).unwrap();
            // The file becomes what its copy was.
            let foo = version("foo", 2);
            let mut all = store.notes_on(&foo).unwrap().notes;
            all.sort_by_key(|note| note.id);
            assert_eq!(all, [note(2), changed.clone(), note(4)], "{deleting}");
            // The same highlight may be made again.
            store.edit_notes(&foo, &[put(1)]).unwrap();
            let entries = store.read::<Entry>(FILE).unwrap().good;
            assert!(entries.len() == 1 && entries[0].gone.is_empty());
            assert_eq!(ids(&store, &foo).len(), 4);
            store.edit_notes(&foo, &[1, 2, 4].map(remove)).unwrap();
            store.edit_notes(&foo, &[NoteEdit::Remove(changed.clone())]).unwrap();
            assert!(store.read::<Entry>(FILE).unwrap().good.is_empty());
        }
    }

    #[test]
    fn what_was_noted_on_a_file_is_there_when_another_text_lies_in_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::in_folder(folder.path());
        let text = |number: usize, path: &str| identity(number).at(Some(path.to_owned()));
        store.edit_notes(&text(1, "/a.txt"), &[put(1), put(2)]).unwrap();
        let recalled = store.notes_on(&text(2, "/a.txt")).unwrap();
        assert_eq!((recalled.notes.len(), recalled.is_changed), (2, false));
        assert!(store.notes_on(&text(2, "/b.txt")).unwrap().notes.is_empty());
        store.edit_notes(&text(2, "/a.txt"), &[put(3), remove(1)]).unwrap();
        assert_eq!(ids(&store, &text(2, "/a.txt")), [2, 3]);
        // The text that lay there before was moved.
        assert_eq!(ids(&store, &text(1, "/b.txt")), [1, 2]);
        // What lies there changes again and again.
        for number in 3..40 {
            store.edit_notes(&text(number, "/a.txt"), &[put(number as u64 + 1)]).unwrap();
        }
        assert!(store.read::<Entry>(FILE).unwrap().good.len() < 8);
        let mut all = ids(&store, &text(40, "/a.txt"));
        all.sort_unstable();
        assert_eq!(all, (2..=40).collect::<Vec<_>>());
    }

    #[test]
    fn notes_on_another_file_much_like_it_are_none_of_it() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::in_folder(folder.path().join("state"));
        let written = |name: &str, number| edition(&folder.path().join(name), number);
        let (jan, feb) = (written("jan.md", 1), written("feb.md", 2));
        store.edit_notes(&jan, &[put(1)]).unwrap();
        assert!(ids(&store, &feb).is_empty());
        store.edit_notes(&feb, &[put(2)]).unwrap();
        assert_eq!((ids(&store, &jan), ids(&store, &feb)), (vec![1], vec![2]));
        assert_eq!(ids(&store, &written("jan.md", 3)), [1]);
        fs::remove_file(folder.path().join("jan.md")).unwrap();
        assert_eq!(ids(&store, &written("moved.md", 4)), [1]);
    }

    #[test]
    fn the_good_notes_are_recalled_beside_a_damaged_line() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::in_folder(folder.path());
        store.edit_notes(&identity(1), &[put(1)]).unwrap();
        store.edit_notes(&identity(2), &[put(2)]).unwrap();
        let path = folder.path().join(FILE);
        let damaged = fs::read_to_string(&path).unwrap().replacen("\"content\"", "\"contents\"", 1);
        fs::write(&path, damaged).unwrap();
        let recalled = store.notes_on(&identity(2)).unwrap();
        assert_eq!(recalled.notes, [note(2)]);
        assert!(recalled.trouble.unwrap().starts_with("earlier notes are missing: cannot read "));
        assert!(store.edit_notes(&identity(3), &[put(3)]).unwrap().set_aside.expect("it is told").is_partly);
        assert_eq!((ids(&store, &identity(2)), ids(&store, &identity(3))), (vec![2], vec![3]));
    }

    #[test]
    fn what_a_later_version_wrote_besides_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::in_folder(folder.path());
        store.edit_notes(&identity(1), &[put(1)]).unwrap();
        let path = folder.path().join(FILE);
        let later = fs::read_to_string(&path).unwrap();
        let later = later.replacen("{\"name\"", "{\"tags\":[\"x\"],\"name\"", 1);
        fs::write(&path, later.replacen("{\"id\"", "{\"made\":7,\"id\"", 1)).unwrap();
        for (number, id) in [(2, 2), (1, 3)] {
            store.edit_notes(&identity(number), &[put(id)]).unwrap();
            let text = fs::read_to_string(&path).unwrap();
            assert!(text.contains(r#""tags":["x"]"#) && text.contains(r#""made":7"#), "{text}");
        }
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
                        let edits = [put(reader * 100 + at), remove(1000 + reader % 2)];
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
        assert_eq!(store.read::<Entry>(FILE).unwrap().good.len(), 1);
        let recalled = store.notes_on(&edited).unwrap();
        assert!(!recalled.is_changed && recalled.notes[0].quotation.words.is_empty());
        let mut copy = edited.clone();
        (copy.name, copy.content) = ("b.txt".to_owned(), 5);
        store.edit_notes(&copy, &[put(2)]).unwrap();
        assert_eq!((ids(&store, &edited), ids(&store, &copy)), (vec![1], vec![1, 2]));
        store.edit_notes(&copy, &[remove(1)]).unwrap();
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
        store.edit_notes(&identity(1), &[remove(7), put(9000)]).unwrap();
        let long = Note { text: "x".repeat(MOST_BYTES), ..note(1) };
        store.edit_notes(&identity(2), &[NoteEdit::Put { note: long, before: None }]).unwrap_err();
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
