use proptest::prelude::*;

use super::*;
use crate::document::SegmentBuilder;

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

#[test]
fn a_hit_may_go_across_a_forced_cut() {
    for (before, joint, behind, query, expected) in [
        ("say alpha", " ", "beta say", "alpha beta", Some(("alpha", "beta"))),
        ("extra", "", "ordinary", "AORD", None),
        ("extra", "", "ordinary", "aord", Some(("a", "ord"))),
        ("été", "", "été", "éé", Some(("é", "é"))),
        ("a a", " ", "a", "a a", None),
        ("a", " ", "a a", "a a", None),
        ("alpha", " ", "gamma", "alpha", None),
        ("alpha", " ", "beta", "beta", None),
    ] {
        let [before, behind] = parts(before, joint, behind);
        let found = seam(&before, &behind, &smart(query).unwrap());
        let found = found.across.map(|found| (before.slice(found.head), behind.slice(found.tail)));
        assert_eq!(found, expected, "{query}");
    }
    let [before, behind] = parts("alpha", " ", "beta");
    assert_eq!(seam(&behind, &before, &smart("beta alpha").unwrap()), Seam::default());
}

#[test]
fn a_hit_across_a_cut_reaches_so_far() {
    let word = "x".repeat(REACH + 1);
    let [before, behind] = parts(&word, "", "y");
    let query = |length: usize| smart(&format!("{}y", "x".repeat(length))).unwrap();
    assert!(seam(&before, &behind, &query(REACH)).across.is_some());
    assert!(seam(&before, &behind, &query(REACH + 1)).across.is_none());
}

#[test]
fn diacritics_are_folded_for_plain_queries() {
    let segment = segment(&["Café cafe CAFE\u{301} Straße STRASSE ﬁn don’t"]);
    assert_eq!(hits(&segment, "cafe"), ["Café", "cafe", "CAFE\u{301}"]);
    assert_eq!(hits(&segment, "strasse"), ["Straße", "STRASSE"]);
    assert_eq!(hits(&segment, "fin"), ["ﬁn"]);
    assert_eq!(hits(&segment, "don't"), ["don’t"]);
    // A hit is whole characters.
    assert_eq!(hits(&segment, "s"), ["S", "S", "S", "S"]);
    assert_eq!(hits(&segment, "tras"), ["TRAS"]);
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
fn a_cut_inside_a_word_or_letter_is_seen() {
    let seam_of = |before: &str, joint: &'static str, behind: &str, query: &Query| {
        let [before, behind] = parts(before, joint, behind);
        let seam = seam(&before, &behind, query);
        (seam.is_last_refused, seam.across.is_some(), seam.is_first_refused)
    };
    let query = whole("alpha").unwrap();
    assert_eq!(seam_of("alpha", "", "bet", &query), (true, false, false));
    assert_eq!(seam_of("alpha", "", ".", &query), (false, false, false));
    assert_eq!(seam_of("alpha", " ", "bet", &query), (false, false, false));
    assert_eq!(seam_of("x", "", "alpha", &query), (false, false, true));
    assert_eq!(seam_of("x", "", ".alpha", &query), (false, false, false));
    assert_eq!(seam_of("al", "", "pha bet", &query), (false, true, false));
    assert_eq!(seam_of("al", "", "phabet", &query), (false, false, false));
    assert_eq!(seam_of("xal", "", "pha", &query), (false, false, false));
    let exact = with_diacritics("cafe", Diacritics::Exact).unwrap();
    assert_eq!(seam_of("cafe", "", "\u{301}", &exact), (true, false, false));
    assert_eq!(seam_of("cafe", "", "\u{301}", &smart("cafe").unwrap()), (false, false, false));
    assert_eq!(seam_of("Stra", "", "ße", &smart("strasse").unwrap()), (false, true, false));
    assert_eq!(seam_of("ca", "", "fe\u{301}", &smart("cafe").unwrap()), (false, true, false));
}

#[test]
fn what_stands_around_a_hit_across_a_cut_is_seen_at_its_farthest() {
    let word = "x".repeat(REACH);
    let query = whole(&format!("{word}y")).unwrap();
    let found = |before: &str| {
        let [before, behind] = parts(before, "", "y");
        seam(&before, &behind, &query).across.is_some()
    };
    assert!(found(&format!(" {word}")));
    assert!(!found(&format!("é{word}")));
}

/// A character as it is searched, and where it lies in its leaf.
struct Character {
    text: String,
    span: std::ops::Range<usize>,
}

/// The characters of a leaf without what a search does not see.
fn characters(text: &str, folds: bool) -> Vec<Character> {
    let all = text.char_indices().map(|(at, c)| {
        let as_read = || if c == '\u{AD}' { String::new() } else { c.to_string() };
        let text = if folds { fold::folded_text(&c.to_string()) } else { as_read() };
        Character { text, span: at..at + c.len_utf8() }
    });
    let mut kept: Vec<Character> = Vec::new();
    for character in all {
        match kept.last_mut() {
            Some(last) if character.text.is_empty() => last.span.end = character.span.end,
            _ if character.text.is_empty() => {}
            _ => kept.push(character),
        }
    }
    kept
}

