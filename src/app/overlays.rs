//! What lies over the panes, and what lies under that.

use super::detour::Detour;
use super::finding::Finding;
use super::help::Help;
use super::links::Hints;
use super::links::question::Question;
use super::notes::writing::Writing;
use super::panel::Panel;
use super::picker::Picker;
use super::positions::Visitor;
use super::prompt::Prompt;
use crate::search::{Mistake, Options};

/// What lies over the panes and takes the keys.
#[derive(Debug)]
pub enum Overlay {
    /// A query is typed.
    Search {
        /// The line.
        prompt: Prompt,
        /// What is wrong with it. The page shows what was found before.
        mistake: Option<Mistake>,
        /// The search there was before.
        previous: Option<Box<Finding>>,
        /// How queries were taken before.
        options: Options,
        /// Where the reader was.
        detour: Detour,
    },
    /// A command is typed.
    Command {
        /// The line.
        prompt: Prompt,
        /// What is wrong with it, if that was to be done.
        mistake: Option<Mistake>,
    },
    /// Something is picked from a list.
    Picker(Box<Picker>),
    /// The list of keys.
    Help(Help),
    /// A block is explained.
    Panel(Panel),
    /// The list of corrections, of which one is selected.
    Corrections(usize),
    /// Letters stand on links, of which one is typed.
    Hints(Hints),
    /// The reader is asked about a link.
    Question(Question),
    /// A note is written.
    Note(Box<Writing>),
}

/// What lies over the panes.
#[derive(Debug, Default)]
pub(super) struct Overlays {
    /// What takes the keys.
    pub(super) open: Option<Overlay>,
    /// What it was opened from, and comes back when it is closed; the last comes first.
    covered: Vec<Overlay>,
}

impl Overlays {
    /// Opens something over what is open.
    pub(super) fn cover_with(&mut self, overlay: Overlay) {
        self.covered.extend(self.open.replace(overlay));
    }

    /// Closes what is open, and comes back to what it was opened from.
    pub(super) fn uncover(&mut self) {
        self.open = self.covered.pop();
    }

    /// Comes back to nothing when what is open is closed.
    pub(super) fn forget_covered(&mut self) {
        self.covered.clear();
    }

    /// Closes what is about the text as it was read before, in the place of which another one is.
    pub(super) fn forget_text(&mut self) {
        self.forget_covered();
        self.open.take_if(|overlay| !overlay.holds_in_any_text());
        if let Some(detour) = self.open.as_mut().and_then(Overlay::detour_mut) {
            detour.forget_text();
        }
    }

    /// All of them.
    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Overlay> {
        self.open.iter_mut().chain(&mut self.covered)
    }

    /// Shows every position that is kept to `visit`, which may change it.
    pub(super) fn visit_positions(&mut self, visit: Visitor<'_>) {
        self.iter_mut().for_each(|overlay| overlay.visit_positions(visit));
    }
}

impl Overlay {
    /// Whether it stays where another text comes into the place of the one that is read.
    fn holds_in_any_text(&self) -> bool {
        matches!(self, Self::Search { .. } | Self::Command { .. } | Self::Help(_))
    }

    /// Whether what the reader does there would be lost with the text.
    pub(super) fn is_lost_with_text(&self) -> bool {
        matches!(self, Self::Note(_) | Self::Picker(_))
    }

    /// The line that is typed there.
    pub(super) fn prompt_mut(&mut self) -> Option<&mut Prompt> {
        match self {
            Self::Search { prompt, .. } | Self::Command { prompt, .. } => Some(prompt),
            Self::Picker(picker) => Some(&mut picker.prompt),
            Self::Note(writing) => Some(&mut writing.prompt),
            Self::Help(help) => help.narrowing.as_mut().map(|narrowing| &mut narrowing.prompt),
            _ => None,
        }
    }

    /// Where the reader was before, if the page shows what he looks for.
    pub(super) fn detour(&self) -> Option<&Detour> {
        match self {
            Self::Search { detour, .. } => Some(detour),
            Self::Picker(picker) => Some(&picker.detour),
            _ => None,
        }
    }

    /// The same, to be changed.
    pub(super) fn detour_mut(&mut self) -> Option<&mut Detour> {
        match self {
            Self::Search { detour, .. } => Some(detour),
            Self::Picker(picker) => Some(&mut picker.detour),
            _ => None,
        }
    }

    /// Shows every position that is kept to `visit`, which may change it.
    fn visit_positions(&mut self, visit: Visitor<'_>) {
        match self {
            Self::Search { detour, previous, .. } => {
                detour.visit_positions(visit);
                if let Some(finding) = previous {
                    finding.visit_positions(visit);
                }
            }
            Self::Picker(picker) => picker.visit_positions(visit),
            Self::Panel(panel) => visit(&mut panel.at),
            Self::Hints(hints) => hints.visit_positions(visit),
            // A command line, what is said about the program and a note are about no place; a link that is asked about
            // is outside; corrections are listed by their number.
            Self::Command { .. }
            | Self::Help(_)
            | Self::Corrections(_)
            | Self::Question(_)
            | Self::Note(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(overlays: &Overlays) -> Option<usize> {
        match overlays.open {
            Some(Overlay::Corrections(selected)) => Some(selected),
            _ => None,
        }
    }

    #[test]
    fn what_is_closed_shows_what_it_was_opened_from() {
        let mut overlays = Overlays::default();
        (0..3).for_each(|selected| overlays.cover_with(Overlay::Corrections(selected)));
        overlays.uncover();
        assert_eq!(open(&overlays), Some(1));
        overlays.forget_covered();
        overlays.uncover();
        assert_eq!(open(&overlays), None);
    }

    #[test]
    fn another_text_closes_what_is_about_the_one_before() {
        let mut overlays = Overlays::default();
        let command = || Overlay::Command { prompt: Prompt::default(), mistake: None };
        overlays.cover_with(Overlay::Corrections(0));
        overlays.cover_with(command());
        overlays.forget_text();
        assert!(matches!(overlays.open, Some(Overlay::Command { .. })));
        overlays.uncover();
        assert!(overlays.open.is_none(), "what it was opened from is about the text");
        overlays.cover_with(Overlay::Corrections(0));
        overlays.forget_text();
        assert!(overlays.open.is_none());
    }
}
