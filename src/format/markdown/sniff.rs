//! Whether a text is Markdown.

use crate::format::Confidence;

/// How much `head` looks like Markdown.
pub(super) fn confidence(_head: &str) -> Confidence {
    Confidence::None
}
