//! Texts that are known word by word: how they are written, changed and copied, and what is hidden in them, in the
//! plainest way.

use proptest::prelude::*;

/// A word that stands everywhere. All others stand once in all texts.
const COMMON: &str = "low";

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A heading of this level.
    Heading(usize),
    Paragraph,
    /// An item of a list; those that follow each other are of one.
    Item,
    /// Code, of which each line has a few words.
    Code,
    /// Words that are links to the other documents.
    Links,
}

/// What is written at one go.
#[derive(Clone, Debug)]
pub(super) struct Block {
    pub(super) kind: Kind,
    pub(super) words: Vec<String>,
}

/// A text, and all that is needed to go on writing it.
#[derive(Clone)]
pub(super) struct Text {
    /// What all its words begin with.
    letter: char,
    n_words: usize,
    pub(super) blocks: Vec<Block>,
}

/// A change of a text, at such a share of it.
#[derive(Clone, Debug)]
pub(super) enum Edit {
    /// Blocks come in.
    Insert(u8, Vec<(Kind, usize)>),
    /// So many blocks go.
    Remove(u8, usize),
    /// A block gets so many other words for the same number of its own.
    Reword(u8, usize),
}

/// What blocks are made of: their kinds, and how many words they have.
pub(super) fn shapes(
    has_headings: bool,
    count: impl Into<prop::collection::SizeRange>,
    longest: usize,
) -> impl Strategy<Value = Vec<(Kind, usize)>> {
    let heading = (1..4_usize, 1..4_usize).prop_map(move |(level, length)| {
        if has_headings { (Kind::Heading(level), length) } else { (Kind::Paragraph, length) }
    });
    let block = prop_oneof![
        4 => heading,
        6 => (Just(Kind::Paragraph), 1..longest),
        3 => (Just(Kind::Item), 1..9_usize),
        1 => (Just(Kind::Code), 1..20_usize),
    ];
    prop::collection::vec(block, count)
}

/// A change of a text.
pub(super) fn edit(has_headings: bool) -> impl Strategy<Value = Edit> {
    prop_oneof![
        3 => (any::<u8>(), shapes(has_headings, 1..6, 40)).prop_map(|(at, shapes)| Edit::Insert(at, shapes)),
        1 => (any::<u8>(), shapes(has_headings, 60..61, 60)).prop_map(|(at, shapes)| Edit::Insert(at, shapes)),
        2 => (any::<u8>(), 1..4_usize).prop_map(|(at, count)| Edit::Remove(at, count)),
        2 => (any::<u8>(), 1..6_usize).prop_map(|(at, count)| Edit::Reword(at, count)),
    ]
}

impl Text {
    pub(super) fn new(letter: char, shapes: &[(Kind, usize)]) -> Self {
        let mut text = Self { letter, n_words: 0, blocks: Vec::new() };
        let links = text.block((Kind::Links, 2));
        text.blocks.push(links);
        let rest: Vec<_> = shapes.iter().map(|&shape| text.block(shape)).collect();
        text.blocks.extend(rest);
        text
    }

    fn word(&mut self) -> String {
        self.n_words += 1;
        format!("{}{}e", self.letter, self.n_words)
    }

    fn block(&mut self, (kind, length): (Kind, usize)) -> Block {
        let words = (0..length).flat_map(|number| {
            let common = (number % 7 == 3 && kind != Kind::Links).then(|| COMMON.to_owned());
            [self.word()].into_iter().chain(common)
        });
        Block { kind, words: words.collect() }
    }

    /// Changes it. What has been there from the beginning, the links, stays.
    pub(super) fn change(&mut self, edit: &Edit) {
        let at = |share: u8| 1 + usize::from(share) * (self.blocks.len() - 1) / 256;
        match edit {
            Edit::Insert(share, shapes) => {
                let at = at(*share);
                let new: Vec<_> = shapes.iter().map(|&shape| self.block(shape)).collect();
                self.blocks.splice(at..at, new);
            }
            Edit::Remove(share, count) => {
                let start = at(*share).min(self.blocks.len());
                self.blocks.drain(start..(start + count).min(self.blocks.len()));
            }
            Edit::Reword(share, count) => {
                let at = at(*share);
                let new: Vec<_> = (0..*count).map(|_| self.word()).collect();
                let Some(block) = self.blocks.get_mut(at) else { return };
                let middle = block.words.len() / 2;
                let places = block.words.iter_mut().skip(middle);
                places.zip(new).for_each(|(word, new)| *word = new);
            }
        }
    }

    /// The text in Markdown, where these are the names of the other documents.
    pub(super) fn markdown(&self, others: [&str; 2]) -> String {
        let mut text = String::new();
        for (before, block) in std::iter::once(None).chain(self.blocks.iter().map(Some)).zip(&self.blocks) {
            let is_list = block.kind == Kind::Item && before.is_some_and(|before| before.kind == Kind::Item);
            let gap = if before.is_none() {
                ""
            } else if is_list {
                "\n"
            } else {
                "\n\n"
            };
            let written = match block.kind {
                Kind::Heading(level) => format!("{} {}", "#".repeat(level), block.words.join(" ")),
                Kind::Paragraph => block.words.join(" "),
                Kind::Item => format!("- {}", block.words.join(" ")),
                Kind::Code => format!("```\n{}\n```", block.code()),
                Kind::Links => {
                    let links = block.words.iter().zip(others).map(|(word, to)| format!("[{word}]({to})"));
                    links.collect::<Vec<_>>().join(" ")
                }
            };
            text = text + gap + &written;
        }
        text + "\n"
    }

