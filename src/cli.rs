//! The command line: what is asked for, and the words for what went wrong.

pub mod man;
pub mod training;

use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Result, ensure};
use clap::builder::{PossibleValuesParser, RangedI64ValueParser};
use clap::error::ErrorKind;
use clap::{CommandFactory, Parser};

use crate::app::jobs::Open;
use crate::app::{MEASURE, MEASURES, MEMORY, Settings};
use crate::document::{Corrections, Memory};
use crate::export::table::TableForm;
use crate::format::plain::Plain;
use crate::format::{self, FORMATS, Format};
use crate::source::{self, Incoming, Opened, Patience, Source};
use crate::state::Store;
use crate::text::cluster::visible;

/// The article that is opened when nothing else is asked for.
const ARTICLE: &str = include_str!("../assets/article.txt");

/// How long to wait for the first words from a pipe before the screen is drawn without them, and for
/// more of them before they are judged.
pub const FIRST_WORDS: Duration = Duration::from_millis(100);
const PATIENCE: Patience = Patience { quiet: Duration::from_millis(30), most: Duration::from_millis(100) };

/// Read long texts in the terminal: Markdown, and plain text whose structure is recovered.
#[derive(Debug, Parser)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of its own")]
#[command(version, after_help = "In the reader, press ? for the keys.")]
pub struct Args {
    /// What to read; - is standard input. Without it: what is piped in, or the bundled article.
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,

    /// Taken only to be refused in words that help.
    #[arg(hide = true)]
    further_files: Vec<PathBuf>,

    #[command(flatten)]
    mode: ModeArgs,

    /// The longest line, in columns; 80 without it.
    #[arg(long, value_name = "N", value_parser = measures(), conflicts_with = "to")]
    pub width: Option<u16>,

    /// Read the text as this format, whatever its name and content.
    #[arg(long, value_name = "NAME", value_parser = format_names())]
    format: Option<String>,

    /// Whether the structure of plain text is recovered; off shows its lines in blocks between blank lines.
    #[arg(long, value_name = "on|off", value_parser = ["on", "off"])]
    structure: Option<String>,

    /// The memory for parsed text, in megabytes; 512 without it. What is dropped beyond it is parsed
    /// again when it is needed.
    #[arg(long, value_name = "MB", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    memory: Option<u32>,

    /// Print the text as it was corrected in the reader.
    #[arg(long)]
    corrected: bool,

    /// Remember nothing, and follow nothing that was remembered.
    #[arg(long, conflicts_with_all = ["corrected", "notes", "export_corrections"])]
    no_state: bool,

    /// Reload the file by itself when it changes.
    #[arg(long, conflicts_with = "ModeArgs")]
    watch: bool,

    /// How tables are copied: with tabs between their cells (without it), as CSV or as Markdown.
    #[arg(long, value_name = "FORM", value_parser = table_forms(), conflicts_with = "ModeArgs")]
    copy_tables: Option<String>,

    /// Leave the mouse to the terminal.
    #[arg(long)]
    pub no_mouse: bool,
}

#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of its own")]
#[group(multiple = false)]
struct ModeArgs {
    /// Print the typeset text instead of opening the reader.
    #[arg(long)]
    print: bool,

    /// Print the titles of the sections.
    #[arg(long)]
    outline: bool,

    /// Print what you highlighted and noted in the reader, as Markdown.
    #[arg(long)]
    notes: bool,

    /// Print the parsed document as JSON.
    #[arg(long)]
    json: bool,

    /// Write what was corrected in the reader into a folder, in the form that weights are learned from.
    #[arg(long, value_name = "DIR")]
    export_corrections: Option<PathBuf>,

    /// Print the manual page, which folio --man | man -l - shows.
    #[arg(long, conflicts_with = "file")]
    man: bool,

    /// Print the document in another format: plain text with its structure as Markdown.
    #[arg(long, value_name = "FORMAT")]
    to: Option<Target>,
}

/// A format that documents are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Target {
    /// CommonMark with tables, task lists, footnotes, alerts and definition lists; one paragraph a line.
    Markdown,
}

/// What to do with the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Open the reader.
    Read,
    /// Print the typeset text.
    Print,
    /// Print the section titles.
    Outline,
    /// Print the parsed document.
    Json,
    /// Print what the reader noted.
    Notes,
    /// Print the document in another format.
    To(Target),
    /// Write what was corrected.
    ExportCorrections,
}

