//! The gate at the cell: the only way for text to get into the screen's buffer.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use crate::app::geometry::Area;
use crate::text::{clusters, glyph};

/// A buffer that only takes what may be drawn, and only where there is room.
pub(super) struct Canvas<'a> {
    buffer: &'a mut Buffer,
}

impl<'a> Canvas<'a> {
    pub(super) fn new(buffer: &'a mut Buffer) -> Self {
        Self { buffer }
    }

    /// Draws `text` from column `x` on, as far as it fits before column `end`. Answers the column
    /// after it. Every cluster passes the gate.
    pub(super) fn text(&mut self, x: u16, y: u16, end: u16, text: &str, style: Style) -> u16 {
        let mut column = x;
        for (_, cluster) in clusters(text) {
            let shown = glyph(cluster);
            let next = column.saturating_add(shown.width.into());
            if next > end {
                break;
            }
            self.cell(column, y, &shown.symbol, shown.width, style);
            column = next;
        }
        column
    }

    /// Gives every cell of `area` a style, and a blank.
    pub(super) fn fill(&mut self, area: Area, style: Style) {
        for y in area.y..area.y.saturating_add(area.height) {
            for x in area.x..area.x.saturating_add(area.width) {
                self.cell(x, y, " ", 1, style);
            }
        }
    }

    fn cell(&mut self, x: u16, y: u16, symbol: &str, width: u8, style: Style) {
        if width == 0 {
            return;
        }
        let Some(cell) = self.buffer.cell_mut((x, y)) else { return };
        cell.reset();
        cell.set_symbol(symbol);
        cell.set_style(style);
        if width == 2
            && let Some(cell) = self.buffer.cell_mut((x.saturating_add(1), y))
        {
            // The terminal draws the cluster over this cell as well.
            cell.reset();
            cell.set_style(style);
        }
    }
}
