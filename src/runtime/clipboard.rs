//! The clipboard of the system that folio runs on, beside that of the terminal: a thread of its own puts text on
//! it, so that no display keeps the reader waiting.

use std::ffi::OsString;
use std::sync::mpsc::{self, Receiver};
use std::thread::Builder;
use std::time::Duration;

use anyhow::Result;

use super::Message;
use super::contain::contain;
use super::mailbox;
use crate::app::jobs::{CopiedTo, Done};

/// Puts text on a clipboard, where it is as long as this lives.
type Put = Box<dyn FnMut(String) -> Result<()>>;

/// Finds the clipboard.
type Open = fn() -> Result<Put>;

/// How long is waited, when folio ends, until what was copied is handed to whoever keeps it from then on.
const PATIENCE: Duration = Duration::from_millis(300);

/// The system's clipboard, if it is that of the machine in front of the reader.
pub(super) struct Clipboard {
    open: Option<Open>,
    running: Option<Running>,
}

/// The thread, which is started for the first text.
struct Running {
    texts: mpsc::Sender<String>,
    /// Closed when it has ended.
    ended: Receiver<()>,
}

impl Clipboard {
    /// That of the system.
    pub(super) fn of_system() -> Self {
        let is_there = is_in_front_of_reader(|name| std::env::var_os(name));
        Self { open: is_there.then_some(open_of_system as Open), running: None }
    }

    /// Has a text put on it, and tells which clipboard it is on then: the terminal has it in any case.
    pub(super) fn put(&mut self, text: String, results: &mailbox::Sender<Message>) {
        let Some(open) = self.open else { return tell(results, CopiedTo::Terminal) };
        if self.running.is_none() {
            self.running = start(open, results.clone());
        }
        let is_sent = self.running.as_ref().is_some_and(|running| running.texts.send(text).is_ok());
        if !is_sent {
            tell(results, CopiedTo::Terminal);
        }
    }

    /// Lets go of it. What was copied stays there if something else keeps it.
    pub(super) fn finish(&mut self) {
        if let Some(Running { texts, ended }) = self.running.take() {
            drop(texts);
            let _ = ended.recv_timeout(PATIENCE);
        }
    }
}

/// Whether the system's clipboard is that of the machine that the reader sits at, and there is one. Over ssh it is
/// another's, and even where a display is forwarded the terminal is the nearer way.
fn is_in_front_of_reader(variable: impl Fn(&str) -> Option<OsString>) -> bool {
    let is_set = |name| variable(name).is_some_and(|value| !value.is_empty());
    let has_display =
        cfg!(any(windows, target_os = "macos")) || is_set("WAYLAND_DISPLAY") || is_set("DISPLAY");
    has_display && !is_set("SSH_CONNECTION") && !is_set("SSH_TTY")
}

fn open_of_system() -> Result<Put> {
    let mut clipboard = arboard::Clipboard::new()?;
    Ok(Box::new(move |text| Ok(clipboard.set_text(text)?)))
}

/// Starts the thread; none where that cannot be.
fn start(open: Open, results: mailbox::Sender<Message>) -> Option<Running> {
    let (sender, texts) = mpsc::channel();
    let (end, ended) = mpsc::channel();
    let work = move || {
        let served = contain(|| serve(open, &texts, &results));
        // Whoever learns of the end can send no more texts, which nobody would take.
        drop(texts);
        if served.is_err() {
            tell(&results, CopiedTo::Terminal);
        }
        drop(end);
    };
    Builder::new().name("folio-clipboard".to_owned()).spawn(work).ok()?;
    Some(Running { texts: sender, ended })
}

/// Puts the texts that come on the clipboard, until none can come any more.
fn serve(open: Open, texts: &Receiver<String>, results: &mailbox::Sender<Message>) {
    let mut clipboard: Option<Put> = None;
    while let Ok(first) = texts.recv() {
        // Who has copied again by now has no use for what was copied before.
        let text = texts.try_iter().last().unwrap_or(first);
        let done = match &mut clipboard {
            Some(put) => put(text),
            // A display that was not there may be there by now.
            None => open().and_then(|put| clipboard.insert(put)(text)),
        };
        tell(results, if done.is_ok() { CopiedTo::System } else { CopiedTo::Terminal });
    }
}

fn tell(results: &mailbox::Sender<Message>, to: CopiedTo) {
    // Where the reader has left, nobody is to be told.
    let _ = results.send(Message::Report(Done::Copied(to)));
}