/// What was kept from earlier runs, and where more is kept.
pub struct Remembered {
    /// What was said of blocks.
    pub corrections: Corrections,
    /// Where corrections and places are kept.
    pub memory: Option<Arc<dyn Memory>>,
    /// What went wrong, for the reader.
    pub trouble: Option<String>,
}

/// What the program was started in.
#[derive(Clone, Copy, Debug)]
pub struct Surroundings {
    /// Somebody types what comes from standard input.
    pub stdin_is_terminal: bool,
    /// Somebody sees what goes to standard output.
    pub stdout_is_terminal: bool,
    /// The terminal cannot move its cursor.
    pub terminal_is_dumb: bool,
}

impl Surroundings {
    /// Those of this process.
    pub fn of_process() -> Self {
        Self {
            stdin_is_terminal: io::stdin().is_terminal(),
            stdout_is_terminal: io::stdout().is_terminal(),
            terminal_is_dumb: std::env::var_os("TERM").is_some_and(|name| name == "dumb"),
        }
    }
}

impl Args {
    /// Takes the arguments, the program's name first. `--help` and `--version` come back as errors
    /// that are none.
    pub fn from_arguments(arguments: impl IntoIterator<Item = OsString>) -> Result<Self, clap::Error> {
        let args = Self::try_parse_from(arguments)?;
        if args.is_verbatim() && args.format.as_deref().is_some_and(|name| name != Plain.name()) {
            let message = "--structure off is for plain text";
            return Err(Self::command().error(ErrorKind::ArgumentConflict, message));
        }
        let is_file = args.file.as_ref().is_some_and(|file| file != Path::new("-"));
        if args.watch && !is_file {
            let message = "--watch is for a file";
            return Err(Self::command().error(ErrorKind::MissingRequiredArgument, message));
        }
        if args.further_files.is_empty() {
            return Ok(args);
        }
        let message = format!("folio opens one document a call, not {}", args.further_files.len() + 1);
        Err(Self::command().error(ErrorKind::TooManyValues, message))
    }

    /// What to do with the document.
    pub fn mode(&self, surroundings: Surroundings) -> Mode {
        let ModeArgs { print, outline, notes, json, to, ref export_corrections, .. } = self.mode;
        if let Some(target) = to {
            Mode::To(target)
        } else if export_corrections.is_some() {
            Mode::ExportCorrections
        } else if json {
            Mode::Json
        } else if notes {
            Mode::Notes
        } else if outline {
            Mode::Outline
        } else if print || !surroundings.stdout_is_terminal || surroundings.terminal_is_dumb {
            Mode::Print
        } else {
            Mode::Read
        }
    }

    /// Whether the manual page is wanted, and no document.
    pub fn wants_manual(&self) -> bool {
        self.mode.man
    }

    /// Whether the text is printed as it was corrected.
    pub fn is_corrected(&self) -> bool {
        self.corrected || self.mode.notes || self.mode.export_corrections.is_some()
    }

    /// Where corrections are written as documents to learn from.
    pub fn export_folder(&self) -> Option<&Path> {
        self.mode.export_corrections.as_deref()
    }

    /// What was kept from earlier runs. The reader works without it.
    pub fn remembered(&self) -> Remembered {
        let nothing = |trouble| Remembered { corrections: Corrections::default(), memory: None, trouble };
        if self.no_state {
            return nothing(None);
        }
        let store = match Store::of_user() {
            Ok(store) => store,
            Err(error) => return nothing(Some(format!("nothing is remembered: {error:#}"))),
        };
        let (corrections, trouble) = store.corrections();
        let trouble = trouble.map(|error| format!("earlier corrections are missing: {error:#}"));
        Remembered { corrections, memory: Some(Arc::new(store)), trouble }
    }

    /// What the reader starts with. A width that is asked for is the measure.
    pub fn settings(&self) -> Settings {
        let bytes = |megabytes| usize::try_from(u64::from(megabytes) * 1_000_000).unwrap_or(usize::MAX);
        Settings {
            measure: self.width.unwrap_or(MEASURE),
            mouse: !self.no_mouse,
            memory: self.memory.map_or(MEMORY, bytes),
            is_watching: self.watch,
            tables: self.table_form(),
            remembers: !self.no_state,
        }
    }

