//! The `folio` program: arguments in, exit status out.

use std::io::{self, BufWriter, Write};
use std::panic::resume_unwind;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};
use std::thread::{self, JoinHandle};

use anyhow::{Context, Result, anyhow, bail};
use folio::app::keymap::{self, Keymap};
use folio::app::{App, Effect, NEAR, Readings};
use folio::cli::{self, Args, Mode, Remembered, Surroundings, Target};
use folio::document::{Document, Opening, Recalled, RecalledNotes};
use folio::export::training::Training;
use folio::export::{Whole, json, markdown, notes, outline, print};
use folio::source::Opened;
use folio::state::Store;
use folio::terminal::{self, Screen};
use folio::ui::theme::{self, Theme};
use folio::{format, runtime};

/// The most columns of printed text when nothing says how many.
const PRINTED_WIDTH: u16 = 80;

fn main() -> ExitCode {
    match Args::from_arguments(std::env::args_os()) {
        Ok(args) => run(&args).unwrap_or_else(|error| report(&error)),
        Err(usage) => advise(&usage),
    }
}

fn run(args: &Args) -> Result<ExitCode> {
    let surroundings = Surroundings::of_process();
    if args.wants_manual() {
        let page = cli::man::page(&keys()?);
        return write(|out| out.write_all(page.as_bytes())).map(|()| ExitCode::SUCCESS);
    }
    let input = args.input(surroundings)?;
    let mode = args.mode(surroundings);
    if mode == Mode::Read {
        return read(args, input);
    }
    let source = input.source()?;
    let format = args.format(&source)?;
    let mut opening = format::open(source, format)?;
    if args.is_corrected() {
        let (corrections, trouble) = Store::of_user()?.corrections();
        trouble.map_or(Ok(()), Err)?;
        opening.document.correct(Arc::new(corrections));
    }
    let trouble = match mode {
        Mode::Notes => print_notes(args, opening, surroundings),
        Mode::ExportCorrections => export_corrections(args, opening),
        Mode::Json => write(|out| json::write(out, &Whole::load(opening), format.name())),
        Mode::Outline => write(|out| outline::write(out, opening)),
        Mode::To(Target::Markdown) => {
            write(|out| markdown::write(out, opening, reader_of_output(surroundings)))
        }
        Mode::Print | Mode::Read => write(|out| print::write(out, opening, print_width(args, surroundings))),
    }?;
    match trouble {
        Some(trouble) => bail!("{}: {trouble}", args.source_name()),
        None => Ok(ExitCode::SUCCESS),
    }
}

/// Prints what the reader noted on the document. Answers what went wrong while it was read.
fn print_notes(args: &Args, opening: Opening, surroundings: Surroundings) -> Result<Option<Box<str>>> {
    let identity = opening.document.readings().context("the document cannot be told from others")?.identity();
    let RecalledNotes { notes, trouble: missing, .. } = Store::of_user()?.notes_on(&identity)?;
    let whole = Whole::load(opening);
    if !notes.is_empty() {
        let reader = reader_of_output(surroundings);
        write(|out| out.write_all(notes::markdown(&whole, notes, reader).as_bytes()))?;
    } else if missing.is_none() {
        find_nothing(&anyhow!("there are no notes on {}", args.source_name()));
    }
    Ok(missing.map(Box::from).or_else(|| whole.trouble()))
}

/// Says that there is nothing to write. That is no failure, but a reader may wonder.
fn find_nothing(why: &anyhow::Error) {
    let _ = writeln!(io::stderr(), "{}", cli::explain(why));
}

/// Who reads what is printed as Markdown.
fn reader_of_output(surroundings: Surroundings) -> markdown::Reader {
    if surroundings.stdout_is_terminal { markdown::Reader::Terminal } else { markdown::Reader::Program }
}

/// Writes what the reader said of the document into a folder. Nothing is learned from a part of a document: where not
/// all could be read, that is answered, and nothing written.
fn export_corrections(args: &Args, opening: Opening) -> Result<Option<Box<str>>> {
    let whole = Whole::load(opening);
    if let Some(trouble) = whole.trouble() {
        return Ok(Some(trouble));
    }
    match Training::of(&whole) {
        Some(training) => {
            let folder = args.export_folder().context("there is no folder to write into")?;
            cli::training::write(folder, &training)?;
        }
        None => find_nothing(&anyhow!("nothing in {} was corrected", args.source_name())),
    }
    Ok(None)
}

