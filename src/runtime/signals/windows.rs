//! Signals on Windows: there are none that matter. Ctrl-C is a key.

use std::io;
use std::process;

use super::Signal;
use crate::runtime::Message;
use crate::runtime::mailbox::Sender;

/// Reports nothing.
#[expect(clippy::unnecessary_wraps, reason = "other systems can fail")]
pub(in crate::runtime) fn listen(_messages: Sender<Message>) -> io::Result<()> {
    Ok(())
}

/// Ends the program.
pub(in crate::runtime) fn die(_signal: Signal) -> ! {
    process::exit(1)
}

/// Does nothing: there is no job control.
pub(in crate::runtime) fn stop_job() {}

/// Does nothing: there is no job control.
pub(in crate::runtime) fn stop() {}

/// Whether a shell controls us: never.
pub(in crate::runtime) fn is_job() -> bool {
    false
}
