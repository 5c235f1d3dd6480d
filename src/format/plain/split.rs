//! Cuts a source into chunks at places where nothing is pending.
//!
//! The best place is after a blank line, before text at the margin that opens no item. Where no
//! such place comes in time, a lesser one is taken, down to any character boundary. That is sooner
//! in the first chunk, which the reader waits for.

use std::sync::Arc;

use super::fences::Fences;
use super::furniture;
use super::glance::{GLANCE, Unlearned};
use super::ink::Inked;
use super::lines::{Line, each_line, lines};
use super::marker::marker;
use super::profile::Profile;
use super::table;
use crate::document::Chunk;
use crate::format::chunks::{provisional, settled};
use crate::format::{CHUNK, MAX_CHUNK, affordable, chunk_size, forced_size};
use crate::source::Source;

/// How far beyond a chunk's size the source is first looked at.
const LOOK: usize = 8 * 1024;

/// The bytes of a line below which a chunk is smaller, as it then has too many of them: recovering the
/// structure costs as much by the line as by the byte. Blank lines are not counted; they cost little.
const DENSE_LINE: usize = 36;

/// Bytes without a space after which a chunk is smaller, as each sign in them is a place where a line may have to
/// be broken.
const UNBROKEN: usize = 512;

/// How many times smaller it then is.
const UNBROKEN_COST: usize = 4;

/// The chunks of a source, found as they are asked for.
pub(super) struct Chunks {
    source: Arc<Source>,
    profile: Arc<Profile>,
    /// What takes the place of the profile behind the first screen.
    unlearned: Option<Arc<Unlearned>>,
    /// Where the next chunk starts.
    at: u64,
    /// Whether the last cut was forced.
    continues: bool,
}

/// A place to cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Cut {
    /// Bytes from the chunk's start.
    length: usize,
    /// Whether it goes through a block.
    is_forced: bool,
}

impl Cut {
    /// The same, or where it would go through what is fenced one behind that.
    fn beside(self, fences: &Fences) -> Self {
        let end = fences.around(self.length).map(|span| span.end);
        end.map_or(self, |length| Self { length, is_forced: false })
    }
}

/// How long a chunk may be, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Limits {
    /// From where on a good place to cut is taken.
    size: usize,
    /// How far beyond that is first looked for one.
    look: usize,
    /// Where a cut is forced.
    max: usize,
    /// The same within fences, which no cut may go through.
    fenced: usize,
    /// What is no longer than this is not cut.
    rest: usize,
}

impl Limits {
    /// Those of a chunk that starts at byte `start` with the bytes `head`: less for the first ones, which the
    /// reader waits for.
    fn at(start: u64, head: &[u8]) -> Self {
        let size = chunk_size(start);
        let max = forced_size(start, head);
        Self { size, look: LOOK.min(size), max, fenced: fenced(max), rest: CHUNK.min(size + LOOK / 2) }
    }

    /// Less where the lines of `head`, with which the chunk begins, are short or without spaces, or its characters
    /// intricate.
    fn within(self, head: &[u8]) -> Self {
        let most_lines = (self.size / DENSE_LINE).max(1);
        let head = head.get(..self.size).unwrap_or(head);
        let is_inked = |&end: &usize| end > 0 && head.get(end - 1) != Some(&b'\n');
        let lines_end =
            memchr::memchr_iter(b'\n', head).filter(is_inked).nth(most_lines - 1).map(|end| end + 1);
        // A few of them, as in most text, are not worth another cut.
        let afforded = affordable(head, 2 * self.size);
        let afforded = (afforded < head.len()).then_some((afforded / 2).max(1));
        let unbroken = has_unbroken(head).then_some(self.size / UNBROKEN_COST);
        let Some(size) = lines_end.into_iter().chain(afforded).chain(unbroken).min() else { return self };
        let scaled = |bytes: usize| (bytes * size).div_ceil(self.size);
        let max = scaled(self.max);
        Self { size, look: scaled(self.look), max, fenced: fenced(max), ..self }
    }

    /// With a forced cut of a short text put off to its end, where it has only `left` bytes more.
    fn or_all(self, left: usize, is_whole: bool) -> Self {
        let is_worth_it = is_whole && self.max < CHUNK && left <= self.max + self.max / 2;
        let max = left.max(self.max);
        if is_worth_it { Self { max, fenced: self.fenced.max(max), ..self } } else { self }
    }
}

