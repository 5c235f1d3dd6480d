//! The runs of a leaf's text as pieces, each written in one way.

use std::borrow::Cow;
use std::ops::Range;

use crate::document::{InlineStyle, Link, Segment, Span};

/// The styles that have signs of their own, in the order in which they are put around each other.
const STYLES: [InlineStyle; 3] = [InlineStyle::STRONG, InlineStyle::EMPHASIS, InlineStyle::STRIKETHROUGH];

/// A stretch of text.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// In the text of the leaf.
    pub(super) range: Range<usize>,
    pub(super) kind: Kind,
    styles: InlineStyle,
    /// The link it is in, or where its image is.
    pub(super) link: Option<Link>,
}

/// How the text of a piece is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// With backslashes.
    Text,
    /// Between backticks.
    Code,
    /// As it is.
    Html,
    /// As the reference to a footnote.
    Reference,
}

/// What may stand around pieces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wrapper {
    Style(InlineStyle),
    Link(Link),
    /// An image, with its address and title.
    Image(Span, Span),
}

impl Wrapper {
    /// About the characters that it puts before and behind what it wraps.
    pub(super) fn signs(self) -> (char, char) {
        match self {
            Self::Style(InlineStyle::STRIKETHROUGH) => ('~', '~'),
            Self::Style(_) => ('*', '*'),
            Self::Link(_) | Self::Image(..) => ('[', ']'),
        }
    }
}

impl Piece {
    /// What stands around the piece, from the outside in where it is all around the same text.
    pub(super) fn wrappers(&self) -> Vec<Wrapper> {
        let mut wrappers: Vec<_> =
            STYLES.into_iter().filter(|style| self.styles.contains(*style)).map(Wrapper::Style).collect();
        let is_image = self.styles.contains(InlineStyle::IMAGE);
        if self.styles.contains(InlineStyle::LINK) {
            wrappers.extend(self.link.map(|link| Wrapper::Link(Link { picture: Span::default(), ..link })));
            wrappers.extend(
                self.link.filter(|_| is_image).map(|link| Wrapper::Image(link.picture, Span::default())),
            );
        } else if is_image {
            let (source, title) =
                self.link.map_or_else(Default::default, |link| (link.destination, link.title));
            wrappers.push(Wrapper::Image(source, title));
        }
        wrappers
    }

    /// Whether nothing but links parts the piece from `next`.
    pub(super) fn is_one_text_with(&self, next: &Self) -> bool {
        let styles = |piece: &Self| piece.styles - InlineStyle::LINK;
        self.kind == Kind::Text && next.kind == Kind::Text && styles(self) == styles(next)
    }

    pub(super) fn has(&self, wrapper: Wrapper) -> bool {
        self.wrappers().contains(&wrapper)
    }
}

/// The text of `span` behind `number`, and its pieces.
pub(super) fn pieces<'a>(segment: &'a Segment, span: Span, number: &str) -> (Cow<'a, str>, Vec<Piece>) {
    let own = segment.slice(span);
    let (text, shift) = if number.is_empty() {
        (Cow::Borrowed(own), 0)
    } else {
        // No space is behind the signs of scripts that are written without.
        let is_wide = number.ends_with(|c: char| c >= '\u{2E80}');
        let joint = if own.is_empty() || is_wide { "" } else { " " };
        (Cow::Owned(format!("{number}{joint}{own}")), number.len() + joint.len())
    };
    let mut pieces = Vec::new();
    if shift > 0 {
        push(
            &mut pieces,
            Piece { range: 0..shift, kind: Kind::Text, styles: InlineStyle::empty(), link: None },
        );
    }
    for part in segment.styled(span) {
        let offset = |at: u32| (at - span.start) as usize + shift;
        let range = offset(part.span.start)..offset(part.span.end);
        let kind = kind(part.style);
        let link = if kind == Kind::Reference { None } else { part.link };
        let piece = Piece { range, kind, styles: signed(part.style, kind), link };
        push_without_breaks(&mut pieces, &piece, &text);
    }
    for style in STYLES {
        pieces = without_edge_space(pieces, style, &text);
    }
    (text, pieces)
}

