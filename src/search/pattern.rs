//! What is typed, as a regular expression.

use std::ops::Range;

use regex::{Regex, RegexBuilder};
use regex_syntax::ast::{self, Ast, ClassSetItem, ErrorKind, Visitor, visit};
use regex_syntax::hir;
use unicode_normalization::UnicodeNormalization;

use super::query::is_unseen;

/// The most bytes a compiled literal takes. What fits a line of text does not come near.
const MAX_LITERAL: usize = 1 << 24;

/// The most bytes a compiled regular expression takes. The time for a byte of text grows with it, and so does the time
/// that each key takes by which it is typed. `\w` takes some 45,000.
const MAX_REGEX: usize = 1 << 21;

/// The deepest that groups of a regular expression lie in each other.
const MAX_DEPTH: u32 = 100;

/// What is wrong with a regular expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// In words, on one line.
    pub message: String,
    /// Where, in bytes of what was typed. Empty where something is missing, or nothing in particular is wrong.
    pub span: Range<usize>,
}

/// The pattern of a literal text. Any run of white space stands for any other; where `is_canonical`, what is composed
/// for what is decomposed (UAX #15); and unless it `is_exact`, `ß` for `SS`, into which it is folded with case.
pub(super) fn of_literal(text: &str, is_canonical: bool, is_exact: bool) -> String {
    let mut pattern = String::new();
    let mut in_space = false;
    for c in text.chars() {
        if c.is_whitespace() {
            if !in_space {
                pattern.push_str(r"\s+");
            }
        } else {
            pattern.push_str(&character(c, is_canonical, is_exact));
        }
        in_space = c.is_whitespace();
    }
    pattern
}

fn character(c: char, is_canonical: bool, is_exact: bool) -> String {
    let mut spellings = vec![c.to_string()];
    if is_canonical && !c.nfd().eq([c]) {
        spellings.push(c.nfd().collect());
    }
    if !is_exact && c.to_uppercase().count() > 1 {
        spellings.push(c.to_uppercase().collect());
    }
    let spellings: Vec<_> = spellings.iter().map(|spelling| regex::escape(spelling)).collect();
    if spellings.len() == 1 { spellings.concat() } else { format!("(?:{})", spellings.join("|")) }
}

/// Compiles the pattern of a literal.
pub(super) fn compile_literal(pattern: &str, is_exact: bool) -> Option<Regex> {
    RegexBuilder::new(pattern).case_insensitive(!is_exact).size_limit(MAX_LITERAL).build().ok()
}

/// Compiles a regular expression, in which `^` and `$` stand for the ends of lines.
pub(super) fn compile_regex(pattern: &str, is_exact: bool) -> Result<Regex, Mistake> {
    check(pattern)?;
    let mut builder = RegexBuilder::new(pattern);
    builder.case_insensitive(!is_exact).multi_line(true).nest_limit(MAX_DEPTH).size_limit(MAX_REGEX);
    let too_large = |_| Mistake { message: "regex too large".to_owned(), span: 0..0 };
    builder.build().map_err(too_large)
}

/// Whether a regular expression names a letter in upper case. Classes such as `\S` do not.
pub(super) fn has_capital(pattern: &str) -> bool {
    Named::by(pattern).capitals
}

/// Whether a regular expression names characters beyond ASCII: by themselves, by escapes, as a kind, or as all but a
/// kind. A class such as `[^"]`, of all but single characters, does not: what is meant by them is left out as well.
pub(super) fn names_beyond_ascii(pattern: &str) -> bool {
    Named::by(pattern).beyond_ascii
}

/// A regular expression without the unseen characters that it names by themselves; what repeats them repeats nothing.
pub(super) fn without_unseen(pattern: &str) -> String {
    let Ok(ast) = parse(pattern) else { return pattern.to_owned() };
    let mut without = String::with_capacity(pattern.len());
    let mut taken = 0;
    for span in visit(&ast, Unseen::default()).unwrap_or_default() {
        without.push_str(pattern.get(taken..span.start).unwrap_or_default());
        without.push_str("(?:)");
        taken = span.end;
    }
    without + pattern.get(taken..).unwrap_or_default()
}

