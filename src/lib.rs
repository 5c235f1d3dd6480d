//! folio, a terminal reader for long texts: the library behind the `folio` program.
//!
//! # The map
//!
//! ```text
//!  path, pipe, bundled article
//!         │  source       bytes by range, in UTF-8; a pipe grows
//!         ▼
//!  format::detect ─► Reader
//!         │  chunks       where the source may be cut
//!         │  parse        one chunk ─► one Segment: pure, total
//!         ▼
//!  document::Document     segments, waiting, kept or dropped; the section tree
//!         ├─► search::scan          one segment ─► hits
//!         ▼
//!  layout::Page           segments set at a width: lines of runs at columns
//!         ▼
//!  app::View              the rows on the screen ─► ui::draw ─► ratatui's buffer
//!         ▼
//!  terminal               one synchronized write a frame
//! ```
//!
//! Events travel the other way: [`terminal`] and the workers of [`runtime`] send them into one
//! channel, [`App::update`](app::App::update) changes the state and answers with effects. A newcomer
//! reads [`document::Segment`], then [`format::Format`], [`layout`], [`app`], in this order.
//!
//! # Layers
//!
//! A module uses only what stands to its right here. `tests/architecture.rs` compares this table
//! with the code.
//!
//! ```text
//! text     →
//! source   →
//! document → text
//! format   → document source text
//! layout   → document text
//! search   → document
//! export   → document format layout text
//! app      → document export layout search text
//! ui       → app document layout text
//! terminal → app
//! state    → document format
//! cli      → app document export format source state text
//! runtime  → app document terminal text ui
//! ```
//!
//! # Invariants
//!
//! 1. **The core does not know the terminal.** Only `ui`, `terminal` and `runtime` name ratatui or
//!    crossterm; only `source`, `state`, `terminal`, `runtime`, `cli` and the program itself do input and output.
//! 2. **Parsing is total.** [`document::Parse::parse`] gives a segment for any bytes. It does not fail
//!    or recurse on its input's depth, and looks at no more than its chunk and a bounded rest.
//! 3. **Work is bounded by a chunk.** No function that a key waits for sees more than a few chunks of
//!    at most [`format::MAX_CHUNK`] bytes. What is longer is a [`Job`](app::jobs::Job).
//! 4. **A segment never changes.** Any thread may read it. It may be dropped for lack of memory: the same
//!    chunk gives the same text again, so that no position moves. Where parsing later in the light of more
//!    of the source gives another text, the application moves every position to the same words.
//! 5. **Every position that is kept is a place in the text** ([`document::TextPos`]). Rows and lines
//!    exist only inside one layout; the scroll position is an [`Anchor`](layout::Anchor).
//! 6. **What is displayed is what is searched.** Bullets, bars, rules, hyphens and spaces of our own are
//!    ornaments, not text.
//! 7. **Drawing does not change state.** [`ui::draw`] takes `&App`; the [`View`](app::view::View) was
//!    made when the state last changed.
//! 8. **`update` does no input or output** but bounded reads of the document. Everything else is an
//!    [`Effect`](app::Effect). The same events give the same screens.
//! 9. **Nothing is measured in two ways.** [`text::glyph`] decides both what a cluster looks like and
//!    how wide it is.
//! 10. **Untrusted text cannot reach the terminal.** That same function is the one gate: the buffer,
//!     printed text and error messages hold only what it lets through; what is copied has signs in the
//!     places of control characters.
//!
//! # Glossary
//!
//! * *Source*: the bytes. *Chunk*: a part of them that can be parsed on its own; the last one of a
//!   source that still grows is *provisional*. *Segment*: a chunk, parsed.
//! * *Reading*: a way to read a source: as plain text, as Markdown, line by line. A document has one.
//! * *Cut*: the place between two chunks. It is *safe* where both mean what they mean together; else it
//!   is *forced*, and the second *continues* the first. *Lead*: the beginning of a table that a forced
//!   cut goes through, by which all its parts are set.
//! * *Glance*: a look at the beginning of a plain text, by which its first screen is read; what is learned of
//!   the rest meanwhile *informs* the parser that takes over.
//! * *Leaf*, *container*: CommonMark's leaf and container blocks. A table's cells are leaves.
//! * *Purpose*: what a leaf is for where its kind does not say, as verse or a caption. *Furniture*: what
//!   stands on a printed page but not in its text, as running heads do.
//! * *Section*: a heading and what stands below it; *outline*: the tree of sections. *Part* of it: the
//!   sections of one segment, in whose place in the tree only what is open before the part matters, so
//!   that segments may come in any order.
//! * *Fold*: a section of which only the heading is shown; what it hides has no rows.
//! * *Measure*: the longest line of running text, in columns. *Line*: a row of the page; *run*: a piece
//!   of it. *Ornament*: something drawn that is not text. *Role*: what a theme styles.
//! * *Excerpt*: a part of the text as it is taken along, without what the page adds to it.
//! * *Identity*: what a document is known by from one run to the next: its text. *Place*: a position told by
//!   its words, so that it can be kept.
//! * *Note*: a *highlight*, a stretch of text that the reader has given a color, and what he wrote to it.
//!   *Quotation*: a stretch of text told by its words and those around, so that it is found after edits.
//! * *Jump*: what moves the page and is no step of reading. *Mark*: a place with a name.
//! * *Link in focus*: the one that keys follow: clicked, found or stepped to last, and in view. *Address*: what may
//!   be handed to another program, once the reader has seen it. *Visit*: the opening of another document in the place
//!   of the one that is read; the *shelf* has those that were left.
//! * *Anchor*: the place in the text that the first row on the screen is tied to.
//! * *Typeset*: a document with the page that it is set on. *Book*: what goes with a document besides its text, as what
//!   is kept of it and the notes on it. *Here*: where the reader is, and what he points at or waits for. *Detour*: where
//!   he was before he typed a query or picked from a list, and comes back to if he gives that up.
//! * *Command*: what a key can do, or a line typed behind `:`. *Effect*: what the state asks of the outside.
//!   *Job*: work for another thread. *Backlog*: the chunks that jobs are to parse, nearest to the reader first.

pub mod app;
pub mod cli;
pub mod document;
pub mod export;
pub mod format;
pub mod layout;
pub mod runtime;
pub mod search;
pub mod source;
pub mod state;
pub mod terminal;
pub mod text;
pub mod ui;
