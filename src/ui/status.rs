//! The status line.

use super::paint::Canvas;
use super::theme::{Role, Theme};
use crate::app::status::Status;
use crate::app::{App, sidebar::shorten};
use crate::text::width;

/// What stands between the parts of a path.
const SEPARATOR: &str = " › ";

/// Draws the line and answers where the cursor stands, if a line is being typed.
pub(super) fn draw(app: &App, theme: &Theme, canvas: &mut Canvas<'_>) -> Option<(u16, u16)> {
    let area = app.view().geometry.status;
    if area.is_empty() {
        return None;
    }
    let status = app.status();
    let style = theme.style(if status.is_prompt { Role::Prompt } else { Role::Status });
    canvas.fill(area, style);
    let end = area.x + area.width;
    let right_width = width(&status.right);
    let columns = usize::from(area.width);
    // On a very narrow screen the left part is worth more.
    let has_right =
        right_width + 12 <= columns || (right_width + 2 <= columns && !status.is_prompt && columns < 20);
    let room = columns.saturating_sub(if has_right { right_width + 3 } else { 1 });
    if has_right {
        let start = end.saturating_sub(u16::try_from(right_width + 1).unwrap_or(0));
        canvas.text(start, area.y, end, &status.right, style);
    }
    if status.is_prompt {
        return draw_prompt(app, &status, area.y, room, canvas, style);
    }
    let column = area.x + u16::from(columns > 20);
    canvas.text(column, area.y, end, &fit(&status.left, room.saturating_sub(1)), style);
    None
}

/// Draws the line being typed; where it is too long, the part around its end.
fn draw_prompt(
    app: &App,
    status: &Status,
    y: u16,
    room: usize,
    canvas: &mut Canvas<'_>,
    style: ratatui::style::Style,
) -> Option<(u16, u16)> {
    let line = status.left.first()?;
    let Some(crate::app::Overlay::Search { prompt, .. }) = app.overlay() else { return None };
    let cursor = 1 + width(prompt.before_cursor());
    let hidden = (cursor + 1).saturating_sub(room.max(1));
    let mut skipped = 0;
    let shown: String = crate::text::clusters(line)
        .filter(|(_, cluster)| {
            let is_shown = skipped >= hidden;
            skipped += width(cluster);
            is_shown
        })
        .map(|(_, cluster)| cluster)
        .collect();
    canvas.text(0, y, u16::try_from(room).unwrap_or(u16::MAX), &shown, style);
    Some((u16::try_from(cursor.saturating_sub(hidden)).ok()?, y))
}

/// The path in at most `room` columns: its first parts give way, then the last is shortened.
fn fit(parts: &[String], room: usize) -> String {
    for skipped in 0..parts.len() {
        let kept = parts.get(skipped..).unwrap_or_default().join(SEPARATOR);
        let path = if skipped > 0 { format!("…{SEPARATOR}{kept}") } else { kept };
        if width(&path) <= room {
            return path;
        }
    }
    shorten(parts.last().map_or("", String::as_str), room)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_gives_way_from_its_start() {
        let parts = ["A title".to_owned(), "Chapter".to_owned(), "Section".to_owned()];
        assert_eq!(fit(&parts, 40), "A title › Chapter › Section");
        assert_eq!(fit(&parts, 22), "… › Chapter › Section");
        assert_eq!(fit(&parts, 12), "… › Section");
        assert_eq!(fit(&parts, 5), "Sect…");
        assert_eq!(fit(&[], 5), "");
    }
}
