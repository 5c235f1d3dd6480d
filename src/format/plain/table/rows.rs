//! Which lines of a table are one row, where cells were wrapped.
//!
//! Where every line has text in the first column, each is a row. Else the lines without it belong to
//! a row above or below: some programs set the shorter cells of a row at its top, others in its
//! middle. Of all ways to part the lines into rows, the one is taken that costs least: that keeps
//! sentences together and sets the first cells alike.

use super::super::shape::{self, Ending};
use super::{Cell, Line, join};

/// The most lines of a row.
const TALLEST: usize = 24;

/// The rows of `lines`, which are cut into cells.
pub(super) fn rows<'a>(lines: Vec<Vec<Line<'a>>>) -> Vec<Vec<Cell<'a>>> {
    let n_headers = usize::from(is_headed(&lines));
    let body = lines.get(n_headers..).unwrap_or_default();
    let starts = if body.iter().all(|line| has_first(line)) || are_sums(body) {
        (0..body.len()).collect()
    } else if body.iter().any(|line| has_first(line)) {
        starts(body)
    } else {
        vec![0]
    };
    let starts: Vec<_> = (0..n_headers).chain(starts.into_iter().map(|start| start + n_headers)).collect();
    let mut rows: Vec<Vec<Cell<'a>>> = Vec::with_capacity(starts.len());
    let mut next = starts.iter().peekable();
    for (at, line) in lines.into_iter().enumerate() {
        let cells =
            line.into_iter().map(|cell| if cell.is_blank() { Vec::new() } else { vec![cell] }).collect();
        let is_start = next.next_if_eq(&&at).is_some();
        match rows.last_mut() {
            Some(row) if !is_start => join(row, cells),
            _ => rows.push(cells),
        }
    }
    rows
}

