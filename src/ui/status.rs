//! The status line.

use std::ops::Range;

use super::paint::Canvas;
use super::theme::{Role, Theme};
use crate::app::App;
use crate::app::status::Status;
use crate::text::{clusters, shorten, width};

/// What stands between the parts of a path.
const SEPARATOR: &str = " › ";

/// The least columns for the left part, beside the right one.
const LEAST_LEFT: usize = 12;

/// Draws the line and answers where the cursor stands, if a line is being typed.
pub(super) fn draw(app: &App, theme: &Theme, canvas: &mut Canvas<'_>) -> Option<(u16, u16)> {
    let area = app.view().geometry.status;
    if area.is_empty() {
        return None;
    }
    let Status { left, is_message, right, cursor, n_option_columns, mistake } = app.status();
    let style = theme.style(if cursor.is_some() { Role::Prompt } else { Role::Status });
    canvas.fill(area, style);
    let columns = usize::from(area.width);
    let most = columns.saturating_sub(1 + LEAST_LEFT);
    let right = if mistake.is_some() && most > 0 { shorten(&right, most) } else { right };
    let margin = usize::from(columns > 20);
    let least =
        if is_message { margin + left.iter().map(|part| width(part)).sum::<usize>() + 1 } else { LEAST_LEFT };
    let has_right = width(&right) + 1 + least <= columns;
    let room = columns - if has_right { width(&right) + 1 } else { 0 };
    if has_right {
        canvas.text(column(room), area.y, area.width, &right, style);
    }
    let room = room.saturating_sub(1);
    let Some(cursor) = cursor else {
        canvas.text(column(margin), area.y, area.width, &fit(&left, room.saturating_sub(margin)), style);
        return None;
    };
    let line = left.first()?;
    let (shown, shown_cursor) = scrolled(line, cursor, room);
    let hidden = cursor - shown_cursor;
    canvas.text(0, area.y, area.width, shown, style);
    if hidden == 0 {
        let options = columns_of(line, &(0..n_option_columns));
        canvas.text(0, area.y, area.width, options, style.patch(theme.style(Role::PromptOptions)));
    }
    if let Some(wrong) = mistake.filter(|wrong| wrong.start >= hidden) {
        let style = style.patch(theme.style(Role::Mistake));
        canvas.text(column(wrong.start - hidden), area.y, column(room), columns_of(line, &wrong), style);
    }
    Some((column(shown_cursor), area.y))
}

/// The part of a line in a range of columns.
fn columns_of<'a>(line: &'a str, range: &Range<usize>) -> &'a str {
    let mut at = 0;
    let mut bytes = line.len()..line.len();
    for (start, cluster) in clusters(line) {
        if at < range.end && at >= range.start {
            bytes = bytes.start.min(start)..start + cluster.len();
        }
        at += width(cluster);
    }
    line.get(bytes).unwrap_or_default()
}

fn column(columns: usize) -> u16 {
    u16::try_from(columns).unwrap_or(u16::MAX)
}

/// The part of a line being typed that has its cursor within `room` columns, and the cursor's column
/// in it.
fn scrolled(line: &str, cursor: usize, room: usize) -> (&str, usize) {
    let hidden = (cursor + 1).saturating_sub(room.max(1));
    let mut skipped = 0;
    for (at, cluster) in clusters(line) {
        if skipped >= hidden {
            return (line.get(at..).unwrap_or_default(), cursor - skipped);
        }
        skipped += width(cluster);
    }
    ("", 0)
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
    fn a_long_line_is_scrolled_to_its_cursor() {
        assert_eq!(scrolled("/word", 5, 10), ("/word", 5));
        assert_eq!(scrolled("/longer word", 12, 6), (" word", 5));
        assert_eq!(scrolled("/漢字漢字", 9, 6), ("漢字", 4));
        assert_eq!(scrolled("/漢字漢字", 3, 6), ("/漢字漢字", 3));
    }

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
