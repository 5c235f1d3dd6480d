//! Where the reader is in the text: what the page is tied to, what he has gone to or pointed at there, and what he
//! waits for.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::links::Reference;
use super::positions::Visitor;
use super::travel::Awaited;
use crate::document::TextPos;
use crate::layout::Anchor;

/// Where the reader is.
#[derive(Debug, Default)]
pub(super) struct Here {
    anchor: Anchor,
    /// What he asked for before it was known where that is.
    awaited: Option<Awaited>,
    /// What the page was tied to when a hit or a link was gone to, which need not stand at its top: he is there until
    /// he moves on.
    gone_at: Option<Anchor>,
    /// What was clicked last in the text, or made what is meant in another way.
    clicked: Option<TextPos>,
    /// The section that was folded or opened last, and what the page was tied to then.
    folded: Option<(TextPos, Anchor)>,
    /// What the page was tied to before all was folded, and after that.
    all_folded: Option<(Anchor, Anchor)>,
    /// The reference to a footnote that he came from.
    pub(super) reference: Option<Reference>,
    /// The number of the latest lookup of a named place, which workers on an older one look at.
    latest_lookup: Arc<AtomicU64>,
}

impl Here {
    /// What the first row on the screen is tied to.
    pub(super) fn anchor(&self) -> Anchor {
        self.anchor
    }

    /// Ties the page to a place. What is awaited still is.
    pub(super) fn tie_to(&mut self, anchor: impl Into<Anchor>) {
        self.anchor = anchor.into();
    }

    /// Goes to a place. Nothing is awaited any more.
    pub(super) fn go_to(&mut self, anchor: impl Into<Anchor>) {
        self.tie_to(anchor);
        self.stop_waiting();
    }

    /// What is awaited.
    pub(super) fn awaited(&self) -> Option<&Awaited> {
        self.awaited.as_ref()
    }

    /// The same, to be changed.
    pub(super) fn awaited_mut(&mut self) -> Option<&mut Awaited> {
        self.awaited.as_mut()
    }

    /// Waits for something, and for nothing else.
    pub(super) fn wait_for(&mut self, awaited: impl Into<Option<Awaited>>) {
        self.awaited = awaited.into();
    }

    /// Waits for nothing any more. Answers what was awaited.
    pub(super) fn stop_waiting(&mut self) -> Option<Awaited> {
        self.awaited.take()
    }

    /// The number of a new lookup of a named place, with that of the latest one: earlier ones end by themselves.
    pub(super) fn begin_lookup(&self) -> (u64, Arc<AtomicU64>) {
        (self.latest_lookup.fetch_add(1, Ordering::Relaxed) + 1, Arc::clone(&self.latest_lookup))
    }

    /// Where something was gone to, if it was: what the page was tied to.
    pub(super) fn gone_at(&self) -> Option<Anchor> {
        self.gone_at
    }

    /// Is where something was gone to at an earlier time.
    pub(super) fn be_gone_at(&mut self, gone_at: Option<Anchor>) {
        self.gone_at = gone_at;
    }

    /// Notes that the page shows a hit or a link that was gone to.
    pub(super) fn note_gone_to(&mut self) {
        self.gone_at = Some(self.anchor);
    }

    /// Whether the page has not moved since something was gone to.
    pub(super) fn is_gone_to(&self) -> bool {
        self.gone_at == Some(self.anchor)
    }

    /// What was clicked last.
    pub(super) fn clicked(&self) -> Option<TextPos> {
        self.clicked
    }

    /// Takes a place for what was clicked last.
    pub(super) fn point_at(&mut self, pos: impl Into<Option<TextPos>>) {
        self.clicked = pos.into();
    }

    /// Points at nothing any more. Answers whether something was clicked.
    pub(super) fn point_at_nothing(&mut self) -> bool {
        self.clicked.take().is_some()
    }

