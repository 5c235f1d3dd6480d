//! The status line.

use std::ops::Range;

use super::paint::Canvas;
use super::theme::{Role, Theme};
use crate::app::App;
use crate::app::status::Status;
use crate::text::{clusters, shorten, width};

/// What stands between the parts of a path.
const SEPARATOR: &str = " › ";

/// What stands where a line that is typed goes on beyond the screen.
const MORE: &str = "…";

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
    canvas.text(0, area.y, area.width, &shown, style);
    if hidden == 0 {
        let options = columns_of(line, &(0..n_option_columns));
        canvas.text(0, area.y, area.width, options, style.patch(theme.style(Role::PromptOptions)));
    }
    if let Some(wrong) = mistake.filter(|wrong| hidden == 0 || wrong.start > hidden) {
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
/// in it. Signs stand where something is left out, but on a screen too narrow for any.
fn scrolled(line: &str, cursor: usize, room: usize) -> (String, usize) {
    /// The fewest columns with signs at both ends.
    const LEAST: usize = 6;
    let signs = usize::from(room >= LEAST);
    // A sign may stand behind what is under the cursor.
    let (_, under) = columns_to(line, cursor + 1);
    let behind = if under < width(line) { signs } else { 0 };
    let hidden = (under.max(cursor + 1) + behind).saturating_sub(room.max(1));
    let skipped = if hidden > 0 { hidden + signs } else { 0 };
    let (start, skipped) = columns_to(line, skipped);
    let mut shown = if skipped > 0 { MORE.repeat(signs) } else { String::new() };
    let shown_cursor = cursor.saturating_sub(skipped) + width(&shown);
    shown += line.get(start..).unwrap_or_default();
    if signs > 0 && width(&shown) > room {
        shown.truncate(shown.len() - beyond(&shown, room - 1).len());
        shown += MORE;
    }
    (shown, shown_cursor)
}

/// The byte of a line that so many columns lie before, or a few more where a cluster goes on beyond; and how many do.
fn columns_to(line: &str, columns: usize) -> (usize, usize) {
    let mut at = 0;
    for (start, cluster) in clusters(line) {
        if at >= columns {
            return (start, at);
        }
        at += width(cluster);
    }
    (line.len(), at)
}

/// What of a line goes beyond so many columns.
fn beyond(line: &str, columns: usize) -> &str {
    let mut at = 0;
    let is_beyond = |cluster: &str| {
        at += width(cluster);
        at > columns
    };
    let start =
        clusters(line).scan(is_beyond, |is_beyond, (start, cluster)| Some((start, is_beyond(cluster))));
    let mut start = start.filter(|&(_, is_beyond)| is_beyond).map(|(start, _)| start);
    start.next().and_then(|start| line.get(start..)).unwrap_or_default()
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
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_long_line_is_scrolled_to_its_cursor() {
        for (line, cursor, room, shown, column) in [
            ("/word", 5, 10, "/word", 5),
            ("/word", 5, 6, "/word", 5),
            ("/word", 2, 5, "/word", 2),
            ("/longer word", 12, 6, "…word", 5),
            ("/longer word", 11, 6, "… word", 5),
            ("/longer word", 10, 6, "… word", 4),
            ("/longer word", 3, 6, "/long…", 3),
            ("/longer word", 5, 6, "…onge…", 4),
            ("/漢字漢字", 9, 6, "…漢字", 5),
            ("/漢字漢字", 3, 6, "/漢字…", 3),
            ("/word", 5, 3, "rd", 2),
            ("/word", 1, 3, "/word", 1),
            ("/word", 5, 0, "", 0),
        ] {
            assert_eq!(scrolled(line, cursor, room), (shown.to_owned(), column), "{line} {cursor} {room}");
        }
    }

    proptest! {
        #[test]
        fn the_cursor_stays_at_its_character(
            line in "[a-c漢 ]{0,20}", at in any::<prop::sample::Index>(), room in 1..30_usize,
        ) {
            let places: Vec<usize> = line.char_indices().map(|(at, _)| at).chain([line.len()]).collect();
            let at = *at.get(&places);
            let cursor = width(line.get(..at).unwrap());
            let (shown, column) = scrolled(&line, cursor, room);
            prop_assert!(column < room || room == 1, "{shown}: {column}");
            let under = line.get(at..).and_then(|rest| rest.chars().next());
            let (start, _) = columns_to(&shown, column);
            if room > 8 {
                prop_assert!(width(&shown) <= room, "{shown}");
                prop_assert_eq!(shown.get(start..).and_then(|rest| rest.chars().next()), under, "{}", shown);
                prop_assert_eq!(shown.contains(MORE), !shown.contains(&line));
            }
        }
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
