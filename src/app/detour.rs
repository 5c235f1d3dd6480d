//! The way back for one who types a query or picks from a list: the page shows what he looks for meanwhile.

use std::sync::Arc;

use super::positions::Visitor;
use super::travel::Awaited;
use super::{App, Pane};
use crate::document::Folds;
use crate::layout::Anchor;

/// Where the reader was before, and comes back to if he gives it up.
#[derive(Debug)]
pub struct Detour {
    /// What the page was tied to.
    pub(super) anchor: Anchor,
    /// Where something was gone to.
    gone_at: Option<Anchor>,
    /// The sections that were folded.
    pub(super) folds: Arc<Folds>,
    /// What was awaited, which is put off.
    pub(super) awaited: Option<Awaited>,
    /// The pane that had the keys.
    pane: Pane,
}

impl Detour {
    /// Forgets what holds only for the text as it was read before, in the place of which another one is.
    pub(super) fn forget_text(&mut self) {
        self.folds = Arc::default();
        self.awaited.take_if(|awaited| !awaited.holds_in_any_text());
    }

    /// Shows every position that is kept to `visit`, which may change it.
    pub(super) fn visit_positions(&mut self, visit: Visitor<'_>) {
        for anchor in [&mut self.anchor].into_iter().chain(&mut self.gone_at) {
            visit(&mut anchor.pos);
        }
        if let Some(awaited) = &mut self.awaited {
            awaited.visit_positions(visit);
        }
    }
}

impl App {
    /// Where a reader was who types a query or picks from a list.
    pub(super) fn detour(&self) -> Option<&Detour> {
        self.overlays.open.as_ref()?.detour()
    }

    /// The same, to be changed.
    pub(super) fn detour_mut(&mut self) -> Option<&mut Detour> {
        self.overlays.open.as_mut()?.detour_mut()
    }

    /// Waits for nothing any more, be it put off.
    pub(super) fn stop_waiting(&mut self) {
        self.here.stop_waiting();
        if let Some(detour) = self.detour_mut() {
            detour.awaited = None;
        }
    }

    /// Sets out from where the reader is, with the keys going to the text. What he waits for is put off.
    pub(super) fn set_out(&mut self) -> Detour {
        Detour {
            anchor: self.here.anchor(),
            gone_at: self.here.gone_at(),
            folds: Arc::clone(self.text.folds()),
            awaited: self.here.stop_waiting(),
            pane: std::mem::take(&mut self.pane),
        }
    }

    /// Folds again what was opened for what was typed or looked at in a list, which was not gone to.
    pub(super) fn take_back_folds(&mut self) {
        if let Some((folds, gone_at)) =
            self.detour().map(|detour| (Arc::clone(&detour.folds), detour.gone_at))
        {
            self.shut_as_before(folds, gone_at);
        }
    }

    /// Comes back to where the reader was.
    pub(super) fn come_back_from(&mut self, Detour { anchor, gone_at, folds, awaited, pane }: Detour) {
        self.here.tie_to(anchor);
        self.shut_as_before(folds, gone_at);
        self.here.wait_for(awaited);
        self.pane = pane;
    }

    fn shut_as_before(&mut self, folds: Arc<Folds>, gone_at: Option<Anchor>) {
        self.text.fold(folds);
        self.jumps.take_opening();
        self.here.be_gone_at(gone_at);
    }
}
