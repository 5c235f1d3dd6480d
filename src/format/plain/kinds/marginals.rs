//! How likely each choice is for each block, over all ways to read a run: the forward-backward
//! algorithm.
//!
//! The best way that [`viterbi`](super::viterbi) finds says what a block is; this says how sure that
//! is. The weights were learned so that these shares are the frequencies with which the choices were
//! true, so a share can be shown to people, and one number serves for the doubt in the outline and for
//! how near the runner-up was. How much worse the best way with the runner-up is would be a score
//! without a scale.

use super::super::model::{Choice, Scores};
use super::Weighed;

const N: usize = Choice::ALL.len();

/// The share of each choice of each block, from 0 to 1. A block without choices has a quarter for each.
pub(super) fn marginals(blocks: &[Weighed]) -> Vec<Scores> {
    let own: Vec<Scores> = blocks.iter().map(potentials).collect();
    // What comes after the last block does not matter.
    let tied = blocks.len().saturating_sub(1);
    let steps: Vec<Option<[Scores; N]>> = (0..)
        .zip(blocks)
        .map(|(at, block)| {
            block.with_next.filter(|_| at < tied).map(|rows| rows.map(|row| row.map(f32::exp)))
        })
        .collect();
    let mut shares = ahead(&own, &steps);
    let mut back = [1.0; N];
    for ((share, own), step) in shares.iter_mut().zip(&own).zip(&steps).rev() {
        // `back` is that of the next block, its own potential included, until here.
        let from_next = step.as_ref().map_or([1.0; N], |step| leveled(times(step, &back)));
        *share = leveled(product(share, &from_next));
        back = product(own, &from_next);
    }
    shares
}

/// The sums of the ways up to each block, that included.
fn ahead(own: &[Scores], steps: &[Option<[Scores; N]>]) -> Vec<Scores> {
    let mut sums: Vec<Scores> = Vec::with_capacity(own.len());
    for (at, own) in own.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| Some((sums.get(before)?, steps.get(before)?)));
        let reached = match before {
            Some((before, Some(step))) => transposed_times(step, before),
            _ => [1.0; N],
        };
        sums.push(leveled(product(own, &reached)));
    }
    sums
}

/// How much speaks for each choice by itself; 0 for what is none.
fn potentials(block: &Weighed) -> Scores {
    let mut all = Choice::ALL.into_iter().zip(block.scores);
    let most = all
        .clone()
        .filter(|(choice, _)| block.may_be(*choice))
        .map(|(_, score)| score)
        .fold(f32::MIN, f32::max);
    std::array::from_fn(|_| {
        let Some((choice, score)) = all.next() else { return 0.0 };
        if block.may_be(choice) { (score - most).exp() } else { 0.0 }
    })
}

fn product(one: &Scores, other: &Scores) -> Scores {
    let mut factors = one.iter().zip(other);
    std::array::from_fn(|_| factors.next().map_or(0.0, |(one, other)| one * other))
}

fn times(step: &[Scores; N], next: &Scores) -> Scores {
    step.map(|row| row.iter().zip(next).map(|(way, next)| way * next).sum())
}

fn transposed_times(step: &[Scores; N], before: &Scores) -> Scores {
    let mut sums = Scores::default();
    for (row, before) in step.iter().zip(before) {
        for (sum, way) in sums.iter_mut().zip(row) {
            *sum += way * before;
        }
    }
    sums
}

/// The same shares with 1 as their sum.
fn leveled(shares: Scores) -> Scores {
    let sum: f32 = shares.iter().sum();
    if sum > 0.0 { shares.map(|share| share / sum) } else { shares }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::super::features::Feature;
    use super::super::super::model::Weights;
    use super::super::{Candidate, Choices, viterbi};
    use super::*;

    /// The shares by going through all ways.
    fn by_hand(candidates: &[Candidate], weights: &Weights) -> Vec<Scores> {
        let mut shares = vec![Scores::default(); candidates.len()];
        let n_ways = N.pow(u32::try_from(candidates.len()).unwrap());
        for way in 0..n_ways {
            let choice = |at: usize| way / N.pow(u32::try_from(at).unwrap()) % N;
            let mut score = 0.0;
            for (at, candidate) in candidates.iter().enumerate() {
                if !candidate.choices.has(Choice::ALL[choice(at)]) {
                    score = f32::NEG_INFINITY;
                }
                score += weights.score(&candidate.features)[choice(at)];
                if at + 1 < candidates.len() {
                    score += weights.score_pair(&candidate.with_next)[choice(at)][choice(at + 1)];
                }
            }
            for (at, share) in shares.iter_mut().enumerate() {
                share[choice(at)] += score.exp();
            }
        }
        shares.into_iter().map(leveled).collect()
    }

    fn weights(numbers: &[f32]) -> Weights {
        let mut weights = Weights::none();
        let mut numbers = numbers.iter().cycle();
        for feature in Feature::all().take(4) {
            weights.single[feature.index()] = std::array::from_fn(|_| *numbers.next().unwrap());
        }
        for feature in Feature::all().skip(4).take(2) {
            for row in &mut weights.pair[feature.index()] {
                *row = std::array::from_fn(|_| *numbers.next().unwrap());
            }
        }
        weights
    }

    proptest! {
        #[test]
        fn shares_are_those_of_all_ways(
            numbers in prop::collection::vec(-2.0f32..2.0, 48),
            drawn in prop::collection::vec((0..4usize, 1..16u8, 0..3usize), 1..5),
        ) {
            let weights = weights(&numbers);
            let features: Vec<_> = Feature::all().take(6).collect();
            let candidates: Vec<_> = drawn.iter().map(|&(single, choices, pair)| Candidate {
                choices: Choices::where_is(|choice| choices >> (choice as u8) & 1 == 1),
                features: vec![features[single]],
                with_next: if pair == 2 { Vec::new() } else { vec![features[4 + pair]] },
                ..Candidate::default()
            }).collect();
            let weighed: Vec<_> =
                candidates.iter().map(|candidate| Weighed::new(candidate, &weights)).collect();
            for (found, expected) in marginals(&weighed).iter().zip(by_hand(&candidates, &weights)) {
                for (found, expected) in found.iter().zip(expected) {
                    prop_assert!((found - expected).abs() < 1e-3, "{found} {expected}");
                }
            }
            // One block alone is what is most likely.
            if let ([_], [share]) = (&weighed[..], &marginals(&weighed)[..]) {
                let best = viterbi::best(&weighed)[0];
                prop_assert!(share.iter().all(|other| *other <= share[best as usize]));
            }
        }
    }
}
