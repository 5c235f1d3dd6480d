//! The text of a leaf, marked up: runs of style become emphasis, links, code spans.

mod pieces;

use std::ops::Range;

use super::code;
use super::delimiters;
use super::escape::{Around, Escapes, Setting};
use super::line_start::Place;
use super::link;
use crate::document::{Segment, Span};
use crate::format::linkify;
use crate::format::markdown::begins_html_block;
use pieces::{Kind, Piece, Wrapper};

/// The text of `span`, behind `number` if there is one, as Markdown. `place` is where its first line
/// stands, if it begins one.
pub(super) fn marked_up(
    segment: &Segment,
    span: Span,
    number: &str,
    setting: Setting,
    place: Option<Place>,
) -> String {
    let (text, pieces) = pieces::pieces(segment, span, number);
    let plain: Vec<_> =
        pieces.iter().filter(|piece| piece.kind == Kind::Text).map(|piece| piece.range.clone()).collect();
    let escapes = Escapes::new(&text, &plain, &pieces::signs_of(&pieces, segment), setting, place);
    let urls = urls(&text, &pieces);
    let mut markup =
        Markup { segment, text: &text, pieces: &pieces, escapes, setting, urls, out: String::new() };
    markup.group(0..pieces.len(), &Open { wrappers: Vec::new(), before: ' ', after: [' '; 2] });
    markup.out
}

/// The bare URLs that a reader finds, which looks for them in text that nothing parts.
fn urls(text: &str, pieces: &[Piece]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if pieces.iter().any(|piece| piece.link.is_some()) {
        for stretch in pieces.chunk_by(Piece::is_one_text_with) {
            let (Some(first), Some(last)) = (stretch.first(), stretch.last()) else { continue };
            let mut start = first.range.start;
            for line in text.get(start..last.range.end).unwrap_or_default().split_inclusive('\n') {
                found.extend(linkify::urls(line).map(|(url, _)| start + url.start..start + url.end));
                start += line.len();
            }
        }
    }
    found
}

/// What stands around a group of pieces.
#[derive(Clone, Debug)]
struct Open {
    /// The wrappers, from the outermost on.
    wrappers: Vec<Wrapper>,
    /// The character before the group, and those of which one is after it.
    before: char,
    after: [char; 2],
}

impl Open {
    fn with(&self, wrapper: Wrapper) -> Self {
        let wrappers = self.wrappers.iter().copied().chain([wrapper]).collect();
        Self { wrappers, ..*self }
    }
}

/// Writes pieces of text with the markup around them.
struct Markup<'a> {
    segment: &'a Segment,
    text: &'a str,
    pieces: &'a [Piece],
    escapes: Escapes<'a>,
    setting: Setting,
    /// The bare URLs that a reader finds in the text, if there are links in it.
    urls: Vec<Range<usize>>,
    out: String,
}