/// How long code between fences may be where a cut is forced at `max` bytes elsewhere.
fn fenced(max: usize) -> usize {
    const TIMES: usize = 4;
    MAX_CHUNK.min(TIMES * max).max(max)
}

/// Whether no space stands on a long way in `text`.
fn has_unbroken(text: &[u8]) -> bool {
    let is_unbroken = |bytes: &[u8]| memchr::memchr3(b' ', b'\n', b'\t', bytes).is_none();
    text.chunks_exact(UNBROKEN).any(is_unbroken)
}

impl Chunks {
    /// The chunks of `source`.
    pub(super) fn new(source: Arc<Source>, profile: Arc<Profile>) -> Self {
        Self { source, profile, unlearned: None, at: 0, continues: false }
    }

    /// The same, which learn behind the first screen what is still to be learned of the source.
    pub(super) fn learning(self, unlearned: Option<Arc<Unlearned>>) -> Self {
        Self { unlearned, ..self }
    }

    /// The cut for a chunk that starts at `self.at`. Reads further only while no good place is
    /// found. `None` where not enough of the source is there yet.
    fn cut(&self) -> Option<Cut> {
        let is_whole = self.source.is_whole();
        let left = settled(&self.source).saturating_sub(self.at);
        let left = usize::try_from(left).unwrap_or(usize::MAX);
        let head = self.source.read(self.at..self.at + CHUNK.min(left) as u64).unwrap_or_default();
        let usual = Limits::at(self.at, &head);
        let limits = usual.within(&head).or_all(left, is_whole);
        if is_whole && left <= usual.rest && limits.size == usual.size {
            return Some(Cut { length: left, is_forced: false });
        }
        for reach in [limits.size + limits.look, limits.max / 2, limits.max, limits.fenced] {
            if left < reach && !is_whole {
                return None;
            }
            let bytes = self.source.read(self.at..self.at + reach as u64).unwrap_or_default();
            if bytes.len() < reach.min(left) {
                // What cannot be read has chunks too: parsing them says so.
                return Some(Cut { length: MAX_CHUNK, is_forced: true });
            }
            let is_all = bytes.len() >= left;
            let is_last = is_all || reach >= limits.max;
            // Of a line that goes on behind what was read, nothing can be told.
            let whole = if is_all { bytes.len() } else { line_start(&bytes, bytes.len()) };
            let known = bytes.get(..whole).unwrap_or_default();
            let fences = Fences::of(known, is_all || reach >= limits.fenced);
            if let Some(cut) = self.cut_within(known, limits, is_last, &fences) {
                return Some(cut);
            }
            if is_last && !fences.may_be_open() {
                let all = Cut { length: bytes.len(), is_forced: false };
                return Some(if is_all { all } else { forced(&bytes).beside(&fences) });
            }
        }
        None
    }

    /// A cut at the size of a chunk or later in `bytes`, for which a lesser place will do if they are the
    /// last.
    fn cut_within(&self, bytes: &[u8], limits: Limits, is_last: bool, fences: &Fences) -> Option<Cut> {
        let Limits { size, look, .. } = limits;
        let window = bytes.get(size..).unwrap_or_default();
        // Offsets hold only in valid text; elsewhere line ends are as good as any place.
        let tail = Inked::of(String::from_utf8(window.to_vec()).unwrap_or_default());
        let cleared = self.profile.running.is_paginated().then(|| self.without_furniture(lines(&tail.text)));
        // Most cuts are near, and lines behind them need not be looked at.
        let lines = || {
            cleared.iter().flatten().copied().chain(each_line(if cleared.is_some() {
                ""
            } else {
                &tail.text
            }))
        };
        let length = |line: Line<'_>| size + line_start(window, tail.source_offset(line.start));
        let is_between = |line: &Line<'_>| {
            let at = length(*line);
            !fences.hold(at) && open_row_start(bytes, at).is_none()
        };
        let safe = safe_cut(lines(), &self.profile, true, is_between).map(length);
        let may_be_fair = bytes.len() > size + look || is_last;
        let fair = || safe_cut(lines(), &self.profile, false, is_between).map(length).filter(|_| may_be_fair);
        let behind_fence = || fences.end_from(size).filter(|_| may_be_fair);
        Some(Cut { length: safe.or_else(behind_fence).or_else(fair)?, is_forced: false })
    }

    /// The lines of a text with pages as if it had none, from the first whole line on that is not at
    /// a page break which may have begun before.
    fn without_furniture<'a>(&self, mut lines: Vec<Line<'a>>) -> Vec<Line<'a>> {
        let first = lines.first().copied();
        lines = furniture::clear_all(lines.split_off(1.min(lines.len())), &self.profile);
        let start = lines.iter().position(|line| !line.is_blank()).unwrap_or(lines.len());
        first.into_iter().chain(lines.split_off(start)).collect()
    }
}

