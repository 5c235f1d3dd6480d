//! The fifth stage: which blocks are headings, and which are items, where no mark tells.
//!
//! Every short block is weighed by its [`features`](super::features), and together with its
//! neighbors: of all ways to read a run of blocks, the one with the highest score is taken
//! (Viterbi's algorithm). What is certain takes part with the one choice that it has; what is
//! neither text nor item ends the run.

mod asked;
mod marginals;
mod outlines;
mod refused;
mod said;
mod unlike;
mod viterbi;

use super::blocks::{Block, Evidence, Kind};
use super::brief::Brief;
use super::definitions;
use super::features::{Echoes, Feature, Features, Place, form, pair};
use super::guises::{Guise, Guises, guise};
use super::labels::names_a_revision;
use super::lines::Line;
use super::marker::{Delimiter, Marker, Number, Sign, marker};
use super::model::{Choice, Scores, Weights};
use super::paragraph::{self, Join};
use super::profile::{Hashes, Mode, Profile};
use super::shape::{self, Ending};
use crate::document::{Certainty, Change, Purpose};
use unlike::{is_clause, is_closing, is_path, is_sentence};

/// The most columns of a block that is weighed; what is longer is what it seems.
const WIDEST: usize = 400;
/// The most lines of one.
const MAX_LINES: usize = 8;
/// How much the first line of code looks like a program, if it is not short.
const LEAST_CODE: f32 = 0.15;
/// The least spaces of a gap that no heading has.
const GAP: usize = 4;
/// The most lines a heading has.
const MAX_HEADING_LINES: usize = 3;
/// The most columns a heading has, over all its lines.
const MAX_HEADING_WIDTH: usize = 200;

/// A block that takes part in a run, and what it may be.
#[derive(Clone, Debug, Default)]
pub(super) struct Candidate {
    /// What it may be.
    pub(super) choices: Choices,
    /// What speaks for it; empty where there is only one choice.
    pub(super) features: Vec<Feature>,
    /// What goes with the next block; empty at the end of a run.
    pub(super) with_next: Vec<Feature>,
    /// What it looks like, to be known again.
    pub(super) guise: Guise,
    /// How much others of its guise speak for each choice.
    pub(super) leaning: Scores,
}

/// What a candidate's features add up to, once for all that is done with it.
#[derive(Clone, Copy, Debug)]
struct Weighed {
    choices: Choices,
    /// How much speaks for each choice.
    scores: Scores,
    /// How much speaks for each choice together with each of the next block. `None` where they do not
    /// depend on each other.
    with_next: Option<[Scores; Choice::ALL.len()]>,
}

impl Weighed {
    fn new(candidate: &Candidate, weights: &Weights) -> Self {
        let is_tied = !candidate.with_next.is_empty();
        let mut scores = weights.score(&candidate.features);
        for (score, leaning) in scores.iter_mut().zip(candidate.leaning) {
            *score += leaning;
        }
        Self {
            choices: candidate.choices,
            scores,
            with_next: is_tied.then(|| weights.score_pair(&candidate.with_next)),
        }
    }

    /// Whether it may be read as `choice`. What is none of the choices may be read as any.
    fn may_be(&self, choice: Choice) -> bool {
        self.choices.is_none() || self.choices.has(choice)
    }
}

/// A set of choices.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Choices([bool; Choice::ALL.len()]);

impl Choices {
    /// Those that a test holds for.
    pub fn where_is(is_in: impl Fn(Choice) -> bool) -> Self {
        Self(Choice::ALL.map(is_in))
    }

    /// Whether `choice` is one of them.
    pub fn has(self, choice: Choice) -> bool {
        self.0.get(choice as usize).copied().unwrap_or_default()
    }

    pub(super) fn is_open(self) -> bool {
        self.0.iter().filter(|&&is_in| is_in).count() > 1
    }

    fn is_none(self) -> bool {
        self.0.iter().all(|&is_in| !is_in)
    }
}

/// The blocks, and what is around them.
pub(super) struct Scene<'s, 'a> {
    /// All lines, of which blocks are ranges.
    pub(super) lines: &'s [Line<'a>],
    /// The document's habits.
    pub(super) profile: &'s Profile,
    /// Whether the document starts with the first line.
    pub(super) is_start: bool,
    /// Whether the document ends with the last line.
    pub(super) is_end: bool,
    /// Whether the lines are quoted: then none is a heading.
    pub(super) is_quoted: bool,
}

