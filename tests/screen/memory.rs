//! Reading in little memory: what is dropped and parsed again is never noticed.

use std::sync::Arc;

use folio::app::Settings;
use folio::document::{Chunk, Document, Opening, SegmentId};
use folio::format;
use folio::source::Source;
use proptest::prelude::*;

use crate::fixture::Screen;

/// Keys that move, fold, search and go back.
const KEYS: [&str; 25] = [
    "j",
    "k",
    "<Space>",
    "b",
    "d",
    "]",
    "[",
    "}",
    "{",
    ")",
    "G",
    "g",
    "50%",
    "9999j",
    "7<Enter>",
    "<Tab>",
    "<Tab>h<Tab>",
    "h",
    "/zebra<Enter>",
    "/the <Enter>",
    "/lo",
    "<Esc>",
    "n",
    "N",
    "+",
];

/// Segments that are kept whatever the budget.
const FEW: usize = 8;

#[derive(Clone, Debug)]
enum Step {
    Press(&'static str),
    Resize(u16, u16),
    Work(usize),
    /// Leave the next job for later.
    Postpone,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => prop::sample::select(&KEYS[..]).prop_map(Step::Press),
        1 => (20..120u16, 3..30u16).prop_map(|(columns, rows)| Step::Resize(columns, rows)),
        3 => (1..9usize).prop_map(Step::Work),
        1 => Just(Step::Postpone),
    ]
}

/// Sections, some with a link that is defined at the end, some with a table, some within others.
fn sections() -> impl Strategy<Value = Vec<String>> {
    let paragraph = "(A (low )?[a-e]{1,9}|Of \\[the end\\]|The (zebra )?[a-e]{1,5})( [a-e]{1,9}){0,30}";
    let table = Just("| a | b |\n|---|---|\n| the | low |".to_owned());
    let block = prop_oneof![5 => paragraph.prop_map(String::from), 1 => table];
    let title = prop_oneof![3 => Just("Section"), 1 => Just("On [the end]")];
    let section = (2..4usize, title, prop::collection::vec(block, 0..5));
    let section = section.prop_map(|(level, title, blocks)| {
        format!("{} {title}\n\n{}\n\n", "#".repeat(level), blocks.join("\n\n"))
    });
    prop::collection::vec(section, 16..48)
}

/// A document with a chunk for every two sections, most of them known at once.
fn opening(sections: &[String]) -> Opening {
    let text = format!("{}[the end]: https://example.org/\n", sections.concat());
    let markdown = format::by_name("markdown").unwrap();
    let reader = markdown.open(Arc::new(Source::from_text("test.md", &text))).unwrap();
    let mut document = Document::new("test", Arc::clone(&reader).parser());
    let mut start = 0;
    let mut chunks = Vec::new();
    for pair in sections.chunks(2) {
        let length = pair.concat().len() as u64;
        chunks.push(start..start + length);
        start += length;
    }
    chunks.push(start..text.len() as u64);
    let n_first = chunks.len() * 3 / 4;
    let mut chunks =
        chunks.into_iter().map(|source| Chunk { source, continues: false, is_provisional: false });
    document.push_chunks(chunks.by_ref().take(n_first));
    // The definitions are known when all has been read.
    let definitions = std::iter::once_with(move || reader.chunks().count()).filter_map(|_| None);
    Opening { document, chunks: Box::new(chunks.chain(definitions)) }
}

fn screen(sections: &[String], memory: usize) -> Screen {
    let settings = Settings { memory, ..Settings::default() };
    let mut screen = Screen::reading(opening(sections), settings, true);
    take(&mut screen, &Step::Postpone);
    screen
}

fn take(screen: &mut Screen, step: &Step) {
    match step {
        Step::Press(keys) => screen.press(keys),
        Step::Resize(columns, rows) => screen.resize(*columns, *rows),
        Step::Work(jobs) => {
            screen.work(*jobs);
        }
        Step::Postpone => screen.shuffle(|jobs| jobs.rotate_left(jobs.len().min(1))),
    }
}

#[test]
fn a_fold_outlives_the_text_it_lies_in() {
    let pair = ["## A\n\nSee [the end] of it.\n\n", "## B\n\nText.\n\n### C\n\nText.\n\n"];
    let sections: Vec<_> = (0..60).map(|number| pair[number % 2].to_owned()).collect();
    let mut screen = screen(&sections, 0);
    screen.resize(100, 14);
    screen.press("]<Tab>h<Tab>");
    let is_folded = |screen: &Screen| screen.app().sidebar().rows()[1].fold == Some(true);
    assert!(is_folded(&screen), "{}", screen.text());
    screen.press(&"<Space>".repeat(9));
    assert!(screen.app().document().segment(SegmentId(0)).is_none());
    take(&mut screen, &Step::Work(usize::MAX));
    screen.press("g");
    assert!(screen.text().contains("See the end of it."));
    assert!(is_folded(&screen), "{}", screen.text());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn little_memory_shows_the_same_screens(
        sections in sections(),
        budget in prop::sample::select(vec![0, 4_000, 12_000]),
        steps in prop::collection::vec(step(), 1..40),
    ) {
        let mut all = screen(&sections, usize::MAX);
        let mut few = screen(&sections, budget);
        let finish = std::iter::once(Step::Work(usize::MAX));
        for step in steps.into_iter().chain(finish) {
            take(&mut all, &step);
            take(&mut few, &step);
            prop_assert_eq!(few.text() + &few.looks(), all.text() + &all.looks(), "after {:?}", step);
            let largest = all.app().document().segments().map(|(_, segment)| segment.footprint()).max();
            let kept = few.app().document().footprint();
            prop_assert!(kept <= budget.max(largest.unwrap_or(0) * FEW), "{} bytes are kept", kept);
        }
        prop_assert!(few.app().document().has_parsed_all());
        prop_assert_eq!(few.app().document().outline(), all.app().document().outline());
    }
}
