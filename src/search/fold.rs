//! Characters without what is added to their letters, so that `cafe` is found in `café`.
//!
//! A character is decomposed (UAX #15, NFD), loses its diacritics, and is composed again. Letters that do not
//! decompose though readers know another spelling for them, and typographic signs, have a table of their own.

use std::ops::RangeInclusive;
use std::sync::OnceLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// What characters are for a search, where Unicode does not decompose them.
const SPELLINGS: &[(&[char], &str)] = &[
    (&['ß'], "ss"),
    (&['ẞ'], "SS"),
    (&['æ'], "ae"),
    (&['Æ'], "AE"),
    (&['œ'], "oe"),
    (&['Œ'], "OE"),
    (&['ø'], "o"),
    (&['Ø'], "O"),
    (&['đ', 'ð'], "d"),
    (&['Đ', 'Ð'], "D"),
    (&['ħ'], "h"),
    (&['Ħ'], "H"),
    (&['ı'], "i"),
    (&['ł'], "l"),
    (&['Ł'], "L"),
    (&['ŋ'], "n"),
    (&['Ŋ'], "N"),
    (&['ŧ'], "t"),
    (&['Ŧ'], "T"),
    (&['þ'], "th"),
    (&['Þ'], "TH"),
    (&['ſ'], "s"),
    (&['ĳ'], "ij"),
    (&['Ĳ'], "IJ"),
    (&['ﬀ'], "ff"),
    (&['ﬁ'], "fi"),
    (&['ﬂ'], "fl"),
    (&['ﬃ'], "ffi"),
    (&['ﬄ'], "ffl"),
    (&['ﬅ', 'ﬆ'], "st"),
    (&['‘', '’', '‛', 'ʼ'], "'"),
    (&['“', '”', '„', '‟'], "\""),
    (&['\u{2010}', '\u{2011}'], "-"),
    (&['\u{AD}', '\u{200B}'], ""),
];

/// What stands for `c` in a search that folds diacritics; `None` where that is `c` itself. Case stays. Nothing
/// stands for a diacritic, a soft hyphen or a space of no width.
pub(super) fn folded(c: char) -> Option<&'static str> {
    if c.is_ascii() {
        return None;
    }
    let page = PAGES.get(u32::from(c) as usize >> 8)?;
    let page = page.get_or_init(|| Page::new(u32::from(c) & !0xFF)).as_ref()?;
    page.0.get(u32::from(c) as usize & 0xFF)?.text()
}

/// Whether `c` is a mark that is added to a letter: an accent, a stroke through it, a Hebrew point, an Arabic vowel sign.
/// Marks that are letters' own parts, as vowels of Indic scripts and the voicing of kana are, are none. Told by the
/// combining class (Unicode Standard, 4.3).
pub(super) fn is_diacritic(c: char) -> bool {
    !c.is_ascii() && (STROKES.contains(&c) || matches!(canonical_combining_class(c), 10..=36 | 200..=240))
}

/// The marks that lie over a letter: tildes, strokes and a slash.
const STROKES: RangeInclusive<char> = '\u{334}'..='\u{338}';

/// `text` with every character folded.
pub(super) fn folded_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match folded(c) {
            Some(folded) => out.push_str(folded),
            None => out.push(c),
        }
    }
    out
}

/// What is known of 256 characters each; beyond are no letters with diacritics.
static PAGES: [OnceLock<Option<Page>>; 0x1F0] = [const { OnceLock::new() }; 0x1F0];

/// What stands for each of 256 characters.
struct Page(Box<[Fold]>);

impl Page {
    /// The characters from `first` on; `None` where all stand for themselves, as in most pages.
    fn new(first: u32) -> Option<Self> {
        let folds: Box<[Fold]> = (first..first + 256).map(|c| char::from_u32(c).into()).collect();
        folds.iter().any(|fold| fold.text().is_some()).then_some(Self(folds))
    }
}

/// What stands for a character, within eight bytes: texts are folded in bulk.
#[derive(Clone, Copy)]
struct Fold {
    bytes: [u8; 7],
    length: u8,
}

impl Fold {
    /// The character itself.
    const SAME: Self = Self { bytes: [0; 7], length: u8::MAX };

    fn text(&self) -> Option<&str> {
        std::str::from_utf8(self.bytes.get(..usize::from(self.length))?).ok()
    }
}

impl From<Option<char>> for Fold {
    fn from(c: Option<char>) -> Self {
        let Some(c) = c else { return Self::SAME };
        // What a slash makes of a sign is another sign, as ≠ is.
        if c.nfd().count() > 1 && c.nfd().any(|mark| STROKES.contains(&mark)) {
            return Self::SAME;
        }
        let letters = c.nfd().filter(|&c| !is_diacritic(c)).flat_map(spelling);
        let text: String = letters.nfc().collect();
        let mut fold = Self { bytes: [0; 7], length: u8::try_from(text.len()).unwrap_or(u8::MAX) };
        match fold.bytes.get_mut(..text.len()) {
            Some(bytes) if !text.chars().eq([c]) => bytes.copy_from_slice(text.as_bytes()),
            _ => return Self::SAME,
        }
        fold
    }
}

/// `c`, or how it is spelled without it.
fn spelling(c: char) -> impl Iterator<Item = char> {
    let known = SPELLINGS.iter().find(|(chars, _)| chars.contains(&c));
    let itself = if known.is_none() { Some(c) } else { None };
    known.map_or("", |(_, spelling)| spelling).chars().chain(itself)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_lose_their_diacritics() {
        for (text, expected) in [
            ("Café, naïve, Ångström, Řehoř, Ệ", "Cafe, naive, Angstrom, Rehor, E"),
            ("Straße, STRAẞE, Æsir, Ǿ, ŉ, ﬁn", "Strasse, STRASSE, AEsir, O, ŉ, fin"),
            ("cafe\u{301} e\u{323}\u{302}x", "cafe ex"),
            ("“don’t” co\u{AD}op e\u{2011}mail", "\"don't\" coop e-mail"),
            ("a\u{337}b Z\u{334}\u{301}a\u{335}l\u{336}go\u{338}", "ab Zalgo"),
            ("ёлка, Ά, שָׁלוֹם, كَتَبَ", "елка, Α, שלום, كتب"),
            ("が ガ क्षा 한글 漢字 ไทยที่ ≠", "が ガ क्षा 한글 漢字 ไทยที่ ≠"),
        ] {
            assert_eq!(folded_text(text), expected);
        }
    }

    #[test]
    fn what_is_folded_stays_as_it_is() {
        for c in (0..0x11_0000).filter_map(char::from_u32) {
            let Some(once) = folded(c) else { continue };
            assert_eq!(folded_text(once), once, "{c}");
        }
    }
}
