//! Opening a document: what is known of it at once, and what is still to come.

use std::fmt;

use super::{Chunk, Document};

/// A document that is being opened: what is known at once, and the chunks still to come.
pub struct Opening {
    /// Holds the first chunks.
    pub document: Document,
    /// The rest of the chunks.
    pub chunks: Box<dyn Iterator<Item = Chunk> + Send>,
}

impl Opening {
    /// The same with its chunks at least up to the byte at `place`, as far as that is there, and with the
    /// one parsed that has it.
    #[must_use]
    pub fn up_to(mut self, place: u64) -> Self {
        while !self.document.reaches(place) {
            match self.chunks.next() {
                Some(chunk) => {
                    self.document.push_chunks([chunk]);
                }
                None => {
                    self.document.end_chunks();
                }
            }
        }
        // Nobody has seen what may have been parsed without.
        self.document.inform();
        if let Some(id) = self.document.segment_of_source(place) {
            self.document.demand(id);
        }
        self
    }
}

impl fmt::Debug for Opening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Opening({:?})", self.document.title())
    }
}
