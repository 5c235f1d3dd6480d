//! Plain text, whose structure is recovered.
//!
//! Text without marks still shows its structure, in how lines end, where they stand and what is
//! around them. What was meant for a printer or a terminal is first freed of its ink ([`ink`]).
//! The rest is read in stages, each a module:
//!
//! 1. [`lines`]: text becomes lines with their indent and width;
//! 2. [`profile`]: what the document is like, from bounded samples (wrapped or not, its measure, its
//!    indents and blank lines, its bullets and underlines, the lines that return, its pages, and the
//!    [`ranks`] of its headings), for a first screen at a [`glance`]; with it, page [`furniture`] is taken out of the lines;
//! 3. [`labels`]: lines get labels, where their marks are certain ([`table`]s, underlines, fences,
//!    quotes, items), or their shape is (terms and their [`definitions`], tables of [`contents`],
//!    [`lineated`] verse);
//! 4. [`blocks`]: labeled lines become blocks, wrapped lines paragraphs ([`paragraph`]), the parts of code
//!    [`listings`];
//!    What readers said of blocks is followed here ([`corrected`]);
//! 5. [`kinds`]: blocks that nothing marks are weighed by their [`features`], each a question about
//!    what a block ([`brief`]) looks like and where it stands; with the weights of the [`model`] the
//!    best way is found to read them all, as paragraphs, headings, items or code; those of one *guise*
//!    lean to what the others are ([`guises`]);
//! 6. [`levels`]: headings get their levels, and [`purposes`] says what is a title, a byline, a
//!    caption or a note;
//! 7. [`setting`]: blocks become a segment, with lists and definitions nested by their indents, and
//!    furniture behind the block that it stood in.
//!
//! [`explain`] answers why a block is what it is, in plain [`words`]. [`evidence`] shows what speaks for
//! and against each block. The example `train` learns the weights
//! from documents whose structure is known, by means of it.
//!
//! Features are of shape, not of words, so that they hold in any language; the few words that are known
//! are those of the [`lexicon`], in many. No letter is lost
//! or made up on the way, and none moves but with the furniture of a page; what becomes structure stays
//! in the source spans of the leaves.

mod blocks;
mod brief;
pub mod code;
mod contents;
mod corrected;
mod definitions;
pub mod evidence;
mod explain;
mod features;
mod fences;
mod furniture;
mod glance;
mod guises;
pub mod ink;
mod kinds;
mod labels;
mod levels;
mod lexicon;
mod lineated;
mod lines;
mod listings;
mod marker;
mod model;
mod paragraph;
mod profile;
mod purposes;
mod ranks;
mod seam;
mod setting;
mod shape;
mod split;
mod table;
#[cfg(test)]
mod tests;
pub mod verbatim;
mod words;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use anyhow::Result;

use super::{Confidence, Format, LOOK_AROUND, Reader, read};
use crate::document::{Chunk, Corrections, Explanation, Furniture, Parse, Reading, Segment, SegmentBuilder};
use crate::source::Source;
use blocks::Block;
use corrected::{Applied, Unruled};
use furniture::{Cleared, Removed};
use glance::{GLANCE, Unlearned};
use guises::Guises;
use ink::Inked;
use kinds::Scene;
use levels::Levels;
use lines::{Line, lines_with_points};
use model::Weights;
use profile::Profile;
use seam::Cut;
use setting::{Definitions, Joint, Setting, Writer};

/// The most quotes inside each other; what lies deeper keeps its marks.
const MAX_QUOTES: usize = 8;

/// The format.
pub struct Plain;

impl Format for Plain {
    fn name(&self) -> &'static str {
        "plain"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["txt", "text", "log"]
    }

    fn reading(&self) -> Reading {
        Reading::Recovered
    }

    fn sniff(&self, head: &str) -> Confidence {
        if ink::has_ink(head) { Confidence::Certain } else { Confidence::Fallback }
    }

    fn open(&self, source: Arc<Source>) -> Result<Arc<dyn Reader>> {
        Ok(Arc::new(PlainReader::new(source, Weights::bundled())))
    }

    fn open_at_once(&self, source: Arc<Source>) -> Result<Arc<dyn Reader>> {
        Ok(Arc::new(PlainReader::at_first_glance(source, Weights::bundled())))
    }
}

#[derive(Clone)]
struct PlainReader {
    source: Arc<Source>,
    profile: Arc<Profile>,
    weights: &'static Weights,
    corrections: Arc<Corrections>,
    /// What is to take the place of the profile, where that is of the beginning only.
    unlearned: Option<Arc<Unlearned>>,
}

impl Parse for PlainReader {
    fn parse(&self, chunk: &Chunk) -> Segment {
        let mut builder = SegmentBuilder::new(chunk.source.start);
        let text = read(&self.source, chunk, &mut builder);
        let around = self.around(chunk);
        let inked = Inked::of(text);
        let lines = Lines { cut: self.cut(chunk), ..self.lines(chunk, &around, &inked) };
        let mut writer = Writer::new(builder, &inked);
        recover(lines, self.habits(), 0, &mut writer);
        writer.finish()
    }

