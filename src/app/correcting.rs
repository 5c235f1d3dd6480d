//! Putting right what was read wrongly: what the reader says of the block in the panel is followed at
//! once, remembered, listed and taken back.

use std::sync::Arc;

use super::landmarks::Landmark;
use super::{App, Effect, Overlay};
use crate::document::corrections::{Edit, Fingerprint};
use crate::document::{Change, Correction, Corrections, Reading, Review, Segment, SegmentId, Span, TextPos};

/// The corrections of this run.
#[derive(Debug, Default)]
pub(super) struct Corrected {
    /// What was said of blocks before each of them, in this document.
    past: Vec<Arc<Corrections>>,
    /// What could not be kept: it is tried again with the next one, and in the end.
    unkept: Vec<Edit>,
}

impl Corrected {
    /// Notes what was said of blocks before another correction.
    fn note(&mut self, before: &Arc<Corrections>) {
        self.past.push(Arc::clone(before));
    }

    /// Forgets what was said of a block and is not among the corrections any more: to take back what was said last does
    /// not bring it back.
    fn forget_past_of(&mut self, block: Fingerprint, corrections: &Corrections) {
        let is_left = |known: &&Correction| {
            known.block != block || corrections.all().iter().any(|left| left.is_same(known))
        };
        let without = |past: &Arc<Corrections>| {
            Arc::new(Corrections::new(past.all().iter().filter(is_left).cloned().collect()))
        };
        self.past = self.past.iter().map(without).collect();
        self.past.dedup_by(|one, other| one.edits_to(other).is_empty());
        self.past.pop_if(|last| last.edits_to(corrections).is_empty());
    }

    /// Has none to be taken back any more: the reader has gone to another document.
    pub(super) fn begin_document(&mut self) {
        self.past.clear();
    }

    /// Holds changes that could not be kept before those that could not since.
    fn hold(&mut self, mut edits: Vec<Edit>) {
        edits.append(&mut self.unkept);
        self.unkept = edits;
    }

    /// The changes that are still to be kept. They are not held any more.
    fn take_unkept(&mut self) -> Vec<Edit> {
        std::mem::take(&mut self.unkept)
    }
}

/// A correction that was followed in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedCorrection {
    /// What was said.
    pub correction: Correction,
    /// Where the block is.
    pub place: TextPos,
}

impl ListedCorrection {
    /// What was said, in words.
    pub fn words(&self) -> String {
        let change = match self.correction.change {
            Change::Heading(None) => "a heading".to_owned(),
            Change::Heading(Some(level)) => format!("a heading of level {level}"),
            Change::NotHeading => "no heading".to_owned(),
            Change::Table => "a table".to_owned(),
            Change::NotTable => "no table".to_owned(),
            Change::Join => "joined with the block before".to_owned(),
            Change::Split(_) => "split".to_owned(),
        };
        format!("{change}: {}", self.correction.text)
    }
}

impl App {
    /// What can be said of the block in the panel.
    fn review(&self) -> Option<&Review> {
        self.panel()?.explanation()?.review.as_ref()
    }

    /// Whether something of this kind can be said of the block in the panel.
    pub(crate) fn is_offered(&self, is_it: impl Fn(&Change) -> bool) -> bool {
        self.review().is_some_and(|review| review.offers.iter().any(is_it))
    }

    /// Whether something was corrected that can be taken back.
    pub(crate) fn can_undo(&self) -> bool {
        !self.book.corrected.past.is_empty()
    }

    /// Whether corrections were followed in this text.
    pub(crate) fn has_corrections(&self) -> bool {
        self.text.document.followed().next().is_some()
    }

    /// Whether the block in the panel is a heading, whose level can be changed.
    pub(crate) fn has_level(&self) -> bool {
        self.review().is_some_and(|review| review.level.is_some())
    }

    /// Makes a heading of the block in the panel, or no heading.
    pub(crate) fn toggle_heading(&mut self) {
        let change = if self.has_level() { Change::NotHeading } else { Change::Heading(None) };
        self.say(change);
    }

    /// Moves the heading in the panel up or down by so many levels.
    pub(crate) fn change_level(&mut self, by: i64) {
        let Some(level) = self.review().and_then(|review| review.level) else {
            return self.notify("only headings have levels");
        };
        let wanted = u8::try_from((i64::from(level) + by).clamp(1, 6)).unwrap_or(level);
        if wanted == level {
            return self.notify("levels go from 1 to 6");
        }
        self.say(Change::Heading(Some(wanted)));
    }

