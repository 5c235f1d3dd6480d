use super::*;
use crate::document::{InlineStyle, LeafKind, LinkId, SegmentBuilder};

/// Runs of text with their styles, and where they link to.
fn marked(runs: &[(&str, InlineStyle, &str)], setting: Setting) -> String {
    let mut builder = SegmentBuilder::new(0);
    builder.begin(LeafKind::Paragraph, 0..1);
    for &(text, style, destination) in runs {
        let link: Option<LinkId> = if destination.is_empty() { None } else { builder.link(destination, "") };
        builder.style(style, link);
        builder.text(text);
    }
    let segment = builder.finish(1);
    let place = Place { is_first: true, ..Place::default() };
    marked_up(&segment, segment.leaf_span(0), "", setting, Some(place))
}

const NONE: InlineStyle = InlineStyle::empty();
const EM: InlineStyle = InlineStyle::EMPHASIS;
const STRONG: InlineStyle = InlineStyle::STRONG;

#[test]
fn styles_are_signs() {
    for (runs, expected) in [
        (&[("a ", NONE, ""), ("b", STRONG, ""), (" c", NONE, "")][..], "a **b** c"),
        (&[("a", NONE, ""), (" b ", EM, ""), ("c", NONE, "")], "a *b* c"),
        (&[("a ", STRONG, ""), ("b", STRONG.union(EM), ""), (" c", STRONG, "")], "**a *b* c**"),
        (&[("a", STRONG.union(EM), ""), (" b", STRONG, "")], "**_a_ b**"),
        (&[("a", EM, ""), (" ", NONE, ""), ("b*", NONE, "")], "*a* b\\*"),
        (&[("a ", NONE, ""), ("x`y", InlineStyle::CODE, "")], "a ``x`y``"),
        (&[("sup", InlineStyle::UNDERLINE, "")], "*sup*"),
        (&[("x", NONE, ""), ("`", STRONG, ""), ("y", NONE, "")], "x`y"),
        (&[("a\u{301}\n", STRONG, ""), ("b", STRONG, "")], "**a\u{301}\\\nb**"),
    ] {
        assert_eq!(marked(runs, Setting::Lines), expected, "{runs:?}");
    }
}

#[test]
fn links_are_bare_where_they_are_found() {
    let link = InlineStyle::LINK;
    for (runs, expected) in [
        (&[("a", link, "b c")][..], "[a](<b c>)"),
        (
            &[("see ", NONE, ""), ("http://a.org/x_y", link, "http://a.org/x_y"), (".", NONE, "")],
            "see http://a.org/x_y.",
        ),
        (&[("http://a.org/_x_", link, "http://a.org/_x_")], "<http://a.org/_x_>"),
        (&[("www.a.org", link, "http://www.a.org")], "www.a.org"),
        (&[("me@a.org", link, "mailto:me@a.org")], "me@a.org"),
        (&[("x[1]", link, "y")], "[x\\[1\\]](y)"),
        (&[("wow!", NONE, ""), ("x", link, "y")], "wow\\![x](y)"),
        (&[("a ", link, "y"), ("b", link.union(STRONG), "y")], "[a ](y)**[b](y)**"),
        (&[("x", InlineStyle::IMAGE, "y.png")], "![x](y.png)"),
        (&[("1", NONE, ""), ("[a]", InlineStyle::FOOTNOTE_REFERENCE, "#fn-a")], "1[^a]"),
    ] {
        assert_eq!(marked(runs, Setting::Lines), expected, "{runs:?}");
    }
    assert_eq!(marked(&[("a|b", InlineStyle::CODE, "")], Setting::Cell), "`a\\|b`");
}