    fn corrected(&self, corrections: &Arc<Corrections>) -> Option<Arc<dyn Parse>> {
        Some(Arc::new(Self { corrections: Arc::clone(corrections), ..self.clone() }))
    }

    fn informed(&self) -> Option<Arc<dyn Parse>> {
        let profile = Arc::clone(self.unlearned.as_ref()?.learned()?);
        Some(Arc::new(Self { profile, unlearned: None, ..self.clone() }))
    }

    fn explain(&self, chunk: &Chunk, at: u32) -> Option<Explanation> {
        self.explain_block(chunk, at as usize)
    }

    fn source_text(&self, chunk: &Chunk) -> String {
        self.source.text(chunk.source.clone()).unwrap_or_default()
    }

    fn is_intact(&self) -> bool {
        self.source.is_intact()
    }
}

/// What stands around a chunk.
struct Around {
    before: Inked,
    after: Inked,
    is_start: bool,
    is_end: bool,
}

impl PlainReader {
    fn new(source: Arc<Source>, weights: &'static Weights) -> Self {
        let profile = Arc::new(Profile::of_source(&source, weights));
        Self { source, profile, weights, corrections: Arc::default(), unlearned: None }
    }

    /// The same by the habits that the beginning of `source` has, if there is more of it, and all is there.
    fn at_first_glance(source: Arc<Source>, weights: &'static Weights) -> Self {
        if source.len() <= GLANCE || !source.is_whole() {
            return Self::new(source, weights);
        }
        let profile = Arc::new(Profile::of_beginning(&source, weights));
        let unlearned = Some(Arc::new(Unlearned::new(Arc::clone(&source), weights)));
        Self { source, profile, weights, corrections: Arc::default(), unlearned }
    }

    fn habits(&self) -> Habits<'_> {
        Habits { profile: &self.profile, weights: self.weights, corrections: &self.corrections }
    }

    /// The lines of `chunk`, which is `inked`, among those around it, without page furniture.
    fn lines<'a>(&self, chunk: &Chunk, around: &'a Around, inked: &'a Inked) -> Lines<'a> {
        let mut all = lines_with_points(&around.before.text);
        let (own, after) = (lines_with_points(&inked.text), lines_with_points(&around.after.text));
        all.reserve(own.len() + after.len());
        let start = all.len();
        all.extend(own);
        let own = start..all.len();
        all.extend(after);
        let before =
            chunk.source.start.saturating_sub(around.before.source_offset(around.before.text.len()) as u64);
        let offset = |at: usize, line: &Line<'_>| {
            let (start, part) = match at {
                at if at < own.start => (before, &around.before),
                at if at < own.end => (chunk.source.start, inked),
                _ => (chunk.source.end, &around.after),
            };
            start + part.source_offset(line.start) as u64
        };
        let is_license = |at: usize, line: &Line<'_>| self.profile.license.holds(offset(at, line));
        let Cleared { lines, own, removed } = furniture::clear(all, own.clone(), &self.profile, is_license);
        let Around { is_start, is_end, .. } = *around;
        Lines { all: lines.into(), own, removed, cut: None, is_start, is_end }
    }

    fn around(&self, chunk: &Chunk) -> Around {
        let start = chunk.source.start.saturating_sub(LOOK_AROUND);
        let end = chunk.source.end.saturating_add(LOOK_AROUND);
        Around {
            before: Inked::of(self.text_before(start, chunk.source.start)),
            after: Inked::of(self.text_after(chunk.source.end, end)),
            is_start: start == 0,
            is_end: end >= self.source.len(),
        }
    }

    /// Where the cut at the start of `chunk` was forced.
    fn cut(&self, chunk: &Chunk) -> Option<Cut> {
        let before = chunk.source.start.checked_sub(1).filter(|_| chunk.continues)?;
        match self.source.read(before..chunk.source.start).ok()?.first()? {
            b'\n' | b'\r' => Some(Cut::BetweenLines),
            b' ' | b'\t' => Some(Cut::WithinLine(" ")),
            _ => Some(Cut::WithinLine("")),
        }
    }

    /// The whole lines from `start` to `end`.
    fn text_before(&self, start: u64, end: u64) -> String {
        let text = self.source.text(start..end).unwrap_or_default();
        let first = if start == 0 { 0 } else { text.find('\n').map_or(text.len(), |end| end + 1) };
        text.get(first..).unwrap_or_default().to_owned()
    }

    /// The whole lines from `start` to `end`.
    fn text_after(&self, start: u64, end: u64) -> String {
        let mut text = self.source.text(start..end).unwrap_or_default();
        if end < self.source.len() {
            text.truncate(text.rfind('\n').map_or(0, |end| end + 1));
        }
        text
    }
}

impl Reader for PlainReader {
    fn has_to_learn(&self) -> bool {
        self.unlearned.is_some()
    }

