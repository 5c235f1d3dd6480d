//! The list of keys, over the whole screen.

use super::paint::Canvas;
use super::theme::{Role, Theme};
use crate::app::App;
use crate::app::help::{HelpLine, keys_width, lines};
use crate::text::width;

pub(super) fn draw(app: &App, top: usize, theme: &Theme, canvas: &mut Canvas<'_>) {
    let geometry = &app.view().geometry;
    let (rows, columns) = (geometry.pane.height, geometry.status.width.max(geometry.pane.width));
    let lines = lines(app.keymap(), columns);
    let beside = keys_width(&lines) + 2;
    let whole = lines.iter().map(|line| line_width(line, beside)).max().unwrap_or(0);
    let column = |offset: usize| u16::try_from(offset).unwrap_or(u16::MAX);
    let left = usize::from(columns).saturating_sub(whole) / 2;
    for (y, line) in (0..rows).zip(lines.iter().skip(top)) {
        match line {
            HelpLine::Topic(title) => {
                canvas.text(column(left), y, columns, title, theme.style(Role::HelpTopic));
            }
            HelpLine::Keys(keys, doc) => {
                canvas.text(column(left), y, columns, keys, theme.style(Role::HelpKey));
                canvas.text(column(left + beside), y, columns, doc, theme.style(Role::Body));
            }
            HelpLine::Doc(doc) => {
                let is_narrow = left + beside + width(doc) > usize::from(columns);
                let at = if is_narrow { left + 2 } else { left + beside };
                canvas.text(column(at), y, columns, doc, theme.style(Role::Body));
            }
            HelpLine::Blank => {}
        }
    }
}

fn line_width(line: &HelpLine, beside: usize) -> usize {
    match line {
        HelpLine::Keys(_, doc) => beside + width(doc),
        _ => 0,
    }
}
