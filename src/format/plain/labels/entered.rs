//! What was typed and what came of it: commands behind a prompt with what they print, scripts, statements over several lines,
//! as those of databases, and data laid out by its indents.

use super::super::lines::Line;
use super::super::marker::marker;
use super::super::shape::{self, Ending};
use super::Labeler;

impl Labeler<'_, '_> {
    /// How many lines from `at` on were typed, or came of it.
    pub(super) fn entered(&self, at: usize) -> usize {
        // Most lines are in the middle of a text, or alone.
        let has_more = self.line(at + 1).is_some_and(|next| !next.is_blank());
        if !has_more || !self.is_first(at) {
            return 0;
        }
        self.session(at).max(self.script(at)).max(self.statement(at)).max(self.data(at))
    }

    /// How many lines from `at` on are a command behind a prompt, and columns that it or others below print.
    pub(super) fn session(&self, at: usize) -> usize {
        if !self.line(at).is_some_and(|line| is_command(line.body)) {
            return 0;
        }
        let run = self.run(at);
        let is_printed = |line: &Line<'_>| !is_command(line.body) && line.has_wide_space();
        if run.iter().any(is_printed) { run.len() } else { 0 }
    }

    /// How many lines from `at` on are the beginning of a script: the first names the program that runs it.
    pub(super) fn script(&self, at: usize) -> usize {
        if self.line(at).is_some_and(|line| shape::names_interpreter(line.body)) {
            self.run(at).len()
        } else {
            0
        }
    }

    /// How many lines from `at` on are statements, up to a blank line: a semicolon ends the last, a third and more
    /// have signs of programs or begin with a word in capitals, and none ends as a sentence does or was wrapped.
    pub(super) fn statement(&self, at: usize) -> usize {
        const MOST: usize = 60;
        const SHARE: usize = 3;
        const WIDEST: usize = 120;
        let begins = |line: &Line<'_>| {
            line.body.starts_with(|c: char| c.is_ascii_alphabetic() || c == '(')
                || line.body.starts_with("--")
        };
        if !self.line(at).is_some_and(begins) {
            return 0;
        }
        let run = self.run(at);
        let [first, others @ .., last] = run else { return 0 };
        let end = without_remark(last.body);
        if run.len() > MOST || !shape::ends_statement(end) || !end.ends_with(';') {
            return 0;
        }
        let has_sign = |line: &&Line<'_>| has_sign(line.body) || begins_with_key(line.body);
        // A heading stands so above code.
        let is_deeper = |line: &Line<'_>| line.indent > first.indent;
        if !has_sign(&first) && is_deeper(last) && others.iter().all(is_deeper) {
            return 0;
        }
        let is_wrapped = |pair: &[Line<'_>]| match pair {
            [line, next] => {
                self.profile.is_full(line, next) && shape::is_wordy(line.body) && !has_sign(&line)
            }
            _ => false,
        };
        let is_other =
            |line: &Line<'_>| line.width > WIDEST || marker(line.body).is_some() || is_said(line.body);
        let is_one = run.iter().filter(has_sign).count() * SHARE >= run.len()
            && !run.iter().any(is_other)
            && !run.windows(2).any(is_wrapped);
        if is_one { run.len() } else { 0 }
    }

    /// How many lines from `at` on, up to a blank one, are data as in YAML: keys in small letters, with values or with
    /// more of them below, further in, and items that are such or values.
    pub(super) fn data(&self, at: usize) -> usize {
        const FEWEST: usize = 3;
        const MOST: usize = 200;
        let may_begin = |line: &Line<'_>| !line.body.starts_with('-') && key(line.body).is_some();
        if !self.line(at).is_some_and(may_begin) {
            return 0;
        }
        let run = self.run(at);
        let margin = run.first().map_or(0, |first| first.indent);
        // How far in a text over lines must stand, as behind `run: |`.
        let mut verbatim = None;
        let mut n_keys = 0;
        let is_data = |line: &Line<'_>| {
            if verbatim.is_some_and(|outer| line.indent > outer) {
                return true;
            }
            let head = line.body.trim_end_matches(['-', '+']);
            verbatim = (head.ends_with(": |") || head.ends_with(": >")).then_some(line.indent);
            let value = line.body.trim_start_matches("- ");
            let has_key = key(value).is_some();
            n_keys += usize::from(has_key);
            line.indent >= margin && (has_key || value.len() < line.body.len() || line.body.starts_with('#'))
        };
        let are_data = (FEWEST..MOST).contains(&run.len()) && run.iter().all(is_data);
        if are_data && n_keys * 2 > run.len() && is_nested(run) { run.len() } else { 0 }
    }
}