impl Markup<'_> {
    /// Writes `pieces`. What wraps most of them is put around first; with each step one more of the few
    /// kinds of wrapper is open, which bounds the recursion.
    fn group(&mut self, pieces: Range<usize>, open: &Open) {
        let mut at = pieces.start;
        while at < pieces.end {
            let Some((wrapper, end)) = self.widest(at..pieces.end, open) else {
                self.piece(at, open);
                at += 1;
                continue;
            };
            let before = self.out.chars().next_back().unwrap_or(open.before);
            let after = if end == pieces.end { open.after } else { self.first_signs(end, open) };
            self.wrap(wrapper, at..end, &Open { before, after, ..open.with(wrapper) });
            at = end;
        }
    }

    /// The wrapper that begins at the first of `pieces` and holds the most of them, and where it ends.
    fn widest(&self, pieces: Range<usize>, open: &Open) -> Option<(Wrapper, usize)> {
        let first = self.pieces.get(pieces.start)?;
        let end = |wrapper: Wrapper| {
            let rest = self.pieces.get(pieces.clone()).unwrap_or_default();
            pieces.start + rest.iter().take_while(|piece| piece.has(wrapper)).count()
        };
        let wrappers = first.wrappers().into_iter().filter(|wrapper| !open.wrappers.contains(wrapper));
        // Of those that end together, the first is put around the others.
        wrappers.map(|wrapper| (wrapper, end(wrapper))).rev().max_by_key(|&(_, end)| end)
    }

    /// Writes pieces that `wrapper`, the last one of `open`, stands around.
    fn wrap(&mut self, wrapper: Wrapper, pieces: Range<usize>, open: &Open) {
        let rest = std::mem::take(&mut self.out);
        let (before, after) = wrapper.signs();
        self.group(pieces.clone(), &Open { before, after: [after; 2], ..open.clone() });
        let content = std::mem::replace(&mut self.out, rest);
        match wrapper {
            Wrapper::Style(style) => match delimiters::around(style, &content, open.before, open.after) {
                Some(signs) => self.out.extend([signs, &content, signs]),
                None => self.group(pieces, open),
            },
            Wrapper::Link(target) => match self.bare(pieces) {
                Some(bare) => self.out.push_str(&bare),
                None => self.put_link("[", &content, target.destination, target.title),
            },
            Wrapper::Image(source, title) => self.put_link("![", &content, source, title),
        }
    }

    fn put_link(&mut self, opening: &str, content: &str, destination: Span, title: Span) {
        let target = link::target(self.segment.string(destination), self.segment.string(title));
        let target = if self.setting == Setting::Cell { target.replace('|', "\\|") } else { target };
        self.out.extend([opening, content, "](", &target, ")"]);
    }

    /// What the pieces of a link are written as, if they are its address itself.
    fn bare(&self, pieces: Range<usize>) -> Option<String> {
        let [piece] = self.pieces.get(pieces)? else { return None };
        let target = piece.link.filter(|link| link.title.is_empty() && piece.kind == Kind::Text)?;
        let text = self.text.get(piece.range.clone())?;
        let destination = self.segment.string(target.destination);
        let is_address = destination == text
            || destination.strip_prefix("http://").is_some_and(|rest| rest == text)
            || destination.strip_prefix("mailto:").is_some_and(|rest| rest == text);
        if !is_address {
            return None;
        }
        let is_found = self.urls.contains(&piece.range);
        let mut written = String::new();
        self.escapes.write(piece.range.clone(), Around::default(), &mut written);
        let is_mail = destination.starts_with("mailto:") && link::is_mail_address(text);
        let is_bracketed = (link::is_autolink(text) && destination == text) || is_mail;
        match (is_found, written == text, is_bracketed) {
            (true, true, _) | (true, _, false) => Some(written),
            (_, _, true) => Some(format!("<{text}>")),
            _ => None,
        }
    }

    /// Writes one piece.
    fn piece(&mut self, at: usize, open: &Open) {
        let Some(piece) = self.pieces.get(at) else { return };
        let text = self.text.get(piece.range.clone()).unwrap_or_default();
        match piece.kind {
            Kind::Text => {
                let is_in_link = open.wrappers.iter().any(|wrapper| !matches!(wrapper, Wrapper::Style(_)));
                let is_before_link = self.first_signs(at + 1, open).contains(&'[');
                self.escapes.write(piece.range.clone(), Around { is_in_link, is_before_link }, &mut self.out);
            }
            Kind::Code => {
                let mut written = String::new();
                code::span(text, &mut written);
                let is_cell = self.setting == Setting::Cell;
                self.out.push_str(&if is_cell { written.replace('|', "\\|") } else { written });
            }
            Kind::Html => self.html(text, piece.range.end, open),
            Kind::Reference => {
                let label = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
                let rest = self.text.get(piece.range.end..).unwrap_or_default();
                if rest.starts_with(':') && open.wrappers.is_empty() {
                    // At the start of a line it would be the footnote itself.
                    self.join_line();
                }
                self.out.extend(["[^", label, "]"]);
            }
        }
    }

    /// Writes a tag, which ends at `end`. At the start of a line it could begin a block: there the line break
    /// is a tag too, and a tag that is alone on its line takes two, or stands behind a line break.
    fn html(&mut self, tag: &str, end: usize, open: &Open) {
        let is_one = tag.matches('<').count() == 1;
        let is_alone =
            is_one && self.text.get(end..).is_none_or(|rest| rest.is_empty() || rest.starts_with('\n'));
        let is_first = self.out.is_empty() && open.wrappers.is_empty();
        if self.out.ends_with("\\\n") || (is_first && begins_html_block(tag)) {
            self.join_line();
        } else if is_first && is_alone && self.setting == Setting::Lines {
            if let Some((name, rest)) = tag.split_once(' ') {
                return self.out.extend([name, "\n", rest]);
            }
            self.join_line();
        }
        self.out.push_str(tag);
    }

    /// Goes on with the line before, by a tag in the place of the line break that was written last.
    fn join_line(&mut self) {
        if self.out.ends_with("\\\n") {
            self.out.truncate(self.out.len() - 2);
            self.out.push_str("<br>");
        } else if self.out.is_empty() && self.setting == Setting::Lines {
            self.out.push_str("<br>");
        }
    }

    /// About the first character that the piece at `at` is written with, where `open` stands around it. Of
    /// two, the second comes first if the sign of a style is left out.
    fn first_signs(&self, at: usize, open: &Open) -> [char; 2] {
        let Some(piece) = self.pieces.get(at) else { return [' '; 2] };
        let wrappers = piece.wrappers().into_iter().filter(|wrapper| !open.wrappers.contains(wrapper));
        let first = |wrapper: Option<Wrapper>| match wrapper {
            Some(Wrapper::Link(_)) => {
                self.bare(at..at + 1).and_then(|bare| bare.chars().next()).unwrap_or('[')
            }
            Some(Wrapper::Image(..)) => '!',
            Some(Wrapper::Style(style)) => Wrapper::Style(style).signs().0,
            None => self.own_sign(piece),
        };
        let inner = wrappers.clone().find(|wrapper| !matches!(wrapper, Wrapper::Style(_)));
        let mut all = wrappers;
        [first(all.next()), first(inner)]
    }

    /// The first character of what is written of `piece` itself.
    fn own_sign(&self, piece: &Piece) -> char {
        match piece.kind {
            Kind::Reference => '[',
            Kind::Code => '`',
            Kind::Html => '<',
            Kind::Text => {
                self.text.get(piece.range.clone()).and_then(|text| text.chars().next()).unwrap_or(' ')
            }
        }
    }
}

#[cfg(test)]
mod tests;
