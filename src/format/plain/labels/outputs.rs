//! What programs print with signs and gaps of their own: histories drawn with bars, how a command is used, lists under a
//! key, bars at the margin, and columns that no rivers part.

use super::super::lines::{Bytes, Line};
use super::super::shape::{self, Ending};
use super::{Label, Labeler};

impl<'s, 'a> Labeler<'s, 'a> {
    /// How many lines from `at` on a program has drawn or laid out.
    pub(super) fn output(&self, at: usize) -> usize {
        let rest = self.lines.get(at..).unwrap_or_default();
        let Some(first) = rest.first() else { return 0 };
        match first.body.as_bytes().first() {
            Some(b'*' | b'|') => history(rest).max(barred(rest)).max(keyed(rest)),
            Some(byte) if byte.is_ascii_alphabetic() && self.is_first(at) => usage(rest).max(keyed(rest)),
            _ => 0,
        }
    }

    /// Lines with several wide gaps each that are no table, since nothing runs through all of them: they stay as they
    /// were printed.
    pub(super) fn spread(&mut self, at: usize) -> bool {
        const FEWEST: usize = 2;
        const WIDEST: usize = 250;
        let may_be = |line: &&Line<'_>| line.width <= WIDEST && line.has_wide_space();
        let Some(first) = self.line(at).filter(may_be) else { return false };
        if !self.is_first(at) || !is_spread(first) {
            return false;
        }
        let run = self.run(at);
        let n_spread = run.iter().filter(|line| is_spread(line)).count();
        let is_enough = run.len() >= FEWEST && n_spread == run.len();
        let are_printed = is_enough && !is_flush(run) && run.iter().any(has_wide_gap);
        if are_printed {
            self.labels.extend(std::iter::repeat_n(Label::Code, run.len()));
        }
        are_printed
    }

    /// Whether no text stands right above the line at `at`.
    pub(super) fn is_first(&self, at: usize) -> bool {
        self.before(at).is_none_or(|(_, label)| label != Label::Text)
    }

    /// The lines from `at` on to the next blank one.
    pub(super) fn run(&self, at: usize) -> &'s [Line<'a>] {
        const MOST: usize = 200;
        let rest = self.lines.get(at..).unwrap_or_default();
        let count = rest.iter().take(MOST).take_while(|line| !line.is_blank()).count();
        rest.get(..count).unwrap_or_default()
    }
}

/// Whether `line` has two gaps and more, and does not end a sentence.
fn is_spread(line: &Line<'_>) -> bool {
    !matches!(shape::ending(line.body), Ending::Sentence | Ending::Clause | Ending::Question)
        && gaps(line.body).nth(1).is_some()
}

fn has_wide_gap(line: &Line<'_>) -> bool {
    const WIDE: usize = 4;
    gaps(line.body).any(|gap| gap >= WIDE)
}

/// The lengths of the gaps of two spaces and more in `body`.
fn gaps(body: &str) -> impl Iterator<Item = usize> {
    let mut bytes = body.bytes();
    std::iter::from_fn(move || {
        let mut length = 0;
        for byte in bytes.by_ref() {
            if byte == b' ' {
                length += 1;
            } else if length > 1 {
                return Some(length);
            } else {
                length = 0;
            }
        }
        None
    })
}

