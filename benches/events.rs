//! The longest that the thread which answers the reader is busy with one event, for documents of every
//! shape: while they are loading, at their beginning and at their end, and when they are loaded; while a search
//! runs through them, and when it has; with the memory there is and with little.
//! `cargo bench --bench events [-- SHAPE… BYTES]`.
//!
//! One thread does everything in the same order each time, so that only the events are measured, and
//! each counts as long as the shortest of its runs took.

#![allow(
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark may panic and prints its figures, and its shapes are shared with others"
)]

mod shapes;

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use folio::app::jobs::{Done, Job};
use folio::app::keymap::{self, Keymap, parse_key};
use folio::app::{App, Effect, Event, Settings, Size};
use folio::format;
use folio::source::Source;
use folio::ui::theme::{self, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use shapes::Shape;

const SCREEN: Size = Size { columns: 120, rows: 40 };
/// Bytes of a document, unless others are asked for or the benchmarks are only tried.
const BYTES: usize = 10_000_000;
/// How often everything is done.
const RUNS: usize = 3;
/// Results that are taken in before a frame is drawn.
const RESULTS: usize = 4;
/// Longer than this is told in full.
const LONG: Duration = Duration::from_millis(10);

/// Keys pressed one after the other, each followed by a frame.
const KEYS: &[&str] = &[
    "j", "k", "<Space>", "b", "d", "u", "]", "]", "[", "}", "{", ")", "(", "G", "k", "b", "g", "5", "0", "%",
    "<Space>", "9", "9", "9", "9", "j", "b", "7", "<Enter>", "<Tab>", "j", "j", "h", "k", "l", "G",
    "<Enter>", "/", "1", "<Enter>", "n", "n", "N", "N", "N", "/", "a", "<Enter>", "n", "N", "<C-n>", "<C-n>",
    "<C-p>", "<C-p>", "G", "<C-p>", "n", "g", "<C-n>", "N", "n", "<Esc>", "/", "z", "q", "<Esc>", "+", "-",
    "g", "c", "j", "c", "F", "j", "F", "G", "c", "F", ":", "g", "o", "t", "o", " ", "3", ".", "2", "<Enter>",
    ":", "c", "o", "p", "y", "<Tab>", "<Tab>", "<Esc>", "/", "a", "<Tab>", "<Tab>", "<Tab>", "<Enter>",
    "<Esc>", "z", "M", "j", "]", "G", "g", "5", "0", "%", "z", "a", "z", "a", "/", "a", "<Enter>", "n", "n",
    "z", "R",
];

/// What is read, and how.
#[derive(Clone, Copy)]
struct Journey {
    shape: Shape,
    bytes: usize,
    memory: usize,
    /// Keys pressed before anything is loaded.
    first: &'static [&'static str],
}

/// An event, and how long it took.
type Timed = (String, Duration);

fn main() {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    // `cargo test` starts benchmarks too, to see whether they run.
    let is_tried = !arguments.iter().any(|argument| argument == "--bench");
    let (sizes, wanted): (Vec<_>, Vec<_>) = arguments
        .iter()
        .filter(|argument| !argument.starts_with("--"))
        .partition(|argument| argument.parse::<usize>().is_ok());
    let size = sizes.first().and_then(|size| size.parse().ok()).unwrap_or(BYTES);
    let bytes = if is_tried { 200_000 } else { size };
    for &shape in shapes::SHAPES {
        if !wanted.is_empty() && !wanted.iter().any(|name| *name == shape.name) {
            continue;
        }
        for (way, memory, first) in [
            ("", folio::app::MEMORY, &[][..]),
            ("from the end", folio::app::MEMORY, &["G"]),
            ("in 10 MB", 10_000_000, &[]),
        ] {
            let events = least(Journey { shape, bytes, memory, first }, if is_tried { 1 } else { RUNS });
            report(&format!("{} {way}", shape.name), &events);
        }
    }
}

