//! The text inside a leaf: inline events become styled text.

use pulldown_cmark::{LinkType, Tag};

use crate::document::{InlineStyle, LinkId, SegmentBuilder};
use crate::format::linkify;

use super::definitions::Definitions;
use super::definitions::Label;
use super::html;

/// Writes the text of leaves, one leaf after the other.
#[derive(Debug)]
pub(super) struct Inlines<'a> {
    definitions: &'a Definitions,
    /// The open spans, from the outermost on.
    spans: Vec<Span>,
    /// Text not yet written: the parser hands out a URL in pieces.
    text: String,
    /// A line break that is written when more text follows.
    line_break: Option<LineBreak>,
    /// Bytes of definitions that may still be put in the place of a link's own destination.
    expansion: usize,
    leaf: LeafFacts,
}

/// What is known about the text of the open leaf.
#[derive(Clone, Copy, Debug, Default)]
struct LeafFacts {
    /// Bytes before the first styled text.
    plain_length: Option<usize>,
    images: usize,
    has_text_beside_images: bool,
}

#[derive(Clone, Copy, Debug, Default)]
struct Style {
    style: InlineStyle,
    link: Option<LinkId>,
}

#[derive(Debug)]
struct Span {
    style: Style,
    /// For an image: what stands for it where it has no description.
    image: Option<ImageName>,
}

#[derive(Debug)]
struct ImageName {
    name: String,
    has_description: bool,
}

#[derive(Clone, Copy, Debug)]
enum LineBreak {
    Soft(Style),
    Hard,
}

impl<'a> Inlines<'a> {
    /// For a chunk whose text has `length` bytes.
    pub(super) fn new(definitions: &'a Definitions, length: usize) -> Self {
        Self {
            definitions,
            spans: Vec::new(),
            text: String::new(),
            line_break: None,
            expansion: length.max(100_000),
            leaf: LeafFacts::default(),
        }
    }

    /// Adds running text, in which bare URLs become links.
    pub(super) fn text(&mut self, text: &str) {
        self.text.push_str(text);
    }

    pub(super) fn code(&mut self, text: &str, builder: &mut SegmentBuilder) {
        self.flush(builder);
        let style = self.style();
        self.write(text, Style { style: style.style | InlineStyle::CODE, ..style }, builder);
    }

    pub(super) fn html(&mut self, tag: &str, builder: &mut SegmentBuilder) {
        self.flush(builder);
        if html::is_line_break(tag) {
            self.line_break = Some(LineBreak::Hard);
            return;
        }
        let style = self.style();
        self.write(tag, Style { style: style.style | InlineStyle::HTML, ..style }, builder);
    }

    pub(super) fn footnote_reference(&mut self, label: &str, builder: &mut SegmentBuilder) {
        self.flush(builder);
        let style = self.style().style | InlineStyle::FOOTNOTE_REFERENCE;
        let link = builder.link(&format!("#fn-{label}"), "");
        self.write(&format!("[{label}]"), Style { style, link }, builder);
    }

    /// Whether no emphasis or link is open.
    pub(super) fn is_outside_spans(&self) -> bool {
        self.spans.is_empty()
    }

    pub(super) fn soft_break(&mut self, builder: &mut SegmentBuilder) {
        self.flush(builder);
        let style = self.style();
        self.line_break.get_or_insert(LineBreak::Soft(style));
    }

    pub(super) fn hard_break(&mut self, builder: &mut SegmentBuilder) {
        self.flush(builder);
        self.line_break = Some(LineBreak::Hard);
    }

