//! What stands in the source between two places of a text that was kept line by line.

use std::ops::Range;

use super::source::Held;
use super::{Segments, TooLong, segments_of};
use crate::document::position::offset;
use crate::document::{Chunk, Parse, Segment, SegmentId, TextPos};
use crate::text::width;

/// Columns between the tab stops of lines that are kept.
const TAB: usize = 8;

/// What stands in the source between two positions, with its tabs, blank lines and blanks at line ends, of at most so
/// many bytes. None where it is not known of each of them where in the source it is, as in a line with the codes of
/// a printer. The blanks at the end of the last line belong to it where it is taken from its beginning.
pub fn verbatim(
    segments: &mut Segments<'_>,
    chunk: impl Fn(SegmentId) -> Option<Chunk>,
    parser: &dyn Parse,
    range: Range<TextPos>,
    most: usize,
) -> Option<Result<String, TooLong>> {
    let mut taken = String::new();
    for id in segments_of(&range) {
        let (segment, chunk) = segments(id).zip(chunk(id))?;
        let source = parser.source_text(&chunk);
        let held = Held { segment: &segment, source: &source };
        let from = match range.start {
            start if start.segment == id => held.spot(start.offset, true)?.at,
            _ => 0,
        };
        let to = match range.end {
            end if end.segment == id => {
                held.spot(end.offset.min(length(&segment)), false)?.end_of_text_from(from)
            }
            _ => source.len(),
        };
        taken.push_str(source.get(from..to)?);
        if taken.len() > most {
            return Some(Err(TooLong));
        }
    }
    Some(Ok(taken.trim_end_matches(['\n', '\r']).replace("\r\n", "\n")))
}

fn length(segment: &Segment) -> u32 {
    offset(segment.text().len())
}

/// A place in the source.
struct Spot {
    /// The line that it is on, without its end.
    line: Range<usize>,
    at: usize,
    /// Whether nothing is behind it on the line but blanks.
    is_at_end: bool,
}

impl Spot {
    /// Where that ends which is taken from a place up to this one.
    fn end_of_text_from(&self, from: usize) -> usize {
        if self.is_at_end && from <= self.line.start { self.line.end } else { self.at }
    }
}

impl Held<'_> {
    /// Where a text begins or ends in the source.
    fn spot(&self, at: u32, is_start: bool) -> Option<Spot> {
        let letter = if is_start { at } else { at.checked_sub(1)? };
        let index = self.segment.leaf_at(letter);
        let leaf = self.segment.leaf_span(index);
        let into = (at.min(leaf.end).checked_sub(leaf.start)?) as usize;
        let text = self.segment.leaf_text(index);
        let start = text.get(..into)?.rfind('\n').map_or(0, |end| end + 1);
        let shown = text.get(start..)?.split('\n').next()?;
        let line = self.line_at(index, letter)?;
        let kept = self.source.get(line.clone())?.trim_end_matches(['\n', '\r']);
        let wanted = into - start;
        let place = line.start + byte_at(kept, shown, wanted, is_start)?;
        let line = line.start..line.start + kept.len();
        Some(Spot { line, at: place, is_at_end: wanted == shown.len() })
    }
}

/// Where in a line, as it was kept, the byte stands that is at `wanted` of the line as it is shown: with blanks for its
/// tabs. A tab is taken as a whole.
fn byte_at(kept: &str, shown: &str, wanted: usize, is_start: bool) -> Option<usize> {
    let (mut at, mut seen) = (0, 0);
    // The last tab stop, in bytes of what is shown, and its column.
    let (mut stop, mut column) = (0, 0);
    for c in kept.chars() {
        if seen >= wanted {
            break;
        }
        let n_shown = if c == '\t' {
            column += width(shown.get(stop..seen)?);
            let n_blanks = TAB - column % TAB;
            (stop, column) = (seen + n_blanks, column + n_blanks);
            n_blanks
        } else {
            c.len_utf8()
        };
        let is_it =
            shown.get(seen..seen + n_shown)?.chars().all(|shown| shown == if c == '\t' { ' ' } else { c });
        if !is_it {
            return None;
        }
        seen += n_shown;
        if is_start && seen > wanted {
            break;
        }
        at += c.len_utf8();
    }
    (seen >= wanted).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tabs_are_counted_with_their_blanks() {
        let (kept, shown) = ("\ta\t漢\tb  ", "        a       漢      b");
        for (wanted, start, end) in
            [(0, 0, 0), (3, 0, 1), (8, 1, 1), (9, 2, 2), (12, 2, 3), (16, 3, 3), (19, 6, 6)]
        {
            let both = [true, false].map(|is_start| byte_at(kept, shown, wanted, is_start));
            assert_eq!(both, [Some(start), Some(end)], "{wanted}");
        }
        assert_eq!(byte_at(kept, shown, shown.len(), false), Some(kept.len() - 2));
        assert_eq!(byte_at("a\u{8}a", "aa", 2, false), None, "it was printed twice");
        assert_eq!(byte_at("a", "a b", 3, false), None);
    }
}
