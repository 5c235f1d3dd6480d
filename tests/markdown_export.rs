//! Markdown that folio writes, read by folio again: the same blocks.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "what fails here fails the test")]

use std::fs;
use std::path::Path;

use folio::export::markdown::Reader;
use folio::export::{Whole, json, markdown};
use folio::format::markdown::Markdown;
use folio::format::plain::Plain;
use folio::format::{self, Format};
use folio::source::Source;
use proptest::prelude::*;
use serde_json::Value;

fn written(text: &str, format: &dyn Format) -> String {
    let opening = format::open(Source::from_text("test", text), format).unwrap();
    let mut out = Vec::new();
    assert_eq!(markdown::write(&mut out, opening, Reader::Program).unwrap(), None);
    String::from_utf8(out).unwrap()
}

/// What has to come back of a block: all that is said of it but where it stood and how it was marked.
fn essence(block: &Value) -> Value {
    let mut block = block.clone();
    let members = block.as_object_mut().unwrap();
    let marker = members.remove("marker");
    for name in ["start", "end", "confidence", "raw"] {
        members.remove(name);
    }
    // Markdown has no marks for the others.
    let has_mark = |role: &Value| ["term", "definition", "footnote"].iter().any(|marked| role == marked);
    if !members.get("role").is_some_and(has_mark) {
        members.remove("role");
    }
    match members["kind"].as_str().unwrap() {
        // The number that Markdown has no sign for is text.
        "list_item" => {
            let marker = marker.as_ref().and_then(Value::as_str).unwrap_or_default();
            if !is_markdown(marker) {
                // A full-width sign has its space within it.
                let between = if marker.ends_with(['．', '）', '、']) { "" } else { " " };
                let text = format!("{marker}{between}{}", members["text"].as_str().unwrap());
                members["text"] = text.trim().into();
            }
        }
        "rule" => members["text"] = Value::Null,
        // Indents mean nothing in it, but may make it a part of the item above.
        "html" => {
            let lines: Vec<_> = members["text"].as_str().unwrap().lines().map(str::trim_start).collect();
            members["text"] = lines.join("\n").into();
        }
        "table" => {
            members.remove("text");
        }
        _ => {}
    }
    block
}

/// Whether Markdown has a sign for this marker, or it is a bullet, which has no meaning of its own.
fn is_markdown(marker: &str) -> bool {
    let digits = marker.trim_end_matches(['.', ')']);
    let is_number = (1..=9).contains(&digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && marker.len() == digits.len() + 1;
    is_number || marker == "o" || !marker.contains(char::is_alphanumeric)
}

fn blocks(text: &str, format: &dyn Format) -> Vec<Value> {
    let opening = format::open(Source::from_text("test", text), format).unwrap();
    let mut out = Vec::new();
    json::write(&mut out, &Whole::load(opening), "").unwrap();
    let object: Value = serde_json::from_slice(&out).unwrap();
    object["blocks"].as_array().unwrap().iter().map(essence).collect()
}

/// What comes back of `text`, where it is not what it was.
fn difference(text: &str, format: &dyn Format) -> Option<String> {
    let written = written(text, format);
    let (before, after) = (blocks(text, format), blocks(&written, &Markdown));
    let pairs = before
        .iter()
        .map(Some)
        .chain(std::iter::repeat(None))
        .zip(after.iter().map(Some).chain(std::iter::repeat(None)));
    let mut pairs = pairs.take(before.len().max(after.len()));
    pairs.find(|(before, after)| before != after).map(|(before, after)| {
        let show = |block: Option<&Value>| block.map_or_else(|| "nothing".to_owned(), Value::to_string);
        format!("{}\nbecame {}\nin\n{written}\nof\n{text}", show(before), show(after))
    })
}

fn fixtures(folder: &str, format: &dyn Format) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(folder);
    let mut count = 0;
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.extension().is_some_and(|extension| extension != "tree") {
            let text = fs::read_to_string(&path).unwrap();
            let difference = difference(&text, format);
            assert!(difference.is_none(), "{}: {}", path.display(), difference.unwrap_or_default());
            count += 1;
        }
    }
    assert!(count > 0);
}

