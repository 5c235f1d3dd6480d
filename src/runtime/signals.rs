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

/// How long the application has to end before it is ended.
#[cfg(unix)]
pub(super) const GRACE: std::time::Duration = std::time::Duration::from_secs(1);

/// What a signal asks for.
#[cfg_attr(windows, expect(dead_code, reason = "there are no signals on Windows"))]
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
