//! The way back from a footnote: to the reference that the reader came from, and on to the others.

use super::lookup::is_same;
use super::target::{Named, Target};
use crate::app::App;
use crate::app::here::Here;
use crate::app::positions::Visitor;
use crate::document::TextPos;
use crate::layout::Anchor;

/// The reference to a footnote that the reader came from, or went to from the footnote.
#[derive(Debug)]
pub(in crate::app) struct Reference {
    /// The footnote's label.
    label: String,
    /// Where the reference begins.
    at: TextPos,
    /// How the page stood when the reader had gone to it from the footnote, so that the next one is meant.
    gone_to: Option<Anchor>,
}

impl Here {
    /// Whether the reader is still where he has gone from a footnote: at its reference that begins at `at`.
    fn is_led_to(&self, label: &str, at: TextPos) -> bool {
        self.reference.as_ref().is_some_and(|reference| {
            is_same(&reference.label, label) && reference.at == at && reference.gone_to == Some(self.anchor())
        })
    }
}

impl App {
    /// Follows a link that begins at `at`.
    pub(super) fn follow_from(&mut self, at: TextPos, target: Target) {
        match target {
            Target::Inside(Named::Reference { label, .. }) => self.go_to_reference(label),
            Target::Inside(Named::Footnote(label)) => {
                // Who goes to and fro without moving the page in between sees one reference after the other.
                if !self.here.is_led_to(&label, at) {
                    self.here.reference = Some(Reference { label: label.clone(), at, gone_to: None });
                }
                self.follow(Target::Inside(Named::Footnote(label)));
            }
            target => self.follow(target),
        }
    }

    /// Goes from a footnote to the reference that the reader came from, or else to the one behind that which he
    /// went to last, or to the first.
    fn go_to_reference(&mut self, label: String) {
        let known = self.here.reference.as_mut().filter(|reference| is_same(&reference.label, &label));
        match known {
            Some(reference) if reference.gone_to.is_none() => {
                let at = reference.at;
                self.here.stop_waiting();
                self.lead_to_reference(&label, at);
            }
            known => {
                let after = known.map(|reference| reference.at);
                self.follow(Target::Inside(Named::Reference { label, after }));
            }
        }
    }

    /// Goes to a reference from its footnote, and notes that.
    pub(super) fn lead_to_reference(&mut self, label: &str, at: TextPos) {
        self.focus(at);
        self.here.reference =
            Some(Reference { label: label.to_owned(), at, gone_to: Some(self.here.anchor()) });
    }
}

impl Reference {
    /// Shows every position that is kept to `visit`, which may change it.
    pub(in crate::app) fn visit_positions(&mut self, visit: Visitor<'_>) {
        visit(&mut self.at);
        if let Some(anchor) = &mut self.gone_to {
            visit(&mut anchor.pos);
        }
    }
}
