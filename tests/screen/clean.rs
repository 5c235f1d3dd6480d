//! The spaces that a text lacks, set by a key.

use crate::fixture::Screen;

const SIZES: [(u16, u16); 2] = [(80, 24), (30, 10)];

const BODY: &str = "The river had risen in the night,and stood now at the third step.Nobody spoke. See www.example.org, or f(x,y), in version 3.5 of it.";

fn book() -> String {
    let paragraph = |n: u32| format!("In year {n} it rained.{BODY}\n\n");
    (0..300).map(paragraph).collect::<Vec<_>>().concat()
}

#[test]
fn missing_spaces_are_set_and_marked() {
    for (columns, rows) in SIZES {
        let screen = Screen::new(BODY, "plain").size(columns, rows);
        let before = screen.text();
        assert!(before.contains("step.Nobody"), "{before}");
        let mut screen = screen.keys("c");
        let shown = screen.page().join(" ");
        assert!(shown.contains("night, and stood") && shown.contains("step. Nobody"), "{shown}");
        assert!(shown.contains("www.example.org, or f(x,y), in version 3.5 of it."), "{shown}");
        assert!(screen.looks().lines().take(4).any(|row| row.contains(".u.")), "{}", screen.looks());
        assert!(screen.row(-1).contains("spaces that are"), "{}", screen.text());
        assert_eq!(screen.app().document().segments().next().unwrap().1.text().trim_end(), BODY);
        screen.press("c<Esc>");
        assert_eq!(screen.text(), before);
    }
    let screen = Screen::new(BODY, "plain").size(80, 24).keys("cj");
    assert!(screen.row(-1).contains("clean"), "{}", screen.text());
}

#[test]
fn the_reader_stays_at_the_same_words() {
    for (columns, rows) in SIZES {
        let mut screen = Screen::new(&book(), "plain").size(columns, rows).keys("60%}");
        let before = screen.page();
        screen.press("c");
        let words = |row: &str| row.replace(' ', "").chars().take(8).collect::<String>();
        assert!(
            words(&screen.page()[0]).starts_with(words(&before[0]).get(..4).unwrap()),
            "{}",
            screen.text()
        );
        screen.press("c");
        assert_eq!(screen.page(), before);
    }
}

#[test]
fn hits_stay_where_the_words_are() {
    for (columns, rows) in SIZES {
        let mut screen = Screen::new(&book(), "plain").size(columns, rows).keys("/nobody<Enter>40n");
        assert!(screen.row(-1).contains("41 of 300"), "{}", screen.text());
        screen.press("c");
        let (text, looks) = (screen.text(), screen.looks());
        let marked: String = text
            .lines()
            .zip(looks.lines())
            .flat_map(|(row, looks)| {
                row.chars().zip(looks.chars()).filter(|(_, look)| *look == 'H').map(|(c, _)| c)
            })
            .collect();
        assert_eq!(marked, "Nobody", "{text}");
        let glued = Screen::new(&book(), "plain").size(columns, rows).keys("c/step.n<Enter>");
        assert!(glued.row(-1).contains("of 300"), "what was written is found: {}", glued.text());
    }
}

#[test]
fn code_and_links_stay_as_they_are() {
    let text = "Call `woke.Nobody` or [here.There](x), says woke.Nobody.\n\n    slept.Then\n";
    let screen = Screen::markdown(text).size(80, 24).keys("c");
    let shown = screen.page().join("\n");
    assert!(shown.contains("Call woke.Nobody or here.There, says woke. Nobody."), "{shown}");
    assert!(shown.contains("slept.Then"), "{shown}");
}
