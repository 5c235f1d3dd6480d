//! Completing a query by the words of the text: a worker finds those that begin as is typed.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use regex_syntax::ast::Ast;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::completion::{Completion, Offer};
use super::jobs::{Job, Text};
use super::searches::text;
use super::typeset::Typeset;
use super::{App, Effect, Overlay};
use crate::document::{Parse, Segment, SegmentId};
use crate::search::{Options, Query, Scan, scan_while};
use crate::text::words;

/// The most words that are offered.
const MOST_WORDS: usize = 40;
/// The longest word that is offered, in bytes.
const LONGEST: usize = 100;
/// The bytes of the source, nearest to the reader first, whose words are looked through.
const MOST_BYTES: u64 = 1_000_000;

/// A look for the words that what is typed may go on with.
pub struct WordSearch {
    /// What is typed, as it is looked for in the text.
    sought: Sought,
    parser: Arc<dyn Parse>,
    /// Where, nearest to the reader first.
    texts: Vec<Text>,
}

/// A word of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    text: String,
    /// How often it was found.
    count: usize,
    /// How many words were found before it.
    rank: usize,
}

/// What the reader waits for.
#[derive(Debug)]
pub(super) struct Asked {
    /// The look's number.
    number: u64,
    /// Which of the words is to be put into the line, from the first on or from the last.
    steps: i64,
}

impl WordSearch {
    /// Finds the words, the most frequent first, and of those the nearest; none once nobody wants them.
    pub(super) fn find(self, is_wanted: impl Fn() -> bool) -> Option<Vec<Word>> {
        let mut found = Found::new(&self.sought);
        let mut segments = Vec::new();
        for (at, text) in self.texts.into_iter().enumerate() {
            if !is_wanted() {
                return None;
            }
            let segment = text.segment(&*self.parser);
            found.look_at(&segment, at, &is_wanted)?;
            segments.push(segment);
        }
        let mut words = Vec::new();
        for (word, at) in found.words() {
            if !is_wanted() {
                return None;
            }
            words.extend(segments.get(at).and_then(|segment| self.sought.with_hit(word, segment)));
        }
        Some(words)
    }
}

/// What is typed, and what its last word may become.
#[derive(Debug)]
struct Sought {
    /// All that is typed, where a hit may end inside a word; of a regular expression its last alternative, and of one that
    /// is not finished yet its last word.
    query: Query,
    /// What is typed before the last word.
    before: String,
    /// Its last word.
    last: String,
    /// How the line will be taken.
    options: Options,
    /// Whether words are the same whose letters differ in case.
    ignores_case: bool,
    /// Whether the line as it is can be searched for: else no hit tells what may stand in it.
    is_checked: bool,
}

impl Sought {
    fn new(typed: &str, options: Options) -> Option<Self> {
        let last = last_typed(typed, options.is_regex);
        if options.is_regex && last.is_empty() {
            return None;
        }
        let inside_words = Options { is_whole_words: false, ..options };
        let completed = if options.is_regex { last_alternative(typed) } else { typed };
        let whole = Query::new(typed, inside_words).and_then(|_| Query::new(completed, inside_words)).ok();
        let is_checked = whole.is_some();
        let last_alone = || Query::new(last, Options { is_regex: false, ..inside_words }).ok();
        Some(Self {
            query: whole.or_else(last_alone)?,
            before: typed.get(..typed.len() - last.len())?.to_owned(),
            last: last.to_owned(),
            options,
            ignores_case: !options.is_exact_for(typed),
            is_checked,
        })
    }

    /// The part of a hit that stands for the last word; `None` where that is another one, by which a regular expression
    /// may be met too.
    fn last_of<'t>(&self, matched: &'t str) -> Option<&'t str> {
        if self.options.is_regex {
            let n_chars = self.last.chars().count();
            let start = matched.char_indices().rev().nth(n_chars.checked_sub(1)?).map_or(0, |(at, _)| at);
            return matched.get(start..).filter(|last| last.to_lowercase() == self.last.to_lowercase());
        }
        let start = matched.rfind(char::is_whitespace).unwrap_or(0);
        Some(matched.get(start..)?.trim_start())
    }

    /// What stands in the line in the place of the last word where that becomes `word`.
    fn written(&self, word: &str) -> String {
        if self.options.is_regex { regex_syntax::escape(word) } else { word.to_owned() }
    }

    /// A word with which the line has a hit in a segment where the word stands behind the others: itself, or in the
    /// letters that are looked for in its place where no diacritics count.
    fn with_hit(&self, word: Word, segment: &Segment) -> Option<Word> {
        let plain: String = word.text.nfd().filter(|&c| !is_combining_mark(c)).nfc().collect();
        let has_hit = |text: &str| {
            let line = self.before.clone() + &self.written(text);
            Query::new(&line, self.options).is_ok_and(|query| Scan::new(segment, &query).next().is_some())
        };
        if !self.is_checked || has_hit(&word.text) {
            Some(word)
        } else if plain != word.text && has_hit(&plain) {
            Some(Word { text: plain, ..word })
        } else {
            None
        }
    }
}

