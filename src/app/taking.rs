//! Taking along: parts of the text for the clipboard, put together by a worker.

use std::ops::Range;
use std::sync::Arc;

use super::completion::Offer;
use super::jobs::{CopiedTo, Job};
use super::links::target::{self, Named, Target, footnote_referred_to};
use super::status::ROOMY;
use super::typeset::Typeset;
use super::{App, Effect, Pane};
use crate::document::excerpt::{self, TooLong};
use crate::document::{Chunk, LeafKind, Link, Parse, Reading, SectionId, Segment, SegmentId, Span, TextPos};
use crate::export::markdown;
use crate::export::table::TableForm;
use crate::text::{harmless, shorten, width};

/// The most bytes that are copied. In the form that they are sent in they are a million, as many as
/// terminals and what stands between let through.
const MOST: usize = 750_000;

/// The most bytes of the source before a block, and as many behind, in which more of it is looked for. What goes
/// on beyond is too long, as marks seldom take more of a source than text.
const MOST_AROUND: u64 = 4 * MOST as u64;

/// What stands before what it is whose source is copied.
const SOURCE_OF: &str = "the source of the ";

/// Something to copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Thing {
    /// A block: a paragraph, an item, a heading, …
    Block,
    /// A section, with those inside it.
    Section,
    /// A table.
    Table,
    /// A code block.
    Code,
    /// A link.
    Link,
    /// What is selected.
    Selection,
}

/// What was copied, as long as it is not known where to.
#[derive(Debug)]
pub(super) struct Copied {
    /// What it is.
    what: String,
    /// How long it is, in words.
    much: String,
    /// What the reader is told of it.
    told: String,
}

impl Copied {
    /// What the reader is told of it.
    pub(super) fn told(&self) -> &str {
        &self.told
    }
}

/// How something is copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// As text, without what the page adds to it, and tables as the reader always wants them.
    Text,
    /// As text, with its tables in this form.
    TextWith(TableForm),
    /// As it stands in the source.
    Source,
}

/// Which part of the text is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    /// From the start of the block around a place to the end of the one around another.
    Blocks(TextPos, TextPos),
    /// All between two places.
    Range(Range<TextPos>),
}

/// A part of the text to be taken, and the segments that it may lie in.
pub struct Taking {
    /// What it is, in words.
    what: String,
    part: Part,
    /// How it is taken; none for the lines of the source.
    tables: Option<TableForm>,
    /// Whether the text was kept line by line.
    is_verbatim: bool,
    parser: Arc<dyn Parse>,
    /// The first of the segments.
    first: SegmentId,
    /// Their chunks, and the segments that are kept.
    segments: Vec<(Chunk, Option<Arc<Segment>>)>,
    /// Whether a block may go on before the first of them.
    has_more_before: bool,
    /// Whether one may behind the last.
    has_more_behind: bool,
}

/// What came of it.
#[derive(Debug)]
pub struct Taken {
    what: String,
    text: Result<String, Untaken>,
}

/// Why something could not be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Untaken {
    /// It is longer than what is copied.
    TooLong,
    /// Somebody has written into the file since it was opened: what was there is not known any more.
    Changed,
}

impl From<TooLong> for Untaken {
    fn from(TooLong: TooLong) -> Self {
        Self::TooLong
    }
}

impl Taking {
    /// Takes it.
    pub(super) fn take(self) -> Taken {
        let chunk = |id| self.place(id).map(|(chunk, _)| chunk.clone());
        let mut segment = |id| self.segment(id);
        if let Some(text) = self.lines_as_they_are() {
            return Taken { what: self.what, text };
        }
        let text = self.range().and_then(|range| match self.tables {
            Some(form) => excerpt::text(&mut segment, range, form.writer(), MOST),
            None => excerpt::source(&mut segment, chunk, &*self.parser, range, MOST),
        });
        // Asked when all is read: who wrote while it was read is seen too.
        let is_sure = !self.reads_source() || self.parser.is_intact();
        let text = if is_sure { text.map_err(Untaken::from) } else { Err(Untaken::Changed) };
        Taken { what: self.what, text }
    }

