//! The command line.

use folio::app::Event;
use folio::app::{MouseKind, Pane};
use proptest::prelude::*;

use crate::fixture::Screen;

const SIZES: [(u16, u16); 2] = [(80, 24), (30, 10)];

/// Chapters with parts, in which no title has a number.
fn book() -> String {
    let paragraph = "Words enough to fill a line and to go on behind it, and then some more.\n\n".repeat(9);
    let part = |title: &str| format!("### {title}\n\n{paragraph}");
    let chapter =
        |title: &str| format!("## {title}\n\n{paragraph}{}", ["Aim", "Method", "Results"].map(part).concat());
    format!("# The book\n\n{}", ["Rivers", "Lakes", "Seas", "Oceans"].map(chapter).concat())
}

fn screen((columns, rows): (u16, u16)) -> Screen {
    Screen::markdown(&book()).size(columns, rows)
}

/// The rows from the edge of what is offered on, without the status line.
fn offered(screen: &Screen) -> Vec<String> {
    let text = screen.text();
    let is_edge = |row: &str| row.contains('─') && (row.starts_with(" Commands") || row.starts_with(" :"));
    let rows: Vec<_> =
        text.lines().skip_while(|row| !is_edge(row)).map(|row| row.trim().to_owned()).collect();
    rows[..rows.len().saturating_sub(1)].to_vec()
}

/// The words of the status line.
fn status(screen: &Screen) -> String {
    screen.row(-1)
}

#[test]
fn all_commands_are_listed_and_narrowed_down() {
    for (size, name) in SIZES.into_iter().zip(["large", "small"]) {
        let screen = screen(size).keys(":");
        assert!(offered(&screen)[1].starts_with("line-down "), "{}", screen.text());
        insta::assert_snapshot!(format!("commands_{name}"), screen.keys("copy so<Tab><Tab>").text());
    }
}

#[test]
fn what_a_command_takes_is_offered() {
    for (size, name) in SIZES.into_iter().zip(["large", "small"]) {
        let screen = screen(size).keys(":goto 3.");
        insta::assert_snapshot!(format!("places_{name}"), screen.text() + &screen.looks());
    }
}

#[test]
fn a_place_is_gone_to() {
    for size in SIZES {
        for (line, heading) in [
            ("goto 3.2", "Method"),
            ("3", "Seas"),
            ("3.2.", "Method"),
            ("goto 4", "Oceans"),
            ("2 goto", "Lakes"),
            ("goto <Tab><Tab>", "Lakes"),
            ("goto 2.<Tab>", "Aim"),
            ("goto oce meth", "Method"),
            ("sections lak res<Enter>", "Results"),
        ] {
            let mut screen = screen(size);
            let before = screen.page();
            screen.press(&format!(":{line}<Enter>"));
            assert!(screen.page()[0].contains(heading), "{line}: {}", screen.text());
            screen.press("<C-o>");
            assert_eq!(screen.page(), before, "{line} is a jump");
        }
        let percent = screen(size).keys("40%");
        for line in [":goto 40%", ":40%", ":goto 40 %", ":40 to-percentage"] {
            assert_eq!(screen(size).keys(line).keys("<Enter>").page(), percent.page(), "{line}");
        }
    }
}

#[test]
fn several_sections_with_the_words_are_listed() {
    for size in SIZES {
        let mut screen = screen(size).keys(":goto aim<Enter>");
        assert!(screen.row(-1).starts_with("section: aim"), "{}", screen.text());
        // What is typed then is only a filter.
        screen.press(" oce");
        assert!(screen.row(-1).starts_with("section: aim oce"), "{}", screen.text());
        screen.press("<Enter>");
        assert!(screen.page()[0].contains("Aim"), "{}", screen.text());
    }
    // One that is the only one so far may not stay it.
    let filler = "Words.\n\n".repeat(60_000);
    let text = format!("# One\n\n## Aim one\n\n{filler}## Aim two\n\nWords.\n");
    let mut screen = Screen::held(&text, "markdown");
    screen.press(":goto aim<Enter>");
    screen.work(usize::MAX);
    assert!(screen.row(-1).starts_with("section: aim"), "{}", screen.text());
}

