//! Signals on Unix.

use std::time::Duration;
use std::{io, process, thread};

use nix::unistd::{getpgrp, getppid, getsid};
use rustix::process::{Signal as Number, kill_current_process_group};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGUSR1, SIGUSR2, SIGWINCH};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;

use super::{GRACE, Signal};
use crate::runtime::Message;
use crate::runtime::contain::contain;
use crate::runtime::mailbox::Sender;
use crate::terminal;

/// How long giving the terminal back may take when the application does not do it.
const RESTORE_LIMIT: Duration = Duration::from_millis(200);

/// Starts to report signals.
pub(in crate::runtime) fn listen(messages: Sender<Message>) -> io::Result<()> {
    let signals =
        Signals::new([SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2, SIGTSTP, SIGCONT, SIGWINCH])?;
    thread::Builder::new().name("folio-signals".to_owned()).spawn(move || {
        if let Err(panic) = contain(|| report(signals, &messages)) {
            let _ = messages.send(Message::Panicked(panic));
        }
    })?;
    Ok(())
}

/// Reports signals as long as anybody listens. The first that asks for the end gives the application
/// some time for it; the second gives it none.
fn report(mut signals: Signals, messages: &Sender<Message>) {
    let mut is_ending = false;
    for number in signals.forever() {
        let signal = meaning(number);
        if matches!(signal, Signal::End(_)) {
            if is_ending {
                end(signal);
            }
            is_ending = true;
            thread::spawn(move || {
                thread::sleep(GRACE);
                end(signal);
            });
        }
        if messages.send(Message::Signal(signal)).is_err() {
            return;
        }
    }
}

fn meaning(number: i32) -> Signal {
    match number {
        SIGWINCH => Signal::Resized,
        SIGTSTP => Signal::Stop,
        SIGCONT => Signal::Continue,
        number => Signal::End(number),
    }
}

/// Ends the program without the application's help.
fn end(signal: Signal) -> ! {
    terminal::abandon(RESTORE_LIMIT);
    die(signal)
}

/// Dies of `signal`, so that the parent sees what happened.
pub(in crate::runtime) fn die(signal: Signal) -> ! {
    let number = if let Signal::End(number) = signal { number } else { SIGTERM };
    let _ = emulate_default_handler(number);
    process::exit(128 + number)
}

/// Asks the whole job to stop, ourselves among it: what Ctrl-Z does in a terminal that is not in raw
/// mode. Does nothing where there is no job control, since nobody could make us go on.
pub(in crate::runtime) fn stop_job() {
    if is_job() {
        let _ = kill_current_process_group(Number::TSTP);
    }
}

/// Stops the process; returns when it goes on.
pub(in crate::runtime) fn stop() {
    let _ = emulate_default_handler(SIGTSTP);
}

/// Whether a shell controls us as one of its jobs: our process group is not the session leader's, and
/// the parent that could continue us belongs to the same session.
///
/// In a container, leaders of groups and sessions may live outside: their identifiers are 0 here,
/// which only `nix` can represent.
pub(in crate::runtime) fn is_job() -> bool {
    let Ok(session) = getsid(None) else { return false };
    getpgrp() != session && getsid(Some(getppid())) == Ok(session)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_job_control_or_size_asks_for_the_end() {
        assert_eq!(meaning(SIGWINCH), Signal::Resized);
        assert_eq!(meaning(SIGTSTP), Signal::Stop);
        assert_eq!(meaning(SIGCONT), Signal::Continue);
        for number in [SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2] {
            assert_eq!(meaning(number), Signal::End(number));
        }
    }
}
