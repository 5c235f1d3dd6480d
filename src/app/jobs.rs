//! Background work as data: what a worker is to do, and what it reports.
//!
//! The application hands out a few small jobs at a time and chooses the next when one is done, so that
//! nothing that was asked for later has to wait for what is no longer wanted.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::document::{self, Chunk, Parse, Segment, SegmentId};
use crate::search::{self, HitCounts, Query};

/// Work for a worker thread.
pub enum Job {
    /// Find the rest of the document's chunks.
    FindChunks(Box<dyn Iterator<Item = Chunk> + Send>),
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
        segments: Vec<(SegmentId, Searched)>,
    },
}

/// A segment to be searched.
#[derive(Debug)]
pub enum Searched {
    /// It is there.
    Kept(Arc<Segment>),
    /// It is to be parsed for this, and dropped.
    Dropped(Chunk),
}

/// What a job reports.
#[derive(Debug)]
pub enum Done {
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
    /// Segments were searched: all of a job, unless there is a later search.
    Hits {
        /// The search's number.
        generation: u64,
        /// The hits of each segment.
        counts: Vec<(SegmentId, HitCounts)>,
    },
}

impl Job {
    /// Does the work on the calling thread. Every result goes to `report`, which answers whether
    /// anybody still listens. Never panics: what fails is reported as text shown plain.
    pub fn run(self, report: &mut dyn FnMut(Done) -> bool) {
        match self {
            Self::FindChunks(chunks) => find_chunks(chunks, report),
            Self::Parse { parser, id, chunk, is_anew } => {
                let parse = if is_anew { document::parse_anew } else { document::parse };
                let segment = Arc::new(parse(parser.as_ref(), &chunk));
                report(Done::Parsed { id, chunk, segment });
            }
            Self::Search { query, generation, latest, parser, segments } => {
                let mut counts = Vec::with_capacity(segments.len());
                for (id, searched) in segments {
                    if latest.load(Ordering::Relaxed) != generation {
                        return;
                    }
                    let segment = match searched {
                        Searched::Kept(segment) => segment,
                        Searched::Dropped(chunk) => Arc::new(document::parse(parser.as_ref(), &chunk)),
                    };
                    counts.push((id, search::count(&segment, &query)));
                }
                report(Done::Hits { generation, counts });
            }
        }
    }
}

impl fmt::Debug for Job {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FindChunks(_) => f.write_str("FindChunks"),
            Self::Parse { id, .. } => write!(f, "Parse({})", id.0),
            Self::Search { segments, .. } => write!(f, "Search({} segments)", segments.len()),
        }
    }
}

/// Reports chunks in batches, so that the reader is not woken for each.
fn find_chunks(mut chunks: Box<dyn Iterator<Item = Chunk> + Send>, report: &mut dyn FnMut(Done) -> bool) {
    const BATCH: usize = 256;
    loop {
        let batch = catch_unwind(AssertUnwindSafe(|| chunks.by_ref().take(BATCH).collect::<Vec<_>>()));
        let Ok(batch) = batch else { break };
        let is_last = batch.len() < BATCH;
        if !report(Done::Chunks(batch)) {
            return;
        }
        if is_last {
            break;
        }
    }
    report(Done::AllChunks);
}