impl Iterator for Chunks {
    type Item = Chunk;

    fn next(&mut self) -> Option<Chunk> {
        if let Some(unlearned) = self.unlearned.take_if(|_| self.at >= GLANCE) {
            self.profile = Arc::clone(unlearned.learn());
        }
        if self.at >= self.source.len() {
            return None;
        }
        let Some(cut) = self.cut() else { return provisional(&self.source, self.at, self.continues) };
        let start = self.at;
        self.at = (start + cut.length.max(1) as u64).min(self.source.len());
        let continues = std::mem::replace(&mut self.continues, cut.is_forced);
        Some(Chunk { source: start..self.at, continues, is_provisional: false })
    }
}

/// The first line that a chunk may start with, of those that a test holds for.
fn safe_cut<'a>(
    lines: impl Iterator<Item = Line<'a>>,
    profile: &Profile,
    after_blank: bool,
    is_between: impl Fn(&Line<'_>) -> bool,
) -> Option<Line<'a>> {
    // The first line may be the end of one that began before.
    let mut lines = lines.skip(1);
    let mut before = lines.next()?;
    lines.find(|line| {
        let before = std::mem::replace(&mut before, *line);
        let is_apart =
            before.is_blank() || (!after_blank && profile.measure.is_none() && is_plain(&before, profile));
        is_apart && is_plain(line, profile) && is_between(line)
    })
}

/// Where the line starts that has its first letter at `letter`.
fn line_start(bytes: &[u8], letter: usize) -> usize {
    let before = bytes.get(..letter).unwrap_or_default();
    memchr::memrchr2(b'\n', b'\r', before).map_or(0, |end| end + 1)
}

/// Whether the line is text at the margin, which goes on with no list, table or code.
fn is_plain(line: &Line<'_>, profile: &Profile) -> bool {
    const MARKS: &[char] = &['|', '+', '>', '│', '├', '└'];
    let has_letters = line.body.starts_with(|c: char| c.is_alphanumeric() || c == '#');
    let is_row = line.body.contains(['|', '\t'])
        || line.body.contains("   ")
        || line.body.starts_with(MARKS)
        || table::may_be_commas(line);
    line.indent <= profile.base_indent && has_letters && !is_row && marker(line.body).is_none()
}

/// A cut behind the last blank line in `bytes`, else the last line end, else the last space, else
/// at the last character boundary. None goes through a row of a table that stands on several lines.
fn forced(bytes: &[u8]) -> Cut {
    let tail_start = bytes.len() / 2;
    let tail = bytes.get(tail_start..).unwrap_or_default();
    let after = |at: usize| tail_start + at + 1;
    let blank_line = blank_line_end(tail).filter(|&end| open_row_start(tail, end).is_none());
    if let Some(end) = blank_line {
        return Cut { length: tail_start + end, is_forced: false };
    }
    let line_end = memchr::memrchr(b'\n', tail).map(|at| {
        let end = at + 1;
        tail_start + open_row_start(tail, end).unwrap_or(end)
    });
    let space = || memchr::memrchr2(b' ', b'\t', tail).map(after);
    let length = line_end.or_else(space).unwrap_or_else(|| boundary(bytes));
    Cut { length, is_forced: true }
}

/// Where the row of a table starts that the byte `end`, at the end of a line, is within.
fn open_row_start(bytes: &[u8], end: usize) -> Option<usize> {
    const REACH: usize = 4 * 1024;
    let from = end.saturating_sub(REACH);
    let before = bytes.get(from..end)?;
    // Few texts have a mark that may begin a cell.
    if ![",\"", ";\"", "\n\""].iter().any(|mark| memchr::memmem::find(before, mark.as_bytes()).is_some()) {
        return None;
    }
    // What may be no whole line, or no valid text, tells nothing.
    let whole = memchr::memchr(b'\n', before)? + 1;
    let text = std::str::from_utf8(before.get(whole..)?).ok()?;
    let lines = lines(text);
    let row = lines.get(table::open_row(&lines)?)?;
    Some(from + whole + line_start(text.as_bytes(), row.start))
}

