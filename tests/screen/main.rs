//! Whole screens: keys in, screen out.

#![allow(clippy::indexing_slicing, clippy::string_slice, clippy::unwrap_used, reason = "a test may panic")]

mod article;
mod fixture;
mod loading;
mod moving;
mod searching;
mod sidebar;
