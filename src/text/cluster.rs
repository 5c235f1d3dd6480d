//! Grapheme clusters, their columns, and the one gate between documents and the terminal.
//!
//! A document is untrusted: it may hold escape sequences, bidirectional overrides or a million
//! combining marks. [`clusters`] cuts text into pieces that fit a terminal cell and [`glyph`] turns
//! each into what may be drawn. Nothing else in the program writes document text to a terminal.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The most bytes one cell may hold; a longer cluster continues in further cells.
pub const MAX_CLUSTER_BYTES: usize = 32;

/// What one cluster puts on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glyph<'a> {
    /// The printable characters, free of controls. Empty where `width` is 0.
    pub symbol: Cow<'a, str>,
    /// Columns taken: 0, 1 or 2.
    pub width: u8,
}

impl<'a> Glyph<'a> {
    const NOTHING: Self = Self::new(Cow::Borrowed(""), 0);
    const REPLACEMENT: Self = Self::new(Cow::Borrowed("\u{FFFD}"), 1);
    const SPACE: Self = Self::new(Cow::Borrowed(" "), 1);

    const fn new(symbol: Cow<'a, str>, width: u8) -> Self {
        Self { symbol, width }
    }
}

/// Cuts `text` into drawable clusters, each with its byte offset.
///
/// These are the extended grapheme clusters of UAX #29, except that one wider than two columns,
/// longer than [`MAX_CLUSTER_BYTES`] or holding a character that must be made visible is cut
/// further. The clusters cover the text exactly, in order.
///
/// ```
/// let cut: Vec<_> = folio::text::clusters("e\u{301}x").collect();
/// assert_eq!(cut, [(0, "e\u{301}"), (3, "x")]);
/// ```
pub fn clusters(text: &str) -> impl Iterator<Item = (usize, &str)> {
    Clusters { at: 0, rest: text, pieces: Pieces { offset: 0, rest: "" } }
}

/// See [`clusters`].
struct Clusters<'a> {
    at: usize,
    /// The text from there on: it begins with a grapheme cluster.
    rest: &'a str,
    /// What is left of the grapheme cluster before it.
    pieces: Pieces<'a>,
}

impl<'a> Iterator for Clusters<'a> {
    type Item = (usize, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(piece) = self.pieces.next() {
            return Some(piece);
        }
        if let Some(length) = lone_length(self.rest) {
            // A grapheme cluster of one character is one piece.
            return self.take(length);
        }
        let (offset, grapheme) = self.take(self.rest.graphemes(true).next()?.len())?;
        self.pieces = Pieces { offset, rest: grapheme };
        self.pieces.next()
    }
}

impl<'a> Clusters<'a> {
    /// Goes behind the next so many bytes: they, and where they stand.
    fn take(&mut self, length: usize) -> Option<(usize, &'a str)> {
        let (taken, rest) = self.rest.split_at_checked(length)?;
        let at = self.at;
        (self.at, self.rest) = (at + length, rest);
        Some((at, taken))
    }
}

/// The length of the first character of `text` where it is plain to see that it is a cluster by itself:
/// neither it nor the next one ever joins with a neighbor. So it is with nearly all there is.
fn lone_length(text: &str) -> Option<usize> {
    if let [b' '..=b'~'] | [b' '..=b'~', b' '..=b'~', ..] = text.as_bytes() {
        return Some(1);
    }
    let mut chars = text.chars();
    let first = chars.next()?;
    simple_width(first)?;
    chars.next().is_none_or(|next| simple_width(next).is_some()).then_some(first.len_utf8())
}

/// What `cluster`, one item of [`clusters`], looks like and how wide it is.
///
/// Control characters become control pictures (U+2400 to U+2421), other characters that could
/// steer the terminal or hide text become U+FFFD, a mark without a base stands on a dotted circle,
/// and separators become spaces. Break hints (soft hyphen, zero width space) draw nothing.
///
/// ```
/// assert_eq!(folio::text::glyph("\u{1b}").symbol, "␛");
/// assert_eq!(folio::text::glyph("漢").width, 2);
/// ```
pub fn glyph(cluster: &str) -> Glyph<'_> {
    if let [byte] = cluster.as_bytes() {
        return ascii_glyph(*byte, cluster);
    }
    let Some(first) = cluster.chars().next() else { return Glyph::NOTHING };
    match class(first) {
        Class::Forbidden => return Glyph::REPLACEMENT,
        Class::Separator => return Glyph::SPACE,
        Class::Hint => return Glyph::NOTHING,
        Class::Drawn => {}
    }
    match columns(cluster) {
        0 => Glyph::new(Cow::Owned(format!("\u{25CC}{cluster}")), 1),
        width @ 1..=2 => Glyph::new(Cow::Borrowed(cluster), width),
        // One character has three columns (U+17D8), which no cell has.
        _ => Glyph::REPLACEMENT,
    }
}

