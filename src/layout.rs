//! Typesetting: segments become lines of runs at columns.
//!
//! A leaf goes through the same steps as in any typesetter: its *margin* (indents, bullets, quote
//! bars) leaves a width, the *paragraph*, *table* or *code* setter breaks its text into lines of
//! that width, and a *galley* collects them. A line refers to ranges of the segment's text; what is
//! drawn but is not text (bullets, rules, bars) is an ornament. [`Page`] puts the segments one after
//! the other and answers every question about rows.

mod code;
mod folding;
mod galley;
mod margin;
mod page;
mod paragraph;
pub mod plain;
mod segment;
mod table;
#[cfg(test)]
mod tests;

pub use folding::Amount;
pub use galley::{Line, Role, Run, RunContent, SegmentLayout};
pub use page::{Anchor, Extent, LinePos, Page};
pub use segment::{Seam, set};

/// What the page looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// The measure: how long a line of running text may be, in columns, from 1.
    pub measure: u16,
    /// How far code may reach, in columns; never less than the measure.
    pub limit: u16,
    /// Whether spaces that the text lacks are set in it, marked. The text itself stays as it is.
    pub is_mended: bool,
}

impl Options {
    /// A page of `measure` columns that nothing exceeds.
    pub fn new(measure: u16) -> Self {
        Self { measure: measure.max(1), limit: measure.max(1), is_mended: false }
    }
}
