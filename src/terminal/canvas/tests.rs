use std::cell::RefCell;
use std::rc::Rc;

use proptest::prelude::*;
use ratatui::style::{Color, Style};
use ratatui::text::{Line, Span, Text};
use ratatui::widgets::Paragraph;

use super::*;
use crate::terminal::modes;

/// What was written, write by write.
#[derive(Clone, Default)]
struct Writes(Rc<RefCell<Vec<String>>>);

impl Writes {
    fn take(&self) -> Vec<String> {
        self.0.take()
    }
}

impl Write for Writes {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().push(String::from_utf8(bytes.to_vec()).unwrap());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn canvas(columns: u16, rows: u16) -> (Canvas<Writes>, Writes) {
    let writes = Writes::default();
    (Canvas::new(writes.clone(), Size { columns, rows }).unwrap(), writes)
}

fn one_frame(bytes: &str) -> Vec<String> {
    vec![[modes::BEGIN_FRAME, bytes, modes::END_FRAME].concat()]
}

#[test]
fn the_modes_and_the_first_frame_are_one_write() {
    let (mut canvas, writes) = canvas(5, 1);
    canvas.enter(true).unwrap();
    canvas.draw(|frame| frame.render_widget("hello", frame.area())).unwrap();
    let frame = one_frame("\x1b[0m\x1b[2J\x1b[1;1Hhello").concat();
    assert_eq!(writes.take(), [[modes::ENTER, modes::CAPTURE_MOUSE, &frame].concat()]);
}

#[test]
fn a_frame_that_changes_nothing_writes_nothing() {
    let (mut canvas, writes) = canvas(5, 1);
    for _ in 0..3 {
        canvas.draw(|frame| frame.render_widget("a漢字", frame.area())).unwrap();
    }
    assert_eq!(writes.take(), one_frame("\x1b[1;1Ha漢字"));
}

#[test]
fn leaving_the_mouse_to_the_terminal_needs_no_frame() {
    let (mut canvas, writes) = canvas(5, 1);
    canvas.capture_mouse(false);
    canvas.draw(|_| {}).unwrap();
    assert_eq!(writes.take(), [modes::RELEASE_MOUSE]);
}

#[test]
fn a_cursor_that_stays_writes_nothing() {
    let (mut canvas, writes) = canvas(5, 1);
    for _ in 0..3 {
        canvas.draw(|frame| frame.set_cursor_position((2, 0))).unwrap();
    }
    assert_eq!(writes.take(), one_frame("\x1b[?25h\x1b[1;3H"));
}

#[test]
fn the_cursor_returns_after_something_was_drawn() {
    let (mut canvas, writes) = canvas(5, 1);
    canvas.draw(|frame| frame.set_cursor_position((2, 0))).unwrap();
    writes.take();
    canvas
        .draw(|frame| {
            frame.render_widget("x", frame.area());
            frame.set_cursor_position((2, 0));
        })
        .unwrap();
    assert_eq!(writes.take(), one_frame("\x1b[1;1Hx\x1b[1;3H"));
}

#[test]
fn no_size_is_too_small() {
    for (columns, rows) in [(0, 0), (0, 5), (5, 0), (1, 1)] {
        let (mut canvas, _) = canvas(columns, rows);
        canvas.draw(|frame| frame.render_widget(Paragraph::new("漢字"), frame.area())).unwrap();
    }
}

/// A row of a screen: stretches of text, each in one of four styles.
type Row = Vec<(usize, String)>;

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let text = "[a-c ]{0,6}|[漢字─é]{0,4}|[👍x⌚]{0,4}";
    let row = proptest::collection::vec((0..4_usize, text), 0..4);
    proptest::collection::vec(row, 0..4)
}

fn draw(canvas: &mut Canvas<Writes>, rows: &[Row]) {
    let (plain, red) = (Style::new(), Style::new().fg(Color::Red));
    let styles = [plain, red, plain.bg(Color::Blue).bold(), red.reversed()];
    let span = |(style, text): &(usize, String)| Span::styled(text.clone(), styles[*style]);
    let text: Text = rows.iter().map(|row| row.iter().map(span).collect::<Line>()).collect();
    canvas.draw(|frame| frame.render_widget(text, frame.area())).unwrap();
}

/// What a terminal shows after what was written: each cell's character and colors, as far as seen.
fn shown(screen: &avt::Terminal) -> Vec<String> {
    let cell = |cell: &avt::Cell| {
        let pen = cell.pen();
        let foreground = pen.foreground().filter(|_| cell.char() != ' ');
        format!("{} {foreground:?} {:?} {}", cell.char(), pen.background(), pen.is_inverse())
    };
    screen.screen().visible_lines().flat_map(|line| line.cells().iter().map(cell)).collect()
}

proptest! {
    #[test]
    fn frame_upon_frame_shows_what_a_fresh_start_shows(
        frames in proptest::collection::vec((12..14_u16, 4..6_u16, rows()), 1..6),
    ) {
        let (mut canvas, writes) = canvas(12, 4);
        let mut screen = avt::Terminal::new(12, 4).unwrap();
        let mut last_size = (12, 4);
        for (columns, height, rows) in &frames {
            if (*columns, *height) != last_size {
                last_size = (*columns, *height);
                screen.resize((*columns).into(), (*height).into());
                canvas.resize(Size { columns: *columns, rows: *height }).unwrap();
            }
            draw(&mut canvas, rows);
            writes.take().iter().for_each(|write| screen.feed(write.as_str()));
        }
        let (columns, height) = last_size;
        let (mut canvas, writes) = self::canvas(columns, height);
        let mut fresh = avt::Terminal::new(columns.into(), height.into()).unwrap();
        draw(&mut canvas, &frames.last().unwrap().2);
        writes.take().iter().for_each(|write| fresh.feed(write.as_str()));
        prop_assert_eq!(shown(&screen), shown(&fresh));
    }
}
