//! Reading and writing a file by position.

use std::fs::File;
use std::io;

/// Up to `count` bytes from byte `start` on; fewer where the file ends.
pub(super) fn read_at(file: &File, start: u64, count: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(count);
    while bytes.len() < count {
        let at = start + bytes.len() as u64;
        match read_some(file, &mut bytes, at) {
            Ok(0) => break,
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    bytes.truncate(count);
    Ok(bytes)
}

/// Writes all of `bytes` from byte `start` on.
pub(super) fn write_at(file: &File, bytes: &[u8], start: u64) -> io::Result<()> {
    let mut done = 0;
    while let Some(rest) = bytes.get(done..).filter(|rest| !rest.is_empty()) {
        match write_some(file, rest, start + done as u64) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(n) => done += n,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Adds what is read to `bytes`, within their capacity, which is not filled with zeros before.
#[cfg(unix)]
fn read_some(file: &File, bytes: &mut Vec<u8>, start: u64) -> io::Result<usize> {
    Ok(rustix::io::pread(file, rustix::buffer::spare_capacity(bytes), start)?)
}

#[cfg(unix)]
fn write_some(file: &File, bytes: &[u8], start: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::write_at(file, bytes, start)
}

/// Adds what is read to `bytes`, within their capacity.
#[cfg(windows)]
fn read_some(file: &File, bytes: &mut Vec<u8>, start: u64) -> io::Result<usize> {
    let done = bytes.len();
    bytes.resize(bytes.capacity(), 0);
    let read =
        std::os::windows::fs::FileExt::seek_read(file, bytes.get_mut(done..).unwrap_or_default(), start);
    bytes.truncate(done + *read.as_ref().unwrap_or(&0));
    read
}

#[cfg(windows)]
fn write_some(file: &File, bytes: &[u8], start: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_write(file, bytes, start)
}
