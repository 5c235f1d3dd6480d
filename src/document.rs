//! A document: the chunks of a source, the segments parsed from them, and the section tree.
//!
//! Every chunk is parsed once for the section tree and the counts of a search. The segments are kept
//! within a budget of memory; those dropped are parsed again where they are asked for.

mod allowance;
pub mod builder;
pub mod outline;
pub mod parse;
pub mod position;
mod retention;
pub mod segment;

use std::fmt;
use std::sync::Arc;

use allowance::Allowance;
pub use builder::{LinkId, SegmentBuilder};
use outline::Heading;
pub use outline::{Outline, Section, SectionId};
pub use parse::{Chunk, Growing, Parse, parse, parse_anew};
pub use position::{SegmentId, Span, TextPos};
use retention::Retention;
pub use segment::{
    Alert, Alignment, Container, ContainerId, ContainerKind, Furniture, InlineStyle, Leaf, LeafKind, Link,
    Purpose, Segment, StyledSpan,
};

/// The segments of a source, parsed or waiting, and the sections found so far.
pub struct Document {
    title: Box<str>,
    parser: Arc<dyn Parse>,
    source: Option<Arc<dyn Growing>>,
    slots: Vec<Slot>,
    retention: Retention,
    /// What may still be parsed while a key waits.
    allowance: Allowance,
    outline: Outline,
    /// The headings of the segments parsed since the outline was last brought up to date.
    fresh: Vec<(SegmentId, Vec<Heading>)>,
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
    /// The segment, while it is kept.
    segment: Option<Arc<Segment>>,
    /// It was parsed at least once: the outline knows it.
    is_parsed: bool,
    /// The segment would come out otherwise now, and waits for its successor.
    is_stale: bool,
    /// It was parsed and nothing of it is shown.
    is_blank: bool,
}

