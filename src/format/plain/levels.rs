//! The sixth stage: the level of each heading.
//!
//! Numbers, `#` signs and underlines tell; so does being the first line of the document. A bare
//! heading has no evidence of level and gets 2, below a title at 1.

use super::blocks::{Block, Evidence, Kind};
use super::lexicon::is_contents;
use super::lines::Line;
use super::profile::{Profile, Underline};
use super::ranks::Form;
use super::shape::{self, Ending};
use crate::document::Change;

/// The deepest level.
const DEEPEST: u8 = 6;
/// Columns before a line that stands in the middle of the page.
pub(super) const CENTERED: usize = 8;

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
            Evidence::Marked(mark) => {
                let level = self.profile.marks.level(mark).unwrap_or_default();
                u8::try_from(level).unwrap_or(DEEPEST)
            }
            Evidence::Underline(underline) => self.underlined(underline),
            Evidence::Form => self.by_form(block, line),
        };
        level.clamp(1, DEEPEST)
    }

    /// Why `block`, a heading, has its level, in words, if its neighbors and its place tell and not its form.
    pub(super) fn why(&self, block: &Block, lines: &[Line<'_>]) -> Option<&'static str> {
        let is_told = block.ruled.is_none() && self.title.is_none_or(|title| title.lines != block.lines);
        let line = lines.get(block.text.start).filter(|_| is_told)?;
        self.profile.ranks.why(line).filter(|_| block.kind == Kind::Heading(Evidence::Form))
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
        if let Some(level) = self.profile.ranks.level(line) {
            return level;
        }
        let is_lower = self.profile.has_capitals && !shape::is_capitals(line.body);
        if is_lower && block.n_blank < 2 && line.indent > 0 { 3 } else { 2 }
    }
}

/// The title, if a document with these `blocks` starts with one: a heading that is first, or that
/// is centered below short lines, unless it is one of a series (`Chapter 1`) or opens a table of contents.
pub(super) fn title<'b>(blocks: &'b [Block], lines: &[Line<'_>], profile: &Profile) -> Option<&'b Block> {
    let title = blocks.iter().find(|block| !is_brief(block, lines))?;
    if matches!(title.kind, Kind::Heading(Evidence::Marked(_))) {
        return None;
    }
    let is_title = |line: &&Line<'_>| !is_contents(line.body) && !profile.ranks.is_counted_among(line);
    let first = lines.get(title.text.start).filter(is_title)?;
    let is_placed = first.indent >= CENTERED || blocks.first() == Some(title);
    let others = blocks.iter().filter(|block| is_heading(block) && block.lines != title.lines);
    let mut others = others.filter_map(|block| lines.get(block.text.start));
    let is_one_of = |other: &Line<'_>| {
        let hangs = first.indent < profile.base_indent && other.indent == first.indent;
        is_series(first, other, hangs)
    };
    (is_heading(title) && is_placed && !others.any(is_one_of)).then_some(title)
}

/// Whether two headings are of one series. Where all *hang* out of the text alike, their form is
/// enough for that.
fn is_series(one: &Line<'_>, other: &Line<'_>, hangs: bool) -> bool {
    const SHORTEST: usize = 4;
    let form = Form::of(one.body);
    let word = |line: &Line<'_>, n: usize| line.body.split_whitespace().nth(n).unwrap_or_default().to_owned();
    let (own, others) = (word(one, 0), word(other, 0));
    form == Form::of(other.body)
        && (hangs
            || match form {
                Form::Bare | Form::Colon => false,
                Form::Capitals => own == others && own.chars().count() >= SHORTEST,
                Form::Counted => own != others || word(one, 1) != word(other, 1),
                Form::Digits(_) => {
                    own.ends_with(char::is_alphanumeric) == others.ends_with(char::is_alphanumeric)
                }
                Form::Roman | Form::Capital | Form::Small | Form::Slanted => true,
            })
}

/// Makes a heading of the title that a document with these `blocks` starts with, though it looks like
/// text: a line in the middle of the page among the first, or the only one above the first of
/// numbered headings.
pub(super) fn find_title(blocks: &mut [Block], lines: &[Line<'_>]) {
    const MOST: usize = 3;
    let n_briefs = blocks.iter().take_while(|block| is_brief(block, lines)).count();
    let next = blocks.get(n_briefs).filter(|block| is_heading(block));
    let next = next.and_then(|block| lines.get(block.text.start));
    let is_numbered = next.is_some_and(|line| matches!(Form::of(line.body), Form::Digits(_) | Form::Roman));
    let Some(next) = next.filter(|_| n_briefs <= MOST) else { return };
    let may_be_title = |block: &&mut Block| {
        let first = lines.get(block.text.start);
        let is_only = n_briefs == 1 && is_numbered;
        let is_apart = first.is_some_and(|line| line.indent >= CENTERED && next.indent < CENTERED);
        block.ruled.is_none() && (is_apart || is_only) && first.is_some_and(|line| is_open(line))
    };
    if let Some(title) = blocks.iter_mut().take(n_briefs).find(may_be_title) {
        title.kind = Kind::Heading(Evidence::Form);
    }
}

/// Whether `line` ends as titles do, and has no gaps as those of page headers.
fn is_open(line: &Line<'_>) -> bool {
    const GAP: usize = 3;
    matches!(shape::ending(line.body), Ending::Open | Ending::Question) && !line.has_gap(GAP)
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
    use super::super::ranks::Ranks;
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

    /// The title that is found in `text`.
    fn title_of(text: &str) -> Option<String> {
        let lines = lines(text);
        let profile = Profile::new(std::slice::from_ref(&lines));
        let labels = super::super::labels::labels(&lines, &(0..lines.len()), &profile);
        let mut blocks = super::super::blocks::blocks(&lines, &labels, &(0..lines.len()), &profile);
        for block in &mut blocks {
            let line = lines[block.text.start];
            if block.kind == Kind::Paragraph && line.width < 40 && block.text.len() == 1 && line.indent < 4 {
                block.kind = Kind::Heading(Evidence::Form);
            }
        }
        find_title(&mut blocks, &lines);
        title(&blocks, &lines, &profile).map(|block| lines[block.text.start].body.to_owned())
    }

    const BODY: &str =
        "The river had risen in the night and stood now at the third step of the landing, brown.";

    #[test]
    fn what_stands_further_in_is_below_capitals() {
        let text = "NAME\nUSE\n   BOAT_OARS\n   1. Ropes\n   The hull\nNOTES\n";
        let found = lines(text);
        let profile = Profile { ranks: Ranks::new(&found, &[]), ..Profile::default() };
        let levels = Levels { profile: &profile, title: None };
        let level = |line: &Line<'_>| levels.level(&block(Evidence::Form), Evidence::Form, &[*line]);
        assert_eq!(found.iter().map(level).collect::<Vec<_>>(), [2, 2, 3, 3, 3, 2]);
    }

    #[test]
    fn the_first_of_a_series_is_no_title() {
        for (first, second, expected) in [
            ("Ein Abend am Fluss", "Das Boot", true),
            ("3 ropes for a boat", "1. The first", true),
            ("1. The first", "2. The second", false),
            ("Spring 2031 on the river", "Spring 2031 at home", true),
            ("Chapter 1", "Chapter 2", false),
            ("Kap. 2: Am Fluss", "Kap. 3: Im Boot", false),
            ("THE RIVER", "THE BOAT", true),
            ("ACTE PREMIER", "ACTE DEUXIÈME", false),
            ("Contents", "The boat", false),
        ] {
            let found = title_of(&format!("{first}\n\n{BODY}\n\n{second}\n\n{BODY}\n"));
            assert_eq!(found.as_deref(), expected.then_some(first), "{first}");
        }
    }

    #[test]
    fn a_chapter_is_no_title_though_the_next_is_far_away() {
        let title_among = |first: &str, others: &str| {
            let lines = lines(first);
            let profile =
                Profile { ranks: Ranks::new(&super::super::lines::lines(others), &[]), ..Profile::default() };
            title(&[block(Evidence::Form)], &lines, &profile).is_some()
        };
        assert!(!title_among("Chapter 4", "Chapter 5\nThe river\nChapter 6"));
        assert!(!title_among("CHAP. IV.", "CHAP. V.\nThe river\nCHAP. VI."));
        assert!(title_among("Chapter 4", "Part 1\nThe river"));
    }

    #[test]
    fn headings_that_hang_out_of_the_text_alike_are_a_series() {
        let text = |title| format!("{title}\n       {BODY}\n\nAUFRUF\n       {BODY}\n");
        assert_eq!(title_of(&text("NAME")), None);
        assert_eq!(title_of(&text("             Von Booten\n\nNAME")), Some("Von Booten".to_owned()));
    }
}
