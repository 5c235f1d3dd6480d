//! Which lines of a table are one row, where cells were wrapped.
//!
//! Where every line has text in the first column, each is a row. Else the lines without it belong to
//! a row above or below: some programs set the shorter cells of a row at its top, others in its
//! middle. Of all ways to part the lines into rows, the one is taken that costs least: that keeps
//! sentences together and sets the first cells alike.

use super::super::super::shape::{self, Ending};
use super::super::{Cell, join};
use super::Line;

/// The most lines of a row.
const TALLEST: usize = 24;

/// The rows of `lines`, which are cut into cells.
pub(super) fn rows<'a>(lines: Vec<Vec<Line<'a>>>) -> Vec<Vec<Cell<'a>>> {
    let starts = if lines.iter().all(|line| has_first(line)) {
        (0..lines.len()).collect()
    } else if lines.iter().any(|line| has_first(line)) {
        starts(&lines)
    } else {
        vec![0]
    };
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

fn has_first(line: &[Line<'_>]) -> bool {
    line.first().is_some_and(|cell| !cell.is_blank())
}

/// Where the shorter cells of a row stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Set {
    Top,
    Middle,
}

/// What the costs depend on in one table.
#[derive(Clone, Copy, Debug)]
struct Habit {
    set: Set,
    /// The cost of each line with a first cell but the first of a row.
    more_first: f32,
}

/// The first lines of the rows that cost least.
fn starts(lines: &[Vec<Line<'_>>]) -> Vec<usize> {
    // Where the first cell often stands alone it is seldom the rest of another.
    const MANY: usize = 4;
    let is_lone = |line: &&Vec<Line<'_>>| has_first(line) && line.iter().skip(1).all(Line::is_blank);
    let n_lone = lines.iter().filter(is_lone).count();
    let more_first = if n_lone * MANY > lines.len() { 2.0 } else { 0.5 };
    let [top, middle] = [Set::Top, Set::Middle].map(|set| cheapest(lines, Habit { set, more_first }));
    if middle.0 < top.0 { middle.1 } else { top.1 }
}

/// The least cost, and the first lines of the rows with it.
fn cheapest(lines: &[Vec<Line<'_>>], habit: Habit) -> (f32, Vec<usize>) {
    // The least cost of the lines before each, and where the last row among them starts.
    let mut best: Vec<(f32, usize)> = vec![(0.0, 0)];
    for end in 1..=lines.len() {
        let ways = (end.saturating_sub(TALLEST)..end).filter_map(|start| {
            let before = best.get(start)?.0;
            let row = cost(lines.get(start..end)?, habit);
            Some((before + row + if start > 0 { torn(lines, start) } else { 0.0 }, start))
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

/// What it costs that these lines are one row.
fn cost(row: &[Vec<Line<'_>>], habit: Habit) -> f32 {
    const WITHOUT_FIRST: f32 = 20.0;
    const PARTED_FIRST: f32 = 4.0;
    let Some(first) = row.iter().position(|line| has_first(line)) else { return WITHOUT_FIRST };
    let last = row.iter().rposition(|line| has_first(line)).unwrap_or(first);
    let height = last + 1 - first;
    let below = row.len() - height - first;
    let off_place = match habit.set {
        Set::Top => first,
        // As many lines below as above, or one more.
        Set::Middle => first.abs_diff(below).saturating_sub(1),
    };
    let n_first = row.iter().filter(|line| has_first(line)).count();
    let inner = row.iter().zip(row.iter().skip(1)).map(|(above, below)| kept(above, below));
    shape::ratio(off_place, 1)
        + PARTED_FIRST * shape::ratio(height - n_first, 1)
        + habit.more_first * shape::ratio(n_first - 1, 1)
        + inner.sum::<f32>()
}

/// What it costs that two lines are in one row: most where both could be rows of their own.
fn kept(above: &[Line<'_>], below: &[Line<'_>]) -> f32 {
    const FULL: f32 = 2.5;
    const ENDED: f32 = 0.8;
    let pairs = || above.iter().zip(below).filter(|(above, below)| !above.is_blank() && !below.is_blank());
    let is_full = below.len() > 1 && pairs().count() == below.len();
    let ended = pairs().filter(|(above, below)| is_end(above) && !shape::starts_small(below.body));
    let is_torn = pairs().any(|(above, below)| goes_on(above, below));
    shape::flag(is_full, if is_torn { FULL / 2.0 } else { FULL }) + ENDED * shape::ratio(ended.count(), 1)
}

/// What it costs that a row starts at `start`: most where a sentence is torn, or where there is no
/// first cell and no sentence has ended.
fn torn(lines: &[Vec<Line<'_>>], start: usize) -> f32 {
    const ROW: f32 = 0.1;
    const TORN: f32 = 0.6;
    const TORN_BEFORE_FIRST: f32 = 1.5;
    const OPEN: f32 = 0.3;
    let (Some(above), Some(below)) =
        (start.checked_sub(1).and_then(|above| lines.get(above)), lines.get(start))
    else {
        return 0.0;
    };
    let torn =
        shape::ratio(above.iter().zip(below).filter(|(above, below)| goes_on(above, below)).count(), 1);
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

/// Whether the text of a cell goes on with that of the one below.
fn goes_on(above: &Line<'_>, below: &Line<'_>) -> bool {
    let is_open = matches!(shape::ending(above.body), Ending::Open | Ending::Clause | Ending::Hyphen);
    !above.is_blank() && !below.is_blank() && is_open && shape::starts_small(below.body)
}

#[cfg(test)]
mod tests {
    use super::super::super::super::lines::lines;
    use super::super::{bands, cut};
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
    fn cells_may_stand_in_the_middle() {
        let text = "      Writes books and\nAnn   letters to those\n      who answer.\n      Draws what is seen\nBo    from the window.\n";
        assert_eq!(
            parted(text),
            ["Ann Writes books and letters to those who answer.", "Bo Draws what is seen from the window."]
        );
    }
}
