//! What a document knows of each of its chunks.

use std::sync::Arc;

use super::{Chunk, Container, ContainerKind, Segment};

/// A chunk and what is known of it.
pub(super) struct Slot {
    pub(super) chunk: Chunk,
    /// The segment, while it is kept.
    pub(super) segment: Option<Arc<Segment>>,
    /// It was parsed at least once: the outline knows it.
    pub(super) is_parsed: bool,
    /// The segment would come out otherwise now, and waits for its successor.
    pub(super) is_stale: bool,
    /// What was found in it when it was parsed, for those who need not ask for it again.
    pub(super) content: Content,
}

impl Slot {
    /// Of a chunk that was not parsed yet.
    pub(super) fn waiting(chunk: Chunk) -> Self {
        Self { chunk, segment: None, is_parsed: false, is_stale: false, content: Content::default() }
    }
}

/// What is in a segment.
#[derive(Clone, Copy, Default)]
pub(super) struct Content {
    /// Nothing that is shown.
    pub(super) is_blank: bool,
    /// No table.
    pub(super) is_without_table: bool,
    /// No link, nor a footnote, whose label leads back.
    pub(super) is_without_link: bool,
}

impl Content {
    pub(super) fn of(segment: &Segment) -> Self {
        let is_footnote = |container: &Container| container.kind == ContainerKind::Footnote;
        let is_table = |container: &Container| matches!(container.kind, ContainerKind::Table { .. });
        Self {
            is_blank: segment.leaves().is_empty(),
            is_without_table: !segment.containers().iter().any(is_table),
            is_without_link: !segment.has_links() && !segment.containers().iter().any(is_footnote),
        }
    }
}
