//! Hostile documents: whatever they hold, and wherever, the screen shows harmless text.

use folio::export::print;
use folio::format;
use folio::source::Source;

use crate::attacks::{self, Attack, CANARY};
use crate::fixture::Screen;

/// The most bytes that a cell may hold: no sane cluster is longer.
const MOST_BYTES: usize = 64;

const SIZES: [(u16, u16); 4] = [(80, 24), (1, 1), (13, 4), (100, 12)];

/// Keys that bring every kind of text to the screen: rows, the sidebar, the status line, the prompt.
const JOURNEY: [&str; 14] = [
    "zM",
    "zR",
    "<PageDown>",
    "]",
    "}",
    ")",
    "t",
    "<Tab>jl",
    "<Enter>",
    "3",
    "%",
    "G",
    "/a<Enter>",
    "n<Esc><Home>",
];

/// Whether `c` could steer a terminal, or reorder or hide the text around it.
fn is_dangerous(c: char) -> bool {
    let is_invisible = matches!(u32::from(c),
        0x61C | 0x200E..=0x200F | 0x2028..=0x202E | 0x2066..=0x206F | 0xFFF9..=0xFFFB);
    let is_private = matches!(u32::from(c), 0xE000..=0xF8FF | 0xF_0000..=0x10_FFFF);
    let is_tag = matches!(u32::from(c), 0xE_0000..=0xE_007F);
    c.is_control() || is_invisible || is_private || is_tag
}

/// Panics where a cell of the screen is not fit for a terminal.
pub(crate) fn assert_harmless(screen: &Screen, context: &str) {
    for cell in screen.buffer().content() {
        let symbol = cell.symbol();
        assert!(symbol.len() <= MOST_BYTES, "{context}: {} bytes in a cell", symbol.len());
        assert!(!symbol.chars().any(is_dangerous), "{context}: {symbol:?} in a cell");
    }
}

fn printed(attack: &Attack, format: &str) -> String {
    let source = Source::from_text("sample", &attack.text);
    let opening = format::open(source, format::by_name(format).unwrap()).unwrap();
    let mut out = Vec::new();
    print::write(&mut out, opening, 72).unwrap();
    String::from_utf8(out).unwrap()
}

fn assert_shown_without_harm(attack: &Attack, format: &str) {
    let name = attack.name;
    let text = printed(attack, format);
    assert!(!text.chars().any(|c| c != '\n' && is_dangerous(c)), "{name}: printed");
    let mut screen = Screen::new(&attack.text, format).keys(&format!("/{CANARY}<Enter>"));
    let found = screen.app().finding().unwrap().total();
    assert!(found >= attack.canaries as u64, "{name}: {found} of {} canaries", attack.canaries);
    for (columns, rows) in SIZES {
        screen.resize(columns, rows);
        for keys in JOURNEY {
            screen.press(keys);
            assert_harmless(&screen, &format!("{name} at {columns}×{rows} after {keys}"));
        }
    }
}

#[test]
fn attacks_in_markdown_are_harmless() {
    for attack in attacks::markdown() {
        assert_shown_without_harm(&attack, "markdown");
    }
}

#[test]
fn attacks_in_plain_text_are_harmless() {
    assert_shown_without_harm(&attacks::plain(), "plain");
}

#[test]
fn every_canary_is_printed() {
    for attack in attacks::markdown().iter().chain(&attacks::shapes()) {
        // Where a narrow column breaks a word, its parts stand on several rows.
        let text: String = printed(attack, "markdown").split_whitespace().collect();
        let count = text.matches(CANARY).count();
        assert!(count >= attack.canaries, "{}: {count} of {}", attack.name, attack.canaries);
    }
}

#[test]
fn extreme_shapes_are_shown() {
    for attack in attacks::shapes() {
        assert_shown_without_harm(&attack, "markdown");
        assert_shown_without_harm(&attack, "plain");
    }
}

#[test]
fn names_of_files_are_harmless() {
    for name in attacks::NAMES {
        for (columns, rows) in SIZES {
            let screen = Screen::named(name, "Text without a title.", "plain").size(columns, rows);
            assert_harmless(&screen, name);
        }
    }
}

#[test]
fn a_query_is_harmless() {
    for (columns, rows) in SIZES {
        let mut screen = Screen::markdown("# Some text\n").size(columns, rows).keys("/");
        screen.send(folio::app::Event::Paste(attacks::plain().text));
        assert_harmless(&screen, "a pasted query");
        screen.press("<Enter>");
        assert_harmless(&screen, "the notice of no hit");
    }
}
