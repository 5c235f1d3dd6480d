//! What blocks are for, as far as their shape and their place tell: title, byline, captions, notes.
//! What verse looks like is said here, too.

use super::blocks::{Block, Kind};
use super::lines::Line;
use super::paragraph::{self, Join};
use super::profile::Profile;
use super::shape::{self, Ending};
use crate::document::Purpose;

/// What each of `blocks` is for. `title` is the document's, if it is among them.
pub(super) fn purposes(blocks: &[Block], lines: &[Line<'_>], title: Option<&Block>) -> Vec<Option<Purpose>> {
    let scene = Scene { blocks, lines };
    let title = title.and_then(|title| blocks.iter().position(|block| block.lines == title.lines));
    (0..blocks.len())
        .map(|at| if Some(at) == title { Some(Purpose::Title) } else { scene.purpose(at, title) })
        .collect()
}

struct Scene<'s, 'a> {
    blocks: &'s [Block],
    lines: &'s [Line<'a>],
}

impl Scene<'_, '_> {
    fn purpose(&self, at: usize, title: Option<usize>) -> Option<Purpose> {
        let block = self.blocks.get(at).filter(|block| block.kind == Kind::Paragraph)?;
        let lines = self.lines.get(block.text.clone())?;
        if title.is_some_and(|title| self.is_byline(title, at, lines)) {
            return Some(Purpose::Byline);
        }
        if is_note(lines) {
            return Some(Purpose::Note);
        }
        self.is_caption(at, lines).then_some(Purpose::Caption)
    }

