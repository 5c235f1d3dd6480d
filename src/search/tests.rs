mod naive;

use naive::naive;
use proptest::prelude::*;

use super::seam::REACH;
use super::*;
use crate::document::{ContainerKind, LeafKind, SegmentBuilder, Span};

fn segment(leaves: &[&str]) -> Segment {
    let mut builder = SegmentBuilder::new(0);
    for leaf in leaves {
        builder.leaf(LeafKind::Paragraph, 0..0, leaf);
    }
    builder.finish(0)
}

/// The query in smart case.
fn smart(text: &str) -> Result<Query, Unusable> {
    Query::new(text, Options::default())
}

fn exact(text: &str) -> Result<Query, Unusable> {
    Query::new(text, Options { is_exact_case: true, ..Options::default() })
}

fn whole(text: &str) -> Result<Query, Unusable> {
    Query::new(text, Options { is_whole_words: true, ..Options::default() })
}

fn regex(text: &str) -> Result<Query, Unusable> {
    Query::new(text, Options { is_regex: true, ..Options::default() })
}

fn with_diacritics(text: &str, diacritics: Diacritics) -> Result<Query, Unusable> {
    Query::new(text, Options { diacritics, ..Options::default() })
}

fn hits<'a>(segment: &'a Segment, query: &str) -> Vec<&'a str> {
    spans_of(segment, &smart(query).unwrap())
}

fn spans_of<'a>(segment: &'a Segment, query: &Query) -> Vec<&'a str> {
    scan(segment, query).into_iter().map(|hit| segment.slice(hit)).collect()
}

#[test]
fn case_is_smart() {
    let segment = segment(&["Nato and NATO and nato, ÉTÉ été"]);
    assert_eq!(hits(&segment, "nato"), ["Nato", "NATO", "nato"]);
    assert_eq!(hits(&segment, "NATO"), ["NATO"]);
    assert_eq!(hits(&segment, "été"), ["ÉTÉ", "été"]);
}

#[test]
fn case_is_exact_where_that_is_asked_for() {
    let segment = segment(&["Nato and NATO and nato, ÉTÉ été, extra\u{ad}ordinary"]);
    assert_eq!(spans_of(&segment, &exact("nato").unwrap()), ["nato"]);
    assert_eq!(spans_of(&segment, &exact("Nato").unwrap()), ["Nato"]);
    assert_eq!(spans_of(&segment, &exact("été").unwrap()), ["été"]);
    assert_eq!(spans_of(&segment, &exact("extraO").unwrap()), Vec::<&str>::new());
    assert_eq!(spans_of(&segment, &exact("extrao").unwrap()), ["extra\u{ad}o"]);
}

#[test]
fn white_space_matches_any_white_space() {
    let segment = segment(&["one\ntwo  one\u{a0}two"]);
    assert_eq!(hits(&segment, "one two"), ["one\ntwo", "one\u{a0}two"]);
}

#[test]
fn a_hit_does_not_cross_leaves() {
    let segment = segment(&["say one", "two one", "one two"]);
    assert_eq!(hits(&segment, "one two"), ["one two"]);
}

#[test]
fn a_hit_may_begin_inside_a_refused_one() {
    let segment = segment(&["a a", "a a b"]);
    assert_eq!(hits(&segment, "a a"), ["a a", "a a"]);
}

#[test]
fn soft_hyphens_are_seen_through() {
    let segment = segment(&["extra\u{ad}ordinary"]);
    assert_eq!(hits(&segment, "extraordinary"), ["extra\u{ad}ordinary"]);
}

#[test]
fn spaces_of_no_width_are_seen_through() {
    let segment = segment(&["Zero\u{200b}width", "zerowidth"]);
    for query in ["zerowidth", "zero\u{200b}width", "owid"] {
        assert_eq!(hits(&segment, query).len(), 2, "{query}");
    }
    for query in [exact("Zerowidth"), regex("zerowi?dth"), with_diacritics("zerowidth", Diacritics::Exact)] {
        assert!(spans_of(&segment, &query.unwrap()).iter().any(|hit| hit.len() >= 9));
    }
    assert_eq!(hits(&segment, "zero width"), Vec::<&str>::new());
}

