//! The section tree.

use std::sync::Arc;

use folio::app::MouseKind;
use folio::document::{Certainty, Chunk, Document, LeafKind, Parse, Segment, SegmentBuilder};

use crate::fixture::Screen;

const TEXT: &str = "# Title\n\nLead.\n\n## First part\n\ntext\n\n### Inner one\n\ntext\n\n### Inner two\n\ntext\n\n## Second part with a title that is far too long for the sidebar\n\ntext\n\n## Third\n\n";

fn screen() -> Screen {
    let filler = "Filler.\n\n".repeat(30);
    Screen::markdown(&format!("{TEXT}{filler}")).size(90, 14)
}

/// The rows of the sidebar.
fn sidebar(screen: &Screen) -> Vec<String> {
    let width = usize::from(screen.app().view().geometry.sidebar.width.saturating_sub(1));
    let rows = screen.app().view().geometry.sidebar.height;
    let row = |row: u16| screen.row(row.into()).chars().take(width).collect::<String>().trim_end().to_owned();
    (0..rows).map(row).filter(|row| !row.is_empty()).collect()
}

#[test]
fn the_tree_is_shown_with_numbers_and_the_current_section() {
    let screen = screen();
    let expected = [
        "▌▾Title",
        "   ▾1 First part",
        "      Inner one",
        "      Inner two",
        "    2 Second part with a…",
        "    3 Third",
    ];
    assert_eq!(sidebar(&screen), expected, "{}", screen.text());
}

#[test]
fn the_current_section_follows_the_text() {
    let screen = screen().keys("]]");
    assert!(sidebar(&screen)[2].starts_with('▌'), "{}", screen.text());
}

/// The title of the section that the sidebar names as the current one; it is also the last on the status line.
fn current(screen: &Screen) -> String {
    let outline = screen.app().document().outline();
    let title = |id| outline.get(id).unwrap().title.to_string();
    let title = screen.app().view().section.map_or_else(String::new, title);
    let marked = sidebar(screen).into_iter().find(|row| row.starts_with('▌'));
    assert!(marked.is_none_or(|row| row.contains(&title)), "{}", screen.text());
    title
}

#[test]
fn the_section_of_what_was_gone_to_is_the_current_one() {
    let filler = "Filler.\n\n".repeat(30);
    let text = format!(
        "# Title\n\nA lead.\n\n## One\n\nA pear.\n\n## Two\n\nAn apple, a [link](#one).\n\n## Three\n\n{filler}"
    );
    for (columns, rows) in [(80, 24), (40, 16)] {
        let screen = |keys: &str| Screen::markdown(&text).size(columns, rows).keys(keys);
        for (keys, expected) in [
            ("", "Title"),
            ("/apple", "Two"),
            ("/apple<Enter>", "Two"),
            ("/pear<Enter>", "One"),
            ("/a <Enter>n<C-n>", "Two"),
            ("/apple<Enter>&<Esc>", "Two"),
            ("/apple<Enter>/pear<Esc>", "Two"),
            ("/apple<Esc>", "Title"),
            ("/pear<Enter><A-n>", "Two"),
            // Who moves on is where the page begins.
            ("/apple<Enter>j", "Title"),
            ("/apple<Enter>]", "One"),
            ("/apple<Enter>jk", "Title"),
            ("/apple<Enter><Esc>", "Title"),
        ] {
            let screen = screen(keys);
            assert_eq!(current(&screen), expected, "{keys}: {}", screen.text());
        }
        let named = screen("/apple<Enter>");
        assert!(named.row(-1).contains("Two"), "{}", named.text());
    }
}

#[test]
fn the_selected_title_is_readable_in_full() {
    let screen = screen().keys("<Tab>4j");
    let all = sidebar(&screen).join(" ");
    let words: Vec<_> = all.split_whitespace().collect();
    assert!(
        words.join(" ").contains("Second part with a title that is far too long for the sidebar"),
        "{}",
        screen.text()
    );
}

#[test]
fn the_selection_moves_and_enter_goes_there() {
    let screen = screen().keys("<Tab>jj<Enter>");
    assert_eq!(screen.page()[0], "◆ Inner one");
    let back = screen.keys("<Tab>g<Enter>");
    assert_eq!(back.page()[0], "Title");
    assert_eq!(back.keys("<Tab>G<Enter>").page()[0], "Third");
}

#[test]
fn sections_fold_and_unfold() {
    let screen = screen().keys("<Tab>jh");
    assert_eq!(sidebar(&screen).len(), 4, "{}", screen.text());
    assert!(sidebar(&screen)[1].contains("▸1 First part"));
    let screen = screen.keys("l");
    assert_eq!(sidebar(&screen).len(), 6);
    let screen = screen.keys("ljh");
    assert!(screen.looks().lines().nth(1).unwrap().contains('r'), "{}", screen.text());
}

#[test]
fn a_folded_section_counts_the_hits_inside() {
    let screen = screen().keys("<Tab>jh<Esc>/inner<Enter>");
    assert!(sidebar(&screen)[1].trim_end().ends_with('2'), "{}", screen.text());
}

