//! Where a link leads: told from its destination, before anything is done with it.

use std::fmt::Write as _;
use std::ops::Range;

use crate::document::{InlineStyle, Segment, Span, TextPos};
use crate::text::cluster::visible;

/// What a link leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// A place in this text.
    Inside(Named),
    /// A file beside the one that is read, and a place in it; empty for none.
    File {
        /// The path as the link has it, relative to the folder of the file that is read.
        path: String,
        /// The name of the place.
        anchor: String,
    },
    /// Something that another program may be asked to open.
    Outside(Address),
    /// What is never opened, only shown.
    Unopened(String),
    /// Nothing.
    Nowhere,
}

/// A place in a text that has a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Named {
    /// The beginning.
    Top,
    /// A heading or an anchor.
    Anchor(String),
    /// The footnote of this label.
    Footnote(String),
    /// A reference to a footnote.
    Reference {
        /// The footnote's label.
        label: String,
        /// The one that the next is meant of; the first one is meant where there is none, and where this is the last.
        after: Option<TextPos>,
    },
}

/// What stands before the label in the destination of a reference to a footnote.
const FOOTNOTE: &str = "#fn-";

impl Target {
    /// What a destination means.
    pub(crate) fn of(destination: &str) -> Self {
        let text = cleaned(destination);
        if text.is_empty() {
            return Self::Nowhere;
        }
        if let Some(anchor) = text.strip_prefix('#') {
            return Self::Inside(Named::called(percent_decoded(anchor)));
        }
        if let Some(address) = Address::of(&text) {
            return Self::Outside(address);
        }
        let (before, anchor) = text.split_once('#').unwrap_or((&text, ""));
        let path = percent_decoded(before.split('?').next().unwrap_or_default());
        // Two slashes begin the name of a computer, which is not to be asked for anything.
        let is_remote = path.chars().take_while(|&c| is_slash(c)).count() > 1;
        let has_drive = scheme(&path).is_some_and(|drive| drive.len() == 1);
        if path.is_empty() || is_remote || has_drive || scheme(&text).is_some() {
            return Self::Unopened(text);
        }
        Self::File { path, anchor: percent_decoded(anchor) }
    }

    /// What the reader is shown of it, on one line.
    pub(crate) fn words(&self) -> String {
        match self {
            Self::Inside(Named::Top) => "the beginning".to_owned(),
            Self::Inside(Named::Anchor(name)) => format!("#{name}"),
            Self::Inside(Named::Footnote(label)) => format!("footnote {label}"),
            Self::Inside(Named::Reference { label, .. }) => format!("the reference to footnote {label}"),
            Self::File { path, anchor } if anchor.is_empty() => path.clone(),
            Self::File { path, anchor } => format!("{path}#{anchor}"),
            Self::Outside(address) => address.as_str().to_owned(),
            Self::Unopened(text) => text.clone(),
            Self::Nowhere => "nowhere".to_owned(),
        }
    }
}

impl Named {
    /// The place of this name.
    pub(crate) fn called(name: String) -> Self {
        if name.is_empty() || name == "top" { Self::Top } else { Self::Anchor(name) }
    }
}

/// An address on the web or for mail: all that is ever handed to another program. It begins with its scheme,
/// and has neither white space nor what cannot be seen, as controls of the direction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address(String);

impl Address {
    /// The address that `text`, without white space at its ends, is; none where it is another thing.
    fn of(text: &str) -> Option<Self> {
        let name = scheme(text)?.to_ascii_lowercase();
        if !["http", "https", "mailto"].contains(&name.as_str()) {
            return None;
        }
        let rest = text.get(name.len()..).unwrap_or_default();
        let mut address = name;
        for c in rest.chars() {
            // What is not shown as it is would be handed on unseen.
            let is_shown = || visible(c.encode_utf8(&mut [0; 4])).contains(c);
            if c.is_whitespace() || c.is_control() || !is_shown() {
                for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                    let _ = write!(address, "%{byte:02X}");
                }
            } else {
                address.push(c);
            }
        }
        Some(Self(address))
    }

    /// The whole address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is one to write a mail to.
    pub fn is_mail(&self) -> bool {
        self.0.starts_with("mailto:")
    }

    /// The part that says who answers, in bytes: the host, or whom the mail goes to.
    pub fn host(&self) -> Range<usize> {
        let start = self.0.find(':').map_or(0, |colon| colon + 1);
        let rest = self.0.get(start..).unwrap_or_default();
        if self.is_mail() {
            return start..start + rest.find('?').unwrap_or(rest.len());
        }
        let slashes = rest.len() - rest.trim_start_matches(is_slash).len();
        let rest = rest.get(slashes..).unwrap_or_default();
        let authority = rest.split(|c| is_slash(c) || "?#".contains(c)).next().unwrap_or_default();
        // A user's name may be made to look like a host.
        let user = authority.rfind('@').map_or(0, |at| at + 1);
        let host = authority.get(user..).unwrap_or_default();
        let port = host.rfind(':').filter(|&colon| {
            host.get(colon + 1..).is_some_and(|port| port.bytes().all(|byte| byte.is_ascii_digit()))
        });
        let start = start + slashes + user;
        start..start + port.unwrap_or(host.len())
    }
}

