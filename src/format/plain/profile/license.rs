//! The terms around a text: what a publisher puts before and after it, between frames.
//!
//! Two lines that are the same but for one word, each with `***` at both ends and in capitals between,
//! say where the text starts and where it ends. Project Gutenberg frames its books so.

use std::ops::Range;

use super::super::lines::lines;
use crate::source::Source;

/// How much of the beginning and of the end of a source is searched for frames, in bytes.
const REACH: u64 = 32 * 1024;
const SIGN: &str = "***";

/// Where the text of a document lies between the terms of its publisher, in bytes of the source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in super::super) struct License(Option<Range<u64>>);

impl License {
    /// Looks for the frames of `source`. While it grows, its end is not known.
    pub(super) fn of_source(source: &Source) -> Self {
        if !source.is_whole() {
            return Self::default();
        }
        let end = source.len().saturating_sub(REACH);
        let (Ok(head), Ok(tail)) = (source.text(0..REACH), source.text(end..source.len())) else {
            return Self::default();
        };
        let Some((opening, start)) = frame(&head) else { return Self::default() };
        let Some((closing, foot)) = last_frame(&tail) else { return Self::default() };
        let (start, foot) = (start.end as u64, end + foot.start as u64);
        Self((is_pair(&opening, &closing) && start <= foot).then_some(start..foot))
    }

    /// Whether the byte of the source at `offset` is part of the terms.
    pub(in super::super) fn holds(&self, offset: u64) -> bool {
        self.0.as_ref().is_some_and(|text| !text.contains(&offset))
    }

    /// Whether there are any terms.
    pub(in super::super) fn is_there(&self) -> bool {
        self.0.is_some()
    }
}

/// The first frame of `text`: its words, and its bytes.
fn frame(text: &str) -> Option<(String, Range<usize>)> {
    const MOST_LINES: usize = 3;
    let lines = lines(text);
    let opens = lines.iter().enumerate().filter(|(_, line)| line.body.starts_with(SIGN));
    opens.into_iter().find_map(|(at, first)| {
        let end = lines.get(at..)?.iter().take(MOST_LINES).find(|line| closes(line.body))?.end();
        let inside = text.get(first.start..end)?.trim_matches(|c: char| c == '*' || c.is_whitespace());
        let is_frame = inside.split_whitespace().count() > 2 && !inside.contains(char::is_lowercase);
        is_frame.then(|| (inside.to_owned(), first.start..end))
    })
}

/// Whether a frame ends with this line: there is more on it than the sign.
fn closes(body: &str) -> bool {
    body.ends_with(SIGN) && body.trim_matches(['*', ' ']).len() > 1
}

fn last_frame(text: &str) -> Option<(String, Range<usize>)> {
    let mut found = None;
    let mut at = 0;
    while let Some((words, range)) = text.get(at..).and_then(frame) {
        let range = range.start + at..range.end + at;
        at = range.end;
        found = Some((words, range));
    }
    found
}

/// Whether two frames are the same but for one word.
fn is_pair(one: &str, other: &str) -> bool {
    let (one, other): (Vec<_>, Vec<_>) =
        (one.split_whitespace().collect(), other.split_whitespace().collect());
    one.len() == other.len() && one.iter().zip(&other).filter(|(one, other)| one != other).count() == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_part_terms_from_text() {
        let text = "Free to all.\n\n*** BEGIN OF THE BOOK RIVER\nAND BOAT ***\n\nThe text.\n* * *\n*** END OF THE BOOK RIVER AND BOAT ***\nTerms.\n";
        let license = License::of_source(&Source::from_text("test", text));
        let at = |word: &str| text.find(word).unwrap() as u64;
        assert!(license.holds(at("Free")) && license.holds(at("BEGIN")) && license.holds(at("Terms")));
        assert!(
            !license.holds(at("The text")) && !license.holds(at("* * *")) && license.holds(at("*** END"))
        );
    }

    #[test]
    fn one_frame_is_none() {
        for text in ["*** NOTE TO ALL READERS ***\n\nText.\n", "Text.\n", "*** A B C ***\n*** D E F ***\n"] {
            let license = License::of_source(&Source::from_text("test", text));
            assert!(!license.is_there(), "{text}");
        }
    }
}
