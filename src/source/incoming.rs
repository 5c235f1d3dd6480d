//! A pipe, before it is known what comes through it.
//!
//! A thread takes in the first bytes, the *head*. Once they are there, or have all come, or the
//! reader's [`Patience`] is at an end, their encoding is judged, and what follows flows on into a
//! stream.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, SyncSender};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use super::encoding::{self, Decoding, Transcoding};
use super::stream::{self, Feed};
use super::{Bytes, Source, reason};

/// Bytes of the head: what a source's encoding, format and habits are judged by. A shorter one is
/// read as a file is.
const HEAD: usize = 2 << 20;

/// How many bytes of a pipe may wait beyond the place that the reader has come to.
const AHEAD: u64 = 1 << 30;

/// Bytes that are taken at a time.
const PIECE: usize = 256 << 10;

/// How long to wait for the rest of the head once it has begun.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// While nothing comes.
    pub quiet: Duration,
    /// In all.
    pub most: Duration,
}

/// A pipe whose beginning is awaited.
#[derive(Debug)]
pub struct Incoming {
    name: String,
    /// The file that it is, and its stamp, where it may be an empty one.
    file: Option<(PathBuf, u64)>,
    pieces: Receiver<io::Result<Vec<u8>>>,
    /// What was received, as long as it is not judged.
    head: Vec<u8>,
    /// How the pipe ended, if it did.
    end: Option<io::Result<()>>,
}

impl Incoming {
    /// Starts to take in what comes through the pipe that `open` opens, which may take its time.
    pub fn start<R: Read>(name: &str, open: impl FnOnce() -> io::Result<R> + Send + 'static) -> Result<Self> {
        let pieces = spawn_reader(open).with_context(|| format!("cannot read {name}"))?;
        Ok(Self { name: name.to_owned(), file: None, pieces, head: Vec::new(), end: None })
    }

    /// The same, of a file that is empty with this stamp unless something comes.
    #[must_use]
    pub(super) fn of_file(self, path: PathBuf, stamp: u64) -> Self {
        Self { file: Some((path, stamp)), ..self }
    }

    /// Whether something comes, or the pipe ends, before `limit` is over.
    pub fn begins_within(&mut self, limit: Duration) -> bool {
        self.receive(Some(limit));
        !self.head.is_empty() || self.end.is_some()
    }

    /// The source, as soon as its head is there or `patience` at its end; without one, it is waited
    /// for as long as it takes, so that time has no influence on what comes out.
    pub fn source(mut self, patience: Option<Patience>) -> Result<Source> {
        if self.head.is_empty() {
            self.receive(None);
        }
        let start = Instant::now();
        while self.head.len() < HEAD && self.end.is_none() {
            let limit = patience.map(|patience| {
                let left = patience.most.saturating_sub(start.elapsed());
                patience.quiet.min(left)
            });
            if !self.receive(limit) {
                break;
            }
        }
        match self.end.take() {
            Some(Ok(())) if self.head.is_empty() => Ok(Source::empty(self.name, self.file)),
            Some(Ok(())) => Source::from_bytes(&self.name, self.head),
            Some(Err(error)) if self.head.is_empty() => {
                Err(error).with_context(|| format!("cannot read {}", self.name))
            }
            end => self.into_growing(end),
        }
    }

