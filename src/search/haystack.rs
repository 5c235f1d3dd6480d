//! Text as it is searched, and the way back from there to the text as it is read.

use std::borrow::Cow;
use std::ops::Range;

use super::fold::folded;
use super::query::is_unseen;
use crate::document::Span;
use crate::document::position::offset;

/// A text that is searched in place of another: without what is not seen, or folded.
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

/// In the place of which characters others stand in a haystack, beside that what is not seen goes. None of them is in ASCII.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// None.
    None,
    /// Those that are one of these letters in another case.
    Case(Letters),
    /// Those for which one of these letters stands, without diacritics, and diacritics by themselves.
    Diacritics(Letters),
}

/// What a pattern is made of: no other letters need be told from each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Letters {
    /// A bit for each character of ASCII.
    ascii: u128,
    /// Whether there may be any others.
    has_others: bool,
}

impl Letters {
    /// All there are.
    pub(super) const ALL: Self = Self { ascii: u128::MAX, has_others: true };

    /// Those of a text, and those of ASCII in either case.
    pub(super) fn of(text: &str) -> Self {
        let bit = |byte: u8| 1_u128.checked_shl(byte.into()).unwrap_or(0);
        let both = |byte: u8| bit(byte.to_ascii_lowercase()) | bit(byte.to_ascii_uppercase());
        Self { ascii: text.bytes().fold(0, |bits, byte| bits | both(byte)), has_others: !text.is_ascii() }
    }

    /// Whether one of them is in what stands for a character, if anything does.
    fn has_any_of(self, text: &str) -> bool {
        let mut bytes = text.bytes();
        text.is_empty()
            || bytes
                .any(|byte| self.ascii.checked_shr(byte.into()).map_or(self.has_others, |bits| bits & 1 > 0))
    }
}

impl Change {
    /// What stands for `c`; `None` where that is `c` itself.
    fn of(self, c: char) -> Option<&'static str> {
        let text = match (self, c) {
            (_, c) if is_unseen(c) => "",
            (Self::Case(_), 'ſ') => "s",
            (Self::Case(_), '\u{212A}') => "k",
            (Self::Diacritics(_), c) => folded(c)?,
            _ => return None,
        };
        let is_told = match self {
            Self::None => true,
            Self::Case(letters) | Self::Diacritics(letters) => letters.has_any_of(text),
        };
        is_told.then_some(text)
    }
}

/// A [`Change`], with what tells fast that it is none to a character.
#[derive(Clone, Debug)]
pub(super) struct Changes {
    change: Change,
    /// A bit for each character of two bytes in UTF-8 that is changed: by its first byte, then by its second one.
    of_two_bytes: [u64; 32],
}

impl Changes {
    pub(super) fn new(change: Change) -> Self {
        let of = |code| char::from_u32(code).is_some_and(|c| change.of(c).is_some());
        let row =
            |first: u32| (0..64).fold(0, |row, second| row | u64::from(of(first << 6 | second)) << second);
        let mut first = 0..;
        Self { change, of_two_bytes: [(); 32].map(|()| first.next().map_or(0, row)) }
    }

