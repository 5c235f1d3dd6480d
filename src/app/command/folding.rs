//! Folding sections in the text.

use super::{Command, Count, Topic};
use crate::app::App;

const fn command(name: &'static str, doc: &'static str, run: fn(&mut App, Count)) -> Command {
    Command { name, topic: Topic::Folding, doc, run, parameter: None }
}

pub(super) const COMMANDS: &[Command] = &[
    command("toggle-fold", "fold the section, or open it", |app, _| app.toggle_fold()),
    command("close-fold", "fold the section; again: the one around it", |app, _| app.close_fold()),
    command("open-fold", "open the section", |app, _| app.open_fold()),
    command("close-all-folds", "fold all sections", |app, _| app.close_all_folds()),
    command("open-all-folds", "open all sections", |app, _| app.open_all_folds()),
];
