//! The terminal device on Windows: the console.

use std::io::{self, Write};

use crossterm::terminal;

use crate::app::Size;

/// Finds the console, which is always there.
#[expect(clippy::unnecessary_wraps, reason = "other systems can fail")]
pub(in crate::terminal) fn open() -> io::Result<()> {
    Ok(())
}

/// Has the console pass on every key as it is typed.
pub(in crate::terminal) fn make_raw() -> io::Result<()> {
    terminal::enable_raw_mode()
}

/// Gives the console's line settings back as they were.
pub(in crate::terminal) fn restore_line() {
    let _ = terminal::disable_raw_mode();
}

/// Whether the console is ours to use: there is no job control.
pub fn is_foreground() -> bool {
    true
}

/// The size that the console says it has.
pub(in crate::terminal) fn size() -> io::Result<Size> {
    let (columns, rows) = terminal::size()?;
    Ok(Size { columns, rows })
}

/// Writes all of `bytes` to the console.
pub(in crate::terminal) fn write(bytes: &[u8]) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(bytes)?;
    stdout.flush()
}

/// Writes `bytes` to the console.
pub(super) fn write_some(bytes: &[u8]) -> io::Result<usize> {
    write(bytes)?;
    Ok(bytes.len())
}
