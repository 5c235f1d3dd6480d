//! The panel that says why a block is what it is.

use folio::app::MouseKind;

use crate::fixture::Screen;

const BODY: &str = "The river had risen in the night and stood now at the third step of the landing, brown and quick, with branches in it, and a chair. Nobody spoke.";

fn text() -> String {
    format!(
        "A night on the river\n\n{BODY}\n\nWhat the water left\n\n{BODY}\n\n- a boat without oars\n- a length of rope\n\n{BODY}\n"
    )
}

/// The rows of the panel, blanks trimmed.
fn panel(screen: &Screen) -> Vec<String> {
    let area = screen.app().view().geometry.panel;
    let rows = area.y..area.y + area.height;
    let row = |y: u16| screen.row(y.into()).chars().skip(area.x.into()).collect::<String>().trim().to_owned();
    rows.map(row).collect()
}

/// The rows of the page that are marked.
fn marked(screen: &Screen) -> Vec<String> {
    let text = screen.app().view().geometry.text;
    let is_marked = |y: &u16| screen.row(i32::from(*y)).chars().nth(usize::from(text.x) - 1) == Some('▌');
    (0..text.height).filter(is_marked).map(|y| screen.page()[usize::from(y)].trim().to_owned()).collect()
}

#[test]
fn it_explains_the_first_block_in_view_and_steps_on() {
    for (columns, rows) in [(80, 24), (30, 10), (200, 60)] {
        let screen = Screen::new(&text(), "plain").size(columns, rows).keys("ti");
        let title = |screen: &Screen| panel(screen)[0].trim_matches(['─', ' ']).to_owned();
        assert!(title(&screen).starts_with("a heading of level 1"), "{}", screen.text());
        assert_eq!(marked(&screen), ["A night on the river"], "{}", screen.text());
        let screen = screen.keys("}");
        assert!(title(&screen).starts_with("a paragraph"), "{}", screen.text());
        let screen = screen.keys("2}");
        assert!(title(&screen).starts_with("a paragraph"), "{}", screen.text());
        let screen = screen.keys("}");
        assert!(title(&screen).starts_with("an item of a list"), "{}", screen.text());
        assert_eq!(marked(&screen).len(), 1, "{}", screen.text());
        assert!(panel(&screen).join(" ").contains("the bullet - stands before it"), "{}", screen.text());
        let screen = screen.keys("3{");
        assert!(title(&screen).starts_with("a paragraph"), "{}", screen.text());
        for close in ["<Esc>", "i", "q"] {
            let closed = Screen::new(&text(), "plain").size(columns, rows).keys("i").keys(close);
            assert!(closed.app().panel().is_none());
            assert!(closed.asked.is_empty(), "{close} does not quit");
        }
    }
}

#[test]
fn evidence_stands_in_plain_words_with_its_weights() {
    for (columns, rows) in [(80, 24), (200, 60)] {
        let screen = Screen::new(&text(), "plain").size(columns, rows).keys("ti2}");
        let panel = panel(&screen).join("\n");
        assert!(panel.contains("or else a paragraph, "), "{panel}");
        assert!(panel.lines().any(|row| row.starts_with('+')), "{panel}");
        assert!(panel.contains(" %"), "{panel}");
    }
    let wide = Screen::new(&text(), "plain").size(200, 60).keys("ti2}");
    assert!(panel(&wide).iter().any(|row| row.starts_with('+') && row.contains('−')), "{}", wide.text());
}

#[test]
fn it_is_as_high_as_what_it_says() {
    let screen = Screen::new(&text(), "plain").size(80, 40).keys("ti4}");
    let item = panel(&screen);
    assert!(item.len() < 6 && item.iter().all(|row| !row.is_empty()), "{}", screen.text());
    assert!(panel(&screen.keys("2}")).len() > item.len());
    let article = Screen::article().size(100, 30).keys("i");
    let rows = panel(&article);
    assert!(rows[1].contains("columns long, a heading at most 200"), "{}", article.text());
    assert!(rows[2].starts_with("or else a heading, "), "{}", article.text());
    assert!(rows.iter().any(|row| row.starts_with('+')), "{}", article.text());
}

#[test]
fn help_comes_over_it_and_goes() {
    for (columns, rows) in [(80, 24), (30, 10)] {
        let screen = Screen::new(&text(), "plain").size(columns, rows).keys("i}");
        let before = screen.text();
        let screen = screen.keys("?");
        assert!(screen.text().contains("Why a block is what it is"), "{}", screen.text());
        let screen = screen.keys("<Esc>");
        assert_eq!(screen.text(), before);
        assert!(screen.keys("<Esc>").app().overlay().is_none());
    }
}

#[test]
fn what_does_not_fit_is_scrolled_to() {
    let screen = Screen::new(&text(), "plain").size(30, 10).keys("i2}");
    let first = panel(&screen);
    let words = |row: &String| row.trim_end_matches(['↑', '↓']).trim_end().to_owned();
    assert!(first.iter().any(|row| row.ends_with('↓')) && !first.iter().any(|row| row.ends_with('↑')));
    // The way out is told before all that can be done.
    assert!(first.iter().any(|row| row.contains("Esc close  ? keys")), "{}", screen.text());
    let screen = screen.keys("j");
    assert!(panel(&screen)[1].ends_with('↑'), "{}", screen.text());
    assert_eq!(words(&panel(&screen)[1]), words(&first[2]), "{}", screen.text());
    assert_eq!(panel(&screen.keys("kkk")), first);
}

#[test]
fn a_click_says_which_block_is_meant() {
    let mut screen = Screen::new(&text(), "plain").size(80, 24).keys("t");
    let row = screen
        .page()
        .iter()
        .position(|row| row == "What the water left" || row.ends_with("What the water left"));
    let row = u16::try_from(row.unwrap()).unwrap();
    let x = screen.app().view().geometry.text.x;
    screen.mouse(MouseKind::Press, x + 3, row);
    let mut screen = screen.keys("i");
    assert!(marked(&screen)[0].ends_with("What the water left"), "{}", screen.text());
    screen.mouse(MouseKind::Press, x, 3);
    assert!(marked(&screen)[0].starts_with("The river"), "{}", screen.text());
    // What was clicked and is out of view is not meant any more.
    let screen = screen.keys("<Esc>G").size(80, 8).keys("Gi");
    assert!(!marked(&screen)[0].starts_with("What"), "{}", screen.text());
}

#[test]
fn markdown_says_what_the_source_has() {
    for (columns, rows) in [(80, 24), (30, 10)] {
        let screen = Screen::markdown("# One\n\nText.\n\n| a | b |\n|---|---|\n| c | d |\n")
            .size(columns, rows)
            .keys("ti");
        assert!(panel(&screen)[0].contains("a heading of level 1"), "{}", screen.text());
        assert!(panel(&screen)[1].contains("# stands before it"), "{}", screen.text());
        let screen = screen.keys("2}");
        assert!(panel(&screen)[0].contains("a table"), "{}", screen.text());
    }
}

#[test]
fn where_there_is_nothing_it_says_so() {
    let screen = Screen::new("", "plain").keys("i");
    assert!(screen.row(-1).contains("there is nothing to explain"), "{}", screen.text());
}

#[test]
fn it_fits_every_size() {
    let text = text();
    for (columns, rows) in (1..60).step_by(7).flat_map(|columns| (1..14).map(move |rows| (columns, rows))) {
        let screen = Screen::new(&text, "plain").size(columns, rows).keys("i}}jj{");
        assert_eq!(screen.text().lines().count(), usize::from(rows));
    }
}