/// The best way to read blocks.
pub(super) struct Reading {
    /// What each might be.
    pub(super) candidates: Vec<Candidate>,
    /// What each is.
    pub(super) chosen: Vec<Choice>,
    /// How likely each choice is.
    pub(super) shares: Vec<Scores>,
}

impl Reading {
    /// The best way to read blocks that may be these.
    fn of(candidates: Vec<Candidate>, weights: &Weights) -> Self {
        let weighed: Vec<_> = candidates.iter().map(|candidate| Weighed::new(candidate, weights)).collect();
        let (chosen, shares) = (viterbi::best(&weighed), marginals::marginals(&weighed));
        Self { candidates, chosen, shares }
    }

    /// How the blocks of each guise were read.
    pub(super) fn guises(&self) -> Guises {
        let mut guises = Guises::default();
        for (candidate, shares) in self.candidates.iter().zip(&self.shares) {
            if candidate.choices.is_open() {
                guises.add(&candidate.guise, shares);
            }
        }
        guises
    }
}

impl Scene<'_, '_> {
    /// Turns the blocks that are headings or items into such. Answers how they were read.
    pub(super) fn decide(&self, blocks: &mut [Block], weights: &Weights) -> Reading {
        let reading = self.read(blocks, weights);
        self.follow(&reading, blocks);
        reading
    }

    /// Turns blocks into what they are in a `reading` of them.
    pub(super) fn follow(&self, reading: &Reading, blocks: &mut [Block]) {
        let read = reading.candidates.iter().zip(&reading.chosen).zip(&reading.shares);
        for (block, ((candidate, &choice), shares)) in blocks.iter_mut().zip(read) {
            let is_turned = candidate.choices.has(Choice::Heading) && block.kind == Kind::Paragraph;
            if candidate.choices.is_open() || is_turned || is_ruled(block) {
                block.kind = self.kind(block, choice);
                let share = shares.get(choice as usize).copied().unwrap_or_default();
                block.certainty = Certainty::of_share(share);
            }
        }
    }

    /// The best way to read `blocks`, and how sure it is.
    pub(super) fn read(&self, blocks: &[Block], weights: &Weights) -> Reading {
        Reading::of(self.candidates(blocks), weights)
    }

    /// The same where block `at`, a paragraph that can be nothing else, might be a heading as well.
    pub(super) fn read_as_if_open(&self, blocks: &[Block], at: usize, weights: &Weights) -> Reading {
        let mut choices = self.all_choices(blocks);
        if let Some(choices) = choices.get_mut(at) {
            *choices = Choices::where_is(|choice| matches!(choice, Choice::Paragraph | Choice::Heading));
        }
        Reading::of(self.candidates_of(blocks, &choices), weights)
    }

    /// What each block may be, and what speaks for it.
    pub(super) fn candidates(&self, blocks: &[Block]) -> Vec<Candidate> {
        self.candidates_of(blocks, &self.all_choices(blocks))
    }

    /// What each block may be.
    fn all_choices(&self, blocks: &[Block]) -> Vec<Choices> {
        // The columns before the explanations that the blocks stand among, from the outermost on.
        let mut columns: Vec<usize> = Vec::new();
        let mut is_below_term = false;
        let mut is_in_revision = false;
        let outlined = outlines::outlined(blocks);
        let are_asked = self.are_asked(blocks);
        let speakers = self.speakers(blocks);
        let nexts = blocks.iter().skip(1).map(Some).chain(std::iter::once(None));
        let choices = |((block, next), is_outlined): ((&Block, Option<&Block>), bool)| {
            let indent = self.indent(block);
            columns.truncate(columns.iter().take_while(|&&column| column <= indent).count());
            let is_first =
                std::mem::replace(&mut is_below_term, block.kind == Kind::Term) && block.n_blank == 0;
            let is_inside = columns.last().is_some_and(|&column| column == indent) || is_first;
            columns.extend(self.column_of_explanation(block));
            if is_inside && self.is_said(block) {
                return Choices::where_is(|choice| choice == Choice::Paragraph);
            }
            if is_outlined && block.ruled.is_none() {
                return Choices::where_is(|choice| choice == Choice::Item);
            }
            if are_asked && self.is_asked(block, next) {
                return Choices::where_is(|choice| choice == Choice::Heading);
            }
            let choices = self.choices(block, next);
            if self.indent(block) == 0 {
                is_in_revision = self.tells_of_revision(block);
            }
            // What was said of a revision stands further in than its head, and is no section.
            let is_no_heading = is_in_revision || self.is_said_by(block, &speakers);
            if is_no_heading && choices.is_open() && block.ruled.is_none() {
                return Choices::where_is(|choice| choice != Choice::Heading && choices.has(choice));
            }
            choices
        };
        blocks.iter().zip(nexts).zip(outlined).map(choices).collect()
    }

