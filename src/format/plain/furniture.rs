//! Page furniture is taken out of the lines before anything else is looked at: the running lines at the
//! head and foot of a page, with the blank lines around them, and the terms around a book.
//!
//! What a page break went through is then adjacent again, and the stages that follow see one paragraph,
//! list or table. What was taken out is kept, with the place it was taken from.

use std::ops::Range;

use super::lines::Line;
use super::marker::marker;
use super::profile::Profile;
use super::shape::{self, Ending};
use crate::document::Furniture;

/// Lines that were taken out: a running line, or a paragraph of a publisher's terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Removed<'a> {
    /// The number of the line that stands behind it now.
    pub(super) at: usize,
    pub(super) lines: Vec<Line<'a>>,
    pub(super) kind: Furniture,
}

/// Lines without the furniture among them.
#[derive(Clone, Debug, Default)]
pub(super) struct Cleared<'a> {
    pub(super) lines: Vec<Line<'a>>,
    /// Which of the lines are the chunk's own.
    pub(super) own: Range<usize>,
    /// What was taken out of the chunk's own lines, in order.
    pub(super) removed: Vec<Removed<'a>>,
}

/// Clears `all`, of which `own` are the chunk's. `is_license` says whether a line is part of the terms.
pub(super) fn clear<'a>(
    all: Vec<Line<'a>>,
    own: Range<usize>,
    profile: &Profile,
    is_license: impl Fn(usize, &Line<'a>) -> bool,
) -> Cleared<'a> {
    if !profile.running.is_paginated() && !profile.license.is_there() {
        return Cleared { lines: all, own, removed: Vec::new() };
    }
    let is_license: Vec<_> = all.iter().enumerate().map(|(at, line)| is_license(at, line)).collect();
    let mut clearing = Clearing {
        all: &all,
        is_license: &is_license,
        own: &own,
        profile,
        at: 0,
        kept: Vec::with_capacity(all.len()),
        origins: Vec::with_capacity(all.len()),
        removed: Vec::new(),
    };
    while clearing.at < all.len() {
        clearing.step();
    }
    let Clearing { kept, origins, removed, .. } = clearing;
    let place = |at: usize| origins.partition_point(|&origin| origin < at);
    Cleared { own: place(own.start)..place(own.end), lines: kept, removed }
}

/// `lines` without page furniture.
pub(super) fn clear_all<'a>(lines: Vec<Line<'a>>, profile: &Profile) -> Vec<Line<'a>> {
    let own = 0..lines.len();
    clear(lines, own, profile, |_, _| false).lines
}

struct Clearing<'s, 'a> {
    all: &'s [Line<'a>],
    /// Which lines are part of the terms.
    is_license: &'s [bool],
    own: &'s Range<usize>,
    profile: &'s Profile,
    /// The next line.
    at: usize,
    kept: Vec<Line<'a>>,
    /// Which line each of those that are kept was.
    origins: Vec<usize>,
    removed: Vec<Removed<'a>>,
}

impl Clearing<'_, '_> {
    /// Takes the next line, or the furniture that begins with it and the blank lines around.
    fn step(&mut self) {
        let gap = self.gap();
        let has_furniture = gap.clone().any(|at| self.kind(at).is_some());
        if !has_furniture && !self.feeds(gap.start..gap.end + 1) {
            return self.keep(gap.start..gap.end.max(gap.start + 1));
        }
        self.remove(&gap);
        let is_joined = self.is_joined(&gap);
        if !has_furniture && !is_joined {
            self.keep(gap.clone());
        }
        if !is_joined {
            self.part(gap.end);
        }
        self.keep(gap.end..gap.end + 1);
    }

    /// Whether a page begins in `lines`.
    fn feeds(&self, mut lines: Range<usize>) -> bool {
        lines.any(|at| self.all.get(at).is_some_and(|line| line.is_page_start))
    }

    /// The blank lines and furniture from here on.
    fn gap(&self) -> Range<usize> {
        let is_inside = |&at: &usize| self.all.get(at).is_some_and(Line::is_blank) || self.kind(at).is_some();
        self.at..self.at + (self.at..self.all.len()).take_while(is_inside).count()
    }

    /// What furniture the line at `at` is.
    fn kind(&self, at: usize) -> Option<Furniture> {
        let line = self.all.get(at).filter(|line| !line.is_blank())?;
        if self.is_license.get(at).copied().unwrap_or_default() {
            return Some(Furniture::License);
        }
        (self.profile.running.has(line) && self.is_apart(at, line)).then_some(Furniture::Footer)
    }

