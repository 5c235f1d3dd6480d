//! Which bare headings stand below others, by what is around them.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::super::lexicon::{is_contents, is_frame};
use super::super::lines::Line;
use super::super::shape::{self, Ending};
use super::form::Form;

/// The bare headings that stand right below another, with those that follow until the next that has one
/// right below it, is not bare, or stands at the top of any text. Where there is but one such, only a few can
/// be told to go on below it, unless they are questions, which go on until something else comes.
pub(super) fn stacked(headings: &[Line<'_>], forms: &[Form], right_below: &[usize]) -> HashSet<String> {
    const MOST_BELOW_ONE: usize = 3;
    let mut pairs: Vec<_> = right_below.iter().copied().filter(|&at| is_pair(headings, forms, at)).collect();
    let is_single = pairs.len() == 1;
    if is_single {
        pairs.retain(|&at| !is_like_earlier(headings, at));
    }
    let is_parent = |at: usize| pairs.binary_search(&(at + 1)).is_ok();
    let mut found = HashSet::new();
    let mut n_below = 0;
    let mut of_questions = false;
    for (at, (line, form)) in headings.iter().zip(forms).enumerate() {
        let may_go_on = match (of_questions, is_question(line)) {
            (true, true) => true,
            (true, false) => n_below == 1,
            (false, _) => n_below < MOST_BELOW_ONE,
        };
        let goes_on = n_below > 0 && (may_go_on || !is_single);
        if pairs.binary_search(&at).is_ok() {
            n_below = 1;
            of_questions = is_question(line);
        } else if goes_on && !is_parent(at) && form.is_bare() && !is_frame(line.body) {
            n_below += 1;
            of_questions &= is_question(line);
        } else {
            n_below = 0;
        }
        if n_below > 0 {
            found.insert(line.body.to_lowercase());
        }
    }
    found
}

fn is_question(line: &Line<'_>) -> bool {
    shape::ending(line.body) == Ending::Question
}

/// Whether the heading at `at` is of a series with one above the one before it, as `Boat 1.3` is with `Boat 1.4`:
/// both begin alike and have a number in them.
fn is_like_earlier(headings: &[Line<'_>], at: usize) -> bool {
    let word = |line: &Line<'_>| line.body.split_whitespace().next().map(str::to_lowercase);
    let has_number = |line: &Line<'_>| line.body.contains(|c: char| c.is_ascii_digit());
    let Some(own) = headings.get(at).filter(|line| has_number(line)) else { return false };
    let mut earlier = headings.iter().take(at.saturating_sub(1));
    earlier.any(|line| has_number(line) && word(line) == word(own) && line.body != own.body)
}

/// Whether the heading at `at`, which follows another with no text between, is a part of it: both are bare and
/// start at one column, and neither is what a heading with parts, or a part, never is. Captions and slogans
/// are long, and say the same again.
fn is_pair(headings: &[Line<'_>], forms: &[Form], at: usize) -> bool {
    const MOST_WORDS: usize = 10;
    let bare = |at: usize| headings.get(at).filter(|_| forms.get(at).is_some_and(|form| form.is_bare()));
    let Some((above, line)) = at.checked_sub(1).and_then(bare).zip(bare(at)) else { return false };
    let is_beside = above.indent == line.indent && above.body.split_whitespace().count() <= MOST_WORDS;
    let is_other = above.body.to_lowercase() != line.body.to_lowercase();
    is_beside
        && is_other
        && !shape::starts_small(above.body)
        && !is_contents(above.body)
        && !is_frame(line.body)
}

/// The headings that are there twice and more, with others between; none where nearly all are, or
/// where the first is one, below which nothing else can be. Where two of them follow each other below one
/// heading and below another, so do those that stand beside them.
pub(super) fn returning(headings: &[Line<'_>], forms: &[Form]) -> HashSet<String> {
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
    let mut found: HashSet<String> = counts.into_keys().map(str::to_owned).collect();
    let beside = beside(headings, forms, &names, &found);
    found.extend(beside);
    found
}

/// The bare headings that stand in sections which open with the same two `returning` ones: in the last of them
/// only where others before have some.
fn beside(
    headings: &[Line<'_>],
    forms: &[Form],
    names: &[String],
    returning: &HashSet<String>,
) -> HashSet<String> {
    let mut openings: HashMap<(&str, &str), Vec<usize>> = HashMap::new();
    for (at, three) in names.windows(3).enumerate() {
        let [above, one, next] = three else { continue };
        let is_opening = !returning.contains(above) && returning.contains(one) && returning.contains(next);
        if is_opening && one != next && forms.get(at).is_some_and(|form| form.is_bare()) {
            openings.entry((one, next)).or_default().push(at);
        }
    }
    let tops: BTreeSet<_> = openings.into_values().filter(|tops| tops.len() > 1).flatten().collect();
    let Some(last) = tops.last() else { return HashSet::new() };
    let mut found = HashSet::new();
    let mut is_inside = false;
    for (at, ((line, form), name)) in headings.iter().zip(forms).zip(names).enumerate() {
        let is_returning = returning.contains(name);
        let is_open = at < *last || !found.is_empty();
        let goes_on = is_inside && form.is_bare() && (is_returning || (is_open && !is_frame(line.body)));
        is_inside = tops.contains(&at) || goes_on;
        if goes_on && !tops.contains(&at) && !is_returning {
            found.insert(name.clone());
        }
    }
    found
}
