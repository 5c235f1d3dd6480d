//! The list of keys, over the whole screen.

use super::paint::Canvas;
use super::theme::{Role, Theme};
use crate::app::App;
use crate::app::help::{HelpLine, lines};
use crate::text::width;

pub(super) fn draw(app: &App, top: usize, theme: &Theme, canvas: &mut Canvas<'_>) {
    let geometry = &app.view().geometry;
    let (rows, columns) = (geometry.pane.height, geometry.status.width.max(geometry.pane.width));
    let lines = lines(app.keymap());
    let keys_width = lines.iter().map(key_width).max().unwrap_or(0);
    let longest =
        lines.iter().map(|line| if let HelpLine::Keys(_, doc) = line { width(doc) } else { 0 }).max();
    let whole = keys_width + 2 + longest.unwrap_or(0);
    let left = u16::try_from(usize::from(columns).saturating_sub(whole) / 2).unwrap_or(0);
    let doc_column = left + u16::try_from(keys_width.min(usize::from(columns) / 2) + 2).unwrap_or(0);
    for (y, line) in (0..rows).zip(lines.iter().skip(top)) {
        match line {
            HelpLine::Topic(title) => {
                canvas.text(left, y, columns, title, theme.style(Role::HelpTopic));
            }
            HelpLine::Keys(keys, doc) => {
                canvas.text(left, y, doc_column.saturating_sub(1), keys, theme.style(Role::HelpKey));
                canvas.text(doc_column, y, columns, doc, theme.style(Role::Body));
            }
            HelpLine::Blank => {}
        }
    }
}

fn key_width(line: &HelpLine) -> usize {
    if let HelpLine::Keys(keys, _) = line { width(keys) } else { 0 }
}
