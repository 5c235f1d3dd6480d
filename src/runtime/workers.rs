//! The workers: a few threads that take jobs from one queue, and as many others for what may take any time.

use std::collections::VecDeque;
use std::num::NonZero;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::{io, thread};

use super::Message;
use super::contain::contain;
use super::mailbox::Sender;
use super::room::Room;
use crate::app::jobs::{Done, Job};

/// The most workers: more would only take processors from others.
const MAX_WORKERS: usize = 4;

/// Bytes of a worker's stack. Nothing that jobs call recurses on a document's depth; this is what
/// libraries may need.
const STACK_BYTES: usize = 8 << 20;

/// The most results that wait for the application. A worker that has one more waits with it, so that
/// results do not pile up in memory.
const MAX_RESULTS: usize = 64;

/// How far the workers step back behind the thread that answers the reader, and those behind them on whom nobody
/// is to wait, where threads have a priority of their own.
const NICENESS: i32 = 10;
const NICENESS_OF_PATIENT: i32 = 19;

/// Queues of jobs and the threads that take from them. Dropping it ends them at their next result;
/// nobody waits for them.
#[derive(Debug)]
pub(super) struct Workers {
    queue: Option<Arc<Queue>>,
    /// What may take any time. It does not keep a document from being loaded, nor other searches.
    patient: Option<Arc<Queue>>,
    results: Results,
}

/// The jobs that wait. What the reader asked for comes before what is only to be ready when it is
/// asked for; otherwise they are done in the order in which they were submitted.
#[derive(Debug, Default)]
struct Queue {
    jobs: Mutex<Jobs>,
    is_changed: Condvar,
}

#[derive(Debug, Default)]
struct Jobs {
    urgent: VecDeque<Job>,
    others: VecDeque<Job>,
    is_closed: bool,
}

impl Queue {
    fn change(&self, change: impl FnOnce(&mut Jobs)) {
        change(&mut self.jobs.lock().unwrap_or_else(PoisonError::into_inner));
        self.is_changed.notify_all();
    }

    fn push(&self, job: Job) {
        self.change(|jobs| {
            let queue = if job.is_urgent() { &mut jobs.urgent } else { &mut jobs.others };
            queue.push_back(job);
        });
    }

    /// Waits for a job and takes it; none when there will be no more.
    fn next(&self) -> Option<Job> {
        let jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        let is_idle = |jobs: &mut Jobs| !jobs.is_closed && jobs.urgent.is_empty() && jobs.others.is_empty();
        let mut jobs = self.is_changed.wait_while(jobs, is_idle).unwrap_or_else(PoisonError::into_inner);
        if jobs.is_closed {
            return None;
        }
        jobs.urgent.pop_front().or_else(|| jobs.others.pop_front())
    }
}

/// Where a worker reports to.
#[derive(Clone, Debug)]
struct Results {
    messages: Sender<Message>,
    room: Arc<Room>,
}

impl Results {
    /// Reports a result, once there is room for it. Answers whether anybody listens.
    fn report(&self, done: Done) -> bool {
        self.room.take() && self.messages.send(Message::Done(done)).is_ok()
    }
}

impl Workers {
    /// Workers that report to `messages`. None is started before there is a job.
    pub(super) fn new(messages: Sender<Message>) -> Self {
        let results = Results { messages, room: Arc::new(Room::new(MAX_RESULTS)) };
        Self { queue: None, patient: None, results }
    }

    /// Makes room for another result. To be called for each one of these workers that was taken.
    pub(super) fn make_room(&self) {
        self.results.room.free();
    }

    /// Has `job` done, on a thread of its own where it may wait for the source, the disk or another program.
    pub(super) fn submit(&mut self, job: Job) -> io::Result<()> {
        if matches!(
            job,
            Job::Open(_)
                | Job::Reopen { .. }
                | Job::Reload { .. }
                | Job::Visit(_)
                | Job::Recall(_)
                | Job::RecallNotes(_)
                | Job::OpenOutside(_)
                | Job::FindChunks { .. }
        ) {
            let results = self.results.clone();
            return spawn("folio-reading".to_owned(), NICENESS, move || perform(job, &results));
        }
        let (queue, name, niceness) = if job.is_unbounded() {
            (&mut self.patient, "folio-patient", NICENESS_OF_PATIENT)
        } else {
            (&mut self.queue, "folio-worker", NICENESS)
        };
        let queue = match queue {
            Some(queue) => queue,
            None => queue.insert(start(name, niceness, &self.results)?),
        };
        queue.push(job);
        Ok(())
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        for queue in [&self.queue, &self.patient].into_iter().flatten() {
            queue.change(|jobs| *jobs = Jobs { is_closed: true, ..Jobs::default() });
        }
        self.results.room.close();
    }
}

