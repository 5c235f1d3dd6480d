//! The names that links give to headings, as GitHub makes them from their titles.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

use super::{Outline, TextPos};

/// What a name leaves out of a title: all but letters, marks, digits, `_`, hyphens and spaces.
static LEFT_OUT: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"[^\w\- ]").ok());

/// The name that a title alone would have.
///
/// ```
/// assert_eq!(folio::document::anchors::slug("Über: C++ & Co."), "über-c--co");
/// ```
pub fn slug(title: &str) -> String {
    let title = title.trim().to_lowercase();
    let kept =
        LEFT_OUT.as_ref().map_or_else(|| title.clone(), |all| all.replace_all(&title, "").into_owned());
    kept.replace(' ', "-")
}

impl Outline {
    /// Where the section starts that links call by `name`. Where several sections have one title, the later
    /// ones have a number behind their names. Takes a step for each section.
    pub fn anchored(&self, name: &str) -> Option<TextPos> {
        let wanted = slug(name);
        let root = root(&wanted);
        // Only names with the same root can be taken when a number is given.
        let mut taken: HashMap<String, u32> = HashMap::new();
        self.sections().find_map(|section| {
            let title = slug(&section.title);
            if self::root(&title) != root {
                return None;
            }
            (distinct(&title, &mut taken) == wanted).then_some(section.start)
        })
    }
}

/// The name of the next section that would be called by `name`, where those in `taken` have had theirs.
fn distinct(name: &str, taken: &mut HashMap<String, u32>) -> String {
    let mut given = name.to_owned();
    while taken.contains_key(&given) {
        let number = taken.entry(name.to_owned()).or_default();
        *number += 1;
        given = format!("{name}-{number}");
    }
    taken.insert(given.clone(), 0);
    given
}

/// A name without the numbers behind it.
fn root(name: &str) -> &str {
    let mut root = name;
    while let Some((before, number)) = root.rsplit_once('-') {
        if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
            break;
        }
        root = before;
    }
    root
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::document::{LeafKind, SegmentBuilder, SegmentId};

    #[test]
    fn names_are_made_as_github_does() {
        for (title, expected) in [
            ("What it carried", "what-it-carried"),
            ("C++ & Co.", "c--co"),
            ("  A  B ", "a--b"),
            ("`code_span` – dash", "code_span--dash"),
            ("Ärger ÜBER ΣΟΦΟΣ", "ärger-über-σοφος"),
            ("1.2 Über-Größe!", "12-über-größe"),
            ("漢字。と、かな", "漢字とかな"),
            ("e\u{301}te\u{301} 🎉", "e\u{301}te\u{301}-"),
            ("???", ""),
        ] {
            assert_eq!(slug(title), expected, "{title}");
        }
    }

    fn outline(titles: &[String]) -> Outline {
        let mut builder = SegmentBuilder::new(0);
        for title in titles {
            builder.leaf(LeafKind::Heading(1), 0..0, title);
        }
        let segment = builder.finish(0);
        Outline::new([(SegmentId(0), &segment)])
    }

    #[test]
    fn the_same_titles_are_told_apart_by_numbers() {
        let titles = ["Foo", "Foo 1", "foo", "Bar", "Foo!", "foo"].map(str::to_owned);
        let outline = outline(&titles);
        let starts: Vec<_> = outline.sections().map(|section| section.start).collect();
        for (name, expected) in [
            ("foo", Some(0)),
            ("foo-1", Some(1)),
            ("foo-2", Some(2)),
            ("foo-3", Some(4)),
            ("foo-4", Some(5)),
            ("foo-5", None),
            ("bar", Some(3)),
            ("Bar", Some(3)),
            ("bar-1", None),
            ("fo", None),
            ("", None),
        ] {
            assert_eq!(outline.anchored(name), expected.map(|at: usize| starts[at]), "{name}");
        }
    }

    proptest! {
        #[test]
        fn a_name_is_found_as_if_all_were_made(titles in prop::collection::vec("[ab]{1,2}([ -][12]){0,2}", 1..20)) {
            let outline = outline(&titles);
            let mut taken = HashMap::new();
            for section in outline.sections() {
                let name = distinct(&slug(&section.title), &mut taken);
                prop_assert_eq!(outline.anchored(&name), Some(section.start), "{}", name);
            }
        }

        #[test]
        fn a_name_has_no_punctuation_and_stays_as_it_is(title in "\\PC{0,20}") {
            let name = slug(&title);
            let is_allowed = |c: char| c.is_alphanumeric() || "-_".contains(c) || !c.is_ascii();
            prop_assert!(name.chars().all(is_allowed), "{name}");
            let again = slug(&name);
            prop_assert_eq!(again.trim_matches('-'), name.trim_matches('-'));
        }
    }
}
