//! The marks that blocks begin with, recognized on one line.

use std::ops::Range;

use memchr::{memchr, memchr2, memmem};

/// The line that opens a fenced code block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fence {
    /// Columns before it, which are taken off its lines.
    pub(super) indent: usize,
    /// A backtick or a tilde.
    pub(super) mark: u8,
    /// How many of them.
    pub(super) length: usize,
    /// What stands behind them; left out where it is too long for an info string.
    pub(super) info: Vec<u8>,
}

impl Fence {
    /// Three or more backticks or tildes; what follows backticks has none itself.
    pub(super) fn opened_by(line: &[u8]) -> Option<Self> {
        const MAX_INFO: usize = 256;
        let &mark = line.first().filter(|byte| matches!(byte, b'`' | b'~'))?;
        let length = line.iter().take_while(|&&byte| byte == mark).count();
        let info = line.get(length..)?.trim_ascii();
        let is_fence = length >= 3 && !(mark == b'`' && info.contains(&b'`'));
        let kept = if info.len() <= MAX_INFO { info.to_vec() } else { Vec::new() };
        is_fence.then_some(Self { indent: 0, mark, length, info: kept })
    }

    pub(super) fn is_closed_by(&self, line: &[u8]) -> bool {
        let length = line.iter().take_while(|&&byte| byte == self.mark).count();
        length >= self.length && line.iter().skip(length).all(u8::is_ascii_whitespace)
    }
}

/// A place in a line, with its column.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor<'a> {
    /// What follows, from the first byte that is not white space.
    pub(super) rest: &'a [u8],
    /// The column of that byte; a tab goes on to the next multiple of 4.
    pub(super) column: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(line: &'a [u8]) -> Self {
        Self::skipping_space(line, 0)
    }

    fn skipping_space(line: &'a [u8], mut column: usize) -> Self {
        let mut rest = line;
        while let [byte @ (b' ' | b'\t'), after @ ..] = rest {
            column += if *byte == b' ' { 1 } else { 4 - column % 4 };
            rest = after;
        }
        Self { rest, column }
    }

    /// The place behind `length` bytes and the white space after them.
    pub(super) fn after(&self, length: usize) -> Self {
        Self::skipping_space(self.rest.get(length..).unwrap_or_default(), self.column + length)
    }

    /// The place behind an item's marker, and the column at which the item's content starts: where
    /// the text does, or one column behind the marker if the text is far away.
    pub(super) fn after_marker(&self, length: usize) -> (Self, usize) {
        const FAR: usize = 5;
        let marker_end = self.column + length;
        let rest = self.after(length);
        let is_near = !rest.is_blank() && rest.column - marker_end < FAR;
        (rest, if is_near { rest.column } else { marker_end + 1 })
    }

    pub(super) fn is_blank(&self) -> bool {
        self.rest.iter().all(|byte| matches!(byte, b'\n' | b'\r' | b' ' | b'\t' | 0x0B | 0x0C))
    }
}

/// Bytes of the first line of `text`, its line end included: LF, CRLF or CR.
pub(super) fn line_length(text: &[u8]) -> usize {
    match memchr2(b'\n', b'\r', text) {
        Some(end) if text.get(end..end + 2) == Some(b"\r\n") => end + 2,
        Some(end) => end + 1,
        None => text.len(),
    }
}

/// The lines of `text`, line ends included.
pub(super) fn lines(text: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = text.get(start..).filter(|rest| !rest.is_empty())?;
        let line = start..start + line_length(rest);
        start = line.end;
        Some(line)
    })
}

/// The marker of a list item.
pub(super) struct ListMarker {
    /// Bytes, delimiter included.
    pub(super) length: usize,
    /// Whether it may interrupt a paragraph: a bullet or the number 1.
    pub(super) starts_list: bool,
}

impl ListMarker {
    /// The bullet, or what follows the number. `line` begins with the marker.
    pub(super) fn mark(&self, line: &[u8]) -> u8 {
        self.length.checked_sub(1).and_then(|last| line.get(last)).copied().unwrap_or(b'-')
    }

