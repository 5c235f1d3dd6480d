//! What a reader waits for, in process: opening, a key, a search, a resize, on documents of 10 KB to
//! 10 MB. `cargo bench --bench reading`.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a benchmark may panic, and its shapes are shared with others"
)]

mod shapes;

use divan::Bencher;
use folio::app::keymap::{self, Keymap, parse_key};
use folio::app::{App, Effect, Event, Settings, Size};
use folio::format;
use folio::source::Source;
use folio::ui::theme::{self, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

fn main() {
    divan::main();
}

const SIZES: [usize; 4] = [10_000, 100_000, 1_000_000, 10_000_000];
const SCREEN: Size = Size { columns: 120, rows: 40 };

/// Markdown of about `bytes` bytes.
fn markdown(bytes: usize) -> String {
    shapes::by_name("article").unwrap().text(bytes)
}

fn open(text: &str) -> App {
    let source = Source::from_text("bench.md", text);
    let opening = format::open(source, format::by_name("markdown").unwrap()).unwrap();
    let keymap = Keymap::parse(keymap::DEFAULT).unwrap();
    let mut app = App::new(opening.document, keymap, Settings::default(), SCREEN);
    // Background work is not what is measured here.
    drop(app.start(opening.chunks));
    app
}

/// The same, with all background work done.
fn load(text: &str) -> App {
    let source = Source::from_text("bench.md", text);
    let opening = format::open(source, format::by_name("markdown").unwrap()).unwrap();
    let keymap = Keymap::parse(keymap::DEFAULT).unwrap();
    let mut app = App::new(opening.document, keymap, Settings::default(), SCREEN);
    let effects = app.start(opening.chunks);
    perform(&mut app, effects);
    app
}

fn perform(app: &mut App, effects: Vec<Effect>) {
    for effect in effects {
        let Effect::Spawn(job) = effect else { continue };
        let mut results = Vec::new();
        job.run(&mut |done| {
            results.push(done);
            true
        });
        for done in results {
            let effects = app.update(Event::Done(done));
            perform(app, effects);
        }
    }
    let effects = app.settle();
    if !effects.is_empty() {
        perform(app, effects);
    }
}

fn press(app: &mut App, key: &str) {
    drop(app.update(Event::Key(parse_key(key).unwrap())));
    drop(app.settle());
}

fn theme() -> Theme {
    Theme::parse(theme::DEFAULT, "terminal").unwrap()
}

fn draw(app: &App, theme: &Theme, buffer: &mut Buffer) {
    buffer.reset();
    folio::ui::draw_buffer(app, theme, buffer);
}

fn buffer() -> Buffer {
    Buffer::empty(Rect::new(0, 0, SCREEN.columns, SCREEN.rows))
}

/// From the source to the first screen.
#[divan::bench(args = SIZES)]
fn first_screen(bencher: Bencher<'_, '_>, bytes: usize) {
    let (text, theme) = (markdown(bytes), theme());
    let mut buffer = buffer();
    bencher.bench_local(|| draw(&open(&text), &theme, &mut buffer));
}

/// A line down, and the screen drawn.
#[divan::bench(args = SIZES)]
fn line_down(bencher: Bencher<'_, '_>, bytes: usize) {
    let (mut app, theme) = (load(&markdown(bytes)), theme());
    let mut buffer = buffer();
    bencher.bench_local(|| {
        press(&mut app, "j");
        draw(&app, &theme, &mut buffer);
    });
}

/// The whole document is parsed and its sections found, on one thread.
#[divan::bench(args = [1_000_000, 10_000_000], sample_count = 5)]
fn load_all(bencher: Bencher<'_, '_>, bytes: usize) {
    let text = markdown(bytes);
    bencher.bench_local(|| load(&text));
}

/// A letter more in the prompt: the first hit found, the rest of a loaded document left to a worker.
#[divan::bench(args = SIZES)]
fn search_letter(bencher: Bencher<'_, '_>, bytes: usize) {
    let mut app = load(&markdown(bytes));
    press(&mut app, "/");
    bencher.bench_local(|| {
        press(&mut app, "w");
        press(&mut app, "<Backspace>");
    });
}

/// Another width, and the screen drawn.
#[divan::bench(args = SIZES)]
fn resize(bencher: Bencher<'_, '_>, bytes: usize) {
    let (mut app, theme) = (load(&markdown(bytes)), theme());
    let mut buffer = buffer();
    let mut columns = 0;
    bencher.bench_local(|| {
        columns = (columns + 1) % 30;
        drop(app.update(Event::Resize(Size { columns: 90 + columns, rows: 40 })));
        draw(&app, &theme, &mut buffer);
    });
}
