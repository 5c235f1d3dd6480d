//! Text below the level of documents: clusters, columns, the gate, breaking and shortening.
//!
//! Everything that is measured or drawn goes through [`cluster`]: one function decides both what a
//! grapheme cluster looks like and how many columns it takes, so the two cannot disagree.

pub mod breaks;
pub mod cluster;
mod fit;
mod spacing;
mod words;
pub mod wrap;

pub use cluster::{Glyph, begins_intricate, clusters, glyph, harmless, width};
pub use fit::shorten;
pub use spacing::missing_spaces;
pub use words::{next_word, next_word_end, previous_word, word_around, words};
pub use wrap::{wrap, wrap_each};
