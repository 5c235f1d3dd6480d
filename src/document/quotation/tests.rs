use std::sync::Arc;

use proptest::prelude::*;

use super::sections::title_at;
use super::*;
use crate::document::position::offset;
use crate::document::{Segment, SegmentBuilder};

/// A text in segments of so many paragraphs each, with its source beside.
struct Text {
    segments: Vec<Arc<Segment>>,
}

impl Text {
    fn new(paragraphs: &[String], in_each: usize) -> Self {
        let mut source = 0;
        let segment = |paragraphs: &[String]| {
            let mut builder = SegmentBuilder::new(source);
            let mut at = 0;
            for text in paragraphs {
                builder.leaf(LeafKind::Paragraph, at..at + text.len(), text);
                at += text.len() + 2;
            }
            source += at as u64;
            Arc::new(builder.finish(at))
        };
        Self { segments: paragraphs.chunks(in_each).map(segment).collect() }
    }

    fn get(&self) -> impl FnMut(SegmentId) -> Option<Arc<Segment>> + '_ {
        |id| self.segments.get(id.index()).cloned()
    }

    fn segment_at(&self, source: u64) -> Option<SegmentId> {
        let after = self.segments.partition_point(|segment| segment.source_start() <= source);
        after.checked_sub(1).map(SegmentId::from_index)
    }

    /// Where words stand that are in the text.
    fn place(&self, words: &str) -> Range<TextPos> {
        let here = |(id, segment): (usize, &Arc<Segment>)| {
            let at = segment.text().find(words)?;
            let pos = |at| TextPos::new(SegmentId::from_index(id), offset(at));
            Some(pos(at)..pos(at + words.len()))
        };
        self.segments.iter().enumerate().find_map(here).unwrap()
    }

    fn quote(&self, range: &Range<TextPos>) -> Quotation {
        Quotation::of(range, &mut self.get()).unwrap()
    }

    /// The words where a quotation is found.
    fn find(&self, quotation: &Quotation) -> Option<String> {
        let all = std::slice::from_ref(quotation);
        let found = find_all(all, self.segments.len(), |at| self.segment_at(at), &mut self.get(), || true);
        found[0].as_ref().map(|range| self.quote(range).words)
    }
}

/// Numbered sentences, one like the other.
fn paragraphs(n: usize) -> Vec<String> {
    let sentence = |n: usize| {
        format!("In the year {} the river rose, and “nobody” of the village {} slept.", 1700 + n, n * 7)
    };
    (0..n).map(sentence).collect()
}

#[test]
fn a_quotation_has_what_is_around_it() {
    let text = Text::new(&paragraphs(9), 3);
    let quotation = text.quote(&text.place("“nobody” of the village 21 slept."));
    assert_eq!(quotation.words, "“nobody” of the village 21 slept.");
    assert!(quotation.before.ends_with("the river rose, and"), "{quotation:?}");
    assert!(quotation.behind.starts_with("In the year 1704"), "{quotation:?}");
}

#[test]
fn what_cannot_be_quoted_is_told() {
    let text = Text::new(&["a — b".to_owned(), "word ".repeat(900)], 2);
    let quote = |range| Quotation::of(&range, &mut text.get()).unwrap_err();
    assert_eq!(quote(text.place(" — ")), Unquotable::NoWords);
    assert_eq!(quote(text.place(&"word ".repeat(890))), Unquotable::TooLong);
}

#[test]
fn words_are_found_where_their_own_words_were_edited() {
    let before = Text::new(&paragraphs(60), 7);
    let words = "In the year 1733 the river rose, and “nobody” of the village 231 slept.";
    let whole = before.quote(&before.place(words));
    let word = before.quote(&before.place("231"));
    for (from, to, expected, expected_word) in [
        ("and “nobody” of the village 231", "but ‘nobody’ of the village 231", "1733", Some("231")),
        ("of the village 231", "of the village 321", "1733", Some("321")),
        ("village 231", "town 231a", "1733", None),
        ("rose, and", "had risen again, and hardly", "1733", Some("231")),
        ("In the year 1733", "Later", "slept", Some("231")),
        ("231 slept.", "231.", "1733", Some("231")),
    ] {
        let mut edited = paragraphs(60);
        edited[33] = edited[33].replace(from, to);
        edited.insert(0, "A new beginning.".repeat(300));
        let now = Text::new(&edited, 5);
        let (found, found_word) = (now.find(&whole), now.find(&word));
        assert!(found.as_deref().is_some_and(|found| found.contains(expected)), "{to}: {found:?}");
        assert_eq!(found_word.as_deref(), expected_word, "{to}");
    }
}

#[test]
fn what_is_gone_is_not_found_elsewhere() {
    let before = Text::new(&paragraphs(60), 7);
    for words in ["river", "the year 1733 the", "of the village 231 slept"] {
        let quotation = before.quote(&before.place(words));
        let mut other: Vec<_> =
            (0..60).map(|n| format!("Another text {n}, with a river in the year.")).collect();
        other.push("the".repeat(40));
        assert_eq!(Text::new(&other, 7).find(&quotation), None, "{words}");
    }
}

