//! Jobs that are not done because of a defect: what is reported instead, so that nobody waits for them.

use super::{Done, Job};
use crate::app::picker::hits::HitPool;
use crate::app::picker::matching::{List, Needle};
use crate::app::picker::pool::Pool;
use crate::document::FoundPassages;

/// Work that was not done because of a defect, as far as somebody waits for it.
#[derive(Debug)]
pub enum Failure {
    /// To open the document.
    Open,
    /// To open it again, by the document's number.
    Reopen(u32),
    /// To open it as it is now, by the number of the reload.
    Reload(u64),
    /// To find the places of notes, by the search's number.
    SeekNotes(u64),
    /// To find what was read, by the search's number.
    FindRead(u64),
    /// To have another program open an address.
    OpenOutside,
    /// To find a named place, by the lookup's number.
    LookUp(u64),
    /// To find words, by the look's number.
    FindWords(u64),
    /// To search segments, by the search's number.
    Search(u64),
    /// To list hits, by the list's number.
    Gather(u64),
    /// To filter a list, by the filtering's number.
    Filter(u64, Pool, Needle),
}

impl Failure {
    /// What comes of it: the error, or that nothing was found.
    pub fn result(self) -> Done {
        match self {
            Self::Open => Done::Opened(Err(defect())),
            Self::Reopen(document) => Done::Reopened { document, opened: Err(defect()) },
            Self::Reload(number) => Done::Reloaded { number, reloaded: Err(defect()) },
            Self::SeekNotes(number) => Done::NotesFound { number, found: Vec::new() },
            Self::FindRead(number) => Done::ReadFound { number, found: FoundPassages::default() },
            Self::OpenOutside => Done::OpenedOutside(Err(defect())),
            Self::LookUp(number) => Done::Located { number, at: None },
            Self::FindWords(number) => Done::Words { number, words: Vec::new() },
            Self::Search(generation) => Done::Hits { generation, hits: Vec::new() },
            Self::Gather(number) => Done::Gathered { number, pool: HitPool::default(), is_whole: true },
            Self::Filter(number, pool, needle) => {
                Done::Filtered { number, list: List::of_nothing(pool, needle) }
            }
        }
    }
}

/// Why something was not done that panicked.
pub(in crate::app) fn defect() -> anyhow::Error {
    anyhow::anyhow!("folio has a defect there")
}

impl Job {
    /// What is to be reported where the work is not done because of a defect, so that nobody waits for it; none where
    /// nobody does.
    pub fn failure(&self) -> Option<Failure> {
        Some(match self {
            Self::Open(_) => Failure::Open,
            Self::Reopen { document, .. } => Failure::Reopen(*document),
            Self::Reload { number, .. } => Failure::Reload(*number),
            Self::SeekNotes(seeking) => Failure::SeekNotes(seeking.number()),
            Self::FindRead { number, .. } => Failure::FindRead(*number),
            Self::OpenOutside(_) => Failure::OpenOutside,
            Self::LookUp(lookup) => Failure::LookUp(lookup.number()),
            Self::FindWords { number, .. } => Failure::FindWords(*number),
            Self::Search { generation, .. } => Failure::Search(*generation),
            Self::Gather { number, .. } => Failure::Gather(*number),
            Self::Filter { pool, needle, number, .. } => {
                Failure::Filter(*number, pool.clone(), needle.clone())
            }
            // What finds chunks and parses them sees to it itself, as does what opens another document.
            Self::FindChunks { .. }
            | Self::Parse { .. }
            | Self::Visit(_)
            | Self::Recall(_)
            | Self::RecallNotes(_)
            | Self::Discard(_)
            | Self::Take(_) => return None,
        })
    }
}
