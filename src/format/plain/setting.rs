//! The last stage: blocks become a segment, with lists nested by their indents.
//!
//! Whatever is not text (bullets, rules, quote marks) lies within the source span of a leaf beside
//! it, so that every byte of the source that is not white space belongs to a leaf.

mod definitions;
mod signs;
mod writer;

use std::borrow::Cow;
use std::ops::Range;

use super::blocks::{Block, Evidence, Kind};
use super::furniture::Removed;
use super::levels::Levels;
use super::lines::Line;
use super::marker::{Marker, Sign};
use super::paragraph::{self, Join};
use super::profile::{Mark, Profile};
use super::shape;
use super::table::{self, Cell, Form};
use super::{Habits, Lines, MAX_QUOTES, recover};
use crate::document::{
    Alignment, Change, ContainerId, ContainerKind, Furniture, InlineStyle, LeafKind, Purpose,
};
use crate::format::label::label_length;
pub(super) use definitions::Definitions;
pub(super) use writer::{Joint, Writer};

/// The columns up to which short rows are filled with empty cells. A row of thousands of cells above
/// thousands of short ones would else take the square of its length.
const MOST_PADDED: usize = 256;
/// How many empty cells may be filled in for each that is there, but for a few, so that a wide header above many
/// short rows costs no more than a multiple of its text.
const PADDED_FOR_EACH: usize = 8;
/// So few are always filled in.
const FEW_PADDED: usize = 4096;
/// Spaces between words that are a gap between columns rather than spread a line over its page.
const COLUMNS: usize = 5;

/// Sets blocks that lie in one container.
pub(super) struct Setting<'s, 'a> {
    /// All lines, of which blocks are ranges.
    pub(super) lines: &'s [Line<'a>],
    /// The document's habits.
    pub(super) profile: &'s Profile,
    /// For headings.
    pub(super) levels: Levels<'s>,
    /// What blocks inside quotes are read with.
    pub(super) habits: Habits<'s>,
    /// Quotes around these blocks.
    pub(super) n_quotes: usize,
    /// The lists that are open, from the outermost on.
    pub(super) lists: Vec<OpenList>,
    /// The explanations that are open, from the outermost on.
    pub(super) definitions: Definitions,
}

/// A list whose last item may still go on.
pub(super) struct OpenList {
    container: ContainerId,
    /// The columns before its markers.
    indent: usize,
    /// The marker of its last item, if it was not lost.
    sign: Option<Sign>,
    is_tight: bool,
}

