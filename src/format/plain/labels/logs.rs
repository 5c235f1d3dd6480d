//! Logs, whose lines begin with the time, and the traces of programs that failed: line by line, as they were written.

use super::super::lines::{Bytes, Line};
use super::super::table;
use super::Labeler;

impl Labeler<'_, '_> {
    /// How many lines from `at` on are of a log: each with its time, or further in, or between two that have it.
    pub(super) fn log(&self, at: usize) -> usize {
        const FEWEST: usize = 2;
        const FAR: usize = 24;
        let rest = self.lines.get(at..).unwrap_or_default();
        // A time has colons, or stands in brackets.
        let may_have = |line: &&Line<'_>| line.may_have(Bytes::COLON | Bytes::RARE);
        let Some(first) = rest.first().filter(may_have).filter(|line| has_time(line.body)) else { return 0 };
        if first.body.contains('\t') || table::find(self.lines, at, true).is_some() {
            return 0;
        }
        let filled = rest.iter().take_while(|line| !line.is_blank());
        let (mut n_timed, mut end) = (0, 0);
        for (number, line) in filled.enumerate() {
            if number >= end + FAR {
                break;
            }
            let is_timed = has_time(line.body);
            n_timed += usize::from(is_timed);
            if is_timed || (number == end && line.indent > first.indent) {
                end = number + 1;
            }
        }
        if n_timed >= FEWEST { end } else { 0 }
    }

    /// How many lines from `at` on are the trace of a program that failed: where it was stands further in, under what
    /// it did.
    pub(super) fn trace(&self, at: usize) -> usize {
        let rest = self.lines.get(at..).unwrap_or_default();
        let indent = rest.first().map_or(0, |line| line.indent);
        let is_frame_at =
            |at: usize| rest.get(at).is_some_and(|line| line.indent > indent && is_frame(line.body));
        // What failed may take a line above the first place.
        let is_first = self.before(at).is_none_or(|(above, _)| above.is_blank());
        let is_second = is_first
            && is_frame_at(2)
            && rest.get(1).is_some_and(|line| line.indent == indent && !line.is_blank());
        if !is_frame_at(1) && !is_second {
            return 0;
        }
        let mut end = 1 + usize::from(!is_frame_at(1));
        while let Some(line) = rest.get(end).filter(|line| !line.is_blank()) {
            let leads = line.indent == indent && is_frame_at(end + 1);
            if line.indent <= indent && !leads {
                break;
            }
            end += 1;
        }
        // Some say at the end what it was.
        let is_said_last = rest.iter().take(end).any(|line| is_quoted_place(line.body));
        let is_last = rest.get(end).is_some_and(|line| line.indent == indent && !line.is_blank());
        end + usize::from(is_said_last && is_last)
    }
}

/// Whether `body` begins with a time to the second, or has one in brackets behind the name of a host: most lines are told
/// by their first bytes to have none.
fn has_time(body: &str) -> bool {
    const NEAR: usize = 64;
    let head = body.as_bytes();
    let head = head.get(..NEAR).unwrap_or(head);
    let may_have =
        head.first().is_some_and(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase() || *byte == b'[');
    if !may_have {
        return false;
    }
    if let Some(seconds) = head.strip_prefix(b"[") {
        let length = seconds.iter().take_while(|byte| matches!(byte, b' ' | b'.' | b'0'..=b'9')).count();
        let is_closed = seconds.get(length) == Some(&b']')
            && seconds.get(..length).is_some_and(|seconds| seconds.contains(&b'.'));
        if is_closed {
            return true;
        }
    }
    let Some(clock) = clock(head) else { return false };
    let (before, behind) =
        (head.get(..clock).unwrap_or_default(), head.get(clock + CLOCK..).unwrap_or_default());
    let is_dated = before.iter().any(u8::is_ascii_digit) && is_date(before);
    is_dated || is_in_brackets(before) || (before.iter().all(|byte| *byte == b'[') && is_of_log(behind))
}

/// Bytes of a time to the second: `06:09:12`.
const CLOCK: usize = 8;

/// Where the first time to the second begins.
fn clock(head: &[u8]) -> Option<usize> {
    let first = memchr::memchr(b':', head)?;
    let is_clock = |bytes: &[u8]| {
        bytes
            .iter()
            .enumerate()
            .all(|(at, byte)| if at % 3 == 2 { *byte == b':' } else { byte.is_ascii_digit() })
    };
    head.windows(CLOCK)
        .skip(first.saturating_sub(2))
        .position(is_clock)
        .map(|at| at + first.saturating_sub(2))
}

/// Whether these bytes are a date: numbers and short names of months and days.
fn is_date(bytes: &[u8]) -> bool {
    const LONGEST_NAME: usize = 3;
    let is_between = |byte: &u8| matches!(byte, b'[' | b'-' | b'/' | b'.' | b',' | b' ');
    bytes.split(is_between).all(|part| {
        let part = part.strip_suffix(b"T").unwrap_or(part);
        part.iter().all(u8::is_ascii_digit)
            || (part.len() == LONGEST_NAME && part.iter().all(u8::is_ascii_alphabetic))
    })
}