/// The links of a leaf, in order. The label that a footnote begins with is one: it leads back.
pub(crate) fn links(segment: &Segment, leaf: usize) -> Vec<Span> {
    if let Some(label) = segment.footnote_label_span(leaf) {
        return vec![label];
    }
    segment.links(segment.leaf_span(leaf)).into_iter().map(|(link, _)| link).collect()
}

/// The link that the text at `offset` is of, with all of its text, and where it leads.
pub(crate) fn link_at(segment: &Segment, offset: u32) -> Option<(Span, Target)> {
    let index = segment.leaf_at(offset);
    let leaf = segment.leaf_span(index);
    if let Some(span) = segment.footnote_label_span(index).filter(|_| leaf.contains(offset)) {
        let label = segment.slice(span).trim().to_owned();
        return Some((span, Target::Inside(Named::Reference { label, after: None })));
    }
    let (span, link) = segment.links(leaf).into_iter().find(|(span, _)| span.contains(offset))?;
    let destination = segment.string(link.destination);
    let target = footnote_referred_to(segment, span, destination)
        .map_or_else(|| Target::of(destination), |label| Target::Inside(Named::Footnote(label.to_owned())));
    Some((span, target))
}

/// The label of the footnote that a link refers to; none where it is another link.
pub(in crate::app) fn footnote_referred_to<'a>(
    segment: &Segment,
    span: Span,
    destination: &'a str,
) -> Option<&'a str> {
    let is_reference = |style: InlineStyle| style.contains(InlineStyle::FOOTNOTE_REFERENCE);
    let label = destination.strip_prefix(FOOTNOTE)?;
    segment.styled(span).next().filter(|part| is_reference(part.style)).map(|_| label)
}

/// A destination as browsers take it: without line ends and tabs, and without what is blank around it.
fn cleaned(destination: &str) -> String {
    let kept: String = destination.chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect();
    kept.trim_matches(|c: char| c.is_whitespace() || c.is_control()).to_owned()
}

fn is_slash(c: char) -> bool {
    matches!(c, '/' | '\\')
}

/// What stands before the colon of an address that is no path.
fn scheme(text: &str) -> Option<&str> {
    let (scheme, _) = text.split_once(':')?;
    let is_part = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
    (scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(is_part)).then_some(scheme)
}

