//! Copying from a file that somebody has written into.

use super::*;
use crate::taking::copied;

const TEXT: &str =
    "# Doc\n\nFirst para *here*.\n\n## Two\n\nSecond para is this one.\n\nThird para is that one.\n";

/// Puts another file in the place of one.
fn replace(path: &Path, text: &str) {
    let new = path.with_extension("new");
    fs::write(&new, text).unwrap();
    fs::rename(new, path).unwrap();
}

#[test]
fn the_source_of_a_file_that_was_written_into_is_not_copied() {
    let changed = TEXT.replacen("First", "Secret words stand before the first", 1);
    for size in SIZES {
        for keys in ["/third<Enter>Yy", "/third<Enter>Ys", "gvGY", "gVGY"] {
            for now in [changed.as_str(), "x", ""] {
                let path = file(TEXT);
                let mut screen = read(&path, size);
                fs::write(&path, now).unwrap();
                screen.press(keys);
                assert!(screen.copied.is_empty(), "{keys}: {:?}", screen.copied);
                let told = if size.0 < 60 {
                    "file changed; r reloads"
                } else {
                    "the file has changed: r reads it again"
                };
                assert!(screen.row(-1).contains(told), "{}", screen.text());
            }
        }
    }
}

#[test]
fn its_text_is_copied_as_it_was_read() {
    for size in SIZES {
        let path = file(TEXT);
        let mut screen = read(&path, size);
        fs::write(&path, "Other words.").unwrap();
        screen.press("/third<Enter>yy");
        assert_eq!(copied(&screen), "Third para is that one.");
        screen.press("rgYy");
        assert_eq!(copied(&screen), "Other words.");
    }
}

#[test]
fn the_source_is_copied_though_another_file_is_in_its_place() {
    for size in SIZES {
        let path = file(TEXT);
        let mut screen = read(&path, size);
        replace(&path, "Other words.");
        screen.press("gvGY");
        assert_eq!(copied(&screen), TEXT.trim_end());
        fs::remove_file(&path).unwrap();
        screen.press("/first<Enter>Yy");
        assert_eq!(copied(&screen), "First para *here*.");
    }
}
