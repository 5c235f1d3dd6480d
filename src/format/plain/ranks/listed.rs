//! What a list with bullets tells of the levels of the headings that it names.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::super::lines::Line;
use super::super::marker::marker;
use super::super::profile::{essence, hash};
use super::TOP;
use super::form::number;

/// The levels of what is listed as headings are: from the first item to the last that is one of the
/// `headings`, by the parts of the numbers there, or else by the columns before them. None where only a few
/// headings are listed, or where none of them stands below others.
pub(super) fn listed(headings: &[Line<'_>], items: &[Line<'_>]) -> HashMap<u64, u8> {
    const FEWEST: usize = 3;
    if items.len() < FEWEST {
        return HashMap::new();
    }
    let names: HashSet<_> = headings.iter().map(|line| hash(essence(line.body))).collect();
    let items: Vec<_> = items.iter().filter_map(Listed::of).collect();
    let is_heading = |item: &&Listed| names.contains(&item.name);
    let has_parts = items.iter().filter(is_heading).any(|item| item.n_parts > 1);
    let place = |item: &Listed| if has_parts { item.n_parts } else { item.indent };
    let places: BTreeSet<_> = items.iter().filter(is_heading).map(place).collect();
    let first = items.iter().position(|item| is_heading(&item)).unwrap_or_default();
    let end = items.iter().rposition(|item| is_heading(&item)).map_or(first, |last| last + 1);
    let mut levels: HashMap<u64, u8> = HashMap::new();
    let mut unclear = HashSet::new();
    for item in items.get(first..end).unwrap_or_default() {
        let below = places.range(..place(item)).count();
        let level = TOP.saturating_add(u8::try_from(below).unwrap_or(u8::MAX));
        if *levels.entry(item.name).or_insert(level) != level {
            unclear.insert(item.name);
        }
    }
    levels.retain(|name, _| !unclear.contains(name));
    let n_headings = names.iter().filter(|name| levels.contains_key(name)).count();
    if places.len() > 1 && n_headings >= FEWEST { levels } else { HashMap::new() }
}

/// An item of a list that may name a heading.
struct Listed {
    /// The hash of its text, without its number.
    name: u64,
    /// The parts of its number; 1 without one.
    n_parts: usize,
    /// The columns before it.
    indent: usize,
}

impl Listed {
    /// The item with a bullet that starts with `line`.
    fn of(line: &Line<'_>) -> Option<Self> {
        let text = line.body.get(marker(line.body)?.length..)?.trim_start();
        let n_parts = number(text).map_or(1, |(number, _)| usize::from(number.depth));
        Some(Self { name: hash(essence(text)), n_parts, indent: line.indent })
    }
}
