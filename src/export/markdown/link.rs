//! Where links point: destinations, titles, and links that are their own text. And the other strings that
//! stand beside the text and know backslashes, the info strings of code.

/// What stands between the parentheses of a link.
pub(super) fn target(destination: &str, title: &str) -> String {
    let mut target = if destination.is_empty() && title.is_empty() {
        String::new()
    } else if is_plain(destination) {
        escaped(destination, &[])
    } else {
        format!("<{}>", escaped(destination, &[]))
    };
    if !title.is_empty() {
        target.extend([" \"", &escaped(title, &['"']), "\""]);
    }
    target
}

/// Whether a destination needs no angle brackets.
fn is_plain(destination: &str) -> bool {
    let mut depth = 0_usize;
    let is_balanced = destination.chars().all(|c| match c {
        '(' => {
            depth += 1;
            depth < 16
        }
        ')' => depth.checked_sub(1).is_some_and(|less| {
            depth = less;
            true
        }),
        _ => true,
    });
    let is_spaced = destination.contains(|c: char| c.is_ascii_whitespace() || c.is_control());
    is_balanced && depth == 0 && !is_spaced && !destination.is_empty()
}

/// The info string of code.
pub(super) fn info_string(info: &str) -> String {
    let mut out = String::with_capacity(info.len());
    for (at, c) in info.char_indices() {
        if means_something(c, info.get(at + c.len_utf8()..).unwrap_or_default()) {
            out.push('\\');
        }
        let is_edge = at == 0 || at + c.len_utf8() == info.len();
        if matches!(c, '\n' | '\r') || (is_edge && c.is_ascii_whitespace()) {
            out.extend(["&#", &u32::from(c).to_string(), ";"]);
        } else {
            out.push(c);
        }
    }
    out
}

/// Whether `c` before `rest` is a backslash or an ampersand that stands for something else.
fn means_something(c: char, rest: &str) -> bool {
    match c {
        '\\' => rest.chars().next().is_none_or(|next| next.is_ascii_punctuation()),
        '&' => is_entity(rest),
        _ => false,
    }
}

/// `text` with a backslash before what would mean something, and before `others`.
fn escaped(text: &str, others: &[char]) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let rest = text.get(at + c.len_utf8()..).unwrap_or_default();
        if means_something(c, rest) || matches!(c, '<' | '>' | '`') || others.contains(&c) {
            out.push('\\');
        }
        match c {
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            c => out.push(c),
        }
    }
    out
}

/// Whether an ampersand before `rest` may begin an entity.
pub(super) fn is_entity(rest: &str) -> bool {
    const LONGEST: usize = 32;
    let name = rest.strip_prefix('#').unwrap_or(rest);
    let length = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
    (1..=LONGEST).contains(&length) && name.as_bytes().get(length) == Some(&b';')
}

/// Whether `<text>` is a link to a URL.
pub(super) fn is_autolink(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let is_scheme = (2..=32).contains(&scheme.len())
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'.' | b'-'));
    is_scheme
        && !rest.contains(|c: char| matches!(c, '<' | '>' | '\\' | '`' | '|') || c <= ' ' || c.is_control())
}

/// Whether `<text>` is a link to a mail address.
pub(super) fn is_mail_address(text: &str) -> bool {
    let is_part = |part: &str, others: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || others.contains(c))
    };
    let is_host_part = |part: &str| is_part(part, "-") && !part.starts_with('-') && !part.ends_with('-');
    text.split_once('@')
        .is_some_and(|(local, host)| is_part(local, ".-_+") && host.split('.').all(is_host_part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn destinations_have_brackets_where_they_must() {
        for (destination, title, expected) in [
            ("http://a.org/x_(y)", "", "http://a.org/x_(y)"),
            ("a b", "", "<a b>"),
            ("a)", "", "<a)>"),
            ("", "", ""),
            ("", "t", "<> \"t\""),
            ("a\\b\\*c", "say \"x\"", "a\\b\\\\*c \"say \\\"x\\\"\""),
            ("a&amp;b&c", "", "a\\&amp;b&c"),
            ("a<b>", "", "a\\<b\\>"),
        ] {
            assert_eq!(target(destination, title), expected, "{destination}");
        }
    }

    #[test]
    fn autolinks_have_a_scheme() {
        for text in ["http://a.org/*x*", "mailto:me", "git+ssh://x"] {
            assert!(is_autolink(text), "{text}");
        }
        for text in ["a.org", "x:y", "http://a b", "http://a>b", "1a:b"] {
            assert!(!is_autolink(text), "{text}");
        }
    }
}
