//! Any keys on any document, on a screen that changes its size: nothing panics, and what must always
//! hold does.

use folio::app::{Event, Key, KeyCode, MouseKind, Pane, Settings};
use folio::document::TextPos;
use folio::format;
use folio::source::Source;
use proptest::prelude::*;

use crate::fixture::Screen;
use crate::hostile::assert_harmless;

/// Keys that move through the text.
const MOTIONS: [&str; 11] = ["j", "3j", "d", "<Space>", "]", "}", ")", "50%", "G", "k", "b"];

/// Those of them that go where they go at once, however little is read yet.
const STEADY_MOTIONS: [&str; 9] = ["j", "30j", "d", "<Space>", "]", "}", ")", "k", "b"];

/// Every key of the table, and words and numbers made of several.
const KEYS: &str = "j k d u b g G ] [ J K p } { ) ( t o h l + - > <lt> n N / /a /e<Enter> ? M % 5 0 12 50% \
    9999999j 9999999k <Space> <PageDown> <PageUp> <Home> <End> <Enter> <Tab> <BackTab> <Esc> <Esc> <C-d> <C-u> \
    <C-l> <C-w> f f <A-n> <A-p> <C-o> <Backspace> <F1> <Left> <Right> <Down> <Up> za za zc zo zM zM zR <A-Right> v V y";

