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

#[cfg(test)]
mod tests {
    use super::super::PlainReader;
    use super::*;
    use crate::document::{Chunk, Leaf, Parse};
    use crate::format::Reader;

    /// Pages with a running head and foot, which are known as such by several of them.
    fn text() -> String {
        let line = |n: usize| format!("On day {n} the boat lay where we had left it, and nobody asked.\n\n");
        let page = |n: usize| {
            let lines: String = (0..140).map(|at| line(n * 140 + at)).collect();
            format!("The Book of Ferries        May 1921\n\n{lines}\nAnn Lee        [Page {n}]\n")
        };
        (1..7).map(page).collect::<Vec<_>>().join("\u{c}")
    }

    fn leaves(parser: &dyn Parse, chunks: &[Chunk]) -> Vec<Vec<Leaf>> {
        chunks.iter().map(|chunk| parser.parse(chunk).leaves().to_vec()).collect()
    }

    #[test]
    fn what_is_learned_in_the_end_is_what_is_learned_at_once() {
        let source = Arc::new(Source::from_text("text", &text()));
        let weights = Weights::bundled();
        let glanced = Arc::new(PlainReader::at_first_glance(Arc::clone(&source), weights));
        let mut found = Arc::clone(&glanced).chunks();
        let first: Vec<_> = found.by_ref().take_while(|chunk| chunk.source.end < GLANCE).collect();
        assert!(!first.is_empty() && glanced.has_to_learn() && glanced.informed().is_none());
        let chunks: Vec<_> = first.into_iter().chain(found).collect();
        let informed = glanced.informed().expect("all chunks were found");
        let whole = PlainReader::new(source, weights);
        assert_eq!(leaves(&*informed, &chunks), leaves(&whole, &chunks));
        assert!(leaves(&*glanced, &chunks) != leaves(&whole, &chunks), "there was nothing to learn");
    }

    #[test]
    fn of_a_short_text_nothing_is_left_to_learn() {
        let short = text().split_off(text().len() - 5000);
        let source = Arc::new(Source::from_text("text", &short));
        assert!(!PlainReader::at_first_glance(source, Weights::bundled()).has_to_learn());
    }
}
