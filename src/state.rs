//! What is kept from one run to the next: files in the reader's state folder.
//!
//! Each file is a list, one object a line. Several readers share it: whoever changes it takes a lock, reads
//! what is there by then, and puts a new file in its place, so that nobody loses anything or sees half a
//! file.

mod corrections;
mod documents;
mod elsewhere;
mod hexadecimal;
mod lines;
mod notes;
mod passages;

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::document::corrections::Edit;
use crate::document::memory::{Annotated, PastLine, SetAside};
use crate::document::{Identity, Keeping, Kept, Memory, NoteEdit, Recalled, RecalledNotes};

/// The most bytes of a file that are read; what is larger was not written by us.
const MOST_BYTES: u64 = 16 << 20;
/// How often a lock that others hold is asked for, and how long in between: many readers may end at the same time.
const TRIES: u32 = 2000;
const PAUSE: Duration = Duration::from_millis(5);

/// The files of the folder, and what is kept in them.
pub const FILES: [(&str, &str); 4] = [
    (
        documents::FILE,
        "Where you were in the texts read last, what you marked and folded there, and how much of them you have read.",
    ),
    (notes::FILE, "What you highlighted and noted."),
    (corrections::FILE, "What you said of blocks that were read wrongly."),
    (lines::FILE, "The searches and commands typed last."),
];

/// A folder with files of ours.
#[derive(Clone, Debug)]
pub struct Store {
    folder: PathBuf,
    /// Whether the lock was waited for in vain. Whoever holds it seems to have stopped, and is not waited for again.
    is_stuck: Arc<AtomicBool>,
}

impl Store {
    /// The store of the user: `folio` in `$XDG_STATE_HOME`, or else in `.local/state` at home.
    pub fn of_user() -> Result<Self> {
        let state = std::env::var_os("XDG_STATE_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
        let home = || std::env::home_dir().filter(|home| home.is_absolute());
        let state = state.or_else(|| Some(home()?.join(".local").join("state")));
        Ok(Self::in_folder(state.context("there is no home folder")?.join("folio")))
    }

    /// A store in this folder, which need not be there yet.
    pub fn in_folder(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into(), is_stuck: Arc::default() }
    }

    /// What is in a file; nothing where there is none.
    fn read<T: DeserializeOwned>(&self, file: &str) -> Result<Entries<T>> {
        let path = self.folder.join(file);
        let failed = || format!("cannot read {file}");
        let entries = read(&path).with_context(failed).map_err(|error| in_words(&error))?;
        let trouble = entries.trouble.map(|error| in_words(&error.context(failed())));
        Ok(Entries { trouble, ..entries })
    }

    /// The bytes of a file, if there is one.
    fn read_bytes(&self, file: &str) -> Result<Option<Vec<u8>>> {
        let path = self.folder.join(file);
        read_bytes(&path).with_context(|| format!("cannot read {file}")).map_err(|error| in_words(&error))
    }

    /// Puts into a file what `edit` makes of what is in it by now. A file of which something cannot be read is set
    /// aside, which is answered.
    fn change<T: DeserializeOwned + Serialize>(
        &self,
        file: &str,
        edit: impl FnOnce(Vec<T>) -> Vec<T>,
    ) -> Result<Option<SetAside>> {
        self.try_to_change(file, edit).map_err(|error| in_words(&error))
    }

    fn try_to_change<T: DeserializeOwned + Serialize>(
        &self,
        file: &str,
        edit: impl FnOnce(Vec<T>) -> Vec<T>,
    ) -> Result<Option<SetAside>> {
        fs::create_dir_all(&self.folder).with_context(|| format!("cannot make {}", self.folder.display()))?;
        let path = target(self.folder.join(file));
        // Where the folder is, is known; why it failed has to find room on a line.
        let failed = || format!("cannot write {file}");
        let lock = self.lock().with_context(failed)?;
        let (known, set_aside) = read_or_set_aside(&path).with_context(failed)?;
        write(&path, &edit(known)).with_context(failed)?;
        drop(lock);
        Ok(set_aside)
    }

