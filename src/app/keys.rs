//! Which command a key runs, and what it does where it runs none.

use super::command::{self, Count};
use super::keymap::Context;
use super::marks::MarkKey;
use super::{App, Key, KeyCode, Overlay, Pane};

/// The longest number that is typed before a command.
pub(super) const MOST_COUNT: u32 = 9_999_999;

/// What was typed of a command that takes more.
#[derive(Debug, Default)]
pub(super) struct Pending {
    /// The keys pressed so far of one that takes more than one.
    keys: Vec<Key>,
    /// The number before it.
    count: Option<u32>,
    /// What is to be done with the mark that the next key names.
    mark: Option<MarkKey>,
}

impl Pending {
    /// The keys pressed so far of a command that takes more than one.
    pub(super) fn keys(&self) -> &[Key] {
        &self.keys
    }

    /// The number typed so far.
    pub(super) fn count(&self) -> Option<u32> {
        self.count
    }

    /// What is to be done with the mark that the next key names.
    pub(super) fn mark(&self) -> Option<MarkKey> {
        self.mark
    }

    /// Takes the next key for the name of a mark.
    pub(super) fn await_mark(&mut self, mark: MarkKey) {
        self.mark = Some(mark);
    }

    /// Forgets all that was typed.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Takes back the last digit of the number. Answers whether the key does that.
    fn take_back_digit(&mut self, key: Key) -> bool {
        let is_meant = key == Key::plain(KeyCode::Backspace) && self.keys.is_empty();
        let Some(count) = self.count.filter(|_| is_meant) else { return false };
        self.count = Some(count / 10).filter(|&count| count > 0);
        true
    }

    /// Adds a digit to the number. Answers whether the key was one.
    fn add_digit(&mut self, key: Key) -> bool {
        let KeyCode::Char(c) = key.code else { return false };
        let Some(digit) = c.to_digit(10).filter(|_| !key.ctrl && !key.alt) else { return false };
        self.count = Some((self.count.unwrap_or(0).saturating_mul(10) + digit).min(MOST_COUNT));
        true
    }
}

impl App {
    /// The number typed so far.
    pub fn pending_count(&self) -> Option<u32> {
        self.pending.count()
    }

    fn context(&self) -> Context {
        match &self.overlays.open {
            Some(Overlay::Search { .. } | Overlay::Command { .. }) => Context::Prompt,
            Some(Overlay::Picker(_)) => Context::Picker,
            Some(Overlay::Help(help)) if help.narrowing.is_some() => Context::Prompt,
            Some(Overlay::Help(_)) => Context::Help,
            Some(Overlay::Panel(_)) => Context::Panel,
            Some(Overlay::Corrections(_)) => Context::Corrections,
            Some(Overlay::Question(_)) => Context::Question,
            Some(Overlay::Note(_)) => Context::Note,
            Some(Overlay::Hints(_)) => Context::Global,
            None => self.pane_context(),
        }
    }

    /// Where keys are pressed when nothing lies over the panes.
    pub(super) fn pane_context(&self) -> Context {
        match self.pane {
            Pane::Page if self.selection.is_some() => Context::Selection,
            Pane::Page => Context::Page,
            Pane::Sidebar => Context::Sidebar,
        }
    }

    pub(super) fn key(&mut self, key: Key) {
        self.notices.end();
        if key.code == KeyCode::Esc && self.overlays.open.is_none() {
            self.here.stop_waiting();
            self.stay();
        }
        if let Some(mark) = self.pending.mark.take() {
            return self.name_mark(mark, key);
        }
        if self.type_hint(key) {
            return;
        }
        if self.pending.take_back_digit(key) {
            return;
        }
        let mut keys = std::mem::take(&mut self.pending.keys);
        keys.push(key);
        if let Some(command) = self.command(&keys) {
            return self.run(command);
        }
        if self.completions(&keys).next().is_some() {
            self.pending.keys = keys;
        } else if matches!(self.context(), Context::Prompt | Context::Picker | Context::Note) {
            self.type_key(key);
        } else if keys.len() > 1 || !self.pending.add_digit(key) {
            self.pending.count = None;
        }
    }

    /// The command that keys run where the reader is.
    fn command(&self, keys: &[Key]) -> Option<&'static command::Command> {
        let own = self.keymap.command(self.context(), keys);
        let is_meant = |command: &&command::Command| match self.context() {
            Context::Prompt | Context::Picker | Context::Note => false,
            Context::Help | Context::Panel | Context::Corrections | Context::Question => {
                matches!(command.name, "quit" | "help")
            }
            Context::Page | Context::Selection | Context::Sidebar | Context::Global => true,
        };
        own.or_else(|| self.keymap.command(Context::Global, keys).filter(is_meant))
    }

    /// The keys that may come next, with the commands that they complete.
    pub(super) fn completions<'a>(
        &'a self,
        keys: &'a [Key],
    ) -> impl Iterator<Item = (Key, &'static command::Command)> + 'a {
        let context = self.context();
        let is_global = matches!(context, Context::Page | Context::Selection | Context::Sidebar);
        let global = self.keymap.completions(Context::Global, keys).filter(move |_| is_global);
        self.keymap.completions(context, keys).chain(global)
    }

    pub(super) fn run(&mut self, command: &command::Command) {
        let count = Count(self.pending.count.take());
        (command.run)(self, count);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_grows_by_digits_and_shrinks_again() {
        let mut pending = Pending::default();
        let digit = |c| Key::plain(KeyCode::Char(c));
        assert!(
            pending.add_digit(digit('4')) && pending.add_digit(digit('2')) && !pending.add_digit(digit('x'))
        );
        assert_eq!(pending.count(), Some(42));
        let back = Key::plain(KeyCode::Backspace);
        for expected in [Some(4), None] {
            assert!(pending.take_back_digit(back));
            assert_eq!(pending.count(), expected);
        }
        assert!(!pending.take_back_digit(back), "there is none");
        (0..9).for_each(|_| assert!(pending.add_digit(digit('9'))));
        assert_eq!(pending.count(), Some(MOST_COUNT));
    }
}
