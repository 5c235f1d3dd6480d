//! The list of keys and commands, over the whole screen.

use super::paint::Canvas;
use super::theme::{Role, Theme};
use crate::app::App;
use crate::app::help::{Help, HelpLine, lines};
use crate::text::width;

pub(super) fn draw(app: &App, help: &Help, theme: &Theme, canvas: &mut Canvas<'_>) {
    let geometry = &app.view().geometry;
    let (rows, columns) = (geometry.pane.height, geometry.status.width.max(geometry.pane.width));
    let lines = lines(app.keymap(), &help.about, columns);
    let beside = lines.iter().map(keys_width).max().unwrap_or(0);
    let whole = lines.iter().map(|line| line_width(line, beside)).max().unwrap_or(0);
    let left = usize::from(columns).saturating_sub(whole) / 2;
    let is_below = lines.iter().any(|line| matches!(line, HelpLine::Command { doc, .. } if doc.is_empty()));
    let text_column = if is_below { left + 2 } else { left + beside };
    let column = |offset: usize| u16::try_from(offset).unwrap_or(u16::MAX);
    for (y, line) in (0..rows).zip(lines.iter().skip(help.top)) {
        let mut draw = |x: usize, text: &str, role| {
            canvas.text(column(x), y, columns, text, theme.style(role));
        };
        match line {
            HelpLine::Topic(title) => draw(left, title, Role::HelpTopic),
            HelpLine::Command { keys, doc, typed } => {
                draw(left, keys, Role::HelpKey);
                draw(text_column, doc, Role::Body);
                draw(text_column + typed_column(doc), typed, Role::HelpTyped);
            }
            HelpLine::Rest { doc, typed } => {
                draw(text_column, doc, Role::Body);
                draw(text_column + typed_column(doc), typed, Role::HelpTyped);
            }
            HelpLine::Blank => {}
        }
    }
}

/// The columns before what is typed, in a text that begins with what that does.
fn typed_column(doc: &str) -> usize {
    if doc.is_empty() { 0 } else { width(doc) + 2 }
}

/// Columns of the keys, and the blank behind them.
fn keys_width(line: &HelpLine) -> usize {
    if let HelpLine::Command { keys, .. } = line { width(keys) + 2 } else { 0 }
}

fn line_width(line: &HelpLine, beside: usize) -> usize {
    match line {
        HelpLine::Command { doc, typed, .. } | HelpLine::Rest { doc, typed } => {
            beside + typed_column(doc) + width(typed)
        }
        _ => 0,
    }
}
