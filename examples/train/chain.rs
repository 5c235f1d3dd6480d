//! The model as a linear-chain conditional random field, and its training.
//!
//! The likelihood of a document's true kinds is compared with that of all ways to read it: the
//! forward-backward algorithm counts how often each feature is expected to go with each choice, and
//! the difference to how often it does is the gradient.

use folio::format::plain::evidence::{Choice, Choices, Feature, Weights};

use crate::corpus::{Document, Example};
use crate::descent;

const N: usize = Choice::ALL.len();
/// How strongly weights are drawn to those of the [`Prior`], if nothing else is said.
pub(crate) const PENALTY: f64 = 8.0;
/// How many times as strongly those of one kind of document are, of which there are fewer: they say only
/// where that kind is different.
const PENALTY_OF_MODE: f64 = 4.0;
/// Where the weights of pairs begin.
const PAIRS: usize = Feature::COUNT * N;

type Scores = [f64; N];

/// A run of blocks that are read together.
struct Run<'e> {
    examples: &'e [Example],
    /// How often it counts.
    weight: f64,
}

/// What is believed before any document was seen: of a rare feature, this is what remains.
pub(crate) struct Prior {
    /// What each weight is drawn to.
    pub(crate) weights: Weights,
    /// How strongly, as [`PENALTY`].
    pub(crate) penalty: f64,
}

impl Default for Prior {
    fn default() -> Self {
        Self { weights: Weights::none(), penalty: PENALTY }
    }
}

impl Prior {
    /// Whether it says anything of `feature`: what was first asked after it was written is learned freely.
    fn knows(&self, feature: Feature) -> bool {
        let (of_block, of_pair) =
            (&self.weights.single[feature.index()], &self.weights.pair[feature.index()]);
        of_block.iter().chain(of_pair.iter().flatten()).any(|&weight| weight != 0.0)
    }
}

/// The weights under which the documents are most likely what they are.
pub(crate) fn train(documents: &[&Document], prior: &Prior) -> Weights {
    let runs: Vec<_> = documents.iter().flat_map(|document| runs(document)).collect();
    let penalties = penalties(prior);
    let center = list(&prior.weights);
    let weights = descent::minimize(center.clone(), |weights, gradient| {
        let mut penalty = 0.0;
        for (at, slope) in gradient.iter_mut().enumerate() {
            let distance = weights[at] - center[at];
            *slope = penalties[at] * distance;
            penalty += penalties[at] * distance * distance / 2.0;
        }
        penalty + runs.iter().map(|run| run.cost(weights, gradient)).sum::<f64>()
    });
    table(&weights)
}

/// The runs of blocks that are read together in `document`.
fn runs(document: &Document) -> impl Iterator<Item = Run<'_>> {
    document
        .texts
        .iter()
        .flat_map(|text| text.examples.split(|example| is_none(example.exhibit.choices)))
        .filter(|run| run.iter().any(|example| !example.exhibit.features.is_empty()))
        .map(|examples| Run { examples, weight: document.weight })
}

/// How strongly each weight is drawn to what is believed of it.
fn penalties(prior: &Prior) -> Vec<f64> {
    let strength = |feature: Feature| {
        let penalty = if prior.knows(feature) { prior.penalty } else { PENALTY };
        if feature.is_of_mode() { penalty * PENALTY_OF_MODE } else { penalty }
    };
    let of_blocks = Feature::all().flat_map(|feature| [strength(feature); N]);
    let of_pairs = Feature::all().flat_map(|feature| [strength(feature); N * N]);
    of_blocks.chain(of_pairs).collect()
}

fn is_none(choices: Choices) -> bool {
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

/// What [`table`] makes a table of.
fn list(table: &Weights) -> Vec<f64> {
    let of_blocks = table.single.iter().flatten();
    let of_pairs = table.pair.iter().flatten().flatten();
    of_blocks.chain(of_pairs).map(|&weight| f64::from(weight)).collect()
}

fn single(feature: Feature) -> usize {
    feature.index() * N
}

fn pair(feature: Feature) -> usize {
    PAIRS + feature.index() * N * N
}

impl Run<'_> {
    /// Minus the logarithm of how likely the truth is, as often as the run counts; adds its slopes to
    /// `gradient`.
    fn cost(&self, weights: &[f64], gradient: &mut [f64]) -> f64 {
        let lattice = Lattice {
            examples: self.examples,
            own: self.examples.iter().map(|example| own(example, weights)).collect(),
            steps: self.examples.iter().map(|example| steps(example, weights)).collect(),
        };
        let all: Vec<_> = self.examples.iter().map(|example| example.exhibit.choices).collect();
        let truth: Vec<_> = self.examples.iter().map(truth).collect();
        let (all, truth) =
            (lattice.expect(&all, self.weight, gradient), lattice.expect(&truth, -self.weight, gradient));
        self.weight * (all - truth)
    }
}

/// The choices that are true; all of them where folio has left none of these.
fn truth(example: &Example) -> Choices {
    let is_possible = Choice::ALL.iter().any(|&choice| both(example, choice));
    Choices::where_is(
        |choice| if is_possible { both(example, choice) } else { example.exhibit.choices.has(choice) },
    )
}

/// The scores of all ways to read a run.
struct Lattice<'e> {
    examples: &'e [Example],
    /// Of each block, for each choice.
    own: Vec<Scores>,
    /// Of each block with the next, for each choice of both.
    steps: Vec<[Scores; N]>,
}

