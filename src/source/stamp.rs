//! What tells that a file has changed: without a look into it, or by what is in it.

use std::fs::{self, Metadata};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

/// The most bytes of a file that are read to tell whether there is something else in it.
const MOST_BYTES: u64 = 8 << 20;

/// A number for a file as it is: its length, when it was written, and which file it is. Another one where
/// any of these has changed.
pub(super) fn stamp(metadata: &Metadata) -> u64 {
    let mut hasher = DefaultHasher::new();
    metadata.len().hash(&mut hasher);
    metadata.modified().ok().hash(&mut hasher);
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        (metadata.dev(), metadata.ino(), metadata.ctime(), metadata.ctime_nsec()).hash(&mut hasher);
    }
    hasher.finish()
}

/// A number for the bytes of a file as they are: its length, and when it was written to. Giving it another name, or
/// putting another file in its place, does not matter.
pub(super) fn of_bytes(metadata: &Metadata) -> u64 {
    let mut hasher = DefaultHasher::new();
    (metadata.len(), metadata.modified().ok()).hash(&mut hasher);
    hasher.finish()
}

/// A hash of the bytes in a file; none where it cannot be read, or is too large.
pub(super) fn content(path: &Path) -> Option<u64> {
    let metadata = fs::metadata(path).ok()?;
    if !metadata.is_file() || metadata.len() > MOST_BYTES {
        return None;
    }
    let mut hasher = DefaultHasher::new();
    fs::read(path).ok()?.hash(&mut hasher);
    Some(hasher.finish())
}
