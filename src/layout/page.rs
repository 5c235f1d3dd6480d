//! The page: all segments one below the other, and every question about rows.
//!
//! No row is ever numbered through the document: a place on the page is a segment and a line in
//! it, valid for one width, and what is kept is an [`Anchor`] in the text. So laying out, parsing or
//! resizing one part never moves another.
//!
//! What folded sections hide has no lines: a segment that is hidden as a whole is gone past without being
//! set, and of the others the lines are left out. A place that is hidden stands at the heading that is shown
//! for it.

use std::collections::HashMap;
use std::sync::Arc;

use super::folding::{Hiding, Veil};
use super::galley::{Line, SegmentLayout};
use super::segment::{Seam, set};
use super::{Options, RunContent};
use crate::document::position::offset;
use crate::document::{Chunk, Document, Folds, Segment, SegmentId, Span, Sums, TextPos};

/// Layouts that are kept.
const KEPT: usize = 64;

/// A line of the page, for as long as its width does not change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct LinePos {
    /// The segment.
    pub segment: SegmentId,
    /// The line in its layout.
    pub line: u32,
}

/// A place in the text that a row of the page is tied to, whatever the width.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Anchor {
    /// A byte on the line.
    pub pos: TextPos,
    /// How many rows below that line the row is: a blank row or a rule has no text of its own, and
    /// the title of an alert stands above the text it belongs to.
    pub rows: i16,
}

impl From<TextPos> for Anchor {
    fn from(pos: TextPos) -> Self {
        Self { pos, rows: 0 }
    }
}

/// How many rows lie before a line, and in all. Estimated where segments are not laid out yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extent {
    /// Rows above the line.
    pub before: u64,
    /// Rows of the whole document.
    pub total: u64,
}

/// The document typeset for one width, as far as it was looked at.
pub struct Page {
    options: Options,
    layouts: HashMap<SegmentId, Kept>,
    /// The lines of the segments that were ever laid out at this width.
    lines: Sums,
    /// The bytes of their chunks that are shown.
    counted_bytes: Sums,
    folds: Arc<Folds>,
    hiding: Hiding,
    clock: u64,
}

struct Kept {
    layout: Arc<SegmentLayout>,
    seam: Seam,
    veil: Veil,
    /// That of what is hidden when this was last compared with it.
    edition: u64,
    used: u64,
}

impl Page {
    /// An empty page.
    pub fn new(options: Options) -> Self {
        Self {
            options,
            layouts: HashMap::new(),
            lines: Sums::default(),
            counted_bytes: Sums::default(),
            folds: Arc::default(),
            hiding: Hiding::default(),
            clock: 0,
        }
    }

    /// What the page looks like.
    pub fn options(&self) -> Options {
        self.options
    }

    /// Changes how the page looks; it is set anew where it is looked at.
    pub fn set_options(&mut self, options: Options) {
        if self.options != options {
            let (folds, hiding) = (Arc::clone(&self.folds), std::mem::take(&mut self.hiding));
            *self = Self { folds, hiding, ..Self::new(options) };
        }
    }

    /// Which sections are folded.
    pub fn folds(&self) -> &Arc<Folds> {
        &self.folds
    }

    /// Folds these sections, and opens all others.
    pub fn fold(&mut self, folds: Arc<Folds>) {
        self.folds = folds;
    }

    /// Takes up what is hidden, by the sections that are known now.
    fn update_hiding(&mut self, document: &mut Document) {
        for id in self.hiding.update(document, &self.folds) {
            self.forget(id);
        }
    }

    /// Where a place is shown: where it is, or, where that is hidden, at the heading of the folded section
    /// around it.
    pub fn shown_place(&mut self, document: &mut Document, pos: TextPos) -> TextPos {
        self.update_hiding(document);
        let outline = document.outline();
        let fold = outline.at(pos).and_then(|id| outline.fold_around(&self.folds, id));
        let Some(heading) = fold.and_then(|id| outline.get(id)).map(|section| section.start) else {
            return pos;
        };
        if pos.segment != heading.segment {
            return heading;
        }
        let leaf_of = |segment: &Segment| segment.leaf_span(segment.leaf_at(pos.offset)).start;
        let leaf = document.demand(pos.segment).map(|segment| leaf_of(&segment));
        if leaf == Some(heading.offset) { pos } else { heading }
    }

