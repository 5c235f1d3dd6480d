//! The way of a reader from place to place: a list of those he has left, in the plainest way.

use super::texts::{Text, is_own, words_in};

/// What a reader sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Seen {
    /// The number of the document.
    pub(super) document: usize,
    /// How often that was read anew.
    pub(super) edition: usize,
    pub(super) size: (u16, u16),
    /// The rows of the text.
    pub(super) page: Vec<String>,
    pub(super) is_at_end: bool,
}

/// A place that was left.
#[derive(Clone, Debug)]
struct Stop {
    seen: Seen,
    /// Whether it is certain that it was noted: where the screen has not changed, it cannot be told.
    is_certain: bool,
}

/// Where the reader was before and where he can go on to.
#[derive(Debug, Default)]
pub(super) struct Way {
    before: Vec<Stop>,
    after: Vec<Stop>,
    /// Which way leads to where the reader was before the last jump; none where that is not certain.
    to_and_fro: Option<bool>,
}

impl Seen {
    /// The words of the first row that has any.
    pub(super) fn top(&self) -> Vec<String> {
        self.first_rows(1)
    }

    /// The words of the first rows that have any.
    fn first_rows(&self, n_rows: usize) -> Vec<String> {
        self.page
            .iter()
            .map(|row| words_in(row))
            .filter(|words| !words.is_empty())
            .take(n_rows)
            .flatten()
            .collect()
    }

    pub(super) fn words(&self) -> Vec<String> {
        self.page.iter().flat_map(|row| words_in(row)).collect()
    }

    /// Whether this is what was seen before, or if the text or the screen has changed since, whether the same words are
    /// at the top; those that are gone may be anywhere.
    pub(super) fn is_back_at(&self, before: &Self, texts: &[Text]) -> bool {
        let is_same = self.edition == before.edition && self.size == before.size;
        self.document == before.document
            && if is_same { self.page == before.page } else { self.has_words_of(before, texts) }
    }

    /// Whether the words that were at the top are there, if they are still in the text.
    pub(super) fn has_words_of(&self, before: &Self, texts: &[Text]) -> bool {
        let top = before.top();
        let is_left = texts[before.document].holds(&top) && top.iter().any(|word| is_own(word));
        let share =
            |some: &[String], other: &[String]| some.iter().any(|word| is_own(word) && other.contains(word));
        // At the end of a text what was gone to may stand below the top.
        let is_there = if self.is_at_end || before.is_at_end {
            share(&self.words(), &before.words())
        } else {
            // A word that is not to be told from others may have come to the end of the row above.
            let n_rows = if top.first().is_some_and(|word| is_own(word)) { 1 } else { 2 };
            share(&self.first_rows(n_rows), &top)
        };
        !is_left || is_there
    }
}

impl Way {
    /// Notes that the reader has left a place, if that `is_certain`.
    pub(super) fn leave(&mut self, seen: Seen, is_certain: bool) {
        // The same place is not noted twice.
        let is_certain = is_certain && self.before.last().is_none_or(|last| last.seen != seen);
        if is_certain {
            self.after.clear();
        }
        self.after.iter_mut().for_each(|stop| stop.is_certain = false);
        self.before.push(Stop { seen, is_certain });
        self.to_and_fro = is_certain.then_some(true);
    }

    /// Which way leads to where the reader was before the last jump.
    pub(super) fn to_and_fro(&self) -> Option<bool> {
        self.to_and_fro
    }

    /// Notes that the reader has gone back, or forward: from what he saw to what he sees; or has not, where none is
    /// seen. Answers where he should be, if he is not there.
    pub(super) fn walk(
        &mut self,
        is_back: bool,
        from: Seen,
        now: Option<&Seen>,
        texts: &[Text],
    ) -> Result<(), Option<Seen>> {
        let (left, other) =
            if is_back { (&mut self.before, &mut self.after) } else { (&mut self.after, &mut self.before) };
        let Some(now) = now else {
            let missed = left.iter().rev().find(|stop| stop.is_certain).map(|stop| stop.seen.clone());
            left.clear();
            return missed.map_or(Ok(()), |missed| Err(Some(missed)));
        };
        loop {
            // Of the uncertain ones nothing is known that could be wrong.
            let Some(stop) = left.pop() else { return Ok(()) };
            if now.is_back_at(&stop.seen, texts) {
                other.push(Stop { seen: from, is_certain: true });
                if !stop.is_certain {
                    // It may have been one of those further on that look the same.
                    let alike = left.iter_mut().rev().take_while(|other| now.is_back_at(&other.seen, texts));
                    alike.for_each(|other| other.is_certain = false);
                }
                self.to_and_fro = Some(!is_back);
                return Ok(());
            }
            if stop.is_certain {
                return Err(Some(stop.seen));
            }
        }
    }
}
