//! Bytes that still come, from a pipe or from a file that is transcoded.
//!
//! One thread reads as fast as the other end writes ([`Feed`]); everybody else reads what is there.
//! What goes beyond the memory it may take lies in a file without a name. When the writer is far
//! ahead of the reader, it is made to wait until the reader moves on, so that a source without an
//! end takes neither all memory nor all of the disk.

use std::io;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use super::store::Store;

/// Bytes that are kept in memory.
const IN_MEMORY: usize = 64 << 20;

/// How long more is collected, and how many bytes, before a waiting reader is told of it.
const COLLECTED: Duration = Duration::from_millis(50);
const COLLECTED_BYTES: u64 = 64 << 10;

/// What is there of a stream.
#[derive(Debug)]
struct State {
    store: Store,
    /// Whether nobody will read it any more.
    is_abandoned: bool,
}

/// What is looked at between two frames. That must not wait for the writer, who may have been set aside with the
/// state in hand.
#[derive(Debug, Default)]
struct Progress {
    /// Bytes that are there.
    length: AtomicU64,
    /// That no more will come, and why where it ended before its time.
    end: OnceLock<Option<String>>,
    /// The place that the reader has come to.
    reached: AtomicU64,
    /// Whether the writer waits for the reader.
    is_paused: AtomicBool,
}

impl Progress {
    fn is_whole(&self) -> bool {
        self.end.get().is_some()
    }
}

/// The end that is read from. When it is dropped, nothing more is taken in.
#[derive(Debug)]
pub(super) struct Stream(Arc<Shared>);

/// The end that is written to.
#[derive(Debug)]
pub(crate) struct Feed(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
    progress: Progress,
    /// How far the writer may be ahead, in bytes.
    ahead: u64,
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'a>(&self, state: MutexGuard<'a, State>) -> MutexGuard<'a, State> {
        self.changed.wait(state).unwrap_or_else(PoisonError::into_inner)
    }

    fn wait_until<'a>(&self, state: MutexGuard<'a, State>, end: Instant) -> MutexGuard<'a, State> {
        let left = end.saturating_duration_since(Instant::now());
        self.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0
    }
}

/// An empty stream: the end to read from, and the end to write to, up to `ahead` bytes beyond the
/// place that the reader has come to.
pub(super) fn channel(ahead: u64) -> (Stream, Feed) {
    with_limits(IN_MEMORY, ahead)
}

fn with_limits(in_memory: usize, ahead: u64) -> (Stream, Feed) {
    let state = Mutex::new(State { store: Store::new(in_memory), is_abandoned: false });
    let shared = Arc::new(Shared { state, changed: Condvar::new(), progress: Progress::default(), ahead });
    (Stream(Arc::clone(&shared)), Feed(shared))
}

impl Stream {
    /// Bytes that are there.
    pub(super) fn len(&self) -> u64 {
        self.0.progress.length.load(Ordering::Acquire)
    }

    /// Whether no more will come.
    pub(super) fn is_whole(&self) -> bool {
        self.0.progress.is_whole()
    }

    /// Why it ended before its time.
    pub(super) fn trouble(&self) -> Option<String> {
        self.0.progress.end.get().cloned().flatten()
    }

    /// The bytes in `range`, as far as they are there.
    pub(super) fn read(&self, range: Range<u64>) -> io::Result<Vec<u8>> {
        self.0.state().store.read(range)
    }

    /// Waits until there are more than `length` bytes, and a moment longer for those that come with
    /// them; not at all where no more will come.
    pub(super) fn wait_beyond(&self, length: u64) {
        let mut state = self.0.state();
        while state.store.len() <= length && !self.is_whole() {
            state = self.0.wait(state);
        }
        let end = Instant::now() + COLLECTED;
        while state.store.len() < length + COLLECTED_BYTES && !self.is_whole() && Instant::now() < end {
            state = self.0.wait_until(state, end);
        }
    }

