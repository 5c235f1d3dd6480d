//! Numbers of sections that lie in others: `3.2` is the second section in the third.

use super::{Outline, SectionId};

/// The most sections in another that are looked through.
const MOST_CHILDREN: usize = 10_000;

impl Outline {
    /// The section called by `numbers`, from the outside in: by those in the titles, as `3.2 Method` has them, or
    /// else by counting from what the sidebar numbers. Of more than 10,000 sections in another one only so many
    /// are counted.
    pub fn called(&self, numbers: &[u32]) -> Option<SectionId> {
        match numbers {
            [number] => self.numbered(*number),
            _ => self.outer(numbers).find_map(|outer| self.called_inside(outer, numbers)),
        }
    }

    /// The sections that are called by one number more than `around`, each with that number: by no numbers, those
    /// that the sidebar numbers.
    pub fn called_within(&self, around: &[u32]) -> Vec<(u32, SectionId)> {
        if around.is_empty() {
            let root = (self.numbered_depth() == 1).then_some(SectionId(0));
            return self.numbered_children(root, around);
        }
        let ids = self.outer(around).filter_map(|outer| self.called_inside(outer, around));
        let mut children = ids.map(|id| self.numbered_children(Some(id), around));
        children.find(|children| !children.is_empty()).unwrap_or_default()
    }

    /// The sections that the first number may call.
    fn outer(&self, numbers: &[u32]) -> impl Iterator<Item = SectionId> {
        let first = numbers.first().copied();
        let ids = first.map(|first| [self.with_own_number(first), self.numbered(first)]);
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
    let behind = title.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let numbers = title.strip_suffix(behind)?;
    let behind = behind.trim_start_matches([')', ':']);
    if !behind.is_empty() && !behind.starts_with(char::is_whitespace) {
        return None;
    }
    let numbers: Option<Vec<u32>> =
        numbers.trim_end_matches('.').split('.').map(|number| number.parse().ok()).collect();
    let (last, before) = numbers.as_ref()?.split_last()?;
    (before.is_empty() || before == around).then_some(*last)
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