/// Whether the first line names all columns but the first, and the second has all.
fn is_headed(lines: &[Vec<Line<'_>>]) -> bool {
    const FEWEST: usize = 3;
    let [header, row, ..] = lines else { return false };
    let is_named = |line: &[Line<'_>]| line.iter().skip(1).all(|cell| !cell.is_blank());
    header.len() >= FEWEST && !has_first(header) && is_named(header) && has_first(row) && is_named(row)
}

/// Whether each line but a header ends with a number, and those without a first cell have a word or two before it: they are sums.
fn are_sums(lines: &[Vec<Line<'_>>]) -> bool {
    const MOST_WORDS: usize = 3;
    let is_number = |cell: &Line<'_>| {
        cell.body.bytes().any(|byte| byte.is_ascii_digit())
            && !cell.body.bytes().any(|byte| byte.is_ascii_alphabetic())
    };
    let is_sum = |line: &&Vec<Line<'_>>| {
        let names = line.iter().rev().skip(1).filter(|cell| !cell.is_blank());
        names.map(|cell| cell.body.split_whitespace().count()).sum::<usize>() <= MOST_WORDS
    };
    let mut sums = lines.iter().filter(|line| !has_first(line));
    lines.iter().skip(1).all(|line| line.last().is_some_and(is_number)) && sums.all(|line| is_sum(&line))
}

fn has_first(line: &[Line<'_>]) -> bool {
    line.first().is_some_and(|cell| !cell.is_blank())
}

/// Where the shorter cells of a row stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Set {
    Top,
    Middle,
}

impl Set {
    /// Lines above a cell of this height in a row that is `row_height` lines tall.
    fn top(self, row_height: usize, height: usize) -> usize {
        match self {
            Self::Top => 0,
            Self::Middle => row_height.saturating_sub(height) / 2,
        }
    }
}

/// What the costs depend on in one table.
#[derive(Clone, Debug)]
struct Habits {
    /// Columns of the widest line in each column of the table.
    widths: Vec<usize>,
    /// Whether rows often have only their first cell, so that it is seldom the rest of another.
    are_rows_short: bool,
    /// Whether rows start with small letters, so that those do not tell that a sentence goes on.
    are_starts_small: bool,
}

impl Habits {
    fn of(lines: &[Vec<Line<'_>>]) -> Self {
        const MANY: usize = 4;
        let n_columns = lines.iter().map(Vec::len).max().unwrap_or_default();
        let width =
            |column: usize| lines.iter().filter_map(|line| line.get(column)).map(|cell| cell.width).max();
        let named = || lines.iter().filter(|line| has_first(line));
        let n_lone = named().filter(|line| line.iter().skip(1).all(Line::is_blank)).count();
        let is_small =
            |line: &&Vec<Line<'_>>| line.first().is_some_and(|cell| shape::starts_small(cell.body));
        Self {
            widths: (0..n_columns).map(|column| width(column).unwrap_or_default()).collect(),
            are_rows_short: n_lone * MANY > lines.len(),
            are_starts_small: named().filter(is_small).count() * 2 > named().count(),
        }
    }

    /// Whether the first word of `below` would have fit behind `above`, in the column `column`.
    fn fits(&self, column: usize, above: &Line<'_>, below: &Line<'_>) -> bool {
        let width = self.widths.get(column).copied().unwrap_or_default();
        above.width + 1 + below.first_word() <= width
    }

    /// Whether the text of a cell goes on with that of the one below.
    fn goes_on(&self, above: &Line<'_>, below: &Line<'_>) -> bool {
        if above.is_blank() || below.is_blank() || !shape::starts_small(below.body) {
            return false;
        }
        match shape::ending(above.body) {
            Ending::Clause | Ending::Hyphen => true,
            Ending::Open => !self.are_starts_small,
            Ending::Sentence | Ending::Question | Ending::Colon => false,
        }
    }
}

/// The first lines of the rows that cost least.
fn starts(lines: &[Vec<Line<'_>>]) -> Vec<usize> {
    let habits = Habits::of(lines);
    let [top, middle] = [Set::Top, Set::Middle].map(|set| cheapest(lines, set, &habits));
    if middle.0 < top.0 { middle.1 } else { top.1 }
}

/// The least cost, and the first lines of the rows with it.
fn cheapest(lines: &[Vec<Line<'_>>], set: Set, habits: &Habits) -> (f32, Vec<usize>) {
    // The least cost of the lines before each, and where the last row among them starts.
    let mut best: Vec<(f32, usize)> = vec![(0.0, 0)];
    for end in 1..=lines.len() {
        let ways = (end.saturating_sub(TALLEST)..end).filter_map(|start| {
            let before = best.get(start)?.0;
            let row = cost(lines.get(start..end)?, set, habits);
            Some((before + row + if start > 0 { torn(lines, start, habits) } else { 0.0 }, start))
        });
        best.push(ways.min_by(|one, other| one.0.total_cmp(&other.0)).unwrap_or((0.0, end - 1)));
    }
    let mut starts = Vec::new();
    let mut end = lines.len();
    while end > 0 {
        end = best.get(end).map_or(0, |&(_, start)| start).min(end - 1);
        starts.push(end);
    }
    starts.reverse();
    (best.last().map_or(0.0, |&(cost, _)| cost), starts)
}

/// What it costs that these lines are one row: least where each cell stands where it would be set, and
/// one is as tall as the row.
fn cost(row: &[Vec<Line<'_>>], set: Set, habits: &Habits) -> f32 {
    const WITHOUT_FIRST: f32 = 20.0;
    const PARTED_FIRST: f32 = 4.0;
    const PARTED: f32 = 0.5;
    const LOW: f32 = 1.0;
    const EMPTY: f32 = 0.3;
    let Some(first) = Stack::of(row, 0) else { return WITHOUT_FIRST };
    let others: Vec<_> = (1..habits.widths.len()).filter_map(|column| Stack::of(row, column)).collect();
    let n_empty = habits.widths.len().saturating_sub(1 + others.len());
    let off_place = |stack: &Stack| shape::ratio(stack.top.abs_diff(set.top(row.len(), stack.height)), 1);
    let parted = |stack: &Stack| PARTED * shape::ratio(stack.height - stack.n_lines, 1);
    let is_low = std::iter::once(&first).chain(&others).all(|stack| stack.height < row.len());
    let pairs = || row.iter().zip(row.iter().skip(1));
    off_place(&first)
        + PARTED_FIRST * shape::ratio(first.height - first.n_lines, 1)
        + others.iter().map(|other| off_place(other) + parted(other)).sum::<f32>()
        + shape::flag(is_low, LOW)
        + if habits.are_rows_short { 0.0 } else { EMPTY * shape::ratio(n_empty, 1) }
        + pairs()
            .map(|(above, below)| more_first(above, below, habits) + kept(above, below, habits))
            .sum::<f32>()
}

/// What it costs that the first cell has another line: less where it had to be wrapped.
fn more_first(above: &[Line<'_>], below: &[Line<'_>], habits: &Habits) -> f32 {
    let (Some(above), Some(below)) = (above.first(), below.first()) else { return 0.0 };
    if above.is_blank() || below.is_blank() {
        return 0.0;
    }
    match (habits.are_rows_short, habits.fits(0, above, below)) {
        (true, true) => 2.0,
        (true, false) => 1.0,
        (false, true) => 0.6,
        (false, false) => 0.2,
    }
}

/// The lines of one cell in a row.
#[derive(Clone, Copy, Debug)]
struct Stack {
    /// Lines of the row above the cell.
    top: usize,
    /// Lines from its first one to its last.
    height: usize,
    /// Lines with text.
    n_lines: usize,
}

impl Stack {
    fn of(row: &[Vec<Line<'_>>], column: usize) -> Option<Self> {
        let has_text = |line: &Vec<Line<'_>>| line.get(column).is_some_and(|cell| !cell.is_blank());
        let top = row.iter().position(has_text)?;
        let last = row.iter().rposition(has_text)?;
        let n_lines = row.iter().filter(|line| has_text(line)).count();
        Some(Self { top, height: last + 1 - top, n_lines })
    }
}

/// What it costs that two lines are in one row: most where both could be rows of their own.
fn kept(above: &[Line<'_>], below: &[Line<'_>], habits: &Habits) -> f32 {
    const FULL: f32 = 2.5;
    const ENDED: f32 = 0.8;
    // So many cells side by side are a row, also where others are empty.
    const WIDE: usize = 3;
    let pairs = || above.iter().zip(below).filter(|(above, below)| !above.is_blank() && !below.is_blank());
    let is_like = above.iter().zip(below).all(|(above, below)| above.is_blank() == below.is_blank());
    let is_full = is_like && has_first(below) && pairs().count() >= below.len().clamp(2, WIDE);
    let ended = pairs().filter(|(above, below)| is_end(above) && !shape::starts_small(below.body));
    let is_torn = pairs().any(|(above, below)| habits.goes_on(above, below));
    shape::flag(is_full, if is_torn { FULL / 2.0 } else { FULL }) + ENDED * shape::ratio(ended.count(), 1)
}

/// What it costs that a row starts at `start`: most where a sentence is torn, or where there is no
/// first cell and no sentence has ended.
fn torn(lines: &[Vec<Line<'_>>], start: usize, habits: &Habits) -> f32 {
    const ROW: f32 = 0.1;
    const TORN: f32 = 0.6;
    const TORN_BEFORE_FIRST: f32 = 1.5;
    const OPEN: f32 = 0.3;
    let (Some(above), Some(below)) =
        (start.checked_sub(1).and_then(|above| lines.get(above)), lines.get(start))
    else {
        return 0.0;
    };
    let torn = shape::ratio(
        above.iter().zip(below).filter(|(above, below)| habits.goes_on(above, below)).count(),
        1,
    );
    if has_first(below) {
        return ROW + TORN * torn;
    }
    let is_closed = above.iter().zip(below).any(|(above, below)| is_end(above) && !below.is_blank());
    ROW + TORN_BEFORE_FIRST * torn + shape::flag(!is_closed, OPEN)
}

/// Whether a sentence ends with the line, before the mark of a note.
fn is_end(line: &Line<'_>) -> bool {
    let is_mark = |c: char| c.is_ascii_digit() || matches!(c, '[' | ']');
    let body = if line.body.ends_with(']') { line.body.trim_end_matches(is_mark) } else { line.body };
    matches!(shape::ending(body), Ending::Sentence | Ending::Question)
}

#[cfg(test)]
mod tests {
    use super::super::super::lines::lines;
    use super::super::columns::{bands, cut};
    use super::*;

    fn parted(text: &str) -> Vec<String> {
        let lines = lines(text);
        let bands = bands(&lines);
        let rows = rows(lines.iter().map(|line| cut(line, &bands)).collect());
        rows.iter()
            .map(|row| row.iter().flatten().map(|line| line.body).collect::<Vec<_>>().join(" "))
            .collect()
    }

    #[test]
    fn cells_may_stand_at_the_top() {
        let text = "Ann   writes books and\n      letters\nBo    draws\nCy    does nothing that\n      anybody knows of\n";
        assert_eq!(
            parted(text),
            ["Ann writes books and letters", "Bo draws", "Cy does nothing that anybody knows of"]
        );
    }

    #[test]
    fn each_cell_stands_in_the_middle_of_its_own_row() {
        let text = "                  A boat that brings the letters from the\nThe Swan     1987 other bank, and\n                  takes them there.[2]\nDown to the  1990 Told by the ferryman himself.\nLanding\n                  Nobody is on board when it\nEider        1993 is found, but the oars are wet, and the\n                  lamp is lit.\n                  [18]\nTeal         1998 Short.\n";
        assert_eq!(
            parted(text),
            [
                "The Swan 1987 A boat that brings the letters from the other bank, and takes them there.[2]",
                "Down to the Landing 1990 Told by the ferryman himself.",
                "Eider 1993 Nobody is on board when it is found, but the oars are wet, and the lamp is lit. [18]",
                "Teal 1998 Short."
            ]
        );
    }

    #[test]
    fn the_first_column_may_have_no_name() {
        let text = "          Seats  Oars\nThe Swan  12     4\nEider     6      2\n";
        assert_eq!(parted(text), ["Seats Oars", "The Swan 12 4", "Eider 6 2"]);
    }

    #[test]
    fn rows_may_lack_their_last_cells() {
        let text = "new      none       now      The first of\n                             them\nlost     completed  never\ngone     completed  never\n";
        assert_eq!(
            parted(text),
            ["new none now The first of them", "lost completed never", "gone completed never"]
        );
    }

    #[test]
    fn cells_may_stand_in_the_middle() {
        let text = "      Writes books and\nAnn   letters to those\n      who answer.\n      Draws what is seen\nBo    from the window.\n";
        assert_eq!(
            parted(text),
            ["Ann Writes books and letters to those who answer.", "Bo Draws what is seen from the window."]
        );
    }
}
