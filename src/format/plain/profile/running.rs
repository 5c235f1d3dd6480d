//! Running lines: what printed pages have at their heads and feet, learned from where it returns.
//!
//! Two signs give a running line away: it stands beside form feeds more than once, or it comes back at
//! a fixed distance with a number that grows, and sentences go on behind it. A heading that opens a
//! chapter does neither: chapters differ in length, and begin with a sentence of their own.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::super::lines::Line;
use super::super::shape::{self, Ending};
use crate::document::Fnv;

/// The widest running line, in columns.
const WIDEST: usize = 132;
/// How often a line has to return in a sample.
const FEWEST: usize = 3;
/// How many lines away a running line may stand from another.
const NEAR: usize = 6;
/// How many lines a page has, where form feeds do not tell.
const PAGE: Range<usize> = 15..121;

/// The running lines of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in super::super) struct Running {
    shapes: HashSet<u64>,
    /// Whether form feeds part pages.
    has_feeds: bool,
    /// What stands at both ends of the first line, as the name of a manual page does, and again at an
    /// end of the last one.
    title: Option<Box<str>>,
}

impl Running {
    /// The running lines of the samples.
    pub(super) fn new(samples: &[Vec<Line<'_>>]) -> Self {
        let mut shapes = HashSet::new();
        for lines in samples {
            shapes.extend(returning(lines, samples));
        }
        let has_feeds = samples.iter().flatten().any(|line| line.is_page_start);
        if has_feeds {
            let feet = beside_feeds(samples, foot);
            if !feet.is_empty() || are_pages_alike(samples) {
                shapes.extend(beside_feeds(samples, head));
            }
            shapes.extend(feet);
        }
        let title = samples.first().and_then(|lines| title(lines)).map(Box::from);
        Self { shapes, has_feeds, title }
    }

    /// Whether the document has pages.
    pub(in super::super) fn is_paginated(&self) -> bool {
        self.has_feeds || self.title.is_some() || !self.shapes.is_empty()
    }

    /// Whether `line` looks like a running line.
    pub(in super::super) fn has(&self, line: &Line<'_>) -> bool {
        let returns =
            || !self.shapes.is_empty() && may_run(line) && self.shapes.contains(&shape_of(line.body));
        let has_title = |title: &str| {
            let Some((first, last)) = ends(line.body) else { return false };
            last == title || first == last
        };
        self.title.as_deref().is_some_and(has_title) || returns()
    }
}

/// What stands at both ends of the first line, if that stands apart.
fn title<'a>(lines: &[Line<'a>]) -> Option<&'a str> {
    let at = lines.iter().position(|line| !line.is_blank())?;
    let (first, last) = ends(lines.get(at)?.body)?;
    (first == last && lines.get(at + 1).is_none_or(Line::is_blank)).then_some(first)
}

/// What stands before the first wide gap and behind the last one.
fn ends(body: &str) -> Option<(&str, &str)> {
    const GAP: &str = "  ";
    let (first, _) = body.split_once(GAP)?;
    let (_, last) = body.rsplit_once(GAP)?;
    last.contains(char::is_alphabetic).then_some((first, last))
}

fn may_run(line: &Line<'_>) -> bool {
    line.width <= WIDEST && line.body.bytes().any(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii())
}

/// The hash of `body`, whatever the numbers in it and the width of its gaps.
fn shape_of(body: &str) -> u64 {
    let (mut hash, mut last) = (Fnv::default(), 0);
    for byte in body.bytes() {
        let byte = match byte {
            b'0'..=b'9' => b'0',
            b' ' | b'\t' => b' ',
            other => other,
        };
        if byte != last || !matches!(byte, b'0' | b' ') {
            hash.add_byte(byte);
        }
        last = byte;
    }
    hash.get()
}

/// The numbers in `body`.
fn numbers(body: &str) -> Vec<u32> {
    const MOST: usize = 8;
    let runs = body.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty());
    runs.take(MOST).map(|run| run.parse().unwrap_or(u32::MAX)).collect()
}

/// The shapes that come back in `lines`, one of the `samples`, at a fixed distance with a number that
/// grows, and those that come back beside them.
fn returning(lines: &[Line<'_>], samples: &[Vec<Line<'_>>]) -> HashSet<u64> {
    let (apart, within) = places(lines);
    let is_counting = |places: &[usize]| are_counted(lines, places) && are_even(places, &PAGE);
    let mut running: HashSet<u64> =
        apart.iter().filter(|(_, places)| is_counting(places)).map(|(shape, _)| *shape).collect();
    if running.is_empty() {
        return running;
    }
    let breaks: Vec<_> = running.iter().filter_map(|shape| apart.get(shape)).flatten().copied().collect();
    let is_running = |at: usize| lines.get(at).is_some_and(|line| running.contains(&shape_of(line.body)));
    let is_beside = |places: &[usize]| places.iter().all(|&at| neighbors(lines, at).any(is_running));
    let others = apart.iter().filter(|(shape, places)| !within.contains(*shape) && is_beside(places));
    let others: Vec<_> = others.map(|(shape, _)| *shape).collect();
    running.extend(others);
    let measure = super::measure(samples, &super::prose(samples));
    let goes_on = |&at: &usize| measure.is_some_and(|measure| goes_on_over(lines, at, &running, measure));
    if breaks.iter().any(goes_on) { running } else { HashSet::new() }
}

