//! Why a block is what it is: the chunk is read again, and the evidence on the way is kept.

use std::collections::HashMap;

use super::blocks::{Block, Evidence, Kind};
use super::corrected::{Unruled, correct, fingerprint, offers};
use super::features::Feature;
use super::furniture::Removed;
use super::ink::Inked;
use super::kinds::{Candidate, Reading, Scene};
use super::labels::grounds_of_code;
use super::levels::{self, Levels};
use super::lines::Line;
use super::marker::{Marker, Sign};
use super::model::{Choice, Scores, Weights};
use super::profile::Mark;
use super::setting::without_quote_mark;
use super::shape;
use super::table::Form;
use super::words::{is_of_none, is_usual, words};
use super::{Lines, MAX_QUOTES, PlainReader, blocks, contents, read};
use crate::document::position::offset;
use crate::document::{
    Certainty, Change, Chunk, Explanation, Furniture, Grounds, Purpose, Reason, Review, RunnerUp,
    SegmentBuilder, Span, Weighing,
};
use crate::text::shorten;

/// Reasons that say less are not worth a line.
const LEAST_WEIGHT: f32 = 0.05;
/// What is less likely is not worth a number.
const LEAST_SHARE: f32 = 0.005;

impl PlainReader {
    /// Why the block of `chunk` is what it is that has the byte at `at`, or the next one.
    pub(super) fn explain_block(&self, chunk: &Chunk, at: usize) -> Option<Explanation> {
        let text = read(&self.source, chunk, &mut SegmentBuilder::new(chunk.source.start));
        let around = self.around(chunk);
        let inked = Inked::of(text);
        let mut text = self.lines(chunk, &around, &inked);
        if let Some(explanation) = explain_furniture(&text, &inked, at) {
            return Some(explanation);
        }
        for n_quotes in 0..=MAX_QUOTES {
            let mut marked = text.marked(&self.profile);
            let (_, unruled) = correct(&mut text, &mut marked, self.habits(), n_quotes > 0);
            let inquiry =
                Inquiry { reader: self, text: &text, inked: &inked, unruled, is_quoted: n_quotes > 0 };
            let (block, explanation) = inquiry.explain(&marked, at)?;
            if block.kind != Kind::Quote || n_quotes == MAX_QUOTES {
                return Some(explanation);
            }
            let quoted = text.all.get(block.text.clone()).unwrap_or_default();
            if quoted.iter().all(|line| without_quote_mark(line).is_blank()) {
                return Some(explanation);
            }
            let inner: Vec<_> = quoted.iter().map(without_quote_mark).collect();
            text = Lines::inside(inner);
        }
        None
    }
}

/// Why what has the byte at `at` is page furniture, if it is.
fn explain_furniture(text: &Lines<'_>, inked: &Inked, at: usize) -> Option<Explanation> {
    let span = |removed: &Removed<'_>| span(&removed.lines, inked);
    let removed = text.removed.iter().find(|removed| span(removed).contains(offset(at)))?;
    let (kind, mark) = match removed.kind {
        Furniture::Header => ("the head of a page", "it returns at the heads of pages"),
        Furniture::Footer => ("the foot of a page", "it returns at the feet of pages"),
        Furniture::License => ("terms around the text", "lines between *** say that the text is elsewhere"),
    };
    let (kind, grounds) = (kind.to_owned(), Grounds::Mark(mark.to_owned()));
    Some(Explanation { source: span(removed), kind, grounds, review: None })
}

