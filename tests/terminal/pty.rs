//! A program in a pseudo-terminal, and what a person in front of it would see.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use regex::Regex;
use rustix::process::{Pid, Signal, kill_process};

/// How long anything may take before a test fails: much longer than it does, even on a machine that
/// is busy with other things.
const PATIENCE: Duration = Duration::from_secs(30);

/// The size of the terminal where a test does not say otherwise.
pub(crate) const SIZE: (u16, u16) = (60, 12);

/// A folder that no other program has used.
pub(crate) fn new_folder() -> PathBuf {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let name = format!("state-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::SeqCst));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("state").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    folder
}

/// Waits until something is so.
pub(crate) fn wait_until_true(mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < PATIENCE, "it never came to be so");
        thread::sleep(Duration::from_millis(5));
    }
}

/// A running program and the terminal it runs in.
pub(crate) struct Pty {
    child: Box<dyn Child + Send + Sync>,
    master: Option<Box<dyn MasterPty + Send>>,
    /// The line settings before the program was there.
    line: String,
    keyboard: Option<Box<dyn Write + Send>>,
    output: Arc<Output>,
    reader: Option<JoinHandle<()>>,
}

/// What has come from the program so far.
#[derive(Default)]
struct Output {
    seen: Mutex<Seen>,
    news: Condvar,
    is_closing: AtomicBool,
}

#[derive(Default)]
struct Seen {
    wire: Vec<u8>,
    screen: Option<avt::Terminal>,
    /// Bytes of the wire that the screen shows.
    n_shown: usize,
}

/// A program to be started in a pseudo-terminal.
pub(crate) struct Setup {
    command: CommandBuilder,
    size: (u16, u16),
}

impl Setup {
    /// `folio` with these arguments.
    pub(crate) fn folio(arguments: &[&Path]) -> Self {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_folio"));
        command.args(arguments);
        Self::new(command)
    }

    /// A shell script, in which `$FOLIO` is the program and `$TEXT` the file at `text`.
    pub(crate) fn shell(script: &str, text: &Path) -> Self {
        let mut command = CommandBuilder::new("/bin/sh");
        command.args(["-c", script]);
        command.env("FOLIO", env!("CARGO_BIN_EXE_folio"));
        command.env("TEXT", text);
        Self::new(command)
    }

    fn new(mut command: CommandBuilder) -> Self {
        command.env("TERM", "xterm-256color");
        // Where the developer or another test was is none of a test's business.
        command.env("XDG_STATE_HOME", new_folder());
        command.env_remove("RUST_BACKTRACE");
        Self { command, size: SIZE }
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    pub(crate) fn size(mut self, columns: u16, rows: u16) -> Self {
        self.size = (columns, rows);
        self
    }

    /// Starts the program.
    pub(crate) fn start(self) -> Pty {
        let pair = native_pty_system().openpty(pty_size(self.size)).unwrap();
        let output = Arc::new(Output::default());
        let (columns, rows) = (self.size.0.max(1), self.size.1.max(1));
        output.seen.lock().unwrap().screen = avt::Terminal::new(columns.into(), rows.into()).ok();
        let reader = pair.master.try_clone_reader().unwrap();
        let reader = Some(thread::spawn({
            let output = Arc::clone(&output);
            move || output.follow(reader)
        }));
        let line = line_settings(pair.master.as_ref());
        Pty {
            line,
            child: pair.slave.spawn_command(self.command).unwrap(),
            keyboard: Some(pair.master.take_writer().unwrap()),
            master: Some(pair.master),
            output,
            reader,
        }
    }
}

impl Pty {
    /// Types.
    pub(crate) fn keys(&mut self, keys: &str) {
        self.keyboard.as_mut().unwrap().write_all(keys.as_bytes()).unwrap();
    }

    /// Waits until `text` stands somewhere on the screen.
    pub(crate) fn wait_for(&self, text: &str) {
        self.wait_until(text, |seen| seen.rows().iter().any(|row| row.contains(text)));
    }

    /// Waits until `text` stands nowhere on the screen.
    pub(crate) fn wait_without(&self, text: &str) {
        self.wait_until(text, |seen| seen.rows().iter().all(|row| !row.contains(text)));
    }

    /// Waits until `sequence` has come `times` times.
    pub(crate) fn wait_for_sequence(&self, sequence: &str, times: usize) {
        self.wait_until(sequence, |seen| seen.text().matches(sequence).count() >= times);
    }

    fn wait_until(&self, what: &str, condition: impl Fn(&Seen) -> bool) {
        let seen = self.output.seen.lock().unwrap();
        let (seen, timeout) =
            self.output.news.wait_timeout_while(seen, PATIENCE, |seen| !condition(seen)).unwrap();
        assert!(!timeout.timed_out(), "waited in vain for {what:?}:\n{}", seen.rows().join("\n"));
    }

