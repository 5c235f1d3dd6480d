//! Work on all segments by several threads, its results taken in reading order.
//!
//! The chunks are found as they are needed, so that the first results come at once, and a pipe without
//! an end has results too. Only where a segment waits for something that may stand further on, the
//! definition of a link, are chunks looked for ahead of their turn.

use std::collections::{BTreeMap, VecDeque};
use std::io;
use std::num::NonZero;
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

use crate::document::{self, Chunk, Document, Opening, Segment, SegmentId};
use crate::layout::Seam;

/// The most threads.
const MOST_THREADS: usize = 4;
/// Results that wait to be taken. Threads that are further ahead wait as well, which bounds memory.
const AHEAD: usize = 8;
/// How many bytes of a pipe are read on for a definition.
const AWAITED: u64 = 16 << 20;
/// How many bytes of a pipe are kept before the chunk handed out last: more than other threads can be
/// behind.
const LOOK_BACK: u64 = 16 << 20;

/// A segment in its turn.
pub(super) struct Turn {
    pub(super) id: SegmentId,
    pub(super) segment: Segment,
    /// What follows it.
    pub(super) seam: Seam,
}

/// Parses every segment of a document and hands it to `work`, on several threads; `take` gets what
/// comes of it, in reading order, on this one. Ends early when `take` fails.
pub(super) fn for_each<T: Send>(
    opening: Opening,
    work: impl Fn(Turn) -> T + Sync,
    mut take: impl FnMut(T) -> io::Result<()>,
) -> io::Result<()> {
    let n_threads = thread::available_parallelism().map_or(1, NonZero::get).min(MOST_THREADS);
    let turns = Turns::new(opening);
    thread::scope(|scope| {
        // A queue a thread: the next result in order is always at the front of one of them, so a
        // bounded queue can never hold up the one that is waited for.
        let queues: Vec<_> = (0..n_threads)
            .map(|_| {
                let (sender, receiver) = mpsc::sync_channel(AHEAD);
                let (turns, work) = (&turns, &work);
                scope.spawn(move || produce(turns, work, &sender));
                receiver
            })
            .collect();
        in_order(&queues, &mut take)
    })
}

/// Makes results until there are no more to make, or nobody takes them.
fn produce<T>(turns: &Turns, work: &impl Fn(Turn) -> T, sender: &SyncSender<(usize, T)>) {
    while let Some(turn) = turns.next() {
        let index = turn.id.index();
        if sender.send((index, work(turn))).is_err() {
            return;
        }
    }
}

/// Takes results in order from queues that are each in order.
fn in_order<T>(
    queues: &[Receiver<(usize, T)>],
    take: &mut impl FnMut(T) -> io::Result<()>,
) -> io::Result<()> {
    // The first result of each queue, by its number.
    let mut fronts: BTreeMap<usize, (usize, T)> = BTreeMap::new();
    let receive = |fronts: &mut BTreeMap<_, _>, queue: usize| {
        if let Some(Ok((index, result))) = queues.get(queue).map(Receiver::recv) {
            fronts.insert(index, (queue, result));
        }
    };
    (0..queues.len()).for_each(|queue| receive(&mut fronts, queue));
    while let Some((_, (queue, result))) = fronts.pop_first() {
        take(result)?;
        receive(&mut fronts, queue);
    }
    Ok(())
}

/// Hands out the segments in order, to several threads.
struct Turns {
    document: Document,
    chunks: Mutex<Chunks>,
}

impl Turns {
    fn new(opening: Opening) -> Self {
        let Opening { document, chunks } = opening;
        let known: VecDeque<_> = document.chunks().filter(|chunk| !chunk.is_provisional).cloned().collect();
        let found = Box::new(chunks.filter(|chunk| !chunk.is_provisional));
        Self { document, chunks: Mutex::new(Chunks { known, found, n_handed_out: 0 }) }
    }

