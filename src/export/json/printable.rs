//! JSON that can be printed to a terminal, whatever the document holds.

use std::io::{self, Write};

use serde_json::ser::Formatter;

use crate::text::cluster::is_printable;

/// Compact JSON in which what could steer a terminal stands as `\u` escapes, which mean the same
/// to a program.
pub(super) struct Printable;

impl Formatter for Printable {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((at, c)) = first_unprintable(rest) {
            let (before, from) = rest.split_at(at);
            out.write_all(before.as_bytes())?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            rest = from.strip_prefix(c).unwrap_or_default();
        }
        out.write_all(rest.as_bytes())
    }
}

fn first_unprintable(text: &str) -> Option<(usize, char)> {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return None;
    }
    text.char_indices().find(|&(_, c)| !is_printable(c))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde::Serialize;
    use serde_json::Serializer;

    use super::*;

    fn printed(text: &str) -> String {
        let mut out = Vec::new();
        text.serialize(&mut Serializer::with_formatter(&mut out, Printable)).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn what_steers_a_terminal_is_escaped() {
        assert_eq!(printed("plain \"漢字\" é\u{301}\n"), "\"plain \\\"漢字\\\" é\u{301}\\n\"");
        assert_eq!(printed("a\u{1b}\u{7f}\u{9b}b"), r#""a\u001b\u007f\u009bb""#);
        assert_eq!(printed("\u{202e}\u{e0041}"), r#""\u202e\udb40\udc41""#);
    }

    proptest! {
        #[test]
        fn escaped_text_comes_back_and_is_printable(text in any::<String>()) {
            let printed = printed(&text);
            prop_assert!(printed.chars().all(is_printable));
            prop_assert_eq!(serde_json::from_str::<String>(&printed).unwrap(), text);
        }
    }
}
