//! Documents of any size, made by rule: the same shape and size are always the same bytes. The
//! benchmarks read them, and `cargo run --release --example generate` prints them.

#![allow(dead_code, reason = "each program that shares the shapes uses a part of them")]

use std::io::{self, BufWriter, Write};

/// A kind of document.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    /// What it is called on the command line.
    pub(crate) name: &'static str,
    /// The format it is written in.
    pub(crate) format: &'static str,
    /// The `number`th piece of it. Pieces are put together until there are bytes enough.
    piece: fn(number: usize) -> String,
    /// What stands before all pieces.
    head: fn() -> String,
}

/// All shapes: what is read every day, and what is hard on a reader.
pub(crate) const SHAPES: &[Shape] = &[
    shape("article", "markdown", article),
    shape("article-text", "plain", article_text),
    shape("line", "markdown", words),
    shape("line-text", "plain", words),
    Shape { head: table_head, ..shape("table", "markdown", row) },
    shape("table-text", "plain", row_text),
    Shape { head: wide_table_head, ..shape("wide-table", "markdown", wide_row) },
    shape("items", "markdown", item),
    shape("items-text", "plain", item),
    shape("sections", "markdown", section),
    shape("sections-text", "plain", section_text),
    shape("headings", "markdown", heading),
    shape("definitions", "markdown", definition),
    shape("nesting", "markdown", |_| "> ".to_owned()),
    shape("wide-characters", "markdown", wide_characters),
    shape("wide-characters-text", "plain", wide_characters),
    shape("word", "markdown", |_| "abcdefgh".to_owned()),
    shape("word-text", "plain", |_| "abcdefgh".to_owned()),
    shape("brackets", "markdown", |_| "[".to_owned()),
    shape("stars", "markdown", |_| "*a **b ".to_owned()),
    shape("backticks", "markdown", |number| "`".repeat(number % 61) + "a "),
    shape("short-lines", "markdown", short_line),
    shape("short-lines-text", "plain", short_line),
    Shape { head: tiny_head, ..shape("tiny-cells", "markdown", tiny_row) },
    Shape { head: tiny_head, ..shape("tiny-cells-text", "plain", tiny_row) },
];

const fn shape(name: &'static str, format: &'static str, piece: fn(usize) -> String) -> Shape {
    Shape { name, format, piece, head: String::new }
}

/// The shape called `name`.
pub(crate) fn by_name(name: &str) -> Option<Shape> {
    SHAPES.iter().copied().find(|shape| shape.name == name)
}

impl Shape {
    /// Writes the document of at least `bytes` bytes: it ends with the piece that reaches them.
    pub(crate) fn write(self, bytes: usize, out: &mut impl Write) -> io::Result<()> {
        let mut out = BufWriter::new(out);
        let mut piece = (self.head)();
        let (mut written, mut number) = (0, 0);
        while written < bytes {
            out.write_all(piece.as_bytes())?;
            written += piece.len();
            piece = (self.piece)(number);
            number += 1;
        }
        out.flush()
    }

    /// The document as text.
    pub(crate) fn text(self, bytes: usize) -> String {
        let mut text = Vec::with_capacity(bytes + bytes / 8);
        self.write(bytes, &mut text).expect("memory can be written to");
        String::from_utf8(text).expect("pieces are text")
    }
}

const WORDS: [&str; 32] = [
    "the", "river", "of", "paper", "and", "a", "lamp", "that", "nobody", "had", "seen", "before", "in",
    "winter", "when", "they", "read", "by", "it", "until", "morning", "Brücke", "over", "with", "stone",
    "letters", "some", "more", "than", "others", "naïve", "harbor",
];

/// Words without any pattern, `count` of them, told by `seed`.
fn sentence(seed: usize, count: usize) -> String {
    let mut state = seed as u64 + 1;
    let mut text = String::new();
    for _ in 0..count {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        text.push_str(WORDS[(state >> 59) as usize]);
        text.push(' ');
    }
    text.truncate(text.len() - 1);
    text
}

