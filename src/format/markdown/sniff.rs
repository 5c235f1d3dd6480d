//! Whether a text is Markdown, told by its marks.
//!
//! Each kind of mark gives points, up to a limit for each kind, so that one odd habit of a plain
//! text does not decide. Bullets, rules under headings and pipe tables give few: plain texts have
//! them as well. What reStructuredText alone has counts against.

use std::sync::LazyLock;

use regex::Regex;

use super::scan::Scanner;
use crate::format::Confidence;

/// Points from which a short text is taken for Markdown. A longer one must have more of them, up
/// to [`CERTAIN`].
const LIKELY: u32 = 4;
/// Points from which it can be nothing else, if they come from several kinds of mark.
const CERTAIN: u32 = 8;
/// Bytes of text for which one more point is wanted.
const BYTES_PER_POINT: usize = 4096;

/// A kind of mark: how it looks, what one is worth, and the most that all together are worth.
struct Mark {
    pattern: Option<Regex>,
    points: u32,
    limit: u32,
}

impl Mark {
    fn new(pattern: &str, points: u32, limit: u32) -> Self {
        Self { pattern: Regex::new(pattern).ok(), points, limit }
    }

    /// The points of the lines of `text`.
    fn points_in(&self, text: &str) -> u32 {
        let most = usize::try_from(self.limit).unwrap_or_default();
        let found = self.pattern.as_ref().map_or(0, |pattern| pattern.find_iter(text).take(most).count());
        (u32::try_from(found).unwrap_or(u32::MAX) * self.points).min(self.limit)
    }
}

static MARKS: LazyLock<[Mark; 12]> = LazyLock::new(|| {
    [
        // A heading at the very start, and headings set off by blank lines.
        Mark::new(r"\A# \S.*(?:\n?\z|\n\s*\n)", 4, 4),
        Mark::new(r"\n\s*\n# \S.*\n\s*\n", 1, 2),
        Mark::new(r"(?:\A|\n\s*\n)#{2,6} \S", 2, 6),
        Mark::new(r"\n\s*\n\S.*\n(?:={3,}|-{3,})[ \t]*\n", 1, 2),
        // Inline marks: link, picture, strong emphasis, code.
        Mark::new(r"\[[^\[\]\n]+\]\([^()\s]+(?: [^()\n]+)?\)", 2, 6),
        Mark::new(r"!\[[^\[\]\n]*\]\([^()\s]+", 2, 4),
        Mark::new(r"\*\*[^\s*][^*\n]*\*\*", 1, 3),
        Mark::new(r"(?m)(?:^|[\s(])`[^\s`'][^`'\n]*`(?:$|[\s).,:;])", 1, 2),
        // A reference definition, a task, a table's delimiter row, a bullet or a quote.
        Mark::new(r"(?m)^ {0,3}\[[^\[\]\n]+\]: +\S+$", 2, 4),
        Mark::new(r"(?m)^ *[-*+] \[[ xX]\] \S", 2, 4),
        Mark::new(r"(?m)^\|? ?:?-{3,}:? ?(?:\| ?:?-{3,}:? ?)+\|?\s*$", 1, 1),
        Mark::new(r"(?m)^(?:[-*+>]|1\.) \S", 1, 1),
    ]
});

/// What reStructuredText has and Markdown has not: directives, literal blocks, roles.
static OTHER: LazyLock<Mark> =
    LazyLock::new(|| Mark::new(r"(?m)^\.\. |[\w)]::$|:[a-z]+:`[^`\n]+`|``[^`\n]+``|`[^`\n]+`_\b", 1, 6));

/// How much `head` looks like Markdown.
pub(super) fn confidence(head: &str) -> Confidence {
    let (text, n_fences) = outside_fences(head);
    let text = without_remarks(text);
    let fences = (n_fences * 3).min(6);
    let points: Vec<_> = MARKS.iter().map(|mark| mark.points_in(&text)).chain([fences]).collect();
    let n_kinds = points.iter().filter(|&&points| points > 0).count();
    let longer = u32::try_from(head.len() / BYTES_PER_POINT).unwrap_or(u32::MAX);
    let wanted = LIKELY.saturating_add(longer).min(CERTAIN);
    match points.iter().sum::<u32>().saturating_sub(OTHER.points_in(&text)) {
        CERTAIN.. if n_kinds > 2 => Confidence::Certain,
        points if points >= wanted => Confidence::Likely,
        _ => Confidence::None,
    }
}

/// `text` without the lines behind `#`, if some of them follow each other: so do the remarks in settings and
/// scripts, and no headings.
fn without_remarks(text: String) -> String {
    let is_remark = |line: &&str| *line == "#" || line.starts_with("# ");
    let lines = || text.split('\n');
    if !lines().zip(lines().skip(1)).any(|(line, next)| is_remark(&line) && is_remark(&next)) {
        return text;
    }
    lines().map(|line| if is_remark(&line) { "#" } else { line }).collect::<Vec<_>>().join("\n")
}

/// The lines of `head` outside of fenced code, and how many closed fences there are. Tildes do not
/// count: they underline headings in plain texts.
fn outside_fences(head: &str) -> (String, u32) {
    let mut scanner = Scanner::default();
    let mut text = String::with_capacity(head.len());
    let mut n_fences = 0;
    for line in head.lines() {
        let was_inside = scanner.is_in_backticks();
        scanner.pass(line.as_bytes());
        let is_inside = scanner.is_in_backticks();
        if !was_inside && !is_inside {
            text.push_str(line);
        }
        text.push('\n');
        n_fences += u32::from(was_inside && !is_inside);
    }
    (text, n_fences)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_is_known_by_its_marks() {
        for text in [
            "# Title\n\nText with a [link](http://a.org).\n",
            "## One\n\ntext\n\n## Two\n\ntext\n",
            "Text with `code`.\n\n```sh\nls\n```\n",
            "- **Bold** one\n- **Bold** two\n- **Bold** three\n",
            "# Title\n\n- an item\n- another\n",
            "- [x] done\n- [ ] to do\n",
            "See [one][1] and ![two](b.png).\n\n[1]: http://a.org\n",
        ] {
            assert!(confidence(text) >= Confidence::Likely, "{text}");
        }
    }

    #[test]
    fn plain_text_is_not_markdown() {
        for text in [
            "",
            "Just a line.\n",
            "A lead.\nHeading\n- Label: text\n- Label: more\na | b |\n---|---|\n1 | 2 |\nMore text.\n",
            "Title\n=====\n\n.. note:: Mind\n\nUse ``code`` and **bold**::\n\n    x\n",
            "NAME\n       ls - list\n\nSYNOPSIS\n       ls [-a] [file]\n",
            "# What to set.\n\n# Oars, and who\n# brings them.\noars=2\n\n# ropes\n\nropes=3\n",
            "# a comment\nkey = value\n# another\nkey = value\n",
            "1.  Introduction\n\n   The key words [RFC2119] are\n   used (see [1]).\n\n2.  Terms\n",
            "Chapter I\n---------\n\nOnce there was.\n\nChapter II\n----------\n\nAnd then.\n",
            "> quoted\n> mail\n\nanswer\n",
        ] {
            assert_eq!(confidence(text), Confidence::None, "{text}");
        }
    }

    #[test]
    fn the_patterns_are_valid() {
        assert!(MARKS.iter().chain([&*OTHER]).all(|mark| mark.pattern.is_some()));
    }
}
