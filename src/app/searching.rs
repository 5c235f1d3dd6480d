//! Searching: the prompt, going from hit to hit, counting in the background.

use std::ops::Range;

use super::finding::{Effort, Finding, Found, Goal, Hit, Wanted};
use super::here::Here;
use super::jobs::Hits;
use super::prompt::Prompt;
use super::selecting::Unit;
use super::{App, Effect, Overlay, Pane};
use crate::document::memory::LineKind;
use crate::document::position::offset;
use crate::document::{SectionId, Segment, SegmentId, Span, TextPos};
use crate::layout::Anchor;
use crate::search::{self, Options, Query, Unusable};

impl Here {
    /// The nearest hit from `from` on, in one direction, behind as many as are `passed`.
    fn hit_to_want(&self, from: TextPos, is_forward: bool, passed: u64) -> Wanted {
        Wanted { from, is_forward, passed, is_round: false, anchor: self.anchor(), goal: Goal::Hit }
    }
}

impl App {
    /// Opens the line for a query.
    pub(crate) fn open_prompt(&mut self) {
        let previous = self.end_search().map(Box::new);
        let detour = self.set_out();
        self.begin_line();
        let (prompt, options) = (Prompt::default(), self.search.options);
        self.overlays.open = Some(Overlay::Search { prompt, mistake: None, previous, options, detour });
    }

    /// Searches for what was typed elsewhere.
    pub(crate) fn search_typed(&mut self, text: &str) -> Result<(), String> {
        let query = Query::new(text, self.search.options).map_err(|unusable| match unusable {
            Unusable::Empty => "there is nothing to search for".to_owned(),
            Unusable::Mistake(mistake) => mistake.message,
        })?;
        self.pane = Pane::Page;
        self.here.stop_waiting();
        self.search_from(Some(query), self.here.anchor());
        self.tell_if_nothing_is_found();
        Ok(())
    }

    /// Keeps the search. An empty line takes up the one before; one with a mistake stays.
    pub(super) fn accept_query(&mut self) {
        if matches!(self.overlays.open, Some(Overlay::Search { mistake: Some(_), .. })) {
            return;
        }
        let Some(Overlay::Search { prompt, previous, .. }) = self.overlays.open.take() else { return };
        self.note_line(LineKind::Search, prompt.text());
        if self.search.finding().is_none() {
            self.search.replace(previous.map(|finding| *finding));
            self.take_up_search();
        } else {
            self.go_to_late_hit();
            self.tell_if_nothing_is_found();
        }
    }

    /// Goes on with the search there was before, to its next hit. Where queries are taken in another way by now, so is
    /// that of it.
    fn take_up_search(&mut self) {
        let query = self.search.finding().map(Finding::query);
        let query = query.filter(|query| query.options() != self.search.options);
        let anew = query.and_then(|query| Query::new(query.text(), self.search.options).ok());
        if anew.is_some() {
            let from = self.hit_origin(true);
            self.search_on_from(anew, from);
            return self.tell_if_nothing_is_found();
        }
        self.begin_search(self.here.anchor().pos.segment);
        self.step_hit(1);
    }

    /// Goes to the first hit, where none was there while the query was typed, and one has come since.
    fn go_to_late_hit(&mut self) {
        let is_late = |finding: &&Finding| finding.current().is_none() && finding.wanted().is_none();
        if self.search.finding().filter(is_late).is_some_and(|finding| finding.total() > 0) {
            let from = self.view.rows.first().map_or_else(TextPos::default, super::view::Row::start);
            self.seek(self.here.hit_to_want(from, true, 0));
        }
    }

    /// Drops the search and goes back to where the reader was.
    pub(super) fn cancel_query(&mut self) {
        let Some(Overlay::Search { previous, options, detour, .. }) = self.overlays.open.take() else {
            return;
        };
        self.come_back_from(detour);
        self.search.options = options;
        self.search.replace(previous.map(|finding| *finding));
        self.begin_search(self.here.anchor().pos.segment);
    }

    /// Takes the same line otherwise.
    pub(crate) fn change_options(&mut self, change: impl FnOnce(&mut Options, &str)) {
        let Some(Overlay::Search { prompt, .. }) = &self.overlays.open else { return };
        change(&mut self.search.options, prompt.text());
        self.search_for_prompt();
    }

    /// Searches for what the line says. Where that has a mistake, what was found before stays.
    pub(super) fn search_for_prompt(&mut self) {
        let Some(Overlay::Search { prompt, mistake, detour, .. }) = &mut self.overlays.open else { return };
        let (query, origin) = (Query::new(prompt.text(), self.search.options), detour.anchor);
        *mistake = None;
        let query = match query {
            Ok(query) => Some(query),
            Err(Unusable::Empty) => None,
            Err(Unusable::Mistake(found)) => return *mistake = Some(found),
        };
        self.take_back_folds();
        self.search_from(query, origin);
    }

