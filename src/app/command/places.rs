//! Marks, and the way back from jumps.

use super::{Command, Count, Offers, Parameter, Topic};
use crate::app::App;
use crate::app::marks::MarkKey;

const fn command(name: &'static str, doc: &'static str, run: fn(&mut App, Count)) -> Command {
    Command { name, topic: Topic::Places, doc, run, parameter: None }
}

pub(super) const COMMANDS: &[Command] = &[
    command("jump-back", "back to where you jumped from", |app, count| app.step_jump(-count.or_one())),
    command("jump-forward", "forward again", |app, count| app.step_jump(count.or_one())),
    command("set-mark", "set a mark, which the next key names", |app, _| {
        app.await_mark(MarkKey::Set);
    })
    .with(Parameter {
        name: "[LETTER]",
        run: |app, name| app.name_typed_mark(MarkKey::Set, name),
        offers: Offers::Nothing,
    }),
    command(
        "go-to-mark",
        "to the mark that the next key names; twice: to where you were before the last jump",
        |app, _| {
            app.await_mark(MarkKey::Go);
        },
    )
    .with(Parameter {
        name: "[LETTER]",
        run: |app, name| app.name_typed_mark(MarkKey::Go, name),
        offers: Offers::Listed(|app, typed| app.book.coming_back.offer_marks(typed)),
    }),
];
