//! Links: letters on them, going from one to the next, following them.

use folio::app::MouseKind;
use folio::app::links::question::Line;
use insta::assert_snapshot;

use crate::fixture::Screen;
use crate::taking::copied;

const SIZES: [(u16, u16); 2] = [(80, 24), (30, 10)];

const GUIDE: &str = "\
# Guide

Read [the second part](#second-part) first, then look at [the site](https://example.org/a/long/path?with=more),
or write to <me@example.org>.[^n] There is also [a file](other.md#there) and [a script](javascript:alert(1)).

## First part

Some words.

## Second part

Words of the second part, and [back to the top](#top).

<a id=\"here\"></a>More words, and [nothing](#nowhere). Then [here](#here).

[^n]: The note has words of its own.
";

fn guide((columns, rows): (u16, u16)) -> Screen {
    Screen::markdown(GUIDE).size(columns, rows)
}

/// A long text with the guide before it.
fn long() -> Screen {
    let filler = "Words that fill the page.\n\n".repeat(60);
    let text = GUIDE.replace("## Second part", &format!("{filler}## Second part"));
    Screen::markdown(&text.replace("[^n]:", &format!("{filler}[^n]:"))).size(80, 24)
}

#[test]
fn letters_stand_on_the_links_in_view() {
    for (columns, rows) in SIZES {
        let screen = guide((columns, rows)).keys("f");
        assert_snapshot!(format!("hints_{columns}x{rows}"), screen.text());
    }
}

#[test]
fn the_link_in_focus_is_marked_and_says_where_it_leads() {
    for (columns, rows) in SIZES {
        let screen = guide((columns, rows)).keys("<A-n><A-n>");
        assert_snapshot!(format!("focus_{columns}x{rows}"), screen.text() + &screen.looks());
    }
}

#[test]
fn what_is_outside_is_asked_about() {
    for (columns, rows) in SIZES {
        let screen = guide((columns, rows)).keys("<A-n><A-n><Enter>");
        assert_snapshot!(format!("question_{columns}x{rows}"), screen.text());
    }
}

#[test]
fn letters_follow_a_link_within_the_text() {
    for size in SIZES {
        let mut screen = guide(size).keys("ff");
        let row = |screen: &Screen| screen.page().join("\n");
        assert!(row(&screen).contains("Second part"), "{}", screen.text());
        let there = screen.app().view().section;
        assert_eq!(
            screen.app().document().outline().get(there.unwrap()).unwrap().title.as_ref(),
            "Second part"
        );
        screen.press("<C-o>");
        assert!(row(&screen).contains("Guide"), "{}", screen.text());
    }
    let mut screen = long().keys("ff");
    assert_eq!(screen.page()[0], "Second part");
    screen.press("<Backspace>");
    assert_eq!(screen.page()[0], "Guide");
    screen.press("<A-Right>");
    assert_eq!(screen.page()[0], "Second part");
}

#[test]
fn the_way_back_leads_to_the_label_of_a_footnote_too() {
    let text = format!("A word[^1].\n\n{}[^1]: The note.\n", "More.\n\n".repeat(60));
    for (columns, rows) in SIZES {
        let mut screen = Screen::markdown(&text).size(columns, rows).keys("<A-n><Enter>");
        assert!(screen.text().contains("The note."), "{}", screen.text());
        let note = screen.page();
        screen.press("<Enter>");
        assert!(screen.text().contains("A word"), "{}", screen.text());
        screen.press("<C-o>");
        assert_eq!(screen.page(), note, "{}", screen.text());
        screen.press("<Enter>");
        assert!(screen.text().contains("A word"), "{}", screen.text());
    }
}

#[test]
fn letters_are_left_with_escape_or_any_other_key() {
    for size in SIZES {
        let mut screen = guide(size);
        let before = screen.text();
        for keys in ["f<Esc>", "f<Backspace>", "f<Left>"] {
            screen.press(keys);
            assert_eq!(screen.text(), before, "{keys}");
        }
        screen.press("fy");
        assert!(screen.row(-1).contains("no link has the lette"), "{}", screen.text());
        screen.press("<Esc>");
        screen.press("f<Down>");
        assert!(!screen.row(-1).contains("letters"), "{}", screen.text());
    }
    let none = Screen::markdown("words").keys("f");
    assert!(none.row(-1).contains("there is no link on the screen"), "{}", none.text());
}

#[test]
fn more_links_than_letters_have_two_of_them() {
    let links: Vec<_> = (0..60).map(|n| format!("[link{n}](#{n})")).collect();
    let text = links.join(" ");
    let mut screen = Screen::markdown(&text).size(80, 24).keys("fz");
    assert!(screen.row(-1).contains("letters of a link: z…"), "{}", screen.text());
    let hints: Vec<_> = screen.app().view().hints.iter().map(|hint| hint.letters.clone()).collect();
    assert!(!hints.is_empty() && hints.iter().all(|letters| letters.len() == 1), "{hints:?}");
    screen.press("<Backspace>zf");
    assert!(screen.row(-1).contains("is not in this text"), "{}", screen.text());
}

#[test]
fn one_steps_from_link_to_link() {
    let mut screen = long().keys("<A-n>");
    let leads_to = |screen: &Screen| screen.app().view().leads_to.clone().unwrap_or_default();
    assert_eq!(leads_to(&screen), "#second-part");
    for expected in ["https://example.org/a/long/path?with=more", "mailto:me@example.org", "footnote n"] {
        screen.press("<A-n>");
        assert_eq!(leads_to(&screen), expected);
    }
    screen.press("2<A-n>");
    assert_eq!(leads_to(&screen), "javascript:alert(1)");
    let before = screen.page();
    screen.press("<A-n>");
    assert_eq!(leads_to(&screen), "the beginning", "links beyond the screen are gone to");
    assert!(screen.page() != before);
    screen.press("<C-o>");
    assert_eq!(screen.page(), before, "and come back from");
    screen.press("<A-n>9<A-n>");
    assert_eq!(leads_to(&screen), "the reference to footnote n");
    screen.press("<A-n>");
    assert!(screen.row(-1).contains("no further link that way"), "{}", screen.text());
    screen.press("99<A-p>");
    assert_eq!(leads_to(&screen), "#second-part");
    screen.press("<A-p>");
    assert!(screen.row(-1).contains("no further link that way"), "{}", screen.text());
    screen.press("<Esc>");
    assert_eq!(leads_to(&screen), "");
    screen.press("<A-p>");
    assert_eq!(leads_to(&screen), "javascript:alert(1)", "the last one in view");
}

#[test]
fn a_footnote_and_the_way_back() {
    let mut screen = long().keys("4<A-n>");
    assert_eq!(screen.app().view().leads_to.as_deref(), Some("footnote n"));
    let before = screen.page();
    screen.press("<Enter>");
    assert!(screen.page().join("\n").contains("words of its own"), "{}", screen.text());
    screen.press("<Enter>");
    assert_eq!(screen.app().view().leads_to.as_deref(), Some("footnote n"));
    screen.press("<Enter><C-o>");
    assert_eq!(screen.page(), before);
}

#[test]
fn a_footnote_leads_back_to_the_reference_that_one_came_from_and_on_to_the_others() {
    let filler = "Filler of some words.\n\n".repeat(30);
    let reference = |n| format!("Reference {n} is here.[^note]\n\n{filler}");
    let text = format!(
        "{}[^Note]: It has words of its own.\n\n{filler}",
        (1..5).map(reference).collect::<Vec<_>>().concat()
    );
    for (columns, rows) in SIZES {
        let mut screen = Screen::markdown(&text).size(columns, rows).keys("/Reference 3<Enter><A-n><Enter>");
        let is_at_note = |screen: &Screen| screen.text().contains("It has words of its");
        assert!(is_at_note(&screen), "{}", screen.text());
        // Back to the third, and on to the others from there.
        for expected in [3, 4, 1, 2, 3] {
            screen.press("<Enter>");
            assert!(screen.text().contains(&format!("Reference {expected} is here")), "{}", screen.text());
            assert_eq!(screen.app().view().leads_to.as_deref(), Some("footnote note"));
            screen.press("<C-o><A-n>");
            assert!(is_at_note(&screen), "{}", screen.text());
        }
        // Who comes from another one is led back to that.
        screen.press("g<A-n><Enter><Enter>");
        assert!(screen.text().contains("Reference 1 is here"), "{}", screen.text());
        // To and fro it goes on, until one looks around.
        for expected in [2, 3, 4] {
            screen.press("<Enter>");
            assert!(is_at_note(&screen), "{}", screen.text());
            screen.press("<Enter>");
            assert!(screen.text().contains(&format!("Reference {expected} is here")), "{}", screen.text());
        }
        screen.press("j<Enter><Enter>");
        assert!(screen.text().contains("Reference 4 is here"), "{}", screen.text());
        // Who came by none begins with the first.
        let mut screen = Screen::markdown(&text).size(columns, rows).keys("/It has words<Enter><A-p>");
        for expected in [1, 2] {
            screen.press("<Enter>");
            assert!(screen.text().contains(&format!("Reference {expected} is here")), "{}", screen.text());
            screen.press("<C-o><A-n>");
        }
        // The reference is hidden by now.
        let mut screen = Screen::markdown(&format!("# One\n\n{text}")).size(columns, rows);
        screen.press("4<A-n><Enter>zM<A-n><Enter>");
        assert!(screen.page().iter().any(|row| row.contains("Reference") || row.contains("of its own")));
    }
}

#[test]
fn places_are_named_by_tags_too_and_those_that_are_missing_are_told() {
    for (target, expected) in [
        ("here", "More words"),
        ("second-part", "Words of the second"),
        ("Second%20Part", "Words of the second"),
    ] {
        let text = format!("[go](#{target})\n\n{}{GUIDE}", "filler\n\n".repeat(40));
        let screen = Screen::markdown(&text).size(80, 24).keys("<A-n><Enter>");
        assert!(screen.text().contains(expected), "{}", screen.text());
    }
    // What is on the screen already is told: nothing moves.
    let text = format!("[go](#here) [or](#second-part)\n\n{GUIDE}");
    let mut screen = Screen::markdown(&text).size(80, 60).keys("<A-n><Enter>");
    assert!(screen.row(-1).contains("gone to “More words, and nothing. Then here.”"), "{}", screen.text());
    screen.press("g<A-n><A-n><Enter>");
    assert!(screen.row(-1).contains("gone to “Second part"), "{}", screen.text());
    let screen = Screen::markdown("[go](#gone)").keys("<A-n><Enter>");
    assert!(screen.row(-1).contains("#gone is not in this text"), "{}", screen.text());
    let screen = Screen::markdown("[go]()").keys("<A-n><Enter>");
    assert!(screen.row(-1).contains("this link leads nowhere"), "{}", screen.text());
    let screen = Screen::markdown("words").keys("<Enter>");
    assert!(screen.row(-1).contains("no link is in focus"), "{}", screen.text());
}

#[test]
fn a_place_that_is_still_to_come_is_waited_for() {
    let text = format!("[go](#late)\n\n{}# Late\n\nend\n", "some words of it\n\n".repeat(60_000));
    let mut screen = Screen::held(&text, "markdown").size(80, 24).keys("<A-n><Enter>");
    screen.shuffle(|jobs| jobs.rotate_right(1));
    screen.work(1);
    assert!(screen.row(-1).contains("looking for #late …"), "{}", screen.text());
    while screen.work(100) {}
    assert_eq!(screen.page().iter().rev().find(|row| !row.is_empty()).unwrap(), "end", "{}", screen.text());
    screen.press("<C-o>");
    while screen.work(100) {}
    assert!(screen.page()[0].starts_with("go"), "{}", screen.text());
    // Who goes elsewhere meanwhile is left there.
    let mut screen = Screen::held(&text, "markdown").size(80, 24).keys("<A-n><Enter>jj");
    while screen.work(100) {}
    assert!(screen.text().contains("some words") && !screen.text().contains("end"), "{}", screen.text());
}

#[test]
fn only_the_second_key_opens_what_is_outside() {
    for size in SIZES {
        let mut screen = guide(size).keys("<A-n><A-n><Enter>");
        assert!(screen.asked.is_empty(), "{:?}", screen.asked);
        for keys in ["<Esc>", "<Enter>q", "<Enter>x<Esc>"] {
            screen.press(keys);
            assert!(screen.app().question().is_none() && screen.asked.is_empty(), "{keys}");
        }
        screen.press("<Enter>y");
        assert_eq!(copied(&screen), "https://example.org/a/long/path?with=more");
        screen.press("<Enter><Enter>");
        let expected = "OpenOutside(Address(\"https://example.org/a/long/path?with=more\"))";
        assert_eq!(screen.asked, [expected]);
        assert!(screen.row(-1).contains("opening https://"), "{}", screen.text());
    }
}

#[test]
fn nothing_else_is_ever_opened() {
    for target in [
        "javascript:alert(1)",
        "JaVaScript:x",
        "java&#10;script:x",
        "file:///etc/passwd",
        "data:text/html,x",
        "ftp://a.org",
        "//a.org/x",
        "-oops:x",
        "vnc://x",
    ] {
        let mut screen = Screen::markdown(&format!("[go](<{target}>)")).size(80, 24).keys("<A-n><Enter>");
        screen.press("<Enter><Enter>y<Enter><Enter>");
        assert!(screen.asked.is_empty(), "{target}: {:?}", screen.asked);
    }
}

#[test]
fn a_screen_without_room_for_the_target_opens_nothing() {
    for (columns, rows) in [(1, 1), (10, 2), (30, 3), (80, 4)] {
        let mut screen = guide((columns, rows)).keys("g<A-n><A-n><Enter>");
        let is_shown = screen.text().contains("https");
        screen.press("<Enter>");
        assert_eq!(screen.asked.is_empty(), !is_shown, "{columns}x{rows}: {}", screen.text());
    }
}

#[test]
fn a_long_target_is_scrolled() {
    for (columns, rows) in [(80, 24), (60, 12), (30, 10)] {
        let mut screen = Screen::markdown(&long_link()).size(columns, rows).keys("<A-n><Enter>");
        let text = screen.text();
        assert!(text.contains("https://example.org") && text.contains(" j "), "{text}");
        assert!(text.contains("Enter more"), "{text}");
        screen.press("99j");
        let text = screen.text();
        assert!(text.contains("/end") && !text.contains("example") && text.contains(" k "), "{text}");
        screen.press("99k");
        assert!(screen.text().contains("example"), "{}", screen.text());
    }
}

fn long_link() -> String {
    format!("[go](https://example.org/{}end)", "part/".repeat(200))
}

#[test]
fn a_long_target_is_opened_once_its_end_was_seen() {
    for (columns, rows) in [(80, 24), (30, 10)] {
        let mut screen = Screen::markdown(&long_link()).size(columns, rows).keys("<A-n><Enter>");
        let mut seen = Vec::new();
        while screen.asked.is_empty() {
            let area = screen.app().view().geometry.panel;
            let shown = screen.app().question_in_view(area).expect("it asks until all was seen");
            seen.extend(shown.lines);
            assert!(seen.len() < 99, "it never opens");
            screen.press("<Enter>");
        }
        let is_end = |line: &Line| matches!(line, Line::Target(part) if part.end == 1023);
        assert!(seen.iter().any(is_end), "{seen:?}");
        assert_eq!(screen.asked.len(), 1);
    }
}

#[test]
fn who_goes_past_rows_of_a_target_is_shown_them_before_it_is_opened() {
    let screen = Screen::markdown(&long_link()).size(30, 10).keys("<A-n><Enter>99j<Enter>");
    assert!(screen.asked.is_empty() && screen.text().contains("Enter more"), "{}", screen.text());
}

#[test]
fn what_deceives_is_made_visible() {
    let text = "[go](<https://good.org@evil\u{202e}gro.org/\u{1b}[2J>)";
    let screen = Screen::markdown(text).size(80, 24).keys("<A-n><Enter>");
    assert!(screen.text().contains("evil%E2%80%AEgro.org"), "{}", screen.text());
    assert!(screen.text().contains("a user's name"), "{}", screen.text());
    assert!(!screen.text().contains('\u{202e}'), "{}", screen.text());
}

#[test]
fn a_click_follows_a_link_and_a_drag_does_not() {
    let mut screen = long();
    let area = screen.app().view().geometry.text;
    let row = screen.page().iter().position(|row| row.contains("second part")).unwrap();
    let column = screen.page()[row].find("second").unwrap();
    let (x, y) = (area.x + u16::try_from(column).unwrap(), area.y + u16::try_from(row).unwrap());
    screen.mouse(MouseKind::Press, x, y);
    screen.mouse(MouseKind::Drag, x + 4, y);
    screen.mouse(MouseKind::Release, x + 4, y);
    assert_eq!(screen.page()[0], "Guide");
    screen.press("<Esc>");
    screen.mouse(MouseKind::Press, x, y);
    assert_eq!(screen.page()[0], "Guide");
    screen.mouse(MouseKind::Release, x, y);
    assert_eq!(screen.page()[0], "Second part");
    // Beside a link there is none.
    screen.press("<C-o>");
    screen.mouse(MouseKind::Press, area.x + area.width - 1, y + 1);
    screen.mouse(MouseKind::Release, area.x + area.width - 1, y + 1);
    assert!(screen.app().question().is_none() && screen.page()[0] == "Guide", "{}", screen.text());
}

#[test]
fn a_hit_in_a_link_is_in_focus() {
    let mut screen = long().keys("/second part<Enter>");
    assert_eq!(screen.app().view().leads_to.as_deref(), Some("#second-part"));
    screen.press("<Enter>");
    assert_eq!(screen.page()[0], "Second part");
}

#[test]
fn links_of_plain_text_are_links() {
    let text = "See https://example.org/x, or write to me@example.org.\n";
    let mut screen = Screen::new(text, "plain").size(80, 24).keys("fj");
    assert!(
        screen.text().contains("Write a mail?") && screen.text().contains("mailto:me@example.org"),
        "{}",
        screen.text()
    );
    screen.press("<Enter>ff<Enter>");
    let expected = [
        "OpenOutside(Address(\"mailto:me@example.org\"))",
        "OpenOutside(Address(\"https://example.org/x\"))",
    ];
    assert_eq!(screen.asked, expected);
}

#[test]
fn the_first_link_in_view_comes_first_wherever_one_has_gone() {
    for (columns, rows) in SIZES {
        let text = "# One\n\n[a link](#two)\n\n# Two\n\nWords.\n";
        // All is in view, so the page cannot go there.
        let screen = Screen::markdown(text).size(columns, rows).keys("2<Enter><A-n>");
        assert_eq!(screen.app().view().leads_to.as_deref(), Some("#two"), "{}", screen.text());
    }
}

#[test]
fn what_was_gone_to_is_the_block_with_the_anchor() {
    let text = "[a](#a1) [b](#b1) [c](#c1) [p](#p1)\n\n## End <a id=\"a1\"></a>\n\ntext a\n\n## <a id=\"b1\"></a>Begin\n\ntext b\n\n<a id=\"c1\"></a>\n\ntext c\n\n<p id=\"p1\">para</p>\n\ntext p\n";
    for (links, expected) in [(1, "End"), (2, "Begin"), (3, "text c"), (4, "para")] {
        for size in SIZES {
            let keys = "<A-n>".repeat(links) + "<Enter>";
            let screen = Screen::markdown(text).size(size.0, size.1).keys(&keys);
            assert!(screen.row(-1).contains(&format!("“{expected}”")), "{expected}: {}", screen.text());
        }
    }
}

#[test]
fn the_percentage_stays_while_something_lies_below_the_page() {
    let filler = "Words that fill the page.\n\n".repeat(60);
    let text = format!("{filler}[a link](https://example.org/)\n\n{filler}");
    let percent = |screen: &Screen| screen.row(-1).split_whitespace().rev().nth(1).unwrap().to_owned();
    let mut screen = Screen::markdown(&text).size(80, 24).keys("<A-n>");
    let before = percent(&screen);
    screen.press("<Enter>");
    assert!(screen.app().question().is_some());
    assert_eq!(percent(&screen), before, "{}", screen.text());
}