#[test]
fn soft_hyphens_of_a_query_are_seen_through() {
    let segment = segment(&["extra\u{ad}ordinary", "Ångström", "extraordinary"]);
    assert_eq!(hits(&segment, "ex\u{ad}tra\u{ad}ord"), ["extra\u{ad}ord", "extraord"]);
    assert_eq!(hits(&segment, "ang\u{ad}strom"), ["Ångström"]);
    assert_eq!(spans_of(&segment, &exact("extra\u{ad}ord").unwrap()), ["extra\u{ad}ord", "extraord"]);
    for pattern in ["tra\u{ad}ord", "tra\u{ad}+o.d", r"tra\xADo[rx]d", "tra\u{ad}?o(r|\u{ad})d"] {
        assert_eq!(spans_of(&segment, &regex(pattern).unwrap()), ["tra\u{ad}ord", "traord"], "{pattern}");
    }
    assert_eq!(smart("\u{ad} \u{ad}").unwrap_err(), Unusable::Empty);
}

#[test]
fn signs_are_literal() {
    assert_eq!(hits(&segment(&["a.b (c) axb"]), "a.b (c)"), ["a.b (c)"]);
    assert_eq!(smart("  ").unwrap_err(), Unusable::Empty);
}

#[test]
fn hits_are_counted_by_section() {
    let mut builder = SegmentBuilder::new(0);
    builder.leaf(LeafKind::Paragraph, 0..0, "x");
    builder.leaf(LeafKind::Heading(1), 0..0, "x x");
    builder.leaf(LeafKind::Heading(2), 0..0, "none");
    let counts = count(&builder.finish(0), &smart("x").unwrap());
    assert_eq!(counts.by_section(), [1, 2, 0]);
    assert_eq!(counts.total(), 3);
}

/// Two segments, the second of which goes on with the paragraph of the first.
fn parts(before: &str, joint: &'static str, behind: &str) -> [Segment; 2] {
    let mut builder = SegmentBuilder::new(0);
    builder.begin(LeafKind::Paragraph, 0..0);
    builder.join(joint);
    builder.text(behind);
    [segment(&["first", before]), builder.finish(0)]
}

/// What there is at the cut between two segments.
fn seam_of(before: &Segment, behind: &Segment, query: &Query) -> Seam {
    seam(before, &scan(before, query), behind, query)
}

/// The hits that begin in the leaf which two segments share, on either side of the cut.
fn begun_in_both(before: &Segment, behind: &Segment, query: &Query) -> [Vec<Span>; 2] {
    let seam = seam_of(before, behind, query);
    let mut first = begun(scan(before, query), None, Some(&seam));
    first.retain(|hit| hit.start >= before.leaf_span(1).start);
    [first, begun(scan(behind, query), Some(&seam), None)]
}

#[test]
fn a_hit_may_go_across_a_forced_cut() {
    for (before, joint, behind, query, expected) in [
        ("say alpha", " ", "beta say", "alpha beta", Some(("alpha", "beta"))),
        ("extra", "", "ordinary", "AORD", None),
        ("extra", "", "ordinary", "aord", Some(("a", "ord"))),
        ("été", "", "été", "éé", Some(("é", "é"))),
        ("a a", " ", "a", "a a", None),
        ("a", " ", "a a", "a a", Some(("a", "a"))),
        ("alpha", " ", "gamma", "alpha", None),
        ("alpha", " ", "beta", "beta", None),
    ] {
        let [before, behind] = parts(before, joint, behind);
        let found = seam_of(&before, &behind, &smart(query).unwrap());
        let found = found.across.map(|found| (before.slice(found.head), behind.slice(found.tail)));
        assert_eq!(found, expected, "{query}");
    }
    let [before, behind] = parts("alpha", " ", "beta");
    assert_eq!(seam_of(&behind, &before, &smart("beta alpha").unwrap()), Seam::default());
}

#[test]
fn a_hit_across_a_cut_reaches_so_far() {
    let [before, behind] = parts(&"x".repeat(REACH), "", &"y".repeat(9 * REACH));
    let found = |pattern: &str| seam_of(&before, &behind, &regex(pattern).unwrap()).across.is_some();
    assert!(found(&format!("x{{{}}}y", REACH - 1)));
    assert!(found(&format!("xy{{{}}}", REACH - 1)));
    // What is longer is left as it is found in each segment by itself.
    assert!(!found("x.*"));
    let [before, behind] = parts(&"x".repeat(999), "", &"x".repeat(999));
    // Those of "xx" do not come into step again.
    for (pattern, n_hits) in [("x+", 2), (".*", 2), ("xx", 998)] {
        let hits = begun_in_both(&before, &behind, &regex(pattern).unwrap());
        assert_eq!(hits.iter().map(Vec::len).sum::<usize>(), n_hits, "{pattern}");
    }
}

