//! folio, a terminal reader for long texts.

pub mod app;
pub mod document;
pub mod format;
pub mod runtime;
pub mod source;
pub mod terminal;
pub mod text;
pub mod ui;
