//! Work on all segments by several threads, its results taken in reading order.

use std::collections::BTreeMap;
use std::io;
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::thread;

use crate::document::{self, Document, Segment, SegmentId};

/// The most threads.
const MOST_THREADS: usize = 4;
/// Results that wait to be taken. Threads that are further ahead wait as well, which bounds memory.
const AHEAD: usize = 8;

/// Parses every segment of `document` and hands it to `work`, on several threads; `take` gets what
/// comes of it, in reading order, on this one. Ends early when `take` fails.
pub(super) fn for_each<T: Send>(
    document: &Document,
    work: impl Fn(SegmentId, Segment) -> T + Sync,
    mut take: impl FnMut(SegmentId, T) -> io::Result<()>,
) -> io::Result<()> {
    let n_segments = document.n_segments();
    let n_threads = thread::available_parallelism().map_or(1, NonZero::get).min(MOST_THREADS).min(n_segments);
    let parser = document.parser();
    let make = |index: usize| {
        let id = SegmentId::from_index(index);
        document.chunk(id).map(|chunk| work(id, document::parse(parser.as_ref(), chunk)))
    };
    if n_threads < 2 {
        return (0..n_segments)
            .filter_map(|index| Some((SegmentId::from_index(index), make(index)?)))
            .try_for_each(|(id, result)| take(id, result));
    }
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        // A queue a thread: the next result in order is always at the front of one of them, so a
        // bounded queue can never hold up the one that is waited for.
        let queues: Vec<_> = (0..n_threads)
            .map(|_| {
                let (sender, receiver) = mpsc::sync_channel(AHEAD);
                let (next, make) = (&next, &make);
                scope.spawn(move || produce(next, n_segments, make, &sender));
                receiver
            })
            .collect();
        in_order(&queues, n_segments, &mut take)
    })
}

/// Makes results until there are no more to make, or nobody takes them.
fn produce<T>(
    next: &AtomicUsize,
    n_segments: usize,
    make: &impl Fn(usize) -> Option<T>,
    sender: &SyncSender<(usize, Option<T>)>,
) {
    loop {
        let index = next.fetch_add(1, Ordering::Relaxed);
        if index >= n_segments || sender.send((index, make(index))).is_err() {
            return;
        }
    }
}

/// Takes results in order from queues that are each in order.
fn in_order<T>(
    queues: &[Receiver<(usize, Option<T>)>],
    n_segments: usize,
    take: &mut impl FnMut(SegmentId, T) -> io::Result<()>,
) -> io::Result<()> {
    // The first result of each queue, by its number.
    let mut fronts: BTreeMap<usize, (usize, Option<T>)> = BTreeMap::new();
    let receive = |fronts: &mut BTreeMap<_, _>, queue: usize| {
        if let Some(Ok((index, result))) = queues.get(queue).map(Receiver::recv) {
            fronts.insert(index, (queue, result));
        }
    };
    (0..queues.len()).for_each(|queue| receive(&mut fronts, queue));
    for index in 0..n_segments {
        let Some((queue, result)) = fronts.remove(&index) else { break };
        if let Some(result) = result {
            take(SegmentId::from_index(index), result)?;
        }
        receive(&mut fronts, queue);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::tests::opening;
    use super::*;
    use crate::document::LeafKind;

    fn document(n_segments: u64) -> Document {
        let opening = opening(n_segments, |builder| builder.leaf(LeafKind::Paragraph, 0..1, "x"));
        let mut document = opening.document;
        document.push_chunks(opening.chunks);
        document
    }

    #[test]
    fn results_come_in_order() {
        for n_segments in [0, 1, 2, 7, 500] {
            let mut taken = Vec::new();
            let take = |id: SegmentId, text: usize| {
                taken.push((id.index(), text));
                Ok(())
            };
            for_each(&document(n_segments), |id, segment| id.index() + segment.text().len(), take).unwrap();
            let expected: Vec<_> = (0..usize::try_from(n_segments).unwrap()).map(|n| (n, n + 2)).collect();
            assert_eq!(taken, expected);
        }
    }

    #[test]
    fn a_failure_ends_it() {
        let mut n_taken = 0;
        let result = for_each(
            &document(500),
            |_, _| (),
            |_, ()| {
                n_taken += 1;
                if n_taken == 3 { Err(io::Error::other("full")) } else { Ok(()) }
            },
        );
        assert!(result.is_err());
        assert_eq!(n_taken, 3);
    }
}