    /// Whether the line at `at` stands apart from the text: on one side, or on both if it is a bare
    /// number.
    fn is_apart(&self, at: usize, line: &Line<'_>) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.all.get(before));
        let after = self.all.get(at + 1);
        let is_edge = |line: &Line<'_>| line.is_blank() || self.profile.running.has(line);
        let above = line.is_page_start || before.is_none_or(is_edge);
        let below = after.is_none_or(|after| after.is_page_start || is_edge(after));
        let has_words = line.body.contains(char::is_alphabetic);
        if has_words { above || below } else { above && below }
    }

    /// Takes lines over as they are.
    fn keep(&mut self, lines: Range<usize>) {
        for at in lines {
            self.kept.extend(self.all.get(at).copied());
            self.origins.push(at);
            self.at = at + 1;
        }
    }

    /// Puts a blank line before the line at `next`, unless there is one.
    fn part(&mut self, next: usize) {
        let start = self.all.get(next).map(|line| line.start);
        if let Some(start) = start.filter(|_| self.kept.last().is_some_and(|last| !last.is_blank())) {
            self.kept.push(Line::blank(start));
            self.origins.push(next);
        }
    }

    /// Takes out the furniture in `gap`.
    fn remove(&mut self, gap: &Range<usize>) {
        let at = self.kept.len();
        for index in gap.clone().filter(|index| self.own.contains(index)) {
            let (Some(kind), Some(&line)) = (self.kind(index), self.all.get(index)) else { continue };
            let kind = if kind == Furniture::License { kind } else { self.side(gap, index) };
            let goes_on =
                kind == Furniture::License && index > gap.start && self.kind(index - 1) == Some(kind);
            match self.removed.last_mut().filter(|_| goes_on) {
                Some(open) => open.lines.push(line),
                None => self.removed.push(Removed { at, lines: vec![line], kind }),
            }
        }
    }

    /// Whether the running line at `at` is at the foot of a page or at the head of the next one.
    fn side(&self, gap: &Range<usize>, at: usize) -> Furniture {
        let others = |mut lines: Range<usize>| lines.any(|at| self.kind(at).is_some());
        let has_words = self.all.get(at).is_some_and(|line| line.body.contains(char::is_alphabetic));
        let is_below_feed = self.feeds(gap.start..at + 1);
        let is_above_feed = self.feeds(at + 1..gap.end + 1);
        // Of two without a form feed the first is the foot; a number alone is more often one, too.
        let is_second = others(gap.start..at) || (has_words && !others(at + 1..gap.end));
        let is_last = gap.end == self.all.len();
        if is_below_feed || (!is_above_feed && !is_last && is_second) {
            Furniture::Header
        } else {
            Furniture::Footer
        }
    }

    /// Whether an item of one line stands above `gap`, and a line alone below it, no further in.
    fn are_single(&self, gap: &Range<usize>) -> bool {
        let is_blank = |line: Option<&Line<'_>>| line.is_none_or(Line::is_blank);
        let [.., above, before] = self.kept.as_slice() else { return false };
        let Some(after) = self.all.get(gap.end) else { return false };
        above.is_blank()
            && marker(before.body).is_some()
            && after.indent <= before.indent
            && is_blank(self.all.get(gap.end + 1))
    }

    /// Whether the text goes on over `gap` as if there were no page break.
    fn is_joined(&self, gap: &Range<usize>) -> bool {
        let (Some(before), Some(after)) = (self.kept.last(), self.all.get(gap.end)) else { return false };
        let is_page_break = gap.clone().all(|at| self.kind(at) != Some(Furniture::License));
        is_page_break
            && !before.is_blank()
            && !self.are_single(gap)
            && (reads_on(before, after, self.profile) || is_next_row(before, after))
    }
}

/// Whether a sentence that `before` does not end goes on in `after`.
fn reads_on(before: &Line<'_>, after: &Line<'_>, profile: &Profile) -> bool {
    const SHIFT: usize = 8;
    const GAP: usize = 4;
    let is_open = matches!(shape::ending(before.body), Ending::Open | Ending::Clause | Ending::Hyphen);
    let is_beside = before.indent.abs_diff(after.indent) <= SHIFT && !after.has_gap(GAP);
    let goes_on = profile.is_full(before, after) || shape::starts_small(after.body);
    profile.measure.is_some() && is_open && is_beside && goes_on
}

