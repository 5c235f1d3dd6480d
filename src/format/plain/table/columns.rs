//! Columns aligned by spaces, with or without rules between the rows.
//!
//! What counts is the *river*: columns of white space that run through all rows. A river of one
//! column parts cells only where wider gaps in many rows end at it. Text between two rivers is a
//! *band*, a column of the table, however the words in it are spaced.

use std::ops::Range;

use super::super::marker::{Delimiter, Marker, Sign, marker};
use super::super::shape::{self, Ending};
use super::{Line, Table, filled, names, rows};
use crate::text::width;

/// Spaces that may part two cells.
pub(super) const GAP: usize = 2;

/// How many of the first lines are rows of one table.
pub(super) fn extent(lines: &[Line<'_>]) -> usize {
    const LOOKED_AT: usize = 256;
    /// The lines of a header with one row.
    const PAIR: usize = 2;
    let run = filled(lines);
    let run = run.get(..LOOKED_AT).unwrap_or(run);
    let opens = run.first().is_some_and(|line| is_rule(line.body) || gap(line).is_some());
    if !(opens || run.get(1).is_some_and(|second| gap(second).is_some())) || is_announcement(run) {
        return 0;
    }
    let is_drawn =
        |line: &Line<'_>| line.body.starts_with('|') || line.body.contains('\t') || line.body.contains('│');
    if run.iter().any(is_drawn) {
        return 0;
    }
    // Told before it is looked where each word stands, as that takes longest.
    let is_text = is_prose(run) || is_flush(run);
    if is_text && run.len() != PAIR {
        return 0;
    }
    let bands = bands(run);
    let opens = bands.len() >= 2 && (opens || is_header(run, &bands));
    let is_table = || !is_text && is_table(run, &bands);
    let is_found = opens && (is_table() || is_pair(run, &bands)) && !is_counted(run, &bands);
    if is_found { filled(lines).len() } else { 0 }
}

/// Whether a word of the first row starts each column, where the next row has a wide gap.
fn is_header(run: &[Line<'_>], bands: &[Range<usize>]) -> bool {
    let (Some(first), Some(second)) = (run.first(), run.get(1)) else { return false };
    let cells = cut(first, bands);
    let starts = cells.iter().zip(bands).all(|(cell, band)| !cell.is_blank() && cell.indent == band.start);
    starts && gap(second).is_some()
}

/// Whether the first line only says what the lines below it are.
fn is_announcement(run: &[Line<'_>]) -> bool {
    run.first().is_some_and(|line| shape::ending(line.body) == Ending::Colon && gap(line).is_none())
}

/// Whether two lines are a header and a row: each word of the first stands over a cell of the other.
fn is_pair(run: &[Line<'_>], bands: &[Range<usize>]) -> bool {
    let [header, row] = run else { return false };
    let is_name = |cell: &Line<'_>| {
        let is_word = cell.body.starts_with(char::is_alphabetic) && !cell.body.contains(' ');
        is_word && !shape::starts_small(cell.body) && shape::ending(cell.body) == Ending::Open
    };
    header.indent == row.indent
        && cut(header, bands).iter().all(is_name)
        && !is_code(row.body)
        && cut(row, bands).iter().zip(bands).all(|(cell, band)| !cell.is_blank() && cell.indent == band.start)
}

/// Whether enough lines have text in more than one column: most, or some where nearly all others
/// have only the first.
fn is_table(run: &[Line<'_>], bands: &[Range<usize>]) -> bool {
    const MIN_ROWS: usize = 3;
    const FEW: usize = 6;
    let rows: Vec<_> = run.iter().filter(|line| !is_rule(line.body)).collect();
    let filled: Vec<_> = rows.iter().map(|line| filled_bands(line, bands)).collect();
    let n_parted = filled.iter().filter(|filled| filled.len() > 1).count();
    let is_code = rows.iter().filter(|line| is_code(line.body)).count() * 3 > rows.len();
    let has_rule = run.iter().any(|line| is_rule(line.body)) && run.len() > 2;
    let is_full = bands.len() >= 3 && filled.iter().all(|filled| *filled == (0..bands.len()));
    let are_dated =
        || rows.iter().all(|line| cut(line, bands).first().is_some_and(|cell| is_dated(cell.body)));
    let is_enough =
        n_parted >= MIN_ROWS || (n_parted + 1 >= MIN_ROWS && (has_rule || is_full || are_dated()));
    let n_first = filled.iter().filter(|filled| filled.start == 0).count();
    let is_sparse = n_first * FEW > rows.len() * (FEW - 1) && n_parted * FEW > rows.len();
    // Where cells are wrapped, most lines have text in one column only.
    let n_placed =
        rows.iter().filter(|line| bands.iter().skip(1).any(|band| band.start == line.indent)).count();
    let is_wrapped = bands.len() >= 3 && (n_parted + n_placed) * 2 > rows.len();
    is_enough
        && !is_code
        && !is_justified(run, bands)
        && (n_parted * 2 > rows.len() || is_sparse || is_wrapped)
}

/// Whether a cell is a span of time or the beginning of one, as in the stations of a life: `2019–2021`, `05/2019 –`.
fn is_dated(body: &str) -> bool {
    const DIGITS_OF_YEARS: usize = 4;
    let has_year = || body.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() == DIGITS_OF_YEARS);
    body.contains(['-', '–', '—'])
        && body.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '–' | '—' | '/' | '.' | ' '))
        && has_year()
}

/// Whether all that parts the lines is their numbers, as in a listing. Numbers with more digits are
/// years.
fn is_counted(run: &[Line<'_>], bands: &[Range<usize>]) -> bool {
    const MAX: u32 = 999;
    const MOST_LEFT_OUT: u32 = 4;
    let number = |line: &Line<'_>| line.body.split(' ').next().and_then(|word| word.parse::<u32>().ok());
    let is_next = |pair: &[Line<'_>]| match pair {
        [above, below] => number(above)
            .zip(number(below))
            .is_some_and(|(above, below)| below > above && below - above <= MOST_LEFT_OUT && below <= MAX),
        _ => false,
    };
    let is_bare = |line: &Line<'_>| !line.body.contains(' ');
    (bands.len() == 2 || run.iter().any(is_bare)) && run.windows(2).all(is_next)
}

/// Whether most of the lines with gaps have them only between sentences, where some set two spaces.
fn is_prose(run: &[Line<'_>]) -> bool {
    let is_between = |body: &str, at: usize| {
        let before = body.get(..at).unwrap_or_default();
        let is_wider = body.get(at + GAP..).is_some_and(|after| after.starts_with(' '));
        !is_wider && matches!(shape::ending(before), Ending::Sentence | Ending::Question | Ending::Colon)
    };
    let (mut n_gapped, mut n_spoken) = (0, 0);
    for line in run.iter().filter(|line| gap(line).is_some()) {
        n_gapped += 1;
        n_spoken += usize::from(line.body.match_indices("  ").all(|(at, _)| is_between(line.body, at)));
    }
    n_spoken * 2 > n_gapped
}

/// Whether all lines but the last are words up to the same column, with no gap that is wider than a few spaces.
fn is_flush(run: &[Line<'_>]) -> bool {
    const FEWEST: usize = 2;
    const NARROWEST: usize = 40;
    const WIDE: usize = 5;
    let Some((_, lines)) = run.split_last().filter(|(_, lines)| lines.len() >= FEWEST) else { return false };
    let right = lines.first().map_or(0, Line::right);
    let is_spread = |line: &Line<'_>| line.right() == right && line.width >= NARROWEST && !line.has_gap(WIDE);
    lines.iter().all(is_spread)
        && lines.iter().filter(|line| shape::is_wordy(line.body)).count() * 2 > lines.len()
}

/// Whether wide gaps stand all over the lines, as they do where text is justified.
fn is_justified(run: &[Line<'_>], bands: &[Range<usize>]) -> bool {
    let is_stray =
        |gap: &Range<usize>| !bands.iter().any(|band| band.start == gap.end || band.end == gap.start);
    let stray = run.iter().map(|line| {
        let words = words(line);
        let gaps = words.iter().zip(words.iter().skip(1)).map(|(left, right)| left.end..right.start);
        gaps.filter(|gap| gap.len() >= GAP && is_stray(gap)).count()
    });
    stray.sum::<usize>() >= run.len()
}

/// Whether a row is program text, a line of a listing, or a picture drawn with signs.
fn is_code(body: &str) -> bool {
    const CODE: f32 = 0.8;
    const SIGNS: [&str; 6] = ["-+", "+-", "  = ", "  := ", "  ::= ", "  += "];
    let first = body.split(' ').next().unwrap_or_default();
    let has_sign = || {
        // Each has one of these bytes, and most rows have neither.
        let may_be = memchr::memchr2(b'+', b'=', body.as_bytes()).is_some();
        may_be && SIGNS.iter().any(|sign| body.contains(sign))
    };
    if body.ends_with("*/") || body.starts_with("# ") || has_sign() {
        return true;
    }
    let address = first.strip_suffix(':').unwrap_or_default();
    if !address.is_empty() && address.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return true;
    }
    let letters = body.chars().filter(|c| c.is_alphanumeric()).count();
    let signs = body.chars().filter(|c| !c.is_whitespace()).count() - letters;
    shape::code(body) > CODE || signs > letters
}

/// From the first band that `line` has text in to the last.
pub(super) fn filled_bands(line: &Line<'_>, bands: &[Range<usize>]) -> Range<usize> {
    let cells = cut(line, bands);
    let first = cells.iter().position(|cell| !cell.is_blank()).unwrap_or_default();
    let last = cells.iter().rposition(|cell| !cell.is_blank()).map_or(0, |last| last + 1);
    first..last.max(first)
}

/// The cells.
pub(super) fn read<'a>(lines: &[Line<'a>]) -> Table<'a> {
    let bands = bands(lines);
    let parts = lines.split(|line| is_rule(line.body)).filter(|part| !part.is_empty());
    let rows = parts.flat_map(|part| rows::rows(part.iter().map(|line| cut(line, &bands)).collect()));
    Table { rows: rows.collect(), alignments: Vec::new() }
}

/// A rule under a header, whole or in pieces: `----  -------`.
pub(super) fn is_rule(body: &str) -> bool {
    const MIN_SIGNS: usize = 3;
    let is_stroke = |c: char| matches!(c, '-' | '=' | '─' | '━' | '═');
    body.chars().all(|c| is_stroke(c) || c == ' ')
        && body.chars().filter(|&c| is_stroke(c)).count() >= MIN_SIGNS
}

/// Where the first wide gap in the body of `line` starts. The one after a bullet or a number parts no cells.
fn gap(line: &Line<'_>) -> Option<usize> {
    if !line.has_wide_space() {
        return None;
    }
    let start = text_start(line.body);
    line.body.get(start..)?.find("  ").map(|gap| start + gap)
}

/// Where the text starts after a bullet or number and the white space behind it.
fn text_start(body: &str) -> usize {
    let is_set_off = |marker: &Marker| !matches!(marker.sign, Sign::Number(number) if number.delimiter == Delimiter::Space);
    let mark = marker(body).filter(is_set_off).map_or(0, |marker| marker.length);
    let text = body.get(mark..).unwrap_or_default();
    body.len() - text.trim_start().len()
}

/// The stretches of columns that `line` has text in. A bullet is one word with the few spaces behind it.
fn words(line: &Line<'_>) -> Vec<Range<usize>> {
    const FEW: usize = 4;
    const MANY: usize = 16;
    let start = Some(text_start(line.body)).filter(|&start| start <= FEW).unwrap_or_default();
    let (mark, mut rest) = line.body.split_at_checked(start).unwrap_or_default();
    let is_plain = line.is_plain();
    let width = |text: &str| if is_plain { text.len() } else { width(text) };
    let mut column = line.indent;
    let mut words = Vec::with_capacity(MANY);
    if mark.ends_with(' ') {
        words.push(column..column + width(mark));
    }
    column += width(mark);
    while let Some(n_spaces) = rest.bytes().position(|byte| byte != b' ') {
        let text = rest.get(n_spaces..).unwrap_or_default();
        let length = text.bytes().position(|byte| byte == b' ').unwrap_or(text.len());
        let (word, after) = text.split_at_checked(length).unwrap_or_default();
        let start = column + n_spaces;
        column = start + width(word);
        words.push(start..column);
        rest = after;
    }
    words
}

/// The bands between the rivers.
pub(super) fn bands(lines: &[Line<'_>]) -> Vec<Range<usize>> {
    match only_band(lines) {
        Some(band) => vec![band],
        None => bands_of_words(lines),
    }
}

/// The only band of lines that leave no column blank, as a few lines of running text do: that is told for many
/// bytes at once. `None` where there may be more bands.
fn only_band(lines: &[Line<'_>]) -> Option<Range<usize>> {
    let rows = || lines.iter().filter(|line| !is_rule(line.body));
    let start = rows().map(|line| line.indent).min()?;
    let end = rows().map(Line::right).max().filter(|&end| end > start)?;
    let mut has_text = vec![false; end - start];
    for line in rows().filter(|line| line.is_plain()) {
        let columns = has_text.get_mut(line.indent - start..).unwrap_or_default();
        for (has_text, byte) in columns.iter_mut().zip(line.body.bytes()) {
            *has_text |= byte != b' ';
        }
    }
    has_text.iter().all(|&has_text| has_text).then_some(start..end)
}

/// The bands, from where each word stands.
fn bands_of_words(lines: &[Line<'_>]) -> Vec<Range<usize>> {
    let lines: Vec<_> = lines.iter().filter(|line| !is_rule(line.body)).collect();
    let rows: Vec<Vec<Range<usize>>> = lines.iter().copied().map(words).collect();
    let bands = stretches(rows.iter().flatten());
    let parts = |left: &Range<usize>, right: &Range<usize>| {
        let gap = left.end..right.start;
        is_river(gap.clone(), right.end, &rows)
            || names::are_beside(&gap, left.start..right.end, &lines, &rows)
    };
    let mut joined: Vec<Range<usize>> = Vec::new();
    for band in bands {
        match joined.last_mut() {
            Some(last) if !parts(last, &band) => last.end = band.end,
            _ => joined.push(band),
        }
    }
    joined
}

/// The stretches of columns that any of these has something of.
fn stretches<'s>(spans: impl Iterator<Item = &'s Range<usize>> + Clone) -> Vec<Range<usize>> {
    let end = spans.clone().map(|span| span.end).max().unwrap_or_default();
    let mut has_text = vec![false; end];
    for span in spans {
        has_text.get_mut(span.clone()).unwrap_or_default().fill(true);
    }
    let mut at = 0;
    let mut stretches = Vec::new();
    for columns in has_text.chunk_by(|one, next| one == next) {
        let start = at;
        at += columns.len();
        if columns.first() == Some(&true) {
            stretches.push(start..at);
        }
    }
    stretches
}

/// Whether `gap`, which is blank in all rows, parts cells: it is wide, or many of the rows that have
/// text between it and `end` have a wider gap that begins or ends there.
fn is_river(gap: Range<usize>, end: usize, rows: &[Vec<Range<usize>>]) -> bool {
    const FEWEST: usize = 2;
    const SHORT_HEADER: usize = 4;
    let is_pair = rows.len() == 2 && rows.first().is_some_and(|header| header.len() <= SHORT_HEADER);
    let fewest = if is_pair { 1 } else { FEWEST };
    if gap.len() >= GAP {
        return true;
    }
    let mut n_crossing = 0;
    let mut n_wide = 0;
    for (number, row) in rows.iter().enumerate() {
        let next = row.partition_point(|word| word.start < gap.end);
        let Some(right) = row.get(next).filter(|right| right.start < end) else { continue };
        let left = next.checked_sub(1).and_then(|left| row.get(left));
        let is_wide = left.is_none_or(|left| right.start - left.end >= GAP);
        let ends_here = right.start == gap.end || left.is_some_and(|left| left.end == gap.start);
        // Names may stand over the middle of their columns.
        n_crossing += usize::from(number > 0 || ends_here || !is_wide);
        n_wide += usize::from(is_wide && ends_here);
    }
    n_wide >= fewest && n_wide * 2 >= n_crossing
}

/// The stretches of `line` in each band.
pub(super) fn cut<'a>(line: &Line<'a>, bands: &[Range<usize>]) -> Vec<Line<'a>> {
    let mut cells = Vec::with_capacity(bands.len());
    let mut rest = *line;
    for (number, _) in bands.iter().enumerate() {
        let end = bands.get(number + 1).map_or(usize::MAX, |next| next.start);
        let (cell, after) = split_at_column(&rest, end);
        cells.push(cell);
        rest = after;
    }
    cells
}

/// The part of `line` before a column, and the part from there on.
fn split_at_column<'a>(line: &Line<'a>, column: usize) -> (Line<'a>, Line<'a>) {
    let mut at = line.indent;
    let mut length = line.body.len();
    if line.right() > column {
        if line.body.is_ascii() {
            length = column.saturating_sub(line.indent);
        } else {
            for (offset, c) in line.body.char_indices() {
                if at >= column {
                    length = offset;
                    break;
                }
                at += width(c.encode_utf8(&mut [0; 4]));
            }
        }
    }
    let head = line.body.get(..length).unwrap_or_default();
    (Line { indent: line.indent, ..Line::new(head, line.start) }, line.after(length))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::super::lines::lines;
    use super::*;

    proptest! {
        #[test]
        fn an_only_band_is_the_band_of_all_words(
            text in prop::collection::vec("( {0,3}([-*•] |[0-9]\\. )?([a-c]{1,6}|é|漢| {1,3}|-{3}){1,8})", 1..12),
        ) {
            let text = text.join("\n");
            let lines = lines(&text);
            if let Some(band) = only_band(&lines) {
                prop_assert_eq!(bands_of_words(&lines), [band]);
            }
        }
    }

    #[test]
    fn blank_lines_have_no_band() {
        assert_eq!(only_band(&lines(" ")), None);
    }

    fn cells(text: &str) -> Vec<Vec<String>> {
        let lines = lines(text);
        read(&lines[..extent(&lines)]).texts()
    }

    #[test]
    fn rivers_part_columns() {
        let text = "Town      People   Since\n----      ------   -----\nUlm       120 000  1181\nSaulgau    17 500    819\n";
        assert_eq!(extent(&lines(text)), 4);
        let text = "  Name      Role of it\n  Ann Lee   writes and\n            reads\n  Bo        draws\n";
        assert_eq!(cells(text), [["Name", "Role of it"], ["Ann Lee", "writes and reads"], ["Bo", "draws"]]);
    }

    #[test]
    fn one_column_parts_where_wider_gaps_end_there() {
        let text = "Industry Making of rope\nFounded  1790\nFounder  Ann Lee\nProducts Ropes and lines\n";
        let expected = [
            ["Industry", "Making of rope"],
            ["Founded", "1790"],
            ["Founder", "Ann Lee"],
            ["Products", "Ropes and lines"],
        ];
        assert_eq!(cells(text), expected);
        let text =
            "Kind of rope Sold Left\nthin         600  40\nstrong       400  25\nvery strong  200  20\n";
        assert_eq!(cells(text)[0], ["Kind of rope", "Sold", "Left"]);
    }

    #[test]
    fn names_side_by_side_part_columns_that_are_close_together() {
        let text =
            "BOAT  OARS PLACE\nswan     2 mill\nteal   110 landing\ncoot     4 town\nduck     2 mill\n";
        assert_eq!(cells(text)[0], ["BOAT", "OARS", "PLACE"]);
        let text =
            "Boat  Full Place\nswan   12% mill\nteal  100% landing\ncoot    7% town\nduck    0% town\n";
        assert_eq!(cells(text)[1], ["swan", "12%", "mill"]);
        let text =
            "Boat      Made in\nSwan      New York\nEider     Ulm\nTeal      Old Town\nGadwall   Bonn\n";
        assert_eq!(cells(text)[0], ["Boat", "Made in"]);
        let text = "Town  People in\nBonn    120 000\nBrno     17 500\nKehl    330 200\nGera     35 700\n";
        assert_eq!(cells(text)[0].len(), 2);
    }

    #[test]
    fn names_close_together_part_few_rows_too() {
        for (text, expected) in [
            (
                "  NO BOAT          LEFT BY\n  12 swan/0    00:00:00 ann\n 134 teal/0    00:12:00 bo\n",
                "12|swan/0|00:00:00|ann",
            ),
            ("Boat Seats  Landing\nswan     2  mill\nteal     4  town\n", "swan|2|mill"),
            (
                " s   oars   sold  at ro\n 1      0 812004  12  3\n 0     12    400   1 12\n",
                "1|0|812004|12|3",
            ),
        ] {
            assert_eq!(cells(text)[1].join("|"), expected, "{text}");
        }
        let text = "Year  Boats  People carried\n2029     12           1 200\n2030     14           1 410\n";
        assert_eq!(cells(text)[0], ["Year", "Boats", "People carried"]);
        // Two words may be one name, and some write thousands with a space.
        let text = "Boat   Made in\nSwan   Old Ulm\nTeal   New Kehl\n";
        assert_eq!(cells(text)[0], ["Boat", "Made in"]);
        let text = "Town   All people\nBonn      120 000\nKehl      330 200\n";
        assert_eq!(cells(text)[1], ["Bonn", "120 000"]);
    }

    #[test]
    fn few_cells_may_be_filled() {
        let text = "Town      Note\nUlm       on the river\nSaulgau\nBonn\nKehl      a bridge\nWorms\n";
        assert_eq!(extent(&lines(text)), 6);
    }

    #[test]
    fn two_spans_of_time_are_enough() {
        let text = "2010–2012   School of Navigation, Ulm\n2002–2010   Grammar school, Kehl\n";
        assert_eq!(cells(text)[1], ["2002–2010", "Grammar school, Kehl"]);
        let text = "05/2010 – 06/2012   School of Navigation, Ulm\n2012 –              Ferry master\n";
        assert_eq!(cells(text)[1], ["2012 –", "Ferry master"]);
        for text in [
            "12-14   School of Navigation, Ulm\n2-10    Grammar school, Kehl\n",
            "Swan-2012   lies at Ulm\nTeal-2010   lies at Kehl\n",
        ] {
            assert_eq!(extent(&lines(text)), 0, "{text}");
        }
    }

    #[test]
    fn justified_text_beside_a_term_is_no_table() {
        let text = "-q     carry  things  over  quietly,  without\n       calling  the  ferryman  from his house\n       on  the  other  bank, and  come  back.\n";
        assert_eq!(extent(&lines(text)), 0);
    }

    #[test]
    fn text_spread_over_its_page_is_no_table() {
        let text = "If this book is gone, the men return to  the older way in which\nnobody reads or writes until the  rain   is all over, and so on\nlies there with all the boats and ropes  below it on the shelf.\nFew come.\n";
        assert_eq!(extent(&lines(text)), 0);
        let text = "Oars and lines for boats and ropes there  12\nRopes and oars of the mill by the river  40\nLamps and bells for the nights of autumn  7\n";
        assert_eq!(extent(&lines(text)), 3);
    }

    #[test]
    fn a_header_and_a_row_are_a_table_of_their_own() {
        for text in ["Boat Lies\n1    at the mill\n", "Boat  Lies\nswan  at the mill\n"] {
            assert_eq!(cells(text)[0], ["Boat", "Lies"], "{text}");
        }
        for text in [
            "The boat\nlay  there\n",
            "She came.\nand  went.\n",
            "Boat  Lies\n   swan at\n",
            "Swan:   4\nEider:  7\n",
        ] {
            assert_eq!(extent(&lines(text)), 0, "{text}");
        }
    }

    #[test]
    fn what_announces_a_table_is_no_row() {
        let text = "and these are there:\n   Boat     Lies\n   swan     at the mill\n   eider    below\n";
        assert_eq!(extent(&lines(text)), 0);
    }

    #[test]
    fn two_spaces_between_sentences_part_no_cells() {
        let text = "the boats were left there.  Nobody came for\nthem, for all the winter.  Then the ice went\nand took them to the mill.  They lie there\n";
        assert_eq!(extent(&lines(text)), 0);
    }

    #[test]
    fn listings_are_no_tables() {
        for text in [
            "15 Description: a ferry\n16  with two oars\n17\n19  and a lamp\n",
            "1  rope\n2  oars\n3  lamp\n4  bell\n",
            "drwxr-xr-x 10 ann  ann    4096 boats\n-rw-r-----  1 ann  staff    96 oars\n-rw-r--r--  1 bo   staff 12096 lamp\n",
            "Boat *swan;    /* the first */\nBoat *eider;   /* the other */\nOars *oars;    /* of both */\n",
            "boats   = swan / eider\nlandings = mill / town\nrest     = *boats\n",
            "# Where they lie\nBOATS   = mill\n# Who comes\nGUESTS  = town\n",
            "Swan:    slow\nOther:  a=1,    b=2;x=1;y=2,   c=(a   b   c)\n",
        ] {
            assert_eq!(extent(&lines(text)), 0, "{text}");
        }
        assert_eq!(extent(&lines("2029  Swan\n2030  Eider\n2031  Teal\n")), 3);
    }

    #[test]
    fn pictures_are_no_tables() {
        let text = "o---o---o      o---o\n     \\   \\    /\n      o---o---o     *\n";
        assert_eq!(extent(&lines(text)), 0);
    }

    #[test]
    fn prose_with_wide_spaces_is_no_table() {
        let text = "He came.  She went off to\nthe town, and nobody.  Then\nthere was nothing more to say.\n";
        assert_eq!(extent(&lines(text)), 0);
    }
}
