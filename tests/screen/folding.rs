//! Folding sections in the text.

use std::sync::Arc;

use folio::app::MouseKind;
use folio::document::{
    Chunk, Document, Folds, LeafKind, Outline, Parse, SectionId, Segment, SegmentBuilder, SegmentId, TextPos,
};
use folio::layout::plain::line_text;
use folio::layout::{Anchor, LinePos, Options, Page, Role};
use proptest::prelude::*;

use crate::fixture::Screen;

const SIZES: [(u16, u16); 2] = [(80, 24), (30, 10)];

/// A heading of a level, or a paragraph of so many words.
#[derive(Clone, Copy, Debug)]
enum Block {
    Heading(u8),
    Words(usize),
}

impl Block {
    fn text(self, number: usize) -> String {
        match self {
            Self::Heading(level) => format!("Heading {number} of level {level}"),
            Self::Words(count) => format!("{number} ") + &"words ".repeat(count),
        }
    }
}

/// A document whose chunks have these blocks. Each byte of the source is a block.
struct Blocks(Vec<Vec<Block>>);

impl Blocks {
    fn document(&self) -> Document {
        let mut document = Document::new("blocks", Arc::new(Self(self.0.clone())));
        let mut at = 0;
        let chunks = self.0.iter().map(|blocks| {
            let source = at..at + blocks.len() as u64;
            at = source.end;
            Chunk { source, continues: false, is_provisional: false }
        });
        document.push_chunks(chunks.collect::<Vec<_>>());
        document.end_chunks();
        for id in (0..document.n_segments()).map(SegmentId::from_index) {
            document.demand(id);
        }
        document.refresh_outline();
        document
    }
}

impl Parse for Blocks {
    fn parse(&self, chunk: &Chunk) -> Segment {
        let mut builder = SegmentBuilder::new(chunk.source.start);
        let all: Vec<_> = self.0.concat();
        let range = usize::try_from(chunk.source.start).unwrap()..usize::try_from(chunk.source.end).unwrap();
        for (at, number) in range.clone().enumerate() {
            let kind = match all[number] {
                Block::Heading(level) => LeafKind::Heading(level),
                Block::Words(_) => LeafKind::Paragraph,
            };
            builder.leaf(kind, at..at + 1, &all[number].text(number));
        }
        builder.finish(range.len())
    }

    fn source_text(&self, chunk: &Chunk) -> String {
        "-".repeat(usize::try_from(chunk.source.end - chunk.source.start).unwrap())
    }
}

/// A row of the page set whole.
struct Row {
    at: LinePos,
    block: usize,
    text: String,
    is_ornament: bool,
    is_rule: bool,
}

/// All rows from the first to the last.
fn rows(page: &mut Page, document: &mut Document) -> Vec<Row> {
    let mut rows = Vec::new();
    let first = page.line_at(document, Anchor::default());
    document.renew_allowance();
    let mut found = Vec::new();
    page.rows(document, first, 100_000, |at, layout, line| {
        found.push((at, Arc::clone(layout), line));
        true
    });
    for (at, layout, line) in found {
        let segment = document.demand(at.segment).unwrap();
        rows.push(Row {
            at,
            block: usize::try_from(segment.source_start()).unwrap() + line.leaf as usize,
            text: line_text(&segment, &layout, &line),
            is_ornament: line.is_ornament,
            is_rule: layout.runs(&line).iter().any(|run| run.role == Role::Rule),
        });
    }
    rows
}

/// The rows that are left of a page set whole.
fn left(all: &[Row], blocks: &[Block], is_folded: impl Fn(usize) -> bool) -> Vec<String> {
    let level = |block: usize| if let Block::Heading(level) = blocks[block] { level } else { u8::MAX };
    let end = |heading: usize| {
        (heading + 1..blocks.len()).find(|&next| level(next) <= level(heading)).unwrap_or(blocks.len())
    };
    let folded: Vec<usize> =
        (0..blocks.len()).filter(|&at| matches!(blocks[at], Block::Heading(_)) && is_folded(at)).collect();
    let is_hidden = |block: usize| folded.iter().any(|&fold| fold < block && block < end(fold));
    let is_dropped = |row: &&Row| {
        let is_fold = folded.contains(&row.block);
        let next = end(row.block);
        let is_list = next == blocks.len() || folded.contains(&next);
        is_hidden(row.block) || is_fold && row.is_ornament && (row.is_rule || is_list)
    };
    all.iter().filter(|row| !is_dropped(row)).map(|row| row.text.clone()).collect()
}

