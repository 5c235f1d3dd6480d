//! What programs print or read line by line, told by what its lines begin with or consist of: lists of files, of
//! revisions and of changes, the head of a revision, numbers, settings, and the differences between two texts.

use super::super::lines::{Bytes, Line};
use super::super::shape;
use super::{Label, Labeler};

/// What a line is in a list that a program printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Entry {
    /// A file, behind its mode: `-rw-r--r--  1 ann`.
    File,
    /// A revision, behind its hash of so many digits: `86e79aa Mend the boat`.
    Revision(usize),
    /// What was changed in a file: `boat.rs | 12 ++--`.
    Change,
    /// A number and nothing else.
    Number,
}

impl Entry {
    /// What `line` is. Most lines are told by their first byte to be none.
    fn of(line: &Line<'_>) -> Option<Self> {
        let body = line.body;
        if shape::is_file_entry(body) {
            Some(Self::File)
        } else if let Some(digits) = revision(body) {
            Some(Self::Revision(digits))
        } else if is_number(body) {
            Some(Self::Number)
        } else {
            (line.may_have(Bytes::BAR) && is_change(body)).then_some(Self::Change)
        }
    }

    /// How many lines of the kind are a list.
    fn least(self) -> usize {
        match self {
            Self::File | Self::Change => 1,
            Self::Revision(_) => 2,
            Self::Number => 3,
        }
    }
}

impl Labeler<'_, '_> {
    /// Labels what a program printed, from the line at `at` on.
    pub(super) fn printed(&mut self, at: usize) -> bool {
        let n_lines = self
            .list(at)
            .max(self.differences(at))
            .max(self.revision_head(at))
            .max(self.settings(at))
            .max(self.output(at))
            .max(self.log(at))
            .max(self.entered(at))
            .max(self.trace(at));
        self.labels.extend(std::iter::repeat_n(Label::Code, n_lines));
        n_lines > 0
    }

    /// How many lines from `at` on are a list, with the sum above it or below.
    fn list(&self, at: usize) -> usize {
        let rest = self.lines.get(at..).unwrap_or_default();
        let has_sum = rest.get(1).is_some_and(|next| shape::is_file_entry(next.body)) && self.is_sum(at);
        let entries = rest.get(usize::from(has_sum)..).unwrap_or_default();
        let Some(entry) = entries.first().and_then(Entry::of) else { return 0 };
        let n_entries = entries.iter().take_while(|line| Entry::of(line) == Some(entry)).count();
        if n_entries < entry.least() || !is_told_apart(entry, entries.get(..n_entries).unwrap_or_default()) {
            return 0;
        }
        let end = n_entries + usize::from(has_sum);
        let is_summed = entry == Entry::Change && self.is_sum(at + end);
        end + usize::from(is_summed)
    }

    /// How many lines from `at` on tell of a revision: its whole hash behind a word, and who made it when.
    fn revision_head(&self, at: usize) -> usize {
        const MOST: usize = 8;
        let rest = self.lines.get(at..).unwrap_or_default();
        let names_one = rest.first().is_some_and(|line| names_a_revision(line.body));
        let is_head = names_one && rest.get(1).is_some_and(|next| next.body.contains(": "));
        if is_head { rest.iter().take(MOST).take_while(|line| !line.is_blank()).count() } else { 0 }
    }

    /// How many lines from `at` on are settings, as in an environment or a file of such, with the names of
    /// sections and the remarks among them.
    fn settings(&self, at: usize) -> usize {
        const FEWEST: usize = 3;
        // Names of sections alone are looked at again from each of them on.
        const JUDGED: usize = 64;
        let rest = self.lines.get(at..).unwrap_or_default();
        let Some(first) = rest.first().filter(|line| may_set(line)) else { return 0 };
        let is_one =
            |line: &&Line<'_>| line.indent == first.indent && (may_set(line) || line.body.starts_with('#'));
        let run = rest.iter().take_while(is_one);
        let n_settings = run.clone().take(JUDGED).filter(|line| is_setting(line.body)).count();
        let has_section = run.clone().take(JUDGED).any(|line| is_section(line.body));
        if n_settings >= FEWEST || (has_section && n_settings > 0) { run.count() } else { 0 }
    }

    /// Whether the line at `at` may be the sum of a list: it has a number in a few words.
    fn is_sum(&self, at: usize) -> bool {
        const MOST_WORDS: usize = 8;
        self.line(at).is_some_and(|line| {
            line.body.bytes().any(|byte| byte.is_ascii_digit())
                && line.body.split_whitespace().count() <= MOST_WORDS
        })
    }

