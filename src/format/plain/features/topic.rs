//! Which words of a block return soon after it, and which stood before: a heading names what comes.

use super::super::brief::Brief;
use super::super::lines::{Line, is_ideograph};

/// Bytes of text that are looked at on each side.
const REACH: usize = 1500;
/// The most words of a block that are looked for.
const MAX_WORDS: usize = 12;
/// The letters with which a word is known again.
const STEM: usize = 6;
/// The least letters of a word that tells something.
const SHORTEST: usize = 4;

/// How many of the words of `brief` stand before and after it, as answers.
pub(super) fn shares(brief: &Brief, lines: &[Line<'_>]) -> (usize, usize) {
    let stems: Vec<String> = stems(&brief.text);
    let before = lines.get(..brief.lines.start).unwrap_or_default().iter().rev();
    let after = lines.get(brief.lines.end..).unwrap_or_default().iter();
    (share(&stems, &window(before)), share(&stems, &window(after)))
}

/// The text of the first lines, in small letters.
fn window<'l>(lines: impl Iterator<Item = &'l Line<'l>>) -> String {
    let mut text = String::new();
    for line in lines {
        text.push_str(line.body);
        text.push('\n');
        if text.len() >= REACH {
            break;
        }
    }
    text.to_lowercase()
}

/// The beginnings of the longer words, in small letters; pairs of characters in a script without
/// spaces.
fn stems(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let stems = words.flat_map(|word| {
        let chars: Vec<char> = word.chars().collect();
        let pairs = if word.contains(is_ideograph) {
            chars.windows(2).map(String::from_iter).collect()
        } else {
            Vec::new()
        };
        let stem = (pairs.is_empty() && chars.len() >= SHORTEST)
            .then(|| chars.iter().take(STEM).collect::<String>());
        pairs.into_iter().chain(stem)
    });
    stems.take(MAX_WORDS).map(|stem| stem.to_lowercase()).collect()
}

fn share(stems: &[String], text: &str) -> usize {
    if stems.is_empty() || text.is_empty() {
        return 0;
    }
    let n_found =
        stems.iter().filter(|stem| memchr::memmem::find(text.as_bytes(), stem.as_bytes()).is_some()).count();
    match n_found * 100 / stems.len() {
        0 => 1,
        1..=34 => 2,
        35..=60 => 3,
        61..=99 => 4,
        _ => 5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_known_by_their_beginnings() {
        assert_eq!(stems("The Ferrymen of Ulm"), ["ferrym"]);
        assert_eq!(stems("茶与时间"), ["茶与", "与时", "时间"]);
    }

    #[test]
    fn shares_are_answers() {
        let stems = stems("Ferrymen rowing");
        let share = |text| share(&stems, text);
        assert_eq!((share("the ferryman rowed, rowing"), share("a ferryman"), share("nobody")), (5, 3, 1));
    }
}
