//! Whole screens: keys in, screen out.

#![allow(clippy::string_slice, clippy::indexing_slicing, reason = "tests may panic")]

mod article;
mod fixture;
mod moving;
mod searching;
mod sidebar;
