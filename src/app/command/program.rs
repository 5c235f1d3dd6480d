//! The page's looks, the panes, and the program itself.

use super::{Command, Count, Topic};
use crate::app::{App, Effect, Pane};

const fn command(name: &'static str, doc: &'static str, run: fn(&mut App, Count)) -> Command {
    Command { name, topic: Topic::Program, doc, run }
}

pub(super) const COMMANDS: &[Command] = &[
    command("enter", "follow the link, go to the selected section or that of the number typed", enter),
    command("toggle-sidebar", "show or hide the sidebar", |app, _| app.toggle_sidebar()),
    command("switch-focus", "between the text and the sidebar", |app, _| app.switch_focus()),
    command("widen-measure", "longer lines", |app, count| app.widen_measure(count.or_one() * 4)),
    command("narrow-measure", "shorter lines", |app, count| app.widen_measure(-count.or_one() * 4)),
    command("read-otherwise", "read as plain text, as Markdown, line by line", |app, _| app.read_otherwise()),
    command("reload", "reload the file, which has changed", |app, _| app.reload()),
    command("toggle-clean", "set the spaces that are missing, or show the text as written", |app, _| {
        app.toggle_mended();
    }),
    command("toggle-mouse", "leave the mouse to the terminal, or take it back", |app, _| app.toggle_mouse()),
    command("redraw", "draw the screen again", |app, _| app.effects.push(Effect::Redraw)),
    command("help", "the list of keys", |app, _| app.open_help()),
    command("back", "back out: of a number, a search, a pane", App::back),
    command("suspend", "to the shell; fg comes back", |app, _| app.effects.push(Effect::Suspend)),
    command("quit", "quit", |app, _| app.effects.push(Effect::Quit)),
];

fn enter(app: &mut App, count: Count) {
    match count.0 {
        Some(number) => app.go_to_numbered(number),
        None if app.pane() == Pane::Page => app.follow_focused(),
        None => app.go_to_selected(),
    }
}
