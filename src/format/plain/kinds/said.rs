//! What is said in turn, each time behind the name of who speaks: `Ann: Where is the boat?`, `ANN. Where is the boat?`
//! None of it is a heading, however short it is.

use std::collections::HashMap;

use super::super::blocks::{Block, Kind};
use super::super::shape;
use super::Scene;

/// The names of those who speak in turn.
#[derive(Clone, Debug, Default)]
pub(super) struct Speakers<'a>(Vec<&'a str>);

impl Scene<'_, '_> {
    /// Who speaks in turn in `blocks`: two and more, each twice and more, of whom another goes on three times.
    pub(super) fn speakers<'s>(&'s self, blocks: &[Block]) -> Speakers<'s> {
        const FEWEST_TURNS: usize = 3;
        let mut counts: HashMap<&str, usize> = HashMap::new();
        let names: Vec<_> = blocks.iter().map(|block| self.speaker(block)).collect();
        for name in names.iter().copied().flatten() {
            *counts.entry(name).or_default() += 1;
        }
        counts.retain(|_, count| *count > 1);
        let goes_on = |pair: &&[Option<&str>]| match pair {
            [Some(one), Some(other)] => {
                one != other && counts.contains_key(one) && counts.contains_key(other)
            }
            _ => false,
        };
        match names.windows(2).filter(goes_on).count() {
            0..FEWEST_TURNS => Speakers::default(),
            _ => Speakers(counts.into_keys().collect()),
        }
    }

    /// Whether `block` is something that one of these says.
    pub(super) fn is_said_by(&self, block: &Block, speakers: &Speakers<'_>) -> bool {
        !speakers.0.is_empty() && self.speaker(block).is_some_and(|name| speakers.0.contains(&name))
    }

    fn speaker(&self, block: &Block) -> Option<&str> {
        let is_text = block.kind == Kind::Paragraph && block.ruled.is_none();
        let line = self.lines.get(block.text.start).filter(|_| is_text)?;
        speaker(line.body)
    }
}

/// The name that `body` begins with, in a few words, and behind it a colon, or a full stop if it is in capitals, and text.
fn speaker(body: &str) -> Option<&str> {
    const LONGEST: usize = 30;
    const MOST_WORDS: usize = 3;
    // What may end a name, or begins the wide colon: most texts have none so early.
    let head = body.as_bytes().get(..=LONGEST).unwrap_or(body.as_bytes());
    memchr::memchr3(b':', b'.', 0xEF, head)?;
    let end = body.char_indices().map(|(at, _)| at).take_while(|&at| at <= LONGEST).find(|&at| {
        let rest = body.get(at..).unwrap_or_default();
        rest.starts_with('：') || rest.starts_with(": ") || (at > 1 && rest.starts_with(". "))
    })?;
    let (name, rest) = body.split_at_checked(end)?;
    let has_text = rest.contains(char::is_alphanumeric);
    let is_name = !name.starts_with(char::is_lowercase)
        && name.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '\'' | '’'))
        && name.starts_with(char::is_alphabetic)
        && name.split(' ').count() <= MOST_WORDS;
    (is_name && has_text && (!rest.starts_with('.') || shape::is_capitals(name))).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::super::super::Lines;
    use super::super::super::lines::lines;
    use super::super::super::model::Weights;
    use super::super::super::profile::Profile;
    use super::*;

    #[test]
    fn names_stand_before_what_is_said() {
        for (body, expected) in [
            ("Ann: Where is the boat?", Some("Ann")),
            ("ANN LEE. At the mill.", Some("ANN LEE")),
            ("記者：船はどこですか。", Some("記者")),
            ("Old Ann's son: No.", Some("Old Ann's son")),
            ("Ann. At the mill.", None),
            ("Step 1: The boat", None),
            ("Ann:", None),
            ("ANN.", None),
            ("at the mill: a boat", None),
            ("The boat that lies at the mill: old", None),
        ] {
            assert_eq!(speaker(body), expected, "{body}");
        }
    }

    /// The headings in `text`.
    fn headings(text: &str) -> Vec<String> {
        let lines = lines(text);
        let profile = Profile::new(std::slice::from_ref(&lines));
        let (blocks, _) = Lines::inside(lines.clone()).survey(&profile, Weights::bundled());
        let headings = blocks.iter().filter(|block| matches!(block.kind, Kind::Heading(_)));
        headings.map(|block| lines[block.text.start].body.to_owned()).collect()
    }

    #[test]
    fn what_is_said_in_turn_is_no_heading() {
        let long = "The rope too, if you want to keep it. I would not leave it to the river, which takes whatever lies on the steps.";
        let talk = |sign: &str| {
            let turns = [
                "ANN|And the rope?",
                &format!("BO|{long}"),
                "ANN|Why not?",
                "BO|It was.",
                "EVE|Is this the ferry?",
                "ANN|It is.",
                &format!("EVE|{long}"),
            ];
            turns.map(|turn| turn.replace('|', sign)).join("\n\n")
        };
        for sign in [": ", ". "] {
            assert_eq!(headings(&format!("{long}\n\n{}\n", talk(sign))), [""; 0], "{sign}");
        }
    }
}
