//! The loop that keeps the application going: receive, update, perform, draw.
//!
//! Everything that happens comes through one channel: keys from the input thread, results from the
//! workers, signals, and the terminal's end. The loop sleeps until something is there, takes all that
//! is waiting, lets the application change its state, does what it asks for, and draws once. A flood of
//! results is taken in slices of time, between which the reader is answered. Nothing ticks but while the
//! mouse is held at an edge, and once when a reader stands still who has moved: who only reads costs no time at all.
//!
//! [`App`] decides what happens; here is only how.

mod batch;
mod clipboard;
mod contain;
mod hold;
mod input;
mod keeping;
mod mailbox;
mod opener;
mod room;
#[cfg(debug_assertions)]
mod sabotage;
mod signals;
mod standing;
mod watch;
mod workers;

use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::app::jobs::{Done, Job};
use crate::app::{App, Effect, Event, FileState, Readings};
use crate::document::{Keeping, Memory};
use crate::terminal::{self, Screen};
use crate::text::cluster::visible;
use crate::ui::{self, theme::Theme};
use clipboard::Clipboard;
use hold::Hold;
use keeping::{Keeper, Left, what_became_of, what_became_of_notes};
use mailbox::{Mailbox, Sender, mailbox};
use signals::Signal;
use standing::Standing;
use watch::Watch;
use workers::Workers;

/// Something that the loop is told.
#[derive(Debug)]
enum Message {
    /// From the reader.
    Input(Event),
    /// From a worker.
    Done(Done),
    /// From the thread that keeps things, or the one of the clipboard.
    Report(Done),
    /// From the system.
    #[cfg_attr(windows, expect(dead_code, reason = "there are no signals on Windows"))]
    Signal(Signal),
    /// The terminal has vanished.
    Gone,
    /// The file that this watch looks at has changed.
    File(watch::Number, FileState),
    /// A thread has panicked that the program cannot do without; what it said.
    Panicked(String),
    /// Something else has panicked, of which the reader has to know; what it said.
    Defect(String),
}

/// How long results are taken in before the reader is looked after again.
const SLICE: Duration = Duration::from_millis(2);

/// The most defects that are told in the end: many are likely to be one.
const MOST_DEFECTS: usize = 3;

/// How the loop ends.
#[derive(Debug, PartialEq, Eq)]
enum Ending {
    /// The reader has quit.
    Quit,
    /// A signal asks for the end.
    Killed(Signal),
    /// The terminal has vanished.
    Gone,
    /// Something panicked; what it said.
    Panicked(String),
}

/// Runs the reader on `screen` until it ends, and gives the terminal back. The `effects` are done first. What the
/// reader corrects, and where he was, is kept in `memory`.
///
/// Does not return when a signal ends the program: it then dies of that signal, so that its parent
/// sees what happened.
pub fn run(
    app: App,
    effects: Vec<Effect>,
    screen: Screen,
    theme: Theme,
    memory: Option<Arc<dyn Memory>>,
) -> Result<ExitCode> {
    let (mut keeper, mut clipboard) = (Keeper::default(), Clipboard::of_system());
    let read =
        contain::contain(|| read(app, effects, screen, theme, memory.clone(), &mut keeper, &mut clipboard));
    terminal::restore();
    keeping::telling_of_waits(PATIENCE, tell_of_wait, || keeper.finish());
    clipboard.finish();
    let (ending, left) = read.unwrap_or_else(|report| Ok((Ending::Panicked(report), Left::default())))?;
    for defect in &left.defects {
        let _ = writeln!(io::stderr(), "{defect}");
    }
    let keep = || memory.map(|memory| left.keep(&*memory));
    for told in keeping::telling_of_waits(PATIENCE, tell_of_wait, keep).into_iter().flatten() {
        let _ = writeln!(io::stderr(), "folio: {}", visible(&told));
    }
    Ok(match ending {
        Ending::Quit => ExitCode::SUCCESS,
        Ending::Killed(signal) => signals::die(signal),
        Ending::Gone => ExitCode::from(signals::GONE_STATUS),
        Ending::Panicked(report) => {
            let _ = writeln!(io::stderr(), "{report}");
            ExitCode::from(101)
        }
    })
}

/// How long a reader who has left is not told what is waited for.
const PATIENCE: Duration = Duration::from_secs(1);

fn tell_of_wait() {
    let _ =
        writeln!(io::stderr(), "folio: still keeping what is remembered: another folio may hold the files …");
}