    /// Searches for `query` and goes to the first hit from `origin` on, or from the start of the
    /// document where there is none after it. Without a hit nothing moves.
    fn search_from(&mut self, query: Option<Query>, origin: Anchor) {
        self.here.tie_to(origin);
        self.refresh_view();
        let from = self.view.rows.first().map_or_else(TextPos::default, super::view::Row::start);
        self.search_on_from(query, from);
    }

    /// Searches for `query` and goes to the first hit from a place in the text on.
    fn search_on_from(&mut self, query: Option<Query>, from: TextPos) {
        self.search.replace(query.map(Finding::new));
        self.seek(self.here.hit_to_want(from, true, 0));
        self.begin_search(from.segment);
    }

    /// Searches for what is selected, or else for the word that was found or clicked.
    pub(crate) fn search_word(&mut self) {
        let Some((query, from)) = self.word_to_search() else {
            let key = self.keymap.key_of("select");
            return self.notify(format!("there is no word to search for: click one, or select with {key}"));
        };
        self.end_selection();
        self.note_line(LineKind::Search, query.text());
        self.search_on_from(Some(query), from);
        self.tell_if_nothing_is_found();
    }

    /// What is selected, or else the word that was found or clicked last in view, with the place where it begins. It is
    /// searched for as whole words, unless it begins or ends inside one.
    fn word_to_search(&mut self) -> Option<(Query, TextPos)> {
        let range = match self.selected() {
            None => {
                let at = self.word_pointed_at()?;
                self.text.unit_at(at, Unit::Word)?
            }
            Some(range) => range,
        };
        let segment = self.text.document.demand(range.start.segment)?;
        let is_within = range.end.segment == range.start.segment;
        let end = if is_within { range.end.offset } else { u32::MAX };
        let (text, part) = first_line(&segment, range.start.offset..end)?;
        let options = |is_whole_words| Options { is_whole_words, is_regex: false, ..self.search.options };
        let words = Query::new(&text, options(true)).ok()?;
        let are_words = search::scan(&segment, &words).iter().any(|hit| part.contains(&hit.start));
        let query = if are_words { words } else { Query::new(&text, options(false)).ok()? };
        Some((query, TextPos::new(range.start.segment, part.start)))
    }

    /// What was clicked or found last in view, or else the hit that the reader was at; of a hit its first letter or
    /// digit, before which signs may stand.
    fn word_pointed_at(&mut self) -> Option<TextPos> {
        let current = self.search.current();
        let at = self.pointed_at().or_else(|| Some(current?.start()))?;
        let Some(hit) = current.filter(|hit| hit.start() == at) else { return Some(at) };
        let segment = self.text.document.demand(hit.segment)?;
        let end = hit.span.end.min(offset(segment.text().len()));
        let signs = segment.slice(Span::new(at.offset, end)).find(char::is_alphanumeric);
        Some(TextPos::new(hit.segment, at.offset.saturating_add(offset(signs.unwrap_or(0)))))
    }

    /// Goes so many hits on, or back; round the ends, and says so.
    pub(crate) fn step_hit(&mut self, by: i64) {
        let Some(finding) = self.search.finding() else { return self.search_again(by) };
        let is_forward = by > 0;
        // What is typed before a hit was found goes on from there.
        let is_same_way = |wanted: &Wanted| wanted.goal == Goal::Hit && wanted.is_forward == is_forward;
        let awaited =
            finding.wanted().filter(|wanted| wanted.anchor == self.here.anchor() && is_same_way(wanted));
        let steps = by.unsigned_abs();
        if let Some(wanted) = awaited {
            self.seek(Wanted { passed: wanted.passed.saturating_add(steps), ..wanted });
        } else if let Some(passed) = steps.checked_sub(1) {
            let from = self.hit_origin(is_forward);
            self.seek(self.here.hit_to_want(from, is_forward, passed));
        }
        self.tell_if_nothing_is_found();
    }

    /// Takes up the search that was ended, at its next hit.
    fn search_again(&mut self, by: i64) {
        let Some((query, hit)) = self.search.ended() else { return self.notify_of_no_search() };
        let from = self.origin_at(hit, by > 0);
        self.search.replace(Some(Finding::new(query)));
        if let Some(passed) = by.unsigned_abs().checked_sub(1) {
            self.seek(self.here.hit_to_want(from, by > 0, passed));
        }
        self.begin_search(from.segment);
        self.tell_if_nothing_is_found();
    }

    pub(super) fn notify_of_no_search(&mut self) {
        let key = self.keymap.key_of("search");
        self.notify(format!("nothing is searched for; {key} begins a search"));
    }

