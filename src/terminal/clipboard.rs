//! The terminal's clipboard, which is that of the machine in front of the reader, over ssh too.

/// The sequence that puts `text` on the clipboard: OSC 52, the text in Base64 (RFC 4648, §4), of which no
/// byte can end or begin a sequence.
pub(super) fn sequence(text: &str) -> String {
    format!("\x1b]52;c;{}\x1b\\", base64(text.as_bytes()))
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let bits = group.iter().zip([16, 8, 0]).map(|(&byte, shift)| u32::from(byte) << shift).sum::<u32>();
        // So many bytes give one digit more.
        let digits = [18, 12, 6, 0].into_iter().take(group.len() + 1);
        text.extend(
            digits
                .filter_map(|shift| DIGITS.get((bits >> shift & 63) as usize))
                .map(|&digit| char::from(digit)),
        );
        text.extend(std::iter::repeat_n('=', 3 - group.len()));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_the_standard_hold() {
        for (text, expected) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
            ("\u{fb}\u{ff}~", "w7vDv34="),
        ] {
            assert_eq!(base64(text.as_bytes()), expected, "{text}");
        }
        let all: Vec<u8> = (0..=255).collect();
        assert!(base64(&all).ends_with("+fr7/P3+/w=="));
    }

    #[test]
    fn whatever_is_copied_only_the_frame_of_the_sequence_steers_the_terminal() {
        let sequence = sequence("\x1b[2J\x07\u{9c}\u{1b}\\x");
        assert_eq!(sequence.matches(char::is_control).count(), 2);
        assert!(sequence.starts_with("\x1b]52;c;") && sequence.ends_with("\x1b\\"));
    }
}
