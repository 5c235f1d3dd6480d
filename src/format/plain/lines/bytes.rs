//! Which kinds of byte a line may have, told once, so that what begins with one of them is not looked for in vain by
//! stage after stage.

use bitflags::bitflags;

use super::super::shape;

bitflags! {
    /// Kinds of byte. What was cut off a line may have had some that are still told of the rest.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub(in super::super) struct Bytes: u16 {
        /// Two spaces side by side.
        const WIDE_SPACE = 1;
        const TAB = 1 << 1;
        const BAR = 1 << 2;
        const EQUALS = 1 << 3;
        /// A sign that prose seldom has.
        const RARE = 1 << 4;
        /// A control character, a tab included.
        const CONTROL = 1 << 5;
        /// Of a character beyond ASCII.
        const BEYOND_ASCII = 1 << 6;
        const GREATER = 1 << 7;
        const HYPHEN = 1 << 8;
        /// A symbol of programs.
        const SYMBOL = 1 << 9;
        /// A bracket that opens.
        const PARENTHESIS = 1 << 10;
        const COLON = 1 << 11;
    }
}

impl Bytes {
    /// What no column is taken by as a matter of course.
    pub(in super::super) const NOT_PLAIN: Self = Self::CONTROL.union(Self::BEYOND_ASCII);

    /// Those of `text`.
    pub(in super::super) fn of(text: &str) -> Self {
        let of_byte = |byte: u8| OF_EACH.get(usize::from(byte)).copied().unwrap_or_default();
        let seen = Self::from_bits_truncate(text.bytes().fold(0, |seen, byte| seen | of_byte(byte)));
        if shape::has_wide_space(text) { seen | Self::WIDE_SPACE } else { seen }
    }

    /// What one byte is.
    const fn of_one(byte: u8) -> Self {
        let own = match byte {
            b'\t' => Self::TAB,
            b'|' => Self::BAR,
            b'=' => Self::EQUALS,
            b'>' => Self::GREATER,
            b'-' => Self::HYPHEN,
            b'(' => Self::PARENTHESIS,
            b':' => Self::COLON,
            _ => Self::empty(),
        };
        let own = if shape::is_symbol(byte) { own.union(Self::SYMBOL) } else { own };
        own.union(match byte {
            0x80.. => Self::BEYOND_ASCII,
            _ if byte.is_ascii_control() => Self::CONTROL,
            _ if shape::is_rare(byte) => Self::RARE,
            _ => Self::empty(),
        })
    }
}

/// What each byte is. None is out of the table.
#[expect(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "computed when it is compiled, within bounds, of one byte after the other"
)]
static OF_EACH: [u16; 1 << u8::BITS] = {
    let mut table = [0; 1 << u8::BITS];
    let mut at = 0;
    while at < table.len() {
        table[at] = Bytes::of_one(at as u8).bits();
        at += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told() {
        for (text, expected) in [
            ("A boat, and so on.", Bytes::empty()),
            (
                "A boat  (so-so):",
                Bytes::WIDE_SPACE | Bytes::PARENTHESIS | Bytes::RARE | Bytes::HYPHEN | Bytes::COLON,
            ),
            ("a\tb|c", Bytes::TAB | Bytes::CONTROL | Bytes::BAR | Bytes::RARE | Bytes::SYMBOL),
            ("a => é", Bytes::EQUALS | Bytes::GREATER | Bytes::SYMBOL | Bytes::RARE | Bytes::BEYOND_ASCII),
            ("\u{7f}\u{ff}", Bytes::CONTROL | Bytes::BEYOND_ASCII),
            ("", Bytes::empty()),
        ] {
            assert_eq!(Bytes::of(text), expected, "{text}");
        }
    }
}
