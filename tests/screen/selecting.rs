//! Selecting by keys and with the mouse.

use folio::app::{Event, MouseKind};
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

use crate::fixture::Screen;
use crate::taking::copied;

const SIZES: [(u16, u16); 2] = [(80, 24), (30, 10)];

const TEXT: &str = "\
# Towns

The river had risen in the night, and stood now at the third *step* of the landing.

- a chair
- a boat

| thing | weight |
|-------|-------:|
| chair | 4      |

Nobody spoke.
";

fn screen((columns, rows): (u16, u16)) -> Screen {
    Screen::markdown(TEXT).size(columns, rows)
}

/// The text on the screen that looks selected, a line a row.
fn marked(screen: &Screen) -> String {
    let (text, looks) = (screen.buffer(), screen.looks());
    let rows = looks.lines().zip(0..).filter_map(|(looks, y)| {
        let cells = looks.chars().zip(0..).filter(|(look, _)| *look == 'r');
        // The second column of a wide character is a blank in the buffer.
        let is_half = |x: u16| x > 0 && folio::text::width(text[(x - 1, y)].symbol()) > 1;
        let row: String = cells.filter(|&(_, x)| !is_half(x)).map(|(_, x)| text[(x, y)].symbol()).collect();
        (!row.is_empty() && y < text.area.height - 1).then_some(row)
    });
    rows.collect::<Vec<_>>().join("\n")
}

#[test]
fn keys_select_and_copy() {
    for size in SIZES {
        for (keys, expected) in [
            ("}ve", "The"),
            ("}v", "T"),
            ("}v}", "The river had risen in the night, and stood now at the third step of the landing."),
            (
                "}v}l",
                "The river had risen in the night, and stood now at the third step of the landing.\n\n- a ",
            ),
            (
                "}v2}",
                "The river had risen in the night, and stood now at the third step of the landing.\n\n- a chair",
            ),
            (
                "}}v{{",
                "Towns\n\nThe river had risen in the night, and stood now at the third step of the landing.\n\n- a",
            ),
            ("}vll", "The"),
            ("}v2w", "The river h"),
            ("}v3e", "The river had"),
            ("}vwb", "T"),
            ("/night<Enter>vboe", "the night"),
            ("/night<Enter>vb", "the n"),
            ("/chair<Enter>ve", "chair"),
            ("/a chair<Enter>vj", "- a chair"),
            ("/chair<Enter>vj", "chair\n- a b"),
            ("/thing<Enter>v2e", "thing\tweight"),
            ("/weight<Enter>v2e", "weight\nchair"),
            ("/Nobody<Enter>vG", "Nobody spoke."),
            ("/Nobody<Enter>v$", "Nobody spoke."),
            ("/spoke<Enter>v^", "Nobody s"),
            ("/spoke<Enter>V", "Nobody spoke."),
            ("/boat<Enter>V", "- a boat"),
            ("/weight<Enter>V", "thing\tweight\nchair\t4"),
            ("/risen<Enter>v/night<Enter>", "risen in the n"),
            ("/risen<Enter>v/night<Esc>l", "ri"),
            ("/risen<Enter>v/no such<Enter>l", "ri"),
            ("/chair<Enter>vn", "chair\n- a boat\n\nthing\tweight\nc"),
        ] {
            let screen = screen(size).keys(keys);
            let before = screen.page();
            let screen = screen.keys("y");
            assert_eq!(copied(&screen), expected, "{keys}");
            assert_eq!(screen.page(), before, "{keys}");
            assert!(marked(&screen).is_empty(), "{}", screen.looks());
        }
        let whole = copied(&screen(size).keys("vG").keys("y"));
        assert!(whole.starts_with("Towns\n\nThe") && whole.ends_with("spoke."), "{whole}");
    }
}

