//! Plain text without any structure but blocks between blank lines: for those who want to see what is
//! there, line by line.

use std::ops::Range;
use std::sync::Arc;

use anyhow::Result;

use super::ink::Inked;
use super::lines::{Line, lines};
use super::profile::Profile;
use super::setting::Writer;
use super::{Plain, split};
use crate::document::position::offset;
use crate::document::{Chunk, Explanation, Grounds, LeafKind, Parse, Reading, Segment, SegmentBuilder, Span};
use crate::format::{Confidence, Format, Reader, read};
use crate::source::Source;
use crate::text::width;

/// Columns between tab stops.
const TAB: usize = 8;

/// The format.
pub struct Verbatim;

impl Format for Verbatim {
    fn name(&self) -> &'static str {
        Plain.name()
    }

    fn extensions(&self) -> &'static [&'static str] {
        &[]
    }

    fn reading(&self) -> Reading {
        Reading::Verbatim
    }

    fn sniff(&self, _: &str) -> Confidence {
        Confidence::None
    }

    fn open(&self, source: Arc<Source>) -> Result<Arc<dyn Reader>> {
        Ok(Arc::new(VerbatimReader { source }))
    }
}

/// Keeps every line.
struct VerbatimReader {
    source: Arc<Source>,
}

/// The blocks: lines without a blank one among them.
fn blocks<'s, 'a>(lines: &'s [Line<'a>]) -> impl Iterator<Item = &'s [Line<'a>]> {
    lines.split(Line::is_blank).filter(|block| !block.is_empty())
}

/// The bytes of a block.
fn span(block: &[Line<'_>]) -> Range<usize> {
    let start = block.first().map_or(0, |line| line.start);
    start..block.last().map_or(start, Line::end)
}

impl Parse for VerbatimReader {
    fn parse(&self, chunk: &Chunk) -> Segment {
        let mut builder = SegmentBuilder::new(chunk.source.start);
        let inked = Inked::of(read(&self.source, chunk, &mut builder));
        let mut writer = Writer::new(builder, &inked);
        let mut joint = joint(&self.source, chunk);
        for block in blocks(&lines(&inked.text)) {
            writer.begin(LeafKind::Paragraph, span(block));
            if let Some(between) = joint.take() {
                writer.builder.join(between);
            }
            put_all(block, &mut writer);
            writer.end();
        }
        writer.finish()
    }

    fn source_text(&self, chunk: &Chunk) -> String {
        self.source.text(chunk.source.clone()).unwrap_or_default()
    }

    fn is_intact(&self) -> bool {
        self.source.is_intact()
    }

    fn explain(&self, chunk: &Chunk, at: u32) -> Option<Explanation> {
        let inked = Inked::of(self.source_text(chunk));
        let lines = lines(&inked.text);
        let source = |block| {
            let Range { start, end } = span(block);
            Span::new(offset(inked.source_offset(start)), offset(inked.source_offset(end)))
        };
        let block = blocks(&lines).find(|block| source(block).end > at).or_else(|| blocks(&lines).last())?;
        let kind = if block.len() == 1 { "a line" } else { "lines" };
        let grounds =
            Grounds::Mark("blank lines part it from others; nothing else was looked for".to_owned());
        Some(Explanation { source: source(block), kind: kind.to_owned(), grounds, review: None })
    }
}

/// What stands between the texts of a block that a cut at the start of `chunk` went through.
pub(super) fn joint(source: &Source, chunk: &Chunk) -> Option<&'static str> {
    let before = chunk.source.start.checked_sub(1).filter(|_| chunk.continues)?;
    match source.read(before..chunk.source.start).ok()?.first()? {
        b'\n' | b'\r' => Some("\n"),
        b' ' | b'\t' => Some(" "),
        _ => Some(""),
    }
}

