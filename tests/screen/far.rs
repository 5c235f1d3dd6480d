//! Documents beyond what 16 bits count in rows, and 32 bits in bytes.

use std::sync::Arc;

use folio::app::MouseKind;
use folio::document::{Chunk, Document, LeafKind, Parse, Segment, SegmentBuilder, SegmentId, Span};

use crate::fixture::Screen;

/// Bytes that each chunk claims to have.
const CHUNK: u64 = 16 << 20;
/// Chunks, which have five gigabytes together.
const CHUNKS: u64 = 320;
/// Lines of a chunk, of which there are more than 65,535 in all.
const LINES: u64 = 240;

/// A source that is not there: each chunk is lines that say their number.
struct Lines {
    per_chunk: u64,
}

impl Parse for Lines {
    fn parse(&self, chunk: &Chunk) -> Segment {
        let mut builder = SegmentBuilder::new(chunk.source.start);
        let text = self.source_text(chunk);
        builder.leaf(LeafKind::CodeBlock { info: Span::default() }, 0..text.len(), &text);
        builder.finish(text.len())
    }

    fn source_text(&self, chunk: &Chunk) -> String {
        let first = chunk.source.start / CHUNK * self.per_chunk;
        let lines: Vec<_> = (first..first + self.per_chunk).map(|number| format!("line {number}.")).collect();
        lines.join("\n")
    }
}

fn screen(n_chunks: u64, per_chunk: u64) -> Screen {
    let mut document = Document::new("far", Arc::new(Lines { per_chunk }));
    let chunk = |number| Chunk {
        source: number * CHUNK..(number + 1) * CHUNK,
        continues: number > 0,
        is_provisional: false,
    };
    document.push_chunks((0..n_chunks).map(chunk));
    document.end_chunks();
    Screen::of(document)
}

/// The number of the first line on the screen.
fn top(screen: &Screen) -> u64 {
    let text = screen.text();
    let number = text.split("line ").nth(1).and_then(|rest| rest.split('.').next());
    number.and_then(|number| number.parse().ok()).expect("a line is on the screen")
}

fn assert_everything_works(screen: &mut Screen, lines: u64) {
    screen.press("G");
    assert!(screen.text().contains(&format!("line {}.", lines - 1)), "{}", screen.text());
    assert!(screen.row(-1).contains("100 %"), "{}", screen.text());
    screen.press("k");
    let up = top(screen);
    screen.press("j");
    assert_eq!(top(screen), up + 1);

    screen.press("50%");
    assert!(screen.row(-1).contains("50 %"), "{}", screen.text());
    assert!(top(screen).abs_diff(lines / 2) < lines / 100, "{} of {lines}", top(screen));
    let before = top(screen);
    screen.resize(61, 12);
    assert_eq!(top(screen), before);
    screen.press("9999999j9999999k");
    // Far ways are estimated by what is known of the text, which was more on the way back.
    assert!(top(screen).abs_diff(before) < 50, "{} and {before}", top(screen));

    screen.mouse(MouseKind::Press, 60, 9);
    screen.mouse(MouseKind::Release, 60, 9);
    assert!(top(screen) > lines * 8 / 10, "{} of {lines}", top(screen));

    let wanted = lines - lines / 10;
    screen.press(&format!("g/{wanted}.<Enter>"));
    assert!(screen.text().contains(&format!("line {wanted}.")), "{}", screen.text());
    screen.press("<Esc>g");
    assert_eq!(top(screen), 0);
}

#[test]
fn five_gigabytes_of_many_segments() {
    let mut screen = screen(CHUNKS, LINES);
    assert_everything_works(&mut screen, CHUNKS * LINES);
    let document = screen.app().document();
    let source = (CHUNKS - 1) * CHUNK;
    assert!(source > u64::from(u32::MAX));
    let last = document.last_segment().and_then(|last| document.segment(last)).unwrap();
    assert_eq!((last.source_of(0), last.offset_of_source(source)), (source, 0));
}

#[test]
fn more_rows_in_a_segment_than_16_bits_count() {
    let mut screen = screen(1, 66_000);
    assert_everything_works(&mut screen, 66_000);
    assert!(screen.app().document().segment(SegmentId::default()).is_some());
}
