//! What readers say of blocks that were read wrongly.
//!
//! A correction knows its block by its letters and those around it, not by its place, so that it finds
//! the block again when the file was moved or changed elsewhere. A set of corrections is given to the
//! format, which parses in their light.

use std::collections::HashMap;

use super::hash::Fnv;

/// How a block is known again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fingerprint {
    /// Of all its letters.
    pub text: u64,
    /// Of the letters before it.
    pub before: u64,
    /// Of the letters behind it.
    pub after: u64,
}

impl Fingerprint {
    /// Whether both may be of one block: it has the same text, and the same beside it on one side at
    /// least.
    pub fn matches(&self, other: &Self) -> bool {
        self.text == other.text && (self.before == other.before || self.after == other.after)
    }
}

/// A hash of letters that stays the same from one version of folio to the next (FNV-1a). White space does
/// not count, so that lines may be wrapped anew.
pub fn letters_hash(letters: impl IntoIterator<Item = char>) -> u64 {
    let mut hash = Fnv::default();
    let letters = letters.into_iter().filter(|c| !c.is_whitespace());
    letters.for_each(|c| hash.add(c.encode_utf8(&mut [0; 4]).as_bytes()));
    hash.get()
}

/// What is to be different.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Change {
    /// It is a heading; of this level, where that was said too.
    Heading(Option<u8>),
    /// It is no heading.
    NotHeading,
    /// It is a table.
    Table,
    /// It is no table.
    NotTable,
    /// It goes on with the block before.
    Join,
    /// Another block begins in it, with so many letters behind.
    Split(u32),
}

impl Change {
    /// Whether `self` says anew what `other` said.
    fn is_about_the_same(self, other: Self) -> bool {
        let aspect = |change| match change {
            Self::Heading(_) | Self::NotHeading => 0,
            Self::Table | Self::NotTable => 1,
            Self::Join => 2,
            Self::Split(_) => 3,
        };
        aspect(self) == aspect(other)
    }
}

/// A block that was read wrongly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// Which block.
    pub block: Fingerprint,
    /// What is to be different.
    pub change: Change,
    /// How the block begins, for people.
    pub text: String,
    /// What the document was called, for people.
    pub document: String,
}

impl Correction {
    /// Whether both say the same of the same block.
    pub fn is_same(&self, other: &Self) -> bool {
        self.block == other.block && self.change == other.change
    }
}

/// All that readers said, in the order in which they said it.
#[derive(Clone, Debug, Default)]
pub struct Corrections {
    all: Vec<Correction>,
    /// The places of those whose block has this text.
    by_text: HashMap<u64, Vec<usize>>,
}

impl Corrections {
    /// The most that are kept. Those made first give way.
    pub const MOST: usize = 5000;

    /// Those in the list, in order.
    pub fn new(all: Vec<Correction>) -> Self {
        let surplus = all.len().saturating_sub(Self::MOST);
        let all: Vec<_> = all.into_iter().skip(surplus).collect();
        let mut by_text: HashMap<u64, Vec<usize>> = HashMap::new();
        for (at, correction) in all.iter().enumerate() {
            by_text.entry(correction.block.text).or_default().push(at);
        }
        Self { all, by_text }
    }

    /// All of them, those made first first.
    pub fn all(&self) -> &[Correction] {
        &self.all
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The places in the list of those whose block has this text.
    pub fn of_text(&self, hash: u64) -> &[usize] {
        self.by_text.get(&hash).map_or(&[], Vec::as_slice)
    }

    /// The same with changes.
    #[must_use]
    pub fn edited(&self, edits: &[Edit]) -> Self {
        let mut all = self.all.clone();
        for edit in edits {
            match edit {
                Edit::Add(added) => {
                    all.retain(|known| {
                        known.block != added.block || !known.change.is_about_the_same(added.change)
                    });
                    all.push(added.clone());
                }
                Edit::Remove(removed) => all.retain(|known| !known.is_same(removed)),
            }
        }
        Self::new(all)
    }

    /// The changes that make `other` of these.
    pub fn edits_to(&self, other: &Self) -> Vec<Edit> {
        let lacks = |set: &Self, correction: &Correction| {
            !set.of_text(correction.block.text)
                .iter()
                .any(|&at| set.all.get(at).is_some_and(|known| known.is_same(correction)))
        };
        let removed = self.all.iter().filter(|correction| lacks(other, correction));
        let added = other.all.iter().filter(|correction| lacks(self, correction));
        removed.cloned().map(Edit::Remove).chain(added.cloned().map(Edit::Add)).collect()
    }
}

/// A change of what is remembered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Something new was said, in the place of what was said of the same before.
    Add(Correction),
    /// Something is not said any more.
    Remove(Correction),
}

/// A correction that was followed in a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Followed {
    /// Its place in the list.
    pub correction: u32,
    /// The first byte of its block in the chunk's decoded text.
    pub source: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn correction(text: u64, change: Change) -> Correction {
        let block = Fingerprint { text, before: 1, after: 2 };
        Correction { block, change, text: String::new(), document: String::new() }
    }

    #[test]
    fn hashes_are_those_of_other_programs_and_of_letters_only() {
        assert_eq!(letters_hash("foobar".chars()), 0x8594_4171_f739_67e8);
        assert_eq!(letters_hash("foo\n  bar ".chars()), letters_hash("foobar".chars()));
    }

    #[test]
    fn a_block_is_known_by_its_text_and_one_neighbor() {
        let block = Fingerprint { text: 1, before: 2, after: 3 };
        assert!(block.matches(&Fingerprint { before: 9, ..block }));
        assert!(block.matches(&Fingerprint { after: 9, ..block }));
        assert!(!block.matches(&Fingerprint { before: 9, after: 9, ..block }));
        assert!(!block.matches(&Fingerprint { text: 9, ..block }));
    }

    #[test]
    fn what_is_said_anew_takes_the_place_of_what_was_said() {
        let first = Corrections::default().edited(&[
            Edit::Add(correction(1, Change::Heading(None))),
            Edit::Add(correction(1, Change::Join)),
        ]);
        let second = first.edited(&[Edit::Add(correction(1, Change::NotHeading))]);
        let changes: Vec<_> = second.all().iter().map(|correction| correction.change).collect();
        assert_eq!(changes, [Change::Join, Change::NotHeading]);
        let back = second.edited(&second.edits_to(&first));
        assert!(back.edits_to(&first).is_empty() && first.edits_to(&back).is_empty());
    }

    #[test]
    fn the_first_give_way() {
        let all = (0..Corrections::MOST as u64 + 3).map(|text| correction(text, Change::Join)).collect();
        let corrections = Corrections::new(all);
        assert_eq!((corrections.all().len(), corrections.all()[0].block.text), (Corrections::MOST, 3));
        assert_eq!(corrections.of_text(3), [0]);
    }
}
