//! Picking from a list.

use super::{Command, Count, Topic};
use crate::app::App;

const fn command(name: &'static str, doc: &'static str, run: fn(&mut App, Count)) -> Command {
    Command { name, topic: Topic::Picker, doc, run, parameter: None }
}

pub(super) const COMMANDS: &[Command] = &[
    command("picker-next", "next", |app, _| app.step_picker(1)),
    command("picker-previous", "previous", |app, _| app.step_picker(-1)),
    command("picker-page-down", "a page down", |app, _| app.turn_picker(1)),
    command("picker-page-up", "a page up", |app, _| app.turn_picker(-1)),
    command("picker-delete", "delete the note that is selected in a list of notes", |app, _| {
        app.delete_picked();
    }),
];