impl Lattice<'_> {
    /// The logarithm of the sum over all ways within `choices`. Adds to `gradient` how often each
    /// feature goes with each choice on the way, times `sign`.
    fn expect(&self, choices: &[Choices], sign: f64, gradient: &mut [f64]) -> f64 {
        let (ahead, back) = (self.ahead(choices), self.back(choices));
        let last = ahead.len() - 1;
        let total = log_sum(|choice| ahead[last][choice]);
        for (at, example) in self.examples.iter().enumerate() {
            for one in 1..N {
                let share = sign * (ahead[at][one] + back[at][one] - total).exp();
                for &feature in &example.exhibit.features {
                    gradient[single(feature) + one] += share;
                }
            }
            if at == last || example.exhibit.with_next.is_empty() {
                continue;
            }
            // Two paragraphs have no weight.
            for way in 1..N * N {
                let (one, other) = (way / N, way % N);
                let after = back[at + 1][other] + self.own(at + 1, other, choices);
                let share = sign * (ahead[at][one] + self.steps[at][one][other] + after - total).exp();
                for &feature in &example.exhibit.with_next {
                    gradient[pair(feature) + way] += share;
                }
            }
        }
        total
    }

    /// The sums of the ways up to each choice, that included.
    fn ahead(&self, choices: &[Choices]) -> Vec<Scores> {
        let mut ahead: Vec<Scores> = Vec::with_capacity(self.own.len());
        for at in 0..self.own.len() {
            ahead.push(std::array::from_fn(|choice| {
                let before = match at.checked_sub(1) {
                    Some(before) => log_sum(|from| ahead[before][from] + self.steps[before][from][choice]),
                    None => 0.0,
                };
                before + self.own(at, choice, choices)
            }));
        }
        ahead
    }

    /// The sums of the ways on from each choice, that not included.
    fn back(&self, choices: &[Choices]) -> Vec<Scores> {
        let mut back = vec![[0.0; N]; self.own.len()];
        for at in (1..self.own.len()).rev() {
            back[at - 1] = std::array::from_fn(|choice| {
                log_sum(|to| self.steps[at - 1][choice][to] + self.own(at, to, choices) + back[at][to])
            });
        }
        back
    }

    /// The score of a choice, if it is one.
    fn own(&self, at: usize, choice: usize, choices: &[Choices]) -> f64 {
        if choices[at].has(Choice::ALL[choice]) { self.own[at][choice] } else { f64::NEG_INFINITY }
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

#[cfg(test)]
mod tests {
    use folio::format::plain::evidence::Exhibit;

    use super::*;
    use crate::corpus::Text;

    /// A document with one block that has this feature and is a heading.
    fn heading_with(feature: Feature) -> Document {
        let exhibit = Exhibit {
            source: 0..1,
            choices: Choices::where_is(|_| true),
            features: vec![feature],
            with_next: Vec::new(),
        };
        let truth = Choices::where_is(|choice| choice == Choice::Heading);
        let texts = vec![Text { path: "text".into(), examples: vec![Example { exhibit, truth }] }];
        Document { source: String::new(), group: String::new(), texts, weight: 1.0 }
    }

    #[test]
    fn documents_move_only_the_weights_they_speak_of() {
        let [seen, unseen] = [0, 1].map(|at| Feature::all().nth(at).unwrap());
        let document = heading_with(seen);
        let after = |penalty: f64| {
            let mut weights = Weights::none();
            weights.single[seen.index()] = [0.0, -1.0, 0.5, 0.0];
            weights.single[unseen.index()] = [0.0, 2.0, 0.0, 0.0];
            train(&[&document], &Prior { weights, penalty })
        };
        let is_heading = Choice::Heading as usize;
        let by_penalty = [0.1, 1.0, 1e6].map(|penalty| after(penalty).single[seen.index()][is_heading]);
        assert!(by_penalty.is_sorted_by(|one, next| one > next), "{by_penalty:?}");
        assert!(by_penalty[0] > 0.0 && (by_penalty[2] + 1.0).abs() < 1e-3, "{by_penalty:?}");
        let kept = after(1.0).single[unseen.index()][is_heading];
        assert!((kept - 2.0).abs() < 1e-6, "{kept}");
    }

    #[test]
    fn what_a_prior_does_not_know_is_learned_as_without_one() {
        let [known, unknown] = [0, 1].map(|at| Feature::all().nth(at).unwrap());
        let learned = |prior: &Prior| {
            train(&[&heading_with(unknown)], prior).single[unknown.index()][Choice::Heading as usize]
        };
        let mut weights = Weights::none();
        weights.single[known.index()] = [0.0, 1.0, 0.0, 0.0];
        let (with, without) = (learned(&Prior { weights, penalty: 1e6 }), learned(&Prior::default()));
        assert!(without > 0.01 && (with - without).abs() < 1e-3, "{with} {without}");
    }

    #[test]
    fn without_a_prior_weights_are_drawn_to_zero() {
        let feature = Feature::all().next().unwrap();
        let weights = train(&[&heading_with(feature)], &Prior::default());
        let [paragraph, heading, item, code] = weights.single[feature.index()];
        assert!(paragraph.abs() < f32::EPSILON && (0.0..0.2).contains(&heading), "{heading}");
        assert!(item < 0.0 && code < 0.0, "{item} {code}");
    }
}