/// The bytes of the chunk that `lines` stand in.
fn span(lines: &[Line<'_>], inked: &Inked) -> Span {
    let start = lines.iter().find(|line| !line.is_blank()).map_or(0, |line| line.start);
    let end = lines.iter().map(Line::end).max().unwrap_or(start);
    Span::new(offset(inked.source_offset(start)), offset(inked.source_offset(end)))
}

/// Lines, one of whose blocks is asked about.
struct Inquiry<'s, 'a> {
    reader: &'s PlainReader,
    text: &'s Lines<'a>,
    inked: &'s Inked,
    unruled: Unruled,
    is_quoted: bool,
}

impl Inquiry<'_, '_> {
    fn explain(&self, marked: &[Block], at: usize) -> Option<(Block, Explanation)> {
        let PlainReader { profile, weights, .. } = self.reader;
        let scene = self.text.scene(profile, self.is_quoted);
        let mut reading = scene.read(marked, weights);
        self.unruled.keep(self.text, marked, &mut reading);
        let mut decided = marked.to_vec();
        scene.follow(&reading, &mut decided);
        let whole = blocks::join_alike(decided.clone(), &self.text.all, &self.text.own, profile);
        let block = self.find(&whole, at)?;
        let part = decided.iter().position(|part| part.lines.start == block.lines.start)?;
        let grounds = self.grounds(&scene, block, marked, (part, decided.get(part)?.kind), &reading)?;
        let title = self.text.is_start.then(|| levels::title(&whole, &self.text.all, profile)).flatten();
        let levels = Levels { profile, title };
        let level = match block.kind {
            Kind::Heading(evidence) => Some(levels.level(block, evidence, &self.text.all)),
            _ => None,
        };
        let kind = match level {
            Some(level) => match levels.why(block, &self.text.all) {
                Some(why) => format!("a heading of level {level}, {why}"),
                None => format!("a heading of level {level}"),
            },
            None => name(block.kind).to_owned(),
        };
        let review = self.review(marked, &decided, part, level);
        Some((block.clone(), Explanation { source: self.source(block), kind, grounds, review }))
    }

    /// What speaks for `block`, which was made of part `at` of those `marked`, read as `decided_kind`.
    fn grounds(
        &self,
        scene: &Scene<'_, '_>,
        block: &Block,
        marked: &[Block],
        (at, decided_kind): (usize, Kind),
        reading: &Reading,
    ) -> Option<Grounds> {
        let weights = self.reader.weights;
        let is_open = reading.candidates.get(at).is_some_and(|candidate| candidate.choices.is_open());
        let limit = match block.ruled.and_then(said) {
            Some(said) => said.to_owned(),
            None if block.kind == Kind::Code && decided_kind != Kind::Code => {
                "the code below it goes on with it".to_owned()
            }
            None if !is_open
                && matches!(block.kind, Kind::Heading(_))
                && marked.get(at).is_some_and(|marked| marked.kind == Kind::Paragraph) =>
            {
                "it asks what the text right below it answers, as others do".to_owned()
            }
            None if is_open => return weigh(reading, at, weights, None).map(Grounds::Weighed),
            None => self.mark(scene, block, marked, at)?,
        };
        let has_letters = || self.first(block).contains(char::is_alphanumeric);
        if !matches!(block.kind, Kind::Paragraph | Kind::Heading(Evidence::Form)) || !has_letters() {
            return Some(Grounds::Mark(limit));
        }
        let other = scene.read_as_if_open(marked, at, weights);
        let other = Reading { chosen: reading.chosen.clone(), ..other };
        weigh(&other, at, weights, Some(limit)).map(Grounds::Weighed)
    }

    /// The first line of a block.
    fn first(&self, block: &Block) -> &str {
        self.text.all.get(block.text.start).map_or("", |line| line.body)
    }

    /// What readers can say of block `at`.
    fn review(&self, marked: &[Block], decided: &[Block], at: usize, level: Option<u8>) -> Option<Review> {
        const LONGEST: usize = 60;
        let block = marked.get(at)?;
        let lines = self.text.all.get(block.text.clone()).unwrap_or_default();
        let words: Vec<_> =
            lines.iter().flat_map(|line| line.body.split_whitespace()).take(LONGEST).collect();
        Some(Review {
            block: fingerprint(self.text, block),
            text: shorten(&words.join(" "), LONGEST),
            level,
            offers: offers(self.text, decided, at),
        })
    }

    /// The first block that ends behind the byte at `at`.
    fn find<'b>(&self, blocks: &'b [Block], at: usize) -> Option<&'b Block> {
        let own = || blocks.iter().filter(|block| self.text.own.contains(&block.lines.start));
        own().find(|block| self.source(block).end as usize > at).or_else(|| own().next_back())
    }

    /// The bytes of a block in the chunk.
    fn source(&self, block: &Block) -> Span {
        span(self.text.all.get(block.lines.clone()).unwrap_or_default(), self.inked)
    }

    /// What leaves no choice about `block`, which is number `at` of those `marked`.
    fn mark(&self, scene: &Scene<'_, '_>, block: &Block, marked: &[Block], at: usize) -> Option<String> {
        let first = self.first(block);
        Some(match marked.get(at)?.kind {
            Kind::Heading(Evidence::Underline(underline)) if underline.is_doubled => {
                format!("rows of {} stand above and below it", underline.char)
            }
            Kind::Heading(Evidence::Underline(underline)) => {
                format!("a row of {} stands below it", underline.char)
            }
            Kind::Heading(Evidence::Marked(Mark::Stars(_))) => "stars stand before it".to_owned(),
            Kind::Heading(Evidence::Marked(Mark::Framed(sign, _))) => {
                format!("{sign} stands before and behind it")
            }
            Kind::Heading(Evidence::Marked(Mark::Version)) => "it names a package and its version".to_owned(),
            Kind::Heading(_) => "# signs stand before it".to_owned(),
            Kind::Item(Some(Marker { length, sign })) => {
                let mark = first.get(..length).unwrap_or_default();
                let what = if matches!(sign, Sign::Number(_)) { "number" } else { "bullet" };
                format!("the {what} {mark} stands before it")
            }
            Kind::Item(None) => "it stands among items".to_owned(),
            Kind::Table { form, .. } => table(form).to_owned(),
            Kind::Code if block.lines != block.text => "fences stand around it".to_owned(),
            Kind::Code => {
                let Lines { all, own, .. } = self.text;
                grounds_of_code(all, own, block.lines.start, &self.reader.profile).to_owned()
            }
            Kind::Quote => quote(first).to_owned(),
            Kind::Term => "what explains it stands below it, further right".to_owned(),
            Kind::Entry(length) => {
                format!("what explains {} stands beside it", first.get(..length).unwrap_or_default())
            }
            Kind::Lineated(Purpose::Contents) => {
                let entries = self.text.all.get(block.text.clone()).unwrap_or_default();
                contents::grounds(entries).to_owned()
            }
            Kind::Lineated(_) => "its lines end where their author ended them".to_owned(),
            Kind::Rule => "it is nothing but a row of signs".to_owned(),
            Kind::Paragraph if !first.contains(char::is_alphanumeric) => "it has no letters".to_owned(),
            Kind::Paragraph => scene.why_no_heading(block, marked),
        })
    }
}

