//! Bytes that still come, from a pipe or from a file that is transcoded.
//!
//! One thread reads as fast as the other end writes ([`Feed`]); everybody else reads what is there.
//! What goes beyond the memory it may take lies in a file without a name. When the writer is far
//! ahead of the reader, it is made to wait until the reader moves on, so that a source without an
//! end takes neither all memory nor all of the disk.

use std::io;
use std::ops::Range;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
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
    /// Whether no more will come.
    is_whole: bool,
    /// Why it ended before its time.
    trouble: Option<String>,
    /// The place that the reader has come to.
    reached: u64,
    /// Whether the writer waits for the reader.
    is_paused: bool,
    /// Whether nobody will read it any more.
    is_abandoned: bool,
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
    let state = State {
        store: Store::new(in_memory),
        is_whole: false,
        trouble: None,
        reached: 0,
        is_paused: false,
        is_abandoned: false,
    };
    let shared = Arc::new(Shared { state: Mutex::new(state), changed: Condvar::new(), ahead });
    (Stream(Arc::clone(&shared)), Feed(shared))
}

impl Stream {
    /// Bytes that are there.
    pub(super) fn len(&self) -> u64 {
        self.0.state().store.len()
    }

    /// Whether no more will come.
    pub(super) fn is_whole(&self) -> bool {
        self.0.state().is_whole
    }

    /// Why it ended before its time.
    pub(super) fn trouble(&self) -> Option<String> {
        self.0.state().trouble.clone()
    }

    /// The bytes in `range`, as far as they are there.
    pub(super) fn read(&self, range: Range<u64>) -> io::Result<Vec<u8>> {
        self.0.state().store.read(range)
    }

    /// Waits until there are more than `length` bytes, and a moment longer for those that come with
    /// them; not at all where no more will come.
    pub(super) fn wait_beyond(&self, length: u64) {
        let mut state = self.0.state();
        while state.store.len() <= length && !state.is_whole {
            state = self.0.wait(state);
        }
        let end = Instant::now() + COLLECTED;
        while state.store.len() < length + COLLECTED_BYTES && !state.is_whole && Instant::now() < end {
            state = self.0.wait_until(state, end);
        }
    }

    /// Says how far the reader has come, so that the writer may go on.
    pub(super) fn reach(&self, position: u64) {
        let mut state = self.0.state();
        if position > state.reached {
            state.reached = position;
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
        self.0.state().is_paused
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
        let mut state = self.0.state();
        while state.store.len() >= state.reached.saturating_add(self.0.ahead) && !state.is_abandoned {
            state.is_paused = true;
            self.0.changed.notify_all();
            state = self.0.wait(state);
        }
        state.is_paused = false;
        state
    }

    /// Says that no more will come, and why where it should have.
    pub(crate) fn end(self, trouble: Option<String>) {
        let mut state = self.0.state();
        state.is_whole = true;
        state.trouble = trouble;
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