#[cfg(test)]
mod tests {
    use std::sync::{Mutex, MutexGuard, PoisonError};

    use super::*;
    use crate::runtime::mailbox::{Mailbox, mailbox};

    /// What is on the clipboard of the tests, which takes one text after the other.
    static BOARD: Mutex<Vec<String>> = Mutex::new(Vec::new());
    /// Only one test has it.
    static TURN: Mutex<()> = Mutex::new(());

    fn board() -> (MutexGuard<'static, ()>, MutexGuard<'static, Vec<String>>) {
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        let mut board = BOARD.lock().unwrap();
        board.clear();
        (turn, board)
    }

    const OPEN_BOARD: Open = || {
        Ok(Box::new(|text| {
            anyhow::ensure!(text != "refused", "refused");
            BOARD.lock().unwrap().push(text);
            Ok(())
        }))
    };

    fn told(messages: &Mailbox<Message>) -> CopiedTo {
        match messages.next(Duration::MAX).unwrap() {
            Message::Report(Done::Copied(to)) => to,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn text_is_put_on_the_clipboard_that_is_there() {
        let (_turn, board) = board();
        drop(board);
        let (results, messages) = mailbox();
        let mut clipboard = Clipboard { open: Some(OPEN_BOARD), running: None };
        for (text, to) in
            [("one", CopiedTo::System), ("refused", CopiedTo::Terminal), ("two", CopiedTo::System)]
        {
            clipboard.put(text.to_owned(), &results);
            assert_eq!(told(&messages), to, "{text}");
        }
        clipboard.finish();
        assert_eq!(*BOARD.lock().unwrap(), ["one", "two"]);
        clipboard.finish();
    }

    #[test]
    fn a_slow_clipboard_keeps_nobody_waiting_and_gets_what_was_copied_last() {
        let (_turn, board) = board();
        let (results, messages) = mailbox();
        let mut clipboard = Clipboard { open: Some(OPEN_BOARD), running: None };
        // It hangs as long as the test has it.
        for number in 0..100 {
            clipboard.put(number.to_string(), &results);
        }
        drop(board);
        clipboard.finish();
        drop(results);
        let n_told = messages.waiting().count();
        let board = BOARD.lock().unwrap();
        assert_eq!((board.last().map(String::as_str), board.len()), (Some("99"), n_told));
    }

    #[test]
    fn without_one_the_terminal_has_it() {
        let (results, messages) = mailbox();
        let fails: Open = || anyhow::bail!("there is no display");
        for open in [None, Some(fails)] {
            let mut clipboard = Clipboard { open, running: None };
            clipboard.put("text".to_owned(), &results);
            assert_eq!(told(&messages), CopiedTo::Terminal);
            clipboard.finish();
        }
    }

    #[test]
    fn one_that_panics_leaves_it_to_the_terminal() {
        let (results, messages) = mailbox();
        let mut clipboard = Clipboard { open: Some(|| panic!("a defect")), running: None };
        clipboard.put("text".to_owned(), &results);
        assert_eq!(told(&messages), CopiedTo::Terminal);
        // Nothing is ever sent: this is the end of the thread.
        assert!(clipboard.running.as_ref().unwrap().ended.recv().is_err());
        clipboard.put("text".to_owned(), &results);
        assert_eq!(told(&messages), CopiedTo::Terminal);
    }

    #[test]
    fn over_ssh_the_clipboard_is_not_that_of_the_reader() {
        let is_there = |variables: &[(&str, &str)]| {
            is_in_front_of_reader(|name| {
                variables.iter().find(|(known, _)| *known == name).map(|(_, value)| OsString::from(value))
            })
        };
        for variables in [&[("DISPLAY", ":0")][..], &[("WAYLAND_DISPLAY", "wayland-0"), ("SSH_TTY", "")]] {
            assert!(is_there(variables), "{variables:?}");
        }
        for remote in [("SSH_CONNECTION", "10.0.0.1 22"), ("SSH_TTY", "/dev/pts/1")] {
            assert!(!is_there(&[("DISPLAY", "localhost:10.0"), ("WAYLAND_DISPLAY", "wayland-0"), remote]));
        }
        let is_always = cfg!(any(windows, target_os = "macos"));
        assert_eq!(is_there(&[]), is_always);
        assert_eq!(is_there(&[("DISPLAY", "")]), is_always);
    }
}
