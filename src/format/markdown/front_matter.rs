//! Front matter: the block of settings that some tools put before a Markdown text.
//!
//! It is no part of CommonMark, where it would be read as a rule and a heading. It is taken off
//! before the text is parsed, and only its title is used.

use std::ops::Range;

use super::marks;

/// The most lines that front matter may have, so that two rules far apart are not taken for it.
const MAX_LINES: usize = 400;

/// Front matter at the very start of a source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct FrontMatter {
    /// Bytes up to the first line of the text, those of a byte order mark included.
    pub(super) length: usize,
    /// The title that it declares.
    pub(super) title: Option<String>,
}

/// The front matter at the start of `head`, or just its byte order mark.
pub(super) fn find(head: &[u8]) -> FrontMatter {
    let mark = if head.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
    let rest = head.get(mark..).unwrap_or_default();
    match block(rest) {
        Some((body, length)) => {
            let body = String::from_utf8_lossy(rest.get(body).unwrap_or_default());
            FrontMatter { length: mark + length, title: title(&body) }
        }
        None => FrontMatter { length: mark, title: None },
    }
}

/// How front matter is fenced and how its lines look.
#[derive(Clone, Copy)]
enum Style {
    /// `---` up to `---` or `...`, with `key: value`.
    Yaml,
    /// `+++` up to `+++`, with `key = value`.
    Toml,
}

impl Style {
    fn opened_by(line: &str) -> Option<Self> {
        match line {
            "---" => Some(Self::Yaml),
            "+++" => Some(Self::Toml),
            _ => None,
        }
    }

    fn is_closed_by(self, line: &str) -> bool {
        match self {
            Self::Yaml => matches!(line, "---" | "..."),
            Self::Toml => line == "+++",
        }
    }

    /// The key and the value that a line at the outermost level sets.
    fn setting(self, line: &str) -> Option<(&str, &str)> {
        let (key, value) = match self {
            Self::Yaml => line.split_once(':')?,
            Self::Toml => line.split_once('=')?,
        };
        let key = key.trim_end().trim_matches(['"', '\'']);
        let is_key = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ' ' | '/');
        let is_set_off = matches!(self, Self::Toml) || value.is_empty() || value.starts_with([' ', '\t']);
        let is_setting = !key.is_empty() && !key.starts_with(' ') && key.chars().all(is_key) && is_set_off;
        is_setting.then(|| (key, value.trim()))
    }
}

/// The lines between the fences, and the length of it all, fences included.
fn block(text: &[u8]) -> Option<(Range<usize>, usize)> {
    let mut lines = marks::lines(text).take(MAX_LINES);
    let opening = lines.next()?;
    let style = Style::opened_by(&line_text(text, &opening))?;
    let mut has_setting = false;
    for line in lines {
        let content = line_text(text, &line);
        if style.is_closed_by(&content) {
            return has_setting.then_some((opening.end..line.start, line.end));
        }
        let is_setting = style.setting(&content).is_some();
        let is_first = line.start == opening.end;
        if (is_first && !is_setting && !content.starts_with('#'))
            || !(is_setting || may_stand_between(&content))
        {
            return None;
        }
        has_setting |= is_setting;
    }
    None
}

/// Whether front matter may have this line besides settings: a comment, a nested value, a list.
fn may_stand_between(line: &str) -> bool {
    line.is_empty() || line.starts_with(['#', ' ', '\t', '-', '[', ']', '{', '}', '"', '\''])
}

fn line_text(text: &[u8], line: &Range<usize>) -> String {
    String::from_utf8_lossy(text.get(line.clone()).unwrap_or_default()).trim_end().to_owned()
}

fn title(body: &str) -> Option<String> {
    let mut lines = body.split(['\n', '\r']);
    let value = lines.by_ref().find_map(|line| {
        let setting = Style::Yaml.setting(line).or_else(|| Style::Toml.setting(line));
        setting.filter(|(key, _)| key.eq_ignore_ascii_case("title")).map(|(_, value)| value)
    })?;
    let is_folded = value.is_empty() || value.starts_with(['>', '|']);
    let value = if is_folded { continuation(lines) } else { unquoted(value) };
    let title = value.split_whitespace().collect::<Vec<_>>().join(" ");
    (!title.is_empty()).then_some(title)
}

/// The indented lines of a value that stands below its key.
fn continuation<'a>(lines: impl Iterator<Item = &'a str>) -> String {
    let lines = lines.skip_while(|line| line.is_empty());
    lines.take_while(|line| line.starts_with([' ', '\t'])).collect::<Vec<_>>().join(" ")
}

/// A value without its quotation marks, or without the comment after it.
fn unquoted(value: &str) -> String {
    if let Some(rest) = value.strip_prefix('"') {
        let end = rest.char_indices().scan(false, |is_escaped, (index, c)| {
            let ends = c == '"' && !*is_escaped;
            *is_escaped = c == '\\' && !*is_escaped;
            Some(ends.then_some(index))
        });
        let end = end.flatten().next().unwrap_or(rest.len());
        return rest.get(..end).unwrap_or_default().replace("\\\"", "\"").replace("\\\\", "\\");
    }
    if let Some(rest) = value.strip_prefix('\'') {
        return rest
            .split_once("' #")
            .map_or(rest, |(value, _)| value)
            .trim_end_matches('\'')
            .replace("''", "'");
    }
    value.split_once(" #").map_or(value, |(value, _)| value).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> (usize, Option<String>) {
        let front = find(text.as_bytes());
        (front.length, front.title)
    }

    #[test]
    fn settings_are_taken_off() {
        for (text, length, title) in [
            ("---\ntitle: A b\n---\ntext", 19, Some("A b")),
            ("---\r\ntitle: \"A: \\\"b\\\"\"\r\n...\r\ntext", 29, Some("A: \"b\"")),
            ("+++\ntitle = 'It''s'\n[x]\ny = 1\n+++\n", 34, Some("It's")),
            ("---\n# note\nTitle: One # two\ntags:\n- x\n---", 41, Some("One")),
            ("---\ntitle: >\n  One\n  two\nx: 1\n---\n", 34, Some("One two")),
            ("\u{feff}---\na: b\n---\n", 16, None),
            ("\u{feff}text", 3, None),
        ] {
            assert_eq!(found(text), (length, title.map(str::to_owned)), "{text:?}");
        }
    }

    #[test]
    fn rules_and_headings_are_not_settings() {
        for text in [
            "",
            "---\n",
            "---\n---\n",
            "---\n\na: b\n---\n",
            "---\nSome text: with a colon.\nAnd some more, which sets nothing\n---\n",
            "---\ntext\n---\n",
            "----\na: b\n----\n",
            "text\n---\na: b\n---\n",
            "---\na: b\nno end",
            " ---\na: b\n---\n",
        ] {
            assert_eq!(found(text), (0, None), "{text:?}");
        }
    }
}
