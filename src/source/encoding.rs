//! Which encoding a source is in, and how it becomes UTF-8.
//!
//! UTF-8 stays on disk and is read by range; only what is in another encoding is transcoded, a short
//! source into memory, a longer one into a stream. The decision rests on bounded [`samples`]: a
//! gigabyte is opened as fast as a page. Most sources are [`ordinary`] UTF-8, which is told at the
//! speed of reading.

mod binary;
mod controls;
mod decoding;
mod detect;
mod ordinary;
mod samples;
mod utf32;

use std::io;

use anyhow::{Result, bail};

pub(super) use self::decoding::Decoding;
use self::detect::{Charset, Verdict};
use self::samples::Samples;
use super::Source;

/// Bytes of the source that are transcoded at a time.
const PIECE: u64 = 1 << 20;

/// A source up to this size is looked at as a whole before it is read: a book with one accent in its
/// last chapter is still read rightly, and checking it takes a millisecond.
pub(super) const WHOLE: u64 = 2 << 20;

/// How a source that is not in UTF-8 becomes so.
pub(super) struct Transcoding {
    /// What its bytes stand for.
    charset: Charset,
    /// Where its text starts: behind the byte order mark.
    pub(super) start: u64,
}

/// How `source` has to be transcoded; not at all where it is UTF-8 as it stands. What is not text is
/// an error in words for the reader.
pub(super) fn transcoding(source: &Source) -> Result<Option<Transcoding>> {
    if ordinary::is_plainly_utf8(source)? {
        return Ok(None);
    }
    judge(&Samples::take(source)?)
}

/// How the source that begins with `head` becomes UTF-8, and where its text starts.
pub(super) fn decoding(head: Vec<u8>) -> Result<(Decoding, usize)> {
    let samples = Samples::of(head, false);
    Ok(match judge(&samples)? {
        Some(transcoding) => (transcoding.decoding(), usize::try_from(transcoding.start)?),
        None if samples.head().is_ascii() => (Decoding::Undecided, 0),
        None => (Decoding::Utf8, 0),
    })
}

fn judge(samples: &Samples) -> Result<Option<Transcoding>> {
    match detect::detect(samples) {
        Verdict::Text { charset: Charset::Utf8, .. } => Ok(None),
        Verdict::Text { charset, mark } => Ok(Some(Transcoding { charset, start: mark })),
        Verdict::Binary { looks_like: Some(name) } => bail!("it is a binary file (looks like {name})"),
        Verdict::Binary { looks_like: None } => bail!("it is a binary file"),
    }
}

impl Transcoding {
    /// The decoding of the text from its start on.
    pub(super) fn decoding(&self) -> Decoding {
        self.charset.into()
    }

    /// The whole of `source` in UTF-8, without a byte order mark. Bytes that mean nothing become
    /// U+FFFD.
    pub(super) fn whole(&self, source: &Source) -> io::Result<Vec<u8>> {
        self.by_pieces(source, PIECE)
    }

    fn by_pieces(&self, source: &Source, piece: u64) -> io::Result<Vec<u8>> {
        let mut decoding = self.decoding();
        let mut text = Vec::new();
        let mut at = self.start;
        while at < source.len() {
            let bytes = source.read(at..at.saturating_add(piece))?;
            if bytes.is_empty() {
                break;
            }
            at += bytes.len() as u64;
            text.extend(decoding.decode(&bytes, false));
        }
        text.extend(decoding.decode(b"", true));
        text.shrink_to_fit();
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use encoding_rs::{
        BIG5, EUC_JP, EUC_KR, GB18030, ISO_2022_JP, KOI8_R, SHIFT_JIS, UTF_16BE, UTF_16LE, WINDOWS_1251,
        WINDOWS_1252, WINDOWS_1253,
    };
    use proptest::prelude::*;

    use super::*;

    fn opened(bytes: &[u8]) -> String {
        let source = Source::from_bytes("test", bytes.to_vec()).unwrap();
        source.text(0..source.len()).unwrap()
    }

    fn refused(bytes: &[u8]) -> String {
        format!("{:#}", Source::from_bytes("test", bytes.to_vec()).unwrap_err())
    }

    fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(to_bytes).collect()
    }

    fn utf32(text: &str, to_bytes: fn(u32) -> [u8; 4]) -> Vec<u8> {
        text.chars().flat_map(|c| to_bytes(c.into())).collect()
    }

