//! `documents.json`: where readers were in documents and what they folded there, those read last at the end.

use std::collections::BTreeMap;

use anyhow::Result;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::elsewhere::{IN_ITS_PLACE, is_another, is_changed_in_place};
use super::{Entries, Store, hexadecimal, passages};
use crate::document::memory::SetAside;
use crate::document::{Heading, Identity, Keeping, Kept, KeptFolds, Likeness, Passages, Place, Ranges};

pub(super) const FILE: &str = "documents.json";

/// The most documents that are kept, and about the most bytes of them. Those read longest ago give way.
const MOST_DOCUMENTS: usize = 400;
const MOST_BYTES: usize = 512 << 10;
/// The most bytes of one document, so that it leaves room for others.
const MOST_BYTES_OF_ONE: usize = 32 << 10;

impl Store {
    /// What is kept of this very text, found by its hash, so that the other entries need not be read; none
    /// where its line is not there.
    pub(super) fn recall_same_text(&self, identity: &Identity) -> Result<Option<Kept>> {
        let Some(file) = self.read_bytes(FILE)? else { return Ok(Some(Kept::default())) };
        let hash = hexadecimal::digits(identity.content);
        let Some(at) = memchr::memmem::find(&file, hash.as_bytes()) else { return Ok(None) };
        let (before, behind) = file.split_at(at);
        let start = memchr::memrchr(b'\n', before).map_or(0, |end| end + 1);
        let end = memchr::memchr(b'\n', behind).map_or(file.len(), |length| at + length);
        let line = file.get(start..end).unwrap_or_default().trim_ascii();
        let entry = serde_json::from_slice(line.strip_suffix(b",").unwrap_or(line));
        // Who wrote the file in another way is read in full.
        Ok(entry.ok().filter(|entry: &Entry| entry.content == identity.content).map(Entry::kept))
    }

    /// What is kept of a document, or of what it was before it was changed, and whether that is so.
    pub(super) fn recall_document(&self, identity: &Identity) -> Result<(Kept, bool)> {
        let Entries { good, trouble } = self.read::<Entry>(FILE)?;
        let likeness = |entry: &Entry| {
            entry
                .identity()
                .likeness(identity)
                .or_else(|| entry.is_in_place_of(identity).then_some(IN_ITS_PLACE))
        };
        let alike = good.into_iter().filter_map(|entry| Some((likeness(&entry)?, entry)));
        let mut alike: Vec<_> = alike.collect();
        alike.sort_by_key(|(likeness, _)| *likeness);
        // Of several, the one that was read last.
        let found = alike.into_iter().rev().find(|(likeness, entry)| match *likeness {
            IN_ITS_PLACE => is_changed_in_place(&entry.identity(), entry.words(), identity),
            _ => !is_another(&entry.identity(), identity),
        });
        if let Some(error) = trouble.filter(|_| found.is_none()) {
            return Err(error);
        }
        let is_changed = found.as_ref().is_some_and(|(likeness, _)| *likeness != Likeness::Same);
        let kept = found.map(|(_, entry)| entry.kept()).unwrap_or_default();
        Ok((kept, is_changed))
    }

    /// Keeps this of documents, in the place of what was kept of them, or of the files of the same names that
    /// they were before they were changed. What other readers kept of them meanwhile stays.
    pub(super) fn keep_documents(&self, documents: &[Keeping]) -> Result<Option<SetAside>> {
        let changed: Vec<_> = documents.iter().filter(|keeping| keeping.is_change()).collect();
        if changed.is_empty() {
            return Ok(None);
        }
        self.change(FILE, |known| bounded(changed.into_iter().cloned().fold(known, with)))
    }
}

