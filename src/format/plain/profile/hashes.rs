//! What `#` before lines means in a document: headings, or remarks as in settings and scripts.

use super::super::fences;
use super::super::lines::Line;
use super::super::marker::marker;
use super::super::shape;

/// The columns before what is set in, as code is.
const SET_IN: usize = 4;

/// What `#` means where lines begin with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in super::super) enum Hashes {
    /// What stands around each line tells.
    #[default]
    Unclear,
    /// Headings, since several lines with it stand apart.
    Headings,
    /// Remarks, since lines with it follow each other, or stand right above code, or it stands alone.
    Remarks,
}

impl Hashes {
    /// What it means in the samples.
    pub(super) fn new(samples: &[Vec<Line<'_>>]) -> Self {
        const FEWEST: usize = 3;
        let (mut n_headings, mut n_remarks) = (0, 0);
        for lines in samples {
            let fenced = fences::fenced(lines, &(0..lines.len()));
            let outside = |at: &usize| !fenced.iter().any(|fenced| fenced.lines.contains(at));
            for at in (0..lines.len()).filter(|&at| count(lines, at).is_some()).filter(outside) {
                if is_remark(lines, at) {
                    n_remarks += 1;
                } else if is_apart(lines, at) {
                    n_headings += 1;
                }
            }
        }
        match () {
            () if n_remarks >= FEWEST && n_remarks > n_headings => Self::Remarks,
            () if n_headings >= FEWEST => Self::Headings,
            () => Self::Unclear,
        }
    }
}

/// The number of signs before line `at`, if it is not set in as code is.
fn count(lines: &[Line<'_>], at: usize) -> Option<usize> {
    let line = lines.get(at).filter(|line| line.indent < SET_IN)?;
    if line.body == "#" { Some(1) } else { shape::hashes(line.body) }
}

/// Whether line `at` is a remark of several lines, or `#` alone, or right above what looks like code.
fn is_remark(lines: &[Line<'_>], at: usize) -> bool {
    let own = count(lines, at);
    let is_bare = lines.get(at).is_some_and(|line| line.body == "#");
    let above = at.checked_sub(1).and_then(|above| count(lines, above));
    own.is_some() && (is_bare || above == own || count(lines, at + 1) == own || is_above_code(lines, at))
}

/// Whether the line below line `at`, which is no item, looks like code.
fn is_above_code(lines: &[Line<'_>], at: usize) -> bool {
    const CODE: f32 = 0.3;
    let below = lines.get(at + 1).filter(|_| count(lines, at + 1).is_none());
    below.is_some_and(|line| marker(line.body).is_none() && shape::code_on(line) > CODE)
}

/// Whether `#` signs are before line `at`, and a blank line or a heading of other signs above.
pub(in super::super) fn is_apart(lines: &[Line<'_>], at: usize) -> bool {
    let above = at.checked_sub(1).and_then(|above| Some((lines.get(above)?, above)));
    count(lines, at).is_some() && above.is_none_or(|(line, at)| line.is_blank() || count(lines, at).is_some())
}

#[cfg(test)]
mod tests {
    use super::super::super::lines::lines;
    use super::*;

    #[test]
    fn what_stands_around_the_signs_tells() {
        for (text, expected) in [
            ("# Boat\n\n## [1.1](b) - May\n### Added\n- oars\n\n## [1.0](a)\n- hull\n", Hashes::Headings),
            (
                "#\n# What the boat needs, and\n# who brings it.\n#\nOARS  2\n\n# ropes\nROPES 3\n",
                Hashes::Remarks,
            ),
            ("# Boat\n\n# Oars\n\n```\n# a\n# b\n# c\n# d\n```\n\n# Ropes\n", Hashes::Headings),
            ("# Boat\n\nIt floats.\n", Hashes::Unclear),
            ("# Boat\nrow: $(OARS)\n\n# Oars\noars = 2;\n\n# Rope\nrope { length = 3; }\n", Hashes::Remarks),
        ] {
            assert_eq!(Hashes::new(&[lines(text)]), expected, "{text}");
        }
    }
}