    /// The number; 0 for a bullet. `line` begins with the marker.
    pub(super) fn number(&self, line: &[u8]) -> u64 {
        let digits = line.iter().take(self.length).take_while(|byte| byte.is_ascii_digit());
        digits.fold(0, |number, digit| number * 10 + u64::from(digit - b'0'))
    }
}

/// The list marker at the start of `line`: a bullet, or up to nine digits and a delimiter, with
/// white space behind it. None on a thematic break, which looks like one.
pub(super) fn list_marker(line: &[u8]) -> Option<ListMarker> {
    let digits = line.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let marker = match (digits, line.get(digits)?) {
        (0, b'-' | b'+' | b'*') => ListMarker { length: 1, starts_list: true },
        (1..=9, b'.' | b')') => {
            let number = line.get(..digits).unwrap_or_default();
            let is_one =
                number.last() == Some(&b'1') && number.iter().rev().skip(1).all(|&byte| byte == b'0');
            ListMarker { length: digits + 1, starts_list: is_one }
        }
        _ => return None,
    };
    let is_set_off = line.get(marker.length).is_none_or(u8::is_ascii_whitespace);
    (is_set_off && !(digits == 0 && is_thematic_break(line))).then_some(marker)
}

/// Bytes of `[^label]:` at the start of `line`.
pub(super) fn footnote_label_length(line: &[u8]) -> Option<usize> {
    const MAX_LABEL: usize = 1000;
    let label = line.strip_prefix(b"[^")?;
    let mut is_escaped = false;
    let end = label.iter().take(MAX_LABEL).position(|&byte| {
        let is_bracket = matches!(byte, b'[' | b']' | b'\n' | b'\r') && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        is_bracket
    })?;
    let is_label = !label.get(..end)?.trim_ascii().is_empty();
    (is_label && label.get(end..)?.starts_with(b"]:")).then_some(end + "[^]:".len())
}

/// Whether `line` is made of three or more of the same `-`, `*` or `_`, and white space.
pub(super) fn is_thematic_break(line: &[u8]) -> bool {
    let Some(&mark) = line.first().filter(|byte| matches!(byte, b'-' | b'*' | b'_')) else { return false };
    let mut marks = 0;
    let is_pure = line.iter().all(|&byte| {
        marks += usize::from(byte == mark);
        byte == mark || byte.is_ascii_whitespace()
    });
    is_pure && marks >= 3
}

/// Whether `line` looks like a link reference definition with its destination.
pub(super) fn is_reference_definition(line: &[u8]) -> bool {
    let colon = line.starts_with(b"[").then(|| memmem::find(line, b"]:")).flatten();
    colon.is_some_and(|colon| line.get(colon + 2..).is_some_and(|rest| !rest.trim_ascii().is_empty()))
}

/// Whether `line` is the box of a task and nothing else, which makes no paragraph.
pub(super) fn is_task_box(line: &[u8]) -> bool {
    matches!(line.trim_ascii_end(), [b'[', mark, b']'] if mark.is_ascii_whitespace() || mark.eq_ignore_ascii_case(&b'x'))
}

/// How many columns a table has whose delimiter row is `line`; 0 where it is none.
pub(super) fn n_columns(line: &[u8]) -> usize {
    let line = line.trim_ascii_end();
    let is_part = |byte: &u8| matches!(byte, b'|' | b'-' | b':' | b' ');
    if line.contains(&b'-') && line.iter().all(is_part) { n_cells(line) } else { 0 }
}

/// How many cells `line` has as the row of a table; 0 where it has no bar.
pub(super) fn n_cells(line: &[u8]) -> usize {
    if memchr(b'|', line).is_none() {
        return 0;
    }
    let (n_bars, is_closed) = bars(without_first_bar(line.trim_ascii()));
    if is_closed { n_bars } else { n_bars + 1 }
}

