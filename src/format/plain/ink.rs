//! Text as printers and terminals were sent it: letters struck over each other, and color codes.
//!
//! A manual page piped from `man` prints a bold x as `x`, backspace, `x`, and an underlined one as
//! `_`, backspace, `x`; `grep --color` puts escape sequences around what it found. [`strip`] turns
//! both into plain text with styles beside it, and keeps the way back to the bytes of the source.

mod escape;
mod overstrike;

use std::ops::Range;

use self::escape::Escape;
use self::overstrike::Overstrike;
use crate::document::InlineStyle;

const BACKSPACE: u8 = 0x08;
const ESCAPE: u8 = 0x1B;

/// Text freed from overstrikes and escape sequences.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inked {
    /// What is to be read.
    pub text: String,
    /// Which bytes of the text have which style: in order, without overlaps, never empty.
    pub styles: Vec<(Range<u32>, InlineStyle)>,
    /// Where text and source go on side by side after something was left out, in order.
    runs: Vec<Run>,
}

/// From here on, each byte of the text is the next byte of the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    text: usize,
    source: usize,
}

impl Inked {
    /// What is to be read of `raw`: with [`strip`], or as it stands where there is nothing to strip.
    pub fn of(raw: String) -> Self {
        strip(&raw).unwrap_or_else(|| Self { text: raw, ..Self::default() })
    }

    /// The byte of the raw text that the byte at `text_offset` of the text was made from. Grows
    /// with the offset; the end of the text is the end of the raw text.
    pub fn source_offset(&self, text_offset: usize) -> usize {
        let next = self.runs.partition_point(|run| run.text <= text_offset);
        let run = next.checked_sub(1).and_then(|index| self.runs.get(index));
        let offset = run.map_or(text_offset, |run| run.source + (text_offset - run.text));
        self.runs.get(next).or_else(|| self.runs.last()).map_or(offset, |limit| offset.min(limit.source))
    }
}

/// Whether the beginning of a source was meant for a printer or a terminal.
pub fn has_ink(head: &str) -> bool {
    strip(head).is_some()
}

/// `raw` without overstrikes, color codes and hyperlink codes, or `None` where there are none. Any
/// other control stays in the text. Colors last over line ends; before `raw` there are none.
///
/// ```
/// use folio::format::plain::ink::strip;
///
/// let inked = strip("N\u{8}NA\u{8}A and \u{1b}[1mmore\u{1b}[m").unwrap();
/// assert_eq!(inked.text, "NA and more");
/// assert_eq!(inked.styles[0].0, 0..2);
/// assert_eq!(inked.source_offset(2), 6);
/// assert_eq!(strip("plain"), None);
/// ```
pub fn strip(raw: &str) -> Option<Inked> {
    memchr::memchr2(BACKSPACE, ESCAPE, raw.as_bytes())?;
    let mut stripper =
        Stripper { raw, at: 0, glyphs_from: 0, pen: InlineStyle::empty(), inked: Inked::default() };
    while stripper.at < raw.len() {
        stripper.step();
    }
    let inked = stripper.finish();
    (inked.text != raw).then_some(inked)
}

/// Goes through the raw text once.
struct Stripper<'a> {
    raw: &'a str,
    /// The byte of the raw text that comes next.
    at: usize,
    /// The byte of the text from which on glyphs can be struck over: nothing was left out since.
    glyphs_from: usize,
    /// What the color codes so far amount to.
    pen: InlineStyle,
    inked: Inked,
}

