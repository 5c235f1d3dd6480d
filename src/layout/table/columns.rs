//! How wide the columns of a table are.
//!
//! A table that fits keeps its natural widths. Where it does not, every column gets at least its
//! longest word, and the columns left over go where they make the table shorter.
//!
//! The parts of a table that forced cuts go through are set like its beginning, and wider only where
//! they have longer words.

use super::{GUTTER, Table};
use crate::text::{breaks, width};

/// Cells whose lines are counted; a larger table is judged by evenly spread rows.
const SAMPLE: usize = 1200;
/// The most rows whose lines are counted.
const SAMPLE_ROWS: usize = 120;
/// The most columns that are laid side by side.
const MOST_COLUMNS: usize = 64;

/// A column as it is set, in columns of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Column {
    /// From the table's left edge.
    pub(super) start: u16,
    pub(super) width: u16,
}

/// The columns of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Columns {
    pub(super) columns: Vec<Column>,
}

impl Columns {
    /// The columns for `measure`, or `None` where even the longest words do not fit side by side.
    pub(super) fn fit(table: &Table<'_>, measure: u16) -> Option<Self> {
        // Thousands of columns need not be measured one by one: each takes a column of the screen at least.
        room_beside_gutters(table.n_columns, measure).filter(|&room| table.n_columns <= room)?;
        match &table.lead {
            Some(lead) => Self::fit_part(&Wants::of(lead), Wants::of(table), measure),
            None => Self::fit_wants(&Wants::of(table), measure),
        }
    }

    /// The columns for a part of a table: those of its beginning, or wider ones where these would cut
    /// words and there is room.
    fn fit_part(lead: &[Wants], mut part: Vec<Wants>, measure: u16) -> Option<Self> {
        let columns = Self::fit_wants(lead, measure)?;
        if columns.hold(part.iter().map(|wants| wants.least)) {
            return Some(columns);
        }
        for (wants, lead) in part.iter_mut().zip(lead) {
            wants.widen_in_steps(lead);
        }
        Some(Self::fit_wants(&part, measure).unwrap_or(columns))
    }

    fn fit_wants(wants: &[Wants], measure: u16) -> Option<Self> {
        let room = room_beside_gutters(wants.len(), measure)?;
        let natural: usize = wants.iter().map(|column| column.natural).sum();
        let least: usize = wants.iter().map(|column| column.least).sum();
        if natural <= room {
            return Some(Self::new(wants.iter().map(|column| column.natural)));
        }
        if least > room || wants.len() > MOST_COLUMNS {
            return None;
        }
        Some(Self::new(shortest(wants, room).into_iter()))
    }

    /// Whether each column is as wide as it is wanted to be.
    fn hold(&self, mut wanted: impl Iterator<Item = usize>) -> bool {
        self.columns.iter().all(|column| wanted.next().is_none_or(|wanted| wanted <= column.width.into()))
    }

    fn new(widths: impl Iterator<Item = usize>) -> Self {
        let mut start = 0_u16;
        let columns = widths.map(|width| {
            let column = Column { start, width: u16::try_from(width).unwrap_or(u16::MAX).max(1) };
            start = start.saturating_add(column.width).saturating_add(GUTTER);
            column
        });
        Self { columns: columns.collect() }
    }
}

/// What the gutters between so many columns leave of `measure`; `None` where they are wider.
fn room_beside_gutters(n_columns: usize, measure: u16) -> Option<usize> {
    let gutters = usize::from(GUTTER).saturating_mul(n_columns.saturating_sub(1));
    usize::from(measure).checked_sub(gutters)
}

/// What one column wants.
struct Wants {
    /// The longest cell on one line.
    natural: usize,
    /// The longest word.
    least: usize,
    /// The widths of the words of each sampled cell, each with the blank after it.
    cells: Vec<Vec<(usize, usize)>>,
}

impl Wants {
    /// What each column of `table` wants.
    fn of(table: &Table<'_>) -> Vec<Self> {
        (0..table.n_columns).map(|column| Self::measure(table, column)).collect()
    }

    fn measure(table: &Table<'_>, column: usize) -> Self {
        let mut measured = Self { natural: 1, least: 1, cells: Vec::new() };
        let sampled = (SAMPLE / table.n_columns.max(1)).clamp(1, SAMPLE_ROWS);
        let step = table.rows.len().div_ceil(sampled).max(1);
        for row in 0..table.rows.len() {
            let text = table.text(row, column);
            let lines = text.split('\n').map(width).max().unwrap_or(0);
            measured.natural = measured.natural.max(lines);
            // No word may be cut in any row, so all are looked at; only lengths of some are kept.
            let is_sampled = row % step == 0;
            let words = if is_sampled || lines > measured.least { words(text) } else { Vec::new() };
            measured.least = words.iter().map(|word| word.0).max().unwrap_or(0).max(measured.least);
            if is_sampled {
                measured.cells.push(words);
            }
        }
        measured
    }

    /// Wants as much as the beginning of the table does, or more in coarse steps, so that most parts of
    /// a table come out alike.
    fn widen_in_steps(&mut self, lead: &Self) {
        self.natural = stepped(lead.natural, self.natural);
        self.least = stepped(lead.least, self.least).min(self.natural);
    }

