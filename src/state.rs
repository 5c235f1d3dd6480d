//! What is kept from one run to the next: files in the reader's state folder.
//!
//! `corrections.json` holds what readers said of blocks, one object a line. Several readers share it:
//! whoever changes it takes a lock, reads what is there by then, and puts a new file in its place, so
//! that nobody loses anything or sees half a file.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use crate::document::corrections::{Edit, Fingerprint, Memory};
use crate::document::{Change, Correction, Corrections};

/// The most bytes of a file that are read; what is larger was not written by us.
const MOST_BYTES: u64 = 16 << 20;
/// How often a lock that another reader holds is asked for, and how long in between.
const TRIES: u32 = 40;
const PAUSE: Duration = Duration::from_millis(5);

/// A folder with files of ours.
#[derive(Clone, Debug)]
pub struct Store {
    folder: PathBuf,
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
        Self { folder: folder.into() }
    }

    /// What readers said of blocks.
    pub fn corrections(&self) -> Result<Corrections> {
        let path = self.corrections_path();
        let entries = read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        Ok(Corrections::new(entries))
    }

    fn corrections_path(&self) -> PathBuf {
        self.folder.join("corrections.json")
    }

    /// Takes the lock, which ends with the file.
    fn lock(&self) -> io::Result<File> {
        let file = File::options().create(true).append(true).open(self.folder.join("lock"))?;
        for _ in 0..TRIES {
            match file.try_lock() {
                Ok(()) => return Ok(file),
                Err(fs::TryLockError::WouldBlock) => std::thread::sleep(PAUSE),
                // Some file systems have no locks. What is left is that no half file is ever seen.
                Err(fs::TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => {
                    return Ok(file);
                }
                Err(fs::TryLockError::Error(error)) => return Err(error),
            }
        }
        Err(io::Error::new(ErrorKind::WouldBlock, "another folio holds the file"))
    }

    /// What is in the file, or nothing where that is not ours; it is then kept under another name.
    fn read_or_set_aside(&self) -> Result<(Corrections, bool)> {
        let path = self.corrections_path();
        match read(&path) {
            Ok(entries) => Ok((Corrections::new(entries), false)),
            Err(error) if error.downcast_ref::<io::Error>().is_none_or(is_content) => {
                fs::rename(&path, path.with_extension("json.unreadable"))?;
                Ok((Corrections::default(), true))
            }
            Err(error) => Err(error),
        }
    }
}

impl Memory for Store {
    fn remember(&self, edits: &[Edit]) -> Result<()> {
        fs::create_dir_all(&self.folder).with_context(|| format!("cannot make {}", self.folder.display()))?;
        let path = self.corrections_path();
        let failed = || format!("cannot write {}", path.display());
        let lock = self.lock().with_context(failed)?;
        let (known, is_set_aside) = self.read_or_set_aside().with_context(failed)?;
        write(&path, known.edited(edits).all()).with_context(failed)?;
        drop(lock);
        if is_set_aside {
            bail!("{} could not be read and was set aside; what was said now is kept", path.display());
        }
        Ok(())
    }
}

/// Whether what was read, rather than reading it, is at fault.
fn is_content(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::InvalidData | ErrorKind::UnexpectedEof)
}

/// The corrections in a file; none where there is no file.
fn read(path: &Path) -> Result<Vec<Correction>> {
    let length = match fs::metadata(path) {
        Ok(metadata) => metadata.len(),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error.into()),
    };
    if length > MOST_BYTES {
        bail!("it is too large to be ours");
    }
    let entries: Vec<Entry> = serde_json::from_slice(&fs::read(path)?)?;
    Ok(entries.into_iter().map(Correction::from).collect())
}

/// Puts a new file in the place of the one at `path`.
fn write(path: &Path, corrections: &[Correction]) -> Result<()> {
    let folder = path.parent().context("a file without a folder")?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    let mut out = io::BufWriter::new(file.as_file_mut());
    out.write_all(b"[")?;
    for (at, correction) in corrections.iter().enumerate() {
        out.write_all(if at == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut out, &Entry::from(correction))?;
    }
    out.write_all(b"\n]\n")?;
    out.flush()?;
    drop(out);
    file.as_file().sync_data()?;
    file.persist(path)?;
    Ok(())
}

/// A correction as the file has it.
#[derive(Debug, Serialize, Deserialize)]
struct Entry {
    document: String,
    text: String,
    #[serde(flatten)]
    change: Said,
    #[serde(with = "hexadecimal")]
    block: u64,
    #[serde(with = "hexadecimal")]
    before: u64,
    #[serde(with = "hexadecimal")]
    after: u64,
}

/// A change as the file has it.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
enum Said {
    Heading {
        #[serde(skip_serializing_if = "Option::is_none")]
        level: Option<u8>,
    },
    NoHeading,
    Table,
    NoTable,
    Joined,
    Split {
        letters_behind: u32,
    },
}