#[test]
fn sections_are_called_by_the_numbers_that_their_titles_show() {
    let filler = "Words.\n\n".repeat(20);
    let titles =
        ["## Abstract", "## 1. Aim", "## 2. Frames", "### 2.1. Format", "## Figure 1", "### 2.2. Size"];
    let text = titles.map(|title| format!("{title}\n\n{filler}")).concat();
    for (columns, rows) in SIZES {
        // Half of the outer titles have numbers: the sidebar gives none.
        for (line, heading) in [
            ("2.2", "2.2. Size"),
            ("goto 2.1", "2.1. Format"),
            ("goto 2.<Tab><Tab>", "2.2. Size"),
            ("goto 2", "2. Frames"),
        ] {
            let screen = Screen::markdown(&text).size(columns, rows).keys(&format!(":{line}<Enter>"));
            assert!(screen.page()[0].contains(heading), "{line}: {}", screen.text());
        }
        let mut screen = Screen::held(&(text.clone() + &filler.repeat(3000)), "markdown").size(columns, rows);
        screen.press(":goto 2.9<Enter>");
        screen.work(usize::MAX);
        assert!(screen.row(-1).contains("no section 2.9"), "{}", screen.text());
    }
}

#[test]
fn a_number_leads_to_the_section_that_shows_it() {
    let filler = "Words.\n\n".repeat(20);
    for (titles, shown) in [
        (
            &[
                "## Preface",
                "## 1 Intro",
                "### 1.1 Aim",
                "### 1.2 Scope",
                "## 2 Body",
                "### 2.1 First",
                "### 2.2 Second",
            ][..],
            &["1 Intro", "1.1 Aim", "1.2 Scope", "2 Body", "2.1 First", "2.2 Second"][..],
        ),
        (
            &["## Aim", "## 2001: a year", "## Way", "## End", "## Notes"],
            &["1 Aim", "2001: a year", "3 Way", "4 End"],
        ),
    ] {
        let texts: Vec<_> = titles.iter().map(|title| format!("{title}\n\n{filler}")).collect();
        let text = texts.concat();
        let screen = Screen::markdown(&text).size(80, 24);
        for row in 0..i32::try_from(titles.len()).unwrap() {
            let row = screen.row(row);
            let words: Vec<_> = row.split(['│', '┃']).next().unwrap().split_whitespace().collect();
            let is_number = |word: &&&str| word.starts_with(|c: char| c.is_ascii_digit());
            assert!(words.iter().filter(is_number).count() <= 1, "{row}");
        }
        for section in shown {
            let (number, title) = section.split_once([' ', ':']).unwrap();
            for (columns, rows) in SIZES {
                let screen = || Screen::markdown(&text).size(columns, rows);
                let typed = screen().keys(&format!(":goto {number}"));
                assert!(offered(&typed).iter().any(|row| row.contains(title.trim())), "{}", typed.text());
                let keys = if number.contains('.') {
                    format!(":{number}<Enter>")
                } else {
                    format!("{number}<Enter>")
                };
                for there in [typed.keys("<Enter>"), screen().keys(&keys)] {
                    assert!(there.page()[0].contains(title.trim()), "{number}: {}", there.text());
                }
            }
        }
        let screen = screen_of(&text).keys(":goto 3.1<Enter>");
        assert!(screen.row(-1).contains("there is no such section"), "{}", screen.text());
    }
}

fn screen_of(text: &str) -> Screen {
    Screen::markdown(text).size(80, 24)
}

#[test]
fn sections_are_offered_by_their_words() {
    for size in SIZES {
        let mut screen = screen(size).keys(":goto oce");
        assert!(offered(&screen).iter().any(|row| row.starts_with("Oceans")), "{}", screen.text());
        screen.press("<Tab>");
        assert!(status(&screen).contains("goto Oceans"), "{}", screen.text());
        screen.press("<Enter>");
        assert!(screen.page()[0].contains("Oceans"), "{}", screen.text());
    }
    // One that has these words alone is meant, whatever else has them too.
    let filler = "Words.\n\n".repeat(20);
    let text = format!("# Setup of all\n\n{filler}# Tools\n\n{filler}## Setup\n\n{filler}");
    let mut screen = screen_of(&text).keys(":goto Setup");
    assert!(
        offered(&screen).iter().any(|row| row.ends_with("Tools") && row.starts_with("Setup")),
        "{}",
        screen.text()
    );
    screen.press("<Enter>");
    assert_eq!(screen.page()[0].trim(), "Setup", "{}", screen.text());
}

