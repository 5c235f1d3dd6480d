//! Keys in, screen out: the whole reader without a terminal.

use std::collections::VecDeque;

use folio::app::jobs::{Done, Job};
use folio::app::keymap::{self, Keymap, parse_key};
use folio::app::{App, Effect, Event, Mouse, MouseKind, Settings, Size};
use folio::document::memory::PastLine;
use folio::document::{Document, Identity, Kept, Note, NoteEdit, Opening, Recalled, RecalledNotes};
use folio::format;
use folio::source::Source;
use folio::ui::theme::{self, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};

/// A reader on a screen of its own. What it leaves to workers is done at once.
pub(crate) struct Screen {
    app: App,
    size: Size,
    /// What it asked for besides background work.
    pub(crate) asked: Vec<String>,
    /// What it had kept of notes.
    pub(crate) noted: Vec<NoteEdit>,
    /// What it put on the clipboard.
    pub(crate) copied: Vec<String>,
    /// The lines that were typed.
    pub(crate) kept_lines: Vec<PastLine>,
    /// Background work that was asked for, where it is not done at once.
    held: Option<VecDeque<Job>>,
}

impl Screen {
    /// Opens `text` as `format` on a screen of 60 × 12.
    pub(crate) fn new(text: &str, format: &str) -> Self {
        Self::named("sample.txt", text, format)
    }

    /// Opens `text` as `format`, from a file called `name`, on a screen of 60 × 12.
    pub(crate) fn named(name: &str, text: &str, format: &str) -> Self {
        Self::open(Source::from_text(name, text), format, false)
    }

    /// Opens `text` as `format`; background work waits until [`work`](Self::work) is called.
    pub(crate) fn held(text: &str, format: &str) -> Self {
        Self::open(Source::from_text("sample.txt", text), format, true)
    }

    fn open(source: Source, format: &str, is_held: bool) -> Self {
        let opening = format::open(source, format::by_name(format).expect("the format is known")).unwrap();
        Self::reading(opening, Settings::default(), is_held)
    }

    /// Opens Markdown, with keys bound otherwise: each time one text of the key table stands for another.
    pub(crate) fn with_keys(text: &str, changes: &[(&str, &str)]) -> Self {
        let change = |table: String, (from, to): &(&str, &str)| table.replace(from, to);
        let table = changes.iter().fold(keymap::DEFAULT.to_owned(), change);
        let source = Source::from_text("sample.md", text);
        let opening = format::open(source, format::by_name("markdown").unwrap()).unwrap();
        Self::bound(opening, Settings::default(), false, &table)
    }

    /// Shows a document of which all chunks are known.
    pub(crate) fn of(document: Document) -> Self {
        let opening = Opening { document, chunks: Box::new(std::iter::empty()) };
        Self::reading(opening, Settings::default(), false)
    }

    /// Reads what is being opened, on a screen of 60 × 12. Background work waits where it `is_held`.
    pub(crate) fn reading(opening: Opening, settings: Settings, is_held: bool) -> Self {
        Self::bound(opening, settings, is_held, keymap::DEFAULT)
    }

    /// The same with the keys of a table.
    fn bound(opening: Opening, settings: Settings, is_held: bool, table: &str) -> Self {
        let keymap = Keymap::parse(table).unwrap();
        let held = is_held.then(VecDeque::new);
        let size = Size { columns: 60, rows: 12 };
        let mut app = App::new(opening.document, keymap, settings, size);
        let effects = app.start(opening.chunks);
        Self::started(app, size, held, effects)
    }

    /// Shows `app`, which asks for these effects. Background work waits in `held`, if there is such a place.
    fn started(app: App, size: Size, held: Option<VecDeque<Job>>, effects: Vec<Effect>) -> Self {
        let (asked, noted, copied, kept_lines) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut screen = Self { app, size, asked, noted, copied, kept_lines, held };
        screen.perform(effects);
        screen
    }

    /// Opens `text`, of which this was kept; background work waits.
    pub(crate) fn recalled(text: &str, format: &str, kept: &Kept, is_changed: bool) -> Self {
        Self::identified(text, format).recall(kept, is_changed)
    }

    /// Takes what was kept of the document.
    pub(crate) fn recall(mut self, kept: &Kept, is_changed: bool) -> Self {
        self.app.recall(Recalled { kept: kept.clone(), is_changed, ..Recalled::default() });
        self
    }

