//! Whether what was kept is of another document, which is still where it was, than of the one that is opened.

use std::path::Path;

use crate::document::{Identity, Likeness};
use crate::format;

/// The most bytes of a text in which is looked for what is left of another one.
const MOST_BYTES: u64 = 8 << 20;

/// How much a text is like another one that lay in its place, and is not like it at all.
pub(super) const IN_ITS_PLACE: Likeness = Likeness::Similar(0);

/// Whether what is `kept` of a text is of another document than the one that is `opened`, however much alike these are:
/// where the file still lies elsewhere and has that text, edited or not, the one opened was not made by moving or
/// editing it. What is there is looked at only where that matters. Where it cannot be read, nothing speaks against
/// its having been moved.
pub(super) fn is_another(kept: &Identity, opened: &Identity) -> bool {
    let is_it = kept.places().any(|place| Some(place) == opened.path.as_ref());
    if is_it || !matches!(kept.likeness(opened), Some(Likeness::Similar(_))) {
        return false;
    }
    kept.places().any(|place| {
        let there = format::identity_in_file(Path::new(place));
        there.is_some_and(|there| {
            there.content != opened.content && !there.begins_as(opened) && there.likeness(kept).is_some()
        })
    })
}

/// Whether a text that is wholly unlike the one that is `opened` at first sight, but lay where that does, was changed to
/// it: nothing of it lies elsewhere, and not nearly all of it is gone. Of its beginning at least a fifth is left, wherever
/// that is by now, or else one of the `words` that are known from elsewhere in it.
pub(super) fn is_changed_in_place<'a>(
    kept: &Identity,
    mut words: impl Iterator<Item = &'a str>,
    opened: &Identity,
) -> bool {
    /// With fewer runs, or letters, chance decides.
    const LEAST: usize = 4;
    const LEAST_LETTERS: usize = 24;
    let Some(path) = opened.path.as_ref().filter(|_| kept.path == opened.path) else { return false };
    let is_elsewhere = |place: &String| {
        format::identity_in_file(Path::new(place)).is_some_and(|there| there.likeness(kept).is_some())
    };
    if kept.places().any(|place| place != path && is_elsewhere(place)) {
        return false;
    }
    let Some(text) = format::text_in_file(Path::new(path), MOST_BYTES) else { return false };
    let (n_left, n_runs) = kept.runs_left_in(&text);
    if n_runs >= LEAST && n_left * 5 >= n_runs {
        return true;
    }
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let text = letters(&text);
    words.any(|words| {
        let words = letters(words);
        words.chars().count() >= LEAST_LETTERS
            && memchr::memmem::find(text.as_bytes(), words.as_bytes()).is_some()
    })
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;

    use super::*;

    /// A contract between these two, much like any other.
    fn contract(parties: &str) -> String {
        let clause =
            |n: usize| format!("Clause {n}: word{} shall word{}.\n\n", n * 7919 % 1009, n * 31 % 101);
        format!("Between {parties}.\n\n{}", (0..60).map(clause).collect::<String>())
    }

    /// Writes a file, and tells what it is known by.
    fn written(path: &PathBuf, text: &str) -> Identity {
        fs::write(path, text).unwrap();
        format::identity_in_file(path).unwrap()
    }

    #[test]
    fn what_is_still_there_is_another_document() {
        let folder = tempfile::tempdir().unwrap();
        let [jan, feb] = ["jan.txt", "feb.txt"].map(|name| folder.path().join(name));
        let kept = written(&jan, &contract("Jan and Joan"));
        let opened = written(&feb, &contract("Ada and Bob"));
        assert!(matches!(kept.likeness(&opened), Some(Likeness::Similar(_))));
        assert!(is_another(&kept, &opened));
        assert!(is_another(&kept, &opened.clone().at(None)), "what comes through a pipe is none of it");
        assert!(!is_another(&kept.clone().at(None), &opened), "nobody knows where that lies");
        written(&jan, &contract("Jan and Joanna"));
        assert!(is_another(&kept, &opened), "the other one was edited");
        let edited = format::identity_in_file(&jan).unwrap();
        assert!(!is_another(&kept, &edited), "it is the very file");
        // The file was edited after its copy was read last, which still has the text.
        let copy = written(&folder.path().join("copy.txt"), &contract("Jan and Joan"));
        assert!(is_another(&copy, &edited) && !is_another(&copy.with_copies(&[kept]), &edited));
    }

    #[test]
    fn what_was_moved_and_edited_is_the_same_document() {
        let folder = tempfile::tempdir().unwrap();
        let [old, new] = ["old.txt", "new.txt"].map(|name| folder.path().join(name));
        let kept = written(&old, &contract("Jan and Joan"));
        let opened = written(&new, &contract("Jan and Joanna"));
        assert!(is_another(&kept, &opened));
        // Both are the edited one: a copy, or another way to the same file.
        fs::copy(&new, &old).unwrap();
        assert!(!is_another(&kept, &opened));
        fs::write(&old, "Quite another text lies in its place by now, with words of its own.").unwrap();
        assert!(!is_another(&kept, &opened));
        fs::remove_file(&old).unwrap();
        assert!(!is_another(&kept, &opened));
        fs::create_dir(&old).unwrap();
        assert!(!is_another(&kept, &opened));
    }

    /// A text of so many paragraphs, of which those of other seeds have other words.
    fn paragraphs(n: usize, seed: usize) -> String {
        let word = |n: usize| format!("word{}", n * (7919 + seed) % 10_007);
        let paragraph = |at: usize| (at * 40..at * 40 + 40).map(word).collect::<Vec<_>>().join(" ") + "\n\n";
        (0..n).map(paragraph).collect()
    }

    #[test]
    fn a_file_that_was_changed_much_is_the_same_as_long_as_a_part_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("diary.txt");
        let before = paragraphs(60, 1);
        let kept = written(&path, &before);
        let words = |text: &str| text.get(12_000..12_080).unwrap().to_owned();
        let every = |nth: usize| {
            let words = before.split(' ').enumerate();
            words.map(|(at, word)| if at % nth == 0 { "other" } else { word }).collect::<Vec<_>>().join(" ")
        };
        for (changed, expected) in [
            (paragraphs(16, 2) + &before, true),
            (paragraphs(120, 2) + &before, true),
            (every(7), true),
            (before.get(before.len() / 2..).unwrap().to_owned(), true),
            (paragraphs(60, 3), false),
            (String::new(), false),
        ] {
            let opened = written(&path, &changed);
            let is_it = is_changed_in_place(&kept, std::iter::empty(), &opened);
            assert_eq!(is_it, expected, "{}", changed.get(..99).unwrap_or_default());
        }
        // Nothing of its beginning is left, but where the reader was.
        let opened = written(&path, &(paragraphs(60, 3) + before.get(11_000..14_000).unwrap()));
        assert!(is_changed_in_place(&kept, [words(&before).as_str()].into_iter(), &opened));
        assert!(!is_changed_in_place(&kept, ["word5"].into_iter(), &opened));
    }

    #[test]
    fn what_was_put_in_the_place_of_a_file_that_was_moved_is_another_document() {
        let folder = tempfile::tempdir().unwrap();
        let [path, moved] = ["jan.txt", "old.txt"].map(|name| folder.path().join(name));
        let before = paragraphs(60, 1);
        let kept = written(&path, &before);
        let kept = written(&moved, &before).at(kept.path.clone()).with_copies(&[written(&moved, &before)]);
        let opened = written(&path, &(paragraphs(40, 2) + &before));
        assert!(!is_changed_in_place(&kept, std::iter::empty(), &opened));
        fs::remove_file(&moved).unwrap();
        assert!(is_changed_in_place(&kept, std::iter::empty(), &opened));
        assert!(!is_changed_in_place(&kept, std::iter::empty(), &opened.at(None)));
    }

    #[test]
    fn what_comes_through_a_pipe_may_be_the_file_that_begins_so() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        let text = paragraphs(90, 1);
        let kept = written(&path, &text);
        let length = usize::try_from(Identity::HEAD).unwrap();
        let head = |text: &str| text.get(..length).unwrap().to_owned();
        let of_head = |text: &str| Identity::new("standard input", head(text), []);
        assert!(!is_another(&kept, &of_head(&text)));
        assert!(is_another(&kept, &of_head(&text.replacen("word", "sword", 1))));
    }
}