#[test]
fn what_surrounds_a_cut_is_seen_by_a_regex() {
    let found = |before: &str, joint: &'static str, behind: &str, pattern: &str| {
        let [before, behind] = parts(before, joint, behind);
        let query = regex(pattern).unwrap();
        let [first, second] = begun_in_both(&before, &behind, &query);
        let words = |segment: &Segment, hits: Vec<Span>| -> String {
            hits.into_iter().map(|hit| segment.slice(hit).to_owned() + ";").collect()
        };
        words(&before, first) + "|" + &words(&behind, second)
    };
    assert_eq!(found("one tw", "", "o three", r"\w+"), "one;tw;|three;");
    assert_eq!(found("one tw", "", "o three", r"\bo"), "o;|");
    assert_eq!(found("one", " ", "three", r"\w+$"), "|three;");
    assert_eq!(found("one", " ", "three", r"^\w+|e"), "one;|e;e;");
    assert_eq!(found("one", " ", "three", r"\Athree|one\z"), "|");
    assert_eq!(found("one\ntw", "", "o\nthree", r"^\w+$"), "one;tw;|three;");
    assert_eq!(found("one", " ", "three", r"\w\s|\s\w"), "e;|");
    assert_eq!(found("one", " ", "three", r"\s\w"), "|t;");
    assert_eq!(found("one", " ", "three", r"\s"), "|");
}

#[test]
fn diacritics_are_folded_for_plain_queries() {
    let segment = segment(&["Café cafe CAFE\u{301} Straße STRASSE ﬁn don’t"]);
    assert_eq!(hits(&segment, "cafe"), ["Café", "cafe", "CAFE\u{301}"]);
    assert_eq!(hits(&segment, "strasse"), ["Straße", "STRASSE"]);
    assert_eq!(hits(&segment, "fin"), ["ﬁn"]);
    assert_eq!(hits(&segment, "don't"), ["don’t"]);
    // A hit is whole characters, also while the query is typed.
    assert_eq!(hits(&segment, "s"), ["S", "ß", "S", "S", "S"]);
    assert_eq!(hits(&segment, "tras"), ["traß", "TRAS"]);
    assert_eq!(hits(&segment, "fi"), ["ﬁ"]);
    assert_eq!(hits(&segment, "in"), ["ﬁn"]);
    // So do letters that are two in upper case.
    assert_eq!(hits(&segment, "straße"), ["Straße", "STRASSE"]);
    // Diacritics or capital letters in the query count.
    assert_eq!(hits(&segment, "café"), ["Café", "CAFE\u{301}"]);
    assert_eq!(hits(&segment, "Cafe"), Vec::<&str>::new());
    assert_eq!(spans_of(&segment, &exact("cafe").unwrap()), ["cafe"]);
}

#[test]
fn diacritics_are_folded_or_not_where_that_is_asked_for() {
    let segment = segment(&["Café cafe CAFE\u{301} ёлка елка"]);
    let found = |text, diacritics| spans_of(&segment, &with_diacritics(text, diacritics).unwrap());
    assert_eq!(found("cafe", Diacritics::Exact), ["cafe"]);
    assert_eq!(found("Café", Diacritics::Folded), ["Café"]);
    assert_eq!(found("café", Diacritics::Folded), ["Café", "cafe", "CAFE\u{301}"]);
    assert_eq!(found("елка", Diacritics::Smart), ["елка"]);
    assert_eq!(found("Ёлка", Diacritics::Folded), Vec::<&str>::new());
    assert_eq!(found("елка", Diacritics::Folded), ["ёлка", "елка"]);
    // Nothing would be left to search for.
    assert_eq!(found("\u{301}", Diacritics::Folded), ["\u{301}"]);
}

#[test]
fn a_regex_that_names_letters_with_diacritics_finds_them() {
    let segment = segment(&["café “quotes” naïve 漢字 Straße"]);
    let found = |text| spans_of(&segment, &regex(text).unwrap());
    assert_eq!(found(r"\x{e9}"), ["é"]);
    assert_eq!(found(r"[^\x00-\x7f]"), ["é", "“", "”", "ï", "漢", "字", "ß"]);
    assert_eq!(found("[^a-z ]"), ["é", "“", "”", "ï", "漢", "字", "ß"]);
    assert_eq!(found(r"\p{Pi}\w"), ["“q"]);
    assert_eq!(found("\"[^\"]*\""), ["“quotes”"]);
    assert_eq!(found("naive|cafe"), ["café", "naïve"]);
}

