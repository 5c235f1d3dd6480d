use proptest::prelude::*;

use super::*;
use crate::document::{ContainerKind, InlineStyle, LeafKind, Span};

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

fn has_furniture(segment: &Segment) -> bool {
    segment.leaves().iter().any(|leaf| matches!(leaf.kind, LeafKind::Furniture(_)))
}

/// What is shown is what stands in `text`: in its order, but for cells that were wrapped, and for what
/// stood at page breaks.
fn assert_nothing_is_lost(text: &str) {
    let segments = segments(text);
    let all: String = segments.iter().map(shown).collect();
    assert_eq!(sorted(&all), sorted(&letters(text)), "{text:?}");
    if !segments.iter().any(|segment| has_table(segment) || has_furniture(segment)) {
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
            if matches!(leaf.kind, LeafKind::Furniture(_)) && span.start < at {
                assert!(span.end <= at, "{span:?} within what ends at {at} in {source:?}");
                continue;
            }
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
        "\u{c}{0,1}(RFC 12  [a-z]{0,3}  May|[A-Z][a-z]{3}  \\[Page [0-9]{1,2}\\]|[0-9]{1,2})?",
        "\\*\\*\\* (START|END) OF THE BOOK \\*\\*\\*",
        Just(String::new()),
    ]
}

/// The texts of the headings.
fn headings(text: &str) -> Vec<String> {
    let of_segment = |segment: &Segment| {
        let leaves = segment.leaves().iter().enumerate();
        let headings = leaves.filter(|(_, leaf)| matches!(leaf.kind, LeafKind::Heading { .. }));
        headings.map(|(index, _)| segment.leaf_text(index).to_owned()).collect::<Vec<_>>()
    };
    segments(text).iter().flat_map(of_segment).collect()
}

