//! Which bare headings stand below others, by what is around them.

use std::collections::{HashMap, HashSet};

use super::super::lines::Line;
use super::form::Form;

/// The bare headings that stand right below another, with those that follow until the next that has one
/// right below it, or is not bare. Once is not enough: it may be a slogan.
pub(super) fn stacked(headings: &[Line<'_>], forms: &[Form], right_below: &[usize]) -> HashSet<String> {
    const FEWEST: usize = 2;
    let bare = |at: usize| headings.get(at).filter(|_| forms.get(at).is_some_and(|form| form.is_bare()));
    let is_pair = |at: usize| {
        let above = at.checked_sub(1).and_then(bare);
        let is_beside = above.zip(bare(at)).is_some_and(|(above, line)| above.indent == line.indent);
        is_beside && right_below.binary_search(&at).is_ok()
    };
    let mut found = HashSet::new();
    if right_below.iter().filter(|&&at| is_pair(at)).count() < FEWEST {
        return found;
    }
    let mut is_inside = false;
    for (at, line) in headings.iter().enumerate() {
        let goes_on = is_inside && bare(at).is_some() && !is_pair(at + 1);
        is_inside = is_pair(at) || goes_on;
        if is_inside {
            found.insert(line.body.to_lowercase());
        }
    }
    found
}

/// The headings that are there twice and more, with others between; none where nearly all are, or
/// where the first is one, below which nothing else can be.
pub(super) fn returning(headings: &[Line<'_>]) -> HashSet<String> {
    let names: Vec<_> = headings.iter().map(|line| line.body.to_lowercase()).collect();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for name in &names {
        *counts.entry(name).or_default() += 1;
    }
    for (one, next) in names.iter().zip(names.iter().skip(1)) {
        if one == next {
            counts.remove(one.as_str());
        }
    }
    counts.retain(|_, count| *count > 1);
    let n_returning: usize = counts.values().sum();
    let is_first = names.first().is_some_and(|name| counts.contains_key(name.as_str()));
    if is_first || n_returning * 4 > headings.len() * 3 {
        return HashSet::new();
    }
    counts.into_keys().map(str::to_owned).collect()
}
