//! Finding the same words again, in a text that was parsed anew or is read in another way.

use crate::document::position::offset;
use crate::document::{Segment, Span, TextPos};

/// Enough characters of a text to find it again.
const CHARACTERS: usize = 24;

/// Where the text at `pos` of the segment as it was stands in the segment as it is now: in the same
/// block or what has become of it, at the same words, or else as far into it.
pub(super) fn same_place(pos: TextPos, before: &Segment, now: &Segment) -> TextPos {
    let old_leaf = before.leaf_span(before.leaf_at(pos.offset));
    let wanted = as_far(pos.offset, before, now);
    let parts = parts(pos.offset, before, now);
    let rest = before.slice(Span::new(pos.offset, old_leaf.end));
    let same = nearest_words(now, parts, beginning(rest), wanted);
    let boundary = || (parts.start..=wanted).rev().find(|&at| now.text().is_char_boundary(at as usize));
    TextPos::new(pos.segment, same.or_else(boundary).unwrap_or(parts.start))
}

/// Where in a part of a segment the words stand that are nearest to `wanted`: as they are, or else at
/// least their letters and digits, whatever is between them.
pub(super) fn nearest_words(segment: &Segment, part: Span, words: &str, wanted: u32) -> Option<u32> {
    let text = segment.slice(part);
    let letters: Vec<_> = letters(words).collect();
    let place = |at: usize| part.start + offset(at);
    let distance = |place: &u32| place.abs_diff(wanted);
    let same = text.match_indices(words).map(|(at, _)| place(at)).min_by_key(distance);
    let similar = || with_letters(text, &letters).map(place).min_by_key(distance);
    same.filter(|_| !words.is_empty()).or_else(similar)
}

/// The text of the leaves that a leaf has become.
fn parts(at: u32, before: &Segment, now: &Segment) -> Span {
    let source = before.leaves().get(before.leaf_at(at)).map(|leaf| leaf.source).unwrap_or_default();
    let leaf = |byte: u32| now.leaf_at(now.offset_of_source(before.source_start() + u64::from(byte)));
    let (first, last) = (leaf(source.start), leaf(source.end.saturating_sub(1).max(source.start)));
    Span::new(now.leaf_span(first).start, now.leaf_span(last).end)
}

/// As far into a leaf as the text at `at` was: by the share of its source, unless that became the same
/// length of text again.
fn as_far(at: u32, before: &Segment, now: &Segment) -> u32 {
    let shape = |segment: &Segment, leaf: usize| {
        let source = segment.leaves().get(leaf).map(|leaf| leaf.source).unwrap_or_default();
        let text = segment.leaf_span(leaf);
        (segment.source_start() + u64::from(source.start), source.end - source.start, text.end - text.start)
    };
    let source = before.source_near(at);
    let (old, new) = (before.leaf_at(at), now.leaf_at(now.offset_of_source(source)));
    let (start, bytes, length) = shape(now, new);
    let into = if shape(before, old) == (start, bytes, length) {
        u64::from(at.saturating_sub(before.leaf_span(old).start))
    } else {
        source.saturating_sub(start) * u64::from(length) / u64::from(bytes.max(1))
    };
    let span = now.leaf_span(new);
    span.start.saturating_add(u32::try_from(into).unwrap_or(u32::MAX)).min(span.end)
}

/// Enough of a text to find it again.
fn beginning(text: &str) -> &str {
    text.char_indices().nth(CHARACTERS).map_or(text, |(end, _)| text.get(..end).unwrap_or_default())
}

/// The letters and digits of a text: what no way to read it adds or leaves out.
fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| c.is_alphanumeric())
}

/// Where in `text` these letters stand one after the other, whatever is between them.
fn with_letters(text: &str, wanted: &[char]) -> impl Iterator<Item = usize> {
    let starts = text.char_indices().filter(|(_, c)| wanted.first() == Some(c)).map(|(at, _)| at);
    starts.filter(|&at| {
        let rest = text.get(at..).unwrap_or_default();
        letters(rest).take(wanted.len()).eq(wanted.iter().copied())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{LeafKind, SegmentBuilder, SegmentId};

    fn segment(leaves: &[(std::ops::Range<usize>, &str)]) -> Segment {
        let mut builder = SegmentBuilder::new(0);
        for (source, text) in leaves {
            builder.leaf(LeafKind::Paragraph, source.clone(), text);
        }
        builder.finish(1000)
    }

    /// The words of `now` where the reader is who was at the first of `words` in `before`.
    fn found<'a>(before: &Segment, words: &str, now: &'a Segment) -> &'a str {
        let at = offset(before.text().find(words).expect("the words are there"));
        let pos = same_place(TextPos::new(SegmentId(0), at), before, now);
        now.text().get(pos.offset as usize..).and_then(|rest| rest.lines().next()).expect("a boundary")
    }

    #[test]
    fn words_are_found_whatever_became_of_their_block() {
        let lines = segment(&[(0..40, "Head\n====\n- the *first* item\n- the second")]);
        let blocks = segment(&[(0..9, "Head"), (10..28, "the first item"), (29..40, "the second")]);
        for words in ["Head", "the first", "first item", "the second"] {
            let marked = words.replace("the first", "the *first").replace("first i", "first* i");
            assert!(found(&lines, &marked, &blocks).starts_with(words), "{words}");
            assert!(found(&blocks, words, &lines).starts_with(&marked), "{words}");
        }
        assert!(found(&lines, "- the second", &blocks).starts_with("the second"));
    }

    #[test]
    fn of_the_same_words_the_nearest_are_meant() {
        let text = "one day and one day and one night and one day";
        let wrapped = text.replace(" and", "\nand");
        let (before, now) = (segment(&[(0..45, text)]), segment(&[(0..46, &wrapped)]));
        for (at, _) in text.match_indices("one day") {
            let pos = same_place(TextPos::new(SegmentId(0), offset(at)), &before, &now);
            assert_eq!(pos.offset, offset(at));
        }
    }

    #[test]
    fn without_words_the_place_is_as_far_on() {
        let (before, now) = (segment(&[(0..20, "--------------------")]), segment(&[(0..20, "ééééé")]));
        let pos = same_place(TextPos::new(SegmentId(0), 11), &before, &now);
        assert!(now.text().is_char_boundary(pos.offset as usize) && (4..=6).contains(&pos.offset), "{pos:?}");
    }
}
