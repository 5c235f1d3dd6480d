//! Opening a list, following what becomes of it, and going to what is picked from it.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::hits::{self, Gathering, HitPool};
use super::matching::List;
use super::notes::NotePool;
use super::pool::Pool;
use super::{Going, Origin, Picker, Subject, rows};
use crate::app::finding::Finding;
use crate::app::jobs::Job;
use crate::app::searches::listed;
use crate::app::{App, Effect, Overlay};
use crate::document::{Outline, TextPos};

impl App {
    /// The list that is picked from, while it is open.
    pub fn picker(&self) -> Option<&Picker> {
        match &self.overlays.open {
            Some(Overlay::Picker(picker)) => Some(picker),
            _ => None,
        }
    }

    pub(in crate::app) fn picker_mut(&mut self) -> Option<&mut Picker> {
        match &mut self.overlays.open {
            Some(Overlay::Picker(picker)) => Some(picker),
            _ => None,
        }
    }

    /// Opens the list of sections.
    pub(crate) fn pick_section(&mut self) {
        let outline = self.text.document.outline();
        if outline.is_empty() {
            let so_far = if self.text.document.has_parsed_all() { "" } else { " so far" };
            return self.notify(format!("the text has no headings{so_far}"));
        }
        let here = self.view.section.and_then(|id| outline.get(id)).map(|section| section.start);
        let list = List::all(Pool::Sections(Outline::default()));
        self.open_picker(Subject::Sections, "Sections".to_owned(), list, here);
        self.filter_picker();
    }

    /// Opens the list of hits.
    pub(crate) fn pick_hit(&mut self) {
        let Some(finding) = self.search.finding() else { return self.notify_of_no_search() };
        // What is typed ahead of the search is kept: the list waits for hits.
        if finding.total() == 0 && finding.is_counted(&self.text.document) {
            return self.tell_if_nothing_is_found();
        }
        let here = finding.current().map_or_else(|| self.reading_position(), |hit| hit.start());
        let title = format!("Hits of “{}”", finding.query().text());
        let list = List::all(Pool::Hits(HitPool::default()));
        self.open_picker(Subject::Hits, title, list, Some(here));
        // The list takes rows from the page.
        self.refresh_view();
        self.preview_picked();
    }

    /// Opens the list of notes.
    pub(crate) fn pick_note(&mut self) {
        if self.book.notes.all().is_empty() {
            return self.notify_of_no_note();
        }
        let here = self.pointed_at().unwrap_or_else(|| self.reading_position());
        let list = List::all(Pool::Notes(NotePool::default()));
        self.open_picker(Subject::Notes, "Notes".to_owned(), list, Some(here));
        self.filter_picker();
    }

    /// Deletes the note that is selected in the list.
    pub(crate) fn delete_picked(&mut self) {
        let Some(picker) = self.picker() else { return };
        let item = picker.list.item(picker.at);
        if let Some(id) = item.and_then(|item| picker.list.pool().note(item)) {
            self.delete_note_of(id);
            if self.book.notes.all().is_empty() {
                self.cancel_picker();
            }
        }
    }

    fn open_picker(&mut self, subject: Subject, title: String, list: List, item: Option<TextPos>) {
        let origin = Origin { item, sidebar: self.sidebar.standing(), hit: self.search.current() };
        let detour = self.set_out();
        self.overlays.open =
            Some(Overlay::Picker(Box::new(Picker::new(subject, title, list, detour, origin))));
    }

    /// Tells the items that there are from those that there were.
    fn pool_edition(&self, subject: Subject) -> u64 {
        match subject {
            Subject::Sections => self.text.document.outline_edition(),
            Subject::Hits => self.search.finding().map_or(0, Finding::edition),
            // Both only grow, and the titles of the sections are listed too.
            Subject::Notes => self.book.notes.edition() + self.text.document.outline_edition(),
        }
    }

    /// Filters the items that there are anew.
    fn filter_picker(&mut self) {
        let Some(picker) = self.picker() else { return };
        let (pool, edition) = match picker.subject {
            Subject::Sections => {
                (Pool::Sections(self.text.document.outline().clone()), self.text.document.outline_edition())
            }
            Subject::Hits => (picker.list.pool().clone(), picker.edition),
            Subject::Notes => (Pool::Notes(self.note_pool()), self.pool_edition(Subject::Notes)),
        };
        let job = self.picker_mut().and_then(|picker| picker.filter(pool, edition));
        self.effects.extend(job.map(Effect::Spawn));
    }