/// Where the last blank line of `bytes` ends.
fn blank_line_end(bytes: &[u8]) -> Option<usize> {
    let ends: [&[u8]; 2] = [b"\n\n", b"\n\r\n"];
    let after_last = |end: &[u8]| memchr::memmem::rfind(bytes, end).map(|at| at + end.len());
    ends.into_iter().filter_map(after_last).max()
}

/// The start of the last character in `bytes`.
fn boundary(bytes: &[u8]) -> usize {
    const LONGEST: usize = 4;
    let is_start = |byte: &u8| byte & 0b1100_0000 != 0b1000_0000;
    let tail = bytes.len().saturating_sub(LONGEST);
    let last = bytes.get(tail..).and_then(|tail| tail.iter().rposition(is_start));
    last.map_or(bytes.len(), |at| tail + at).max(1)
}

#[cfg(test)]
mod tests {
    use super::super::model::Weights;
    use proptest::prelude::*;

    use super::super::PlainReader;
    use super::*;
    use crate::document::{ContainerKind, Leaf, LeafKind, Parse as _, Segment};
    use crate::format::FIRST_CHUNK;
    use crate::format::chunks::tests::while_growing;

    fn chunks(text: &str) -> Vec<Chunk> {
        let source = Arc::new(Source::from_text("test", text));
        let profile = Arc::new(Profile::of_source(&source, Weights::bundled()));
        Chunks::new(source, profile).collect()
    }

    fn starts(text: &str) -> Vec<&str> {
        let start = |chunk: Chunk| text.split_at(usize::try_from(chunk.source.start).unwrap()).1;
        chunks(text).into_iter().map(start).collect()
    }

    fn covers(text: &str) {
        let mut at = 0;
        for chunk in chunks(text) {
            assert_eq!(chunk.source.start, at);
            at = chunk.source.end;
            assert!(text.is_char_boundary(usize::try_from(at).unwrap()));
            assert!(chunk.source.end - chunk.source.start <= MAX_CHUNK as u64);
        }
        assert_eq!(at, text.len() as u64);
    }

    #[test]
    fn a_short_source_is_one_chunk() {
        assert_eq!(chunks("text\n"), [Chunk { source: 0..5, continues: false, is_provisional: false }]);
        assert_eq!(chunks(""), []);
    }

    #[test]
    fn the_first_chunk_of_a_long_source_is_short() {
        let text: Vec<_> =
            (0..5000).map(|n| format!("Line {n} of the text stands at the margin.\n\n")).collect();
        let text = text.concat();
        assert!(chunks(&text)[0].source.end < 2 * FIRST_CHUNK as u64);
        assert_eq!(chunks(text.get(..2 * CHUNK).unwrap()).len(), 6);
        assert_eq!(chunks(text.get(..FIRST_CHUNK).unwrap()).len(), 1);
    }

    #[test]
    fn cuts_lie_before_text_at_the_margin() {
        let block = "A line of text that stands at the margin\nand goes on.\n\n- an item\n\n  with more\n\n    code\n\n";
        let text = block.repeat(3000);
        covers(&text);
        assert!(starts(&text).len() > 2);
        assert!(starts(&text).iter().all(|rest| rest.starts_with("A line")));
    }

    #[test]
    fn unwrapped_text_is_cut_between_lines() {
        let block = "A heading\nA paragraph that is long enough not to be taken for one line of a wrapped text, whatever the measure may be, at least I should think so.\n- item\n- item\na | b |\nc | d |\n";
        let text = block.repeat(1000);
        covers(&text);
        assert!(starts(&text).iter().all(|rest| rest.starts_with("A ")));
    }

    #[test]
    fn no_cut_lies_between_rows_of_which_the_last_was_read_in_part() {
        let row = |n: usize| format!("Swan,{n},\"It lay where it was left,\n\nby the mill, and\nleaked\",\n");
        let rows: Vec<_> = (1..1300).map(row).collect();
        // Wherever the bytes end that are read at a time.
        for n_bytes in (0..row(100).len()).step_by(10) {
            let text = format!("boat,number,remark,price{}\n{}", " ".repeat(n_bytes), rows.concat());
            assert!(chunks(&text).iter().skip(1).all(|chunk| chunk.continues), "{n_bytes}");
        }
    }

