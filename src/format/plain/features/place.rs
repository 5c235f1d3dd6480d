//! Where a block stands: what is before and after it, how far apart, and how it compares.

use super::super::brief::{Brief, Seen};
use super::super::profile::{Mode, Profile};
use super::super::shape;
use super::common::common;
use super::echoes::Echoes;
use super::{Family, Features, topic};

/// A block among its neighbors.
pub(in super::super) struct Place<'s> {
    /// All blocks.
    pub(in super::super) briefs: &'s [Brief],
    /// Which one is looked at.
    pub(in super::super) at: usize,
    pub(in super::super) profile: &'s Profile,
    /// Where the words of all lines return.
    pub(in super::super) echoes: &'s Echoes,
    /// Whether the document starts with the first block, and ends with the last.
    pub(in super::super) is_start: bool,
    pub(in super::super) is_end: bool,
}

/// How many blocks away is looked for numbers and runs.
const REACH: usize = 12;
/// So many times a text stands in a document that repeats it, as pages do the words under their pictures.
const OFTEN: usize = 3;

impl Place<'_> {
    /// Adds what can be said of its place.
    pub(in super::super) fn place(&self, into: &mut Features) {
        let Some(brief) = self.brief(0) else { return };
        let (before, after) = (self.brief(-1), self.brief(1));
        self.distances(into);
        into.add(Family::Before, kind(before));
        into.add(Family::After, kind(after));
        into.add(Family::SentenceThen, if brief.is_sentence() { 1 + kind(after) } else { 0 });
        into.add(Family::Before2, kind(self.brief(-2)));
        into.add(Family::After2, kind(self.brief(2)));
        into.add(Family::EndBefore, before.map_or(8, |before| before.ending));
        into.add(Family::EndAfter, after.map_or(8, |after| after.ending));
        into.add(Family::StartAfter, after.map_or(7, |after| after.start));
        spacing(brief, after, into);
        self.indents(brief, into);
        into.add(Family::WiderBefore, before.map_or(0, |before| 1 + wider(brief, before)));
        into.add(Family::WiderAfter, after.map_or(0, |after| 1 + wider(brief, after)));
        for (family, offset) in [
            (Family::LikeBefore, -1),
            (Family::LikeAfter, 1),
            (Family::LikeBefore2, -2),
            (Family::LikeAfter2, 2),
        ] {
            into.add(family, self.brief(offset).map_or(0, |other| 1 + brief.likeness(other)));
        }
        common(brief, self.is_start && self.at == 0, self.profile, into);
        self.runs(into);
        self.numbers(brief, into);
        self.words(brief, into);
    }

    /// Which of its words stand before it and after it.
    fn words(&self, brief: &Brief, into: &mut Features) {
        // Where nouns have capitals as names do, there is nothing to learn from them.
        let has_names = !self.profile.common.has_capitals && brief.wording.has_inner_capitals();
        let returning = topic::returning(self.echoes, &brief.lines, has_names);
        into.add(Family::TopicBefore, returning.before);
        into.add(Family::TopicAfter, returning.after);
        into.add(Family::Names, returning.names);
    }

    /// What stands before it and after it, as answers.
    pub(in super::super) fn seen_around(&self) -> [usize; 2] {
        [kind(self.brief(-1)), kind(self.brief(1))]
    }

    /// How it is marked out among the text, by its end, its capitals, its number, its indent and the blank
    /// lines around it, as answers. `None` where items are set as headings are.
    pub(in super::super) fn marked_out(&self) -> Option<[usize; 6]> {
        let brief = self.brief(0).filter(|_| self.profile.mode() != Mode::Bare)?;
        let n_after = self.brief(1).map_or(0, |after| after.n_blank);
        let number = brief.number_form();
        let (before, after) = (brief.n_blank.min(3), n_after.min(3));
        Some([brief.ending, brief.wording.case, number, self.depth(brief), before, after])
    }

    /// How far it is indented, seen from most of the text, as an answer.
    fn depth(&self, brief: &Brief) -> usize {
        let base = self.profile.base_indent;
        match brief.indent {
            indent if indent < base => 0,
            indent if indent == base => 1,
            indent => 2 + [4, 9].partition_point(|&bound| bound <= indent - base),
        }
    }

    fn text(&self) -> &str {
        self.brief(0).map_or("", |brief| brief.text.as_str())
    }

    fn is_short(&self) -> bool {
        self.brief(0).is_some_and(Brief::is_short)
    }

    /// The block so many places on.
    fn brief(&self, offset: isize) -> Option<&Brief> {
        self.briefs.get(self.at.checked_add_signed(offset)?)
    }

    fn distances(&self, into: &mut Features) {
        let first = if self.is_start { self.at } else { usize::MAX };
        let last = if self.is_end { self.briefs.len() - 1 - self.at } else { usize::MAX };
        into.measure(Family::First, first, &[1, 2, 3, 6]);
        into.measure(Family::Last, last, &[1, 2, 3, 6]);
    }

    fn indents(&self, brief: &Brief, into: &mut Features) {
        into.add(Family::Indent, self.depth(brief));
        into.add(Family::IndentBefore, self.brief(-1).map_or(0, |before| shift(brief.indent, before.indent)));
        into.add(Family::IndentAfter, self.brief(1).map_or(0, |after| shift(brief.indent, after.indent)));
        into.flag(Family::Centered, self.is_centered(brief));
    }

    /// Whether it stands in the middle of the measure.
    fn is_centered(&self, brief: &Brief) -> bool {
        const SLACK: usize = 6;
        self.profile.measure.is_some_and(|measure| {
            let (left, right) = (
                brief.indent - self.profile.base_indent.min(brief.indent),
                measure.saturating_sub(brief.right),
            );
            left >= 4 && left.abs_diff(right) <= SLACK
        })
    }

    /// How many short paragraphs stand before and after, and how far back a colon ends one.
    fn runs(&self, into: &mut Features) {
        let before = self.briefs.iter().take(self.at).rev();
        let n_before = before.clone().take(REACH).take_while(|brief| brief.is_short()).count();
        let n_after =
            self.briefs.iter().skip(self.at + 1).take(REACH).take_while(|brief| brief.is_short()).count();
        into.measure(Family::RunBefore, n_before, &[1, 2, 3, 4, 7]);
        into.measure(Family::RunAfter, n_after, &[1, 2, 3, 4, 7]);
        into.measure(Family::ShortAround, self.short_around(), &[0.2, 0.4, 0.6, 0.8]);
        let count = self.profile.repeated.count(self.text());
        let n_times = count.alone + count.stacked;
        into.measure(Family::Repeated, n_times, &[2, 3, 5]);
        into.add(Family::RepeatedThen, if n_times < OFTEN { 0 } else { 1 + kind(self.brief(1)) });
        let is_stacked = n_before + n_after >= 5;
        into.add(
            Family::Listed,
            match (is_stacked, count.stacked, count.alone) {
                _ if self.profile.listed.has(self.text()) => 1,
                (false, 1.., 1..) => 1,
                (true, 1.., 1..) => 2,
                _ if !self.profile.listed.is_empty() => 3,
                _ => 0,
            },
        );
        let colon = before.take(REACH).position(|brief| brief.ending == 6 && brief.seen != Seen::Heading);
        into.add(
            Family::AfterColon,
            colon.map_or(0, |back| 1 + [1, 2, 4].partition_point(|&bound| bound <= back)),
        );
    }

    /// The share of short paragraphs among the blocks around it.
    fn short_around(&self) -> f32 {
        const REACH: usize = 8;
        let first = self.at.saturating_sub(REACH);
        let around = self.briefs.iter().take(self.at + REACH + 1).skip(first);
        let n_others = around.len() - 1;
        let n_short = around.filter(|brief| brief.is_short()).count() - usize::from(self.is_short());
        shape::ratio(n_short, n_others)
    }

    /// Whether a number before goes before this one, or one after goes on with it.
    fn numbers(&self, brief: &Brief, into: &mut Features) {
        let Some(number) = brief.number else {
            into.add(Family::NumberBefore, 0);
            into.add(Family::NumberAfter, 0);
            return;
        };
        let value = |distance: Option<usize>| match distance {
            None => 0,
            Some(0) => 1,
            Some(_) => 2,
        };
        let mut before = self.briefs.iter().take(self.at).rev().take(REACH);
        let mut after = self.briefs.iter().skip(self.at + 1).take(REACH);
        into.add(
            Family::NumberBefore,
            value(before.position(|other| other.number.is_some_and(|other| number.follows(&other)))),
        );
        into.add(
            Family::NumberAfter,
            value(after.position(|other| other.number.is_some_and(|other| other.follows(&number)))),
        );
    }
}

