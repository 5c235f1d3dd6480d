//! The line that is typed, whatever it is for.

use super::keymap::Context;
use super::prompt::Prompt;
use super::{App, Key, KeyCode, Overlay};

impl App {
    /// The line that is typed.
    fn prompt_mut(&mut self) -> Option<&mut Prompt> {
        match &mut self.overlay {
            Some(Overlay::Search { prompt, .. }) => Some(prompt),
            Some(Overlay::Picker(picker)) => Some(&mut picker.prompt),
            _ => None,
        }
    }

    /// A key that what is typed for has no command for: it edits the line, or is typed.
    pub(super) fn type_key(&mut self, key: Key) {
        if let Some(command) = self.keymap.command(Context::Prompt, &[key]) {
            return self.run(command);
        }
        if let KeyCode::Char(c) = key.code
            && !key.ctrl
            && !key.alt
        {
            self.edit_prompt(|prompt| prompt.insert(c.encode_utf8(&mut [0; 4])));
        }
    }

    pub(super) fn paste(&mut self, text: &str) {
        self.edit_prompt(|prompt| prompt.insert(text));
    }

    /// Changes the line, and follows what it now says.
    pub(crate) fn edit_prompt(&mut self, change: impl FnOnce(&mut Prompt)) {
        let Some(prompt) = self.prompt_mut() else { return };
        let before = prompt.text().to_owned();
        change(prompt);
        if prompt.text() == before {
            return;
        }
        match self.overlay {
            Some(Overlay::Picker(_)) => self.refilter_picker(),
            _ => self.search_for_prompt(),
        }
    }

    /// Does what the line was typed for.
    pub(crate) fn accept_prompt(&mut self) {
        match self.overlay {
            Some(Overlay::Picker(_)) => self.accept_picked(),
            _ => self.accept_query(),
        }
    }

    /// Drops the line and goes back to where the reader was.
    pub(crate) fn cancel_prompt(&mut self) {
        match self.overlay {
            Some(Overlay::Picker(_)) => self.cancel_picker(),
            _ => self.cancel_query(),
        }
    }
}
