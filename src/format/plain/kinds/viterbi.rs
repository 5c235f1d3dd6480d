//! Viterbi's algorithm: of all ways to read a run of blocks, the one with the highest score.

use super::super::model::{Choice, Scores, Weights};
use super::Candidate;

/// The best choice for each candidate.
pub(super) fn best(candidates: &[Candidate], weights: &Weights) -> Vec<Choice> {
    let mut steps: Vec<[Step; Choice::ALL.len()]> = Vec::with_capacity(candidates.len());
    for (at, candidate) in candidates.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| Some((steps.get(before)?, candidates.get(before)?)));
        let own = weights.score(&candidate.features);
        let step = Choice::ALL.map(|choice| {
            let penalty = if candidate.choices.is_none() || candidate.choices.has(choice) {
                0.0
            } else {
                f32::NEG_INFINITY
            };
            let step = before.map_or_else(Step::default, |(steps, before)| {
                from(steps, &weights.score_pair(&before.with_next), choice)
            });
            let own = own.get(choice as usize).copied().unwrap_or_default();
            Step { score: step.score + own + penalty, ..step }
        });
        steps.push(leveled(step));
    }
    trace(&steps)
}

/// The best way to a choice.
#[derive(Clone, Copy, Debug)]
struct Step {
    score: f32,
    from: Choice,
}

impl Default for Step {
    fn default() -> Self {
        Self { score: 0.0, from: Choice::Paragraph }
    }
}

fn from(steps: &[Step; Choice::ALL.len()], pair: &[Scores; Choice::ALL.len()], to: Choice) -> Step {
    let ways = steps.iter().zip(pair).zip(Choice::ALL).map(|((step, row), from)| {
        let score = step.score + row.get(to as usize).copied().unwrap_or_default();
        Step { score, from }
    });
    ways.reduce(|best, way| if way.score > best.score { way } else { best }).unwrap_or_default()
}

/// The same steps with 0 for the best score: what lies behind a block that is certain does not count,
/// not even by rounding.
fn leveled(steps: [Step; Choice::ALL.len()]) -> [Step; Choice::ALL.len()] {
    let most = steps.iter().map(|step| step.score).fold(f32::NEG_INFINITY, f32::max);
    steps.map(|step| Step { score: step.score - most, ..step })
}

/// Goes back from the best end.
fn trace(steps: &[[Step; Choice::ALL.len()]]) -> Vec<Choice> {
    let mut read = Vec::with_capacity(steps.len());
    let mut next: Option<Choice> = None;
    for step in steps.iter().rev() {
        let ends = step.iter().zip(Choice::ALL);
        let best = || ends.reduce(|best, end| if end.0.score > best.0.score { end } else { best });
        let choice = next.or_else(|| best().map(|(_, choice)| choice)).unwrap_or(Choice::Paragraph);
        read.push(choice);
        next = step.get(choice as usize).map(|step| step.from);
    }
    read.reverse();
    read
}

#[cfg(test)]
mod tests {
    use super::super::Choices;
    use super::*;

    #[test]
    fn ties_are_paragraphs() {
        let open = Candidate { choices: Choices::where_is(|_| true), ..Candidate::default() };
        assert_eq!(best(&[open.clone(), open], &Weights::none()), [Choice::Paragraph, Choice::Paragraph]);
        let item =
            Candidate { choices: Choices::where_is(|choice| choice == Choice::Item), ..Candidate::default() };
        assert_eq!(best(&[item], &Weights::none()), [Choice::Item]);
    }
}