    /// Whether a place is hidden.
    pub fn is_hidden(&mut self, document: &mut Document, pos: TextPos) -> bool {
        self.shown_place(document, pos) != pos
    }

    /// Whether a segment is hidden as a whole. One that was never parsed may yet have headings.
    pub fn hides(&self, document: &Document, id: SegmentId) -> bool {
        self.hiding.is_whole(id) && document.is_parsed(id)
    }

    /// Forgets the layout of a segment that was parsed anew.
    pub fn forget(&mut self, id: SegmentId) {
        self.layouts.remove(&id);
        self.lines.set(id, 0);
        self.counted_bytes.set(id, 0);
    }

    /// The layout of a segment, parsed and set now if need be. `None` past the last one known.
    pub fn layout(&mut self, document: &mut Document, id: SegmentId) -> Option<Arc<SegmentLayout>> {
        document.chunk(id)?;
        self.update_hiding(document);
        if self.hides(document, id) {
            return Some(Arc::default());
        }
        let seam = Seam::after(document, id);
        self.clock += 1;
        if let Some(kept) = self.layouts.get_mut(&id).filter(|kept| kept.seam == seam)
            && kept.edition == self.hiding.edition()
        {
            kept.used = self.clock;
            return Some(Arc::clone(&kept.layout));
        }
        let segment = document.demand(id)?;
        // Headings may have been found in it.
        self.update_hiding(document);
        let veil = self.veil(document, id, &segment);
        let layout = match self.layouts.remove(&id).filter(|kept| kept.seam == seam && kept.veil == veil) {
            Some(kept) => kept.layout,
            None => self.set(document, id, &segment, (seam, &veil)),
        };
        let (edition, used) = (self.hiding.edition(), self.clock);
        self.layouts.insert(id, Kept { layout: Arc::clone(&layout), seam, veil, edition, used });
        self.evict();
        Some(layout)
    }

    fn veil(&self, document: &Document, id: SegmentId, segment: &Segment) -> Veil {
        if self.hiding.is_any(id) { Veil::new(document, &self.folds, id, segment) } else { Veil::default() }
    }

    /// Sets a segment and counts its lines.
    fn set(
        &mut self,
        document: &mut Document,
        id: SegmentId,
        segment: &Segment,
        (seam, veil): (Seam, &Veil),
    ) -> Arc<SegmentLayout> {
        let layout = veil.apply(segment, set(segment, self.options, seam), self.options);
        document.spend_time_on(segment);
        if !document.is_blank(id) {
            let length = document.chunk(id).map_or(0, Chunk::length);
            self.lines.set(id, layout.lines().len() as u64);
            self.counted_bytes.set(id, length.saturating_sub(self.hiding.bytes_of(id)));
        }
        Arc::new(layout)
    }

    /// Sets the rest of a document that is short and wholly parsed, as far as there is time for it now: its
    /// rows are then counted, not estimated.
    pub fn set_short(&mut self, document: &mut Document) {
        /// Bytes of the longest such document.
        const LONGEST: u64 = 64 * 1024;
        let end = SegmentId::from_index(document.n_segments());
        let is_short = end.index() <= KEPT && document.shown_bytes_before(end) <= LONGEST;
        if !is_short || !document.has_parsed_all() {
            return;
        }
        for id in (0..end.0).map(SegmentId) {
            if !document.has_time() {
                return;
            }
            if !self.layouts.contains_key(&id) {
                self.layout(document, id);
            }
        }
    }

    fn evict(&mut self) {
        while self.layouts.len() > KEPT {
            let oldest = self.layouts.iter().min_by_key(|(_, kept)| kept.used).map(|(&id, _)| id);
            let Some(oldest) = oldest else { return };
            self.layouts.remove(&oldest);
        }
    }

