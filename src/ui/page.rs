//! The text: visible rows, styled, with the hits marked; and the scroll bar.

use ratatui::style::Style;

use super::paint::Canvas;
use super::theme::{Role as ThemeRole, Theme};
use crate::app::App;
use crate::app::geometry::Area;
use crate::app::notes::NOTE_SIGN;
use crate::app::panel::Panel;
use crate::app::ticks::Tick;
use crate::app::view::{Row, View};
use crate::document::quotation::part;
use crate::document::{LeafKind, Span};
use crate::layout::{Role, Run, RunContent};

pub(super) fn draw(app: &App, theme: &Theme, canvas: &mut Canvas<'_>) {
    let view = app.view();
    if app.document().has_parsed_all() && view.rows.is_empty() {
        let text = view.geometry.text;
        let end = text.x + text.width;
        canvas.text(text.x, text.y, end, "The text is empty.", theme.style(ThemeRole::Quote));
    }
    for (y, row) in (view.geometry.text.y..).zip(&view.rows) {
        let current = app.finding().and_then(|finding| finding.current_in(row.at.segment));
        PageRow { row, view, theme, current, notes: notes(view, row), y }.draw(canvas);
        if app.panel().is_some_and(|panel| is_about(panel, row)) {
            mark(view, y, &[1], ("▌", ThemeRole::Explained), theme, canvas);
        } else if view.notes.iter().any(|note| note.sign == Some(row.at)) {
            mark(view, y, &[2, 1], (NOTE_SIGN, ThemeRole::NoteSign), theme, canvas);
        }
    }
    scroll_bar(view, theme, canvas);
}

/// Whether a row shows something of the block that the panel explains.
fn is_about(panel: &Panel, row: &Row) -> bool {
    let leaf = row.segment.leaves().get(row.line.leaf as usize);
    !row.line.is_ornament && leaf.is_some_and(|leaf| panel.is_about(row.start(), leaf.source))
}

/// What is highlighted in the segment of a row.
fn notes(view: &View, row: &Row) -> Vec<(Span, ThemeRole)> {
    let spans = view.notes.iter().map(|note| (part(&note.range, row.at.segment), Theme::note(note.color)));
    spans.filter(|(span, _)| span.end > row.line.start).collect()
}

/// A sign so many columns before the text: in the first of these that is in the pane. Screens too narrow to have any
/// are too small to lose the text on.
fn mark(
    view: &View,
    y: u16,
    before: &[u16],
    (sign, role): (&str, ThemeRole),
    theme: &Theme,
    canvas: &mut Canvas<'_>,
) {
    let (text, pane) = (view.geometry.text, view.geometry.pane);
    let columns = before.iter().filter_map(|&before| text.x.checked_sub(before));
    if let Some(x) = columns.into_iter().find(|&x| x >= pane.x) {
        canvas.text(x, y, text.x, sign, theme.style(role));
    }
}

struct PageRow<'a> {
    row: &'a Row,
    view: &'a View,
    theme: &'a Theme,
    /// The current hit, where it lies in this row's segment.
    current: Option<Span>,
    /// What is highlighted.
    notes: Vec<(Span, ThemeRole)>,
    y: u16,
}

