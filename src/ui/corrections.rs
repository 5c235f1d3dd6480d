//! The list of corrections, over the page.

use ratatui::style::Style;

use super::paint::Canvas;
use super::theme::{Role, Theme};
use crate::app::App;
use crate::app::geometry::Area;
use crate::text::shorten;

pub(super) fn draw(app: &App, selected: usize, theme: &Theme, canvas: &mut Canvas<'_>) {
    let pane = app.view().geometry.pane;
    canvas.fill(pane, Style::new());
    let end = pane.x + pane.width;
    canvas.text(pane.x + 1, pane.y, end, "Corrections in this text", theme.style(Role::HelpTopic));
    let height = usize::from(pane.height.saturating_sub(1));
    let top = (selected + 1).saturating_sub(height);
    let listed = app.corrections_listed();
    for (y, (at, listed)) in (pane.y + 1..pane.y + pane.height).zip(listed.iter().enumerate().skip(top)) {
        let style = if at == selected { theme.style(Role::SidebarSelected) } else { theme.style(Role::Body) };
        let row = Area { y, height: 1, ..pane };
        canvas.fill(row, style);
        let words = shorten(&listed.words(), usize::from(pane.width.saturating_sub(2)).max(1));
        canvas.text(pane.x + 1, y, end, &words, style);
    }
}
