//! Moving and folding in the section tree.

use super::{Command, Count, Topic};
use crate::app::App;

const fn command(name: &'static str, doc: &'static str, run: fn(&mut App, Count)) -> Command {
    Command { name, topic: Topic::Sidebar, doc, run, parameter: None }
}

pub(super) const COMMANDS: &[Command] = &[
    command("sidebar-down", "next section", |app, count| app.step_selection(count.or_one())),
    command("sidebar-up", "previous section", |app, count| app.step_selection(-count.or_one())),
    command("sidebar-first", "first section", |app, _| app.step_selection(i64::from(i32::MIN))),
    command("sidebar-last", "last section", |app, _| app.step_selection(i64::from(i32::MAX))),
    command("fold", "fold, or to the section around", |app, _| app.fold(true)),
    command("unfold", "unfold, or to the first section inside", |app, _| app.fold(false)),
    command("widen-sidebar", "wider sidebar", |app, count| app.widen_sidebar(count.or_one() * 2)),
    command("narrow-sidebar", "narrower sidebar", |app, count| app.widen_sidebar(-count.or_one() * 2)),
];
