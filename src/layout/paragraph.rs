//! Breaking running text into lines: first fit over the break opportunities of UAX #14.

use crate::document::Span;
use crate::document::position::offset;
use crate::text::{breaks, clusters, glyph, width};

/// One line of a broken paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct BrokenLine {
    /// Its text, without the white space around the break.
    pub(super) span: Span,
    /// Columns it takes, a hyphen included.
    pub(super) width: u16,
    /// Whether a hyphen is drawn at its end: it was broken at a soft hyphen.
    pub(super) hyphen: bool,
}

/// Breaks `text`, which starts at `base` in its segment, into lines of at most `measure` columns
/// (at least 1). A line feed in it ends a line. There is at least one line, even of no text.
///
/// A word is cut only where it is longer than the measure; then at a cluster.
pub(super) fn break_lines(text: &str, base: u32, measure: u16) -> Vec<BrokenLine> {
    let mut lines = Vec::new();
    let mut at = 0;
    for part in text.split('\n') {
        Breaker {
            text: part,
            base: base + offset(at),
            measure: usize::from(measure.max(1)),
            lines: &mut lines,
        }
        .run();
        at += part.len() + 1;
    }
    lines
}

struct Breaker<'a> {
    text: &'a str,
    base: u32,
    measure: usize,
    lines: &'a mut Vec<BrokenLine>,
}

/// The line being filled: bytes of the part, and columns up to its last opportunity.
#[derive(Clone, Copy, Default)]
struct Open {
    start: usize,
    /// One past the text that fits so far, with trailing white space.
    end: usize,
    /// Columns from `start` to `end`, trailing white space included.
    columns: usize,
}

impl Breaker<'_> {
    fn run(&mut self) {
        if self.text.len() <= self.measure && self.text.is_ascii() && !self.text.contains(char::is_control) {
            return self.push(0, self.text.len());
        }
        let mut open = Open::default();
        breaks::opportunities(self.text, &mut |end| open = self.add(open, end));
        self.push(open.start, self.text.len());
    }

    /// Adds the piece up to `end` to the open line, or begins another with it.
    fn add(&mut self, open: Open, end: usize) -> Open {
        let piece = self.slice(open.end, end);
        let trimmed = piece.trim_end();
        let needed = width(trimmed) + usize::from(trimmed.ends_with('\u{AD}') && end < self.text.len());
        let columns = width(piece);
        if open.columns + needed <= self.measure {
            return Open { end, columns: open.columns + columns, ..open };
        }
        if open.end > open.start {
            self.push(open.start, open.end);
        }
        let begun = Open { start: open.end, end: open.end, columns: 0 };
        if needed <= self.measure { Open { end, columns, ..begun } } else { self.cut(begun, end) }
    }

    /// Sets a piece that no line can hold: full lines of clusters, and the rest left open.
    fn cut(&mut self, open: Open, end: usize) -> Open {
        let piece = self.slice(open.end, end).to_owned();
        let mut rest = open;
        for (at, cluster) in clusters(&piece) {
            let columns = usize::from(glyph(cluster).width);
            let is_space = cluster.chars().all(char::is_whitespace);
            if rest.columns + columns > self.measure && rest.end > rest.start && !is_space {
                self.push(rest.start, rest.end);
                rest = Open { start: open.end + at, end: open.end + at, columns: 0 };
            }
            rest.end = open.end + at + cluster.len();
            rest.columns += columns;
        }
        rest
    }

    fn push(&mut self, start: usize, end: usize) {
        let line = self.slice(start, end);
        // The first line keeps the white space it begins with: verse and addresses indent by it.
        let leading = if start == 0 { 0 } else { line.len() - line.trim_start().len() };
        let trimmed = line.trim().len();
        let kept = if start == 0 { line.trim_end().len() } else { trimmed };
        let span = Span::new(self.base + offset(start + leading), self.base + offset(start + leading + kept));
        let text = self.slice(start + leading, start + leading + kept);
        // Where a long word was cut, the line may be too full for the hyphen.
        let hyphen = text.ends_with('\u{AD}') && end < self.text.len() && width(text) < self.measure;
        let columns = width(text) + usize::from(hyphen);
        self.lines.push(BrokenLine { span, width: u16::try_from(columns).unwrap_or(u16::MAX), hyphen });
    }

    fn slice(&self, start: usize, end: usize) -> &str {
        self.text.get(start..end).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn broken(text: &str, measure: u16) -> Vec<String> {
        let shown = |line: &BrokenLine| {
            let text = text.get(line.span.range()).unwrap_or_default();
            format!("{text}{}", if line.hyphen { "-" } else { "" })
        };
        break_lines(text, 0, measure).iter().map(shown).collect()
    }

    #[test]
    fn breaks_at_spaces_and_trims_them() {
        assert_eq!(broken("the quick  brown fox", 10), ["the quick", "brown fox"]);
    }

    #[test]
    fn breaks_after_hyphens_and_between_ideographs() {
        assert_eq!(broken("a well-known one", 9), ["a well-", "known one"]);
        assert_eq!(broken("漢字漢字漢", 5), ["漢字", "漢字", "漢"]);
    }

    #[test]
    fn cuts_only_words_longer_than_the_measure() {
        assert_eq!(broken("an extraordinarily", 8), ["an", "extraord", "inarily"]);
        assert_eq!(broken("漢", 1), ["漢"]);
    }

    #[test]
    fn draws_a_hyphen_at_a_soft_hyphen() {
        assert_eq!(broken("extra\u{ad}ordinary", 9), ["extra\u{ad}-", "ordinary"]);
    }

    #[test]
    fn a_line_feed_ends_a_line() {
        assert_eq!(broken("one\n\ntwo", 9), ["one", "", "two"]);
        assert_eq!(broken("", 9), [""]);
    }

    proptest! {
        #[test]
        fn lines_cover_the_text_once_and_keep_the_measure(
            text in "([a-z]{1,12}|[ \n]|漢字|e\u{301}|\u{ad}|👩🏽‍🔬|-){0,40}", measure in 1u16..30,
        ) {
            let lines = break_lines(&text, 0, measure);
            let mut at = 0;
            for line in &lines {
                let between = text.get(at..line.span.range().start).expect("lines are in order");
                prop_assert!(between.chars().all(char::is_whitespace), "lost {between:?}");
                let shown = text.get(line.span.range()).unwrap_or_default();
                let drawn = clusters(shown).filter(|(_, cluster)| glyph(cluster).width > 0).count();
                prop_assert!(line.width <= measure || drawn == 1, "{shown:?}");
                at = line.span.range().end;
            }
            prop_assert!(text.get(at..).unwrap_or("x").trim().is_empty());
        }
    }
}
