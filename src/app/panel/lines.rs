//! What the panel says, as lines of its width.

use super::Panel;
use crate::app::App;
use crate::app::command;
use crate::app::geometry::{Area, most_panel_rows};
use crate::app::keymap::Context;
use crate::document::{Explanation, Grounds, Reason, RunnerUp, Weighing};
use crate::text::{width, wrap};

/// The panel's rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lines {
    /// What the block is; stands in the panel's upper edge.
    pub title: String,
    /// How sure that is; at the right of the title.
    pub certainty: String,
    /// What speaks for it, to be scrolled.
    pub body: Vec<Line>,
    /// The keys and what they do, in rows at the bottom.
    pub keys: Vec<Vec<KeyHint>>,
}

/// A key, and what it does.
pub type KeyHint = (String, &'static str);

/// A row of what the panel says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// Words.
    Words(String),
    /// What speaks for the kind, and what against it, each with its weight. A reason that takes more
    /// than one row has its weight on the first.
    Reasons(Option<Part>, Option<Part>),
}

/// A row of a reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The weight, with its sign; empty below the first row.
    pub weight: String,
    /// The words.
    pub words: String,
}

/// Columns of a weight and the blank after it.
pub const WEIGHT_WIDTH: u16 = 6;
/// Columns from which on what speaks for the kind stands beside what speaks against it.
const LEAST_BESIDE: u16 = 84;
/// The most reasons for a kind, and against it.
const MOST_REASONS: usize = 8;

/// Columns of what speaks for the kind, where what speaks against it stands beside; else all.
pub fn column_width(columns: u16) -> u16 {
    if columns >= LEAST_BESIDE { (columns - 2) / 2 } else { columns }
}

/// The rows that it takes to say all, with the title and the keys, in a panel as wide as `area`.
pub fn rows(app: &App, panel: &Panel, area: Area) -> u16 {
    let lines = Lines::new(app, panel, area);
    u16::try_from(1 + lines.body.len() + lines.keys.len()).unwrap_or(u16::MAX)
}

/// The rows of the panel for what it says, between its title and its keys.
pub fn body_rows(app: &App, panel: &Panel, area: Area) -> usize {
    let keys = Lines::new(app, panel, area).keys.len();
    usize::from(area.height).saturating_sub(1 + keys)
}

impl Lines {
    /// What there is to say in a panel of this size.
    pub fn new(app: &App, panel: &Panel, area: Area) -> Self {
        let columns = text_width(area);
        let keys = keys(app, columns, usize::from(most_panel_rows(app.size)) / 3);
        let Some(explanation) = panel.explanation() else {
            let words = "nothing is known of this block".to_owned();
            return Self { title: words, certainty: String::new(), body: Vec::new(), keys };
        };
        let certainty = match &explanation.grounds {
            Grounds::Weighed(weighing) if weighing.limit.is_none() => {
                format!("{} %", weighing.certainty.percent())
            }
            _ => String::new(),
        };
        Self { title: explanation.kind.clone(), certainty, body: body(explanation, columns), keys }
    }
}

/// The columns of a panel's text, beside which a blank stands where there is room.
pub fn text_width(area: Area) -> u16 {
    area.width.saturating_sub(margin(area) * 2).max(1)
}

/// The blank columns on each side of a panel's text.
pub fn margin(area: Area) -> u16 {
    u16::from(area.width > 20)
}

fn body(explanation: &Explanation, columns: u16) -> Vec<Line> {
    let words = |text: &str| -> Vec<Line> {
        let lines = wrap(text, columns.into()).into_iter();
        lines.map(|line| Line::Words(text.get(line.range).unwrap_or_default().to_owned())).collect()
    };
    match &explanation.grounds {
        Grounds::Mark(mark) => words(mark),
        Grounds::Weighed(weighing) => {
            let mut body = weighing.limit.as_deref().map(&words).unwrap_or_default();
            body.extend(words(&runner_up(weighing)));
            body.extend(reasons(weighing, columns));
            body
        }
    }
}

/// What else the block might have been, and how near that was.
fn runner_up(Weighing { runner_up: RunnerUp { kind, certainty }, .. }: &Weighing) -> String {
    let share = certainty.map_or_else(|| "under 1".to_owned(), |share| share.percent().to_string());
    format!("or else {kind}, {share} %")
}

/// The strongest reasons: those for and those against side by side, or all one below the other.
fn reasons(weighing: &Weighing, columns: u16) -> Vec<Line> {
    let column = column_width(columns);
    let is_for = |reason: &&Reason| reason.weight > 0.0;
    let speaking_for = weighing.reasons.iter().filter(is_for).take(MOST_REASONS);
    let against = weighing.reasons.iter().filter(|reason| !is_for(reason)).take(MOST_REASONS);
    if column == columns {
        let shown = weighing.reasons.iter().take(MOST_REASONS * 2);
        return shown
            .flat_map(|reason| parts(reason, column))
            .map(|part| Line::Reasons(Some(part), None))
            .collect();
    }
    let left: Vec<_> = speaking_for.flat_map(|reason| parts(reason, column)).collect();
    let right: Vec<_> = against.flat_map(|reason| parts(reason, column)).collect();
    let rows = left.len().max(right.len());
    (0..rows).map(|row| Line::Reasons(left.get(row).cloned(), right.get(row).cloned())).collect()
}

/// A reason in rows of so many columns.
fn parts(reason: &Reason, columns: u16) -> Vec<Part> {
    let room = columns.saturating_sub(WEIGHT_WIDTH).max(1);
    let sign = if reason.weight < 0.0 { '−' } else { '+' };
    let weight = format!("{sign}{:.1}", reason.weight.abs());
    let lines = wrap(&reason.words, room.into()).into_iter().enumerate();
    lines
        .map(|(row, line)| Part {
            weight: if row == 0 { weight.clone() } else { String::new() },
            words: reason.words.get(line.range).unwrap_or_default().to_owned(),
        })
        .collect()
}

/// The keys of the panel in as many rows as they take, and at most `most`. Where these are too few, the ways out of the
/// panel come first, and those that come last in the list of commands are left to the help.
fn keys(app: &App, columns: u16, most: usize) -> Vec<Vec<KeyHint>> {
    let hint = |(command, label)| (app.keymap().key_in(Context::Panel, command).unwrap_or_default(), label);
    let mut hints: Vec<KeyHint> = command::panel_hints(app).map(hint).collect();
    let rows = in_rows(&hints, columns);
    if rows.len() <= most.max(1) {
        return rows;
    }
    let n_ways_out = command::N_PANEL_WAYS_OUT.min(hints.len());
    hints.rotate_right(n_ways_out);
    let mut rows = in_rows(&hints, columns);
    rows.truncate(most.max(1));
    rows
}

/// Keys and what they do in rows of so many columns.
fn in_rows(hints: &[KeyHint], columns: u16) -> Vec<Vec<KeyHint>> {
    const GAP: usize = 2;
    let mut rows: Vec<Vec<KeyHint>> = Vec::new();
    let mut left = 0;
    for (key, label) in hints {
        let columns_taken = width(key) + 1 + width(label);
        if columns_taken > left {
            rows.push(Vec::new());
            left = usize::from(columns);
        }
        left = left.saturating_sub(columns_taken + GAP);
        if let Some(row) = rows.last_mut() {
            row.push((key.clone(), *label));
        }
    }
    rows
}