    /// The format of `source`: the one that was asked for, or what it looks like.
    pub fn format(&self, source: &Source) -> Result<&'static dyn Format> {
        self.forced_format().map_or_else(|| format::detect(source), Ok)
    }

    /// Opens a pipe as soon as something comes through it. Not all of its beginning is waited for.
    pub fn open_incoming(&self, incoming: Incoming) -> Open {
        let forced = self.forced_format();
        Box::new(move || {
            let source = incoming.source(Some(PATIENCE))?;
            let format = forced.map_or_else(|| format::detect(&source), Ok)?;
            format::open(source, format)
        })
    }

    fn table_form(&self) -> TableForm {
        let is_named = |form: &TableForm| self.copy_tables.as_deref() == Some(form.name());
        TableForm::ALL.into_iter().find(is_named).unwrap_or_default()
    }

    fn is_verbatim(&self) -> bool {
        self.structure.as_deref() == Some("off")
    }

    fn forced_format(&self) -> Option<&'static dyn Format> {
        if self.is_verbatim() {
            return Some(&format::plain::verbatim::Verbatim);
        }
        self.format.as_deref().and_then(format::by_name)
    }

    /// What is read, in the words of errors.
    pub fn source_name(&self) -> String {
        match &self.file {
            Some(file) if file != Path::new("-") => file.display().to_string(),
            _ => "standard input".to_owned(),
        }
    }

    /// Opens what is to be read. Fails where that cannot be opened, and where a document would come from the
    /// terminal that keys are to come from.
    pub fn input(&self, surroundings: Surroundings) -> Result<Opened> {
        let from_stdin = || Incoming::start("standard input", || Ok(io::stdin())).map(Opened::Incoming);
        match &self.file {
            Some(file) if file == Path::new("-") => {
                let is_typed = surroundings.stdin_is_terminal && self.mode(surroundings) == Mode::Read;
                ensure!(!is_typed, "standard input is the terminal; pipe a text into folio");
                from_stdin()
            }
            Some(file) => Source::open(file),
            None if surroundings.stdin_is_terminal => {
                Ok(Opened::Source(Source::from_text("article.txt", ARTICLE)))
            }
            None => from_stdin(),
        }
    }
}

/// Whether colors are welcome: `NO_COLOR` is not set, or empty (no-color.org).
pub fn wants_color() -> bool {
    std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// The measures that can be asked for here and in the reader.
fn measures() -> RangedI64ValueParser<u16> {
    let (least, most) = (*MEASURES.start(), *MEASURES.end());
    RangedI64ValueParser::new().range(i64::from(least)..=i64::from(most))
}

fn format_names() -> PossibleValuesParser {
    PossibleValuesParser::new(FORMATS.iter().map(|format| format.name()))
}

fn table_forms() -> PossibleValuesParser {
    PossibleValuesParser::new(TableForm::ALL.map(TableForm::name))
}

/// An error on one line, as it may be printed to a terminal: what failed and why, with the names
/// of files made visible.
pub fn explain(error: &anyhow::Error) -> String {
    let word = |cause: &(dyn std::error::Error + 'static)| {
        cause.downcast_ref::<io::Error>().map_or_else(|| cause.to_string(), source::reason)
    };
    let words: Vec<_> = error.chain().map(word).collect();
    visible(&format!("folio: {}", words.join(": ")))
}

/// A complaint about the arguments, or the help that was asked for, with what was typed made
/// visible.
pub fn explain_usage(error: &clap::Error) -> String {
    error.to_string().lines().map(|line| visible(line) + "\n").collect()
}

/// Whether the error is only that nobody reads the output any more.
pub fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let is_closed = |cause: &io::Error| cause.kind() == io::ErrorKind::BrokenPipe;
    error.chain().any(|cause| cause.downcast_ref().is_some_and(is_closed))
}

#[cfg(test)]
mod tests {
    use anyhow::Context;

    use super::*;

    const AT_A_TERMINAL: Surroundings =
        Surroundings { stdin_is_terminal: true, stdout_is_terminal: true, terminal_is_dumb: false };

    fn parse(line: &str) -> Result<Args, clap::Error> {
        Args::from_arguments(format!("folio {line}").split_whitespace().map(OsString::from))
    }

    #[test]
    fn the_definition_is_sound() {
        Args::command().debug_assert();
    }