/// What a reader said that leaves no choice, in words.
fn said(change: Change) -> Option<&'static str> {
    match change {
        Change::Heading(None) => Some("you said that it is a heading"),
        Change::Heading(Some(_)) => Some("you said which level it has"),
        Change::NotHeading => Some("you said that it is no heading"),
        Change::Table => Some("you said that it is a table"),
        Change::NotTable => Some("you said that it is no table"),
        Change::Join | Change::Split(_) => None,
    }
}

/// What shows that a line which starts with `first` is quoted.
fn quote(first: &str) -> &'static str {
    match shape::quote_mark(first) {
        Some("|") => "a bar stands before each of its lines",
        Some(">") | None => "a > stands before each of its lines",
        Some(_) => "initials and a > stand before its lines",
    }
}

/// What parts the cells of a table.
fn table(form: Form) -> &'static str {
    match form {
        Form::Pipes => "bars stand between its cells",
        Form::Grid => "rules are drawn around its cells",
        Form::Ruled => "a rule shows its columns",
        Form::Tabs => "tabs stand between its cells",
        Form::Commas => "commas stand between its cells",
        Form::Columns => "its cells are aligned in columns",
    }
}

/// A kind of block, in words.
fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Paragraph => "a paragraph",
        Kind::Heading(_) => "a heading",
        Kind::Item(_) => "an item of a list",
        Kind::Table { .. } => "a table",
        Kind::Code => "code",
        Kind::Quote => "a quote",
        Kind::Term => "a term",
        Kind::Entry(_) => "a term and what explains it",
        Kind::Lineated(Purpose::Contents) => "a table of contents",
        Kind::Lineated(_) => "verse",
        Kind::Rule => "a rule",
    }
}

/// A choice, in words.
fn choice_name(choice: Choice) -> &'static str {
    match choice {
        Choice::Paragraph => "a paragraph",
        Choice::Heading => "a heading",
        Choice::Item => "an item of a list",
        Choice::Code => "code",
    }
}

