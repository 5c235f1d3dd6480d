//! A document: the chunks of a source, the segments parsed from them, and the section tree.

pub mod builder;
pub mod outline;
pub mod position;
pub mod segment;

use std::fmt;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

pub use builder::{LinkId, SegmentBuilder};
pub use outline::{Outline, Section, SectionId};
pub use position::{SegmentId, Span, TextPos};
pub use segment::{
    Alert, Alignment, Container, ContainerId, ContainerKind, InlineStyle, Leaf, LeafKind, Link, Segment,
    StyledSpan,
};

/// Source bytes that can be parsed on their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chunk {
    /// In bytes of the source.
    pub source: Range<u64>,
    /// Whether the chunk goes on with the block that the one before it ended in.
    pub continues: bool,
    /// Whether it is the last for now of a source that still grows: when more is there, another chunk
    /// with the same start takes its place.
    pub is_provisional: bool,
}

/// A source that may still grow, as its document sees it.
pub trait Growing: Send + Sync {
    /// Bytes that are there.
    fn length(&self) -> u64;

    /// Says how far the reader has come, in bytes: the source takes in only so much beyond.
    fn reach(&self, position: u64);

    /// Whether no more is taken in before the reader moves on.
    fn is_paused(&self) -> bool;

    /// Says that nothing before `position` will be looked at again.
    fn forget_before(&self, position: u64);
}

/// Turns chunks into segments. Total: whatever the bytes, there is a segment.
pub trait Parse: Send + Sync {
    /// The segment of `chunk`. The same chunk gives the same segment, unless [`is_stale`](Self::is_stale).
    fn parse(&self, chunk: &Chunk) -> Segment;

    /// The source text of `chunk`, for showing it plain when parsing failed.
    fn source_text(&self, chunk: &Chunk) -> String;

    /// Whether the segment of `chunk`, parsed before, may come out otherwise when more of the source is
    /// known.
    fn is_open(&self, chunk: &Chunk) -> bool {
        let _ = chunk;
        false
    }

    /// Whether `segment`, parsed earlier, would come out otherwise now that more of the source is
    /// known (a link whose definition stands in a later chunk).
    fn is_stale(&self, segment: &Segment) -> bool {
        let _ = segment;
        false
    }
}

/// The segment of `chunk`. Where the parser panics, the text is kept line for line, with a warning.
pub fn parse(parser: &dyn Parse, chunk: &Chunk) -> Segment {
    catch_unwind(AssertUnwindSafe(|| parser.parse(chunk))).unwrap_or_else(|_| {
        let text = parser.source_text(chunk);
        let mut builder = SegmentBuilder::new(chunk.source.start);
        builder.warn("a part of the text could not be typeset and is shown as it is");
        builder.leaf(
            LeafKind::CodeBlock { info: Span::default() },
            0..text.len(),
            text.trim_end_matches('\n'),
        );
        builder.finish(text.len())
    })
}

/// The segments of a source, parsed or waiting, and the sections found so far.
pub struct Document {
    title: Box<str>,
    parser: Arc<dyn Parse>,
    source: Option<Arc<dyn Growing>>,
    slots: Vec<Slot>,
    outline: Outline,
    /// The segments parsed since the outline was last brought up to date.
    fresh: Vec<SegmentId>,
    n_parsed: usize,
    is_complete: bool,
}

/// A document that is being opened: what is known at once, and the chunks still to come.
pub struct Opening {
    /// Holds the first chunks.
    pub document: Document,
    /// The rest of the chunks.
    pub chunks: Box<dyn Iterator<Item = Chunk> + Send>,
}

impl fmt::Debug for Opening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Opening({:?})", self.document.title())
    }
}

struct Slot {
    chunk: Chunk,
    segment: Option<Arc<Segment>>,
    /// The segment would come out otherwise now, and waits for its successor.
    is_stale: bool,
}

/// What became of a segment that was handed to [`Document::fill`].
#[derive(Debug)]
pub enum Filled {
    /// It is in its place.
    New,
    /// It took the place of one that was parsed when less of the source was known.
    Replaced(Arc<Segment>),
    /// It was itself parsed too early, or from a chunk that has changed since, and is to be parsed
    /// again.
    Outdated,
    /// There is one already.
    Known,
}