    /// Goes to a hit, round the end of the document where there is none that way. What is not searched yet is waited
    /// for.
    fn seek(&mut self, wanted: Wanted) {
        self.seek_with(wanted, Effort::Some);
    }

    fn seek_with(&mut self, wanted: Wanted, effort: Effort) {
        let mut left = wanted.passed;
        match self.hit_from(wanted.from, wanted.is_forward, &mut left, effort) {
            Found::Hit(hit) => self.arrive_at(hit, wanted),
            Found::Nothing => self.seek_round(Wanted { passed: left, ..wanted }),
            Found::Unknown => self.search.want(Some(wanted)),
        }
    }

    /// Goes on from the other end of the document.
    fn seek_round(&mut self, wanted: Wanted) {
        let Some(last) = self.text.document.last_segment() else { return };
        let from = if wanted.is_forward { TextPos::default() } else { TextPos::new(last, u32::MAX) };
        // Who goes round several times comes by the same hits.
        let n_hits = self.search.finding().map_or(0, Finding::total);
        let passed = wanted.passed % n_hits.max(1);
        let wanted = Wanted { from, passed, is_round: true, ..wanted };
        let mut left = passed;
        match self.hit_from(from, wanted.is_forward, &mut left, Effort::Some) {
            Found::Hit(hit) => self.arrive_at(hit, wanted),
            Found::Nothing => self.search.want(None),
            Found::Unknown => self.search.want(Some(wanted)),
        }
    }

    /// Goes to the hit that was wanted, and says so if that goes round.
    fn arrive_at(&mut self, hit: Hit, wanted: Wanted) {
        let is_step = self.search.finding().is_some_and(|finding| finding.current().is_some());
        self.go_to_hit(hit);
        if is_step && wanted.is_round {
            let from_end = "from the end on to the beginning";
            self.notify(if wanted.is_forward { from_end } else { "from the beginning back to the end" });
        }
    }

    /// Goes to the first hit of the next section that has one, or of the last such section before.
    pub(crate) fn step_section_with_hit(&mut self, is_forward: bool) {
        if self.search.finding().is_none() {
            return self.notify_of_no_search();
        }
        let at = self.hit_origin(false);
        let outline = self.text.document.outline();
        let here = outline.at(at);
        let edge =
            if is_forward { Some(SectionId(here.map_or(0, |id| id.0.saturating_add(1)))) } else { here };
        match edge.and_then(|id| outline.get(id)).map(|section| section.start) {
            Some(from) => self.seek_section(from, is_forward, Effort::Some),
            None => self.notify_of_no_section(),
        }
    }

    /// Goes to the first hit from the heading at `from` on, or to the first one of the section in which the last hit
    /// before it lies. What is not searched yet is waited for.
    fn seek_section(&mut self, from: TextPos, is_forward: bool, effort: Effort) {
        match self.hit_from(from, is_forward, &mut 0, effort) {
            Found::Hit(hit) if is_forward => self.go_to_hit(hit),
            Found::Hit(hit) => {
                let outline = self.text.document.outline();
                let section = outline.at(hit.start()).and_then(|id| outline.get(id));
                let start = section.map_or_else(TextPos::default, |section| section.start);
                self.seek_section(start, true, effort);
            }
            Found::Nothing => {
                self.search.want(None);
                self.notify_of_no_section();
            }
            Found::Unknown => {
                self.search
                    .want(Some(Wanted { goal: Goal::Section, ..self.here.hit_to_want(from, is_forward, 0) }));
            }
        }
    }

    fn notify_of_no_section(&mut self) {
        let so_far = if self.text.document.has_parsed_all() { "" } else { " so far" };
        self.notify(format!("no section with a hit that way{so_far}"));
    }

    /// Makes the hit that begins at a place the current one, if there is one. What is not searched yet is waited for.
    pub(super) fn take_up_hit(&mut self, at: TextPos) {
        self.seek_same(Wanted { goal: Goal::Same, ..self.here.hit_to_want(at, true, 0) }, Effort::Some);
    }

    fn seek_same(&mut self, wanted: Wanted, effort: Effort) {
        let found = self.hit_from(wanted.from, true, &mut 0, effort);
        let Some(finding) = self.search.finding_mut() else { return };
        match found {
            Found::Hit(hit) if hit.start() == wanted.from => finding.take_up(hit),
            Found::Unknown => finding.want(Some(wanted)),
            Found::Hit(_) | Found::Nothing => finding.want(None),
        }
    }

    /// Goes on with what the reader waits for, now that more is known.
    pub(super) fn resume_seeking(&mut self) {
        let Some(wanted) = self.search.finding().and_then(Finding::wanted) else { return };
        if self.here.anchor() != wanted.anchor && wanted.goal != Goal::Same {
            return self.search.want(None);
        }
        match wanted.goal {
            Goal::Same => self.seek_same(wanted, Effort::None),
            Goal::Hit => self.seek_with(wanted, Effort::None),
            Goal::Section => self.seek_section(wanted.from, wanted.is_forward, Effort::None),
        }
    }

