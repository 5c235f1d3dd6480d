//! The terminal: entered, drawn on, and left as it was found.
//!
//! [`Screen`] owns the terminal while the reader is in it. What is drawn on its [`canvas`] is collected
//! by `wire` and leaves the program as one write a frame, made of the few sequences of `modes` and
//! `sgr` and of printable text, nothing else. The terminal is never asked anything, so no answer can
//! be waited for or taken for keys.
//!
//! [`restore`] gives the terminal back. It can be called at any time, from any thread and more than
//! once: when the reader quits, when the program fails or panics, when a signal ends or stops it.

pub mod canvas;
mod clipboard;
mod device;
pub mod input;
mod modes;
mod sgr;
mod wire;

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};
use ratatui::Frame;

use crate::app::Size;
use canvas::Canvas;
use device::Output;

pub use device::is_foreground;
#[cfg(unix)]
pub use device::wait_until_gone;

/// Whether the terminal shows our screen, or may do so after the write that is under way.
static IS_ENTERED: AtomicBool = AtomicBool::new(false);

/// Whether the terminal was given back for good and nothing may be written any more.
static IS_ABANDONED: AtomicBool = AtomicBool::new(false);

/// The terminal's alternate screen, and what is drawn on it.
pub struct Screen {
    canvas: Canvas<Output>,
    captures_mouse: bool,
    is_entered: bool,
}

impl Screen {
    /// Finds the terminal and leaves it alone for now, and its mouse until it is [asked
    /// for](Self::capture_mouse).
    pub fn open() -> Result<Self> {
        device::open().context("there is no terminal to read keys from")?;
        Ok(Self { canvas: Canvas::new(Output, size())?, captures_mouse: false, is_entered: false })
    }

    /// Takes the terminal for our own, whatever state it is in. Nothing is written yet: the modes go
    /// out together with the next frame, which is drawn in full, so that all appears at once.
    pub fn enter(&mut self) -> io::Result<()> {
        device::make_raw()?;
        self.is_entered = true;
        self.canvas.enter(self.captures_mouse)
    }

    /// Gives the terminal back for a while. Nothing is drawn until [`enter`](Self::enter).
    pub fn leave(&mut self) {
        self.is_entered = false;
        restore();
    }

    /// Draws one frame: what changed since the last one, in one write, or nothing where nothing did.
    pub fn draw(&mut self, render: impl FnOnce(&mut Frame)) -> io::Result<()> {
        if !self.is_entered {
            return Ok(());
        }
        IS_ENTERED.store(true, Ordering::SeqCst);
        self.canvas.draw(render)
    }

    /// Takes the terminal's new size. The next frame is drawn in full.
    pub fn resize(&mut self, size: Size) -> io::Result<()> {
        self.canvas.resize(size)
    }

    /// Puts text on the terminal's clipboard with the next frame.
    pub fn copy(&mut self, text: &str) {
        self.canvas.copy(text);
    }

    /// Takes the mouse, or leaves it to the terminal, from the next frame on.
    pub fn capture_mouse(&mut self, captures_mouse: bool) {
        if captures_mouse != self.captures_mouse {
            self.captures_mouse = captures_mouse;
            if self.is_entered {
                self.canvas.capture_mouse(captures_mouse);
            }
        }
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        restore();
    }
}

/// The terminal's size in cells.
///
/// A terminal that does not know its size counts as 80x24. No terminal is larger than 2,000x1,000,
/// whatever it says: the cells of 65,535x65,535 would take more memory than there is.
pub fn size() -> Size {
    let claimed = device::size().unwrap_or_default();
    Size { columns: plausible(claimed.columns, 80, 2000), rows: plausible(claimed.rows, 24, 1000) }
}

fn plausible(claimed: u16, unknown: u16, most: u16) -> u16 {
    if claimed == 0 { unknown } else { claimed.min(most) }
}

/// Gives the terminal back to whoever had it before: the normal screen, every mode off, and its
/// line settings exactly as they were. Does nothing where that is done already. Errors are ignored:
/// the terminal may be gone.
pub fn restore() {
    let was_entered = IS_ENTERED.swap(false, Ordering::SeqCst);
    if !is_foreground() {
        return;
    }
    if was_entered {
        let _ = device::write(modes::RESTORE.as_bytes());
    }
    device::restore_line();
}

/// Gives the terminal back for good, on behalf of a thread that does not come to it. That thread may
/// hang in a write because the terminal takes nothing; so would we, hence the limit.
pub fn abandon(limit: Duration) {
    // No frame may follow what gives it back.
    IS_ABANDONED.store(true, Ordering::SeqCst);
    let (done, wait) = mpsc::channel();
    let restoring = thread::Builder::new().spawn(move || {
        restore();
        let _ = done.send(());
    });
    if restoring.is_ok() {
        let _ = wait.recv_timeout(limit);
    }
    device::restore_line();
}

/// Whether `error` says that the terminal is not there any more.
pub fn is_gone(error: &io::Error) -> bool {
    use io::ErrorKind::{BrokenPipe, NotConnected};
    /// `ENXIO`, `EIO` and `EBADF`, which have the same number on every Unix.
    const GONE: [i32; 3] = [6, 5, 9];
    matches!(error.kind(), BrokenPipe | NotConnected)
        || (cfg!(unix) && error.raw_os_error().is_some_and(|code| GONE.contains(&code)))
}

#[cfg(test)]
mod tests {
    use super::{is_gone, plausible};
    use std::io;

    #[test]
    fn sizes_are_plausible() {
        for (claimed, expected) in [(0, 80), (1, 1), (80, 80), (2000, 2000), (u16::MAX, 2000)] {
            assert_eq!(plausible(claimed, 80, 2000), expected);
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_vanished_terminal_is_told_from_other_errors() {
        assert!(is_gone(&io::Error::from(rustix::io::Errno::IO)));
        assert!(is_gone(&io::Error::from(rustix::io::Errno::NXIO)));
        assert!(is_gone(&io::Error::from(rustix::io::Errno::PIPE)));
        assert!(!is_gone(&io::Error::from(rustix::io::Errno::NOSPC)));
        assert!(!is_gone(&io::Error::other("something else")));
    }
}