#[test]
fn fixtures_of_plain_text_come_back() {
    fixtures("plain", &Plain);
}

#[test]
fn fixtures_of_markdown_come_back() {
    fixtures("markdown", &Markdown);
}

#[test]
fn the_bundled_article_comes_back() {
    assert_eq!(difference(include_str!("../assets/article.txt"), &Plain), None);
}

/// Lines of which no chunk can hold all.
fn many(line: impl Fn(usize) -> String) -> String {
    (1..5000).map(line).collect()
}

#[test]
fn what_forced_cuts_go_through_comes_back() {
    let words = "words with *stars*, snake_case_names, <b> and http://a.org/b that go on";
    for text in [
        many(|n| format!("- {words} {n}\n{}", if n % 7 == 0 { "  - more\n" } else { "" })),
        many(|n| format!("{n}. {words}\n")),
        format!("```rust\n{}```\n\nafter\n", many(|n| format!("let x = {n}; // {words}\n"))),
        format!("| a | b |\n|---|--:|\n{}", many(|n| format!("| {words} | {n} |\n"))),
        many(|_| format!("> {words}\n")),
        many(|_| format!("{words}\n")),
        many(|_| format!("{words} ")),
        format!("x[^1]\n\n[^1]: {}", many(|_| format!("    {words}\n")).trim_start()),
    ] {
        for format in [&Markdown as &dyn Format, &Plain] {
            let difference =
                difference(&text, format).map(|text| text.chars().take(2000).collect::<String>());
            assert_eq!(difference, None, "{}", format.name());
        }
    }
}

#[test]
fn a_list_that_was_cut_by_force_is_written_as_one() {
    let words = "words that go on and on, to the end of the line";
    for text in [
        many(|n| format!("- {words} {n}\n")),
        many(|n| format!("{n}. {words}\n")),
        format!("- {words}\n{}", many(|n| format!("  - {words} {n}\n"))),
        format!("> - {words}\n{}", many(|n| format!(">   {n}. {words}\n"))),
    ] {
        assert!(written(&text, &Markdown) == text);
    }
    // Numbers above 999 are no numbers of items in plain text.
    let numbered: Vec<_> = (1..999).map(|n| format!("{n}. {words}, {words}, {words}\n")).collect();
    for text in [many(|n| format!("- {words} {n}\n")), numbered.concat()] {
        assert!(text.len() > 150_000 && written(&text, &Plain) == text);
    }
    let rows = many(|n| format!("Row {n}\t{}\tsome words beside it\n", n * 7));
    let table = written(&format!("Name\tNumber\tWords\n{rows}"), &Plain);
    let n_delimiters = table.lines().filter(|line| line.starts_with("| --")).count();
    assert_eq!((table.lines().count(), n_delimiters), (5001, 1));
}

