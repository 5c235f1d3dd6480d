//! Which forms of heading stand above which others in this document.
//!
//! The samples are read once to find their headings. A form that appears for the first time below
//! chapters, numbered or in capitals, is one level deeper than they are; so are chapters whose word stands
//! between two of another, as `Chapter` does between `Part I` and `Part II`, and numbers that begin anew in
//! section after section. So is a heading whose very words return in section after section, one with a
//! colon among others without, one that stands further to the right than others, and one right below
//! another with no text between. What a list with bullets has as its items, some deeper than others, is as
//! deep as they are; a conclusion and the like end what is below others.

mod below;
mod form;
mod listed;

use std::collections::{BTreeSet, HashMap, HashSet};

use super::levels::CENTERED;
use super::lines::Line;
use super::profile::{essence, hash};
pub(super) use form::Form;

use below::{returning, stacked};
use form::{counting_word, has_long_word, is_first};
use listed::listed;

/// The levels that the forms of a document's headings have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Ranks {
    levels: HashMap<Form, u8>,
    /// How far below chapters of the highest kind those are that begin with a word, in small letters.
    counted: HashMap<String, u8>,
    /// The words that headings are counted with, in small letters.
    counting: HashSet<String>,
    /// The headings whose words return, in small letters.
    returning: HashSet<String>,
    /// The columns at which bare headings start, from the left.
    indents: Vec<usize>,
    /// The column of the headings below those in capitals, if all stand further in than these.
    inner: Option<usize>,
    /// The levels of bare headings that stand inside numbered sections, by their text in small letters.
    inside: HashMap<String, u8>,
    /// The bare headings of a run that begins right below another, as parts of a chapter do; in small
    /// letters.
    stacked: HashSet<String>,
    /// Whether few enough headings end in a colon to be below the others.
    has_colons_below: bool,
    /// Whether capitals mark headings: some have more in them than abbreviations.
    has_capitals: bool,
    /// The levels of what is listed as headings are, by the hash of its text.
    listed: HashMap<u64, u8>,
}

/// The level below the title.
const TOP: u8 = 2;
/// Why a heading is below others that start further left.
const FURTHER_IN: &str = "as it stands further in";