impl<'a> Setting<'_, 'a> {
    /// Sets all `blocks`, and the furniture between them. What stood inside a block comes behind it.
    pub(super) fn set_all(
        &mut self,
        blocks: &[(Block, Option<Purpose>)],
        removed: &[Removed<'_>],
        writer: &mut Writer<'_>,
    ) {
        let mut rest = removed;
        for (block, purpose) in blocks {
            let count = rest.iter().take_while(|removed| removed.at <= block.lines.start).count();
            let (before, after) = rest.split_at_checked(count).unwrap_or((rest, &[]));
            for removed in before {
                self.furniture(removed, writer);
            }
            rest = after;
            self.set(block, *purpose, writer);
        }
        for removed in rest {
            self.furniture(removed, writer);
        }
        self.leave_definitions(0, writer);
        self.close_lists(0, writer);
    }

    fn set(&mut self, block: &Block, purpose: Option<Purpose>, writer: &mut Writer<'_>) {
        writer.builder.certainty(block.certainty);
        self.place_among_definitions(block, writer);
        match block.kind {
            Kind::Item(marker) => return self.item(block, marker, writer),
            Kind::Heading(_) | Kind::Rule => self.close_lists(0, writer),
            _ => self.close_lists_beside(block, writer),
        }
        match block.kind {
            Kind::Heading(evidence) => self.heading(block, evidence, purpose, writer),
            Kind::Code => self.code(block, writer),
            Kind::Table { form, is_whole } => self.table(block, form, is_whole, writer),
            Kind::Quote => self.quote(block, writer),
            Kind::Rule => self.verbatim(LeafKind::ThematicBreak, block, writer),
            Kind::Term => self.term(block, writer),
            Kind::Entry(length) => self.entry(block, length, writer),
            Kind::Lineated(purpose) => self.lineated(block, purpose, writer),
            Kind::Paragraph | Kind::Item(_) => {
                writer.begin(LeafKind::Paragraph, self.source(block));
                writer.note(purpose);
                // Blank lines stand in it only where a reader joined what they part.
                let lines = filled(self.text(block));
                let joins = match block.ruled {
                    Some(Change::Join) => paragraph::joins_wrapped(&lines, self.profile),
                    _ => paragraph::joins(&lines, self.profile),
                };
                put_joined(&lines, &joins, writer);
                writer.end();
            }
        }
    }

    /// Sets page furniture: the terms around a text as paragraphs, running lines line for line.
    fn furniture(&self, removed: &Removed<'_>, writer: &mut Writer<'_>) {
        let lines = &removed.lines;
        writer.begin_furniture(removed.kind, span(lines));
        if removed.kind == Furniture::License {
            put_joined(lines, &paragraph::joins(lines, self.profile), writer);
        } else {
            for (number, line) in lines.iter().enumerate() {
                writer.glue(if number > 0 { "\n" } else { "" });
                put_running(line, writer);
            }
        }
        writer.end();
    }

    fn text(&self, block: &Block) -> &[Line<'a>] {
        self.lines.get(block.text.clone()).unwrap_or_default()
    }

    /// The bytes of a block's lines.
    fn source(&self, block: &Block) -> Range<usize> {
        span(self.lines.get(block.lines.clone()).unwrap_or_default())
    }

    fn heading(&self, block: &Block, evidence: Evidence, purpose: Option<Purpose>, writer: &mut Writer<'_>) {
        let level = self.levels.level(block, evidence, self.lines);
        writer.begin(LeafKind::Heading(level), self.source(block));
        writer.note(purpose);
        let text: Vec<_> = match evidence {
            Evidence::Hashes(count) => {
                self.text(block).iter().map(|line| without_hashes(line, count)).collect()
            }
            Evidence::Marked(mark) => self.text(block).iter().map(|line| without_mark(line, mark)).collect(),
            _ => filled(self.text(block)).into_owned(),
        };
        for (number, line) in text.iter().enumerate() {
            if number > 0 {
                writer.glue(" ");
            }
            writer.put(line);
        }
        writer.end();
    }

    /// Lines as they are, without the indent that all of them have.
    fn verbatim(&self, kind: LeafKind, block: &Block, writer: &mut Writer<'_>) {
        self.indented(kind, block, usize::MAX, writer);
    }

    /// Lines as they are, without the indent that all of them have, but for what is beyond `most`.
    fn indented(&self, kind: LeafKind, block: &Block, most: usize, writer: &mut Writer<'_>) {
        let lines = self.text(block);
        let common = lines.iter().filter(|line| !line.is_blank()).map(|line| line.indent).min();
        let indent = common.unwrap_or_default().min(most);
        writer.begin(kind, self.source(block));
        for (number, line) in lines.iter().enumerate() {
            if number > 0 {
                writer.glue("\n");
            }
            writer.glue(&" ".repeat(line.indent.saturating_sub(indent)));
            writer.put(line);
        }
        writer.end();
    }

    /// Lines that stay lines. The parts of a table of contents stand as deep as in the source.
    fn lineated(&self, block: &Block, purpose: Purpose, writer: &mut Writer<'_>) {
        let most = if purpose == Purpose::Contents { self.profile.base_indent } else { usize::MAX };
        self.indented(LeafKind::Paragraph, block, most, writer);
        writer.note(Some(purpose));
    }

    fn code(&self, block: &Block, writer: &mut Writer<'_>) {
        let fence = self.lines.get(block.lines.start).filter(|_| block.text.start > block.lines.start);
        let info = fence.map_or("", |line| line.body.trim_start_matches(['`', '~']).trim());
        let info = writer.builder.string(info);
        self.verbatim(LeafKind::CodeBlock { info }, block, writer);
    }

    fn quote(&self, block: &Block, writer: &mut Writer<'_>) {
        if self.n_quotes >= MAX_QUOTES {
            return self.verbatim(LeafKind::Paragraph, block, writer);
        }
        let source = self.source(block);
        writer.open(ContainerKind::BlockQuote(None), &source);
        let mark = self.text(block).first().and_then(|line| shape::quote_mark(line.body));
        if mark.is_some_and(|mark| !matches!(mark, ">" | "|")) {
            // Initials are part of the text, so it stays as it is, line for line.
            self.verbatim(LeafKind::Paragraph, block, writer);
            return writer.close();
        }
        let inner: Vec<_> = self.text(block).iter().map(without_quote_mark).collect();
        if inner.iter().all(Line::is_blank) {
            writer.begin(LeafKind::Paragraph, source);
        }
        recover(Lines::inside(inner), self.habits, self.n_quotes + 1, writer);
        writer.close();
    }
}

