//! What may come into the place of the text that is read: the same one read in another way, or the file as it is now.

use super::{Event, FileState};
use crate::document::Reading;

/// What was asked for, and what of it waits.
#[derive(Debug, Default)]
pub(super) struct Replacing {
    file_state: FileState,
    /// How the text is to be read, while it is opened for that.
    wanted_reading: Option<Reading>,
    /// The number of the last reload.
    last_reload: u64,
    /// Whether what comes of it is awaited.
    is_reloading: bool,
    /// What is to be done as soon as the reader is done with what holds only for the text.
    put_off: Vec<Event>,
}

impl Replacing {
    /// How the file stands that the document was read from.
    pub(super) fn file_state(&self) -> FileState {
        self.file_state
    }

    /// Takes how the file stands now.
    pub(super) fn set_file_state(&mut self, state: FileState) {
        self.file_state = state;
    }

    /// How the text is to be read, if it is opened for that.
    pub(super) fn wanted_reading(&self) -> Option<Reading> {
        self.wanted_reading
    }

    /// Wants the text to be read in this way.
    pub(super) fn want_reading(&mut self, reading: Reading) {
        self.wanted_reading = Some(reading);
    }

    /// Wants the text to be read in no other way any more. Answers how it was to be.
    pub(super) fn take_wanted_reading(&mut self) -> Option<Reading> {
        self.wanted_reading.take()
    }

    /// The number of a new reload; none while another is awaited.
    pub(super) fn begin_reload(&mut self) -> Option<u64> {
        if std::mem::replace(&mut self.is_reloading, true) {
            return None;
        }
        self.last_reload += 1;
        Some(self.last_reload)
    }

    /// Whether this is the reload that is awaited, which it is no longer.
    pub(super) fn take_reload(&mut self, number: u64) -> bool {
        let is_it = self.is_reloading && number == self.last_reload;
        self.is_reloading &= !is_it;
        is_it
    }

    /// Wants nothing more of the document that was read: the reader has gone to another one.
    pub(super) fn begin_document(&mut self) {
        (self.wanted_reading, self.is_reloading) = (None, false);
        self.file_state = FileState::AsOpened;
    }

    /// Whether anything is put off.
    pub(super) fn has_put_off(&self) -> bool {
        !self.put_off.is_empty()
    }

    /// Puts an event off. That the file has changed is noted once.
    pub(super) fn put_off(&mut self, event: Event) {
        let is_of_file = |event: &Event| matches!(event, Event::File(_));
        if !is_of_file(&event) || !self.put_off.iter().any(is_of_file) {
            self.put_off.push(event);
        }
    }

    /// What was put off, in order, which is not any more.
    pub(super) fn take_put_off(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.put_off)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_reload_is_awaited_at_a_time() {
        let mut replacing = Replacing::default();
        assert_eq!((replacing.begin_reload(), replacing.begin_reload()), (Some(1), None));
        assert!(!replacing.take_reload(2) && replacing.take_reload(1) && !replacing.take_reload(1));
        assert_eq!(replacing.begin_reload(), Some(2));
        replacing.begin_document();
        assert!(!replacing.take_reload(2), "of another document");
        assert_eq!(replacing.begin_reload(), Some(3));
    }

    #[test]
    fn a_change_of_the_file_is_put_off_once() {
        let mut replacing = Replacing::default();
        for event in [Event::File(FileState::Changed), Event::Held, Event::File(FileState::Changed)] {
            replacing.put_off(event);
        }
        assert_eq!(replacing.take_put_off().len(), 2);
        assert!(!replacing.has_put_off());
    }
}
