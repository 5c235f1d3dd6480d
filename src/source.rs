//! The bytes of a document: opened once, read by range.
//!
//! A source is UTF-8 to everyone above: what is in another encoding is transcoded when it is
//! opened, and what is not text is refused. A pipe's beginning is waited for ([`Incoming`]); from then
//! on it is a source that grows.

mod encoding;
mod file;
mod incoming;
mod stamp;
mod store;
mod stream;

use std::fs::File;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::{Context, Error, Result, bail};

pub use incoming::{Incoming, Patience};
#[cfg(test)]
pub(crate) use stream::Feed;
use stream::Stream;

/// Where a document's bytes come from. Read by range, from any thread.
#[derive(Debug)]
pub struct Source {
    name: String,
    bytes: Bytes,
    /// The file that it was opened from, and its stamp then.
    file: Option<(PathBuf, u64)>,
}

#[derive(Debug)]
enum Bytes {
    /// UTF-8 on disk, read as it is needed, and the stamp of its bytes when it was opened.
    File { file: File, length: u64, stamp: u64 },
    /// The bundled article, a short pipe, or a short text that had to be transcoded.
    Memory(Vec<u8>),
    /// What still comes.
    Stream(Stream),
}

/// What was opened.
#[derive(Debug)]
pub enum Opened {
    /// Bytes that can be read at once.
    Source(Source),
    /// A pipe, whose beginning has to be awaited.
    Incoming(Incoming),
}

impl Opened {
    /// The source, as soon as it can be judged.
    pub fn source(self) -> Result<Source> {
        match self {
            Self::Source(source) => Ok(source),
            Self::Incoming(incoming) => incoming.source(None),
        }
    }
}

impl Source {
    /// Opens a file. Errors name the file and the reason.
    pub fn open(path: &Path) -> Result<Opened> {
        let name = path.display().to_string();
        let metadata = std::fs::metadata(path).with_context(|| format!("cannot open {name}"))?;
        if metadata.is_dir() {
            bail!("cannot read {name}: it is a directory");
        }
        if !metadata.is_file() {
            // Opening a named pipe waits for somebody who writes.
            let path = path.to_owned();
            return Ok(Opened::Incoming(Incoming::start(&name, move || File::open(path))?));
        }
        let file = File::open(path).with_context(|| format!("cannot open {name}"))?;
        // The kernel's own files (/proc) say that they are empty until they are read.
        if metadata.len() == 0 {
            let stamp = stamp::stamp(&metadata);
            let incoming = Incoming::start(&name, move || Ok(file))?;
            return Ok(Opened::Incoming(incoming.of_file(path.to_owned(), stamp)));
        }
        let metadata = file.metadata().with_context(|| format!("cannot open {name}"))?;
        let stamp = stamp::stamp(&metadata);
        let bytes = Bytes::File { file, length: metadata.len(), stamp: stamp::of_bytes(&metadata) };
        let source = Self { name, bytes, file: Some((path.to_owned(), stamp)) };
        source.decoded().map(Opened::Source)
    }

    /// Opens the file again that this was opened from. Errors say why that cannot be.
    pub fn reopen(&self) -> Result<Self> {
        let Some((path, _)) = &self.file else { bail!("{} is no file", self.name) };
        Self::open_file(path)
    }

    /// Where the file lies that it was opened from, if that can be said in Unicode.
    pub fn full_path(&self) -> Option<String> {
        let (path, _) = self.file.as_ref()?;
        let full = std::fs::canonicalize(path).or_else(|_| std::path::absolute(path)).ok()?;
        full.into_os_string().into_string().ok()
    }

    /// Opens the file at `path`, which is relative to the folder of the one that this was opened from. Errors
    /// say why that cannot be.
    pub fn beside(&self, path: &str) -> Result<Self> {
        let Some((here, _)) = &self.file else { bail!("{} lies in no folder", self.name) };
        Self::open_file(&here.with_file_name(path))
    }

    /// Opens what is surely a file, be it empty, and no pipe or device, which might be waited for without end.
    /// Errors say only why that cannot be.
    pub(crate) fn open_file(path: &Path) -> Result<Self> {
        let why = |error: Error| {
            let cause = error.root_cause();
            Error::msg(cause.downcast_ref().map_or_else(|| cause.to_string(), reason))
        };
        let metadata = std::fs::metadata(path).map_err(|error| Error::msg(reason(&error)))?;
        if metadata.is_dir() {
            bail!("it is a directory");
        }
        if !metadata.is_file() {
            bail!("it is no file");
        }
        if metadata.len() == 0 {
            let file = Some((path.to_owned(), stamp::stamp(&metadata)));
            return Ok(Self::empty(path.display().to_string(), file));
        }
        Self::open(path).and_then(Opened::source).map_err(why)
    }

