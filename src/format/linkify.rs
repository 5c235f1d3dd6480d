//! Bare URLs and mail addresses in running text: the extended autolinks of GFM.
//!
//! A URL begins with `http://`, `https://`, `ftp://` or `www.`, has a domain, and goes on up to
//! white space, `<` or `>`; punctuation at its end belongs to the sentence around it. Beyond GFM, the
//! full-width punctuation of Chinese and Japanese also ends a URL, since no space stands before it.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

/// The URLs and mail addresses of `text` in order, each with the target that it links to.
///
/// ```
/// use folio::format::linkify::urls;
/// let found: Vec<_> = urls("See www.example.org/a, or write to me@example.org.").collect();
/// assert_eq!(found, [(4..21, "http://www.example.org/a".into()), (35..49, "mailto:me@example.org".into())]);
/// ```
pub fn urls(text: &str) -> impl Iterator<Item = (Range<usize>, String)> {
    let mut at = 0;
    let mut sought = Sought::new(text);
    std::iter::from_fn(move || {
        loop {
            let (position, mark) = sought.next(at)?;
            let found = mark.link_at(text, position, at);
            at = found.as_ref().map_or(position + 1, |(range, _)| range.end);
            if found.is_some() {
                return found;
            }
        }
    })
}

/// Where the signs stand in `text` that give links away, in order: what has none of them has no link.
pub(super) fn signs(text: &str) -> Vec<usize> {
    let mut places: Vec<_> = SIGNS.iter().flat_map(|(_, sign)| sign.find_iter(text.as_bytes())).collect();
    places.sort_unstable();
    places
}

/// What gives a link away.
#[derive(Clone, Copy)]
enum Mark {
    /// `://`, with the scheme before it.
    Scheme,
    /// `www.` or `WWW.`.
    Www,
    /// `@` in a mail address.
    At,
}

/// The signs of the marks, each searched for on its own.
static SIGNS: LazyLock<[(Mark, Finder<'static>); 4]> = LazyLock::new(|| {
    [(Mark::Scheme, "://"), (Mark::Www, "www."), (Mark::Www, "WWW."), (Mark::At, "@")]
        .map(|(mark, sign)| (mark, Finder::new(sign)))
});

impl Mark {
    /// The link around the mark at `position`, if it is one that starts at `from` or later.
    fn link_at(self, text: &str, position: usize, from: usize) -> Option<(Range<usize>, String)> {
        match self {
            Self::Scheme => with_scheme(text, position, from),
            Self::Www => with_www(text, position),
            Self::At => mail_address(text, position, from),
        }
    }
}

/// The next place of each sign, so that a text is searched once for each and not once a link.
struct Sought<'a> {
    text: &'a [u8],
    places: [Option<usize>; 4],
}

impl<'a> Sought<'a> {
    fn new(text: &'a str) -> Self {
        let text = text.as_bytes();
        let mut places = [None; 4];
        for (place, (_, sign)) in places.iter_mut().zip(SIGNS.iter()) {
            *place = sign.find(text);
        }
        Self { text, places }
    }

    /// The first mark at `from` or later.
    fn next(&mut self, from: usize) -> Option<(usize, Mark)> {
        for (place, (_, sign)) in self.places.iter_mut().zip(SIGNS.iter()) {
            if place.is_some_and(|place| place < from) {
                let found = self.text.get(from..).and_then(|rest| sign.find(rest));
                *place = found.map(|offset| from + offset);
            }
        }
        let found = self.places.iter().zip(SIGNS.iter());
        found.filter_map(|(place, (mark, _))| Some(((*place)?, *mark))).min_by_key(|&(place, _)| place)
    }
}