/// A row without what is said of a fold.
fn without_amount(row: &str) -> Option<String> {
    match row.split_once('▸') {
        Some((before, _)) if before.trim().is_empty() => None,
        Some((before, _)) => Some(before.trim_end().to_owned()),
        None => Some(row.to_owned()),
    }
}

fn any_blocks() -> impl Strategy<Value = Vec<Vec<Block>>> {
    let block = prop_oneof![(1..5_u8).prop_map(Block::Heading), (0..40_usize).prop_map(Block::Words)];
    prop::collection::vec(prop::collection::vec(block, 1..6), 1..12)
}

fn folds_of(outline: &Outline, are_all: bool, others: &[prop::sample::Index]) -> Folds {
    let mut folds = if are_all { Folds::all() } else { Folds::default() };
    for at in others.iter().filter(|_| !outline.is_empty()) {
        let id = SectionId::from_index(at.index(outline.len()));
        folds.set(outline, id, !outline.is_folded(&folds, id));
    }
    folds
}

proptest! {
    #[test]
    fn folds_leave_the_rows_that_are_not_hidden(
        blocks in any_blocks(),
        are_all: bool,
        others in prop::collection::vec(any::<prop::sample::Index>(), 0..6),
        measure in 16..50_u16,
        step in 1..30_usize,
    ) {
        let mut document = Blocks(blocks.clone()).document();
        let flat = blocks.concat();
        let mut page = Page::new(Options::new(measure));
        let all = rows(&mut page, &mut document);
        let folds = folds_of(document.outline(), are_all, &others);
        let outline = document.outline().clone();
        let is_folded = |block: usize| {
            let of_block = |id: &SectionId| outline.source(*id) == Some(block as u64);
            outline.ids().find(of_block).is_some_and(|id| outline.is_folded(&folds, id))
        };
        let expected = left(&all, &flat, is_folded);
        page.fold(Arc::new(folds.clone()));
        let found = rows(&mut page, &mut document);
        let texts: Vec<_> = found.iter().filter_map(|row| without_amount(&row.text)).collect();
        prop_assert_eq!(texts, expected);

        // Every row has its place, and the way to it is that of the list.
        prop_assert_eq!(page.extent(&document, LinePos::default()).total, found.len() as u64);
        let index = |at: LinePos| found.iter().position(|row| row.at == at);
        for (number, row) in found.iter().enumerate() {
            document.renew_allowance();
            prop_assert_eq!(page.extent(&document, row.at).before, number as u64);
            let anchor = page.anchor_at(&mut document, row.at);
            prop_assert_eq!(page.line_at(&mut document, anchor), row.at);
            let further = (number + step).min(found.len() - 1);
            let by = i64::try_from(step).unwrap();
            let (down, up) = (page.advance(&mut document, row.at, by), page.advance(&mut document, row.at, -by));
            prop_assert_eq!((index(down), index(up)), (Some(further), Some(number.saturating_sub(step))));
        }
        if let Some(last) = found.last() {
            prop_assert_eq!(page.last_line(&mut document), last.at);
        }
        // Opened again, the page is what it was.
        page.fold(Arc::default());
        let again: Vec<_> = rows(&mut page, &mut document).into_iter().map(|row| row.text).collect();
        prop_assert_eq!(again, all.iter().map(|row| row.text.clone()).collect::<Vec<_>>());
    }

    #[test]
    fn hidden_places_stand_at_their_headings(
        blocks in any_blocks(),
        are_all: bool,
        others in prop::collection::vec(any::<prop::sample::Index>(), 0..6),
    ) {
        let mut document = Blocks(blocks.clone()).document();
        let mut page = Page::new(Options::new(40));
        rows(&mut page, &mut document);
        let folds = folds_of(document.outline(), are_all, &others);
        page.fold(Arc::new(folds.clone()));
        let shown: Vec<_> = rows(&mut page, &mut document).iter().map(|row| row.block).collect();
        let outline = document.outline().clone();
        for (id, segment) in document.segments().map(|(id, segment)| (id, Arc::clone(segment))).collect::<Vec<_>>() {
            for (index, leaf) in segment.leaves().iter().enumerate() {
                let pos = TextPos::new(id, leaf.text);
                let block = usize::try_from(segment.source_start()).unwrap() + index;
                prop_assert_eq!(page.is_hidden(&mut document, pos), !shown.contains(&block));
                let place = page.shown_place(&mut document, pos);
                prop_assert!(!page.is_hidden(&mut document, place));
                let around = outline.at(pos).map(|id| outline.shown_for(&folds, id));
                if place != pos {
                    prop_assert_eq!(Some(place), around.and_then(|id| outline.get(id)).map(|section| section.start));
                }
            }
        }
    }
}