    /// Lets what comes next be what is meant, and not what was clicked or folded before.
    pub(super) fn mean_anew(&mut self) {
        (self.clicked, self.folded, self.all_folded) = (None, None, None);
    }

    /// The mouse was pressed here: that is what is meant from now on.
    pub(super) fn press(&mut self, at: Option<TextPos>) {
        self.mean_anew();
        (self.clicked, self.gone_at) = (at, None);
    }

    /// Notes that a section was folded or opened that begins at a place.
    pub(super) fn note_fold(&mut self, heading: TextPos) {
        self.folded = Some((heading, self.anchor));
    }

    /// Where the section begins that was folded or opened last, unless the page has moved since.
    pub(super) fn folded(&self) -> Option<TextPos> {
        self.folded.filter(|(_, anchor)| *anchor == self.anchor).map(|(heading, _)| heading)
    }

    /// Notes that all was folded, where the page was tied to this before.
    pub(super) fn note_all_folded(&mut self, before: Anchor) {
        self.all_folded = Some((before, self.anchor));
    }

    /// What the page was tied to before all was folded, unless it has moved since. It is asked once.
    pub(super) fn take_all_folded(&mut self) -> Option<Anchor> {
        let (before, after) = self.all_folded.take()?;
        (after == self.anchor).then_some(before)
    }

    /// Forgets what holds only for the text as it was read before, in the place of which another one is.
    pub(super) fn forget_text(&mut self) {
        self.mean_anew();
        self.reference = None;
        self.awaited.take_if(|awaited| !awaited.holds_in_any_text());
    }

    /// Shows every position that is kept to `visit`, which may change it.
    pub(super) fn visit_positions(&mut self, visit: Visitor<'_>) {
        visit(&mut self.anchor.pos);
        self.clicked.iter_mut().for_each(&mut *visit);
        if let Some(reference) = &mut self.reference {
            reference.visit_positions(visit);
        }
        if let Some((pos, Anchor { pos: tied_to, .. })) = &mut self.folded {
            [pos, tied_to].into_iter().for_each(&mut *visit);
        }
        if let Some((before, after)) = &mut self.all_folded {
            [&mut before.pos, &mut after.pos].into_iter().for_each(&mut *visit);
        }
        if let Some(anchor) = &mut self.gone_at {
            visit(&mut anchor.pos);
        }
        if let Some(awaited) = &mut self.awaited {
            awaited.visit_positions(visit);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::SegmentId;

    fn at(offset: u32) -> TextPos {
        TextPos::new(SegmentId(0), offset)
    }

    #[test]
    fn what_was_gone_to_or_folded_is_meant_until_the_page_moves() {
        let mut here = Here::default();
        here.note_gone_to();
        here.note_fold(at(7));
        assert!(here.is_gone_to() && here.folded() == Some(at(7)));
        here.tie_to(at(5));
        assert!(!here.is_gone_to() && here.folded().is_none());
        here.tie_to(at(0));
        assert!(here.is_gone_to() && here.folded() == Some(at(7)), "back again");
        here.press(Some(at(3)));
        assert!(!here.is_gone_to() && here.folded().is_none() && here.clicked() == Some(at(3)));
    }

    #[test]
    fn who_goes_somewhere_waits_for_nothing() {
        let mut here = Here::default();
        here.wait_for(Awaited::End);
        here.tie_to(at(5));
        assert_eq!(here.awaited(), Some(&Awaited::End));
        here.go_to(at(5));
        assert_eq!(here.awaited(), None);
    }

    #[test]
    fn in_another_text_only_what_can_be_found_there_is_awaited() {
        for (awaited, holds) in [(Awaited::End, true), (Awaited::Percent(5), false)] {
            let mut here = Here::default();
            here.wait_for(awaited);
            here.point_at(at(5));
            here.forget_text();
            assert_eq!((here.awaited().is_some(), here.clicked()), (holds, None));
        }
    }
}