    /// All words, each with the number of its block.
    pub(super) fn words(&self) -> Vec<(usize, &str)> {
        let blocks = self.blocks.iter().enumerate();
        blocks
            .flat_map(|(number, block)| block.words.iter().map(move |word| (number, word.as_str())))
            .collect()
    }

    /// Whether these words stand one behind the other in a block.
    pub(super) fn holds(&self, words: &[String]) -> bool {
        self.blocks.iter().any(|block| block.words.windows(words.len().max(1)).any(|part| part == words))
    }

    /// The blocks of a range, as they are copied.
    pub(super) fn copied(&self, range: std::ops::Range<usize>) -> String {
        let mut text = String::new();
        for number in range.clone() {
            let is_list = |number: usize| self.blocks[number].kind == Kind::Item;
            let is_first = number == range.start;
            let gap = if is_first {
                ""
            } else if is_list(number - 1) && is_list(number) {
                "\n"
            } else {
                "\n\n"
            };
            text = text + gap + &self.blocks[number].copied();
        }
        text
    }

    /// So many words from one on, as they are copied.
    pub(super) fn copied_words(&self, from: usize, count: usize) -> String {
        let words = self.words();
        let last = (from + count).min(words.len()) - 1;
        let whole = self.copied(words[from].0..words[last].0 + 1);
        // Those of the first block before, and those of the last block behind, each with what stands between words.
        let is_before = |at: &usize| words[*at].0 == words[from].0;
        let n_before = (0..from).filter(is_before).count();
        let n_wanted = last - from + 1;
        let word_starts = |at: &usize| {
            let before = whole[..*at].chars().next_back();
            let is_start = before.is_none_or(char::is_whitespace);
            is_start && whole[*at..].starts_with(|c: char| c.is_ascii_alphabetic())
        };
        let starts: Vec<usize> = (0..whole.len()).filter(word_starts).collect();
        let end = starts[n_before + n_wanted - 1] + words[last].1.len();
        whole[starts[n_before]..end].to_owned()
    }

    /// The blocks of the section in which a block stands, with those inside it.
    pub(super) fn section(&self, number: usize) -> std::ops::Range<usize> {
        let level = |block: &Block| if let Kind::Heading(level) = block.kind { Some(level) } else { None };
        let start = (0..=number).rev().find(|&at| level(&self.blocks[at]).is_some());
        let Some(start) = start else { return 0..0 };
        let own = level(&self.blocks[start]);
        let behind = (start + 1..self.blocks.len())
            .find(|&at| level(&self.blocks[at]).is_some_and(|level| Some(level) <= own));
        start..behind.unwrap_or(self.blocks.len())
    }

    /// The blocks that are shown where the headings with these first words are folded, and how many words each of them
    /// hides.
    pub(super) fn shown(&self, folded: &[String]) -> (Vec<usize>, Vec<usize>) {
        let mut hidden = vec![false; self.blocks.len()];
        let mut counts = Vec::new();
        for number in 0..self.blocks.len() {
            if hidden[number] || !folded.contains(&self.blocks[number].words[0]) {
                continue;
            }
            let inside = self.section(number).start + 1..self.section(number).end;
            counts.push(inside.clone().map(|at| self.blocks[at].words.len()).sum());
            hidden[inside].fill(true);
        }
        ((0..hidden.len()).filter(|&at| !hidden[at]).collect(), counts)
    }

    /// How often `query` stands in the blocks. No hit goes on behind a block.
    pub(super) fn n_hits(&self, query: &str) -> u64 {
        self.blocks.iter().map(|block| block.words.join(" ").matches(query).count() as u64).sum()
    }
}

impl std::fmt::Debug for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let shapes: Vec<_> = self.blocks.iter().map(|block| (block.kind, block.words.len())).collect();
        write!(f, "{} {shapes:?}", self.letter)
    }
}

impl Block {
    fn code(&self) -> String {
        self.words.chunks(4).map(|words| format!("  {}", words.join(" "))).collect::<Vec<_>>().join("\n")
    }

    fn copied(&self) -> String {
        match self.kind {
            Kind::Item => format!("- {}", self.words.join(" ")),
            Kind::Code => self.code(),
            _ => self.words.join(" "),
        }
    }
}

/// Whether a word stands once in all texts.
pub(super) fn is_own(word: &str) -> bool {
    word != COMMON
}

/// The words of the texts in what is shown of one.
pub(super) fn words_in(shown: &str) -> Vec<String> {
    let pieces = shown.split(|c: char| !c.is_ascii_alphanumeric());
    let is_word = |piece: &&str| {
        let digits = piece.get(1..piece.len().saturating_sub(1)).unwrap_or_default();
        piece.ends_with('e') && !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    pieces.filter(|piece| is_word(piece) || !is_own(piece)).map(str::to_owned).collect()
}