#[test]
fn the_selection_is_seen() {
    let mut screen = screen(SIZES[0]).keys("}v2e");
    assert_eq!(marked(&screen), "The river");
    screen.press("G");
    assert!(marked(&screen).starts_with("The river had") && marked(&screen).ends_with("spoke."));
    screen.press("<Esc>");
    assert_eq!(marked(&screen), "");
    let mut screen = Screen::markdown(TEXT).size(30, 10).keys("}v$");
    assert_eq!(marked(&screen), screen.page()[0].trim());
    screen.press("j");
    assert_eq!(marked(&screen).lines().count(), 2, "{}", screen.text());
}

#[test]
fn a_selection_does_not_mind_the_page() {
    for size in SIZES {
        let mut screen = screen(size).keys("}v4e");
        for (columns, rows) in [(20, 5), (120, 40), (1, 1), (60, 12)] {
            screen.resize(columns, rows);
            screen.press("%<C-l>");
        }
        screen.resize(size.0, size.1);
        assert_eq!(copied(&screen.keys("y")), "The river had risen");
    }
}

#[test]
fn the_source_of_a_selection_is_that_of_its_lines() {
    for size in SIZES {
        let screen = screen(size).keys("/chair<Enter>vjY");
        assert_eq!(copied(&screen), "- a chair\n- a boat");
        assert!(screen.row(-1).contains("the source of the selection") || size.0 < 60);
    }
}

fn paragraphs() -> String {
    (0..200).map(|n| format!("Paragraph {n} here.\n\n")).collect::<Vec<_>>().concat()
}

#[test]
fn the_cursor_is_followed() {
    let text = paragraphs();
    for (columns, rows) in SIZES {
        let mut screen = Screen::markdown(&text).size(columns, rows).keys("v");
        for (keys, last) in
            [("50j", "50"), ("40k", "10"), ("G", "199"), ("g", "0"), ("<Space>", ""), ("3}", "")]
        {
            screen.press(keys);
            let looks = screen.looks();
            // Before the letter that it has come to, the cursor is none of what is selected.
            assert!(looks.lines().rev().skip(1).any(|row| row.contains(['r', 'b'])), "{keys}: {looks}");
            assert!(screen.text().contains(last), "{keys}: {}", screen.text());
        }
        screen.press("<Esc>50%");
        let before = screen.page();
        screen.press("v50j<C-o>");
        assert_ne!(before[0], screen.page()[0], "selecting is no jump");
    }
}

#[test]
fn the_end_goes_to_sections_and_marks_too() {
    let text = "# One\n\nOars.\n\n# Two\n\nRopes.\n\n# Three\n\nLamps.\n";
    for size in SIZES {
        for (keys, expected) in [
            ("}v:goto 2<Enter>", "Oars."),
            ("}v3<Enter>", "Oars.\n\nTwo\n\nRopes."),
            ("}vsTwo<Enter>", "Oars."),
            ("}vsThree<Esc>", "O"),
            ("]mag}v'a", "Oars."),
            ("}v:goto 3<Enter><C-o>", "O"),
            ("}v:goto 3<Enter>''", "O"),
            (":goto 3<Enter>:goto 1<Enter>}v<C-o>", "Oars.\n\nTwo\n\nRopes."),
        ] {
            let screen = Screen::markdown(text).size(size.0, size.1).keys(keys).keys("y");
            assert_eq!(copied(&screen), expected, "{keys}");
        }
    }
}

#[test]
fn the_mouse_selects_words() {
    for size in SIZES {
        let mut screen = screen(size);
        let area = screen.app().view().geometry.text;
        let (x, y) = (area.x, area.y + 3);
        screen.mouse(MouseKind::Press, x + 5, y);
        assert_eq!(marked(&screen), "");
        screen.mouse(MouseKind::Drag, x + 6, y);
        assert_eq!(marked(&screen), "river");
        screen.mouse(MouseKind::Drag, x + 11, y);
        assert_eq!(marked(&screen), "river had");
        screen.mouse(MouseKind::Drag, x + 2, y);
        assert_eq!(marked(&screen), "The river");
        screen.mouse(MouseKind::Release, x + 2, y);
        screen.mouse(MouseKind::Drag, x + 20, y);
        assert_eq!(marked(&screen), "The river", "it was let go");
        screen.press("y");
        assert_eq!(copied(&screen), "The river");
        screen.mouse(MouseKind::Press, x + 5, y);
        screen.mouse(MouseKind::Drag, x + 11, y);
        screen.mouse(MouseKind::Release, x + 11, y);
        screen.press("l");
        assert_eq!(marked(&screen), "river had ");
        screen.press("hhh");
        assert_eq!(marked(&screen), "river h", "keys go on by characters");
        screen.mouse(MouseKind::Press, x + 5, y);
        assert_eq!(marked(&screen), "", "a click ends it");
    }
}

