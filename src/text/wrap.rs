//! Breaking running text into lines: first fit over the break opportunities of UAX #14.

use std::ops::Range;

use super::cluster::is_printable_ascii;
use super::{breaks, clusters, glyph, width};

/// One line of a broken text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrappedLine {
    /// Its bytes of the text, without the white space around the break.
    pub range: Range<usize>,
    /// Columns it takes, a hyphen included.
    pub width: usize,
    /// Whether a hyphen is drawn at its end: it was broken at a soft hyphen.
    pub hyphen: bool,
}

/// Breaks `text` into lines of at most `measure` columns (at least 1). A line feed in it ends a
/// line. There is at least one line, even of no text.
///
/// A word is cut only where it is longer than the measure: after one of the signs that addresses
/// are divided by, else at any cluster.
///
/// ```
/// let lines = folio::text::wrap("to be, or not", 6);
/// let starts: Vec<_> = lines.iter().map(|line| line.range.start).collect();
/// assert_eq!(starts, [0, 7]);
/// ```
pub fn wrap(text: &str, measure: usize) -> Vec<WrappedLine> {
    let mut lines = Vec::new();
    wrap_each(text, measure, &mut |line| lines.push(line));
    lines
}

/// Hands over the lines of [`wrap`] one by one.
pub fn wrap_each(text: &str, measure: usize, line: &mut dyn FnMut(WrappedLine)) {
    let mut base = 0;
    for part in text.split('\n') {
        let is_plain = is_printable_ascii(part);
        Breaker { text: part, is_plain, base, measure: measure.max(1), line }.run();
        base += part.len() + 1;
    }
}

/// Breaks one part between line feeds, which starts at `base`.
struct Breaker<'a> {
    text: &'a str,
    /// Whether each byte of it is a column.
    is_plain: bool,
    base: usize,
    measure: usize,
    /// What takes the lines.
    line: &'a mut dyn FnMut(WrappedLine),
}

/// The line being filled: bytes of the part, and columns up to its last opportunity.
#[derive(Clone, Copy, Default)]
struct Open {
    start: usize,
    /// One past the text that fits so far, with trailing white space.
    end: usize,
    /// Columns from `start` to `end`, trailing white space included.
    columns: usize,
    /// How many of them are that white space.
    blank: usize,
}

/// What a piece between two opportunities takes.
struct Columns {
    /// Its text, without the hyphen and the white space behind it.
    text: usize,
    /// The hyphen that is drawn if the line ends behind it.
    hyphen: usize,
    /// The white space behind it.
    blank: usize,
    /// Whether that is all there is.
    is_blank: bool,
}

impl Open {
    /// An empty line that begins at `start`.
    fn at(start: usize) -> Self {
        Self { start, end: start, columns: 0, blank: 0 }
    }
}

