//! Another text in the place of the one that is read waits while the reader is at something that holds only for
//! this one and would be lost with it: a note that he writes, a list that he picks from, a selection.

use super::jobs::Done;
use super::{App, Event, FileState, Overlay};

impl App {
    /// Answers what came of a job, unless it is to wait.
    pub(super) fn unless_put_off(&mut self, done: Done) -> Option<Done> {
        let is_put_off = match done {
            // Who asks for another document while something is selected does not wait for it.
            Done::Reopened { .. } | Done::Visited(_) => self.is_writing_or_picking(),
            // A selection that is found again is not lost.
            Done::Reloaded { ref reloaded, .. } => {
                self.is_writing_or_picking() || self.loses_selection(reloaded)
            }
            _ => false,
        };
        if !is_put_off {
            return Some(done);
        }
        self.book.replacing.put_off(Event::Done(done));
        None
    }

    /// Has the file read again that has changed, as soon as nothing is lost by it.
    pub(super) fn reload_in_time(&mut self) {
        if !self.is_busy() {
            return self.reload();
        }
        self.book.replacing.put_off(Event::File(FileState::Changed));
    }

    /// Takes up what was put off, if it need not wait any more.
    pub(super) fn take_up_put_off(&mut self) {
        if !self.book.replacing.has_put_off() || self.is_busy() {
            return;
        }
        let told = self.notices.end();
        for event in self.book.replacing.take_put_off() {
            match event {
                Event::Done(done) => self.done(done),
                // It may have been read again meanwhile.
                Event::File(state) if self.file_state() == state => self.take_file_state(state),
                _ => {}
            }
        }
        // What ended the waiting is answered first.
        self.notices.tell_again(told);
    }

    /// Whether the reader is at something that would be lost with the text.
    fn is_busy(&self) -> bool {
        self.selection.is_some() || self.is_writing_or_picking()
    }

    fn is_writing_or_picking(&self) -> bool {
        self.overlays.open.as_ref().is_some_and(Overlay::is_lost_with_text)
    }
}
