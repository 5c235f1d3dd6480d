//! folio, a terminal reader for long texts.

pub mod app;
pub mod cli;
pub mod document;
pub mod export;
pub mod format;
pub mod layout;
pub mod runtime;
pub mod search;
pub mod source;
pub mod terminal;
pub mod text;
pub mod ui;
