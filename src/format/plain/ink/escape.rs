//! The escape sequences (ECMA-48) that carry a style and so need not be shown.

use super::{ESCAPE, InlineStyle};

/// What an escape sequence does to the text after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Escape {
    /// Changes the style: first takes off, then puts on.
    Style {
        /// The styles that end.
        off: InlineStyle,
        /// The styles that begin.
        on: InlineStyle,
    },
    /// Nothing that is kept: the ends of hyperlinks, erasing to the end of the line, choosing ASCII.
    Nothing,
}

/// The schemes that programs write hyperlinks with.
const SCHEMES: &[&str] = &["http://", "https://", "mailto:", "file://", "man:"];

/// The escape sequence that `rest` begins with, and its length in bytes; `None` where it begins
/// with something else, or with one that is better shown than obeyed.
pub(super) fn parse(rest: &str) -> Option<(Escape, usize)> {
    if *rest.as_bytes().first()? != ESCAPE {
        return None;
    }
    let (escape, after) = match rest.get(1..2)? {
        "[" => control_sequence(rest.get(2..)?)?,
        "]" => hyperlink(rest.get(2..)?)?,
        // The letters are ASCII again, as `tput sgr0` says before it takes off the styles.
        "(" => (Escape::Nothing, rest.get(2..)?.strip_prefix('B')?),
        _ => return None,
    };
    Some((escape, rest.len() - after.len()))
}

/// After `ESC [`: a style (SGR), or erasing to the end of the line, which `grep` adds to each.
fn control_sequence(rest: &str) -> Option<(Escape, &str)> {
    let length = rest.find(|c: char| !matches!(c, '0'..='9' | ';' | ':'))?;
    let (parameters, after) = rest.split_at_checked(length)?;
    if let Some(after) = after.strip_prefix('m') {
        return Some((style(parameters), after));
    }
    let after = after.strip_prefix('K')?;
    matches!(parameters, "" | "0").then_some((Escape::Nothing, after))
}

/// What the parameters of SGR amount to, from left to right.
fn style(parameters: &str) -> Escape {
    let (mut off, mut on) = (InlineStyle::empty(), InlineStyle::empty());
    let mut parameters = parameters.split(';');
    while let Some(parameter) = parameters.next() {
        if matches!(parameter, "38" | "48" | "58") {
            skip_color(&mut parameters);
        }
        let (ends, begins) = change(parameter);
        off |= ends;
        on = (on - ends) | begins;
    }
    Escape::Style { off, on }
}

/// The rest of an extended color: `5;n` from a palette or `2;r;g;b`.
fn skip_color<'a>(parameters: &mut impl Iterator<Item = &'a str>) {
    let components = match parameters.next() {
        Some("2") => 3,
        Some("5") => 1,
        _ => 0,
    };
    parameters.by_ref().take(components).for_each(drop);
}

/// The styles that one parameter ends and begins. Colors change nothing.
fn change(parameter: &str) -> (InlineStyle, InlineStyle) {
    let none = InlineStyle::empty();
    match parameter.trim_start_matches('0') {
        "" => (InlineStyle::all(), none),
        "1" => (none, InlineStyle::STRONG),
        "3" => (none, InlineStyle::EMPHASIS),
        "4:0" | "24" => (InlineStyle::UNDERLINE, none),
        "4" | "4:1" | "4:2" | "4:3" | "4:4" | "4:5" | "21" => (none, InlineStyle::UNDERLINE),
        "9" => (none, InlineStyle::STRIKETHROUGH),
        "22" => (InlineStyle::STRONG, none),
        "23" => (InlineStyle::EMPHASIS, none),
        "29" => (InlineStyle::STRIKETHROUGH, none),
        _ => (none, none),
    }
}

/// After `ESC ]`: the beginning or the end of a hyperlink (OSC 8), whose text stays.
fn hyperlink(rest: &str) -> Option<(Escape, &str)> {
    let (parameters, rest) = rest.strip_prefix("8;")?.split_once(';')?;
    let length = rest.find(|c: char| !c.is_ascii_graphic())?;
    let (target, after) = rest.split_at_checked(length)?;
    let after = after.strip_prefix("\x1b\\").or_else(|| after.strip_prefix('\x07'))?;
    let is_known = target.is_empty() || SCHEMES.iter().any(|scheme| target.starts_with(scheme));
    let is_well_formed = is_known && parameters.bytes().all(|byte| byte.is_ascii_graphic());
    is_well_formed.then_some((Escape::Nothing, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn styled(parameters: &str) -> InlineStyle {
        let before = InlineStyle::UNDERLINE;
        match parse(&format!("\x1b[{parameters}m")) {
            Some((Escape::Style { off, on }, _)) => (before - off) | on,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn styles_are_kept_and_colors_dropped() {
        let underline = InlineStyle::UNDERLINE;
        for (parameters, expected) in [
            ("", InlineStyle::empty()),
            ("0", InlineStyle::empty()),
            ("00", InlineStyle::empty()),
            ("24", InlineStyle::empty()),
            ("4:0", InlineStyle::empty()),
            ("0;1", InlineStyle::STRONG),
            ("1;0", InlineStyle::empty()),
            ("01;31", underline | InlineStyle::STRONG),
            ("1;22", underline),
            ("3;9", underline | InlineStyle::EMPHASIS | InlineStyle::STRIKETHROUGH),
            ("38;5;1", underline),
            ("38;2;1;3;9", underline),
            ("38:5:1", underline),
            ("48;5;9;3", underline | InlineStyle::EMPHASIS),
            ("38", underline),
            ("97;107", underline),
            ("0;4:3", underline),
        ] {
            assert_eq!(styled(parameters), expected, "{parameters:?}");
        }
    }

    #[test]
    fn only_what_carries_style_is_taken() {
        for (sequence, is_taken) in [
            ("\x1b[m", true),
            ("\x1b[K", true),
            ("\x1b[0K", true),
            ("\x1b[2K", false),
            ("\x1b[2J", false),
            ("\x1b[?25l", false),
            ("\x1b[>4m", false),
            ("\x1b[1", false),
            ("\x1b(B", true),
            ("\x1b(0", false),
            ("\x1bc", false),
            ("\x1b", false),
            ("x", false),
            ("\x1b]8;;https://example.org/\x1b\\", true),
            ("\x1b]8;id=1;man:ls(1)\x07", true),
            ("\x1b]8;;\x1b\\", true),
            ("\x1b]8;;javascript:0\x1b\\", false),
            ("\x1b]8;;https://example.org/ \x1b\\", false),
            ("\x1b]8;a\nb;https://example.org/\x1b\\", false),
            ("\x1b]8;;https://example.org/", false),
            ("\x1b]0;title\x07", false),
            ("\x1b]漢", false),
        ] {
            let expected = is_taken.then_some(sequence.len());
            assert_eq!(parse(sequence).map(|(_, length)| length), expected, "{sequence:?}");
        }
    }
}
