//! The signs of a text, counted in one pass for all the questions about them.

use std::sync::LazyLock;

use bitflags::bitflags;

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

/// What the characters of ASCII are.
static ASCII: LazyLock<Vec<Sign>> = LazyLock::new(|| ('\0'..='\x7f').map(Sign::of).collect());

/// How many of which signs a text has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Signs {
    pub(super) all: usize,
    pub(super) alphanumeric: usize,
    pub(super) numeric: usize,
    pub(super) rare: usize,
    pub(super) commas: usize,
    /// All that there are.
    seen: Sign,
}

impl Signs {
    /// Counts the signs of `text`.
    pub(super) fn of(text: &str) -> Self {
        let ascii = ASCII.as_slice();
        let mut signs = Self::default();
        for c in text.chars() {
            let sign = ascii.get(c as usize).copied().unwrap_or_else(|| Sign::of(c));
            signs.all += 1;
            signs.alphanumeric += usize::from(sign.contains(Sign::ALPHANUMERIC));
            signs.numeric += usize::from(sign.contains(Sign::ALPHANUMERIC | Sign::NUMERIC));
            signs.rare += usize::from(sign.contains(Sign::RARE));
            signs.commas += usize::from(sign.contains(Sign::COMMA));
            signs.seen |= sign;
        }
        signs
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
        let counts = (signs.all, signs.alphanumeric, signs.numeric, signs.rare, signs.commas);
        assert_eq!(counts, (25, 14, 4, 5, 1));
        assert!(signs.has(Sign::BRACKET) && signs.has(Sign::QUOTE) && signs.has(Sign::DASH));
        assert!(!signs.has(Sign::COLON) && !signs.has(Sign::STOP | Sign::SLASH));
    }
}