/// The entries with what is to be kept of a document, at the end.
fn with(known: Vec<Entry>, keeping: Keeping) -> Vec<Entry> {
    let is_it = |entry: &Entry| match entry.identity().likeness(&keeping.identity) {
        Some(Likeness::Same) => true,
        Some(Likeness::Similar(_)) => {
            entry.name == keeping.identity.name && !is_another(&entry.identity(), &keeping.identity)
        }
        // What it was before much of it was changed, as it was recalled.
        None => entry.is_in_place_of(&keeping.identity) && entry.has(&keeping.before),
    };
    let (mut found, mut known): (Vec<_>, Vec<_>) = known.into_iter().partition(is_it);
    // What was kept of this very text comes first, then what was kept last.
    found.reverse();
    found.sort_by_key(|entry| entry.content != keeping.identity.content);
    let unknown: BTreeMap<_, _> = found.iter().rev().flat_map(|entry| entry.unknown.clone()).collect();
    let read_before: Vec<_> = found.iter().rev().map(Entry::identity).collect();
    let content = keeping.identity.content;
    // Of the text as it was before, other parts are read; their words tell which.
    let kept = |entry: Entry| {
        let is_same = entry.content == content;
        let kept = entry.kept();
        if is_same { kept } else { Kept { read: Ranges::default(), ..kept } }
    };
    let Keeping { identity, now, .. } = found.into_iter().map(kept).fold(keeping, Keeping::with);
    if !now.is_empty() || !unknown.is_empty() {
        known.push(Entry { unknown, ..Entry::new(&identity.with_copies(&read_before), &now) });
    }
    known
}

/// The last entries, as many as are kept, and of each no more than that.
fn bounded(entries: Vec<Entry>) -> Vec<Entry> {
    let mut entries: Vec<_> = entries.into_iter().map(Entry::bounded).collect();
    let mut bytes = 0;
    let is_kept = |entry: &&Entry| {
        bytes += entry.n_bytes();
        bytes <= MOST_BYTES
    };
    let n_kept = entries.iter().rev().take(MOST_DOCUMENTS).take_while(is_kept).count();
    entries.drain(..entries.len() - n_kept);
    entries
}

/// A document as the file has it.
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
    #[serde(default, skip_serializing_if = "Option::is_none")]
    place: Option<PlaceEntry>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    marks: BTreeMap<char, PlaceEntry>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    read: Vec<(u64, u64)>,
    #[serde(default, with = "passages", skip_serializing_if = "Passages::is_empty")]
    passages: Passages,
    #[serde(default, skip_serializing_if = "FoldsEntry::is_empty")]
    folds: FoldsEntry,
    /// What a later folio has written besides.
    #[serde(flatten)]
    unknown: BTreeMap<String, Value>,
}

/// A place as the file has it.
#[derive(Debug, Serialize, Deserialize)]
struct PlaceEntry {
    at: u64,
    words: String,
    section: String,
    #[serde(default)]
    above: u8,
}

/// What is folded, as the file has it.
#[derive(Debug, Default, Serialize, Deserialize)]
struct FoldsEntry {
    #[serde(default)]
    all: bool,
    #[serde(default)]
    others: Vec<HeadingEntry>,
}

/// A heading as the file has it.
#[derive(Debug, Serialize, Deserialize)]
struct HeadingEntry {
    at: u64,
    title: String,
    #[serde(default)]
    around: String,
}

impl Entry {
    fn new(identity: &Identity, kept: &Kept) -> Self {
        Self {
            name: identity.name.clone(),
            content: identity.content,
            beginning: identity.beginning().to_vec(),
            path: identity.path.clone(),
            copies: identity.copies.clone(),
            place: kept.place.as_ref().map(PlaceEntry::from),
            marks: kept.marks.iter().map(|(&name, place)| (name, place.into())).collect(),
            read: kept.read.iter().map(|range| (range.start, range.end)).collect(),
            passages: kept.passages.clone(),
            folds: (&kept.folds).into(),
            unknown: BTreeMap::new(),
        }
    }

    /// The bytes of its line.
    fn n_bytes(&self) -> usize {
        serde_json::to_vec(self).map_or(0, |line| line.len())
    }

