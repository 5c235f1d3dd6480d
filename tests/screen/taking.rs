//! Copying parts of the text.

use folio::app::jobs::{CopiedTo, Done};
use folio::app::{Event, MouseKind, Settings};
use folio::export::table::TableForm;
use folio::format;
use folio::source::Source;

use crate::fixture::Screen;

const SIZES: [(u16, u16); 2] = [(80, 24), (30, 10)];

const BOOK: &str = "\
# A river

The river had risen in the night, and stood now at the third *step* of the landing, with branches in it.

## What it carried

- a chair
- a [boat](https://example.org/boat_(old)) that nobody
  knew
  1. with an oar

| thing | weight |
|-------|-------:|
| chair | 4      |
| boat  | 90     |

```rust
fn main() {
    flood();
}
```

## Afterwards

> Nobody spoke
> of it.
";

/// What was put on the clipboard last.
pub(crate) fn copied(screen: &Screen) -> String {
    screen.copied.last().expect("something was copied").clone()
}

/// What is copied by keys.
fn taken(size: (u16, u16), keys: &str) -> String {
    copied(&Screen::markdown(BOOK).size(size.0, size.1).keys(keys))
}

#[test]
fn things_are_copied_without_the_page() {
    for size in SIZES {
        let line = "The river had risen in the night, and stood now at the third step of the landing, with branches in it.";
        assert_eq!(taken(size, "}yy"), line);
        assert_eq!(taken(size, "gyy"), "A river");
        assert_eq!(taken(size, "/nobody<Enter>yy"), "- a boat that nobody knew");
        assert_eq!(taken(size, "/an oar<Enter>yy"), "1. with an oar");
        assert_eq!(taken(size, ")yt"), "thing\tweight\nchair\t4\nboat\t90");
        assert_eq!(taken(size, "/flood<Enter>yc"), "fn main() {\n    flood();\n}");
        assert_eq!(taken(size, "/chair<Enter>yl"), "https://example.org/boat_(old)");
        let section = "What it carried\n\n- a chair\n- a boat that nobody knew\n  1. with an oar\n\n\
            thing\tweight\nchair\t4\nboat\t90\n\nfn main() {\n    flood();\n}";
        assert_eq!(taken(size, "]ys"), section);
        assert_eq!(taken(size, "]]ys"), "Afterwards\n\nNobody spoke of it.");
        let whole = taken(size, "gys");
        assert!(whole.starts_with("A river\n\nThe river") && whole.ends_with("spoke of it."), "{whole}");
    }
}

#[test]
fn what_is_found_before_the_first_heading_is_in_no_section() {
    let screen = Screen::markdown("A preface.\n\n# One\n\nText.\n").size(80, 24).keys("G/preface<Enter>ys");
    assert!(screen.copied.is_empty());
    assert!(screen.row(-1).contains("there is no section here"), "{}", screen.text());
}

#[test]
fn the_source_is_copied_as_it_is() {
    for size in SIZES {
        let line = "The river had risen in the night, and stood now at the third *step* of the landing, with branches in it.";
        assert_eq!(taken(size, "}Yy"), line);
        assert_eq!(taken(size, "/chair<Enter>Yy"), "- a chair");
        assert_eq!(taken(size, "/spoke<Enter>Yy"), "> Nobody spoke\n> of it.");
        let table = "| thing | weight |\n|-------|-------:|\n| chair | 4      |\n| boat  | 90     |";
        assert_eq!(taken(size, ")Yt"), table);
        assert_eq!(taken(size, "/flood<Enter>Yc"), "```rust\nfn main() {\n    flood();\n}\n```");
        assert_eq!(taken(size, "/chair<Enter>Yl"), "[boat](https://example.org/boat_(old))");
        assert_eq!(taken(size, "]]Ys"), "## Afterwards\n\n> Nobody spoke\n> of it.");
        assert_eq!(taken(size, "gYs"), BOOK.trim_end());
    }
}

#[test]
fn the_source_of_a_section_is_all_up_to_the_next_one_wherever_the_text_is_cut() {
    let section = |number: usize| {
        let words = format!("words of section {number} ").repeat(100);
        format!("## Section {number}\n\n{words}[x][at]\n\n[at]: https://example.org/{number}\n\n")
    };
    let text: String = (1..=70).map(section).collect();
    let mut screen = Screen::markdown(&text).size(80, 24).keys("g");
    for number in 1..=70 {
        screen.press(&format!("{number}<Enter>Ys"));
        assert_eq!(copied(&screen), section(number).trim_end());
    }
}

#[test]
fn the_source_of_a_selection_is_its_lines_where_it_was_kept_line_for_line() {
    let code = "# Code\n\n```\nline 1\nline 2\n\nline 4\n```\n";
    for size in SIZES {
        assert_eq!(taken(size, "/weight<Enter>veY"), taken(size, ")Yt"));
        assert_eq!(taken(size, "/spoke<Enter>veY"), "> Nobody spoke\n> of it.");
        assert_eq!(taken(size, "/flood<Enter>veY"), "    flood();");
        let screen = Screen::markdown(code).size(size.0, size.1).keys("/line 2<Enter>vjj$Y");
        assert_eq!(copied(&screen), "line 2\n\nline 4");
        let lines = "first line\nsecond line\n  third line\nfourth line\n";
        let screen = Screen::new(lines, "plain").size(size.0, size.1).keys("FF/second<Enter>vj$Y");
        assert_eq!(copied(&screen), "second line\n  third line");
    }
}

#[test]
fn lines_are_copied_with_their_tabs_and_blanks() {
    const LINES: &str = "all:\tone two  \n\tcc -o x\t\\\n\n\n\t  trailing   \nlast\t.\t \n";
    for size in SIZES {
        for screen in [
            Screen::new(LINES, "plain").keys("FF"),
            Screen::new(LINES, "code"),
            Screen::new(&LINES.replace('\n', "\r\n"), "plain").keys("FF"),
        ] {
            let mut screen = screen.size(size.0, size.1);
            for (keys, expected) in [
                ("gvGy", LINES.trim_end_matches('\n')),
                ("/one<Enter>v$y", "one two"),
                ("/cc<Enter>vj$y", "cc -o x\t\\\n\n\n\t  trailing   "),
                ("/-o<Enter>vj$hhhy", "-o x\t\\\n\n\n\t  trail"),
                ("/last<Enter>v$y", "last\t.\t "),
            ] {
                screen.press(keys);
                assert_eq!(copied(&screen), expected, "{keys}");
            }
        }
    }
    let printed = Screen::new("a\u{8}a\tb\n", "plain").keys("FFgvGy");
    assert_eq!(copied(&printed), "a       b");
}

#[test]
fn links_are_copied_as_markdown() {
    for (link, target) in [
        ("[here](http://a.org/x)", "http://a.org/x"),
        ("[use `a*b*c` and 2 * 3 * 4 now](u.md \"title\")", "u.md"),
        ("[a \\[b\\] c](<a b>)", "a b"),
        ("![pic *x*](p.png)", "p.png"),
        ("[![a badge](b.svg)](https://c.org)", "https://c.org"),
    ] {
        let screen = Screen::markdown(&format!("Some words before {link} and behind.\n")).keys("Yl");
        assert_eq!(copied(&screen), link);
        let screen = screen.keys("yl");
        assert_eq!(copied(&screen), target);
    }
    let mut screen = Screen::markdown("Said[^n] so.\n\n[^n]: Then.\n").keys("Yl");
    assert_eq!(copied(&screen), "[^n]");
    screen.press("yl");
    assert_eq!(screen.copied.len(), 1);
    assert!(screen.row(-1).contains("footnote n has no address to copy"), "{}", screen.row(-1));
}

const MARKDOWN: &str = "\
| thing | weight |
| ----- | -----: |
| chair |      4 |
| boat  |     90 |";

#[test]
fn a_table_is_copied_in_the_form_that_is_named() {
    for size in SIZES {
        assert_eq!(taken(size, "):copy table csv<Enter>"), "thing,weight\nchair,4\nboat,90");
        assert_eq!(taken(size, "):copy tab m<Enter>"), MARKDOWN);
        assert_eq!(taken(size, "):copy-table tabs<Enter>"), "thing\tweight\nchair\t4\nboat\t90");
        assert_eq!(taken(size, "):copy-table<Enter>"), "thing\tweight\nchair\t4\nboat\t90");
        let screen = Screen::markdown(BOOK).size(size.0, size.1).keys("):copy table html<Enter>");
        assert!(screen.copied.is_empty() && screen.row(-1).contains("tabs, csv or m"), "{}", screen.row(-1));
    }
    let screen = Screen::markdown(BOOK).size(80, 24).keys("):copy table <Tab><Tab>");
    insta::assert_snapshot!(screen.text());
    let screen = screen.keys("<Enter>");
    assert!(screen.row(-1).contains("copied table as CSV, 28 characters"), "{}", screen.row(-1));
    assert_eq!(copied(&screen), "thing,weight\nchair,4\nboat,90");
}

#[test]
fn tables_are_copied_as_the_reader_wants_them() {
    let opening =
        || format::open(Source::from_text("sample.md", BOOK), format::by_name("markdown").unwrap()).unwrap();
    let settings = Settings { tables: TableForm::Markdown, ..Settings::default() };
    let screen = |keys| Screen::reading(opening(), settings, false).size(80, 24).keys(keys);
    let notice = |screen: &Screen| screen.row(-1).trim_start().to_owned();
    for keys in [")yt", "/boat |<Esc>)yt", "/90<Enter>yy", ")Vy"] {
        assert_eq!(copied(&screen(keys)), MARKDOWN, "{keys}");
    }
    assert!(notice(&screen(")yt")).starts_with("copied table as Markdown, 75 characters"));
    assert!(notice(&screen("/90<Enter>yy")).starts_with("copied table as Markdown, 75 characters"));
    assert!(notice(&screen(")Yt")).starts_with("copied the source of the table, 75 characters"));
    let section = copied(&screen("]ys"));
    assert!(section.contains(&format!("oar\n\n{MARKDOWN}\n\nfn main")), "{section}");
    // Some of the cells are a table too, but one alone is words.
    assert_eq!(copied(&screen("/chair<Enter>nvwy")), "| chair |   4 |\n| ----- | --: |");
    assert_eq!(copied(&screen("/boat<Enter>nvey")), "boat");
    assert_eq!(copied(&screen("):copy table tabs<Enter>")), "thing\tweight\nchair\t4\nboat\t90");
}

#[test]
fn the_status_line_says_what_was_copied() {
    let mut screen = Screen::markdown(BOOK).size(80, 24).keys("]ys");
    assert!(
        screen.row(-1).contains("copied section “What it carried”, 127 characters"),
        "{}",
        screen.row(-1)
    );
    screen.press("Yy");
    assert!(screen.row(-1).contains("copied the source of the heading, 18 characters"), "{}", screen.row(-1));
    let screen = Screen::markdown(BOOK).size(30, 10).keys("]ys");
    assert!(screen.row(-1).starts_with(" copied section  "), "{}", screen.row(-1));
    let mut screen = Screen::markdown("A paragraph of some words.").size(30, 10).keys("yy");
    screen.send(Event::Done(Done::Copied(CopiedTo::System)));
    assert!(screen.row(-1).starts_with(" paragraph to the clipboard"), "{}", screen.row(-1));
    let mut screen = screen.size(50, 10).keys("yy");
    screen.send(Event::Done(Done::Copied(CopiedTo::Terminal)));
    assert!(screen.row(-1).starts_with(" copied paragraph through the terminal"), "{}", screen.row(-1));
}

#[test]
fn the_status_line_says_where_it_was_copied_to() {
    let copied = |to| Event::Done(Done::Copied(to));
    let mut screen = Screen::markdown(BOOK).size(80, 24).keys("yy");
    screen.send(copied(CopiedTo::System));
    assert!(screen.row(-1).contains("copied to the clipboard: heading, 7 characters"), "{}", screen.row(-1));
    screen.press("yy");
    screen.send(copied(CopiedTo::Terminal));
    assert!(screen.row(-1).contains("copied through the terminal: heading, 7"), "{}", screen.row(-1));
    // It is said once, and not when something else is said by then.
    let told = screen.row(-1);
    screen.send(copied(CopiedTo::System));
    assert_eq!(screen.row(-1), told);
    screen.press("yyj");
    let told = screen.row(-1);
    screen.send(copied(CopiedTo::System));
    assert_eq!(screen.row(-1), told);
}

#[test]
fn a_begun_command_shows_how_it_goes_on() {
    let mut screen = Screen::markdown(BOOK).size(80, 24).keys("y");
    assert_eq!(
        screen.row(-1).split("    ").next().map(str::trim),
        Some("y …  c code  l link  s section  t table  y paragraph")
    );
    let before = screen.text();
    screen.press("x");
    assert!(screen.copied.is_empty() && screen.text() != before);
    screen.press("y<Esc>y");
    assert!(screen.copied.is_empty());
    screen.press("j");
    assert!(screen.copied.is_empty());
    screen.press("yy");
    assert!(!copied(&screen).is_empty());
}

#[test]
fn what_is_not_there_is_not_copied() {
    for (text, keys, notice) in [
        ("words", "yt", "there is no table on the screen"),
        ("words", "yc", "there is no code on the screen"),
        ("words", "yl", "there is no link on the screen"),
        ("words", "ys", "there is no section here"),
        ("", "yy", "there is nothing to copy"),
    ] {
        for (columns, rows) in [(80, 24), (46, 10)] {
            let screen = Screen::markdown(text).size(columns, rows).keys(keys);
            assert!(screen.row(-1).contains(notice), "{}", screen.row(-1));
            assert!(screen.copied.is_empty());
        }
    }
}

#[test]
fn what_was_clicked_or_found_last_is_meant() {
    let mut screen = Screen::markdown("one\n\ntwo\n\nthree\n").size(80, 24).keys("/two<Enter>yy");
    assert_eq!(copied(&screen), "two");
    let column = screen.app().view().geometry.text.x;
    screen.mouse(MouseKind::Press, column + 1, 4);
    screen.press("yy");
    assert_eq!(copied(&screen), "three");
    screen.press("nyy");
    assert_eq!(copied(&screen), "two");
}

#[test]
fn in_the_sidebar_the_selected_section_is_copied() {
    let screen = Screen::markdown(BOOK).size(80, 24).keys("<Tab>Gys");
    assert_eq!(copied(&screen), "Afterwards\n\nNobody spoke of it.");
}

#[test]
fn a_section_that_is_still_read_is_not_copied_by_halves() {
    let text = format!("# One\n\n{}# Two\n\nend\n", "some words of it\n\n".repeat(20_000));
    let mut screen = Screen::held(&text, "markdown").size(80, 24).keys("ys");
    assert!(screen.row(-1).contains("section “One” is still being read"), "{}", screen.row(-1));
    while screen.work(100) {}
    screen.press("ys");
    while screen.work(100) {}
    assert_eq!(copied(&screen).lines().filter(|line| line.contains("words")).count(), 20_000);
}

#[test]
fn a_long_section_is_copied_by_a_worker_up_to_a_limit() {
    let words = "some words of it\n\n";
    let text = format!("# Long\n\n{}# Short\n\nend\n", words.repeat(100_000));
    let mut screen = Screen::markdown(&text).size(80, 24).keys("ys");
    assert!(screen.copied.is_empty());
    assert!(
        screen.row(-1).contains("section “Long” is too long: at most 750 kB are copied"),
        "{}",
        screen.row(-1)
    );
    screen.press("Ys");
    assert!(screen.copied.is_empty());
    screen.press("]ys");
    assert_eq!(copied(&screen), "Short\n\nend");
}

#[test]
fn a_block_of_many_small_parts_is_copied_whole() {
    let code = format!("# Code\n\n```\n{}```\n\nend\n", "x\n".repeat(250_000));
    let table = format!("# Table\n\n|a|b|c|d|\n|-|-|-|-|\n{}\nend\n", "|1|2|3|4|\n".repeat(62_500));
    for (text, keys, length) in
        [(&code, "g}yc", 499_999), (&code, "50%Vy", 499_999), (&table, "g)yt", 500_007)]
    {
        let screen = Screen::markdown(text).size(80, 24).keys(keys);
        assert_eq!(copied(&screen).len(), length, "{keys}");
    }
}

#[test]
fn tables_and_code_of_plain_text_that_were_cut_are_copied_whole() {
    let code: Vec<_> = (0..4000).map(|n| format!("    int x{n} = {n};   // code")).collect();
    let table: Vec<_> = (0..4000).map(|n| format!("row {n}\t{n}\ta word or two")).collect();
    for (lines, key, indent) in [(code, "yc", 4), (table, "yt", 0)] {
        let text = lines.join("\n");
        assert!(text.len() > 80_000);
        let expected: Vec<_> = lines.iter().map(|line| &line[indent..]).collect();
        for place in ["g", "50%", "G"] {
            let screen = Screen::new(&text, "plain").size(80, 24).keys(&format!("{place}{key}"));
            assert!(copied(&screen) == expected.join("\n"), "{place}{key}: {}", copied(&screen).len());
        }
    }
}

#[test]
fn a_list_that_was_cut_has_no_gaps() {
    let items = |indent: &str| {
        let items = (1..6000).map(|n| format!("{indent}- item {n} of a long list\n"));
        items.collect::<Vec<_>>().concat()
    };
    for text in [format!("# List\n\n{}", items("")), format!("# List\n\n- outer\n{}", items("  "))] {
        let screen = Screen::markdown(&text).size(80, 24).keys("gys");
        assert_eq!(copied(&screen), text.trim_start_matches("# ").trim_end());
    }
}

#[test]
fn a_paragraph_that_was_cut_is_copied_whole() {
    let text = format!("{}end\n\nNext.\n", "word ".repeat(100_000));
    for keys in ["yy", "/end<Enter>yy", "40%/word<Enter>yy"] {
        let copied = copied(&Screen::markdown(&text).size(80, 24).keys(keys));
        assert_eq!(copied.split(' ').count(), 100_001, "{keys}");
        assert!(copied.ends_with(" end"));
    }
}

#[test]
fn where_it_was_copied_to_is_said_on_every_screen() {
    for size in [(80, 24), (30, 10)] {
        for (to, told) in
            [(CopiedTo::System, "to the clipboard"), (CopiedTo::Terminal, "through the terminal")]
        {
            let short = if to == CopiedTo::System { "to clipboard" } else { "by terminal" };
            let told = if size.0 < 60 { format!("section source {short}") } else { told.to_owned() };
            let mut screen = Screen::article().size(size.0, size.1).keys("2]Ys");
            screen.send(Event::Done(Done::Copied(to)));
            assert!(screen.row(-1).contains(&told), "{}", screen.row(-1));
        }
    }
}

#[test]
fn a_footnote_is_copied_as_it_is_shown_and_its_way_back_has_no_address() {
    let text = "See it[^1], and a [link](other.md) elsewhere.\n\n[^1]: What the footnote says.\n";
    let mut screen = Screen::markdown(text).size(80, 24).keys("<A-p>");
    assert!(screen.row(-1).contains("the reference to footnote 1"), "{}", screen.text());
    screen.press("yl");
    assert!(screen.copied.is_empty(), "{:?}", screen.copied);
    assert!(screen.row(-1).contains("the way back from footnote 1 has no address"), "{}", screen.row(-1));
    screen.press("yy");
    assert_eq!(screen.copied, ["[1] What the footnote says."]);
}