    /// The text with its tabs and blanks as they stand in the source, where it was kept line by line and all of that is
    /// known.
    fn lines_as_they_are(&self) -> Option<Result<String, Untaken>> {
        let range = self.range().ok().filter(|_| self.is_verbatim && self.tables.is_some())?;
        let chunk = |id| self.place(id).map(|(chunk, _)| chunk.clone());
        let text = excerpt::verbatim(&mut |id| self.segment(id), chunk, &*self.parser, range, MOST)?;
        self.parser.is_intact().then_some(text.map_err(Untaken::from))
    }

    /// Whether it is taken from the source, rather than from what was parsed of that before.
    fn reads_source(&self) -> bool {
        self.tables.is_none() || self.segments.iter().any(|(_, kept)| kept.is_none())
    }

    /// Where it lies.
    fn range(&self) -> Result<Range<TextPos>, TooLong> {
        let (first, last) = match self.part.clone() {
            Part::Range(range) => return Ok(range),
            Part::Blocks(first, last) => (first, last),
        };
        let mut is_cut_short = false;
        let mut segment = |id| {
            let found = self.segment(id);
            let has_more = if id < self.first { self.has_more_before } else { self.has_more_behind };
            is_cut_short |= found.is_none() && has_more;
            found
        };
        let mut block = |at| excerpt::block(&mut segment, at, u32::MAX).unwrap_or(at..at);
        let range = block(first).start..block(last).end;
        if is_cut_short { Err(TooLong) } else { Ok(range) }
    }

    fn segment(&self, id: SegmentId) -> Option<Arc<Segment>> {
        let (chunk, kept) = self.place(id)?;
        let parsed = || Arc::new(crate::document::parse(&*self.parser, chunk));
        Some(kept.as_ref().map_or_else(parsed, Arc::clone))
    }

    fn place(&self, id: SegmentId) -> Option<&(Chunk, Option<Arc<Segment>>)> {
        self.segments.get(id.index().checked_sub(self.first.index())?)
    }
}

impl Typeset {
    /// From a section's heading to what stands behind the section, or to the end as far as it is known.
    fn section_range(&self, id: SectionId) -> Option<Range<TextPos>> {
        let outline = self.document.outline();
        let behind = outline.get(SectionId(outline.end(id))).map(|next| next.start);
        let end = behind.or_else(|| Some(TextPos::new(self.document.last_segment()?, u32::MAX)))?;
        Some(outline.get(id)?.start..end)
    }

    /// Whether it is known of a section that it ends where it does.
    fn is_read_between(&self, range: &Range<TextPos>) -> bool {
        let mut ids = (range.start.segment.0..=range.end.segment.0).map(SegmentId);
        let is_to_end = range.end.offset == u32::MAX;
        ids.all(|id| self.document.is_parsed(id)) && (!is_to_end || self.document.has_parsed_present())
    }

    /// The folded section that `at` is in, if it is in one.
    pub(super) fn hidden_around(&self, at: TextPos) -> Option<Range<TextPos>> {
        let outline = self.document.outline();
        let fold = outline.fold_around(self.folds(), outline.at(at)?)?;
        self.section_range(fold)
    }

    /// A place in the last text before another one.
    pub(super) fn last_before(&self, end: TextPos) -> TextPos {
        let mut before = (0..end.segment.0).rev().map(SegmentId);
        match end.offset.checked_sub(1) {
            Some(offset) => TextPos::new(end.segment, offset),
            None => {
                before.find(|&id| !self.document.is_blank(id)).map_or(end, |id| TextPos::new(id, u32::MAX))
            }
        }
    }

    /// The last of the segments that have no more of the source before them than is looked through.
    fn last_around(&self, ids: impl Iterator<Item = SegmentId>) -> Option<SegmentId> {
        let length = |id| self.document.chunk(id).map_or(0, |chunk| chunk.source.end - chunk.source.start);
        let ids = ids.scan(0, |passed, id| {
            let before = *passed;
            *passed += length(id);
            (before <= MOST_AROUND).then_some(id)
        });
        ids.last()
    }
}

impl App {
    /// Copies the thing that is meant: the one that was clicked or found last, if that is in view, or else
    /// the first on the screen.
    pub(crate) fn copy(&mut self, thing: Thing, form: Form) {
        match thing {
            Thing::Block => self.copy_block(form),
            Thing::Section => self.copy_section(form),
            Thing::Table => self.copy_first(form, "table", |kind| matches!(kind, LeafKind::Cell { .. })),
            Thing::Code => self.copy_first(form, "code", |kind| matches!(kind, LeafKind::CodeBlock { .. })),
            Thing::Link => self.copy_link(form),
            Thing::Selection => self.copy_selection(form),
        }
    }

