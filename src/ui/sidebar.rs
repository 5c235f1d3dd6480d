//! The section tree.

use ratatui::style::Style;

use super::paint::Canvas;
use super::theme::{Role, Theme};
use crate::app::geometry::Area;
use crate::app::sidebar::{DOUBT, SidebarRow};
use crate::app::{App, Pane};
use crate::text::width;

pub(super) fn draw(app: &App, theme: &Theme, canvas: &mut Canvas<'_>) {
    let geometry = &app.view().geometry;
    if geometry.sidebar.is_empty() {
        return;
    }
    let area = geometry.sidebar;
    canvas.fill(area, Style::new());
    let has_focus = app.pane() == Pane::Sidebar;
    for (y, row) in (area.y..).zip(app.sidebar().rows()) {
        draw_row(row, y, area, has_focus, theme, canvas);
    }
    let role = if has_focus { Role::BorderFocus } else { Role::Border };
    let symbol = if has_focus { "┃" } else { "│" };
    for y in area.y..area.y + area.height {
        canvas.text(area.x + area.width - 1, y, area.x + area.width, symbol, theme.style(role));
    }
}

/// A row: the mark of the current section, the fold sign, number, title, and the hits at the right.
fn draw_row(row: &SidebarRow, y: u16, area: Area, has_focus: bool, theme: &Theme, canvas: &mut Canvas<'_>) {
    let end = area.x + area.width - 1;
    let base = if row.is_current { theme.style(Role::SidebarCurrent) } else { Style::new() };
    let is_marked = row.is_selected && has_focus;
    let style = if is_marked { base.patch(theme.style(Role::SidebarSelected)) } else { base };
    if is_marked {
        canvas.fill(Area { x: area.x, y, width: area.width - 1, height: 1 }, style);
    }
    if row.is_current {
        canvas.text(area.x, y, end, "▌", style);
    }
    let fold = match row.fold {
        Some(true) => "▸",
        Some(false) => "▾",
        None => " ",
    };
    let column = area.x + row.indent + 1;
    let column = canvas.text(column.min(end), y, end, fold, style);
    let number_style = if row.is_current { style } else { style.patch(theme.style(Role::SidebarNumber)) };
    let column = canvas.text(column, y, end, &row.number, number_style);
    let column = canvas.text(column, y, end, &row.title, style);
    if row.is_doubtful {
        canvas.text(column, y, end, DOUBT, number_style);
    }
    let at_right = row.at_right();
    let style = if row.hits > 0 { style.patch(theme.style(Role::SidebarHits)) } else { number_style };
    let columns = u16::try_from(width(&at_right)).unwrap_or(0);
    let start = end.saturating_sub(columns + 1).max(area.x);
    canvas.text(start, y, end, &at_right, style);
}