/// Clicks at a cell so many times, fast.
fn click(screen: &mut Screen, times: usize, (x, y): (u16, u16)) {
    for time in 0..times {
        screen.mouse(if time == 0 { MouseKind::Press } else { MouseKind::PressAgain }, x, y);
        screen.mouse(MouseKind::Release, x, y);
    }
}

/// The cell of the page where words are shown.
fn cell_of(screen: &Screen, words: &str) -> (u16, u16) {
    let area = screen.app().view().geometry.text;
    let page = screen.page();
    let row = page.iter().position(|row| row.contains(words)).expect("the words are in view");
    let before = page[row].split(words).next().unwrap();
    let column = u16::try_from(folio::text::width(before)).unwrap();
    (area.x + column, area.y + u16::try_from(row).unwrap())
}

#[test]
fn two_clicks_select_a_word_and_three_what_it_stands_in() {
    let text = "Words of a paragraph that is wrapped on a small screen.\n\n1. first item\n2. second item\n\n| Key | Value |\n|---|---|\n| one | big |\n| two | tiny |\n\n```\nlet x = 1;\n  let y = 2;\n```\n";
    for size in [(80, 24), (30, 24)] {
        for (words, word, all) in [
            ("paragraph", "paragraph", "Words of a paragraph that is wrapped on a small screen."),
            ("second", "second", "2. second item"),
            ("two", "two", "two\ttiny"),
            ("tiny", "tiny", "two\ttiny"),
            ("let y", "let", "  let y = 2;"),
        ] {
            let mut screen = Screen::markdown(text).size(size.0, size.1);
            let cell = cell_of(&screen, words);
            click(&mut screen, 1, cell);
            assert_eq!(marked(&screen), "", "{words}");
            for (times, expected) in [(2, word), (3, all), (4, all)] {
                click(&mut screen, times, cell);
                screen.press("y");
                assert_eq!(copied(&screen), expected, "{words} {times}");
            }
        }
    }
}

#[test]
fn who_goes_on_with_the_button_down_selects_by_what_he_clicked() {
    let text = "```\none = 1;\ntwo = 2;\nthree = 3;\n```\n\nWords behind it.\n";
    for size in SIZES {
        let mut screen = Screen::markdown(text).size(size.0, size.1);
        let (from, to) = (cell_of(&screen, "= 1"), cell_of(&screen, "= 3"));
        for (times, expected) in [(2, "= 1;\ntwo = 2;\nthree ="), (3, "one = 1;\ntwo = 2;\nthree = 3;")] {
            click(&mut screen, times - 1, from);
            screen.mouse(MouseKind::PressAgain, from.0, from.1);
            screen.mouse(MouseKind::Drag, to.0, to.1);
            screen.mouse(MouseKind::Release, to.0, to.1);
            assert_eq!(marked(&screen).split_whitespace().last(), expected.split_whitespace().last());
            screen.press("y");
            assert_eq!(copied(&screen), expected);
        }
        // Keys go on from what is seen, and so does a selection by characters.
        click(&mut screen, 2, from);
        click(&mut screen, 3, to);
        screen.press("vhy");
        assert_eq!(copied(&screen), "three = 3");
        // A click elsewhere is a first one, however soon it comes.
        click(&mut screen, 2, from);
        screen.mouse(MouseKind::PressAgain, to.0, to.1);
        assert_eq!(marked(&screen), "");
    }
}

