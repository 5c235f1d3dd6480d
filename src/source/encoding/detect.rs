//! Tells the encoding of a source, and text from other bytes.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_16BE, UTF_16LE};

use super::samples::{Sample, Samples};
use super::utf32::Utf32;
use super::{binary, controls};

/// What a source was found to be.
pub(super) enum Verdict {
    /// Text, in UTF-8 or to be transcoded.
    Text {
        /// What its bytes stand for.
        charset: Charset,
        /// Bytes of the byte order mark.
        mark: u64,
    },
    /// Something that is not read as text.
    Binary {
        /// The kind of file, where it can be told.
        looks_like: Option<&'static str>,
    },
}

/// How bytes stand for characters.
#[derive(Clone, Copy)]
pub(super) enum Charset {
    Utf8,
    Utf32(Utf32),
    /// Any other that is known: UTF-16 and what was in use before Unicode.
    Other(&'static Encoding),
}

/// Byte order marks, the longer first, as one begins with another.
const MARKS: &[(&[u8], Charset)] = &[
    (b"\xFF\xFE\0\0", Charset::Utf32(Utf32::Little)),
    (b"\0\0\xFE\xFF", Charset::Utf32(Utf32::Big)),
    (b"\xEF\xBB\xBF", Charset::Utf8),
    (b"\xFF\xFE", Charset::Other(UTF_16LE)),
    (b"\xFE\xFF", Charset::Other(UTF_16BE)),
];

/// Judges a source by its samples.
pub(super) fn detect(samples: &Samples) -> Verdict {
    if let Some(&(mark, charset)) = MARKS.iter().find(|(mark, _)| samples.head().starts_with(mark)) {
        return Verdict::Text { charset, mark: mark.len() as u64 };
    }
    if let Some(name) = binary::certainly(samples.head()) {
        return Verdict::Binary { looks_like: Some(name) };
    }
    match wide(samples).or_else(|| narrow(samples)) {
        Some(charset) => Verdict::Text { charset, mark: 0 },
        None => Verdict::Binary { looks_like: binary::looks_like(samples.head()) },
    }
}

/// UTF-16 or UTF-32 without a mark, where it is plainly one of them.
fn wide(samples: &Samples) -> Option<Charset> {
    let head = samples.head();
    if !head.contains(&0) {
        return None;
    }
    let is_utf32 = |utf32: &Utf32| samples.iter().all(|sample| utf32.is_plainly(&sample.bytes));
    if let Some(utf32) = [Utf32::Little, Utf32::Big].into_iter().find(is_utf32) {
        return Some(Charset::Utf32(utf32));
    }
    let encoding = utf16_by_zeros(head)?;
    let (text, _) = encoding.decode_without_bom_handling(head);
    let is_wrong = |c: &char| *c == char::REPLACEMENT_CHARACTER || controls::is_stray(*c);
    let n_wrong = text.chars().filter(is_wrong).count();
    (n_wrong * 20 <= text.chars().count()).then_some(Charset::Other(encoding))
}

/// Latin text in UTF-16 has a zero in nearly every pair of bytes, always on the same side.
fn utf16_by_zeros(head: &[u8]) -> Option<&'static Encoding> {
    let zeros = |side| head.iter().skip(side).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let (most, fewest) = (even.max(odd), even.min(odd));
    let is_plain = most * 8 >= head.len() && fewest * 16 <= most;
    is_plain.then_some(if odd > even { UTF_16LE } else { UTF_16BE })
}

/// UTF-8 or an encoding that has ASCII in it. `None` for what is not text.
pub(super) fn narrow(samples: &Samples) -> Option<Charset> {
    let tally = samples.iter().map(Tally::of).fold(Tally::default(), Tally::plus);
    let length = samples.len();
    if tally.invalid > tally.multibyte {
        // Noise and machine code have controls everywhere, legacy text has none.
        return (tally.stray * 20 <= length).then(|| Charset::Other(legacy(samples)));
    }
    if tally.stray * 5 > length {
        return None;
    }
    let is_japanese = tally.multibyte == 0 && tally.invalid == 0 && is_iso_2022_jp(samples);
    Some(if is_japanese { Charset::Other(ISO_2022_JP) } else { Charset::Utf8 })
}

/// Whether there is nothing but ASCII and white space: told without a way out in the middle, so
/// that many bytes are compared at once.
fn is_plain(bytes: &[u8]) -> bool {
    bytes.iter().fold(true, |is_plain, byte| is_plain & matches!(byte, b'\t'..=b'\r' | b' '..=b'~'))
}

/// What a sample's bytes are when they are taken for UTF-8.
#[derive(Clone, Copy, Default)]
struct Tally {
    /// Bytes of characters beyond ASCII.
    multibyte: usize,
    /// Bytes that belong to no character.
    invalid: usize,
    /// Controls that text hardly ever has.
    stray: usize,
}

impl Tally {
    fn of(sample: &Sample) -> Self {
        let bytes = sample.whole_characters();
        if is_plain(bytes) {
            return Self::default();
        }
        let is_stray = |byte: &&u8| byte.is_ascii() && controls::is_stray(char::from(**byte));
        let mut tally = Self { stray: bytes.iter().filter(is_stray).count(), ..Self::default() };
        if simdutf8::basic::from_utf8(bytes).is_ok() {
            let multibyte = bytes.iter().filter(|byte| !byte.is_ascii()).count();
            return Self { multibyte, ..tally };
        }
        let mut chunks = bytes.utf8_chunks().peekable();
        while let Some(chunk) = chunks.next() {
            let is_cut = chunks.peek().is_none() && !sample.is_end;
            tally.multibyte += chunk.valid().bytes().filter(|byte| !byte.is_ascii()).count();
            tally.invalid += if is_cut { 0 } else { chunk.invalid().len() };
        }
        tally
    }

    fn plus(self, other: Self) -> Self {
        Self {
            multibyte: self.multibyte + other.multibyte,
            invalid: self.invalid + other.invalid,
            stray: self.stray + other.stray,
        }
    }
}

/// The likeliest encoding of text that is not UTF-8.
fn legacy(samples: &Samples) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    for sample in samples.iter() {
        detector.feed(sample.lines(), false);
    }
    detector.guess(None, Utf8Detection::Deny)
}

/// Whether ASCII bytes are Japanese: two-byte characters are switched on somewhere, and nothing
/// else is wrong. Colored output has escape sequences too, but not these.
fn is_iso_2022_jp(samples: &Samples) -> bool {
    let is_switched_on = |sample: &Sample| {
        [&b"\x1B$B"[..], b"\x1B$@"].iter().any(|escape| memchr::memmem::find(&sample.bytes, escape).is_some())
    };
    let is_well_formed = |sample: &Sample| !ISO_2022_JP.decode_without_bom_handling(sample.lines()).1;
    samples.iter().any(is_switched_on) && samples.iter().all(is_well_formed)
}