/// What became of a segment that was handed to [`Document::fill`].
#[derive(Debug)]
pub enum Filled {
    /// It is in its place.
    New,
    /// It took the place of one that was parsed when less of the source was known: this one, if it
    /// was still kept.
    Replaced(Option<Arc<Segment>>),
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
            retention: Retention::new(usize::MAX),
            allowance: Allowance::default(),
            outline: Outline::default(),
            fresh: Vec::new(),
            n_parsed: 0,
            is_complete: false,
        }
    }

    /// Holds the place of a document that is still waited for.
    pub fn awaited(title: &str) -> Self {
        Self::new(title, Arc::new(parse::Nothing))
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

    /// Keeps no more than `bytes` of segments, but for a few that are asked for; those farthest from
    /// the reader are dropped.
    pub fn keep_within(&mut self, bytes: usize) {
        self.retention.set_budget(bytes);
        self.drop_surplus();
    }

    /// Says where the reader is: what is near is kept.
    pub fn move_reader(&mut self, to: SegmentId) {
        self.retention.move_reader(to);
    }

    /// Bytes of the segments that are kept.
    pub fn footprint(&self) -> usize {
        self.retention.footprint()
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
        let slot = |chunk| Slot { chunk, segment: None, is_parsed: false, is_stale: false, is_blank: false };
        self.slots.extend(chunks.into_iter().map(slot));
        let last = first.checked_sub(1).filter(|_| self.slots.len() > first)?;
        if !self.slots.get(last)?.chunk.is_provisional {
            return None;
        }
        let (id, outgrown) = (SegmentId::from_index(last), self.slots.remove(last));
        self.retention.forget(id);
        if !outgrown.is_parsed {
            return None;
        }
        self.n_parsed -= 1;
        let segment = outgrown.segment.unwrap_or_else(|| Arc::new(parse(&*self.parser, &outgrown.chunk)));
        Some((id, segment))
    }

    /// Says that no more chunks will come, and answers which segments can now be parsed better.
    /// Each stays until its successor comes.
    pub fn complete(&mut self) -> Vec<SegmentId> {
        self.is_complete = true;
        let mut stale = Vec::new();
        for (index, slot) in self.slots.iter_mut().enumerate() {
            slot.is_stale = slot.is_parsed && self.parser.is_stale(&slot.chunk);
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

    /// Whether a segment is to be parsed anew, since more of the source is known now.
    pub fn is_stale(&self, id: SegmentId) -> bool {
        self.is_complete && self.chunk(id).is_some_and(|chunk| self.parser.is_stale(chunk))
    }

    /// Whether all chunks are known and were parsed.
    pub fn is_loaded(&self) -> bool {
        self.is_complete && self.n_parsed == self.slots.len()
    }

    /// Whether all that is there of the source was parsed, though more may come.
    pub fn is_caught_up(&self) -> bool {
        self.is_at_end() && self.n_parsed == self.slots.len()
    }

    /// Whether the chunks reach to the end of what is there of the source, though more may come.
    pub fn is_at_end(&self) -> bool {
        self.is_complete || self.slots.last().is_some_and(|slot| slot.chunk.is_provisional)
    }

    /// How many segments were parsed at least once, kept or not.
    pub fn n_parsed(&self) -> usize {
        self.n_parsed
    }

    /// What turns chunks into segments, for a worker.
    pub fn parser(&self) -> Arc<dyn Parse> {
        Arc::clone(&self.parser)
    }

    /// How many segments there are, kept or not.
    pub fn n_segments(&self) -> usize {
        self.slots.len()
    }

    /// How many segments there are whose chunks will not grow any more.
    pub fn n_final(&self) -> usize {
        self.slots.len() - usize::from(self.slots.last().is_some_and(|slot| slot.chunk.is_provisional))
    }

    /// The last segment, kept or not.
    pub fn last_segment(&self) -> Option<SegmentId> {
        self.slots.len().checked_sub(1).map(SegmentId::from_index)
    }

    /// The chunk behind a segment.
    pub fn chunk(&self, id: SegmentId) -> Option<&Chunk> {
        self.slots.get(id.index()).map(|slot| &slot.chunk)
    }

    /// Whether the segment behind `id` goes on with the last block of that one.
    pub fn is_continued(&self, id: SegmentId) -> bool {
        self.chunk(SegmentId(id.0.saturating_add(1))).is_some_and(|chunk| chunk.continues)
    }

    /// All chunks in reading order.
    pub fn chunks(&self) -> impl Iterator<Item = &Chunk> {
        self.slots.iter().map(|slot| &slot.chunk)
    }

    /// The segments that were never parsed.
    pub fn pending(&self) -> impl Iterator<Item = (SegmentId, &Chunk)> {
        let waiting = self.slots.iter().enumerate().filter(|(_, slot)| !slot.is_parsed);
        waiting.map(|(index, slot)| (SegmentId::from_index(index), &slot.chunk))
    }

    /// Whether a segment was ever parsed.
    pub fn is_parsed(&self, id: SegmentId) -> bool {
        self.slots.get(id.index()).is_some_and(|slot| slot.is_parsed)
    }

    /// Whether a segment was parsed and nothing of it is shown: it holds definitions, or blank lines.
    pub fn is_blank(&self, id: SegmentId) -> bool {
        self.slots.get(id.index()).is_some_and(|slot| slot.is_blank)
    }

    /// The first segment from `id` on that is not known to be blank, be it one past the last.
    pub fn skip_blank(&self, id: SegmentId) -> SegmentId {
        let rest = self.slots.get(id.index()..).unwrap_or_default();
        let n_blank = rest.iter().take_while(|slot| slot.is_blank).count();
        SegmentId::from_index(id.index().saturating_add(n_blank))
    }

    /// Allows as much to be parsed as one event may take. To be called at its beginning.
    pub fn renew_allowance(&mut self) {
        self.allowance = Allowance::default();
    }

    /// Whether there is time to ask for a segment that the reader could do without for now: it was
    /// parsed before, or little was parsed for this event.
    pub fn is_at_hand(&self, id: SegmentId) -> bool {
        !self.allowance.is_spent() || self.is_parsed(id)
    }

    /// The segments that are kept, in reading order.
    pub fn segments(&self) -> impl Iterator<Item = (SegmentId, &Arc<Segment>)> {
        let parsed = self.slots.iter().enumerate();
        parsed.filter_map(|(index, slot)| Some((SegmentId::from_index(index), slot.segment.as_ref()?)))
    }

    /// A segment, if it is kept.
    pub fn segment(&self, id: SegmentId) -> Option<&Arc<Segment>> {
        self.slots.get(id.index())?.segment.as_ref()
    }

    /// A segment, parsed now where it is not kept. `None` past the last chunk that is known.
    pub fn demand(&mut self, id: SegmentId) -> Option<Arc<Segment>> {
        let slot = self.slots.get(id.index())?;
        if let Some(segment) = &slot.segment {
            let segment = Arc::clone(segment);
            self.retention.touch(id);
            return Some(segment);
        }
        let segment = Arc::new(parse(self.parser.as_ref(), &slot.chunk));
        if slot.is_parsed {
            self.keep(id, &segment);
        } else {
            // What was dropped is not counted: that little is kept shows on no screen.
            self.allowance.charge(&segment);
            self.accept(id, &segment);
        }
        self.retention.touch(id);
        self.drop_surplus();
        Some(segment)
    }

    /// Takes the segment of `chunk` that was parsed elsewhere.
    pub fn fill(&mut self, id: SegmentId, chunk: &Chunk, segment: &Arc<Segment>) -> Filled {
        let is_early = self.is_complete && self.parser.is_stale(chunk);
        let Some(slot) = self.slots.get_mut(id.index()) else { return Filled::Known };
        if slot.chunk != *chunk || (is_early && !slot.is_parsed) {
            return Filled::Outdated;
        }
        if slot.is_parsed && (is_early || !slot.is_stale) {
            return Filled::Known;
        }
        self.take_in(id, segment)
    }

    /// Takes a segment that was parsed anew, in the place of the one there was.
    pub fn renew(&mut self, id: SegmentId, chunk: &Chunk, segment: &Arc<Segment>) -> Filled {
        if self.chunk(id) != Some(chunk) {
            return Filled::Outdated;
        }
        self.parser.settle(chunk);
        self.take_in(id, segment)
    }

    fn take_in(&mut self, id: SegmentId, segment: &Arc<Segment>) -> Filled {
        let filled = self.accept(id, segment);
        self.drop_surplus();
        filled
    }

    /// Puts a segment into its place and takes note of what is in it.
    fn accept(&mut self, id: SegmentId, segment: &Arc<Segment>) -> Filled {
        let headings =
            if self.outline.has_room_for(id) { outline::headings_of(id, segment) } else { Vec::new() };
        self.fresh.push((id, headings));
        let before = self.keep(id, segment);
        let Some(slot) = self.slots.get_mut(id.index()) else { return Filled::Known };
        slot.is_stale = false;
        slot.is_blank = segment.leaves().is_empty();
        if std::mem::replace(&mut slot.is_parsed, true) {
            return Filled::Replaced(before);
        }
        self.n_parsed += 1;
        Filled::New
    }

    /// Keeps a segment, and answers the one that was in its place.
    fn keep(&mut self, id: SegmentId, segment: &Arc<Segment>) -> Option<Arc<Segment>> {
        self.retention.add(id, segment.footprint());
        self.slots.get_mut(id.index())?.segment.replace(Arc::clone(segment))
    }

    /// Drops what the budget does not allow to be kept.
    fn drop_surplus(&mut self) {
        while let Some(id) = self.retention.surplus() {
            if let Some(slot) = self.slots.get_mut(id.index()) {
                slot.segment = None;
            }
        }
    }

    /// Brings the section tree up to date with the segments, or, while many are still being parsed,
    /// puts it off until enough have come to be worth it.
    pub fn refresh_outline(&mut self) {
        /// One in so many segments must be new, so that all updates together cost little more than one.
        const WORTH: usize = 8;
        /// So many headings are put into the tree in a few milliseconds.
        const CHEAP: usize = 40_000;
        let is_worth_it = self.is_caught_up() || self.fresh.len() * WORTH >= self.n_parsed;
        if self.fresh.is_empty() || !(is_worth_it || self.n_headings_to_place() <= CHEAP) {
            return;
        }
        self.outline.add_headings(self.fresh.drain(..));
    }

    /// How many headings bringing the section tree up to date has to do with: the new ones, and those
    /// behind them.
    fn n_headings_to_place(&self) -> usize {
        let first = self.fresh.iter().map(|(id, _)| *id).min().unwrap_or_default();
        let n_new: usize = self.fresh.iter().map(|(_, headings)| headings.len()).sum();
        n_new + self.outline.n_from(first)
    }

    /// The sections found so far.
    pub fn outline(&self) -> &Outline {
        &self.outline
    }
}
