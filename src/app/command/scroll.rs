//! Scrolling by lines, pages and percentages.

use super::{Command, Count, Offers, Parameter, Topic};
use crate::app::App;
use crate::app::destination::NO_PERCENTAGE;

const fn command(name: &'static str, doc: &'static str, run: fn(&mut App, Count)) -> Command {
    Command { name, topic: Topic::Moving, doc, run, parameter: None }
}

pub(super) const COMMANDS: &[Command] = &[
    command("line-down", "a line down", |app, count| app.scroll(count.or_one())),
    command("line-up", "a line up", |app, count| app.scroll(-count.or_one())),
    command("half-page-down", "half a page down", |app, count| app.turn_half_page(count.or_one())),
    command("half-page-up", "half a page up", |app, count| app.turn_half_page(-count.or_one())),
    command("page-down", "a page down", |app, count| app.turn_page(count.or_one())),
    command("page-up", "a page up", |app, count| app.turn_page(-count.or_one())),
    command("to-start", "to the beginning", |app, _| app.go_to_start()),
    command("to-end", "to the end", |app, _| app.go_to_end()),
    command("goto", "to 40%, to section 3 or 3.2 as shown, or by its words", goto).with(Parameter {
        name: "PLACE",
        run: App::go_to_typed,
        offers: Offers::Listed(App::offer_places),
    }),
    command("to-percentage", "after a number: to that percentage", to_percentage),
];

fn goto(app: &mut App, count: Count) {
    match count.0 {
        Some(number) => app.go_to_numbered(&[number]),
        None => app.ask_for("goto"),
    }
}

fn to_percentage(app: &mut App, count: Count) {
    let Some(percent) = count.0 else {
        let key = app.keymap().key_of("to-percentage");
        return app.notify(format!("type a number before {key}"));
    };
    if percent > 100 {
        return app.notify(NO_PERCENTAGE);
    }
    app.go_to_percentage(percent);
    if app.has_cursor() {
        app.refresh_view();
        app.move_cursor_to(app.reading_position());
    }
}
