//! Plain text, whose structure is recovered.
//!
//! Text without marks still shows its structure, in how lines end, where they stand and what is
//! around them. What was meant for a printer or a terminal is first freed of its ink ([`ink`]).
//! The rest is read in stages, each a module:
//!
//! 1. [`lines`]: text becomes lines with their indent and width;
//! 2. [`profile`]: what the document is like, from bounded samples (wrapped or not, its measure, its
//!    indents and blank lines, its bullets and underlines, the lines that return, its pages, and the
//!    [`ranks`] of its headings); with it, page [`furniture`] is taken out of the lines;
//! 3. [`labels`]: lines get labels, where their marks are certain ([`table`]s, underlines, fences,
//!    quotes, items);
//! 4. [`blocks`]: labeled lines become blocks, wrapped lines paragraphs ([`paragraph`]);
//! 5. [`kinds`]: blocks that nothing marks are weighed by their [`features`], each a question about
//!    what a block ([`brief`]) looks like and where it stands; with the weights of the [`model`] the
//!    best way is found to read them all, as paragraphs, headings, items or code;
//! 6. [`levels`]: headings get their levels;
//! 7. [`setting`]: blocks become a segment, with lists nested by their indents.
//!
//! [`evidence`] shows what speaks for and against a block. The example `train` learns the weights
//! from documents whose structure is known, by means of it.
//!
//! Features are of shape, not of words, so that they hold in any language. No letter is lost,
//! moved or made up on the way; what becomes structure stays in the source spans of the leaves.

mod blocks;
mod brief;
mod definitions;
pub mod evidence;
mod features;
mod furniture;
pub mod ink;
mod kinds;
mod labels;
mod levels;
mod lineated;
mod lines;
mod marker;
mod model;
mod paragraph;
mod profile;
mod purposes;
mod ranks;
mod setting;
mod shape;
mod split;
mod table;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use anyhow::Result;

use super::{Confidence, Format, LOOK_AROUND, Reader, read};
use crate::document::{Chunk, Parse, Segment, SegmentBuilder};
use crate::source::Source;
use blocks::Block;
use furniture::{Cleared, Removed};
use ink::Inked;
use kinds::Scene;
use levels::Levels;
use lines::Line;
use model::Weights;
use profile::Profile;
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

    fn sniff(&self, head: &str) -> Confidence {
        if ink::has_ink(head) { Confidence::Certain } else { Confidence::Fallback }
    }

    fn open(&self, source: Arc<Source>) -> Result<Arc<dyn Reader>> {
        Ok(Arc::new(PlainReader::new(source, Weights::bundled())))
    }
}

struct PlainReader {
    source: Arc<Source>,
    profile: Arc<Profile>,
    weights: &'static Weights,
}

impl Parse for PlainReader {
    fn parse(&self, chunk: &Chunk) -> Segment {
        let mut builder = SegmentBuilder::new(chunk.source.start);
        let text = read(&self.source, chunk, &mut builder);
        let around = self.around(chunk);
        let inked = Inked::of(text);
        let lines = self.lines(chunk, &around, &inked);
        let mut writer = Writer::new(builder, &inked);
        writer.go_on(self.joint(chunk));
        recover(&lines, &self.profile, self.weights, 0, &mut writer);
        writer.finish()
    }

    fn source_text(&self, chunk: &Chunk) -> String {
        self.source.text(chunk.source.clone()).unwrap_or_default()
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
        Self { source, profile, weights }
    }

    /// The lines of `chunk`, which is `inked`, among those around it, without page furniture.
    fn lines<'a>(&self, chunk: &Chunk, around: &'a Around, inked: &'a Inked) -> Lines<'a> {
        let mut all = lines::lines(&around.before.text);
        let start = all.len();
        all.extend(lines::lines(&inked.text));
        let own = start..all.len();
        all.extend(lines::lines(&around.after.text));
        let before = chunk.source.start.saturating_sub(around.before.text.len() as u64);
        let offset = |at: usize, line: &Line<'_>| match at {
            at if at < own.start => before + line.start as u64,
            at if at < own.end => chunk.source.start + inked.source_offset(line.start) as u64,
            _ => chunk.source.end + line.start as u64,
        };
        let is_license = |at: usize, line: &Line<'_>| self.profile.license.holds(offset(at, line));
        let Cleared { lines, own, removed } = furniture::clear(all, own.clone(), &self.profile, is_license);
        Lines { all: lines.into(), own, removed, is_start: around.is_start, is_end: around.is_end }
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

    /// What a forced cut at the start of `chunk` went through.
    fn joint(&self, chunk: &Chunk) -> Option<Joint> {
        let before = chunk.source.start.checked_sub(1).filter(|_| chunk.continues)?;
        match self.source.read(before..chunk.source.start).ok()?.first()? {
            b'\n' | b'\r' => self.profile.measure.map(|_| Joint::BetweenLines),
            b' ' | b'\t' => Some(Joint::WithinLine(" ")),
            _ => Some(Joint::WithinLine("")),
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
    fn chunks(self: Arc<Self>) -> Box<dyn Iterator<Item = Chunk> + Send> {
        Box::new(split::Chunks::new(Arc::clone(&self.source), Arc::clone(&self.profile)))
    }

    fn parser(self: Arc<Self>) -> Arc<dyn Parse> {
        self
    }
}

/// Lines to find blocks in.
struct Lines<'a> {
    all: Cow<'a, [Line<'a>]>,
    /// Those whose blocks are wanted; the others are context.
    own: Range<usize>,
    /// The page furniture that was taken out of them.
    removed: Vec<Removed<'a>>,
    /// Whether the document starts with the first line.
    is_start: bool,
    /// Whether the document ends with the last line.
    is_end: bool,
}

impl Lines<'_> {
    /// Stages 3 to 5: the blocks of the lines, and what each is.
    fn blocks(&self, profile: &Profile, weights: &Weights, is_quoted: bool) -> Vec<Block> {
        let labels = labels::labels(&self.all, profile);
        let mut blocks = blocks::blocks(&self.all, &labels, &self.own, profile);
        let scene =
            Scene { lines: &self.all, profile, is_start: self.is_start, is_end: self.is_end, is_quoted };
        scene.decide(&mut blocks, weights);
        blocks::join_code(blocks, &self.own)
    }
}

/// Stages 3 to 7: finds the blocks of lines and sets them.
fn recover(text: &Lines<'_>, profile: &Profile, weights: &Weights, n_quotes: usize, writer: &mut Writer<'_>) {
    let lines = &*text.all;
    let blocks = text.blocks(profile, weights, n_quotes > 0);
    // Under a running line, as on a manual page, what comes first is no title.
    let is_under_header = text
        .removed
        .first()
        .is_some_and(|removed| removed.at == 0 && removed.kind != crate::document::Furniture::License);
    let title = (text.is_start && !is_under_header).then(|| levels::title(&blocks, lines)).flatten();
    let purposes = purposes::purposes(&blocks, lines, title);
    let levels = Levels { profile, title };
    let all = blocks.iter().cloned().zip(purposes);
    let inside: Vec<_> = all.filter(|(block, _)| text.own.contains(&block.lines.start)).collect();
    let mut setting = Setting {
        lines,
        profile,
        levels,
        weights,
        n_quotes,
        lists: Vec::new(),
        definitions: Definitions::default(),
    };
    setting.set_all(&inside, &text.removed, writer);
}