/// The words found so far.
struct Found<'a> {
    sought: &'a Sought,
    /// By what tells them apart: themselves, or in lower case.
    words: HashMap<String, Known>,
}

/// What is known of a word.
struct Known {
    /// How it is spelled, if that is in one way only and not the one by which it is told apart.
    spelling: Option<String>,
    count: usize,
    rank: usize,
    /// The text that it was found in first.
    at: usize,
}

impl<'a> Found<'a> {
    fn new(sought: &'a Sought) -> Self {
        Self { sought, words: HashMap::new() }
    }

    /// Takes the words of the text of number `at` that hits are the beginnings of, or where what is typed ends in blank
    /// space, those behind; `None` once they are not wanted any more.
    fn look_at(&mut self, segment: &Segment, at: usize, is_wanted: &dyn Fn() -> bool) -> Option<()> {
        let Sought { query, last, .. } = self.sought;
        let text = segment.text();
        let is_behind = last.is_empty();
        let mut words = words(text).peekable();
        for hit in scan_while(segment, query, is_wanted)? {
            let (start, end) = (hit.start as usize, hit.end as usize);
            while words.next_if(|word| word.end <= end).is_some() {}
            let Some(word) = words.peek() else { return Some(()) };
            let matched = text.get(start..end).unwrap_or_default();
            let Some(typed) = self.sought.last_of(matched) else { continue };
            let is_next = if is_behind {
                text.get(end..word.start).is_some_and(|gap| !gap.contains(char::is_whitespace))
            } else {
                word.start < end
            };
            // In scripts without spaces each letter is a word of its own, as far as is known without a dictionary.
            let is_unspaced = !is_behind && word.start == end && typed.ends_with(|c: char| !c.is_ascii());
            let token = end - typed.len();
            let begins = !text.get(..token).is_some_and(|before| before.ends_with(char::is_alphanumeric));
            if is_unspaced || (is_next && (is_behind || begins)) {
                self.add(text.get(token..word.end).unwrap_or_default(), at);
            }
        }
        Some(())
    }

    /// Adds a word. In lower case it is found in any; in its own only if what stands before it is typed so too.
    fn add(&mut self, word: &str, at: usize) {
        if word.len() > LONGEST {
            return;
        }
        // However it is composed, it is found as one.
        let word: String = word.nfc().filter(|c| !['\u{ad}', '\u{200b}'].contains(c)).collect();
        let lower = word.to_lowercase();
        let (ignores_case, is_alone) = (self.sought.ignores_case, self.sought.before.is_empty());
        let word = if ignores_case && !is_alone { lower.clone() } else { word };
        let rank = self.words.len();
        let (key, spelling) = if ignores_case { (lower, Some(word)) } else { (word, None) };
        let spelling = spelling.filter(|word| *word != key);
        match self.words.entry(key) {
            Entry::Vacant(entry) => {
                entry.insert(Known { spelling, count: 1, rank, at });
            }
            Entry::Occupied(entry) => {
                let known = entry.into_mut();
                known.count += 1;
                known.spelling = known.spelling.take().filter(|known| Some(known) == spelling.as_ref());
            }
        }
    }

    /// The words, each with the number of the text that it was found in first.
    fn words(self) -> Vec<(Word, usize)> {
        let word = |(key, Known { spelling, count, rank, at })| {
            (Word { text: spelling.unwrap_or(key), count, rank }, at)
        };
        let mut words: Vec<_> = self.words.into_iter().map(word).collect();
        words.sort_unstable_by_key(|(word, _)| (std::cmp::Reverse(word.count), word.rank));
        words.truncate(MOST_WORDS);
        words
    }
}

/// The last word of a regular expression, which an escape may stand before, as `\b`.
fn last_word(pattern: &str) -> &str {
    let before = pattern.trim_end_matches(|c: char| c.is_alphanumeric() || c == '_');
    let word = pattern.get(before.len()..).unwrap_or_default();
    let n_escapes = before.len() - before.trim_end_matches('\\').len();
    let mut letters = word.chars();
    if n_escapes % 2 == 1 {
        letters.next();
    }
    letters.as_str()
}

