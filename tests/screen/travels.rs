//! Any journey through several documents that are edited meanwhile, beside a naive account of it.

mod frames;
mod texts;
mod way;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use folio::app::Settings;
use folio::app::notes::ShownNote;
use folio::app::view::Row;
use folio::document::quotation::part;
use folio::document::{Kept, SegmentId, TextPos};
use folio::format;
use folio::layout::plain::line_text;
use folio::source::Source;
use proptest::prelude::*;

use crate::fixture::Screen;
use crate::journeys::assert_sound;
use crate::taking::copied;
use frames::Frames;
use texts::{Edit, Text, edit, is_own, shapes, words_in};
use way::{Seen, Way};

const NAMES: [&str; 3] = ["a.md", "b.md", "c.md"];

/// Steps of reading, which no way back leads to.
const READING: [&str; 9] = ["j", "3j", "k", "d", "u", "<Space>", "b", "}", "{"];

/// What is a jump if it leads anywhere.
const JUMPS: [&str; 14] =
    ["G", "g", "20%", "50%", "90%", "]", "3]", "[", "J", "K", "p", "2<Enter>", "7<Enter>", ")"];

const FOLDING: [&str; 6] = ["za", "za", "zc", "zo", "zM", "zR"];

/// Something that the reader does, or somebody to the file that he reads.
#[derive(Clone, Debug)]
enum Step {
    Read(&'static str),
    Jump(&'static str),
    Fold(&'static str),
    Back,
    Forward,
    ToAndFro,
    Mark(char),
    GoToMark(char),
    /// Searches for a word, at such a share of the text, and for the next hit or the one before.
    Find(u16, &'static str),
    /// Looks at what a query or a list would lead to, and stays.
    Peek(&'static str, u16),
    /// Goes to what was picked from a list.
    Pick(&'static str, u16),
    /// Highlights so many words.
    Note(u16, usize),
    /// Copies so many words, or blocks.
    Copy(u16, usize),
    CopyBlocks(u16, usize),
    CopySection(u16),
    /// Follows a link.
    Visit(usize),
    Resize(u16, u16),
    /// The file is changed and reloaded.
    Edit(Edit),
    /// Read in all ways, one after the other.
    ReadOtherwise,
    /// Background work is done, up to so many jobs, or left for later.
    Work(usize),
    Postpone,
}

fn step() -> impl Strategy<Value = Step> {
    let keys = |keys: &'static [&'static str]| prop::sample::select(keys);
    prop_oneof![
        6 => keys(&READING).prop_map(Step::Read),
        6 => keys(&JUMPS).prop_map(Step::Jump),
        4 => keys(&FOLDING).prop_map(Step::Fold),
        6 => Just(Step::Back),
        2 => Just(Step::Forward),
        2 => Just(Step::ToAndFro),
        2 => prop::sample::select(vec!['x', 'y']).prop_map(Step::Mark),
        3 => prop::sample::select(vec!['x', 'y']).prop_map(Step::GoToMark),
        4 => (any::<u16>(), keys(&["", "n", "N", "n", "*"])).prop_map(|(at, key)| Step::Find(at, key)),
        2 => (keys(&["/", "s", "&", "A"]), any::<u16>()).prop_map(|(key, at)| Step::Peek(key, at)),
        2 => (keys(&["s", "&"]), any::<u16>()).prop_map(|(key, at)| Step::Pick(key, at)),
        2 => (any::<u16>(), 1..6_usize).prop_map(|(at, count)| Step::Note(at, count)),
        2 => (any::<u16>(), 1..20_usize).prop_map(|(at, count)| Step::Copy(at, count)),
        2 => (any::<u16>(), 0..4_usize).prop_map(|(at, count)| Step::CopyBlocks(at, count)),
        1 => any::<u16>().prop_map(Step::CopySection),
        2 => (0..2_usize).prop_map(Step::Visit),
        3 => (20..110_u16, 4..30_u16).prop_map(|(columns, rows)| Step::Resize(columns, rows)),
        3 => edit(true).prop_map(Step::Edit),
        1 => Just(Step::ReadOtherwise),
    ]
}

/// A reader on his way.
struct Traveler {
    screen: Screen,
    folder: PathBuf,
    texts: Vec<Text>,
    /// How often each document was read anew.
    editions: Vec<usize>,
    /// The number of the document that is read.
    at: usize,
    size: (u16, u16),
    way: Way,
    marks: Vec<(usize, char, Seen)>,
    is_held: bool,
    frames: Frames,
}

/// What there is of a text.
struct Whole {
    rows: Vec<String>,
    /// The first words of the headings that are folded.
    folded: Vec<String>,
    /// The words that are highlighted, note by note.
    highlighted: Vec<Vec<String>>,
}

impl Drop for Traveler {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

impl Traveler {
    fn new(texts: Vec<Text>, size: (u16, u16), memory: usize, is_held: bool) -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::SeqCst);
        let name = format!("travels-{}-{number}", std::process::id());
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(&folder).unwrap();
        for at in 0..texts.len() {
            write(&folder, &texts, at);
        }
        let source = Source::open(&folder.join(NAMES[0])).unwrap().source().unwrap();
        let opening = format::open(source, format::by_name("markdown").unwrap()).unwrap();
        let settings = Settings { memory, ..Settings::default() };
        let mut screen = Screen::reading(opening, settings, is_held).identify();
        screen.resize(size.0, size.1);
        let (editions, way, frames) = (vec![0; texts.len()], Way::default(), Frames::new(size));
        Self { screen, folder, texts, editions, at: 0, size, way, marks: Vec::new(), is_held, frames }
    }

    fn text(&self) -> &Text {
        &self.texts[self.at]
    }

    /// The word at such a share of the text that stands nowhere else, with its number among all, and that of its block.
    fn word(&self, share: u16) -> (usize, usize, String) {
        let words = self.text().words();
        let at = usize::from(share) * words.len() / 65536;
        let is_right = |at: &usize| is_own(words[*at].1);
        let at = (at..words.len()).find(is_right).or_else(|| (0..at).rev().find(is_right)).unwrap();
        (at, words[at].0, words[at].1.to_owned())
    }

    fn seen(&self) -> Seen {
        let page = self.screen.page().iter().map(|row| row.replace('✎', " ").trim_end().to_owned()).collect();
        let (document, edition) = (self.at, self.editions[self.at]);
        let is_at_end = self.screen.app().view().is_at_end();
        Seen { document, edition, size: self.size, page, is_at_end }
    }

    /// The document that is read, by the letter that its words begin with.
    fn document_read(&self) -> usize {
        let mut texts = self.screen.app().document().segments().map(|(_, segment)| segment.text().to_owned());
        let letter = texts.find_map(|text| words_in(&text).into_iter().find(|word| is_own(word)));
        letter.and_then(|word| NAMES.iter().position(|name| name[..1] == word[..1])).unwrap_or(self.at)
    }

    fn start(&self) -> Option<TextPos> {
        self.screen.app().view().rows.first().map(Row::start)
    }

    /// Presses keys that may be a jump.
    fn leave_by(&mut self, keys: &str) {
        let (before, start) = (self.seen(), self.start());
        self.screen.press(keys);
        self.note_departure(before, start);
    }

    /// Notes that the reader may have left what he saw, where this stood at the top.
    fn note_departure(&mut self, before: Seen, start: Option<TextPos>) {
        // At the end of the text other things move the top too.
        let is_certain = self.start() != start && !before.is_at_end && !self.seen().is_at_end;
        self.way.leave(before, is_certain);
    }

    fn finish(&mut self) {
        while self.screen.work(1000) {}
    }

    fn take(&mut self, step: &Step) {
        // It is known only when work was done which one is read.
        self.at = self.document_read();
        match step {
            Step::Read(keys) => self.screen.press(keys),
            Step::Jump(keys) | Step::Fold(keys) => self.leave_by(keys),
            Step::Back => self.walk("<C-o>", true),
            Step::Forward => self.walk("<A-Right>", false),
            Step::ToAndFro => {
                if let Some(is_back) = self.way.to_and_fro() {
                    self.walk("''", is_back);
                }
            }
            Step::Mark(name) => self.mark(*name),
            Step::GoToMark(name) => self.go_to_mark(*name),
            Step::Find(at, key) => self.find(*at, key),
            Step::Peek(key, at) => self.peek(key, *at),
            Step::Pick(key, at) => self.pick(key, *at),
            Step::Note(at, count) => self.note(*at, *count),
            Step::Copy(at, count) => self.copy(*at, *count),
            Step::CopyBlocks(at, count) => self.copy_blocks(*at, *count),
            Step::CopySection(at) => self.copy_section(*at),
            Step::Visit(link) => self.visit(*link),
            Step::Resize(columns, rows) => {
                self.size = (*columns, *rows);
                self.screen.resize(*columns, *rows);
            }
            Step::Edit(edit) => self.edit(edit),
            Step::ReadOtherwise => {
                self.screen.press("FFF");
                self.editions[self.at] += 1;
            }
            Step::Work(jobs) => {
                self.screen.work(*jobs);
            }
            Step::Postpone => self.screen.shuffle(|jobs| jobs.rotate_left(jobs.len().min(1))),
        }
    }

    /// Goes back or forward.
    fn walk(&mut self, keys: &str, is_back: bool) {
        let from = self.seen();
        self.screen.press(keys);
        let told = self.screen.app().notice().unwrap_or_default();
        let has_gone = !told.contains("no jump") && !told.contains("not jumped yet");
        self.at = self.document_read();
        let now = self.seen();
        if self.is_held {
            // It is not known yet where that leads.
            return;
        }
        let walked = self.way.walk(is_back, from, has_gone.then_some(&now), &self.texts);
        assert!(walked.is_ok(), "{keys}\nwanted: {walked:#?}\nseen: {now:#?}\n{}", self.screen.text());
    }

    fn mark(&mut self, name: char) {
        self.screen.press(&format!("m{name}"));
        let (at, seen) = (self.at, self.seen());
        self.marks.retain(|(document, known, _)| (*document, *known) != (at, name));
        self.marks.push((at, name, seen));
    }

    fn go_to_mark(&mut self, name: char) {
        self.leave_by(&format!("'{name}"));
        let mark = self.marks.iter().find(|(document, known, _)| (*document, *known) == (self.at, name));
        let Some((.., marked)) = mark else { return };
        let now = self.seen();
        let is_there = now.has_words_of(marked, &self.texts);
        assert!(self.is_held || is_there, "mark {name}\nwanted: {marked:#?}\nseen: {now:#?}");
    }

    fn find(&mut self, at: u16, key: &str) {
        let (_, _, word) = self.word(at);
        // The beginnings of words are found in many.
        let query = if at.is_multiple_of(3) { &word[..2] } else { &word };
        self.leave_by(&format!("/{query}<Enter>"));
        if !self.is_held {
            assert!(self.screen.page().join(" ").contains(query), "{query}: {}", self.screen.text());
        }
        self.leave_by(key);
    }

    fn query_for(&self, key: &str, at: u16) -> String {
        let (_, block, word) = self.word(at);
        let titles = self.text().section(block);
        match key {
            "s" if !titles.is_empty() => self.text().blocks[titles.start].words[0].clone(),
            _ => word,
        }
    }

    fn peek(&mut self, key: &str, at: u16) {
        let before = self.seen();
        let query = self.query_for(key, at);
        self.screen.press(&format!("{key}{query}"));
        if self.screen.app().overlay().is_none() {
            // Nothing is listed, so that the letters were keys.
            self.screen.press("<Esc><Esc>");
            return;
        }
        self.screen.press("<Down><Esc>");
        assert!(self.is_held || self.seen() == before, "{key}{query}: {}\n{before:#?}", self.screen.text());
    }

    fn pick(&mut self, key: &str, at: u16) {
        let (before, start) = (self.seen(), self.start());
        self.screen.press(key);
        if self.screen.app().overlay().is_none() {
            return;
        }
        let query = self.query_for(key, at);
        self.screen.press(&format!("{query}<Enter>"));
        if self.screen.app().overlay().is_some() {
            // No item has that.
            self.screen.press("<Esc>");
        }
        self.note_departure(before, start);
    }

    fn note(&mut self, at: u16, count: usize) {
        let (_, _, word) = self.word(at);
        self.leave_by(&format!("/{word}<Enter>"));
        self.screen.press(&format!("v{}anote<Enter><Esc>", "e".repeat(count)));
    }

    /// Selects from a word on by these keys and copies that, if the word is there by now.
    fn take_from(&mut self, word: &str, keys: &str) -> Option<String> {
        self.leave_by(&format!("/{word}<Enter>"));
        let (before, n_copied) = (self.seen(), self.screen.copied.len());
        if !before.words().contains(&word.to_owned()) {
            return None;
        }
        self.screen.press(keys);
        (self.screen.copied.len() > n_copied).then(|| copied(&self.screen))
    }

    fn copy(&mut self, at: u16, count: usize) {
        let (from, _, word) = self.word(at);
        let Some(copied) = self.take_from(&word, &format!("v{}y", "e".repeat(count))) else { return };
        // Whether there is a bullet before the first item depends on how much is selected of it.
        let bare = copied.trim_start_matches("- ");
        let wanted = self.text().copied_words(from, count);
        assert!(self.is_held || bare == wanted, "{copied:?} is not {wanted:?}");
    }

    fn copy_blocks(&mut self, at: u16, count: usize) {
        let (_, block, word) = self.word(at);
        self.leave_by(&format!("/{word}<Enter>"));
        let Whole { folded, .. } = self.whole();
        let (shown, _) = self.text().shown(&folded);
        let Some(copied) = self.take_from(&word, &format!("V{}y", "}".repeat(count))) else { return };
        let first = shown.iter().position(|&at| at == block).unwrap();
        let last = (first + count).min(shown.len() - 1);
        let end = shown.get(last + 1).copied().unwrap_or_else(|| self.text().blocks.len());
        let whole = self.text().copied(block..end);
        assert!(self.is_held || copied == whole, "{copied:?} is not {whole:?}");
    }

    fn copy_section(&mut self, at: u16) {
        let (_, block, word) = self.word(at);
        let section = self.text().section(block);
        let Some(copied) = self.take_from(&word, "ys") else { return };
        assert!(self.is_held || copied == self.text().copied(section), "{copied:?}");
    }

    fn visit(&mut self, link: usize) {
        let word = self.text().blocks[0].words[link].clone();
        self.leave_by(&format!("/{word}<Enter>"));
        let (before, at) = (self.seen(), self.at);
        self.screen.press("<Enter>");
        self.way.leave(before, true);
        if !self.is_held {
            self.at = others(at)[link];
        }
    }

    fn edit(&mut self, edit: &Edit) {
        let at = self.at;
        self.texts[at].change(edit);
        write(&self.folder, &self.texts, at);
        self.screen.press("r");
        self.editions[at] += 1;
    }

    /// All of the text, on a screen that is high enough for it.
    fn whole(&mut self) -> Whole {
        let (columns, rows) = self.size;
        self.screen.resize(columns, 9000);
        let view = self.screen.app().view();
        let text = |row: &Row| line_text(&row.segment, &row.layout, &row.line);
        let heading = |row: &Row| row.segment.slice(row.segment.leaf_span(row.line.leaf as usize)).to_owned();
        let folds = view.rows.iter().filter(|row| row.is_fold());
        let whole = Whole {
            rows: view.rows.iter().map(text).collect(),
            folded: folds.filter_map(|row| words_in(&heading(row)).first().cloned()).collect(),
            highlighted: view.notes.iter().map(|note| words_in(&self.text_of(note))).collect(),
        };
        self.screen.resize(columns, rows);
        whole
    }

    /// What is highlighted for a note.
    fn text_of(&self, note: &ShownNote) -> String {
        let document = self.screen.app().document();
        let ids = (note.range.start.segment.0..=note.range.end.segment.0).map(SegmentId);
        ids.filter_map(|id| Some(document.segment(id)?.slice(part(&note.range, id)))).collect()
    }

    /// What must always hold.
    fn assert_sound(&mut self, step: &Step) {
        assert_sound(&self.screen);
        let drawn = self.frames.draw(&self.screen, self.size);
        let fresh: Vec<String> = self.screen.text().lines().map(str::to_owned).collect();
        assert_eq!(drawn, fresh, "frame upon frame after {step:?}");
        if !self.is_held {
            self.assert_agrees();
        }
    }

    /// What must hold where no work is left to do.
    fn assert_agrees(&mut self) {
        assert!(self.is_held || self.at == self.document_read(), "another document: {}", self.screen.text());
        self.at = self.document_read();
        let Whole { rows, folded, highlighted } = self.whole();
        let (shown, counts) = self.text().shown(&folded);
        let words = |at: &usize| self.text().blocks[*at].words.clone();
        let expected: Vec<String> = shown.iter().flat_map(words).collect();
        let seen: Vec<String> = rows.iter().flat_map(|row| words_in(row)).collect();
        assert_eq!(seen, expected, "folded {folded:?}");
        let said: Vec<&str> =
            rows.iter().filter_map(|row| row.split_once("▸ ")).map(|(_, said)| said).collect();
        let counts: Vec<usize> = counts.into_iter().filter(|count| *count > 0).collect();
        let are_right = said.len() == counts.len()
            && said.iter().zip(&counts).all(|(said, count)| is_about(said, *count));
        assert!(are_right, "{said:?} {counts:?}");
        if let Some(finding) = self.screen.app().finding() {
            let (query, total) = (finding.query().text(), finding.total());
            assert_eq!(total, self.text().n_hits(query), "hits of {query}");
        }
        let wanted = self.screen.notes().into_iter().map(|note| words_in(&note.quotation.words));
        let is_here = |words: &Vec<String>| words[0][..1] == NAMES[self.at][..1] && self.text().holds(words);
        // Fewer letters are not known by themselves, where those around are gone.
        let is_telling = |words: &Vec<String>| words.concat().len() >= 8;
        for words in wanted.filter(is_here).filter(is_telling) {
            assert!(highlighted.contains(&words), "{words:?} of {highlighted:?}");
        }
    }

    /// Whoever opens the text again is where he was.
    fn assert_is_come_back_to(&mut self) {
        let (kept, seen) = (self.screen.kept(), self.seen());
        let text = fs::read_to_string(self.folder.join(NAMES[self.at])).unwrap();
        let again = come_back(&text, &kept, self.size);
        let page: Vec<String> = again.page();
        let now = Seen { page, is_at_end: again.app().view().is_at_end(), ..seen.clone() };
        if kept.place.is_some() {
            assert!(now.has_words_of(&seen, &self.texts), "seen: {seen:#?}\nagain: {now:#?}");
        }
        if !seen.is_at_end && !now.is_at_end && kept.place.is_some() {
            assert_eq!(now.page, seen.page);
        }
    }
}

/// The text as it is opened again.
fn come_back(text: &str, kept: &Kept, (columns, rows): (u16, u16)) -> Screen {
    let mut screen = Screen::identified(text, "markdown").size(columns, rows).recall(kept, false);
    while screen.work(1000) {}
    screen
}

/// Whether so many words are said to be hidden, or about so many.
fn is_about(said: &str, count: usize) -> bool {
    let number = said.trim_start_matches("about ").split(' ').next().unwrap().replace(',', "");
    let said_to_be: usize = number.parse().unwrap();
    let off = if said.starts_with("about ") { count / 5 + 10 } else { 0 };
    said_to_be.abs_diff(count) <= off
}

fn others(at: usize) -> [usize; 2] {
    [(at + 1) % 3, (at + 2) % 3]
}

fn write(folder: &Path, texts: &[Text], at: usize) {
    fs::write(folder.join(NAMES[at]), texts[at].markdown(others(at).map(|other| NAMES[other]))).unwrap();
}

fn texts(n_blocks: std::ops::Range<usize>, longest: usize) -> impl Strategy<Value = Vec<Text>> {
    let text = move |letter| {
        shapes(true, n_blocks.clone(), longest).prop_map(move |shapes| Text::new(letter, &shapes))
    };
    (text('a'), text('b'), text('c')).prop_map(|(a, b, c)| vec![a, b, c])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn travels_are_as_they_are_told(
        texts in prop_oneof![4 => texts(3..30, 40), 1 => texts(80..120, 40)],
        size in prop::sample::select(vec![(80, 24), (30, 10), (60, 12)]),
        memory in prop::sample::select(vec![0, usize::MAX]),
        steps in prop::collection::vec(step(), 1..30),
    ) {
        let mut traveler = Traveler::new(texts, size, memory, false);
        for step in &steps {
            traveler.take(step);
            traveler.assert_sound(step);
        }
        traveler.assert_is_come_back_to();
    }

    #[test]
    fn travels_through_what_is_still_read_end_well(
        texts in prop_oneof![1 => texts(3..30, 40), 2 => texts(80..120, 40)],
        size in prop::sample::select(vec![(80, 24), (30, 10), (60, 12)]),
        memory in prop::sample::select(vec![0, usize::MAX]),
        steps in prop::collection::vec(prop_oneof![
            3 => step(), 1 => (1..9_usize).prop_map(Step::Work), 1 => Just(Step::Postpone)
        ], 1..30),
    ) {
        let mut traveler = Traveler::new(texts, size, memory, true);
        for step in &steps {
            traveler.take(step);
            traveler.assert_sound(step);
        }
        traveler.finish();
        traveler.screen.press("<Esc><Esc><Esc>r");
        traveler.finish();
        traveler.assert_agrees();
        traveler.assert_is_come_back_to();
    }
}
