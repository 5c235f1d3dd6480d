//! The features in plain words, for readers who ask why.
//!
//! A feature is a question and an answer; here both become a phrase that goes on from “it”: *ends
//! without a full stop*. A question without words of its own is shown as it stands in the table of
//! weights.

mod phrases;

use super::features::Feature;
use phrases::{USUAL, WORDINGS, YES_OR_NO};

/// Whether `answer` says nothing by itself; `None` where no answer to the question does so.
pub(super) fn is_usual(question: &str, answer: &str) -> Option<bool> {
    let question = question.split_once('/').map_or(question, |(question, _)| question);
    if yes_or_no(question).is_some() {
        return Some(answer == "no");
    }
    USUAL.iter().find(|(known, _)| *known == question).map(|(_, usual)| *usual == answer)
}

/// Whether the phrase says no more than that there is no neighbor.
pub(super) fn is_of_none(phrase: &str) -> bool {
    phrase.ends_with("missing") || phrase.starts_with("there is no ending")
}

/// The question of `feature` whatever the kind of document, and the phrase for its answer.
pub(super) fn words(feature: Feature) -> (String, String) {
    let (question, answer) = feature.name();
    let question = question.split_once('/').map_or(question.as_str(), |(question, _)| question);
    let phrase = exception(question, answer).map(str::to_owned).or_else(|| regular(question, answer));
    (question.to_owned(), phrase.unwrap_or_else(|| format!("{question}: {answer}")))
}

fn regular(question: &str, answer: &str) -> Option<String> {
    if let Some((no, yes)) = yes_or_no(question) {
        return Some(if answer == "no" { no } else { yes }.to_owned());
    }
    let (_, template, answers) = WORDINGS.iter().find(|(known, ..)| *known == question)?;
    let known = answers.iter().find(|(known, _)| *known == answer);
    Some(template.replace("{}", known.map_or(answer, |(_, words)| words)))
}

/// The words for no and for yes.
fn yes_or_no(question: &str) -> Option<(&'static str, &'static str)> {
    YES_OR_NO.iter().find(|(known, ..)| *known == question).map(|&(_, no, yes)| (no, yes))
}

/// The phrases that are made in no regular way.
fn exception(question: &str, answer: &str) -> Option<&'static str> {
    Some(match (question, answer) {
        ("words", "1") => "is one word",
        ("before", "start") => "nothing stands before it",
        ("after", "end") => "nothing follows",
        ("before that", "start") => "no more than one block stands before it",
        ("after that", "end") => "no more than one block follows",
        ("often here, then", "no") => "stands here less than three times",
        ("often here, then", "end") => "stands here three times and more, and here at the end",
        ("sentence, then", "no") => "is no sentence by itself",
        ("sentence, then", "end") => "is a sentence, and the last block",
        ("ending before", "none") => "there is no ending before it",
        ("ending after", "none") => "there is no ending after it",
        ("start after", "none") => "nothing begins after it",
        ("words that return" | "words from before", "no words") => "has no longer words that could return",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_feature_of_a_block_has_words() {
        for feature in Feature::all().filter(|feature| !feature.is_of_pair()) {
            let (question, phrase) = words(feature);
            let (_, answer) = feature.name();
            assert!(regular(&question, answer).is_some(), "no words for “{question}”");
            assert!(!phrase.contains('{') && !phrase.contains("  "), "{phrase}");
        }
    }

    #[test]
    fn usual_answers_are_answers() {
        for (question, answer) in USUAL {
            let is_it = |feature: Feature| feature.name() == ((*question).to_owned(), *answer);
            assert!(Feature::all().any(is_it), "{question}: {answer}");
        }
    }

    #[test]
    fn phrases_read_as_words() {
        let all: Vec<_> = Feature::all().map(|feature| words(feature).1).collect();
        for phrase in [
            "ends without a full stop",
            "has 4-5 words",
            "what follows is five times as wide and more",
            "a long paragraph follows",
            "no blank line before it",
            "nothing stands before it",
        ] {
            assert!(all.iter().any(|known| known.starts_with(phrase)), "{phrase}");
        }
    }
}
