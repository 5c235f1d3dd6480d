//! Reading a long document while the rest of it is still being read.

use crate::fixture::Screen;

/// Markdown of many chunks: numbered sections, one word in the last, a link defined at the end.
fn long() -> String {
    let filler = "Words that fill a paragraph, over and over, for as long as it takes. ".repeat(20);
    let section = |n: u32| format!("## Section {n}\n\nSee [the end][end] of it. {filler}\n\n");
    let sections: String = (1..=1200).map(section).collect();
    format!("{sections}## Last\n\nA zebra.\n\n[end]: https://example.org/\n")
}

fn held() -> Screen {
    Screen::held(&long(), "markdown").size(100, 14)
}

fn finish(screen: &mut Screen) {
    while screen.work(1) {}
    assert!(screen.app().document().has_parsed_all());
}

#[test]
fn what_is_read_does_not_move_while_the_rest_comes() {
    let mut screen = held().keys("]]jj");
    let before = screen.page();
    while screen.work(1) {
        assert!(
            screen.page()[2..] == before[2..] || screen.text().contains("See the end"),
            "{}",
            screen.text()
        );
    }
    assert_eq!(screen.app().document().outline().len(), 1201);
    assert!(!screen.row(-1).contains("reading"));
}

#[test]
fn links_are_resolved_whatever_the_order_of_the_work() {
    let mut screen = held();
    // The first chunks are parsed before the definition is known, and come after it.
    let mut late = Vec::new();
    screen.shuffle(|jobs| late.extend(jobs.drain(1..)));
    screen.work(1);
    screen.shuffle(|jobs| late.into_iter().for_each(|job| jobs.push_front(job)));
    finish(&mut screen);
    let unresolved =
        screen.app().document().segments().filter(|(_, segment)| segment.text().contains("[end]"));
    assert_eq!(unresolved.count(), 0);
}

#[test]
fn a_hit_in_what_is_not_read_yet_is_gone_to_when_it_comes() {
    let mut screen = held().keys("/zebra<Enter>");
    assert!(screen.row(-1).contains("searching …"), "{}", screen.row(-1));
    finish(&mut screen);
    assert!(screen.text().contains("A zebra."), "{}", screen.text());
    assert!(screen.row(-1).contains("1 of 1"));
}

#[test]
fn many_hits_are_gone_past_by_their_counts() {
    let mut screen = held().keys("/section <Enter>900n");
    finish(&mut screen);
    for (keys, expected) in
        [("", "901 of 1200"), ("800N", "101 of 1200"), ("201N", "1100 of 1200"), ("1200n", "1100 of")]
    {
        screen.press(keys);
        assert!(screen.row(-1).contains(expected), "{keys}: {}", screen.row(-1));
    }
}

#[test]
fn a_reader_who_went_on_is_not_called_back() {
    let mut screen = held().keys("/zebra<Enter>5j");
    let before = screen.page()[0].clone();
    finish(&mut screen);
    // The paragraph is shorter now that its link is one; its words are still in the first row.
    let words = before.rsplit_once(' ').unwrap().0.split(' ').next().unwrap();
    assert!(screen.page()[0].contains(words), "{before}\n{}", screen.text());
    assert!(screen.row(-1).contains("1 hit"), "{}", screen.row(-1));
    screen.press("n");
    assert!(screen.text().contains("A zebra."));
}

#[test]
fn nothing_is_said_to_be_missing_before_all_is_searched() {
    let mut screen = held().keys("/unicorn<Enter>");
    assert!(!screen.row(-1).contains("no hit"), "{}", screen.row(-1));
    finish(&mut screen);
    assert!(screen.row(-1).contains("no hit"), "{}", screen.row(-1));
}

#[test]
fn the_end_is_gone_to_when_it_is_known() {
    let mut screen = held().keys("G");
    finish(&mut screen);
    assert!(screen.text().contains("A zebra."), "{}", screen.text());
    assert!(screen.row(-1).contains("100 %"));
}

#[test]
fn a_percentage_is_of_the_whole_document() {
    let mut screen = held().keys("50%");
    finish(&mut screen);
    assert!(screen.row(-1).ends_with(" 50 %"), "{}", screen.row(-1));
    assert!(screen.text().contains("Section 6") || screen.text().contains("Section 59"), "{}", screen.text());
}