    /// Takes the lock, which ends with the file.
    fn lock(&self) -> io::Result<File> {
        let path = self.folder.join("lock");
        if fs::metadata(&path).is_ok_and(|found| !found.is_file()) {
            return Err(io::Error::other("the lock is no file"));
        }
        let file = File::options().create(true).append(true).open(path)?;
        let tries = if self.is_stuck.load(Ordering::Relaxed) { 1 } else { TRIES };
        for _ in 0..tries {
            match file.try_lock() {
                Ok(()) => {
                    self.is_stuck.store(false, Ordering::Relaxed);
                    return Ok(file);
                }
                Err(fs::TryLockError::WouldBlock) => std::thread::sleep(PAUSE),
                // What is left is that no half file is ever seen.
                Err(fs::TryLockError::Error(error)) if is_without_locks(&error) => return Ok(file),
                Err(fs::TryLockError::Error(error)) => return Err(error),
            }
        }
        self.is_stuck.store(true, Ordering::Relaxed);
        Err(io::Error::new(ErrorKind::WouldBlock, "another folio holds the file"))
    }
}

impl Memory for Store {
    fn remember(&self, edits: &[Edit]) -> Result<Option<SetAside>> {
        self.edit_corrections(edits)
    }

    fn recall_at_once(&self, identity: &Identity) -> Option<Recalled> {
        let found = self.recall_same_text(identity).transpose()?;
        Some(recalled(identity.clone(), found.map(|kept| (kept, false))))
    }

    fn recall(&self, identity: Identity) -> Recalled {
        let found = self.recall_document(&identity);
        recalled(identity, found)
    }

    fn keep(&self, documents: &[Keeping]) -> Result<Option<SetAside>> {
        self.keep_documents(documents)
    }

    fn lines(&self) -> Result<Vec<PastLine>> {
        self.past_lines()
    }

    fn keep_line(&self, line: &PastLine) -> Result<Option<SetAside>> {
        self.keep_past_line(line)
    }

    fn recall_notes(&self, identity: Identity) -> RecalledNotes {
        self.notes_on(&identity).unwrap_or_else(|error| {
            let trouble = Some(format!("earlier notes are missing: {error:#}"));
            RecalledNotes { identity, trouble, ..RecalledNotes::default() }
        })
    }

    fn annotate(&self, identity: &Identity, edits: &[NoteEdit]) -> Result<Annotated> {
        self.edit_notes(identity, edits)
    }
}

/// Whether a file system says that it has no locks.
fn is_without_locks(error: &io::Error) -> bool {
    #[cfg(unix)]
    let has_none = error.raw_os_error() == Some(rustix::io::Errno::NOLCK.raw_os_error());
    #[cfg(not(unix))]
    let has_none = false;
    has_none || error.kind() == ErrorKind::Unsupported
}

/// The same error in a reader's words: without the numbers that the system has for its reasons.
fn in_words(error: &anyhow::Error) -> anyhow::Error {
    const NUMBER: &str = " (os error ";
    let told = format!("{error:#}");
    let mut parts = told.split(NUMBER);
    let first = parts.next().unwrap_or_default().to_owned();
    let behind = |part: &str| part.split_once(')').map_or(String::new(), |(_, rest)| rest.to_owned());
    anyhow::Error::msg(parts.fold(first, |told, part| told + &behind(part)))
}

/// What was found of a document, and whether it was changed since.
fn recalled(identity: Identity, found: Result<(Kept, bool)>) -> Recalled {
    match found {
        Ok((kept, is_changed)) => Recalled { identity, kept, is_changed, trouble: None },
        Err(error) => {
            let trouble = Some(format!("where you were is not known: {error:#}"));
            Recalled { identity, trouble, ..Recalled::default() }
        }
    }
}

/// Where a file lies that others may have put elsewhere, with a link in its place, be it there yet or not. It is changed
/// there, and the link stays.
fn target(mut path: PathBuf) -> PathBuf {
    /// As many as the systems follow.
    const MOST_LINKS: usize = 40;
    for _ in 0..MOST_LINKS {
        match fs::read_link(&path) {
            // What it leads to is told from where it lies.
            Ok(to) => path = path.parent().map(|folder| folder.join(&to)).unwrap_or(to),
            Err(_) => break,
        }
    }
    path
}

