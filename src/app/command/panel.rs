//! The panel that says why a block is what it is.

use super::{Command, Count, Topic};
use crate::app::App;
use crate::document::Change;

const fn command(name: &'static str, doc: &'static str, run: fn(&mut App, Count)) -> Command {
    Command { name, topic: Topic::Panel, doc, run, parameter: None }
}

pub(super) const COMMANDS: &[Command] = &[
    command("panel-next", "next block", |app, count| app.step_panel(count.or_one())),
    command("panel-previous", "previous block", |app, count| app.step_panel(-count.or_one())),
    command("panel-down", "a line down", |app, count| app.scroll_panel(count.or_one())),
    command("panel-up", "a line up", |app, count| app.scroll_panel(-count.or_one())),
    command("correct-heading", "it is a heading, or none", |app, _| app.toggle_heading()),
    command("correct-level-up", "one level up", |app, count| app.change_level(-count.or_one())),
    command("correct-level-down", "one level down", |app, count| app.change_level(count.or_one())),
    command("correct-join", "it goes on with the block before", |app, _| app.join_block()),
    command(
        "correct-split",
        "split it before the word that was clicked, or behind its first sentence",
        |app, _| {
            app.split_block();
        },
    ),
    command("correct-table", "it is a table, or none", |app, _| app.toggle_table()),
    command("correct-undo", "take back the last correction", |app, _| app.undo_correction()),
    command("corrections", "the list of corrections", |app, _| app.open_corrections()),
];

/// The commands at the end of those whose keys the panel shows that lead out of it.
pub const N_PANEL_WAYS_OUT: usize = 2;

/// The commands whose keys the panel shows now, each with a word or two for what it does; those that lead out of it
/// are the last.
pub fn panel_hints(app: &App) -> impl Iterator<Item = (&'static Command, &'static str)> {
    let is_heading = app.has_level();
    let is_table = app.is_offered(|&offer| offer == Change::NotTable);
    let may_head = app.is_offered(|offer| matches!(offer, Change::Heading(_) | Change::NotHeading));
    let may_be_table = app.is_offered(|offer| matches!(offer, Change::Table | Change::NotTable));
    let hints = [
        ("correct-heading", if is_heading { "no heading" } else { "heading" }, may_head),
        ("correct-undo", "undo", app.can_undo()),
        ("correct-level-up", "up", is_heading),
        ("correct-level-down", "down", is_heading),
        ("correct-join", "join", app.is_offered(|&offer| offer == Change::Join)),
        ("correct-split", "split", app.is_offered(|offer| matches!(offer, Change::Split(_)))),
        ("correct-table", if is_table { "no table" } else { "table" }, may_be_table),
        ("corrections", "list", app.has_corrections()),
        ("panel-next", "next", true),
        ("panel-previous", "back", true),
        ("back", "close", true),
        ("help", "keys", true),
    ];
    hints
        .into_iter()
        .filter(|(.., is_shown)| *is_shown)
        .filter_map(|(name, label, _)| Some((super::by_name(name)?, label)))
}
