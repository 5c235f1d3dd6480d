//! The command line: a command is typed by its name, with what it takes.

use super::command::line::{self, Known, Order, Stage};
use super::command::{self, Command, Count, Offers, Topic};
use super::completion::{Completion, Offer};
use super::keymap::Context;
use super::prompt::Prompt;
use super::{App, Overlay};
use crate::document::memory::LineKind;
use crate::search::Mistake;

impl App {
    /// Opens the command line, with the number that was typed before.
    pub(crate) fn open_command_line(&mut self, count: Count) {
        self.open_command_line_with(&count.0.map_or_else(String::new, |count| format!("{count} ")));
    }

    /// Opens the command line for what the command called `name` takes.
    pub(crate) fn ask_for(&mut self, name: &str) {
        self.open_command_line_with(&format!("{name} "));
    }

    fn open_command_line_with(&mut self, text: &str) {
        let mut prompt = Prompt::default();
        prompt.insert(text);
        self.overlays.open = Some(Overlay::Command { prompt, mistake: None });
        self.begin_line();
        self.offer_commands();
    }

    /// The commands that can be typed where the reader is, and those that work elsewhere, in the order of the help.
    fn known_commands(&self) -> Known {
        let place = self.pane_context();
        let is_offered = |command: &&Command| match command.topic {
            Topic::Selecting => place == Context::Selection,
            Topic::Sidebar => place == Context::Sidebar,
            topic => topic.is_typed(),
        };
        let mut commands: Vec<_> = command::all().collect();
        commands.sort_by_key(|command| command.topic);
        let (offered, elsewhere) = commands.into_iter().partition(is_offered);
        Known { offered, elsewhere }
    }

    /// Lists what may stand at the cursor of the command line.
    pub(super) fn offer_commands(&mut self) {
        let Some(Overlay::Command { prompt, mistake }) = &mut self.overlays.open else { return };
        *mistake = None;
        let prompt = prompt.clone();
        let (before, known) = (prompt.before_cursor(), self.known_commands());
        self.typing.completion = match line::stage(before, &known.offered) {
            Stage::Name(start, commands) if commands.is_empty() => {
                let elsewhere = line::elsewhere(before, &known).unwrap_or_default();
                Completion::new("Commands".to_owned(), Vec::new(), &prompt, start).with_hint(&elsewhere)
            }
            Stage::Name(start, commands) => {
                let offers = commands.into_iter().map(|command| self.offer_of(command)).collect();
                Completion::new("Commands".to_owned(), offers, &prompt, start)
            }
            Stage::Argument(start, command) => {
                let offers = match command.parameter.as_ref().map(|parameter| parameter.offers) {
                    Some(Offers::Listed(offers)) => offers(self, before.get(start..).unwrap_or_default()),
                    Some(Offers::Nothing | Offers::Words) | None => Vec::new(),
                };
                let title = command.typed().unwrap_or_default();
                Completion::new(title, offers, &prompt, start).with_hint(command.doc)
            }
        };
    }

    /// Where in the command line a query begins that is typed for a command.
    pub(super) fn query_start(&self, prompt: &Prompt) -> Option<usize> {
        match line::stage(prompt.before_cursor(), &self.known_commands().offered) {
            Stage::Argument(start, Command { parameter: Some(parameter), .. })
                if matches!(parameter.offers, Offers::Words) =>
            {
                Some(start)
            }
            _ => None,
        }
    }

    fn offer_of(&self, command: &Command) -> Offer {
        Offer {
            text: command.name.to_owned(),
            doc: command.doc.to_owned(),
            aside: self.keymap.keys(command).join(" "),
        }
    }

    /// The names of commands that may be meant by what is typed, to tell of them.
    pub(crate) fn offer_names(&self, typed: &str) -> Vec<Offer> {
        let typed_commands: Vec<_> = command::all().filter(|command| command.topic.is_typed()).collect();
        line::candidates(&typed_commands, typed).into_iter().map(|command| self.offer_of(command)).collect()
    }

    /// Goes on behind the name of a command that is the only one offered, where what it takes comes next.
    pub(super) fn go_on_behind_name(&mut self) {
        let Some(Overlay::Command { prompt, .. }) = &mut self.overlays.open else { return };
        let completion = &self.typing.completion;
        let ([offer], true) = (completion.offers(), completion.hint().is_empty()) else { return };
        let takes_more = command::by_name(&offer.text).is_some_and(|command| command.parameter.is_some());
        if takes_more && prompt.before_cursor().ends_with(&offer.text) && prompt.is_at_end() {
            prompt.insert(" ");
            self.offer_commands();
        }
    }

    /// Does what the line orders. One with a mistake stays.
    pub(super) fn accept_command(&mut self) {
        let Some(Overlay::Command { prompt, .. }) = self.overlays.open.take() else { return };
        let completion = std::mem::take(&mut self.typing.completion);
        // What the command sees is the page without the list.
        self.refresh_view();
        let known = self.known_commands();
        let order = line::order(prompt.text(), &known);
        if let Ok(Some(_)) = order {
            // Before it is done, which may be the end.
            self.note_line(LineKind::Command, prompt.text());
        }
        let done =
            order.and_then(|order| order.map_or(Ok(()), |order| self.obey(prompt.text(), &order, &known)));
        if let Err(mut mistake) = done {
            if let Some(command) = self.command_of_key(prompt.text(), &known)
                && mistake.message.starts_with(line::UNKNOWN)
            {
                mistake.message = format!("{}; {}?", line::UNKNOWN, command.name);
            }
            self.overlays.open = Some(Overlay::Command { prompt, mistake: Some(mistake) });
            self.typing.completion = completion;
        }
    }

    /// The command whose keys were typed in the place of its name.
    fn command_of_key(&self, typed: &str, known: &Known) -> Option<&'static Command> {
        let has_key = |command: &&&Command| self.keymap.keys(command).iter().any(|key| key == typed.trim());
        known.offered.iter().find(has_key).copied()
    }

    /// Says what is missing, where a command that was run without it has asked for it.
    fn miss_argument(&mut self, command: &Command) {
        if let (Some(Overlay::Command { prompt, mistake }), Some(parameter)) =
            (&mut self.overlays.open, &command.parameter)
        {
            let end = prompt.text().len();
            *mistake = Some(Mistake { message: format!("needs {}", parameter.name), span: end..end });
        }
    }

    fn obey(&mut self, line: &str, order: &Order<'_>, known: &Known) -> Result<(), Mistake> {
        let &Order { count, command, argument, .. } = order;
        let parameter = command.parameter.as_ref().filter(|_| !argument.is_empty());
        match parameter {
            None => {
                (command.run)(self, count);
                self.miss_argument(command);
                Ok(())
            }
            Some(parameter) => {
                (parameter.run)(self, argument).map_err(|message| line::refused(line, order, message, known))
            }
        }
    }
}
