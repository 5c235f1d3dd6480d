//! Each stage of the way from bytes to the screen on its own, in bytes a second: split, parse, layout,
//! search, draw. Articles of 10 KB, 1 MB and 100 MB, and a megabyte of every shape.
//! `cargo bench --bench stages`.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a benchmark may panic, and its shapes are shared with others"
)]

mod shapes;

use std::fmt;
use std::sync::Arc;

use divan::Bencher;
use divan::counter::BytesCount;
use folio::app::keymap::{self, Keymap};
use folio::app::{App, Settings, Size};
use folio::document::{Document, Segment, SegmentId};
use folio::format;
use folio::layout::{Options, Page};
use folio::search::{self, Query};
use folio::source::Source;
use folio::ui::theme::{self, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use shapes::Shape;

fn main() {
    divan::main();
}

/// What is measured with, and how much of it.
#[derive(Clone, Copy)]
struct Input {
    shape: Shape,
    bytes: usize,
}

impl fmt::Display for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} KB", self.shape.name, self.bytes / 1000)
    }
}

impl Input {
    fn text(self) -> String {
        self.shape.text(self.bytes)
    }

    /// The document with all of its chunks, none of them parsed.
    fn split(self, text: &str) -> Document {
        let source = Source::from_text("bench", text);
        let opening = format::open(source, format::by_name(self.shape.format).unwrap()).unwrap();
        let mut document = opening.document;
        document.push_chunks(opening.chunks);
        document.end_chunks();
        document
    }

    fn parsed(self) -> Document {
        let mut document = self.split(&self.text());
        for index in 0..document.n_segments() {
            document.demand(SegmentId::from_index(index));
        }
        document
    }
}

/// Articles of every size.
fn articles() -> Vec<Input> {
    let sizes = [10_000, 1_000_000, 100_000_000];
    let named = |name| shapes::by_name(name).unwrap();
    let shapes = [named("article"), named("article-text")];
    shapes.into_iter().flat_map(|shape| sizes.map(|bytes| Input { shape, bytes })).collect()
}

/// A megabyte of everything.
fn everything() -> Vec<Input> {
    shapes::SHAPES.iter().map(|&shape| Input { shape, bytes: 1_000_000 }).collect()
}

fn segments(document: &Document) -> Vec<Arc<Segment>> {
    document.segments().map(|(_, segment)| Arc::clone(segment)).collect()
}

/// The cuts are found.
#[divan::bench(args = articles(), sample_count = 3)]
fn split(bencher: Bencher<'_, '_>, input: &Input) {
    let text = input.text();
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| input.split(&text).n_segments());
}

/// Every chunk is parsed, on one thread.
#[divan::bench(args = articles(), sample_count = 3)]
fn parse(bencher: Bencher<'_, '_>, input: &Input) {
    parse_chunks(bencher, *input);
}

/// The same with every shape.
#[divan::bench(args = everything(), sample_count = 3)]
fn parse_shape(bencher: Bencher<'_, '_>, input: &Input) {
    parse_chunks(bencher, *input);
}

fn parse_chunks(bencher: Bencher<'_, '_>, input: Input) {
    let text = input.text();
    let document = input.split(&text);
    let parser = document.parser();
    let ids = (0..document.n_segments()).map(SegmentId::from_index);
    let chunks: Vec<_> = ids.filter_map(|id| document.chunk(id).cloned()).collect();
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| {
        for chunk in &chunks {
            divan::black_box(parser.parse(chunk));
        }
    });
}

/// Every segment is set in 80 columns.
#[divan::bench(args = articles(), sample_count = 3)]
fn layout(bencher: Bencher<'_, '_>, input: &Input) {
    set_segments(bencher, *input);
}

/// The same with every shape.
#[divan::bench(args = everything(), sample_count = 3)]
fn layout_shape(bencher: Bencher<'_, '_>, input: &Input) {
    set_segments(bencher, *input);
}

fn set_segments(bencher: Bencher<'_, '_>, input: Input) {
    let mut document = input.parsed();
    bencher.counter(BytesCount::new(input.bytes)).bench_local(|| {
        let mut page = Page::new(Options::new(80));
        for index in 0..document.n_segments() {
            divan::black_box(page.layout(&mut document, SegmentId::from_index(index)));
        }
    });
}

/// The hits of a word are counted, on one thread.
#[divan::bench(args = articles(), sample_count = 3)]
fn search(bencher: Bencher<'_, '_>, input: &Input) {
    let segments = segments(&input.parsed());
    let query = Query::new("harbor", search::Options::default()).unwrap();
    bencher.counter(BytesCount::new(input.bytes)).bench_local(|| {
        segments.iter().map(|segment| u64::from(search::count(segment, &query).total())).sum::<u64>()
    });
}

/// A screen of 120 × 40 is drawn.
#[divan::bench(args = articles(), sample_count = 100)]
fn draw(bencher: Bencher<'_, '_>, input: &Input) {
    let keymap = Keymap::parse(keymap::DEFAULT).unwrap();
    let size = Size { columns: 120, rows: 40 };
    let app = App::new(input.split(&input.text()), keymap, Settings::default(), size);
    let theme = Theme::parse(theme::DEFAULT, "terminal").unwrap();
    let mut buffer = Buffer::empty(Rect::new(0, 0, size.columns, size.rows));
    bencher.bench_local(|| {
        buffer.reset();
        folio::ui::draw_buffer(&app, &theme, &mut buffer);
    });
}
