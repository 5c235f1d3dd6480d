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
        let is_rare = !c.is_alphanumeric() && !c.is_whitespace() && !is_prose;
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
        sign.set(Self::ALPHANUMERIC, c.is_alphanumeric());
        sign.set(Self::NUMERIC, c.is_numeric());
        sign.set(Self::RARE, is_rare);
        sign
    }
}

/// What the characters of ASCII are. The table has a place for each byte, so that none is out of it.
type Table = [Sign; 1 << u8::BITS];

static ASCII: LazyLock<Table> = LazyLock::new(|| {
    let mut table = [Sign::empty(); 1 << u8::BITS];
    for (sign, c) in table.iter_mut().zip('\0'..='\x7f') {
        *sign = Sign::of(c);
    }
    table
});

/// The signs of a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Signs<'t> {
    text: &'t str,
    ascii: &'static Table,
    /// All that there are.
    seen: Sign,
}

impl<'t> Signs<'t> {
    /// Looks for signs in `text`.
    pub(super) fn of(text: &'t str) -> Self {
        let mut signs = Self { text, ascii: &ASCII, seen: Sign::empty() };
        signs.seen = signs.fold(Sign::empty(), |seen, sign| seen | sign);
        signs
    }

    /// How many there are that are all of `sign`.
    pub(super) fn count(&self, sign: Sign) -> usize {
        if !self.has(sign) {
            return 0;
        }
        self.fold(0, |count, other| count + usize::from(other.contains(sign)))
    }

    /// Goes through what each character is.
    fn fold<T>(&self, start: T, step: impl Fn(T, Sign) -> T) -> T {
        let ascii = |byte: u8| self.ascii.get(usize::from(byte)).copied().unwrap_or_default();
        if self.text.is_ascii() {
            return self.text.bytes().fold(start, |so_far, byte| step(so_far, ascii(byte)));
        }
        let sign = |c: char| if c.is_ascii() { ascii(c as u8) } else { Sign::of(c) };
        self.text.chars().fold(start, |so_far, c| step(so_far, sign(c)))
    }

    /// The share of `part` among characters of `whole`; the empty sign stands for all of them.
    pub(super) fn share(&self, part: Sign, whole: Sign) -> f32 {
        let n_part = self.count(part);
        let n_whole =
            if n_part == 0 || whole.is_empty() { self.text.chars().count() } else { self.count(whole) };
        shape::ratio(n_part, n_whole)
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
        let of = [Sign::ALPHANUMERIC, Sign::NUMERIC, Sign::RARE, Sign::COMMA].map(|sign| signs.count(sign));
        assert_eq!(of, [14, 4, 5, 1]);
        assert!(signs.has(Sign::BRACKET) && signs.has(Sign::QUOTE) && signs.has(Sign::DASH));
        assert!(!signs.has(Sign::COLON) && !signs.has(Sign::STOP | Sign::SLASH));
    }

    #[test]
    fn shares_are_of_all_characters_or_some() {
        let is_share = |text: &str, part: Sign, whole: Sign, expected: f32| {
            (Signs::of(text).share(part, whole) - expected).abs() < f32::EPSILON
        };
        let digit = Sign::ALPHANUMERIC | Sign::NUMERIC;
        assert!(is_share("a 1 (½", digit, Sign::ALPHANUMERIC, 2.0 / 3.0));
        assert!(is_share("a 1 (½", Sign::RARE, Sign::empty(), 1.0 / 6.0));
        assert!(is_share("", Sign::RARE, Sign::empty(), 0.0));
    }
}