    /// The columns before what explains the term that `block` is or begins with.
    fn column_of_explanation(&self, block: &Block) -> Option<usize> {
        let indent = self.indent(block);
        let below = |at: usize| definitions::column_below(self.lines, at, indent);
        match block.kind {
            Kind::Term => below(block.lines.end),
            Kind::Entry(length) => {
                let beside = self.lines.get(block.lines.start)?.after(length);
                let next = || self.lines.get(block.lines.end..)?.iter().find(|line| !line.is_blank());
                below(block.lines.start + 1)
                    .or_else(|| (!beside.is_blank()).then_some(beside.indent))
                    .or_else(|| next().map(|next| next.indent).filter(|&next| next > indent))
            }
            _ => None,
        }
    }

    fn indent(&self, block: &Block) -> usize {
        self.lines.get(block.text.start).map_or(0, |line| line.indent)
    }

    /// Whether `block` is the head of a revision, as a program printed it.
    fn tells_of_revision(&self, block: &Block) -> bool {
        let first = self.lines.get(block.text.start).map_or("", |line| line.body);
        block.kind == Kind::Code && names_a_revision(first)
    }

    /// Whether `block` is a paragraph of words, however much else is in it.
    fn is_said(&self, block: &Block) -> bool {
        const SHARE: usize = 3;
        let lines = self.lines.get(block.text.clone()).unwrap_or_default();
        let is_said =
            |line: &&Line<'_>| shape::code_on(line) < definitions::CODE || shape::is_wordy(line.body);
        block.kind == Kind::Paragraph
            && block.ruled.is_none()
            && lines.iter().filter(is_said).count() * SHARE >= lines.len() * (SHARE - 1)
    }

    /// What speaks for each of the `choices` that each block has.
    fn candidates_of(&self, blocks: &[Block], choices: &[Choices]) -> Vec<Candidate> {
        let briefs: Vec<_> = blocks
            .iter()
            .zip(choices)
            .map(|(block, choices)| Brief::of(block, self.lines, choices.is_open()))
            .collect();
        // Words are looked for only where something is weighed.
        let n_weighed = choices.iter().filter(|choices| choices.is_open()).count();
        let echoes = Echoes::of(if n_weighed > 0 { self.lines } else { &[] }, n_weighed);
        let mut candidates: Vec<_> = choices
            .iter()
            .enumerate()
            .map(|(at, &choices)| self.candidate(choices, &briefs, &echoes, at))
            .collect();
        for at in 1..candidates.len() {
            let open = |at: usize| candidates.get(at).is_some_and(|candidate| candidate.choices.is_open());
            let none = |at: usize| candidates.get(at).is_some_and(|candidate| candidate.choices.is_none());
            if (open(at - 1) || open(at)) && !none(at - 1) && !none(at) {
                let mut features = Features::new(self.profile.mode());
                if let (Some(brief), Some(next)) = (briefs.get(at - 1), briefs.get(at)) {
                    pair(brief, next, self.is_start && at == 1, &mut features);
                }
                if let Some(candidate) = candidates.get_mut(at - 1) {
                    candidate.with_next = features.found;
                }
            }
        }
        candidates
    }

    fn candidate(&self, choices: Choices, briefs: &[Brief], echoes: &Echoes, at: usize) -> Candidate {
        let Some(brief) = briefs.get(at).filter(|_| choices.is_open()) else {
            return Candidate { choices, ..Candidate::default() };
        };
        let mut features = Features::new(self.profile.mode());
        form(brief, &mut features);
        let place =
            Place { briefs, at, profile: self.profile, echoes, is_start: self.is_start, is_end: self.is_end };
        place.place(&mut features);
        let guise = guise(&brief.text, brief.wording.case, place.seen_around(), place.marked_out());
        let leaning = self.profile.guises.leaning(&guise);
        Candidate { choices, features: features.found, with_next: Vec::new(), guise, leaning }
    }