    /// What tells the file as it was opened from other states of it; none where this is no file.
    pub fn stamp(&self) -> Option<u64> {
        self.file.as_ref().map(|(_, stamp)| *stamp)
    }

    /// The same for the file as it is now; none where it is gone.
    pub fn stamp_now(&self) -> Option<u64> {
        let (path, _) = self.file.as_ref()?;
        // Where something else lies in its place by now, it is gone.
        let metadata = std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file)?;
        Some(stamp::stamp(&metadata))
    }

    /// A hash of the bytes in the file as it is now; none where it is gone, or larger than what is read in some
    /// milliseconds.
    pub fn content_now(&self) -> Option<u64> {
        let (path, _) = self.file.as_ref()?;
        stamp::content(path)
    }

    /// Of a file in which there is nothing, or a pipe through which nothing came.
    fn empty(name: String, file: Option<(PathBuf, u64)>) -> Self {
        Self { name, bytes: Bytes::Memory(Vec::new()), file }
    }

    /// Takes bytes in any encoding.
    pub fn from_bytes(name: &str, bytes: Vec<u8>) -> Result<Self> {
        Self::of_memory(name, bytes).decoded()
    }

    /// Takes text that is known to be UTF-8.
    pub fn from_text(name: &str, text: &str) -> Self {
        Self::from_utf8_bytes(name, text.as_bytes().to_vec())
    }

    /// Takes bytes for UTF-8, whatever they look like.
    pub fn from_utf8_bytes(name: &str, bytes: Vec<u8>) -> Self {
        Self::of_memory(name, bytes)
    }

    fn of_memory(name: &str, bytes: Vec<u8>) -> Self {
        Self { name: name.to_owned(), bytes: Bytes::Memory(bytes), file: None }
    }

    /// A source that is written to as a test goes on.
    #[cfg(test)]
    pub(crate) fn growing(name: &str) -> (Self, Feed) {
        let (stream, feed) = stream::channel(u64::MAX);
        (Self { name: name.to_owned(), bytes: Bytes::Stream(stream), file: None }, feed)
    }

    /// The file's name as the reader gave it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The file's name without its folder.
    pub fn file_name(&self) -> &str {
        let name = Path::new(&self.name).file_name().and_then(|name| name.to_str());
        name.unwrap_or(&self.name)
    }

    /// The file's name without its folder and extension: what the document is called where its
    /// text does not say.
    pub fn stem(&self) -> &str {
        let stem = Path::new(&self.name).file_stem().and_then(|stem| stem.to_str());
        stem.unwrap_or(&self.name)
    }

    /// The file's extension in lower case, without the dot.
    pub fn extension(&self) -> Option<String> {
        Some(Path::new(&self.name).extension()?.to_str()?.to_lowercase())
    }

    /// Bytes in all; of what still comes, those that are there.
    pub fn len(&self) -> u64 {
        match &self.bytes {
            Bytes::File { length, .. } => *length,
            Bytes::Memory(bytes) => bytes.len() as u64,
            Bytes::Stream(stream) => stream.len(),
        }
    }

    /// Whether nothing is there to read.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether all of it is there.
    pub fn is_whole(&self) -> bool {
        self.stream().is_none_or(Stream::is_whole)
    }

    /// Waits until there are more than `length` bytes, or all, and then a moment for what comes with
    /// them.
    pub fn wait_beyond(&self, length: u64) {
        if let Some(stream) = self.stream() {
            stream.wait_beyond(length);
        }
    }

    /// Says how far the reader has come. What still comes is taken in only up to a point beyond.
    pub fn reach(&self, position: u64) {
        if let Some(stream) = self.stream() {
            stream.reach(position);
        }
    }

    /// Says that what lies before `position` will not be read again.
    pub fn forget_before(&self, position: u64) {
        if let Some(stream) = self.stream() {
            stream.forget_before(position);
        }
    }

    /// Whether no more is taken in before the reader moves on.
    pub fn is_paused(&self) -> bool {
        self.stream().is_some_and(Stream::is_paused)
    }

    /// Why a pipe ended before its time.
    pub fn trouble(&self) -> Option<String> {
        self.stream()?.trouble()
    }

    fn stream(&self) -> Option<&Stream> {
        match &self.bytes {
            Bytes::Stream(stream) => Some(stream),
            Bytes::File { .. } | Bytes::Memory(_) => None,
        }
    }

    /// The bytes in `range`; fewer where the source ends, or has become shorter than it was.
    pub fn read(&self, range: Range<u64>) -> io::Result<Vec<u8>> {
        let end = range.end.min(self.len());
        let start = range.start.min(end);
        let count = usize::try_from(end - start).map_err(io::Error::other)?;
        match &self.bytes {
            Bytes::Memory(bytes) => {
                let start = usize::try_from(start).map_err(io::Error::other)?;
                Ok(bytes.get(start..start + count).unwrap_or_default().to_vec())
            }
            Bytes::File { file, .. } => file::read_at(file, start, count),
            Bytes::Stream(stream) => stream.read(start..end),
        }
    }

    /// Whether all that was read up to now is what was there when it was opened: false once somebody has written into
    /// the file. One that was put in its place does not matter, nor does it for what was taken in or had to be transcoded.
    pub fn is_intact(&self) -> bool {
        match &self.bytes {
            Bytes::File { file, stamp, .. } => {
                file.metadata().is_ok_and(|metadata| stamp::of_bytes(&metadata) == *stamp)
            }
            Bytes::Memory(_) | Bytes::Stream(_) => true,
        }
    }

    /// The text in `range`, which starts and ends on character boundaries. Invalid bytes become U+FFFD.
    pub fn text(&self, range: Range<u64>) -> io::Result<String> {
        self.read(range).map(lossy)
    }

    /// Turns other encodings into UTF-8; refuses what is not text.
    fn decoded(self) -> Result<Self> {
        let cannot_read = || format!("cannot read {}", self.name);
        let Some(transcoding) = encoding::transcoding(&self).with_context(cannot_read)? else {
            return Ok(self);
        };
        let bytes = match &self.bytes {
            Bytes::File { file, length, .. } if *length > encoding::WHOLE => {
                let file = file.try_clone().with_context(cannot_read)?;
                incoming::transcoded(file, &transcoding).with_context(cannot_read)?
            }
            _ => Bytes::Memory(transcoding.whole(&self).with_context(cannot_read)?),
        };
        Ok(Self { bytes, ..self })
    }
}

