//! What is common in a document: how many of its lines are of a kind that means something else where
//! there are many of it. A bare line is less of a heading among numbered ones, and a question is more of
//! one among questions.

use super::super::brief::has_label;
use super::super::lines::Line;
use super::super::marker::{Sign, marker};
use super::super::shape::{self, Ending};

/// Columns of a short line.
const SHORT: usize = 80;
/// Columns of a line of running text, whose words are looked at.
const WIDE: usize = 50;
/// Letters of a longer word.
const LONGER: usize = 4;
/// So many words tell how common capitals are.
const ENOUGH_WORDS: usize = 500;
/// The share of capitals that is more than names make.
const MANY_CAPITALS: f32 = 0.3;

/// How many lines of each kind there are, as amounts: 0 is none, 1 a few, and so on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in super::super) struct Common {
    /// Short lines with a number of several parts, as `1.2`.
    pub(in super::super) deep_numbers: usize,
    /// Short lines without a full stop that hang out of the text to the left.
    pub(in super::super) hanging: usize,
    /// Short paragraphs that are a question.
    pub(in super::super) questions: usize,
    /// Paragraphs that begin with a quotation mark or a dash, as speech does.
    pub(in super::super) speech: usize,
    /// Short paragraphs that begin with a few words and a colon.
    pub(in super::super) labels: usize,
    /// Whether many words have capitals inside sentences, as the nouns of German do.
    pub(in super::super) has_capitals: bool,
}

impl Common {
    /// What is common in the samples, whose text stands at `base_indent` and may be wrapped.
    pub(super) fn new(samples: &[Vec<Line<'_>>], base_indent: usize, is_wrapped: bool) -> Self {
        let mut counts = Counts::default();
        for lines in samples {
            for (at, line) in lines.iter().enumerate().filter(|(_, line)| !line.is_blank()) {
                let is_blank = |at: Option<usize>| at.and_then(|at| lines.get(at)).is_none_or(Line::is_blank);
                let starts = !is_wrapped || is_blank(at.checked_sub(1));
                let ends = !is_wrapped || is_blank(Some(at + 1));
                counts.add(line, base_indent, starts, starts && ends);
            }
        }
        counts.amounts()
    }
}

#[derive(Default)]
struct Counts {
    deep_numbers: usize,
    hanging: usize,
    questions: usize,
    speech: usize,
    labels: usize,
    /// Lines that begin a paragraph, and those that are all of a short one.
    starts: usize,
    short: usize,
    /// Longer words inside sentences, and those of them with a capital.
    words: usize,
    capitals: usize,
}

impl Counts {
    /// Counts a line that may begin a paragraph, or be all of it.
    fn add(&mut self, line: &Line<'_>, base_indent: usize, starts: bool, is_alone: bool) {
        let is_short = line.width <= SHORT;
        let ending = shape::ending(line.body);
        self.deep_numbers += usize::from(is_short && has_deep_number(line.body));
        self.hanging += usize::from(is_short && line.indent < base_indent && ending == Ending::Open);
        self.questions += usize::from(is_short && is_alone && ending == Ending::Question);
        self.starts += usize::from(starts);
        self.speech += usize::from(starts && starts_speech(line.body));
        self.short += usize::from(is_short && is_alone);
        self.labels += usize::from(is_short && is_alone && has_label(line.body));
        if line.width > WIDE && self.words < ENOUGH_WORDS {
            self.add_words(line.body);
        }
    }

    /// Counts the longer words of `body` that stand behind another, with nothing but a space between.
    fn add_words(&mut self, body: &str) {
        let behind = body.split(' ').skip(1);
        let inside = body.split(' ').zip(behind).filter(|(before, _)| before.ends_with(char::is_alphabetic));
        let longer = inside.filter(|(_, word)| word.chars().take(LONGER).all(char::is_alphabetic));
        for (_, word) in longer.filter(|(_, word)| word.chars().nth(LONGER - 1).is_some()) {
            self.words += 1;
            self.capitals += usize::from(word.starts_with(char::is_uppercase));
        }
    }

    fn amounts(&self) -> Common {
        let (speech, labels) =
            (shape::ratio(self.speech, self.starts), shape::ratio(self.labels, self.short));
        Common {
            deep_numbers: amount(self.deep_numbers, &[1, 3]),
            hanging: amount(self.hanging, &[1, 3, 6]),
            questions: amount(self.questions, &[1, 3]),
            speech: amount(speech, &[0.03, 0.1, 0.25]),
            labels: amount(labels, &[0.03, 0.1, 0.3]),
            has_capitals: shape::ratio(self.capitals, self.words) > MANY_CAPITALS,
        }
    }
}

/// How many of the `bounds` are reached.
fn amount<T: Copy + PartialOrd>(count: T, bounds: &[T]) -> usize {
    bounds.partition_point(|&bound| bound <= count)
}

fn has_deep_number(body: &str) -> bool {
    marker(body).is_some_and(|marker| matches!(marker.sign, Sign::Number(number) if number.depth > 1))
}

/// Whether `body` begins as what somebody says: behind a quotation mark or a dash.
pub(in super::super) fn starts_speech(body: &str) -> bool {
    body.starts_with(['"', '“', '„', '«', '‘', '「', '—', '–'])
}

#[cfg(test)]
mod tests {
    use super::super::super::lines::lines;
    use super::*;

    fn common(text: &str, base_indent: usize, is_wrapped: bool) -> Common {
        Common::new(&[lines(text)], base_indent, is_wrapped)
    }

    #[test]
    fn kinds_of_lines_are_counted() {
        let text = "1.2 River\n  1.3 Boat\n  1.4 Rope\n  Who was it?\n“Nobody.”\n  Price: two\n";
        let found = common(text, 2, false);
        let expected =
            Common { deep_numbers: 2, hanging: 1, questions: 1, speech: 2, labels: 2, ..Common::default() };
        assert_eq!(found, expected);
        assert_eq!(common("", 0, true), Common::default());
    }

    #[test]
    fn nouns_may_have_capitals_as_names_do() {
        let has_capitals = |text: &str| common(text, 0, false).has_capitals;
        assert!(has_capitals("Gestern ging der Vorsitzende mit dem Schlüssel zum alten Bootshaus am Fluss."));
        assert!(!has_capitals(
            "Yesterday Anna Vogt went down with the key to the old boathouse that stands by the river."
        ));
        assert!(!has_capitals("The River And The Boats"));
    }

    #[test]
    fn lines_inside_wrapped_paragraphs_are_none_of_them() {
        let text = "We asked whether\n“it” would rise, and\nwhy was that so?\n\nWho knows?\n";
        let found = common(text, 0, true);
        assert_eq!((found.questions, found.speech), (1, 0));
    }
}