fn report(name: &str, events: &[Timed]) {
    let longest = events.iter().max_by_key(|(_, time)| *time).unwrap();
    println!(
        "{name:36} {:5} events, longest {:6.2} ms: {}",
        events.len(),
        milliseconds(longest.1),
        longest.0
    );
    let mut long: Vec<_> = events.iter().filter(|(_, time)| *time > LONG).collect();
    long.sort_by_key(|(_, time)| std::cmp::Reverse(*time));
    for (event, time) in long.iter().take(8) {
        println!("    {:6.2} ms {event}", milliseconds(*time));
    }
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// The events of a journey, each with the least time it took.
fn least(journey: Journey, runs: usize) -> Vec<Timed> {
    let text = journey.shape.text(journey.bytes);
    let mut least: Vec<Timed> = Reading::run(journey, &text);
    for _ in 1..runs {
        for (known, (_, time)) in least.iter_mut().zip(Reading::run(journey, &text)) {
            known.1 = known.1.min(time);
        }
    }
    least
}

/// A reader on one thread.
struct Reading {
    app: App,
    theme: Theme,
    buffer: Buffer,
    urgent: VecDeque<Job>,
    others: VecDeque<Job>,
    events: Vec<Timed>,
}

impl Reading {
    fn run(journey: Journey, text: &str) -> Vec<Timed> {
        let source = Source::from_text("bench", text);
        let format = format::by_name(journey.shape.format).unwrap();
        let opening = format::open(source, format).unwrap();
        let keymap = Keymap::parse(keymap::DEFAULT).unwrap();
        let settings = Settings { memory: journey.memory, ..Settings::default() };
        let mut app = App::new(opening.document, keymap, settings, SCREEN);
        let effects = app.start(opening.chunks);
        let mut reading = Self {
            app,
            theme: Theme::parse(theme::DEFAULT, "terminal").unwrap(),
            buffer: Buffer::empty(Rect::new(0, 0, SCREEN.columns, SCREEN.rows)),
            urgent: VecDeque::new(),
            others: VecDeque::new(),
            events: Vec::new(),
        };
        reading.perform(effects);
        journey.first.iter().for_each(|key| reading.press(key));
        reading.load();
        for key in KEYS {
            reading.press(key);
            reading.work(1);
        }
        reading.events
    }

    /// Takes in results until there are none left; a key goes down and up now and then.
    fn load(&mut self) {
        for frame in 0.. {
            if !self.work(RESULTS) {
                return;
            }
            if frame % 4 == 0 {
                self.press(if frame % 8 == 0 { "k" } else { "j" });
            }
        }
    }

    fn press(&mut self, key: &str) {
        let event = Event::Key(parse_key(key).unwrap());
        self.timed(&format!("key {key}"), |reading| {
            let effects = reading.app.update(event);
            reading.draw();
            effects
        });
    }

    /// Does jobs until so many results were taken in, and draws. Answers whether there was a job.
    fn work(&mut self, results: usize) -> bool {
        let mut left = results;
        while left > 0 {
            let Some(job) = self.urgent.pop_front().or_else(|| self.others.pop_front()) else {
                return left < results;
            };
            let mut found = Vec::new();
            job.run(&mut |done| {
                found.push(done);
                true
            });
            left = left.saturating_sub(found.len());
            for done in found {
                self.take(done);
            }
        }
        self.timed("frame", |reading| {
            reading.draw();
            Vec::new()
        });
        true
    }

    fn take(&mut self, done: Done) {
        let name = match &done {
            Done::Parsed { id, .. } => format!("segment {}", id.0),
            Done::Chunks { chunks, .. } => format!("{} chunks", chunks.len()),
            Done::Hits { hits, .. } => format!("hits of {} segments", hits.len()),
            _ => "other".to_owned(),
        };
        self.timed(&name, |reading| reading.app.update(Event::Done(done)));
    }

    fn timed(&mut self, name: &str, event: impl FnOnce(&mut Self) -> Vec<Effect>) {
        let start = Instant::now();
        let effects = event(self);
        let time = start.elapsed();
        let (parsed, all) = (self.app.document().n_parsed(), self.app.document().n_segments());
        self.events.push((format!("{name} at {parsed} of {all}"), time));
        self.perform(effects);
    }

    fn draw(&mut self) {
        let effects = self.app.settle();
        self.perform(effects);
        self.buffer.reset();
        folio::ui::draw_buffer(&self.app, &self.theme, &mut self.buffer);
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            let Effect::Spawn(job) = effect else { continue };
            let queue = if job.is_urgent() { &mut self.urgent } else { &mut self.others };
            queue.push_back(job);
        }
    }
}
