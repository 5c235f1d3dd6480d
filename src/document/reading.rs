//! The ways to read one text.

use std::ops::Range;
use std::sync::Arc;

use anyhow::Result;

use super::{Identity, Opening};

/// A way to read a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reading {
    /// As plain text whose structure is recovered.
    #[default]
    Recovered,
    /// As Markdown.
    Markdown,
    /// Line by line.
    Verbatim,
}

impl Reading {
    /// The way that comes after this one when the reader goes through them all, where `usual` comes
    /// first and the lines as they are come last.
    #[must_use]
    pub fn next(self, usual: Self) -> Self {
        match (self, usual) {
            (Self::Markdown, Self::Markdown) | (Self::Verbatim, Self::Recovered | Self::Verbatim) => {
                Self::Recovered
            }
            (Self::Verbatim, Self::Markdown) | (Self::Recovered, Self::Recovered | Self::Verbatim) => {
                Self::Markdown
            }
            (Self::Markdown, _) | (Self::Recovered, Self::Markdown) => Self::Verbatim,
        }
    }

    /// What the text is then read as, in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Recovered => "plain text",
            Self::Markdown => "Markdown",
            Self::Verbatim => "lines",
        }
    }
}

/// Opens one source, to be read in any way.
pub trait Reopen: Send + Sync {
    /// The way in which it was opened first.
    fn usual(&self) -> Reading;

    /// What the text is known by. Waits until enough of it is there.
    fn identity(&self) -> Identity;

    /// Bytes of it.
    fn length(&self) -> u64;

    /// The bytes in a range; fewer where it ends, none where they cannot be read.
    fn bytes(&self, range: Range<u64>) -> Vec<u8>;

    /// What tells the file that it is in, as it was opened, from other states of that file; none where it is
    /// in none.
    fn stamp(&self) -> Option<u64>;

    /// The same for the file as it is now; none where that is gone.
    fn stamp_now(&self) -> Option<u64>;

    /// A hash of the bytes in the file as it is now; none where it is gone, or too large for a look into it.
    fn content_now(&self) -> Option<u64>;

    /// Opens the file at `path`, which is relative to the folder of this one. Errors say why that cannot be,
    /// and leave out what it is called.
    fn open_beside(&self, path: &str) -> Result<Opening>;

    /// Opens the file again as it is now.
    fn reload(&self, reading: Reading) -> Result<Opening>;

    /// Opens it again.
    fn open(self: Arc<Self>, reading: Reading) -> Result<Opening>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_ways_are_gone_through() {
        for usual in [Reading::Recovered, Reading::Markdown, Reading::Verbatim] {
            let second = usual.next(usual);
            let third = second.next(usual);
            assert_eq!(third.next(usual), usual);
            assert!(usual != second && second != third && usual != third, "{usual:?}");
            assert!(third == Reading::Verbatim || usual == Reading::Verbatim, "{usual:?}");
        }
    }
}
