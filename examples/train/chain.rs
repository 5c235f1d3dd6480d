//! The model as a linear-chain conditional random field, and its training.
//!
//! The likelihood of a document's true kinds is compared with that of all ways to read it: the
//! forward-backward algorithm counts how often each feature is expected to go with each choice, and
//! the difference to how often it does is the gradient.

use folio::format::plain::evidence::{Choice, Choices, Feature, Weights};

use crate::corpus::{Document, Example};
use crate::descent;

const N: usize = Choice::ALL.len();
/// How strongly weights are drawn to zero.
const PENALTY: f64 = 8.0;
/// Where the weights of pairs begin.
const PAIRS: usize = Feature::COUNT * N;

type Scores = [f64; N];

/// A run of blocks that are read together.
struct Run<'e> {
    examples: &'e [Example],
}

/// The weights under which the documents are most likely what they are.
pub fn train(documents: &[&Document]) -> Weights {
    let runs: Vec<_> = documents
        .iter()
        .flat_map(|document| &document.texts)
        .flat_map(|text| text.examples.split(|example| is_none(example.exhibit.choices)))
        .filter(|run| run.iter().any(|example| !example.exhibit.features.is_empty()))
        .map(|examples| Run { examples })
        .collect();
    let penalty_: f64 = std::env::var("PEN").ok().and_then(|v| v.parse().ok()).unwrap_or(PENALTY);
    let power: f64 = std::env::var("POW").ok().and_then(|v| v.parse().ok()).unwrap_or(0.0);
    let mut shares: Vec<f64> = vec![];
    for document in documents {
        let n: usize = document
            .texts
            .iter()
            .flat_map(|t| &t.examples)
            .filter(|e| !e.exhibit.features.is_empty())
            .count();
        for t in &document.texts {
            for run in t.examples.split(|example| is_none(example.exhibit.choices)) {
                if run.iter().any(|example| !example.exhibit.features.is_empty()) {
                    shares.push((n.max(1) as f64 / 150.0).powf(-power));
                }
            }
        }
    }

    let weights = descent::minimize(PAIRS + Feature::COUNT * N * N, |weights, gradient| {
        gradient.iter_mut().zip(weights).for_each(|(slope, weight)| *slope = penalty_ * weight);
        let penalty: f64 = weights.iter().map(|weight| weight * weight).sum::<f64>() * penalty_ / 2.0;
        penalty
            + runs.iter().zip(&shares).map(|(run, &share)| run.cost(weights, gradient, share)).sum::<f64>()
    });
    table(&weights)
}

pub fn is_none(choices: Choices) -> bool {
    Choice::ALL.iter().all(|&choice| !choices.has(choice))
}

fn table(weights: &[f64]) -> Weights {
    let mut table = Weights::none();
    for feature in Feature::all() {
        for one in 0..N {
            table.single[feature.index()][one] = weights[single(feature) + one] as f32;
            for other in 0..N {
                table.pair[feature.index()][one][other] = weights[pair(feature) + one * N + other] as f32;
            }
        }
    }
    table
}

fn single(feature: Feature) -> usize {
    feature.index() * N
}

fn pair(feature: Feature) -> usize {
    PAIRS + feature.index() * N * N
}

impl Run<'_> {
    /// Minus the logarithm of how likely the truth is; adds its slopes to `gradient`.
    fn cost(&self, weights: &[f64], gradient: &mut [f64], share: f64) -> f64 {
        let own: Vec<Scores> = self.examples.iter().map(|example| own(example, weights)).collect();
        let steps: Vec<[Scores; N]> = self.examples.iter().map(|example| steps(example, weights)).collect();
        let all: Vec<_> = self.examples.iter().map(|example| example.exhibit.choices).collect();
        let is_possible = |example: &Example| Choice::ALL.iter().any(|&choice| both(example, choice));
        let truth: Vec<_> = self
            .examples
            .iter()
            .map(|example| {
                let possible = is_possible(example);
                Choices::where_is(|choice| {
                    if possible { both(example, choice) } else { example.exhibit.choices.has(choice) }
                })
            })
            .collect();
        let expected = self.expect(&own, &steps, &all, share, gradient);
        let observed = self.expect(&own, &steps, &truth, -share, gradient);
        (expected - observed) * share
    }

    /// The logarithm of the sum over all ways within `choices`. Adds to `gradient` how often each
    /// feature goes with each choice on the way, times `sign`.
    fn expect(
        &self,
        own: &[Scores],
        steps: &[[Scores; N]],
        choices: &[Choices],
        sign: f64,
        gradient: &mut [f64],
    ) -> f64 {
        let n = own.len();
        let mut ahead = vec![[f64::NEG_INFINITY; N]; n];
        let mut back = vec![[0.0; N]; n];
        for at in 0..n {
            for choice in 0..N {
                if choices[at].has(Choice::ALL[choice]) {
                    let before = if at == 0 {
                        0.0
                    } else {
                        log_sum(|from| ahead[at - 1][from] + steps[at - 1][from][choice])
                    };
                    ahead[at][choice] = before + own[at][choice];
                }
            }
        }
        for at in (0..n - 1).rev() {
            for choice in 0..N {
                back[at][choice] = log_sum(|to| {
                    let is_in = choices[at + 1].has(Choice::ALL[to]);
                    if is_in {
                        steps[at][choice][to] + own[at + 1][to] + back[at + 1][to]
                    } else {
                        f64::NEG_INFINITY
                    }
                });
            }
        }
        let total = log_sum(|choice| ahead[n - 1][choice]);
        for (at, example) in self.examples.iter().enumerate() {
            for one in 1..N {
                let share = sign * (ahead[at][one] + back[at][one] - total).exp();
                for &feature in &example.exhibit.features {
                    gradient[single(feature) + one] += share;
                }
            }
            if at + 1 < n && !example.exhibit.with_next.is_empty() {
                for one in 0..N {
                    for other in 0..N {
                        let is_in = choices[at + 1].has(Choice::ALL[other]);
                        if one + other == 0 || !is_in {
                            continue;
                        }
                        let way =
                            ahead[at][one] + steps[at][one][other] + own[at + 1][other] + back[at + 1][other];
                        let share = sign * (way - total).exp();
                        for &feature in &example.exhibit.with_next {
                            gradient[pair(feature) + one * N + other] += share;
                        }
                    }
                }
            }
        }
        total
    }
}

fn both(example: &Example, choice: Choice) -> bool {
    example.truth.has(choice) && example.exhibit.choices.has(choice)
}

fn own(example: &Example, weights: &[f64]) -> Scores {
    let mut sum = Scores::default();
    for &feature in &example.exhibit.features {
        let first = single(feature);
        (0..N).for_each(|choice| sum[choice] += weights[first + choice]);
    }
    sum
}

fn steps(example: &Example, weights: &[f64]) -> [Scores; N] {
    let mut sum = [Scores::default(); N];
    for &feature in &example.exhibit.with_next {
        let first = pair(feature);
        (0..N * N).for_each(|way| sum[way / N][way % N] += weights[first + way]);
    }
    sum
}

fn log_sum(score: impl Fn(usize) -> f64) -> f64 {
    let most = (0..N).map(&score).fold(f64::NEG_INFINITY, f64::max);
    if most == f64::NEG_INFINITY {
        return most;
    }
    most + (0..N).map(|choice| (score(choice) - most).exp()).sum::<f64>().ln()
}
