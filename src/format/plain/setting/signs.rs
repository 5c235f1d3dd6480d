//! Signs before items that say something, so that they are shown as they were written: `+` and `-` for and against,
//! `✓` for what is done.

use super::super::lines::Line;
use super::super::marker::{Marker, Sign, marker};

/// How far away other items are looked at.
const REACH: usize = 40;

/// Whether `sign`, before the item on the line at `at`, says something: it does by itself, or other items of the block
/// have another one.
pub(super) fn is_said(lines: &[Line<'_>], at: usize, sign: char) -> bool {
    const CHECKS: [char; 7] = ['✓', '✔', '✗', '✘', '☐', '☑', '☒'];
    let above = || lines.get(..at).unwrap_or_default().iter().rev();
    let below = || lines.get(at + 1..).unwrap_or_default().iter();
    let Some(own) = lines.get(at) else { return false };
    CHECKS.contains(&sign)
        || (may_say(sign) && (has_other(own, above(), sign) || has_other(own, below(), sign)))
}

/// Whether an item of the same block has another sign, among `others`, from the nearest on.
fn has_other<'s, 'a: 's>(own: &Line<'_>, others: impl Iterator<Item = &'s Line<'a>>, sign: char) -> bool {
    let is_inside = |line: &&Line<'_>| !line.is_blank() && line.indent >= own.indent;
    let items = others.take(REACH).take_while(is_inside).filter(|line| line.indent == own.indent);
    let signs =
        items.map_while(|line| line.body.chars().next().filter(|&first| may_say(first)).zip(Some(line)));
    let mut others = signs.filter(|&(first, _)| first != sign);
    others
        .next()
        .is_some_and(|(_, line)| matches!(marker(line.body), Some(Marker { sign: Sign::Bullet { .. }, .. })))
}

fn may_say(sign: char) -> bool {
    matches!(sign, '+' | '-' | '−' | '–' | '*' | '✓' | '✔' | '✗' | '✘')
}

#[cfg(test)]
mod tests {
    use super::super::super::lines::lines;
    use super::*;

    #[test]
    fn signs_that_alternate_say_something() {
        for (text, expected) in [
            ("+ light\n  and fast\n- wet\n", true),
            ("✓ oars\n", true),
            ("- oars\n- ropes\n", false),
            ("* oars\n  - of wood\n* ropes\n", false),
            ("- oars\n\n+ ropes\n", false),
        ] {
            let sign = text.chars().next().unwrap();
            assert_eq!(is_said(&lines(text), 0, sign), expected, "{text}");
        }
    }
}