fn start(name: &str, niceness: i32, results: &Results) -> io::Result<Arc<Queue>> {
    let queue = Arc::<Queue>::default();
    let n_workers = thread::available_parallelism().map_or(1, NonZero::get).min(MAX_WORKERS);
    for number in 0..n_workers {
        let (queue, results) = (Arc::clone(&queue), results.clone());
        spawn(format!("{name}-{number}"), niceness, move || {
            while let Some(job) = queue.next() {
                perform(job, &results);
            }
        })?;
    }
    Ok(queue)
}

fn spawn(name: String, niceness: i32, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    let work = move || {
        step_back(niceness);
        work();
    };
    thread::Builder::new().name(name).stack_size(STACK_BYTES).spawn(work).map(|_| ())
}

/// Lets the thread that answers the reader run before the calling one, where threads have a priority
/// of their own. Where that cannot be, nothing is lost but a few milliseconds.
#[cfg_attr(
    not(target_os = "linux"),
    expect(unused_variables, reason = "threads have no priority of their own")
)]
fn step_back(niceness: i32) {
    #[cfg(target_os = "linux")]
    {
        let _ = rustix::process::setpriority_process(None, niceness);
    }
}

/// Does a job. Where it panics, nobody waits for what it has not reported, and the defect is told.
fn perform(job: Job, results: &Results) {
    let failure = job.failure();
    if let Err(report) = contain(|| job.run(&mut |done| results.report(done))) {
        if let Some(failure) = failure {
            results.report(failure.result());
        }
        // Where nobody listens any more, nobody has to know.
        let _ = results.messages.send(Message::Defect(report));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicU64;
    use std::sync::mpsc::{self, Receiver};
    use std::time::Duration;

    use super::*;
    use crate::app::jobs::{SegmentToSearch, Text};
    use crate::document::{Chunk, Parse, Segment, SegmentBuilder, SegmentId};
    use crate::runtime::mailbox::{Mailbox, mailbox};
    use crate::search::{Options, Query};

    fn find(chunks: impl Iterator<Item = Chunk> + Send + 'static) -> Job {
        Job::FindChunks { chunks: Box::new(chunks), edition: 0, latest: Arc::default() }
    }

    fn chunks(count: u64) -> Job {
        find((0..count).map(|at| Chunk { source: at..at + 1, continues: false, is_provisional: false }))
    }

    fn workers() -> (Workers, Mailbox<Message>) {
        let (sender, messages) = mailbox();
        (Workers::new(sender), messages)
    }

    fn take(workers: &Workers, messages: &Mailbox<Message>) -> Done {
        let message = messages.next(Duration::MAX).unwrap();
        workers.make_room();
        match message {
            Message::Done(done) => done,
            other => panic!("{other:?}"),
        }
    }

    const NOTHING: Chunk = Chunk { source: 0..0, continues: false, is_provisional: false };

    /// A parser of nothing.
    struct Empty;

    impl Parse for Empty {
        fn parse(&self, chunk: &Chunk) -> Segment {
            SegmentBuilder::new(chunk.source.start).finish(0)
        }

        fn source_text(&self, _: &Chunk) -> String {
            String::new()
        }
    }

    fn parse(id: u32) -> Job {
        Job::Parse { parser: Arc::new(Empty), id: SegmentId(id), chunk: NOTHING, is_anew: false, edition: 0 }
    }

    fn search(generation: u64) -> Job {
        search_for(Options::default(), Arc::new(Empty), generation)
    }

    fn search_for(options: Options, parser: Arc<dyn Parse>, generation: u64) -> Job {
        Job::Search {
            query: Query::new("x", options).unwrap(),
            generation,
            latest: Arc::new(AtomicU64::new(generation)),
            parser,
            segments: vec![SegmentToSearch {
                id: SegmentId(0),
                text: Text::Dropped(NOTHING),
                behind: None,
                is_located: false,
                revision: 0,
            }],
        }
    }

    #[test]
    fn searches_come_first() {
        let queue = Queue::default();
        for job in [parse(1), parse(2), search(3), search(4)] {
            queue.push(job);
        }
        let order: Vec<_> = (0..4).map(|_| queue.next().unwrap()).collect();
        assert_eq!(format!("{order:?}"), "[Search(1 segments), Search(1 segments), Parse(1), Parse(2)]");
        queue.change(|jobs| jobs.is_closed = true);
        assert!(queue.next().is_none());
    }

    /// A parser that comes to no end before somebody says so.
    struct Endless(Mutex<Receiver<()>>);

    impl Parse for Endless {
        fn parse(&self, chunk: &Chunk) -> Segment {
            let _ = self.0.lock().unwrap().recv();
            Empty.parse(chunk)
        }

        fn source_text(&self, _: &Chunk) -> String {
            String::new()
        }
    }

    #[test]
    fn nobody_waits_for_a_regex() {
        let (mut workers, messages) = workers();
        let (end, ended) = mpsc::channel();
        let parser = Arc::new(Endless(Mutex::new(ended)));
        let regex = Options { is_regex: true, ..Options::default() };
        for _ in 0..2 * MAX_WORKERS {
            workers.submit(search_for(regex, Arc::clone(&parser) as Arc<dyn Parse>, 0)).unwrap();
        }
        workers.submit(parse(7)).unwrap();
        assert!(matches!(take(&workers, &messages), Done::Parsed { id: SegmentId(7), .. }));
        workers.submit(search(8)).unwrap();
        assert!(matches!(take(&workers, &messages), Done::Hits { generation: 8, .. }));
        drop(end);
        for _ in 0..2 * MAX_WORKERS {
            assert!(matches!(take(&workers, &messages), Done::Hits { generation: 0, .. }));
        }
    }

    #[test]
    fn every_job_is_done() {
        let (mut workers, messages) = workers();
        (0..50)
            .for_each(|id| workers.submit(if id % 2 == 0 { parse(id) } else { search(id.into()) }).unwrap());
        let mut done: Vec<_> = (0..50)
            .map(|_| match take(&workers, &messages) {
                Done::Parsed { id, .. } => u64::from(id.0),
                Done::Hits { generation, hits } => generation * u64::try_from(hits.len()).unwrap(),
                other => panic!("{other:?}"),
            })
            .collect();
        done.sort_unstable();
        assert_eq!(done, (0..50).collect::<Vec<_>>());
    }

    #[test]
    fn results_come_back_in_order() {
        let (mut workers, messages) = workers();
        workers.submit(chunks(100_000)).unwrap();
        let mut count = 0;
        while let Done::Chunks { chunks: batch, .. } = take(&workers, &messages) {
            assert!(batch.iter().all(|chunk| chunk.source.start >= count));
            count += batch.len() as u64;
        }
        assert_eq!(count, 100_000);
    }

    #[test]
    fn results_that_nobody_takes_do_not_pile_up() {
        let room = |n_free| Arc::new(Room::new(n_free));
        let results = Results { messages: mailbox().0, room: room(1) };
        assert!(!results.report(Done::AllChunks { edition: 0 }));

        let (messages, taken) = mailbox();
        let results = Results { messages, room: room(1) };
        let room = Arc::clone(&results.room);
        let worker = thread::spawn(move || (0..3).all(|_| results.report(Done::AllChunks { edition: 0 })));
        taken.next(Duration::MAX).unwrap();
        assert!(!worker.is_finished() && taken.waiting().next().is_none());
        room.close();
        assert!(!worker.join().unwrap());
    }

    #[test]
    fn a_job_that_panics_does_not_end_the_workers() {
        let (mut workers, messages) = workers();
        for _ in 0..2 * MAX_WORKERS {
            workers.submit(find(std::iter::from_fn(|| panic!("bad chunk")))).unwrap();
        }
        for _ in 0..2 * MAX_WORKERS {
            assert!(matches!(take(&workers, &messages), Done::AllChunks { .. }));
        }
    }

    #[test]
    fn nobody_waits_for_a_job_that_panics_and_the_defect_is_told() {
        let (mut workers, messages) = workers();
        workers.submit(Job::Reload { number: 7, reload: Box::new(|| panic!("bad disk")) }).unwrap();
        assert!(matches!(take(&workers, &messages), Done::Reloaded { number: 7, reloaded: Err(_) }));
        let Message::Defect(report) = messages.next(Duration::MAX).unwrap() else { panic!("it is not told") };
        assert!(report.contains("bad disk"), "{report}");
        workers.submit(Job::Recall(Box::new(|| panic!("bad memory")))).unwrap();
        assert!(matches!(messages.next(Duration::MAX).unwrap(), Message::Defect(_)));
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
        workers.submit(find(endless)).unwrap();
        take(&workers, &messages);
        drop((workers, messages));
        while held.upgrade().is_some() {
            thread::yield_now();
        }
    }
}
