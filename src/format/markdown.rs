//! Markdown: CommonMark with the extensions of GFM, footnotes, alerts and definition lists.
//!
//! `split` cuts the source at places where no block goes on, so that each chunk can be parsed on
//! its own; `blocks` and `inlines` turn the parser's events into a segment. What the chunks
//! must know of each other, the definitions of links and footnotes, is kept in `definitions`.

mod blocks;
mod definitions;
mod depth;
mod explain;
mod front_matter;
mod html;
mod inlines;
mod marks;
mod prologue;
mod scan;
mod sniff;
mod split;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Result;

use super::{CHUNK, Confidence, Format, MAX_CHUNK, Reader, SNIFFED_BYTES, read};
use crate::document::{Chunk, Explanation, LeafKind, Parse, Reading, Segment, SegmentBuilder};
use crate::source::Source;

use definitions::{Definitions, Lookup};
use depth::Part;
use front_matter::FrontMatter;
use scan::Unfinished;
use split::Chunks;

/// The format.
pub struct Markdown;

impl Format for Markdown {
    fn name(&self) -> &'static str {
        "markdown"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["md", "markdown", "mdown", "mkd", "mkdn", "mdwn", "mdx", "rmd", "qmd"]
    }

    fn reading(&self) -> Reading {
        Reading::Markdown
    }

    fn sniff(&self, head: &str) -> Confidence {
        sniff::confidence(head)
    }

    fn open(&self, source: Arc<Source>) -> Result<Arc<dyn Reader>> {
        Ok(Arc::new(MarkdownReader::new(source)))
    }
}

/// Whether an HTML block begins with `line`, even right below running text.
pub fn begins_html_block(line: &str) -> bool {
    html::HtmlEnd::of_block_at(line.as_bytes(), true).is_some()
}

/// Reads one Markdown source.
struct MarkdownReader {
    source: Arc<Source>,
    front_matter: FrontMatter,
    definitions: Definitions,
    /// The blocks that forced cuts went through, by the start of the chunk that goes on with them.
    reopened: Mutex<HashMap<u64, Unfinished>>,
}

impl MarkdownReader {
    fn new(source: Arc<Source>) -> Self {
        let head = source.read(0..SNIFFED_BYTES).unwrap_or_default();
        Self {
            source,
            front_matter: front_matter::find(&head),
            definitions: Definitions::default(),
            reopened: Mutex::default(),
        }
    }

    /// Bytes before the text.
    fn front_matter_length(&self) -> usize {
        self.front_matter.length
    }

    /// Notes that the chunk at `start` begins inside `unfinished`.
    fn reopen_at(&self, start: u64, unfinished: Unfinished) {
        self.reopened.lock().unwrap_or_else(PoisonError::into_inner).insert(start, unfinished);
    }

    fn unfinished_at(&self, start: u64) -> Option<Unfinished> {
        self.reopened.lock().unwrap_or_else(PoisonError::into_inner).get(&start).cloned()
    }

    /// The beginning of the table that the forced cut at `place` goes through.
    fn lead(&self, place: u64, lookup: &mut Lookup<'_>) -> Option<Arc<Segment>> {
        let parse = |lines: &str| {
            let mut builder = SegmentBuilder::new(0);
            blocks::parse(lines, 0, None, lookup, &mut builder);
            builder.finish(lines.len())
        };
        Some(self.unfinished_at(place)?.lead()?.segment(parse))
    }

    /// Bytes of the chunk's text that are front matter.
    fn skipped(&self, chunk: &Chunk) -> usize {
        let end = (self.front_matter.length as u64).min(chunk.source.end);
        let head = (chunk.source.start < end).then(|| self.source.text(chunk.source.start..end));
        head.map_or(0, |text| text.map_or(0, |text| text.len()))
    }
}

impl MarkdownReader {
    fn parse_with(&self, chunk: &Chunk, lookup: &mut Lookup<'_>) -> Segment {
        let start = chunk.source.start;
        let mut builder = SegmentBuilder::new(start);
        let text = with_line_feeds(read(&self.source, chunk, &mut builder));
        let skipped = self.skipped(chunk);
        let body = text.get(skipped..).unwrap_or_default();
        for (part, unfinished) in depth::parts(body, self.unfinished_at(start).as_ref()) {
            let (Part::Text(range) | Part::TooDeep(range)) = part.clone();
            let base = skipped + range.start;
            let text = body.get(range).unwrap_or_default();
            match part {
                Part::Text(_) => {
                    blocks::parse(text, base, unfinished, lookup, &mut builder);
                }
                Part::TooDeep(_) => {
                    builder.leaf(LeafKind::Paragraph, base..base + text.len(), text.trim_end());
                }
            }
        }
        if let Some(lead) = self.lead(start, lookup) {
            builder.lead_in(lead);
        }
        if let Some(lead) = self.lead(chunk.source.end, lookup) {
            builder.lead_out(lead);
        }
        builder.finish(text.len())
    }
}

impl Parse for MarkdownReader {
    fn parse(&self, chunk: &Chunk) -> Segment {
        loop {
            let mut lookup = self.definitions.lookup(&chunk.source);
            let segment = self.parse_with(chunk, &mut lookup);
            if self.definitions.keep_open(&chunk.source, lookup) {
                return segment;
            }
        }
    }

    fn parse_anew(&self, chunk: &Chunk) -> Segment {
        self.parse_with(chunk, &mut self.definitions.lookup_anew())
    }

