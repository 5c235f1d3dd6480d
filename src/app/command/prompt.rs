//! Editing the line that is being typed.

use super::{Command, Count, Topic};
use crate::app::App;
use crate::app::prompt::Prompt;

const fn command(name: &'static str, doc: &'static str, run: fn(&mut App, Count)) -> Command {
    Command { name, topic: Topic::Typing, doc, run }
}

pub(super) const COMMANDS: &[Command] = &[
    command("prompt-accept", "keep the search", |app, _| app.accept_prompt()),
    command("prompt-cancel", "back to where one was", |app, _| app.cancel_prompt()),
    command("prompt-delete-back", "delete the character before", |app, _| edit(app, Prompt::delete_back)),
    command("prompt-delete", "delete the character after", |app, _| edit(app, Prompt::delete)),
    command("prompt-delete-word", "delete the word before", |app, _| edit(app, Prompt::delete_word)),
    command("prompt-clear", "delete everything", |app, _| edit(app, Prompt::clear)),
    command("prompt-left", "to the left", |app, _| edit(app, Prompt::left)),
    command("prompt-right", "to the right", |app, _| edit(app, Prompt::right)),
    command("prompt-start", "to the start", |app, _| edit(app, Prompt::start)),
    command("prompt-end", "to the end", |app, _| edit(app, Prompt::end)),
];

fn edit(app: &mut App, change: fn(&mut Prompt)) {
    app.edit_prompt(change);
}