/// What stands behind the last `|` of a regular expression that is in no group: a hit of what stands before does not
/// tell what may come behind. All of one that is not finished.
fn last_alternative(pattern: &str) -> &str {
    let Ok(ast) = regex_syntax::ast::parse::Parser::new().parse(pattern) else { return pattern };
    let Ast::Alternation(alternation) = &ast else { return pattern };
    let last = alternation.asts.last().map_or(0, |last| last.span().start.offset);
    pattern.get(last..).unwrap_or(pattern)
}

/// The last word that is typed, which is to become another one; empty where the next one is to be found.
fn last_typed(typed: &str, is_regex: bool) -> &str {
    if is_regex { last_word(typed) } else { typed.rsplit(char::is_whitespace).next().unwrap_or_default() }
}

impl Typeset {
    /// The text around a segment, as much as is looked through, nearest first.
    fn nearest_texts(&self, around: SegmentId) -> Vec<Text> {
        let (at, n_segments) = (around.index(), self.document.n_segments());
        let both_ways = (0..n_segments).flat_map(|by| [at.checked_add(by), at.checked_sub(by + 1)]).flatten();
        let mut bytes = 0;
        let ids = both_ways.filter(|&index| index < n_segments).map(SegmentId::from_index);
        let near = ids.take_while(|&id| {
            let is_near = bytes < MOST_BYTES;
            bytes += self.document.chunk(id).map_or(0, |chunk| chunk.source.end - chunk.source.start);
            is_near
        });
        near.filter_map(|id| text(&self.document, id)).collect()
    }
}

impl App {
    /// Puts the word that the query may go on with, so many further on, into it: as soon as they are found.
    pub(super) fn complete_query(&mut self, by: i64) {
        if let Some(asked) = &mut self.typing.asked {
            asked.steps += by;
            return;
        }
        let Some((typed, around)) = self.typed_query() else { return };
        let Some(sought) = Sought::new(typed, self.search.options) else { return };
        let texts = self.text.nearest_texts(around);
        let sought = WordSearch { sought, parser: self.text.document.parser(), texts };
        let latest = Arc::clone(&self.typing.latest);
        let number = latest.fetch_add(1, Ordering::Relaxed) + 1;
        self.typing.asked = Some(Asked { number, steps: by });
        self.effects.push(Effect::Spawn(Job::FindWords { sought, number, latest }));
    }

    /// What is typed of a query before the cursor, and the segment that the reader searches from.
    fn typed_query(&self) -> Option<(&str, SegmentId)> {
        match &self.overlays.open {
            Some(Overlay::Search { prompt, detour, .. }) => {
                Some((prompt.before_cursor(), detour.anchor.pos.segment))
            }
            Some(Overlay::Command { prompt, .. }) => Some((
                prompt.before_cursor().get(self.query_start(prompt)?..)?,
                self.here.anchor().pos.segment,
            )),
            _ => None,
        }
    }

