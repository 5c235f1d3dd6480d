//! What happens to the application, and what it asks for in return.

use std::fmt;
use std::sync::Arc;

use super::jobs::{Done, Job};
use super::links::Address;
use super::visiting::Visit;
use crate::document::corrections::Edit;
use crate::document::memory::PastLine;
use crate::document::{Identity, NoteEdit, Reopen};

/// Something that happened.
#[derive(Debug)]
pub enum Event {
    /// A key was pressed.
    Key(Key),
    /// The mouse did something.
    Mouse(Mouse),
    /// The mouse was held still for a moment at an edge, where the text goes on scrolling.
    Held,
    /// Text was pasted into the terminal.
    Paste(String),
    /// The terminal has a new size, or is there again after a suspension.
    Resize(Size),
    /// The file that is read has changed, is gone, or is there again as it was.
    File(FileState),
    /// A job has something to tell.
    Done(Done),
}

/// Something the application cannot do itself.
#[derive(Debug)]
pub enum Effect {
    /// Run this on a worker.
    Spawn(Job),
    /// Find what was kept of the document that this opens; a [`Done::Recalled`] follows if anything may have
    /// been.
    Recall(Readings),
    /// Find the notes on the document that this opens; a [`Done::NotesRecalled`] follows if there may be any.
    RecallNotes(Readings),
    /// Keep changes of the notes on a document. Without any, that these are now those on the text as it is.
    Annotate(Identity, Vec<NoteEdit>),
    /// Open another document; a [`Done::Visited`] follows.
    Visit(Visit),
    /// Watch the file that this was opened from; an [`Event::File`] follows when it changes.
    Watch(Readings),
    /// Remember what was said of blocks, or forget it.
    Remember(Vec<Edit>),
    /// Keep where the reader is and what he marked.
    KeepPlaces,
    /// Find the lines that were typed by now; a [`Done::Lines`] follows if any are kept.
    RecallLines,
    /// Keep a line that was typed.
    KeepLine(PastLine),
    /// Put text on the clipboard; a [`Done::Copied`] follows as soon as it is known on which.
    Copy(String),
    /// Have another program open this. The reader was shown where it leads, and agreed.
    OpenOutside(Address),
    /// Stop the process as Ctrl-Z does; a [`Event::Resize`] follows when it goes on.
    Suspend,
    /// Draw every cell again: something else has written to the terminal.
    Redraw,
    /// Take the mouse, or leave it to the terminal.
    CaptureMouse(bool),
    /// End the program.
    Quit,
    /// End the program because the document cannot be opened.
    Fail(anyhow::Error),
}

/// How the file stands that is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FileState {
    /// As it was when it was opened.
    #[default]
    AsOpened,
    /// It has changed since.
    Changed,
    /// It is gone.
    Gone,
}

/// What opens a document, and knows which one it is.
#[derive(Clone)]
pub struct Readings(pub Arc<dyn Reopen>);

impl fmt::Debug for Readings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Readings")
    }
}

/// The terminal's size in cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// Columns, 0 and up.
    pub columns: u16,
    /// Rows, 0 and up.
    pub rows: u16,
}

/// A key with the modifiers that were held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// Which key.
    pub code: KeyCode,
    /// Control was held.
    pub ctrl: bool,
    /// Alt was held.
    pub alt: bool,
    /// Shift was held, where the code does not show it: never set for a [`KeyCode::Char`].
    pub shift: bool,
}

impl Key {
    /// The key alone, without modifiers.
    pub const fn plain(code: KeyCode) -> Self {
        Self { code, ctrl: false, alt: false, shift: false }
    }
}

/// The keys a terminal can report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are those printed on the keys")]
pub enum KeyCode {
    /// A character; upper case where shift was held.
    Char(char),
    /// A function key, F1 to F24.
    F(u8),
    Enter,
    Esc,
    Tab,
    BackTab,
    Backspace,
    Delete,
    Insert,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
}

/// What the mouse did, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mouse {
    /// What it did.
    pub kind: MouseKind,
    /// The column, from 0.
    pub column: u16,
    /// The row, from 0.
    pub row: u16,
}

/// What a mouse does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MouseKind {
    /// The left button went down.
    Press,
    /// It went down once more on the same cell, in no time.
    PressAgain,
    /// The mouse moved with the left button down.
    Drag,
    /// The left button came up.
    Release,
    /// The wheel turned, away from the reader.
    WheelUp,
    /// The wheel turned, towards the reader.
    WheelDown,
}
