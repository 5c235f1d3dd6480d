//! The frames of a journey, drawn one upon the other as a terminal gets them.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

use folio::app::Size;
use folio::terminal::canvas::Canvas;
use folio::ui::theme::{self, Theme};

use crate::fixture::Screen;

/// What was written to a terminal.
#[derive(Clone, Default)]
struct Writes(Rc<RefCell<Vec<u8>>>);

impl Write for Writes {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A terminal, on which frame is drawn upon frame.
pub(super) struct Frames {
    canvas: Canvas<Writes>,
    writes: Writes,
    terminal: avt::Terminal,
    theme: Theme,
    size: (u16, u16),
}

impl Frames {
    pub(super) fn new(size: (u16, u16)) -> Self {
        let writes = Writes::default();
        let canvas = Canvas::new(writes.clone(), Size { columns: size.0, rows: size.1 }).unwrap();
        let terminal = avt::Terminal::new(size.0.into(), size.1.into()).unwrap();
        Self { canvas, writes, terminal, theme: Theme::parse(theme::DEFAULT, "terminal").unwrap(), size }
    }

    /// Draws the next frame and answers the rows that the terminal shows.
    pub(super) fn draw(&mut self, screen: &Screen, size: (u16, u16)) -> Vec<String> {
        if size != self.size {
            self.size = size;
            self.terminal.resize(size.0.into(), size.1.into());
            self.canvas.resize(Size { columns: size.0, rows: size.1 }).unwrap();
        }
        self.canvas.draw(|frame| folio::ui::draw(screen.app(), &self.theme, frame)).unwrap();
        self.terminal.feed(&*String::from_utf8(self.writes.0.take()).unwrap());
        self.terminal.screen().visible_lines().map(|line| line.text().trim_end().to_owned()).collect()
    }
}
