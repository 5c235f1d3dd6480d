//! The letters that stand for links: short, none the beginning of another.

/// The letters, those under resting fingers first.
const LETTERS: &str = "fjdkslaghrueiwoqptyvmcnbxz";

/// The letters for so many links. Those for the first are the shortest.
pub(super) fn hints(count: usize) -> Vec<String> {
    let mut hints: Vec<String> = LETTERS.chars().map(String::from).collect();
    // Those before are as short as can be; those from here on are one letter longer.
    let mut n_shortest = hints.len();
    while hints.len() < count {
        if n_shortest == 0 {
            n_shortest = hints.len();
        }
        n_shortest -= 1;
        let shortest = hints.remove(n_shortest);
        hints.extend(LETTERS.chars().map(|letter| format!("{shortest}{letter}")));
    }
    hints.truncate(count);
    hints
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_few_links_have_one_letter_each() {
        assert_eq!(hints(3), ["f", "j", "d"]);
        assert_eq!(hints(0), Vec::<String>::new());
        assert!(hints(26).iter().all(|hint| hint.len() == 1));
        assert_eq!(hints(27)[24..], ["x", "zf", "zj"]);
    }

    #[test]
    fn every_letter_is_there_once() {
        let letters: BTreeSet<_> = LETTERS.chars().collect();
        assert_eq!((letters.len(), LETTERS.len()), (26, 26));
        assert!(letters.iter().all(char::is_ascii_lowercase));
    }

    proptest! {
        #[test]
        fn none_begins_another_and_all_are_short(count in 0..3000_usize) {
            let mut hints = hints(count);
            prop_assert_eq!(hints.len(), count);
            prop_assert!(hints.is_sorted_by_key(String::len));
            let longest = hints.iter().map(String::len).max().unwrap_or(0);
            prop_assert!(longest < 2 || 26_usize.pow(u32::try_from(longest).unwrap() - 1) < count);
            hints.sort();
            prop_assert!(hints.windows(2).all(|pair| !pair[1].starts_with(pair[0].as_str())));
        }
    }
}
