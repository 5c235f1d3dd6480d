//! A search that is as slow as it is simple, for the other to be compared with.

use crate::document::{Segment, Span};
use crate::search::{Options, fold};

/// A character as it is searched, and where it lies in its leaf.
struct Character {
    text: String,
    span: std::ops::Range<usize>,
}

/// The characters of a leaf without what a search does not see.
fn characters(text: &str, folds: bool) -> Vec<Character> {
    let all = text.char_indices().map(|(at, c)| {
        let as_read = || if matches!(c, '\u{AD}' | '\u{200B}') { String::new() } else { c.to_string() };
        let text = if folds { fold::folded_text(&c.to_string()) } else { as_read() };
        Character { text, span: at..at + c.len_utf8() }
    });
    let mut kept: Vec<Character> = Vec::new();
    for character in all {
        match kept.last_mut() {
            Some(last) if character.text.is_empty() => last.span.end = character.span.end,
            _ if character.text.is_empty() => {}
            _ => kept.push(character),
        }
    }
    kept
}

/// A text in a form in which equal ones match.
fn normal(text: &str, folds: bool, is_exact: bool) -> String {
    use unicode_normalization::UnicodeNormalization;
    let text = if folds { fold::folded_text(text) } else { text.replace(['\u{AD}', '\u{200B}'], "") };
    let simple = |c: char| match c {
        'ſ' if !is_exact => 's',
        'İ' => c,
        _ if is_exact => c,
        _ => c.to_lowercase().next().unwrap(),
    };
    let text: String = text.nfd().map(simple).collect();
    let mut normal = String::new();
    for c in text.chars() {
        if !c.is_whitespace() {
            normal.push(c);
        } else if !normal.ends_with(' ') {
            normal.push(' ');
        }
    }
    normal
}

fn is_between_words(characters: &[Character], at: usize) -> bool {
    let is_part = |c: char| (c.is_alphanumeric() || c == '_' || c == '\u{301}') && c != '漢';
    let before = at.checked_sub(1).and_then(|at| characters[at].text.chars().next_back());
    let behind = characters.get(at).and_then(|behind| behind.text.chars().next());
    !(before.is_some_and(is_part) && behind.is_some_and(is_part))
}

/// Each character that is searched, by itself, and the number of the one in the leaf that it stands for.
fn apart(characters: &[Character]) -> Vec<(char, usize)> {
    let numbered = characters.iter().enumerate();
    numbered.flat_map(|(number, character)| character.text.chars().map(move |c| (c, number))).collect()
}

/// The hits of a literal in a leaf, found the slow way.
fn naive_literal(text: &str, query: &str, options: Options) -> Vec<std::ops::Range<usize>> {
    let is_exact = options.is_exact_for(query);
    let folds = options.folds(query) && !fold::folded_text(query).trim().is_empty();
    let query = &query.replace(['\u{AD}', '\u{200B}'], "");
    // Its capital is two letters.
    let takes_sharp_s_apart = !is_exact && query.contains('ß');
    let normal = |text: &str| {
        let text = normal(text, folds, is_exact);
        if takes_sharp_s_apart { text.replace('ß', "ss") } else { text }
    };
    let wanted = normal(query);
    let characters = characters(text, folds);
    let apart = apart(&characters);
    let found_at = |start: usize| {
        let lengths = 1..=apart.len() - start;
        let text = |length| apart[start..start + length].iter().map(|(c, _)| c).collect::<String>();
        let fits = lengths.rev().find(|&length| normal(&text(length)) == wanted)?;
        let (start, end) = (apart[start].1, apart[start + fits - 1].1 + 1);
        let next_is_mark = characters.get(end).is_some_and(|next| next.text == "\u{301}");
        let is_whole = is_between_words(&characters, start) && is_between_words(&characters, end);
        (!next_is_mark && (is_whole || !options.is_whole_words)).then_some(start..end)
    };
    let mut hits = Vec::new();
    let mut at = 0;
    while at < apart.len() {
        let found = found_at(at);
        let next = found.as_ref().map(|found| apart.partition_point(|(_, number)| *number < found.end));
        hits.extend(
            found.map(|found| characters[found.start].span.start..characters[found.end - 1].span.end),
        );
        at = next.unwrap_or(at + 1);
    }
    hits
}

/// The hits of a regular expression in a leaf, found the slow way.
fn naive_regex(text: &str, query: &str, options: Options) -> Vec<std::ops::Range<usize>> {
    let is_exact = options.is_exact_for(query);
    let folds = options.folds(query) && !fold::folded_text(query).trim().is_empty();
    let query = &query.replace('\u{AD}', "(?:)");
    let pattern = if folds { fold::folded_text(query) } else { query.clone() };
    let pattern =
        regex::RegexBuilder::new(&pattern).case_insensitive(!is_exact).multi_line(true).build().unwrap();
    let characters = characters(text, folds);
    let searched: String = characters.iter().map(|character| character.text.as_str()).collect();
    let starts: Vec<usize> = characters
        .iter()
        .scan(0, |at, character| {
            *at += character.text.len();
            Some(*at - character.text.len())
        })
        .chain([searched.len()])
        .collect();
    let mut hits = Vec::new();
    let mut at = 0;
    while let Some(found) = (at <= searched.len()).then(|| pattern.find_at(&searched, at)).flatten() {
        let start = starts.partition_point(|&start| start <= found.start()) - 1;
        let places =
            (!found.is_empty()).then(|| (start, starts.partition_point(|&start| start < found.end())));
        let is_whole = |&(start, end): &(usize, usize)| {
            !options.is_whole_words
                || is_between_words(&characters, start) && is_between_words(&characters, end)
        };
        at = match places.filter(is_whole) {
            Some((start, end)) => {
                hits.push(characters[start].span.start..characters[end - 1].span.end);
                starts[end]
            }
            None if found.start() == searched.len() => break,
            None => searched.ceil_char_boundary(found.start() + 1),
        };
    }
    hits
}

/// The hits in all leaves of a segment, found the slow way.
pub(super) fn naive(segment: &Segment, query: &str, options: Options) -> Vec<Span> {
    let mut hits = Vec::new();
    for leaf in 0..segment.leaves().len() {
        let span = segment.leaf_span(leaf);
        let text = segment.slice(span);
        let find = if options.is_regex { naive_regex } else { naive_literal };
        let place = |at| span.start + u32::try_from(at).unwrap();
        hits.extend(
            find(text, query, options).into_iter().map(|hit| Span::new(place(hit.start), place(hit.end))),
        );
    }
    hits
}