    /// How many lines from `at` on are the differences between two texts, in the unified format: what names
    /// the texts, and hunks, which say how long they are.
    fn differences(&self, at: usize) -> usize {
        const MOST_NAMES: usize = 8;
        let rest = self.lines.get(at..).unwrap_or_default();
        let n_names = rest.iter().take(MOST_NAMES).take_while(|line| names_a_text(line)).count();
        let mut end = n_names;
        while let Some(length) = rest.get(end..).and_then(hunk) {
            end += length;
        }
        if end > n_names { end } else { 0 }
    }
}

/// Whether `body` is a word and the whole hash of a revision.
pub(in super::super) fn names_a_revision(body: &str) -> bool {
    const HASH: usize = 40;
    let hash =
        memchr::memchr(b' ', body.as_bytes()).and_then(|space| body.as_bytes().get(space + 1..)?.get(..HASH));
    hash.is_some_and(|hash| hash.iter().all(|&byte| is_hash_digit(byte)))
}

/// Whether lines that might be such entries are: of hashes, one has both letters and digits.
fn is_told_apart(entry: Entry, lines: &[Line<'_>]) -> bool {
    let Entry::Revision(digits) = entry else { return true };
    let has = |is_wanted: fn(&u8) -> bool| {
        move |line: &&Line<'_>| line.body.bytes().take(digits).any(|byte| is_wanted(&byte))
    };
    lines.iter().filter(has(u8::is_ascii_digit)).any(|line| has(u8::is_ascii_alphabetic)(&line))
}

/// The digits of the hash that `body` begins with, with a word behind it.
fn revision(body: &str) -> Option<usize> {
    let digits = body.bytes().take_while(|&byte| is_hash_digit(byte)).count();
    let is_apart = body.as_bytes().get(digits) == Some(&b' ');
    ((7..=40).contains(&digits) && is_apart).then_some(digits)
}

fn is_hash_digit(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'a'..=b'f')
}

/// Whether `body` is a number, with a sign, parted by points and commas, or a share.
fn is_number(body: &str) -> bool {
    let digits = body.trim_start_matches(['-', '+']).trim_end_matches('%');
    digits.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','))
        && digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.ends_with(|c: char| c.is_ascii_digit())
}

/// Whether `body` tells how many lines of a file were changed.
fn is_change(body: &str) -> bool {
    let Some((name, change)) = body.rsplit_once(" | ") else { return false };
    let change = change.trim_start();
    let signs = change.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_drawn = signs.starts_with(' ') && signs.bytes().all(|byte| matches!(byte, b' ' | b'+' | b'-'));
    !name.trim().is_empty() && signs.len() < change.len() && (is_drawn && signs.len() > 1)
}

/// Whether `line` is a setting, the name of a section of them, or a remark.
fn may_set(line: &Line<'_>) -> bool {
    let may_be = || line.may_have(Bytes::EQUALS);
    line.body.starts_with(';') || is_section(line.body) || (may_be() && is_setting(line.body))
}

/// Whether `body` is a name without spaces, `=` and a value, which may be none.
fn is_setting(body: &str) -> bool {
    const LONGEST_NAME: usize = 64;
    let head = body.as_bytes();
    let Some(sign) = memchr::memchr(b'=', head.get(..LONGEST_NAME).unwrap_or(head)) else { return false };
    let Some((name, value)) = body.split_at_checked(sign) else { return false };
    let name = name.trim_end();
    let is_of_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-');
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.bytes().all(is_of_name)
        && !value.starts_with("==")
        && !value.starts_with("=>")
}

/// Whether `body` is the name of a section of settings: `[server]`.
fn is_section(body: &str) -> bool {
    let name = body.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or_default();
    !name.is_empty() && name.starts_with(char::is_alphabetic) && !name.contains(['[', ']'])
}

/// Whether `line` is one of those above hunks.
fn names_a_text(line: &Line<'_>) -> bool {
    const BEGINNINGS: [&str; 12] = [
        "diff ",
        "index ",
        "Index: ",
        "====",
        "--- ",
        "+++ ",
        "old mode ",
        "new mode ",
        "new file mode ",
        "similarity index ",
        "rename from ",
        "rename to ",
    ];
    let may_begin = |byte: &u8| b"di=-+onsrI".contains(byte);
    line.indent == 0
        && line.body.as_bytes().first().is_some_and(may_begin)
        && BEGINNINGS.iter().any(|beginning| line.body.starts_with(beginning))
}