/// `bytes` as text, with U+FFFD for what is not UTF-8.
pub fn lossy(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

/// Why something could not be read or written, in a reader's words and without error numbers.
///
/// ```
/// let error = std::fs::File::open("/no/such/file").unwrap_err();
/// assert_eq!(folio::source::reason(&error), "no such file");
/// ```
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::IsADirectory => "it is a directory".to_owned(),
        io::ErrorKind::NotADirectory => "a part of its path is not a directory".to_owned(),
        _ => lower_first(error.to_string().split(" (os error").next().unwrap_or_default()),
    }
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_apart() {
        for (name, stem, extension) in [
            ("texts/River Towns.MD", "River Towns", Some("md")),
            ("notes", "notes", None),
            (".profile", ".profile", None),
            ("a.tar.gz", "a.tar", Some("gz")),
            ("standard input", "standard input", None),
        ] {
            let source = Source::from_text(name, "");
            assert_eq!((source.stem(), source.extension().as_deref()), (stem, extension), "{name}");
        }
    }

    #[test]
    fn ranges_end_where_the_source_does() {
        let source = Source::from_text("test", "0123456789");
        for (range, expected) in
            [(0..4, "0123"), (8..12, "89"), (10..12, ""), (u64::MAX - 1..u64::MAX, ""), (4..4, "")]
        {
            assert_eq!(source.text(range.clone()).unwrap(), expected, "{range:?}");
        }
    }

    #[test]
    fn a_file_is_read_by_range() {
        let path = std::env::temp_dir().join(format!("folio-source-{}", std::process::id()));
        std::fs::write(&path, "a line of words").unwrap();
        let source = Source::open(&path).unwrap().source().unwrap();
        std::fs::remove_file(&path).unwrap();
        assert!(matches!(source.bytes, Bytes::File { length: 15, .. }));
        assert_eq!(source.text(2..6).unwrap(), "line");
        assert_eq!(source.text(10..99).unwrap(), "words");
    }

    #[test]
    fn who_writes_into_a_file_is_seen_and_who_replaces_it_does_no_harm() {
        let folder = tempfile::tempdir().unwrap();
        let [path, new] = ["a.txt", "new.txt"].map(|name| folder.path().join(name));
        std::fs::write(&path, "as it was").unwrap();
        let opened = || Source::open(&path).unwrap().source().unwrap();
        let source = opened();
        assert!(source.is_intact());
        std::fs::write(&new, "another text").unwrap();
        std::fs::rename(&new, &path).unwrap();
        assert!(source.is_intact(), "the file that was opened is still there, without a name");
        assert_eq!(source.text(0..99).unwrap(), "as it was");
        let source = opened();
        std::fs::write(&path, "Another").unwrap();
        assert!(!source.is_intact());
        assert!(Source::from_text("a", "text").is_intact());
    }

    #[test]
    fn reasons_have_no_numbers() {
        for (error, expected) in [
            (io::Error::from(io::ErrorKind::NotFound), "no such file"),
            (io::Error::other("Input/output error (os error 5)"), "input/output error"),
            (io::Error::other(""), ""),
        ] {
            assert_eq!(reason(&error), expected);
        }
    }
}