/// How many cells of a row end in `part`, which may be its first.
pub(super) fn n_cells_ended(part: &[u8], is_first: bool) -> usize {
    let row = if is_first { without_first_bar(part.trim_ascii_start()) } else { part };
    bars(row).0
}

fn without_first_bar(row: &[u8]) -> &[u8] {
    row.strip_prefix(b"|").unwrap_or(row)
}

/// How many bars end cells in `row`, and whether one stands at its end.
fn bars(row: &[u8]) -> (usize, bool) {
    let mut is_escaped = false;
    let mut is_bar = false;
    let bars = row.iter().filter(|&&byte| {
        is_bar = byte == b'|' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        is_bar
    });
    (bars.count(), is_bar)
}

pub(super) fn is_atx_heading(line: &[u8]) -> bool {
    atx_heading_level(line).is_some()
}

/// The level of the ATX heading that `line` is.
pub(super) fn atx_heading_level(line: &[u8]) -> Option<usize> {
    let level = line.iter().take_while(|&&byte| byte == b'#').count();
    ((1..=6).contains(&level) && line.get(level).is_none_or(u8::is_ascii_whitespace)).then_some(level)
}

/// Whether `line` is what makes a block quote an alert.
pub(super) fn is_alert(line: &[u8]) -> bool {
    const KINDS: [&[u8]; 5] = [b"[!NOTE]", b"[!TIP]", b"[!IMPORTANT]", b"[!WARNING]", b"[!CAUTION]"];
    KINDS.iter().any(|kind| line.eq_ignore_ascii_case(kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_with_any_line_end() {
        for (text, length) in [("a\nb", 2), ("a\r\nb", 3), ("a\rb", 2), ("a", 1), ("\r", 1), ("", 0)] {
            assert_eq!(line_length(text.as_bytes()), length, "{text:?}");
        }
    }

    #[test]
    fn list_markers_have_space_behind_them() {
        for (line, length) in [
            ("- a", Some(1)),
            ("-", Some(1)),
            ("+\ta", Some(1)),
            ("12. a", Some(3)),
            ("123456789) a", Some(10)),
            ("1234567890. a", None),
            ("1.a", None),
            ("-a", None),
            ("- - -", None),
            ("* * a", Some(1)),
        ] {
            assert_eq!(list_marker(line.as_bytes()).map(|marker| marker.length), length, "{line}");
        }
    }

    #[test]
    fn footnote_labels_are_on_one_line() {
        for (line, length) in [
            ("[^a]: b", Some(5)),
            ("[^a b\\]]:", Some(9)),
            ("[^]:", None),
            ("[^ ]:", None),
            ("[^a\n]:", None),
            ("[a]:", None),
        ] {
            assert_eq!(footnote_label_length(line.as_bytes()), length, "{line}");
        }
    }

    #[test]
    fn fences_close_with_as_many_marks() {
        let fence = Fence::opened_by(b"```` rust\n").unwrap();
        assert_eq!((fence.length, fence.info.as_slice()), (4, b"rust".as_slice()));
        for (line, closes) in
            [("````", true), ("`````  \n", true), ("```", false), ("~~~~", false), ("```` x", false)]
        {
            assert_eq!(fence.is_closed_by(line.as_bytes()), closes, "{line}");
        }
        assert_eq!(Fence::opened_by(b"``` a`b"), None);
        assert_eq!(Fence::opened_by(b"``"), None);
        assert!(Fence::opened_by(b"~~~ a~b`c").is_some());
    }

    #[test]
    fn content_starts_where_the_text_does() {
        for (line, length, content) in
            [("- a", 1, 2), ("-    a", 1, 5), ("-     a", 1, 2), ("-\ta", 1, 4), ("10. a", 3, 4), ("-", 1, 2)]
        {
            assert_eq!(Cursor::new(line.as_bytes()).after_marker(length).1, content, "{line}");
        }
    }
}