impl From<Entry> for Correction {
    fn from(Entry { document, text, change, block, before, after }: Entry) -> Self {
        let change = match change {
            Said::Heading { level } => Change::Heading(level),
            Said::NoHeading => Change::NotHeading,
            Said::Table => Change::Table,
            Said::NoTable => Change::NotTable,
            Said::Joined => Change::Join,
            Said::Split { letters_behind } => Change::Split(letters_behind),
        };
        Self { block: Fingerprint { text: block, before, after }, change, text, document }
    }
}

impl From<&Correction> for Entry {
    fn from(correction: &Correction) -> Self {
        let change = match correction.change {
            Change::Heading(level) => Said::Heading { level },
            Change::NotHeading => Said::NoHeading,
            Change::Table => Said::Table,
            Change::NotTable => Said::NoTable,
            Change::Join => Said::Joined,
            Change::Split(letters_behind) => Said::Split { letters_behind },
        };
        Self {
            document: correction.document.clone(),
            text: correction.text.clone(),
            change,
            block: correction.block.text,
            before: correction.block.before,
            after: correction.block.after,
        }
    }
}

/// Hashes as strings: not every program reads numbers of 64 bits.
mod hexadecimal {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
    pub(super) fn serialize<S: Serializer>(number: &u64, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&format!("{number:016x}"))
    }

    pub(super) fn deserialize<'d, D: Deserializer<'d>>(deserializer: D) -> Result<u64, D::Error> {
        let digits = String::deserialize(deserializer)?;
        u64::from_str_radix(&digits, 16).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn correction(text: u64, change: Change) -> Correction {
        let block = Fingerprint { text, before: u64::MAX, after: 0 };
        Correction { block, change, text: format!("block {text}"), document: "a “name”".to_owned() }
    }

    fn add(text: u64, change: Change) -> Edit {
        Edit::Add(correction(text, change))
    }

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().unwrap()
    }

    #[test]
    fn what_is_remembered_is_read_again() {
        let folder = folder();
        let store = Store::in_folder(folder.path().join("deep").join("folio"));
        assert!(store.corrections().unwrap().is_empty());
        let changes = [
            Change::Heading(None),
            Change::Heading(Some(3)),
            Change::NotHeading,
            Change::Table,
            Change::NotTable,
            Change::Join,
            Change::Split(17),
        ];
        let all: Vec<_> = (0..).zip(changes).map(|(text, change)| correction(text, change)).collect();
        let edits: Vec<_> = all.iter().cloned().map(Edit::Add).collect();
        store.remember(&edits).unwrap();
        assert_eq!(store.corrections().unwrap().all(), all);
        store.remember(&[Edit::Remove(all[1].clone())]).unwrap();
        assert_eq!(store.corrections().unwrap().all().len(), all.len() - 1);
        let text = fs::read_to_string(store.corrections_path()).unwrap();
        assert_eq!(text.lines().count(), all.len() + 1, "{text}");
        assert!(text.contains(r#""is":"heading""#), "{text}");
    }

    #[test]
    fn many_writers_lose_nothing() {
        let folder = folder();
        std::thread::scope(|scope| {
            for writer in 0..4u64 {
                let store = Store::in_folder(folder.path());
                scope.spawn(move || {
                    for at in 0..10 {
                        // Who is kept waiting too long is told so, and may try again.
                        while let Err(error) = store.remember(&[add(writer * 100 + at, Change::Join)]) {
                            assert!(format!("{error:#}").contains("another folio"), "{error:#}");
                        }
                    }
                });
            }
        });
        assert_eq!(Store::in_folder(folder.path()).corrections().unwrap().all().len(), 40);
        let names = fs::read_dir(folder.path()).unwrap();
        assert_eq!(names.count(), 2, "no file is left over");
    }

    #[test]
    fn garbage_is_told_and_set_aside() {
        for garbage in ["", "{", "[{}]", "[1]", "\u{0}\u{1}", "[{\"is\":\"flown\"}]"] {
            let folder = folder();
            let store = Store::in_folder(folder.path());
            fs::write(store.corrections_path(), garbage).unwrap();
            assert!(store.corrections().is_err(), "{garbage}");
            let error = store.remember(&[add(1, Change::Join)]).unwrap_err();
            assert!(format!("{error:#}").contains("set aside"), "{error:#}");
            assert_eq!(store.corrections().unwrap().all().len(), 1);
            let kept = fs::read_to_string(folder.path().join("corrections.json.unreadable")).unwrap();
            assert_eq!(kept, garbage);
        }
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_an_error() {
        let folder = folder();
        fs::write(folder.path().join("file"), "").unwrap();
        let store = Store::in_folder(folder.path().join("file").join("folio"));
        assert!(store.remember(&[add(1, Change::Join)]).is_err());
        assert!(store.corrections().is_err() || store.corrections().unwrap().is_empty());
    }
}
