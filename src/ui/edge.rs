//! The upper edge of what lies below the page.

use ratatui::style::Style;

use super::paint::Canvas;
use super::theme::{Role, Theme};
use crate::app::geometry::Area;
use crate::text::{shorten, width};

/// Draws a rule over the first row of `area`, with words at the left behind so many columns of it, and where
/// there is room others at the right.
pub(super) fn draw(
    area: Area,
    margin: u16,
    (left, left_style): (&str, Style),
    (right, right_style): (&str, Style),
    theme: &Theme,
    canvas: &mut Canvas<'_>,
) {
    let (y, end, border) = (area.y, area.x + area.width, theme.style(Role::BorderFocus));
    for x in area.x..end {
        canvas.text(x, y, end, "─", border);
    }
    let columns = u16::try_from(width(right)).unwrap_or(u16::MAX).saturating_add(2);
    let left = shorten(left, area.width.saturating_sub(margin + 2).into());
    let x = canvas.text(area.x + margin, y, end, " ", border);
    let x = canvas.text(x, y, end, &left, left_style);
    let x = canvas.text(x, y, end, " ", border);
    let start = end.saturating_sub(columns.saturating_add(1));
    if !right.is_empty() && start > x {
        let x = canvas.text(start, y, end, " ", border);
        let x = canvas.text(x, y, end, right, right_style);
        canvas.text(x, y, end, " ", border);
    }
}