    /// The same without what is too much. Where the reader was is kept longest, then his marks.
    fn bounded(mut self) -> Self {
        let is_too_large = |entry: &Self| entry.n_bytes() > MOST_BYTES_OF_ONE;
        if !is_too_large(&self) {
            return self;
        }
        let places = self.marks.values_mut().chain(&mut self.place);
        places.for_each(PlaceEntry::shorten);
        let shorter: [fn(&mut Self); 6] = [
            |entry| entry.unknown.clear(),
            |entry| entry.passages = Passages::default(),
            |entry| entry.folds = FoldsEntry::default(),
            |entry| entry.read.clear(),
            |entry| (entry.path, entry.copies) = (None, Vec::new()),
            |entry| entry.beginning.truncate(Identity::MOST_RUNS),
        ];
        for shorten in shorter {
            if is_too_large(&self) {
                shorten(&mut self);
            }
        }
        if is_too_large(&self) {
            let marks = std::mem::take(&mut self.marks);
            let mut n_bytes = self.n_bytes();
            self.marks.extend(marks.into_iter().take_while(|(_, place)| {
                n_bytes += place.n_bytes();
                n_bytes <= MOST_BYTES_OF_ONE
            }));
        }
        self
    }

    fn identity(&self) -> Identity {
        let mut identity = Identity::kept(self.name.clone(), self.content, self.beginning.clone());
        (identity.path, identity.copies) = (self.path.clone(), self.copies.clone());
        identity
    }

    /// Whether it is about a text that lay where a document does.
    fn is_in_place_of(&self, identity: &Identity) -> bool {
        self.path.is_some() && self.path == identity.path
    }

    /// Whether it has the places of what was recalled, of which there are some.
    fn has(&self, recalled: &Kept) -> bool {
        let Kept { place, marks, .. } = recalled;
        let all = |place: &Place| (place.at, place.words.clone());
        let own = |place: &PlaceEntry| (place.at, place.words.clone());
        (place.is_some() || !marks.is_empty())
            && self.place.as_ref().map(own) == place.as_ref().map(all)
            && self.marks.keys().eq(marks.keys())
    }

    /// The words of the places in it that are kept.
    fn words(&self) -> impl Iterator<Item = &str> {
        self.place.iter().chain(self.marks.values()).map(|place| place.words.as_str())
    }

    fn kept(self) -> Kept {
        let read = self.read.into_iter().map(|(start, end)| start..end);
        let marks = self.marks.into_iter().map(|(name, place)| (name, place.into()));
        Kept {
            place: self.place.map(Place::from),
            marks: marks.collect(),
            read: Ranges::new(read),
            passages: self.passages,
            folds: self.folds.into(),
        }
    }
}

impl PlaceEntry {
    /// About the bytes that it takes as a mark.
    fn n_bytes(&self) -> usize {
        /// Of the name and what parts it from others.
        const NAME: usize = 12;
        serde_json::to_vec(self).map_or(0, |entry| entry.len() + NAME)
    }

    /// Leaves away what is not needed to find it again.
    fn shorten(&mut self) {
        for text in [&mut self.words, &mut self.section] {
            text.truncate(text.floor_char_boundary(Place::MOST_BYTES));
        }
    }
}

impl From<&Place> for PlaceEntry {
    fn from(Place { at, words, section, above }: &Place) -> Self {
        Self { at: *at, words: words.clone(), section: section.clone(), above: *above }
    }
}

impl From<PlaceEntry> for Place {
    fn from(PlaceEntry { at, words, section, above }: PlaceEntry) -> Self {
        Self { at, words, section, above }
    }
}

impl FoldsEntry {
    fn is_empty(&self) -> bool {
        !self.all && self.others.is_empty()
    }
}

impl From<&KeptFolds> for FoldsEntry {
    fn from(folds: &KeptFolds) -> Self {
        let entry = |Heading { at, title, around }: &Heading| HeadingEntry {
            at: *at,
            title: title.clone(),
            around: around.clone(),
        };
        Self { all: folds.are_all, others: folds.others.iter().map(entry).collect() }
    }
}

