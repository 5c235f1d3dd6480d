//! Features of shape: how a line ends, what it is made of, whether it is a rule or looks like code.
//!
//! No feature knows a word of any language, but for the names of parts that are counted, which are of the
//! lexicon.

mod counted;

use super::lines::{Bytes, Line};
pub(super) use counted::counted_word;

/// How a line ends, past closing quotation marks and brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// A letter, a digit, a sign: nothing that ends a sentence or goes on.
    Open,
    /// A full stop, an exclamation mark, an ellipsis.
    Sentence,
    /// A question mark.
    Question,
    /// A comma, a semicolon, a dash: the sentence goes on.
    Clause,
    /// A colon: something is introduced.
    Colon,
    /// A hyphen: the word may go on.
    Hyphen,
}

/// How `body` ends.
pub(super) fn ending(body: &str) -> Ending {
    let closing = |c: char| {
        matches!(c, '"' | '\'' | '”' | '’' | '»' | '«' | '“' | '」' | '』' | '*' | '_' | ')' | ']' | '）')
    };
    let mut from_end = body.trim_end_matches(closing).chars().rev();
    let Some(last) = from_end.next() else { return Ending::Open };
    match last {
        // The Greek question mark is typed as a semicolon.
        ';' if from_end.next().is_some_and(is_greek) => Ending::Question,
        '.' | '!' | '。' | '！' | '…' | '．' | '۔' | '।' => Ending::Sentence,
        '?' | '？' | '؟' | '\u{37E}' => Ending::Question,
        ',' | ';' | '、' | '，' | '；' | '،' | '؛' | '—' | '–' => Ending::Clause,
        ':' | '：' => Ending::Colon,
        '-' | '‐' => Ending::Hyphen,
        _ => Ending::Open,
    }
}

fn is_greek(c: char) -> bool {
    matches!(c, '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}')
}

/// The character that a line of nothing else repeats at least three times: a rule or an underline.
pub(super) fn rule(body: &str) -> Option<char> {
    const MIN_LENGTH: usize = 3;
    let first = body.chars().next().filter(|&c| is_rule_sign(c))?;
    (body.chars().all(|c| c == first) && body.chars().count() >= MIN_LENGTH).then_some(first)
}

/// Whether `body` draws a line between parts: a rule, or three and more signs set apart (`* * *`).
pub(super) fn is_thematic_break(body: &str) -> bool {
    const MIN_SIGNS: usize = 3;
    let mut signs = body.chars().filter(|c| !c.is_whitespace());
    let Some(first) = signs.next().filter(|c| {
        matches!(c, '-' | '=' | '_' | '*' | '~' | '#' | '•' | '·' | '─' | '━' | '═' | '+' | '⁂' | '※' | '✽')
    }) else {
        return false;
    };
    matches!(first, '⁂' | '※') && body.chars().count() == 1
        || signs.clone().all(|c| c == first) && signs.count() + 1 >= MIN_SIGNS
}

fn is_rule_sign(c: char) -> bool {
    c.is_ascii_punctuation() && !matches!(c, '|' | '(' | ')' | '[' | ']' | '{' | '}' | '>' | '<')
        || matches!(c, '─' | '━' | '═' | '–' | '—' | '¯' | '‾')
}

/// The character `line` underlines `over` with: about as long, and below it.
pub(super) fn underline(over: &Line<'_>, line: &Line<'_>) -> Option<char> {
    const SLACK: usize = 2;
    let char = rule(line.body).or_else(|| short_underline(over, line))?;
    let fits = over.width.abs_diff(line.width) <= SLACK && over.indent.abs_diff(line.indent) <= SLACK;
    let has_text = over.body.chars().any(char::is_alphanumeric);
    (fits
        && has_text
        && matches!(ending(over.body), Ending::Open | Ending::Question | Ending::Colon | Ending::Sentence))
    .then_some(char)
}

/// A heading of one or two letters has an underline of one or two signs.
fn short_underline(over: &Line<'_>, line: &Line<'_>) -> Option<char> {
    let first = line.body.chars().next().filter(|c| matches!(c, '=' | '-' | '~'))?;
    (over.width == line.width && line.width == 2 && line.body.chars().all(|c| c == first)).then_some(first)
}

