//! Plain texts of the kinds that people have, as they are first seen.

use insta::assert_snapshot;

use crate::fixture::Screen;

const STANDARD: &str = include_str!("../fixtures/plain/standard-paged.txt");
const BOOK: &str = include_str!("../fixtures/plain/book-framed.txt");
const MANUAL: &str = include_str!("../fixtures/plain/manual-page.txt");
const ESSAY: &str = include_str!("../fixtures/plain/japanese-wrapped.txt");
const MAIL: &str = include_str!("../fixtures/plain/mail-thread.txt");

fn screen(text: &str) -> Screen {
    Screen::new(text, "plain")
}

#[test]
fn a_standard_at_80x24() {
    assert_snapshot!(screen(STANDARD).size(80, 24).text());
}

#[test]
fn a_page_break_at_120x40() {
    assert_snapshot!(screen(STANDARD).size(120, 40).keys("3]").text());
}

#[test]
fn a_book_at_80x24() {
    assert_snapshot!(screen(BOOK).size(80, 24).text());
}

#[test]
fn verse_at_120x40() {
    assert_snapshot!(screen(BOOK).size(120, 40).text());
}

#[test]
fn verse_hangs_at_24x24() {
    assert_snapshot!(screen(BOOK).size(24, 24).keys("2]").text());
}

#[test]
fn a_manual_page_at_80x24() {
    assert_snapshot!(screen(MANUAL).size(80, 24).text());
}

#[test]
fn a_manual_page_at_120x40() {
    assert_snapshot!(screen(MANUAL).size(120, 40).text());
}

#[test]
fn a_japanese_essay_at_80x24() {
    assert_snapshot!(screen(ESSAY).size(80, 24).text());
}

#[test]
fn a_mail_at_80x24() {
    assert_snapshot!(screen(MAIL).size(80, 24).text());
}

#[test]
fn furniture_is_found() {
    let mut screen = screen(STANDARD).size(80, 24);
    screen.press("/Page 2<Enter>");
    assert!(screen.text().contains("[Page 2]"));
}
