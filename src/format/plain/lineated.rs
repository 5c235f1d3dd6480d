//! Lines that stay lines since their author ended them: verse.

use super::lines::Line;
use super::marker::marker;
use super::profile::Profile;
use super::purposes;
use super::shape::{self, Ending};

/// The most lines of one stanza.
const LONGEST: usize = 60;

/// How many lines from `at` on are a stanza: all up to a blank line.
pub(super) fn verse(lines: &[Line<'_>], at: usize, profile: &Profile) -> usize {
    let is_first = at.checked_sub(1).and_then(|before| lines.get(before)).is_none_or(Line::is_blank);
    let rest = lines.get(at..).unwrap_or_default();
    if !is_first || rest.get(1).is_none_or(Line::is_blank) {
        return 0;
    }
    let is_wrapped =
        || rest.iter().zip(rest.iter().skip(1)).take(1).any(|(line, next)| profile.is_full(line, next));
    let may_be = || profile.measure.is_some() && !is_wrapped();
    let count = rest.iter().take(LONGEST + 1).take_while(|line| !line.is_blank()).count();
    let stanza = rest.get(..count).unwrap_or_default();
    let is_stanza = count <= LONGEST
        && (is_by_turns(stanza) || (may_be() && !is_stairs(stanza) && purposes::is_verse(stanza, profile)))
        && !stanza.iter().any(is_other);
    if is_stanza { count } else { 0 }
}

/// Whether lines of some words stand further in by turns, and some end as parts of a sentence do.
fn is_by_turns(stanza: &[Line<'_>]) -> bool {
    const FEWEST: usize = 4;
    const WORDS: usize = 3;
    const WIDEST: usize = 70;
    let [outer, inner, ..] = stanza else { return false };
    let indents = [outer.indent, inner.indent].into_iter().cycle();
    let is_short = |line: &Line<'_>| line.width <= WIDEST && line.body.split_whitespace().count() >= WORDS;
    let ends = |line: &&Line<'_>| !matches!(shape::ending(line.body), Ending::Open | Ending::Hyphen);
    stanza.len() >= FEWEST
        && inner.indent > outer.indent
        && stanza.iter().zip(indents).all(|(line, indent)| line.indent == indent)
        && stanza.iter().all(is_short)
        && stanza.iter().filter(ends).count() * 4 >= stanza.len()
}

/// Whether each line stands further in than the one above: a heading, a term, and what explains it.
fn is_stairs(stanza: &[Line<'_>]) -> bool {
    let indents = || stanza.iter().map(|line| line.indent);
    indents().zip(indents().skip(1)).all(|(above, below)| above < below)
}

/// Whether a line is what no line of verse is: an item, a row, program text.
fn is_other(line: &Line<'_>) -> bool {
    // A semicolon at the end alone is no program.
    const CODE: f32 = 0.9;
    const GAP: usize = 3;
    let opens = |c: char| c.is_alphabetic() || matches!(c, '"' | '“' | '‘' | '\'' | '«' | '„' | '_' | '—');
    marker(line.body).is_some()
        || shape::quote_mark(line.body).is_some()
        || !line.body.starts_with(opens)
        || line.body.contains(['|', '`'])
        || line.has_gap(GAP)
        || shape::code_on(line) > CODE
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;

    #[test]
    fn stanzas_may_be_indented_by_turns() {
        let profile = Profile { measure: Some(70), has_blank_lines: true, ..Profile::default() };
        let text = "The water is low,\n  The boat is slow,\nThe ferryman's daughter is dead;\n";
        assert_eq!(verse(&lines(text), 0, &profile), 3);
        assert_eq!(verse(&lines("Ann Lee\n5 Mill Lane\nUlm\n"), 0, &profile), 0);
        let by_turns = "The water is low, the water is low,\n  and slow is the boat today;\nthe ferryman's daughter is dead, you know,\n  and nobody else knows the way.\n";
        assert_eq!(verse(&lines(by_turns), 0, &Profile::default()), 4);
        let terms = "the bow of a boat\n  its front, which is narrow\nthe stern of a boat\n  its back, which is wide\n";
        assert_eq!(verse(&lines(terms), 0, &Profile::default()), 0);
    }
}