fn parse(pattern: &str) -> Result<Ast, Mistake> {
    let parsed = ast::parse::ParserBuilder::new().nest_limit(MAX_DEPTH).build().parse(pattern);
    parsed.map_err(|error| Mistake { message: in_words(error.kind()), span: place(pattern, error.span()) })
}

/// Where something is wrong: at least one character, where there is one; the last one where the pattern ends too soon.
fn place(pattern: &str, span: &ast::Span) -> Range<usize> {
    let last = pattern.char_indices().next_back().map_or(0, |(at, _)| at);
    let start = span.start.offset.min(last);
    let first = pattern.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    start..span.end.offset.max(start + first)
}

/// Finds what is wrong.
fn check(pattern: &str) -> Result<(), Mistake> {
    let ast = parse(pattern)?;
    hir::translate::Translator::new().translate(pattern, &ast).map(|_| ()).map_err(|error| Mistake {
        message: meaning_in_words(error.kind()),
        span: place(pattern, error.span()),
    })
}

/// What is wrong, in so few words that with its place they fit a narrow screen.
fn in_words(kind: &ErrorKind) -> String {
    let words = match kind {
        ErrorKind::GroupUnclosed => "( not closed",
        ErrorKind::GroupUnopened => ") not opened",
        ErrorKind::ClassUnclosed => "[ not closed",
        ErrorKind::RepetitionCountUnclosed => "{ not closed",
        ErrorKind::RepetitionMissing => "repeats what?",
        ErrorKind::RepetitionCountInvalid => "count reversed",
        ErrorKind::RepetitionCountDecimalEmpty | ErrorKind::DecimalEmpty => "no number",
        ErrorKind::EscapeUnexpectedEof => "\\ at the end",
        ErrorKind::EscapeUnrecognized => "unknown escape",
        ErrorKind::ClassRangeInvalid => "range reversed",
        ErrorKind::ClassEscapeInvalid | ErrorKind::ClassRangeLiteral => "not in [ ]",
        ErrorKind::GroupNameUnexpectedEof => "name unclosed",
        ErrorKind::GroupNameEmpty => "name is empty",
        ErrorKind::GroupNameInvalid => "not in a name",
        ErrorKind::GroupNameDuplicate { .. } => "name is taken",
        ErrorKind::FlagUnrecognized => "unknown flag",
        ErrorKind::UnicodeClassInvalid => "no such class",
        ErrorKind::UnsupportedBackreference => "no references",
        ErrorKind::UnsupportedLookAround => "no look-around",
        ErrorKind::NestLimitExceeded(_) => "nested too deeply",
        kind => return kind.to_string(),
    };
    words.to_owned()
}

/// The same of a regular expression that is well formed.
fn meaning_in_words(kind: &hir::ErrorKind) -> String {
    match kind {
        hir::ErrorKind::UnicodePropertyNotFound | hir::ErrorKind::UnicodePropertyValueNotFound => {
            "no such class".to_owned()
        }
        kind => kind.to_string(),
    }
}

/// What kinds of characters a regular expression names.
#[derive(Clone, Copy, Debug, Default)]
struct Named {
    capitals: bool,
    beyond_ascii: bool,
}

impl Named {
    /// Those that a pattern names; none where it has a mistake.
    fn by(pattern: &str) -> Self {
        parse(pattern).ok().and_then(|ast| visit(&ast, Self::default()).ok()).unwrap_or_default()
    }

    fn note(&mut self, literal: &ast::Literal) {
        self.capitals |= literal.c.is_uppercase();
        self.beyond_ascii |= !literal.c.is_ascii() && !is_unseen(literal.c);
    }

    fn note_class(&mut self, class: &ast::ClassBracketed) {
        let is_kind = |item: &ClassSetItem| matches!(item, ClassSetItem::Range(_) | ClassSetItem::Ascii(_));
        let has_kind = match &class.kind {
            ast::ClassSet::Item(ClassSetItem::Union(union)) => union.items.iter().any(is_kind),
            ast::ClassSet::Item(item) => is_kind(item),
            ast::ClassSet::BinaryOp(_) => true,
        };
        self.beyond_ascii |= class.negated && has_kind;
    }
}

impl Visitor for Named {
    type Output = Self;
    type Err = ();

