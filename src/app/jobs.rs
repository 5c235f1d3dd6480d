//! Background work as data: what a worker is to do, and what it reports.
//!
//! The application hands out a few small jobs at a time and chooses the next when one is done, so that
//! nothing that was asked for later has to wait for what is no longer wanted.

mod failure;

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

pub use failure::Failure;
pub(super) use failure::defect;

use super::completing::{Word, WordSearch};
use super::links::Lookup;
use super::notes::{FoundNote, NoteSearch};
use super::picker::hits::{Gathering, HitPool};
use super::picker::matching::{List, Needle};
use super::picker::pool::Pool;
use super::reloading::Reloaded;
use super::taking::{Taken, Taking};
use super::visiting::Visited;
use crate::document::corrections::Edit;
use crate::document::memory::{Annotated, PastLine, SetAside};
use crate::document::{
    self, Chunk, Document, FoundPassages, Identity, NoteEdit, Opening, Parse, Recalled, RecalledNotes,
    Segment, SegmentId, Span, TextPos,
};
use crate::search::{self, HitCounts, Query, Seam};

/// Opens a document, as soon as there is something to read.
pub type Open = Box<dyn FnOnce() -> anyhow::Result<Opening> + Send>;

/// Opens the file of a document again as it is now.
pub type Reload = Box<dyn FnOnce() -> anyhow::Result<Reloaded> + Send>;

/// Opens another document.
pub type VisitWork = Box<dyn FnOnce() -> Visited + Send>;

/// Finds what was kept of the document, as soon as it is known which one it is.
pub type Recall = Box<dyn FnOnce() -> Recalled + Send>;

/// Finds the notes on the document, as soon as it is known which one it is.
pub type RecallNotes = Box<dyn FnOnce() -> RecalledNotes + Send>;

/// Finds what was read of the text as it was before.
pub type FindRead = Box<dyn FnOnce() -> FoundPassages + Send>;

/// Has another program open an address.
pub type OpenOutside = Box<dyn FnOnce() -> anyhow::Result<()> + Send>;

/// Work for a worker thread.
pub enum Job {
    /// Open the document.
    Open(Open),
    /// Open it again, to be read in another way.
    Reopen {
        /// The number of the document.
        document: u32,
        /// Opens it.
        open: Open,
    },
    /// Open it again as it is now.
    Reload {
        /// The number of the reload.
        number: u64,
        /// Opens it.
        reload: Reload,
    },
    /// Open another document in its place.
    Visit(VisitWork),
    /// Find what was kept of it.
    Recall(Recall),
    /// Find the notes on the document.
    RecallNotes(RecallNotes),
    /// Find the places of notes.
    SeekNotes(NoteSearch),
    /// Find what was read of the text as it was before.
    FindRead {
        /// The search's number.
        number: u64,
        /// Finds it.
        find: FindRead,
    },
    /// Have another program open an address.
    OpenOutside(OpenOutside),
    /// Look for a place that has a name.
    LookUp(Lookup),
    /// Drop a document that is not read any more.
    Discard(Box<Document>),
    /// Find the rest of the document's chunks.
    FindChunks {
        /// Finds them.
        chunks: Box<dyn Iterator<Item = Chunk> + Send>,
        /// Comes back with them.
        edition: u64,
        /// Once this is beyond the edition, another document is read, and nobody wants them any more.
        latest: Arc<AtomicU64>,
    },
    /// Parse a chunk.
    Parse {
        /// What parses it.
        parser: Arc<dyn Parse>,
        /// Its segment.
        id: SegmentId,
        /// Which.
        chunk: Chunk,
        /// Whether in the light of all that is known by now.
        is_anew: bool,
        /// Comes back with the segment.
        edition: u64,
    },
    /// Take a part of the text along.
    Take(Taking),
    /// Find the words that a query may go on with.
    FindWords {
        /// Which, and where.
        sought: WordSearch,
        /// The look's number.
        number: u64,
        /// The number of the latest look. An older one ends by itself.
        latest: Arc<AtomicU64>,
    },
    /// Count the hits of a search, in this order.
    Search {
        /// What is looked for.
        query: Query,
        /// The search's number.
        generation: u64,
        /// The number of the latest search. An older one ends by itself.
        latest: Arc<AtomicU64>,
        /// What parses the segments that are not kept.
        parser: Arc<dyn Parse>,
        /// Where.
        segments: Vec<SegmentToSearch>,
    },
    /// List the hits of a search.
    Gather {
        /// Which.
        gathering: Gathering,
        /// The list's number.
        number: u64,
        /// The number of the latest list. An older one is not wanted any more.
        latest: Arc<AtomicU64>,
    },
    /// Filter a list.
    Filter {
        /// What there is to list.
        pool: Pool,
        /// What it is filtered by.
        needle: Needle,
        /// The filtering's number.
        number: u64,
        /// The number of the latest filtering. An older one ends by itself.
        latest: Arc<AtomicU64>,
    },
}

