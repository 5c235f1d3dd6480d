//! The first stage: text becomes lines, each with what can be told from it alone.
//!
//! This is the only place where the text of a chunk is cut. Later stages see lines.

mod bytes;

use super::shape;
use crate::text::width;
pub(super) use bytes::Bytes;

/// Columns between tab stops.
const TAB: usize = 8;

/// One line of the source, or what is left of it inside a quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line<'a> {
    /// The line from its first character that is not white space to its last.
    pub(super) body: &'a str,
    /// Where `body` starts, in bytes of the text the lines were cut from.
    pub(super) start: usize,
    /// Columns of white space before `body`.
    pub(super) indent: usize,
    /// Columns of `body`.
    pub(super) width: usize,
    /// Whether a form feed stands before `body`: the line is the first of a page.
    pub(super) is_page_start: bool,
    /// Kinds of byte that `body` may have: it has none of the others.
    pub(super) bytes: Bytes,
}

impl<'a> Line<'a> {
    /// The line of `text`, which has no line end in it and starts at byte `start`.
    pub(super) fn new(text: &'a str, start: usize) -> Self {
        let rest = text.trim_start();
        let body = rest.trim_end();
        let margin = text.len() - rest.len();
        let margin_text = text.get(..margin).unwrap_or_default();
        let indent = if body.is_empty() { 0 } else { columns(margin_text) };
        let is_page_start = margin > 0 && memchr::memchr(b'\x0c', margin_text.as_bytes()).is_some();
        let bytes = Bytes::of(body);
        let width = if bytes.intersects(Bytes::NOT_PLAIN) { width(body) } else { body.len() };
        Self { body, start: start + margin, indent, width, is_page_start, bytes }
    }

    /// A line without anything on it, at byte `start`.
    pub(super) fn blank(start: usize) -> Self {
        Self::new("", start)
    }

    /// Whether there is nothing but white space on it.
    pub(super) fn is_blank(&self) -> bool {
        self.body.is_empty()
    }

    /// One past the last byte of `body`.
    pub(super) fn end(&self) -> usize {
        self.start + self.body.len()
    }

    /// The column after the last character.
    pub(super) fn right(&self) -> usize {
        self.indent + self.width
    }

    /// Whether each byte of the body is a column.
    pub(super) fn is_plain(&self) -> bool {
        self.body.len() == self.width && self.is_ascii()
    }

    /// Whether the body is in ASCII.
    pub(super) fn is_ascii(&self) -> bool {
        !self.may_have(Bytes::BEYOND_ASCII) || self.body.is_ascii()
    }

    /// Whether some of its bytes may be of one of these `kinds`.
    pub(super) fn may_have(&self, kinds: Bytes) -> bool {
        self.bytes.intersects(kinds)
    }

    /// Whether two spaces stand side by side on it.
    pub(super) fn has_wide_space(&self) -> bool {
        self.may_have(Bytes::WIDE_SPACE) && shape::has_wide_space(self.body)
    }

    /// Whether it has text on both sides of a gap of `columns` spaces or of a tab.
    pub(super) fn has_gap(&self, columns: usize) -> bool {
        self.may_have(Bytes::WIDE_SPACE | Bytes::TAB) && shape::has_gap(self.body, columns)
    }

    /// The columns of what `part` of the body takes.
    pub(super) fn width_of(&self, part: &str) -> usize {
        if self.may_have(Bytes::NOT_PLAIN) { width(part) } else { part.len() }
    }

    /// What follows the first `length` bytes of the body, as a line of its own that stands where
    /// it stood.
    pub(super) fn after(&self, length: usize) -> Self {
        let (head, rest) = self.body.split_at_checked(length).unwrap_or((self.body, ""));
        let inner = Self::new(rest, self.start + head.len());
        Self { indent: self.indent + self.width_of(head) + inner.indent, ..inner }
    }

    /// Columns of the first word: of the first character, in a script without spaces.
    pub(super) fn first_word(&self) -> usize {
        let n_plain = self.body.bytes().take_while(u8::is_ascii_graphic).count();
        if self.body.as_bytes().get(n_plain).is_none_or(|&byte| byte == b' ') {
            return n_plain;
        }
        let mut chars = self.body.chars();
        let first = chars.next().unwrap_or_default();
        if is_ideograph(first) {
            return 2;
        }
        let end = self.body.find(|c: char| c.is_whitespace() || is_ideograph(c));
        width(self.body.get(..end.unwrap_or(self.body.len())).unwrap_or_default())
    }
}

/// The lines of `text`. A line ends with LF, CR LF or CR. A byte order mark is not part of any.
pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    // Most lines of text are longer.
    const SHORT: usize = 48;
    let mut found = Vec::with_capacity(text.len() / SHORT + 1);
    found.extend(each_line(text));
    found
}

/// The same, one after the other.
pub(super) fn each_line(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    std::iter::from_fn(move || {
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let length = memchr::memchr2(b'\n', b'\r', rest.as_bytes()).unwrap_or(rest.len());
        let line = Line::new(rest.get(..length).unwrap_or_default(), at);
        let end = rest.as_bytes().get(length..).unwrap_or_default();
        at += length + if end.starts_with(b"\r\n") { 2 } else { 1 };
        Some(line)
    })
}

/// The lines of `text`, in which a point alone, one column from the margin, stands for a blank line, as in the fields
/// of Debian's files.
pub(super) fn lines_with_points(text: &str) -> Vec<Line<'_>> {
    let mut found = lines(text);
    for line in &mut found {
        if line.body == "." && line.indent == 1 {
            *line = Line { body: "", indent: 0, width: 0, ..*line };
        }
    }
    found
}

/// Columns of white space, with tab stops. A form feed takes none.
fn columns(margin: &str) -> usize {
    margin.chars().fold(0, |column, c| match c {
        '\t' => (column / TAB + 1) * TAB,
        '\u{b}' | '\u{c}' => column,
        '\u{3000}' => column + 2,
        _ => column + 1,
    })
}

/// Whether `c` belongs to a script that is written without spaces and set in wide cells.
pub(super) fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bodies(text: &str) -> Vec<(&str, usize, usize)> {
        lines(text).iter().map(|line| (line.body, line.start, line.indent)).collect()
    }

    #[test]
    fn every_line_end_counts() {
        assert_eq!(bodies("a\n b\r\nc\rd"), [("a", 0, 0), ("b", 3, 1), ("c", 6, 0), ("d", 8, 0)]);
        assert_eq!(bodies("\n\n"), [("", 0, 0), ("", 1, 0)]);
        assert_eq!(bodies(""), []);
    }

    #[test]
    fn marks_before_the_text_are_stepped_over_but_counted() {
        assert_eq!(bodies("\u{feff}a"), [("a", 3, 0)]);
        assert_eq!(bodies("\u{c}  a\t"), [("a", 3, 2)]);
        assert_eq!(bodies(" \ta"), [("a", 2, 8)]);
    }

    #[test]
    fn the_rest_of_a_line_keeps_its_column() {
        let line = Line::new("  -  item", 10);
        let rest = line.after(1);
        assert_eq!((rest.body, rest.start, rest.indent), ("item", 15, 5));
    }

    #[test]
    fn the_first_word_is_what_could_have_gone_up() {
        for (text, expected) in [("word two", 4), ("漢字", 2), ("x漢", 1), ("", 0)] {
            assert_eq!(Line::new(text, 0).first_word(), expected, "{text}");
        }
    }
}