#[test]
fn hits_above_the_first_heading_count_with_its_section() {
    let screen = Screen::markdown("The ferry was late.\n\n# One\n\nNo ferry.\n\n# Two\n\nA ferry.\n")
        .size(90, 20)
        .keys("/ferry<Enter>");
    let rows = sidebar(&screen);
    assert!(rows[0].trim_end().ends_with('2') && rows[1].trim_end().ends_with('1'), "{}", screen.text());
}

#[test]
fn the_sidebar_hides_and_widens() {
    let screen = screen().keys("t");
    assert!(sidebar(&screen).is_empty());
    let screen = screen.keys("o<Tab>>>>>");
    assert_eq!(screen.app().view().geometry.sidebar.width, 35);
    let screen = screen.keys("99<lt>");
    assert_eq!(screen.app().view().geometry.sidebar.width, 12);
}

#[test]
fn on_a_narrow_screen_it_opens_over_the_text() {
    let screen = screen().size(40, 12);
    assert!(sidebar(&screen).is_empty());
    let before = screen.page();
    let screen = screen.keys("t");
    assert!(!sidebar(&screen).is_empty());
    let screen = screen.keys("<Esc>");
    assert_eq!(screen.page(), before);
    let screen = screen.keys("<Tab>jj<Enter>");
    assert_eq!(screen.page()[0], "◆ Inner one");
    assert!(sidebar(&screen).is_empty());
}

#[test]
fn on_a_small_screen_it_leaves_no_bits_of_words_beside_it() {
    let screen = screen().size(30, 10).keys("t");
    for row in 0..9 {
        assert_eq!(screen.row(row).chars().position(|c| c == '┃'), Some(29), "{}", screen.text());
    }
    assert!(screen.row(-1).starts_with(" Enter go, Esc back  "), "{}", screen.text());
    let screen = screen.keys("<lt>><Enter>");
    assert!(screen.app().view().geometry.sidebar.is_empty(), "{}", screen.text());
}

#[test]
fn a_click_goes_to_a_section_or_folds_it() {
    let mut screen = screen();
    screen.mouse(MouseKind::Press, 8, 2);
    assert_eq!(screen.page()[0], "◆ Inner one");
    screen.mouse(MouseKind::Press, 3, 1);
    assert_eq!(sidebar(&screen).len(), 4, "{}", screen.text());
}

#[test]
fn a_text_without_headings_has_no_sidebar() {
    let screen = Screen::markdown("text\n").size(100, 10);
    assert!(screen.app().view().geometry.sidebar.is_empty());
    let screen = screen.keys("t");
    assert!(screen.row(-1).contains("the text has no headings"));
}

#[test]
fn a_doubtful_heading_has_a_question_mark() {
    let mut builder = SegmentBuilder::new(0);
    for (percent, title) in
        [(100, "Sure"), (75, "Likely"), (74, "Doubtful"), (40, "Doubtful and long, so that it does not fit")]
    {
        builder.certainty(Certainty::of_percent(percent));
        builder.leaf(LeafKind::Heading(2), 0..1, title);
    }
    let segment = builder.finish(9);
    let mut document = Document::new("name", Arc::new(Always(segment)));
    document.push_chunks([Chunk { source: 0..9, continues: false, is_provisional: false }]);
    document.end_chunks();
    let screen = Screen::of(document).size(90, 14);
    let expected = ["▌ 1 Sure", "  2 Likely", "  3 Doubtful ?", "  4 Doubtful and long,… ?"];
    assert_eq!(sidebar(&screen), expected, "{}", screen.text());
    let screen = screen.keys("<Tab>G");
    assert_eq!(sidebar(&screen)[3..], ["  4 Doubtful and long,", "    so that it does not", "    fit ?"]);
}

/// Has one segment for every chunk.
struct Always(Segment);

impl Parse for Always {
    fn parse(&self, _: &Chunk) -> Segment {
        self.0.clone()
    }

    fn source_text(&self, _: &Chunk) -> String {
        String::new()
    }
}

#[test]
fn the_tree_follows_the_reader_to_a_hit() {
    let part = |n: usize| format!("# Part {n}\n\nWord {n} and more.\n\n");
    let text: String = (1..90).map(part).collect();
    let screen = Screen::markdown(&text).size(90, 14).keys("/word 70<Enter>");
    assert!(sidebar(&screen).iter().any(|row| row.starts_with('▌')), "{}", screen.text());
}

#[test]
fn before_the_first_section_the_tree_begins_with_it() {
    let section = |n| format!("# Section {n}\n\nText of it.\n\n");
    let sections = (1..60).map(section).collect::<Vec<_>>().concat();
    let mut screen = Screen::markdown(&format!("Other text.\n\n{sections}")).size(90, 14).keys("G");
    assert!(sidebar(&screen).last().unwrap().contains("Section 59"), "{}", screen.text());
    screen.press("g");
    assert!(sidebar(&screen)[0].contains("Section 1"), "{}", screen.text());
}
