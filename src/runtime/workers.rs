//! The workers: a few threads that do jobs in the order in which they were submitted.

use std::num::NonZero;
use std::sync::mpsc::{self, Receiver, Sender, SyncSender};
use std::sync::{Arc, Mutex, PoisonError};
use std::{io, thread};

use super::Message;
use super::contain::contain;
use crate::app::jobs::{Done, Job};

/// The most workers: more would only take processors from others.
const MAX_WORKERS: usize = 4;

/// Bytes of a worker's stack. Nothing that jobs call recurses on a document's depth; this is what
/// libraries may need.
const STACK_BYTES: usize = 8 << 20;

/// The most results that wait for the application. A worker that has one more waits with it, so that
/// results do not pile up in memory.
const MAX_RESULTS: usize = 64;

/// A queue of jobs and the threads that take from it. Dropping it ends them at their next result;
/// nobody waits for them.
#[derive(Debug)]
pub(super) struct Workers {
    jobs: Option<Sender<Job>>,
    results: Results,
    /// Holds one item for each result that waits.
    waiting: Receiver<()>,
}

/// Where a worker reports to.
#[derive(Clone, Debug)]
struct Results {
    messages: Sender<Message>,
    waiting: SyncSender<()>,
}

impl Results {
    /// Reports a result, once there is room for it. Answers whether anybody listens.
    fn report(&self, done: Done) -> bool {
        self.waiting.send(()).is_ok() && self.messages.send(Message::Done(done)).is_ok()
    }
}

impl Workers {
    /// Workers that report to `messages`. None is started before there is a job.
    pub(super) fn new(messages: Sender<Message>) -> Self {
        let (sender, waiting) = mpsc::sync_channel(MAX_RESULTS);
        Self { jobs: None, results: Results { messages, waiting: sender }, waiting }
    }

    /// Makes room for another result. To be called for each one that was taken.
    pub(super) fn make_room(&self) {
        let _ = self.waiting.try_recv();
    }

    /// Puts `job` at the end of the queue.
    pub(super) fn submit(&mut self, job: Job) -> io::Result<()> {
        let jobs = match self.jobs.take() {
            Some(jobs) => jobs,
            None => start(&self.results)?,
        };
        // Workers hold the other end for as long as this one exists, so sending succeeds.
        let _ = jobs.send(job);
        self.jobs = Some(jobs);
        Ok(())
    }
}

fn start(results: &Results) -> io::Result<Sender<Job>> {
    let (sender, queue) = mpsc::channel();
    let queue = Arc::new(Mutex::new(queue));
    let n_workers = thread::available_parallelism().map_or(1, NonZero::get).min(MAX_WORKERS);
    for number in 0..n_workers {
        let (queue, results) = (Arc::clone(&queue), results.clone());
        thread::Builder::new()
            .name(format!("folio-worker-{number}"))
            .stack_size(STACK_BYTES)
            .spawn(move || work(&queue, &results))?;
    }
    Ok(sender)
}

/// Does jobs until there will be no more. A job that panics has reported what it could.
fn work(queue: &Mutex<Receiver<Job>>, results: &Results) {
    while let Some(job) = next(queue) {
        let _ = contain(|| job.run(&mut |done| results.report(done)));
    }
}

fn next(queue: &Mutex<Receiver<Job>>) -> Option<Job> {
    queue.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Chunk;

    fn chunks(count: u64) -> Job {
        Job::FindChunks(Box::new((0..count).map(|at| Chunk {
            source: at..at + 1,
            continues: false,
            is_provisional: false,
        })))
    }

    fn workers() -> (Workers, Receiver<Message>) {
        let (sender, messages) = mpsc::channel();
        (Workers::new(sender), messages)
    }

    fn take(workers: &Workers, messages: &Receiver<Message>) -> Done {
        let message = messages.recv().unwrap();
        workers.make_room();
        match message {
            Message::Done(done) => done,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn results_come_back_in_order() {
        let (mut workers, messages) = workers();
        workers.submit(chunks(100_000)).unwrap();
        let mut count = 0;
        while let Done::Chunks(batch) = take(&workers, &messages) {
            assert!(batch.iter().all(|chunk| chunk.source.start >= count));
            count += batch.len() as u64;
        }
        assert_eq!(count, 100_000);
    }

    #[test]
    fn results_that_nobody_takes_do_not_pile_up() {
        let results = Results { messages: mpsc::channel().0, waiting: mpsc::sync_channel(1).0 };
        assert!(!results.report(Done::AllChunks));

        let (messages, taken) = mpsc::channel();
        let (waiting, room) = mpsc::sync_channel(1);
        let results = Results { messages, waiting };
        let worker = thread::spawn(move || (0..3).all(|_| results.report(Done::AllChunks)));
        taken.recv().unwrap();
        assert!(!worker.is_finished() && taken.try_recv().is_err());
        drop(room);
        assert!(!worker.join().unwrap());
    }

    #[test]
    fn a_job_that_panics_does_not_end_the_workers() {
        let (mut workers, messages) = workers();
        for _ in 0..2 * MAX_WORKERS {
            workers.submit(Job::FindChunks(Box::new(std::iter::from_fn(|| panic!("bad chunk"))))).unwrap();
        }
        for _ in 0..2 * MAX_WORKERS {
            assert!(matches!(take(&workers, &messages), Done::AllChunks));
        }
    }

    #[test]
    fn jobs_end_when_nobody_listens() {
        let (mut workers, messages) = workers();
        let alive = Arc::new(());
        let held = Arc::downgrade(&alive);
        let endless = std::iter::repeat_with(move || {
            let _ = &alive;
            Chunk { source: 0..1, continues: true, is_provisional: false }
        });
        workers.submit(Job::FindChunks(Box::new(endless))).unwrap();
        take(&workers, &messages);
        drop((workers, messages));
        while held.upgrade().is_some() {
            thread::yield_now();
        }
    }
}
