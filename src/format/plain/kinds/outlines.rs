//! Outlines: numbers in several forms one below the other (`I.`, `A.`, `1.`, `a)`), with no text between them. They are
//! a list, whose items lie in each other; headings have text below some of them.

use super::super::blocks::{Block, Kind};
use super::super::marker::{Marker, Number, Sign};

/// Which of `blocks` are items of an outline.
pub(super) fn outlined(blocks: &[Block]) -> Vec<bool> {
    const FEWEST: usize = 5;
    const FEWEST_FORMS: usize = 2;
    let mut found = vec![false; blocks.len()];
    let mut start = 0;
    while start < blocks.len() {
        let rest = blocks.get(start..).unwrap_or_default();
        let is_more =
            |(at, block): &(usize, &Block)| number(block).is_some() && (*at == 0 || block.n_blank == 0);
        let numbers: Vec<_> =
            rest.iter().enumerate().take_while(is_more).filter_map(|(_, block)| number(block)).collect();
        if numbers.len() >= FEWEST && n_forms(&numbers) >= FEWEST_FORMS {
            found.iter_mut().skip(start).take(numbers.len()).for_each(|is_outlined| *is_outlined = true);
        }
        start += numbers.len().max(1);
    }
    found
}

/// The number of an item.
fn number(block: &Block) -> Option<Number> {
    match block.kind {
        Kind::Item(Some(Marker { sign: Sign::Number(number), .. })) => Some(number),
        _ => None,
    }
}

/// In how many forms numbers are written.
fn n_forms(numbers: &[Number]) -> usize {
    let mut forms = Vec::new();
    for number in numbers {
        let form = (number.script, number.delimiter, number.depth);
        if !forms.contains(&form) {
            forms.push(form);
        }
    }
    forms.len()
}
