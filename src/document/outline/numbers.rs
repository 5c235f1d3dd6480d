//! Numbers of sections that lie in others: `3.2` is the second section in the third.

use super::{Outline, Placed, SectionId, at_depth};
use crate::document::position::offset;

/// The most sections in another that are looked through.
const MOST_CHILDREN: usize = 10_000;

impl Outline {
    /// The section called by `number`: the one that shows it. Where titles have their own, that is the first whose title
    /// begins with it, of those that would be numbered if there is one; or else the one to which the sidebar gives it, or
    /// again one by its title.
    pub fn numbered(&self, number: u32) -> Option<SectionId> {
        self.with_given_number(number).or_else(|| self.with_own_number(number))
    }

    /// The section to which the sidebar gives `number`.
    fn with_given_number(&self, number: u32) -> Option<SectionId> {
        let depth = self.numbered_depth();
        let after = self.parts.partition_point(|placed| at_depth(placed.before.by_depth, depth) < number);
        let placed = self.parts.get(after.checked_sub(1)?)?;
        let ids = (0..offset(placed.part.sections.len())).map(|index| placed.id(index));
        ids.into_iter().find(|&id| self.number(id) == Some(number))
    }

    /// The first section whose title carries `number`.
    fn with_own_number(&self, number: u32) -> Option<SectionId> {
        let depth = self.numbered_depth();
        let all = || {
            let of = |placed: &Placed| -> Vec<_> {
                placed.part.with_own_number(number).map(|at| placed.id(at)).collect()
            };
            self.parts.iter().flat_map(of)
        };
        all().find(|&id| self.depth(id) == depth).or_else(|| all().next())
    }

    /// The section called by `numbers`: the one whose title begins with them, as `3.2 Method` does, wherever it lies;
    /// or else from the outside in, by the last numbers in the titles, as of `2. Method` in `3. Trials`, or by counting
    /// from what the sidebar numbers. Of more than 10,000 sections in another one only so many are counted.
    pub fn called(&self, numbers: &[u32]) -> Option<SectionId> {
        if let [number] = numbers {
            return self.numbered(*number);
        }
        let in_tree = || self.outer(numbers).find_map(|outer| self.called_inside(outer, numbers));
        self.titled(numbers).or_else(in_tree)
    }

    /// Whether the answer does not change when more sections come: no title may still come that says so.
    pub fn is_called_surely(&self, numbers: &[u32]) -> bool {
        numbers.len() == 1
            || self.titled(numbers).is_some()
            || !self.parts.iter().any(|placed| placed.part.has_dotted())
    }

    /// The first section whose title begins with these numbers, where they are several.
    fn titled(&self, numbers: &[u32]) -> Option<SectionId> {
        self.parts.iter().find_map(|placed| Some(placed.id(placed.part.with_dotted(numbers)?)))
    }

    /// The sections that are called by one number more than `around`, each with that number: by no numbers, those
    /// that the sidebar numbers.
    pub fn called_within(&self, around: &[u32]) -> Vec<(u32, SectionId)> {
        if around.is_empty() {
            return self.outermost();
        }
        let titled = self.titled_within(around);
        if !titled.is_empty() {
            return titled;
        }
        let ids = self.outer(around).filter_map(|outer| self.called_inside(outer, around));
        let mut children = ids.map(|id| self.numbered_children(Some(id), around));
        children.find(|children| !children.is_empty()).unwrap_or_default()
    }

    /// The sections that the sidebar numbers, and those beside them whose titles have a number of their own, each with
    /// the number that leads to it.
    fn outermost(&self) -> Vec<(u32, SectionId)> {
        let root = (self.numbered_depth() == 1).then_some(SectionId(0));
        let shown = |id| {
            let own = || Some((last_number(&self.get(id)?.title, &[])?, true, id));
            self.number(id).map(|number| (number, false, id)).or_else(own)
        };
        let mut shown: Vec<_> = self.children(root).take(MOST_CHILDREN).filter_map(shown).collect();
        shown.sort_unstable();
        shown.dedup_by_key(|(number, ..)| *number);
        shown.into_iter().map(|(number, _, id)| (number, id)).collect()
    }