#[test]
fn more_than_all_is_no_percentage() {
    for size in SIZES {
        let mut screen = screen(size).keys("20%");
        let before = screen.page();
        for keys in ["400%", ":400 to-percentage<Enter>", ":goto 400%<Enter><Esc>"] {
            screen.press(keys);
            assert_eq!(screen.page(), before, "{keys}");
        }
        screen.press("101%");
        assert!(status(&screen).contains("a percentage is"), "{}", screen.text());
        let screen = screen_of(&book()).keys(":goto 40<Enter>");
        assert!(status(&screen).contains("40%?"), "{}", screen.text());
    }
}

#[test]
fn keys_in_the_place_of_a_name_say_which_command_they_are() {
    let screen = screen_of(&book()).keys(":zR<Enter>");
    assert!(status(&screen).ends_with("no such command; open-all-folds?"), "{}", status(&screen));
}

#[test]
fn commands_do_what_their_keys_do() {
    for size in SIZES {
        for (line, keys) in [
            ("to-end", "G"),
            ("3 next heading", "3]"),
            ("line-d", "j"),
            ("search seas", "/seas<Enter>"),
            ("tog side", "t"),
            ("sections", "s"),
            ("help", "?"),
            ("search", "/"),
            ("set-mark", "m"),
            ("explain", "i"),
            ("widen-measure", "+"),
        ] {
            let typed = screen(size).keys(&format!("20%:{line}<Enter>"));
            assert_eq!(typed.text(), screen(size).keys("20%").keys(keys).text(), "{line}");
        }
        let copied = screen(size).keys(":copy section<Enter>");
        assert_eq!(copied.copied, screen(size).keys("ys").copied);
        assert_eq!(screen(size).keys(":quit<Enter>").asked, ["Quit"]);
    }
}

#[test]
fn parameters_are_taken() {
    for size in SIZES {
        let mut screen = screen(size).keys(":width 24<Enter>");
        assert!(status(&screen).contains("measure 24 columns"), "{}", screen.text());
        screen.press(":width<Enter>");
        assert!(status(&screen).starts_with(":width"), "{}", screen.text());
        screen.press("26<Enter>:30 width<Enter>");
        assert!(status(&screen).contains("measure 30 columns"), "{}", screen.text());
        // What can be asked for at the start can be so here.
        for columns in ["5", "300"] {
            screen.press(&format!(":width {columns}<Enter>"));
            assert!(status(&screen).contains(&format!("measure {columns} columns")), "{}", screen.text());
        }
        screen.press(":width 26<Enter>");
        screen.press(":goto 3<Enter>:set-mark a<Enter>g:go to mark <Tab><Enter>");
        assert!(screen.page()[0].contains("Seas"), "{}", screen.text());
        screen.press(":read-as l<Enter>");
        assert!(screen.page()[0].contains("## Seas"), "{}", screen.text());
        screen.press("/aim<Enter>:hits oce<Enter>");
        assert!(screen.text().contains("Hits of “aim”"), "{}", screen.text());
    }
}

