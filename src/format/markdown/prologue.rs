//! What is put in front of a chunk's text before it is parsed, and left out of the result.
//!
//! A chunk is parsed on its own, yet it may use footnotes that are defined elsewhere, or go on
//! with the blocks that a forced cut went through. Both are told to the parser in its own language:
//! by a few lines in front of the text.

use std::borrow::Cow;

use pulldown_cmark::Options;

use super::scan::{Opening, Unfinished};

/// The extensions to CommonMark that are read. Metadata blocks are not among them: the parser
/// takes too long over some of them, and front matter is taken off beforehand.
pub(super) const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_GFM)
    .union(Options::ENABLE_DEFINITION_LIST);

/// The lines in front of a chunk's text.
#[derive(Clone, Debug, Default)]
pub(super) struct Prologue {
    text: String,
    /// What goes on from before the text.
    pub(super) opening: Opening,
}

impl Prologue {
    /// Makes `footnotes` known, and reopens the block that the text before ended in.
    pub(super) fn new(footnotes: &[String], unfinished: Option<&Unfinished>) -> Self {
        let mut text = String::new();
        for label in footnotes {
            text.extend(["[^", label, "]:\n"]);
        }
        if !text.is_empty() {
            // A heading closes the last footnote, whatever the text begins with.
            text.push_str("#\n");
        }
        let opening = unfinished.map(Unfinished::opening).unwrap_or_default();
        text.push_str(&opening.text);
        Self { text, opening }
    }

    /// Bytes that are put in front.
    pub(super) fn length(&self) -> usize {
        self.text.len()
    }

    /// The prologue followed by `text`.
    pub(super) fn before<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if self.text.is_empty() { Cow::Borrowed(text) } else { Cow::Owned(format!("{}{text}", self.text)) }
    }
}
