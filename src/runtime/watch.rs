//! Watching a file: a thread that looks at it once a second, and not into it.

use std::sync::mpsc::Sender;
use std::sync::{Arc, Weak};
use std::time::Duration;
use std::{io, thread};

use super::Message;
use crate::app::{Event, FileState};
use crate::document::Reopen;

/// How often the file is looked at.
const PERIOD: Duration = Duration::from_secs(1);

/// A change is told when nothing more has changed since the last look, so that a file is whole again, or
/// after so many looks: some are written to all the time.
const MOST_LOOKS: u32 = 5;

/// Tells how one file stands.
pub(super) struct Watch {
    messages: Sender<Message>,
    /// Ends the thread when it is dropped.
    watched: Option<Arc<()>>,
}

impl Watch {
    /// One that watches nothing.
    pub(super) fn new(messages: Sender<Message>) -> Self {
        Self { messages, watched: None }
    }

    /// Watches the file that this was opened from, and no other any more.
    pub(super) fn begin(&mut self, file: Arc<dyn Reopen>) -> io::Result<()> {
        let watched = Arc::new(());
        let (is_wanted, messages) = (Arc::downgrade(&watched), self.messages.clone());
        self.watched = Some(watched);
        let look = move || watch(file.as_ref(), &is_wanted, &messages);
        thread::Builder::new().name("folio-file".to_owned()).spawn(look).map(|_| ())
    }
}

fn watch(file: &dyn Reopen, is_wanted: &Weak<()>, messages: &Sender<Message>) {
    let opened = file.stamp();
    let mut changes = Changes::new(opened);
    loop {
        thread::sleep(PERIOD);
        if is_wanted.strong_count() == 0 {
            return;
        }
        let now = file.stamp_now();
        if !changes.is_to_be_told(now) {
            continue;
        }
        let state = match now {
            None => FileState::Gone,
            Some(_) if now == opened => FileState::AsOpened,
            Some(_) => FileState::Changed,
        };
        if messages.send(Message::Input(Event::File(state))).is_err() {
            return;
        }
    }
}

/// What was seen of a file, by its stamps; none where it was gone.
struct Changes {
    told: Option<u64>,
    seen: Option<u64>,
    /// Looks since it is another than was told.
    n_looks: u32,
}

impl Changes {
    fn new(opened: Option<u64>) -> Self {
        Self { told: opened, seen: opened, n_looks: 0 }
    }

    /// Takes what is seen now.
    fn is_to_be_told(&mut self, now: Option<u64>) -> bool {
        let is_settled = std::mem::replace(&mut self.seen, now) == now;
        self.n_looks = if now == self.told { 0 } else { self.n_looks + 1 };
        let is_told = self.n_looks > 0 && (is_settled || self.n_looks >= MOST_LOOKS);
        if is_told {
            (self.told, self.n_looks) = (now, 0);
        }
        is_told
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(seen: &[Option<u64>]) -> Vec<Option<u64>> {
        let mut changes = Changes::new(Some(1));
        seen.iter().copied().filter(|&now| changes.is_to_be_told(now)).collect()
    }

    #[test]
    fn a_change_is_told_once_and_when_it_has_settled() {
        let [one, two, three] = [1, 2, 3].map(Some);
        assert_eq!(told(&[one, two, three, three, three]), [three]);
        assert_eq!(told(&[None, two, two, None, None, None, one, one]), [two, None, one]);
        assert_eq!(told(&[two, one, one]), []);
    }

    #[test]
    fn what_never_settles_is_told_now_and_then() {
        let seen: Vec<_> = (2..14).map(Some).collect();
        assert_eq!(told(&seen), [Some(6), Some(11)]);
    }
}