    fn chunks(self: Arc<Self>) -> Box<dyn Iterator<Item = Chunk> + Send> {
        let chunks = split::Chunks::new(Arc::clone(&self.source), Arc::clone(&self.profile));
        Box::new(chunks.learning(self.unlearned.clone()))
    }

    fn parser(self: Arc<Self>) -> Arc<dyn Parse> {
        self
    }
}

/// What the lines of a document are read with.
#[derive(Clone, Copy)]
struct Habits<'s> {
    profile: &'s Profile,
    weights: &'s Weights,
    corrections: &'s Corrections,
}

/// Lines to find blocks in.
struct Lines<'a> {
    all: Cow<'a, [Line<'a>]>,
    /// Those whose blocks are wanted; the others are context.
    own: Range<usize>,
    /// The page furniture that was taken out of them.
    removed: Vec<Removed<'a>>,
    /// Where the cut before those that are wanted was forced.
    cut: Option<Cut>,
    /// Whether the document starts with the first line.
    is_start: bool,
    /// Whether the document ends with the last line.
    is_end: bool,
}

impl<'a> Lines<'a> {
    /// Lines from the middle of a document, all of whose blocks are wanted.
    fn inside(lines: impl Into<Cow<'a, [Line<'a>]>>) -> Self {
        let all = lines.into();
        Self { own: 0..all.len(), all, removed: Vec::new(), cut: None, is_start: false, is_end: false }
    }
}

impl Lines<'_> {
    /// Whether the first line of the document stands under a running line.
    fn is_under_header(&self) -> bool {
        self.removed.first().is_some_and(|removed| removed.at == 0 && removed.kind != Furniture::License)
    }

    /// How the first of the wanted blocks goes on with what stands before a forced cut.
    fn joint(&self, blocks: &[Block], profile: &Profile) -> Option<Joint> {
        let at = blocks.partition_point(|block| block.lines.start < self.own.start);
        let (before, own) = blocks.split_at_checked(at)?;
        let first = own.first().filter(|first| self.own.contains(&first.lines.start))?;
        seam::joint(self.cut?, before, first, &self.all, profile)
    }

    /// The blocks of lines from the middle of a document, and how those of each guise were read.
    fn survey(&self, profile: &Profile, weights: &Weights) -> (Vec<Block>, Guises) {
        let mut marked = self.marked(profile);
        let reading = self.scene(profile, false).decide(&mut marked, weights);
        (blocks::join_alike(marked, &self.all, &self.own, profile), reading.guises())
    }

    /// Stage 5: what each block is.
    fn decided(
        &self,
        mut marked: Vec<Block>,
        Habits { profile, weights, .. }: Habits<'_>,
        unruled: &Unruled,
        is_quoted: bool,
    ) -> Vec<Block> {
        let scene = self.scene(profile, is_quoted);
        let mut reading = scene.read(&marked, weights);
        unruled.keep(self, &marked, &mut reading);
        scene.follow(&reading, &mut marked);
        blocks::join_alike(marked, &self.all, &self.own, profile)
    }

    /// Stages 3 and 4: the blocks of the lines, and what their marks say.
    fn marked(&self, profile: &Profile) -> Vec<Block> {
        let labels = labels::labels(&self.all, &self.own, profile);
        blocks::blocks(&self.all, &labels, &self.own, profile)
    }

    fn scene<'s>(&'s self, profile: &'s Profile, is_quoted: bool) -> Scene<'s, 's> {
        Scene { lines: &self.all, profile, is_start: self.is_start, is_end: self.is_end, is_quoted }
    }
}

/// Stages 3 to 7: finds the blocks of lines and sets them.
fn recover(mut text: Lines<'_>, habits: Habits<'_>, n_quotes: usize, writer: &mut Writer<'_>) {
    let Habits { profile, .. } = habits;
    let mut marked = text.marked(profile);
    let (applied, unruled) = corrected::correct(&mut text, &mut marked, habits, n_quotes > 0);
    for Applied { correction, line } in applied {
        if text.own.contains(&line) {
            writer.followed(correction, text.all.get(line).map_or(0, |line| line.start));
        }
    }
    let mut blocks = text.decided(marked, habits, &unruled, n_quotes > 0);
    let lines = &*text.all;
    if text.is_start {
        levels::find_title(&mut blocks, lines);
    }
    let title = text.is_start.then(|| levels::title(&blocks, lines, profile)).flatten();
    // Under a running line, as on a manual page, what comes first is no title.
    let title = title.filter(|_| !text.is_under_header());
    writer.go_on(text.joint(&blocks, profile));
    let purposes = purposes::purposes(&blocks, lines, title);
    let levels = Levels { profile, title };
    let all = blocks.iter().cloned().zip(purposes);
    let mut inside = Vec::with_capacity(blocks.len());
    inside.extend(all.filter(|(block, _)| text.own.contains(&block.lines.start)));
    let mut setting = Setting {
        lines,
        profile,
        levels,
        habits,
        n_quotes,
        lists: Vec::new(),
        definitions: Definitions::default(),
    };
    setting.set_all(&inside, &text.removed, writer);
}