/// Chapters with two parts each, of a few paragraphs.
fn book(n_chapters: usize) -> String {
    let part = |chapter: usize, part: usize| {
        let paragraphs =
            (0..3).map(|number| format!("Paragraph {chapter}-{part}-{number} has some words.\n\n"));
        format!("### Part {chapter}-{part}\n\n{}", paragraphs.collect::<String>())
    };
    let chapter = |n: usize| format!("## Chapter {n}\n\nIt begins {n}.\n\n{}{}", part(n, 0), part(n, 1));
    let chapters: String = (0..n_chapters).map(chapter).collect();
    format!("# The book\n\nFor [readers](#chapter-30).\n\n{chapters}")
}

fn screen((columns, rows): (u16, u16)) -> Screen {
    Screen::markdown(&book(40)).size(columns, rows)
}

#[test]
fn who_folds_all_and_opens_all_is_where_he_was() {
    let words = |n: usize| (0..60).map(|at| format!("word{}", n * 100 + at)).collect::<Vec<_>>().join(" ");
    let part = |n: usize| format!("# Part {n}\n\n{}\n\n", words(n));
    let text: String = (0..9).map(part).collect();
    for (columns, rows) in [(80, 24), (30, 10)] {
        let mut screen = Screen::markdown(&text).size(columns, rows).keys("55%jjj");
        let before = screen.page();
        screen.press("zMzR");
        assert_eq!(screen.page(), before);
        screen.press("zM");
        assert_ne!(screen.page(), before);
        screen.press("<C-o>");
        assert_eq!(screen.page(), before);
        // Who has gone on in between stays where he went.
        screen.press("zMGzR");
        assert_ne!(screen.page(), before);
    }
}

#[test]
fn a_section_is_folded_and_opened() {
    let mut screen = screen((80, 24)).keys("]]");
    insta::assert_snapshot!(screen.keys("za").text());
    screen = self::screen((80, 24)).keys("]]");
    let before = screen.text();
    screen.press("za");
    assert!(
        screen.row(0).contains("▾") && screen.text().contains("Part 0-0  ▸ 15 words"),
        "{}",
        screen.text()
    );
    screen.press("za");
    assert_eq!(screen.text(), before);
}

#[test]
fn all_sections_are_folded_and_opened() {
    for (columns, rows) in SIZES {
        let screen = screen((columns, rows)).keys("zM");
        insta::assert_snapshot!(format!("all_sections_are_folded_{columns}"), screen.text());
    }
}

