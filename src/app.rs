//! The reader's state and how events change it. Knows nothing of the terminal.
//!
//! [`App::update`] takes an event and answers what is to be done outside; [`View`], made anew after
//! each event, holds what is on the screen, so that drawing needs no more than `&App`.
//!
//! [`App`] is a shell over parts that own their state and the rules for it; it leads events to them, and tells the one
//! what came of the other. What the reader can do stands in the files called after it, as `impl App`: what needs
//! one part only is that part's.
//!
//! The parts live for three lengths of time. The [`Typeset`], what is selected and the editions of the [`Backlog`] are of
//! the text as it is read now, and begin anew where another one comes into its place; [`Here`], [`Overlays`] and
//! [`Sidebar`] then forget what holds only for the one before. The [`Book`] goes with the document: it stays when
//! that is read in another way, or again. The rest stays as long as the program runs.

mod backlog;
mod book;
mod coming_back;
pub mod command;
mod commanding;
pub mod completing;
pub mod completion;
pub mod correcting;
mod destination;
pub mod detour;
pub mod event;
pub mod finding;
mod folding;
pub mod geometry;
pub mod help;
mod here;
mod history;
pub mod jobs;
mod jumps;
pub mod keymap;
mod keys;
mod landmarks;
pub mod links;
mod loading;
mod marks;
pub mod notes;
mod notices;
pub mod overlays;
pub mod panel;
mod panes;
pub mod picker;
mod places;
mod pointing;
mod positions;
mod progress;
pub mod prompt;
mod putting_off;
mod refreshing;
mod reloading;
mod replacing;
mod rereading;
mod same_place;
mod searches;
mod searching;
mod selecting;
pub mod sidebar;
pub mod status;
mod taking;
pub mod ticks;
mod travel;
mod typeset;
mod typing;
pub mod view;
mod visiting;

use std::ops::RangeInclusive;

use backlog::Backlog;
use book::Book;
pub use coming_back::NEAR;
pub use event::{Effect, Event, FileState, Key, KeyCode, Mouse, MouseKind, Readings, Size};
use finding::Finding;
use here::Here;
use jobs::{Job, Open};
use jumps::Jumps;
use keymap::Keymap;
use keys::Pending;
use notices::Notices;
pub use overlays::Overlay;
use overlays::Overlays;
use searches::Search;
use selecting::{Grip, Selection};
use sidebar::Sidebar;
use typeset::Typeset;
use typing::Typing;
use view::View;
use visiting::Shelf;

use crate::document::{Chunk, Document, SegmentId, TextPos};
use crate::export::table::TableForm;
use crate::layout::{Anchor, Options as PageOptions};
use crate::search::Options;

/// The measure when the reader does not say: columns of a line.
pub const MEASURE: u16 = 80;

/// The measures that can be asked for.
pub const MEASURES: RangeInclusive<u16> = 1..=u16::MAX;

/// The memory for parsed text when the reader does not say, in bytes.
pub const MEMORY: usize = 512_000_000;

/// What the reader starts with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The measure, in columns.
    pub measure: u16,
    /// Whether the mouse is ours.
    pub mouse: bool,
    /// Bytes of parsed text that are kept in memory.
    pub memory: usize,
    /// Whether a file that changes is read again at once.
    pub is_watching: bool,
    /// How tables are copied.
    pub tables: TableForm,
    /// Whether what the reader marks and notes is kept for the next run.
    pub remembers: bool,
}

impl Default for Settings {
    fn default() -> Self {
        let tables = TableForm::default();
        Self { measure: MEASURE, mouse: true, memory: MEMORY, is_watching: false, tables, remembers: true }
    }
}

/// Where keys go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pane {
    /// The text.
    #[default]
    Page,
    /// The section tree.
    Sidebar,
}

/// The whole state of the reader.
pub struct App {
    /// The document, and the page that it is set on.
    text: Typeset,
    /// Where the reader is in it.
    here: Here,
    /// What is on the screen.
    view: View,
    /// The size of the screen.
    size: Size,
    settings: Settings,
    keymap: Keymap,
    /// The section tree.
    sidebar: Sidebar,
    /// The pane that has the keys.
    pane: Pane,
    /// Whether the page shows the spaces that the text lacks.
    is_mended: bool,
    /// What is selected.
    selection: Option<Selection>,
    /// What the mouse holds.
    grip: Option<Grip>,
    /// What goes with the document, besides its text.
    book: Book,
    /// The documents that the reader has come by.
    shelf: Shelf,
    /// Where the reader jumped from.
    jumps: Jumps,
    /// What lies over the panes.
    overlays: Overlays,
    /// What is searched for, and how.
    search: Search,
    /// The chunks that workers are to parse.
    backlog: Backlog,
    /// What helps with the line that is typed, and those before.
    typing: Typing,
    /// What was typed of a command that takes more.
    pending: Pending,
    /// What the reader is told.
    notices: Notices,
    /// Whether something came from workers that the view does not show yet.
    is_unsettled: bool,
    /// What is to be done outside, in order.
    effects: Vec<Effect>,
}

