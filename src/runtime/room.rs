//! Room for results: how many of them may wait for the loop.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

/// How long a worker sleeps before it looks for room again. It is woken sooner but where the loop made room in the
/// very moment in which it fell asleep.
const NAP: Duration = Duration::from_millis(10);

/// Places for results. Workers wait for one; the loop, which frees them, never waits for a worker.
#[derive(Debug)]
pub(super) struct Room {
    n_free: AtomicUsize,
    is_closed: AtomicBool,
    /// What workers sleep behind. The loop must not take it: who holds it may have been set aside.
    sleep: Mutex<()>,
    is_freed: Condvar,
}

impl Room {
    /// Room for `n_free` results.
    pub(super) fn new(n_free: usize) -> Self {
        Self {
            n_free: AtomicUsize::new(n_free),
            is_closed: AtomicBool::new(false),
            sleep: Mutex::default(),
            is_freed: Condvar::new(),
        }
    }

    /// Takes a place as soon as there is one. Answers whether anybody still frees them.
    pub(super) fn take(&self) -> bool {
        while !self.is_closed.load(Ordering::Acquire) {
            let less_one = |n_free: usize| n_free.checked_sub(1);
            if self.n_free.fetch_update(Ordering::AcqRel, Ordering::Acquire, less_one).is_ok() {
                return true;
            }
            let sleep = self.sleep.lock().unwrap_or_else(PoisonError::into_inner);
            drop(self.is_freed.wait_timeout(sleep, NAP));
        }
        false
    }

    /// Frees a place.
    pub(super) fn free(&self) {
        self.n_free.fetch_add(1, Ordering::AcqRel);
        self.is_freed.notify_one();
    }

    /// Says that nobody will free any more.
    pub(super) fn close(&self) {
        self.is_closed.store(true, Ordering::Release);
        self.is_freed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::thread;

    use super::*;

    #[test]
    fn who_finds_no_room_waits_until_some_is_made_or_nobody_will() {
        let room = Arc::new(Room::new(1));
        assert!(room.take());
        let waiting = Arc::clone(&room);
        let worker = thread::spawn(move || [waiting.take(), waiting.take()]);
        room.free();
        while room.n_free.load(Ordering::Acquire) > 0 {
            thread::yield_now();
        }
        assert!(!worker.is_finished());
        room.close();
        assert_eq!(worker.join().unwrap(), [true, false]);
    }
}