    /// The sections whose titles begin with these numbers and one more, with that, in its order.
    fn titled_within(&self, around: &[u32]) -> Vec<(u32, SectionId)> {
        let within = |placed: &Placed| -> Vec<_> {
            let dotted = placed.part.dotted_within(around).take(MOST_CHILDREN);
            dotted.map(|(number, at)| (number, placed.id(at))).collect()
        };
        let mut titled: Vec<_> = self.parts.iter().flat_map(within).collect();
        titled.sort_unstable();
        titled.dedup_by_key(|(number, _)| *number);
        titled
    }

    /// The sections that the first number may call.
    fn outer(&self, numbers: &[u32]) -> impl Iterator<Item = SectionId> {
        let first = numbers.first().copied();
        let ids = first.map(|first| [self.numbered(first), self.with_own_number(first)]);
        ids.into_iter().flatten().flatten()
    }

    /// The section called by `numbers`, of which the first one calls `outer`.
    fn called_inside(&self, outer: SectionId, numbers: &[u32]) -> Option<SectionId> {
        (1..numbers.len()).try_fold(outer, |at, depth| {
            let wanted = numbers.get(depth)?;
            let children = self.numbered_children(Some(at), numbers.get(..depth)?);
            children.into_iter().find(|(number, _)| number == wanted).map(|(_, id)| id)
        })
    }

    /// The sections just inside `id`, which `around` call, or the outermost ones: with the numbers in their titles,
    /// or, where no title has one, counted.
    fn numbered_children(&self, id: Option<SectionId>, around: &[u32]) -> Vec<(u32, SectionId)> {
        let children = || self.children(id).take(MOST_CHILDREN);
        let own = |id| Some((last_number(&self.get(id)?.title, around)?, id));
        let with_own: Vec<_> = children().filter_map(own).collect();
        if with_own.is_empty() { (1..).zip(children()).collect() } else { with_own }
    }

    /// The sections just inside `id`, or the outermost ones.
    fn children(&self, id: Option<SectionId>) -> impl Iterator<Item = SectionId> {
        let first = id.map_or(0, |id| id.0.saturating_add(1));
        let end = id.map_or_else(|| u32::try_from(self.len()).unwrap_or(u32::MAX), |id| self.end(id));
        let within = move |at: SectionId| (at.0 < end).then_some(at);
        std::iter::successors(within(SectionId(first)), move |&at| within(SectionId(self.end(at))))
    }
}

/// The last of the numbers that a title begins with, where those before it are `around` or left out.
fn last_number(title: &str, around: &[u32]) -> Option<u32> {
    let numbers = printed_numbers(title)?;
    let (last, before) = numbers.split_last()?;
    (before.is_empty() || before == around).then_some(*last)
}

