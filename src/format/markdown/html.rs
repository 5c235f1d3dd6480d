//! Where HTML blocks start and end (CommonMark §4.6), and the tags that mean a line break.

use std::sync::LazyLock;

use memchr::memmem;
use regex::bytes::Regex;

/// The names that start an HTML block wherever they stand at the beginning of a line.
static BLOCK_NAME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        "(?i-u)^</?(?:address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|\
         details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|\
         header|hr|html|iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|\
         search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul)(?:[ \t\r\n]|/?>|$)",
    )
    .ok()
});

/// A complete tag that is alone on its line.
static LONE_TAG: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"(?x-u) ^ <
        (?: / [A-Za-z] [A-Za-z0-9-]* [\t\x0B\x0C\ ]*
          | [A-Za-z] [A-Za-z0-9-]*
            (?: [\t\x0B\x0C\ ]+ [A-Za-z_:] [A-Za-z0-9_.:-]*
                (?: [\t\x0B\x0C\ ]* = [\t\x0B\x0C\ ]* (?: [^\s"'=<>`]+ | '[^'\r\n]*' | "[^"\r\n]*" ) )?
            )*
            [\t\x0B\x0C\ ]* /?
        ) > [\t\x0B\x0C\ ]* (?: \r\n? | \n )? $"#,
    )
    .ok()
});

/// How an HTML block ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HtmlEnd {
    /// With the line that holds this. The block may have blank lines.
    Text(&'static str),
    /// Before a blank line.
    Blank,
}

impl HtmlEnd {
    /// How the block ends that starts at `line`, if one does.
    pub(super) fn of_block_at(line: &[u8], in_paragraph: bool) -> Option<Self> {
        let html = line.strip_prefix(b"<")?;
        if let Some(end) = end_text(html) {
            return Some(Self::Text(end));
        }
        let is_match = |regex: &Option<Regex>| regex.as_ref().is_some_and(|regex| regex.is_match(line));
        (is_match(&BLOCK_NAME) || (!in_paragraph && is_match(&LONE_TAG))).then_some(Self::Blank)
    }

    /// Whether `line` is the last of the block.
    pub(super) fn is_in(self, line: &[u8]) -> bool {
        matches!(self, Self::Text(end) if memmem::find(line, end.as_bytes()).is_some())
    }
}

/// What ends a block that may hold blank lines; `html` is what follows the `<`.
fn end_text(html: &[u8]) -> Option<&'static str> {
    const NAMES: [(&str, &str); 4] =
        [("pre", "</pre>"), ("style", "</style>"), ("script", "</script>"), ("textarea", "</textarea>")];
    const SIGNS: [(&str, &str); 3] = [("!--", "-->"), ("?", "?>"), ("![CDATA[", "]]>")];
    let is_name = |name: &str| {
        html.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name.as_bytes()))
            && html.get(name.len()).is_none_or(|&byte| byte.is_ascii_whitespace() || byte == b'>')
    };
    let name = NAMES.iter().find(|(name, _)| is_name(name));
    let found = name.or_else(|| SIGNS.iter().find(|(sign, _)| html.starts_with(sign.as_bytes())));
    let is_declaration = || matches!(html, [b'!', letter, ..] if letter.is_ascii_alphabetic());
    found.map(|&(_, end)| end).or_else(|| is_declaration().then_some(">"))
}

/// Whether `tag` is a `<br>` in any of its forms.
pub(super) fn is_line_break(tag: &str) -> bool {
    let name = tag.trim_start_matches('<').trim_end_matches('>').trim_end_matches('/').trim();
    name.eq_ignore_ascii_case("br")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_start_and_end_as_the_specification_says() {
        use HtmlEnd::{Blank, Text};
        for (line, in_paragraph, expected) in [
            ("<!-- note", true, Some(Text("-->"))),
            ("<?php", true, Some(Text("?>"))),
            ("<!DOCTYPE html>", true, Some(Text(">"))),
            ("<![CDATA[", true, Some(Text("]]>"))),
            ("<PRE>", true, Some(Text("</pre>"))),
            ("<prelude>", false, Some(Blank)),
            ("</div>\r\n", true, Some(Blank)),
            ("<h2 class=x", true, Some(Blank)),
            ("<h7>", true, None),
            ("<em a='1' b=\"2\" c=3 d />", false, Some(Blank)),
            ("<em>", true, None),
            ("</em >\n", false, Some(Blank)),
            ("<em> x", false, None),
            ("<em a=>", false, None),
            ("<https://a.org>", false, None),
            ("text", false, None),
        ] {
            assert_eq!(HtmlEnd::of_block_at(line.as_bytes(), in_paragraph), expected, "{line}");
        }
    }

    #[test]
    fn line_breaks_are_known_in_all_forms() {
        for tag in ["<br>", "<br/>", "<BR />", "<br  >"] {
            assert!(is_line_break(tag), "{tag}");
        }
        for tag in ["<b>", "</b>", "<hr>", "<br class=x>"] {
            assert!(!is_line_break(tag), "{tag}");
        }
    }

    #[test]
    fn the_patterns_are_valid() {
        assert!(BLOCK_NAME.is_some() && LONE_TAG.is_some());
    }
}
