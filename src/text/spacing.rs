//! Spaces that are missing: sentences and words that were glued together when a text lost its form.
//!
//! Only what can hardly be meant is found: the rules ask for whole words on both sides, of a script that
//! has capitals, and keep away from addresses, names of files, numbers, abbreviations and programs.

use std::ops::Range;

/// Signs that stand behind a word or a sentence, before the space.
const CLOSERS: &[char] = &['”', '’', ')', ']'];
/// Signs that end a sentence.
const STOPS: &[char] = &['.', '!', '?', '…'];
/// Signs that running text does not have inside its words, but addresses, programs and formulas.
const FOREIGN: &[char] =
    &['/', '\\', '@', '_', '=', '<', '>', '{', '}', '|', '~', '`', '#', '$', '&', '*', '+', '^', '%', '"'];

/// Where a space is missing in `text`, in bytes, from left to right.
///
/// ```
/// use folio::text::missing_spaces;
///
/// assert_eq!(missing_spaces("We slept.The boat,too, was gone."), [9, 18]);
/// assert!(missing_spaces("See example.org, e.g. version 3.5").is_empty());
/// ```
pub fn missing_spaces(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut start = 0;
    for token in text.split_inclusive(char::is_whitespace) {
        found.extend(in_token(token).into_iter().map(|at| start + at));
        start += token.len();
    }
    found
}

/// The places in a token, which has no space but at its end.
fn in_token(token: &str) -> Vec<usize> {
    if !has_sign_inside(token) || token.contains(FOREIGN) || has_call(token) {
        return Vec::new();
    }
    let seams = seams(token);
    // Where a sign stands more than once it is a name of several parts, or a row of data.
    let is_alone = |seam: &&Seam<'_>| {
        let has = |sign: char| seams.iter().filter(|seam| seam.signs.contains(sign)).count();
        ['.', ',', ';', ':'].into_iter().all(|sign| !seam.signs.contains(sign) || has(sign) == 1)
    };
    seams.iter().filter(is_alone).filter(|seam| seam.lacks_space()).map(|seam| seam.at).collect()
}

/// Whether a sign that a space follows may stand between two words of a token: of most it is soon told
/// that none does.
fn has_sign_inside(token: &str) -> bool {
    /// The first byte of `…` and `”`.
    const BEYOND_ASCII: u8 = 0xE2;
    let inside = token.trim_end_matches(|c: char| !c.is_alphanumeric());
    let is_sign = |byte| matches!(byte, b'.' | b'!' | b'?' | b',' | b';' | b':' | b')' | b']' | BEYOND_ASCII);
    inside.bytes().any(is_sign)
}

/// Whether a bracket opens right behind a word, as in a program.
fn has_call(token: &str) -> bool {
    let is_behind_word =
        |(at, _)| token.get(..at).is_some_and(|before| before.ends_with(char::is_alphanumeric));
    token.match_indices(['(', '[']).any(is_behind_word)
}

/// Two words of a token with nothing but signs between them.
struct Seam<'a> {
    before: &'a str,
    signs: &'a str,
    after: &'a str,
    /// Where the second word starts.
    at: usize,
}

fn seams(token: &str) -> Vec<Seam<'_>> {
    let words = words(token);
    let seam = |pair: &[Range<usize>]| {
        let [before, after] = pair else { return None };
        Some(Seam {
            before: token.get(before.clone())?,
            signs: token.get(before.end..after.start)?,
            after: token.get(after.clone())?,
            at: after.start,
        })
    };
    words.windows(2).filter_map(seam).collect()
}

/// The letters and digits of a token that stand side by side.
fn words(token: &str) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    for (at, c) in token.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
        let end = at + c.len_utf8();
        match words.last_mut() {
            Some(word) if word.end == at => word.end = end,
            _ => words.push(at..end),
        }
    }
    words
}