    /// The row that `anchor` is tied to.
    pub fn line_at(&mut self, document: &mut Document, anchor: Anchor) -> LinePos {
        let pos = self.shown_place(document, anchor.pos);
        let anchor = if pos == anchor.pos { anchor } else { pos.into() };
        let id = anchor.pos.segment;
        let Some(layout) = self.layout(document, id) else { return LinePos::default() };
        if layout.lines().is_empty() {
            return self.down(document, LinePos { segment: id, line: 0 }, 0);
        }
        let line = layout.line_at(anchor.pos.offset);
        let wanted = line.saturating_add_signed(anchor.rows.into());
        let line = reachable(&layout, line, wanted);
        LinePos { segment: id, line: offset(line) }
    }

    /// The row that shows the byte at `pos`. Only below the title of an alert is that another than
    /// the one to go to.
    pub fn line_showing(&mut self, document: &mut Document, pos: TextPos) -> LinePos {
        let pos = self.shown_place(document, pos);
        let Some(layout) = self.layout(document, pos.segment) else { return LinePos::default() };
        LinePos { segment: pos.segment, line: offset(layout.line_showing(pos.offset)) }
    }

    /// The anchor of a row.
    pub fn anchor_at(&mut self, document: &mut Document, at: LinePos) -> Anchor {
        let Some(layout) = self.layout(document, at.segment) else { return Anchor::default() };
        let index = at.line as usize;
        let Some(line) = layout.lines().get(index) else { return TextPos::new(at.segment, 0).into() };
        let shown = layout.line_at(line.start);
        let rows = i64::from(at.line) - i64::try_from(shown).unwrap_or(i64::MAX);
        let rows = i16::try_from(rows).unwrap_or(0);
        Anchor { pos: TextPos::new(at.segment, line.start), rows }
    }

    /// The row `rows` below `from` (above, where negative); the first or last row where the
    /// document ends before, or much of it is still to be parsed. On a long way, what lies between is
    /// estimated where it was not set yet.
    pub fn advance(&mut self, document: &mut Document, from: LinePos, rows: i64) -> LinePos {
        if rows < 0 {
            self.up(document, from, rows.unsigned_abs())
        } else {
            self.down(document, from, rows.unsigned_abs())
        }
    }

    fn down(&mut self, document: &mut Document, from: LinePos, rows: u64) -> LinePos {
        let (mut at, mut last, mut left) = (from, from, rows);
        loop {
            let passed = if at.line == 0 { self.lines_passed(document, at.segment, left) } else { None };
            let lines = passed.or_else(|| self.set_lines(document, at.segment));
            let Some(lines) = lines else { break };
            let from_here = lines.saturating_sub(u64::from(at.line));
            if left < from_here {
                return LinePos { line: line_number(u64::from(at.line) + left), ..at };
            }
            if lines > 0 {
                last = LinePos { line: line_number(lines - 1), ..at };
            }
            left -= from_here;
            at = self.next_segment(document, at.segment);
            if must_wait(document, at.segment) {
                break;
            }
        }
        let lines = self.set_lines(document, last.segment).unwrap_or(0);
        LinePos { line: last.line.min(line_number(lines.saturating_sub(1))), ..last }
    }

    fn up(&mut self, document: &mut Document, from: LinePos, rows: u64) -> LinePos {
        let mut at = from;
        let mut left = rows;
        loop {
            if left <= u64::from(at.line) {
                return LinePos { line: at.line - line_number(left), ..at };
            }
            let left_above = left - (u64::from(at.line) + 1);
            let Above::Lines(segment, lines) = self.segment_above(document, at.segment, left_above) else {
                return LinePos { line: 0, ..at };
            };
            (at, left) = (LinePos { segment, line: lines - 1 }, left_above);
        }
    }

    /// The first line of the next segment that may have lines.
    fn next_segment(&self, document: &Document, id: SegmentId) -> LinePos {
        let mut segment = document.skip_blank(SegmentId(id.0.saturating_add(1)));
        while self.hides(document, segment) {
            segment = document.skip_blank(SegmentId(segment.0.saturating_add(1)));
        }
        LinePos { segment, line: 0 }
    }