/// Adds how many blank lines stand before and after.
fn spacing(brief: &Brief, after: Option<&Brief>, into: &mut Features) {
    let n_after = after.map_or(0, |after| after.n_blank);
    into.measure(Family::BlankBefore, brief.n_blank, &[1, 2, 3]);
    into.measure(Family::BlankAfter, n_after, &[1, 2, 3]);
    let more = if brief.n_blank < n_after { 0 } else { (1 + brief.n_blank - n_after).min(3) };
    into.add(Family::Apart, more);
}

/// What a neighbor is, as an answer.
fn kind(brief: Option<&Brief>) -> usize {
    brief.map_or(0, |brief| 1 + brief.seen as usize)
}

/// How wide `other` is, measured in `brief`.
pub(super) fn wider(brief: &Brief, other: &Brief) -> usize {
    let (own, other) = (brief.width.max(1) * 10, other.width * 10);
    [own / 2, own * 4 / 5, own * 5 / 4, own * 2, own * 5].partition_point(|&bound| bound <= other)
}

/// How far `other` is indented, seen from `own`.
fn shift(own: usize, other: usize) -> usize {
    match (other < own, own.abs_diff(other)) {
        (_, 0) => 3,
        (true, 1..=3) => 2,
        (true, _) => 1,
        (false, 1..=3) => 4,
        (false, _) => 5,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::super::evidence::exhibits;
    use crate::source::Source;

    const PROSE: &str = "The river rose in the night, over its banks and into the lower streets of the town, \
        where nobody slept, and in the morning it stood at the third step of the landing, brown and quick.\n\n";

    /// What is answered to `question` for the block that is `line`, where it is weighed.
    fn answers(text: &str, line: &str, question: &str) -> Vec<&'static str> {
        let all = exhibits(&Arc::new(Source::from_text("text", text)));
        let place = |at: u64| usize::try_from(at).unwrap();
        let own = all
            .iter()
            .filter(|block| text.get(place(block.source.start)..place(block.source.end)) == Some(line));
        let names = own.flat_map(|block| block.features.iter().map(|feature| feature.name()));
        names.filter(|(asked, _)| asked == question).map(|(_, answer)| answer).collect()
    }

    #[test]
    fn what_stands_often_is_told_by_what_is_below_it() {
        let text = format!("Picture\n\n{PROSE}Boats\n\n{PROSE}Picture\n\n{PROSE}Picture\n");
        assert_eq!(answers(&text, "Picture", "often here, then"), ["middling", "middling", "end"]);
        assert_eq!(answers(&text, "Boats", "often here, then"), ["no"]);
    }

    #[test]
    fn a_title_needs_no_number_where_headings_have_them() {
        let numbered = |n: usize| format!("{n}.1 Boats\n\n{PROSE}{n}.2 Oars\n\n{PROSE}");
        let text = format!("The river\n\n{}Ropes\n\n{PROSE}", [1, 2, 3].map(numbered).concat());
        assert_eq!(answers(&text, "The river", "deep numbers here"), ["none"]);
        assert_eq!(answers(&text, "Ropes", "deep numbers here"), ["many, not of them"]);
    }

    #[test]
    fn what_is_of_the_page_is_like_nothing_of_the_text() {
        let text = format!("{PROSE}Boats\n\nImage\n\nPhoto\n\n{PROSE}");
        assert_eq!(answers(&text, "Boats", "like after"), ["0"]);
        assert_eq!(answers(&text, "Image", "like after"), ["4"]);
    }

    #[test]
    fn a_box_is_short_wherever_one_looks() {
        let labels = "Height\n\n12 m\n\nOwner\n\nAnna\n\n".repeat(4);
        let text = format!("{PROSE}Boats\n\n{PROSE}{}{labels}Oars\n\n{labels}", PROSE.repeat(8));
        assert_eq!(answers(&text, "Oars", "short around"), ["nearly all"]);
        assert_eq!(answers(&text, "Boats", "short around"), ["hardly any"]);
    }
}