/// Where text was copied to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CopiedTo {
    /// To the system's clipboard. The terminal has it too.
    System,
    /// To the terminal, which does not say whether it takes it.
    Terminal,
}

/// A segment to be searched.
#[derive(Debug)]
pub struct SegmentToSearch {
    /// Which.
    pub id: SegmentId,
    /// Its text.
    pub text: Text,
    /// The text behind it, where that goes on with the same block.
    pub behind: Option<Text>,
    /// Whether the places of its hits are asked for.
    pub is_located: bool,
    /// Comes back with the hits.
    pub revision: u32,
}

/// A segment that is needed for a search.
#[derive(Debug)]
pub enum Text {
    /// It is there.
    Kept(Arc<Segment>),
    /// It is to be parsed for this, and dropped.
    Dropped(Chunk),
}

impl Text {
    /// The segment, which is parsed where it is not kept.
    pub(super) fn segment(self, parser: &dyn Parse) -> Arc<Segment> {
        match self {
            Self::Kept(segment) => segment,
            Self::Dropped(chunk) => Arc::new(document::parse(parser, &chunk)),
        }
    }
}

/// The hits in a segment.
#[derive(Debug)]
pub struct Hits {
    /// Which.
    pub id: SegmentId,
    /// Those within it.
    pub counts: HitCounts,
    /// Their places, where they were asked for.
    pub places: Option<Arc<[Span]>>,
    /// What there is at the forced cut behind it. `None` where there is no such cut, or it was not looked at.
    pub seam: Option<Seam>,
    /// That of what was to be searched.
    pub revision: u32,
}

/// What a job reports.
#[derive(Debug)]
pub enum Done {
    /// The document was opened, or cannot be.
    Opened(anyhow::Result<Box<Opening>>),
    /// The document was opened again, or cannot be.
    Reopened {
        /// The number of the document.
        document: u32,
        /// What was opened.
        opened: anyhow::Result<Box<Opening>>,
    },
    /// The document was opened again as it is now, or cannot be.
    Reloaded {
        /// The number of the reload.
        number: u64,
        /// What was opened.
        reloaded: anyhow::Result<Box<Reloaded>>,
    },
    /// Another document was opened, or cannot be.
    Visited(Box<Visited>),
    /// What was kept of the document is found.
    Recalled(Box<Recalled>),
    /// The notes on the document are there.
    NotesRecalled(Box<RecalledNotes>),
    /// Notes were looked for.
    NotesFound {
        /// The search's number.
        number: u64,
        /// Where each note is, if it is in the text.
        found: Vec<FoundNote>,
    },
    /// What was read was looked for.
    ReadFound {
        /// The search's number.
        number: u64,
        /// What is in the text.
        found: FoundPassages,
    },
    /// These changes of the notes on a document could not be kept, and why.
    NotesLost(Identity, Vec<NoteEdit>, anyhow::Error),
    /// The notes on a document were kept, and there is something to be told of that.
    Annotated(Identity, Annotated),
    /// These changes of what was said of blocks could not be kept, and why.
    CorrectionsLost(Vec<Edit>, anyhow::Error),
    /// It cannot be kept where the reader is, and why.
    PlacesLost(anyhow::Error),
    /// Something was kept, though the file it is in was unreadable.
    SetAside(SetAside),
    /// Another program was to open an address, and has, or could not.
    OpenedOutside(anyhow::Result<()>),
    /// What was copied is on a clipboard, as far as is known.
    Copied(CopiedTo),
    /// A named place was looked for.
    Located {
        /// The lookup's number.
        number: u64,
        /// Where it is, if it is in what was parsed.
        at: Option<TextPos>,
    },
    /// The lines that were typed, by readers of all texts.
    Lines(Vec<PastLine>),
    /// A line that was typed cannot be kept.
    LineLost(anyhow::Error),
    /// More chunks.
    Chunks {
        /// In reading order.
        chunks: Vec<Chunk>,
        /// That of the job.
        edition: u64,
    },
    /// There are no more chunks.
    AllChunks {
        /// That of the job.
        edition: u64,
    },
    /// A chunk was parsed.
    Parsed {
        /// The segment.
        id: SegmentId,
        /// What was parsed: the document may have another chunk in its place by now.
        chunk: Chunk,
        /// What came of it.
        segment: Arc<Segment>,
        /// That of the job.
        edition: u64,
    },
    /// A part of the text was taken, or is too long.
    Taken(Taken),
    /// The words were found that a query may go on with.
    Words {
        /// The look's number.
        number: u64,
        /// The likeliest first.
        words: Vec<Word>,
    },
    /// Segments were searched: all of a job, unless there is a later search.
    Hits {
        /// The search's number.
        generation: u64,
        /// The hits of each segment.
        hits: Vec<Hits>,
    },
    /// Hits were listed.
    Gathered {
        /// The list's number.
        number: u64,
        /// They.
        pool: HitPool,
        /// Whether these are all.
        is_whole: bool,
    },
    /// A list was filtered.
    Filtered {
        /// The filtering's number.
        number: u64,
        /// What is left of it.
        list: List,
    },
}