    /// What `block` may be, from its marks and its size.
    fn choices(&self, block: &Block, next: Option<&Block>) -> Choices {
        let unruled = self.unruled_choices(block, next);
        let left = match block.ruled {
            Some(Change::Heading(_)) => Choices::where_is(|choice| choice == Choice::Heading),
            Some(Change::NotHeading) => {
                Choices::where_is(|choice| choice != Choice::Heading && unruled.has(choice))
            }
            _ => return unruled,
        };
        if left.is_none() { Choices::where_is(|choice| choice == Choice::Paragraph) } else { left }
    }

    /// What `block` may be where no reader said anything of it.
    fn unruled_choices(&self, block: &Block, next: Option<&Block>) -> Choices {
        let only = |choice: Choice| Choices::where_is(|other| other == choice);
        let lines = self.lines.get(block.text.clone()).unwrap_or_default();
        match block.kind {
            Kind::Heading(Evidence::Hashes(_)) if self.profile.hashes != Hashes::Headings => {
                Choices::where_is(|choice| choice != Choice::Item)
            }
            Kind::Heading(_) => only(Choice::Heading),
            Kind::Code => only(Choice::Code),
            Kind::Table { .. } | Kind::Quote | Kind::Rule | Kind::Lineated(Purpose::Contents) => {
                Choices::default()
            }
            Kind::Term | Kind::Entry(_) | Kind::Lineated(_) => only(Choice::Paragraph),
            Kind::Item(Some(Marker { sign: Sign::Number(number), .. })) => self.numbered(lines, number, next),
            Kind::Item(_) => only(Choice::Item),
            Kind::Paragraph => self.text(lines, next),
        }
    }