    /// Says how far the reader has come, so that the writer may go on.
    pub(super) fn reach(&self, position: u64) {
        let progress = &self.0.progress;
        let before = progress.reached.fetch_max(position, Ordering::SeqCst);
        // A writer who is not yet seen to wait looks again before he does.
        if position > before && progress.is_paused.load(Ordering::SeqCst) {
            // Once the state can be had, he waits, or has seen it.
            drop(self.0.state());
            self.0.changed.notify_all();
        }
    }

    /// Gives up what lies before `position`.
    pub(super) fn forget_before(&self, position: u64) {
        self.0.state().store.forget_before(position);
        self.reach(position);
    }

    /// Whether the writer waits for the reader to move on.
    pub(super) fn is_paused(&self) -> bool {
        self.0.progress.is_paused.load(Ordering::SeqCst)
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.0.state().is_abandoned = true;
        self.0.changed.notify_all();
    }
}

impl Feed {
    /// Adds `bytes`, as soon as the reader is near enough. Answers whether there still is one.
    pub(crate) fn write(&self, bytes: &[u8]) -> io::Result<bool> {
        let mut rest = bytes;
        while !rest.is_empty() {
            let mut state = self.when_wanted();
            if state.is_abandoned {
                return Ok(false);
            }
            let taken = state.store.append(rest);
            self.0.progress.length.store(state.store.len(), Ordering::Release);
            rest = rest.get(taken..).unwrap_or_default();
            let overflow = state.store.overflow()?;
            drop(state);
            if let Some(overflow) = overflow {
                // The disk may be slow: others can read meanwhile.
                overflow.write()?;
                self.0.state().store.spilled(&overflow);
            }
            self.0.changed.notify_all();
        }
        Ok(true)
    }

    /// Waits while the reader is too far behind.
    fn when_wanted(&self) -> MutexGuard<'_, State> {
        let Progress { reached, is_paused, .. } = &self.0.progress;
        let mut state = self.0.state();
        let is_far = |length: u64| length >= reached.load(Ordering::SeqCst).saturating_add(self.0.ahead);
        while is_far(state.store.len()) && !state.is_abandoned {
            is_paused.store(true, Ordering::SeqCst);
            // Who has come nearer since may not have seen that somebody waits.
            if is_far(state.store.len()) {
                self.0.changed.notify_all();
                state = self.0.wait(state);
            }
        }
        is_paused.store(false, Ordering::SeqCst);
        state
    }

    /// Says that no more will come, and why where it should have.
    pub(crate) fn end(self, trouble: Option<String>) {
        // Who looks whether it is whole before he waits must not miss it.
        let _state = self.0.state();
        let _ = self.0.progress.end.set(trouble);
        self.0.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    #[test]
    fn what_is_written_can_be_read() {
        let (stream, feed) = channel(100);
        assert!(feed.write(b"some words").unwrap());
        assert_eq!((stream.len(), stream.is_whole()), (10, false));
        assert_eq!(stream.read(5..20).unwrap(), b"words");
        stream.wait_beyond(9);
        feed.end(Some("the line broke".to_owned()));
        stream.wait_beyond(10);
        assert!(stream.is_whole());
        assert_eq!(stream.trouble().as_deref(), Some("the line broke"));
    }

    #[test]
    fn a_writer_far_ahead_waits_for_the_reader() {
        let (stream, feed) = with_limits(0, 3 << 20);
        let writer = thread::spawn(move || feed.write(&vec![b'x'; 9 << 20]).unwrap());
        for reached in 0..6 {
            stream.reach(reached << 20);
            stream.wait_beyond(((reached + 3) << 20) - 1);
            assert_eq!(stream.len(), (reached + 3) << 20);
        }
        while !stream.is_paused() {
            thread::yield_now();
        }
        stream.reach(6 << 20);
        assert!(writer.join().unwrap());
        assert!(!stream.is_paused());
    }

    #[test]
    fn a_writer_without_a_reader_stops() {
        let (stream, feed) = with_limits(0, 1 << 20);
        let writer = thread::spawn(move || while feed.write(b"more and more\n").unwrap() {});
        stream.wait_beyond(100_000);
        drop(stream);
        writer.join().unwrap();
    }
}
