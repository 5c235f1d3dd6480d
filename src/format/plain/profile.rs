//! The second stage: what the document is like, learned once from bounded samples.
//!
//! A single block seldom tells whether its lines are wrapped or how far body text is indented; the
//! document as a whole does. The profile is what [`parse`](super) knows beyond its chunk.

mod common;
mod hashes;
mod license;
mod listed;
mod marks;
mod repeated;
mod running;
mod vocabulary;

use std::ops::Range;

use super::Lines;
use super::blocks::{Block, Evidence, Kind};
use super::definitions;
use super::furniture;
use super::glance::GLANCE;
use super::guises::Guises;
use super::ink::Inked;
use super::levels;
use super::lines::{Line, is_ideograph, lines_with_points};
use super::marker::{self, Marker, Sign};
use super::model::Weights;
use super::ranks::Ranks;
use super::shape::{self, Ending};
use crate::source::Source;
pub(super) use common::starts_speech;
pub(super) use hashes::{Hashes, is_apart};
pub(super) use marks::{Mark, Marks};
pub(super) use repeated::{essence, hash};

use common::Common;
use license::License;
use listed::Listed;
use repeated::Repeated;
use running::Running;
use vocabulary::Vocabulary;

/// Bytes of one sample.
const SAMPLE: u64 = 12 * 1024;
/// Bytes of a source of which all is looked at.
const WHOLE: u64 = 48 * 1024;
/// Samples beside the first, spread evenly.
const MORE_SAMPLES: u64 = 3;

/// How a heading is underlined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Underline {
    /// The character that is repeated.
    pub(super) char: char,
    /// Whether the same rule stands above the heading too.
    pub(super) is_doubled: bool,
}

/// The habits of a document.
#[expect(clippy::struct_excessive_bools, reason = "each is one habit, and they do not depend on each other")]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Profile {
    /// The columns at which lines are wrapped. `None` where each line is a block of its own.
    pub(super) measure: Option<usize>,
    /// Columns before most of the text.
    pub(super) base_indent: usize,
    /// Columns before running text further left than that.
    pub(super) outer_indents: Vec<usize>,
    /// Whether blank lines stand between paragraphs.
    pub(super) has_blank_lines: bool,
    /// The rules under headings, in order of their first appearance, but `=` above `-`.
    pub(super) underlines: Vec<Underline>,
    /// Whether the first underline appears once only, as that of a title does.
    pub(super) has_underlined_title: bool,
    /// Whether headings in capitals stand above others.
    pub(super) has_capitals: bool,
    /// Whether there are bullets before the items of lists.
    pub(super) has_bullets: bool,
    /// What `#` before lines means.
    pub(super) hashes: Hashes,
    /// The signs around headings.
    pub(super) marks: Marks,
    /// How many lines there are of kinds that mean something else where they are common.
    pub(super) common: Common,
    /// Short lines that stand here more than once, and how often.
    pub(super) repeated: Repeated,
    /// What its tables of contents list.
    pub(super) listed: Listed,
    /// How blocks that look alike were read.
    pub(super) guises: Guises,
    /// Which forms of heading stand above which.
    pub(super) ranks: Ranks,
    /// What pages have at their heads and feet.
    pub(super) running: Running,
    /// The terms around the text.
    pub(super) license: License,
    /// The words that stand in it, if some are parted at line ends.
    pub(super) vocabulary: Vocabulary,
    /// The columns before the terms of definition lists, and from there to what explains them.
    pub(super) terms: Vec<(usize, usize)>,
}

/// What kind of document it is, as far as it changes what other signs mean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Mode {
    /// Each line is a block, and nothing marks items.
    #[default]
    Bare,
    /// Each line is a block, and items have bullets.
    Lines,
    /// Blank lines stand between blocks that are not wrapped.
    Spaced,
    /// Lines are wrapped.
    Wrapped,
}

impl Mode {
    /// All of them.
    pub(super) const ALL: [Self; 4] = [Self::Bare, Self::Lines, Self::Spaced, Self::Wrapped];

