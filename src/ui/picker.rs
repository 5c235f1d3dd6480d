//! The list to pick from, below the page.

use ratatui::style::Style;

use super::edge;
use super::paint::Canvas;
use super::theme::{Role, Theme};
use crate::app::App;
use crate::app::geometry::Area;
use crate::app::picker::Picker;
use crate::app::picker::rows::{Look, PickerRow};
use crate::text::{shorten, width};

/// The columns of a title below which it tells nothing.
const LEAST_TITLE: usize = 8;

pub(super) fn draw(app: &App, picker: &Picker, theme: &Theme, canvas: &mut Canvas<'_>) {
    let area = app.view().geometry.panel;
    if area.is_empty() {
        return;
    }
    canvas.fill(area, Style::new());
    let count = picker.count();
    // The title gives way to the count, with the blanks and the rule around both.
    let room = usize::from(area.width).saturating_sub(width(&count) + 6).max(LEAST_TITLE);
    let title = shorten(picker.title(), room);
    edge::draw(
        area,
        0,
        (&title, theme.style(Role::PanelTitle)),
        (&count, theme.style(Role::Body)),
        theme,
        canvas,
    );
    if picker.is_empty() {
        let words = "nothing matches";
        canvas.text(area.x + 1, area.y + 1, area.x + area.width, words, theme.style(Role::PickerAside));
    }
    for (y, row) in (area.y + 1..area.y + area.height).zip(picker.rows()) {
        draw_row(row, Area { y, height: 1, ..area }, theme, canvas);
    }
}

fn draw_row(row: &PickerRow, area: Area, theme: &Theme, canvas: &mut Canvas<'_>) {
    let base = theme.style(if row.is_selected { Role::SidebarSelected } else { Role::Body });
    canvas.fill(area, base);
    let mut x = area.x + 1;
    for piece in &row.pieces {
        let look = look(piece.look, theme);
        // On the selected row colors would come out reversed.
        let is_plain = row.is_selected && !piece.look.is_hit && piece.look.color.is_none();
        let look = if is_plain { Style { fg: None, bg: None, ..look } } else { look };
        x = canvas.text(x, area.y, area.x + area.width, &piece.text, base.patch(look));
    }
}

fn look(look: Look, theme: &Theme) -> Style {
    let parts = [
        (true, Role::Body),
        (look.is_aside, Role::PickerAside),
        (look.is_matched, Role::PickerMatched),
        (look.is_hit, Role::Hit),
    ];
    let roles = parts.into_iter().filter_map(|(is_so, role)| is_so.then_some(role));
    let roles = roles.chain(look.color.map(Theme::note));
    roles.fold(Style::new(), |style, role| style.patch(theme.style(role)))
}