impl App {
    /// The reader of `document` on a screen of `size`.
    pub fn new(document: Document, keymap: Keymap, settings: Settings, size: Size) -> Self {
        let mut app = Self {
            text: Typeset::new(document, PageOptions::new(settings.measure), settings.memory),
            here: Here::default(),
            view: View::default(),
            size,
            settings,
            keymap,
            sidebar: Sidebar::default(),
            pane: Pane::Page,
            is_mended: false,
            selection: None,
            grip: None,
            book: Book::default(),
            shelf: Shelf::default(),
            jumps: Jumps::default(),
            overlays: Overlays::default(),
            search: Search::default(),
            backlog: Backlog::default(),
            typing: Typing::default(),
            pending: Pending::default(),
            notices: Notices::default(),
            is_unsettled: false,
            effects: Vec::new(),
        };
        app.refresh(true);
        app
    }

    /// What is to be done before the first event: find the `rest` of the chunks, parse what waits.
    pub fn start(&mut self, rest: Box<dyn Iterator<Item = Chunk> + Send>) -> Vec<Effect> {
        self.begin_work(rest);
        std::mem::take(&mut self.effects)
    }

    /// Has the `rest` of the chunks found, and what waits parsed.
    fn begin_work(&mut self, rest: Box<dyn Iterator<Item = Chunk> + Send>) {
        if !self.text.document.has_all_chunks() {
            let (edition, latest) = (self.backlog.edition(), self.backlog.first_edition());
            let job = Job::FindChunks { chunks: rest, edition, latest };
            self.effects.push(Effect::Spawn(job));
        }
        self.parse_from(SegmentId::default());
    }

    /// What is to be done before the first event where the document, whose place an empty one holds,
    /// is still waited for.
    pub fn start_waiting(open: Open) -> Vec<Effect> {
        vec![Effect::Spawn(Job::Open(open))]
    }

    /// Takes an event and answers what is to be done outside, in order. The view is up to date
    /// after [`settle`](Self::settle).
    pub fn update(&mut self, event: Event) -> Vec<Effect> {
        self.text.document.renew_allowance();
        if let Event::Done(done) = event {
            // Results come in floods; one look at them all is enough.
            self.done(done);
            self.is_unsettled = true;
        } else {
            self.take_up_results();
            self.react(event);
        }
        std::mem::take(&mut self.effects)
    }

    /// Brings the view up to date with what workers found since, and answers what is to be done outside. To
    /// be called before drawing.
    pub fn settle(&mut self) -> Vec<Effect> {
        self.text.document.renew_allowance();
        self.take_up_results();
        std::mem::take(&mut self.effects)
    }

    fn take_up_results(&mut self) {
        if std::mem::take(&mut self.is_unsettled) {
            let departure = self.departure();
            // Who waits for the end, or a percentage, has left already.
            self.jumps.note_step(!self.awaits_jump());
            self.resume_going();
            self.resume_seeking();
            self.resume_picking();
            self.take_up_put_off();
            self.text.set_short();
            self.refresh(false);
            self.note_jump(departure);
        }
    }

    fn react(&mut self, event: Event) {
        let selected = self.sidebar.selected(self.text.document.outline());
        let departure = self.departure();
        let (hit, was_typing) = (self.current_hit(), self.is_typing());
        // A new size is shown at once, and rows are counted with the next key.
        if matches!(event, Event::Key(_)) {
            self.text.set_short();
        }
        match event {
            Event::Key(key) => self.key(key),
            Event::Mouse(mouse) => self.mouse(mouse),
            Event::Held => self.hold_still(),
            Event::File(state) => self.take_file_state(state),
            Event::Paste(text) => self.paste(&text),
            Event::Resize(size) => {
                let before = std::mem::replace(&mut self.size, size);
                self.keep_help_in_place(before.columns);
            }
            Event::Done(done) => self.done(done),
        }
        self.take_up_put_off();
        // A query that is accepted ends at the hit that it was at while it was typed.
        if !self.is_typing() && (self.current_hit() == hit) == was_typing {
            self.follow_hit();
        }
        let follow = self.sidebar.selected(self.text.document.outline()) != selected;
        self.refresh(follow);
        self.note_jump(departure);
        self.text.document.reach(self.view.top.segment);
    }

    /// What is on the screen.
    pub fn view(&self) -> &View {
        &self.view
    }

    /// The document.
    pub fn document(&self) -> &Document {
        &self.text.document
    }

    /// The section tree's state.
    pub fn sidebar(&self) -> &Sidebar {
        &self.sidebar
    }

    /// The pane that keys go to.
    pub fn pane(&self) -> Pane {
        self.pane
    }

    /// What lies over the panes.
    pub fn overlay(&self) -> Option<&Overlay> {
        self.overlays.open.as_ref()
    }

    /// The search whose hits are marked.
    pub fn finding(&self) -> Option<&Finding> {
        self.search.finding()
    }

    /// How queries are taken.
    pub fn search_options(&self) -> Options {
        self.search.options
    }

    /// Which keys do what.
    pub fn keymap(&self) -> &Keymap {
        &self.keymap
    }

    /// Whether the mouse is ours.
    pub fn has_mouse(&self) -> bool {
        self.settings.mouse
    }

    /// Where the reader is: the text asked for last, or else the first on the screen.
    pub(crate) fn reading_position(&self) -> TextPos {
        let top = self.view.reading_position();
        let Anchor { pos, rows } = self.here.anchor();
        if rows == 0 { pos.max(top) } else { top }
    }

    fn is_typing(&self) -> bool {
        matches!(self.overlays.open, Some(Overlay::Search { .. }))
    }
}
