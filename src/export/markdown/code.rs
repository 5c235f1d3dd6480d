//! Code: the fences around a block, the backticks around a span.

/// The backticks of a code span around `text`: more than any inside.
pub(super) fn span(text: &str, out: &mut String) {
    let fence = "`".repeat(unused_run(text));
    let is_spaced = text.starts_with(' ') && text.ends_with(' ') && !text.trim_matches(' ').is_empty();
    let pad = if is_spaced || text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    out.extend([&fence, pad, text, pad, &fence]);
}

/// The shortest run of backticks that `text` does not have.
fn unused_run(text: &str) -> usize {
    let runs: Vec<_> = runs(text, '`').collect();
    (1..=runs.len()).find(|length| !runs.contains(length)).unwrap_or(runs.len() + 1)
}

/// The lengths of the runs of `sign` in `text`.
pub(super) fn runs(text: &str, sign: char) -> impl Iterator<Item = usize> {
    text.split(move |c| c != sign).map(move |run| run.len() / sign.len_utf8()).filter(|&length| length > 0)
}

/// The marks around a code block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fence {
    sign: char,
    length: usize,
}

impl Fence {
    /// The fence for a block with the info string `info` and this text, which has no line that would
    /// close it. `goes_on` if more text comes that is not known yet.
    pub(super) fn around(info: &str, text: &str, goes_on: bool) -> Self {
        const USUAL: usize = 3;
        /// Longer than what is found in text about fences.
        const SAFE: usize = 8;
        let sign = if info.contains('`') { '~' } else { '`' };
        let least = if goes_on { SAFE } else { USUAL };
        let longest = text.lines().filter_map(|line| closing(line, sign)).max().unwrap_or_default();
        Self { sign, length: least.max(longest + 1) }
    }

    /// Whether a line of `text` would close the block.
    pub(super) fn is_in(&self, text: &str) -> bool {
        text.lines().filter_map(|line| closing(line, self.sign)).any(|length| length >= self.length)
    }

    /// The line that closes the block, and begins the one that opens it.
    pub(super) fn line(&self) -> String {
        self.sign.to_string().repeat(self.length)
    }
}

/// How long the fence is that `line` closes, if it may close one.
fn closing(line: &str, sign: char) -> Option<usize> {
    let marks = line.trim();
    (marks.starts_with(sign) && marks.trim_matches(sign).is_empty()).then_some(marks.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_have_backticks_that_are_not_inside() {
        for (text, expected) in [
            ("x", "`x`"),
            ("a`b", "``a`b``"),
            ("a``b", "`a``b`"),
            ("`", "`` ` ``"),
            (" x ", "`  x  `"),
            (" x", "` x`"),
            ("  ", "`  `"),
        ] {
            let mut out = String::new();
            span(text, &mut out);
            assert_eq!(out, expected, "{text}");
        }
    }

    #[test]
    fn fences_are_longer_than_any_inside() {
        for (info, text, goes_on, expected) in [
            ("", "x", false, "```"),
            ("", "```\nx\n  ````  ", false, "`````"),
            ("", "``` rust", false, "```"),
            ("a`b", "```\n~~~", false, "~~~~"),
            ("", "x", true, "````````"),
        ] {
            assert_eq!(Fence::around(info, text, goes_on).line(), expected, "{text}");
        }
    }
}