    fn chunks(&self) -> MutexGuard<'_, Chunks> {
        self.chunks.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next segment, parsed; `None` at the end of the document.
    fn next(&self) -> Option<Turn> {
        let (id, chunk, seam) = self.chunks().next()?;
        if let Some(source) = self.document.growing() {
            source.forget_before(chunk.source.start.saturating_sub(LOOK_BACK));
        }
        let parser = self.document.parser();
        let mut segment = document::parse(parser.as_ref(), &chunk);
        if parser.is_open(&chunk) {
            self.look_ahead(&chunk);
            segment = document::parse_anew(parser.as_ref(), &chunk);
        }
        // It is not parsed again, and a pipe may be endless.
        parser.settle(&chunk);
        Some(Turn { id, segment, seam })
    }

    /// Finds the chunks that may hold what `chunk` waits for: all of them, or those of a pipe up to
    /// some distance. The other threads wait as well: what they would parse may hold it.
    fn look_ahead(&self, chunk: &Chunk) {
        let is_pipe = self.document.growing().is_some();
        let end = if is_pipe { chunk.source.end.saturating_add(AWAITED) } else { u64::MAX };
        let mut chunks = self.chunks();
        while chunks.known.back().is_none_or(|last| last.source.end < end) && chunks.find() {}
    }
}

/// Chunks that were found, and those still to be.
struct Chunks {
    known: VecDeque<Chunk>,
    found: Box<dyn Iterator<Item = Chunk> + Send>,
    n_handed_out: usize,
}

impl Chunks {
    /// Looks for one more. Answers whether there was one.
    fn find(&mut self) -> bool {
        let found = self.found.next();
        let is_found = found.is_some();
        self.known.extend(found);
        is_found
    }

    fn next(&mut self) -> Option<(SegmentId, Chunk, Seam)> {
        while self.known.len() < 2 && self.find() {}
        let chunk = self.known.pop_front()?;
        let id = SegmentId::from_index(self.n_handed_out);
        self.n_handed_out += 1;
        Some((id, chunk, Seam::before(self.known.front())))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::opening;
    use super::*;
    use crate::document::LeafKind;

    fn opened(n_segments: u64) -> Opening {
        opening(n_segments, |builder| builder.leaf(LeafKind::Paragraph, 0..1, "x"))
    }

    #[test]
    fn results_come_in_order() {
        for n_segments in [0, 1, 2, 7, 500] {
            let mut taken = Vec::new();
            let take = |result| {
                taken.push(result);
                Ok(())
            };
            let work = |turn: Turn| (turn.id.index(), turn.segment.text().len(), turn.seam);
            for_each(opened(n_segments), work, take).unwrap();
            let count = usize::try_from(n_segments).unwrap();
            let seam = |n: usize| if n + 1 == count { Seam::End } else { Seam::Gap };
            let expected: Vec<_> = (0..count).map(|n| (n, 2, seam(n))).collect();
            assert_eq!(taken, expected);
        }
    }

    #[test]
    fn a_failure_ends_it() {
        let mut n_taken = 0;
        let result = for_each(
            opened(500),
            |_| (),
            |()| {
                n_taken += 1;
                if n_taken == 3 { Err(io::Error::other("full")) } else { Ok(()) }
            },
        );
        assert!(result.is_err());
        assert_eq!(n_taken, 3);
    }

    #[test]
    fn nothing_is_looked_for_that_is_not_needed() {
        let Opening { document, chunks } = opened(0);
        let endless = (0..).map(|at| Chunk { source: at..at + 1, continues: false, is_provisional: false });
        let opening = Opening { document, chunks: Box::new(chunks.chain(endless)) };
        let mut n_taken = 0;
        let take = |()| {
            n_taken += 1;
            if n_taken == 100 { Err(io::ErrorKind::BrokenPipe.into()) } else { Ok(()) }
        };
        assert!(for_each(opening, |_| (), take).is_err());
    }
}
