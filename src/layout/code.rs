//! Code: kept line for line, tabs expanded, long lines continued below: under their indentation, and broken behind a
//! space or sign where one comes late enough.

use super::galley::{Galley, Role};
use super::margin::Margin;
use crate::document::Span;
use crate::document::position::offset;
use crate::text::{clusters, glyph};

/// Columns between tab stops.
const TAB: u16 = 4;
/// What stands where a line goes on that was too long.
const CONTINUATION: &str = "↪";

/// The fewest columns of a row that may end early, and begin under the line's indentation: what is left of the one
/// above then fits on the next, too.
const ROOMY: u16 = 16;

/// Where code stands and how far it may reach.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    /// The leaf.
    pub(super) leaf: usize,
    /// Columns before the code.
    pub(super) indent: u16,
    /// One past the last column it may use.
    pub(super) limit: u16,
    /// Code, or raw HTML.
    pub(super) role: Role,
}

/// Sets `text`, which starts at `base` in its segment.
pub(super) fn set(text: &str, base: u32, frame: Frame, margin: &Margin, galley: &mut Galley) {
    let mut at = 0;
    for line in text.split('\n') {
        margin.begin_line(galley, frame.leaf, base + offset(at), at == 0);
        CodeLine { text: line, base: base + offset(at), frame, margin, galley }.set();
        at += line.len() + 1;
    }
}

struct CodeLine<'a> {
    text: &'a str,
    base: u32,
    frame: Frame,
    margin: &'a Margin,
    galley: &'a mut Galley,
}

/// A place in a line of code, and the column that it has on its row.
#[derive(Clone, Copy, Debug)]
struct Place {
    at: usize,
    column: u16,
}

/// Where a row that gets too long may end best.
#[derive(Clone, Copy, Debug, Default)]
struct Ends {
    behind_space: Option<Place>,
    behind_sign: Option<Place>,
}

impl Ends {
    /// Notes what stands before `place`.
    fn note(&mut self, cluster: &str, place: Place) {
        match cluster {
            " " => self.behind_space = Some(place),
            "," | ";" | "(" | "[" | "{" | "/" | "\\" | "&" | "=" | "?" => self.behind_sign = Some(place),
            _ => {}
        }
    }

    /// The best end that does not lie before `least`, so that no row is nearly empty.
    fn best(self, least: u16) -> Option<Place> {
        let mut ends = [self.behind_space, self.behind_sign].into_iter().flatten();
        ends.find(|place| place.column >= least)
    }
}

impl CodeLine<'_> {
    fn set(mut self) {
        let mut column = self.frame.indent;
        let (mut start, mut row) = (Place { at: 0, column }, column);
        let mut ends = Ends::default();
        // Blanks at the end of a line are not seen, and need no rows of their own.
        for (at, cluster) in clusters(self.text.trim_end()) {
            if cluster == "\t" {
                self.run(start, at);
                column = self.tab_stop(column);
                (start, ends) = (Place { at: at + 1, column }, Ends::default());
                continue;
            }
            let columns = u16::from(glyph(cluster).width);
            let fits = column.checked_add(columns).is_some_and(|end| end <= self.frame.limit);
            if !fits && column > row {
                let is_space = cluster == " ";
                let best = ends.best(self.latter_half()).filter(|_| !is_space);
                let end = best.unwrap_or(Place { at, column });
                self.run(start, end.at);
                // A blank between two rows is not seen either.
                let next = end.at + usize::from(is_space);
                row = self.continue_below(next);
                (start, ends) = (Place { at: next, column: row }, Ends::default());
                column = row + (column - end.column);
                if is_space {
                    continue;
                }
            }
            column = column.saturating_add(columns);
            ends.note(cluster, Place { at: at + cluster.len(), column });
        }
        self.run(start, self.text.len());
    }

    fn run(&mut self, start: Place, end: usize) {
        let text = self.text.get(start.at..end).unwrap_or_default();
        let end = if end == self.text.len() { start.at + text.trim_end().len() } else { end };
        self.galley.text(
            start.column,
            Span::new(self.base + offset(start.at), self.base + offset(end)),
            self.frame.role,
        );
    }

    /// Columns that code may take.
    fn room(&self) -> u16 {
        self.frame.limit.saturating_sub(self.frame.indent)
    }

    /// Whether there are at least so many columns.
    fn has_room(&self, columns: u16) -> bool {
        self.room() >= columns
    }

    /// The column in the middle of a row; one past the last where a row is too narrow to end early.
    fn latter_half(&self) -> u16 {
        let early = self.frame.indent.saturating_add(self.room().div_ceil(2));
        if self.has_room(ROOMY) { early } else { self.frame.limit.saturating_add(1) }
    }

    /// Columns by which the line is indented, as far as a quarter of the row.
    fn own_indent(&self) -> u16 {
        if !self.has_room(ROOMY) {
            return 0;
        }
        let blanks = self.text.bytes().take_while(|byte| matches!(byte, b' ' | b'\t'));
        let columns = blanks.fold(self.frame.indent, |column, blank| match blank {
            b'\t' => self.tab_stop(column),
            _ => column.saturating_add(1),
        });
        (columns - self.frame.indent).min(self.room() / 4)
    }

    /// Begins another row below, under the line's own indentation. Answers its first column.
    fn continue_below(&mut self, at: usize) -> u16 {
        self.margin.begin_line(self.galley, self.frame.leaf, self.base + offset(at), false);
        if !self.has_room(8) {
            return self.frame.indent;
        }
        let column = self.frame.indent.saturating_add(self.own_indent());
        self.galley.ornament(column, CONTINUATION, 1, Role::Marker);
        column.saturating_add(2)
    }

    fn tab_stop(&self, column: u16) -> u16 {
        let stops = column.saturating_sub(self.frame.indent) / TAB + 1;
        let next = stops.saturating_mul(TAB).saturating_add(self.frame.indent);
        next.min(self.frame.limit.saturating_sub(1)).max(column)
    }
}
