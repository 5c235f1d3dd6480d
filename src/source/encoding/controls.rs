//! Which control characters speak against text.
//!
//! *Stray* ones do: text hardly ever has them, so many of them mean that it is none. White space does
//! not, nor do the few others that texts have for a reason; these only call for a closer look.

/// Whether a control is one that text hardly ever has.
pub(super) fn is_stray(c: char) -> bool {
    c.is_control() && !u8::try_from(c).is_ok_and(belongs_in_text)
}

/// The controls that texts do have: white space, backspace and escape of printed pages, and the
/// end mark of old systems.
fn belongs_in_text(byte: u8) -> bool {
    matches!(byte, b'\t'..=b'\r' | 0x08 | 0x1A | 0x1B | 0x85)
}

/// Whether the only ASCII controls in `bytes` are white space. Told in numbers and without a way out in
/// the middle, so that many bytes are compared at once.
pub(super) fn are_only_white_space(bytes: &[u8]) -> bool {
    bytes.iter().fold(0, |others, &byte| others | other_control(byte)) == 0
}

/// 1 for an ASCII control that is no white space, else 0.
fn other_control(byte: u8) -> u8 {
    let is_space = byte.wrapping_sub(b'\t') <= b'\r' - b'\t';
    (u8::from(byte < b' ') & u8::from(!is_space)) | u8::from(byte == 0x7F)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_told_from_other_controls() {
        for byte in 0..=u8::MAX {
            let is_text = !byte.is_ascii_control() || byte.is_ascii_whitespace() || byte == 0x0B;
            assert_eq!(are_only_white_space(&[byte]), is_text, "{byte}");
        }
    }

    #[test]
    fn what_is_stray_is_no_white_space() {
        for byte in 0..=0x7F {
            assert!(!is_stray(byte.into()) || !are_only_white_space(&[byte]), "{byte}");
        }
        assert!(is_stray('\0') && is_stray('\u{7f}') && is_stray('\u{80}'));
        assert!(!is_stray('\u{1b}') && !is_stray('\u{85}') && !is_stray('a'));
    }
}
