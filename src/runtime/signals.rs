//! Signals: told to the loop, and obeyed as the system expects.

#[cfg(unix)]
mod unix;
#[cfg(unix)]
use unix as platform;

#[cfg(windows)]
mod windows;
#[cfg(windows)]
use windows as platform;

pub(super) use platform::{die, is_job, listen, stop, stop_job};

/// The exit status after the terminal has vanished: as a shell reports the death by SIGHUP.
pub(super) const GONE_STATUS: u8 = 129;

/// What a signal asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Signal {
    /// The terminal has a new size.
    Resized,
    /// Stop, as Ctrl-Z does elsewhere.
    Stop,
    /// Go on after having been stopped.
    Continue,
    /// End, by the signal of this number.
    End(i32),
}