/// What is in the file, as far as it is ours. A file that has something else in it is then kept under another name.
fn read_or_set_aside<T: DeserializeOwned>(path: &Path) -> Result<(Vec<T>, Option<SetAside>)> {
    match read(path) {
        Ok(Entries { good, trouble: None }) => Ok((good, None)),
        Ok(Entries { good, trouble: Some(_) }) => {
            let is_partly = !good.is_empty();
            Ok((good, Some(SetAside { is_partly, ..set_aside(path)? })))
        }
        Err(error) if error.downcast_ref::<io::Error>().is_none_or(is_content) => {
            Ok((Vec::new(), Some(set_aside(path)?)))
        }
        Err(error) => Err(error),
    }
}

/// Gives a file another name: one that no earlier file has that was set aside.
fn set_aside(path: &Path) -> Result<SetAside> {
    let file = path.file_name().context("a file without a name")?.display().to_string();
    let name = |number: u32| match number {
        1 => format!("{file}.unreadable"),
        number => format!("{file}.unreadable-{number}"),
    };
    let is_free = |name: &String| path.with_file_name(name).symlink_metadata().is_err();
    let now = (1..=u32::MAX).map(name).find(is_free).context("there is no name for the unreadable file")?;
    fs::rename(path, path.with_file_name(&now))?;
    Ok(SetAside { file, now, is_partly: false })
}

/// Whether what was read, rather than reading it, is at fault.
fn is_content(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::InvalidData | ErrorKind::UnexpectedEof)
}

/// The entries of a file.
struct Entries<T> {
    /// Those that are as they should be.
    good: Vec<T>,
    /// What is the matter with the others.
    trouble: Option<anyhow::Error>,
}

impl<T: DeserializeOwned> Entries<T> {
    fn of(bytes: &[u8]) -> Self {
        match serde_json::from_slice(bytes) {
            Ok(good) => Self { good, trouble: None },
            Err(error) => Self { good: good_entries(bytes), trouble: Some(error.into()) },
        }
    }
}

/// The entries that can be read of a list in which something is wrong. We write each on a line of its own.
fn good_entries<T: DeserializeOwned>(bytes: &[u8]) -> Vec<T> {
    if let Ok(all) = serde_json::from_slice::<Vec<serde_json::Value>>(bytes) {
        return all.into_iter().filter_map(|entry| serde_json::from_value(entry).ok()).collect();
    }
    let lines = bytes.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii);
    lines.filter_map(|line| serde_json::from_slice(line.strip_suffix(b",").unwrap_or(line)).ok()).collect()
}

/// What is in a file; nothing where there is none.
fn read<T: DeserializeOwned>(path: &Path) -> Result<Entries<T>> {
    Ok(Entries::of(&read_bytes(path)?.unwrap_or_else(|| b"[]".to_vec())))
}

