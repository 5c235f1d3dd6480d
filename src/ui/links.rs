//! What is drawn for links: the letters on them, and what is asked about one.

use ratatui::style::Style;

use super::edge;
use super::paint::Canvas;
use super::theme::{Role, Theme};
use crate::app::App;
use crate::app::links::question::{Line, Question};
use crate::app::panel::lines::margin;

/// Draws the letters over the links. Where one stands so near to the next that they run into each other, the
/// first letters of both are seen.
pub(super) fn draw_hints(app: &App, theme: &Theme, canvas: &mut Canvas<'_>) {
    let view = app.view();
    let end = view.geometry.pane.x + view.geometry.pane.width;
    for hint in view.hints.iter().rev() {
        canvas.text(hint.column, hint.row, end, &hint.letters, theme.style(Role::Hint));
    }
}

/// Draws what is asked about a link, below the page.
pub(super) fn draw_question(app: &App, question: &Question, theme: &Theme, canvas: &mut Canvas<'_>) {
    let area = app.view().geometry.panel;
    if area.is_empty() {
        return;
    }
    canvas.fill(area, Style::new());
    let Some(in_view) = app.question_in_view(area) else { return };
    let (words, more) = app.question_edge(area);
    let title = theme.style(Role::PanelTitle);
    edge::draw(area, margin(area), (words, title), (&more, theme.style(Role::Body)), theme, canvas);
    let (left, end, bottom) = (area.x + margin(area), area.x + area.width, area.y + area.height);
    for (y, line) in (area.y + 1..bottom).zip(&in_view.lines) {
        let mut x = left;
        match line {
            Line::Target(part) => {
                for (text, is_host) in question.pieces(part.clone()) {
                    let role = if is_host { Role::LinkHost } else { Role::Body };
                    x = canvas.text(x, y, end, text, theme.style(role));
                }
            }
            Line::Remark(words) => {
                canvas.text(x, y, end, words, theme.style(Role::Alert));
            }
        }
    }
    let mut x = left;
    for (key, label) in app.question_keys().iter().filter(|_| area.height > 1) {
        x = canvas.text(x, bottom - 1, end, key, theme.style(Role::HelpKey)).saturating_add(1);
        x = canvas.text(x, bottom - 1, end, label, theme.style(Role::Body)).saturating_add(2);
    }
}