impl From<FoldsEntry> for KeptFolds {
    fn from(FoldsEntry { all, others }: FoldsEntry) -> Self {
        let heading = |HeadingEntry { at, title, around }| Heading { at, title, around };
        // Who wrote more into the file is not waited for.
        Self { are_all: all, others: others.into_iter().take(Self::MOST).map(heading).collect() }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::state::tests::edition;

    fn kept(at: u64) -> Kept {
        let place =
            Place { at, words: "the “words”".to_owned(), section: "One\u{1b}".to_owned(), above: 2 };
        let marks = BTreeMap::from([('a', place.clone()), ('é', Place::default())]);
        let heading = Heading { at: at + 5, title: "Two".to_owned(), around: "One".to_owned() };
        let folds = KeptFolds { are_all: at.is_multiple_of(2), others: vec![heading] };
        Kept {
            place: Some(place),
            marks,
            read: Ranges::new([0..at, 900..1000]),
            passages: Passages::new([(1, at), (at + 2, (1 << 36) - 1)]),
            folds,
        }
    }

    fn identity(number: usize) -> Identity {
        let word = |n: usize| format!("word{}", n * (7919 + number) % 10_007);
        Identity::new("a.txt", (0..90).map(word).collect::<Vec<_>>().join(" "), [])
    }

    /// The same with a few other words.
    fn edited(identity: &Identity) -> Identity {
        let mut edited = identity.clone();
        edited.content += 1;
        edited
    }

    /// Keeps this of a document of which it is not known what was kept.
    fn keep(store: &Store, identity: &Identity, now: Kept) {
        leave(store, identity, Kept::default(), now);
    }

    /// Keeps this of a document of which that was kept.
    fn leave(store: &Store, identity: &Identity, before: Kept, now: Kept) {
        let keeping = Keeping { identity: identity.clone(), before, now };
        assert_eq!(store.keep_documents(&[keeping]).unwrap(), None);
    }

    fn place(store: &Store, identity: &Identity) -> Option<u64> {
        Some(store.recall_document(identity).unwrap().0.place?.at)
    }

    #[test]
    fn what_is_kept_is_recalled() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::in_folder(folder.path());
        assert_eq!(store.recall_document(&identity(1)).unwrap().0, Kept::default());
        keep(&store, &identity(1), kept(7));
        keep(&store, &identity(2), kept(8));
        assert_eq!(store.recall_document(&identity(1)).unwrap(), (kept(7), false));
        keep(&store, &identity(1), kept(9));
        assert_eq!((place(&store, &identity(1)), place(&store, &identity(2))), (Some(9), Some(8)));
        let text = fs::read_to_string(folder.path().join(FILE)).unwrap();
        assert_eq!(text.lines().count(), 4, "{text}");
        assert!(text.contains(r#""name":"a.txt""#), "{text}");
        leave(&store, &identity(1), kept(9), Kept::default());
        assert_eq!(place(&store, &identity(1)), None, "back at the beginning");
    }

    #[test]
    fn the_very_text_is_recalled_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::in_folder(folder.path());
        assert_eq!(store.recall_same_text(&identity(1)).unwrap(), Some(Kept::default()), "no file");
        for number in 1..=3 {
            keep(&store, &identity(number), kept(number as u64));
        }
        for number in 1..=3 {
            assert_eq!(store.recall_same_text(&identity(number)).unwrap(), Some(kept(number as u64)));
        }
        assert_eq!(store.recall_same_text(&edited(&identity(1))).unwrap(), None);
        // Somebody has set the file on one line.
        let path = folder.path().join(FILE);
        fs::write(&path, fs::read_to_string(&path).unwrap().replace('\n', " ")).unwrap();
        assert_eq!(store.recall_same_text(&identity(1)).unwrap(), None);
        assert_eq!(store.recall_document(&identity(1)).unwrap(), (kept(1), false));
    }

    #[test]
    fn two_readers_of_a_document_lose_no_mark_of_each_other() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::in_folder(folder.path());
        let place = |at| Place { at, ..Place::default() };
        let reader = |mark: char, at: u64, read| Kept {
            place: Some(place(at)),
            marks: BTreeMap::from([(mark, place(at)), ('z', place(at))]),
            read: Ranges::new([read]),
            folds: KeptFolds { are_all: mark == 'b', others: Vec::new() },
            ..Kept::default()
        };
        keep(&store, &identity(1), reader('a', 1, 0..10));
        keep(&store, &identity(1), reader('b', 2, 50..60));
        let (kept, _) = store.recall_document(&identity(1)).unwrap();
        assert_eq!(kept.place, Some(place(2)), "the last to leave");
        assert!(kept.folds.are_all);
        assert_eq!(kept.marks, BTreeMap::from([('a', place(1)), ('b', place(2)), ('z', place(2))]));
        assert_eq!(kept.read, Ranges::new([0..10, 50..60]));
    }

