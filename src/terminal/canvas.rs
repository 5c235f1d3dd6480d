//! What is drawn on the terminal, kept from frame to frame so that only changes are written.

use std::io::{self, Write};

use ratatui::buffer::{Buffer, CellDiffOption, CellWidth};
use ratatui::layout::{Position, Rect};
use ratatui::{Frame, Terminal};

use super::wire::Wire;
use crate::app::Size;

/// A screen that is drawn frame by frame and written to `W`.
pub struct Canvas<W: Write> {
    terminal: Terminal<Wire<W>>,
    /// Where the last frame has clusters of two columns.
    wide: Vec<Position>,
}

impl<W: Write> Canvas<W> {
    /// An empty screen.
    pub fn new(output: W, size: Size) -> io::Result<Self> {
        Ok(Self { terminal: Terminal::new(Wire::new(output, size))?, wide: Vec::new() })
    }

    /// Asks for our modes with the next frame, and has that frame drawn in full.
    pub fn enter(&mut self, captures_mouse: bool) -> io::Result<()> {
        self.terminal.backend_mut().enter(captures_mouse);
        self.wide.clear();
        self.terminal.clear()
    }

    /// Takes the terminal's new size, and has the next frame drawn in full.
    pub fn resize(&mut self, size: Size) -> io::Result<()> {
        self.terminal.backend_mut().resize(size);
        self.wide.clear();
        self.terminal.resize(Rect::new(0, 0, size.columns, size.rows))
    }

    /// Takes the mouse, or leaves it to the terminal, with the next frame.
    pub fn capture_mouse(&mut self, captures_mouse: bool) {
        self.terminal.backend_mut().capture_mouse(captures_mouse);
    }

    /// Puts text on the terminal's clipboard with the next frame.
    pub fn copy(&mut self, text: &str) {
        self.terminal.backend_mut().copy(text);
    }

    /// Draws one frame: what changed since the last one, in one write, or nothing where nothing did.
    pub fn draw(&mut self, render: impl FnOnce(&mut Frame)) -> io::Result<()> {
        let Self { terminal, wide } = self;
        let completed = terminal.draw(|frame| {
            render(frame);
            redraw_halves(wide, frame.buffer_mut());
        })?;
        *wide = wide_positions(completed.buffer);
        Ok(())
    }
}

/// Has both columns drawn where a cluster of two columns is no more. Drawing over one half of it
/// blanks the other, and terminals differ in which color that gets.
fn redraw_halves(wide: &[Position], buffer: &mut Buffer) {
    for &Position { x, y } in wide {
        let is_still_wide = buffer.cell((x, y)).is_some_and(|cell| cell.cell_width() > 1);
        for column in [x, x.saturating_add(1)] {
            if let Some(cell) = buffer.cell_mut((column, y)).filter(|_| !is_still_wide) {
                cell.set_diff_option(CellDiffOption::AlwaysUpdate);
            }
        }
    }
}

fn wide_positions(buffer: &Buffer) -> Vec<Position> {
    let cells = buffer.content().iter().enumerate();
    let wide = cells.filter(|(_, cell)| cell.symbol().len() > 1 && cell.cell_width() > 1);
    wide.map(|(index, _)| buffer.pos_of(index).into()).collect()
}

#[cfg(test)]
mod tests;
