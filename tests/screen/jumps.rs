//! Marks, and the way back from jumps.

use folio::app::MouseKind;
use folio::document::Kept;

use crate::fixture::Screen;

const SIZES: [(u16, u16); 2] = [(80, 24), (30, 10)];

/// Chapters of numbered paragraphs.
fn book(n_chapters: usize) -> String {
    let paragraph =
        |chapter: usize, number: usize| format!("Paragraph {chapter}-{number} has some words.\n\n");
    let chapter = |n: usize| {
        format!("# Chapter {n}\n\n{}", (0..6).map(|number| paragraph(n, number)).collect::<String>())
    };
    (0..n_chapters).map(chapter).collect()
}

fn screen((columns, rows): (u16, u16)) -> Screen {
    Screen::markdown(&book(60)).size(columns, rows)
}

#[test]
fn every_jump_can_be_gone_back() {
    for size in SIZES {
        for jump in ["G", "70%", "]", "3]", "40<Enter>", "/Paragraph 50<Enter>", ")", "<Tab>jjj<Enter>"] {
            let mut screen = screen(size).keys("30%");
            let before = screen.page();
            screen.press(jump);
            let there = screen.page();
            if there == before {
                continue;
            }
            screen.press("<C-o>");
            assert_eq!(screen.page(), before, "{jump}: {}", screen.text());
            screen.press("<A-Right>");
            assert_eq!(screen.page(), there, "{jump}: {}", screen.text());
            screen.press("<Backspace>");
            assert_eq!(screen.page(), before, "{jump}: {}", screen.text());
            // From the latest jump, be it back, and again.
            screen.press("''");
            assert_eq!(screen.page(), there, "{jump}: {}", screen.text());
            screen.press("''");
            assert_eq!(screen.page(), before, "{jump}: {}", screen.text());
        }
    }
}

#[test]
fn dragging_the_scroll_bar_is_one_jump() {
    for size in SIZES {
        let mut screen = screen(size).keys("30%");
        let before = screen.page();
        screen.mouse(MouseKind::Press, size.0 - 1, 5);
        for row in [6, 7, 3, 2] {
            screen.mouse(MouseKind::Drag, size.0 - 1, row);
        }
        screen.mouse(MouseKind::Release, size.0 - 1, 2);
        assert_ne!(screen.page(), before);
        screen.press("<C-o>");
        assert_eq!(screen.page(), before);
    }
}

#[test]
fn dragging_the_thumb_from_where_it_stands_is_a_jump() {
    let mut screen = screen(SIZES[0]);
    let (before, right) = (screen.page(), SIZES[0].0 - 1);
    screen.mouse(MouseKind::Press, right, 0);
    assert_eq!(screen.page(), before);
    for row in [0, 9, 20, 15] {
        screen.mouse(MouseKind::Drag, right, row);
    }
    screen.mouse(MouseKind::Release, right, 15);
    assert_ne!(screen.page(), before);
    screen.press("<C-o>");
    assert_eq!(screen.page(), before);
    screen.press("<C-o>");
    assert!(screen.row(-1).contains("no jump"), "{}", screen.text());
}

#[test]
fn reading_on_is_no_jump() {
    for size in SIZES {
        for keys in ["jjj", "<Space><Space>", "dd", "}}}", "20jb"] {
            let screen = screen(size).keys("30%").keys(keys).keys("<C-o>");
            assert_eq!(screen.row(0), Screen::markdown(&book(60)).size(size.0, size.1).row(0), "{keys}");
            assert!(screen.keys("<C-o>").row(-1).contains("no jump"));
        }
    }
}

#[test]
fn the_way_is_walked_to_and_fro() {
    let mut screen = screen(SIZES[0]);
    let mut tops = vec![screen.row(0)];
    for _ in 0..4 {
        screen.press("5]");
        tops.push(screen.row(0));
    }
    screen.press("jj");
    for expected in tops.iter().rev().skip(1) {
        screen.press("<A-Left>");
        assert_eq!(&screen.row(0), expected);
    }
    screen.press("3<A-Right>");
    assert_eq!(screen.row(0), tops[3]);
    screen.press("]<A-Right>");
    assert!(screen.row(-1).contains("no jump to go forward to"), "{}", screen.text());
    screen.press("9<C-o>");
    assert_eq!(screen.row(0), tops[0], "as far as there are jumps");
}

#[test]
fn who_goes_back_from_folding_sees_what_he_saw() {
    for size in SIZES {
        for keys in ["za", "zM", "zc"] {
            // The heading of the section stands above.
            for rows in 3..13 {
                let mut screen = screen(size).keys(&format!("20<Enter>{rows}j"));
                let before = screen.page();
                screen.press(keys);
                assert_ne!(screen.page(), before, "{rows} {keys}");
                screen.press("<C-o>");
                assert_eq!(screen.page(), before, "{rows} {keys}: {}", screen.text());
            }
        }
    }
}

