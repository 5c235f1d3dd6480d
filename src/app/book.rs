//! What goes with the document that is read, besides its text: what is kept of it, noted on it and corrected in it,
//! and how its file stands. It stays when the text is read in another way, or again.

use super::Effect;
use super::coming_back::ComingBack;
use super::correcting::Corrected;
use super::notes::Notes;
use super::replacing::Replacing;
use crate::document::{Identity, NoteEdit};

/// All of that.
#[derive(Debug, Default)]
pub(super) struct Book {
    /// What is kept of it for the next run.
    pub(super) coming_back: ComingBack,
    /// The notes on it.
    pub(super) notes: Notes,
    /// The corrections of this run.
    pub(super) corrected: Corrected,
    /// What may come into the place of the text.
    pub(super) replacing: Replacing,
}

impl Book {
    /// Begins with another document, whose notes are these if they are known by now. Answers the notes on the one that
    /// was read.
    pub(super) fn begin(&mut self, notes: Option<Notes>) -> Notes {
        self.coming_back.begin_document();
        self.corrected.begin_document();
        self.replacing.begin_document();
        self.notes.exchange(notes)
    }

    /// Takes what the document is known by. Answers how the changes of its notes are kept that waited for that.
    pub(super) fn identify(&mut self, identity: Identity) -> Vec<Effect> {
        self.coming_back.identify(identity);
        self.hand_on_notes()
    }

    /// Takes what the document is known by now that it has changed.
    pub(super) fn identify_as_changed(&mut self, identity: Identity) {
        self.coming_back.identify_as_changed(identity);
        self.notes.note_change();
    }

    /// How changes of notes are kept, as soon as it is known which document this is, with those that could not be
    /// before.
    pub(super) fn hand_on_notes(&mut self) -> Vec<Effect> {
        let is_time = self.coming_back.identity().is_some() && self.notes.has_waiting();
        let edits = if is_time { self.take_unkept_notes() } else { Vec::new() };
        edits.into_iter().map(|(identity, edits)| Effect::Annotate(identity, edits)).collect()
    }

    /// The changes of notes that are still to be kept, by document; those that wait to be kept only where it is known
    /// which document this is.
    pub(super) fn take_unkept_notes(&mut self) -> Vec<(Identity, Vec<NoteEdit>)> {
        self.notes.take_unkept(self.coming_back.identity())
    }

    /// How it is kept where the notes are by now, where that is to be.
    pub(super) fn keep_moved_notes(&mut self) -> Option<Effect> {
        let identity = self.coming_back.identity()?;
        let moved = self.notes.take_moved()?;
        Some(Effect::Annotate(identity.clone(), moved))
    }
}
