//! Features: what a block looks like and where it stands, in answers that a model can weigh.
//!
//! A *family* asks one question: how long is the block, how does it end? A *feature* is one of the
//! answers. A block that is weighed has one feature of each family. Where the same answer means
//! different things in different documents, the family is asked *by mode*: there is then a second
//! feature, for the answer in a document of this [`Mode`]. All families are about shape and place,
//! but for words of the lexicon that open a line.

mod common;
mod echoes;
mod form;
mod names;
mod pair;
mod place;
mod returns;
mod signs;
mod topic;

use super::profile::Mode;

pub(super) use echoes::Echoes;
pub(super) use form::form;
pub(super) use pair::pair;
pub(super) use place::Place;

/// One answer of a family, as a place in the table of weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Feature(u16);

impl Feature {
    /// How many there are.
    pub const COUNT: usize = total();

    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> + Clone {
        (0..u16::try_from(Self::COUNT).unwrap_or(u16::MAX)).map(Self)
    }

    /// Its place in a table of [`COUNT`](Self::COUNT) rows.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }

    /// The question, and the answer.
    pub fn name(self) -> (String, &'static str) {
        let Some((family, mode, answer)) = self.parts() else { return (String::new(), "") };
        let question = mode.map_or_else(|| family.to_owned(), |mode| format!("{family}/{}", mode.name()));
        (question, answer)
    }

    /// Whether this is its name, in bytes.
    pub(super) fn is(self, question: &[u8], answer: &[u8]) -> bool {
        self.parts().is_some_and(|(family, mode, own)| {
            let rest = if own.as_bytes() == answer { question.strip_prefix(family.as_bytes()) } else { None };
            rest.is_some_and(|rest| match mode {
                Some(mode) => rest.strip_prefix(b"/") == Some(mode.name().as_bytes()),
                None => rest.is_empty(),
            })
        })
    }

    /// The family, the mode where it is of one, and the answer.
    fn parts(self) -> Option<(&'static str, Option<Mode>, &'static str)> {
        let family = OFFSETS.partition_point(|&first| first <= self.0).checked_sub(1)?;
        let Asked { name, values, .. } = FAMILIES.get(family)?;
        let index = usize::from(self.0 - OFFSETS.get(family)?);
        let mode = (index / values.len()).checked_sub(1).and_then(|mode| Mode::ALL.get(mode));
        Some((name, mode.copied(), values.get(index % values.len())?))
    }

    /// Whether it holds only in documents of one [`Mode`].
    pub fn is_of_mode(self) -> bool {
        self.parts().is_some_and(|(_, mode, _)| mode.is_some())
    }

    /// Whether it is of two neighbors rather than of one block.
    pub fn is_of_pair(self) -> bool {
        OFFSETS.get(FIRST_OF_PAIR as usize).is_some_and(|&first| self.0 >= first)
    }
}

/// The features of one block, or of two neighbors.
#[derive(Clone, Debug, Default)]
pub(super) struct Features {
    pub(super) found: Vec<Feature>,
    mode: Mode,
}

impl Features {
    pub(super) fn new(mode: Mode) -> Self {
        Self { found: Vec::with_capacity(FAMILIES.len() * 2), mode }
    }

    /// Adds the answer number `value` of `family`.
    fn add(&mut self, family: Family, value: usize) {
        let Some(asked) = FAMILIES.get(family as usize) else { return };
        let value = value.min(asked.values.len().saturating_sub(1));
        let first = OFFSETS.get(family as usize).copied().unwrap_or_default();
        self.push(first, value);
        if asked.by_mode {
            self.push(first, value + asked.values.len() * (1 + self.mode as usize));
        }
    }

    fn push(&mut self, first: u16, value: usize) {
        self.found.push(Feature(first + u16::try_from(value).unwrap_or_default()));
    }

    /// Adds whether something is so.
    fn flag(&mut self, family: Family, is_so: bool) {
        self.add(family, usize::from(is_so));
    }

    /// Adds where `value` lies among ascending `bounds`: the answers are *below the first*, *from
    /// the first up to the second*, and so on.
    fn measure<T: PartialOrd + Copy>(&mut self, family: Family, value: T, bounds: &[T]) {
        self.add(family, bounds.partition_point(|&bound| bound <= value));
    }
}