/// The mark of a `#` heading: how many signs, at the line's start and set off from its text.
pub(super) fn hashes(body: &str) -> Option<usize> {
    const MAX_LEVEL: usize = 6;
    let rest = body.trim_start_matches('#');
    let count = body.len() - rest.len();
    let has_text = rest.starts_with(char::is_whitespace) && rest.chars().any(char::is_alphanumeric);
    ((1..=MAX_LEVEL).contains(&count) && has_text).then_some(count)
}

/// The mark that a quoted line begins with: `>`, a bar, or initials and `>`. `>>> ` is a prompt.
pub(super) fn quote_mark(body: &str) -> Option<&str> {
    const MOST_INITIALS: usize = 4;
    if body.starts_with('>') {
        return (!body.starts_with(">>> ")).then_some(">");
    }
    if body.starts_with("| ") || body == "|" {
        return (!body.trim_start_matches('|').contains('|')).then_some("|");
    }
    let initials = body.bytes().take(MOST_INITIALS + 1).position(|byte| byte == b'>')?;
    if !body.get(initials..).is_some_and(|rest| rest.starts_with("> ")) {
        return None;
    }
    let name = body.get(..initials)?;
    let is_name =
        name.starts_with(|c: char| c.is_ascii_uppercase()) && name.chars().all(|c| c.is_ascii_alphabetic());
    is_name.then_some(name)
}

/// Whether the letters of `body` are all capitals, and more than one.
pub(super) fn is_capitals(body: &str) -> bool {
    let mut n_capitals = 0;
    for c in body.chars() {
        if c.is_lowercase() {
            return false;
        }
        n_capitals += usize::from(c.is_uppercase());
    }
    n_capitals > 1
}

/// Whether the first letter of `body` is small: a line that starts so goes on with another.
pub(super) fn starts_small(body: &str) -> bool {
    body.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_lowercase)
}

/// Whether the first letter of `body` is of a script with capitals.
pub(super) fn has_case(body: &str) -> bool {
    body.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| c.is_lowercase() || c.is_uppercase())
}

/// Whether a sentence ends inside `body`: a full stop, a space, and a capital after a small letter.
pub(super) fn has_inner_sentence(body: &str) -> bool {
    if body.is_ascii() {
        let bytes = body.as_bytes();
        let is_inside = |stop: usize| {
            let around = stop.checked_sub(1).and_then(|before| bytes.get(before..stop + 3));
            matches!(around, Some([b'a'..=b'z', _, b' ', b'A'..=b'Z']))
        };
        return memchr::memchr3_iter(b'.', b'!', b'?', bytes).any(is_inside);
    }
    let mut before = ['\0'; 3];
    body.chars().any(|c| {
        let [word, stop, space] = before;
        before = [stop, space, c];
        match (stop, space) {
            ('.' | '!' | '?', ' ') => word.is_lowercase() && c.is_uppercase(),
            (_, '。' | '！' | '？') => c.is_alphabetic(),
            _ => false,
        }
    })
}

/// How much `body` looks like program text rather than prose, from 0 up; above 1 it is sure.
pub(super) fn code(body: &str) -> f32 {
    code_with(body, Bytes::of(body))
}

/// The same of the body of `line`.
pub(super) fn code_on(line: &Line<'_>) -> f32 {
    code_with(line.body, line.bytes)
}

/// The same where no other kinds of byte are in `body` than these. Most text has no rare sign.
fn code_with(body: &str, bytes: Bytes) -> f32 {
    const DRAWN: f32 = 1.2;
    let has = |kind: Bytes| bytes.intersects(kind);
    let is_drawn = (has(Bytes::BEYOND_ASCII) && has_drawing(body)) || is_file_entry(body);
    let drawn = flag(is_drawn, DRAWN);
    if !has(Bytes::RARE) || !has_byte(body, is_rare) {
        return drawn;
    }
    let is_command = ["$ ", "% ", "# ", "> ", ">>> ", "//", "/*", "#!", "#include"]
        .iter()
        .any(|mark| body.starts_with(mark));
    let is_statement = ends_statement(body) || body.starts_with(['}', '{', '<', '@']);
    // `<` and `>` are symbols.
    let may_pair = has(Bytes::SYMBOL | Bytes::PARENTHESIS | Bytes::COLON);
    let is_assignment = (may_pair && has_one_of(body, [b"->", b"=>", b"()", b"::", b"</"]))
        || (has(Bytes::EQUALS) && is_set_apart(body));
    let symbols = if has(Bytes::SYMBOL) { symbols(body) } else { 0.0 };
    symbols * 4.0
        + drawn
        + flag(has(Bytes::HYPHEN) && has_options(body), 0.4)
        + flag(is_command || (has(Bytes::TAB) && has_remark(body)), 0.8)
        + flag(is_statement, 0.6)
        + flag(is_assignment, 0.6)
}

