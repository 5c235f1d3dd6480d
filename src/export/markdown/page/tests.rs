use super::*;
use crate::export::markdown::parts::Kind;

fn item(number: Option<&str>) -> Part {
    let number = number.map(|number| {
        let (digits, delimiter) = number.split_at(number.len() - 1);
        crate::export::markdown::parts::Number {
            digits: digits.to_owned(),
            delimiter: delimiter.chars().next().unwrap(),
        }
    });
    open(Kind::Item { number, task: None })
}

fn open(kind: Kind) -> Part {
    Part::Open(Container { kind, continues: false })
}

fn go_on(part: Part) -> Part {
    match part {
        Part::Open(container) => Part::Open(Container { continues: true, ..container }),
        part => part,
    }
}

fn leaf(content: Content) -> Part {
    Part::Leaf(Leaf { content, joint: None, goes_on: false })
}

fn text(text: &str) -> Part {
    leaf(Content::Text(text.to_owned()))
}

fn code(text: &str, joint: Option<&'static str>, goes_on: bool) -> Part {
    let content = Content::Code { info: String::new(), text: text.to_owned() };
    Part::Leaf(Leaf { content, joint, goes_on })
}

/// What is written of segments.
fn written(segments: Vec<Vec<Part>>) -> String {
    let mut page = Page::new(Reader::Program);
    let mut out = String::new();
    for parts in segments {
        page.put(parts);
        out += &page.take();
    }
    out + &page.finish()
}

const TIGHT: Kind = Kind::List { is_tight: true };

#[test]
fn lists_beside_each_other_have_other_bullets() {
    let list = || {
        vec![open(TIGHT), item(None), text("a"), Part::Close, item(None), text("b"), Part::Close, Part::Close]
    };
    assert_eq!(written(vec![[list(), list()].concat()]), "- a\n- b\n\n* a\n* b\n");
    assert_eq!(written(vec![[list(), vec![text("x")], list()].concat()]), "- a\n- b\n\nx\n\n- a\n- b\n");
}

#[test]
fn numbers_stay_as_they_are() {
    let items = ["1.", "2.", "5.", "6."].map(|number| vec![item(Some(number)), text("x"), Part::Close]);
    let list = [vec![open(TIGHT)], items.concat(), vec![Part::Close]].concat();
    assert_eq!(written(vec![list]), "1. x\n2. x\n\n5) x\n6) x\n");
}

#[test]
fn what_is_in_an_item_stands_below_its_text() {
    let inside = vec![
        open(TIGHT),
        item(Some("10.")),
        text("a\\\nb"),
        code("x\n\ny", None, false),
        open(TIGHT),
        item(None),
        text("c"),
        Part::Close,
        Part::Close,
        text("d"),
        Part::Close,
        item(None),
        open(TIGHT),
        item(None),
        text(""),
        Part::Close,
        Part::Close,
        Part::Close,
        Part::Close,
    ];
    let expected = "10. a\\\n    b\n    ```\n    x\n\n    y\n    ```\n\n    - c\n\n    d\n\n- *\n";
    assert_eq!(written(vec![inside]), expected);
}

#[test]
fn blocks_go_on_over_segments() {
    let first = vec![open(Kind::Quote(None)), open(TIGHT), item(None), code("a", None, true)];
    let second = vec![
        go_on(open(Kind::Quote(None))),
        go_on(open(TIGHT)),
        go_on(item(None)),
        code("b", Some("\n"), false),
        Part::Close,
        item(None),
        text("c"),
        Part::Close,
        Part::Close,
        Part::Close,
        text("d"),
    ];
    let expected = "> - ````````\n>   a\n>   b\n>   ````````\n> - c\n\nd\n";
    assert_eq!(written(vec![first, second]), expected);
}

#[test]
fn what_does_not_go_on_is_closed() {
    let first = vec![open(TIGHT), item(None), code("a", None, true)];
    assert_eq!(written(vec![first, vec![text("b")]]), "- ````````\n  a\n  ````````\n\nb\n");
}

#[test]
fn a_fence_that_would_close_begins_another_block() {
    let segments = vec![vec![code("a", None, true)], vec![code("`````````", Some("\n"), false)]];
    assert_eq!(written(segments), "````````\na\n````````\n\n``````````\n`````````\n``````````\n");
}

#[test]
fn a_table_goes_on_with_its_columns() {
    let table = |rows: &[[&str; 2]], continues| {
        let rows = rows.iter().map(|row| row.map(str::to_owned).to_vec()).collect();
        leaf(Content::Table { rows, alignments: Vec::new(), continues })
    };
    let segments = vec![vec![table(&[["Town", "x"], ["Ulm", "1"]], false)], vec![table(&[["Y", "2"]], true)]];
    assert_eq!(written(segments), "| Town | x   |\n| ---- | --- |\n| Ulm  | 1   |\n| Y    | 2   |\n");
}

#[test]
fn a_terminal_gets_nothing_to_obey() {
    let mut page = Page::new(Reader::Terminal);
    page.put(vec![text("a\u{1b}[2Jb"), code("\u{7}", None, false)]);
    assert_eq!(page.finish(), "a␛[2Jb\n\n```\n␇\n```\n");
}

#[test]
fn rules_are_not_taken_for_something_else() {
    let rule = |drawn: Option<&str>| leaf(Content::Rule(drawn.map(str::to_owned)));
    let parts = vec![rule(None), rule(Some("* * *")), rule(None), open(TIGHT), item(None), rule(Some("---"))];
    assert_eq!(written(vec![parts]), "***\n\n* * *\n\n---\n\n- ___\n");
}

#[test]
fn alerts_and_tasks_have_their_words_on_a_line() {
    let task = open(Kind::Item { number: None, task: Some(true) });
    let parts = vec![
        open(Kind::Quote(Some(crate::document::Alert::Tip))),
        text("a"),
        Part::Close,
        open(TIGHT),
        task.clone(),
        text("b"),
        Part::Close,
        task,
        code("c", None, false),
    ];
    assert_eq!(written(vec![parts]), "> [!TIP]\n> a\n\n- [x] b\n- [x]\n  ```\n  c\n  ```\n");
}