/// The key that `body` begins with, a word in small letters or mixed ones, with a colon behind it, and at most a value.
fn key(body: &str) -> Option<&str> {
    const LONGEST: usize = 64;
    let head = body.as_bytes().get(..LONGEST).unwrap_or(body.as_bytes());
    let (key, rest) = body.split_at_checked(memchr::memchr(b':', head)?)?;
    let value = rest.get(1..)?;
    let is_word = key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'/'));
    (is_word && (value.is_empty() || value.starts_with(' ')) && !is_said(value)).then_some(key)
}

/// Whether what a key has is laid out below it in `run`: further in, or in items that have several keys.
fn is_nested(run: &[Line<'_>]) -> bool {
    let is_below = |pair: &[Line<'_>]| match pair {
        [line, next] => {
            let is_open = line.body.ends_with(':');
            let goes_on =
                || line.body.starts_with("- ") && next.indent == line.indent + 2 && key(next.body).is_some();
            (is_open && (next.indent > line.indent || next.body.starts_with("- "))) || goes_on()
        }
        _ => false,
    };
    let begins_small = |line: &Line<'_>| line.body.starts_with(|c: char| c.is_ascii_lowercase());
    run.first().is_some_and(begins_small) && run.windows(2).any(is_below)
}

/// Whether `body` is a prompt, `$` or `ann@boat:~$`, with a command behind it.
fn is_command(body: &str) -> bool {
    const LONGEST: usize = 40;
    let head = body.as_bytes().get(..LONGEST).unwrap_or(body.as_bytes());
    let Some(end) = memchr::memchr2(b'$', b'#', head) else { return false };
    let Some((prompt, command)) = body.split_at_checked(end) else { return false };
    let sign = command.chars().next();
    let command = command.get(1..).and_then(|rest| rest.strip_prefix(' ')).unwrap_or_default();
    let is_prompt = match prompt {
        "" => sign == Some('$'),
        _ => prompt.contains('@') && !prompt.contains(' '),
    };
    is_prompt && command.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '.' | '/' | '~'))
}

/// The statement that `body` ends with before a remark behind two strokes, or all of it.
fn without_remark(body: &str) -> &str {
    let code = body.split_once("//").map_or("", |(code, _)| code).trim_end();
    if code.ends_with([';', ',', '{', '}', '(', ')']) { code } else { body }
}

/// Whether `body` ends as a sentence does, and is no remark.
fn is_said(body: &str) -> bool {
    let ends =
        matches!(shape::ending(without_remark(body)), Ending::Sentence | Ending::Question | Ending::Colon);
    ends && !body.starts_with("--")
}

/// Whether signs are in `body` that stand in no prose as they do here: what is called or compared, names with `_`,
/// quotations right behind a bracket, brackets that are open at the end.
fn has_sign(body: &str) -> bool {
    const SIGNS: [&str; 9] = [" = ", " < ", " > ", " <= ", " >= ", " <> ", " != ", "('", "(*"];
    let is_name = |byte: u8| byte.is_ascii_alphabetic() || byte == b'_';
    let is_joint = |around: &[u8]| match around {
        [before, b'_', after] => before.is_ascii_alphanumeric() && after.is_ascii_alphanumeric(),
        // `boat(s)` is some of them.
        [before, b'(', after] => is_name(*before) && *after != b's',
        _ => false,
    };
    body.ends_with('(')
        || body.starts_with(')')
        || SIGNS.iter().any(|sign| body.contains(sign))
        || body.as_bytes().windows(3).any(is_joint)
}

