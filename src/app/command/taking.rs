//! Copying parts of the text.

use super::{Command, Count, Offers, Parameter, Topic};
use crate::app::App;
use crate::app::selecting::Unit;
use crate::app::taking::{Form, Thing};

const fn command(name: &'static str, doc: &'static str, run: fn(&mut App, Count)) -> Command {
    Command { name, topic: Topic::Taking, doc, run, parameter: None }
}

pub(super) const COMMANDS: &[Command] = &[
    command("copy-paragraph", "copy the paragraph, or whatever block it is", |app, _| {
        app.copy(Thing::Block, Form::Text);
    }),
    command("copy-section", "copy the section, with those inside it", |app, _| {
        app.copy(Thing::Section, Form::Text);
    }),
    command("copy-table", "copy the table: with tabs, as CSV or as Markdown", |app, _| {
        app.copy(Thing::Table, Form::Text);
    })
    .with(Parameter {
        name: "[FORM]",
        run: App::copy_table_as,
        offers: Offers::Listed(App::offer_table_forms),
    }),
    command("copy-code", "copy the code", |app, _| app.copy(Thing::Code, Form::Text)),
    command("copy-link", "copy where the link points", |app, _| app.copy(Thing::Link, Form::Text)),
    command("copy-source-paragraph", "copy the paragraph as its lines in the source", |app, _| {
        app.copy(Thing::Block, Form::Source);
    }),
    command("copy-source-section", "copy the section as its lines in the source", |app, _| {
        app.copy(Thing::Section, Form::Source);
    }),
    command("copy-source-table", "copy the table as its lines in the source", |app, _| {
        app.copy(Thing::Table, Form::Source);
    }),
    command("copy-source-code", "copy the code as its lines in the source", |app, _| {
        app.copy(Thing::Code, Form::Source);
    }),
    command("copy-source-link", "copy the link as Markdown", |app, _| app.copy(Thing::Link, Form::Source)),
    command("select", "select from here, or end that (also drag, double-click)", |app, _| {
        app.select(Unit::Character);
    }),
    command("select-blocks", "select whole paragraphs", |app, _| app.select(Unit::Block)),
];
