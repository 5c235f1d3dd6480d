//! Panics on demand, for the tests of what a panic does to the terminal. Not in release builds.
//!
//! Where `FOLIO_TEST_PANIC` says `ui` or `worker`, the key `!` makes that thread panic.

use std::{env, io, iter};

use super::workers::Workers;
use crate::app::jobs::Job;
use crate::app::{Event, Key, KeyCode};

#[expect(clippy::panic, reason = "this is what it is for")]
pub(super) fn strike(event: &Event, workers: &mut Workers) -> io::Result<()> {
    const TRIGGER: Key = Key::plain(KeyCode::Char('!'));
    if !matches!(event, Event::Key(TRIGGER)) {
        return Ok(());
    }
    match env::var("FOLIO_TEST_PANIC").as_deref() {
        Ok("ui") => panic!("as the test wanted"),
        Ok("worker") => {
            workers.submit(Job::FindChunks(Box::new(iter::from_fn(|| panic!("as the test wanted")))))
        }
        _ => Ok(()),
    }
}
