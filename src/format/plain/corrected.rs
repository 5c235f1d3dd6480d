//! Between the fourth stage and the fifth: what readers said of blocks.
//!
//! Corrections are followed in the order in which they were made, each once, since one may be about
//! what another has made: for every block with that text and such neighbors. Those about where blocks
//! begin and about tables change the blocks here; those about headings leave a block fewer choices, and
//! the best way to read what is right around it is then found in their light. What lies further away stays
//! what it was: nobody said anything of that.

mod editing;

use std::collections::{HashMap, HashSet};

use editing::Editing;
pub(super) use editing::offers;

use super::blocks::Block;
use super::kinds::Reading;
use super::lines::Line;
use super::model::{Choice, Scores};
use super::profile::Profile;
use super::{Habits, Lines};
use crate::document::corrections::{Corrections, Fingerprint, letters_hash};

/// Letters beside a block by which it is known again.
const BESIDE: usize = 32;

/// A correction that was followed: its place in the list, and the first line of its block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Applied {
    pub(super) correction: usize,
    pub(super) line: usize,
}

/// How far from a block that readers said something of others may be read in another way, in blocks: so far
/// do [`features`](super::features) look.
const REACH: usize = 2;

/// How blocks are read without what readers said.
#[derive(Default)]
pub(super) struct Unruled(HashMap<(usize, usize), (Choice, Scores)>);

impl Unruled {
    fn of(text: &Lines<'_>, blocks: &[Block], reading: &Reading) -> Self {
        let read = reading.chosen.iter().copied().zip(reading.shares.iter().copied());
        Self(blocks.iter().map(|block| bytes(text, block)).zip(read).collect())
    }

    /// Reads those of `blocks` as they are without corrections that lie further from such than [`REACH`].
    pub(super) fn keep(&self, text: &Lines<'_>, blocks: &[Block], reading: &mut Reading) {
        let ruled: Vec<_> =
            blocks.iter().enumerate().filter(|(_, block)| block.ruled.is_some()).map(|(at, _)| at).collect();
        let is_near = |at: usize| {
            let next = ruled.partition_point(|&ruled| ruled + REACH < at);
            ruled.get(next).is_some_and(|&ruled| ruled <= at + REACH)
        };
        let places = reading.chosen.iter_mut().zip(&mut reading.shares);
        for (at, (block, (choice, shares))) in blocks.iter().zip(places).enumerate() {
            if let Some(known) = self.0.get(&bytes(text, block)).filter(|_| !is_near(at)) {
                (*choice, *shares) = *known;
            }
        }
    }
}

/// From the first byte of a block to its last.
fn bytes(text: &Lines<'_>, block: &Block) -> (usize, usize) {
    let lines = lines(text, block);
    (lines.first().map_or(0, |line| line.start), lines.last().map_or(0, Line::end))
}

/// Changes `blocks` as readers said, where they said anything. Answers what was followed, and how the blocks
/// are read without that.
pub(super) fn correct(
    text: &mut Lines<'_>,
    blocks: &mut Vec<Block>,
    habits: Habits<'_>,
    is_quoted: bool,
) -> (Vec<Applied>, Unruled) {
    let Habits { profile, weights, corrections } = habits;
    if corrections.is_empty() {
        return Default::default();
    }
    let (lines, unruled) = (text.all.clone(), blocks.clone());
    let applied = follow(text, blocks, corrections, profile);
    if applied.is_empty() {
        return Default::default();
    }
    let before = Lines { all: lines, own: 0..0, removed: Vec::new(), cut: None, ..*text };
    let reading = before.scene(profile, is_quoted).read(&unruled, weights);
    (applied, Unruled::of(&before, &unruled, &reading))
}

/// Changes `blocks` as readers said. Lines that are split are split in `text` too.
fn follow(
    text: &mut Lines<'_>,
    blocks: &mut Vec<Block>,
    corrections: &Corrections,
    profile: &Profile,
) -> Vec<Applied> {
    let mut applied = Vec::new();
    if corrections.is_empty() {
        return applied;
    }
    let mut hashes = hashes(text, blocks);
    let mut done = HashSet::new();
    while let Some(correction) = next(text, blocks, &hashes, corrections, &done) {
        done.insert(correction);
        let Some(said) = corrections.all().get(correction) else { continue };
        let is_it = |at: &usize| is_about(text, blocks, &hashes, *at, &said.block);
        let about: Vec<_> = (0..blocks.len()).filter(is_it).collect();
        // From the last one on, so that those before stay where they are.
        for at in about.into_iter().rev() {
            let n_lines = text.all.len();
            let line = blocks.get(at).map_or(0, |block| block.lines.start);
            if (Editing { text, blocks, profile }).change(at, said.change) {
                // A line that was split pushes those behind it down.
                let pushed = text.all.len() - n_lines;
                for other in applied.iter_mut().filter(|other: &&mut Applied| other.line > line) {
                    other.line += pushed;
                }
                applied.push(Applied { correction, line });
            }
        }
        hashes = self::hashes(text, blocks);
    }
    applied
}

/// The first correction that is not done and that is about a block.
fn next(
    text: &Lines<'_>,
    blocks: &[Block],
    hashes: &[u64],
    corrections: &Corrections,
    done: &HashSet<usize>,
) -> Option<usize> {
    let mut found: Option<usize> = None;
    for (at, &hash) in hashes.iter().enumerate() {
        let known = corrections.of_text(hash).iter().copied();
        let mut earlier =
            known.filter(|known| !done.contains(known) && found.is_none_or(|best| *known < best));
        let is_it = |known: &usize| {
            let said = corrections.all().get(*known);
            said.is_some_and(|said| is_about(text, blocks, hashes, at, &said.block))
        };
        found = earlier.find(is_it).or(found);
    }
    found
}

/// Whether the block at `at` is known by `fingerprint`.
fn is_about(text: &Lines<'_>, blocks: &[Block], hashes: &[u64], at: usize, known: &Fingerprint) -> bool {
    hashes.get(at) == Some(&known.text)
        && blocks.get(at).is_some_and(|block| known.matches(&fingerprint(text, block)))
}

fn hashes(text: &Lines<'_>, blocks: &[Block]) -> Vec<u64> {
    blocks.iter().map(|block| letters_hash(letters(text, block))).collect()
}

/// How `block` is known again.
pub(super) fn fingerprint(text: &Lines<'_>, block: &Block) -> Fingerprint {
    let before = text.all.get(..block.lines.start).unwrap_or_default();
    let after = text.all.get(block.lines.end..).unwrap_or_default();
    let is_letter = |c: &char| !c.is_whitespace();
    let before = before.iter().rev().flat_map(|line| line.body.chars().rev()).filter(is_letter);
    let after = after.iter().flat_map(|line| line.body.chars()).filter(is_letter);
    Fingerprint {
        text: letters_hash(letters(text, block)),
        before: letters_hash(before.take(BESIDE)),
        after: letters_hash(after.take(BESIDE)),
    }
}

fn lines<'s, 'a>(text: &'s Lines<'a>, block: &Block) -> &'s [Line<'a>] {
    text.all.get(block.lines.clone()).unwrap_or_default()
}

/// What a block is known by: its text without white space.
fn letters<'s>(text: &'s Lines<'_>, block: &Block) -> impl Iterator<Item = char> + use<'s> {
    lines(text, block).iter().flat_map(|line| line.body.chars()).filter(|c| !c.is_whitespace())
}

#[cfg(test)]
mod tests;