/// The bytes of a file, if there is one.
fn read_bytes(path: &Path) -> Result<Option<Vec<u8>>> {
    let found = match fs::metadata(path) {
        Ok(found) => found,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    // From a pipe nothing may ever come. Of a folder the system tells what it is.
    if !found.is_file() && !found.is_dir() {
        bail!("it is no file");
    }
    if found.len() > MOST_BYTES {
        bail!("it is too large to be ours");
    }
    Ok(Some(fs::read(path)?))
}

/// Puts a new file in the place of the one at `path`.
fn write<T: Serialize>(path: &Path, entries: &[T]) -> Result<()> {
    let folder = path.parent().context("a file without a folder")?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    write_lines(file.as_file_mut(), entries)?;
    file.as_file().sync_data()?;
    file.persist(path)?;
    Ok(())
}

/// Writes a list, one entry a line.
fn write_lines<T: Serialize>(file: &mut impl Write, entries: &[T]) -> Result<()> {
    let mut out = io::BufWriter::new(file);
    out.write_all(b"[")?;
    for (at, entry) in entries.iter().enumerate() {
        out.write_all(if at == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut out, entry)?;
    }
    out.write_all(b"\n]\n")?;
    out.flush()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text of its own that is much like the others, in this file.
    pub(super) fn edition(path: &Path, number: usize) -> Identity {
        let word = |n: usize| format!("word{}", n * 7919 % 10_007);
        let words = (0..900).map(word).collect::<Vec<_>>().join(" ");
        fs::write(path, format!("Edition {number}. {words}")).unwrap();
        crate::format::identity_in_file(path).unwrap()
    }

    #[test]
    fn errors_have_no_numbers() {
        let error = anyhow::Error::new(io::Error::from_raw_os_error(2)).context("cannot make it");
        let told = in_words(&error).to_string();
        assert!(told.starts_with("cannot make it: ") && !told.contains("os error"), "{told}");
        assert_eq!(in_words(&anyhow::anyhow!("no (os error 2) at (x)")).to_string(), "no at (x)");
        let folder = std::env::temp_dir().join(format!("folio-state-words-{}", std::process::id()));
        fs::write(&folder, "no folder").unwrap();
        let failed = Store::in_folder(&folder).change(FILE, |known: Vec<u8>| known).unwrap_err().to_string();
        fs::remove_file(&folder).unwrap();
        assert!(failed.contains("cannot make") && !failed.contains("os error"), "{failed}");
    }

    const FILE: &str = "list.json";

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().unwrap()
    }

    fn add(store: &Store, number: u64) -> Result<Option<SetAside>> {
        store.change(FILE, |mut known| {
            known.push(number);
            known
        })
    }

    fn list(store: &Store) -> Result<Vec<u64>> {
        let Entries { good, trouble } = store.read(FILE)?;
        trouble.map_or(Ok(good), Err)
    }

    #[test]
    fn many_writers_lose_nothing() {
        let folder = folder();
        std::thread::scope(|scope| {
            for writer in 0..4u64 {
                let store = Store::in_folder(folder.path());
                scope.spawn(move || {
                    for at in 0..10 {
                        add(&store, writer * 100 + at).unwrap();
                    }
                });
            }
        });
        assert_eq!(list(&Store::in_folder(folder.path())).unwrap().len(), 40);
        let names = fs::read_dir(folder.path()).unwrap();
        assert_eq!(names.count(), 2, "no file is left over");
    }

    #[test]
    #[cfg(unix)]
    fn files_that_are_links_are_changed_where_they_lie() {
        let (folder, elsewhere) = (folder(), folder());
        let store = Store::in_folder(folder.path());
        let link = folder.path().join(FILE);
        // One link leads to another, which is relative and leads to what is not there yet.
        std::os::unix::fs::symlink(elsewhere.path().join("link"), &link).unwrap();
        std::os::unix::fs::symlink("kept.json", elsewhere.path().join("link")).unwrap();
        let kept = elsewhere.path().join("kept.json");
        for number in 1..=3 {
            add(&store, number).unwrap();
            assert!(link.is_symlink() && kept.is_file() && !kept.is_symlink());
        }
        assert_eq!(list(&store).unwrap(), [1, 2, 3]);
        assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 2, "no file is left over");
        fs::write(&kept, "garbage").unwrap();
        let SetAside { now, .. } = add(&store, 4).unwrap().expect("it is told");
        assert_eq!(fs::read_to_string(elsewhere.path().join(now)).unwrap(), "garbage");
        assert_eq!(list(&store).unwrap(), [4]);
        // A link in a circle leads nowhere.
        fs::remove_file(&link).unwrap();
        std::os::unix::fs::symlink(&link, &link).unwrap();
        assert!(add(&store, 5).is_err());
    }

    #[test]
    fn garbage_is_told_and_set_aside_each_time() {
        let folder = folder();
        let store = Store::in_folder(folder.path());
        let all = ["", "{", "[{}]", "[-1]", "\u{0}\u{1}", "[1", "[[[[[[[[[["];
        for (number, garbage) in (1..).zip(all) {
            fs::write(folder.path().join(FILE), garbage).unwrap();
            assert!(list(&store).is_err(), "{garbage}");
            let set_aside = add(&store, number).unwrap().expect("it is told");
            assert_eq!(list(&store).unwrap(), [number], "what was said is kept");
            assert_eq!(add(&store, 0).unwrap(), None, "it is told once");
            let SetAside { file, now, is_partly } = &set_aside;
            assert!(!is_partly);
            assert_eq!(fs::read_to_string(folder.path().join(now)).unwrap(), garbage);
            assert_eq!(set_aside.to_string(), format!("{file} was unreadable and is now {now}"));
        }
        for (name, garbage) in [("list.json.unreadable", all[0]), ("list.json.unreadable-3", all[2])] {
            assert_eq!(fs::read_to_string(folder.path().join(name)).unwrap(), garbage);
        }
    }

    #[test]
    fn what_is_good_in_a_file_is_kept_though_the_file_is_set_aside() {
        let folder = folder();
        let store = Store::in_folder(folder.path());
        for (number, damaged) in (10..).zip([
            "[\n1,\n{\"two\":2},\n3\n]\n",
            "[1, \"two\", 3]",
            "[\n1,\ntwo,\n3\n]\n",
            "[\n1,\n3,\n{\"tw",
            "[\n1,\n3\n]\n]",
        ]) {
            fs::write(folder.path().join(FILE), damaged).unwrap();
            let Entries { good, trouble } = store.read::<u64>(FILE).unwrap();
            assert_eq!(good, [1, 3], "{damaged}");
            assert!(trouble.unwrap().to_string().starts_with("cannot read "), "{damaged}");
            let SetAside { now, is_partly, .. } = add(&store, number).unwrap().expect("it is told");
            assert_eq!(list(&store).unwrap(), [1, 3, number], "{damaged}");
            assert_eq!(fs::read_to_string(folder.path().join(now)).unwrap(), damaged);
            assert!(is_partly);
        }
    }

    #[test]
    #[cfg(unix)]
    fn nobody_waits_for_a_pipe_in_the_place_of_a_file() {
        let folder = folder();
        let store = Store::in_folder(folder.path());
        let pipe = |name: &str| {
            let mode = rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR;
            rustix::fs::mkfifoat(rustix::fs::CWD, folder.path().join(name), mode).unwrap();
        };
        pipe(FILE);
        let error = format!("{:#}", list(&store).unwrap_err());
        assert!(error.ends_with("it is no file"), "{error}");
        assert!(add(&store, 1).unwrap().is_some(), "it is set aside");
        assert_eq!(list(&store).unwrap(), [1]);
        fs::remove_file(folder.path().join("lock")).unwrap();
        pipe("lock");
        let error = format!("{:#}", add(&store, 2).unwrap_err());
        assert!(error.ends_with("the lock is no file"), "{error}");
    }

    #[test]
    #[cfg(unix)]
    fn file_systems_without_locks_are_known() {
        use rustix::io::Errno;
        for (errno, expected) in [(Errno::NOLCK, true), (Errno::OPNOTSUPP, true), (Errno::ACCESS, false)] {
            assert_eq!(is_without_locks(&io::Error::from(errno)), expected, "{errno}");
        }
    }

    #[test]
    fn whoever_holds_the_lock_for_long_is_waited_for_once() {
        let folder = folder();
        let (store, other) = (Store::in_folder(folder.path()), Store::in_folder(folder.path()));
        add(&store, 1).unwrap();
        let lock = other.lock().unwrap();
        store.is_stuck.store(true, Ordering::Relaxed);
        let error = add(&store, 2).unwrap_err();
        assert!(format!("{error:#}").contains("another folio"), "{error:#}");
        let writer = std::thread::spawn({
            let store = other.clone();
            move || add(&store, 3).is_ok()
        });
        // Longer than a key would be waited for.
        std::thread::sleep(Duration::from_millis(400));
        drop(lock);
        assert!(writer.join().unwrap());
        add(&store, 4).unwrap();
        assert!(!store.is_stuck.load(Ordering::Relaxed));
        assert_eq!(list(&store).unwrap(), [1, 3, 4]);
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_an_error() {
        let folder = folder();
        fs::write(folder.path().join("file"), "").unwrap();
        let store = Store::in_folder(folder.path().join("file").join("folio"));
        assert!(add(&store, 1).is_err());
        assert!(list(&store).map_or(true, |list| list.is_empty()));
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_full_disk_is_an_error_and_leaves_what_was_there() {
        let mut full = File::options().write(true).open("/dev/full").unwrap();
        let error = write_lines(&mut full, &[1, 2, 3]).unwrap_err();
        assert!(format!("{error:#}").contains("No space left"), "{error:#}");
        let folder = folder();
        let store = Store::in_folder(folder.path());
        add(&store, 1).unwrap();
        // A file that cannot be put into its place stands for one that cannot be written.
        fs::remove_file(folder.path().join(FILE)).unwrap();
        fs::create_dir(folder.path().join(FILE)).unwrap();
        assert!(add(&store, 2).is_err());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "no file is left over");
    }
}
