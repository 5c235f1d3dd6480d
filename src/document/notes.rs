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

    /// Whether the reader sees no difference between the two, wherever they stand.
    fn is_alike(&self, other: &Self) -> bool {
        (self.color, &self.text) == (other.color, &other.text)
    }

    /// This note as a reader has changed it from what it was `before`, with what another one made of it meanwhile.
    fn changed_with(&self, before: Option<&Self>, theirs: &Self) -> Self {
        let none = Self::default();
        let before = before.unwrap_or(&none);
        let color = if self.color == before.color { theirs.color } else { self.color };
        let quotation = if self.quotation == before.quotation { &theirs.quotation } else { &self.quotation };
        Self {
            id: self.id,
            quotation: quotation.clone(),
            color,
            text: merged(&self.text, &before.text, &theirs.text),
        }
    }

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
    Put {
        /// As it is to be.
        note: Note,
        /// As it was, as far as the reader knows who changes it; none where he made it.
        before: Option<Note>,
    },
    /// This note is to be gone, which was so as far as the reader knows.
    Remove(Note),
    /// What the note of this number is on stands somewhere else by now. Says nothing about a note that is gone.
    Move(u64, Quotation),
}

impl NoteEdit {
    /// Does it. What another reader wrote meanwhile stays; answers what has become of that, where it is not just what
    /// was to be done.
    pub fn apply(&self, notes: &mut Vec<Note>) -> Option<Clash> {
        let find = |notes: &[Note], id| notes.iter().position(|note| note.id == id);
        let (Self::Put { note: Note { id, .. }, .. } | Self::Remove(Note { id, .. }) | Self::Move(id, _)) =
            self;
        let at = find(notes, *id);
        let Some(known) = at.and_then(|at| notes.get_mut(at)) else {
            notes.extend(self.note().cloned());
            return None;
        };
        let theirs = known.clone();
        match self {
            Self::Put { note, before } => {
                *known = note.changed_with(before.as_ref(), &theirs);
                let now = known.clone();
                (!now.is_alike(note)).then_some(Clash { theirs, now })
            }
            Self::Remove(before) if theirs.is_alike(before) => {
                notes.retain(|note| note.id != *id);
                None
            }
            Self::Remove(_) => Some(Clash { now: theirs.clone(), theirs }),
            Self::Move(_, quotation) => {
                known.quotation.clone_from(quotation);
                None
            }
        }
    }

    /// The note that there is to be.
    fn note(&self) -> Option<&Note> {
        match self {
            Self::Put { note, .. } => Some(note),
            Self::Remove(_) | Self::Move(..) => None,
        }
    }
}

/// What has become of a note that two readers changed, each without knowing of the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// As the other one left it.
    pub theirs: Note,
    /// As it is now.
    pub now: Note,
}

/// What stands between the texts of two who wrote to the same note.
const PARTING: &str = "\n\n";

/// A text with another one behind it, where that says something else.
pub fn with_text(text: String, other: &str) -> String {
    if text.contains(other) {
        text
    } else if other.contains(&text) {
        other.to_owned()
    } else {
        format!("{text}{PARTING}{other}")
    }
}

/// What a text becomes that one reader changed from `before` to `mine`, and another to `theirs`.
fn merged(mine: &str, before: &str, theirs: &str) -> String {
    if mine == before {
        return theirs.to_owned();
    }
    if theirs == before || mine.contains(theirs) {
        return mine.to_owned();
    }
    // Who only wrote something behind it, or before, has changed nothing of it. What he took over is not said twice.
    let behind = theirs.strip_prefix(before).filter(|rest| !before.is_empty() && rest.starts_with(PARTING));
    if let Some(rest) = behind {
        return with_text(mine.to_owned(), rest.trim_start_matches(PARTING));
    }
    let before = theirs.strip_suffix(before).filter(|rest| !before.is_empty() && rest.ends_with(PARTING));
    before.map_or_else(
        || with_text(mine.to_owned(), theirs),
        |rest| with_text(rest.trim_end_matches(PARTING).to_owned(), mine),
    )
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
        assert_eq!(notes, [Note { quotation: moved.clone(), ..note.clone() }]);
        NoteEdit::Remove(note).apply(&mut notes);
        NoteEdit::Move(3, moved).apply(&mut notes);
        assert!(notes.is_empty());
    }

    fn said(text: &str) -> Note {
        Note { id: 3, text: text.to_owned(), ..Note::default() }
    }

    #[test]
    fn what_two_write_to_a_note_is_all_in_it() {
        for (before, mine, theirs, now) in [
            ("one", "two", "one", "two"),
            ("one", "two", "three", "two\n\nthree"),
            ("one", "two", "two", "two"),
            ("one", "one", "three", "three"),
            ("one", "one, two", "one", "one, two"),
            ("", "two", "three", "two\n\nthree"),
            ("one", "", "three", "three"),
            ("one", "two", "", "two"),
            // This reader writes on before he is told of the other.
            ("one", "two", "one\n\nthree", "two\n\nthree"),
            ("one", "two", "three\n\none", "three\n\ntwo"),
            ("one", "two\n\nthree", "three", "two\n\nthree"),
            // He takes back what he changed, which the other one has kept in his.
            ("one A", "one", "one B\n\none A", "one B"),
            ("one A", "one", "one A\n\none B", "one B"),
        ] {
            let mut notes = vec![said(theirs)];
            let clash = NoteEdit::Put { note: said(mine), before: Some(said(before)) }.apply(&mut notes);
            assert_eq!(notes, [said(now)], "{before} → {mine}, {theirs}");
            let expected = Clash { theirs: said(theirs), now: said(now) };
            assert_eq!(clash, (now != mine).then_some(expected), "{before} → {mine}, {theirs}");
        }
    }

    #[test]
    fn colors_and_places_of_two_go_together() {
        let place = |at| Quotation { at, ..Quotation::default() };
        let before = Note { quotation: place(1), ..said("one") };
        let mine = Note { color: Color::Pink, ..before.clone() };
        let mut notes = vec![Note { quotation: place(2), ..said("two") }];
        let edit = NoteEdit::Put { note: mine, before: Some(before) };
        assert!(edit.apply(&mut notes).is_some());
        assert_eq!(notes, [Note { quotation: place(2), color: Color::Pink, ..said("two") }]);
    }

    #[test]
    fn a_change_outlives_a_deletion() {
        let mut notes = vec![said("changed")];
        let clash = NoteEdit::Remove(said("one")).apply(&mut notes).unwrap();
        assert_eq!((clash.now, notes.as_slice()), (said("changed"), &[said("changed")][..]));
        notes.clear();
        let edit = NoteEdit::Put { note: said("two"), before: Some(said("one")) };
        assert_eq!(edit.apply(&mut notes), None);
        assert_eq!(notes, [said("two")]);
    }
}
