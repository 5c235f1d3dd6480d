//! Writing a note: the line that is typed, and the color.

use crate::app::prompt::Prompt;
use crate::app::{App, Overlay};
use crate::document::{Color, Note, Quotation};

/// What stands for a line break in the line that is typed.
const LINE_END: &str = "⏎";

/// A note that is being written.
#[derive(Debug)]
pub struct Writing {
    pub(in crate::app) prompt: Prompt,
    color: Color,
    subject: Subject,
}

/// What is written to.
#[derive(Debug)]
enum Subject {
    /// What is selected, and becomes a highlight.
    New(Quotation),
    /// A note that there is.
    Known(u64),
}

impl Writing {
    /// What stands before the line: the color, and what it is for.
    pub fn sign(&self) -> String {
        format!("{} note: ", self.color.name())
    }

    /// The line.
    pub fn prompt(&self) -> &Prompt {
        &self.prompt
    }
}

impl App {
    /// The note that is being written.
    pub fn writing(&self) -> Option<&Writing> {
        match &self.overlays.open {
            Some(Overlay::Note(writing)) => Some(writing),
            _ => None,
        }
    }

    /// Highlights what is selected, or else changes the note that is meant.
    pub(crate) fn annotate(&mut self) {
        let Some(range) = self.selected() else {
            return match self.meant_note() {
                Some(id) => self.rewrite(id),
                None => self.notify_of_no_note(),
            };
        };
        // What is highlighted already is not highlighted twice.
        let known = self.book.notes.in_order().into_iter().find(|(known, _)| **known == range);
        if let Some(id) = known.map(|(_, note)| note.id) {
            self.end_selection();
            return self.rewrite(id);
        }
        if self.book.notes.all().len() >= Note::MOST {
            return self.notify(format!("there are {} notes on this text, and no room for more", Note::MOST));
        }
        let Some(quotation) = self.quotation_of(&range) else { return };
        self.write("", self.book.notes.run.color, Subject::New(quotation));
    }

    /// Brings a note into view, to be changed.
    fn rewrite(&mut self, id: u64) {
        let Some(placed) = self.book.notes.get(id) else { return };
        let (color, text) = (placed.note.color, placed.note.text.clone());
        let start = placed.place.range().map(|range| range.start);
        if let Some(start) = start.filter(|_| self.note_in_focus() != Some(id)) {
            self.focus_note(start, id);
        }
        self.write(&text, color, Subject::Known(id));
    }

    /// Lets the reader go on from `text`, of which nothing is lost, however long it is.
    fn write(&mut self, text: &str, color: Color, subject: Subject) {
        let text = text.replace('\n', LINE_END);
        let mut prompt = Prompt::of_at_most(Note::MOST_TEXT.max(text.len()));
        prompt.insert(&text);
        self.overlays.open = Some(Overlay::Note(Box::new(Writing { prompt, color, subject })));
    }

    /// Begins a line in the note.
    pub(crate) fn break_note_line(&mut self) {
        if self.writing().is_some() {
            self.edit_prompt(|prompt| prompt.insert(LINE_END));
        }
    }

    /// What is pasted, as it is typed: in a note, lines stay lines.
    pub(in crate::app) fn pasted(&self, text: &str) -> String {
        let text = text.trim_end_matches(['\r', '\n']);
        match self.writing() {
            Some(_) => text.replace("\r\n", "\n").replace(['\r', '\n'], LINE_END),
            None => text.to_owned(),
        }
    }

    /// Takes the next color for the note, or the one before.
    pub(crate) fn change_color(&mut self, is_forward: bool) {
        if let Some(Overlay::Note(writing)) = &mut self.overlays.open {
            writing.color = writing.color.next(is_forward);
        }
    }

    /// Keeps the note as it was written.
    pub(in crate::app) fn accept_note(&mut self) {
        let Some(Overlay::Note(writing)) = self.overlays.open.take() else { return };
        let Writing { prompt, color, subject } = *writing;
        let text = prompt.text().trim().replace(LINE_END, "\n");
        self.book.notes.run.color = color;
        let note = match subject {
            Subject::Known(id) => {
                let Some(placed) = self.book.notes.get(id) else { return };
                Note { color, text, ..placed.note.clone() }
            }
            Subject::New(quotation) => {
                let id = self.book.notes.free_id(&quotation);
                let start = self.selected().map(|range| range.start);
                self.here.point_at(start);
                if let Some(start) = start {
                    self.book.notes.choose(start, id);
                }
                self.end_selection();
                Note { id, quotation, color, text }
            }
        };
        if self.book.notes.get(note.id).is_none_or(|placed| placed.note != note) {
            // The status line shows what was written, where the words are in view that it is on.
            let is_seen = !note.text.is_empty() && self.pointed_at().is_some();
            self.edit_note(note.id, Some(note));
            if !self.settings.remembers {
                self.notify("noted for this run: nothing is kept with --no-state");
            } else if !is_seen {
                let key = self.keymap.key_of("annotate");
                let told = [format!("highlighted; {key} changes its note"), "highlighted".to_owned()];
                let told = self.first_that_fits(told);
                self.notify(told);
            }
        }
    }

    /// Drops what was written.
    pub(in crate::app) fn cancel_note(&mut self) {
        self.overlays.open = None;
    }

    /// The color of a note: the one that the reader is about to give it.
    pub(super) fn color_of(&self, note: &Note) -> Color {
        match self.writing() {
            Some(Writing { color, subject: Subject::Known(id), .. }) if *id == note.id => *color,
            _ => note.color,
        }
    }

    /// The color that what is selected is about to be given.
    pub(super) fn new_color(&self) -> Option<Color> {
        match self.writing() {
            Some(Writing { color, subject: Subject::New(_), .. }) => Some(*color),
            _ => None,
        }
    }
}