impl Job {
    /// Whether the reader has asked for it.
    pub fn is_urgent(&self) -> bool {
        matches!(
            self,
            Self::Search { .. }
                | Self::Gather { .. }
                | Self::Filter { .. }
                | Self::Take(_)
                | Self::LookUp(_)
                | Self::FindWords { .. }
        )
    }

    /// Whether nobody can say how long it takes, nor stop it at any time: regular expressions may be hard.
    pub fn is_unbounded(&self) -> bool {
        match self {
            Self::Search { query, .. } => query.is_regex(),
            Self::Gather { gathering, .. } => gathering.query.is_regex(),
            _ => false,
        }
    }

    /// Does the work on the calling thread. Every result goes to `report`, which answers whether
    /// anybody still listens. Never panics: what fails is reported as text shown plain.
    pub fn run(self, report: &mut dyn FnMut(Done) -> bool) {
        match self {
            Self::Open(open) => tell(report, Done::Opened(open().map(Box::new))),
            Self::Reopen { document, open } => {
                report(Done::Reopened { document, opened: open().map(Box::new) });
            }
            Self::Reload { number, reload } => {
                report(Done::Reloaded { number, reloaded: reload().map(Box::new) });
            }
            Self::Visit(visit) => tell(report, Done::Visited(Box::new(visit()))),
            Self::Recall(recall) => tell(report, Done::Recalled(Box::new(recall()))),
            Self::RecallNotes(recall) => tell(report, Done::NotesRecalled(Box::new(recall()))),
            Self::SeekNotes(seeking) => {
                seeking.run().map(report);
            }
            Self::FindRead { number, find } => tell(report, Done::ReadFound { number, found: find() }),
            Self::OpenOutside(open) => tell(report, Done::OpenedOutside(open())),
            Self::LookUp(lookup) => {
                let number = lookup.number();
                report(Done::Located { number, at: lookup.find() });
            }
            Self::Discard(document) => drop(document),
            Self::FindChunks { chunks, edition, latest } => {
                let is_wanted = || latest.load(Ordering::Relaxed) <= edition;
                find_chunks(chunks, edition, &mut |done| is_wanted() && report(done));
            }
            Self::Parse { parser, id, chunk, is_anew, edition } => {
                let parse = if is_anew { document::parse_anew } else { document::parse };
                let segment = Arc::new(parse(parser.as_ref(), &chunk));
                report(Done::Parsed { id, chunk, segment, edition });
            }
            Self::Take(taking) => {
                report(Done::Taken(taking.take()));
            }
            Self::FindWords { sought, number, latest } => {
                if let Some(words) = sought.find(|| latest.load(Ordering::Relaxed) == number) {
                    report(Done::Words { number, words });
                }
            }
            Self::Search { query, generation, latest, parser, segments } => {
                let is_latest = || latest.load(Ordering::Relaxed) == generation;
                if let Some(hits) = search_all(segments, &query, parser.as_ref(), is_latest) {
                    report(Done::Hits { generation, hits });
                }
            }
            Self::Gather { gathering, number, latest } => {
                let is_wanted = || latest.load(Ordering::Relaxed) == number;
                gathering.run(is_wanted, &mut |pool, is_whole| {
                    is_wanted() && report(Done::Gathered { number, pool, is_whole })
                });
            }
            Self::Filter { pool, needle, number, latest } => {
                if let Some(list) = List::filtered(pool, needle, number, &latest) {
                    report(Done::Filtered { number, list });
                }
            }
        }
    }
}