    fn copy_block(&mut self, form: Form) {
        match self.pointed_at().or_else(|| self.first_whole_block()) {
            Some(at) => self.take_block(at, form),
            None => self.notify("there is nothing to copy"),
        }
    }

    /// Copies the table that is meant in a form that is named.
    pub(crate) fn copy_table_as(&mut self, name: &str) -> Result<(), String> {
        let mut forms = TableForm::ALL.into_iter();
        let form = forms.find(|form| form.name().starts_with(&name.to_lowercase()));
        self.copy(Thing::Table, Form::TextWith(form.ok_or("tabs, csv or markdown")?));
        Ok(())
    }

    /// The forms that tables are copied in.
    pub(crate) fn offer_table_forms(&self, typed: &str) -> Vec<Offer> {
        let usual = self.settings.tables;
        let offer = |form: TableForm| Offer {
            text: form.name().to_owned(),
            doc: form.explanation().to_owned(),
            aside: if form == usual { "as usual" } else { "" }.to_owned(),
        };
        TableForm::ALL.into_iter().filter(|form| form.name().starts_with(typed)).map(offer).collect()
    }

    fn copy_section(&mut self, form: Form) {
        let selected =
            self.sidebar.selected(self.text.document.outline()).filter(|_| self.pane == Pane::Sidebar);
        let pointed_at = self.pointed_at();
        let outline = self.text.document.outline();
        // What the reader points at before the first heading is in no section, whatever else is in view.
        let here = pointed_at.map_or(self.view.section, |pos| outline.at(pos));
        let id = selected.or(here);
        let Some((id, section)) = id.and_then(|id| Some((id, outline.get(id)?))) else {
            return self.notify("there is no section here");
        };
        let what = self.named("section", &section.title);
        let Some(range) = self.text.section_range(id) else { return };
        if self.text.is_read_between(&range) {
            self.take(Part::Range(range.clone()), what, form, range.start.segment..=range.end.segment);
        } else {
            self.notify(format!("{what} is still being read"));
        }
    }

    /// Copies the block of this kind that is pointed at, or else the first on the screen.
    fn copy_first(&mut self, form: Form, what: &str, is_it: fn(LeafKind) -> bool) {
        let pointed_at = self.pointed_at();
        let is_wanted = |segment: &Segment, offset| {
            segment.leaves().get(segment.leaf_at(offset)).is_some_and(|leaf| is_it(leaf.kind))
        };
        let pointed_at = pointed_at.filter(|at| {
            let row = self.view.rows.iter().find(|row| row.at.segment == at.segment);
            row.is_some_and(|row| is_wanted(&row.segment, at.offset))
        });
        let mut rows = self.view.rows.iter().filter(|row| !row.line.is_ornament);
        let first = || rows.find(|row| is_wanted(&row.segment, row.line.start)).map(super::view::Row::start);
        match pointed_at.or_else(first) {
            Some(at) => self.take_block(at, form),
            None => self.notify(format!("there is no {what} on the screen")),
        }
    }

    fn copy_link(&mut self, form: Form) {
        let pointed_at = self.pointed_at().and_then(|at| Some((at, self.text.document.demand(at.segment)?)));
        let target = pointed_at.as_ref().and_then(|(at, segment)| target::link_at(segment, at.offset));
        if let Some((_, Target::Inside(Named::Reference { label, .. }))) = target {
            return self.notify(format!("the way back from footnote {label} has no address to copy"));
        }
        let pointed_at =
            pointed_at.and_then(|(at, segment)| link_at(&segment, at.offset).map(|link| (segment, link)));
        let first = || {
            self.view.rows.iter().find_map(|row| {
                let mut spans = row.layout.runs(&row.line).iter().filter_map(|run| run.content.text_span());
                let link = spans.find_map(|span| row.segment.links(span).into_iter().next())?;
                Some((Arc::clone(&row.segment), link_at(&row.segment, link.0.start)?))
            })
        };
        let Some((segment, (span, link))) = pointed_at.or_else(first) else {
            return self.notify("there is no link on the screen");
        };
        let target = segment.string(link.destination);
        // The destination of a reference is a name of our own.
        match (form, footnote_referred_to(&segment, span, target)) {
            (Form::Source, _) => self.put_on_clipboard("link as Markdown", markdown::of_link(&segment, span)),
            (_, Some(label)) => self.notify(format!("footnote {label} has no address to copy")),
            (_, None) => self.put_on_clipboard("link", target.to_owned()),
        }
    }