    /// Has a worker list the hits nearest to where the reader was.
    fn gather_hits(&mut self) {
        let Some(finding) = self.search.finding() else { return };
        let Some(Overlay::Picker(picker)) = &mut self.overlays.open else { return };
        let from = picker.origin.item.unwrap_or_default();
        let nearest = finding.nearest(from.segment, self.text.document.n_segments(), hits::MOST_HITS as u64);
        let gathering = Gathering {
            query: finding.query().clone(),
            from,
            segments: nearest.into_iter().filter_map(|id| listed(&self.text.document, finding, id)).collect(),
            parser: self.text.document.parser(),
            outline: self.text.document.outline().clone(),
            total: finding.total(),
        };
        let number = picker.latest_gathering.fetch_add(1, Ordering::Relaxed) + 1;
        picker.gathering = Some((number, finding.edition()));
        let latest = Arc::clone(&picker.latest_gathering);
        self.effects.push(Effect::Spawn(Job::Gather { gathering, number, latest }));
    }

    /// Takes the hits that a worker has listed, if they are still wanted: all of them, or some for a start.
    pub(in crate::app) fn take_gathered(&mut self, number: u64, hits: HitPool, is_whole: bool) {
        let Some(picker) = self.picker_mut() else { return };
        let Some((_, edition)) = picker.gathering.filter(|gathering| gathering.0 == number) else { return };
        if is_whole {
            picker.gathering = None;
        } else if picker.list.pool().len() > hits.items.len() {
            return;
        }
        let job = picker.filter(Pool::Hits(hits), edition);
        self.effects.extend(job.map(Effect::Spawn));
    }

    /// Filters the list that was opened by what was typed elsewhere, if one was.
    pub(crate) fn filter_by_typed(&mut self, words: &str) {
        if self.picker().is_some() {
            self.edit_prompt(|prompt| prompt.insert(words));
        }
    }

    /// Goes to the item that is listed, should it turn out to be the only one.
    pub(crate) fn accept_only_one(&mut self) {
        if let Some(picker) = self.picker_mut() {
            picker.is_for_only_one = true;
        }
    }

    /// Takes up what was typed.
    pub(in crate::app) fn refilter_picker(&mut self) {
        if let Some(picker) = self.picker_mut() {
            picker.is_moved = false;
            picker.is_for_only_one = false;
            picker.going = Going::NotYet;
        }
        self.filter_picker();
        self.preview_picked();
    }

    /// Takes a list that a worker has filtered, if it is still wanted.
    pub(in crate::app) fn take_filtered(&mut self, number: u64, list: List) {
        let Some(picker) = self.picker_mut() else { return };
        if let Some((_, edition)) = picker.asked.take_if(|asked| asked.0 == number) {
            picker.take(list, edition);
        }
    }

    /// Takes a hit that was waited for when the list was opened for where the reader was: he had gone there already.
    fn take_up_arrival(&mut self) {
        let Some(hit) = self.search.current() else { return };
        let Some(picker) = self.picker() else { return };
        if picker.is_chosen() || picker.origin.hit.is_some() {
            return;
        }
        let (anchor, folds) = (self.here.anchor(), Arc::clone(self.text.folds()));
        if anchor != picker.detour.anchor {
            self.leave(self.departure());
        }
        if let Some(picker) = self.picker_mut() {
            picker.arrive_at(hit, anchor, folds);
        }
    }

    /// Follows what has become of the list since.
    pub(in crate::app) fn resume_picking(&mut self) {
        self.take_up_arrival();
        let Some(picker) = self.picker() else { return };
        let is_wanted = picker.is_accepted() || self.has_only_one(picker);
        if is_wanted && !picker.is_pending() && !self.expects_hits() && !self.expects_arrival() {
            self.accept_picked();
        } else {
            self.preview_picked();
        }
    }

    /// Whether the reader wants to go to the only item, and there is one that is.
    fn has_only_one(&self, picker: &Picker) -> bool {
        let is_up_to_date = picker.edition == self.pool_edition(picker.subject);
        let is_known = is_up_to_date && self.is_all_known(picker.subject);
        picker.is_for_only_one() && picker.list.len() == 1 && is_known
    }

    /// Renews the list where there are other items by now.
    fn renew_picker(&mut self) {
        /// Items that are filtered in no time.
        const FEW: u64 = 20_000;
        /// One in so many must be new, so that all filterings together cost little more than one.
        const WORTH: u64 = 8;
        let Some(picker) = self.picker() else { return };
        let subject = picker.subject;
        let now = match subject {
            Subject::Sections => self.text.document.outline().len() as u64,
            Subject::Hits => self.search.finding().map_or(0, Finding::total),
            Subject::Notes => self.book.notes.all().len() as u64,
        };
        let before = picker.list.pool().total();
        let is_worth_it = now <= FEW || before + before / WORTH <= now || self.is_all_known(subject);
        if picker.edition == self.pool_edition(subject) || picker.is_pending() || !is_worth_it {
            return;
        }
        match subject {
            Subject::Sections | Subject::Notes => self.filter_picker(),
            Subject::Hits => self.gather_hits(),
        }
    }

    /// Whether no hit is listed only because the search goes on, or the first ones are not taken up yet.
    fn expects_hits(&self) -> bool {
        let Some(picker) = self.picker().filter(|picker| picker.subject == Subject::Hits) else {
            return false;
        };
        let is_behind = picker.edition != self.pool_edition(Subject::Hits);
        picker.list.pool().is_empty() && (is_behind || !self.is_all_known(Subject::Hits))
    }