#[test]
fn what_is_wrong_is_said_and_the_line_stays() {
    for size in SIZES {
        for (line, message) in [
            ("flyy", "no such command"),
            ("gotoo 3", "no such command;"),
            ("page", "page-down or pag"),
            ("goto 9", "there is no such"),
            ("goto 400%", "a percentage is"),
            ("goto xyzzy", "there is no such"),
            ("xyzzy-oceans 3", "no such command"),
            ("zR", "no such command;"),
            ("width 0", "from 1 to 65535"),
            ("width x", "from 1 to 65535"),
            ("width 70000", "from 1 to 65535"),
            ("width", "needs COLUMNS"),
            ("goto", "needs PLACE"),
            ("quit now", "quit takes"),
            ("go to mark z", "there is no such"),
            ("set-mark ab", "a mark has one"),
            ("read-as x", "plain, markdown"),
            ("unfold", "only in the s"),
            ("cursor-left", "only while "),
            ("sidebar-down", "only in the s"),
            ("copy sel", "only while sele"),
            ("copy xyz", "no such command"),
            ("go to deep", "go-to-mark: a"),
            ("help xyzzy", "there is no help"),
        ] {
            let mut screen = screen(size);
            let before = screen.page();
            screen.press(&format!(":{line}<Enter>"));
            assert!(size.0 < 60 || status(&screen).starts_with(&format!(":{line}")), "{}", screen.text());
            assert!(status(&screen).contains(message), "{line}: {}", screen.text());
            assert!(screen.asked.is_empty());
            screen.press("<Backspace>");
            assert!(!status(&screen).contains(message), "{}", screen.text());
            screen.press("<Esc>");
            assert_eq!(screen.page(), before);
        }
        let percent = screen((80, 24)).keys(":12.5%<Enter>");
        assert!(status(&percent).ends_with("a percentage is a whole number, 0 to 100"), "{}", percent.text());
        let looks = screen(size).keys(":quit now<Enter>").looks();
        assert!(looks.lines().last().unwrap().starts_with("......bbb."), "{looks}");
    }
}

#[test]
fn a_name_that_is_the_only_one_goes_on_to_what_it_takes() {
    for size in SIZES {
        let mut screen = screen(size).keys(":got<Tab>");
        assert!(status(&screen).starts_with(":goto"), "{}", screen.text());
        assert!(offered(&screen)[0].starts_with(":goto PLACE"), "{}", screen.text());
        screen.press("<Tab>");
        assert!(status(&screen).starts_with(":goto 1"), "{}", screen.text());
        screen.press("<BackTab><BackTab>");
        assert!(status(&screen).starts_with(":goto 4"), "{}", screen.text());
        screen.press("<Enter>");
        assert!(screen.page()[0].contains("Oceans"), "{}", screen.text());
    }
}

#[test]
fn what_is_offered_is_clicked() {
    for size in SIZES {
        let mut screen = screen(size).keys(":goto ");
        let row = screen.text().lines().position(|row| row.starts_with(" 2  Lakes")).unwrap();
        let row = u16::try_from(row).unwrap();
        for above in [row - 2, row - 3] {
            screen.mouse(MouseKind::Press, 3, above);
            assert!(status(&screen).trim_end().starts_with(":goto"), "{}", screen.text());
        }
        screen.mouse(MouseKind::Press, 3, row);
        assert!(status(&screen).starts_with(":goto 2"), "{}", screen.text());
    }
}

#[test]
fn only_what_makes_sense_there_is_offered() {
    let names =
        |keys: &str, typed: &str| offered(&screen((80, 24)).keys(keys).keys(":").keys(typed)).join("\n");
    assert_eq!(offered(&screen((80, 24)).keys(":cursor")).len(), 2);
    assert!(names("", "cursor").contains("only while selecting: cursor-left, cursor-right …"));
    assert!(names("v", "cursor").contains("cursor-left"));
    assert!(
        !names("", "sidebar").contains("sidebar-last") && names("", "sidebar").contains("toggle-sidebar")
    );
    assert!(names("<Tab>", "sidebar").contains("sidebar-last"));
    let screen = screen((80, 24)).keys("<Tab>:sidebar-last<Enter>");
    assert_eq!(screen.app().pane(), Pane::Sidebar);
    let row = screen.app().sidebar().rows().iter().find(|row| row.is_selected).unwrap().title.clone();
    assert_eq!(row, "Results");
}

#[test]
fn a_number_before_is_the_number_in_the_line() {
    for size in SIZES {
        let mut screen = screen(size).keys("3:");
        assert!(status(&screen).starts_with(":3"), "{}", screen.text());
        screen.press("next-head<Enter>");
        assert_eq!(screen.page(), self::screen(size).keys("3]").page());
    }
}

#[test]
fn the_help_is_about_a_word() {
    for size in SIZES {
        for (word, has, has_not) in [
            ("search", "next hit", "line down"),
            ("ys", "copy the section", "copy the table"),
            ("goto", ":goto PLACE", "next hit"),
            ("copy section", "copy the section", "copy the table"),
            ("MARK", "set a mark", "next hit"),
        ] {
            let mut screen = screen(size).keys(&format!(":help {word}<Enter>"));
            let mut text = screen.text();
            for _ in 0..9 {
                screen.press("<Space>");
                text += &screen.text();
            }
            assert!(text.contains(has) && !text.contains(has_not), "{word}: {text}");
        }
    }
}

