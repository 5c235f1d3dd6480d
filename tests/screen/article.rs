//! The bundled article, as it is first seen and as it is read.

use insta::assert_snapshot;

use crate::fixture::Screen;

#[test]
fn first_screen_at_80x24() {
    assert_snapshot!(Screen::article().size(80, 24).text());
}

#[test]
fn first_screen_at_120x40() {
    assert_snapshot!(Screen::article().size(120, 40).text());
}

#[test]
fn first_screen_at_40x12() {
    assert_snapshot!(Screen::article().size(40, 12).text());
}

#[test]
fn first_screen_at_200x60() {
    assert_snapshot!(Screen::article().size(200, 60).text());
}

#[test]
fn tables_at_80x24() {
    assert_snapshot!(Screen::article().size(80, 24).keys(")").text());
}

#[test]
fn a_wide_table_at_40x12() {
    assert_snapshot!(Screen::article().size(40, 12).keys("2)").text());
}

#[test]
fn the_end_at_80x24() {
    assert_snapshot!(Screen::article().size(80, 24).keys("G").text());
}

#[test]
fn looks_at_80x24() {
    assert_snapshot!(Screen::article().size(80, 24).keys("]").looks());
}

#[test]
fn the_help_at_100x30() {
    assert_snapshot!(Screen::article().size(100, 30).keys("?").text());
}

#[test]
fn every_size_is_drawn() {
    let mut screen = Screen::article();
    for columns in [0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 233] {
        for rows in [0, 1, 2, 3, 7, 24] {
            screen.resize(columns, rows);
            screen.press("Gg?<Esc>/e<Enter>t<Tab>jt");
            screen.text();
        }
    }
}
