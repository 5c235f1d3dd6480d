use proptest::prelude::*;

use super::*;
use crate::document::{ContainerKind, LeafKind};

fn reader(text: &str) -> Arc<dyn Reader> {
    Plain.open(Arc::new(Source::from_text("test", text))).unwrap()
}

fn segments(text: &str) -> Vec<Segment> {
    let reader = reader(text);
    Arc::clone(&reader).chunks().map(|chunk| reader.parse(&chunk)).collect()
}

/// The letters and digits of all that is shown, of bullets and of the fences' info strings.
fn shown(segment: &Segment) -> String {
    let mut shown = String::new();
    let mut item = None;
    for (index, leaf) in segment.leaves().iter().enumerate() {
        if let LeafKind::CodeBlock { info } = leaf.kind {
            shown.push_str(segment.string(info));
        }
        // A bullet may be a letter, `o`. A number has a leaf of its own.
        if let ContainerKind::Item { marker, .. } = segment.container(leaf.container).kind {
            let is_bullet = leaf.kind != LeafKind::Marker && item < Some(leaf.container);
            shown.push_str(if is_bullet { segment.string(marker) } else { "" });
            item = item.max(Some(leaf.container));
        }
        shown.push_str(segment.leaf_text(index));
    }
    letters(&shown)
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn sorted(text: &str) -> Vec<char> {
    let mut chars: Vec<_> = text.chars().collect();
    chars.sort_unstable();
    chars
}

fn has_table(segment: &Segment) -> bool {
    segment.containers().iter().any(|container| matches!(container.kind, ContainerKind::Table { .. }))
}

/// What is shown is what stands in `text`: in its order, but for cells that were wrapped.
fn assert_nothing_is_lost(text: &str) {
    let segments = segments(text);
    let all: String = segments.iter().map(shown).collect();
    assert_eq!(sorted(&all), sorted(&letters(text)), "{text:?}");
    if !segments.iter().any(has_table) {
        assert_eq!(all, letters(text), "{text:?}");
    }
}

/// The leaves' source spans follow each other and hold all that is not white space.
fn assert_spans_cover(text: &str) {
    let reader = reader(text);
    for chunk in Arc::clone(&reader).chunks() {
        let segment = reader.parse(&chunk);
        let source = reader.source_text(&chunk);
        let mut at = 0;
        for leaf in segment.leaves() {
            let span = leaf.source.range();
            assert!(span.start >= at && span.end >= span.start, "{span:?} after {at} in {source:?}");
            let skipped = source.get(at..span.start).unwrap();
            assert!(
                skipped.chars().all(|c| c.is_whitespace() || c == '\u{feff}'),
                "{skipped:?} in {source:?}"
            );
            at = span.end;
        }
        let rest = source.get(at..).unwrap();
        assert!(rest.chars().all(|c| c.is_whitespace() || c == '\u{feff}'), "{rest:?} in {source:?}");
    }
}

/// Kinds and texts of the leaves.
fn blocks(text: &str) -> Vec<(LeafKind, String)> {
    let segments = segments(text);
    let leaves = segments.iter().flat_map(|segment| {
        segment
            .leaves()
            .iter()
            .enumerate()
            .map(move |(index, leaf)| (leaf.kind, segment.leaf_text(index).to_owned()))
    });
    leaves.collect()
}

/// Lines of the shapes that the stages look for, and of none.
fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Za-z ,.]{0,70}",
        "( {0,8})([-*•o–—]|[0-9]{1,2}[.)]|\\([a-c]\\)|[ivx]{1,3}\\.) [a-z .:]{0,30}",
        "[|]?( [a-z]{0,5} [|]){1,4}[a-z]{0,3}",
        "[|]?(:?-{1,4}:?[|]){1,3}",
        "[-=~*_#`>+|]{0,12}",
        "\\+(-{1,5}\\+){1,3}|\\|( [a-z]{0,3} \\|){1,3}",
        " {0,12}[a-z]{1,9}( {1,9}[a-z0-9]{1,6}){0,4}",
        "[a-z]{0,4}(\t[a-z]{0,4}){0,4}",
        "> {0,3}[>a-z .-]{0,20}",
        "#{0,7} [A-Z][a-z ]{0,20} ?#{0,3}",
        "```[a-z]{0,3}",
        "[一-龥。，]{0,40}",
        Just(String::new()),
    ]
}