    #[test]
    fn who_only_stood_open_takes_nothing_from_who_read_on() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::in_folder(folder.path());
        for before in [Kept::default(), kept(3)] {
            leave(&store, &identity(1), before.clone(), kept(7));
            leave(&store, &identity(1), before.clone(), before.clone());
            assert_eq!(place(&store, &identity(1)), Some(7));
            // Nor does who has only read a little farther, or set another mark.
            let marked = BTreeMap::from([('x', Place { at: 5, ..Place::default() })]);
            let marks = before.marks.clone().into_iter().chain(marked.clone()).collect();
            let read = Ranges::new(std::iter::once(2000..2001));
            leave(&store, &identity(1), before.clone(), Kept { marks, read, ..before.clone() });
            let (found, _) = store.recall_document(&identity(1)).unwrap();
            assert_eq!((found.place, found.folds), (kept(7).place, kept(7).folds));
            assert_eq!(found.marks, kept(7).marks.into_iter().chain(marked).collect());
        }
    }

    #[test]
    fn all_documents_are_kept_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::in_folder(folder.path());
        fs::write(folder.path().join(FILE), "garbage").unwrap();
        let keeping = |n: usize| Keeping { identity: identity(n), now: kept(n as u64), ..Keeping::default() };
        assert!(store.keep_documents(&[keeping(1), keeping(2)]).unwrap().is_some(), "it is told");
        assert_eq!((place(&store, &identity(1)), place(&store, &identity(2))), (Some(1), Some(2)));
    }

    #[test]
    fn nothing_is_written_of_what_was_only_opened() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::in_folder(folder.path().join("folio"));
        keep(&store, &identity(1), Kept::default());
        assert!(!folder.path().join("folio").exists());
    }

    #[test]
    fn an_edited_file_takes_the_place_of_what_it_was_and_a_copy_has_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::in_folder(folder.path());
        keep(&store, &identity(1), kept(7));
        let edited = edited(&identity(1));
        assert_eq!(store.recall_document(&edited).unwrap(), (kept(7), true));
        keep(&store, &edited, kept(8));
        assert_eq!(store.read::<Entry>(FILE).unwrap().good.len(), 1);
        let mut copy = edited.clone();
        (copy.name, copy.content) = ("b.txt".to_owned(), 5);
        keep(&store, &copy, kept(9));
        assert_eq!((place(&store, &edited), place(&store, &copy)), (Some(8), Some(9)));
    }

    #[test]
    fn another_file_much_like_it_that_is_still_there_is_another_document() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::in_folder(folder.path().join("state"));
        // Files of the same name in several folders are told apart too.
        let [one, other] = ["one", "other"].map(|name| folder.path().join(name).join("notes.md"));
        for path in [&one, &other] {
            fs::create_dir(path.parent().unwrap()).unwrap();
        }
        let (first, second) = (edition(&one, 1), edition(&other, 2));
        keep(&store, &first, kept(7));
        assert_eq!(store.recall_document(&second).unwrap(), (Kept::default(), false));
        keep(&store, &second, kept(8));
        assert_eq!((place(&store, &first), place(&store, &second)), (Some(7), Some(8)));
        let edited = edition(&one, 3);
        assert_eq!((place(&store, &edited), place(&store, &second)), (Some(7), Some(8)));
        // It was moved and edited.
        fs::remove_file(&one).unwrap();
        let moved = edition(&folder.path().join("moved.md"), 4);
        assert_eq!(store.recall_document(&moved).unwrap(), (kept(7), true));
    }

    #[test]
    fn a_file_is_known_after_edits_though_its_copy_was_read_last() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::in_folder(folder.path().join("state"));
        let [file, copy] = ["file", "copy"].map(|name| folder.path().join(name));
        for (number, path) in [(7, &file), (8, &copy)] {
            keep(&store, &edition(path, 1), kept(number));
        }
        assert_eq!(place(&store, &edition(&file, 2)), Some(8));
    }

    #[test]
    fn the_oldest_give_way() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::in_folder(folder.path());
        let entry = |n: usize, read: u64| {
            let ranges = Ranges::new((0..read).map(|at| at * 1_000_000..at * 1_000_000 + 7));
            Entry::new(&identity(n), &Kept { read: ranges, ..kept(n as u64) })
        };
        for (n_ranges, least, most) in [(0, MOST_DOCUMENTS, MOST_DOCUMENTS), (200, 40, 120)] {
            let entries: Vec<_> = (0..MOST_DOCUMENTS + 20).map(|n| entry(n, n_ranges)).collect();
            super::super::write(&folder.path().join(FILE), &entries).unwrap();
            keep(&store, &identity(0), kept(77));
            let left = store.read::<Entry>(FILE).unwrap().good;
            assert!((least..=most).contains(&left.len()), "{}", left.len());
            assert_eq!(place(&store, &identity(0)), Some(77));
            assert_eq!(place(&store, &identity(3)), None);
            let length = fs::metadata(folder.path().join(FILE)).unwrap().len();
            assert!(length <= MOST_BYTES as u64 + 2000, "{length}");
        }
    }

    #[test]
    fn one_document_leaves_room_for_others() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::in_folder(folder.path());
        let place = |at: u64, length: usize| Place {
            at,
            words: "é".repeat(length),
            section: "section ".repeat(length),
            above: 0,
        };
        let large = |n_marks: u32, length| Kept {
            place: Some(place(7, length)),
            marks: ('一'..).zip(0..n_marks).map(|(name, at)| (name, place(at.into(), length))).collect(),
            ..kept(7)
        };
        keep(&store, &identity(1), kept(1));
        for (n_marks, length, least) in [(11, 24 << 10, 11), (2000, 100, 25), (0, 1 << 18, 0)] {
            keep(&store, &identity(2), large(n_marks, length));
            assert_eq!(
                (self::place(&store, &identity(1)), self::place(&store, &identity(2))),
                (Some(1), Some(7))
            );
            let (found, _) = store.recall_document(&identity(2)).unwrap();
            assert!(found.marks.len() >= least, "{}", found.marks.len());
            let length = fs::metadata(folder.path().join(FILE)).unwrap().len();
            assert!(length < 2 * MOST_BYTES_OF_ONE as u64, "{length}");
        }
    }

    #[test]
    fn what_a_later_version_wrote_besides_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::in_folder(folder.path());
        keep(&store, &identity(1), kept(1));
        let path = folder.path().join(FILE);
        let later = fs::read_to_string(&path).unwrap().replacen("{\"name\"", "{\"zoom\":[2],\"name\"", 1);
        fs::write(&path, later).unwrap();
        for number in [2, 1] {
            leave(&store, &identity(number), Kept::default(), kept(9));
            let text = fs::read_to_string(&path).unwrap();
            assert!(text.contains(r#""zoom":[2]"#), "{text}");
        }
        assert_eq!(place(&store, &identity(1)), Some(9));
    }

    #[test]
    fn a_damaged_line_does_no_harm_to_others() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::in_folder(folder.path());
        (1..3).for_each(|number| keep(&store, &identity(number), kept(number as u64)));
        let path = folder.path().join(FILE);
        let damaged = fs::read_to_string(&path).unwrap().replacen("\"content\"", "\"contents\"", 1);
        fs::write(&path, damaged).unwrap();
        assert!(store.recall_document(&identity(1)).is_err());
        assert_eq!(place(&store, &identity(2)), Some(2));
    }

    #[test]
    fn what_else_is_in_the_file_does_no_harm() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::in_folder(folder.path());
        let line = r#"[{"name":"x","content":"0000000000000007","beginning":[],"read":[[9,3],[18446744073709551615,0]],"new":1}]"#;
        fs::write(folder.path().join(FILE), line).unwrap();
        let identity = Identity::kept(String::new(), 7, Vec::new());
        assert!(store.recall_document(&identity).unwrap().0.is_empty());
    }
}
