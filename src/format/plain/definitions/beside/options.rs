//! The options of programs, and what they take.

use super::super::super::shape;

/// Whether `body` begins with an option of a program: `-x`, `--long`.
pub(super) fn is_option(body: &str) -> bool {
    let Some(rest) = body.strip_prefix('-') else { return false };
    let name = rest.strip_prefix('-').unwrap_or(rest);
    let is_short = name.len() == rest.len();
    name.starts_with(|c: char| c.is_alphanumeric() || c == '[' || (is_short && "?#@%!<".contains(c)))
        && !shape::is_file_entry(body)
}

/// Whether `rest` begins with a word and a comma, and an option behind it: `file,  --output=file`.
pub(super) fn is_taken(rest: &str) -> bool {
    let (word, more) = rest.split_once(' ').unwrap_or((rest, ""));
    (word.ends_with(',') || matches!(word, "or" | "|")) && is_option(more.trim_start())
}

/// Whether a bracket in `text` is not closed.
pub(super) fn has_open_bracket(text: &str) -> bool {
    [('<', '>'), ('[', ']'), ('(', ')'), ('{', '}')]
        .into_iter()
        .any(|(open, close)| text.matches(open).count() > text.matches(close).count())
}

/// The bytes of the options that `body` begins with, and of what they take: `-o, --output <file name>`.
pub(super) fn length(body: &str) -> usize {
    let mut end = 0;
    let mut is_listed = false;
    for (start, word) in words(body) {
        let is_capitals = || word.len() > 1 && shape::is_capitals(word);
        // What an option takes may be any word where another option follows: `-o file, --output=file`.
        let is_taken = || is_taken(body.get(start..).unwrap_or_default());
        let is_part = is_option(word)
            || word.starts_with(['<', '[', '{', '('])
            || word.contains('|')
            || word.ends_with("...")
            || is_capitals()
            || is_taken()
            || (is_listed && word == "and");
        if !is_part {
            break;
        }
        is_listed = word.ends_with(',');
        end = start + word.len();
    }
    end
}

/// The words of `body` with where they start; what is in brackets is of one word.
fn words(body: &str) -> Vec<(usize, &str)> {
    let mut words = Vec::new();
    let (mut start, mut depth) = (0, 0_i32);
    for (at, c) in body.char_indices().chain(std::iter::once((body.len(), ' '))) {
        match c {
            '<' | '[' | '{' | '(' => depth += 1,
            '>' | ']' | '}' | ')' => depth -= 1,
            _ => {}
        }
        if c == ' ' && (depth <= 0 || at == body.len()) {
            if let Some(word) = body.get(start..at).filter(|word| !word.is_empty()) {
                words.push((start, word));
            }
            (start, depth) = (at + 1, 0);
        }
    }
    words
}
