//! What a link leads to outside of the text, shown before anything is done with it.

use std::ops::Range;

use super::target::Target;
use crate::app::command::{self, Command};
use crate::app::geometry::Area;
use crate::app::keymap::Context;
use crate::app::panel::lines::text_width;
use crate::app::{App, Effect, Overlay};
use crate::text::{clusters, glyph, wrap};

/// A link that the reader is asked about.
#[derive(Clone, Debug)]
pub struct Question {
    target: Target,
    /// What is shown: the whole target.
    shown: String,
    /// The part that says who answers, in bytes.
    host: Range<usize>,
    /// Rows above the first one in view; none before the reader has scrolled.
    top: Option<usize>,
}

/// A row of the question, below its title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// A part of the target, in bytes.
    Target(Range<usize>),
    /// Something to mind about it.
    Remark(String),
}

impl Question {
    pub(super) fn new(target: Target) -> Self {
        let host = if let Target::Outside(address) = &target { address.host() } else { 0..0 };
        Self { shown: target.words(), target, host, top: None }
    }

    /// What is asked.
    pub fn title(&self) -> &'static str {
        match &self.target {
            Target::Outside(address) if address.is_mail() => "Write a mail?",
            Target::Outside(_) => "Open in the browser?",
            _ => "Links of this kind are not opened",
        }
    }

    /// Part of the target that stands between two bytes of it, in two: what is not the host, and what is.
    pub fn pieces(&self, part: Range<usize>) -> impl Iterator<Item = (&str, bool)> {
        let edges = [part.start, self.host.start, self.host.end, part.end];
        let edges = edges.map(|edge| edge.clamp(part.start, part.end));
        let piece = move |from: usize, to: usize| self.shown.get(from..to).unwrap_or_default();
        let [start, host, behind, end] = edges;
        [(piece(start, host), false), (piece(host, behind), true), (piece(behind, end), false)]
            .into_iter()
            .filter(|(text, _)| !text.is_empty())
    }

    /// All rows, of so many columns.
    fn lines(&self, columns: u16) -> Vec<Line> {
        let rows = broken(&self.shown, columns.into()).into_iter().map(Line::Target);
        let remarks = self.remarks();
        let remarks = remarks.iter().flat_map(|remark| {
            let rows = wrap(remark, columns.into()).into_iter();
            rows.map(|row| Line::Remark(remark.get(row.range).unwrap_or_default().to_owned()))
        });
        rows.chain(remarks).collect()
    }

    /// What a reader might overlook.
    fn remarks(&self) -> Vec<String> {
        let Target::Outside(address) = &self.target else { return Vec::new() };
        let mut remarks = Vec::new();
        let host = self.shown.get(self.host.clone()).unwrap_or_default();
        let others = foreign_letters(host);
        if !others.is_empty() {
            remarks.push(format!("not in ASCII: {others}"));
        }
        if !address.is_mail() && self.shown.get(..self.host.start).is_some_and(|before| before.ends_with('@'))
        {
            remarks.push(format!("the host is {host}; what stands before the @ is a user's name"));
        }
        remarks
    }

    /// The first row in view where there is room for so many: unless the reader has scrolled, one from which
    /// the host is seen.
    fn top(&self, lines: &[Line], room: usize) -> usize {
        let most = lines.len().saturating_sub(room);
        let has_host = |line: &Line| matches!(line, Line::Target(part) if part.end > self.host.start);
        let host = lines.iter().position(has_host).unwrap_or(0);
        self.top.unwrap_or(if host < room { 0 } else { host }).min(most)
    }
}

/// Letters of a host that are no ASCII, each with its number: some look like others.
fn foreign_letters(host: &str) -> String {
    /// As many as fit on a line or two.
    const MOST: usize = 6;
    let mut letters: Vec<char> = Vec::new();
    for c in host.chars().filter(|c| !c.is_ascii()) {
        if !letters.contains(&c) {
            letters.push(c);
        }
    }
    let mut named: Vec<_> =
        letters.iter().take(MOST).map(|&c| format!("{c} (U+{:04X})", u32::from(c))).collect();
    if letters.len() > MOST {
        named.push("…".to_owned());
    }
    named.join(", ")
}

/// A text in rows of so many columns, broken anywhere.
fn broken(text: &str, columns: usize) -> Vec<Range<usize>> {
    let (mut rows, mut start, mut taken) = (Vec::new(), 0, 0);
    for (at, cluster) in clusters(text) {
        let width = usize::from(glyph(cluster).width);
        if taken + width > columns && at > start {
            rows.push(start..at);
            (start, taken) = (at, 0);
        }
        taken += width;
    }
    rows.push(start..text.len());
    rows
}

impl App {
    /// What the reader is asked about a link.
    pub fn question(&self) -> Option<&Question> {
        match &self.overlays.open {
            Some(Overlay::Question(question)) => Some(question),
            _ => None,
        }
    }