impl PageRow<'_> {
    fn draw(&self, canvas: &mut Canvas<'_>) {
        for run in self.row.layout.runs(&self.row.line) {
            match run.content {
                RunContent::Text(span) => self.text(run, span, canvas),
                RunContent::Echo(span) => {
                    self.piece(run.column, self.row.segment.slice(span), self.theme.layout(run.role), canvas);
                }
                RunContent::EchoOfLead(span) => {
                    let heading = self.row.segment.lead_in().map_or("", |lead| lead.slice(span));
                    self.piece(run.column, heading, self.theme.layout(run.role), canvas);
                }
                RunContent::Ornament(symbol, repeat) => {
                    let style = self.theme.layout(run.role).patch(self.rule_selection(run));
                    (0..repeat).fold(run.column, |column, _| self.piece(column, symbol, style, canvas));
                }
                RunContent::Fold(amount) => {
                    self.piece(run.column, &amount.text(), self.theme.layout(run.role), canvas);
                }
            }
        }
    }

    /// Draws a run of text piece by piece: wherever the inline style changes, or a hit or the selection
    /// begins or ends, another piece begins.
    fn text(&self, run: &Run, span: Span, canvas: &mut Canvas<'_>) {
        let base = self.theme.layout(run.role);
        let hits = self.view.hits(self.row.at.segment);
        let mut column = run.column;
        for part in self.row.segment.styled(span) {
            let style = base.patch(self.theme.inline(part.style));
            let mut at = part.span.start;
            while at < part.span.end {
                let (end, hit) = self.hit_edge(hits, at, part.span.end);
                let (end, selected) = self.selection_edge(at, end);
                let (end, focused) = self.focus_edge(at, end);
                let (end, noted) = self.edge(&self.notes, at, end);
                let text = self.row.segment.slice(Span::new(at, end));
                column = self.piece(
                    column,
                    text,
                    style.patch(noted).patch(focused).patch(hit).patch(selected),
                    canvas,
                );
                at = end;
            }
        }
    }

    /// Where the stretch from `at` that lies wholly inside or outside a hit ends, and its mark.
    fn hit_edge(&self, hits: &[Span], at: u32, end: u32) -> (u32, Style) {
        let next = hits.partition_point(|hit| hit.end <= at);
        match hits.get(next) {
            Some(hit) if hit.contains(at) => {
                let role = if self.current == Some(*hit) { ThemeRole::CurrentHit } else { ThemeRole::Hit };
                (hit.end.min(end), self.theme.style(role))
            }
            Some(hit) => (hit.start.min(end), Style::new()),
            None => (end, Style::new()),
        }
    }

    /// The same for what is selected, and for the end of it that moves.
    fn selection_edge(&self, at: u32, end: u32) -> (u32, Style) {
        let id = self.row.at.segment;
        let marked = [
            (self.view.selected_in(id), ThemeRole::Selection),
            (self.view.cursor_in(id), ThemeRole::SelectionEnd),
        ];
        self.edge(&marked, at, end)
    }

    /// How the rule looks that stands for a thematic break, of which nothing else is on the page to look selected.
    fn rule_selection(&self, run: &Run) -> Style {
        let leaf = self.row.segment.leaves().get(self.row.line.leaf as usize);
        let is_break = leaf.is_some_and(|leaf| leaf.kind == LeafKind::ThematicBreak);
        let is_rule = is_break && run.role == Role::Rule;
        if is_rule { self.selection_edge(self.row.line.start, u32::MAX).1 } else { Style::new() }
    }

    /// The same for the link in focus.
    fn focus_edge(&self, at: u32, end: u32) -> (u32, Style) {
        self.edge(&[(self.view.focused_in(self.row.at.segment), ThemeRole::FocusedLink)], at, end)
    }

    /// Where the stretch from `at` that lies wholly inside or outside all spans ends, and their looks.
    fn edge(&self, marked: &[(Span, ThemeRole)], at: u32, end: u32) -> (u32, Style) {
        let (mut end, mut style) = (end, Style::new());
        for &(span, role) in marked.iter().filter(|(span, _)| span.end > at) {
            if span.contains(at) {
                style = style.patch(self.theme.style(role));
                end = end.min(span.end);
            } else {
                end = end.min(span.start);
            }
        }
        (end, style)
    }

    fn piece(&self, column: u16, text: &str, style: Style, canvas: &mut Canvas<'_>) -> u16 {
        let area = self.view.geometry.text;
        let end = self.view.geometry.pane.x + self.view.geometry.pane.width;
        canvas.text(area.x.saturating_add(column), self.y, end, text, style) - area.x
    }
}

/// The scroll bar: a track, a thumb as long as the visible share, and ticks where hits are. Nothing where
/// all is visible.
fn scroll_bar(view: &View, theme: &Theme, canvas: &mut Canvas<'_>) {
    let bar = view.geometry.scroll_bar;
    if bar.is_empty() || !view.is_scrollable() {
        return;
    }
    let (start, length) = thumb(bar, view.extent.before, view.rows.len() as u64, view.extent.total);
    for row in 0..bar.height {
        let is_thumb = (start..start + length).contains(&row);
        let tick = view.ticks.get(usize::from(row)).copied().flatten();
        let (symbol, role) = match (tick, is_thumb) {
            (Some(Tick::Current), _) => ("◂", ThemeRole::ScrollCurrentHit),
            (Some(Tick::Hit), true) => ("┫", ThemeRole::ScrollHit),
            (Some(Tick::Hit), false) => ("┤", ThemeRole::ScrollHit),
            (None, true) => ("┃", ThemeRole::ScrollThumb),
            (None, false) => ("│", ThemeRole::ScrollTrack),
        };
        canvas.text(bar.x, bar.y + row, bar.x + bar.width, symbol, theme.style(role));
    }
}

/// The thumb's first row and its rows.
fn thumb(bar: Area, before: u64, visible: u64, total: u64) -> (u16, u16) {
    let height = u64::from(bar.height);
    let length = (visible * height / total.max(1)).clamp(1, height);
    let hidden = total.saturating_sub(visible).max(1);
    let start = (before.min(hidden) * (height - length) + hidden / 2) / hidden;
    (u16::try_from(start).unwrap_or(0), u16::try_from(length).unwrap_or(1))
}
