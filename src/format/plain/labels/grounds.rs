//! Why lines are kept as they are.

use std::ops::Range;

use super::super::lines::Line;
use super::super::profile::Profile;
use super::Labeler;

/// What shows that the lines from `at` on, which no fences are around, are kept as they are, in words.
pub(in super::super) fn grounds_of_code(
    lines: &[Line<'_>],
    own: &Range<usize>,
    at: usize,
    profile: &Profile,
) -> &'static str {
    const LOOKS: &str = "its lines look like a program's";
    let mut labeler = Labeler::new(lines, own, profile);
    while labeler.labels.len() < at {
        labeler.step();
    }
    // Code may begin among lines that were labeled together.
    if labeler.labels.len() > at {
        return LOOKS;
    }
    if labeler.hashed(at) {
        "it has remarks behind # as settings and scripts have"
    } else if labeler.literal(at) {
        ":: stands at the end of what is above it"
    } else if labeler.diagram(at) {
        "a box is drawn in it for each bit"
    } else if labeler.drawing(at) {
        "signs are drawn in it that lead to words or stand around them"
    } else if labeler.log(at) > 0 {
        "its lines begin with the time"
    } else if labeler.trace(at) > 0 {
        "it tells the places in which a program failed"
    } else if labeler.entered(at) > 0 && labeler.session(at) > 0 {
        "it is a command behind a prompt, with what came of it"
    } else if labeler.entered(at) > 0 {
        LOOKS
    } else if labeler.printed(at) {
        "its lines begin as those that a program prints or reads"
    } else if labeler.spread(at) {
        "its lines have gaps as a program sets them"
    } else if labeler.table(at) {
        "what is above leads to it, and its lines are aligned"
    } else {
        LOOKS
    }
}