/// Where lines of one shape stand apart again and again, and the shapes of those that do not: what also
/// stands within paragraphs is text that a page happens to begin or end with.
fn places(lines: &[Line<'_>]) -> (HashMap<u64, Vec<usize>>, HashSet<u64>) {
    let mut apart: HashMap<u64, Vec<usize>> = HashMap::new();
    let mut within = HashSet::new();
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| may_run(line)) {
        if is_apart(lines, at) {
            apart.entry(shape_of(line.body)).or_default().push(at);
        } else {
            within.insert(shape_of(line.body));
        }
    }
    apart.retain(|_, places| places.len() >= FEWEST);
    (apart, within)
}

/// Whether a sentence goes on behind the running line at `at` and those beside it.
fn goes_on_over(lines: &[Line<'_>], at: usize, running: &HashSet<u64>, measure: usize) -> bool {
    let is_text = |line: &&Line<'_>| !line.is_blank() && !running.contains(&shape_of(line.body));
    let text = |at: usize| lines.get(at).filter(is_text);
    let before = (at.saturating_sub(NEAR)..at).rev().find_map(text);
    let after = (at + 1..=at + NEAR).find_map(text);
    let (Some(before), Some(after)) = (before, after) else { return false };
    let is_open = matches!(shape::ending(before.body), Ending::Open | Ending::Clause | Ending::Hyphen);
    is_open && super::is_full(before, after, measure)
}

/// The nearest lines with text before and after the line at `at`, if only a few blank ones are between.
fn neighbors(lines: &[Line<'_>], at: usize) -> impl Iterator<Item = usize> {
    let is_filled = |&at: &usize| lines.get(at).is_some_and(|line| !line.is_blank());
    let before = (at.saturating_sub(NEAR)..at).rev().find(is_filled);
    let after = (at + 1..=at + NEAR).find(is_filled);
    before.into_iter().chain(after)
}

/// Whether a blank line, a form feed or the end of the sample is beside the line at `at`.
fn is_apart(lines: &[Line<'_>], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| lines.get(before));
    let is_first = lines.get(at).is_some_and(|line| line.is_page_start);
    let ends = |next: &Line<'_>| next.is_blank() || next.is_page_start;
    is_first || before.is_none_or(Line::is_blank) || lines.get(at + 1).is_none_or(ends)
}

/// Whether a number grows from one of the lines at `places` to the next, all of one shape.
fn are_counted(lines: &[Line<'_>], places: &[usize]) -> bool {
    let numbers: Vec<_> = places.iter().filter_map(|&at| Some(numbers(lines.get(at)?.body))).collect();
    numbers.iter().zip(numbers.iter().skip(1)).all(|(one, next)| is_next_page(one, next))
}

/// Whether one number grows by a page or a few, and the others stay.
fn is_next_page(one: &[u32], next: &[u32]) -> bool {
    const MOST_PAGES: u32 = 4;
    let mut changes = one.iter().zip(next).filter(|(one, next)| one != next);
    let grows = changes.next().is_some_and(|(one, next)| next > one && next - one <= MOST_PAGES);
    grows && changes.next().is_none()
}

/// Whether nearly all distances between `places` are the same, up to a few lines, or twice that.
fn are_even(places: &[usize], pages: &Range<usize>) -> bool {
    const SLACK: usize = 2;
    const PART: usize = 12;
    let mut distances: Vec<_> =
        places.iter().zip(places.iter().skip(1)).map(|(one, next)| next - one).collect();
    distances.sort_unstable();
    let Some(&page) = distances.get(distances.len().saturating_sub(1) / 2) else { return false };
    let slack = SLACK.max(page / PART);
    let fits = |distance: &&usize| distance.abs_diff(page) <= slack || distance.abs_diff(page * 2) <= slack;
    pages.contains(&page) && distances.iter().filter(fits).count() * 5 >= distances.len() * 4
}

/// The shapes of the lines that `find` finds beside form feeds, more than once.
fn beside_feeds(
    samples: &[Vec<Line<'_>>],
    find: impl Fn(&[Line<'_>], usize) -> Option<usize>,
) -> HashSet<u64> {
    let mut counts: HashMap<u64, usize> = HashMap::new();
    for lines in samples {
        // A sample ends as a page does.
        let mut places: Vec<_> = feeds(lines).chain([lines.len()]).filter_map(|at| find(lines, at)).collect();
        // Between two form feeds there may be nothing.
        places.dedup();
        for line in places.into_iter().filter_map(|at| lines.get(at)).filter(|line| may_run(line)) {
            *counts.entry(shape_of(line.body)).or_default() += 1;
        }
    }
    counts.into_iter().filter(|(_, count)| *count > 1).map(|(shape, _)| shape).collect()
}

fn feeds(lines: &[Line<'_>]) -> impl Iterator<Item = usize> {
    lines.iter().enumerate().filter(|(_, line)| line.is_page_start).map(|(at, _)| at)
}

/// The last line of the page that ends before the line at `feed`, if it stands apart.
fn foot(lines: &[Line<'_>], feed: usize) -> Option<usize> {
    const REACH: usize = 60;
    let mut before = (feed.saturating_sub(REACH)..feed).rev();
    let at = before.find(|&at| lines.get(at).is_some_and(|line| !line.is_blank()))?;
    let above = at.checked_sub(1).and_then(|above| lines.get(above));
    above.is_none_or(Line::is_blank).then_some(at)
}

/// The first line of the page that begins with the line at `feed`, if it stands apart.
fn head(lines: &[Line<'_>], feed: usize) -> Option<usize> {
    const REACH: usize = 4;
    let at = (feed..feed + REACH).find(|&at| lines.get(at).is_some_and(|line| !line.is_blank()))?;
    lines.get(at + 1).is_none_or(Line::is_blank).then_some(at)
}

/// Whether form feeds come at a fixed distance.
fn are_pages_alike(samples: &[Vec<Line<'_>>]) -> bool {
    samples.iter().any(|lines| {
        let places: Vec<_> = feeds(lines).collect();
        places.len() > 2 && are_even(&places, &PAGE)
    })
}

#[cfg(test)]
mod tests {
    use super::super::super::lines::lines;
    use super::*;

    fn running(text: &str) -> Running {
        Running::new(&[lines(text)])
    }

    fn pages(count: usize, page: impl Fn(usize) -> String) -> String {
        (1..=count).map(page).collect()
    }

    const TEXT: &str = "The river rose in the night, and nobody slept; in\nthe morning the landing was gone, and with it both\nof the boats.\n";

    #[test]
    fn lines_beside_form_feeds_run() {
        let text = pages(3, |page| {
            format!(
                "\u{c}The River                May 1921\n\n{}\n\nLee        [Page {page}]\n",
                TEXT.repeat(14)
            )
        });
        let running = running(&text);
        assert!(running.has(&Line::new("The River    May 1921", 0)));
        assert!(running.has(&Line::new("Lee    [Page 17]", 0)));
        assert!(!running.has(&Line::new("Lee", 0)));
    }

    #[test]
    fn two_pages_are_enough_with_a_form_feed() {
        let text = pages(2, |page| {
            format!("\u{c}The River        May 1921\n\n{}\n\nLee        [Page {page}]\n", TEXT.repeat(14))
        });
        assert!(running(&text).has(&Line::new("Lee    [Page 1]", 0)));
        assert!(running(&text).has(&Line::new("The River    May 1921", 0)));
    }

    #[test]
    fn lines_at_a_fixed_distance_run() {
        let page = |page: usize| {
            let who = ["Ann", "Lee", "Bo", "Cy"][page - 1];
            format!(
                "{}{who} had waited on the other bank of it for the\n\n{page}    The River\n\nMay 1921\n\nferry, as {who} said.\n",
                TEXT.repeat(10)
            )
        };
        let text = pages(4, page);
        assert!(running(&text).has(&Line::new("12    The River", 0)));
        assert!(running(&text).has(&Line::new("May 1921", 0)));
        let text = pages(6, |_| format!("{}\n[Picture]\n\n", TEXT.repeat(10)));
        assert!(!running(&text).is_paginated());
        let text = pages(4, |page| format!("{}\nCHAPTER {page}\n\n", TEXT.repeat(page * page * 5)));
        assert!(!running(&text).is_paginated());
        let text = pages(4, |page| format!("{}\nCHAPTER {page}\n\n", TEXT.repeat(10)));
        assert!(!running(&text).is_paginated());
    }

    #[test]
    fn the_name_of_a_manual_page_runs() {
        let running = running("FERRY(1)      User Commands      FERRY(1)\n\nNAME\n    ferry - a boat\n");
        for line in
            ["FERRY(1)    User Commands    FERRY(1)", "1.0    May 2021    FERRY(1)", "BSD    May    BSD"]
        {
            assert!(running.has(&Line::new(line, 0)), "{line}");
        }
        assert!(!running.has(&Line::new("see FERRY(1)", 0)));
        assert!(!self::running("a    b    a\nc    d    c\n").is_paginated());
    }

    #[test]
    fn lines_at_the_ends_of_samples_without_form_feeds_do_not() {
        let samples = ["Line 1 stands here.\n\nLine 2 stands here.\n", "Line 70 stands here.\n"].map(lines);
        assert!(!Running::new(&samples).is_paginated());
    }

    #[test]
    fn one_line_before_two_form_feeds_does_not() {
        assert!(!running("Text.\n\nThe end\n\u{c}\n\u{c}\nMore.\n").has(&Line::new("The end", 0)));
    }

    #[test]
    fn headings_behind_form_feeds_do_not() {
        let text = pages(4, |page| format!("\u{c}CHAPTER {page}\n\n{}\n", TEXT.repeat(page * page * 5)));
        assert!(!running(&text).has(&Line::new("CHAPTER 3", 0)));
    }
}