    fn copy_selection(&mut self, form: Form) {
        let Some((range, selection)) = self.view.selected.clone().zip(self.selection) else { return };
        self.end_selection();
        let hidden = self.text.hidden_around(selection.last());
        if hidden.as_ref().is_some_and(|hidden| !self.text.is_read_between(hidden)) {
            return self.notify("what is folded is still being read");
        }
        if let Some((first, last)) = selection.blocks() {
            let last = hidden.map_or(last, |hidden| self.text.last_before(hidden.end));
            return self.take_blocks(first, last, "selection".to_owned(), form);
        }
        let ids = range.start.segment..=range.end.segment;
        self.take(Part::Range(range), "selection".to_owned(), form, ids);
    }

    fn take_block(&mut self, at: TextPos, form: Form) {
        let segment = self.text.document.demand(at.segment);
        let leaf = segment.as_ref().and_then(|segment| segment.leaves().get(segment.leaf_at(at.offset)));
        let what = leaf.map_or("block", |leaf| name(leaf.kind, self.tables(form))).to_owned();
        self.take_blocks(at, at, what, form);
    }

    /// Has a worker take all from the block around one place to that around another.
    fn take_blocks(&mut self, first: TextPos, last: TextPos, what: String, form: Form) {
        let goes_on = |id: &SegmentId| self.text.document.chunk(*id).is_some_and(|chunk| chunk.continues);
        let before = (0..=first.segment.0).rev().map(SegmentId).take_while(goes_on);
        // Each of them goes on with the one before.
        let before = self.text.last_around(before.map(|id| SegmentId(id.0.saturating_sub(1))));
        let behind = (last.segment.0.saturating_add(1)..).map(SegmentId).take_while(goes_on);
        let behind = self.text.last_around(behind);
        let ids = before.unwrap_or(first.segment)..=behind.unwrap_or(last.segment);
        self.take(Part::Blocks(first, last), what, form, ids);
    }

    /// Has a worker take a part of the text that lies in these segments.
    fn take(&mut self, part: Part, what: String, form: Form, ids: std::ops::RangeInclusive<SegmentId>) {
        /// Segments that are taken before a reader wonders what happens.
        const FEW: usize = 16;
        let document = &self.text.document;
        let segments: Vec<_> = (ids.start().0..=ids.end().0)
            .map(SegmentId)
            .filter_map(|id| Some((document.chunk(id)?.clone(), document.segment(id).cloned())))
            .collect();
        let (first, last) = (*ids.start(), *ids.end());
        let is_long = segments.len() > FEW;
        let tables = self.tables(form);
        let what = if tables.is_none() { format!("{SOURCE_OF}{what}") } else { what };
        let goes_on = |id: SegmentId| document.chunk(id).is_some_and(|chunk| chunk.continues);
        let has_more_before = goes_on(first);
        let has_more_behind = goes_on(SegmentId(last.0.saturating_add(1)));
        let parser = document.parser();
        let is_verbatim = document.reading() == Reading::Verbatim;
        let taking = Taking {
            what,
            part,
            tables,
            is_verbatim,
            parser,
            first,
            segments,
            has_more_before,
            has_more_behind,
        };
        self.effects.push(Effect::Spawn(Job::Take(taking)));
        if is_long {
            self.notify("copying …");
        }
    }

    /// Puts something short on the clipboard, and says so.
    pub(super) fn put_on_clipboard(&mut self, what: &str, text: String) {
        self.taken(Taken { what: what.to_owned(), text: Ok(text) });
    }

