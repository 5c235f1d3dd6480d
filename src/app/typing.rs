//! The line that is typed, whatever it is for.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::completing::Asked;
use super::completion::Completion;
use super::history::History;
use super::keymap::Context;
use super::prompt::Prompt;
use super::{App, Key, KeyCode, Overlay};

/// What helps with the line, and those before it.
#[derive(Debug, Default)]
pub(super) struct Typing {
    /// What may stand at the cursor.
    pub(super) completion: Completion,
    /// What is looked for to stand there.
    pub(super) asked: Option<Asked>,
    /// The number of the latest look. An earlier one ends by itself.
    pub(super) latest: Arc<AtomicU64>,
    pub(super) history: History,
}

impl Typing {
    /// Begins with a new line.
    pub(super) fn begin_line(&mut self) {
        self.end_completion();
        self.history.leave_way();
    }

    /// Offers nothing any more: the line has changed, or is done.
    pub(super) fn end_completion(&mut self) {
        self.completion = Completion::default();
        self.asked = None;
        self.latest.fetch_add(1, Ordering::Relaxed);
    }
}

impl App {
    /// What may stand at the cursor of the line that is typed; nothing where there is none.
    pub fn completion(&self) -> &Completion {
        &self.typing.completion
    }

    /// The line that is typed.
    pub(super) fn prompt_mut(&mut self) -> Option<&mut Prompt> {
        self.overlays.open.as_mut()?.prompt_mut()
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

    /// Types what was pasted. The end of a line that was copied whole is no part of what it says.
    pub(super) fn paste(&mut self, text: &str) {
        let text = self.pasted(text);
        self.edit_prompt(|prompt| prompt.insert(&text));
    }

    /// Changes the line, and follows what it now says.
    pub(crate) fn edit_prompt(&mut self, change: impl FnOnce(&mut Prompt)) {
        let Some(prompt) = self.prompt_mut() else { return };
        prompt.forget_full();
        let before = prompt.clone();
        change(prompt);
        let (is_moved, is_changed) = (*prompt != before, prompt.text() != before.text());
        if is_moved {
            self.typing.history.leave_way();
            self.offer_completions();
        }
        if is_changed {
            self.follow_prompt();
        }
    }

    /// Follows what the line now says.
    pub(super) fn follow_prompt(&mut self) {
        match self.overlays.open {
            Some(Overlay::Picker(_)) => self.refilter_picker(),
            Some(Overlay::Search { .. }) => self.search_for_prompt(),
            Some(Overlay::Help(_)) => self.narrow_help(),
            _ => {}
        }
    }

    /// Offers what may stand at the cursor, where that is offered before it is asked for.
    pub(super) fn offer_completions(&mut self) {
        self.typing.end_completion();
        self.offer_commands();
    }

    /// Puts into the line what is offered so many further on, or back.
    pub(crate) fn complete(&mut self, by: i64) {
        let (Some(Overlay::Search { prompt, .. } | Overlay::Command { prompt, .. }), typing) =
            (&mut self.overlays.open, &mut self.typing)
        else {
            return;
        };
        if typing.completion.offers().is_empty() {
            return self.complete_query(by);
        }
        typing.completion.step(by, prompt);
        self.follow_completion();
    }

    /// A click on something that is offered puts it into the line.
    pub(super) fn click_in_completion(&mut self, row: u16) {
        let area = self.view.geometry.panel;
        let (Some(Overlay::Search { prompt, .. } | Overlay::Command { prompt, .. }), typing) =
            (&mut self.overlays.open, &mut self.typing)
        else {
            return;
        };
        let first = area.y + typing.completion.n_rows_above();
        let rows = (area.y + area.height).saturating_sub(first);
        if let Some(row) = row.checked_sub(first)
            && typing.completion.choose_shown(row.into(), rows.into(), prompt)
        {
            self.follow_completion();
        }
    }

    /// Follows what the line says now that something offered was put into it.
    pub(super) fn follow_completion(&mut self) {
        self.typing.history.leave_way();
        self.follow_prompt();
        if let Some(Overlay::Command { mistake, .. }) = &mut self.overlays.open {
            *mistake = None;
            self.go_on_behind_name();
        }
    }

    /// Does what the line was typed for.
    pub(crate) fn accept_prompt(&mut self) {
        match self.overlays.open {
            Some(Overlay::Picker(_)) => self.accept_picked(),
            Some(Overlay::Command { .. }) => self.accept_command(),
            Some(Overlay::Note(_)) => self.accept_note(),
            Some(Overlay::Help(_)) => self.accept_narrowing(),
            _ => {
                self.typing.end_completion();
                self.accept_query();
            }
        }
    }

    /// Drops the line and goes back to where the reader was.
    pub(crate) fn cancel_prompt(&mut self) {
        self.typing.end_completion();
        match self.overlays.open {
            Some(Overlay::Picker(_)) => self.cancel_picker(),
            Some(Overlay::Command { .. }) => self.overlays.open = None,
            Some(Overlay::Note(_)) => self.cancel_note(),
            Some(Overlay::Help(_)) => self.cancel_narrowing(),
            _ => self.cancel_query(),
        }
    }
}
