//! Putting right what was read wrongly.

use super::{Command, Count, Topic};
use crate::app::App;

const fn command(name: &'static str, doc: &'static str, run: fn(&mut App, Count)) -> Command {
    Command { name, topic: Topic::Corrections, doc, run, parameter: None }
}

pub(super) const COMMANDS: &[Command] = &[
    command("correction-down", "next correction", |app, count| app.step_correction(count.or_one())),
    command("correction-up", "previous correction", |app, count| app.step_correction(-count.or_one())),
    command("correction-go", "go there", |app, _| app.go_to_correction()),
    command("correction-remove", "take it back", |app, _| app.remove_correction()),
];
