//! How the blocks of a document that look alike were read: what most of them are, each of them is.
//!
//! The weights know all documents a little; a document knows itself. `(Photo: A. Lee)` alone may be
//! anything, but where ten such lines stand in one text, each between long paragraphs, they are all of one
//! kind, and those that are easily read tell of the others. A block has three *guises*. Two are its text with
//! the words taken out of its beginning, one with how they are capitalized and one with what stands around it.
//! The third is how it is marked out, whatever its text: the headings of a document are mostly set in one way,
//! so that a line that is set like them is likely to be one. Where each line is a block and nothing marks
//! items, they are set as headings are, and there is no third guise.

use std::collections::HashMap;

use super::model::{Choice, Scores};
use crate::document::Fnv;

/// The guises of a block, by their hashes; `None` for one that would tell nothing.
pub(super) type Guise = [Option<u64>; 3];

/// How much what others of a guise lean to counts beside a block's own features.
const STRENGTH: f32 = 0.75;
/// How many others it takes for half of it.
const HALF: f32 = 3.0;
/// How far one choice may lean behind another, as a logarithm.
const FARTHEST: f32 = 3.0;
/// The least share of a choice that counts as more than none.
const LEAST_SHARE: f32 = 1e-3;
/// Parts of a logarithm that are counted: whole numbers add up to the same in any order.
const PARTS: f32 = 1000.0;

/// How the blocks of each guise were read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Guises(HashMap<u64, Leaning>);

/// What the blocks of one guise lean to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Leaning {
    count: u16,
    /// The sums of the logarithms of the shares of each choice, in [`PARTS`].
    sums: [i32; Choice::ALL.len()],
}

impl Guises {
    /// Counts a block of which each choice has these shares.
    pub(super) fn add(&mut self, guise: &Guise, shares: &Scores) {
        for &hash in guise.iter().flatten() {
            let leaning = self.0.entry(hash).or_default();
            leaning.add(Leaning { count: 1, sums: shares.map(parts) });
        }
    }

    /// All that is counted in either.
    pub(super) fn merge(mut self, other: Self) -> Self {
        for (hash, leaning) in other.0 {
            self.0.entry(hash).or_default().add(leaning);
        }
        self
    }

    /// The same without what only one block has.
    pub(super) fn of_several(mut self) -> Self {
        self.0.retain(|_, leaning| leaning.count > 1);
        self
    }

    /// How much the others of its guise speak for each choice.
    pub(super) fn leaning(&self, guise: &Guise) -> Scores {
        let leanings = guise.iter().flatten().filter_map(|hash| self.0.get(hash)).map(Leaning::scores);
        leanings.fold(Scores::default(), |sum, scores| {
            let mut scores = scores.into_iter();
            sum.map(|sum| sum + scores.next().unwrap_or_default())
        })
    }
}

impl Leaning {
    fn add(&mut self, other: Self) {
        self.count = self.count.saturating_add(other.count);
        for (sum, other) in self.sums.iter_mut().zip(other.sums) {
            *sum = sum.saturating_add(other);
        }
    }

    /// The mean, the more of it the more blocks there are; 0 for what they lean to most.
    #[expect(
        clippy::cast_precision_loss,
        reason = "a sum of at most 65,535 logarithms, of which parts matter"
    )]
    fn scores(&self) -> Scores {
        let n_others = f32::from(self.count.saturating_sub(1));
        let strength = STRENGTH * n_others / (n_others + HALF);
        let means = self.sums.map(|sum| sum as f32 / PARTS / f32::from(self.count.max(1)));
        let most = means.into_iter().fold(f32::MIN, f32::max);
        means.map(|mean| strength * (mean - most).max(-FARTHEST))
    }
}

/// The logarithm of a share, in [`PARTS`].
#[expect(clippy::cast_possible_truncation, reason = "between -7,000 and 0")]
fn parts(share: f32) -> i32 {
    (share.max(LEAST_SHARE).ln() * PARTS).round() as i32
}

/// The guises of a block with this text and capitals, between such as were `seen` before and after it, and
/// `marked_out` in these ways, if they tell anything.
pub(super) fn guise(text: &str, case: usize, seen: [usize; 2], marked_out: Option<[usize; 6]>) -> Guise {
    let mut bones = Fnv::default();
    each_bone(text, |bone| bones.add(&u32::from(bone).to_le_bytes()));
    let with = |mut hash: Fnv, answers: &[usize]| {
        for answer in answers {
            hash.add(&answer.to_le_bytes());
        }
        hash.get()
    };
    let set = marked_out.map(|answers| with(Fnv::default(), &answers));
    [Some(with(bones, &[case])), Some(with(bones, &seen)), set]
}