    /// Opens `text`, of which it is not known yet what was kept; background work waits.
    pub(crate) fn identified(text: &str, format: &str) -> Self {
        let source = Source::from_text("sample.txt", text);
        let opening = format::open(source, format::by_name(format).expect("the format is known")).unwrap();
        let mut screen = Self::reading(opening, Settings::default(), true);
        screen.app.identify(Recalled::default().identity);
        screen
    }

    /// Opens `text`, on which this was noted before it was changed, if it was.
    pub(crate) fn noted(text: &str, format: &str, notes: &[Note], is_changed: bool) -> Self {
        let mut screen = Self::new(text, format);
        let notes = RecalledNotes { notes: notes.to_vec(), is_changed, ..RecalledNotes::default() };
        screen.send(Event::Done(Done::NotesRecalled(Box::new(notes))));
        screen
    }

    /// The notes that there are after what was kept of them.
    pub(crate) fn notes(&self) -> Vec<Note> {
        let mut notes = Vec::new();
        for edit in &self.noted {
            edit.apply(&mut notes);
        }
        notes
    }

    /// Says what the document is known by.
    pub(crate) fn identify(mut self) -> Self {
        let readings = self.app.document().readings().expect("it was opened");
        self.app.identify(readings.identity());
        self
    }

    /// Whether anything is to be kept of the document.
    pub(crate) fn keeps_something(&mut self) -> bool {
        self.app.kept().is_some_and(|keeping| keeping.is_change())
    }

    /// What is to be kept of the document.
    pub(crate) fn kept(&mut self) -> Kept {
        self.app.kept().expect("it is known which document it is").now
    }

    /// A reader whose document is still waited for. Its jobs are [taken](Self::take_held) by the caller.
    pub(crate) fn waiting(app: App, size: Size, effects: Vec<Effect>) -> Self {
        Self::started(app, size, Some(VecDeque::new()), effects)
    }

    /// The jobs that wait.
    pub(crate) fn take_held(&mut self) -> VecDeque<Job> {
        self.held.as_mut().map(std::mem::take).unwrap_or_default()
    }

    /// Opens Markdown.
    pub(crate) fn markdown(text: &str) -> Self {
        Self::new(text, "markdown")
    }

    /// Opens the bundled article.
    pub(crate) fn article() -> Self {
        Self::new(include_str!("../../assets/article.txt"), "plain")
    }

    /// Resizes the screen.
    pub(crate) fn size(mut self, columns: u16, rows: u16) -> Self {
        self.resize(columns, rows);
        self
    }

    /// Resizes the screen.
    pub(crate) fn resize(&mut self, columns: u16, rows: u16) {
        self.size = Size { columns, rows };
        self.send(Event::Resize(self.size));
    }

    /// Presses keys, written as the key table does: `jj<Tab>/word<Enter>`.
    pub(crate) fn keys(mut self, keys: &str) -> Self {
        self.press(keys);
        self
    }

    /// Presses keys.
    pub(crate) fn press(&mut self, keys: &str) {
        let mut rest = keys;
        while let Some(first) = rest.chars().next() {
            let named = rest.find('>').filter(|_| first == '<').map(|end| end + 1);
            let length =
                named.filter(|&end| parse_key(&rest[..end]).is_some()).unwrap_or_else(|| first.len_utf8());
            let key = parse_key(&rest[..length]).expect("every character is a key");
            self.send(Event::Key(key));
            rest = &rest[length..];
        }
    }

    /// Does something with the mouse.
    pub(crate) fn mouse(&mut self, kind: MouseKind, column: u16, row: u16) {
        self.send(Event::Mouse(Mouse { kind, column, row }));
    }

    /// Sends an event and does what it asks for.
    pub(crate) fn send(&mut self, event: Event) {
        let effects = self.app.update(event);
        self.perform(effects);
    }

    /// Does the background work that waits, and what comes of it, up to so many jobs. Answers
    /// whether there was any.
    pub(crate) fn work(&mut self, jobs: usize) -> bool {
        for done in 0..jobs {
            let Some(job) = self.held.as_mut().and_then(VecDeque::pop_front) else { return done > 0 };
            self.run(job);
        }
        true
    }

    /// Puts the jobs that wait into another order.
    pub(crate) fn shuffle(&mut self, order: impl FnOnce(&mut VecDeque<Job>)) {
        order(self.held.as_mut().expect("jobs are held"));
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        let mut jobs = self.take_jobs(effects);
        match &mut self.held {
            Some(held) => held.append(&mut jobs),
            None => {
                while let Some(job) = jobs.pop_front() {
                    jobs.extend(self.results(job));
                }
            }
        }
        self.settle();
    }

