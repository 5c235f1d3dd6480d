//! A document: the chunks of a source, the segments parsed from them, and the section tree.
//!
//! Every chunk is parsed once for the section tree and the counts of a search. The segments are kept
//! within a budget of memory; those dropped are parsed again where they are asked for.

mod allowance;
pub mod anchors;
pub mod builder;
pub mod corrections;
pub mod excerpt;
mod explanation;
pub(crate) mod hash;
mod identity;
pub mod memory;
pub mod notes;
mod opening;
pub mod outline;
pub mod parse;
pub mod passages;
pub mod position;
pub mod quotation;
mod ranges;
mod reading;
mod retention;
mod sections;
pub mod segment;
mod slot;
mod sums;

use std::collections::BTreeMap;
use std::sync::Arc;

use allowance::Allowance;
pub use builder::{LinkId, SegmentBuilder};
use corrections::Followed;
pub use corrections::{Change, Correction, Corrections};
pub use explanation::{Certainty, Explanation, Grounds, Reason, Review, RunnerUp, Weighing};
pub(crate) use hash::Fnv;
pub use identity::{Identity, Likeness};
pub use memory::{Heading, Keeping, Kept, KeptFolds, Memory, Place, Recalled};
pub use notes::{Clash, Color, Note, NoteEdit, RecalledNotes};
pub use opening::Opening;
pub use outline::{Fold, Folds, Outline, PartShown, Section, SectionId};
pub use parse::{Chunk, Growing, Parse, parse, parse_anew};
pub use passages::{FoundPassages, Passage, Passages};
pub use position::{SegmentId, Span, TextPos};
pub use quotation::Quotation;
pub use ranges::Ranges;
pub use reading::{Reading, Reopen};
use retention::Retention;
use sections::Sections;
pub use segment::{
    Alert, Alignment, Container, ContainerId, ContainerKind, Furniture, InlineStyle, Leaf, LeafKind, Link,
    Purpose, Segment, StyledSpan,
};
use slot::{Content, Slot};
pub use sums::Sums;

/// The segments of a source, parsed or waiting, and the sections found so far.
pub struct Document {
    title: Box<str>,
    parser: Arc<dyn Parse>,
    corrections: Arc<Corrections>,
    /// The corrections that were followed, by the segments.
    followed: BTreeMap<SegmentId, Box<[Followed]>>,
    source: Option<Arc<dyn Growing>>,
    /// How it is read, and what opens it to be read otherwise.
    reading: Reading,
    readings: Option<Arc<dyn Reopen>>,
    slots: Vec<Slot>,
    retention: Retention,
    /// What may still be done while a key waits.
    allowance: Allowance,
    sections: Sections,
    n_parsed: usize,
    /// The bytes of the chunks that nothing is shown of.
    blank_bytes: Sums,
    has_all_chunks: bool,
}

/// What became of a segment that was handed to [`Document::insert`].
#[derive(Debug)]
pub enum Inserted {
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
            corrections: Arc::default(),
            followed: BTreeMap::new(),
            source: None,
            reading: Reading::default(),
            readings: None,
            slots: Vec::new(),
            retention: Retention::new(usize::MAX),
            allowance: Allowance::default(),
            sections: Sections::default(),
            n_parsed: 0,
            blank_bytes: Sums::default(),
            has_all_chunks: false,
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

    /// The same document, read in this way, of a source that can be read in others.
    #[must_use]
    pub fn of_readings(self, reading: Reading, readings: Arc<dyn Reopen>) -> Self {
        Self { reading, readings: Some(readings), ..self }
    }

    /// How the text is read.
    pub fn reading(&self) -> Reading {
        self.reading
    }

    /// Whether it is read in the way in which it was opened first.
    pub fn is_read_as_usual(&self) -> bool {
        self.readings.as_ref().is_none_or(|readings| readings.usual() == self.reading)
    }

    /// What opens the source again; none where there is nothing to read yet.
    pub fn readings(&self) -> Option<Arc<dyn Reopen>> {
        self.readings.clone()
    }

