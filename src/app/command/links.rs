//! Links: going from one to the next, following them, and what is asked before one is opened.

use super::{Command, Count, Topic};
use crate::app::App;

const fn command(name: &'static str, doc: &'static str, run: fn(&mut App, Count)) -> Command {
    Command { name, topic: Topic::Links, doc, run, parameter: None }
}

const fn answer(name: &'static str, doc: &'static str, run: fn(&mut App, Count)) -> Command {
    Command { name, topic: Topic::Question, doc, run, parameter: None }
}

pub(super) const COMMANDS: &[Command] = &[
    command("hint-links", "letters on the links in view: type those of one to follow it", |app, _| {
        app.hint_links();
    }),
    command("next-link", "next link, which Enter follows", |app, count| app.step_link(count.or_one())),
    command("previous-link", "previous link", |app, count| app.step_link(-count.or_one())),
    answer("open-link", "open it", |app, _| app.open_link()),
    answer("copy-target", "copy it", |app, _| app.copy_target()),
    answer("question-down", "a line down", |app, count| app.scroll_question(count.or_one())),
    answer("question-up", "a line up", |app, count| app.scroll_question(-count.or_one())),
];
