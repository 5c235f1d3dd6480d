//! Reading what was read at first glance, while the rest of the text is still being learned of.

use folio::app::Settings;
use folio::document::{LeafKind, SegmentId};
use folio::format;
use folio::source::Source;

use crate::fixture::Screen;

/// A text of pages, each with a running head and foot. What these are shows only behind the beginning.
fn pages() -> String {
    const WORDS: [&str; 12] = [
        "river", "bank", "boat", "lantern", "ferry", "harbor", "night", "keeper", "bell", "rope", "landing",
        "water",
    ];
    let mut number = 0;
    let mut paragraph = || {
        number += 1;
        let words: Vec<_> = (1..24).map(|at| WORDS[(number * at * 7 + at * at) % WORDS.len()]).collect();
        format!("The {} {} was there.\n\n", WORDS[number % WORDS.len()], words.join(" and the "))
    };
    let mut page = |n: usize| {
        let body: String = (0..40).map(|_| paragraph()).collect();
        format!("The Book of Ferries                May 1921\n\n{body}\nAnn Lee                [Page {n}]\n")
    };
    (1..9).map(&mut page).collect::<Vec<_>>().join("\u{c}")
}

fn opened(is_at_once: bool) -> Screen {
    let open = if is_at_once { format::open_at_once } else { format::open };
    let opening = open(Source::from_text("sample.txt", &pages()), format::by_name("plain").unwrap()).unwrap();
    Screen::reading(opening, Settings::default(), true).size(80, 20)
}

fn begins_with_furniture(screen: &Screen) -> bool {
    let segment = screen.app().document().segment(SegmentId(0)).expect("it is on the screen");
    matches!(segment.leaves()[0].kind, LeafKind::Furniture(_))
}

fn finish(screen: &mut Screen) {
    while screen.work(1) {}
    assert!(screen.app().document().has_parsed_all());
}

#[test]
fn what_was_read_at_first_glance_is_read_anew_when_more_is_known() {
    let (mut known, mut glanced) = (opened(false), opened(true));
    assert!(begins_with_furniture(&known) && !begins_with_furniture(&glanced));
    finish(&mut known);
    finish(&mut glanced);
    assert_eq!(glanced.text(), known.text());
    assert!(begins_with_furniture(&glanced));
}

#[test]
fn the_reader_stays_at_the_same_words() {
    for keys in ["<Space>", "jjjjj", "<Space><Space>kk"] {
        let mut screen = opened(true).keys(keys);
        let words = |screen: &Screen| screen.page().into_iter().find(|row| !row.trim().is_empty());
        let before = words(&screen);
        while screen.work(1) {
            assert_eq!(words(&screen), before, "{keys}");
        }
    }
}

#[test]
fn who_leaves_at_once_comes_to_where_he_wanted() {
    let (mut known, mut glanced) = (opened(false).keys("G"), opened(true).keys("G"));
    finish(&mut known);
    finish(&mut glanced);
    assert_eq!(glanced.text(), known.text());
    assert!(glanced.row(-1).contains("100 %"), "{}", glanced.text());
}

#[test]
fn what_is_explained_stays_the_same_block() {
    let mut screen = opened(true).keys("<Space>i");
    finish(&mut screen);
    assert!(screen.text().contains("paragraph"), "{}", screen.text());
    let explained = screen.text();
    screen.press("<Esc>i");
    assert_eq!(screen.text(), explained);
}