/// What speaks for block `at` and against it.
fn weigh(reading: &Reading, at: usize, weights: &Weights, limit: Option<String>) -> Option<Weighing> {
    let chosen = *reading.chosen.get(at)?;
    let candidate = reading.candidates.get(at)?;
    let shares = reading.shares.get(at)?;
    let share = |choice: Choice| shares.get(choice as usize).copied().unwrap_or_default();
    let others = Choice::ALL.into_iter().filter(|&other| other != chosen && candidate.choices.has(other));
    let next = others.max_by(|one, other| share(*one).total_cmp(&share(*other)))?;
    let mut reasons = of_its_own(candidate, weights, chosen, next);
    reasons.push(of_its_guise(candidate, chosen, next));
    reasons.extend(of_neighbors(reading, at, weights, chosen, next));
    reasons.retain(|reason| reason.weight.abs() >= LEAST_WEIGHT);
    reasons.sort_by(|one, other| other.weight.abs().total_cmp(&one.weight.abs()));
    let certainty = (share(next) >= LEAST_SHARE).then(|| Certainty::of_share(share(next)));
    Some(Weighing {
        certainty: Certainty::of_share(share(chosen)),
        limit,
        runner_up: RunnerUp { kind: choice_name(next).to_owned(), certainty },
        reasons,
    })
}

/// What the features of a block say for one choice rather than another, each question once.
fn of_its_own(candidate: &Candidate, weights: &Weights, chosen: Choice, next: Choice) -> Vec<Reason> {
    let weight =
        |feature: Feature| weights.single.get(feature.index()).map_or(0.0, |row| lead(row, chosen, next));
    let usual = usual(weight);
    let mut asked: Vec<(String, Reason)> = Vec::new();
    for &feature in &candidate.features {
        let weight = weight(feature) - usual.get(&feature.name().0).copied().unwrap_or_default();
        let (question, words) = words(feature);
        // The answer in any document, and that in a document of this kind.
        match asked.last_mut().filter(|(known, _)| *known == question) {
            Some((_, reason)) => reason.weight += weight,
            None => asked.push((question, Reason { words, weight })),
        }
    }
    // How common the kind is in all texts is no reason that a reader could see.
    let reasons = asked.into_iter().filter(|(question, _)| question != "is").map(|(_, reason)| reason);
    reasons.filter(|reason| !is_of_none(&reason.words)).collect()
}

/// What each question is worth in a text that has nothing special: the weight of the usual answer, or
/// else the mean of all. Only what differs from it tells something of this block.
fn usual(weight: impl Fn(Feature) -> f32) -> HashMap<String, f32> {
    let mut sums: HashMap<String, (f32, f32)> = HashMap::new();
    for feature in Feature::all().filter(|feature| !feature.is_of_pair()) {
        let (question, answer) = feature.name();
        let counts = is_usual(&question, answer).unwrap_or(true);
        let (sum, count) = sums.entry(question).or_default();
        if counts {
            *sum += weight(feature);
            *count += 1.0;
        }
    }
    sums.into_iter().map(|(question, (sum, count))| (question, sum / count.max(1.0))).collect()
}

/// What others that look like it say.
fn of_its_guise(candidate: &Candidate, chosen: Choice, next: Choice) -> Reason {
    let weight = lead(&candidate.leaning, chosen, next);
    let kind = if weight < 0.0 { next } else { chosen };
    Reason { words: format!("looks like others, each of them {}", choice_name(kind)), weight }
}

/// What the blocks beside it say.
fn of_neighbors(
    reading: &Reading,
    at: usize,
    weights: &Weights,
    chosen: Choice,
    next: Choice,
) -> Vec<Reason> {
    let tie =
        |at: usize| reading.candidates.get(at).map(|candidate| weights.score_pair(&candidate.with_next));
    let kind = |at: usize| reading.chosen.get(at).copied();
    let mut reasons = Vec::new();
    if let Some((before, rows)) = at.checked_sub(1).and_then(|before| Some((kind(before)?, tie(before)?))) {
        let weight = rows.get(before as usize).map_or(0.0, |row| lead(row, chosen, next));
        reasons.push(Reason { words: format!("goes well after {}", choice_name(before)), weight });
    }
    if let Some((after, rows)) = kind(at + 1).zip(tie(at)) {
        let of = |choice: Choice| {
            rows.get(choice as usize).and_then(|row| row.get(after as usize)).copied().unwrap_or_default()
        };
        let words = format!("goes well before {}", choice_name(after));
        reasons.push(Reason { words, weight: of(chosen) - of(next) });
    }
    for reason in &mut reasons {
        if reason.weight < 0.0 {
            reason.words = reason.words.replacen("goes well", "goes badly", 1);
        }
    }
    reasons
}

