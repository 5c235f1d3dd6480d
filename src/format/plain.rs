//! Plain text, whose structure is recovered.
//!
//! Text without marks still shows its structure, in how lines end, where they stand and what is
//! around them. What was meant for a printer or a terminal is first freed of its ink ([`ink`]).
//! The rest is read in stages, each a module:
//!
//! 1. [`lines`]: text becomes lines with their indent and width;
//! 2. [`profile`]: what the document is like, from bounded samples (wrapped or not, its measure,
//!    its indents and blank lines, the underlines it uses);
//! 3. [`labels`]: each line gets a label, the certain things first (tables, underlines, fences,
//!    quotes, items);
//! 4. [`blocks`]: labeled lines become blocks, wrapped lines paragraphs ([`paragraph`]);
//! 5. [`headings`]: paragraphs are weighed, and those that are headings found;
//! 6. [`levels`]: headings get their levels;
//! 7. [`setting`]: blocks become a segment, with lists nested by their indents.
//!
//! Features are of shape, not of words, so that they hold in any language. No letter is lost,
//! moved or made up on the way; what becomes structure stays in the source spans of the leaves.

mod blocks;
mod headings;
pub mod ink;
mod labels;
mod levels;
mod lines;
mod marker;
mod paragraph;
mod profile;
mod setting;
mod shape;
mod split;
mod table;
#[cfg(test)]
mod tests;

use std::ops::Range;
use std::sync::Arc;

use anyhow::Result;

use super::{Confidence, Format, LOOK_AROUND, Reader, read};
use crate::document::{Chunk, Parse, Segment, SegmentBuilder};
use crate::source::Source;
use ink::Inked;
use levels::Levels;
use lines::Line;
use profile::Profile;
use setting::{Joint, Setting, Writer};

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
        let profile = Arc::new(Profile::of_source(&source));
        Ok(Arc::new(PlainReader { source, profile }))
    }
}

struct PlainReader {
    source: Arc<Source>,
    profile: Arc<Profile>,
}

impl Parse for PlainReader {
    fn parse(&self, chunk: &Chunk) -> Segment {
        let mut builder = SegmentBuilder::new(chunk.source.start);
        let text = read(&self.source, chunk, &mut builder);
        let [before, inked, after] = [self.text_before(chunk), text, self.text_after(chunk)].map(Inked::of);
        let mut all = lines::lines(&before.text);
        let own = lines::lines(&inked.text);
        let own_range = all.len()..all.len() + own.len();
        all.extend(own);
        all.extend(lines::lines(&after.text));
        let mut writer = Writer::new(builder, &inked);
        writer.go_on(self.joint(chunk));
        recover(&all, &own_range, &self.profile, chunk.source.start == 0, 0, &mut writer);
        writer.finish()
    }

    fn source_text(&self, chunk: &Chunk) -> String {
        self.source.text(chunk.source.clone()).unwrap_or_default()
    }
}

impl PlainReader {
    /// What a forced cut at the start of `chunk` went through.
    fn joint(&self, chunk: &Chunk) -> Option<Joint> {
        let before = chunk.source.start.checked_sub(1).filter(|_| chunk.continues)?;
        match self.source.read(before..chunk.source.start).ok()?.first()? {
            b'\n' | b'\r' => self.profile.measure.map(|_| Joint::BetweenLines),
            b' ' | b'\t' => Some(Joint::WithinLine(" ")),
            _ => Some(Joint::WithinLine("")),
        }
    }

    /// The whole lines before `chunk`, as far as it is looked.
    fn text_before(&self, chunk: &Chunk) -> String {
        let start = chunk.source.start.saturating_sub(LOOK_AROUND);
        let text = self.source.text(start..chunk.source.start).unwrap_or_default();
        let first = if start == 0 { 0 } else { text.find('\n').map_or(text.len(), |end| end + 1) };
        text.get(first..).unwrap_or_default().to_owned()
    }

    /// The whole lines after `chunk`, as far as it is looked.
    fn text_after(&self, chunk: &Chunk) -> String {
        let end = chunk.source.end.saturating_add(LOOK_AROUND);
        let mut text = self.source.text(chunk.source.end..end).unwrap_or_default();
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

/// Stages 3 to 7: finds the blocks of `lines` and sets those within `own`; the others are context.
fn recover(
    lines: &[Line<'_>],
    own: &Range<usize>,
    profile: &Profile,
    is_start: bool,
    n_quotes: usize,
    writer: &mut Writer<'_>,
) {
    let labels = labels::labels(lines, profile);
    let mut blocks = blocks::blocks(lines, &labels, own, profile);
    headings::find(&mut blocks, lines, profile, is_start);
    let title = is_start.then(|| levels::title(&blocks, lines)).flatten();
    let levels = Levels { profile, title };
    let inside: Vec<_> = blocks.iter().filter(|block| own.contains(&block.lines.start)).cloned().collect();
    Setting { lines, profile, levels, n_quotes, lists: Vec::new() }.set_all(&inside, writer);
}
