//! What the edits of a file have moved: the text before the first of them is where it was, and that behind the last
//! is as much farther on as the file has grown.
//!
//! Where the edits are is told by the sections, which are compared by halving. What stands between them has to be
//! found by its words.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::app::places::first_words;
use crate::document::position::offset;
use crate::document::{Document, Outline, Ranges, Segment, SegmentId, Span, TextPos};

/// A text before it was changed, as far as it is kept in memory: the file has the changed one by now.
pub(super) struct Before {
    outline: Outline,
    segments: BTreeMap<SegmentId, Arc<Segment>>,
}

/// Where a section begins.
struct SectionStart {
    /// The byte of the source.
    at: u64,
    /// The first words of the section.
    words: String,
}

/// What has moved, and by how much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) struct Moves {
    /// Before this byte of the source as it was, all is where it was.
    still_before: u64,
    /// From this one on all has moved.
    moved_from: u64,
    /// By so many bytes.
    by: i64,
}

impl Before {
    pub(super) fn of(document: &Document) -> Self {
        let ids = (0..document.n_segments()).map(SegmentId::from_index);
        let segments = ids.filter_map(|id| Some((id, Arc::clone(document.segment(id)?)))).collect();
        Self { outline: document.outline().clone(), segments }
    }

    /// Where the sections begin, in order, up to the first one behind a byte of the source.
    fn section_starts(&self, last: u64) -> Vec<SectionStart> {
        let mut is_behind = false;
        let sections =
            self.outline.ids().filter_map(|id| Some((self.outline.source(id)?, self.outline.get(id)?)));
        let wanted = sections.take_while(|&(at, _)| !std::mem::replace(&mut is_behind, at > last));
        let told = wanted.filter_map(|(at, section)| {
            let segment = self.segments.get(&section.start.segment)?;
            Some(SectionStart { at, words: words_from(segment, section.start) })
        });
        told.collect()
    }
}

impl SectionStart {
    /// Whether a document has it so many bytes farther on.
    fn is_moved_by(&self, document: &mut Document, by: i64) -> bool {
        let at = self.at.saturating_add_signed(by);
        let Some(id) = document.segment_of_source(at).filter(|_| document.reaches(at)) else { return false };
        let Some(segment) = document.demand(id) else { return false };
        let start = segment.offset_of_source(at);
        segment.source_of(start) == at && words_from(&segment, TextPos::new(id, start)) == self.words
    }
}

impl Moves {
    /// Nothing has.
    const NONE: Self = Self { still_before: u64::MAX, moved_from: u64::MAX, by: 0 };

    /// What has moved of the text before, which has grown `by` so many bytes to become that of `document`. Its chunks
    /// have to be known up to what was the byte `last`, behind which nobody asks.
    pub(super) fn find(before: &Before, document: &mut Document, by: i64, last: u64) -> Self {
        let all = before.section_starts(last);
        if by == 0 || document.is_empty() {
            return Self { by, ..Self::NONE };
        }
        let n_still = all.partition_point(|start| start.is_moved_by(document, 0));
        let (still, rest) = all.split_at(n_still);
        let n_touched = rest.partition_point(|start| !start.is_moved_by(document, by));
        Self {
            still_before: still.last().map_or(0, |start| start.at + 1),
            moved_from: rest.get(n_touched).map_or(u64::MAX, |start| start.at),
            by,
        }
    }

    /// Where is now what was at a byte of the source; none where that is not known.
    pub(in crate::app) fn now(&self, at: u64) -> Option<u64> {
        if at < self.still_before {
            Some(at)
        } else if at >= self.moved_from {
            Some(at.saturating_add_signed(self.by))
        } else {
            None
        }
    }

    /// Where what was at a byte of the source may be now, the likeliest first, where the reader's words have moved by
    /// `shift` bytes.
    pub(super) fn candidates(&self, at: u64, shift: i64) -> [u64; 4] {
        let moved = |by: i64| at.saturating_add_signed(by);
        [self.now(at).unwrap_or_else(|| moved(shift)), moved(shift), at, moved(self.by)]
    }

    /// What is left of parts of the source for sure, and where it is now.
    pub(in crate::app) fn of_ranges(&self, ranges: &Ranges) -> Ranges {
        // As much may have come in the place of something else.
        if self.by == 0 {
            return Ranges::default();
        }
        let moved = |at: u64| at.max(self.moved_from).saturating_add_signed(self.by);
        let parts = ranges.iter().flat_map(|range| {
            let still = range.start..range.end.min(self.still_before);
            let has_moved = range.end > self.moved_from;
            let moved = has_moved.then(|| moved(range.start)..moved(range.end));
            std::iter::once(still).chain(moved)
        });
        Ranges::new(parts.filter(|range| range.start < range.end))
    }
}

/// The first words of a segment from a position on.
fn words_from(segment: &Segment, pos: TextPos) -> String {
    first_words(segment.slice(Span::new(pos.offset, offset(segment.text().len()))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format;
    use crate::source::Source;

    fn document(text: &str) -> Document {
        let format = format::by_name("markdown").unwrap();
        let mut document =
            format::open(Source::from_text("test.md", text), format).unwrap().up_to(u64::MAX).document;
        for id in (0..document.n_segments()).map(SegmentId::from_index) {
            document.demand(id);
        }
        document.refresh_outline();
        document
    }

    fn sections(numbers: impl Iterator<Item = usize>) -> String {
        let section = |n| format!("# Section {n}\n\nWords of section {n} are these.\n\n");
        numbers.map(section).collect()
    }

    #[test]
    fn what_is_before_the_edits_is_still_and_what_is_behind_has_moved() {
        let text = sections(100..200);
        let one = text.find("# Section 101").unwrap();
        let at = |n: usize| (one * (n - 100)) as u64;
        let all = at(200);
        for (now, still_to, moved_from) in [
            (sections(0..3) + &text, 0, at(100)),
            (text.replace("of section 150", "other"), at(148), at(151)),
            (text.replace("# Section 150", "# New one\n\n# Section 150"), at(148), at(150)),
            (text.replace("of section 120 ", "").replace("of section 160", "new"), at(119), at(161)),
            (text.clone() + "# End\n", at(198), u64::MAX),
            (sections(100..130) + &sections(140..200), at(128), at(140)),
        ] {
            let by = i64::try_from(now.len()).unwrap() - i64::try_from(text.len()).unwrap();
            let moves = Moves::find(&Before::of(&document(&text)), &mut document(&now), by, all);
            let is_near = (still_to..=still_to + one as u64).contains(&moves.still_before.saturating_sub(1));
            assert!(is_near, "{still_to} {moves:?}");
            assert_eq!(moves.moved_from, if by == 0 { u64::MAX } else { moved_from }, "{moves:?}");
            for n in 100..200 {
                let (section, Some(at)) = (format!("# Section {n}\n"), moves.now(at(n))) else { continue };
                let here = now.get(usize::try_from(at).unwrap()..);
                assert!(here.is_some_and(|here| here.starts_with(&section)), "{section} {moves:?}");
            }
        }
    }

    #[test]
    fn parts_are_moved_or_lost() {
        let moves = Moves { still_before: 100, moved_from: 300, by: 1000 };
        let ranges = Ranges::new([0..50, 80..150, 200..250, 290..310, 400..500]);
        let now = moves.of_ranges(&ranges);
        assert_eq!(now, Ranges::new([0..50, 80..100, 1300..1310, 1400..1500]));
        assert!(Moves::NONE.of_ranges(&ranges).is_empty());
    }
}
