//! folio, a terminal reader for long texts.

pub mod app;
pub mod cli;
pub mod document;
pub mod export;
pub mod format;
pub mod source;
pub mod text;
