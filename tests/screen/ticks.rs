//! The ticks on the scroll bar.

use proptest::prelude::*;

use crate::fixture::Screen;

/// What is on the scroll bar, from the top.
fn bar(screen: &Screen) -> String {
    let area = screen.app().view().geometry.scroll_bar;
    let buffer = screen.buffer();
    (0..area.height).map(|row| buffer[(area.x, row)].symbol()).collect()
}

/// Paragraphs of a line each, with a word in those that are asked for.
fn paragraphs(count: usize, with_word: &[usize]) -> String {
    let word = |number| if with_word.contains(&number) { "apple" } else { "pear" };
    (0..count).flat_map(|number| ["A ", word(number), " and more.\n\n"]).collect()
}

#[test]
fn ticks_are_where_hits_are() {
    let mut screen = Screen::markdown(&paragraphs(100, &[0, 1, 50, 99])).size(80, 24);
    assert!(!bar(&screen).contains(['┤', '┫', '◂']));
    screen.press("/apple");
    insta::assert_snapshot!(screen.text());
    screen.press("<Enter>n");
    assert_eq!(bar(&screen), "◂┃│││││││││┤││││││││││┤");
    screen.press("n");
    assert_eq!(bar(&screen), "┤││││││││││◂┃│││││││││┤");
    screen.press("<Esc>");
    assert!(!bar(&screen).contains(['┤', '┫', '◂']));
}

#[test]
fn they_are_on_small_screens_too() {
    let screen = Screen::markdown(&paragraphs(100, &[0, 1, 50, 99])).size(30, 10).keys("/apple<Enter>");
    insta::assert_snapshot!(screen.text());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn every_hit_has_a_tick(
        count in 1..4000_usize,
        hits in prop::collection::vec(any::<prop::sample::Index>(), 1..9),
        rows in 6..40_u16,
        is_at_end: bool,
    ) {
        let hits: Vec<usize> = hits.iter().map(|at| at.index(count)).collect();
        let mut screen = Screen::markdown(&paragraphs(count, &hits)).size(60, rows);
        screen.press(if is_at_end { "G/apple<Enter>" } else { "/apple<Enter>" });
        let bar: Vec<char> = bar(&screen).chars().collect();
        let is_scrollable = count * 2 - 1 > bar.len();
        let row = |hit: usize| hit * bar.len() / count;
        let is_tick = |at: usize| bar.get(at).is_some_and(|sign| "┤┫◂".contains(*sign));
        // What was not set yet is estimated: a row more or less.
        let near = |at: usize| at.saturating_sub(1)..=at + 1;
        for &hit in &hits {
            prop_assert_eq!(near(row(hit)).any(is_tick), is_scrollable, "{:?}", bar);
        }
        for at in (0..bar.len()).filter(|&at| is_tick(at)) {
            prop_assert!(hits.iter().any(|&hit| near(row(hit)).contains(&at)), "{:?}", bar);
        }
    }
}