/// Adds lines as they are.
pub(super) fn put_all(lines: &[Line<'_>], writer: &mut Writer<'_>) {
    for (number, line) in lines.iter().enumerate() {
        if number > 0 {
            writer.glue("\n");
        }
        put(line, writer);
    }
}

/// Adds a line with its margin, its tabs as the blanks that they stand for.
fn put(line: &Line<'_>, writer: &mut Writer<'_>) {
    writer.glue(&" ".repeat(line.indent));
    let (mut at, mut column) = (line.start, line.indent);
    for part in line.body.split('\t') {
        if at > line.start {
            let stop = (column / TAB + 1) * TAB;
            writer.glue(&" ".repeat(stop - column));
            column = stop;
        }
        let part = Line { body: part, start: at, ..Line::new(part, at) };
        writer.put(&part);
        at = part.end() + 1;
        column += width(part.body);
    }
}

/// The chunks of a text of which each line is kept.
pub(super) fn cut(source: &Arc<Source>) -> split::Chunks {
    // Where lines are wrapped, no cut is made between two of them that could be made elsewhere.
    let profile = Profile { measure: Some(usize::MAX), ..Profile::default() };
    split::Chunks::new(Arc::clone(source), Arc::new(profile))
}

impl Reader for VerbatimReader {
    fn chunks(self: Arc<Self>) -> Box<dyn Iterator<Item = Chunk> + Send> {
        Box::new(cut(&self.source))
    }

    fn parser(self: Arc<Self>) -> Arc<dyn Parse> {
        self
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn texts(text: &str) -> Vec<String> {
        let reader = Verbatim.open(Arc::new(Source::from_text("text", text))).unwrap();
        let parser = Arc::clone(&reader).parser();
        let segments = reader.chunks().map(|chunk| parser.parse(&chunk));
        segments
            .flat_map(|segment| {
                (0..segment.leaves().len()).map(|at| segment.leaf_text(at).to_owned()).collect::<Vec<_>>()
            })
            .collect()
    }

    #[test]
    fn tabs_go_to_their_stops() {
        assert_eq!(texts("\ta\tb\tc\n"), ["        a       b       c"]);
        assert_eq!(texts("a\t\tb\n漢字\tx"), ["a               b\n漢字    x"]);
    }

    #[test]
    fn only_blank_lines_part_blocks_however_long_they_are() {
        let text = "Some line of text\n".repeat(20_000);
        assert_eq!(texts(&text).join("\n"), text.trim_end());
        let reader = Verbatim.open(Arc::new(Source::from_text("text", &text))).unwrap();
        assert!(Arc::clone(&reader).chunks().skip(1).all(|chunk| chunk.continues));
    }

    #[test]
    fn a_block_is_explained() {
        let text = "one\n\n  two\n  lines\n\nthree\n";
        let reader = Verbatim.open(Arc::new(Source::from_text("text", text))).unwrap();
        let chunk = Arc::clone(&reader).chunks().next().unwrap();
        for (at, kind, source) in
            [(0, "a line", 0..3), (8, "lines", 7..18), (4, "lines", 7..18), (99, "a line", 20..25)]
        {
            let explanation = reader.explain(&chunk, at).unwrap();
            assert_eq!((explanation.kind.as_str(), explanation.source.range()), (kind, source), "{at}");
        }
    }

    #[test]
    fn blocks_are_what_stands_between_blank_lines() {
        assert_eq!(
            texts("TITLE\n=====\n- one\n   two\n\n\n a | b\n---|---\n\n```\n> x\n"),
            ["TITLE\n=====\n- one\n   two", " a | b\n---|---", "```\n> x"]
        );
        assert!(texts(" \n\n").is_empty());
    }

    proptest! {
        #[test]
        fn every_line_is_kept(text in "[a-c#*|\t \n=-]{0,200}") {
            let shown: String = texts(&text).concat().chars().filter(|c| !c.is_whitespace()).collect();
            let all: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            prop_assert_eq!(shown, all);
        }
    }
}
