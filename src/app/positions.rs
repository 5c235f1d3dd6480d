//! All places in the text that are kept, in one list: where a segment is parsed anew, each is brought to the same words.

use super::finding::Finding;
use super::{App, Overlay};
use crate::document::{SegmentId, TextPos};

/// Looks at a position, and may change it.
pub(super) type Visitor<'a> = &'a mut dyn FnMut(&mut TextPos);

impl App {
    /// Whether a position in a segment is kept.
    pub(super) fn has_position_in(&mut self, id: SegmentId) -> bool {
        let mut has_any = false;
        self.visit_positions(&mut |pos| has_any |= pos.segment == id);
        has_any
    }

    /// Shows all positions that are kept to `visit`. Those of notes are none of them: they are found anew.
    pub(super) fn visit_positions(&mut self, visit: Visitor<'_>) {
        self.here.visit_positions(visit);
        self.book.coming_back.visit_positions(visit);
        if let Some(selection) = &mut self.selection {
            selection.visit_positions(visit);
        }
        if let Some(grip) = &mut self.grip {
            grip.visit_positions(visit);
        }
        self.book.notes.visit_positions(visit);
        self.sidebar.visit_positions(visit);
        self.overlays.visit_positions(visit);
        if let Some(finding) = self.search.finding_mut() {
            finding.visit_positions(visit);
        }
    }

    /// The search, and the one there was before it while a query is typed.
    pub(super) fn findings_mut(&mut self) -> impl Iterator<Item = &mut Finding> {
        let previous = self.overlays.iter_mut().filter_map(|overlay| match overlay {
            Overlay::Search { previous, .. } => previous.as_deref_mut(),
            _ => None,
        });
        self.search.finding_mut().into_iter().chain(previous)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::keymap::{DEFAULT, Keymap};
    use crate::app::links::AwaitedName;
    use crate::app::selecting::Grip;
    use crate::app::travel::Awaited;
    use crate::app::{Settings, Size};
    use crate::document::Document;

    /// Ways to keep a position that holds for long, or until the next event of a kind.
    const WAYS: [fn(&mut App, TextPos); 11] = [
        |app, at| app.here.tie_to(at),
        |app, at| app.here.point_at(at),
        |app, at| app.here.note_fold(at),
        |app, at| {
            app.here.tie_to(at);
            app.here.note_fold(TextPos::default());
            app.here.tie_to(TextPos::default());
        },
        |app, at| app.here.be_gone_at(Some(at.into())),
        |app, at| app.here.wait_for(Awaited::Named(Box::new(AwaitedName::found(at)))),
        |app, at| {
            app.here.be_gone_at(Some(at.into()));
            app.open_prompt();
            app.here.be_gone_at(None);
        },
        |app, at| app.grip = Some(Grip::Pressed(at, 0)),
        |app, at| app.grip = Some(Grip::ScrollBar(at.into())),
        |app, at| app.book.notes.choose(at, 1),
        |app, at| {
            app.here.wait_for(Awaited::Named(Box::new(AwaitedName::found(at))));
            app.open_prompt();
        },
    ];

    #[test]
    fn all_are_found_and_moved() {
        let at = |segment| TextPos::new(SegmentId(segment), 3);
        for (number, keep) in WAYS.into_iter().enumerate() {
            let (keymap, size) = (Keymap::parse(DEFAULT).unwrap(), Size { columns: 80, rows: 24 });
            let mut app = App::new(Document::awaited("x"), keymap, Settings::default(), size);
            assert!(!app.has_position_in(SegmentId(7)));
            keep(&mut app, at(7));
            assert!(app.has_position_in(SegmentId(7)), "{number}");
            app.visit_positions(&mut |pos| {
                if *pos == at(7) {
                    *pos = at(8);
                }
            });
            assert!(app.has_position_in(SegmentId(8)) && !app.has_position_in(SegmentId(7)), "{number}");
        }
    }

    #[test]
    fn a_link_that_waits_has_two() {
        let mut seeking = AwaitedName::found(TextPos::new(SegmentId(7), 3));
        let mut seen = Vec::new();
        seeking.visit_positions(&mut |pos| seen.push(pos.segment.0));
        assert_eq!(seen, [7, 7]);
    }
}
