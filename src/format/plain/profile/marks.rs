//! Signs around headings, as a document has them: stars before them, as in the outlines of Emacs, the same signs before
//! and behind them, and the versions of a package, each above what was changed in it.

use super::super::lines::Line;
use super::super::shape;

/// The signs around a heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Mark {
    /// So many stars before it: `** Bug fixes`.
    Stars(usize),
    /// So many of a sign before it and behind it: `=== Release 2.0 ===`.
    Framed(char, usize),
    /// None: a package and its version, with what else is known of it: `boat (1.2-3) unstable; urgency=low`.
    Version,
}

impl Mark {
    /// The mark of `body`, if it has one.
    pub(in super::super) fn of(body: &str) -> Option<Self> {
        stars(body).or_else(|| framed(body)).or_else(|| is_version(body).then_some(Self::Version))
    }

    /// The bytes of the signs before the heading, and of those behind it.
    pub(in super::super) fn lengths(self) -> (usize, usize) {
        match self {
            Self::Stars(count) => (count, 0),
            Self::Framed(sign, count) => (count * sign.len_utf8(), count * sign.len_utf8()),
            Self::Version => (0, 0),
        }
    }
}

/// The marks that headings of a document have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in super::super) struct Marks {
    /// The least stars before one and the most, if they have such.
    stars: Option<(usize, usize)>,
    /// The other marks, in the order in which they come first.
    others: Vec<Mark>,
}