    /// Whether the chunks reach beyond the byte at `place` of the source, or to the end of what is there.
    pub fn reaches(&self, place: u64) -> bool {
        self.has_present_chunks() || self.slots.last().is_some_and(|slot| slot.chunk.source.end > place)
    }

    /// The segment whose chunk has the byte at `place`, or the last one known.
    pub fn segment_of_source(&self, place: u64) -> Option<SegmentId> {
        let behind = self.slots.partition_point(|slot| slot.chunk.source.end <= place);
        Some(SegmentId::from_index(behind.min(self.slots.len().checked_sub(1)?)))
    }

    /// The source, where it may still grow.
    pub fn growing(&self) -> Option<&dyn Growing> {
        self.source.as_deref().filter(|_| !self.has_all_chunks)
    }

    /// Says that the reader looks at a segment, so that what comes after it is taken in.
    pub fn reach(&self, id: SegmentId) {
        if let (Some(source), Some(chunk)) = (self.growing(), self.chunk(id)) {
            source.reach(chunk.source.end);
        }
    }

    /// Why the block is what it is that has the byte at `at` of a segment's decoded source. The chunk is
    /// parsed again for it.
    pub fn explain(&self, id: SegmentId, at: u32) -> Option<Explanation> {
        parse::explain(&*self.parser, self.chunk(id)?, at)
    }

    /// What readers said of blocks.
    pub fn corrections(&self) -> &Arc<Corrections> {
        &self.corrections
    }

    /// Parses in the light of `corrections` from now on. Answers the segments that were parsed in the
    /// light of others. Each stays until its successor comes.
    pub fn correct(&mut self, corrections: Arc<Corrections>) -> Vec<SegmentId> {
        let corrected = self.parser.corrected(&corrections);
        self.corrections = corrections;
        corrected.map(|parser| self.parse_by(parser)).unwrap_or_default()
    }

    /// Parses by what was learned of the source while its chunks were found. Answers the segments that were
    /// parsed without; none where nothing was learned. Each stays until its successor comes.
    pub fn inform(&mut self) -> Option<Vec<SegmentId>> {
        let parser = self.parser.informed()?;
        Some(self.parse_by(parser))
    }

    /// Parses by another parser from now on. Answers the segments that were parsed by the one before.
    fn parse_by(&mut self, parser: Arc<dyn Parse>) -> Vec<SegmentId> {
        self.parser = parser;
        let mut stale = Vec::new();
        for (index, slot) in self.slots.iter_mut().enumerate().filter(|(_, slot)| slot.is_parsed) {
            slot.is_stale = true;
            stale.push(SegmentId::from_index(index));
        }
        stale
    }

    /// Parses a segment anew at once. Answers it as it was, where it was kept, and as it is now.
    pub fn parse_again(&mut self, id: SegmentId) -> Option<(Option<Arc<Segment>>, Arc<Segment>)> {
        let slot = self.slots.get(id.index()).filter(|slot| slot.is_parsed)?;
        let (before, segment) = (slot.segment.clone(), Arc::new(parse(&*self.parser, &slot.chunk)));
        self.record(id, &segment);
        self.drop_surplus();
        Some((before, segment))
    }

    /// The corrections that were followed in the text parsed so far, and where.
    pub fn followed(&self) -> impl Iterator<Item = (&Correction, SegmentId, u32)> {
        self.followed.iter().flat_map(move |(&id, followed)| {
            followed.iter().filter_map(move |followed| {
                let correction = self.corrections.all().get(followed.correction as usize)?;
                Some((correction, id, followed.source))
            })
        })
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
        self.outline().root().map_or(&self.title, |root| &root.title)
    }

