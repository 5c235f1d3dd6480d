//! The reader's state and how events change it. Knows nothing of the terminal.

pub mod event;
pub mod jobs;

pub use event::{Effect, Event, Key, KeyCode, Mouse, MouseKind, Size};
