//! The third stage: a label for each line, the certain things first.
//!
//! Tables, rules, underlines, fences and quotes show themselves, what programs have [`printed`], their [`outputs`] and [`logs`], and what is [`entered`].
//! [`code`] is known by its shape and place, a [`drawing`] by what its signs lead to;
//! markers open [`items`] only with siblings or a hanging indent to bear them out. What is left is text, to be grouped and weighed
//! by the stages that follow.

mod code;
mod drawing;
mod entered;
mod explained;
mod grounds;
mod items;
mod logs;
mod outputs;
mod printed;

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::VecDeque;
use std::iter::Peekable;
use std::ops::Range;
use std::vec;

use super::contents;
use super::definitions::{self, Opening};
use super::fences::{self, Fenced};
use super::lineated;
use super::lines::Line;
use super::marker::{Marker, marker_of_long_list};
use super::profile::{Hashes, Mark, Profile, is_apart};
use super::shape::{self, Ending};
use super::table::{self, Form, Found};
use crate::document::Purpose;
pub(super) use grounds::grounds_of_code;
pub(super) use printed::names_a_revision;

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    /// White space only.
    Blank,
    /// Running text, or a heading that nothing marks.
    Text,
    /// A heading behind `#` signs; how many.
    Hashes(usize),
    /// A heading with signs around it.
    Marked(Mark),
    /// The rule under a heading, or over one that also has a rule under it.
    Underline(char),
    /// The first line of a list item.
    Item(Marker),
    /// A row or rule of a table; whether it is the table's first.
    Table(Form, bool),
    /// A fence around code; whether it opens.
    Fence(bool),
    /// Text kept as it is.
    Code,
    /// A line that is a term, explained below it.
    Term,
    /// One that goes on with a term.
    TermMore,
    /// A line that is a term in its first bytes, with its explanation beside it.
    Entry(usize),
    /// A line that stays one: of verse, or a table of contents; whether it is the first.
    Lineated(Purpose, bool),
    /// A line of a quote.
    Quote,
    /// A rule between parts.
    Rule,
}

/// The labels of `lines`, of which those outside `own` are only some of what stands around it.
pub(super) fn labels(lines: &[Line<'_>], own: &Range<usize>, profile: &Profile) -> Vec<Label> {
    let mut labeler = Labeler::new(lines, own, profile);
    while labeler.labels.len() < lines.len() {
        labeler.step();
    }
    labeler.labels
}

struct Labeler<'s, 'a> {
    lines: &'s [Line<'a>],
    /// How much each line looks like program text, where that was asked.
    code: Vec<OnceCell<f32>>,
    profile: &'s Profile,
    labels: Vec<Label>,
    /// The columns of terms, and from there to what explains them, in the document and in the lines so far.
    terms: Cow<'s, [(usize, usize)]>,
    /// For how many lines on end a table with signs between the cells was looked for in vain.
    drawn_tries: usize,
    /// How often a table of aligned columns was, since the last blank line.
    column_tries: usize,
    /// The line before which no table of contents begins.
    no_contents_before: usize,
    /// What stands between fences from the next line on.
    fenced: Peekable<vec::IntoIter<Fenced>>,
    /// The lines below that are rows of terms with their explanations beside them, or go on with one.
    explained: VecDeque<(usize, Label)>,
    /// The line behind all that was looked at for such rows, and how often that was before it.
    explained_end: usize,
    explained_tries: usize,
    explained_gaps: definitions::Gaps,
}