/// Opens the reader. Its exit status also tells of signals and panics.
fn read(args: &Args, input: Opened) -> Result<ExitCode> {
    let stage = Stage::build();
    let Remembered { corrections, memory, trouble } = args.remembered();
    let app = |mut document: Document| {
        document.correct(Arc::new(corrections));
        let mut app = App::new(document, stage.keymap()?, args.settings(), terminal::size());
        if let Some(trouble) = &trouble {
            app.tell(trouble);
        }
        anyhow::Ok(app)
    };
    let opening = match input {
        Opened::Source(source) => {
            let format = args.format(&source)?;
            format::open_at_once(source, format)?
        }
        Opened::Incoming(mut incoming) => {
            let begins = incoming.begins_within(cli::FIRST_WORDS);
            let open = args.open_incoming(incoming);
            if !begins {
                let document = Document::awaited(&args.source_name());
                let app = app(document)?;
                let (screen, theme) = stage.rest()?;
                return runtime::run(app, App::start_waiting(open), screen, theme, memory);
            }
            open()?
        }
    };
    let readings = opening.document.readings();
    // Which document comes through a pipe cannot be told before there is enough of it.
    let is_there = opening.document.growing().is_none();
    let identity = readings.as_ref().filter(|_| is_there).map(|readings| readings.identity());
    let recalled =
        memory.as_ref().zip(identity.as_ref()).and_then(|(memory, identity)| memory.recall_at_once(identity));
    let opening = up_to_place(opening, recalled.as_ref());
    let mut app = app(opening.document)?;
    let mut effects = Vec::new();
    if let Some(recalled) = recalled {
        app.recall(recalled);
    } else {
        if let Some(identity) = identity {
            app.identify(identity);
        }
        effects.extend(readings.map(|readings| Effect::Recall(Readings(readings))));
    }
    effects.extend(app.start(opening.chunks));
    effects.extend(app.watch());
    effects.extend(app.recall_notes());
    let (screen, theme) = stage.rest()?;
    runtime::run(app, effects, screen, theme, memory)
}

/// What the first screen needs besides the document. Another thread sees to it while that is opened.
struct Stage {
    keymap: Receiver<Result<Keymap>>,
    rest: JoinHandle<Result<(Screen, Theme)>>,
}

impl Stage {
    fn build() -> Self {
        let (sender, keymap) = mpsc::sync_channel(1);
        let rest = thread::spawn(move || {
            // Who does not wait for the keys any more has failed, and says so.
            let _ = sender.send(keys());
            Ok((Screen::open()?, theme()?))
        });
        Self { keymap, rest }
    }

    /// The keys, which are needed first.
    fn keymap(&self) -> Result<Keymap> {
        self.keymap.recv().context("the keys could not be read")?
    }

    fn rest(self) -> Result<(Screen, Theme)> {
        self.rest.join().unwrap_or_else(|panic| resume_unwind(panic))
    }
}

fn keys() -> Result<Keymap> {
    Keymap::parse(keymap::DEFAULT).context("the bundled keys")
}

fn theme() -> Result<Theme> {
    let name = if cli::wants_color() { "terminal" } else { "plain" };
    Theme::parse(theme::DEFAULT, name).context("the bundled themes")
}

/// The same with the text where the reader was, if that is not far.
fn up_to_place(opening: Opening, recalled: Option<&Recalled>) -> Opening {
    match recalled.and_then(|recalled| recalled.kept.place.as_ref()) {
        Some(place) if place.at < NEAR => opening.up_to(place.at),
        _ => opening,
    }
}

/// The columns that are asked for, or what a terminal has of the usual ones.
fn print_width(args: &Args, surroundings: Surroundings) -> u16 {
    let available = if surroundings.stdout_is_terminal { terminal::size().columns } else { PRINTED_WIDTH };
    args.width.unwrap_or_else(|| available.min(PRINTED_WIDTH))
}

/// Lets `print` write to standard output.
fn write<T>(print: impl FnOnce(&mut BufWriter<io::StdoutLock>) -> io::Result<T>) -> Result<T> {
    let mut out = BufWriter::new(io::stdout().lock());
    let result = print(&mut out).and_then(|result| out.flush().map(|()| result));
    result.context("cannot write")
}

/// Says what went wrong. That nobody reads the output any more is not wrong.
fn report(error: &anyhow::Error) -> ExitCode {
    if cli::is_closed_pipe(error) {
        return ExitCode::SUCCESS;
    }
    // Where standard error is closed too, there is nobody left to tell.
    let _ = writeln!(io::stderr(), "{}", cli::explain(error));
    ExitCode::FAILURE
}

/// Prints a complaint about the arguments, or the help that was asked for.
fn advise(usage: &clap::Error) -> ExitCode {
    let text = cli::explain_usage(usage);
    if !usage.use_stderr() {
        let printed = write(|out| out.write_all(text.as_bytes()));
        return printed.map_or_else(|error| report(&error), |()| ExitCode::SUCCESS);
    }
    let _ = write!(io::stderr(), "{text}");
    ExitCode::from(u8::try_from(usage.exit_code()).unwrap_or(2))
}
