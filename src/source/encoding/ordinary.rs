//! The short way for what nearly every source is: UTF-8 without controls but white space.
//!
//! A short source is looked at as a whole, and the reader waits for that. So it goes a piece at a
//! time through one small stretch of memory, and only what fails here is looked at more closely.

use std::io;

use simdutf8::compat::from_utf8;

use super::{WHOLE, binary, controls};
use crate::source::Source;

/// Bytes that are looked at together: they stay in the processor's cache.
const PIECE: usize = 64 << 10;

/// Whether all of a short source is UTF-8 and has no controls but white space. `false` where
/// that would take longer to tell.
pub(super) fn is_plainly_utf8(source: &Source) -> io::Result<bool> {
    if source.len() > WHOLE {
        return Ok(false);
    }
    let mut at = 0;
    while at < source.len() {
        let bytes = source.read(at..at + PIECE as u64)?;
        if at == 0 && binary::certainly(&bytes).is_some() {
            return Ok(false);
        }
        match ordinary_length(&bytes) {
            Some(length @ 1..) => at += length as u64,
            _ => return Ok(false),
        }
    }
    Ok(true)
}

/// Bytes of the whole characters in `bytes`; `None` where there is anything but UTF-8 text.
fn ordinary_length(bytes: &[u8]) -> Option<usize> {
    if !controls::are_only_white_space(bytes) {
        return None;
    }
    match from_utf8(bytes) {
        Ok(_) => Some(bytes.len()),
        Err(error) if error.error_len().is_none() => Some(error.valid_up_to()),
        Err(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_plain(bytes: Vec<u8>) -> bool {
        is_plainly_utf8(&Source::from_utf8_bytes("test", bytes)).unwrap()
    }

    #[test]
    fn characters_may_lie_across_the_edges_of_pieces() {
        let (piece, wide) = (PIECE, "漢🏴é");
        for before in piece - 10..=piece {
            let text = format!("{}{wide}{}{wide}", "x".repeat(before), "y".repeat(piece));
            assert!(is_plain(text.into_bytes()), "{before}");
        }
    }

    #[test]
    fn what_needs_a_closer_look_is_left_to_it() {
        for bytes in [
            &b"caf\xE9"[..],
            b"cut off \xE6\xBC",
            b"\x1B$B*1\x1B(B",
            b"a\0b\0",
            b"\xFF\xFEa\0",
            b"bell \x07",
            b"%PDF-1.7",
        ] {
            assert!(!is_plain(bytes.to_vec()), "{bytes:?}");
        }
        assert!(!is_plain(vec![b'x'; (2 << 20) + 1]));
    }

    #[test]
    fn an_error_anywhere_is_found() {
        let text = "wörter ".repeat(40_000).into_bytes();
        assert!(is_plain(text.clone()));
        for at in [0, PIECE - 1, PIECE, text.len() - 1] {
            let mut bad = text.clone();
            bad[at] = 0xFF;
            assert!(!is_plain(bad), "{at}");
        }
    }
}