/// Reports the one result of a job.
fn tell(report: &mut dyn FnMut(Done) -> bool, done: Done) {
    // Where nobody listens any more, there is nothing else to stop.
    let _ = report(done);
}

impl fmt::Debug for Job {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open(_) => f.write_str("Open"),
            Self::Reopen { .. } => f.write_str("Reopen"),
            Self::Reload { .. } => f.write_str("Reload"),
            Self::Visit(_) => f.write_str("Visit"),
            Self::Recall(_) => f.write_str("Recall"),
            Self::RecallNotes(_) => f.write_str("RecallNotes"),
            Self::SeekNotes(_) => f.write_str("SeekNotes"),
            Self::FindRead { .. } => f.write_str("FindRead"),
            Self::OpenOutside(_) => f.write_str("OpenOutside"),
            Self::LookUp(_) => f.write_str("LookUp"),
            Self::Discard(_) => f.write_str("Discard"),
            Self::FindChunks { .. } => f.write_str("FindChunks"),
            Self::Parse { id, .. } => write!(f, "Parse({})", id.0),
            Self::Take(_) => f.write_str("Take"),
            Self::Search { segments, .. } => write!(f, "Search({} segments)", segments.len()),
            Self::FindWords { .. } => f.write_str("FindWords"),
            Self::Gather { .. } => f.write_str("Gather"),
            Self::Filter { pool, .. } => write!(f, "Filter({} items)", pool.len()),
        }
    }
}

/// The hits of segments; none once the search is not wanted any more.
fn search_all(
    segments: Vec<SegmentToSearch>,
    query: &Query,
    parser: &dyn Parse,
    is_wanted: impl Fn() -> bool,
) -> Option<Vec<Hits>> {
    let mut all = Vec::with_capacity(segments.len());
    // What was parsed for the one before need not be parsed again.
    let mut next: Option<(SegmentId, Arc<Segment>)> = None;
    for SegmentToSearch { id, text, behind, is_located, revision } in segments {
        let known = next.take().filter(|(next, _)| *next == id);
        let segment = known.map_or_else(|| text.segment(parser), |(_, segment)| segment);
        let spans = search::scan_while(&segment, query, &is_wanted)?;
        let behind = behind.map(|behind| behind.segment(parser));
        let seam = match &behind {
            Some(behind) => Some(search::seam_while(&segment, &spans, behind, query, &is_wanted)?),
            None => None,
        };
        all.push(Hits {
            id,
            counts: search::count_by_section(&segment, spans.iter().copied()),
            seam,
            places: is_located.then(|| spans.into()),
            revision,
        });
        next = behind.map(|behind| (SegmentId(id.0.saturating_add(1)), behind));
    }
    Some(all)
}

/// Reports chunks in batches, so that the reader is not woken for each. The first are small: the screen
/// may wait for them.
fn find_chunks(
    mut chunks: Box<dyn Iterator<Item = Chunk> + Send>,
    edition: u64,
    report: &mut dyn FnMut(Done) -> bool,
) {
    const MOST: usize = 256;
    let mut most = 1;
    loop {
        let found = catch_unwind(AssertUnwindSafe(|| batch(&mut chunks, most)));
        let Ok((chunks, is_last)) = found else { break };
        most = (most * 2).min(MOST);
        if !report(Done::Chunks { chunks, edition }) {
            return;
        }
        if is_last {
            break;
        }
    }
    report(Done::AllChunks { edition });
}

/// The next chunks, up to `most`, and whether they are the last. After a provisional one, more may be long in coming.
fn batch(chunks: &mut impl Iterator<Item = Chunk>, most: usize) -> (Vec<Chunk>, bool) {
    let mut batch = Vec::new();
    while batch.len() < most {
        let Some(chunk) = chunks.next() else { return (batch, true) };
        let is_provisional = chunk.is_provisional;
        batch.push(chunk);
        if is_provisional {
            break;
        }
    }
    (batch, false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_chunks_are_handed_out_by_themselves() {
        let chunk = |at: u64| Chunk { source: at..at + 1, continues: false, is_provisional: false };
        let mut batches = Vec::new();
        find_chunks(Box::new((0..1000).map(chunk)), 0, &mut |done| {
            if let Done::Chunks { chunks, .. } = done {
                batches.push(chunks.len());
            }
            true
        });
        assert_eq!(batches, [1, 2, 4, 8, 16, 32, 64, 128, 256, 256, 233]);
    }
}
