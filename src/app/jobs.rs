//! Background work as data: what a worker is to do, and what it reports.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::document::{self, Chunk, Opening, Parse, Segment, SegmentId};
use crate::search::{self, HitCounts, Query};

/// Opens a document, as soon as there is something to read.
pub type Open = Box<dyn FnOnce() -> anyhow::Result<Opening> + Send>;

/// Work for a worker thread.
pub enum Job {
    /// Open the document.
    Open(Open),
    /// Find the rest of the document's chunks.
    FindChunks(Box<dyn Iterator<Item = Chunk> + Send>),
    /// Parse chunks, in this order.
    Parse {
        /// What parses them.
        parser: Arc<dyn Parse>,
        /// Which.
        chunks: Vec<(SegmentId, Chunk)>,
    },
    /// Count the hits of a search, in this order.
    Search {
        /// What is looked for.
        query: Query,
        /// The search's number.
        generation: u64,
        /// The number of the latest search. An older one ends by itself.
        latest: Arc<AtomicU64>,
        /// Where.
        segments: Vec<(SegmentId, Arc<Segment>)>,
    },
}

/// What a job reports.
#[derive(Debug)]
pub enum Done {
    /// The document was opened, or cannot be.
    Opened(anyhow::Result<Opening>),
    /// More chunks, in reading order.
    Chunks(Vec<Chunk>),
    /// There are no more chunks.
    AllChunks,
    /// A chunk was parsed.
    Parsed {
        /// The segment.
        id: SegmentId,
        /// What was parsed: the document may have another chunk in its place by now.
        chunk: Chunk,
        /// What came of it.
        segment: Arc<Segment>,
    },
    /// A segment was searched.
    Hits {
        /// The search's number.
        generation: u64,
        /// The segment.
        id: SegmentId,
        /// Its hits.
        counts: HitCounts,
    },
}

impl Job {
    /// Does the work on the calling thread. Every result goes to `report`, which answers whether
    /// anybody still listens. Never panics: what fails is reported as text shown plain.
    pub fn run(self, report: &mut dyn FnMut(Done) -> bool) {
        match self {
            Self::Open(open) => {
                report(Done::Opened(open()));
            }
            Self::FindChunks(chunks) => find_chunks(chunks, report),
            Self::Parse { parser, chunks } => {
                for (id, chunk) in chunks {
                    let segment = Arc::new(document::parse(parser.as_ref(), &chunk));
                    if !report(Done::Parsed { id, chunk, segment }) {
                        return;
                    }
                }
            }
            Self::Search { query, generation, latest, segments } => {
                for (id, segment) in segments {
                    if latest.load(Ordering::Relaxed) != generation {
                        return;
                    }
                    let counts = search::count(&segment, &query);
                    if !report(Done::Hits { generation, id, counts }) {
                        return;
                    }
                }
            }
        }
    }
}

impl fmt::Debug for Job {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open(_) => f.write_str("Open"),
            Self::FindChunks(_) => f.write_str("FindChunks"),
            Self::Parse { chunks, .. } => write!(f, "Parse({} chunks)", chunks.len()),
            Self::Search { segments, .. } => write!(f, "Search({} segments)", segments.len()),
        }
    }
}

/// Reports chunks in batches, so that the reader is not woken for each.
fn find_chunks(mut chunks: Box<dyn Iterator<Item = Chunk> + Send>, report: &mut dyn FnMut(Done) -> bool) {
    loop {
        let found = catch_unwind(AssertUnwindSafe(|| batch(&mut chunks)));
        let Ok((batch, is_last)) = found else { break };
        if !report(Done::Chunks(batch)) {
            return;
        }
        if is_last {
            break;
        }
    }
    report(Done::AllChunks);
}

/// The next chunks, and whether they are the last. After a provisional one, more may be long in coming.
fn batch(chunks: &mut impl Iterator<Item = Chunk>) -> (Vec<Chunk>, bool) {
    const MOST: usize = 256;
    let mut batch = Vec::new();
    while batch.len() < MOST {
        let Some(chunk) = chunks.next() else { return (batch, true) };
        let is_provisional = chunk.is_provisional;
        batch.push(chunk);
        if is_provisional {
            break;
        }
    }
    (batch, false)
}