/// All of the help that is listed.
fn whole_help(mut screen: Screen) -> String {
    let mut text = screen.text();
    for _ in 0..60 {
        screen.press("<Space>");
        text += &screen.text();
    }
    text
}

#[test]
fn the_help_knows_keys_by_their_names() {
    for (word, has, has_not) in [
        ("n", "next hit", "line down"),
        ("D", "delete the highlight", "line down"),
        ("q", "quit", "line down"),
        (":", "run a command", "after a number"),
        ("z", "fold all sections", "line down"),
        ("zm", "fold all sections", "the one around it"),
        ("ctrl-n", "first hit of the next section", "line down"),
        ("c-n", "first hit of the next section", "line down"),
        ("<lt>C-n>", "first hit of the next section", "line down"),
        ("esc", "back out", "line down"),
        ("space", "a page down", "line down"),
        ("home", "to the beginning", "line down"),
        ("pagedown", "a page down", "line down"),
        ("down", "line down", "next hit"),
        ("Tab", "complete it", "next table"),
        (":goto", ":goto PLACE", "line down"),
        ("half-page", "half", "next hit"),
    ] {
        let screen = screen((80, 24)).keys(&format!(":help {word}<Enter>"));
        let text = whole_help(screen);
        assert!(text.contains(has) && !text.contains(has_not), "{word}: {text}");
    }
}

#[test]
fn the_help_says_what_the_signs_of_the_sidebar_mean() {
    for size in SIZES {
        for word in ["?", "✓", "", "title"] {
            let text = whole_help(screen(size).keys(&format!(":help {word}<Enter>")));
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(text.contains("? behind a title") && text.contains("✓ at the right"), "{word}: {text}");
        }
        let text = whole_help(screen(size).keys(":help n<Enter>"));
        assert!(!text.contains("behind a title"), "{text}");
    }
}

#[test]
fn the_help_is_scrolled_as_the_text_is() {
    for size in SIZES {
        let mut screen = screen(size).keys("?");
        let first = screen.text();
        for (down, up) in [("d", "u"), ("<C-d>", "<C-u>"), ("<C-f>", "<C-b>"), ("<Space>", "b")] {
            screen.press(down);
            assert_ne!(screen.row(0), first.lines().next().unwrap(), "{down}");
            screen.press(up);
            assert_eq!(screen.text(), first, "{up}");
        }
        assert!(status(&screen).contains(&format!("1–{} of ", size.1 - 1)), "{first}");
        let n: usize = status(&screen).rsplit(' ').next().unwrap().parse().unwrap();
        screen.press("G");
        assert!(status(&screen).ends_with(&format!("–{n} of {n}")), "{}", screen.text());
    }
}

#[test]
fn the_help_is_narrowed_by_what_is_typed() {
    for size in SIZES {
        let mut screen = screen(size).keys("?d");
        let before = screen.text();
        screen.press("/next hi");
        assert!(
            screen.text().contains("next hit") && !screen.text().contains("line down"),
            "{}",
            screen.text()
        );
        assert!(status(&screen).starts_with("/next hi"), "{}", screen.text());
        screen.press("xyz");
        assert!(status(&screen).contains("no help"), "{}", screen.text());
        screen.press("<Enter><Esc>");
        assert_eq!(screen.text(), before);
        screen.press("/next hi<Enter>j");
        assert!(
            screen.text().contains("next hit") && status(&screen).contains("“next hi”"),
            "{}",
            screen.text()
        );
        screen.press("/section<Enter><Esc>");
        assert_eq!(screen.text(), before, "what was narrowed twice is whole at once");
        screen.press("<Esc>");
        assert!(screen.app().overlay().is_none());
    }
}

