//! What tells that a file has changed, without a look into it.

use std::fs::Metadata;
use std::hash::{DefaultHasher, Hash, Hasher};

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
