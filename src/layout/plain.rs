//! Lines as plain text: what `--print` writes, and what tests compare.

use super::galley::{Line, Run, RunContent, SegmentLayout};
use crate::document::Segment;
use crate::text::{cluster::visible, width};

/// The text of `line`, ornaments included, without white space at its end. Every character has
/// passed the gate.
pub fn line_text(segment: &Segment, layout: &SegmentLayout, line: &Line) -> String {
    let mut text = String::new();
    let mut column = 0;
    for run in layout.runs(line) {
        let gap = usize::from(run.column).saturating_sub(column);
        text.extend(std::iter::repeat_n(' ', gap));
        let shown = run_text(segment, run);
        column += gap + width(&shown);
        text.push_str(&shown);
    }
    text.truncate(text.trim_end().len());
    text
}

/// What a run shows, past the gate.
fn run_text(segment: &Segment, run: &Run) -> String {
    match run.content {
        RunContent::Text(span) | RunContent::Echo(span) => visible(segment.slice(span)),
        RunContent::EchoOfLead(span) => visible(segment.lead_in().map_or("", |lead| lead.slice(span))),
        RunContent::Ornament(symbol, repeat) => symbol.repeat(repeat.into()),
        RunContent::Fold(amount) => amount.text(),
    }
}
