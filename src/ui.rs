//! Drawing: the state becomes cells.
//!
//! Nothing here changes the state or decides what is shown; [`View`](crate::app::view::View) has
//! done that. All text goes through [`paint::Canvas`], the one way into the buffer.

mod completion;
mod corrections;
mod edge;
mod help;
mod links;
mod page;
mod paint;
mod panel;
mod picker;
mod sidebar;
mod status;
pub mod theme;

use ratatui::Frame;
use ratatui::buffer::Buffer;

use crate::app::{App, Overlay};
use paint::Canvas;
use theme::Theme;

/// Draws the whole screen, and puts the cursor where text is typed.
pub fn draw(app: &App, theme: &Theme, frame: &mut Frame<'_>) {
    if let Some(cursor) = draw_buffer(app, theme, frame.buffer_mut()) {
        frame.set_cursor_position(cursor);
    }
}

/// Draws the whole screen into `buffer` and answers where the cursor stands, if it is seen.
pub fn draw_buffer(app: &App, theme: &Theme, buffer: &mut Buffer) -> Option<(u16, u16)> {
    let mut canvas = Canvas::new(buffer);
    if let Some(Overlay::Help(help)) = app.overlay() {
        help::draw(app, help, theme, &mut canvas);
    } else {
        page::draw(app, theme, &mut canvas);
        if let Some(panel) = app.panel() {
            panel::draw(app, panel, theme, &mut canvas);
        }
        if let Some(question) = app.question() {
            links::draw_question(app, question, theme, &mut canvas);
        }
        links::draw_hints(app, theme, &mut canvas);
        if let Some(picker) = app.picker() {
            picker::draw(app, picker, theme, &mut canvas);
        }
        if let Some(Overlay::Corrections(selected)) = app.overlay() {
            corrections::draw(app, *selected, theme, &mut canvas);
        }
        sidebar::draw(app, theme, &mut canvas);
        if let Some(Overlay::Search { .. } | Overlay::Command { .. }) = app.overlay() {
            completion::draw(app, theme, &mut canvas);
        }
    }
    status::draw(app, theme, &mut canvas)
}