#[test]
fn a_doubtful_line_is_a_heading_where_it_is_set_as_the_headings_are() {
    const DOUBTFUL: &str = "Who had cut the rope, and why, was never found out by anybody there";
    const BODY: [&str; 3] = [
        "The river had risen in the night and stood now at the third step of the landing, brown and quick, with branches in it, and a chair. Nobody spoke for a long time.",
        "We waited until the rain had gone over the hills and then went down with the ropes to see whether the boat was still where we had left it the evening before.",
        "In the town they had heard nothing of it, and those who had been on the road all night were asleep by then, in the barn and below the carts.",
    ];
    let text = |lines: &[&str]| {
        let blocks = lines.iter().zip(BODY.iter().cycle()).flat_map(|(line, body)| [*line, *body]);
        blocks.collect::<Vec<_>>().join("\n\n")
    };
    let among = |others: [&str; 7]| {
        let [one, two, three, rest @ ..] = others;
        headings(&text(&[&[one, two, three, DOUBTFUL], &rest[..]].concat()))
    };
    let set_alike = [
        "The landing",
        "What we found",
        "The ferryman",
        "An old rope",
        "The second night",
        "Bread and salt",
        "The way home",
    ];
    assert!(among(set_alike).contains(&DOUBTFUL.to_owned()));
    let set_otherwise = set_alike.map(str::to_uppercase);
    assert!(!among(set_otherwise.each_ref().map(String::as_str)).contains(&DOUBTFUL.to_owned()));
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

/// `lines` printed on pages of so many lines, with a head and a foot on each.
fn printed(lines: &[&str], height: usize) -> String {
    let pages = lines.chunks(height).enumerate().map(|(number, page)| {
        let text = page.join("\n");
        format!("\u{c}The Ferry                    May 1921\n\n\n{text}\n\n\n\nLee                    [Page {}]\n", number + 1)
    });
    pages.collect()
}

proptest! {
    #[test]
    fn pages_make_no_difference(parts in prop::collection::vec(0_usize..4, 24..60), height in 14_usize..40) {
        let pieces: [&[&str]; 4] = [
            &["The river had risen in the night and stood now at", "the third step of the landing, brown and quick, so", "that nobody spoke of it for the rest of the day.", ""],
            &["We waited until the rain had gone over the hills,", "and then went down.", ""],
            &["- oars and ropes for two boats that nobody used in", "  the year before", ""],
            &["> They said that the water would come up to the top", "> of the wall.", ""],
        ];
        let lines: Vec<_> = parts.iter().flat_map(|&part| pieces[part]).copied().collect();
        // The title is not looked for below a running line.
        let lines: Vec<_> = ["The year of the flood was the second in the book of", "the parish.", ""].into_iter().chain(lines).collect();
        let is_text = |(kind, _): &(LeafKind, String)| !matches!(kind, LeafKind::Furniture(_));
        let found: Vec<_> = blocks(&printed(&lines, height)).into_iter().filter(is_text).collect();
        prop_assert_eq!(found, blocks(&lines.join("\n")));
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
    assert_eq!(blocks("a\u{0}b \u{1b}[2Jc.")[0].1, "a\u{0}b \u{1b}[2Jc.");
}

/// `text` as `man` prints it to a pipe: `*` around what is bold, `/` around what is underlined.
fn struck(text: &str) -> String {
    let mut pen = None;
    let mut raw = String::new();
    for c in text.chars() {
        match c {
            '*' | '/' => pen = if pen == Some(c) { None } else { Some(c) },
            ' ' | '\n' => raw.push(c),
            _ if pen == Some('*') => raw.extend([c, '\u{8}', c]),
            _ if pen == Some('/') => raw.extend(['_', '\u{8}', c]),
            _ => raw.push(c),
        }
    }
    raw
}

/// The stretches of leaf `index` with a style.
fn styled(segment: &Segment, index: usize) -> Vec<(&str, InlineStyle)> {
    let all = segment.styled(segment.leaf_span(index));
    let all = all.map(|part| (segment.slice(part.span), part.style));
    all.filter(|(_, style)| !style.is_empty()).collect()
}

const MANUAL: &str = "\
FERRY(1)                     User Commands                     FERRY(1)

*NAME*
       ferry - carry things over a river

*SYNOPSIS*
       *ferry* [*-q*] /boat/ ...

*DESCRIPTION*
       The *ferry* takes what is named by /boat/ over to the other bank and
       comes back when it is *called.* Nothing is taken twice, and what was
       left behind stays there until the evening.

       A boat that leaks is sent home.
";

#[test]
fn a_struck_page_has_headings_styles_and_offsets() {
    let raw = struck(MANUAL);
    let segment = &segments(&raw)[0];
    let headings =
        segment.leaves().iter().enumerate().filter(|(_, leaf)| matches!(leaf.kind, LeafKind::Heading(_)));
    let titles: Vec<_> = headings.map(|(index, _)| segment.leaf_text(index)).collect();
    assert_eq!(titles, ["NAME", "SYNOPSIS", "DESCRIPTION"]);
    let find = |text: &str| {
        (0..segment.leaves().len()).find(|&index| segment.leaf_text(index).starts_with(text)).unwrap()
    };
    let (strong, underlined) = (InlineStyle::STRONG, InlineStyle::UNDERLINE);
    assert_eq!(styled(segment, find("NAME")), [("NAME", strong)]);
    let expected = [("ferry", strong), ("boat", underlined), ("called.", strong)];
    assert_eq!(styled(segment, find("The ferry")), expected);
    for (index, leaf) in segment.leaves().iter().enumerate() {
        let source = raw.get(leaf.source.range()).unwrap();
        assert_eq!(letters(&Inked::of(source.to_owned()).text), letters(segment.leaf_text(index)));
    }
    assert_eq!(segment.source_length() as usize, raw.len());
}

#[test]
fn colored_lines_are_what_they_are_without_color() {
    let color = |text: &str| text.replace("water", "\u{1b}[01;31m\u{1b}[Kwater\u{1b}[m\u{1b}[K");
    let text =
        "The water rose.\n\n- more water\n- still water\n\n| river | water |\n|---|---|\n| water | b |\n";
    let raw = color(text);
    assert_eq!(blocks(&raw), blocks(text));
    let segment = &segments(&raw)[0];
    for (index, leaf) in segment.leaves().iter().enumerate() {
        let has_water = segment.leaf_text(index).contains("water");
        assert_eq!(
            styled(segment, index),
            if has_water { vec![("water", InlineStyle::STRONG)] } else { vec![] }
        );
        assert!(raw.is_char_boundary(leaf.source.start as usize));
    }
    let items: Vec<_> = segment
        .containers()
        .iter()
        .filter(|container| matches!(container.kind, ContainerKind::Item { .. }))
        .collect();
    let sources: Vec<_> = items.iter().map(|item| raw.get(item.source.range()).unwrap()).collect();
    assert_eq!(sources, [color("- more water"), color("- still water")]);
}

#[test]
fn a_long_colored_text_is_cut_where_it_would_be_without_color() {
    let text = "A line of words that were found\nand go on here.\n\n- an item\n\n".repeat(4000);
    let raw = text.replace("A line", "\u{1b}[1mA line\u{1b}[m");
    let reader = reader(&raw);
    let chunks: Vec<_> = Arc::clone(&reader).chunks().collect();
    assert!(chunks.len() > 2 && chunks.iter().all(|chunk| !chunk.continues));
    for chunk in chunks {
        assert!(reader.source_text(&chunk).starts_with("\u{1b}[1mA line"));
        assert_eq!(styled(&reader.parse(&chunk), 0), [("A line", InlineStyle::STRONG)]);
    }
}

#[test]
fn what_was_meant_for_a_printer_is_plain_text() {
    let raw = struck("*# NAME*\n\n*ferry* - [a](b) **c**\n");
    assert_eq!(Plain.sniff(&raw), Confidence::Certain);
    assert_eq!(crate::format::detect(&Source::from_text("page", &raw)).unwrap().name(), "plain");
    assert_eq!(crate::format::detect(&Source::from_text("page.md", &raw)).unwrap().name(), "markdown");
}

#[test]
fn urls_are_links_except_in_code() {
    let text = "Maps are at www.example.org/maps, or ask me@example.org.\n\n- see http://a.org/x_(y)\n\n\
        | river | https://b.org |\n|---|---|\n| one | two |\n\n```\nhttp://c.org\n```\n";
    let segment = &segments(text)[0];
    let all = Span::new(0, u32::try_from(segment.text().len()).unwrap());
    let links = segment.styled(all).filter_map(|part| {
        let link = part.link?;
        assert_eq!(part.style, InlineStyle::LINK);
        Some((segment.slice(part.span), segment.string(link.destination)))
    });
    let expected = [
        ("www.example.org/maps", "http://www.example.org/maps"),
        ("me@example.org", "mailto:me@example.org"),
        ("http://a.org/x_(y)", "http://a.org/x_(y)"),
        ("https://b.org", "https://b.org"),
    ];
    assert_eq!(links.collect::<Vec<_>>(), expected);
}

#[test]
fn a_bold_word_in_a_url_stays_bold() {
    let segment = &segments("see http://a.org/\u{1b}[1mriver\u{1b}[m.")[0];
    let strong = InlineStyle::LINK | InlineStyle::STRONG;
    assert_eq!(styled(segment, 0), [("http://a.org/", InlineStyle::LINK), ("river", strong)]);
}

#[test]
fn labels_of_items_are_set_off() {
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

#[test]
fn lists_and_code_go_on_behind_a_forced_cut() {
    let lines = |line: fn(usize) -> String| (1..9000).map(line).collect::<String>();
    for text in [
        lines(|line| format!("- item {line} of a list without end\n")),
        (1..999)
            .map(|line| format!("{line}. {}\n", "item of a list ".repeat(15)))
            .collect::<Vec<_>>()
            .concat(),
        lines(|line| format!("- item {line} of a list\n  - and one more\n")),
        lines(|line| format!("    int x{line} = {line};   // code\n")),
    ] {
        let segments = segments(&text);
        assert!(segments.len() > 2, "{}", segments.len());
        for segment in segments.iter().skip(1) {
            let list = segment.containers().get(1);
            let is_continued = list.is_some_and(|list| list.continues.is_some());
            let is_nested = segment.text().starts_with("and");
            assert_eq!(list.is_some() && !is_nested, is_continued, "{}", segment.leaf_text(0));
            assert_eq!(segment.joint(), list.is_none().then_some("\n"));
        }
    }
}

#[test]
fn tables_go_on_behind_a_forced_cut() {
    let rows = |row: fn(usize) -> String| (0..9000).map(row).collect::<String>();
    for (head, rows) in [
        (
            "Name | Figure | Note |\n---|---|---|\n",
            rows(|row| format!("row {row} | {row} | a word or two |\n")),
        ),
        ("Name\tFigure\tNote\n", rows(|row| format!("row {row}\t{row}\ta word or two\n"))),
        ("Name      Figure    Note\n", rows(|row| format!("row {row:<6}{row:<10}a word or two\n"))),
    ] {
        let segments = segments(&format!("{head}{rows}"));
        assert!(segments.len() > 1);
        let mut cells = 0;
        for (index, segment) in segments.iter().enumerate() {
            let [_, table] = segment.containers() else { panic!("{:?}", segment.containers().len()) };
            let ContainerKind::Table { alignments, header } = table.kind else { panic!("{table:?}") };
            assert_eq!((header, segment.alignments(alignments).len()), (index == 0, 3));
            assert_eq!(table.continues.is_some(), index > 0);
            assert!(segment.leaves().iter().all(|leaf| matches!(leaf.kind, LeafKind::Cell { .. })));
            cells += segment.leaves().len();
        }
        assert_eq!(cells, 3 * 9001);
    }
}

#[test]
fn rows_with_quotations_over_lines_are_one_table_over_cuts() {
    let remark = "\"It lay where \"\"Ann\"\" had left it,\n\nby the mill, and\nleaked\"";
    for (remark, first) in [(remark, "Swan"), (remark, ""), ("none", "")] {
        let rows: Vec<_> = (1..4000).map(|n| format!("{first},{n},{remark},\n")).collect();
        let segments = segments(&format!("boat,number,remark,price\n{}", rows.concat()));
        assert!(segments.len() > 1);
        let expected = remark.trim_matches('"').replace("\"\"", "\"").replace("\n\n", "\n");
        let mut n_rows = 0;
        for (at, segment) in segments.iter().enumerate() {
            assert_eq!(segment.block_joint().is_some(), at > 0);
            for (index, leaf) in segment.leaves().iter().enumerate() {
                let LeafKind::Cell { column } = leaf.kind else { panic!("{:?}", segment.leaf_text(index)) };
                if column == 2 && n_rows > 0 {
                    assert_eq!(segment.leaf_text(index), expected);
                }
                n_rows += usize::from(column == 2);
            }
        }
        assert_eq!(n_rows, 4000);
    }
}

#[test]
fn short_rows_are_filled_unless_that_takes_too_many_cells() {
    let row = |n_cells: usize| vec!["x"; n_cells].join("\t") + "\n";
    let n_cells = |text: &str| segments(text).iter().map(|segment| segment.leaves().len()).sum::<usize>();
    assert_eq!(n_cells(&(row(100) + &row(3).repeat(5) + &row(100).repeat(6))), 12 * 100);
    let (wide, delimiters) = ("x|".repeat(200) + "\n", "---|".repeat(200) + "\n");
    assert_eq!(n_cells(&(wide.clone() + &delimiters + &"x|y|\n".repeat(500))), 200 + 2 * 500);
    assert_eq!(n_cells(&(wide + &delimiters + &"x|y|\n".repeat(10))), 200 * 11);
}
