//! Letters on the links in view, by one of which the reader says which he means.

use super::letters::hints;
use super::target::links;
use crate::app::positions::Visitor;
use crate::app::view::View;
use crate::app::{App, Key, KeyCode, Overlay, Pane};
use crate::document::{Span, TextPos};
use crate::text::width;

/// The letters of the links that were in view, and those typed so far.
#[derive(Clone, Debug, Default)]
pub struct Hints {
    links: Vec<(TextPos, String)>,
    typed: String,
}

/// Letters on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The column, from 0.
    pub column: u16,
    /// The row, from 0.
    pub row: u16,
    /// The letters that are still to be typed.
    pub letters: String,
}

impl Hints {
    /// Shows every position that is kept to `visit`, which may change it.
    pub(in crate::app) fn visit_positions(&mut self, visit: Visitor<'_>) {
        self.links.iter_mut().map(|(at, _)| at).for_each(visit);
    }

    /// What is still to be typed for a link; none where its letters begin otherwise.
    fn left(&self, link: TextPos) -> Option<&str> {
        let (_, letters) = self.links.iter().find(|(at, _)| *at == link)?;
        letters.strip_prefix(&self.typed)
    }
}

/// Where a link begins on the screen, or goes on from above it.
struct Sight {
    at: TextPos,
    column: u16,
    row: u16,
}

impl View {
    /// The links in view, each where it is seen first.
    fn links_in_view(&self) -> Vec<Sight> {
        let area = self.geometry.text;
        let mut sights: Vec<Sight> = Vec::new();
        for (y, row) in (area.y..).zip(&self.rows) {
            for run in row.layout.runs(&row.line) {
                let Some(part) = run.content.text_span() else { continue };
                let leaf = row.segment.leaf_at(part.start);
                for link in links(&row.segment, leaf).into_iter().filter(|link| overlap(*link, part)) {
                    let at = TextPos::new(row.at.segment, link.start);
                    if sights.iter().any(|sight| sight.at == at) {
                        continue;
                    }
                    let before = Span::new(part.start, link.start.max(part.start));
                    let columns = u16::try_from(width(row.segment.slice(before))).unwrap_or(u16::MAX);
                    let column = area.x.saturating_add(run.column).saturating_add(columns);
                    sights.push(Sight { at, column, row: y });
                }
            }
        }
        sights
    }
}

impl App {
    /// Puts letters on the links in view.
    pub(crate) fn hint_links(&mut self) {
        let sights = self.view.links_in_view();
        if sights.is_empty() {
            return self.notify("there is no link on the screen");
        }
        let letters = hints(sights.len());
        let links = sights.into_iter().map(|sight| sight.at).zip(letters).collect();
        self.pane = Pane::Page;
        self.cover_with(Overlay::Hints(Hints { links, typed: String::new() }));
    }

    /// The letters that are on links.
    fn hints(&mut self) -> Option<&mut Hints> {
        match &mut self.overlays.open {
            Some(Overlay::Hints(hints)) => Some(hints),
            _ => None,
        }
    }

    /// Takes a letter of a link. Answers whether the key was one, or had to do with them; any other ends it.
    pub(in crate::app) fn type_hint(&mut self, key: Key) -> bool {
        let Some(hints) = self.hints() else { return false };
        match key.code {
            KeyCode::Char(letter) if letter.is_alphabetic() && !key.ctrl && !key.alt => {
                hints.typed.extend(letter.to_lowercase());
                self.take_hint();
            }
            KeyCode::Backspace if hints.typed.pop().is_some() => {}
            code => {
                self.uncover();
                return matches!(code, KeyCode::Esc | KeyCode::Backspace);
            }
        }
        true
    }

    /// Follows the link that the letters typed so far stand for.
    fn take_hint(&mut self) {
        let Some(hints) = self.hints() else { return };
        let mut left = hints.links.iter().filter(|(_, letters)| letters.starts_with(&hints.typed));
        match left.next() {
            Some((at, letters)) if *letters == hints.typed => {
                let at = *at;
                self.uncover();
                self.follow_link_at(at);
            }
            Some(_) => {}
            None => {
                let typed = std::mem::take(&mut hints.typed);
                self.notify(format!("no link has the letters {typed}"));
            }
        }
    }

    /// Notes on the view which letters stand where.
    pub(in crate::app) fn show_hints(&mut self) {
        let Some(Overlay::Hints(hints)) = &self.overlays.open else { return };
        let shown = self.view.links_in_view().into_iter().filter_map(|Sight { at, column, row }| {
            Some(Hint { column, row, letters: hints.left(at)?.to_owned() })
        });
        self.view.hints = shown.collect();
    }

    /// What the status line says while there are letters on links.
    pub(in crate::app) fn hints_text(&self) -> Option<String> {
        match &self.overlays.open {
            Some(Overlay::Hints(hints)) => Some(format!("letters of a link: {}…", hints.typed)),
            _ => None,
        }
    }
}

fn overlap(one: Span, other: Span) -> bool {
    one.start < other.end && other.start < one.end
}
