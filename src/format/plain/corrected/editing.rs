//! What may be done to a block, and doing it.

use super::super::Lines;
use super::super::blocks::{Block, Kind, as_text};
use super::super::lines::Line;
use super::super::profile::Profile;
use super::super::table::Form;
use super::{letters, lines};
use crate::document::corrections::Change;

/// What may be said of the block at `at`.
pub(in super::super) fn offers(text: &Lines<'_>, blocks: &[Block], at: usize) -> Vec<Change> {
    let Some(block) = blocks.get(at) else { return Vec::new() };
    let mut offers = Vec::new();
    if !matches!(block.kind, Kind::Rule) {
        offers.push(if matches!(block.kind, Kind::Heading(_)) {
            Change::NotHeading
        } else {
            Change::Heading(None)
        });
    }
    if can_join(text, blocks, at) {
        offers.push(Change::Join);
    }
    if can_split(block) {
        offers.push(Change::Split(0));
    }
    match block.kind {
        Kind::Table { .. } => offers.push(Change::NotTable),
        _ if form(lines(text, block)).is_some() && block.kind != Kind::Rule => offers.push(Change::Table),
        _ => {}
    }
    offers
}

/// Whether the block at `at` and the one before it can be one: no block crosses the borders of the
/// chunk, and tables and rules have no text to go on.
fn can_join(text: &Lines<'_>, blocks: &[Block], at: usize) -> bool {
    let pair = at.checked_sub(1).and_then(|before| Some((blocks.get(before)?, blocks.get(at)?)));
    pair.is_some_and(|(before, block)| {
        let is_own = |block: &Block| text.own.contains(&block.lines.start);
        let has_text = |block: &Block| !matches!(block.kind, Kind::Table { .. } | Kind::Rule | Kind::Quote);
        is_own(before) == is_own(block) && has_text(before) && has_text(block)
    })
}

fn can_split(block: &Block) -> bool {
    block.lines == block.text
        && matches!(
            block.kind,
            Kind::Paragraph
                | Kind::Item(_)
                | Kind::Heading(_)
                | Kind::Code
                | Kind::Entry(_)
                | Kind::Lineated(_)
        )
}

