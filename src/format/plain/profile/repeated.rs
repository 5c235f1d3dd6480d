//! Short lines that stand in a document more than once, as captions do, and the entries of a table
//! of contents.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hasher};

use super::super::lines::Line;
use super::super::marker;

/// The short lines of a document that stand there more than once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in super::super) struct Repeated(HashMap<u64, Occurrences>);

/// How often a line stands in a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in super::super) struct Occurrences {
    /// Among other short lines, as the entries of a table of contents do.
    pub(in super::super) stacked: usize,
    /// Elsewhere.
    pub(in super::super) alone: usize,
}

impl Repeated {
    /// The repeated lines of the samples.
    pub(super) fn new(samples: &[Vec<Line<'_>>]) -> Self {
        const WIDEST: usize = 100;
        let mut counts: HashMap<u64, Occurrences> = HashMap::new();
        for lines in samples {
            let filled: Vec<_> = lines.iter().filter(|line| !line.is_blank()).collect();
            for (at, line) in filled.iter().enumerate().filter(|(_, line)| line.width <= WIDEST) {
                let count = counts.entry(hash(essence(line.body))).or_default();
                if is_stacked(&filled, at) {
                    count.stacked += 1;
                } else {
                    count.alone += 1;
                }
            }
        }
        counts.retain(|_, count| count.stacked + count.alone > 1);
        Self(counts)
    }

    /// How often a line with this text was seen.
    pub(in super::super) fn count(&self, text: &str) -> Occurrences {
        self.0.get(&hash(essence(text))).copied().unwrap_or_default()
    }
}

/// Whether the lines around the one at `at` are short.
fn is_stacked(filled: &[&Line<'_>], at: usize) -> bool {
    const AROUND: usize = 3;
    const WIDEST: usize = 60;
    let start = at.saturating_sub(AROUND);
    filled.iter().take(at + AROUND + 1).skip(start).all(|line| line.width <= WIDEST)
}

/// The text of a line without the number before it, and without leaders and the page after it.
pub(in super::super) fn essence(text: &str) -> &str {
    let text = marker::marker(text).map_or(text, |marker| text.get(marker.length..).unwrap_or(text));
    text.trim().trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches(['.', ' ', '\t', '…'])
}

/// The hash of `text`, whatever its case.
pub(in super::super) fn hash(text: &str) -> u64 {
    /// So many bytes are made small at once.
    const AT_ONCE: usize = 64;
    let mut hasher = DefaultHasher::new();
    if text.is_ascii() {
        for bytes in text.as_bytes().chunks(AT_ONCE) {
            let mut small = [0; AT_ONCE];
            for (small, byte) in small.iter_mut().zip(bytes) {
                *small = byte.to_ascii_lowercase();
            }
            hasher.write(small.get(..bytes.len()).unwrap_or_default());
        }
    } else {
        hasher.write(text.to_lowercase().as_bytes());
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::super::super::lines::lines;
    use super::*;

    #[test]
    fn entries_of_a_contents_list_are_known_again() {
        let body = "A paragraph that is longer than a line of a table of contents would be, by far.";
        let text = format!(
            "1. River ... 3\n2. Boat ... 7\n3. Rope ... 9\n4. Hills ... 12\n{body}\n{body}\n{body}\n1. River\n{body}\n{body}\n"
        );
        let repeated = Repeated::new(&[lines(&text)]);
        let count = |text| repeated.count(text);
        assert_eq!(count("River"), Occurrences { stacked: 1, alone: 1 });
        assert_eq!(count("Boat"), Occurrences::default());
    }
}