/// The text with each `%` and two hexadecimal digits as the byte that they stand for.
fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, behind)) = rest.split_first() {
        let digits = if first == b'%' { behind.first_chunk() } else { None };
        let byte = digits.and_then(|&[high, low]| Some(hexadecimal(high)? * 16 + hexadecimal(low)?));
        bytes.push(byte.unwrap_or(first));
        rest = if byte.is_some() { behind.get(2..).unwrap_or_default() } else { behind };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hexadecimal(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn file(path: &str, anchor: &str) -> Target {
        Target::File { path: path.to_owned(), anchor: anchor.to_owned() }
    }

    #[test]
    fn destinations_are_told_apart() {
        let anchor = |name: &str| Target::Inside(Named::Anchor(name.to_owned()));
        for (destination, expected) in [
            ("#part", anchor("part")),
            ("#caf%C3%A9", anchor("café")),
            ("#", Target::Inside(Named::Top)),
            ("#top", Target::Inside(Named::Top)),
            ("", Target::Nowhere),
            (" \n", Target::Nowhere),
            ("other.md", file("other.md", "")),
            ("other.md#part-1", file("other.md", "part-1")),
            ("../a%20b.txt?plain=1#x", file("../a b.txt", "x")),
            ("100%.md", file("100%.md", "")),
            ("/etc/motd", file("/etc/motd", "")),
            ("dir/a:b.md", file("dir/a:b.md", "")),
            ("./-x", file("./-x", "")),
        ] {
            assert_eq!(Target::of(destination), expected, "{destination}");
        }
    }

    #[test]
    fn only_the_web_and_mail_are_outside() {
        for (destination, expected) in [
            ("https://a.org/x?y#z", "https://a.org/x?y#z"),
            ("HTTP://a.org", "http://a.org"),
            (" http://a.org/a b\u{1b}[m ", "http://a.org/a%20b%1B[m"),
            ("ht\ttp://a.org\n.evil.org", "http://a.org.evil.org"),
            ("mailto:me@a.org", "mailto:me@a.org"),
            ("http:a.org", "http:a.org"),
            ("https://a.org/\u{85}\u{2028}", "https://a.org/"),
            ("https://a.org/\u{85}x", "https://a.org/%C2%85x"),
        ] {
            let Target::Outside(address) = Target::of(destination) else { panic!("{destination:?}") };
            assert_eq!(address.as_str(), expected);
        }
        for destination in [
            "javascript:alert(1)",
            "java\nscript:alert(1)",
            "file:///etc/passwd",
            "data:text/html,x",
            "ftp://a.org",
            "vbscript:x",
            "httpx://a.org",
            "C:\\autoexec.bat",
            "//host/share",
            "\\\\host\\share",
            "/\\host",
            "%2F%2Fhost%2Fshare",
            "/%2Fhost/share",
            "%5C%5Chost%5Cshare",
            "%5c/host",
            "C%3A%5Cautoexec.bat",
            "?x",
        ] {
            assert!(matches!(Target::of(destination), Target::Unopened(_)), "{destination:?}");
        }
    }

    #[test]
    fn the_host_is_the_one_that_answers() {
        for (address, expected) in [
            ("https://a.org/b@c.org", "a.org"),
            ("https://a.org", "a.org"),
            ("https://a.org:8080/x", "a.org"),
            ("https://good.org@evil.org/x", "evil.org"),
            ("https://good.org:x@evil.org:80?a@b", "evil.org"),
            ("https://good.org\\@evil.org", "good.org"),
            ("http:/\\evil.org#x", "evil.org"),
            ("http:evil.org", "evil.org"),
            ("http://[::1]:80/", "[::1]"),
            ("http://[::1]", "[::1]"),
            ("https://", ""),
            ("mailto:me@a.org?subject=x@y", "me@a.org"),
        ] {
            let Target::Outside(address) = Target::of(address) else { panic!("{address}") };
            assert_eq!(address.as_str().get(address.host()), Some(expected), "{address:?}");
        }
    }

    #[test]
    fn what_is_handed_on_is_what_is_shown() {
        for (text, handed_on) in [
            ("http://a.org/\u{202e}gpj.exe", "http://a.org/%E2%80%AEgpj.exe"),
            ("https://a.org/x\u{ad}y\u{2066}", "https://a.org/x%C2%ADy%E2%81%A6"),
            ("https://é.org/漢/नि", "https://é.org/漢/नि"),
        ] {
            let Target::Outside(address) = Target::of(text) else { panic!("{text:?} is an address") };
            assert_eq!(address.as_str(), handed_on);
            assert_eq!(visible(address.as_str()), handed_on);
        }
    }

    proptest! {
        #[test]
        fn an_address_is_one_argument_that_is_no_option(text in "(https?|mailto|HTTP|\t|javascript)?:?.{0,30}") {
            if let Target::Outside(address) = Target::of(&text) {
                let shown = address.as_str();
                let schemes = ["http:", "https:", "mailto:"];
                prop_assert!(schemes.iter().any(|scheme| shown.starts_with(scheme)), "{shown:?}");
                prop_assert!(!shown.contains(|c: char| c.is_control() || c.is_whitespace()), "{shown:?}");
                prop_assert!(shown.get(address.host()).is_some());
            }
        }
    }
}