#[test]
fn a_link_that_is_clicked_twice_is_followed_once() {
    let filler = "Words that fill the page.\n\n".repeat(60);
    let text = format!("Go to [the end](#end) of it.\n\n{filler}# End\n\n{filler}");
    for size in SIZES {
        let mut screen = Screen::markdown(&text).size(size.0, size.1);
        let cell = cell_of(&screen, "the end");
        click(&mut screen, 2, cell);
        assert!(screen.page()[0].contains("End"), "{}", screen.text());
        assert_eq!(marked(&screen), "");
        let mut screen = Screen::markdown("See [this](https://example.org/x) there.").size(size.0, size.1);
        let cell = cell_of(&screen, "this");
        click(&mut screen, 3, cell);
        assert!(screen.app().question().is_some() && screen.asked.is_empty(), "{}", screen.text());
    }
}

#[test]
fn who_selects_on_the_first_row_does_not_scroll() {
    let text = paragraphs();
    for (columns, rows) in SIZES {
        let mut screen = Screen::markdown(&text).size(columns, rows).keys("50%");
        let x = screen.app().view().geometry.text.x;
        let page = screen.page();
        screen.mouse(MouseKind::Press, x, 0);
        screen.mouse(MouseKind::Drag, x + 2, 0);
        screen.mouse(MouseKind::Drag, x + 6, 0);
        assert!(!screen.app().is_held_at_edge());
        screen.send(Event::Held);
        assert_eq!(screen.page(), page);
        // Who comes back to it from below wants to go up.
        screen.mouse(MouseKind::Drag, x + 6, 2);
        screen.mouse(MouseKind::Drag, x + 6, 0);
        assert!(screen.app().is_held_at_edge());
        assert_ne!(screen.page(), page);
    }
}

#[test]
fn the_mouse_scrolls_at_the_edges() {
    let text = paragraphs();
    for (columns, rows) in SIZES {
        let mut screen = Screen::markdown(&text).size(columns, rows).keys("50%");
        let x = screen.app().view().geometry.text.x;
        let top = |screen: &Screen| screen.app().view().extent.before;
        let before = top(&screen);
        screen.mouse(MouseKind::Press, x, 4);
        screen.mouse(MouseKind::Drag, x + 3, rows - 1);
        assert_eq!(top(&screen), before + 1);
        assert!(screen.app().is_held_at_edge());
        (0..5).for_each(|_| screen.send(Event::Held));
        assert_eq!(top(&screen), before + 6);
        screen.mouse(MouseKind::WheelDown, x + 3, 5);
        assert_eq!(top(&screen), before + 9);
        screen.mouse(MouseKind::Drag, x + 3, 0);
        (0..20).for_each(|_| screen.send(Event::Held));
        assert_eq!(top(&screen), before - 12);
        screen.mouse(MouseKind::Release, x + 3, 0);
        assert!(!screen.app().is_held_at_edge());
        screen.send(Event::Held);
        assert_eq!(top(&screen), before - 12);
        screen.press("y");
        assert!(copied(&screen).lines().count() > 12, "{}", copied(&screen));
    }
}

#[test]
fn the_status_line_says_what_can_be_done() {
    assert!(screen(SIZES[0]).keys("v").row(-1).contains("selecting: y copies it, Y its source, Esc ends"));
    assert!(screen(SIZES[1]).keys("v").row(-1).contains("y copies, Esc ends"));
    let empty = Screen::markdown("").keys("v");
    assert!(empty.row(-1).contains("there is nothing to select"), "{}", empty.text());
}

#[test]
fn whatever_is_pressed_while_selecting_does_no_harm() {
    for keys in
        ["v/x<Esc>ly", "vFly", "vt<Tab>jjy", "vi}<Esc>ly", "v?<Esc>ly", "vc9lGy", "vyvy", "vVvlV", "va2oGoy"]
    {
        for size in SIZES {
            let screen = screen(size).keys(keys).keys("<Esc><Esc><Esc>");
            assert_eq!(marked(&screen), "", "{keys}");
        }
    }
    for keys in ["vy", "vGy", "vbhky", "vwelj$y"] {
        for text in ["", "\n", "```\n\n\n```\n", "***\n", "\u{301}", "a\u{ad}b"] {
            let _ = Screen::markdown(text).keys(keys);
        }
    }
}

