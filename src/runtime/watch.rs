//! Watching a file: a thread that looks at it once a second, and into it only where it seems to have changed.

use std::sync::{Arc, Weak};
use std::time::Duration;
use std::{io, thread};

use super::Message;
use super::mailbox::Sender;
use crate::app::FileState;
use crate::document::Reopen;

/// How often the file is looked at.
const PERIOD: Duration = Duration::from_secs(1);

/// A change is told when nothing more has changed since the last look, so that a file is whole again, or
/// after so many looks: some are written to all the time.
const MOST_LOOKS: u32 = 5;

/// Tells one watch from another.
pub(super) type Number = u64;

/// Tells how one file stands.
pub(super) struct Watch {
    messages: Sender<Message>,
    /// How many files were watched, this one too.
    number: Number,
    /// Ends the thread when it is dropped.
    watched: Option<Arc<()>>,
}

impl Watch {
    /// One that watches nothing.
    pub(super) fn new(messages: Sender<Message>) -> Self {
        Self { messages, number: 0, watched: None }
    }

    /// Watches the file that this was opened from, and no other any more.
    pub(super) fn begin(&mut self, file: Arc<dyn Reopen>) -> io::Result<()> {
        let watched = Arc::new(());
        self.number += 1;
        let (is_wanted, messages, number) = (Arc::downgrade(&watched), self.messages.clone(), self.number);
        self.watched = Some(watched);
        let watch = move || watch(Looks::new(file.as_ref()), &is_wanted, number, &messages);
        thread::Builder::new().name("folio-file".to_owned()).spawn(watch).map(|_| ())
    }

    /// Whether the watch of this number is this one. What another has told before it ended may come later.
    pub(super) fn is_number(&self, number: Number) -> bool {
        self.number == number
    }
}

fn watch(mut looks: Looks, is_wanted: &Weak<()>, number: Number, messages: &Sender<Message>) {
    loop {
        thread::sleep(PERIOD);
        if is_wanted.strong_count() == 0 {
            return;
        }
        let Some(state) = looks.look() else { continue };
        if messages.send(Message::File(number, state)).is_err() {
            return;
        }
    }
}

/// What was seen of a file.
struct Looks<'a> {
    file: &'a dyn Reopen,
    /// Its stamp when it was opened.
    opened: Option<u64>,
    /// What was in it then, as a hash; none where the file is large, or had changed before anybody looked.
    content: Option<u64>,
    changes: Changes,
    has_looked: bool,
}

impl<'a> Looks<'a> {
    fn new(file: &'a dyn Reopen) -> Self {
        let opened = file.stamp();
        Self { file, opened, content: None, changes: Changes::new(opened), has_looked: false }
    }

    /// Looks at the file, and answers how it stands if that is to be told.
    fn look(&mut self) -> Option<FileState> {
        // The first look into it does not compete with the first screen.
        if !std::mem::replace(&mut self.has_looked, true) {
            let content = self.file.content_now();
            self.content = content.filter(|_| self.file.stamp_now() == self.opened);
        }
        let now = self.file.stamp_now();
        self.changes.is_to_be_told(now).then(|| match now {
            None => FileState::Gone,
            Some(_) if now == self.opened || self.has_same_content() => FileState::AsOpened,
            Some(_) => FileState::Changed,
        })
    }

    /// Whether there is in it what was in it when it was opened, though it was written since.
    fn has_same_content(&self) -> bool {
        self.content.is_some() && self.file.content_now() == self.content
    }
}

/// What was seen of a file, by its stamps; none where it was gone.
struct Changes {
    told: Option<u64>,
    seen: Option<u64>,
    /// Looks since it is another than was told.
    n_looks: u32,
}

impl Changes {
    fn new(opened: Option<u64>) -> Self {
        Self { told: opened, seen: opened, n_looks: 0 }
    }

    /// Takes what is seen now.
    fn is_to_be_told(&mut self, now: Option<u64>) -> bool {
        let is_settled = std::mem::replace(&mut self.seen, now) == now;
        self.n_looks = if now == self.told { 0 } else { self.n_looks + 1 };
        let is_told = self.n_looks > 0 && (is_settled || self.n_looks >= MOST_LOOKS);
        if is_told {
            (self.told, self.n_looks) = (now, 0);
        }
        is_told
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;
    use crate::format;
    use crate::runtime::mailbox::mailbox;
    use crate::source::{Opened, Source};

    fn told(seen: &[Option<u64>]) -> Vec<Option<u64>> {
        let mut changes = Changes::new(Some(1));
        seen.iter().copied().filter(|&now| changes.is_to_be_told(now)).collect()
    }

    #[test]
    fn a_change_is_told_once_and_when_it_has_settled() {
        let [one, two, three] = [1, 2, 3].map(Some);
        assert_eq!(told(&[one, two, three, three, three]), [three]);
        assert_eq!(told(&[None, two, two, None, None, None, one, one]), [two, None, one]);
        assert_eq!(told(&[two, one, one]), []);
    }

    #[test]
    fn what_never_settles_is_told_now_and_then() {
        let seen: Vec<_> = (2..14).map(Some).collect();
        assert_eq!(told(&seen), [Some(6), Some(11)]);
    }

    fn file(path: &Path) -> Arc<dyn Reopen> {
        let Opened::Source(source) = Source::open(path).unwrap() else { panic!("it is no file") };
        let opening = format::open(source, format::by_name("plain").unwrap()).unwrap();
        opening.document.readings().unwrap()
    }

    /// Writes a file anew: as another file, so that its stamp is another in any case.
    fn write(path: &Path, text: &str) {
        let new = path.with_extension("new");
        fs::write(&new, text).unwrap();
        fs::rename(new, path).unwrap();
    }

    #[test]
    fn a_file_that_was_only_written_again_has_not_changed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        write(&path, "as it was");
        let file = file(&path);
        let mut looks = Looks::new(&*file);
        let mut told = |text: &str| {
            write(&path, text);
            [looks.look(), looks.look()]
        };
        assert_eq!(told("as it was"), [None, Some(FileState::Changed)], "nobody knows what was in it");
        let mut looks = Looks::new(&*file);
        assert_eq!(looks.look(), None);
        let file = self::file(&path);
        let mut looks = Looks::new(&*file);
        assert_eq!(looks.look(), None);
        let mut told = |text: &str| {
            write(&path, text);
            [looks.look(), looks.look()]
        };
        assert_eq!(told("as it was"), [None, Some(FileState::AsOpened)]);
        assert_eq!(told("another"), [None, Some(FileState::Changed)]);
        assert_eq!(told("as it was"), [None, Some(FileState::AsOpened)]);
        fs::remove_file(&path).unwrap();
        assert_eq!([looks.look(), looks.look()], [None, Some(FileState::Gone)]);
        fs::create_dir(&path).unwrap();
        assert_eq!([looks.look(), looks.look()], [None, None], "what lies there is no file");
    }

    #[test]
    fn what_a_watch_told_before_another_began_is_not_of_that() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        write(&path, "text");
        let (messages, _) = mailbox();
        let mut watch = Watch::new(messages);
        watch.begin(file(&path)).unwrap();
        let first = watch.number;
        assert!(watch.is_number(first));
        watch.begin(file(&path)).unwrap();
        assert!(!watch.is_number(first));
    }
}