    /// Gives the terminal another size.
    pub(crate) fn resize(&self, columns: u16, rows: u16) {
        let mut seen = self.output.seen.lock().unwrap();
        seen.screen.as_mut().unwrap().resize(columns.into(), rows.into());
        self.master().resize(pty_size((columns, rows))).unwrap();
    }

    /// Sends a signal to the program.
    pub(crate) fn signal(&self, signal: Signal) {
        let pid = i32::try_from(self.child.process_id().unwrap()).unwrap();
        kill_process(Pid::from_raw(pid).unwrap(), signal).unwrap();
    }

    /// Waits for the program's end, and for all it has written.
    pub(crate) fn wait(&mut self) -> ExitStatus {
        let status = self.wait_for_exit();
        // The reader ends when the last process has closed its end of the terminal.
        if let Some(reader) = self.reader.take() {
            reader.join().unwrap();
        }
        status
    }

    fn wait_for_exit(&mut self) -> ExitStatus {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(start.elapsed() < PATIENCE, "the program does not end");
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Takes the terminal away, as when its window is closed, and waits for the program's end.
    pub(crate) fn vanish(mut self) -> ExitStatus {
        // The thread that reads holds the terminal open until something comes: so that something
        // comes, the program is made to draw anew.
        self.output.is_closing.store(true, Ordering::SeqCst);
        self.master().resize(pty_size((SIZE.0 + 1, SIZE.1))).unwrap();
        self.reader.take().unwrap().join().unwrap();
        drop((self.keyboard.take(), self.master.take()));
        self.wait_for_exit()
    }

    fn master(&self) -> &dyn MasterPty {
        self.master.as_deref().unwrap()
    }

    /// Whether the terminal's line settings are those it started with.
    pub(crate) fn has_old_line(&self) -> bool {
        line_settings(self.master()) == self.line
    }

    /// Everything that has come so far.
    pub(crate) fn wire(&self) -> String {
        self.output.seen.lock().unwrap().text().into_owned()
    }

    /// The screen, row by row.
    pub(crate) fn rows(&self) -> Vec<String> {
        self.output.seen.lock().unwrap().rows()
    }

    /// Asserts that the terminal is as it was before: line settings and modes as
    /// at the start, the normal screen.
    pub(crate) fn assert_restored(&self) {
        let wire = self.wire();
        let mode = Regex::new("\x1b\\[\\?([0-9]+)([hl])").unwrap();
        let modes: BTreeMap<_, _> = mode.captures_iter(&wire).map(|c| c.extract().1.into()).collect();
        let expected = |mode| if matches!(mode, "7" | "25") { "h" } else { "l" };
        let wrong: Vec<_> = modes.iter().filter(|(mode, state)| **state != expected(mode)).collect();
        assert!(wrong.is_empty() && modes.contains_key("1049"), "{wrong:?} of {modes:?}");
        assert_eq!(line_settings(self.master()), self.line);
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

impl Output {
    /// Reads what the program writes until its end, or until it is to be left alone.
    fn follow(&self, mut reader: impl Read) {
        let mut bytes = vec![0; 1 << 16];
        while let Ok(count @ 1..) = reader.read(&mut bytes) {
            self.seen.lock().unwrap().take(&bytes[..count]);
            self.news.notify_all();
            if self.is_closing.load(Ordering::SeqCst) {
                return;
            }
        }
    }
}

impl Seen {
    fn take(&mut self, bytes: &[u8]) {
        self.wire.extend_from_slice(bytes);
        let new = &self.wire[self.n_shown..];
        // A character may have come in part.
        let whole = std::str::from_utf8(new).map_or_else(|error| error.valid_up_to(), str::len);
        self.screen.as_mut().unwrap().feed(std::str::from_utf8(&new[..whole]).unwrap());
        self.n_shown += whole;
    }

    fn text(&self) -> std::borrow::Cow<'_, str> {
        String::from_utf8_lossy(&self.wire)
    }

    fn rows(&self) -> Vec<String> {
        self.screen.as_ref().unwrap().screen().visible_lines().map(avt::Line::text).collect()
    }
}

fn line_settings(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios().unwrap())
}

fn pty_size((cols, rows): (u16, u16)) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}

/// A file of this test's own with `content`.
pub(crate) fn file(name: &str, content: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, content).unwrap();
    path
}

/// A text of 300 paragraphs, each with its number as a word of its own.
pub(crate) fn long_text() -> String {
    let mut text = String::new();
    for number in 1..=300 {
        writeln!(text, "Paragraph word{number:03} stands here.\n").unwrap();
    }
    text
}
