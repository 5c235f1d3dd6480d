//! The words that folio knows by heart, of many languages: what [`sections`] are called, and the
//! [`page`]'s own first words.
//!
//! They are few, and nothing is decided by them alone: most texts have none of them, and shape and
//! place tell what is a heading. Where a word must be known, this is where.

mod page;
mod sections;

pub(super) use page::FirstWords;
pub(super) use sections::{
    abbreviates_part, counted_in_words, has_editor_link, is_contents, is_frame, starts_with_part,
};
