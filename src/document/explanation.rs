//! Why a block is what it is: what a format answers when a reader asks.

use super::corrections::{Change, Fingerprint};
use super::position::Span;

/// Why a block is what it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The block's bytes in the chunk's decoded text.
    pub source: Span,
    /// What it is, in words: `a heading of level 2`.
    pub kind: String,
    /// On what grounds.
    pub grounds: Grounds,
    /// What readers can say of it; none in formats whose marks tell.
    pub review: Option<Review>,
}

/// What readers can say of a block.
#[derive(Clone, Debug, PartialEq)]
pub struct Review {
    /// How the block is known again.
    pub block: Fingerprint,
    /// How it begins.
    pub text: String,
    /// Its level, if it is a heading.
    pub level: Option<u8>,
    /// What can be changed; where a split would be is for the reader to say.
    pub offers: Vec<Change>,
}

/// What speaks for a block's kind.
#[derive(Clone, Debug, PartialEq)]
pub enum Grounds {
    /// Something that leaves no choice, be it that a reader said so; in words.
    Mark(String),
    /// Its form and its place, weighed against each other.
    Weighed(Weighing),
}

/// The evidence that was weighed.
#[derive(Clone, Debug, PartialEq)]
pub struct Weighing {
    /// How sure it is.
    pub certainty: Certainty,
    /// What left no choice, in words, if something did. What is weighed is then what there would have been
    /// to say without it.
    pub limit: Option<String>,
    /// What else it might have been.
    pub runner_up: RunnerUp,
    /// What spoke for it and against it, compared with the runner-up; the strongest first.
    pub reasons: Vec<Reason>,
}

/// The next best kind.
#[derive(Clone, Debug, PartialEq)]
pub struct RunnerUp {
    /// What it would be, in words.
    pub kind: String,
    /// How likely that is; none where it is less than half a per cent.
    pub certainty: Option<Certainty>,
}

/// Something that speaks for a kind, or against it.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// In words that go on from “it”: `ends without a full stop`.
    pub words: String,
    /// How much it says: the logarithm of how many times more likely it makes the kind than the
    /// runner-up. Negative where it speaks against it.
    pub weight: f32,
}

/// How sure something is, in whole per cent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Certainty(std::num::NonZeroU8);

impl Certainty {
    /// There is no doubt.
    pub const CERTAIN: Self = Self::of_percent(100);

    /// So many per cent, from 1 to 100.
    pub const fn of_percent(percent: u8) -> Self {
        let percent = if percent > 100 { 100 } else { percent };
        match std::num::NonZeroU8::new(percent) {
            Some(percent) => Self(percent),
            None => Self(std::num::NonZeroU8::MIN),
        }
    }

    /// A share from 0 to 1.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "held between 0 and 100")]
    pub fn of_share(share: f32) -> Self {
        Self::of_percent((share * 100.0).clamp(0.0, 100.0).round() as u8)
    }

    /// In per cent, from 1 to 100.
    pub fn percent(self) -> u8 {
        self.0.get()
    }
}

impl Default for Certainty {
    fn default() -> Self {
        Self::CERTAIN
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_become_per_cent() {
        for (share, expected) in [(0.0, 1), (0.004, 1), (0.5, 50), (0.996, 100), (1.0, 100), (7.0, 100)] {
            assert_eq!(Certainty::of_share(share).percent(), expected);
        }
        assert_eq!(Certainty::of_share(f32::NAN).percent(), 1);
        assert_eq!(Certainty::default(), Certainty::CERTAIN);
    }
}