/// The signs that the markup of `pieces` uses.
pub(super) fn signs_of(pieces: &[Piece], segment: &Segment) -> Vec<char> {
    let any = |is: &dyn Fn(&Piece) -> bool| pieces.iter().any(is);
    let has = |style: InlineStyle| any(&|piece: &Piece| piece.styles.intersects(style));
    let mut signs = Vec::new();
    if has(InlineStyle::STRONG | InlineStyle::EMPHASIS) {
        signs.extend(['*', '_']);
    }
    if has(InlineStyle::STRIKETHROUGH) {
        signs.push('~');
    }
    if any(&|piece: &Piece| piece.kind == Kind::Html || piece.link.is_some()) {
        signs.push('<');
    }
    let has_backtick = |span: Span| segment.string(span).contains('`');
    let is_target = |link: Link| has_backtick(link.destination) || has_backtick(link.title);
    if any(&|piece: &Piece| piece.kind == Kind::Code || piece.link.is_some_and(is_target)) {
        signs.push('`');
    }
    signs
}

fn kind(style: InlineStyle) -> Kind {
    if style.contains(InlineStyle::FOOTNOTE_REFERENCE) {
        Kind::Reference
    } else if style.contains(InlineStyle::CODE) {
        Kind::Code
    } else if style.contains(InlineStyle::HTML) {
        Kind::Html
    } else {
        Kind::Text
    }
}

/// The styles that are written. What a printer underlined is emphasized.
fn signed(style: InlineStyle, kind: Kind) -> InlineStyle {
    let mut signed = style
        & (InlineStyle::STRONG
            | InlineStyle::EMPHASIS
            | InlineStyle::STRIKETHROUGH
            | InlineStyle::LINK
            | InlineStyle::IMAGE);
    if style.contains(InlineStyle::UNDERLINE) {
        signed |= InlineStyle::EMPHASIS;
    }
    if kind == Kind::Reference { signed - InlineStyle::LINK } else { signed }
}

/// Adds a piece. A line break is text, whatever it follows; one within a link may stay there.
fn push_without_breaks(pieces: &mut Vec<Piece>, piece: &Piece, text: &str) {
    const LINKED: InlineStyle = InlineStyle::LINK.union(InlineStyle::IMAGE);
    let own = text.get(piece.range.clone()).unwrap_or_default();
    let is_text = piece.kind == Kind::Text;
    let mut start = piece.range.start;
    for line in own.split_inclusive(|c| c == '\n' && !is_text) {
        let is_parted = !is_text || piece.styles.intersects(LINKED);
        let kept = if is_parted { line.trim_end_matches('\n').len() } else { line.len() };
        let end = start + line.len();
        push(pieces, Piece { range: start..start + kept, ..piece.clone() });
        let line_break = start + kept..end;
        push(
            pieces,
            Piece { range: line_break, kind: Kind::Text, styles: piece.styles - LINKED, link: None },
        );
        start = end;
    }
}

/// Adds a piece, or makes the last one longer.
fn push(pieces: &mut Vec<Piece>, piece: Piece) {
    let is_same = |last: &&mut Piece| {
        let is_alike = (last.kind, last.styles, last.link) == (piece.kind, piece.styles, piece.link);
        is_alike && last.kind != Kind::Reference
    };
    match pieces.last_mut().filter(is_same) {
        Some(last) => last.range.end = piece.range.end,
        None if piece.range.is_empty() => {}
        None => pieces.push(piece),
    }
}

/// The pieces with white space outside of the stretches in `style`, at whose edges it would keep the
/// signs from being read.
fn without_edge_space(pieces: Vec<Piece>, style: InlineStyle, text: &str) -> Vec<Piece> {
    if !pieces.iter().any(|piece| piece.styles.contains(style)) {
        return pieces;
    }
    let is_in = |at: Option<usize>| {
        let piece = at.and_then(|at| pieces.get(at));
        piece.is_some_and(|piece| piece.styles.contains(style) && !is_space(piece, text))
    };
    let mut parted = Vec::with_capacity(pieces.len());
    for (at, piece) in pieces.iter().enumerate() {
        if piece.kind != Kind::Text || !piece.styles.contains(style) {
            push(&mut parted, piece.clone());
            continue;
        }
        let inside = text.get(piece.range.clone()).unwrap_or_default();
        let plain = Piece { styles: piece.styles - style, ..piece.clone() };
        let before = if is_in(at.checked_sub(1)) { 0 } else { inside.len() - inside.trim_start().len() };
        let after = if is_in(Some(at + 1)) { inside.len() } else { inside.trim_end().len().max(before) };
        let Range { start, end } = piece.range;
        push(&mut parted, Piece { range: start..start + before, ..plain.clone() });
        push(&mut parted, Piece { range: start + before..start + after, ..piece.clone() });
        push(&mut parted, Piece { range: start + after..end, ..plain });
    }
    parted
}

fn is_space(piece: &Piece, text: &str) -> bool {
    piece.kind == Kind::Text && text.get(piece.range.clone()).is_some_and(|text| text.trim().is_empty())
}