/// By how much a row speaks more for one choice than for another.
fn lead(row: &Scores, chosen: Choice, next: Choice) -> f32 {
    let of = |choice: Choice| row.get(choice as usize).copied().unwrap_or_default();
    of(chosen) - of(next)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::document::Parse;
    use crate::format::Reader;
    use crate::source::Source;

    const BODY: &str = "The river had risen in the night and stood now at the third step of the landing, brown and quick, with branches in it, and a chair. Nobody spoke.";

    /// What is said of the block that starts with `words`.
    fn explained(text: &str, words: &str) -> Explanation {
        let source = Arc::new(Source::from_text("text", text));
        let reader = Arc::new(PlainReader::new(source, Weights::bundled()));
        let at = text.find(words).unwrap() as u64;
        let chunk = Arc::clone(&reader).chunks().find(|chunk| chunk.source.contains(&at)).unwrap();
        let at = u32::try_from(at - chunk.source.start).unwrap();
        let explanation = reader.explain(&chunk, at).unwrap();
        let span = explanation.source;
        assert!(span.contains(at), "{span:?}");
        explanation
    }

    #[test]
    fn what_is_said_in_turn_is_told_from_labels() {
        let limit = |text: &str| match explained(text, "Bo: It is the old rope.").grounds {
            Grounds::Weighed(weighing) => weighing.limit,
            Grounds::Mark(mark) => Some(mark),
        };
        let turns = "Ann: Where is the boat now?\n\nBo: It is the old rope.\n\n";
        let in_turn = Some("it is said in turn with what others say".to_owned());
        assert_eq!(limit(&format!("{BODY}\n\n{}{BODY}\n", turns.repeat(3))), in_turn);
        assert_ne!(limit(&format!("{BODY}\n\nBo: It is the old rope.\n\n{BODY}\n")), in_turn);
    }

    fn mark(text: &str, words: &str) -> (String, String) {
        let explanation = explained(text, words);
        let Grounds::Mark(mark) = explanation.grounds else { panic!("{explanation:?}") };
        (explanation.kind, mark)
    }

    #[test]
    fn a_weighed_block_has_reasons_and_a_runner_up() {
        let text = format!("{BODY}\n\nWhat the water left\n\n{BODY}\n");
        let explanation = explained(&text, "What");
        assert_eq!(explanation.kind, "a heading of level 2");
        let Grounds::Weighed(weighing) = explanation.grounds else { panic!("no evidence") };
        assert!(weighing.certainty.percent() > 50, "{weighing:?}");
        let words: Vec<_> = weighing.reasons.iter().map(|reason| reason.words.as_str()).collect();
        assert!(words.contains(&"ends without a full stop"), "{words:?}");
        let weights: Vec<_> = weighing.reasons.iter().map(|reason| reason.weight.abs()).collect();
        assert!(weights.windows(2).all(|pair| pair[0] >= pair[1]), "{weights:?}");
        assert!(weighing.runner_up.certainty.is_none_or(|next| next <= weighing.certainty));
        assert_eq!((weighing.runner_up.kind.as_str(), weighing.limit), ("a paragraph", None));
    }

    #[test]
    fn what_is_around_a_heading_is_said_where_it_tells_the_level() {
        let text = "A summer by the water\n\n\
            The river had risen in the night and stood now at the third step of the landing, brown and quick.\n\n\
            What the river did\n\n\
            Nobody had seen so much water in June, and the ferryman had not come down from his house.\n\n\
            Behind the hills\n\nSheep and dogs\n\n\
            They are old and low, and the road goes round them in a long bow. Who walks is sooner in town.\n\n\
            In the town\n\n\
            In the streets there was sand, and the baker had put boards before his door.\n";
        assert_eq!(explained(text, "Sheep").kind, "a heading of level 3, as a part of one above it");
        assert_eq!(explained(text, "Behind").kind, "a heading of level 2");
    }

    #[test]
    fn what_can_be_nothing_else_is_compared_too() {
        let wide = BODY.repeat(3);
        let lines = "The river had risen in the night and\nstood now at the third step, brown and\nquick, with branches in it, and a chair\nof the landing. Nobody spoke of that.";
        for (text, words, expected) in [
            (wide.as_str(), "The", "it is 435 columns long, a heading at most 200"),
            (lines, "The", "it has 4 lines, a heading at most 3"),
            ("and a chair, and branches,", "and a chair", "it ends as no heading does, and reads on"),
            (
                "Ann      Bo      Cy",
                "Ann",
                "it has a gap as between the cells of a table, which no heading has",
            ),
        ] {
            let rest = if text == lines { lines } else { BODY };
            let explanation = explained(&format!("{text}\n\n{rest}\n\n{rest}\n"), words);
            assert_eq!(explanation.kind, "a paragraph");
            let Grounds::Weighed(weighing) = explanation.grounds else { panic!("{text}: no evidence") };
            assert_eq!(weighing.limit.as_deref(), Some(expected), "{text}");
            assert_eq!(weighing.runner_up.kind, "a heading", "{text}");
            assert!(!weighing.reasons.is_empty(), "{text}");
        }
    }

    #[test]
    fn marks_are_named() {
        for (block, words, kind, expected) in [
            ("A river\n=======\n", "A river", "a heading of level 2", "a row of = stands below it"),
            ("- a boat\n- a rope\n", "- a rope", "an item of a list", "the bullet - stands before it"),
            ("(a) a boat\n(b) a rope\n", "(b)", "an item of a list", "the number (b) stands before it"),
            ("a | b\n---|---\nc | d\n", "c |", "a table", "bars stand between its cells"),
            ("```\nlet x = 1;\n```\n", "let", "code", "fences stand around it"),
            (
                "    ferry\n     /  \\\n  swan  eider\n",
                "ferry",
                "code",
                "signs are drawn in it that lead to words or stand around them",
            ),
            (
                "Nov 27 06:09:12 boat left\nNov 27 06:09:14 boat came\n",
                "boat left",
                "code",
                "its lines begin with the time",
            ),
            (
                "$ boats -l\nNAME   SEATS\nswan       2\n",
                "swan",
                "code",
                "it is a command behind a prompt, with what came of it",
            ),
            ("    let x = 1;\n    let y = f(&x);\n", "let x", "code", "its lines look like a program's"),
            ("* * *\n", "*", "a rule", "it is nothing but a row of signs"),
        ] {
            let text = format!("{BODY}\n\n{block}\n{BODY}\n");
            assert_eq!(mark(&text, words), (kind.to_owned(), expected.to_owned()), "{block}");
        }
        assert_eq!(mark(&format!("{BODY}\n\n(?!)\n\n{BODY}\n"), "(?!)").1, "it has no letters");
    }

    const WRAPPED: &str = "The river had risen in the night and stood now at\nthe third step of the landing, brown and quick, so\nthat nobody spoke of it for the rest of the day.\n\n";

    #[test]
    fn what_keeps_its_lines_is_named() {
        let terms = "  the boat\n      What floats, as long as it has no hole in it, and\n      nobody is in it.\n\n  the rope\n      What holds it.\n\n";
        let entries =
            "boat:  What floats.\nrope:  What holds it, as long as it is not wet, or\n   too old for it.\n\n";
        let verse = "    The water is low,\n    The boat is slow,\n    All day.\n\n";
        let contents = "One . . . . . 3\nTwo . . . . . 5\n\n";
        let text =
            format!("{}{terms}{WRAPPED}{entries}{WRAPPED}{verse}{contents}{WRAPPED}", WRAPPED.repeat(4));
        for (words, kind, expected) in [
            ("the rope", "a term", "what explains it stands below it, further right"),
            ("rope:", "a term and what explains it", "what explains rope: stands beside it"),
            ("The water", "verse", "its lines end where their author ended them"),
            ("Two", "a table of contents", "dots lead to page numbers in it"),
        ] {
            assert_eq!(mark(&text, words), (kind.to_owned(), expected.to_owned()));
        }
    }

    #[test]
    fn furniture_is_explained_within_what_goes_on_behind_it() {
        let pages = ["Ann", "Lee", "Bo", "Cy"].iter().zip(1..).map(|(who, page)| {
            format!(
                "\u{c}The Ferry                    May 1921\n\n\n{}{who} waited until the rain had gone over the hills\n\n\nLee                    [Page {page}]\n",
                WRAPPED.repeat(6)
            )
        });
        let text: String = pages.collect();
        let foot = ("the foot of a page".to_owned(), "it returns at the feet of pages".to_owned());
        assert_eq!(mark(&text, "Lee                    [Page 2]"), foot);
        assert_eq!(explained(&text, "Ann waited").kind, "a paragraph");
    }

    #[test]
    fn a_quoted_block_is_explained_itself() {
        let text = format!("{BODY}\n\n> {BODY}\n>\n> - a boat\n> - a rope\n\n{BODY}\n");
        assert_eq!(mark(&text, "- a rope").1, "the bullet - stands before it");
    }

    #[test]
    fn blocks_of_every_chunk_are_found() {
        let text = format!("{BODY}\n\n- a boat\n\n").repeat(2000) + "- the last boat\n";
        assert_eq!(mark(&text, "- the last").1, "the bullet - stands before it");
    }
}