/// Lists.
impl Setting<'_, '_> {
    fn item(&mut self, block: &Block, marker: Option<Marker>, writer: &mut Writer<'_>) {
        let lines = self.text(block);
        let Some(first) = lines.first().copied() else { return };
        let source = self.source(block);
        let is_said = matches!(marker, Some(Marker { sign: Sign::Bullet { char, .. }, .. })
            if signs::is_said(self.lines, block.text.start, char));
        self.enter_list(first.indent, marker.map(|marker| marker.sign), is_said, block, writer);
        let length = marker.map_or(0, |marker| marker.length);
        let mark = first.body.get(..length).unwrap_or_default();
        let string = writer.builder.string(mark);
        writer.open(ContainerKind::Item { marker: string, task: None }, &source);
        let mut start = source.start;
        if is_said || matches!(marker, Some(Marker { sign: Sign::Number(_), .. })) {
            start += length;
            writer.begin(LeafKind::Marker, source.start..start);
            writer.put(&Line::new(mark, first.start));
        }
        let mut rest = filled(self.text(block)).into_owned();
        if let Some(line) = rest.first_mut() {
            *line = first.after(length);
        }
        writer.begin(LeafKind::Paragraph, start..source.end);
        put_joined(&rest, &paragraph::joins_in_item(&rest, self.profile), writer);
        if let Some(length) = label_length(writer.builder.leaf_text()) {
            writer.builder.add_style(0..length, InlineStyle::LABEL);
        }
        writer.end();
    }

    /// Closes what an item at `indent` ends, and opens a list where it does not go on with one.
    /// Items with signs that say something are of one list, whichever they have.
    fn enter_list(
        &mut self,
        indent: usize,
        sign: Option<Sign>,
        is_said: bool,
        block: &Block,
        writer: &mut Writer<'_>,
    ) {
        const JITTER: usize = 1;
        let inner = self.lists.iter().take_while(|list| list.indent <= indent + JITTER).count();
        self.close_lists(inner, writer);
        let Some(list) = self.lists.last().filter(|list| list.indent + JITTER >= indent) else {
            return self.open_list(indent, sign, block, writer);
        };
        // Where levels are told by their numbers only, the first number of another form begins a list in the item.
        if block.n_blank == 0 && begins_inside(list.sign.as_ref(), sign.as_ref()) {
            return self.open_list(indent, sign, block, writer);
        }
        // The next number of a list further out ends those in it.
        let is_next =
            |list: &OpenList| list.indent + JITTER >= indent && follows(list.sign.as_ref(), sign.as_ref());
        let inner = self.lists.iter().rposition(is_next).map_or(inner, |outer| outer + 1);
        self.close_lists(inner, writer);
        let Some(list) = self.lists.last_mut() else { return };
        let is_beside_bullet =
            is_said && block.n_blank == 0 && matches!(list.sign, Some(Sign::Bullet { .. }));
        if is_beside_bullet || goes_on(list.sign.as_ref(), sign.as_ref()) {
            list.sign = sign;
            list.is_tight &= block.n_blank == 0;
            writer.close();
            return;
        }
        self.close_lists(inner.saturating_sub(1), writer);
        self.open_list(indent, sign, block, writer);
    }

    fn open_list(&mut self, indent: usize, sign: Option<Sign>, block: &Block, writer: &mut Writer<'_>) {
        let container = writer.open(ContainerKind::List { tight: true }, &self.source(block));
        self.lists.push(OpenList { container, indent, sign, is_tight: true });
    }