/// Something done to the reader.
#[derive(Clone, Debug)]
enum Step {
    Press(&'static str),
    Type(char),
    Resize(u16, u16),
    Mouse(MouseKind, u16, u16),
    Paste(String),
}

fn step() -> impl Strategy<Value = Step> {
    let keys = prop::sample::select(KEYS.split_whitespace().collect::<Vec<_>>());
    let kind = prop::sample::select(vec![
        MouseKind::Press,
        MouseKind::PressAgain,
        MouseKind::Drag,
        MouseKind::Release,
        MouseKind::WheelUp,
        MouseKind::WheelDown,
    ]);
    prop_oneof![
        12 => keys.prop_map(Step::Press),
        1 => any::<char>().prop_map(Step::Type),
        3 => (1..120u16, 1..40u16).prop_map(|(columns, rows)| Step::Resize(columns, rows)),
        1 => (0..4u16, 0..4u16).prop_map(|(columns, rows)| Step::Resize(columns, rows)),
        2 => (kind, 0..120u16, 0..40u16).prop_map(|(kind, column, row)| Step::Mouse(kind, column, row)),
        1 => "\\PC{0,20}".prop_map(Step::Paste),
    ]
}

/// Lines of which documents are made; the same for Markdown and for plain text.
fn document() -> impl Strategy<Value = String> {
    let words = "[a-e]{1,9}( [a-e]{1,9}|, [a-e]{1,30}|-[a-e]{1,4}| 漢字|\u{301}| 👩‍🔬|\u{1b}|\u{202e}){0,40}";
    let line = prop_oneof![
        4 => words.prop_map(|words| words + "\n"),
        3 => Just("\n".to_owned()),
        2 => ("[#]{1,4} ", "[A-E][a-e ]{0,60}").prop_map(|(marks, title)| format!("\n{marks}{title}\n\n")),
        1 => "[A-E][a-e]{0,12}( [a-e]{1,12}){0,3}\n",
        2 => (" {0,4}", "- |[1-9][.] |• |- \\[x\\] |> |> > ", words)
            .prop_map(|(indent, mark, words)| format!("{indent}{mark}{words}\n")),
        2 => prop::collection::vec("[a-e0-9 ]{0,24}", 1..7).prop_map(|cells| table(&cells)),
        1 => ("```[a-c]?\n", "[a-e ]{0,100}\n", "```\n").prop_map(|(open, code, close)| open + &code + &close),
        1 => "---\n|===\n|\\[\\^1\\]: note\n|a\\[\\^1\\]\n|: definition\n|    code [a-e]{0,90}\n|<div>\n|</div>\n",
    ];
    prop::collection::vec(line, 0..60).prop_map(|lines| lines.concat())
}

fn table(cells: &[String]) -> String {
    let row = format!("|{}|\n", cells.join("|"));
    let rule = format!("|{}\n", "--:|".repeat(cells.len()));
    format!("\n{row}{rule}{row}{row}\n")
}

fn take(screen: &mut Screen, step: &Step) {
    match step {
        Step::Press(keys) => screen.press(keys),
        Step::Type(c) => screen.send(Event::Key(Key::plain(KeyCode::Char(*c)))),
        Step::Resize(columns, rows) => screen.resize(*columns, *rows),
        Step::Mouse(kind, column, row) => screen.mouse(*kind, *column, *row),
        Step::Paste(text) => screen.send(Event::Paste(text.clone())),
    }
}

pub(crate) fn assert_sound(screen: &Screen) {
    assert_harmless(screen, "a journey");
    let app = screen.app();
    let view = app.view();
    assert!(view.rows.len() <= view.geometry.pane.height.into(), "more rows than the pane has");
    let is_sidebar_shown = view.geometry.sidebar.width > 0;
    assert!(app.pane() == Pane::Page || is_sidebar_shown, "the keys go to a sidebar that is hidden");
}

/// The text that the first row begins with. None where that row has no text, and where the end of
/// the document, not the text asked for, says what stands at the top.
fn first_text(screen: &Screen) -> Option<TextPos> {
    let view = screen.app().view();
    let row = view.rows.first()?;
    (!row.line.is_ornament && !view.is_at_end()).then(|| row.start())
}

/// Whether the text at `pos` is on the first row, or the end of the document is in view.
fn is_anchored(screen: &Screen, pos: TextPos) -> bool {
    let view = screen.app().view();
    let Some(row) = view.rows.first() else { return true };
    let mut runs = row.layout.runs(&row.line).iter().filter_map(|run| run.content.text_span());
    let is_shown =
        row.start() == pos || runs.any(|span| row.at.segment == pos.segment && span.contains(pos.offset));
    is_shown || view.is_at_end()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn journeys_are_sound(
        text in document(),
        format in prop::sample::select(vec!["markdown", "plain"]),
        steps in prop::collection::vec(step(), 1..40),
    ) {
        let mut screen = Screen::new(&text, format);
        assert_sound(&screen);
        for step in &steps {
            take(&mut screen, step);
            assert_sound(&screen);
        }
    }

    #[test]
    fn nothing_but_keys_moves_the_place(
        text in document(),
        format in prop::sample::select(vec!["markdown", "plain"]),
        memory in prop::sample::select(vec![0, 100_000, usize::MAX]),
        steps in prop::collection::vec(
            prop_oneof![
                prop::sample::select(&STEADY_MOTIONS[..]).prop_map(Ok),
                Just(Err(None)),
                (1..120u16, 3..40u16).prop_map(|size| Err(Some(size))),
            ],
            1..24,
        ),
    ) {
        // Of several chunks, which come and go while the reader moves.
        let text = (text + "Words.\n\n").repeat(25);
        let opening = format::open(Source::from_text("t", &text), format::by_name(format).unwrap()).unwrap();
        let mut screen = Screen::reading(opening, Settings { memory, ..Settings::default() }, true);
        let mut pos = first_text(&screen);
        for step in steps {
            match step {
                Ok(keys) => {
                    let before = first_text(&screen);
                    screen.press(keys);
                    let after = first_text(&screen);
                    // Where nothing moves, the reader stays tied to the text that was gone to.
                    pos = if after.is_some() && after == before { pos } else { after };
                }
                Err(None) => {
                    screen.work(2);
                }
                Err(Some((columns, rows))) => screen.resize(columns, rows),
            }
            prop_assert!(pos.is_none_or(|pos| is_anchored(&screen, pos)), "{:?}: {:?}", step, screen.page());
        }
    }

    #[test]
    fn resizing_keeps_the_place(
        text in document(),
        format in prop::sample::select(vec!["markdown", "plain"]),
        keys in prop::collection::vec(prop::sample::select(&MOTIONS[..]), 0..6),
        sizes in prop::collection::vec((1..120u16, 3..40u16), 1..4),
    ) {
        let mut screen = Screen::new(&text, format).keys(&keys.concat());
        let (before, pos) = (screen.page(), first_text(&screen));
        for (columns, rows) in sizes {
            screen.resize(columns, rows);
            assert_sound(&screen);
            prop_assert!(pos.is_none_or(|pos| is_anchored(&screen, pos)), "{columns}×{rows}: {:?}", screen.page());
        }
        screen.resize(60, 12);
        prop_assert_eq!(screen.page(), before);
    }
}
