//! What goes on behind a forced cut: how the first block of a chunk hangs together with what stands before it.

use super::blocks::{Block, Kind};
use super::lines::Line;
use super::profile::Profile;
use super::setting::{Joint, goes_on};

/// Where a cut was forced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cut {
    /// Within a line, at this space.
    WithinLine(&'static str),
    /// Between two lines.
    BetweenLines,
}

/// How `first` goes on with the last of `before`, the blocks that end at the cut, so far as they can be seen.
pub(super) fn joint(
    cut: Cut,
    before: &[Block],
    first: &Block,
    lines: &[Line<'_>],
    profile: &Profile,
) -> Option<Joint> {
    let last = before.last().map(|block| block.kind);
    match (cut, last, first.kind) {
        (Cut::WithinLine(space), ..) => Some(Joint::WithinLine(space)),
        (_, Some(Kind::Lineated(purpose)), Kind::Lineated(same)) if purpose == same => {
            Some(Joint::BetweenLines("\n"))
        }
        (_, _, Kind::Paragraph) => profile.measure.map(|_| Joint::BetweenLines(" ")),
        (_, None | Some(Kind::Code), Kind::Code) => Some(Joint::BetweenLines("\n")),
        (_, _, Kind::Table { is_whole: false, .. }) => Some(Joint::InContainer),
        (_, Some(Kind::Item(_)), Kind::Item(_)) => {
            is_in_list(before, first, lines).then_some(Joint::InContainer)
        }
        _ => None,
    }
}

/// Whether the item `first` is one of the outermost list that the items at the end of `before` are in.
fn is_in_list(before: &[Block], first: &Block, lines: &[Line<'_>]) -> bool {
    let indent = |block: &Block| lines.get(block.text.start).map_or(0, |line| line.indent);
    let sign = |block: &Block| match block.kind {
        Kind::Item(marker) => marker.map(|marker| marker.sign),
        _ => None,
    };
    let items = || before.iter().rev().take_while(|block| matches!(block.kind, Kind::Item(_)));
    let is_outermost = items().all(|item| indent(item) >= indent(first));
    let sibling = items().find(|item| indent(item) == indent(first));
    is_outermost && sibling.is_some_and(|item| goes_on(sign(item).as_ref(), sign(first).as_ref()))
}
