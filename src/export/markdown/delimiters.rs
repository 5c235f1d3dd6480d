//! The signs around emphasis: which of them open and close where they stand (CommonMark §6.2).

use crate::document::InlineStyle;

/// The signs to be put around `content`, which stands between the character `before` and one of
/// those in `after`; `None` where none would be read as meant.
pub(super) fn around(
    style: InlineStyle,
    content: &str,
    before: char,
    after: [char; 2],
) -> Option<&'static str> {
    let candidates: &[&str] = match style {
        InlineStyle::STRONG => &["**", "__"],
        InlineStyle::EMPHASIS => &["*", "_"],
        _ => &["~~"],
    };
    let first = content.chars().next()?;
    let last = content.chars().next_back()?;
    let fits = |sign: &&&str| {
        let is_used = |c: char| sign.starts_with(c);
        ![before, first, last].into_iter().chain(after).any(is_used)
            && opens(sign, before, first)
            && after.into_iter().all(|after| opens(sign, after, last))
    };
    candidates.iter().find(fits).copied()
}

/// Whether `sign` opens between `outside` and `inside`; mirrored, whether it closes.
fn opens(sign: &str, outside: char, inside: char) -> bool {
    let flanks =
        !inside.is_whitespace() && (!may_be_sign(inside) || outside.is_whitespace() || is_sign(outside));
    let is_bound = !sign.starts_with('_') || outside.is_whitespace() || is_sign(outside);
    flanks && is_bound
}

/// Whether a character is surely punctuation for every parser.
fn is_sign(c: char) -> bool {
    c.is_ascii_punctuation()
        || matches!(c, '¡' | '§' | '«' | '¶' | '·' | '»' | '¿' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{203A}'
            | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{FF01}'..='\u{FF03}' | '\u{FF08}' | '\u{FF09}')
}

/// Whether a character may be punctuation for some.
fn may_be_sign(c: char) -> bool {
    !c.is_alphanumeric() && !c.is_whitespace()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_chosen_by_what_is_around_them() {
        use InlineStyle as Style;
        for (style, before, content, after, expected) in [
            (Style::EMPHASIS, ' ', "a", ' ', Some("*")),
            (Style::EMPHASIS, 'x', "a", 'y', Some("*")),
            (Style::STRONG, ' ', "*a*", ' ', Some("__")),
            (Style::EMPHASIS, '*', "a", ' ', Some("_")),
            (Style::STRONG, 'x', "*a*", ' ', None),
            (Style::STRONG, 'x', "`a`", ' ', None),
            (Style::STRONG, '“', "`a`", '”', Some("**")),
            (Style::STRIKETHROUGH, ' ', "a", '.', Some("~~")),
            (Style::STRIKETHROUGH, ' ', "~a", '.', None),
            (Style::EMPHASIS, ' ', "", ' ', None),
        ] {
            assert_eq!(around(style, content, before, [after; 2]), expected, "{before}{content}{after}");
        }
    }
}
