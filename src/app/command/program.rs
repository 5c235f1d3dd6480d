//! The page's looks, the panes, and the program itself.

use super::{Command, Count, Offers, Parameter, Topic};
use crate::app::{App, Effect, Pane};

const fn command(name: &'static str, doc: &'static str, run: fn(&mut App, Count)) -> Command {
    Command { name, topic: Topic::Program, doc, run, parameter: None }
}

pub(super) const COMMANDS: &[Command] = &[
    command("enter", "follow the link, go to the selected section or that of the number typed", enter),
    command("toggle-sidebar", "show or hide the sidebar", |app, _| app.toggle_sidebar()),
    command("switch-focus", "between the text and the sidebar", |app, _| app.switch_focus()),
    command("width", "the longest line, in columns", width).with(Parameter {
        name: "COLUMNS",
        run: App::set_typed_measure,
        offers: Offers::Nothing,
    }),
    command("widen-measure", "longer lines", |app, count| app.widen_measure(count.or_one() * 4)),
    command("narrow-measure", "shorter lines", |app, count| app.widen_measure(-count.or_one() * 4)),
    command("read-otherwise", "read as plain text, as Markdown, line by line", |app, _| app.read_otherwise()),
    command("read-as", "read as plain text, as Markdown, or line by line", |app, _| app.ask_for("read-as"))
        .with(Parameter {
            name: "WAY",
            run: App::read_as_typed,
            offers: Offers::Listed(App::offer_readings),
        }),
    command("reload", "reload the file, which has changed", |app, _| app.reload()),
    command("toggle-clean", "set the spaces that are missing, or show the text as written", |app, _| {
        app.toggle_mended();
    }),
    command("toggle-mouse", "leave the mouse to the terminal, or take it back", |app, _| app.toggle_mouse()),
    command("command", "run a command by its name: type it, or pick it with Tab", App::open_command_line),
    command("redraw", "draw the screen again", |app, _| app.effects.push(Effect::Redraw)),
    command("help", "the list of keys and commands, or what it says of a word", |app, _| app.open_help())
        .with(Parameter {
            name: "[WORD]",
            run: App::open_help_about,
            offers: Offers::Listed(App::offer_names),
        }),
    command("back", "back out: of a number, a search, a pane", App::back),
    command("suspend", "to the shell; fg comes back", |app, _| app.effects.push(Effect::Suspend)),
    command("quit", "quit", |app, _| app.effects.push(Effect::Quit)),
];

fn width(app: &mut App, count: Count) {
    match count.0 {
        Some(columns) => app.set_measure(u16::try_from(columns).unwrap_or(u16::MAX)),
        None => app.ask_for("width"),
    }
}

fn enter(app: &mut App, count: Count) {
    match count.0 {
        Some(number) => app.go_to_numbered(&[number]),
        None if app.pane() == Pane::Page => app.follow_focused(),
        None => app.go_to_selected(),
    }
}