/// Whether these bytes end with a date behind a bracket: `[27/Nov/2026:`.
fn is_in_brackets(bytes: &[u8]) -> bool {
    let Some(date) = bytes.strip_suffix(b":") else { return false };
    let Some(bracket) = memchr::memrchr(b'[', date) else { return false };
    bracket > 0 && date.get(bracket..).is_some_and(|date| date.contains(&b'/') && is_date(date))
}

/// Whether what stands behind a time without a date is not said by somebody: parts of a second, or a level in capitals or
/// brackets.
fn is_of_log(bytes: &[u8]) -> bool {
    let is_parted = matches!(bytes, [b'.' | b',', digit, ..] if digit.is_ascii_digit());
    let rest = bytes.trim_ascii_start();
    let is_level = rest.len() < bytes.len()
        && (rest.starts_with(b"[") || rest.iter().take_while(|byte| byte.is_ascii_uppercase()).count() >= 4);
    is_parted || is_level
}

/// Whether `body` is a place in a program: `at Boat.leave(Boat.java:57)`, `File "boat.py", line 57`, `/srv/boat.go:57`.
fn is_frame(body: &str) -> bool {
    if is_quoted_place(body) {
        return true;
    }
    let place = body.strip_prefix("at ").unwrap_or(body);
    let has_line =
        place.bytes().zip(place.bytes().skip(1)).any(|(sign, digit)| sign == b':' && digit.is_ascii_digit());
    let is_path = || !place.contains(' ') || place.contains(" +0x");
    has_line
        && if place.len() < body.len() {
            place.ends_with(')') || is_path()
        } else {
            place.contains('/') && is_path()
        }
}

/// Whether `body` names a file in quotation marks and a line of it.
fn is_quoted_place(body: &str) -> bool {
    body.starts_with("File \"") && body.contains("\", line ")
}

#[cfg(test)]
mod tests {
    use super::super::super::lines::lines;
    use super::super::super::profile::Profile;
    use super::super::{Label, labels};
    use super::*;

    #[test]
    fn times_are_to_the_second_and_dated_or_of_a_program() {
        for (body, expected) in [
            ("2026-11-27 06:09:12,114 INFO ferry", true),
            ("2026-11-27T06:09:12Z ferry", true),
            ("[2026/11/27 06:09:12] ferry", true),
            ("Nov 27 06:09:12 mill ferry[812]: left", true),
            ("Fri Nov 27 06:09:12 2026 left", true),
            ("[    0.004217] water: level 3", true),
            ("192.0.2.7 - - [27/Nov/2026:06:09:12 +0000] \"GET /boats\"", true),
            ("06:09:12.114 left", true),
            ("06:09:12 ERROR left", true),
            ("06:09:12 [boat] left", true),
            ("06:09:12 Ann said that she left", false),
            ("[10:01] <ann> hello", false),
            ("At 06:09:12 the boat left", false),
            ("On Friday 06:09:12", false),
            ("00:00:01,000 --> 00:00:04,000", true),
            ("2026-11-27 The boat left", false),
            ("Note: it is so", false),
        ] {
            assert_eq!(has_time(body), expected, "{body}");
        }
    }

    /// One letter a line.
    fn drawn(text: &str) -> String {
        let lines = lines(text);
        let labels = labels(&lines, &(0..lines.len()), &Profile::new(std::slice::from_ref(&lines)));
        labels
            .iter()
            .map(|&label| {
                if label == Label::Code {
                    'c'
                } else if label == Label::Blank {
                    '.'
                } else {
                    't'
                }
            })
            .collect()
    }

    #[test]
    fn logs_are_kept_with_what_stands_between_their_times() {
        let text = "2026-11-27 06:09:12 INFO starting\n2026-11-27 06:09:13 ERROR no boat\nat the landing\n   or below\n2026-11-27 06:09:14 INFO one more\n   of them\n\nText.\n";
        assert_eq!(drawn(text), "cccccc.t");
        assert_eq!(drawn("2026-11-27 06:09:12 The boat left.\n\nText.\n"), "t.t");
        assert_eq!(drawn(&"2026-11-27 06:09:12,Swan,12\n".repeat(3)), "ttt");
    }

    #[test]
    fn traces_end_where_they_do() {
        for (text, expected) in [
            (
                "It ended so:\n\nRopeError: frayed\n    at Rope.hold (/srv/rope.js:3:7)\n    at main (/srv/main.js:9:1)\nText.\n",
                "t.ccct",
            ),
            (
                "Traceback:\n  File \"rope.py\", line 3, in hold\n    raise RopeError\nRopeError: frayed\nText.\n",
                "cccct",
            ),
            (
                "goroutine 1 [running]:\nmain.hold(...)\n\t/srv/rope.go:57 +0x1d\nmain.main()\n\t/srv/main.go:9\n\nText.\n",
                "ccccc.t",
            ),
            ("A term\n    at home (so to say)\n", "tt"),
        ] {
            assert_eq!(drawn(text), expected, "{text}");
        }
    }
}