fn with_scheme(text: &str, colon: usize, from: usize) -> Option<(Range<usize>, String)> {
    let before = text.get(from..colon)?;
    let letters = before.bytes().rev().take_while(u8::is_ascii_alphabetic).count();
    let start = colon - letters;
    let scheme = text.get(start..colon)?.to_ascii_lowercase();
    if !matches!(scheme.as_str(), "http" | "https" | "ftp") || !is_free(text, start) {
        return None;
    }
    let end = link_end(text, colon + "://".len(), 0)?;
    Some((start..end, text.get(start..end)?.to_owned()))
}

fn with_www(text: &str, start: usize) -> Option<(Range<usize>, String)> {
    let is_set_off = text.get(..start)?.chars().next_back().is_none_or(|before| {
        before.is_whitespace()
            || matches!(before, '*' | '_' | '~' | '(' | '"' | '“' | '«')
            || !before.is_ascii()
    });
    let end = is_set_off.then(|| link_end(text, start, 1)).flatten()?;
    Some((start..end, format!("http://{}", text.get(start..end)?)))
}

/// Whether no letter or digit stands before `start`, which would make the scheme part of a word.
fn is_free(text: &str, start: usize) -> bool {
    let before = text.get(..start).and_then(|before| before.chars().next_back());
    before.is_none_or(|before| !before.is_ascii_alphanumeric())
}

/// Where the link ends whose domain starts at `domain`, and has at least `dots` dots; `None` where
/// there is no valid domain.
fn link_end(text: &str, domain: usize, dots: usize) -> Option<usize> {
    let rest = text.get(domain..)?;
    if !starts_with_domain(rest, dots) {
        return None;
    }
    let length = rest.find(ends_link).unwrap_or(rest.len());
    Some(domain + without_trailing_punctuation(rest.get(..length)?).len())
}

fn ends_link(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '<' | '>' | '\u{3001}' | '\u{3002}' | '\u{3008}'..='\u{3011}' | '\u{FF01}' | '\u{FF08}'..='\u{FF09}' | '\u{FF0C}' | '\u{FF1A}'..='\u{FF1B}' | '\u{FF1F}')
}

/// A domain has parts divided by dots, and no underscore in its last two parts. The length is
/// bounded as the DNS bounds it, so that a text of failing domains is not searched again and again.
fn starts_with_domain(link: &str, dots: usize) -> bool {
    const MAX_CHARS: usize = 253;
    let end = link.char_indices().take(MAX_CHARS).find(|&(_, c)| !is_domain_char(c));
    let is_short = end.is_some() || link.len() <= MAX_CHARS;
    let domain = link.get(..end.map_or(link.len(), |(end, _)| end)).unwrap_or_default();
    let domain = domain.trim_end_matches(['.', '_', '-']);
    is_short
        && domain.starts_with(|c: char| c.is_alphanumeric())
        && domain.matches('.').count() >= dots
        && domain.rsplit('.').take(2).all(|part| !part.contains('_'))
}

fn is_domain_char(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_' | '.')
}

/// Leaves out what GFM does not count to a link's end: punctuation, a closing bracket without
/// its opening one, and what looks like an entity.
fn without_trailing_punctuation(link: &str) -> &str {
    let count = |sign: u8| link.bytes().filter(|&byte| byte == sign).count();
    let mut parentheses = count(b')').saturating_sub(count(b'('));
    let mut brackets = count(b']').saturating_sub(count(b'['));
    let mut rest = link;
    loop {
        let shorter = match rest.chars().next_back() {
            Some('?' | '!' | '.' | ',' | ':' | '*' | '_' | '~' | '\'' | '"' | '”' | '’' | '»') => {
                without_last(rest)
            }
            Some(')') if parentheses > 0 => {
                parentheses -= 1;
                without_last(rest)
            }
            Some(']') if brackets > 0 => {
                brackets -= 1;
                without_last(rest)
            }
            Some(';') => without_entity(rest),
            _ => return rest,
        };
        rest = shorter;
    }
}

fn without_last(text: &str) -> &str {
    let mut chars = text.chars();
    chars.next_back();
    chars.as_str()
}

