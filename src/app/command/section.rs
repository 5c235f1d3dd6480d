//! Going from heading to heading, paragraph to paragraph, table to table.

use super::{Command, Count, Offers, Parameter, Topic};
use crate::app::App;
use crate::app::landmarks::Landmark;
use crate::document::{Folds, Outline, SectionId, TextPos};

const fn command(name: &'static str, doc: &'static str, run: fn(&mut App, Count)) -> Command {
    Command { name, topic: Topic::Sections, doc, run, parameter: None }
}

pub(super) const COMMANDS: &[Command] = &[
    command("next-heading", "next heading", |app, count| repeat(app, count, next_heading, NO_FURTHER)),
    command("previous-heading", "previous heading", |app, count| {
        repeat(app, count, previous_heading, NO_FURTHER);
    }),
    command("next-sibling", "next heading of the same level", |app, count| {
        repeat(app, count, next_sibling, NO_FURTHER);
    }),
    command("previous-sibling", "previous heading of the same level", |app, count| {
        repeat(app, count, previous_sibling, NO_FURTHER);
    }),
    command("parent", "the section around this one", |app, count| repeat(app, count, parent, NOT_INSIDE)),
    command("next-paragraph", "next paragraph", |app, count| {
        app.go_to_landmark(Landmark::Block, count.or_one());
    }),
    command("previous-paragraph", "previous paragraph", |app, count| {
        app.go_to_landmark(Landmark::Block, -count.or_one());
    }),
    command("next-table", "next table", |app, count| app.go_to_landmark(Landmark::Table, count.or_one())),
    command("previous-table", "previous table", |app, count| {
        app.go_to_landmark(Landmark::Table, -count.or_one());
    }),
    command("sections", "list of sections: type to filter it, Enter goes there", |app, _| app.pick_section())
        .with(Parameter {
            name: "[WORDS]",
            run: |app, words| {
                app.pick_section();
                app.filter_by_typed(words);
                Ok(())
            },
            offers: Offers::Nothing,
        }),
    command("explain", "why this block is what it is", |app, _| app.open_panel()),
];

const NO_FURTHER: &str = "no further heading that way";
const NOT_INSIDE: &str = "there is no section around this one";

/// Finds a section from where the reader is.
type Step = fn(&Outline, &Folds, TextPos) -> Option<SectionId>;

/// Goes as many steps as there are, at most `count`; where something is selected, with the end of that which moves.
fn repeat(app: &mut App, count: Count, step: Step, otherwise: &str) {
    let mut at = app.motion_origin();
    let mut found = None;
    for _ in 0..count.or_one() {
        let Some(id) = step(app.document().outline(), app.folds(), at) else { break };
        let Some(section) = app.document().outline().get(id) else { break };
        at = section.start;
        found = Some(id);
    }
    match found {
        Some(_) if app.has_cursor() => app.move_cursor_to(at),
        Some(id) => app.go_to_heading(id),
        None => app.notify(otherwise),
    }
}

/// The next one that is shown.
fn next_heading(outline: &Outline, folds: &Folds, at: TextPos) -> Option<SectionId> {
    let next = match outline.at(at) {
        Some(id) => outline.fold_around(folds, id).map_or(id.0 + 1, |fold| outline.end(fold)),
        None => 0,
    };
    outline.get(SectionId(next)).map(|_| SectionId(next))
}

/// The last one before that is shown.
fn previous_heading(outline: &Outline, folds: &Folds, at: TextPos) -> Option<SectionId> {
    let current = outline.at(at)?;
    let is_below = outline.get(current)?.start < at;
    let before = if is_below { current } else { SectionId(current.0.checked_sub(1)?) };
    Some(outline.shown_for(folds, before))
}

fn next_sibling(outline: &Outline, folds: &Folds, at: TextPos) -> Option<SectionId> {
    let Some(current) = outline.at(at) else { return next_heading(outline, folds, at) };
    outline.next_of_level(current)
}

fn previous_sibling(outline: &Outline, _: &Folds, at: TextPos) -> Option<SectionId> {
    let current = outline.at(at)?;
    if outline.get(current)?.start < at { Some(current) } else { outline.previous_of_level(current) }
}

fn parent(outline: &Outline, _: &Folds, at: TextPos) -> Option<SectionId> {
    outline.parent(outline.at(at)?)
}