/// Reads until something ends it. Answers also what is to be kept of the documents.
fn read(
    app: App,
    effects: Vec<Effect>,
    mut screen: Screen,
    theme: Theme,
    memory: Option<Arc<dyn Memory>>,
    keeper: &mut Keeper,
    clipboard: &mut Clipboard,
) -> Result<(Ending, Left)> {
    screen.capture_mouse(app.has_mouse());
    let (sender, messages) = mailbox();
    signals::listen(sender.clone())?;
    let workers = Workers::new(sender.clone());
    let watch = Watch::new(sender.clone());
    let results = sender.clone();
    let mut reading = Reading {
        app,
        theme,
        screen,
        workers,
        watch,
        messages,
        results,
        memory,
        keeper,
        clipboard,
        kept: Vec::new(),
        defects: Vec::new(),
    };
    let ending = reading.read(effects, sender)?;
    let (places, corrections) = (reading.app.kept_of_all(), reading.app.unkept_corrections());
    let (notes, messages) = (reading.app.unkept_notes(), Some(reading.messages));
    Ok((ending, Left { places, corrections, notes, messages, defects: reading.defects }))
}

/// The application and what it acts on.
struct Reading<'a> {
    app: App,
    theme: Theme,
    screen: Screen,
    workers: Workers,
    watch: Watch,
    messages: Mailbox<Message>,
    /// Where those report to that keep things.
    results: Sender<Message>,
    /// Where corrections, places and lines are kept; nowhere if the reader wants that.
    memory: Option<Arc<dyn Memory>>,
    keeper: &'a mut Keeper,
    clipboard: &'a mut Clipboard,
    /// What was kept last of documents, or was to be.
    kept: Vec<Keeping>,
    /// What defects said that did not end the program, each once.
    defects: Vec<String>,
}