fn without_entity(text: &str) -> &str {
    let body = without_last(text);
    let name = body.trim_end_matches(|c: char| c.is_ascii_alphanumeric());
    name.strip_suffix('&').filter(|_| name.len() < body.len()).unwrap_or(body)
}

fn mail_address(text: &str, at: usize, from: usize) -> Option<(Range<usize>, String)> {
    let before = text.get(from..at)?;
    let is_local = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b'+');
    let start = at - before.bytes().rev().take_while(is_local).count();
    let after = text.get(at + 1..)?;
    let is_host = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    let host = after.get(..after.bytes().take_while(is_host).count())?.trim_end_matches('.');
    let is_valid = start < at && host.contains('.') && !host.ends_with(['-', '_']) && !host.starts_with('.');
    let end = at + 1 + host.len();
    is_valid.then(|| Some((start..end, format!("mailto:{}", text.get(start..end)?)))).flatten()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::urls;

    fn found(text: &str) -> Vec<&str> {
        urls(text).map(|(range, _)| text.get(range).unwrap()).collect()
    }

    #[test]
    fn links_end_before_the_punctuation_around_them() {
        for (text, expected) in [
            ("http://a.org", vec!["http://a.org"]),
            ("(see https://a.org/b_(c))", vec!["https://a.org/b_(c)"]),
            ("https://a.org/x?y=1&z=2; then", vec!["https://a.org/x?y=1&z=2"]),
            ("www.a.org/q?a=b&hl;", vec!["www.a.org/q?a=b"]),
            ("a www.a.org. www.b.org!", vec!["www.a.org", "www.b.org"]),
            ("**https://a.org/b**", vec!["https://a.org/b"]),
            ("<https://a.org> [http://b.org]", vec!["https://a.org", "http://b.org"]),
            ("http://localhost:8080/", vec!["http://localhost:8080/"]),
            ("見よhttps://a.org/b。次", vec!["https://a.org/b"]),
            ("FTP://a.org:21/f", vec!["FTP://a.org:21/f"]),
            ("http://a.org/http://b.org", vec!["http://a.org/http://b.org"]),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn what_only_resembles_a_link_is_none() {
        for text in [
            "xhttp://a.org",
            "http://",
            "http://.",
            "awww.a.org",
            "www.",
            "://a.org",
            "a@b",
            "@b.org",
            "www.a_b",
            "git://a.org",
        ] {
            assert_eq!(found(text), Vec::<&str>::new(), "{text}");
        }
    }

    #[test]
    fn signs_are_in_order() {
        assert_eq!(super::signs("me@b.org www.a.org http://c.org@ WWW."), [2, 9, 23, 31, 33]);
        assert!(super::signs("ww. : //").is_empty());
    }

    #[test]
    fn mail_addresses_have_a_domain() {
        for (text, expected) in [
            ("me@a.org", vec!["me@a.org"]),
            ("To: a.b-c_d+e@x-y.z.org, and", vec!["a.b-c_d+e@x-y.z.org"]),
            ("a@b.c-", vec![]),
            ("a@b.org.", vec!["a@b.org"]),
            ("a@b@c.org", vec!["b@c.org"]),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn targets_are_complete() {
        let targets: Vec<_> = urls("www.a.org x@b.org https://c.org").map(|(_, target)| target).collect();
        assert_eq!(targets, ["http://www.a.org", "mailto:x@b.org", "https://c.org"]);
    }

    proptest! {
        #[test]
        fn links_lie_apart_and_in_order(text in "([a-z.@:/_ ()&;é。]|http://|www\\.|@a\\.b){0,40}") {
            let mut at = 0;
            for (range, _) in urls(&text) {
                prop_assert!(range.start >= at && range.end > range.start);
                prop_assert!(text.get(range.clone()).is_some());
                at = range.end;
            }
        }
    }
}
