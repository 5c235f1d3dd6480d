//! Bytes that grow at the end: as many as there is room for in memory, the others in a file that
//! has no name and is gone with the program.

use std::collections::VecDeque;
use std::fs::File;
use std::io;
use std::ops::Range;
use std::sync::Arc;

use super::{file, reason};

/// Bytes of a block, which is either in memory or in the file.
const BLOCK: usize = 1 << 20;

/// A part of the bytes, [`BLOCK`] long but for the last one.
#[derive(Debug)]
enum Block {
    Memory(Arc<Vec<u8>>),
    /// In the file, at so many blocks from its start.
    File(u64),
}

/// The bytes, and where each block of them is.
#[derive(Debug)]
pub(super) struct Store {
    /// The blocks that were not forgotten.
    blocks: VecDeque<Block>,
    /// Blocks that were.
    n_forgotten: u64,
    /// Blocks in memory, and the most that may be there besides the one that grows.
    n_in_memory: usize,
    most_in_memory: usize,
    file: Option<Arc<File>>,
    /// Places in the file that may be used again, and where it ends, in blocks.
    free: Vec<u64>,
    file_end: u64,
    length: u64,
}

/// A block that is to move from memory to the file.
#[derive(Debug)]
pub(super) struct Spill {
    index: u64,
    bytes: Arc<Vec<u8>>,
    file: Arc<File>,
    place: u64,
}

impl Spill {
    /// Writes the block to the file. Takes as long as the disk does.
    pub(super) fn write(&self) -> io::Result<()> {
        file::write_at(&self.file, &self.bytes, self.place * BLOCK as u64)
    }
}

impl Store {
    /// An empty one that keeps about `memory` bytes in memory.
    pub(super) fn new(memory: usize) -> Self {
        Self {
            blocks: VecDeque::new(),
            n_forgotten: 0,
            n_in_memory: 0,
            most_in_memory: memory / BLOCK,
            file: None,
            free: Vec::new(),
            file_end: 0,
            length: 0,
        }
    }

    /// Bytes in all, those included that were forgotten.
    pub(super) fn len(&self) -> u64 {
        self.length
    }

    /// Adds the beginning of `bytes` at the end and answers how many were taken: as many as the last
    /// block has room for.
    pub(super) fn append(&mut self, bytes: &[u8]) -> usize {
        let room = BLOCK - usize::try_from(self.length % BLOCK as u64).unwrap_or(0);
        if room == BLOCK {
            self.blocks.push_back(Block::Memory(Arc::default()));
            self.n_in_memory += 1;
        }
        let taken = bytes.get(..room).unwrap_or(bytes);
        if let Some(Block::Memory(last)) = self.blocks.back_mut() {
            Arc::make_mut(last).extend_from_slice(taken);
        }
        self.length += taken.len() as u64;
        taken.len()
    }

    /// What has to move to the file now that the last block is full; `None` where there is still
    /// room in memory.
    pub(super) fn overflow(&mut self) -> io::Result<Option<Spill>> {
        let is_full = self.length.is_multiple_of(BLOCK as u64);
        let Some(Block::Memory(last)) = self.blocks.back().filter(|_| is_full) else { return Ok(None) };
        if self.n_in_memory <= self.most_in_memory {
            return Ok(None);
        }
        let bytes = Arc::clone(last);
        let file = match &self.file {
            Some(file) => Arc::clone(file),
            None => Arc::clone(self.file.insert(Arc::new(nameless()?))),
        };
        let place = self.free.pop().unwrap_or_else(|| {
            self.file_end += 1;
            self.file_end - 1
        });
        let index = self.n_forgotten + self.blocks.len() as u64 - 1;
        Ok(Some(Spill { index, bytes, file, place }))
    }

    /// Takes note that a block was moved.
    pub(super) fn spilled(&mut self, spill: &Spill) {
        match self.block_mut(spill.index) {
            Some(block) => {
                *block = Block::File(spill.place);
                self.n_in_memory -= 1;
            }
            None => self.free.push(spill.place),
        }
    }

    fn block_mut(&mut self, index: u64) -> Option<&mut Block> {
        let kept = usize::try_from(index.checked_sub(self.n_forgotten)?).ok()?;
        self.blocks.get_mut(kept)
    }

