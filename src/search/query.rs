//! What is searched for.

use std::ops::Range;

use regex::Regex;
use unicode_normalization::UnicodeNormalization;

use super::fold::folded_text;
use super::haystack::Haystack;
use super::pattern::{self, Mistake};
use super::words::{has_diacritic_at, is_inside_word};
use crate::document::Span;

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
    /// They do not count where the query is in ASCII and case does not count either.
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
            Diacritics::Smart => text.is_ascii() && !self.is_exact_for(text),
            Diacritics::Folded => true,
            Diacritics::Exact => false,
        }
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
    pattern: Regex,
    folding: Folding,
}

/// What is done to a text before it is searched, beside that soft hyphens go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Folding {
    /// Nothing.
    None,
    /// Diacritics go.
    Diacritics,
    /// Diacritics go, and ASCII letters get lower case: a pattern in exact case is found sooner.
    DiacriticsAndCase,
}

/// Why something cannot be searched for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unusable {
    /// There is nothing to search for.
    Empty,
    /// It is no regular expression.
    Mistake(Mistake),
}

/// A hit in a haystack.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// Where it lies there.
    pub(super) range: Range<usize>,
    /// Where it lies in the text that is read.
    pub(super) span: Span,
}

impl Query {
    /// The query for `text`.
    pub fn new(text: &str, options: Options) -> Result<Self, Unusable> {
        if text.trim().is_empty() {
            return Err(Unusable::Empty);
        }
        let is_exact = options.is_exact_for(text);
        let plain = folded_text(text);
        let folds = options.folds(text) && !plain.trim().is_empty();
        let (pattern, folding) = if options.is_regex {
            // Mistakes are to be found where they were typed.
            let typed = pattern::compile_regex(text, is_exact).map_err(Unusable::Mistake)?;
            let is_changed = folds && plain != text;
            let folded = if is_changed { pattern::compile_regex(&plain, is_exact).ok() } else { None };
            (folded.or(Some(typed)), if folds { Folding::Diacritics } else { Folding::None })
        } else if folds && plain.is_ascii() && !is_exact {
            let pattern = pattern::literal(&plain.to_ascii_lowercase(), false);
            (pattern::compile_literal(&pattern, true), Folding::DiacriticsAndCase)
        } else if folds {
            let pattern = pattern::literal(&plain, false);
            (pattern::compile_literal(&pattern, is_exact), Folding::Diacritics)
        } else {
            let pattern = pattern::literal(&text.nfc().collect::<String>(), true);
            (pattern::compile_literal(&pattern, is_exact), Folding::None)
        };
        let pattern = pattern.ok_or(Unusable::Empty)?;
        Ok(Self { text: text.to_owned(), options, pattern, folding })
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

    /// `text` as it is searched.
    pub(super) fn haystack<'a>(&self, text: &'a str) -> Haystack<'a> {
        match self.folding {
            Folding::None => Haystack::plain(text),
            Folding::Diacritics => Haystack::folded(text),
            Folding::DiacriticsAndCase => Haystack::folded(text).into_lower_case(),
        }
    }

    /// The first hit in a part of a haystack that begins at `at` or behind. To the pattern the part is all there
    /// is; at the ends of words what stands around it counts.
    pub(super) fn find(&self, haystack: &Haystack<'_>, part: Range<usize>, at: usize) -> Option<Found> {
        let text = haystack.text().get(part.clone())?;
        let mut at = at.checked_sub(part.start)?;
        while let Some(found) = self.pattern.find_at(text, at) {
            let range = part.start + found.start()..part.start + found.end();
            if let Some(hit) = self.hit(haystack, range) {
                return Some(hit);
            }
            at = self.behind_refused(text, found.range());
            if at > text.len() {
                break;
            }
        }
        None
    }

    fn hit(&self, haystack: &Haystack<'_>, range: Range<usize>) -> Option<Found> {
        let is_hit =
            !range.is_empty() && self.may_part(haystack, range.start) && self.may_end(haystack, range.end);
        let span = || Some(Span::new(haystack.origin(range.start)?, haystack.origin(range.end)?));
        is_hit.then(span).flatten().map(|span| Found { range, span })
    }

    /// Whether a hit may begin at a place, or end there.
    pub(super) fn may_part(&self, haystack: &Haystack<'_>, at: usize) -> bool {
        !self.options.is_whole_words || !is_inside_word(haystack.text(), at)
    }

    /// Whether a hit may end at a place. The last letter of a literal is not another one with a diacritic.
    pub(super) fn may_end(&self, haystack: &Haystack<'_>, at: usize) -> bool {
        let is_literal = !self.options.is_regex;
        self.may_part(haystack, at) && !(is_literal && has_diacritic_at(haystack.text(), at))
    }

    /// Where the next hit may begin behind something that was none. White space that a literal begins with was
    /// tried in all its length.
    fn behind_refused(&self, text: &str, found: Range<usize>) -> usize {
        let refused = text.get(found.start..).unwrap_or_default();
        let space = refused.len() - refused.trim_start().len();
        if space > 0 && !self.options.is_regex {
            return found.start + space;
        }
        found.start + refused.chars().next().map_or(1, char::len_utf8)
    }
}