impl Ranks {
    /// Learns from the first lines of headings, in their order, of which some follow each other with no
    /// text between: their places, in order.
    pub(super) fn new(headings: &[Line<'_>], right_below: &[usize]) -> Self {
        let mut forms: Vec<_> = headings.iter().map(|line| Form::of(line.body)).collect();
        let mut with_forms = headings.iter().zip(&forms);
        let has_capitals = with_forms.any(|(line, form)| *form == Form::Capitals && has_long_word(line.body));
        for form in &mut forms {
            *form = form.where_capitals_mark(has_capitals);
        }
        let counted = counted(headings, &forms);
        let levels = levels(headings, &forms, &counted);
        Self {
            counting: counting(headings, &forms),
            returning: returning(headings, &forms),
            indents: indents(headings),
            inner: inner(headings, &forms),
            inside: inside(headings, &forms, &levels),
            stacked: stacked(headings, &forms, right_below),
            has_capitals,
            has_colons_below: is_less_than_half(Form::Colon, &forms),
            levels,
            counted,
            listed: HashMap::new(),
        }
    }

    /// The same with what the `items` of lists tell of the levels of `headings`: the first line of each, with
    /// its bullet.
    pub(super) fn with_items(self, headings: &[Line<'_>], items: &[Line<'_>]) -> Self {
        Self { listed: listed(headings, items), ..self }
    }

    /// The level of a heading that starts with `line`, if its form or its place says anything.
    pub(super) fn level(&self, line: &Line<'_>) -> Option<u8> {
        self.rank(line).map(|(level, _)| level)
    }

    /// Why a heading that starts with `line` has its level, in words, if something but its own form tells.
    pub(super) fn why(&self, line: &Line<'_>) -> Option<&'static str> {
        self.rank(line)?.1
    }

    /// The level of a heading that starts with `line`, and why it is that one if something but its own form
    /// tells.
    fn rank(&self, line: &Line<'_>) -> Option<(u8, Option<&'static str>)> {
        let form = Form::of(line.body).where_capitals_mark(self.has_capitals);
        let is_numbered = matches!(form, Form::Digits(_));
        if let Some(level) = self.listed(line).filter(|_| !is_numbered) {
            return Some((level, Some("as a list has it")));
        }
        if self.inner == Some(line.indent) && !matches!(form, Form::Digits(2..)) {
            return Some((TOP + 1, Some(FURTHER_IN).filter(|_| !is_numbered)));
        }
        let known = if form == Form::Colon { Form::Bare } else { form };
        let level = self.levels.get(&known).copied().unwrap_or(TOP);
        match form {
            Form::Digits(depth) => Some((numbered(depth, &self.levels), None)),
            Form::Counted => Some((level.saturating_add(below_chapters(line, &self.counted)), None)),
            Form::Bare | Form::Colon => {
                let (below, why) = self.below(line);
                let own = level.saturating_add(below);
                let (level, why) = match self.inside.get(&line.body.to_lowercase()) {
                    Some(&inside) => (inside.max(own), Some("as its section goes on behind it")),
                    None => (own, why),
                };
                (level > TOP).then_some((level, why))
            }
            _ if level == TOP && !form.is_chapter() => None,
            _ => Some((level, None)),
        }
    }

    fn listed(&self, line: &Line<'_>) -> Option<u8> {
        if self.listed.is_empty() { None } else { self.listed.get(&hash(essence(line.body))).copied() }
    }

    /// How far a bare heading is below the first of its form, and why, in words, if it is.
    fn below(&self, line: &Line<'_>) -> (u8, Option<&'static str>) {
        let by_place = u8::try_from(self.places_left_of(line)).unwrap_or(u8::MAX);
        let why = Some(FURTHER_IN).filter(|_| by_place > 0).or_else(|| self.why_below(line));
        (by_place.max(u8::from(why.is_some())), why)
    }

    /// How many columns at which bare headings start are left of `line`.
    fn places_left_of(&self, line: &Line<'_>) -> usize {
        let n_left = self.indents.partition_point(|&indent| indent < line.indent);
        if line.indent < CENTERED { n_left } else { 0 }
    }

    /// Why a bare heading is below others that start where it does, in words, if it is.
    fn why_below(&self, line: &Line<'_>) -> Option<&'static str> {
        let text = line.body.to_lowercase();
        match () {
            () if self.stacked.contains(&text) => Some("as a part of one above it"),
            () if self.returning.contains(&text) => Some("as it or others beside it return"),
            () if self.has_colons_below && Form::of(line.body) == Form::Colon => {
                Some("as it has a colon, unlike most")
            }
            () => None,
        }
    }

    /// Whether a heading that starts with `line` is counted with a word that others are counted with too.
    pub(super) fn is_counted_among(&self, line: &Line<'_>) -> bool {
        Form::of(line.body) == Form::Counted && self.counting.contains(&counting_word(line.body))
    }
}

/// The level of each form, by where it is seen first.
fn levels(headings: &[Line<'_>], forms: &[Form], counted: &HashMap<String, u8>) -> HashMap<Form, u8> {
    let count = |form: Form| forms.iter().filter(|&&other| other == form).count();
    let begins_anew = begins_anew(headings, forms);
    let mut levels: HashMap<Form, u8> = HashMap::new();
    // The form of the heading before, and its level.
    let mut before: Option<(Form, u8)> = None;
    let mut lowest = 0;
    for (line, &form) in headings.iter().zip(forms) {
        let form = if form.is_bare() { Form::Bare } else { form };
        let is_below = |before| match form {
            Form::Digits(1) => begins_anew && before != form,
            _ => is_below(form, before, &count),
        };
        let below = |(_, level): (Form, u8)| level + 1;
        let first = || before.filter(|&(before, _)| is_below(before)).map_or(TOP, below);
        let level = levels.entry(form).or_insert_with(first);
        // Parts may have a few lines of their own before their first chapter.
        if form == Form::Bare && *level > TOP {
            *level = before.filter(|(before, _)| *before == Form::Counted).map_or(*level, below).max(*level);
        }
        let level = *level;
        let below = if form == Form::Counted { below_chapters(line, counted) } else { 0 };
        if form.is_chapter() {
            lowest = lowest.max(level + below);
        }
        before = Some((form, level + below));
    }
    if let Some(level) = levels.get_mut(&Form::Slanted).filter(|_| lowest > 0) {
        *level = lowest + 1;
    }
    levels
}

/// The words that headings are counted with, in small letters.
fn counting(headings: &[Line<'_>], forms: &[Form]) -> HashSet<String> {
    let counted = headings.iter().zip(forms).filter(|(_, form)| **form == Form::Counted);
    counted.map(|(line, _)| counting_word(line.body)).collect()
}

/// How far below the highest of counted chapters those are that begin with each word, in small letters. One
/// word is below another that stands before it and after it too, and less often, as `Part` does around
/// `Chapter`.
fn counted(headings: &[Line<'_>], forms: &[Form]) -> HashMap<String, u8> {
    const MOST_WORDS: usize = 8;
    let mut words: Vec<Counted> = Vec::new();
    let is_counted = |(_, (_, form)): &(usize, (_, &Form))| **form == Form::Counted;
    for (at, (line, _)) in headings.iter().zip(forms).enumerate().filter(is_counted) {
        let text = counting_word(line.body);
        if let Some(word) = words.iter_mut().find(|word| word.text == text) {
            (word.last, word.count) = (at, word.count + 1);
        } else {
            words.push(Counted { text, first: at, last: at, count: 1 });
        }
        if words.len() > MOST_WORDS {
            return HashMap::new();
        }
    }
    let mut depths: Vec<u8> = Vec::new();
    for own in &words {
        let above = words.iter().zip(&depths).filter(|(other, _)| other.is_around(own));
        depths.push(above.map(|(_, depth)| depth + 1).max().unwrap_or_default());
    }
    words.into_iter().map(|word| word.text).zip(depths).filter(|(_, depth)| *depth > 0).collect()
}

/// A word that chapters are counted with, and where among the headings it stands.
struct Counted {
    text: String,
    first: usize,
    last: usize,
    count: usize,
}

impl Counted {
    fn is_around(&self, other: &Self) -> bool {
        self.first < other.first && other.first < self.last && self.count < other.count
    }
}

/// How far a counted heading is below the highest.
fn below_chapters(line: &Line<'_>, counted: &HashMap<String, u8>) -> u8 {
    if counted.is_empty() { 0 } else { counted.get(&counting_word(line.body)).copied().unwrap_or_default() }
}

/// Whether numbers of one part begin anew right below headings of other forms: those stand above them.
fn begins_anew(headings: &[Line<'_>], forms: &[Form]) -> bool {
    const FEWEST: usize = 2;
    let nexts = headings.iter().zip(forms).skip(1);
    let firsts = forms.iter().zip(nexts).filter(|(before, (line, form))| {
        !matches!(before, Form::Digits(_)) && **form == Form::Digits(1) && is_first(line.body)
    });
    firsts.count() >= FEWEST
}

/// The level of a heading whose number has so many parts.
fn numbered(depth: u8, levels: &HashMap<Form, u8>) -> u8 {
    let top = levels.get(&Form::Digits(1)).copied().unwrap_or(TOP);
    depth.saturating_add(top - 1)
}

/// The bare headings after which a section goes on, as `2.1` before `2.2`, with the level of what comes
/// next: on a higher one they would end the section.
fn inside(headings: &[Line<'_>], forms: &[Form], levels: &HashMap<Form, u8>) -> HashMap<String, u8> {
    let mut inside = HashMap::new();
    let mut next = None;
    for (line, form) in headings.iter().zip(forms).rev() {
        match (*form, next) {
            // What stands above the first number is no part of what is numbered.
            (Form::Digits(1), _) if is_first(line.body) => next = None,
            (Form::Digits(depth), _) => next = Some((numbered(depth, levels), line.body)),
            (Form::Bare | Form::Colon, Some((level, body))) if level > TOP && !is_counted_in(line, body) => {
                let known = inside.entry(line.body.to_lowercase()).or_insert(level);
                *known = level.max(*known);
            }
            (Form::Bare | Form::Colon, _) => {}
            _ => next = None,
        }
    }
    inside
}

/// Whether the number of `body` starts with what `line` is counted by: `A.1` with `Appendix A`.
fn is_counted_in(line: &Line<'_>, body: &str) -> bool {
    let counter = line.body.split_whitespace().nth(1).unwrap_or_default().trim_end_matches(['.', ':', ',']);
    body.strip_prefix(counter)
        .is_some_and(|rest| !counter.is_empty() && !counter.contains('.') && rest.starts_with('.'))
}

/// Whether a form that is seen for the first time after `before` stands below it.
fn is_below(form: Form, before: Form, count: &impl Fn(Form) -> usize) -> bool {
    match form {
        Form::Bare | Form::Colon => before.is_chapter() && count(before) > 1,
        Form::Roman | Form::Capital | Form::Small => form != before && count(form) > 1,
        Form::Digits(_) | Form::Counted | Form::Capitals | Form::Slanted => false,
    }
}

fn is_less_than_half(form: Form, forms: &[Form]) -> bool {
    forms.iter().filter(|&&other| other == form).count() * 2 < forms.len()
}

/// The second of two columns left of the middle at which all headings start, where what starts at the first is in
/// capitals, as in manual pages: whatever starts at the second is below it.
fn inner(headings: &[Line<'_>], forms: &[Form]) -> Option<usize> {
    const FEWEST: usize = 2;
    let columns: BTreeSet<_> = headings.iter().map(|line| line.indent).collect();
    let [outer, inner] = columns.into_iter().collect::<Vec<_>>()[..] else { return None };
    let at = |column| headings.iter().zip(forms).filter(move |(line, _)| line.indent == column);
    let is_marked = at(outer).all(|(_, form)| *form == Form::Capitals);
    let is_common = at(outer).count() >= FEWEST && at(inner).count() >= FEWEST;
    (is_marked && is_common && inner < CENTERED).then_some(inner)
}

/// The columns left of the middle at which bare headings start, from the left.
fn indents(headings: &[Line<'_>]) -> Vec<usize> {
    let bare = headings.iter().filter(|line| line.indent < CENTERED && Form::of(line.body).is_bare());
    let columns: BTreeSet<_> = bare.map(|line| line.indent).collect();
    columns.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;

    /// The level of a heading that starts with `line`.
    fn level(ranks: &Ranks, line: &str) -> Option<u8> {
        ranks.level(&lines(line)[0])
    }

    #[test]
    fn what_first_appears_below_chapters_is_deeper() {
        let headings = lines("Chapter 1\nThe river\nThe boat\nChapter 2\nThe rope");
        let ranks = Ranks::new(&headings, &[]);
        assert_eq!((level(&ranks, "Chapter 3"), level(&ranks, "The hills")), (Some(2), Some(3)));
        let headings = lines("I. River\nA. Boat\nB. Rope\nII. Hills\nA. Sheep");
        let ranks = Ranks::new(&headings, &[]);
        assert_eq!((level(&ranks, "III. Town"), level(&ranks, "C. Dogs")), (Some(2), Some(3)));
    }

    #[test]
    fn what_is_counted_between_two_of_another_is_deeper() {
        let headings = lines("Part I\nChapter 1\nThe river\nChapter 2\nPart II\nChapter 3\nThe boat");
        let ranks = Ranks::new(&headings, &[]);
        let found = ["Part III", "Chapter 4", "The rope"].map(|line| level(&ranks, line));
        assert_eq!(found, [Some(2), Some(3), Some(4)]);
        let headings = lines("Part I\nThe river\nChapter 2\nThe boat\nChapter 3\nPart II\nChapter 4");
        assert_eq!(level(&Ranks::new(&headings, &[]), "The rope"), Some(4));
        let ranks = Ranks::new(&lines("Chapter 1\nChapter 2\nAppendix A.\nAppendix B.\nAppendix C."), &[]);
        assert_eq!(level(&ranks, "Appendix A."), Some(2));
        let ranks = Ranks::new(&lines("Day 1\nNight 1\nDay 2\nNight 2"), &[]);
        assert_eq!(level(&ranks, "Night 1"), Some(2));
    }

    #[test]
    fn numbers_that_begin_anew_are_deeper_than_what_they_stand_below() {
        let text = "River\n1. Boat\n2. Rope\nHills\n1. Sheep\n1.1 Wool\nPaths\n2. Dogs";
        let ranks = Ranks::new(&lines(text), &[]);
        let found = ["1. Boat", "1.1 Wool", "Hills", "Paths"].map(|line| level(&ranks, line));
        assert_eq!(found, [Some(3), Some(4), None, Some(3)]);
        let ranks = Ranks::new(&lines("River\n1. Boat\n2. Rope\nHills\n3. Sheep"), &[]);
        assert_eq!(level(&ranks, "1. Boat"), Some(2));
    }

    #[test]
    fn what_a_list_has_deeper_is_deeper() {
        let headings = lines("9.1 Town\nRiver\nBoat\nRope\nHills");
        let ranks = |items: &str| Ranks::new(&headings, &[]).with_items(&headings, &lines(items));
        let found = |items: &str| {
            ["River", "Boat", "Rope", "Hills", "9.1 Town"].map(|line| level(&ranks(items), line))
        };
        let as_listed = [Some(2), Some(3), Some(4), Some(2), Some(3)];
        assert_eq!(found("- 1 River\n- 1.1 Boat\n- 1.1.1 Rope\n- 2 Hills"), as_listed);
        assert_eq!(found("- River\n  - Boat\n    - Rope\n      - Knot\n- Hills\n- Town"), as_listed);
        let unlisted = [None, None, None, None, Some(3)];
        assert_eq!(found("- River\n- Boat\n- Rope\n- Hills"), unlisted);
        assert_eq!(found("- River\n  - Boat\n    - Knot"), unlisted);
        let with_more = "- River\n  - Boat\n    - Rope\n  - Oars\n- Hills";
        assert_eq!(level(&ranks(with_more), "Oars"), Some(3));
        // One that stands in two places has neither level.
        let twice = "- River\n  - Boat\n    - Rope\n- Boat\n- Hills";
        assert_eq!(found(twice), [Some(2), None, Some(4), Some(2), Some(3)]);
    }

    #[test]
    fn what_returns_is_deeper() {
        let ranks = Ranks::new(&lines("River\nFor\nAgainst\nBoat\nFor\nRope\nHills\nTown"), &[]);
        assert_eq!((level(&ranks, "For"), level(&ranks, "River")), (Some(3), None));
    }

    #[test]
    fn what_stands_to_the_right_is_deeper() {
        let ranks = Ranks::new(&lines("River\n  Boat\n    Rope\n  Oars\nHills\n                Town"), &[]);
        let found =
            ["Valley", "  Paddle", "    Knots", "                Plain"].map(|line| level(&ranks, line));
        assert_eq!(found, [None, Some(3), Some(4), None]);
    }

    #[test]
    fn what_few_end_with_is_deeper() {
        let ranks = Ranks::new(&lines("Der Fluss\nWas fehlte:\nDas Boot\nDie Hügel"), &[]);
        assert_eq!((level(&ranks, "Was blieb:"), level(&ranks, "Die Stadt")), (Some(3), None));
        let ranks = Ranks::new(&lines("Der Fluss:\nDas Boot:\nDie Hügel:"), &[]);
        assert_eq!(level(&ranks, "Die Stadt:"), None);
    }

    #[test]
    fn what_stands_inside_numbered_sections_ends_none() {
        let ranks = Ranks::new(
            &lines("1. River\n1.1 Boat\nCaution\nTable 1.1. Boats\n1.2 Rope\n2. Hills\nThanks"),
            &[],
        );
        let found = ["Caution", "Table 1.1. Boats", "Thanks", "1.2 Rope"].map(|line| level(&ranks, line));
        assert_eq!(found, [Some(3), Some(3), None, Some(3)]);
        let ranks = Ranks::new(&lines("1. River\n1.1 Boat\nAnhang A. Seile\nA.1 Knoten"), &[]);
        assert_eq!(level(&ranks, "Anhang A. Seile"), Some(2));
    }

    #[test]
    fn what_stands_right_below_another_is_deeper() {
        let ranks = Ranks::new(&lines("River\nBoat\nRope\nHills\nSheep\nIV. Town\nPlain"), &[1, 4]);
        let found = ["River", "Boat", "Rope", "Hills", "Sheep"].map(|line| level(&ranks, line));
        assert_eq!(found, [None, Some(3), Some(3), None, Some(3)]);
        let ranks = Ranks::new(&lines("River\nBoat\nRope\nI. Hills\nII. Town"), &[4]);
        assert_eq!(ranks.stacked, HashSet::new());
    }

    /// The bare headings among `text` that are told to be below others by `right_below`.
    fn stacked_in(text: &str, right_below: &[usize]) -> Vec<String> {
        let ranks = Ranks::new(&lines(text), right_below);
        let names = lines(text).iter().map(|line| line.body.to_lowercase()).collect::<Vec<_>>();
        names.into_iter().filter(|name| ranks.stacked.contains(name)).collect()
    }

    #[test]
    fn a_single_heading_with_another_right_below_has_few_parts() {
        let text = "Town\nRiver\nBoat\nRope\nOars\nHills\nPaths";
        assert_eq!(stacked_in(text, &[2]), ["boat", "rope", "oars"]);
        let ranks = Ranks::new(&lines(text), &[2]);
        let why = ["Boat", "Hills"].map(|line| ranks.why(&lines(line)[0]));
        assert_eq!(why, [Some("as a part of one above it"), None]);
        let text = "Town\nRiver\nBoat\nConclusion\nHills";
        assert_eq!(stacked_in(text, &[2]), ["boat"]);
        let text = "Town\nCrossing\nWho?\nCan I pay?\nWhen?\nHow?\nWhy?\nHills";
        assert_eq!(stacked_in(text, &[2]), ["who?", "can i pay?", "when?", "how?", "why?"]);
        let text = "Town\nCrossing\nWho may?\nRope\nOars\nHills";
        assert_eq!(stacked_in(text, &[2]), ["who may?", "rope", "oars"]);
        // It goes on with what stands above.
        let text = "Boat 1.4 beta\nBoat 1.3 beta\nWith thanks\nBoat 1.2 beta\nHills";
        assert_eq!(stacked_in(text, &[3]), [""; 0]);
    }

    #[test]
    fn some_headings_have_no_parts_and_some_are_none() {
        for text in [
            "Town\nContents\nBoat\nRope",
            "Town\nby\nMary Oar\nRope",
            "Town\nThanks\nReferences\nRope",
            "Town\nView\nView\nRope",
        ] {
            assert_eq!(stacked_in(text, &[2]), [""; 0], "{text}");
        }
    }

    #[test]
    fn what_stands_beside_what_returns_is_as_deep() {
        let text = "Town\nMemory\nBoats\nRopes\nOars\nSpeed\nBoats\nRopes\nSails\nConclusion";
        let ranks = Ranks::new(&lines(text), &[]);
        let found = ["Memory", "Ropes", "Oars", "Speed", "Sails", "Conclusion"];
        let found = found.map(|line| level(&ranks, line));
        assert_eq!(found, [None, Some(3), Some(3), None, Some(3), None]);
        // What comes behind the last is no part of it where the others have nothing else.
        let text = "Town\nRiver\nFor\nAgainst\nBoat\nFor\nAgainst\nThe end\nHills";
        assert_eq!(level(&Ranks::new(&lines(text), &[]), "The end"), None);
        // One that returns alone may be anything, as the name of a photographer.
        let text = "River\nMary Oar\nBoat\nHills\nMary Oar\nSheep\nTown";
        assert_eq!(level(&Ranks::new(&lines(text), &[]), "Boat"), None);
    }

    #[test]
    fn numbers_behind_a_sign_that_begin_anew_are_deeper() {
        let text = "Toys\nFor babies\n#1 Bows\n#2 Towers\nFor children\n#1 Rainbows\n#2 Puzzles\nTo make";
        let ranks = Ranks::new(&lines(text), &[5]);
        let found = ["For babies", "#1 Bows", "#2 Towers", "For children", "#1 Rainbows", "To make"];
        let found = found.map(|line| level(&ranks, line));
        assert_eq!(found, [None, Some(3), Some(3), None, Some(3), None]);
        let ranks = Ranks::new(&lines("Toys\n#1 Bows\n#2 Towers\nTo make"), &[]);
        assert_eq!(level(&ranks, "#2 Towers"), Some(2));
    }

    #[test]
    fn abbreviations_and_years_are_no_chapters() {
        let ranks = Ranks::new(&lines("GDP\nNZ 2031\nThe river"), &[]);
        assert_eq!((level(&ranks, "GDP"), level(&ranks, "The river")), (None, None));
        let ranks = Ranks::new(&lines("Rivers 2031 EN\nRivers 2031 DE\nThe boat"), &[]);
        assert_eq!(level(&ranks, "The boat"), None);
        let ranks = Ranks::new(&lines("NAME\nNOTES\nThe boat"), &[]);
        assert_eq!(level(&ranks, "The boat"), Some(3));
    }

    #[test]
    fn parts_that_are_counted_in_words_are_above_chapters() {
        let text = "Part First.\nChapter I.\nChapter II.\nPart Second.\nChapter I.\nThe river";
        let ranks = Ranks::new(&lines(text), &[]);
        let found =
            ["Part First.", "Chapter II.", "Part Third.", "The river"].map(|line| level(&ranks, line));
        assert_eq!(found, [Some(2), Some(3), Some(2), Some(4)]);
        let text = "Erster Teil\nKapitel 1\nKapitel 2\nZweiter Teil\nKapitel 3";
        let ranks = Ranks::new(&lines(text), &[]);
        assert_eq!((level(&ranks, "Dritter Teil"), level(&ranks, "Kapitel 4")), (Some(2), Some(3)));
    }

    #[test]
    fn what_returns_at_once_or_first_is_not() {
        let ranks = Ranks::new(&lines("River\nC\nC\nBoat\nRope"), &[]);
        assert_eq!(level(&ranks, "C"), None);
        let ranks = Ranks::new(&lines("For\nRiver\nFor\nBoat\nRope\nTown"), &[]);
        assert_eq!(level(&ranks, "For"), None);
    }
}
