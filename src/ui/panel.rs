//! The panel that says why a block is what it is, below the page.

use ratatui::style::Style;

use super::edge;
use super::paint::Canvas;
use super::theme::{Role, Theme};
use crate::app::App;
use crate::app::geometry::Area;
use crate::app::panel::Panel;
use crate::app::panel::lines::{self, Line, Lines, Part, WEIGHT_WIDTH};

pub(super) fn draw(app: &App, panel: &Panel, theme: &Theme, canvas: &mut Canvas<'_>) {
    let area = app.view().geometry.panel;
    if area.is_empty() {
        return;
    }
    canvas.fill(area, Style::new());
    let lines = Lines::new(app, panel, area);
    let drawing = Drawing { area, left: area.x + lines::margin(area), end: area.x + area.width, theme };
    let title = theme.style(Role::PanelTitle);
    edge::draw(area, lines::margin(area), (&lines.title, title), (&lines.certainty, title), theme, canvas);
    let n_keys = u16::try_from(lines.keys.len()).unwrap_or(0);
    let bottom = area.y + area.height;
    let first_key = bottom.saturating_sub(n_keys).max(area.y + 1);
    for (y, line) in (area.y + 1..first_key).zip(lines.body.iter().skip(panel.top())) {
        drawing.line(y, line, canvas);
    }
    let n_rows = usize::from(first_key.saturating_sub(area.y + 1));
    if panel.top() > 0 {
        drawing.more(area.y + 1, "↑", canvas);
    }
    if panel.top() + n_rows < lines.body.len() {
        drawing.more(first_key.saturating_sub(1).max(area.y), "↓", canvas);
    }
    for (y, keys) in (first_key..bottom).zip(&lines.keys) {
        drawing.keys(y, keys, canvas);
    }
}

struct Drawing<'a> {
    area: Area,
    /// The first column of the text.
    left: u16,
    /// The column after the panel.
    end: u16,
    theme: &'a Theme,
}

impl Drawing<'_> {
    fn line(&self, y: u16, line: &Line, canvas: &mut Canvas<'_>) {
        match line {
            Line::Words(words) => {
                canvas.text(self.left, y, self.end, words, self.theme.style(Role::Body));
            }
            Line::Reasons(left, right) => {
                let column = lines::column_width(lines::text_width(self.area));
                self.reason(self.left, y, left.as_ref(), canvas);
                self.reason(self.left.saturating_add(column + 2), y, right.as_ref(), canvas);
            }
        }
    }

    /// Says at the edge of a row that there is more that way.
    fn more(&self, y: u16, sign: &str, canvas: &mut Canvas<'_>) {
        canvas.text(self.end.saturating_sub(1), y, self.end, sign, self.theme.style(Role::HelpKey));
    }

    fn reason(&self, x: u16, y: u16, part: Option<&Part>, canvas: &mut Canvas<'_>) {
        let Some(Part { weight, words }) = part else { return };
        let role = if weight.starts_with('+') { Role::PanelFor } else { Role::PanelAgainst };
        canvas.text(x, y, self.end, weight, self.theme.style(role));
        canvas.text(x.saturating_add(WEIGHT_WIDTH), y, self.end, words, self.theme.style(Role::Body));
    }

    fn keys(&self, y: u16, keys: &[(String, &'static str)], canvas: &mut Canvas<'_>) {
        let mut x = self.left;
        for (key, label) in keys {
            x = canvas.text(x, y, self.end, key, self.theme.style(Role::HelpKey));
            x = canvas.text(x.saturating_add(1), y, self.end, label, self.theme.style(Role::Body));
            x = x.saturating_add(2);
        }
    }
}