#[test]
fn what_is_looked_at_stays_on_its_row() {
    for size in SIZES {
        for keys in ["za", "zc", "zczc", "zM", "zMza", "zMzozo"] {
            for steps in ["]]]", "5]", "7]jj", "9]k"] {
                let mut screen = screen(size).keys(steps);
                let row =
                    |screen: &Screen, title: &str| screen.page().iter().position(|row| row.contains(title));
                for key in keys.split_inclusive(|c: char| c != 'z') {
                    let before = screen.page();
                    let titles = path(&screen);
                    screen.press(key);
                    let shown = titles.iter().rev().find_map(|title| Some((title, row(&screen, title)?)));
                    let (title, now) = shown.expect("one of them is shown");
                    let then = before.iter().position(|row| row.contains(title)).unwrap_or(0);
                    assert_eq!(now, then, "{keys} {steps} {key} {title}: {}", screen.text());
                }
            }
        }
    }
}

/// The titles of the sections around the reader, from the outermost.
fn path(screen: &Screen) -> Vec<String> {
    let outline = screen.app().document().outline();
    let path = screen.app().view().section.map(|id| outline.path(id)).unwrap_or_default();
    path.into_iter().filter_map(|id| outline.get(id)).map(|section| section.title.to_string()).collect()
}

#[test]
fn folding_twice_folds_what_lies_around() {
    let screen = screen((80, 24)).keys("3]zczc");
    assert!(screen.text().contains("Chapter 0  ▸"), "{}", screen.text());
    let screen = screen.keys("zo");
    assert!(screen.text().contains("Part 0-0") && screen.text().contains("Part 0-1  ▸"), "{}", screen.text());
}

#[test]
fn moving_goes_past_what_is_hidden() {
    let mut screen = screen((80, 24)).keys("zM");
    for n in 0..4 {
        screen.press("]");
        assert!(screen.row(-1).contains(&format!("Chapter {n}")) || n == 0, "{}", screen.text());
    }
    screen.press("}");
    assert!(screen.row(0).contains("Chapter 4  ▸"), "{}", screen.text());
    screen.press("[[{");
    assert!(screen.row(0).contains("Chapter 1  ▸"), "{}", screen.text());
    screen.press("G");
    assert!(screen.text().contains("Chapter 39  ▸") && screen.row(-1).contains("100 %"), "{}", screen.text());
}

#[test]
fn what_is_gone_to_is_opened() {
    for (keys, expected) in [
        ("/Paragraph 30-1-2<Enter>", "Paragraph 30-1-2"),
        ("/Paragraph 30-1-2<Enter>n", "Paragraph 30-1-2"),
        ("31<Enter>", "It begins 30"),
        ("sPart 30-1<Enter>", "Paragraph 30-1-0"),
        ("/Paragraph 30-1-2<Enter>&<Enter>", "Paragraph 30-1-2"),
        ("'a", "Paragraph 20-0"),
        ("gff", "It begins 30."),
        ("<Tab>jjj<Enter>", "It begins 21."),
    ] {
        for size in SIZES {
            let mut screen = screen(size).keys("21<Enter>]}mazM");
            assert!(!screen.text().contains("Paragraph"), "{}", screen.text());
            screen.press(keys);
            assert!(screen.text().contains(expected), "{keys}: {}", screen.text());
        }
    }
}

#[test]
fn who_gives_up_a_search_finds_everything_folded_again() {
    for size in SIZES {
        for keys in ["/Paragraph 3-1<Esc>", "sPart 3<Esc>", "s<Down><Down><Esc>"] {
            let mut screen = screen(size).keys("zM]]]");
            let before = screen.text();
            screen.press(keys);
            assert_eq!(screen.text(), before, "{keys}");
        }
    }
}

#[test]
fn only_what_is_in_the_way_is_opened() {
    let screen = screen((80, 24)).keys("zM/Paragraph 3-1-0<Enter>");
    let text = screen.text();
    assert!(text.contains("Part 3-0  ▸") && text.contains("Chapter 2  ▸"), "{text}");
}

#[test]
fn the_way_back_has_the_folds_there_were() {
    for size in SIZES {
        let mut screen = screen(size).keys("zM5]");
        let before = screen.page();
        screen.press("/Paragraph 30-1-2<Enter>");
        screen.press("zR");
        let there = screen.page();
        // Where opening all has moved the page, there is a stop between.
        let mut n_stops = 0;
        while screen.page() != before && n_stops < 2 {
            screen.press("<C-o>");
            n_stops += 1;
        }
        assert_eq!(screen.page(), before);
        screen.press(&"<A-Right>".repeat(n_stops));
        assert_eq!(screen.page(), there);
    }
}