/// Whether all lines but the last end in one column, as those do that spaces spread over the page.
fn is_flush(run: &[Line<'_>]) -> bool {
    const FEWEST: usize = 3;
    let ends = run.split_last().map_or(run, |(_, others)| others);
    run.len() >= FEWEST
        && ends.iter().all(|line| Some(line.right()) == ends.first().map(Line::right))
        && run.iter().all(|line| gaps(line.body).all(|gap| gap < 5))
}

/// How many of `lines` are a history with its branches drawn beside it: `* | 86e79aa Mend the boat`. The last revision
/// may stand without bars.
fn history(lines: &[Line<'_>]) -> usize {
    const FEWEST: usize = 3;
    let drawn = lines.iter().take_while(|line| drawn_length(line.body) > 0);
    let names_one = |line: &Line<'_>| {
        let text = line.body.get(drawn_length(line.body)..).unwrap_or_default();
        let hash = text.strip_prefix("commit ").unwrap_or(text).split(' ').next().unwrap_or_default();
        (7..=64).contains(&hash.len()) && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    let (n_drawn, n_named) = drawn.fold((0, 0), |(n_drawn, n_named), line| {
        (n_drawn + 1, n_named + usize::from(line.body.contains('*') && names_one(line)))
    });
    if n_drawn < FEWEST || n_named == 0 || (n_named < 2 && n_drawn < 2 * FEWEST) {
        return 0;
    }
    let more = lines.iter().skip(n_drawn).take_while(|line| line.is_blank() || line.indent > 1);
    let more: Vec<_> = more.collect();
    let n_more = more.iter().rposition(|line| !line.is_blank()).map_or(0, |last| last + 1);
    n_drawn + n_more
}

/// The bytes of the branches that are drawn at the beginning of `body`.
fn drawn_length(body: &str) -> usize {
    let is_drawn = |byte: &u8| matches!(byte, b'*' | b'|' | b'\\' | b'/' | b'_' | b' ' | b'-' | b'.');
    let length = body.bytes().take_while(|byte| is_drawn(byte)).count();
    let drawn = body.get(..length).unwrap_or_default();
    let is_set_off = length == body.len() || drawn.ends_with(' ');
    if is_set_off && drawn.starts_with(['*', '|', '/', '\\']) { length } else { 0 }
}

/// How many of `lines` have a bar at their margin, with more room behind it than a quote has, as what Python tells of
/// a class.
fn barred(lines: &[Line<'_>]) -> usize {
    const FEWEST: usize = 3;
    let is_barred = |line: &&Line<'_>| line.body == "|" || line.body.starts_with("|  ");
    let is_row = |line: &Line<'_>| line.body.len() > 1 && line.body.ends_with('|');
    let run = lines.iter().take_while(is_barred);
    let n_barred = run.clone().count();
    let text = |line: &Line<'_>| line.body.get(1..).unwrap_or_default().len() - line.after(1).body.len();
    // A call, and what is said of it further in.
    let is_told = |(line, next): (&Line<'_>, &Line<'_>)| {
        line.body.ends_with(')') && line.body.contains('(') && text(next) > text(line)
    };
    let has_call = run.clone().zip(run.clone().skip(1)).any(is_told);
    if n_barred >= FEWEST && has_call && !run.clone().any(is_row) { n_barred } else { 0 }
}

/// How many of `lines` are a list of packages, with the key above it whose signs stand over its first columns.
fn keyed(lines: &[Line<'_>]) -> usize {
    const REACH: usize = 6;
    let is_rule = |line: &Line<'_>| {
        line.body.starts_with("+++-=") && line.body.bytes().all(|byte| matches!(byte, b'+' | b'-' | b'='))
    };
    let is_key = |line: &Line<'_>| memchr::memchr2(b'=', b'|', line.body.as_bytes()).is_some();
    let n_above = lines.iter().take(REACH).position(is_rule);
    let has_key = n_above.is_some_and(|n_above| lines.iter().take(n_above).all(is_key));
    if has_key { lines.iter().take_while(|line| !line.is_blank()).count() } else { 0 }
}

/// How many of `lines` say how a command is used, each on a line of its own, or further in where it goes on.
fn usage(lines: &[Line<'_>]) -> usize {
    let may_be = |line: &&Line<'_>| line.may_have(Bytes::COLON);
    let Some(first) = lines.first().filter(may_be).filter(|line| is_usage(line.body)) else { return 0 };
    let command = first.body.split_whitespace().nth(1).unwrap_or_default();
    let goes_on = |line: &&Line<'_>| {
        let words = line.body.strip_prefix("or:").unwrap_or(line.body).trim_start();
        let is_same =
            words.strip_prefix(command).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
        !line.is_blank() && (is_same || (line.indent > first.indent && takes(words)))
    };
    1 + lines.iter().skip(1).take_while(goes_on).count()
}

/// Whether `body` is a word with a colon, a command, and what that may take.
fn is_usage(body: &str) -> bool {
    const LONGEST: usize = 7;
    // Most lines have no colon so near their beginning.
    let colon = body.bytes().take(LONGEST + 1).position(|byte| byte == b':');
    let Some((word, call)) = colon.and_then(|colon| body.split_at_checked(colon)) else { return false };
    let Some(call) = call.strip_prefix(": ").map(str::trim_start) else { return false };
    let mut words = call.split_whitespace();
    let command = words.next().unwrap_or_default();
    word.bytes().all(|byte| byte.is_ascii_alphabetic())
        && command.starts_with(|c: char| c.is_ascii_lowercase() || matches!(c, '.' | '/'))
        && words.next().is_some_and(takes)
        && call.contains(['[', '<'])
        && matches!(shape::ending(body), Ending::Open | Ending::Sentence)
        && !shape::has_inner_sentence(call)
}

/// Whether `words` begin as what a command takes: in brackets, or an option, or what may come again.
fn takes(words: &str) -> bool {
    let first = words.split_whitespace().next().unwrap_or_default();
    first.starts_with(['[', '<', '-', '{']) || first.ends_with("...")
}

#[cfg(test)]
mod tests {
    use super::super::super::lines::lines;
    use super::super::super::profile::Profile;
    use super::super::labels;
    use super::*;

    /// How many lines are kept as they were printed.
    fn printed(text: &str) -> usize {
        let lines = lines(text);
        let labels = labels(&lines, &(0..lines.len()), &Profile::new(std::slice::from_ref(&lines)));
        labels.iter().filter(|&&label| label == Label::Code).count()
    }

    #[test]
    fn histories_are_drawn() {
        for (text, expected) in [
            ("* 86e79aa Mend the boat\n* 3555288 Paint the oars\n* a579c80 Sell both\n", 3),
            ("*   86e79aa Merge\n|\\  \n| * 3555288 Paint the oars\n|/  \n* a579c80 Sell both\n\nText.\n", 5),
            (
                "* commit 86e79aa0dad1cb5c9e13763d3a4d83a6dcdcc638\n| Author: Ann Lee\n| Date:   Thu Nov 26\n| \n|     Mend the boat\n| \n* commit 3555288adad1cb5c9e13763d3a4d83a6dcdcc638\n  Author: Ann Lee\n\n      Paint the oars\n",
                10,
            ),
            ("* boats\n* oars\n* ropes\n", 0),
            ("* deadbee is a word\n* and another\n* more\n", 0),
        ] {
            assert_eq!(printed(text), expected, "{text}");
        }
    }

    #[test]
    fn how_a_command_is_used_stays_on_its_lines() {
        for (text, expected) in [
            ("usage: ferry [options] file...\n       ferry --list\n\nText.\n", 2),
            ("Usage: ferry [OPTION]... FILE\nList boats and oars.\n", 1),
            ("usage: ferry [-a] [-b file] ...\n   or: ferry --list\n", 2),
            ("usage: ferry [-v | --verbose]\n             [--all] <boat>\n", 2),
            ("Use: the boat [or another] is for all.\n", 0),
            ("Note: the boat is there.\n", 0),
        ] {
            assert_eq!(printed(text), expected, "{text}");
        }
    }

    #[test]
    fn what_programs_lay_out_stays_as_it_is() {
        for (text, expected) in [
            (
                "Netid State  Recv-Q Send-Q Local Address:Port     Peer Address:PortProcess\nnl    UNCONN 0      0               rtnl:kernel               *\nnl    UNCONN 4352   0            tcpdiag:ss/23855             *\n",
                3,
            ),
            (" |  boat()\n |      Rows.\n |  \n |  oars()\n |      Far.\n", 5),
            (" |  It is quoted.\n |  \n |  All of it.\n", 0),
            ("| a | b |\n| c | d |\n| e | f |\n", 0),
            (
                "Desired=Unknown/Install\n| Status=Not/Inst\n|/ Err?=(none)\n||/ Name  Version\n+++-=====-=======\nii  boat  1.0\nii  oar   2.0\n",
                7,
            ),
        ] {
            assert_eq!(printed(text), expected, "{text}");
        }
    }
}
