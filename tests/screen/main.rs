//! Whole screens: keys in, screen out.

#![allow(clippy::indexing_slicing, clippy::string_slice, clippy::unwrap_used, reason = "a test may panic")]

mod article;
mod attacks;
mod clean;
mod coming_back;
mod commanding;
mod correcting;
mod far;
mod fixture;
mod folding;
mod glance;
mod growing;
mod hostile;
mod journeys;
mod jumps;
mod kept_folds;
mod links;
mod loading;
mod memory;
mod moving;
mod notes;
mod panel;
mod picking;
mod recovered;
mod reloading;
mod rereading;
mod seams;
mod searching;
mod selecting;
mod sidebar;
mod taking;
mod ticks;
mod travels;
mod typing;
mod visiting;