    #[test]
    fn the_mode_follows_options_and_surroundings() {
        let piped = Surroundings { stdout_is_terminal: false, ..AT_A_TERMINAL };
        let dumb = Surroundings { terminal_is_dumb: true, ..AT_A_TERMINAL };
        for (line, surroundings, expected) in [
            ("", AT_A_TERMINAL, Mode::Read),
            ("x.md", AT_A_TERMINAL, Mode::Read),
            ("--print x.md", AT_A_TERMINAL, Mode::Print),
            ("--json -", AT_A_TERMINAL, Mode::Json),
            ("--outline", piped, Mode::Outline),
            ("", piped, Mode::Print),
            ("", dumb, Mode::Print),
            ("--json", dumb, Mode::Json),
            ("--notes x.md", AT_A_TERMINAL, Mode::Notes),
            ("--to markdown x.txt", AT_A_TERMINAL, Mode::To(Target::Markdown)),
        ] {
            assert_eq!(parse(line).unwrap().mode(surroundings), expected, "{line}");
        }
    }

    #[test]
    fn what_cannot_be_meant_is_a_usage_error() {
        for (line, expected) in [
            ("a b", "one document a call, not 2"),
            ("a - b", "one document a call, not 3"),
            ("--json --outline", "cannot be used with"),
            ("--print --json x", "cannot be used with"),
            ("--width 0", "0 is not in 1..=65535"),
            ("--width 65536", "65536 is not in 1..=65535"),
            ("--width x", "invalid digit"),
            ("--memory 0", "0 is not in 1..=1000000"),
            ("--memory 1000001", "1000001 is not in 1..=1000000"),
            ("--format word", "[possible values: markdown, plain, code]"),
            ("--man x", "cannot be used with"),
            ("--copy-tables html", "[possible values: tabs, csv, markdown]"),
            ("--copy-tables csv --print x", "cannot be used with"),
            ("--to word", "[possible values: markdown]"),
            ("--to", "[possible values: markdown]"),
            ("--to markdown --print x", "cannot be used with"),
            ("--to markdown --width 60 x", "cannot be used with"),
            ("--structure off --format markdown x", "--structure off is for plain text"),
            ("--structure off --format code x", "--structure off is for plain text"),
            ("--watch", "--watch is for a file"),
            ("--watch -", "--watch is for a file"),
            ("--watch --print x", "cannot be used with"),
            ("--watch --to markdown x", "cannot be used with"),
            ("--notes --no-state x", "cannot be used with"),
            ("--notes --json x", "cannot be used with"),
            ("--structure no", "[possible values: on, off]"),
            ("--wide", "unexpected argument '--wide'"),
        ] {
            let error = parse(line).unwrap_err();
            let message = explain_usage(&error);
            assert!(message.contains(expected), "{line}: {message}");
            assert_eq!(error.exit_code(), 2, "{line}");
        }
    }

    #[test]
    fn help_is_no_error() {
        for line in ["--help", "-h", "--version", "-V"] {
            assert_eq!(parse(line).unwrap_err().exit_code(), 0, "{line}");
        }
    }

    #[test]
    fn the_article_is_opened_only_at_a_terminal() {
        let source = parse("").unwrap().input(AT_A_TERMINAL).unwrap().source().unwrap();
        assert_eq!((source.name(), source.len()), ("article.txt", ARTICLE.len() as u64));
    }

    #[test]
    fn a_document_does_not_come_from_where_keys_come_from() {
        let Err(error) = parse("-").unwrap().input(AT_A_TERMINAL) else { panic!("the terminal was read") };
        assert_eq!(explain(&error), "folio: standard input is the terminal; pipe a text into folio");
    }

    #[test]
    fn errors_are_one_visible_line_without_numbers() {
        let denied = io::Error::from_raw_os_error(13);
        let error = anyhow::Error::from(denied).context("cannot open a\u{1b}[2J\nb");
        assert_eq!(explain(&error), "folio: cannot open a␛[2J b: permission denied");
    }

    #[test]
    fn a_closed_pipe_is_found_below_other_words() {
        let closed = Err::<(), _>(io::Error::from(io::ErrorKind::BrokenPipe));
        assert!(is_closed_pipe(&closed.context("cannot write").unwrap_err()));
        assert!(!is_closed_pipe(&anyhow::Error::msg("other")));
    }
}
