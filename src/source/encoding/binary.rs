//! What binary files begin with.

/// A kind of binary file and how it is known.
struct Signature {
    /// What people call it.
    name: &'static str,
    /// Where the bytes stand.
    offset: usize,
    /// The bytes that every such file has.
    bytes: &'static [u8],
}

const fn signature(name: &'static str, offset: usize, bytes: &'static [u8]) -> Signature {
    Signature { name, offset, bytes }
}

/// The more special before the more general.
const SIGNATURES: &[Signature] = &[
    signature("PNG", 0, b"\x89PNG\r\n\x1a\n"),
    signature("JPEG", 0, b"\xFF\xD8\xFF"),
    signature("GIF", 0, b"GIF87a"),
    signature("GIF", 0, b"GIF89a"),
    signature("WebP", 8, b"WEBP"),
    signature("WAV", 8, b"WAVE"),
    signature("PDF", 0, b"%PDF-"),
    signature("EPUB", 30, b"mimetypeapplication/epub+zip"),
    signature("OpenDocument", 30, b"mimetypeapplication/vnd.oasis.opendocument"),
    signature("Office Open XML", 30, b"[Content_Types].xml"),
    signature("ZIP", 0, b"PK\x03\x04"),
    signature("ZIP", 0, b"PK\x05\x06"),
    signature("gzip", 0, b"\x1F\x8B"),
    signature("bzip2", 0, b"BZh"),
    signature("xz", 0, b"\xFD7zXZ\0"),
    signature("Zstandard", 0, b"\x28\xB5\x2F\xFD"),
    signature("7-Zip", 0, b"7z\xBC\xAF\x27\x1C"),
    signature("tar", 257, b"ustar"),
    signature("ELF", 0, b"\x7FELF"),
    signature("Mach-O", 0, b"\xCF\xFA\xED\xFE"),
    signature("Java class", 0, b"\xCA\xFE\xBA\xBE"),
    signature("WebAssembly", 0, b"\0asm"),
    signature("Windows program", 0, b"MZ"),
    signature("SQLite", 0, b"SQLite format 3\0"),
    signature("Ogg", 0, b"OggS"),
    signature("MP3", 0, b"ID3"),
    signature("MP4", 4, b"ftyp"),
    signature("Microsoft Office", 0, b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
];

/// What a file that begins with `head` looks like. Some of the signatures are words that a text
/// may begin with as well, so this alone does not make a file binary.
pub(super) fn looks_like(head: &[u8]) -> Option<&'static str> {
    found(head).map(|signature| signature.name)
}

/// What a file that begins with `head` must be, where no text begins like that.
pub(super) fn certainly(head: &[u8]) -> Option<&'static str> {
    let is_no_text = |byte: &u8| byte.is_ascii_control() || !byte.is_ascii();
    let signature = found(head)?;
    (signature.bytes.iter().any(is_no_text) || signature.name == "PDF").then_some(signature.name)
}

fn found(head: &[u8]) -> Option<&'static Signature> {
    SIGNATURES
        .iter()
        .find(|signature| head.get(signature.offset..).is_some_and(|rest| rest.starts_with(signature.bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn special_signatures_come_before_general_ones() {
        let mut zip = b"PK\x03\x04".to_vec();
        zip.resize(30, 0);
        assert_eq!(looks_like(&zip), Some("ZIP"));
        zip.extend(b"mimetypeapplication/epub+zip");
        assert_eq!(looks_like(&zip), Some("EPUB"));
    }

    #[test]
    fn words_are_no_proof() {
        assert_eq!((looks_like(b"MZ and PE"), certainly(b"MZ and PE")), (Some("Windows program"), None));
        assert_eq!((looks_like(b"nothing"), certainly(b"nothing")), (None, None));
        assert_eq!(certainly(b"%PDF-1.4"), Some("PDF"));
    }
}