    /// Takes the words that a worker has found, if they are still wanted.
    pub(super) fn take_words(&mut self, number: u64, found: Vec<Word>) {
        let Some(asked) = self.typing.asked.take_if(|asked| asked.number == number) else { return };
        let is_regex = self.search.options.is_regex;
        let Some((typed, _)) = self.typed_query() else { return };
        let length = last_typed(typed, is_regex).len();
        let offer = |Word { text, count, .. }| Offer {
            text: if is_regex { regex_syntax::escape(&text) } else { text },
            doc: if count == 1 { "once".to_owned() } else { format!("{count} times") },
            aside: String::new(),
        };
        let offers: Vec<_> = found.into_iter().map(offer).collect();
        let nothing = "nothing in the text goes on from that";
        let hint = if offers.is_empty() { nothing } else { self.typing.completion.hint() }.to_owned();
        let Some(prompt) = self.prompt_mut() else { return };
        let start = prompt.before_cursor().len() - length;
        let mut completion = Completion::new("Words".to_owned(), offers, prompt, start).with_hint(&hint);
        completion.step(asked.steps, prompt);
        self.typing.completion = completion;
        self.follow_completion();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::document::{LeafKind, SegmentBuilder};

    fn found(leaves: &[&str], typed: &str, options: Options) -> Vec<String> {
        let mut builder = SegmentBuilder::new(0);
        for text in leaves {
            builder.leaf(LeafKind::Paragraph, 0..0, text);
        }
        let segment = builder.finish(0);
        let Some(sought) = Sought::new(typed, options) else { return Vec::new() };
        let mut found = Found::new(&sought);
        found.look_at(&segment, 0, &|| true).unwrap();
        let words = found.words().into_iter().filter_map(|(word, _)| sought.with_hit(word, &segment));
        words.map(|word| format!("{} {}", word.text, word.count)).collect()
    }

    #[test]
    fn words_begin_as_is_typed_the_most_frequent_first() {
        let leaves = [
            "A section, Sections, (sections) and sectional; dissect, SECT, a sect.",
            "The section’s Paris is in Paris. An e-mail, co\u{ad}operation, café and cafe\u{301}: don’t.",
        ];
        for (typed, expected) in [
            ("sect", &["sections 2", "section 1", "sectional 1", "section’s 1"][..]),
            ("Sect", &["Sections 1"]),
            ("(sec", &["(sections 1"]),
            ("pa", &["Paris 2"]),
            ("e-m", &["e-mail 1"]),
            ("coop", &["cooperation 1"]),
            ("caf", &["café 2"]),
            ("don", &["don’t 1"]),
            ("issect", &[]),
            ("paris", &[]),
            ("paris ", &["is 1"]),
            ("is in p", &["paris 1"]),
            ("a  secti", &["section 1"]),
            ("zzz", &[]),
        ] {
            let options = Options { is_exact_case: false, ..Options::default() };
            assert_eq!(found(&leaves, typed, options), expected, "{typed}");
        }
    }

    #[test]
    fn in_scripts_without_spaces_the_next_letter_is_offered() {
        let leaves = ["河水在夜里上涨了,河水退了。", "แม่น้ำ แม่น้ำ"];
        for (typed, expected) in [
            ("河", &["河水 2"][..]),
            ("河水", &["河水在 1", "河水退 1"]),
            ("上涨了", &[]),
            ("แม่", &["แม่น้ 2"]),
        ] {
            assert_eq!(found(&leaves, typed, Options::default()), expected, "{typed}");
        }
    }

    #[test]
    fn what_words_go_on_from() {
        for (typed, is_regex, expected) in [
            ("one", false, "one"),
            ("one tw", false, "tw"),
            ("one ", false, ""),
            (r"a|\bsec", true, "sec"),
            (r"a\\bsec", true, "bsec"),
            ("(ab|", true, ""),
        ] {
            assert_eq!(last_typed(typed, is_regex), expected, "{typed}");
        }
    }

    #[test]
    fn only_what_stands_behind_the_other_words_is_offered() {
        let leaves = ["The end of the list. A needle lies in über Café, and a straw nears.", "the nest"];
        let regex = Options { is_regex: true, ..Options::default() };
        let whole = Options { is_whole_words: true, ..Options::default() };
        for (typed, options, expected) in [
            ("the end nee", Options::default(), &[][..]),
            ("a nee", Options::default(), &["needle 1"]),
            ("zzz n", Options::default(), &[]),
            ("over caf", Options::default(), &[]),
            ("uber caf", Options::default(), &["cafe 1"]),
            ("über caf", Options::default(), &["café 1"]),
            (r"\w+ lie", regex, &["lies 1"]),
            (r"zz+ lie", regex, &[]),
            ("the|nee", regex, &["needle 1"]),
            ("(the|nee", regex, &["needle 1"]),
            ("he ne", whole, &[]),
            ("the ne", whole, &["nest 1"]),
        ] {
            assert_eq!(found(&leaves, typed, options), expected, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn words_go_on_from_what_is_typed(
            leaves in prop::collection::vec("([a-c]{1,4}|[A-B]é|[ .,'-]|漢字|\u{ad}|\u{301}){0,14}", 1..4),
            typed in "([a-c]{1,2}|[AB]|é|[ .'-]|漢){1,3}",
        ) {
            let leaves: Vec<_> = leaves.iter().map(String::as_str).collect();
            let Some(sought) = Sought::new(&typed, Options::default()) else { return Ok(()) };
            let mut builder = SegmentBuilder::new(0);
            for text in &leaves {
                builder.leaf(LeafKind::Paragraph, 0..0, text);
            }
            let segment = builder.finish(0);
            let mut found = Found::new(&sought);
            found.look_at(&segment, 0, &|| true).unwrap();
            for (word, _) in found.words() {
                let Some(word) = sought.with_hit(word, &segment) else { continue };
                let line = sought.before.clone() + &word.text;
                let query = Query::new(&line, Options::default()).unwrap();
                prop_assert!(Scan::new(&segment, &query).next().is_some(), "{}", line);
                prop_assert!(!word.text.contains(char::is_whitespace) && !word.text.is_empty());
                let composed = |text: &str| text.to_lowercase().replace('\u{ad}', "").nfc().collect::<String>();
                let text = composed(segment.text());
                prop_assert!(text.contains(&composed(&word.text)), "{:?} in {:?}", word, text);
            }
        }
    }
}
