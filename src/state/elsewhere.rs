//! Whether what was kept is of another document, which is still where it was, than of the one that is opened.

use std::path::Path;

use crate::document::{Identity, Likeness};
use crate::format;

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
        there.is_some_and(|there| there.content != opened.content && there.likeness(kept).is_some())
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
        assert!(is_another(&copy, &edited) && !is_another(&copy.with_copies([&kept]), &edited));
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
}