    #[test]
    fn the_first_cut_is_forced_soon_but_not_in_a_header() {
        let table = "word  12  more words\n".repeat(10_000);
        assert!(chunks(&table)[0].source.end <= 4 * FIRST_CHUNK as u64);
        let header = format!("{}\n{}\n{table}", "name  ".repeat(3000), "----  ".repeat(3000));
        assert!(chunks(&header)[0].source.end > 36_000);
    }

    #[test]
    fn a_cut_is_forced_where_nothing_ends() {
        for text in
            ["word ".repeat(200_000), "漢".repeat(200_000), "x".repeat(600_000), "- item\n".repeat(80_000)]
        {
            covers(&text);
            assert!(chunks(&text).iter().skip(1).all(|chunk| chunk.continues));
            assert!(chunks(&text)[0].source.end <= CHUNK as u64);
        }
    }

    #[test]
    fn a_blank_line_is_better_than_a_forced_cut() {
        for block in ["- item\n- item\n- item\n\n", "- item\r\n- item\r\n\r\n"] {
            let text = block.repeat(40_000);
            covers(&text);
            assert!(chunks(&text).iter().all(|chunk| !chunk.continues));
            assert!(starts(&text).iter().all(|rest| rest.starts_with(block)));
        }
    }

    #[test]
    fn short_lines_make_short_chunks() {
        for line in ["1\n", "\n", "a\tb\n", "- a\n", "A\n\n"] {
            let text = line.repeat(100_000);
            covers(&text);
            let range =
                |chunk: &Chunk| chunk.source.start.try_into().unwrap()..chunk.source.end.try_into().unwrap();
            let n_lines = |chunk: &Chunk| {
                text.get(range(chunk)).unwrap().lines().filter(|line| !line.is_empty()).count()
            };
            let most = chunks(&text).iter().map(n_lines).max().unwrap();
            assert!(most <= MAX_CHUNK / DENSE_LINE + 2, "{line:?}: {most} lines");
        }
    }

    #[test]
    fn text_without_spaces_makes_short_chunks() {
        let cells = format!("{}\n", "a|".repeat(5000)).repeat(40);
        covers(&cells);
        let longest = chunks(&cells).iter().map(Chunk::length).max();
        assert!(longest < Some(CHUNK as u64 / 2), "{longest:?}");
        // An address here and there is no such text.
        let address = format!("See https://example.org/{} for it.\n\n", "a/".repeat(150));
        let text = format!("{address}{}", "Some words of text that stand on a line.\n\n".repeat(8000));
        assert!(chunks(&text).iter().any(|chunk| chunk.length() > CHUNK as u64 / 2));
    }

    #[test]
    fn intricate_characters_make_short_chunks() {
        for text in ["ไทยไม่มีช่องว่าง".repeat(9_000), "ไทยไม่มี 👩🏽‍🔬\n\n".repeat(9_000)]
        {
            covers(&text);
            for chunk in chunks(&text) {
                let range = chunk.source.start.try_into().unwrap()..chunk.source.end.try_into().unwrap();
                let chunk = text.get(range).unwrap();
                assert!(chunk.len() + crate::format::extra_cost(chunk.as_bytes()) <= 2 * MAX_CHUNK);
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(12))]

        #[test]
        fn growing_changes_no_cut(
            parts in prop::collection::vec(0_usize..5, 1500..3000),
            pieces in prop::collection::vec(1_usize..60_000, 1..20),
        ) {
            let kinds = ["A line at the margin of the text.\n", "\n", "- an item\n", "a | b\n", "漢字 and so on, "];
            let lines: String = parts.iter().map(|&kind| kinds[kind].repeat(4)).collect();
            let text = lines + &"A\n\n1\n2\n".repeat(parts.len() * 4);
            let (source, feed) = Source::growing("test");
            let source = Arc::new(source);
            let found = Chunks::new(Arc::clone(&source), Arc::default());
            let grown = while_growing((source, feed), found, &text, &pieces);
            let whole = Chunks::new(Arc::new(Source::from_text("test", &text)), Arc::default());
            prop_assert_eq!(grown, whole.collect::<Vec<_>>());
        }
    }

    /// Where `text` may be cut: every safe place in it.
    fn safe_starts(text: &str, profile: &Profile) -> Vec<u64> {
        let lines = lines(text);
        let is_safe = |pair: &&[Line<'_>]| {
            safe_cut([pair[0], pair[0], pair[1]].into_iter(), profile, true, |_| true).is_some()
        };
        let safe = lines.windows(2).filter(is_safe);
        let fences = Fences::of(text.as_bytes(), true);
        let starts = safe.map(|pair| line_start(text.as_bytes(), pair[1].start));
        starts.filter(|&start| !fences.hold(start)).map(|start| start as u64).collect()
    }