    #[test]
    fn utf8_stays_as_it_is() {
        for text in [
            "",
            "\n",
            "plain",
            "\u{FEFF}with a mark",
            "Weiß 漢字 🏴",
            "a stray \0 NUL",
            "\u{1b}[1mbold\u{1b}[m",
        ] {
            assert_eq!(opened(text.as_bytes()), text);
            let source = Source::from_bytes("test", text.as_bytes().to_vec()).unwrap();
            assert!(transcoding(&source).unwrap().is_none(), "{text:?}");
        }
    }

    #[test]
    fn a_few_invalid_bytes_do_not_change_the_encoding() {
        let mut bytes = "Straße und Brücke, schön und größer".as_bytes().to_vec();
        bytes.insert(4, 0xFF);
        assert_eq!(opened(&bytes), "Stra\u{FFFD}ße und Brücke, schön und größer");
    }

    #[test]
    fn wide_encodings_are_known_with_and_without_mark() {
        let text = "A line of text,\nand a second: naïve façade, 漢字, 🏴.\n";
        for (name, bytes) in [
            ("UTF-16LE", utf16(text, u16::to_le_bytes)),
            ("UTF-16BE", utf16(text, u16::to_be_bytes)),
            ("UTF-32LE", utf32(text, u32::to_le_bytes)),
            ("UTF-32BE", utf32(text, u32::to_be_bytes)),
            ("UTF-16LE with mark", utf16(&format!("\u{FEFF}{text}"), u16::to_le_bytes)),
            ("UTF-16BE with mark", utf16(&format!("\u{FEFF}{text}"), u16::to_be_bytes)),
            ("UTF-32LE with mark", utf32(&format!("\u{FEFF}{text}"), u32::to_le_bytes)),
            ("UTF-32BE with mark", utf32(&format!("\u{FEFF}{text}"), u32::to_be_bytes)),
        ] {
            assert_eq!(opened(&bytes), text, "{name}");
        }
    }

    #[test]
    fn half_a_character_at_the_end_is_a_replacement_character() {
        assert_eq!(opened(b"\xFF\xFEa\0b"), "a\u{FFFD}");
        assert_eq!(opened(b"\xFF\xFEa\0\x00\xD8b\0"), "a\u{FFFD}b");
        assert_eq!(opened(b"\xFF\xFE\0\0a\0\0\0b\0\0"), "a\u{FFFD}");
    }

    #[test]
    fn legacy_encodings_are_detected() {
        for (encoding, text) in [
            (WINDOWS_1252, "Über die Brücke führt kein Weg zurück, “sagte er”, außer für Müßiggänger."),
            (WINDOWS_1252, "Le café était déjà fermé à l’arrivée du garçon; on a dû rentrer à pied."),
            (WINDOWS_1252, "The façade alone was worth the trip.\n"),
            (WINDOWS_1251, "Река течёт через весь город, и мосты над ней разводят по ночам."),
            (KOI8_R, "Река течёт через весь город, и мосты над ней разводят по ночам."),
            (WINDOWS_1253, "Το ποτάμι περνάει μέσα από την πόλη και οι γέφυρες ανοίγουν τη νύχτα."),
            (SHIFT_JIS, "川は町の中を流れていて、夜になると橋が開きます。カタカナも少し。"),
            (EUC_JP, "川は町の中を流れていて、夜になると橋が開きます。カタカナも少し。"),
            (ISO_2022_JP, "川は町の中を流れていて、夜になると橋が開きます。\nASCIIも少し。\n"),
            (EUC_KR, "강은 도시를 가로질러 흐르고 밤이 되면 다리가 열립니다."),
            (GB18030, "河流穿过整个城市，夜里桥会打开，让船只通过。我们在岸边等了很久。"),
            (BIG5, "河流穿過整個城市，夜裡橋會打開，讓船隻通過。我們在岸邊等了很久。"),
        ] {
            let (bytes, _, has_errors) = encoding.encode(text);
            assert!(!has_errors, "{text}");
            assert_eq!(opened(&bytes), text, "{}", encoding.name());
        }
    }

    #[test]
    fn escape_sequences_alone_are_not_japanese() {
        for text in ["\u{1b}(B\u{1b}[mplain", "\u{1b}[31mred\u{1b}[0m", "\u{1b}$ not a designation"] {
            assert_eq!(opened(text.as_bytes()), text);
        }
    }

