//! Which encoding a source is in, and how it becomes UTF-8.

use anyhow::Result;

use super::Source;

/// The whole source in UTF-8, or `None` where it is UTF-8 as it stands.
pub(super) fn decode(_source: &Source) -> Result<Option<Vec<u8>>> {
    Ok(None)
}
