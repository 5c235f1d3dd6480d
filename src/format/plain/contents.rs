//! Printed tables of contents: entries below each other, with no text in between.
//!
//! What tells them from headings is that their numbers go on (`2.`, `2.1`, `2.2`, `3.`) from one
//! line to the next, or that leaders and a page end them. Of what is listed once, a few lines are enough
//! to know a shorter table of a part.

use std::ops::Range;

use super::lines::Line;
use super::marker;
use super::shape::{self, Ending};

/// The most lines of one entry.
const MOST_LINES: usize = 4;
/// The most columns of one line of it.
const WIDEST: usize = 100;
/// The fewest numbered entries, and the fewest of them that go beside or above the one before: the
/// headings of chapters and sections without text of their own go down only.
const FEWEST: usize = 4;
const FEWEST_SIBLINGS: usize = 2;
/// The fewest entries with leaders.
const FEWEST_LEADERS: usize = 2;

/// The lines of each entry of the printed table of contents that begins at line `at`. Blank lines may stand
/// between entries. `is_listed` tells whether a text stands in another table of contents.
///
/// # Errors
///
/// Where there is no table of contents, the line before which none begins either: what goes on from line to
/// line but is too little for one is so from each of its lines on.
pub(super) fn entries(
    lines: &[Line<'_>],
    at: usize,
    is_listed: impl Fn(&str) -> bool,
) -> Result<Vec<Range<usize>>, usize> {
    let mut entries = Vec::new();
    if !may_open(lines, at) {
        return Err(at + 1);
    }
    let mut run = Run::default();
    let mut end = at;
    while let Some(entry) = Entry::at(lines, end) {
        if !run.takes(&entry, |range| is_listed(&text(lines, range))) {
            break;
        }
        end = entry.lines.end;
        entries.push(entry.lines);
    }
    if run.is_contents() {
        Ok(entries)
    } else {
        // Of entries that are listed elsewhere, some may be enough where all are not.
        Err(if run.n_listed > 0 { run.known_from.max(at + 1) } else { end.max(at + 1) })
    }
}

/// The text of an entry without its number and its page.
pub(super) fn text(lines: &[Line<'_>], entry: Range<usize>) -> String {
    let lines = lines.get(entry).unwrap_or_default();
    let text = lines.iter().map(|line| line.body).collect::<Vec<_>>().join(" ");
    let number = Path::of(&text).map_or(0, |(_, length)| length);
    let end = leaders(&text).map_or(text.len(), |leaders| leaders.start);
    text.get(number..end).unwrap_or_default().trim().to_owned()
}

/// What tells that `entries` are such, in words.
pub(super) fn grounds(entries: &[Line<'_>]) -> &'static str {
    if entries.iter().any(|line| has_leaders(line.body)) {
        "dots lead to page numbers in it"
    } else {
        "its numbers go on from line to line, with no text in between"
    }
}

/// Whether the line at `at` can be the first of an entry, which most lines cannot.
fn may_open(lines: &[Line<'_>], at: usize) -> bool {
    let mut opening = lines.iter().skip(at).take(MOST_LINES);
    let is_numbered = lines.get(at).is_some_and(|line| Path::of(line.body).is_some());
    is_numbered || opening.any(|line| has_leaders(line.body))
}

/// Entries one below the other.
#[derive(Debug, Default)]
struct Run {
    path: Option<Path>,
    n_entries: usize,
    /// How many of them are listed elsewhere.
    n_listed: usize,
    /// The line from which on all are, with no blank line between them.
    known_from: usize,
    n_numbered: usize,
    n_siblings: usize,
    n_leaders: usize,
    /// Whether a number has several parts, or stands behind a word.
    is_deep: bool,
    /// Whether blank lines stand between entries.
    is_apart: bool,
}

impl Run {
    /// Goes on with `entry`, if it does.
    fn takes(&mut self, entry: &Entry, is_listed: impl Fn(Range<usize>) -> bool) -> bool {
        let is_first = self.n_entries == 0;
        if !entry.has_leaders {
            let goes_on = match (&self.path, &entry.path) {
                (_, None) => !is_first && entry.indent > 0 && !entry.is_apart,
                (None, Some(_)) => true,
                (Some(before), Some(path)) => path.follows(before),
            };
            if !goes_on {
                return false;
            }
        }
        self.n_entries += 1;
        let is_apart = entry.is_apart && !is_first;
        let is_listed = is_listed(entry.lines.clone());
        self.n_listed += usize::from(is_listed);
        if !is_listed {
            self.known_from = entry.lines.end;
        } else if is_apart {
            self.known_from = entry.lines.start;
        }
        self.is_apart |= is_apart;
        self.n_leaders += usize::from(entry.has_leaders);
        if let Some(path) = entry.path {
            self.n_siblings += usize::from(self.path.is_some_and(|before| path.depth <= before.depth));
            self.n_numbered += 1;
            self.is_deep |= path.depth > 1 || path.is_counted;
            self.path = Some(path);
        }
        true
    }

    fn is_contents(&self) -> bool {
        let is_in_order = self.is_deep && self.n_numbered >= FEWEST && self.n_siblings >= FEWEST_SIBLINGS;
        let is_known = self.n_listed == self.n_entries && !self.is_apart && self.n_siblings > 0;
        self.n_leaders >= FEWEST_LEADERS || is_in_order || is_known
    }
}

/// One entry: a line with the further lines of its text, which stand deeper.
#[derive(Debug)]
struct Entry {
    path: Option<Path>,
    indent: usize,
    /// Whether a blank line stands before it.
    is_apart: bool,
    has_leaders: bool,
    lines: Range<usize>,
}

impl Entry {
    /// The entry at line `at`, or the one below it if that is blank.
    fn at(lines: &[Line<'_>], at: usize) -> Option<Self> {
        let is_apart = lines.get(at)?.is_blank();
        let start = at + usize::from(is_apart);
        let first = lines.get(start).filter(|line| !line.is_blank() && line.width <= WIDEST)?;
        let path = Path::of(first.body).map(|(path, _)| path);
        let goes_on = |line: &&Line<'_>| !line.is_blank() && line.indent > first.indent;
        let rest = lines.get(start + 1..).unwrap_or_default();
        let more = rest.iter().take(MOST_LINES).take_while(goes_on);
        let n_more = more.take_while(|line| Path::of(line.body).is_none()).count();
        let last = lines.get(start + n_more)?;
        let has_leaders = has_leaders(last.body);
        let is_row = memchr::memchr_iter(b'\t', first.body.as_bytes()).count() > 1;
        let is_said = matches!(shape::ending(last.body), Ending::Sentence | Ending::Clause | Ending::Colon);
        (n_more < MOST_LINES && (has_leaders || !(is_said || is_row))).then(|| Self {
            path,
            indent: first.indent,
            is_apart,
            has_leaders,
            lines: start..start + n_more + 1,
        })
    }
}

/// Whether a line ends with dots, set close or apart, and a page.
fn has_leaders(body: &str) -> bool {
    leaders(body).is_some()
}

/// The bytes of the dots that lead to the page at the end of `body`.
fn leaders(body: &str) -> Option<Range<usize>> {
    const FEWEST: usize = 3;
    if !body.ends_with(|c: char| c.is_ascii_digit() || matches!(c, 'i' | 'v' | 'x')) {
        return None;
    }
    let unpaged = body.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, 'i' | 'v' | 'x'));
    let bare = unpaged.trim_end_matches(['.', ' ', '…', '·']);
    let leaders = bare.len()..unpaged.len();
    let signs = body.get(leaders.clone())?.chars();
    let n_dots: usize = signs.map(|c| if c == '…' { 3 } else { usize::from(c != ' ') }).sum();
    (!bare.is_empty() && n_dots >= FEWEST).then_some(leaders)
}

/// The number of a section, with all its parts: `4.1.2`, `A.1`, `Chapter IV`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Path {
    parts: [u32; Self::DEEPEST],
    depth: usize,
    /// The first part as a letter of the alphabet, where it may also be a Roman number.
    letter: Option<u32>,
    /// Whether the first part is written with letters.
    has_letters: bool,
    /// Whether it stands behind a word: `Chapter 3`.
    is_counted: bool,
}

impl Path {
    const DEEPEST: usize = 6;

    /// The number that `body` begins with, and its bytes.
    fn of(body: &str) -> Option<(Self, usize)> {
        if !may_start_with_number(body) {
            return None;
        }
        let counted = counted_number(body);
        let is_counted = counted.is_some();
        let number = counted.or_else(|| body.split_whitespace().next())?;
        let word = if is_counted { body.find(char::is_whitespace)? } else { 0 };
        let before = word + body.get(word..)?.find(number)?;
        let bare = number.trim_end_matches(['.', ':', ')']);
        let is_set_off =
            is_counted || bare.len() < number.len() || bare.starts_with(|c: char| c.is_ascii_digit());
        let mut path =
            Self { parts: [0; Self::DEEPEST], depth: 0, letter: None, has_letters: false, is_counted };
        for part in bare.split('.') {
            let slot = path.parts.get_mut(path.depth)?;
            *slot = match decimal(part) {
                Some(value) => value,
                None if path.depth == 0 => {
                    path.has_letters = true;
                    path.letter = letter(part);
                    roman(part).or(path.letter)?
                }
                None => return None,
            };
            path.depth += 1;
        }
        is_set_off.then_some((path, before + number.len()))
    }

    /// Whether it comes right after `before` in a table of contents: beside it, beside one of those
    /// around it, or as the first inside it.
    fn follows(&self, before: &Self) -> bool {
        let around = self.depth - 1;
        if around == 0 {
            return self.is_next_chapter(before);
        }
        let is_within = self.parts.get(..around) == before.parts.get(..around)
            && before.depth >= around
            && self.has_letters == before.has_letters;
        let own = self.parts.get(around).copied().unwrap_or_default();
        let beside = before.parts.get(around).filter(|_| before.depth > around).copied();
        is_within && beside.map_or(own <= 1, |beside| own == beside + 1)
    }

    fn is_next_chapter(&self, before: &Self) -> bool {
        let ([own, ..], [other, ..]) = (self.parts, before.parts);
        if self.has_letters != before.has_letters {
            // Appendices follow chapters.
            return self.has_letters && (own == 1 || self.letter == Some(1));
        }
        let is_next_letter = self.letter.zip(before.letter).is_some_and(|(own, other)| own == other + 1);
        own == other + 1 || is_next_letter
    }
}

/// Whether `body` starts with a digit, or with a capital and a dot soon after it or a digit or capital
/// behind the first word: most lines do not, and need not be looked at more closely.
fn may_start_with_number(body: &str) -> bool {
    const LONGEST: usize = 8;
    let bytes = body.as_bytes();
    let first = bytes.first().copied().unwrap_or_default();
    if first.is_ascii_digit() {
        return true;
    }
    if first.is_ascii() && !first.is_ascii_uppercase() {
        return false;
    }
    let word = memchr::memchr2(b' ', b'\t', bytes).unwrap_or(bytes.len());
    let next = bytes.get(word + 1).copied().unwrap_or_default();
    let is_counted = next.is_ascii_digit() || next.is_ascii_uppercase() || next.is_ascii_whitespace();
    let has_dot = || bytes.iter().take(word.min(LONGEST)).any(|&byte| byte == b'.');
    is_counted || has_dot()
}

/// The number behind the first word of `body`, where that counts something: `Chapter IV.`
fn counted_number(body: &str) -> Option<&str> {
    body.split_whitespace().nth(1).filter(|_| shape::counted_word(body) > 0)
}

/// The value of up to three digits.
fn decimal(part: &str) -> Option<u32> {
    let is_number = (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    part.parse().ok().filter(|_| is_number)
}

/// The value of a Roman number.
fn roman(part: &str) -> Option<u32> {
    let is_one = part.bytes().all(|byte| b"ivxlc".contains(&byte.to_ascii_lowercase()));
    is_one.then(|| marker::roman(&part.to_ascii_lowercase())).flatten()
}

/// The place in the alphabet of one capital letter.
fn letter(part: &str) -> Option<u32> {
    let mut chars = part.chars();
    let only = chars.next().filter(|c| c.is_ascii_uppercase() && chars.as_str().is_empty())?;
    Some(u32::from(only) - u32::from('A') + 1)
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;

    fn count(text: &str) -> usize {
        entries(&lines(text), 0, |_| false).map_or(0, |entries| entries.last().map_or(0, |last| last.end))
    }

    #[test]
    fn leaders_end_entries() {
        let text = "1. River . . . . 3\n2. A boat whose name is\n   long ........ iv\nRope … 12\n\nText.\n";
        assert_eq!(count(text), 4);
        for text in ["A pause ... 3\nText.\n", "It was so...\nAnd so on...\n"] {
            assert_eq!(count(text), 0, "{text}");
        }
    }

    #[test]
    fn numbers_and_pages_are_no_text() {
        for (entry, expected) in [
            ("4.1.  Oars and\n      ropes", "Oars and ropes"),
            ("Chapter 2. Vision . . . . xi", "Vision"),
            ("The six", "The six"),
            ("The boat ... 7", "The boat"),
            ("The year 1900", "The year 1900"),
        ] {
            let lines = lines(entry);
            assert_eq!(text(&lines, 0..lines.len()), expected);
        }
    }

    #[test]
    fn numbers_go_on() {
        let text = "   1.  River\n   2.  Boat\n     2.1.  Oars and\n           ropes\n     2.2.  Bail\n   3.  Hills\n   Appendix A.  Maps\n     A.1.  North\n   Appendix B.  Names\n   Thanks\n\n1.  River\n";
        assert_eq!(count(text), 10);
        let spaced = "1. River\n\n   1.1. Source\n   1.2. Mouth\n\n2. Boat\n3. Rope\n\nText.\n";
        assert_eq!(count(spaced), 7);
        let chapters = "CHAPTER I. The River\nCHAPTER II. The Boat\nCHAPTER III. The Rope\nCHAPTER IV. The Hills\n\nCHAPTER I. The River\n";
        assert_eq!(count(chapters), 4);
    }

    #[test]
    fn headings_and_lists_are_none() {
        for text in [
            // Headings with no text of their own.
            "4. Boats\n4.1. Oars\n4.1.1. Length\nThe length of an oar is that of the boat.\n",
            // A plain list.
            "1. bread\n2. water\n3. rope\n4. a lamp\n5. salt\n",
            // Clauses.
            "1.1 The boat is moored.\n1.2 The rope is dry.\n1.3 The lamp burns.\n1.4 All is well.\n",
            // Dates and versions.
            "1.2.3 released\n1.3.0 released\n2.0.1 released\n",
            // Rows of a table.
            "Row 1\t7\toars\nRow 2\t14\tropes\nRow 3\t21\tlamps\nRow 4\t28\tsalt\n",
        ] {
            assert_eq!(count(text), 0, "{text}");
        }
    }

    #[test]
    fn what_is_too_little_is_not_looked_at_again() {
        let text = "1 river\n2 boats\n3 ropes\n4 oars\n5 hills\nText.\n";
        assert_eq!(entries(&lines(text), 0, |_| false), Err(5));
        assert_eq!(entries(&lines(text), 0, |text| text == "hills"), Err(4));
        assert_eq!(entries(&lines(text), 0, |text| text == "ropes"), Err(5));
        assert_eq!(entries(&lines("Text.\nText.\n"), 0, |_| false), Err(1));
    }

    #[test]
    fn a_short_table_is_known_by_another() {
        let text = "   1.1. River\n   1.2. Boat\n\n1.1. River\n\n";
        assert_eq!(count(text), 0);
        let listed = entries(&lines(text), 0, |text| matches!(text, "River" | "Boat"));
        assert_eq!(listed, Ok(vec![0..1, 1..2]));
    }
}
