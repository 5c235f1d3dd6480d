//! Text as it is searched, and the way back from there to the text as it is read.

use std::borrow::Cow;

use super::fold::folded;
use crate::document::position::offset;

/// A text that is searched in place of another: without soft hyphens, or folded.
#[derive(Debug)]
pub(super) struct Haystack<'a> {
    text: Cow<'a, str>,
    /// Where the two texts part and come together again, in order. Between them both go on alike.
    turns: Vec<Turn>,
}

/// A place from which on offsets in the two texts differ in another way.
#[derive(Clone, Copy, Debug)]
struct Turn {
    /// In the text that is searched.
    at: u32,
    /// In the text that is read.
    origin: u32,
    /// Whether what follows, up to the next turn, stands for one character.
    is_character: bool,
}

impl<'a> Haystack<'a> {
    /// `text` without soft hyphens.
    pub(super) fn plain(text: &'a str) -> Self {
        const SOFT_HYPHEN: &str = "\u{AD}";
        if memchr::memmem::find(text.as_bytes(), SOFT_HYPHEN.as_bytes()).is_none() {
            return Self { text: Cow::Borrowed(text), turns: Vec::new() };
        }
        Self::changed(text, |c| if c == '\u{AD}' { Some("") } else { None })
    }

    /// `text` with folded diacritics.
    pub(super) fn folded(text: &'a str) -> Self {
        if text.is_ascii() {
            return Self { text: Cow::Borrowed(text), turns: Vec::new() };
        }
        Self::changed(text, folded)
    }

    /// The same with its ASCII letters in lower case.
    pub(super) fn into_lower_case(self) -> Self {
        let mut text = self.text.into_owned();
        text.make_ascii_lowercase();
        Self { text: Cow::Owned(text), turns: self.turns }
    }

    /// `text` with other text in the place of some characters, none of them in ASCII.
    fn changed(text: &str, change: impl Fn(char) -> Option<&'static str>) -> Self {
        let mut changed = String::with_capacity(text.len());
        let mut turns = Vec::new();
        // What stands before was taken over.
        let mut taken = 0;
        let mut at = ascii_length(text);
        while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
            let end = at + c.len_utf8();
            if let Some(other) = change(c) {
                changed.push_str(text.get(taken..at).unwrap_or_default());
                let turn = |at: &str, origin, is_character| Turn {
                    at: offset(at.len()),
                    origin: offset(origin),
                    is_character,
                };
                if !other.is_empty() {
                    turns.push(turn(&changed, at, true));
                    changed.push_str(other);
                }
                turns.push(turn(&changed, end, false));
                taken = end;
            }
            at = end + text.get(end..).map_or(0, ascii_length);
        }
        changed.push_str(text.get(taken..).unwrap_or_default());
        Self { text: Cow::Owned(changed), turns }
    }

    /// The text that is searched.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The offset in the text that is read of `at` in the one that is searched: that of the next character which
    /// is there. `None` inside what stands for one character.
    pub(super) fn origin(&self, at: usize) -> Option<u32> {
        let at = offset(at);
        let n_before = self.turns.partition_point(|turn| turn.at <= at);
        let Some(turn) = n_before.checked_sub(1).and_then(|last| self.turns.get(last)) else {
            return Some(at);
        };
        let beyond = at - turn.at;
        (beyond == 0 || !turn.is_character).then_some(turn.origin + beyond)
    }

    /// The offset in the text that is searched of the character at `origin` in the one that is read, or of the
    /// next one that is there.
    pub(super) fn position(&self, origin: u32) -> usize {
        let n_before = self.turns.partition_point(|turn| turn.origin <= origin);
        let Some(turn) = n_before.checked_sub(1).and_then(|last| self.turns.get(last)) else {
            return origin as usize;
        };
        let beyond = if turn.is_character { 0 } else { origin - turn.origin };
        (turn.at + beyond) as usize
    }
}

/// How many bytes of ASCII `text` begins with.
fn ascii_length(text: &str) -> usize {
    /// So many bytes are looked at at once.
    const STEP: usize = 32;
    let bytes = text.as_bytes();
    let steps = bytes.chunks_exact(STEP).take_while(|step| step.is_ascii()).count();
    let rest = bytes.get(steps * STEP..).unwrap_or_default();
    steps * STEP + rest.iter().take_while(|byte| byte.is_ascii()).count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn offsets_lead_back_to_whole_characters() {
        let haystack = Haystack::folded("aße\u{301}\u{AD}.");
        assert_eq!(haystack.text(), "asse.");
        let origins: Vec<_> = (0..=5).map(|at| haystack.origin(at)).collect();
        assert_eq!(origins, [Some(0), Some(1), None, Some(3), Some(8), Some(9)]);
        let positions: Vec<_> = [0, 1, 3, 4, 6, 8, 9].map(|origin| haystack.position(origin)).into();
        assert_eq!(positions, [0, 1, 3, 4, 4, 4, 5]);
    }

    proptest! {
        #[test]
        fn every_character_is_found_again(text in "[abß’éﬃe\u{301}\u{AD}漢\n]{0,60}(x{31,33}é)?") {
            for haystack in [Haystack::folded(&text), Haystack::plain(&text)] {
                let is_folded = haystack.text() == Haystack::folded(&text).text();
                for (origin, c) in text.char_indices() {
                    let stands_for = if is_folded { folded(c) } else { Some("").filter(|_| c == '\u{AD}') };
                    let itself = c.to_string();
                    let stands_for = stands_for.unwrap_or(&itself);
                    let at = haystack.position(offset(origin));
                    prop_assert!(haystack.text().get(at..).unwrap().starts_with(stands_for));
                    if !stands_for.is_empty() {
                        prop_assert_eq!(haystack.origin(at), Some(offset(origin)));
                    }
                }
                prop_assert_eq!(haystack.origin(haystack.text().len()), Some(offset(text.len())));
            }
        }
    }
}