    /// Opens a span. Does nothing for a tag that is not inline.
    pub(super) fn open(&mut self, tag: &Tag<'_>, builder: &mut SegmentBuilder) {
        self.flush(builder);
        let outer = self.style();
        let plain = |style| Span { style: Style { style: outer.style | style, ..outer }, image: None };
        let span = match tag {
            Tag::Emphasis => plain(InlineStyle::EMPHASIS),
            Tag::Strong => plain(InlineStyle::STRONG),
            Tag::Strikethrough => plain(InlineStyle::STRIKETHROUGH),
            // A description is text, whatever it links to.
            Tag::Link { .. } if self.spans.iter().any(|span| span.image.is_some()) => {
                plain(InlineStyle::empty())
            }
            Tag::Link { link_type, dest_url, title, id } => {
                let link = self.link(*link_type, dest_url, title, id, builder).or(outer.link);
                Span { style: Style { style: outer.style | InlineStyle::LINK, link }, image: None }
            }
            Tag::Image { link_type, dest_url, title, id } => {
                let is_inner = self.spans.iter().any(|span| span.image.is_some());
                self.leaf.images += usize::from(!is_inner);
                let link = match outer.link {
                    Some(around) if !is_inner => builder.pictured(around, dest_url).or(outer.link),
                    Some(around) => Some(around),
                    None => self.link(*link_type, dest_url, title, id, builder),
                };
                let image = ImageName { name: file_name(dest_url), has_description: false };
                Span { style: Style { style: outer.style | InlineStyle::IMAGE, link }, image: Some(image) }
            }
            _ => plain(InlineStyle::empty()),
        };
        self.spans.push(span);
    }

    /// Closes the innermost span.
    pub(super) fn close(&mut self, builder: &mut SegmentBuilder) {
        self.flush(builder);
        let name = self.spans.last().and_then(|span| span.image.as_ref());
        if let Some(name) = name.filter(|image| !image.has_description).map(|image| image.name.clone()) {
            let style = self.style();
            self.write(&name, style, builder);
        }
        self.spans.pop();
    }

    /// Ends the leaf's text. Whether it was an image and nothing else.
    pub(super) fn finish(&mut self, builder: &mut SegmentBuilder) -> Written {
        self.flush(builder);
        self.spans.clear();
        self.line_break = None;
        let leaf = std::mem::take(&mut self.leaf);
        Written {
            plain_length: leaf.plain_length.unwrap_or(usize::MAX),
            is_image: leaf.images == 1 && !leaf.has_text_beside_images,
        }
    }

    fn style(&self) -> Style {
        self.spans.last().map_or_else(Style::default, |span| span.style)
    }

    /// A link to what the document defines first for the label, or to the link's own destination.
    fn link(
        &mut self,
        kind: LinkType,
        destination: &str,
        title: &str,
        label: &str,
        builder: &mut SegmentBuilder,
    ) -> Option<LinkId> {
        match kind {
            LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut => {
                let first = self.definitions.link(&Label::new(label));
                let length = first.as_ref().map_or(0, |target| target.destination.len() + target.title.len());
                match first.filter(|_| length <= self.expansion) {
                    Some(target) => {
                        self.expansion -= length;
                        builder.link(&target.destination, &target.title)
                    }
                    None => builder.link(destination, title),
                }
            }
            LinkType::Email => builder.link(&format!("mailto:{destination}"), title),
            _ => builder.link(destination, title),
        }
    }

    /// Writes the text that is waiting.
    fn flush(&mut self, builder: &mut SegmentBuilder) {
        if self.text.is_empty() {
            return;
        }
        // A line feed can only come from an entity here, and means a space as it does in HTML.
        let text = std::mem::take(&mut self.text).replace('\n', " ");
        let style = self.style();
        if style.style.intersects(InlineStyle::LINK | InlineStyle::IMAGE) {
            return self.write(&text, style, builder);
        }
        let mut at = 0;
        for (range, target) in linkify::urls(&text) {
            self.write(text.get(at..range.start).unwrap_or_default(), style, builder);
            let link = builder.link(&target, "");
            let linked = Style { style: style.style | InlineStyle::LINK, link };
            self.write(text.get(range.clone()).unwrap_or_default(), linked, builder);
            at = range.end;
        }
        self.write(text.get(at..).unwrap_or_default(), style, builder);
    }