    #[test]
    fn binary_files_are_refused_by_name() {
        for (bytes, expected) in [
            (&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], "cannot read test: it is a binary file (looks like PNG)"),
            (b"\x7fELF\x02\x01\x01\0\0\0", "cannot read test: it is a binary file (looks like ELF)"),
            (b"\x1f\x8b\x08\0\0\0\0\0", "cannot read test: it is a binary file (looks like gzip)"),
            (b"%PDF-1.7\n1 0 obj\n", "cannot read test: it is a binary file (looks like PDF)"),
            (b"PK\x03\x04\x14\0\0\0\x08\0", "cannot read test: it is a binary file (looks like ZIP)"),
            (b"\x01\0\x02\0\x03\0\x04\x05\x06\0\0\0", "cannot read test: it is a binary file"),
            (&[0; 400], "cannot read test: it is a binary file"),
        ] {
            assert_eq!(refused(bytes), expected);
        }
    }

    #[test]
    fn words_that_open_binary_files_may_open_texts() {
        for text in ["PK is a state in Malaysia no more.", "BZh, MZ, RIFF and OggS", "GIF89a is a format"] {
            assert_eq!(opened(text.as_bytes()), text);
        }
    }

    #[test]
    fn text_with_many_stray_nuls_is_text() {
        let text = "# a\0b\n\n\0\0\0\n- \0\n\n| \0 | a |\n|---|---|\nand some more text\n";
        assert_eq!(opened(text.as_bytes()), text);
    }

    /// A simple generator of numbers without any pattern.
    fn noise(length: usize) -> Vec<u8> {
        let step = |state: &mut u64| {
            *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            Some((*state >> 56) as u8)
        };
        std::iter::repeat_n((), length).scan(7, |state, ()| step(state)).collect()
    }

    #[test]
    fn noise_is_binary() {
        assert_eq!(refused(&noise(65_536)), "cannot read test: it is a binary file");
        assert_eq!(refused(&noise(4_000_000)), "cannot read test: it is a binary file");
    }

    #[test]
    fn a_character_across_the_edge_of_a_sample_is_no_error() {
        // Each shift puts the edges of the samples at another byte of the three-byte character.
        for shift in 0..3 {
            let text = format!("{}{}", "x".repeat(shift), "漢".repeat(1_500_000));
            let source = Source::from_bytes("test", text.into_bytes()).unwrap();
            assert!(transcoding(&source).unwrap().is_none());
        }
    }

    #[test]
    fn a_long_legacy_text_is_judged_by_samples_cut_at_lines() {
        let line = "川は町の中を流れていて、夜になると橋が開きます。\n";
        let text = line.repeat(60_000);
        let (bytes, ..) = SHIFT_JIS.encode(&text);
        assert!(opened(&bytes) == text);
    }

    proptest! {
        #[test]
        fn transcoding_in_pieces_is_transcoding_at_once(
            bytes in prop::collection::vec(any::<u8>(), 0..200),
            piece in 1_u64..9,
        ) {
            for encoding in [WINDOWS_1252, SHIFT_JIS, GB18030, ISO_2022_JP, UTF_16LE, UTF_16BE] {
                let source = Source { name: String::new(), bytes: super::super::Bytes::Memory(bytes.clone()), file: None };
                let (expected, _) = encoding.decode_without_bom_handling(&bytes);
                let actual = Transcoding { charset: Charset::Other(encoding), start: 0 }.by_pieces(&source, piece).unwrap();
                prop_assert_eq!(String::from_utf8(actual).unwrap(), expected);
            }
        }

        #[test]
        fn marked_text_comes_back(text in "\\PC*") {
            let marked = format!("\u{FEFF}{text}");
            prop_assert_eq!(opened(&utf16(&marked, u16::to_le_bytes)), text.clone());
            prop_assert_eq!(opened(&utf16(&marked, u16::to_be_bytes)), text.clone());
            prop_assert_eq!(opened(&utf32(&marked, u32::to_le_bytes)), text.clone());
            prop_assert_eq!(opened(marked.as_bytes()), marked);
        }

        #[test]
        fn any_bytes_open_or_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            if let Err(error) = Source::from_bytes("test", bytes) {
                let message = format!("{error:#}");
                prop_assert!(message.starts_with("cannot read test: it is a binary file"), "{}", message);
            }
        }
    }
}
