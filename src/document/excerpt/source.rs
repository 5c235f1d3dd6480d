//! The lines of the source.

use std::ops::Range;

use super::{Segments, TooLong, is_inside, segments_of};
use crate::document::{Chunk, LeafKind, Parse, Segment, SegmentId, TextPos};

/// The lines of the source that hold the text between two positions, of at most so many bytes.
///
/// Where the text was kept line for line, as in code, these are its lines; else all lines of the blocks that
/// it is of, since nothing tells where in them a word stood. A range that ends where a block begins has all
/// that stands before that: link definitions and comments too.
pub fn source(
    segments: &mut Segments<'_>,
    chunk: impl Fn(SegmentId) -> Option<Chunk>,
    parser: &dyn Parse,
    range: Range<TextPos>,
    most: usize,
) -> Result<String, TooLong> {
    let mut taken = String::new();
    for id in segments_of(&range) {
        let Some((segment, chunk)) = segments(id).zip(chunk(id)) else { break };
        let text = parser.source_text(&chunk);
        let held = Held { segment: &segment, source: &text };
        let start = (id == range.start.segment).then_some(range.start.offset);
        let end = (id == range.end.segment).then_some(range.end.offset);
        taken.push_str(held.lines(start, end));
        if taken.len() > most {
            return Err(TooLong);
        }
    }
    Ok(taken.trim_end_matches(['\n', '\r']).replace("\r\n", "\n"))
}

/// A segment, and the decoded source of its chunk.
pub(super) struct Held<'a> {
    pub(super) segment: &'a Segment,
    pub(super) source: &'a str,
}

impl<'a> Held<'a> {
    /// The lines that hold the text from `start` to `end`; without one, from the first line or to the last.
    fn lines(&self, start: Option<u32>, end: Option<u32>) -> &'a str {
        let from = start.map_or(0, |start| self.first_line(start, end.unwrap_or(u32::MAX)));
        let to = end.map_or(self.source.len(), |end| self.end(start.unwrap_or(0), end));
        self.source.get(from..to).unwrap_or_default()
    }

    /// Where the first line begins of the text from `start` on.
    fn first_line(&self, start: u32, end: u32) -> usize {
        let index = self.segment.leaf_at(start);
        let leaf = self.segment.leaf_span(index);
        let is_all = start <= leaf.start && end >= leaf.end;
        let line = if is_all { None } else { self.line_at(index, start) };
        line.unwrap_or_else(|| self.block(index)).start
    }

    /// Where the last line ends of the text before `end`.
    fn end(&self, start: u32, end: u32) -> usize {
        if end as usize >= self.segment.text().len() {
            return self.source.len();
        }
        let index = self.segment.leaf_at(end);
        let leaf = self.segment.leaf_span(index);
        if end == leaf.start {
            return self.begun(index);
        }
        let is_all = start <= leaf.start && end >= leaf.end;
        let line = if is_all { None } else { self.line_at(index, end - 1) };
        line.unwrap_or_else(|| self.block(index)).end
    }

    /// Where the first line begins that the leaf at `index` has a part of, or a container that begins with it.
    fn begun(&self, index: usize) -> usize {
        let Some(leaf) = self.segment.leaves().get(index) else { return self.source.len() };
        let before = index.checked_sub(1).and_then(|before| self.segment.leaves().get(before));
        let is_new = |id| before.is_none_or(|before| !is_inside(self.segment, before.container, id));
        let around = self.segment.ancestors(leaf.container).filter(|&(id, _)| is_new(id));
        let starts = around.map(|(_, container)| container.source.start);
        let start = starts.chain([leaf.source.start]).min().unwrap_or_default() as usize;
        line_start(self.source, start)
    }

    /// The lines of the leaf at `index`: of a cell, those of its table.
    fn block(&self, index: usize) -> Range<usize> {
        let Some(leaf) = self.segment.leaves().get(index) else { return 0..0 };
        let source = match (leaf.kind, self.segment.table_of(leaf.container)) {
            (LeafKind::Cell { .. }, Some(table)) => self.segment.container(table).source,
            _ => leaf.source,
        };
        whole_lines(self.source, source.range())
    }

    /// The line with the text at `offset` of the leaf at `index`, if that was kept line for line.
    pub(super) fn line_at(&self, index: usize, offset: u32) -> Option<Range<usize>> {
        let leaf = self.segment.leaves().get(index)?;
        let text = self.segment.leaf_text(index);
        let into = offset.saturating_sub(leaf.text) as usize;
        let number = memchr::memchr_iter(b'\n', text.as_bytes()).take_while(|&end| end < into).count();
        let block = self.block(index);
        let source = self.source.get(block.clone())?;
        let n_more = source.lines().count().checked_sub(text.split('\n').count())?;
        let is_code = matches!(leaf.kind, LeafKind::CodeBlock { .. });
        // Before code is a fence, where there is one and it does not stand in the segment before.
        let goes_on = index == 0 && self.segment.joint().is_some();
        let n_before = usize::from(is_code && n_more > 0 && !goes_on);
        let mut ends = memchr::memchr_iter(b'\n', source.as_bytes()).map(|end| end + 1).chain([source.len()]);
        let start = match (number + n_before).checked_sub(1) {
            Some(before) => ends.nth(before)?,
            None => 0,
        };
        let line = start..ends.next()?;
        // Elsewhere as many lines may be there by chance.
        let letters = |text: &str| text.split_whitespace().collect::<String>();
        let is_it = || {
            let kept = letters(text.split('\n').nth(number).unwrap_or_default());
            n_more == 0 && letters(source.get(line.clone()).unwrap_or_default()).contains(&kept)
        };
        (is_code || is_it()).then(|| block.start + line.start..block.start + line.end)
    }
}

