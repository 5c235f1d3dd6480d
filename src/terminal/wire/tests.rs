use std::cell::RefCell;
use std::rc::Rc;

use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::style::{Color, Style};
use ratatui::widgets::Paragraph;

use super::*;

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

fn terminal(columns: u16, rows: u16) -> (Terminal<Wire<Writes>>, Writes) {
    let writes = Writes::default();
    let wire = Wire::new(writes.clone(), Size { columns, rows });
    (Terminal::new(wire).unwrap(), writes)
}

#[test]
fn the_modes_and_the_first_frame_are_one_write() {
    let (mut terminal, writes) = terminal(5, 1);
    terminal.backend_mut().enter(true);
    terminal.draw(|frame| frame.render_widget("hello", frame.area())).unwrap();
    let expected =
        [modes::ENTER, modes::CAPTURE_MOUSE, modes::BEGIN_FRAME, "\x1b[1;1Hhello", modes::END_FRAME];
    assert_eq!(writes.take(), [expected.concat()]);
}

#[test]
fn a_frame_that_changes_nothing_writes_nothing() {
    let (mut terminal, writes) = terminal(5, 1);
    for _ in 0..3 {
        terminal.draw(|frame| frame.render_widget("hello", frame.area())).unwrap();
    }
    assert_eq!(writes.take().len(), 1);
}

#[test]
fn a_cursor_that_stays_writes_nothing() {
    let (mut terminal, writes) = terminal(5, 1);
    for _ in 0..3 {
        terminal.draw(|frame| frame.set_cursor_position((2, 0))).unwrap();
    }
    let expected = [modes::BEGIN_FRAME, "\x1b[?25h\x1b[1;3H", modes::END_FRAME].concat();
    assert_eq!(writes.take(), [expected]);
}

#[test]
fn the_cursor_returns_after_something_was_drawn() {
    let (mut terminal, writes) = terminal(5, 1);
    terminal.draw(|frame| frame.set_cursor_position((2, 0))).unwrap();
    writes.take();
    terminal
        .draw(|frame| {
            frame.render_widget("x", frame.area());
            frame.set_cursor_position((2, 0));
        })
        .unwrap();
    let expected = [modes::BEGIN_FRAME, "\x1b[1;1Hx\x1b[1;3H", modes::END_FRAME].concat();
    assert_eq!(writes.take(), [expected]);
}

#[test]
fn nothing_but_printable_text_leaves_a_cell() {
    let long = "e\u{301}".repeat(40);
    for symbol in ["\x1b[2J", "\u{9b}", "a\nb", "\x7f", &long] {
        let writes = Writes::default();
        let mut wire = Wire::new(writes.clone(), Size::default());
        let mut cell = Cell::default();
        cell.set_symbol(symbol);
        wire.draw(std::iter::once((0, 0, &cell))).unwrap();
        wire.flush().unwrap();
        let expected = [modes::BEGIN_FRAME, "\x1b[1;1H\u{FFFD}", modes::END_FRAME].concat();
        assert_eq!(writes.take(), [expected], "{symbol:?}");
    }
}

#[test]
fn the_cursor_is_put_in_place_after_contested_clusters() {
    for (text, columns) in [
        ("a", Some(1)),
        ("漢", Some(2)),
        ("─", Some(1)),
        ("é", Some(1)),
        ("e\u{301}", None),
        ("❤\u{fe0f}", None),
        ("⌚", None),
        ("👍", None),
        ("👩🏽‍🔬", None),
        ("", None),
    ] {
        assert_eq!(settled_columns(text), columns, "{text}");
    }
}

#[test]
fn no_size_is_too_small() {
    for (columns, rows) in [(0, 0), (0, 5), (5, 0), (1, 1)] {
        let (mut terminal, _) = terminal(columns, rows);
        terminal.draw(|frame| frame.render_widget(Paragraph::new("hello"), frame.area())).unwrap();
    }
}

/// A piece of a screen: where it stands, how it looks, what it says.
type Piece = (u16, u16, u8, String);

fn pieces() -> impl Strategy<Value = Vec<Piece>> {
    let text = "[a-c ]{0,6}|[漢字─é]{0,4}|[👍x⌚]{0,4}";
    proptest::collection::vec((0..12_u16, 0..4_u16, 0..4_u8, text), 0..12)
}

/// What a terminal shows after what was written: each cell's character and pen.
fn shown(screen: &avt::Terminal) -> Vec<String> {
    let cell = |cell: &avt::Cell| format!("{}{:?}", cell.char(), cell.pen());
    screen.screen().visible_lines().flat_map(|line| line.cells().iter().map(cell)).collect()
}

fn draw(terminal: &mut Terminal<Wire<Writes>>, pieces: &[Piece]) {
    let styles = [
        Style::new(),
        Style::new().fg(Color::Red),
        Style::new().bg(Color::Blue).bold(),
        Style::new().reversed(),
    ];
    terminal
        .draw(|frame| {
            for (column, row, style, text) in pieces {
                frame.buffer_mut().set_string(*column, *row, text, styles[usize::from(*style)]);
            }
        })
        .unwrap();
}

proptest! {
    #[test]
    fn frame_upon_frame_shows_what_a_fresh_start_shows(
        frames in proptest::collection::vec((12..16_u16, 4..6_u16, pieces()), 1..6),
    ) {
        let (mut terminal, writes) = terminal(12, 4);
        let mut screen = avt::Terminal::new(12, 4).unwrap();
        for (columns, rows, pieces) in &frames {
            let size = Size { columns: *columns, rows: *rows };
            screen.resize((*columns).into(), (*rows).into());
            terminal.backend_mut().resize(size);
            draw(&mut terminal, pieces);
            writes.take().iter().for_each(|write| screen.feed(write.as_str()));
        }
        let (columns, rows, pieces) = frames.last().unwrap();
        let (mut terminal, writes) = self::terminal(*columns, *rows);
        let mut fresh = avt::Terminal::new((*columns).into(), (*rows).into()).unwrap();
        draw(&mut terminal, pieces);
        writes.take().iter().for_each(|write| fresh.feed(write.as_str()));
        prop_assert_eq!(shown(&screen), shown(&fresh));
    }
}
