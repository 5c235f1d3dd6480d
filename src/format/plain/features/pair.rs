//! How two neighbors go together.

use super::super::brief::Brief;
use super::place::wider;
use super::{Family, Features};

/// Adds what can be said of `next` after `brief`, with which the document may start.
pub(in super::super) fn pair(brief: &Brief, next: &Brief, is_start: bool, into: &mut Features) {
    into.add(Family::Next, 0);
    into.measure(Family::NextBlank, next.n_blank, &[1, 2]);
    into.add(Family::NextLike, brief.likeness(next));
    into.add(
        Family::NextNumber,
        match (brief.number, next.number) {
            (None, None) => 0,
            (Some(number), Some(next)) if next.follows(&number) => 3,
            (Some(_), Some(_)) => 2,
            _ => 1,
        },
    );
    into.measure(Family::NextIndent, next.indent, &[brief.indent, brief.indent + 1]);
    into.flag(Family::NextFirst, is_start);
    into.add(Family::NextWider, wider(brief, next));
}
