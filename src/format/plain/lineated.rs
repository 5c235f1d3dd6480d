//! Lines that stay lines since their author ended them: verse.

use super::lines::Line;
use super::marker::marker;
use super::profile::Profile;
use super::{purposes, shape};

/// The most lines of one stanza.
const LONGEST: usize = 60;

/// How many lines from `at` on are a stanza: all up to a blank line.
pub(super) fn verse(lines: &[Line<'_>], at: usize, profile: &Profile) -> usize {
    let is_first = at.checked_sub(1).and_then(|before| lines.get(before)).is_none_or(Line::is_blank);
    let rest = lines.get(at..).unwrap_or_default();
    let is_wrapped =
        rest.get(1).is_none_or(|next| rest.first().is_some_and(|line| profile.is_full(line, next)));
    if profile.measure.is_none() || !is_first || is_wrapped {
        return 0;
    }
    let count = rest.iter().take(LONGEST + 1).take_while(|line| !line.is_blank()).count();
    let stanza = rest.get(..count).unwrap_or_default();
    let is_stanza = count <= LONGEST
        && !is_stairs(stanza)
        && !stanza.iter().any(is_other)
        && purposes::is_verse(stanza, profile);
    if is_stanza { count } else { 0 }
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
        || shape::has_gap(line.body, GAP)
        || shape::code(line.body) > CODE
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
    }
}