#[test]
fn a_section_is_gone_to_when_it_is_found() {
    let mut screen = held().keys("1100<Enter>");
    assert!(screen.row(-1).contains("looking for section 1100"), "{}", screen.row(-1));
    finish(&mut screen);
    assert!(screen.page()[0].contains("Section 1100"), "{}", screen.text());
    screen.press("1300<Enter>");
    assert!(screen.row(-1).contains("no section 1300"), "{}", screen.row(-1));
}

#[test]
fn one_who_goes_elsewhere_is_not_taken_away() {
    for keys in ["50%", "G", "1100<Enter>"] {
        let mut screen = held().keys(keys).keys("g");
        finish(&mut screen);
        assert_eq!(screen.page()[0], "Section 1", "{keys}");
    }
}

#[test]
fn folds_selection_and_hit_outlive_a_second_parse() {
    let mut screen = held().keys("/section 3 <Backspace><Enter><Tab>j");
    let before = (screen.row(-1), screen.app().sidebar().rows().iter().position(|row| row.is_selected));
    finish(&mut screen);
    let after = screen.app().sidebar().rows().iter().position(|row| row.is_selected);
    assert_eq!(after, before.1, "{}", screen.text());
    assert!(screen.row(-1).contains("1 of "), "{}", screen.row(-1));
    let hit = screen.app().finding().unwrap().current().unwrap();
    let segment = screen.app().document().segment(hit.segment).unwrap();
    assert_eq!(segment.slice(hit.span).to_lowercase(), "section 3");
}

#[test]
fn the_tree_has_the_sections_of_all_parts_that_have_come() {
    let mut screen = held();
    screen.work(1);
    loop {
        screen.shuffle(|jobs| jobs.make_contiguous().reverse());
        let is_working = screen.work(1);
        let document = screen.app().document();
        let outline = document.outline();
        let titles: Vec<_> = outline.ids().map(|id| &*outline.get(id).unwrap().title).collect();
        let sections: Vec<_> = (1..=1200).map(|n| format!("Section {n}")).collect();
        let is_come = |title: &&str| {
            document.segments().any(|(_, segment)| segment.text().lines().any(|line| line == *title))
        };
        let all = sections.iter().map(String::as_str).chain(["Last"]);
        assert_eq!(titles, all.filter(is_come).collect::<Vec<_>>());
        if !is_working {
            return assert_eq!(titles.len(), 1201);
        }
    }
}

#[test]
fn sections_that_come_before_the_selected_one_do_not_move_it() {
    let mut screen = held().keys("50%");
    // The last chunks come first: so many as are there when the reader is at the middle.
    while screen.row(-1).contains("reading") && !screen.row(-1).ends_with(" 50 %") {
        screen.shuffle(|jobs| jobs.make_contiguous().reverse());
        assert!(screen.work(1));
    }
    screen.press("<Tab>jj");
    let selected = |screen: &Screen| {
        let rows = screen.app().sidebar().rows();
        let at = rows.iter().position(|row| row.is_selected).unwrap();
        (rows[at].title.clone(), at)
    };
    let (before, n_before) = (selected(&screen), screen.app().document().outline().len());
    finish(&mut screen);
    assert_eq!(selected(&screen), before, "{}", screen.text());
    assert!(screen.app().document().outline().len() > n_before);
}

#[test]
fn a_key_does_not_wait_for_text_that_is_far_behind_definitions() {
    let title = "a title of many words ".repeat(200);
    let definition = |n: u32| format!("[label {n}]: https://example.org/{n} \"{title}\"\n");
    let definitions: String = (0..3000).map(definition).collect();
    let mut screen = Screen::held(&format!("{definitions}\n# After\n\nA zebra.\n"), "markdown");
    screen.work(1);
    screen.press(")");
    assert!(screen.row(-1).contains("no further table that way so far"), "{}", screen.text());
    let document = screen.app().document();
    assert!(document.n_parsed() < document.n_segments(), "{}", document.n_segments());
    finish(&mut screen);
    assert!(screen.text().contains("A zebra."));
    screen.press(")");
    assert!(!screen.row(-1).contains("so far"), "{}", screen.text());
}