    /// The lines of a segment, set now if need be. `None` past the last one known.
    fn set_lines(&mut self, document: &mut Document, id: SegmentId) -> Option<u64> {
        self.layout(document, id).map(|layout| layout.lines().len() as u64)
    }

    /// The lines of a segment that is gone past from its beginning, or its end, by one who has `left`
    /// rows to go: not known exactly, since there is no time for it. `None` where there is.
    fn lines_passed(&self, document: &Document, id: SegmentId, left: u64) -> Option<u64> {
        document.chunk(id)?;
        if document.has_time() || self.layouts.contains_key(&id) {
            return None;
        }
        Some(self.n_lines(document, id)).filter(|&lines| lines <= left)
    }

    /// The nearest segment above `id` that has lines, and how many, for one who has `left` rows to go
    /// from its last line.
    fn segment_above(&mut self, document: &mut Document, id: SegmentId, left: u64) -> Above {
        let mut is_first = true;
        for above in (0..id.0).rev().map(SegmentId) {
            if document.is_blank(above) || self.hides(document, above) {
                continue;
            }
            if !std::mem::take(&mut is_first) && must_wait(document, above) {
                return Above::Unknown(above);
            }
            let passed = self.lines_passed(document, above, left);
            let Some(lines) = passed.or_else(|| self.set_lines(document, above)) else { break };
            if lines > 0 {
                return Above::Lines(above, line_number(lines));
            }
        }
        Above::Nothing
    }

    /// The last row of what is known of the document; where that is far to find, a place before it
    /// that is still to be parsed.
    pub fn last_line(&mut self, document: &mut Document) -> LinePos {
        let end = document.last_segment().map_or(SegmentId(0), |last| SegmentId(last.0.saturating_add(1)));
        match self.segment_above(document, end, 0) {
            Above::Lines(segment, lines) => LinePos { segment, line: lines - 1 },
            Above::Unknown(segment) => LinePos { segment, line: 0 },
            Above::Nothing => LinePos::default(),
        }
    }

    /// Calls `show` with up to `rows` rows from `from` on, in order, until it answers false. Answers
    /// whether the document ended before; rows that are far to find may be missing until workers
    /// have parsed what lies before them.
    pub fn rows(
        &mut self,
        document: &mut Document,
        from: LinePos,
        rows: usize,
        mut show: impl FnMut(LinePos, &Arc<SegmentLayout>, Line) -> bool,
    ) -> bool {
        let (mut at, mut left) = (from, rows);
        while left > 0 {
            let Some(layout) = self.layout(document, at.segment) else { return true };
            for (index, line) in layout.lines().iter().enumerate().skip(at.line as usize).take(left) {
                left -= 1;
                let pos = LinePos { segment: at.segment, line: offset(index) };
                if !show(pos, &layout, *line) {
                    return false;
                }
            }
            at = self.next_segment(document, at.segment);
            if must_wait(document, at.segment) {
                return false;
            }
        }
        false
    }

    /// How far down the page `at` is.
    pub fn extent(&self, document: &Document, at: LinePos) -> Extent {
        let end = SegmentId::from_index(document.n_segments());
        let before = self.lines_before(document, at.segment) + u64::from(at.line);
        Extent { before, total: self.lines_before(document, end) }
    }

    /// The row that has so many rows above it, as far as they are estimated.
    pub fn line_at_row(&mut self, document: &mut Document, row: u64) -> LinePos {
        let Some(id) = self.segment_at_row(document, row) else { return self.last_line(document) };
        let left = row - self.lines_before(document, id);
        let lines = self.n_lines(document, id);
        let set = self.set_lines(document, id).unwrap_or(0);
        // An estimate may have been too long; the share of the segment still holds.
        let line = if lines == set { left } else { left * set / lines.max(1) };
        LinePos { segment: id, line: line_number(line) }
    }