#[test]
fn a_click_opens_what_is_folded() {
    let mut screen = screen((80, 24)).keys("zM");
    let (text, page) = (screen.text(), screen.page());
    let (y, row) = text.lines().enumerate().find(|(_, row)| row.contains("Chapter 2  ▸")).unwrap();
    let x = row.chars().position(|c| c == '▸').unwrap();
    screen.mouse(MouseKind::Press, u16::try_from(x).unwrap() + 1, u16::try_from(y).unwrap());
    assert!(screen.text().contains("It begins 2."), "{}", screen.text());
    assert!(screen.text().contains("Part 2-0  ▸"), "{}", screen.text());
    screen.press("za");
    assert_eq!(screen.page(), page);
}

#[test]
fn what_is_copied_has_what_is_hidden() {
    for keys in ["3]zcys", "3]zcv}y"] {
        let screen = screen((80, 24)).keys(keys);
        assert!(screen.copied[0].contains("Paragraph 0-1-2"), "{:?}", screen.copied);
    }
}

#[test]
fn what_is_hidden_is_not_read() {
    let screen = screen((80, 24)).keys("zMGg");
    let ticked = screen.text().matches('✓').count();
    assert_eq!(ticked, 0, "{}", screen.text());
}

#[test]
fn sections_that_come_later_are_folded_too() {
    let mut screen = Screen::held(&book(3000), "markdown").size(80, 24);
    screen.work(3);
    screen.press("zM");
    while screen.work(1) {
        let page = screen.page();
        assert!(!page.iter().any(|row| row.contains("Paragraph")), "{}", screen.text());
    }
    let rows = screen.app().view().extent.total;
    assert!((2400..3600).contains(&rows), "{rows}");
    screen.press("G");
    assert!(screen.text().contains("Chapter 2999  ▸"), "{}", screen.text());
    screen.press("50%");
    let number = screen.page()[0].split_whitespace().nth(1).and_then(|number| number.parse::<u32>().ok());
    assert!(number.is_some_and(|number| (1400..1600).contains(&number)), "{}", screen.text());
}

#[test]
fn who_opens_what_is_not_folded_is_told_so() {
    for (columns, rows) in SIZES {
        for (text, told) in
            [("# One\n\nWords.\n", "nothing is folded"), ("Words.\n", "no headings"), ("", "no headings")]
        {
            let screen = Screen::markdown(text).size(columns, rows).keys("zR");
            assert!(screen.row(-1).contains(told), "{}", screen.text());
        }
        let screen = Screen::markdown("# One\n\nWords.\n").size(columns, rows).keys("zazR");
        assert!(!screen.row(-1).contains("folded") && screen.text().contains("Words."), "{}", screen.text());
    }
}

#[test]
fn what_is_found_in_a_fold_is_brought_into_view_wherever_it_lies() {
    let words = (10..60).map(|n| format!("The word{n}.\n\n")).collect::<Vec<_>>().concat();
    let text = format!("# One\n\n{words}# Two\n\nThe end.\n\n{}", "More.\n\n".repeat(30));
    for (columns, rows) in SIZES {
        let screen = |keys: &str| Screen::markdown(&text).size(columns, rows).keys(&format!("za]{keys}"));
        for n in 10..60 {
            let found = screen(&format!("/word{n}<Enter>"));
            assert!(found.page().contains(&format!("The word{n}.")), "{n}: {}", found.text());
            let selected = screen(&format!("v{}", "b".repeat(2 * (60 - n))));
            assert!(selected.page().contains(&format!("The word{n}.")), "{n}: {}", selected.text());
        }
        let mut listed = screen("/word<Enter><C-o>&");
        for _ in 0..49 {
            listed.press("<Down>");
            let hit = listed.app().finding().unwrap().ordinal().unwrap() + 9;
            assert!(listed.page().contains(&format!("The word{hit}.")), "{hit}: {}", listed.text());
        }
    }
}
