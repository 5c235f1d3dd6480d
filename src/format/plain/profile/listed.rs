//! What the printed tables of contents of a document list.

use std::collections::HashSet;

use super::super::contents;
use super::super::lines::Line;
use super::repeated::{essence, hash};

/// The texts of all entries, without their numbers and pages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in super::super) struct Listed(HashSet<u64>);

impl Listed {
    /// What is listed in the samples.
    pub(super) fn new(samples: &[Vec<Line<'_>>]) -> Self {
        let mut listed = HashSet::new();
        for lines in samples {
            let mut at = 0;
            while at < lines.len() {
                at = match contents::entries(lines, at, |_| false) {
                    Ok(entries) => {
                        let end = entries.last().map_or(at + 1, |last| last.end);
                        let texts = entries.into_iter().map(|entry| contents::text(lines, entry));
                        listed.extend(texts.map(|text| hash(essence(&text))));
                        end
                    }
                    Err(next) => next,
                };
            }
        }
        Self(listed)
    }

    /// Whether nothing is.
    pub(in super::super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a text is listed, whatever its number, its page and its case.
    pub(in super::super) fn has(&self, text: &str) -> bool {
        !self.is_empty() && self.0.contains(&hash(essence(text)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::lines::lines;
    use super::*;

    #[test]
    fn entries_are_known_by_their_words() {
        let text = "Maps\n\n1. The River .... 3\n2. The Boat ....... 7\n3. The Rope ....... 9\n\nA hill\n";
        let listed = Listed::new(&[lines(text)]);
        for (text, expected) in
            [("The River", true), ("2. THE BOAT", true), ("A hill", false), ("Maps", false), ("", false)]
        {
            assert_eq!(listed.has(text), expected, "{text}");
        }
    }
}