impl Breaker<'_> {
    fn run(&mut self) {
        if self.text.len() <= self.measure && self.is_plain {
            let columns = self.text.trim_end().len();
            return self.push(0, self.text.len(), columns);
        }
        let mut open = Open::default();
        breaks::opportunities(self.text, &mut |end| open = self.add(open, end));
        self.push(open.start, self.text.len(), open.columns - open.blank);
    }

    /// Adds the piece up to `end` to the open line, or begins another with it.
    fn add(&mut self, open: Open, end: usize) -> Open {
        let Columns { text: text_columns, hyphen, blank, is_blank } = self.columns(open.end, end);
        let columns = text_columns + blank;
        let needed = text_columns + hyphen;
        if open.columns + needed <= self.measure {
            let blank = if is_blank { open.blank + blank } else { blank };
            return Open { end, columns: open.columns + columns, blank, ..open };
        }
        let free = self.measure.saturating_sub(open.columns);
        if needed > self.measure && free * 3 > self.measure {
            // It will be cut anyway: a nearly empty line before it would only look torn.
            return self.cut(open, end);
        }
        if open.end > open.start {
            self.push(open.start, open.end, open.columns - open.blank);
        }
        let begun = Open::at(open.end);
        if needed <= self.measure { Open { end, columns, blank, ..begun } } else { self.cut(begun, end) }
    }

    /// Columns of the piece from `start` to `end`.
    fn columns(&self, start: usize, end: usize) -> Columns {
        let piece = self.slice(start, end);
        if self.is_plain {
            let blank = piece.bytes().rev().take_while(|&byte| byte == b' ').count();
            let text = piece.len() - blank;
            return Columns { text, hyphen: 0, blank, is_blank: text == 0 };
        }
        let text = piece.trim_end();
        let space = piece.get(text.len()..).filter(|space| !space.is_empty());
        Columns {
            text: width(text),
            hyphen: usize::from(text.ends_with('\u{AD}') && end < self.text.len()),
            blank: space.map_or(0, width),
            is_blank: text.is_empty(),
        }
    }

    /// Sets a piece that no line can hold: full lines, and the rest left open.
    fn cut(&mut self, open: Open, end: usize) -> Open {
        let piece = self.slice(open.end, end).to_owned();
        let mut rest = open;
        // Behind the last sign to cut at, and the columns up to there.
        let mut sign = None;
        for (at, cluster) in clusters(&piece) {
            let columns = usize::from(glyph(cluster).width);
            let is_space = cluster.chars().all(char::is_whitespace);
            // What is left behind a sign may still be too long.
            while rest.columns + columns > self.measure && rest.end > rest.start && !is_space {
                let (cut, columns) = sign.take().unwrap_or((rest.end, rest.columns - rest.blank));
                self.push(rest.start, cut, columns);
                let blank = if cut < rest.end { rest.blank } else { 0 };
                rest = Open { start: cut, columns: width(self.slice(cut, rest.end)), blank, ..rest };
            }
            rest.end = open.end + at + cluster.len();
            rest.columns += columns;
            rest.blank = if is_space { rest.blank + columns } else { 0 };
            if divides_addresses(cluster) && rest.columns * 2 > self.measure {
                sign = Some((rest.end, rest.columns));
            }
        }
        rest
    }

    /// Ends a line of which the text, without the white space behind it, takes `columns` columns.
    fn push(&mut self, start: usize, end: usize, columns: usize) {
        let line = self.slice(start, end);
        // The first line keeps the white space it begins with: verse and addresses indent by it.
        let leading = if start == 0 { 0 } else { line.len() - line.trim_start().len() };
        let (space, text) = line.split_at(leading);
        let text = text.trim_end();
        let columns = if leading == 0 { columns } else { columns.saturating_sub(width(space)) };
        // Where a long word was cut, the line may be too full for the hyphen.
        let hyphen = text.ends_with('\u{AD}') && end < self.text.len() && columns < self.measure;
        let start = self.base + start + leading;
        let range = start..start + text.len();
        (self.line)(WrappedLine { range, width: columns + usize::from(hyphen), hyphen });
    }

    fn slice(&self, start: usize, end: usize) -> &str {
        self.text.get(start..end).unwrap_or_default()
    }
}

/// Whether an address is better cut after `cluster` than elsewhere.
fn divides_addresses(cluster: &str) -> bool {
    matches!(cluster, "/" | "?" | "&" | "-" | "." | "=")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn broken(text: &str, measure: usize) -> Vec<String> {
        let shown = |line: &WrappedLine| {
            let text = text.get(line.range.clone()).unwrap_or_default();
            format!("{text}{}", if line.hyphen { "-" } else { "" })
        };
        wrap(text, measure).iter().map(shown).collect()
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
        assert_eq!(broken("remain extraordinarily", 8), ["remain", "extraord", "inarily"]);
        assert_eq!(broken("漢", 1), ["漢"]);
    }

    #[test]
    fn a_word_to_be_cut_begins_on_a_line_with_room() {
        assert_eq!(broken("an extraordinarily", 8), ["an extra", "ordinari", "ly"]);
        assert_eq!(broken("a word extraordinary", 10), ["a word", "extraordin", "ary"]);
    }

    #[test]
    fn addresses_are_cut_after_a_sign_in_the_last_half_of_a_line() {
        assert_eq!(broken("a.example?query=words&more=words", 20), ["a.example?query=", "words&more=words"]);
        assert_eq!(broken("ab.cdefghijklmnopq", 10), ["ab.cdefghi", "jklmnopq"]);
    }

    #[test]
    fn what_is_left_behind_a_sign_keeps_the_measure() {
        assert!(wrap("=\u{ad} .", 1).iter().all(|line| line.width <= 1));
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
            text in "([a-z]{1,12}|[ \n]|漢字|e\u{301}|\u{ad}|👩🏽‍🔬|[-/.=]){0,40}", measure in 1usize..30,
        ) {
            let lines = wrap(&text, measure);
            let mut at = 0;
            for line in &lines {
                let between = text.get(at..line.range.start).expect("lines are in order");
                prop_assert!(between.chars().all(char::is_whitespace), "lost {between:?}");
                let shown = text.get(line.range.clone()).unwrap_or_default();
                let drawn = clusters(shown).filter(|(_, cluster)| glyph(cluster).width > 0).count();
                prop_assert!(line.width <= measure || drawn == 1, "{shown:?}");
                prop_assert_eq!(line.width, width(shown) + usize::from(line.hyphen));
                at = line.range.end;
            }
            prop_assert!(text.get(at..).unwrap_or("x").trim().is_empty());
        }
    }
}