impl<'s, 'a> Labeler<'s, 'a> {
    fn new(lines: &'s [Line<'a>], own: &Range<usize>, profile: &'s Profile) -> Self {
        Self {
            lines,
            code: vec![OnceCell::new(); lines.len()],
            profile,
            labels: Vec::with_capacity(lines.len()),
            terms: Cow::Borrowed(&profile.terms),
            drawn_tries: 0,
            column_tries: 0,
            no_contents_before: 0,
            fenced: fences::fenced(lines, own).into_iter().peekable(),
            explained: VecDeque::new(),
            explained_end: 0,
            explained_tries: 0,
            explained_gaps: definitions::Gaps::default(),
        }
    }

    /// Labels the next line, with those that belong to it.
    fn step(&mut self) {
        let at = self.labels.len();
        let Some(line) = self.lines.get(at) else { return };
        if !table::is_drawn(line) {
            self.drawn_tries = 0;
        }
        if line.is_blank() {
            self.column_tries = 0;
            return self.labels.push(Label::Blank);
        }
        if self.fenced(at)
            || self.explained_above(at)
            || self.hashed(at)
            || self.marked(at)
            || self.literal(at)
            || self.diagram(at)
            || self.drawing(at)
            || self.printed(at)
            || self.explained(at)
            || self.overlined(at)
            || self.lineated(at)
            || self.defined(at)
            || self.table(at)
            || self.spread(at)
            || self.underlined(at)
        {
            return;
        }
        let label = self.single(at, line);
        if label == Label::Text && self.code(at) {
            return;
        }
        self.labels.push(label);
    }

    fn line(&self, at: usize) -> Option<&'s Line<'a>> {
        self.lines.get(at)
    }

    /// How much the line at `at` looks like program text.
    fn likeness_to_code(&self, at: usize) -> f32 {
        let likeness = || self.line(at).map_or(0.0, shape::code_on);
        self.code.get(at).map_or(0.0, |known| *known.get_or_init(likeness))
    }

    fn before(&self, at: usize) -> Option<(&'s Line<'a>, Label)> {
        let before = at.checked_sub(1)?;
        Some((self.lines.get(before)?, *self.labels.get(before)?))
    }

    /// What one line is by itself and what stands around it.
    fn single(&self, at: usize, line: &Line<'_>) -> Label {
        if self.is_quoted(at, line) {
            return Label::Quote;
        }
        if let Some(count) = shape::hashes(line.body).filter(|_| !self.is_among_code(at)) {
            return Label::Hashes(count);
        }
        if shape::is_thematic_break(line.body) {
            return Label::Rule;
        }
        match marker_of_long_list(line.body).filter(|marker| self.is_item(at, line, marker)) {
            Some(marker) => Label::Item(marker),
            None => Label::Text,
        }
    }

    /// Whether the line is quoted: behind `>`, or, as its neighbor, behind a bar or the initials of who
    /// wrote it and `>`.
    fn is_quoted(&self, at: usize, line: &Line<'_>) -> bool {
        const FAR: usize = 2;
        let Some(mark) = shape::quote_mark(line.body) else { return false };
        let is_alike = |other: Option<&Line<'_>>| {
            let other = other.filter(|other| other.indent == line.indent);
            // Several who wrote have several initials.
            other
                .and_then(|other| shape::quote_mark(other.body))
                .is_some_and(|other| (other == "|") == (mark == "|"))
        };
        if mark == ">" {
            // Further in than text, and with no space behind it, the sign may be one of a command: `>file`.
            let is_far = line.indent > self.profile.base_indent + FAR;
            return !is_far
                || line.body.len() == 1
                || line.body.starts_with("> ")
                || line.body.starts_with(">>");
        }
        // The alternatives of a grammar have bars before them, too, but are not wrapped.
        let above =
            at.checked_sub(1).and_then(|above| self.line(above)).filter(|above| is_alike(Some(above)));
        let below = self.line(at + 1).filter(|below| is_alike(Some(below)));
        let is_wrapped = above.is_some_and(|above| self.profile.is_full(above, line))
            || below.is_some_and(|below| self.profile.is_full(line, below));
        if mark == "|" { is_wrapped } else { above.is_some() || below.is_some() }
    }

    /// A heading behind `#` in a document that has such, or remarks behind it with the lines they are about.
    fn hashed(&mut self, at: usize) -> bool {
        let rest = self.lines.get(at..).unwrap_or_default();
        let Some(line) = rest.first().filter(|line| line.body.starts_with('#')) else { return false };
        let count = shape::hashes(line.body);
        match (self.profile.hashes, count) {
            (Hashes::Headings, Some(count))
                if is_apart(self.lines, at) && (count > 1 || !self.is_among_code(at)) =>
            {
                self.labels.push(Label::Hashes(count));
            }
            (Hashes::Remarks, _) => {
                let run = rest.iter().take_while(|line| !line.is_blank());
                self.labels.extend(run.map(|_| Label::Code));
            }
            _ => return false,
        }
        true
    }

    /// A heading with the signs around it that others have in the document.
    fn marked(&mut self, at: usize) -> bool {
        let mark = self.profile.marks.at(self.lines, at).map(Label::Marked);
        self.labels.extend(mark);
        mark.is_some()
    }

    /// A heading between two rules of one kind.
    fn overlined(&mut self, at: usize) -> bool {
        let (Some(over), Some(title), Some(under)) = (self.line(at), self.line(at + 1), self.line(at + 2))
        else {
            return false;
        };
        let char = shape::rule(over.body).filter(|_| over.body == under.body && over.width >= title.width);
        let Some(char) = char.filter(|_| title.body.chars().any(char::is_alphanumeric)) else { return false };
        self.labels.extend([Label::Underline(char), Label::Text, Label::Underline(char)]);
        true
    }

    /// A printed table of contents, or a stanza of verse.
    fn lineated(&mut self, at: usize) -> bool {
        match self.contents_end(at) {
            Some(end) => self.stay_lines(at, end - at, Purpose::Contents),
            None => self.stay_lines(at, lineated::verse(self.lines, at, self.profile), Purpose::Verse),
        }
        self.labels.len() > at
    }

    /// Where the printed table of contents ends that begins at line `at`.
    fn contents_end(&mut self, at: usize) -> Option<usize> {
        if at < self.no_contents_before {
            return None;
        }
        match contents::entries(self.lines, at, |text| self.profile.listed.has(text)) {
            Ok(entries) => entries.last().map(|last| last.end),
            Err(next) => {
                self.no_contents_before = next;
                None
            }
        }
    }

    /// Labels `count` lines from `at` on, each of which stays a line. Blank ones part them.
    fn stay_lines(&mut self, at: usize, count: usize, purpose: Purpose) {
        let mut is_first = true;
        for line in self.lines.iter().skip(at).take(count) {
            self.labels.push(if line.is_blank() { Label::Blank } else { Label::Lineated(purpose, is_first) });
            is_first = line.is_blank();
        }
    }

    /// Terms and what explains them.
    fn defined(&mut self, at: usize) -> bool {
        let Some(opening) = definitions::opening(self.lines, at, &self.terms, self.profile) else {
            return false;
        };
        let n_text = match opening {
            Opening::Terms(n_terms, n_lines) => {
                self.terms(at, n_terms);
                n_lines
            }
            Opening::Entry(length, n_more) => {
                self.labels.push(Label::Entry(length));
                n_more
            }
        };
        self.labels.extend(std::iter::repeat_n(Label::Text, n_text));
        true
    }

    /// Labels so many lines that are terms, or go on with one further in.
    fn terms(&mut self, at: usize, count: usize) {
        let indent = self.line(at).map_or(0, |line| line.indent);
        let below = self.line(at + count).map_or(0, |line| line.indent);
        let columns = (indent, below.saturating_sub(indent));
        if columns.1 > 0 && !self.terms.contains(&columns) {
            self.terms.to_mut().push(columns);
        }
        let label = |line: &Line<'_>| if line.indent > indent { Label::TermMore } else { Label::Term };
        self.labels.extend(self.lines.iter().skip(at).take(count).map(label));
    }

    fn underlined(&mut self, at: usize) -> bool {
        let (Some(line), Some(next)) = (self.line(at), self.line(at + 1)) else { return false };
        let Some(char) = shape::underline(line, next) else { return false };
        self.labels.extend([Label::Text, Label::Underline(char)]);
        true
    }

    fn table(&mut self, at: usize) -> bool {
        const MAX_TRIES: usize = 16;
        let Some(line) = self.line(at).filter(|line| table::may_open(line, self.line(at + 1))) else {
            return false;
        };
        let tries = self.tries(line);
        *tries += 1;
        let is_brief = *tries > MAX_TRIES;
        let found = table::find(self.lines, at, is_brief);
        let Some(found) = found.filter(|found| !self.is_no_table(found, line)) else { return false };
        *self.tries(line) = 0;
        let is_code = match found.form {
            Form::Columns => self.is_displayed(&found),
            Form::Grid => self.is_box(&found),
            _ => false,
        };
        let label = |row| if is_code { Label::Code } else { Label::Table(found.form, row == at) };
        self.labels.extend(found.lines.map(label));
        true
    }

    /// Whether what looks like a table is what a program printed, or a line of a paragraph.
    fn is_no_table(&self, found: &Found, line: &Line<'_>) -> bool {
        let at = found.lines.start;
        match found.form {
            Form::Columns | Form::Commas => self.is_listing(at, line),
            Form::Pipes => found.lines.len() == 1 && self.is_mid_paragraph(at, line),
            Form::Grid | Form::Ruled | Form::Tabs => false,
        }
    }

    /// Whether the line above ends in a colon and the aligned columns below stand further in and have no
    /// rule: so programs print them. With a blank line between, they must stand as far in as code does.
    fn is_displayed(&self, found: &Found) -> bool {
        const REACH: usize = 16;
        const DEEP: usize = 4;
        let mut above = self.lines.iter().take(found.lines.start).rev().take(REACH).peekable();
        let rows = self.lines.get(found.lines.clone()).unwrap_or_default();
        let indent = rows.iter().map(|row| row.indent).min().unwrap_or_default();
        while above.next_if(|above| above.indent == indent && !above.is_blank()).is_some() {}
        let least = if above.peek().is_some_and(|above| above.is_blank()) { DEEP } else { 1 };
        let is_announced = above.find(|above| !above.is_blank()).is_some_and(|above| {
            above.indent + least <= indent && shape::ending(above.body) == Ending::Colon
        });
        is_announced && !rows.iter().any(|row| table::is_rule(row.body))
    }

    /// Whether a frame is drawn around one cell: a box in a drawing.
    fn is_box(&self, found: &Found) -> bool {
        let rows = self.lines.get(found.lines.clone()).unwrap_or_default();
        table::is_box(rows)
    }

    /// How often a table that `line` might open was looked for in vain.
    fn tries(&mut self, line: &Line<'_>) -> &mut usize {
        if table::is_drawn(line) { &mut self.drawn_tries } else { &mut self.column_tries }
    }

    /// Whether aligned columns from `at` on are what a program printed: below a command, or indented
    /// and without a header.
    fn is_listing(&self, at: usize, line: &Line<'_>) -> bool {
        const CODE: f32 = 0.6;
        const DEEP: usize = 4;
        let above = at.checked_sub(1).and_then(|above| Some((self.line(above)?, above)));
        let is_command = above.is_some_and(|(line, above)| {
            line.body.contains(char::is_alphabetic) && self.likeness_to_code(above) >= CODE
        });
        // A header whose first column has no name stands further in than the rows.
        let is_header = self.line(at + 1).is_some_and(|next| !next.is_blank() && next.indent < line.indent);
        let is_deep = line.indent >= self.profile.base_indent + DEEP && !is_header;
        is_command || (is_deep && shape::starts_small(line.body))
    }

    /// Whether the line at `at` is in the middle of a wrapped paragraph, so that the marker it
    /// seems to start with may be part of a sentence.
    fn is_mid_paragraph(&self, at: usize, line: &Line<'_>) -> bool {
        self.before(at).is_some_and(|(before, label)| {
            label == Label::Text
                && before.indent == line.indent
                && shape::ending(before.body) != Ending::Colon
                && self.profile.is_full(before, line)
        })
    }

    /// The body of the last line above `at` that has one.
    fn last_text(&self, at: usize) -> Option<&'a str> {
        self.lines.iter().take(at).rev().map(|line| line.body).find(|body| !body.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;

    /// One letter a line.
    fn drawn(text: &str) -> String {
        let lines = lines(text);
        let profile = Profile::new(std::slice::from_ref(&lines));
        let letter = |label: Label| match label {
            Label::Blank => '.',
            Label::Text => 't',
            Label::Hashes(_) | Label::Marked(_) => '#',
            Label::Underline(_) => '_',
            Label::Item(_) => 'i',
            Label::Table(_, true) => 'T',
            Label::Table(_, false) => 'r',
            Label::Fence(_) => 'f',
            Label::Code => 'c',
            Label::Term | Label::TermMore | Label::Entry(_) => 'd',
            Label::Lineated(..) => 'l',
            Label::Quote => 'q',
            Label::Rule => '-',
        };
        labels(&lines, &(0..lines.len()), &profile).into_iter().map(letter).collect()
    }

    #[test]
    fn marks_tell() {
        for (text, expected) in [
            ("Title\n=====\n\nText.", "t_.t"),
            ("=====\nTitle\n=====\nText.", "_t_t"),
            ("On Sunday Bob wrote:\n> On Saturday Ann wrote:\n>> So it is.\n>\n> Yes.\n", "tqqqq"),
            ("On 3 March, Ann <ann@example.org>\nwrote:\n> See http://example.org/a.\n", "ttq"),
            ("# One\nText\n\n* * *\n> so\n> it went", "#t.-qq"),
            ("```sh\nls\n\n```\nText", "fccft"),
            ("```\nnever closed", "tt"),
            ("a | b |\n---|---|\nc | d |\nText", "Trrt"),
            ("It was built\nin the summer.\n\n$ make\n$ make install\n", "tt.cc"),
            ("It is so::\n\n  Swan   12\n  Oars\n\n  Eider  8\n\nText.", "t.cc.c.t"),
            ("- such as::\n\n  more of the item\n", "i.t"),
            ("These are left:\n  Swan   12\n  Eider   8\n  Teal    3\n", "tccc"),
            ("These are left:\n\n  Swan   12\n  Eider   8\n  Teal    3\n", "t.Trr"),
            ("These are left:\n\n    Swan   12\n    Eider   8\n    Teal    3\n", "t.ccc"),
            ("These are left:\n  Boat  Seats\n  -----------\n  Swan     12\n", "tTrr"),
            ("Text.\n\n    int x;\t/* a remark */\n    int y;\t/* the other */\n\nText.\n", "t.cc.t"),
            (
                "Text.\n\n    int row(const char *boat,\n            const char *rope,\n            int oars);\n\nText.\n",
                "t.ccc.t",
            ),
            ("Text.\n\nrow(swan);\n// The other one.\nrow(eider);\n\nText.\n", "t.ccc.t"),
            ("It was there,\nnear the mill;\nall of them (and Ann);\n", "ttt"),
            ("It is told by one or more of these:\n  either of them      ||\n", "tt"),
            ("Boat\tSeats\nSwan\t#12\nEider\t#8\n", "Trr"),
        ] {
            assert_eq!(drawn(text), expected, "{text}");
        }
    }

    #[test]
    fn a_diagram_of_bits_keeps_its_columns() {
        let bits = "+-+-+-+-+-+\n";
        let rulers = "  0\n  0 1 2 3 4\n";
        for (text, expected) in [
            (format!("It is so:\n\n{rulers} {bits} |  Port   |\n {bits}"), "t.ccccc"),
            (format!("{bits}| A |  B  |\n/  more   /\n{bits}\nText."), "cccc.t"),
            // A cell for each corner is a table.
            (format!("{bits}|1|0|1|1|0|\n{bits}"), "Trr"),
            (format!("{bits}| one       |\n"), "cc"),
        ] {
            assert_eq!(drawn(&text), expected, "{text}");
        }
    }

    #[test]
    fn drawings_with_words_in_them_are_code() {
        let tree = "         Sentence (S)\n             |\n   +---------+---------+\n   |                   |\n Noun (N)          Verb (V)\n   |                   |\n John                sees\n";
        let flow = "  Start\n    |\n    v\n  Sort the\n  list\n    |\n    v\n   End\n";
        let stacked =
            "+--------+\n| client |\n+--------+\n    |\n    v\n+--------+\n| server |\n+--------+\n";
        let beside = "+------+       +------+\n|  A   |------>|  B   |\n+------+       +------+\n";
        for (text, expected) in [
            (format!("It is so:\n\n{tree}\nMore text."), "t.ccccccc.t"),
            (format!("It is so:\n{tree}"), "tccccccc"),
            (format!("{tree}More text follows here.\n"), "ccccccct"),
            (format!("It is so:\n\n{flow}"), "t.cccccccc"),
            (format!("{tree}What is left of the words\nText\n"), "ccccccctt"),
            (stacked.to_owned(), "cccccccc"),
            // A history.
            (
                "  A---B---C  main\n       \\\n        D---E  boat\n             \\\n              F  oar\n"
                    .to_owned(),
                "ccccc",
            ),
            (beside.to_owned(), "ccc"),
            ("     A\n    / \\\n   B   C\n".to_owned(), "ccc"),
            ("  Root\n    │\n  ┌─┴─┐\n  A   B\n".to_owned(), "cccc"),
            // Empty rows and cells are those of a table.
            ("| a long name | b |\n|---|---|\n|  |  |\n| c | d |\n".to_owned(), "Trrr"),
            (" name | age\n------+-----\n Swan |\n      |\n Teal | 3\n".to_owned(), "Trrrr"),
            (
                "+------+-----+\n| Swan | two |\n|      |     |\n| Teal | 3   |\n+------+-----+\n".to_owned(),
                "Trrrr",
            ),
        ] {
            assert_eq!(drawn(&text), expected, "{text}");
        }
    }

    #[test]
    fn numbers_are_items_among_siblings() {
        for (text, expected) in [
            ("1. one\n2. two\n3. three", "iii"),
            ("1. Introduction\nA paragraph of text.\n2. Methods\nMore text.", "tttt"),
            ("1. Introduction\n\nA paragraph of text.\n\n2. Methods", "t.t.t"),
            ("(a) one\n(b) two", "ii"),
            ("A. B. Cook wrote it.", "t"),
            ("I. Newton wrote it.", "t"),
            ("1. The one sentence.", "i"),
            ("2.1 Scope\n2.2 Terms", "tt"),
        ] {
            assert_eq!(drawn(text), expected, "{text}");
        }
    }

    #[test]
    fn high_numbers_of_paragraphs_are_no_marks() {
        let wrapped = "The river had risen in the night and stood at\nthe third step of the landing, brown and quick,\nwith branches in it, and a chair.\n\n";
        for (numbers, indent, expected) in
            [(["57", "58"], "", Some('t')), (["7", "8"], "", Some('i')), (["57", "58"], "    ", Some('i'))]
        {
            let law = |number| {
                format!("{number}. Two boats there shall be, and each\n{indent}of them has oars.\n\n")
            };
            let found = drawn(&format!("{wrapped}{}", numbers.map(law).concat()));
            assert_eq!(found.chars().nth(4), expected, "{numbers:?}: {found}");
        }
    }

    #[test]
    fn a_dash_in_a_wrapped_sentence_is_no_bullet() {
        let text = "The river had risen in the night and stood now at\n- or so they told us - the third step of the town\nand the water went on rising until the evening.\n";
        assert_eq!(drawn(text), "ttt");
    }
}
