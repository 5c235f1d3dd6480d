//! What goes on where a text is cut though nothing ends there: printed as if it were never cut.

use std::collections::BTreeSet;

use folio::export::{json, print};
use folio::format::{by_name, open};
use folio::source::Source;

fn printed(text: &str, format: &str, width: u16) -> Vec<String> {
    let opening = open(Source::from_text("test", text), by_name(format).unwrap()).unwrap();
    let mut out = Vec::new();
    print::write(&mut out, opening, width).unwrap();
    String::from_utf8(out).unwrap().lines().map(str::to_owned).collect()
}

fn table(n_rows: usize) -> String {
    let row = |row: usize| format!("| row {row} | {} | {} |\n", "word ".repeat(row / 3000), row % 7 * 1000);
    let rows: String = (0..n_rows).map(row).collect::<Vec<_>>().concat();
    format!("| Name of the row | Words | Figure |\n|---|---|--:|\n{rows}")
}

#[test]
fn the_columns_of_a_table_stay_where_they_are() {
    let lines = printed(&table(20_000), "markdown", 60);
    let starts: BTreeSet<_> = lines.iter().filter_map(|line| line.find("word")).collect();
    assert_eq!(starts.len(), 1, "{starts:?}");
    let ends: BTreeSet<_> =
        lines.iter().filter(|line| line.ends_with("000")).map(|line| line.chars().count()).collect();
    assert_eq!(ends.len(), 1, "{ends:?}");
}

#[test]
fn words_longer_than_those_a_table_begins_with_are_not_cut() {
    let rows = (1..20_000).map(|row| format!("| {row} | a word |\n")).collect::<Vec<_>>().concat();
    let lines = printed(&format!("| n | Words |\n|--:|---|\n{rows}"), "markdown", 60);
    assert_eq!(lines.len(), 20_001);
    for (row, line) in (1..).zip(lines.iter().skip(2)) {
        assert_eq!(line.split_whitespace().next(), Some(row.to_string().as_str()), "{line}");
    }
    let starts: BTreeSet<_> = lines.iter().skip(2).filter_map(|line| line.find("a word")).collect();
    assert!(starts.len() <= 2, "{starts:?}");
}

#[test]
fn records_keep_their_headings() {
    let lines = printed(&table(20_000), "markdown", 18);
    let named = lines.iter().filter(|line| line.starts_with("Figure:")).count();
    assert_eq!(named, 20_000);
}

#[test]
fn numbers_and_indents_of_items_go_on() {
    let text = "1. A line of an item\n   and one more.\n".repeat(20_000);
    let lines = printed(&text, "markdown", 60);
    assert_eq!(lines.len(), 20_000);
    for (number, line) in (1..).zip(&lines) {
        assert_eq!(line.trim_start(), format!("{number}. A line of an item and one more."));
    }
}

#[test]
fn exported_blocks_are_whole() {
    for (text, kinds) in [
        (table(20_000), ["table"].as_slice()),
        ("some words ".repeat(100_000), &["paragraph"]),
        (format!("- {}", "some words ".repeat(100_000)), &["list_item"]),
        (format!("```\n{}```\n", "some code\n".repeat(100_000)), &["code"]),
        (format!("> {}", "said\n".repeat(100_000)), &["quote"]),
    ] {
        let opening = open(Source::from_text("test", &text), by_name("markdown").unwrap()).unwrap();
        let mut out = Vec::new();
        json::write(&mut out, &folio::export::Whole::load(opening), "markdown").unwrap();
        let object: serde_json::Value = serde_json::from_slice(&out).unwrap();
        let blocks = object["blocks"].as_array().unwrap();
        let found: Vec<_> = blocks.iter().map(|block| block["kind"].as_str().unwrap()).collect();
        assert_eq!(found, kinds);
        let words = |text: &str| text.split_whitespace().filter(|word| *word != "|").count();
        let marks =
            text.lines().filter(|line| line.starts_with(['-', '>', '`']) || line.contains("--")).count();
        if kinds[0] != "table" {
            assert_eq!(words(blocks[0]["text"].as_str().unwrap()), words(&text) - marks);
        }
    }
}