/// Columns that `text` takes on one line: the sum over its clusters. A tab counts as one.
///
/// ```
/// assert_eq!(folio::text::width("Weiß 漢字"), 9);
/// ```
pub fn width(text: &str) -> usize {
    let starts_ascii = text.as_bytes().first().is_none_or(u8::is_ascii);
    if starts_ascii && is_printable_ascii(text) {
        return text.len();
    }
    let simple = text.chars().try_fold(0, |width, c| Some(width + simple_width(c)?));
    simple.unwrap_or_else(|| clusters(text).map(|(_, cluster)| cluster_width(cluster)).sum())
}

/// Columns of one item of [`clusters`].
fn cluster_width(cluster: &str) -> usize {
    let mut chars = cluster.chars();
    let simple = chars.next().and_then(simple_width).filter(|_| chars.as_str().is_empty());
    simple.unwrap_or_else(|| glyph(cluster).width.into())
}

/// Columns of a character that never joins with its neighbors. `None` for all others, and for some
/// of those as well.
fn simple_width(c: char) -> Option<usize> {
    match c {
        ' '..='~' | '\u{A1}'..='\u{AC}' | '\u{AE}'..='\u{2FF}' // Latin
        | '\u{384}'..='\u{482}' | '\u{48A}'..='\u{52F}' // Greek, Cyrillic
        | '\u{E01}'..='\u{E30}' | '\u{E32}' | '\u{E3F}'..='\u{E46}' | '\u{E50}'..='\u{E59}' // Thai
        | '\u{2010}'..='\u{2027}' // dashes, quotation marks
        => Some(1),
        '\u{3000}'..='\u{3003}' | '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FA}' // kana
        | '\u{4E00}'..='\u{9FFF}' | '\u{FF01}'..='\u{FF60}' // ideographs, full-width forms
        | '\u{AC00}'..='\u{D7A3}' // Hangul
        => Some(2),
        _ => None,
    }
}

/// Whether a character that begins with this byte of UTF-8 is of a kind that costs far more to typeset than
/// others: marks that join, the scripts of South and South-East Asia, some of them without spaces, and
/// emoji. A few others begin alike.
pub fn begins_intricate(byte: u8) -> bool {
    matches!(byte, 0xCC..=0xCD | 0xE0..=0xE1 | 0xF0..)
}

/// `text` as the terminal may see it: every cluster replaced by its glyph.
pub fn visible(text: &str) -> String {
    if is_printable_ascii(text) || text.chars().all(|c| simple_width(c).is_some()) {
        return text.to_owned();
    }
    clusters(text).map(|(_, cluster)| glyph(cluster).symbol).collect()
}

/// `text` as it may be pasted into a terminal: control characters give way to their signs, but for line
/// feeds and tabs.
///
/// ```
/// assert_eq!(folio::text::harmless("one\n\ttwo\u{1b}[201~"), "one\n\ttwo␛[201~");
/// ```
pub fn harmless(text: &str) -> Cow<'_, str> {
    let is_harmful = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    if !text.contains(is_harmful) {
        return Cow::Borrowed(text);
    }
    let mut harmless = String::with_capacity(text.len());
    for c in text.chars() {
        if is_harmful(c) {
            harmless.push_str(&glyph(c.encode_utf8(&mut [0; 4])).symbol);
        } else {
            harmless.push(c);
        }
    }
    Cow::Owned(harmless)
}

/// Whether `c` can neither steer the terminal nor reorder or hide what stands around it.
pub fn is_printable(c: char) -> bool {
    class(c) != Class::Forbidden
}

/// Whether every byte is a column of its own and looks like itself, as in most text.
pub(super) fn is_printable_ascii(text: &str) -> bool {
    // Without a way out in the middle, many bytes are compared at once.
    text.bytes().fold(true, |is_plain, byte| is_plain & matches!(byte, b' '..=b'~'))
}