    /// Makes a table of the block in the panel, or no table.
    pub(crate) fn toggle_table(&mut self) {
        let change = if self.is_offered(|&offer| offer == Change::NotTable) {
            Change::NotTable
        } else {
            Change::Table
        };
        self.say(change);
    }

    /// Makes the block in the panel go on with the one before it.
    pub(crate) fn join_block(&mut self) {
        self.say(Change::Join);
    }

    /// Splits the block in the panel before the word that was clicked, or else behind its first line or
    /// sentence.
    pub(crate) fn split_block(&mut self) {
        let Some(at) = self.panel().map(|panel| panel.at) else { return };
        let behind =
            self.text.document.demand(at.segment).and_then(|segment| split_place(&segment, at.offset));
        match behind {
            Some((offset, n_behind)) => {
                // The second part is the one to look at.
                if let Some(Overlay::Panel(panel)) = &mut self.overlays.open {
                    panel.at.offset = offset;
                }
                self.say(Change::Split(n_behind));
            }
            None => self.notify("click the word to split before"),
        }
    }

    /// Follows what the reader says of the block in the panel.
    fn say(&mut self, change: Change) {
        let Some(review) = self.review() else {
            let key = self.keymap.key_of("read-otherwise");
            return self.notify(match self.text.document.reading() {
                Reading::Verbatim => format!("lines are shown as they are; {key} reads them otherwise"),
                Reading::Recovered | Reading::Markdown => "its marks tell what it is".to_owned(),
            });
        };
        let is_level = matches!(change, Change::Heading(Some(_))) && review.level.is_some();
        let is_offered = |offer: &Change| std::mem::discriminant(offer) == std::mem::discriminant(&change);
        if !is_level && !review.offers.iter().any(is_offered) {
            return self.notify(refusal(change));
        }
        let correction = Correction {
            block: review.block,
            change,
            text: review.text.clone(),
            document: self.text.document.title().to_owned(),
        };
        let corrections = self.text.document.corrections().edited(&[Edit::Add(correction)]);
        self.book.corrected.note(self.text.document.corrections());
        self.correct(corrections);
        if matches!(change, Change::Split(_)) {
            self.explain_part_in_view();
        }
        self.show_explained();
    }

    /// Explains the first part of a block that was split, if the second one is out of view: so the page
    /// stays where it is.
    fn explain_part_in_view(&mut self) {
        self.refresh_view();
        let Some(at) = self.panel().map(|panel| panel.at).filter(|&at| !self.is_in_view(at)) else { return };
        let first = self.text.landmark_from(Landmark::Block, at, -1);
        if let Some(first) = first.filter(|&first| self.is_in_view(first)) {
            self.explain_at(first);
        }
    }

    /// Takes back what the reader said last.
    pub(crate) fn undo_correction(&mut self) {
        match self.book.corrected.past.pop() {
            Some(past) => {
                self.correct(past.as_ref().clone());
                self.show_explained();
            }
            None if self.has_corrections() => {
                self.notify("nothing was corrected now; the list of corrections has earlier ones");
            }
            None => self.notify("nothing was corrected"),
        }
    }

    /// Takes back the correction that is selected in the list.
    pub(crate) fn remove_correction(&mut self) {
        let Some(Overlay::Corrections(selected)) = self.overlays.open else { return };
        let Some(listed) = self.corrections_listed().into_iter().nth(selected) else { return };
        let block = listed.correction.block;
        let corrections = self.text.document.corrections().edited(&[Edit::Remove(listed.correction)]);
        self.book.corrected.forget_past_of(block, &corrections);
        self.correct(corrections);
        self.step_correction(0);
    }

    /// The corrections that were followed in the text read so far, in reading order.
    pub fn corrections_listed(&self) -> Vec<ListedCorrection> {
        let place = |id: SegmentId, source: u32| {
            let segment = self.text.document.segment(id);
            let offset = segment
                .map_or(0, |segment| segment.offset_of_source(segment.source_start() + u64::from(source)));
            TextPos::new(id, offset)
        };
        let followed = self.text.document.followed();
        followed
            .map(|(correction, id, source)| ListedCorrection {
                correction: correction.clone(),
                place: place(id, source),
            })
            .collect()
    }

    /// Opens the list of corrections.
    pub(crate) fn open_corrections(&mut self) {
        if self.corrections_listed().is_empty() {
            return self.notify("nothing in this text was corrected");
        }
        self.cover_with(Overlay::Corrections(0));
    }