impl Seam<'_> {
    fn lacks_space(&self) -> bool {
        let signs = self.signs.trim_matches(CLOSERS);
        match signs {
            "," | ";" => is_word(self.before) && self.goes_on(),
            ":" => is_word(self.before) && self.begins_sentence(),
            "" => self.signs.ends_with([')', ']', '”']) && is_word(self.before) && self.begins_sentence(),
            _ if signs.chars().all(|c| STOPS.contains(&c)) => self.ends_sentence() && self.begins_sentence(),
            _ => false,
        }
    }

    /// Whether the first word may be the last of a sentence: a whole word, or a number.
    fn ends_sentence(&self) -> bool {
        is_word(self.before) || self.before.chars().all(char::is_numeric)
    }

    /// Whether the second word begins as sentences do.
    fn begins_sentence(&self) -> bool {
        self.goes_on() && self.after.starts_with(char::is_uppercase)
    }

    /// Whether the second word is one, if need be of one letter: `I`, `и`. Behind a very short word that
    /// would be an abbreviation.
    fn goes_on(&self) -> bool {
        is_word(self.after) || is_letter(self.after) && self.before.chars().count() > 2
    }
}

/// Whether it is a word of two letters and more, small ones but for the first.
fn is_word(word: &str) -> bool {
    let mut letters = word.chars();
    let first = letters.next();
    first.is_some_and(has_case) && !letters.as_str().is_empty() && letters.all(char::is_lowercase)
}

fn is_letter(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(has_case) && letters.next().is_none()
}

fn has_case(letter: char) -> bool {
    letter.is_uppercase() || letter.is_lowercase()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The text with the spaces that it lacks, shown as `·`.
    fn mended(text: &str) -> String {
        let places = missing_spaces(text);
        let pieces =
            std::iter::once(0).chain(places.iter().copied()).zip(places.iter().copied().chain([text.len()]));
        pieces.map(|(start, end)| text.get(start..end).unwrap()).collect::<Vec<_>>().join("·")
    }

    #[test]
    fn glued_sentences_and_words_are_parted() {
        for expected in [
            "We slept.·The boat was gone!·Nobody spoke.",
            "in Kosovo.·The alliance,·too, had it",
            "he said.”·Then (see below).·Then they left…·But",
            "wait...·Then",
            "Warum nicht?·Weil es so ist.·Ähnlich",
            "Вода ушла.·Никто не говорил,·и",
            "Note:·This",
            "(as above)·The rest;·all of it",
            "in 2015.·The end",
            "the end.·I went",
        ] {
            assert_eq!(mended(&expected.replace('·', "")), expected);
        }
    }

    #[test]
    fn what_is_meant_stays() {
        for text in [
            "e.g. this, i.e. that, a.m. U.S.A. Ph.D. etc.",
            "example.org www.Example.Org https://a.Example/b?Cd me@Example.Com",
            "README.md notes.TXT src/Main.Rs setup.py lib.rs",
            "version 3.5, 1,000 or 12:30 and v2.Final",
            "std::vec f(x,y) list[a,b] Console.WriteLine System.Io.File key=value,other",
            "x,y and a,b,c and id,name,email",
            "O’Brien, d’Artagnan, l’Europe, don't, well-known, Jean-Paul",
            "“quoted”, (bracketed), end. Next",
            "漢字。漢字、漢字 ไทย.ไทย",
            "wait...what and so on",
            "",
        ] {
            assert_eq!(mended(text), text);
        }
    }

    proptest! {
        #[test]
        fn places_are_between_words(text in "([a-z]{1,4}|[A-Z][a-z]{0,3}|[.,;:!?)(”’ é漢1-9\n]){0,40}") {
            let places = missing_spaces(&text);
            prop_assert!(places.windows(2).all(|pair| pair[0] < pair[1]));
            for at in places {
                let (before, after) = (text.get(..at).unwrap(), text.get(at..).unwrap());
                prop_assert!(after.starts_with(char::is_alphabetic), "{after}");
                prop_assert!(!before.ends_with(|c: char| c.is_alphanumeric() || c.is_whitespace()), "{before}");
            }
        }
    }
}