#[test]
fn the_help_stays_where_it_is_on_another_screen() {
    let (mut screen, is_key) = (screen((80, 24)).keys("?ddd"), |row: &str| !row.trim().is_empty());
    let first = |screen: &Screen| {
        let words = screen.text().lines().find(|row| is_key(row)).unwrap().to_owned();
        words.split_whitespace().next().unwrap().to_owned()
    };
    let (before, key) = (screen.text(), first(&screen));
    for (columns, rows) in [(25, 8), (140, 12), (80, 24)] {
        screen.resize(columns, rows);
        assert_eq!(first(&screen), key, "{}", screen.text());
    }
    assert_eq!(screen.text(), before);
}

#[test]
fn the_status_line_names_the_keys_there_are() {
    let changes = [
        ("\"<Esc>\"", "\"<F9>\""),
        ("\"<Enter>\" = \"prompt-accept\"", "\"<F8>\" = \"prompt-accept\""),
        ("\"<Tab>\" = \"prompt-complete\"", "\"<F7>\" = \"prompt-complete\""),
        ("\"<Enter>\" = \"enter\"", "\"<F6>\" = \"enter\""),
        ("\"<C-d>\" = \"picker-delete\"", "\"<F5>\" = \"picker-delete\""),
        ("\"<Tab>\" = \"next-color\"", "\"<F4>\" = \"next-color\""),
        ("\"%\"", "\"!\""),
        ("\"/\" = \"search\"", "\"~\" = \"search\""),
        ("\"v\" = \"select\"", "\"<F3>\" = \"select\""),
        ("\"j\" = \"help-down\"", "\"x\" = \"help-down\""),
    ];
    for (keys, expected) in [
        (":", "F7 completes, F8 runs it, F9 back"),
        ("s", "F8 goes there, F9 back"),
        ("<F3>a<F8>A", "F8 goes there, F5 deletes, F9 back"),
        ("<F3>a", "F8 keeps it, F4 another color, F9 back"),
        ("?", "? goes back, x and k scroll, / finds"),
        ("<F3>", "selecting: y copies it, Y its source, F9 ends"),
        ("2", "F6: section 2 “Lakes” · !: 2 % · a motion: 2 times"),
        ("!", "type a number before !"),
        ("n", "~ begins a search"),
        ("*", "select with F3"),
    ] {
        let screen = Screen::with_keys(&book(), &changes).size(80, 24).keys(keys);
        assert!(status(&screen).contains(expected), "{keys}: {}", screen.text());
    }
    let sidebar = Screen::with_keys(&book(), &changes).size(60, 24).keys("<Tab>");
    assert!(status(&sidebar).contains("F6 goes there, F9 back"), "{}", sidebar.text());
}

#[test]
fn a_pasted_line_is_typed_without_its_end() {
    for size in SIZES {
        let mut screen = screen(size).keys("/");
        for pasted in ["Small bo\n", "ats\r\n"] {
            screen.send(Event::Paste(pasted.to_owned()));
        }
        assert!(status(&screen).starts_with("/Small boats"), "{}", screen.text());
        screen.send(Event::Paste("x".repeat(2000)));
        assert!(status(&screen).contains("cut: "), "{}", screen.text());
        screen.press("<Left>");
        assert!(!status(&screen).contains("cut: "), "{}", screen.text());
    }
}

#[test]
fn a_place_is_gone_to_as_soon_as_it_is_known() {
    let long = format!("{}{}", book(), "More words.\n\n".repeat(40_000));
    let text = format!("{long}## Straits\n\n### Deep\n\nThe end.\n");
    let mut screen = Screen::held(&text, "markdown").size(80, 24).keys(":goto 5.1<Enter>");
    assert!(status(&screen).contains("looking for section 5.1"), "{}", screen.text());
    while screen.work(100) {}
    assert!(screen.text().contains("Deep"), "{}", screen.text());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whatever_is_typed_does_no_harm(
        keys in prop::collection::vec(
            prop::sample::select(vec![
                "goto ", "3.", "copy", " ", "s", "-", "help ", "9", "%", "é", "漢", "<Tab>", "<Tab>", "<BackTab>", "<Left>",
                "<C-w>", "<Backspace>", "<Enter>", ":", "<C-a>", "<Delete>", "search ", "<Esc>:",
            ]),
            1..24,
        ),
        size in prop::sample::select(vec![(80, 24), (30, 10), (9, 3), (1, 1)]),
    ) {
        let mut screen = screen(size).keys(":");
        for key in keys {
            screen.press(key);
            screen.text();
        }
    }
}
