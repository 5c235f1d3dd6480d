//! The parts of a source that its encoding is told by.

use std::io;
use std::ops::Range;

use super::{Source, WHOLE};

/// Bytes of the first sample of a larger source. A multiple of four, for the wide encodings, as are
/// all these.
const HEAD: u64 = 64 << 10;
/// Bytes of each further sample.
const LENGTH: u64 = 16 << 10;
/// How many further samples are taken, the last at the end.
const COUNT: u64 = 6;

/// Stretches of a source in order, the first at its start.
pub(super) struct Samples(Vec<Sample>);

/// A stretch of a source.
pub(super) struct Sample {
    /// What is there.
    pub(super) bytes: Vec<u8>,
    /// Whether the source starts here; if not, the first bytes may be the end of a character.
    pub(super) is_start: bool,
    /// Whether the source ends here; if not, the last bytes may be the start of a character.
    pub(super) is_end: bool,
}

impl Samples {
    /// The whole of a short source; of a long one its head, its tail and places between.
    pub(super) fn take(source: &Source) -> io::Result<Self> {
        let length = source.len();
        if length <= WHOLE {
            return Ok(Self::of(source.read(0..length)?, true));
        }
        let step = (length - HEAD) / COUNT / 4 * 4;
        let further = (1..=COUNT).map(|number| {
            let start = HEAD - LENGTH + number * step;
            start..start + LENGTH
        });
        let sample = |range: Range<u64>| {
            let (is_start, is_end) = (range.start == 0, range.end >= length);
            Ok(Sample { bytes: source.read(range)?, is_start, is_end })
        };
        std::iter::once(0..HEAD).chain(further).map(sample).collect::<io::Result<_>>().map(Self)
    }

    /// Only the beginning of a source, or all of it.
    pub(super) fn of(bytes: Vec<u8>, is_all: bool) -> Self {
        Self(vec![Sample { bytes, is_start: true, is_end: is_all }])
    }

    /// The beginning of the source.
    pub(super) fn head(&self) -> &[u8] {
        self.0.first().map(|sample| sample.bytes.as_slice()).unwrap_or_default()
    }

    /// All of them in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Sample> {
        self.0.iter()
    }

    /// How many bytes there are in all of them.
    pub(super) fn len(&self) -> usize {
        self.iter().map(|sample| sample.bytes.len()).sum()
    }
}

impl Sample {
    /// The sample without the part of a UTF-8 character at its start.
    pub(super) fn whole_characters(&self) -> &[u8] {
        let cut = self.bytes.iter().take(3).take_while(|&&byte| byte & 0xC0 == 0x80).count();
        self.bytes.get(if self.is_start { 0 } else { cut }..).unwrap_or_default()
    }

    /// The whole lines of the sample, which no multi-byte encoding is cut by.
    pub(super) fn lines(&self) -> &[u8] {
        let bytes = &self.bytes;
        let start = if self.is_start { Some(0) } else { memchr::memchr(b'\n', bytes).map(|at| at + 1) };
        let end =
            if self.is_end { Some(bytes.len()) } else { memchr::memrchr(b'\n', bytes).map(|at| at + 1) };
        match (start, end) {
            (Some(start), Some(end)) => bytes.get(start..end).unwrap_or_default(),
            // One endless line: better a cut character than nothing to go by.
            _ if self.is_start => bytes,
            _ => &[],
        }
    }
}