/// The same, on the lines of a text that are wide enough for it.
struct Naive {
    lines: Vec<Vec<String>>,
    fixed: usize,
    cursor: usize,
    column: Option<usize>,
    /// Whether the cursor has come to the beginning of a line by a way from line to line.
    is_at_beginning: bool,
}

impl Naive {
    /// All characters, with the lines they are on and the columns they are at.
    fn characters(&self) -> Vec<(usize, usize, String)> {
        let lines = self.lines.iter().enumerate();
        let of_line = |(number, line): (usize, &Vec<String>)| {
            let column = |at: usize| line[..at].iter().map(|c| folio::text::width(c)).sum();
            line.iter().enumerate().map(|(at, c)| (number, column(at), c.clone())).collect::<Vec<_>>()
        };
        lines.flat_map(of_line).collect()
    }

    /// Where words start and end, among all characters.
    fn words(&self) -> Vec<(usize, usize)> {
        let mut words = Vec::new();
        let mut before = 0;
        for line in &self.lines {
            let text = line.concat();
            let nth = |byte: usize| before + text[..byte].graphemes(true).count();
            words.extend(text.unicode_word_indices().map(|(at, word)| (nth(at), nth(at + word.len()) - 1)));
            before += line.len();
        }
        words
    }

    fn press(&mut self, key: char) {
        let last = self.characters().len() - 1;
        let (cursor, words) = (self.cursor, self.words());
        let column = std::mem::take(&mut self.column);
        self.is_at_beginning = false;
        let found = match key {
            'h' => Some(cursor.saturating_sub(1)),
            'l' => Some((cursor + 1).min(last)),
            'w' => words.iter().map(|word| word.0).find(|&at| at > cursor),
            'b' => words.iter().map(|word| word.0).rfind(|&at| at < cursor),
            'e' => words.iter().map(|word| word.1).find(|&at| at > cursor),
            'g' => Some(0),
            'G' => Some(last),
            'o' => {
                std::mem::swap(&mut self.fixed, &mut self.cursor);
                None
            }
            _ => {
                let all = self.characters();
                let (line, here) = (all[cursor].0, all[cursor].1);
                let wanted = column.unwrap_or(here);
                self.column = Some(wanted);
                let to = if key == 'j' { line + 1 } else { line.wrapping_sub(1) };
                let found = all.iter().rposition(|(line, column, _)| *line == to && *column <= wanted);
                self.is_at_beginning = all[found.unwrap_or(cursor)].1 == 0;
                found
            }
        };
        self.cursor = found.unwrap_or(self.cursor);
    }

