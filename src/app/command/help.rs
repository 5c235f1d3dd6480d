//! Scrolling in the list of keys.

use super::{Command, Count, Topic};
use crate::app::App;

const fn command(name: &'static str, doc: &'static str, run: fn(&mut App, Count)) -> Command {
    Command { name, topic: Topic::Help, doc, run, parameter: None }
}

/// More lines than the list has.
const FAR: i64 = 10_000;

pub(super) const COMMANDS: &[Command] = &[
    command("help-down", "a line down", |app, count| app.scroll_help(count.or_one())),
    command("help-up", "a line up", |app, count| app.scroll_help(-count.or_one())),
    command("help-half-page-down", "half a page down", |app, count| {
        app.scroll_help(count.or_one() * half(app));
    }),
    command("help-half-page-up", "half a page up", |app, count| app.scroll_help(-count.or_one() * half(app))),
    command("help-page-down", "a page down", |app, count| app.scroll_help(count.or_one() * page(app))),
    command("help-page-up", "a page up", |app, count| app.scroll_help(-count.or_one() * page(app))),
    command("help-start", "to the beginning", |app, _| app.scroll_help(-FAR)),
    command("help-end", "to the end", |app, _| app.scroll_help(FAR)),
    command("help-find", "list only what has a key or a word that is typed", |app, _| app.find_help()),
];

fn page(app: &App) -> i64 {
    i64::from(app.view().geometry.pane.height.max(3)) - 2
}

fn half(app: &App) -> i64 {
    (i64::from(app.view().geometry.pane.height) / 2).max(1)
}