fn ascii_glyph(byte: u8, cluster: &str) -> Glyph<'_> {
    match byte {
        b' '..=b'~' => Glyph::new(Cow::Borrowed(cluster), 1),
        b'\t' | b'\n' => Glyph::SPACE,
        0x7F => Glyph::new(Cow::Borrowed("\u{2421}"), 1),
        control => {
            let picture = char::from_u32(0x2400 + u32::from(control)).unwrap_or('\u{FFFD}');
            Glyph::new(Cow::Owned(picture.to_string()), 1)
        }
    }
}

/// How a character stands towards the terminal.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    /// Drawn as it is.
    Drawn,
    /// Could steer the terminal, reorder or hide text: shown as U+FFFD.
    Forbidden,
    /// A line or paragraph separator that got into a line: shown as a space.
    Separator,
    /// Says where a line may break or letters join, and draws nothing itself.
    Hint,
}

fn class(c: char) -> Class {
    match c {
        '\u{2028}' | '\u{2029}' => Class::Separator,
        '\u{00AD}' | '\u{034F}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200D}' | '\u{2060}'..='\u{2064}'
        | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}'
        | '\u{E0100}'..='\u{E01EF}' => Class::Hint,
        '\u{0080}'..='\u{009F}' // C1 controls
        | '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' // bidirectional controls
        | '\u{2065}'..='\u{206F}' // isolates and deprecated format characters
        | '\u{FFF0}'..='\u{FFFB}' // interlinear annotation, unassigned ignorables
        | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' // invisible format characters
        | '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}' // private use
        | '\u{E0000}'..='\u{E00FF}' | '\u{E01F0}'..='\u{E0FFF}' // tags and their neighbors
        => Class::Forbidden,
        c if is_control(c) || is_noncharacter(c) => Class::Forbidden,
        _ => Class::Drawn,
    }
}

fn is_control(c: char) -> bool {
    c.is_control()
}

fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{FDD0}'..='\u{FDEF}') || u32::from(c) & 0xFFFE == 0xFFFE
}

/// Columns of a cluster as the terminal's cell knows them.
fn columns(cluster: &str) -> u8 {
    u8::try_from(UnicodeWidthStr::width(cluster)).unwrap_or(u8::MAX)
}

/// The drawable pieces of one grapheme cluster.
struct Pieces<'a> {
    offset: usize,
    rest: &'a str,
}

impl<'a> Iterator for Pieces<'a> {
    type Item = (usize, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let (piece, rest) = self.rest.split_at(piece_length(self.rest));
        let item = (self.offset, piece);
        self.offset += piece.len();
        self.rest = rest;
        Some(item)
    }
}

/// Bytes of the first piece of `grapheme`: all of it, where it fits a cell.
fn piece_length(grapheme: &str) -> usize {
    let mut chars = grapheme.chars();
    let Some(first) = chars.next() else { return 0 };
    if chars.as_str().is_empty() {
        return grapheme.len();
    }
    if class(first) == Class::Forbidden || first.is_ascii_control() {
        return first.len_utf8();
    }
    if fits_a_cell(grapheme, first) {
        return grapheme.len();
    }
    first.len_utf8()
        + chars
            .take_while(|&c| c.width().unwrap_or(0) == 0 && class(c) != Class::Forbidden)
            .map(char::len_utf8)
            .scan(first.len_utf8(), |total, length| {
                *total += length;
                (*total <= MAX_CLUSTER_BYTES).then_some(length)
            })
            .sum::<usize>()
}