/// Where the line starts that the byte at `at` is on.
fn line_start(text: &str, at: usize) -> usize {
    let before = text.as_bytes().get(..at.min(text.len())).unwrap_or_default();
    memchr::memrchr(b'\n', before).map_or(0, |end| end + 1)
}

/// The lines of a text that have something between two places.
fn whole_lines(text: &str, Range { start, end }: Range<usize>) -> Range<usize> {
    let (start, end) = (start.min(text.len()), end.min(text.len()));
    let bytes = text.as_bytes();
    let is_at_line_start = end > start && bytes.get(end - 1) == Some(&b'\n');
    let rest = bytes.get(end..).unwrap_or_default();
    let end = if is_at_line_start {
        end
    } else {
        memchr::memchr(b'\n', rest).map_or(text.len(), |at| end + at + 1)
    };
    line_start(text, start)..end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::position::offset;
    use crate::document::{ContainerKind, SegmentBuilder, Span};

    #[test]
    fn lines_are_whole() {
        let text = "one\ntwo\nthree\n";
        for (start, end, expected) in [
            (0, 0, "one\n"),
            (1, 2, "one\n"),
            (5, 6, "two\n"),
            (5, 8, "two\n"),
            (2, 9, text),
            (9, 99, "three\n"),
            (99, 99, ""),
        ] {
            assert_eq!(text.get(whole_lines(text, start..end)), Some(expected), "{start}..{end}");
        }
    }

    /// The lines of `source` that hold `words` of the segment that `build` makes of it.
    fn held(source: &str, build: impl FnOnce(&mut SegmentBuilder), words: &str) -> String {
        let mut builder = SegmentBuilder::new(0);
        build(&mut builder);
        let segment = builder.finish(source.len());
        let start = offset(segment.text().find(words).unwrap());
        let held = Held { segment: &segment, source };
        held.lines(Some(start), Some(start + offset(words.len()))).to_owned()
    }

    #[test]
    fn of_what_was_kept_line_for_line_only_the_lines_are_taken() {
        let code = |text: &'static str| {
            move |builder: &mut SegmentBuilder| {
                builder.leaf(LeafKind::CodeBlock { info: Span::default() }, 0..99, text);
            }
        };
        for (source, text, words, expected) in [
            ("```\n a\n\n b\n```\n", " a\n\n b", "b", " b\n"),
            ("```\n a\n\n b\n```\n", " a\n\n b", " a\n\n b", "```\n a\n\n b\n```\n"),
            ("    a\n    b\n    c\n", "a\nb\nc", "b\nc", "    b\n    c\n"),
        ] {
            assert_eq!(held(source, code(text), words), expected);
        }
        let paragraph = |text: &'static str| {
            move |builder: &mut SegmentBuilder| builder.leaf(LeafKind::Paragraph, 0..99, text)
        };
        for (source, text, words, expected) in [
            ("one\n two\tmore\nthree\n", "one\n two    more\nthree", "two", " two\tmore\n"),
            ("one two\nthree\n", "one two three", "two", "one two\nthree\n"),
            ("one<br>two\nthree\n", "one\ntwo three", "two", "one<br>two\nthree\n"),
        ] {
            assert_eq!(held(source, paragraph(text), words), expected);
        }
    }

    #[test]
    fn what_stands_before_the_next_block_is_taken_where_that_ends_the_range() {
        let source = "A\n\n[a]: b\n\n> [!NOTE]\n> B\n";
        let build = |builder: &mut SegmentBuilder| {
            builder.leaf(LeafKind::Paragraph, 0..1, "A");
            builder.open(ContainerKind::BlockQuote(None), 11..25);
            builder.leaf(LeafKind::Paragraph, 24..25, "B");
        };
        assert_eq!(held(source, build, "A\n"), "A\n\n[a]: b\n\n");
        assert_eq!(held(source, build, "A"), "A\n");
        assert_eq!(held(source, build, ""), "");
    }
}
