//! Reading and writing a file by position.

use std::fs::File;
use std::io;

/// Up to `count` bytes from byte `start` on; fewer where the file ends.
pub(super) fn read_at(file: &File, start: u64, count: usize) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; count];
    let mut done = 0;
    while let Some(rest) = bytes.get_mut(done..).filter(|rest| !rest.is_empty()) {
        match read_some(file, rest, start + done as u64) {
            Ok(0) => break,
            Ok(n) => done += n,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    bytes.truncate(done);
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

#[cfg(unix)]
fn read_some(file: &File, buffer: &mut [u8], start: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, start)
}

#[cfg(unix)]
fn write_some(file: &File, bytes: &[u8], start: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::write_at(file, bytes, start)
}

#[cfg(windows)]
fn read_some(file: &File, buffer: &mut [u8], start: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, start)
}

#[cfg(windows)]
fn write_some(file: &File, bytes: &[u8], start: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_write(file, bytes, start)
}