/// The share of symbols of programs among the characters of `body`.
fn symbols(body: &str) -> f32 {
    ratio(body.bytes().filter(|&byte| is_symbol(byte)).count(), body.chars().count())
}

/// Whether `body` begins with the line of a script that names the program to run it.
pub(super) fn names_interpreter(body: &str) -> bool {
    body.strip_prefix("#!").is_some_and(|rest| rest.trim_start().starts_with('/'))
}

/// Whether `body` ends as a statement does in most programs.
pub(super) fn ends_statement(body: &str) -> bool {
    body.ends_with([';', '{', '}']) && ending(body) != Ending::Question && !is_clause(body)
}

/// Whether `body` ends within what a name was called with: `open(path,`.
pub(super) fn opens_call(body: &str) -> bool {
    let name = body.ends_with(',').then(|| body.rsplit_once('(')).flatten();
    name.is_some_and(|(name, inside)| {
        !inside.contains(')') && name.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
    })
}

/// Whether a tab stands before the sign of a comment, as behind a statement.
pub(super) fn has_remark(body: &str) -> bool {
    let is_remark = |rest: &str| ["/*", "//", "# ", "-- ", "; "].iter().any(|mark| rest.starts_with(mark));
    memchr::memchr(b'\t', body.as_bytes()).is_some() && body.split('\t').skip(1).any(is_remark)
}

/// Whether `body` has some words of letters alone, and more of them than of all others.
pub(super) fn is_wordy(body: &str) -> bool {
    const FEWEST: usize = 3;
    let (mut n_words, mut n_of_letters) = (0, 0);
    let mut count = |is_of_letters: bool| {
        n_words += 1;
        n_of_letters += usize::from(is_of_letters);
    };
    if body.is_ascii() {
        let words = body.as_bytes().split(|byte| matches!(byte, b' ' | b'\t'..=b'\r'));
        words.filter(|word| !word.is_empty()).for_each(|word| count(is_of_ascii_letters(word)));
    } else {
        body.split_whitespace().for_each(|word| count(is_of_letters(word)));
    }
    n_of_letters >= FEWEST && 2 * n_of_letters > n_words
}

/// Whether `word` is of letters alone, but for punctuation around them.
fn is_of_letters(word: &str) -> bool {
    word.trim_matches(|c| matches!(c, '.' | ',' | ';' | ':' | '(' | ')' | '"' | '\''))
        .chars()
        .all(char::is_alphabetic)
}

/// The same of a word in ASCII.
fn is_of_ascii_letters(word: &[u8]) -> bool {
    let is_sign = |byte: &u8| matches!(byte, b'.' | b',' | b';' | b':' | b'(' | b')' | b'"' | b'\'');
    let start = word.iter().position(|byte| !is_sign(byte)).unwrap_or(word.len());
    let end = word.iter().rposition(|byte| !is_sign(byte)).map_or(start, |last| last + 1);
    word.get(start..end).is_some_and(|word| word.iter().all(u8::is_ascii_alphabetic))
}

/// Whether `body` is a few words and a semicolon, as lines of verse are.
fn is_clause(body: &str) -> bool {
    const FEWEST: usize = 4;
    let Some(words) = body.strip_suffix(';') else { return false };
    let is_of_prose = |c: char| c.is_alphabetic() || matches!(c, ' ' | ',' | '\'' | '’' | '-' | '—' | '!');
    words.chars().all(is_of_prose) && words.split_whitespace().count() >= FEWEST
}