fn fits_a_cell(grapheme: &str, first: char) -> bool {
    let is_flag = first == '\u{1F3F4}' && grapheme.ends_with('\u{E007F}');
    grapheme.len() <= MAX_CLUSTER_BYTES
        && columns(grapheme) <= 2
        && (is_flag || grapheme.chars().all(|c| class(c) != Class::Forbidden))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn controls_become_visible() {
        for (input, symbol) in [
            ("\u{0}", "␀"),
            ("\u{1b}", "␛"),
            ("\u{7f}", "␡"),
            ("\u{9b}", "\u{FFFD}"),
            ("\u{202e}", "\u{FFFD}"),
            ("\u{e000}", "\u{FFFD}"),
            ("\u{fffe}", "\u{FFFD}"),
            ("\u{17d8}", "\u{FFFD}"),
            ("\u{2028}", " "),
        ] {
            let shown = glyph(input);
            assert_eq!((shown.symbol.as_ref(), shown.width), (symbol, 1), "{input:?}");
        }
    }

    #[test]
    fn break_hints_draw_nothing() {
        for hint in ["\u{ad}", "\u{200b}", "\u{2060}", "\u{feff}", "\u{200d}"] {
            assert_eq!(glyph(hint), Glyph::NOTHING, "{hint:?}");
        }
    }

    #[test]
    fn a_mark_without_base_stands_on_a_dotted_circle() {
        assert_eq!(glyph("\u{301}").symbol, "\u{25CC}\u{301}");
        assert_eq!(width("\u{301}"), 1);
    }

    #[test]
    fn emoji_sequences_are_one_glyph_of_two_columns() {
        for emoji in ["👩🏽‍🔬", "❤\u{fe0f}", "🇩🇪", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"] {
            assert_eq!(clusters(emoji).count(), 1, "{emoji}");
            assert_eq!(width(emoji), 2, "{emoji}");
        }
    }

    #[test]
    fn hidden_tags_are_made_visible() {
        assert_eq!(visible("a\u{e0041}\u{e0042}"), "a\u{FFFD}\u{FFFD}");
    }

    #[test]
    fn a_tower_of_marks_is_cut_into_cells() {
        let tower = format!("a{}", "\u{301}".repeat(1000));
        assert!(clusters(&tower).all(|(_, cluster)| cluster.len() <= MAX_CLUSTER_BYTES));
        assert!(clusters(&tower).count() > 30);
    }

    fn slow_width(text: &str) -> usize {
        clusters(text).map(|(_, cluster)| usize::from(glyph(cluster).width)).sum()
    }

    #[test]
    fn simple_widths_are_the_widths() {
        for c in ('\0'..=char::MAX).filter(|&c| simple_width(c).is_some()) {
            assert_eq!(simple_width(c), Some(slow_width(c.encode_utf8(&mut [0; 4]))), "{c:?}");
        }
    }

    proptest! {
        #[test]
        fn simple_characters_do_not_join(text in "[ -~\u{a1}-\u{2ff}\u{384}-\u{52f}\u{e01}-\u{e30}\u{e3f}-\u{e46}\u{ac00}-\u{d7a3}\u{2010}-\u{2027}\u{3000}-\u{30fa}\u{4e00}-\u{9fff}\u{ff01}-\u{ff60}]{0,20}") {
            prop_assert_eq!(width(&text), slow_width(&text));
        }

        #[test]
        fn clusters_cover_the_text(text in "\\PC*|[\\x00-\\x{ff}\\u{300}-\\u{310}\\u{200b}-\\u{2069}\\u{e0000}-\\u{e007f}👩🏽‍🔬\\u{1100}-\\u{1160}]{0,40}") {
            let mut at = 0;
            for (offset, cluster) in clusters(&text) {
                prop_assert_eq!(offset, at);
                at += cluster.len();
            }
            prop_assert_eq!(at, text.len());
        }

        #[test]
        fn lone_characters_are_the_clusters_that_all_rules_tell(
            text in "([ -~]{1,3}|\\r\\n|\\r|\\n|\\t|[\u{a1}-\u{52f}]|[一-丏]|[あ-お]|[각-갛]|[\u{1100}-\u{11ff}]|[\u{300}-\u{310}]|\u{200d}|\u{fe0f}|👩🏽‍🔬|🇩🇪|🇩|[क-ह]|\u{94d}|[ก-๙]|\u{600}|”|—){0,20}",
        ) {
            let all = text.grapheme_indices(true);
            let expected = all.flat_map(|(offset, grapheme)| Pieces { offset, rest: grapheme });
            prop_assert_eq!(clusters(&text).collect::<Vec<_>>(), expected.collect::<Vec<_>>());
            let shown: String = clusters(&text).map(|(_, cluster)| glyph(cluster).symbol).collect();
            prop_assert_eq!(visible(&text), shown);
        }

        #[test]
        fn glyphs_are_printable_and_measured_as_the_terminal_does(text in any::<String>()) {
            for (_, cluster) in clusters(&text) {
                let shown = glyph(cluster);
                prop_assert!(shown.width <= 2);
                prop_assert!(shown.symbol.len() <= MAX_CLUSTER_BYTES + 3);
                let is_flag = shown.symbol.starts_with('\u{1F3F4}');
                prop_assert!(is_flag || shown.symbol.chars().all(|c| class(c) != Class::Forbidden));
                prop_assert_eq!(usize::from(shown.width), UnicodeWidthStr::width(shown.symbol.as_ref()), "{:?}", cluster);
            }
        }
    }
}