#[test]
fn the_key_for_diacritics_turns_what_holds() {
    for (text, held) in [("cafe", true), ("café", false), ("Cafe", false)] {
        let mut options = Options::default();
        assert_eq!(options.folds(text), held);
        options.turn_diacritics(text);
        assert_eq!(options.folds(text), !held);
        options.turn_diacritics(text);
        assert_eq!(options, Options::default());
    }
}

#[test]
fn whole_words_are_no_parts_of_words() {
    let segment = segment(&["can, cannot; Can’t _can can1 scan (can) re\u{ad}can 漢can字", "can"]);
    let found = |text| scan(&segment, &whole(text).unwrap()).len();
    assert_eq!(found("can"), 5);
    assert_eq!(found("can, cannot"), 1);
    assert_eq!(found(" can"), 1);
    assert_eq!(found("recan"), 1);
    assert_eq!(found("(can"), 1);
}

#[test]
fn regular_expressions_stay_within_leaves() {
    let segment = segment(&["first line\nsecond é", "3 4 55", "Straße"]);
    for (text, expected) in [
        (r"\d+", vec!["3", "4", "55"]),
        (r"^\w+", vec!["first", "second", "3", "Straße"]),
        (r"\S+$", vec!["line", "é", "55", "Straße"]),
        (r"\A.", vec!["f", "3", "S"]),
        (r"[^x]+\z", vec!["first line\nsecond é", "3 4 55", "Straße"]),
        ("d e", vec!["d é"]),
        ("x*", vec![]),
        ("s*", vec!["s", "s", "S", "ß"]),
        ("S", vec!["S"]),
        (r"\Ste", vec![]),
    ] {
        assert_eq!(spans_of(&segment, &regex(text).unwrap()), expected, "{text}");
    }
    assert!(matches!(regex("(").unwrap_err(), Unusable::Mistake(_)));
}

#[test]
fn a_regex_asks_now_and_then_whether_it_is_wanted() {
    let options = Options { is_regex: true, is_whole_words: true, ..Options::default() };
    let query = Query::new("[a-z ]*alph", options).unwrap();
    let asked = std::cell::Cell::new(0);
    let is_wanted = || {
        asked.set(asked.get() + 1);
        asked.get() < 10
    };
    let [before, behind] = parts("stone", " ", &"alpha ".repeat(900));
    assert_eq!(scan_while(&behind, &query, is_wanted), None);
    asked.set(0);
    assert_eq!(seam_while(&before, &[], &behind, &query, is_wanted), None);
}

#[test]
fn a_cut_inside_a_word_or_letter_is_seen() {
    // How many hits begin on the two sides, and whether one goes across.
    let found = |before: &str, joint: &'static str, behind: &str, query: &Query| {
        let [before, behind] = parts(before, joint, behind);
        let hits = begun_in_both(&before, &behind, query);
        (hits[0].len(), seam_of(&before, &behind, query).across.is_some(), hits[1].len())
    };
    let query = whole("alpha").unwrap();
    assert_eq!(found("alpha", "", "bet", &query), (0, false, 0));
    assert_eq!(found("alpha", "", ".", &query), (1, false, 0));
    assert_eq!(found("alpha", " ", "bet", &query), (1, false, 0));
    assert_eq!(found("x", "", "alpha", &query), (0, false, 0));
    assert_eq!(found("x", "", ".alpha", &query), (0, false, 1));
    assert_eq!(found("al", "", "pha bet", &query), (1, true, 0));
    assert_eq!(found("al", "", "phabet", &query), (0, false, 0));
    assert_eq!(found("xal", "", "pha", &query), (0, false, 0));
    let exact = with_diacritics("cafe", Diacritics::Exact).unwrap();
    assert_eq!(found("cafe", "", "\u{301}", &exact), (0, false, 0));
    assert_eq!(found("cafe", "", "\u{301}", &smart("cafe").unwrap()), (1, true, 0));
    assert_eq!(found("Stra", "", "ße", &smart("strasse").unwrap()), (1, true, 0));
    assert_eq!(found("ca", "", "fe\u{301}", &smart("cafe").unwrap()), (1, true, 0));
}