/// A family's question and answers.
struct Asked {
    name: &'static str,
    values: &'static [&'static str],
    by_mode: bool,
}

impl Asked {
    const fn len(&self) -> usize {
        self.values.len() * if self.by_mode { 1 + Mode::ALL.len() } else { 1 }
    }
}

macro_rules! families {
    ($($id:ident $name:literal $scope:ident [$($value:literal)*];)*) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        enum Family { $($id,)* }

        static FAMILIES: &[Asked] =
            &[$(Asked { name: $name, values: &[$($value),*], by_mode: families!(@$scope) },)*];
    };
    (@always) => { false };
    (@by_mode) => { true };
}

const FIRST_OF_PAIR: Family = Family::Next;

families! {
    Bias "is" by_mode ["so"];
    // Its size.
    Words "words" by_mode ["1" "2" "3" "4-5" "6-7" "8-9" "10-12" "13-16" "17-24" "25+"];
    Width "width" always ["0-9" "10-19" "20-29" "30-39" "40-59" "60-79" "80-119" "120-199" "200+"];
    Lines "lines" always ["1" "2" "3" "4+"];
    Letters "letters of a word" always ["0-2" "3" "4" "5" "6" "7+"];
    // How it begins and ends.
    Ending "ending" by_mode ["open" "stop" "exclamation" "ellipsis" "question" "clause" "colon" "hyphen"];
    LastSign "last sign" always ["letter" "digit" "bracket" "quote" "stop" "other"];
    Start "start" always ["small" "capital" "digit" "quote" "bracket" "dash" "other"];
    // What it is made of.
    Case "case" always ["capitals" "title" "mostly title" "some" "sentence" "small"];
    Number "number" always ["none" "digits." "digits)" "digits" "deep" "capital." "small." "other)"];
    NumberBefore "number before" always ["none" "near" "far"];
    NumberAfter "number after" always ["none" "near" "far"];
    Counted "counted word" always ["no" "alone" "set off" "with text"];
    FirstWords "first words" always ["no" "frame" "picture" "caption" "byline" "onward" "page"];
    Sentences "sentences inside" always ["no" "yes"];
    Sentence "like a sentence" by_mode ["no" "yes"];
    Commas "commas" always ["0" "1" "2" "3+"];
    Colon "colon inside" always ["none" "label" "late" "glued"];
    Digits "digits" always ["none" "few" "some" "many" "most"];
    Date "date" always ["no" "year" "time"];
    Signs "signs" always ["none" "few" "some" "many"];
    Code "code" always ["no" "hardly" "maybe" "likely" "surely"];
    Address "address" always ["no" "yes"];
    Gap "wide gap" always ["no" "yes"];
    Brackets "brackets" always ["none" "inside" "around"];
    Quotes "quotes" always ["none" "some" "around"];
    Emphasis "emphasis" always ["none" "inside" "around"];
    Short "short words" always ["none" "few" "some" "many"];
    Mark "mark" always ["none" "hash" "number item" "anchor"];
    Dash "dash inside" always ["no" "yes"];
    Slash "slash or bar inside" always ["no" "yes"];
    Repeated "repeated" always ["no" "twice" "3-4" "5+"];
    RepeatedThen "often here, then" always ["no" "end" "short" "middling" "long" "item" "table" "code" "quote" "rule" "heading"];
    Listed "in the contents" always ["no" "here not" "here" "others"];
    // What is common in the document.
    DeepNumbers "deep numbers here" always ["none" "few, of them" "few, of one part" "few, not of them" "many, of them" "many, of one part" "many, not of them"];
    Hanging "hanging lines here" always ["none" "few, of them" "few, not of them" "few, far from them" "some, of them" "some, not of them" "some, far from them" "many, of them" "many, not of them" "many, far from them"];
    Questions "questions here" always ["none" "few, of them" "few, not of them" "many, of them" "many, not of them"];
    Speech "speech here" always ["hardly, said" "hardly, begun" "hardly, ended" "hardly, not of it" "little, said" "little, begun" "little, ended" "little, not of it" "some, said" "some, begun" "some, ended" "some, not of it" "much, said" "much, begun" "much, ended" "much, not of it"];
    Labels "labels here" always ["none" "few, of them" "few, not of them" "some, of them" "some, not of them" "many, of them" "many, not of them"];
    // Where it stands.
    First "from the start" always ["0" "1" "2" "3-5" "6+"];
    Last "from the end" always ["0" "1" "2" "3-5" "6+"];
    Before "before" by_mode ["start" "short" "middling" "long" "item" "table" "code" "quote" "rule" "heading"];
    After "after" by_mode ["end" "short" "middling" "long" "item" "table" "code" "quote" "rule" "heading"];
    SentenceThen "sentence, then" always ["no" "end" "short" "middling" "long" "item" "table" "code" "quote" "rule" "heading"];
    Before2 "before that" always ["start" "short" "middling" "long" "item" "table" "code" "quote" "rule" "heading"];
    After2 "after that" always ["end" "short" "middling" "long" "item" "table" "code" "quote" "rule" "heading"];
    EndBefore "ending before" by_mode ["open" "stop" "exclamation" "ellipsis" "question" "clause" "colon" "hyphen" "none"];
    EndAfter "ending after" always ["open" "stop" "exclamation" "ellipsis" "question" "clause" "colon" "hyphen" "none"];
    StartAfter "start after" always ["small" "capital" "digit" "quote" "bracket" "dash" "other" "none"];
    BlankBefore "blank before" by_mode ["0" "1" "2" "3+"];
    BlankAfter "blank after" always ["0" "1" "2" "3+"];
    Apart "more blank before" always ["less" "same" "more" "much more"];
    Indent "indent" always ["less" "same" "little" "some" "much"];
    IndentBefore "indent to before" always ["none" "much less" "less" "same" "more" "much more"];
    IndentAfter "indent to after" always ["none" "much less" "less" "same" "more" "much more"];
    Centered "centered" always ["no" "yes"];
    WiderAfter "after is wider" always ["none" "under half" "less" "like" "more" "twice" "five times"];
    WiderBefore "before is wider" always ["none" "under half" "less" "like" "more" "twice" "five times"];
    RunBefore "short before" by_mode ["0" "1" "2" "3" "4-6" "7+"];
    RunAfter "short after" by_mode ["0" "1" "2" "3" "4-6" "7+"];
    ShortAround "short around" always ["hardly any" "few" "half" "many" "nearly all"];
    AfterColon "after a colon" by_mode ["no" "1" "2" "3-4" "5+"];
    LikeBefore "like before" always ["none" "0" "1" "2" "3" "4"];
    LikeAfter "like after" always ["none" "0" "1" "2" "3" "4"];
    LikeBefore2 "like that before" always ["none" "0" "1" "2" "3" "4"];
    LikeAfter2 "like that after" always ["none" "0" "1" "2" "3" "4"];
    TopicAfter "words that return" always ["no words" "none" "few" "half" "most" "all"];
    TopicBefore "words from before" always ["no words" "none" "few" "half" "most" "all"];
    Names "capitals, elsewhere small" always ["none" "few, never" "few, some" "few, all" "most, never" "most, some" "most, all" "only, never" "only, some" "only, all"];
    // How two neighbors go together.
    Next "next" by_mode ["so"];
    NextBlank "next, blank lines" always ["0" "1" "2+"];
    NextLike "next, like" by_mode ["0" "1" "2" "3" "4"];
    NextNumber "next, number" always ["none" "one" "both" "next"];
    NextIndent "next, indent" always ["less" "same" "more"];
    NextFirst "next, at the start" always ["no" "yes"];
    NextWider "next, wider" always ["under half" "less" "like" "more" "twice" "five times"];
}

#[expect(clippy::indexing_slicing, reason = "computed when it is compiled, within bounds")]
const fn total() -> usize {
    let mut sum = 0;
    let mut at = 0;
    while at < FAMILIES.len() {
        sum += FAMILIES[at].len();
        at += 1;
    }
    sum
}

/// The first feature of each family.
#[expect(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "computed when it is compiled, within bounds, from a few hundred features"
)]
static OFFSETS: [u16; FAMILIES.len()] = {
    let mut offsets = [0; FAMILIES.len()];
    let mut at = 1;
    while at < FAMILIES.len() {
        offsets[at] = offsets[at - 1] + FAMILIES[at - 1].len() as u16;
        at += 1;
    }
    offsets
};
