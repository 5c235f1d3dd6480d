//! The fourth stage: labeled lines become blocks.

use std::ops::Range;

use super::labels::Label;
use super::lines::Line;
use super::listings;
use super::marker::Marker;
use super::paragraph;
use super::profile::{Mark, Profile, Underline};
use super::table::Form;
use crate::document::{Certainty, Change, Purpose};

/// Adjacent lines that are one block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Block {
    /// The lines, with those that are marks only.
    pub(super) lines: Range<usize>,
    /// The lines with text on them.
    pub(super) text: Range<usize>,
    /// What it is.
    pub(super) kind: Kind,
    /// Blank lines before it.
    pub(super) n_blank: usize,
    /// How sure its kind is.
    pub(super) certainty: Certainty,
    /// What a reader said of it.
    pub(super) ruled: Option<Change>,
}

impl Block {
    /// Takes in the block behind it.
    pub(super) fn take_in(&mut self, block: &Self) {
        self.lines.end = block.lines.end;
        self.text.end = block.text.end;
        self.certainty = self.certainty.min(block.certainty);
    }
}

/// The kinds of block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Running text.
    Paragraph,
    /// A heading, and what shows it; the level comes later.
    Heading(Evidence),
    /// A list item's first paragraph, and its marker, which may have been lost.
    Item(Option<Marker>),
    /// A table.
    Table {
        /// How it is read.
        form: Form,
        /// Whether it has its first row. Without, it goes on with a table that a cut went through.
        is_whole: bool,
    },
    /// Text kept as it is.
    Code,
    /// A term, explained by what follows.
    Term,
    /// A term in the first bytes, and its explanation.
    Entry(usize),
    /// Lines that stay lines.
    Lineated(Purpose),
    /// Quoted lines.
    Quote,
    /// A rule between parts.
    Rule,
}

/// What shows that a block is a heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Evidence {
    /// So many `#` signs.
    Hashes(usize),
    /// Signs around it, as others have.
    Marked(Mark),
    /// A rule below it.
    Underline(Underline),
    /// Its form and its neighbors.
    Form,
}

