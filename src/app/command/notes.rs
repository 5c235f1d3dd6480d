//! Notes of the reader's own.

use super::{Command, Count, Topic};
use crate::app::App;

const fn command(name: &'static str, doc: &'static str, run: fn(&mut App, Count)) -> Command {
    Command { name, topic: Topic::Notes, doc, parameter: None, run }
}

pub(super) const COMMANDS: &[Command] = &[
    command(
        "annotate",
        "highlight what is selected, with a note; or change the note on a highlight",
        |app, _| app.annotate(),
    ),
    command("notes", "list of notes: type to filter it, Enter goes there", |app, _| app.pick_note()),
    command("next-note", "next highlight", |app, count| app.step_note(count.or_one())),
    command("previous-note", "highlight before", |app, count| app.step_note(-count.or_one())),
    command("delete-note", "delete the highlight", |app, _| app.delete_note()),
    command("undo-note", "take back the last change of a note", |app, _| app.undo_note()),
];
