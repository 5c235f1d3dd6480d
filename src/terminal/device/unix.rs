//! The terminal device on Unix.

use std::fs::File;
use std::io::{self, IsTerminal};
use std::os::fd::{AsFd, OwnedFd};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use nix::unistd::getpgrp;
use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::{Errno, retry_on_intr};
use rustix::stdio::stdout;
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcgetpgrp, tcgetwinsize, tcsetattr};

use crate::app::Size;

/// Where keys come from.
static KEYBOARD: OnceLock<OwnedFd> = OnceLock::new();

/// The line settings as they were before we changed them; none where they are unchanged.
static LINE: Mutex<Option<Termios>> = Mutex::new(None);

/// Finds the terminal that keys come from.
pub(in crate::terminal) fn open() -> io::Result<()> {
    if KEYBOARD.get().is_some() {
        return Ok(());
    }
    let stdin = io::stdin();
    let keyboard = if stdin.is_terminal() {
        stdin.as_fd().try_clone_to_owned()?
    } else {
        File::options().read(true).write(true).open("/dev/tty")?.into()
    };
    let _ = KEYBOARD.set(keyboard);
    Ok(())
}

fn keyboard() -> io::Result<&'static OwnedFd> {
    KEYBOARD.get().ok_or_else(|| io::ErrorKind::NotConnected.into())
}

/// Has the terminal pass on every byte as it is typed. The settings before that are kept, unless we
/// have not given back the ones that are kept already.
pub(in crate::terminal) fn make_raw() -> io::Result<()> {
    let keyboard = keyboard()?;
    let current = tcgetattr(keyboard)?;
    let mut raw = line().get_or_insert(current).clone();
    raw.make_raw();
    retry_on_intr(|| tcsetattr(keyboard, OptionalActions::Now, &raw))?;
    Ok(())
}

/// Gives the terminal's line settings back as they were. Does nothing where that is done already.
pub(in crate::terminal) fn restore_line() {
    let saved = line().take();
    if let (Some(saved), Ok(keyboard)) = (saved, keyboard()) {
        let _ = retry_on_intr(|| tcsetattr(keyboard, OptionalActions::Now, &saved));
    }
}

fn line() -> MutexGuard<'static, Option<Termios>> {
    LINE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether the terminal is ours to use. A job in the background that touches it is stopped.
pub fn is_foreground() -> bool {
    let Ok(group) = keyboard().and_then(|keyboard| Ok(tcgetpgrp(keyboard)?)) else { return true };
    group.as_raw_pid() == getpgrp().as_raw()
}

/// The size that the terminal says it has.
pub(in crate::terminal) fn size() -> io::Result<Size> {
    let size = tcgetwinsize(stdout())?;
    Ok(Size { columns: size.ws_col, rows: size.ws_row })
}

/// Writes all of `bytes` to the terminal.
pub(in crate::terminal) fn write(mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        let written = write_some(bytes)?;
        bytes = bytes.get(written..).unwrap_or_default();
    }
    Ok(())
}

/// Writes what the terminal takes of `bytes`, and waits until it takes some.
pub(super) fn write_some(bytes: &[u8]) -> io::Result<usize> {
    loop {
        match rustix::io::write(stdout(), bytes) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(written) => return Ok(written),
            Err(Errno::INTR) => {}
            Err(Errno::AGAIN) => wait_for(PollFlags::OUT, &stdout()).map(drop)?,
            Err(error) => return Err(error.into()),
        }
    }
}

/// Returns when the terminal has vanished, and not before, asleep all the time. `false` where it
/// cannot be watched.
pub fn wait_until_gone() -> bool {
    let Ok(keyboard) = keyboard() else { return false };
    // Hanging up is reported without being asked for; to ask for anything else would wake us at
    // each key.
    let events = wait_for(PollFlags::empty(), keyboard);
    events.is_ok_and(|events| !events.contains(PollFlags::NVAL))
}

fn wait_for(events: PollFlags, file: &impl AsFd) -> io::Result<PollFlags> {
    let mut files = [PollFd::new(file, events)];
    retry_on_intr(|| poll(&mut files, None))?;
    let [file] = files;
    Ok(file.revents())
}
