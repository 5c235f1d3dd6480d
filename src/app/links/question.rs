//! What a link leads to outside of the text, shown before anything is done with it.

use std::ops::Range;

use super::target::Target;
use crate::app::command::{self, Command};
use crate::app::geometry::Area;
use crate::app::keymap::Context;
use crate::app::panel::lines::text_width;
use crate::app::{App, Effect, Overlay};
use crate::text::{clusters, glyph, width, wrap};

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
    /// Up to which byte the target was in view, from its host on.
    seen: usize,
    /// Whether all that there is to say was in view, the last row of it too.
    is_wholly_seen: bool,
}

/// How much of a question is in view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InView {
    /// The rows in view.
    pub lines: Vec<Line>,
    /// How many rows there are above them.
    pub n_above: usize,
    /// How many there are below.
    pub n_below: usize,
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
        Self { shown: target.words(), target, host, top: None, seen: 0, is_wholly_seen: false }
    }

    /// What is asked.
    pub fn title(&self) -> &'static str {
        match &self.target {
            Target::Outside(address) if address.is_mail() => "Write a mail?",
            Target::Outside(_) => "Open in the browser?",
            _ => "Links of this kind are not opened",
        }
    }

    /// The same where there is little room.
    fn short_title(&self) -> &'static str {
        match &self.target {
            Target::Outside(address) if address.is_mail() => "Write?",
            Target::Outside(_) => "Open?",
            _ => "Not opened",
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

    /// The rows in view where there is room for so many.
    fn in_view(&self, columns: u16, room: usize) -> InView {
        let lines = self.lines(columns);
        let n_above = self.top(&lines, room);
        let n_below = lines.len().saturating_sub(n_above + room);
        InView { lines: lines.into_iter().skip(n_above).take(room).collect(), n_above, n_below }
    }

    /// Notes what is seen of the target where there is room for so many rows. What stands before the host is the name of
    /// a user.
    fn note_seen(&mut self, columns: u16, room: usize) {
        let in_view = self.in_view(columns, room);
        for line in &in_view.lines {
            if let Line::Target(part) = line
                && part.start <= self.seen.max(self.host.start)
            {
                self.seen = self.seen.max(part.end);
            }
        }
        self.is_wholly_seen |= self.seen >= self.shown.len() && in_view.n_below == 0;
    }

    /// The first row that was not seen, where that begins which is in view.
    fn first_unseen(&self, lines: &[Line], end: usize) -> usize {
        let is_unseen = |line: &Line| matches!(line, Line::Target(part) if part.end > self.seen);
        lines.iter().position(is_unseen).unwrap_or(end)
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

/// The rows of a panel for what it shows, between its title and the keys.
fn room_in(area: Area) -> usize {
    usize::from(area.height).saturating_sub(2)
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

    /// The rows of the question that are in view in `area`.
    pub fn question_in_view(&self, area: Area) -> Option<InView> {
        Some(self.question()?.in_view(text_width(area), room_in(area)))
    }

    /// What is said above the question: what is asked, and how many rows are out of view, with the keys that lead to
    /// them.
    pub fn question_edge(&self, area: Area) -> (&'static str, String) {
        let (Some(question), Some(in_view)) = (self.question(), self.question_in_view(area)) else {
            return ("", String::new());
        };
        let key = |name| self.keymap.key_in(Context::Question, command::by_name(name)?);
        let sides = [
            (in_view.n_below, "question-down", "below", "↓"),
            (in_view.n_above, "question-up", "above", "↑"),
        ];
        let sides = sides.map(|(count, name, word, sign)| (count, key(name).unwrap_or_default(), word, sign));
        let hidden = || sides.iter().filter(|(count, ..)| *count > 0);
        let long: Vec<_> =
            hidden().map(|(count, key, word, _)| format!("{key} {count} more {word}")).collect();
        let short: Vec<_> = hidden().map(|(count, key, _, sign)| format!("{key} {sign}{count}")).collect();
        let (long, short) = (long.join(", "), short.join(" "));
        // What stands around the two.
        let room = usize::from(text_width(area)).saturating_sub(6);
        if width(question.title()) + width(&long) <= room {
            return (question.title(), long);
        }
        let is_narrow = !short.is_empty() && width(question.title()) + width(&short) > room;
        (if is_narrow { question.short_title() } else { question.title() }, short)
    }

    /// Whether there is something out of view, or left above, that the reader has not seen.
    fn has_unseen(&self) -> bool {
        let area = self.view.geometry.panel;
        self.question().is_some_and(|question| {
            let mut question = question.clone();
            question.note_seen(text_width(area), room_in(area));
            !question.is_wholly_seen
        })
    }

    /// The keys of the question, each with a word for what it does.
    pub fn question_keys(&self) -> Vec<(String, &'static str)> {
        let is_opened = self.question().is_some_and(|question| matches!(question.target, Target::Outside(_)));
        let open = if self.has_unseen() { "more" } else { "open" };
        let keys = [("open-link", open, is_opened), ("copy-target", "copy", true), ("back", "back", true)];
        let shown = keys.into_iter().filter(|(.., is_shown)| *is_shown);
        let key = |command: &Command| self.keymap.key_in(Context::Question, command);
        shown.filter_map(|(name, label, _)| Some((key(command::by_name(name)?)?, label))).collect()
    }

    /// Scrolls in the question.
    pub(crate) fn scroll_question(&mut self, by: i64) {
        let area = self.view.geometry.panel;
        let Some(Overlay::Question(question)) = &mut self.overlays.open else { return };
        let lines = question.lines(text_width(area));
        let room = room_in(area);
        let most = lines.len().saturating_sub(room);
        let by = isize::try_from(by).unwrap_or(isize::MAX);
        let top = question.top(&lines, room);
        question.note_seen(text_width(area), room);
        question.top = Some(top.saturating_add_signed(by).min(most));
    }

    /// Hands what was asked about to another program, or shows more of it where the reader has not seen all: the end of
    /// an address says what is asked of the host.
    pub(crate) fn open_link(&mut self) {
        let area = self.view.geometry.panel;
        let in_view = self.question_in_view(area);
        let Some(Question { target: Target::Outside(address), .. }) = self.question() else { return };
        let address = address.clone();
        if in_view.is_none_or(|in_view| in_view.lines.is_empty()) {
            return self.notify("there is no room to show where this leads");
        }
        if self.has_unseen() {
            return self.show_unseen();
        }
        self.uncover();
        self.notify(format!("opening {}", address.as_str()));
        self.effects.push(Effect::OpenOutside(address));
    }

    /// Scrolls on to the rows that begin with the first one which was not seen.
    fn show_unseen(&mut self) {
        let area = self.view.geometry.panel;
        let (columns, room) = (text_width(area), room_in(area));
        let Some(Overlay::Question(question)) = &mut self.overlays.open else { return };
        let lines = question.lines(columns);
        question.note_seen(columns, room);
        let end = question.top(&lines, room) + room;
        let most = lines.len().saturating_sub(room);
        question.top = Some(question.first_unseen(&lines, end).min(most));
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
