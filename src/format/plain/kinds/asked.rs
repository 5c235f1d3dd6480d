//! Questions right above their answers, as in lists of such: each is the heading of its own.

use super::super::blocks::{Block, Kind};
use super::super::profile::Mode;
use super::super::shape::{self, Ending};
use super::Scene;

impl Scene<'_, '_> {
    /// Whether `block` is a question right above its answer.
    pub(super) fn is_asked(&self, block: &Block, next: Option<&Block>) -> bool {
        const WIDEST: usize = 100;
        let lines = self.lines.get(block.text.clone()).unwrap_or_default();
        let [line] = lines else { return false };
        let is_answer =
            |next: &Block| next.kind == Kind::Paragraph && next.n_blank == 0 && next.ruled.is_none();
        block.kind == Kind::Paragraph
            && block.ruled.is_none()
            && block.n_blank > 0
            && line.width <= WIDEST
            && shape::ending(line.body) == Ending::Question
            && !line.body.contains([':', '：'])
            && next.is_some_and(is_answer)
    }

    /// Whether several questions stand above their answers, as in a list of such; each is then the heading of its own.
    pub(super) fn are_asked(&self, blocks: &[Block]) -> bool {
        const FEWEST: usize = 3;
        let pairs = blocks.iter().zip(blocks.iter().skip(1));
        self.profile.mode() == Mode::Spaced
            && !self.is_quoted
            && pairs.filter(|(block, next)| self.is_asked(block, Some(next))).nth(FEWEST - 1).is_some()
    }
}
