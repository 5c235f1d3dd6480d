//! The terminal device: its line settings, its size, and writing to it.
//!
//! Two descriptors are involved. Frames go to standard output. Keys come from standard input where
//! that is a terminal, else from the controlling terminal, as when the document comes through a
//! pipe; that one's line settings are changed and given back.

use std::io::{self, Write};
use std::sync::atomic::Ordering;

use super::IS_ABANDONED;

#[cfg(unix)]
mod unix;
#[cfg(unix)]
use unix as platform;
#[cfg(unix)]
pub use unix::wait_until_gone;

#[cfg(windows)]
mod windows;
#[cfg(windows)]
use windows as platform;

pub use platform::is_foreground;
pub(super) use platform::{make_raw, open, restore_line, size, write};

/// Standard output, without a buffer.
#[derive(Debug)]
pub(super) struct Output;

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if IS_ABANDONED.load(Ordering::SeqCst) {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        platform::write_some(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
