//! What is searched for.

use std::sync::Arc;

use regex::Regex;
use unicode_normalization::UnicodeNormalization;

use super::fold::folded_text;
use super::haystack::{Change, Changes, Letters};
use super::needle::Needle;
use super::pattern::{self, Mistake};

/// Whether a search does not see `c`: a soft hyphen or a space of no width, which say where a word may be broken.
pub(super) fn is_unseen(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}')
}

/// How a query is taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Letters match in their own case only. Otherwise case is smart: it counts where a letter of the
    /// query is upper case.
    pub is_exact_case: bool,
    /// A hit does not begin or end inside a word.
    pub is_whole_words: bool,
    /// Whether `e` is found in `é`.
    pub diacritics: Diacritics,
    /// The query is a regular expression.
    pub is_regex: bool,
}

/// What a search makes of diacritics.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Diacritics {
    /// They do not count where the query is in ASCII, no regular expression that names other characters otherwise, and
    /// case does not count either.
    #[default]
    Smart,
    /// They do not count, neither in the text nor in the query.
    Folded,
    /// They count.
    Exact,
}

impl Options {
    /// Whether case counts in a search for `text`.
    pub fn is_exact_for(&self, text: &str) -> bool {
        let has_capital =
            if self.is_regex { pattern::has_capital(text) } else { text.chars().any(char::is_uppercase) };
        self.is_exact_case || has_capital
    }

    /// Whether diacritics do not count in a search for `text`.
    pub fn folds(&self, text: &str) -> bool {
        match self.diacritics {
            Diacritics::Smart => !self.names_other_characters(text) && !self.is_exact_for(text),
            Diacritics::Folded => true,
            Diacritics::Exact => false,
        }
    }

    /// Whether `text` tells characters from those of ASCII that could be taken for them.
    fn names_other_characters(self, text: &str) -> bool {
        let is_other = |c: char| !c.is_ascii() && !is_unseen(c);
        text.chars().any(is_other) || self.is_regex && pattern::names_beyond_ascii(text)
    }

    /// Has diacritics count in a search for `text` if they do not now, and the other way round.
    pub fn turn_diacritics(&mut self, text: &str) {
        let is_folded = !self.folds(text);
        self.diacritics = Diacritics::Smart;
        if self.folds(text) != is_folded {
            self.diacritics = if is_folded { Diacritics::Folded } else { Diacritics::Exact };
        }
    }
}

/// What is searched for: a literal text, in which any run of white space matches any other, or a regular
/// expression.
#[derive(Clone, Debug)]
pub struct Query {
    text: String,
    options: Options,
    pattern: Pattern,
    /// What is done to a text before it is searched.
    changes: Arc<Changes>,
}

/// What is looked for in a haystack.
#[derive(Clone, Debug)]
pub(super) enum Pattern {
    /// A literal text that is found byte for byte.
    Needle(Arc<Needle>),
    /// Any other literal text, or what was typed as a regular expression.
    Regex(Regex),
}

/// Why something cannot be searched for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unusable {
    /// There is nothing to search for.
    Empty,
    /// It is no regular expression.
    Mistake(Mistake),
}

impl Query {
    /// The query for `text`.
    pub fn new(text: &str, options: Options) -> Result<Self, Unusable> {
        // No haystack has what is not seen. What is copied from a page does.
        let sought =
            if options.is_regex { pattern::without_unseen(text) } else { text.replace(is_unseen, "") };
        if sought.trim().is_empty() {
            return Err(Unusable::Empty);
        }
        let is_exact = options.is_exact_for(text);
        let folds = options.folds(text) && !folded_text(text).trim().is_empty();
        let sought = if folds { folded_text(&sought) } else { sought };
        let (pattern, change) = if options.is_regex {
            // Mistakes are to be found where they were typed.
            let typed = pattern::compile_regex(text, is_exact).map_err(Unusable::Mistake)?;
            let changed = if sought == text { None } else { pattern::compile_regex(&sought, is_exact).ok() };
            let change = if folds { Change::Diacritics(Letters::ALL) } else { Change::None };
            (Pattern::Regex(changed.unwrap_or(typed)), change)
        } else {
            literal(&sought, is_exact, folds).ok_or(Unusable::Empty)?
        };
        Ok(Self { text: text.to_owned(), options, pattern, changes: Changes::new(change).into() })
    }

    /// The text as it was typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How it is taken.
    pub fn options(&self) -> Options {
        self.options
    }

    /// Whether it is a regular expression, for which there is no bound on the time that a search takes.
    pub fn is_regex(&self) -> bool {
        self.options.is_regex
    }

    /// What is looked for.
    pub(super) fn pattern(&self) -> &Pattern {
        &self.pattern
    }

    /// What is done to a text before it is searched.
    pub(super) fn changes(&self) -> &Changes {
        &self.changes
    }
}

/// How a literal `text` is looked for; folded where diacritics go. `None` where it is too long.
fn literal(text: &str, is_exact: bool, folds: bool) -> Option<(Pattern, Change)> {
    // What is composed is found where it is decomposed too, unless both are folded.
    let text: String = if folds { text.to_owned() } else { text.nfc().collect() };
    let has_one_spelling = folds || text.chars().all(|c| c.nfd().eq([c]));
    let letters = Letters::of(&text);
    let change = match (folds, is_exact) {
        (true, _) => Change::Diacritics(letters),
        (false, false) if text.is_ascii() => Change::Case(letters),
        (false, _) => Change::None,
    };
    if has_one_spelling && (is_exact || text.is_ascii()) {
        return Some((Pattern::Needle(Needle::new(&text, !is_exact)?.into()), change));
    }
    let pattern = pattern::of_literal(&text, !folds, is_exact);
    Some((Pattern::Regex(pattern::compile_literal(&pattern, is_exact)?), change))
}
