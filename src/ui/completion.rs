//! What may be typed, below the page.

use ratatui::style::Style;

use super::edge;
use super::paint::Canvas;
use super::theme::{Role, Theme};
use crate::app::App;
use crate::app::completion::{Completion, Offer};
use crate::app::geometry::Area;
use crate::text::{shorten, width};

/// The least columns for what an offer is, beside it.
const LEAST_DOC: usize = 12;

/// Columns between what stands on one row.
const GAP: usize = 2;

pub(super) fn draw(app: &App, theme: &Theme, canvas: &mut Canvas<'_>) {
    let (area, completion) = (app.view().geometry.panel, app.completion());
    if area.is_empty() || completion.is_empty() {
        return;
    }
    canvas.fill(area, Style::new());
    let count = count(completion);
    let title = (completion.title(), theme.style(Role::PanelTitle));
    edge::draw(area, 0, title, (&count, theme.style(Role::Body)), theme, canvas);
    let (right, columns) = (area.x + area.width, usize::from(area.width.saturating_sub(2)));
    if !completion.hint().is_empty() && area.height > 1 {
        let hint = shorten(completion.hint(), columns.max(1));
        canvas.text(area.x + 1, area.y + 1, right, &hint, theme.style(Role::PickerAside));
    }
    let first = area.y.saturating_add(completion.n_rows_above());
    let rows = (area.y + area.height).saturating_sub(first);
    let shown: Vec<_> = completion.shown(rows.into()).collect();
    let widest = shown.iter().map(|(offer, _)| width(&offer.text)).max().unwrap_or(0);
    for (y, (offer, is_chosen)) in (first..).zip(shown) {
        let row = Area { y, height: 1, ..area };
        draw_offer(offer, is_chosen, widest, row, theme, canvas);
    }
}

/// How many offers there are, where they are more than one.
fn count(completion: &Completion) -> String {
    match completion.offers().len() {
        0 | 1 => String::new(),
        count => count.to_string(),
    }
}

/// Draws an offer: what is put into the line, what that is, and at the right what else is to be known, as far as
/// there is room.
fn draw_offer(
    offer: &Offer,
    is_chosen: bool,
    widest: usize,
    row: Area,
    theme: &Theme,
    canvas: &mut Canvas<'_>,
) {
    let base = theme.style(if is_chosen { Role::SidebarSelected } else { Role::Body });
    // On the chosen row colors would come out reversed.
    let aside = if is_chosen { base } else { theme.style(Role::PickerAside) };
    canvas.fill(row, base);
    let columns = usize::from(row.width.saturating_sub(2)).max(1);
    let end = row.x + row.width;
    canvas.text(row.x + 1, row.y, end, &shorten(&offer.text, columns), base);
    let room = columns.saturating_sub(widest + GAP);
    if room < LEAST_DOC {
        return;
    }
    let column = |columns: usize| u16::try_from(columns).unwrap_or(u16::MAX);
    let beside = width(&offer.aside) + GAP;
    let has_aside = !offer.aside.is_empty() && beside + LEAST_DOC.max(width(&offer.doc)) <= room;
    if has_aside {
        canvas.text(end - 1 - column(width(&offer.aside)), row.y, end, &offer.aside, aside);
    }
    let room = if has_aside { room - beside } else { room };
    canvas.text(row.x + 1 + column(widest + GAP), row.y, end, &shorten(&offer.doc, room), aside);
}