    #[test]
    fn no_cut_goes_through_fences() {
        let prose = |n: usize| "A line at the margin of the text.\n\n".repeat(n);
        for n_before in [0, 100, 1000, 5000] {
            for n_lines in [10, 60, 200, 400] {
                let code =
                    "```sh\nls\n".to_owned() + &"one, set at the margin of the code\n\n".repeat(n_lines);
                let text = (prose(n_before) + &code + "```\n\n").repeat(2) + &prose(3000);
                let reader = PlainReader::new(Arc::new(Source::from_text("test", &text)), Weights::bundled());
                let segments: Vec<_> = chunks(&text).iter().map(|chunk| reader.parse(chunk)).collect();
                let is_code = |leaf: &&Leaf| matches!(leaf.kind, LeafKind::CodeBlock { .. });
                let found = segments.iter().flat_map(Segment::leaves).filter(is_code).count();
                assert_eq!(found, 2, "{n_before} {n_lines}");
                covers(&text);
            }
        }
    }

    #[test]
    fn a_fence_that_nothing_closes_does_not_hold_up_cuts() {
        let text = "A line at the margin of the text.\n\n".repeat(50)
            + "```sh\n"
            + &"A line at the margin of the text.\n\n".repeat(5000);
        assert!(chunks(&text).len() > 3);
        assert!(chunks(&text).iter().all(|chunk| !chunk.continues));
    }

    /// Every leaf with its containers and its text.
    fn described(segment: &Segment) -> Vec<String> {
        let container = |kind| match kind {
            ContainerKind::Item { .. } => "Item".to_owned(),
            ContainerKind::Table { header, .. } => format!("Table {header}"),
            kind => format!("{kind:?}"),
        };
        let leaf = |(index, leaf): (usize, &Leaf)| {
            let around = segment.ancestors(leaf.container).map(|(_, outer)| container(outer.kind));
            let kind = match leaf.kind {
                LeafKind::CodeBlock { info } => format!("Code {}", segment.string(info)),
                kind => format!("{kind:?}"),
            };
            format!("{kind} {:?} {}", around.collect::<Vec<_>>(), segment.leaf_text(index))
        };
        segment.leaves().iter().enumerate().map(leaf).collect()
    }

    /// The blocks of `text` cut at every safe place, and those of all of it.
    fn cut_and_whole(text: &str) -> (usize, Vec<String>, Vec<String>) {
        let source = Arc::new(Source::from_text("test", text));
        let reader = PlainReader::new(source, Weights::bundled());
        let profile = Arc::clone(&reader.profile);
        let chunk = |source| Chunk { source, continues: false, is_provisional: false };
        let mut starts = vec![0];
        starts.extend(safe_starts(text, &profile));
        starts.push(text.len() as u64);
        starts.dedup();
        let parts: Vec<_> = starts.windows(2).map(|pair| reader.parse(&chunk(pair[0]..pair[1]))).collect();
        let whole = reader.parse(&chunk(0..text.len() as u64));
        (starts.len() - 2, parts.iter().flat_map(described).collect(), described(&whole))
    }

    /// Pieces of plain text, each with the blank line behind it.
    const PIECES: &[&str] = &[
        "A paragraph whose lines are all of about the same\nlength, as they are where a text was wrapped for\nthe terminal.\n\n",
        "Another one, on a single line.\n\n",
        "# A heading\n\n",
        "Under a rule\n------------\n\n",
        "- an item\n- another item\n  that goes on\n\n",
        "1. first\n2. second\n\n",
        "  - a nested item\n\n",
        "| a | b |\n|---|---|\n| c | d |\n\n",
        "> quoted\n> lines\n\n",
        "    indented text\n    of two lines\n\n",
        "```sh\nA line at the margin.\n\nAnother one, on a single line.\n```\n\n",
        "~~~\na | b\n\n# A heading\n~~~\n\n",
        "\n",
    ];

    fn mix() -> impl Strategy<Value = String> {
        prop::collection::vec(prop::sample::select(PIECES), 1..20).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn cutting_changes_nothing(text in mix()) {
            // The title is looked for in the first chunk only.
            let text = format!("The title of it all\n===================\n\n{text}");
            let (_, parts, whole) = cut_and_whole(&text);
            prop_assert_eq!(parts, whole, "{}", text);
        }
    }
}
