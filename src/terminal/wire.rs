//! What is drawn, as bytes: collected for a frame, written at once.
//!
//! [`Wire`] is the end of ratatui that faces the terminal. It is the only place where sequences are
//! made, and holds the last line of defense: a cell whose text is not printable, or longer than a
//! cell can sensibly be, is replaced by U+FFFD, whoever put it there.

use std::io::{self, Write};

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size as CellSize};
use unicode_width::UnicodeWidthChar;

use super::clipboard;
use super::modes;
use super::sgr::Look;
use crate::app::Size;

/// The most bytes of text that one cell may send.
const MAX_CELL_BYTES: usize = 64;

/// Collects a frame and writes it to `output` when it is flushed.
#[derive(Debug)]
pub(super) struct Wire<W> {
    output: W,
    size: CellSize,
    /// Changes of modes and of the clipboard, which go before the frame.
    modes: Vec<u8>,
    /// The frame, without the marks of a synchronized update.
    frame: Vec<u8>,
    shows_cursor: bool,
    cursor: Position,
}

impl<W: Write> Wire<W> {
    /// A wire to `output`, to which nothing was written yet.
    pub(super) fn new(output: W, size: Size) -> Self {
        let mut wire = Self {
            output,
            size: CellSize::ZERO,
            modes: Vec::new(),
            frame: Vec::new(),
            shows_cursor: false,
            cursor: Position::ORIGIN,
        };
        wire.resize(size);
        wire
    }

    /// Asks for our modes anew. What was not written yet is forgotten.
    pub(super) fn enter(&mut self, captures_mouse: bool) {
        self.modes.clear();
        self.frame.clear();
        self.shows_cursor = false;
        self.modes.extend_from_slice(modes::ENTER.as_bytes());
        if captures_mouse {
            self.modes.extend_from_slice(modes::CAPTURE_MOUSE.as_bytes());
        }
    }

    /// Takes the mouse, or leaves it to the terminal.
    pub(super) fn capture_mouse(&mut self, captures_mouse: bool) {
        let mode = if captures_mouse { modes::CAPTURE_MOUSE } else { modes::RELEASE_MOUSE };
        self.modes.extend_from_slice(mode.as_bytes());
    }

    /// Puts text on the terminal's clipboard.
    pub(super) fn copy(&mut self, text: &str) {
        self.modes.extend_from_slice(clipboard::sequence(text).as_bytes());
    }

    /// Notes the terminal's size.
    pub(super) fn resize(&mut self, size: Size) {
        self.size = CellSize::new(size.columns, size.rows);
    }

    fn move_to(&mut self, column: u16, row: u16) {
        self.frame.extend_from_slice(b"\x1b[");
        write_number(u32::from(row) + 1, &mut self.frame);
        self.frame.push(b';');
        write_number(u32::from(column) + 1, &mut self.frame);
        self.frame.push(b'H');
    }
}

impl<W: Write> Backend for Wire<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, cells: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let mut look = Look::PLAIN;
        let mut cursor = None;
        for (column, row, cell) in cells {
            if cursor != Some((column, row)) {
                self.move_to(column, row);
            }
            if Look::of(cell) != look {
                look = Look::of(cell);
                look.write(&mut self.frame);
            }
            let text = printable(cell.symbol());
            self.frame.extend_from_slice(text.as_bytes());
            cursor = settled_columns(text).map(|columns| (column.saturating_add(columns), row));
        }
        if look != Look::PLAIN {
            Look::PLAIN.write(&mut self.frame);
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        if self.shows_cursor {
            self.frame.extend_from_slice(b"\x1b[?25l");
        }
        self.shows_cursor = false;
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        if !self.shows_cursor {
            self.frame.extend_from_slice(b"\x1b[?25h");
        }
        self.shows_cursor = true;
        Ok(())
    }

    /// Where the cursor was put last. The terminal is not asked.
    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.cursor)
    }

    /// Moves the cursor, unless it is there already and nothing was drawn in the meantime.
    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let position = position.into();
        if self.shows_cursor && (position != self.cursor || !self.frame.is_empty()) {
            self.move_to(position.x, position.y);
        }
        self.cursor = position;
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    /// Clears all of the screen, which is all that is ever asked for. What the frame had so far goes
    /// with it.
    fn clear_region(&mut self, _region: ClearType) -> io::Result<()> {
        self.frame.clear();
        self.frame.extend_from_slice(b"\x1b[0m\x1b[2J");
        Ok(())
    }

    fn size(&self) -> io::Result<CellSize> {
        Ok(self.size)
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size, pixels: CellSize::ZERO })
    }

    /// Writes what was collected, in one write. Writes nothing where there is nothing.
    fn flush(&mut self) -> io::Result<()> {
        let mut bytes = std::mem::take(&mut self.modes);
        if !self.frame.is_empty() {
            bytes.extend_from_slice(modes::BEGIN_FRAME.as_bytes());
            bytes.append(&mut self.frame);
            bytes.extend_from_slice(modes::END_FRAME.as_bytes());
        }
        if bytes.is_empty() {
            return Ok(());
        }
        self.output.write_all(&bytes)?;
        self.output.flush()
    }
}

/// Adds the digits of a number. A frame has hundreds of them, for which the standard library's formatting takes
/// longer than for the text.
fn write_number(number: u32, bytes: &mut Vec<u8>) {
    if number >= 10 {
        write_number(number / 10, bytes);
    }
    bytes.push(b'0' + u8::try_from(number % 10).unwrap_or_default());
}

/// `symbol`, where it is text that fits a cell.
fn printable(symbol: &str) -> &str {
    let is_printable = symbol.len() <= MAX_CELL_BYTES && !symbol.chars().any(char::is_control);
    if is_printable { symbol } else { "\u{FFFD}" }
}

/// Columns that the cursor moves over `text`, if all terminals agree on that: one character that is
/// no emoji. After anything else the cursor is put where it belongs.
fn settled_columns(text: &str) -> Option<u16> {
    if let [b' '..=b'~'] = text.as_bytes() {
        return Some(1);
    }
    let mut chars = text.chars();
    let only = chars.next().filter(|_| chars.as_str().is_empty())?;
    let is_drawing = matches!(only, '\u{2500}'..='\u{259F}');
    let is_contested = matches!(only, '\u{2300}'..='\u{2BFF}' | '\u{1F000}'..='\u{1FBFF}') && !is_drawing;
    let columns = only.width().filter(|columns| *columns > 0 && !is_contested)?;
    u16::try_from(columns).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_printable_text_leaves_a_cell() {
        let long = "e\u{301}".repeat(40);
        for symbol in ["\x1b[2J", "\u{9b}", "a\nb", "\x7f", &long] {
            let mut output = Vec::new();
            let mut wire = Wire::new(&mut output, Size::default());
            let mut cell = Cell::default();
            cell.set_symbol(symbol);
            wire.draw(std::iter::once((0, 0, &cell))).unwrap();
            wire.flush().unwrap();
            let expected = [modes::BEGIN_FRAME, "\x1b[1;1H\u{FFFD}", modes::END_FRAME].concat();
            assert_eq!(String::from_utf8(output).unwrap(), expected, "{symbol:?}");
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
    fn where_nothing_was_collected_nothing_is_written() {
        let mut output = Vec::new();
        let mut wire = Wire::new(&mut output, Size::default());
        wire.flush().unwrap();
        assert!(output.is_empty());
    }
}