    fn hit_origin(&mut self, is_forward: bool) -> TextPos {
        self.origin_at(self.search.current(), is_forward)
    }

    /// The same where the reader is at a hit, or was.
    fn origin_at(&mut self, current: Option<Hit>, is_forward: bool) -> TextPos {
        if let Some(hit) = current {
            let line = self.text.line_showing(hit.start());
            if self.is_on_screen(line) {
                let after = TextPos::new(hit.segment, hit.span.end);
                return if is_forward { after } else { hit.start() };
            }
        }
        self.view.reading_position()
    }

    pub(super) fn hit_from(
        &mut self,
        from: TextPos,
        is_forward: bool,
        passed: &mut u64,
        effort: Effort,
    ) -> Found {
        self.search.hit_from(&mut self.text.document, from, is_forward, passed, effort)
    }

    /// Makes a hit the current one and brings it into view, moving no more than is needed.
    pub(super) fn go_to_hit(&mut self, hit: Hit) {
        let Some(finding) = self.search.finding_mut() else { return };
        finding.set_current(Some(hit));
        // What is meant is what the reader came to last.
        self.here.mean_anew();
        self.reveal(hit.start());
        let line = self.text.line_showing(hit.start());
        if !self.is_on_screen(line) {
            let above = i64::from(self.view.geometry.pane.height) / 3;
            self.here.go_to(self.text.anchor_above(line, above));
            self.refresh_view();
        }
        self.here.note_gone_to();
    }

    /// Takes the search away. What workers do for it ends.
    pub(super) fn end_search(&mut self) -> Option<Finding> {
        self.search.end()
    }

    /// Leaves the counting of the rest to workers: from `first` on to the end, then from the
    /// beginning. What they do for an earlier search ends.
    pub(super) fn begin_search(&mut self, first: SegmentId) {
        self.search.begin(first);
        self.hand_out_searches();
    }

    /// Asks for the places of hits on the screen, where they are not known.
    pub(super) fn locate_hits(&mut self) {
        let Some(finding) = self.search.finding_mut() else { return };
        finding.ask_for_shown(self.view.rows.iter().map(|row| row.at.segment));
        self.hand_out_searches();
    }

    /// Keeps workers busy with the search.
    fn hand_out_searches(&mut self) {
        let jobs = self.search.next_jobs(&self.text.document);
        self.effects.extend(jobs.into_iter().map(Effect::Spawn));
    }

    /// Takes the counts of segments that a worker searched.
    pub(super) fn take_hits(&mut self, generation: u64, hits: Vec<Hits>) {
        self.search.take_hits(generation, hits);
        self.hand_out_searches();
    }

    /// Searches a segment that was parsed after the search began.
    pub(super) fn search_segment(&mut self, id: SegmentId, segment: &Segment) {
        self.search.look_at(&mut self.text.document, id, segment);
    }

    pub(super) fn tell_if_nothing_is_found(&mut self) {
        if let Some(query) = self.search.query_without_hits(&self.text.document) {
            let so_far = if self.text.document.has_parsed_all() { "" } else { " so far" };
            self.notify(format!("no hit{so_far} for “{}”", query.text()));
        }
    }
}

/// The beginning of the first block with a word in a part of a segment, for a query, with its place: no hit goes on
/// behind a block.
fn first_line(segment: &Segment, part: Range<u32>) -> Option<(String, Range<u32>)> {
    let leaves = segment.leaf_at(part.start)..segment.leaves().len();
    let spans = leaves.map(|leaf| segment.leaf_span(leaf)).take_while(|span| span.start < part.end);
    let parts = spans.map(|span| span.start.max(part.start)..span.end.min(part.end));
    let mut lines = parts.filter(|part| part.start < part.end).map(|part| {
        let line = one_line(segment.slice(Span::new(part.start, part.end)));
        (line, part)
    });
    lines.find(|(line, _)| line.contains(char::is_alphanumeric))
}

/// The beginning of a text, for a query: on one line, and without a part of a word at its end.
fn one_line(text: &str) -> String {
    /// The longest query, in characters.
    const MOST: usize = 200;
    let end = text.char_indices().nth(MOST).map(|(end, _)| end);
    let head = end.and_then(|end| text.get(..end)).unwrap_or(text);
    let is_cut =
        end.is_some() && !text.get(head.len()..).is_some_and(|rest| rest.starts_with(char::is_whitespace));
    let whole = if is_cut { head.rfind(char::is_whitespace).and_then(|end| head.get(..end)) } else { None };
    let words: Vec<&str> = whole.unwrap_or(head).split_whitespace().collect();
    words.join(" ")
}
