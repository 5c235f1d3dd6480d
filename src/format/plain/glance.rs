//! What a document is like, at first glance and in full.
//!
//! To learn the habits of a long text from samples of all of it takes longer than the rest of the first
//! screen. For a reader who waits for that, it is read by the habits of its beginning; those of the whole
//! text are learned by whoever looks for the chunks behind.

use std::sync::{Arc, OnceLock};

use super::model::Weights;
use super::profile::Profile;
use crate::source::Source;

/// The bytes of the beginning. Chunks that start there are found, and first parsed, by what it tells.
pub(super) const GLANCE: u64 = crate::format::FIRST_SCREEN;

/// The habits of a document of which only the beginning was looked at.
pub(super) struct Unlearned {
    source: Arc<Source>,
    weights: &'static Weights,
    profile: OnceLock<Arc<Profile>>,
}

impl Unlearned {
    pub(super) fn new(source: Arc<Source>, weights: &'static Weights) -> Self {
        Self { source, weights, profile: OnceLock::new() }
    }

    /// The profile of the whole source. It is learned by the first to ask; others wait for that.
    pub(super) fn learn(&self) -> &Arc<Profile> {
        self.profile.get_or_init(|| Arc::new(Profile::of_source(&self.source, self.weights)))
    }

    /// The same, if it was learned.
    pub(super) fn learned(&self) -> Option<&Arc<Profile>> {
        self.profile.get()
    }
}
