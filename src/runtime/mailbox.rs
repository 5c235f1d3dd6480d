//! How the loop is told something: a queue that nobody can keep it from looking into.
//!
//! The receiving end of a channel of the standard library sleeps behind a lock which who sends takes to wake it.
//! Workers have less priority than the loop: the one that has woken it is set aside that very moment, lock in hand,
//! and on a busy machine for as long as a tenth of a second, which the loop then waited before it could so much as
//! go to sleep. Here it never waits in the channel, but parks its thread, which takes no lock.

use std::sync::mpsc::{self, RecvTimeoutError, SendError, TryIter, TryRecvError};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

/// Where those put something who tell the loop of it. The loop wakes up when the last is dropped.
#[derive(Debug)]
pub(super) struct Sender<T> {
    // Fields are dropped in their order: who is woken in the end finds that nobody can send any more.
    messages: mpsc::Sender<T>,
    owner: Sleeper,
}

/// Where the thread that made it finds what was sent, and waits for it.
#[derive(Debug)]
pub(super) struct Mailbox<T> {
    messages: mpsc::Receiver<T>,
    owner: Thread,
}

/// A thread that is woken when nobody is left who would do so.
#[derive(Clone, Debug)]
struct Sleeper(Thread);

impl Drop for Sleeper {
    fn drop(&mut self) {
        self.0.unpark();
    }
}

/// A mailbox of the calling thread, which alone may wait at it.
pub(super) fn mailbox<T>() -> (Sender<T>, Mailbox<T>) {
    let (sender, messages) = mpsc::channel();
    let owner = thread::current();
    (Sender { messages: sender, owner: Sleeper(owner.clone()) }, Mailbox { messages, owner })
}

impl<T> Sender<T> {
    /// Sends `message`, and gives it back where nobody will look for it.
    pub(super) fn send(&self, message: T) -> Result<(), SendError<T>> {
        self.messages.send(message)?;
        self.owner.0.unpark();
        Ok(())
    }
}

impl<T> Clone for Sender<T> {
    fn clone(&self) -> Self {
        Self { messages: self.messages.clone(), owner: self.owner.clone() }
    }
}

impl<T> Mailbox<T> {
    /// Waits for a message for as long as `patience` lasts, and takes it.
    pub(super) fn next(&self, patience: Duration) -> Result<T, RecvTimeoutError> {
        debug_assert_eq!(thread::current().id(), self.owner.id(), "another thread would not be woken");
        let end = Instant::now().checked_add(patience);
        loop {
            match self.messages.try_recv() {
                Ok(message) => return Ok(message),
                Err(TryRecvError::Disconnected) => return Err(RecvTimeoutError::Disconnected),
                Err(TryRecvError::Empty) => {}
            }
            // What is sent from here on keeps the thread from falling asleep.
            match end.map(|end| end.saturating_duration_since(Instant::now())) {
                Some(Duration::ZERO) => return Err(RecvTimeoutError::Timeout),
                Some(left) => thread::park_timeout(left),
                None => thread::park(),
            }
        }
    }

    /// Takes what is there.
    pub(super) fn waiting(&self) -> TryIter<'_, T> {
        self.messages.try_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_is_sent_comes_in_order_however_often_one_has_to_wait() {
        let (sender, mailbox) = mailbox();
        let threads: Vec<_> = (0..4)
            .map(|number| {
                let sender = sender.clone();
                thread::spawn(move || {
                    for message in 0..1000 {
                        sender.send((number, message)).unwrap();
                        if message % 10 == 0 {
                            thread::yield_now();
                        }
                    }
                })
            })
            .collect();
        drop(sender);
        let mut next = [0; 4];
        while let Ok((number, message)) = mailbox.next(Duration::MAX) {
            let next: &mut i32 = next.get_mut(number).unwrap();
            assert_eq!(message, *next);
            *next += 1;
        }
        assert_eq!(next, [1000; 4]);
        for thread in threads {
            thread.join().unwrap();
        }
    }

    #[test]
    fn who_waits_learns_that_nobody_can_send_any_more() {
        let (sender, mailbox) = mailbox::<()>();
        let thread = thread::spawn(move || {
            thread::sleep(Duration::from_millis(5));
            drop(sender);
        });
        assert_eq!(mailbox.next(Duration::MAX), Err(RecvTimeoutError::Disconnected));
        thread.join().unwrap();
    }

    #[test]
    fn patience_ends() {
        let (_sender, mailbox) = mailbox::<()>();
        // Somebody woke the thread for another reason.
        thread::current().unpark();
        assert_eq!(mailbox.next(Duration::from_millis(2)), Err(RecvTimeoutError::Timeout));
        assert_eq!(mailbox.next(Duration::ZERO), Err(RecvTimeoutError::Timeout));
    }

    #[test]
    fn what_nobody_will_look_for_is_given_back() {
        let (sender, mailbox) = mailbox();
        drop(mailbox);
        assert_eq!(sender.send(7), Err(SendError(7)));
    }
}
