//! The signs of a text, looked for in one pass for all the questions about them.

use std::sync::LazyLock;

use bitflags::bitflags;

use super::super::shape;

bitflags! {
    /// What a character is, as far as a question is about it.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub(super) struct Sign: u16 {
        /// A letter or a digit.
        const ALPHANUMERIC = 1;
        /// A digit, or another character that is a number.
        const NUMERIC = 1 << 1;
        /// What prose seldom has.
        const RARE = 1 << 2;
        const COMMA = 1 << 3;
        const COLON = 1 << 4;
        /// A bracket that opens.
        const BRACKET = 1 << 5;
        /// A mark that opens a quotation.
        const QUOTE = 1 << 6;
        /// What stands around words in place of italics.
        const EMPHASIS = 1 << 7;
        const DASH = 1 << 8;
        /// A slash, a bar or a sign of comparison.
        const SLASH = 1 << 9;
        /// What ends a sentence.
        const STOP = 1 << 10;
        const AT = 1 << 11;
    }
}

impl Sign {
    /// What `c` is.
    pub(super) fn of(c: char) -> Self {
        let is_prose = matches!(c, '.' | ',' | ':' | '?' | '!' | '\'' | '’' | '-' | '"');
        let is_numeric = c.is_numeric();
        let is_alphanumeric = is_numeric || c.is_alphabetic();
        let is_rare = !is_alphanumeric && !is_prose && !c.is_whitespace();
        let mut sign = match c {
            ',' | '、' | '،' | '，' => Self::COMMA,
            ':' | '：' => Self::COLON,
            '(' | '[' | '（' | '【' => Self::BRACKET,
            '"' | '“' | '„' | '«' | '‘' | '「' => Self::QUOTE,
            '_' | '*' => Self::EMPHASIS,
            '-' | '–' | '—' => Self::DASH,
            '/' | '|' | '=' | '\\' | '>' | '<' => Self::SLASH,
            '.' | '!' | '?' | '。' | '！' | '？' => Self::STOP,
            '@' => Self::AT,
            _ => Self::empty(),
        };
        sign.set(Self::ALPHANUMERIC, is_alphanumeric);
        sign.set(Self::NUMERIC, is_numeric);
        sign.set(Self::RARE, is_rare);
        sign
    }
}

/// What is counted.
const COUNTED: [Sign; 4] =
    [Sign::COMMA, Sign::RARE, Sign::ALPHANUMERIC, Sign::ALPHANUMERIC.union(Sign::NUMERIC)];
/// The bits of one count among those that are added up at once.
const BITS: usize = u16::BITS as usize;
/// The most characters that are: of more, a count might not fit.
const MOST: usize = u16::MAX as usize;

/// Signs that were added up.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    /// All that there are.
    seen: Sign,
    /// How many there are of each of [`COUNTED`], the first in the lowest [`BITS`].
    counts: u64,
}

impl Tally {
    fn of(sign: Sign) -> Self {
        let count = |counts: u64, &counted: &Sign| counts << BITS | u64::from(sign.contains(counted));
        Self { seen: sign, counts: COUNTED.iter().rev().fold(0, count) }
    }

    fn plus(self, other: Self) -> Self {
        Self { seen: self.seen | other.seen, counts: self.counts + other.counts }
    }
}

/// The characters of ASCII. The table has a place for each byte, so that none is out of it.
static ASCII: LazyLock<[Tally; 1 << u8::BITS]> = LazyLock::new(|| {
    let mut table = [Tally::default(); 1 << u8::BITS];
    for (tally, c) in table.iter_mut().zip('\0'..='\x7f') {
        *tally = Tally::of(Sign::of(c));
    }
    table
});

/// The signs of a text.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Signs {
    seen: Sign,
    n_characters: usize,
    /// How many there are of each of [`COUNTED`].
    counts: [usize; COUNTED.len()],
}

impl Signs {
    /// Looks for signs in `text`.
    pub(super) fn of(text: &str) -> Self {
        let ascii = &*ASCII;
        let of_byte = |byte: u8| ascii.get(usize::from(byte)).copied().unwrap_or_default();
        let of_char = |c: char| if c.is_ascii() { of_byte(c as u8) } else { Tally::of(Sign::of(c)) };
        let mut signs = Self { n_characters: text.chars().count(), ..Self::default() };
        if text.is_ascii() {
            for bytes in text.as_bytes().chunks(MOST) {
                signs.take_in(bytes.iter().map(|&byte| of_byte(byte)));
            }
        } else {
            let mut characters = text.chars().map(of_char).peekable();
            while characters.peek().is_some() {
                signs.take_in(characters.by_ref().take(MOST));
            }
        }
        signs
    }

    /// Adds up to [`MOST`] characters.
    #[expect(clippy::cast_possible_truncation, reason = "the counts behind are cut off")]
    fn take_in(&mut self, characters: impl Iterator<Item = Tally>) {
        let sum = characters.fold(Tally::default(), Tally::plus);
        self.seen |= sum.seen;
        for (number, count) in self.counts.iter_mut().enumerate() {
            *count += usize::from((sum.counts >> (number * BITS)) as u16);
        }
    }

    /// How many commas there are.
    pub(super) fn n_commas(&self) -> usize {
        let [n_commas, ..] = self.counts;
        n_commas
    }

    /// The share of signs that prose seldom has among all characters.
    pub(super) fn rare(&self) -> f32 {
        let [_, n_rare, ..] = self.counts;
        shape::ratio(n_rare, self.n_characters)
    }

    /// The share of digits among letters and digits.
    pub(super) fn digits(&self) -> f32 {
        let [.., n_alphanumeric, n_digits] = self.counts;
        shape::ratio(n_digits, n_alphanumeric)
    }

    /// Whether there is such a sign.
    pub(super) fn has(&self, sign: Sign) -> bool {
        self.seen.intersects(sign)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_counted() {
        let signs = Signs::of("Täler, 12 (von 40) – “so”");
        assert_eq!((signs.counts, signs.n_characters), ([1, 5, 14, 4], 25));
        assert!(signs.has(Sign::BRACKET) && signs.has(Sign::QUOTE) && signs.has(Sign::DASH));
        assert!(!signs.has(Sign::COLON) && !signs.has(Sign::STOP | Sign::SLASH));
        for text in ["a,".repeat(MOST), "ä,".repeat(MOST)] {
            assert_eq!(Signs::of(&text).counts, [MOST, 0, MOST, 0]);
        }
    }

    #[test]
    fn shares_are_of_all_characters_or_some() {
        let are_shares = |text: &str, digits: f32, rare: f32| {
            let signs = Signs::of(text);
            (signs.digits() - digits).abs() < f32::EPSILON && (signs.rare() - rare).abs() < f32::EPSILON
        };
        assert!(are_shares("a 1 (½", 2.0 / 3.0, 1.0 / 6.0));
        assert!(are_shares("", 0.0, 0.0));
    }
}