/// How cells can be told apart on `lines`, each of which must have more than one.
fn form(lines: &[Line<'_>]) -> Option<Form> {
    let signs = [(Form::Tabs, "\t"), (Form::Pipes, "|"), (Form::Columns, "  ")];
    let parts = |sign: &str| {
        !lines.is_empty() && lines.iter().all(|line| !line.is_blank() && line.body.contains(sign))
    };
    signs.into_iter().find(|(_, sign)| parts(sign)).map(|(form, _)| form)
}

/// Blocks that are being changed, with their lines.
pub(super) struct Editing<'e, 'a> {
    pub(super) text: &'e mut Lines<'a>,
    pub(super) blocks: &'e mut Vec<Block>,
    pub(super) profile: &'e Profile,
}

impl Editing<'_, '_> {
    /// Changes the block at `at`. Answers whether that can be done.
    pub(super) fn change(&mut self, at: usize, change: Change) -> bool {
        match change {
            Change::Heading(_) | Change::NotHeading => self.limit(at, change),
            Change::Table => self.make_table(at),
            Change::NotTable => self.undo_table(at),
            Change::Join => self.join(at),
            Change::Split(n_behind) => self.split(at, n_behind as usize),
        }
    }

    /// Leaves the block no choices but those that the reader left it.
    fn limit(&mut self, at: usize, change: Change) -> bool {
        let Some(block) = self.blocks.get_mut(at).filter(|block| block.kind != Kind::Rule) else {
            return false;
        };
        // What is no heading, or no table, shows its marks again.
        let is_weighed = matches!(block.kind, Kind::Paragraph | Kind::Item(_) | Kind::Heading(_));
        if !is_weighed || change == Change::NotHeading && matches!(block.kind, Kind::Heading(_)) {
            block.kind = Kind::Paragraph;
            block.text = block.lines.clone();
        }
        block.ruled = Some(change);
        true
    }

    /// Makes a table of the block and of those right below whose lines are like its own.
    fn make_table(&mut self, at: usize) -> bool {
        let Some(block) = self.blocks.get(at) else { return false };
        let Some(form) = form(lines(self.text, block)).filter(|_| !matches!(block.kind, Kind::Table { .. }))
        else {
            return false;
        };
        let is_own = self.text.own.contains(&block.lines.start);
        let goes_on = |next: &&Block| {
            next.n_blank == 0
                && self.text.own.contains(&next.lines.start) == is_own
                && self::form(lines(self.text, next)) == Some(form)
        };
        let more = self.blocks.iter().skip(at + 1).take_while(goes_on).count();
        let end = self.blocks.get(at + more).map_or(block.lines.end, |last| last.lines.end);
        self.blocks.drain(at + 1..at + 1 + more);
        if let Some(block) = self.blocks.get_mut(at) {
            block.lines.end = end;
            block.text = block.lines.clone();
            block.kind = Kind::Table { form, is_whole: true };
            block.ruled = Some(Change::Table);
        }
        true
    }

    /// Reads a table's lines as text.
    fn undo_table(&mut self, at: usize) -> bool {
        let Some(block) = self.blocks.get(at).filter(|block| matches!(block.kind, Kind::Table { .. })) else {
            return false;
        };
        let mut parts = as_text(&self.text.all, block.lines.clone(), self.profile);
        if let Some(first) = parts.first_mut() {
            first.n_blank = block.n_blank;
            first.ruled = Some(Change::NotTable);
        }
        self.blocks.splice(at..=at, parts);
        true
    }

    /// Makes one block of this one and the one before.
    fn join(&mut self, at: usize) -> bool {
        if !can_join(self.text, self.blocks, at) {
            return false;
        }
        let block = self.blocks.remove(at);
        let Some(before) = at.checked_sub(1).and_then(|before| self.blocks.get_mut(before)) else {
            return false;
        };
        let is_one = before.kind == block.kind && before.lines == before.text && block.lines == block.text;
        let goes_on = match before.kind {
            Kind::Paragraph | Kind::Item(_) | Kind::Entry(_) => true,
            Kind::Heading(_) | Kind::Code | Kind::Lineated(_) => is_one,
            _ => false,
        };
        if !goes_on {
            before.kind = Kind::Paragraph;
        }
        before.lines.end = block.lines.end;
        before.text = before.lines.clone();
        before.ruled = Some(Change::Join);
        true
    }

    /// Begins another block in this one, with `n_behind` letters behind.
    fn split(&mut self, at: usize, n_behind: usize) -> bool {
        let Some(block) = self.blocks.get(at).filter(|block| can_split(block)).cloned() else { return false };
        let Some((line, byte)) = self.place_before(&block, n_behind) else { return false };
        if byte > 0 {
            self.cut_line(line, byte, block.lines.end);
        }
        // The second block begins with a line of its own.
        let n_new = usize::from(byte > 0);
        let (border, end) = (line + n_new, block.lines.end + n_new);
        let kind = match block.kind {
            Kind::Code | Kind::Lineated(_) => block.kind,
            _ => Kind::Paragraph,
        };
        let second = Block {
            lines: border..end,
            text: border..end,
            kind,
            n_blank: 0,
            ruled: Some(Change::Split(0)),
            ..block.clone()
        };
        let kind = if self.is_mark_only(&block, border) { Kind::Paragraph } else { block.kind };
        let first = Block { lines: block.lines.start..border, text: block.text.start..border, kind, ..block };
        self.blocks.splice(at..=at, [first, second]);
        true
    }

    /// Makes two lines of one, the second from `byte` on, and moves all that is told by the lines behind it,
    /// and the blocks from line `end` on.
    fn cut_line(&mut self, line: usize, byte: usize, end: usize) {
        let Some(cut) = self.text.all.get(line).copied() else { return };
        let (head, rest) = cut.body.split_at_checked(byte).unwrap_or((cut.body, ""));
        let rest = Line { indent: cut.indent, ..Line::new(rest, cut.start + head.len()) };
        let head = Line { indent: cut.indent, ..Line::new(head, cut.start) };
        self.text.all.to_mut().splice(line..=line, [head, rest]);
        let own = &mut self.text.own;
        own.start += usize::from(own.start > line);
        own.end += usize::from(own.end > line);
        for removed in self.text.removed.iter_mut().filter(|removed| removed.at > line) {
            removed.at += 1;
        }
        for other in self.blocks.iter_mut().filter(|other| other.lines.start >= end) {
            other.lines = other.lines.start + 1..other.lines.end + 1;
            other.text = other.text.start + 1..other.text.end + 1;
        }
    }

    /// Whether an item or an entry that ends before line `end` keeps no more than its mark or its term,
    /// which is then its text.
    fn is_mark_only(&self, block: &Block, end: usize) -> bool {
        let length = match block.kind {
            Kind::Item(Some(marker)) => marker.length,
            Kind::Entry(length) => length,
            _ => return false,
        };
        let first = self.text.all.get(block.text.start).filter(|_| block.text.start + 1 == end);
        first.is_some_and(|line| line.body.trim_end().len() <= length)
    }

    /// The line of `block` and the byte in it that has so many of the block's letters behind it. None at
    /// the ends of the block, which cannot be split there.
    fn place_before(&self, block: &Block, n_behind: usize) -> Option<(usize, usize)> {
        let n_letters = letters(self.text, block).count();
        let mut n_before = n_letters.checked_sub(n_behind).filter(|&count| count > 0 && n_behind > 0)?;
        for (line, body) in block.lines.clone().zip(lines(self.text, block)) {
            for (byte, _) in body.body.char_indices().filter(|(_, c)| !c.is_whitespace()) {
                if n_before == 0 {
                    return Some((line, byte));
                }
                n_before -= 1;
            }
        }
        None
    }
}