    /// Whether the block at `at` is one of the first short lines below the title, and ends no sentence.
    fn is_byline(&self, title: usize, at: usize, lines: &[Line<'_>]) -> bool {
        const MOST: usize = 2;
        const WIDEST: usize = 50;
        let between = self.blocks.get(title + 1..at).unwrap_or_default();
        let is_below =
            at > title && at - title <= MOST && between.iter().all(|block| block.kind == Kind::Paragraph);
        let is_short =
            |line: &Line<'_>| line.width <= WIDEST && matches!(shape::ending(line.body), Ending::Open);
        is_below && lines.len() <= MOST && lines.iter().all(is_short) && self.is_above_text(at)
    }

    /// Whether text follows the block at `at`, directly or below one more short line.
    fn is_above_text(&self, at: usize) -> bool {
        const LONG: usize = 80;
        let width = |block: &Block| {
            self.lines
                .get(block.text.clone())
                .unwrap_or_default()
                .iter()
                .map(|line| line.width)
                .sum::<usize>()
        };
        let mut after = self.blocks.iter().skip(at + 1).take(2);
        after.any(|block| block.kind == Kind::Paragraph && width(block) >= LONG)
    }

    /// Whether the block at `at` is a word and a number, set off from text (`Figure 2: The river`),
    /// beside something that has captions.
    fn is_caption(&self, at: usize, lines: &[Line<'_>]) -> bool {
        const MOST_LINES: usize = 4;
        let has_caption = |at: usize| {
            let kind = self.blocks.get(at).map(|block| block.kind);
            matches!(kind, Some(Kind::Table { .. } | Kind::Code))
        };
        let is_beside = at.checked_sub(1).is_some_and(has_caption) || has_caption(at + 1);
        let is_counted = lines.first().is_some_and(|line| matches!(shape::counted_word(line.body), 1 | 2));
        is_beside && is_counted && lines.len() <= MOST_LINES && !self.is_step(at, lines)
    }

    /// Whether several others begin with the word that the block at `at` begins with, and are beside nothing that has captions:
    /// `Step 3`.
    fn is_step(&self, at: usize, lines: &[Line<'_>]) -> bool {
        const REACH: usize = 8;
        const FEWEST: usize = 2;
        let word = |line: &Line<'_>| line.body.split(' ').next().map(str::to_owned);
        let own = lines.first().and_then(word);
        let is_plain = |at: usize| {
            !self.blocks.get(at).is_some_and(|block| matches!(block.kind, Kind::Table { .. } | Kind::Code))
        };
        let others = (at.saturating_sub(REACH)..at + REACH).filter(|&other| {
            let block = self.blocks.get(other).filter(|block| block.kind == Kind::Paragraph && other != at);
            let first = block.and_then(|block| self.lines.get(block.text.start));
            first.is_some_and(|first| matches!(shape::counted_word(first.body), 1 | 2) && word(first) == own)
                && other.checked_sub(1).is_none_or(is_plain)
                && is_plain(other + 1)
        });
        others.count() >= FEWEST
    }
}

/// Whether a footnote mark opens these lines: raised digits, or a number after `^`.
fn is_note(lines: &[Line<'_>]) -> bool {
    let Some(body) = lines.first().map(|line| line.body) else { return false };
    let rest = body.trim_start_matches(['¹', '²', '³', '⁰', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹']);
    let is_raised = rest.len() < body.len() && rest.starts_with(char::is_whitespace);
    let caret =
        body.strip_prefix("[^").or_else(|| body.strip_prefix("^[")).and_then(|rest| rest.split_once(']'));
    is_raised
        || caret
            .is_some_and(|(mark, rest)| mark.chars().all(char::is_alphanumeric) && !rest.trim().is_empty())
}

/// Whether these lines end where their author ended them, begin with capitals as far as their script
/// has any, and have the punctuation of sentences at their ends.
pub(super) fn is_verse(lines: &[Line<'_>], profile: &Profile) -> bool {
    const FEWEST: usize = 3;
    let joins = paragraph::joins(lines, profile);
    let is_kept = joins.iter().all(|&join| join == Join::Break);
    let begins = |line: &&Line<'_>| shape::has_case(line.body) && !shape::starts_small(line.body);
    let ends =
        |line: &&Line<'_>| !matches!(shape::ending(line.body), Ending::Open | Ending::Hyphen | Ending::Colon);
    let has_digits = |line: &&Line<'_>| line.body.contains(|c: char| c.is_ascii_digit());
    let count = |test: &dyn Fn(&&Line<'_>) -> bool| lines.iter().filter(test).count();
    lines.len() >= FEWEST
        && is_kept
        && count(&begins) * 3 >= lines.len() * 2
        && count(&ends) * 3 >= lines.len()
        && count(&has_digits) * 4 <= lines.len()
}

#[cfg(test)]
mod tests {
    use super::super::blocks::blocks;
    use super::super::labels::labels;
    use super::super::lines::lines;
    use super::*;

    const BODY: &str = "The river had risen in the night and stood now at\nthe third step of the landing, brown and quick, so\nthat nobody spoke of it for the rest of the day.\n\n";

    fn found(text: &str) -> Vec<Option<Purpose>> {
        let lines = lines(text);
        let profile = Profile::new(std::slice::from_ref(&lines));
        let labels = labels(&lines, &(0..lines.len()), &profile);
        let blocks = blocks(&lines, &labels, &(0..lines.len()), &profile);
        purposes(&blocks, &lines, blocks.first())
    }

    #[test]
    fn a_byline_stands_below_the_title() {
        let text = format!("The River\n\nAnn Lee\n\n4 May 1921\n\n{BODY}Ann Lee\n\n{BODY}");
        let byline = Some(Purpose::Byline);
        assert_eq!(found(&text), [Some(Purpose::Title), byline, byline, None, None, None]);
    }

    #[test]
    fn captions_stand_beside_what_they_name() {
        let text = format!(
            "The River\n\n{BODY}{BODY}a | b\n---|---\nc | d\n\nTable 1: Boats\n\n{BODY}Table 2: Ropes\n\n{BODY}"
        );
        let found = found(&text);
        let captions: Vec<_> = found
            .iter()
            .enumerate()
            .filter(|(_, purpose)| **purpose == Some(Purpose::Caption))
            .map(|(at, _)| at)
            .collect();
        assert_eq!(captions, [4]);
    }

    #[test]
    fn notes_have_marks() {
        let text = format!("The River\n\n{BODY}¹ It was brown.\n\n^[2] It was quick.\n\n");
        assert_eq!(found(&text)[2..], [Some(Purpose::Note), Some(Purpose::Note)]);
    }
}
