//! UTF-32, which `encoding_rs` leaves out because the web does.

/// UTF-32 in one of its byte orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::source) enum Utf32 {
    /// The low byte first.
    Little,
    /// The high byte first.
    Big,
}

impl Utf32 {
    /// The characters in `bytes`; U+FFFD for what is none, and for a last one cut short.
    pub(super) fn chars(self, bytes: &[u8]) -> impl Iterator<Item = char> {
        bytes.chunks(4).map(move |unit| self.char(unit).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    /// Whether `bytes` can be nothing else: some characters, and every one of them valid.
    pub(super) fn is_plainly(self, bytes: &[u8]) -> bool {
        let mut units = bytes.chunks_exact(4);
        let all_valid = units.by_ref().all(|unit| self.char(unit).is_some_and(|c| c != '\0'));
        bytes.len() >= 8 && all_valid && units.remainder().is_empty()
    }

    fn char(self, unit: &[u8]) -> Option<char> {
        let bytes = unit.try_into().ok()?;
        char::from_u32(match self {
            Self::Little => u32::from_le_bytes(bytes),
            Self::Big => u32::from_be_bytes(bytes),
        })
    }
}