    /// Whether each line is a block.
    pub(super) fn is_by_line(self) -> bool {
        matches!(self, Self::Bare | Self::Lines)
    }

    /// What it is called in the table of weights.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Bare => "bare",
            Self::Lines => "lines",
            Self::Spaced => "spaced",
            Self::Wrapped => "wrapped",
        }
    }
}

impl Profile {
    /// The profile of `source`, from samples of it.
    pub(super) fn of_source(source: &Source, weights: &Weights) -> Self {
        Self::of_samples(source, samples(source.len()), weights)
    }

    /// The same, from what is at its beginning.
    pub(super) fn of_beginning(source: &Source, weights: &Weights) -> Self {
        Self::of_samples(source, std::iter::once(0..GLANCE), weights)
    }

    fn of_samples(source: &Source, ranges: impl Iterator<Item = Range<u64>>, weights: &Weights) -> Self {
        let texts = ranges.filter_map(|range| source.text(range).ok());
        let texts: Vec<_> = texts.map(Inked::of).collect();
        let mut sampled: Vec<_> = texts.iter().map(|inked| lines_with_points(&inked.text)).collect();
        let mut pages =
            Self { running: Running::new(&sampled), license: License::of_source(source), ..Self::default() };
        if pages.running.is_paginated() {
            pages.measure = measure(&sampled, &prose(&sampled));
            sampled = sampled.into_iter().map(|lines| furniture::clear_all(lines, &pages)).collect();
        }
        let mut profile = Self { running: pages.running, license: pages.license, ..Self::new(&sampled) };
        profile.terms = definitions::habits(&sampled, &profile);
        let mut found = Found::default();
        let mut guises = Guises::default();
        for (at, surveyed) in profile.survey(&sampled, weights).into_iter().enumerate() {
            let Surveyed { lines, blocks, .. } = &surveyed;
            let title = (at == 0).then(|| levels::title(blocks, lines, &profile)).flatten();
            found.add(lines, blocks, title);
            guises = guises.merge(surveyed.guises);
        }
        profile.guises = guises.of_several();
        profile.ranks = found.ranks();
        profile
    }

