//! The reader's state and how events change it. Knows nothing of the terminal.

pub mod event;
pub mod jobs;

pub use event::{Effect, Event, Key, KeyCode, Mouse, MouseKind, Size};

use crate::document::Document;

/// Stub.
pub struct App {
    text: String,
    top: usize,
}

impl App {
    /// Stub.
    pub fn new(mut document: Document, _size: Size) -> Self {
        let first = document.last_segment().and_then(|id| document.demand(id));
        Self { text: first.map_or_else(String::new, |segment| segment.text().to_owned()), top: 0 }
    }

    /// Stub.
    pub fn start(&mut self) -> Vec<Effect> {
        Vec::new()
    }

    /// Stub.
    #[expect(clippy::needless_pass_by_value, reason = "stub")]
    pub fn update(&mut self, event: Event) -> Vec<Effect> {
        let Event::Key(key) = event else { return Vec::new() };
        match (key.code, key.ctrl) {
            (KeyCode::Char('q'), _) => return vec![Effect::Quit],
            (KeyCode::Char('z'), true) => return vec![Effect::Suspend],
            (KeyCode::Char('j'), _) => self.top += 1,
            (KeyCode::Char('g'), _) => self.top = 0,
            (KeyCode::Char('G'), _) => self.top = self.text.lines().count().saturating_sub(1),
            _ => {}
        }
        Vec::new()
    }

    /// Stub.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.text.lines().skip(self.top)
    }
}
