//! Defects on demand, for the tests of what defects do to the terminal. Not in release builds.
//!
//! What `FOLIO_SABOTAGE` names happens at the key `!`.

use std::sync::Arc;
use std::{env, io, iter, thread};

use super::workers::Workers;
use crate::app::jobs::Job;
use crate::app::{Event, Key, KeyCode};

#[expect(clippy::panic, reason = "this is what it is for")]
pub(super) fn strike(event: &Event, workers: &mut Workers) -> io::Result<()> {
    const TRIGGER: Key = Key::plain(KeyCode::Char('!'));
    if !matches!(event, Event::Key(TRIGGER)) {
        return Ok(());
    }
    match env::var("FOLIO_SABOTAGE").as_deref() {
        Ok("panic") => panic!("as the test wanted"),
        Ok("worker-panic") => {
            let chunks = Box::new(iter::from_fn(|| panic!("as the test wanted")));
            workers.submit(Job::FindChunks { chunks, edition: 0, latest: Arc::default() })
        }
        Ok("hang") => loop {
            thread::park();
        },
        _ => Ok(()),
    }
}
