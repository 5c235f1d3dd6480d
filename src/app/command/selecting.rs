//! Moving the end of a selection.

use super::{Command, Count, Topic};
use crate::app::App;
use crate::app::selecting::Step;
use crate::app::taking::{Form, Thing};

const fn command(name: &'static str, doc: &'static str, run: fn(&mut App, Count)) -> Command {
    Command { name, topic: Topic::Selecting, doc, run, parameter: None }
}

pub(super) const COMMANDS: &[Command] = &[
    command("copy-selection", "copy it", |app, _| app.copy(Thing::Selection, Form::Text)),
    command("copy-source-selection", "copy its lines in the source", |app, _| {
        app.copy(Thing::Selection, Form::Source);
    }),
    command("cursor-left", "to the left", |app, count| app.move_cursor(Step::Characters(-count.or_one()))),
    command("cursor-right", "to the right", |app, count| app.move_cursor(Step::Characters(count.or_one()))),
    command("cursor-down", "a line down", |app, count| app.move_cursor_by_lines(count.or_one())),
    command("cursor-up", "a line up", |app, count| app.move_cursor_by_lines(-count.or_one())),
    command("cursor-next-word", "to the next word", |app, count| {
        app.move_cursor(Step::Words(count.or_one()));
    }),
    command("cursor-word-end", "to the end of a word", |app, count| {
        app.move_cursor(Step::WordEnds(count.or_one()));
    }),
    command("cursor-previous-word", "to the word before", |app, count| {
        app.move_cursor(Step::Words(-count.or_one()));
    }),
    command("cursor-line-start", "to the start of the line", |app, _| app.move_cursor(Step::RowStart)),
    command("cursor-line-end", "to the end of the line", |app, _| app.move_cursor(Step::RowEnd)),
    command("cursor-next-paragraph", "to the next paragraph", |app, count| {
        app.move_cursor(Step::Blocks(count.or_one()));
    }),
    command("cursor-previous-paragraph", "to the paragraph before", |app, count| {
        app.move_cursor(Step::Blocks(-count.or_one()));
    }),
    command("cursor-half-page-down", "half a page down", |app, count| {
        app.move_cursor_by_halves(count.or_one());
    }),
    command("cursor-half-page-up", "half a page up", |app, count| {
        app.move_cursor_by_halves(-count.or_one());
    }),
    command("cursor-page-down", "a page down", |app, count| app.move_cursor_by_halves(count.or_one() * 2)),
    command("cursor-page-up", "a page up", |app, count| app.move_cursor_by_halves(-count.or_one() * 2)),
    command("cursor-to-start", "to the beginning", |app, _| app.move_cursor(Step::Start)),
    command("cursor-to-end", "to the end", |app, _| app.move_cursor(Step::End)),
    command("swap-ends", "move the other end", |app, _| app.swap_ends()),
];