/// Whether a word in capitals comes first, and others that are in small letters.
fn begins_with_key(body: &str) -> bool {
    body.split_once(' ').is_some_and(|(key, rest)| {
        key.len() > 1
            && key.bytes().all(|byte| byte.is_ascii_uppercase())
            && rest.contains(char::is_lowercase)
    })
}

#[cfg(test)]
mod tests {
    use super::super::super::lines::lines;
    use super::super::super::profile::Profile;
    use super::super::{Label, labels};

    const PROSE: &str = "The river had risen in the night and stood now at\nthe third step of the landing, brown and quick, so\nthat nobody spoke of it for the rest of the day.\n\n";

    /// How many lines of `text` are code, below prose that is wrapped.
    fn n_code(text: &str) -> usize {
        let text = format!("{PROSE}{text}");
        let lines = lines(&text);
        let profile = Profile::new(std::slice::from_ref(&lines));
        labels(&lines, &(0..lines.len()), &profile).iter().filter(|label| **label == Label::Code).count()
    }

    #[test]
    fn statements_over_lines_are_code() {
        for text in [
            "SELECT boat, SUM(seats) AS total\nFROM crossings\nWHERE left_at >= '2031-05-01'\nGROUP BY boat\nORDER BY total DESC\nLIMIT 10;\n",
            "select b.name, count(*)\nfrom boats b\njoin crossings c on c.boat = b.id\ngroup by b.name;\n",
            "CREATE TABLE boats (\n    id INTEGER PRIMARY KEY,\n    name TEXT NOT NULL,\n    seats INTEGER DEFAULT 2\n);\n",
            "INSERT INTO boats (name, seats)\nVALUES ('swan', 2);\n",
            "DELETE FROM boats\nWHERE seats = 0;\n",
            "-- Those that nobody can row.\nSELECT name\nFROM boats;\n",
            "let boat = new Boat(\"swan\");\nsay(boat.name); // \"swan\"\nsay(boat.seats); // it has two.\n",
        ] {
            assert_eq!(n_code(text), text.lines().count(), "{text}");
        }
    }

    #[test]
    fn data_laid_out_by_its_indents_is_code() {
        for text in [
            "boats:\n- name: swan\n  seats: 12\n- name: teal\n  seats: 4\n",
            "river:\n  depth: 4\n  names:\n    - upper\n    - lower\n",
            "name: mend\non:\n  spring: [march]\n  # or later\n  autumn: no\n",
            "steps:\n  - name: Row\n    run: |\n      Take the oars.\n      Go.\n",
        ] {
            assert_eq!(n_code(text), text.lines().count(), "{text}");
        }
        for text in [
            "Boats:\n- Swan: old\n- Teal: new\n",
            "boats:\n- the swan, which is old\n- the teal, which is new\n",
            "note: it is so\nthing: another\nmore: a third\n",
            "swan:\n  The oldest of them.\nteal:\n  The newest of them.\n",
        ] {
            assert_eq!(n_code(text), 0, "{text}");
        }
    }

    #[test]
    fn what_is_said_is_no_statement() {
        for text in [
            "We lay there all the day,\nand the boat(s) lay with us;\n",
            "_They went_ down to the river,\nand nobody came back;\n",
            "The boats are those of the town (see 5(1)(b)), and of\nwhoever else has one that is lower than the bridge;\n",
            "Ann said:\nWHAT a boat, WHAT a river;\n",
            "1. The boat;\n2. The oars;\n",
        ] {
            assert_eq!(n_code(text), 0, "{text}");
        }
        assert_eq!(n_code("Use\n    boat(1)\n    row(2);\n"), 2, "the heading is none");
    }

    #[test]
    fn what_a_command_prints_stays_with_it() {
        let printed = "NAME       SEATS LIES AT\nswan           2 mill\nteal           4 town\n";
        for prompt in ["$ ", "ann@boat:~$ ", "root@boat:/srv# "] {
            assert_eq!(n_code(&format!("{prompt}boats -l\n{printed}")), 4, "{prompt}");
        }
        for text in ["$ 5 for a boat   and $ 2 for oars\nswan  2\n", "Boats at $ each\nswan    2\n"] {
            assert_eq!(n_code(text), 0, "{text}");
        }
    }
}
