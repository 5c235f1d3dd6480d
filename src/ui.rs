//! Stub.

use ratatui::Frame;

use crate::app::App;

/// Draws.
pub fn draw(app: &App, frame: &mut Frame) {
    for (row, line) in (0..frame.area().height).zip(app.lines()) {
        let text = crate::text::cluster::visible(line);
        frame.buffer_mut().set_string(0, row, text, ratatui::style::Style::new());
    }
}
