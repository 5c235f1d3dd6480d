//! Why what was not weighed is no heading, for readers who ask.

use super::super::blocks::Block;
use super::{GAP, MAX_HEADING_LINES, MAX_HEADING_WIDTH, Scene};

impl Scene<'_, '_> {
    /// Why the text of `block`, a paragraph among `blocks` that was not weighed, is no heading, in words.
    pub(in super::super) fn why_no_heading(&self, block: &Block, blocks: &[Block]) -> String {
        let lines = self.lines.get(block.text.clone()).unwrap_or_default();
        let width: usize = lines.iter().map(|line| line.width).sum();
        if self.is_quoted {
            "it is quoted, and no heading is".to_owned()
        } else if lines.len() > MAX_HEADING_LINES {
            format!("it has {} lines, a heading at most {MAX_HEADING_LINES}", lines.len())
        } else if width > MAX_HEADING_WIDTH {
            format!("it is {width} columns long, a heading at most {MAX_HEADING_WIDTH}")
        } else if lines.iter().any(|line| line.has_gap(GAP)) {
            "it has a gap as between the cells of a table, which no heading has".to_owned()
        } else if self.reads_on(lines) {
            "it ends as no heading does, and reads on".to_owned()
        } else if self.is_said_by(block, &self.speakers(blocks)) {
            "it is said in turn with what others say".to_owned()
        } else {
            "it is a sentence that leads to what stands below it".to_owned()
        }
    }
}
