//! What the text of a source is known by.

use std::ops::Range;
use std::path::Path;

use crate::document::Identity;
use crate::source::{Source, lossy};

/// The samples of a long text besides its beginning, and bytes of each.
const SAMPLES: u64 = 8;
const SAMPLE: u64 = 2 << 10;

/// The identity of a source. Of a long one only some of it is read: its beginning, samples up to its end,
/// and how long it is. Of one that still comes through a pipe, only the beginning, so that it does not matter
/// how much has come; that is waited for.
pub(super) fn of(source: &Source) -> Identity {
    while !source.is_whole() && source.len() < Identity::HEAD {
        source.wait_beyond(source.len());
    }
    let read = |range: Range<u64>| source.read(range).unwrap_or_default();
    let is_whole = source.is_whole();
    let head = lossy(read(0..Identity::HEAD));
    let length = source.len();
    let is_long = length > Identity::HEAD && is_whole;
    let samples = (1..=SAMPLES).filter(|_| is_long).map(|number| {
        let end = Identity::HEAD + (length - Identity::HEAD) / SAMPLES * number;
        let end = if number == SAMPLES { length } else { end };
        read(end.saturating_sub(SAMPLE).max(Identity::HEAD)..end)
    });
    let length = is_long.then(|| length.to_le_bytes().to_vec());
    Identity::new(source.file_name(), head, samples.chain(length)).at(source.full_path())
}

/// The identity of what lies in a file now; none where there is none that can be read.
pub fn in_file(path: &Path) -> Option<Identity> {
    Source::open_file(path).ok().map(|source| of(&source))
}

/// The text in a file as it is now, up to so many bytes of it; none where there is none that can be read.
pub fn text_in_file(path: &Path, most: u64) -> Option<String> {
    Source::open_file(path).ok()?.text(0..most).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Likeness;
    use crate::source::Incoming;

    fn text(n_words: usize) -> String {
        (0..n_words).map(|n| format!("word{}", n * 7919 % 10_007)).collect::<Vec<_>>().join(" ")
    }

    fn identity(name: &str, text: &str) -> Identity {
        of(&Source::from_text(name, text))
    }

    #[test]
    fn names_and_folders_do_not_matter() {
        for n_words in [1, 100, 10_000, 100_000] {
            let one = identity("a/one.txt", &text(n_words));
            assert_eq!(one.name, "one.txt");
            assert_eq!(one.likeness(&identity("b/two.md", &text(n_words))), Some(Likeness::Same));
        }
    }

    #[test]
    fn what_was_added_at_the_end_is_another_text_but_similar() {
        let one = identity("one.txt", &text(100_000));
        let longer = identity("one.txt", &(text(100_000) + "more"));
        assert!(matches!(one.likeness(&longer), Some(Likeness::Similar(_))));
    }

    #[test]
    fn of_a_pipe_it_does_not_matter_how_much_has_come_before_its_end() {
        let all = text(10_000);
        let of_first = |length: usize| {
            let (source, feed) = Source::growing("pipe");
            feed.write(&all.as_bytes()[..length]).unwrap();
            of(&source)
        };
        assert_eq!(of_first(20_000), of_first(40_000));
        let file = identity("file", &all);
        assert!(matches!(of_first(20_000).likeness(&file), Some(Likeness::Similar(_))));
        assert!(file.begins_as(&of_first(20_000)) && !of_first(20_000).begins_as(&file));
    }

    #[test]
    fn of_a_pipe_it_does_not_matter_how_fast_it_came() {
        for n_words in [100, 10_000, 100_000] {
            let all = std::io::Cursor::new(text(n_words).into_bytes());
            let at_once = Incoming::start("pipe", move || Ok(all)).unwrap().source(None).unwrap();
            let (slow, feed) = Source::growing("pipe");
            feed.write(text(n_words).as_bytes()).unwrap();
            feed.end(None);
            assert_eq!(of(&at_once), of(&slow), "{n_words}");
        }
    }

    #[test]
    fn a_pipe_is_the_same_as_the_file_when_all_has_come() {
        for n_words in [100, 10_000] {
            let (source, feed) = Source::growing("pipe");
            feed.write(text(n_words).as_bytes()).unwrap();
            feed.end(None);
            assert_eq!(of(&source).likeness(&identity("file", &text(n_words))), Some(Likeness::Same));
        }
    }
}