#[test]
fn words_that_stand_alone_are_found_whatever_is_around_them() {
    let table = |fruit: &str, end: &str| {
        let cells = ["apple", fruit, "plum", "blue", "pear", "green"].map(str::to_owned);
        [&paragraphs(3)[..], &cells[..], &[end.to_owned()]].concat()
    };
    let before = Text::new(&table("red", "The end came after the winter."), 20);
    let quotation = |from: &str, to: &str| before.quote(&(before.place(from).start..before.place(to).end));
    let plum = quotation("plum", "blue");
    assert_eq!(plum.words, "plum\nblue");
    for (fruit, end) in [("green", "Something quite different."), ("yellow", "Else.")] {
        let now = Text::new(&table(fruit, end), 20);
        assert_eq!(now.find(&plum).as_deref(), Some("plum\nblue"), "{fruit}, {end}");
        let twice = [&table(fruit, end)[..], &["a plum, blue as ever".to_owned()]].concat();
        assert_eq!(Text::new(&twice, 20).find(&plum), None, "it cannot be told which");
    }
    let other = ["There is nothing here but a blue plum and a blue pear.".to_owned()];
    assert_eq!(Text::new(&other, 20).find(&quotation("blue", "blue")), None);
    let short = ["A short text with one pear in it.".to_owned()];
    assert_eq!(
        Text::new(&short, 20).find(&quotation("pear", "pear")),
        None,
        "too short to be the same by no chance"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Wherever else the text was edited and however it is cut now, the same words are found, and not
    /// others like them.
    #[test]
    fn words_are_found_after_edits_elsewhere(
        quoted in 0usize..40,
        (from, to) in (0usize..60, 1usize..60),
        edits in prop::collection::vec((0usize..40, 0u8..4), 0..12),
        (cut_before, cut_now) in (1usize..9, 1usize..9),
    ) {
        let all = paragraphs(40);
        let before = Text::new(&all, cut_before);
        let sentence = &all[quoted];
        let from = sentence.floor_char_boundary(from);
        let to = sentence.ceil_char_boundary(from.saturating_add(to).min(sentence.len()));
        let start = before.place(sentence).start;
        let pos = |at: usize| TextPos::new(start.segment, start.offset + offset(at));
        let Ok(quotation) = Quotation::of(&(pos(from)..pos(to)), &mut before.get()) else { return Ok(()) };
        let mut now = all.clone();
        let mut at = quoted;
        for (place, kind) in edits {
            // What stands beside the quoted sentence stays, and tells it from others.
            if place.abs_diff(at) <= 1 || place >= now.len() {
                continue;
            }
            match kind {
                0 => {
                    now.remove(place);
                    at -= usize::from(place < at);
                }
                1 => now.insert(place, all[(place * 7) % 40].clone()),
                2 => now[place] = now[place].replace("the river", "a flood"),
                _ => now[place].insert_str(0, "Much later, as they say: "),
            }
            at += usize::from(kind == 1 && place <= at);
        }
        let now: Vec<_> = now.iter().map(|text| text.replace(' ', "\n")).collect();
        let text = Text::new(&now, cut_now);
        let expected = quotation.words.trim().replace(' ', "\n");
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        let quotations = std::slice::from_ref(&quotation);
        let found =
            find_all(quotations, text.segments.len(), |at| text.segment_at(at), &mut text.get(), || true);
        let found = found[0].clone().expect("the words are found");
        let words = text.quote(&found).words;
        prop_assert_eq!(letters(&words), letters(&expected));
        let leaf = text.segments[found.start.segment.index()].clone();
        prop_assert_eq!(leaf.leaf_text(leaf.leaf_at(found.start.offset)), &now[at]);
    }
}

/// Sections of the same sentences under titles.
fn sections(titles: &[&str], body: &str) -> Vec<(LeafKind, String)> {
    let section =
        |title: &&str| [(LeafKind::Heading(2), (*title).to_owned()), (LeafKind::Paragraph, body.to_owned())];
    titles.iter().flat_map(section).collect()
}

/// A text of these blocks, so many in each segment.
fn text_of(blocks: &[(LeafKind, String)], in_each: usize) -> Text {
    let mut source = 0;
    let segment = |blocks: &[(LeafKind, String)]| {
        let mut builder = SegmentBuilder::new(source);
        let mut at = 0;
        for (kind, text) in blocks {
            builder.leaf(*kind, at..at + text.len(), text);
            at += text.len() + 2;
        }
        source += at as u64;
        Arc::new(builder.finish(at))
    };
    Text { segments: blocks.chunks(in_each).map(segment).collect() }
}

#[test]
fn of_several_places_with_the_words_the_one_under_the_same_heading_is_meant() {
    let body = "The water comes. Boats wait at the bank, and the fields are lakes. It goes again.";
    let words = "Boats wait at the bank, and the fields are lakes";
    let titles = ["Winter", "Spring", "Summer", "Autumn"];
    let blocks = sections(&titles, body);
    for in_each in [1, 2, 3, 8] {
        let before = text_of(&blocks, in_each);
        let nth = |text: &Text, n: usize| {
            let all = text.segments.iter().enumerate().flat_map(|(id, segment)| {
                let found = segment.text().match_indices(words).map(|(at, _)| at).collect::<Vec<_>>();
                found.into_iter().map(move |at| TextPos::new(SegmentId::from_index(id), offset(at)))
            });
            all.collect::<Vec<_>>()[n]
        };
        let start = nth(&before, 2);
        let end = TextPos::new(start.segment, start.offset + offset(words.len()));
        let quotation = before.quote(&(start..end));
        assert_eq!(quotation.section, "Summer");
        let found = |blocks: &[(LeafKind, String)]| {
            let now = text_of(blocks, in_each);
            let all = [quotation.clone()];
            let segment_at = |at| now.segment_at(at);
            let found = find_all(&all, now.segments.len(), segment_at, &mut now.get(), || true);
            let section = |range: &Range<TextPos>| title_at(range.start, &mut now.get()).unwrap();
            (found[0].as_ref().map(section), found[0].as_ref().map(|range| now.quote(range).words))
        };
        let at = |title: &str, words: &str| (Some(title.to_owned()), Some(words.to_owned()));
        // What stands before it has grown, or is gone; the sections have other places; it was edited around.
        let mut grown = blocks.clone();
        grown.insert(0, (LeafKind::Paragraph, "A new beginning. ".repeat(30)));
        assert_eq!(found(&grown), at("Summer", words), "{in_each}");
        assert_eq!(found(&blocks[2..]), at("Summer", words), "{in_each}");
        assert_eq!(found(&sections(&["Summer", "Autumn", "Winter", "Spring"], body)), at("Summer", words));
        let mut edited = blocks.clone();
        edited[5].1 = "Nobody is here. Boats wait at the bank, and the fields are lakes, or dry.".to_owned();
        assert_eq!(found(&edited), at("Summer", words), "{in_each}");
        // It was edited itself.
        edited[5].1 = body.replace("bank", "quay");
        assert_eq!(found(&edited), at("Summer", &words.replace("bank", "quay")), "{in_each}");
        // Its section has another name: the words around it and the place tell.
        edited = blocks.clone();
        edited[4].1 = "Drought".to_owned();
        assert_eq!(found(&edited), at("Drought", words), "{in_each}");
    }
}

#[test]
fn what_is_left_of_a_highlight_over_several_blocks_keeps_it() {
    let items = [
        "The first item of the list has several words to read in it, and a few more.",
        "A second item.",
        "The third item is about something else, and has the last words here.",
    ];
    let blocks = |texts: &[&str]| -> Vec<_> {
        let title = [(LeafKind::Heading(2), "A list".to_owned())];
        let others = texts.iter().map(|text| (LeafKind::Paragraph, (*text).to_owned()));
        let last = [(LeafKind::Paragraph, "What stands below the list is not changed by that.".to_owned())];
        title.into_iter().chain(others).chain(last).collect()
    };
    for in_each in [1, 2, 9] {
        let before = text_of(&blocks(&items), in_each);
        let place = |words: &str, is_end: bool| {
            let found = before.segments.iter().enumerate().find_map(|(id, segment)| {
                let at = segment.text().find(words)? + if is_end { words.len() } else { 0 };
                Some(TextPos::new(SegmentId::from_index(id), offset(at)))
            });
            found.unwrap()
        };
        let left = |from: &str, to: &str, now: &[&str]| {
            let quotation = before.quote(&(place(from, false)..place(to, true)));
            let now = text_of(&blocks(now), in_each);
            let found =
                find_all(&[quotation], now.segments.len(), |at| now.segment_at(at), &mut now.get(), || true);
            found[0].as_ref().map(|range| now.quote(range).words)
        };
        let [first, _, third] = items;
        let without_dot = |text: &str| Some(text.trim_end_matches('.').to_owned());
        assert_eq!(left("The first", "A second", &[first, third]), without_dot(first), "{in_each}");
        assert_eq!(left("The first", "A second", &[first]), without_dot(first), "{in_each}");
        assert_eq!(left("second", "words here", &[first, third]), without_dot(third), "{in_each}");
        assert_eq!(left("A second", "A second item", &[first, third]), None, "{in_each}");
        // A short one was edited at its end, and what stands around it too.
        let edited =
            [&first.replace("has several", "also has several").replace("read", "rede"), "Another.", third];
        assert_eq!(
            left("several words to read", "read", &edited).as_deref(),
            Some("several words to"),
            "{in_each}"
        );
    }
}
