//! The threads that wait for the terminal: one for what the reader does, one for its end.

use std::{io, thread};

use super::Message;
use super::contain::contain;
use super::mailbox::Sender;
use crate::terminal;

/// Starts to report what the reader does, and when the terminal vanishes.
pub(super) fn listen(messages: &Sender<Message>) -> io::Result<()> {
    let sender = messages.clone();
    thread::Builder::new().name("folio-input".to_owned()).spawn(move || report_input(&sender))?;
    #[cfg(unix)]
    {
        let sender = messages.clone();
        thread::Builder::new().name("folio-watch".to_owned()).spawn(move || report_end(&sender))?;
    }
    Ok(())
}

fn report_input(messages: &Sender<Message>) {
    let end = contain(|| {
        let mut clicks = terminal::input::Clicks::default();
        while let Ok(event) = terminal::input::read(&mut clicks) {
            if messages.send(Message::Input(event)).is_err() {
                break;
            }
        }
    });
    let _ = messages.send(end.map_or_else(Message::Panicked, |()| Message::Gone));
}

/// Reading does not notice that the terminal has vanished, or does so over and over again; hence this
/// thread beside it. Should the application not end then, it is ended.
#[cfg(unix)]
fn report_end(messages: &Sender<Message>) {
    use super::signals::{GONE_STATUS, GRACE};

    if terminal::wait_until_gone() {
        let _ = messages.send(Message::Gone);
        thread::sleep(GRACE);
        std::process::exit(GONE_STATUS.into());
    }
}