/// Calls `take` with the beginning of `text`, one letter for all words that stand side by side and one digit
/// for each number.
fn each_bone(text: &str, mut take: impl FnMut(char)) {
    /// The characters that are looked at. Blocks that look alike are short.
    const HEAD: usize = 100;
    let (mut is_word, mut is_number) = (false, false);
    // What may stand between two words of a row.
    let mut between = None;
    for c in text.chars().take(HEAD) {
        if c.is_alphabetic() {
            if !is_word {
                take('w');
            }
            (is_word, is_number, between) = (true, false, None);
        } else if is_word && between.is_none() && matches!(c, ' ' | '\'' | '’' | '-') {
            between = Some(c);
        } else {
            if let Some(c) = between.take() {
                take(c);
            }
            let was_number = is_number;
            (is_word, is_number) = (false, c.is_numeric());
            if !is_number {
                take(c);
            } else if !was_number {
                take('9');
            }
        }
    }
    if let Some(c) = between {
        take(c);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bones(text: &str) -> String {
        let mut bones = String::new();
        each_bone(text, |bone| bones.push(bone));
        bones
    }

    #[test]
    fn words_and_numbers_are_taken_out() {
        for (text, expected) in [
            ("The ferryman's long-lost boat", "w"),
            ("(Photo: Ann Lee)", "(w: w)"),
            ("12. What is left", "9. w"),
            ("Boats  and 4,000 ropes - so", "w  w 9,9 w - w"),
            ("Ann Lee [edit]", "w [w]"),
            ("渡し船は、", "w、"),
            ("Swan' ", "w' "),
            ("", ""),
        ] {
            assert_eq!(bones(text), expected, "{text}");
        }
    }

    #[test]
    fn guises_are_of_bones_of_what_is_around_and_of_how_it_is_set() {
        let own = guise("(Photo: Ann Lee)", 1, [1, 2], Some([3; 6]));
        let is_same = |other: Guise| [0, 1, 2].map(|at: usize| own[at] == other[at]);
        assert_eq!(is_same(guise("(Paint: Bob Ray)", 1, [1, 2], Some([3; 6]))), [true, true, true]);
        assert_eq!(is_same(guise("(Photo: Ann Lee)", 1, [2, 1], Some([3; 6]))), [true, false, true]);
        assert_eq!(is_same(guise("(photo: ann lee)", 0, [1, 2], Some([3; 6]))), [false, true, true]);
        assert_eq!(is_same(guise("[Photo: Ann Lee]", 1, [1, 2], Some([3; 6]))), [false, false, true]);
        assert_eq!(is_same(guise("(Photo: Ann Lee)", 1, [1, 2], Some([4; 6]))), [true, true, false]);
    }

    #[test]
    fn many_of_a_guise_lean_more_than_few() {
        let (one, other) = ([1, 2, 3].map(Some), [4, 5, 6].map(Some));
        let lead = |count: usize| {
            let mut guises = Guises::default();
            for _ in 0..count {
                guises.add(&one, &[0.2, 0.8, 0.0, 0.0]);
            }
            let [paragraph, heading, item, _] = guises.leaning(&one);
            assert!(heading >= paragraph && paragraph >= item);
            assert!(guises.leaning(&other).iter().all(|leaning| leaning.abs() < f32::EPSILON));
            heading - paragraph
        };
        assert!(lead(1).abs() < f32::EPSILON);
        assert!(lead(2) > 0.2 && lead(3) > lead(2) && lead(30) > lead(3) && lead(30) < 3.0);
    }

    #[test]
    fn what_tells_nothing_leans_to_nothing() {
        let mut guises = Guises::default();
        for _ in 0..9 {
            guises.add(&[None; 3], &[0.1, 0.9, 0.0, 0.0]);
        }
        assert_eq!(guises, Guises::default());
    }

    #[test]
    fn parts_add_up_in_any_order() {
        let guises = |shares: &[f32]| {
            let mut guises = Guises::default();
            for &share in shares {
                guises.add(&[Some(1), Some(2), None], &[share, 1.0 - share, 0.0, 0.0]);
            }
            guises
        };
        assert_eq!(guises(&[0.1, 0.25, 0.3]).merge(guises(&[0.7])), guises(&[0.7, 0.3, 0.25, 0.1]));
        assert_eq!(guises(&[0.1]).of_several(), Guises::default());
    }
}
