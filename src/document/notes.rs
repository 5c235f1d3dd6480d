//! What readers note on a text: highlights, with words of their own.

use super::Identity;
use super::hash::Fnv;
use super::quotation::Quotation;

/// The color of a highlight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "a color needs no words")]
pub enum Color {
    #[default]
    Yellow,
    Green,
    Blue,
    Pink,
}

impl Color {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Yellow, Self::Green, Self::Blue, Self::Pink];

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Yellow => "yellow",
            Self::Green => "green",
            Self::Blue => "blue",
            Self::Pink => "pink",
        }
    }

    /// The next one, or the one before, round the end.
    #[must_use]
    pub fn next(self, is_forward: bool) -> Self {
        let mut all = Self::ALL.into_iter().cycle().skip_while(|&color| color != self);
        all.nth(if is_forward { 1 } else { Self::ALL.len() - 1 }).unwrap_or_default()
    }
}

/// A highlight, and what the reader wrote to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Note {
    /// Tells it from the others on the same text.
    pub id: u64,
    /// What is highlighted.
    pub quotation: Quotation,
    /// Its color.
    pub color: Color,
    /// What was written to it; may be empty.
    pub text: String,
}

impl Note {
    /// The most notes on one text.
    pub const MOST: usize = 1000;

    /// The most bytes that are written to one: some pages.
    pub const MOST_TEXT: usize = 10_000;

    /// A number for a note on this quotation that is not taken. Two readers who make the same note at a time
    /// give it the same.
    pub fn free_id(quotation: &Quotation, is_taken: impl Fn(u64) -> bool) -> u64 {
        let mut hash = Fnv::default();
        hash.add(&quotation.at.to_le_bytes());
        hash.add(quotation.words.as_bytes());
        let mut id = hash.get();
        while is_taken(id) {
            id = id.wrapping_add(1);
        }
        id
    }
}

/// A change of the notes on a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoteEdit {
    /// A note was made, or is to say something else.
    Put(Note),
    /// The note of this number is to be gone.
    Remove(u64),
    /// What the note of this number is on stands somewhere else by now. Says nothing about a note that is gone.
    Move(u64, Quotation),
}

impl NoteEdit {
    /// Does it.
    pub fn apply(&self, notes: &mut Vec<Note>) {
        let find = |notes: &[Note], id| notes.iter().position(|note| note.id == id);
        match self {
            Self::Put(note) => match find(notes, note.id).and_then(|at| notes.get_mut(at)) {
                Some(known) => known.clone_from(note),
                None => notes.push(note.clone()),
            },
            Self::Remove(id) => notes.retain(|note| note.id != *id),
            Self::Move(id, quotation) => {
                if let Some(known) = find(notes, *id).and_then(|at| notes.get_mut(at)) {
                    known.quotation.clone_from(quotation);
                }
            }
        }
    }
}

/// The notes on a text that were kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecalledNotes {
    /// What the text is known by now.
    pub identity: Identity,
    /// In the order in which they were made.
    pub notes: Vec<Note>,
    /// Whether the text has changed since.
    pub is_changed: bool,
    /// Why none could be recalled, where something was in the way.
    pub trouble: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colors_go_round() {
        for color in Color::ALL {
            assert_eq!(color.next(true).next(false), color);
            assert_ne!(color.next(true), color);
        }
    }

    #[test]
    fn numbers_are_those_of_one_note() {
        let quotation = Quotation { at: 7, words: "the river".to_owned(), ..Quotation::default() };
        let first = Note::free_id(&quotation, |_| false);
        assert_eq!(Note::free_id(&quotation, |_| false), first);
        assert_ne!(Note::free_id(&quotation, |id| id == first), first);
    }

    #[test]
    fn what_is_moved_is_not_brought_back() {
        let note = Note { id: 3, ..Note::default() };
        let moved = Quotation { at: 9, ..Quotation::default() };
        let mut notes = vec![note.clone()];
        NoteEdit::Move(3, moved.clone()).apply(&mut notes);
        assert_eq!(notes, [Note { quotation: moved.clone(), ..note }]);
        NoteEdit::Remove(3).apply(&mut notes);
        NoteEdit::Move(3, moved).apply(&mut notes);
        assert!(notes.is_empty());
    }
}