    /// Receives a piece, if one comes in time. Answers whether there was one.
    fn receive(&mut self, limit: Option<Duration>) -> bool {
        let received = match limit {
            Some(limit) => self.pieces.recv_timeout(limit),
            None => self.pieces.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        match received {
            Ok(Ok(piece)) => self.head.extend(piece),
            Ok(Err(error)) => self.end = Some(Err(error)),
            Err(RecvTimeoutError::Disconnected) => self.end = Some(Ok(())),
            Err(RecvTimeoutError::Timeout) => return false,
        }
        true
    }

    /// Judges the head; what follows goes on being taken in.
    fn into_growing(self, end: Option<io::Result<()>>) -> Result<Source> {
        let Self { name, pieces, head, .. } = self;
        let (mut decoding, start) =
            encoding::decoding(head.clone()).with_context(|| format!("cannot read {name}"))?;
        let (stream, feed) = stream::channel(AHEAD);
        let text = head.get(start..).unwrap_or_default();
        let _ = feed.write(&decoding.decode(text, false));
        match end {
            Some(end) => feed.end(end.err().map(|error| reason(&error))),
            None => spawn_decoder(pieces, decoding, feed).with_context(|| format!("cannot read {name}"))?,
        }
        Ok(Source { name, bytes: Bytes::Stream(stream), file: None })
    }
}

/// Has a thread of its own read from the pipe that `open` opens, and answers where the pieces come.
fn spawn_reader<R: Read>(
    open: impl FnOnce() -> io::Result<R> + Send + 'static,
) -> io::Result<Receiver<io::Result<Vec<u8>>>> {
    let (sender, pieces) = mpsc::sync_channel(1);
    let take_in = move || match open() {
        Ok(reader) => take_in(reader, &sender),
        // Where nobody waits any more, nobody has to know.
        Err(error) => drop(sender.send(Err(error))),
    };
    thread::Builder::new().name("folio-source".to_owned()).spawn(take_in)?;
    Ok(pieces)
}

/// Hands on what comes, until it ends or nobody takes it.
fn take_in(mut reader: impl Read, pieces: &SyncSender<io::Result<Vec<u8>>>) {
    let mut piece = vec![0; PIECE];
    loop {
        let received = match reader.read(&mut piece) {
            Ok(0) => return,
            Ok(n) => Ok(piece.get(..n).unwrap_or_default().to_vec()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => Err(error),
        };
        let is_last = received.is_err();
        if pieces.send(received).is_err() || is_last {
            return;
        }
    }
}

/// A file as it becomes UTF-8. Not all of it is waited for.
pub(super) fn transcoded(mut file: File, transcoding: &Transcoding) -> io::Result<Bytes> {
    file.seek(SeekFrom::Start(transcoding.start))?;
    let (stream, feed) = stream::channel(u64::MAX);
    spawn_decoder(spawn_reader(move || Ok(file))?, transcoding.decoding(), feed)?;
    while !stream.is_whole() && stream.len() < HEAD as u64 {
        stream.wait_beyond(stream.len());
    }
    Ok(Bytes::Stream(stream))
}

/// Has a thread of its own decode the pieces and feed them to a stream.
fn spawn_decoder(pieces: Receiver<io::Result<Vec<u8>>>, decoding: Decoding, feed: Feed) -> io::Result<()> {
    let decode = move || decode_all(pieces, decoding, feed);
    thread::Builder::new().name("folio-decoding".to_owned()).spawn(decode).map(drop)
}

/// Decodes the pieces and feeds them to a stream, until they end or nobody reads it.
fn decode_all(pieces: Receiver<io::Result<Vec<u8>>>, mut decoding: Decoding, feed: Feed) {
    let mut broken = None;
    for piece in pieces {
        match piece.map(|piece| feed.write(&decoding.decode(&piece, false))) {
            Ok(Ok(true)) => {}
            Ok(Ok(false)) => return,
            // What cannot be kept is lost, and nothing may come behind it.
            Ok(Err(error)) => return feed.end(Some(reason(&error))),
            Err(error) => broken = Some(error),
        }
    }
    let failed = feed.write(&decoding.decode(b"", true)).err();
    feed.end(broken.or(failed).map(|error| reason(&error)));
}

#[cfg(test)]
mod tests {
    use super::*;

    const IMPATIENT: Patience = Patience { quiet: Duration::ZERO, most: Duration::ZERO };

    /// Gives its parts one at a time, and then fails if it is to.
    struct Parts {
        parts: Vec<Vec<u8>>,
        fails: bool,
    }

    impl Read for Parts {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            if self.parts.is_empty() {
                return if self.fails { Err(io::Error::other("the line broke")) } else { Ok(0) };
            }
            let part = self.parts.remove(0);
            buffer[..part.len()].copy_from_slice(&part);
            Ok(part.len())
        }
    }

    fn incoming(parts: &[&[u8]], fails: bool) -> Incoming {
        let parts = parts.iter().map(|part| part.to_vec()).collect();
        Incoming::start("a pipe", move || Ok(Parts { parts, fails })).unwrap()
    }

    fn all_of(source: &Source) -> String {
        while !source.is_whole() {
            source.wait_beyond(source.len());
        }
        source.text(0..source.len()).unwrap()
    }

    #[test]
    fn a_short_pipe_is_read_as_a_file_is() {
        let source = incoming(&[b"na\xEFve ", b"fa\xE7ade, and the caf\xE9"], false).source(None).unwrap();
        assert!(source.is_whole());
        assert_eq!(all_of(&source), "naïve façade, and the café");
    }

    #[test]
    fn impatience_changes_nothing_but_the_time() {
        let piece = "Words in a line.\n".repeat(3000).into_bytes();
        let parts = [b"Plain \n", &*piece, &piece, b"d\xE9j\xE0 vu, voil\xE0", &piece];
        let patient = incoming(&parts, false).source(None).unwrap();
        let impatient = incoming(&parts, false).source(Some(IMPATIENT)).unwrap();
        assert_eq!(all_of(&patient), all_of(&impatient));
        assert!(all_of(&impatient).contains("déjà vu, voilà"));
    }

    #[test]
    fn a_byte_order_mark_is_no_text() {
        let text: Vec<u8> = "\u{FEFF}Weiß".encode_utf16().flat_map(u16::to_be_bytes).collect();
        let (first, rest) = text.split_at(5);
        assert_eq!(all_of(&incoming(&[first, rest], false).source(Some(IMPATIENT)).unwrap()), "Weiß");
    }

    #[test]
    fn a_pipe_that_breaks_keeps_what_came() {
        let source = incoming(&[b"some words"], true).source(None).unwrap();
        assert_eq!(all_of(&source), "some words");
        assert_eq!(source.trouble().as_deref(), Some("the line broke"));
        let error = incoming(&[], true).source(None).unwrap_err();
        assert_eq!(format!("{error:#}"), "cannot read a pipe: the line broke");
    }

    #[test]
    fn what_is_no_text_is_refused() {
        let error = incoming(&[b"\x7FELF\0\0\0\0", b"more"], false).source(Some(IMPATIENT)).unwrap_err();
        assert_eq!(format!("{error:#}"), "cannot read a pipe: it is a binary file (looks like ELF)");
    }
}
