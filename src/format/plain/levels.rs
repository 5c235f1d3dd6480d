//! The sixth stage: the level of each heading.
//!
//! Numbers, `#` signs and underlines tell; so does being the first line of the document. A bare
//! heading has no evidence of level and gets 2, below a title at 1.

use super::blocks::{Block, Evidence, Kind};
use super::lines::Line;
use super::profile::{Profile, Underline};
use super::ranks::Form;
use super::shape;
use crate::document::Change;

/// The deepest level.
const DEEPEST: u8 = 6;

/// What is known of the document where levels are given.
pub(super) struct Levels<'s> {
    /// The document's habits.
    pub(super) profile: &'s Profile,
    /// The title of the document, if it starts with one.
    pub(super) title: Option<&'s Block>,
}

impl Levels<'_> {
    /// The level of `block`, a heading on this `evidence`.
    pub(super) fn level(&self, block: &Block, evidence: Evidence, lines: &[Line<'_>]) -> u8 {
        if let Some(Change::Heading(Some(level))) = block.ruled {
            return level.clamp(1, DEEPEST);
        }
        let Some(line) = lines.get(block.text.start) else { return 2 };
        let level = match evidence {
            Evidence::Hashes(count) => return u8::try_from(count).unwrap_or(DEEPEST),
            Evidence::Underline(underline) => self.underlined(underline),
            Evidence::Form => self.by_form(block, line),
        };
        level.clamp(1, DEEPEST)
    }

    /// Underlines rank by their first appearance; a first one that is alone is the title's.
    fn underlined(&self, underline: Underline) -> u8 {
        let underlines = &self.profile.underlines;
        let rank = underlines.iter().position(|&other| other == underline).unwrap_or(underlines.len());
        let top = if self.profile.has_underlined_title { 1 } else { 2 };
        u8::try_from(rank).unwrap_or(DEEPEST).saturating_add(top)
    }

    fn by_form(&self, block: &Block, line: &Line<'_>) -> u8 {
        if self.title.is_some_and(|title| title.lines == block.lines) {
            return 1;
        }
        if let Some(level) = self.profile.ranks.level(line.body) {
            return level;
        }
        let is_lower = self.profile.has_capitals && !shape::is_capitals(line.body);
        if is_lower && block.n_blank < 2 && line.indent > 0 { 3 } else { 2 }
    }
}

/// The title, if a document with these `blocks` starts with one: a heading that is first, or that
/// is centered below short lines, unless it is numbered and others are like it (`Chapter 1`).
pub(super) fn title<'b>(blocks: &'b [Block], lines: &[Line<'_>]) -> Option<&'b Block> {
    const CENTERED: usize = 8;
    let title = blocks.iter().find(|block| !is_brief(block, lines))?;
    let first = lines.get(title.text.start)?;
    let is_placed = first.indent >= CENTERED || blocks.first() == Some(title);
    let form = Form::of(first.body);
    let is_like = |block: &Block| {
        let line = lines.get(block.text.start).filter(|_| is_heading(block) && block.lines != title.lines);
        line.is_some_and(|line| {
            Form::of(line.body) == form && (form != Form::Capitals || starts_like(line, first))
        })
    };
    let is_only = form == Form::Bare || !blocks.iter().any(is_like);
    (is_heading(title) && is_placed && is_only).then_some(title)
}

/// Whether two lines start with the same word.
fn starts_like(one: &Line<'_>, other: &Line<'_>) -> bool {
    one.body.split_whitespace().next() == other.body.split_whitespace().next()
}

fn is_heading(block: &Block) -> bool {
    matches!(block.kind, Kind::Heading(_))
}

/// Whether `block` is a short paragraph, as a date or a name above a title.
fn is_brief(block: &Block, lines: &[Line<'_>]) -> bool {
    const WIDEST: usize = 80;
    let is_narrow = lines.get(block.text.start).is_some_and(|line| line.width <= WIDEST);
    block.kind == Kind::Paragraph && block.text.len() < 3 && is_narrow
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;
    use crate::document::Certainty;

    fn underline(char: char) -> Underline {
        Underline { char, is_doubled: false }
    }

    fn block(evidence: Evidence) -> Block {
        let certainty = Certainty::CERTAIN;
        Block { lines: 0..1, text: 0..1, kind: Kind::Heading(evidence), n_blank: 0, certainty, ruled: None }
    }

    fn level(title: &str, evidence: Evidence) -> u8 {
        let lines = lines(title);
        let profile = Profile {
            underlines: vec![underline('='), underline('-')],
            has_underlined_title: true,
            ..Profile::default()
        };
        let block = block(evidence);
        Levels { profile: &profile, title: None }.level(&block, evidence, &lines)
    }

    #[test]
    fn evidence_tells_the_level() {
        for (title, evidence, expected) in [
            ("Bare", Evidence::Form, 2),
            ("1. One", Evidence::Form, 2),
            ("1.2 Two", Evidence::Form, 3),
            ("1.2.3.4.5.6.7 Deep", Evidence::Form, 6),
            ("IV. Four", Evidence::Form, 2),
            ("Hashes", Evidence::Hashes(3), 3),
            ("Title", Evidence::Underline(underline('=')), 1),
            ("Part", Evidence::Underline(underline('-')), 2),
            ("Other", Evidence::Underline(underline('~')), 3),
        ] {
            assert_eq!(level(title, evidence), expected, "{title}");
        }
    }

    #[test]
    fn the_first_line_of_the_document_is_its_title() {
        let lines = lines("Title");
        let block = block(Evidence::Form);
        let levels = Levels { profile: &Profile::default(), title: Some(&block) };
        assert_eq!(levels.level(&block, Evidence::Form, &lines), 1);
    }
}
