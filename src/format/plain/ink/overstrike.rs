//! Letters struck over each other, as on the printing terminals that manual pages were made for.

use unicode_width::UnicodeWidthChar;

use super::{BACKSPACE, InlineStyle};

/// What a backspace and the glyph after it make of the glyph before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Overstrike<'a> {
    /// What is to be read; `None` where it is the glyph that was struck over.
    pub(super) glyph: Option<&'a str>,
    /// What it means that it was struck over.
    pub(super) style: InlineStyle,
    /// Bytes of the glyph that was struck over.
    pub(super) under: usize,
    /// Bytes of the raw text, backspace first, that are used up.
    pub(super) length: usize,
}

/// The bullet, which nroff strikes together from `+` and `o`.
const BULLET: &str = "•";

/// What the backspace at the beginning of `rest` makes of the end of `before`. `None` where it is
/// no backspace, or strikes together what does not belong together. `style_before` is the style of
/// what stands before that end.
pub(super) fn parse<'a>(before: &str, rest: &'a str, style_before: InlineStyle) -> Option<Overstrike<'a>> {
    // Three are too many already; a megabyte of them is not counted again at each.
    let backspaces = rest.bytes().take(3).take_while(|&byte| byte == BACKSPACE).count();
    let over = rest.get(backspaces..)?;
    let (glyph, style, under, struck) = match backspaces {
        1 if last_glyph(before) == Some("_") && first_glyph(over) == Some("_") => {
            (None, underscore_style(style_before, over), 1, 1)
        }
        1 => combined(last_glyph(before)?, first_glyph(over)?)?,
        2 => combined_wide(before, over)?,
        _ => return None,
    };
    Some(Overstrike { glyph, style, under, length: backspaces + struck })
}

/// What is read, its style, and the bytes that were struck over and struck.
type Combined<'a> = (Option<&'a str>, InlineStyle, usize, usize);

fn combined<'a>(under: &str, over: &'a str) -> Option<Combined<'a>> {
    let (glyph, style) = match (under, over) {
        _ if under == over => (None, InlineStyle::STRONG),
        ("_", _) => (Some(over), InlineStyle::UNDERLINE),
        (_, "_") => (None, InlineStyle::UNDERLINE),
        ("+", "o") | ("o", "+") => (Some(BULLET), InlineStyle::empty()),
        (BULLET, "+" | "o") => (None, InlineStyle::STRONG),
        _ => return None,
    };
    Some((glyph, style, under.len(), over.len()))
}

/// What an underscore over itself is, bold or underlined, can only be told by the letters beside
/// it: by the one before, else by the one after the underscores that `rest` begins with.
fn underscore_style(before: InlineStyle, rest: &str) -> InlineStyle {
    /// Underscores that are looked past; names begin with two.
    const MOST: usize = 16;
    for style in [InlineStyle::STRONG, InlineStyle::UNDERLINE] {
        if before.contains(style) {
            return style;
        }
    }
    let mut after = rest.strip_prefix('_').unwrap_or(rest);
    for _ in 0..MOST {
        after = after.strip_prefix("_\x08_").unwrap_or(after);
    }
    if after.starts_with("_\x08") { InlineStyle::UNDERLINE } else { InlineStyle::STRONG }
}

/// A character of two columns, which some programs go back over with two backspaces.
fn combined_wide<'a>(before: &str, rest: &'a str) -> Option<Combined<'a>> {
    let wide = |glyph: &str| glyph.chars().next().and_then(char::width) == Some(2);
    let over = first_glyph(rest)?;
    if before.ends_with("__") && wide(over) {
        return Some((Some(over), InlineStyle::UNDERLINE, 2, over.len()));
    }
    let under = last_glyph(before).filter(|under| wide(under))?;
    if rest.starts_with("__") {
        return Some((None, InlineStyle::UNDERLINE, under.len(), 2));
    }
    (under == over).then_some((None, InlineStyle::STRONG, under.len(), over.len()))
}

/// The first character of `text` with the marks on it; `None` where it is a control.
fn first_glyph(text: &str) -> Option<&str> {
    let mut chars = text.char_indices();
    let (_, base) = chars.next()?;
    let end = chars.find(|&(_, c)| !is_mark(c)).map_or(text.len(), |(at, _)| at);
    text.get(..end).filter(|_| !base.is_control())
}

/// The last character of `text` with the marks on it; `None` where it is a control.
fn last_glyph(text: &str) -> Option<&str> {
    let (start, base) = text.char_indices().rev().find(|&(_, c)| !is_mark(c))?;
    text.get(start..).filter(|_| !base.is_control())
}

fn is_mark(c: char) -> bool {
    c.width() == Some(0)
}