/// The blocks of `lines`, of which those outside `own` are context: no block crosses its borders.
pub(super) fn blocks(
    lines: &[Line<'_>],
    labels: &[Label],
    own: &Range<usize>,
    profile: &Profile,
) -> Vec<Block> {
    // A block has some lines, and a blank one before it.
    let mut blocks = Vec::with_capacity(lines.len() / 4);
    let mut n_blank = 0;
    for part in [0..own.start, own.clone(), own.end..lines.len()] {
        let mut grouping = Grouping { lines, labels, profile, end: part.end, text_end: 0 };
        n_blank = grouping.group(part.start, n_blank, &mut blocks);
    }
    blocks
}

/// The blocks of adjacent lines that are read as text, whatever their marks.
pub(super) fn as_text(lines: &[Line<'_>], range: Range<usize>, profile: &Profile) -> Vec<Block> {
    let label = |line: &Line<'_>| if line.is_blank() { Label::Blank } else { Label::Text };
    let labels: Vec<_> = lines.iter().take(range.end).map(label).collect();
    let mut blocks = Vec::new();
    let mut grouping = Grouping { lines, labels: &labels, profile, end: range.end, text_end: 0 };
    grouping.group(range.start, 0, &mut blocks);
    blocks
}

/// Puts together what stands on one side of the borders of `own`, and turned out to be one: the parts of a listing, and
/// lines of text that their author set one below the other.
pub(super) fn join_alike(
    blocks: Vec<Block>,
    lines: &[Line<'_>],
    own: &Range<usize>,
    profile: &Profile,
) -> Vec<Block> {
    let goes_on = |last: &Block, block: &Block| {
        let is_text = |block: &Block| block.kind == Kind::Paragraph && block.ruled.is_none();
        let is_adjacent =
            last.lines.end == block.lines.start && ![own.start, own.end].contains(&last.lines.end);
        let go_on = || {
            let after = lines.get(block.lines.start..).unwrap_or_default();
            lines
                .get(last.lines.clone())
                .is_some_and(|before| paragraph::are_set_as_one(before, after, profile))
        };
        is_adjacent && is_text(last) && is_text(block) && go_on()
    };
    let mut joined: Vec<Block> = Vec::with_capacity(blocks.len());
    for block in blocks {
        match joined.last_mut() {
            Some(last) if goes_on(last, &block) => last.take_in(&block),
            _ => joined.push(block),
        }
    }
    listings::whole(joined, lines, own, profile)
}

struct Grouping<'s, 'a> {
    lines: &'s [Line<'a>],
    labels: &'s [Label],
    profile: &'s Profile,
    end: usize,
    /// Where the text lines that are being cut into paragraphs end.
    text_end: usize,
}

impl Grouping<'_, '_> {
    /// Adds the blocks from line `start` on, before which are `n_blank` blank ones. Answers how many
    /// there are at the end.
    fn group(&mut self, start: usize, mut n_blank: usize, blocks: &mut Vec<Block>) -> usize {
        let mut at = start;
        while let Some(label) = self.label(at) {
            if label == Label::Blank {
                n_blank += 1;
                at += 1;
                continue;
            }
            let block = self.block(at, label);
            at = block.lines.end.max(at + 1);
            blocks.push(Block { n_blank: std::mem::take(&mut n_blank), ..block });
        }
        n_blank
    }

    fn label(&self, at: usize) -> Option<Label> {
        self.labels.get(at).copied().filter(|_| at < self.end)
    }

    fn block(&mut self, at: usize, label: Label) -> Block {
        match label {
            Label::Text | Label::Blank | Label::TermMore => self.text(at),
            Label::Underline(char) => self.overlined(at, char),
            Label::Hashes(count) => plain(at..at + 1, Kind::Heading(Evidence::Hashes(count))),
            Label::Marked(mark) => plain(at..at + 1, Kind::Heading(Evidence::Marked(mark))),
            Label::Item(marker) => self.item(at, marker),
            Label::Table(form, is_whole) => {
                let kind = Kind::Table { form, is_whole };
                self.run(at, kind, |label| label == Label::Table(form, false))
            }
            Label::Fence(true) => self.fenced(at),
            Label::Fence(false) => plain(at..at + 1, Kind::Code),
            Label::Code => self.code(at),
            Label::Quote => self.run(at, Kind::Quote, |label| label == Label::Quote),
            Label::Lineated(purpose, _) => {
                self.run(at, Kind::Lineated(purpose), |label| label == Label::Lineated(purpose, false))
            }
            Label::Term => self.run(at, Kind::Term, |label| label == Label::TermMore),
            Label::Entry(length) => self.entry(at, length),
            Label::Rule => plain(at..at + 1, Kind::Rule),
        }
    }

    /// The line at `at` and those after it whose labels `belong`.
    fn run(&self, at: usize, kind: Kind, belongs: impl Fn(Label) -> bool) -> Block {
        plain(at..self.run_end(at + 1, belongs), kind)
    }

    fn run_end(&self, start: usize, belongs: impl Fn(Label) -> bool) -> usize {
        start + (start..self.end).take_while(|&at| self.label(at).is_some_and(&belongs)).count()
    }

    /// A heading with a rule above it. A rule without the rest, cut off, is a rule.
    fn overlined(&self, at: usize, char: char) -> Block {
        let under = Label::Underline(char);
        if self.label(at + 1) == Some(Label::Text) && self.label(at + 2) == Some(under) {
            return Block {
                text: at + 1..at + 2,
                ..plain(at..at + 3, Kind::Heading(Evidence::Underline(Underline { char, is_doubled: true })))
            };
        }
        plain(at..at + 1, Kind::Rule)
    }

    fn text(&mut self, at: usize) -> Block {
        if let Some(Label::Underline(char)) = self.label(at + 1) {
            return Block {
                text: at..at + 1,
                ..plain(at..at + 2, Kind::Heading(Evidence::Underline(Underline { char, is_doubled: false })))
            };
        }
        if self.text_end <= at {
            let end = self.run_end(at + 1, |label| label == Label::Text);
            let is_last_underlined = matches!(self.label(end), Some(Label::Underline(_))) && end > at + 1;
            self.text_end = end - usize::from(is_last_underlined);
        }
        let run = self.lines.get(at..self.text_end).unwrap_or_default();
        plain(at..at + paragraph::extent(run, self.profile), Kind::Paragraph)
    }

    /// An item with the lines that go on with it.
    fn item(&self, at: usize, marker: Marker) -> Block {
        let goes_on = |next: &usize| {
            let (Some(first), Some(before), Some(line)) =
                (self.lines.get(at), self.lines.get(next - 1), self.lines.get(*next))
            else {
                return false;
            };
            let is_under = line.indent > first.indent;
            self.label(*next) == Some(Label::Text) && (is_under || self.profile.is_full(before, line))
        };
        let more = (at + 1..self.end).take_while(goes_on).count();
        plain(at..at + 1 + more, Kind::Item(Some(marker)))
    }

    /// A term and its explanation, with the lines that go on with it.
    fn entry(&self, at: usize, length: usize) -> Block {
        let indent = |at: usize| self.lines.get(at).map_or(0, |line| line.indent);
        let goes_on = |next: &usize| self.label(*next) == Some(Label::Text) && indent(*next) > indent(at);
        let more = (at + 1..self.end).take_while(goes_on).count();
        plain(at..at + 1 + more, Kind::Entry(length))
    }

    fn fenced(&self, at: usize) -> Block {
        let inside = self.run_end(at + 1, |label| label == Label::Code);
        let end = inside + usize::from(self.label(inside) == Some(Label::Fence(false)));
        Block { text: at + 1..inside, ..plain(at..end, Kind::Code) }
    }

    /// Code without fences goes on over blank lines to more of it.
    fn code(&self, at: usize) -> Block {
        let mut end = self.run_end(at, |label| label == Label::Code);
        loop {
            let after_blank = self.run_end(end, |label| label == Label::Blank);
            let more = self.run_end(after_blank, |label| label == Label::Code);
            if more == after_blank {
                return plain(at..end, Kind::Code);
            }
            end = more;
        }
    }
}

fn plain(lines: Range<usize>, kind: Kind) -> Block {
    Block { text: lines.clone(), lines, kind, n_blank: 0, certainty: Certainty::CERTAIN, ruled: None }
}

#[cfg(test)]
mod tests {
    use super::super::labels::labels;
    use super::super::lines::lines;
    use super::*;

    fn grouped(text: &str) -> Vec<(Range<usize>, Range<usize>, usize)> {
        let lines = lines(text);
        let profile = Profile::new(std::slice::from_ref(&lines));
        let labels = labels(&lines, &(0..lines.len()), &profile);
        let blocks = blocks(&lines, &labels, &(0..lines.len()), &profile);
        blocks.into_iter().map(|block| (block.lines, block.text, block.n_blank)).collect()
    }

    #[test]
    fn marks_belong_to_the_block_but_not_to_its_text() {
        assert_eq!(grouped("One\n===\n\n\nText."), [(0..2, 0..1, 0), (4..5, 4..5, 2)]);
        assert_eq!(grouped("```\na\n\nb\n```"), [(0..5, 1..4, 0)]);
        assert_eq!(grouped("===\nOne\n==="), [(0..3, 1..2, 0)]);
    }

    #[test]
    fn items_take_the_lines_under_them() {
        assert_eq!(
            grouped("- one\n  more\n- two\n\nText."),
            [(0..2, 0..2, 0), (2..3, 2..3, 0), (4..5, 4..5, 1)]
        );
    }

    #[test]
    fn no_block_crosses_into_the_context() {
        let lines = lines("a | b\n---|---\nc | d\ne | f");
        let profile = Profile::default();
        let labels = labels(&lines, &(0..lines.len()), &profile);
        let found: Vec<_> =
            blocks(&lines, &labels, &(1..3), &profile).into_iter().map(|block| block.lines).collect();
        assert_eq!(found, [0..1, 1..3, 3..4]);
    }
}