impl Stripper<'_> {
    /// Takes the text up to the next control, and the control.
    fn step(&mut self) {
        let rest = self.raw.as_bytes().get(self.at..).unwrap_or_default();
        let plain = memchr::memchr2(BACKSPACE, ESCAPE, rest).unwrap_or(rest.len());
        self.copy(plain);
        let rest = self.raw.get(self.at..).unwrap_or_default();
        if let Some((escape, length)) = escape::parse(rest) {
            self.skip(escape, length);
        } else if let Some(overstrike) = overstrike::parse(self.glyphs(), rest, self.style_before()) {
            self.strike(&overstrike);
        } else {
            self.copy(rest.len().min(1));
        }
    }

    /// Takes the next `length` bytes as they are.
    fn copy(&mut self, length: usize) {
        let range = self.at..self.at + length;
        let start = self.inked.text.len();
        self.inked.text.push_str(self.raw.get(range).unwrap_or_default());
        self.at += length;
        self.style(start, self.pen);
    }

    /// Leaves out an escape sequence of `length` bytes, after doing what it says.
    fn skip(&mut self, escape: Escape, length: usize) {
        self.pen = match escape {
            Escape::Style { off, on } => (self.pen - off) | on,
            Escape::Nothing => self.pen,
        };
        self.at += length;
        self.glyphs_from = self.inked.text.len();
        self.resume();
    }

    /// Puts what an overstrike makes in the place of the glyph that was struck over.
    fn strike(&mut self, overstrike: &Overstrike<'_>) {
        let start = self.inked.text.len() - overstrike.under;
        let style = self.unstyle(start) | overstrike.style;
        self.at += overstrike.length;
        if let Some(glyph) = overstrike.glyph {
            self.replace(start, glyph);
        }
        self.style(start, style);
        self.resume();
    }

    /// Puts `glyph`, which ends at `self.at`, in the place of the text from `start` on. It is found
    /// where the glyph under it was, but what follows in it, such as a mark, where it stands itself.
    fn replace(&mut self, start: usize, glyph: &str) {
        self.inked.text.truncate(start);
        self.inked.text.push_str(glyph);
        while self.inked.runs.pop_if(|run| run.text > start).is_some() {}
        let more = glyph.len().saturating_sub(1);
        self.inked.runs.push(Run { text: start + 1, source: self.at.saturating_sub(more) });
    }

    /// The text that the next backspace can go back into.
    fn glyphs(&self) -> &str {
        self.inked.text.get(self.glyphs_from..).unwrap_or_default()
    }

    /// The style of the glyph before the last, which tells what an underscore struck over itself is.
    fn style_before(&self) -> InlineStyle {
        let Some(before) = self.inked.text.len().checked_sub(2).map(offset) else {
            return InlineStyle::empty();
        };
        let around = |(range, _): &&(Range<u32>, InlineStyle)| range.contains(&before);
        let style = self.inked.styles.iter().rev().take(2).find(around);
        style.map_or(InlineStyle::empty(), |(_, style)| *style)
    }

    /// Gives `style` to the text from `start` to its end.
    fn style(&mut self, start: usize, style: InlineStyle) {
        let (start, end) = (offset(start), offset(self.inked.text.len()));
        if style.is_empty() || start == end {
            return;
        }
        match self.inked.styles.last_mut() {
            Some((range, last)) if range.end == start && *last == style => range.end = end,
            _ => self.inked.styles.push((start..end, style)),
        }
    }

    /// Takes the style away from the text from `start` to its end, and answers what it was.
    fn unstyle(&mut self, start: usize) -> InlineStyle {
        let start = offset(start);
        let mut style = InlineStyle::empty();
        while let Some((range, last)) = self.inked.styles.last_mut().filter(|(range, _)| range.end > start) {
            style = *last;
            range.end = start;
            if range.start < start {
                break;
            }
            self.inked.styles.pop();
        }
        style
    }

    /// Notes that text and source go on side by side from here.
    fn resume(&mut self) {
        let run = Run { text: self.inked.text.len(), source: self.at };
        match self.inked.runs.last_mut() {
            Some(last) if last.text == run.text => *last = run,
            _ => self.inked.runs.push(run),
        }
    }

    fn finish(mut self) -> Inked {
        self.resume();
        self.inked
    }
}