impl Marks {
    /// Those in the samples.
    pub(in super::super) fn new(samples: &[Vec<Line<'_>>]) -> Self {
        const FEWEST_FRAMED: usize = 2;
        let mut found = Self::default();
        let (mut n_single, mut n_more, mut n_listed) = (0, 0, 0);
        let (mut n_framed, mut n_versions, mut n_bare) = (0, 0, 0);
        for lines in samples {
            for (at, mark) in (0..lines.len()).filter_map(|at| Some((at, mark_at(lines, at)?))) {
                match (mark, is_apart(lines, at)) {
                    (Mark::Stars(1), true) => n_single += 1,
                    (Mark::Stars(1), false) => n_listed += 1,
                    (Mark::Stars(count), true) => {
                        n_more += 1;
                        n_bare += usize::from(next_mark(lines, at) == Some(Mark::Stars(count)));
                    }
                    (Mark::Version, true) => n_versions += 1,
                    (Mark::Framed(..), true) => {
                        n_framed += 1;
                        if !found.others.contains(&mark) {
                            found.others.push(mark);
                        }
                    }
                    _ => {}
                }
            }
        }
        if n_framed < FEWEST_FRAMED {
            found.others.clear();
        }
        if n_versions > 0 {
            found.others.push(Mark::Version);
        }
        // A star alone is before items as well; more are so where hardly any text stands below them.
        let least = if n_single > 0 && n_listed == 0 { 1 } else { 2 };
        let most = if n_bare * 2 > n_more { 1 } else { usize::MAX };
        found.stars = (n_more > 0 && least <= most).then_some((least, most));
        found
    }

    /// The mark of line `at`, if headings have that here.
    pub(in super::super) fn at(&self, lines: &[Line<'_>], at: usize) -> Option<Mark> {
        if self.stars.is_none() && self.others.is_empty() {
            return None;
        }
        let mark = mark_at(lines, at).filter(|_| is_apart(lines, at))?;
        self.level(mark).map(|_| mark)
    }

    /// The level of headings with this mark, below a title.
    pub(in super::super) fn level(&self, mark: Mark) -> Option<usize> {
        const HIGHEST: usize = 2;
        match mark {
            Mark::Stars(count) => {
                let (least, _) = self.stars.filter(|(least, most)| (least..=most).contains(&&count))?;
                Some(count - least + HIGHEST)
            }
            _ => self.others.iter().position(|&other| other == mark).map(|deeper| deeper + HIGHEST),
        }
    }
}

/// The mark of line `at`, at the margin.
fn mark_at(lines: &[Line<'_>], at: usize) -> Option<Mark> {
    lines.get(at).filter(|line| line.indent == 0).and_then(|line| Mark::of(line.body))
}

/// The mark of the next line below line `at` that is not blank.
fn next_mark(lines: &[Line<'_>], at: usize) -> Option<Mark> {
    let next = (at + 1..lines.len()).find(|&next| lines.get(next).is_some_and(|line| !line.is_blank()))?;
    mark_at(lines, next)
}

/// Whether the line stands between blank ones, or others with other marks.
fn is_apart(lines: &[Line<'_>], at: usize) -> bool {
    let own = mark_at(lines, at);
    let is_free = |other: Option<usize>| {
        let line = other.and_then(|other| lines.get(other));
        let mark = other.and_then(|other| mark_at(lines, other));
        line.is_none_or(|line| line.is_blank() || (mark.is_some() && mark != own))
    };
    is_free(at.checked_sub(1)) && is_free(Some(at + 1))
}

fn stars(body: &str) -> Option<Mark> {
    const MOST: usize = 5;
    let rest = body.trim_start_matches('*');
    let count = body.len() - rest.len();
    let has_text =
        rest.starts_with(' ') && rest.trim_start().starts_with(|c: char| c.is_alphanumeric() || c == '\'');
    ((1..=MOST).contains(&count) && has_text && !rest.ends_with('*') && is_open(rest))
        .then_some(Mark::Stars(count))
}

fn framed(body: &str) -> Option<Mark> {
    const FEWEST: usize = 2;
    const MOST: usize = 12;
    // More are around what a program for mails puts in.
    const MOST_HYPHENS: usize = 4;
    let sign = body.chars().next().filter(|c| matches!(c, '=' | '-' | '*' | '~' | '+' | ':'))?;
    let inner = body.trim_matches(sign);
    let count = body.len() - body.trim_start_matches(sign).len();
    let is_closed = body.len() - body.trim_end_matches(sign).len() == count;
    let is_set_off = inner.starts_with(' ') && inner.ends_with(' ') && inner.len() > 2;
    let has_text = inner.chars().any(char::is_alphabetic) && !inner.contains("  ") && is_open(inner.trim());
    let most = if sign == '-' { MOST_HYPHENS } else { MOST };
    ((FEWEST..=most).contains(&count) && is_closed && is_set_off && has_text)
        .then_some(Mark::Framed(sign, count))
}

/// Whether `text` ends as headings do.
fn is_open(text: &str) -> bool {
    !matches!(shape::ending(text), shape::Ending::Clause | shape::Ending::Hyphen)
}

/// Whether `body` is the name of a package, its version, where that is to be had, and fields.
fn is_version(body: &str) -> bool {
    let Some((name, rest)) = body.split_once(' ') else { return false };
    let Some(rest) = rest.strip_prefix('(') else { return false };
    let Some((version, rest)) = rest.split_once(") ") else { return false };
    let Some((places, fields)) = rest.split_once("; ") else { return false };
    let is_name = |text: &str| {
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.:~_".contains(&byte))
    };
    is_name(name)
        && is_name(version)
        && version.bytes().any(|byte| byte.is_ascii_digit())
        && places.split(' ').all(is_name)
        && fields.split(',').all(|field| field.split_once('=').is_some_and(|(name, _)| is_name(name.trim())))
}

#[cfg(test)]
mod tests {
    use super::super::super::lines::lines;
    use super::*;

    fn marked(text: &str) -> Vec<(usize, usize)> {
        let lines = lines(text);
        let marks = Marks::new(std::slice::from_ref(&lines));
        let found = |at| Some((at, marks.level(marks.at(&lines, at)?)?));
        (0..lines.len()).filter_map(found).collect()
    }

    #[test]
    fn stars_are_of_headings_where_they_stand_apart() {
        let text = "* Changes in 1.2\n\n** Bug fixes\n\n  The boat floats.\n\n** News\n\n  It sinks.\n";
        assert_eq!(marked(text), [(0, 2), (2, 3), (6, 3)]);
        // A star alone is before items as well.
        let text = "** Changes in 1.2\n\n* The boat floats\n* It sinks\n\n*** More\n\n* Oars\n";
        assert_eq!(marked(text), [(0, 2), (5, 3)]);
        let text = "* Changes in 1.2\n\n** It floats\n\n** It sinks\n\n** It leaks\n\n* Changes in 1.1\n";
        assert_eq!(marked(text), [(0, 2), (8, 2)]);
        assert_eq!(marked("* The boat\n\n* The oars\n\n* The lamp\n"), []);
    }

    #[test]
    fn signs_before_and_behind_rank_as_they_come() {
        let text = "=== Release 2.0 ===\n\nText.\n\n--- Fixed ---\n\nText.\n\n=== Release 1.0 ===\n\nText.\n";
        assert_eq!(marked(text), [(0, 2), (4, 3), (8, 2)]);
        for text in
            ["--- a/boat ---\nText.\n", "-- Ann\n", "* Text *\n", "=====\n", "--- \n", "== a,  b ==\n"]
        {
            assert_eq!(marked(text), [], "{text}");
        }
    }

    #[test]
    fn versions_are_headings_above_what_was_changed() {
        let text = "boat (1:1.2-3) unstable; urgency=low\n\n  * It floats.\n\n -- Ann <ann@example.org>  Mon, 5 May 2025\n";
        assert_eq!(marked(text), [(0, 2)]);
        assert_eq!(marked("The boat (1.2) is here; it floats.\n"), []);
    }
}