    /// Puts what was taken on the clipboard, and says so.
    pub(super) fn taken(&mut self, Taken { what, text }: Taken) {
        match text {
            Ok(text) if text.is_empty() => self.notify(format!("{what} is empty")),
            Ok(text) => {
                let much = characters(text.chars().count());
                let told = self.first_that_fits([format!("copied {what}, {much}"), format!("copied {what}")]);
                self.notices.tell_copied(Copied { what, much, told });
                self.effects.push(Effect::Copy(harmless(&text).into_owned()));
            }
            Err(Untaken::TooLong) => {
                self.notify(format!("{what} is too long: at most {} kB are copied", MOST / 1000));
            }
            Err(Untaken::Changed) => {
                let key = self.keymap.key_of("reload");
                let told = self.first_that_fits([
                    format!("the file has changed: {key} reads it again"),
                    format!("file changed; {key} reloads"),
                ]);
                self.notify(told);
            }
        }
    }

    /// Says where it was copied to, if the reader is still told what.
    pub(super) fn tell_where_copied(&mut self, to: CopiedTo) {
        let Some(Copied { what, much, .. }) = self.notices.take_copied() else { return };
        let (place, short) = match to {
            CopiedTo::System => ("to the clipboard", "to clipboard"),
            CopiedTo::Terminal => ("through the terminal", "by terminal"),
        };
        let source = what.strip_prefix(SOURCE_OF).map_or_else(|| what.clone(), |of| format!("{of} source"));
        // What, and where to, is what matters on narrow screens too.
        let told = self.first_that_fits([
            format!("copied {place}: {what}, {much}"),
            format!("copied {what} {place}"),
            format!("{what} {place}"),
            format!("{source} {short}"),
            format!("copied {place}"),
        ]);
        self.notify(told);
    }

    /// The first of several notices for which there is room on the status line, or the last.
    pub(super) fn first_that_fits<const N: usize>(&self, notices: [String; N]) -> String {
        /// The columns that stay free at the ends of the line.
        const MARGINS: usize = 2;
        let room = usize::from(self.size.columns).saturating_sub(MARGINS);
        let mut notices = notices.into_iter();
        let last = notices.next_back().unwrap_or_default();
        notices.find(|notice| width(notice) <= room).unwrap_or(last)
    }

    /// The form of the tables in what is copied; none where that is its source.
    fn tables(&self, form: Form) -> Option<TableForm> {
        match form {
            Form::Text => Some(self.settings.tables),
            Form::TextWith(tables) => Some(tables),
            Form::Source => None,
        }
    }

    /// What something is, with its name where there is room.
    fn named(&self, what: &str, name: &str) -> String {
        /// Columns of a name.
        const MOST: usize = 32;
        if self.size.columns < ROOMY || name.is_empty() {
            return what.to_owned();
        }
        format!("{what} “{}”", shorten(name, MOST))
    }
}

/// The link that the text at `offset` is of, with all of its text.
fn link_at(segment: &Segment, offset: u32) -> Option<(Span, Link)> {
    let leaf = segment.leaf_span(segment.leaf_at(offset));
    segment.links(leaf).into_iter().find(|(span, _)| span.contains(offset))
}

/// A number of characters, its digits in groups of three.
fn characters(count: usize) -> String {
    let digits = count.to_string();
    let is_group = |at: usize| at > 0 && (digits.len() - at).is_multiple_of(3);
    let grouped: String = digits
        .char_indices()
        .flat_map(|(at, digit)| is_group(at).then_some(',').into_iter().chain([digit]))
        .collect();
    format!("{grouped} character{}", if count == 1 { "" } else { "s" })
}

/// What a block is called that has such a leaf, where tables are copied in this form.
fn name(kind: LeafKind, tables: Option<TableForm>) -> &'static str {
    match kind {
        LeafKind::Paragraph | LeafKind::Term => "paragraph",
        LeafKind::Heading(_) => "heading",
        LeafKind::CodeBlock { .. } => "code",
        LeafKind::HtmlBlock => "HTML",
        LeafKind::ThematicBreak => "rule",
        LeafKind::Cell { .. } => tables.map_or("table", TableForm::words),
        LeafKind::Image => "picture",
        LeafKind::Marker => "item",
        LeafKind::Furniture(_) => "line",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped() {
        for (count, expected) in [
            (1, "1 character"),
            (0, "0 characters"),
            (999, "999 characters"),
            (1000, "1,000 characters"),
            (1_234_567, "1,234,567 characters"),
        ] {
            assert_eq!(characters(count), expected);
        }
    }
}