/// An item with its number, an item in an item, and a paragraph behind them.
fn numbered() -> Segment {
    let mut builder = SegmentBuilder::new(0);
    let item = ContainerKind::Item { marker: Span::default(), task: None };
    builder.open(item, 0..0);
    builder.leaf(LeafKind::Marker, 0..0, "3.");
    builder.leaf(LeafKind::Paragraph, 0..0, "third item\nof a list");
    builder.open(item, 0..0);
    builder.leaf(LeafKind::Marker, 0..0, "a)");
    builder.leaf(LeafKind::Paragraph, 0..0, "in it");
    builder.close();
    builder.close();
    builder.open(item, 0..0);
    builder.leaf(LeafKind::Marker, 0..0, "4.");
    builder.close();
    builder.leaf(LeafKind::Paragraph, 0..0, "text");
    builder.finish(0)
}

#[test]
fn the_number_of_an_item_is_found_with_its_text() {
    let segment = numbered();
    for (query, expected) in [
        ("3.", vec!["3."]),
        ("3. third", vec!["3.\nthird"]),
        ("3. third item of", vec!["3.\nthird item\nof"]),
        ("ITEM", vec![]),
        ("list a)", vec![]),
        ("a) in", vec!["a)\nin"]),
        ("4. text", vec![]),
        ("third ïtem", vec![]),
    ] {
        assert_eq!(hits(&segment, query), expected, "{query}");
    }
    assert_eq!(spans_of(&segment, &with_diacritics("3. thírd", Diacritics::Folded).unwrap()), ["3.\nthird"]);
}

#[test]
fn a_regex_goes_from_a_number_into_the_text() {
    let segment = numbered();
    for (pattern, expected) in [
        (r"^\d\. \w+", vec!["3.\nthird"]),
        (r"3\. third item$", vec!["3.\nthird item"]),
        (r"^\w\) in it$", vec!["a)\nin it"]),
        ("^of a list$", vec!["of a list"]),
        ("^third", vec![]),
        (r"list\sa\)", vec![]),
        (r"\A\d\.", vec!["3.", "4."]),
        ("^text", vec!["text"]),
        ("i(n|t)", vec!["it", "in", "it"]),
        ("3. thÍrd", vec![]),
    ] {
        assert_eq!(spans_of(&segment, &regex(pattern).unwrap()), expected, "{pattern}");
    }
    let folded = Options { is_regex: true, diacritics: Diacritics::Folded, ..Options::default() };
    assert_eq!(spans_of(&segment, &Query::new("3. thírd", folded).unwrap()), ["3.\nthird"]);
}

#[test]
fn what_stands_around_a_hit_across_a_cut_is_seen_at_its_farthest() {
    let word = "x".repeat(REACH - 1);
    let query = whole(&format!("{word}y")).unwrap();
    let found = |before: &str| {
        let [before, behind] = parts(before, "", "y");
        seam_of(&before, &behind, &query).across.is_some()
    };
    assert!(found(&format!(" {word}")));
    assert!(!found(&format!("é{word}")));
}

fn options() -> impl Strategy<Value = Options> {
    let diacritics = prop_oneof![Just(Diacritics::Smart), Just(Diacritics::Folded), Just(Diacritics::Exact)];
    (any::<bool>(), any::<bool>(), diacritics, any::<bool>()).prop_map(
        |(is_exact_case, is_whole_words, diacritics, is_regex)| Options {
            is_exact_case,
            is_whole_words,
            diacritics,
            is_regex,
        },
    )
}

/// Texts with letters that grow or shrink when they are folded, marks and blanks of all kinds.
const TEXT: &str = "[aabABéÉsßẞſKİæ’'漢_. \n\u{301}\u{AD}\u{200B}\u{2003}]{0,16}";