/// A text in a form in which equal ones match.
fn normal(text: &str, folds: bool, is_exact: bool) -> String {
    use unicode_normalization::UnicodeNormalization;
    let text =
        if folds { fold::folded_text(text) } else { text.chars().filter(|&c| c != '\u{AD}').collect() };
    let simple = |c: char| match c {
        'ſ' if !is_exact => 's',
        'İ' => c,
        _ if is_exact => c,
        _ => c.to_lowercase().next().unwrap(),
    };
    let text: String = text.nfd().map(simple).collect();
    let mut normal = String::new();
    for c in text.chars() {
        if !c.is_whitespace() {
            normal.push(c);
        } else if !normal.ends_with(' ') {
            normal.push(' ');
        }
    }
    normal
}

fn is_between_words(characters: &[Character], at: usize) -> bool {
    let is_part = |c: char| (c.is_alphanumeric() || c == '_' || c == '\u{301}') && c != '漢';
    let before = at.checked_sub(1).and_then(|at| characters[at].text.chars().next_back());
    let behind = characters.get(at).and_then(|behind| behind.text.chars().next());
    !(before.is_some_and(is_part) && behind.is_some_and(is_part))
}

/// The hits of a literal in a leaf, found the slow way.
fn naive_literal(text: &str, query: &str, options: Options) -> Vec<std::ops::Range<usize>> {
    let is_exact = options.is_exact_for(query);
    let folds = options.folds(query) && !fold::folded_text(query).trim().is_empty();
    let wanted = normal(query, folds, is_exact);
    let characters = characters(text, folds);
    let length_at = |start: usize| {
        let lengths = 1..=characters.len() - start;
        let text =
            |length| characters[start..start + length].iter().map(|c| c.text.as_str()).collect::<String>();
        let fits = lengths.rev().find(|&length| normal(&text(length), folds, is_exact) == wanted)?;
        let end = start + fits;
        let next_is_mark = characters.get(end).is_some_and(|next| next.text == "\u{301}");
        let is_whole = is_between_words(&characters, start) && is_between_words(&characters, end);
        (!next_is_mark && (is_whole || !options.is_whole_words)).then_some(fits)
    };
    let mut hits = Vec::new();
    let mut at = 0;
    while at < characters.len() {
        let length = length_at(at);
        if let Some(length) = length {
            hits.push(characters[at].span.start..characters[at + length - 1].span.end);
        }
        at += length.unwrap_or(1);
    }
    hits
}

/// The hits of a regular expression in a leaf, found the slow way.
fn naive_regex(text: &str, query: &str, options: Options) -> Vec<std::ops::Range<usize>> {
    let is_exact = options.is_exact_for(query);
    let folds = options.folds(query) && !fold::folded_text(query).trim().is_empty();
    let pattern = if folds { fold::folded_text(query) } else { query.to_owned() };
    let pattern =
        ::regex::RegexBuilder::new(&pattern).case_insensitive(!is_exact).multi_line(true).build().unwrap();
    let characters = characters(text, folds);
    let searched: String = characters.iter().map(|character| character.text.as_str()).collect();
    let starts: Vec<usize> = characters
        .iter()
        .scan(0, |at, character| {
            *at += character.text.len();
            Some(*at - character.text.len())
        })
        .chain([searched.len()])
        .collect();
    let mut hits = Vec::new();
    let mut at = 0;
    while let Some(found) = (at <= searched.len()).then(|| pattern.find_at(&searched, at)).flatten() {
        let place = |at| starts.binary_search(&at).ok();
        let places = place(found.start()).zip(place(found.end())).filter(|_| !found.is_empty());
        let is_whole = |&(start, end): &(usize, usize)| {
            !options.is_whole_words
                || is_between_words(&characters, start) && is_between_words(&characters, end)
        };
        at = match places.filter(is_whole) {
            Some((start, end)) => {
                hits.push(characters[start].span.start..characters[end - 1].span.end);
                found.end()
            }
            None if found.start() == searched.len() => break,
            None => searched.ceil_char_boundary(found.start() + 1),
        };
    }
    hits
}

fn naive(segment: &Segment, query: &str, options: Options) -> Vec<Span> {
    let mut hits = Vec::new();
    for leaf in 0..segment.leaves().len() {
        let span = segment.leaf_span(leaf);
        let text = segment.slice(span);
        let find = if options.is_regex { naive_regex } else { naive_literal };
        let place = |at| span.start + u32::try_from(at).unwrap();
        hits.extend(
            find(text, query, options).into_iter().map(|hit| Span::new(place(hit.start), place(hit.end))),
        );
    }
    hits
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
const TEXT: &str = "[aabABéÉsßẞſKİæ’'漢_. \n\u{301}\u{AD}\u{2003}]{0,16}";

proptest! {
    #[test]
    fn the_hits_are_those_of_a_naive_search(
        leaves in proptest::collection::vec(TEXT, 0..5),
        query in "[aabBésßk'_. \u{301}]{1,3}",
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

    /// Wherever a forced cut goes through a paragraph, as many hits are found as in the whole of it.
    #[test]
    fn a_cut_does_not_lose_a_hit(
        before in "[aAéeſs .\u{301}]{0,9}",
        behind in "[aAéeßs .\u{301}]{0,9}",
        query in "éa|ea|sa|as",
        mut options in options(),
    ) {
        options.is_regex = false;
        let query = Query::new(&query, options).unwrap();
        let whole = scan(&segment(&[&format!("{before}{behind}")]), &query).len();
        let [before, behind] = parts(&before, "", &behind);
        let seam = seam(&before, &behind, &query);
        let refused = usize::from(seam.is_last_refused) + usize::from(seam.is_first_refused);
        let found = scan(&before, &query).len() + scan(&behind, &query).len() + usize::from(seam.across.is_some());
        prop_assert_eq!(found - refused, whole);
    }
}
