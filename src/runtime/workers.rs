//! The workers: a few threads that do jobs in the order in which they were submitted.

use std::num::NonZero;
use std::sync::mpsc::{self, Receiver, Sender, SyncSender};
use std::sync::{Arc, Mutex, PoisonError};
use std::{io, thread};

use super::Message;
use super::contain::contain;
use crate::app::jobs::Job;

/// The most workers: more would only take processors from others.
const MAX_WORKERS: usize = 4;

/// Bytes of a worker's stack. Nothing that jobs call recurses on a document's depth; this is what
/// libraries may need.
const STACK_BYTES: usize = 8 << 20;

/// A queue of jobs and the threads that take from it. Dropping it lets them end after the job they
/// are at; nobody waits for them.
#[derive(Debug)]
pub(super) struct Workers {
    results: SyncSender<Message>,
    jobs: Option<Sender<Job>>,
}

impl Workers {
    /// Workers that report to `results`. None is started before there is a job.
    pub(super) fn new(results: SyncSender<Message>) -> Self {
        Self { results, jobs: None }
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

fn start(results: &SyncSender<Message>) -> io::Result<Sender<Job>> {
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
fn work(queue: &Mutex<Receiver<Job>>, results: &SyncSender<Message>) {
    while let Some(job) = next(queue) {
        let _ = contain(|| job.run(&mut |done| results.send(Message::Done(done)).is_ok()));
    }
}

fn next(queue: &Mutex<Receiver<Job>>) -> Option<Job> {
    queue.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::jobs::Done;
    use crate::document::Chunk;

    fn chunks(count: u64) -> Job {
        Job::FindChunks(Box::new((0..count).map(|at| Chunk { source: at..at + 1, continues: false })))
    }

    fn done(results: &Receiver<Message>) -> Done {
        match results.recv().unwrap() {
            Message::Done(done) => done,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn results_come_back_in_order() {
        let (sender, results) = mpsc::sync_channel(1);
        Workers::new(sender).submit(chunks(300)).unwrap();
        let mut count = 0;
        while let Done::Chunks(batch) = done(&results) {
            assert!(batch.iter().all(|chunk| chunk.source.start >= count));
            count += batch.len() as u64;
        }
        assert_eq!(count, 300);
    }

    #[test]
    fn a_job_that_panics_does_not_end_the_workers() {
        let (sender, results) = mpsc::sync_channel(1);
        let mut workers = Workers::new(sender);
        for _ in 0..2 * MAX_WORKERS {
            workers.submit(Job::FindChunks(Box::new(std::iter::from_fn(|| panic!("bad chunk"))))).unwrap();
        }
        for _ in 0..2 * MAX_WORKERS {
            assert!(matches!(done(&results), Done::AllChunks));
        }
    }

    #[test]
    fn jobs_end_when_nobody_listens() {
        let (sender, results) = mpsc::sync_channel(1);
        let mut workers = Workers::new(sender);
        let alive = Arc::new(());
        let held = Arc::downgrade(&alive);
        let endless = std::iter::repeat_with(move || {
            let _ = &alive;
            Chunk { source: 0..1, continues: true }
        });
        workers.submit(Job::FindChunks(Box::new(endless))).unwrap();
        done(&results);
        drop(results);
        while held.upgrade().is_some() {
            thread::yield_now();
        }
    }
}
