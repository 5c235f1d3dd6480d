//! What a search costs by the way its query is taken, on one thread, beside plain scans of the same text; and how
//! soon the first hit is there. `cargo bench --bench search`.
//!
//! Instructions for a byte of the article, which has a hit in every 180 bytes, as callgrind counts them on x86-64:
//! 5.4 in exact case, 6.3 in smart case, with diacritics folded or not, 7.3 for whole words, about 30 for regular
//! expressions.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    dead_code,
    reason = "a benchmark may panic, and its shapes are shared with others"
)]

mod shapes;

use std::collections::VecDeque;
use std::fmt;
use std::sync::Arc;

use divan::Bencher;
use divan::counter::BytesCount;
use folio::app::jobs::Job;
use folio::app::keymap::{self, Keymap};
use folio::app::{App, Effect, Event, Key, KeyCode, Settings, Size};
use folio::document::{Segment, SegmentId};
use folio::format;
use folio::search::{self, Diacritics, Options, Query};
use folio::source::Source;

fn main() {
    divan::main();
}

/// A document of so many bytes, and a way to search it.
#[derive(Clone, Copy)]
struct Case {
    bytes: usize,
    name: &'static str,
    query: &'static str,
    options: Options,
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} MB", self.name, self.bytes / 1_000_000)
    }
}

const SIZES: [usize; 3] = [1_000_000, 10_000_000, 100_000_000];

const PLAIN: Options =
    Options { is_exact_case: false, is_whole_words: false, diacritics: Diacritics::Smart, is_regex: false };

fn cases() -> impl Iterator<Item = Case> {
    let ways = [
        ("folded", "harbor", PLAIN),
        ("with diacritics", "harbor", Options { diacritics: Diacritics::Exact, ..PLAIN }),
        ("exact case", "harbor", Options { is_exact_case: true, ..PLAIN }),
        ("whole words", "harbor", Options { is_whole_words: true, ..PLAIN }),
        ("regex", "harbor|[0-9]{3,}", Options { is_regex: true, ..PLAIN }),
        ("regex of words", r"\w+ing\b", Options { is_regex: true, ..PLAIN }),
    ];
    let all = move |bytes| ways.map(|(name, query, options)| Case { bytes, name, query, options });
    SIZES.into_iter().flat_map(all)
}

fn segments(bytes: usize) -> Vec<Arc<Segment>> {
    let shape = shapes::by_name("article").unwrap();
    let source = Source::from_text("bench", &shape.text(bytes));
    let opening = format::open(source, format::by_name(shape.format).unwrap()).unwrap();
    let mut document = opening.document;
    document.push_chunks(opening.chunks);
    document.end_chunks();
    (0..document.n_segments()).filter_map(|index| document.demand(SegmentId::from_index(index))).collect()
}

/// The hits are counted.
#[divan::bench(args = cases(), sample_count = 5)]
fn count(bencher: Bencher<'_, '_>, case: &Case) {
    let segments = segments(case.bytes);
    let query = Query::new(case.query, case.options).unwrap();
    bencher.counter(BytesCount::new(case.bytes)).bench_local(|| {
        segments.iter().map(|segment| u64::from(search::count(segment, &query).total())).sum::<u64>()
    });
}

/// The same text is scanned for the word as it is, as `grep -c` does.
#[divan::bench(args = SIZES, sample_count = 5)]
fn scan(bencher: Bencher<'_, '_>, bytes: usize) {
    let segments = segments(bytes);
    let finder = memchr::memmem::Finder::new("harbor");
    bencher.counter(BytesCount::new(bytes)).bench_local(|| {
        segments.iter().map(|segment| finder.find_iter(segment.text().as_bytes()).count()).sum::<usize>()
    });
}

/// The same without regard to case, as `grep -ci` does.
#[divan::bench(args = SIZES, sample_count = 5)]
fn scan_any_case(bencher: Bencher<'_, '_>, bytes: usize) {
    let segments = segments(bytes);
    let pattern = regex::RegexBuilder::new("harbor").case_insensitive(true).build().unwrap();
    bencher.counter(BytesCount::new(bytes)).bench_local(|| {
        segments.iter().map(|segment| pattern.find_iter(segment.text()).count()).sum::<usize>()
    });
}

/// A reader types a word that is nowhere but a megabyte farther on, and is taken there: keys, frames and work on one
/// thread.
#[divan::bench(sample_count = 10)]
fn first_hit(bencher: Bencher<'_, '_>) {
    const WORD: &str = "lighthouse";
    let mut text = shapes::by_name("article").unwrap().text(10_000_000);
    let at = 1_000_000 + text.as_bytes()[1_000_000..].iter().position(|byte| *byte == b' ').unwrap();
    text.insert_str(at, &format!(" {WORD}"));
    bencher.with_inputs(|| Reading::new(&text)).bench_local_refs(|reading| reading.find(WORD));
}

/// A reader on one thread.
struct Reading {
    app: App,
    jobs: VecDeque<Job>,
}

impl Reading {
    /// One who has loaded all of a text in Markdown.
    fn new(text: &str) -> Self {
        let source = Source::from_text("bench", text);
        let opening = format::open(source, format::by_name("markdown").unwrap()).unwrap();
        let keymap = Keymap::parse(keymap::DEFAULT).unwrap();
        let mut app =
            App::new(opening.document, keymap, Settings::default(), Size { columns: 120, rows: 40 });
        let effects = app.start(opening.chunks);
        let mut reading = Self { app, jobs: VecDeque::new() };
        reading.perform(effects);
        while reading.work() {}
        reading
    }

    fn find(&mut self, word: &str) {
        for key in ['/'].into_iter().chain(word.chars()) {
            self.take(Event::Key(Key::plain(KeyCode::Char(key))));
        }
        while self.app.finding().unwrap().current().is_none() {
            assert!(self.work(), "{word} is not found");
        }
    }

    /// Does a job. Answers whether there was one.
    fn work(&mut self) -> bool {
        let Some(job) = self.jobs.pop_front() else { return false };
        let mut done = Vec::new();
        job.run(&mut |result| {
            done.push(result);
            true
        });
        for done in done {
            self.take(Event::Done(done));
        }
        true
    }

    fn take(&mut self, event: Event) {
        let effects = self.app.update(event);
        self.perform(effects);
        let effects = self.app.settle();
        self.perform(effects);
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        self.jobs.extend(effects.into_iter().filter_map(|effect| match effect {
            Effect::Spawn(job) => Some(job),
            _ => None,
        }));
    }
}
