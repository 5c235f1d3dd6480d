//! A line of text that the reader types.

use std::ops::Range;

use crate::text::clusters;

/// The line and where the cursor stands in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prompt {
    text: String,
    /// In bytes; always at the edge of a cluster.
    cursor: usize,
    /// The most bytes of the line.
    longest: usize,
    /// Whether there was no room for all of what was put in last.
    is_full: bool,
}

/// The longest line where it is not said how long it may be, in bytes. A pasted book is no query.
const LONGEST: usize = 1024;

impl Default for Prompt {
    fn default() -> Self {
        Self::of_at_most(LONGEST)
    }
}

impl Prompt {
    /// An empty line, which may have so many bytes.
    pub fn of_at_most(longest: usize) -> Self {
        Self { text: String::new(), cursor: 0, longest, is_full: false }
    }

    /// The most bytes that it may have.
    pub fn longest(&self) -> usize {
        self.longest
    }

    /// Whether there was no room for all of what was put in last.
    pub fn is_full(&self) -> bool {
        self.is_full
    }

    /// Says no more that there was no room: something else is done.
    pub(super) fn forget_full(&mut self) {
        self.is_full = false;
    }

    /// What was typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What stands before the cursor.
    pub fn before_cursor(&self) -> &str {
        self.text.get(..self.cursor).unwrap_or_default()
    }

    /// Whether nothing stands behind the cursor.
    pub fn is_at_end(&self) -> bool {
        self.cursor == self.text.len()
    }

    /// Puts text in at the cursor, its control characters as spaces, as much as there is room for.
    pub fn insert(&mut self, text: &str) {
        let shown: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let room = self.longest.saturating_sub(self.text.len());
        let taken = shown.get(..shown.floor_char_boundary(room)).unwrap_or_default();
        self.is_full = taken.len() < shown.len();
        self.text.insert_str(self.cursor, taken);
        self.cursor += taken.len();
    }

    /// Puts text into the place of a part of the line, as [`insert`](Self::insert) does. The cursor stands behind it.
    pub fn replace(&mut self, span: Range<usize>, text: &str) {
        if self.text.get(span.clone()).is_some() {
            self.text.replace_range(span.clone(), "");
            self.cursor = span.start;
            self.insert(text);
        }
    }

    /// Deletes the cluster before the cursor.
    pub fn delete_back(&mut self) {
        let end = self.cursor;
        self.left();
        self.text.replace_range(self.cursor..end, "");
    }

    /// Deletes the cluster after the cursor.
    pub fn delete(&mut self) {
        let start = self.cursor;
        self.right();
        self.text.replace_range(start..self.cursor, "");
        self.cursor = start;
    }

    /// Deletes the word before the cursor.
    pub fn delete_word(&mut self) {
        let end = self.cursor;
        self.word_left();
        self.text.replace_range(self.cursor..end, "");
    }

    /// Deletes everything before the cursor.
    pub fn delete_to_start(&mut self) {
        self.text.replace_range(..self.cursor, "");
        self.cursor = 0;
    }

    /// Deletes everything after the cursor.
    pub fn delete_to_end(&mut self) {
        self.text.truncate(self.cursor);
    }

    /// Moves the cursor a cluster to the left.
    pub fn left(&mut self) {
        self.cursor = clusters(self.before_cursor()).last().map_or(0, |(start, _)| start);
    }

    /// Moves the cursor a cluster to the right.
    pub fn right(&mut self) {
        let after = self.text.get(self.cursor..).unwrap_or_default();
        self.cursor += clusters(after).next().map_or(0, |(_, cluster)| cluster.len());
    }

    /// Moves the cursor to the start of the word before it. Words are what stands between white space.
    pub fn word_left(&mut self) {
        let before = self.before_cursor().trim_end();
        self.cursor = before.trim_end_matches(|c: char| !c.is_whitespace()).len();
    }

    /// Moves the cursor to the end of the word after it.
    pub fn word_right(&mut self) {
        let after = self.text.get(self.cursor..).unwrap_or_default();
        let rest = after.trim_start().trim_start_matches(|c: char| !c.is_whitespace());
        self.cursor = self.text.len() - rest.len();
    }

    /// Moves the cursor to the start.
    pub fn start(&mut self) {
        self.cursor = 0;
    }

    /// Moves the cursor to the end.
    pub fn end(&mut self) {
        self.cursor = self.text.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_edited_at_the_cursor() {
        let mut prompt = Prompt::default();
        prompt.insert("helo\nwörld");
        for _ in 0..7 {
            prompt.left();
        }
        prompt.insert("l");
        assert_eq!(prompt.text(), "hello wörld");
        prompt.end();
        prompt.delete_back();
        prompt.delete_word();
        assert_eq!(prompt.text(), "hello ");
        prompt.start();
        prompt.delete();
        assert_eq!((prompt.text(), prompt.before_cursor()), ("ello ", ""));
        prompt.delete_to_end();
        prompt.delete_back();
        prompt.delete();
        assert_eq!(prompt.text(), "");
    }

    #[test]
    fn the_cursor_goes_from_word_to_word() {
        let mut prompt = Prompt::default();
        prompt.insert("one  zwölf\u{3000}漢字 ");
        for expected in ["one  zwölf\u{3000}", "one  ", "", ""] {
            prompt.word_left();
            assert_eq!(prompt.before_cursor(), expected);
        }
        for expected in ["one", "one  zwölf", "one  zwölf\u{3000}漢字", "one  zwölf\u{3000}漢字 "] {
            prompt.word_right();
            assert_eq!(prompt.before_cursor(), expected);
        }
    }

    #[test]
    fn all_on_one_side_of_the_cursor_is_deleted() {
        let mut prompt = Prompt::default();
        prompt.insert("one zwölf");
        prompt.word_left();
        prompt.delete_to_start();
        assert_eq!((prompt.text(), prompt.before_cursor()), ("zwölf", ""));
        prompt.word_right();
        prompt.left();
        prompt.delete_to_end();
        assert_eq!((prompt.text(), prompt.before_cursor()), ("zwöl", "zwöl"));
    }

    #[test]
    fn a_part_is_replaced() {
        let mut prompt = Prompt::default();
        prompt.insert("one two three");
        prompt.replace(4..7, "zwölf\n");
        assert_eq!((prompt.text(), prompt.before_cursor()), ("one zwölf  three", "one zwölf "));
        prompt.replace(7..8, "x");
        prompt.replace(50..60, "x");
        assert_eq!(prompt.text(), "one zwölf  three");
    }

    #[test]
    fn a_pasted_book_is_cut() {
        let mut prompt = Prompt::default();
        prompt.insert("one");
        prompt.start();
        prompt.insert(&"漢".repeat(10_000));
        assert!(prompt.text().len() <= LONGEST && prompt.text().ends_with("漢one") && prompt.is_full());
        prompt.insert("漢");
        assert!(prompt.is_full());
        prompt.delete_back();
        prompt.insert("x");
        assert!(!prompt.is_full() && prompt.text().ends_with("漢xone"));
    }
}