    /// Closes the lists that `block` does not lie in: it would have to stand under their text. Set off by a blank line
    /// there, it makes the items of its list stand apart.
    fn close_lists_beside(&mut self, block: &Block, writer: &mut Writer<'_>) {
        const UNDER: usize = 2;
        let indent = self.text(block).iter().filter(|line| !line.is_blank()).map(|line| line.indent).min();
        let indent = indent.unwrap_or_default();
        let inner = self.lists.iter().take_while(|list| list.indent + UNDER <= indent).count();
        self.close_lists(inner, writer);
        if let Some(list) = self.lists.last_mut() {
            list.is_tight &= block.n_blank == 0;
        }
    }

    /// Closes the lists inside the first `keep`.
    fn close_lists(&mut self, keep: usize, writer: &mut Writer<'_>) {
        while let Some(list) = (self.lists.len() > keep).then(|| self.lists.pop()).flatten() {
            writer.close();
            writer.builder.set_kind(list.container, ContainerKind::List { tight: list.is_tight });
            writer.close();
        }
    }
}

/// Tables.
impl Setting<'_, '_> {
    fn table(&self, block: &Block, form: Form, is_whole: bool, writer: &mut Writer<'_>) {
        let lines = self.text(block);
        let table = table::read(lines, form, is_whole);
        let header = is_whole && table::has_header(lines, form, &table);
        let n_columns = table.rows.iter().map(Vec::len).max().unwrap_or_default();
        let mut alignments = table.alignments;
        alignments.resize(n_columns, Alignment::Unspecified);
        let alignments = writer.builder.alignments(&alignments);
        let source = self.source(block);
        writer.open(ContainerKind::Table { alignments, header }, &source);
        let n_padded = padded_columns(&table.rows, n_columns);
        for row in &table.rows {
            for column in 0..row.len().max(n_padded) {
                cell(column, row.get(column), form, writer);
            }
            let last = row.iter().flatten().map(Line::end).max();
            writer.extend(last.unwrap_or_default());
        }
        writer.extend(source.end);
        writer.close();
    }
}

/// The columns up to which short rows of a table of `n_columns` are filled with empty cells; 0 where that would be
/// too many.
fn padded_columns(rows: &[Vec<Cell<'_>>], n_columns: usize) -> usize {
    let n_padded = n_columns.min(MOST_PADDED);
    let n_cells: usize = rows.iter().map(Vec::len).sum();
    let n_empty: usize = rows.iter().map(|row| n_padded.saturating_sub(row.len())).sum();
    if n_empty <= FEW_PADDED.max(PADDED_FOR_EACH * n_cells) { n_padded } else { 0 }
}

/// The lines with text on them.
fn filled<'s, 'a>(lines: &'s [Line<'a>]) -> Cow<'s, [Line<'a>]> {
    if lines.iter().any(Line::is_blank) {
        lines.iter().filter(|line| !line.is_blank()).copied().collect()
    } else {
        lines.into()
    }
}

/// Puts a running line, with narrow gaps instead of those that spread it over its page.
fn put_running(line: &Line<'_>, writer: &mut Writer<'_>) {
    const GAP: &str = "   ";
    put_narrowed(line, GAP, GAP, writer);
}

/// Puts a line with `narrow` for all spaces where at least the spaces of `wide` are.
fn put_narrowed(line: &Line<'_>, wide: &str, narrow: &'static str, writer: &mut Writer<'_>) {
    let mut rest = *line;
    while let Some(gap) = rest.body.find(wide) {
        writer.put(&Line { body: rest.body.get(..gap).unwrap_or_default(), ..rest });
        writer.glue(narrow);
        rest = rest.after(gap);
    }
    writer.put(&rest);
}