    /// Adds chunks at the end. The first takes the place of a provisional one; where that was parsed,
    /// answers the segment as it was.
    pub fn push_chunks(
        &mut self,
        chunks: impl IntoIterator<Item = Chunk>,
    ) -> Option<(SegmentId, Arc<Segment>)> {
        let first = self.slots.len();
        self.slots.extend(chunks.into_iter().map(Slot::waiting));
        let last = first.checked_sub(1).filter(|_| self.slots.len() > first)?;
        if !self.slots.get(last)?.chunk.is_provisional {
            return None;
        }
        let (id, outgrown) = (SegmentId::from_index(last), self.slots.remove(last));
        self.retention.forget(id);
        self.blank_bytes.set(id, 0);
        if !outgrown.is_parsed {
            return None;
        }
        self.n_parsed -= 1;
        let segment = outgrown.segment.unwrap_or_else(|| Arc::new(parse(&*self.parser, &outgrown.chunk)));
        Some((id, segment))
    }

    /// Says that no more chunks will come, and answers which segments can now be parsed better.
    /// Each stays until its successor comes.
    pub fn end_chunks(&mut self) -> Vec<SegmentId> {
        self.has_all_chunks = true;
        let mut stale = Vec::new();
        for (index, slot) in self.slots.iter_mut().enumerate() {
            if slot.is_parsed && self.parser.is_stale(&slot.chunk) {
                // What was to be parsed again for another reason still is.
                slot.is_stale = true;
                stale.push(SegmentId::from_index(index));
            }
        }
        stale
    }

    /// Whether all chunks are known.
    pub fn has_all_chunks(&self) -> bool {
        self.has_all_chunks
    }

    /// Whether all chunks are known of a source that was not all there when it was opened.
    pub fn has_grown(&self) -> bool {
        self.source.is_some() && self.has_all_chunks
    }

    /// Whether a segment is to be parsed anew, since more of the source is known now.
    pub fn is_stale(&self, id: SegmentId) -> bool {
        self.has_all_chunks && self.chunk(id).is_some_and(|chunk| self.parser.is_stale(chunk))
    }

    /// Whether all chunks are known and were parsed.
    pub fn has_parsed_all(&self) -> bool {
        self.has_all_chunks && self.n_parsed == self.slots.len()
    }

    /// Whether all that is there of the source was parsed, though more may come.
    pub fn has_parsed_present(&self) -> bool {
        self.has_present_chunks() && self.n_parsed == self.slots.len()
    }

    /// Whether the chunks reach to the end of what is there of the source, though more may come.
    pub fn has_present_chunks(&self) -> bool {
        self.has_all_chunks || self.slots.last().is_some_and(|slot| slot.chunk.is_provisional)
    }

    /// Whether it is known that there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.has_all_chunks && self.slots.is_empty()
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

    /// Bytes of the chunks before segment `id` that may have something to show; of all past the last one.
    pub fn shown_bytes_before(&self, id: SegmentId) -> u64 {
        let end = match (self.chunk(id), self.slots.last()) {
            (Some(chunk), _) => chunk.source.start,
            (None, Some(last)) => last.chunk.source.end,
            (None, None) => 0,
        };
        end.saturating_sub(self.blank_bytes.before(id))
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
        self.slots.get(id.index()).is_some_and(|slot| slot.content.is_blank)
    }

    /// Whether a segment was parsed and has no table.
    pub fn is_without_table(&self, id: SegmentId) -> bool {
        self.slots.get(id.index()).is_some_and(|slot| slot.content.is_without_table)
    }

    /// Whether a segment was parsed and has neither a link nor a footnote.
    pub fn is_without_link(&self, id: SegmentId) -> bool {
        self.slots.get(id.index()).is_some_and(|slot| slot.content.is_without_link)
    }

    /// The first segment from `id` on that is not known to be blank, be it one past the last.
    pub fn skip_blank(&self, id: SegmentId) -> SegmentId {
        let rest = self.slots.get(id.index()..).unwrap_or_default();
        let n_blank = rest.iter().take_while(|slot| slot.content.is_blank).count();
        SegmentId::from_index(id.index().saturating_add(n_blank))
    }

    /// Allows as much to be done as one event may take. To be called at its beginning.
    pub fn renew_allowance(&mut self) {
        self.allowance = Allowance::default();
    }