    /// About how many rows lie before a byte of a segment that has `length` bytes of text. Nothing is set for it.
    pub fn rows_before(&self, document: &Document, pos: TextPos, length: u32) -> u64 {
        let within = match self.layouts.get(&pos.segment) {
            Some(kept) => kept.layout.line_showing(pos.offset) as u64,
            None => self.n_lines(document, pos.segment) * u64::from(pos.offset) / u64::from(length.max(1)),
        };
        self.lines_before(document, pos.segment) + within
    }

    /// The segment that the row lies in that has so many rows above it; none past the end.
    pub fn segment_at_row(&self, document: &Document, row: u64) -> Option<SegmentId> {
        let (mut low, mut high) = (0, document.n_segments());
        while low < high {
            let middle = low.midpoint(high);
            let after = SegmentId::from_index(middle + 1);
            if self.lines_before(document, after) <= row { low = middle + 1 } else { high = middle }
        }
        (low < document.n_segments()).then(|| SegmentId::from_index(low))
    }

    /// The lines of a segment: counted where it was laid out, else estimated by its bytes.
    fn n_lines(&self, document: &Document, id: SegmentId) -> u64 {
        let after = SegmentId(id.0.saturating_add(1));
        self.lines_before(document, after).saturating_sub(self.lines_before(document, id))
    }

    /// The lines of the segments before `id`: those that were counted, and an estimate by the bytes of
    /// the others.
    fn lines_before(&self, document: &Document, id: SegmentId) -> u64 {
        let shown = document.shown_bytes_before(id).saturating_sub(self.hiding.bytes_before(id));
        let bytes = shown.saturating_sub(self.counted_bytes.before(id));
        self.lines.before(id) + if bytes > 0 { self.estimated_lines(document, bytes) } else { 0 }
    }

    /// About how many lines so many bytes take: as many as those that were counted, or as ordinary text
    /// does while those are few.
    fn estimated_lines(&self, document: &Document, bytes: u64) -> u64 {
        /// Bytes of ordinary text that count together with those that were counted.
        const FEW: u128 = 256;
        /// The share of a line that text fills on the average, as a divisor of twice the measure.
        const FILLING: u128 = 3;
        let end = SegmentId::from_index(document.n_segments());
        let (lines, counted) = (self.lines.before(end), self.counted_bytes.before(end));
        let twice_measure = u128::from(self.options.measure) * 2;
        let lines = u128::from(bytes) * (u128::from(lines) * twice_measure + FEW * FILLING);
        let lines = lines.div_ceil((u128::from(counted) + FEW) * twice_measure);
        u64::try_from(lines).unwrap_or(u64::MAX)
    }
}

/// What lies above a segment.
enum Above {
    /// A segment with so many lines.
    Lines(SegmentId, u32),
    /// A segment that workers are to parse first, as there is no time for it now.
    Unknown(SegmentId),
    /// Nothing that has lines.
    Nothing,
}

fn line_number(lines: u64) -> u32 {
    u32::try_from(lines).unwrap_or(u32::MAX)
}

/// Whether to go on once workers have parsed a segment, since much was parsed for this event already.
fn must_wait(document: &Document, id: SegmentId) -> bool {
    document.chunk(id).is_some() && !document.is_at_hand(id)
}

/// `wanted`, held back where rows with other text would be crossed on the way from `line`.
fn reachable(layout: &SegmentLayout, line: usize, wanted: usize) -> usize {
    let start = layout.lines().get(line).map(|line| line.start);
    let may_cross = |&index: &usize| {
        layout.lines().get(index).is_some_and(|line| line.is_ornament || Some(line.start) == start)
    };
    if wanted >= line {
        (line + 1..=wanted).take_while(may_cross).last().unwrap_or(line)
    } else {
        (wanted..line).rev().take_while(may_cross).last().unwrap_or(line)
    }
}

impl RunContent {
    /// The text the run stands for, where it is text.
    pub fn text_span(&self) -> Option<Span> {
        match self {
            Self::Text(span) => Some(*span),
            Self::Echo(_) | Self::EchoOfLead(_) | Self::Ornament(..) | Self::Fold(_) => None,
        }
    }
}