    /// Gives up what lies before `position`; reading it gives nothing from then on.
    pub(super) fn forget_before(&mut self, position: u64) {
        while (self.n_forgotten + 1) * BLOCK as u64 <= position.min(self.length) {
            match self.blocks.pop_front() {
                Some(Block::Memory(_)) => self.n_in_memory -= 1,
                Some(Block::File(place)) => self.free.push(place),
                None => return,
            }
            self.n_forgotten += 1;
        }
    }

    /// The bytes in `range`, as far as they are there.
    pub(super) fn read(&self, range: Range<u64>) -> io::Result<Vec<u8>> {
        let end = range.end.min(self.length);
        let mut at = range.start.min(end);
        let mut bytes = Vec::with_capacity(usize::try_from(end - at).map_err(io::Error::other)?);
        while at < end {
            let block = (at / BLOCK as u64).checked_sub(self.n_forgotten);
            let block = block.and_then(|block| self.blocks.get(usize::try_from(block).ok()?));
            let start = at % BLOCK as u64;
            let count = (end - at).min(BLOCK as u64 - start);
            match block {
                Some(Block::Memory(block)) => bytes.extend_from_slice(part(block, start, count)),
                Some(Block::File(place)) => {
                    let file = self.file.as_ref().ok_or(io::ErrorKind::NotFound)?;
                    bytes.extend(file::read_at(file, place * BLOCK as u64 + start, part_length(count))?);
                }
                None => break,
            }
            at += count;
        }
        Ok(bytes)
    }
}

/// A file that is gone with the program, on a disk: the usual folder for small ones is often memory.
fn nameless() -> io::Result<File> {
    const ON_DISK: &str = "/var/tmp";
    if std::env::var_os("TMPDIR").is_none()
        && let Ok(file) = tempfile::tempfile_in(ON_DISK)
    {
        return Ok(file);
    }
    tempfile::tempfile().map_err(|error| io::Error::other(format!("no temporary file: {}", reason(&error))))
}

fn part(block: &[u8], start: u64, count: u64) -> &[u8] {
    let start = part_length(start);
    block.get(start..start + part_length(count)).unwrap_or_default()
}

/// A length within a block.
fn part_length(count: u64) -> usize {
    usize::try_from(count).unwrap_or(BLOCK)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bytes that tell their place.
    fn numbers(range: Range<u64>) -> Vec<u8> {
        range.map(|at| (at % 251) as u8).collect()
    }

    fn fill(store: &mut Store, bytes: &[u8]) {
        let mut rest = bytes;
        while !rest.is_empty() {
            let taken = store.append(rest);
            rest = &rest[taken..];
            if let Some(overflow) = store.overflow().unwrap() {
                overflow.write().unwrap();
                store.spilled(&overflow);
            }
        }
    }

    #[test]
    fn what_is_read_was_written_wherever_it_is() {
        for memory in [0, 2 * BLOCK, 100 * BLOCK] {
            let mut store = Store::new(memory);
            let length = 5 * BLOCK as u64 + 17;
            for start in (0..length).step_by(700_001) {
                fill(&mut store, &numbers(start..(start + 700_001).min(length)));
            }
            assert_eq!(store.len(), length);
            for range in [
                0..10,
                BLOCK as u64 - 3..BLOCK as u64 + 3,
                3_000_000..5_000_000,
                0..length,
                length..length + 9,
            ] {
                assert!(store.read(range.clone()).unwrap() == numbers(range.start..range.end.min(length)));
            }
            assert!(store.n_in_memory <= memory / BLOCK + 1);
        }
    }

    #[test]
    fn what_is_forgotten_makes_room() {
        let mut store = Store::new(0);
        for start in 0..64 {
            let range = start * BLOCK as u64..(start + 1) * BLOCK as u64;
            fill(&mut store, &numbers(range.clone()));
            store.forget_before(range.start);
        }
        assert!(store.file_end < 4, "{}", store.file_end);
        assert!(store.read(0..10).unwrap().is_empty());
        assert!(store.read(63 * BLOCK as u64..64 * BLOCK as u64).unwrap().len() == BLOCK);
    }
}