/// The numbers that a title begins with, with dots between them.
pub(super) fn printed_numbers(title: &str) -> Option<Vec<u32>> {
    let behind = title.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let numbers = title.strip_suffix(behind)?;
    let behind = behind.trim_start_matches([')', ':']);
    if !behind.is_empty() && !behind.starts_with(char::is_whitespace) {
        return None;
    }
    numbers.trim_end_matches('.').split('.').map(|number| number.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::outline;
    use super::*;

    fn titles(outline: &Outline, around: &[u32]) -> Vec<String> {
        let called = outline.called_within(around);
        called.iter().map(|&(number, id)| format!("{number} {}", outline.get(id).unwrap().title)).collect()
    }

    #[test]
    fn sections_in_others_are_counted() {
        let outline =
            outline(&[(1, "Title"), (2, "A"), (4, "deep"), (3, "b"), (2, "B"), (3, "c"), (4, "d"), (3, "e")]);
        for (numbers, expected) in [
            (&[1, 1][..], Some(2)),
            (&[1, 2], Some(3)),
            (&[2], Some(4)),
            (&[2, 1, 1], Some(6)),
            (&[2, 2], Some(7)),
            (&[2, 3], None),
            (&[2, 0], None),
            (&[3, 1], None),
            (&[], None),
        ] {
            assert_eq!(outline.called(numbers), expected.map(SectionId), "{numbers:?}");
        }
        assert_eq!(titles(&outline, &[]), ["1 A", "2 B"]);
        assert_eq!(titles(&outline, &[2]), ["1 c", "2 e"]);
        assert_eq!(titles(&outline, &[7]), Vec::<String>::new());
    }

    #[test]
    fn what_is_listed_is_what_is_gone_to() {
        let some = [(1, "Book"), (2, "Preface"), (2, "1 Intro"), (2, "2 Body"), (2, "Appendix")];
        let most = [(1, "Book"), (2, "Preface"), (2, "1 Intro"), (2, "2 Body"), (2, "3 End")];
        let few = [(1, "Book"), (2, "3 wishes"), (2, "A"), (2, "B"), (2, "7 bridges")];
        for (sections, expected) in [
            (some, vec!["1 1 Intro", "2 2 Body"]),
            (most, vec!["1 1 Intro", "2 2 Body", "3 3 End"]),
            (few, vec!["3 3 wishes", "7 7 bridges"]),
        ] {
            let outline = outline(&sections);
            assert_eq!(titles(&outline, &[]), expected);
            for (number, id) in outline.called_within(&[]) {
                assert_eq!(outline.called(&[number]), Some(id));
            }
        }
    }

    #[test]
    fn titles_have_numbers_of_their_own() {
        let outline = outline(&[
            (1, "Part one"),
            (2, "1. Aim"),
            (3, "Before"),
            (3, "1.1. Why"),
            (3, "1.3 Who"),
            (2, "3) Way"),
            (3, "1999 and all that"),
            (3, "2 Where"),
            (1, "Part two"),
        ]);
        for (numbers, expected) in
            [(&[1, 1][..], Some(3)), (&[1, 3], Some(4)), (&[1, 2], None), (&[3, 2], Some(7)), (&[3, 1], None)]
        {
            assert_eq!(outline.called(numbers), expected.map(SectionId), "{numbers:?}");
        }
        assert_eq!(titles(&outline, &[]), ["1 Part one", "2 Part two"]);
        assert_eq!(titles(&outline, &[1]), ["1 1.1. Why", "3 1.3 Who"]);
    }

    #[test]
    fn a_title_says_its_numbers_wherever_it_lies() {
        // As in an RFC, of which a caption was taken for a heading.
        let outline = outline(&[
            (1, "Protocol"),
            (2, "Abstract"),
            (2, "Contents"),
            (2, "1. Aim"),
            (2, "2. Frames"),
            (3, "2.1. Format"),
            (2, "Figure 1"),
            (3, "2.2. Size"),
            (4, "2.2.1. Limits"),
            (2, "3. Streams"),
            (3, "3.1. States"),
            (2, "Authors"),
        ]);
        for (numbers, expected) in [
            (&[2][..], Some(4)),
            (&[2, 1], Some(5)),
            (&[2, 2], Some(7)),
            (&[2, 2, 1], Some(8)),
            (&[3, 1], Some(10)),
            (&[3, 2], None),
            (&[4, 1], None),
            (&[5], None),
        ] {
            assert_eq!(outline.called(numbers), expected.map(SectionId), "{numbers:?}");
        }
        assert!(outline.ids().all(|id| outline.number(id).is_none()));
        assert_eq!(titles(&outline, &[2]), ["1 2.1. Format", "2 2.2. Size"]);
        assert_eq!(titles(&outline, &[2, 2]), ["1 2.2.1. Limits"]);
        let (known, unknown) = (&[2, 2], &[4, 1]);
        assert!(outline.is_called_surely(known) && !outline.is_called_surely(unknown));
    }

    #[test]
    fn a_title_begins_with_numbers() {
        for (title, around, expected) in [
            ("3.2 Method", &[3][..], Some(2)),
            ("3.2. Method", &[3], Some(2)),
            ("2) Method", &[3], Some(2)),
            ("3.2: Method", &[4], None),
            ("3.2", &[3], Some(2)),
            ("2nd", &[3], None),
            ("3..2 x", &[3], None),
            ("Method", &[3], None),
            ("", &[], None),
            ("99999999999 x", &[], None),
        ] {
            assert_eq!(last_number(title, around), expected, "{title}");
        }
    }
}
