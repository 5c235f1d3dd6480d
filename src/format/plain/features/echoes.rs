//! Whether the beginnings of words stand near a block: in the text before it, and behind it.

use std::ops::Range;

use memchr::memmem::Finder;

use super::super::lines::Line;

/// Lines in small letters.
pub(in super::super) struct Echoes {
    /// The lines, each with a line feed.
    text: String,
    /// Where each line starts, and where the last one ends.
    starts: Vec<usize>,
}

impl Echoes {
    /// The text of these lines.
    pub(in super::super) fn of(lines: &[Line<'_>]) -> Self {
        let mut text = String::with_capacity(lines.iter().map(|line| line.body.len() + 1).sum());
        let mut starts = Vec::with_capacity(lines.len() + 1);
        for line in lines {
            starts.push(text.len());
            // Letters of ASCII are made small further down, all of them at once.
            if line.is_ascii() {
                text.push_str(line.body);
            } else {
                text.push_str(&line.body.to_lowercase());
            }
            text.push('\n');
        }
        starts.push(text.len());
        text.make_ascii_lowercase();
        Self { text, starts }
    }

    /// Some lines in the text around them, of which whole lines count up to `reach` bytes on each side.
    pub(super) fn around(&self, lines: &Range<usize>, reach: usize) -> Around<'_> {
        let start = |line: usize| self.starts.get(line).copied().unwrap_or(self.text.len());
        let own = start(lines.start)..start(lines.end);
        let first = self.starts.partition_point(|&at| at + reach <= own.start).saturating_sub(1);
        let behind = self.starts.partition_point(|&at| at < own.end + reach);
        let text = |range| self.text.get(range).unwrap_or_default();
        Around { before: text(start(first)..own.start), after: text(own.end..start(behind)), own: text(own) }
    }
}

/// Lines with what stands around them, in small letters.
pub(super) struct Around<'s> {
    pub(super) own: &'s str,
    pub(super) before: &'s str,
    pub(super) after: &'s str,
}

impl Around<'_> {
    /// Whether a word of theirs stands before them, and whether behind them.
    pub(super) fn holds(&self, word: &Range<usize>) -> [bool; 2] {
        let finder = Finder::new(self.own.get(word.clone()).unwrap_or_default());
        [self.before, self.after].map(|text| finder.find(text.as_bytes()).is_some())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::super::lines::lines;
    use super::*;

    proptest! {
        #[test]
        fn words_are_found_where_they_stand(
            text in prop::collection::vec("[a-c]{4,9}", 1..60),
            (block, reach) in (0..60usize, 1..40usize),
        ) {
            let text = text.join("\n");
            let lines = lines(&text);
            let block = block.min(lines.len() - 1);
            let echoes = Echoes::of(&lines);
            let around = echoes.around(&(block..block + 1), reach);
            let window = |lines: &mut dyn Iterator<Item = &Line<'_>>| {
                let mut window = String::new();
                for line in lines {
                    if window.len() >= reach {
                        break;
                    }
                    window.extend([line.body, "\n"]);
                }
                window
            };
            let before = window(&mut lines[..block].iter().rev());
            let after = window(&mut lines[block + 1..].iter());
            prop_assert_eq!([around.before.is_empty(), around.after.is_empty()], [before.is_empty(), after.is_empty()]);
            for end in 2..=lines[block].body.len() {
                let word = lines[block].body.get(..end).unwrap();
                prop_assert_eq!(around.holds(&(0..end)), [before.contains(word), after.contains(word)]);
            }
        }
    }
}
