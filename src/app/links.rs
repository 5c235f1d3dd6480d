//! Links: which one is meant, the way from one to the next, and following it.
//!
//! The link in focus is the one that was clicked, found or stepped to last, where that is in view. Following
//! it goes to another place of the text, or asks about what is outside of it.

mod hints;
mod letters;
mod lookup;
pub mod question;
mod references;
pub mod target;

use std::ops::Range;

pub use hints::{Hint, Hints};
pub(super) use lookup::AwaitedName;
pub use lookup::Lookup;
use question::Question;
pub(super) use references::Reference;
pub use target::Address;
use target::{Named, Target};

use super::landmarks::Landmark;
use super::typeset::Typeset;
use super::view::View;
use super::{App, Mouse, Overlay, Pane};
use crate::document::{Segment, Span, TextPos};
use crate::layout::RunContent;
use crate::text::width;

/// A share of the page's height, as a divisor, that stays above a link that is brought into view.
const ABOVE: i64 = 3;

impl Typeset {
    fn is_link(&mut self, at: TextPos) -> bool {
        let segment = self.document.demand(at.segment);
        segment.is_some_and(|segment| target::link_at(&segment, at.offset).is_some())
    }

    /// The first link from a place on, or so many behind.
    fn first_link_from(&mut self, from: TextPos, by: i64) -> Option<TextPos> {
        let first = self.landmark_at_or_after(Landmark::Link, from)?;
        self.landmark_from(Landmark::Link, first, by - 1).or(Some(first))
    }
}

impl View {
    /// A place behind all that is in view.
    fn behind_view(&self) -> Option<TextPos> {
        let last = self.rows.last()?;
        let ends = last.layout.runs(&last.line).iter().filter_map(|run| run.content.text_span());
        let end = ends.map(|span| span.end).max().unwrap_or(last.line.start);
        Some(TextPos::new(last.at.segment, end))
    }
}

impl App {
    /// The link in focus, with all of its text, and where it leads.
    fn focused_link(&mut self) -> Option<(Range<TextPos>, Target)> {
        let at = self.pointed_at()?;
        let segment = self.text.document.demand(at.segment)?;
        let (span, target) = target::link_at(&segment, at.offset)?;
        Some((range(at, span), target))
    }

    /// Notes on the view which link is in focus.
    pub(super) fn show_focus(&mut self) {
        let focused = self.focused_link();
        self.view.leads_to = focused.as_ref().map(|(_, target)| target.words());
        self.view.focused = focused.map(|(link, _)| link);
    }

    /// Takes the focus so many links on, or back, as far as there are any.
    pub(crate) fn step_link(&mut self, by: i64) {
        let focused = self.focused_link().map(|(link, _)| link.start);
        let from = focused.or_else(|| if by > 0 { None } else { self.view.behind_view() });
        let found = match from {
            Some(from) => self.text.landmark_from(Landmark::Link, from, by),
            // Not where the reader has gone to: at the end of the text there may be links in view above it.
            None => self.text.first_link_from(self.view.reading_position(), by),
        };
        if let Some(at) = found {
            self.focus(at);
        } else {
            let so_far = if self.text.document.has_parsed_all() { "" } else { " so far" };
            self.notify(format!("no further link that way{so_far}"));
        }
    }

    /// Puts the focus on what stands at `at`, and brings that into view, moving no more than is needed.
    pub(super) fn focus(&mut self, at: TextPos) {
        self.pane = Pane::Page;
        self.here.point_at(at);
        self.bring_into_view(at);
        self.here.note_gone_to();
    }

    /// Brings what stands at `at` into view, moving no more than is needed.
    pub(super) fn bring_into_view(&mut self, at: TextPos) {
        self.reveal(at);
        if self.is_in_view(at) {
            return;
        }
        let line = self.text.line_showing(at);
        let above = i64::from(self.view.geometry.pane.height) / ABOVE;
        self.here.go_to(self.text.anchor_above(line, above));
    }

    /// Follows the link in focus.
    pub(crate) fn follow_focused(&mut self) {
        if let Some((link, target)) = self.focused_link() {
            return self.follow_from(link.start, target);
        }
        let [hints, next] = ["hint-links", "next-link"].map(|name| self.keymap.key_of(name));
        self.notify(format!("no link is in focus; {next} goes to one, {hints} shows letters for them"));
    }

    /// Follows the link of which the text stands at `at`.
    fn follow_link_at(&mut self, at: TextPos) {
        self.focus(at);
        let segment = self.text.document.demand(at.segment);
        if let Some((link, target)) = segment.and_then(|segment| target::link_at(&segment, at.offset)) {
            self.follow_from(range(at, link).start, target);
        }
    }

    pub(super) fn follow(&mut self, target: Target) {
        match target {
            Target::Inside(Named::Top) => self.go_to_start(),
            Target::Inside(named) => self.go_to_named(named),
            Target::Nowhere => self.notify("this link leads nowhere"),
            Target::File { path, anchor } => self.visit_file(path, anchor),
            Target::Outside(_) | Target::Unopened(_) => {
                self.cover_with(Overlay::Question(Question::new(target)));
            }
        }
    }

    /// Follows the link that was clicked: pressed, and let go without being moved.
    pub(super) fn click_link(&mut self, mouse: Mouse) {
        if let Some(at) = self.text_under(mouse).filter(|&at| self.text.is_link(at)) {
            self.follow_link_at(at);
        }
    }

    /// The text that is under the mouse, not only near it.
    fn text_under(&self, mouse: Mouse) -> Option<TextPos> {
        let area = self.view.geometry.text;
        let row = self.view.rows.get(usize::from(mouse.row.checked_sub(area.y)?))?;
        let column = mouse.column.checked_sub(area.x)?;
        let at = self.view.text_at(mouse.column, mouse.row)?;
        let is_under = row.layout.runs(&row.line).iter().any(|run| match run.content {
            RunContent::Text(span) if span.contains(at.offset) => {
                let end = usize::from(run.column) + width(row.segment.slice(span));
                (usize::from(run.column)..end).contains(&usize::from(column))
            }
            _ => false,
        });
        is_under.then_some(at)
    }
}

/// Where the links of a segment start, in order.
pub(super) fn link_starts(segment: &Segment) -> impl Iterator<Item = u32> {
    let leaves = 0..segment.leaves().len();
    leaves.flat_map(|leaf| target::links(segment, leaf)).map(|link| link.start)
}

/// The text of a link in the segment of `at`.
fn range(at: TextPos, link: Span) -> Range<TextPos> {
    TextPos::new(at.segment, link.start)..TextPos::new(at.segment, link.end)
}