    /// The blocks of each sample, or of each half of a single one, and how they were read.
    fn survey<'s, 'a>(&self, samples: &'s [Vec<Line<'a>>], weights: &Weights) -> Vec<Surveyed<'s, 'a>> {
        let stretches: Vec<&[Line<'_>]> = match samples {
            [single] => halves(single).into(),
            several => several.iter().map(Vec::as_slice).collect(),
        };
        let survey = |lines: &&'s [Line<'a>]| {
            let (blocks, guises) = Lines::inside(*lines).survey(self, weights);
            Surveyed { lines, blocks, guises }
        };
        let all_of = |stretches: &[&'s [Line<'a>]]| stretches.iter().map(survey).collect::<Vec<_>>();
        let (ours, theirs) = stretches.split_at(stretches.len().div_ceil(2));
        let (mut all, theirs) = side_by_side(samples.len() > 1, || all_of(ours), || all_of(theirs));
        all.extend(theirs);
        all
    }

    /// The profile of a document with these stretches of lines.
    pub(super) fn new(samples: &[Vec<Line<'_>>]) -> Self {
        let is_much = samples.len() > 1;
        let (forms, texts) = side_by_side(is_much, || Self::of_forms(samples), || Self::of_texts(samples));
        let Self { repeated, listed, vocabulary, .. } = texts;
        Self { repeated, listed, vocabulary, ..forms }
    }

    /// What the texts of lines tell: which of them, and which words, stand elsewhere too.
    fn of_texts(samples: &[Vec<Line<'_>>]) -> Self {
        Self {
            repeated: Repeated::new(samples),
            listed: Listed::new(samples),
            vocabulary: Vocabulary::new(samples),
            ..Self::default()
        }
    }

    /// What the forms of lines tell.
    fn of_forms(samples: &[Vec<Line<'_>>]) -> Self {
        let underlines = underlines(samples);
        let first = underlines.first().copied();
        let mut distinct = Vec::new();
        for &underline in &underlines {
            if !distinct.contains(&underline) {
                distinct.push(underline);
            }
        }
        let has_underlined_title = underlines.iter().filter(|&&underline| Some(underline) == first).count()
            == 1
            && distinct.len() > 1;
        if !has_underlined_title {
            put_double_rules_first(&mut distinct);
        }
        let prose = prose(samples);
        let (measure, base_indent) = (measure(samples, &prose), base_indent(&prose));
        Self {
            measure,
            base_indent,
            outer_indents: outer_indents(&prose, base_indent, measure),
            has_blank_lines: has_blank_lines(samples),
            has_underlined_title,
            underlines: distinct,
            has_capitals: has_capitals(samples),
            has_bullets: has_bullets(samples),
            hashes: Hashes::new(samples),
            marks: Marks::new(samples),
            common: Common::new(samples, base_indent, measure.is_some()),
            ..Self::default()
        }
    }

    /// What kind of document it is.
    pub(super) fn mode(&self) -> Mode {
        match (self.measure, self.has_blank_lines, self.has_bullets) {
            (Some(_), ..) => Mode::Wrapped,
            (None, true, _) => Mode::Spaced,
            (None, false, true) => Mode::Lines,
            (None, false, false) => Mode::Bare,
        }
    }

    /// Whether `line` ends only because the first word of `next` would not have fit: the two are
    /// one paragraph, wrapped.
    pub(super) fn is_full(&self, line: &Line<'_>, next: &Line<'_>) -> bool {
        self.measure.is_some_and(|measure| is_full(line, next, measure))
    }
}

/// What two tasks answer; the second is done by another thread if they are worth one: a reader may wait for them.
fn side_by_side<A, B: Send>(
    is_worth_it: bool,
    one: impl FnOnce() -> A,
    other: impl FnOnce() -> B + Send,
) -> (A, B) {
    if !is_worth_it {
        return (one(), other());
    }
    std::thread::scope(|scope| {
        let other = scope.spawn(other);
        (one(), other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}

/// The lines up to the last blank one before their middle, and the rest; of a few pages all, since in a
/// half of them hardly anything comes twice.
fn halves<'s, 'a>(lines: &'s [Line<'a>]) -> [&'s [Line<'a>]; 2] {
    const FEWEST: usize = 100;
    if lines.len() < FEWEST {
        return [lines, &[]];
    }
    let half = lines.get(..lines.len() / 2).unwrap_or_default();
    let end = half.iter().rposition(Line::is_blank).map_or(lines.len(), |blank| blank + 1);
    let (before, behind) = lines.split_at(end);
    [before, behind]
}

/// A sample that was read before the habits were known which reading tells.
struct Surveyed<'s, 'a> {
    lines: &'s [Line<'a>],
    blocks: Vec<Block>,
    guises: Guises,
}

/// What the samples have that tells of the levels of headings.
#[derive(Default)]
struct Found<'a> {
    /// The first lines of headings, but for the title and those with a mark.
    headings: Vec<Line<'a>>,
    /// The places of those that follow another with no text between.
    right_below: Vec<usize>,
    /// The first lines of items with bullets.
    items: Vec<Line<'a>>,
}

impl<'a> Found<'a> {
    /// Adds what is found among `blocks`, of which one may be the `title`.
    fn add(&mut self, lines: &[Line<'a>], blocks: &[Block], title: Option<&Block>) {
        let is_bare = |block: &Block| block.kind == Kind::Heading(Evidence::Form);
        let mut before: Option<&Block> = None;
        for block in blocks.iter().skip(1) {
            if Some(block) == title {
                before = None;
                continue;
            }
            match (lines.get(block.text.start), block.kind) {
                (Some(line), Kind::Heading(Evidence::Form)) => {
                    if before.is_some_and(is_bare) {
                        self.right_below.push(self.headings.len());
                    }
                    self.headings.push(*line);
                }
                (Some(line), Kind::Item(Some(Marker { sign: Sign::Bullet { .. }, .. }))) => {
                    self.items.push(*line);
                }
                _ => {}
            }
            before = Some(block);
        }
    }

    fn ranks(&self) -> Ranks {
        Ranks::new(&self.headings, &self.right_below).with_items(&self.headings, &self.items)
    }
}

/// The first stretch and others at equal distances; all of a short source.
fn samples(length: u64) -> impl Iterator<Item = Range<u64>> {
    let all = length <= WHOLE;
    let more = if all { 0 } else { MORE_SAMPLES };
    let first = if all { length } else { SAMPLE };
    let step = (length - first) / MORE_SAMPLES.max(1);
    std::iter::once(0..first).chain((1..=more).map(move |number| {
        let start = number * step;
        start..start + SAMPLE
    }))
}

fn pairs<'a>(samples: &'a [Vec<Line<'a>>]) -> impl Iterator<Item = (&'a Line<'a>, &'a Line<'a>)> {
    samples.iter().flat_map(|lines| lines.iter().zip(lines.iter().skip(1)))
}

/// A line of running text, and the one below it.
struct Prose<'s, 'a> {
    line: &'s Line<'a>,
    next: Option<&'s Line<'a>>,
}

/// The lines that are running text as far as their shape tells.
fn prose<'s, 'a>(samples: &'s [Vec<Line<'a>>]) -> Vec<Prose<'s, 'a>> {
    let of_sample = |lines: &'s Vec<Line<'a>>| {
        let nexts = lines.iter().skip(1).map(Some).chain([None]);
        lines.iter().zip(nexts).map(|(line, next)| Prose { line, next })
    };
    samples.iter().flat_map(of_sample).filter(|prose| is_prose(prose.line)).collect()
}

/// Whether a line is running text as far as its shape tells.
fn is_prose(line: &Line<'_>) -> bool {
    const MIN_WIDTH: usize = 20;
    const GAP: usize = 3;
    line.width >= MIN_WIDTH && !line.body.contains('|') && !line.has_gap(GAP) && shape::code_on(line) < 1.0
}

/// The columns at which lines are wrapped: lines end inside a sentence, and the next one goes on
/// with a small letter. Where letters have no case, most lines end at the same column.
fn measure(samples: &[Vec<Line<'_>>], prose: &[Prose<'_, '_>]) -> Option<usize> {
    // Lines that are so narrow and have capitals are those of verse, of addresses and of lists.
    const NARROWEST: usize = 30;
    const NARROWEST_CASED: usize = 44;
    const WIDEST: usize = 132;
    const MIN_ON: f32 = 0.15;
    const MIN_FULL: f32 = 0.4;
    const ENOUGH: usize = 6;
    const MAX_BEYOND: f32 = 0.1;
    if is_mostly_wide(prose, WIDEST) {
        return None;
    }
    let inside: Vec<_> = prose
        .iter()
        .filter_map(|prose| Some((prose.line, prose.next?)))
        .filter(|(line, next)| !next.is_blank() && line.indent.abs_diff(next.indent) <= 8)
        .filter(|(_, next)| marker::marker(next.body).is_none())
        .filter(|(line, _)| {
            matches!(shape::ending(line.body), Ending::Open | Ending::Clause | Ending::Hyphen)
        })
        .collect();
    let is_cased = inside.iter().any(|(_, next)| next.body.chars().any(char::is_lowercase));
    let on: Vec<_> = inside.iter().filter(|(_, next)| !is_cased || shape::starts_small(next.body)).collect();
    let measure = most_lines_end_before(on.iter().map(|(line, _)| line.right()).collect())?;
    let full = on.iter().filter(|(line, next)| is_full(line, next, measure)).count();
    let reads_on = shape::ratio(on.len(), inside.len()) >= MIN_ON;
    // Some break their lines where the sense does; blank lines then tell where paragraphs end. Without
    // such, a few lines are no proof where others are longer.
    let beyond = prose.iter().filter(|prose| prose.line.right() > measure).count();
    let is_kept = full >= ENOUGH || shape::ratio(beyond, prose.len()) <= MAX_BEYOND;
    let is_even = has_blank_lines(samples) || (is_kept && shape::ratio(full, on.len()) >= MIN_FULL);
    let n_wide = inside.iter().filter(|(line, _)| line.body.contains(is_ideograph)).count();
    let narrowest = if n_wide * 2 > inside.len() { NARROWEST } else { NARROWEST_CASED };
    ((narrowest..=WIDEST).contains(&measure) && reads_on && is_even).then_some(measure)
}

/// Whether a good part of the text stands on lines that are wider than `widest`.
fn is_mostly_wide(prose: &[Prose<'_, '_>], widest: usize) -> bool {
    const SHARE: usize = 3;
    let widths = || prose.iter().map(|prose| prose.line.width);
    let all: usize = widths().sum();
    let wide: usize = widths().filter(|&width| width > widest).sum();
    wide * SHARE > all
}

/// Whether the first word of `next` would hardly have fit on `line`.
fn is_full(line: &Line<'_>, next: &Line<'_>, measure: usize) -> bool {
    const SLACK: usize = 10;
    line.right() + 1 + next.first_word() + SLACK > measure
}

/// The column that all but a few stray lines end before.
fn most_lines_end_before(mut ends: Vec<usize>) -> Option<usize> {
    const STRAY: usize = 40;
    ends.sort_unstable();
    let last = ends.len().checked_sub(1)?;
    ends.get(last - last / STRAY).copied()
}

/// The least indent under which a good part of the wide lines stand.
fn base_indent(prose: &[Prose<'_, '_>]) -> usize {
    const DEEPEST: usize = 16;
    const SHARE: usize = 6;
    let mut columns = [0; DEEPEST + 1];
    for line in prose.iter().map(|prose| prose.line) {
        if let Some(total) = columns.get_mut(line.indent) {
            *total += line.width;
        }
    }
    let all: usize = columns.iter().sum();
    columns.iter().position(|&total| total * SHARE > all).unwrap_or_default()
}

/// The columns left of `base_indent` under which some lines are wrapped at `measure`: text stands there as well.
fn outer_indents(prose: &[Prose<'_, '_>], base_indent: usize, measure: Option<usize>) -> Vec<usize> {
    const FEWEST: usize = 3;
    let Some(measure) = measure.filter(|_| base_indent > 0) else { return Vec::new() };
    let is_wrapped = |prose: &&Prose<'_, '_>| {
        prose.next.is_some_and(|next| {
            next.indent == prose.line.indent
                && shape::starts_small(next.body)
                && is_full(prose.line, next, measure)
        })
    };
    let n_wrapped =
        |indent: usize| prose.iter().filter(|prose| prose.line.indent == indent).filter(is_wrapped).count();
    (0..base_indent).filter(|&indent| n_wrapped(indent) >= FEWEST).collect()
}

fn has_blank_lines(samples: &[Vec<Line<'_>>]) -> bool {
    const LINES_A_BLANK: usize = 14;
    let blank = pairs(samples).filter(|(line, next)| line.is_blank() && !next.is_blank()).count();
    let filled = samples.iter().flatten().filter(|line| !line.is_blank()).count();
    blank * LINES_A_BLANK >= filled && blank > 0
}

fn underlines(samples: &[Vec<Line<'_>>]) -> Vec<Underline> {
    let mut found = Vec::new();
    for lines in samples {
        for (at, (over, line)) in lines.iter().zip(lines.iter().skip(1)).enumerate() {
            if let Some(char) = shape::underline(over, line) {
                let above = at.checked_sub(1).and_then(|above| lines.get(above));
                found
                    .push(Underline { char, is_doubled: above.is_some_and(|above| above.body == line.body) });
            }
        }
    }
    found
}

/// Puts `=` right above `-`, whichever comes first in the document.
fn put_double_rules_first(underlines: &mut [Underline]) {
    let place =
        |char| underlines.iter().position(|&underline| underline == Underline { char, is_doubled: false });
    if let (Some(double), Some(single)) = (place('='), place('-'))
        && single < double
        && let Some(between) = underlines.get_mut(single..=double)
    {
        between.rotate_right(1);
    }
}

fn has_bullets(samples: &[Vec<Line<'_>>]) -> bool {
    const FEWEST: usize = 2;
    let is_bulleted = |line: &&Line<'_>| {
        marker::marker(line.body).is_some_and(|marker| matches!(marker.sign, Sign::Bullet { .. }))
    };
    samples.iter().flatten().filter(is_bulleted).count() >= FEWEST
}

/// Whether lines in capitals stand alone: between blank lines, or out of the text's indent.
fn has_capitals(samples: &[Vec<Line<'_>>]) -> bool {
    const WIDEST: usize = 60;
    const MIN_LINES: usize = 2;
    let lone = samples.iter().flatten().filter(|line| {
        line.width <= WIDEST && shape::is_capitals(line.body) && shape::ending(line.body) == Ending::Open
    });
    lone.count() >= MIN_LINES
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile(text: &str) -> Profile {
        Profile::new(&[lines_with_points(text)])
    }

    const WRAPPED: &str = "The river had risen in the night and stood now at\nthe third step of the landing, brown and quick,\nwith branches in it, and a chair. Nobody spoke.\n\nWe waited until the rain had gone over the hills\nand then went down with the ropes to see whether\nthe boat was still where we had left it.\n";

    #[test]
    fn wrapped_text_has_a_measure() {
        assert_eq!(profile(WRAPPED).measure, Some(49));
        assert!(profile(WRAPPED).has_blank_lines);
    }

    #[test]
    fn blocks_on_lines_of_their_own_have_none() {
        let text = "A heading here of some length\nA sentence that goes on for quite a while, longer than any line of a wrapped text would, and then some more of it, and more.\nAnother heading of text\n";
        assert_eq!(profile(text).measure, None);
        assert_eq!(profile("One item of a list that is here\nTwo\nThree words more here today\nFour\nA longer line stands at the end of it all\n").measure, None);
    }

    #[test]
    fn a_few_lines_that_read_on_are_not_wrapped() {
        for text in [
            "[10:01] <ann> hi\n[10:01] <bo> hello, did you see the boat?\n[10:02] <ann> yes, red again\n[10:03] <bo> I'll look into it\n",
            "boatctl\nboatctl is a small tool that moves boats.\nUse\ngit clone https://example.org/boatctl\ncd boatctl && make\n-q  say nothing of what is done here\nand move it even if somebody is on board of it\n",
            "# Settings of the server\nport = 8080\n\nlevel = info for all of it\nfile = app.log\n",
        ] {
            assert_eq!(profile(text).measure, None, "{text}");
        }
    }

    #[test]
    fn indents_are_counted() {
        let indented = format!("   {}", WRAPPED.replace('\n', "\n   "));
        assert_eq!(profile(&indented).base_indent, 3);
        let book = WRAPPED
            .replace("\n\n", "\n")
            .replace("We waited", "   We waited")
            .replace("the boat", "   The boat");
        assert!(!profile(&book).has_blank_lines);
    }

    #[test]
    fn underlines_are_ranked_by_appearance() {
        let found = profile("Title\n=====\n\nOne\n---\n\nText.\n\nTwo\n---\n");
        let chars: Vec<_> = found.underlines.iter().map(|underline| underline.char).collect();
        assert_eq!(chars, ['=', '-']);
        assert!(found.has_underlined_title);
        let found = profile("Contents\n--------\n\nOne\n===\n\nText.\n\nTwo\n---\n");
        assert_eq!(found.underlines.first().map(|underline| underline.char), Some('='));
        let found = profile("One\n===\n\nTwo\n---\n\nThree\n===\n\nText.\n");
        assert_eq!(found.underlines.first().map(|underline| underline.char), Some('='));
    }

    #[test]
    fn samples_are_bounded() {
        assert!(samples(10).eq(std::iter::once(0..10)));
        let total: u64 = samples(1 << 40).map(|range| range.end - range.start).sum();
        assert_eq!(total, SAMPLE * (MORE_SAMPLES + 1));
    }
}
