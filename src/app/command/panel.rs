//! The panel that says why a block is what it is.

use super::{Command, Count, Topic};
use crate::app::App;

const fn command(name: &'static str, doc: &'static str, run: fn(&mut App, Count)) -> Command {
    Command { name, topic: Topic::Panel, doc, run }
}

pub(super) const COMMANDS: &[Command] = &[
    command("panel-next", "next block", |app, count| app.step_panel(count.or_one())),
    command("panel-previous", "previous block", |app, count| app.step_panel(-count.or_one())),
    command("panel-down", "a line down", |app, count| app.scroll_panel(count.or_one())),
    command("panel-up", "a line up", |app, count| app.scroll_panel(-count.or_one())),
];

/// The commands that the panel shows the keys of, with short words for what they do.
const HINTS: &[(&str, &str)] = &[("panel-next", "next"), ("panel-previous", "back")];

/// The commands whose keys the panel shows now, each with a word or two for what it does.
pub fn panel_hints(_: &App) -> impl Iterator<Item = (&'static Command, &'static str)> {
    HINTS
        .iter()
        .filter_map(|(name, label)| Some((COMMANDS.iter().find(|command| command.name == *name)?, *label)))
}
