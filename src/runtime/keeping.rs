//! What is kept for the next run: written and read by a thread of its own, one after the other, so that no disk
//! keeps the reader waiting and nothing is lost when he leaves.

use std::io;
use std::sync::mpsc::{self, Sender};
use std::thread::{Builder, JoinHandle};

use super::contain::contain;

type Work = Box<dyn FnOnce() + Send>;

/// The thread, which is started for the first work.
#[derive(Default)]
pub(super) struct Keeper {
    running: Option<(Sender<Work>, JoinHandle<()>)>,
}

impl Keeper {
    /// Has `work` done behind all that was submitted before.
    pub(super) fn submit(&mut self, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
        let running = match self.running.take() {
            Some(running) => running,
            None => start()?,
        };
        // The thread lives as long as the sender.
        let _ = running.0.send(Box::new(work));
        self.running = Some(running);
        Ok(())
    }

    /// Waits until all is done.
    pub(super) fn finish(&mut self) {
        if let Some((sender, thread)) = self.running.take() {
            drop(sender);
            let _ = thread.join();
        }
    }
}

fn start() -> io::Result<(Sender<Work>, JoinHandle<()>)> {
    let (sender, works) = mpsc::channel::<Work>();
    let thread = Builder::new().name("folio-keeping".to_owned()).spawn(move || {
        for work in works {
            let _ = contain(work);
        }
    })?;
    Ok((sender, thread))
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};
    use std::time::Duration;

    use super::*;

    #[test]
    fn all_is_done_in_order_whatever_panics() {
        let mut keeper = Keeper::default();
        let done = Arc::new(Mutex::new(Vec::new()));
        for round in 0..2 {
            for number in 0..5 {
                let done = Arc::clone(&done);
                let work = move || {
                    std::thread::sleep(Duration::from_millis(2));
                    assert!(number != 2, "a defect");
                    done.lock().unwrap().push(round * 10 + number);
                };
                keeper.submit(work).unwrap();
            }
            keeper.finish();
        }
        keeper.finish();
        assert_eq!(*done.lock().unwrap(), [0, 1, 3, 4, 10, 11, 13, 14]);
    }
}