proptest! {
    #[test]
    fn nothing_is_lost_of_any_text(text in any::<String>()) {
        assert_nothing_is_lost(&text);
        assert_spans_cover(&text);
    }

    #[test]
    fn nothing_is_lost_of_line_soup(lines in prop::collection::vec(line(), 0..30), end in prop::sample::select(vec!["\n", "\r\n", "\r"])) {
        let text = lines.join(end);
        assert_nothing_is_lost(&text);
        assert_spans_cover(&text);
    }

    #[test]
    fn line_ends_make_no_difference(lines in prop::collection::vec(line(), 0..20)) {
        let expected = blocks(&lines.join("\n"));
        prop_assert_eq!(&blocks(&lines.join("\r\n")), &expected);
        prop_assert_eq!(&blocks(&lines.join("\r")), &expected);
    }
}

#[test]
fn a_long_text_keeps_its_letters_over_cuts() {
    for text in [
        "A line of a paragraph that was wrapped at some column\nand goes on here.\n\n- item\n\n".repeat(2000),
        "word ".repeat(100_000),
        "> quoted\n".repeat(40_000),
        "| a | b |\n".repeat(40_000),
        "漢字".repeat(60_000),
    ] {
        assert_nothing_is_lost(&text);
        assert_spans_cover(&text);
    }
}

#[test]
fn hostile_shapes_are_bounded() {
    for text in [
        ">".repeat(100_000),
        "- ".repeat(50_000),
        format!("{}\n", ">".repeat(300)).repeat(300),
        (0..2000).fold(String::new(), |text, n| text + &" ".repeat(n) + "- x\n"),
        "a  b\nc\n".repeat(20_000),
        "|".repeat(60_000),
        "```\n".repeat(10_001),
        "```a\n".repeat(20_000),
        "+--+\n".repeat(10_000),
    ] {
        assert_nothing_is_lost(&text);
        assert_spans_cover(&text);
    }
}

#[test]
fn a_byte_order_mark_is_counted_but_not_shown() {
    let segment = &segments("\u{feff}Text of a paragraph.")[0];
    assert_eq!(segment.leaf_text(0), "Text of a paragraph.");
    assert_eq!(segment.leaves()[0].source.start, 3);
}

#[test]
fn controls_stay_in_the_text() {
    assert_eq!(blocks("a\u{0}b \u{1b}[1mc.")[0].1, "a\u{0}b \u{1b}[1mc.");
}

#[test]
fn labels_of_items_are_set_off() {
    use crate::document::InlineStyle;
    let segment = &segments("- Water: two liters.\n- Bread.")[0];
    let parts: Vec<_> =
        segment.styled(segment.leaf_span(0)).map(|part| (segment.slice(part.span), part.style)).collect();
    assert_eq!(parts, [("Water:", InlineStyle::LABEL), (" two liters.", InlineStyle::empty())]);
}

#[test]
fn containers_hold_what_lies_in_them() {
    let text = "Intro:\n\n1. one\n   - inner\n2. two\n\nEnd.";
    let segment = &segments(text)[0];
    let source = |kind: fn(&ContainerKind) -> bool| {
        let found = segment.containers().iter().filter(|container| kind(&container.kind));
        found.map(|container| text.get(container.source.range()).unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(
        source(|kind| matches!(kind, ContainerKind::Item { .. })),
        ["1. one\n   - inner", "- inner", "2. two"]
    );
    assert_eq!(
        source(|kind| matches!(kind, ContainerKind::List { .. })),
        ["1. one\n   - inner\n2. two", "- inner"]
    );
}