    /// The places in `text` of characters that are changed, with what stands for them, in order.
    fn in_text<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (usize, char, &'static str)> + 't {
        first_bytes(text.as_bytes()).filter(|&at| self.is_likely(text.as_bytes(), at)).filter_map(|at| {
            let c = text.get(at..)?.chars().next()?;
            Some((at, c, self.change.of(c)?))
        })
    }

    fn is_likely(&self, text: &[u8], at: usize) -> bool {
        let (Some(&first), Some(&second)) = (text.get(at), text.get(at + 1)) else { return false };
        match first {
            0xC0..=0xDF => self
                .of_two_bytes
                .get(usize::from(first & 0x1F))
                .is_some_and(|row| row >> (second & 0x3F) & 1 > 0),
            // Chinese and Korean have nothing that is changed.
            0xE4..=0xE9 | 0xEB..=0xED => false,
            _ => true,
        }
    }
}

/// Where characters beyond ASCII start.
fn first_bytes(text: &[u8]) -> impl Iterator<Item = usize> {
    const STEP: usize = 32;
    const WORD: usize = size_of::<u64>();
    let is_beyond = |(_, step): &(usize, &[u8])| !step.is_ascii();
    let words = text.chunks(STEP).enumerate().filter(is_beyond).flat_map(|(number, step)| {
        step.chunks(WORD).enumerate().map(move |(word, bytes)| (number * STEP + word * WORD, bytes))
    });
    words.flat_map(|(start, bytes)| {
        let mut word = [0; WORD];
        word.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
        let word = u64::from_le_bytes(word);
        // Of what is beyond ASCII, the first bytes of characters have their second bit set.
        let mut firsts = word & word << 1 & u64::from_ne_bytes([0x80; WORD]);
        std::iter::from_fn(move || {
            let at = (firsts != 0).then(|| start + firsts.trailing_zeros() as usize / 8);
            firsts &= firsts.wrapping_sub(1);
            at
        })
    })
}

impl<'a> Haystack<'a> {
    /// `text` with some characters changed.
    pub(super) fn new(text: &'a str, changes: &Changes) -> Self {
        let mut new = String::new();
        let mut turns = Vec::new();
        // What stands before was taken over.
        let mut taken = 0;
        for (at, c, other) in changes.in_text(text) {
            if turns.is_empty() {
                new.reserve(text.len());
            }
            let end = at + c.len_utf8();
            new.push_str(text.get(taken..at).unwrap_or_default());
            let turn = |at: &str, origin, is_character| Turn {
                at: offset(at.len()),
                origin: offset(origin),
                is_character,
            };
            if !other.is_empty() {
                turns.push(turn(&new, at, true));
                new.push_str(other);
            }
            turns.push(turn(&new, end, false));
            taken = end;
        }
        if turns.is_empty() {
            return Self { text: Cow::Borrowed(text), turns };
        }
        new.push_str(text.get(taken..).unwrap_or_default());
        Self { text: Cow::Owned(new), turns }
    }

    /// The text that is searched.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Puts a space in the place of the line feed at each of these places in the text that is read, so that what stands
    /// around it is one line.
    pub(super) fn put_spaces(&mut self, origins: impl Iterator<Item = u32>) {
        let places: Vec<usize> = origins.map(|origin| self.position(origin)).collect();
        if places.is_empty() {
            return;
        }
        let text = self.text.to_mut();
        for at in places {
            if text.get(at..).is_some_and(|rest| rest.starts_with('\n')) {
                text.replace_range(at..=at, " ");
            }
        }
    }

    /// The offset in the text that is read of `at` in the one that is searched: that of the next character which
    /// is there; inside what stands for one character, of that.
    pub(super) fn origin(&self, at: usize) -> u32 {
        self.character_at(at).1
    }

    /// The whole characters that are, at least in part, in a `range` of the text that is searched: there, and in the
    /// text that is read.
    pub(super) fn characters(&self, range: &Range<usize>) -> (Range<usize>, Span) {
        let (start, origin_start) = self.character_at(range.start);
        // What stands for a character ends where the next turn is.
        let is_parted = self.character_at(range.end).0 < range.end;
        let next = self.turns.partition_point(|turn| (turn.at as usize) < range.end);
        let behind = self.turns.get(next).filter(|_| is_parted).map_or(range.end, |turn| turn.at as usize);
        let (end, origin_end) = self.character_at(behind);
        (start..end, Span::new(origin_start, origin_end))
    }