    fn write(&mut self, text: &str, style: Style, builder: &mut SegmentBuilder) {
        let text = self.after_line_break(text, builder);
        if text.is_empty() {
            return;
        }
        self.note(style);
        if !style.style.is_empty() {
            self.leaf.plain_length.get_or_insert_with(|| builder.leaf_text().len());
        }
        builder.style(style.style, style.link);
        let (indent, text) =
            indent(text).filter(|_| builder.leaf_text().ends_with('\n')).unwrap_or((0, text));
        builder.text(&" ".repeat(indent));
        push(text, builder);
    }

    /// Writes the line break that waits for `text`, and gives what is left to write of it.
    fn after_line_break<'t>(&mut self, text: &'t str, builder: &mut SegmentBuilder) -> &'t str {
        let Some(first) = text.chars().next() else { return text };
        let last = builder.leaf_text().chars().next_back();
        match (self.line_break.take(), last) {
            (None, _) => return text,
            (Some(_), None | Some('\n')) => {}
            (Some(LineBreak::Soft(_)), Some(last)) if is_unspaced(last) && is_unspaced(first) => return text,
            (Some(LineBreak::Soft(style)), _) => {
                self.note(style);
                builder.style(style.style, style.link);
                builder.text(" ");
                return text;
            }
            (Some(LineBreak::Hard), _) => builder.text("\n"),
        }
        text.trim_start_matches(' ')
    }

    /// Keeps what the leaf and the images around the text to be written need to know.
    fn note(&mut self, style: Style) {
        if !style.style.contains(InlineStyle::IMAGE) {
            self.leaf.has_text_beside_images = true;
        }
        for image in self.spans.iter_mut().filter_map(|span| span.image.as_mut()) {
            image.has_description = true;
        }
    }
}

/// What the text of a leaf turned out to be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Written {
    /// Bytes before the first styled text.
    pub(super) plain_length: usize,
    /// Whether it is one image and nothing else.
    pub(super) is_image: bool,
}

/// Adds text to the open leaf; CommonMark wants U+0000 replaced.
pub(super) fn push(text: &str, builder: &mut SegmentBuilder) {
    if text.contains('\0') {
        builder.text(&text.replace('\0', "\u{FFFD}"));
    } else {
        builder.text(text);
    }
}

/// How many spaces indent the first line of `text`, and the rest of it. Only those that do not break do so in
/// Markdown; they are meant as the spaces that verse and addresses have there.
fn indent(text: &str) -> Option<(usize, &str)> {
    const NO_BREAK: char = '\u{a0}';
    let rest = text.strip_prefix(NO_BREAK)?.trim_start_matches([NO_BREAK, ' ']);
    let indent = text.strip_suffix(rest).unwrap_or_default();
    Some((indent.chars().count(), rest))
}

/// Whether lines of this character's script are joined without a space: Chinese and Japanese
/// letters and full-width punctuation.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{312F}' | '\u{31A0}'..='\u{9FFF}' | '\u{A000}'..='\u{A4CF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}' | '\u{FF01}'..='\u{FF9F}'
        | '\u{1B000}'..='\u{1B16F}' | '\u{20000}'..='\u{3FFFF}')
}

/// What a picture without a description is called: the last part of its destination.
fn file_name(destination: &str) -> String {
    if let Some(data) = destination.strip_prefix("data:") {
        return data.split([';', ',']).next().unwrap_or_default().to_owned();
    }
    let path = destination.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    let name = path.rsplit('/').next().unwrap_or_default();
    if name.is_empty() { destination.to_owned() } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_that_do_not_break_indent() {
        for (text, expected) in [
            ("\u{a0}a", Some((1, "a"))),
            ("\u{a0} \u{a0}a\u{a0}", Some((3, "a\u{a0}"))),
            ("\u{a0}", Some((1, ""))),
            ("a\u{a0}", None),
            ("", None),
        ] {
            assert_eq!(indent(text), expected, "{text:?}");
        }
    }

    #[test]
    fn pictures_without_description_have_a_file_name() {
        for (destination, name) in [
            ("a/b/c.png?x=1#y", "c.png"),
            ("https://a.org/", "a.org"),
            ("data:image/png;base64,AAAA", "image/png"),
            ("#x", "#x"),
            ("", ""),
        ] {
            assert_eq!(file_name(destination), name, "{destination}");
        }
    }
}
