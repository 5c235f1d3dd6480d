//! The way back from a footnote: to the reference that the reader came from, and on to the others.

use super::lookup::is_same;
use super::target::{Named, Target};
use crate::app::App;
use crate::document::TextPos;

/// The reference to a footnote that the reader came from, or went to from the footnote.
#[derive(Debug)]
pub(in crate::app) struct Reference {
    /// The footnote's label.
    label: String,
    /// Where the reference begins.
    at: TextPos,
    /// Whether the reader has gone to it, so that the next one is meant.
    is_gone_to: bool,
}

impl App {
    /// Follows a link that begins at `at`.
    pub(super) fn follow_from(&mut self, at: TextPos, target: Target) {
        match target {
            Target::Inside(Named::Reference { label, .. }) => self.go_to_reference(label),
            Target::Inside(Named::Footnote(label)) => {
                self.reference = Some(Reference { label: label.clone(), at, is_gone_to: false });
                self.follow(Target::Inside(Named::Footnote(label)));
            }
            target => self.follow(target),
        }
    }

    /// Goes from a footnote to the reference that the reader came from, or else to the one behind that which he
    /// went to last, or to the first.
    fn go_to_reference(&mut self, label: String) {
        let known = self.reference.as_mut().filter(|reference| is_same(&reference.label, &label));
        match known {
            Some(reference) if !reference.is_gone_to => {
                reference.is_gone_to = true;
                let at = reference.at;
                self.awaited = None;
                self.focus(at);
            }
            known => {
                let after = known.map(|reference| reference.at);
                self.follow(Target::Inside(Named::Reference { label, after }));
            }
        }
    }

    /// Notes the reference that the reader has gone to from a footnote.
    pub(super) fn note_reference(&mut self, label: &str, at: TextPos) {
        self.reference = Some(Reference { label: label.to_owned(), at, is_gone_to: true });
    }
}

impl Reference {
    /// Where it begins.
    pub(in crate::app) fn at(&self) -> TextPos {
        self.at
    }

    /// Brings it to where its words stand now.
    pub(in crate::app) fn move_positions(&mut self, moved: impl Fn(TextPos) -> TextPos) {
        self.at = moved(self.at);
    }
}