    /// Moves the selection in the list of corrections. An empty list is closed.
    pub(crate) fn step_correction(&mut self, by: i64) {
        let last = self.corrections_listed().len().checked_sub(1);
        let Some(Overlay::Corrections(selected)) = &mut self.overlays.open else { return };
        match last {
            Some(last) => {
                let by = isize::try_from(by).unwrap_or(isize::MAX);
                *selected = selected.saturating_add_signed(by).min(last);
            }
            None => self.uncover(),
        }
    }

    /// Goes to the block of the selected correction, and explains it.
    pub(crate) fn go_to_correction(&mut self) {
        let Some(Overlay::Corrections(selected)) = self.overlays.open else { return };
        let Some(listed) = self.corrections_listed().into_iter().nth(selected) else { return };
        // What was dropped from memory is parsed for its place.
        self.text.document.demand(listed.place.segment);
        let place = self.corrections_listed().into_iter().nth(selected).map_or(listed.place, |it| it.place);
        self.overlays.forget_covered();
        self.explain_at(place);
        self.show_explained();
    }

    /// Reads the text in the light of `corrections`, what is on the screen at once.
    fn correct(&mut self, corrections: Corrections) {
        let edits = self.text.document.corrections().edits_to(&corrections);
        self.backlog.begin_edition();
        let here = self.panel().map_or_else(|| self.here.anchor().pos.segment, |panel| panel.at.segment);
        let outdated = self.text.document.correct(Arc::new(corrections));
        let (near, far): (Vec<_>, Vec<_>) = outdated.into_iter().partition(|id| id.0.abs_diff(here.0) <= 1);
        for id in near {
            self.parse_again(id);
        }
        self.add_to_backlog(far);
        if let Some(at) = self.panel().map(|panel| panel.at) {
            self.explain_at(at);
        }
        if !edits.is_empty() {
            let mut unkept = self.book.corrected.take_unkept();
            unkept.extend(edits);
            self.effects.push(Effect::Remember(unkept));
        }
    }

    /// Takes back changes that could not be kept.
    pub(super) fn take_back_corrections(&mut self, edits: Vec<Edit>, error: &anyhow::Error) {
        self.book.corrected.hold(edits);
        self.notify(format!("corrections are not remembered: {error:#}"));
    }

    /// The changes that are still to be kept.
    pub fn unkept_corrections(&mut self) -> Vec<Edit> {
        self.book.corrected.take_unkept()
    }
}

/// Why something cannot be said of a block.
fn refusal(change: Change) -> &'static str {
    match change {
        Change::Heading(_) | Change::NotHeading => "this can be no heading",
        Change::Table | Change::NotTable => "nothing parts cells on every line of it",
        Change::Join => "there is no text right before it to join it with",
        Change::Split(_) => "this cannot be split",
    }
}

/// Where the leaf at `offset` is to be split, and how many letters are behind: at the word there, or
/// where that is its first, behind its first line or sentence.
fn split_place(segment: &Segment, offset: u32) -> Option<(u32, u32)> {
    let leaf = segment.leaf_span(segment.leaf_at(offset));
    let text = segment.slice(leaf);
    let clicked = (offset - leaf.start.min(offset)) as usize;
    let before = text.get(..clicked)?;
    let word = before.rfind(char::is_whitespace).map_or(0, |space| {
        space + text.get(space..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8)
    });
    let place = if word > 0 { Some(word) } else { sentence_end(text) }?;
    let behind = text.get(place..)?.chars().filter(|c| !c.is_whitespace()).count();
    let at = leaf.start.saturating_add(u32::try_from(place).ok()?);
    (behind > 0).then_some(Span::new(at, u32::try_from(behind).ok()?)).map(|found| (found.start, found.end))
}

/// Where the first line or sentence of a text ends, if more follows.
fn sentence_end(text: &str) -> Option<usize> {
    let ends = |(at, c): (usize, char)| {
        let rest = text.get(at + c.len_utf8()..)?;
        let is_end = c == '\n' || (matches!(c, '.' | '!' | '?') && rest.starts_with(char::is_whitespace));
        let behind = rest.len() - rest.trim_start().len();
        (is_end && !rest.trim().is_empty()).then_some(at + c.len_utf8() + behind)
    };
    text.char_indices()
        .find_map(ends)
        .or_else(|| text.find(['。', '！', '？']).map(|at| at + 3).filter(|&at| at < text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_sentence_or_line_ends() {
        for (text, rest) in [
            ("One. Two.", Some("Two.")),
            ("One\nTwo", Some("Two")),
            ("Version 1.5 is out. Two.", Some("Two.")),
            ("One.", None),
            ("茶。水。", Some("水。")),
            ("no end", None),
        ] {
            assert_eq!(sentence_end(text).and_then(|at| text.get(at..)), rest, "{text}");
        }
    }
}