    /// Whether there is time, while a key waits, to do more than what it cannot do without.
    pub fn has_time(&self) -> bool {
        !self.allowance.is_spent()
    }

    /// Notes that a segment was typeset or searched while a key waits.
    pub fn spend_time_on(&mut self, segment: &Segment) {
        self.allowance.charge(segment);
    }

    /// Whether there is time to ask for a segment that the reader could do without for now: it was
    /// parsed before, or little was parsed for this event.
    pub fn is_at_hand(&self, id: SegmentId) -> bool {
        self.has_time() || self.is_parsed(id)
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
            self.store(id, &segment);
        } else {
            // What was dropped is not counted: that little is kept shows on no screen.
            self.allowance.charge(&segment);
            self.record(id, &segment);
        }
        self.retention.touch(id);
        self.drop_surplus();
        Some(segment)
    }

    /// Takes the segment of `chunk` that was parsed elsewhere.
    pub fn insert(&mut self, id: SegmentId, chunk: &Chunk, segment: &Arc<Segment>) -> Inserted {
        let is_early = self.has_all_chunks && self.parser.is_stale(chunk);
        let Some(slot) = self.slots.get_mut(id.index()) else { return Inserted::Known };
        if slot.chunk != *chunk || (is_early && !slot.is_parsed) {
            return Inserted::Outdated;
        }
        if slot.is_parsed && (is_early || !slot.is_stale) {
            return Inserted::Known;
        }
        let inserted = self.record(id, segment);
        self.drop_surplus();
        inserted
    }

    /// Takes a segment that was parsed anew, in the place of the one there was.
    pub fn replace(&mut self, id: SegmentId, chunk: &Chunk, segment: &Arc<Segment>) -> Inserted {
        if self.chunk(id) != Some(chunk) {
            return Inserted::Outdated;
        }
        self.parser.settle(chunk);
        let inserted = self.record(id, segment);
        self.drop_surplus();
        inserted
    }

    /// Puts a segment into its place and takes note of what is in it.
    fn record(&mut self, id: SegmentId, segment: &Arc<Segment>) -> Inserted {
        self.sections.add(id, segment);
        if segment.followed().is_empty() {
            self.followed.remove(&id);
        } else {
            self.followed.insert(id, segment.followed().into());
        }
        let before = self.store(id, segment);
        let Some(slot) = self.slots.get_mut(id.index()) else { return Inserted::Known };
        slot.is_stale = false;
        slot.content = Content::of(segment);
        let n_blank = if slot.content.is_blank { slot.chunk.length() } else { 0 };
        self.blank_bytes.set(id, n_blank);
        if std::mem::replace(&mut slot.is_parsed, true) {
            return Inserted::Replaced(before);
        }
        self.n_parsed += 1;
        Inserted::New
    }

    /// Keeps a segment, and answers the one that was in its place.
    fn store(&mut self, id: SegmentId, segment: &Arc<Segment>) -> Option<Arc<Segment>> {
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
        self.sections.refresh(self.n_parsed, self.has_parsed_present());
    }

    /// Whether the section tree has the sections of all segments that were parsed.
    pub fn is_outline_current(&self) -> bool {
        self.sections.is_current()
    }

    /// Where a section begins in the source: its heading. Behind the last one, where the source ends, as far
    /// as that is known.
    pub fn source_of_section(&self, id: SectionId) -> Option<u64> {
        match self.outline().get(id) {
            Some(section) => {
                let chunk = self.chunk(section.start.segment)?;
                Some(chunk.source.start + u64::from(section.source))
            }
            None if self.has_present_chunks() => self.slots.last().map(|slot| slot.chunk.source.end),
            None => None,
        }
    }

    /// Changes whenever the sections found so far do.
    pub fn outline_edition(&self) -> u64 {
        self.sections.edition()
    }

    /// The sections found so far.
    pub fn outline(&self) -> &Outline {
        self.sections.outline()
    }
}

#[cfg(test)]
mod tests;