/// How many lines the hunk has that `lines` begin with, its head included; those that are there.
fn hunk(lines: &[Line<'_>]) -> Option<usize> {
    let (head, rest) = lines.split_first()?;
    let [mut old, mut new] = hunk_lengths(head)?;
    let mut n_lines = 1;
    for line in rest {
        let sign = if line.indent > 0 { b' ' } else { line.body.bytes().next().unwrap_or(b' ') };
        match sign {
            b'\\' => {}
            _ if old == 0 && new == 0 => break,
            b'-' => old = old.checked_sub(1)?,
            b'+' => new = new.checked_sub(1)?,
            b' ' => [old, new] = [old.checked_sub(1)?, new.checked_sub(1)?],
            _ => return None,
        }
        n_lines += 1;
    }
    Some(n_lines)
}

/// The lines that a hunk has of the old text and of the new: 7 and 9 in `@@ -3,7 +3,9 @@`.
fn hunk_lengths(head: &Line<'_>) -> Option<[usize; 2]> {
    let (old, rest) = head.body.strip_prefix("@@ -")?.split_once(" +")?;
    let (new, _) = rest.split_once(" @@")?;
    let length = |range: &str| range.split_once(',').map_or(Some(1), |(_, length)| length.parse().ok());
    Some([length(old)?, length(new)?])
}

#[cfg(test)]
mod tests {
    use super::super::super::lines::lines;
    use super::super::super::profile::Profile;
    use super::super::{Label, labels};

    /// How many lines are what a program printed, of how many.
    fn printed(text: &str) -> (usize, usize) {
        let lines = lines(text);
        let labels = labels(&lines, &(0..lines.len()), &Profile::new(std::slice::from_ref(&lines)));
        (labels.iter().filter(|&&label| label == Label::Code).count(), labels.len())
    }

    #[test]
    fn lists_are_known_by_what_their_lines_begin_with() {
        for (text, expected) in [
            (
                "total 12\n-rw-r--r--  1 ann ann 5408 Nov 27 06:09 oars\ndrwxr-xr-x 12 ann ann 4096 Nov 27 06:09 boats",
                3,
            ),
            ("86e79aa Mend the boat\n3555288 Paint the oars\na579c80 Sell both\n", 3),
            ("1234567 boats\n7654321 oars\n", 0),
            ("deadbee is a word\nand another\n", 0),
            (
                " boats.rs   |  12 ++++--\n oars/new.rs | 104 ++++++++\n 2 files changed, 112 insertions(+), 4 deletions(-)\n\nText.\n",
                3,
            ),
            ("boats | 12\noars | 104\n", 0),
            (
                "commit 86e79aa0dad1cb5c9e13763d3a4d83a6dcdcc638\nAuthor: Ann Lee\nDate:   Thu Nov 26\n\n    Mend the boat",
                3,
            ),
            ("1\n2\n3\n", 3),
            ("-1.5\n+2,000\n30%\n", 3),
            ("1\n2\n\nText.", 0),
            ("1. one\n2. two\n3. three", 0),
        ] {
            assert_eq!(printed(text).0, expected, "{text}");
        }
    }

    #[test]
    fn settings_are_known_by_their_signs() {
        for (text, expected) in [
            ("SHELL=/bin/bash\nHOME=/home/ann\nLESSOPEN=| /usr/bin/lesspipe %s\n_=/usr/bin/env\n", 4),
            (
                "; Settings of the ferry\n[server]\nport = 8080\n# so far\nname = swan\n\n[boats]\nswan = /var/swan\nteal =\n",
                8,
            ),
            ("a=1\nb=2\n", 0),
            ("[1]\nport = 8080\n", 0),
            ("[Note]\nThe boat lay where it was.\n", 0),
            ("E = mc2 is all\nthere is to say of a == b,\nnot of c => d.\n", 0),
        ] {
            assert_eq!(printed(text).0, expected, "{text}");
        }
    }

    #[test]
    fn differences_end_where_their_hunks_say() {
        let hunk = "@@ -3,4 +3,5 @@ fn boat()\n The boat lay\n-where we\n+where\n+they\n \n had left it.\n";
        let names = "diff --git a/boat b/boat\nindex 12..34 100644\n--- a/boat\n+++ b/boat\n";
        let text = format!(
            "{names}{hunk}@@ -20 +21 @@\n-oar\n+oars\n\\ No newline\n\nThe boat lay where they had left it.\n"
        );
        assert_eq!(printed(&text), (15, 17));
        // A chunk may end in one.
        assert_eq!(printed("@@ -3,4 +3,5 @@\n The boat lay\n-where we\n").0, 3);
        assert_eq!(printed("@@ -1,2 +1,2 @@\nThe boat lay\n").0, 0);
    }
}