impl Document {
    /// A document without chunks. `title` is what it is called where its text does not say.
    pub fn new(title: &str, parser: Arc<dyn Parse>) -> Self {
        Self {
            title: title.into(),
            parser,
            source: None,
            slots: Vec::new(),
            outline: Outline::default(),
            fresh: Vec::new(),
            n_parsed: 0,
            is_complete: false,
        }
    }

    /// Holds the place of a document that is still waited for.
    pub fn awaited(title: &str) -> Self {
        struct Nothing;
        impl Parse for Nothing {
            fn parse(&self, chunk: &Chunk) -> Segment {
                SegmentBuilder::new(chunk.source.start).finish(0)
            }

            fn source_text(&self, _: &Chunk) -> String {
                String::new()
            }
        }
        Self::new(title, Arc::new(Nothing))
    }

    /// The same document, of a source that may still grow.
    #[must_use]
    pub fn of_growing(self, source: Arc<dyn Growing>) -> Self {
        Self { source: Some(source), ..self }
    }

    /// The source, where it may still grow.
    pub fn growing(&self) -> Option<&dyn Growing> {
        self.source.as_deref().filter(|_| !self.is_complete)
    }

    /// Says that the reader looks at a segment, so that what comes after it is taken in.
    pub fn reach(&self, id: SegmentId) {
        if let (Some(source), Some(chunk)) = (self.growing(), self.chunk(id)) {
            source.reach(chunk.source.end);
        }
    }

    /// The title that the text itself has, in a lone heading of level 1 around all others; else
    /// what the document is called.
    pub fn title(&self) -> &str {
        match self.outline.sections() {
            [first, rest @ ..] if first.level == 1 && rest.iter().all(|section| section.depth > 0) => {
                &first.title
            }
            _ => &self.title,
        }
    }

    /// Adds chunks at the end. The first takes the place of a provisional one; where that was parsed,
    /// answers the segment as it was.
    pub fn push_chunks(
        &mut self,
        chunks: impl IntoIterator<Item = Chunk>,
    ) -> Option<(SegmentId, Arc<Segment>)> {
        let first = self.slots.len();
        self.slots.extend(chunks.into_iter().map(|chunk| Slot { chunk, segment: None, is_stale: false }));
        let last = first.checked_sub(1).filter(|_| self.slots.len() > first)?;
        if !self.slots.get(last)?.chunk.is_provisional {
            return None;
        }
        let before = self.slots.remove(last).segment?;
        self.n_parsed -= 1;
        Some((SegmentId::from_index(last), before))
    }

    /// Says that no more chunks will come, and answers which segments can now be parsed better.
    /// Each stays until its successor comes.
    pub fn complete(&mut self) -> Vec<SegmentId> {
        self.is_complete = true;
        let mut stale = Vec::new();
        for (index, slot) in self.slots.iter_mut().enumerate() {
            slot.is_stale = slot.segment.as_ref().is_some_and(|segment| self.parser.is_stale(segment));
            if slot.is_stale {
                stale.push(SegmentId::from_index(index));
            }
        }
        stale
    }

    /// Whether all chunks are known.
    pub fn is_complete(&self) -> bool {
        self.is_complete
    }

    /// Whether all chunks are known and parsed.
    pub fn is_loaded(&self) -> bool {
        self.is_complete && self.n_parsed == self.slots.len()
    }

    /// Whether all that is there of the source is parsed, though more may come.
    pub fn is_caught_up(&self) -> bool {
        self.is_at_end() && self.n_parsed == self.slots.len()
    }

    /// Whether the chunks reach to the end of what is there of the source, though more may come.
    pub fn is_at_end(&self) -> bool {
        self.is_complete || self.slots.last().is_some_and(|slot| slot.chunk.is_provisional)
    }

    /// How many segments are parsed.
    pub fn n_parsed(&self) -> usize {
        self.n_parsed
    }

    /// What turns chunks into segments, for a worker.
    pub fn parser(&self) -> Arc<dyn Parse> {
        Arc::clone(&self.parser)
    }

    /// How many segments there are, parsed or waiting.
    pub fn n_segments(&self) -> usize {
        self.slots.len()
    }