    fn selected(&self) -> String {
        let (first, mut last) = (self.fixed.min(self.cursor), self.fixed.max(self.cursor));
        if self.is_at_beginning && self.fixed < self.cursor {
            last -= 1;
        }
        let all = self.characters();
        let mut text = String::new();
        for pair in first..=last {
            let is_new_line = pair > first && all[pair - 1].0 != all[pair].0;
            text.push_str(if is_new_line { "\n\n" } else { "" });
            text.push_str(&all[pair].2);
        }
        text
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_selection_is_that_of_a_naive_one(
        lines in prop::collection::vec("[a-z]{1,3}( [a-zA-Z漢]{1,4}|, ?[a-z]e\u{301}){0,3}[.]?", 1..9),
        keys in "[hlwbegGojkjkwe]{0,25}",
    ) {
        for size in SIZES {
            let text = lines.join("\n\n");
            let mut screen = Screen::markdown(&text).size(size.0, size.1).keys("v");
            let characters = |line: &String| line.graphemes(true).map(str::to_owned).collect();
            let lines = lines.iter().map(characters).collect();
            let mut naive = Naive { lines, fixed: 0, cursor: 0, column: None, is_at_beginning: false };
            for key in keys.chars() {
                screen.press(&key.to_string());
                naive.press(key);
            }
            let seen = marked(&screen);
            let selected = naive.selected();
            prop_assert!(selected.contains(seen.lines().next().unwrap_or_default()), "{seen:?} of {selected:?}");
            screen.press("y");
            prop_assert_eq!(copied(&screen), selected, "{}", keys);
        }
    }
}

#[test]
fn the_keys_that_lead_from_heading_to_heading_take_the_selection_along() {
    const TOWNS: &str = "# One\n\nwords of one\n\n## Two\n\nwords of two\n\n| a | b |\n|---|---|\n| c | d |\n\n\
        ## Three\n\nwords of three\n\n# Four\n\nwords of four\n";
    for (columns, rows) in SIZES {
        let copied = |keys: &str| copied(&Screen::markdown(TOWNS).size(columns, rows).keys(keys));
        for (keys, expected) in [
            ("/of one<Enter>v]y", "of one"),
            ("/of one<Enter>v2]y", "of one\n\nTwo\n\nwords of two\n\na\tb\nc\td"),
            ("/of two<Enter>v[y", "Two\n\nwords o"),
            ("/of one<Enter>v)y", "of one\n\nTwo\n\nwords of two"),
            ("/of three<Enter>v(y", "a\tb\nc\td\n\nThree\n\nwords o"),
            ("/Two<Enter>V(y", "Two"),
            ("/Two<Enter>VJy", "Two\n\nwords of two\n\na\tb\nc\td\n\nThree"),
            ("/of three<Enter>vKy", "Three\n\nwords o"),
            ("/Two<Enter>Vpy", "One\n\nwords of one\n\nTwo"),
            ("/of four<Enter>v]y", "o"),
            ("/One<Enter>V100%0%y", "One"),
            (
                "/of four<Enter>v0%y",
                "One\n\nwords of one\n\nTwo\n\nwords of two\n\na\tb\nc\td\n\nThree\n\nwords of three\n\nFour\n\nwords o",
            ),
        ] {
            assert_eq!(copied(keys), expected, "{keys}");
        }
    }
}

#[test]
fn a_selection_begins_at_text_where_a_rule_is_on_top() {
    for (columns, rows) in SIZES {
        let mut screen = Screen::markdown("***\n\nWords here.\n").size(columns, rows).keys("v");
        assert_eq!(marked(&screen), "W", "{}", screen.looks());
        screen.press("ey");
        assert_eq!(copied(&screen), "Words");
        let screen = Screen::markdown("***\n").size(columns, rows).keys("v");
        assert!(screen.row(-1).contains("there is nothing to select"), "{}", screen.text());
    }
}

#[test]
fn a_rule_that_is_selected_as_a_block_is_seen_to_be() {
    for (columns, rows) in SIZES {
        let screen = |keys: &str| Screen::markdown("***\n\nWords here.\n").size(columns, rows).keys(keys);
        assert!(marked(&screen("V")).contains("───"), "{}", screen("V").looks());
        assert!(!screen("V").looks().lines().nth(2).unwrap().contains('r'), "{}", screen("V").looks());
        assert_eq!(marked(&screen("Vj")).lines().count(), 2, "{}", screen("Vj").looks());
        assert_eq!(copied(&screen("Vy")), "***");
        assert_eq!(marked(&screen("vG")), "Words here.");
        assert!(screen("Va").row(-1).contains("there are no words"), "{}", screen("Va").text());
    }
}

#[test]
fn blocks_are_copied_with_what_is_folded_below_the_last_one() {
    const FOLDED: &str = "# One\n\nBefore.\n\n# Two\n\nHidden.\n\n## Part\n\nDeeper.\n\n# Three\n\nAfter.\n";
    for (columns, rows) in SIZES {
        let screen = |keys: &str| Screen::markdown(FOLDED).size(columns, rows).keys(keys);
        let copied = |keys| copied(&screen(keys));
        assert_eq!(copied("/Two<Enter>zaVy"), "Two\n\nHidden.\n\nPart\n\nDeeper.");
        assert_eq!(copied("zM/One<Enter>Vjy"), "One\n\nBefore.\n\nTwo\n\nHidden.\n\nPart\n\nDeeper.");
        assert_eq!(copied("/Three<Enter>zaVy"), "Three\n\nAfter.");
        assert_eq!(copied("/Two<Enter>Vy"), "Two");
    }
}

#[test]
fn characters_up_to_the_end_of_a_folded_heading_are_copied_with_what_is_below_it() {
    const FOLDED: &str =
        "# One\n\nBefore.\n\n# Two words\n\nHidden.\n\n## Part\n\nDeeper.\n\n# Three\n\nAfter.\n";
    const WHOLE: &str = "One\n\nBefore.\n\nTwo words\n\nHidden.\n\nPart\n\nDeeper.";
    for (columns, rows) in SIZES {
        let screen = |keys: &str| Screen::markdown(FOLDED).size(columns, rows).keys(keys);
        let copied = |keys: &str| copied(&screen(keys));
        for (keys, expected) in [
            ("zMgvG", format!("{WHOLE}\n\nThree\n\nAfter.")),
            ("zMgvG$", format!("{WHOLE}\n\nThree\n\nAfter.")),
            ("zMgvGo", format!("{WHOLE}\n\nThree\n\nAfter.")),
            ("zMgvj$", WHOLE.to_owned()),
            ("zMgvj", "One\n\nBefore.".to_owned()),
            ("zMgv}", "One\n\nBefore.".to_owned()),
            ("zMgv$", "One\n\nBefore.".to_owned()),
            // Of a part of the heading, nothing is hidden.
            ("zMgvj$b", "One\n\nBefore.\n\nTwo w".to_owned()),
            ("zMgvl", "On".to_owned()),
            ("zMgv2ly", "One\n\nBefore.".to_owned()),
            ("/One<Enter>lv$", "One".to_owned()),
        ] {
            assert_eq!(copied(&format!("{keys}y")), expected, "{keys}");
        }
        assert_eq!(copied("zMgvGY"), FOLDED.trim_end(), "so is the source");
        let noted = Screen::noted(FOLDED, "markdown", &[], false).size(columns, rows);
        let noted = noted.keys("zMgvGaIt.<Enter>").notes();
        assert!(noted[0].quotation.words.ends_with("After."), "{noted:?}");
    }
}

#[test]
fn rows_pages_and_paragraphs_end_before_the_letter_that_they_come_to() {
    const ITEMS: &str = "# Title\n\nSome words here.\n\n1. one\n2. two\n\n- flat\n- low\n\nThe end.\n";
    for (keys, expected) in [
        ("gvjj", "Title\n\nSome words here."),
        ("gvd", "Title\n\nSome words here."),
        ("gv<PageDown>", "Title\n\nSome words here.\n\n1. one\n2. two"),
        ("/two<Enter>vjj", "two\n\n- flat\n- lo"),
        ("/two<Enter>vjk", "t"),
        ("/two<Enter>vk", "one\n2. t"),
        ("/some<Enter>v2}{", "Some words here."),
        ("/some<Enter>v}ll", "Some words here.\n\n1. o"),
        ("/low<Enter>vj$", "- low\n\nThe end."),
    ] {
        let screen = Screen::markdown(ITEMS).size(80, 10).keys(keys).keys("y");
        assert_eq!(copied(&screen), expected, "{keys}");
    }
    // In a paragraph of several rows too.
    let screen = Screen::markdown("One two three four five six.\n").size(30, 10);
    let width = screen.page()[0].len();
    let text = format!("{} {} next", "a".repeat(width - 1), "b".repeat(width - 1));
    assert_eq!(copied(&Screen::markdown(&text).size(30, 10).keys("vjy")).chars().next_back(), Some('a'));
}
