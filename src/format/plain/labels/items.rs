//! Which markers open items: those with siblings or a hanging indent to bear them out.

use super::super::lines::Line;
use super::super::marker::{Delimiter, Marker, Number, Script, Sign, marker_of_long_list};
use super::super::shape::{self, Ending};
use super::{Label, Labeler};

/// How many lines away an item may stand from the next.
const REACH: usize = 40;

impl Labeler<'_, '_> {
    pub(super) fn is_item(&self, at: usize, line: &Line<'_>, marker: &Marker) -> bool {
        match marker.sign {
            Sign::Bullet { is_sure: true, .. } => true,
            Sign::Bullet { .. } if is_among_signs(line, marker) => false,
            Sign::Bullet { char, .. } => self.is_bulleted(at, line, char),
            Sign::Number(number) => self.is_numbered(at, line, &number),
        }
    }

    /// Whether a character that is a bullet among other things is one here.
    fn is_bulleted(&self, at: usize, line: &Line<'_>, char: char) -> bool {
        let has_sibling =
            || self.siblings(at, line).any(|sign| sign == Sign::Bullet { char, is_sure: false });
        let is_introduced = || self.last_text(at).is_some_and(|body| shape::ending(body) == Ending::Colon);
        match char {
            'o' => line.indent > self.profile.base_indent || has_sibling(),
            '–' if has_sibling() => true,
            '—' | '–' => is_introduced() || self.hangs(at, line) || self.is_in_list(at, line, char),
            _ => !self.is_mid_paragraph(at, line) || has_sibling(),
        }
    }

    /// Whether the item before has the same bullet.
    fn is_in_list(&self, at: usize, line: &Line<'_>, char: char) -> bool {
        let labels = self.labels.iter().take(at).rev().zip(self.lines.iter().take(at).rev());
        let mut items =
            labels.filter(|(label, above)| **label != Label::Blank && above.indent <= line.indent);
        items.next().is_some_and(|(label, _)| {
            matches!(label, Label::Item(Marker { sign: Sign::Bullet { char: other, .. }, .. }) if *other == char)
        })
    }

    fn is_numbered(&self, at: usize, line: &Line<'_>, number: &Number) -> bool {
        let is_too_far_left = line.indent < self.profile.base_indent;
        if number.delimiter == Delimiter::Space || is_too_far_left || self.counts_paragraphs(at, line, number)
        {
            return false;
        }
        let is_next = |other: &Number| number.follows(other) || other.follows(number);
        let mut siblings = self.siblings(at, line);
        if siblings.any(|sign| matches!(sign, Sign::Number(other) if is_next(&other))) {
            return true;
        }
        if self.among_numbers(at, line).any(|other| is_next(&other)) || self.goes_on_above(at, line, number) {
            return true;
        }
        let is_counted =
            !number.is_high() && matches!(number.script, Script::Digits | Script::Han) && number.depth == 1;
        let is_sentence = shape::ending(line.body) == Ending::Sentence || self.hangs(at, line);
        is_counted && is_sentence && !self.is_mid_paragraph(at, line)
    }

    /// Whether the number counts the paragraphs of a whole book, as those of laws and verses are: it is
    /// high, blank lines set the paragraph apart, and its lines go on under the number.
    fn counts_paragraphs(&self, at: usize, line: &Line<'_>, number: &Number) -> bool {
        let is_apart = at.checked_sub(1).and_then(|at| self.line(at)).is_none_or(Line::is_blank);
        let is_wrapped = self.profile.measure.is_some();
        is_wrapped && number.is_beyond_lists() && is_apart && !self.hangs(at, line)
    }

    /// Whether the next line goes on under the text of this one, not under its marker.
    fn hangs(&self, at: usize, line: &Line<'_>) -> bool {
        self.line(at + 1).is_some_and(|next| !next.is_blank() && next.indent > line.indent)
    }

    /// The markers at the same indent as the line at `at`: of the item above, and of the line below
    /// with nothing between but what may belong to an item.
    fn siblings(&self, at: usize, line: &Line<'_>) -> impl Iterator<Item = Sign> {
        [self.sibling_below(at, line), self.sibling_above(at, line)].into_iter().flatten()
    }

    /// The numbers on the lines right below the one at `at` and right above, as far as all have some: levels of an
    /// outline may be told by the forms of their numbers only.
    fn among_numbers(&self, at: usize, line: &Line<'_>) -> impl Iterator<Item = Number> {
        let number = |other: &Line<'_>| match marker_of_long_list(other.body)?.sign {
            Sign::Number(number) if is_beside(other, line) && number.delimiter != Delimiter::Space => {
                Some(number)
            }
            _ => None,
        };
        let below = self.lines.iter().skip(at + 1).take(REACH).map_while(number);
        let above = self.lines.iter().take(at).rev().take(REACH).map_while(number);
        below.collect::<Vec<_>>().into_iter().chain(above.collect::<Vec<_>>())
    }

    /// Whether an item further up, with the items of a list in it between, has the number before.
    fn goes_on_above(&self, at: usize, line: &Line<'_>, number: &Number) -> bool {
        let is_inside = |&above: &usize| {
            let (Some(other), Some(label)) = (self.line(above), self.labels.get(above)) else { return false };
            // A paragraph at the margin parts two lists.
            let goes_on = || self.before(above).is_some_and(|(before, _)| !before.is_blank());
            other.is_blank()
                || other.indent > line.indent
                || matches!(label, Label::Item(_))
                || (*label == Label::Text && goes_on())
        };
        let is_before = |above: usize| match (self.line(above), self.labels.get(above)) {
            (Some(other), Some(Label::Item(Marker { sign: Sign::Number(before), .. }))) => {
                is_beside(other, line) && number.follows(before)
            }
            _ => false,
        };
        !number.is_first() && (at.saturating_sub(REACH)..at).rev().take_while(is_inside).any(is_before)
    }

    fn sibling_below(&self, at: usize, line: &Line<'_>) -> Option<Sign> {
        let mut before = line;
        for other in self.lines.iter().skip(at + 1).take(REACH) {
            let found = marker_of_long_list(other.body).filter(|_| is_beside(other, line));
            if let Some(found) = found {
                return Some(found.sign);
            }
            let is_wrapped =
                !before.is_blank() && other.indent == line.indent && self.profile.is_full(before, other);
            if !other.is_blank() && other.indent <= line.indent && !is_wrapped {
                return None;
            }
            before = other;
        }
        None
    }

    fn sibling_above(&self, at: usize, line: &Line<'_>) -> Option<Sign> {
        let above = self.lines.iter().zip(&self.labels).take(at).rev().take(REACH);
        above.into_iter().find_map(|(other, label)| match label {
            Label::Item(marker) if is_beside(other, line) => Some(marker.sign),
            _ => None,
        })
    }
}

/// Whether no word stands beside the bullet, up to a wide gap: it is one of several signs, `* / %`.
fn is_among_signs(line: &Line<'_>, marker: &Marker) -> bool {
    let text = line.body.get(marker.length..).unwrap_or_default().trim_start();
    if text.starts_with(char::is_alphanumeric) {
        return false;
    }
    let cell = text.split("  ").next().unwrap_or_default();
    let mark = line.body.get(..marker.length).unwrap_or_default();
    // The same sign at the end of the line is of a frame.
    !cell.contains(char::is_alphanumeric) && cell != mark
}

/// Whether two lines have about the same indent; numbers may be set flush right.
fn is_beside(one: &Line<'_>, other: &Line<'_>) -> bool {
    one.indent.abs_diff(other.indent) <= 1
}
