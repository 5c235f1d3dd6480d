//! The sixth stage: the level of each heading.
//!
//! Numbers, `#` signs and underlines tell; so does being the first line of the document. A bare
//! heading has no evidence of level and gets 2, below a title at 1.

use super::blocks::{Block, Evidence};
use super::lines::Line;
use super::marker::{Marker, Sign, marker};
use super::profile::Profile;
use super::shape;

/// The deepest level.
const DEEPEST: u8 = 6;

/// What is known of the document where levels are given.
pub(super) struct Levels<'s> {
    /// The document's habits.
    pub(super) profile: &'s Profile,
    /// The first block, where the document starts with it.
    pub(super) first: Option<&'s Block>,
}

impl Levels<'_> {
    /// The level of `block`, a heading on this `evidence`.
    pub(super) fn level(&self, block: &Block, evidence: Evidence, lines: &[Line<'_>]) -> u8 {
        let Some(line) = lines.get(block.text.start) else { return 2 };
        let level = match evidence {
            Evidence::Hashes(count) => return u8::try_from(count).unwrap_or(DEEPEST),
            Evidence::Underline(char) => self.underlined(char),
            Evidence::Form => self.by_form(block, line),
        };
        level.clamp(1, DEEPEST)
    }

    /// Underlines rank by their first appearance; a first one that is alone is the title's.
    fn underlined(&self, char: char) -> u8 {
        let underlines = &self.profile.underlines;
        let rank = underlines.iter().position(|&other| other == char).unwrap_or(underlines.len());
        let top = if self.profile.has_underlined_title { 1 } else { 2 };
        u8::try_from(rank).unwrap_or(DEEPEST).saturating_add(top)
    }

    fn by_form(&self, block: &Block, line: &Line<'_>) -> u8 {
        if let Some(Marker { sign: Sign::Number(number), .. }) = marker(line.body) {
            return number.depth.saturating_add(1);
        }
        if self.first.is_some_and(|first| first.lines == block.lines) {
            return 1;
        }
        let is_lower = self.profile.has_capitals && !shape::is_capitals(line.body);
        if is_lower && block.n_blank < 2 && line.indent > 0 { 3 } else { 2 }
    }
}

#[cfg(test)]
mod tests {
    use super::super::blocks::Kind;
    use super::super::lines::lines;
    use super::*;

    fn level(title: &str, evidence: Evidence) -> u8 {
        let lines = lines(title);
        let profile =
            Profile { underlines: vec!['=', '-'], has_underlined_title: true, ..Profile::default() };
        let block = Block { lines: 0..1, text: 0..1, kind: Kind::Heading(evidence), n_blank: 0 };
        Levels { profile: &profile, first: None }.level(&block, evidence, &lines)
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
            ("Title", Evidence::Underline('='), 1),
            ("Part", Evidence::Underline('-'), 2),
            ("Other", Evidence::Underline('~'), 3),
        ] {
            assert_eq!(level(title, evidence), expected, "{title}");
        }
    }

    #[test]
    fn the_first_line_of_the_document_is_its_title() {
        let lines = lines("Title");
        let block = Block { lines: 0..1, text: 0..1, kind: Kind::Heading(Evidence::Form), n_blank: 0 };
        let levels = Levels { profile: &Profile::default(), first: Some(&block) };
        assert_eq!(levels.level(&block, Evidence::Form, &lines), 1);
    }
}