    /// The rows that the question takes on a screen of so many columns: its title, what is shown, and the keys.
    pub(in crate::app) fn question_rows(&self, area: Area) -> Option<u16> {
        let lines = self.question()?.lines(text_width(area));
        u16::try_from(lines.len() + 2).ok()
    }

    /// The rows of the question that are in view in `area`, and how many more there are.
    pub fn question_lines(&self, area: Area) -> (Vec<Line>, usize) {
        let Some(question) = self.question() else { return (Vec::new(), 0) };
        let lines = question.lines(text_width(area));
        let room = usize::from(area.height).saturating_sub(2);
        let n_lines = lines.len();
        let top = question.top(&lines, room);
        (lines.into_iter().skip(top).take(room).collect(), n_lines.saturating_sub(room))
    }

    /// The keys of the question, each with a word for what it does.
    pub fn question_keys(&self) -> Vec<(String, &'static str)> {
        let is_opened = self.question().is_some_and(|question| matches!(question.target, Target::Outside(_)));
        let keys = [("open-link", "open", is_opened), ("copy-target", "copy", true), ("back", "back", true)];
        let shown = keys.into_iter().filter(|(.., is_shown)| *is_shown);
        let key = |command: &Command| self.keymap.key_in(Context::Question, command);
        shown.filter_map(|(name, label, _)| Some((key(command::by_name(name)?)?, label))).collect()
    }

    /// Scrolls in the question.
    pub(crate) fn scroll_question(&mut self, by: i64) {
        let area = self.view.geometry.panel;
        let Some(Overlay::Question(question)) = &mut self.overlays.open else { return };
        let lines = question.lines(text_width(area));
        let room = usize::from(area.height).saturating_sub(2);
        let most = lines.len().saturating_sub(room);
        let by = isize::try_from(by).unwrap_or(isize::MAX);
        question.top = Some(question.top(&lines, room).saturating_add_signed(by).min(most));
    }

    /// Hands what was asked about to another program.
    pub(crate) fn open_link(&mut self) {
        let (seen, _) = self.question_lines(self.view.geometry.panel);
        let Some(Question { target: Target::Outside(address), .. }) = self.question() else { return };
        let address = address.clone();
        if seen.is_empty() {
            return self.notify("there is no room to show where this leads");
        }
        self.uncover();
        self.notify(format!("opening {}", address.as_str()));
        self.effects.push(Effect::OpenOutside(address));
    }

    /// Copies what was asked about.
    pub(crate) fn copy_target(&mut self) {
        let Some(question) = self.question() else { return };
        let shown = question.shown.clone();
        self.uncover();
        self.put_on_clipboard("link", shown);
    }

    /// Takes what came of handing an address to another program.
    pub(in crate::app) fn opened_outside(&mut self, result: anyhow::Result<()>) {
        if let Err(error) = result {
            self.notify(format!("cannot open the link: {error:#}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(destination: &str) -> Question {
        Question::new(Target::of(destination))
    }

    fn rows(destination: &str, columns: u16) -> Vec<String> {
        let question = question(destination);
        let row = |line: Line| match line {
            Line::Target(part) => {
                let pieces = question
                    .pieces(part)
                    .map(|(text, is_host)| if is_host { format!("[{text}]") } else { text.to_owned() });
                pieces.collect()
            }
            Line::Remark(words) => words,
        };
        question.lines(columns).into_iter().map(row).collect()
    }

    #[test]
    fn the_host_is_told_apart_on_every_row() {
        assert_eq!(rows("https://a.org/x", 40), ["https://[a.org]/x"]);
        assert_eq!(rows("https://abc.org/xyz", 10), ["https://[ab]", "[c.org]/xyz"]);
        assert_eq!(rows("mailto:me@a.org", 40), ["mailto:[me@a.org]"]);
        assert_eq!(rows("javascript:x", 40), ["javascript:x"]);
    }

    #[test]
    fn what_deceives_is_remarked_upon() {
        let users = rows("https://good.org@evil.org/", 80);
        assert_eq!(users[1], "the host is evil.org; what stands before the @ is a user's name");
        assert_eq!(rows("https://gооd.org", 80)[1], "not in ASCII: о (U+043E)");
        let many = rows("https://αβγδεζηθ.org", 200);
        assert!(many[1].ends_with("ζ (U+03B6), …"), "{many:?}");
    }

    #[test]
    fn the_host_is_seen_first_however_long_a_name_stands_before_it() {
        let question = question(&format!("https://good.org{}@evil.org/x", "-".repeat(500)));
        let lines = question.lines(20);
        let top = question.top(&lines, 3);
        let seen: String = lines
            .iter()
            .skip(top)
            .take(3)
            .flat_map(|line| {
                match line {
                    Line::Target(part) => {
                        question.pieces(part.clone()).map(|(text, _)| text).collect::<String>()
                    }
                    Line::Remark(words) => words.clone(),
                }
                .chars()
                .collect::<Vec<_>>()
            })
            .collect();
        assert!(seen.contains("evil.org"), "{seen}");
    }
}