    /// Lines that sampled cell `row` takes in `width` columns.
    fn height(&self, row: usize, width: usize) -> usize {
        let mut lines = 1;
        let mut used = 0;
        for &(word, blank) in self.cells.get(row).map(Vec::as_slice).unwrap_or_default() {
            if used + word > width && used > 0 {
                lines += 1;
                used = 0;
            }
            used += word + blank;
        }
        lines
    }
}

/// The first width that is enough for `wanted`, of those that begin with `width` and grow by half.
fn stepped(width: usize, wanted: usize) -> usize {
    let wider = |width: &usize| Some(width + width.div_ceil(2));
    std::iter::successors(Some(width.max(1)), wider).find(|&width| width >= wanted).unwrap_or(wanted)
}

/// Columns of the longest word of a cell.
pub(super) fn longest_word(text: &str) -> usize {
    words(text).iter().map(|word| word.0).max().unwrap_or(0)
}

/// The pieces of a cell between break opportunities: columns of text, columns of blank after it.
fn words(text: &str) -> Vec<(usize, usize)> {
    let mut words = Vec::new();
    for line in text.split('\n') {
        let mut start = 0;
        breaks::opportunities(line, &mut |end| {
            let piece = line.get(start..end).unwrap_or_default();
            let word = width(piece.trim_end()) + usize::from(piece.ends_with('\u{AD}'));
            words.push((word, width(piece).saturating_sub(word)));
            start = end;
        });
    }
    words
}

/// Widths between least and natural that add up to `room` and make the table short.
///
/// Greedy: as long as there is room, widen the column that saves the most lines for each column of
/// the screen it takes; what is left goes to the columns that lack most.
fn shortest(columns: &[Wants], room: usize) -> Vec<usize> {
    let mut widths: Vec<usize> = columns.iter().map(|column| column.least).collect();
    let mut spare = room.saturating_sub(widths.iter().sum());
    let mut heights = Heights::new(columns, &widths);
    while spare > 0 {
        let Some((column, extra)) = heights.best_step(columns, &widths, spare) else { break };
        if let Some(width) = widths.get_mut(column) {
            *width += extra;
            heights.update(columns, column, *width);
        }
        spare -= extra;
    }
    for (width, column) in widths.iter_mut().zip(columns) {
        let extra = column.natural.saturating_sub(*width).min(spare);
        *width += extra;
        spare -= extra;
    }
    widths
}

/// The lines each sampled cell takes.
struct Heights {
    /// By row, then column.
    rows: Vec<Vec<usize>>,
}

impl Heights {
    fn new(columns: &[Wants], widths: &[usize]) -> Self {
        let n_rows = columns.first().map_or(0, |column| column.cells.len());
        let row =
            |row| columns.iter().zip(widths).map(|(column, &width)| column.height(row, width)).collect();
        Self { rows: (0..n_rows).map(row).collect() }
    }

    fn update(&mut self, columns: &[Wants], column: usize, width: usize) {
        for (index, row) in self.rows.iter_mut().enumerate() {
            if let (Some(height), Some(column)) = (row.get_mut(column), columns.get(column)) {
                *height = column.height(index, width);
            }
        }
    }

    /// The widening that saves most per column of the screen: which column, and by how much.
    fn best_step(&self, columns: &[Wants], widths: &[usize], spare: usize) -> Option<(usize, usize)> {
        let mut best: Option<(f64, usize, usize)> = None;
        for (index, (column, &width)) in columns.iter().zip(widths).enumerate() {
            let most = column.natural.saturating_sub(width).min(spare);
            let others = self.others(index);
            for extra in steps(most) {
                let gain = self.gain(index, column, width + extra, &others) / f64_from(extra);
                if gain > best.map_or(0.0, |best| best.0) {
                    best = Some((gain, index, extra));
                }
            }
        }
        best.map(|(_, column, extra)| (column, extra))
    }

    /// The lines that each row takes for all columns but one.
    fn others(&self, index: usize) -> Vec<usize> {
        let others = |heights: &Vec<usize>| {
            let others = heights.iter().enumerate().filter(|(at, _)| *at != index);
            others.map(|(_, &height)| height).max().unwrap_or(1)
        };
        self.rows.iter().map(others).collect()
    }

    /// Lines saved in the table when `column` becomes `width` wide. A cell that gets lower in a row
    /// that other cells keep high counts a little: it may pay off with the next step.
    fn gain(&self, index: usize, column: &Wants, width: usize, others: &[usize]) -> f64 {
        let saved = |(row, (heights, &others)): (usize, (&Vec<usize>, &usize))| {
            let now = heights.get(index).copied().unwrap_or(1);
            let then = column.height(row, width);
            let whole = now.max(others) - then.max(others).min(now.max(others));
            f64_from(whole) + f64_from(now.saturating_sub(then)) * 0.05
        };
        self.rows.iter().zip(others).enumerate().map(saved).sum()
    }
}

/// Widenings worth trying: each of the first few, then ever coarser ones, so that a wide table
/// costs little.
fn steps(most: usize) -> impl Iterator<Item = usize> {
    std::iter::successors(Some(1), |&step| Some(step + 1 + step / 8)).take_while(move |&step| step <= most)
}

fn f64_from(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