proptest! {
    #[test]
    fn the_hits_are_those_of_a_naive_search(
        leaves in proptest::collection::vec(TEXT, 0..5),
        query in "[aabBésßk'_. \u{301}\u{AD}]{1,3}",
        options in options(),
    ) {
        let leaves: Vec<&str> = leaves.iter().map(String::as_str).collect();
        let segment = segment(&leaves);
        let Ok(query) = Query::new(&query, options) else { return Ok(()) };
        prop_assert_eq!(scan(&segment, &query), naive(&segment, query.text(), options));
    }

    #[test]
    fn the_hits_of_a_regex_are_those_of_a_naive_search(
        leaves in proptest::collection::vec(TEXT, 0..5),
        query in r"([aés.B]|\\w|\\s|\[\^a\]|\[a-é\]|\\b|\^|\$|x)([*+?]|\+\?|)([aés.B]|\\w|\\s|\\S|\[\^a\]|\||\$|)([*+?]|)",
        mut options in options(),
    ) {
        options.is_regex = true;
        let leaves: Vec<&str> = leaves.iter().map(String::as_str).collect();
        let segment = segment(&leaves);
        let Ok(query) = Query::new(&query, options) else { return Ok(()) };
        prop_assert_eq!(scan(&segment, &query), naive(&segment, query.text(), options));
    }

    /// Wherever a forced cut goes through a paragraph, the hits are those in the whole of it.
    #[test]
    fn a_cut_does_not_change_the_hits(
        before in "[aAéeſs .\u{301}\n]{0,9}",
        joint in prop_oneof![Just(""), Just(" ")],
        behind in "[aAéeßs .\u{301}\n]{0,9}",
        query in "[aes. ]{1,3}|éa",
        options in options(),
    ) {
        expect_same_hits(&before, joint, &behind, &query, Options { is_regex: false, ..options });
    }

    /// The same for regular expressions.
    #[test]
    fn a_cut_does_not_change_the_hits_of_a_regex(
        before in "[aAéeſs .\n]{0,9}",
        joint in prop_oneof![Just(""), Just(" ")],
        behind in "[aAéeßs .\n]{0,9}",
        query in r"(\\b|\^|\\A|)([aés.B]|\\w|\\s|\[\^a\]|x)([*+?]|\+\?|)([aés.B]|\\w|\\s|\||)([*+?]|)(\\b|\$|\\z|)",
        options in options(),
    ) {
        expect_same_hits(&before, joint, &behind, &query, Options { is_regex: true, ..options });
    }

    /// The same far from the ends of a paragraph, for what is not too long.
    #[test]
    fn a_cut_in_a_long_paragraph_does_not_change_the_hits(
        piece in "[aAé. ]{0,20}",
        filler in "[ab]{2,9}[., ]",
        cut in 0..1500_usize,
        query in r"(\\b|\^|)([aé.]|\\w)(\{2,4\}|\?|)([aés.]|\\w|\\s)(\\b|\$|)",
        options in options(),
    ) {
        let text = [filler.repeat(90), piece, filler.repeat(90)].concat();
        let (before, behind) = text.split_at(text.floor_char_boundary(cut.min(text.len())));
        let options = Options { is_regex: true, ..options };
        if comes_into_step(before, behind, &query, options) {
            expect_same_hits(before, "", behind, &query, options);
        }
    }
}

/// Whether near a cut there is a hit that is one in the whole text and in what is behind the cut by itself, or there
/// is none there at all.
fn comes_into_step(before: &str, behind: &str, query: &str, options: Options) -> bool {
    let Ok(query) = Query::new(query, options) else { return false };
    let hits_behind = |text: &str, start: usize| -> Vec<std::ops::Range<usize>> {
        let hits = scan(&segment(&[text]), &query).into_iter().map(Span::range);
        let behind = hits.filter(|hit| hit.start >= start).map(|hit| hit.start - start..hit.end - start);
        behind.take_while(|hit| hit.start < REACH).collect()
    };
    let in_whole = hits_behind(&[before, behind].concat(), before.len());
    let by_itself = hits_behind(behind, 0);
    in_whole.is_empty() && by_itself.is_empty() || in_whole.iter().any(|hit| by_itself.contains(hit))
}

/// Expects the hits on both sides of a cut to be those in the whole text, as far as they are in either part of it.
fn expect_same_hits(before: &str, joint: &'static str, behind: &str, query: &str, options: Options) {
    let Ok(query) = Query::new(query, options) else { return };
    let whole = segment(&[&[before, joint, behind].concat()]);
    let (first, second) = (0..before.len(), before.len() + joint.len()..whole.text().len() - 1);
    let part = |hit: Span, side: &std::ops::Range<usize>| {
        let (start, end) = ((hit.start as usize).max(side.start), (hit.end as usize).min(side.end));
        (start < end).then(|| start - side.start..end - side.start)
    };
    let mut expected = [Vec::new(), Vec::new()];
    for hit in scan(&whole, &query) {
        match (part(hit, &first), part(hit, &second)) {
            (Some(head), _) => expected[0].push(head),
            (None, Some(tail)) => expected[1].push(tail),
            (None, None) => {}
        }
    }
    let [first, second] = parts(before, joint, behind);
    let start = first.leaf_span(1).start;
    let [begun_first, begun_second] = begun_in_both(&first, &second, &query);
    let of = |hits: Vec<Span>, start: u32| -> Vec<_> {
        hits.into_iter().map(|hit| (hit.start - start) as usize..(hit.end - start) as usize).collect()
    };
    assert_eq!([of(begun_first, start), of(begun_second, 0)], expected, "{:?}", query.text());
}
