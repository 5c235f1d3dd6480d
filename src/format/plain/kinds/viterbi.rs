//! Viterbi's algorithm: of all ways to read a run of blocks, the one with the highest score.

use super::super::model::{Choice, Scores};
use super::Weighed;

/// The best choice for each block.
pub(super) fn best(blocks: &[Weighed]) -> Vec<Choice> {
    let mut steps: Vec<[Step; Choice::ALL.len()]> = Vec::with_capacity(blocks.len());
    let mut tie: Option<&[Scores; Choice::ALL.len()]> = None;
    for block in blocks {
        let reached = reached(steps.last(), tie);
        let mut own = reached.into_iter().zip(block.scores).zip(Choice::ALL);
        let step = std::array::from_fn(|_| {
            let Some(((step, score), choice)) = own.next() else { return Step::default() };
            let score = if block.may_be(choice) { step.score + score } else { f32::NEG_INFINITY };
            Step { score, ..step }
        });
        steps.push(leveled(step));
        tie = block.with_next.as_ref();
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

/// The best ways to each choice from the step before, to which there is a `tie` or not.
fn reached(
    before: Option<&[Step; Choice::ALL.len()]>,
    tie: Option<&[Scores; Choice::ALL.len()]>,
) -> [Step; Choice::ALL.len()] {
    let Some(before) = before else { return Default::default() };
    let untied = [Scores::default(); Choice::ALL.len()];
    Choice::ALL.map(|to| {
        let ways = before.iter().zip(tie.unwrap_or(&untied)).zip(Choice::ALL).map(|((step, row), from)| {
            Step { score: step.score + row.get(to as usize).copied().unwrap_or_default(), from }
        });
        ways.reduce(|best, way| if way.score > best.score { way } else { best }).unwrap_or_default()
    })
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
    use super::super::super::model::Weights;
    use super::super::{Candidate, Choices};
    use super::*;

    #[test]
    fn ties_are_paragraphs() {
        let read = |choices: &[Choices]| {
            let weighed = |&choices: &Choices| {
                Weighed::new(&Candidate { choices, ..Candidate::default() }, &Weights::none())
            };
            best(&choices.iter().map(weighed).collect::<Vec<_>>())
        };
        let open = Choices::where_is(|_| true);
        assert_eq!(read(&[open, open]), [Choice::Paragraph, Choice::Paragraph]);
        assert_eq!(read(&[Choices::where_is(|choice| choice == Choice::Item)]), [Choice::Item]);
    }
}