    fn explain(&self, chunk: &Chunk, at: u32) -> Option<Explanation> {
        explain::explain(&self.parse_anew(chunk), &self.source_text(chunk), at)
    }

    fn source_text(&self, chunk: &Chunk) -> String {
        self.source.text(chunk.source.clone()).unwrap_or_default()
    }

    fn is_intact(&self) -> bool {
        self.source.is_intact()
    }

    fn is_open(&self, chunk: &Chunk) -> bool {
        self.definitions.has_open(&chunk.source)
    }

    fn is_stale(&self, chunk: &Chunk) -> bool {
        self.definitions.resolves(&chunk.source)
    }

    fn settle(&self, chunk: &Chunk) {
        self.definitions.settle(&chunk.source);
    }
}

impl Reader for MarkdownReader {
    fn title(&self) -> Option<String> {
        self.front_matter.title.clone()
    }

    fn chunks(self: Arc<Self>) -> Box<dyn Iterator<Item = Chunk> + Send> {
        Box::new(Chunks::new(self, CHUNK, MAX_CHUNK))
    }

    fn parser(self: Arc<Self>) -> Arc<dyn Parse> {
        self
    }
}

/// `text` with every CR that is a line end of its own turned into an LF, which takes as many
/// bytes: the parser does not know such line ends everywhere.
fn with_line_feeds(text: String) -> String {
    if memchr::memchr(b'\r', text.as_bytes()).is_none() {
        return text;
    }
    let mut rest = text.as_str();
    let mut converted = String::with_capacity(text.len());
    while let Some((line, after)) = rest.split_once('\r') {
        converted.push_str(line);
        converted.push(if after.starts_with('\n') { '\r' } else { '\n' });
        rest = after;
    }
    converted.push_str(rest);
    converted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Span;

    fn reader(bytes: &[u8]) -> Arc<MarkdownReader> {
        Arc::new(MarkdownReader::new(Arc::new(Source::from_utf8_bytes("test", bytes.to_vec()))))
    }

    fn segments(reader: &Arc<MarkdownReader>, size: usize) -> Vec<Segment> {
        let chunks: Vec<_> = Chunks::new(Arc::clone(reader), size, MAX_CHUNK).collect();
        chunks.iter().map(|chunk| reader.parse(chunk)).collect()
    }

    fn only_segment(bytes: &[u8]) -> Segment {
        segments(&reader(bytes), usize::MAX).remove(0)
    }

    #[test]
    fn offsets_count_the_byte_order_mark_and_front_matter() {
        let segment = only_segment("\u{feff}---\na: b\n---\n# T\n".as_bytes());
        assert_eq!(segment.text(), "T\n");
        assert_eq!(segment.leaves()[0].source.range(), 16..19);
    }

    #[test]
    fn invalid_bytes_are_replaced() {
        assert_eq!(only_segment(b"\xEF\xBB\xBFa\xFFb\0").text(), "a\u{FFFD}b\u{FFFD}\n");
    }

    #[test]
    fn control_characters_stay() {
        assert_eq!(only_segment(b"a&#27;b&#x9b;&NewLine;c").text(), "a\u{1b}b\u{9b} c\n");
    }

    #[test]
    fn lone_carriage_returns_end_lines() {
        assert_eq!(only_segment(b"# A\r\r```\ra\r\nb\r```\r").text(), "A\na\nb\n");
    }

    #[test]
    fn an_empty_source_has_no_chunks() {
        assert_eq!(segments(&reader(b""), 1), []);
    }

    #[test]
    fn a_bomb_of_containers_is_text() {
        let bomb = format!("a\n\n{}b\n", "> ".repeat(1000));
        let segment = only_segment(bomb.as_bytes());
        assert_eq!(segment.containers().len(), 1);
        assert_eq!(segment.text(), format!("a\n{}b\n", "> ".repeat(1000)));
    }

    #[test]
    fn references_reach_over_chunks_and_the_first_definition_wins() {
        let reader = reader(b"[x] a[^n]\n\n[x]: /first\n\nb\n\n[x]: /second\n\n[^n]: note\n\n[x]\n");
        let segments = segments(&reader, 1);
        let linked = segments.iter().flat_map(|segment| {
            let all = Span::new(0, u32::try_from(segment.text().len()).unwrap());
            segment.styled(all).filter_map(|part| Some(segment.string(part.link?.destination)))
        });
        assert_eq!(linked.collect::<Vec<_>>(), ["/first", "#fn-n", "/first"]);
    }

    #[test]
    fn a_segment_is_stale_when_its_labels_become_known() {
        let reader = reader(b"[a] and[^b]\n\nNo labels\n\n[a]: /x\n\nText\n\n[^b]: y\n");
        let mut chunks = Chunks::new(Arc::clone(&reader), 1, MAX_CHUNK);
        let [first, second] = [chunks.next().unwrap(), chunks.next().unwrap()];
        let early = [reader.parse(&first), reader.parse(&second)];
        assert!(!reader.is_stale(&first) && !reader.is_stale(&second));
        assert_eq!(chunks.count(), 1);
        assert!(reader.is_stale(&first) && !reader.is_stale(&second));
        assert_eq!([reader.parse(&first), reader.parse(&second)], early);
        assert_eq!(reader.parse_anew(&first).text(), "a and[b]\n");
        reader.settle(&first);
        assert_eq!(reader.parse(&first).text(), "a and[b]\n");
        assert!(!reader.is_stale(&first));
    }
}