/// Whether lines are drawn in `body` with bars and corners, as in trees, pictures and printed tables.
fn has_drawing(body: &str) -> bool {
    let is_bar = |c: char| matches!(c, '│' | '┃' | '║' | '┌'..='╋' | '╒'..='╰');
    // All of them begin with these bytes, and dashes and quotation marks only with the first of them.
    has_one_of(body, [b"\xE2\x94", b"\xE2\x95"]) && body.contains(is_bar)
}

/// Whether `body` starts with the mode of a file, as lists of them do: `drwxr-x---`.
pub(super) fn is_file_entry(body: &str) -> bool {
    const LENGTH: usize = 10;
    let Some((mode, rest)) = body.as_bytes().split_at_checked(LENGTH) else { return false };
    let is_sign = |byte: &u8| {
        matches!(
            byte,
            b'-' | b'b' | b'c' | b'd' | b'l' | b'p' | b'r' | b's' | b'S' | b't' | b'T' | b'w' | b'x'
        )
    };
    // Few words are as long as a mode.
    rest.first().is_some_and(|byte| matches!(byte, b' ' | b'+' | b'.' | b'@'))
        && mode.iter().all(is_sign)
        && mode.contains(&b'r')
}

/// Whether `byte` is a sign that prose seldom has.
pub(super) const fn is_rare(byte: u8) -> bool {
    byte.is_ascii_punctuation() & !matches!(byte, b'.' | b',' | b'\'' | b'"' | b'!' | b'?' | b':')
}

/// Whether `byte` is a symbol of programs.
pub(super) const fn is_symbol(byte: u8) -> bool {
    matches!(
        byte,
        b'{' | b'}' | b';' | b'=' | b'<' | b'>' | b'$' | b'\\' | b'|' | b'&' | b'_' | b'~' | b'^' | b'@'
    )
}

/// Whether a sign of assignment or comparison stands apart in `body`.
fn is_set_apart(body: &str) -> bool {
    has_pair(body, |first, second| (first, second) == (b' ', b'=') || (first, second) == (b' ', b':'))
        && [" = ", " := ", " == "].iter().any(|mark| body.contains(mark))
}

/// So many bytes are compared at once.
const BLOCK: usize = 16;

/// Whether a test without branches holds for a byte of `body`: it is then done for many bytes at once.
fn has_byte(body: &str, is_one: impl Fn(u8) -> bool) -> bool {
    let any = |bytes: &[u8]| bytes.iter().fold(false, |has_any, &byte| has_any | is_one(byte));
    // What is left behind the last block is looked at in a block as well, with some of those before it.
    let Some(last) = body.as_bytes().last_chunk::<BLOCK>() else { return any(body.as_bytes()) };
    body.as_bytes().as_chunks::<BLOCK>().0.iter().any(|block| any(block)) || any(last)
}

/// Whether two bytes stand side by side in `body` for which a test holds that has no branches: it is then
/// done for many bytes at once.
fn has_pair(body: &str, is_one: impl Fn(u8, u8) -> bool) -> bool {
    let any = |firsts: &[u8], seconds: &[u8]| {
        let pairs = firsts.iter().zip(seconds);
        pairs.fold(false, |has_any, (&first, &second)| has_any | is_one(first, second))
    };
    let seconds = body.as_bytes().get(1..).unwrap_or_default();
    let firsts = body.as_bytes().get(..seconds.len()).unwrap_or_default();
    let last = firsts.last_chunk::<BLOCK>().zip(seconds.last_chunk::<BLOCK>());
    let Some((last_firsts, last_seconds)) = last else { return any(firsts, seconds) };
    let mut blocks = firsts.as_chunks::<BLOCK>().0.iter().zip(seconds.as_chunks::<BLOCK>().0);
    blocks.any(|(firsts, seconds)| any(firsts, seconds)) || any(last_firsts, last_seconds)
}

/// Whether one of these pairs of bytes stands in `body`.
fn has_one_of<const N: usize>(body: &str, pairs: [&[u8; 2]; N]) -> bool {
    has_pair(body, |first, second| {
        let own = u16::from_le_bytes([first, second]);
        pairs.map(|pair| own == u16::from_le_bytes(*pair)).contains(&true)
    })
}

/// Whether two spaces stand side by side in `body`.
pub(super) fn has_wide_space(body: &str) -> bool {
    has_pair(body, |first, second| (first, second) == (b' ', b' '))
}

