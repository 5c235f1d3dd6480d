//! What goes on from before the text that is parsed: the blocks that its prologue opens again.

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use crate::format::markdown::scan::{OpenList, Opening};

/// The blocks that a text starts in, as far as the parser has not come to them yet.
#[derive(Debug, Default)]
pub(super) struct Seam {
    lists: std::vec::IntoIter<OpenList>,
    joint: Option<&'static str>,
    /// Whether the event at hand belongs to a block that began before the text.
    is_reopening: bool,
}

impl Seam {
    pub(super) fn new(opening: Opening) -> Self {
        Self { lists: opening.lists.into_iter(), joint: opening.joint, is_reopening: false }
    }

    /// Takes note of an event whose first `reopened` bytes lie before the text, and leaves them out.
    pub(super) fn pass<'a>(&mut self, event: Event<'a>, reopened: usize) -> Event<'a> {
        self.is_reopening = reopened > 0;
        if !self.is_reopening && is_of_block(&event) {
            self.joint = None;
        }
        match event {
            Event::Text(text) if reopened > 0 => {
                Event::Text(CowStr::from(text.get(reopened..).unwrap_or_default().to_owned()))
            }
            event => event,
        }
    }

    /// Whether the block at hand began before the text.
    pub(super) fn is_reopening(&self) -> bool {
        self.is_reopening
    }

    /// How the list at hand stood before the text, if it began there.
    pub(super) fn list(&mut self) -> Option<OpenList> {
        if self.is_reopening { self.lists.next() } else { None }
    }

    /// What parts the leaf at hand from its beginning, if it began before the text.
    pub(super) fn joint(&mut self) -> Option<&'static str> {
        self.joint.take()
    }
}

/// Whether a block begins or ends with `event`.
fn is_of_block(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => !matches!(
            tag,
            Tag::Emphasis
                | Tag::Strong
                | Tag::Strikethrough
                | Tag::Superscript
                | Tag::Subscript
                | Tag::Link { .. }
                | Tag::Image { .. }
        ),
        Event::End(tag) => !matches!(
            tag,
            TagEnd::Emphasis
                | TagEnd::Strong
                | TagEnd::Strikethrough
                | TagEnd::Superscript
                | TagEnd::Subscript
                | TagEnd::Link
                | TagEnd::Image
        ),
        Event::Rule => true,
        _ => false,
    }
}
