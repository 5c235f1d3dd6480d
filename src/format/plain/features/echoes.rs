//! Whether the beginnings of words stand near a block: in the text before it, and behind it.

use std::ops::Range;

use memchr::memmem::Finder;

use super::super::lines::Line;
use super::returns::Returns;

/// Lines in small letters.
pub(in super::super) struct Echoes {
    /// The lines, each with a line feed.
    text: String,
    /// The same as they are written; in small letters where these take other numbers of bytes.
    written: String,
    /// Where each line starts, and where the last one ends.
    starts: Vec<usize>,
    /// Where four bytes stand again, if so much is looked for that this takes less time than going through the text.
    returns: Option<Returns>,
}

impl Echoes {
    /// The text of these lines, around `n_blocks` of which words are looked for.
    pub(in super::super) fn of(lines: &[Line<'_>], n_blocks: usize) -> Self {
        /// For so many bytes of text, looking around one block takes as long as finding what returns in them.
        const FOR_ONE: usize = 400;
        let mut text = String::with_capacity(lines.iter().map(|line| line.body.len() + 1).sum());
        let mut written = String::with_capacity(text.capacity());
        let mut starts = Vec::with_capacity(lines.len() + 1);
        for line in lines {
            starts.push(text.len());
            // Letters of ASCII are made small further down, all of them at once.
            if line.is_ascii() || line.body.chars().all(is_small) {
                text.push_str(line.body);
                written.push_str(line.body);
            } else {
                let small = line.body.to_lowercase();
                written.push_str(if small.len() == line.body.len() { line.body } else { &small });
                text.push_str(&small);
            }
            text.push('\n');
            written.push('\n');
        }
        starts.push(text.len());
        text.make_ascii_lowercase();
        let returns = (n_blocks * FOR_ONE > text.len()).then(|| Returns::of(text.as_bytes()));
        Self { text, written, starts, returns }
    }

    /// Some lines in the text around them, of which whole lines count up to `reach` bytes on each side.
    pub(super) fn around(&self, lines: &Range<usize>, reach: usize) -> Around<'_> {
        let start = |line: usize| self.starts.get(line).copied().unwrap_or(self.text.len());
        let own = start(lines.start)..start(lines.end);
        let first = self.starts.partition_point(|&at| at + reach <= own.start).saturating_sub(1);
        let behind = self.starts.partition_point(|&at| at < own.end + reach);
        Around { echoes: self, before: start(first)..own.start, after: own.end..start(behind), own }
    }

    /// Whether the letter at `at` is written as a capital.
    fn is_capital(&self, at: usize) -> bool {
        let [text, written] = [&self.text, &self.written].map(|text| text.get(at..)?.chars().next());
        text != written
    }

    fn bytes(&self, range: Range<usize>) -> &[u8] {
        self.text.as_bytes().get(range).unwrap_or_default()
    }
}

/// Lines with what stands around them, in small letters.
pub(super) struct Around<'s> {
    echoes: &'s Echoes,
    own: Range<usize>,
    before: Range<usize>,
    after: Range<usize>,
}

impl<'s> Around<'s> {
    /// The lines.
    pub(super) fn own(&self) -> &'s str {
        self.echoes.text.get(self.own.clone()).unwrap_or_default()
    }

    /// Whether something stands before them, and whether behind them.
    pub(super) fn has_any(&self) -> [bool; 2] {
        [!self.before.is_empty(), !self.after.is_empty()]
    }

    /// Whether a word of theirs stands before them, and whether behind them.
    pub(super) fn holds(&self, word: &Range<usize>) -> [bool; 2] {
        self.any(word, |_| true)
    }

    /// Whether a word of theirs begins with a capital.
    pub(super) fn is_capital(&self, word: &Range<usize>) -> bool {
        self.echoes.is_capital(self.own.start + word.start)
    }

    /// Whether a word of theirs stands before them or behind them, and begins small there.
    pub(super) fn has_small(&self, word: &Range<usize>) -> bool {
        self.any(word, |at| !self.echoes.is_capital(at)).contains(&true)
    }

    /// Whether a word of theirs stands at a place that counts: before them, and behind them.
    fn any(&self, word: &Range<usize>, counts: impl Fn(usize) -> bool) -> [bool; 2] {
        let place = self.own.start + word.start;
        let word = self.echoes.bytes(place..self.own.start + word.end);
        let Some(returns) = self.echoes.returns.as_ref().filter(|_| word.len() >= Returns::LENGTH) else {
            let finder = Finder::new(word);
            return [&self.before, &self.after].map(|text| {
                finder.find_iter(self.echoes.bytes(text.clone())).any(|at| counts(text.start + at))
            });
        };
        let is_word = |&at: &usize| self.echoes.bytes(at..at + word.len()) == word && counts(at);
        let mut before = returns.before(place).take_while(|&at| at >= self.before.start);
        let mut behind = returns.behind(place).take_while(|&at| at + word.len() <= self.after.end);
        let is_before = before.any(|at| at + word.len() <= self.before.end && is_word(&at));
        [is_before, behind.any(|at| at >= self.after.start && is_word(&at))]
    }
}

/// Whether `c` stays as it is in small letters, or is of ASCII; of some that do so it is not told.
fn is_small(c: char) -> bool {
    matches!(c, '\0'..='\u{BF}' | '\u{DF}'..='\u{FF}' // Latin
        | '\u{3AC}'..='\u{3CE}' | '\u{430}'..='\u{45F}' // Greek, Cyrillic
        | '\u{5D0}'..='\u{5EA}' | '\u{620}'..='\u{669}' | '\u{900}'..='\u{DFF}' // Hebrew, Arabic, scripts of India
        | '\u{2010}'..='\u{2027}' | '\u{2500}'..='\u{257F}' // dashes, quotation marks, frames
        | '\u{3000}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}') // the scripts of East Asia
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::super::lines::lines;
    use super::*;

    #[test]
    fn small_letters_stay_as_they_are() {
        for c in ('\u{80}'..=char::MAX).filter(|&c| is_small(c)) {
            assert_eq!(c.to_lowercase().collect::<String>(), c.to_string());
        }
        assert!(is_small('A') && is_small('é') && !is_small('É') && !is_small('Σ'));
    }

    proptest! {
        #[test]
        fn words_are_found_where_they_stand(
            text in prop::collection::vec("[a-c]{4,9}", 1..60),
            (block, reach, is_much) in (0..60usize, 1..40usize, prop::bool::ANY),
        ) {
            let text = text.join("\n");
            let lines = lines(&text);
            let block = block.min(lines.len() - 1);
            let echoes = Echoes::of(&lines, if is_much { 1000 } else { 0 });
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
            prop_assert_eq!(around.has_any(), [!before.is_empty(), !after.is_empty()]);
            for end in 2..=lines[block].body.len() {
                let word = lines[block].body.get(..end).unwrap();
                prop_assert_eq!(around.holds(&(0..end)), [before.contains(word), after.contains(word)]);
            }
        }
    }
}