/// Whether two lines are rows of one table: with as many bars, or with gaps that end in the same columns.
fn is_next_row(before: &Line<'_>, after: &Line<'_>) -> bool {
    let bars = |line: &Line<'_>| line.body.matches('|').count();
    if bars(before) > 1 || bars(after) > 1 {
        return bars(before) == bars(after);
    }
    let columns = cells(before);
    before.indent == after.indent && columns.len() > 1 && columns == cells(after)
}

/// The columns at which cells start behind wide gaps.
fn cells(line: &Line<'_>) -> Vec<usize> {
    let (mut gap, mut found) = (0, Vec::new());
    for (at, c) in line.body.chars().enumerate() {
        if c != ' ' && gap > 2 {
            found.push(at);
        }
        gap = if c == ' ' { gap + 1 } else { 0 };
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::super::model::Weights;
    use super::super::profile::Profile;
    use super::*;
    use crate::source::Source;

    const BODY: &str = "The river had risen in the night and stood now at\nthe third step of the landing, brown and quick, so\nthat nobody spoke of it for the rest of the day.\n\n";

    /// A book of three pages around `first` and `second`, of which a break stands between the two.
    fn book(first: &str, second: &str) -> String {
        let page = |text: &str, number: usize| {
            format!(
                "\u{c}The River              May 1921\n\n\n{}{text}\n\n\nLee              [Page {number}]\n",
                BODY.repeat(6)
            )
        };
        let last = format!("{second}\n{}", BODY.repeat(6));
        let break_free =
            format!("\u{c}The River              May 1921\n\n\n{last}\n\n\nLee              [Page 3]\n");
        page("A whole page.", 1) + &page(first, 2) + &break_free
    }

    /// The lines where the second page ends and the third begins.
    fn seam(first: &str, second: &str) -> Vec<String> {
        let text = book(first, second);
        let profile = Profile::of_source(&Source::from_text("test", &text), Weights::bundled());
        let all = lines(&text);
        let own = 0..all.len();
        let cleared = clear(all, own, &profile, |_, _| false);
        let kinds: Vec<_> = cleared.removed.iter().map(|removed| removed.kind).collect();
        assert_eq!(kinds, [Furniture::Header, Furniture::Footer].repeat(3));
        assert_eq!(cleared.own, 0..cleared.lines.len());
        let mut bodies = cleared.lines.iter().map(|line| line.body.to_owned());
        let end = first.lines().last().unwrap().trim();
        let at = bodies.position(|body| body == end).unwrap();
        cleared.lines[at..].iter().take(3).map(|line| line.body.to_owned()).collect()
    }

    #[test]
    fn what_a_page_break_went_through_is_adjacent_again() {
        for (first, second) in [
            (
                "We waited until the rain had gone over the hills\nand then went down with the ropes to see whether",
                "the boat was still where it had been.",
            ),
            (
                "We waited until the rain had gone over the hills\nand then went down with the ropes to see, as",
                "Cy had told us, what was left.",
            ),
            ("a | b | c\nd | e | f", "g | h | i"),
            ("rope     12 m     old\nboat      2       new", "oars      5       old"),
        ] {
            let lines = seam(first, second);
            assert_eq!(lines[1], second.lines().next().unwrap(), "{lines:?}");
        }
    }

    #[test]
    fn what_ends_on_a_page_stays_apart() {
        for (first, second) in [
            ("That was all there was to be said about it then.", "The next morning came."),
            ("That was all.", "2. The Boat"),
            ("1. The River", "The boat lay where it had been."),
        ] {
            assert_eq!(seam(first, second)[1], "", "{first}");
        }
    }

    #[test]
    fn a_bare_form_feed_parts_pages() {
        let text = format!(
            "{BODY}One page.\n\u{c}Another page.\n{BODY}We waited until the rain had gone and then we\n\u{c}\nwent down.\n"
        );
        let profile = Profile::of_source(&Source::from_text("test", &text), Weights::bundled());
        let all = lines(&text);
        let bodies: Vec<_> = clear_all(all, &profile).iter().map(|line| line.body).collect();
        assert!(bodies.windows(3).any(|three| three == ["One page.", "", "Another page."]), "{bodies:?}");
        assert!(
            bodies.ends_with(&["We waited until the rain had gone and then we", "went down."]),
            "{bodies:?}"
        );
    }
}