    fn finish(self) -> Result<Self, ()> {
        Ok(self)
    }

    fn visit_pre(&mut self, ast: &Ast) -> Result<(), ()> {
        match ast {
            Ast::Literal(literal) => self.note(literal),
            Ast::ClassUnicode(_) => self.beyond_ascii = true,
            Ast::ClassBracketed(class) => self.note_class(class),
            _ => {}
        }
        Ok(())
    }

    fn visit_class_set_item_pre(&mut self, item: &ClassSetItem) -> Result<(), ()> {
        match item {
            ClassSetItem::Literal(literal) => self.note(literal),
            ClassSetItem::Range(range) => {
                self.note(&range.start);
                self.note(&range.end);
            }
            ClassSetItem::Ascii(class) => self.beyond_ascii |= class.negated,
            ClassSetItem::Unicode(_) => self.beyond_ascii = true,
            ClassSetItem::Bracketed(class) => self.note_class(class),
            _ => {}
        }
        Ok(())
    }
}

/// Looks for unseen characters outside of classes, in order.
#[derive(Default)]
struct Unseen {
    found: Vec<Range<usize>>,
}

impl Visitor for Unseen {
    type Output = Vec<Range<usize>>;
    type Err = ();

    fn finish(self) -> Result<Self::Output, ()> {
        Ok(self.found)
    }

    fn visit_pre(&mut self, ast: &Ast) -> Result<(), ()> {
        if let Ast::Literal(literal) = ast
            && is_unseen(literal.c)
        {
            self.found.push(literal.span.start.offset..literal.span.end.offset);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_are_letters_that_are_named() {
        for (pattern, expected) in [
            (r"\S\W\pL\p{Lu}\x{e9}", false),
            ("[a-z]+", false),
            ("[A-z]", true),
            ("a(b|C)", true),
            ("É", true),
            ("(?P<Name>a)", false),
            ("(A", false),
        ] {
            assert_eq!(has_capital(pattern), expected, "{pattern}");
        }
    }

    #[test]
    fn what_is_beyond_ascii_is_named_in_many_ways() {
        for (pattern, expected) in [
            (r"caf[e-]|\w+\S.[a-z]\b[[:alpha:]]", false),
            ("\"[^\"]+\"", false),
            (r"[^\w\s.,;]", false),
            ("tra\u{ad}o", false),
            ("é", true),
            (r"\x{e9}", true),
            (r"[\u2018\u2019]", true),
            (r"[a-\x{ff}]", true),
            (r"[^\x00-\x7f]", true),
            ("[^a-z ]", true),
            ("x[a[^a-z]]", true),
            ("[[:^ascii:]]", true),
            ("[^[:ascii:]]", true),
            (r"\P{ascii}", true),
            (r"[\p{Pi}]", true),
        ] {
            assert_eq!(names_beyond_ascii(pattern), expected, "{pattern}");
        }
    }

    #[test]
    fn words_are_told_by_their_length() {
        for pattern in [r"\w{2,30}", r"\b\w{25}\b", r"\w{20,40}"] {
            assert!(compile_regex(pattern, false).is_ok(), "{pattern}");
        }
    }

    #[test]
    fn mistakes_are_named_with_their_places() {
        for (pattern, message, span) in [
            ("a(b", "( not closed", 1..2),
            ("é)", ") not opened", 2..3),
            ("[a", "[ not closed", 0..1),
            ("a|*", "repeats what?", 2..3),
            (r"\", "\\ at the end", 0..1),
            (r"\p{Foo}", "no such class", 0..7),
            ("(?P<é", "name unclosed", 4..6),
            ("[z-a]", "range reversed", 1..4),
            (r"(\w{99}){99}", "regex too large", 0..0),
            (r"\w{99}", "regex too large", 0..0),
        ] {
            let mistake = compile_regex(pattern, false).unwrap_err();
            assert_eq!((mistake.message.as_str(), mistake.span), (message, span), "{pattern}");
            assert!(!mistake.message.contains('\n'));
        }
        let nested = "(".repeat(200) + &")".repeat(200);
        assert_eq!(compile_regex(&nested, false).unwrap_err().message, "nested too deeply");
    }
}
