//! What is common in the document, and whether the block is of it.

use super::super::brief::Brief;
use super::super::profile::{Profile, starts_speech};
use super::{Family, Features};

/// The ending of a question, as an answer.
const QUESTION: usize = 4;
/// The endings of sentences, as answers.
const SENTENCE: std::ops::RangeInclusive<usize> = 1..=4;

/// Adds how common lines of some kinds are, and whether `brief` is of these kinds. `is_first` is whether the
/// document starts with it.
pub(super) fn common(brief: &Brief, is_first: bool, profile: &Profile, into: &mut Features) {
    let common = profile.common;
    let number = match brief.number {
        Some(number) if number.depth > 1 => 0,
        Some(_) => 1,
        None => 2,
    };
    // A title has no number even where all other headings have.
    let may_be_title = is_first && brief.number.is_none();
    let n_deep = if may_be_title { 0 } else { common.deep_numbers };
    into.add(Family::DeepNumbers, together(n_deep, number, 3));
    let place = match brief.indent {
        indent if indent < profile.base_indent => 0,
        indent if indent == profile.base_indent => 1,
        _ => 2,
    };
    into.add(Family::Hanging, together(common.hanging, place, 3));
    let is_no_question = usize::from(brief.ending != QUESTION);
    into.add(Family::Questions, together(common.questions, is_no_question, 2));
    let speech = match (starts_speech(&brief.text), SENTENCE.contains(&brief.ending)) {
        (true, true) => 0,
        (true, false) => 1,
        (false, true) => 2,
        (false, false) => 3,
    };
    into.add(Family::Speech, common.speech * 4 + speech);
    into.add(Family::Labels, together(common.labels, usize::from(!brief.has_label), 2));
}

/// The answer for an amount and one of `n` ways in which the block is of the kind or not: the first where
/// there is nothing of the kind, and then one for each of both.
fn together(amount: usize, own: usize, n: usize) -> usize {
    if amount == 0 { 0 } else { 1 + (amount - 1) * n + own }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_amount_has_its_answers() {
        let answers: Vec<_> = (0..3).flat_map(|amount| (0..2).map(move |own| (amount, own))).collect();
        let found: Vec<_> = answers.into_iter().map(|(amount, own)| together(amount, own, 2)).collect();
        assert_eq!(found, [0, 0, 1, 2, 3, 4]);
    }
}