fn words(number: usize) -> String {
    sentence(number, 12) + ", "
}

/// Lines of at most 72 bytes, as an editor wraps them.
fn wrapped(text: &str) -> String {
    let mut lines = String::new();
    let mut width = 0;
    for word in text.split(' ') {
        if width > 0 {
            let fits = width + 1 + word.len() <= 72;
            lines.push(if fits { ' ' } else { '\n' });
            width = if fits { width + 1 } else { 0 };
        }
        lines.push_str(word);
        width += word.len();
    }
    lines + ".\n\n"
}

fn article(number: usize) -> String {
    match number % 8 {
        0 => format!("{} {} {}\n\n", "#".repeat(2 + number / 8 % 3), number / 8 + 1, sentence(number, 4)),
        3 => {
            [0, 1, 2, 3].map(|item| format!("- *{}* {}\n", sentence(number, 2), sentence(item, 9))).concat()
                + "\n"
        }
        5 => format!("| a word | another |\n|---|--:|\n| {} | {number} |\n\n", sentence(number, 3)),
        6 => format!("> {}.\n\n", sentence(number, 20)),
        7 => format!("```rust\nlet number = {number};\n```\n\n"),
        _ => wrapped(&format!(
            "{}, **{}** and `code`, {}",
            sentence(number, 40),
            sentence(number, 2),
            sentence(number + 1, 40)
        )),
    }
}

fn article_text(number: usize) -> String {
    match number % 8 {
        0 => format!("{}. {}\n\n", number / 8 + 1, sentence(number, 4).to_uppercase()),
        3 => [0, 1, 2, 3].map(|item| format!("  - {}\n", sentence(number + item, 9))).concat() + "\n",
        _ => wrapped(&sentence(number, 80)),
    }
}

fn table_head() -> String {
    "| number | words | more words | amount |\n|--:|---|---|--:|\n".to_owned()
}

fn row(number: usize) -> String {
    format!("| {number} | {} | {} | {} |\n", sentence(number, 3), sentence(number + 7, 6), number * 37 % 1009)
}

fn row_text(number: usize) -> String {
    format!("{number:>8}   {:24}   {:>6}\n", sentence(number, 3), number * 37 % 1009)
}

/// Columns of the wide table.
const COLUMNS: usize = 5000;

fn wide_table_head() -> String {
    format!("|{}\n|{}\n", "a|".repeat(COLUMNS), "-|".repeat(COLUMNS))
}

fn wide_row(number: usize) -> String {
    format!("|{}\n", format!("{}|", number % 10).repeat(COLUMNS))
}

fn short_line(number: usize) -> String {
    format!("{}\n", number % 10)
}

fn tiny_head() -> String {
    "|a|b|c|\n|-|-|-|\n".to_owned()
}

fn tiny_row(number: usize) -> String {
    format!("|{}|x|{}|\n", number % 10, number % 7)
}

fn item(number: usize) -> String {
    format!("- {number} {}\n", sentence(number, 5))
}

fn section(number: usize) -> String {
    format!("# {}\n\n{}.\n\n", sentence(number, 3), sentence(number + 1, 5))
}

fn section_text(number: usize) -> String {
    format!("{}. {}\n\n{}.\n\n", number + 1, sentence(number, 3), sentence(number + 1, 25))
}

fn heading(number: usize) -> String {
    format!("{} {number}\n", "#".repeat(1 + number % 6))
}

fn definition(number: usize) -> String {
    format!("[label {number}]: https://example.org/{number} \"{}\"\n", sentence(number, 2))
}

fn wide_characters(number: usize) -> String {
    ["漢字を読む", "👩🏽‍🔬 ", "e\u{301}\u{323}", "한글 ", "🇩🇪", "ไทยไม่มีช่องว่าง"][number % 6].to_owned()
}