    /// What lines may be that start with a number among its siblings: an item, or a heading if they
    /// are short.
    fn numbered(&self, lines: &[Line<'_>], number: Number, next: Option<&Block>) -> Choices {
        let is_enclosed =
            matches!(number.delimiter, Delimiter::Parens | Delimiter::Brackets | Delimiter::Circle);
        let may_head = !is_enclosed && !self.is_clause_above(lines, next) && self.may_head(lines);
        Choices::where_is(|choice| choice == Choice::Item || (choice == Choice::Heading && may_head))
    }

    /// Whether these lines are short enough for a heading, and nothing of what no heading has is in
    /// them: wide gaps, as between the cells of a table or in a page's header.
    fn may_head(&self, lines: &[Line<'_>]) -> bool {
        let width: usize = lines.iter().map(|line| line.width).sum();
        !self.is_quoted
            && lines.len() <= MAX_HEADING_LINES
            && width <= MAX_HEADING_WIDTH
            && !lines.iter().any(|line| line.has_gap(GAP))
            && !self.reads_on(lines)
    }

    /// What text on these lines may be, above `next`.
    fn text(&self, lines: &[Line<'_>], next: Option<&Block>) -> Choices {
        let width: usize = lines.iter().map(|line| line.width).sum();
        let is_bare = self.profile.mode() == Mode::Bare;
        let may_head = self.may_head(lines) && !self.is_told_apart(lines, next);
        let may_be_item = is_bare || starts_with_number(lines);
        let is_long = lines.len() > MAX_LINES || width > WIDEST;
        let has_text = || lines.iter().any(|line| line.body.chars().any(char::is_alphanumeric));
        let looks_like_code = || lines.first().is_some_and(|line| shape::code_on(line) > LEAST_CODE);
        let is_short = !is_long && (may_head || looks_like_code());
        let may_be_code = is_short && !self.is_prose(lines) && !paragraph::is_of_mail(lines);
        if is_long || !has_text() || !(is_short || is_bare) {
            return Choices::where_is(|choice| choice == Choice::Paragraph);
        }
        Choices::where_is(|choice| match choice {
            Choice::Heading => may_head,
            Choice::Item => may_be_item,
            Choice::Code => may_be_code,
            Choice::Paragraph => true,
        })
    }

    /// Whether these lines are words that end a sentence, and begin one or are wrapped.
    fn is_prose(&self, lines: &[Line<'_>]) -> bool {
        let is_whole = match lines {
            [] => false,
            [line] => line.body.starts_with(char::is_uppercase),
            [first, next, ..] => self.profile.is_full(first, next),
        };
        is_whole
            && lines.last().is_some_and(|last| shape::ending(last.body) == Ending::Sentence)
            && lines.first().is_some_and(|first| shape::is_wordy(first.body))
            && lines.iter().all(|line| shape::code_on(line) < LEAST_CODE)
    }

    /// Whether `block` is the rule above what a mailing list puts below each mail, right below its last line.
    fn is_foot(&self, block: &Block) -> bool {
        const NARROWEST: usize = 30;
        let is_wide = |line: &Line<'_>| line.width >= NARROWEST && shape::rule(line.body) == Some('_');
        block.kind == Kind::Rule
            && block.n_blank == 0
            && self.lines.get(block.lines.start).is_some_and(is_wide)
    }

    /// Whether text on these lines, above `next`, is told to be no heading by what it says or what that is.
    fn is_told_apart(&self, lines: &[Line<'_>], next: Option<&Block>) -> bool {
        let is_below = |test: &dyn Fn(&Block) -> bool| next.is_some_and(test);
        is_path(lines)
            || self.is_clause_above(lines, next)
            || is_below(&|next| self.is_foot(next) || self.is_signature(next))
            || (is_sentence(lines) && is_below(&|next| self.is_introduced(next, lines)))
    }

    /// Whether these lines are a clause, and no text stands below it as below a heading.
    fn is_clause_above(&self, lines: &[Line<'_>], next: Option<&Block>) -> bool {
        let is_numbered = |next: &Block| {
            matches!(next.kind, Kind::Item(_) | Kind::Heading(_))
                || starts_with_number(self.lines.get(next.text.clone()).unwrap_or_default())
        };
        next.is_none_or(is_numbered) && is_clause(lines)
    }

    /// Whether `block` is the signature of a mail.
    fn is_signature(&self, block: &Block) -> bool {
        self.lines.get(block.lines.start).is_some_and(|line| line.body == paragraph::SIGNATURE)
    }

    /// Whether `block` is something that a sentence on the lines above introduces.
    fn is_introduced(&self, block: &Block, above: &[Line<'_>]) -> bool {
        let indent = |line: Option<&Line<'_>>| line.map_or(0, |line| line.indent);
        let is_deeper =
            block.n_blank > 0 && indent(self.lines.get(block.text.start)) > indent(above.first()) + 1;
        is_deeper || matches!(block.kind, Kind::Code | Kind::Table { .. } | Kind::Item(_) | Kind::Quote)
    }

    /// Whether lines end as no heading does: with a comma, or each of several where its author ended it,
    /// far from the middle of the page, as those that close a letter do.
    fn reads_on(&self, lines: &[Line<'_>]) -> bool {
        const CENTERED: usize = 8;
        const MANY: usize = 3;
        let is_right = paragraph::is_set_right(lines);
        let is_flush = is_right || lines.first().is_some_and(|line| line.indent < CENTERED);
        let is_many = is_right || lines.len() >= MANY || is_closing(lines);
        let is_set = is_flush && is_many && paragraph::joins(lines, self.profile).contains(&Join::Break);
        is_set || lines.last().is_some_and(|line| shape::ending(line.body) == Ending::Clause)
    }

    /// What `block` is after the choice.
    fn kind(&self, block: &Block, choice: Choice) -> Kind {
        match (choice, block.kind) {
            (Choice::Heading, Kind::Heading(evidence)) => Kind::Heading(evidence),
            (Choice::Heading, _) => Kind::Heading(Evidence::Form),
            (Choice::Item, Kind::Item(mark)) => Kind::Item(mark),
            (Choice::Code, _) => Kind::Code,
            (Choice::Item, _) => Kind::Item(self.number(block)),
            (Choice::Paragraph, _) => Kind::Paragraph,
        }
    }

    /// The number that `block` starts with, if something sets it off: `200 g` of flour is not the 200th.
    fn number(&self, block: &Block) -> Option<Marker> {
        let mark = marker(self.lines.get(block.text.start)?.body)?;
        matches!(mark.sign, Sign::Number(number) if number.is_set_off()).then_some(mark)
    }
}

/// Whether a reader said whether it is a heading.
fn is_ruled(block: &Block) -> bool {
    matches!(block.ruled, Some(Change::Heading(_) | Change::NotHeading))
}

fn starts_with_number(lines: &[Line<'_>]) -> bool {
    let mark = lines.first().and_then(|line| marker(line.body));
    mark.is_some_and(|mark| matches!(mark.sign, Sign::Number(_)))
}

#[cfg(test)]
mod tests {
    use super::super::blocks::blocks;
    use super::super::labels::labels;
    use super::super::lines::lines;
    use super::*;

    /// One letter a block.
    fn read(text: &str) -> String {
        let lines = lines(text);
        let profile = Profile::new(std::slice::from_ref(&lines));
        let labels = labels(&lines, &(0..lines.len()), &profile);
        let mut blocks = blocks(&lines, &labels, &(0..lines.len()), &profile);
        let scene =
            Scene { lines: &lines, profile: &profile, is_start: true, is_end: true, is_quoted: false };
        scene.decide(&mut blocks, Weights::bundled());
        let letter = |block: &Block| match block.kind {
            Kind::Paragraph | Kind::Term | Kind::Entry(_) | Kind::Lineated(_) => 'p',
            Kind::Heading(_) => 'h',
            Kind::Item(_) => 'i',
            Kind::Code => 'c',
            Kind::Table { .. } => 't',
            Kind::Quote => 'q',
            Kind::Rule => '-',
        };
        blocks.iter().map(letter).collect()
    }

    const BODY: &str = "The river had risen in the night and stood now at the third step of the landing, brown and quick, with branches in it, and a chair. Nobody spoke.";

    #[test]
    fn bare_lines_above_paragraphs_are_headings() {
        for title in [
            "A night on the river",
            "What the water left",
            "Was das Wasser hinterließ",
            "Ce que l'eau a laissé",
            "Lo que dejó el agua",
            "O que a água deixou",
            "Что оставила вода",
            "Τι άφησε το νερό",
            "1.2 The water",
        ] {
            assert_eq!(read(&format!("{BODY}\n{title}\n{BODY}\n")), "php", "{title}");
            assert_eq!(read(&format!("{BODY}\n\n{title}\n\n{BODY}\n")), "php", "{title}");
        }
    }

    #[test]
    fn sentences_and_the_like_are_not() {
        for line in [
            "We slept until the afternoon.",
            "These were the reasons given:",
            "see https://example.org/river for more",
            "Ann, Bo, and Cy,",
            "12:30, the boat",
        ] {
            assert_eq!(read(&format!("{BODY}\n{line}\n{BODY}\n")), "ppp", "{line}");
            assert_eq!(read(&format!("{BODY}\n\n{line}\n\n{BODY}\n")), "ppp", "{line}");
        }
        assert_eq!(read(&format!("{BODY}\n\nand so on\n\n{BODY}\n{BODY}\n")), "pppp");
    }

    #[test]
    fn items_without_bullets_are_found_where_none_have_any() {
        let text = format!(
            "{BODY}\nThere was this to be done:\nmend the boat\nfind the rope\nfeed the dogs\nwait for the ferry\n{BODY}\n{BODY}\n"
        );
        assert_eq!(read(&text), "ppiiiipp");
    }

    #[test]
    fn what_closes_a_letter_is_no_heading() {
        let text = format!("{BODY}\n\nKind regards,\nAnn Lee\n\n{BODY}\n");
        assert_eq!(read(&text), "ppp");
    }

    #[test]
    fn amounts_are_no_numbers_of_items() {
        let lines = lines("200 g of flour\n2) eggs\n");
        let profile = Profile::new(std::slice::from_ref(&lines));
        let scene =
            Scene { lines: &lines, profile: &profile, is_start: true, is_end: true, is_quoted: false };
        let blocks = super::super::blocks::as_text(&lines, 0..2, &profile);
        let numbers: Vec<_> = blocks.iter().map(|block| scene.number(block).is_some()).collect();
        assert_eq!(numbers, [false, true]);
    }

    #[test]
    fn code_between_paragraphs_is_code() {
        let text = format!("{BODY}\nlet river = flow(&source);\nriver.rise(3);\n{BODY}\n");
        assert_eq!(read(&text), "pccp");
    }
}