/// Puts lines together again as `joins` say. Spaces that spread wrapped lines over their page are one again.
fn put_joined(lines: &[Line<'_>], joins: &[Join], writer: &mut Writer<'_>) {
    for (at, line) in lines.iter().enumerate() {
        let join = joins.get(at);
        let before = at.checked_sub(1).and_then(|before| joins.get(before));
        let is_wrapped = before.into_iter().chain(join).any(|&join| join != Join::Break);
        let is_parted = join == Some(&Join::Unhyphened);
        let body = if is_parted {
            line.body.strip_suffix(['-', '\u{2010}']).unwrap_or(line.body)
        } else {
            line.body
        };
        let line = Line { body, ..*line };
        if is_wrapped && line.has_wide_space() && !line.has_gap(COLUMNS) {
            put_narrowed(&line, "  ", " ", writer);
        } else {
            writer.put(&line);
        }
        match join {
            Some(Join::Space) => writer.glue(" "),
            Some(Join::Break) => writer.glue("\n"),
            Some(Join::Nothing | Join::Unhyphened) | None => {}
        }
    }
}

/// Sets one cell. One that was wrapped has its first line as its source; the rest of the row's
/// lines belong to the row's last cell.
fn cell(column: usize, cell: Option<&Cell<'_>>, form: Form, writer: &mut Writer<'_>) {
    let column = u16::try_from(column).unwrap_or(u16::MAX);
    let lines = cell.map_or(&[][..], Vec::as_slice);
    let source = lines.first().map_or(0..0, |line| line.start..line.end());
    let is_quoted = form == Form::Commas && writer.is_behind('"', source.start);
    writer.begin(LeafKind::Cell { column }, source);
    for (number, line) in lines.iter().enumerate() {
        if number > 0 {
            // Within quotation marks, the lines are those of its author.
            writer.glue(if is_quoted { "\n" } else { " " });
        }
        if is_quoted { put_quoted(line, writer) } else { writer.put(line) }
    }
    writer.end();
}

/// Puts a line within quotation marks, where two marks stand for one.
fn put_quoted(line: &Line<'_>, writer: &mut Writer<'_>) {
    const MARKS: &str = "\"\"";
    let mut rest = *line;
    while let Some(marks) = rest.body.find(MARKS) {
        let (head, tail) = rest.body.split_at_checked(marks + 1).unwrap_or((rest.body, ""));
        writer.put(&Line { body: head, ..rest });
        let start = rest.start + head.len() + 1;
        rest = Line { body: tail.get(1..).unwrap_or_default(), start, ..rest };
    }
    writer.put(&rest);
}

/// Whether `sign` is the first number of another form than that of the last item.
fn begins_inside(last: Option<&Sign>, sign: Option<&Sign>) -> bool {
    matches!((last, sign), (Some(Sign::Number(last)), Some(Sign::Number(number))) if number.begins_inside(last))
}

/// Whether `sign` is the number after that of the last item.
fn follows(last: Option<&Sign>, sign: Option<&Sign>) -> bool {
    matches!((last, sign), (Some(Sign::Number(last)), Some(Sign::Number(number))) if number.follows(last))
}

/// Whether an item with `sign` goes on with a list whose last item has `last`.
pub(super) fn goes_on(last: Option<&Sign>, sign: Option<&Sign>) -> bool {
    match (last, sign) {
        (None, None) => true,
        (Some(Sign::Bullet { char: last, .. }), Some(Sign::Bullet { char, .. })) => last == char,
        (Some(Sign::Number(last)), Some(Sign::Number(number))) => {
            let is_same =
                (last.script, last.delimiter, last.depth) == (number.script, number.delimiter, number.depth);
            number.follows(last) || (is_same && !number.is_first())
        }
        _ => false,
    }
}

fn span(lines: &[Line<'_>]) -> Range<usize> {
    let filled = || lines.iter().filter(|line| !line.is_blank());
    let start = filled().next().map_or(0, |line| line.start);
    start..filled().next_back().map_or(start, Line::end)
}

/// A heading's line without the signs around its text.
fn without_mark<'a>(line: &Line<'a>, mark: Mark) -> Line<'a> {
    let (before, behind) = mark.lengths();
    let rest = line.after(before);
    let text = rest.body.get(..rest.body.len() - behind).unwrap_or(rest.body);
    Line::new(text, rest.start)
}

/// A heading's line without the signs before and after its text.
fn without_hashes<'a>(line: &Line<'a>, count: usize) -> Line<'a> {
    let rest = line.after(count);
    let open = rest.body.trim_end_matches('#');
    let is_closed = open.ends_with(char::is_whitespace);
    if is_closed { Line::new(open, rest.start) } else { rest }
}

pub(super) fn without_quote_mark<'a>(line: &Line<'a>) -> Line<'a> {
    let inner = Line::new(line.body.strip_prefix(['>', '|']).unwrap_or(line.body), line.start + 1);
    Line { indent: inner.indent.saturating_sub(1), ..inner }
}