impl Reading<'_> {
    /// Draws the first frame, starts the other threads and goes on until something ends it.
    fn read(&mut self, effects: Vec<Effect>, sender: Sender<Message>) -> Result<Ending> {
        if let Some(ending) = self.enter()? {
            return Ok(ending);
        }
        if let Some(ending) = self.draw()? {
            return Ok(ending);
        }
        input::listen(&sender)?;
        drop(sender);
        match self.perform(effects)? {
            Some(ending) => Ok(ending),
            None => self.go_on(),
        }
    }

    fn go_on(&mut self) -> Result<Ending> {
        let (mut left, mut hold, mut standing) = (Vec::new(), Hold::default(), Standing::default());
        loop {
            let now = Instant::now();
            let patience = hold.patience(self.app.is_held_at_edge(), now).min(standing.patience(now));
            let mut batch = batch::next(&self.messages, left, patience);
            if !batch.is_empty() {
                standing.note(batch.iter().any(batch::is_input), Instant::now());
            }
            if hold.is_due(Instant::now()) {
                batch.insert(0, Message::Input(Event::Held));
            }
            let has_news = !batch.is_empty();
            let mut batch = batch.into_iter();
            let end = Instant::now() + SLICE;
            for message in batch.by_ref() {
                let is_result = batch::is_result(&message);
                if let Some(ending) = self.take(message)? {
                    return Ok(ending);
                }
                if is_result && Instant::now() > end {
                    break;
                }
            }
            left = batch.collect();
            if has_news && let Some(ending) = self.draw()? {
                return Ok(ending);
            }
            if standing.is_due(Instant::now()) {
                self.keep_places()?;
            }
        }
    }

    fn take(&mut self, message: Message) -> Result<Option<Ending>> {
        match message {
            Message::Input(event) => self.update(event),
            Message::Done(done) => {
                self.workers.make_room();
                self.update(Event::Done(done))
            }
            Message::Report(done) => self.update(Event::Done(done)),
            // What was told of the document before this one is of no interest any more.
            Message::File(watch, state) if self.watch.is_number(watch) => self.update(Event::File(state)),
            Message::File(..) => Ok(None),
            Message::Defect(report) => {
                self.note_defect(report);
                Ok(None)
            }
            Message::Signal(signal) => self.obey(signal),
            Message::Gone => Ok(Some(Ending::Gone)),
            Message::Panicked(report) => Ok(Some(Ending::Panicked(report))),
        }
    }

    /// Notes what a defect said that did not end the program, for when the terminal is given back.
    fn note_defect(&mut self, report: String) {
        self.app.tell("something in folio failed; you are told what when you quit");
        if !self.defects.contains(&report) && self.defects.len() < MOST_DEFECTS {
            self.defects.push(report);
        }
    }

    fn update(&mut self, event: Event) -> Result<Option<Ending>> {
        #[cfg(debug_assertions)]
        sabotage::strike(&event, &mut self.workers)?;
        if let Event::Resize(size) = event {
            self.screen.resize(size)?;
        }
        let effects = self.app.update(event);
        self.perform(effects)
    }

    fn perform(&mut self, effects: Vec<Effect>) -> Result<Option<Ending>> {
        for effect in effects {
            match effect {
                Effect::Spawn(job) => self.workers.submit(job)?,
                Effect::Recall(readings) => self.recall(readings)?,
                Effect::RecallNotes(readings) => self.recall_notes(readings)?,
                Effect::Annotate(identity, edits) => self.use_memory(move |memory| {
                    what_became_of_notes(memory.annotate(&identity, &edits), identity, edits)
                })?,
                Effect::Visit(visit) => self.workers.submit(visit.job(self.memory.clone()))?,
                Effect::Watch(Readings(file)) => self.watch.begin(file)?,
                Effect::Remember(edits) => self.use_memory(move |memory| {
                    let kept = memory.remember(&edits);
                    what_became_of(kept, |error| Done::CorrectionsLost(edits, error))
                })?,
                Effect::KeepPlaces => self.keep_places()?,
                Effect::RecallLines => {
                    self.use_memory(|memory| memory.lines().ok().map(Done::Lines))?;
                }
                Effect::KeepLine(line) => {
                    self.use_memory(move |memory| what_became_of(memory.keep_line(&line), Done::LineLost))?;
                }
                Effect::Copy(text) => {
                    self.screen.copy(&text);
                    self.clipboard.put(text, &self.results);
                }
                Effect::OpenOutside(address) => {
                    self.workers.submit(Job::OpenOutside(Box::new(move || opener::open(&address))))?;
                }
                Effect::Suspend => signals::stop_job(),
                Effect::Redraw => self.screen.enter()?,
                Effect::CaptureMouse(captures) => self.screen.capture_mouse(captures),
                Effect::Quit => return Ok(Some(Ending::Quit)),
                Effect::Fail(error) => return Err(error),
            }
        }
        Ok(None)
    }

    /// Has a worker find what was kept of the document.
    fn recall(&mut self, Readings(readings): Readings) -> io::Result<()> {
        let Some(memory) = self.memory.clone() else { return Ok(()) };
        self.workers.submit(Job::Recall(Box::new(move || memory.recall(readings.identity()))))
    }

    /// Has a worker find the notes on the document.
    fn recall_notes(&mut self, Readings(readings): Readings) -> io::Result<()> {
        let Some(memory) = self.memory.clone() else { return Ok(()) };
        // What was noted on it just now, when it was read before, is kept first.
        let kept = self.keeper.all_done();
        self.workers.submit(Job::RecallNotes(Box::new(move || {
            let identity = readings.identity();
            let _ = kept.recv();
            memory.recall_notes(identity)
        })))
    }

    /// Keeps something or finds what was kept, and reports what comes of it.
    fn use_memory(
        &mut self,
        work: impl FnOnce(&dyn Memory) -> Option<Done> + Send + 'static,
    ) -> io::Result<()> {
        let Some(memory) = self.memory.clone() else { return Ok(()) };
        let results = self.results.clone();
        self.keeper.submit(move || {
            if let Some(done) = work(&*memory) {
                // Where the reader has left, nobody is to be told.
                let _ = results.send(Message::Report(done));
            }
        })
    }

    /// Keeps where the reader is and what he marked, read and folded, if that is something else than what was kept.
    fn keep_places(&mut self) -> io::Result<()> {
        if self.memory.is_none() {
            return Ok(());
        }
        let kept = self.app.kept_of_all();
        let is_known = |keeping: &&Keeping| self.kept.iter().any(|known| known.is_same(keeping));
        let news: Vec<_> = kept.iter().filter(|keeping| !is_known(keeping)).cloned().collect();
        self.kept = kept;
        if news.is_empty() {
            return Ok(());
        }
        self.use_memory(move |memory| what_became_of(memory.keep(&news), Done::PlacesLost))
    }

    fn obey(&mut self, signal: Signal) -> Result<Option<Ending>> {
        match signal {
            Signal::Resized => self.update(Event::Resize(terminal::size())),
            Signal::Continue if terminal::is_foreground() => self.enter(),
            Signal::Stop | Signal::Continue => {
                self.stop();
                Ok(None)
            }
            Signal::End(_) => Ok(Some(Ending::Killed(signal))),
        }
    }

    /// Takes the terminal, whose size may have changed since it was looked at.
    fn enter(&mut self) -> Result<Option<Ending>> {
        match unless_gone(self.screen.enter()).context("cannot set up the terminal")? {
            Some(ending) => Ok(Some(ending)),
            None => self.update(Event::Resize(terminal::size())),
        }
    }

    /// Stops until the shell says to go on, which comes as a signal of its own. Does nothing where
    /// there is no shell that could.
    fn stop(&mut self) {
        if signals::is_job() {
            self.screen.leave();
            signals::stop();
        }
    }

    fn draw(&mut self) -> Result<Option<Ending>> {
        let effects = self.app.settle();
        if let Some(ending) = self.perform(effects)? {
            return Ok(Some(ending));
        }
        let Self { app, theme, screen, .. } = self;
        unless_gone(screen.draw(|frame| ui::draw(app, theme, frame)))
    }
}

/// A terminal that is not there any more is no error, but the end.
fn unless_gone(result: io::Result<()>) -> Result<Option<Ending>> {
    match result {
        Ok(()) => Ok(None),
        Err(error) if terminal::is_gone(&error) => Ok(Some(Ending::Gone)),
        Err(error) => Err(error.into()),
    }
}
