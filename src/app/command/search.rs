//! Searching.

use super::{Command, Count, Offers, Parameter, Topic};
use crate::app::App;

const fn command(name: &'static str, doc: &'static str, run: fn(&mut App, Count)) -> Command {
    Command { name, topic: Topic::Searching, doc, run, parameter: None }
}

pub(super) const COMMANDS: &[Command] = &[
    command("search", "search in the text", |app, _| app.open_prompt()).with(Parameter {
        name: "[TEXT]",
        run: App::search_typed,
        offers: Offers::Words,
    }),
    command("next-hit", "next hit", |app, count| app.step_hit(count.or_one())),
    command("previous-hit", "previous hit", |app, count| app.step_hit(-count.or_one())),
    command("next-section-with-hit", "first hit of the next section that has one", |app, _| {
        app.step_section_with_hit(true);
    }),
    command("previous-section-with-hit", "first hit of the last section before that has one", |app, _| {
        app.step_section_with_hit(false);
    }),
    command(
        "search-word",
        "search for the word that was found or clicked, or for what is selected",
        |app, _| {
            app.search_word();
        },
    ),
    command("hits", "list of hits: type to filter it, Enter goes there", |app, _| app.pick_hit()).with(
        Parameter {
            name: "[WORDS]",
            run: |app, words| {
                app.pick_hit();
                app.filter_by_typed(words);
                Ok(())
            },
            offers: Offers::Nothing,
        },
    ),
];