    /// Shows what has changed, and does what that asks for.
    fn settle(&mut self) {
        let effects = self.app.settle();
        if !effects.is_empty() {
            self.perform(effects);
        }
    }

    fn run(&mut self, job: Job) {
        let jobs = self.results(job);
        self.perform(jobs.into_iter().map(Effect::Spawn).collect());
    }

    /// Does a job, and answers which others come of it.
    fn results(&mut self, job: Job) -> VecDeque<Job> {
        let mut results = Vec::new();
        job.run(&mut |done| {
            results.push(done);
            true
        });
        let mut jobs = VecDeque::new();
        for done in results {
            let effects = self.app.update(Event::Done(done));
            jobs.extend(self.take_jobs(effects));
        }
        let effects = self.app.settle();
        jobs.extend(self.take_jobs(effects));
        jobs
    }

    /// Takes the jobs out of what was asked for.
    fn take_jobs(&mut self, effects: Vec<Effect>) -> VecDeque<Job> {
        let mut jobs = VecDeque::new();
        for effect in effects {
            match effect {
                Effect::Spawn(job) => jobs.push_back(job),
                Effect::Copy(text) => self.copied.push(text),
                Effect::KeepLine(line) => self.kept_lines.push(line),
                Effect::RecallLines => {}
                Effect::Annotate(_, edits) => self.noted.extend(edits),
                Effect::Visit(visit) => jobs.push_back(visit.job(None)),
                effect => self.asked.push(format!("{effect:?}")),
            }
        }
        jobs
    }

    /// The changes of notes that are still to be kept when the reader leaves.
    pub(crate) fn unkept_notes(&mut self) -> Vec<(Identity, Vec<NoteEdit>)> {
        self.app.unkept_notes()
    }

    /// The screen's cells.
    pub(crate) fn buffer(&self) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, self.size.columns, self.size.rows));
        let theme = Theme::parse(theme::DEFAULT, "terminal").unwrap();
        folio::ui::draw_buffer(&self.app, &theme, &mut buffer);
        buffer
    }

    /// The screen as text, a line a row, without blanks at line ends.
    pub(crate) fn text(&self) -> String {
        let buffer = self.buffer();
        (0..self.size.rows).map(|row| row_text(&buffer, row) + "\n").collect()
    }

    /// One row as text, from 0; negative ones count from the bottom.
    pub(crate) fn row(&self, row: i32) -> String {
        let row = if row < 0 { i32::from(self.size.rows) + row } else { row };
        row_text(&self.buffer(), u16::try_from(row).expect("the row is on the screen"))
    }

    /// The rows of the text pane, without the sidebar and the status line, blanks trimmed.
    pub(crate) fn page(&self) -> Vec<String> {
        let area = self.app.view().geometry.text;
        let buffer = self.buffer();
        let row = |y| -> String { (area.x..area.x + area.width).map(|x| buffer[(x, y)].symbol()).collect() };
        (0..area.height).map(|y| row(y).trim_end().to_owned()).collect()
    }

    /// The looks of the cells, a letter each, beside the text: `b` bold, `i` italic, `u` underlined,
    /// `r` reversed, `h` a hit, `H` the current one, `c` any other color, `.` nothing special.
    pub(crate) fn looks(&self) -> String {
        let buffer = self.buffer();
        let look = |x, y| {
            let cell = &buffer[(x, y)];
            match (cell.bg, cell.modifier) {
                (Color::Yellow, _) => 'h',
                (Color::LightGreen, _) => 'H',
                (_, modifier) if modifier.contains(Modifier::REVERSED) => 'r',
                (_, modifier) if modifier.contains(Modifier::BOLD) => 'b',
                (_, modifier) if modifier.contains(Modifier::ITALIC) => 'i',
                (_, modifier) if modifier.contains(Modifier::UNDERLINED) => 'u',
                _ if cell.fg != Color::Reset => 'c',
                _ => '.',
            }
        };
        (0..self.size.rows)
            .map(|y| (0..self.size.columns).map(|x| look(x, y)).collect::<String>() + "\n")
            .collect()
    }

    /// The reader's state.
    pub(crate) fn app(&self) -> &App {
        &self.app
    }
}

fn row_text(buffer: &Buffer, row: u16) -> String {
    let mut text = String::new();
    let mut x = 0;
    while x < buffer.area.width {
        let symbol = buffer[(x, row)].symbol();
        text.push_str(symbol);
        x += u16::try_from(folio::text::width(symbol)).unwrap().max(1);
    }
    text.trim_end().to_owned()
}
