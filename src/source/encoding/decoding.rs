//! Turning bytes into UTF-8, a piece at a time.

use encoding_rs::Decoder;

use super::detect::{self, Charset};
use super::samples::Samples;
use super::utf32::Utf32;

/// A stream of bytes on its way to UTF-8.
pub(in crate::source) enum Decoding {
    /// Nothing but ASCII so far: the first other byte decides.
    Undecided,
    /// UTF-8 already.
    Utf8,
    /// UTF-32, with the bytes of a character that is not whole yet.
    Utf32(Utf32, Vec<u8>),
    /// Any other encoding.
    Other(Decoder),
}

impl From<Charset> for Decoding {
    fn from(charset: Charset) -> Self {
        match charset {
            Charset::Utf8 => Self::Utf8,
            Charset::Utf32(utf32) => Self::Utf32(utf32, Vec::new()),
            Charset::Other(encoding) => Self::Other(encoding.new_decoder_without_bom_handling()),
        }
    }
}

impl Decoding {
    /// The next `bytes` in UTF-8; what of a character is cut off at their end comes with the next
    /// ones. Bytes that mean nothing become U+FFFD, but stay as they are where all is UTF-8.
    pub(in crate::source) fn decode(&mut self, bytes: &[u8], is_last: bool) -> Vec<u8> {
        match self {
            Self::Undecided => self.decide(bytes, is_last),
            Self::Utf8 => bytes.to_vec(),
            Self::Utf32(utf32, rest) => {
                rest.extend_from_slice(bytes);
                let whole = if is_last { rest.len() } else { rest.len() / 4 * 4 };
                utf32.chars(&rest.drain(..whole).collect::<Vec<_>>()).collect::<String>().into_bytes()
            }
            Self::Other(decoder) => {
                let most = decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(bytes.len());
                let mut text = String::with_capacity(most);
                // There is room for everything, so that one call takes all of the bytes.
                let _ = decoder.decode_to_string(bytes, &mut text, is_last);
                text.into_bytes()
            }
        }
    }

    fn decide(&mut self, bytes: &[u8], is_last: bool) -> Vec<u8> {
        let Some(first) = bytes.iter().position(|byte| !byte.is_ascii()) else { return bytes.to_vec() };
        let (ascii, rest) = bytes.split_at(first);
        let samples = Samples::of(rest.to_vec(), is_last);
        *self = detect::narrow(&samples).unwrap_or(Charset::Utf8).into();
        let mut text = ascii.to_vec();
        text.extend(self.decode(rest, is_last));
        text
    }
}

#[cfg(test)]
mod tests {
    use encoding_rs::{UTF_16LE, WINDOWS_1252};

    use super::*;

    fn decoded(mut decoding: Decoding, bytes: &[u8], piece: usize) -> String {
        let mut text = Vec::new();
        for piece in bytes.chunks(piece) {
            text.extend(decoding.decode(piece, false));
        }
        text.extend(decoding.decode(b"", true));
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn pieces_may_end_anywhere() {
        let text = "naïve façade, 漢字, 🏴";
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let utf32: Vec<u8> = text.chars().flat_map(|c| u32::from(c).to_be_bytes()).collect();
        for piece in 1..9 {
            let utf16 = decoded(Charset::Other(UTF_16LE).into(), &utf16, piece);
            let utf32 = decoded(Charset::Utf32(Utf32::Big).into(), &utf32, piece);
            assert_eq!((utf16.as_str(), utf32.as_str()), (text, text));
        }
    }

    #[test]
    fn the_first_byte_beyond_ascii_decides() {
        let plain = "A log of plain lines.\n".repeat(1000);
        let accents = "Le café était déjà fermé à cause de la fête.\n";
        let (legacy, ..) = WINDOWS_1252.encode(accents);
        for late in [accents.as_bytes(), &legacy] {
            let bytes = [plain.as_bytes(), late].concat();
            assert_eq!(decoded(Decoding::Undecided, &bytes, 4000), format!("{plain}{accents}"));
        }
    }
}