    /// Where the character begins that `at`, in the text that is searched, is in or before: there, and in the text
    /// that is read.
    fn character_at(&self, at: usize) -> (usize, u32) {
        let n_before = self.turns.partition_point(|turn| turn.at as usize <= at);
        match n_before.checked_sub(1).and_then(|last| self.turns.get(last)) {
            None => (at, offset(at)),
            Some(turn) if turn.is_character => (turn.at as usize, turn.origin),
            Some(turn) => (at, turn.origin + offset(at) - turn.at),
        }
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const FOLDED: Change = Change::Diacritics(Letters::ALL);

    fn haystack(text: &str, change: Change) -> Haystack<'_> {
        Haystack::new(text, &Changes::new(change))
    }

    #[test]
    fn offsets_lead_back_to_whole_characters() {
        let haystack = haystack("aße\u{301}\u{AD}.", FOLDED);
        assert_eq!(haystack.text(), "asse.");
        let origins: Vec<_> = (0..=5).map(|at| haystack.origin(at)).collect();
        assert_eq!(origins, [0, 1, 1, 3, 8, 9]);
        let positions: Vec<_> = [0, 1, 3, 4, 6, 8, 9].map(|origin| haystack.position(origin)).into();
        assert_eq!(positions, [0, 1, 3, 4, 4, 4, 5]);
        for (range, expected) in [
            (0..1, (0..1, Span::new(0, 1))),
            (0..2, (0..3, Span::new(0, 3))),
            (2..3, (1..3, Span::new(1, 3))),
            (2..4, (1..4, Span::new(1, 8))),
            (1..3, (1..3, Span::new(1, 3))),
        ] {
            assert_eq!(haystack.characters(&range), expected, "{range:?}");
        }
    }

    proptest! {
        #[test]
        fn every_character_is_found_again(text in "[abß’éﬃſe\u{301}\u{AD}\u{212A}漢\n]{0,60}(x{31,33}é)?") {
            for change in [FOLDED, Change::None, Change::Case(Letters::of("ask")), Change::Diacritics(Letters::of("ae"))] {
                let haystack = haystack(&text, change);
                for (origin, c) in text.char_indices() {
                    let itself = c.to_string();
                    let stands_for = change.of(c).unwrap_or(&itself);
                    let at = haystack.position(offset(origin));
                    prop_assert!(haystack.text().get(at..).unwrap().starts_with(stands_for));
                    if !stands_for.is_empty() {
                        prop_assert_eq!(haystack.origin(at), offset(origin));
                    }
                }
                prop_assert_eq!(haystack.origin(haystack.text().len()), offset(text.len()));
            }
        }

        #[test]
        fn what_is_beyond_ascii_is_seen_wherever_it_is(text in "[a-z]{0,70}([a-zéＡ漢𝄞]{0,40}[a-z]{0,40}){0,3}") {
            let expected: Vec<_> = text.char_indices().filter(|(_, c)| !c.is_ascii()).map(|(at, _)| at).collect();
            prop_assert_eq!(first_bytes(text.as_bytes()).collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn no_change_is_overlooked() {
        for change in [FOLDED, Change::None, Change::Case(Letters::ALL)] {
            let changes = Changes::new(change);
            for c in (0x80..0x11_0000).filter_map(char::from_u32) {
                let text = c.to_string();
                let expected = change.of(c).unwrap_or(&text);
                assert_eq!(Haystack::new(&text, &changes).text(), expected, "{c}");
            }
        }
    }

    #[test]
    fn only_what_a_pattern_is_made_of_is_changed() {
        for (pattern, expected) in [
            ("cf", "café Brücke æon"),
            ("caf", "café Brücke aeon"),
            ("cafe", "cafe Brücke aeon"),
            ("BUCK", "café Brucke æon"),
            ("елка", "café Brücke æon"),
        ] {
            let change = Change::Diacritics(Letters::of(pattern));
            assert_eq!(haystack("café Brücke æon", change).text(), expected, "{pattern}");
        }
        let text = "ſort \u{212A}";
        assert_eq!(haystack(text, Change::Case(Letters::of("so"))).text(), "sort \u{212A}");
        assert_eq!(haystack(text, Change::Case(Letters::of("K"))).text(), "ſort k");
        assert_eq!(haystack(text, Change::None).text(), text);
    }
}