/// Whether `body` has options of a program in it: `-a`, `--all`.
fn has_options(body: &str) -> bool {
    let is_option = |at: usize| {
        let (before, rest) = body.split_at_checked(at).unwrap_or_default();
        let is_short = || {
            let mut rest = rest.chars().skip(1);
            rest.next().is_some_and(|name| name.is_ascii() && !name.is_whitespace())
                && rest.next().is_none_or(char::is_whitespace)
        };
        (before.ends_with(' ') && rest.starts_with("--"))
            || (is_short() && before.chars().next_back().is_none_or(char::is_whitespace))
    };
    memchr::memchr_iter(b'-', body.as_bytes()).any(is_option)
}

/// Whether `body` has text on both sides of a gap of `columns` spaces or of a tab.
pub(super) fn has_gap(body: &str, columns: usize) -> bool {
    let is_gap = |run: &[u8]| run.iter().all(|&byte| byte == b' ');
    let bytes = body.as_bytes();
    memchr::memchr(b'\t', bytes).is_some() || has_wide_space(body) && bytes.windows(columns).any(is_gap)
}

pub(super) fn flag(is_set: bool, weight: f32) -> f32 {
    if is_set { weight } else { 0.0 }
}

/// `part` in `whole`; 0 of nothing.
#[expect(clippy::cast_precision_loss, reason = "counts of characters in a line, far below 2^24")]
pub(super) fn ratio(part: usize, whole: usize) -> f32 {
    part as f32 / whole.max(1) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_are_seen_behind_closing_marks() {
        for (body, expected) in [
            ("A title", Ending::Open),
            ("An end.", Ending::Sentence),
            ("“An end.”", Ending::Sentence),
            ("Really?", Ending::Question),
            ("Τι είναι αυτό;", Ending::Question),
            ("和平。", Ending::Sentence),
            ("such as:", Ending::Colon),
            ("one, two,", Ending::Clause),
            ("exam-", Ending::Hyphen),
            ("", Ending::Open),
        ] {
            assert_eq!(ending(body), expected, "{body}");
        }
    }

    #[test]
    fn underlines_are_as_long_as_what_is_above() {
        let fits = |over, under| underline(&Line::new(over, 0), &Line::new(under, 0));
        assert_eq!(fits("Title", "====="), Some('='));
        assert_eq!(fits("Title", "------"), Some('-'));
        assert_eq!(fits("Title", "------------"), None);
        assert_eq!(fits("*****", "====="), None);
        assert_eq!(fits("Go", "=="), Some('='));
        assert_eq!(fits("漢字", "===="), Some('='));
    }

    #[test]
    fn breaks_are_of_one_sign() {
        for (body, expected) in
            [("* * *", true), ("-----", true), ("***", true), ("--", false), ("- * -", false), ("⁂", true)]
        {
            assert_eq!(is_thematic_break(body), expected, "{body}");
        }
    }

    #[test]
    fn case_is_told_for_scripts_that_have_it() {
        assert!(
            is_capitals("ГЛАВА II") && is_capitals("NAME") && !is_capitals("Name") && !is_capitals("漢字")
        );
        assert!(starts_small("и так") && !starts_small("И так") && !starts_small("漢字"));
    }

    #[test]
    fn program_text_has_its_own_signs() {
        assert!(code("for (i = 0; i < n; i++) {") > 1.0);
        assert!(code("$ ls -l /tmp") > 0.8);
        assert!(code("├── wharf") > 1.0 && code("Swan │ 12") > 1.0 && code("She left — “at last”") < 0.1);
        assert!(code("drwxr-x---+ 2 ann office 96 May 3 oars") > 1.0);
        assert!(code("Τι άφησε το νερό;") < 0.3);
        assert!(code("And leave the noisy town behind;") < 0.3 && code("return the boat;") > 0.6);
        assert!(code("It was a bright day, and (so far) a cold one.") < 0.3);
    }

    #[test]
    fn sentences_end_inside() {
        assert!(has_inner_sentence("We came. They left") && has_inner_sentence("来了。走了"));
        assert!(!has_inner_sentence("J. R. Smith") && !has_inner_sentence("1.2 Title"));
    }
}