    /// Whether the hit is still waited for that is to be selected.
    fn expects_arrival(&self) -> bool {
        let picker = self.picker().filter(|picker| picker.subject == Subject::Hits && !picker.is_chosen());
        picker.is_some() && self.search.finding().is_some_and(Finding::awaits_hit)
    }

    fn is_all_known(&self, subject: Subject) -> bool {
        match subject {
            Subject::Sections => self.text.document.has_parsed_present(),
            Subject::Hits => {
                self.search.finding().is_some_and(|finding| finding.is_counted(&self.text.document))
            }
            Subject::Notes => true,
        }
    }

    /// Makes the rows in view anew.
    pub(in crate::app) fn refresh_picker(&mut self) {
        self.renew_picker();
        let area = self.view.geometry.panel;
        let expects_more = self.expects_hits();
        let Some(picker) = self.picker_mut() else { return };
        picker.expects_more = expects_more;
        let room = rows::Room::of(area);
        picker.top = rows::top(picker.top, picker.at, &picker.list, room);
        picker.rows = rows::rows(&picker.list, picker.top, picker.at, room);
    }

    /// Moves the selection by so many items.
    pub(crate) fn step_picker(&mut self, by: i64) {
        let Some(picker) = self.picker_mut() else { return };
        picker.step(by);
        picker.going = Going::NotYet;
        self.preview_picked();
    }

    /// Moves the selection by so many pages of the list.
    pub(crate) fn turn_picker(&mut self, pages: i64) {
        let rows = i64::try_from(rows::Room::of(self.view.geometry.panel).rows).unwrap_or(0);
        self.step_picker(pages.saturating_mul((rows - 1).max(1)));
    }

    /// Shows on the page what is selected; as long as nothing was, where the reader was, with the hit that he was at.
    fn preview_picked(&mut self) {
        let Some(picker) = self.picker() else { return };
        if picker.is_chosen() && picker.selected.is_some() {
            return self.show_picked();
        }
        let (origin, is_of_hits) = (picker.origin, picker.subject == Subject::Hits);
        self.here.tie_to(picker.detour.anchor);
        self.take_back_folds();
        self.search.set_current_again(&mut self.text.document, origin.hit);
        if let Some(hit) = origin.hit.filter(|_| is_of_hits) {
            self.refresh_view();
            self.bring_into_view(hit.start());
        }
    }

    /// Brings what is selected into view.
    fn show_picked(&mut self) {
        let Some(picker) = self.picker() else { return };
        let (hit, selected, subject) = (picker.list.hit(picker.at), picker.selected, picker.subject);
        self.take_back_folds();
        match (hit, selected) {
            (Some(hit), _) => self.go_to_hit(hit),
            (None, Some(selected)) if subject == Subject::Notes => self.bring_into_view(selected),
            (None, Some(selected)) => self.show_section_at(selected),
            (None, None) => {}
        }
    }

    /// Goes to what is selected, as soon as it is known what that is.
    pub(in crate::app) fn accept_picked(&mut self) {
        let expects_more = self.expects_hits() || self.expects_arrival();
        let Some(picker) = self.picker_mut() else { return };
        picker.going = match picker.selected {
            _ if picker.is_pending() || expects_more => Going::Awaited,
            None if picker.list.len() > 0 => Going::Missing,
            _ => Going::NotYet,
        };
        if picker.is_accepted() || picker.selected.is_none() {
            return;
        }
        picker.end();
        let (selected, is_of_notes) = (picker.selected, picker.subject == Subject::Notes);
        if is_of_notes {
            // The note is then in focus.
            self.here.point_at(selected);
        }
        self.show_picked();
        // The reader has chosen where to be.
        self.overlays.open = None;
        if let Some(pos) = selected {
            self.take_cursor_along(pos);
        }
    }

    /// Goes back to where the reader was.
    pub(in crate::app) fn cancel_picker(&mut self) {
        let Some(Overlay::Picker(mut picker)) =
            self.overlays.open.take_if(|overlay| matches!(overlay, Overlay::Picker(_)))
        else {
            return;
        };
        picker.end();
        let Picker { detour, origin, .. } = *picker;
        self.come_back_from(detour);
        self.sidebar.stand(origin.sidebar);
        self.search.set_current_again(&mut self.text.document, origin.hit);
    }

    /// A click on an item goes there.
    pub(in crate::app) fn click_in_picker(&mut self, row: u16) {
        let top = self.view.geometry.panel.y + 1;
        let Some(picker) = self.picker_mut() else { return };
        let row = row.checked_sub(top).and_then(|row| picker.rows.get(usize::from(row)));
        let Some(at) = row.and_then(|row| row.at) else { return };
        picker.is_moved = true;
        picker.select(at);
        self.accept_picked();
    }
}
