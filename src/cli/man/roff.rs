//! Writing roff: the few requests of man(7) that a manual page needs.

use std::borrow::Cow;

/// A stretch of text in one font.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part<'a> {
    /// As running text.
    Text(&'a str),
    /// As what is typed.
    Bold(&'a str),
    /// As what something stands for.
    Italic(&'a str),
}

/// A page that is being written: plain ASCII, which every program for roff reads in the same way.
#[derive(Debug, Default)]
pub(super) struct Roff {
    out: String,
}

impl Roff {
    /// Begins a page of section 1.
    pub(super) fn new(name: &str, version: &str) -> Self {
        let mut page = Self::default();
        page.request("TH", &[&name.to_uppercase(), "1", "", &format!("{name} {version}"), "User Commands"]);
        page
    }

    /// Begins a section.
    pub(super) fn section(&mut self, title: &str) {
        self.request("SH", &[title]);
    }

    /// Begins a section inside one.
    pub(super) fn subsection(&mut self, title: &str) {
        self.request("SS", &[title]);
    }

    /// Adds a paragraph.
    pub(super) fn paragraph(&mut self, parts: &[Part<'_>]) {
        self.request("PP", &[]);
        self.text(parts);
    }

    /// Adds a paragraph that hangs behind a tag.
    pub(super) fn tagged(&mut self, tag: &[Part<'_>], parts: &[Part<'_>]) {
        self.request("TP", &[]);
        self.text(tag);
        self.text(parts);
    }

    /// Adds a line of text.
    pub(super) fn text(&mut self, parts: &[Part<'_>]) {
        let line: String = parts.iter().map(written).collect();
        // At its start they would be requests.
        if line.starts_with(['.', '\'']) {
            self.out.push_str("\\&");
        }
        self.out.push_str(&line);
        self.out.push('\n');
    }

    /// The page.
    pub(super) fn finish(self) -> String {
        self.out
    }

    fn request(&mut self, name: &str, arguments: &[&str]) {
        self.out.push('.');
        self.out.push_str(name);
        for argument in arguments {
            self.out.extend([" \"", &escaped(argument), "\""]);
        }
        self.out.push('\n');
    }
}

fn written(part: &Part<'_>) -> String {
    match part {
        Part::Text(text) => escaped(text),
        Part::Bold(text) => format!("\\fB{}\\fR", escaped(text)),
        Part::Italic(text) => format!("\\fI{}\\fR", escaped(text)),
    }
}

/// A text in which nothing is an escape, and signs look as they are typed: a dash is no hyphen, an apostrophe no
/// quotation mark. On one line.
fn escaped(text: &str) -> String {
    text.chars().map(escaped_sign).collect()
}

fn escaped_sign(c: char) -> Cow<'static, str> {
    match c {
        '\\' => "\\e".into(),
        '-' => "\\-".into(),
        '\'' => "\\(aq".into(),
        '`' => "\\(ga".into(),
        '^' => "\\(ha".into(),
        '~' => "\\(ti".into(),
        '"' => "\\(dq".into(),
        ' '..='}' => c.to_string().into(),
        '\n' | '\t' => " ".into(),
        c => format!("\\[u{:04X}]", u32::from(c)).into(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn signs_are_those_that_are_typed() {
        for (text, expected) in [
            ("--width", "\\-\\-width"),
            ("a\\fB", "a\\efB"),
            ("'", "\\(aq"),
            ("`^~\"", "\\(ga\\(ha\\(ti\\(dq"),
            ("é≠\u{1F600}", "\\[u00E9]\\[u2260]\\[u1F600]"),
            ("two\nlines", "two lines"),
        ] {
            assert_eq!(escaped(text), expected);
        }
    }

    #[test]
    fn a_page_has_its_parts() {
        let mut page = Roff::new("folio", "1.0");
        page.section("NAME");
        page.text(&[Part::Text(".so x "), Part::Bold("-a"), Part::Text(" "), Part::Italic("N")]);
        page.tagged(&[Part::Bold(".")], &[Part::Text("'it'")]);
        page.subsection("In \"it\"");
        page.paragraph(&[Part::Text("end")]);
        let expected = "\
            .TH \"FOLIO\" \"1\" \"\" \"folio 1.0\" \"User Commands\"\n\
            .SH \"NAME\"\n\
            \\&.so x \\fB\\-a\\fR \\fIN\\fR\n\
            .TP\n\
            \\fB.\\fR\n\
            \\(aqit\\(aq\n\
            .SS \"In \\(dqit\\(dq\"\n\
            .PP\n\
            end\n";
        assert_eq!(page.finish(), expected);
    }

    proptest! {
        #[test]
        fn no_text_is_a_request_or_an_escape(text in r#"([.'\\\-"\n a-z]|é|\\f|\\n|\.so){0,12}"#) {
            let mut page = Roff::default();
            page.text(&[Part::Text(&text)]);
            let line = page.finish();
            prop_assert_eq!(line.matches('\n').count(), 1);
            prop_assert!(!line.starts_with(['.', '\'']));
            let mut rest = line.as_str();
            while let Some((_, behind)) = rest.split_once('\\') {
                prop_assert!(["e", "-", "&", "(aq", "(dq", "[u"].iter().any(|known| behind.starts_with(known)), "{}", line);
                rest = behind;
            }
        }
    }
}