#[test]
fn a_query_is_one_jump_however_long_it_is_typed() {
    let mut screen = screen(SIZES[0]).keys("20%");
    let before = screen.page();
    screen.press("/Paragraph 4<Esc>");
    assert!(screen.page() == before);
    screen.press("/Paragraph 41<Enter>");
    assert!(screen.text().contains("Paragraph 41-0"), "{}", screen.text());
    screen.press("<C-o>");
    assert_eq!(screen.page(), before);
}

#[test]
fn a_jump_to_what_is_found_later_can_be_gone_back() {
    let mut screen = Screen::held(&book(6000), "markdown").size(80, 24).keys("jj");
    let before = screen.page();
    screen.press("5000<Enter>");
    while screen.work(100) {}
    assert!(screen.row(0).contains("Chapter 4999"), "{}", screen.text());
    screen.press("G");
    while screen.work(100) {}
    screen.press("2<C-o>");
    assert_eq!(screen.page(), before, "{}", screen.text());
}

#[test]
fn marks_are_set_and_gone_to() {
    for size in SIZES {
        let mut screen = screen(size).keys("40%");
        let marked = screen.page();
        screen.press("m");
        assert!(screen.row(-1).contains("set a mark"), "{}", screen.text());
        screen.press("a");
        assert!(screen.row(-1).contains("mark a is set"), "{}", screen.text());
        screen.press("G");
        let end = screen.page();
        screen.press("'");
        assert!(screen.row(-1).contains("go to a mark: a"), "{}", screen.text());
        screen.press("a");
        assert_eq!(screen.page(), marked, "{}", screen.text());
        screen.press("''");
        assert_eq!(screen.page(), end, "{}", screen.text());
        screen.press("''");
        assert_eq!(screen.page(), marked, "{}", screen.text());
        screen.press("'b");
        assert!(screen.row(-1).contains("there is no mark b"), "{}", screen.text());
        screen.press("m+");
        assert!(screen.row(-1).contains("letters"), "{}", screen.text());
        screen.press("m<Esc>q");
        assert_eq!(screen.asked.iter().filter(|asked| *asked == "Quit").count(), 1, "q is no mark after Esc");
    }
}

#[test]
fn a_mark_needs_a_text() {
    for (columns, rows) in SIZES {
        let mut screen = Screen::markdown("").size(columns, rows).keys("ma");
        assert!(screen.row(-1).contains("there is no text"), "{}", screen.text());
        screen.press("'a");
        assert!(screen.row(-1).contains("there is no mark a"), "{}", screen.text());
    }
}

#[test]
fn marks_stay_with_their_words() {
    let text = book(60);
    let mut first = Screen::recalled(&text, "markdown", &Kept::default(), false).size(80, 24);
    while first.work(100) {}
    first.press("40%mxg");
    let kept = first.kept();
    first.press("'x");
    let marked = first.page();
    for (text, is_changed) in [(text.clone(), false), (format!("A new beginning.\n\n{text}"), true)] {
        let mut screen = Screen::recalled(&text, "markdown", &kept, is_changed).size(80, 24);
        while screen.work(100) {}
        assert!(screen.text().contains("1 Chapter 0"), "{}", screen.text());
        screen.press("'x");
        assert_eq!(screen.page(), marked);
        screen.press("F'x");
        while screen.work(100) {}
        let words = marked.iter().find(|row| row.contains("Paragraph")).unwrap();
        assert!(screen.page().iter().any(|row| row == words), "{}", screen.text());
    }
}

const FOLDED: &str = "# Book\n\nIt begins.\n\n## One\n\nAn apple.\n\n### One A\n\nA plum.\n\n### One B\n\nA pear, a [link](#one-a).\n\n## Two\n\nThe end.\n";

#[test]
fn a_jump_that_opens_what_is_in_view_can_be_gone_back() {
    for keys in [
        "/pear<Enter>",
        "sOne B<Enter>",
        "1<Enter>",
        "'a",
        ":goto 1.1<Enter>",
        "<Tab>jj<Enter>",
        "/pear<Enter>n",
    ] {
        // All of it is in view, so that the page does not move.
        let mut screen = Screen::markdown(FOLDED).size(80, 40).keys(":goto 1.2<Enter>magzM");
        let before = screen.page();
        screen.press(keys);
        let there = screen.page();
        assert_ne!(there, before, "{keys}: {}", screen.text());
        screen.press("<C-o>");
        assert_eq!(screen.page(), before, "{keys}: {}", screen.text());
        screen.press("<A-Right>");
        assert_eq!(screen.page(), there, "{keys}: {}", screen.text());
        screen.press("''");
        assert_eq!(screen.page(), before, "{keys}: {}", screen.text());
    }
}

#[test]
fn a_query_that_opens_and_is_left_is_no_jump() {
    let mut screen = Screen::markdown(FOLDED).size(80, 40).keys("zM/pear<Esc>sOne B<Esc>");
    screen.press("j<C-o>");
    assert!(screen.row(-1).contains("no jump"), "{}", screen.text());
}