#[test]
fn what_is_written_well_stays_as_it_is() {
    let text = "\
# A title of *three* words

Some **bold *and* so on**, `code`, ~~struck~~, a [link](/x \"title\"), https://a.org/b_c and <https://a.org/_x_>.\\
A line[^1] with [![a badge](b.svg)](https://c.org), 2 * 3 < 7, snake_case, AT&T, C:\\Users, \\*stars\\*.

![A picture](d.png \"shown\")

- [x] done
- [ ] not done
  ```sh
  ls | wc
  ```
- more
  > said

1. one
2. two

3) three

> [!WARNING]
> Mind.

> [!NOTE]
>
> 2. two
> 3. three

> [!TIP]
> - one

Term
: What it means.
: What else.

`-a`
`--all`
: What two terms mean.

| Town   | People |
| :----- | -----: |
| Ulm    |    120 |
| a<br>b |     \\| |

* * *

<div>
html
</div>

[^1]: A note.

    More of it.
";
    assert_eq!(written(text, &Markdown), text);
}

/// What is written in a line of text: words, and signs that mean something in Markdown.
const SCRAPS: &[&str] = &[
    "word",
    "other",
    "x",
    "1",
    "Words:",
    "漢字",
    "é",
    "“",
    "”",
    "'",
    "\"",
    ".",
    ",",
    "!",
    "?",
    "(",
    ")",
    ";",
    ":",
    "/",
    " ",
    " ",
    " ",
    "  ",
    "*",
    "**",
    "***",
    "_",
    "__",
    "~",
    "~~",
    "`",
    "``",
    "```",
    "[",
    "]",
    "](",
    "](x)",
    "[^1]",
    "[^1]: ",
    "[x]: y",
    "[x]",
    "![",
    "<",
    ">",
    "<b>",
    "</b>",
    "<br>",
    "x<div>",
    "x<!-- c -->",
    "--",
    "<a@b.org>",
    "&amp;",
    "&#32;",
    "&nbsp;",
    "&",
    "\\",
    "\\\\",
    "|",
    "a | b",
    "#",
    "##",
    "=",
    "-",
    "--",
    "---",
    "+",
    "$",
    "^",
    "http://a.org/b_c",
    "www.a.org",
    "me@a.org",
    "<http://a.org>",
    "[a](b)",
    "[a](b \"t\")",
    "![a](b)",
    "**b**",
    "*i*",
    "`c`",
    "~~s~~",
    "\t",
    "[ ]",
    "[!NOTE]",
    "1.",
    "2)",
    "\u{a0}",
    "\u{301}",
    "snake_case",
];

/// What a line may begin with.
const MARKS: &[&str] = &[
    "",
    "",
    "",
    "",
    "- ",
    "* ",
    "+ ",
    "-",
    "1. ",
    "2. ",
    "7) ",
    "10. ",
    "a) ",
    "(1) ",
    "iv. ",
    "[1] ",
    "• ",
    "1.2 ",
    "> ",
    ">",
    "> > ",
    "> - ",
    "- > ",
    "- - ",
    "- [ ] ",
    "- [x] ",
    "# ",
    "## ",
    "#",
    "###### ",
    "| ",
    ": ",
    ":",
    "[^1]: ",
    "```",
    "~~~ ",
    "    ",
    "\t",
    "=== ",
    "===",
    "---",
    "***",
    "<div>",
    "<!-- c --> ",
    "> [!NOTE]",
    "> [!TIP]\n> ",
    "|---|---|",
    "+++",
    "a | b\n---|---\n",
    "| a | b |\n|:-:|--:|\n| ",
    "Term\n: ",
];

fn line() -> impl Strategy<Value = String> {
    let scraps = prop::collection::vec(prop::sample::select(SCRAPS), 0..8);
    let indent = prop::sample::select(&["", "", "", " ", "  ", "   ", "    ", "      ", "\t"][..]);
    let end = prop::sample::select(&["\n", "\n", "\n", "\n\n", "\n\n", "  \n", "\\\n", "\r\n"][..]);
    (indent, prop::sample::select(MARKS), scraps, end)
        .prop_map(|(indent, mark, scraps, end)| format!("{indent}{mark}{}{end}", scraps.concat()))
}

fn lines() -> impl Strategy<Value = String> {
    prop::collection::vec(line(), 0..12).prop_map(|lines| lines.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn plain_text_comes_back(text in lines()) {
        prop_assert_eq!(difference(&text, &Plain), None);
    }

    #[test]
    fn markdown_comes_back(text in lines()) {
        prop_assert_eq!(difference(&text, &Markdown), None);
    }

    #[test]
    fn any_bytes_come_back(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        // Markdown has no U+0000.
        let text = String::from_utf8_lossy(&bytes).replace('\0', "\u{FFFD}");
        prop_assert_eq!(difference(&text, &Plain), None);
    }
}