/// A chunk is far below 4 GiB.
fn offset(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PLAIN: InlineStyle = InlineStyle::empty();
    const BOLD: InlineStyle = InlineStyle::STRONG;
    const UNDERLINED: InlineStyle = InlineStyle::UNDERLINE;

    /// The text of `raw` in stretches of one style.
    fn stretches(raw: &str) -> Vec<(String, InlineStyle)> {
        let inked = Inked::of(raw.to_owned());
        let slice = |start, end| inked.text.get(start..end).unwrap().to_owned();
        let mut stretches = Vec::new();
        let mut at = 0;
        for (range, style) in &inked.styles {
            let (start, end) = (range.start as usize, range.end as usize);
            stretches.extend([(slice(at, start), PLAIN), (slice(start, end), *style)]);
            at = end;
        }
        stretches.push((slice(at, inked.text.len()), PLAIN));
        stretches.retain(|(text, _)| !text.is_empty());
        stretches
    }

    fn expect(raw: &str, expected: &[(&str, InlineStyle)]) {
        let actual = stretches(raw);
        let actual: Vec<_> = actual.iter().map(|(text, style)| (text.as_str(), *style)).collect();
        assert_eq!(actual, expected, "{raw:?}");
    }

    #[test]
    fn overstrikes_become_styles() {
        let both = BOLD | UNDERLINED;
        expect("b\x08bo\x08ol\x08ld\x08d x", &[("bold", BOLD), (" x", PLAIN)]);
        expect("a _\x08b_\x08c", &[("a ", PLAIN), ("bc", UNDERLINED)]);
        expect("b\x08_", &[("b", UNDERLINED)]);
        expect("_\x08b\x08b", &[("b", both)]);
        expect("b\x08b\x08b\x08b", &[("b", BOLD)]);
        expect("é\x08é漢\x08漢", &[("é漢", BOLD)]);
        expect("漢\x08\x08漢", &[("漢", BOLD)]);
        expect("__\x08\x08漢漢\x08\x08__", &[("漢漢", UNDERLINED)]);
        expect("e\u{301}\x08e\u{301}", &[("e\u{301}", BOLD)]);
        expect("+\x08o item", &[("• item", PLAIN)]);
        expect("+\x08o\x08+\x08o item", &[("•", BOLD), (" item", PLAIN)]);
    }

    #[test]
    fn an_underscore_over_itself_is_as_the_letters_beside_it() {
        expect("a\x08a_\x08_b\x08b", &[("a_b", BOLD)]);
        expect("_\x08a_\x08__\x08b", &[("a_b", UNDERLINED)]);
        expect("_\x08__\x08_a\x08a_\x08_", &[("__a_", BOLD)]);
        expect("_\x08__\x08__\x08a_\x08_", &[("__a_", UNDERLINED)]);
        expect("_\x08_", &[("_", BOLD)]);
    }

    #[test]
    fn other_backspaces_stay() {
        for raw in
            ["\x08a", "a\x08", "a\x08b", "a\n\x08\n", "a\x08\x08a", "ab\x08\x08\x08ab", "a\x1b[2J\x08a"]
        {
            expect(raw, &[(raw, PLAIN)]);
        }
        expect("a\x1b[m\x08a", &[("a\x08a", PLAIN)]);
    }

    #[test]
    fn colors_become_styles() {
        expect("a \x1b[01;31m\x1b[Kmatch\x1b[m\x1b[K b", &[("a ", PLAIN), ("match", BOLD), (" b", PLAIN)]);
        expect("\x1b[35mfile\x1b[36m:\x1b[mtext", &[("file:text", PLAIN)]);
        expect("\x1b[1mtwo\nlines\x1b[0m", &[("two\nlines", BOLD)]);
        expect("\x1b[1mbold\x1b(B\x1b[m plain", &[("bold", BOLD), (" plain", PLAIN)]);
        expect("\x1b[4ma\x1b[1mb\x1b[24mc", &[("a", UNDERLINED), ("b", BOLD | UNDERLINED), ("c", BOLD)]);
        expect("\x1b]8;;https://example.org/\x1b\\link\x1b]8;;\x1b\\.", &[("link.", PLAIN)]);
    }

    #[test]
    fn other_sequences_stay() {
        for raw in ["\x1b[2Ja", "\x1b]0;title\x07", "\x1b", "\x1b[", "a\x1b(0b"] {
            expect(raw, &[(raw, PLAIN)]);
            assert!(!has_ink(raw), "{raw:?}");
        }
    }

    #[test]
    fn offsets_lead_back_to_the_source() {
        let inked = strip("a\x1b[1mb\x1b[mc _\x08d e\x1b[m").unwrap();
        assert_eq!(inked.text, "abc d e");
        let offsets: Vec<_> = (0..=inked.text.len()).map(|at| inked.source_offset(at)).collect();
        assert_eq!(offsets, [0, 5, 9, 10, 11, 14, 15, 19]);
    }

    #[test]
    fn offsets_inside_a_glyph_lead_into_it() {
        let inked = strip("_\x08漢x").unwrap();
        let offsets: Vec<_> = (0..=inked.text.len()).map(|at| inked.source_offset(at)).collect();
        assert_eq!(offsets, [0, 3, 4, 5, 6]);
    }

    /// How a printer was told to write a letter.
    fn struck(c: char, style: InlineStyle) -> String {
        let underscore = if style.contains(UNDERLINED) { "_\x08" } else { "" };
        let again = if style.contains(BOLD) { format!("\x08{c}") } else { String::new() };
        format!("{underscore}{c}{again}")
    }

    /// How a terminal is told to write it.
    fn colored(c: char, style: InlineStyle) -> String {
        let bold = if style.contains(BOLD) { "\x1b[1m" } else { "" };
        let underlined = if style.contains(UNDERLINED) { "\x1b[4;32m" } else { "" };
        format!("{bold}{underlined}{c}\x1b[m\x1b[K")
    }

    fn letters() -> impl Strategy<Value = Vec<(char, InlineStyle)>> {
        let style = prop::sample::select(vec![PLAIN, BOLD, UNDERLINED, BOLD | UNDERLINED]);
        prop::collection::vec((prop::sample::select(vec!['a', 'b', ' ', '\n', 'é', '漢', '.']), style), 0..40)
    }

    proptest! {
        #[test]
        fn styled_text_comes_back(letters in letters()) {
            let letters: Vec<_> = letters
                .into_iter()
                .map(|(c, style)| (c, if c == '\n' { PLAIN } else { style }))
                .collect();
            let text: String = letters.iter().map(|(c, _)| c).collect();
            for encode in [struck, colored] {
                let raw: String = letters.iter().map(|&(c, style)| encode(c, style)).collect();
                let inked = Inked::of(raw);
                prop_assert_eq!(&inked.text, &text);
                for ((at, _), (_, style)) in text.char_indices().zip(&letters) {
                    let at = offset(at);
                    let found = inked.styles.iter().find(|(range, _)| range.contains(&at));
                    prop_assert_eq!(found.map_or(PLAIN, |(_, style)| *style), *style);
                }
            }
        }

        #[test]
        fn offsets_and_styles_are_in_order(raw in "[ab_+o漢\u{301}\n;:\\[\\]18mK\x08\x08\x08\x1b\x1b]{0,60}") {
            let Some(inked) = strip(&raw) else { return Ok(()) };
            let offsets: Vec<_> = (0..=inked.text.len()).map(|at| inked.source_offset(at)).collect();
            prop_assert!(offsets.is_sorted());
            prop_assert_eq!(offsets.last(), Some(&raw.len()));
            prop_assert!(inked.text.char_indices().all(|(at, _)| raw.is_char_boundary(inked.source_offset(at))));
            let bounds: Vec<_> = inked.styles.iter().flat_map(|(range, _)| [range.start, range.end]).collect();
            prop_assert!(bounds.is_sorted());
            prop_assert!(inked.styles.iter().all(|(range, style)| !range.is_empty() && !style.is_empty()));
        }

        #[test]
        fn no_letter_is_lost(raw in "[a-f\x08\x1b\n]{0,60}") {
            let Some(inked) = strip(&raw) else { return Ok(()) };
            // Of these, only a letter struck over itself is ever taken away.
            prop_assert_eq!(different_letters(&inked.text), different_letters(&raw));
        }
    }

    /// The letters of `text`, one of each row of the same letter.
    fn different_letters(text: &str) -> Vec<char> {
        let mut letters: Vec<_> = text.chars().filter(char::is_ascii_lowercase).collect();
        letters.dedup();
        letters
    }
}