    /// The last segment, parsed or waiting.
    pub fn last_segment(&self) -> Option<SegmentId> {
        self.slots.len().checked_sub(1).map(SegmentId::from_index)
    }

    /// The chunk behind a segment.
    pub fn chunk(&self, id: SegmentId) -> Option<&Chunk> {
        self.slots.get(id.index()).map(|slot| &slot.chunk)
    }

    /// All chunks in reading order.
    pub fn chunks(&self) -> impl Iterator<Item = &Chunk> {
        self.slots.iter().map(|slot| &slot.chunk)
    }

    /// The segments that were never parsed.
    pub fn pending(&self) -> impl Iterator<Item = (SegmentId, &Chunk)> {
        let waiting = self.slots.iter().enumerate().filter(|(_, slot)| slot.segment.is_none());
        waiting.map(|(index, slot)| (SegmentId::from_index(index), &slot.chunk))
    }

    /// The parsed segments in reading order.
    pub fn segments(&self) -> impl Iterator<Item = (SegmentId, &Arc<Segment>)> {
        let parsed = self.slots.iter().enumerate();
        parsed.filter_map(|(index, slot)| Some((SegmentId::from_index(index), slot.segment.as_ref()?)))
    }

    /// A segment, if it is parsed.
    pub fn segment(&self, id: SegmentId) -> Option<&Arc<Segment>> {
        self.slots.get(id.index())?.segment.as_ref()
    }

    /// A segment, parsed now where it was waiting. `None` past the last chunk that is known.
    pub fn demand(&mut self, id: SegmentId) -> Option<Arc<Segment>> {
        let slot = self.slots.get_mut(id.index())?;
        if let Some(segment) = &slot.segment {
            return Some(Arc::clone(segment));
        }
        let chunk = slot.chunk.clone();
        let segment = Arc::new(parse(self.parser.as_ref(), &chunk));
        self.fill(id, &chunk, Arc::clone(&segment));
        Some(segment)
    }

    /// Takes the segment of `chunk` that was parsed elsewhere.
    pub fn fill(&mut self, id: SegmentId, chunk: &Chunk, segment: Arc<Segment>) -> Filled {
        let is_stale = self.is_complete && self.parser.is_stale(&segment);
        let Some(slot) = self.slots.get_mut(id.index()) else { return Filled::Known };
        if is_stale || slot.chunk != *chunk {
            return Filled::Outdated;
        }
        if slot.segment.is_some() && !slot.is_stale {
            return Filled::Known;
        }
        slot.is_stale = false;
        self.fresh.push(id);
        if let Some(before) = slot.segment.replace(segment) {
            return Filled::Replaced(before);
        }
        self.n_parsed += 1;
        Filled::New
    }

    /// Brings the section tree up to date with the segments, or, while many are still being parsed,
    /// puts it off until enough have come to be worth it.
    pub fn refresh_outline(&mut self) {
        /// One in so many segments must be new, so that all updates together cost little more than one.
        const WORTH: usize = 8;
        let is_worth_it = self.is_caught_up() || self.fresh.len() * WORTH >= self.n_parsed;
        if self.fresh.is_empty() || !is_worth_it {
            return;
        }
        let fresh = std::mem::take(&mut self.fresh);
        let slots = &self.slots;
        let segments =
            fresh.into_iter().filter_map(|id| Some((id, slots.get(id.index())?.segment.as_deref()?)));
        self.outline.add(segments);
    }

    /// The sections found so far.
    pub fn outline(&self) -> &Outline {
        &self.outline
    }

    /// The byte of the source behind `pos`: the start of its leaf.
    pub fn source_of(&self, pos: TextPos) -> Option<u64> {
        Some(self.segment(pos.segment)?.source_of(pos.offset))
    }

    /// The text position of a source byte, in a segment that is parsed.
    pub fn position_of_source(&self, source: u64) -> Option<TextPos> {
        let index = self.slots.partition_point(|slot| slot.chunk.source.start <= source).checked_sub(1)?;
        let id = SegmentId::from_index(index);
        Some(TextPos::new(id, self.segment(id)?.offset_of_source(source)))
    }
}
